"""What is erased is gone from everything that was made of it, closes the gate, and stays away."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from assets.approvals.standing import standing
from assets.erasures import read_erased, read_erasures, tombstones
from assets.identity import sha256
from assets.ingest.inventory import take_inventory
from assets.ingest.raw import RawContent, RawZone
from assets.ingest.records import Inventory
from assets.ingest.settings import IngestSettings
from assets.lake import Lake
from assets.privacy.records import Documents, Findings, Passages
from assets.retraining.gate import gate
from assets.retraining.models import card_key, write_model
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import blob_key
from assets.snapshots.report import build_report, reports
from assets.snapshots.versions import integrity, list_versions, read_manifest, write_version
from checks.audit import audit
from pipelines import erasure
from pipelines.erasure import NothingFound, Subject
from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore, StoreError
from resources.sealing import PayloadKeys
from tests.unit.assets.approvals.officers import FOUR_EYES
from tests.unit.assets.retraining.approved import DEMO, decided
from tests.unit.assets.retraining.test_models import WEIGHTS, record
from tests.unit.assets.snapshots.days import day

NOW = datetime.now(UTC).replace(microsecond=0)
KEY = b"k" * 32
SECRET = "Breakfast is paid"
"""Words of the page `Travel and expenses`, which only the later version holds."""


def fill(store: ObjectStore) -> tuple[str, str, str]:
    """Two versions and their days: names, and the id of the page that is only in the later one."""
    content = day("2026-10-12", pages=3)
    later = content.documents.filter(pl.col("text").fill_null("").str.contains(SECRET))
    without = content.documents.join(later, on=["source", "item"], how="anti")
    passages = content.passages.filter(pl.col("document") != later["document"][0])
    examples = content.examples.filter(
        pl.col("messages").map_elements(lambda turns: SECRET not in str(turns.to_list()), return_dtype=pl.Boolean)
    )
    points = content.points.filter(pl.col("document") != later["document"][0])
    base = dataclasses.replace(
        content,
        as_of="2026-10-11",
        documents=without,
        passages=passages,
        examples=examples,
        points=points,
        uncovered=content.uncovered.join(points, on="point", how="semi"),
        demand=content.demand.clear(),
    )
    names = [write_version(store, one).version for one in (base, content)]
    for version in names:
        store.replace(f"packets/{version}.html", SECRET.encode())
    lake, raw = Lake(store), RawZone(store, KEY)
    for as_of, documents, its in (
        ("2026-10-11", without, passages),
        ("2026-10-12", content.documents, content.passages),
    ):
        rows = [
            {
                "source": row["source"], "item": row["item"], "revision": row["revision"], "kind": row["kind"],
                "content": raw.put_content(RawContent((row["text"] or "").encode(), "md")), "format": "md", "size": 1,
                "since": None, "until": None, "reason": None,
            }
            for row in documents.iter_rows(named=True)
        ]  # fmt: skip
        lake.write("inventory", as_of, Inventory, pl.DataFrame(rows, schema=Inventory.create_empty().schema))
        lake.write("documents", as_of, Documents, documents)
        lake.write("passages", as_of, Passages, its)
        lake.write("findings", as_of, Findings, content.findings)
        for table in ("examples", "decision_points"):
            store.replace(f"lake/{table}/{as_of}.parquet", SECRET.encode())
        store.replace(f"lake/checks/{as_of}/coverage.json", SECRET.encode())
    store.put("memo/privacy/f/pack.parquet", SECRET.encode())
    return names[0], names[1], str(later["document"][0])


@pytest.fixture(params=["plain", "sealed"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> DirectoryStore:
    opened = DirectoryStore(tmp_path / "store")
    opened.payload_keys = tmp_path / "keys" if request.param == "sealed" else None
    return opened


def forget(store: ObjectStore, subject: str, review: object = DEMO) -> erasure.Erasure:
    planned = erasure.plan(
        store, RawZone(store, KEY), review, Subject.parse(subject), reason="asked for", by="somebody", now=NOW
    )
    erasure.erase(store, review, planned)
    return planned


def readable(store: ObjectStore, text: str) -> list[str]:
    """Keys under which the text can still be found, also inside Parquet and sealed files."""
    found = [key for key in store.list("") if text.encode() in store.get(key)]
    lake = Lake(store)
    found += [
        f"documents/{d}" for d in lake.days("documents") if text in str(lake.read("documents", d, Documents).rows())
    ]
    found += [f"passages/{d}" for d in lake.days("passages") if text in str(lake.read("passages", d, Passages).rows())]
    return found + [version for version in list_versions(store) if not integrity(store, version) and "-12-" in version]


def test_a_document_is_gone_from_everything_and_the_gate_is_shut(store: DirectoryStore) -> None:
    first, second, document = fill(store)
    for version in (first, second):
        decided(store, version, at=NOW - timedelta(minutes=1))
    store.put(blob_key(sha256(WEIGHTS)), WEIGHTS)
    model = write_model(store, record(version=second, manifest_digest=read_manifest(store, second).digest))
    assert readable(store, SECRET)
    assert gate(store, DEMO, TrainingSettings(), NOW, integrity).open_version == second

    done = forget(store, f"document:{document[:16]}")
    assert (done.versions, done.approved, done.models) == ((second,), (second,), (model,))
    assert len(done.items) == 1
    assert sorted(readable(store, SECRET)) == [*_others(store), f"packets/{first}.html"]
    assert standing(store, second, DEMO, NOW).state == "erased"
    [newest, *_] = gate(store, DEMO, TrainingSettings(), NOW, integrity).verdicts
    assert newest.state == "shut"
    assert "erased" in newest.words
    assert integrity(store, first) == []
    assert integrity(store, second) != []
    assert "must not be promoted" in store.get(card_key(model)).decode()
    assert store.exists(blob_key(sha256(WEIGHTS)))
    [erased] = read_erasures(store)
    assert (erased.id, erased.by) == (done.id, "somebody")
    entry = read_erased(store, second)
    assert entry
    assert entry.manifest_digest == read_manifest(store, second).digest
    assert Lake(store).days("inventory") == ["2026-10-11", "2026-10-12"]
    assert Lake(store).has("examples", "2026-10-11")

    found = audit(store, DEMO, NOW + timedelta(minutes=1))
    assert found.findings == ()
    assert any("Erased on" in note.words for note in found.notes)
    assert found.versions[-1].state == "erased"


def _others(store: ObjectStore) -> list[str]:
    """The day that does not hold the document keeps what was made of it."""
    return sorted(key for key in store.list("lake/") if "2026-10-11" in key and SECRET.encode() in store.get(key))


def test_the_next_version_is_made_and_compared_with_one_that_is_left(store: DirectoryStore) -> None:
    first, second, document = fill(store)
    forget(store, f"document:{document}")
    next_ = write_version(store, day("2026-10-13", pages=2)).version
    report = build_report(store, next_)
    assert report.delta
    assert report.delta.baseline == first
    assert [(row["version"], row["status"]) for row in reports(store)] == [
        (first, "ready for review"),
        (second, "erased"),
        (next_, "ready for review"),
    ]


def test_a_pseudonym_means_every_document_in_which_it_stands(store: DirectoryStore) -> None:
    _, second, _ = fill(store)
    done = forget(store, "pseudonym:must not work from outside")
    assert len(done.items) == 1
    assert len(done.versions) == 2
    with pytest.raises(NothingFound):
        forget(store, "pseudonym:must not work from outside")
    assert standing(store, second, DEMO, NOW).state == "erased"


def test_weights_go_too_where_the_policy_says_so(store: DirectoryStore) -> None:
    _, second, document = fill(store)
    store.put(blob_key(sha256(WEIGHTS)), WEIGHTS)
    write_model(store, record(version=second, manifest_digest=read_manifest(store, second).digest))
    forget(store, f"document:{document}", FOUR_EYES.model_copy(update={"erased_models": "delete"}))
    assert not store.exists(blob_key(sha256(WEIGHTS)))


@pytest.mark.parametrize("step", ["close_version", "_forget_files", "_forget_days"])
def test_killed_at_any_step_it_is_ended_by_the_next_erasure(
    store: DirectoryStore, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    _, second, document = fill(store)
    with monkeypatch.context() as patched:
        patched.setattr(erasure, step, die)
        with pytest.raises(KeyboardInterrupt):
            forget(store, f"document:{document}")
    assert tombstones(store)
    forget(store, "document:wiki/some/other/place.md")
    assert standing(store, second, DEMO, NOW).state == "erased"
    assert [key for key in readable(store, SECRET) if "2026-10-12" in key] == []


def test_an_unfinished_erasure_is_a_finding(store: DirectoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    _, second, document = fill(store)
    with monkeypatch.context() as patched:
        patched.setattr(erasure, "_forget_files", lambda *_: None)
        forget(store, f"document:{document}")
    [finding] = audit(store, DEMO, NOW).findings
    assert finding.where == second
    assert "is still there: run knowbound erase again" in finding.words


def test_a_key_destroyed_without_an_erasure_is_a_finding(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path / "store")
    store.payload_keys = tmp_path / "keys"
    _, second, _ = fill(store)
    PayloadKeys(tmp_path / "keys").destroy(second)
    assert "no erasure says why" in audit(store, DEMO, NOW).findings[0].words


def test_without_the_keys_nobody_can_say_what_a_sealed_version_holds(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path / "store")
    store.payload_keys = tmp_path / "keys"
    fill(store)
    store.payload_keys = None
    with pytest.raises(Exception, match=r"payload_keys does not say where the keys are"):
        forget(store, "pseudonym:Breakfast")


def test_a_changed_tombstone_is_said(store: DirectoryStore) -> None:
    _, second, document = fill(store)
    done = forget(store, f"document:{document}")
    key = f"erasures/{done.id}.json"
    store.replace(key, store.get(key).replace(b"asked for", b"nothing"))
    with pytest.raises(StoreError, match="was changed"):
        tombstones(store)
    store.replace(f"ledger/{second}/erased.json", b"{}")
    with pytest.raises(StoreError, match="until then the version stays shut"):
        standing(store, second, DEMO, NOW)
    assert "was changed" in str(audit(store, DEMO, NOW).findings)


def test_what_is_erased_is_not_ingested_again(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("a.md", "b.md"):
        (pages / name).write_text(f"# {name}\n\nWords of {name}.\n")
    store = DirectoryStore(tmp_path / "store")
    raw = RawZone(store, KEY)
    source = {"name": "wiki", "kind": "wiki", "reader": "files", "path": pages}
    today = date(2026, 10, 12)
    settings = IngestSettings.model_validate({"sources": [source]})
    done = forget(store, "document:wiki/a.md")
    assert [item.item for item in done.items] == [raw.place("wiki", "a.md")]
    taken = take_inventory(settings, today, today, raw, tombstones(store))
    assert taken.frame["item"].to_list() == [raw.place("wiki", "b.md")]
    assert len(store.list("raw/")) == 2


@pytest.mark.parametrize("text", ["", "document:", "document:abc", "person:Somebody", "Somebody"])
def test_a_subject_that_could_mean_anything_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="accepted are document:ID"):
        Subject.parse(text)
