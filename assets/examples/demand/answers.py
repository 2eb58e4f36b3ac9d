"""Questions that a rule answers: as it stands, by an amount that the question gives, or by asking for the amount.

Proofs: `quote`, `polarity`, `limit` and `missing`, as of the cells of the rule.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from assets.decisions.moments import UNITS
from assets.decisions.quantities import Quantity, find
from assets.examples import rejected
from assets.examples.corpus import content_words, pick, stem, words_of
from assets.examples.demand.clauses import indirect
from assets.examples.demand.questions import ASKING, Heard
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.families import family
from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.quantities import MONEY, TIME, satisfies
from assets.examples.recipes.limits import answer_amount, limit_claim, misjudged, polarity, read_limit
from assets.identity import sha256


@dataclass(frozen=True)
class Place:
    """A decision point in its place."""

    site: Site
    proven: frozenset[str]  # examples

    @cached_property
    def words(self) -> frozenset[str]:
        """Families of the words of the rule and its section path."""
        return self.own | _families(self.site.passage.section)

    @cached_property
    def own(self) -> frozenset[str]:
        """Those of the rule itself, of a cell of its row and column."""
        return _families(f"{self.site.shown} {self.column}")

    @property
    def column(self) -> str:
        """The name of a cell's column; nothing where the rule is no cell."""
        return str(self.cell.claim["column"] or "") if self.cell else ""

    @cached_property
    def cell(self) -> Draft | None:
        """The proven answer to who asks for a cell of a table."""
        if self.site.point["form"] != "row":
            return None
        made = (d for d in self.site.drafts if d.recipe == "cells" and d.cell == "asked" and d.example in self.proven)
        return next(made, None)

    @cached_property
    def things(self) -> frozenset[str]:
        """Stems of what the rule is about as its sentence builds it: the subject, and the object of a command."""
        root = next((t for t in parse(self.site.shown) if t.dep_ == "ROOT"), None)
        found = [t for t in root.children if t.dep_ in ("nsubj", "nsubjpass", "dobj")] if root else []
        return content_words(" ".join(t.lower_ for t in found))

    @cached_property
    def matter(self) -> frozenset[str]:
        """What the rule is about: its own words but who does it, amounts and with what they are compared."""
        own = self.site.shown
        for point in (self.site.point, *self._beside):
            role = str(point["role"] or "") if point["kind"] == "role" else ""
            for name in filter(None, (role, str(point["value_text"] or ""))):
                own = own.replace(name, " ")
        return frozenset(w for w in _families(own) - _families(_COMPARING) if not w[0].isdigit())

    def narrower(self, said: frozenset[str]) -> bool:
        """Whether the rule is on one kind of what is said: on "annual leave", where only leave is named."""
        told = [_families(word) & self.matter for word in words_of(self.site.shown)]
        return any(bool(kind) and bool(what & said) and not kind & said for kind, what in pairwise(told))

    def another(self, text: str) -> bool:
        """Whether a text tells of another one than the one the rule means: of "my driving licence", where "the licence" of a page
        on forklifts is valid for 3 years."""
        told = [(word, _families(word)) for word in words_of(text)]
        return any(
            bool(kind) and bool(what & self.matter) and not kind & self.words and self._means(noun)
            for (_, kind), (noun, what) in pairwise(told)
        )

    def _means(self, noun: str) -> bool:
        """Whether the rule takes for known which one of a noun it is about: "the licence"."""
        return re.search(rf"\bthe {re.escape(noun)}\b", self.site.shown, re.IGNORECASE) is not None

    @property
    def _beside(self) -> tuple[dict[str, Any], ...]:
        """The other points of the sentence."""
        return tuple(o for o in self.site.siblings if o["sentence_start"] == self.site.point["sentence_start"])

    @cached_property
    def bounds(self) -> tuple[dict[str, Any], ...]:
        """The amounts that say on which things the rule of this sentence is: "claims above 500 EUR"."""
        point = self.site.point
        beside = (o for o in self._beside if o["kind"] == "limit" and o["used"])
        own = (point,) if point["kind"] == "limit" else beside
        return tuple(o for o in own if o["comparator"] in _BOUNDS and not _is_deadline(o, self.site.shown))

    @cached_property
    def twin(self) -> Draft | None:
        """A proven answer."""
        return next((d for d in self.site.drafts if d.twin is None and d.example in self.proven), None)


_BOUNDS = ("more_than", "less_than", "at_most", "at_least")


def _is_deadline(limit: dict[str, Any], sentence: str) -> bool:
    """Whether an amount is a time by which something is done: it tells no things apart."""
    written = re.escape(str(limit["value_text"] or "\n"))
    timed = re.search(rf"\b(?:within|no later than|not later than|every|after) {written}|{written} {_AHEAD}", sentence)
    return limit["unit"] in UNITS or timed is not None


_AHEAD = r"(?:\w+ )?(?:before|ahead|in advance|beforehand|prior|after|later)\b"


def _families(text: str) -> frozenset[str]:
    return frozenset(family(w) for w in words_of(text) if content_words(w) - ASKING)


_COMPARING = (
    "long longer short shorter large larger big bigger small smaller less more worth exceed above below may must"
)


def fits(heard: Heard, place: Place) -> bool:
    """Whether the rule and its section hold all words of the question, the rule itself at least half of them.

    What the question takes for known may be what the rule speaks of, where it says enough to tell which rule it means. Where
    it goes on from what its ticket tells, what is told is some of what the rule is about, and the two together are most of it,
    or the question is all about the thing that the rule is about.
    """
    asked, site = heard.families, place.site
    if site.rival is not None or not asked <= place.words or re.search(r"[“”]", site.shown):
        return False
    if any(not re.search(rf"\b{re.escape(w)}\b", f"{site.shown} {site.passage.section}", re.I) for w in heard.relative):
        return False
    if heard.goes_on:
        named = place.matter & (asked | heard.background)
        other = place.narrower(asked | heard.background) or place.another(heard.text)
        most = 4 * len(named) >= 3 * len(place.matter)
        same = len(asked) >= 2 and asked <= place.own and heard.known_from(place.things)
        return bool(asked & place.own) and (most or same) and not other and bool(named & heard.background)
    # one noun tells which rule is meant where the rule is about nothing else: "The probation period lasts 6 months"
    enough = len(asked) >= 2 or (bool(asked) and place.matter - _families(_SAID_OF_ANYTHING) <= asked)
    known: frozenset[str] = frozenset()
    if len(asked) > 2:
        known = content_words(f"{site.shown} {site.passage.section}")
    elif len(asked) == 1 and not heard.told:
        known = place.things
    return enough and 2 * len(asked & place.own) >= len(asked) and heard.known_from(known)


_SAID_OF_ANYTHING = "last take time period run duration be have accept reject refuse allow permit"


def answers(heard: Heard, place: Place) -> Draft | None:
    """The question answered by a rule; None where its form is none that the rule answers."""
    try:
        place.site.lone()
        opens = re.match(r"(?:\w+ ){0,2}(?:how|wh(?!ether)\w+)\b", heard.asks, re.I)
        if opens:
            return _open(heard, place)
        if not place.bounds:
            return _polar(heard, place.site)
        return _held(heard, place) if place.site.point["kind"] == "limit" else None
    except Unfit:
        return None


def _given(heard: Heard, bounds: tuple[dict[str, Any], ...]) -> Quantity | None:
    """The one amount of a question that is held against that of the rule."""
    units = {str(o["unit"]) for o in bounds}
    found = [q for q in find(heard.text) if str(q.unit) in units]
    return found[0] if len(found) == 1 and found[0].high is None else None


def _held(heard: Heard, place: Place) -> Draft | None:
    """ "Flight to Chicago is 9 hours. Am I allowed to fly business class?": the amount decides."""
    site, given = place.site, _given(heard, place.bounds)
    limit = read_limit(site)
    if given is None or not _PERMISSION.match(heard.asks) or limit.comparator == "exactly":
        return None
    asked = float(given.value)
    holds = satisfies(limit.comparator, asked, limit.quantity.value, limit.quantity.high)
    yes, amount = polarity(limit, holds), limit.quantity.write(asked)
    at = asked == limit.quantity.value
    if yes is None or (at and not limit.decides_edge) or (place.twin is None and (at or not holds)):
        return None
    situation = "at_limit" if at else "inside_limit" if holds else "outside_limit"
    answer, claim = answer_amount(site, limit, asked, amount, yes), limit_claim(site, limit, asked, holds, yes)
    twin = None if situation == "inside_limit" else place.twin
    worse = misjudged(site, limit, heard.asks, claim)
    return _draft(heard, site, answer, claim, worse, label=(situation, "answer"), twin=twin)


def _asked_back(heard: Heard, place: Place) -> Draft | None:
    """ "Who approves my claim?", where that depends on how much it is: what the rule's own cell asks back."""
    site = place.site
    back = next((d for d in site.drafts if d.situation == "missing_amount" and d.example in place.proven), None)
    if back is None or back.twin is None or not read_limit(site).trigger or find(heard.text):
        return None
    worse = rejected.confident(site, heard.asks, yes=True, claim=back.claim)
    return _draft(heard, site, back.turns[0][1], back.claim, worse, label=("missing_amount", "clarify"), twin=back.twin)


def _refused(heard: Heard, site: Site) -> rejected.Worse:
    """A needless refusal, which names what the question asks for where that is a clause."""
    try:
        missing = None if heard.goes_on else indirect(heard.asks)
    except Unfit:
        missing = None
    return rejected.refusal(site, heard.asks, missing)


def _cell(heard: Heard, place: Place, wanted: str | None) -> Draft | None:
    """ "How many items may a research student borrow at once?": what the table says for the row and the column that are named."""
    if place.cell is None:
        return None
    row, column = _families(place.cell.claim["row"]), _families(place.column)
    unit = str(place.site.point["unit"] or place.column)
    if not row or not row | column <= heard.said or not wanted or not _measures(wanted, unit):
        return None
    answer, claim = place.cell.turns[0][1], place.cell.claim
    return _draft(heard, place.site, answer, claim, _refused(heard, place.site))


def _open(heard: Heard, place: Place) -> Draft | None:
    """How much, how long, how many: a limit says it. Who: a role says it, where the amount on which it is is given."""
    site = place.site
    point = site.point
    wanted = _wanted(heard.asks)
    if point["form"] == "row":
        return _cell(heard, place, wanted)
    claim = {"proof": "quote", "quote": site.quote}
    if wanted == "who":
        if point["kind"] == "limit" and place.bounds:
            return _asked_back(heard, place)
        if point["kind"] != "role" or not site.role or site.shown.count(site.role) != 1:
            return None
        if place.bounds and not _is_on(heard, place.bounds):
            return None
        claim["role"] = site.role
    elif point["kind"] != "limit" or not point["unit"] or not wanted or not _says(heard, place, wanted):
        return None
    options = (
        f"{site.cite} answers that: “{site.shown}”",
        f"The rule is “{site.shown}” {site.cite}",
        f"According to {site.cite}: “{site.shown}”",
    )
    answer = pick(options, heard.text, "answer")
    return _draft(heard, site, answer, claim, _refused(heard, site))


def _is_on(heard: Heard, bounds: tuple[dict[str, Any], ...]) -> bool:
    """Whether the amount that a question gives is one on which the rule is."""
    if all(str(o["text"]).lower() in heard.text.lower() for o in bounds):
        return True
    given = _given(heard, bounds)
    return given is not None and all(
        satisfies(str(o["comparator"]), float(given.value), float(o["value"]), o["value_high"]) for o in bounds
    )


def _wanted(question: str) -> str | None:
    """What an open question wants: "who", "moment", "deadline", "time", "frequency", "size", "money", "amount", "value" (what
    something is), or the noun after "how many"; None otherwise."""
    question = re.sub(r"^(?:for|within|after|up to)\s+(?=how\b)", "", question, flags=re.I)
    question = re.sub(r"^within (?:what|which) time\b", "how soon", question, flags=re.I)
    counted = (
        r"how many (?:(?:working|business|calendar|consecutive|full|whole|free|paid|extra|additional|more) )?([a-z]+)"
    )
    if match := re.match(counted, question, re.I):
        return stem(match[1])
    if re.match(r"(?:up to )?what percentage\b", question, re.I):
        return "percent"
    if re.match(r"how often\b", question, re.I):
        return "frequency"
    if re.match(r"How (?:long|soon|early|late|old|far in advance|far ahead|much notice)\b", question, re.I):
        return "time"
    if re.match(r"(?:by|until|till) when\b", question, re.I):
        return "deadline"
    if re.match(
        r"(?:from )?(?:when|what time|which (?:date|day))\b|(?:by|until|till) (?:what|which)\b", question, re.I
    ):
        return "moment"
    if re.match(r"how (?:big|large|heavy|high|tall|wide|deep|fast)\b", question, re.I):
        return "size"
    if re.match(r"How much\b|What (?:does|do|is|are)\b.*\b(?:cost|price|fee|pay)\b", question, re.I):
        return "money"
    if re.match(
        r"(?:What|Which) (?:is|are) the (?:\w+ )?(?:maximum|minimum|limit|largest|smallest|longest)\b", question, re.I
    ):
        return "amount"
    if re.match(r"what(?: is| are|['’]s) (?:the|your|our)\b", question, re.I):
        return "value"
    return "who" if re.match(r"who\b", question, re.I) else None


def _says(heard: Heard, place: Place, wanted: str) -> bool:
    """Whether a limit says what is wanted of it: how often or how long, what something is, or an amount of that kind."""
    point, shown = place.site.point, place.site.shown
    if wanted == "time" and re.search(rf"{re.escape(str(point['value_text']))} long\b", shown):
        return True
    if not _measures(wanted, str(point["unit"])):
        return False
    if wanted == "amount" and _measures("deadline", str(point["unit"])) and not _LASTING.search(heard.asks):
        return False
    if wanted == "value":
        return bool(heard.heads) and heard.heads <= place.things and _is_so_much(point, shown)
    return wanted not in ("frequency", "time") or (wanted == "frequency") == _recurs(point, shown)


_LASTING = re.compile(r"\b(?:time|period|duration|length|stay|term|notice|age|validity|longest)\b", re.IGNORECASE)
"""What a most or a least that is a time is called."""


def _is_so_much(point: dict[str, Any], sentence: str) -> bool:
    """Whether a sentence tells of its subject nothing but the amount: "The notice period is 3 months"."""
    least = r"(?:(?:at (?:least|most)|up to|no more than|currently|only|always|normally) )?"
    return re.search(rf"^[\w\s-]+ (?:is|are) {least}{re.escape(str(point['value_text']))}", sentence) is not None


def _recurs(point: dict[str, Any], sentence: str) -> bool:
    """Whether an amount says how often something is done: "monthly", "every 2 weeks", "twice a year"."""
    written = re.escape(str(point["value_text"]))
    each = re.search(rf"\bevery {written}|\b{written} (?:a|an|per|every|each) ", sentence)
    return point["unit"] in ("frequency", "time") or each is not None


def _measures(wanted: str, unit: str) -> bool:
    if wanted == "frequency":
        return unit in (*TIME, "frequency", "time")
    if wanted == "moment":
        return unit in UNITS
    if wanted == "deadline":
        return unit in UNITS or unit in TIME
    if wanted == "size":
        return unit not in (*UNITS, *TIME, *MONEY)
    if wanted == "time":
        return unit in TIME or unit.rsplit(maxsplit=1)[-1] in TIME
    if wanted == "money":
        return unit in MONEY or unit in ("percent", "%")
    return wanted in ("amount", "value") or wanted in {stem(w) for w in unit.lower().split()}


_PERMISSION = re.compile(r"(?:Can|May|Could)\b|(?:Am|Is|Are)\b.*\b(?:allowed|permitted)\b", re.IGNORECASE)
_YES = {"may": "yes", "must_not": "no"}


def _polar(heard: Heard, site: Site) -> Draft | None:
    """May I, do I have to: the rule's own modality says it."""
    if site.point["kind"] not in ("role", "prohibition", "limit", "condition"):
        return None
    modality, marker = site.point["modality"], re.search(r"\b(?:unless|until|except)\b", site.shown)
    permission = _PERMISSION.match(heard.asks)
    duty = re.match(r"(?:Must|Do|Does)\b.*\b(?:have to|need)\b|Must\b", heard.asks, re.I)
    verdict = _YES.get(modality) if permission else "yes" if duty and modality == "must" else None
    amounts = (heard.text[q.start : q.end].lower() for q in find(heard.text))
    if verdict is None or marker or not all(a in site.shown.lower() for a in amounts):
        return None  # whether six hours are fine is nothing that a rule on eight weeks says
    lead = "Yes" if verdict == "yes" else "No"
    options = (
        f"{lead}. {site.cite} says so: “{site.shown}”",
        f"{lead}. The rule is “{site.shown}” {site.cite}",
        f"{lead}, see {site.cite}: “{site.shown}”",
    )
    claim = {"proof": "polarity", "quote": site.quote, "polarity": verdict}
    return _draft(
        heard, site, pick(options, heard.text, "answer"), claim, rejected.verdict(site, verdict == "no", claim)
    )  # fmt: skip


def _draft(
    heard: Heard,
    site: Site,
    answer: str,
    claim: dict[str, Any],
    worse: rejected.Worse,
    *,
    label: tuple[str, str] = ("answerable", "answer"),
    twin: Draft | None = None,
) -> Draft:
    phrasing = Phrasing(f"ticket.{sha256(heard.text)[:12]}", heard.text)  # no two tickets share a skeleton
    return site.draft(label, ("demand", ""), phrasing, answer, claim, rejected=worse, twin=twin, register="own")
