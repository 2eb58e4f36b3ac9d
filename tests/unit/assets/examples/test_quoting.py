"""How an answer quotes a rule: its sentence whole, and what completes it behind it."""

import polars as pl
import pytest

from assets.examples.generation import generate
from assets.examples.quoting import alike, whole
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World

LOAN = "A tent may be lent for up to 14 days."


def quoted(text: str, rule: str, besides: str = "") -> str:
    """What is quoted of a passage for a rule in it."""
    start = text.index(rule)
    return text[slice(*whole(text, start, start + len(rule), text.index(besides) if besides else None))]


@pytest.mark.parametrize(
    ("rule", "behind"),
    [
        (LOAN, "It must come back dry."),
        (LOAN, "Otherwise the deposit is kept."),
        (LOAN, "Not over Easter."),
        (LOAN, "Over the summer tents are lent for 30 days."),
        (LOAN, "Canoes with tents go for 3 weeks."),
        (LOAN, "Anything above that is a matter for the club."),
        (
            LOAN,
            "Anything above that is a matter for the club, unless the warden was asked on the day itself and has the name of "
            "the borrower in the book of the hut.",
        ),
        (LOAN, "An extension needs a second signature."),
        (LOAN, "The warden can extend once."),
        (LOAN, "Neither ropes nor pegs may be lent."),
        (LOAN, "The warden can take it back at once."),
        (LOAN, "In winter it goes back on Fridays."),
        (LOAN, "If it has a hole, the borrower sews."),
        (LOAN, "From the third day on a fee is due."),
        ("Two lamps hang in the hut.", "In a small hut one lamp does."),
        ("Dogs must not come in.", "Dogs with a lead and a badge are."),
        ("A tent is paid for with a receipt.", "A card slip is not a receipt."),
        ("Only the warden may open the tent store.", "A scout may open the tent store on fire duty."),
    ],
)
def test_what_completes_a_rule_is_quoted_with_it(rule: str, behind: str) -> None:
    assert quoted(f"Tents are green. {rule} {behind} Ropes are blue.", rule) == f"{rule} {behind}"


@pytest.mark.parametrize(
    "behind",
    [
        "The warden writes the name of the borrower into the book.",
        "Ropes are kept for 5 years.",
        "IT keeps the list.",
        "Being the oldest isn't quite as good as a tent.",
        "Ropes must not be cut.",
        "The warden has a book and signs it.",
        "If a rope is torn, the finder cuts it.",
        "In May a tent was lost.",
        "Extension leads hang in the hut.",
        "In the yard the flag goes up.",
        "It must come back dry (or wet.",
        "Examples: tents and ropes.",
        "It must come back dry, and whoever borrowed it has to sign for it in the book of the warden, who looks at every seam "
        "and each of the pegs before that.",
        "\n\nIt must come back dry.",
        "\n- It must come back dry.",
        "1.2 Not over Easter.",
        "It must come back “dry”.",
    ],
)
def test_what_is_another_matter_or_cannot_be_quoted_is_not(behind: str) -> None:
    assert quoted(f"{LOAN} {behind}", LOAN) == LOAN


def test_a_further_case_is_no_part_of_a_rule_for_one_case() -> None:
    rule = "If a tent is torn, the warden sews."
    assert quoted(f"{rule} If a tent is lost, the borrower pays.", rule) == rule


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("Rice is eaten within 24 hours; soup within 3 days.", "Rice is eaten within 24 hours", None),
        ("Tents are green, and ropes are kept for 5 years.", "ropes are kept for 5 years.", None),
        ("- Tents are green and dry.", "Tents are green", "Tents are green and dry."),
        ("3.2 Tents are green and dry.", "Tents are green", "Tents are green and dry."),
        ("Note: ropes are kept for 5 years.", "ropes are kept for 5 years.", "ropes are kept for 5 years."),
        ("Tents are green; **ropes** are blue.", "Tents are green", "Tents are green"),
    ],
)
def test_a_sentence_is_quoted_whole(text: str, rule: str, expected: str | None) -> None:
    assert quoted(text, rule) == (expected or text)


def test_what_is_quoted_on_its_own_is_not_quoted_twice() -> None:
    apart, half = "It need not be dry.", "ropes for 5 days"
    assert quoted(f"{LOAN} {apart}", LOAN, besides=apart) == LOAN
    assert (
        quoted(f"Tents are lent for 3 days; {half}.", "Tents are lent for 3 days", besides=half)
        == "Tents are lent for 3 days"
    )


@pytest.mark.parametrize(
    ("misquotation", "expected"),
    [
        ("A tent may be lent for up to 21 days.", "A tent may be lent for up to 21 days. Not over Easter."),
        (LOAN, LOAN),  # it is quoted as such
        ("up to 21 days", "up to 21 days"),
        ("Ropes are kept by the warden.", "Ropes are kept by the warden."),
    ],
)
def test_a_misquotation_goes_on_as_the_quotation_does(misquotation: str, expected: str) -> None:
    assert alike(misquotation, {LOAN: f"{LOAN} Not over Easter."}) == expected


def test_a_misquotation_of_a_half_is_completed_as_well() -> None:
    half = "ropes are kept for 5 years"
    said = alike("ropes are kept for 7 years", {half: f"… {half}, but not tents."})
    assert said == "… ropes are kept for 7 years, but not tents."


def test_a_misquotation_drops_the_verb_that_the_rule_drops() -> None:
    said = alike("Ropes are kept 7 years.", {"Ropes are kept 5 years.": "Ropes kept 5 years."})
    assert said == "Ropes kept 7 years."


def test_every_answer_quotes_the_rule_with_what_completes_it_and_so_does_the_worse_one() -> None:
    world = World()
    behind = "Not over Easter."
    page = world.page("Tents", [LOAN, behind, "Ropes are green."])
    point = world.point(
        page,
        LOAN,
        "limit",
        "up to 14 days",
        value=14.0,
        unit="day",
        comparator="at_most",
        value_text="14 days",
        modality="may",
    )
    documents, passages, points = world.frames()
    made = generate(
        documents, passages, points, ExampleSettings(voiced_share=0.0, situation_share=1), verdicts
    ).examples
    rows = [r for r in made.filter(pl.col("point") == point).iter_rows(named=True) if r["behaviour"] == "answer"]
    said = [m["content"] for r in rows for m in r["messages"][2::2]]
    assert any(LOAN[:-1] in text for text in said)
    for text in said:
        assert f"“{LOAN}”" not in text
        assert LOAN not in text or f"“{LOAN} {behind}”" in text
    assert any("up to" in r["rejected"] and behind in r["rejected"] for r in rows)


def test_what_is_quoted_whole_already_stays() -> None:
    quotation = f"{LOAN[:-1]}; the steward agrees."
    assert alike(quotation, {LOAN[:-1]: quotation}) == quotation
