"""Makes a git repository of dated folders, so that a wiki's history can be kept as plain files.

The name of each folder in the source ends with a date, `YYYY-MM-DD` or `<anything>_YYYY-MM-DD`; each is a
commit:

- a folder with `files/`, `deleted.txt` or `moved.txt` is a delta on the day before it: `moved.txt` applies
  first (`old -> new` a line), then `deleted.txt` (a path a line), then the contents of `files/`;
- any other folder is the full state of that day, and may follow other days.

Commit ids depend on the folders alone. Nothing here knows what the documents say.
"""

import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path

from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree
from dulwich.refs import HEADREF, Ref
from dulwich.repo import Repo

AUTHOR = b"Wiki <wiki@localhost>"
BRANCH = Ref(b"refs/heads/main")
DATED = re.compile(r"(?:.*_)?(\d{4}-\d{2}-\d{2})")

State = dict[str, bytes]  # path -> content, the whole wiki on one day


def build_repository(dated: Path, out: Path) -> None:
    """Write the history of the dated folders in `dated` to the bare repository `out` (see `write_history`).

    Raises ValueError for a folder without a date, a date used twice, and a source without dated folders.
    """
    write_history(_days(dated), out)


def write_history(days: Sequence[tuple[date, Path]], out: Path) -> None:
    """Write a bare repository: a commit a day, oldest day first, at 08:00 UTC on branch main.

    A repository that already ends in the same commit is left alone; any other one is replaced as a whole.
    Raises ValueError for a delta that moves or deletes a path which is not there (named by file and line).
    """
    objects: dict[ObjectID, ShaFile] = {}
    parents: list[ObjectID] = []
    state: State = {}
    for day, folder in days:
        state = _next_state(state, folder)
        commit = Commit()
        commit.tree = _add_tree(objects, state)
        commit.parents = parents
        commit.author = commit.committer = AUTHOR
        commit.author_time = commit.commit_time = int(datetime.combine(day, time(8), UTC).timestamp())
        commit.author_timezone = commit.commit_timezone = 0
        commit.encoding = b"UTF-8"
        commit.message = f"State of {day.isoformat()}\n".encode()
        objects[commit.id] = commit
        parents = [commit.id]
    [head] = parents

    if _head(out) == head:
        return
    partial = out.with_name(out.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with Repo.init_bare(str(partial)) as repo:
        repo.object_store.add_objects([(each, None) for each in objects.values()])
        repo.refs[BRANCH] = head
        repo.refs.set_symbolic_ref(HEADREF, BRANCH)
    shutil.rmtree(out, ignore_errors=True)
    partial.rename(out)


def _days(dated: Path) -> list[tuple[date, Path]]:
    days = []
    for folder in sorted(path for path in dated.iterdir() if path.is_dir()):
        found = DATED.fullmatch(folder.name)
        if not found:
            raise ValueError(f"{folder}: the name must end with a date, like 2026-10-05 or 01_2026-10-05")
        days.append((date.fromisoformat(found[1]), folder))
    days.sort()
    if not days:
        raise ValueError(f"{dated}: holds no dated folders")
    for (earlier, first), (later, second) in pairwise(days):
        if earlier == later:
            raise ValueError(f"{second}: the same date as {first.name}")
    return days


def _next_state(before: State, folder: Path) -> State:
    moved, deleted, files = folder / "moved.txt", folder / "deleted.txt", folder / "files"
    if not (moved.exists() or deleted.exists() or files.is_dir()):
        return _read(folder)
    state = dict(before)
    for number, line in _lines(moved):
        old, arrow, new = (part.strip() for part in line.partition(" -> "))
        if not arrow or old not in state:
            raise ValueError(f"{moved}, line {number}: expected `old -> new` with an existing old path")
        state[new] = state.pop(old)
    for number, line in _lines(deleted):
        if line not in state:
            raise ValueError(f"{deleted}, line {number}: no such path on the day before")
        del state[line]
    return state | _read(files)


def _lines(path: Path) -> list[tuple[int, str]]:
    if not path.exists():
        return []
    numbered = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return [(number, line.strip()) for number, line in numbered if line.strip()]


def _read(folder: Path) -> State:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _add_tree(objects: dict[ObjectID, ShaFile], state: Mapping[str, bytes]) -> ObjectID:
    """Add the blobs and trees of a state to `objects`; returns the id of its root tree."""
    tree = Tree()
    folders: dict[str, State] = {}
    for path, content in state.items():
        name, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(name, {})[rest] = content
        else:
            blob = Blob.from_string(content)
            objects[blob.id] = blob
            tree.add(name.encode(), 0o100644, blob.id)
    for name, inner in folders.items():
        tree.add(name.encode(), 0o040000, _add_tree(objects, inner))
    objects[tree.id] = tree
    return tree.id


def _head(out: Path) -> ObjectID | None:
    if not (out / "HEAD").exists():
        return None
    with Repo(str(out)) as repo:
        return repo.refs.as_dict().get(BRANCH)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: python -m sample.history SRC OUT [DAY]   (with DAY, SRC is the one state of that day)")
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    write_history([(date.fromisoformat(sys.argv[3]), source)] if sys.argv[3:] else _days(source), target)
