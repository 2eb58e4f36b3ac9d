"""The contract of the object store: whatever stores objects has to pass it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from resources.object_store import ObjectExists, ObjectMissing, ObjectStore, StoreError


class StoreContract:
    """Whatever stores objects has to pass this. A subclass provides the fixture `store`, empty."""

    def test_put_get(self, store: ObjectStore) -> None:
        store.put("a/b.bin", b"\0bytes")
        assert store.get("a/b.bin") == b"\0bytes"
        assert store.exists("a/b.bin")

    def test_put_is_idempotent_and_write_once(self, store: ObjectStore) -> None:
        store.put("a", b"one")
        store.put("a", b"one")
        with pytest.raises(ObjectExists, match="'a'"):
            store.put("a", b"two")
        assert store.get("a") == b"one"

    def test_replace_overwrites(self, store: ObjectStore) -> None:
        store.replace("a", b"one")
        store.replace("a", b"two")
        assert store.get("a") == b"two"

    def test_missing(self, store: ObjectStore) -> None:
        assert not store.exists("nothing/here")
        with pytest.raises(ObjectMissing, match="nothing/here"):
            store.get("nothing/here")

    def test_a_prefix_of_a_key_is_no_object(self, store: ObjectStore) -> None:
        store.put("a/bc", b"")
        assert not store.exists("a/b")
        assert not store.exists("a")
        with pytest.raises(ObjectMissing):
            store.get("a")

    def test_list_is_sorted_by_code_point_and_filters_by_prefix(self, store: ObjectStore) -> None:
        for key in ("b/2", "b/10", "a-", "a/x", "a.b", "B"):
            store.put(key, b"")
        assert store.list("") == ["B", "a-", "a.b", "a/x", "b/10", "b/2"]
        assert store.list("b/") == ["b/10", "b/2"]
        assert store.list("b/1") == ["b/10"]
        assert store.list("a") == ["a-", "a.b", "a/x"]
        assert store.list("none/") == []

    def test_delete(self, store: ObjectStore) -> None:
        store.put("a/b", b"x")
        store.delete("a/b")
        store.delete("a/b")
        assert not store.exists("a/b")
        assert store.list("") == []

    @pytest.mark.parametrize(
        "key",
        ["", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "a/.", ".writing/a", "a\0b", "a\nb", "ä", "a b", "a\\b"],
    )
    def test_keys_cannot_leave_the_store(self, store: ObjectStore, key: str) -> None:
        for call in (
            store.get,
            store.exists,
            store.delete,
            lambda k: store.put(k, b""),
            lambda k: store.replace(k, b""),
        ):
            with pytest.raises(StoreError, match="Not a key"):
                call(key)

    @pytest.mark.parametrize("prefix", ["/", "../", "a/../", ".w"])
    def test_prefixes_cannot_leave_the_store(self, store: ObjectStore, prefix: str) -> None:
        with pytest.raises(StoreError, match="Not a prefix"):
            store.list(prefix)

    def test_racing_writers_of_equal_bytes(self, store: ObjectStore) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: store.put("same", b"x" * 10_000), range(16)))
        assert store.get("same") == b"x" * 10_000
