"""Each check passes on a good day and fails for its own reason, judged by Great Expectations itself."""

from collections.abc import Callable

import polars as pl
import pytest

from checks import balance, coverage, labels, mirroring, proofs, schema
from checks.expectations import CheckResult
from checks.results import result_bytes
from checks.settings import CoverageSettings
from resources.sentence_model import embed

EXAMPLE = pl.col("situation") == "missing_amount"


def verdicts(day, **rejected: str) -> pl.DataFrame:
    names = day.examples["example"].to_list()
    rows = [(name, name not in rejected, rejected.get(name, "")) for name in names]
    return pl.DataFrame(rows, schema={"example": str, "ok": bool, "reason": str}, orient="row")


RUN: dict[str, Callable[..., CheckResult]] = {
    "documents_schema": lambda d, s: schema.check_documents(d.documents, d.passages),
    "decision_points_schema": lambda d, s: schema.check_points(d.decision_points, d.documents, d.passages),
    "examples_schema": lambda d, s: schema.check_examples(
        d.examples, d.uncovered, d.demand, d.decision_points, d.documents, d.passages
    ),
    "coverage": lambda d, s: coverage.check(d.decision_points, d.documents, d.examples, d.uncovered, s),
    "balance": lambda d, s: balance.check(d.examples, s),
    "labels": lambda d, s: labels.check(d.examples),
    "proofs": lambda d, s: proofs.check(d.examples, verdicts(d), d.rephrasings),
    "mirroring": lambda d, s: mirroring.check(d.examples, d.handwritten, embed),
}


def failed(result: CheckResult) -> set[str]:
    assert result.passed == (not any(not e.passed and e.severity == "critical" for e in result.expectations))
    return {e.name for e in result.expectations if not e.passed}


@pytest.mark.parametrize("name", RUN)
def test_good_day_passes_with_equal_bytes_twice(name, good, settings):
    first, second = RUN[name](good, settings), RUN[name](good, settings)
    assert first.check == name
    assert first.passed
    assert first.blocking
    assert not failed(first)
    assert result_bytes(first) == result_bytes(second)


def test_order_of_rows_does_not_change_a_result(good, settings):
    day = type(good)(**{name: frame.reverse() for name, frame in good.tables().items()})
    for name, run in RUN.items():
        assert result_bytes(run(day, settings)) == result_bytes(run(good, settings)), name


@pytest.mark.parametrize(
    "defect",
    [
        ("documents_schema", "documents", {"text": "other"}, "misnamed"),
        ("documents_schema", "documents", {"status": "lost"}, "invalid"),
        ("documents_schema", "passages", {"document": "0" * 64}, "unresolved"),
        ("documents_schema", "passages", {"start": 0}, "misplaced"),
        ("decision_points_schema", "decision_points", {"text": "another rule"}, "misplaced"),
        ("decision_points_schema", "decision_points", {"passage": "0" * 64}, "unresolved"),
        ("decision_points_schema", "decision_points", {"confidence": 2.0}, "invalid"),
        ("decision_points_schema", "decision_points", {"point": "one for all"}, "repeated"),
        ("examples_schema", "examples", {"example": "one for all"}, "repeated"),
        ("examples_schema", "examples", {"behaviour": "guess"}, "invalid"),
        ("examples_schema", "examples", {"twin": "0" * 64}, "unresolved"),
        ("examples_schema", "examples", {"point": "0" * 64}, "unresolved"),
        ("examples_schema", "examples", {"messages": []}, "empty_messages"),
        ("examples_schema", "examples", {"messages": [{"role": "user", "content": " "}]}, "empty_messages"),
        (
            "examples_schema",
            "examples",
            {"messages": [{"role": "assistant", "content": "Yes."}]},
            "role_order",
        ),
        ("balance", "examples", {"twin": ""}, "twins_missing"),
        ("balance", "examples", {"behaviour": "answer", "situation": "answerable"}, "boundary_share"),
        ("balance", "examples", {"situation": "inside_limit"}, "largest_situation"),
        ("mirroring", "examples", {"group": "one group"}, "shared_groups"),
        ("mirroring", "examples", {"skeleton": "one skeleton"}, "shared_skeletons"),
        ("mirroring", "examples", {"split": "train"}, "evaluation"),
    ],
)
def test_a_defect_fails_its_expectation(defect, good, settings):
    check, table, values, expectation = defect
    result = RUN[check](good.changed(table, pl.lit(value=True), **values), settings)
    assert expectation in failed(result)
    assert not result.passed


def test_an_empty_day_fails(good, settings):
    empty = type(good)(**{name: frame.clear() for name, frame in good.tables().items()})
    for name in ("documents_schema", "examples_schema", "coverage", "balance", "proofs", "mirroring"):
        assert not RUN[name](empty, settings).passed, name


def test_a_day_of_which_everything_was_withheld_fails(good, settings):
    day = type(good)(**{**good.tables(), "passages": good.passages.clear()})
    assert failed(RUN["documents_schema"](day, settings)) == {"passages"}


def test_evidence_that_is_not_in_the_document(good, settings):
    part = {**good.examples["evidence"][0][0], "text": "Staff may spend anything."}
    day = good.changed("examples", pl.int_range(pl.len()) == 0, evidence=[part])
    assert failed(RUN["examples_schema"](day, settings)) == {"misplaced"}


def test_evidence_of_an_unknown_passage(good, settings):
    part = {**good.examples["evidence"][0][0], "passage": "0" * 64}
    day = good.changed("examples", pl.int_range(pl.len()) == 0, evidence=[part])
    assert failed(RUN["examples_schema"](day, settings)) == {"unresolved"}


def test_a_refusing_dataset_is_over_budget(good, settings):
    day = good.changed("examples", pl.col("situation") != "inside_limit", behaviour="refuse", situation="undocumented")
    assert {"boundary_share", "refusal_share", "largest_situation"} <= failed(RUN["balance"](day, settings))


def test_a_twin_in_the_other_split_is_missing_and_mirrors(good, settings):
    train = good.examples.filter(pl.col("split") == "train", pl.col("behaviour") == "answer")["example"][0]
    day = good.changed("examples", EXAMPLE & (pl.col("split") == "evaluation"), twin=train)
    assert "twins_missing" in failed(RUN["balance"](day, settings))
    assert "shared_twins" in failed(RUN["mirroring"](day, settings))


def test_one_wording_only_warns(good, settings):
    many = good.examples.filter(pl.col("split") == "train", pl.col("situation") == "missing_amount")
    day = type(good)(**{**good.tables(), "examples": pl.concat([good.examples, *[many] * 5])})
    result = balance.check(day.examples, CoverageSettings(maximum_boundary=1, maximum_situation=1))
    assert "skeleton_share" in failed(result)
    assert [w.name for w in result.warnings] == ["skeleton_share"]
    assert result.passed


def test_the_configured_budget_counts(good):
    assert failed(balance.check(good.examples, CoverageSettings(minimum_boundary=0, maximum_boundary=0.2)))


def test_two_behaviours_for_one_question(good, settings):
    row = good.examples.filter(EXAMPLE)[:1]
    again = row.with_columns(behaviour=pl.lit("refuse").cast(good.examples.schema["behaviour"]), example=pl.lit("x"))
    examples = pl.concat([good.examples, again])
    result = labels.check(examples)
    assert failed(result) == {"two_behaviours", "two_behaviours_of_a_claim"}
    assert len(result.evidence["conflicts"]) == 2


def test_two_behaviours_for_one_claim_whoever_asks(good):
    row = good.examples.filter(EXAMPLE).to_dicts()[0]
    system, user, assistant = row["messages"]
    asked = {**user, "content": user["content"].replace("Question: ", "Question: Hi all, one thing: ")}
    other = {**row, "example": "x", "behaviour": "refuse", "register": "chatty", "messages": [system, asked, assistant]}
    examples = pl.concat([good.examples, pl.DataFrame([other], schema=good.examples.schema)])
    assert failed(labels.check(examples)) == {"two_behaviours_of_a_claim"}


def test_yes_and_no_to_one_question_whatever_its_spelling(good):
    row = good.examples.filter(pl.col("situation") == "inside_limit").to_dicts()[0]
    system, user, assistant = row["messages"]
    other = {
        **row,
        "example": "x",
        "messages": [
            system,
            {**user, "content": user["content"].replace("Question: Desks for", "Question: DESKS  for")},
            {**assistant, "content": "No, it may not."},
        ],
    }
    examples = pl.concat([good.examples, pl.DataFrame([other], schema=good.examples.schema)])
    assert failed(labels.check(examples)) == {"yes_and_no"}


def test_the_same_question_over_other_passages_is_no_conflict(good):
    row = good.examples.filter(EXAMPLE).to_dicts()[0]
    other = {**row, "example": "x", "behaviour": "refuse", "context": []}
    examples = pl.concat([good.examples, pl.DataFrame([other], schema=good.examples.schema)])
    assert not failed(labels.check(examples))


def test_a_rejected_proof(good):
    name = good.examples["example"][0]
    result = proofs.check(good.examples, verdicts(good, **{name: "the answer quotes nothing"}), good.rephrasings)
    assert failed(result) == {"accepted_share"}
    assert result.evidence["rejections"] == [
        {"situation": "inside_limit", "reason": "the answer quotes nothing", "examples": 1}
    ]


def test_an_example_the_verifier_has_not_seen(good):
    assert failed(proofs.check(good.examples, verdicts(good)[1:], good.rephrasings)) == {
        "unverified",
        "accepted_share",
    }


LONG = "the quick house rules of this company say that nobody ever needs to ask anyone twice"


def _saying(good, split: str, role: int, text: str):
    row = good.examples.filter(pl.col("split") == split).to_dicts()[0]
    row["messages"][role]["content"] = text
    return good.changed("examples", pl.col("example") == row["example"], messages=row["messages"])


def test_copied_questions_mirror(good, settings):
    day = _saying(_saying(good, "train", 1, f"[1] A\nb\n\nQuestion: If {LONG}?"), "evaluation", 1, f"{LONG.upper()}!")
    result = RUN["mirroring"](day, settings)
    assert {"copied_questions_low", "same_meaning_low"} <= failed(result)
    assert not result.passed
    assert {m["measure"]: m["value"] for m in result.evidence["measures"]}["longest_run_questions"] == len(LONG.split())


def test_copied_passages_and_quotations_do_not_mirror_and_answers_only_warn(good, settings):
    for role, text, expected in (
        (1, f"[1] A\n{LONG}\n\nQuestion: {{}}", set()),
        (2, f"“{LONG}”", set()),
        (2, f"Sorry, {LONG}.", {"copied_answers"}),
    ):
        day = _saying(good, "train", role, text.format("Why is that?"))
        result = RUN["mirroring"](_saying(day, "evaluation", role, text.format("Who pays for this?")), settings)
        assert failed(result) == expected
        assert result.passed


def test_a_long_copied_run_blocks(good, settings):
    text = " ".join(f"word{number}" for number in range(41))
    day = _saying(_saying(good, "train", 2, text), "evaluation", 2, text)
    assert "longest_run_answers" in failed(RUN["mirroring"](day, settings))


def test_a_section_on_both_sides(good, settings):
    evidence = good.examples.filter(pl.col("split") == "train")["evidence"][0].to_list()
    first = good.examples.filter(pl.col("split") == "evaluation")["example"][0]
    day = good.changed("examples", pl.col("example") == first, evidence=evidence)
    assert failed(RUN["mirroring"](day, settings)) == {"shared_sections"}


def test_a_point_on_both_sides(good, settings):
    point = good.examples.filter(pl.col("split") == "train")["point"][0]
    first = good.examples.filter(pl.col("split") == "evaluation")["example"][0]
    assert failed(RUN["mirroring"](good.changed("examples", pl.col("example") == first, point=point), settings)) == {
        "shared_points"
    }


@pytest.mark.parametrize(
    ("trained", "held_out", "expected"),
    [
        (
            "May a visitor park a bicycle in the covered yard overnight?",
            "may a visitor park a bicycle in the covered yard over night",
            {"retyped_questions_low", "same_meaning_low"},
        ),
        ("How many days of leave do I get?", "What number of leave days do I get?", {"same_meaning_low"}),
        ("May I keep a parrot in the office?", "How long are invoices stored?", set()),
        (
            'What does point 6.3 of "Returns Policy" say?',
            'What does point 6.3 of "Returns Policy" tell me?',
            {"same_meaning_low"},
        ),
        ('What does point 6.3 of "Returns Policy" say?', 'What does point 3.6 of "Returns Policy" say?', set()),
    ],
)
def test_a_question_that_was_asked_before_mirrors(good, settings, trained, held_out, expected):
    day = _saying(_saying(good, "train", 1, trained), "evaluation", 1, held_out)
    result = RUN["mirroring"](day, settings)
    assert failed(result) == expected
    assert result.passed == (not expected)
    nearest = result.evidence["nearest"][0]
    asked = dict(day.examples.select("example", "split").iter_rows())
    assert (asked[nearest["example"]], asked[nearest["training_example"]]) == ("evaluation", "train")


def test_sides_of_the_split_that_no_classifier_can_tell_apart_only_warn(good, settings):
    rows = good.examples.to_dicts()
    for row in rows:  # the same phrasings on both sides
        heading = row["section"].split(" > ")[1]
        row["messages"][1]["content"] = f"Question: {heading}, {row['situation']}?"
    day = type(good)(**{**good.tables(), "examples": pl.DataFrame(rows, schema=good.examples.schema)})
    result = RUN["mirroring"](day, settings)
    assert "two_sample" in failed(result)
    assert "two_sample" in [w.name for w in result.warnings]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            f"So tell me: {LONG}?",
            {"copied_questions_by_hand_low", "retyped_questions_by_hand_low", "same_meaning_by_hand_low"},
        ),
        ("My cab cost me 55 bucks, will I see all of it again?", set()),
    ],
)
def test_cases_by_hand_must_not_mirror_either(good, settings, asked, expected):
    messages = good.handwritten["messages"][0].to_list()
    messages[0]["content"] = f"[1] A\nb\n\nQuestion: {asked}"
    day = _saying(good, "train", 1, f"Tell me: {LONG}?").changed("handwritten", pl.lit(value=True), messages=messages)
    assert failed(RUN["mirroring"](day, settings)) == expected


def test_cases_by_hand_that_the_documents_left_behind_warn(good, settings):
    result = RUN["mirroring"](good.changed("handwritten", pl.lit(value=True), messages=[], reason="gone"), settings)
    assert failed(result) == {"by_hand_lost"}
    assert result.passed


def test_what_is_new_to_a_trained_model_is_counted(good, settings):
    first = good.examples.filter(pl.col("split") == "evaluation")["example"][0]
    day = good.changed("examples", pl.col("example") == first, register="hearsay", recipe="of its own")
    unseen = {r["property"]: (r["cases"], r["of"]) for r in RUN["mirroring"](day, settings).evidence["unseen"]}
    assert unseen == {"skeleton": (6, 6), "register": (1, 6), "recipe": (1, 6), "situation": (0, 6)}


def test_questions_about_different_documents_are_different(good, settings):
    asked = ("Which section mentions SOP-031?", "Which section mentions SOP-{}?")
    for number, expected in (("032", set()), ("031", {"retyped_questions_low", "same_meaning_low"})):
        day = _saying(_saying(good, "train", 1, asked[0]), "evaluation", 1, asked[1].format(number))
        assert failed(RUN["mirroring"](day, settings)) == expected


def test_one_case_of_a_dozen_is_no_share(good, settings):
    day = _saying(
        _saying(good, "train", 1, "Who pays for parrots?"), "evaluation", 1, "Who is it that pays for parrots?"
    )
    held_out = good.examples.filter(pl.col("split") == "evaluation").with_columns(pl.col("example") + "again")
    assert failed(RUN["mirroring"](day, settings)) == {"same_meaning_low"}
    many = type(good)(**{**day.tables(), "examples": pl.concat([day.examples, held_out], how="vertical_relaxed")})
    assert not failed(RUN["mirroring"](many, settings))
