"""Which questions tickets ask: found in whatever people write, each with its verbatim place.

A question may lack its mark and its capital, stand behind a greeting or an "and", or inside "I want to know whether ...";
one ticket asks several. Quoted mail was asked by somebody else, in another ticket, and is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from assets.examples.awkward import awkward
from assets.examples.corpus import Corpus, Passage, content_words, stem, words_of
from assets.examples.families import family
from assets.examples.parsing import parse
from assets.examples.quantities import NUMBER_WORDS
from assets.examples.words import word_set
from resources.parser import Token

AUXILIARIES = "can|could|may|might|must|should|shall|will|would|do|does|did|is|are|am|was|were|has|have|had"
_SUBJECT = (
    r"(?:i|we|you|he|she|it|they|this|that|these|those|there|the|an?|any(?:one|body|thing)?|some(?:one|body|thing)?|my|"
    r"our|your|his|her|its|their|each|every(?:one|body)?|all|both|one|no|non|new|staff|people|employees?|managers?|[a-z]+s)"
)
_POLAR = rf"(?:{AUXILIARIES})(?:n['’]?t)?\s+{_SUBJECT}\b"
_OPEN = (
    r"(?:how|what|which|who|whom|whose|where|when|why)\b(?:['’]s\b|"
    rf"(?:\s+[a-z'’-]+){{0,3}}?\s+(?:{AUXILIARIES}|to)\b|\s+[a-z]+s\b)"
)
_DIRECT = re.compile(rf"(?:{_POLAR}|{_OPEN})", re.IGNORECASE)
# Without the mark, only an inversion asks: "What we do is ...", "Had I known ..." and "So is my husband" do not.
_INVERTED = re.compile(
    r"(?!which\s+(?:is|are|was|can|may|will|do|does|should)\b)"
    r"(?:(?:how\s+(?:many|much)|what|which|whose)\s+(?!(?:a|an|the)\b)(?:[a-z-]+\s+){0,2}|(?:how(?:\s+(?:long|often|soon|far|old|big))?|what|"
    r"who|whom|where|when|why)\s+)(?:can|could|may|must|should|do|does|is|are|am|will|would|shall)(?:n['’]?t)?\s+"
    rf"{_SUBJECT}\b(?!\s+(?:is|are|was)\b)|(?:can|could|may|do|does|is|are|am|will)\s+{_SUBJECT}\s+\S+\s+\S+|"
    r"who\s+(?:approves|decides|pays|gets|is|can|should|do|has\s+to|needs\s+to)\b|what['’]s\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    rf"(?:(?:how|what|who|where|when|why)\s+)?(?:{AUXILIARIES})\s+(?:i|we|you|he|she|it|they|there|this)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(  # "I want to know whether ...": the question is the clause
    r"(?:(?:i|we)(?:['’](?:d|m|ve|re)|\s+(?:would|am|are|have|just|really|do|can|ca|could))*\s+|just\s+|(?:can|could)\s+(?:you|someone|somebody|anyone)"
    r"\s+(?:please\s+)?)?(?:(?:want(?:ed)?|need(?:ed)?|like|trying)\s+to\s+(?:know|understand|find\s+out|check|ask)|wonder(?:ing|ed)?|"
    r"(?:not|n['’]?t|unable\s+to|un)\s*(?:quite\s+|really\s+)?(?:sure|clear|certain|know|find(?:\s+out)?|see|work\s+out)|"
    r"(?:tell|advise|inform)\s+(?:me|us)|let\s+(?:me|us)\s+know|confirm|advise|clarify|explain|any\s+idea|my\s+question\s+is|"
    r"question(?:\s+is)?:)\s+(?:about\s+|on\s+)?"
    r"(?P<clause>(?:whether|if(?=\s+(?:i|we|it|this|there|my|our|the|an?|anyone|someone)\b)|how|what(?!\s+(?:else\s+)?to\s+do)|which|who|whom|where|when)\s.+)",
    re.IGNORECASE,
)
_LEAD = re.compile(  # what stands before a question and says nothing: a greeting, a conjunction, an apology
    r"(?:(?:hi|hello|hey|dear|good\s+(?:morning|afternoon|evening|day)|greetings|morning|afternoon)\b[^,.!?\n:-]{0,30}[,!:-]+\s*|"
    r"(?:and|but|also|so|or|then|plus|please|sorry|anyway|ok|okay|well|quick\s+(?:one|question)|question|one\s+more(?:\s+thing)?|"
    r"secondly|finally|again|basically|honestly|urgent)\b\s*[,:–-]*\s*|[-–:,]\s*)+",
    re.IGNORECASE,
)
# A tag asks for nothing by itself, and neither does a bare "What now?".
_TAG = re.compile(
    r"(?:right|ok|okay|true|correct|yes|no|really|eh|so what|what now|why|how come|any ideas?|thoughts)\W*",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"^[ \t]*>|^[ \t|]*-{2,}\s*(?:original|forwarded)\b|^[ \t]*(?:from|sent|to|subject):\s|^on .{5,80} wrote:",
    re.IGNORECASE,
)
_CUT = re.compile(r"\n[ \t]*(?=\n|[-*+•>#|]|\d+[.)])|(?<=[.!?…])[\"”’')\]]*(?:\s+|(?<=\?)(?=[A-Z]))|\n(?=[A-Z])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|nr|dr|mr|mrs|ms|inc|ref|st|ext|tel|max|min)|(?:^|\s)[A-Z])\.\s*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Heard:
    """A question as a ticket holds it: `text` is verbatim, `asks` the part of it that asks."""

    text: str
    passage: Passage  # of the ticket
    start: int  # of `text` in the ticket's document
    end: int
    asks: str
    told: str = ""  # what the ticket says right before it, verbatim

    @property
    def goes_on(self) -> bool:
        """Whether what its ticket says before it is part of the text."""
        return bool(self.told) and self.text.startswith(self.told)

    @property
    def in_full(self) -> "Heard":
        """The question with what its ticket says before it: "I have a claim of 900 EUR. Who approves it?"."""
        text = self.passage.text
        end = self.end - self.passage.start
        first = text.rindex(self.told, 0, self.start - self.passage.start)
        return replace(self, text=text[first:end], start=self.passage.start + first)

    @cached_property
    def background(self) -> frozenset[str]:
        """Families of the words of what is told before it."""
        return frozenset(family(w) for w in words_of(self.told) if content_words(w))

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of the words that an answer would have to be about."""
        return content_words(" ".join(w for w in words_of(self.asks) if not w[0].isdigit())) - ASKING - _NUMBERS

    @cached_property
    def families(self) -> frozenset[str]:
        """The same words by their families: kept is keep."""
        return frozenset(family(w) for w in words_of(self.asks) if content_words(w) & self.words)

    @cached_property
    def heads(self) -> frozenset[str]:
        """Stems of the nouns that the question is about: no names, no modifiers, no circumstances."""
        doc = parse(self.asks)
        found = [t for t in doc if t.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "conj")]
        aims = (
            t for t in doc if t.dep_ == "prep" and t.lower_ in ("for", "to", "into", "towards", "on", "about", "of")
        )
        found += [t for aim in aims for t in aim.children if t.dep_ == "pobj"]
        return (
            content_words(" ".join(t.lower_ for t in found if t.tag_ in ("NN", "NNS") and not _aside(t))) & self.words
        )

    @cached_property
    def as_passage(self) -> Passage:
        """What the question and its ticket's title are about, to find passages that resemble it."""
        text = " ".join(w for w in words_of(self.asks) if stem(w) in self.words)
        return replace(self.passage, text=f"{text} {self.passage.title}", section="", heading=())

    def known_from(self, stems: frozenset[str]) -> bool:
        """Whether all that it takes for known ("the garage") is among the stems, or everywhere."""
        return awkward(self.asks, _EVERYDAY | stems) is None

    @cached_property
    def whole(self) -> bool:
        """Whether it is alone but for what it takes for known."""
        if not _FORM.fullmatch(self.text) or not _legible(self.text, 28):
            return False
        return not _POINTING.search(_RELATIVE.sub("", _EXISTENTIAL.sub("", self.asks))) and self._general

    @property
    def said(self) -> frozenset[str]:
        """The families of its words, with those of what is told before it where it goes on from there."""
        return self.families | self.background if self.goes_on else self.families

    @cached_property
    def relative(self) -> tuple[str, ...]:
        """Words that point at what comes next or stands beside: a rule that says them too means the same by them."""
        return tuple(m[0] for m in _RELATIVE.finditer(self.asks))

    @cached_property
    def follows(self) -> bool:
        """Whether it is one with what its ticket says before it, which "it" or "there" may mean."""
        if not self.told or not _legible(self.in_full.text, 50) or not _PLAIN.fullmatch(self.in_full.text):
            return False
        return not _POINTING.search(_RELATIVE.sub("", _TAKEN_UP.sub("", self.asks))) and self._general

    @cached_property
    def _general(self) -> bool:
        """Whether it asks for what a rule may say, not how it stands with a case of one's own, which is in no handbook."""
        if not _OPENING.match(self.asks):
            return False
        doc = parse(self.asks)
        if len(list(doc.sents)) != 1 or any(map(_past, doc)):
            return False
        return not any(t.dep_ in ("nsubj", "nsubjpass") and {c.lower_ for c in t.children} & {"my", "our"} for t in doc)


def questions(corpus: Corpus) -> Iterator[Heard]:
    """Every question of the effective tickets, in the order of documents and places; the same words may come again."""
    for passage in corpus.passages:
        if passage.kind == "ticket":
            yield from _of_passage(passage)


def _of_passage(passage: Passage) -> Iterator[Heard]:
    told: list[tuple[int, int]] = []  # the sentences of one line before it that ask nothing
    for start, end in sentences(passage.text):
        text = passage.text[start:end]
        asks = asking(text)
        if told and "\n" in passage.text[told[-1][1] : start]:
            told = []
        if asks is not None:
            before = passage.text[told[0][0] : told[-1][1]] if told else ""
            yield Heard(text, passage, passage.start + start, passage.start + end, asks, before)
        told = [*told[-2:], (start, end)] if asks is None and "?" not in text else []


def _legible(text: str, most: int) -> bool:
    """Whether a text is short, in one line, and names nobody."""
    short = 3 <= len(text.split()) <= most
    return short and "\n" not in text and not re.search(r"_[A-Z]{6}\b|XX|\d{5}|  ", text)


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of a ticket without white space around them; those of quoted mail left out."""
    found = []
    cuts = [0, *(m.end() for m in _CUT.finditer(text) if not _ABBREVIATED.search(text[: m.end()])), len(text)]
    for a, b in pairwise(cuts):
        body = text[a:b].strip()
        if body and _QUOTED.search(body):
            if not body.startswith(">"):  # what follows a mail's head is the mail
                break
            continue
        if body:
            start = a + text[a:b].index(body)
            found.append((start, start + len(body)))
    return found


def asking(sentence: str) -> str | None:
    """The part of a sentence that asks, without greeting and mark: a question or the clause of one; else None."""
    body = sentence[(lead.end() if (lead := _LEAD.match(sentence)) else 0) :].rstrip(" ?!.,)\"'”’")
    marked = bool(re.search(r"\?[!?)\"'”’\s]*$", sentence))
    if not 3 <= len(body.split()) <= 40 or _TAG.fullmatch(body):
        return None
    if inside := _INSIDE.match(body):
        return inside["clause"] if len(inside["clause"].split()) >= 3 else None
    if _DIRECT.match(body) if marked else _INVERTED.match(body) and len(body.split()) > 3:
        return body
    for part in _parts(body):
        if _TURNED.match(part):
            return part
    plain = (
        marked
        and len(body.split()) <= 18
        and re.search(rf"\b(?:{AUXILIARIES})\b|['’](?:s|m|re)\b", body, re.IGNORECASE)
    )
    return body if plain else None


def _parts(body: str) -> list[str]:
    """What stands behind each comma: "Mine was issued in May, will it do?"; a question opens its part."""
    return [
        body[m.end() :]
        for m in re.finditer(r"(?:,|;|\s[-–])\s+(?:(?:and|but|so|or)\s+)?", body)
        if body[m.end() :].count(" ") >= 2
    ]


def _aside(token: Token) -> bool:
    """Whether a word stands in what something is wanted for: "a van to fetch gravel"."""
    return any(t.dep_ in ("advcl", "relcl") for t in token.ancestors)


def _past(token: Token) -> bool:
    """Whether a verb tells what happened; "are" before a subject helps it, whatever the parser takes it for."""
    helped = any(c.dep_ in ("aux", "auxpass") or c.lower_ in ("is", "are") for c in token.children)
    return token.lower_ in ("been", "had", "was", "were", "did") or (token.tag_ == "VBD" and not helped)


# --- which questions stand on their own ------------------------------------------------------------

_FORM = re.compile(r"[^!;:()\"“”„«»‘\[\]{}<>@#/\\|*_=~^+]*[?.]*")
_OPENING = re.compile(
    r"(?:how (?:many|much|long|often|soon|far|old|big|large|early|late|do|can|should|must|may)\b|"
    r"(?:what|which|who|whom|where|when)\b|(?:by|until|till|from|for|at|up to|above|after|within) (?:when|what|which|how)\b|"
    r"(?:whether|if) (?!you\b)|"
    r"(?:can|may|must|should|could|do|does|is|are|am)\b(?! (?:not|you|your)\b))",
    re.IGNORECASE,
)
# Words that point at something outside the question: a thing, a person, a moment.
_POINTING = re.compile(
    r"\b(?:this|that|these|those|it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|himself|herself|here|"
    r"there|one|ones|same|such|else|again|already|still|yet|now|today|tomorrow|yesterday|tonight|anyway|anymore|ago|"
    r"instead|really|even|also|too|either|neither|both|next|previous|following|attached|above|below|so|please|right|"
    r"back|you|your|yours|yourself|why|someone|somebody|something|whatever|honestly|maybe|"
    r"(?:january|february|march|april|june|july|august|september|october|november|december)|"
    r"(?:last|past|this|coming) (?:day|week|month|year|time|night|quarter)s?|"
    r"the (?:first|second|third|fourth|fifth|last|new|old|other|whole|entire|current|latest|final|remaining)|"
    r"another (?:day|week|month|year|time|try|go|chance|hour)|other|others)\b|['’](?:s|re|ll|ve|d)\b(?! \w)|n['’]t\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:next|previous|following|both|other|the (?:first|second|third|fourth|fifth|last|other|whole|entire|current|final))\b"
    r"(?! (?:one|time)s?\b)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\[\]{}<>“”«»@#|*_=~^\\]*")
_TAKEN_UP = re.compile(r"\b(?:it|they|them|that|this|these|those|there)\b", re.IGNORECASE)
"""What may mean something that was told before it."""
_EXISTENTIAL = re.compile(r"^(?:is|are) there\b", re.IGNORECASE)
_EVERYDAY = frozenset(map(stem, word_set("company office team department site canteen warehouse reception manager")))

_NUMBERS = content_words(" ".join(NUMBER_WORDS))
ASKING = content_words(
    "allowed permitted possible okay ok fine required necessary need needed get have take make give going want like "
    "day days week weeks month months year years hour hours minute minutes time times many much long often soon far "
    "max min maximum minimum limit rule rules policy happen happens count way kind sort thing things exactly usually "
    "anyone anybody everyone everybody someone nobody people person employee employees staff company per own another "
    "without supposed apply applies mean means able may might shall please hi hello thanks know tell say said think "
    "percentage high big large sure right wrong told sorry anything towards against really "
    "still yet already today tomorrow yesterday tonight now"
)
"""Stems of the words with which people ask; an answer need not be about them."""
LIGHT = content_words(
    "bring keep last use work hold stay spend receive claim request ask take start end office site building size amount "
    "price value level length weight duration date advance part new good form number process position one rest permission "
    "change adjustment chance idea question issue problem answer help reason place something anything list case"
)
"""Stems that say little about what is asked for: what people do with anything, and where they work."""
