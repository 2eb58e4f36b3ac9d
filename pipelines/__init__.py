"""How the DAG is put together: definitions, jobs, schedules, settings, command line."""
