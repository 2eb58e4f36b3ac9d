"""The DOCX and PDF procedures: the committed files are what the texts make, byte for byte on every run."""

import zipfile
from pathlib import Path

from docx import Document
from pypdf import PdfReader

from sample.build_sops import build_sops
from sample.reading import SAMPLE, read_body, read_raw


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (build_sops(SAMPLE / "sops_text", tmp_path / name) for name in ("first", "second"))
    assert len(first) >= 6
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_committed_files_are_up_to_date(tmp_path: Path) -> None:
    for made in build_sops(SAMPLE / "sops_text", tmp_path):
        kept = SAMPLE / "sops" / made.name
        if made.suffix == ".docx":
            with zipfile.ZipFile(made) as new, zipfile.ZipFile(kept) as old:
                assert {name: new.read(name) for name in new.namelist()} == {
                    name: old.read(name) for name in old.namelist()
                }
        else:
            pages = [[page.extract_text() for page in PdfReader(path).pages] for path in (made, kept)]
            assert pages[0] == pages[1]
            assert PdfReader(made).metadata == PdfReader(kept).metadata


def test_headings_lists_and_tables_of_a_word_document() -> None:
    document = Document(str(SAMPLE / "sops/SOP-014-refunds.docx"))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "List Bullet", "Normal"} <= styles
    assert document.tables[0].rows[1].cells[1].text == "customer service agent"
    assert document.core_properties.last_modified_by == "Theophania Drakopoulou"


def test_text_and_properties_of_a_pdf() -> None:
    assert "must meet within 24 hours after a safety signal" in read_body("sops/SOP-030-recall-of-devices.pdf")
    assert "Released by Eberhard Nachtigaller-Ruiz" in read_raw("sops/SOP-030-recall-of-devices.pdf")
