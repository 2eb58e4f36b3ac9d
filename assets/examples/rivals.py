"""Rules of two documents in force that contradict each other, however each of them words it.

A rule is brought to a normal form of what it is about: the families of its content words (approval and approve, ask and
request), without its amount, its role or its may and must. Two rules that share the whole form, and nothing but whose
value differs, are rivals. A word more on one side (urgent, corporate, on bank holidays) is another rule.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from assets.decisions import quantities
from assets.decisions.duties import PERSONS
from assets.decisions.records import FRAGMENTS, DecisionPoints
from assets.examples.corpus import Passage, citable, content_words, sentence_spans, stem, words_of
from assets.examples.drafts import Site
from assets.examples.families import family
from assets.examples.parsing import parse
from assets.examples.words import noun_lemma, verb_lemma, word_set

_LIGHT = word_set(
    "give get file make submit lodge hand put charge amount cost limit period time duration maximum minimum total need require "
    "last may must shall can every least most"
)
"""Verbs and nouns that only carry what is said beside them: "requests must be filed", "a fine of 25p is charged"."""
_ADDRESSED = word_set(
    "staff employee employees everyone everybody anyone colleague colleagues customer customers people you we i"
)
"""Who is meant where nobody is named."""
_BINDING = word_set(
    "before until without unless except only or otherwise first again ahead prior between per not never no"
)
"""Function words that make another rule of the same words."""
_LEANS = re.compile(
    r"\b(?:it|they|them|this|these|those|such|same|(?:above|below)(?! [£$€\d])|following|also|otherwise|here|however|but|else|"
    r"either|instead|then|so|one|normally|usually|generally|typically|about|approximately|around|example)\b|\?",
    re.IGNORECASE,
)
_RESTRICTING = frozenset(map(stem, word_set(
    "urgent emergency temporary casual seasonal night weekend international domestic overseas foreign abroad external internal "
    "junior senior former private commercial corporate remote trial probation special minor major small large critical"
)))  # fmt: skip
"""What a title may restrict all of its rules to, besides persons."""
_TELLS_WHO = word_set(
    "approve authorise authorize decide grant sign countersign waive release permit keep appoint chair need require"
)
"""What one place alone does: another one that does it too is a contradiction."""
_BODIES = word_set(
    "desk operations department office unit panel company firm board council committee division agency authority carrier "
    "provider crew management faculty operator leadership"
)
_UNNAMED = word_set("manager supervisor lead leader boss management superior head team owner")
"""A role that may be anybody's own, and the same person as a named one."""
STILL_A_RULE = ("tells what one does, no rule", "not a full sentence", "an ability or a state, not a duty")
"""Doubts about a point that make it no rule to ask about, and yet one that another document may contradict."""
_FOLDED = {"at_most": "most", "less_than": "most", "at_least": "least", "more_than": "least", "exactly": "exact"}
_TURNED = {"at_most": "least", "less_than": "least", "at_least": "most", "more_than": "most"}
_DAYS = {"second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "calendar day": 1.0, "week": 7.0,
         "month": 30.4, "quarter": 91.3, "year": 365.0}  # fmt: skip


class Said(NamedTuple):
    """A rule: what it is about, and what it says of that."""

    matter: tuple[object, ...]
    value: object


def _telling(word: str) -> str:
    """The family of a word; "" of one that only carries what is said beside it."""
    return "" if word in _LIGHT or (verb_lemma(word) or noun_lemma(word)) in _LIGHT else family(word)


def said(site: Site) -> Said | None:
    """The normal form of a rule; None where it leans on what stands around it, or says what no other can contradict."""
    point, text = site.point, site.shown
    if point["form"] in FRAGMENTS or _LEANS.search(text) or _takes_for_known(text):
        return None
    match point["kind"]:
        case "limit":
            return _bound(site)
        case "role":
            return _holder(site) or _leave(site)
        case "prohibition":
            return _leave(site)
    return None


def _about(text: str, subject: str | None) -> frozenset[str] | None:
    """The families of what a rule is about; None where that is too little."""
    if subject and subject.lower() in _ADDRESSED:
        text = re.sub(rf"\b{re.escape(subject)}\b", " ", text, count=1)
    bare = frozenset(map(_telling, filter(content_words, words_of(text)))) - {""}
    return bare | {w for w in words_of(text) if w in _BINDING} if len(bare) > 1 else None


def _bound(site: Site) -> Said | None:
    point = site.point
    if point["value"] is None or point["comparator"] not in _FOLDED or not point["unit"]:
        return None
    ban = point["modality"] == "must_not"
    side = (_TURNED if ban and point["scope"] == "rule" else _FOLDED).get(point["comparator"])
    value_text = str(point["value_text"])
    if side is None or site.shown.count(value_text) != 1:
        return None
    text = _COMPARING.sub(" ", site.shown.replace(value_text, " § "))
    if ban:
        text = re.sub(r"\b(?:not|never)\b|n['’]t\b", " ", text, count=1)
    about, unit = _about(text, point["subject"]), str(point["unit"])
    if about is None:
        return None
    days = _DAYS.get(unit)
    value = round(float(point["value"]) * (days or 1), 6)
    return Said(("bound", about, "time" if days else unit, side, point["per"], point["scope"]), value)


_COMPARING = re.compile(
    r"\b(?:(?:no|not) (?:later|earlier|sooner|more|less|longer|shorter|fewer|older|greater)(?: than)?|at (?:most|least)|up to|"
    r"within|(?:more|less|longer|fewer) than|a (?:maximum|minimum) of|limited to|over|above|under|below|exceed(?:ing)?|every)"
    r"\s+§|"
    r"§\s+(?:or|and) (?:less|fewer|more|longer|shorter|above|below|over|under|higher|lower)\b"
)


def _holder(site: Site) -> Said | None:
    """Who alone decides or keeps something."""
    point = site.point
    role = str(point["role"] or "")
    if point["modality"] == "may" or point["predicate"] not in _TELLS_WHO or site.shown.count(role) != 1 or not role:
        return None
    named = content_words(role)
    last = words_of(role)[-1]
    if (
        not named
        or (len(named) == 1 and noun_lemma(last) in _UNNAMED)
        or re.search(r"\b(?:or|and|your|an?|any|each)\b", role)
    ):
        return None
    about = _about(site.shown.replace(role, " "), None)
    return Said(("holder", about), named) if about is not None else None


def _leave(site: Site) -> Said | None:
    """Whether something may be done, must be done, or must not."""
    point = site.point
    if point["modality"] not in ("may", "must", "must_not"):
        return None
    text = re.sub(r"\b(?:not|never|no)\b|n['’]t\b", " ", site.shown, count=point["modality"] == "must_not")
    about = _about(text, point["subject"])
    return Said(("leave", about), point["modality"]) if about is not None else None


def _takes_for_known(text: str) -> bool:
    """Whether what the rule is about is something that only its surroundings introduce: "The request must be answered"."""
    for token in parse(text):
        core = token.dep_ in ("nsubj", "nsubjpass", "dobj") and token.head.dep_ in ("ROOT", "xcomp", "ccomp")
        beside = [c.lower_ for c in token.children]
        if core and token.lemma_.lower() not in PERSONS and beside == ["the"]:
            return True
    return False


_HAS_TIME = re.compile(r"^(?P<who>[A-Z][\w ]{1,40}?) (?:have|has|get|gets) (?=(?:\d|[a-z]+ )[^,;:]*$)")
_DECIDES = re.compile(
    r"^(?P<who>(?:The )?(?:[\w-]+ ){0,4}?(?P<noun>[\w-]+)) (?P<verb>approves?|authori[sz]es?|signs?|grants?|releases?|keeps?) "
    r"(?!by\b)[^,;:]+$"
)


def unread(passages: Iterable[Passage]) -> Iterator[tuple[dict[str, Any], Passage]]:
    """Deadlines and deciding places in plain sentences, as rows of points: "You have 14 days to ask for a refund", "The team lead
    approves overtime". Nothing is asked about them, but they may contradict what is."""
    for passage in passages:
        if passage.kind == "ticket" or not citable(passage.section):
            continue
        for a, b in sentence_spans(passage.text):
            text = passage.text[a:b].strip()
            start = passage.start + a + passage.text[a:b].index(text)
            told = _told(text.rstrip("."))
            if told is not None and text.endswith("."):
                row = dict.fromkeys(DecisionPoints.column_names()) | told
                place = {"document": passage.document, "sentence": text, "sentence_start": start, "form": "sentence"}
                yield row | place | {"sentence_end": start + len(text), "point": "", "modality": "fact"}, passage


def _told(text: str) -> dict[str, object] | None:
    if has := _HAS_TIME.match(text):
        found = [q for q in quantities.find(text) if q.unit in _DAYS and q.high is None]
        if (
            len(found) == 1
            and found[0].start == has.end()
            and re.match(r"(?: \w+){0,4}? to [a-z]", text[found[0].end :])
        ):
            amount = found[0]
            value = {"value": amount.value, "value_text": text[amount.start : amount.end], "unit": amount.unit}
            return {"kind": "limit", "comparator": "at_most", "scope": "rule", "subject": has["who"], **value}
    decides = _DECIDES.match(text)
    if decides and noun_lemma(decides["noun"].lower()) in PERSONS:
        return {"kind": "role", "predicate": verb_lemma(decides["verb"]), "role": decides["who"]}
    return None


def find_rivals(sites: Iterable[Site]) -> Iterator[tuple[Site, Site]]:
    """Pairs of rules of different documents about the same matter that say different things of it."""
    by_matter: dict[tuple[object, ...], list[tuple[Site, object]]] = defaultdict(list)
    for site in sites:
        found = said(site)
        if found is not None:
            by_matter[found.matter].append((site, found.value))
    for matter, held in by_matter.items():
        for (one, its), (other, others) in combinations(held, 2):
            if _apart(one, other, str(matter[0])) and _differ(its, others):
                yield one, other


def _differ(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        low, high = sorted((one, other))
        return high > 1.05 * low
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return not (one <= other or other <= one)
    return one != other and "must_not" in (one, other)


def _apart(one: Site, other: Site, kind: str) -> bool:
    """Whether two rules stand in documents of which neither is about somebody or something else than the other."""
    if one.point["document"] == other.point["document"] or one.passage.title == other.passage.title:
        return False
    return all(
        _restriction(a, kind) <= content_words(f"{b.passage.section} {b.shown}")
        for a, b in ((one, other), (other, one))
    )


def _restriction(site: Site, kind: str) -> frozenset[str]:
    """What the titles above a rule restrict it to: urgent cases, nights, and persons where the rule does not say who acts."""
    words = frozenset(words_of(re.sub(r"['’]s?\b", "", site.passage.section))) - _ADDRESSED - _UNNAMED
    persons = frozenset() if kind == "holder" else frozenset(w for w in words if noun_lemma(w) in PERSONS - _BODIES)
    return frozenset(stem(w) for w in words if w in persons or stem(w) in _RESTRICTING)
