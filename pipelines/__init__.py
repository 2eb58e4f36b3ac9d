"""How the DAG is put together: definitions, jobs, schedules, settings, command line."""

import warnings

# Owners of jobs and sensors are in beta in Dagster 1.13, which is pinned; what rests on them is tested.
warnings.filterwarnings("ignore", message="Parameter `owners` of")
