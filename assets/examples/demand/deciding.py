"""What becomes of each question that tickets ask: answered by a rule, unknown to the documents, or not decided.

A question is taken verbatim, and only where it stands on its own. Nothing is remembered between days, so the same
question is refused until a document answers it.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from assets.examples.demand.answers import Place, answers, fits
from assets.examples.demand.handbook import Handbook
from assets.examples.demand.questions import Heard, questions
from assets.examples.demand.refusals import NEAREST, refusals, unanswered
from assets.examples.drafts import Draft, Site
from assets.identity import canonical_json, sha256


class Asked(NamedTuple):
    """A question with its draft; none where nothing decides it."""

    heard: Heard
    draft: Draft | None


def decide(realised: Sequence[Site], proven: Sequence[Draft], handbook: Handbook) -> list[Asked]:
    """The questions of the tickets, each with a draft where a rule answers it or no document speaks of it.

    `realised` are the sites with what the other recipes made, and `proven` what holds of it: a refusal needs an answered
    question beside it, over a passage that it shows: one that resembles it, if there is any. A question is of the split
    of the place it goes to. The same words make the same draft, whoever asks.
    """
    held = frozenset(d.example for d in proven)
    places = [
        Place(site, held)
        for site in sorted(realised, key=lambda s: (s.point["document"], s.point["start"], s.point["point"]))
    ]
    by_passage: dict[str, list[Place]] = defaultdict(list)
    by_word: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_passage[place.site.passage.passage].append(place)
        for word in sorted(place.words):
            by_word[word].append(place)
    answered = sorted((p for p in places if p.twin), key=lambda p: sha256(str(p.site.point["point"])))

    def answered_by_a_rule(heard: Heard) -> Draft | None:
        rarest = min(sorted(heard.families), key=lambda word: len(by_word.get(word, ())), default="")
        fitting = [place for place in by_word.get(rarest, ()) if fits(heard, place)]
        made = [(place, draft) for place in fitting if (draft := answers(heard, place))]
        most = max((len(heard.said & place.own) for place, _ in made), default=0)
        best = [draft for place, draft in made if len(heard.said & place.own) == most]
        different = {canonical_json([d.evidence[0].text, d.claim]) for d in best if d.behaviour == "answer"}
        return best[0] if best and len(different) < 2 else None  # the question may mean either of two rules

    def draft(heard: Heard) -> Draft | None:
        made = answered_by_a_rule(heard)
        if made is None and (near := unanswered(heard, handbook)):
            beside = [next((place for place in by_passage[p.passage] if place.twin), None) for p in near]
            counterparts = [*filter(None, beside), *answered][:NEAREST]  # a long passage may leave no room beside it
            made = next(filter(None, (refusals(heard, place, near) for place in counterparts)), None)
        return made

    known: dict[str, Draft | None] = {}
    found = []
    for heard in questions(handbook.corpus):
        if heard.asks.lower() not in known:
            known[heard.asks.lower()] = draft(heard) if heard.whole else None
        made = known[heard.asks.lower()]
        full = f"{heard.told} {heard.asks}".lower()
        if (made is None or made.behaviour != "answer") and heard.follows:
            if full not in known:
                known[full] = answered_by_a_rule(heard.in_full)
            made = known[full] or made
        found.append(Asked(heard, made))
    return found
