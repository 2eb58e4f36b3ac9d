"""The issuer's public keys (a JWKS), from a file or over HTTPS, fetched again when it has changed its keys."""

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import httpx
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

T = TypeVar("T")

KEEP = timedelta(hours=1)
PAUSE = timedelta(minutes=1)
"""How long after one fetch another may follow: a stranger with invented key ids must not make us ask all the time."""


class KeysUnusable(Exception):
    """The keys cannot be had; the message says from where and why."""


class KeySource:
    """The keys at one place, which is a `file:` or an `https:` address."""

    def __init__(self, place: str):
        self._place = place
        self._lock = threading.Lock()
        self._keys: KeySet | KeysUnusable = KeysUnusable()
        self._fetched: datetime | None = None

    def read(self, use: Callable[[KeySet], T], now: datetime) -> T:
        """What `use` makes of the keys; once more with fresh ones when it misses a key. Raises KeysUnusable, and as `use`."""
        try:
            return use(self._current(now, KEEP))
        except InvalidKeyIdError:
            return use(self._current(now, PAUSE))

    def _current(self, now: datetime, keep: timedelta) -> KeySet:
        with self._lock:
            if isinstance(self._keys, KeysUnusable):
                keep = PAUSE
            if self._fetched is None or not timedelta() <= now - self._fetched < keep:
                self._fetched = now
                try:
                    self._keys = KeySet.import_key_set(json.loads(self._fetch()))
                except (OSError, httpx.HTTPError, ValueError, TypeError, KeyError, JoseError) as error:
                    self._keys = KeysUnusable(f"the keys at {self._place} cannot be had ({type(error).__name__})")
            if isinstance(self._keys, KeysUnusable):
                raise self._keys
            return self._keys

    def _fetch(self) -> bytes:
        if self._place.startswith("file:"):
            return Path(self._place.removeprefix("file:")).read_bytes()
        return httpx.get(self._place, timeout=10, follow_redirects=False).raise_for_status().content
