import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.identity import sha256
from assets.ingest.raw import RawContent, RawZone
from assets.ingest.records import Inventory
from assets.ingest.standing import NOT_IN_FORCE
from assets.lake import Lake
from assets.privacy import document
from assets.privacy.document import redact_content
from assets.privacy.places import redact_place, title_of
from assets.privacy.records import LEFT_BEHIND, Documents, Findings, Passages
from assets.privacy.redaction import Redacted, redact_inventory
from assets.privacy.settings import PrivacySettings
from resources.object_store import ObjectStore
from resources.stores import open_store

KEY = b"a key of these tests only"
PAGE = """---
title: Travel policy
author: Sarah Connor
---
# Travel policy

Sarah Connor approved this page. Ask Sarah or mail sconnor@corp.internal within 30 days.

## Limits

Managers approve up to $500. Employee no. E-10423 was refused.
"""
FRENCH = (
    "La politique de remboursement est applicable à tous les employés de la société, et les demandes doivent être "
    "envoyées au service financier avant la fin du mois suivant le voyage."
)


def redact(text: str, **settings: Any) -> dict[str, Any]:
    return redact_content(RawContent(text.encode(), "md"), PrivacySettings(**settings), KEY)


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return open_store(f"file://{tmp_path}/store", {})


def inventory(raw: RawZone, pages: dict[str, str]) -> pl.DataFrame:
    rows = [
        {
            "source": "wiki",
            "item": raw.put_place("wiki", path),
            "revision": 0,
            "kind": "wiki",
            "content": raw.put_content(RawContent(text.encode(), "md")),
            "format": "md",
            "size": len(text),
            "since": None,
            "until": None,
            "reason": None,
        }
        for path, text in pages.items()
    ]
    return Inventory.validate(pl.DataFrame(rows, schema=Inventory.create_empty().schema), cast=True)


def run(store: ObjectStore, pages: dict[str, str], **settings: Any) -> Redacted:
    raw = RawZone(store, KEY)
    return redact_inventory(inventory(raw, pages), raw, store, PrivacySettings(**settings), KEY)


def test_document_is_redacted_and_rules_survive() -> None:
    result = redact(PAGE)
    assert result["status"] == "ok"
    for gone in ("Sarah", "Connor", "E-10423"):
        assert gone not in json.dumps(result)
    for kept in ("within 30 days", "up to $500", "Travel policy"):
        assert kept in json.dumps(result)
    assert {f[1] for f in result["findings"]} == {"person", "contact", "identifier"}


def test_one_token_stands_for_one_person() -> None:
    text = redact(PAGE)["text"]
    first = text.split("\n\n")[1]
    token = first.split()[0]
    assert first.count(token) == 3


@pytest.mark.parametrize("form", ["token", "surrogate"])
def test_passages_are_spans_of_the_text(form: str) -> None:
    result = redact(
        PAGE + "\n" + "\n\n".join(f"Paragraph {n} by Sarah Connor. " * 12 for n in range(9)), pseudonyms=form
    )
    assert len(result["passages"]) >= 4
    for passage in result["passages"]:
        assert passage["text"] == result["text"][passage["start"] : passage["end"]]
        assert len(passage["text"]) < 1500
    assert result["passages"][0]["heading"] in ([], ["Travel policy"])
    assert result["passages"][-1]["heading"][-1] == "Limits"


def test_only_configured_kinds_are_redacted() -> None:
    text = redact(PAGE, kinds=("contact", "identifier"))["text"]
    assert "Sarah Connor" in text
    assert "E-10423" not in text


def test_what_redaction_leaves_is_withheld_by_the_second_detector() -> None:
    page = "# Travel\n\nManagers decide.\n\n## Mail\n\nAsk sarah.connor@corp.internal.\n\n## End\n\nThat is all."
    result = redact(page, kinds=("person",))  # nothing that looks for mails
    assert [p["reason"] for p in result["passages"]] == [None, f"{LEFT_BEHIND}: email", None]
    assert "connor" not in json.dumps(result)
    assert "That is all." in result["text"]
    titled = redact("# Ask sarah.connor@corp.internal\n\nManagers approve refunds.", kinds=("person",))
    assert (titled["status"], titled["reason"]) == ("withheld", f"{LEFT_BEHIND}: email")
    assert "connor" not in json.dumps(titled)


def test_a_path_that_still_tells_something_is_withheld(store: ObjectStore) -> None:
    done = run(store, {"calls/+44 20 7946 0958.md": PAGE}, kinds=("person",))
    assert re.fullmatch("item [0-9a-f]{12}", done.documents["path"][0])


def test_logins_of_a_prompt_are_redacted_where_they_are_names() -> None:
    page = "# Shell\n\n```\nsarah@joker:/tmp# mount\nroot@joker:/tmp# ls\ndeploy@web reboot\n```\n"
    text = redact(page)["text"]
    assert "sarah" not in text
    assert "root@joker" in text
    assert "deploy@web" in text


@pytest.mark.parametrize("items", [2, 30])
def test_what_ends_with_a_colon_stays_with_its_list(items: int) -> None:
    rule = "The porter keeps the keys of the rooms in the office. "
    kept = "".join(f"\n- return the key of room {n} before leaving the house in the evening" for n in range(items))
    passages = redact(f"# Keys\n\n{rule * 21}\n\nEverybody must:\n{kept}")["passages"]
    assert passages[0]["text"] == (rule * 21).strip()
    assert passages[1]["text"].startswith("Everybody must:\n\n- return the key of room 0 before")
    assert (len(passages) > 2) == (items > 2)


def test_a_long_list_is_cut_between_its_items() -> None:
    items = "\n".join(
        f"{n}. The porter keeps the keys of room {n}. See the plan of the hall (§{n}.)." for n in range(1, 41)
    )
    passages = redact(f"# Keys\n\n{items}")["passages"]
    assert len(passages) > 1
    assert all(re.match(r"\d+\. The porter", p["text"]) for p in passages)


def test_foreign_and_overlong_passages_are_withheld_and_leave_no_text() -> None:
    long = "word" * 2000
    result = redact(f"# Page\n\nManagers approve refunds.\n\n{FRENCH}\n\n{long}\n\nThat is all there is.")
    reasons = [p["reason"] for p in result["passages"]]
    assert reasons.count("foreign language") == 1
    assert reasons.count("too long") == 1
    assert "remboursement" not in json.dumps(result)
    assert "wordword" not in json.dumps(result)
    assert "That is all there is." in result["text"]


def test_failing_analysis_withholds_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find(self, texts: list[str], prose: list[bool]) -> list[Any]:
            if any("E-10423" in t for t in texts):
                raise ValueError(f"cannot read {texts}")
            return [[] for _ in texts]

    monkeypatch.setattr(document, "analyzer", Broken)
    result = redact(PAGE)
    assert [p["reason"] for p in result["passages"]] == [None, "analyser failed"]
    assert "E-10423" not in json.dumps(result)

    def failing(*_: object, **__: object) -> None:
        raise RuntimeError("Sarah Connor")

    monkeypatch.setattr(document, "find_persons", failing)
    result = redact(PAGE)
    assert (result["status"], result["reason"]) == ("withheld", "redaction failed (RuntimeError)")
    assert "Sarah" not in json.dumps(result)


def test_unreadable_content_is_quarantined() -> None:
    result = redact_content(RawContent(b"\x00\x01", "docx"), PrivacySettings(), KEY)
    assert result["status"] == "quarantined"
    assert result["reason"]


def test_a_page_that_is_no_longer_in_force_is_quarantined() -> None:
    gone = redact("---\nstatus: superseded\n---\n# Page\n\nManagers approve refunds.")
    assert (gone["status"], gone["text"]) == ("quarantined", None)
    assert gone["reason"] == NOT_IN_FORCE


def test_inventory_keeps_to_the_records_and_is_remembered(store: ObjectStore) -> None:
    pages = {"policies/sarah-connor/travel.md": PAGE, "empty.md": ""}
    done = run(store, pages)
    Documents.validate(done.documents)
    Passages.validate(done.passages)
    Findings.validate(done.findings)
    assert (done.analysed, done.remembered) == (2, 0)
    page = done.documents.filter(pl.col("status") == "ok").row(0, named=True)
    assert page["document"] == sha256(page["text"])
    assert "sarah" not in page["path"]
    assert set(done.findings.filter(pl.col("field") == "path")["kind"]) == {"person"}
    assert done.documents.filter(pl.col("status") == "quarantined").height == 1
    again = run(store, pages)
    assert (again.analysed, again.remembered) == (0, 2)
    assert again.documents.equals(done.documents)
    assert again.findings.equals(done.findings)


def test_a_failure_is_not_remembered(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise RuntimeError("once")

    with monkeypatch.context() as broken:
        broken.setattr(document, "find_persons", failing)
        failed = run(store, {"travel.md": PAGE, "empty.md": ""})
    assert sorted(failed.documents["status"]) == ["quarantined", "withheld"]
    again = run(store, {"travel.md": PAGE, "empty.md": ""})
    assert sorted(again.documents["status"]) == ["ok", "quarantined"]
    assert (again.analysed, again.remembered) == (1, 1)


def test_a_failed_passage_is_not_remembered(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find(self, texts: list[str], prose: list[bool]) -> list[Any]:
            if any("E-10423" in t for t in texts):
                raise ValueError("once")
            return [[] for _ in texts]

    with monkeypatch.context() as broken:
        broken.setattr(document, "analyzer", Broken)
        assert "analyser failed" in run(store, {"travel.md": PAGE}).passages["reason"].to_list()
    assert run(store, {"travel.md": PAGE}).passages["reason"].null_count() == 2


def test_moved_page_is_not_analysed_again(store: ObjectStore) -> None:
    run(store, {"old/travel.md": PAGE})
    moved = run(store, {"new/connor/travel.md": PAGE})
    assert moved.analysed == 0
    assert moved.documents["path"][0].startswith("new/Person_")


def test_changed_settings_analyse_again(store: ObjectStore) -> None:
    run(store, {"travel.md": PAGE})
    assert run(store, {"travel.md": PAGE}, keep=("Concur",)).analysed == 1


def test_expired_raw_keeps_the_earlier_redaction(store: ObjectStore) -> None:
    raw, lake = RawZone(store, KEY), Lake(store)
    frame = inventory(raw, {"travel.md": PAGE})
    done = redact_inventory(frame, raw, store, PrivacySettings(), KEY)
    lake.write("inventory", "2026-01-01", Inventory, frame)
    lake.write("documents", "2026-01-01", Documents, done.documents)
    lake.write("passages", "2026-01-01", Passages, done.passages)
    lake.write("findings", "2026-01-01", Findings, done.findings)
    for name in [*store.list("raw/content/"), *store.list("memo/privacy/")]:
        store.delete(name)
    kept = redact_inventory(frame, raw, store, PrivacySettings(), KEY)
    assert kept.documents["redaction"].to_list() == ["kept"]
    assert kept.documents["text"].to_list() == done.documents["text"].to_list()
    assert kept.passages.equals(done.passages)
    for name in store.list("lake/"):
        store.delete(name)
    gone = redact_inventory(frame, raw, store, PrivacySettings(), KEY)
    assert gone.documents["status"].to_list() == ["quarantined"]


def test_processes_give_the_same_bytes(store: ObjectStore, tmp_path: Path) -> None:
    pages = {f"page-{n}.md": PAGE + f"\nRevision {n}.\n" + "The manager approves it. " * 6000 for n in range(2)}
    one = run(store, pages)
    other = open_store(f"file://{tmp_path}/other", {})
    raw = RawZone(other, KEY)
    two = redact_inventory(inventory(raw, pages), raw, other, PrivacySettings(), KEY, processes=1)
    assert one.documents.equals(two.documents)
    assert one.passages.equals(two.passages)


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("people/priya-raman-onboarding.md", "priya"),
        ("tickets/INC0012345_summary.md", "INC0012345"),
        ("exports/E-10423-review.md", "E-10423"),
        ("contracts/PriyaRaman.docx", "Priya"),
    ],
)
def test_paths_are_redacted(path: str, gone: str) -> None:
    clean, found = redact_place(path, False, {}, PrivacySettings(), KEY)
    assert gone not in clean
    assert found


@pytest.mark.parametrize(
    "path", ["travel/expense-limits.md", "runbooks/jenkins-upgrade-2024-05.md", "sop/SOP-014-refunds.md"]
)
def test_plain_paths_survive(path: str) -> None:
    assert redact_place(path, False, {}, PrivacySettings(), KEY) == (path, [])


def test_row_id_is_an_identifier() -> None:
    clean, found = redact_place("INC-40101", True, {}, PrivacySettings(), KEY)
    assert clean.startswith("Identifier_")
    assert found[0][0] == "identifier"


def test_the_name_of_a_file_is_read_in_words() -> None:
    named = {"a/waste-water.txt": "Waste water", "SOP-12-waste-water.txt": "SOP-12 waste water", "FAQ.md": "FAQ",
             "SOP-12-Waste-v2.txt": "SOP-12-Waste-v2"}  # fmt: skip
    assert {path: title_of(path, row=False) for path in named} == named
