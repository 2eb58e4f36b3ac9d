"""Residual personal data: canaries in every place, hard and soft finds, and results that never quote what was found."""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.privacy.records import LEFT_BEHIND
from checks import privacy
from checks.privacy import Text, find_canaries, upper_bound
from checks.results import result_bytes
from checks.settings import CoverageSettings

CANARIES = [
    "Zelda Quimby",
    "zelda.quimby@northwind.corp",
    "EMP-0047113",
    "+1 415 692 1234",
    "Quimby",
    "k9$Lq!x7-PwZ",
]


def documents_check(day, settings, canaries=CANARIES):
    return privacy.check_documents(day.documents, day.passages, day.findings, settings, canaries)


def examples_check(day, settings, canaries=CANARIES):
    return privacy.check_examples(day.examples, day.handwritten, settings, canaries)


def failed(result):
    return {e.name for e in result.expectations if not e.passed}


def where_first(frame: pl.DataFrame) -> pl.Expr:
    return pl.int_range(pl.len()) == 0


def test_a_clean_day_passes_with_equal_bytes_twice(good, settings):
    for check in (documents_check, examples_check):
        result = check(good, settings)
        assert result.passed
        assert not failed(result)
        assert result_bytes(result) == result_bytes(check(good, settings))


@pytest.mark.parametrize("column", ["title", "path", "owner", "text", "reason"])
@pytest.mark.parametrize("canary", CANARIES)
def test_a_canary_in_any_field_of_a_document_blocks(column, canary, good, settings):
    day = good.changed("documents", where_first(good.documents), **{column: f"notes for {canary}, 2026"})
    result = documents_check(day, settings)
    assert "canaries_found" in failed(result)
    assert not result.passed
    assert canary.encode() not in result_bytes(result)
    assert b"uimby" not in result_bytes(result)


@pytest.mark.parametrize(("column", "value"), [("text", "by Zelda Quimby"), ("heading", ["About", "Zelda Quimby"])])
def test_a_canary_in_a_passage_blocks(column, value, good, settings):
    result = documents_check(good.changed("passages", where_first(good.passages), **{column: value}), settings)
    assert "canaries_found" in failed(result)
    assert b"uimby" not in result_bytes(result)


@pytest.mark.parametrize(
    "values",
    [
        {"messages": [{"role": "user", "content": "Question: who is\nZelda  Quimby?"}]},
        {"rejected": "Ask zelda.quimby@northwind.corp."},
        {"also_rejected": [{"answer": "Ask zelda.quimby@northwind.corp.", "kind": "partial"}]},
        {"claim": '{"proof":"quote","quote":"EMP-0047113"}'},
        {"section": "Staff > Zelda Quimby"},
    ],
)
def test_a_canary_in_an_example_blocks(values, good, settings):
    result = examples_check(good.changed("examples", where_first(good.examples), **values), settings)
    assert "canaries_found" in failed(result)
    assert b"uimby" not in result_bytes(result)


@pytest.mark.parametrize(
    "text",
    [
        "people/zelda-quimby.md",
        "wiki/quimby_desk.md",
        "ZELDA   QUIMBY",
        "call (415) 692-1234",
        "emp 0047113",
        "zelda_quimby",
    ],
)
def test_other_spellings_of_a_canary_are_found(text):
    assert len(find_canaries(CANARIES, [Text("d", "path", 0, text)]))


@pytest.mark.parametrize("text", ["Zelda and Quimbyton", "a quimby of apples", "call 415 692 12345", "EMP-00471134"])
def test_what_only_resembles_a_canary_is_not(text):
    assert find_canaries(CANARIES, [Text("d", "text", 0, text)]).is_empty()


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(CANARIES))
def test_a_canary_between_any_texts_is_found(before, after, canary):
    found = find_canaries([canary], [Text("d", "text", 0, f"{before} , {canary} , {after}")])
    assert found["canary"].to_list() == [0]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "Mail sarah.connor@corp.internal"),
        ("phone", "Call +1 (202) 555-0143"),
        ("iban", "DE89 3704 0044 0532 0130 00"),
        ("card", "4539 1488 0343 6467"),
        ("ssn", "536-90-4399"),
        ("credential", "password: Tr0ub4dor&3x9"),
    ],
)
def test_a_hard_identifier_blocks_and_is_located_not_quoted(kind, text, good, settings):
    start = good.passages["start"][1]
    day = good.changed("passages", pl.int_range(pl.len()) == 1, text=text)
    result = documents_check(day, settings)
    assert failed(result) == {f"residual_{kind}"}
    assert not result.passed
    (found,) = result.evidence["found"]
    assert (found["kind"], found["owner"], found["field"]) == (kind, good.passages["document"][1], "passage")
    assert found["start"] >= start
    assert text.encode() not in result_bytes(result)


def test_what_was_withheld_for_a_miss_of_redaction_warns_with_its_place(good, settings):
    reason = f"{LEFT_BEHIND}: email"
    day = good.changed("passages", pl.int_range(pl.len()) == 1, reason=reason, status="withheld", line=12)
    result = documents_check(day, settings)
    assert result.passed
    assert [w.name for w in result.warnings] == ["withheld"]
    ((place),) = result.evidence["withheld"]
    assert (place["line"], place["reason"]) == (12, reason)
    assert place["path"] in good.documents["path"].to_list()
    bound = {row["measure"]: row["value"] for row in result.evidence["measures"]}["leak_bound_per_1000"]
    clean = {row["measure"]: row["value"] for row in documents_check(good, settings).evidence["measures"]}
    assert bound > clean["leak_bound_per_1000"]


def test_a_hard_identifier_in_an_answer_blocks(good, settings):
    messages = [
        *good.examples["messages"][0][:2],
        {"role": "assistant", "content": "Ask sarah.connor@corp.internal"},
    ]
    result = examples_check(good.changed("examples", where_first(good.examples), messages=messages), settings)
    assert failed(result) == {"residual_email"}


def test_names_only_warn(good, settings):
    day = good.changed("passages", pl.lit(value=True), text="Approved by Sarah Connor.")
    result = documents_check(day, settings, [])
    assert [w.name for w in result.warnings] == ["names_per_1000"]
    assert result.passed
    assert b"Connor" not in result_bytes(result)


def test_over_redaction_only_warns(good, settings):
    day = good.changed("findings", pl.lit(value=True), end=400)
    result = documents_check(day, settings)
    assert failed(result) == {"redacted_share"}
    assert result.passed


def test_rates_have_an_upper_bound_where_nothing_was_found(good, settings):
    result = documents_check(good, settings)
    units = len(good.passages)
    rates = {row["kind"]: row for row in result.evidence["rates"]}
    assert rates["email"]["per_1000"] == 0
    assert rates["email"]["upper_bound_per_1000"] == pytest.approx(min(1000, 3000 / units))


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_upper_bound_is_above_the_rate(found, of):
    found = min(found, of)
    assert found / of <= upper_bound(found, of) + 1e-9 <= 1 + 2e-9


def test_canaries_are_a_list_of_strings(tmp_path):
    file = tmp_path / "canaries.json"
    file.write_text(json.dumps(CANARIES))
    assert privacy.read_canaries(file) == CANARIES
    file.write_text(json.dumps([{"text": canary, "kind": "person"} for canary in CANARIES]))
    assert privacy.read_canaries(file) == CANARIES
    for content in ('{"secret": "Quimby"}', '["ok", 3]', '[{"kind": "Quimby"}]', "Quimby", '["  "]'):
        file.write_text(content)
        with pytest.raises(ValueError, match=r"canaries canaries\.json") as caught:
            privacy.read_canaries(file)
        assert "Quimby" not in str(caught.value)
        assert caught.value.__cause__ is None
    with pytest.raises(ValueError, match="cannot be read"):
        privacy.read_canaries(tmp_path / "none.json")


def test_names_may_be_tolerated(good):
    day = good.changed("passages", where_first(good.passages), text="Approved by Sarah Connor.")
    assert not documents_check(day, CoverageSettings(maximum_names=1000), []).warnings
