"""The review packet: one self-contained HTML page that opens offline, without scripts or external references."""

import json
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from assets.examples.records import BEHAVIOURS, SITUATIONS
from assets.snapshots.report import READY, Report


def render_packet(report: Report) -> str:
    """The page for a report; equal reports give equal pages. Everything from documents is escaped."""
    html = Environment(
        loader=PackageLoader("assets.snapshots"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html.filters.update(percent=_percent, words=_words, plain=_plain, number="{:,}".format)
    return html.get_template("packet.html.jinja").render(
        report=report,
        summary=report.summary,
        ready=report.status == READY,
        warnings=[e for c in report.summary.checks for e in c.expectations if not e.passed and e.severity == "warning"],
        trained=sum(count.train for count in report.summary.counts),
        held_out=sum(count.evaluation for count in report.summary.counts),
        behaviours=_behaviours(report),
        situations=SITUATIONS,
        by_situation=_by_situation(report),
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


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _plain(value: Any) -> str:
    """An observed value or bound as text."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
