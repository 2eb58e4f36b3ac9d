"""Which store a URL names: a directory (`directory_store.py`) or S3 (`s3_store.py`)."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from resources.directory_store import DirectoryStore
from resources.object_store import ACCESS_KEY, ENDPOINT, SECRET_KEY, ObjectStore, StoreError


def open_store(
    url: str, environ: Mapping[str, str], *, lock_days: int = 0, payload_keys: Path | None = None
) -> ObjectStore:
    """The store behind a URL: `file:///absolute/dir` or `s3://bucket/prefix`. Opening writes nothing.

    With `lock_days` what is LOCKED is written under Object Lock (COMPLIANCE) for so many days, and a store that cannot
    do that is refused. `payload_keys`: see `resources/sealing.py`. S3 needs KNOWBOUND_S3_ENDPOINT,
    KNOWBOUND_S3_ACCESS_KEY and KNOWBOUND_S3_SECRET_KEY in `environ`. Raises StoreError when the URL or one of these is
    wrong or missing; no message ever holds a credential.
    """
    store = _opened(url, environ, lock_days)
    store.payload_keys = payload_keys
    return store


def _opened(url: str, environ: Mapping[str, str], lock_days: int) -> ObjectStore:
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise StoreError(f"The store URL holds credentials; give them in {ACCESS_KEY} and {SECRET_KEY}.")
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
        if lock_days:
            raise StoreError(f"{url} is a directory, which cannot lock: leave out [store] lock_days, or use S3.")
        return DirectoryStore(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        from resources.s3_store import S3Store  # noqa: PLC0415  boto3 takes a second to import

        missing = [name for name in (ENDPOINT, ACCESS_KEY, SECRET_KEY) if not environ.get(name)]
        if missing:
            raise StoreError(f"The store {url} needs {', '.join(missing)} in the environment.")
        credentials = environ[ACCESS_KEY], environ[SECRET_KEY]
        store = S3Store(parts.netloc, parts.path.strip("/"), environ[ENDPOINT], *credentials, lock_days=lock_days)
        if lock_days:
            store.must_lock()
        return store
    raise StoreError(f"Unknown store URL {url!r}: use file:///absolute/directory or s3://bucket/prefix.")
