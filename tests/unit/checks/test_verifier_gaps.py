"""What a source cannot say: documents only referred to, forecasts and opinions, questions of which half is documented."""

import json
from typing import Any

from checks.verifier import Verifier
from tests.unit.checks.verifier_rows import LIBRARY as FIRST
from tests.unit.checks.verifier_rows import ROWS as FIRST_ROWS
from tests.unit.checks.verifier_rows import Library, example

GUIDE = (
    "Field guide",
    [
        (("Weighing",), "Each pallet must be weighed. Write the weight down on form WG-4."),
        (("Cold rooms",), "Never open a cold room at night."),
        (("Pest control",), "The quality inspector declares an area free of rats."),
        (("Keys",), "The officer must revoke a key if it may have been copied. A lock is changed if a key was copied."),
        (("Alarms",), "| Class | Answer within |\n|---|---|\n| SEV1 | 15 minutes |\n| SEV2 | 40 minutes |"),
        (("Lamps",), "A red lamp tells drivers to wait."),
    ],
)
LIBRARY = Library((GUIDE, "guide", 0))
WEIGHING, COLD, PESTS, KEYS, ALARMS, LAMPS = (
    f"Field guide > {h}" for h in ("Weighing", "Cold rooms", "Pest control", "Keys", "Alarms", "Lamps")
)
FORM, BAN, PEST = "Write the weight down on form WG-4.", "Never open a cold room at night.", (
    "The quality inspector declares an area free of rats."
)  # fmt: skip


def why(
    situation: str, behaviour: str, talk: list[str], claim: dict[str, Any], evidence: list[tuple[str, str]]
) -> str | None:
    row = example(
        situation, behaviour, talk, claim, context=[WEIGHING, COLD, LAMPS], evidence=evidence, library=LIBRARY
    )
    return Verifier(LIBRARY.documents, LIBRARY.passages).reason(row)


def test_what_a_document_says_is_refused_only_where_it_is_just_referred_to() -> None:
    def shown(reference: str, question: str) -> str | None:
        answer = (
            f"I can't tell: {reference} is not among the documents. [{WEIGHING}] only refers to it: “{FORM}” Ask HR "
        )
        talk = [question, f"{answer}please, I would ask them."]
        claim = {"proof": "dangling", "quote": FORM, "reference": reference}
        return why("dangling_reference", "refuse", talk, claim, [(WEIGHING, FORM)])

    assert shown("form WG-4", "What do I have to fill in on form WG-4?") is None
    assert shown("form WG-4", "How much does the forklift of form WG-4 cost?") is not None
    assert shown("form WG-9", "What do I have to fill in on form WG-9?") is not None


def test_a_forecast_is_refused_and_a_question_of_fact_is_not() -> None:
    def asked(question: str) -> str | None:
        talk = [question, f"The documents do not tell the future of cold rooms. For now [{COLD}] holds."]
        return why("unknowable", "refuse", talk, {"proof": "unknowable", "asks": "future", "topic": "cold rooms"}, [])

    assert asked("Will the rules on cold rooms change next year?") is None
    assert asked("What are the rules on cold rooms?") == "the question asks for something that a source could say"


def test_what_may_be_so_is_not_ruled_out() -> None:
    def told(rule: str, clause: str, question: str) -> str | None:
        answer = f"The rule does not cover that case. It only says “{rule}” [{KEYS}]"
        claim = {"proof": "clause", "quote": rule, "marker": "if", "clause": clause, "stated": False, "polarity": None}
        row = example(
            "condition_unmet", "answer", [question, answer], claim,
            context=[KEYS, COLD, LAMPS], evidence=[(KEYS, rule)], library=LIBRARY,
        )  # fmt: skip
        return Verifier(LIBRARY.documents, LIBRARY.passages).reason(row)

    possible, certain = (
        "The officer must revoke a key if it may have been copied.",
        "A lock is changed if a key was copied.",
    )
    asked = "Does the officer have to revoke a key if it may not have been copied?"
    assert told(possible, "it may have been copied", asked) == "what may be so is not ruled out by what may not be so"
    assert told(certain, "a key was copied", "Is a lock changed if a key was not copied?") is None


def test_rows_are_told_apart_by_their_numbers() -> None:
    def told(row: str, more: str = "") -> str | None:
        line = next(line for line in LIBRARY.passage[ALARMS, ""]["text"].splitlines() if row in line)
        minutes = float(line.split("|")[2].split()[0])
        claim = {"proof": "cell", "quote": line, "row": row, "column": "Answer within", "value": minutes, "unit": "minute",
                 "asked": None, "holds": None, "polarity": None}  # fmt: skip
        talk = [
            'What stands in the column "Answer within" for SEV2?',
            f"[{ALARMS}] gives “{minutes:g} minutes” for “{row}” under “Answer within”.{more}",
        ]
        shown = example(
            "answerable", "answer", talk, claim, context=[ALARMS, COLD], evidence=[(ALARMS, line)], library=LIBRARY
        )
        return Verifier(LIBRARY.documents, LIBRARY.passages).reason(shown)

    assert told("SEV2") is None
    assert told("SEV1") == "the question does not name the row"
    assert told("SEV2", " It is “Answer within”.") is None
    assert told("SEV2", " It is “0 minute”.") == "a quotation is not verbatim in the context"


def test_who_goes_back_to_the_first_question_is_answered_by_its_rule() -> None:
    inside, outside, aside = FIRST_ROWS["inside"], FIRST_ROWS["outside"], FIRST_ROWS["met"]

    def said(row: dict[str, Any]) -> tuple[str, str]:
        return row["messages"][1]["content"].rpartition("Question: ")[2], row["messages"][2]["content"]

    def told(last: dict[str, Any]) -> str | None:
        claims = [json.loads(row["claim"]) for row in (inside, aside, last)]
        talk = [
            *said(inside), f"Another question: {said(aside)[0]}", said(aside)[1],
            "Back to my first question: what about 300 hours?", said(last)[1],
        ]  # fmt: skip
        sections = [row["evidence"][0]["section"] for row in (inside, aside)]
        evidence = [(s, row["evidence"][0]["text"]) for s, row in zip(sections, (inside, aside), strict=True)]
        row = example(
            "topic_return", "answer", talk, {"proof": "turns", "turns": claims}, context=sections, evidence=evidence
        )
        return Verifier(FIRST.documents, FIRST.passages).reason(row)

    assert told(outside) is None
    assert told(aside) == "the turn goes back to the first question, and its answer does not"


def test_each_half_of_a_question_has_its_own_proof() -> None:
    def told(gap: str, known: str = f"No. The rule is “{BAN}” [{COLD}]") -> str | None:
        pest = LIBRARY.passage[PESTS, ""]
        first, second = "Can I open a cold room at night?", "And who declares an area free of rats?"
        parts = [
            {"question": first, "answer": known, "claim": {"proof": "polarity", "quote": BAN, "polarity": "no"}},
            {"question": second, "answer": gap, "claim": {
                "proof": "absent", "quote": PEST, "missing": "who declares an area free of rats",
                "removed": {k: pest[k] for k in ("document", "start", "end")},
            }},
        ]  # fmt: skip
        claim = {"proof": "partial", "quote": BAN, "parts": parts}
        return why("partial", "partial", [f"{first} {second}", f"{known} {gap}"], claim, [(COLD, BAN)])

    assert told("The passages do not say who declares an area free of rats; please ask the owner.") is None
    assert told("The quality inspector does that.") is not None
    assert (
        told(
            "The passages do not say who declares an area free of rats; please ask.",
            f"Yes. The rule is “{BAN}” [{COLD}]",
        )
        == "the answer's opening is not the claim's polarity"
    )


def test_a_sentence_that_hands_something_on_is_no_meaning() -> None:
    def explained(question: str, sentence: str) -> str | None:
        library = Library(
            (("Field guide", [(("Weighing",), sentence), (("Lamps",), "A red lamp means danger.")]), "g", 0)
        )
        row = example(
            "answerable", "answer", [question, f"[{WEIGHING}] explains it: “{sentence}”"],
            {"proof": "quote", "quote": sentence}, context=[WEIGHING, LAMPS], evidence=[(WEIGHING, sentence)],
            library=library,
        )  # fmt: skip
        return Verifier(library.documents, library.passages).reason(row)

    assert explained('On weighing: what does "tare" mean?', "Tare means the weight of the empty pallet.") is None
    handed_on = "Disputes over tare are referred to the plant manager."
    assert "defines nothing" in str(explained('What do we mean by "disputes over tare"?', handed_on))
    assert "defines nothing" in str(explained('What does "tare" mean?', "Tare means that you cannot load the pallet."))
    weighed = "The plant manager shall weigh the tare within a day."
    assert explained('What is meant by "tare"?', weighed) == "the quote defines nothing"


def test_a_condition_of_an_alternative_is_none_of_the_rule() -> None:
    said = "Each pallet is turned every 3 days, or daily if it is raining."
    library = Library((("Yard", [(("Turning",), said)]), "yard", 0))
    claim = {
        "proof": "clause",
        "quote": said,
        "marker": "if",
        "clause": "it is raining",
        "stated": True,
        "polarity": "yes",
    }
    talk = ["Is each pallet turned every 3 days if it is raining?", f"Yes: “{said}” [Yard > Turning]"]
    row = example("condition_met", "answer", talk, claim, context=["Yard > Turning"], evidence=[("Yard > Turning", said)],
                  library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert reason == "the clause belongs to an alternative alone"


def test_what_applies_in_all_other_cases_is_no_condition() -> None:
    said = "Orders are approved by the clerk if the price is low, and by the manager in all other cases."
    library = Library((("Yard", [(("Orders",), said)]), "yard", 0))
    claim = {"proof": "quote", "quote": said, "role": "the clerk"}
    talk = ["Who approves orders if the price is low, and by the manager in all other cases?",
            f"The clerk: “{said}” [Yard > Orders]"]  # fmt: skip
    row = example("answerable", "answer", talk, claim, context=["Yard > Orders"], evidence=[("Yard > Orders", said)],
                  library=library)  # fmt: skip
    reason = Verifier(library.documents, library.passages).reason(row)
    assert reason == "the question holds what applies in all other cases"


def test_a_section_sends_one_to_a_document_where_it_does_nothing_else() -> None:
    def asked(question: str, name: str, body: str, quote: str) -> str | None:
        library = Library((("Field guide", [(("Pumps",), body), *GUIDE[1]]), "guide", 0))
        pumps = "Field guide > Pumps"
        talk = [question, f"It is {name}: “{quote}” [{pumps}]"]
        claim = {"proof": "quote", "quote": quote, "role": name}
        row = example(
            "answerable",
            "answer",
            talk,
            claim,
            context=[pumps, COLD, LAMPS],
            evidence=[(pumps, quote)],
            library=library,
        )
        return Verifier(library.documents, library.passages).reason(row)

    sent, question = "See Pump Care.", 'Which document am I referred to under "Pumps"?'
    assert asked(question, "Pump Care", sent, sent) is None
    assert asked(question.replace("Pumps", "Lamps"), "Pump Care", sent, sent) == "the question names another section"
    two = f"{sent} For oil see Oil Care."
    assert asked(question, "Pump Care", two, sent) == "it may be another document that is meant"
    told = "See Pump Care and change the oil."
    assert asked(question, "Pump Care", told, told) == "the quote does more than point"
    guide, question = "Pumps are oiled as the Oil Guide says.", 'Which guide is mentioned under "Pumps"?'
    assert asked(question, "Oil Guide", guide, guide) is None
    assert asked(question.replace("guide", "form"), "Oil Guide", guide, guide) == "the quote names no such document"
    assert asked(question, "Oil Guide", f"{guide} The Pump Guide is older.", guide) == (
        "it may be another document that is meant"
    )
