"""`python -m bench.decisions`: precision and recall of decision points, and what hand-labelled points owe, found and covered.

bench/decision_labels.jsonl holds sentences labelled by hand: file, span in its parsed text, the first digits of the span's
SHA-256, the part it belongs to, and every rule that a reader finds in it (kind, deciding words, value, comparator, unit, the
cells it owes). Files are of this project, or of ../shared/corpora; what is not there is left out and counted. A point is
right if kind and place agree, its value, comparator and unit with those labelled, and its clause with the labelled one.
Covered: examples are generated over the labelled documents, and proven. The part `test` is for the end: `--list` prints
misses and false alarms of the part `dev` only, `--lost` where its owed cells are lost: nothing read, doubted, read otherwise,
or read and uncovered, each with its reason.

`python -m bench.decisions STORE... --kind limit [--unused]` prints random points of redacted documents, to be read.
"""

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from assets.decisions.assets import step_fingerprint
from assets.decisions.extraction import extract_points
from assets.decisions.records import POINT_KINDS
from assets.evaluation.metrics import wilson
from assets.examples.generation import generate
from assets.examples.settings import ExampleSettings
from assets.identity import content_id, sha256
from assets.ingest.parsed import Parsed
from assets.ingest.parsing import parse
from assets.ingest.raw import RawContent
from assets.memo import Memo
from assets.privacy.records import Documents, Passages
from bench.decision_space import redacted
from checks.verifier import verdicts
from resources.stores import open_store

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "bench" / "decision_labels.jsonl"
Row = dict[str, Any]


@dataclass
class Score:
    """Counts for one part and kind."""

    labelled: int = 0
    found: int = 0
    used: int = 0
    right: int = 0
    owed: int = 0
    owed_found: int = 0
    covered: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True)))


def points_of(documents: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """The decision points, remembered below var/bench/."""
    memo = Memo(open_store(f"file://{ROOT / 'var' / 'bench'}", {}), "decisions", step_fingerprint())
    return extract_points(documents, passages, memo)


def frames(files: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents and passages of files as they are; a document's text is the parsed text that the labels point into."""
    documents, passages = [], []
    for file in files:
        path = ROOT / file
        parsed = parse(RawContent(path.read_bytes(), path.suffix.lstrip(".")))
        document = sha256(parsed.text)
        documents.append(
            {"source": "bench", "item": sha256(file), "revision": 0, "kind": "sop" if "sop" in path.name.lower() else "wiki",
             "document": document, "path": file, "title": parsed.title or path.stem, "text": parsed.text, "status": "ok",
             "redaction": "current"}
        )  # fmt: skip
        for ordinal, (start, end, heading, line) in enumerate(sections(parsed)):
            text = parsed.text[start:end]
            passages.append(
                {"document": document, "ordinal": ordinal, "passage": content_id([heading, text]), "heading": heading,
                 "text": text, "start": start, "end": end, "line": line, "status": "ok"}
            )  # fmt: skip
    return (
        Documents.validate(pl.DataFrame(documents, schema=Documents.create_empty().schema), cast=True),
        Passages.validate(pl.DataFrame(passages, schema=Passages.create_empty().schema), cast=True),
    )


def sections(parsed: Parsed) -> list[tuple[int, int, list[str], int]]:
    """Start, end, heading path and line of runs of blocks under one heading, as the privacy step cuts them."""
    found: list[tuple[int, int, list[str], int]] = []
    for block in parsed.blocks:
        heading = list(block.heading)
        if block.kind == "heading":
            continue
        if found and found[-1][2] == heading and block.end - found[-1][0] <= 1200:
            found[-1] = (found[-1][0], block.end, heading, found[-1][3])
        else:
            found.append((block.start, block.end, heading, block.line))
    return found


def stale(label: Row, text: str) -> bool:
    """Whether the labelled span no longer holds the text that was labelled."""
    return not sha256(text[label["start"] : label["end"]]).startswith(label["digest"])


def meets(point: Row, rule: Row, words: str) -> bool:
    """Whether a point and a labelled rule are of one kind and place; a lead-in's rule is read with each of its items."""
    beside = point["form"] == "joined" and _plain(words) in _plain(point["lead"] or "")
    return bool(point["kind"] == rule["kind"]) and (
        (point["start"] < rule["end"] and rule["start"] < point["end"]) or beside
    )


def agrees(point: Row, rule: Row, words: str) -> bool:
    """Whether what was read is what was labelled."""
    if any(key in rule and point[key] != rule[key] for key in ("value", "comparator", "unit")):
        return False
    if point["kind"] not in ("condition", "exception"):
        return True
    read, labelled = (_plain(t).split() for t in (f"{point['marker']} {point['clause']}", words))
    common = sum((Counter(read) & Counter(labelled)).values())
    return 2 * common >= 0.8 * (len(read) + len(labelled))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w$€£%']+", text.lower().replace("’", "'")))


def score(part: str, labels: list[Row], listed: str | None, lost: Counter[str]) -> dict[str, Score]:
    """Counts by kind; with `listed` the misses and false alarms of that kind (or of all) are printed.

    `lost` counts the owed cells without an example, by what became of them.
    """
    files = sorted({label["file"] for label in labels})
    documents, passages = frames(files)
    texts = dict(documents.select("path", "text").iter_rows())
    ids = dict(documents.select("path", "document").iter_rows())
    points = points_of(documents, passages)
    made = generate(documents, passages, points, ExampleSettings(), verdicts)
    cells = set(made.examples.select("point", "cell").iter_rows())
    reasons = {(point, cell): reason for point, cell, reason in made.uncovered.iter_rows()}
    scores = {kind: Score() for kind in POINT_KINDS}
    for file in files:
        text = texts[file]
        mine = [label for label in labels if label["file"] == file]
        if any(stale(label, text) for label in mine):
            raise SystemExit(f"{file} is not the text that was labelled")
        used = points.filter(pl.col("document") == ids[file]).with_columns(pl.col("kind").cast(pl.String)).to_dicts()
        rights: set[str] = set()
        for label in mine:
            for rule in label["points"]:
                words = text[rule["start"] : rule["end"]]
                near = [p for p in used if meets(p, rule, words)]
                right = [p for p in near if p["used"] and agrees(p, rule, words)]
                rights |= {p["point"] for p in right}
                owed = {cell for p in right for cell in p["owes"] if cell in rule["owes"]}
                covered = {cell for p in right for cell in rule["owes"] if (p["point"], cell) in cells}
                scores[rule["kind"]] += Score(1, bool(right), 0, 0, len(rule["owes"]), len(owed), len(covered))
                why = "; ".join(f"{p['text']}: {p['reason'] or 'read otherwise'}" for p in near) or "nothing read"
                if listed in ("all", rule["kind"]) and not right:
                    print(f"MISSED {part} {rule['kind']} «{words}» ({why}) {text[label['start'] : label['end']]}")
                for cell in rule["owes"]:
                    if not right:
                        lost[next((p["reason"] or "read otherwise" for p in near), "nothing read")] += 1
                    elif not any((p["point"], cell) in cells for p in right):
                        why = next((r for p in right if (r := reasons.get((p["point"], cell)))), "not owed")
                        lost[f"read, but {why}"] += 1
                        if listed in ("all", rule["kind"]):
                            print(f"UNCOVERED {part} {rule['kind']}/{cell} ({why}) {right[0]['sentence']}")
        for point in used:
            inside = any(point["start"] < label["end"] and label["start"] < point["end"] for label in mine)
            if point["used"] and inside:
                scores[point["kind"]] += Score(used=1, right=point["point"] in rights)
                if listed in ("all", point["kind"]) and point["point"] not in rights:
                    print(f"FALSE {part} ", end="")
                    show(point)
    return scores


def table(part: str, scores: dict[str, Score]) -> None:
    """Precision and recall by kind with their intervals, then what is owed."""
    print(f"\n| {part} | labelled | found | recall | used | right | precision | owed | found | covered |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for kind, of in {**scores, "all": sum(scores.values(), Score())}.items():
        print(
            f"| {kind} | {of.labelled} | {of.found} | {_share(of.found, of.labelled)} | {of.used} | {of.right} | "
            f"{_share(of.right, of.used)} | {of.owed} | {_percent(of.owed_found, of.owed)} | {_percent(of.covered, of.owed)} |"
        )


def _percent(count: int, of: int) -> str:
    return f"{count / of:.0%}" if of else "-"


def _share(count: int, of: int) -> str:
    low, high = wilson(count, of)
    return f"{count / of:.0%} ({low:.0%} to {high:.0%})" if of else "-"


def read(stores: list[Path], kind: str | None, count: int, seed: str, unused: bool) -> None:
    """Random points of stores' redacted documents, tickets aside."""
    for name in [kind] if kind else POINT_KINDS:
        chosen: list[Row] = []
        for store in stores:
            documents, passages = redacted(store)
            rules = documents.filter(pl.col("kind").cast(pl.String) != "ticket")
            points = points_of(rules, passages).filter(
                (pl.col("kind").cast(pl.String) == name) & (pl.col("used") != unused)
            )
            chosen += points.to_dicts()
        print(f"\n== {name}: {len(chosen)}")
        for row in sorted(chosen, key=lambda r: sha256(f"{seed}\n{r['point']}"))[:count]:
            show(row)


def show(row: Row) -> None:
    """One point on two lines: the sentence, and what was read from it."""
    keys = (
        "kind", "modality", "subject", "predicate", "comparator", "value", "value_high", "unit", "per", "scope", "marker",
        "clause", "role", "target", "follows", "resolves", "owes", "confidence", "reason",
    )  # fmt: skip
    facts = ", ".join(f"{key}={row[key]}" for key in keys if row[key] is not None)
    print(f"* [{row['form']}] {row['sentence']}\n    «{row['text']}» {facts}")


def main() -> None:
    """Print it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("stores", nargs="*", type=Path, help="read random points of these stores")
    arguments.add_argument("--kind", choices=POINT_KINDS)
    arguments.add_argument("--count", type=int, default=40)
    arguments.add_argument("--seed", default="1")
    arguments.add_argument("--unused", action="store_true", help="those that are not used, with their reasons")
    arguments.add_argument(
        "--list", choices=("all", *POINT_KINDS), help="print misses and false alarms of the part dev"
    )
    arguments.add_argument("--lost", action="store_true", help="print where the cells that dev owes are lost")
    options = arguments.parse_args()
    if options.stores:
        read(options.stores, options.kind, options.count, options.seed, options.unused)
        return
    labels = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    present = [label for label in labels if (ROOT / label["file"]).exists()]
    print(f"{len(labels)} sentences labelled, {len(labels) - len(present)} of them in files that are not here")
    for part in ("dev",) if options.list or options.lost else ("dev", "test"):
        lost: Counter[str] = Counter()
        table(part, score(part, [label for label in present if label["part"] == part], options.list, lost))
        if options.lost:
            print(*(f"{count:4} {reason}" for reason, count in lost.most_common()), sep="\n")


if __name__ == "__main__":
    main()
