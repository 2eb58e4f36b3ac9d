"""The verifier's own reading of text: sentences, words, their stems, and which words ask for the same.

Deliberately independent of the extractor: what the two read alike is believed, what they read differently is
rejected. It prefers not to understand over guessing. Nothing here knows examples or claims.
"""

import re
from functools import lru_cache
from itertools import pairwise

CACHE = 1 << 16

_MARKER = re.compile(
    r"(?m)^[ \t]*(?:(?:[-*+•]|\d+[.)]|\([a-z]\)(?=[ \t]+[a-z])|#{1,6}|>)[ \t]+|"
    r"(?:\((?:\d{1,2}|[a-z]|[ivx]{2,4})\)|\d{1,2}(?:\.\d{1,2})+\.?)[ \t]+(?=[\"“]?[A-Z]))"
)
_EMPHASIS = re.compile(r"\*{1,3}|`+|(?<!\w)_{1,2}|_{1,2}(?!\w)")
_STARTS = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•]|\d+[.)]|\([a-z]\)(?=[ \t]+[a-z])|#{1,6}|>|\|)[ \t]*)")
_STOP = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|approx|no|nr|dr|mr|mrs|ms|inc|u\.s)|\b[A-Z])\.$", re.IGNORECASE)

# It names one of several, or is a unit: "Annex B.", "4.5 m.", "8 °C.", "10 km/h."
_NAMED_BY_LETTER = re.compile(
    r"\b(?:annex|appendix|part|schedule|section|class|grade|type|category|group|level|form|table|figure|exhibit|option|plan|unit|"
    r"block|building|hall|wing|room|zone|area|line|phase|band|tier|list|vitamin)\s[A-Z]\.$|"
    r"(?:[°/][A-Z]|\d\s?(?-i:[a-z]|[VWL]))\.$",
    re.IGNORECASE,
)


@lru_cache(CACHE)
def plain(text: str) -> str:
    """Text without list, heading, paragraph ("(2)", "4.2.3") and emphasis marks, white space collapsed."""
    return " ".join(_EMPHASIS.sub("", _MARKER.sub("", text)).split())


@lru_cache(CACHE)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence, list item or table row of a text."""
    cuts = {0, len(text)} | {m.end() for m in _STARTS.finditer(text)}
    cuts |= {m.end() for m in _STOP.finditer(text) if not _abbreviates(text[: m.start()])}
    ordered = sorted(cuts)
    return tuple((a, b) for a, b in pairwise(ordered) if text[a:b].strip())


def _abbreviates(before: str) -> bool:
    return bool(_ABBREVIATION.search(before)) and not _NAMED_BY_LETTER.search(before[-40:])


@lru_cache(CACHE)
def blocks(text: str) -> tuple[str, ...]:
    """The paragraphs, list items and table rows of a text."""
    cuts = [0, *(m.end() for m in _STARTS.finditer(text)), len(text)]
    return tuple(text[a:b] for a, b in pairwise(cuts) if text[a:b].strip())


@lru_cache(CACHE)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, plain."""
    return tuple(plain(text[a:b]) for a, b in spans(text))


_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d+(?:[.,]\d+)*")


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to write a long set of them down legibly."""
    return frozenset(text.split())


STOPWORDS = word_set(
    """
    hasn haven hadn mustn shan needn mightn ain weren
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

IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "paid": "pay", "sent": "send",
    "took": "take", "taken": "take", "gave": "give", "given": "give", "went": "go", "gone": "go", "goes": "go", "made": "make",
    "left": "leave", "leaves": "leave", "kept": "keep", "held": "hold", "bought": "buy", "brought": "bring",
    "wrote": "write", "written": "write", "ran": "run", "running": "run", "chose": "choose", "chosen": "choose",
    "broke": "break", "broken": "break", "built": "build", "told": "tell", "approval": "approve",
    "approvals": "approve",
    "lost": "lose", "met": "meet", "began": "begin", "begun": "begin", "gotten": "get",
    "spent": "spend", "driven": "drive", "stolen": "steal", "older": "old", "younger": "young",
}  # fmt: skip


@lru_cache(CACHE)
def stem(word: str) -> str:
    """A crude stem: inflections of one word fall together; different words seldom do."""
    word = word.lower().replace("’", "'").partition("'")[0]
    word = IRREGULAR.get(word, word)
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


ONES = {
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
TENS = {
    w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
NUMBER_WORDS = frozenset({*ONES, *TENS, *SCALES, "dozen"})


@lru_cache(CACHE)
def words(text: str) -> frozenset[str]:
    """Stems of the content words: no function words, no numbers, no number words."""
    tokens = _WORD.findall(text.lower().replace("’", "'"))
    found = (w.partition("'")[0] for w in tokens if not w[0].isdigit())
    stems = {stem(w) for w in found if w not in STOPWORDS and w not in NUMBER_WORDS}
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
    | death die funeral burial bereavement | bonus reward award premium
    incentive gratification | loan credit mortgage borrow lend lending | lease rent rental
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


_SAME_GROUPS = """
    ask request apply | buy purchase | authorise authorize approve approval | begin start | end finish | store retain keep |
    reimburse reimbursement refund | borrow lend loan | annual yearly | stay remain
"""
"""Verbs that say the same of what is asked for, with their nouns; who repays is not who refunds."""
_SAME = tuple(frozenset(map(stem, group.split())) for group in _SAME_GROUPS.split("|"))


def saying_the_same(known: frozenset[str]) -> frozenset[str]:
    """The stems of verbs that say what one of the known stems says."""
    return frozenset[str]().union(*(group for group in _SAME if group & known))


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
