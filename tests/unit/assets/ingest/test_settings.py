from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assets.ingest.settings import IngestSettings, Source

WIKI = {"name": "wiki", "kind": "wiki", "reader": "git", "path": "/data/wiki"}
TICKETS = {"name": "t", "kind": "ticket", "reader": "csv", "path": "/data/t.csv", "columns": {"body": "text"}}


def test_reads_what_a_configuration_file_gives() -> None:
    settings = IngestSettings.model_validate({"sources": [WIKI, TICKETS]})
    assert settings.sources[0].path == Path("/data/wiki")
    assert settings.sources[0].language == "en"
    assert settings.max_document_bytes == 5_000_000
    assert settings.sources[1].columns is not None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reader": "ftp"}, "'files', 'git', 'csv' or 'jsonl'"),
        ({"kind": "blog"}, "'wiki', 'sop' or 'ticket'"),
        ({"pathh": "x"}, "Extra inputs are not permitted"),
        ({"reader": "csv"}, "needs columns, at least columns.body; accepted: body, id, title"),
        ({"columns": {"body": "x"}}, 'columns go with reader = "csv" or "jsonl"'),
        ({"reader": "jsonl", "columns": {"id": "x"}}, "columns.body"),
        ({"reader": "csv", "columns": {"body": "x"}, "include": ["*"]}, "path names one file"),
        ({"language": "English"}, "language"),
        ({"include": [""]}, "include"),
    ],
)
def test_says_what_is_wrong_and_what_is_accepted(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Source.model_validate(WIKI | change)
    assert said in str(caught.value)


def test_source_names_are_unique() -> None:
    with pytest.raises(ValidationError, match='"wiki" is used by more than one source'):
        IngestSettings.model_validate({"sources": [WIKI, WIKI]})


def test_numbers_are_not_guessed_from_text() -> None:
    with pytest.raises(ValidationError):
        IngestSettings.model_validate({"sources": [WIKI], "raw_retention_days": 1.5})
    with pytest.raises(ValidationError):
        IngestSettings.model_validate({"sources": [WIKI], "raw_retention_days": 0})
