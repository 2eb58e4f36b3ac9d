"""How a limit is asked about, with its amount and without, and what is not asked because it reads badly."""

import re

import pytest

from tests.unit.assets.examples.conftest import World
from tests.unit.assets.examples.limits import add, of, proven


def test_less_than_one_hour_is_asked_in_minutes(world: World) -> None:
    add(world, "A gas leak must be reported within 1 hour.", "within 1 hour", 1.0, "1 hour", "hour", comparator="at_most",
        modality="must")  # fmt: skip
    (row,) = of(proven(world), "inside_limit")
    assert re.search(r"\d\d minutes", row["question"])
    assert row["claim"]["asked"] < 1


def test_the_amount_left_out_is_asked_for(world: World) -> None:
    add(world, "A vehicle may carry at most 4 cylinders.", "at most 4 cylinders", 4.0, "4 cylinders", "cylinder",
        comparator="at_most", modality="may")  # fmt: skip
    (row,) = of(proven(world), "missing_amount")
    assert not re.search(r"\d", row["question"])
    assert "several cylinders" in row["question"]
    assert re.search(r"[Hh]ow many cylinders", row["answer"])


@pytest.mark.parametrize(
    ("sentence", "written", "value", "unit"),
    [
        ("A vehicle may carry at most 2 cylinders.", "2 cylinders", 2.0, "cylinder"),
        ("A vehicle may carry tools worth at most EUR 500.", "EUR 500", 500.0, "EUR"),
        ("A vehicle may carry at most 40 percent of the tools.", "40 percent", 40.0, "percent"),
    ],
)
def test_nobody_keeps_back_a_figure_of_his_own(
    world: World, sentence: str, written: str, value: float, unit: str
) -> None:
    add(world, sentence, f"at most {written}", value, written, unit, comparator="at_most", modality="may")
    assert not [
        r for r in of(proven(world), "missing_amount") if "certain" in r["question"] or "several" in r["question"]
    ]


def test_a_time_within_which_something_is_due_is_asked_back(world: World) -> None:
    document = world.page(
        "Findings of audits", ["| Class | Return within |\n| --- | --- |\n| Boats | 20 days |\n| Slips | 60 days |"]
    )
    world.limit(document, "| Boats | 20 days", "20 days", value=20.0, value_text="20 days", unit="day", scope="rule",
                modality="fact", subject="Boats", lead="Boats, Return within", form="row", comparator="at_most")  # fmt: skip
    world.points[-1] |= {"sentence": "Boats, Return within: 20 days"}
    (row,) = of(proven(world), "missing_amount")
    assert re.search(r"(?:can we still|still okay to) return boats\?$", row["question"])
    assert "How many days" in row["answer"]


def test_a_deadline_that_counts_from_what_somebody_does_is_left_out(world: World) -> None:
    add(world, "A pilot may correct a report within 2 days of an engineer receiving it.", "within 2 days", 2.0, "2 days",
        "day", comparator="at_most", modality="may")  # fmt: skip
    (row,) = of(proven(world), "missing_amount")
    assert "an a pilot still correct a report after an engineer receives it?" in row["question"]


def test_no_question_is_cut_at_a_possessive(world: World) -> None:
    add(world, "You must give at least 5 days' notice.", "at least 5 days", 5.0, "5 days", "day", comparator="at_least",
        modality="must")  # fmt: skip
    made = proven(world)
    assert of(made, "outside_limit")
    assert all(re.search(r"how much notice (?:do )?I have to give", row["question"]) for row in of(made, "answerable"))


def test_no_question_ends_with_a_word_that_belonged_to_the_amount(world: World) -> None:
    add(world, "You must enter visits in the calendar for within 5 days of the request.", "within 5 days", 5.0, "5 days", "day",
        comparator="at_most", modality="must")  # fmt: skip
    assert not [row for row in of(proven(world), "answerable") if row["question"].endswith(" for?")]


@pytest.mark.parametrize(
    ("sentence", "phrase", "written", "value", "unit", "comparator"),
    [
        ("Entries must be made within five days of receipt, or of refusal.", "within five days", "five days", 5.0, "day",
         "at_most"),
        ("Lost keys must be reported within 30 minutes of your noticing.", "within 30 minutes", "30 minutes", 30.0, "minute",
         "at_most"),
        ("Waste must be held in the hall for at most seven days, and in the yard for ninety.", "at most seven days",
         "seven days", 7.0, "day", "at_most"),
        ("Plans are tested on paper and are updated within 25 days of a change.", "within 25 days", "25 days", 25.0, "day",
         "at_most"),
        ("A loan must last at most seven days, or from Friday to Monday for a washer.", "at most seven days", "seven days",
         7.0, "day", "at_most"),
        ("A branch has at least four keyholders and no more than six.", "at least four keyholders", "four keyholders", 4.0,
         "keyholder", "at_least"),
        ("You must report a shift in which you have worked for more than two hours.", "more than two hours", "two hours", 2.0,
         "hour", "more_than"),
    ],
)  # fmt: skip
def test_an_amount_that_cannot_be_told_as_a_fact_is_left_alone(
    world: World, sentence: str, phrase: str, written: str, value: float, unit: str, comparator: str
) -> None:
    modality = "must" if "must" in sentence else "fact"
    add(world, sentence, phrase, value, written, unit, comparator=comparator, modality=modality)
    assert not any(of(proven(world), s) for s in ("inside_limit", "outside_limit", "missing_amount"))


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Deliveries are announced at least 5 days before they arrive.",
            "How long before deliveries arrive are they announced?",
        ),
        (
            "You must register crates at least 5 days before they arrive.",
            "How long before crates arrive do I have to register them?",
        ),
        (
            "Samples must rest for at least 5 days before they are cut.",
            "For how long do samples have to rest before they are cut?",
        ),
    ],
)
def test_a_pronoun_does_not_come_before_its_noun(world: World, sentence: str, question: str) -> None:
    add(world, sentence, "at least 5 days", 5.0, "5 days", "day", comparator="at_least", modality="must")
    (row,) = of(proven(world), "answerable")
    assert question.casefold() in row["question"].casefold()


def test_no_amount_is_left_out_behind_a_verb_that_measures(world: World) -> None:
    clause = "you are within TTS and your procurement need costs less than $900"  # the parser takes need for the verb
    sentence = f"If {clause}, please visit the Purchase Requests section in the handbook."
    page = world.page("Cylinders in vehicles", [sentence])
    world.limit(page, sentence, "less than $900", predicate="visit", value=900.0, value_text="$900", unit="USD",
                comparator="less_than", modality="must", scope="clause", clause=clause, marker="if")  # fmt: skip
    made = proven(world)
    assert not of(made, "missing_amount")
    assert "my procurement need costs $" in of(made, "inside_limit")[0]["question"]


@pytest.mark.parametrize(
    ("sentence", "phrase", "value", "unit"),
    [
        ("A cylinder must not weigh more than 15 kg.", "more than 15 kg", 15.0, "kg"),
        ("The inspection of a cylinder is limited to 15 minutes.", "limited to 15 minutes", 15.0, "minute"),
        ("Mourning leave is up to five days paid for divers.", "up to five days", 5.0, "day"),
    ],
)
def test_an_amount_that_has_no_vague_form_is_not_left_out(
    world: World, sentence: str, phrase: str, value: float, unit: str
) -> None:
    modality, comparator = ("must_not", "at_most") if "not" in sentence else ("fact", "at_most")
    add(world, sentence, phrase, value, " ".join(phrase.split()[-2:]), unit, comparator=comparator, modality=modality)
    made = proven(world)
    assert of(made, "outside_limit")
    assert not of(made, "missing_amount")


@pytest.mark.parametrize(
    ("sentence", "phrase", "question"),
    [
        ("An exposed key must be replaced within 4 hours after the alarm.", "within 4 hours",
         "An exposed key has not been replaced yet."),
        ("A guard must report a lost key within 4 hours.", "within 4 hours", "A guard has not reported a lost key yet."),
        ("The guards are told within 4 hours of a loss of keys.", "within 4 hours", "The guards have not been told yet."),
        ("You must report a lost key within 4 hours.", "within 4 hours", "I have not reported a lost key yet."),
        ("The guard shall decide within 4 hours whether a lock is changed.", "within 4 hours",
         "The guard has not yet decided whether a lock is changed."),
    ],
)  # fmt: skip
def test_what_has_a_deadline_is_told_as_not_done_yet(world: World, sentence: str, phrase: str, question: str) -> None:
    modality = "fact" if " told " in sentence else "must"
    add(world, sentence, phrase, 4.0, "4 hours", "hour", comparator="at_most", modality=modality)
    (row,) = of(proven(world), "missing_amount")
    assert question.casefold() in row["question"].casefold()
    assert "hours have passed" in row["answer"]


@pytest.mark.parametrize("before", ["Vans stay in the yard;", "Exposed keys:"])
def test_a_quotation_of_part_of_a_sentence_shows_that_it_has_begun_and_goes_on(world: World, before: str) -> None:
    half = "an exposed key must be replaced within 4 hours"
    whole = f"{before} {half}, and **nobody** leaves."  # the markup keeps it from being quoted whole
    start = world.page("Cylinders in vehicles", [whole])
    world.limit(start, whole, "within 4 hours", predicate="replace", value=4.0, value_text="4 hours", unit="hour",
                scope="rule", comparator="at_most", modality="must")  # fmt: skip
    at = world.points[-1]["sentence_start"] + whole.index(half)
    world.points[-1] |= {"sentence": half, "sentence_start": at, "sentence_end": at + len(half)}
    answers = [row["answer"] for row in of(proven(world), "inside_limit")]
    assert answers
    assert all(f"“… {half} …”" in answer for answer in answers)
    assert not any(re.search(r"[a-z]”(?: \[[^\]]+\])? [A-Z]", answer) for answer in answers)


def test_what_one_must_be_able_to_do_is_asked_about_as_done(world: World) -> None:
    sentence = "Guards of the depot must be able to reach the gate within 45 minutes."
    add(world, sentence, "within 45 minutes", 45.0, "45 minutes", "minute", comparator="at_most", modality="must")
    made = proven(world)
    asked = [row["question"] for situation in ("outside_limit", "missing_amount") for row in of(made, situation)]
    assert len(asked) == 2
    assert not any("able to" in question for question in asked)


def test_how_full_something_can_be_is_asked_in_so_many_words(world: World) -> None:
    sentence = "The tank of a van must never be more than 80% full."
    add(world, sentence, "more than 80%", 80.0, "80%", "percent", comparator="more_than", modality="must_not")
    assert any("how full can" in row["question"].lower() for row in of(proven(world), "answerable"))


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("If an invoice exceeds £1,500, it must be signed by the board.", True),
        ("If invoices exceed £1,500, it must be signed by the board.", False),
    ],
)
def test_a_pronoun_stands_for_the_one_thing_of_the_condition(world: World, sentence: str, known: bool) -> None:
    phrase = "exceeds £1,500" if "exceeds" in sentence else "exceed £1,500"
    world.limit(world.page("Invoices", [sentence]), sentence, phrase, predicate="exceed", value=1500.0, value_text="£1,500",
                unit="GBP", scope="clause", comparator="more_than", modality="must", marker="if",
                clause=sentence[3 : sentence.index(", it")])  # fmt: skip
    inside = of(proven(world), "inside_limit")
    assert [bool(re.search(r"an invoice .*signed by the board if it is £", row["question"])) for row in inside] == [
        True
    ] * known


def test_one_kind_of_a_thing_has_an_amount_of_its_own(world: World) -> None:
    sentences = ["Cylinders shall be at least 14 cm long.", "Diving cylinders shall be at least 20 cm long."]
    page = world.page("Cylinders in vehicles", sentences)
    for sentence, value in zip(sentences, (14.0, 20.0), strict=True):
        world.limit(
            page, sentence, f"at least {value:.0f} cm", predicate="be", value=value, value_text=f"{value:.0f} cm", unit="cm",
            scope="rule", comparator="at_least", modality="must", subject=sentence.partition(" shall")[0],
        )  # fmt: skip
    rows = [row for situation in ("inside_limit", "outside_limit") for row in of(proven(world), situation)]
    assert rows
    assert all("diving cylinders" in row["question"].lower() for row in rows)


def test_what_a_condition_names_stands_before_the_pronoun_for_it(world: World) -> None:
    sentence = "If a cylinder fails the test, the owners have 48 hours to empty it."
    world.limit(
        world.page("Cylinders in vehicles", [sentence]), sentence, "48 hours", predicate="have", value=48.0,
        value_text="48 hours", unit="hour", scope="rule", comparator="exactly", modality="fact", marker="if",
        clause="a cylinder fails the test", subject="the owners",
    )  # fmt: skip
    (row,) = of(proven(world), "answerable")
    assert "if a cylinder fails the test, how many hours do the owners have to empty it?" in row["question"].lower()


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("Old files can be recalled within 3 days.", False),  # how long it takes
        ("The desk can restore a file within 3 days.", False),
        ("A decision can be appealed within 3 days.", True),
    ],
)
def test_how_soon_something_is_served_is_no_deadline(world: World, rule: str, asked: bool) -> None:
    add(world, rule, "within 3 days", 3.0, "3 days", "day", comparator="at_most", modality="may")
    assert bool(of(proven(world), "outside_limit")) == asked


@pytest.mark.parametrize(
    ("rule", "asked"),
    [("Boats of the club are available in up to 4 instalments.", False),
     ("Boats of the club are paid in up to 4 instalments.", True)],
)  # fmt: skip
def test_nobody_can_be_available(world: World, rule: str, *, asked: bool) -> None:
    add(world, rule, "up to 4 instalments", 4.0, "4 instalments", "instalment", comparator="at_most", modality="fact")
    made = world.drafts()
    sides = [d.turns[0][0] for d in made if d.situation in ("inside_limit", "at_limit", "outside_limit")]
    assert len(sides) == 3
    can = [q for q in sides if re.search(r"\bcan boats", q, re.IGNORECASE)]
    assert bool(can) == asked


@pytest.mark.parametrize(("sentence", "planned"), [
    ("You may be granted up to 5 days of leave for a move to another depot.", False),
    ("You may request up to 5 days of leave for a move to another depot.", True),
])  # fmt: skip
def test_nobody_wants_or_plans_to_be_granted_something(world: World, sentence: str, planned: bool) -> None:
    add(world, sentence, "up to 5 days", 5.0, "5 days", "day", comparator="at_most", modality="may")
    asked = [row["question"] for s in ("inside_limit", "outside_limit") for row in of(proven(world), s)]
    assert asked
    assert any(re.search(r"\b(?:want|like|planning) to\b", question) for question in asked) <= planned


@pytest.mark.parametrize(
    ("sentence", "phrase", "asked"),
    [
        ("Ropes may be kept in the hold for up to 4 days.", "up to 4 days", "re ropes kept in the hold within the time limit?"),
        ("Sails are dried in the loft for at least 4 days.", "at least 4 days", "re sails dried in the loft long enough?"),
        ("A mooring lasts at least 4 days.", "at least 4 days", "oes a mooring last long enough?"),
        ("A visit must be announced by the guest at least 4 days in advance.", "at least 4 days",
         "s a visit announced by the guest early enough?"),
        ("You must tell the harbour master at least 4 days before a race.", "at least 4 days",
         "I want to tell the harbour master before a race. Is that early enough?"),
        ("The crew receives the list of stops at least 4 days before.", "at least 4 days", "he list of stops early enough?"),
        ("If a sail tears, the sailmaker mends it within 4 days.", "within 4 days", None),
        ("Guests may object within 4 days.", "within 4 days", "an guests still object?"),
    ],
)  # fmt: skip
def test_a_time_left_out_is_asked_about_in_words_of_degree(
    world: World, sentence: str, phrase: str, asked: str | None
) -> None:
    modality = "may" if " may " in sentence else "must" if " must " in sentence else "fact"
    add(world, sentence, phrase, 4.0, "4 days", "day", modality=modality,
        comparator="at_least" if "least" in phrase else "at_most")  # fmt: skip
    found = [row["question"] for row in of(proven(world), "missing_amount")]
    assert not any("some time" in question or "a while" in question for question in found)
    assert asked is None or any(asked in question for question in found), found


def test_what_is_granted_for_a_time_is_not_asked_to_be_granted_in_time(world: World) -> None:
    sentence = "Access to the hold is granted for up to 4 days."
    add(world, sentence, "up to 4 days", 4.0, "4 days", "day", modality="fact", comparator="at_most")
    made = proven(world)
    assert of(made, "outside_limit")
    assert not any("within the time" in row["question"] for row in of(made, "missing_amount"))


@pytest.mark.parametrize(("who", "told"), [("Every drill", False), ("A drill", True)])
def test_what_every_one_has_to_be_is_not_told_as_not_done(world: World, who: str, *, told: bool) -> None:
    add(world, f"{who} is entered in the log within 24 hours.", "within 24 hours", 24.0, "24 hours", "hour",
        comparator="at_most", modality="fact")  # fmt: skip
    assert any("yet" in row["question"] for row in of(proven(world), "missing_amount")) == told


def test_a_rule_about_every_one_is_asked_about_one(world: World) -> None:
    add(world, "Every drill is entered in the log of the depot within 24 hours.", "within 24 hours", 24.0, "24 hours", "hour",
        comparator="at_most", modality="fact")  # fmt: skip
    questions = [row["question"].lower() for row in of(proven(world), "outside_limit")]
    assert questions
    assert not any("every drill" in q for q in questions)
    assert any("a drill" in q for q in questions)


def test_what_is_only_told_not_to_be_done_is_no_ban(world: World) -> None:
    sentence = "Vans with fewer than 5 journeys in a month are not ranked."
    add(world, sentence, "fewer than 5 journeys", 5.0, "5 journeys", "journey", comparator="less_than", modality="fact")
    (outside,) = of(proven(world), "outside_limit")
    assert outside["claim"]["polarity"] is None
    assert "ban" not in outside["answer"]
    assert "rule" in outside["answer"].lower()
