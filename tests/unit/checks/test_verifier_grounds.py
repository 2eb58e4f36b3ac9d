import pytest

from checks.verifier import Verifier
from tests.unit.checks.verifier_rows import Library, example

RULE = "Lathes may be moved if the foreman agrees."
YARD = "Yard"
UNMET, UNKNOWN = "Can lathes be moved if the foreman doesn't agree?", "Can lathes be moved?"


def judged(
    question: str, answer: str, behind: str = "", rule: str = RULE, clause: str = "the foreman agrees"
) -> str | None:
    return told(question, answer, rule, f" {behind}" if behind else "", clause, quoted=rule)


def told(question: str, answer: str, rule: str, behind: str, clause: str, quoted: str | None = None) -> str | None:
    """Why an answer is rejected that quotes a rule with what stands behind it."""
    library = Library((("Yard", [(("Lathes",), f"{rule}{behind}")]), "y", 0))
    section = "Yard > Lathes"
    unmet = question != UNKNOWN
    polarity = "no" if answer.startswith("No") else None
    marker = rule.partition(clause)[0].split(" moved ")[1].strip()
    claim = (
        {"proof": "clause", "quote": rule, "clause": clause, "marker": marker, "stated": False, "polarity": polarity}
        if unmet
        else {"proof": "missing", "quote": rule, "slot": "clause", "clause": clause}
    )
    row = example(
        "condition_unmet" if unmet else "condition_unknown", "answer" if unmet else "clarify",
        [question, f"{answer} “{quoted or rule + behind}” [{section}]"], claim, context=[section], evidence=[(section, rule)],
        library=library,
    )  # fmt: skip
    return Verifier(library.documents, library.passages).reason(row)


TWINLESS = (None, "it names no twin")


def test_without_consent_it_is_no() -> None:
    assert judged(UNMET, "No, not without that:") in TWINLESS
    open_ = judged(UNMET, "The rule does not cover that case.")
    assert open_ == "what somebody may do with consent or on a proviso is not allowed without"


def test_without_another_condition_it_is_open() -> None:
    rule, clause = "Lathes may be moved if the hall is empty.", "the hall is empty"
    asked = "Can lathes be moved if the hall isn't empty?"
    assert judged(asked, "The rule does not cover that case.", rule=rule, clause=clause) in TWINLESS
    assert judged(asked, "No.", rule=rule, clause=clause) == "that a condition is unmet decides nothing"


@pytest.mark.parametrize("mark", [".", ";", ","])
def test_where_it_is_said_what_holds_otherwise_it_is_no(mark: str) -> None:
    rule, clause = "Lathes may be moved if the hall is empty", "the hall is empty"
    asked = "Can lathes be moved if the hall isn't empty?"
    behind = f"{mark} {'O' if mark == '.' else 'o'}therwise they stay."
    assert told(asked, "No.", rule, behind, clause) in TWINLESS
    assert told(asked, "No.", rule, "; all others stay.", clause) not in TWINLESS
    open_ = told(asked, "The rule does not cover that case.", rule, behind, clause)
    assert open_ == "what holds otherwise takes the place of what is allowed"
    duty = told(
        "Do lathes have to be moved if the hall isn't empty?", "No.", rule.replace("may", "must"), behind, clause
    )
    assert duty == "what holds otherwise takes the place of what is allowed"


@pytest.mark.parametrize(
    ("behind", "others"),
    [
        ("They may also be moved for a trial.", True),
        ("If the hall is cleared, lathes may be moved.", True),
        ("Lathes are also oiled.", False),
        ("They must not be moved if the hall is locked.", False),
    ],
)
def test_beside_other_grounds_one_decides_nothing(behind: str, others: bool) -> None:
    for question, answer in ((UNMET, "No, not without that:"), (UNKNOWN, "That depends: does the foreman agree?")):
        assert (judged(question, answer, behind) == "the section gives other grounds for the same") == others
