"""The one report on a version. Dagster metadata, review packet and command line all show this and nothing else.

Built from the version's own digest-verified files and its manifest, so it says the same wherever it is made.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby, zip_longest
from typing import Any, Literal
from urllib.parse import quote as url_quoted

import polars as pl
from pydantic import BaseModel, ConfigDict

from assets.erasures import read_erased
from assets.examples.demand.figures import gaps as lacking
from assets.examples.records import SITUATIONS
from assets.snapshots.diff import diff, questions
from assets.snapshots.manifest import CheckResult, Expectation, Manifest, Summary, Tampered
from assets.snapshots.versions import integrity, list_versions, previous_version, read_frame, read_manifest
from resources.object_store import ObjectStore

READY, BLOCKED, TAMPERED, ERASED = "ready for review", "blocked", "tampered", "erased"
SAMPLE = 30
HEAT_ROWS = 24

Mark = Literal["plain", "quote", "deciding"]


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class Flip(_View):
    """A question whose right behaviour changed."""

    question: str
    before: str
    after: str


class Delta(_View):
    """What changed since the baseline: the last approved version, or the previous one while none is approved."""

    baseline: str
    approved: bool
    added: int
    removed: int
    flipped: tuple[Flip, ...]
    points_added: tuple[str, ...]  # their sentences
    points_removed: tuple[str, ...]
    coverage_before: float
    coverage_after: float
    files: tuple[str, ...]  # names of files that differ


class HeatRow(_View):
    """One document: its examples by situation (in the order of `SITUATIONS`), its obligations, and the demand for it."""

    title: str
    source: str
    examples: tuple[int, ...]
    owed: int
    covered: int
    asked: int  # questions of tickets that its passages come nearest to


class Gap(_View):
    """One uncovered obligation."""

    line: int  # 0 where the source has no lines
    kind: str
    cell: str
    sentence: str
    reason: str


class GapDocument(_View):
    """The uncovered obligations of a document."""

    title: str
    path: str
    source: str
    link: str  # where people read it, with {line} to be filled in; "" where nobody says
    gaps: tuple[Gap, ...]


class Lack(_View):
    """What people ask and no document says."""

    topic: str
    owner: str  # whose document comes nearest, or to whom the tickets went; "" where nobody is named
    asked: int
    proven: int  # how many of the questions the verifier agrees that no document speaks of
    example: str
    first: str  # YYYY-MM-DD, "" where no ticket has a date
    last: str


class Passage(_View):
    """A passage of an example's context, cut where the evidence is marked; the parts join to the passage's text."""

    section: str
    parts: tuple[tuple[str, Mark], ...]
    evidence: bool


class Turn(_View):
    """What the user asks (without the passages) or the assistant answers."""

    role: str
    content: str


class Sample(_View):
    """One example as a person reads it."""

    example: str
    split: str
    situation: str
    behaviour: str
    section: str
    proof: str
    recipe: str
    cell: str
    point: str  # the deciding words
    twin: str
    turns: tuple[Turn, ...]
    context: tuple[Passage, ...]
    missing: str  # the sentence that was taken out of the context, "" where none was
    rejected: str
    rejected_kind: str
    also_rejected: tuple[tuple[str, str], ...]  # kind and text


class Signature(_View):
    """One signed decision, as 21 CFR 11.50 wants it shown: printed name, UTC time and meaning."""

    decision: str
    meaning: str
    reason: str
    name: str
    role: str
    signed_at: str


class Review(_View):
    """Where the version stands with its officers, and every decision in the order of the ledger."""

    state: str
    reasons: tuple[str, ...]
    signatures: tuple[Signature, ...]


class Report(_View):
    """Everything any view of a version shows."""

    version: str
    digest: str
    status: str
    blockers: tuple[str, ...]
    review: Review | None  # None where nobody looked into the ledger
    manifest: Manifest
    delta: Delta | None
    heat: tuple[HeatRow, ...]
    heat_rest: int  # documents that the heat map leaves out
    gaps: tuple[GapDocument, ...]
    lacks: tuple[Lack, ...]
    samples: tuple[Sample, ...]

    @property
    def summary(self) -> Summary:
        """The manifest's summary."""
        return self.manifest.summary

    @property
    def over_redaction(self) -> tuple[Expectation, ...]:
        """The expectations that measure what redaction took although it should have stayed."""
        return tuple(
            expectation
            for check in self.summary.checks
            for expectation in check.expectations
            if re.search("surviv|over-redaction", expectation.meaning)
        )


def build_report(
    store: ObjectStore, version: str, *, approved: str | None = None, review: Review | None = None
) -> Report:
    """The report on a version, against the last `approved` version or, without one, the previous version.

    `approved` and `review` come from the ledger, of which snapshots know nothing (`assets/approvals/report.py`).
    Raises UnknownVersion, Tampered, StoreError.
    """
    manifest = read_manifest(store, version)
    documents, points, coverage, examples, demand = (
        read_frame(store, manifest, name)
        for name in (
            "corpus/documents.parquet",
            "decision_points.parquet",
            "coverage.parquet",
            "examples.parquet",
            "demand.parquet",
        )
    )
    blockers = tuple(
        f"Check {check.check} failed: {', '.join(failures(check)) or 'see its evidence'}"
        for check in manifest.summary.checks
        if check.blocking and not check.passed
    )
    baseline = approved or previous_version(store, version)
    heat = _heat(documents, coverage, examples, demand)
    return Report(
        version=version,
        digest=manifest.digest,
        status=_status(manifest),
        blockers=blockers,
        review=review,
        manifest=manifest,
        delta=_delta(store, baseline, version, approved=approved is not None) if baseline else None,
        heat=heat[:HEAT_ROWS],
        heat_rest=max(0, len(heat) - HEAT_ROWS),
        gaps=tuple(_gaps(coverage, {source.name: source.link for source in manifest.dataset.sources})),
        lacks=tuple(
            Lack(**{k: "" if v is None else v for k, v in row.items()}) for row in lacking(demand).iter_rows(named=True)
        ),
        samples=tuple(_sample(row, _deciding(points)) for row in choose(examples, SAMPLE)),
    )


def reports(store: ObjectStore) -> list[dict[str, Any]]:
    """All versions, oldest first, as the command line lists them: version, digest, as_of, status, counts, problems.

    Every file is hashed again: where something is wrong with the bytes the status is "tampered", and `problems` says
    what. A manifest that was changed itself has the digest null and no counts. An erased version has no files to hash.
    """
    listed = []
    for version in list_versions(store):
        erased = read_erased(store, version) is not None
        problems = [] if erased else integrity(store, version)
        try:
            manifest = read_manifest(store, version)
        except Tampered:
            manifest = None
        listed.append(
            {
                "version": version,
                "digest": manifest and manifest.digest,
                "as_of": version[:10],
                "status": ERASED if erased else TAMPERED if problems or manifest is None else _status(manifest),
                "problems": problems,
                "counts": _counts(manifest.summary) if manifest else {},
            }
        )
    return listed


def _status(manifest: Manifest) -> str:
    return READY if all(check.passed for check in manifest.summary.checks if check.blocking) else BLOCKED


def _counts(summary: Summary) -> dict[str, int]:
    return {
        "documents": summary.documents,
        "passages": summary.passages,
        "decision_points": summary.points,
        "train": sum(count.train for count in summary.counts),
        "evaluation": sum(count.evaluation for count in summary.counts),
        "obligations_owed": summary.coverage.owed,
        "obligations_covered": summary.coverage.covered,
    }


def failures(check: CheckResult) -> list[str]:
    """What a check's failed critical expectations ask for, in words."""
    return [e.meaning for e in check.expectations if not e.passed and e.severity == "critical"]


def choose(examples: pl.DataFrame, count: int) -> list[dict[str, Any]]:
    """Up to `count` examples, from the situations in turn, within one in the order of their ids, which are hashes."""
    by_situation = [
        examples.filter(pl.col("situation") == situation).sort("example").head(count).to_dicts()
        for situation in SITUATIONS
    ]
    taken = [row for row in chain(*zip_longest(*by_situation)) if row is not None][:count]
    return sorted(taken, key=lambda row: (SITUATIONS.index(row["situation"]), row["example"]))


def mark(text: str, quotes: Iterable[str], deciding: str) -> tuple[tuple[str, Mark], ...]:
    """Cut a text into plain parts, quotes, and the deciding words within quotes; white space may differ."""
    level = bytearray(len(text))
    for quote in quotes:
        for found in _find(quote, text):
            level[found.start() : found.end()] = b"\1" * (found.end() - found.start())
            for inner in _find(deciding, found.group()):
                start = found.start() + inner.start()
                level[start : start + len(inner.group())] = b"\2" * len(inner.group())
    names: tuple[Mark, ...] = ("plain", "quote", "deciding")
    runs = (list(run) for _, run in groupby(range(len(text)), key=level.__getitem__))
    return tuple((text[run[0] : run[-1] + 1], names[level[run[0]]]) for run in runs)


def _find(words: str, text: str) -> Iterator[re.Match[str]]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return re.finditer(pattern, text) if pattern else iter(())


def _delta(store: ObjectStore, baseline: str, version: str, *, approved: bool) -> Delta:
    changes = diff(store, baseline, version)
    before, after = (read_manifest(store, name).summary.coverage.share for name in (baseline, version))
    return Delta(
        baseline=baseline,
        approved=approved,
        added=changes.added.height,
        removed=changes.removed.height,
        flipped=tuple(Flip(**row) for row in changes.flipped.drop("situation").to_dicts()),
        points_added=tuple(sorted(set(changes.points_added["sentence"]))),
        points_removed=tuple(sorted(set(changes.points_removed["sentence"]))),
        coverage_before=before,
        coverage_after=after,
        files=tuple(changes.files["name"]),
    )


def _heat(
    documents: pl.DataFrame, coverage: pl.DataFrame, examples: pl.DataFrame, demand: pl.DataFrame
) -> tuple[HeatRow, ...]:
    """All documents that owe something or have examples, the largest debt first."""
    owed = {
        document: (owed, covered)
        for document, owed, covered in coverage.group_by("document").agg(pl.len(), pl.col("covered").sum()).iter_rows()
    }
    asked = dict(demand.drop_nulls("near_document").group_by("near_document").len().iter_rows())
    made: dict[str, dict[str, int]] = {}
    for document, situation, count in examples.group_by("document", "situation").len().iter_rows():
        made.setdefault(document, {})[situation] = count
    names = {document: (title, source) for document, title, source in _places(documents).iter_rows()}
    rows = [
        HeatRow(
            title=names.get(document, ("no single document", ""))[0],
            source=names.get(document, ("", ""))[1],
            examples=tuple(made.get(document, {}).get(situation, 0) for situation in SITUATIONS),
            owed=owed.get(document, (0, 0))[0],
            covered=owed.get(document, (0, 0))[1],
            asked=asked.get(document, 0),
        )
        for document in owed.keys() | made.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.owed, -sum(row.examples), row.title, row.source)))


def _places(documents: pl.DataFrame) -> pl.DataFrame:
    ordered = documents.sort("revision", "source", "item").unique("document", keep="first", maintain_order=True)
    return ordered.select("document", "title", "source")


def _gaps(coverage: pl.DataFrame, links: Mapping[str, str]) -> Iterator[GapDocument]:
    groups = (
        coverage.filter(~pl.col("covered"))
        .sort("source", "path", "title", "line", "sentence", "cell")
        .partition_by("source", "path", "title", maintain_order=True)
    )
    for group in groups:
        rows = group.to_dicts()
        yield GapDocument(
            title=rows[0]["title"],
            path=rows[0]["path"],
            source=rows[0]["source"],
            link=_link(links.get(rows[0]["source"], ""), rows[0]["path"]),
            gaps=tuple(Gap(**{name: row[name] for name in Gap.model_fields}) for row in rows),
        )


def _link(template: str, path: str) -> str:
    """The address of a document; none where its path is partly a pseudonym and leads nowhere."""
    return "" if re.search(r"_[A-Z]{6}\b", path) else template.replace("{path}", url_quoted(path))


def _deciding(points: pl.DataFrame) -> dict[str, str]:
    return dict(points.select("point", "text").iter_rows())


def _sample(row: dict[str, Any], deciding: dict[str, str]) -> Sample:
    claim = json.loads(row["claim"])
    evidence = {piece["passage"] for piece in row["evidence"]}
    point = deciding.get(row["point"], "")
    asked = iter(questions(row["messages"]))
    removed = claim.get("quote", "") if "removed" in claim else ""
    quotes = [] if removed else list(_quotes(claim))
    return Sample(
        turns=tuple(
            Turn(role=m["role"], content=next(asked) if m["role"] == "user" else m["content"])
            for m in row["messages"]
            if m["role"] != "system"
        ),
        context=tuple(
            Passage(
                section=passage["section"],
                parts=mark(passage["text"], quotes if passage["passage"] in evidence else (), point),
                evidence=passage["passage"] in evidence,
            )
            for passage in row["context"]
        ),
        proof=claim["proof"],
        point=point,
        missing=removed,
        rejected=row["rejected"] or "",
        rejected_kind=row["rejected_kind"] or "",
        also_rejected=tuple((other["kind"], other["answer"]) for other in row["also_rejected"]),
        **{
            name: row[name]
            for name in ("example", "split", "situation", "behaviour", "section", "recipe", "cell", "twin")
        },
    )


def _quotes(claim: dict[str, Any]) -> Iterator[str]:
    """Every quote of a claim, those of its turns and both sides of a conflict included."""
    yield from [claim["quote"]] if "quote" in claim else []
    yield from claim.get("quotes", ())
    for turn in claim.get("turns", ()):
        yield from _quotes(turn)
