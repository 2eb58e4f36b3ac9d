"""The redacted corpus as the verifier looks at it: indexes over documents and passages, built once per run."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from assets.identity import content_id, sha256
from checks.verifier.words import plain, related, synonyms, words


@dataclass(frozen=True)
class Passage:
    """A passage of an ok document whose text and id check out."""

    passage: str
    document: str
    heading: tuple[str, ...]
    text: str
    start: int
    end: int


class Corpus:
    """Documents and passages (frames as in assets/privacy/records.py) by the ids that examples use.

    Only documents with status ok and text that hashes to its id count, and only ok passages that are verbatim in them.
    """

    def __init__(self, documents: pl.DataFrame, passages: pl.DataFrame):
        self.texts: dict[str, str] = {}
        self.effective: set[str] = set()  # documents that are revision 0 of some item
        self.tickets: set[str] = set()  # effective documents that are tickets
        self.titles: dict[str, set[str]] = defaultdict(set)
        self.revisions: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)  # item -> document -> newest revision
        self.items: dict[str, list[tuple[str, str]]] = defaultdict(list)
        columns = ["source", "item", "revision", "document", "title", "text", "kind"]
        ok = documents.filter((pl.col("status") == "ok") & pl.col("document").is_not_null())
        for source, item, revision, document, title, text, kind in ok.select(columns).sort(columns[:3]).iter_rows():
            if sha256(text) != document:
                continue
            self.texts[document] = text
            self.titles[document].add(title)
            self.items[document].append((source, item))
            known = self.revisions[source, item]
            known[document] = min(revision, known.get(document, revision))
            if revision == 0:
                self.effective.add(document)
                if kind == "ticket":
                    self.tickets.add(document)
        self._relatives: dict[str, frozenset[str]] = {}
        self._paths = documents.filter(pl.col("status") == "ok")["path"].to_list()
        self.passages: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        self._of: dict[str, list[Passage]] = defaultdict(list)
        columns = ["passage", "document", "heading", "text", "start", "end"]
        fine = passages.filter(pl.col("status") == "ok").sort("document", "ordinal").select(columns)
        for name, document, heading, text, start, end in fine.iter_rows():
            if self.texts.get(document, "")[start:end] == text and name == content_id([heading, text]):
                passage = Passage(name, document, tuple(heading), text, start, end)
                self.passages[document, name].append(passage)
                self._of[document].append(passage)

    @cached_property
    def _said_in_tickets(self) -> str:
        return "\n".join(plain(self.texts[document]) for document in sorted(self.tickets))

    def asked_in_tickets(self, question: str) -> bool:
        """Whether a question stands in a ticket, word for word."""
        return bool(self.tickets) and plain(question) in self._said_in_tickets

    def sections(self, passage: Passage) -> set[str]:
        """How the section of the passage may be printed: Title > Heading > Heading, up to the last of them that leaves no
        doubt where a citation or a quotation ends."""
        return {_printed((title, *passage.heading)) for title in self.titles[passage.document]}

    def of_document(self, document: str) -> list[Passage]:
        """The passages of a document, in order."""
        return self._of[document]

    def at(self, document: str, start: int, end: int) -> list[Passage]:
        """The passages of a document that overlap [start, end)."""
        return [p for p in self._of[document] if p.start < end and start < p.end]

    def section_text(self, document: str, start: int, end: int) -> list[str]:
        """The texts of all passages in the section(s) that hold [start, end) of the document."""
        headings = {p.heading for p in self.at(document, start, end)}
        return [p.text for p in self._of[document] if p.heading in headings]

    @cached_property
    def frequency(self) -> Counter[str]:
        """How many effective documents hold each stem, in title or text."""
        counts: Counter[str] = Counter()
        for document in sorted(self.effective):
            seen: set[str] = set()
            for text in (*sorted(self.titles[document]), *(h for p in self._of[document] for h in p.heading)):
                seen |= words(text)
            for block in self.texts[document].split("\n\n"):
                seen |= words(block)
            counts.update(seen)
        return counts

    @cached_property
    def handbook(self) -> tuple[frozenset[str], ...]:
        """The words of each passage of an effective document that is no ticket, with those of its section path."""
        return tuple(
            words(p.text).union(*(words(s) for s in sorted(self.sections(p))))
            for document in sorted(self.effective - self.tickets)
            for p in self._of[document]
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every lower-case word of the effective documents, as written."""
        return frozenset(w for d in sorted(self.effective) for w in re.findall(r"[a-z]+", self.texts[d].lower()))

    @cached_property
    def _vocabulary(self) -> dict[str, set[str]]:
        """The words of the effective documents that are no tickets, passages or not, by their first three letters."""
        found: dict[str, set[str]] = defaultdict(set)
        documents = sorted(self.effective - self.tickets)
        blocks = [words(block) for document in documents for block in self.texts[document].split("\n\n")]
        for word in frozenset().union(*self.handbook, *blocks):
            found[word[:3]].add(word)
        return found

    def relatives(self, word: str) -> frozenset[str]:
        """The stems in the documents other than tickets that are of the word's family or may say the same."""
        if word not in self._relatives:
            known = self._vocabulary
            near = known.get(word[:3], set()) | {s for s in synonyms(word) if s in known.get(s[:3], ())}
            self._relatives[word] = frozenset(other for other in near if related(word, other))
        return self._relatives[word]

    @cached_property
    def normalised(self) -> str:
        """Every ok text, title, heading and path as one line of lower-case words, to look a name up in."""
        parts = [
            *self.texts.values(),
            *(t for names in self.titles.values() for t in sorted(names)),
            *self._paths,
        ]
        return " \n ".join(("", *(normalise(p) for p in parts), ""))

    @cached_property
    def _headlines(self) -> str:
        """Titles, headings and paths of the effective documents as one line, to look for a document by its name."""
        headings = (h for d in sorted(self.effective) for p in self._of[d] for h in p.heading)
        titles = (t for d in sorted(self.effective) for t in sorted(self.titles[d]))
        return " \n ".join(("", *(normalise(p) for p in (*titles, *headings, *self._paths)), ""))

    def holds_document(self, reference: str) -> bool:
        """Whether a title, a heading or a path holds the name."""
        name = normalise(reference)
        return bool(name) and f" {name} " in self._headlines

    def names(self, reference: str) -> bool:
        """Whether the reference, normalised, stands anywhere in the corpus, earlier revisions included."""
        name = normalise(reference)
        return bool(name) and f" {name} " in self.normalised


def normalise(text: str) -> str:
    """Lower-case words and numbers with single spaces, no leading zeros: "SOP-012 (Travel)" is "sop 12 travel"."""
    return " ".join(w.lstrip("0") or "0" for w in re.findall(r"[^\W\d_]+|\d+", plain(text).lower()))


def _printed(path: tuple[str, ...]) -> str:
    """Title and headings without those at the end that cannot stand in square brackets."""
    named = [part for part in path if part]
    while len(named) > 1 and (_UNPRINTABLE.search(name := " > ".join(named)) or len(name) > _LONGEST):
        named.pop()
    return " > ".join(named)


_LONGEST = 160
_UNPRINTABLE = re.compile(r"[][“”\n]|_[A-Z]{6}\b")
"""Brackets, quotation marks, pseudonyms."""
