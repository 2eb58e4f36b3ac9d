"""Raw texts go when their retention ends; a past day then reads its source again, or keeps its redaction."""

import shutil
from collections.abc import Iterator
from datetime import date

import dagster as dg
import polars as pl
import pytest
from dagster._core.test_utils import create_run_for_test

from assets.ingest.assets import inventory
from assets.lake import Lake
from assets.privacy.assets import redaction
from assets.privacy.records import Documents
from pipelines import settings
from pipelines.definitions import build_definitions, build_resources
from pipelines.jobs import retention
from resources.directory_store import DirectoryStore
from tests.company import DAY, HISTORY, PAGES, found
from tests.installation import Installation

WITHIN, BEYOND = date(2026, 3, 31), date(2026, 5, 1)
PAGE = "people/annual-leave.md"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One page, ingested and redacted as of DAY; the retention is the default of 30 days."""
    installation = found(tmp_path_factory.mktemp("retention"), HISTORY, pages={PAGE: PAGES[PAGE]})
    materialize(installation, [inventory, redaction])
    return installation


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


def materialize(installation: Installation, assets: list[dg.AssetsDefinition]) -> pl.DataFrame:
    """Materialize these assets for DAY; returns the documents of that day."""
    resources = build_resources(settings.load(installation.config))
    assert dg.materialize(assets, partition_key=DAY.isoformat(), resources=resources).success
    return Lake(DirectoryStore(installation.store)).read("documents", DAY.isoformat(), Documents)


def expire(installation: Installation, today: date, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    job = build_definitions(installation.config, today=today).resolve_job_def("retention")
    return job.execute_in_process(instance=instance, raise_on_error=False)


def raw(installation: Installation) -> list[str]:
    return DirectoryStore(installation.store).list("raw/")


def test_raw_texts_stay_within_the_retention_and_go_after_it(
    company: Installation, instance: dg.DagsterInstance
) -> None:
    kept = raw(company)
    assert len(kept) == 2  # the content and the place of the page
    assert expire(company, WITHIN, instance).output_for_node("expire") == 0
    assert raw(company) == kept
    assert expire(company, BEYOND, instance).output_for_node("expire") == 2
    assert raw(company) == []


def test_a_backfill_of_an_expired_day_reads_the_source_again(
    company: Installation, instance: dg.DagsterInstance
) -> None:
    before = materialize(company, [inventory, redaction])
    expire(company, BEYOND, instance)
    shutil.rmtree(company.store / "memo")
    assert materialize(company, [inventory, redaction]).equals(before)
    assert before["redaction"].cast(pl.String).to_list() == ["current"]


def test_without_the_source_an_expired_day_keeps_its_redaction_and_says_so(
    company: Installation, instance: dg.DagsterInstance
) -> None:
    before = materialize(company, [inventory, redaction])
    expire(company, BEYOND, instance)
    shutil.rmtree(company.store / "memo")
    after = materialize(company, [redaction])
    assert after["redaction"].cast(pl.String).to_list() == ["kept"]
    for column in ("document", "text", "title", "owner", "status"):
        assert after[column].equals(before[column]), column


def test_nothing_goes_while_another_run_is_at_work(company: Installation, instance: dg.DagsterInstance) -> None:
    materialize(company, [inventory, redaction])
    kept = raw(company)
    create_run_for_test(instance, job_name="daily", status=dg.DagsterRunStatus.STARTED)
    done = expire(company, BEYOND, instance)
    assert not done.success
    assert raw(company) == kept


def test_the_schedule_runs_it_every_day_apart_from_the_picture(company: Installation) -> None:
    repository = build_definitions(company.config).get_repository_def()
    schedules = {schedule.job_name: schedule for schedule in repository.schedule_defs}
    assert schedules["retention"].cron_schedule == "0 14 * * *"
    assert schedules["daily"].cron_schedule == "0 2 * * *"
    assert schedules["retention"].owners == retention.owners == ["team:data-engineering"]
