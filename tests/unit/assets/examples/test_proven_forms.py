"""Forms that extraction, recipe and verifier read alike: each asked and proven, and rejected where its question is turned."""

import json
import re
from typing import Any

import polars as pl
import pytest

from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from assets.identity import canonical_json, content_id
from checks.verifier import Verifier, verdicts
from tests.unit.assets.examples.conftest import World

Row = dict[str, Any]


def proven(
    rule: str, kind: str, deciding: str, *, before: str = "", item: str = "", **fields: Any
) -> tuple[Verifier, list[Row]]:
    """The verifier over a page with the rule, and the proven examples on it; `before` stands in its paragraph, `item` is the
    number that the rule bears in a list."""
    world = World()
    text = f"{before} {rule}" if before else f"{item} {rule}" if item else rule
    page = world.page("Boat house", [text, "Oars hang on the wall."] if not item else [text])
    point = world.point(page, rule, kind, deciding, **fields)
    documents, passages, points = world.frames()
    settings = ExampleSettings(voiced_share=0.0, refusal_budget=0.9, situation_share=1)
    made = generate(documents, passages, points, settings, verdicts).examples.filter(pl.col("point") == point)
    return Verifier(documents, passages), [r for r in made.iter_rows(named=True) if len(r["messages"]) == 3]


def question(row: Row) -> str:
    return str(row["messages"][1]["content"].rpartition("Question: ")[2])


def answer(row: Row) -> str:
    return str(row["messages"][2]["content"])


def turned(row: Row, old: str, new: str) -> Row:
    """The example with other words in its question, and in what its claim says of it."""
    messages = [dict(m) for m in row["messages"]]
    assert old in question(row), question(row)
    head, mark, asked = messages[1]["content"].rpartition("Question: ")
    messages[1]["content"] = f"{head}{mark}{asked.replace(old, new)}"
    claim = json.loads(row["claim"])
    if old in claim.get("claimed", ""):
        claim["claimed"] = claim["claimed"].replace(old, new)
    name = content_id([messages, row["situation"], row["behaviour"], claim])
    return {**row, "messages": messages, "claim": canonical_json(claim).decode(), "example": name}


CIRCUMSTANCES = [
    ("During a storm the harbour master may close the slipway.", "During", "a storm", "may", "if there isn't a storm",
     "is there a storm?"),
    ("Following a second warning the umpire may exclude a rower from the race.", "Following", "a second warning", "may",
     "there hasn't been a second warning", "has there been a second warning?"),
    ("In an emergency the coxswain must steer for the nearest landing stage.", "In", "an emergency", "must",
     "it isn't an emergency", "is it an emergency?"),
    ("In case of fire, leave the boat house by the north staircase.", "In case of", "fire", "must", "there isn't a fire",
     "is there a fire?"),
    ("Should the rudder be loose, the boat must stay in the boat house.", "Should", "the rudder be loose", "must",
     "the rudder isn't loose", "is the rudder loose?"),
    ("A boat may be taken to the lake with the written consent of the boatman.", "with", "the written consent of the boatman",
     "may", "I don't have the written consent of the boatman", "do you have the written consent of the boatman?"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "marker", "clause", "modality", "denied", "back"), CIRCUMSTANCES)
def test_what_may_happen_or_not_is_asked_from_all_sides(
    rule: str, marker: str, clause: str, modality: str, denied: str, back: str
) -> None:
    verifier, rows = proven(
        rule, "condition", f"{marker} {clause}", marker=marker.lower(), clause=clause, modality=modality, subject="you"
    )
    by = {row["situation"]: row for row in rows}
    assert {"condition_met", "condition_unmet", "condition_unknown"} <= set(by)
    asked = question(by["condition_unmet"])
    denied = denied if denied in asked else f"I{denied[1:]}"  # the question may begin with it
    assert denied in asked
    assert back in answer(by["condition_unknown"]).lower()
    affirmed = denied.replace("isn't", "is").replace("hasn't", "has").replace("don't have", "have")
    wrong = turned(by["condition_unmet"], denied, affirmed)
    assert verifier.reason(wrong) == "the question's negation is not the one claimed"


def test_what_is_done_on_receipt_or_pending_something_is_asked_with_its_phrase() -> None:
    for rule, marker, clause in (
        ("On receipt of a claim, the boatman must check the hull.", "On", "receipt of a claim"),
        ("Pending the report of the diver, rowers must not use the jetty.", "Pending", "the report of the diver"),
    ):
        modality = "must_not" if "not" in rule else "must"
        fields = {"marker": marker.lower(), "clause": clause, "modality": modality}
        verifier, rows = proven(rule, "condition", f"{marker} {clause}", **fields)
        row = next(r for r in rows if r["situation"] == "condition_met")
        assert verifier.reason(turned(row, clause, "the start of the season")) is not None


def test_no_such_thing_may_exceed_a_limit() -> None:
    rule = "No boat may be kept for more than 3 weeks."
    fields = {
        "comparator": "more_than",
        "unit": "week",
        "value_text": "3 weeks",
        "modality": "must_not",
        "predicate": "keep",
    }
    verifier, rows = proven(rule, "limit", "more than 3 weeks", scope="rule", value=3.0, subject="No boat", **fields)
    outside = next(r for r in rows if r["situation"] == "outside_limit")
    assert "a boat" in question(outside)
    assert "No boat may be kept for more than 3 weeks" in answer(outside)
    assert verifier.reason({**outside, "situation": "inside_limit"}) is not None


def test_what_should_not_happen_is_said_with_its_verb() -> None:
    for clause, told in (
        ("the boatman not be reachable", "the boatman is not reachable"),
        ("a rower not pay the rent", "a rower does not pay the rent"),
    ):
        rule = f"Should {clause}, the key must stay in the safe."
        fields = {"marker": "should", "clause": clause, "modality": "must", "subject": "the key"}
        _, rows = proven(rule, "condition", f"Should {clause}", **fields)
        asked = [question(r).replace("isn't", "is not").replace("doesn't", "does not") for r in rows]
        assert any(told in a for a in asked), asked


def test_a_duty_is_not_taken_from_the_one_who_has_it() -> None:
    rule = "The boatman stores the oars of guests in the loft."
    verifier, rows = proven(rule, "role", "The boatman", role="The boatman", predicate="store", modality="fact")
    (row,) = [r for r in rows if r["recipe"] == "holder_denied"]
    assert "it isn't the boatman who stores the oars of guests in the loft" in question(row)
    assert row["behaviour"] == "correct_premise"
    assert verifier.reason(turned(row, "it isn't the boatman", "it is the boatman")) is not None
    assert verifier.reason(turned(row, "the boatman", "the guest")) is not None
    assert verifier.reason(turned(row, "in the loft", "in the yard")) is not None


def test_a_duty_before_something_is_denied_by_whoever_does_that() -> None:
    rule = "A boat must be inspected by the boatman before you row it."
    verifier, rows = proven(rule, "role", "the boatman", role="the boatman", predicate="inspect", modality="must")
    (row,) = [r for r in rows if r["recipe"] == "duty_denied"]
    assert "doesn't have to be inspected by the boatman before I row it" in question(row)
    assert verifier.reason(turned(row, "before I row it", "after I row it")) is not None
    assert verifier.reason(turned(row, "before I row it", "before I do not row it")) is not None
    assert verifier.reason(turned(row, "doesn't have to", "has to")) is not None


def test_one_of_a_group_holds_a_duty_in_the_number_of_its_first_noun() -> None:
    rule = "Motor boats are approved by the head of sales."
    _, rows = proven(rule, "role", "the head of sales", role="the head of sales", predicate="approve", modality="fact")
    assert any("it isn't the head of sales who approves motor boats" in question(r) for r in rows)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("Boats older than six years are inspected twice by the club.", "boats that are {} years old"),
        ("A boat older than six years needs a second inspection.", "a boat that is {} years old"),
    ],
)
def test_what_is_older_than_so_much_is_so_old(rule: str, told: str) -> None:
    verifier, rows = proven(
        rule, "limit", "older than six years", value=6.0, value_text="six years", unit="year", comparator="more_than",
        scope="subject", modality="fact",
    )  # fmt: skip
    by = {row["situation"]: row for row in rows}
    assert {"inside_limit", "at_limit", "outside_limit", "missing_amount"} <= set(by)
    assert told.format("six") in question(by["at_limit"]).lower()
    assert told.format("some") in question(by["missing_amount"]).lower()
    assert verifier.reason(turned(by["at_limit"], "six years", "nine years")) is not None
    assert verifier.reason(turned(by["at_limit"], "six years old", "six years wet")) is not None


@pytest.mark.parametrize(
    "rule", ["The latest must not be older than six years.", "The other may be stored for six years."]
)
def test_what_stands_for_one_of_some_is_not_asked_about(rule: str) -> None:
    phrase, comparator = ("older than six years", "at_most") if "older" in rule else ("for six years", "exactly")
    _, rows = proven(
        rule, "limit", phrase, value=6.0, value_text="six years", unit="year", comparator=comparator, scope="rule",
        modality="must" if "must" in rule else "may",
    )  # fmt: skip
    assert not [r for r in rows if r["cell"]]


def test_what_is_done_at_two_rates_is_not_asked_for_one() -> None:
    _, rows = proven(
        "Boat owners review the locks quarterly for guests and yearly for members.", "limit", "quarterly", value=1.0,
        value_text="quarterly",
        unit="frequency", comparator="exactly", scope="rule", modality="fact", per="quarter", predicate="review",
    )  # fmt: skip
    assert not any("how often" in question(r).lower() for r in rows)


def test_what_waits_for_something_is_not_done_before() -> None:
    rule = "Do not hand out a boat until the renter has signed the book."
    verifier, rows = proven(rule, "prohibition", "Do not hand out", predicate="hand", modality="must_not")
    (row,) = [r for r in rows if r["recipe"] == "banned_after_all"]
    assert "I can hand out a boat before the renter has signed the book" in question(row)
    for word in ("after", "once", "until"):
        assert (
            verifier.reason(turned(row, "before", word)) == "the rule has a condition that the question does not state"
        )
    asked = next(r for r in rows if r["recipe"] == "unless")
    assert "can i hand out a boat?" in question(asked).lower()


@pytest.mark.parametrize(
    ("rule", "verb", "asked"),
    [
        ("One rower may not hold the key of another crew.", "hold", "hold the key of another crew?"),
        ("Do not try to loosen a jammed rudder.", "try", "to loosen a jammed rudder?"),
        ("Without a licence, rowers may not enter the lock.", "enter", "without a licence"),
    ],
)
def test_bans_of_one_of_what_is_tried_and_without_something(rule: str, verb: str, asked: str) -> None:
    _, rows = proven(rule, "prohibition", verb, predicate=verb, modality="must_not")
    row = next(r for r in rows if r["recipe"] == "bans")
    assert asked in question(row).lower()
    assert answer(row).startswith("No")


def test_a_ban_within_a_step_is_not_asked_as_if_it_always_held() -> None:
    rule, fields = "Do not open the drain plug.", {"predicate": "open", "modality": "must_not"}
    alone, after, step = (
        {r["recipe"] for r in proven(rule, "prohibition", "Do not open", **extra, **fields)[1]}
        for extra in ({}, {"before": "Fill the float with water."}, {"item": "3."})
    )
    assert {"bans", "banned_after_all"} <= alone
    assert not {"bans", "banned_after_all", "confirmed"} & (after | step)


@pytest.mark.parametrize(
    ("rule", "predicate", "asked", "allowed"),
    [
        (
            "Fees are paid by transfer, never in cash.",
            "pay",
            "fees be paid in cash|fees allowed to be paid in cash",
            "by transfer",
        ),
        ("Lift a canoe at the bow, never by its seat.", "lift", "lift a canoe by its seat", "at the bow"),
        (
            "Logs are handed over in person, never by chat.",
            "hand",
            "logs be handed over by chat|logs allowed to be handed over by chat",
            "in person",
        ),
        ("Ropes must be nylon, never hemp.", "be", "ropes be hemp|ropes allowed to be hemp", "nylon"),
    ],
)
def test_what_is_never_done_in_another_way(rule: str, predicate: str, asked: str, allowed: str) -> None:
    verifier, rows = proven(
        rule, "prohibition", rule[rule.index("never") : -1], predicate=predicate, modality="must_not"
    )
    row = next(r for r in rows if r["recipe"] == "never_so" and r["behaviour"] == "answer")
    how = next(words for words in asked.split("|") if words in question(row).lower())
    assert answer(row).startswith("No")
    assert any(r["behaviour"] == "correct_premise" for r in rows)
    long = re.search(r" by its seat$", how)
    banned = how.split(" ")[-1] if allowed == "nylon" else " ".join(how.split(" ")[-3 if long else -2 :])
    assert verifier.reason(turned(row, banned, allowed)) is not None


def test_what_is_never_done_some_way_before_something_is_not_proven() -> None:
    rule = "Launch boats before low tide, never in the dark."
    _, rows = proven(rule, "prohibition", "never in the dark", predicate="launch", modality="must_not")
    assert not [r for r in rows if r["recipe"] == "never_so"]


@pytest.mark.parametrize(
    ("rule", "marker", "subject"),
    [
        ("Races on the open sea are outside this procedure.", "are outside this procedure", "Races on the open sea"),
        ("This policy does not apply to rafts and floats.", "this policy does not apply to", "rafts and floats"),
    ],
)
def test_what_a_document_leaves_out_is_asked_of_it_by_its_title(rule: str, marker: str, subject: str) -> None:
    deciding = next(part for part in (marker, marker.capitalize()) if part in rule)
    verifier, rows = proven(
        rule, "exception", deciding, marker=marker, predicate="cover", modality="fact", subject=subject
    )
    (row,) = [r for r in rows if r["recipe"] == "not_covered"]
    what = subject[0].lower() + subject[1:]
    assert '"Boat house"' in question(row)
    assert what in question(row)
    assert answer(row).startswith("No")
    assert verifier.reason(turned(row, "Boat house", "Parking")) == "the question does not name the document"
    assert verifier.reason(turned(row, what, f"{what} by night")) is not None
    assert verifier.reason(turned(row, what, what.split(" ")[0])) == "the question is not about what is left out"


def test_what_does_not_apply_depends_on_what_it_is_about() -> None:
    rule = "The towing fee does not apply to rescue boats and to floats of the club."
    _, rows = proven(rule, "exception", "does not apply to rescue boats and to floats of the club", marker="does not apply to",
                     clause="rescue boats and to floats of the club", modality="fact", subject="The towing fee")  # fmt: skip
    by = {row["situation"]: row for row in rows}
    assert "does the towing fee apply in my case?" in question(by["exception_unknown"]).lower()
    assert "is it about rescue boats or floats of the club?" in answer(by["exception_unknown"]).lower()
    assert "exception_not_applies" not in by  # that it applies to all other boats is not said


def test_what_only_takes_up_the_clause_is_left_out_where_the_clause_is() -> None:
    rule = "If you are moving to a new boat house, you must complete a list of the oars for that house."
    _, rows = proven(rule, "condition", "If you are moving to a new boat house", marker="if", modality="must", subject="you",
                     clause="you are moving to a new boat house")  # fmt: skip
    by = {row["situation"]: question(row) for row in rows}
    assert {"condition_unmet", "condition_unknown"} <= set(by)
    assert not any("that house" in text for text in by.values())


def test_what_somebody_gets_is_not_taken_from_them() -> None:
    for rule in ("Employees may take up to 4 free trips.", "Trainers receive a life jacket when they arrive."):
        who = rule.split(" ")[0]
        verb = "take" if "take" in rule else "receive"
        _, rows = proven(rule, "role", who, role=who, predicate=verb, modality="may" if "may" in rule else "fact")
        assert not [r for r in rows if r["recipe"] == "holder_denied"]


def test_what_there_must_be_is_asked_for_as_required() -> None:
    rule = "There must be a gap of 20 metres between two boats, unless the umpire agrees otherwise."
    _, rows = proven(rule, "exception", "unless the umpire agrees otherwise", marker="unless",
                     clause="the umpire agrees otherwise", modality="must", subject="there")  # fmt: skip
    by = {row["situation"]: row for row in rows}
    assert "is a gap of 20 metres between two boats required" in question(by["exception_applies"]).lower()
    assert answer(by["exception_applies"]).startswith("No")
    assert answer(by["exception_not_applies"]).startswith("Yes")


def test_several_places_are_excepted_one_or_the_other() -> None:
    rule = "Dogs must not be brought along, except at regattas, concerts and open days."
    clause = "at regattas, concerts and open days"
    _, rows = proven(
        rule, "exception", f"except {clause}", marker="except", clause=clause, modality="must_not", subject="Dogs"
    )
    by = {row["situation"]: row for row in rows if row["behaviour"] != "answer" or row["situation"] != "answerable"}
    assert "at regattas, concerts or open days" in question(by["exception_applies"])
    assert "is it at regattas, concerts or open days?" in answer(by["exception_unknown"]).lower()


def test_a_document_for_a_matter_is_asked_for_by_the_matter() -> None:
    rule = "Overdrafts: see Lending limits."
    _, rows = proven(rule, "reference", "Lending limits", target="Lending limits")
    (row,) = [r for r in rows if r["recipe"] == "references"]
    assert "overdrafts?" in question(row)
    assert '"Lending limits"' in answer(row).partition("“")[0]


def test_a_duty_of_everybody_is_not_one_of_some() -> None:
    rule = "Every rower must wear a yellow life vest on the lake."
    verifier, rows = proven(rule, "role", "rower", role="rower", modality="must", predicate="wear")
    row = next(r for r in rows if r["recipe"] == "not_all")
    assert "not every rower has to wear a yellow life vest on the lake" in question(row)
    assert verifier.reason(turned(row, "not every rower", "every rower")) is not None
    assert verifier.reason(turned(row, "yellow", "green")) is not None
    _, rows = proven("Some rowers must wear a yellow vest.", "role", "rowers", role="rowers", modality="must")
    assert not [r for r in rows if r["recipe"] == "not_all"]


@pytest.mark.parametrize(
    ("rule", "verb", "asked"),
    [
        ("No oar shall be taken home by rowers.", "take", "taken home by rowers?"),
        ("Under no circumstances may a guest steer a racing boat.", "steer", "steer a racing boat?"),
        ("Late entries to the regatta will not be considered.", "consider", "late entries to the regatta"),
        ("The lending of racing boats is inadmissible.", "be", "the lending of racing boats"),
        ("It is strictly forbidden to smoke in the loft.", "smoke", "smoke in the loft?"),
    ],
)
def test_bans_in_other_words_are_asked_plainly_and_answered_with_no(rule: str, verb: str, asked: str) -> None:
    verifier, rows = proven(rule, "prohibition", rule[:-1], predicate=verb, modality="must_not")
    row = next(r for r in rows if r["recipe"] == "bans")
    assert asked in question(row).lower()
    assert answer(row).startswith("No")
    claim = {**json.loads(row["claim"]), "polarity": "yes"}
    assert verifier.reason({**row, "claim": canonical_json(claim).decode()}) is not None


def test_whose_task_it_is_is_asked_for_as_of_who_has_to_do_it() -> None:
    rule = "It is the responsibility of the boatman to count the oars."
    _, rows = proven(rule, "role", "the boatman", role="the boatman", predicate="count", modality="must")
    (row,) = [r for r in rows if r["recipe"] == "who"]
    assert re.search(r"\b(?:counting|count) the oars\?", question(row))


@pytest.mark.parametrize(
    ("rule", "amount", "value", "unit", "asked"),
    [
        ("A fee of £20 is charged for late returns.", "£20", 20, "GBP", "what fee is charged for late returns?"),
        ("A pass mark of 70% is required.", "70%", 70, "percent", "what pass mark is required?"),
        ("You have 14 days to object.", "14 days", 14, "day", "how many days do i have to object?"),
    ],
)
def test_what_is_due_and_how_long_one_has_is_asked_for(
    rule: str, amount: str, value: int, unit: str, asked: str
) -> None:
    fields = {"comparator": "exactly", "value": value, "unit": unit, "value_text": amount, "modality": "fact"}
    _, rows = proven(rule, "limit", amount, scope="rule", **fields)
    assert any(asked in question(r).lower() for r in rows if r["situation"] == "answerable")


def test_what_has_to_be_done_as_soon_as_possible_has_to_be_done_above_an_amount() -> None:
    rule = "If you are out for longer than 3 hours, ring the boatman as soon as possible."
    _, rows = proven(
        rule, "limit", "longer than 3 hours", comparator="more_than", value=3, unit="hour", value_text="3 hours",
        modality="must", scope="clause", marker="if", clause="you are out for longer than 3 hours", subject="you",
    )  # fmt: skip
    row = next(r for r in rows if r["situation"] == "inside_limit")
    assert answer(row).startswith("Yes")


@pytest.mark.parametrize(
    ("rule", "deciding", "bound"),
    [
        ("Rowers can't borrow more than six oars at once.", "more than six oars", True),
        ("The rack can't hold more than six oars at once.", "more than six oars", False),
    ],
)
def test_a_cant_of_persons_with_an_amount_is_a_limit_and_one_of_things_none(
    rule: str, deciding: str, bound: bool
) -> None:
    fields = {"comparator": "more_than", "value": 6, "unit": "oar", "value_text": "six oars", "modality": "must_not"}
    predicate = "borrow" if bound else "hold"
    _, rows = proven(
        rule, "limit", deciding, scope="rule", subject=rule.split(" can", maxsplit=1)[0], predicate=predicate, **fields
    )
    said = {r["situation"]: answer(r)[:3] for r in rows}
    assert {s for s in said if s.endswith("_limit")} == (
        {"inside_limit", "at_limit", "outside_limit"} if bound else set()
    )
    assert not bound or (said["outside_limit"].startswith("No") and said["inside_limit"] == "Yes")


@pytest.mark.parametrize("what", ["the launch", "it"])
def test_what_somebody_alone_may_do_is_named_where_another_is_asked_about(what: str) -> None:
    world = World()
    rule, other = f"Only coaches named on the licence may drive {what}.", "The treasurer must approve the budget."
    page = world.page("Boat house", [rule, other])
    point = world.point(page, rule, "role", "coaches named on the licence", role="coaches named on the licence",
                        predicate="drive", modality="may")  # fmt: skip
    world.point(page, other, "role", "The treasurer", role="The treasurer", predicate="approve", modality="must")
    settings = ExampleSettings(voiced_share=0.0, refusal_budget=0.9, situation_share=1)
    made = generate(*world.frames(), settings, verdicts).examples.filter(pl.col("point") == point)
    asked = [question(r) for r in made.iter_rows(named=True) if r["recipe"] == "instead"]
    assert bool(asked) == (what != "it")
    assert not [q for q in asked if "licence is away" in q]


@pytest.mark.parametrize(
    ("rule", "term"),
    [
        ('A "capsize" is one in which a rower went into the water.', "capsize"),
        ('"Late rowers" are members who arrive after the bell.', "Late rowers"),
    ],
)
def test_a_term_in_quotation_marks_is_asked_for_as_a_word(rule: str, term: str) -> None:
    meaning = rule.partition(" is " if " is " in rule else " are ")[2][:-1]
    _, rows = proven(rule, "definition", meaning, target=term, subject=term, predicate="be")
    (asked,) = [question(r) for r in rows if r["recipe"] == "meaning"]
    assert f'"{term.lower()}"' in asked.lower()
    assert re.search(r"\bmeant?\b", asked)


@pytest.mark.parametrize(
    ("rule", "deciding", "subject", "predicate", "asked"),
    [
        ("No dogs in the boat loft.", "No dogs", "dogs", "prohibit", r"(?:are|is) dogs (?:allowed|permitted) in the boat loft\?"),
        ("No access to the winch without the boatman.", "No access to the winch", "access to the winch", "prohibit",
         r"is access to the winch (?:allowed|permitted) without the boatman\?"),
        ("Nobody works more than four hours in the dock.", "Nobody works", "Nobody", "work",
         r"anyone (?:allowed |permitted |to )*work more than four hours in the dock"),
        ("Nobody under 14 goes on the jetty without an adult.", "Nobody under 14 goes", "Nobody under 14", "go",
         r"anyone under 14 (?:allowed |permitted |to )*go on the jetty without an adult"),
        ("Nobody paints alone in the hold.", "Nobody paints", "Nobody", "paint",
         r"anyone (?:allowed |permitted |to )*paint alone in the hold"),
        ("No one under 14 may enter the tank.", "No one under 14 may enter", "No one under 14", "enter",
         r"anyone under 14 (?:allowed |permitted |to )*enter the tank"),
    ],
)  # fmt: skip
def test_what_a_line_bans_or_nobody_does_for_more_is_asked_as_a_ban(
    rule: str, deciding: str, subject: str, predicate: str, asked: str
) -> None:
    verifier, rows = proven(rule, "prohibition", deciding, modality="must_not", subject=subject, predicate=predicate)
    (row,) = [r for r in rows if r["cell"] == "asked"]
    assert re.search(asked, question(row), re.IGNORECASE), question(row)
    assert re.match("No\\b", answer(row)), answer(row)
    named = rule.rsplit(" ", maxsplit=1)[-1].rstrip(".")
    assert verifier.reason(turned(row, named, "yard")) is not None


def test_whom_something_goes_to_is_asked_and_told_wrong() -> None:
    rule = "Broken oars go to the boatman on the same day."
    verifier, rows = proven(rule, "role", "go to the boatman", modality="fact", subject="the boatman", predicate="go",
                            role="the boatman")  # fmt: skip
    (row,) = [r for r in rows if r["cell"] == "asked"]
    assert re.search(r"(?:who|to whom) do broken oars go|who broken oars go to", question(row), re.IGNORECASE)
    assert "the boatman" in answer(row)
    assert verifier.reason(turned(row, "oars", "keys")) is not None
    assert [r["behaviour"] for r in rows if r["cell"] == "premise"] in ([], ["correct_premise"])


def test_who_does_something_says_nothing_of_what_a_word_means() -> None:
    verifier, rows = proven("Broken oars go to the boatman on the same day.", "role", "go to the boatman",
                            modality="fact", subject="the boatman", predicate="go", role="the boatman")  # fmt: skip
    (row,) = [r for r in rows if r["cell"] == "asked"]
    meaning = turned(row, question(row), "What do we mean by broken oars?")
    assert verifier.reason(meaning) == "who does something says nothing of what a word means"


def test_who_may_bring_so_many_is_not_told_that_fewer_are_wrong() -> None:
    rule = "Members may bring six guests to the regatta."
    told: dict[str, Any] = {
        "comparator": "exactly",
        "value": 6.0,
        "value_text": "six guests",
        "unit": "guest",
        "scope": "rule",
    }
    verifier, rows = proven(
        rule, "limit", "six guests", modality="may", subject="Members", predicate="bring", owes=["asked"], **told
    )
    wrong = [r for r in rows if r["behaviour"] == "correct_premise"]
    assert wrong
    for row in wrong:
        number = json.loads(row["claim"])["claimed"].split(" ")[0]
        assert number in ("seven", "eight", "nine", "ten", "twelve", "fifteen") or int(number) > 6
        assert verifier.reason(turned(row, f"{number} guests", "four guests")) == "who may have so many may have fewer"


def test_the_over_of_carry_over_compares_nothing() -> None:
    rule = "You can carry over five days of leave to the next season."
    told: dict[str, Any] = {
        "comparator": "exactly",
        "value": 5.0,
        "value_text": "five days",
        "unit": "day",
        "scope": "rule",
    }
    verifier, rows = proven(
        rule, "limit", "five days", modality="may", subject="You", predicate="carry", owes=["asked"], **told
    )
    (row,) = [r for r in rows if r["cell"] == "asked"]
    assert re.search(
        "how many days of leave (?:can I|I can) carry over to the next season", question(row), re.IGNORECASE
    )
    assert verifier.reason(turned(row, "leave", "rent")) is not None


def of_terse(rule: str, full: str) -> list[Row]:
    """The proven examples on a limit of a rule that drops its verb."""
    world = World()
    page = world.page("Boat house", [rule, "Oars hang on the wall."])
    world.point(
        page, rule, "limit", "minimum 8 times a month", comparator="at_least", value=8.0, value_text="8 times a month",
        unit="time", per="month", scope="rule", modality="fact", subject="Sails", form="shared",
    )  # fmt: skip
    world.points[-1]["sentence"] = full
    documents, passages, points = world.frames()
    settings = ExampleSettings(voiced_share=0.0, refusal_budget=0.9, situation_share=1)
    return generate(documents, passages, points, settings, verdicts).examples.to_dicts()


def test_a_rule_that_drops_its_verb_is_asked_in_full_and_quoted_as_it_stands() -> None:
    rows = of_terse("Sails checked minimum 8 times a month.", "Sails are checked minimum 8 times a month.")
    single = [r for r in rows if len(r["messages"]) == 3 and r["cell"]]
    asked = [r for r in single if r["cell"] == "asked" and r["behaviour"] == "answer"]
    assert asked
    assert all("“Sails checked minimum 8 times a month.”" in answer(r) for r in asked)
    outside = [r for r in single if r["cell"] == "outside"]
    assert outside
    assert all(re.search(r"\bsails are checked\b", question(r), re.IGNORECASE) for r in outside)
    assert not [r for r in rows if "“Sails are" in (r["rejected"] or "")]


def test_what_no_verb_can_be_put_into_is_not_proven() -> None:
    assert of_terse("Sails aired minimum 8 times a month.", "Sails are aired minimum 8 times a month.") == []
