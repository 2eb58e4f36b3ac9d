"""The Dagster surface of approvals: the job with which an officer decides about a version, one run a decision."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from assets.approvals.anchoring import anchor
from assets.approvals.decision import Refused, decide
from assets.approvals.ledger import DECISIONS, LONGEST_REASON, MEANINGS
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import CannotSign, signatory
from assets.approvals.standing import Standing, standing
from assets.days import DATASET_VERSIONS
from assets.snapshots.manifest import Tampered
from assets.snapshots.packet import render_packet
from assets.snapshots.report import Report
from assets.snapshots.review_link import JOB, OP
from resources.anchors import AnchorError, Anchors
from resources.object_store import ObjectStore


def _one_of(name: str, values: tuple[str, ...]) -> dg.Enum:
    return dg.Enum(name, [dg.EnumValue(value) for value in values])


# Not a dg.Config: its texts may name environment variables, and a secret would be signed as the reason. What the
# launchpad cannot check, `decide` does: an error of a schema would repeat the reason.
_FILLED_IN = {
    "decision": dg.Field(_one_of("Decision", DECISIONS), description="approve, reject or withdraw"),
    "meaning": dg.Field(_one_of("Meaning", MEANINGS), description="what the signature means: 21 CFR 11.50(a)(3)"),
    "reason": dg.Field(dg.String, description=f"why, in your own words; at most {LONGEST_REASON} characters"),
}


@dg.op(
    name=OP,
    config_schema=_FILLED_IN,
    description="Sign the decision, append it to the ledger, and say where the version stands.",
)
def sign(
    context: dg.OpExecutionContext,
    store: dg.ResourceParam[ObjectStore],
    review: dg.ResourceParam[ReviewSettings],
    report: dg.ResourceParam[Callable[[ObjectStore, str], Report]],
    anchors: dg.ResourceParam[Anchors],
) -> None:
    version, now = context.partition_key, datetime.now(UTC)
    try:
        decide(store, signatory(review, store, context.run_id), version, **context.op_config, now=now)
    except (Refused, CannotSign) as problem:
        raise dg.Failure(str(problem), allow_retries=False) from None
    try:
        anchor(store, anchors, version)
    except AnchorError as problem:
        context.log.warning(f"The decision is in the ledger, and anchored before anything is trained on it. {problem}")
    found = standing(store, version, review, now)
    context.log.info(f"Version {version} is {found.state}. {found.words}")
    if found.state in ("rejected", "withdrawn"):
        context.log.warning("What was trained on it must not be used any more; knowbound models names it.")
    context.log_event(dg.AssetObservation("dataset_version", partition=version, metadata=standing_metadata(found)))
    try:
        store.replace(f"packets/{version}.html", render_packet(report(store, version)).encode())
    except Tampered as problem:
        context.log.warning(f"The decision is in the ledger, but the packet cannot be made again: {problem}")


def standing_metadata(found: Standing) -> dict[str, Any]:
    """A standing as Dagster metadata, without the officers' reasons: those stand in the ledger and in the packet."""
    signatures = [
        dg.TableRecord(
            {
                "decision": entry.statement.decision,
                "signed by": entry.statement.name,
                "role": entry.statement.role,
                "at (UTC)": entry.statement.signed_at,
                "meaning": entry.statement.meaning,
                "policy": entry.statement.policy,
            }
        )
        for entry in found.entries
    ]
    return {
        "standing": found.state,
        "why": found.words,
        "signatures": dg.MetadataValue.table(signatures),
        "ledger head": found.head,
    }


@dg.job(
    name=JOB,
    partitions_def=DATASET_VERSIONS,
    owners=["team:compliance"],
    description="Approve, reject or withdraw a dataset version. Pick the version as the partition, say what the "
    "signature means and why, and launch. The decision is signed and appended to the ledger; nothing deletes it.",
)
def review() -> None:
    """One op: `sign`."""
    sign()
