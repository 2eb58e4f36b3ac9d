"""Where an installation lies: its state directory, the settings in it, its ports, its secrets, and its operating-system users."""

import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, Self, TypedDict

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.access import RoleSettings

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
TEMPLATE = Path(__file__).parent / "installation.toml"
_LONGEST_SOCKET = 100  # the kernel takes 107 bytes for the address of a socket in a folder


class Unusable(Exception):
    """The installation cannot be started, stopped or saved like this; the message says why and what to do."""


class Ports(BaseModel):
    """`[ports]`, all on loopback. `proxy` is the one that people open."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    proxy: int = Field(8443, ge=1, le=65535)
    web: int = Field(8401, ge=1, le=65535)
    database: int = Field(8402, ge=1, le=65535)
    store: int = Field(8403, ge=1, le=65535)


class Login(BaseModel):
    """`[login]`: who says who is there. `basic`: a file of passwords; `oidc`: an OpenID provider."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["basic", "oidc"] = "basic"
    issuer: str = Field("", description="its address; the provider's own description lies below it")
    keys: str = Field("", description="its public keys: https://..., or file:PATH that the webserver's user can read")
    client_id: str = "knowbound"

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "oidc" and not (self.issuer and self.keys):
            raise ValueError("oidc needs issuer and keys")
        return self


class Roles(RoleSettings):
    """`[roles]`: the groups of people that hold each role; the webserver gets them as `[access.roles]`."""

    engineer: tuple[str, ...] = ("data-engineering",)
    officer: tuple[str, ...] = ("compliance",)
    expert: tuple[str, ...] = ("experts",)
    auditor: tuple[str, ...] = ("audit",)


class Users(BaseModel):
    """`[users]`: the operating-system users, made when missing. `web` holds the signing key, `run` runs the pipelines."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    web: str = "knowbound-web"
    run: str = "knowbound-run"
    database: str = "postgres"
    proxy: str = "www-data"


class InstallationSettings(BaseModel):
    """`installation.toml` in the state directory; paths are relative to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    configuration: Path
    lock_days: int = Field(365, ge=0, le=36500, description="of Object Lock on versions and ledger; 0: none")
    address: str = Field("localhost", pattern=r"^[A-Za-z0-9.-]+$", description="the host name that people open")
    ports: Ports = Ports()
    login: Login = Login()
    roles: Roles = Roles()
    users: Users = Users()


@dataclass(frozen=True)
class Place:
    """An installation by its state directory, which is absolute."""

    state: Path

    @cached_property
    def settings(self) -> InstallationSettings:
        """What `installation.toml` says; raises Unusable naming every mistake."""
        path = self.state / "installation.toml"
        try:
            return InstallationSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise Unusable(f"{path}: there is no such file. `make up` makes one.") from None
        except tomllib.TOMLDecodeError as error:
            raise Unusable(f"{path}: cannot be read as TOML: {error}") from None
        except ValidationError as error:
            mistakes = [f"{'.'.join(map(str, mistake['loc']))}: {mistake['msg']}" for mistake in error.errors()]
            raise Unusable("\n  ".join([f"{path} has mistakes:", *mistakes])) from None

    @property
    def configuration(self) -> Path:
        """The `knowbound.toml` of this installation."""
        return (self.state / self.settings.configuration).resolve()

    @property
    def url(self) -> str:
        """What people open."""
        return f"https://{self.settings.address}:{self.settings.ports.proxy}"

    @property
    def home(self) -> Path:
        """Dagster's home: its configuration and the logs of runs. Runs write here, the webserver reads."""
        return self.state / "dagster"

    @property
    def socket(self) -> Path:
        """Where the code location listens: only the users of this installation can reach it."""
        return self.home / "code" / "grpc.sock"

    @property
    def payload_keys(self) -> Path:
        """The keys that files of versions are sealed with, of the user of runs alone."""
        return self.state / "payload-keys"

    @property
    def web_home(self) -> Path:
        """Dagster's configuration as the webserver reads it: what stands there decides what runs beside the key that signs."""
        return self.state / "web" / "home"

    @property
    def signing_key(self) -> Path:
        """The key that signs. Root's alone: the webserver is given it at its start, and cannot read it again."""
        return self.state / "web" / "signing.key"

    @property
    def register(self) -> Path:
        """The register of public keys: everybody reads it, and nobody but root writes it."""
        return self.state / "web" / "register.json"

    @property
    def certificate(self) -> Path:
        """What the proxy shows; its key lies beside it. Put your own in their places."""
        return self.state / "tls" / "certificate.pem"

    @property
    def separate(self) -> bool:
        """Whether parts run as different users: only root can start them so."""
        return os.geteuid() == 0

    def user(self, role: Literal["web", "run", "database", "proxy"]) -> str:
        """The operating-system user of a role; the present one where there is no other."""
        return str(getattr(self.settings.users, role)) if self.separate else owner()

    def secret(self, name: str, value: str | None = None) -> str:
        """A secret of this installation, made at first use; mode 0600, and in a folder that only its owner opens."""
        path = self.state / "secrets" / name
        if not path.exists():
            folder(path.parent, owner(), 0o700)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(f"{value or secrets.token_urlsafe(32)}\n")
        return path.read_text().strip()


def owner() -> str:
    """Who starts the installation."""
    return pwd.getpwuid(os.geteuid()).pw_name


def found(state: Path, configuration: Path) -> Place:
    """The installation in the directory, made from the template when there is none. Raises Unusable."""
    place = Place(state.absolute())
    if len(str(place.socket)) > _LONGEST_SOCKET:
        raise Unusable(
            f"{state}: the path is too long for a socket in it; choose a state directory with a shorter one."
        )
    folder(place.state, owner(), 0o711)  # others pass through to what is theirs, and see no names
    file = place.state / "installation.toml"
    if not file.exists():
        text = TEMPLATE.read_text(encoding="utf-8").replace("CONFIGURATION", str(configuration.absolute()))
        file.write_text(text, encoding="utf-8")
        file.chmod(0o600)
    return place


def folder(path: Path, user: str, mode: int) -> Path:
    """Make the folder, with its owner, the owner's own group and mode; its parents are as the umask makes them."""
    path.mkdir(parents=True, exist_ok=True)
    return handed(path, user, mode)


def handed(path: Path, user: str, mode: int = 0o600) -> Path:
    """The file or folder, given to its owner with the owner's own group, and with this mode."""
    if os.geteuid() == 0:
        shutil.chown(path, user, pwd.getpwnam(user).pw_gid)
    path.chmod(mode)  # after the owner: a change of owner takes away the bit that hands a folder's group down
    return path


class Whose(TypedDict, total=False):
    """Arguments of a new process that say as whom it runs."""

    user: int
    group: int
    extra_groups: list[int]


def whose(user: str, also: str | None = None) -> Whose:
    """The user, with the own group of `also`; nothing where only the present user can be."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [pwd.getpwnam(also).pw_gid] if also else []}


def ensure_user(name: str) -> None:
    """Make a system user that nobody can log in as, unless it exists. Only root can."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        subprocess.run(command, check=True)  # noqa: S603  a name from our own settings


def interpreter(*, everybody: bool) -> tuple[str, Mapping[str, str]]:
    """The Python that runs the parts, and the variables it needs.

    `everybody`: other users than the present one run it. An interpreter in a home folder that they cannot enter is
    replaced by the system's own of the same version, which reads the same packages. Raises Unusable when there is none.
    """
    packages = [path for path in sys.path if path.endswith("site-packages")]
    own = (Path(sys.executable), Path(sys.executable).resolve(), ROOT)
    if not everybody or all(map(_open_to_all, own)):
        return sys.executable, {"PYTHONPATH": str(ROOT)}
    system = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    if not system.exists() or not all(map(_open_to_all, [ROOT, *map(Path, packages)])):
        raise Unusable(
            f"Other users cannot run {Path(sys.executable).resolve()}, or read its packages or {ROOT}: a folder above is "
            "closed to them. Install Knowbound where everybody may read, for example below /opt."
        )
    return str(system), {"PYTHONPATH": os.pathsep.join([str(ROOT), *packages])}


def _open_to_all(path: Path) -> bool:
    """Whether every user may enter the folders above, and read the path."""
    return bool(path.stat().st_mode & 0o004) and all(folder.stat().st_mode & 0o001 for folder in path.parents)
