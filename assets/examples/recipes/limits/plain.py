"""What is no plain amount: one beside another, one with an alternative, one that something else goes with."""

import re

from assets.examples.grammar import Rule, Unfit
from assets.examples.parsing import parse
from assets.examples.quantities import COUNT, NUMBER_WORDS, TIME, Quantity, same_measure
from assets.examples.recipes.limits.places import LATEST
from assets.examples.words import word_set

_OTHERWISE = word_set("after during within before if when with at on by once until upon for from")
# A number whose unit stands with another one: "for a maximum of seven days, and in the compound for ninety".
_BARE = re.compile(rf"\b(?:for|in|to|by|after|of|at|within) (?:\d+|{'|'.join(NUMBER_WORDS)})(?=\s*(?:[,;.]|$))")
# An amount that another one stands beside; one in a phrase of its own ("after more than 9 hours, ...") is kept as it is.
_JOINED = re.compile(
    rf"(?:\b(?:and|or|but|to|while)|[,;(])\b[^§]*?{COUNT}[^§]*§|§[^§]*?(?:\b(?:and|or|but|while)\b|[,;(])[^§]*?{COUNT}",
    re.I,
)
_REST = re.compile(
    r"\b(?:for|to) (?:any|every)thing (?:\w+er|less|more|else|above|below|under|over)\b|"
    r"[,;] (?:or )?(?:else|otherwise) (?:(?!(?:is|are|must|may|can|shall|should|will|has|have|needs?)\b)[\w-]+ ?){1,5}\.?$|"
    r", and (?:an?|one|two|three) [\w ]{1,20}\.?$",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    rf"\b(?:once|twice|\w+ times)\b[^.,;]*$|\b(?:if|when|where|after)\b[^.,;]*?\b{COUNT}(?: [\w-]+)+? $", re.IGNORECASE
)
"""How often something happens, before the time within which that is counted: "occurs three times within 6 months"."""
_LASTING = re.compile(r" for (?:more than |at least )?[\w-]+ (?:minute|hour|day|week|month|quarter|year)s?\b")
_AT_ONCE = re.compile(
    r"\b(?:immediately|at once|promptly|without (?:undue |unreasonable )?delay|as soon as possible)\b,? (?:and|but)\b",
    re.IGNORECASE,
)


def plain_amount(text: str, quantity: Quantity, rule: Rule) -> None:
    """Raise Unfit where the amount is not a plain limit by itself."""
    start = text.find(quantity.phrase)
    before, after = text[:start], text[start + len(quantity.phrase) :]
    ahead = before.startswith("After ") and "," not in before  # what follows the comma is the rule's own amount
    joined = _JOINED.search(f"{before}§{after.partition(',')[0] if ahead else after}")
    if same_measure(f"{before} § {after}", quantity) and joined:
        raise Unfit("several amounts of one unit in the sentence")
    if re.search(r"\b(?:(?:the|these|in|over) (?:last|past|previous)|each)\s*$", before):
        raise Unfit("a period, not a limit")
    if quantity.words == "within" and _OFTEN.search(before):
        raise Unfit("a period, not a limit")
    if _BARE.search(f"{before}§{after}"):
        raise Unfit("several amounts of one unit in the sentence")
    bound = quantity.words in (*LATEST, "at least")  # "are kept at another branch, at least two miles away"
    if re.search(r"\b(?:and|or)\s*$" if bound else r"(?:,|\b(?:and|or))\s*$", before):
        raise Unfit("the amount stands beside another one")
    end = start + len(quantity.phrase)
    clause = text.find(rule.clause.source) if rule.clause is not None else -1
    within = clause >= 0 and rule.clause is not None and clause <= start < clause + len(rule.clause.source)
    stop = clause + len(rule.clause.source) if within and rule.clause is not None else len(text)
    if _alternative(text, end, stop):
        raise Unfit("an amount with alternatives")
    if re.search(r"\b(?:about|around|approximately|roughly|usually|typically)(?: \w+){0,2}\s+$", before):
        raise Unfit("an approximate or indirect amount")
    if re.search(r"\bwith\s+$", before) and re.match(r"\s*(?:[,.]|$)", after):
        raise Unfit("the amount stands beside another one")
    if _LASTING.match(after) and quantity.unit not in TIME and quantity.phrase in rule.subject:
        raise Unfit("an amount together with how long it lasts")  # "a team below 90% for a quarter"
    if _REST.search(after):
        raise Unfit("the sentence says what holds for the others")
    if _AT_ONCE.search(before):
        raise Unfit("what has to be done at once is not judged by a time")
    if quantity.unit == "quarter":
        raise Unfit("no recipe for quarters")
    if not quantity.words and _names(text, start, quantity):
        raise Unfit("an amount that names a thing, no limit")


def _names(text: str, start: int, quantity: Quantity) -> bool:
    """Whether an amount belongs to the name of what another one counts: "no more than 20 ampoules of morphine 10 mg"."""
    counted = next((t for t in parse(text) if t.idx >= start), None)
    if counted is None or not counted.i or quantity.unit in TIME or re.search(r"[,;]\s*$", text[:start]):
        return False
    thing = counted.nbor(-1)
    of = thing.head if thing.dep_ == "pobj" else thing
    many = of.head if of.lower_ == "of" else of
    return thing.pos_ in ("NOUN", "PROPN") and any(c.dep_ == "nummod" for c in many.children)


def _alternative(text: str, end: int, stop: int) -> bool:
    """Whether behind the amount an "or" offers another amount, another time or another way to comply; what follows from a
    condition with an amount ("return the laptop or pay for it", behind `stop`) is no alternative to it."""
    if re.search(
        rf"\b(?:or|and|but)\s+(?:[\w-]+\s+){{0,3}}?(?:[$€£]?\s?[\d¼½¾]|(?:{'|'.join(NUMBER_WORDS)})\b)",
        text[end:stop],
    ):
        return True
    for token in parse(text):
        if not end <= token.idx < stop or token.lower_ != "or":
            continue
        following = next((t for t in token.doc[token.i + 1 :] if t.pos_ != "ADV" and not t.is_punct), None)
        if following is not None and (
            following.lower_ in _OTHERWISE or (following.pos_ in ("VERB", "AUX") and following.dep_ == "conj")
        ):
            return True
    return False
