"""What another sentence of its section does to a rule: takes it from some, frees somebody of it, measures otherwise, demands
more.

`narrows` reads the sentence right behind a rule, `turns` any sentence of its section.
"""

import re

from checks.verifier.amounts import quantities
from checks.verifier.words import PERSONS, stem, words

# Nearly every rule is measured in them: that two rules count in days ties nothing together.
_MEASURES = words("second minute hour day night week month quarter year working business calendar percent time")
# What stands for a thing of the sentence right before it.
PRONOUN = re.compile(r"^(?:(?!(?-i:IT)\b)it|they)\b", re.IGNORECASE)
PREDICATE = re.compile(
    r"\b(?:is|are|must|may|can|cannot|shall|should|will|has\s+to|have\s+to|needs?|(?:do|does)(?=\s+not|n['’]t))\b",
    re.IGNORECASE,
)
# It denies or forbids; "no more than" only measures.
DENIES = re.compile(
    r"\b(?:no(?!\s(?:more|less|fewer|later|earlier|longer)\b)|not(?!\s(?:more|less|later|earlier)\b)|never|nobody|cannot|"
    r"forbidden|prohibited)\b|n['’]t\b",
    re.IGNORECASE,
)


def meaning(text: str) -> frozenset[str]:
    """Its words but numbers and measures."""
    return frozenset(word for word in words(text) - _MEASURES if not word.isdigit())


def narrows(sentence: str, rule: str) -> bool:
    """Whether the sentence behind a rule denies of some of its things what the rule says ("Contracts with hospitals do not have
    to be insured"), lets somebody grant more than its amount ("The manager may extend the loan by a further 10 days"), says the
    same of some with an amount of its own ("For trainees, it may be kept for 5 days"), has somebody else do it for some, allows
    another way, or demands more for the same; who does not need what the rule demands is of those of the rule, whatever they are
    called."""
    if re.search(r"\d", rule) and (
        _GRANTS_MORE.search(sentence) or _same_of_some(sentence, rule) or _OTHER_AMOUNT.match(sentence)
    ):
        return True
    if _demands_more(sentence, rule) or _frees(sentence, rule) or _measures_others(sentence, rule):
        return True
    if _has_another_do_it(sentence, rule) or _gives_some_none(sentence, rule):
        return True
    banned = _BANNED.search(sentence)
    if banned and _ALLOWS.search(rule) and not DENIES.search(rule):
        return bool(words(banned[1]) & words(rule))
    denied = _DENIED.search(sentence)
    if DENIES.search(rule):
        return False
    known = meaning(rule)
    other_way = _OTHER_WAY.match(sentence)
    if other_way and not _ALLOWS.search(rule):
        return bool(words(other_way[1]) & known)
    if denied is None:
        return False
    spared = re.match(r"\s+need\s+(?!to\b)", sentence[denied.end() :], re.IGNORECASE)
    end = denied.end() + (spared.end() if spared else 0)
    of, done = words(sentence[: denied.start()]), words(sentence[end:])
    return bool(done) and done <= known and bool(of - known) and (spared is not None or bool(of & known))


def turns(sentence: str, rule: str) -> bool:
    """Whether a sentence anywhere in the section says the contrary under a circumstance or of some, or is about the rule's case
    and narrower."""
    shut = _SHUT.match(sentence)
    if shut and not DENIES.search(rule) and words(shut[1]) & meaning(rule):
        return True
    return _contrary_there(sentence, rule) or _same_case(sentence, rule) or _denied_to_some(sentence, rule)


_SHUT = re.compile(
    r"^not\s(?:available|possible|allowed|permitted|offered|open|granted|covered)\s(?:for|to|in|at|on|with)\s([^.:;]+)",
    re.IGNORECASE,
)
_GIVES_NONE = re.compile(
    r"^(?:[^.:;]{3,60}:\s(?:no|none\sof)\b|[^.:;]*?\b(?:do|does)(?:\snot|n['’]t)\s(?:have(?!\sto\b)|get|receive|earn)\b)([^.:;]*)",
    re.IGNORECASE,
)


def _gives_some_none(sentence: str, rule: str) -> bool:
    """Whether some have none of what the rule before it gives: "Grade D: no flexi days", "Not open to trainees"."""
    none = _GIVES_NONE.match(sentence)
    gives = none is not None and bool(words(none[1]) & meaning(rule))
    return not DENIES.search(rule) and (gives or _SHUT.match(sentence) is not None)


_THERE = re.compile(
    r"^(?:during|in|on|at|while|when|whenever|if|where|before|after|for|outside|within|as\s+long\s+as)\b[^,;.]{3,70},\s",
    re.IGNORECASE,
)
_ALLOWS = re.compile(
    r"\b(?:may|can|cannot|can['’]t|must\s+not|allowed|permitted|forbidden|prohibited)\b", re.IGNORECASE
)


def _contrary_there(sentence: str, rule: str) -> bool:
    """Whether a sentence turns the rule round under a circumstance that it begins with, and says nothing else: "During a
    tender, no gifts may be accepted" beside "Employees may accept gifts worth up to 35 EUR"."""
    there = _THERE.match(sentence)
    if there is None or not _ALLOWS.search(rule):
        return False
    main = sentence[there.end() :]
    own = meaning(main)
    turned = bool(DENIES.search(main)) != bool(DENIES.search(rule)) and _ALLOWS.search(main) is not None
    return turned and len(own) > 1 and own <= words(rule)


_MAY_DO = re.compile(r"\b(?:may|can)\s+(?P<be>be\s+)?(?P<verb>[a-z]+)(?P<rest>[^;:]*)")
_MAY_NOT_DO = re.compile(
    r"^(?P<who>[^,;:]+?)\s+(?:(?:(?:must|may|can|shall|do|does)(?:\s+not|n['’]t)|cannot|can['’]t)\s+(?P<be>be\s+)?|"
    r"(?<=nobody\s)(?:may|can)\s+(?P<nor>be\s+)?)(?P<verb>[a-z]+)(?P<rest>[^;:]*)",
    re.IGNORECASE,
)
_DO_NOTHING = re.compile(r"^[^,;:]+?\s(?P<verb>[a-z]+)\snothing\b", re.IGNORECASE)
_STARTS = re.compile(r"\W*(?:(?:an?|the|any|their|your|his|her)\s+)?([\w’'-]+)", re.IGNORECASE)


def _denied_to_some(sentence: str, rule: str) -> bool:
    """Whether the sentence denies some what the rule allows: the same verb with the same next word, or of the same things, or
    that they do nothing of it."""
    may = _MAY_DO.search(rule)
    if may is None or DENIES.search(rule):
        return False
    if nothing := _DO_NOTHING.match(sentence):
        return bool(words(nothing["verb"]) & words(may["verb"]))
    found = _MAY_NOT_DO.match(sentence)
    if found is None or words(found["verb"]) != words(may["verb"]) or not words(may["verb"]):
        return False
    if bool(found["be"] or found["nor"]) != bool(may["be"]):
        return False
    if may["be"]:
        return bool(words(found["who"]) & words(rule[: may.start()]))
    first, second = (_STARTS.match(rest) for rest in (found["rest"], may["rest"]))
    return bool(first and second and first[1].lower() == second[1].lower())


_DENIED = re.compile(
    r"\b(?:(?:is|are|need|must|may|can|shall|will|does|do|has|have)(?:\s+not\b|n['’]t\b)|cannot\b)"
    r"(?:\s+(?:have|need)\s+to\b)?(?:\s+be\b)?",
    re.IGNORECASE,
)
_GRANTS_MORE = re.compile(
    r"\b(?:may|can)\s+(?:be\s+)?(?:extend|prolong|grant|allow|approve|authori[sz]e)(?:ed|d)?\b[^.;]*"
    r"\b(?:further|longer|extensions?|additional|extra|more)\b",
    re.IGNORECASE,
)


_ON_FROM = re.compile(
    r"\b(?:between|above|over|beyond|exceeding|from|after|(?:more|longer|later|higher)\s+than)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_MAY_HAVE = re.compile(
    r"^[^,;:]+\s(?:may|can)\s(?:have|get|take|keep|go|spend|offer|approve)\s(?:up\s)?(?:to\s)?[\w.,€$£ ]{1,20}$",
    re.IGNORECASE,
)


def _measures_others(sentence: str, rule: str) -> bool:
    """Whether the sentence behind a rule has an amount of its measure from where that ends on, or of what some may have."""
    if "|" in sentence:
        return False
    alike = [(a, b) for a in quantities(rule) for b in quantities(sentence) if set(a.units) & set(b.units)]
    if _MAY_HAVE.match(sentence.rstrip(".")):
        return bool(alike)
    return any(a.value == b.value and _ON_FROM.search(sentence[: b.start]) for a, b in alike)


# "For the night shift: four hours".
_OTHER_AMOUNT = re.compile(
    r"^for\s[^,;:.]{3,40}[,:]\s+(?:at\s(?:least|most)\s|up\sto\s|only\s|within\s)?(?:\d|an?\b|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|twelve)[^,;:]{2,30}$",
    re.IGNORECASE,
)
_BANNED = re.compile(r"\b(?:cannot|(?:can|may)\s+not|can['’]t)\s+(?:be\s+)?([a-z]+)", re.IGNORECASE)
_LEAVE = re.compile(r"\b(?:may|can)\s+(?:be\s+)?([a-z]+)", re.IGNORECASE)
_ANYTHING = re.compile(
    r"used?|do(?:ne)?|allow(?:ed)?|permit(?:ted)?|ma[kd]e|accept(?:ed)?|appl(?:y|ied)", re.IGNORECASE
)
_TAKEN_UP = re.compile(r"\b(?:within|in|during|at|on|from|to)\s(?:these|those|this|that)\s\w+", re.IGNORECASE)
_NO_ACTION = re.compile(
    r"\b(?:no\s(?:further\s|other\s)?(?:action|step|form|request|approval)\sis\s(?:needed|required|necessary)|"
    r"(?:need\snot|(?:do|does)(?:\snot|n['’]t)\s(?:need|have)\sto)\sdo\sanything)\b",
    re.IGNORECASE,
)


def _frees(sentence: str, rule: str) -> bool:
    """Whether the sentence behind a ban, or behind a task kept for somebody, lets somebody do that ("They can be used outdoors",
    "If the owner is away, the manager may remove it", "Parents may apply within these weeks"), or tells who need not do what
    the rule demands."""
    barred = DENIES.search(rule) is not None
    there = _THERE.match(sentence)
    if not barred and there and _NO_ACTION.search(sentence):
        return True
    leave = _LEAVE.search(sentence)
    if leave is None or DENIES.search(sentence) or not (barred or re.search(r"\bonly\b", rule, re.IGNORECASE)):
        return False
    if PRONOUN.match(sentence):
        return _ANYTHING.fullmatch(leave[1]) is not None or bool(words(leave[1]) & words(rule))
    return bool(there and re.search(r"\b(?:it|them|so)\b", sentence, re.IGNORECASE)) or bool(_TAKEN_UP.search(sentence))


# What is done with a task by its noun: "carries out the review".
_DO = words("carry out conduct perform undertake make take do give hold")
_DEED = re.compile(
    r"\s+(?:(?:must|shall|will|may|can|has\s+to|have\s+to)\s+)?(?!(?:is|are)\b)([a-z]+)\b", re.IGNORECASE
)
_BY = re.compile(r"^(?P<done>.*\b(?:is|are|be)\s.*)\sby\s(?P<who>[^,;]+)$", re.IGNORECASE)


def _has_another_do_it(sentence: str, rule: str) -> bool:
    """Whether the sentence behind a rule says that under a circumstance somebody else does what that says who does: "For
    complaints about the cook, the manager reviews the menu"."""
    there = _THERE.match(sentence)
    told = _BY.match(rule.rstrip(".")) or not re.search(r"\b(?:is|are|be)\b", rule, re.IGNORECASE)
    if there is None or not told or DENIES.search(sentence) or DENIES.search(rule):
        return False
    main, known = sentence[there.end() :].rstrip("."), words(rule)
    if passive := _BY.match(main):
        done = words(passive["done"]) - _DO
        return bool(done) and done <= known and bool(words(passive["who"]) - known)
    ends = [m.end() for m in re.finditer(r"[\w'’-]+", main) if words(m[0]) - known - _DO]
    deed = _DEED.match(main, ends[-1]) if ends else None
    done = words(main[ends[-1] :]) - _DO if ends else frozenset()
    return deed is not None and bool(done) and bool(words(deed[1]) & (known | _DO))


# "Members can also book by phone": another way of what the rule before tells of.
_OTHER_WAY = re.compile(r"^[^,;:]*?\b(?:can|may)\s+also\s+([^,;:.]*)", re.IGNORECASE)


def _same_case(sentence: str, rule: str) -> bool:
    """Whether the sentence begins with the circumstance that the rule begins with, and more of it: "If you move abroad after
    June, ..."."""
    there, of_rule = _THERE.match(sentence), _THERE.match(rule)
    wide = meaning(of_rule[0]) if of_rule else frozenset()
    return there is not None and len(wide) > 1 and wide < meaning(there[0])


_OF_SOME = re.compile(
    r"(?:if\s(?:you|they|the\s[\w-]+)\s(?:are|is)\s|for\s|in\sthe\scase\sof\s)[^,;.]{3,60},\s", re.IGNORECASE
)
_BOUNDED = re.compile(r"\d|\b(?:up\s+to|at\s+(?:most|least)|within|only|no\s+(?:more|less))\b", re.IGNORECASE)
_VERB = re.compile(r"\b(may|can|must|shall|should|has\s+to|have\s+to|is|are)\s+(?:be\s+)?([a-z]+)", re.IGNORECASE)


def _same_of_some(sentence: str, rule: str) -> bool:
    of_some = _OF_SOME.match(sentence)
    if of_some is None or not _BOUNDED.search(sentence, of_some.end()):
        return False
    found = [_VERB.search(text) for text in (rule, sentence[of_some.end() :])]
    return None not in found and len({verb.groups() for verb in found if verb}) == 1


_PERSONS = frozenset(map(stem, PERSONS))
_BINDS = (
    r"(?:must|shall|has\s+to|have\s+to|needs?|(?:is|are)\s+(?:to\s+be|(?:also\s+)?(?:required|needed)))\b(?!\s+not\b)"
)
# Who does something: adviser, auditor, receptionist, and those whose names do not tell.
_ACTS = re.compile(
    r"(?:[a-z]{3}[eo]r|[a-z]{4}ist|[a-z]{3}ian|[a-z]{4}ee|man)$|\b(?:clerk|nurse|captain|chief|cook|guard|head|host|judge|pilot|porter)$",
    re.IGNORECASE,
)
_BESIDES = r"(?:also|as\s+well|too|first|in\s+addition|additionally)"
_OPENS = r"(?:in\s+addition|additionally|besides|moreover|furthermore),?\s+"
_LEANS_ON_IT = r"(?:it|they|this|that|the\s(?!same\b)\w+(?:[\s-]\w+)?)\s+"
# "It must also be signed", "The request is made in writing as well", "In addition, the log is kept".
_MORE = re.compile(
    rf"^(?:{_OPENS})?({_LEANS_ON_IT})(?:{_BINDS}[^.;]*\b{_BESIDES}\b|(?:is|are)\s(?:also\b|[^.;]*\bas\s+well\b))|"
    rf"^{_OPENS}({_LEANS_ON_IT})(?:{_BINDS}|is\b|are\b)",
    re.IGNORECASE,
)
_OF_THE_ALLOWED = re.compile(rf"^(?:it|they|this|that)\s+{_BINDS}", re.IGNORECASE)
_OF_OTHERS = re.compile(rf"^(?:[^,;:]|,(?=\d))*\b{_BINDS}[^.;]*\b(?:also|as\s+well|in\s+addition)\b", re.IGNORECASE)
# Who alone may, or up to what it holds: what is demanded of the thing, or of more than that, is another matter.
_KEPT = re.compile(r"\bonly\b|\bup\s+to\b|\bat\s+most\b", re.IGNORECASE)


def _demands_more(sentence: str, rule: str) -> bool:
    """Whether the sentence behind a rule demands more for what that demands or allows: "It must also be countersigned",
    "Loans above 5,000 must also be approved by the board", "They must wear a vest" behind "Visitors may enter"; a further duty
    of a person does not."""
    if DENIES.search(rule):
        return False
    if more := _MORE.match(sentence):
        subject = (more[1] or more[2]).strip()
        return not (words(subject) & _PERSONS or _ACTS.search(subject))
    if _KEPT.search(rule):
        return False
    (of, *done), (_, *known) = PREDICATE.split(sentence, maxsplit=1), PREDICATE.split(rule, maxsplit=1)
    same = words(" ".join(done)) & words(" ".join(known)) - _MEASURES and words(of) & meaning(rule)
    return bool((_OF_OTHERS.match(sentence) and same) or (_ALLOWS.search(rule) and _OF_THE_ALLOWED.match(sentence)))
