"""Raw text stays in raw/: no seeded identifier is found anywhere else after the demo."""

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tests.installation import ROOT, Demo

_ENCODED = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}")


def _texts(path: Path) -> Iterator[str]:
    """Everything a file says: as bytes, and, for Parquet, what its compressed columns hold."""
    data = path.read_bytes()
    # a picture in the metadata of a run may hold six letters of a name by chance
    yield _ENCODED.sub(" ", data.decode("utf-8", errors="replace"))
    if path.suffix == ".parquet" or data[:4] == b"PAR1":
        yield json.dumps(pl.read_parquet(io.BytesIO(data)).to_dicts(), ensure_ascii=False, default=str)


def test_no_canary_leaves_the_raw_zone(demo: Demo, tmp_path: Path) -> None:
    canaries = [row["text"] for row in json.loads((ROOT / "sample/labels/canaries.json").read_text())]
    assert len(set(canaries)) >= 300
    packet = tmp_path / "packet.html"
    assert demo.knowbound("packet", demo.versions[-1], "--out", str(packet)).returncode == 0
    files = [
        path
        for folder in (demo.store, demo.root / "var" / "dagster")
        for path in folder.rglob("*")
        if path.is_file() and "raw" not in path.relative_to(folder).parts
    ]
    assert len(files) > 20
    leaks: dict[str, list[str]] = {}
    for name, text in [("the terminal", demo.output), *((p.name, t) for p in [*files, packet] for t in _texts(p))]:
        lowered = text.casefold()
        for canary in canaries:
            if canary.casefold() in lowered:
                leaks.setdefault(canary, []).append(name)
    assert not leaks, f"{len(leaks)} of {len(canaries)} canaries leaked: {leaks}"


def test_what_must_survive_survives(demo: Demo) -> None:
    keep = json.loads((ROOT / "sample/labels/keep.json").read_text())
    documents = pl.concat([pl.read_parquet(path) for path in (demo.store / "lake" / "documents").glob("*.parquet")])
    corpus = "\n".join(documents["text"].drop_nulls().to_list())
    lost = [row["text"] for row in keep if " ".join(row["text"].split()) not in " ".join(corpus.split())]
    assert len(lost) <= 0.02 * len(keep), lost
