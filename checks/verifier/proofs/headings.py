"""Under which heading a rule stands, and whether the user says so: a rule under "Emergency changes" or "United Kingdom" is none
on changes or pensions in general."""

import re

from checks.verifier.cases import Case, Rule, require
from checks.verifier.words import related, word_set, words

_NUMBER = re.compile(
    r"^(?:[A-Z]{2,}-?[A-Z]{0,3}\d[\w.-]*|\d+(?:\.\d+)*[.)]?|(?:[A-Z]|[IVX]{1,4})[.)]|"
    r"(?:Article|Art\.|Section|Sec\.|Clause|Chapter|Part|Rule|Regulation|Appendix|Annex|Schedule|§)\s?(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)"
    r"[.:]?)\s*[-–—:]?\s+(?=\w)"
)
_ASKS = re.compile(r"^(?:who|whom|whose|what|which|why|where|is|are|do|does|can|may|must)\b", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(r"\b(?:if|when|in case)\b", re.IGNORECASE)
# Words of headings that every document may have.
_COMMON = words(" ".join(word_set(
    """
    roles role rules rule findings decision decisions notice overview general scope purpose quantity procedure procedures step
    steps details process faq introduction background exception exceptions limit limits requirement requirements responsibility
    responsibilities duty duties note notes summary structure deadline deadlines amount amounts condition conditions definition
    definitions reference references contact contacts other miscellaneous home index resource resources policy policies tip tips
    setup mitigation diagnosis impact meaning before after timing template templates repair storage transport use usage
    eligibility basics guideline guidelines principle principles example examples what why how terms glossary frequently asked
    question questions response hours fee fees cost costs price prices
    """
)))  # fmt: skip


def heading_named(case: Case, rule: Rule, said: str) -> None:
    """What a user has said holds the words of the nearest heading above the rule that says of which case it is, all but one of
    many; a question that stands in a ticket was worded for no heading."""
    telling = _telling(rule.section)
    missing = sum(not any(related(word, other) for other in words(said)) for word in telling)
    named = missing <= (1 if len(telling) > 3 else 0)
    require(
        named or case.corpus.asked_in_tickets(said), "the question leaves out the case that the rule's heading names"
    )


def _telling(section: str) -> frozenset[str]:
    """The words of the last heading of a section that tells something beyond its title and asks nothing; none where none does."""
    title, *headings = (_NUMBER.sub("", part) for part in section.split(" > "))
    for heading in reversed(headings):
        own = words(heading) - _COMMON
        if own - words(title) and (not _ASKS.match(heading) or _CIRCUMSTANCE.search(heading)):
            return own
    return frozenset()
