"""`[access]`: who may come in through the webserver, how it knows them, and what each role is called at the company.

Only settings here; what is done with them is in `deploy/web/`. Without this table there is no webserver with logins, and
`knowbound dev` serves this machine alone.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Role = Literal["engineer", "officer", "expert", "auditor"]


def _header(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,80}", value):
        raise ValueError("must be the name of an HTTP header")
    return value


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.netloc or value != f"{parts.scheme}://{parts.netloc}".lower():
        raise ValueError('must be an address without a path, as "https://knowbound.example"')
    return value


def _key_set(value: str) -> str:
    if not value.startswith(("https://", "file:")):
        raise ValueError('accepted are "https://..." and "file:PATH"')
    return value


Header = Annotated[str, AfterValidator(_header)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TokenSettings(_Table):
    """`[access.token]`: the proxy passes the ID token on (OpenID Connect), and the webserver verifies it itself."""

    header: Header = Field("OIDC_id_token", description="as mod_auth_openidc names it")
    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1, description="the client id")
    keys: Annotated[str, AfterValidator(_key_set)] = Field(description="the issuer's public keys, a JWKS")
    id: str = Field("sub", min_length=1, description="the claim that is never given to another person")
    name: str = Field("name", min_length=1, description="the claim with the printed name")
    groups: str = Field("groups", min_length=1, description="the claim with the list of groups")


class HeaderSettings(_Table):
    """`[access.headers]`: the small variant. The proxy authenticates, says who it is, and proves itself with a secret."""

    id: Header = "X-Knowbound-Id"
    name: Header = "X-Knowbound-Name"
    groups: Header = Field("X-Knowbound-Groups", description="separated by commas")
    authenticated_at: Header = Field("X-Knowbound-Authenticated-At", description="Unix seconds")
    secret: Header = Field("X-Knowbound-Secret", description="carries what is in secret_file")
    secret_file: Path


class RoleSettings(_Table):
    """`[access.roles]`: the groups that hold each role."""

    engineer: tuple[str, ...] = ()
    officer: tuple[str, ...] = ()
    expert: tuple[str, ...] = ()
    auditor: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if shared := set(self.engineer) & set(self.officer):
            raise ValueError(f"{', '.join(sorted(shared))}: no group may hold both engineer and officer")
        return self

    def of(self, groups: frozenset[str]) -> frozenset[Role]:
        """The roles that somebody in these groups has."""
        held: dict[Role, tuple[str, ...]] = {
            "engineer": self.engineer,
            "officer": self.officer,
            "expert": self.expert,
            "auditor": self.auditor,
        }
        return frozenset(role for role, names in held.items() if groups & set(names))


class AccessSettings(_Table):
    """`[access]`. Exactly one of `token` and `headers`; no other header is ever believed."""

    url: Annotated[str, AfterValidator(_origin)] = Field(description="the address people type, that of the proxy")
    token: TokenSettings | None = None
    headers: HeaderSettings | None = None
    roles: RoleSettings
    key: Path = Field(Path("signing.key"), description="the private key, readable by the webserver's user alone")
    fresh_minutes: float = Field(10, gt=0, le=1440, description="how long ago an officer may have logged in to sign")
    login_again: str = Field("", description="where an officer logs in anew; default: log out and in")

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if (self.token is None) == (self.headers is None):
            raise ValueError("exactly one of [access.token] and [access.headers] says who is there")
        return self
