"""Whose consent something needs, where a sentence says that it needs the approval of somebody. Proofs: `quote`, `premise`."""

import re

from assets.examples import rejected
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit, shift
from assets.examples.parsing import parse
from assets.examples.recipes.statements import verbatim
from assets.examples.words import lower, upper

_CONSENT = re.compile(
    r"(?:(?P<lead>(?:for|in|on|at|during|if|when|before|after|with)\b[^,;:]+), )?(?P<subject>(?:[^,;:]|\b,\b)+?) "
    r"(?P<verb>needs?|requires?) (?P<rest>(?:(?:the|an?|written|prior|express) )*"
    r"(?P<what>approval|consent|permission|agreement|authori[sz]ation|signature)(?: in (?:writing|advance))? "
    r"(?:of|from|by) (?P<who>[^,;:]+?))(?: and (?:must|may|can|should|will|is|are)\b.*)?[.]?",
    re.IGNORECASE,
)


def consent(site: Site) -> list[Draft]:
    """ "Whose approval do corrections need?" where somebody's consent is what is needed."""
    role, needed = site.role, _CONSENT.fullmatch(site.shown)
    if needed is None or needed["who"].lower().count(role.lower()) != 1:
        raise Unfit("no consent of somebody")
    if (
        re.search(r"\b(?:only|unless|except|not|no|also|it|they|this|these|such|which)\b", site.shown, re.IGNORECASE)
        or needed["who"].lower().partition(role.lower())[2].strip()
        or re.match(r"\w+er\b", needed["subject"])
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
    verb, needs, what = needed["verb"].rstrip("s"), needed["verb"], needed["what"].lower()
    do, tail = "does" if needs.endswith("s") else "do", f" {lower(lead)}" if lead else ""
    whose = f"whose {what} {do} {subject} {verb}?"
    said = f"whose {what} {subject} {needs}"
    if re.match(r"\w+ing\b", subject):  # what is done: "whose approval is needed for hiring"
        said = f"whose {what} is needed for {subject}"
        whose = f"{said}?"
    train = [Phrasing("consent.whose", f"{lead}, {whose}" if lead else upper(whose))]
    evaluation = [Phrasing("consent.who", f"Could you tell me {said}{tail}?")]
    named = needed["who"]
    options = (f"That of {named}: “{site.shown}” {site.cite}", f"{site.cite} names {named}: “{site.shown}”",
               f"It takes the {what} of {named}, as {site.cite} says: “{site.shown}”")  # fmt: skip
    draft = site.draft(
        ("answerable", "answer"), ("consent", "asked"), site.say(train, evaluation, "consent"),
        site.pick(options, "consent"), {"proof": "quote", "quote": site.quote, "role": verbatim(site.shown, role)},
        rejected=rejected.refusal(site, "", f"whose {what} is needed"),
    )  # fmt: skip
    told = f"{subject} {do} not {verb} {shift(list(parse(needed['rest'])))}"
    claim = f"{lower(lead)}, {told}" if lead else told
    claims = ([Phrasing("consent.colleague", f"A colleague says {claim}. Is that right?")],
              [Phrasing("consent.told", f"Someone told me that {claim}. Is that really true?")])  # fmt: skip
    denial = (
        f"That is not right: “{site.shown}” {site.cite}",
        f"No, it does take that {what}: “{site.shown}” {site.cite}",
    )
    return [
        draft,
        site.draft(
            ("false_premise", "correct_premise"), ("consent_denied", "premise"), site.say(*claims, "consent premise"),
            site.pick(denial, "consent premise"),
            {"proof": "premise", "quote": site.quote, "claimed": claim, "actual": site.shown},
            rejected=rejected.verdict(site, True), twin=draft,
        ),
    ]  # fmt: skip
