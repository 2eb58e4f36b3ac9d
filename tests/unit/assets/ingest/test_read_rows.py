import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.ingest.readers import read
from assets.ingest.reading import Item, Reading, SourceError
from assets.ingest.settings import Source

TODAY = date(2026, 3, 31)
COLUMNS = {"id": "Key", "title": "Summary", "body": "Text", "created": "Opened", "updated": "Changed"}


def reading(tmp_path: Path, text: str | bytes, day: str = "2026-03-31", **changes: Any) -> Reading:
    reader = changes.pop("reader", "csv")
    path = tmp_path / f"tickets.{reader}"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    source = Source.model_validate(
        {"name": "t", "kind": "ticket", "reader": reader, "path": path, "columns": COLUMNS} | changes
    )
    return read(source, date.fromisoformat(day), TODAY, 1_000)


def items(tmp_path: Path, text: str | bytes, day: str = "2026-03-31", **changes: Any) -> list[Item]:
    result = reading(tmp_path, text, day, **changes)
    found = list(result.items)
    assert result.count == len(found)
    return found


HEADER = "Key,Summary,Text,Opened,Changed\n"
THREE = (
    HEADER + 'T-1,Printer,"It jams, ""often""\nand loudly",2026-03-01,2026-03-01\n'
    "T-2,Badge,Lost badge,2026-03-10T23:30:00-05:00,2026-03-20\n"
    "T-3,VPN,No route,2026-03-12 08:00:00,\n"
)


def test_a_row_is_its_body_and_its_columns(tmp_path: Path) -> None:
    columns = COLUMNS | {"owner": "Team", "people": ["Reporter", "Assignee"]}
    text = "Key;Summary;Text;Opened;Changed;Team;Reporter;Assignee\nT-1;A;B;2026-03-01;;Ops;Ann Lee;Bo Ray; \n"
    bad, good = text, text.replace("; \n", "\n")
    [item] = items(tmp_path, good, columns=columns)
    assert item.path == "T-1"
    assert item.content is not None
    assert item.content.data == b"B"
    assert item.content.fields == {"title": "A", "created": "2026-03-01", "owner": "Ops"}
    assert item.content.people == ("Ann Lee", "Bo Ray")
    assert item.since == "2026-03-01"
    item, _ = items(tmp_path, bad + "T-2;A;B;2026-03-01;;Ops;;\n", columns=columns)
    assert item.reason == "line 2: 9 cells where the header has 8"


def test_past_days_by_timestamps(tmp_path: Path) -> None:
    def there(day: str) -> list[tuple[str | None, str | None]]:
        return [(item.path, item.since) for item in items(tmp_path, THREE, day)]

    assert there("2026-02-28") == []
    assert there("2026-03-10") == [("T-1", "2026-03-01")]
    # The zone counts: late evening in New York is the next day in UTC. Its later change cannot be taken back.
    assert there("2026-03-11") == [("T-1", "2026-03-01"), ("T-2", None)]
    assert there("2026-03-31") == [("T-1", "2026-03-01"), ("T-2", "2026-03-20"), ("T-3", "2026-03-12")]
    said = reading(tmp_path, THREE, "2026-03-11").reach
    assert (
        said
        == "back to 2026-03-01, the first row; 1 rows were changed after 2026-03-11 and stand with their later text"
    )


def test_without_timestamps_there_is_only_today(tmp_path: Path) -> None:
    columns = {"body": "Text"}
    assert len(items(tmp_path, THREE, columns=columns)) == 3
    with pytest.raises(SourceError, match="its rows carry no creation date"):
        reading(tmp_path, THREE, "2026-03-30", columns=columns)


def test_the_last_row_of_an_id_stands(tmp_path: Path) -> None:
    text = HEADER + "T-1,A,old,2026-03-01,\nT-2,B,b,2026-03-01,\nT-1,A,new,2026-03-02,\n"
    found = {item.path: item for item in items(tmp_path, text)}
    assert list(found) == ["T-1 (line 2)", "T-2", "T-1"]
    assert found["T-1"].content is not None
    assert found["T-1"].content.data == b"new"
    assert found["T-1 (line 2)"].reason == "line 2: the id stands in line 4 too, which is used"


def test_rows_without_ids_are_named_by_content_later(tmp_path: Path) -> None:
    found = items(tmp_path, "Text\nsame\nother\nsame\n", columns={"body": "Text"})
    assert [item.path for item in found] == ["row (line 2)", None, None]
    assert "the content of line 4" in str(found[0].reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("T-9,A,text,2026-04-01,", "columns.created lies in the future"),
        ("T-9,A,text,2026-03-01,2027-01-01", "columns.updated lies in the future"),
        ("T-9,A,text,03/01/2026,", "columns.created holds no date"),
        ("T-9,,,2026-03-01,", "the body is empty"),
        ("T-9,A,text", "3 cells where the header has 5"),
        ('T-9,A,"text" more,2026-03-01,', "broken quoting"),
        ('T-9,A,"never closed,2026-03-01,', "broken quoting"),
        (f"T-9,A,{'x' * 1001},2026-03-01,", "larger than 1,000 bytes"),
    ],
)
def test_bad_rows_are_quarantined_and_the_rest_goes_on(tmp_path: Path, row: str, reason: str) -> None:
    text = HEADER + f"T-1,A,first,2026-03-01,\n{row}\nT-2,A,last,2026-03-01,\n"
    found = items(tmp_path, text)
    assert [item.path for item in found if item.content] == ["T-1", "T-2"]
    [bad] = [item for item in found if not item.content]
    assert reason in str(bad.reason)
    assert "never closed" not in str(bad.reason)


def test_a_missing_column_is_named_but_not_what_stands_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        reading(tmp_path, "T-1,Sarah Connor,text\n")
    said = str(caught.value)
    assert "tickets.csv, line 1: the header lacks 'Text', 'Key', 'Summary', 'Opened', 'Changed'" in said
    assert "Sarah" not in said


def test_quoting_broken_all_over_is_an_error(tmp_path: Path) -> None:
    rows = "".join(f'T-{n},A,"x" y,2026-03-01,\n' for n in range(100))
    with pytest.raises(SourceError, match="quoting is broken in more than 50 rows"):
        reading(tmp_path, HEADER + rows)


@pytest.mark.parametrize("reader", ["csv", "jsonl"])
def test_missing_and_empty_files(tmp_path: Path, reader: str) -> None:
    columns = {"body": "b"}
    source = {"name": "t", "kind": "ticket", "reader": reader, "path": tmp_path / "no", "columns": columns}
    with pytest.raises(SourceError, match=r"is no file; correct sources\.path"):
        read(Source.model_validate(source), TODAY, TODAY, 1_000)
    with pytest.raises(SourceError, match=r"holds no row|the header lacks"):
        reading(tmp_path, "", reader=reader, columns=columns)
    with pytest.raises(SourceError, match="binary"):
        reading(tmp_path, bytes(range(256)), reader=reader, columns=columns)


def test_encodings_of_exports(tmp_path: Path) -> None:
    text = "Text\nRückgabe binnen 14 Tagen\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        [item] = items(tmp_path, text.encode(encoding), columns={"body": "Text"})
        assert item.content is not None
        assert item.content.data.decode() == "Rückgabe binnen 14 Tagen"


def test_jsonl(tmp_path: Path) -> None:
    columns = COLUMNS | {"people": ["Who"]}
    rows: list[Any] = [
        {
            "Key": 7,
            "Summary": "A",
            "Text": "one",
            "Opened": "2026-03-01T00:00:00Z",
            "Changed": None,
            "Who": ["Ann", "Bo"],
        },
        {"Key": "8", "Summary": "B", "Text": "two", "Opened": "2026-03-02", "Who": "Ann; Bo"},
        ["no object"],
    ]
    text = "\n".join(map(json.dumps, rows)) + "\n{broken\n\n"
    found = items(tmp_path, text, reader="jsonl", columns=columns)
    assert [item.path for item in found] == ["7", "8", "line 3", "line 4"]
    assert [item.content.people for item in found if item.content] == [("Ann", "Bo"), ("Ann", "Bo")]
    assert [item.reason for item in found[2:]] == [
        "line 3: not a JSON object",
        "line 4: not valid JSON; give one object a line",
    ]
    with pytest.raises(SourceError, match=r"no row has 'Nope'; correct sources\.columns"):
        reading(tmp_path, text, reader="jsonl", columns={"body": "Nope"})


def test_an_export_of_which_no_row_can_be_used_is_an_error(tmp_path: Path) -> None:
    text = HEADER + "T-1,A,a,yesterday,\nT-2,B,b,soon,\n"
    with pytest.raises(SourceError, match=r"none of the 2 rows .*; the first: line 2: columns.created holds no date"):
        reading(tmp_path, text)


def test_dates_of_another_tool_are_kept_as_days(tmp_path: Path) -> None:
    text = HEADER + "T-1,A,a,02/13/2026 10:00 AM,\nT-2,B,b,02/03/2026 9:00 AM,02/04/2026\n"
    second = items(tmp_path, text)[1]
    assert second.since == "2026-02-04"
    assert second.content is not None
    assert second.content.fields == {"title": "B", "created": "2026-02-03", "updated": "2026-02-04"}


def test_people_of_nested_json_are_found(tmp_path: Path) -> None:
    person = {"displayName": "Ann Lee", "emailAddress": "ann@corp.example", "active": True}
    row = {"Text": "x", "People": [person, "Bo Ray; Cy Dee"]}
    columns = {"body": "Text", "people": ["People"]}
    [item] = items(tmp_path, json.dumps(row), reader="jsonl", columns=columns)
    assert item.content is not None
    assert item.content.people == ("Ann Lee", "ann@corp.example", "Bo Ray", "Cy Dee")
