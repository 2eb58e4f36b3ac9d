"""Of which case a rule is, and whether the user says so: under the heading "Emergency changes", or behind a sentence on such
changes, none is on changes in general."""

import re

from checks.verifier.cases import Case, Rule, require
from checks.verifier.words import blocks, related, sentences, word_set, words

_NUMBER = re.compile(
    r"^(?:(?:[A-Z]{2,}-?[A-Z]{0,3}|(?:SOP|WI|QP)\s)\d[\w.-]*|\d+(?:\.\d+)*[.)]?|(?:[A-Z]|[IVX]{1,4})[.)]|"
    r"(?:Article|Art\.|Section|Sec\.|Clause|Chapter|Part|Rule|Regulation|Appendix|Annex|Schedule|§)\s?(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)"
    r"[.:]?)\s*[-–—:]?\s+(?=\w)"
)
_ASKS = re.compile(r"^(?:who|whom|whose|what|which|why|where|how|is|are|do|does|can|may|must)\b", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(r"\b(?:if|when|in case)\b", re.IGNORECASE)
_SUPPOSES = re.compile(r"^(?:and\s)?what\s(?:happens\s)?(?:if|when)\s(.+)", re.IGNORECASE)
# Words of headings that every document may have.
_COMMON = words(" ".join(word_set(
    """
    roles role rules rule findings decision decisions notice overview general scope purpose quantity procedure procedures step
    steps details process faq introduction background exception exceptions limit limits requirement requirements responsibility
    responsibilities duty duties note notes summary structure deadline deadlines amount amounts condition conditions definition
    definitions reference references contact contacts other miscellaneous home index resource resources policy policies tip tips
    setup mitigation diagnosis impact meaning before after timing template templates repair storage transport use usage
    eligibility basics guideline guidelines principle principles example examples what why how terms glossary frequently asked
    question questions response important reminder tip tips warning caution remember nb hours fee fees cost costs price prices
    """
)))  # fmt: skip


def heading_named(case: Case, rule: Rule, said: str) -> None:
    """What a user has said holds the words of the nearest heading above the rule that says of which case it is, all but one of
    many; a question that stands in a ticket was worded for no heading. The label of the rule's own line is the nearest."""
    label = label_above(case, rule)
    telling = _telling(f"{rule.section} > {label}" if label else rule.section)
    missing = sum(not any(related(word, other) for other in words(said)) for word in telling)
    heard = case.corpus.asked_in_tickets(said)
    named = missing <= (1 if len(telling) > 3 else 0)
    require(named or heard, "the question leaves out the case that the rule's heading names")
    before = words(spoken_of(case, rule)) - words(rule.section)
    require(before <= words(said) or heard, "the question leaves out what the sentence before the rule speaks of")


def spoken_of(case: Case, rule: Rule) -> str:
    """What the nearest sentence of its paragraph that takes nothing up speaks of, where the rule takes that up with a bare "the":
    "Emergency changes" before "The record must be completed"."""
    if not _TAKES_UP.match(rule.sentence):
        return ""
    for text in case.corpus.section_text(rule.document, rule.start, rule.end):
        for block in blocks(text):
            said = [s for s in sentences(block) if s]
            at = next((n for n, sentence in enumerate(said) if sentence in rule.sentence), 0)
            opens = next((s for s in reversed(said[:at]) if not _KNOWN.match(s)), "")
            subject = _SUBJECT.match(opens)
            if subject and len(words(subject[1])) > 1:
                return subject[1]
    return ""


def label_above(case: Case, rule: Rule) -> str:
    """The label that the rule's line begins with, before other sentences or in bold print; "" where it has none of up to five
    words, or the rule has its own: "Late arrivals: the gate closes at six. Fish is not sent back."""
    before = case.corpus.texts[rule.document][: rule.start].rpartition("\n")[2]
    found = None if _LABEL.match(rule.sentence) else _LABEL.match(before)
    label = next(filter(None, found.groups()), "") if found else ""
    return label if len(label.split()) <= 5 else ""


_LABEL = re.compile(
    r"^\s*(?:(?:[-*•]|\d+[.)]|(?:\d+\.)+\d+|\([a-z]\))\s+)?(?:(?:\*\*|__)([A-Z][^.:|?!*_]{2,50}?)(?:[.:](?:\*\*|__)|(?:\*\*|__)[.:])|"
    r"([A-Z][^.:;,|?!*_0-9]{2,50}):)\s"
)
_VERB = r"(?:must|may|can|shall|should|will|is|are|has|have|needs?)\b"
_TAKES_UP = re.compile(rf"^the\s[\w-]+\s{_VERB}", re.IGNORECASE)
_KNOWN = re.compile(r"^(?:the|it|they|this|these|that|those)\b", re.IGNORECASE)
_SUBJECT = re.compile(rf"^([^,;:.]{{3,60}}?s(?:\s[^,;:.]{{3,60}}?)?)\s{_VERB}", re.IGNORECASE)


def _telling(section: str) -> frozenset[str]:
    """The words of the last heading of a section that supposes something ("What if it rains?"), else of the last that tells
    something beyond its title, asks nothing and can be said; none where none does."""
    title, *headings = (_NUMBER.sub("", part) for part in section.split(" > "))
    for heading in reversed(headings):
        if supposed := _SUPPOSES.match(heading):
            return words(supposed[1]) - _COMMON
    for heading in reversed(headings):
        own = words(heading) - _COMMON
        sayable = len(heading.split()) <= 8 and not re.search(r"[?\"“”]", heading)
        if own - words(title) and sayable and (not _ASKS.match(heading) or _CIRCUMSTANCE.search(heading)):
            return own
    return frozenset()
