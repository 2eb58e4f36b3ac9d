"""What a ledger holds is told to the witness outside the store."""

from assets.approvals.ledger import read_ledger
from resources.anchors import Anchors
from resources.object_store import ObjectStore


def anchor(store: ObjectStore, anchors: Anchors, version: str) -> None:
    """Anchor every entry of a version's ledger; what is anchored already stays as it is.

    Called after every decision, and again before a model is trained on it: a process that died between the entry and
    its anchor leaves nothing unseen. Raises LedgerBroken, StoreError, AnchorError.
    """
    for number, entry in enumerate(read_ledger(store, version), 1):
        anchors.add(version, number, entry.digest)
