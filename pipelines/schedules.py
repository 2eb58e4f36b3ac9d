"""When the jobs run by themselves."""

import dagster as dg

from pipelines.jobs import daily, retention


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


def retention_schedule(hour: int) -> dg.ScheduleDefinition:
    """Raw texts beyond the retention go every day, half a day apart from the daily picture. Stopped until started."""
    return dg.ScheduleDefinition(
        name="raw_retention",
        job=retention,
        cron_schedule=f"0 {(hour + 12) % 24} * * *",
        execution_timezone="UTC",
        description="Deletes raw texts that only days beyond ingest.raw_retention_days refer to.",
        owners=["team:data-engineering"],
    )


def _today(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    day = context.scheduled_execution_time.strftime("%Y-%m-%d")
    return dg.RunRequest(run_key=day, partition_key=day)
