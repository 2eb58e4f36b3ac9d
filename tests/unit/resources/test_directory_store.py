"""A directory keeps the contract (S3: tests/integration/test_s3.py), and stands what only a directory has to: no space, no
permission, killed and racing writers."""

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

from resources.directory_store import DirectoryStore
from resources.object_store import ObjectExists, ObjectStore, StoreError
from resources.stores import open_store
from tests.unit.resources.store_contract import StoreContract

ROOT = Path(__file__).parents[3]


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
            "import os, sys; from pathlib import Path; from resources.directory_store import DirectoryStore\n"
            "os.fsync = lambda _: (print('writing', flush=True), sys.stdin.read())\n"
            "store = DirectoryStore(Path(sys.argv[1])); (store._root / '.writing').mkdir()\n"
            "import resources.directory_store as module; module._flush_folder = lambda _: None\n"
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
            "import os, sys; from pathlib import Path; from resources.directory_store import DirectoryStore\n"
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


def _write_forever(root: Path) -> None:
    store = DirectoryStore(root)
    for n in range(100_000):
        store.replace(f"k/{n % 7}", b"x" * 200_000)
        store.put(f"{os.getpid()}/{n}", b"x" * 200_000)
