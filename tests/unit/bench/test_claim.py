"""The claim benchmark: doses, budgets, resuming and tables, on a model of a few thousand weights."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from assets.evaluation.cases import Case
from assets.evaluation.grading import grade
from assets.identity import sha256
from assets.retraining.settings import TrainingSettings
from bench import claim
from bench.claim import (
    Arm,
    Bench,
    against_happy_path,
    answer,
    by_behaviour,
    table,
)
from deploy.train import tuning
from resources.language_model import LanguageModel, load
from tests.unit.resources.tiny import tiny_model


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
    made = [arm for dose in (0.0, 0.2, None) for arm in bench.arms(dose, [0])]
    assert [arm.name for arm in made] == ["happy path", "20% boundary", "33% boundary"]
    facts = [json.loads((arm.folder / "training.json").read_text()) for arm in made]
    assert [fact["boundary"] for fact in facts] == [0, 2, 4]
    assert len({fact["steps"] for fact in facts}) == 1
    assert max(fact["tokens"] for fact in facts) - min(fact["tokens"] for fact in facts) < 25  # less than an answer


def test_a_stopped_run_goes_on_where_it_was(bench: Bench, asked: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = answer(bench, asked, [bench.untrained(), *bench.arms(None, [0])])
    assert all(len(texts) == len(asked) for texts in whole.values())

    def never(*_: object, **__: object) -> None:
        raise AssertionError("this was done before")

    monkeypatch.setattr("deploy.train.tuning.tune", never)
    [arm] = bench.arms(None, [0])
    kept = json.loads((arm.folder / "answers.json").read_text())
    (arm.folder / "answers.json").write_text(json.dumps(dict(list(kept.items())[:7])))
    assert answer(bench, asked, [bench.untrained(), arm]) == whole
    monkeypatch.setattr(LanguageModel, "answers", never)
    assert answer(bench, asked, [bench.untrained(), arm]) == whole


def test_seeds_share_what_was_read_and_one_that_is_kept_is_not_trained_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    [alone] = bench.arms(0.2, [1])
    weights = (alone.folder / "weights.safetensors").read_bytes()
    shutil.rmtree(alone.folder)
    calls: list[int] = []
    monkeypatch.setattr(
        "deploy.train.tuning.read", lambda *a, read=tuning.read, **k: calls.append(len(a[1])) or read(*a, **k)
    )
    _, second = bench.arms(0.2, [0, 1])
    assert len(calls) == 1
    assert (second.folder / "weights.safetensors").read_bytes() == weights


def test_another_seed_is_another_model(bench: Bench) -> None:
    first, second = bench.arms(0.0, [0, 1])
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
