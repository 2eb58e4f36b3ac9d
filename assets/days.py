"""The partitions every daily asset shares: UTC days, each a full picture."""

from datetime import date

import dagster as dg


def days_since(first: date) -> dg.DailyPartitionsDefinition:
    """UTC days including today (end_offset=1: a day is a picture taken on it, not a window that must have closed)."""
    return dg.DailyPartitionsDefinition(start_date=first.isoformat(), timezone="UTC", end_offset=1)


DAYS = days_since(date(2015, 1, 1))
"""The partitions of every daily asset as its module declares them; `pipelines/definitions.py` puts days from the
configured first one in their place."""

DATASET_VERSIONS = dg.DynamicPartitionsDefinition(name="dataset_versions")
"""Dataset versions, so that an officer picks one from a list."""
