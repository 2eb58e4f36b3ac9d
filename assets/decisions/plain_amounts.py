"""What an amount without a comparator limits: what is granted, when and how often something is done, how many are needed.

Most bound nothing and are only asked for (`exactly`). Two do: what is due with so much notice is due at least so far ahead,
and a time before the rule ("After 14 days the borrower must pay") says when the rule begins to hold.
"""

import re

from assets.decisions.duties import is_person
from assets.decisions.mood import clause_root, governor_of, mood_of, who_does
from assets.decisions.points import Doubt, Token
from assets.decisions.quantities import DURATIONS, Quantity

_GRANTING = {
    "retain", "keep", "hold", "store", "preserve", "archive", "receive", "get", "earn", "accrue", "last", "expire", "cost",
    "charge", "entitle", "grant", "wait", "reimburse", "work", "pay", "complete", "provide", "give",
}  # fmt: skip

_BINDING = ("must", "may", "must_not", "need_not")
_NOTICE = re.compile(r"(?:['’]s?|s['’])? (?:(?:prior|advance|written|clear) )?notice\b", re.IGNORECASE)
_NEEDED = ("need", "require", "give", "provide")
FRONTED = re.compile(
    r"After (?:(?:more|longer) than |at least )?(?=\S)[^,;:]*?(?=,| (?:the|an?|your|you|it|all|each|every|any|no)\b)"
)
"""A phrase before the rule that begins with "After"."""


def without_comparator(
    text: str, token: Token, quantity: Quantity, end: int
) -> tuple[str, int, int, list[Doubt]] | None:
    """(comparator, start, end of the deciding words, doubts) of an amount with no words of comparison; None where it limits
    nothing."""
    start = quantity.start
    if (scheduled := _scheduled(text, token, quantity)) is not None:
        return "exactly", scheduled, end, []
    if quantity.high is not None and _done_by_the_main_verb(token, quantity):
        return "between", start, end, [("a plain statement", 0.8)]
    if quantity.form in ("article", "compound"):
        return None
    if _as_notice(text, token, quantity):
        return "at_least", start, end, []
    if _before_the_rule(text, token, quantity):
        return "more_than", 0, end, []
    told = _told(token, quantity) or _of_a_measure(token, quantity) or _to_do_in(text, token, quantity)
    if told or _needed_number(token, quantity):
        return "exactly", start, end, []
    if _granted(token):
        return "between" if quantity.high else "exactly", start, end, [("no comparator", 0.85)]
    return None


def _as_notice(text: str, token: Token, quantity: Quantity) -> bool:
    """Whether somebody needs or has to give so much notice: "employees must give four weeks' notice"."""
    verb = governor_of(token)
    if quantity.unit not in DURATIONS or quantity.high is not None or not _NOTICE.match(text, quantity.end):
        return False
    given = token.head if token.head.lower_ == "notice" else token
    if given.dep_ == "pobj" and given.head.lower_ in (
        "with",
        "on",
        "at",
        "upon",
    ):  # "may be ended with 14 days' notice"
        return verb is not None and clause_root(verb).dep_ == "ROOT" and mood_of(verb)[0] in ("may", "must")
    if verb is None or clause_root(verb).dep_ != "ROOT" or verb.lemma_.lower() not in _NEEDED:
        return False
    return mood_of(verb)[0] == "must" or (verb.lemma_.lower() in ("need", "require") and mood_of(verb)[0] == "fact")


def _before_the_rule(text: str, token: Token, quantity: Quantity) -> bool:
    """Whether a time stands before the rule as its condition: "After 14 days the borrower must pay a fee"."""
    if quantity.unit not in DURATIONS or quantity.start != len("After ") or not FRONTED.match(text):
        return False
    verb = next((t for t in token.doc if t.dep_ == "ROOT"), None)
    return verb is not None and verb.idx > quantity.end and mood_of(_content(verb))[0] in _BINDING


def _content(verb: Token) -> Token:
    """What a verb of duty governs: "has to explain"."""
    return next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i), verb)


def _needed_number(token: Token, quantity: Quantity) -> bool:
    """Whether so many people or things are needed: "signed by two directors", "orders need three quotations"."""
    verb = governor_of(token)
    if quantity.unit not in (None, "person") or quantity.high is not None or not 2 <= quantity.value <= 20:
        return False
    if verb is None or clause_root(verb).dep_ != "ROOT" or quantity.form == "frequency" or token.tag_ != "NNS":
        return token.lower_ == "people" and verb is not None and _agent(token, verb)
    if verb.dep_ not in ("ROOT", "xcomp"):
        return False
    needs = verb.lemma_.lower() in ("need", "require") and mood_of(verb)[0] == "fact"
    direct = (
        token.dep_ == "dobj" and token.head.i == verb.i and (needs or mood_of(verb)[0] == "must") and not _known(token)
    )
    return direct or _agent(token, verb)


_MEASURES = frozenset(
    re.findall(
        r"\w+",
        """
    period term deadline duration length fee charge rate price deposit allowance limit fine penalty salary discount share quota
    entitlement budget interval retention validity rent premium toll fare
    mark score income surcharge excess contribution bonus supplement clearance deduction commission quorum
    """,
    )
)
"""What has an amount, and is told with it: "the notice period is three months"."""


def _told(token: Token, quantity: Quantity) -> bool:
    """Whether a sentence tells what something that has an amount is."""
    verb = governor_of(token)
    if (
        verb is None
        or verb.dep_ != "ROOT"
        or verb.lemma_ != "be"
        or mood_of(verb)[0] != "fact"
        or quantity.unit is None
    ):
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    at = token.dep_ == "attr" and token.head.i == verb.i and verb.tag_ in ("VBZ", "VBP")
    return at and subject is not None and subject.lemma_.lower() in _MEASURES


_SET = {"require", "need", "charge", "withhold", "deduct", "levy", "impose", "pay", "add", "retain", "apply", "grant"}


def _of_a_measure(token: Token, quantity: Quantity) -> bool:
    """Whether a sentence says that something of so much is due: "a pass mark of 80% is required", "a fee of £20 applies"."""
    of = token.head
    if token.dep_ != "pobj" or of.lower_ != "of" or quantity.unit is None or quantity.high is not None:
        return False
    noun = of.head
    verb = noun.head
    if noun.lemma_.lower() not in _MEASURES or noun.dep_ not in ("nsubj", "nsubjpass") or verb.dep_ != "ROOT":
        return False
    if mood_of(verb)[0] not in ("fact", "must") or any(c.lower_ in ("the", "this", "that") for c in noun.children):
        return False  # "the fee of £20 is charged when ..." tells of one that is known
    owed = verb.lemma_ == "be" and any(c.dep_ == "acomp" and c.lower_ in ("payable", "due") for c in verb.children)
    return owed or verb.lemma_.lower() in _SET


def _to_do_in(text: str, token: Token, quantity: Quantity) -> bool:
    """Whether somebody has so long to do something: "you have 10 working days to appeal"."""
    verb = governor_of(token)
    if quantity.unit not in DURATIONS or quantity.high is not None or verb is None or verb.dep_ != "ROOT":
        return False
    has = verb.lemma_ == "have" and verb.tag_ in ("VBP", "VBZ") and token.dep_ == "dobj" and token.head.i == verb.i
    someone = any(c.dep_ == "nsubj" and c.lower_ not in ("we", "i", "it", "they") for c in verb.children)
    return (
        has
        and someone
        and re.match(r" (?:from [^,.]{3,40} )?(?:in which )?to [a-z]+\b", text[quantity.end :]) is not None
    )


def _agent(token: Token, verb: Token) -> bool:
    """Whether a passive is, or has to be, done by so many."""
    by = token.head
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    return (
        token.dep_ == "pobj"
        and by.lower_ == "by"
        and by.head.i == verb.i
        and passive
        and mood_of(verb)[0] in ("must", "fact")
    )


def _granted(token: Token) -> bool:
    """Whether a value without comparator is what a granting verb gives: "receive 13 days of leave"."""
    verb = governor_of(token)
    carried = verb is not None and verb.lemma_.lower() in _CARRIED_OVER and mood_of(verb)[0] in ("may", "must")
    carried &= token.lemma_.lower() in DURATIONS  # "may be carried over five bridges"
    if verb is None or not (carried or verb.lemma_.lower() in _GRANTING or _allows(token, verb)):
        return False
    timed = token.dep_ == "oprd" and token.lemma_.lower() in DURATIONS  # "waste notes are kept two years"
    direct = token.head.i == verb.i and (timed or token.dep_ in ("dobj", "attr", "npadvmod", "obj"))
    links = ("over",) if verb.lemma_.lower() in _CARRIED_OVER else ("for", "to")
    through = token.dep_ == "pobj" and token.head.lower_ in links and token.head.head.i == verb.i
    return direct or through


_CARRIED_OVER = {"carry", "roll"}


_ALLOWED = {"borrow", "bring", "book", "reserve", "claim", "order", "invite", "swap", "request", "hire"}


def _allows(token: Token, verb: Token) -> bool:
    """Whether people may bring or borrow so many of a thing: "Members may bring two guests", but not "their two guests"."""
    head = who_does(verb)[0]
    someone = head is not None and (is_person(head) or head.lower_ == "you")
    several = token.tag_ == "NNS" and token.i > verb.i and token.lemma_.lower() not in DURATIONS
    allowed = verb.lemma_.lower() in _ALLOWED and mood_of(verb)[0] == "may" and verb.dep_ == "ROOT"
    return (
        someone
        and several
        and allowed
        and not _known(token)
        and not _MEANT.match(token.doc.text, token.idx + len(token))
    )


_MEANT = re.compile(r" (?:under|over|of|with|above|below|aged|who|that|which)\b")
"""What says, behind things that are counted, which ones are meant."""


def _known(things: Token) -> bool:
    """Whether the things that are counted are known ones: "their two guests"."""
    return any(c.dep_ in ("det", "poss") for c in things.children)


_COUNTED_TO = re.compile(r"\s(?:in advance|ahead|(?:after|before|following|prior to) \w)", re.I)

_PREPOSED = re.compile(r"\b(?:until|till|by|from|to|of|than|in|at|on|for)\s$", re.I)


def _scheduled(text: str, token: Token, quantity: Quantity) -> int | None:
    """Where the words begin that say, without comparator, when, how long or how often the main verb's action is done.

    "deleted after 90 days", "locked for 20 minutes", "paid 30 days after receipt", "checked weekly"; None where they do not.
    What stands before the verb ("After 60 days, the manager must explain") says on what the rule depends.
    """
    verb = governor_of(token)
    if verb is None or quantity.start < verb.idx or clause_root(verb).dep_ != "ROOT" or quantity.high is not None:
        return None
    if re.match(r"\s(?:after|before)\b(?! \w)", text[quantity.end :]):
        return None  # "kept for two years after": after what, the sentence before says
    if quantity.form == "frequency":
        path = [token, *(t for t in token.ancestors if verb.is_ancestor(t))]
        adverbial = all(t.dep_ in ("advmod", "npadvmod", "quantmod", "predet", "nummod") for t in path)
        return quantity.start if adverbial and path[-1].dep_ in ("advmod", "npadvmod") else None
    if quantity.unit not in DURATIONS or quantity.form in ("article", "compound"):
        return None
    above = token.head
    period = above.head if above.lower_ == "of" else None
    if period is not None and period.lower_ in ("period", "term") and period.head.lower_ == "for":
        begins = int(period.head.idx)  # "kept for a period of seven years"
        return begins if period.head.head.i == verb.i and text[begins:].startswith("for a ") else None
    if token.dep_ == "pobj" and above.lower_ in ("after", "for") and quantity.start == above.idx + len(above) + 1:
        hangs = above.head.i == verb.i or (above.head.dep_ == "acomp" and above.head.head.i == verb.i)
        return int(above.idx) if hangs else None
    counted = token.dep_ == "npadvmod" and _COUNTED_TO.match(text, quantity.end)
    return quantity.start if counted and not _PREPOSED.search(text[: quantity.start]) else None


def _done_by_the_main_verb(token: Token, quantity: Quantity) -> bool:
    """Whether a range says how or how much the main verb's action is: "stored at 2–8 °C", "takes two to four weeks"."""
    verb = governor_of(token)
    if verb is None or quantity.start < verb.idx or clause_root(verb).dep_ != "ROOT" or verb.dep_ in ("relcl", "acl"):
        return False
    return (token.dep_ in ("dobj", "npadvmod", "attr") and token.head.i == verb.i) or (
        token.dep_ == "pobj" and token.head.lower_ in ("at", "for", "to") and token.head.head.i == verb.i
    )
