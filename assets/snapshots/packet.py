"""The review packet: one self-contained HTML page that opens offline, without scripts or external references."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from assets.examples.records import BEHAVIOURS, SITUATIONS
from assets.snapshots.report import READY, Gap, GapDocument, Mark, Report


def render_packet(report: Report) -> str:
    """The page for a report; equal reports give equal pages. Everything from documents is escaped."""
    html = Environment(
        loader=PackageLoader("assets.snapshots"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html.filters.update(percent=_percent, words=_words, plain=_plain, near=_near, number="{:,}".format)
    shown = {place for row in report.heat for place, count in enumerate(row.examples) if count}
    return html.get_template("packet.html.jinja").render(
        report=report,
        summary=report.summary,
        ready=report.status == READY,
        warnings=[e for c in report.summary.checks for e in c.expectations if not e.passed and e.severity == "warning"],
        trained=sum(count.train for count in report.summary.counts),
        held_out=sum(count.evaluation for count in report.summary.counts),
        behaviours=_behaviours(report),
        situations=[(place, name) for place, name in enumerate(SITUATIONS) if place in shown],
        absent=[name for place, name in enumerate(SITUATIONS) if place not in shown],
        by_situation=_by_situation(report),
        gaps=_gaps(report),
        densest=max((count for row in report.heat for count in row.examples), default=0),
    )


def _behaviours(report: Report) -> list[tuple[str, int, int]]:
    """Behaviour, training examples, held-out cases; in the order of the vocabulary, absent ones left out."""
    rows = [
        (
            behaviour,
            sum(c.train for c in report.summary.counts if c.behaviour == behaviour),
            sum(c.evaluation for c in report.summary.counts if c.behaviour == behaviour),
        )
        for behaviour in BEHAVIOURS
    ]
    return [row for row in rows if row[1] + row[2]]


def _by_situation(report: Report) -> list[tuple[str, str, int, int]]:
    """Situation, its behaviours, training examples, held-out cases; situations without examples included."""
    rows = []
    for situation in SITUATIONS:
        counts = [c for c in report.summary.counts if c.situation == situation]
        behaviours = ", ".join(_words(c.behaviour) for c in counts)
        rows.append((situation, behaviours, sum(c.train for c in counts), sum(c.evaluation for c in counts)))
    return rows


def _gaps(report: Report) -> list[tuple[str, int, list[tuple[GapDocument, list[tuple[Gap, list[str]]]]]]]:
    """Source, its uncovered obligations, its documents; the gaps of a document that share rule and reason in one row,
    with their cells. The largest debt first.
    """
    sources: dict[str, list[GapDocument]] = {}
    for document in sorted(report.gaps, key=lambda d: -len(d.gaps)):
        sources.setdefault(document.source, []).append(document)
    grouped = [
        (source, sum(len(d.gaps) for d in documents), [(d, _rules(d.gaps)) for d in documents])
        for source, documents in sources.items()
    ]
    return sorted(grouped, key=lambda row: -row[1])


def _rules(gaps: Iterable[Gap]) -> list[tuple[Gap, list[str]]]:
    rules: dict[tuple[int, str, str, str], tuple[Gap, list[str]]] = {}
    for gap in gaps:
        rules.setdefault((gap.line, gap.sentence, gap.kind, gap.reason), (gap, []))[1].append(_words(gap.cell))
    return list(rules.values())


def _near(parts: Sequence[tuple[str, Mark]]) -> list[tuple[str, Mark]]:
    """The paragraphs that hold something marked; "…" stands for what is left out."""
    marked = [place for place, (_, kind) in enumerate(parts) if kind != "plain"]
    if not marked:
        return list(parts)
    shown = list(parts)
    first, last = marked[0], marked[-1]
    if first > 0 and "\n\n" in parts[0][0]:
        shown[0] = ("…\n" + parts[0][0].rpartition("\n\n")[2], "plain")
    if last < len(parts) - 1 and "\n\n" in parts[-1][0]:
        shown[-1] = (parts[-1][0].partition("\n\n")[0] + "\n…", "plain")
    return shown


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _plain(value: Any) -> str:
    """An observed value or bound as text."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:g}"
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
