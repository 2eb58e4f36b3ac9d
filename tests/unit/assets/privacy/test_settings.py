from pathlib import Path

import pytest
from pydantic import ValidationError

from assets.privacy.settings import KeyUnusable, PrivacySettings, read_key


def test_key_file_is_created_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "pseudonym.key"
    key = read_key(f"file:{path}", {})
    assert len(key) >= 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(f"file:{path}", {}) == key
    assert [p.name for p in path.parent.iterdir()] == ["pseudonym.key"]


def test_key_from_environment() -> None:
    assert read_key("env:K", {"K": "0123456789abcdef"}) == b"0123456789abcdef"
    for environ in ({}, {"K": "short"}):
        with pytest.raises(KeyUnusable, match="K"):
            read_key("env:K", environ)


@pytest.mark.parametrize("wrong", [{"kinds": ["persons"]}, {"pseudonyms": "hash"}, {"key": "secret"}, {"extra": 1}])
def test_mistakes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PrivacySettings.model_validate(wrong)
