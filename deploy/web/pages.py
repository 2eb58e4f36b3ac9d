"""The officer's page: what waits, what it says, where to decide, and why nothing happens when nothing happens.

It reads the store and decides nothing; deciding is launching the job `review`, to which it links. Whoever may read may see it.
"""

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from typing import cast

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assets.approvals.settings import ReviewSettings
from assets.approvals.standing import Standing, standing
from assets.retraining.gate import gate
from assets.retraining.settings import TrainingSettings
from assets.snapshots.manifest import VersionError
from assets.snapshots.review_link import DECISIONS, review_link
from assets.snapshots.versions import list_versions
from deploy.web.guard import IDENTITY
from deploy.web.identity import Identity
from pipelines.access import AccessSettings
from resources.object_store import ObjectMissing, ObjectStore, StoreError

PAGE = "/review"
_KEPT = 3.0  # seconds
_SHOWN = 20  # versions, the newest first
_PACKET = re.compile(rf"{PAGE}/packet/([0-9A-Za-z-]{{1,80}})")
_TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)
# Packets are made of what documents say: no script of theirs runs here, and nothing is fetched.
_ALONE = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"}


@dataclass(frozen=True)
class Row:
    """A version on the page: where it stands, what the gate says, and what can be decided now."""

    there: Standing
    gate: str
    links: dict[str, str]


class _Reading:
    """A store as it is read for one page: the same object and the same list are fetched once."""

    def __init__(self, store: ObjectStore):
        self.url, self.payload_keys = store.url, store.payload_keys
        self.get, self.list, self.exists = cache(store.get), cache(store.list), cache(store.exists)


class Pages:
    """Wraps Dagster's application, behind the guard."""

    def __init__(
        self,
        app: ASGIApp,
        open_store: Callable[[], ObjectStore],
        review: ReviewSettings,
        training: TrainingSettings,
        access: AccessSettings,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ):
        self._app, self._open_store, self._clock = app, open_store, clock
        self._review, self._training, self._access = review, training, access
        self._lock = threading.Lock()
        self._rows: list[Row] = []
        self._read_at = -_KEPT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: Response | None = None
        if scope["type"] == "http" and scope["method"] == "GET":
            identity: Identity = scope[IDENTITY]
            packet = _PACKET.fullmatch(scope["path"])
            if scope["path"] == "/" and identity.may_review():  # the first page of an officer
                answer = RedirectResponse(PAGE, status_code=303)
            elif scope["path"] == PAGE:
                answer = await run_in_threadpool(self._page, identity)
            elif packet:
                answer = await run_in_threadpool(self._packet, packet[1])
        if answer is None:
            await self._app(scope, receive, send)
        else:
            await answer(scope, receive, send)

    def _page(self, identity: Identity) -> Response:
        now = self._clock()
        try:
            rows, trouble = self._recent(now), ""
        except StoreError as problem:
            rows, trouble = [], str(problem)
        since = identity.authenticated_at
        until = since + timedelta(minutes=self._access.fresh_minutes) if since else None
        page = _TEMPLATES.get_template("review.html.j2").render(
            person=identity,
            may_review=identity.may_review(),
            until=until,
            fresh=until is not None and now < until,
            login_again=self._access.login_again,
            signers=self._review.signers,
            rows=rows,
            waiting=[row for row in rows if row.there.state == "waiting"],
            trouble=trouble,
        )
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    def _recent(self, now: datetime) -> list[Row]:
        """The rows, read again when they are older than a moment; many who look at once read the store once."""
        with self._lock:
            if time.monotonic() - self._read_at >= _KEPT:
                self._rows, self._read_at = self._read(now), time.monotonic()
            return self._rows

    def _read(self, now: datetime) -> list[Row]:
        store = cast(ObjectStore, _Reading(self._open_store()))  # nothing is written here
        # Bytes are examined by the sensor: that takes seconds, and a page must not.
        verdicts = gate(store, self._review, self._training, now, lambda *_: [])
        rows = []
        for version in reversed(list_versions(store)[-_SHOWN:]):
            there, verdict = standing(store, version, self._review, now), verdicts.of(version)
            words = (
                "The sensor gate examines it and starts the retraining, within a minute when nothing else runs."
                if verdict.state == "open"
                else " ".join(filter(None, (verdict.words, verdict.next)))
            )
            links = {decision: review_link(version, decision) for decision in _possible(there)}
            rows.append(Row(there, f"{verdict.state}: {words}" if verdict.state != "waiting" else "", links))
        return rows

    def _packet(self, version: str) -> Response:
        try:
            return HTMLResponse(self._open_store().get(f"packets/{version}.html"), headers=_ALONE)
        except (ObjectMissing, VersionError):
            return HTMLResponse("<!doctype html><p>There is no packet of this version.</p>", status_code=404)
        except StoreError as problem:
            return HTMLResponse(f"<!doctype html><pre>{escape(str(problem))}</pre>", status_code=503)


def _possible(there: Standing) -> Sequence[str]:
    """The decisions that change where a version stands."""
    approve, reject, withdraw = DECISIONS
    return (withdraw,) if there.state == "approved" else (approve, reject)
