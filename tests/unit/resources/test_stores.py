"""Addresses of stores."""

import pytest

from resources.object_store import StoreError
from resources.stores import open_store


@pytest.mark.parametrize(
    "url", ["relative/dir", "file://host/dir", "file:relative", "ftp://host/dir", "s3://", "", "s3:bucket"]
)
def test_unknown_urls_say_what_is_accepted(url: str) -> None:
    with pytest.raises(StoreError, match="file:///absolute/directory or s3://bucket/prefix"):
        open_store(url, {})


def test_missing_environment_is_named() -> None:
    with pytest.raises(StoreError, match="KNOWBOUND_S3_ENDPOINT, KNOWBOUND_S3_SECRET_KEY"):
        open_store("s3://bucket", {"KNOWBOUND_S3_ACCESS_KEY": "a"})


def test_credentials_in_addresses_are_refused_and_not_repeated() -> None:
    environ = {"KNOWBOUND_S3_ACCESS_KEY": "AKIAHIDDEN", "KNOWBOUND_S3_SECRET_KEY": "hidden"}
    for url, endpoint in (("s3://key:hidden@bucket", "http://h"), ("s3://bucket", "http://user:hidden@host:1")):
        with pytest.raises(StoreError, match="credentials") as refused:
            open_store(url, {**environ, "KNOWBOUND_S3_ENDPOINT": endpoint})
        assert "hidden" not in str(refused.value).lower()
