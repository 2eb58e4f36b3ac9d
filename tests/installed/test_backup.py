"""What is saved is restored into a second place, which runs beside the first, and is audited there."""

import json
import shutil
import ssl
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assets.approvals.ledger import Signed, read_ledger
from assets.approvals.signing import handover_key
from assets.snapshots.versions import integrity
from deploy.installation import proxy
from deploy.installation.backup import bucket
from deploy.installation.place import Place
from resources.directory_store import DirectoryStore
from tests.installation import wait_for
from tests.installed.installed import APPROVE, Installed, call, write_settings
from tests.installed.provider import PASSWORD


@pytest.fixture
def place() -> Iterator[Path]:
    """Where every user may pass."""
    root = Path(tempfile.mkdtemp(prefix="knowbound-"))
    root.chmod(0o755)
    yield root
    call(root / "state", "down", check=False)
    shutil.rmtree(root)


def test_a_backup_is_restored_elsewhere_and_its_history_holds(
    installed: Installed, version: str, place: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    installed.call("backup", str(saved))
    again = installed.call("backup", str(saved))
    assert "0 objects that were not there yet" in again.stderr

    data, keys = saved / "data", saved / "keys"
    secrets = {path.read_text().strip() for path in (keys / "secrets").iterdir()}
    assert {path.name for path in keys.iterdir()} >= {"secrets", "payload-keys", "web", "tls"}
    assert not [path for path in data.rglob("*") if path.is_file() and _holds(path, secrets)]
    assert not DirectoryStore(data / "bucket").list("raw/")
    assert {path.stat().st_mode & 0o077 for path in (data, keys)} == {0}
    # Offline, from the copy alone: no key, no network, no database.
    copied = installed.call("knowbound", "--as-owner", "audit", "--copy", str(data / "bucket"), check=False)
    assert copied.returncode == 0, copied.stdout + copied.stderr

    login = '[login]\nkind = "basic"\n'
    write_settings(place / "installation.toml", installed.root / "company" / "knowbound.toml", login)
    refused = installed.call("restore", str(saved), check=False)
    assert refused.returncode == 1
    assert "there is an installation already" in refused.stderr
    state = place / "state"
    call(state, "restore", str(saved), "--settings", str(place / "installation.toml"))
    assert call(state, "health").stdout.count("works") == 6

    ours, theirs = installed.store, bucket(Place(state))
    assert integrity(theirs, version) == []
    assert read_ledger(theirs, version) == read_ledger(ours, version)
    kept = [key for key in ours.list("") if not key.startswith("raw/")]
    assert [key for key in theirs.list("") if not key.startswith("raw/")] == kept
    audited = call(state, "knowbound", "audit", "--json")
    assert json.loads(audited.stdout)["findings"] == []
    assert json.loads(call(state, "knowbound", "versions", "--json").stdout)[-1]["version"] == version
    runs = installed.call("knowbound", "audit", "--json")
    assert json.loads(audited.stdout)["anchors"] == json.loads(runs.stdout)["anchors"]
    _with_a_password_one_signs(installed, Place(state), version)


def _with_a_password_one_signs(installed: Installed, place: Place, version: str) -> None:
    """The small variant of a login, which the restored installation has."""
    proxy.admit(place, "ines", "Ines Ferreira", ("compliance",), PASSWORD)
    trusted = ssl.create_default_context(cafile=str(place.certificate))
    # Apache closes idle connections when it reads its configuration again. A browser then asks anew, httpx does not.
    each = httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(verify=trusted, timeout=90, base_url=place.url, limits=each) as session:
        for wrong in (None, ("ines", "guessed"), ("nobody", PASSWORD)):
            assert session.get("/review", auth=wrong).status_code == 401
        session.auth = ("ines", PASSWORD)
        wait_for("the proxy knows her", lambda: "Ines Ferreira" in session.get("/review").text)
        strange = {"X-Knowbound-Id": "tomas", "X-Knowbound-Name": "Tomas Lindqvist"}
        session.headers.update(strange)  # whatever she says about herself is stripped
        launched = installed.launch(session, "review", version, APPROVE)
    signed = bucket(place).get(handover_key(launched["run"]["runId"]))
    statement = Signed.model_validate_json(signed).statement
    assert (statement.signer, statement.name, statement.version) == ("ines", "Ines Ferreira", version)


def _holds(path: Path, secrets: set[str]) -> bool:
    data = path.read_bytes()
    return any(secret.encode() in data for secret in secrets)
