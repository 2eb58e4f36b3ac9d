"""A language model that rephrases: a real server process on loopback, the real client, the real verifier."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assets.examples.assets import remembered
from assets.examples.generation import Generated, generate
from assets.examples.settings import ExampleSettings
from assets.memo import Memo
from checks.proofs import check
from checks.verifier import verdicts, verify
from resources.directory_store import DirectoryStore
from resources.rephraser import PATIENCE, Rephraser
from tests.unit.assets.examples.conftest import World, filled

SERVER = Path(__file__).parent / "chat_server.py"
Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start the server in a mode; gives the address of its API."""
    started: list[subprocess.Popen[str]] = []

    def start(mode: str, count: int = 0) -> str:
        process = subprocess.Popen([sys.executable, str(SERVER), mode, str(count)], stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        return f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"

    yield start
    for process in started:
        process.kill()
        process.wait()


def made(client: Rephraser | None, store: Path, share: float = 1.0) -> Generated:
    """The examples of the invented company, with the client's wordings remembered in the store."""
    tables = filled(World()).frames()
    reword = None if client is None else (share, remembered(client, Memo(DirectoryStore(store), "rephrasing", "model")))
    return generate(*tables, ExampleSettings(refusal_budget=0.6), verdicts, reword)


def client(url: str, timeout: float = 5, budget: float = 600) -> Rephraser:
    return Rephraser(url, "small", lambda: "secret-token", timeout=timeout, budget=budget)


def outcomes(found: Generated) -> set[str]:
    return set(found.rephrasings["outcome"].cast(str))


def questions(found: Generated) -> set[str]:
    return {row[1]["content"].rpartition("Question: ")[2] for row in found.examples["messages"].to_list()}


def test_a_good_wording_is_proven_and_a_second_run_gives_the_same_bytes_without_the_server(
    serve: Serve, tmp_path: Path
) -> None:
    plain, first = made(None, tmp_path), made(client(serve("good")), tmp_path)
    assert "accepted" in outcomes(first)
    assert any(question.startswith("Hello, ") for question in questions(first) - questions(plain))
    assert first.examples.height == plain.examples.height
    documents, passages, _ = filled(World()).frames()
    assert verify(first.examples, documents, passages)["ok"].all()
    again = made(client("http://127.0.0.1:9/v1"), tmp_path)
    assert again.examples.equals(first.examples)
    assert again.rephrasings.equals(first.rephrasings)


@pytest.mark.parametrize("mode", ["wrong", "garbage"])
def test_a_wording_that_breaks_a_label_is_dropped_and_counted(serve: Serve, tmp_path: Path, mode: str) -> None:
    plain, found = made(None, tmp_path), made(client(serve(mode)), tmp_path)
    assert outcomes(found) == {"rejected"}
    assert found.rephrasings.height > 10
    assert found.examples.equals(plain.examples)


@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_an_endpoint_that_is_too_slow_is_given_up_and_the_built_in_wording_stands(
    serve: Serve, tmp_path: Path, mode: str
) -> None:
    slow = client(serve(mode), timeout=0.5)
    began = time.monotonic()
    reworded = list(slow.rephrase([f"Text {n}" for n in range(500)]))
    assert time.monotonic() - began < PATIENCE * 1.5 + 3
    assert set(reworded) == {None}
    assert slow.warning is not None
    assert "secret" not in slow.warning


def test_an_endpoint_that_dies_midway_leaves_the_rest_as_it_is_and_says_so(serve: Serve, tmp_path: Path) -> None:
    plain, dying = made(None, tmp_path), client(serve("die", 24))
    found = made(dying, tmp_path)
    assert "unanswered" in outcomes(found)
    assert found.examples.height == plain.examples.height
    assert dying.warning is not None
    documents, passages, _ = filled(World()).frames()
    judged = check(found.examples, verify(found.examples, documents, passages), found.rephrasings)
    assert judged.passed
    assert [e.name for e in judged.expectations if not e.passed] == ["not_rephrased"]
    mended = made(client(serve("good")), tmp_path)  # what was not answered is asked again
    assert "unanswered" not in outcomes(mended)


def test_a_slow_endpoint_may_not_take_longer_than_its_budget(serve: Serve) -> None:
    spent = client(serve("drip"), timeout=30, budget=1)
    began = time.monotonic()
    assert list(spent.rephrase(["One?", "Two?", "Three?"]))[1:] == [None, None]
    assert time.monotonic() - began < 15
    assert spent.warning is not None
