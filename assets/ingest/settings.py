"""The part of the configuration that ingest owns: `[[sources]]` and `[ingest]`.

Every mistake is reported with its key and the accepted values. Relative paths are made absolute by the
caller, which
knows where the configuration file is.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Reader = Literal["files", "git", "csv", "jsonl"]
ROW_READERS: tuple[Reader, ...] = ("csv", "jsonl")

DOCUMENTS = [f"**/*.{suffix}" for suffix in ("md", "markdown", "html", "htm", "docx", "pdf", "txt")]
"""The default `include`: every format that can be read."""

_STRICT = ConfigDict(extra="forbid", frozen=True)
_Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
_Filled = Annotated[str, Field(min_length=1)]


class Columns(BaseModel):
    """Which column (CSV) or key (JSONL) holds what."""

    model_config = _STRICT

    body: _Filled
    id: _Filled | None = None
    title: _Filled | None = None
    created: _Filled | None = None
    updated: _Filled | None = None
    owner: _Filled | None = None
    people: list[_Filled] = []

    def mapped(self) -> list[str]:
        """All columns named, in a fixed order, without repetition."""
        names = [self.body, self.id, self.title, self.created, self.updated, self.owner, *self.people]
        return list(dict.fromkeys(name for name in names if name))


class Source(BaseModel):
    """One `[[sources]]` entry."""

    model_config = _STRICT

    name: _Name
    kind: Literal["wiki", "sop", "ticket"]
    reader: Reader
    path: Path
    include: list[_Filled] = DOCUMENTS
    exclude: list[_Filled] = []
    columns: Columns | None = None
    purpose: str = ""
    classification: str = ""
    licence: str = ""
    link: Annotated[str, Field(pattern=r"^(https?://[^\s{}]*\{path\}[^\s{}]*(\{line\})?[^\s{}]*)?$")] = ""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "en"

    @model_validator(mode="after")
    def _columns_fit_reader(self) -> Self:
        rows = self.reader in ROW_READERS
        if rows and self.columns is None:
            raise ValueError(
                f'reader = "{self.reader}" needs columns, at least columns.body; accepted: '
                f"{', '.join(Columns.model_fields)}"
            )
        if not rows and self.columns is not None:
            raise ValueError(
                f'columns go with reader = "csv" or "jsonl", not with reader = "{self.reader}"; '
                "remove columns or change reader"
            )
        if rows and self.model_fields_set & {"include", "exclude"}:
            raise ValueError(
                f'include and exclude go with reader = "files" or "git"; '
                f'with reader = "{self.reader}" path names one file'
            )
        return self


class IngestSettings(BaseModel):
    """What ingest needs to know."""

    model_config = _STRICT

    sources: Annotated[list[Source], Field(min_length=1)]
    raw_retention_days: Annotated[int, Field(ge=1)] = 30
    max_document_bytes: Annotated[int, Field(ge=1)] = 5_000_000

    @field_validator("sources")
    @classmethod
    def _names_are_unique(cls, sources: list[Source]) -> list[Source]:
        names = [source.name for source in sources]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f'the name "{name}" is used by more than one source; each source needs its own name')
        return sources
