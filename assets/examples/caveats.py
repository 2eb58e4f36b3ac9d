"""Exceptions beside a rule: which sentences of a section make one, and whether it concerns the rule."""

import re
from collections.abc import Iterator

from assets.decisions.duties import PERSONS
from assets.decisions.quantities import find
from assets.examples.corpus import BLOCK_END, Passage, content_words, sentence_spans, stem, words_of
from assets.examples.families import family
from assets.examples.words import SAVE, noun_lemma

EXCEPTION = re.compile(
    rf"\b(?:unless|{SAVE}|except(?:"
    r"(?<!\bno except)(?<!without except)(?<!can't make except)(?<!can’t make except)(?<!cannot make except)"
    r"ions?(?! (?:report|form|request|log|list|message|handling|waiver)s?\b)|ed|ing)?|"
    r"(?<!not )exempt(?:ed|ion|ions)?|however,|(?:does|do|did)(?: not|n['’]t) apply|excluding|notwithstanding|apart from|"
    r"other than|but not|waived?|waiver)(?!\w)|^however\b|^th(?:is|at) is not (?:required|needed|necessary)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(r"\b(?:other than|apart from|excluding|but not)\b", re.IGNORECASE)  # they often only tell apart
_ALL = re.compile(
    r"\b(?:no|not|none|never|nobody|nothing|cannot|any\w*|all|every\w*|each)\b|n['’]t\b|, $", re.IGNORECASE
)
"""What stands before words that often only tell apart where they take something out of it: "no vehicles other than vans"."""
# What makes an exception without saying from what, so that a word in common is enough to tie it to a rule.
# "With the exception of" stands behind what it excepts from.
_GENERAL = re.compile(
    r"(?<!\bwith the )(?<!\bwith some )(?<!\bwith few )(?<!\bwith no )(?<!\bwith certain )\bexceptions?\b|"
    r"\b(?:exempt\w*|n[o'’]t apply)\b|^notwithstanding\b",
    re.IGNORECASE,
)
_WAIVED = re.compile(r"waived?", re.IGNORECASE)  # what stands before it is what is given up: "the fee is waived"
# What nearly every rule is measured in: that two rules count in days ties nothing together.
_MEASURES = content_words("second minute hour day night week month quarter year working business calendar percent time")
_LEANS = re.compile(
    r"(?!(?-i:IT)\b)(?:however|this|these|that|those|it|they|but|such|otherwise|except|the (?:rule|limit|requirement|restriction|"
    r"policy|ban)s?)\b",
    re.IGNORECASE,
)


_PRONOUN = re.compile(r"(?:(?!(?-i:IT)\b)it|they)\b", re.IGNORECASE)
"""What stands for a thing of the sentence right before it."""
_TAKES_UP = re.compile(
    r"however\b|(?:this|that|it|the (?:rule|limit|requirement|restriction|ban)) (?:does|shall|will|is)\b|[^,;:]+ exempt(?:ed)?"
    r"(?: from (?:this|that|the) (?:rule|limit|requirement|restriction|ban)\b|\W*$)",
    re.IGNORECASE,
)
"""It takes up what stands before it in its paragraph or list item, from which it excepts: "Assistance dogs are exempt",
"However, ..."; where it opens one, all of the section."""


_THE_RULE = re.compile(
    r"the (?:rules?|limits?|requirements?|restrictions?|bans?) (?:above )?(?:does|do)(?: not|n['’]t) apply\b", re.I
)
"""It names no rule and so takes up each of its paragraph."""


def concerns(exception: str, rule: str, *, follows: bool) -> bool:
    """Whether an exception concerns the rule of another sentence; `follows`: it stands directly after it.

    Numbers and measures count for nothing here.

    One that says of its own what it excepts from concerns a rule with which that shares two words of meaning, one of them of
    what is done or not; one that names what does not apply, or what something is exempt from, a rule that speaks of it,
    that shares two words with it, or that it follows and shares one with; one that says neither, a rule that it follows or
    shares a word with; one that leans on what stands before it, a rule that it follows or shares two words with.
    """
    text = exception.strip(" \n-*•")
    own, of_rule = content_words(text), _meaning(rule)
    if stated := _STATED.match(text):
        return _ties(content_words(stated[1]), of_rule)
    if (named := _NAMED.search(text)) and (what := content_words(named["what"] or named["from"])):
        return bool(what & of_rule) or (follows and bool(own & of_rule)) or _ties(own, of_rule)
    if _GENERAL.search(text):
        return follows or bool(own & of_rule) or len(own) < 5
    if _LEANS.match(text) and not _WEAK.search(text):
        return follows or len(own & of_rule) > 1 or (len(own) < 5 and not _PRONOUN.match(text))
    excepted, marker = _excepted_from(text), EXCEPTION.search(text)
    if marker and _WEAK.fullmatch(marker[0]) and not _ALL.search(text[: marker.start()]):
        return False
    head, done = content_words(excepted), content_words(_DONE.split(excepted, maxsplit=1)[-1])
    if marker and _WAIVED.fullmatch(marker[0]):
        return bool(head & of_rule)
    return _ties(head, of_rule) and bool(done & of_rule or not done)


def _ties(excepted: frozenset[str], of_rule: frozenset[str]) -> bool:
    """Whether two words of meaning, and a third of the shorter of the two sentences, are the same."""
    common = len(excepted & of_rule)
    return common > 1 and 3 * common >= min(len(excepted), len(of_rule))


_UNNAMED = (
    r"(?!(?:the )?(?:rules?|limits?|requirements?|restrictions?|polic(?:y|ies)|bans?|provisions?|this|that|these|those|it|they|"
    r"them|same|above)\b)"
)
"""What a rule is called that is not named: "the rule does not apply to offices"."""
_NAMED = re.compile(
    rf"^{_UNNAMED}(?:the )?(?P<what>[^,;]{{3,60}}?) (?:does|do)(?: not|n['’]t) apply\b|"
    rf"\bexempt(?:ed)? from {_UNNAMED}(?:the )?(?P<from>[^,;.]{{3,60}})",
    re.IGNORECASE,
)
"""What does not apply, or what something is exempt from: "minibuses are exempt from the toll"."""
_DONE = re.compile(
    r"\b(?:is|are|must|may|can|cannot|shall|should|will|has to|have to|need|needs|(?:do|does)(?= not|n['’]t))\b",
    re.IGNORECASE,
)
"""What is done, or not, stands behind it."""
# A statement of its own, and behind a semicolon what is an exception to that: "Access is prohibited; exceptions are granted".
_STATED = re.compile(
    rf"(.*\b(?:is|are|must|may|can|shall|should|has|have|will|does|do)\b[^;]*);(?=[^;]*(?:{EXCEPTION.pattern}))",
    re.IGNORECASE,
)


def _meaning(rule: str) -> frozenset[str]:
    return frozenset(word for word in content_words(rule) - _MEASURES if not word.isdigit())


_THERE = re.compile(
    r"(?:during|in|on|at|while|when|whenever|if|where|before|after|for|outside|within|as long as)\b[^,;.]{3,70},\s",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|can|cannot|can['’]t|must not|allowed|permitted|forbidden|prohibited)\b", re.IGNORECASE)
_BARS = re.compile(
    r"\b(?:no(?! (?:more|less|fewer|later|earlier|longer)\b)|not(?! (?:more|less|later|earlier)\b)|never|nobody|cannot|forbidden|"
    r"prohibited)\b|n['’]t\b",
    re.IGNORECASE,
)


def _contrary_there(text: str, rule: str) -> bool:
    """Whether a sentence forbids under a circumstance what the rule allows, or the other way round, and speaks of nothing else:
    "During a tender, no gifts may be accepted"."""
    circumstance = _THERE.match(text)
    if circumstance is None or not _MAY.search(rule):
        return False
    main = text[circumstance.end() :]
    own = _meaning(main)
    turned = bool(_BARS.search(main)) != bool(_BARS.search(rule)) and _MAY.search(main) is not None
    return turned and len(own) > 1 and own <= _meaning(rule)


_DENIED = re.compile(
    r"\b(?:(?:is|are|need|must|may|can|shall|will|does|do|has|have)(?: not\b|n['’]t\b)|cannot\b)"
    r"(?: (?:have|need) to\b)?(?: be\b)?",
    re.IGNORECASE,
)


def _narrows(text: str, rule: str) -> bool:
    """Whether the sentence behind a rule denies of some of its things what the rule says of them ("Contracts with hospitals do
    not have to be insured", behind "Contracts above 100,000 EUR are insured"), lets somebody grant more than its amount, has
    another amount for some, or demands more for the same."""
    amount = re.search(r"\d", rule) is not None
    if amount and (_LENGTHENS.search(text) or _bounds_some(text, rule) or _FOR_OTHERS.match(text)):
        return True
    if _demands_more(text, rule) or _allows_also(text, rule) or _lets(text, rule) or _spares(text, rule):
        return True
    if amount and _measures_some(text, rule):
        return True
    if _MAY.search(rule) and not _BARS.search(rule) and (ban := _CANNOT.search(text)):  # "Loans can't be extended"
        return family(ban[1].lower()) in {family(word) for word in words_of(rule)}
    denied = _DENIED.search(text)
    if denied is None or _BARS.search(rule):
        return False
    needless = _NEED.match(text, denied.end())  # who needs none is of those of the rule, whatever they are called
    things, done = content_words(text[: denied.start()]), content_words(text[(needless or denied).end() :])
    some = bool(things - _meaning(rule)) and (needless is not None or bool(things & _meaning(rule)))
    return bool(done) and done <= _meaning(rule) and some


def _measures_some(text: str, rule: str) -> bool:
    """Whether a sentence goes on where the amount of the rule before it ends ("Between EUR 300 and EUR 5,000 ..."), or gives some
    an amount of the same measure ("Schools may have 60 days")."""
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
_HAVE_SO_MANY = re.compile(r"[^,;:]+ (?:may|can) (?:have|get|take|keep) (?:up to )?[\w.,€$£ ]{1,20}[.]?", re.IGNORECASE)
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
    if not (_BARS.search(rule) or re.search(r"\bonly\b", rule)) or _BARS.search(text) or not _LETS.search(text):
        return False
    if _PRONOUN.match(text):
        done = {family(word.lower()) for word in _LETS.findall(text)}
        return bool(done & ({family(word) for word in words_of(rule)} | _DONE_AT_ALL))
    return (_THERE.match(text) is not None and _OBJECT.search(text) is not None) or _THESE.search(text) is not None


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
    return _THERE.match(text) is not None and _NO_ACTION.search(text) is not None and not _BARS.search(rule)


_NEED = re.compile(r" need (?!to\b)", re.IGNORECASE)
"""Behind a "do not": that a thing is not needed."""
_MAY_ALSO = re.compile(r"[^,;:]*?\b(?:can|may) also (?P<done>[^,;:.]*)", re.IGNORECASE)


def _allows_also(text: str, rule: str) -> bool:
    """Whether a sentence allows another way of what the rule before it demands or tells of: "Members can also book by phone",
    behind "The secretary books rooms"."""
    also = _MAY_ALSO.match(text)
    return (
        also is not None
        and not (_BARS.search(rule) or _MAY.search(rule))
        and bool(content_words(also["done"]) & _meaning(rule))
    )


def _same_case(text: str, rule: str) -> bool:
    """Whether a sentence is about the case of the rule, and narrower: "If you move abroad after June, ...", beside "If you move
    abroad, ..."."""
    case, own = _THERE.match(text), _THERE.match(rule)
    if case is None or own is None:
        return False
    narrow, wide = _meaning(case[0]), _meaning(own[0])
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
    if _BARS.search(rule):
        return False
    if more := _MORE.match(text):
        return noun_lemma(words_of(more["of"])[-1]) not in PERSONS
    if _RESERVED.search(rule):
        return False
    of, done = _DONE.split(text, maxsplit=1)[0], _DONE.split(text, maxsplit=1)[-1]
    before = {family(word) for word in words_of(_DONE.split(rule, maxsplit=1)[-1]) if stem(word) in _meaning(rule)}
    same = before & {family(word) for word in words_of(done)} and content_words(of) & _meaning(rule)
    return bool((_ALSO.match(text) and same) or (_MAY.search(rule) and _OF_WHAT_MAY_BE.match(text)))


def _excepted_from(text: str) -> str:
    """What a sentence makes an exception from: what stands before its marker, else behind its clause."""
    marker = EXCEPTION.search(text)
    before = (text[: marker.start()] if marker else text).rpartition(";")[2]
    return before if re.search(r"\w", before) else text.partition(",")[2] or text


_HALF = re.compile(r"\s*[;,–-]\s*(?:but |though )?(\S[^\n]*)")
"""What the sentence goes on with behind its rule."""
_TOLERATES = re.compile(
    r"\b(?:is|are) (?:tolerated|allowed|permitted|fine|ok|okay|accepted|acceptable|welcome)\b|\b(?:may|can)\b",
    re.IGNORECASE,
)


def exceptions_beside(passages: list[Passage], start: int, end: int, rule: str) -> Iterator[tuple[Passage, int, int]]:
    """Sentences of a section, outside [start, end) of the document, that make an exception of the rule there; the half behind a
    ban that tolerates something, too: "Private tools are not allowed; tape measures are tolerated"."""
    for passage in passages:
        follows = False
        for a, b in sentence_spans(passage.text):
            if passage.start + a < end and start < passage.start + b:
                follows = True
                behind = _HALF.match(passage.text, end - passage.start, b)
                if behind and _BARS.search(rule) and _TOLERATES.search(behind[1]) and not _BARS.search(behind[1]):
                    yield passage, passage.start + behind.start(1), passage.start + b
                continue
            text = passage.text[a:b]
            block = max((m.end() for m in BLOCK_END.finditer(passage.text, 0, a)), default=0)
            beside = passage.start + block <= start < passage.start + a or not re.search(
                r"[^\W\d]", passage.text[block:a]
            )
            if _TAKES_UP.match(text.strip()) and not beside:
                continue  # it takes up another sentence of its paragraph
            excepts = EXCEPTION.search(text.strip()) and (
                _THE_RULE.match(text.strip()) or concerns(text, rule, follows=follows)
            )
            narrows = follows and _narrows(text.strip(), rule)
            if excepts or narrows or _contrary_there(text.strip(), rule) or _same_case(text.strip(), rule):
                yield passage, passage.start + a, passage.start + b
            follows = False
