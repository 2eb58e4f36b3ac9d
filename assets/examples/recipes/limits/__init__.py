"""Limits: three sides of a number, the amount left out, and the number itself as the question.

Proofs: `limit`, `missing`, `quote` for the value, and `cell` for tables. `reading` says what an amount means, `questions`
and `values` ask, `answers` answer; `rows` does all of it for a table, `lines` for "Eye tests: up to £30".
"""

import re

from assets.decisions.moments import UNITS
from assets.decisions.records import FRAGMENTS
from assets.examples import rejected
from assets.examples.drafts import Draft, Site, to_you
from assets.examples.grammar import Unfit
from assets.examples.one_case import of_a_case
from assets.examples.quantities import satisfies
from assets.examples.recipes.limits import ages
from assets.examples.recipes.limits.answers import (
    answer_amount,
    ask_back,
    limit_claim,
    misjudged,
    misstated,
    polarity,
    unit_name,
)
from assets.examples.recipes.limits.lines import lines
from assets.examples.recipes.limits.moments import moments
from assets.examples.recipes.limits.questions import ask_amount, ask_without_amount
from assets.examples.recipes.limits.reading import Limit, for_all, read_limit, rivals, uncovered
from assets.examples.recipes.limits.rows import rows
from assets.examples.recipes.limits.sides import amount_sides
from assets.examples.recipes.limits.values import ask_value, how_often
from assets.examples.words import lower, upper

__all__ = ["RECIPES", "answer_amount", "ask_value", "limit_claim", "misjudged", "misstated", "polarity", "read_limit",
           "sides", "unit_name"]  # fmt: skip


def limits(site: Site) -> list[Draft]:
    """inside, at, outside and missing of an amount in a sentence."""
    if site.point["form"] in FRAGMENTS or site.point["unit"] in UNITS:
        return []
    site.lone()
    rivals(site)
    limit = ages.read_age(site) if site.point["unit"] == ages.UNIT else read_limit(site)
    if limit.comparator == "exactly":
        raise Unfit("a value without a comparator compares nothing")
    told = limit.rule.modality == "fact" and not re.match(r"be (?!valid\b)", limit.rule.base)
    if limit.quantity.high is not None and not limit.quantity.words and told:
        raise Unfit("a range that is only told binds nobody")
    drafts: list[Draft] = []
    amounts = sides(site, limit)
    inside: Draft | None = None
    known = site.made("how_many")
    for cell in ("inside", "at", "outside"):
        try:
            if cell not in amounts:
                raise Unfit("no sensible neighbouring value")
            if cell == "at" and not limit.decides_edge:
                raise Unfit("whether the amount itself counts is not said")
            if cell != "inside" and inside is None and known is None:
                raise Unfit(site.gaps.get("inside", "no answerable counterpart"))
            draft = _side(site, limit, cell, amounts[cell], None if cell == "inside" else inside or known)
        except Unfit as reason:
            site.gaps[cell] = str(reason)
            continue
        inside = draft if cell == "inside" else inside
        drafts.append(draft)
    try:
        if not drafts:
            raise Unfit(site.gaps.get("inside", "no answerable counterpart"))
        drafts.append(_missing(site, limit, drafts))
    except Unfit as reason:
        site.gaps["missing"] = str(reason)
    return drafts


def sides(site: Site, limit: Limit) -> dict[str, float]:
    """An amount for each side of the limit; raises Unfit where its sentence has another amount for some."""
    for_all(site)
    return amount_sides(limit.quantity, limit.comparator, str(site.point["sentence"]), str(site.point["point"]))


def _side(site: Site, limit: Limit, cell: str, asked: float, twin: Draft | None) -> Draft:
    amount = limit.quantity.write(asked)
    if limit.agrees and (asked == 1) != (limit.quantity.value == 1):
        raise Unfit("no natural form: the verb would have to agree with another number")
    if limit.kind == "age":
        ages.check_age(limit, asked)
    holds = satisfies(limit.comparator, asked, limit.quantity.value, limit.quantity.high)
    if limit.trigger and not holds:
        uncovered(site, asked)
    yes = polarity(limit, holds)
    phrasing = site.say(*of_a_case(site, *ask_amount(limit, limit.with_amount(amount))), cell)
    if yes is not None and phrasing.contrary:
        yes = not yes
    amount = f"the age of {amount}" if limit.kind == "age" else amount
    answer = answer_amount(site, limit, asked, amount, yes)
    claim = limit_claim(site, limit, asked, holds, yes)
    worse = rejected.refusal(site, phrasing.text) if cell == "inside" else misjudged(site, limit, phrasing.text, claim)
    return site.draft(
        (f"{cell}_limit", "answer"), ("limits", cell), phrasing, answer, claim, rejected=worse, twin=twin,
    )  # fmt: skip


def _missing(site: Site, limit: Limit, told: list[Draft]) -> Draft:
    """The amount left out; the twin is the one of `told` that is worded alike, so that the amount alone tells them apart."""
    phrasing = site.say(*of_a_case(site, *ask_without_amount(limit)), "missing")
    twin = next((d for d in told if d.skeleton == phrasing.skeleton), told[0])
    back = ask_back(site, limit, undone=phrasing.skeleton.startswith("limit.not_yet"))
    claim = {"proof": "missing", "quote": site.quote, "slot": "amount", "unit": unit_name(limit.quantity)}
    confident = rejected.confident(site, phrasing.text, site.pick(("yes", "no"), "sure") == "yes", claim)
    return site.draft(
        ("missing_amount", "clarify"), ("limits", "missing"), phrasing, back, claim,
        rejected=confident, twin=twin,
    )  # fmt: skip


def how_many(site: Site) -> list[Draft]:
    """ "How many hours of annual leave can I carry over?": the value itself is the answer."""
    if site.point["form"] in FRAGMENTS or site.point["unit"] in (*UNITS, ages.UNIT):
        return []
    site.lone()
    rivals(site)
    questions, indirect = ask_value(site)
    phrasing = site.say(questions[:1], questions[1:], "how many")
    limit = read_limit(site)
    quantity = limit.quantity
    told = limit.deciding if re.match(r"exceed", quantity.words) else quantity.phrase
    if not quantity.words and (led := re.search(rf"\b(?:after|for) {re.escape(told)}", site.shown)):
        told = led[0]
    if quantity.words == "every":
        told = how_often(site.shown, told)
    options: tuple[str, ...] = (
        f"{upper(told)}. The rule: “{site.shown}” {site.cite}",
        f"{site.cite} has “{told}” there: “{site.shown}”",
        f"The rule says “{told}”. The wording is “{site.shown}” {site.cite}",
        f"“{site.shown}” That is what {site.cite} says, so: {lower(told)}.",
    )
    if limit.rule.modality == "must_not":  # the amount alone would say the contrary: "may not have more than 4"
        most = f"no more than {quantity.written}"
        options = (
            f"{upper(most)}: “{site.shown}” {site.cite}",
            f"“{site.shown}” That is what {site.cite} says, so: {most}.",
            f"It is {most}. The rule reads “{site.shown}” {site.cite}",
        )
    answer = site.pick(options, "how many answer")
    worse = _misremembered(site, limit, answer) or rejected.beside(site, phrasing.text, to_you(indirect))
    draft = site.draft(
        ("answerable", "answer"), ("how_many", "asked"), phrasing, answer, {"proof": "quote", "quote": site.quote},
        rejected=worse,
    )  # fmt: skip
    draft.asks = indirect
    return [draft]


def _misremembered(site: Site, limit: Limit, answer: str) -> rejected.Worse | None:
    """Of one value in two, the answer with one near by; None else, and where there is none."""
    written = limit.quantity.written
    try:
        number, _, _ = misstated(site, limit)
    except Unfit:
        return None
    if site.number("misremembered") % 2 or written in site.cite or site.shown.count(written) != 1:
        return None
    return upper(re.sub(re.escape(written), lambda _: number, answer, flags=re.IGNORECASE)), "fabrication"


def cells(site: Site) -> list[Draft]:
    """A limit in a table, or in a line that gives it for what it names."""
    form = site.point["form"]
    return rows(site) if form == "row" else lines(site) if form == "line" else []


RECIPES = (how_many, limits, cells, moments)
