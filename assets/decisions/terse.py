"""Sentences that drop their "is" or "are": "Sheets kept 3 months", "Delivery notes never thrown away".

The parser takes their participle for a past ("sheets kept"), so that they tell what happened. They are read again with the verb
put in, which the parse must then find. What may have happened is left as it is: a deed of persons, a deed with an object, one
of a day that is named.
"""

import re
from dataclasses import replace

from assets.decisions.duties import is_person
from assets.decisions.mood import subject_of
from assets.decisions.points import Parse, Token
from assets.decisions.quantities import DURATIONS, find
from assets.decisions.sentences import Sentence

_DONE_TO_THINGS = frozenset(
    re.findall(
        r"\w+",
        """
    accepted acknowledged allowed answered approved archived banned booked calibrated cancelled carried changed charged checked
    chilled cleaned cleared closed collected cooked cooled countersigned counted dated deducted defrosted deleted delivered
    destroyed discarded disinfected displayed disposed drained emptied erased filed filled fitted flushed handed heated held
    inspected insured issued kept labelled labeled left locked logged maintained marked measured offered opened packed paid
    permitted placed posted printed put quarantined read recorded refunded refused reheated reimbursed removed renewed repaired
    repeated replaced replenished reported required retained returned reused reviewed rinsed sampled sealed secured sent served
    serviced shredded signed stacked sterilised sterilized stored submitted swapped switched tagged tested topped transferred
    uploaded used verified washed weighed wiped
    """,
    )
)
"""What is done to things; what only happens ("passed", "moved", "arrived") is none of it."""
_BY_OTHERS = {
    "given", "worn", "taken", "shown", "written", "drawn", "driven", "rung", "frozen", "thrown", "withdrawn", "escorted",
    "accompanied", "supervised",
}  # fmt: skip
"""Participles that are no past, or that of a deed that needs somebody to whom it is done, so that even persons have it done to
them: "Relatives rung at once", "Visitors escorted"."""
_STANDS_BEHIND = (
    "every", "each", "no", "minimum", "maximum", "max", "max.", "min", "min.", "only", "daily", "weekly", "monthly", "yearly",
)  # fmt: skip
_HAPPENED = re.compile(
    r"\b(?:ago|yesterday|last (?:week|month|year|time|night|spring|summer|autumn|winter)|since|in (?:19|20)\d\d|already|then)\b",
    re.IGNORECASE,
)
_DEPENDS = re.compile(r"\b(?:if|when|while|unless|until|once|before|after|where|except)\b", re.IGNORECASE)
_FINITE = ("MD", "VB", "VBZ", "VBP")
_NAMING = ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PUNCT")


def in_full(sentence: Sentence, parse: Parse) -> Sentence | None:
    """The sentence with the verb that it drops; None for other sentences."""
    if sentence.form not in ("sentence", "item") or sentence.doubt or sentence.lead or sentence.step:
        return None
    known = _DONE_TO_THINGS | _BY_OTHERS
    done = next((t for t in parse if t.lower_ in known and t.tag_ in ("VBN", "VBD")), None)
    if done is None or _HAPPENED.search(sentence.text):
        return None
    start: Token = done.nbor(-1) if done.i and done.nbor(-1).lower_ in ("never", "always", "not", "only") else done
    about, behind = parse[: start.i], parse[done.i + 1 :]
    phrase = next((about[: t.i] for t in about if t.dep_ == "prep"), about)
    head = next((t for t in reversed(phrase) if t.pos_ in ("NOUN", "PROPN")), None)
    if head is None or about[-1].pos_ not in ("NOUN", "PROPN") or len(about) > 8 or not len(behind):
        return None
    if about[0].pos_ in ("DET", "PRON") or any(t.pos_ not in _NAMING or t.text in ",;:" for t in about):
        return None  # "The trust kept 3 vans": who tells what happened does not drop the article
    clause = _DEPENDS.search(sentence.text, behind[0].idx)
    stop = clause.start() if clause else len(sentence.text)
    if any(t.tag_ in _FINITE or t.text in (";", ":") for t in behind if t.idx < stop):
        return None
    if is_person(head) and done.lower_ not in _BY_OTHERS:
        return None
    amount = next((q for q in find(sentence.text) if q.start == behind[0].idx), None)
    joined = behind[0].lower_ == "and" and len(behind) > 1 and behind[1].tag_ in ("VBN", "VBD")  # "checked and oiled"
    opens = (
        joined
        or behind[0].pos_ in ("ADP", "ADV", "SCONJ", "PART")
        or behind[0].lower_ in _STANDS_BEHIND
        or clause is not None
    )
    if not opens and (amount is None or amount.unit not in DURATIONS):
        return None  # "Refunds paid 300 euros"
    plural = head.tag_ in ("NNS", "NNPS") or re.search(r"[a-rt-z]s$", head.text)
    verb, at = "are " if plural else "is ", int(start.idx)
    return replace(
        sentence, form="shared", text=sentence.text[:at] + verb + sentence.text[at:],
        places=(*sentence.places[:at], *[sentence.places[at]] * len(verb), *sentence.places[at:]),
    )  # fmt: skip


def is_passive(parse: Parse) -> bool:
    """Whether the parser finds one passive with its subject where the verb was put in."""
    roots = [t for t in parse if t.dep_ == "ROOT" and not t.is_punct]
    done = roots[0] if len(roots) == 1 else None
    subject = subject_of(done) if done is not None else None
    passive = done is not None and any(c.dep_ == "auxpass" for c in done.children)
    return passive and subject is not None and subject.left_edge.i == 0
