"""The reader `git`: a repository's default branch at the end of any past UTC day, read without a git binary.

History is seen by days, as everything is here: along the first parents of the branch that HEAD names, the
last commit
(by committer time) of each UTC day stands for that day. Contents that came and went within one day never were
a day's
picture. The same history gives the same result for a day, in whatever order days are asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from stat import S_ISREG

from dulwich.diff_tree import tree_changes
from dulwich.errors import NotGitRepository
from dulwich.objects import Commit, ObjectID, TreeEntry
from dulwich.repo import Repo

from assets.ingest.reading import Item, Reading, SourceError, document, nothing_matches, selector, utc_day
from assets.ingest.settings import Source

EARLIER = 2
"""How many earlier contents of a file are given beside the one that is effective on the day."""


def read_git(source: Source, day: date, today: date, max_bytes: int) -> Reading:
    """The files of the day as revision 0, and up to two earlier contents of each as revisions 1 and 2.

    `since` and `until` are the UTC days on which a content became effective and was replaced. A file renamed
    without a
    change keeps its history. Before the first commit the source is empty; a repository in which no file was
    ever
    selected is an error. Links and submodules are not followed. Raises SourceError.
    """
    try:
        repo = Repo(str(source.path))
    except (NotGitRepository, OSError):
        raise SourceError(
            f'source "{source.name}": {source.path} is no git repository; give the folder '
            'that holds .git (choose files in it with include), or use reader = "files"'
        ) from None
    with repo:
        try:
            days = _days(repo)
        except KeyError:
            raise SourceError(
                f'source "{source.name}": the repository at {source.path} has no commit on the branch of HEAD'
            ) from None
        files = _replay(repo, source, [(at, tree) for at, tree in days if at <= day])
    if not files and day >= days[0][0]:
        raise nothing_matches(source)
    count = sum(len(contents) for contents in files.values())
    return Reading(_items(repo, files, max_bytes), count, f"back to {days[0][0]}, the first commit")


@dataclass
class _Content:
    """One content of a file: blob id and the days between which it was effective."""

    blob: ObjectID
    since: date
    until: date | None = None


def _days(repo: Repo) -> list[tuple[date, ObjectID]]:
    """(UTC day, tree id) of the last commit of each day, ascending. A shallow clone ends where its commits
    end.

    Where clocks ran backwards, a later commit with an earlier time wins: it is what the branch held from that
    day on.
    """
    days: list[tuple[date, ObjectID]] = []
    name: ObjectID | None = repo.head()
    while name is not None and (not days or name in repo.object_store):
        commit = repo[name]
        if not isinstance(commit, Commit):
            raise KeyError(name)
        day = utc_day(commit.commit_time)
        if not days or day < days[-1][0]:
            days.append((day, commit.tree))
        name = commit.parents[0] if commit.parents else None
    return days[::-1]


def _replay(repo: Repo, source: Source, days: list[tuple[date, ObjectID]]) -> dict[str, list[_Content]]:
    """The selected files on the last of the days, by path, each with its contents, newest
    first."""
    selected = selector(source.include, source.exclude)

    def place(entry: TreeEntry | None) -> dict[str, ObjectID]:
        """Path and blob id of a selected regular file; empty for anything else."""
        if entry is None or not entry.path or not entry.sha or not S_ISREG(entry.mode or 0):
            return {}
        path = entry.path.decode("utf-8", "backslashreplace")
        return {path: entry.sha} if selected.match(path) else {}

    contents: dict[str, list[_Content]] = {}
    before: ObjectID | None = None
    for day, tree in days:
        gone: dict[str, ObjectID] = {}
        come: dict[str, ObjectID] = {}
        for change in tree_changes(repo.object_store, before, tree):
            old, new = place(change.old), place(change.new)
            if old != new:
                gone |= old
                come |= new
        before = tree
        left: dict[ObjectID, list[str]] = {}  # blob -> the paths it left, so that a rename keeps its history
        for path in sorted(gone, reverse=True):
            contents[path][-1].until = day
            if path not in come:
                left.setdefault(gone[path], []).append(path)
        for path, blob in sorted(come.items()):
            if path not in gone and left.get(blob):
                contents[path] = contents.pop(left[blob].pop())
                contents[path][-1].until = None
            else:
                contents.setdefault(path, []).append(_Content(blob, day))
    return {path: _newest(contents[path]) for path in sorted(contents) if contents[path][-1].until is None}


def _items(repo: Repo, files: dict[str, list[_Content]], max_bytes: int) -> Iterator[Item]:
    with repo:
        for path, contents in files.items():
            for revision, content in enumerate(contents):
                data = repo.object_store[content.blob].as_raw_string()
                since = content.since.isoformat()
                until = content.until.isoformat() if content.until else None
                yield document(path, data, max_bytes, revision=revision, since=since, until=until)


def _newest(contents: list[_Content]) -> list[_Content]:
    """The effective content and the most recent earlier ones that differ from it and from each other."""
    newest: dict[ObjectID, _Content] = {}
    for content in reversed(contents):
        newest.setdefault(content.blob, content)
    return list(newest.values())[: EARLIER + 1]
