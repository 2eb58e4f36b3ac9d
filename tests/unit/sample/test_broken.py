"""The broken files are broken in the way their names say."""

import csv
import json
import zipfile

import pytest
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from sample.reading import SAMPLE

BROKEN = SAMPLE / "broken"


def test_documents_cannot_be_opened() -> None:
    with pytest.raises(PyPdfError):
        PdfReader(BROKEN / "corrupt-report.pdf")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(BROKEN / "truncated.docx")


@pytest.mark.parametrize("name", ["canteen-latin1.md", "canteen-utf16.md", "drawing-of-osric-vandermeulen-pike.md"])
def test_pages_are_not_utf8(name: str) -> None:
    with pytest.raises(UnicodeDecodeError):
        (BROKEN / name).read_text(encoding="utf-8")


def test_rows_do_not_fit_their_header() -> None:
    with (BROKEN / "broken-quoting.csv").open(newline="", encoding="utf-8") as file:
        assert len({len(row) for row in csv.reader(file)}) > 1
    with (BROKEN / "missing-columns.csv").open(newline="", encoding="utf-8") as file:
        assert not {"id", "body", "created"} & set(next(csv.reader(file)))


def test_lines_are_not_all_json_objects() -> None:
    good = 0
    lines = (BROKEN / "malformed.jsonl").read_bytes().splitlines()
    for line in lines:
        try:
            good += isinstance(json.loads(line), dict)
        except ValueError:
            continue
    assert 0 < good < len(lines) / 2
