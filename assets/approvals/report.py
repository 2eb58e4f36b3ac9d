"""The report on a version with its signatures: name, time and meaning in every view of it (21 CFR 11.50(b))."""

from datetime import datetime

from assets.approvals.settings import ReviewSettings
from assets.approvals.standing import Standing, last_approved, standing
from assets.snapshots.report import Report, Review, Signature, build_report
from resources.object_store import ObjectStore


def reviewed_report(store: ObjectStore, version: str, settings: ReviewSettings, now: datetime) -> Report:
    """The report as of `now`: against the last approved version, and with what officers decided about this one.

    Raises UnknownVersion, Tampered, StoreError.
    """
    found = standing(store, version, settings, now)
    return build_report(store, version, approved=last_approved(store, version, settings, now), review=_review(found))


def _review(found: Standing) -> Review:
    return Review(
        state=found.state,
        reasons=found.reasons,
        signatures=tuple(
            Signature(
                decision=statement.decision,
                meaning=statement.meaning,
                reason=statement.reason,
                name=statement.name,
                role=statement.role,
                signed_at=statement.signed_at,
            )
            for statement in (entry.statement for entry in found.entries)
        ),
    )
