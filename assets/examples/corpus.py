"""The redacted corpus as recipes see it: effective passages, what words stand where, and passages that resemble
each other."""

import heapq
import math
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any

import polars as pl

from assets.decisions.sentences import PARAGRAPH_NUMBER
from assets.examples.words import in_dictionary, word_set
from assets.identity import sha256

STOP = word_set(
    """
    a about above after again all also am an and any are as at be because been before being below between both but
    by can cannot could did do does doing don down during each few for from further had has have having he her here
    hers him his how i if in into is it its itself just me more most must my no nor not now of off on once only or
    other our out over own per same she should so some such than that the their them then there these they this
    those through to too under until up upon us very was we were what when where which while who whom why will with
    within without would yes you your
    """
)
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers of a text, in order."""
    return _WORD.findall(text.lower().replace("’", "'"))


@cache
def stem(word: str) -> str:
    """A crude stem, so that "claims" and "claim", "submitted" and "submit" count as the same word."""
    for ending in ("'s", "ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@lru_cache(maxsize=20000)
def content_words(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(w) for w in words_of(text) if w not in STOP)


BLOCK_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•]|\d+[.)]|\([a-z]\)(?=[ \t]+[a-z])|#{1,6}|>|\|)[ \t]*)")
"""Where a paragraph, list item or table row ends."""
_SENTENCE_END = re.compile(rf"{BLOCK_END.pattern}|(?<=[.!?])[\"’)\]]*\s+(?=[\"‘(\[]?[A-Z0-9])")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences, list items and table rows of a passage."""
    cuts = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    spans = ((m.end() if (m := PARAGRAPH_NUMBER.match(text, a, b)) else a, b) for a, b in pairwise(cuts))
    return [(a, b) for a, b in spans if text[a:b].strip()]


def line_before(text: str, start: int) -> str:
    """What stands on its line before a place in a text: a list marker, a number, a label, other sentences."""
    return text[text.rfind("\n", 0, start) + 1 : start]


@dataclass(frozen=True)
class Passage:
    """One passage of an effective document, with what a citation of it needs."""

    passage: str
    document: str
    ordinal: int
    section: str  # "Title > Heading > Heading"
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    line: int
    kind: str
    title: str

    @cached_property
    def stems(self) -> frozenset[str]:
        """Content words of heading and text."""
        return content_words(f"{self.section} {self.text}")


class Corpus:
    """Passages with status ok of documents that are effective (revision 0) and ok; one row per distinct document
    text."""

    def __init__(self, documents: pl.DataFrame, passages: pl.DataFrame):
        ok = documents.filter((pl.col("status") == "ok") & pl.col("document").is_not_null()).sort(
            "source", "item", "revision"
        )
        self.revisions: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in ok.iter_rows(named=True):
            self.revisions[row["document"]].append(row)
        effective = ok.filter(pl.col("revision") == 0).unique("document", keep="first", maintain_order=True)
        self.documents = {row["document"]: row for row in effective.iter_rows(named=True)}
        self.texts = {row["document"]: row["text"] for row in ok.iter_rows(named=True)}
        self.passages: list[Passage] = []
        for row in passages.filter(pl.col("status") == "ok").sort("document", "ordinal").iter_rows(named=True):
            document = self.documents.get(row["document"])
            if document is not None:
                self.passages.append(_passage(row, document))
        self.by_section: dict[tuple[str, tuple[str, ...]], list[Passage]] = defaultdict(list)
        self.by_document: dict[str, list[Passage]] = defaultdict(list)
        self._spread: Counter[str] = Counter()  # stem -> how many passages hold it
        for passage in self.passages:
            self.by_section[(passage.document, passage.heading)].append(passage)
            self.by_document[passage.document].append(passage)
            self._spread.update(passage.stems)
        # The passages that may stand beside an evidence, by their content ids, and where among them a stem stands.
        self._company = sorted(
            (p for p in self.passages if p.kind != "ticket" and citable(p.section) and 60 <= len(p.text) <= 1300),
            key=lambda p: (p.passage, p.document, p.ordinal),
        )
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for place, passage in enumerate(self._company):
            for word in passage.stems:
                self._by_stem[word].append(place)
        everything = [p.text for p in self.passages] + [p.section for p in self.passages]
        self.common_words = _common_words(everything)
        self.countable = _countable(everything)
        self.uncounted = _uncounted(everything)
        self.squeezed = "\n".join(re.sub(r"[^a-z0-9]", "", text.lower()) for text in everything)
        self.stems = frozenset(self._spread)

    @cached_property
    def prose(self) -> str:
        """All that the passages say."""
        return "\n".join(p.text for p in self.passages)

    @cached_property
    def headings(self) -> Counter[str]:
        """In how many documents a section goes by a heading, lower case."""
        return Counter(h for _, h in {(p.document, p.heading[-1].lower()) for p in self.passages if p.heading})

    @cached_property
    def naming(self) -> Callable[[str], int]:
        """How many documents name a role, remembered: few roles, and many steps that look for one."""

        @cache
        def count(role: str) -> int:
            name = re.compile(rf"(?<![\w-]){re.escape(role)}(?![\w-])", re.IGNORECASE)
            return sum(any(name.search(p.text) for p in passages) for passages in self.by_document.values())

        return count

    @cached_property
    def rows(self) -> Counter[str]:
        """How many rows of tables go by a name."""
        return Counter(re.findall(r"^\|? ?([^|\n]+?) *\|", self.prose, re.MULTILINE))

    def passage_at(self, document: str, start: int, end: int) -> Passage | None:
        """The effective passage that holds the span."""
        return next((p for p in self.by_document.get(document, ()) if p.start <= start and end <= p.end), None)

    def rarity(self, word: str) -> float:
        """Inverse document frequency of a stem over passages."""
        return math.log((1 + len(self.passages)) / (1 + self._spread[word]))

    def rare(self, text: str) -> frozenset[str]:
        """The content words of a text that fewer than one passage in twenty holds."""
        limit = max(3, len(self.passages) // 20)
        return frozenset(w for w in content_words(text) if self._spread[w] <= limit)

    def resembling(self, passage: Passage, avoid: frozenset[str], count: int) -> list[Passage]:
        """Up to `count` passages of other sections with the most shared rare words, near in length; none whose
        stems hold
        at least half of `avoid`. Deterministic; tickets are no company."""
        scores: Counter[int] = Counter()
        for word in sorted(passage.stems):
            if self._spread[word] <= max(20, len(self.passages) // 10):
                weight = int(1000 * self.rarity(word))
                for place in self._by_stem[word]:
                    scores[place] += weight
        ranked = heapq.nsmallest(200, scores, key=lambda place: (-scores[place], place))
        # then the others, from a place among them that the passage's content decides
        first = bisect(self._company, sha256(passage.passage), key=lambda other: other.passage)
        rest = (n % len(self._company) for n in range(first, first + len(self._company)))
        chosen: list[Passage] = []
        seen = {passage.passage}
        for place in chain(ranked, (place for place in rest if place not in scores)):
            other = self._company[place]
            if len(chosen) == count:
                break
            if other.passage in seen or other.section == passage.section:
                continue
            if (other.document, other.heading) == (passage.document, passage.heading):
                continue
            if avoid and 2 * len(avoid & other.stems) >= len(avoid):
                continue
            seen.add(other.passage)
            chosen.append(other)
        return chosen

    def mentions(self, name: str) -> int:
        """How often a name stands in the corpus, ignoring case, spaces and punctuation."""
        return self.squeezed.count(re.sub(r"[^a-z0-9]", "", name.lower()))


def citable(section: str) -> bool:
    """Whether a section can be cited in square brackets without confusion."""
    return bool(section) and not re.search(r"[\[\]\n“”]|_[A-Z]{6}\b", section) and len(section) <= 160


def _cited(path: tuple[str, ...]) -> str:
    """A section as it is cited; where its own heading cannot be, the section above it, or the document."""
    ends = range(len(path), 1, -1)
    return next((s for end in ends if citable(s := " > ".join(path[:end]))), path[0])


def _common_words(texts: Sequence[str]) -> frozenset[str]:
    """Words that may be written in lower case: inside sentences seen so at least as often as capitalised, or never seen there
    and in the dictionary. A product's name that is a command too is mostly capitalised."""
    lower, inside, opening = Counter[str](), Counter[str](), set[str]()
    for text in texts:
        lower.update(re.findall(r"(?<![\w.@/-])[a-z]+\b(?![@/_-]|\.\w)", text))  # a part of an address is no word
        inside.update(word.lower() for word in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+\b", text))
        opening.update(word.lower() for word in re.findall(r"\b[A-Z][a-z]+\b", text))
    known = {word for word in opening if word not in inside and in_dictionary(word)}
    return frozenset(known | {word for word, count in lower.items() if count >= inside[word]})


def _countable(texts: Sequence[str]) -> frozenset[str]:
    """Nouns that stand after "a" or "each" somewhere: in the singular they do not stand without an article."""
    pattern = re.compile(rf"\b(?:an?|each|every|another)\s+(?:[\w-]+\s+)?([a-z]+){ENDS}", re.IGNORECASE)
    return frozenset(word.lower() for text in texts for word in pattern.findall(text))


ENDS = r"(?=[.,;:?!]|\s+(?:of|for|from|in|on|at|to|is|are|must|may|can|has|that|which|and|or|with|by|when|if)\b)"
"""What follows a noun phrase that is at its end."""


def _uncounted(texts: Sequence[str]) -> frozenset[str]:
    """Nouns that stand right after a preposition somewhere: in the singular they need no article ("pay for overtime")."""
    pattern = re.compile(rf"\b(?:of|for|on|about|with|by|during|without|after|before)\s+([a-z]+){ENDS}")
    return frozenset(word for text in texts for word in pattern.findall(text))


def _passage(row: dict[str, Any], document: dict[str, Any]) -> Passage:
    heading, title = tuple(row["heading"]), str(document["title"])
    return Passage(
        passage=row["passage"],
        document=row["document"],
        ordinal=row["ordinal"],
        section=_cited((title, *heading)),
        heading=heading,
        text=row["text"],
        start=row["start"],
        end=row["end"],
        line=row["line"],
        kind=str(document["kind"]),
        title=title,
    )


def by_hash(items: Iterable[Passage], seed: str) -> list[Passage]:
    """The items in an order that only their content and the seed decide."""
    return sorted(items, key=lambda p: sha256(f"{seed}\n{p.document}\n{p.ordinal}"))


def pick(options: Sequence[str], *seed: object) -> str:
    """One of the options, chosen by the content of the seed."""
    return options[int(sha256("\n".join(map(str, seed)))[:12], 16) % len(options)]
