"""Content is identity: canonical bytes, the ids derived from them, and fingerprints of code and settings.

Nothing here reads a clock or a random source. Public text is named by SHA-256; raw text by HMAC-SHA-256, because the
plain hash of a short ticket can be guessed.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any


def canonical_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spare white space; raises ValueError on NaN, TypeError on unknown types."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(data: bytes | str) -> str:
    """SHA-256 in lower-case hex (64 characters) of bytes, or of a text's UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def content_id(value: Any) -> str:
    """The id of a value: SHA-256 of its canonical JSON."""
    return sha256(canonical_json(value))


def keyed_id(key: bytes, *parts: bytes | str) -> str:
    """HMAC-SHA-256 in hex over length-prefixed parts, so that ("ab", "c") and ("a", "bc") differ."""
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        mac.update(len(data).to_bytes(8, "big"))
        mac.update(data)
    return mac.hexdigest()


def key_fingerprint(key: bytes) -> str:
    """Names a key without revealing it: 16 hex characters."""
    return keyed_id(key, "knowbound key fingerprint")[:16]


def fingerprint(*, modules: Iterable[ModuleType], libraries: Iterable[str] = (), settings: Any = None) -> str:
    """Digest of a step: the source of its modules, versions of its libraries, and its settings (JSON-able)."""
    sources = {m.__name__: sha256(Path(str(m.__file__)).read_bytes()) for m in modules}
    return content_id({"code": sources, "libraries": {n: version(n) for n in libraries}, "settings": settings})
