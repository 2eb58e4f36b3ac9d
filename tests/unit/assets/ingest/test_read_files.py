import os
from datetime import date
from pathlib import Path

import pytest

from assets.ingest.readers import read
from assets.ingest.reading import Item, SourceError, selector
from assets.ingest.settings import Source

TODAY = date(2026, 3, 4)


def source(path: Path, **changes: object) -> Source:
    return Source.model_validate({"name": "sops", "kind": "sop", "reader": "files", "path": path, **changes})


def items(path: Path, **changes: object) -> dict[str | None, Item]:
    reading = read(source(path, **changes), TODAY, TODAY, 1_000)
    found = list(reading.items)
    assert reading.count == len(found)
    return {item.path: item for item in found}


def test_reads_what_is_there_today(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_text("# A")
    (tmp_path / "sub" / "b.HTM").write_text("<p>B</p>")
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "d.md").write_text("no")
    found = items(tmp_path)
    assert list(found) == ["a.md", "sub/b.HTM"]
    content = found["sub/b.HTM"].content
    assert content is not None
    assert (content.format, content.data) == ("html", b"<p>B</p>")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.md", b"x" * 1_001, "larger than 1,000 bytes (1,001)"),
        ("a.md", b" \n", "empty"),
        ("a.md", b"\x00\x01\x02" * 50, "binary"),
        ("a.txt", bytes(range(256)), "binary"),
        ("a.docx", b"not a zip", "not DOCX"),
        ("a.pdf", b"not a pdf", "not PDF"),
        ("a.xlsx", b"PK", "format is not read; accepted: md, html, docx, pdf, txt"),
    ],
)
def test_quarantines_with_a_reason(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.md").write_text("fine")
    found = items(tmp_path, include=["**/*"])
    assert found[name].content is None
    assert reason in str(found[name].reason)
    assert found["good.md"].reason is None


def test_encodings_are_no_reason_to_refuse(tmp_path: Path) -> None:
    text = "Rückgabe binnen 14 Tagen"
    for name, encoding in {"a": "utf-16", "b": "utf-16-le", "c": "latin-1", "d": "utf-8-sig"}.items():
        (tmp_path / f"{name}.md").write_bytes(text.encode(encoding))
    assert {item.reason for item in items(tmp_path).values()} == {None}


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside)
    os.mkfifo(inside / "pipe.md")
    found = items(inside)
    assert sorted(map(str, found)) == ["link.md", "pipe.md"]
    assert "symbolic link" in str(found["link.md"].reason)
    assert "not a regular file" in str(found["pipe.md"].reason)


def test_unreadable_file_is_quarantined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("x")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(tmp_path / "a.md"))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert items(tmp_path)["a.md"].reason == "the file cannot be read: permission denied"


def test_names_that_are_not_utf8_are_read(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xff.md", "wb") as file:  # noqa: PTH123 (a name no Path literal can hold)
        file.write(b"text")
    [(path, item)] = items(tmp_path).items()
    assert path == "\\xff.md"
    assert item.content is not None


def test_a_past_or_future_day_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    with pytest.raises(SourceError, match=r"has only today \(2026-03-04 UTC\), not 2026-03-03"):
        read(source(tmp_path), date(2026, 3, 3), TODAY, 1_000)
    with pytest.raises(SourceError, match="lies in the future"):
        read(source(tmp_path), date(2026, 3, 5), TODAY, 1_000)


def test_missing_path_and_empty_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is no folder; correct sources\.path"):
        read(source(tmp_path / "none"), TODAY, TODAY, 1_000)
    with pytest.raises(SourceError, match="no file below"):
        read(source(tmp_path), TODAY, TODAY, 1_000)


@pytest.mark.parametrize(
    ("include", "exclude", "path", "taken"),
    [
        ("**/*.md", "", "a.md", True),
        ("**/*.md", "", "x/y/a.md", True),
        ("*.md", "", "x/a.md", False),
        ("docs/**", "", "docs/x/a.md", True),
        ("**/*.md", "drafts/**", "drafts/a.md", False),
        ("**/*.md", "**/README.md", "x/README.md", False),
        ("a?.md", "", "ab.md", True),
        ("a+(b).md", "", "a+(b).md", True),
        ("**/*.md", "", ".git/a.md", False),
        ("**/*.md", "", "x/.a.md", False),
    ],
)
def test_patterns(include: str, exclude: str, path: str, taken: bool) -> None:
    assert bool(selector([include], [exclude] if exclude else []).match(path)) is taken
