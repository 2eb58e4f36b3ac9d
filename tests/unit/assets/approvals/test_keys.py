"""Keys: made, rotated, revoked; who may read which file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.approvals.keys import (
    KeyProblem,
    Register,
    create,
    read_private,
    read_register,
    rotate,
    write_register,
)

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "secret" / "signing.key", tmp_path / "keys.json"


def public(private: Path) -> str:
    return read_private(private).public_key().public_bytes_raw().hex()


def test_a_new_key_is_private_and_its_public_half_is_for_all(files: tuple[Path, Path]) -> None:
    private, register = files
    made = create(*files, NOW)
    assert (private.stat().st_mode & 0o777, register.stat().st_mode & 0o777) == (0o600, 0o644)
    assert read_register(register).current == made
    assert made.public == public(private)
    assert b"PRIVATE" not in register.read_bytes()
    assert [path.name for path in private.parent.iterdir()] == ["signing.key"]
    with pytest.raises(KeyProblem, match=r"signing\.key is there already.*knowbound keys rotate"):
        create(*files, NOW)


def test_a_rotation_ends_the_old_key_where_the_new_one_begins(files: tuple[Path, Path]) -> None:
    old = create(*files, NOW)
    new = rotate(*files, LATER)
    register = read_register(files[1])
    assert register.current == new
    assert new.public == public(files[0]) != old.public
    ended = register.find(old.key)
    assert ended is not None
    assert ended.problem("2026-11-30T00:00:00Z") is None
    assert ended.problem(new.since) == f"its key {old.key} was rotated on {new.since}"
    assert new.problem("2026-11-30T00:00:00Z") == f"its key {new.key} is valid from {new.since} on only"


def test_a_revocation_reaches_back_and_a_rotation_does_not_undo_it(files: tuple[Path, Path]) -> None:
    old = create(*files, NOW)
    revoked = read_register(files[1]).without(old.key, NOW + timedelta(days=3))
    assert revoked.current is None
    write_register(files[1], revoked)
    new = rotate(*files, LATER)
    register = read_register(files[1])
    assert register.current == new
    ended = register.find(old.key)
    assert ended is not None
    assert ended.problem("2026-11-02T00:00:00Z") is None
    assert ended.problem("2026-11-05T00:00:00Z") == f"its key {old.key} was revoked on 2026-11-04T12:00:00Z"
    assert register.without(old.key, LATER).find(old.key) == ended  # a later revocation gives nothing back
    with pytest.raises(KeyProblem, match="There is no key 'abc'"):
        register.without("abc", NOW)


def test_a_private_key_that_others_can_read_is_not_used(files: tuple[Path, Path]) -> None:
    create(*files, NOW)
    files[0].chmod(0o640)
    with pytest.raises(KeyProblem, match=r"open to others \(mode 0640\)"):
        read_private(files[0])


@pytest.mark.parametrize("data", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_said_and_never_shown(files: tuple[Path, Path], data: bytes) -> None:
    create(*files, NOW)
    files[0].write_bytes(data)
    with pytest.raises(KeyProblem, match="is no Ed25519 key in PEM") as problem:
        read_private(files[0])
    assert problem.value.__cause__ is None


def test_a_register_that_is_none_is_said(files: tuple[Path, Path]) -> None:
    for path, words in ((None, "names no register"), (files[1], "is missing")):
        with pytest.raises(KeyProblem, match=words):
            read_register(path)
    write_register(files[1], Register())
    files[1].write_text('{"keys": [{"public": "x"}]}')
    with pytest.raises(KeyProblem, match="restore it from a backup"):
        read_register(files[1])
