"""How the DAG is put together: definitions, jobs, schedules, settings, command line."""

import gc
import warnings

# Owners of jobs and sensors are in beta in Dagster 1.13, which is pinned; what rests on them is tested.
warnings.filterwarnings("ignore", message="Parameter `owners` of")

# Modules and tables live as long as their process: with Python's own limits a tenth of its time went into looking for cycles.
gc.set_threshold(50_000, 20, 50)
