"""What a reader says of random examples: a sheet to write verdicts on, and what they come to.

`python -m bench.judging draw STORE SHEET [--count 100] [--seed 1] [--by-reference]` makes the examples of a store's newest day
again with the code as it stands and writes a random sample of them to SHEET, one JSON object a line with empty verdicts. What
is to be read lies below var/bench/, by the sheet's name: conversation, evidence in its passage, what else is shown, the worse
answer. With `--by-reference` the sheet names example, document and place and holds no word of them, for documents that are not
ours to publish.

`python -m bench.judging score SHEET...` counts the verdicts, with Wilson 95 % intervals. Verdicts, the good ones first:

| column | verdicts |
| --- | --- |
| label | right, doubtful, wrong: whether an officer who knows the documents would sign situation, behaviour and conclusion |
| question | natural, acceptable, nonsense: whether somebody at work could ask that |
| grammar | ok, broken: of questions and answers; slips and clipped words of a voice that makes them are none |
| answer | ok, weak, wrong: whether it follows from what it quotes, is complete and reads well |
| rejected | worse, weak, not_worse: a believable answer that is really worse; weak: nobody believes it; "" where there is none |
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from assets.evaluation.metrics import rate
from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from bench.decision_space import ROOT, points_of, redacted, sampled, table, turns
from checks.verifier import verdicts

VERDICTS = {
    "label": ("right", "doubtful", "wrong"),
    "question": ("natural", "acceptable", "nonsense"),
    "grammar": ("ok", "broken"),
    "answer": ("ok", "weak", "wrong"),
    "rejected": ("worse", "weak", "not_worse", ""),
}
GOOD = {
    "label": ("right",),
    "question": ("natural", "acceptable"),
    "grammar": ("ok",),
    "answer": ("ok",),
    "rejected": ("worse", ""),
}
"""The verdicts of a column that speak for an example."""

Row = dict[str, Any]


def entry(row: Row, paths: dict[str, str], *, by_reference: bool) -> Row:
    """An example as a line of a sheet, not judged yet."""
    known = ("example", "situation", "behaviour", "recipe", "skeleton", "register", "split")
    found: Row = {name: row[name] for name in known}
    found["places"] = [[paths[e["document"]], e["start"], e["end"]] for e in row["evidence"]]
    if not by_reference:
        found |= {"section": row["section"], "turns": turns(row), "worse": row["rejected"]}
    return found | dict.fromkeys(VERDICTS, "") | {"remark": ""}


def readable(number: int, row: Row, around: int = 300) -> str:
    """An example to be read whole, in Markdown."""
    lines = [
        f"## {number}. {row['example'][:8]}: {row['situation']}, {row['behaviour']}, {row['register']} ({row['skeleton']})"
    ]
    lines += ["", *(f"{said}  " for said in turns(row)), f"R ({row['rejected_kind']}) {row['rejected']}  "]
    shown = {c["passage"]: " ".join(c["text"].split()) for c in row["context"]}
    for span in row["evidence"]:
        words = " ".join(span["text"].split())
        before, found, after = shown.pop(span["passage"], "").partition(words)
        beside = f" ... {before[-around:]}**[...]**{after[:around]}" if found else ""
        lines.append(f"- evidence [{span['section']}] {words}{beside}")
    brief = row["behaviour"] in ("answer", "clarify", "correct_premise")
    for context in row["context"]:
        if context["passage"] in shown:
            lines.append(f"- shown [{context['section']}] {'' if brief else shown[context['passage']][: 2 * around]}")
    return "\n".join(lines) + "\n"


def draw(store: Path, sheet: Path, count: int, seed: str, *, by_reference: bool) -> None:
    """Write a sheet and what is to be read; never over a sheet that is there."""
    if sheet.exists():
        raise SystemExit(f"{sheet} exists: verdicts may stand on it, so name another file")
    documents, passages = redacted(store)
    made = generate(documents, passages, points_of(documents, passages), ExampleSettings(), verdicts).examples
    rows = sampled(made, count, seed, None)
    paths = dict(documents.select("document", "path").unique("document", keep="first").iter_rows())
    sheet.parent.mkdir(parents=True, exist_ok=True)
    write(sheet, [entry(row, paths, by_reference=by_reference) for row in rows])
    text = (ROOT / "var" / "bench" / sheet.name).with_suffix(".md")
    text.parent.mkdir(parents=True, exist_ok=True)
    text.write_text("\n".join(readable(n, row) for n, row in enumerate(rows, 1)), encoding="utf-8")
    print(f"{len(rows)} of {made.height} examples: write verdicts to {sheet}, read {text}")


def write(sheet: Path, rows: Iterable[Row]) -> None:
    """A sheet as JSON lines."""
    sheet.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def judged(sheet: Path) -> list[Row]:
    """The rows of a sheet; ends the program where a verdict is missing or unknown."""
    rows = [json.loads(line) for line in sheet.read_text("utf-8").splitlines()]
    for number, row in enumerate(rows, 1):
        for column, known in VERDICTS.items():
            if row[column] not in known:
                raise SystemExit(
                    f"{sheet}:{number}: {column} is {row[column]!r}; write one of {', '.join(filter(None, known))}"
                )
    return rows


def good(row: Row, column: str) -> bool:
    """Whether a verdict speaks for the example; of the column `all`, whether all of them do."""
    return all(row[c] in GOOD[c] for c in GOOD) if column == "all" else row[column] in GOOD[column]


def score(rows: Sequence[Row]) -> pl.DataFrame:
    """Each column with its good share and how often each verdict was given."""
    counts = []
    for column in (*VERDICTS, "all"):
        said = Counter(row[column] for row in rows) if column != "all" else Counter()
        given = ", ".join(
            f"{verdict or 'none'} {said[verdict]}" for verdict in VERDICTS.get(column, ()) if said[verdict]
        )
        counts.append([column, str(rate([good(row, column) for row in rows])), given])
    return pl.DataFrame(counts, schema=["column", "good", "verdicts"], orient="row")


def by_situation(rows: Sequence[Row]) -> pl.DataFrame:
    """Each situation with the examples read and those without any objection."""
    read: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        read[row["situation"]].append(row)
    counts = [
        [name, len(found), sum(good(r, "label") for r in found), sum(good(r, "all") for r in found)]
        for name, found in sorted(read.items())
    ]
    return pl.DataFrame(counts, schema=["situation", "read", "label right", "no objection"], orient="row")


def main() -> None:
    """Draw or score."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = arguments.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="write a sheet of random examples")
    drawing.add_argument("store", type=Path)
    drawing.add_argument("sheet", type=Path)
    drawing.add_argument("--count", type=int, default=100)
    drawing.add_argument("--seed", default="1")
    drawing.add_argument("--by-reference", action="store_true", help="publish places, not words")
    scoring = commands.add_parser("score", help="count the verdicts of sheets")
    scoring.add_argument("sheets", type=Path, nargs="+")
    options = arguments.parse_args()
    if options.command == "draw":
        draw(options.store, options.sheet, options.count, options.seed, by_reference=options.by_reference)
        return
    rows = [row for sheet in options.sheets for row in judged(sheet)]
    table(score(rows))
    table(by_situation(rows))


if __name__ == "__main__":
    main()
