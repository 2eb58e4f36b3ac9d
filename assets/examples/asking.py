"""A question taken apart, so that it can be asked otherwise: telegraphic, embedded, in the order of a statement.

The parse says where the subject ends; a question of another shape is left as it is (None).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assets.examples.parsing import parse
from assets.examples.words import inflect_verb, lower
from resources.parser import Doc, Token

_AUXILIARY = ("can", "may", "must", "should", "am", "is", "are", "do", "does", "will", "would")
_ADVERBS = re.compile(r"^(?:(?:still|also|always|ever|already|only|just|really) )+")
_WH = ("who", "what", "when", "where", "which", "how", "whom", "whose", "why")


@dataclass(frozen=True)
class Asked:
    """One question: "How many days | can | I | carry over ...?"; `wh` is empty where yes or no is wanted."""

    wh: str
    auxiliary: str  # empty where the question word is the subject: "Who approves ..."
    subject: str
    rest: str

    @property
    def polar(self) -> bool:
        """Whether it wants a yes or a no."""
        return not self.wh

    def plain_order(self) -> str:
        """In the order of a statement: "how many days I can carry over", "I have to submit a receipt"."""
        if not self.auxiliary:
            return f"{self.wh} {self.rest}"
        if self.auxiliary in ("do", "does"):
            said = _ADVERBS.sub("", self.rest)
            verb, _, objects = said.partition(" ")
            form = inflect_verb(verb, "VBZ") if self.auxiliary == "does" else verb
            words = (self.wh, self.subject, self.rest[: len(self.rest) - len(said)] + form, objects)
        else:
            words = (self.wh, self.subject, self.auxiliary, self.rest)
        return " ".join(w for w in words if w)

    def embedded(self) -> str:
        """As a clause inside another sentence: "whether I can ...", "how many days I can ..."."""
        return self.plain_order() if self.wh else f"whether {self.plain_order()}"

    def telegraphic(self) -> str:
        """As somebody types it who has no time: no articles; where yes or no is wanted, no auxiliary and no "I" either."""
        rest, me = self.rest, self.subject == "I"
        if self.wh:
            words = (self.wh, self.auxiliary, self.subject, self.rest)
            return without_articles(" ".join(w for w in words if w))
        if self.subject == "it":  # is it fine, enough, required
            return without_articles(rest.removeprefix("be "))
        if self.auxiliary in ("can", "may"):
            return without_articles(f"ok to {rest}" if me else f"{self.subject} allowed to {rest}")
        rest = re.sub(r"^have to ", "needs to " if self.auxiliary == "does" else "need to ", rest)
        return without_articles(rest if me else f"{self.subject} {rest}")


_NAMES = ("Alpha", "Bravo", "Delta")
"""Names that stand for what is quoted while a question is parsed."""


def take_apart(question: str) -> Asked | None:
    """The parts of one question sentence; None where its shape is another one. What stands in quotes is one name in it."""
    quoted = re.findall(r'"[^"]*"', question)
    if len(quoted) > len(_NAMES) or any(name in question for name in _NAMES):
        return None
    names = dict(zip(quoted, _NAMES, strict=False))
    for title, name in names.items():
        question = question.replace(title, name)
    asked = _take_apart(question)
    if asked is None:
        return None
    parts = [asked.wh, asked.auxiliary, asked.subject, asked.rest]
    for title, name in names.items():
        parts = [part.replace(name, title) for part in parts]
    return Asked(*parts)


@lru_cache(maxsize=20000)
def _take_apart(question: str) -> Asked | None:
    doc = parse(question)
    if not question.endswith("?") or len(list(doc.sents)) != 1 or len(doc) < 4:
        return None
    start = 0
    if doc[0].lower_ in _WH:
        auxiliary = next((t for t in doc[1:] if t.lower_ in _AUXILIARY and _before_subject(t)), None)
        if auxiliary is not None and "," in doc[: auxiliary.i].text and doc[0].lower_ in ("when", "where"):
            return None  # "When working at home, is it fine to ...": a circumstance, no question word
        if auxiliary is None:  # who approves, who has to approve; but "who is it reserved for" has another subject
            acts = doc[0].lower_ == "who" and not (doc[1].pos_ == "AUX" and doc[-2].tag_ == "IN")
            acts &= doc[1].lower_ != "does" or doc[2].text not in _NAMES  # whom does a page name?
            return Asked("who", "", "", _text(doc, 1)) if acts else None
        start = auxiliary.i
    elif doc[0].lower_ not in _AUXILIARY:
        return None
    wh = doc[:start].text
    permission = re.fullmatch(r"(am|is|are) (.+?) (allowed to .+)\?", question, re.IGNORECASE)
    if permission and not wh and question.count(" allowed to ") == 1:
        return Asked("", permission[1].lower(), permission[2], permission[3])
    subject = _subject(doc, start)
    if subject is None:
        return None
    return Asked(lower(wh), doc[start].lower_, subject[0], _text(doc, subject[1]))


def _before_subject(auxiliary: Token) -> bool:
    verb = auxiliary if auxiliary.dep_ == "ROOT" else auxiliary.head
    return any(c.dep_.startswith("nsubj") and c.i > auxiliary.i for c in verb.children)


def _subject(doc: Doc, start: int) -> tuple[str, int] | None:
    """The subject after the auxiliary at `start`, and where the rest begins."""
    found = [t for t in doc if t.dep_ in ("nsubj", "nsubjpass", "expl") and t.left_edge.i == start + 1]
    if len(found) != 1:
        return None
    end = found[0].right_edge.i + 1
    if doc[end - 1].like_num and doc[end : end + 2].text.lower() in _EACH:
        end += 2  # "EUR 50 a month" is one amount
    if doc[end : end + 1].text == "aged" and end + 2 < len(doc):
        end += 2  # "interns aged 17"
    if end >= len(doc) - 1 or doc[end - 1].lower_ in ("the", "a", "an") or doc[end - 1].tag_ in ("IN", "CC"):
        return None  # the parser ends the subject before a name
    if doc[end].tag_ in ("IN", "DT", "CD") and doc[start].lower_ in ("do", "does"):
        return None  # or before what goes with it: "does loss of 1 kg in one month matter?"
    return doc[start + 1 : end].text, end


_EACH = {f"{each} {span}" for each in ("a", "an", "per", "each", "every")
         for span in ("hour", "day", "night", "week", "month", "quarter", "year", "person", "item", "kilometre")}  # fmt: skip


def _text(doc: Doc, start: int) -> str:
    return str(doc[start:].text).rstrip("? ")


def without_articles(text: str, keep: int = 0) -> str:
    """Without a, an, the; every `keep`th of them stays where `keep` is not 0."""
    count = 0

    def drop(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match[0] if keep and count % keep == 0 else ""

    return "".join(part if n % 2 else _ARTICLE.sub(drop, part) for n, part in enumerate(re.split(r'("[^"]*")', text)))


_ARTICLE = re.compile(
    r"\b(?:an?|the) (?=\w)(?!(?:number|couple|few|lot|day|week|month|quarter|year|hour|minute|night)\b)"
)
