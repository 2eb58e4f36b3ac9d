"""What another sentence of its section does to a rule: takes it from some, lets somebody do it, measures otherwise, demands more.

`narrows` reads the sentence right behind a rule, `turns` any sentence of its section.
"""

import re

from assets.decisions.duties import PERSONS
from assets.decisions.quantities import find
from assets.examples.corpus import content_words, stem, words_of
from assets.examples.families import family
from assets.examples.parsing import parse
from assets.examples.words import noun_lemma, upper
from resources.parser import Token

# What nearly every rule is measured in: that two rules count in days ties nothing together.
_MEASURES = content_words("second minute hour day night week month quarter year working business calendar percent time")
PRONOUN = re.compile(r"(?:(?!(?-i:IT)\b)it|they)\b", re.IGNORECASE)
"""What stands for a thing of the sentence right before it."""
PREDICATE = re.compile(
    r"\b(?:is|are|must|may|can|cannot|shall|should|will|has to|have to|need|needs|(?:do|does)(?= not|n['’]t))\b",
    re.IGNORECASE,
)
"""What is done, or not, stands behind it."""
BARS = re.compile(
    r"\b(?:no(?! (?:more|less|fewer|later|earlier|longer)\b)|not(?! (?:more|less|later|earlier)\b)|never|nobody|cannot|forbidden|"
    r"prohibited)\b|n['’]t\b",
    re.IGNORECASE,
)
"""It denies or forbids; "no more than" only measures."""


def meaning(rule: str) -> frozenset[str]:
    """The stems of a rule's content words but numbers and measures."""
    return frozenset(word for word in content_words(rule) - _MEASURES if not word.isdigit())


def narrows(text: str, rule: str) -> bool:
    """Whether the sentence behind a rule denies of some of its things what the rule says of them ("Contracts with hospitals do
    not have to be insured", behind "Contracts above 100,000 EUR are insured"), lets somebody grant more than its amount, has
    another amount for some, gives its task to somebody else for some, gives some none, or demands more for the same."""
    amount = re.search(r"\d", rule) is not None
    if amount and (_LENGTHENS.search(text) or _bounds_some(text, rule) or _FOR_OTHERS.match(text)):
        return True
    if _demands_more(text, rule) or _allows_also(text, rule) or _lets(text, rule) or _spares(text, rule):
        return True
    if (amount and _measures_some(text, rule)) or _falls_to_another(text, rule) or _has_none(text, rule):
        return True
    if _MAY.search(rule) and not BARS.search(rule) and (ban := _CANNOT.search(text)):  # "Loans can't be extended"
        return family(ban[1].lower()) in {family(word) for word in words_of(rule)}
    denied = _DENIED.search(text)
    if denied is None or BARS.search(rule):
        return False
    needless = _NEED.match(text, denied.end())  # who needs none is of those of the rule, whatever they are called
    things, done = content_words(text[: denied.start()]), content_words(text[(needless or denied).end() :])
    some = bool(things - meaning(rule)) and (needless is not None or bool(things & meaning(rule)))
    return bool(done) and done <= meaning(rule) and some


def turns(text: str, rule: str) -> bool:
    """Whether a sentence anywhere in the section says the contrary under a circumstance or of some, or is about the rule's case
    and narrower."""
    return _contrary_there(text, rule) or _same_case(text, rule) or _forbids_some(text, rule) or _not_for(text, rule)


_NOT_FOR = re.compile(
    r"not (?:available|possible|allowed|permitted|offered|open|granted|covered) (?:for|to|in|at|on|with) (?P<of>[^.:;]+)",
    re.I,
)
_NONE_OF = re.compile(
    r"(?:[^.:;]{3,60}: (?:no|none of)\b|[^.:;]*?\b(?:do|does)(?: not|n['’]t) (?:have(?! to\b)|get|receive|earn)\b)"
    r"(?P<what>[^.:;]*)",
    re.IGNORECASE,
)


def _not_for(text: str, rule: str) -> bool:
    """Whether a sentence without a subject says where or for whom something of the rule is not to be had: "Not available for
    home working: the post room", beside "Staff can work at home"."""
    denied = _NOT_FOR.match(text)
    return denied is not None and not BARS.search(rule) and bool(meaning(denied["of"]) & meaning(rule))


def _has_none(text: str, rule: str) -> bool:
    """Whether a sentence says who has none of what the rule before it gives, or that some are left out: "Grade D: no flexi days",
    "Rota staff don't have flexi days", "Not open to trainees"."""
    none = _NONE_OF.match(text)
    some = none is not None and bool(meaning(none["what"]) & meaning(rule))
    return not BARS.search(rule) and (some or _NOT_FOR.match(text) is not None)


_THERE = re.compile(
    r"(?:during|in|on|at|while|when|whenever|if|where|before|after|for|outside|within|as long as)\b[^,;.]{3,70},\s",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|can|cannot|can['’]t|must not|allowed|permitted|forbidden|prohibited)\b", re.IGNORECASE)


def _contrary_there(text: str, rule: str) -> bool:
    """Whether a sentence forbids under a circumstance what the rule allows, or the other way round, and speaks of nothing else:
    "During a tender, no gifts may be accepted"."""
    circumstance = _THERE.match(text)
    if circumstance is None or not _MAY.search(rule):
        return False
    main = text[circumstance.end() :]
    own = meaning(main)
    turned = bool(BARS.search(main)) != bool(BARS.search(rule)) and _MAY.search(main) is not None
    return turned and len(own) > 1 and own <= meaning(rule)


def _forbids_some(text: str, rule: str) -> bool:
    """Whether a sentence denies some what the rule allows, in the same words: "Apprentices must not work alone" beside "You may
    work alone until 20:00", "Members of the panel accept nothing" beside "Staff may accept flowers"."""
    if not _MAY.search(rule) or BARS.search(rule) or not _DENIES.search(text):
        return False
    theirs, own = parse(text)[:].root, parse(rule)[:].root
    if theirs.pos_ != "VERB" or family(theirs.lemma_.lower()) != family(own.lemma_.lower()):
        return False
    who, usual, what, thing = (_child(verb, deps) for deps in (_SUBJECTS, _OBJECTS) for verb in (theirs, own))
    if who is None or usual is None or who.dep_ != usual.dep_:
        return False
    nothing = what is not None and what.lower_ in ("nothing", "none")
    if not (nothing or any(t.dep_ == "neg" or t.lower_ in ("nobody", "no") for t in (*theirs.children, *who.subtree))):
        return False
    if who.dep_ == "nsubjpass":  # of some of these things
        return family(who.lemma_.lower()) == family(usual.lemma_.lower())
    if nothing or what is not None or thing is not None:
        same = what is not None and thing is not None and family(what.lemma_.lower()) == family(thing.lemma_.lower())
        return same or (nothing and thing is not None)
    said, known = ({family(t.lower_) for t in verb.children if t.dep_ == "advmod"} for verb in (theirs, own))
    return bool(said & known - {"not"})


def _child(verb: Token, deps: tuple[str, ...]) -> Token | None:
    return next((t for t in verb.children if t.dep_ in deps), None)


_SUBJECTS, _OBJECTS = ("nsubj", "nsubjpass"), ("dobj",)
_DENIES = re.compile(rf"{BARS.pattern}|\b(?:nothing|none)\b", re.IGNORECASE)


_DENIED = re.compile(
    r"\b(?:(?:is|are|need|must|may|can|shall|will|does|do|has|have)(?: not\b|n['’]t\b)|cannot\b)"
    r"(?: (?:have|need) to\b)?(?: be\b)?",
    re.IGNORECASE,
)


def _measures_some(text: str, rule: str) -> bool:
    """Whether a sentence goes on where the amount of the rule before it ends ("Between EUR 300 and EUR 5,000 ..."), or gives some
    an amount of the same measure ("Schools may have 60 days", "Managers can go up to EUR 150")."""
    if "|" in text:
        return False  # a row of a table
    pairs = [
        (own, other) for own in find(rule) for other in find(text) if own.unit is not None and own.unit == other.unit
    ]
    if _HAVE_SO_MANY.fullmatch(text):
        return bool(pairs)
    return any(own.value == other.value and _BEYOND.search(text[: other.start]) for own, other in pairs)


_BEYOND = re.compile(
    r"\b(?:between|above|over|beyond|exceeding|from|after|(?:more|longer|later|higher) than) (?:the )?$", re.IGNORECASE
)
_HAVE_SO_MANY = re.compile(
    r"[^,;:]+ (?:may|can) (?:have|get|take|keep|go|spend|offer|approve) (?:up )?(?:to )?[\w.,€$£ ]{1,20}[.]?",
    re.IGNORECASE,
)
_FOR_OTHERS = re.compile(
    r"for [^,;:.]{3,40}[,:] (?:at (?:least|most) |up to |only |within )?(?:\d|an?\b|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|twelve)[^,;:]{2,30}$",
    re.IGNORECASE,
)
"""An amount for some, without a verb: "For the night shift: four hours"."""
_CANNOT = re.compile(r"\b(?:cannot|(?:can|may)(?: not|n['’]t)|can['’]t) (?:be )?([a-z]+)", re.IGNORECASE)


def _lets(text: str, rule: str) -> bool:
    """Whether a sentence lets somebody do what the rule before it bans, or keeps for somebody: "They can be used outdoors",
    "If the owner is away, the manager may remove it", "Parents may apply for one week within these periods"."""
    if not (BARS.search(rule) or re.search(r"\bonly\b", rule)) or BARS.search(text) or not _LETS.search(text):
        return False
    if PRONOUN.match(text):
        done = {family(word.lower()) for word in _LETS.findall(text)}
        return bool(done & ({family(word) for word in words_of(rule)} | _DONE_AT_ALL))
    return (_THERE.match(text) is not None and _OBJECT.search(text) is not None) or _THESE.search(text) is not None


_CARRIED_OUT = frozenset({"carry", "conduct", "perform", "undertake", "make", "take", "do", "give", "hold"})
"""What somebody does with a task that its noun names."""


def _falls_to_another(text: str, rule: str) -> bool:
    """Whether a sentence gives the task of the rule before it to somebody else under a circumstance: "For complaints about the
    cook, the manager carries out the review", behind "The cook reviews the menu"."""
    there = _THERE.match(text)
    if there is None or BARS.search(text) or BARS.search(rule):
        return False
    main = text[there.end() :]
    other, own = _task(upper(main)), _task(rule)
    if other is None or own is None:
        return False
    (who, deed, more), (usual, done, _) = other, own
    return deed == done and not who <= usual and more <= meaning(rule) | {stem(word) for word in _CARRIED_OUT}


def _task(text: str) -> tuple[frozenset[str], str, frozenset[str]] | None:
    """Who does something, the family of what they do, and what else is said of it; None where nobody is said to do it."""
    root = parse(text)[:].root
    if root.pos_ not in ("VERB", "AUX") or root.lemma_ == "be":
        return None
    by = [of for agent in root.children if agent.dep_ == "agent" for of in agent.children if of.dep_ == "pobj"]
    who = next((t for t in root.children if t.dep_ == "nsubj"), by[0] if by else None)
    of = next((t for t in root.children if t.dep_ in ("dobj", "nsubjpass")), None)
    if who is None:
        return None
    named = of is not None and root.lemma_ in _CARRIED_OUT
    deed = family((of.lemma_ if of is not None and named else root.lemma_).lower())
    actors = {t.i for t in who.subtree}
    rest = content_words(" ".join(t.text for t in root.subtree if t.i not in actors and t.i != root.i))
    return content_words(" ".join(t.text for t in who.subtree)), deed, rest - _MEASURES


_LETS = re.compile(r"\b(?:may|can) (?:be )?([a-z]+)", re.IGNORECASE)
_DONE_AT_ALL = frozenset(family(word) for word in ("use", "do", "allow", "permit", "make", "accept", "apply"))
_OBJECT = re.compile(r"\b(?:it|them|so)\b", re.IGNORECASE)
_THESE = re.compile(r"\b(?:within|in|during|at|on|from|to) (?:these|those|this|that) \w+", re.IGNORECASE)
_NO_ACTION = re.compile(
    r"\b(?:no (?:further |other )?(?:action|step|form|request|approval) is (?:needed|required|necessary)|"
    r"(?:need not|(?:do|does)(?: not|n['’]t) (?:need|have) to) do anything)\b",
    re.IGNORECASE,
)


def _spares(text: str, rule: str) -> bool:
    """Whether a sentence tells who needs not do what the rule before it demands: "If you keep your choice, no further action is
    needed"."""
    return _THERE.match(text) is not None and _NO_ACTION.search(text) is not None and not BARS.search(rule)


_NEED = re.compile(r" need (?!to\b)", re.IGNORECASE)
"""Behind a "do not": that a thing is not needed."""
_MAY_ALSO = re.compile(r"[^,;:]*?\b(?:can|may) also (?P<done>[^,;:.]*)", re.IGNORECASE)


def _allows_also(text: str, rule: str) -> bool:
    """Whether a sentence allows another way of what the rule before it demands or tells of: "Members can also book by phone",
    behind "The secretary books rooms"."""
    also = _MAY_ALSO.match(text)
    return (
        also is not None
        and not (BARS.search(rule) or _MAY.search(rule))
        and bool(content_words(also["done"]) & meaning(rule))
    )


def _same_case(text: str, rule: str) -> bool:
    """Whether a sentence is about the case of the rule, and narrower: "If you move abroad after June, ...", beside "If you move
    abroad, ..."."""
    case, own = _THERE.match(text), _THERE.match(rule)
    if case is None or own is None:
        return False
    narrow, wide = meaning(case[0]), meaning(own[0])
    return len(wide) > 1 and wide < narrow


_LENGTHENS = re.compile(
    r"\b(?:may|can) (?:be )?(?:extend|prolong|grant|allow|approve|authori[sz]e)(?:ed|d)?\b[^.;]*"
    r"\b(?:further|longer|extensions?|additional|extra|more)\b",
    re.IGNORECASE,
)
"""What somebody may grant beyond a rule's amount: "The manager may extend the loan by a further 10 days"."""


_FOR_SOME = re.compile(
    r"(?:if (?:you|they|the [\w-]+) (?:are|is) [^,;.]{3,60}|for [^,;.]{3,60}|in the case of [^,;.]{3,60}), "
    r"(?=.*(?:\d|\b(?:up to|at most|at least|within|only|no more|no less)\b))",
    re.IGNORECASE,
)
_DOES = re.compile(r"\b(may|can|must|shall|should|has to|have to|is|are) (?:be )?([a-z]+)", re.IGNORECASE)


def _bounds_some(text: str, rule: str) -> bool:
    """Whether a sentence says the same of some with an amount of its own: "If you are a trainee, you can take up to 5 days"."""
    some, does = _FOR_SOME.match(text), _DOES.search(rule)
    done = _DOES.search(text, some.end()) if some is not None else None
    return does is not None and done is not None and does.groups() == done.groups()


_DEMANDS = (
    r"(?:must|shall|has to|have to|needs?(?: to)?|(?:is|are) (?:to be|(?:also )?(?:required|needed)))\b(?! not\b)"
)
_TAKEN_UP = r"(?:it|they|this|that|the (?!same\b)\w+(?:[ -]\w+)?)"
"""What stands for the rule before, or for a thing that it brought in."""
_MORE = re.compile(
    rf"(?:(?P<adds>in addition|additionally|besides|moreover|furthermore),? )?(?P<of>{_TAKEN_UP}) (?:{_DEMANDS}[^.;]*"
    rf"\b(?:also|as well|too|first|in addition|additionally)\b|(?:is|are) (?:also\b|[^.;]*\bas well\b)|"
    rf"(?(adds)(?:{_DEMANDS}|is\b|are\b)|(?!)))",
    re.IGNORECASE,
)
"""It demands something besides what the rule before demands: "It must also be signed by the owner"."""
_OF_WHAT_MAY_BE = re.compile(rf"(?:it|they|this|that) {_DEMANDS}", re.IGNORECASE)
"""It demands something of what the rule before allows: "They must wear a vest"."""
_ALSO = re.compile(rf"(?:[^,;:]|,(?=\d))*\b{_DEMANDS}[^.;]*\b(?:also|as well|in addition)\b", re.IGNORECASE)
_RESERVED = re.compile(r"\bonly\b|\b(?:up to|at most)\b", re.IGNORECASE)
"""It says who may, or up to what it holds: what is demanded of the thing, or of more, is another matter."""


def _demands_more(text: str, rule: str) -> bool:
    """Whether a sentence demands more for what the rule before it demands or allows ("The request must also be made in writing",
    "Loans above 5,000 must also be approved by the board"); a further duty of somebody is another matter."""
    if BARS.search(rule):
        return False
    if more := _MORE.match(text):
        return noun_lemma(words_of(more["of"])[-1]) not in PERSONS
    if _RESERVED.search(rule):
        return False
    of, done = PREDICATE.split(text, maxsplit=1)[0], PREDICATE.split(text, maxsplit=1)[-1]
    before = {family(word) for word in words_of(PREDICATE.split(rule, maxsplit=1)[-1]) if stem(word) in meaning(rule)}
    same = before & {family(word) for word in words_of(done)} and content_words(of) & meaning(rule)
    return bool((_ALSO.match(text) and same) or (_MAY.search(rule) and _OF_WHAT_MAY_BE.match(text)))
