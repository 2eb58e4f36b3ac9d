"""The reverse proxy: Apache from Debian's packages, which speaks TLS, says who is there, and passes on only that."""

import ipaddress
import shutil
import ssl
import subprocess
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jinja2
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.installation.place import HOST, Place, Unusable, folder, owner
from deploy.installation.processes import Process

_MODULES = Path("/usr/lib/apache2/modules")
_PACKAGES = "apache2-bin apache2-utils libapache2-mod-auth-openidc"
_LASTS = timedelta(days=397)  # browsers refuse certificates that last longer


def proxy(place: Place) -> Process:
    """The part. Root starts it, and it answers as its own user: the key of the certificate stays with root."""
    return Process(
        "proxy",
        (_program("apache2", "/usr/sbin/apache2"), "-f", str(place.state / "proxy" / "apache.conf"), "-D", "FOREGROUND"),
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
        people(place).touch(mode=0o640)
        people(place).chmod(0o640)
        if place.separate:
            shutil.chown(people(place), owner(), place.user("proxy"))
    elif not (place.state / "secrets" / "oidc-client").exists():
        raise Unusable(f"Put the secret that the provider gave this client into {place.state / 'secrets' / 'oidc-client'}.")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), undefined=jinja2.StrictUndefined, autoescape=False
    )  # fmt: skip
    text = environment.get_template("apache.conf.j2").render(
        place=place,
        settings=settings,
        host=HOST,
        modules=_MODULES,
        users=people(place),
        user=place.user("proxy") if place.separate else None,
        log=place.state / "processes" / "proxy.log",
    )
    configuration = where / "apache.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(text, encoding="utf-8")


def people(place: Place) -> Path:
    """The passwords of the small variant, hashed with bcrypt."""
    return place.state / "proxy" / "people"


def admit(place: Place, name: str, password: str) -> None:
    """Let a person in with a password, or change it. Only where login is `basic`; raises Unusable."""
    if place.settings.login.kind != "basic":
        raise Unusable("[login] kind is oidc: the provider knows the people, and there are no passwords here.")
    done = subprocess.run(  # noqa: S603  Debian's program
        [_program("htpasswd", "/usr/bin/htpasswd"), "-i", "-B", "-C", "12", str(people(place)), name],
        input=password,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Unusable(f"The password was not set: {done.stderr.strip()}")


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
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
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
        return None if error.code in (302, 401) else f"{place.url} answers {error.code}"
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
