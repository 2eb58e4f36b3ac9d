"""Rules that another document replaces are not asked about; those beside them are."""

import pytest

from assets.examples.amendments import Amendments
from assets.examples.corpus import Corpus
from tests.unit.assets.examples.conftest import World

RULE = "Coaches must report to the marshal at least 40 minutes before sailing."


def replaced(
    world: World, *notice: str, page: str = "SOP 2: Boarding coaches", before: str = "", by: str = "News"
) -> bool:
    """Whether the rule of a page is replaced, where another page says something."""
    document = world.page(page, [before + RULE, "Drivers of coaches must stay on board."])
    world.page(by, list(notice))
    world.point(document, RULE, "limit", "at least 40 minutes")
    corpus = Corpus(*world.frames()[:2])
    (passage,) = corpus.by_document[document]
    start = corpus.texts[document].index(RULE)
    return Amendments(corpus).replaces(passage, start, start + len(RULE))


@pytest.mark.parametrize(
    ("notice", "replaces"),
    [
        ("From May this notice replaces SOP 02.", True),
        ("It supersedes the report times in SOP-2.", True),
        ("It supersedes the fares in SOP-2.", False),
        ("The reporting of coaches in Boarding coaches is replaced by what follows.", True),
        ("SOP 2 no longer applies.", True),
        ("The duty of coaches to report in SOP 2 is suspended.", True),
        ("The weighing of coaches in SOP 2 is suspended.", False),
        ("The marshal asks coaches to report by radio instead of what SOP 2 says.", True),
        ("The time to report in SOP 2 doesn't apply to coaches of the club.", True),
        ("If coaches report by radio instead of what SOP 2 says, tell the marshal.", False),
        ("Until SOP 2 is replaced, ask the marshal.", False),  # it holds
        ("A marshal who is absent is replaced by the deputy.", False),
        ("This notice replaces SOP 3.", False),
        ("This notice replaces what hung on the wall. Read SOP 2.", False),
    ],
)
def test_what_is_replaced_is_named(world: World, notice: str, replaces: bool) -> None:
    assert replaced(world, notice) == replaces


@pytest.mark.parametrize(("before", "replaces"), [("7.1 ", True), ("7.2 ", False), ("8.1 ", False), ("", False)])
def test_a_numbered_paragraph_is_replaced_alone(world: World, before: str, replaces: bool) -> None:
    assert replaced(world, "This replaces paragraphs 6 and 7.1 of SOP 2.", before=before) == replaces


def test_what_the_notice_speaks_about_is_not_asked_of_the_old_page_either(world: World) -> None:
    said = "Coaches now report to the marshal 60 minutes before sailing."
    assert replaced(world, "This replaces paragraph 9 of SOP 2.", said)
    assert not replaced(World(), "This replaces paragraph 9 of SOP 2.", "Dogs travel in the hold, never in coaches.")


def test_a_number_may_hold_a_letter_of_its_kind(world: World) -> None:
    assert replaced(world, "This notice replaces SOP-BC-T2.", page="SOP-BC-T2 Coaches")
    assert replaced(World(), "This notice replaces SH-4.", page="Handbook", before="Reference SH-4/2026, for all.\n\n")
    assert replaced(
        World(), "This notice replaces HS-14.", page="Handbook", before="*HS-14, third edition.* For all.\n\n"
    )


@pytest.mark.parametrize(("mark", "replaces"), [("C40", True), ("C41", False)])
def test_what_has_a_mark_is_known_by_it(world: World, mark: str, replaces: bool) -> None:
    said = f"In the north, ramps for {mark} trucks open at noon in place of what SOP 2, section 9, sets."
    assert replaced(world, said, before="Class C40: ") == replaces


@pytest.mark.parametrize(("before", "replaces"), [("7.1 ", True), ("8.1 ", False)])
def test_a_place_may_stand_behind_the_number_of_its_document(world: World, before: str, replaces: bool) -> None:
    assert replaced(world, "The early calls (SOP 2, 7.1) are suspended.", before=before) == replaces


@pytest.mark.parametrize(("thing", "replaces"), [("marshal and sailing lines", True), ("fares", False)])
def test_of_a_section_lines_may_be_replaced_alone(world: World, thing: str, replaces: bool) -> None:
    assert replaced(world, f"This supersedes the {thing} in section 7 of SOP 2.", before="7.1 ") == replaces


@pytest.mark.parametrize(("thing", "replaces"), [("report of coaches to the marshal", True), ("fee for dogs", False)])
def test_of_a_section_one_thing_may_be_set_anew(world: World, thing: str, replaces: bool) -> None:
    said = f"The {thing} in SOP 2 section 7 starts on 1 May instead of 1 June."
    assert replaced(world, said, before="7.1 ") == replaces


def test_points_that_do_not_apply_to_some_replace_no_document(world: World) -> None:
    page = world.page("Coaches", [f"7.1 {RULE}", "Point 7 doesn't apply to them."])
    corpus = Corpus(*world.frames()[:2])
    (passage,) = corpus.by_document[page]
    start = corpus.texts[page].index(RULE)
    assert not Amendments(corpus).replaces(passage, start, start + len(RULE))


def test_each_item_of_a_list_names_what_is_replaced(world: World) -> None:
    listed = "This notice replaces:\n\n- paragraph 3 of SOP 9\n- paragraph 7.1 of SOP 2\n\nThe marshal has copies."
    assert replaced(world, listed, before="7.1 ")
    assert not replaced(World(), listed, before="3.1 ")


@pytest.mark.parametrize(
    ("said", "replaces"),
    [
        ("Paragraph 7.1 is replaced by notice 22.", True),
        ("This page replaces paragraph 7.1 of the handbook of 2018.", False),
        ("For hovercraft paragraph 8 is replaced by notice 22.", False),  # which says nothing here of its own rules
    ],
)
def test_what_a_page_says_of_its_own_section_counts_too(world: World, said: str, replaces: bool) -> None:
    page = world.page("SOP 2: Boarding coaches", [f"{said}\n\n7.1 {RULE}"])
    corpus = Corpus(*world.frames()[:2])
    (passage,) = corpus.by_document[page]
    start = corpus.texts[page].index(RULE)
    assert Amendments(corpus).replaces(passage, start, start + len(RULE)) == replaces


def test_a_replaced_rule_is_uncovered_and_says_why(world: World) -> None:
    page = world.page("SOP 2: Boarding coaches", [RULE])
    world.page("Notice 22", ["From May this notice replaces SOP 2."])
    point = world.limit(
        page, RULE, "at least 40 minutes", value=40.0, unit="minute", comparator="at_least", scope="rule"
    )
    made = world.generate()
    assert point not in made.examples["point"].to_list()
    reasons = made.uncovered.filter(made.uncovered["point"] == point)["reason"].to_list()
    assert reasons
    assert set(reasons) == {"another document replaces it"}


@pytest.mark.parametrize(
    ("title", "asked"),
    [("Boarding coaches (draft)", False), ("The proposed change of ramps", False), ("Draft beer", True)],
)
def test_what_is_only_proposed_is_no_rule(world: World, title: str, asked: bool) -> None:
    point = world.limit(
        world.page(title, [RULE]),
        RULE,
        "at least 40 minutes",
        value=40.0,
        unit="minute",
        comparator="at_least",
        scope="rule",
    )
    made = world.generate()
    reasons = made.uncovered.filter(made.uncovered["point"] == point)["reason"].to_list()
    assert ("a proposal, no rule in force" in reasons) != asked


@pytest.mark.parametrize(
    ("said", "replaces"),
    [
        ("Coaches now come 60 instead of 40 minutes before.", True),
        ("Coaches stay 40 minutes longer in port.", True),  # doubtful is enough
        ("Bicycles now come 60 instead of 40 minutes before.", False),
        ("Coaches now come 60 minutes before.", False),
    ],
)
def test_of_corresponding_figures_those_are_replaced_that_the_notice_names(
    world: World, said: str, replaces: bool
) -> None:
    notice = ("The changes replace the corresponding figures in OP-07 version 5 until version 6 is published.", said)
    page = world.page("Boarding coaches", [f"Procedure OP-07, version 5\n\n{RULE}"])
    world.page("News", list(notice))
    world.documents[-2]["text"] = f"# Boarding coaches\n\nProcedure OP-07, version 5\n\n{RULE}\n"
    corpus = Corpus(*world.frames()[:2])
    (passage,) = corpus.by_document[page]
    start = corpus.texts[page].index(RULE)
    assert Amendments(corpus).replaces(passage, start, start + len(RULE)) == replaces
