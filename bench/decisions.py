"""Reads folders of Markdown and prints random decision points by kind, counts and speed: for judging precision by eye.

python bench/decisions.py FOLDER... [--kind limit] [--count 40] [--seed 1] [--unused]
"""

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from assets.decisions.extraction import normal_name, read_document, resolves
from assets.decisions.records import POINT_KINDS
from assets.ingest.parsed import ParseError
from assets.ingest.parsing import parse
from assets.ingest.raw import RawContent


def load(folders: list[Path]) -> list[dict[str, object]]:
    """One work item per readable Markdown file; each section between headings is a passage."""
    works: list[dict[str, object]] = []
    for path in sorted(file for folder in folders for file in folder.rglob("*.md")):
        try:
            parsed = parse(RawContent(path.read_bytes(), "md"))
        except ParseError:
            continue
        passages: list[list[object]] = []
        groups: list[list[int]] = []
        for block in parsed.blocks:
            if block.kind == "heading" or not groups or block.end - groups[-1][0] > 1200:
                groups.append([block.start, block.end, block.line])
            else:
                groups[-1][1] = block.end
        passages = [["", parsed.text[s:e], s, line] for s, e, line in groups]
        works.append({"document": str(path), "text": parsed.text, "title": parsed.title, "passages": passages})
    return works


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="*", type=Path)
    arguments.add_argument(
        "--labels", type=Path, help="hand-labelled sentences; files are relative to its parent's parent"
    )
    arguments.add_argument("--kind", choices=POINT_KINDS)
    arguments.add_argument("--count", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--unused", action="store_true")
    arguments.add_argument("--out", type=Path, help="write all points as JSON lines")
    options = arguments.parse_args()
    if options.labels:
        score(json.loads(options.labels.read_text()), options.labels.parent.parent)
        return
    works = load(options.folders)
    began = time.perf_counter()
    points = [{**row, "document": work["document"]} for work in works for row in read_document(work)]
    seconds = time.perf_counter() - began
    size = sum(len(str(work["text"])) for work in works) / 1024
    names = sorted(
        {normal_name(str(w["title"])) for w in works} | {normal_name(Path(str(w["document"])).name) for w in works}
    )
    for row in points:
        row["resolves"] = resolves(str(row["target"]), names) if row["kind"] == "reference" else None
    print(f"{len(works)} documents, {size:.0f} KB, {len(points)} points, {seconds:.1f} s, {size / seconds:.0f} KB/s")
    print(
        *(
            f"{kind}: {sum(r['kind'] == kind and r['used'] for r in points)} used, "
            f"{sum(r['kind'] == kind and not r['used'] for r in points)} not"
            for kind in POINT_KINDS
        ),
        sep="; ",
    )
    print(Counter((r["kind"], r["reason"]) for r in points if not r["used"]).most_common(40))
    if options.out:
        options.out.write_text("".join(json.dumps(row) + "\n" for row in points))
    for kind in [options.kind] if options.kind else POINT_KINDS:
        chosen = [r for r in points if r["kind"] == kind and r["used"] != options.unused]
        digest = lambda r: hashlib.sha256(f"{options.seed}{r['sentence']}{r['start']}".encode()).hexdigest()  # noqa: E731
        print(f"\n== {kind}: {len(chosen)}")
        for r in sorted(chosen, key=digest)[: options.count]:
            show(r)


def score(labels: list[dict[str, object]], root: Path) -> None:
    """Recall per kind over hand-labelled sentences, and used points that a label or its sentence contradicts."""
    found: dict[str, list[dict[str, object]]] = {}
    for file in sorted({str(label["file"]) for label in labels}):
        path = root / file
        parsed = parse(RawContent(path.read_bytes(), path.suffix.lstrip(".")))
        found[file] = read_document({"document": file, "passages": [["", parsed.text, 0, 1]]})
    hits: Counter[str] = Counter()
    used: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for label in labels:
        near = [r for r in found[str(label["file"])] if same(str(r["sentence"]), str(label["sentence"]))]
        kind = str(label["kind"])
        if kind == "none":
            alarms = [r for r in near if r["used"] and r["kind"] != "reference"]
            wrong.update(str(r["kind"]) for r in alarms)
            for row in alarms:
                print("FALSE ALARM", end="")
                show(row)
            continue
        mine = [r for r in near if r["kind"] == kind and same(str(r["text"]), str(label["text"]))]
        facts = ("comparator", "value", "unit")
        clause = f"{label.get('marker')} {label.get('clause')}"
        right = [
            r
            for r in mine
            if all(label.get(f) in (None, r[f]) for f in facts)
            and (not label.get("clause") or same(clause, f"{r['marker']} {r['clause']}"))
        ]
        hits[kind] += any(r["used"] for r in right)
        used[kind] += any(r["used"] for r in mine)
        if not any(r["used"] for r in right):
            print("MISSED", {k: v for k, v in label.items() if k != "file"}, [(r["text"], r["reason"]) for r in mine])
    for kind in POINT_KINDS:
        total = sum(label["kind"] == kind for label in labels)
        precision = hits[kind] / max(1, used[kind] + wrong[kind])
        print(f"{kind}: recall {hits[kind]}/{total}, precision {precision:.2f} ({wrong[kind]} false alarms)")


def same(one: str, other: str) -> bool:
    """Whether one text holds the other, white space and case aside."""
    a, b = (" ".join(text.lower().split()) for text in (one, other))
    return a in b or b in a


def show(row: dict[str, object]) -> None:
    """One point on two lines: the sentence, and what was read from it."""
    keys = (
        "modality",
        "subject",
        "predicate",
        "comparator",
        "value",
        "value_high",
        "unit",
        "per",
        "scope",
        "marker",
        "clause",
        "role",
        "target",
        "resolves",
        "confidence",
        "reason",
    )
    print(
        f"\n* [{row['form']}] {row['sentence']}\n    «{row['text']}» "
        + ", ".join(f"{k}={row[k]}" for k in keys if row.get(k) is not None)
    )


if __name__ == "__main__":
    main()
