"""The sheet that a reader writes verdicts on."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.judging import by_situation, entry, judged, score, write

FINE = {
    "label": "right",
    "question": "natural",
    "grammar": "ok",
    "answer": "ok",
    "rejected": "worse",
    "situation": "answerable",
}
EXAMPLE = {
    "example": "a" * 64, "situation": "answerable", "behaviour": "answer", "recipe": "bans", "skeleton": "ban.can",
    "register": "neutral", "split": "train", "section": "Canteen > Rules", "rejected": "Yes.",
    "evidence": [{"document": "d", "start": 3, "end": 9, "text": "secret"}],
    "messages": [
        {"role": "system", "content": "s"}, {"role": "user", "content": "[1] Canteen\nsecret\n\nQuestion: Can I eat?"},
        {"role": "assistant", "content": "No: “secret”"},
    ],
}  # fmt: skip


def test_a_sheet_by_reference_holds_no_word_of_the_documents() -> None:
    named = entry(EXAMPLE, {"d": "wiki/canteen.md"}, by_reference=True)
    assert named["places"] == [["wiki/canteen.md", 3, 9]]
    assert not {"secret", "Rules"} & set(json.dumps(named).replace('"', " ").split())
    assert "secret" in json.dumps(entry(EXAMPLE, {"d": "wiki/canteen.md"}, by_reference=False))


def test_verdicts_are_counted_with_an_interval() -> None:
    rows: list[dict[str, Any]] = [FINE] * 97 + [FINE | {"label": "wrong"}] + [FINE | {"rejected": "weak"}] * 2
    found = {row["column"]: row for row in score(rows).iter_rows(named=True)}
    assert found["label"]["good"] == "99.0% (99 of 100, 95% to 100%)"
    assert found["rejected"]["verdicts"] == "worse 98, weak 2"
    assert found["all"]["good"].startswith("97.0%")
    assert by_situation(rows).row(0) == ("answerable", 100, 99, 97)


def test_a_row_without_a_verdict_is_not_counted(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.jsonl"
    write(sheet, [FINE, FINE | {"label": ""}])
    with pytest.raises(SystemExit, match=r"sheet\.jsonl:2: label is ''; write one of right, doubtful, wrong"):
        judged(sheet)
