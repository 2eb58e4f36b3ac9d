"""Sentences that give two amounts and say the verb once: each amount is a rule with what it is for.

Of other things ("Fees are paid within 10 days and fines within 30 days"), in two cases ("The limit is £50 for clerks and £90 for
managers"), or of what is done next with the same ("Claims are registered within 2 days and answered within 20 days"). The first
is verbatim, the second is read with the words that it leaves out (form "shared").
"""

import re
from collections.abc import Sequence

from assets.decisions.mood import subject_of
from assets.decisions.points import Parse, Token
from assets.decisions.quantities import Quantity, find

_OPENS = re.compile(
    r"(?:(?:within|after|for|at|by|in|every|up to|at (?:least|most)|(?:no|not) (?:more|less|later|longer|earlier) than|"
    r"an? (?:maximum|minimum) of) )+$"
)
"""What stands before an amount and belongs to it."""
_LINK = re.compile(r"(?:,? and |, | or )(?=\S)")
_MORE = re.compile(
    r"\b(?:if|when|where|while|unless|until|once|except|which|who|that|whichever|but|not|no|never|only|it|its|they|them|their|this|these|"
    r"those|then|rest|remainder|balance|others?|ones?|same|first|second|third|last|former|latter|each|both)\b|[;:()?]|, .*, ",
    re.IGNORECASE,
)
"""What governs both halves, or leans on something."""
_VERB = re.compile(
    r"(?:(?:is|are|must|may|can|shall|should|will|has|have|costs?|lasts?|takes?)\b(?: (?:be|to be))?)(?: [a-z]+){0,3}"
)

Span = tuple[int, int]


def paired(text: str, parse: Parse) -> tuple[int, list[Span]] | None:
    """(end of the first statement, the spans that make up the second in order); None where the sentence is another."""
    root = next((t for t in parse if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)
    subject = subject_of(root) if root is not None else None
    amounts = [a for a in find(text) if a.unit is not None]
    body = re.sub(
        r"\b(?:no|not)(?= (?:more|less|later|longer|earlier) than\b)", "", re.sub(r"(?<=\d),(?=\d)", "", text)
    )
    if (
        subject is None
        or root is None
        or len(amounts) != 2
        or any(a.high is not None for a in amounts)
        or _MORE.search(body)
    ):
        return None
    about = int(subject.right_edge.idx) + len(subject.right_edge)
    begins = [m.start() if (m := _OPENS.search(text[: a.start])) else a.start for a in amounts]
    verb = text[about : begins[0]].strip()
    if subject.left_edge.i != 0 or root.idx > begins[0] or not _VERB.fullmatch(verb):
        return None
    return (
        _of_others(parse, subject, amounts, begins, about)
        or _in_cases(text, amounts, begins)
        or _done_next(parse, root, amounts, about)
    )


def _of_others(
    parse: Parse, subject: Token, amounts: Sequence[Quantity], begins: Sequence[int], about: int
) -> tuple[int, list[Span]] | None:
    """ "Fees are paid within 10 days and fines within 30 days": what else is named stands for the subject."""
    text = parse.text
    link = _LINK.match(text, amounts[0].end)
    if (
        link is None
        or begins[1] <= link.end()
        or text[amounts[1].end :] not in (".", "")
        or _written(text, begins, amounts)
    ):
        return None
    named = [t for t in parse if link.end() <= t.idx < begins[1]]
    heads = [t for n, t in enumerate(named) if t.pos_ in ("NOUN", "PROPN") and not _followed_by_noun(named, n)]
    if (
        not heads
        or len(named) > 7
        or named[0].pos_ not in ("NOUN", "PROPN", "ADJ", "DET")
        or named[0].tag_ in ("JJR", "JJS")
    ):
        return None
    if any(t.pos_ in ("VERB", "AUX", "PRON", "CCONJ") and t.tag_ not in ("VBN", "VBG") for t in named):
        return None
    if _is_many(heads[0]) != _is_many(subject):
        return None
    return link.start(), [(link.end(), begins[1]), (about, begins[0]), (begins[1], len(text))]


def _written(text: str, begins: Sequence[int], amounts: Sequence[Quantity]) -> bool:
    """Whether the second amount leaves out what opens the first: "for 10 years, fines 3 years"."""
    return begins[0] < amounts[0].start and begins[1] == amounts[1].start


_CASE = re.compile(r" for (?P<who>(?:[a-zA-Z][\w’'-]*)(?: [\w’'-]+){0,3}?)(?=,? and |, | or |\.?$)")


def _in_cases(text: str, amounts: Sequence[Quantity], begins: Sequence[int]) -> tuple[int, list[Span]] | None:
    """ "The limit is £50 for clerks and £90 for managers": the second amount stands for the first, with its own case."""
    one, other = _CASE.match(text, amounts[0].end), _CASE.match(text, amounts[1].end)
    link = _LINK.match(text, one.end()) if one is not None else None
    if one is None or other is None or link is None or link.end() != begins[1] or text[other.end() :] not in (".", ""):
        return None
    alike = one["who"].split()[-1] == other["who"].split()[-1]  # "for sea freight and 7 days for air freight"
    if not (alike or re.search(r"s$", one["who"])) or find(one["who"]) or find(other["who"]):
        return None  # "30 days for retail and 60 days for wholesale customers"
    if _written(text, begins, amounts):
        return None
    return link.start(), [(0, begins[0]), (begins[1], len(text))]


def _done_next(parse: Parse, root: Token, amounts: Sequence[Quantity], about: int) -> tuple[int, list[Span]] | None:
    """ "Claims are registered within 2 days and answered within 20 days": the second deed takes the auxiliary of the first."""
    text = parse.text
    link = re.compile(r",? and (?=\w)").match(text, amounts[0].end)
    done = next((t for t in parse if link is not None and t.idx == link.end()), None)
    passive = any(c.dep_ == "auxpass" for c in root.children)
    if link is None or done is None or done.tag_ not in ("VBN", "VBD") or done.dep_ != "conj" or not passive:
        return None
    if done.head != root or text[about : root.idx].strip() not in (
        "is",
        "are",
        "must be",
        "may be",
        "has to be",
        "have to be",
    ):
        return None
    return link.start(), [(0, int(root.idx)), (link.end(), len(text))]


def _followed_by_noun(tokens: Sequence[Token], at: int) -> bool:
    after = [t for t in tokens[at + 1 :] if t.pos_ != "NUM"]  # "priority 2 repairs"
    return bool(after) and after[0].pos_ in ("NOUN", "PROPN")


def _is_many(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS")
