"""The table that a rule of a cell stands in: its rows, its columns, and what the row says besides."""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from assets.decisions.duties import names_person
from assets.examples.corpus import ENDS
from assets.examples.drafts import Site
from assets.examples.parsing import parse
from assets.examples.topics import counts
from assets.examples.words import MASS, in_dictionary, is_verb, lower, one_of, word_set
from resources.parser import Span, Token

REMARKS = re.compile(
    r"(?:notes?|remarks?|comments?|details?|description|information|conditions?|restrictions?|exceptions?)",
    re.IGNORECASE,
)
"""A column that holds what is said beside, and no limit."""
_CONSENTS = re.compile(r"(?:approv(?:al|ed by|er)|consent|sign-?off|authori[sz]ation|authori[sz]ed by)", re.IGNORECASE)
"""A column of whose consent it takes."""
_BOUNDS = re.compile(
    r"\b(?:only|not|no|never|except|unless|if|when|where|until|without|provided|must|needs?|subject to)\b",
    re.IGNORECASE,
)
"""It says when, for whom or for what the row holds."""


def unmarked(text: str) -> str:
    """The text without emphasis, in one line."""
    return " ".join(re.sub(r"[*`]+|(?<!\w)_|_(?!\w)", "", text).split())


def called(site: Site, row: str) -> str:
    """A row as a question names it: plainly, as a name before the kind of thing that the head of the table names ("the Splash
    filter set"), or in quotes behind it: 'the class "1, major"'."""
    named = plainly(site, row)
    short = " " not in row and named != row and not is_many(named)  # "tea" of the rounds
    if not (short or named.startswith('"')):
        return named
    bare = re.fullmatch(r"[\w'’-]+(?: [\w'’-]+)?", row) and parse(row)[:].root.pos_ in ("NOUN", "PROPN")
    if (kind := _kind(site)) and (bare or short):
        return f"the {row} {kind}"
    return kind_of(site, row) if named.startswith('"') else named


def kind_of(site: Site, row: str) -> str:
    """A row in quotes, behind the kind of thing that the head of the table names."""
    kind = _kind(site)
    return f'the {kind} "{row}"' if kind else f'"{row}"'


def _kind(site: Site) -> str:
    """What the head of the table calls its rows; "" where it does not say what they are."""
    above, _, _ = _rows(site)
    kind = lower(above[0][0]) if above else ""
    return kind if _is_kind(kind) else ""


def plainly(site: Site, name: str) -> str:
    """A row or column as it stands where it is a code or a name ("SEV1", "Harbour Street"), inside the sentence where it names
    things, one of which has the article that the documents give it ("visitor books", "the east hall"), with which of them behind
    it ("meals (full day)"), as amounts where it is a span of money, else in quotes."""
    if _SUM.fullmatch(name):
        return f"amounts {'of ' if re.match(_MONEY, name) else ''}{lower(name)}"
    words = name.split()
    proper = len(words) > 1 and all(re.fullmatch(r"[A-Z][a-z'’]+|[A-Z\d]{1,4}", w) for w in words)
    if re.fullmatch(r"[A-Z]+[\d-]*", name) or (proper and words[0].lower() not in site.corpus.common_words):
        return name
    if (turned := _TURNED.fullmatch(name)) and parse(f"the {turned[2]} {lower(turned[1])}")[1].tag_ in ("JJ", "VBN"):
        return plainly(site, f"{turned[2]} {lower(turned[1])}")
    if (which := _WHICH.fullmatch(name)) and _tells_which(which[2]):
        kind = plainly(site, which[1])
        return f'"{name}"' if kind.startswith('"') else f"{kind} ({which[2]})"
    own = re.sub(r" \([^()]+\)$", "", name)
    plain = re.fullmatch(r"\w[\w'’-]*(?: [\w'’%.-]+){0,6}", own)
    said = _said(site, own) if plain else None
    return f"{said}{name[len(own) :]}" if said else f'"{name}"'


_TURNED = re.compile(r"([^\W\d_][\w -]*), ([a-z]+)")
"""A thing before its kind, as lists have it: "Carton, standard"."""
_WHICH = re.compile(r"([^\W\d_][\w '’-]*), ([^\s,][\w '’%.,–-]*)")
"""Things before which of them are meant: "Meals, full day", "Racks, levels 1–3"."""
_MONEY = r"(?:[£$€]|[A-Z]{3} ?)\d[\d,.'’]*"
_SUM = re.compile(
    rf"(?:up to|below|above|over|under|less than|more than|at most|at least) {_MONEY}|{_MONEY}(?: (?:and|or) (?:above|more|over)|"
    rf" ?(?:[-–—]|to) ?{_MONEY})",
    re.IGNORECASE,
)
"""A span of money that names a row: "up to £500"."""


def _tells_which(tail: str) -> bool:
    """Whether what stands behind a comma says which things are meant, and is no further thing of a list."""
    doc = parse(f"We ask about {tail}.")[3:-1]
    parts = tail.split(", ")
    tells = any(t.pos_ in ("ADJ", "NUM", "ADP") or t.tag_ in ("CD", "POS", "VBN") or t.text[0].isdigit() for t in doc)
    listed = any(t.pos_ == "CCONJ" for t in doc) or (len(parts) > 1 and any(t.pos_ == "ADP" for t in doc))
    return len(doc) <= 6 and not listed and (tells or len(tail.split()) == 1)


def is_many(named: str) -> bool:
    """Whether a row, as a question names it, is of several things."""
    return '"' not in named and parse(re.sub(r" \(.*", "", named))[:].root.tag_ in ("NNS", "NNPS")


def _said(site: Site, row: str) -> str | None:
    """A row that names things as it stands inside a sentence, one of which has an article ("a stove" where things of its kind are
    counted, else "the plastic tote"); None where it names none, or is a name."""
    first, *others = re.split(r"['’\s]", row)
    plain = all(word == word.lower() or _UNIT.fullmatch(word) for word in others)
    kept = _UNIT.fullmatch(first) is not None
    known = first.lower() in site.corpus.common_words or in_dictionary(first.lower()) or (kept and others)
    spelt = lower(row) if known and plain and not kept else row
    doc = parse(f"We ask about {spelt}.")[3:-1]  # by itself "goods lift" and "accident reports" are read as sentences
    root = _named(doc)
    behind = doc[root.i - 2 :]
    if (
        not (root.tag_ in ("NN", "NNS") or (root.tag_ == "NNP" and root.text.islower()))
        or (
            behind and len(doc) > 1 and root == doc[0] and is_verb(root.lower_)
        )  # "Check against the list" is told to somebody
        or any(t.pos_ in ("ADP", "AUX", "PRON", "SCONJ", "VERB") and t.dep_ != "amod" for t in doc if t.i <= root.i)
        or any(t.pos_ in ("AUX", "PRON", "SCONJ") or t.lower_ in ("when", "where") for t in behind)
        or (behind and behind[0].pos_ not in ("ADP", "NUM") and behind[0].tag_ != "VBN")
    ):
        return spelt if doc[0].tag_ == "VBG" and len(doc) > 1 and doc[1].pos_ != "VERB" else None
    if root.tag_ == "NNS" or root.lower_ in MASS:
        return spelt
    joined = any(t.pos_ == "CCONJ" and t.head == root for t in doc)
    if joined or not in_dictionary(root.lower_) or not (known and plain) or (behind and behind[0].pos_ == "NUM"):
        return None
    if len(doc) == 1 and not counts(root.lower_, site.corpus):
        return spelt
    if re.search(rf"\bthe {re.escape(row)}{ENDS}", site.corpus.prose, re.IGNORECASE):
        return f"the {spelt}"
    if counts(root.lower_, site.corpus) or names_person(spelt) or (behind and behind[0].lower_ != "of"):
        return one_of(spelt)
    return f"the {spelt}" if doc[-1].pos_ != "ADP" else None


def _named(doc: Span) -> Token:
    """What the words name: the last of the nouns that follow one another, before what goes with it."""
    at = next((n for n, t in enumerate(doc) if t.pos_ in ("NOUN", "PROPN")), 0)
    while at + 1 < len(doc) and doc[at + 1].pos_ in ("NOUN", "PROPN"):
        at += 1
    return doc[at]


_UNIT = re.compile(r"[A-Z]{2,4}|\d[\w.,]*|[a-z]{0,2}[A-Z]{1,2}[a-z]?")
"""What keeps its letters inside a sentence: initials, an amount and its unit ("LV", "25 kVA")."""
_VAGUE = word_set(
    "what who item thing name type kind case description data value subject topic detail entry record no number"
)


def _is_kind(head: str) -> bool:
    """Whether the head of a table's first column says what its rows are: "filter set", and not "what" or "cat."."""
    if not re.fullmatch(r"[a-z]{4,}(?: [a-z]{3,})?", head) or head in _VAGUE:
        return False
    doc = parse(f"the {head}")
    nouns = all(t.pos_ in ("NOUN", "PROPN", "ADJ") and in_dictionary(t.lower_) for t in doc[1:])
    return nouns and doc[-1].tag_ in ("NN", "NNP") and doc[:].root.i == len(doc) - 1


def column_of(site: Site, column: str) -> list[str]:
    """What the other rows of the table hold under a column."""
    above, _, below = _rows(site)
    place = above[0].index(column) if above and column in above[0] else 0
    return [cells[place] for cells in (*above[1:], *below) if place and len(cells) > place]


def said_besides(site: Site, column: str) -> str:
    """What the row says besides the cell under a column of when, for whom or for what it holds, as a sentence behind an answer:
    " The row adds “Only before 6.00” under “Notes”."; "" where it says nothing of the kind."""
    above, row, _ = _rows(site)
    if not above or len(above[0]) != len(row):
        return ""
    told = [
        f"“{cell}” under “{head}”"
        for head, cell in list(zip(above[0], row, strict=True))[1:]
        if head != column
        and (REMARKS.fullmatch(head) or _CONSENTS.fullmatch(head) or _BOUNDS.search(cell))
        and _QUOTABLE.fullmatch(f"{head} {cell}")
        and not _is_of_another(cell, column, above[0])
    ]
    return f" The row adds {' and '.join(told)}." if told else ""


def _is_of_another(cell: str, column: str, heads: list[str]) -> bool:
    """Whether a remark names another column than the one asked about, by its head or that in full: "Saturday" for "Sat"."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]{3,}", cell)]

    def named(head: str) -> bool:
        return len(head) > 2 and any(word.startswith(head.lower()) for word in words)

    return not named(column) and any(named(head) for head in heads[1:])


_QUOTABLE = re.compile(r"(?=.*[a-z]{3})[^“”\[\]]+ [^“”\[\]]{2,160}")


def _rows(site: Site) -> tuple[list[list[str]], list[str], list[list[str]]]:
    """The cells of the rows above, of the row, and of those below it."""
    at = int(site.point["sentence_start"]) - site.passage.start
    before, after = (part.split("\n") for part in (site.passage.text[:at], site.passage.text[at:]))
    above = list(_run(reversed(before[:-1])))[::-1]
    return [_cells(line) for line in above], _cells(after[0]), [_cells(line) for line in _run(after[1:])]


def _cells(line: str) -> list[str]:
    return [unmarked(cell) for cell in line.strip().strip("|").split("|")]


def _run(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a table, up to the first that is none of it."""
    return takewhile(lambda line: line.lstrip().startswith("|"), lines)
