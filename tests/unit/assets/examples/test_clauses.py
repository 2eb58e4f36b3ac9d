"""What becomes of sentences with a condition or an exception: questions, answers, and what is left alone."""

import re

import pytest

from assets.examples.conditionals import _happens
from assets.examples.drafts import Draft, Split
from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World


def cells(
    sentence: str, marker: str, clause: str, *, kind: str = "condition", split: Split = "train", **fields: str
) -> dict[str, list[Draft]]:
    """The drafts on a sentence by cell, for training unless told otherwise."""
    world = World()
    document = world.page("Field service", [sentence, "Vans are washed on Fridays."])
    deciding = next(re.finditer(re.escape(f"{marker} {clause}"), sentence, re.IGNORECASE))[0]
    point = world.point(document, sentence, kind, deciding, marker=marker.lower(), clause=clause,
                        **{"modality": "must", "subject": "you", **fields})  # fmt: skip
    found: dict[str, list[Draft]] = {}
    for draft in world.drafts(split):
        if draft.point == point and draft.recipe == "clauses":
            found.setdefault(draft.cell, []).append(draft)
    return found


def asked(drafts: list[Draft]) -> str:
    return " ".join(d.turns[0][0] for d in drafts)


def test_a_condition_holds_does_not_hold_and_is_asked_for() -> None:
    sentence = "If your van has a tow bar, you must enter all towed trailers in the log book of Hall 4."
    found = cells(sentence, "If", "your van has a tow bar")
    assert "my van has a tow bar" in asked(found["met"]).lower()
    assert "my van doesn't have a tow bar" in asked(found["unmet"]).lower()
    assert "tow bar" not in asked(found["unknown"])
    assert "does your van have a tow bar?" in found["unknown"][0].turns[0][1].lower()
    answers = {d.turns[0][1].split()[0].strip(".,:") for d in found["met"]}
    assert "Yes" in answers  # asked whether one has to
    unmet = found["unmet"][0].turns[0][1]
    assert not re.match(r"(?:yes|no)\b", unmet, re.IGNORECASE)  # if is not only if
    assert re.match(r"Not (?:under|by|as far as) th(?:is|e) rule\b", unmet)  # yet a reader knows what to do


def test_no_question_is_worded_alike_on_both_sides_of_the_split() -> None:
    rules: tuple[tuple[str, dict[str, str]], ...] = (
        ("you are required to notify the port office", {}),
        ("you must notify the harbour master", {}),
        ("you can notify the port office by mail", {"modality": "may"}),
        ("the log book of Hall 4 is required to be kept by the foreman", {"subject": "the log book"}),
        ("a written approval is required to enter Hall 4", {"subject": "approval"}),
    )

    def worded(split: Split) -> set[str]:
        """Skeletons without what frames them, but for refusals, which ask what an answer does."""
        found = [
            cells(f"If your van has a tow bar, {main}.", "If", "your van has a tow bar", split=split, **fields)
            for main, fields in rules
        ]
        drafts = [d for made in found for some in made.values() for d in some if d.behaviour != "refuse"]
        return {d.skeleton.partition("+")[0] for d in drafts}

    learned, held_out = worded("train"), worded("evaluation")
    assert "duty.have_to" in learned
    assert "duty.required" in held_out
    assert not learned & held_out


def test_what_merely_is_does_not_happen() -> None:
    """ "What happens if nobody objects?" asks for what is done, not for how things are."""
    found = cells("Dogs are welcome in Hall 4 on Fridays if nobody on the shift objects.", "if", "nobody on the shift objects",
                  modality="fact", subject="Dogs")  # fmt: skip
    assert found
    assert "happen" not in asked(found["met"])


def test_nothing_happens_while_something_is_so() -> None:
    found = cells("The porter keeps the keys of Hall 4 while the gate is open.", "while", "the gate is open", modality="fact",
                  subject="The porter")  # fmt: skip
    assert "happen" not in asked(found.get("met", []))


def test_what_is_done_to_nobody_named_is_no_question() -> None:
    found = cells("Spare keys of Hall 4 are not copied when lent to a guest.", "when", "lent to a guest",
                  modality="fact", subject="Spare keys of Hall 4")  # fmt: skip
    assert {d.skeleton for d in found["met"]} == {"clause.polar0"}  # "are they copied when lent to a guest?"
    own = cells(
        "Enter all towed trailers in the log book of Hall 4 if asked by the porter.", "if", "asked by the porter"
    )
    assert "if i am asked by the porter" in asked(own["met"]).lower()


def test_an_exception_turns_the_rule_round() -> None:
    sentence = "Devices may not leave Hall 4 unless a technician has signed a release form."
    clause = "a technician has signed a release form"
    found = cells(sentence, "unless", clause, kind="exception", modality="must_not", subject="Devices")
    assert found["applies"][0].turns[0][1].startswith("Yes")
    assert found["not_applies"][0].turns[0][1].startswith("No")
    assert "hasn't signed" in asked(found["not_applies"])


@pytest.mark.parametrize(
    ("sentence", "marker", "clause", "cell"),
    [
        # when sets a time: there is nothing to deny or to ask back
        ("When a customer returns a device, you must wipe its storage at once.", "When", "a customer returns a device", "unmet"),
        # the pronoun means something in the main clause, so the clause cannot stand alone in an open question
        ("A technician may carry a gas cylinder if it is empty.", "if", "it is empty", "unmet"),
        # whose condition is it?
        ("Call the dispatcher, and return the van if the customer is not at home.", "if", "the customer is not at home", "met"),
        # one of what?
        ("If a customer walks out with one inside, call the dispatcher.", "If", "a customer walks out with one inside", "met"),
        # what is "this", and sure of what?
        ("Enter this into the log book if the van has a tow bar.", "if", "the van has a tow bar", "met"),
        ("Follow this routine if the van has a tow bar.", "if", "the van has a tow bar", "met"),
        ("If the gatekeeper is not sure, you must call the dispatcher.", "If", "the gatekeeper is not sure", "met"),
        # "if it makes sense" says nothing, and "still" takes up the clause
        ("The log book of Hall 4 may be split if it makes sense.", "if", "it makes sense", "met"),
        ("If the van has no tow bar, you can still take a trailer of Hall 4.", "If", "the van has no tow bar", "unmet"),
        ("You may want to bring a lamp if the cellar of a customer is dark.", "if", "the cellar of a customer is dark", "met"),
        ("If the gauge has not gone down then, you must leave the cellar of Hall 4.", "If", "the gauge has not gone down then",
         "met"),
        ("Lock the screen of the desk when you walk away since guests can read it.", "when",
         "you walk away since guests can read it", "met"),
        # fear is no duty
        ("You do not have to be afraid to call the dispatcher, if the van has a tow bar.", "if", "the van has a tow bar", "met"),
    ],
)  # fmt: skip
def test_what_is_left_alone(sentence: str, marker: str, clause: str, cell: str) -> None:
    assert cell not in cells(sentence, marker, clause)


def test_what_the_condition_names_may_be_pointed_at() -> None:
    sentence = "If you find a leak in a pipe of the van, report this leak to the dispatcher of Hall 4."
    assert "met" in cells(sentence, "If", "you find a leak in a pipe of the van")


def test_a_rule_for_the_contrary_beside_it_leaves_nothing_open() -> None:
    world = World()
    sentence = "If a customer has a service contract, you must answer each call within a day."
    other = "If a customer does not have a service contract, calls are answered in order of arrival."
    document = world.page("Calls", [sentence, other])
    clause = "a customer has a service contract"
    world.point(
        document, sentence, "condition", f"If {clause}", marker="if", clause=clause, modality="must", subject="you"
    )
    assert any(d.situation == "condition_unmet" for d in world.drafts())
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0), verdicts)
    assert "condition_met" in made.examples["situation"].to_list()
    reasons = {r["cell"]: r["reason"] for r in made.uncovered.iter_rows(named=True)}
    assert reasons["unmet"] == "proof failed: another sentence shown speaks of the contrary"


def test_a_phrase_before_the_subject_is_asked_behind_it() -> None:
    sentence = "In the east wing you may work alone if you carry an alarm device."
    found = cells(sentence, "if", "you carry an alarm device", modality="may")
    assert "can i work alone in the east wing" in asked(found["unknown"]).lower()


def test_a_condition_that_holds_for_some_reason_is_not_asked_back() -> None:
    found = cells("If you can't join the drill for some reason, you should have a deputy in Hall 4.", "If",
                  "you can't join the drill for some reason", modality="should")  # fmt: skip
    assert found["met"]
    assert not found.get("unknown")


@pytest.mark.parametrize(
    ("sentence", "clause", "subject", "said"),
    [
        ("Sails may be rolled up in Hall 4 when wet.", "wet", "sails", "they are wet"),
        ("A sail may be rolled up in Hall 4 when wet.", "wet", "a sail", "it is wet"),
        ("Clerks may sit behind Hall 4 when resting.", "resting", "clerks", "they are resting"),
        ("Sails may be rolled up in Hall 4 when racing.", "racing", "sails", None),  # who races?
        ("Sails may be lent in Hall 4 when asked.", "asked", "sails", None),
    ],
)
def test_what_the_rule_is_about_is_the_subject_of_a_word_without_one(
    sentence: str, clause: str, subject: str, said: str | None
) -> None:
    found = cells(sentence, "when", clause, modality="may", subject=subject)
    if said is None:
        assert not re.search(r"\b(?:they|it)\b", asked(found.get("met", [])))
        assert "unmet" not in found
        return
    assert f"when {said}?" in asked(found["met"])
    assert said.replace("are", "aren't").replace("is", "isn't") in asked(found["unmet"])
    assert f"{' '.join(said.split()[1::-1])} {clause}?" in found["unknown"][0].turns[0][1].lower()


def test_a_word_about_nobody_named_stands_behind_the_rule() -> None:
    found = cells("Sails may be lent in Hall 4 if asked.", "if", "asked", modality="may", subject="sails")
    assert all(d.turns[0][0].endswith("if asked?") for d in found["met"])


@pytest.mark.parametrize(
    ("sentence", "marker", "clause", "back", "denied"),
    [
        ("When lending out a canoe, enter the time in the log book of Hall 4.", "When", "lending out a canoe",
         "are you lending out a canoe?", "i am not lending out a canoe"),
        ("If asked to give evidence, send the summons to the registrar of Hall 4.", "If", "asked to give evidence",
         "are you asked to give evidence?", "i am not asked to give evidence"),
    ],
)  # fmt: skip
def test_who_is_told_what_to_do_is_the_subject_of_a_clause_without_one(
    sentence: str, marker: str, clause: str, back: str, denied: str
) -> None:
    found = cells(sentence, marker, clause)
    assert denied in asked(found["unmet"]).lower()
    assert back in found["unknown"][0].turns[0][1].lower()
    assert all("i am" in d.turns[0][0].lower() for d in found["met"])
    seems = "testing a boat seems hard"  # no clause without a subject
    assert "I am testing" not in asked(cells(f"If {seems}, call the porter of Hall 4.", "If", seems).get("met", []))
    assert "unmet" not in cells(
        "The canoe must be entered in the log book when lending it out.", "when", "lending it out", subject="canoe"
    )


def test_a_pronoun_may_take_up_something_or_somebody() -> None:
    assert "met" in cells(
        "If something smells of gas, report it to the porter of Hall 4.", "If", "something smells of gas"
    )
    assert "met" in cells("Once the pilot has chosen a runway, they must tell the tower of Hall 4.", "Once",
                          "the pilot has chosen a runway", subject="they")  # fmt: skip
    assert cells("If the pump runs dry, report them to the porter of Hall 4.", "If", "the pump runs dry") == {}


def test_a_wish_beside_the_condition_does_not_make_it_one() -> None:
    clause = "the boat you want is on the lake"
    assert "unmet" in cells(f"If {clause}, you must ask the porter of Hall 4 for a ticket.", "If", clause)
    wish = "you want a boat on the lake"
    assert "unmet" not in cells(f"If {wish}, you must ask the porter of Hall 4 for a ticket.", "If", wish)


def test_what_one_is_sent_to_see_is_an_answer_where_it_has_a_name() -> None:
    clause = "the engine of a boat smokes"
    assert "met" in cells(f"If {clause}, see the Smoke Runbook of Hall 4.", "If", clause)
    assert cells(f"If {clause}, see the instructions of Hall 4.", "If", clause) == {}


def test_what_happens_is_asked_back_as_a_case_and_what_is_as_it_is() -> None:
    rule = "In the east wing you may take a trailer of Hall 4 if {}."
    for clause, back in (("you sell the van", "this a case in which you sell the van"),
                         ("the van has a tow bar", "the van have a tow bar")):  # fmt: skip
        found = cells(rule.format(clause), "if", clause, modality="may")["unknown"][0]
        assert f"{back}?" in found.turns[0][1]


def test_do_so_stands_behind_what_it_takes_up() -> None:
    found = cells("Do not move any crane of Hall 4 unless the shift leader has told you to do so.", "unless",
                  "the shift leader has told you to do so", kind="exception", modality="must_not")  # fmt: skip
    questions = [q for drafts in found.values() for d in drafts for q, _ in d.turns]
    assert questions
    assert not any(re.search(r"do so\b.*\bmove\b", q) for q in questions)


def test_an_only_that_belongs_to_the_condition_is_not_retold_without_it() -> None:
    only = cells("The alarm will only ring in Hall 4 when the main door of the yard is open.", "when",
                 "the main door of the yard is open", modality="will", subject="The alarm")["met"]  # fmt: skip
    assert only
    assert not any(answer.startswith("The alarm will only") for draft in only for _, answer in draft.turns)


@pytest.mark.parametrize(
    ("marker", "source", "case"),
    [
        ("in case of", "a late delivery", "there is a late delivery"),
        ("in the event of", "crystals around the cap", "there are crystals around the cap"),
        ("in the event of", "an outage", "there is an outage"),
        ("in the case of", "a group booking", None),
        ("in the event of", "guests with children", None),
        ("in case of", "harm", None),
        ("in case of", "two alarms", None),
        ("after", "a late delivery", None),
    ],
)
def test_what_may_be_the_case_is_or_is_not_there(marker: str, source: str, case: str | None) -> None:
    assert _happens(marker, source) == case


def test_who_has_written_permission_has_not_written_it() -> None:
    rule = "Contractors may enter Hall 4 of the port only with written permission from the harbour office."
    found = cells(
        rule, "only with", "written permission from the harbour office", modality="may", subject="Contractors"
    )
    assert "contractors don't have the written permission from the harbour office" in asked(found["unmet"])


@pytest.mark.parametrize(
    ("split", "question"),
    [
        ("train", "does the harbour office always have to be called"),
        ("evaluation", "is the harbour office always required to be called"),
    ],
)
def test_always_stands_before_what_binds(split: Split, question: str) -> None:
    found = cells("If a crate of the port leaks, the harbour office must always be called.", "If", "a crate of the port leaks",
                  subject="the harbour office", split=split)  # fmt: skip
    assert question in asked(found["met"]).lower()


def judged(*sentences: str, marker: str, clause: str, modality: str = "may") -> tuple[dict[str, str], dict[str, str]]:
    """The proven answers on the first sentence by situation, and why cells are uncovered."""
    world = World()
    document = world.page("Hall 4", [" ".join(sentences), "Vans are washed on Fridays."])
    world.point(
        document,
        sentences[0],
        "condition",
        f"{marker} {clause}",
        marker=marker,
        clause=clause,
        modality=modality,
        subject="you",
    )
    documents, passages, points = world.frames()
    settings = ExampleSettings(voiced_share=0.0, situation_share=1)
    made = generate(documents, passages, points, settings, verdicts)
    said = {r["situation"]: r["messages"][2]["content"] for r in made.examples.iter_rows(named=True)}
    return said, {r["cell"]: r["reason"] for r in made.uncovered.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("marker", "clause"),
    [
        ("if", "the foreman agrees"),
        ("if", "the foreman has approved it"),
        ("with", "the written consent of the foreman"),
        ("provided that", "the lamp is lit"),
        ("as long as", "the lamp is lit"),
    ],
)
def test_without_the_consent_or_proviso_the_answer_is_no(marker: str, clause: str) -> None:
    said, _ = judged(f"A lathe of Hall 4 may be moved {marker} {clause}.", marker=marker, clause=clause)
    assert said["condition_unmet"].startswith("No")


def test_another_condition_that_is_not_met_leaves_the_rule_open() -> None:
    said, _ = judged("A lathe of Hall 4 may be moved if the lamp is lit.", marker="if", clause="the lamp is lit")
    assert not said["condition_unmet"].startswith(("No", "Yes"))


@pytest.mark.parametrize("behind", ["Otherwise it stays in the hall.", "Otherwise, call the porter."])
def test_where_it_is_said_what_holds_otherwise_the_answer_is_no(behind: str) -> None:
    rule, clause = "A lathe of Hall 4 may be moved if the lamp is lit.", "the lamp is lit"
    said, _ = judged(rule, behind, marker="if", clause=clause)
    assert said["condition_unmet"].startswith("No")
    assert behind in said["condition_unmet"]
    said, _ = judged(rule, "It stays in the hall otherwise.", marker="if", clause=clause)
    assert not said.get("condition_unmet", "").startswith(("No", "Yes"))


def test_what_comes_of_a_duty_otherwise_decides_nothing() -> None:
    rule, clause = "The lathe of Hall 4 must be moved if the lamp is lit.", "the lamp is lit"
    said, reasons = judged(rule, "Otherwise the hall is closed.", marker="if", clause=clause, modality="must")
    assert "condition_unmet" not in said
    assert reasons["unmet"] == "no recipe for what holds otherwise"


OTHER = "the section gives other grounds for the same"


@pytest.mark.parametrize(
    ("behind", "others"),
    [
        ("It may also be moved for a trial.", True),
        ("A lathe may also be moved if the hall is cleared.", True),
        ("If the hall is cleared, a lathe may be moved.", True),
        ("A lathe is also oiled.", False),
        ("A van may be washed if the lamp is lit.", False),
        ("It must not be moved if the hall is locked.", False),
    ],
)
def test_beside_other_grounds_nothing_depends_on_one_alone(behind: str, others: bool) -> None:
    rule, clause = "A lathe may be moved if the foreman agrees.", "the foreman agrees"
    said, reasons = judged(rule, behind, marker="if", clause=clause)
    assert ("condition_unmet" not in said) == others
    assert ("condition_unknown" not in said) == others
    assert (reasons.get("unknown") == OTHER) == others


@pytest.mark.parametrize(
    ("main", "asked_for"), [("see the log book of Hall 4", False), ("sign the log book of Hall 4", True)]
)
def test_nobody_asks_whether_one_should_see_where_more_is_written(main: str, asked_for: bool) -> None:
    found = cells(f"If your van has a tow bar, {main}.", "If", "your van has a tow bar")
    assert ("should I" in asked(found.get("unknown", [])) + asked(found.get("unmet", []))) == asked_for


@pytest.mark.parametrize(
    ("main", "modality", "openly"),
    [
        ("follow the instructions", "must", False),
        ("follow the guard to the gate", "must", True),
        ("keep these in mind at the gate", "must", False),
        ("you may be paged for a fire", "may", False),
        ("you may page the guard for a fire", "may", True),
    ],
)
def test_what_only_sends_on_or_happens_to_somebody_is_not_asked_for_openly(
    main: str, modality: str, openly: bool
) -> None:
    found = cells(f"If your van has a tow bar, {main}.", "If", "your van has a tow bar", modality=modality)
    assert ("what " in asked(found.get("met", [])).lower()) == openly


def test_what_one_knows_changes_nothing_about_what_is_told() -> None:
    rule = "If you are familiar with vans, the lift works on the same principles."
    fields = {"modality": "fact", "subject": "the lift"}
    assert "happens" not in asked(cells(rule, "If", "you are familiar with vans", **fields).get("met", []))
    rule = "If you are late with vans, the lift is locked for the night."
    assert "happens" in asked(cells(rule, "If", "you are late with vans", **fields).get("met", []))


def test_who_could_not_be_asked_where_they_are_says_it() -> None:
    rule = "A wedding ring may be worn if a glove covers it."
    found = cells(rule, "if", "a glove covers it", modality="may", subject="a wedding ring")["unknown"]
    assert "field service" in asked(found).lower()  # of the page, whose name the rule does not hold


@pytest.mark.parametrize(
    ("clause", "supposed"),
    [("you ever need any help", False), ("you do not need any help", True), ("you need help", True)],
)
def test_what_is_said_after_an_if_only_is_not_supposed(clause: str, supposed: bool) -> None:
    found = [
        d.skeleton
        for hall in range(1, 9)
        for d in cells(
            f"If {clause} in Hall {hall}, ring the bell of the tow truck.", "If", f"{clause} in Hall {hall}"
        )["met"]
    ]
    assert any(".scene" in skeleton for skeleton in found) == supposed


@pytest.mark.parametrize(
    ("main", "asked_whether"),
    [
        ("ring the bell or call the tow truck", False),
        ("contact the warden or the tow truck", False),
        ("ring the bell of the tow truck", True),
        ("ring the bell within an hour or two", True),
    ],
)
def test_nobody_asks_whether_to_do_one_or_the_other(main: str, asked_whether: bool) -> None:
    found = cells(f"If your van has a tow bar, {main}.", "If", "your van has a tow bar")["met"]
    assert any(re.search(r"(?i)should I|have to|supposed to|required to", q) and d.turns[0][1].startswith("Yes")
               for d in found for q, _ in d.turns) == asked_whether  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "asked"), [("the van is not parked there", False), ("there is a van in the yard", True)]
)
def test_a_place_of_the_sentence_before_is_not_asked_about(clause: str, asked: bool) -> None:
    assert bool(cells(f"If {clause}, ring the bell of the tow truck.", "If", clause)) == asked
