"""Steps in their order, where they have one."""

from types import SimpleNamespace
from typing import Any

import pytest

from assets.examples.drafts import Draft
from assets.examples.generation import generate
from assets.examples.grammar import Unfit
from assets.examples.recipes import procedures
from assets.examples.recipes.procedures import _called, order
from assets.examples.settings import ExampleSettings
from assets.identity import content_id
from checks.verifier import verdicts
from tests.unit.assets.examples.conftest import World


def test_numbered_responsibilities_have_no_order() -> None:
    passage = SimpleNamespace(heading=("What are the responsibilities?",), title="Incident commander")
    site: Any = SimpleNamespace(point={"marker": None}, passage=passage)
    with pytest.raises(Unfit, match="no procedure"):
        order(site)


@pytest.mark.parametrize(
    ("numbers", "said", "name"),
    [
        ("1 2 3", "Print the form.|The form is kept.|It is blue.", "step"),
        ("2.1.1 2.1.2 2.1.3", "Print the form.|The form is kept.|It is blue.", "point"),
        ("2.1.1 2.1.2 2.1.3", "Print the form.|Sign the form.|It is blue.", "step"),
    ],
)
def test_the_paragraphs_of_a_text_are_points_even_if_one_commands(numbers: str, said: str, name: str) -> None:
    labels, items = numbers.split(), said.split("|")
    text = "\n".join(f"{label} {item}" for label, item in zip(labels, items, strict=True))
    steps = [{"kind": "step", "value": 1.0, "sentence": item, "document": "d"} for item in items]
    site: Any = SimpleNamespace(
        point=steps[0], siblings=steps[1:], start=text.index("Print"), passage=SimpleNamespace(start=0),
        corpus=SimpleNamespace(texts={"d": text}),
    )  # fmt: skip
    assert _called(site) == name


@pytest.mark.parametrize(
    ("text", "above", "last", "number"),
    [
        ("1. Print the form.\n2. Sign the form. Keep a copy.\n\nThat is all.", "", "Sign the form. Keep a copy.", 2),
        ("9.1 Print the form.\n9.10 The form is kept.\n10.1 It is blue.", "9", "The form is kept.", 10),
        ("1. Print the form.\n  1. Take paper.\n  2. Add ink.\n  3. Wait.\n2. Sign it.", "", "Sign it.", 2),
    ],
)
def test_the_last_item_ends_a_list_whether_or_not_it_is_a_step(text: str, above: str, last: str, number: int) -> None:
    passage: Any = SimpleNamespace(start=100, text=text)
    found, at = procedures._last([passage], above)
    assert (found.text, at) == (last, number)
    assert text[found.start - 100 : found.end - 100] == last


def test_a_part_of_a_sentence_is_no_point_that_says_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procedures, "_label", lambda site: "under")
    monkeypatch.setattr(procedures, "_called", lambda site: "point")
    monkeypatch.setattr(procedures, "_place", lambda site, label: "Keys")
    monkeypatch.setattr(procedures, "_whole", lambda passage, start: SimpleNamespace(text="the key of the yard;"))
    site: Any = SimpleNamespace(passage=None, start=0)
    with pytest.raises(Unfit, match="part of a sentence"):
        procedures.numbered(site)


def test_a_step_that_nobody_says_of_oneself_is_read_out() -> None:
    def asked(first: str, then: str) -> list[str]:
        world = World()
        page = world.page("Kiln", [f"1. {first}\n2. {then}"])
        text, body = world.documents[-1]["text"], world.passages[-1]["text"]
        world.passages[-1] |= {"heading": ["Firing"], "passage": content_id([["Firing"], body])}
        before = {"follows": first, "follows_start": text.index(first), "follows_end": text.index(first) + len(first)}
        point = world.point(page, then, "step", then, value=2.0, **before)
        return [d.turns[0][0] for d in world.drafts() if d.point == point and d.skeleton.startswith("step.read_")]

    questions = asked("The kiln warms up for an hour.", "Close the lid of the kiln.")
    assert any('"The kiln warms up for an hour"' in q for q in questions)
    assert any('"Close the lid of the kiln"' in q and "before" in q for q in questions)
    assert asked("Pots that go in are,", "Close the lid of the kiln.") == []  # cut off
    assert asked("Check the bolts.", "Close the lid of the kiln.") == []  # "after I check the bolts"


def with_a_step_that_is_not_there(known: int = 3, last: str = "Call the porter.") -> dict[str, Draft]:
    """The drafts on the second step of a list, by recipe; `known` pages name the harbour master."""
    world = World()
    first, then = "Check the bolts of the lid.", "Close the lid of the kiln."
    page = world.page("Kilns of the pottery", [f"1. {first}\n2. {then}\n3. {last}"])
    body = world.passages[-1]["text"]
    world.passages[-1] |= {"heading": ["Firing"], "passage": content_id([["Firing"], body])}
    for number in range(known):
        keeps = f"The harbour master keeps log {number}."
        world.point(world.page(f"Harbour {number}", [keeps]), keeps, "role", "The harbour master", role="The harbour master",
                    predicate="keep", modality="fact")  # fmt: skip
    text = next(d["text"] for d in world.documents if d["document"] == page)
    before = {"follows": first, "follows_start": text.index(first), "follows_end": text.index(first) + len(first)}
    point = world.point(page, then, "step", then, value=2.0, **before)
    made = [d for d in world.drafts() if d.point == point and d.skeleton.startswith(("step.at_point", "step.when"))]
    return {d.recipe: d for d in made}


def test_steps_that_exist_and_steps_that_do_not_are_asked_for_in_the_same_words() -> None:
    made = with_a_step_that_is_not_there()
    assert made["invented"].twin == made["order"]
    assert made["invented"].skeleton == made["order"].skeleton
    assert "do I close the lid of the kiln?" in made["order"].turns[0][0]
    assert "“Check the bolts of the lid.”" in made["order"].turns[0][1]


def test_no_errand_is_made_up_to_whom_few_know_or_where_nobody_has_a_part() -> None:
    assert "invented" not in with_a_step_that_is_not_there(known=2)
    assert "invented" not in with_a_step_that_is_not_there(last="Lock the door.")


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Beds are stripped before the room is cleaned.", "what happens before the room is cleaned?"),
        ("Beds must be stripped before the room is cleaned.", "what has to happen before the room is cleaned?"),
        ("Beds are warm before the room is cleaned.", None),
        ("Beds are left open for an hour before being made.", None),
        ("Linen is kept for at least 3 days before the room is cleaned.", None),
        ("Linen is changed 3 days before the room is cleaned.", "what happens before the room is cleaned?"),
    ],
)
def test_what_is_done_before_something_happens_then(sentence: str, asked: str | None) -> None:
    world = World()
    modality = "must" if "must" in sentence else "fact"
    point = world.point(
        world.page("Care of rooms", [sentence]), sentence, "step", sentence, marker="before", modality=modality
    )
    found = [d.turns[0][0] for d in world.drafts() if d.point == point and d.recipe == "around"]
    assert [q.lower().endswith(str(asked)) for q in found] == ([True] if asked else [])


def test_a_heading_is_named_without_its_colon() -> None:
    world = World()
    first, then = "Check the bolts of the lid.", "Close the lid of the kiln."
    page = world.page("Kilns of the pottery", [f"1. {first}\n2. {then}"])
    body = world.passages[-1]["text"]
    world.passages[-1] |= {"heading": ["Firing clay:"], "passage": content_id([["Firing clay:"], body])}
    world.point(page, then, "step", then, value=2.0)
    documents, passages, points = world.frames()
    made = generate(documents, passages, points, ExampleSettings(voiced_share=0.0), verdicts).examples
    asked = [m[1]["content"] for m in made.filter(recipe="numbered")["messages"].to_list()]
    assert asked
    assert all('"Firing clay"' in question for question in asked)


def test_who_misreads_a_number_reads_another_item_of_the_list() -> None:
    worse: dict[str, set[str]] = {"numbered": set(), "beyond": set()}
    items = ("Check the bolts of the lid.", "Close the lid of the kiln.", "Lock the door of the hall.")
    for kiln in range(12):
        world = World()
        page = world.page(f"Kiln {kiln} of the pottery", ["\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))])
        body = world.passages[-1]["text"]
        world.passages[-1] |= {"heading": ["Firing"], "passage": content_id([["Firing"], body])}
        point = world.point(page, items[1], "step", items[1], value=2.0)
        for draft in world.drafts():
            if draft.point == point and draft.recipe in worse:
                assert draft.rejected is not None
                worse[draft.recipe].add(next((f"“{item}”" for item in items if f"“{item}”" in draft.rejected), ""))
    assert worse["numbered"] == {"", f"“{items[0]}”", f"“{items[2]}”"}  # "" is a refusal
    assert worse["beyond"] == {f"“{items[1]}”", f"“{items[2]}”"}


def test_a_part_of_a_sentence_is_not_misread() -> None:
    passage: Any = SimpleNamespace(text="1. Open the oven.\n2. enter the time;\n3. Close the oven.", start=0)
    assert procedures._read([passage], "") == ["Open the oven.", "Close the oven."]


def test_of_two_lists_in_a_section_none_has_the_last_step() -> None:
    passage: Any = SimpleNamespace(text="1. Open the oven.\n2. Take it out.\n\nThen:\n\n1. Close the oven.", start=0)
    with pytest.raises(Unfit, match="another list"):
        procedures._last([passage], "")


@pytest.mark.parametrize(
    "last", ["The team also does this:", "Is the oven still hot?", "Follow instructions #4-6 from the list."]
)
def test_what_only_leads_on_or_asks_is_no_last_step(last: str) -> None:
    passage: Any = SimpleNamespace(text=f"1. Open the oven.\n2. {last}", start=0)
    with pytest.raises(Unfit, match="more than can be quoted"):
        procedures._last([passage], "")


@pytest.mark.parametrize(
    "item", ["Follow instructions #4-6 from the list.", "Repeat what is said above.", "Follow these steps."]
)
def test_a_step_that_sends_elsewhere_is_not_explained(item: str) -> None:
    assert procedures._POINTS_ON.match(item) or procedures._SEES.search(item)
    assert not procedures._SEES.search("Follow the guard to the gate.")


@pytest.mark.parametrize(
    ("heading", "title", "label", "place"),
    [
        ("Returns", "SOP-012 Oars", "3", 'under "Returns" in "SOP-012 Oars"'),
        ("Returns", "What is an oar?", "3", 'under "Returns"'),
        ("5. Returns", "SOP-012 Oars", "5.3", 'of "SOP-012 Oars"'),
        ("", "SOP-012 Oars", "3", 'of "SOP-012 Oars"'),
    ],
)
def test_a_step_is_placed_by_heading_and_page(heading: str, title: str, label: str, place: str) -> None:
    site: Any = SimpleNamespace(passage=SimpleNamespace(heading=(heading,) if heading else (), title=title))
    assert procedures._place(site, label) == place


@pytest.mark.parametrize(
    ("step", "recurs"),
    [
        ("Take a sounding every 10 minutes.", True),
        ("Rinse the lamp before and after each use.", True),
        ("Check the lamp in the yard every Monday.", True),
        ("Confirm every March that you keep the lamp.", True),
        ("Check each lamp in the yard.", False),
    ],
)
def test_what_is_done_again_and_again_has_no_place_in_an_order(
    monkeypatch: pytest.MonkeyPatch, step: str, recurs: bool
) -> None:
    monkeypatch.setattr(procedures, "_earlier", lambda site: None)
    monkeypatch.setattr(procedures, "_first", lambda site: "first")
    passage = SimpleNamespace(heading=("Lighting up",), title="Lamps")
    site: Any = SimpleNamespace(point={"marker": None}, passage=passage, shown=step)
    if recurs:
        with pytest.raises(Unfit, match="no procedure"):
            order(site)
    else:
        assert order(site) == ["first"]


def test_what_is_not_done_is_no_step_before_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procedures, "_earlier", lambda site: SimpleNamespace(text="Do not look into the lamp."))
    passage = SimpleNamespace(heading=("Lighting up",), title="Lamps")
    site: Any = SimpleNamespace(point={"marker": None}, passage=passage, shown="Close the lid.")
    with pytest.raises(Unfit, match="forbids"):
        order(site)


def test_cases_that_exclude_each_other_have_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procedures, "_earlier", lambda site: SimpleNamespace(text="If the lamp is old, change it."))
    passage = SimpleNamespace(heading=("Lighting up",), title="Lamps")
    site: Any = SimpleNamespace(point={"marker": None}, passage=passage, shown="If it is new, keep it.")
    with pytest.raises(Unfit, match="no procedure"):
        order(site)


@pytest.mark.parametrize(("rest", "asked"), [("", {"next", "previous", "when"}), (" Lock it.", {"previous", "when"})])
def test_after_a_step_that_goes_on_comes_the_rest_of_it(rest: str, asked: set[str]) -> None:
    world = World()
    first, then = "Check the bolts of the lid.", "Close the lid of the kiln."
    page = world.page("Kilns of the pottery", [f"1. {first}{rest}\n2. {then}"])
    world.passages[-1] |= {"heading": ["Firing"], "passage": content_id([["Firing"], world.passages[-1]["text"]])}
    text = next(d["text"] for d in world.documents if d["document"] == page)
    before = {"follows": first, "follows_start": text.index(first), "follows_end": text.index(first) + len(first)}
    point = world.point(page, then, "step", then, value=2.0, **before)
    assert {d.claim["asks"] for d in world.drafts() if d.point == point and d.recipe == "order"} - {None} == asked


def test_a_heading_of_two_documents_is_named_with_its_own() -> None:
    world = World()
    first = "Check the bolts of the lid."
    for title in ("Vans of the pottery", "Kilns of the pottery"):
        page = world.page(title, [f"1. {first}\n2. Close it."])
        world.passages[-1] |= {"heading": ["Firing"], "passage": content_id([["Firing"], world.passages[-1]["text"]])}
    point = world.point(page, first, "step", first, value=1.0)
    (made,) = [d for d in world.drafts() if d.point == point and d.recipe == "order"]
    assert '"Firing" in "Kilns of the pottery"' in made.turns[0][0]


@pytest.mark.parametrize(
    ("then", "asked"),
    [
        ("Close the lid of the kiln.", True),
        ("Close the lid of the kiln at 400 degrees.", False),
        ("Send the list of pots to the shop by the 25th.", False),
    ],
)
def test_nobody_asks_when_a_step_is_done_that_says_so_itself(then: str, asked: bool) -> None:
    world = World()
    first = "Check the bolts of the lid."
    page = world.page("Kilns of the pottery", [f"1. {first}\n2. {then}"])
    world.passages[-1] |= {"heading": ["Firing"], "passage": content_id([["Firing"], world.passages[-1]["text"]])}
    text = next(d["text"] for d in world.documents if d["document"] == page)
    before = {"follows": first, "follows_start": text.index(first), "follows_end": text.index(first) + len(first)}
    point = world.point(page, then, "step", then, value=2.0, **before)
    assert any(d.claim.get("asks") == "when" for d in world.drafts() if d.point == point) == asked
