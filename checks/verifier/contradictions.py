"""The verifier's own reading of whether two sentences say different things of one matter.

A matter is all that a sentence speaks of, word by word, without what it says of it: a bound, who decides, whether it is
allowed. Two matters are one where each word of either has its like in the other, of one family (approval and approve) or
one of the few that say the same (ask and request). A word more on one side is another matter.
"""

import re
from collections import Counter
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from checks.verifier.amounts import COMPLEMENT, MONTHS, TIME, Comparator, Quantity, numbers, quantities
from checks.verifier.language import modality
from checks.verifier.words import CACHE, plain, stem, word_set, words

_GROUPS = tuple(
    frozenset(map(stem, group.split()))
    for group in [
        "ask request apply",
        "buy purchase",
        "authorise authorize approve",
        "begin start",
        "end finish",
        "store retain keep",
        "reimburse refund repay",
        "borrow loan lend",
        "annual yearly",
        "weigh weight",
    ]
)
_ENDINGS = word_set("al ment ance ence ion ation ition ing d ed ure s")
_EMPTY = frozenset(map(stem, word_set(
    "give get file make submit lodge hand put charge amount cost limit period time duration maximum minimum total need require "
    "last must may shall can every least most over working business calendar made given limited"
)))  # fmt: skip
_EVERYBODY = re.compile(
    r"^(?:(?:all|every|each|any)\s+)?(?:staff|employees?|everyone|everybody|colleagues?|customers?|people)(?=\s+(?:must|may|can|cannot|"
    r"have|has|are|is|should|shall|need|needs)\b)",
    re.IGNORECASE,
)
_BINDING = re.compile(
    r"\b(?:before|until|without|unless|except|only|or|otherwise|again|ahead|prior|between|per|not|never|no)\b|n['’]t\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:it|they|them|this|these|those|such|same|(?:above|below)(?! [£$€\d])|following|also|otherwise|here|however|but|else|"
    r"either|instead|then|so|one|normally|usually|generally|typically|about|approximately|around|example)\b|\?",
    re.IGNORECASE,
)
_PERSONS = word_set(
    """
    applicant apprentice auditor chief child citizen claimant clerk client coach contractor crew customer dean deputy developer
    director doctor donor driver engineer executive guest head host inspector instructor intern judge landlord lawyer lead leader
    lecturer manager member nurse officer operator owner parent participant partner passenger patient pharmacist physician
    pilot porter president principal pupil receptionist registrar resident researcher secretary seller steward student supervisor
    supplier surgeon teacher technician tenant trainee trainer treasurer tutor vet vicar visitor volunteer warden worker
    """
)
_KNOWN = re.compile(
    rf"^(?:the|this)\s+(?!(?:{'|'.join(sorted(_PERSONS))})\b)[^\W\d_]+\s+(?:must|may|can|is|are|has|have|needs?|should|shall|will)\b|"
    r"\b(?:must|may|can|should|shall|has\sto|have\sto)\s+(?:not\s+)?[^\W\d_]+\s+(?:the|this)\s+[^\W\d_]+"
    r"(?=\s+(?:within|by|at|for|in|on|no|every|before|after|to|up)\b|\s*\.)",
    re.IGNORECASE,
)
"""What only the sentences around introduce, as what the sentence is about: "The request must be answered"."""
_DECIDES = r"(?:approv|authori[sz]|decid|grant|sign|countersign|waiv|releas|permit|keep|kept|appoint|chair)"
_BY = re.compile(
    rf"\b(?:is|are|be)\s+{_DECIDES}\w*\s+(?:on\s+)?by\s+(?P<who>(?:the\s+)?[^,.;]+?)(?=[.,;]|$)", re.IGNORECASE
)
_DOES = re.compile(
    rf"^(?P<who>(?:the\s+)?(?:[\w-]+\s+){{0,4}}?[\w-]+)\s+(?:must\s+|has\s+to\s+|shall\s+)?{_DECIDES}(?:s|es|e|t|n)?\s+(?!by\b)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:needs?|requires?)\s+(?:the\s+)?(?=(?:approval|consent|permission|authori[sz]ation|signature)\s+(?:of|from|by)\s+(?P<who>[^,.;]+?)"
    r"(?=[.,;]|$))",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(r"\b(?:or|and|your|an?|any|each|not|never|no|may|can)\b", re.IGNORECASE)
_ANYBODYS = frozenset(map(stem, word_set("manager supervisor lead leader boss management superior head team owner")))


class Saying(NamedTuple):
    """One thing that a sentence says: of what matter, in which measure, and what."""

    kind: str  # bound, holder, leave
    about: frozenset[str]
    bound_by: tuple[str, ...]  # function words and numbers beside what is said
    measure: tuple[str, ...]
    value: float | frozenset[str] | str
    text: str  # the words that say it


@lru_cache(CACHE)
def sayings(sentence: str) -> tuple[Saying, ...]:
    """What a sentence says that another one may contradict; nothing of one that leans on its surroundings."""
    if _LEANS.search(sentence) or _KNOWN.search(sentence):
        return ()
    return (*_bounds(sentence), *_holders(sentence), *_leaves(sentence))


def _matter(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of a text, and what binds them."""
    text = _EVERYBODY.sub(" ", text.strip())
    binding = sorted(m[0].lower() for m in _BINDING.finditer(text)) + [f"{n:g}" for n in numbers(text)]
    return words(text) - _EMPTY, tuple(binding)


def _comparator(sentence: str, q: Quantity) -> Comparator | None:
    """How a quantity bounds: "every 6 months" is just that, notice is the least, what one has to do something the most."""
    before, after = sentence[: q.start], sentence[q.end :]
    if q.comparator is None and re.search(r"\bevery\s+$", before, re.IGNORECASE):
        return "exactly"
    if q.comparator != "exactly" or q.explicit or q.units[0] not in TIME:
        return None if q.comparator == "between" else q.comparator
    if re.match(r"['’]?\s+notice\b", after):
        return "at_least"
    has = re.search(r"\b(?:have|has|get|gets)\s+$", before) and re.match(r"(?:\s+(?!to\b)\w+){0,4}\s+to\s+\w", after)
    return "at_most" if has else "exactly"


def _without(sentence: str, start: int, end: int, *, ban: bool) -> str:
    more = re.match(
        r"\s+(?:or|and)\s+(?:less|fewer|more|longer|shorter|above|below|over|under|higher|lower)\b", sentence[end:]
    )
    rest = f"{sentence[:start]} {sentence[end + more.end() if more else end :]}"
    return re.sub(r"\b(?:not|never|no)\b|n['’]t\b", " ", rest, count=1, flags=re.IGNORECASE) if ban else rest


def _bounds(sentence: str) -> list[Saying]:
    found = []
    kind = modality(sentence)
    for q in quantities(sentence):
        comparator = _comparator(sentence, q)
        if comparator is None or q.hedged or kind is None:
            continue
        ban = kind == "must_not" and not q.negated
        comparator = COMPLEMENT.get(comparator, comparator) if ban else comparator
        side = "most" if comparator in ("at_most", "less_than") else "least" if comparator != "exactly" else "exact"
        text = _without(sentence, *q.words, ban=ban)
        about, binding = _matter(text)
        minutes = TIME.get(q.units[0]) or 43776.0 * MONTHS.get(q.units[0], 0.0)
        measure = "time" if minutes else q.units[0]
        found.append(
            Saying("bound", about, binding, (measure, side), q.value * (minutes or 1.0), sentence[q.start : q.end])
        )
    return found


def _holders(sentence: str) -> list[Saying]:
    found = []
    for pattern in (_BY, _DOES, _CONSENT):
        match = pattern.search(sentence)
        if match is None:
            continue
        who = match["who"].strip()
        named = words(who)
        if not named or _UNCLEAR.search(who) or (len(named) == 1 and named <= _ANYBODYS):
            continue
        about, binding = _matter(sentence.replace(who, " "))
        found.append(Saying("holder", about, binding, (), named, re.sub(r"^the\s+", "", who, flags=re.IGNORECASE)))
    return found


def _leaves(sentence: str) -> list[Saying]:
    kind = modality(sentence)
    if kind not in ("may", "must", "must_not"):
        return []
    about, binding = _matter(_without(sentence, 0, 0, ban=kind == "must_not"))
    return [Saying("leave", about, binding, (), kind, kind)]


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each word of either has its like in the other."""
    return all(any(_akin(a, b) for b in other) for a in one) and all(any(_akin(a, b) for a in one) for b in other)


@lru_cache(CACHE)
def _akin(a: str, b: str) -> bool:
    if a == b or any(a in group and b in group for group in _GROUPS):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 3 and long.startswith(short) and long[len(short) :] in _ENDINGS


def contradiction(one: str, other: str) -> tuple[Saying, Saying] | None:
    """What two sentences say differently of one matter; None where they do not."""
    for a, b in product(sayings(plain(one)), sayings(plain(other))):
        if (a.kind, a.measure) != (b.kind, b.measure) or Counter(a.bound_by) != Counter(b.bound_by):
            continue
        if min(len(a.about), len(b.about)) > 1 and alike(a.about, b.about) and _differ(a, b):
            return a, b
    return None


def _differ(a: Saying, b: Saying) -> bool:
    if isinstance(a.value, float) and isinstance(b.value, float):
        low, high = sorted((a.value, b.value))
        return high > 1.05 * low
    if isinstance(a.value, frozenset) and isinstance(b.value, frozenset):
        return not (a.value <= b.value or b.value <= a.value)
    return a.value != b.value and "must_not" in (a.value, b.value)


_CASES = frozenset(map(stem, word_set(
    "urgent emergency temporary casual seasonal night weekend international domestic overseas foreign abroad external internal "
    "junior senior former private commercial corporate remote trial probation special minor major small large critical"
)))  # fmt: skip
_KINDS_OF_PERSONS = frozenset(
    map(stem, _PERSONS - word_set("customer lead leader manager supervisor head owner crew operator"))
)


def restricted(section: str, kind: str) -> frozenset[str]:
    """What the titles above a rule restrict it to: urgent cases, nights, and persons of some kind where it does not itself
    say who acts."""
    return words(section) & (_CASES if kind == "holder" else _CASES | _KINDS_OF_PERSONS)
