"""Sentences that name the task before its holder, or what denies them before the rest, turned so that they begin with who
does it: questions are made from the parts of a `Duty`, while answers quote the sentence as it is written.

"It is the responsibility of the head to lock up" -> "The head must lock up"; "All other contracts are the responsibility of
the council" -> "The council is responsible for all other contracts"; "Refunds are at the discretion of the manager" -> "The
manager decides on refunds"; "Under no circumstances may a guest hold a key" ->
"A guest may not hold a key"; "It is forbidden to feed the animals" -> "You must not feed the animals"; "Sheds are to be kept
locked" -> "Sheds must be kept locked"; "No one is to enter" -> "No one may enter"; "No one but the porter may enter" -> "Only
the porter may enter"; "Keys may neither be lent nor copied" -> "Keys may not be lent or copied"; "No dogs in
the ward" -> "Dogs are prohibited in the ward"; "Nobody works more than four nights" -> "Nobody may work more than four nights".
"""

import re
from collections.abc import Container

from assets.decisions.bans import plain_ban
from assets.decisions.mood import NO_ONE_BUT, NOT_AT_ALL, denied_to_all, main_verb
from assets.examples.parsing import parse
from assets.examples.words import lower, upper

_NOUN = r"(?:responsibility|duty|task|job|remit)"
_TO_DO = re.compile(
    rf"It is (?:the (?:\w+ )?{_NOUN} of (?P<of>[^,;]+?)|(?P<own>[^,;]+?)['’]s? (?:\w+ )?{_NOUN}) to (?P<do>(?!be\b)[^;]+)\.",
    re.IGNORECASE,
)
_ITS = re.compile(
    rf"(?P<what>[^;:]+?) (?:is|are) the (?:\w+ )?{_NOUN} of (?P<of>[^,;]+)\."
    r"|(?:The )?(?:responsibility|accountability|oversight) (?:for|of) (?P<thing>[^;:]+?) "
    r"(?:(?:lies|rests|remains|sits) with|falls to) (?P<who>[^,;]+)\.",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?:(?P<open>whether [^;:,]+?)|(?P<what>[^;:]+?)) (?:is|are) "
    r"(?:at the (?:sole |absolute )?discretion of (?P<of>[^,;]+)|at (?P<own>[^,;]+?)['’]s? (?:sole )?discretion|"
    r"up to (?P<to>[^,;\d]+))\.",
    re.IGNORECASE,
)
_OPENERS = ("the", "a", "an", "all", "any", "each", "every", "other", "our", "your")


_FORBIDDEN = re.compile(
    r"It is (?:strictly )?(?:forbidden|prohibited|not (?:allowed|permitted)) to (?P<do>[^;]+)\.", re.IGNORECASE
)
_DENIED = re.compile(rf"\b(may|must|shall|should|can|will|is|are),? (?:{NOT_AT_ALL.pattern}),?(?= )", re.IGNORECASE)
_NOBODY_IS_TO = re.compile(
    r"(?P<who>No(?: one|body|thing| [\w'’ -]+?)) (?:is|are) to (?!be (?:found|seen|expected|hoped)\b)"
)
_NOBODY = re.compile(r"(?:Nobody|No one)\b")
_LAST = re.compile(r"^.* or (?=\w)| (?:of|to|with|for|from) .*$")
"""All but the last of several, and what is said of it."""
_NEITHER = re.compile(r"\b(?P<modal>may|must|shall|should|can) neither (?P<one>[^,;:]+?),? nor (?=\w)")
_IS_TO_BE = re.compile(
    r"\b(?:is|are)(?P<not> not|n['’]t)? to be (?!found|seen|expected|hoped|regretted|noted)(?=\w+(?:ed|en|t|n|d|ut|ft|m)\b)"
)


def turned(sentence: str, common: Container[str]) -> str:
    """The sentence with who does it as its subject; the sentence itself where that stands first already."""
    if task := _TO_DO.fullmatch(sentence):
        return f"{upper(task['of'] or task['own'])} must {task['do']}."
    if held := _ITS.fullmatch(sentence):
        holder, what = held["of"] or held["who"], held["what"] or held["thing"]
        return f"{upper(holder)} {'are' if _is_many(holder) else 'is'} responsible for {_inside(what, common)}."
    if left := _LEFT.fullmatch(sentence):
        holder, what = left["of"] or left["own"] or left["to"], left["open"] or f"on {_inside(left['what'], common)}"
        return f"{upper(holder)} {'decide' if _is_many(holder) else 'decides'} {lower(what)}."
    if forbidden := _FORBIDDEN.fullmatch(sentence):
        return f"You must not {forbidden['do']}."
    if denied := NOT_AT_ALL.match(sentence):
        return _straight(sentence[denied.end() :].lstrip(", ")) or sentence
    if nobody := _NOBODY_IS_TO.match(sentence):
        return f"{nobody['who']} may {sentence[nobody.end() :]}"
    if _NOBODY.match(sentence) and (told := _nobody_may(sentence)):
        return told
    if sentence.startswith("No ") and (banned := plain_ban(sentence, parse(sentence))):
        what, where = upper(banned["what"]), banned["where"] or ""
        return f"{what} {'are' if _is_many(_LAST.sub('', what)) else 'is'} prohibited{where}."
    if alone := NO_ONE_BUT.match(sentence):
        return f"Only {alone['who']} {sentence[alone.end() :]}"
    if neither := _NEITHER.search(sentence):
        said = f"{neither['modal']} not {neither['one']} or "
        return f"{sentence[: neither.start()]}{said}{sentence[neither.end() :]}"
    return _IS_TO_BE.sub(lambda m: f"must {'not ' if m['not'] else ''}be ", _DENIED.sub(r"\1 not", sentence), count=1)


def _nobody_may(sentence: str) -> str | None:
    """ "Nobody works alone in the freezer." -> "Nobody may work alone in the freezer."; None where it tells of no deed."""
    verb = main_verb(parse(sentence))
    if verb is None or verb.tag_ != "VBZ" or not denied_to_all(verb):
        return None
    return f"{sentence[: verb.idx]}may {verb.lemma_}{sentence[verb.idx + len(verb) :]}"


def _is_many(holder: str) -> bool:
    return re.search(r"(?<!s)s$", holder) is not None


def _inside(what: str, common: Container[str]) -> str:
    """What a sentence begins with, as it stands inside one."""
    first = what.split(maxsplit=1)[0].lower()
    return lower(what) if first in _OPENERS or first in common else what


def _straight(rest: str) -> str | None:
    """ "may a guest hold a key." -> "A guest may not hold a key."; None where the subject's end is not found."""
    doc = parse(upper(rest))
    verb = next((t for t in doc if t.dep_ == "ROOT"), None)
    subject = next((t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")), None) if verb is not None else None
    if subject is None or subject.left_edge.i != 1 or doc[0].tag_ not in ("MD", "VBZ", "VBP"):
        return None
    end = subject.right_edge.idx + len(subject.right_edge)
    who = doc.text[subject.left_edge.idx : end]
    modal = "must" if doc[0].lower_ == "should" else lower(doc[0].text)  # under no circumstances is no advice
    return f"{upper(who)} {modal} not{doc.text[end:]}"
