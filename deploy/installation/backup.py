"""Saving and restoring an installation: its database, its bucket, its keys and its configuration.

`data/` holds what proves and what was made; its `bucket/` is an ordinary store in a directory, which `knowbound audit`
reads as it is. `keys/` holds every secret. Who has both can do everything, so they are kept apart; and a key that is
destroyed for an erasure has to be destroyed in every copy of `keys/` too. Raw texts are in neither: they end after their
retention, and a copy would outlive it.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from deploy.installation import database, store
from deploy.installation.parts import prepare
from deploy.installation.place import HOST, Place, Unusable, folder, found, owner
from resources.directory_store import DirectoryStore
from resources.object_store import WRITE_ONCE, ObjectStore
from resources.stores import open_store

_LEFT_OUT = ("raw/",)


def save(place: Place, to: Path, say: Callable[[str], object]) -> None:
    """Save the running installation; a second time only what is new. Raises Unusable, StoreError.

    The database goes first: what it says about the ledger is then never newer than the ledger beside it.
    """
    data, keys = folder(to / "data", owner(), 0o700), folder(to / "keys", owner(), 0o700)
    dump = data / "database.dump"
    _postgres(place, "pg_dump", "--format", "custom", "--file", str(dump.with_suffix(".new")), database.NAME)
    dump.with_suffix(".new").replace(dump)
    say("database saved")
    copied = _copy(bucket(place), DirectoryStore(data / "bucket"))
    say(f"bucket saved: {copied} objects that were not there yet")
    shutil.copy2(place.state / "installation.toml", data)
    shutil.copy2(place.configuration, data / "knowbound.toml")
    for name in _KEYS:
        if (place.state / name).exists():
            shutil.rmtree(keys / name, ignore_errors=True)  # a key that was destroyed here is destroyed there
            shutil.copytree(place.state / name, keys / name)
    say("configuration and keys saved")


def load(
    saved: Path, state: Path, settings: Path | None, configuration: Path | None, say: Callable[[str], object]
) -> Place:
    """Make an installation of what was saved and give it, with its database and store at work.

    `settings` and `configuration` stand in for the saved installation.toml and knowbound.toml. Raises Unusable, StoreError.
    """
    if (state / "installation.toml").exists():
        raise Unusable(f"{state}: there is an installation already. Restore into a new state directory.")
    folder(state, owner(), 0o711)
    if configuration is None:
        configuration = Path(shutil.copy2(saved / "data" / "knowbound.toml", state / "knowbound.toml"))
        configuration.chmod(0o644)  # runs read it
    text = (settings or saved / "data" / "installation.toml").read_text(encoding="utf-8")
    (state / "installation.toml").write_text(
        re.sub("(?m)^configuration = .*$", f"configuration = {json.dumps(str(configuration.absolute()))}", text),
        encoding="utf-8",
    )
    for name in _KEYS:
        if (saved / "keys" / name).exists():
            shutil.copytree(saved / "keys" / name, state / name)
    place = found(state, configuration)
    prepare(place)
    for part in (database.database(place), store.Store(place)):
        part.start()
    database.empty(place)
    _postgres(
        place,
        "pg_restore",
        "--exit-on-error",
        "--dbname",
        database.NAME,
        str(saved / "data/database.dump"),
    )
    say("database restored")
    copied = _copy(DirectoryStore(saved / "data" / "bucket"), bucket(place))
    say(f"bucket restored: {copied} objects")
    return place


_KEYS = ("secrets", "payload-keys", "web", "tls", "people")
"""Folders of the state that hold what nobody may lose or see."""


def _copy(source: ObjectStore, target: ObjectStore) -> int:
    """Copy what the target lacks, as readers see it; gives how many objects that were."""
    there, copied = set(target.list("")), 0
    for key in source.list(""):
        if key.startswith(_LEFT_OUT) or (key in there and key.startswith(WRITE_ONCE)):
            continue
        if key.startswith(WRITE_ONCE):
            target.put(key, source.get(key))
        else:
            target.replace(key, source.get(key))
        copied += key not in there
    return copied


def bucket(place: Place) -> ObjectStore:
    """The bucket of the installation, as its keeper sees it."""
    return open_store(
        f"s3://{store.BUCKET}",
        store.credentials(place),
        lock_days=place.settings.lock_days,
        payload_keys=place.payload_keys,
    )


def _postgres(place: Place, program: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603  PostgreSQL's own programs
        [
            *(str(database.program(program)), "--host", HOST, "--port", str(place.settings.ports.database)),
            *("--username", database.ADMINISTRATOR, *arguments),
        ],
        env={"PATH": os.environ["PATH"], "PGPASSWORD": place.secret("database-administrator")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Unusable(f"{program} failed: {done.stderr.strip()[-500:]}")
