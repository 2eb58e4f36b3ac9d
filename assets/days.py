"""The partitions every daily asset shares: UTC days, each a full picture."""

import dagster as dg

DAYS = dg.DailyPartitionsDefinition(start_date="2015-01-01", timezone="UTC", end_offset=1)
"""UTC days including today (end_offset=1: a day is a picture taken on it, not a window that must have closed)."""

DATASET_VERSIONS = dg.DynamicPartitionsDefinition(name="dataset_versions")
"""Dataset versions, so that an officer picks one from a list."""
