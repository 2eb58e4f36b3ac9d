"""From grades to numbers: rates with intervals, behaviour F1, penalised scores, and paired comparisons of two models.

The definitions are in docs/grader.md. Pure arithmetic over lists that stand in the order of the cases.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

from pydantic import BaseModel, ConfigDict

from assets.evaluation.cases import Case
from assets.evaluation.grading import ABSTENTIONS, Grade

THRESHOLDS = (0.5, 0.75, 0.9)
"""Confidence thresholds t of the penalised score: a wrong answer costs t / (1 - t)."""

_Z = NormalDist().inv_cdf(0.975)


class _Numbers(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rate(_Numbers):
    """`count` of `of` cases, with the Wilson 95 % interval from `low` to `high`."""

    count: int
    of: int
    share: float  # 0 where there is no case
    low: float
    high: float

    def __str__(self) -> str:
        if not self.of:
            return "no case"
        return f"{self.share:.1%} ({self.count} of {self.of}, {self.low:.0%} to {self.high:.0%})"


class Situation(_Numbers):
    """What became of the cases of one situation."""

    right: Rate
    hallucination: Rate  # of 0 where the situation is answerable


class Scores(_Numbers):
    """A model on a set of cases."""

    cases: int
    hallucination: Rate  # of the cases that the passages do not settle: gave substance all the same
    over_refusal: Rate  # of the answerable cases: left open
    accuracy: Rate  # of the answerable cases: answered right
    right: Rate  # of all cases: the right behaviour with the right content
    behaviour_f1: float  # macro F1 over the behaviours that the cases ask for
    fabricated_citations: Rate  # of all cases
    invented_steps: Rate  # of all cases
    penalised: dict[str, float]  # threshold -> mean points; answerable cases and boundary cases weigh the same
    situations: dict[str, Situation]


class Comparison(_Numbers):
    """One model against another on the same cases: exact McNemar over the cases where only one of them is right."""

    other: str  # the model it is compared with
    better: int  # cases that only this model gets right
    worse: int  # cases that only the other gets right
    p: float  # two-sided
    less_hallucinated: int  # boundary cases where only the other hallucinates
    more_hallucinated: int  # boundary cases where only this model does
    p_hallucination: float


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share; (0, 1) where there is no case."""
    if not of:
        return 0.0, 1.0
    share, z2 = count / of, _Z * _Z
    middle = share + z2 / (2 * of)
    margin = _Z * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    low, high = (middle - margin) / (1 + z2 / of), (middle + margin) / (1 + z2 / of)
    return 0.0 if count == 0 else max(0.0, low), 1.0 if count == of else min(1.0, high)


def rate(hits: Sequence[bool]) -> Rate:
    """The share of hits with its interval."""
    count, of = sum(hits), len(hits)
    low, high = wilson(count, of)
    return Rate(count=count, of=of, share=count / of if of else 0.0, low=low, high=high)


def mcnemar(one: Sequence[bool], other: Sequence[bool]) -> tuple[int, int, float]:
    """(only the one, only the other, two-sided exact p) over pairs; p is 1 where no pair differs.

    Raises ValueError when the lists differ in length.
    """
    only_one = sum(a and not b for a, b in zip(one, other, strict=True))
    only_other = sum(b and not a for a, b in zip(one, other, strict=True))
    n = only_one + only_other
    tail = sum(math.comb(n, k) for k in range(min(only_one, only_other) + 1)) / 2**n
    return only_one, only_other, min(1.0, 2 * tail)


def score(cases: Sequence[Case], grades: Sequence[Grade]) -> Scores:
    """All numbers of one model; raises ValueError when there is not one grade for each case."""
    graded = list(zip(cases, grades, strict=True))
    boundary = [g for c, g in graded if c.abstain]
    answerable = [g for c, g in graded if not c.abstain]
    situations = {
        name: Situation(
            right=rate([g.right for c, g in graded if c.situation == name]),
            hallucination=rate([g.hallucinated for c, g in graded if c.situation == name and c.abstain]),
        )
        for name in sorted({c.situation for c in cases})
    }
    return Scores(
        cases=len(graded),
        hallucination=rate([g.hallucinated for g in boundary]),
        over_refusal=rate([g.over_refused for g in answerable]),
        accuracy=rate([g.right for g in answerable]),
        right=rate([g.right for g in grades]),
        behaviour_f1=macro_f1([c.behaviour for c in cases], [g.behaviour for g in grades]),
        fabricated_citations=rate([g.fabricated_citation for g in grades]),
        invented_steps=rate([g.invented_step for g in grades]),
        penalised={f"{t:g}": _penalised([p for p in (answerable, boundary) if p], t) for t in THRESHOLDS},
        situations=situations,
    )


def compare(other: str, cases: Sequence[Case], mine: Sequence[Grade], others: Sequence[Grade]) -> Comparison:
    """This model's grades against those of the model named `other`, on the same cases."""
    better, worse, p = mcnemar([g.right for g in mine], [g.right for g in others])
    boundary = [i for i, case in enumerate(cases) if case.abstain]
    more, less, p_hallucination = mcnemar(
        [mine[i].hallucinated for i in boundary], [others[i].hallucinated for i in boundary]
    )
    return Comparison(
        other=other,
        better=better,
        worse=worse,
        p=p,
        less_hallucinated=less,
        more_hallucinated=more,
        p_hallucination=p_hallucination,
    )


def macro_f1(expected: Sequence[str], shown: Sequence[str]) -> float:
    """The mean F1 of the behaviours that are expected at least once; 0 where nothing is."""
    pairs = list(zip(expected, shown, strict=True))
    found = []
    for behaviour in sorted(set(expected)):
        hits = sum(a == b == behaviour for a, b in pairs)
        found.append(2 * hits / (expected.count(behaviour) + list(shown).count(behaviour)))
    return sum(found) / len(found) if found else 0.0


def points(graded: Grade, t: float) -> float:
    """1 for right, 0 for a question left open without need, -t / (1 - t) for anything else."""
    if graded.right:
        return 1.0
    left_open = graded.behaviour in (*ABSTENTIONS, "partial") and not graded.hallucinated
    return 0.0 if left_open else -t / (1 - t)


def _penalised(parts: Sequence[Sequence[Grade]], t: float) -> float:
    means = [sum(points(g, t) for g in part) / len(part) for part in parts]
    return sum(means) / len(means) if means else 0.0
