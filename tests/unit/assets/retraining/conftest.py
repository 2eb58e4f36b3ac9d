from pathlib import Path

import pytest

from resources.object_store import DirectoryStore, ObjectStore


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return DirectoryStore(tmp_path / "store")
