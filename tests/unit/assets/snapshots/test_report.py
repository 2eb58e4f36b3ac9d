"""The report, the comparison behind it, and the packet that shows it."""

import dataclasses
import json
import re
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from assets.snapshots.diff import diff
from assets.snapshots.manifest import blob_key
from assets.snapshots.packet import _near, render_packet
from assets.snapshots.report import BLOCKED, READY, TAMPERED, build_report, choose, mark, reports
from assets.snapshots.versions import read_manifest, write_version
from resources.object_store import ObjectStore
from tests.unit.assets.snapshots.days import day


@pytest.fixture
def two(store: ObjectStore) -> tuple[str, str]:
    """A version without the page on retention, and a day later one with it."""
    return write_version(store, day("2026-10-11", pages=4)).version, write_version(store, day()).version


def test_diff_sees_the_answer_that_replaced_a_refusal(store: ObjectStore, two: tuple[str, str]) -> None:
    changes = diff(store, *two)
    assert changes.flipped.rows() == [("How long are access logs kept?", "refuse", "answer", "answerable")]
    assert "Access logs are kept for at least 180 days." in changes.points_added["sentence"].to_list()
    assert changes.points_removed.height == 0
    assert "undocumented" in changes.removed["situation"].to_list()
    assert changes.added.height > 0
    assert changes.coverage.filter(pl.col("kind") == "all")["owed_after"][0] > changes.coverage["owed_before"][-1]
    assert "README.md" in changes.files["name"].to_list()


def test_a_version_does_not_differ_from_itself(store: ObjectStore, two: tuple[str, str]) -> None:
    same = diff(store, two[1], two[1])
    assert [f.height for f in (same.added, same.removed, same.flipped, same.points_added, same.files)] == [0] * 5


def test_report_compares_with_the_approved_or_else_the_previous_version(
    store: ObjectStore, two: tuple[str, str]
) -> None:
    assert build_report(store, two[0]).delta is None
    delta = build_report(store, two[1]).delta
    assert delta is not None
    assert (delta.baseline, delta.approved, len(delta.flipped)) == (two[0], False, 1)
    approved = build_report(store, two[1], approved=two[0]).delta
    assert approved is not None
    assert approved.approved


def test_report_counts_agree_with_the_manifest(store: ObjectStore, two: tuple[str, str]) -> None:
    report = build_report(store, two[1])
    assert report.status == READY
    assert sum(sum(row.examples) for row in report.heat) == report.summary.examples
    assert sum(row.owed for row in report.heat) == report.summary.coverage.owed
    gaps = report.summary.coverage.owed - report.summary.coverage.covered
    assert sum(len(document.gaps) for document in report.gaps) == gaps > 0
    assert all(gap.line > 0 and gap.reason for document in report.gaps for gap in document.gaps)
    assert report.over_redaction[0].observed == 0.991


def test_a_failed_blocking_check_blocks_in_every_view(store: ObjectStore) -> None:
    version = write_version(store, day(passed=False)).version
    report = build_report(store, version)
    assert report.status == BLOCKED
    assert report.blockers == ("Check residual_pii failed: seeded canaries found",)
    assert reports(store)[0]["status"] == BLOCKED
    page = BeautifulSoup(render_packet(report), "lxml")
    verdict = page.select_one("#summary")
    assert verdict is not None
    assert "Blocked" in verdict.text
    assert "seeded canaries found" in verdict.text


def test_listing_is_oldest_first(store: ObjectStore, two: tuple[str, str]) -> None:
    listed = reports(store)
    assert [entry["version"] for entry in listed] == list(two)
    assert {"version", "digest", "as_of", "status", "counts"} <= set(listed[0])
    assert listed[0]["digest"].startswith(two[0][-16:])


def test_listing_says_what_is_wrong_with_a_version_whose_bytes_were_changed(
    store: ObjectStore, two: tuple[str, str]
) -> None:
    entry = read_manifest(store, two[1]).file("train.sft.jsonl")
    store.replace(blob_key(entry.sha256), b"other rows\n")
    sound, changed = reports(store)
    assert (sound["status"], sound["problems"]) == (READY, [])
    assert changed["status"] == TAMPERED
    assert "train.sft.jsonl" in changed["problems"][0]
    assert changed["counts"]["train"] > 0


def test_listing_goes_on_past_a_manifest_that_was_changed(store: ObjectStore, two: tuple[str, str]) -> None:
    store.replace(f"versions/{two[0]}/manifest.json", b"{}")
    changed, sound = reports(store)
    assert (changed["version"], changed["status"], changed["digest"], changed["counts"]) == (two[0], TAMPERED, None, {})
    assert "was changed" in changed["problems"][0]
    assert sound["status"] == READY


def test_samples_are_spread_over_situations_and_do_not_depend_on_order() -> None:
    examples = day().examples
    chosen = choose(examples, 12)
    assert len({row["situation"] for row in chosen}) == examples["situation"].n_unique()
    assert chosen == choose(examples.reverse(), 12)
    assert len(choose(examples, 1000)) == examples.height


class TestPacket:
    def test_is_deterministic(self, store: ObjectStore, two: tuple[str, str]) -> None:
        assert render_packet(build_report(store, two[1])) == render_packet(build_report(store, two[1]))

    def test_refers_to_nothing_outside_itself(self, store: ObjectStore, two: tuple[str, str]) -> None:
        html = render_packet(build_report(store, two[1]))
        page = BeautifulSoup(html, "lxml")
        anchors = {tag["id"] for tag in page.find_all(id=True)}
        for tag in page.find_all(True):
            for name in ("src", "srcset", "action", "data", "poster", "background"):
                assert name not in tag.attrs
            href = tag.get("href")
            assert href is None or str(href).removeprefix("#") in anchors
        assert page.find("script") is None
        assert not re.search(r"https?:|@import|url\(", html)

    def test_holds_no_unescaped_text_of_documents(self, store: ObjectStore, two: tuple[str, str]) -> None:
        html = render_packet(build_report(store, two[1]))
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert "<b>faulty" not in html
        assert "<b>iban" not in html
        page = BeautifulSoup(html, "lxml")
        assert "The window does not apply to <b>faulty</b> goods." in page.text

    def test_shows_what_an_officer_needs(self, store: ObjectStore, two: tuple[str, str]) -> None:
        report = build_report(store, two[1])
        page = BeautifulSoup(render_packet(report), "lxml")
        assert len(page.select("article.example")) == 30
        marked = {mark.text for mark in page.select("article mark.deciding")}
        assert marked == {sample.point for sample in report.samples if sample.context and not sample.missing}
        assert page.select_one("table.heat") is not None
        assert len(page.select("#checks details.check")) == len(report.summary.checks)
        text = page.text
        for wanted in (report.digest, two[0], "internal assistance", "employee number", "limits and roles surviving"):
            assert wanted in text
        for document in report.gaps:
            assert document.title in text
        assert "guessed from the question: 0.51" in " ".join(page.select_one("#balance").text.split())
        assert "situation × topic" in page.select_one("#coverage").text

    def test_says_a_rule_once_with_all_that_it_owes(self, store: ObjectStore, two: tuple[str, str]) -> None:
        report = build_report(store, two[1])
        rows = BeautifulSoup(render_packet(report), "lxml").select("#gaps details details tbody tr")
        rules = {(d.path, g.line, g.sentence, g.kind, g.reason) for d in report.gaps for g in d.gaps}
        assert len(rows) == len(rules)
        owed = " ".join(row.select("td")[2].text for row in rows)
        for document in report.gaps:
            for gap in document.gaps:
                assert gap.cell.replace("_", " ") in owed

    def test_shows_the_paragraphs_around_the_evidence_and_the_rest_on_demand(self) -> None:
        parts = mark("First.\n\nBefore. At most 5 days. After.\n\nLast.", ["At most 5 days."], "5 days")
        assert "".join(text for text, _ in _near(parts)) == "…\nBefore. At most 5 days. After.\n…"
        assert _near([("Nothing\n\nmarked.", "plain")]) == [("Nothing\n\nmarked.", "plain")]

    @pytest.mark.parametrize(
        ("after", "said"), [(0.49996, "+0.0 points"), (0.52, "+2.0 points"), (0.4, "-10.0 points")]
    )
    def test_coverage_that_hardly_changed_fell_by_nothing(
        self, store: ObjectStore, two: tuple[str, str], after: float, said: str
    ) -> None:
        report = build_report(store, two[1])
        assert report.delta is not None
        delta = report.delta.model_copy(update={"coverage_before": 0.5, "coverage_after": after})
        assert said in render_packet(report.model_copy(update={"delta": delta}))

    def test_first_version_says_so(self, store: ObjectStore, two: tuple[str, str]) -> None:
        assert "first version" in render_packet(build_report(store, two[0]))


@given(st.text("ab .<", max_size=30), st.lists(st.text("ab .<", max_size=6), max_size=3), st.text("ab .<", max_size=3))
def test_marks_never_change_the_text(text: str, quotes: list[str], deciding: str) -> None:
    assert "".join(part for part, _ in mark(text, quotes, deciding)) == text


def test_marks_find_quotes_across_line_breaks() -> None:
    parts = mark("One.\nAt most\nfive days (5). End.", ["At most five days (5)."], "five days")
    assert parts == (
        ("One.\n", "plain"),
        ("At most\n", "quote"),
        ("five days", "deciding"),
        (" (5).", "quote"),
        (" End.", "plain"),
    )


@pytest.mark.parametrize(
    "nest",
    [
        lambda claim: {"proof": "turns", "turns": [claim, {"proof": "quote", "quote": "not in the passages"}]},
        lambda claim: {"proof": "conflict", "quotes": [claim["quote"], "not in the passages"]},
    ],
)
def test_quotes_of_dialogues_and_conflicts_are_marked_too(
    store: ObjectStore, nest: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    content = day()
    claims = [json.dumps(nest(json.loads(claim))) for claim in content.examples["claim"]]
    examples = content.examples.with_columns(claim=pl.Series(claims))
    report = build_report(store, write_version(store, dataclasses.replace(content, examples=examples)).version)
    for sample in report.samples:
        marks = {kind for passage in sample.context for _, kind in passage.parts}
        assert marks >= {"quote"} or marks >= {"deciding"}


def test_what_people_ask_and_no_document_says_is_in_report_and_packet(store: ObjectStore) -> None:
    report = build_report(store, write_version(store, day()).version)
    (lack,) = report.lacks
    assert (lack.topic, lack.asked, lack.proven, lack.owner) == ("nursery", 2, 1, "Facilities")
    assert (lack.first, lack.last) == ("2026-09-02", "2026-09-20")
    assert sum(row.asked for row in report.heat) == 1
    page = render_packet(report)
    assert "Is there a &lt;b&gt;nursery&lt;/b&gt;?" in page
    assert "<b>nursery" not in page


def test_uncovered_rules_lead_to_their_line_where_a_source_says_how(store: ObjectStore) -> None:
    content = day()
    linked = [s.model_copy(update={"link": "https://wiki.example/{path}#L{line}"}) for s in content.sources]
    report = build_report(store, write_version(store, dataclasses.replace(content, sources=tuple(linked))).version)
    document = report.gaps[0]
    page = render_packet(report)
    assert f'href="https://wiki.example/{document.path}#L{document.gaps[0].line}"' in page
    assert "wiki.example" not in render_packet(build_report(store, write_version(store, content).version))
