"""Questions that assume what the source denies. Proof: `premise`."""

import re
from dataclasses import replace

from assets.examples import rejected
from assets.examples.drafts import Draft, Site, to_you
from assets.examples.duty import Duty
from assets.examples.grammar import Unfit
from assets.examples.recipes.contrasts import told
from assets.examples.recipes.limits import misstated, read_limit
from assets.examples.recipes.limits.moments import read_moment, tell
from assets.examples.recipes.statements import duty_of, holder_of, licensed, other_role, sole, verbatim
from assets.examples.voice import voice
from assets.examples.words import inflect_verb


def wrong_value(site: Site, twin: Draft) -> Draft:
    """The right rule with another number."""
    limit = read_limit(site)
    if limit.trigger or limit.rule.modality not in ("may", "must", "fact"):
        raise Unfit("no natural form: the claim would not be about the value")
    quantity = limit.quantity
    if quantity.high is not None:
        raise Unfit("no natural form: a range told wrong")
    number, claimed, misquoted = misstated(site, limit)
    rule = limit.rule.swap(quantity.phrase, claimed)
    verb = {"may": "can", "must": "have to"}.get(rule.modality)
    train, evaluation = told(rule.claim(verb) if verb else rule.finite())
    phrasing = site.say(train, evaluation, "premise")
    return site.draft(
        ("false_premise", "correct_premise"), ("wrong_value", ""), phrasing,
        site.pick(
            (
                f"That is not right. The figure is “{quantity.phrase}”, not {number}: "
                f"“{site.shown}” {site.cite}",
                f"Not quite: {site.cite} says “{quantity.phrase}”. The wording is “{site.shown}”",
                f"That figure is wrong. It is “{quantity.phrase}”: “{site.shown}” {site.cite}",
            ),
            "premise answer",
        ),
        {"proof": "premise", "quote": site.quote, "claimed": claimed, "actual": quantity.phrase},
        rejected=rejected.agreed(site, claimed, misquoted), twin=twin,
    )  # fmt: skip


def wrong_moment(site: Site, twin: Draft) -> Draft:
    """The right rule with another time or date."""
    rule, moment = read_moment(site)
    other = moment.sides(site.number("wrong moment")).get("outside")
    if other is None or moment.high is not None:
        raise Unfit("no sensible neighbouring value")
    claimed = f"{moment.words} {moment.bare(other)}"
    train, evaluation = told(tell(rule.swap(moment.phrase, claimed)))
    options = (
        f"That is not right. It is “{moment.phrase}”: “{site.shown}” {site.cite}",
        f"Not quite: {site.cite} says “{moment.phrase}”. The wording is “{site.shown}”",
        f"That is wrong. What holds is “{moment.phrase}”: “{site.shown}” {site.cite}",
    )
    return site.draft(
        ("false_premise", "correct_premise"), ("wrong_moment", ""), site.say(train, evaluation, "premise"),
        site.pick(options, "premise answer"),
        {"proof": "premise", "quote": site.quote, "claimed": claimed, "actual": moment.phrase},
        rejected=rejected.agreed(site, claimed, site.shown.replace(moment.phrase, claimed)), twin=twin,
    )  # fmt: skip


def banned_after_all(site: Site, twin: Draft) -> Draft:
    """A ban told as a permission."""
    duty, unless = _without_exception(site, duty_of(site))
    if duty.exception or duty.only:
        raise Unfit("no natural form: a ban with an exception in it")
    told = f"{duty.subject} {duty.action}".removeprefix("anyone ")
    if re.search(r"\b(?:anywhere|either|ever|even(?! (?:if|where|when)))\b", told):
        raise Unfit("no natural form: a ban with an any in it")
    if duty.modality in ("prohibited", "not_allowed"):
        claim = f"{duty.subject} {duty.be()} allowed {licensed(duty)}".strip()
    elif duty.modality == "not_done":
        some = re.sub(r"^any (?=([aeiou])?)", lambda m: "an " if m[1] else "a ", duty.subject)  # "any deposit is taken"
        claim = duty.led(f"{some} {duty.be()} {duty.rest}")
    elif duty.modality == "must_not":
        claim = duty.told("can")
    else:
        raise Unfit("no natural form: advice told as a permission")
    return _contrary(site, twin, "banned_after_all", _ONLY_DENIED.sub("", claim) + unless)


def _without_exception(site: Site, duty: Duty) -> tuple[Duty, str]:
    """The duty up to its "unless", and words that say that this does not hold: "even if the manager hasn't agreed"."""
    clause = voice(str(site.point["clause"])) if site.point["marker"] == "unless" else None
    if clause is None or clause.denied is None or duty.lead:
        return duty, ""
    return replace(duty, rest=re.split(r",?\s*\bunless\b", duty.rest)[0], exception=False), f" even if {clause.denied}"


_ONLY_DENIED = re.compile(r" (?:at all|whatsoever|under any circumstances|in any circumstances|yet)\b")
"""What is said with a not alone: "allowed at all"."""


def duty_denied(site: Site, twin: Draft) -> Draft:
    """A duty told as free choice, a permission told as a ban."""
    duty = duty_of(site)
    holder_of(site, duty)
    if duty.exception or duty.only:
        raise Unfit("unmodelled exception beside it" if duty.exception else "an only before the verb changes its scope")
    site.lone()
    if re.search(r"\bno\b", site.shown, re.IGNORECASE):
        raise Unfit("a not beside a no")
    free = _WITHIN_NOUN.sub("", duty.rest)  # "is not allowed to approve contracts of up to EUR 75,000"
    bounds = r"\b(?:up to|at most|(?:no|not) (?:more|less) than)\b" + (
        r"|\bat least\b" if duty.modality == "may" else ""
    )
    if re.search(bounds, free):
        raise Unfit("no natural form: a not beside an amount")
    if re.match(r"(?:every|each|all|any)\b", duty.subject, re.IGNORECASE):
        raise Unfit("a not beside an all changes its scope")
    verb = {
        "may": {"i": "am not", "singular": "isn't", "plural": "aren't"}[duty.number] + " allowed to",
        "must": duty.have_to(negated=True),
        "should": "shouldn't",
    }.get(duty.modality)
    if verb is None:
        raise Unfit("no natural form: nobody is bound")
    return _contrary(site, twin, "duty_denied", duty.told(verb))


_WITHIN_NOUN = re.compile(r"\b(?:of|worth) (?:up to|at most|at least|(?:no|not) (?:more|less) than)\b")
"""An amount that says which things are meant."""


def _contrary(site: Site, twin: Draft, recipe: str, claim: str) -> Draft:
    train, evaluation = told(claim)
    return site.draft(
        ("false_premise", "correct_premise"), (recipe, "premise"), site.say(train, evaluation, "premise"),
        site.pick(
            (
                f"That is not right. {site.cite} says the opposite: “{site.shown}”",
                f"No, that is a misunderstanding. The rule is “{site.shown}” {site.cite}",
                f"That is wrong: “{site.shown}” {site.cite}",
                f"No, it is the other way round: “{site.shown}” {site.cite}",
            ),
            "premise answer",
        ),
        {"proof": "premise", "quote": site.quote, "claimed": claim, "actual": site.shown},
        rejected=rejected.verdict(site, True), twin=twin,
    )  # fmt: skip


def wrong_role(site: Site, twin: Draft) -> Draft:
    """The right duty in the hands of another role of the same corpus."""
    role, duty = site.role, duty_of(site)
    holder = holder_of(site, duty)
    exclusive = sole(site) or (site.definite and duty.modality in ("must", "fact"))
    if not exclusive:
        raise Unfit("a duty of some does not exclude others")
    other = other_role(site)
    if _plural(other) != (duty.agent is None and duty.number == "plural"):
        raise Unfit("no other role to confuse it with")
    meant = replace(duty, subject=f"the {other}") if duty.agent is None else replace(
        duty, rest=duty.rest.replace(holder, f"the {other}")
    )  # fmt: skip
    meant = replace(meant, rest=re.sub(r"^only |\bonly (?=by\b)", "", meant.rest))
    if duty.modality == "fact":
        form = duty.be() if duty.verb == "be" else inflect_verb(duty.verb, "VBP" if duty.number == "plural" else "VBZ")
        claim = f"{meant.subject} {form} {meant.rest}"
        claim = meant.led(claim)
    else:
        claim = meant.told("can" if duty.modality == "may" else duty.have_to())
    train, evaluation = told(claim)
    named = to_you(holder)
    return site.draft(
        ("false_premise", "correct_premise"), ("wrong_role", "premise"), site.say(train, evaluation, "premise"),
        site.pick(
            (
                f"That is not right. The source names a different role, {named}: “{site.shown}” {site.cite}",
                f"Not quite. According to {site.cite} it is {named}: “{site.shown}”",
                f"No, not the {other} but {named}. {site.cite} says: “{site.shown}”",
            ),
            "premise answer",
        ),
        {"proof": "premise", "quote": site.quote, "claimed": other, "actual": verbatim(site.shown, role)},
        rejected=rejected.agreed(site, f"the {other}", site.shown.replace(role, other)), twin=twin,
    )  # fmt: skip


def _plural(role: str) -> bool:
    return role.lower().endswith("s") and not role.lower().endswith("ss")


def premises(site: Site) -> list[Draft]:
    """A false premise beside the answerable twin that was made before, from the first recipe that fits."""
    twin = site.made("confirmed", "how_many", "when", "bans", "who", "duties", "unless") or site.made(
        "limits", "moments", "look_up"
    )
    if twin is None:
        raise Unfit("no answerable counterpart")
    options = {
        "limit": (wrong_value, wrong_moment),
        "prohibition": (banned_after_all,),
        "role": (wrong_role, duty_denied),
    }
    reasons: list[Unfit] = []
    for make in options[site.point["kind"]]:
        try:
            return [make(site, twin)]
        except Unfit as reason:
            reasons.append(reason)
    raise reasons[-1]
