"""Questions that hold two things which do not go together: which of the two is meant has to be asked. Proof: `inconsistent`."""

import re

from assets.decisions.records import FRAGMENTS
from assets.examples import rejected
from assets.examples.awkward import awkward
from assets.examples.conditionals import take_apart
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.quantities import MONEY
from assets.examples.recipes.limits import read_limit, sides, unit_name
from assets.examples.recipes.limits.reading import Limit
from assets.examples.words import asserted, upper


def inconsistent(site: Site) -> list[Draft]:
    """Two amounts on different sides of the limit, or a clause both stated and denied; of every second point."""
    left_open = ("missing_amount", "condition_unknown", "exception_unknown")
    open_ = next((d for d in site.drafts if d.situation in left_open and len(d.turns) == 1), None)
    if open_ is None or site.number("inconsistent") % 2:
        return []
    if open_.situation == "missing_amount":
        return [_two_amounts(site, read_limit(site), open_)] if site.point["form"] not in FRAGMENTS else []
    return [_said_and_denied(site, open_)]


def _two_amounts(site: Site, limit: Limit, open_: Draft) -> Draft:
    amounts = sides(site, limit)
    if "inside" not in amounts or "outside" not in amounts:
        raise Unfit("no sensible neighbouring value")
    if limit.trigger and limit.quantity.unit not in MONEY and not _LEFT_OPEN.search(open_.turns[0][0]):
        raise Unfit("no natural form: what the two amounts measure is not said")
    inside, outside = (limit.quantity.write(amounts[side]) for side in ("inside", "outside"))
    one, two = (inside, outside) if site.pick(("in", "out"), "which first") == "in" else (outside, inside)
    train = (
        f"One colleague says {one}, another one says {two}.",
        f"The mail says {one}, but the form says {two}.",
    )
    evaluation = (f"The ticket says {one}, while the person who opened it says {two}.",)
    options = (
        f"Which of the two is right, {one} or {two}? It makes a difference, because {site.cite} draws the line at "
        f"“{limit.deciding}”: “{site.shown}”",
        f"You name both {one} and {two}, and they lead to different answers: “{site.shown}” {site.cite} "
        f"Which one holds?",
        f"Before I can answer: is it {one} or {two}? The rule says “{site.shown}” {site.cite}",
    )
    claim = {"proof": "inconsistent", "quote": site.quote, "slot": "amount", "value": limit.quantity.value,
             "unit": unit_name(limit.quantity)}  # fmt: skip
    return _draft(site, open_, train, evaluation, options, claim, "amounts")


_LEFT_OPEN = re.compile(r"\b(?:some|several|a (?:number of|while|few)|yet)\b", re.IGNORECASE)
"""Words in the place of an amount: "a break of some minutes"."""


def _said_and_denied(site: Site, open_: Draft) -> Draft:
    parts = take_apart(site)
    clause, back = parts.clause, parts.back
    if clause is None or clause.denied is None or back is None:
        raise Unfit("no natural form: the condition cannot be negated safely")
    if clause.number == "i":
        raise Unfit("no natural form: nobody contradicts himself about himself")
    train = (f"One colleague tells me that {asserted(clause.said)}, another one that {clause.denied}.",)
    evaluation = (f"According to the ticket {asserted(clause.said)}, according to the mail {clause.denied}.",)
    options = (
        f"Those two do not go together: {back}, or not? The answer depends on it: “{site.shown}” {site.cite}",
        f"You say both, and only one can be so. {upper(back)}? {site.cite} makes it depend on that: “{site.shown}”",
    )
    claim = {"proof": "inconsistent", "quote": site.quote, "slot": "clause", "clause": open_.claim["clause"]}
    return _draft(site, open_, train, evaluation, options, claim, "clause")


def _draft(site: Site, open_: Draft, train: tuple[str, ...], evaluation: tuple[str, ...], options: tuple[str, ...],
           claim: dict[str, object], name: str) -> Draft:  # fmt: skip
    told, asked = site.pick(train if site.split == "train" else evaluation, "inconsistent"), open_.turns[0][0]
    question = f"{asked} {told}" if name == "amounts" else f"{told} {asked}"  # figures of nothing yet puzzle
    if (objection := awkward(question)) is not None:
        raise Unfit(f"no natural form: {objection}")
    skeleton = f"{open_.skeleton}+inconsistent.{name}.{site.split}"
    return site.draft(
        ("contradictory_input", "clarify"), ("inconsistent", ""), Phrasing(skeleton, question),
        site.pick(options, "inconsistent answer"), claim,
        rejected=rejected.confident(site, question, site.pick(("yes", "no"), "sure of both") == "yes", claim), twin=open_.twin,
    )  # fmt: skip
