"""An evaluation as people read it: tables and words for the UI, the model card and the command line."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from assets.evaluation.metrics import Rate
from assets.evaluation.plots import situations_picture, tradeoff_picture
from assets.evaluation.records import Evaluation, read_evaluation
from assets.retraining.models import card_key, list_models, model_card, read_model
from resources.object_store import ObjectStore

ARMS = ("base", "happy_path", "candidate")
"""The order in which models are shown: before, the baseline, after."""


def listed(store: ObjectStore) -> list[dict[str, Any]]:
    """The trained models as plain data, by version and arm: what they are, their scores, comparisons and verdict."""
    found = []
    for record in sorted(
        map(partial(read_model, store), list_models(store)), key=lambda r: (r.version, r.arm, r.model)
    ):
        evaluation = read_evaluation(store, record.model)
        judged = evaluation.model_dump(mode="json") if evaluation else {}
        found.append(
            {
                "model": record.model,
                "arm": record.arm,
                "version": record.version,
                "base": record.base.name,
                "seed": record.seed,
                **{name: judged.get(name) for name in ("scores", "comparisons", "promotion")},
            }
        )
    return found


def summary(evaluations: Sequence[Evaluation]) -> list[dict[str, str]]:
    """One row of words for each model, in the order of ARMS."""
    return [
        {
            "model": e.arm.replace("_", " "),
            "hallucination": short(e.scores.hallucination),
            "over-refusal": short(e.scores.over_refusal),
            "right on answerable": short(e.scores.accuracy),
            "right on all": short(e.scores.right),
            "behaviour F1": f"{e.scores.behaviour_f1:.2f}",
            "fabricated citations": short(e.scores.fabricated_citations),
            "invented steps": short(e.scores.invented_steps),
            **{f"score t={t}": f"{points:.2f}" for t, points in e.scores.penalised.items()},
        }
        for e in ordered(evaluations)
    ]


def situation_rows(evaluations: Sequence[Evaluation]) -> list[dict[str, str]]:
    """One row of words for each situation: what is right there, model by model."""
    shown = ordered(evaluations)
    names = sorted({name for e in shown for name in e.scores.situations})
    return [
        {
            "situation": name,
            **{
                e.arm.replace("_", " "): short(e.scores.situations[name].right) if name in e.scores.situations else ""
                for e in shown
            },
        }
        for name in names
    ]


def short(rate: Rate) -> str:
    """A rate in one cell: share and Wilson interval."""
    return f"{rate.share:.0%} ({rate.low:.0%}–{rate.high:.0%})" if rate.of else "no case"


def ordered(evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """In the order of ARMS, then by name."""
    return sorted(evaluations, key=lambda e: (ARMS.index(e.arm), e.model))


def section(evaluation: Evaluation, others: Sequence[Evaluation]) -> str:
    """The part of a model card about an evaluation: verdict, numbers, comparisons, pictures."""
    everyone = ordered([evaluation, *others])
    compared = [
        f"Against {c.other}: right where the other is not in {c.better} cases, the other way round in {c.worse} "
        f"(McNemar p = {c.p:.2g}); hallucinates where the other does not in {c.more_hallucinated} cases, the other way "
        f"round in {c.less_hallucinated} (p = {c.p_hallucination:.2g})."
        for c in evaluation.comparisons
    ]
    verdict = evaluation.promotion.reasons if evaluation.promotion else ("Not compared with a baseline yet.",)
    return "\n\n".join(
        [
            "## Evaluation",
            f"On {evaluation.scores.cases} held-out cases of version `{evaluation.version}`. Rates are of the cases that"
            " they can occur in, with Wilson 95 % intervals; free text is judged by the rules of docs/grader.md.",
            " ".join(verdict),
            markdown_table(summary(everyone)),
            *compared,
            f"![over-refusal against hallucination]({tradeoff_picture(everyone)})",
            markdown_table(situation_rows(everyone)),
            f"![right by situation]({situations_picture(everyone)})",
        ]
    )


def write_card(store: ObjectStore, evaluation: Evaluation, others: Sequence[Evaluation]) -> None:
    """Write the model card anew, with the evaluation; raises VersionError, StoreError."""
    card = model_card(read_model(store, evaluation.model), section(evaluation, others))
    store.replace(card_key(evaluation.model), card.encode())


def markdown_table(rows: Sequence[dict[str, str]]) -> str:
    """Rows of equal columns as a Markdown table; "" without rows."""
    if not rows:
        return ""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
