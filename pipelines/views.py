"""What the command line prints, made from the one report on a version (`assets/snapshots/report.py`)."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assets.evaluation.card import situation_rows, summary
from assets.evaluation.records import Evaluation, Promotion, read_together
from assets.identity import canonical_json, sha256
from assets.retraining.gate import Gate, Verdict
from assets.snapshots.diff import Diff, questions
from assets.snapshots.manifest import Expectation, Manifest, Reason, Summary
from assets.snapshots.report import READY, Report, build_report
from assets.snapshots.versions import read_frame, read_manifest
from checks.expectations import Judged
from checks.proofs import Verification
from checks.results import read_results
from pipelines.runs import DayRun, Retraining
from resources.object_store import ObjectStore

console = Console(highlight=False)
REASONS = 3  # of what is uncovered, where a day makes no version
NEVER_TOGETHER = 15  # missing pairs that are printed; the manifest has more
"""Writes to stdout; as wide as the terminal, 80 columns elsewhere."""


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number == 0 else "right", overflow="fold")
    return table


def _show_unmet(check: str, unmet: Iterable[Expectation | Judged]) -> None:
    """What was asked for and what was observed instead."""
    for e in unmet:
        bound = ", ".join(f"{name} {value:g}" for name, value in e.bound.items())
        console.print(f"  [yellow]{check}[/]: {escape(e.meaning)}: {e.observed} ({bound})", soft_wrap=True)


def show_run(done: DayRun, store: ObjectStore) -> None:
    """What happened on a day: numbers of every step, the version, and where to look next."""
    if done.version is None:
        if done.failed_checks:
            console.print(f"[bold red]No version:[/] blocking checks failed: {', '.join(done.failed_checks)}.")
            results = read_results(store, done.day)
            for name in sorted(results.keys() & set(done.failed_checks)):
                critical = (e for e in results[name].expectations if e.severity == "critical")
                _show_unmet(name, (e for e in critical if not e.passed))
            if "coverage" in results and (reasons := results["coverage"].evidence.get("reasons")):
                console.print("  Why obligations have no example, the most frequent reasons:")
                for row in reasons[:REASONS]:
                    console.print(f"    {row['obligations']:>5}  {escape(str(row['reason']))}", soft_wrap=True)
            console.print("  Their evidence is in the UI (knowbound dev), on the assets they belong to.")
        else:
            console.print("[bold red]No version:[/] the run failed; the message above says where and what to do.")
        return
    report = build_report(store, done.version)
    summary = report.summary
    console.print()
    numbers = _table(f"The picture of {done.day}", "what", "count")
    numbers.add_row("documents", f"{summary.documents:,}")
    numbers.add_row("passages", f"{summary.passages:,}")
    used = summary.points - sum(reason.count for reason in summary.unused)
    numbers.add_row("decision points", f"{summary.points:,}, {used:,} of them clear enough to use")
    numbers.add_row("examples", f"{summary.examples:,}")
    numbers.add_row("preference pairs", f"{summary.balance.preferences:,}")
    numbers.add_row(
        "obligations covered",
        f"{summary.coverage.covered:,} of {summary.coverage.owed:,} ({summary.coverage.share:.0%})",
    )
    console.print(numbers)
    _show_counts(report.manifest)
    _show_privacy(summary)
    checks = _table("Checks", "check", "passed", "expectations")
    for check in summary.checks:
        held = sum(e.passed for e in check.expectations)
        mark = "[green]yes[/]" if check.passed else "[red]no[/]" if check.blocking else "[yellow]warns[/]"
        checks.add_row(check.check, mark, f"{held} of {len(check.expectations)}")
    console.print(checks)
    for check in summary.checks:
        _show_unmet(check.check, (e for e in check.expectations if not e.passed))
    seconds = _table("Seconds per step", "step", "seconds")
    for step, spent in done.seconds.items():
        seconds.add_row(step, f"{spent:.1f}")
    console.print(seconds)
    state = "new" if done.new else "unchanged"
    verdict = report.status if report.status == READY else report.status.upper()
    console.print(f"\n[bold green]{verdict}[/]: version [bold]{report.version}[/] ({state})")
    console.print(f"  read it:   knowbound packet {report.version}")
    console.print(f"  examples:  knowbound examples {report.version} --sample 10")
    console.print(f"  prove it:  knowbound verify {report.version} --mutate 500")
    console.print("  the UI:    make dev, then http://127.0.0.1:3000")


def _show_counts(manifest: Manifest) -> None:
    counts = _table("Examples by situation and behaviour", "situation", "behaviour", "train", "held out")
    for count in manifest.summary.counts:
        counts.add_row(count.situation, count.behaviour, str(count.train), str(count.evaluation))
    console.print(counts)


def _show_privacy(summary: Summary) -> None:
    kinds = _table("Redacted", "kind", "findings", "in documents")
    for kind in summary.privacy.kinds:
        kinds.add_row(kind.kind, f"{kind.findings:,}", f"{kind.items:,}")
    console.print(kinds)
    for name, reasons in (
        ("withheld", summary.privacy.withheld),
        ("quarantined", summary.privacy.quarantined),
    ):
        for count, reason in alike(reasons):
            console.print(f"  {name}: {count:,} ({reason})", soft_wrap=True)


def alike(reasons: Iterable[Reason]) -> list[tuple[int, str]]:
    """(number, reason); more than three reasons that differ only in their numbers are one, the first as example."""
    groups: dict[str, list[Reason]] = {}
    for reason in reasons:
        groups.setdefault(re.sub(r"\d[\d,]*", "#", reason.reason), []).append(reason)
    shown = []
    for group in groups.values():
        if len(group) > 3:
            shown.append((sum(reason.count for reason in group), f"for example {group[0].reason}"))
        else:
            shown += [(reason.count, reason.reason) for reason in group]
    return shown


def show_versions(listed: list[dict[str, Any]]) -> None:
    """The versions, oldest first."""
    if not listed:
        console.print("There is no version yet: knowbound run makes one.")
        return
    table = _table("Dataset versions", "version", "status", "documents", "train", "held out", "obligations")
    for row in listed:
        counts = row["counts"]
        owed = f"{counts['obligations_covered']:,} of {counts['obligations_owed']:,}" if counts else "–"
        numbers = (str(counts.get(name, "–")) for name in ("documents", "train", "evaluation"))
        waits = row["standing"] == "waiting" or row["problems"]
        table.add_row(row["version"], row["status"] if waits else row["standing"], *numbers, owed)
    console.print(table)
    for row in listed:
        for problem in row["problems"]:
            console.print(f"  [bold red]{row['status']}[/]: {escape(problem)}", soft_wrap=True)


def show_diff(changes: Diff) -> None:
    """What changed from one version to another: examples, flips, rules, coverage, files."""
    console.print(f"[bold]{changes.a}[/] → [bold]{changes.b}[/]")
    console.print(f"examples: {changes.added.height:,} added, {changes.removed.height:,} removed")
    for row in changes.flipped.iter_rows(named=True):
        console.print(f"  flipped {row['before']} → {row['after']}: {escape(row['question'])}")
    for sign, points in (("+", changes.points_added), ("-", changes.points_removed)):
        for sentence in points["sentence"].unique().sort():
            console.print(f"  {sign} {escape(sentence)}")
    table = _table("Obligations covered", "kind", "before", "after")
    for row in changes.coverage.iter_rows(named=True):
        before, after = (f"{row[f'covered_{when}']} of {row[f'owed_{when}']}" for when in ("before", "after"))
        table.add_row(row["kind"], before, after)
    console.print(table)
    console.print("files that differ: " + (", ".join(changes.files["name"]) or "none"))


def choose_examples(
    store: ObjectStore, version: str, situation: str | None, sample: int | None, seed: int
) -> list[dict[str, Any]]:
    """Examples of a version as plain data, ordered by id; `sample` of them by the hash of seed and id."""
    manifest = read_manifest(store, version)
    frame = read_frame(store, manifest, "examples.parquet").sort("example")
    if situation is not None:
        frame = frame.filter(pl.col("situation") == situation)
    rows = frame.to_dicts()
    if sample is not None:
        rows = sorted(rows, key=lambda row: sha256(canonical_json([seed, row["example"]])))[:sample]
    points = {row["point"]: row for row in read_frame(store, manifest, "decision_points.parquet").to_dicts()}
    places = {
        row["document"]: {"title": row["title"], "path": row["path"], "source": row["source"]}
        for row in read_frame(store, manifest, "corpus/documents.parquet").sort("revision", descending=True).to_dicts()
    }
    return [
        {
            **{name: row[name] for name in ("example", "split", "situation", "behaviour", "messages")},
            "evidence": [{**piece, **places.get(piece["document"], {})} for piece in row["evidence"]],
            "decision_point": points.get(row["point"]),
            "cell": row["cell"],
            "twin": row["twin"] or None,
            "proof": json.loads(row["claim"]),
            "rejected": row["rejected"],
        }
        for row in rows
    ]


def show_examples(chosen: list[dict[str, Any]]) -> None:
    """Examples as a person reads them: question, answer, and the evidence it rests on."""
    for row in chosen:
        console.rule(f"{row['situation']} → {row['behaviour']}  ({row['split']}, {row['example'][:12]})", align="left")
        asked = iter(questions(row["messages"]))
        for message in row["messages"]:
            if message["role"] == "user":
                console.print(f"[bold]Q[/] {escape(next(asked))}")
            elif message["role"] == "assistant":
                console.print(f"[bold green]A[/] {escape(message['content'])}")
        for piece in row["evidence"]:
            console.print(f"[dim]  {escape(piece['section'])}: {escape(piece['text'])}[/]")
    if not chosen:
        console.print("No example fits.")


def show_coverage(report: Report) -> None:
    """Obligation coverage by kind, every uncovered obligation by document and line, and what people ask."""
    whole, demand = report.summary.coverage, report.summary.demand
    kinds = _table(f"Obligation coverage of {report.version}", "kind", "points", "owed", "covered", "share")
    for kind in whole.kinds:
        kinds.add_row(kind.kind, str(kind.points), str(kind.owed), str(kind.covered), f"{kind.covered / kind.owed:.0%}")
    kinds.add_row("all", "", str(whole.owed), str(whole.covered), f"{whole.share:.0%}")
    console.print(kinds)
    combined = _table("Pairs of properties in training examples", "properties", "feasible", "covered", "share")
    for pair in report.summary.evidence("coverage", "combinations"):
        combined.add_row(*(str(pair[name]) for name in ("factors", "feasible", "covered")), f"{pair['share']:.0%}")
    console.print(combined)
    for pair in report.summary.evidence("coverage", "missing_combinations")[:NEVER_TOGETHER]:
        console.print(f"  never together: {escape(str(pair['first']))}, {escape(str(pair['second']))}", soft_wrap=True)
    for document in report.gaps:
        for gap in document.gaps:
            place = f"{document.source}:{document.path}" + (f":{gap.line}" if gap.line else "")
            console.print(f"  {escape(place)}  {gap.kind}/{gap.cell}  {escape(gap.reason)}", soft_wrap=True)
    if not demand.questions:
        console.print("The tickets ask nothing.")
        return
    lacks = _table("Asked, and in no document", "topic", "asked", "proven", "first", "last", "owner", "for example")
    for lack in report.lacks:
        lacks.add_row(
            escape(lack.topic),
            str(lack.asked),
            str(lack.proven),
            lack.first,
            lack.last,
            escape(lack.owner),
            escape(lack.example),
        )
    console.print(lacks)
    became = ", ".join(f"{count} {name}" for name, count in sorted(demand.decisions.items()))
    console.print(
        f"{demand.questions} questions on {demand.topics} topics ({became}). Coverage weighted by demand {demand.weighted:.0%}; "
        f"{demand.served:.0%} of the questions served; the next question is on a new topic with probability {demand.unseen:.0%} "
        f"(Good-Turing), of at least {demand.expected_topics:.0f} topics (Chao1).",
        soft_wrap=True,
    )


def show_verification(found: Verification) -> None:
    """What re-hashing and proving again found, and how many planted mutations were rejected."""
    for problem in found.problems:
        console.print(f"[red]{escape(problem)}[/]")
    for reason, count in found.rejected:
        console.print(f"[red]rejected[/] {count}: {escape(reason)}")
    console.print(f"{found.examples:,} examples proven again, {sum(n for _, n in found.rejected)} rejected")
    if found.mutations is not None:
        table = _table("Planted mutations", "kind", "planted", "rejected", "share")
        for kind, planted, rejected, rate in found.mutations.iter_rows():
            table.add_row(kind, str(planted), str(rejected), "none fits" if rate is None else f"{rate:.1%}")
        console.print(table)


_COLOURS = {
    "open": "green",
    "trained": "green",
    "running": "cyan",
    "waiting": "yellow",
    "shut": "red",
    "exhausted": "red",
}


def show_gate(gate: Gate) -> None:
    """Every version's verdict, newest first."""
    for verdict in gate.verdicts:
        show_verdict(verdict)
    if not gate.verdicts:
        console.print(gate.words)


def show_verdict(verdict: Verdict) -> None:
    """One version: its state, why, and what can be done."""
    console.print(f"[bold]{verdict.version}[/]  [bold {_COLOURS[verdict.state]}]{verdict.state}[/]")
    for line in filter(None, (verdict.words, verdict.next)):
        console.print(f"  {escape(line)}", soft_wrap=True)


def show_retraining(done: Retraining, version: str, store: ObjectStore) -> None:
    """The candidate that came of a version and how it did, or why there is none."""
    if done.receipt is None:
        console.print(f"[bold red]No model[/] came of {version}: {escape(done.failed)}", soft_wrap=True)
        console.print("  knowbound gate says what happens next.")
        return
    console.print(f"[bold green]trained[/]: model [bold]{done.receipt.model}[/] on {version}")
    if not done.success:
        console.print(f"  [bold red]but these steps failed[/]: {escape(done.failed)}. Launch them again in the UI.")
    if evaluations := read_together(store, done.receipt.model):
        show_evaluations(evaluations, evaluations[-1].promotion)


def show_models(listed: list[dict[str, Any]]) -> None:
    """The trained models, and what is known of them."""
    if not listed:
        console.print("There is no model yet: an approved version is trained by the gate, or by knowbound retrain.")
        return
    table = _table("Models", "model", "version", "hallucination", "over-refusal", "right on answerable", "eligible")
    for row in listed:
        scores = row["scores"]
        rates = (scores[name] for name in ("hallucination", "over_refusal", "accuracy")) if scores else ()
        shown = [f"{rate['share']:.0%}" for rate in rates] or ["not evaluated", "", ""]
        promotion = row["promotion"]
        eligible = promotion and promotion["eligible"] and not row["flag"]
        table.add_row(row["model"], row["version"], *shown, "yes" if eligible else "no")
    console.print(table)
    for row in listed:
        if row["flag"]:
            console.print(f"  [bold red]{row['model']} must not be used[/]: {escape(row['flag'])}", soft_wrap=True)
    for row in listed:
        if row["promotion"]:
            console.print(f"  {row['model']}: {escape(' '.join(row['promotion']['reasons']))}", soft_wrap=True)


def show_evaluations(done: Sequence[Evaluation], promotion: Promotion | None) -> None:
    """Before, baseline and after, one column each; then the situations and the verdict."""
    rows = summary(done)
    table = _table(f"On {done[-1].scores.cases} held-out cases of {done[-1].version}", "", *(r["model"] for r in rows))
    for name in list(rows[0])[1:]:
        table.add_row(name, *(row[name] for row in rows))
    console.print(table)
    situations = situation_rows(done)
    table = _table("Right by situation", *situations[0])
    for row in situations:
        table.add_row(*row.values())
    console.print(table)
    if promotion is None:
        return
    colour = "green" if promotion.eligible else "yellow"
    console.print(f"[bold {colour}]{escape(promotion.reasons[0])}[/] {escape(' '.join(promotion.reasons[1:]))}")
