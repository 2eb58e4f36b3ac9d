"""An OpenAI-compatible chat endpoint, asked for one thing: the same text in other words. It never decides anything.

It answers or it does not: an endpoint that is dead, slow, full or talks nonsense costs a bounded time and gives None.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence

import httpx

INSTRUCTIONS = (
    "Rewrite the text in other words, as a colleague would put it. Keep its meaning exactly: every number, unit, name, "
    "condition, negation and a leading Yes or No. Copy what stands in “ ” and in [ ] letter by letter. A question stays a "
    "question, an answer stays an answer. Reply with the rewritten text and nothing else."
)
PATIENCE = 3
"""So many failures in a row, and the endpoint is not asked again in this run."""
LARGEST = 100_000
"""Bytes of a reply; more is nonsense."""


class Unanswered(Exception):
    """The endpoint gave no usable reply; the message holds neither text nor key."""


class Rephraser:
    """A model behind an endpoint. `url` ends before `/chat/completions`; `read_key` gives the bearer token or None."""

    def __init__(
        self, url: str, model: str, read_key: Callable[[], str | None], *, timeout: float = 20, budget: float = 600
    ):
        self._url, self._model, self._read_key = f"{url.rstrip('/')}/chat/completions", model, read_key
        self._timeout, self._budget = timeout, budget
        self.warning: str | None = None
        """Why the endpoint was given up or left texts unanswered, in words for a log; None while all is well."""

    def rephrase(self, texts: Sequence[str]) -> Iterator[str | None]:
        """The texts in other words, in order; None for each that the endpoint did not answer in time."""
        failures = 0
        for text in texts:
            if failures >= PATIENCE or self._budget <= 0:
                yield None
                continue
            began = time.monotonic()
            try:
                reply: str | None = self._ask(text)
                failures = 0
            except Unanswered as problem:
                reply, failures = None, failures + 1
                self.warning = f"the language model endpoint did not answer: {problem}"
            self._budget -= time.monotonic() - began
            if failures >= PATIENCE:
                self._budget = 0
            elif self._budget <= 0:
                self.warning = "the language model endpoint was too slow: its time is used up"
            yield reply

    def _ask(self, text: str) -> str:
        wait = min(self._timeout, self._budget)
        end = time.monotonic() + wait
        body = {
            "model": self._model,
            "messages": [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": text}],
            "temperature": 0,
            "seed": 0,
            "max_tokens": 100 + len(text),
        }
        try:
            key = self._read_key()
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            # no environment: a proxy from there would carry redacted text off the premises
            with (
                httpx.Client(timeout=wait, trust_env=False) as client,
                client.stream("POST", self._url, json=body, headers=headers) as response,
            ):
                if response.status_code != 200:
                    raise Unanswered(f"status {response.status_code}")
                data = b""
                for chunk in response.iter_bytes():
                    data += chunk
                    # a server that sends a byte now and then would never run into a timeout between two reads
                    if time.monotonic() > end or len(data) > LARGEST:
                        raise Unanswered("the reply takes too long or too much")
            reply = json.loads(data)["choices"][0]["message"]["content"]
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Unanswered(type(error).__name__) from None
        except (ValueError, LookupError, TypeError):
            raise Unanswered("the reply is not a chat completion") from None
        said = " ".join(str(reply).split()) if isinstance(reply, str) else ""
        if not said:
            raise Unanswered("the reply is empty")
        return said
