"""What a document in force replaces in another: "From May this notice replaces section 4 of SOP 3." What stands there is asked
about no more, and nothing else that the notice speaks about."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from assets.examples.corpus import Corpus, Passage, content_words, line_before, sentence_spans
from assets.examples.narrowing import meaning

_REPLACING = re.compile(
    r"\b(?P<passive>(?:is|are|was|were|been|be)(?: \w+){0,2} "
    r"(?:replaced|superseded|overridden|withdrawn|suspended|lifted|relaxed)\b|"
    r"no longer (?:appl(?:y|ies)|holds?|(?:is|are) (?:valid|in force))|(?P<lifts>(?:does|do)(?: not|n['’]t) apply))|"
    r"\b(?:replac(?:es?|ing)|supersed(?:es?|ing)|overrid(?:es?|ing)|overrul(?:es?|ing)|amend(?:s|ing)?|suspend(?:s|ing)?|"
    r"takes? (?:the place of|precedence over)|(?P<instead>in place of|instead of))\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|when|whenever|until|unless|before)\b", re.IGNORECASE)
_NOT_YET = re.compile(rf"{_IF.pattern}|\b(?:(?-i:may)|might|not|never)\b", re.IGNORECASE)
_NUMBERED = r"[A-Z]{1,6}(?:-[A-Z]{1,4}){0,2}[ -]?\d{1,4}"
_CODE = re.compile(rf"\b{_NUMBERED}\b")
_OWN_CODE = re.compile(
    r"(?m)(?:(?:^|[.·|*] ?)\W*"
    r"(?:(?i:procedure|policy|sop|standard|instruction|notice|document|doc|number|no|nr|id|code|reference|ref)"
    rf"\b[.: *|]*){{1,3}}({_NUMBERED})\b|^\W*({_NUMBERED})(?=\s*(?:[,.·|/(*—–]|$)))"
)
"""The number of a document on its first lines: "Procedure OP-07, version 5", "*HS-14, third edition*"."""
_PLACES = re.compile(
    r"(?:\b(?:sections?|paragraphs?|clauses?|points?|parts?|chapters?|items?)|§+) ?"
    r"(?P<numbers>(?:\d+(?:\.\d+)*|(?-i:[A-Z]))\b(?:(?:,| and| or| to| ?[-–])+ ?(?:\d+(?:\.\d+)*|(?-i:[A-Z]))\b)*)",
    re.IGNORECASE,
)
_BEHIND_ITS_CODE = re.compile(rf"(\b{_NUMBERED},? )(\d+(?:\.\d+)+)")
"""A place without its word: "SOP-2, 4.1"."""
_THING_IN = re.compile(r"\W*([\w\s-]+?) (?:in|of|under)\b")
"""What of a place is replaced: "the holding lines in section 4"."""
_NUMBER = re.compile(r"\W*(?:[A-Za-z]+ )?(\d+(?:\.\d+)*|[A-Z])\b")
"""What numbers a heading or a paragraph: "4. Amber", "Part B", "7.1"."""
_MARK = re.compile(r"\b[A-Z]{1,4}-?\d+\b(?!\.\d)")
"""What a thing is marked with, and known by: "P2", "LR-21"."""
_ITEM = re.compile(r"\s*(?:[-*•]|\d+[.)])\s")
_GENERIC = content_words(
    "old earlier former previous rule line value figure limit section part paragraph text wording table list version page "
    "document notice everything anything say said give given above below following new present current all corresponding instead "
    "what may"
)
_FIGURES = re.compile(r"\b(?:figures?|values?|limits?|amounts?|rates?|prices?|times|deadlines?)\b", re.IGNORECASE)
"""What only some rules of a document hold: of "the corresponding figures in OP-07" those that the notice gives anew."""
_AMOUNT = re.compile(r"\d[\d,.]*\d")
_SHARED = 0.6
"""The share of a rule's words that a sentence of the notice has to hold to speak about it."""


class _Amendment(NamedTuple):
    """A document of which something is replaced: its numbered places (or one thing of these), what it says there, or its
    figures; nothing of these is all of it."""

    document: str
    places: frozenset[str]
    thing: frozenset[str]
    matter: frozenset[str]
    marks: frozenset[str]  # of what it is about: "P2" of the repairs P2
    figures: bool
    by: str  # the document that replaces it


class Amendments:
    """Which rules of a corpus another document in force replaces. Tickets replace nothing."""

    def __init__(self, corpus: Corpus):
        self._corpus = corpus
        self._found = tuple(self._amendments())

    def replaces(self, passage: Passage, start: int, end: int) -> bool:
        """Whether a document replaces the rule at [start, end) of its document, which the passage holds."""
        return any(a.document == passage.document and self._meets(a, passage, start, end) for a in self._found)

    def _meets(self, amendment: _Amendment, passage: Passage, start: int, end: int) -> bool:
        if not amendment.places and not amendment.matter and not amendment.figures:
            return True
        text = self._corpus.texts[passage.document]
        before = line_before(text, start)
        numbers = {m[1] for above in (*passage.heading, before) if (m := _NUMBER.match(above))}
        rule = meaning(text[start:end])
        about = rule | content_words(" ".join(passage.heading))
        if any(n == place or n.startswith(f"{place}.") for n in numbers for place in amendment.places):
            return not amendment.thing or bool(amendment.thing & about)
        matter = amendment.matter
        if matter and 2 * len(matter & about) > len(matter):
            return True
        if amendment.marks.intersection(_MARK.findall(before + text[start:end])):
            return True
        if amendment.by == amendment.document:
            return False
        amounts = frozenset(_AMOUNT.findall(text[start:end]))
        return any(
            len(rule & said) >= max(2, _SHARED * len(rule)) or (amendment.figures and amounts & told and rule & said)
            for said, told in self._said[amendment.by]
        )

    @cached_property
    def _said(self) -> dict[str, tuple[tuple[frozenset[str], frozenset[str]], ...]]:
        """What each sentence of the documents that replace something speaks of, and its amounts."""
        return {
            by: tuple(
                (meaning(p.text[a:b]), frozenset(_AMOUNT.findall(p.text[a:b])))
                for p in self._corpus.by_document[by]
                for a, b in sentence_spans(p.text)
            )
            for by in {a.by for a in self._found}
        }

    def _amendments(self) -> Iterator[_Amendment]:
        names = {document: _names(row["title"], row["text"]) for document, row in self._corpus.documents.items()}
        for passage in self._corpus.passages:
            if passage.kind == "ticket" or not _REPLACING.search(passage.text):
                continue
            for told, how in _told(passage.text):
                numbers = " ".join(m["numbers"] for m in _PLACES.finditer(told))
                places = frozenset(re.findall(r"\d+(?:\.\d+)*|[A-Z]\b", numbers))
                thing = meaning(m[1]) - _GENERIC if (m := _THING_IN.match(told)) else frozenset[str]()
                rest = f" {_plain(_PLACES.sub(' ', told))} "
                named = {
                    document: n for document, known in names.items() if (n := [k for k in known if f" {k} " in rest])
                }
                if not named and places and how["passive"] and not how["lifts"]:  # "Section 4 is replaced by notice 22"
                    named = {passage.document: []}
                for document, by in named.items():
                    matter = meaning(rest) - content_words(" ".join(by)) - _GENERIC
                    if matter and (how["instead"] or how["lifts"]):
                        places = frozenset()  # of the section that one thing
                    if document != passage.document or not by:
                        marks = frozenset(m for m in _MARK.findall(told) if _plain(m) not in by)
                        figures = _FIGURES.search(told) is not None
                        yield _Amendment(document, places, thing, matter, marks, figures, passage.document)


def _names(title: str, text: str) -> frozenset[str]:
    """What a document may be called by: its title, the number in it, the title without that, and the number on its first lines
    ("Procedure OP-07, version 5"); no single word."""
    own = (m[1] or m[2] for m in _OWN_CODE.finditer(text[:400]))
    names = (title, _CODE.sub(" ", title), *_CODE.findall(title), *own)
    return frozenset(plain for plain in map(_plain, names) if " " in plain)


def _told(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """What is replaced, in the words of each sentence that says so, and how it says so; behind a colon each item of its list."""
    spans = sentence_spans(text)
    for n, (a, b) in enumerate(spans):
        sentence = text[a:b].strip()
        found = _REPLACING.search(sentence)
        if found is None:
            continue
        before = sentence[: found.start() if found["lifts"] else found.end()]
        if (_IF if found["instead"] else _NOT_YET).search(before):
            continue
        told = sentence[found.end() :]
        if found["instead"] or found["passive"]:
            told = sentence if found["instead"] else sentence[: found.start()]
        told = re.split(r"[;:]|,? \b(?:until|with effect|which)\b", told)[0]
        yield _BEHIND_ITS_CODE.sub(r"\1section \2", told), found
        if sentence.endswith(":"):
            for c, d in spans[n + 1 :]:
                if not _ITEM.match(text[:c].rpartition("\n")[2] + text[c:d]):
                    break
                yield text[c:d].strip(), found


def _plain(text: str) -> str:
    """Lower-case words and numbers, without leading zeros: "SOP-03" is "sop 3"."""
    return " ".join(w.lstrip("0") or "0" for w in re.findall(r"[^\W\d_]+|\d+", text.lower()))
