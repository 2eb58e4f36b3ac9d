"""The Dagster surface of snapshots: a day becomes a version, and versions are partitions to pick from."""

import base64
import html
import io
from collections.abc import Callable
from typing import Any

import dagster as dg
from matplotlib.figure import Figure
from pydantic import BaseModel

from assets.days import DATASET_VERSIONS, DAYS
from assets.decisions.records import DecisionPoints
from assets.examples.records import SITUATIONS, Demand, Examples, Handwritten, Uncovered
from assets.identity import key_fingerprint
from assets.ingest.records import Inventory
from assets.lake import Lake
from assets.privacy.records import Documents, Findings, Passages
from assets.snapshots.content import VersionContent
from assets.snapshots.packet import render_packet
from assets.snapshots.provenance import code_digests, settings_digests, source_states
from assets.snapshots.readiness import NotReady, passed_checks
from assets.snapshots.report import Report
from assets.snapshots.review_link import review_links
from assets.snapshots.versions import write_version
from resources.object_store import ObjectStore

dataset_version = dg.AssetsDefinition(
    specs=[
        dg.AssetSpec(
            "dataset_version",
            description="A dataset version in the object store: what an officer reviews and a trainer consumes. "
            "Each partition is a version; the newest waits for review. Made by `snapshot`, never by hand.",
            partitions_def=DATASET_VERSIONS,
            deps=[dg.AssetDep("snapshot", partition_mapping=dg.AllPartitionMapping())],
            group_name="snapshots",
            owners=["team:compliance"],
            kinds={"parquet"},
        )
    ]
)


@dg.asset(
    partitions_def=DAYS,
    deps=["inventory", "documents", "passages", "findings", "decision_points", "examples"],
    group_name="snapshots",
    owners=["team:data-engineering"],
    kinds={"parquet", "python"},
)
def snapshot(
    context: dg.AssetExecutionContext,
    *,
    lake: dg.ResourceParam[Lake],
    store: dg.ResourceParam[ObjectStore],
    key: dg.ResourceParam[bytes],
    ingest: dg.ResourceParam[Any],
    privacy: dg.ResourceParam[BaseModel],
    example_settings: dg.ResourceParam[BaseModel],
    coverage: dg.ResourceParam[Any],
    rephraser: dg.ResourceParam[Any],
    report: dg.ResourceParam[Callable[[ObjectStore, str], Report]],
) -> dg.MaterializeResult[Any]:
    """The version of the day: files, manifest, dataset card and review packet, once every blocking check has passed.

    A day whose dataset is unchanged keeps the version it has.
    """
    day = context.partition_key
    try:
        checks = passed_checks(store, lake, day)
    except NotReady as reason:
        raise dg.Failure(str(reason), allow_retries=False) from None
    steps = {"ingest": ingest, "privacy": privacy, "examples": example_settings, "coverage": coverage}
    if rephraser is not None:
        steps["language_model"] = rephraser.settings
    content = VersionContent(
        as_of=day,
        documents=lake.read("documents", day, Documents),
        passages=lake.read("passages", day, Passages),
        findings=lake.read("findings", day, Findings),
        points=lake.read("decision_points", day, DecisionPoints),
        examples=lake.read("examples", day, Examples),
        uncovered=lake.read("uncovered", day, Uncovered),
        handwritten=lake.read("handwritten", day, Handwritten),
        demand=lake.read("demand", day, Demand),
        sources=source_states(ingest.sources, lake.read("inventory", day, Inventory)),
        checks=checks,
        code=code_digests(),
        settings=settings_digests(steps),
        key_fingerprint=key_fingerprint(key),
        minimum_examples=coverage.minimum_examples,
    )
    written = write_version(store, content)
    shown = report(store, written.version)
    packet = f"packets/{written.version}.html"
    store.replace(packet, render_packet(shown).encode())
    # A run killed after the manifest was written left a version that Dagster does not know: announce that one too.
    known = context.instance.has_dynamic_partition(str(DATASET_VERSIONS.name), written.version)
    if not written.unchanged or not known:
        context.instance.add_dynamic_partitions(str(DATASET_VERSIONS.name), [written.version])
        context.log_event(
            dg.AssetMaterialization(
                "dataset_version",
                partition=written.version,
                metadata=version_metadata(shown, f"{store.url.rstrip('/')}/{packet}"),
            )
        )
    return dg.MaterializeResult(
        metadata={
            "version": written.version,
            "verdict": shown.status,
            "unchanged": written.unchanged,
            "what changed": _changes(shown),
            "dataset digest": written.manifest.dataset_digest,
        }
    )


def version_metadata(report: Report, packet: str) -> dict[str, Any]:
    """A report as Dagster metadata; `packet` is where the review packet lies."""
    summary = report.summary
    counts = [
        dg.TableRecord(
            {"situation": c.situation, "train": c.train, "held out": c.evaluation, "right behaviour": c.behaviour}
        )
        for c in summary.counts
    ]
    checks = []
    for check in summary.checks:
        broken = [expectation for expectation in check.expectations if not expectation.passed]
        held = f"{len(check.expectations) - len(broken)} of {len(check.expectations)}"
        verdict = "failed" if not check.passed else "warns" if broken else "passed"
        reasons = "; ".join(f"{e.meaning} ({e.observed})" for e in broken)
        checks.append(
            dg.TableRecord({"check": check.check, "verdict": verdict, "expectations held": held, "not held": reasons})
        )
    return {
        "verdict": report.status,
        "packet": dg.MetadataValue.path(packet),
        "decide": dg.MetadataValue.md(review_links(report.version)),
        "what changed": _changes(report),
        "as of": report.manifest.as_of,
        "examples": summary.examples,
        "obligations covered": summary.coverage.covered,
        "obligations owed": summary.coverage.owed,
        "coverage": dg.MetadataValue.md(f"![examples by document and situation]({coverage_picture(report)})"),
        "coverage weighted by demand": summary.demand.weighted,
        "questions of tickets": summary.demand.questions,
        "unseen demand (Good-Turing)": summary.demand.unseen,
        "asked, and in no document": dg.MetadataValue.table(
            [
                dg.TableRecord({"topic": lack.topic, "asked": lack.asked, "owner": lack.owner, "example": lack.example})
                for lack in report.lacks[:20]
            ],
            schema=dg.TableSchema(
                [
                    dg.TableColumn("topic"),
                    dg.TableColumn("asked", "int"),
                    dg.TableColumn("owner"),
                    dg.TableColumn("example"),
                ]
            ),
        ),
        "samples": dg.MetadataValue.md(sample_markdown(report, 10)),
        "checks": dg.MetadataValue.table(checks),
        "examples by situation": dg.MetadataValue.table(counts),
        "digest": report.digest,
    }


def _changes(report: Report) -> str:
    """What changed since the baseline, in one sentence."""
    delta = report.delta
    if delta is None:
        return "everything: this is the first version"
    return (
        f"since {delta.baseline}: {delta.added} examples added, {delta.removed} removed, {len(delta.flipped)} questions"
        f" flipped, {len(delta.points_added)} rules new, {len(delta.points_removed)} gone"
    )


def coverage_picture(report: Report) -> str:
    """The coverage heat map as a PNG data URI; equal reports give equal bytes."""
    counts = [row.examples for row in report.heat] or [(0,) * len(SITUATIONS)]
    figure = Figure(figsize=(11, 2.5 + 0.3 * len(counts)), layout="constrained")
    axes = figure.subplots()
    # Twice the maximum keeps the darkest cell light enough to read the number in it.
    axes.pcolormesh(counts, cmap="BuGn", vmin=0, vmax=2 * max(map(max, counts)) or 1, edgecolors="white", linewidth=2)
    for y, row in enumerate(counts):
        for x, count in enumerate(row):
            axes.text(x + 0.5, y + 0.5, str(count or "·"), ha="center", va="center", fontsize=8)
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.set_xticks(
        [x + 0.5 for x in range(len(SITUATIONS))], [s.replace("_", " ") for s in SITUATIONS], rotation=60, ha="right"
    )
    # A dollar sign would start a formula.
    axes.set_yticks(
        [y + 0.5 for y in range(len(report.heat))], [row.title[:48].replace("$", r"\$") for row in report.heat]
    )
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=80, metadata={"Software": None})
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"


def sample_markdown(report: Report, count: int) -> str:
    """The first examples of the report's sample, spread over its situations, as Markdown with all markup escaped."""
    step = max(1, len(report.samples) // count)
    blocks = []
    for sample in report.samples[::step][:count]:
        turns = "\n>\n".join(f"> **{turn.role}**: {_inline(turn.content)}" for turn in sample.turns)
        blocks.append(f"**{sample.situation} → {sample.behaviour}** ({_inline(sample.section)})\n\n{turns}")
    return "\n\n---\n\n".join(blocks)


def _inline(text: str) -> str:
    escaped = html.escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{letter}" if letter in r"\`*_[]!|" else letter for letter in escaped)
