from collections.abc import Callable
from pathlib import Path

import pytest

from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return DirectoryStore(tmp_path / "store")


@pytest.fixture
def new_store(tmp_path: Path) -> Callable[[str], ObjectStore]:
    """Stores in directories of their own, by name."""
    return lambda name: DirectoryStore(tmp_path / name)
