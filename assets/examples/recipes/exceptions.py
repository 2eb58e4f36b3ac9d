"""Exceptions that are no clauses: "except medical files", "does not apply to emergency changes". Proofs: `quote`, `clause`."""

import re

from assets.examples import rejected
from assets.examples.conditionals import Conditional, take_apart
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site, to_you
from assets.examples.grammar import Unfit, parse, shift
from assets.examples.subjects import number_of
from assets.examples.words import lower, word_set

_APPLIES = re.compile(r"(?:do|does|shall|will)(?: not|n['’]t) apply (?P<to>to|if|when|for|in|during|where)")
_EXCEPT = re.compile(r"except(?: (?:for|in|at|to|during|on|by|with|as))?|with the exception of")
_NAMELESS = word_set(
    "rule rules policy limit limits requirement requirements restriction ban credit agreement it they this that"
)
"""What a document alone calls by so little: "the rule does not apply to offices"."""


def excepted(site: Site) -> list[Draft]:
    """What an exception without a finite clause takes out of the rule."""
    site.lone()
    parts = take_apart(site)
    if _APPLIES.fullmatch(parts.marker):
        return [_not_applied(site, parts)]
    if parts.clause is not None:
        raise Unfit("an exception with a clause")
    if not _EXCEPT.fullmatch(parts.marker) or parts.fronted:
        raise Unfit("no recipe for an exception of this kind")
    return [_taken_out(site, parts)]


def _taken_out(site: Site, parts: Conditional) -> Draft:
    """ "What is excepted from the rule that videos must not be stored on a shared drive?" """
    if re.search(r"\b(?:anyone|anybody|anything|anywhere|nothing|nobody|other)$", parts.main) or "," in parts.main:
        raise Unfit("no natural form: what is excepted belongs to the last word")
    told = parts.rule.said if parts.rule is not None else None
    if told is None or len(content_words(told)) < 3:
        raise Unfit("no natural form: the main clause cannot be told")
    train = [
        Phrasing("excepted.what", f"What is excepted from the rule that {told}?"),
        Phrasing("excepted.cases", f"Which cases are excepted from the rule that {told}?"),
    ]
    evaluation = [Phrasing("excepted.tell", f"Could you tell me what is excepted from the rule that {told}?")]
    options = (
        f"It is named in the same sentence: “{site.shown}” {site.cite}",
        f"{site.cite} names what is excepted: “{site.shown}”",
        f"The exception stands in the rule itself: “{site.shown}” {site.cite}",
    )
    phrasing = site.say(train, evaluation, "excepted")
    asks = f"what is excepted from the rule that {to_you(told)}"
    return site.draft(
        ("answerable", "answer"), ("excepted", "applies"), phrasing, site.pick(options, "excepted"),
        {"proof": "quote", "quote": site.quote}, rejected=rejected.beside(site, phrasing.text, asks),
    )  # fmt: skip


def _not_applied(site: Site, parts: Conditional) -> Draft:
    """ "Does the freeze apply to emergency changes?" """
    match = _APPLIES.fullmatch(parts.marker)
    doc = parse(f"{parts.main} {parts.marker} {parts.source}.")
    subject = next((t for t in doc if t.dep_ == "nsubj" and t.head.lemma_ == "apply"), None)
    if match is None or subject is None or subject.lower_ in _NAMELESS or subject.left_edge.i != 0:
        raise Unfit("no natural form: what does not apply is named elsewhere")
    about = shift(list(doc[: subject.right_edge.i + 1]))
    do = "Does" if number_of(subject) == "singular" else "Do"
    ask = f"{do} {lower(about) if doc[0].pos_ != 'PROPN' else about} apply {match['to']} {parts.said}?"
    phrasing = site.say(
        [Phrasing("applies.does", ask)],
        [Phrasing("applies.quick", f"Quick question: {lower(ask)}")],
        "not applied",
    )
    options = (
        f"No. {site.cite} makes an exception of that: “{site.shown}”",
        f"No, that is taken out: “{site.shown}” {site.cite}",
        f"No: “{site.shown}” {site.cite}",
    )
    claim = {"proof": "clause", "quote": site.quote, "clause": parts.source, "marker": parts.marker, "stated": True,
             "polarity": "no"}  # fmt: skip
    return site.draft(
        ("exception_applies", "answer"),
        ("not_applied", "applies"),
        phrasing,
        site.pick(options, "not applied"),
        claim,
        rejected=rejected.verdict(site, True),
    )


RECIPES = (excepted,)
