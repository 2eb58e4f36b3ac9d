"""What a term means in these documents. Proof: `quote`."""

import re

from assets.examples import rejected
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.tables import kind_of
from assets.examples.words import in_dictionary, lower

_LOOSE_END = re.compile(
    r"\b(?:also|usually|often|just|really|and/or)$|^(?:we|you|your|our|there|failure)\b| [-–—] ", re.IGNORECASE
)


def meaning(site: Site) -> list[Draft]:
    """ "What does "goodwill credit" mean?" """
    term = str(site.point["target"] or "").strip(" \"“”'*_:")
    if site.point["predicate"] in ("mean", "refer") and len(term.split()) > 3:
        raise Unfit("no natural form: the term is no name")
    if not 2 <= len(term) <= 60 or not re.fullmatch(r"\w[^|\[\]<>{}“”\"*_`?:;]*[\w)]", term) or _LOOSE_END.search(term):
        raise Unfit("no natural form: the term is no name")
    quoted = " ".join(str(site.point["text"]).split())
    if site.point["form"] != "row":
        quoted = site.shown
    if re.search(r"[|“”\[\]*_`<>]|https?:", quoted) or len(quoted.split()) < 3:
        raise Unfit("the sentence holds markup, links or quotes")
    if re.match(r"(?:this|that|these|those|it|they)\b", quoted, re.I):
        raise Unfit("it points to something outside the sentence")
    first = term.split()[0]
    if site.point["form"] == "sentence" and term[1:].islower() and first.lower() in site.corpus.common_words:
        term = lower(term)
    named = str(site.point["subject"] or "")
    verb = re.search(re.escape(named) + r",? (is|are)\b", quoted)
    be = verb[1] if verb and site.point["predicate"] == "be" else "is"
    written = f'"{term.lower()}"' in quoted.lower()  # a term in quotation marks stands without its article
    if site.point["predicate"] == "be" and not written:
        noun = lower(named) if named[:1].isupper() and named.split(maxsplit=1)[0].lower() in ("a", "an") else named
        train = [Phrasing("term.what_is", f"What {be} {noun}?")]
        evaluation = [Phrasing("term.tell_is", f"Could you tell me what {noun} {be}?")]
    elif site.point["form"] == "row" and not re.search(r"\b(?:meaning|definition)\b", str(site.point["lead"]), re.I):
        train = [Phrasing("term.what", f'What is "{term}"?')]
        evaluation = [Phrasing("term.tell_what", f'Could you tell me what "{term}" is?')]
    else:
        named = kind_of(site, term) if site.point["form"] == "row" else f'"{term}"'  # the signal "1 short blast"
        train = [Phrasing("term.mean", f"What does {named} mean?"), Phrasing("term.by", f"What do we mean by {named}?")]
        evaluation = [
            Phrasing("term.meant", f"What is meant by {named}?"),
            Phrasing("term.stands_for", f"What does {named} stand for?"),
        ]
    options = (
        f"{site.cite} explains it: “{quoted}”",
        f"It is explained like this: “{quoted}” {site.cite}",
        f"According to {site.cite}: “{quoted}”",
    )  # fmt: skip
    vague = site.point["form"] == "row" and in_dictionary(term.lower())  # a level: "Major", of what?
    draft = site.draft(
        ("answerable", "answer"), ("meaning", "asked"), site.say(train, evaluation, "meaning", about=vague),
        site.pick(options, "meaning"), {"proof": "quote", "quote": quoted},
        rejected=rejected.refusal(site, "", f'what "{term}" means'), evidence=site.evidence,
    )  # fmt: skip
    draft.asks = f'what "{term}" {"is" if site.point["predicate"] == "be" and not written else "means"}'
    return [draft]


RECIPES = (meaning,)
