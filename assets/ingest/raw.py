"""The raw zone: originals with short retention, read by ingest and privacy alone. Names are keyed, so they give nothing away."""

import base64
import json
from dataclasses import dataclass, field

from assets.identity import canonical_json, keyed_id
from resources.object_store import ObjectStore


@dataclass(frozen=True)
class RawContent:
    """The bytes of one document, or of one row of a CSV/JSONL source (its body, UTF-8, with the mapped columns in `fields`)."""

    data: bytes
    format: str  # md, html, docx, pdf, txt, row
    fields: dict[str, str] = field(default_factory=dict)  # rows: title, created, updated, owner, ...
    people: tuple[str, ...] = ()  # rows: values of the people columns


class RawZone:
    """Raw contents by keyed content id, raw places (source and path) by keyed item id."""

    def __init__(self, store: ObjectStore, key: bytes):
        self._store, self._key = store, key

    def put_content(self, content: RawContent) -> str:
        """Keep a content; returns its keyed id. The path is no part of it: a moved file is the same content."""
        header = canonical_json({"format": content.format, "fields": content.fields, "people": content.people})
        name = self.content(content)
        body = {"data": base64.b64encode(content.data).decode(), **json.loads(header)}
        self._store.put(f"raw/content/{name}", canonical_json(body))
        return name

    def content(self, content: RawContent) -> str:
        """The keyed id of a content."""
        header = canonical_json({"format": content.format, "fields": content.fields, "people": content.people})
        return keyed_id(self._key, "content", header, content.data)

    def get_content(self, name: str) -> RawContent:
        """The content under its keyed id; raises ObjectMissing once retention has removed it."""
        value = json.loads(self._store.get(f"raw/content/{name}"))
        return RawContent(base64.b64decode(value["data"]), value["format"], value["fields"], tuple(value["people"]))

    def put_place(self, source: str, path: str) -> str:
        """Keep where an item lives (a file's path, a row's id); returns its keyed id."""
        name = self.place(source, path)
        self._store.put(f"raw/places/{name}", canonical_json({"source": source, "path": path}))
        return name

    def place(self, source: str, path: str) -> str:
        """The keyed id of a place."""
        return keyed_id(self._key, "place", source, path)

    def get_place(self, name: str) -> str:
        """The raw path (or row id) of an item; raises ObjectMissing."""
        return str(json.loads(self._store.get(f"raw/places/{name}"))["path"])
