"""What the tests of ingest share: a raw zone in a directory, and git repositories built commit by commit."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import HEADREF, Ref
from dulwich.repo import Repo

from assets.ingest.raw import RawZone
from resources.directory_store import DirectoryStore

Files = Mapping[str, bytes | tuple[int, bytes]]  # path -> content, or (mode, content)
MakeRepo = Callable[..., Path]
BRANCH = Ref(b"refs/heads/main")


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "store")


@pytest.fixture
def raw(store: DirectoryStore) -> RawZone:
    return RawZone(store, b"a key for tests, not for work ..")


@pytest.fixture
def make_repo(tmp_path: Path) -> MakeRepo:
    """make_repo((when, files), ...): a bare repository, one commit per state, the whole tree each time."""

    def make(*states: tuple[str, Files]) -> Path:
        path = tmp_path / "repo.git"
        path.mkdir()
        with Repo.init_bare(str(path)) as repo:
            head: ObjectID | None = None
            for when, files in states:
                head = commit(repo, when, files, [head] if head else [])
            if head:
                repo.refs[BRANCH] = head
            repo.refs.set_symbolic_ref(HEADREF, BRANCH)
        return path

    return make


def commit(repo: Repo, when: str, files: Files, parents: list[ObjectID]) -> ObjectID:
    """Write a commit with this tree at the UTC time `when`; returns its id."""
    made = Commit()
    made.tree = _tree(repo, files)
    made.parents = parents
    made.author = made.committer = b"Test <test@localhost>"
    made.author_time = 0  # the committer's time counts
    made.commit_time = int(datetime.fromisoformat(when).replace(tzinfo=UTC).timestamp())
    made.author_timezone = made.commit_timezone = 0
    made.message = b"state"
    repo.object_store.add_object(made)
    return made.id


def _tree(repo: Repo, files: Files) -> ObjectID:
    tree = Tree()
    folders: dict[str, dict[str, bytes | tuple[int, bytes]]] = {}
    for path, value in files.items():
        folder, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(folder, {})[rest] = value
        else:
            mode, data = value if isinstance(value, tuple) else (0o100644, value)
            blob = Blob.from_string(data)
            repo.object_store.add_object(blob)
            tree.add(path.encode(), mode, blob.id)
    for folder, inner in folders.items():
        tree.add(folder.encode(), 0o040000, _tree(repo, inner))
    repo.object_store.add_object(tree)
    return tree.id
