"""When the jobs run by themselves."""

import dagster as dg

from pipelines.jobs import daily


def daily_schedule(hour: int) -> dg.ScheduleDefinition:
    """The picture of today, taken at `hour` UTC. Stopped until somebody starts it in the UI."""
    return dg.ScheduleDefinition(
        name="every_day",
        job=daily,
        cron_schedule=f"0 {hour} * * *",
        execution_timezone="UTC",
        execution_fn=_today,
        description="Takes the picture of the current UTC day; the UI says when it runs next.",
        owners=["team:data-engineering"],
    )


def _today(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    day = context.scheduled_execution_time.strftime("%Y-%m-%d")
    return dg.RunRequest(run_key=day, partition_key=day)
