"""Where the documents say who decides or whom to ask, the answer hands over to exactly that place. Proofs: `decider`,
`contact`.

A model approves nothing: who asks it to is sent to the role that the rule names. What no passage says, but whose page
names a place for questions, goes to that place.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from assets.examples import made_up, rejected
from assets.examples.corpus import Passage, sentence_spans
from assets.examples.drafts import Draft, Evidence, Phrasing, Site, tidy, to_you
from assets.examples.grammar import Unfit
from assets.examples.owners import Owner, owner_of
from assets.examples.recipes.statements import duty_of, holder_of, verbatim
from assets.examples.words import lower, word_set

_DECIDING = word_set("approve authorise authorize grant waive")
_EACH = re.compile(r"^(?:each|every|any|all|an?)\s+", re.IGNORECASE)


_NEEDS = re.compile(
    r"^(?P<what>[^,;:]+?) (?:needs?|requires?) (?:the |prior |written )*approval (?:of|from) (?P<who>[^,;:.]+)\.?$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:its?|their|them|which|who|that|such|other|larger|longer|higher|further|more$)\b|^more\b", re.IGNORECASE
)


def others_decide(site: Site) -> list[Draft]:
    """ "Can you approve my purchase of new machines?", where that is up to the plant manager."""
    verb, matter, holder, place = _decision(site)
    site.lone()
    twin = site.made("whose", "who", "duties", "limits", "how_many")
    if twin is None:
        raise Unfit("no answerable counterpart")
    if _VAGUE.search(re.sub(r"\bmore than\b", "", matter)) or not matter:
        raise Unfit("no natural form: what is to be decided is not named")
    one = _EACH.sub("my ", matter)
    train = [
        Phrasing("decider.can_you", f"Can you {verb} {one}?"),
        Phrasing("decider.please", f"Could you please {verb} {one}?"),
        Phrasing("decider.like", f"I would like you to {verb} {one}. Will you do that?"),
    ]
    evaluation = [
        Phrasing("decider.would_you", f"Would you {verb} {one} for me?"),
        Phrasing("decider.need_you", f"I need you to {verb} {one}. Can you do it now?"),
    ]
    options = (
        f"That is not for me to decide. It is up to {holder}: “{site.shown}” {site.cite} Please put your request to them.",
        f"I cannot {verb} anything. {site.cite} leaves that to {holder}: “{site.shown}” Please turn to them.",
        f"I am not the one to {verb} that: “{site.shown}” {site.cite} So please send your request to {holder}.",
        f"This decision is not mine. “{site.shown}” {site.cite} Please ask {holder}.",
    )
    claim = {"proof": "decider", "quote": site.quote, "place": place, "decides": verb}
    return [
        site.draft(
            ("others_decide", "escalate"), ("others_decide", ""), site.say(train, evaluation, "decider"),
            site.pick(options, "decider answer"),
            claim, rejected=rejected.verdict(site, True, claim, "overconfidence"), twin=twin,
        )
    ]  # fmt: skip


def _decision(site: Site) -> tuple[str, str, str, str]:
    """(verb, what is decided, who decides as one calls them, the same as the sentence spells it); raises Unfit."""
    if match := _NEEDS.match(site.shown):
        what = match["what"]
        first = what.split(" ")[0]
        if first[1:].islower() and first.lower() in site.corpus.common_words:
            what = lower(what)
        return "approve", what, to_you(match["who"]), re.sub(r"^(?:the|an?|your|our) ", "", match["who"], flags=re.I)
    duty = duty_of(site)
    holder = to_you(holder_of(site, duty))
    verb = str(duty.done if duty.agent is not None else duty.verb)
    if verb not in _DECIDING or duty.modality not in ("must", "may", "fact", "should"):
        raise Unfit("no decision of somebody else")
    if duty.exception or duty.lead or not duty.whole:
        raise Unfit("a decision with more around it")
    matter = duty.matter if duty.agent is not None else duty.rest
    return verb, re.sub(r"\s*\bonly\b", "", matter), holder, verbatim(site.shown, site.role)


_CONTACT = re.compile(
    r"^(?:contact|questions?|queries|enquiries|still stuck)(?:\s*[:?]\s*|\s+(?:go\s+)?to\s+)(?:(?:write|mail)\s+to\s+)?"
    r"(?P<place>[\w#@&'’./ -]+?)(?=\s*(?:[,;(]|\bor\b|\.?$))",
    re.IGNORECASE,
)


class Channel(NamedTuple):
    """Whom a document names for questions about it: what it says, and how the place in it is quoted and called."""

    evidence: Evidence
    place: str
    owner: Owner | None = None


def channel(site: Site) -> Channel | None:
    """Where the document of a site says to whom questions about it go, or in half of the cases who owns it; None where it does
    not, or names several."""
    found = []
    document = str(site.point["document"])
    for passage in site.corpus.by_document[document]:
        for start, end in sentence_spans(passage.text):
            said = tidy(passage.text[start:end])
            match = _CONTACT.match(said)
            if match and len(said) <= 160 and not re.search(r"_[A-Z]{6}\b|[\[\]“”|*_`<>]|\babout\b", said):
                at = passage.start + passage.text.index(said, start) if said in passage.text[start:] else None
                if at is not None:
                    found.append(Channel(Evidence(passage, at, at + len(said), said), match["place"].strip()))
    owner = owner_of(site.corpus, document) if not found and site.pick(("owner", ""), "whom to ask") else None
    if owner is not None:
        found.append(Channel(Evidence(*owner[:4]), owner.name, owner))
    return found[0] if len(found) == 1 else None


def handed_over(site: Site, gap: str, absent: Mapping[str, Any], question: Phrasing, twin: Draft,
                context: Sequence[Passage], known: Channel) -> Draft:  # fmt: skip
    """What no passage says, with the place that the document names for questions, or its owner."""
    evidence, place, owner = known
    cite = f"[{evidence.passage.section}]"
    places = (
        f"The page says where to turn: “{evidence.text}” {cite}",
        f"For this there is {place}, see {cite}: “{evidence.text}”",
        f"Please go to {place}, as {cite} says: “{evidence.text}”",
    )
    if owner is not None:
        places = (
            f"You could ask the owner of the document, {owner.called}: “{evidence.text}” {cite}",
            f"Please turn to {owner.called}, the owner that {cite} names: “{evidence.text}”",
            f"The document is owned by {owner.called}, who should know: “{evidence.text}” {cite}",
        )
    over = site.pick(places, "contact")
    return site.draft(
        ("owner_named", "escalate"), ("owner_named", ""), question, f"{gap} {over}",
        {"proof": "contact", "quote": evidence.text, "place": place, "gap": {"answer": gap, "claim": absent}},
        context=context, rejected=made_up.invented(site, context, str(absent["missing"])), twin=twin,
        evidence=(*site.evidence, evidence),
    )  # fmt: skip
