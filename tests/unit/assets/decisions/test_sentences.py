from hypothesis import given
from hypothesis import strategies as st

from assets.decisions.sentences import LOST_LEAD, leaves_open, split

PASSAGE = """## Leave

You may carry over up to 240 hours, e.g. from
last year. Ask Person_BKQTRZ first.

All managers must do the following:

- Submit the plan within 5 days
- Approve every request

Travellers can claim any of the following:

1. a taxi of up to $40

Approval: Managers sign it.

| Trip | Maximum stay |
|---|---|
| Domestic | 5 days |
| Abroad | two weeks |

```
must not run 5 times
```
"""


def test_prose_items_joins_rows() -> None:
    found = [(s.form, s.text) for s in split(PASSAGE)]
    assert found == [
        ("sentence", "You may carry over up to 240 hours, e.g. from last year."),
        ("sentence", "Ask Jordanaaaaaaa first."),
        ("joined", "All managers must submit the plan within 5 days."),
        ("joined", "All managers must approve every request."),
        ("joined", "Travellers can claim a taxi of up to $40."),
        ("sentence", "Managers sign it."),
        ("row", "Domestic, Maximum stay: 5 days"),
        ("row", "Abroad, Maximum stay: two weeks"),
    ]
    joined = [s for s in split(PASSAGE) if s.form == "joined"]
    assert joined[-1].doubt == "one of several alternatives"
    assert PASSAGE[joined[0].start : joined[0].end] == "Submit the plan within 5 days"


def test_places_lead_back_to_the_passage() -> None:
    sentence = split(PASSAGE)[1]
    assert sentence.restored(sentence.text) == "Ask Person_BKQTRZ first."
    start, end = sentence.span(4, 17)
    assert PASSAGE[start:end] == "Person_BKQTRZ"


def test_a_label_is_lead_not_sentence() -> None:
    label = next(s for s in split(PASSAGE) if s.text == "Managers sign it.")
    assert (label.lead, label.doubt) == ("Approval", "a label before it carries context")


def test_a_label_that_the_sentence_repeats_carries_no_context() -> None:
    said = [(s.text, s.lead, s.doubt) for s in split("Rest days: guards may swap rest days. Refunds: guests must ask.")]
    assert said[0] == ("guards may swap rest days.", "Rest days", None)
    assert said[1] == ("guests must ask.", "Refunds", "a label before it carries context")


def test_numbers_of_sections_open_items_where_they_count_up() -> None:
    found = split("4.1 Switch the machine off. You must:\n\n- lock the switch\n\n4.2 Open the hood.\n")
    assert [(s.text, s.step) for s in found] == [
        ("Switch the machine off.", (-1, 1)),
        ("You must lock the switch.", None),
        ("Open the hood.", (-1, 2)),
    ]
    (alone,) = split("2 Keys must be kept in the safe.")
    assert alone.step is None


def test_asides_without_a_rule_are_not_read() -> None:
    (one,) = split("Tell the office (the upstairs desk) before you leave for two (2) weeks.")
    assert one.text == "Tell the office before you leave for two weeks."
    (two,) = split("Tell the office (unless it is closed) before you leave.")
    assert "unless" in two.text


@given(
    st.lists(
        st.sampled_from(["Pay it.", "- item one", "| a | 5 days |", "", "must:", "```", "# H", "  - deep", "Note: Go."])
    )
)
def test_spans_lie_in_the_passage(lines: list[str]) -> None:
    passage = "\n".join(lines)
    for sentence in split(passage):
        assert 0 <= sentence.start < sentence.end <= len(passage)
        assert len(sentence.places) == (0 if sentence.form == "row" else len(sentence.text))


def test_lines_with_letters_are_items_where_they_begin_small() -> None:
    text = "Before a visit, members must:\n(a) sign the book; and\n(b) show a card.\n\n(2) Guests may stay for 3 hours."
    assert [(s.form, s.text) for s in split(text)] == [
        ("joined", "Before a visit, members must sign the book."),
        ("joined", "Before a visit, members must show a card."),
        ("sentence", "Guests may stay for 3 hours."),
    ]


def test_a_letter_that_names_one_of_several_ends_its_sentence() -> None:
    text = "The forms are in Annex B. Ask J. Miller for a copy."
    assert [s.text for s in split(text)] == ["The forms are in Annex B.", "Ask J. Miller for a copy."]


def test_a_unit_ends_its_sentence_and_an_initial_does_not() -> None:
    text = "Keep it at 4 °C. Lift up to 4.5 m. Drive at 10 km/h. In 2019 J. Miller set it."
    assert [s.text for s in split(text)] == [
        "Keep it at 4 °C.", "Lift up to 4.5 m.", "Drive at 10 km/h.", "In 2019 J. Miller set it.",
    ]  # fmt: skip


def test_the_number_of_a_paragraph_is_no_part_of_its_sentence() -> None:
    passage = '(2) Employees must not trade. It is forbidden.\n\n4.2.3 Refunds are paid.\n\n(3) "Client" means a buyer.'
    assert [s.text for s in split(passage)] == [
        "Employees must not trade.", "It is forbidden.", "Refunds are paid.", '"Client" means a buyer.',
    ]  # fmt: skip
    assert [passage[s.start : s.end] for s in split(passage)] == [s.text for s in split(passage)]


def test_lettered_items_of_one_line_are_read_one_by_one() -> None:
    text = "Readers shall not: a) smoke in the hall; b) bring in dogs; and c) shout."
    assert [part.text for part in split(text)] == [
        "Readers shall not smoke in the hall.",
        "Readers shall not bring in dogs.",
        "Readers shall not shout.",
    ]
    (alone,) = split("Use form (a) or, after June, form (c) for it.")
    assert alone.form == "sentence"


def test_items_that_only_together_decide_are_no_conditions_of_their_own() -> None:
    items = "\n\n- the fee is paid\n- the file is complete"
    doubts = {s.doubt for s in split(f"A berth may be let if all of the following apply:{items}")}
    assert doubts == {"one of several conditions"}
    assert {s.doubt for s in split("Skippers must do all of the following:\n\n- pay the fee\n- sign the list")} == {
        None
    }


def test_items_below_a_lead_in_that_waits_for_a_condition_or_gives_examples_are_no_rules() -> None:
    for lead in ("We know that it worked when:", "For example, we:"):
        assert all(s.doubt for s in split(f"{lead}\n- The crew can bill the owner.\n- Tell the porter.\n"))
        assert all(s.doubt for s in split(f"1. Respect others. {lead}\n   - The crew can bill the owner.\n")[1:])
    assert not any(s.doubt for s in split("The rules:\n- The crew can bill the owner.\n- Tell the porter.\n"))


def test_a_list_that_goes_on_in_the_next_passage_has_lost_its_lead_in() -> None:
    begun = "The members may:\n\n1. Appoint a chair.\n2. Ask for a vote."
    more = "3. Dismiss the secretary.\n4. Close the hall."
    then = "5. Sell the boat.\n\nReturn the keys by noon.\n\n- Lock the hall."
    assert leaves_open(begun)
    assert leaves_open(more, goes_on=True)
    assert not leaves_open(more)
    assert not leaves_open(then, goes_on=True)
    assert not leaves_open(f"{begun}\n\nThat is all.")
    assert not leaves_open("How to lock up:\n\n1. Close the hall.\n2. Take the keys.")
    assert [s.doubt for s in split(then, goes_on=True)] == [LOST_LEAD, None, None]
    assert [s.doubt for s in split(then)] == [None, None, None]
