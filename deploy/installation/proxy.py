"""The reverse proxy: Apache from Debian's packages, which speaks TLS, says who is there, and passes on only that."""

import ipaddress
import json
import re
import shutil
import signal
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jinja2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.installation.place import HOST, Place, Unusable, folder, handed, owner
from deploy.installation.processes import Process

_TEMPLATE = Path(__file__).parent / "apache.conf.j2"
_MODULES = Path("/usr/lib/apache2/modules")
_PACKAGES = "apache2-bin apache2-utils libapache2-mod-auth-openidc"
_LASTS = timedelta(days=397)  # browsers refuse certificates that last longer


def proxy(place: Place) -> Process:
    """The part. Root starts it, and it answers as its own user: the key of the certificate stays with root."""
    return Process(
        "proxy",
        (
            _program("apache2", "/usr/sbin/apache2"),
            "-f",
            str(place.state / "proxy" / "apache.conf"),
            "-D",
            "FOREGROUND",
        ),
        owner(),
        lambda: _examine(place),
        place.state / "processes",
        directory=place.state / "proxy",
    )


def prepare(place: Place) -> None:
    """Write its configuration, and a certificate of its own making unless one is there."""
    where, settings = folder(place.state / "proxy", owner(), 0o711), place.settings
    if not place.certificate.exists():
        _certify(place)
    if settings.login.kind == "basic":
        passwords = folder(place.state / "people", owner(), 0o711) / "passwords"
        passwords.touch()
        handed(passwords, place.user("proxy"))
    elif not (place.state / "secrets" / "oidc-client").exists():
        raise Unusable(
            f"Put the secret that the provider gave this client into {place.state / 'secrets' / 'oidc-client'}."
        )
    text = jinja2.Template(_TEMPLATE.read_text(encoding="utf-8"), undefined=jinja2.StrictUndefined).render(
        place=place,
        settings=settings,
        host=HOST,
        modules=_MODULES,
        people=_people(place),
        user=place.user("proxy") if place.separate else None,
        log=place.state / "processes" / "proxy.log",
    )
    if proxy(place).process is None:  # Apache does not start while its file names a process, even a stranger
        (where / "apache.pid").unlink(missing_ok=True)
    configuration = where / "apache.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(text, encoding="utf-8")


def admit(place: Place, person: str, name: str, groups: Sequence[str], password: str) -> None:
    """Let a person in with a password, or change what is known of them. Only where login is `basic`; raises Unusable."""
    if place.settings.login.kind != "basic":
        raise Unusable("[login] kind is oidc: the provider knows the people, and there are no passwords here.")
    for text, letters in ((person, r"[A-Za-z0-9._@-]"), (name, r"[\w .'-]"), *((group, r"[\w.-]") for group in groups)):
        if not re.fullmatch(f"{letters}{{1,100}}", text):  # they are written into the configuration of the proxy
            raise Unusable(f"{text!r}: accepted are up to 100 of {letters}.")
    prepare(place)
    done = subprocess.run(  # noqa: S603  Debian's program
        [_program("htpasswd", "/usr/bin/htpasswd"), "-i", "-B", "-C", "12", place.state / "people/passwords", person],
        input=password,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Unusable(f"The password was not set: {done.stderr.strip()}")
    known = _people(place) | {person: {"name": name, "groups": ",".join(groups)}}
    (place.state / "people" / "people.json").write_text(json.dumps(known, indent=2, ensure_ascii=False))
    prepare(place)
    if running := proxy(place).process:
        running.send_signal(signal.SIGUSR1)  # Apache reads its configuration again, and nobody is cut off


def _people(place: Place) -> dict[str, dict[str, str]]:
    """By id, the name and groups of everybody who has a password."""
    path = place.state / "people" / "people.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _certify(place: Place) -> None:
    where, key = folder(place.certificate.parent, owner(), 0o711), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, place.settings.address)])
    now = datetime.now(UTC)
    names: list[x509.GeneralName] = [x509.DNSName(place.settings.address), x509.IPAddress(ipaddress.ip_address(HOST))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + _LASTS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = where / "key.pem"
    private.touch(mode=0o600)
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    place.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    place.certificate.chmod(0o644)


def _examine(place: Place) -> str | None:
    """Whether it answers with its certificate; that it asks who is there is an answer."""
    trusted = ssl.create_default_context(cafile=str(place.certificate))
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusted), _NoRedirect)
    try:
        with opener.open(f"{place.url}/", timeout=5):
            return f"{place.url} lets in people who have not said who they are"
    except urllib.error.HTTPError as error:
        if error.code in (302, 401):
            return None
        provider = f"; does the provider {place.settings.login.issuer} answer?" if place.settings.login.issuer else ""
        return f"{place.url} answers {error.code}{provider}"
    except OSError as error:
        return f"{place.url} does not answer: {error}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A redirection to the provider is the answer."""


def _program(name: str, usual: str) -> str:
    found = shutil.which(name) or (usual if Path(usual).exists() else None)
    if found is None or not (_MODULES / "mod_auth_openidc.so").exists():
        raise Unusable(f"Apache is not installed: apt-get install --no-install-recommends {_PACKAGES}")
    return found
