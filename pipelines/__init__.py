"""How the DAG is put together: definitions, jobs, schedules, sensors, partitions, settings, command line."""
