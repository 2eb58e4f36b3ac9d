"""Pictures of an evaluation as PNG data URIs; equal evaluations give equal bytes."""

import base64
import io
from collections.abc import Sequence

from matplotlib.figure import Figure

from assets.evaluation.records import Evaluation

_LOOKS = {"base": ("o", "#8a8f98"), "happy_path": ("s", "#c47f17"), "candidate": ("D", "#2a7f62")}


def tradeoff_picture(evaluations: Sequence[Evaluation]) -> str:
    """Over-refusal against hallucination with 95 % intervals, one mark for each model: nearer to the corner is better."""
    figure = Figure(figsize=(6, 4.5), layout="constrained")
    axes = figure.subplots()
    for evaluation in evaluations:
        marker, colour = _LOOKS[evaluation.arm]
        across, up = evaluation.scores.over_refusal, evaluation.scores.hallucination
        axes.errorbar(
            [across.share],
            [up.share],
            xerr=[[across.share - across.low], [across.high - across.share]],
            yerr=[[up.share - up.low], [up.high - up.share]],
            marker=marker,
            color=colour,
            markersize=9,
            capsize=3,
            linewidth=1,
            label=evaluation.arm.replace("_", " "),
        )
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("over-refusal: answerable questions left open")
    axes.set_ylabel("hallucination: answered without ground")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    return _data_uri(figure)


def situations_picture(evaluations: Sequence[Evaluation]) -> str:
    """The share of right outputs by situation, one bar for each model."""
    names = sorted({name for evaluation in evaluations for name in evaluation.scores.situations})
    height = 0.8 / max(1, len(evaluations))
    figure = Figure(figsize=(8, 1.5 + 0.42 * len(names)), layout="constrained")
    axes = figure.subplots()
    for index, evaluation in enumerate(evaluations):
        found = evaluation.scores.situations
        shares = [found[name].right.share if name in found else 0.0 for name in names]
        places = [y + (index - (len(evaluations) - 1) / 2) * height for y in range(len(names))]
        axes.barh(places, shares, height, color=_LOOKS[evaluation.arm][1], label=evaluation.arm.replace("_", " "))
    counts = {name: s.right.of for evaluation in evaluations for name, s in evaluation.scores.situations.items()}
    axes.set_yticks(range(len(names)), [f"{name.replace('_', ' ')} ({counts[name]})" for name in names])
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.set_xlabel("right, share of cases")
    axes.grid(axis="x", alpha=0.3)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    figure.legend(loc="outside upper right", ncols=3, frameon=False)
    return _data_uri(figure)


def _data_uri(figure: Figure) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=90, metadata={"Software": None})
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
