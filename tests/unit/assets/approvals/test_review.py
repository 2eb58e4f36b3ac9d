"""The review job as Dagster runs it, and the link that opens it."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dagster as dg
import pytest
import yaml
from bs4 import BeautifulSoup

from assets.approvals.decision import intend
from assets.approvals.keys import PublicKey
from assets.approvals.ledger import Decision
from assets.approvals.report import reviewed_report
from assets.approvals.review import review
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import handover_key, sign_as
from assets.days import DATASET_VERSIONS
from assets.snapshots.packet import render_packet
from assets.snapshots.review_link import LOCATION, review_link, review_links
from resources.anchors import FileAnchors
from tests.installation import ROOT
from tests.unit.assets.approvals.officers import (
    DEMO,
    FOUR_EYES,
    KEY,
    OFFICERS,
    PUBLIC,
    REASON,
    SINCE,
    START,
    MemoryStore,
    ledger,
    registered,
    said,
    two_versions,
)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as opened:
        yield opened


def launch(
    store: MemoryStore, version: str, instance: dg.DagsterInstance, settings: ReviewSettings = DEMO, **config: Any
) -> dg.ExecuteInProcessResult:
    """What the launchpad does after the prefilled link, with some values typed over."""
    instance.add_dynamic_partitions(str(DATASET_VERSIONS.name), [version])
    if instance.has_run(RUN):
        instance.delete_run(RUN)
    filled = yaml.safe_load(parse_qs(urlsplit(review_link(version)).query)["config"][0])
    filled["ops"]["sign"]["config"] |= {"reason": REASON} | config
    return review.execute_in_process(
        run_config=filled,
        partition_key=version,
        instance=instance,
        run_id=RUN if settings != DEMO else None,
        raise_on_error=False,
        resources={
            "store": store,
            "review": settings,
            "anchors": FileAnchors(Path(instance.root_directory) / "anchors.jsonl"),
            "report": partial(reviewed_report, settings=settings, now=START),
        },
    )


def observed(result: dg.ExecuteInProcessResult) -> list[dg.AssetObservation]:
    return [
        event.asset_observation_data.asset_observation
        for event in result.all_events
        if event.event_type == dg.DagsterEventType.ASSET_OBSERVATION
    ]


def said_by(result: dg.ExecuteInProcessResult) -> str:
    """Everything the run leaves in Dagster's event log."""
    return "\n".join(repr(event) for event in result.all_events)


def failure(result: dg.ExecuteInProcessResult) -> str:
    assert not result.success
    data: Any = result.failure_data_for_node("sign")
    assert data.error.cause is None
    return str(data.user_failure_data.description if data.user_failure_data else data.error.message)


def test_one_launch_signs_for_both_demo_officers_and_shows_the_standing(instance: dg.DagsterInstance) -> None:
    store, _, version = two_versions()
    result = launch(store, version, instance)
    assert result.success
    assert [entry.statement.meaning for entry in ledger(store, version)] == ["approval"] * 2
    (event,) = observed(result)
    assert (event.asset_key.to_user_string(), event.partition) == ("dataset_version", version)
    assert event.metadata["standing"].value == "approved"
    assert "Demo officer A (not a person) and Demo officer B (not a person)" in str(event.metadata["why"].value)
    signatures: Any = event.metadata["signatures"]
    first = signatures.records[0].data
    assert first["signed by"] == "Demo officer A (not a person)"
    assert first["meaning"] == "approval"
    assert first["at (UTC)"] == ledger(store, version)[0].statement.signed_at
    assert event.metadata["ledger head"].value == ledger(store, version)[-1].digest
    assert "Quillfeather" not in said_by(result)


def test_the_packet_shows_every_signature_with_name_time_and_meaning(instance: dg.DagsterInstance) -> None:
    store, _, version = two_versions()
    said_words = "<b>Two</b>\nlines"
    assert launch(store, version, instance, decision="reject", meaning="review", reason=said_words).success
    page = BeautifulSoup(store.objects[f"packets/{version}.html"], "lxml")
    assert [heading.text for heading in page.select("#summary.blocked h2")] == ["Rejected"]
    section = page.select_one("#decisions")
    assert section is not None
    assert section.h2 is not None
    assert section.h2.text == "Decisions: rejected"
    row = [cell.get_text(" ", strip=True) for cell in section.select("tbody tr")[0].find_all(["th", "td"])]
    assert row[0] == "Demo officer A (not a person) compliance officer"
    assert row[1] == ledger(store, version)[0].statement.signed_at
    assert row[2:] == ["reject", "review", said_words]


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"reason": "  "}, "say in your own words why"),
        ({"reason": "Quillfeather" * 400}, "at most 2000 are signed"),
    ],
)
def test_what_the_launchpad_cannot_check_the_run_refuses(
    instance: dg.DagsterInstance, config: dict[str, str], words: str
) -> None:
    store, _, version = two_versions()
    result = launch(store, version, instance, **config)
    assert words in failure(result)
    assert "Quillfeather" not in said_by(result)
    assert ledger(store, version) == []


@pytest.mark.parametrize("config", [{"decision": "maybe"}, {"meaning": "fun"}, {"reason": {"env": "HOME"}}])
def test_the_launchpad_takes_only_what_exists_and_no_secret_from_the_environment(
    instance: dg.DagsterInstance, config: dict[str, Any]
) -> None:
    store, _, version = two_versions()
    with pytest.raises(dg.DagsterInvalidConfigError, match=f"path root:ops:sign:config:{next(iter(config))}"):
        launch(store, version, instance, **config)


RUN = "3c0f5b6e-6a3e-4c7d-9b1e-2f6f0a7b8c9d"


def hand_over(
    store: MemoryStore, version: str, decision: Decision = "approve", at: datetime = START, run: str = RUN
) -> None:
    """What the webserver does when an officer launches the job."""
    intent = intend(store, version, decision=decision, meaning="approval", reason=REASON, now=at)
    store.put(handover_key(run), sign_as(KEY, OFFICERS["ada"], intent, "four-eyes").model_dump_json().encode())


def test_under_four_eyes_the_run_appends_what_the_webserver_signed(instance: dg.DagsterInstance) -> None:
    store, _, version = two_versions()
    hand_over(store, version)
    result = launch(store, version, instance, FOUR_EYES)
    assert result.success
    (entry,) = ledger(store, version)
    assert (entry.statement.name, entry.statement.authenticated_at) == ("Ada Brightwater", "2026-10-13T08:57:00Z")
    assert observed(result)[0].metadata["standing"].value == "waiting"


def test_under_four_eyes_a_run_that_nobody_signed_changes_nothing(instance: dg.DagsterInstance) -> None:
    store, other, version = two_versions()
    words = "No officer has signed for this run"
    assert words in failure(launch(store, version, instance, FOUR_EYES))  # nothing was handed over
    for spoil in (
        lambda: hand_over(store, other),  # a signature of another version
        lambda: hand_over(store, version, "reject"),  # another decision than the run was launched with
        lambda: store.replace(handover_key(RUN), b"{}"),
        lambda: store.replace(handover_key(RUN), forged(store, version)),
    ):
        store.delete(handover_key(RUN))
        spoil()
        said_words = failure(launch(store, version, instance, FOUR_EYES))
        assert words in said_words
        assert "Quillfeather" not in said_words
    store.delete(handover_key(RUN))
    hand_over(store, version)
    revoked = registered(PublicKey(public=PUBLIC, since=SINCE, until=SINCE, ended="revoked"))
    assert "was revoked" in failure(launch(store, version, instance, revoked))
    assert ledger(store, version) == []


def forged(store: MemoryStore, version: str) -> bytes:
    """A statement that somebody without the key wrote."""
    hand_over(store, version, run="another")
    return store.get(handover_key("another")).replace(b"Ada Brightwater", b"Eve Brightwater")


def test_a_damaged_version_is_refused_and_can_be_withdrawn(instance: dg.DagsterInstance) -> None:
    store, _, version = two_versions()
    assert launch(store, version, instance).success
    for key in [key for key in store.objects if key.startswith("blobs/")]:
        store.objects[key] += b" "
    assert "was changed in memory://" in failure(launch(store, version, instance))
    packet = store.objects[f"packets/{version}.html"]
    withdrawn = launch(store, version, instance, decision="withdraw")
    assert withdrawn.success
    assert observed(withdrawn)[0].metadata["standing"].value == "withdrawn"
    assert store.objects[f"packets/{version}.html"] == packet


def test_the_report_compares_with_the_last_approved_version() -> None:
    store, first, second = two_versions()
    report = reviewed_report(store, second, FOUR_EYES, START)
    assert report.delta is not None
    assert (report.delta.baseline, report.delta.approved) == (first, False)
    assert report.review is not None
    assert (report.review.state, report.review.signatures) == ("waiting", ())
    assert "nobody did" in render_packet(report)
    assert "Ready for review" in render_packet(report)
    said(store, first, "ada", hours=-2)
    said(store, first, "ben", hours=-1)
    report = reviewed_report(store, second, FOUR_EYES, START)
    assert report.delta is not None
    assert (report.delta.baseline, report.delta.approved) == (first, True)


def test_the_link_leaves_only_the_reason_open() -> None:
    version = "2026-10-12-0123456789abcdef"
    for decision in ("approve", "reject", "withdraw"):
        link = urlsplit(review_link(version, decision))
        assert (link.scheme, link.netloc) == ("", "")
        assert link.path == f"/locations/{LOCATION}/jobs/review/playground/setup"
        query = parse_qs(link.query)
        assert (query["tags[0][key]"], query["tags[0][value]"]) == (["dagster/partition"], [version])
        assert yaml.safe_load(query["config"][0])["ops"]["sign"]["config"]["decision"] == decision
        assert yaml.safe_load(query["config"][0])["ops"]["sign"]["config"]["reason"] == ""
        assert f"[{decision.capitalize()}]({review_link(version, decision)})" in review_links(version)
        assert len(review_link(version, decision)) < 400


def test_the_location_is_the_one_of_the_workspace() -> None:
    workspace = yaml.safe_load(Path(ROOT, "workspace.yaml").read_text())
    assert workspace["load_from"][0]["python_module"]["location_name"] == LOCATION


def test_only_officers_own_the_job_and_it_takes_a_version() -> None:
    assert review.owners == ["team:compliance"]
    assert review.partitions_def == DATASET_VERSIONS
