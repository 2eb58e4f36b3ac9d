"""The hand-written cases rest on what stands in the sample company's documents, and their prompts can be built."""

from collections import Counter
from itertools import groupby

import polars as pl
import pytest

from assets.evaluation.cases import Case, cases_by_hand
from assets.evaluation.grading import grade
from assets.examples.by_hand import handwritten, read_questions
from assets.examples.drafts import SYSTEM
from assets.examples.records import BEHAVIOURS, SITUATIONS
from assets.examples.settings import ExampleSettings
from assets.identity import sha256
from assets.ingest.parsing import parse
from assets.ingest.raw import RawContent
from sample.history import State, _days, _next_state
from sample.reading import SAMPLE

QUESTIONS = read_questions(SAMPLE / "evaluation.jsonl")
SIZES = ExampleSettings()

Frames = tuple[pl.DataFrame, pl.DataFrame]


@pytest.fixture(scope="module")
def company() -> Frames:
    """Documents and passages of the sample's last day, unredacted, one passage a section."""
    state: State = {}
    for _, folder in _days(SAMPLE / "wiki"):
        state = _next_state(state, folder)
    files = [(path, data, "wiki") for path, data in state.items()]
    files += [(path.name, path.read_bytes(), "sop") for path in sorted((SAMPLE / "sops").iterdir())]
    documents, passages = [], []
    for path, data, kind in files:
        parsed = parse(RawContent(data, path.rsplit(".", 1)[1]))
        document = sha256(parsed.text)
        documents.append({"source": kind, "item": path, "revision": 0, "kind": kind, "document": document,
                          "title": parsed.title, "text": parsed.text, "status": "ok"})  # fmt: skip
        sections = groupby((b for b in parsed.blocks if b.kind != "heading"), key=lambda block: block.heading)
        for ordinal, (heading, group) in enumerate(sections):
            blocks = list(group)
            start, end = blocks[0].start, blocks[-1].end
            text = parsed.text[start:end]
            passages.append({"document": document, "ordinal": ordinal, "passage": sha256(document + text),
                             "heading": list(heading), "text": text, "start": start, "end": end,
                             "line": 0, "status": "ok"})  # fmt: skip
    return pl.DataFrame(documents), pl.DataFrame(passages, schema_overrides={"heading": pl.List(pl.String)})


@pytest.fixture(scope="module")
def made(company: Frames) -> list[Case]:
    return cases_by_hand(handwritten(QUESTIONS, *company, SIZES))


def test_there_are_many_questions_of_every_kind_and_half_of_them_can_be_answered() -> None:
    assert len(QUESTIONS) >= 200
    assert len({q.question for q in QUESTIONS}) == len(QUESTIONS)
    behaviours = Counter(q.behaviour for q in QUESTIONS)
    assert behaviours.keys() <= set(BEHAVIOURS)
    assert len(set(SITUATIONS) - {q.situation for q in QUESTIONS}) <= 2  # a new recipe may be ahead of the writers
    assert 0.4 <= behaviours["answer"] / len(QUESTIONS) <= 0.6


def test_there_are_dialogues_of_several_turns() -> None:
    turns = Counter(len(q.before) + 1 for q in QUESTIONS)
    assert turns[2] >= 15
    assert turns[3] >= 2


def test_each_question_says_what_a_right_answer_does() -> None:
    for question in QUESTIONS:
        decided = question.behaviour != "refuse"
        assert bool(question.evidence) == decided, question.id
        assert decided == bool(question.needs or question.polarity), question.id
        assert (question.polarity is None) or question.behaviour == "answer", question.id
        assert bool(question.denied) == (question.behaviour == "correct_premise"), question.id
        assert not question.topic or not decided, question.id


def test_every_quotation_stands_verbatim_in_the_prompt(made: list[Case]) -> None:
    for question, case in zip(QUESTIONS, made, strict=True):
        shown = dict(zip(case.sections, case.passages, strict=True))
        for quoted in question.evidence:
            assert quoted.quote in shown[quoted.section], question.id
        assert set(question.topic) <= set(case.sections), question.id


def test_a_prompt_has_the_products_form(made: list[Case]) -> None:
    for case in made:
        system, user, *later = case.messages
        assert system == {"role": "system", "content": SYSTEM}
        assert "\n\nQuestion: " in user["content"]
        assert [m["role"] for m in later] == ["assistant", "user"] * (len(later) // 2)
        assert case.messages[-1]["content"].endswith(case.question)
        assert 2 <= len(case.sections) <= 7
        assert len(set(case.sections)) == len(case.sections)


def test_prompts_depend_on_content_alone(company: Frames, made: list[Case]) -> None:
    documents, passages = company
    again = handwritten(QUESTIONS[::-1], documents.reverse(), passages.reverse(), SIZES)
    assert cases_by_hand(again) == made


def test_where_the_evidence_stands_gives_nothing_away(made: list[Case]) -> None:
    places = Counter(
        case.sections.index(q.evidence[0].section) / (len(case.sections) - 1)
        for q, case in zip(QUESTIONS, made, strict=True)
        if q.evidence
    )
    assert max(places[0.0], places[1.0]) < 0.45 * sum(places.values())


def test_what_a_right_answer_needs_stands_in_its_evidence() -> None:
    for question in QUESTIONS:
        if question.behaviour in ("answer", "surface_conflict"):
            held = " ".join(q.quote for q in question.evidence).lower()
            assert all(need.lower() in held for need in question.needs), question.id


def test_the_facts_tell_right_answers_from_wrong_ones(made: list[Case]) -> None:
    unlike = {"yes": "No.", "no": "Yes."}
    misjudged = []
    for case in made:
        refuses = case.behaviour == "refuse"
        wrong = unlike.get(case.polarity or "", "It is 977 parsecs, as always.")
        verdicts = (
            grade(case, case.expected).right,
            grade(case, "The passages do not say.").right == refuses,
            not grade(case, wrong).right,
        )
        if not all(verdicts):
            misjudged.append(case.example)
    assert len(misjudged) <= 3, misjudged  # the grader is free to err now and then
