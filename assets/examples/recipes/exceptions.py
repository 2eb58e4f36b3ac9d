"""Exceptions that are no clauses: "except medical files", "except at a dinner", "does not apply to emergency changes".

Whether the rule reaches what is excepted is asked for together with the rule ("Videos must not be stored there. Does that
also apply to recordings of courses?"); what it says at a place or time, with the phrase in the question. Proofs: `quote`,
`clause`, `missing` (slot: clause).
"""

import re
from dataclasses import dataclass

from assets.examples import rejected
from assets.examples.conditionals import Conditional, take_apart
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site, to_you
from assets.examples.grammar import Unfit, shift
from assets.examples.parsing import parse
from assets.examples.recipes.clauses import barely, claim_of, polar, say_polar
from assets.examples.subjects import acts_itself, number_of
from assets.examples.words import lower, upper, word_set

_APPLIES = re.compile(r"(?:do|does|shall|will)(?: not|n['’]t) apply (?P<to>to|if|when|for|in|during|where)")
_EXCEPT = re.compile(
    r"except(?: (?P<at>for|in|at|to|during|on|by|with|as))?|save(?: (?P<save>for))?|with the exception of|other than|apart from|"
    r"excluding"
)
_NAMELESS = word_set(
    "rule rules policy limit limits requirement requirements restriction ban credit agreement it they this that"
)
"""What a document alone calls by so little: "the rule does not apply to offices"."""
_ANYBODY = re.compile(r"\b(?:anyone|anybody)$")
_RELATIVE = re.compile(r",\s(?:which|who|as|because|since|so)\b")
_CONSENT = re.compile(r"with [^,]*\b(?:consent|approval|permission|agreement|authori[sz]ation)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:any\w*|all|every\w*|each|no|none|nothing|nobody|only|both|other)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Excepted:
    """What is excepted: a thing ("recordings of courses"), or a place, time or purpose ("at a dinner with customers")."""

    text: str  # in the asker's voice, a phrase with its preposition
    phrase: bool
    state: (
        str | None
    )  # what a case of it is said to be: "they are recordings of courses", "it is at a dinner"; None: unclear


def excepted(site: Site) -> list[Draft]:
    """What an exception without a finite clause takes out of the rule."""
    if site.point["predicate"] == "exempt":
        raise Unfit("an exception behind its rule")
    site.lone()
    parts = take_apart(site)
    if _APPLIES.fullmatch(parts.marker):
        return _not_applied(site, parts)
    if parts.clause is not None:
        raise Unfit("an exception with a clause")
    if not _EXCEPT.fullmatch(parts.marker) or parts.fronted:
        raise Unfit("no recipe for an exception of this kind")
    if "," in parts.main or _RELATIVE.search(site.shown.lower().partition(parts.marker)[0]):
        raise Unfit("no natural form: what is excepted belongs to the last word")
    what = _read(parts)
    drafts: list[Draft] = []
    for way in (_within, _taken_out):
        try:
            drafts.append(way(site, parts, what))
        except Unfit as reason:
            site.gaps["applies"] = str(reason)
    twin = next((d for d in drafts if d.claim["proof"] == "clause"), None)
    if twin is None:
        site.gaps |= dict.fromkeys(("not_applies", "unknown"), site.gaps["applies"])
        return drafts
    for cell, make in (("not_applies", _outside), ("unknown", _open)):
        try:
            drafts.append(make(site, parts, what, twin))
        except Unfit as reason:
            site.gaps[cell] = str(reason)
    return drafts


def _read(parts: Conditional) -> Excepted:
    """What the exception takes out, and how a case is said to be one of it."""
    match = _EXCEPT.fullmatch(parts.marker)
    doc = parse(parts.said)
    at = (match["at"] or match["save"]) if match is not None else None
    if doc[0].dep_ == "prep" or doc[0].tag_ == "IN":
        text, phrase = parts.said, True
    elif at not in (None, "for", "as"):
        text, phrase = f"{at} {parts.said}", True
    else:
        text, phrase = parts.said, False
    rule = parts.rule
    if rule is None or rule.subject is None or _ALL.search(parts.main):
        return Excepted(text, phrase, None)
    many, person = rule.number == "plural", acts_itself(rule.subject)
    if phrase:
        if _CONSENT.match(text):  # what is done "is with the consent of the owner"
            return Excepted(text, phrase, None)
        case = re.match(r"in (?:the )?cases? of (.+)", text)
        return Excepted(text, phrase, f"it is a case of {case[1]}" if case else f"it is {text}")
    heads = [t for t in doc if t.dep_ == "ROOT"]
    plural = bool(heads) and heads[0].tag_ in ("NNS", "NNPS")
    if not heads or heads[0].pos_ not in ("NOUN", "PROPN"):
        return Excepted(text, phrase, None)
    if at == "for" and not (many and plural):  # "certificates are not allowed, except for the test domain"
        return Excepted(text, phrase, f"{'they are' if many and not person else 'it is'} for {text}")
    if at == "for" or doc[0].lower_ in ("the", "those", "our", "my") or (not plural and doc[0].lower_ in ("a", "an")):
        return Excepted(text, phrase, None)
    if plural:
        main = parse(parts.main)
        things = [t.lower_ for t in main if t.tag_ == "NNS" and t.dep_ == "dobj"]
        if things and not acts_itself(heads[0].lower_):  # what is received, not those who receive it
            return Excepted(text, phrase, f"the {things[0]} are {text}")
        return Excepted(text, phrase, f"they are {text}" if many else None)
    return Excepted(text, phrase, f"it is {text}" if not many else None)


def _either(state: str) -> str:
    """What is one of several things that the rule joins: "it is in the bakery, the store or the bay"."""
    return _LAST_AND.sub(" or ", state) if re.search(r"\b(?:it is|they are)\b", state) else state


_LAST_AND = re.compile(r",? and (?=[^,]+$)")


def _told(parts: Conditional) -> str:
    told = parts.rule.said if parts.rule is not None else None
    if told is None or len(content_words(told)) < 3:
        raise Unfit("no natural form: the main clause cannot be told")
    return told


def _within(site: Site, parts: Conditional, what: Excepted) -> Draft:
    """ "Is alcohol reimbursed at a dinner with customers?", "... Does the rule also apply to recordings of courses?" """
    yes = not parts.affirmed
    if what.phrase or _ANYBODY.search(parts.main):
        asked, others = polar(parts)

        def put(text: str) -> str:
            if not what.phrase:
                return f"{upper(_ANYBODY.sub(what.text, text))}?"
            return f"{upper(text)} {_LAST_AND.sub(' or ', what.text)}?"

        train = [Phrasing("excepted.polar", put(asked))]
        evaluation = [Phrasing("excepted.polar.held_out", put(other)) for other in others]
        if what.phrase:
            train.append(Phrasing("excepted.polar.first", f"{upper(_LAST_AND.sub(' or ', what.text))}, {asked}?"))
    else:
        told, yes = _told(parts), False
        train = [
            Phrasing("excepted.told", f"{upper(told)}. Does the rule also apply to {what.text}?"),
            Phrasing("excepted.rule", f"Does the rule that {told} also apply to {what.text}?"),
        ]
        evaluation = [Phrasing("excepted.holds", f"{upper(told)}. Does the rule hold for {what.text} as well?")]
    phrasing = site.say(train, evaluation, "within")
    word = "Yes" if yes else "No"
    options = (
        f"{word}. {site.cite} makes an exception of that: “{site.shown}”",
        f"{word}, that is the exception in {site.cite}: “{site.shown}”",
        f"{word}. That is excepted from the rule: “{site.shown}” {site.cite}",
        f"{word}, because of the exception: “{site.shown}” {site.cite}",
    )
    claim = claim_of(site, parts, stated=True, polarity=word.lower())
    return site.draft(
        ("exception_applies", "answer"), ("excepted", "applies"), phrasing, site.pick(options, "within answer"), claim,
        rejected=rejected.otherwise(site, phrasing.text, not yes, claim),
    )  # fmt: skip


def _outside(site: Site, parts: Conditional, what: Excepted, twin: Draft) -> Draft:
    """ "Can videos be stored on a shared drive if they are not recordings of courses?" """
    if what.state is None:
        raise Unfit("no natural form: what is not excepted has no name")
    denied = re.sub(r"^(\w+(?: \w+)?) (are|is)\b", r"\1 \2 not", _either(what.state))
    phrasing = say_polar(site, parts, "outside", denied, "not_applies", marker="if")
    word = "Yes" if parts.affirmed else "No"
    options = (
        f"{word}. The exception does not help then, so the rule stands: “{site.shown}” {site.cite}",
        f"{word}. Without that exception the rule in {site.cite} holds: “{site.shown}”",
        f"{word}, what {site.cite} excepts is something else: “{site.shown}”",
    )
    claim = claim_of(site, parts, stated=False, polarity=word.lower())
    return site.draft(
        ("exception_not_applies", "answer"), ("excepted", "not_applies"), phrasing, site.pick(options, "outside answer"), claim,
        rejected=rejected.otherwise(site, phrasing.text, not parts.affirmed, claim), twin=twin,
    )  # fmt: skip


def _open(site: Site, parts: Conditional, what: Excepted, twin: Draft) -> Draft:
    """ "Can videos be stored on a shared drive?", which depends on whether they are what is excepted."""
    if what.state is None:
        raise Unfit("no natural form: what is not excepted has no name")
    asked, others = polar(parts)
    phrasing = site.say(*barely(site, asked, others, "excepted"), "unknown")
    back = to_you(re.sub(r"^(\w+(?: \w+)?) (are|is)\b", r"\2 \1", _either(what.state)))
    options = (
        f"That depends: {back}? {site.cite} makes an exception of that: “{site.shown}”",
        f"I need to know one thing first. {upper(back)}? The rule reads “{site.shown}” {site.cite}",
        f"{upper(back)}? There is an exception for that in {site.cite}: “{site.shown}”",
        f"It depends on something that you have not told me: {back}? “{site.shown}” {site.cite}",
    )
    claim = {"proof": "missing", "quote": site.quote, "slot": "clause", "clause": parts.source}
    return site.draft(
        ("exception_unknown", "clarify"), ("excepted", "unknown"), phrasing, site.pick(options, "unknown answer"), claim,
        rejected=rejected.confident(site, phrasing.text, parts.affirmed, claim), twin=twin,
    )  # fmt: skip


def _taken_out(site: Site, parts: Conditional, what: Excepted) -> Draft:
    """ "What is excepted from the rule that videos must not be stored on a shared drive?" """
    if re.search(r"\b(?:anyone|anybody|anything|anywhere|nothing|nobody|other)$", parts.main):
        raise Unfit("no natural form: what is excepted belongs to the last word")
    told = _told(parts)
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


def _not_applied(site: Site, parts: Conditional) -> list[Draft]:
    """ "Does the freeze apply to emergency changes?", and where it is not said what a case is about."""
    match = _APPLIES.fullmatch(parts.marker)
    doc = parse(f"{parts.main} {parts.marker} {parts.source}.")
    subject = next((t for t in doc if t.dep_ == "nsubj" and t.head.lemma_ == "apply"), None)
    if match is None or subject is None or subject.lower_ in _NAMELESS or subject.left_edge.i != 0:
        raise Unfit("no natural form: what does not apply is named elsewhere")
    about = shift(list(doc[: subject.right_edge.i + 1]))
    does = f"{'Does' if number_of(subject) == 'singular' else 'Do'} {lower(about) if doc[0].pos_ != 'PROPN' else about} apply"
    ask = f"{does} {match['to']} {parts.said}?"
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
    claim = claim_of(site, parts, stated=True, polarity="no")
    told = site.draft(
        ("exception_applies", "answer"), ("not_applied", "applies"), phrasing, site.pick(options, "not applied"), claim,
        rejected=rejected.verdict(site, True, claim),
    )  # fmt: skip
    try:
        return [told, _which(site, parts, does, told)]
    except Unfit as reason:
        site.gaps["unknown"] = str(reason)
        return [told]


def _which(site: Site, parts: Conditional, does: str, twin: Draft) -> Draft:
    """ "Does the freeze apply in my case?", which depends on what it is about."""
    if not parts.marker.endswith(" to") or re.search(
        r"\b(?:you|your|it|they|this|these|any|all|every|other)\b", parts.source
    ):
        raise Unfit("no natural form: what is not excepted has no name")
    doc = parse(parts.source)
    people = acts_itself(doc[:].root.lower_)
    if people or doc[:].root.pos_ != "NOUN":
        raise Unfit("no natural form: what is not excepted has no name")
    back = f"is it about {_LAST_AND.sub(' or ', re.sub(r'(?<=and )(?:to|for|in) ', '', parts.source))}"
    options = (
        f"That depends: {back}? {site.cite} makes an exception of that: “{site.shown}”",
        f"I need to know one thing first. {upper(back)}? The rule reads “{site.shown}” {site.cite}",
        f"{upper(back)}? There is an exception for that in {site.cite}: “{site.shown}”",
    )
    ask = f"{does} in my case?"
    phrasing = site.say(
        [Phrasing("applies.case", ask)], [Phrasing("applies.quick_case", f"Quick question: {lower(ask)}")], "which"
    )
    claim = {"proof": "missing", "quote": site.quote, "slot": "clause", "clause": parts.source}
    return site.draft(
        ("exception_unknown", "clarify"), ("not_applied", "unknown"), phrasing, site.pick(options, "which"), claim,
        rejected=rejected.confident(site, phrasing.text, True, claim), twin=twin,
    )  # fmt: skip


RECIPES = (excepted,)
