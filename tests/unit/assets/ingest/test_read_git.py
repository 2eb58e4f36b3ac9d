import random
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from dulwich.repo import Repo

from assets.ingest.readers import read
from assets.ingest.reading import Item, SourceError
from assets.ingest.settings import Source

from .conftest import BRANCH, MakeRepo, commit

TODAY = date(2026, 3, 31)


def items(path: Path, day: str, **changes: object) -> list[Item]:
    source = Source.model_validate({"name": "w", "kind": "wiki", "reader": "git", "path": path, **changes})
    reading = read(source, date.fromisoformat(day), TODAY, 1_000_000)
    found = list(reading.items)
    assert reading.count == len(found)
    return found


def seen(path: Path, day: str, **changes: object) -> list[tuple[str | None, int, bytes]]:
    return [(i.path, i.revision, i.content.data) for i in items(path, day, **changes) if i.content]


def test_the_state_at_the_end_of_any_day(make_repo: MakeRepo) -> None:
    repo = make_repo(
        ("2026-03-01T08:00", {"a.md": b"one"}),
        ("2026-03-02T23:59:59", {"a.md": b"one", "b.md": b"b"}),
        ("2026-03-03T00:00", {"b.md": b"b"}),
    )
    assert seen(repo, "2026-02-28") == []
    assert seen(repo, "2026-03-01") == [("a.md", 0, b"one")]
    assert seen(repo, "2026-03-02") == [("a.md", 0, b"one"), ("b.md", 0, b"b")]
    assert seen(repo, "2026-03-03") == seen(repo, "2026-03-31") == [("b.md", 0, b"b")]


def test_earlier_contents_are_revisions_with_their_days(make_repo: MakeRepo) -> None:
    repo = make_repo(
        ("2026-03-01T08:00", {"a.md": b"1"}),
        ("2026-03-02T08:00", {"a.md": b"within the day"}),
        ("2026-03-02T09:00", {"a.md": b"2"}),
        ("2026-03-05T09:00", {"a.md": b"3"}),
        ("2026-03-07T09:00", {"a.md": b"2"}),
        ("2026-03-09T09:00", {"a.md": b"4"}),
    )
    last = [(i.revision, i.content and i.content.data, i.since, i.until) for i in items(repo, "2026-03-10")]
    assert last == [
        (0, b"4", "2026-03-09", None),
        (1, b"2", "2026-03-07", "2026-03-09"),
        (2, b"3", "2026-03-05", "2026-03-07"),
    ]
    # A content that came back is effective, not an earlier one; and a past day knows nothing of later ones.
    assert [data for _, _, data in seen(repo, "2026-03-08")] == [b"2", b"3", b"1"]
    assert [data for _, _, data in seen(repo, "2026-03-01")] == [b"1"]


def test_a_move_keeps_the_history(make_repo: MakeRepo) -> None:
    repo = make_repo(
        ("2026-03-01T08:00", {"old/a.md": b"1", "old/b.md": b"same", "old/c.md": b"same"}),
        ("2026-03-02T08:00", {"old/a.md": b"2", "old/b.md": b"same", "old/c.md": b"same"}),
        ("2026-03-03T08:00", {"new/a.md": b"2", "new/b.md": b"same", "new/c.md": b"same"}),
    )
    found = [(i.path, i.revision, i.since, i.until) for i in items(repo, "2026-03-03")]
    assert found == [
        ("new/a.md", 0, "2026-03-02", None),
        ("new/a.md", 1, "2026-03-01", "2026-03-02"),
        ("new/b.md", 0, "2026-03-01", None),
        ("new/c.md", 0, "2026-03-01", None),
    ]


def test_a_deleted_page_that_returns(make_repo: MakeRepo) -> None:
    repo = make_repo(
        ("2026-03-01T08:00", {"a.md": b"1", "b.md": b"b"}),
        ("2026-03-02T08:00", {"b.md": b"b"}),
        ("2026-03-04T08:00", {"a.md": b"2", "b.md": b"b"}),
    )
    found = [(i.path, i.revision, i.since, i.until) for i in items(repo, "2026-03-05", include=["a.md"])]
    assert found == [("a.md", 0, "2026-03-04", None), ("a.md", 1, "2026-03-01", "2026-03-02")]


def test_merged_side_branches_count_when_they_are_merged(make_repo: MakeRepo) -> None:
    path = make_repo(("2026-03-01T08:00", {"a.md": b"main"}))
    with Repo(str(path)) as repo:
        main = repo.head()
        side = commit(repo, "2026-03-02T08:00", {"a.md": b"side"}, [main])
        repo.refs[BRANCH] = commit(repo, "2026-03-04T08:00", {"a.md": b"side"}, [main, side])
    assert seen(path, "2026-03-03") == [("a.md", 0, b"main")]
    assert seen(path, "2026-03-04") == [("a.md", 0, b"side"), ("a.md", 1, b"main")]


def test_links_patterns_and_bad_files(make_repo: MakeRepo) -> None:
    repo = make_repo(
        (
            "2026-03-01T08:00",
            {
                "a.md": b"a",
                "link.md": (0o120000, b"../secret"),
                "drafts/b.md": b"b",
                "c.md": bytes(range(256)),
                "big.md": b"x" * 1_000_001,
            },
        )
    )
    found = {i.path: i.reason for i in items(repo, "2026-03-01", exclude=["drafts/**"])}
    assert set(found) == {"a.md", "c.md", "big.md"}
    assert found["a.md"] is None
    assert "binary" in str(found["c.md"])
    assert "larger than" in str(found["big.md"])


def test_errors_say_what_to_do(tmp_path: Path, make_repo: MakeRepo) -> None:
    with pytest.raises(SourceError, match=r"no git repository; give the folder that holds \.git"):
        items(tmp_path, "2026-03-01")
    with pytest.raises(SourceError, match="no git repository"):
        items(tmp_path / "none", "2026-03-01")
    empty = tmp_path / "empty"
    empty.mkdir()
    Repo.init(str(empty)).close()
    with pytest.raises(SourceError, match="no commit on the branch of HEAD"):
        items(empty, "2026-03-01")
    repo = make_repo(("2026-03-01T08:00", {"a.md": b"a"}))
    with pytest.raises(SourceError, match="no file below"):
        items(repo, "2026-03-02", include=["**/*.pdf"])


def test_a_long_history_is_walked_once(make_repo: MakeRepo) -> None:
    chance = random.Random(7)
    start = date(2019, 1, 1)
    state = {f"f{n % 12}/p{n}.md": b"0" for n in range(200)}
    states = []
    for n in range(400):
        state = state | {chance.choice(sorted(state)): f"text {n}".encode()}
        states.append((f"{start + timedelta(days=n // 2)}T{8 + n % 2:02}:00", state))
    repo = make_repo(*states)
    began = time.monotonic()
    found = items(repo, "2026-01-01")
    assert time.monotonic() - began < 5
    assert {i.path for i in found if i.revision == 0} == set(state)
    assert all(i.content and i.content.data == state[str(i.path)] for i in found if i.revision == 0)
