"""Officers, the key that attests them, a store in memory, and a way to sign; for all tests of approvals."""

import functools
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from assets.approvals.decision import intend
from assets.approvals.keys import PublicKey, Register, write_register
from assets.approvals.ledger import Decision, Entry, Signed, append, head, parent_of, read_ledger
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import Intent, Signer, sign_as
from assets.snapshots.versions import read_manifest, write_version
from resources.object_store import ObjectExists, ObjectMissing, Overwrite
from tests.unit.assets.snapshots.days import day

START = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
REASON = "Read the packet; Zacharias Quillfeather asked for the new travel rule."
PEOPLE = {"ada": "Ada Brightwater", "ben": "Ben Castellan", "cyd": "Cyd Dunmore"}
KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(seed * 32) for seed in (b"k", b"o"))
PUBLIC, OTHER_PUBLIC = (key.public_key().public_bytes_raw().hex() for key in (KEY, OTHER_KEY))
OFFICERS = {
    person: Signer(person, name, "compliance officer", START - timedelta(minutes=3)) for person, name in PEOPLE.items()
}
SINCE = "2026-10-01T00:00:00Z"


def registered(*keys: PublicKey) -> ReviewSettings:
    """The policy of four eyes, with these keys in its register."""
    path = Path(tempfile.mkdtemp()) / "keys.json"
    write_register(path, Register(keys=keys))
    return ReviewSettings(keys=path)


FOUR_EYES = registered(PublicKey(public=PUBLIC, since=SINCE))
DEMO = ReviewSettings(policy="demo")


class MemoryStore:
    """An object store in memory."""

    url = "memory://"
    payload_keys: Path | None = None

    def __init__(self, objects: dict[str, bytes] | None = None):
        self.objects = dict(objects or {})

    def put(self, key: str, data: bytes) -> None:
        if self.objects.setdefault(key, data) != data:
            raise ObjectExists(key)

    def replace(self, key: str, data: bytes) -> None:
        self.objects[key] = data

    def get(self, key: str) -> bytes:
        try:
            return self.objects[key]
        except KeyError:
            raise ObjectMissing(key) from None

    def exists(self, key: str) -> bool:
        return key in self.objects

    def overwrites(self, prefix: str) -> list[Overwrite]:
        return []

    def list(self, prefix: str) -> list[str]:
        return sorted(key for key in self.objects if key.startswith(prefix))

    def delete(self, key: str) -> None:
        self.objects.pop(key, None)


@functools.cache
def _two() -> tuple[MemoryStore, tuple[str, str]]:
    store = MemoryStore()
    return store, (write_version(store, day("2026-10-11", pages=4)).version, write_version(store, day()).version)


def two_versions() -> tuple[MemoryStore, str, str]:
    """A new store with an earlier and a later version."""
    store, versions = _two()
    return MemoryStore(store.objects), *versions


def said(
    store: MemoryStore,
    version: str,
    person: str,
    decision: Decision = "approve",
    *,
    hours: float = 0,
    reason: str = REASON,
) -> Entry:
    """A person decides, `hours` after START, and their statement is appended."""
    at = START + timedelta(hours=hours)
    intent = intend(store, version, decision=decision, meaning="approval", reason=reason, now=at)
    return append(store, sign_as(KEY, OFFICERS[person], intent, "four-eyes"))


def unseen(store: MemoryStore, version: str, person: str, decision: Decision = "approve", *, after: str = "") -> Signed:
    """A statement of someone who saw the ledger only up to `after`; not appended."""
    intent = Intent(
        version,
        read_manifest(store, version).digest,
        decision,
        "approval",
        REASON,
        START,
        after,
        parent_of(store, version),
    )
    return sign_as(KEY, OFFICERS[person], intent, "four-eyes")


def rewritten(store: MemoryStore, version: str, signed: list[Signed]) -> MemoryStore:
    """The store after someone with full access, but no key, wrote the whole ledger of a version anew, chain and all."""
    forged = MemoryStore({k: v for k, v in store.objects.items() if not k.startswith(f"ledger/{version}/")})
    entries: list[Entry] = []
    for number, one in enumerate(signed, 1):
        entries.append(
            Entry(**{**{name: getattr(one, name) for name in Signed.model_fields}, "previous": head(entries)})
        )
        forged.objects[f"ledger/{version}/{number:04}.json"] = entries[-1].canonical()
    return forged


def ledger(store: MemoryStore, version: str) -> list[Entry]:
    """The entries of a version."""
    return read_ledger(store, version)
