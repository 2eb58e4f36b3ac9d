from pathlib import Path

import pytest

from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return DirectoryStore(tmp_path / "store")
