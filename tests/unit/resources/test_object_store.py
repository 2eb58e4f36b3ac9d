"""The contract of the object store, run here against a directory (S3: tests/integration/test_s3.py), and what only a
directory has to stand: no space, no permission, killed and racing writers."""

import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.object_store import (
    DirectoryStore,
    ObjectExists,
    ObjectMissing,
    ObjectStore,
    StoreError,
    open_store,
)

ROOT = Path(__file__).parents[3]


class StoreContract:
    """Whatever stores objects has to pass this. A subclass provides the fixture `store`, empty."""

    def test_put_get(self, store: ObjectStore) -> None:
        store.put("a/b.bin", b"\0bytes")
        assert store.get("a/b.bin") == b"\0bytes"
        assert store.exists("a/b.bin")

    def test_put_is_idempotent_and_write_once(self, store: ObjectStore) -> None:
        store.put("a", b"one")
        store.put("a", b"one")
        with pytest.raises(ObjectExists, match="'a'"):
            store.put("a", b"two")
        assert store.get("a") == b"one"

    def test_replace_overwrites(self, store: ObjectStore) -> None:
        store.replace("a", b"one")
        store.replace("a", b"two")
        assert store.get("a") == b"two"

    def test_missing(self, store: ObjectStore) -> None:
        assert not store.exists("nothing/here")
        with pytest.raises(ObjectMissing, match="nothing/here"):
            store.get("nothing/here")

    def test_a_prefix_of_a_key_is_no_object(self, store: ObjectStore) -> None:
        store.put("a/bc", b"")
        assert not store.exists("a/b")
        assert not store.exists("a")
        with pytest.raises(ObjectMissing):
            store.get("a")

    def test_list_is_sorted_by_code_point_and_filters_by_prefix(self, store: ObjectStore) -> None:
        for key in ("b/2", "b/10", "a-", "a/x", "a.b", "B"):
            store.put(key, b"")
        assert store.list("") == ["B", "a-", "a.b", "a/x", "b/10", "b/2"]
        assert store.list("b/") == ["b/10", "b/2"]
        assert store.list("b/1") == ["b/10"]
        assert store.list("a") == ["a-", "a.b", "a/x"]
        assert store.list("none/") == []

    def test_delete(self, store: ObjectStore) -> None:
        store.put("a/b", b"x")
        store.delete("a/b")
        store.delete("a/b")
        assert not store.exists("a/b")
        assert store.list("") == []

    @pytest.mark.parametrize(
        "key",
        ["", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/.", ".writing/a", "a\0b", "a\nb", "ä", "a b", "a\\b"],
    )
    def test_keys_cannot_leave_the_store(self, store: ObjectStore, key: str) -> None:
        for call in (
            store.get,
            store.exists,
            store.delete,
            lambda k: store.put(k, b""),
            lambda k: store.replace(k, b""),
        ):
            with pytest.raises(StoreError, match="Not a key"):
                call(key)

    @pytest.mark.parametrize("prefix", ["/", "../", "a/../", ".w"])
    def test_prefixes_cannot_leave_the_store(self, store: ObjectStore, prefix: str) -> None:
        with pytest.raises(StoreError, match="Not a prefix"):
            store.list(prefix)

    def test_racing_writers_of_equal_bytes(self, store: ObjectStore) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: store.put("same", b"x" * 10_000), range(16)))
        assert store.get("same") == b"x" * 10_000


class TestDirectory(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> ObjectStore:
        return open_store(f"file://{tmp_path}/with%20space", {})

    def test_opening_writes_nothing(self, tmp_path: Path) -> None:
        assert open_store(f"file://{tmp_path}/s", {}).list("") == []
        assert not (tmp_path / "s").exists()

    def test_only_the_owner_may_read(self, tmp_path: Path) -> None:
        store = DirectoryStore(tmp_path / "s")
        store.put("a/b/c", b"x")
        store.replace("a/d", b"x")
        modes = {p.is_dir(): stat.S_IMODE(p.stat().st_mode) for p in [tmp_path / "s", *(tmp_path / "s").rglob("*")]}
        assert modes == {True: 0o700, False: 0o600}

    def test_one_of_racing_writers_wins_and_the_others_hear_of_it(self, tmp_path: Path) -> None:
        store = DirectoryStore(tmp_path)

        def attempt(n: int) -> int | None:
            try:
                store.put("key", bytes([n]) * 50_000)
            except ObjectExists:
                return None
            return n

        with ThreadPoolExecutor(8) as pool:
            winners = [n for n in pool.map(attempt, range(16)) if n is not None]
        assert len(winners) == 1
        assert store.get("key") == bytes(winners) * 50_000

    def test_a_writer_killed_midway_leaves_nothing_visible(self, tmp_path: Path) -> None:
        code = (
            "import os, sys; from pathlib import Path; from resources.object_store import DirectoryStore\n"
            "os.fsync = lambda _: (print('writing', flush=True), sys.stdin.read())\n"
            "store = DirectoryStore(Path(sys.argv[1])); (store._root / '.writing').mkdir()\n"
            "import resources.object_store as module; module._flush_folder = lambda _: None\n"
            "store.put('key', b'x' * 100_000)"
        )
        writer = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        assert writer.stdin is not None
        with writer.stdin, writer.stdout:
            assert writer.stdout.readline() == b"writing\n"
            writing = tmp_path / ".writing"
            # A second process that opens the store leaves the living writer's file alone.
            assert DirectoryStore(tmp_path).list("") == []
            assert len(list(writing.iterdir())) == 1
            os.kill(writer.pid, signal.SIGKILL)
            writer.wait()
        store = DirectoryStore(tmp_path)
        assert store.list("") == []
        assert not store.exists("key")
        assert list(writing.iterdir()) == []
        store.put("key", b"other")

    def test_killed_at_any_moment_keys_hold_whole_values(self, tmp_path: Path) -> None:
        for wait in (0.0, 0.005, 0.02):
            writer = multiprocessing.get_context("fork").Process(target=_write_forever, args=(tmp_path,))
            writer.start()
            time.sleep(0.05 + wait)
            assert writer.pid is not None
            os.kill(writer.pid, signal.SIGKILL)
            writer.join()
        store = DirectoryStore(tmp_path)
        values = {store.get(key) for key in store.list("")}
        assert values <= {b"x" * 200_000}
        assert values

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small file system")
    def test_disk_full(self, tmp_path: Path) -> None:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(tmp_path)], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("mounting is not allowed here")
        try:
            store = DirectoryStore(tmp_path)
            store.put("small", b"x")
            with pytest.raises(StoreError, match=r"'large'.*full.*Free space"):
                store.put("large", b"x" * 1_000_000)
            assert store.list("") == ["small"]
            assert list((tmp_path / ".writing").iterdir()) == []
        finally:
            subprocess.run(["umount", str(tmp_path)], check=True)

    def test_not_writable(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        code = (
            "import os, sys; from pathlib import Path; from resources.object_store import DirectoryStore\n"
            "os.geteuid() or os.setuid(65534)  # root may write anywhere\n"
            "DirectoryStore(Path(sys.argv[1])).put('key', b'x')"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert "permission denied. Let the user who runs Knowbound" in done.stderr

    @given(st.text(st.sampled_from("./a\\~-\0 é"), max_size=12))
    def test_no_key_reaches_outside(self, key: str) -> None:
        root = Path("/nowhere/store")
        try:
            path = DirectoryStore(root)._path(key)
        except StoreError:
            return
        assert path.resolve().is_relative_to(root)
        assert path != root


@pytest.mark.parametrize(
    "url", ["relative/dir", "file://host/dir", "file:relative", "ftp://host/dir", "s3://", "", "s3:bucket"]
)
def test_unknown_urls_say_what_is_accepted(url: str) -> None:
    with pytest.raises(StoreError, match="file:///absolute/directory or s3://bucket/prefix"):
        open_store(url, {})


def test_missing_environment_is_named() -> None:
    with pytest.raises(StoreError, match="KNOWBOUND_S3_ENDPOINT, KNOWBOUND_S3_SECRET_KEY"):
        open_store("s3://bucket", {"KNOWBOUND_S3_ACCESS_KEY": "a"})


def test_credentials_in_addresses_are_refused_and_not_repeated() -> None:
    environ = {"KNOWBOUND_S3_ACCESS_KEY": "AKIAHIDDEN", "KNOWBOUND_S3_SECRET_KEY": "hidden"}
    for url, endpoint in (("s3://key:hidden@bucket", "http://h"), ("s3://bucket", "http://user:hidden@host:1")):
        with pytest.raises(StoreError, match="credentials") as refused:
            open_store(url, {**environ, "KNOWBOUND_S3_ENDPOINT": endpoint})
        assert "hidden" not in str(refused.value).lower()


def _write_forever(root: Path) -> None:
    store = DirectoryStore(root)
    for n in range(100_000):
        store.replace(f"k/{n % 7}", b"x" * 200_000)
        store.put(f"{os.getpid()}/{n}", b"x" * 200_000)
