"""The definitions that Dagster loads, for a configuration."""

from pathlib import Path

import dagster as dg
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.definitions import build_definitions

CONFIG = """
[[sources]]
name = "wiki"
kind = "wiki"
reader = "files"
path = "pages"

[dagster]
since = 2026-03-01
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "knowbound.toml"
    path.write_text(CONFIG)
    monkeypatch.setenv("KNOWBOUND_CONFIG", str(path))
    return path


def test_days_of_every_daily_asset_and_job_begin_where_the_configuration_says(config: Path) -> None:
    definitions = build_definitions(config)
    daily = [
        spec.partitions_def
        for spec in definitions.resolve_all_asset_specs()
        if isinstance(spec.partitions_def, dg.DailyPartitionsDefinition)
    ]
    assert len(daily) == 7
    for partitions in (*daily, definitions.resolve_job_def("daily").partitions_def):
        assert partitions is not None
        assert partitions.get_first_partition_key() == "2026-03-01"


def test_a_day_before_the_first_one_is_refused_in_words(config: Path) -> None:
    done = CliRunner().invoke(main, ["run", "--config", str(config), "--as-of", "2026-02-28"])
    assert done.exit_code == 2
    assert "days begin with 2026-03-01; since in [dagster]" in " ".join(done.output.split())
