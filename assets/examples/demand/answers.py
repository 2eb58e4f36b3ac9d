"""Questions that a rule answers as it stands. Proofs: `quote` and `polarity`."""

import re
from dataclasses import dataclass
from functools import cached_property

from assets.decisions.moments import UNITS
from assets.examples import rejected
from assets.examples.corpus import content_words, pick, stem, words_of
from assets.examples.demand.questions import Heard
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.families import family
from assets.examples.grammar import Unfit
from assets.examples.quantities import MONEY, TIME
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
        """Those of the rule itself."""
        return _families(self.site.shown)

    @cached_property
    def twin(self) -> Draft | None:
        """A proven answer."""
        return next((d for d in self.site.drafts if d.twin is None and d.example in self.proven), None)


def _families(text: str) -> frozenset[str]:
    return frozenset(family(w) for w in words_of(text) if content_words(w))


def fits(heard: Heard, place: Place) -> bool:
    """Whether the rule and its section hold all words of the question, the rule itself at least half of them.

    What the question takes for known may be what the rule speaks of, where it says enough to tell which rule it means.
    """
    asked, site = heard.families, place.site
    return (
        site.rival is None
        and len(asked) >= 2
        and asked <= place.words
        and 2 * len(asked & place.own) >= len(asked)
        and not re.search(r"[“”]", site.shown)
        and heard.known_from(content_words(f"{site.shown} {site.passage.section}") if len(asked) > 2 else frozenset())
    )


def answers(heard: Heard, place: Place) -> Draft | None:
    """The question answered by a rule; None where its form is none that the rule answers."""
    try:
        place.site.lone()
        opens = re.match(r"(?:\w+ ){0,2}(?:how|wh(?!ether)\w+)\b", heard.asks, re.I)
        return _open(heard, place.site) if opens else _polar(heard, place.site)
    except Unfit:
        return None


def _open(heard: Heard, site: Site) -> Draft | None:
    """How much, how long, how many: a limit says it. Who: a role says it."""
    point = site.point
    wanted = _wanted(heard.asks)
    claim = {"proof": "quote", "quote": site.quote}
    if wanted == "who":
        if point["kind"] != "role" or not site.role or site.shown.count(site.role) != 1:
            return None
        claim["role"] = site.role
    elif not wanted or point["kind"] != "limit" or not point["unit"] or not _measures(wanted, str(point["unit"])):
        return None
    options = (
        f"{site.cite} answers that: “{site.shown}”",
        f"The rule is “{site.shown}” {site.cite}",
        f"According to {site.cite}: “{site.shown}”",
    )
    answer = pick(options, heard.text, "answer")
    return _draft(heard, site, answer, claim, rejected.refusal(site, heard.asks))


def _wanted(question: str) -> str | None:
    """What an open question wants: "who", "moment", "time", "money", "amount", or the noun after "how many"; None otherwise."""
    question = re.sub(r"^(?:for|within|after|up to)\s+(?=how\b)", "", question, flags=re.I)
    if match := re.match(r"how many ([a-z]+)", question, re.I):
        return stem(match[1])
    if re.match(r"How (?:long|soon|often|early|late|old|far in advance|far ahead|much notice)\b", question, re.I):
        return "time"
    if re.match(r"(?:(?:by|until|till|from) )?(?:when|what time|which (?:date|day))\b", question, re.I):
        return "moment"
    if re.match(r"How much\b|What (?:does|do|is|are)\b.*\b(?:cost|price|fee|pay)\b", question, re.I):
        return "money"
    if re.match(
        r"(?:What|Which) (?:is|are) the (?:\w+ )?(?:maximum|minimum|limit|largest|smallest|longest)\b", question, re.I
    ):
        return "amount"
    return "who" if re.match(r"who\b", question, re.I) else None


def _measures(wanted: str, unit: str) -> bool:
    if wanted == "moment":
        return unit in UNITS
    if wanted == "time":
        return unit in TIME or unit.rsplit(maxsplit=1)[-1] in TIME
    if wanted == "money":
        return unit in MONEY or unit in ("percent", "%")
    return wanted == "amount" or wanted in {stem(w) for w in unit.lower().split()}


_YES = {"may": "yes", "must_not": "no"}


def _polar(heard: Heard, site: Site) -> Draft | None:
    """May I, do I have to: the rule's own modality says it."""
    if site.point["kind"] not in ("role", "prohibition", "limit", "condition"):
        return None
    modality, marker = site.point["modality"], re.search(r"\b(?:unless|until|except)\b", site.shown)
    permission = re.match(r"(?:Can|May|Could)\b|(?:Am|Is|Are)\b.*\b(?:allowed|permitted)\b", heard.asks, re.I)
    duty = re.match(r"(?:Must|Do|Does)\b.*\b(?:have to|need)\b|Must\b", heard.asks, re.I)
    verdict = _YES.get(modality) if permission else "yes" if duty and modality == "must" else None
    if verdict is None or marker:
        return None
    lead = "Yes" if verdict == "yes" else "No"
    options = (
        f"{lead}. {site.cite} says so: “{site.shown}”",
        f"{lead}. The rule is “{site.shown}” {site.cite}",
        f"{lead}, see {site.cite}: “{site.shown}”",
    )
    return _draft(
        heard, site, pick(options, heard.text, "answer"),
        {"proof": "polarity", "quote": site.quote, "polarity": verdict},
        rejected.verdict(site, verdict == "no"),
    )  # fmt: skip


def _draft(heard: Heard, site: Site, answer: str, claim: dict[str, str], worse: rejected.Worse) -> Draft:
    phrasing = Phrasing(f"ticket.{sha256(heard.text)[:12]}", heard.text)  # no two tickets share a skeleton
    return site.draft(("answerable", "answer"), ("demand", ""), phrasing, answer, claim, rejected=worse, register="own")
