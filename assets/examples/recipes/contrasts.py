"""Questions that look like those that are refused, corrected or handed over, and that the documents answer.

Proofs: `quote`, `polarity` and `limit` as for any answer, and `confirmed` for what somebody says and is so.
"""

import re
from dataclasses import replace

from assets.decisions.moments import UNITS
from assets.examples import rejected
from assets.examples.asking import take_apart
from assets.examples.awkward import awkward
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site, to_you
from assets.examples.grammar import Unfit
from assets.examples.misquoting import bounded, turned
from assets.examples.recipes.limits import misstated, read_limit
from assets.examples.recipes.limits.moments import read_moment, tell
from assets.examples.recipes.statements import advice, always, duty_of, holder_of, other_role, swapped, verbatim
from assets.examples.words import NO_SUBJECT, lower

_APPROVAL = {"approve": "approval", "authorise": "authorisation", "authorize": "authorization"}


def whose(site: Site) -> list[Draft]:
    """ "Can you tell me whose approval is needed for the purchase of new machines?": nobody is asked to approve it."""
    duty = duty_of(site)
    holder = to_you(holder_of(site, duty))
    noun = _APPROVAL.get(str(duty.done if duty.agent is not None else duty.verb))
    if noun is None or duty.modality not in ("must", "fact") or duty.exception or duty.lead or duty.only:
        raise Unfit("no decision of somebody else")
    if re.match(r"(?:larger|longer|higher|other|further|more|such)\b", duty.rest if duty.agent is None else duty.whom):
        raise Unfit("no natural form: what is to be decided is not named")
    matter = duty.matter if duty.agent is not None else duty.rest
    train = [Phrasing("whose.tell", f"Can you tell me whose {noun} is needed for {matter}?")]
    evaluation = [Phrasing("whose.say", f"Could you please say whose {noun} is required for {matter}?")]
    options = (
        f"It takes the {noun} of {holder}: “{site.shown}” {site.cite}",
        f"That of {holder}, as {site.cite} says: “{site.shown}”",
    )
    return [
        site.draft(
            ("contrast", "answer"), ("whose", ""), site.say(train, evaluation, "whose"), site.pick(options, "whose"),
            {"proof": "quote", "quote": site.quote, "role": verbatim(site.shown, site.role)},
            rejected=rejected.refusal(site, "", f"whose {noun} is needed"),
        )
    ]  # fmt: skip


def opinion(site: Site) -> list[Draft]:
    """ "Do you think I can carry over 180 hours?" asks for the rule, not for an opinion; of one point in three."""
    if site.number("opinion asked") % 3:
        return []
    for draft in site.drafts:
        if len(draft.turns) > 1 or draft.claim["proof"] not in ("limit", "polarity") or not draft.claim["polarity"]:
            continue
        parts = take_apart(draft.turns[0][0])
        if (
            parts is None
            or not parts.polar
            or parts.auxiliary not in ("can", "may", "do", "does")
            or parts.subject == "it"
        ):
            continue
        lead = "Do you think" if site.split == "train" else "Would you say"
        question = f"{lead} {parts.plain_order()}?"
        if awkward(question) is None:
            name = "opinion.think" if site.split == "train" else "opinion.say"
            made = replace(draft, situation="contrast", recipe="opinion", skeleton=f"{draft.skeleton}+{name}", cell="",
                           turns=((question, draft.turns[0][1]),), twin=None)  # fmt: skip
            made.rejected, made.rejected_kind = rejected.refusal(site, draft.turns[0][0])
            return [made]
    return []


def told(claim: str) -> tuple[list[Phrasing], list[Phrasing]]:
    """Ways to pass on a claim and ask whether it is right; they do not say whether it is."""
    claim = claim.rstrip(".")  # "systems of class A."
    return (
        [
            Phrasing("premise.colleague", f"A colleague says {claim}. Is that right?"),
            Phrasing("premise.heard", f"I heard that {claim}. Is that true?"),
            Phrasing("premise.understood", f"As I understand it, {claim}. Is that correct?"),
        ],
        [
            Phrasing("premise.told", f"Someone told me that {claim}. Is that really true?"),
            Phrasing("premise.teammate", f"A teammate of mine thinks {claim}. Is that how it is?"),
        ],
    )


def confirmed(site: Site) -> list[Draft]:
    """What somebody says, and it is so: the answerable twin of a false premise in the same words."""
    site.lone()
    claim = {"limit": _true_value, "prohibition": _true_ban, "role": _true_duty}[site.point["kind"]](site)
    train, evaluation = told(claim)
    options = (
        f"Yes, that is right: “{site.shown}” {site.cite}",
        f"Yes, it is so. {site.cite} says: “{site.shown}”",
        f"Yes. The sentence in {site.cite} is “{site.shown}”",
        f"Yes, {site.cite} says just that: “{site.shown}”",
    )
    return [
        site.draft(
            ("contrast", "answer"), ("confirmed", ""), site.say(train, evaluation, "premise"),
            site.pick(options, "confirmed"), {"proof": "confirmed", "quote": site.quote, "claimed": claim},
            rejected=_corrected(site),
        )
    ]  # fmt: skip


def _corrected(site: Site) -> rejected.Worse:
    """A correction where there is nothing to correct, of a figure with another one."""
    if site.point["kind"] == "limit" and site.point["unit"] not in UNITS:
        try:
            _, wrong, misquoted = misstated(site, read_limit(site))
        except Unfit:  # a range
            return rejected.refusal(site, "")
        options = (
            f"That is not right. The figure is “{wrong}”: “{misquoted}” {site.cite}",
            f"Not quite: {site.cite} says “{wrong}”. The wording is “{misquoted}”",
            f"No, it is “{wrong}”. {site.cite} says: “{misquoted}”",
        )
        return site.with_caveat(site.pick(options, "needless correction")), "fabrication"
    if site.point["kind"] == "prohibition":
        return rejected.loosened(site)
    if site.point["unit"] in UNITS:
        _, moment = read_moment(site)
        if (other := moment.sides(site.number("wrong moment")).get("outside")) is None or moment.high is not None:
            return rejected.refusal(site, "")
        misquoted = site.shown.replace(moment.phrase, moment.moved(other))
    else:
        misquoted = site.shown if bounded(site.shown) else turned(site.shown)
    if misquoted == site.shown:  # a fact has no verb to turn round: somebody else does it
        misquoted = swapped(site, other_role(site))
    options = (
        f"That is not right. {site.cite} says otherwise: “{misquoted}”",
        f"No, that is a misunderstanding. The rule is “{misquoted}” {site.cite}",
        f"That is wrong: “{misquoted}” {site.cite}",
    )
    return site.with_caveat(site.pick(options, "needless correction")), "fabrication"


def _true_value(site: Site) -> str:
    if site.point["unit"] in UNITS:
        return tell(read_moment(site)[0])
    limit = read_limit(site)
    verb = {"may": "can", "must": "have to"}.get(limit.rule.modality)
    if limit.trigger or (verb is None and limit.rule.modality != "fact"):
        raise Unfit("no natural form: the claim would not be about the value")
    rule = limit.rule.swap(limit.quantity.phrase, lower(limit.quantity.phrase))
    return rule.claim(verb) if verb else rule.finite()


def _true_ban(site: Site) -> str:
    duty = duty_of(site)
    always(site)
    advice(duty)
    if duty.exception or duty.only or not duty.whole:
        raise Unfit("no natural form: a ban told as it is")
    if not site.whole:
        raise Unfit("the rule goes on behind the quotation")
    if len(content_words(f"{duty.subject} {duty.rest}")) < 2:
        raise Unfit("too little is said to ask about it")
    none = NO_SUBJECT.search(site.shown)
    who, denial = duty.subject, " not"
    if none is not None:
        no, denial = none[2].lower(), ""
        who = f"no {who.removeprefix('any ')}" if no == "no" else no
    if duty.modality == "must_not":
        must = "cannot" if re.search(r"\bcan(?:no|['’])t\b", site.shown) else "must not"
        return duty.led(f"{who} {must if denial else 'may'} {duty.action}")
    if duty.modality == "not_done":
        if duty.verb != "be":
            raise Unfit("no natural form: a ban told as it is")
        return duty.led(f"{who} {duty.be()}{denial} {duty.rest}")
    word = _BANNED.search(site.shown)
    if duty.modality not in ("prohibited", "not_allowed") or word is None:
        raise Unfit("no natural form: a ban told as it is")
    denial = denial if word[1] else ""
    return duty.led(f"{who} {duty.be()}{denial} {word[0]} {duty.rest}".strip())


_BANNED = re.compile(r"\b(?:(allowed|permitted|acceptable)|prohibited|forbidden|banned)\b")


def _true_duty(site: Site) -> str:
    duty = duty_of(site)
    holder_of(site, duty)
    if duty.exception or duty.only or not duty.whole:
        raise Unfit("unmodelled exception beside it" if duty.exception else "an only before the verb changes its scope")
    if duty.modality == "fact":
        return duty.done_by(duty.subject, duty.rest)
    verb = {"may": "can", "must": duty.have_to(), "should": "should"}.get(duty.modality)
    if verb is None:
        raise Unfit("no natural form: nobody is bound")
    return duty.told(verb)
