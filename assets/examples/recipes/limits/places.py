"""Where an amount stands in its sentence: what another amount takes the place of, and what kind of limit that makes."""

import re

from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.quantities import MONEY, TIME, Quantity
from assets.examples.subjects import number_of
from assets.examples.words import inflect_verb, verb_lemma, word_set

SUM = "an amount of {}"
"""How an amount of money stands in the place of "everything over £10"."""

LATEST = ("within", "no later than", "not later than", "no earlier than", "no sooner than", "not sooner than")
_ANCHOR = re.compile(r"^\s+(?:of|after|from|following)\s+(?=\w)")
_AHEAD = re.compile(r"^\s+(?:\w+\s+){0,1}(?:before|prior to|in advance|ahead|beforehand)\b")
NOTICE = re.compile(r"(?:['’]s?)? (?:(?:prior|advance|written|clear) )?notice\b", re.IGNORECASE)
_MET = re.compile(r"(?:paid|reimbursed|covered|refunded|funded|insured|supported|subsidi[sz]ed)")
_MOVES = re.compile(r"(?:falls?|drops?|sinks?|declines?|rises?|climbs?|goes|go)")


_AT_ONCE = word_set(
    """
    become enter receive notice learn leave join start begin end arrive occur happen discover find hear move return sign complete
    finish submit open close reach retire resign realise realize detect apply cancel be
    """
)
"""What happens at a moment, so that one can count from it."""


def done(counted: str) -> tuple[str, str]:
    """The words in which a deadline counts from what somebody is doing, and the same as what is done: "the clerk becoming",
    "the clerk becomes"; raises Unfit."""
    doc = parse(counted)
    verb = next((t for t in doc[1:] if t.tag_ == "VBG"), None)
    before = list(doc[: verb.i]) if verb is not None else []
    lemma = verb_lemma(verb.lower_) if verb is not None else None
    named = before and before[-1].pos_ in ("NOUN", "PROPN") and all(t.pos_ in _NAMES for t in before)
    if verb is None or lemma not in _AT_ONCE or not named or (lemma == "be" and doc[verb.i + 1].tag_ != "VBN"):
        raise Unfit("no natural form: a deadline that counts from what somebody is doing")
    many = before[-1].tag_ in ("NNS", "NNPS")
    form = ("are" if many else "is") if lemma == "be" else inflect_verb(lemma, "VBP" if many else "VBZ")
    return str(doc[: verb.i + 1].text), f"{doc[: verb.i].text} {form}"


_NAMES = ("DET", "ADJ", "NOUN", "PROPN")


def place(quantity: Quantity, text: str, previous: str, noun_before: bool) -> tuple[str, str, str]:
    """The words that an amount replaces, how it stands there, and what kind of limit it makes."""
    phrase, words = quantity.phrase, quantity.words
    after = text[text.find(phrase) + len(phrase) :]
    if NOTICE.match(after) and quantity.unit in TIME:
        return phrase, "{}", "amount"  # "give your manager two weeks' notice"
    if previous in ("everything", "anything"):
        if quantity.unit not in MONEY:
            raise Unfit("no recipe for a limit of this kind")
        return f"{previous} {phrase}", SUM, "amount"
    if quantity.unit == "time":  # "postpone a visit no more than twice a year"
        return phrase, "{}", "amount"
    if quantity.high is not None:
        return phrase, "at {}" if words == "between" and quantity.unit in ("°C", "°F") else "{}", "amount"
    # "stays there for 48 hours before it is moved": how long, not how far ahead
    ahead = bool(_AHEAD.match(after)) and quantity.unit in TIME and previous != "for"
    if words in LATEST and not ahead:
        if quantity.unit not in TIME:
            raise Unfit("no recipe for a limit of this kind")
        anchor = _ANCHOR.match(after)
        if anchor:
            counted = after[anchor.end() :]
            if any(t.tag_ == "VBG" for t in parse(counted)[1:]) or re.match(r"(?:my|your|their|its) \w+ing\b", counted):
                doing, is_done = done(counted)
                return f"{phrase}{anchor[0]}{doing}", f"{{}} after {is_done}", "deadline"
            if re.search(rf"\b(?:or|and) {anchor[0].strip()}\b", counted):
                raise Unfit("no natural form: a deadline that counts from two things")
            return phrase + anchor[0].rstrip(), "{} after", "deadline"
        later = re.match(r"\s+later\b", after)  # "no earlier than five days later"
        return phrase, "{}" if later else "after {}", "deadline"
    if ahead:
        return phrase, "{}", "notice"
    if previous == "after":
        if quantity.unit not in TIME:
            raise Unfit("no recipe for a limit of this kind")
        kind = (
            "amount" if re.match(r"\s+of\b", after) else "deadline"
        )  # "after 5 years of service": how many, not how late
        return f"after {phrase}", "after {}", kind
    if words in ("below", "under", "above", "over") and _MOVES.fullmatch(previous):
        return phrase, "to {}", "amount"  # "fall below 99.5%"
    passive = re.search(r"\b(?:be|is|are) \w+(?:ed|en|t|d)\s+$", text[: text.find(phrase)])
    if words == "up to" and quantity.unit in MONEY and (_MET.fullmatch(previous) or passive):
        return phrase, "up to {}", "amount"  # "relocation is paid up to $8,000", "cards are accepted up to $500"
    if words in ("exceed", "exceeds"):
        return phrase, "be {}" if words == "exceed" else "is {}", "amount"
    if re.fullmatch(r"(?:no |not )?longer than", words) and re.search(r"\b(be|is|are)$", previous):
        return phrase, "{} long", "amount"
    if re.fullmatch(r"(?:no |not )?older than", words):
        noun = next((t for t in parse(text) if t.idx + len(t) == text.find(phrase) - 1), None) if noun_before else None
        return phrase, f"that {'are' if number_of(noun) == 'plural' else 'is'} {{}} old" if noun else "{} old", "amount"
    if words in ("higher than", "greater than", "larger than", "lower than", "smaller than") and quantity.unit in TIME:
        raise Unfit("no natural form: a measure of time after an adjective")
    counted_after = quantity.unit in TIME and re.match(
        r"\s+after\b", after
    )  # "submit claims up to 3 days after a trip"
    measured = previous in ("costs", "weighs", "measures") and words.endswith("than")  # "my work costs less than $900"
    if noun_before and words != "at least" and not counted_after and not measured:
        per = re.match(r"\s+(?:a|an|per|each|every)\s+\w+", after)
        adverbial = per or (words == "up to" and _is_adverbial(text, quantity))
        if quantity.unit in TIME and adverbial and not _of_noun(text, quantity):
            return phrase, "{}", "amount"
        if words == "up to" and not _is_bare(text, quantity):
            raise Unfit("doubtful parse: up to may mean the result of the action")
        return phrase, "of {}", "amount"
    return phrase, "{}", "amount"


def _of_noun(text: str, quantity: Quantity) -> bool:
    """Whether the amount says how much of a noun there is: "overtime beyond 15 hours per month"."""
    first = next((t for t in parse(text) if t.idx >= text.find(quantity.phrase)), None)
    return first is not None and first.dep_ == "prep" and first.head.dep_ in ("nsubj", "nsubjpass")


def _is_bare(text: str, quantity: Quantity) -> bool:
    """Whether things without an article stand before a measure: "vans up to 3.5 tonnes", not "the tank up to 40 litres"."""
    doc = parse(text)
    noun = next((t for t in reversed(list(doc)) if t.idx + len(t.text) <= text.find(quantity.phrase)), None)
    if noun is None or noun.tag_ != "NNS" or quantity.unit in (*TIME, *MONEY, "percent", "°C", "°F"):
        return False
    return noun.left_edge == noun and noun.dep_ == "dobj"


def _is_adverbial(text: str, quantity: Quantity) -> bool:
    """Whether the amount says how long or how often the verb's action is: "work from home up to 3 days a week"."""
    end = text.find(quantity.phrase) + len(quantity.phrase)
    token = next((t for t in reversed(list(parse(text))) if t.idx + len(t.text) <= end), None)
    return token is not None and token.dep_ in ("npadvmod", "tmod", "dobj") and token.head.pos_ == "VERB"
