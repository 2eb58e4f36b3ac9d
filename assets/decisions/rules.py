"""What a parsed sentence decides: limits, conditions, exceptions, roles, prohibitions, references, the order of two actions,
definitions.

Each point starts confident and loses confidence for every doubt; the strongest doubt is its reason. Advice, narrative
and ability ("you can find") are no rules. Every kind has a module of its own; here they meet, with doubts about the
sentence as a whole.
"""

import re
from collections.abc import Iterator

from assets.decisions.ages import find_ages
from assets.decisions.bans import find_prohibitions, plain_ban
from assets.decisions.circumstances import find_circumstances
from assets.decisions.clauses import find_conditions, find_exceptions, only_one, outside_clauses, with_clause
from assets.decisions.definitions import find_definitions
from assets.decisions.duties import HANDED, PERSONS, find_roles
from assets.decisions.limits import find_limits
from assets.decisions.moments import find_moments
from assets.decisions.mood import EXAMPLE, is_command, mood_of
from assets.decisions.offices import find_offices
from assets.decisions.points import Doubt, Parse, Point
from assets.decisions.quantities import Quantity, find
from assets.decisions.references import find_references, reference_doubts
from assets.decisions.scopes import find_scopes
from assets.decisions.sentences import Sentence
from assets.decisions.steps import find_orders

CUE = re.compile(
    r"^\W*[\"“][^\"“”]+[\"”] are |"
    r"\d|%|[$€£]|noon|\b(?:outside|beyond|covered|scope|cover|"
    r"if|when|whenever|once|unless|except|exception|excluding|exempt|provided|as long as|"
    r"in (?:the )?cases?|in the event|"
    r"must|shall|should|may|can|cannot|can't|never|not|no|nobody|nothing|[a-z]+n['’]t|inadmissible|impermissible|unacceptable|unlawful|illegal|"
    r"prohibited|forbidden|banned|only|need|needs|have "
    r"to|has to|require[sd]?|subject to|"
    r"allowed|permitted|entitled|eligible|approve|approves|approved|responsible|other than|apply|applies|"
    r"responsibility|accountable|answerable|authority|charge|say|duty|job|remit|by|discretion|reserved|decides?|up to|"
    r"twice|daily|weekly|monthly|quarterly|annually|yearly|(?:every|each) (?:day|week|month|quarter|year)|"
    r"before|after|during|following|emergency|by the|by your|until|where|while|will|means?|refers?|defined|is an?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|ninety|an? "
    r"(?:hour|day|week|month|year))\b|"
    r"\b[A-Z]\w+ (?:Policy|Procedure|Form|Guide|Handbook|Manual|Standard|Plan|Guidelines|Checklist|"
    r"Agreement|Runbook|Playbook)\b|"
    rf"\b(?:{'|'.join(HANDED.values())}|go|goes) (?:\w+ ){{0,2}}to\b|"
    r"\b(?:on|upon) (?:request|receipt|presentation|production)\b|"
    r"\b[Ss]ee\b|^\W*(?:on|upon) (?:the )?\w+ of\b|^\W*pending\b|\b(?:absence|consent|permission|agreement) of\b|"
    rf"^\W*(?:the|your|our|[A-Z]\w+) (?:[\w-]+ ){{0,3}}?(?:{'|'.join(sorted(PERSONS))})\b",
    re.I,
)
"""A sentence without any of these holds no rule that is modelled here, and need not be parsed."""


def read(sentence: Sentence, parse: Parse, quantities: list[Quantity], procedure: bool = False) -> list[Point]:
    """All points of a sentence, ordered by kind and place; table rows are read by `read_row`.

    In a procedure (an SOP) the plain present prescribes: "the clerk registers the parcel".
    """
    doubts = tuple(_sentence_doubts(sentence, parse))
    conditions = list(find_conditions(parse, procedure))
    exceptions = list(find_exceptions(parse))
    scopes = list(find_scopes(parse))
    clauses = [*conditions, *exceptions]
    points = [
        *find_limits(parse, quantities, clauses),
        *find_moments(parse, clauses),
        *find_ages(parse, clauses),
        *only_one(conditions, "two conditions in one sentence"),
        *(() if clauses else find_circumstances(parse, procedure)),
        *(scopes or exceptions),  # "this policy does not apply to bicycles" is said of the whole document
        *(
            outside_clauses(point, clauses)
            for point in (*find_roles(parse, procedure), *find_offices(parse), *find_prohibitions(parse, procedure))
        ),
        *find_orders(sentence, parse, procedure),
        *find_definitions(parse),
    ]
    named = [point.doubting(*reference_doubts(sentence)) for point in find_references(sentence.text)]
    return [
        *(
            with_clause(point, parse, conditions, exceptions).doubting(*doubts, *_quoted(point, sentence.text))
            for point in points
        ),
        *named,
    ]


def _quoted(point: Point, text: str) -> list[Doubt]:
    """A rule whose words stand in quotation marks is somebody's saying, often a bad example."""
    marks = [m.span() for m in re.finditer(r"[\"“][^\"“”]*[\"”]", text)]
    inside = any(start <= point.start and point.end <= end for start, end in marks)
    return [("a quotation", 0.5)] if inside and point.kind != "definition" else []


_LEANING = re.compile(
    r"^(?:therefore|thus|otherwise|hence|instead|in this|in that|in these|in those|in such|"
    r"this(?! \w+ (?:does not|doesn't) (?:cover|apply|deal|extend)\b)|that|"
    r"these|those|it(?! is (?:the|an?|your|\w+(?: \w+)?['’]s?) (?:responsibility|duty|task|job)\b|"
    r" is (?:strictly )?(?:not (?:allowed|permitted)|forbidden|prohibited) to\b)|"
    r"they|he|she|(?:the )?others?(?! than)|"
    r"because(?!.*, )|such|then|only in|also,? this|the same|doing so|either|both|neither|so|or|"
    r"(?:however|but|and|similarly|likewise|also),? (?:this|that|these|those|it|they|he|she|such|then|both)|"
    r"here|there(?! (?:must|shall|should)\b| (?:has|have) to be\b)|"
    r"additionally, (?:this|it|they)|conversely|specifically|in particular|especially|particularly|notably|namely|in other words|"
    r"exceptions?(?! (?:to|from)\b)|alternatively)\b",
    re.I,
)


_BOTH = re.compile(r"\bboth(?=[.,;!]|$)", re.I)
"""Two things that the sentence before names: "The same goes for both.", "Use one key for both."."""


_PART_OF_THEM = re.compile(r",? (?:and |but )?(?:those|that) (?:of|for|from|in|about|on|with) [^,;]+$", re.I)
"""Some of the things that it speaks of, behind what it says of all: "Files are kept for a year, those of patients for ten"."""


_ASKING = frozenset(("what", "which", "who", "whom", "whose", "how", "why"))
"""Words that open a question, or a heading worded like one: "What staff must not do."."""


_HALTED = frozenset(["suspend", "stop", "cancel", "close", "affect", "limit", "restrict", "exclude", "exempt", "touch"])
"""What is not done to some is done to the others, by a sentence before: "Visits to new tenants are not suspended"."""


def _sentence_doubts(sentence: Sentence, parse: Parse) -> Iterator[Doubt]:
    text = sentence.text.strip()
    words = [token for token in parse if not token.is_punct and not token.is_space]
    roots = [token for token in parse if token.dep_ == "ROOT" and not token.is_punct]
    if sentence.doubt:
        yield sentence.doubt, 0.5
    asks = words[0].ancestors if words and words[0].lower_ in _ASKING else ()
    if text.endswith("?") or next((t for t in asks if t.pos_ in ("VERB", "AUX")), None) in roots:
        yield "a question", 0.3
    if sentence.form == "item" and text[:1].islower():
        yield "an item that continues what stands before", 0.55
    if not 4 <= len(words) <= 45:
        yield "the sentence is too short or too long", 0.4
    if len(roots) != 1:
        yield "the sentence does not parse as one", 0.6
    says = any(root.pos_ in ("VERB", "AUX") or is_command(root) for root in roots)
    if not says and plain_ban(sentence.text, parse) is None:
        yield "not a full sentence", 0.4
    if sentence.form == "sentence" and not re.search(r"[.!][\"')\]]*$", text):
        yield "the sentence is not closed", 0.6
    if any(root.tag_ in ("VBD",) and mood_of(root)[0] not in ("must", "may", "must_not") for root in roots):
        yield "tells what happened", 0.4
    if any(root.tag_ == "VBN" and root.lemma_ in _HALTED and mood_of(root)[0] == "fact_not" for root in roots):
        yield "takes back what another sentence says", 0.5
    if _LEANING.match(text) or _BOTH.search(text):
        yield "leans on the sentence before", 0.5
    elif re.match(r"(?:however|but|and|similarly|likewise)\b", text, re.I):
        yield "adds to the sentence before", 0.85
    part = _PART_OF_THEM.search(text)
    if part is not None and find(part[0]) and find(text[: part.start()]):
        yield "some of its things have an amount of their own", 0.5
    if EXAMPLE.search(text):
        yield "an example", 0.4
    if re.match(r"(?:I|My|Me|I'm|I've)\b|.*\b(?:I|me|my)\b", text):
        yield "speaks of one person's case", 0.5
    if re.search(
        r"\b(?:probably|perhaps|maybe|likely|unlikely|hopefully|presumably|in theory|theoretically)\b", text, re.I
    ):
        yield "hedged", 0.6
    if re.search(r"https?:|www\.|\{|\}|<|>|\\|=|_", text):
        yield "holds an address or code", 0.6
    if (
        re.search(r"[:;]\s", text)
        or " / " in text
        or " - " in text
        or "—" in text
        or re.search(r"(?<!\d)–|–(?!\d)", text)
    ):
        yield "joins several statements", 0.75
    asides = re.findall(r"\(([^()]*)\)", text)
    if any(not re.fullmatch(r"[$€£]?[\d.,]+ ?\w*", aside) for aside in asides) or text.count("(") != len(asides):
        yield "an aside holds a rule of its own", 0.75
    if re.search(r"[\"“”]", text):
        yield "quotes other words", 0.8
    if re.search(
        r"\b(?:step|table|figure|option) \d|\b(?:following|former|latter)\b|\b(?:above|"
        r"below)\b(?! (?:[\d$€£]|[A-Z]{3}\b|an?\b|the\b|one\b))",
        text,
        re.I,
    ):
        yield "refers to its surroundings", 0.85
