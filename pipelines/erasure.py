"""Erasing: a document, or all documents in which a pseudonym stands, from everything that was made of it.

The tombstone is written first; from then on it is only a matter of time, and a run of the command that was killed is ended
by the next one. Run it while no other run is at work. What is left: manifests with digests and counts, ledgers, receipts,
and the weights of models unless `[review] erased_models` says that they go too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

import polars as pl

from assets.approvals.ledger import LedgerBroken, head, read_ledger
from assets.approvals.settings import ReviewSettings
from assets.approvals.standing import standing
from assets.erasures import Erased, Erasure, Item, close_version, read_erased, read_erasures, write_erasure
from assets.ingest.raw import RawZone
from assets.ingest.records import Inventory
from assets.lake import Lake
from assets.privacy.records import Documents, Findings, Passages
from assets.retraining.models import card_key, list_models, model_card, read_model
from assets.snapshots.manifest import VersionError
from assets.snapshots.versions import file_keys, list_versions, read_frame, read_manifest
from resources.object_store import ObjectStore
from resources.sealing import PayloadKeys

KEPT_TABLES = ("inventory", "documents", "passages", "findings")
"""Tables of the lake that lose the rows of what is erased; all others are made of them, and go as a whole."""


class NothingFound(Exception):
    """No document is meant by a subject; the message never repeats it."""


@dataclass(frozen=True)
class Subject:
    """What is to be forgotten: the id of a document, a place as SOURCE/PATH, or a pseudonym."""

    kind: Literal["document", "pseudonym"]
    value: str

    @classmethod
    def parse(cls, text: str) -> "Subject":
        """From `document:…` or `pseudonym:…`; raises ValueError."""
        kind, _, value = text.partition(":")
        if kind not in ("document", "pseudonym") or len(value.strip()) < 4:
            raise ValueError(
                "accepted are document:ID, document:SOURCE/PATH and pseudonym:TEXT, of 4 characters or more"
            )
        return cls(cast(Literal["document", "pseudonym"], kind), value.strip())


def plan(
    store: ObjectStore, raw: RawZone, review: ReviewSettings, subject: Subject, *, reason: str, by: str, now: datetime
) -> Erasure:
    """What an erasure of this subject would be: which items, versions, approvals and models. Writes nothing.

    Raises NothingFound, VersionError, StoreError.
    """
    lake = Lake(store)
    frames = [lake.read("documents", day, Documents) for day in lake.days("documents")]
    corpora = dict(_corpora(store))
    found = {item for frame in (*frames, *corpora.values()) for item in _items(frame, raw, subject)}
    if subject.kind == "document" and "/" in subject.value:  # also a place that was never read
        source, _, path = subject.value.partition("/")
        found.add((source, raw.place(source, path)))
    if not found:
        raise NothingFound("No document in the lake or in a version is meant by that. Nothing was erased.")
    versions = tuple(version for version, corpus in corpora.items() if found & set(_places(corpus)))
    return Erasure(
        subject=subject.kind,
        reason=reason,
        by=by,
        at=now.replace(microsecond=0),
        items=tuple(Item(source=source, item=item) for source, item in sorted(found)),
        versions=versions,
        approved=tuple(version for version in versions if standing(store, version, review, now).approved),
        models=tuple(model for model in list_models(store) if read_model(store, model).version in versions),
    )


def erase(store: ObjectStore, review: ReviewSettings, erasure: Erasure) -> None:
    """Write the tombstone and forget what it names, and whatever earlier erasures have left. Raises StoreError."""
    write_erasure(store, erasure)
    for one in read_erasures(store):
        _forget(store, review, one)


def _forget(store: ObjectStore, review: ReviewSettings, erasure: Erasure) -> None:
    """All steps, each of which may have been done already."""
    for version in erasure.versions:
        try:
            manifest_digest, ledger_head = read_manifest(store, version).digest, head(read_ledger(store, version))
        except (VersionError, LedgerBroken):  # a version that was changed must be forgotten all the same
            manifest_digest, ledger_head = "", ""
        close_version(
            store,
            Erased(
                version=version,
                manifest_digest=manifest_digest,
                erasure=erasure.id,
                head=ledger_head,
                at=erasure.at,
            ),
        )
    _forget_files(store, erasure.versions)
    for model in erasure.models:
        _flag_model(store, review, model, erasure)
    items = {(item.source, item.item) for item in erasure.items}
    if _forget_days(store, items):
        for key in store.list("memo/"):
            store.delete(key)
    for _, item in items:
        store.delete(f"raw/places/{item}")


def _forget_files(store: ObjectStore, versions: Iterable[str]) -> None:
    gone = set(versions)
    shared: set[str] = set()
    for version in list_versions(store):
        if version not in gone:
            shared |= _files(store, version)
    for version in gone:
        if store.payload_keys is not None:
            PayloadKeys(store.payload_keys).destroy(version)
        for key in _files(store, version) - shared:
            if key.startswith("blobs/"):  # sealed ones may be locked, and are worth nothing without their key
                store.delete(key)
        store.delete(f"packets/{version}.html")


def _files(store: ObjectStore, version: str) -> set[str]:
    try:
        return set(file_keys(store, read_manifest(store, version)))
    except VersionError:
        return set()


def _flag_model(store: ObjectStore, review: ReviewSettings, model: str, erasure: Erasure) -> None:
    """The card says what happened; without its evaluation, which quotes the version, a model is never promoted."""
    record = read_model(store, model)
    store.delete(f"models/{model}/evaluation.json")
    words = (
        f"## Erased\n\nIt was trained on version `{record.version}`, which held something that was erased on "
        f"{erasure.at:%Y-%m-%d} (`{erasure.id}`). It must not be promoted, and should not be used any more."
    )
    store.replace(card_key(model), model_card(record, words).encode())
    if review.erased_models == "delete":
        for digest in record.files.values():
            store.delete(f"blobs/sha256/{digest[:2]}/{digest}")


def _forget_days(store: ObjectStore, items: set[tuple[str, str]]) -> bool:
    """Take the items out of every day's tables and their originals out of the raw zone; whether there was anything.

    The inventory comes last: while it names an item, the day is not done.
    """
    lake, any_ = Lake(store), False
    for day in lake.days("inventory"):
        inventory = lake.read("inventory", day, Inventory)
        meant = _of(inventory, items)
        if not meant.height:
            continue
        any_ = True
        for key in store.list("lake/"):
            if key.split("/")[1] not in KEPT_TABLES and day in key:
                store.delete(key)
        rest = _without(inventory, items)
        for content in set(meant["content"].drop_nulls()):
            store.delete(f"raw/content/{content}")
        if lake.has("documents", day):
            documents = _without(lake.read("documents", day, Documents), items)
            if lake.has("passages", day):
                kept = pl.col("document").is_in(documents["document"].drop_nulls().unique().implode())
                lake.write("passages", day, Passages, lake.read("passages", day, Passages).filter(kept))
            if lake.has("findings", day):
                findings = lake.read("findings", day, Findings)
                lake.write("findings", day, Findings, _without(findings, items))
            lake.write("documents", day, Documents, documents)
        lake.write("inventory", day, Inventory, rest)
    return any_


def _corpora(store: ObjectStore) -> Iterable[tuple[str, pl.DataFrame]]:
    """The documents of every version but those that were erased. Raises VersionError where one cannot be read: nobody can
    say what it holds, and for a sealed one its key could not be destroyed."""
    for version in list_versions(store):
        if read_erased(store, version) is None:
            yield version, read_frame(store, read_manifest(store, version), "corpus/documents.parquet")


def _items(documents: pl.DataFrame, raw: RawZone, subject: Subject) -> list[tuple[str, str]]:
    if subject.kind == "pseudonym":
        texts = [pl.col(name).fill_null("").str.contains(subject.value, literal=True) for name in _WRITTEN]
        return _places(documents.filter(pl.any_horizontal(texts)))
    source, _, path = subject.value.partition("/")
    meant = (pl.col("source") == source) & (pl.col("item") == raw.place(source, path))
    return _places(documents.filter(meant | pl.col("document").str.starts_with(subject.value).fill_null(False)))


def _places(frame: pl.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["source"], frame["item"], strict=True))


def _of(frame: pl.DataFrame, items: set[tuple[str, str]]) -> pl.DataFrame:
    return frame.filter(_named(items))


def _without(frame: pl.DataFrame, items: set[tuple[str, str]]) -> pl.DataFrame:
    return frame.filter(~_named(items))


def _named(items: set[tuple[str, str]]) -> pl.Expr:
    return pl.any_horizontal(
        [(pl.col("source") == source) & (pl.col("item") == item) for source, item in sorted(items)]
    )


_WRITTEN = ("text", "title", "path", "owner")
