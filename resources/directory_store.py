"""An object store in a directory."""

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from resources.object_store import Overwrite, StoreError, exists_already, missing, valid_key, valid_prefix


class DirectoryStore:
    """Objects as files below one directory (folders 0700, files 0600).

    An object is written aside, flushed to the disk and linked into its place in one step: `put` cannot
    overwrite, two writers can race, and a killed writer leaves nothing but a file in `.writing/`, which no
    reader looks at and the next opening of the store removes (a living writer holds a lock on its file).
    """

    payload_keys: Path | None = None

    def __init__(self, root: Path):
        self._root, self._writing = root, root / ".writing"
        self.url = root.as_uri()
        self._remove_leftovers()

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        with self._errors("write", key):
            if not path.exists():
                with self._written(data) as draft:
                    self._make_folder(path.parent)
                    # Another writer may be first: then its bytes are compared below.
                    with suppress(FileExistsError):
                        os.link(draft, path)
                _flush_folder(path.parent)
            if path.read_bytes() != data:
                raise exists_already(self.url, key)

    def replace(self, key: str, data: bytes) -> None:
        path = self._path(key)
        with self._errors("write", key), self._written(data) as draft:
            self._make_folder(path.parent)
            draft.replace(path)
            _flush_folder(path.parent)

    def get(self, key: str) -> bytes:
        path = self._path(key)
        with self._errors("read", key):
            try:
                return path.read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                raise missing(self.url, key) from None

    def exists(self, key: str) -> bool:
        path = self._path(key)
        with self._errors("read", key):
            return path.is_file()

    def overwrites(self, prefix: str) -> list[Overwrite]:
        return []

    def list(self, prefix: str) -> list[str]:
        folder = self._root / valid_prefix(prefix).rpartition("/")[0]
        keys: list[str] = []

        def stop(error: OSError) -> None:
            if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                raise error

        with self._errors("list", prefix):
            for parent, folders, files in os.walk(folder, onerror=stop):
                folders[:] = [name for name in folders if not name.startswith(".")]
                base = Path(parent).relative_to(self._root)
                keys += [(base / name).as_posix() for name in files if not name.startswith(".")]
        return sorted(key for key in keys if key.startswith(prefix))

    def delete(self, key: str) -> None:
        path = self._path(key)
        with self._errors("delete", key):
            try:
                path.unlink()
            except (FileNotFoundError, NotADirectoryError):
                return
            _flush_folder(path.parent)

    def _path(self, key: str) -> Path:
        return self._root / valid_key(key)

    def _make_folder(self, folder: Path) -> None:
        """Make the folder and its parents, each 0700 (mkdir(parents=True) would open the parents wider)."""
        if not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
            _flush_folder(folder.parent)

    @contextmanager
    def _written(self, data: bytes) -> Iterator[Path]:
        """The bytes in a new file in `.writing/`, on the disk; the name is gone afterwards in any case."""
        self._make_folder(self._writing)
        while True:
            descriptor, name = tempfile.mkstemp(dir=self._writing)  # mode 0600
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink == 1:
                break
            os.close(descriptor)  # another process took it for a leftover before the lock was held
        draft = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                yield draft
        finally:
            draft.unlink(missing_ok=True)

    def _remove_leftovers(self) -> None:
        with suppress(OSError):  # a store that one may only read is no error
            for leftover in self._writing.iterdir():
                with suppress(OSError), leftover.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # raises while its writer lives
                    leftover.unlink()

    @contextmanager
    def _errors(self, action: str, key: str) -> Iterator[None]:
        """Turn the operating system's errors into StoreErrors that say what to do."""
        try:
            yield
        except OSError as error:
            place = f"Cannot {action} {key!r} in the store {self.url}"
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                cure = "the disk or quota is full. Free space, then run again"
            elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                cure = "permission denied. Let the user who runs Knowbound read and write this directory"
            else:
                cure = f"{error.strerror or type(error).__name__}. Check this directory"
            raise StoreError(f"{place}: {cure}.") from error


def _flush_folder(folder: Path) -> None:
    """Make a new name in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
