"""The Dagster surface of the checks: one step for each asset that has some.

A result is written to the store before it is reported: a blocking check stops assets of its own run only, so whoever
makes a version reads the stored results and compares their input digests.
"""

import base64
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

import dagster as dg
import numpy as np
import polars as pl

from assets.days import DATASET_VERSIONS, DAYS
from assets.identity import fingerprint, sha256
from assets.memo import Memo
from assets.retraining.attempts import read_receipt
from assets.retraining.settings import TrainingSettings
from checks import balance, coverage, integrity, labels, mirroring, privacy, proofs, schema, shortcuts
from checks.expectations import CheckResult, Scalar
from checks.promotion import NO_CANDIDATE, promote
from checks.results import write_result
from checks.settings import CoverageSettings
from checks.verifier import verify
from resources import sentence_model
from resources.object_store import ObjectStore

Tables = Mapping[str, pl.DataFrame]


class Given(NamedTuple):
    """What checks are given beside tables."""

    settings: CoverageSettings
    embed: mirroring.Embed


@dataclass(frozen=True)
class TableCheck:
    """A check of a day's lake tables: the asset it belongs to, the tables it reads, what it does with them."""

    asset: str
    tables: tuple[str, ...]
    run: Callable[[Tables, Given], CheckResult]
    description: str


def _canaries(settings: CoverageSettings) -> list[str]:
    return privacy.read_canaries(settings.canaries) if settings.canaries else []


TABLE_CHECKS: dict[str, TableCheck] = {
    "documents_schema": TableCheck(
        "documents",
        ("documents", "passages"),
        lambda t, _: schema.check_documents(t["documents"], t["passages"]),
        "Rows as declared, ids that are the digest of their text, passages that lie in their document.",
    ),
    "residual_pii": TableCheck(
        "documents",
        ("documents", "passages", "findings"),
        lambda t, given: privacy.check_documents(
            t["documents"], t["passages"], t["findings"], given.settings, _canaries(given.settings)
        ),
        "No seeded canary and nothing a second, independent detector is sure of is left in any text, title or path.",
    ),
    "decision_points_schema": TableCheck(
        "decision_points",
        ("decision_points", "documents", "passages"),
        lambda t, _: schema.check_points(t["decision_points"], t["documents"], t["passages"]),
        "Rows as declared, and every span holds the words it claims.",
    ),
    "examples_schema": TableCheck(
        "examples",
        ("examples", "uncovered", "demand", "decision_points", "documents", "passages"),
        lambda t, _: schema.check_examples(
            t["examples"], t["uncovered"], t["demand"], t["decision_points"], t["documents"], t["passages"]
        ),
        "Rows as declared, roles that alternate, and evidence, passages, points and twins that resolve.",
    ),
    "examples_residual_pii": TableCheck(
        "examples",
        ("examples", "handwritten"),
        lambda t, given: privacy.check_examples(
            t["examples"], t["handwritten"], given.settings, _canaries(given.settings)
        ),
        "The same search for personal data over all that examples say.",
    ),
    "coverage": TableCheck(
        "examples",
        ("decision_points", "documents", "examples", "uncovered"),
        lambda t, given: coverage.check(
            t["decision_points"], t["documents"], t["examples"], t["uncovered"], given.settings
        ),
        "The obligations of the company's own rules have examples; those that have none are listed by "
        "document and line.",
    ),
    "balance": TableCheck(
        "examples",
        ("examples",),
        lambda t, given: balance.check(t["examples"], given.settings),
        "Boundary examples within the refusal budget, every twin present, no situation or wording that "
        "drowns the rest.",
    ),
    "labels": TableCheck(
        "examples",
        ("examples",),
        lambda t, _: labels.check(t["examples"]),
        "The same question over the same passages has one label.",
    ),
    "proofs": TableCheck(
        "examples",
        ("examples", "documents", "passages", "rephrasings"),
        lambda t, _: proofs.check(
            t["examples"], verify(t["examples"], t["documents"], t["passages"]), t["rephrasings"]
        ),
        "The verifier accepts the proof of every example.",
    ),
    "mirroring": TableCheck(
        "examples",
        ("examples", "handwritten"),
        lambda t, given: mirroring.check(t["examples"], t["handwritten"], given.embed),
        "Held-out cases share no group, point, section, twin, phrasing or copied words with training examples, and next to "
        "none of them asks what a training example asks.",
    ),
    "shortcuts": TableCheck(
        "examples",
        ("examples",),
        lambda t, _: shortcuts.check(t["examples"]),
        "Where an example and its twin differ in the evidence only, neither question nor length nor phrasing tells "
        "them apart.",
    ),
}
"""What must have passed, on the very bytes of the day, before a version is made."""

INTEGRITY = "integrity"


def _specs() -> Iterator[dg.AssetCheckSpec]:
    described = [(name, c.asset, c.description) for name, c in TABLE_CHECKS.items()]
    described.append((INTEGRITY, "snapshot", "The manifest and every file of the version still hash to their names."))
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", dg.PreviewWarning
        )  # partitions of checks: in preview in 1.13, pinned and tested
        for name, asset, text in described:
            yield dg.AssetCheckSpec(name, asset=asset, description=text, blocking=True, partitions_def=DAYS)


def _step(asset: str, specs: Iterable[dg.AssetCheckSpec]) -> dg.AssetChecksDefinition:
    """The checks of one asset as one step of a run, named after the asset."""

    @dg.multi_asset_check(name=f"check_{asset}", specs=list(specs), can_subset=True)
    def run_checks(
        context: dg.AssetCheckExecutionContext,
        store: dg.ResourceParam[ObjectStore],
        coverage: dg.ResourceParam[CoverageSettings],
    ) -> Iterator[dg.AssetCheckResult]:
        """Run the selected checks of a day, write each result to the store and report it."""
        day = context.partition_key
        for key in sorted(context.selected_asset_check_keys, key=lambda key: key.name):
            result = run_check(key.name, store, day, coverage)
            write_result(store, day, result)
            yield dg.AssetCheckResult(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=result.passed and not result.warnings,
                severity=dg.AssetCheckSeverity.WARN if result.passed else dg.AssetCheckSeverity.ERROR,
                description=summary(result),
                metadata=metadata(result),
            )

    return run_checks


CHECKS = [_step(asset, specs) for asset, specs in groupby(_specs(), key=lambda spec: spec.asset_key.to_user_string())]
"""One step for each asset that has checks, so that a run says what it checks."""


def _candidate_spec() -> dg.AssetCheckSpec:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.PreviewWarning)
        return dg.AssetCheckSpec(
            "candidate_is_better",
            asset="evaluation",
            description="The candidate hallucinates less than the baseline, by more than chance, scores higher where "
            "mistakes cost, and refuses no more than it may. Only then it is eligible for promotion.",
            partitions_def=DATASET_VERSIONS,
        )


@dg.multi_asset_check(name="check_evaluation", specs=[_candidate_spec()])
def candidate_is_better(
    context: dg.AssetCheckExecutionContext,
    store: dg.ResourceParam[ObjectStore],
    training: dg.ResourceParam[TrainingSettings],
) -> Iterator[dg.AssetCheckResult]:
    """Judge the candidate of a version and write the verdict into its evaluation and model card."""
    receipt = read_receipt(store, context.partition_key)
    verdict = promote(store, receipt.model, training.over_refusal_bound) if receipt else NO_CANDIDATE
    yield dg.AssetCheckResult(
        asset_key="evaluation",
        check_name="candidate_is_better",
        passed=verdict.eligible,
        severity=dg.AssetCheckSeverity.WARN,  # a candidate that is no better is a finding, not a broken run
        description=" ".join(verdict.reasons),
        metadata={"eligible": verdict.eligible, "model": receipt.model if receipt else ""},
    )


def run_check(name: str, store: ObjectStore, day: str, settings: CoverageSettings) -> CheckResult:
    """Run one check by name on the day's tables; raises KeyError for an unknown name, ObjectMissing for a missing
    table.
    """
    if name == INTEGRITY:
        return integrity.check(store, day)
    wanted = TABLE_CHECKS[name]
    # Not through the lake, which refuses invalid rows: the schema check has to see them, and the digest is of
    # these bytes.
    data = {table: store.get(f"lake/{table}/{day}.parquet") for table in wanted.tables}
    tables = {table: pl.read_parquet(io.BytesIO(bytes_)) for table, bytes_ in data.items()}
    result = wanted.run(tables, Given(settings, remembered(sentence_model.embed, store)))
    return result.model_copy(update={"inputs": {table: sha256(bytes_) for table, bytes_ in sorted(data.items())}})


def remembered(embed: mirroring.Embed, store: ObjectStore) -> mirroring.Embed:
    """The same vectors, each text's computed once and for all."""

    def packed(texts: Sequence[str]) -> list[str]:
        return [base64.b64encode(vector.astype("<f4").tobytes()).decode() for vector in embed(texts)]

    @cache  # only who embeds waits for the digest of the model and for what is remembered, and waits once
    def memo() -> Memo:
        mark = fingerprint(
            modules=[sentence_model], libraries=("torch", "tokenizers"), settings=sentence_model.digest()
        )
        return Memo(store, "embeddings", mark, batch=4096)

    def vectors(texts: Sequence[str]) -> sentence_model.Vectors:
        rows = memo().map(texts, sha256, packed)
        return np.stack([np.frombuffer(base64.b64decode(row), "<f4") for row in rows])

    return vectors


def summary(result: CheckResult) -> str:
    """One sentence: how many expectations hold, and which do not."""
    failed = [
        f"{e.meaning}: {_cell(e.observed)} ({_bound(e.bound)}{', only a warning' if e.severity == 'warning' else ''})"
        for e in result.expectations
        if not e.passed
    ]
    held = len(result.expectations) - len(failed)
    return f"{held} of {len(result.expectations)} expectations hold" + "".join(f"; {text}" for text in failed) + "."


def metadata(
    result: CheckResult,
) -> dict[str, dg.TableMetadataValue | dg.MarkdownMetadataValue | dg.JsonMetadataValue]:
    """The expectations as a table, the evidence as Markdown tables."""
    expectations: list[dict[str, Scalar]] = [
        {
            "holds": "✓" if e.passed else "!" if e.severity == "warning" else "✗",
            "expectation": e.meaning,
            "observed": _cell(e.observed) or "none",
            "allowed": _bound(e.bound),
            "if not": "stops the version" if e.severity == "critical" else "warns",
        }
        for e in result.expectations
    ]
    tables = [f"### {name.replace('_', ' ')}\n\n{_markdown(rows)}" for name, rows in result.evidence.items() if rows]
    return {
        "expectations": dg.MetadataValue.table([dg.TableRecord(row) for row in expectations]),
        "evidence": dg.MetadataValue.md("\n\n".join(tables)),
        "inputs": dg.MetadataValue.json(result.inputs),
    }


def _bound(bound: Mapping[str, int | float]) -> str:
    words = {"min": "at least", "max": "at most"}
    return ", ".join(f"{words[name]} {_cell(value)}" for name, value in bound.items())


def _markdown(rows: list[dict[str, Scalar]]) -> str:
    def line(cells: list[str]) -> str:
        return f"| {' | '.join(cell.replace('|', '&#124;').replace(chr(10), ' ') for cell in cells)} |"

    head = [line([name.replace("_", " ") for name in rows[0]]), line(["---"] * len(rows[0]))]
    return "\n".join([*head, *(line([_cell(cell) for cell in row.values()]) for row in rows)])


def _cell(value: Scalar) -> str:
    """A value as a person reads it: no digits behind a whole number, a digest by its first sixteen digits."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case _:
            return re.sub(r"\b([0-9a-f]{16})[0-9a-f]{48}\b", r"\1…", str(value))
