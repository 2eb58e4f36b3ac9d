"""The verifier's own small grammar of rules: sentences, words, quantities, comparators, modality, forms of question.

Deliberately independent of the extractor: what the two read alike is believed, what they read differently is
rejected. It
prefers not to understand over guessing. Nothing here knows examples or claims.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Modality = Literal["may", "must", "must_not", "need_not", "fact"]
Form = Literal["permission", "obligation", "fact", "breach", "open"]
Comparator = Literal["at_most", "less_than", "at_least", "more_than", "exactly", "between"]

COMPLEMENT: dict[str, Comparator] = {
    "at_most": "more_than",
    "less_than": "at_least",
    "at_least": "less_than",
    "more_than": "at_most",
}

CACHE = 1 << 16

# --- text ------------------------------------------------------------

_MARKER = re.compile(r"(?m)^[ \t]*(?:[-*+•]|\d+[.)]|#{1,6}|>)[ \t]+")
_EMPHASIS = re.compile(r"\*{1,3}|`+|(?<!\w)_{1,2}|_{1,2}(?!\w)")
_STARTS = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•]|\d+[.)]|#{1,6}|>|\|)[ \t]*)")
_STOP = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|no|nr|dr|mr|mrs|ms|inc|u\.s)|\b[A-Z])\.$", re.IGNORECASE)


@lru_cache(CACHE)
def plain(text: str) -> str:
    """Text without list, heading and emphasis marks, white space collapsed."""
    return " ".join(_EMPHASIS.sub("", _MARKER.sub("", text)).split())


@lru_cache(CACHE)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence, list item or table row of a text."""
    cuts = {0, len(text)} | {m.end() for m in _STARTS.finditer(text)}
    cuts |= {m.end() for m in _STOP.finditer(text) if not _ABBREVIATION.search(text[: m.start()])}
    ordered = sorted(cuts)
    return tuple((a, b) for a, b in pairwise(ordered) if text[a:b].strip())


@lru_cache(CACHE)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, plain."""
    return tuple(plain(text[a:b]) for a, b in spans(text))


# --- words ------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d+(?:[.,]\d+)*")


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to write a long set of them down legibly."""
    return frozenset(text.split())


STOPWORDS = word_set(
    """
    hasn haven hadn mustn shan needn mightn ain
    a about after again all also am an and another any anybody anyone anything are as at be because been
    before being but by can cannot could did do does doing done down during each either else even ever
    every everybody everyone everything for from further had has have having he hello her here hers hey
    hi him his how i if in instead into is it its itself just let lets may maybe me might mine more most
    much must my myself need needed needs neither no nobody none nor not nothing now of off ok okay on
    once one only onto or other others our ours out over own per please rather same shall she should
    since so some somebody someone something still such than thanks that the their theirs them then
    there these they thing things this those though through till to too under until up upon us very via
    was we well were what when where whether which while who whom whose why will with within without
    would yes yet you your yours yourself able across actually already always below above less least
    fewer beyond along around both like likely many never nor often per quite really soon towards unless
    whenever wherever d ll m re s t ve don doesn didn isn aren wasn won can cant shouldn wouldn couldn
    """
)
# Words with which people ask; they decide nothing.
ASKING = word_set(
    """
    allow allowed allowing permit permitted permissible possible acceptable fine right true correct
    required require requires necessary obligatory mandatory have get gets getting got make know tell
    told say says said hear heard read think understand wonder wondering want wants wanted would like
    going plan planning expect expected supposed happen happens apply applies count counts colleague
    coworker teammate somebody question policy rule rules limit limits maximum minimum max min enough
    sufficient exactly long far often okay alright sure ask asked asking assume assuming case situation
    currently today handle handled documented document documents passage passages section guidance
    according state stated mean means meant involved responsible answer given give come comes ahead step next
    suppose let exceed exceeds exceeding total stay within help needed people person manage deadline
    timeframe number amount time proceed mention mentions mentioned confirm quick sorry wrong few several
    quite couple lot bunch page turns turned refer refers referred concerning regarding
    option options watch hold holds came
    """
)
GENERIC_PERSONS = word_set(
    """
    employee staff everyone anyone team member user person people colleague worker you we i personnel
    """
)
PERSONS = word_set(
    """
    contractor employee manager supervisor director intern veteran vendor customer client admin
    administrator engineer lead owner officer parent student freelancer trainee apprentice volunteer
    executive analyst partner supplier guest visitor commander responder agent technician nurse driver
    tenant
    """
)

_IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "paid": "pay", "sent": "send",
    "took": "take", "taken": "take", "gave": "give", "given": "give", "went": "go", "gone": "go", "made": "make",
    "left": "leave", "leaves": "leave", "kept": "keep", "held": "hold", "bought": "buy", "brought": "bring",
    "wrote": "write", "written": "write", "ran": "run", "running": "run", "chose": "choose", "chosen": "choose",
    "broke": "break", "broken": "break", "built": "build", "told": "tell", "approval": "approve",
    "approvals": "approve",
    "lost": "lose", "met": "meet", "began": "begin", "spent": "spend", "driven": "drive", "stolen": "steal",
}  # fmt: skip


@lru_cache(CACHE)
def stem(word: str) -> str:
    """A crude stem: inflections of one word fall together; different words seldom do."""
    word = word.lower().replace("’", "'").partition("'")[0]
    word = _IRREGULAR.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and len(word) > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
            word = word[:-2]
        else:
            word = word[:-1]
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest) and not word.endswith("eed"):
            doubled = len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "aeiouls"
            word = rest[:-1] if doubled else rest
            break
    if word.endswith("ied"):
        word = word[:-3] + "y"
    if len(word) > 4 and word.endswith("i"):
        word = word[:-1] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


_STOP_STEMS = frozenset(map(stem, STOPWORDS)) | STOPWORDS
ASKING_STEMS = frozenset(map(stem, ASKING)) | ASKING


@lru_cache(CACHE)
def words(text: str) -> frozenset[str]:
    """Stems of the content words: no function words, no numbers, no number words."""
    tokens = _WORD.findall(text.lower().replace("’", "'"))
    found = (w.partition("'")[0] for w in tokens if not w[0].isdigit())
    stems = {stem(w) for w in found if w not in STOPWORDS and w not in _NUMBER_WORDS}
    return frozenset(s for s in stems if s not in _STOP_STEMS and len(s) > 1)


# Whole phrases with which people ask how an amount compares; their words alone may mean something else.
_COMPARING = re.compile(
    r"\btoo (?:late|early)\b|\b(?:soon|early|late) enough\b|\b(?:in|on) time\b|\bin line with\b|\ba problem\b|"
    r"\bhow (?:high|large|big|old|tall|wide|deep|heavy|far)\b|\bwhat percentage\b|"
    r"\bfollow the guidance\b|\bmeet the requirement\b|\bsome time\b|\ba while\b|\ba certain (?:amount|percentage)\b",
    re.IGNORECASE,
)


@lru_cache(CACHE)
def asked_words(question: str) -> frozenset[str]:
    """Content words of a question that its answer must be about: words with which people ask are left out."""
    return words(_COMPARING.sub(" ", question)) - ASKING_STEMS


def coverage(needles: frozenset[str], hay: frozenset[str]) -> float:
    """The share of `needles` in `hay`; 1.0 when there are none."""
    return len(needles & hay) / len(needles) if needles else 1.0


# Words that say the same of everyday matters: who asks for one of them is answered by a rule on another.
_EVERYDAY_GROUPS = """
    dog dogs cat pet pets animal animals puppy | car cars vehicle van automobile motorcycle motorbike moped | bike bicycle
    cycle ebike scooter | phone mobile smartphone cell handset telephone | laptop notebook computer pc workstation desktop
    device | holiday holidays vacation leave absence | abroad foreign overseas country international
    | child children kid kids son daughter baby infant family relative spouse wife husband partner | boss manager
    supervisor superior lead | buy purchase order procure acquisition | refund reimburse repay reimbursement repayment
    chargeback | pay salary wage wages compensation remuneration earnings | quit resign resignation notice terminate
    termination dismissal dismiss fire | doctor physician medical sick ill illness disease sickness | meal lunch dinner
    breakfast food canteen cafeteria snack | hotel accommodation lodging room overnight | flight plane train rail taxi
    cab bus journey trip travel tram ferry | email mail mailbox inbox | password passphrase credential login | mask
    masks helmet glove gloves goggles | internet web online network wifi wlan | app application software program tool
    extension plugin plugins game games | chat message messaging messenger | alcohol beer wine drink drinks | smoke
    smoking cigarette cigarettes vape vaping | gift gifts present presents invitation hospitality | party celebration
    event | course training seminar class lesson degree | conference congress fair exhibition | book literature magazine
    journal | parcel package shipment delivery freight courier post | fee charge price cost expense tariff | fine penalty
    | bonus reward award premium incentive gratification | loan credit mortgage borrow lend lending | lease rent rental
    hire hiring | key badge card pass token | photo photograph picture camera video image film record recording |
    document paper file form record | invoice bill receipt voucher | insurance insure cover coverage policy | accident
    injury injure hurt | weapon knife gun | password pin code | disk drive usb stick storage cloud | printer print copy
    scan scanner | visitor guest visit | desk office workplace | house home flat apartment | clothes clothing dress
    uniform shoes | plant plants flower flowers cactus | music radio headphones earphones | gym sport sports fitness
    exercise massage yoga | volunteer charity donation donate | union council representative | pension retirement retire
    | maternity paternity parental pregnancy pregnant | night late evening shift | saturday sunday weekend | christmas
    easter | translate translation interpreter language | robot ai assistant chatbot gpt | account login user profile
"""


def _everyday() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in _EVERYDAY_GROUPS.split("|"):
        stems = frozenset(map(stem, group.split()))
        for word in sorted(stems):
            found[word] = found.get(word, frozenset()) | stems
    return found


_SYNONYMS = _everyday()


def synonyms(word: str) -> frozenset[str]:
    """The stems that may say the same as a stem, itself among them."""
    return _SYNONYMS.get(word, frozenset((word,)))


_ENDING = re.compile(
    r"(?:s|es|e|al|ed|er|or|ers|ion|ation|tion|ing|ment|ance|ence|ity|able|ible|ness|ly|ful|ship|y|ary|ive|ist|ant|ent|less|"
    r"ee|an|ian|ic|ical|age|ure|ize|ise)"
)


@lru_cache(CACHE)
def related(one: str, other: str) -> bool:
    """Whether two stems may be of one family (insure, insurance; pay, payment) or say the same (dog, pet)."""
    if other in synonyms(one):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short) and _ENDING.fullmatch(long[len(short) :]):
        return True
    shared = max(5, len(short) - 2)
    return len(short) >= 5 and short[:shared] == long[:shared]


# --- numbers and quantities ------------------------------------------------------------

_ONES = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_NUMBER_WORDS = frozenset({*_ONES, *_TENS, *_SCALES, "dozen"})
_WORDS_ALT = "|".join(sorted({*_ONES, *_TENS}, key=len, reverse=True))
_SCALES_ALT = "(?:hundred|thousand|million|dozen)"
_PERIOD = r"(?:calendar\s+)?(?:minute|hour|day|week|fortnight|month|quarter|year|shift)"
_NUMBER = re.compile(
    rf"""(?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)
    (?P<scale>\s?(?:k|m|bn)\b|[\s-](?:hundred|thousand|million|billion)\b)?
    |\b(?P<words>(?:a\s+{_SCALES_ALT}|{_SCALES_ALT}|(?:{_WORDS_ALT}))\b
      (?:(?:(?<=hundred)|(?<=thousand)|(?<=million))\s+and\s+(?:{_WORDS_ALT})\b|[\s-](?:{_WORDS_ALT}|{_SCALES_ALT})\b)*
      (?:\s+and\s+a\s+half\b)?)
    |\b(?P<often>twice|thrice|once)\b(?=\s+(?:an?|per|each|every)\s+{_PERIOD}\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_IDENTIFIER = re.compile(
    r"(?:\b(?:section|step|chapter|page|version|level|tier|phase|room|article|part|appendix|"
    r"figure|table|form|number|no|nr|"
    r"priority|sev|severity|title|rule|item|line|floor|building|release|grade|class|stage|option|"
    r"apache|python|p|v|gs|usc|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|jan|"
    r"feb|mar|apr|jun|jul|aug|"
    r"sept?|oct|nov|dec)\.?[ -]?|[#§/:@_.\w-])$",
    re.IGNORECASE,
)
_NOT_AMOUNT = re.compile(
    r"^(?:st|nd|rd|th)\b|^\s?(?:a\.?m|p\.?m|o['’]clock)\b|^[:/]\d|^\.\d|^-\d+-|^\s(?:u\.?s\.?c|cfr)\b|^[\w_]",
    re.IGNORECASE,
)
_CURRENCY = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR",
    "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "chf": "CHF",
}  # fmt: skip
_PREFIX = re.compile(r"(us\$|\$|€|£|\b(?:usd|eur|gbp|chf)\s?)\s?$", re.IGNORECASE)
_SUFFIX = re.compile(r"\s?(usd|eur|gbp|chf|dollars?|euros?|pounds?|€|£)(?!\w)", re.IGNORECASE)
_PERCENT = re.compile(r"\s?(?:%|-?percent\b|-?per\s?cent\b)", re.IGNORECASE)
_DEGREES = re.compile(r"\s?(?:°\s?|degrees?\s)(?:(c(?:elsius)?)|f(?:ahrenheit)?)\b", re.IGNORECASE)
_UNIT_WORD = re.compile(r"[\s-]*\b([^\W\d_]+)\b")
_REPEATED = re.compile(r"\s?\(\d[\d,.]*\)")
TIME = {
    "second": 1 / 60, "minute": 1.0, "hour": 60.0, "day": 1440.0, "calendar day": 1440.0, "week": 10080.0,
    "business day": None, "month": None, "quarter": None, "year": None, "business hour": None,
}  # fmt: skip
"""Units of time, in minutes where that is fixed."""
MONTHS = {"month": 1.0, "quarter": 3.0, "year": 12.0}
LONG = frozenset(MONTHS)
_ALIASES = {
    "min": "minute", "hr": "hour", "sec": "second", "yr": "year", "mo": "month", "wk": "week",
    "workday": "business day",
    "litre": "liter", "metre": "meter", "kilometre": "kilometer", "kg": "kilogram", "km": "kilometer",
    "gigabyte": "GB", "gb": "GB", "mb": "MB", "megabyte": "MB", "tb": "TB", "kb": "KB",
}  # fmt: skip
_BREAK = STOPWORDS - {"second", "own", "other"}


@lru_cache(CACHE)
def singular(word: str) -> str:
    """The singular of a unit noun, lower case."""
    word = word.lower()
    if word in {"people", "children", "men", "women"}:
        return _IRREGULAR[word]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies"):
            word = word[:-3] + "y"
        elif word.endswith(("sses", "xes", "zes", "ches", "shes")):
            word = word[:-2]
        else:
            word = word[:-1]
    return _ALIASES.get(word) or _ALIASES.get(word.removesuffix("s"), word)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, as it stands in a sentence: `text[start:end]`, comparator from the words around it."""

    start: int
    end: int
    value: float
    high: float | None
    comparator: Comparator | None  # None: the words around it are not understood
    explicit: bool  # the comparator has words of its own (otherwise "exactly" by default)
    negated: bool  # a negation was taken into the comparator: "must not exceed 5" is at most 5
    units: tuple[str, ...]  # the readings of its unit, the shortest first
    hedged: bool  # about, usually, e.g.
    words: tuple[int, int]  # the span with its comparator words

    def has_unit(self, unit: str) -> bool:
        """Whether one reading of the unit is `unit`."""
        wanted = " ".join(singular(w) for w in unit.split()) if unit not in _CURRENCY.values() else unit
        return unit in self.units or wanted in self.units

    def admits(self, amount: float, comparator: Comparator | None = None) -> bool:
        """The predicate: whether `amount` satisfies the comparator (its own by default)."""
        match comparator or self.comparator:
            case "at_most":
                return amount <= self.value
            case "less_than":
                return amount < self.value
            case "at_least":
                return amount >= self.value
            case "more_than":
                return amount > self.value
            case "exactly":
                return amount == self.value
            case "between":
                return self.high is not None and self.value <= amount <= self.high
        return False


_PARTICLE = "".join(  # "carry over 5" compares nothing
    rf"(?<!{verb}\s)"
    for verb in word_set(
        "carry carries carried carrying roll rolls rolled rolling hand hands handed pass passed "
        "sign signed "
        "transfer transferred bring brought"
    )
)
_NEG = r"(?P<neg>(?:\bnot|\bno|n['’]t|\bnever|\bcannot)\s+(?:be\s+|to\s+be\s+|last\s+|take\s+|go\s+)?)?"
_FILL = r"(?:\s+(?:a\s+total\s+of|the|a|an|of|one['’]s|their|your))*\s*$"
_PHRASES: tuple[tuple[str, Comparator], ...] = (
    (
        rf"\bmore\s+than|\bgreater\s+than|{_PARTICLE}\bover|\babove|\bexceed(?:s|ed|ing)?|"
        rf"\blonger\s+than|\bin\s+excess\s+of|\bbeyond"
        r"|\bhigher\s+than|\bolder\s+than|\blarger\s+than|\bbigger\s+than|>",
        "more_than",
    ),
    (
        r"\bless\s+than|\bfewer\s+than|\bunder|\bbelow|\bshorter\s+than|\bsmaller\s+than|\blower\s+than"
        r"|\byounger\s+than|<",
        "less_than",
    ),
    (r"\b(?:limit|cap|ceiling|maximum)\s+(?:\w+\s+){0,2}?(?:is|are)", "at_most"),
    (r"\bminimum\s+(?:\w+\s+){0,2}?(?:is|are)", "at_least"),
    (r"\bat\s+least|\b(?:a\s+|the\s+)?minimum(?:\s+of|\s+is|:)?|\bat\s+minimum|≥|>=", "at_least"),
    (
        r"\bat\s+most|\bup\s+to|\b(?:a\s+|the\s+)?max(?:imum|\.)?(?:\s+of|\s+is|:)?|\bwithin|"
        r"\blimited\s+to|\bcapped\s+at"
        r"|\bas\s+many\s+as|\bas\s+much\s+as|≤|<=",
        "at_most",
    ),
    (r"\bexactly|\bprecisely", "exactly"),
)
_BEFORE = tuple(
    (re.compile(rf"{_NEG}(?:{pattern}){_FILL}", re.IGNORECASE), comparator) for pattern, comparator in _PHRASES
)
_DEADLINE = re.compile(rf"\b(no|not)\s+(later|sooner|earlier)\s+than{_FILL}", re.IGNORECASE)
_AHEAD = re.compile(
    r"^\s*(?:\w+\s+){0,2}(?:before|prior\s+to|ahead\s+of|in\s+advance|beforehand|earlier|preceding)\b", re.I
)
_AFTER: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (
        re.compile(r"^\s*(?:,\s*)?(?:or|and)\s+(?:more|longer|greater|older|higher|above|over|up|larger)\b", re.I),
        "at_least",
    ),
    (
        re.compile(r"^\s*(?:or|and)\s+(?:less|fewer|shorter|under|lower|below|younger|smaller)\b", re.I),
        "at_most",
    ),
    (
        re.compile(r"^\s*(?:,\s*)?(?:at\s+(?:the\s+)?most|maximum|max)\b|^\s*\((?:maximum|max)\)", re.I),
        "at_most",
    ),
    (
        re.compile(r"^\s*(?:,\s*)?(?:at\s+(?:the\s+)?least|minimum)\b|^\s*\((?:minimum|min)\)", re.I),
        "at_least",
    ),
)
_UNCLEAR = re.compile(
    r"\b(?:after|since|than|nearly|almost|twice|half|every|each|another|additional|extra|first|"
    r"last|next|past|every\s+other|"
    r"other\s+than|until|till)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(?<!what\s)(?<!how\s)\b(?:about|approximately|approx\.?|around|roughly|typically|usually|"
    r"generally|normally|often|e\.g\.?,?|for\s+example,?"
    r"|such\s+as|ideally|some|circa|say)\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:ordinarily|normally|generally|usually|typically|mostly|ideally|preferably|endeavou?r(?:s|ing)?|"
    r"aim(?:s|ing)?\s+(?:to|for)|seek(?:s|ing)?\s+to|striv(?:es?|ing)|tr(?:y|ies|ying)\s+to|hopes?\s+to|best\s+efforts|"
    r"as\s+a\s+rule|in\s+(?:most|many|normal)\s+(?:cases|circumstances)|"
    r"(?:where|when|if|as\s+far\s+as|as\s+soon\s+as)(?:ver)?\s+(?:\w+\s+)?(?:possible|practicable|feasible))\b",
    re.IGNORECASE,
)
_REPEATED_UNIT = re.compile(r"^\s?(?:%|°\s?[CF])(?=[\s–—-])")  # "between 40% and 60%"
_RANGE = re.compile(r"(?:\s?[-–—]\s?|\s+(?:to|and|or)\s+)$", re.IGNORECASE)


def _number(match: re.Match[str]) -> float | None:
    if match["often"]:
        return {"once": 1.0, "twice": 2.0, "thrice": 3.0}[match["often"].lower()]
    digits = match["digits"]
    if digits:
        scale = (match["scale"] or "").strip(" -\n").lower()
        factor = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000, **_SCALES}.get(scale, 1)
        return float(digits.replace(",", "")) * factor
    total, current, half = 0.0, 0.0, 0.0
    names = re.split(r"[\s-]+", match["words"].lower())
    for name in names:
        if name in _ONES:
            if current % 10 and current < 100:
                return None  # "one two": a list, not a number
            current += _ONES[name]
        elif name in _TENS:
            current += _TENS[name]
        elif name == "half":
            half = 0.5
        elif name == "dozen":
            current = max(current, 1) * 12
        elif name in _SCALES:
            current = max(current, 1) * _SCALES[name]
            if _SCALES[name] >= 1_000:
                total, current = total + current, 0.0
    return total + current + half


_META = word_set("document passage source rule section answer value figure version policy page place part different")


@lru_cache(CACHE)
def numbers(text: str) -> tuple[float, ...]:
    """Every number in digits, identifiers and dates included, and every written-out amount ("one" is mostly none)."""
    found = {float(m.replace(",", "")) for m in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)}
    for quantity in quantities(text):
        if quantity.value != 1 and quantity.units[0] not in _META:
            found |= {quantity.value} | ({quantity.high} if quantity.high is not None else set())
    return tuple(sorted(found))


def _units(text: str, start: int, end: int) -> tuple[tuple[str, ...], int, int]:
    """The readings of the unit of the number at [start, end), and the span with the unit."""
    if before := _PREFIX.search(text[max(0, start - 4) : start]):
        return (_CURRENCY[before[1].strip().lower()],), start - len(before[0].lstrip()), end
    if percent := _PERCENT.match(text, end):
        return ("percent",), start, percent.end()
    if degrees := _DEGREES.match(text, end):
        return (f"°{'c' if degrees[1] else 'f'}",), start, degrees.end()
    if after := _SUFFIX.match(text, end):
        return (_CURRENCY[after[1].lower()],), start, after.end()
    repeated = _REPEATED.match(text, end)
    at, names, stop = (repeated.end() if repeated else end), [], end
    for _ in range(4):
        word = _UNIT_WORD.match(text, at)
        if not word or word[1].lower() in _BREAK:
            break
        names.append(singular(word[1]))
        at = stop = word.end()
        if names[-1] in TIME:
            break
    if not names:
        return (), start, end
    if names[-1] in TIME:
        name = names[-1]
        if len(names) > 1 and names[-2] in {"business", "working", "work"} and name in {"day", "hour"}:
            return (f"business {name}",), start, stop
        joined = (" ".join(names[i:]) for i in range(len(names) - 1))
        return (name, *joined), start, stop
    readings = [
        *names,
        *(" ".join(names[i:j]) for i in range(len(names)) for j in range(i + 2, len(names) + 1)),
    ]
    first = _UNIT_WORD.match(text, repeated.end() if repeated else end)
    return tuple(dict.fromkeys(readings)), start, first.end() if first else stop


@lru_cache(CACHE)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities (number and unit) of a sentence or text, in order; identifiers, dates and times of day are
    none."""
    found: list[Quantity] = []
    matches = list(_NUMBER.finditer(text))
    taken = -1
    for index, match in enumerate(matches):
        if match.start() < taken:
            continue
        value, high, start, end = _number(match), None, match.start(), match.end()
        if value is None or (match["digits"] and _NOT_AMOUNT.match(text[end : end + 12])):
            continue
        money = _PREFIX.search(text[max(0, start - 4) : start])
        if match["digits"] and not money and _IDENTIFIER.search(text[max(0, start - 12) : start]):
            continue
        units, begin, stop = (("time",), start, end) if match["often"] else _units(text, start, end)
        if index + 1 < len(matches):  # "5 to 10 days", "between $5 and $10", "5-10 days"
            upper = matches[index + 1]
            gap = _REPEATED_UNIT.sub("", _PREFIX.sub("", text[end : upper.start()]))
            top = _number(upper)
            if _RANGE.fullmatch(gap) and top is not None and top > value:
                upper_units, _, upper_stop = _units(text, upper.start(), upper.end())
                if upper_units and (not units or units == upper_units):
                    high, units, stop, taken = top, upper_units, upper_stop, upper.end()
                    end = upper.end()
        if not units:
            continue
        lead, tail = text[max(0, begin - 60) : begin], text[stop:]
        comparator, explicit, negated, first = _comparator(lead, tail, begin, high)
        hedged = bool(_HEDGE.search(text[max(0, first - 60) : first]))
        found.append(Quantity(begin, stop, value, high, comparator, explicit, negated, units, hedged, (first, stop)))
    return tuple(found)


def _comparator(lead: str, tail: str, begin: int, high: float | None) -> tuple[Comparator | None, bool, bool, int]:
    """(comparator, explicit, negation taken in, start of the comparator's words)."""
    if high is not None:
        return "between", True, False, begin
    if deadline := _DEADLINE.search(lead):
        late = deadline[2].lower() == "later"
        ahead = bool(_AHEAD.match(tail))
        at = begin - len(lead) + deadline.start()
        return ("at_least" if late == ahead else "at_most"), True, False, at
    for pattern, comparator in _AFTER:
        if pattern.match(tail):
            return comparator, True, False, begin
    best: tuple[int, Comparator, bool] | None = None
    for pattern, comparator in _BEFORE:
        if (m := pattern.search(lead)) and (best is None or m.start() < best[0]):
            best = (m.start(), comparator, bool(m["neg"]))
    if best:
        at, comparator, negated = best
        folded = COMPLEMENT.get(comparator) if negated else comparator
        return folded, True, negated, begin - len(lead) + at
    return (None if _UNCLEAR.search(lead) else "exactly"), False, False, begin


def softened(sentence: str) -> bool:
    """Whether a rule says only what is usual or tried: no amount keeps or breaks it."""
    return bool(_SOFT.search(sentence))


def same_measure(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities measure alike: a common reading of the unit, or both a time up to weeks, or both
    longer."""
    if set(a.units) & set(b.units):
        return True
    times = a.units[0] in TIME and b.units[0] in TIME
    return times and (a.units[0] in LONG) == (b.units[0] in LONG)


def measured(q: Quantity, unit: str) -> float | None:
    """The value of a quantity in another unit, where that is fixed: 30 minutes are half an hour; None where it is not."""
    if q.has_unit(unit):
        return q.value
    for table in (TIME, MONTHS):
        own, wanted = (table.get(u) for u in (q.units[0], singular(unit)))
        if own and wanted:
            return q.value * own / wanted
    return None


# --- conditions, modality, questions ------------------------------------------------------------

CONDITION = re.compile(
    r"\b(?:if|when|whenever|provided(?:\s+that)?|as\s+long\s+as|so\s+long\s+as|in\s+case|"
    rf"in\s+cases\s+where|once(?!\s+(?:an?|per|each|every)\s+{_PERIOD}\b)|only\s+if|"
    r"only\s+when|where|while|after|before|until|during|without|assuming)\b",
    re.IGNORECASE,
)
EXCEPTION = re.compile(
    r"^however\b|\b(?:unless|except(?:ions?(?!\s+(?:report|form|request|log|list|message|handling)s?\b)|ed|ing)?|excluding|however,|"
    r"(?:does|do|did)(?:\s+not|n['’]t)\s+apply|apart\s+from|"
    r"(?<!not )exempt(?:ed|ion|ions)?|notwithstanding|other\s+than|with\s+the\s+exception|but\s+not|waived?|waiver)(?!\w)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:for|in|on|during|with|at|from|under|as|by|to)\b[^,:?]{2,80},(?=\s)", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"^(?:therefore|thus|otherwise|hence|in\s+(?:this|that|these|those|such)\b|then\b|accordingly|instead\b|if\s+so\b|"
    r"if\s+not\b|but\b|or\b|as\s+a\s+result)",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"""(?P<need_not>(?:\b(?:do|does|did)(?:\s+not|n['’]t)\s+(?:have|need|require)\b(?:\s+to)?|\bneed(?:\s+not|n['’]t)\b
        |\b(?:is|are|be)(?:\s+not|n['’]t)\s+(?:required|needed|necessary|obliged|mandatory)
    |\bno\s+need\s+to\b|\bnot\s+required\b
        |\bneed(?:s|ed)?\s+no\b|\bno\s+\w+\s+(?:is|are)\s+(?:required|needed)\b|\boptional\b))
    |(?P<must_not>\b(?:must|may|shall|should|can|could|will|would)(?:\s+not|n['’]t|\s+never|\s+no\s+longer)\b|\bcannot\b
        |\bcan['’]t\b|\bwon['’]t\b
        |\b(?:is|are|be)(?:\s+not|n['’]t|\s+never|\s+no\s+longer)\s+
    (?:allowed|permitted|authori[sz]ed|eligible|entitled|acceptable)\b
        |\b(?:is|are|be)\s+(?:strictly\s+)?(?:prohibited|forbidden|banned|disallowed|ineligible)\b
            |\bnot\s+(?:allowed|permitted)\b
        |\b(?:prohibited|forbidden)\b|\bnever\b|(?:^|,\s|:\s|\bplease\s|\balways\s)do(?:\s+not|n['’]t)\b
            |\bno\s+one\s+(?:may|can|must)\b)
    |(?P<must>\b(?:must|shall|should)\b|\b(?:have|has|had)\s+to\b|\bneeds?\s+to\b
        |\bneeds?(?=\s+(?:an?|the|your|approval|written|prior|at|\d|no\s+more|more)\b)|\bought\s+to\b
        |\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:required|needed|necessary|mandatory|obliged|compulsory
            |expected\s+to)\b|\brequires?\b
        |\brequired\s+to\b)
    |(?P<may>\b(?:may|can|could)\b
        |\b(?:is|are|(?<!to\s)be)\s+(?:\w+ly\s+)?(?:allowed|permitted|eligible|entitled|able|authori[sz]ed|free
        |acceptable|welcome)\b|\b(?:allows?|permits?|entitled)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|cannot|none|nor|neither|unable|lacks?|nobody|hardly|rarely|seldom)\b|n['’]t\b|\bcant\b",
    re.I,
)


@lru_cache(CACHE)
def negations(text: str) -> int:
    """How many negations stand in the text; in "not more than 5" the negation belongs to the comparator."""
    inside = [q.words for q in quantities(text) if q.negated or q.explicit]
    return sum(not any(a <= m.start() < b for a, b in inside) for m in _NEGATION.finditer(text))


_UNLESS = re.compile(r"\bunless\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:after|before|until|during|without)$", re.IGNORECASE)


@lru_cache(CACHE)
def clauses(sentence: str) -> tuple[tuple[int, int], ...]:
    """Spans of the conditions and exceptions of a sentence, and of a leading "For contractors,": marker to comma or
    end."""
    found: list[tuple[int, int]] = []
    for m in (*CONDITION.finditer(sentence), *EXCEPTION.finditer(sentence)):
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
    r"^\s*(?:no(?!\s+(?:more|less|fewer|later|longer|earlier|sooner|matter|one)\b)|nobody|no\s+one)\b", re.I
)
_IS_NOT = re.compile(r"\b(?:is|are)(?:\s+not|\s+never|n['’]t)\s+", re.I)


@lru_cache(CACHE)
def modals(sentence: str) -> tuple[tuple[int, Modality], ...]:
    """(offset, modality) of the modal words of the sentence outside its conditions, in order."""
    main = outside(sentence, clauses(sentence))
    consumed = [q.words for q in quantities(sentence) if q.negated]
    found: list[tuple[int, Modality]] = []
    for m in _MODAL.finditer(main):
        if _RELATIVE.search(main[: m.start()]):
            continue  # "mistakes that can cause": says nothing about what is allowed
        kind: Modality = m.lastgroup  # type: ignore[assignment]
        if kind == "must_not" and any(a < m.end() and m.start() < b for a, b in consumed):
            kind = "must"  # the negation is part of the comparator: "must not exceed"
        if kind == "may" and not found and _NO_SUBJECT.match(main):
            kind = "must_not"
        found.append((m.start(), kind))
    return tuple(found)


def modality(sentence: str) -> Modality | None:
    """The one modality of the main clause; fact when it has none, None when it has several or an unread negation."""
    kinds = {kind for _, kind in modals(sentence)}
    main = outside(sentence, clauses(sentence))
    if kinds == {"must_not"}:
        main = _NO_SUBJECT.sub("", main)
    if len(kinds) > 1 or negations(_MODAL.sub(lambda m: " " * len(m[0]), main)):
        return None
    return kinds.pop() if kinds else "fact"


def denied(sentence: str) -> int | None:
    """Where a sentence without modal words denies what it tells: "advances are not paid", "no deposit is taken"; None
    where it does not, or denies more than that."""
    main = outside(sentence, clauses(sentence))
    found = _IS_NOT.search(main) or _NO_SUBJECT.match(main)
    return found.start() if found and not modals(sentence) and negations(main) == 1 else None


def refers_back(sentence: str) -> bool:
    """Whether the sentence leans on the one before it: Otherwise, In this case."""
    return bool(_REFERS_BACK.match(sentence))


_QUESTION = re.compile(r"(?:[^.!?]|[.!?](?!\s|$))*\?")
_POLAR = re.compile(
    r"^(?:is|are|am|do|does|did|will|would|has|have|was|were|can|may|could|must|should|shall|need)\b", re.I
)
_PERMISSION = re.compile(
    r"^(?:can|may|could)\b|^(?:am|are|is)\s+(?:\w+\s+){0,8}?(?:allowed|permitted|eligible|"
    r"entitled|authori[sz]ed|acceptable|"
    r"possible|enough|sufficient)\b|^(?:is|would)\s+it\s+(?:be\s+)?(?:still\s+)?(?:ok|okay|fine|"
    r"alright|acceptable|possible|"
    r"allowed|permitted|enough)\b|^(?:is|are|would)\s.*\b(?:ok|okay|fine|enough|allowed|"
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
    return str(found[-1]).strip() if found else rest or text.strip()


@lru_cache(CACHE)
def form(question: str) -> Form:
    """What kind of answer the question calls for, read from its last question sentence."""
    asked = last_question(question)
    cut = tuple(c for c in clauses(asked) if not _PREPOSITION.match(asked[c[0] : c[1]].partition(" ")[0]))
    core = outside(asked, cut).rstrip("? ").strip(" ,:")
    core = re.sub(r"^[^:?]{2,80}:\s+", "", core).lstrip(" ,")  # "About hotels: can I ..."
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
_WH = re.compile(r"^(?:[^\W\d_]+[\s,]+){0,2}(?:who|whom|whose|what|when|where|which|why|how)\b", re.IGNORECASE)


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
