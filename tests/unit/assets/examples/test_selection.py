from collections import Counter
from dataclasses import replace

import pytest
from pydantic import ValidationError

from assets.examples.corpus import Passage
from assets.examples.drafts import Draft, Evidence, Split
from assets.examples.selection import on_one_side, select
from assets.examples.settings import ExampleSettings


def draft(
    question: str, situation: str, behaviour: str, *, cell: str = "", twin: Draft | None = None, recipe: str = "hand"
) -> Draft:
    text = f"A rule for {question}."
    place = Passage("p", "d", 0, "Title", (), text, 0, len(text), 1, "wiki", "Title")
    point = f"point of {question}"
    return Draft(
        situation, behaviour, recipe, "hand", point, cell, ((question, "Answer."),), (place,),
        (Evidence(place, 0, len(text), text),), {"proof": "hand"}, twin=twin,
    )  # fmt: skip


def drafts(count: int, situation: str, behaviour: str, cell: str = "") -> list[Draft]:
    """So many answers with one boundary draft each."""
    found = []
    for n in range(count):
        answer = draft(f"{situation} {n}", "answerable", "answer", cell="asked")
        found += [answer, draft(f"{situation} boundary {n}", situation, behaviour, cell=cell, twin=answer)]
    return found


def test_what_covers_an_obligation_goes_first_within_the_budget() -> None:
    made = [*drafts(10, "condition_unknown", "clarify", "unknown"), *drafts(30, "false_premise", "correct_premise")]
    chosen = select(made, ExampleSettings(refusal_budget=0.25, situation_share=1.0, doses={}, per_document=999))
    counts = Counter(d.situation for d in chosen)
    assert counts["condition_unknown"] == 10
    assert counts["false_premise"] == 3


def test_what_somebody_asked_is_not_crowded_out_by_what_covers_an_obligation() -> None:
    asked = draft("jubilee", "answerable", "answer", recipe="demand")
    made = [*(draft(f"rule {n}", "answerable", "answer", cell="asked") for n in range(30)), asked]
    chosen = select(made, ExampleSettings(situation_share=1.0, doses={}, per_document=10))
    assert asked.example in {d.example for d in chosen}


@pytest.mark.parametrize("twin", range(4))
def test_what_stands_beside_a_question_that_somebody_asked_is_not_left_out(twin: int) -> None:
    alike = [draft(f"rule {n}", "answerable", "answer", cell="asked") for n in range(4)]
    for answer in alike:
        answer.point = "the same"
    refusal = draft("nursery", "undocumented", "refuse", twin=alike[twin], recipe="demand")
    chosen = select([*alike, refusal], ExampleSettings(refusal_budget=0.5, per_cell=1, situation_share=1.0))
    assert refusal.example in {d.example for d in chosen}


def test_the_share_of_a_situation_spares_what_stands_beside_a_question_that_somebody_asked() -> None:
    answers = [draft(f"opinion {n}", "contrast", "answer") for n in range(60)]
    made_up = [draft(f"canteen {n}", "undocumented", "refuse", twin=answers[n]) for n in range(60)]
    refusals = [draft(f"nursery {n}", "undocumented", "refuse", twin=answers[n], recipe="demand") for n in range(8)]
    settings = ExampleSettings(refusal_budget=0.5, situation_share=0.1, per_document=999)
    chosen = {d.example for d in select([*answers, *made_up, *refusals], settings)}
    assert {d.example for d in refusals} <= chosen
    assert len(chosen & {d.example for d in answers}) < 60


def test_a_full_document_still_has_room_for_a_situation_that_is_scarce() -> None:
    answers = [draft(f"rule {n}", "answerable", "answer", cell="asked") for n in range(60)]
    rare = draft("rivals", "contradictory", "surface_conflict", twin=answers[0])
    settings = {"refusal_budget": 0.25, "situation_share": 1.0, "per_document": 30}
    for doses, room in (({"contradictory": 0.1}, True), ({}, False)):
        chosen = select([*answers, rare], ExampleSettings(**settings, doses=doses))
        assert (rare in chosen) == room


def test_a_section_that_both_splits_cite_is_on_the_side_of_what_it_decides() -> None:
    def citing(question: str, split: Split, *sections: str) -> Draft:
        found = draft(question, "owner_named", "escalate")
        places = [replace(found.context[0], section=name) for name in sections]
        found.evidence = tuple(Evidence(place, 0, 6, "A rule") for place in places)
        found.split = split
        return found

    learned, asked = citing("1", "train", "Hotels", "Contact"), citing("2", "evaluation", "Flights", "Contact")
    assert on_one_side([learned, asked]) == [learned]
    assert on_one_side([asked]) == [asked]
    decided = citing("3", "evaluation", "Contact")
    assert on_one_side([learned, asked, decided]) == [asked, decided]


def test_a_dose_keeps_room_for_a_situation_that_covers_nothing() -> None:
    made = [*drafts(30, "condition_unknown", "clarify", "unknown"), *drafts(10, "out_of_scope", "refuse")]
    settings = {"refusal_budget": 0.25, "situation_share": 1.0, "per_document": 999}
    without = Counter(d.situation for d in select(made, ExampleSettings(doses={}, **settings)))
    dosed = Counter(d.situation for d in select(made, ExampleSettings(doses={"out_of_scope": 0.5}, **settings)))
    assert without["out_of_scope"] == 0
    assert dosed["out_of_scope"] == 6


def test_the_share_of_a_situation_never_costs_an_obligation() -> None:
    made = drafts(30, "false_premise", "correct_premise")
    chosen = select(made, ExampleSettings(situation_share=0.01, doses={}, per_document=999))
    assert sum(d.situation == "answerable" for d in chosen) == 30


def test_a_dose_for_something_else_is_no_setting() -> None:
    with pytest.raises(ValidationError, match="no situations: rain"):
        ExampleSettings(doses={"rain": 0.1})
    with pytest.raises(ValidationError, match="at most 1 together"):
        ExampleSettings(doses={"undocumented": 0.9, "superseded": 0.2})


def test_a_twin_that_two_points_made_is_the_one_that_is_chosen() -> None:
    one, same = (draft("May I?", "answerable", "answer", cell="asked") for _ in range(2))
    boundary = draft("Must I?", "false_premise", "correct_premise", twin=one)
    chosen = select([one, boundary, same], ExampleSettings(refusal_budget=0.6))
    assert {id(d.twin) for d in chosen if d.twin is not None} == {id(d) for d in chosen if d.twin is None}
