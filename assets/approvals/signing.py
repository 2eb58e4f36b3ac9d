"""Signing, behind one seam: who signs, and where the key lives.

Under the policy `demo` two officers sign who are no persons and whose keys everyone knows. Under every other one a person
who has logged in launches the job `review`; the webserver attests in its own process, at submission, with a key that no
run can reach, who decided what (`deploy/web/desk.py`), and hands the signed statement over. The run appends it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from assets.approvals.keys import KeyProblem, key_id, read_register, timestamp
from assets.approvals.ledger import Anchor, Decision, Meaning, Signed, Statement
from assets.approvals.settings import ReviewSettings
from resources.object_store import ObjectMissing, ObjectStore

DEMO_POLICY = "demo"


class CannotSign(Exception):
    """Nobody can sign this; the message says what is missing."""


class Forged(Exception):
    """A signature is not by the key that it names, or not over these words; the message says whose."""


@dataclass(frozen=True)
class Intent:
    """What is to be signed, before it is known who signs it. `at` is in UTC."""

    version: str
    manifest_digest: str
    decision: Decision
    meaning: Meaning
    reason: str
    at: datetime
    after: str
    parent: Anchor | None


@dataclass(frozen=True)
class Signer:
    """Who decides: the id that no other person ever had or gets, the name as printed, the role, and when they logged in."""

    id: str
    name: str
    role: str
    authenticated_at: datetime | None = None  # None for those who are no persons


class Signatory(Protocol):
    """Whoever can sign for the officers that are present."""

    def sign(self, intent: Intent) -> tuple[Signed, ...]:
        """One signed statement for each officer who signs; raises CannotSign."""


def signatory(settings: ReviewSettings, store: ObjectStore, run_id: str) -> Signatory:
    """Who signs in a run under this policy."""
    if settings.policy == DEMO_POLICY:
        return DemoOfficers(settings.role)
    return HandedOver(settings, store, run_id)


@dataclass(frozen=True)
class DemoOfficers:
    """Two officers that are not persons. Both sign whatever they are given, which shows the way and approves nothing real."""

    role: str

    def sign(self, intent: Intent) -> tuple[Signed, ...]:
        return tuple(
            sign_as(key, officer, intent, DEMO_POLICY)
            for key, officer in zip(_DEMO_KEYS, demo_officers(self.role), strict=True)
        )


@dataclass(frozen=True)
class HandedOver:
    """The officer who launched the run has signed in the webserver; here their statement is fetched, and nothing is signed."""

    settings: ReviewSettings
    store: ObjectStore
    run_id: str

    def sign(self, intent: Intent) -> tuple[Signed, ...]:
        try:
            signed = Signed.model_validate_json(self.store.get(handover_key(self.run_id)))
            problem = verify(signed, self.settings)
        except ObjectMissing:
            problem = "nobody did. A person who is logged in as an officer has to launch the job in the webserver"
        except ValidationError:
            problem = "what lies there is no signed statement"
        except Forged as forged:
            problem = str(forged)
        else:
            given = signed.statement
            asked = (intent.version, intent.manifest_digest, intent.decision, intent.meaning, intent.reason)
            if (given.version, given.manifest_digest, given.decision, given.meaning, given.reason) != asked:
                problem = "an officer signed something else than what this run is about"
            elif problem is None:
                return (signed,)
        raise CannotSign(f"No officer has signed for this run under the policy {self.settings.policy!r}: {problem}.")


def handover_key(run_id: str) -> str:
    """Where the webserver lays the signed statement for the run that is to append it."""
    return f"signed/{run_id}.json"


def sign_as(key: Ed25519PrivateKey, signer: Signer, intent: Intent, policy: str) -> Signed:
    """A signature that says: this person, who logged in then, decided this."""
    authenticated_at = timestamp(signer.authenticated_at) if signer.authenticated_at else ""
    statement = Statement(
        version=intent.version,
        manifest_digest=intent.manifest_digest,
        decision=intent.decision,
        meaning=intent.meaning,
        reason=intent.reason,
        signer=signer.id,
        name=signer.name,
        role=signer.role,
        authenticated_at=authenticated_at,
        signed_at=timestamp(intent.at),
        policy=policy,
        after=intent.after,
        parent=intent.parent,
    )
    public = key.public_key().public_bytes_raw().hex()
    return Signed(statement=statement, key=key_id(public), signature=key.sign(statement.canonical()).hex())


def verify(signed: Signed, settings: ReviewSettings) -> str | None:
    """Why a signature does not count under these settings, in words; None when it counts.

    Raises Forged when it is not by the key it names, or what was signed was changed since.
    """
    statement = signed.statement
    if officer := _DEMO_OFFICERS.get(signed.key):
        public, id, name = officer
        if (statement.signer, statement.name) != (id, name):
            raise Forged(f"it was made with the key of {name}, and names somebody else")
        _check(signed, public)
        if settings.policy != DEMO_POLICY:
            return f'demo signatures count only under the policy "{DEMO_POLICY}", and in force is "{settings.policy}"'
    else:
        try:
            key = read_register(settings.keys).find(signed.key)
        except KeyProblem as problem:
            return str(problem).rstrip(".")
        if key is None:
            return "it was made with a key that the register of [review] keys does not have"
        _check(signed, key.public)
        if over := key.problem(statement.signed_at):
            return over
    if statement.policy != settings.policy:
        return f'it was given under the policy "{statement.policy}", and in force is "{settings.policy}"'
    if statement.role != settings.role:
        return f'the policy asks for the role "{settings.role}"'
    return None


def _check(signed: Signed, public_key: str) -> None:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        public.verify(bytes.fromhex(signed.signature), signed.statement.canonical())
    except (InvalidSignature, ValueError):
        raise Forged(f"the signature is not by the key {signed.key}, or what was signed was changed") from None


def demo_officers(role: str) -> tuple[Signer, ...]:
    """The demo officers, in the given role."""
    return tuple(Signer(id, name, role) for _, id, name in _DEMO_OFFICERS.values())


_LETTERS = "AB"
# Everyone can compute these keys: that is why they count under the demo policy alone.
_DEMO_KEYS = tuple(
    Ed25519PrivateKey.from_private_bytes(
        hashlib.sha256(f"Knowbound demo officer {letter}: no secret".encode()).digest()
    )
    for letter in _LETTERS
)
_DEMO_PUBLIC = tuple(key.public_key().public_bytes_raw().hex() for key in _DEMO_KEYS)
_DEMO_OFFICERS = {  # by the name of the key
    key_id(public): (public, f"demo-officer-{letter.lower()}", f"Demo officer {letter} (not a person)")
    for letter, public in zip(_LETTERS, _DEMO_PUBLIC, strict=True)
}
