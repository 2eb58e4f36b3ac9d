"""The officer's page: what it says and links to, for whom and when."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import PlainTextResponse

from assets.approvals.settings import ReviewSettings
from assets.retraining.settings import TrainingSettings
from assets.snapshots.review_link import review_link
from deploy.web.guard import IDENTITY
from deploy.web.identity import Identity
from deploy.web.pages import Pages
from pipelines.access import AccessSettings
from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore, StoreError
from tests.unit.assets.retraining.approved import decided, new_version

NOW = datetime(2026, 11, 25, 21, 30, tzinfo=UTC)
ACCESS = AccessSettings.model_validate(
    {
        "url": "https://knowbound.example",
        "login_again": "https://knowbound.example/again",
        "headers": {"secret_file": "secret"},
        "roles": {"officer": ["compliance"], "engineer": ["data"]},
    }
)
OFFICER = Identity("ines", "Ines <Ferreira>", frozenset({"officer"}), NOW - timedelta(minutes=2))


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path)


def get(path: str, store: ObjectStore | Callable[[], ObjectStore], person: Identity = OFFICER) -> httpx.Response:
    """What this person is answered."""
    open_store = store if callable(store) else lambda: store
    pages = Pages(
        PlainTextResponse("Dagster"), open_store, ReviewSettings(policy="demo"), TrainingSettings(), ACCESS, lambda: NOW
    )

    async def known(scope: Any, receive: Any, send: Any) -> None:
        await pages({**scope, IDENTITY: person}, receive, send)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=known)
        async with httpx.AsyncClient(transport=transport, base_url="https://knowbound.example") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_an_officer_begins_here_and_everybody_else_at_dagster(store: DirectoryStore) -> None:
    answer = get("/", store)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    for roles in ({"engineer"}, {"auditor"}, {"engineer", "officer"}):
        assert get("/", store, Identity("sam", "Sam", frozenset(roles))).text == "Dagster"  # type: ignore[arg-type]
    assert get("/runs", store).text == "Dagster"


def test_what_waits_has_a_packet_and_links_to_decide(store: DirectoryStore) -> None:
    assert "There is no version yet" in get("/review", store).text
    version = new_version(store)
    page = get("/review", store).text
    assert "1 version waits for review" in page
    assert f"/review/packet/{version}" in page
    assert review_link(version, "approve").replace("&", "&amp;") in page
    assert review_link(version, "reject").replace("&", "&amp;") in page
    assert review_link(version, "withdraw").replace("&", "&amp;") not in page
    assert "Ines &lt;Ferreira&gt;" in page
    assert "21:38 UTC" in page


def test_what_is_approved_can_be_withdrawn_and_says_what_the_gate_does(store: DirectoryStore) -> None:
    version = new_version(store)
    decided(store, version, at=NOW - timedelta(minutes=1))
    page = get("/review", store).text
    assert "Nothing waits for review" in page
    assert "The sensor gate examines it and starts the retraining" in page
    assert review_link(version, "withdraw").replace("&", "&amp;") in page
    assert "as agreed" in page


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (
            Identity("ines", "Ines", frozenset({"officer"}), NOW - timedelta(minutes=11)),
            "https://knowbound.example/again",
        ),
        (Identity("ines", "Ines", frozenset({"officer"})), "a signature needs a fresh login"),
        (Identity("sam", "Sam", frozenset({"engineer"}), NOW), "approved by compliance officers"),
        (Identity("both", "Both", frozenset({"engineer", "officer"}), NOW), "approved by compliance officers"),
        (Identity("mei", "Mei", frozenset({"auditor"}), NOW), "approved by compliance officers"),
    ],
)
def test_who_cannot_sign_now_sees_why_and_no_links(store: DirectoryStore, person: Identity, words: str) -> None:
    new_version(store)
    page = get("/review", store, person).text
    assert words in page
    assert "/playground/" not in page


def test_many_who_look_at_once_read_the_store_once(store: DirectoryStore) -> None:
    new_version(store)
    read: list[str] = []

    class Counting(DirectoryStore):
        def list(self, prefix: str) -> list[str]:
            read.append(prefix)
            return super().list(prefix)

    pages = Pages(
        PlainTextResponse("Dagster"),
        lambda: Counting(store._root),
        ReviewSettings(policy="demo"),
        TrainingSettings(),
        ACCESS,
    )
    now = datetime.now(UTC)
    assert pages._recent(now) == pages._recent(now)
    assert len(read) == len(set(read)) > 0


def test_a_packet_runs_no_script_and_fetches_nothing(store: DirectoryStore) -> None:
    version = new_version(store)
    assert get(f"/review/packet/{version}", store).status_code == 404
    store.replace(f"packets/{version}.html", b"<p>the packet")
    answer = get(f"/review/packet/{version}", store)
    assert answer.text == "<p>the packet"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert get("/review/packet/..%2f..%2fledger", store).text == "Dagster"


def test_a_store_that_does_not_answer_is_said(store: DirectoryStore) -> None:
    def gone() -> ObjectStore:
        raise StoreError("no answer. Check the network")

    assert "The store cannot be read: no answer." in get("/review", gone).text
    assert get("/review/packet/2026-10-12-x", gone).status_code == 503
