"""Who sends a request, verified. A header is believed only where the configuration names it, and only with its proof."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from starlette.datastructures import Headers

from deploy.web.key_sets import KeySource, KeysUnusable
from pipelines.access import AccessSettings, HeaderSettings, Role, RoleSettings, TokenSettings

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""Asymmetric ones alone: under HS256 whoever has the public key could sign, under "none" anyone."""

LEEWAY = 30
"""Seconds by which the clocks of issuer and webserver may differ."""

REMEMBERED = timedelta(hours=1)
"""For how long one look at the headers of a proxy holds, which is for as long as a WebSocket stays open."""

BOTH = "You are engineer and officer: who can change the pipeline may not approve what comes of it."
"""What a person is told who holds both roles."""


class Unknown(Exception):
    """Nobody is known; the message says why and is for the log, without a word of what was sent."""


class Expired(Unknown):
    """The login was good and is over."""


@dataclass(frozen=True)
class Identity:
    """A person who has logged in."""

    id: str
    name: str  # as printed beside a signature; may be empty
    roles: frozenset[Role]
    authenticated_at: datetime | None = None
    expires: datetime | None = None

    def may_review(self) -> bool:
        """Officers may; who can change the pipeline may not approve what comes of it."""
        return "officer" in self.roles and "engineer" not in self.roles


class Doorkeeper(Protocol):
    """Knows people by the headers of a request."""

    def identify(self, headers: Headers, now: datetime) -> Identity:
        """Who sent this; raises Unknown."""


def doorkeeper(access: AccessSettings) -> Doorkeeper:
    """The doorkeeper of the configuration; raises Unknown where it lacks what it needs."""
    if access.token:
        return TokenDoorkeeper(access.token, access.roles)
    if access.headers:
        return HeaderDoorkeeper(access.headers, access.roles)
    raise Unknown("[access] says nothing about how people are known")


class TokenDoorkeeper:
    """Believes a JWT that the configured issuer signed for us and that is not over (RFC 7519, OpenID Connect Core 3.1.3.7)."""

    def __init__(self, settings: TokenSettings, roles: RoleSettings):
        self._settings, self._roles = settings, roles
        self._keys = KeySource(settings.keys)

    def identify(self, headers: Headers, now: datetime) -> Identity:
        claims = self._claims(_one(headers, self._settings.header), now)
        groups = claims.get(self._settings.groups, [])
        if isinstance(groups, str):
            groups = [groups]
        if not isinstance(groups, list) or not all(isinstance(group, str) for group in groups):
            raise Unknown("the groups in the token are no list of texts")
        return Identity(
            id=_id(claims.get(self._settings.id)),
            name=_name(claims.get(self._settings.name, "")),
            roles=self._roles.of(frozenset(groups)),
            authenticated_at=_past(claims["auth_time"], now) if "auth_time" in claims else None,
            expires=_time(claims["exp"]) + timedelta(seconds=LEEWAY),
        )

    def _claims(self, token: str, now: datetime) -> Mapping[str, Any]:
        settings = self._settings
        registry = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.audience},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            decoded = self._keys.read(lambda keys: jwt.decode(token, keys, algorithms=ALGORITHMS), now)
            registry.validate(decoded.claims)
        except ExpiredTokenError:
            raise Expired("the token has expired") from None
        except JoseError as error:
            raise Unknown(f"the token is not good: {error.error}") from None
        except (ValueError, TypeError, KeyError, RecursionError, KeysUnusable) as error:
            words = str(error) if isinstance(error, KeysUnusable) else "it cannot be read"
            raise Unknown(f"the token is not good: {words}") from None
        if decoded.claims.get("azp", settings.audience) != settings.audience:
            raise Unknown("the token was issued to another client (azp)")
        return decoded.claims


class HeaderDoorkeeper:
    """Believes the proxy's headers where the proxy's secret is beside them."""

    def __init__(self, settings: HeaderSettings, roles: RoleSettings):
        self._settings, self._roles = settings, roles
        self._secret = _read_secret(settings.secret_file)

    def identify(self, headers: Headers, now: datetime) -> Identity:
        names = self._settings
        given = _one(headers, names.secret).encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._secret):
            raise Unknown("the secret of the proxy is wrong")
        since = _one(headers, names.authenticated_at, "")
        return Identity(
            id=_id(_one(headers, names.id)),
            name=_name(_text(_one(headers, names.name, ""))),
            roles=self._roles.of(frozenset(g.strip() for g in _text(_one(headers, names.groups, "")).split(","))),
            authenticated_at=_past(since, now) if since else None,
            expires=now + REMEMBERED,
        )


def _one(headers: Headers, name: str, default: str | None = None) -> str:
    """The one value of a header. Two could mean that somebody added his own."""
    found = headers.getlist(name)
    if len(found) > 1:
        raise Unknown(f"the header {name} stands there {len(found)} times")
    value = found[0].strip() if found else ""
    if not value and default is None:
        raise Unknown(f"the header {name} is missing")
    return value or default or ""


def _text(value: str) -> str:
    """A header's bytes, which HTTP hands over as Latin-1, read as UTF-8."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        raise Unknown("a header is not UTF-8") from None


def _id(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[!-~]{1,255}", value):
        return value
    raise Unknown("the id is none: 1 to 255 visible ASCII characters")


def _name(value: Any) -> str:
    if isinstance(value, str) and len(value.strip()) <= 200 and value.strip().isprintable():
        return value.strip()
    raise Unknown("the name is none: up to 200 printable characters")


def _time(value: Any) -> datetime:
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise Unknown("a time is no number of seconds") from None


def _past(value: Any, now: datetime) -> datetime:
    time = _time(value)
    if (time - now).total_seconds() > LEEWAY:
        raise Unknown("the time of the login is still to come; check the clocks")
    return time


def _read_secret(path: Path) -> bytes:
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise Unknown(f"[access.headers] secret_file {path} cannot be read: {error.strerror}") from None
    if len(secret) < 32:
        raise Unknown(f"[access.headers] secret_file {path} must hold at least 32 characters")
    return secret
