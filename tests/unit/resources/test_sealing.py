"""Keys of payloads: made once, destroyed for good, and nothing but the right key opens what they sealed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assets.identity import sha256
from resources.sealing import KeyDestroyed, KeyMissing, PayloadKeys, seal, unseal

VERSION, OTHER = "2026-10-12-0123456789abcdef", "2026-10-13-0123456789abcdef"
PAYLOAD = b"redacted, as far as that goes"


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: PayloadKeys(tmp_path / "keys").create(VERSION), range(16)))
    assert made == {PayloadKeys(tmp_path / "keys").get(VERSION)}
    assert len(made.pop()) == 32
    assert PayloadKeys(tmp_path / "keys").create(OTHER) != PayloadKeys(tmp_path / "keys").get(VERSION)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "keys").rglob("*"))


def test_a_destroyed_key_never_comes_back(tmp_path: Path) -> None:
    keys = PayloadKeys(tmp_path)
    key = keys.create(VERSION)
    keys.destroy(VERSION)
    keys.destroy(VERSION)
    assert keys.destroyed(VERSION)
    for use in (keys.get, keys.create):
        with pytest.raises(KeyDestroyed, match="was destroyed"):
            use(VERSION)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and key in path.read_bytes()]


def test_a_key_that_is_elsewhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="Restore it from a backup of the keys"):
        PayloadKeys(tmp_path).get(VERSION)


def test_sealing_is_reproducible_and_bound_to_version_and_digest() -> None:
    key, digest = b"k" * 32, sha256(PAYLOAD)
    sealed = seal(key, VERSION, digest, PAYLOAD)
    assert sealed == seal(key, VERSION, digest, PAYLOAD)
    assert PAYLOAD not in sealed
    assert unseal(key, VERSION, digest, sealed) == PAYLOAD
    assert unseal(b"l" * 32, VERSION, digest, sealed) is None
    assert unseal(key, OTHER, digest, sealed) is None
    assert unseal(key, VERSION, sha256(b"other"), sealed) is None
    assert unseal(key, VERSION, digest, sealed[:-1] + bytes([sealed[-1] ^ 1])) is None
