"""Versions in the object store: files first and the manifest last, so that a version is whole or not there.

The files lie under their digest, and versions share them (`blob_key`); where the store has payload keys each version has its
own, sealed with its key (`sealed_key`), so that one version can be forgotten and no other. Name, manifest and digests are
the same either way: what a version is does not depend on how it is kept. `versions/<version>/sealed.json` says that it is
sealed, and has the SHA-256 of every sealed file, so that auditors can verify the bytes without the key.
"""

import io
import json
import re
from collections.abc import Callable, Container, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from assets.erasures import read_erased
from assets.identity import canonical_json, sha256
from assets.snapshots.content import VersionContent, make_files
from assets.snapshots.manifest import (
    Dataset,
    FileEntry,
    Manifest,
    Tampered,
    UnknownVersion,
    Unreadable,
    blob_key,
    make_manifest,
    parse_manifest,
)
from resources.object_store import ObjectMissing, ObjectStore
from resources.sealing import KeyMissing, PayloadKeys, seal, unseal

_NAME = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{16}")
_AFTER = "after.json"
_AT_ONCE = 8  # files that are read at the same time


@dataclass(frozen=True)
class Written:
    """The version that holds a day's dataset. `unchanged`: it is an earlier one, and nothing was written."""

    version: str
    manifest: Manifest
    unchanged: bool


def write_version(store: ObjectStore, content: VersionContent) -> Written:
    """Write the version of a day, unless the newest version up to that day, or one of that day, holds the same dataset.

    Idempotent: a rerun after a kill writes the same bytes. A second version of a day, made because code, settings or
    sources changed within it, is written with `after.json`, which names the one that was newest before it: the order
    of a day's versions is part of the store, but not of the manifest. Raises StoreError.
    """
    files = make_files(content)
    entries = tuple(
        FileEntry(name=name, sha256=sha256(f.data), bytes=len(f.data), rows=f.rows, columns=dict(f.columns))
        for name, f in sorted(files.items())
    )
    dataset = Dataset(
        files=entries,
        sources=tuple(sorted(content.sources, key=lambda source: source.name)),
        code=dict(content.code),
        settings=dict(content.settings),
        key_fingerprint=content.key_fingerprint,
    )
    manifest = make_manifest(content.as_of, dataset, content.summary)
    earlier = [version for version in list_versions(store) if version[:10] <= content.as_of]
    same_day = [version for version in earlier if version[:10] == content.as_of]
    for version in same_day or earlier[-1:]:
        present = read_manifest(store, version)
        if present.dataset_digest == manifest.dataset_digest:
            return Written(version, present, unchanged=True)
    _put_files(store, manifest, {entry.sha256: files[entry.name].data for entry in entries})
    link = f"versions/{manifest.version}/{_AFTER}"
    if same_day and not store.exists(link):  # a rerun after a kill keeps the place that it took first
        store.put(link, canonical_json({"after": same_day[-1]}))
    store.put(_manifest_key(manifest.version), manifest.canonical())  # from here on the version exists
    return Written(manifest.version, manifest, unchanged=False)


def list_versions(store: ObjectStore) -> list[str]:
    """The names of all versions, oldest first: by day, and within a day in the order in which they were written."""
    keys = store.list("versions/")
    names = {key.split("/")[1] for key in keys if key.endswith("/manifest.json")}
    after = {key.split("/")[1]: _read_link(store, key) for key in keys if key.endswith(f"/{_AFTER}")}

    def place(name: str) -> int:
        """How many versions of its day came before it; a link that leads nowhere or in a circle counts for nothing."""
        before: set[str] = set()
        while (earlier := after.get(name)) in names - before and earlier[:10] == name[:10]:
            before.add(name := earlier)
        return len(before)

    return sorted((name for name in names if _NAME.fullmatch(name)), key=lambda name: (name[:10], place(name), name))


def read_manifest(store: ObjectStore, version: str) -> Manifest:
    """The manifest of a version; raises UnknownVersion with the nearest names, Tampered when it was changed."""
    if _NAME.fullmatch(version):
        try:
            return parse_manifest(version, store.get(_manifest_key(version)))
        except ObjectMissing:
            pass
    known = list_versions(store)
    near = get_close_matches(version, known, n=3, cutoff=0.4) or known[-3:]
    hint = f"The nearest: {', '.join(near)}." if near else "There is none yet: run the pipeline first."
    raise UnknownVersion(f"There is no version {version[:40]!r} in {store.url}. {hint}")


def read_file(store: ObjectStore, manifest: Manifest, name: str) -> bytes:
    """A file of a version, hashed again; raises VersionError for an unknown name, Tampered for lost or other bytes, and
    Unreadable where it is sealed and the key is not here."""
    return _read_file(store, manifest, manifest.file(name), _seals(store, manifest.version))


def _read_file(store: ObjectStore, manifest: Manifest, entry: FileEntry, seals: Mapping[str, str] | None) -> bytes:
    data: bytes | None = None
    try:
        if seals is None:
            data = store.get(blob_key(entry.sha256))
        else:
            key = _keys(store, manifest.version).get(manifest.version)
            sealed = store.get(sealed_key(manifest.version, entry.sha256))
            if sha256(sealed) != seals.get(entry.sha256):
                raise Tampered(_other_seal(manifest, entry))
            data = unseal(key, manifest.version, entry.sha256, sealed)
    except ObjectMissing:
        raise Tampered(f"{entry.name} of version {manifest.version} is missing from {store.url}.") from None
    except KeyMissing as problem:
        raise Unreadable(str(problem)) from None
    if data is None or sha256(data) != entry.sha256:
        raise Tampered(f"{entry.name} of version {manifest.version} was changed in {store.url}: its digest differs.")
    return data


def read_frame(store: ObjectStore, manifest: Manifest, name: str) -> pl.DataFrame:
    """A Parquet file of a version as a frame; raises as `read_file`."""
    return pl.read_parquet(io.BytesIO(read_file(store, manifest, name)))


def integrity(store: ObjectStore, version: str) -> list[str]:
    """What is wrong with the bytes of a version, one sentence each; empty when all is well.

    Who was given no payload keys, as the webserver, sees whether the sealed bytes are whole. Raises UnknownVersion;
    everything else that is wrong is a finding, not an exception.
    """
    try:
        manifest = read_manifest(store, version)
        sealed = sealed_damages(store, manifest) if store.payload_keys is None else None
        return damages(store, manifest) if sealed is None else sealed
    except Tampered as problem:
        return [str(problem)]


def damages(store: ObjectStore, manifest: Manifest, known: Container[str] = ()) -> list[str]:
    """What is wrong with the files of a manifest; those whose digest is `known` to hold are not read again."""
    seals = _seals(store, manifest.version)

    def damage(entry: FileEntry) -> str | None:
        try:
            if seals is not None or entry.sha256 not in known:
                _read_file(store, manifest, entry, seals)
        except Unreadable:  # the same for each
            raise
        except Tampered as problem:
            return str(problem)
        return None

    try:
        return _of_each(damage, manifest)
    except Unreadable as problem:
        return [str(problem)]


def sealed_damages(store: ObjectStore, manifest: Manifest) -> list[str] | None:
    """What is wrong with the files of a manifest as far as it can be told without their key; None: they are not sealed."""
    seals = _seals(store, manifest.version)
    if seals is None:
        return None

    def damage(entry: FileEntry) -> str | None:
        try:
            holds = sha256(store.get(sealed_key(manifest.version, entry.sha256))) == seals.get(entry.sha256)
        except ObjectMissing:
            return f"{entry.name} of version {manifest.version} is missing from {store.url}."
        return None if holds else _other_seal(manifest, entry)

    return _of_each(damage, manifest)


def is_sealed(store: ObjectStore, manifest: Manifest) -> bool:
    """Whether the files lie sealed; raises Tampered where the list of them was changed."""
    return _seals(store, manifest.version) is not None


def _other_seal(manifest: Manifest, entry: FileEntry) -> str:
    return f"{entry.name} of version {manifest.version} was changed in its sealed form: the digest differs."


def _of_each(damage: Callable[[FileEntry], str | None], manifest: Manifest) -> list[str]:
    """What is wrong with each file, in their order; read at once, because a store elsewhere makes one wait for each."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [words for words in pool.map(damage, manifest.dataset.files) if words]


def file_keys(store: ObjectStore, manifest: Manifest) -> list[str]:
    """Where the files of a manifest lie."""
    files = manifest.dataset.files
    if _seals(store, manifest.version) is None:
        return [blob_key(entry.sha256) for entry in files]
    return [sealed_key(manifest.version, entry.sha256) for entry in files]


def previous_version(store: ObjectStore, version: str) -> str | None:
    """The version before this one in the list that was not erased, or None."""
    names = list_versions(store)
    earlier = names[: names.index(version)] if version in names else []
    return next((name for name in reversed(earlier) if read_erased(store, name) is None), None)


def sealed_key(version: str, digest: str) -> str:
    """Where the sealed file of a version lies whose plain bytes have this SHA-256."""
    return f"sealed/{version}/{digest}"


def _put_files(store: ObjectStore, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """The files by their digests, and before the first of them how they are kept."""
    if store.payload_keys is None:
        for digest, data in files.items():
            store.put(blob_key(digest), data)
        return
    version = manifest.version
    key = PayloadKeys(store.payload_keys).create(version)
    sealed = {digest: seal(key, version, digest, data) for digest, data in files.items()}
    store.put(_seals_key(version), canonical_json({digest: sha256(data) for digest, data in sealed.items()}))
    for digest, data in sealed.items():
        store.put(sealed_key(version, digest), data)


def _seals(store: ObjectStore, version: str) -> dict[str, str] | None:
    """The SHA-256 of each sealed file by that of its plain bytes; None for a version that is not sealed."""
    try:
        seals = json.loads(store.get(_seals_key(version)))
        return {str(plain): str(sealed) for plain, sealed in seals.items()}
    except ObjectMissing:
        return None
    except (ValueError, AttributeError):
        raise Tampered(f"{_seals_key(version)} in {store.url} was changed: it is no list of sealed files.") from None


def _keys(store: ObjectStore, version: str) -> PayloadKeys:
    if store.payload_keys is None:
        raise KeyMissing(f"Version {version} is sealed, and [store] payload_keys does not say where the keys are.")
    return PayloadKeys(store.payload_keys)


def _seals_key(version: str) -> str:
    return f"versions/{version}/sealed.json"


def _read_link(store: ObjectStore, key: str) -> str:
    """The version that a link names; "" when it is none."""
    try:
        return str(json.loads(store.get(key))["after"])
    except (ObjectMissing, ValueError, LookupError, TypeError):
        return ""


def _manifest_key(version: str) -> str:
    return f"versions/{version}/manifest.json"
