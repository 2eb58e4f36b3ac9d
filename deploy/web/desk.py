"""Where an officer's decision is signed: in the webserver's process, when the job `review` is submitted.

The signature is this server's attestation that a person, authenticated by the company's identity provider at the stated
time and holding the officer's role, decided this. The key was read at the start and is in this process alone; no run, code
location or daemon has it.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import dagster as dg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from dagster._core.storage.tags import BACKFILL_ID_TAG, PARTITION_NAME_TAG

from assets.approvals.decision import Refused, intend
from assets.approvals.keys import KeyProblem, key_id, read_register
from assets.approvals.ledger import Signed
from assets.approvals.settings import ReviewSettings
from assets.approvals.signing import CannotSign, Intent, Signer, handover_key, sign_as
from assets.identity import canonical_json
from assets.snapshots.review_link import JOB, OP
from deploy.web.identity import BOTH, LEEWAY, Identity
from pipelines.access import AccessSettings
from resources.object_store import ObjectExists, ObjectStore


@dataclass(frozen=True)
class Attestation:
    """A signatory: the server signs for a person who is there, and only for one who may and who has just logged in."""

    review: ReviewSettings
    access: AccessSettings
    key: Ed25519PrivateKey
    identity: Identity

    def sign(self, intent: Intent) -> tuple[Signed, ...]:
        """The person's statement, signed; raises CannotSign."""
        person = self.identity
        if "officer" not in person.roles:
            raise CannotSign(f"You are logged in as {person.id}, who is no officer: only officers review.")
        if not person.may_review():
            raise CannotSign(BOTH)
        if not person.name:
            raise CannotSign("Your identity provider gives no name for you, and a signature needs a printed one.")
        since = person.authenticated_at
        if since is None:
            raise CannotSign(f"Your identity provider does not say when you logged in. {self._cure}")
        if intent.at - since > timedelta(minutes=self.access.fresh_minutes) + timedelta(seconds=LEEWAY):
            minutes = int((intent.at - since).total_seconds() // 60)
            raise CannotSign(f"You logged in {minutes} minutes ago. {self._cure}")
        try:
            check_current(self.key, self.review)
        except KeyProblem as problem:
            raise CannotSign(str(problem)) from None
        signer = Signer(person.id, person.name, self.review.role, since)
        return (sign_as(self.key, signer, intent, self.review.policy),)

    @property
    def _cure(self) -> str:
        where = self.access.login_again or "log out and in"
        return f"To sign, log in again and launch within {self.access.fresh_minutes:g} minutes: {where}"


@dataclass(frozen=True)
class Desk:
    """Signs what officers submit, as they submitted it."""

    review: ReviewSettings
    access: AccessSettings
    key: Ed25519PrivateKey
    open_store: Callable[[], ObjectStore]
    made: dict[str, dg.DagsterRun] = field(
        default_factory=dict
    )  # reviews that this process has made and not signed yet

    def watch(self, instance: dg.DagsterInstance) -> None:
        """Remember each review as the request asks for it.

        Dagster reads a run again from its database before it submits it, and that database is in the hands of runs: a
        trigger there could turn a rejection into an approval on the way to the signature.
        """
        create = instance.create_run

        @functools.wraps(create)
        def remembering(*args: Any, **how: Any) -> dg.DagsterRun:
            run = create(*args, **how)
            if run.job_name == JOB:
                self.made[run.run_id] = run
            return run

        instance.create_run = remembering  # type: ignore[method-assign]

    def check(self) -> None:
        """Raises KeyProblem when nothing could be signed."""
        check_current(self.key, self.review)

    def receive(self, run_id: str, identity: Identity) -> None:
        """Sign the decision that a run of `review` was launched with, and lay it where the run finds it.

        Raises CannotSign, Refused, StoreError; then nothing was signed.
        """
        run = self.made.pop(run_id, None)
        if run is None:
            raise CannotSign("Only a launch in the webserver is signed: this run was made elsewhere.")
        if BACKFILL_ID_TAG in run.tags:
            raise CannotSign("A backfill reviews nothing: an officer decides about one version at a time.")
        if run.parent_run_id or run.root_run_id:
            raise CannotSign("A re-execution would sign an old decision again: use the link on the version's page.")
        if str(UUID(run.run_id)) != run.run_id:
            raise CannotSign("The run has no id that Dagster would give it.")
        version = run.tags.get(PARTITION_NAME_TAG, "")
        if not version:
            raise CannotSign("No version is chosen: pick it as the partition.")
        store = self.open_store()
        intent = intend(store, version, **_decision(run.run_config), now=datetime.now(UTC))
        for signed in Attestation(self.review, self.access, self.key, identity).sign(intent):
            try:
                store.put(handover_key(run.run_id), canonical_json(signed.model_dump(mode="json")))
            except ObjectExists:
                raise CannotSign(f"Something was signed for run {run.run_id} before. Launch again.") from None


def check_current(key: Ed25519PrivateKey, review: ReviewSettings) -> None:
    """Raises KeyProblem unless the register has this as the key that signs now."""
    public = key.public_key().public_bytes_raw().hex()
    current = read_register(review.keys).current
    if current is None or current.public != public:
        raise KeyProblem(
            f"The signing key {key_id(public)} is not the current one of {review.keys}: after knowbound keys rotate the "
            "webserver has to be started again."
        )


def _decision(config: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, as the op will see it."""
    try:
        given = config["ops"][OP]["config"]
        return {name: given[name] for name in ("decision", "meaning", "reason")}
    except (KeyError, TypeError):
        raise Refused("decision, meaning and reason: fill them in.") from None
