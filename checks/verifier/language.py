"""The verifier's own small grammar of rules: conditions, exceptions, modality, forms of question.

Deliberately independent of the extractor: what the two read alike is believed, what they read differently is
rejected. It prefers not to understand over guessing. Nothing here knows examples or claims.
"""

import re
from functools import lru_cache
from typing import Literal

from checks.verifier.amounts import PERIOD, quantities
from checks.verifier.words import CACHE, STOPWORDS, stem

Modality = Literal["may", "must", "must_not", "need_not", "fact"]
Form = Literal["permission", "obligation", "fact", "breach", "open"]
_CONSENTED = (
    r"(?=\s+(?:(?:the|your|my|his|her|their|an?|any)\s+)?(?:(?:prior|written|express|explicit)\s+(?:and\s+)?)*"
    r"(?:consent|approval|permission|agreement|authori[sz]ation|authority)\s+(?:of|from|by)\b)"
)
_DEED = (
    r"(?=\s+(?:the\s+)?(?!(?:condition|recommendation|instruction|direction|position|location|section|occasion|station|"
    r"foundation|question|portion|version|region|mission|session|management|department|element|statement|commission|decision)\b)"
    r"(?:receipt|return|payment|expiry|death|discovery|delivery|departure|arrival|failure|request|loss|sight|transfer|release|"
    r"closure|purchase|birth|sale|breach|signature|proof|renewal|removal|withdrawal|approval|refusal|"
    r"[a-z]{4,}(?:[sc]ion|[acei]tion|tment|sment|ement|gment|ption))\s+of\b)"
)
CONDITION = re.compile(
    r"\b(?:if|when|whenever|provided(?:\s+that)?|as\s+long\s+as|so\s+long\s+as|in\s+case|"
    r"in\s+cases\s+where|(?<![\w,] )following(?=\s+an?\b)|"
    rf"once(?!\s+(?:an?|per|each|every|in\s+any)\s+(?:\w+\s+)?{PERIOD}s?\b)|only\s+if|"
    r"only\s+when|where|while|after|before|until|during|without|assuming|in\s+the\s+absence\s+of|pending(?=\s+(?:the|an?|your|my)\s)|"
    rf"(?:only\s+)?(?:with|on|subject\s+to){_CONSENTED}|(?:only\s+)?(?:on|upon){_DEED}|(?<!.)should(?=[^,?]+,[^?]*$))\b",
    re.IGNORECASE,
)
EXCEPTION = re.compile(
    r"^however\b|^th(?:is|at)\s+is\s+not\s+(?:required|needed|necessary)\b|"
    r"\b(?:unless|(?<=[\w,] )(?<!to )(?<!can )(?<!and )save\s(?:for|where|when|that)|"
    r"(?<=,\s)save(?=\s(?:in|on|at|by|with|under|during|to)\b)|"
    r"except(?:(?<!\bno\sexcept)(?<!without\sexcept)(?<!can['’]t\smake\sexcept)(?<!cannot\smake\sexcept)ions?(?!\s+(?:report|form|request|log|list|message|handling|waiver)s?\b)|ed|ing)?|excluding|however,|"
    r"(?:does|do|did)(?:\s+not|n['’]t)\s+apply|apart\s+from|"
    r"(?<!not )exempt(?:ed|ion|ions)?|notwithstanding|other\s+than|with\s+the\s+exception|but\s+not|waived?|waiver)(?!\w)",
    re.IGNORECASE,
)
NO_ONE_BUT = r"^(?:no\s+one|nobody|nothing|no\s[\w-]+)\s(?:other\s+than|except(?:\s+for)?|but)\s+"
"""What denies to all but one: "No one other than the warden may open it"."""
_LEADING = re.compile(r"^(?:for|in|on|during|with|at|from|under|as|by|to)\b[^,:?]{2,80},(?=\s)", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"^(?:therefore|thus|otherwise|hence|in\s+(?:this|that|these|those|such)\b|then\b|accordingly|instead\b|if\s+so\b|"
    r"if\s+not\b|but\b|or\b|as\s+a\s+result|thereafter\b|afterwards\b|subsequently\b|from\s+then\s+on\b|until\s+then\b|"
    r"after\s+that\b)",
    re.IGNORECASE,
)
_NOT_AT_ALL = (
    r"(?:under\s+no\s+circumstances?|on\s+no\s+account|in\s+no\s+(?:case|event|circumstances?)|at\s+no\s+time)\b"
)
_TASK = "(?:responsibility|duty|task|job|remit)"
_MODAL = re.compile(
    rf"""(?P<need_not>(?:\b(?:do|does|did)(?:\s+not|n['’]t)\s+(?:have|need|require)\b(?:\s+to)?|\bneed(?:\s+not|n['’]t)\b
        |\b(?:is|are|be)(?:\s+not|n['’]t)\s+(?:required|needed|necessary|obliged|mandatory)
    |\bno\s+need\s+to\b|\bnot\s+required\b
        |\bneed(?:s|ed)?\s+no\b|\bno\s+\w+\s+(?:is|are)\s+(?:required|needed)\b|\boptional\b))
    |(?P<must_not>\b(?:must|may|shall|should|can)\s+neither\b|\b(?:must|may|shall|should|can|will|is|are),?\s+{_NOT_AT_ALL}|\b(?:must|may|shall|should|can|could|will|would)(?:\s+not|n['’]t|\s+never|\s+no\s+longer)\b|\bcannot\b
        |\bcan['’]t\b|\bwon['’]t\b
        |\b(?:is|are|be)(?:\s+not|n['’]t|\s+never|\s+no\s+longer)\s+
    (?:allowed|permitted|authori[sz]ed|eligible|entitled|acceptable|admissible|permissible|allowable)\b
        |\b(?:is|are)\s+(?:inadmissible|impermissible|unacceptable|unlawful|illegal)\b
        |\b(?:is|are)(?:\s+not|n['’]t|\s+never)\s+to\s+be\s+(?=\w+(?:ed|en|t|n|d|ut|ft|m)\b)
        |\b(?:is|are|be)\s+(?:strictly\s+)?(?:prohibited|forbidden|banned|disallowed|ineligible)\b
            |\bnot\s+(?:allowed|permitted)\b
        |\b(?:prohibited|forbidden)\b|(?<!\bis\s)(?<!\bare\s)\bnever\b|(?:^|,\s|:\s|\bplease\s|\balways\s)do(?:\s+not|n['’]t)\b
            |\bno\s+one\s+(?:may|can|must)\b
        |^no(?:body|thing|(?:\s+[\w'’-]+){{1,4}}?)\s+(?:is|are)\s+to\s+(?!be\s+(?:found|seen|expected|hoped)\b))
    |(?P<must>\b(?:must|shall|should)\b|\b(?:is|are)\s+to\s+be\s+(?!found|seen|expected|hoped|regretted|noted)(?=\w+(?:ed|en|t|n|d|ut|ft|m)\b)|\b(?:have|has|had)\s+to\b|\bneeds?\s+to\b
        |\bneeds?(?=\s+(?:an?|the|your|approval|written|prior|at|\d|no\s+more|more)\b)|\bought\s+to\b
        |\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:required|needed|necessary|mandatory|obliged|compulsory
            |expected\s+to)\b|\brequires?\b
        |\brequired\s+to\b|\bit\s+is\s+(?:the\s+(?:\w+\s+)?{_TASK}\s+of|[^,;]{{2,40}}['’]s?\s+(?:\w+\s+)?{_TASK}\s+to)\b)
    |(?P<may>\b(?:may|can|could)\b
        |\b(?:is|are|(?<!to\s)(?<!must\s)(?<!shall\s)be)\s+(?:\w+ly\s+)?(?:allowed|permitted|eligible|entitled|able|authori[sz]ed|free
        |acceptable|welcome)\b|\b(?:allows?|(?<!\ba\s)(?<!\bthe\s)(?<!\bno\s)permits?|entitled)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_NEGATION = re.compile(
    r"\b(?:not|no(?!-\w)|never|without|cannot|none|nor|neither|unable|lacks?|nobody|hardly|rarely|seldom)\b|n['’]t\b|\bcant\b",
    re.I,
)


@lru_cache(CACHE)
def negations(text: str) -> int:
    """How many negations stand in the text; in "not more than 5" the negation belongs to the comparator."""
    inside = [q.words for q in quantities(text) if q.negated or q.explicit]
    return sum(not any(a <= m.start() < b for a, b in inside) for m in _NEGATION.finditer(text))


# A "that" after these opens what is said, no clause inside a noun phrase: "I heard that I must not park here".
_SAID = "heard|told me|told us|said|says|say|think|thinks|thought|believe|know|mean|means|sure|ensure|check|true|is|note|assume"
_ASIDE_NOT = re.compile(
    rf"(?<=\w\s){''.join(rf'(?<!{word} )' for word in _SAID.split('|'))}(?:that|which|who|whom)\s"
    r"(?:(?:you|i|we|they|it|he|she)\s)?(?:cannot|(?:is|are|was|were|has|have|had|do|does|did|"
    r"can|could|may|must|will|would|should)(?:\s+not|\s+never|n['’]t))\b",
    re.IGNORECASE,
)


@lru_cache(CACHE)
def asides(text: str) -> frozenset[str]:
    """What is denied in clauses inside a noun phrase, each by its first content word: "gifts that you cannot refuse".

    It says which things the rule is about, so a question about the rule denies the same.
    """
    found = set()
    for m in _ASIDE_NOT.finditer(text):
        after = [stem(w) for w in re.findall(r"[^\W\d_]+", text[m.end() :]) if w.lower() not in STOPWORDS]
        found |= set(after[:1])
    return frozenset(found)


def _without_asides(text: str) -> str:
    return _ASIDE_NOT.sub(lambda m: " " * len(m[0]), text)


def denials(text: str) -> int:
    """The negations that are none of a clause inside a noun phrase, and none of "or not?", which denies nothing."""
    return negations(_OR_NOT.sub("", _without_asides(text)))


_OR_NOT = re.compile(r",?\s+or\s+not(?=[\s?.!]*$)", re.IGNORECASE)


_UNLESS = re.compile(r"\bunless\b", re.IGNORECASE)
_BE = re.compile(r"\b(?:is|are)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:after|before|until|during|without|following)$", re.IGNORECASE)
_FRONTED = re.compile(
    rf"^(?:(?:during|following|after|in)\s+an?|in\s+(?:the\s+)?(?:case|event)\s+of|in\s+the\s+absence\s+of|(?:on|upon){_DEED})\s(?:[\w'’-]+\s)*?[\w'’-]+"
    r"(?=,?\s(?:(?<!\bof\s)(?<!\bin\s)(?<!\bat\s)(?<!\bon\s)(?<!\bto\s)(?<!\bfor\s)(?<!\bwith\s)(?<!\bfrom\s)(?<!\band\s)"
    r"(?<!\bor\s)(?:the|an?|you|your|all|no|any|every|each|nobody)|(?<=,\s)\w+)\b)",
    re.IGNORECASE,
)
"""A circumstance that a sentence begins with, up to the comma or the article that opens the main clause."""


@lru_cache(CACHE)
def clauses(sentence: str) -> tuple[tuple[int, int], ...]:
    """Spans of the conditions and exceptions of a sentence, and of a leading "For contractors,": marker to comma or
    end."""
    found: list[tuple[int, int]] = [m.span() for m in (_FRONTED.match(sentence),) if m]
    for m in (*CONDITION.finditer(sentence), *EXCEPTION.finditer(sentence)):
        if (alone := re.match(NO_ONE_BUT, sentence, re.IGNORECASE)) and m.start() < alone.end():
            continue  # it says who may, and nothing that is so in one case only
        if any(a <= m.start() < b for a, b in found):
            continue
        stop = re.search(r"[,;:)](?=\s|$)|\s[–—(]", sentence[m.end() :])
        end = m.end() + stop.start() if stop else len(sentence)
        if other := _UNLESS.search(sentence, m.end(), end):
            end = other.start()  # "before departure unless a machine is down"
        if _PREPOSITION.match(m[0]):
            if any(q.words[0] - m.end() in (0, 1) for q in quantities(sentence)):
                continue  # "after no more than 5 minutes" is an amount, not a condition
            verb = _MODAL.search(sentence, m.end(), end)
            if verb is None and m[0].lower() == "without":  # "parcels without a number are put aside"
                verb = _BE.search(sentence, m.end(), end)
            end = verb.start() if verb else end
        found.append((m.start(), end))
    if lead := _LEADING.match(sentence):
        found.append((0, lead.end() - 1))
    return tuple(sorted(found))


def outside(sentence: str, cut: tuple[tuple[int, int], ...]) -> str:
    """The sentence with the given spans blanked out, offsets kept."""
    text = sentence
    for a, b in cut:
        text = text[:a] + " " * (b - a) + text[b:]
    return text


_RELATIVE = re.compile(r"\w\s+(?:that|which|who)\s+$", re.IGNORECASE)
# "No batch may be reworked", "Nobody may enter"; but "No more than 3 may enter" bounds a number.
_NO_SUBJECT = re.compile(
    rf"^\s*(?:{_NOT_AT_ALL}|(?:no(?!\s+(?:more|less|fewer|later|longer|earlier|sooner|matter|one)\b)|nobody|nothing|no\s+one)\b)",
    re.I,
)
# What only says the ban once more: "not even for an hour", "washed or not".
_STRESSED = re.compile(r",\s+(?:not\s+even\b[^,;:]*|\w+\s+or\s+not\b)", re.IGNORECASE)
# Of "neither ... nor" the second word says the denial once more.
_NOR = re.compile(r"(\b(?:must|may|shall|should|can)\s+neither\b[^,;:]+?),?\snor\b", re.IGNORECASE)
_IS_NOT = re.compile(r"\b(?:(?:is|are)(?:\s+not|\s+never|n['’]t)|(?:do|does)(?:\s+not|n['’]t))\s+", re.I)


@lru_cache(CACHE)
def modals(sentence: str) -> tuple[tuple[int, Modality], ...]:
    """(offset, modality) of the modal words of the sentence outside its conditions, in order."""
    main = _without_asides(outside(sentence, clauses(sentence)))
    consumed = [q.words for q in quantities(sentence) if q.negated]
    found: list[tuple[int, Modality]] = []
    for m in _MODAL.finditer(main):
        if _RELATIVE.search(main[: m.start()]):
            continue  # "mistakes that can cause": says nothing about what is allowed
        kind: Modality = m.lastgroup  # type: ignore[assignment]
        if kind == "must_not" and any(a < m.end() and m.start() < b for a, b in consumed):
            kind = "must"  # the negation is part of the comparator: "must not exceed"
        bound = kind == "may" or m[0].lower() in ("must", "shall", "should")  # "No fee shall be charged"
        if bound and not found and _NO_SUBJECT.match(main):
            kind = "must_not"
        found.append((m.start(), kind))
    if not found and (_NO_SUCH_THING.match(sentence) or _NOBODY_DOES.match(main)):
        found.append((0, "must_not"))
    return tuple(found)


_NO_SUCH_THING = re.compile(
    r"no\s(?:[\w'’-]+\s(?:[\w'’-]+\s)?(?:work|games)|(?:[\w'’-]+\s){0,2}?"
    r"(?:(?!training|heating|building|meeting|lighting|meaning|warning)\w+ing|photography|horseplay|rework|entry|access|admission|"
    r"food|drinks?|alcohol|glass|dogs?|pets?|bicycles?|scooters?|photo(?:graph)?s?|jewellery|jewelry|weapons?|candles?|flames?|"
    r"fireworks?|balloons?|confetti|visitors?|refunds?|ladders?))"
    r"(?=[.]|\s(?:or|of|to|with|for|from|in|on|at|inside|outside|near|after|before|during|between|beyond|without|while)\s)"
    r"(?![^.]*\b(?:is|are|was|were|has|have|had|do|does|did|can|may|must|will|shall|should|needs?|gets?|goes?|comes?)\b)"
    r"[^,;:?!.]*[.]$",
    re.IGNORECASE,
)
"""A sentence without a verb that bans what it names: "No food or drink in the surgeries."."""
_NOBODY_DOES = re.compile(
    r"(?:nobody|no\sone)\s(?:(?:aged\s)?(?:under|over|below|above)\s(?:the\sage\sof\s)?\d+\s)?(?!(?:is|was|has|does|knows|likes|wants|needs|minds|cares|notices|remembers|understands|believes|expects|"
    r"seems|means|deserves|owns|belongs|gets|loses|receives|sees|hears|feels|thinks|hopes|finds|wins|dies|"
    r"complains|objects|doubts|this|yes|else)\b)[a-z]+s\s",
    re.IGNORECASE,
)
"""What nobody does, which bans it: "Nobody works more than four nights in a row", "Nobody sleeps in a cab"."""


def modality(sentence: str) -> Modality | None:
    """The one modality of the main clause; fact when it has none, None when it has several or an unread negation."""
    kinds = {kind for _, kind in modals(sentence)}
    main = outside(sentence, clauses(sentence))
    if kinds == {"must_not"}:
        main = _NOR.sub(r"\1", _STRESSED.sub("", _NO_SUBJECT.sub("", main)))
    if len(kinds) > 1 or negations(_MODAL.sub(lambda m: " " * len(m[0]), _without_asides(main))):
        return None
    return kinds.pop() if kinds else "fact"


def denied(sentence: str) -> int | None:
    """Where a sentence without modal words denies what it tells: "advances are not paid", "no deposit is taken"; None
    where it does not, or denies more than that."""
    main = _without_asides(outside(sentence, clauses(sentence)))
    found = _IS_NOT.search(main) or _NO_SUBJECT.match(main)
    return found.start() if found and not modals(sentence) and negations(main) == 1 else None


_WILL_NOT = re.compile(r"(?:will(?:\s+not|\s+never)|won['’]t)\s+be\b", re.IGNORECASE)


def foretold(sentence: str) -> bool:
    """Whether the one modal word of a sentence says what will not be done: "late claims will not be paid"."""
    found = modals(sentence)
    return len(found) == 1 and found[0][1] == "must_not" and _WILL_NOT.match(sentence, found[0][0]) is not None


_UNNAMED_ONE = re.compile(
    r"^one\s+(?:without|with|that|which|who|is|may|must|can|has)\b|"
    r"^(?!(?:[^,;]*\b(?:an?|the|your|my)\s){2})[^,;]*\b(?:without|with)\s+one\b(?!\s+of\b)(?=[.,;]|\s+(?:is|are|must|may|can|shall|will|has)\b|$)|"
    r"^[^,;]*\b(?:needs?|ha(?:s|ve)|requires?|gets?|receives?|requests?)\s+one(?=[.;]|\s+(?:every|each|before|within|from|if|on|at|for)\b|$)",
    re.IGNORECASE,
)


def stands_for_nothing(sentence: str) -> bool:
    """Whether a "one" in the sentence stands for something that only another sentence names: "An invoice without one is sent
    back", "Drivers over 50 need one every year"."""
    return bool(_UNNAMED_ONE.match(sentence))


def refers_back(sentence: str) -> bool:
    """Whether the sentence leans on the one before it: Otherwise, In this case."""
    return bool(_REFERS_BACK.match(sentence))


_QUESTION = re.compile(r"(?:[^.!?]|[.!?](?!\s|$))*\?")
_POLAR = re.compile(
    r"^(?:is|are|am|do|does|did|will|would|has|have|was|were|can|may|could|must|should|shall|need)\b", re.I
)
_PERMISSION = re.compile(
    r"^(?:can|may|could)\b|^(?:am|are|is)\s+(?:[^\s?]+\s+){0,16}?(?:allowed|permitted|eligible|"
    r"entitled|authori[sz]ed|acceptable|"
    r"possible|enough|sufficient)\b|^(?:is|would)\s+it\s+(?:be\s+)?(?:still\s+)?(?:ok|okay|fine|all\s+right|"
    r"alright|acceptable|possible|"
    r"allowed|permitted|enough)\b|^would\s+(?:[^\s?]+\s+){1,8}?be\s+enough\b|^(?:is|are|would)\s.*\b(?:ok|okay|fine|enough|allowed|"
    r"permitted|acceptable)$|^do\s+\w+\s+get\s+to\b",
    re.IGNORECASE,
)
_BREACH = re.compile(
    r"\b(?:too\s+(?:late|early|long|many|much|short|few|little)|over\s+the\s+limit|a\s+problem)\b", re.IGNORECASE
)
_OBLIGATION = re.compile(
    r"\b(?:have\s+to|need(?:ed)?(?:\s+to)?|required|mandatory|necessary|obliged|obligatory)\b|^(?:must|shall|should)\b|"
    r"\brequire\b",
    re.IGNORECASE,
)


_INDIRECT = re.compile(
    r"^(?:(?:can|could|would|will)\s+(?:you|someone|anyone)\s+(?:please\s+)?(?:tell|say|explain|"
    r"let|help|clarify|remind)\b|"
    r"do\s+you\s+know\b|does\s+anyone\s+know\b)[^?]*?\b(?:who|whom|whose|what|when|where|which|why|how)\b",
    re.IGNORECASE,
)


_FOLLOW_UP = re.compile(
    r"(?:^|(?<=[.!?,:]\s))(?:(?:does|do|would|will)\s+(?:your|the|that|"
    r"this)\s+(?:answer\s+)?(?:still\s+)?(?:change|hold|differ)\w*"
    r"(?:\s+(?:anything|then|now|your answer|the answer))?|(?:what|and)\s+(?:now|then)|"
    r"is\s+(?:that|it)\s+still\s+\w+|still\s+\w+)\s*\?",
    re.IGNORECASE,
)


@lru_cache(CACHE)
def last_question(text: str) -> str:
    """The last sentence that ends with a question mark (follow-ups such as "What now?" apart), or the whole text."""
    rest = _FOLLOW_UP.sub("", text).strip()
    found = _QUESTION.findall(rest)
    if (
        not found
        and (last := re.search(r"[.!]\s+([^.!?]+[.!]?)$", rest))
        and (_POLAR.match(last[1]) or _WH.match(last[1]))
    ):
        return last[1].strip()  # people leave out the mark
    return str(found[-1]).strip() if found else rest or text.strip()


@lru_cache(CACHE)
def form(question: str) -> Form:
    """What kind of answer the question calls for, read from its last question sentence."""
    asked = last_question(question)
    cut = tuple(c for c in clauses(asked) if not _PREPOSITION.match(asked[c[0] : c[1]].partition(" ")[0]))
    core = outside(asked, cut).rstrip("? ").strip(" ,:")
    core = re.sub(r'^(?:[^:?"]*"[^"]*"[^:?"]*|[^:?]{2,80}):\s+', "", core).lstrip(" ,")  # "About hotels: can I ..."
    if _INDIRECT.match(core):
        return "open"
    core = re.sub(r"^(?:do you think|would you say)(?: that)? ", "", core, flags=re.IGNORECASE)
    core = re.sub(r"^(?:and|so|but|then|(?:ok|okay)(?! to\b)|hi|hello|also)\b[\s,]*", "", core, flags=re.IGNORECASE)
    if not _POLAR.match(core) and (short := _short_form(core)):
        return short
    if not _POLAR.match(core):
        tail = re.search(r",\s*((?:can|may|could|am|are|is|do|does|must|should|will|would)\b.*)$", core, re.I)
        if not tail:
            return "open"
        core = tail[1]
    if _BREACH.search(core):
        return "breach"
    if _PERMISSION.search(core):
        return "permission"
    if _OBLIGATION.search(core):
        return "obligation"
    return "fact"


_TERSE = re.compile(
    r"^(?P<permission>(?:(?:it|that)\s+is\s+|is\s+)?(?:ok|okay|fine|allowed|permitted|possible|acceptable|enough|sufficient)"
    r"(?:\s+(?:to|for|if|that)\b|$))|^(?P<obligation>(?:need|have)\s+to\b|(?:(?:it\s+)?is\s+)?(?:required|necessary|mandatory)\s+(?:to|for)\b)",
    re.IGNORECASE,
)
_WH = re.compile(
    r"^(?:(?:after|before|during|until|for|in|on|with|at|from|under|by)\b[^,?]{2,80},\s+)?(?:[^\W\d_]+[\s,]+){0,2}"
    r"(?:who|whom|whose|what|when|where|which|why|how)\b",
    re.IGNORECASE,
)


def _short_form(core: str) -> Form | None:
    """A yes-or-no question without its opening verb: "ok to ...", "visitors allowed to ...", "I can ...?"."""
    if match := _TERSE.search(core):
        return "permission" if match["permission"] else "obligation"
    if _WH.match(core):
        return None
    kinds = {kind for _, kind in modals(core)}
    if kinds == {"may"} or (not kinds and re.search(r"\ballowed\s+to\b", core, re.IGNORECASE)):
        return "permission"
    return "obligation" if kinds == {"must"} else None


@lru_cache(CACHE)
def told_to(sentence: str, question: str) -> bool:
    """Whether the sentence is an imperative of which the question asks whether one has to: "Enter gifts", "have to
    enter"."""
    main = re.sub(r"\([^()]*\)", "", outside(sentence, clauses(sentence))).strip(" ,")
    verb = re.match(r"(?:please\s+|always\s+|then\s+)?([^\W\d_]+)", main, re.IGNORECASE)
    asked = re.search(
        r"\b(?:(?:have|need|required|supposed)\s+to|must\s+\w+|should\s+\w+)\s+([^\W\d_]+)", question, re.I
    )
    return bool(verb and asked and verb[1].lower() == asked[1].lower() and not modals(sentence))
