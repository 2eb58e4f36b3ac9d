"""The labels of the sample say what is really in its files, and there is as much of everything as promised."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sample.reading import SAMPLE, read_body, read_raw

Label = dict[str, Any]


def labels(name: str) -> list[Label]:
    found: list[Label] = json.loads((SAMPLE / "labels" / name).read_text(encoding="utf-8"))
    return found


def requests() -> list[Label]:
    lines = (SAMPLE / "tickets/requests.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def tickets() -> list[Label]:
    with (SAMPLE / "tickets/tickets.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def place(label: Label) -> str:
    """The part of the raw file in which a canary is said to stand."""
    file, where = label["file"], label["where"]
    if where == "people":
        rows = tickets() if file.endswith(".csv") else requests()
        return "\n".join(row.get("requester") or row["customer"] for row in rows)
    if where == "path":
        ids = [row["id"] for row in tickets()] + [row["ticket"] for row in requests()]
        return "\n".join([file, *(ids if file.startswith("tickets/") else [])])
    if where == "title" and file.startswith("tickets/"):
        return "\n".join(row.get("title") or row["subject"] for row in (*tickets(), *requests()))
    raw = read_raw(file)
    if where in ("front_matter", "title"):
        front = re.match(r"---\n.*?\n---\n", raw, flags=re.S)
        assert front
        return front[0]
    if where == "property" and file.endswith(".html"):
        return "\n".join(re.findall(r"<meta[^>]*>", raw))
    if where == "property":
        return raw.removesuffix(read_body(file))
    return raw


def test_every_canary_stands_where_its_label_says() -> None:
    wrong = [label for label in labels("canaries.json") if label["text"] not in place(label)]
    assert not wrong


def test_canaries_are_many_distinct_and_everywhere() -> None:
    canaries = labels("canaries.json")
    assert len({label["text"] for label in canaries}) >= 300
    assert all(len(label["text"]) >= 6 for label in canaries)
    wheres = Counter(label["where"] for label in canaries)
    assert wheres.keys() == {"body", "title", "path", "people", "front_matter", "property", "broken"}
    kinds = Counter(label["kind"] for label in canaries)
    assert kinds.keys() == {"person", "contact", "identifier", "credential", "address", "birth_date"}


def test_no_canary_is_part_of_what_must_survive() -> None:
    keep = {label["text"] for label in labels("keep.json")}
    canaries = {label["text"] for label in labels("canaries.json")}
    assert not [(kept, canary) for kept in keep for canary in canaries if canary in kept or kept in canary]


def test_what_must_survive_stands_in_its_document() -> None:
    keep = labels("keep.json")
    assert not [label for label in keep if label["text"] not in read_body(label["file"])]
    kinds = Counter(label["kind"] for label in keep)
    assert kinds["limit"] + kinds["role"] >= 150
    assert {"organisation", "tool", "product", "mailbox", "date", "mask", "placeholder"} <= kinds.keys()


def test_decision_points_stand_in_their_sentences() -> None:
    points = labels("decision_points.json")
    for point in points:
        assert point["sentence"] in read_body(point["file"])
        for part in ("text", "marker", "clause", "role", "target"):
            assert point.get(part, "").lower() in point["sentence"].lower(), point
    kinds = Counter(point["kind"] for point in points)
    assert kinds["none"] >= 40
    assert sum(kinds.values()) - kinds["none"] >= 120
    assert min(kinds.values()) >= 5


def test_there_is_as_much_as_promised() -> None:
    assert len(tickets()) >= 90
    assert len(requests()) >= 60
    ids = [row["id"] for row in tickets()] + [row["ticket"] for row in requests()]
    assert len(set(ids)) == len(ids)
    times = [row[key] for row in tickets() for key in ("created", "updated")]
    times += [row[key] for row in requests() for key in ("opened", "changed")]
    assert "2026-09-20" <= min(times) < max(times) < "2026-10-13"
    formats = Counter(path.suffix for path in (SAMPLE / "sops").iterdir())
    assert formats.keys() == {".md", ".html", ".docx", ".pdf"}
    assert min(formats.values()) >= 3


def test_two_procedures_of_equal_standing_contradict_each_other() -> None:
    rule = re.compile(r"A customer service agent may refund up to (EUR \d+) without the approval of a supervisor\.")
    amounts = [rule.findall(read_body(f"sops/{path.name}")) for path in (SAMPLE / "sops").iterdir()]
    assert sorted(amount for found in amounts for amount in found) == ["EUR 250", "EUR 400"]


@pytest.mark.parametrize(
    ("old", "new", "page"),
    [
        ("2026-10-05", "2026-10-06/files", "people/travel-and-expenses.md"),
        ("2026-10-05", "2026-10-12/files", "field-service/loaner-devices.md"),
    ],
)
def test_a_value_is_superseded_in_an_otherwise_equal_sentence(old: str, new: str, page: str) -> None:
    before, after = (Path(SAMPLE / "wiki" / day / page).read_text(encoding="utf-8") for day in (old, new))

    def blank(text: str) -> set[str]:
        return {re.sub(r"\d+", "#", sentence) for sentence in re.split(r"(?<=\.) |\n", text)}

    changed = set(re.split(r"(?<=\.) |\n", after)) - set(re.split(r"(?<=\.) |\n", before))
    assert any(re.sub(r"\d+", "#", sentence) in blank(before) for sentence in changed if "up to" in sentence)
