import io
import re
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import matplotlib
import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.ingest.parsed import Parsed, ParseError
from assets.ingest.parsing import parse
from assets.ingest.raw import RawContent

CORPORA = Path(__file__).resolve().parents[5] / "shared" / "corpora"


def parsed(data: str | bytes, form: str = "md") -> Parsed:
    result = parse(RawContent(data.encode() if isinstance(data, str) else data, form))
    assert_exact(result)
    return result


def assert_exact(result: Parsed) -> None:
    """The blocks, one blank line between, are the text."""
    assert "\n\n".join(result.text[block.start : block.end] for block in result.blocks) == result.text
    assert all(result.text[block.start : block.end].strip() for block in result.blocks)


PAGE = """\
---
title: Travel policy
owner: Finance
author: Sarah Connor
last-reviewed: 2026-02-03
tags: [travel, money]
---

# Travel policy

Book **early**, see [the guide](https://example.com/guide).
Ask in {% slack_channel "travel" %} first.<!-- not shown -->

{% comment %}
Old rule: nothing.
{% endcomment %}

## Limits

You may spend:

1. up to *$50* a day
   - meals
   - taxis
2. `more` with approval

!!! warning "Receipts"
    Keep them for 90 days.

| Class | Limit |
|-------|-------|
| Rail | $200 |

```sh
{{ keep.this }}

ls
```
"""


def test_a_markdown_page() -> None:
    page = parsed(PAGE)
    assert (page.title, page.owner, page.people) == ("Travel policy", "Finance", ("Sarah Connor",))
    assert (page.updated, page.fields) == ("2026-02-03", {"tags": "travel, money"})
    assert page.text == (
        "# Travel policy\n\n"
        "Book early, see the guide. Ask in #travel first.\n\n"
        "## Limits\n\n"
        "You may spend:\n\n"
        "1. up to $50 a day\n  - meals\n  - taxis\n2. more with approval\n\n"
        "Receipts\n\n"
        "Keep them for 90 days.\n\n"
        "| Class | Limit |\n| Rail | $200 |\n\n"
        "```sh\n{{ keep.this }}\n\nls\n```"
    )
    kinds = " ".join(block.kind for block in page.blocks)
    assert kinds == "heading paragraph heading paragraph list paragraph paragraph table code"
    assert [block.heading for block in page.blocks[:4]] == [(), (), ("Limits",), ("Limits",)]
    lines = PAGE.split("\n")
    starts = ["# T", "Book", "## L", "You", "1. up", "!!!", "    Keep", "| Cl", "```sh"]
    for block, start in zip(page.blocks, starts, strict=True):
        assert lines[block.line - 1].startswith(start)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("See [[Page|the page]] and [[Other]].", "See the page and Other."),
        ("Text[^1] here {.note}", "Text here"),
        ("- [ ] open\n- [x] done", "- open\n- done"),
        ("A `<name>` or <name> and <b>bold</b>", "A <name> or <name> and bold"),
        ("> quoted *text*\n> goes on", "quoted text goes on"),
        ("> [!NOTE]\n> Mind this.", "Mind this."),
        ("::: tip Title\nBody.\n:::", "Title\n\nBody."),
        ('[x]({{ base }}/a) and {{< ref "b" >}}c', "x and c"),
        ("Term\n: What it means.", "Term: What it means."),
        ("one  \ntwo", "one\ntwo"),
        ("- a\n\n  more\n- b", "- a: more\n- b"),
        ("1. a\n\n   ```\n   x\n   ```\n\n   then\n2. b", "1. a\n\n```\nx\n```\n\nthen\n\n2. b"),
        ("<table><tr><th>A</th><th>B</th></tr>\n\n<tr><td>1</td><td>2</td></tr></table>", "| A | B |\n| 1 | 2 |"),
        ("{% raw %}{{ x }}{% endraw %} is shown", "{{ x }} is shown"),
        ('the {% term "on-call" %} engineer', "the on-call engineer"),
        ("![logo](x.png) text", "text"),
        ("zero\u200bwidth and\u00a0space", "zerowidth and space"),
    ],
)
def test_what_wikis_write(source: str, text: str) -> None:
    assert parsed(source).text == text


ASKED = "**How long does it last?**\n\nA day.\n\n**Who may come?**\n\nMembers.\n\n"


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        ("**Lock up**\n\n- Close the door.", ["Lock up"]),
        ("**2.1 Lock up**\n\nClose the door.", ["2.1 Lock up"]),
        (ASKED, ["How long does it last?", "Who may come?"]),
        (ASKED + "**A guest is late. The gate is shut.**\n\nRing.",
         ["How long does it last?", "Who may come?", "A guest is late. The gate is shut."]),
        ("**Who may come?**\nMembers.\n\n**Dogs**\nOn a lead.", ["Who may come?"]),
        (ASKED + "**A guest is late. What now?**  \nRing.\n\n**Dogs**\nOn a lead.",
         ["How long does it last?", "Who may come?", "A guest is late. What now?", "Dogs"]),
        ("**What does [the bell](bell.md) or `stop` do?**\nIt ends.", ["What does the bell or stop do?"]),
        ("**Never open the lid.**\n\nIt is hot.", []),  # a rule
        ("**Version 3 | 04/2026**\n\nAll of us.", []),
        ("**Note**\n\nIt is hot.", []),
        ("**Lock up**\n\n### Doors", ["Doors"]),  # nothing stands below it
        ("> **Lock up**\n>\n> Close the door.", []),
        ("**Lock** up\n\nClose the door.", []),
    ],
)  # fmt: skip
def test_a_line_in_bold_by_itself_heads_what_stands_below_it(source: str, headings: list[str]) -> None:
    page = parsed(f"# Club\n\n## House\n\n{source}")
    told = [b.heading[-1] for b in page.blocks if b.kind == "heading" and len(b.heading) == 2]
    assert told == headings


@pytest.mark.parametrize("front", ["a: [1, 2", "a: &x [1]\nb: *x", "\tq: : :", "- a\n- b", "just words"])
def test_odd_front_matter_never_reaches_the_text(front: str) -> None:
    assert parsed(f"---\ntitle: T\n{front}\n---\nBody.").text == "Body."


def test_titles() -> None:
    assert parsed("---\ntitle: Keys &amp; locks\n---\n\ntext").title == "Keys & locks"
    assert parsed("# Only\n\ntext").title == "Only"
    assert parsed("## Overview\n\na\n\n## Details\n\nb").title == ""
    two = parsed("# One\n\na\n\n# Two\n\nb")
    assert two.title == ""
    assert [block.heading for block in two.blocks] == [("One",), ("One",), ("Two",), ("Two",)]


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        ("<p><b>Lock up</b></p><p>Close the door.</p>", ["Lock up"]),
        ("<div><strong>2.1 Lock</strong> <b>up</b></div><ul><li>Close the door.</li></ul>", ["2.1 Lock up"]),
        ("<p><b>Who may come?</b><br/>Members.</p>", ["Who may come?"]),
        ("<p><b>Dogs</b><br/>On a lead.</p>", []),
        ("<p><b>Never</b> lock up</p><p>Close the door.</p>", []),
        ("<p><b>Lock up</b></p><h3>Doors</h3>", ["Doors"]),
        ("<blockquote><p><b>Lock up</b></p><p>Close the door.</p></blockquote>", []),
        ("<p><b>Lock up</b></p><p><b>Close the door</b></p><p><b>Then go</b></p>", []),  # all is in bold
    ],
)
def test_a_line_in_bold_by_itself_heads_what_stands_below_it_in_html(source: str, headings: list[str]) -> None:
    page = parsed(f"<h1>Club</h1><h2>House</h2>{source}", "html")
    told = [b.heading[-1] for b in page.blocks if b.kind == "heading" and len(b.heading) == 2]
    assert told == headings


def test_html() -> None:
    page = parsed(
        """<html><head><title>Refunds - Intranet</title><meta name="author" content="Bo Ray"><style>p{}</style></head>
        <body><nav>Home</nav><h1>Refunds</h1><p>Within <b>14</b>
        days.<br>No later.</p><!-- hidden --><script>x()</script><div style="display: none">gone</div>
        <ul><li>one<ol><li>deep</li></ol></li><li><p>two</p><p>more</p></li></ul>
        <table><tr><th>A</th><th>B</th></tr><tr><td rowspan="2">x</td><td>1</td></tr><tr><td>2</td></tr>
        <tr><td colspan="2">all</td></tr></table><pre>a
  b</pre><footer>legal</footer></body></html>""",
        "html",
    )
    assert page.title == "Refunds"
    assert page.people == ("Bo Ray",)
    assert page.text == (
        "# Refunds\n\nWithin 14 days.\nNo later.\n\n- one\n  1. deep\n- two: more\n\n"
        "| A | B |\n| x | 1 |\n| x | 2 |\n| all |  |\n\n```\na\n  b\n```"
    )


def word() -> bytes:
    document = docx.Document()
    document.core_properties.author = "Sarah Connor"
    document.core_properties.last_modified_by = "Bo Ray"
    document.core_properties.title = "Incident SOP"
    document.add_heading("Incident SOP", 0)
    document.add_heading("Who", 1)
    document.add_paragraph("The duty manager decides.")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.add_paragraph("point", style="List Bullet")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ["Level", "Hours", "P1", "4"], strict=True):
        cell.text = text
    document.add_paragraph("The end.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_docx() -> None:
    document = parsed(word(), "docx")
    assert document.title == "Incident SOP"
    assert document.people == ("Sarah Connor", "Bo Ray")
    assert document.text == (
        "# Incident SOP\n\n# Who\n\nThe duty manager decides.\n\n1. first\n2. second\n- point\n\n"
        "| Level | Hours |\n| P1 | 4 |\n\nThe end."
    )


def test_a_paragraph_in_bold_heads_what_stands_below_it_in_docx() -> None:
    document = docx.Document()
    document.add_heading("Club", 1)
    document.add_paragraph().add_run("Locking up").bold = True
    document.add_paragraph("Close the door.")
    mixed = document.add_paragraph("Never ")
    mixed.add_run("smoke").bold = True
    document.add_paragraph("It is forbidden.")
    buffer = io.BytesIO()
    document.save(buffer)
    blocks = parsed(buffer.getvalue(), "docx").blocks
    assert [block.kind for block in blocks] == ["heading", "heading", "paragraph", "paragraph", "paragraph"]
    assert blocks[2].heading == ("Locking up",)


def pdf() -> bytes:
    document = FPDF()
    document.set_author("Sarah Connor")
    document.set_title("Leave SOP")
    for page in range(3):
        document.add_page()
        document.set_font("helvetica", size=8)
        document.cell(text="Acme internal", new_x="LMARGIN", new_y="NEXT")
        document.set_font("helvetica", "B", 16)
        document.cell(text=f"{page + 1}. Section", new_x="LMARGIN", new_y="NEXT")
        document.set_font("helvetica", size=11)
        document.multi_cell(0, text="You must ask your manager at least ten working days before the leave begins. " * 3,
                            new_x="LMARGIN", new_y="NEXT")  # fmt: skip
        document.ln(8)
        document.multi_cell(0, text=f"- one {'abc'[page]}\n- two {'abc'[page]}", new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def test_pdf() -> None:
    document = parsed(pdf(), "pdf")
    assert document.title == "Leave SOP"
    assert document.people == ("Sarah Connor",)
    assert "Acme internal" not in document.text
    assert [block.heading for block in document.blocks if block.kind == "heading"] == [
        ("1. Section",), ("2. Section",), ("3. Section",)
    ]  # fmt: skip
    [first, *_] = [block for block in document.blocks if block.kind == "paragraph"]
    assert document.text[first.start : first.end].count("begins.") == 3
    assert "\n" not in document.text[first.start : first.end]
    assert "- one a\n- two a" in document.text


def test_what_stands_around_the_text_of_a_pdf_is_no_part_of_it() -> None:
    document = FPDF()
    for page in range(6):
        document.add_page()
        document.set_font("helvetica", size=11)
        text = "Keys . . . . . . . . 4\n" if page == 0 else f"{'abcdef'[page]} keys are returned at once. " * 20
        document.multi_cell(0, text=text, new_x="LMARGIN", new_y="NEXT")
        document.set_font("helvetica", "B", 11)
        chapter = f"{page + 4} Chapter {page // 2}. Keys" if page % 2 else f"{page // 2}.1. Return {page + 4}"
        document.cell(text=chapter, new_x="LMARGIN", new_y="NEXT")
    result = parsed(bytes(document.output()), "pdf")
    assert set(re.findall(r"\w+", result.text)) == {*"bcdef", "keys", "are", "returned", "at", "once"}


def test_a_pdf_may_hold_any_character() -> None:
    document = FPDF()
    document.add_page()
    document.add_font("dejavu", "", str(Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"))
    document.set_font("dejavu", size=11)
    document.multi_cell(0, text="Room 𝔸 is kept at 20 °C “always” ✓.")
    assert parsed(bytes(document.output()), "pdf").text.encode().decode() == "Room 𝔸 is kept at 20 °C “always” ✓."


def test_words_of_a_tightly_set_pdf_stay_apart() -> None:
    document = FPDF()
    document.add_page()
    document.set_font("times", size=11)
    document.set_char_spacing(-0.4)  # as where a line is squeezed to fit
    document.multi_cell(0, text="Keys must be returned within two weeks after the last day of work. " * 3)
    text = parsed(bytes(document.output()), "pdf").text
    assert text.count("returned within two weeks after") == 3


def test_text_and_rows() -> None:
    text = parsed("A line that is long enough to have been wrapped by an editor\nand goes on.\n\n* one\n* two", "txt")
    assert text.text == "A line that is long enough to have been wrapped by an editor and goes on.\n\n- one\n- two"
    fields = {"title": "Badge", "owner": "Ops", "created": "2026-03-01T10:00"}
    row = parse(RawContent(b"Hi,\nmy badge is lost.", "row", fields, ("Ann",)))
    assert (row.title, row.owner, row.updated, row.people) == ("Badge", "Ops", "2026-03-01", ("Ann",))
    assert row.text == "Hi,\nmy badge is lost."
    assert parse(RawContent(b"", "row", {"title": "Only a title"})).text == "Only a title"


def test_plain_text_holds_tables_and_lists_without_marks() -> None:
    text = (
        "BERTHS\nA berth is let by the harbour office for no longer than one season at a time.\n\n"
        "Boat     Length     Fee per night\nDinghy   4 m        $12\nYacht    12 m       $40\n\n"
        "Kind | Days\n-----|-----\nGuest | 3\n\n"
        "The fees are these:\nSlipway       $15\nWinter yard   $90\n\n"
        "TO:     All members\nFROM:   The office 2\n\n"
        "Section 4. Waste. Oil must be taken to the shed."
    )
    found = parsed(text, "txt")
    assert [(b.kind, b.heading, found.text[b.start : b.end]) for b in found.blocks] == [
        ("heading", ("BERTHS",), "# BERTHS"),
        ("paragraph", ("BERTHS",), "A berth is let by the harbour office for no longer than one season at a time."),
        ("table", ("BERTHS",), "| Boat | Length | Fee per night |\n| Dinghy | 4 m | $12 |\n| Yacht | 12 m | $40 |"),
        ("table", ("BERTHS",), "| Kind | Days |\n| Guest | 3 |"),
        ("paragraph", ("BERTHS",), "The fees are these:"),
        ("list", ("BERTHS",), "- Slipway: $15\n- Winter yard: $90"),
        ("paragraph", ("BERTHS",), "TO: All members\nFROM: The office 2"),
        ("heading", ("Section 4. Waste",), "# Section 4. Waste"),
        ("paragraph", ("Section 4. Waste",), "Oil must be taken to the shed."),
    ]


def test_a_numbered_paragraph_begins_a_line_below_a_full_one() -> None:
    long = "The gate is locked at night and the harbour master keeps the key."
    text = f"1.1 {long}\n1.2 {long}\n\nBefore leaving:\n(a) {long.lower()}\n(b) {long.lower()}"
    assert parsed(text, "txt").text == text


def test_a_sentence_that_leaves_room_for_the_next_word_is_not_wrapped() -> None:
    text = (
        "1. Count the oars that lie in the shed and write their number down.\n"
        "2. Lock the shed before anybody takes the keys to the office.\n"
        "If the lock is broken, the harbour master is called at any hour of the night."
    )
    assert [b.kind for b in parsed(text, "txt").blocks] == ["list", "paragraph"]


@pytest.mark.parametrize(
    "around",
    [
        '<div role="navigation"><h3>Contents</h3><p>Do not go</p></div><div role="main">{}</div><div role="search">Find</div>',
        '<header>Intranet</header><main><div class="toc"><ul><li>Keys</li></ul></div><div role="main">{}</div></main>',
        '<div class="navheader"><table><tr><th>Prev</th><td>Next</td></tr></table></div>{}<div class="navfooter">Up</div>',
        '<div id="breadcrumb-section"><ol><li>Home</li></ol></div>{}<div class="page-metadata">Created by nobody</div>',
    ],
)
def test_what_stands_around_the_text_of_a_page_is_no_part_of_it(around: str) -> None:
    text = (
        '<h1><span>4. </span>Keys<a class="headerlink" href="#keys">¶</a></h1>'
        '<p>Keys are returned at once.<sup class="reference"><a href="#n1">[9]</a></sup>'
        ' See <a class="reference internal">Locks</a>.</p>'
        '<h2>Loss<span class="mw-editsection">[<a>edit</a>]</span></h2><p>Report it.</p>'
    )
    head = "<html><head><title>4. Keys — Handbook</title></head>"
    result = parsed(f"{head}<body>{around.format(text)}</body></html>", "html")
    assert result.text == "# 4. Keys\n\nKeys are returned at once. See Locks.\n\n## Loss\n\nReport it."
    assert result.title == "4. Keys"


def test_the_body_of_a_row_may_be_html_as_mail_to_a_desk_is() -> None:
    body = "<p>Dear Ann,</p><div>a refund &amp; <b>more</b><br>Bo</div><blockquote>&gt; over 50 EUR</blockquote>"
    assert parse(RawContent(body.encode(), "row")).text == "Dear Ann,\n\na refund & more\nBo\n\n> over 50 EUR"
    plain = "if a < b and b > c, write <name> or <p"
    assert parse(RawContent(plain.encode(), "row")).text == plain


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_encodings(encoding: str) -> None:
    text = "Die Rückgabe ist binnen 14 Tagen möglich."
    assert parsed(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "form", "reason"),
    [
        (b"", "md", "holds no text"),
        (bytes(range(256)), "md", "binary"),
        (b"PK\x03\x04 Sarah Connor", "docx", "the DOCX cannot be read"),
        (b"%PDF-1.4 Sarah Connor", "pdf", "the PDF cannot be read"),
        (b"a " * 600_000, "html", "longer than 1,000,000 characters"),
        (pdf()[:900], "pdf", "the PDF"),
        (word()[:-300], "docx", "the DOCX cannot be read"),
    ],
)
def test_broken_files_say_why_and_nothing_else(data: bytes, form: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason) as caught:
        parse(RawContent(data, form))
    assert "Sarah" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("raised", [EOFError, NotImplementedError, TypeError, IndexError])
def test_whatever_a_damaged_part_raises_is_told_as_a_broken_file(
    monkeypatch: pytest.MonkeyPatch, raised: type[Exception]
) -> None:
    def broken(_: object) -> None:
        raise raised

    monkeypatch.setattr("docx.Document", broken)
    with pytest.raises(ParseError, match="the DOCX cannot be read"):
        parse(RawContent(WORD, "docx"))


def test_zip_bomb_is_refused_unread() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"a" * 40_000_000)
    with pytest.raises(ParseError, match="unpacks to more"):
        parse(RawContent(buffer.getvalue(), "docx"))


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("[" * 100_000, "md"),
        ("<!-- " * 50_000, "md"),
        ("{% " * 80_000, "md"),
        ("<table " * 40_000, "md"),
        ("".join("  " * depth + "- a\n" for depth in range(600)), "md"),
        ("---\n" + "[" * 15_000 + "\n---\nx", "md"),
        ("<div>" * 30_000 + "a", "html"),
        ("<ul><li>" * 20_000 + "a", "html"),
        ("<table><tr>" + "<td colspan=1000 rowspan=1000>x</td>" * 2_000, "html"),
    ],
)
def test_pathological_pages_end(page: str, form: str) -> None:
    began = time.monotonic()
    with suppress(ParseError):
        assert_exact(parse(RawContent(page.encode(), form)))
    assert time.monotonic() - began < 15


@settings(max_examples=150)
@given(st.text(alphabet="ab #-*_`|>[](){}%!:<1.\n\t/\"'~", max_size=300))
def test_any_markdown_has_exact_spans(text: str) -> None:
    try:
        result = parse(RawContent(text.encode(), "md"))
    except ParseError:
        return
    assert_exact(result)
    assert all(1 <= block.line <= text.count("\n") + 1 for block in result.blocks)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(["<ul>", "</ul>", "<li>", "<p>", "<h2>", "</h2>", "<br>", "<b>", "a", " b"])))
def test_any_html_has_exact_spans_and_loses_no_words(parts: list[str]) -> None:
    page = "".join(parts)
    try:
        result = parse(RawContent(page.encode(), "html"))
    except ParseError:
        assert not {"a", " b"} & set(parts)
        return
    assert_exact(result)
    assert result.text.count("a") == parts.count("a")


@settings(max_examples=50)
@given(st.sampled_from(["docx", "pdf"]), st.integers(0, 5_000), st.binary(min_size=1, max_size=20))
def test_damaged_files_never_crash(form: str, at: int, noise: bytes) -> None:
    whole = {"docx": WORD, "pdf": PDF}[form]
    at %= len(whole)
    with suppress(ParseError):
        assert_exact(parse(RawContent(whole[:at] + noise + whole[at + len(noise) :], form)))


WORD, PDF = word(), pdf()


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the real documents are not here")
def test_real_pages() -> None:
    pages = sorted(CORPORA.glob("*/**/*.md"))[::5]
    assert pages
    for path in pages:
        data = path.read_bytes()
        try:
            result = parse(RawContent(data, "md"))
        except ParseError:
            continue  # a stub that holds nothing but front matter
        assert_exact(result)
        prose = "\n".join(result.text[b.start : b.end] for b in result.blocks if b.kind != "code")
        assert not re.search(r"\{% ?(slack|page|image)", prose) or "shortcode" in path.name or "updating" in str(path)
        lines = data.decode().count("\n") + 1
        assert all(1 <= block.line <= lines for block in result.blocks)


def test_a_line_in_capitals_by_itself_is_a_heading_of_plain_text() -> None:
    text = (
        "CHAPTER 2. REFUNDS\n\n2.1 PURPOSE\n\nIt is short.\n\n2.2 TIME LIMITS\n\n2.2.1 Refunds are paid at once.\n"
        "NOT THIS\n\nNote | 5 days\n\nABC Ltd. pays.\n\nSTOP!\n\n2.2.2 Nothing else."
    )
    found = parsed(text, "txt")
    assert found.title == "CHAPTER 2. REFUNDS"
    assert {b.heading for b in found.blocks} == {(), ("2.1 PURPOSE",), ("2.2 TIME LIMITS",)}
    assert [found.text[b.start : b.end] for b in found.blocks if b.kind == "heading"] == [
        "# CHAPTER 2. REFUNDS", "## 2.1 PURPOSE", "## 2.2 TIME LIMITS",
    ]  # fmt: skip


_KEYS = "The keys of all rooms hang in the office of the porter, who writes down who takes them."


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (
            f"1. Purpose\n\nIt is short.\n\n2. Keys\n{_KEYS}\n\n3. Steps\n\n1. Knock\n\n2. Wait",
            ["# 1. Purpose", "# 2. Keys", "# 3. Steps"],
        ),
        (
            "1. Start\n\n   Text.\n\n2. Rules\n\n 2.1. Doors\n\n   Shut.\n\nA. Lists\n\nA.1. Keys\n\n   None.",
            ["# 1. Start", "# 2. Rules", "## 2.1. Doors", "# A. Lists", "## A.1. Keys"],
        ),
        ("1. Open the valve\n\n   Wait.\n\n2. Close the valve\n\n   Go on.", []),  # a list with room between its items
        (f"1. Open the valve\n\n2. Close it\n\n3. Go home\n\nThat is all.\n\n1. Keys\n{_KEYS}", []),
        ("2.1 Keys must be returned.\n\n2.2 Doors: shut\n\n2.3 Gates, too", []),  # paragraphs
        ("A. Smith\n\nKeeps the keys.\n\nB. Jones\n\nKeeps the door.", []),
    ],
)  # fmt: skip
def test_titles_in_a_row_of_numbers_are_headings_of_plain_text(text: str, headings: list[str]) -> None:
    found = parsed(text, "txt")
    assert [found.text[b.start : b.end] for b in found.blocks if b.kind == "heading"] == headings


def test_lists_of_plain_text_are_nested_as_they_are_set() -> None:
    text = "You may:\n  8. go\n     on:\n    1. left\n    2. right\n  9. stop\n 10. turn\n- wait"
    assert parsed(text, "txt").text == "You may:\n\n8. go on:\n  1. left\n  2. right\n9. stop\n10. turn\n- wait"


def test_a_heading_that_says_the_title_again_is_the_title() -> None:
    page = "<head><title>6.9. Updates</title></head><p>Note.</p><h2>6.9. Updates</h2><p>One.</p><h3>By hand</h3><p>Two.</p>"
    found = parsed(page, "html")
    assert found.title == "6.9. Updates"
    assert [b.heading for b in found.blocks if b.kind == "paragraph"] == [(), (), ("By hand",)]


def test_a_heading_of_a_pdf_may_wrap_and_marks_of_footnotes_are_no_text() -> None:
    document = FPDF()
    document.add_page()
    for text, size in (("3. Keys that are kept", 16), ("over the winter", 16), ("Keys hang in room 4 of 20 m².", 11)):
        document.set_font("helvetica", "B" if size > 11 else "", size)
        document.multi_cell(0, 8 if size > 11 else 5, text=text, new_x="LMARGIN", new_y="NEXT")
    for number in range(12):
        document.multi_cell(
            0, 5, text=f"Key {number} is returned at once.² Locks are oiled.", new_x="LMARGIN", new_y="NEXT"
        )
    result = parsed(bytes(document.output()), "pdf")
    assert result.title == "3. Keys that are kept over the winter"
    assert "20 m²." in result.text
    assert "at once. Locks" in result.text
