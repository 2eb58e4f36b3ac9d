"""The history of the sample: commits by day, deltas, full states, moves; ids depend on the folders alone."""

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from dulwich.object_store import iter_tree_contents
from dulwich.objects import ObjectID
from dulwich.repo import Repo

from sample.history import build_repository

ROOT = Path(__file__).parents[3]
HANDBOOK = ROOT.parent / "shared/corpora/18f-handbook"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    dated = tmp_path / "dated"
    write(dated / "2026-01-01", a="one", b="two", deep__c="three", **{"umlaut-ä": "four"})
    write(dated / "01_2026-01-02/files", a="one, edited", deep__d="new")
    (dated / "01_2026-01-02/deleted.txt").write_text("b\n", encoding="utf-8")
    write(dated / "2026-01-05")
    (dated / "2026-01-05").mkdir()
    (dated / "2026-01-05/moved.txt").write_text("deep/c -> moved/here/c\n", encoding="utf-8")
    write(dated / "2026-01-09", only="left")
    return dated


def states(out: Path) -> list[tuple[int, dict[str, bytes]]]:
    """Commit time and contents of every commit, oldest first."""
    with Repo(str(out)) as repo:
        commits = [entry.commit for entry in repo.get_walker(reverse=True)]
        return [(commit.commit_time, contents(repo, commit.tree)) for commit in commits]


def contents(repo: Repo, tree: ObjectID) -> dict[str, bytes]:
    entries = iter_tree_contents(repo.object_store, tree)
    return {entry.path.decode(): repo[entry.sha].as_raw_string() for entry in entries}


def head(out: Path) -> bytes:
    with Repo(str(out)) as repo:
        return repo.head()


def test_deltas_moves_and_full_states_become_one_commit_a_day(dated: Path, tmp_path: Path) -> None:
    build_repository(dated, tmp_path / "wiki.git")
    first, second, third, fourth = states(tmp_path / "wiki.git")
    assert first == (1767254400, {"a": b"one", "b": b"two", "deep/c": b"three", "umlaut-ä": b"four"})
    assert second[1] == {"a": b"one, edited", "deep/c": b"three", "deep/d": b"new", "umlaut-ä": b"four"}
    assert "deep/c" not in third[1]
    assert third[1]["moved/here/c"] == b"three"
    assert fourth[1] == {"only": b"left"}
    assert all(time % 86400 == 8 * 3600 for time, _ in (first, second, third, fourth))


def test_the_same_folders_give_the_same_commits_and_are_written_once(dated: Path, tmp_path: Path) -> None:
    build_repository(dated, tmp_path / "one.git")
    build_repository(dated, tmp_path / "two.git")
    assert head(tmp_path / "one.git") == head(tmp_path / "two.git")
    (tmp_path / "one.git/marker").touch()
    build_repository(dated, tmp_path / "one.git")
    assert (tmp_path / "one.git/marker").exists()


def test_changed_folders_replace_the_repository(dated: Path, tmp_path: Path) -> None:
    out = tmp_path / "wiki.git"
    build_repository(dated, out)
    before = head(out)
    write(dated / "2026-01-09", only="changed")
    build_repository(dated, out)
    assert head(out) != before
    assert states(out)[-1][1] == {"only": b"changed"}


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("2026-02-01/deleted.txt", "\nnowhere\n", "line 2"),
        ("2026-02-01/moved.txt", "nowhere -> b\n", "line 1"),
        ("2026-02-01/moved.txt", "a\n", "old -> new"),
        ("02_2026-01-09/a", "twice", "same date"),
        ("notes/a", "undated", "must end with a date"),
    ],
)
def test_mistakes_say_where_they_are(dated: Path, tmp_path: Path, file: str, text: str, says: str) -> None:
    path = dated / file
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        build_repository(dated, tmp_path / "wiki.git")
    assert not (tmp_path / "wiki.git").exists()


def test_command_line(dated: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sample.history", str(dated), str(tmp_path / "wiki.git")]
    subprocess.run(command, check=True, cwd=ROOT)
    assert len(states(tmp_path / "wiki.git")) == 4
    command[3:] = [str(dated / "2026-01-09"), str(tmp_path / "one.git"), "2026-01-02"]
    subprocess.run(command, check=True, cwd=ROOT)
    assert states(tmp_path / "one.git") == [(1767340800, {"only": b"left"})]


def test_the_sample_wiki_has_a_history(tmp_path: Path) -> None:
    build_repository(ROOT / "sample/wiki", tmp_path / "wiki.git")
    days = [state for _, state in states(tmp_path / "wiki.git")]
    assert len(days) == 5
    assert sum(path.endswith(".md") for path in days[0]) >= 40
    before, after = days[2:4]
    assert before["it/software-requests.md"] == after["finance/buying/software-requests.md"]
    assert "it/software-requests.md" not in after
    assert b"from another country" not in before["people/remote-work.md"]
    assert b"from another country" in after["people/remote-work.md"]
    assert days[0].keys() - days[4].keys() >= {"sales/demo-equipment.md", "facilities/meeting-rooms.md"}
    exception = b"unless the leave was agreed before you signed your contract"
    assert [exception in day["people/annual-leave.md"] for day in days] == [False, False, True, True, True]


@pytest.mark.corpora
@pytest.mark.skipif(not HANDBOOK.exists(), reason="the corpora are not here")
def test_the_handbook_replays_snapshots_moves_and_deltas(tmp_path: Path) -> None:
    dated = tmp_path / "dated"
    for day in ("2022-01-01", "2023-01-01"):
        with tarfile.open(HANDBOOK / f"snapshots/{day}.tar.gz") as archive:
            archive.extractall(dated / day, filter="data")
    for delta in (HANDBOOK / "deltas").iterdir():
        (dated / delta.name).symlink_to(delta)
    build_repository(dated, tmp_path / "wiki.git")
    assert len(states(tmp_path / "wiki.git")) == 14
    before, after = (set(state) for _, state in states(tmp_path / "wiki.git")[:2])
    assert len(before) > 100
    assert not before & after
