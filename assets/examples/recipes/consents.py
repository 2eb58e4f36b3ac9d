"""Whose consent something needs, and for whom something is reserved: "Corrections need the approval of the clerk", "Refunds
are subject to the bursar's agreement", "Orders require board approval", "The safe is reserved for the bursar". Proofs: `quote`,
`premise`.
"""

import re

from assets.examples import rejected
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit, shift
from assets.examples.parsing import parse
from assets.examples.recipes.statements import verbatim
from assets.examples.words import lower, upper

_CONSENT = re.compile(
    r"(?:(?P<lead>(?:for|in|on|at|during|if|when|before|after|with)\b[^,;:]+), )?(?P<subject>(?:[^,;:]|\b,\b)+?) "
    r"(?:(?P<verb>needs?|requires?|(?:is|are) subject to) (?P<rest>"
    r"(?:(?P<own>(?:the|an?|your|our) [^,;:]+?)['’]s? (?:written |prior |express )*|(?:(?:the|an?|written|prior|express) )*"
    r"(?:(?P<kind>[^,;:]+?) )??)(?P<what>approval|consent|permission|agreement|authori[sz]ation|(?:counter)?signature|sign-?off)"
    r"(?: in (?:writing|advance))?(?(own)|(?(kind)| (?:of|from|by) (?P<who>[^,;:]+?))))"
    r"(?: and (?:must|may|can|should|will|is|are)\b.*)?"
    r"|(?P<kept>(?:is|are) reserved for) (?P<for>[^,;:]+?))[.]?",
    re.IGNORECASE,
)


def consent(site: Site) -> list[Draft]:
    """ "Whose approval do corrections need?" where somebody's consent is what is needed; "Who is the safe reserved for?"."""
    role, needed = site.role, _CONSENT.fullmatch(site.shown)
    named = (needed["own"] or needed["kind"] or needed["who"] or needed["for"]) if needed is not None else ""
    if needed is None or named.lower().count(role.lower()) != 1:
        raise Unfit("no consent of somebody")
    if (
        re.search(r"\b(?:only|unless|except|not|no|also|it|they|this|these|such|which)\b", site.shown, re.IGNORECASE)
        or named.lower().partition(role.lower())[2].strip()
        or re.match(r"\w+er\b|.*\b(?:second|third|fourth|fifth|further|extra|other|rest)$", needed["subject"])
        or site.shown.count(role) != 1
    ):
        raise Unfit("no natural form: what needs the consent is not named")
    site.lone()
    first = needed["subject"].split(" ")[0]
    subject = shift(list(parse(needed["subject"])))
    subject = (
        lower(subject) if first[1:] == first[1:].lower() and first.lower() in site.corpus.common_words else subject
    )
    lead = shift(list(parse(needed["lead"]))) if needed["lead"] else ""
    tail = f" {lower(lead)}" if lead else ""
    what = (needed["what"] or "").lower()
    asked = f"whose {what}" if what else "who"
    needs = str(needed["verb"] or needed["kept"])
    helper, _, verb = needs.partition(" ")
    if not verb:  # unlike "is subject to" and "are reserved for"
        verb, helper = needs.rstrip("s"), "does" if needs.endswith("s") else "do"
    whose, said = f"{asked} {helper} {subject} {verb}?", f"{asked} {subject} {needs}"
    if helper in ("do", "does") and re.match(
        r"\w+ing\b", subject
    ):  # what is done: "whose approval is needed for hiring"
        said = f"{asked} is needed for {subject}"
        whose = f"{said}?"
    train = [Phrasing("consent.whose", f"{lead}, {whose}" if lead else upper(whose))]
    evaluation = [Phrasing("consent.who", f"Could you tell me {said}{tail}?")]
    options = (
        f"That of {named}: “{site.shown}” {site.cite}" if what else f"For {named}: “{site.shown}” {site.cite}",
        f"{site.cite} names {named}: “{site.shown}”",
        f"It takes the {what} of {named}, as {site.cite} says: “{site.shown}”" if what else
        f"That is for {named}, as {site.cite} says: “{site.shown}”",
    )  # fmt: skip
    if needed["kind"]:  # of "manager approval" nobody says that it is "that of manager"
        options = (
            f"{upper(named)} {what}: “{site.shown}” {site.cite}",
            f"{site.cite} asks for {named} {what}: “{site.shown}”",
            f"It takes {named} {what}, as {site.cite} says: “{site.shown}”",
        )
    draft = site.draft(
        ("answerable", "answer"), ("consent", "asked"), site.say(train, evaluation, "consent"),
        site.pick(options, "consent"), {"proof": "quote", "quote": site.quote, "role": verbatim(site.shown, role)},
        rejected=rejected.refusal(site, "", f"{asked} is needed" if what else said),
    )  # fmt: skip
    if helper in ("is", "are"):
        return [draft]
    told = f"{subject} {helper} not {verb} {shift(list(parse(needed['rest'])))}"
    claim = f"{lower(lead)}, {told}" if lead else told
    claims = ([Phrasing("consent.colleague", f"A colleague says {claim}. Is that right?")],
              [Phrasing("consent.told", f"Someone told me that {claim}. Is that really true?")])  # fmt: skip
    denial = (
        f"That is not right: “{site.shown}” {site.cite}",
        f"No, it does take that {what}: “{site.shown}” {site.cite}",
    )
    denied = {"proof": "premise", "quote": site.quote, "claimed": claim, "actual": site.shown}
    return [
        draft,
        site.draft(
            ("false_premise", "correct_premise"), ("consent_denied", "premise"), site.say(*claims, "consent premise"),
            site.pick(denial, "consent premise"), denied, rejected=rejected.verdict(site, True, denied), twin=draft,
        ),
    ]  # fmt: skip
