"""The grader agrees with the person who labelled real outputs; the documented numbers can be recomputed."""

import pytest

from bench.grader import HALVES, VERDICTS, kappa, main, read_labels

LABELS = list(read_labels())


def test_kappa_is_cohens() -> None:
    pairs = [("a", "a")] * 20 + [("a", "b")] * 5 + [("b", "a")] * 10 + [("b", "b")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([(1, 1)]) == 1.0


def test_there_are_at_least_200_labels_of_every_model_and_kind() -> None:
    assert len(LABELS) >= 200
    assert len({label.id for label in LABELS}) == len(LABELS)
    assert {label.model for label in LABELS} >= {"base", "happy_path", "candidate"}
    assert {label.half for label in LABELS} == set(HALVES)
    assert not any(label.hallucinated and not label.case.abstain for label in LABELS)
    assert not any(label.hallucinated and label.right for label in LABELS)


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("verdict", ["behaviour", "right", "hallucinated", "over-refused"])
def test_the_grader_agrees_with_the_person(half: str, verdict: str) -> None:
    pairs = [VERDICTS[verdict](label) for label in LABELS if label.half == half]
    assert sum(a == b for a, b in pairs) / len(pairs) >= 0.9
    assert kappa(pairs) >= 0.75


def test_the_command_prints_agreement_and_confusion(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["bench.grader"])
    main()
    shown = capsys.readouterr().out
    assert "Held out" in shown
    assert "Cohen's kappa" in shown
    assert "Person (rows) and grader (columns)" in shown
