import polars as pl
import pytest

from assets.decisions.extraction import extract_points, normal_name, resolves
from assets.identity import content_id, sha256
from assets.memo import Memo
from assets.privacy.records import Documents, Passages
from tests.unit.assets.decisions.store import Store

LEAVE = (
    "## Leave\n\nYou may carry over up to 240 hours of leave. Only managers may approve overtime.\n\n"
    "If you lose your badge, call the security desk. See the Travel Policy.\n\nFill in Form XY-99.\n"
)
TRAVEL = "Expenses over $500 must be approved by the finance team.\n"


def frames(*texts: tuple[str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    documents, passages = [], []
    for number, (title, text) in enumerate(texts):
        document = sha256(text)
        documents.append(
            {"source": "wiki", "item": f"{number:03}", "revision": 0, "kind": "wiki", "document": document,
                                        "path": f"{title}.md",
             "title": title, "text": text, "owner": None, "updated": None, "since": None, "until": None,
                                        "status": "ok",
             "reason": None, "redaction": "current"}
        )  # fmt: skip
        passages.append(
            {"document": document, "ordinal": 0, "passage": content_id([[], text]), "heading": [], "text": text,
                                        "start": 0,
             "end": len(text), "line": 1, "status": "ok", "reason": None}
        )  # fmt: skip
    return (
        Documents.validate(
            pl.DataFrame(documents, schema_overrides={"owner": pl.String}, infer_schema_length=None), cast=True
        ),
        Passages.validate(pl.DataFrame(passages).unique("document", maintain_order=True), cast=True),
    )


def test_points_with_exact_spans_and_resolved_references() -> None:
    documents, passages = frames(("leave", LEAVE), ("Travel Policy", TRAVEL))
    points = extract_points(documents, passages, Memo(Store(), "decisions", "f"))
    text = {row["document"]: row["text"] for row in documents.to_dicts()}
    for row in points.to_dicts():
        assert text[row["document"]][row["start"] : row["end"]] == row["text"]
        assert row["point"] == content_id([row["document"], row["kind"], row["start"], row["end"]])
        assert row["used"] == (row["reason"] is None)
    used = points.filter("used")
    assert set(used["kind"]) == {"limit", "role", "condition", "reference"}
    assert dict(used.filter(pl.col("kind") == "reference").select("target", "resolves").rows()) == {
        "Travel Policy": True,
        "Form XY-99": False,
    }
    (limit,) = used.filter((pl.col("kind") == "limit") & (pl.col("unit") == "hour")).to_dicts()
    assert (limit["text"], limit["value_text"], limit["line"]) == ("up to 240 hours", "240 hours", 3)
    assert limit["sentence"] == LEAVE[limit["sentence_start"] : limit["sentence_end"]]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Moorings cost nothing (see Harbour fees).\n", "Harbour fees"),
        ("Moorings cost nothing (the clerk has the list, see Harbour fees).\n", "Harbour fees"),
        ("Moorings cost nothing (the clerk sees to it).\n", None),
    ],
)
def test_where_a_sentence_sends_its_reader_in_brackets_is_a_reference(text: str, target: str | None) -> None:
    documents, passages = frames(("moorings", text))
    found = extract_points(documents, passages, Memo(Store(), "decisions", "f")).filter(pl.col("kind") == "reference")
    assert found["target"].to_list() == ([target] if target else [])
    assert found["text"].to_list() == ([target] if target else [])
    assert found["sentence"].to_list() == ([text.strip()] if target else [])


def test_what_stands_under_a_heading_of_examples_is_no_rule() -> None:
    def used(heading: str) -> int:
        documents, passages = frames(("leave", LEAVE))
        passages = passages.with_columns(heading=pl.lit([heading]))
        points = extract_points(documents, passages, Memo(Store(), "decisions", "f"))
        return points.filter("used", pl.col("kind") != "reference").height  # what they send to may well be there

    for heading in ("Sample confirmation", "Example Incident", "Email template"):
        assert used(heading) == 0
    for heading in ("Sample collection", "Templates", "Leave"):
        assert used(heading) > 0


def test_a_person_is_known_by_what_the_document_abbreviates_it_to() -> None:
    defined = "The Authorised Person (AP) is named by the site manager.\n\n"
    rules = "The AP must sign the sheet before the work begins. The MCC must be locked before the work begins.\n"
    documents, passages = frames(("isolation", defined + rules), ("other", rules))
    roles = extract_points(documents, passages, Memo(Store(), "decisions", "f")).filter(
        (pl.col("kind") == "role") & pl.col("used") & (pl.col("predicate") == "sign")
    )
    assert roles.select("document", "role").rows() == [(sha256(defined + rules), "The AP")]


def test_a_sentence_without_a_rule_is_read_for_what_the_next_one_says_of_it() -> None:
    documents, passages = frames(
        ("cellar", "Caustic is kept in drums. It must not be mixed with acid.\n"),
        ("yard", "Attendants may open bags. However, they must not put a hand into a bag.\n"),
    )
    points = extract_points(documents, passages, Memo(Store(), "decisions", "f"))
    assert set(points.filter("used")["sentence"]) == {
        "Caustic must not be mixed with acid.", "Attendants may open bags.", "Attendants must not put a hand into a bag.",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["Sponsorships require the approval of the harbour board.\n", "Regattas are subject to manager approval.\n"]
)
def test_what_only_requires_or_is_subject_to_is_read(text: str) -> None:
    documents, passages = frames(("moorings", text))
    assert extract_points(documents, passages, Memo(Store(), "decisions", "f"))["kind"].to_list() == ["role"]


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("The harbour looks after a little over 40 moorings.\n", False),
        ("Visitors may stay for just under 40 days.\n", False),
        ("Visitors may stay for up to 40 days.\n", True),
        ("A badge may stay on under two jackets.\n", False),  # where it is
        ("Work over 9 hours each day counts as overtime.\n", False),  # no command
        ("Work at most 9 hours each day if the wind is fair.\n", True),
    ],
)
def test_about_how_much_is_no_limit_and_what_a_clause_runs_on_from_no_command(text: str, used: bool) -> None:
    documents, passages = frames(("moorings", text))
    found = extract_points(documents, passages, Memo(Store(), "decisions", "f"))
    assert (found.filter((pl.col("kind") == "limit") & pl.col("used")).height > 0) == used


@pytest.mark.parametrize(("done", "reason"), [("suspended", "takes back what another sentence says"), ("towed", None)])
def test_what_is_not_suspended_for_some_is_no_rule_of_its_own(done: str, reason: str | None) -> None:
    documents, passages = frames(("moorings", f"Boats of guests who stay for over 7 days are not {done}.\n"))
    limits = extract_points(documents, passages, Memo(Store(), "decisions", "f")).filter(pl.col("kind") == "limit")
    assert limits["reason"].to_list() == [reason]


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        ("However, this does not apply on regatta days.", None),  # which is shown with the rule
        ("This does not apply to guests.", None),
        ("Exceptions are granted by the warden.", None),
        ("But the warden may ask for more.", "the next sentence qualifies it"),
        ("Longer stays need the consent of the warden.", "the next sentence qualifies it"),
    ],
)
def test_what_takes_a_rule_back_and_is_no_exception_by_its_words_makes_it_doubtful(
    after: str, reason: str | None
) -> None:
    documents, passages = frames(("moorings", f"Members may moor a boat for at most 3 nights. {after}\n"))
    limits = extract_points(documents, passages, Memo(Store(), "decisions", "f")).filter(pl.col("value") == 3)
    assert limits["reason"].to_list() == [reason]


def test_what_the_next_sentence_changes_in_a_case_is_doubtful() -> None:
    documents, passages = frames(
        ("desk", "We acknowledge a claim within two working days. After a storm this is extended to five.\n"),
        ("shop", "We acknowledge a claim within three working days. After a storm the shop is extended to the yard.\n"),
    )
    limits = extract_points(documents, passages, Memo(Store(), "decisions", "f")).filter(
        pl.col("unit") == "business day"
    )
    told = dict(limits.select("value", "reason").iter_rows())
    assert told == {2: "the next sentence qualifies it", 3: None}


def test_what_nobody_does_is_doubtful_where_the_next_sentence_says_who_may() -> None:
    documents, passages = frames(
        ("rota", "Nobody works more than four nights in a row. Locums can do five.\n"),
        ("deck", "Nobody works more than five nights in a row. Locums can not do six.\n"),
    )
    bans = extract_points(documents, passages, Memo(Store(), "decisions", "f")).filter(
        (pl.col("kind") == "prohibition") & pl.col("text").str.starts_with("Nobody")
    )
    told = {row["sentence"][23:27]: row["reason"] for row in bans.to_dicts()}
    assert told == {"four": "the next sentence qualifies it", "five": None}


def test_equal_documents_share_points_and_the_memo_remembers() -> None:
    documents, passages = frames(("leave", LEAVE), ("copy", LEAVE), ("travel", TRAVEL))
    store = Store()
    cold, warm = Memo(store, "decisions", "f"), Memo(store, "decisions", "f")
    first = extract_points(documents, passages, cold)
    again = extract_points(documents.reverse(), passages.reverse(), warm)
    assert (cold.computed, warm.computed) == (2, 0)
    assert first.equals(again)
    assert first["point"].is_unique().all()


def test_a_ticket_is_not_read_unless_a_page_says_the_same() -> None:
    documents, passages = frames(("leave", LEAVE), ("travel", TRAVEL), ("copy", TRAVEL))
    ticket = pl.when(pl.col("title").is_in(["leave", "copy"])).then(pl.lit("ticket")).otherwise(pl.lit("wiki"))
    mixed = Documents.validate(documents.with_columns(kind=ticket), cast=True)
    memo = Memo(Store(), "decisions", "f")
    points = extract_points(mixed, passages, memo)
    leave, travel = (points.filter(pl.col("document") == sha256(text)) for text in (LEAVE, TRAVEL))
    assert leave.is_empty()
    assert memo.computed == 1
    assert travel["used"].any()


def test_withheld_and_empty_sets_give_no_points() -> None:
    documents, passages = frames(("leave", LEAVE))
    withheld = Passages.validate(passages.with_columns(status=pl.lit("withheld")), cast=True)
    assert extract_points(documents, withheld, Memo(Store(), "decisions", "f")).is_empty()
    assert extract_points(documents.clear(), passages.clear(), Memo(Store(), "decisions", "f")).is_empty()


def test_names_are_compared_without_articles_and_endings() -> None:
    names = [normal_name("sop-012-returns.md"), normal_name("The Travel Policy")]
    assert resolves("SOP-012", names)
    assert resolves("travel policy", names)
    assert not resolves("SOP-013", names)
    assert not resolves("Remote Work Policy", names)


def test_a_name_before_several_lines_of_a_glossary_speaks_them() -> None:
    def terms(*lines: str) -> list[str]:
        text = "\n".join(f"- {line}" for line in lines) + "\n"
        documents, passages = frames(("Lingo", text))
        passages = passages.with_columns(heading=pl.lit(["Lingo"], dtype=pl.List(pl.String)))
        found = extract_points(documents, passages, Memo(Store(), "decisions", "f"))
        return found.filter(pl.col("kind") == "definition")["target"].to_list()

    assert terms("IC: The server room is on fire.", "IC: The fire brigade is on its way.") == []
    assert terms("IC: The one who leads the call.", "IL: The one who tells the others.") == ["IC", "IL"]
