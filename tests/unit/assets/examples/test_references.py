import re

import pytest

from tests.unit.assets.examples.conftest import World


def asked(world: World, sentence: str, name: str) -> list[tuple[str, str]]:
    """Questions and answers about a document that a sentence names."""
    page = world.page("Moving machines", [sentence])
    point = world.point(page, sentence, "reference", name, target=name, resolves=False)
    found = [d for d in world.drafts() if d.point == point and d.cell == "asked"]
    return [d.turns[0] for d in found]


def test_what_is_done_with_a_form_asks_for_the_form(company: World) -> None:
    ((question, answer),) = asked(company, "Record each move of a machine on form MT-31.", "form MT-31")
    assert "form do I have to record each move of a machine on?" in question
    assert "form MT-31" in answer.partition("“")[0]


def test_a_mention_is_asked_for_as_a_mention(company: World) -> None:
    sentence = "Machines older than ten years (see form MT-31, part 3) are sold by the plant in spring."
    ((question, answer),) = asked(company, sentence, "form MT-31")
    assert "mention" in question
    assert answer.partition("“")[0].strip()


def test_no_preposition_is_left_before_and_or_or(company: World) -> None:
    sentence = "A loan is an exemption under or requested on form MT-31 by the plant."
    assert not any("under or" in question for question, _ in asked(company, sentence, "form MT-31"))


def test_a_part_of_a_longer_name_names_no_document(company: World) -> None:
    sentence = "Machines are moved as Northern Safety Directive 12 tells the plant in winter."
    assert asked(company, sentence, "Directive 12") == []


def test_the_only_form_of_a_section_is_asked_for_by_its_heading(company: World) -> None:
    ((question, answer),) = asked(company, "Injuries go to first aid at once and then on form MT-31", "form MT-31")
    assert '"Rules"' in question
    assert "MT-31" not in question
    assert "form MT-31" in answer.partition("“")[0]


def test_one_form_of_two_is_not_asked_for_by_the_heading(company: World) -> None:
    sentence = "Injuries go to first aid at once, then on form MT-31, thefts on form MT-32"
    assert not any('"Rules"' in question for question, _ in asked(company, sentence, "form MT-31"))


def test_nobody_is_asked_for_the_one_place_of_what_is_mentioned_twice(company: World) -> None:
    sentence = "Machines older than ten years (see form MT-31, part 3) are sold by the plant in spring."
    company.page("Cranes", ["Form MT-31 is green.", "Form MT-32 is red."])
    assert not any(
        "mention" in question and "MT-31" in question for question, _ in asked(company, sentence, "form MT-31")
    )


def test_a_section_that_only_says_what_to_see_is_asked_for_it(company: World) -> None:
    ((question, answer),) = asked(company, "See Crane Hire.", "Crane Hire")
    assert '"Rules"' in question
    assert '"Crane Hire"' in answer.partition("“")[0]
    page = company.page("Cranes", ["See Crane Hire or Lifts."])
    for name in ("Crane Hire", "Lifts"):
        company.point(page, "See Crane Hire or Lifts.", "reference", name, target=name, resolves=False)
    assert len([d for d in company.drafts() if d.skeleton.startswith("reference.referred")]) == 1


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Crane Hire", "Hire"),
        ("Crane Hire page", "Hire"),
        ("crane hire guide", "hire"),
        ("Leaving early", ""),
        ("Study Leave Procedure", "Leave"),
    ],
)
def test_a_title_that_names_no_kind_of_document_is_invented_with_one(company: World, name: str, last: str) -> None:
    sentence = f"Machines are moved with a lorry as {name} tells the plant in winter."
    page = company.page("Moving machines", [sentence])
    point = company.point(page, sentence, "reference", name, target=name, resolves=False)
    made = [d.claim["reference"] for d in company.drafts() if d.point == point and d.cell == "nonexistent"]
    assert [other.split()[-2] for other in made] == ([last] if last else [])
    assert all(other.split()[-1].istitle() == last.istitle() for other in made)


@pytest.mark.parametrize(
    ("name", "verb"), [("Harbour Mooring Guidelines", "do|are"), ("Harbour Mooring Guide", "does|is")]
)
def test_a_name_of_several_rules_takes_a_plural_verb(company: World, name: str, verb: str) -> None:
    sentence = f"Boats are moved with a lorry as the {name} tell the yard in winter, not as the guide or the guidelines of old."
    ((question, _),) = asked(company, sentence, name)
    finite = {"do": "come up", "does": "come up", "are": "mentioned", "is": "mentioned"}
    options = [f"{v} the {name} {finite[v]}" for v in verb.split("|")]
    assert any(o in question for o in options) or "mentions" in question, question


def test_what_does_not_exist_is_asked_for_in_the_words_that_ask_for_what_does(company: World) -> None:
    names = [f"{kind} {n}" for n, kind in enumerate(("form", "Travel Policy", "Audit Guide", "checklist") * 24, 200)]
    for n, name in enumerate(names, 11):
        sentence = f"Machines older than {n} years (see {name}, part 3) are sold by the plant."
        page = company.page(f"Moving machines of type {n}", [sentence])
        company.point(page, sentence, "reference", name, target=name, resolves=False)
    drafts = company.drafts()
    real = {d.skeleton for d in drafts if d.cell == "asked"}
    invented = [d.skeleton for d in drafts if d.cell == "nonexistent"]
    assert sum(s in real for s in invented) > len(invented) / 2


def test_a_page_that_is_only_called_a_handbook_is_renamed_to_nothing(company: World) -> None:
    sentence = "Machines are moved as the Handbook page tells the plant in winter."
    page = company.page("Moving machines", [sentence])
    point = company.point(page, sentence, "reference", "Handbook page", target="Handbook page", resolves=False)
    assert not any(d.cell == "nonexistent" for d in company.drafts() if d.point == point)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Permits are paid for separately, see Permit agreements.", r"about permits\?"),
        ("Appeals go to the works committee (see Permit agreements).", r"about appeals\?"),
        (
            "For what to do if no driver can be reached, see Permit agreements.",
            r"what to do if no driver can be reached\?",
        ),
        ("For old cranes see Permit agreements.", r"about old cranes\?"),
    ],
)
def test_what_a_document_is_to_be_seen_for_asks_for_it(company: World, sentence: str, question: str) -> None:
    ((asking, answer),) = asked(company, sentence, "Permit agreements")
    assert re.search(question, asking)
    assert '"Permit agreements"' in answer.partition("“")[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Drivers pay for permits separately, see Permit agreements.",
        "They are paid for separately, see Permit agreements.",
        "The permit is paid for separately, see Permit agreements.",
        "Permits for cranes that are hired are paid for separately, see Permit agreements.",
        "Permit agreements are kept, see Permit agreements.",
        "In spring permits are dearer, see Permit agreements.",
    ],
)
def test_what_is_said_of_somebody_or_of_one_thing_is_not_what_a_document_is_about(
    company: World, sentence: str
) -> None:
    assert not any(
        "Which document is about" in q or "read more about" in q
        for q, _ in asked(company, sentence, "Permit agreements")
    )
