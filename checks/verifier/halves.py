"""Sentences that say two things: which part of one is a rule of its own.

"Keys are kept by the clerk and must not be copied": the first half is one as it stands, the later one with the subject before
it, which no run of the document's words holds. So is the sentence after it, "They must be returned.". Only finite verb
phrases that open with a word of a closed class are told apart: nothing else that "and" joins looks like one.
"""

import re
from functools import lru_cache

from checks.verifier.amounts import TIME, singular
from checks.verifier.language import EXCEPTION
from checks.verifier.words import CACHE, GENERIC_PERSONS, PERSONS, STOPWORDS, stem, words

_FINITE = (
    r"(?:(?:also|then|therefore)\s)?(?:is|are|must|may|can|cannot|can['’]t|shall|should|will|won['’]t|has|have|"
    r"(?:do|does|is|are)(?:\s+not|n['’]t)|needs?\s+to)\b"
)
_NUMBER = r"(?:[A-Z]{3}\s?\d|[$€£]?\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|sixty|ninety)\b)"
_FINITE = rf"(?:{_FINITE}|(?:lasts?|costs?|takes?|runs?)\s(?=(?:for\s)?(?:(?:at|up\s+to|no|not|between)\s|{_NUMBER})))"
_FORBIDS = r"(?:do\s+not|don['’]t|never)\s"
_CLAUSE = rf"(?:(?:[\w'’-]+\s){{1,6}}?{_FINITE}|{_FORBIDS})"
_JOINED = re.compile(rf",?\s(?:and|but)\s(?={_FINITE})")
_NEXT = re.compile(rf"\s(?:and|but)\s(?:{_FINITE}|{_CLAUSE})", re.IGNORECASE)
_LINK = re.compile(r"\s(?:and|but)\s$")
_RELATIVE = re.compile(r"\b(?:that|which|whom|whose|where|what|how|why|and|or|but)\b|[,;:(]", re.IGNORECASE)
_DEPENDS = re.compile(
    r"\b(?:if|when|whenever|provided|as\s+long\s+as|so\s+long\s+as|in\s+case|where|while|assuming)\b", re.IGNORECASE
)
_TAKES_UP = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|such|so|then|otherwise|instead|both|thereafter)\b",
    re.IGNORECASE,
)


PERSONS_NAMED = frozenset(map(stem, (*PERSONS, *GENERIC_PERSONS)))


def ends_before(after: str, quote: str) -> bool:
    """Whether what follows the quote in its sentence is joined to it as a statement of its own."""
    return bool(_NEXT.match(after)) and bool(
        re.search(_FINITE, quote, re.IGNORECASE) or re.match(_FORBIDS, quote, re.I)
    )


def starts_after(before: str, quote: str) -> bool:
    """Whether the quote is a statement of its own, joined to one that stands before it."""
    stands = re.match(_CLAUSE, quote, re.IGNORECASE) is not None
    return stands and bool(_LINK.search(before)) and bool(re.search(_FINITE, before, re.IGNORECASE))


_GAPPED = re.compile(
    rf",\s(?:and\s)?(?!(?:and|in|at|on|for|to|by|with|from|of|after|before|within|during|under|over|up|per|not|no|only|{_NUMBER}|"
    rf"[$€£\d])\b)(?:[\w'’-]+\s){{1,8}}?(?:(?:every|after|within|for|at|in|by|from|to|up\s+to|at\s+(?:least|most)|once|twice)\s)*"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_AFTER_A_TIME = re.compile(rf"\b(?:after|before|once|within)\s(?=an?\s|{_NUMBER})", re.IGNORECASE)


def leaves_out_the_verb(after: str, quote: str) -> bool:
    """Whether what follows the quote in its sentence gives amounts for other things, the verb left out: "Laptops are kept for 48
    months, phones for 36"."""
    rest = _AFTER_A_TIME.sub("", after)
    return (
        bool(_GAPPED.match(after) or _GAPPED.match(rest))
        and bool(re.search(_FINITE, quote, re.IGNORECASE))
        and not re.search(rf"\b(?:{_FINITE}|that|which|who|or)\b|[;:(]", rest, re.IGNORECASE)
        and not _DEPENDS.search(rest)
        and not EXCEPTION.search(rest)
    )


_GOES_ON = re.compile(
    rf"(?P<it>They|It)\s(?={_FINITE})|"
    r"However,\s(?P<but>they|it)\s(?=(?:must\snot|mustn['’]t|may\snot|cannot|can['’]t|shall\snot)\s)"
)
_ACTS = re.compile(
    r"\s(?:must|may|shall|can|cannot|(?:mustn|can)['’]t)(?:\snot)?\s(?!(?:contain|include|have|be|hold|show|state|bear|carry|cover|meet|"
    r"reach|exceed|fit|cost|last|require|need|take|match|precede|follow|list|name|give|indicate|leave|enter|pass|cross|arrive|"
    r"appear)\b)[a-z]+\s(?:(?:the|an?|any|all|every|their|our|your)\b|[a-z]+\s[a-z]+s\b)",
    re.IGNORECASE,
)
"""What somebody must or may do to something, which no thing does."""
_PERSON_WORDS = "|".join(sorted((PERSONS | GENERIC_PERSONS) - {"i", "we", "you"}))
_MAY_ACT = re.compile(
    rf"(?:(?:{_PERSON_WORDS})s?|\w*(?:ers|ors|ists|ants|(?:ag|resid|pati|stud|cli|par|recipi|depend)ents|ians|ees|men|women|clerks|"
    r"guards|staff|crews?|chefs|cooks|ushers|judges|guides|heads|chiefs|mates|pilots|hosts|teams|doctors))$",
    re.IGNORECASE,
)
"""Who may be somebody by the look of the word; also some things are, which only makes a pronoun doubtful."""
_SINGULAR = re.compile(r"(?:is|has|does|isn|doesn|needs)\b", re.IGNORECASE)
_PLURAL = re.compile(r"(?:are|have|do|aren|don|need)\b", re.IGNORECASE)
_NOUN_PHRASE = re.compile(
    r"\b(?:an?|the|this|that|your|our|their|its|his|her|each|every|any|one|[A-Z])\s?(?:[\w'’-]+\s){0,2}?[\w'’-]+",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:are|is|be)\s(?:not\s|never\s)?\w+(?:ed|en|t|n)\b")


_DEED = re.compile(
    r"(?P<first>\w+)(?:n['’]t)?(?:\s(?:not|never|only|also|always|then|(?P<be>be)))*\s(?P<verb>[a-z]+)\b", re.IGNORECASE
)


def _deed(said: str) -> tuple[bool, str] | None:
    """The verb behind a finite one, and whether it is done to the subject: "must not be lent"."""
    found = _DEED.match(said)
    return (bool(found["be"]) or found["first"].lower() in ("is", "are"), found["verb"].lower()) if found else None


@lru_cache(CACHE)
def taken_up(first: str, second: str) -> tuple[str, ...]:
    """What a sentence says of the subject of the one before it, with that in the pronoun's place; nothing where another
    noun of that sentence can be meant, which none is where both say the same verb of it."""
    pronoun = _GOES_ON.match(second)
    verb = re.search(rf"(?<=\s){_FINITE}", first)
    if pronoun is None or verb is None or not first.endswith("."):
        return ()
    about, rest = first[: verb.start()].rstrip(), first[verb.end() :]
    told = "it" if pronoun["it"] else "but"
    plural = pronoun[told].lower() == "they"
    if _RELATIVE.search(about) or (_SINGULAR if plural else _PLURAL).match(verb[0]):
        return ()
    other = [
        w for w in re.findall(r"\b[a-z][\w'’-]*s\b", rest) if singular(w) not in {*TIME, "time"} and w not in STOPWORDS
    ]
    if _DONE.search(second) and not words(about) & PERSONS_NAMED:
        other = [w for w in other if not words(w) & PERSONS_NAMED]
    if _ACTS.match(second, pronoun.end(told)) and _MAY_ACT.search(about):
        other = [w for w in other if _MAY_ACT.search(w)]
    nouns = [m for m in _NOUN_PHRASE.findall(rest) if singular(m.split()[-1]) not in TIME]
    same = _deed(first[verb.start() :]) == _deed(second[pronoun.end(told) :].lstrip())
    if (not same and (other if plural else nouns)) or (
        plural and not re.search(r"s$", about) and verb[0].lower() not in ("are", "have")
    ):
        return ()
    return (f"{about}{second[pronoun.end(told) :]}",)


_BEFORE_AMOUNT = (
    r"(?:(?:within|after|for|at|by|in|every|up\s+to|at\s+(?:least|most)|(?:no|not)\s+(?:more|less|later|longer|earlier)\s+than|"
    r"an?\s+(?:maximum|minimum)\s+of)\s)"
)
_MEASURED = (
    rf"{_BEFORE_AMOUNT}*(?:{_NUMBER}[\w.,’']*(?:\s?[%°][CF]?|\s(?!(?:and|or|for|of|in|on|at|after|to|the|a)\b)[\w°/]+){{0,2}}|"
    r"(?<=every\s)(?:day|week|month|quarter|year)|(?:dai|week|month|quarter|year|annual)ly)"
)
_ABOUT = r"(?P<about>[A-Z][^,;:()]*?)"
_SAYS = r"(?:is|are|must|may|can|shall|should|will|has|have|costs?|lasts?|takes?)\b"
_SAYING = rf"(?P<verb>{_SAYS}(?:\s(?:be|to\sbe))?(?:\s[a-z]+){{0,3}}?)"
_NAMED = rf"(?!(?:{_BEFORE_AMOUNT}|and\b|or\b))(?P<other>[\w’'-]+(?:\s[\w’'-]+){{0,6}}?)"
_TWO_THINGS = re.compile(
    rf"{_ABOUT}\s{_SAYING}\s(?P<one>{_MEASURED})(?:,?\sand\s|,\s|\sor\s){_NAMED}\s(?P<two>{_MEASURED})\."
)
_TWO_CASES = re.compile(
    rf"{_ABOUT}\s{_SAYING}\s(?P<one>{_MEASURED})(?P<case>\sfor\s(?!\d)[\w’' -]+?(?:s|\s(?P<kind>\w+)))(?:,?\sand\s|,\s|\sor\s)"
    rf"(?P<two>{_MEASURED}\sfor\s(?!\d)[\w’' -]+?(?(kind)\s(?P=kind)))\."
)
_TWO_DEEDS = re.compile(
    rf"{_ABOUT}\s(?P<verb>is|are|must\sbe|may\sbe|has\sto\sbe|have\sto\sbe)\s(?P<done>\w+(?:ed|en|t|n|d)(?:\s[a-z]+){{0,3}}?)\s"
    rf"(?P<one>{_MEASURED}),?\sand\s(?P<two>\w+(?:ed|en|t|n|d)\s[^,;:()]*?{_MEASURED}[^,;:()]*)\."
)
_LEANS = re.compile(
    r"\b(?:not|no|never|only|rest|remainder|balance|others?|ones?|same|first|second|third|last|former|latter|each|larger|smaller|"
    r"longer|shorter|older|higher|lower|except|which|who|that)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\b(?:no|not)\s(?:more|less|later|longer|earlier)\sthan\b", re.IGNORECASE)


@lru_cache(CACHE)
def paired(sentence: str) -> tuple[str, ...]:
    """The two statements of a sentence that gives an amount for one thing, case or deed and one for another, the verb said
    once; nothing where it says more, or where one leans on the other."""
    said = _COMPARED.sub("", sentence)
    if any(p.search(said) for p in (_DEPENDS, EXCEPTION, _TAKES_UP, _LEANS)):
        return ()
    if cases := _TWO_CASES.fullmatch(sentence):
        head = f"{cases['about']} {cases['verb']}"
        opened = [re.match(_BEFORE_AMOUNT, cases[name]) is not None for name in ("one", "two")]
        return (f"{head} {cases['one']}{cases['case']}", f"{head} {cases['two']}.") if opened != [True, False] else ()
    if deeds := _TWO_DEEDS.fullmatch(sentence):
        head = f"{deeds['about']} {deeds['verb']}"
        return f"{head} {deeds['done']} {deeds['one']}", f"{head} {deeds['two']}."
    if things := _TWO_THINGS.fullmatch(sentence):
        other = things["other"][0].upper() + things["other"][1:]
        opened = [re.match(_BEFORE_AMOUNT, things[name]) is not None for name in ("one", "two")]
        first, later = (
            f"{things['about']} {things['verb']} {things['one']}",
            f"{other} {things['verb']} {things['two']}.",
        )
        return (first, later) if opened != [True, False] else ()
    return ()


@lru_cache(CACHE)
def shared(sentence: str) -> tuple[str, ...]:
    """What a sentence says later of its subject, or of another with its verb, with what it leaves out; nothing where the halves
    need each other."""
    if pair := paired(sentence):
        return pair[1:]
    joints = list(_JOINED.finditer(sentence))
    if len(joints) != 1 or not sentence.endswith((".", "!")):
        return ()
    first, later = sentence[: joints[0].start()], sentence[joints[0].end() :]
    said, mark, more = later.partition("; ")
    if mark and not any(p.search(more) for p in (_DEPENDS, EXCEPTION, _TAKES_UP)) and not re.search(_NUMBER, more):
        later = f"{said}."
    if _DEPENDS.search(first) or EXCEPTION.search(first) or _TAKES_UP.search(later):
        return ()
    found = []
    for verb in re.finditer(rf"(?<=\s){_FINITE}", first):
        about = first[: verb.start()].rstrip()
        known = words(first[verb.start() :]) - words(about)
        taken = any(words(m[0]) & known for m in re.finditer(r"\bthe(?:\s[\w'’-]+){1,3}", later, re.IGNORECASE))
        if about and not _RELATIVE.search(about) and not about.lower().endswith(" who") and not taken:
            found.append(f"{about} {later}")
    return tuple(found)
