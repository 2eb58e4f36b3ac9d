"""Questions that a rule answers as it stands. Proofs: `quote` and `polarity`."""

import re
from dataclasses import dataclass
from functools import cached_property

from assets.examples import rejected
from assets.examples.corpus import content_words, pick, stem
from assets.examples.demand.questions import Heard
from assets.examples.drafts import Draft, Phrasing, Site
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
        """Stems of the rule and its section path."""
        return content_words(f"{self.site.shown} {self.site.passage.section}")

    @cached_property
    def twin(self) -> Draft | None:
        """A proven answer."""
        return next((d for d in self.site.drafts if d.twin is None and d.example in self.proven), None)


def fits(heard: Heard, place: Place) -> bool:
    """Whether the rule and its section hold all words of the question, the rule itself at least half of them."""
    asked, site = heard.words, place.site
    own = content_words(site.shown)
    return (
        site.rival is None
        and len(asked) >= 2
        and asked <= place.words
        and 2 * len(asked & own) >= len(asked)
        and not re.search(r"[“”]", site.shown)
    )


def answers(heard: Heard, place: Place) -> Draft | None:
    """The question answered by a rule; None where its form is none that the rule answers."""
    try:
        place.site.lone()
        return _open(heard, place.site) if re.match(r"how|wh", heard.asks, re.I) else _polar(heard, place.site)
    except Unfit:
        return None


def _open(heard: Heard, site: Site) -> Draft | None:
    """How much, how long, how many: a limit says it. Who: a role says it."""
    point = site.point
    wanted = _wanted(heard.asks)
    if wanted == "who" and point["kind"] == "role" and site.role and site.shown.count(site.role) == 1:
        claim = {"proof": "quote", "quote": site.quote, "role": site.role}
    elif wanted and point["kind"] == "limit" and point["unit"] and _measures(wanted, str(point["unit"])):
        claim = {"proof": "quote", "quote": site.quote}
    else:
        return None
    options = (
        f"{site.cite} answers that: “{site.shown}”",
        f"The rule is “{site.shown}” {site.cite}",
        f"According to {site.cite}: “{site.shown}”",
    )
    answer = pick(options, heard.text, "answer")
    return _draft(heard, site, answer, claim, rejected.refusal(site, heard.asks))


def _wanted(question: str) -> str | None:
    """What an open question wants: "who", "time", "money", "amount", or the noun after "how many"; None otherwise."""
    if match := re.match(r"how many ([a-z]+)", question, re.I):
        return stem(match[1])
    if re.match(r"How (?:long|soon|often|early|late|old|far in advance|far ahead)\b", question):
        return "time"
    if re.match(r"How much\b|What (?:does|do|is|are)\b.*\b(?:cost|price|fee|pay)\b", question, re.I):
        return "money"
    if re.match(
        r"(?:What|Which) (?:is|are) the (?:\w+ )?(?:maximum|minimum|limit|largest|smallest|longest)\b", question, re.I
    ):
        return "amount"
    return "who" if re.match(r"who\b", question, re.I) else None


def _measures(wanted: str, unit: str) -> bool:
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
    rule = site.rule
    permission = re.match(r"(?:Can|May|Could)\b|(?:Am|Is|Are)\b.*\b(?:allowed|permitted)\b", heard.asks, re.I)
    duty = re.match(r"(?:Must|Do|Does)\b.*\b(?:have to|need)\b|Must\b", heard.asks, re.I)
    verdict = _YES.get(rule.modality) if permission else "yes" if duty and rule.modality == "must" else None
    if verdict is None or (rule.clause is not None and rule.clause.marker == "unless"):
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
