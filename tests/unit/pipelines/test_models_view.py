"""What the terminal says of models and of an evaluation."""

import pytest

from checks.promotion import judge
from pipelines.views import show_evaluations, show_models
from tests.unit.checks.test_promotion import BASELINE, BOUND, GOOD, verdict


def test_an_evaluation_ends_with_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    show_evaluations([BASELINE, GOOD], judge(GOOD, {}, BOUND))
    shown = capsys.readouterr().out
    assert "On 20 held-out cases of 2026-01-01-0123456789abcdef" in shown
    assert "happy path" in shown
    assert "100% (72%–100%)" in shown
    assert "no evaluation of a baseline" in " ".join(shown.split())


def test_models_are_listed_with_what_is_known_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    show_models([])
    assert "no model yet" in capsys.readouterr().out
    _, words = verdict(GOOD, BASELINE)
    scores = GOOD.scores.model_dump(mode="json")
    promotion = {"eligible": True, "reasons": [words]}
    rows = [
        {"model": "candidate-1", "version": "2026-01-01-0", "scores": scores, "promotion": promotion, "flag": ""},
        {"model": "happy_path-1", "version": "2026-01-01-0", "scores": None, "promotion": None, "flag": ""},
    ]
    show_models(rows)
    shown = capsys.readouterr().out
    assert "not evaluated" in " ".join(shown.split())
    assert "Eligible for promotion." in shown


def test_a_model_whose_version_was_withdrawn_is_flagged_and_not_eligible(capsys: pytest.CaptureFixture[str]) -> None:
    promotion = {"eligible": True, "reasons": ["Eligible for promotion."]}
    row = {"model": "candidate-1", "version": "2026-01-01-0", "scores": None, "promotion": promotion}
    show_models([row | {"flag": "Withdrawn on 2026-01-02 by Ada Brightwater (entry 0003)."}])
    shown = " ".join(capsys.readouterr().out.split())
    assert "candidate-1 must not be used: Withdrawn on 2026-01-02 by Ada Brightwater" in shown
    assert "yes" not in shown
