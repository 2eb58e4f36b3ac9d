import re

import pytest

from assets.examples.corpus import Corpus, Passage, content_words
from assets.examples.everyday import FAR, NEAR
from assets.examples.topics import case_of, label_of, leads, names_case, names_doings, unnumbered
from tests.unit.assets.examples.conftest import World


def led(
    heading: str, title: str = "Handbook", text: str = "Ask for a permit before renting a car or storage rooms."
) -> list[str]:
    world = World()
    world.page(title, [text, "A request is made in writing.", "Gifts of value are refused."])
    documents, passages, _ = world.frames()
    corpus = Corpus(documents, passages)
    place = Passage("p", "d", 0, f"{title} > {heading}", (heading,), text, 0, len(text), 1, "wiki", title)
    return [way.format(topic) for topic, ways in leads(place, corpus, training=True) for way in ways]


def test_a_gerund_and_a_noun_phrase_lead_in() -> None:
    assert "On renting a car: " in led("Renting a car")
    assert "On parking: " in led("Parking")
    assert "I have a question about being on call. " in led("Being on call")
    assert "I have a question about gifts, meals and hospitality. " in led("Gifts, meals and hospitality")


def test_what_nobody_would_say_leads_in_nothing() -> None:
    for heading in (
        "At the end",
        "Before you book",
        "What to do",
        "Taking one",
        "Repair",
        "Visit notes, Clinique Nord",
    ):
        # by itself: behind what the page is called it may stand
        assert not any(re.search(rf"(?:on|when|about) {heading}", way, re.I) for way in led(heading)), heading


def test_a_countable_noun_needs_an_article_and_gives_way_to_the_title() -> None:
    assert led("Request", title="Spare parts") == [
        'Under "Request" in "Spare parts": ',
        'On "Request" in "Spare parts": ',
        'About "Request" in "Spare parts": ',
        'Under "Request": ',
        'On "Request": ',
        'About "Request": ',
        "On spare parts: ",
        "I have a question about spare parts. ",
        "About spare parts: ",
        'About "Spare parts": ',
        'In "Spare parts": ',
    ]
    assert "On storage rooms: " in led("Storage rooms")


def test_a_single_noun_leads_in_where_it_needs_no_article() -> None:
    assert led("Scope", title="Charter", text="The charter is old. Charters are kept.") == [
        'About "Charter": ',
        'In "Charter": ',
    ]
    assert led("Scope", title="Constitution") == ['About "Constitution": ', 'In "Constitution": ']
    assert "On overtime: " in led("Overtime", text="You are paid for overtime.")


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Cancelling", True),
        ("Approval", True),
        ("Rejection", True),
        ("Installation", False),
        ("Building", False),
        ("Container", False),
    ],
)
def test_one_word_for_something_done_leads_in_without_quotes(heading: str, said: bool) -> None:
    text = "Enter a building for approval. Keep it in container. Each installation is checked. Buy an installation."
    assert (f"On {heading.lower()}: " in led(heading, text=text)) == said


def test_a_thing_without_its_article_is_quoted() -> None:
    for heading in ("Opening ledger", "Gyrobus", "Ledger"):
        ways = led(heading, text="Write it in ledger. A ledger is kept for each gyrobus. Ask for ledger.")
        assert not any(re.match(rf"(?:On|I have a question about) {heading}", way, re.I) for way in ways), ways
        assert f'Under "{heading}": ' in ways


def test_a_proper_name_of_a_document_keeps_its_capitals_and_an_object_its_article() -> None:
    assert led("Scope", title="Examination Rules for Evening Courses") == [
        'About "Examination Rules for Evening Courses": ',
        'In "Examination Rules for Evening Courses": ',
    ]
    assert "On exporting channel contents: " in led("Exporting channel contents", text="A channel. Channels are kept.")
    assert "On the rostering brief for night guards: " in led("Scope", title="Rostering brief for night guards")


def test_a_title_that_says_nothing_is_the_name_of_a_page_only() -> None:
    ways = led("Scope", title="Frequently Asked Questions")
    assert ways == ['About "Frequently Asked Questions": ', 'In "Frequently Asked Questions": ']


def test_on_a_page_that_says_nothing_a_question_is_the_name_of_its_section() -> None:
    asked = "How do I rent a car?"
    assert led(asked, title="Frequently Asked Questions") == [f'About "{asked}": ', f'In "{asked}": ']
    ways = led(asked, title="All about renting a car – 2026")
    assert ways == ['About "All about renting a car – 2026": ', 'In "All about renting a car – 2026": ']


def place(heading: str, title: str, *above: str) -> Passage:
    path = (*above, heading)
    return Passage("p", "d", 0, " > ".join((title, *path)), path, "Text.", 0, 5, 1, "wiki", title)


@pytest.mark.parametrize(
    ("heading", "case"),
    [
        ("2. Emergency changes", "Emergency changes"), ("United Kingdom", "United Kingdom"), ("At the end", "At the end"),
        ("What to do when a pump alarms", "What to do when a pump alarms"), ("Giving feedback", "Giving feedback"),
        ("Scope", None), ("Who decides", None), ("What is allowed", None), ("Changes", None), ("3. Procedure", None),
    ],
)  # fmt: skip
def test_a_heading_that_tells_more_than_the_title_names_a_case(heading: str, case: str | None) -> None:
    assert case_of(place(heading, "Changes to systems")) == case


@pytest.mark.parametrize(("above", "case"), [("Standard cycle", "Brite tanks"), ("Fermenters", None)])
def test_the_nearest_heading_is_the_case_where_one_above_it_would_be(above: str, case: str | None) -> None:
    assert case_of(place("Brite tanks", "Fermenters and brite tanks", above)) == case


def test_a_case_is_said_where_its_words_are_in_the_question() -> None:
    emergency = place("Emergency changes", "Changes to systems")
    assert not names_case("On changes to systems: how soon is the record written?", emergency)
    assert names_case("How soon is the record of an emergency change written?", emergency)
    long = place("Emergency changes on customer servers", "Changes")
    assert names_case("On emergency changes on servers: is it written?", long)
    assert not names_case("On emergency changes: is it written?", long)
    supposed = place("What if I am moving with several crews?", "Changes")
    assert not names_case("On changes: what do I write in the log?", supposed)
    assert names_case("When I am moving with several crews, what do I write in the log?", supposed)


def test_what_happens_and_who_comes_are_cases_as_titles_too() -> None:
    recall = place("Collecting devices", "SOP-030 Recall of devices")
    assert not names_doings("On collecting devices: how soon is a loaner provided?", recall)
    assert names_doings("Recall of devices, collecting devices: how soon is a loaner provided?", recall)
    assert not names_doings("Whose permission do photographs need?", place("Scope", "Visitors"))
    assert names_doings("Whose permission do photographs need?", place("Scope", "Cameras"))
    assert not names_doings("Who signs the contract?", place("Scope", "Working from abroad"))
    assert names_doings("Who signs the contract?", place("Scope", "Booking meeting rooms"))


def test_what_leads_in_nothing_is_quoted_with_its_page() -> None:
    assert (
        led("At the end", title="Working with contractors")[0] == 'Under "At the end" in "Working with contractors": '
    )
    assert led("United Kingdom", title="SOP-7 Company pension")[0] == 'Under "United Kingdom" in SOP-7: '
    assert 'On collecting devices in "Recall of devices": ' in led(
        "Collecting devices", title="SOP-030 Recall of devices"
    )


@pytest.mark.parametrize("number", ["SOP-017", "SOP 17", "WI 3.2", "QP 4 –"])
def test_the_number_of_a_document_is_left_out(number: str) -> None:
    assert "On credit notes for customers: " in led("Scope", title=f"{number} Credit notes for customers")


@pytest.mark.parametrize("number", ["SOP 09", "WI 32"])
def test_a_document_is_called_by_its_number(number: str) -> None:
    assert f'Under "At the end" in {number}: ' in led("At the end", title=f"{number} Credit notes for customers")


@pytest.mark.parametrize("title", ["ISO 9001 audits", "COVID 19 testing"])
def test_the_number_of_anything_else_belongs_to_its_name(title: str) -> None:
    assert unnumbered(title) == title


@pytest.mark.parametrize(
    "heading", ["5 Storage rooms", "Article 5 – Storage rooms", "B. Storage rooms", "Section 5.2: Storage rooms"]
)
def test_the_number_of_a_section_is_left_out(heading: str) -> None:
    assert "On storage rooms: " in led(heading)


@pytest.mark.parametrize(
    "heading", ["A storage room", "5 storage rooms", "Rule of five", "Part time work", "3D printing"]
)
def test_what_only_looks_like_a_number_stays(heading: str) -> None:
    assert unnumbered(heading) == heading


def test_a_count_noun_takes_its_article_and_a_code_is_not_the_topic_alone() -> None:
    text = "Each storage permit is kept. A permit lapses. Annual leave is taken in days. See the permits."
    assert "On the storage permit: " in led("Storage permit", text=text)
    assert "On annual leave: " in led("Annual leave", text=text)
    coded = led("Scope", title="SOP-B3 Storage of samples (cold)", text=text)
    assert "On SOP-B3: " in coded  # not "Under" or "According to": what the asker says is not what it says
    assert not any(way.startswith("SOP-B3") for way in coded)


def test_everyday_subjects_are_many_and_stand_in_their_questions() -> None:
    rows = (*NEAR, *FAR)
    assert len({topic for topic, _, _ in rows}) == len(rows) > 180
    for topic, question, made_up in rows:
        assert question.endswith("?"), question
        assert content_words(topic) & content_words(question), question
        assert made_up.endswith(".")


def test_that_questions_follow_is_no_topic() -> None:
    assert "On booking travel: " in led("Questions about booking travel")


def test_a_heading_with_its_abbreviation_is_a_name() -> None:
    text = "A public loan is paid in service of the town."
    assert "On Public Service Loan (PSL): " not in led("Public Service Loan", text=text)
    assert any("Public Service Loan (PSL)" in way for way in led("Public Service Loan (PSL)", text=text))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("- Late arrivals: the gate closes at six. ", "Late arrivals"),
        ("Late arrivals: ", "Late arrivals"),
        ("3. **Late arrivals.** ", "Late arrivals"),
        ("3.2 **Late arrivals.** The gate closes at six. ", "Late arrivals"),
        ("**Late arrivals**: the gate closes at six. ", "Late arrivals"),
        ("Late arrivals. The gate closes at six. ", None),
        ("The gate closes at six: be there. Or ring: ", "The gate closes at six"),
        ("People who come when the gate is closed: they ring. ", None),  # too long for a label
        ("The gate closes at six. ", None),
        ("**PLEASE NOTE:** ", None),
    ],
)
def test_a_label_is_what_its_line_is_about(line: str, label: str | None) -> None:
    assert label_of(line, "Fish is not sent back.") == label
    assert label_of(line, "Fish: not sent back.") is None


def test_a_rule_below_a_label_is_asked_under_it(world: World) -> None:
    ban = "Fresh fish must not be sent back to the queue."
    page = world.page("Goods in", [f"- Late arrivals: the gate closes at six. {ban}"])
    world.point(page, ban, "prohibition", ban, modality="must_not", predicate="send")
    asked = [d.turns[0][0] for d in world.drafts() if d.behaviour in ("answer", "correct_premise")]
    assert asked
    assert all("late arrivals" in question.lower() for question in asked)


@pytest.mark.parametrize(("label", "asked"), [("Late arrivals", True), ("Shift leaders", False)])
def test_what_somebody_may_do_is_not_asked_under_somebody_else(world: World, label: str, asked: bool) -> None:
    duty = "The plant manager must approve each purchase of new machines."
    page = world.page("Goods in", [f"{label}: the gate closes at six. {duty}"])
    world.point(page, duty, "role", "The plant manager", modality="must", role="The plant manager")
    assert bool(world.drafts()) == asked
