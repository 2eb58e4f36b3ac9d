"""Questions that assume what the source denies. Proof: `premise`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assets.decisions.moments import UNITS
from assets.examples import rejected
from assets.examples.drafts import Draft, Phrasing, Site, to_you
from assets.examples.duty import Duty
from assets.examples.grammar import Unfit
from assets.examples.recipes.contrasts import told
from assets.examples.recipes.limits import misstated, read_limit
from assets.examples.recipes.limits.moments import read_moment, tell
from assets.examples.recipes.statements import (
    SERVES,
    always,
    core,
    duty_of,
    holder_of,
    is_plural,
    licensed,
    other_role,
    receipt_of,
    sole,
    swapped,
    verbatim,
)
from assets.examples.subjects import acts_itself, is_anybody, is_outsider
from assets.examples.voice import voice
from assets.examples.words import inflect_verb, some_of


def corrected(
    site: Site, made_by: tuple[str, str], asked: tuple[Sequence[Phrasing], Sequence[Phrasing]],
    options: Sequence[str], told_and_true: tuple[str, str], worse: tuple[str, str], twin: Draft,
) -> Draft:  # fmt: skip
    """What is assumed as `asked` (for training, for evaluation), and one of the `options` that put it right; of `told_and_true`
    the question holds the first, the rule the second. `worse` is the answer that goes along with it."""
    claimed, actual = told_and_true
    return site.draft(
        ("false_premise", "correct_premise"), made_by, site.say(*asked, "premise"), site.pick(options, "premise answer"),
        {"proof": "premise", "quote": site.quote, "claimed": claimed, "actual": actual}, rejected=worse, twin=twin,
    )  # fmt: skip


def wrong_value(site: Site, twin: Draft) -> Draft:
    """The right rule with another number."""
    limit = read_limit(site)
    if limit.trigger or limit.rule.modality not in ("may", "must", "fact"):
        raise Unfit("no natural form: the claim would not be about the value")
    quantity = limit.quantity
    number, claimed, misquoted = misstated(site, limit)
    rule = limit.rule.swap(quantity.phrase, claimed)
    verb = {"may": "can", "must": "have to"}.get(rule.modality)
    train, evaluation = told(rule.claim(verb) if verb else rule.finite())
    options = (
        f"That is not right. The figure is “{quantity.phrase}”, not {number}: “{site.shown}” {site.cite}",
        f"Not quite: {site.cite} says “{quantity.phrase}”. The wording is “{site.shown}”",
        f"That figure is wrong. It is “{quantity.phrase}”: “{site.shown}” {site.cite}",
    )
    worse = rejected.agreed(site, claimed, misquoted)
    return corrected(site, ("wrong_value", ""), (train, evaluation), options, (claimed, quantity.phrase), worse, twin)


def wrong_moment(site: Site, twin: Draft) -> Draft:
    """The right rule with another time or date."""
    rule, moment = read_moment(site)
    other = moment.sides(site.number("wrong moment")).get("outside")
    if other is None or moment.high is not None:
        raise Unfit("no sensible neighbouring value")
    claimed = moment.moved(other)
    train, evaluation = told(tell(rule.swap(moment.phrase, claimed)))
    options = (
        f"That is not right. It is “{moment.phrase}”: “{site.shown}” {site.cite}",
        f"Not quite: {site.cite} says “{moment.phrase}”. The wording is “{site.shown}”",
        f"That is wrong. What holds is “{moment.phrase}”: “{site.shown}” {site.cite}",
    )
    worse = rejected.agreed(site, claimed, site.shown.replace(moment.phrase, claimed))
    return corrected(site, ("wrong_moment", ""), (train, evaluation), options, (claimed, moment.phrase), worse, twin)


def banned_after_all(site: Site, twin: Draft) -> Draft:
    """A ban told as a permission."""
    duty, unless = _without_exception(site, duty_of(site))
    always(site)
    if duty.exception or duty.only:
        raise Unfit("no natural form: a ban with an exception in it")
    told = f"{duty.subject} {duty.action}".removeprefix("anyone ")
    if re.search(r"\b(?:anywhere|either|ever|even(?! (?:if|where|when)))\b", told):
        raise Unfit("no natural form: a ban with an any in it")
    if duty.modality == "not_done" and re.search(r"\bany(?:thing|one|body)\b", told):
        raise Unfit("no natural form: a ban with an any in it")  # "we use lead in anything new"
    if duty.modality in ("prohibited", "not_allowed"):
        claim = f"{duty.subject} {duty.be()} allowed {licensed(duty)}".strip()
    elif duty.modality == "not_done":
        claim = duty.done_by(some_of(duty.subject), duty.rest)
    elif duty.modality == "must_not":
        claim = replace(duty, subject=some_of(duty.subject)).told("can")
    else:
        raise Unfit("no natural form: advice told as a permission")
    return _contrary(site, twin, "banned_after_all", _ONLY_DENIED.sub("", claim) + unless)


def _without_exception(site: Site, duty: Duty) -> tuple[Duty, str]:
    """The duty up to its "unless" or "until", and words that say that this does not hold (yet): "even if the manager hasn't
    agreed", "before the manager has agreed"."""
    rest, _, wait = duty.rest.partition(" until ")
    if wait and not re.search(r"\b(?:unless|except|until)\b", f"{rest} {wait}") and _is_statement(wait):
        return replace(duty, rest=rest.rstrip(","), exception=False), f" before {wait}"
    clause = voice(str(site.point["clause"])) if site.point["marker"] == "unless" else None
    if clause is None or clause.denied is None or duty.lead:
        return duty, ""
    return replace(duty, rest=re.split(r",?\s*\bunless\b", duty.rest)[0], exception=False), f" even if {clause.denied}"


def _is_statement(clause: str) -> bool:
    said = voice(clause)
    return said is not None and said.subject is not None and not said.negative


_ONLY_DENIED = re.compile(
    r" (?:at all(?! (?:times?|hours)\b)|whatsoever|under any circumstances|in any circumstances|yet)\b"
)
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
    if duty.modality == "may" and duty.verb in SERVES and re.search(r"\bcan\b", site.shown):
        raise Unfit("a may of possibility, not of permission")
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
    options = (
        f"That is not right. {site.cite} says the opposite: “{site.shown}”",
        f"No, that is a misunderstanding. The rule is “{site.shown}” {site.cite}",
        f"That is wrong: “{site.shown}” {site.cite}",
        f"No, that is not so: “{site.shown}” {site.cite}",
    )
    worse = rejected.otherwise(site, "Is that right?", True, {"proof": "premise", "claimed": claim})
    return corrected(site, (recipe, "premise"), told(claim), options, (claim, site.shown), worse, twin)


def not_all(site: Site, twin: Draft) -> Draft:
    """A duty of everybody told as one of some: "not every member of the team has to hold a certificate"."""
    duty = duty_of(site)
    holder_of(site, duty)
    if not re.match(r"(?:every|all)\b", duty.subject, re.IGNORECASE) or duty.lead or duty.exception or duty.only:
        raise Unfit("a not beside an all changes its scope")
    site.lone()
    verb = {"may": "can", "must": duty.have_to(), "should": "should"}.get(duty.modality)
    if verb is None:
        raise Unfit("no natural form: nobody is bound")
    return _contrary(site, twin, "not_all", "not " + duty.told(verb))


def wrong_role(site: Site, twin: Draft) -> Draft:
    """The right duty in the hands of another role of the same corpus."""
    role, duty = site.role, duty_of(site)
    received = receipt_of(site, duty)
    holder, acts = (received.whom, False) if received else (holder_of(site, duty), duty.agent is None)
    exclusive = sole(site) or (site.definite and duty.modality in ("must", "fact"))
    if not exclusive:
        raise Unfit("a duty of some does not exclude others")
    other = other_role(site)
    if is_plural(other) != (acts and duty.number == "plural"):
        raise Unfit("no other role to confuse it with")
    meant = replace(duty, subject=f"the {other}") if acts else replace(
        duty, rest=duty.rest.replace(holder, f"the {other}")
    )  # fmt: skip
    meant = replace(meant, rest=re.sub(r"^only |\bonly (?=by\b)| (?:only|alone)$", "", meant.rest))
    if duty.modality == "fact":
        claim = meant.done_by(meant.subject, meant.rest)
    else:
        claim = meant.told("can" if duty.modality == "may" else duty.have_to())
    train, evaluation = told(claim)
    named = to_you(holder)
    options = (
        f"That is not right. The source names a different role, {named}: “{site.shown}” {site.cite}",
        f"Not quite. According to {site.cite} it is {named}: “{site.shown}”",
        f"No, not the {other} but {named}. {site.cite} says: “{site.shown}”",
    )
    told_apart = (other, verbatim(site.shown, role))
    worse = rejected.agreed(site, f"the {other}", swapped(site, other))
    return corrected(site, ("wrong_role", "premise"), (train, evaluation), options, told_apart, worse, twin)


def holder_denied(site: Site, twin: Draft) -> Draft:
    """The duty taken from the one who has it: "it isn't the shift managers who ensure that affected persons are told"."""
    duty = duty_of(site)
    holder = holder_of(site, duty)
    if duty.exception or duty.only:
        raise Unfit("unmodelled exception beside it" if duty.exception else "an only before the verb changes its scope")
    site.lone()
    if site.made("who") is None:
        raise Unfit("no natural form: the role cannot be asked for")
    own = re.sub(r"^(?:the|an?|my|your|our) ", "", holder)
    if is_anybody(own) or is_outsider(own):
        raise Unfit("the role is everybody")
    many_may = duty.modality == "may" and duty.agent is None and duty.number == "plural"
    if many_may or duty.verb in ("receive", "get", "have", "require", "need"):
        raise Unfit("no natural form: what somebody gets is no task of theirs")
    if re.match(r"an? ", holder) and (len(own.split()) > 3 or re.match(r"(?:good|great|new|other)\b", own)):
        raise Unfit("no natural form: one of many with a clause of its own")
    if _SOME.match(holder) or re.search(r"\b(?:or|who|that|which)\b", holder) or not duty.whole:
        raise Unfit("no natural form: a not beside an all or some")
    if duty.agent is None:
        verb, rest, many = duty.verb, duty.rest, duty.number == "plural"
    else:
        verb, rest, many = str(duty.done), duty.matter, is_plural(holder) or " and " in holder
    if duty.modality == "fact":
        does = ("are" if many else "is") if verb == "be" else inflect_verb(verb, "VBP" if many else "VBZ")
    else:
        binding = {"may": "can", "must": "have to" if many else "has to", "should": "should"}.get(duty.modality)
        if binding is None:
            raise Unfit("no natural form: nobody is bound")
        does = f"{binding} {verb}"
    who = "who" if acts_itself(core(holder)) else "that"
    claim = duty.led(f"it isn't {holder} {who} {does} {rest}".strip())
    named = to_you(holder)
    train, evaluation = told(claim)
    options = (
        f"That is not right: it is {named}. {site.cite} says: “{site.shown}”",
        f"No, that is a misunderstanding. {site.cite} names {named}: “{site.shown}”",
        f"That is wrong, it is {named}: “{site.shown}” {site.cite}",
    )
    try:
        other = other_role(site)
        worse = rejected.agreed(site, f"the {other}", swapped(site, other))
    except Unfit:  # the corpus names nobody else
        worse = rejected.refusal(site, "", "whether that is so")
    return corrected(site, ("holder_denied", "premise"), (train, evaluation), options, (claim, site.shown), worse, twin)


_SOME = re.compile(
    r"(?:no|every|each|all|any|at least|at most|up to|only|some|one|two|three|four|five|several|most|another)\b", re.I
)


def premises(site: Site) -> list[Draft]:
    """A false premise beside the answerable twin that was made before, from the first recipe that fits; about a role from the
    first two: where the proof of the one fails, that of the other may hold."""
    twin = site.made("confirmed", "how_many", "when", "bans", "who", "duties", "unless") or site.made(
        "limits", "moments", "look_up"
    )
    if twin is None:
        raise Unfit("no answerable counterpart")
    options = {
        "limit": (wrong_moment if site.point["unit"] in UNITS else wrong_value,),
        "prohibition": (banned_after_all,),
        "role": (wrong_role, duty_denied, not_all, holder_denied),
    }
    made: list[Draft] = []
    reasons: list[Unfit] = []
    for make in options[site.point["kind"]]:
        try:
            made.append(make(site, twin))
        except Unfit as reason:
            reasons.append(reason)
        if len(made) == (2 if site.point["kind"] == "role" else 1):
            break
    if not made:
        raise reasons[-1]
    return made
