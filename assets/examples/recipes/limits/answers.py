"""What is said about an amount: the verdict, the comparator in the rule's words, and how the amount compares with it."""

import re
from collections.abc import Mapping
from typing import Any

from assets.examples.drafts import Site
from assets.examples.grammar import Unfit
from assets.examples.quantities import MONEY, TIME, Quantity, compared, neighbours, satisfies, unit_words
from assets.examples.recipes.limits.reading import Limit
from assets.examples.rejected import Worse, otherwise
from assets.examples.words import lower, upper
from assets.identity import sha256


def polarity(limit: Limit, holds: bool) -> bool | None:
    """Whether the amount is allowed, enough or covered; None where the rule does not cover it ("if" is not "only if")."""
    if not limit.trigger:
        return holds
    if not holds or limit.rule.modality in ("should", "should_not"):
        return None
    if limit.rule.modality == "fact":
        told = limit.rule.clause is None or limit.rule.base.startswith("be ")
        return not limit.rule.base.startswith(("need no ", "require no ")) if told else None
    return limit.rule.modality not in ("must_not", "not_allowed", "need_not", "not_done")


def unit_name(quantity: Quantity) -> str:
    """The unit in the claim: the canonical name, in the spelling of the source ("litre" where it writes that)."""
    british = {"liter": "litre", "meter": "metre", "kilometer": "kilometre"}.get(quantity.unit)
    return british if british and british in quantity.written else quantity.unit


def limit_claim(site: Site, limit: Limit, asked: float, holds: bool, yes: bool | None) -> dict[str, Any]:
    """The `limit` claim."""
    high = {} if limit.quantity.high is None else {"value_high": limit.quantity.high}
    return {
        **high,
        "proof": "limit", "quote": site.quote, "comparator": limit.comparator, "value": limit.quantity.value,
        "unit": unit_name(limit.quantity), "asked": asked, "holds": holds,
        "polarity": None if yes is None else "yes" if yes else "no",
    }  # fmt: skip


def _side(site: Site, limit: Limit, asked: float) -> str:
    """How the amount compares with the rule's: "longer than that", "exactly that"."""
    value, unit = limit.quantity.value, limit.quantity.unit
    if limit.quantity.high is not None:
        return f"{'inside' if satisfies(limit.comparator, asked, value, limit.quantity.high) else 'outside'} that range"
    if asked == value:
        return f"{compared(limit.comparator, asked, value)} that"
    words: tuple[str, ...] = ("less than", "below") if asked < value else ("more than", "above")
    if unit in TIME:
        words = words[:1]
    if limit.kind == "age":
        words = ("below",) if asked < value else ("above",)
    elif limit.kind == "deadline":
        words = ("less than", "sooner than") if asked < value else ("more than", "later than")
    elif unit in TIME and re.search(rf"\b(?:for|lasts?) {re.escape(limit.deciding)}", site.shown):
        words = ("less than", "shorter than") if asked < value else ("more than", "longer than")
    return f"{site.pick(words, f'side {asked}')} that"


def answer_amount(site: Site, limit: Limit, asked: float, amount: str, yes: bool | None) -> str:
    """An answer that states comparator and value in the rule's words; `yes` is the verdict on the question as asked."""
    word, phrase, quote, cite = "Yes" if yes else "No", limit.deciding, site.shown, site.cite
    holds = satisfies(limit.comparator, asked, limit.quantity.value, limit.quantity.high)
    side = _side(site, limit, asked)
    options: tuple[str, ...]
    if limit.trigger and not holds and polarity(limit, True):
        options = (
            f"Not under this rule. It does not apply, because it is for “{phrase}” and {amount} is {side}: “{quote}” {cite}",
            f"Not by the rule in {cite}: it is for “{phrase}”, {amount} is {side}, and so it does not apply. “{quote}”",
            f"Not by that rule: it applies to “{phrase}”, and {amount} is {side}. {cite} says: “{quote}”",
        )
    elif limit.trigger and not holds:
        rule = "ban" if limit.rule.modality in ("must_not", "not_allowed") else "rule"  # "are not scored" only tells
        options = (
            f"This {rule} does not cover {amount}. It applies to “{phrase}” only: “{quote}” {cite}",
            f"The {rule} you mean does not apply to {amount}, because it is about “{phrase}”. {cite} says: “{quote}”",
            f"The {rule} in {cite} does not reach {amount}; it is for “{phrase}”: “{quote}”",
        )
    elif limit.trigger and yes is None:
        options = (
            f"Then the rule for “{phrase}” applies, because {amount} is {side}: “{quote}” {cite}",
            f"{cite} has a rule for “{phrase}”, and {amount} falls under it: “{quote}”",
            f"What counts is “{phrase}”, and {amount} is {side}, so this is the rule: “{quote}” {cite}",
        )
    elif limit.trigger and (limit.kind in ("deadline", "age") or limit.old.startswith("after ")):
        # later than the rule's time, younger than its age: no case of it
        options = (
            f"{word}. The rule applies to “{phrase}”, and {amount} is {side}: “{quote}” {cite}",
            f"{word}: what counts is “{phrase}”, and {amount} is {side}. The sentence that decides is “{quote}” {cite}",
            f"{word}. “{quote}” {cite} It turns on “{phrase}”, and {amount} is {side}.",
        )
    elif limit.trigger:
        options = (
            f"{word}. The rule applies to “{phrase}”, and {amount} is {side}: “{quote}” {cite}",
            f"{word}: {amount} falls under “{phrase}”. The sentence that decides is “{quote}” {cite}",
            f"{word}, because {amount} counts as “{phrase}” here. {cite} says: “{quote}”",
            f"{word}. “{quote}” {cite} That rule is for “{phrase}”, and {amount} is {side}.",
        )
    else:
        options = (
            f"{word}. The rule says “{phrase}”, and {amount} is {side}: “{quote}” {cite}",
            f"{word}, because {cite} says “{phrase}” and you are asking about {amount}. The wording: “{quote}”",
            f"{word}: what counts is “{phrase}”, and {amount} is {side}. “{quote}” {cite}",
            f"{word}. “{quote}” {cite} So the line is “{phrase}”, and {amount} is {side}.",
            f"{word}, going by “{phrase}” in {cite}: {amount} is {side}. It reads “{quote}”",
            f"{word}. Compare {amount} with “{phrase}”: it is {side}. The sentence is “{quote}” {cite}",
        )
    return site.pick(options, f"answer {amount}")


_MEASURES = {"kg", "km", "cm", "mm", "m", "m²", "m³", "g", "mg", "l", "ml", "dB", "mSv", "mile", "metre", "meter", "litre",
             "liter", "gram", "tonne", "inch", "foot", "GB", "MB", "TB", "KB", "°C", "°F", "degree"}  # fmt: skip


def ask_back(site: Site, limit: Limit, *, undone: bool) -> str:
    """Asks for the amount, with the line that it is held against; `undone`: of what is not done yet."""
    quantity, phrase, quote, cite = limit.quantity, limit.deciding, site.shown, site.cite
    if quantity.unit in MONEY:
        slot = "What amount is it"
    elif quantity.unit in ("percent", "%"):
        slot = "What percentage is it"
    elif limit.kind == "age":
        slot = "How old are they"
    else:
        units = unit_words(quantity) or quantity.unit
        after = {"deadline": " later", "notice": " ahead"}.get(
            limit.kind, " old" if limit.form.endswith(" old") else ""
        )
        slot = f"How many {units}{after} is it"
        if undone:
            slot = f"How many {units} have passed"
        elif quantity.unit not in (*TIME, *_MEASURES, "time"):
            slot = f"How many {units} are there"
    need = "I need to know one thing" if site.split == "train" else "One figure is missing"
    options = (
        f"That depends. {slot} exactly? The rule in {cite} turns on “{phrase}”: “{quote}”",
        f"{slot}? {cite} draws the line at “{phrase}”: “{quote}”",
        f"One more detail, please: {lower(slot)}? What counts is “{phrase}”, as in “{quote}” {cite}.",
        f"{need}: {lower(slot)}? The line is “{phrase}”. “{quote}” {cite}",
    )
    return site.pick(options, "missing answer")


def misstated(site: Site, limit: Limit) -> tuple[str, str, str]:
    """Another value that somebody may believe: as it is written, in the words of the limit, and the sentence with it; raises
    Unfit."""
    quantity = limit.quantity
    if quantity.high is not None:
        raise Unfit("no natural form: a range told wrong")
    below, above = neighbours(quantity.value, quantity.unit, str(site.point["sentence"]))
    options = [*above, *(v for v in below if v >= 1)] or [*below]  # "one day" is not taken for hours
    if limit.rule.modality == "may" and limit.comparator == "exactly":
        options = [*above]  # who may bring two guests may bring one
    if not options:
        raise Unfit("no sensible neighbouring value")
    number = quantity.write(options[int(sha256("premise" + site.point["point"])[:8], 16) % len(options)])
    claimed = lower(quantity.phrase).replace(quantity.written, number)

    def misquoted(found: re.Match[str]) -> str:
        return upper(claimed) if found[0][0].isupper() else claimed

    return number, claimed, re.sub(re.escape(quantity.phrase), misquoted, site.shown, flags=re.IGNORECASE)


def misjudged(site: Site, limit: Limit, question: str, claim: Mapping[str, Any]) -> Worse:
    """The amount of a `limit` claim, as if it lay on the other side."""
    said = claim["polarity"]
    return otherwise(site, question, polarity(limit, not claim["holds"]) if said is None else said == "no", claim)
