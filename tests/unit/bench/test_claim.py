"""The hand-written questions rest on what stands in the sample company's documents, and their prompts can be built."""

import json
from collections import Counter
from itertools import groupby
from pathlib import Path

import polars as pl
import pytest

from assets.evaluation.cases import Case
from assets.evaluation.grading import grade
from assets.examples.drafts import SYSTEM
from assets.examples.records import BEHAVIOURS, SITUATIONS
from assets.identity import sha256
from assets.ingest.parsing import parse
from assets.ingest.raw import RawContent
from assets.retraining.settings import TrainingSettings
from bench import claim
from bench.claim import (
    Arm,
    Bench,
    NotInCorpus,
    Question,
    against_happy_path,
    answer,
    by_behaviour,
    cases,
    mirrored,
    read_questions,
    table,
)
from resources.language_model import LanguageModel, load
from sample.history import State, _days, _next_state
from sample.reading import SAMPLE
from tests.unit.resources.tiny import tiny_model

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
    return cases(read_questions(), *company)


def test_there_are_many_questions_of_every_kind_and_half_of_them_can_be_answered() -> None:
    questions = read_questions()
    assert len(questions) >= 120
    assert len({q.id for q in questions}) == len({q.question for q in questions}) == len(questions)
    behaviours = Counter(q.behaviour for q in questions)
    assert behaviours.keys() <= set(BEHAVIOURS)
    assert {q.situation for q in questions} == set(SITUATIONS) - {"constraint_shift", "ellipsis"}
    assert 0.4 <= behaviours["answer"] / len(questions) <= 0.6


def test_each_question_says_what_a_right_answer_does() -> None:
    for question in read_questions():
        decided = question.behaviour != "refuse"
        assert bool(question.evidence) == decided, question.id
        assert decided == bool(question.needs or question.polarity), question.id
        assert (question.polarity is None) or question.behaviour == "answer", question.id
        assert bool(question.denied) == (question.behaviour == "correct_premise"), question.id
        assert not question.topic or not decided, question.id


def test_every_quotation_stands_verbatim_in_the_prompt(made: list[Case]) -> None:
    for question, case in zip(read_questions(), made, strict=True):
        shown = dict(zip(case.sections, case.passages, strict=True))
        for quoted in question.evidence:
            assert quoted.quote in shown[quoted.section], question.id
        assert set(question.topic) <= set(case.sections), question.id


def test_a_prompt_has_the_products_form(made: list[Case]) -> None:
    for case in made:
        system, user = case.messages
        assert system == {"role": "system", "content": SYSTEM}
        assert user["content"].endswith(f"\n\nQuestion: {case.question}")
        assert 2 <= len(case.sections) <= 7
        assert len(set(case.sections)) == len(case.sections)


def test_prompts_depend_on_content_alone(company: Frames, made: list[Case]) -> None:
    documents, passages = company
    again = cases(read_questions(), documents.reverse(), passages.reverse())
    assert again == made


def test_where_the_evidence_stands_gives_nothing_away(made: list[Case]) -> None:
    places = Counter(
        case.sections.index(q.evidence[0].section) / (len(case.sections) - 1)
        for q, case in zip(read_questions(), made, strict=True)
        if q.evidence
    )
    assert max(places[0.0], places[1.0]) < 0.45 * sum(places.values())


def test_what_a_right_answer_needs_stands_in_its_evidence() -> None:
    for question in read_questions():
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


def test_a_changed_document_names_the_questions_that_it_leaves_behind(company: Frames) -> None:
    documents, passages = company
    changed = passages.with_columns(pl.col("text").str.replace_all("27 days", "28 days"))
    with pytest.raises(NotInCorpus, match="q001"):
        cases(read_questions(), documents, changed)


def test_a_question_that_copies_a_training_question_is_found() -> None:
    content = (
        "[1] Visitors\nMay visitors go there?\n\nQuestion: How long may a visitor's badge be kept after the visit?"
    )
    examples = pl.DataFrame(
        {"messages": [[{"role": "user", "content": content}, {"role": "assistant", "content": "No."}]]}
    )
    copied = "Tell me: how long may a visitor's badge be kept?"
    assert mirrored([copied, "May visitors go there?", "How long is a badge kept?"], examples) == [copied]


def test_an_unknown_field_is_refused() -> None:
    row = {**read_questions()[0].model_dump(), "hint": "27"}
    with pytest.raises(ValueError, match="hint"):
        Question.model_validate_json(json.dumps(row))


# --- the whole of it, on a model of a few thousand weights ------------------------------------------------------------


def conversation(question: str, answer: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": f"[1] Yard\nBicycles stay out.\n\nQuestion: {question}"},
            {"role": "assistant", "content": answer}]  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(claim, "KEPT", tmp_path / "kept")
    folder = str(tiny_model(tmp_path / "model"))
    rows = [("answerable", "answer", "Who?", f"Nobody {n}.") for n in range(8)]
    rows += [("undocumented", "refuse", "Why?", f"That is not said {n}.") for n in range(4)]
    examples = pl.DataFrame(
        {
            "example": sha256(answer),
            "situation": situation,
            "behaviour": behaviour,
            "messages": conversation(asked, answer),
        }
        for situation, behaviour, asked, answer in rows
    )
    return Bench(TrainingSettings(model=folder, layers=1), "a version", examples, load(folder))


@pytest.fixture
def asked() -> list[Case]:
    about = [("answerable", "answer", "Do they stay out?"), ("undocumented", "refuse", "What do they cost?")] * 10
    return [
        Case(f"q{n}", situation, behaviour, tuple(conversation(f"{n}: {question}", "")[:1]), "Yes.", polarity="yes")
        for n, (situation, behaviour, question) in enumerate(about)
    ]


def test_doses_differ_in_rows_and_not_in_budget(bench: Bench) -> None:
    made = [bench.arm(dose, 0) for dose in (0.0, 0.2, None)]
    assert [arm.name for arm in made] == ["happy path", "20% boundary", "33% boundary"]
    facts = [json.loads((arm.folder / "training.json").read_text()) for arm in made]
    assert [fact["boundary"] for fact in facts] == [0, 2, 4]
    assert len({fact["steps"] for fact in facts}) == 1
    assert max(fact["tokens"] for fact in facts) - min(fact["tokens"] for fact in facts) < 25  # less than an answer


def test_a_stopped_run_goes_on_where_it_was(bench: Bench, asked: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answer(bench, asked, [bench.untrained(), bench.arm(None, 0)])
    assert all(len(texts) == len(asked) for texts in whole.values())

    def never(*_: object, **__: object) -> None:
        raise AssertionError("this was done before")

    monkeypatch.setattr("deploy.train.tuning.tune", never)
    arm = bench.arm(None, 0)
    kept = json.loads((arm.folder / "answers.json").read_text())
    (arm.folder / "answers.json").write_text(json.dumps(dict(list(kept.items())[:7])))
    assert answer(bench, asked, [bench.untrained(), arm]) == whole
    monkeypatch.setattr(LanguageModel, "answers", never)
    assert answer(bench, asked, [bench.untrained(), arm]) == whole


def test_another_seed_is_another_model(bench: Bench) -> None:
    first, second = bench.arm(0.0, 0), bench.arm(0.0, 1)
    assert first.name == second.name
    assert first.folder != second.folder


def test_the_table_has_a_row_for_each_arm_and_one_for_all_seeds(asked: list[Case], tmp_path: Path) -> None:
    sure = [grade(case, "Yes, they stay out.") for case in asked]
    shy = [grade(case, "The passages do not say.") for case in asked]
    arms = [Arm(name, seed, tmp_path) for name, seed in [("base model", None), ("happy path", 0), ("35% boundary", 0)]]
    again = [Arm(arm.name, 1, tmp_path) for arm in arms[1:]]
    judged = dict(zip([*arms, *again], [sure, sure, shy, sure, sure], strict=True))
    rows = table(asked, judged)[2:]
    assert [row.split(" | ")[:2] for row in rows] == [
        ["| base model", ""], ["| happy path", "0"], ["| happy path", "1"], ["| **happy path**", "**all**"],
        ["| 35% boundary", "0"], ["| 35% boundary", "1"], ["| **35% boundary**", "**all**"],
    ]  # fmt: skip
    assert rows[4].split(" | ")[2:] == ["0% (0% to 28%)", "100% (72% to 100%)", "0% (0% to 28%) |"]
    assert rows[6].split(" | ")[2] == "**50% (24% to 76%)**", "twice the same ten questions are ten"
    [better, same] = against_happy_path(asked, judged)
    assert "35% boundary, seed 0" in better
    assert "10 questions less and 0 more" in better
    assert "0 questions less and 0 more" in same
    assert by_behaviour(asked, judged)[2] == "| answer | 10 | 100% | 100% | 50% |"
