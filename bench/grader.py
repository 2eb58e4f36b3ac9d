"""How far the grader agrees with a person who read real outputs, recomputed from the hand labels.

`python -m bench.grader [--disagreements]`. The labels are in bench/grader_labels.jsonl, their cases in
bench/grader_cases.jsonl. The grader was improved on the development half; the held-out half was only measured.
"""

import argparse
import json
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from assets.evaluation.cases import Case
from assets.evaluation.grading import Grade, grade
from assets.evaluation.metrics import rate
from assets.identity import sha256

FOLDER = Path(__file__).parent
HALVES = ("development", "held out")


class Label(NamedTuple):
    """One output of a model, what a person said of it, and what the grader says."""

    id: str
    half: str
    model: str
    case: Case
    output: str
    behaviour: str
    right: bool
    hallucinated: bool
    graded: Grade


def read_labels() -> Iterator[Label]:
    """The labelled outputs in the order of the file."""
    cases = {row["example"]: _case(row) for row in _rows("grader_cases.jsonl")}
    for row in _rows("grader_labels.jsonl"):
        case = cases[row["case"]]
        name = sha256(f"{row['model']} {row['case']} {row['output']}")
        yield Label(
            id=name[:8],
            half=HALVES[int(sha256(row["case"])[0], 16) % 2],  # all outputs to a case are in one half
            model=row["model"],
            case=case,
            output=row["output"],
            behaviour=row["behaviour"],
            right=row["right"],
            hallucinated=row["hallucinated"],
            graded=grade(case, row["output"]),
        )


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _case(row: dict[str, Any]) -> Case:
    lists = {name: tuple(row[name]) for name in ("messages", "needs")}
    return Case(**(row | lists))


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float:
    """Cohen's kappa of (person, grader); 1 where both always say the same one thing."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    persons, graders = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(persons[value] * graders[value] for value in persons) / (n * n)
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


VERDICTS = {
    "behaviour": lambda label: (label.behaviour, label.graded.behaviour),
    "right": lambda label: (label.right, label.graded.right),
    "hallucinated": lambda label: (label.hallucinated, label.graded.hallucinated),
    "over-refused": lambda label: (_over_refused(label), label.graded.over_refused),
}


def _over_refused(label: Label) -> bool:
    return not label.case.abstain and label.behaviour in ("refuse", "clarify", "escalate")


def agreement(labels: Sequence[Label], console: Console, title: str) -> None:
    """Print accuracy with its interval and kappa, for every verdict and every behaviour."""
    table = Table(title=f"{title}: {len(labels)} outputs", title_justify="left", title_style="bold", box=None)
    for name in ("verdict", "agree", "Cohen's kappa", "person", "grader", "both"):
        table.add_column(name, justify="left" if name == "verdict" else "right")
    for name, pair in VERDICTS.items():
        pairs = [pair(label) for label in labels]
        table.add_row(name, *_agree(pairs), *_counts(pairs, None if name == "behaviour" else True))
    for behaviour in sorted({label.behaviour for label in labels} | {label.graded.behaviour for label in labels}):
        pairs = [(label.behaviour == behaviour, label.graded.behaviour == behaviour) for label in labels]
        table.add_row(f"  {behaviour}", *_agree(pairs), *_counts(pairs, True))
    console.print(table)


def _agree(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[str, str]:
    found = rate([a == b for a, b in pairs])
    return f"{found.share:.1%} ({found.low:.0%}–{found.high:.0%})", f"{kappa(pairs):.2f}"


def _counts(pairs: Sequence[tuple[Hashable, Hashable]], value: Hashable) -> tuple[str, ...]:
    if value is None:
        return ("", "", "")
    counts = (
        sum(a == value for a, _ in pairs),
        sum(b == value for _, b in pairs),
        sum(a == b == value for a, b in pairs),
    )
    return tuple(map(str, counts))


def confusion(labels: Sequence[Label], console: Console) -> None:
    """Print how often the grader said what, by what the person said."""
    counts = Counter((label.behaviour, label.graded.behaviour) for label in labels)
    names = sorted({name for pair in counts for name in pair})
    table = Table(
        title="Person (rows) and grader (columns), all outputs", title_justify="left", title_style="bold", box=None
    )
    for name in ("", *names):
        table.add_column(name, justify="left" if not name else "right")
    for person in names:
        table.add_row(person, *(str(counts[person, grader] or "·") for grader in names))
    console.print(table)


def disagreements(labels: Sequence[Label], console: Console) -> None:
    """Print every development output on which person and grader differ; the held-out half stays unread."""
    for label in labels:
        person = (label.behaviour, label.right, label.hallucinated)
        grader = (label.graded.behaviour, label.graded.right, label.graded.hallucinated)
        if label.half == HALVES[0] and person != grader:
            console.rule(f"{label.id} {label.model} {label.case.situation}", align="left")
            text = (
                f"Q {label.case.question}\nE {label.case.expected}\nO {label.output}\nperson {person}\ngrader {grader}"
            )
            console.print(text, markup=False)


def main() -> None:
    """Print agreement on both halves, by model, and the confusion matrix."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--disagreements", action="store_true", help="also those of the development half")
    options = arguments.parse_args()
    console = Console(highlight=False, width=130)
    labels = list(read_labels())
    for half in reversed(HALVES):
        agreement([label for label in labels if label.half == half], console, half.capitalize())
    for model in sorted({label.model for label in labels}):
        agreement([label for label in labels if label.model == model], console, model)
    confusion(labels, console)
    if options.disagreements:
        disagreements(labels, console)


if __name__ == "__main__":
    main()
