"""Lines without a verb that give an amount: "Blood samples within 20 minutes", "Maximum height of a shed 2.2 m", "Up to six
reservations per card".

The parser says that there is no verb; the words say what the amount is of. A line that only counts or praises ("Over 200
shops", "Fewer than 10 faults a year") bounds nothing, and neither does one that names nothing but an amount above which
something holds ("Loads over 900 kg").
"""

import re
from dataclasses import replace

from assets.decisions.limits import comparator_of
from assets.decisions.points import Parse, Token
from assets.decisions.quantities import Quantity, find
from assets.decisions.sentences import GRADE, NAMES_NO_MATTER, Sentence

_ENOUGH = re.compile(
    r"(?:up to|at (?:the )?most|at least|max(?:imum|\.)?|min(?:imum|\.)?|(?:a |the )?(?:max|min)imum of|limited to|"
    r"(?:no|not) (?:more|less|fewer|longer|later|earlier|older|shorter|higher|heavier) than)\b",
    re.IGNORECASE,
)
"""What bounds an amount by itself."""
_ODD = re.compile(
    r"[;:?!“”\"()\[\]{}=~|<>]|[–—]|https?|\.\.\.|…|\s-\s|[.] \S|\b(?:or|if|unless|except|when|where|until|not only)\b"
)
BOUND_NAME = re.compile(r"(?:max(?:imum|\.)?|min(?:imum|\.)?)\b", re.IGNORECASE)
"""What a matter is called that is bounded by its name: "Maximum height"."""
_POINTING = (
    "this", "that", "these", "those", "it", "they", "you", "we", "i", "our", "there", "no", "none", "etc", "ago",
)  # fmt: skip
_COUNTED_FROM = re.compile(r" (?:ahead|before(?:hand)?|in advance|after(?:wards)?|later|prior)\b", re.IGNORECASE)
_COMMAND = re.compile(
    r"(?:book|ring|call|check|report|keep|leave|order|request|review|store|stock|clean|change|charge|file|form|hand|help|hold|limit|"
    r"log|mail|mark|measure|note|park|pay|phone|place|plan|post|print|record|register|repeat|reply|return|run|sign|test|time|track|"
    r"transfer|visit|wash|watch|stay|stop|start|submit|allow|bring|take|use|wear|wait|give|get|put|make|send|dry|lock|open|close|"
    r"clear|empty|cool|heat|rest|drive|ride|walk|work|set|cut|fit|add|arrive|apply|contact|answer|let|pack|plug|press|turn) "
    r"(?!(?:of|within|at|up|no|not|max|min|for|to)\b)",
    re.IGNORECASE,
)
"""A command that the parser may take for a noun: "Book rooms up to 14 days ahead"."""


def as_line(sentence: Sentence, parse: Parse) -> Sentence | None:
    """The sentence as a line with what it names as its lead, which is empty where it names nothing; None for other sentences."""
    text = re.sub(r"[.\s]+$", "", sentence.text)
    if sentence.form not in ("sentence", "item") or sentence.doubt or sentence.lead or sentence.step:
        return None
    if (
        sentence.names
        or len(text.split()) > 14
        or _ODD.search(re.sub(r"\b(?:max|min)\. ", "", text, flags=re.IGNORECASE))
    ):
        return None
    for quantity in find(text):
        if quantity.form == "article" or quantity.high is not None:
            continue
        compared = comparator_of(text, quantity, quantity.end)
        start = compared[1] if compared else quantity.start
        if _says(parse, start, quantity.end) or _COMMAND.match(text):
            return None
        named = re.sub(r" of$", "", text[:start].rstrip())
        if _COMMAND.match(f"{named} it") and _COUNTED_FROM.match(text[quantity.end :]):
            return None  # "Book at least four weeks ahead" names no book
        if named:
            bounded = compared or BOUND_NAME.match(named)
            return _with_lead(sentence, named) if bounded and _names(parse, named, text, start, quantity) else None
        if compared is None or not _ENOUGH.match(text[start:]):
            return None
        return _with_lead(sentence, _counted(parse, text, quantity))
    return None


def _says(parse: Parse, start: int, end: int) -> bool:
    """Whether a verb stands outside the amount, which lies from `start` to `end`, or something points elsewhere."""
    outside = (t for t in parse if not start <= t.idx < end)
    return any(t.pos_ == "AUX" or t.tag_ in ("MD", "VB", "VBZ", "VBP", "VBD") or t.lower_ in _POINTING for t in outside)


def _with_lead(sentence: Sentence, lead: str) -> Sentence:
    return replace(sentence, form="line", lead=lead)


def _names(parse: Parse, named: str, text: str, start: int, quantity: Quantity) -> bool:
    """Whether what stands before the amount names a matter that it bounds: "Blood samples" of "Blood samples within 20 min"."""
    tokens: list[Token] = [t for t in parse if t.idx < len(named)]
    bounds = (
        BOUND_NAME.match(named)
        or _ENOUGH.match(text[start:])
        or text[start:].lower().startswith(("within ", "inside "))
    )
    aged = text[start:].lower().startswith("less than ") and re.match(r" old\b", text[quantity.end :])
    matter = re.sub(r"^(?:max(?:imum|\.)?|min(?:imum|\.)?) ", "", named, flags=re.IGNORECASE)
    return bool(
        (bounds or aged)
        and len(named.split()) <= 6
        and tokens
        and (tokens[-1].pos_ in ("NOUN", "PROPN") or tokens[-1].dep_ == "pobj")
        and tokens[0].pos_ in ("NOUN", "PROPN", "ADJ", "VERB")  # "The manager requests at least 2 offers"
        and tokens[0].tag_ != "VBG"
        and not any(t.text == "," or t.pos_ in ("PRON", "SCONJ", "CCONJ", "ADV") for t in tokens)
        and not any(map(_may_be_verb, tokens))
        and not NAMES_NO_MATTER.fullmatch(matter)
        and not GRADE.fullmatch(matter)
    )


def _may_be_verb(noun: Token) -> bool:
    """Whether what the parser takes for a plural has a noun right behind it, like a verb: "QA informs Purchasing"."""
    after = noun.nbor(1) if noun.i + 1 < len(noun.doc) else None
    return noun.tag_ == "NNS" and after is not None and (after.pos_ in ("NOUN", "PROPN") or after.dep_ == "appos")


def _counted(parse: Parse, text: str, quantity: Quantity) -> str:
    """What a line that begins with its amount counts, with what is said of it: "reservations per card"."""
    after = text[quantity.end :].strip()
    first = next((t for t in parse if t.idx >= quantity.end and not t.is_space), None)
    counts = quantity.unit is None and first is not None and any(
        t.tag_ in ("NNS", "NNPS") and all(b.pos_ in ("ADJ", "NOUN", "PROPN") for b in parse[first.i : t.i])
        for t in parse[first.i : first.i + 3]
    )  # fmt: skip
    return after if counts and "," not in after and not find(after) else ""
