"""Who is known by which headers; what a running server refuses is in tests/integration/test_doors.py."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import KeySet, RSAKey
from pydantic import ValidationError
from starlette.datastructures import Headers

from deploy.web import key_sets
from deploy.web.identity import ALGORITHMS, Expired, Identity, Unknown, doorkeeper
from deploy.web.key_sets import KeySource, KeysUnusable
from pipelines.access import AccessSettings
from tests.integration.guarded import AUDIENCE, HEADER, IDP, ISSUER, token

NOW = datetime.now(UTC)
SECRET = "s" * 32
ROLES = {"engineer": ["data"], "officer": ["compliance", "quality"]}


@pytest.fixture
def access(tmp_path: Path) -> AccessSettings:
    (tmp_path / "secret").write_text(SECRET + "\n")
    return AccessSettings.model_validate(
        {"url": "https://kb.example", "roles": ROLES, "headers": {"secret_file": tmp_path / "secret"}}
    )


def sent(**changes: str | None) -> Headers:
    headers: dict[str, str | None] = {
        "X-Knowbound-Secret": SECRET,
        "X-Knowbound-Id": "ada",
        "X-Knowbound-Name": "Ada Brøndsted".encode().decode("latin-1"),
        "X-Knowbound-Groups": "staff, quality",
        "X-Knowbound-Authenticated-At": str(NOW.timestamp() - 5),
    } | {f"X-Knowbound-{name.replace('_', '-')}": value for name, value in changes.items()}
    return Headers({name: value for name, value in headers.items() if value is not None})


def test_the_proxy_is_believed_with_its_secret(access: AccessSettings) -> None:
    found = doorkeeper(access).identify(sent(), NOW)
    assert (found.id, found.name, found.roles) == ("ada", "Ada Brøndsted", {"officer"})
    assert found.authenticated_at == pytest.approx(NOW - timedelta(seconds=5), abs=timedelta(seconds=0.01))
    assert found.may_review()
    assert doorkeeper(access).identify(sent(Authenticated_At=None, Name=None, Groups=None), NOW) == Identity(
        "ada", "", frozenset(), expires=NOW + timedelta(hours=1)
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Secret": None}, "X-Knowbound-Secret is missing"),
        ({"Secret": ""}, "X-Knowbound-Secret is missing"),
        ({"Secret": "t" * 32}, "the secret of the proxy is wrong"),
        ({"Secret": SECRET[:-1]}, "the secret of the proxy is wrong"),
        ({"Id": None}, "X-Knowbound-Id is missing"),
        ({"Id": "ada b"}, "the id is none"),
        ({"Id": "a" * 256}, "the id is none"),
        ({"Name": "\x07Ada"}, "the name is none"),
        ({"Name": "\xff"}, "not UTF-8"),
        ({"Authenticated_At": "soon"}, "no number of seconds"),
        ({"Authenticated_At": "nan"}, "no number of seconds"),
        ({"Authenticated_At": "1e999"}, "no number of seconds"),
        ({"Authenticated_At": str(time.time() + 3600)}, "still to come"),
    ],
)
def test_everybody_else_is_unknown(access: AccessSettings, changes: dict[str, str | None], words: str) -> None:
    with pytest.raises(Unknown, match=words) as problem:
        doorkeeper(access).identify(sent(**changes), NOW)
    assert not any(value and value in str(problem.value) for value in changes.values() if value and len(value) > 3)


@pytest.mark.parametrize("name", ["Secret", "Id", "Groups", "Authenticated-At"])
def test_a_header_that_stands_there_twice_is_not_believed(access: AccessSettings, name: str) -> None:
    twice = [*sent().raw, (f"x-knowbound-{name.lower()}".encode(), b"compliance")]
    with pytest.raises(Unknown, match="stands there 2 times"):
        doorkeeper(access).identify(Headers(raw=twice), NOW)


def test_a_short_or_missing_secret_is_refused_at_the_start(access: AccessSettings, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("short")
    with pytest.raises(Unknown, match="at least 32 characters"):
        doorkeeper(access)
    (tmp_path / "secret").unlink()
    with pytest.raises(Unknown, match="cannot be read: No such file"):
        doorkeeper(access)


def test_who_is_engineer_too_may_not_review() -> None:
    both = Identity("kim", "Kim", frozenset({"engineer", "officer"}))
    assert not both.may_review()


@pytest.fixture
def tokens(tmp_path: Path) -> AccessSettings:
    (tmp_path / "idp.json").write_text(json.dumps(KeySet([IDP]).as_dict(private=False)))
    given = {"issuer": ISSUER, "audience": AUDIENCE, "keys": f"file:{tmp_path / 'idp.json'}"}
    return AccessSettings.model_validate({"url": "https://kb.example", "roles": ROLES, "token": given})


def test_a_token_says_who_it_is_and_until_when(tokens: AccessSettings) -> None:
    found = doorkeeper(tokens).identify(Headers({HEADER: token("ada", groups="compliance")}), datetime.now(UTC))
    assert (found.id, found.name, found.roles) == ("ada", "Ada Brightwater", {"officer"})
    assert found.expires is not None
    assert timedelta(minutes=9) < found.expires - datetime.now(UTC) < timedelta(minutes=12)
    with pytest.raises(Expired):
        doorkeeper(tokens).identify(Headers({HEADER: token("ada")}), datetime.now(UTC) + timedelta(minutes=11))


@pytest.mark.parametrize("changes", [{"exp": 10**18}, {"exp": True}, {"auth_time": "x"}, {"name": 1}, {"sub": 7}])
def test_odd_claims_are_refused_and_break_nothing(tokens: AccessSettings, changes: dict[str, Any]) -> None:
    with pytest.raises(Unknown):
        doorkeeper(tokens).identify(Headers({HEADER: token("ada", **changes)}), datetime.now(UTC))


def test_only_asymmetric_signatures_are_believed() -> None:
    assert not any(name.startswith("HS") or name == "none" for name in ALGORITHMS)


def test_keys_are_fetched_again_when_the_issuer_has_changed_them_but_not_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = RSAKey.generate_key(2048, {"kid": "idp-2"})
    served, fetched = [IDP], []
    source = KeySource("https://id.example/keys")

    def fetch(_: KeySource) -> bytes:
        fetched.append(1)
        return json.dumps(KeySet(list(served)).as_dict(private=False)).encode()

    monkeypatch.setattr(KeySource, "_fetch", fetch)
    assert source.read(lambda keys: keys.get_by_kid("idp-1"), datetime.now(UTC)).kid == "idp-1"
    served[:] = [IDP, new]
    soon = datetime.now(UTC) + timedelta(seconds=5)
    with pytest.raises(Exception, match="No key for kid"):
        source.read(lambda keys: keys.get_by_kid("idp-2"), soon)
    assert len(fetched) == 1
    assert source.read(lambda keys: keys.get_by_kid("idp-2"), datetime.now(UTC) + key_sets.PAUSE).kid == "idp-2"
    assert len(fetched) == 2


def test_keys_that_cannot_be_had_let_nobody_in_and_are_not_asked_for_at_every_request(tmp_path: Path) -> None:
    place = tmp_path / "idp.json"
    source = KeySource(f"file:{place}")
    for _ in range(2):
        with pytest.raises(KeysUnusable, match=r"idp\.json cannot be had \(FileNotFoundError\)"):
            source.read(lambda keys: keys, datetime.now(UTC))
    place.write_text(json.dumps(KeySet([IDP]).as_dict(private=False)))
    with pytest.raises(KeysUnusable):
        source.read(lambda keys: keys, datetime.now(UTC) + timedelta(seconds=5))
    assert source.read(lambda keys: keys, datetime.now(UTC) + key_sets.PAUSE)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"token": {"issuer": "i", "audience": "a", "keys": "https://i/keys"}}, "exactly one of"),
        ({"headers": None}, "exactly one of"),
        ({"url": "https://kb.example/path"}, "without a path"),
        ({"url": "kb.example"}, "without a path"),
        ({"roles": {"engineer": ["x"], "officer": ["x"]}}, "no group may hold both engineer and officer"),
        ({"headers": {"id": "X Id", "secret_file": "s"}}, "the name of an HTTP header"),
        ({"headers": None, "token": {"issuer": "i", "audience": "a", "keys": "http://i/keys"}}, "accepted are"),
        ({"fresh_minutes": 0}, "greater than 0"),
        ({"secret": "x"}, "secret"),
    ],
)
def test_what_cannot_be_configured_is_said(access: AccessSettings, changes: dict[str, Any], words: str) -> None:
    values = access.model_dump(mode="json", exclude_none=True) | changes
    with pytest.raises(ValidationError, match=words):
        AccessSettings.model_validate({name: value for name, value in values.items() if value is not None})
