"""What is done in one way and never in another: "payments are made by transfer, never in cash". Proofs: `polarity`, `premise`."""

import re

from assets.examples import rejected
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.duty import Duty, read_duty
from assets.examples.grammar import Unfit, shift
from assets.examples.parsing import parse
from assets.examples.recipes.contrasts import told
from assets.examples.recipes.premises import corrected
from assets.examples.words import upper

_NEVER = re.compile(r"(?P<main>[^,;:]+?)(?:,| and| but)(?: and| but)? never (?P<how>[^,;:]+?)[.!]?")
_PREPOSITION = re.compile(
    r" ?\b(?!(?:over|in|on|through|up) (?:by|in|on|at|with|from|to|through|over|under|for|via)\b)"  # "handed over in person"
    r"(?:by|in|on|at|with|from|to|through|over|under|near|for|into|before|after|during|until|within|between|outside|"
    r"inside|via)\b.*"
)


def never_so(site: Site) -> list[Draft]:
    """ "Can payments be made in cash?", and the same as a false premise."""
    match = _NEVER.fullmatch(site.shown)
    if match is None:
        raise Unfit("no ban of another way")
    site.lone()
    duty = read_duty(f"{match['main']}.", None, site.corpus.common_words)
    how, rest = shift(list(parse(match["how"]))).strip(), _done(duty, match["how"])
    if duty.lead or duty.only or duty.exception or duty.modality not in ("fact", "must", "should"):
        raise Unfit("no natural form: what is done otherwise is not plain")
    action = " ".join(part for part in (duty.verb, rest, how) if part)
    if len(content_words(f"{duty.subject} {action}")) < 2 or len(content_words(how)) < 1:
        raise Unfit("too little is said to ask about it")
    who, be = duty.subject, upper(duty.be())
    train = [
        Phrasing("never.can", f"Can {who} {action}?"),
        Phrasing("never.allowed", f"{be} {who} allowed to {action}?"),
    ]
    evaluation = [Phrasing("never.fine", f"Is it fine for {duty.whom} to {action}?"),
                  Phrasing("never.permitted", f"{be} {who} permitted to {action}?")]  # fmt: skip
    options = (
        f"No. {site.cite} rules that out: “{site.shown}”",
        f"No, never: “{site.shown}” {site.cite}",
        f"No. The rule is “{site.shown}” {site.cite}",
    )
    polarity = {"proof": "polarity", "quote": site.quote, "polarity": "no"}
    asked = site.draft(
        ("answerable", "answer"), ("never_so", "asked"), site.say(train, evaluation, "never"), site.pick(options, "never"),
        polarity, rejected=rejected.verdict(site, True, polarity),
    )  # fmt: skip
    claim = f"{who} can {action}"
    corrections = (
        f"That is not right. {site.cite} says otherwise: “{site.shown}”",
        f"No, that is a misunderstanding. The rule is “{site.shown}” {site.cite}",
        f"That is wrong: “{site.shown}” {site.cite}",
    )
    worse = rejected.verdict(site, True, {"proof": "premise", "claimed": claim})
    premise = corrected(site, ("never_so", "premise"), told(claim), corrections, (claim, site.shown), worse, asked)
    return [asked, premise]


def _done(duty: Duty, how: str) -> str:
    """What is done, without the way in which it is done: "made" of "made at the local isolator", "the acid" of "the acid in a
    tray"; of what something is or is not, nothing."""
    if not _PREPOSITION.match(how):
        if duty.verb != "be" or " " in duty.rest:
            raise Unfit("no natural form: what is done otherwise is not plain")
        return ""
    rest = _PREPOSITION.sub("", duty.rest)
    if duty.verb == "be" and parse(f"They are {rest}.")[2].tag_ != "VBN":
        raise Unfit("no natural form: what is done otherwise is not plain")
    return rest
