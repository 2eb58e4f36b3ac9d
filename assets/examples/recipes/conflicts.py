"""Two values for one thing: an earlier revision that said otherwise, or two documents in force that disagree.

Proofs: `superseded`, which is strict: the sentences are the same apart from the value; `conflict`: see `rivals`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from assets.examples import rejected
from assets.examples.corpus import Corpus
from assets.examples.drafts import Draft, Phrasing, Site, to_you
from assets.examples.grammar import Unfit
from assets.examples.recipes.limits import read_limit
from assets.examples.words import lower


def superseded(site: Site) -> list[Draft]:
    """ "Is it still true that I can carry over up to 200 hours?" where only an earlier revision said so."""
    if site.former is None:
        return []
    twin = site.made("how_many", "limits")
    if twin is None:
        raise Unfit("no answerable counterpart")
    limit = read_limit(site)
    old = str(site.former["value_text"])
    verb = {"may": "can", "must": "have to"}.get(limit.rule.modality)
    if (verb is None and limit.rule.modality != "fact") or limit.trigger:
        raise Unfit("no natural form: the former rule cannot be stated")
    phrase = limit.quantity.phrase
    former = limit.rule.swap(phrase, lower(phrase).replace(limit.quantity.written, old))
    claim = former.claim(verb) if verb else former.finite()
    phrasing = site.say(
        [Phrasing("superseded.still", f"Is it still true that {claim}?"),
         Phrasing("superseded.remember", f"From what I remember, {claim}. Is that still the case?")],
        [Phrasing("superseded.used_to", f"An older copy of the page says {claim}. Does that still hold?")],
        "superseded",
    )  # fmt: skip
    options = (
        f"That is no longer the case. {old} was the earlier figure; the version in force says “{phrase}”: "
        f"“{site.shown}” {site.cite}",
        f"Not any more: {old} comes from a version that has been replaced. {site.cite} now reads “{site.shown}”",
        f"The figure has changed since. {old} is out of date; what holds now is “{site.shown}” {site.cite}",
    )
    return [
        site.draft(
            ("superseded", "correct_premise"), ("superseded", ""), phrasing, site.pick(options, "superseded"),
            {
                "proof": "superseded", "quote": site.quote, "value_text": limit.quantity.written,
                "old_value_text": old, "old_document": str(site.former["document"]),
            },
            rejected=rejected.agreed(site, old, site.shown.replace(limit.quantity.written, old)), twin=twin,
        )
    ]  # fmt: skip


def contradictory(site: Site) -> list[Draft]:
    """Two documents in force say different things of one matter: show both."""
    rival = site.rival
    if rival is None:
        return []
    twin = site.made("how_many", "who", "bans")
    if twin is None:
        raise Unfit("no answerable counterpart")
    if site.point["kind"] == "role" and rival.point["kind"] == "prohibition":
        raise Unfit("what is allowed here and forbidden there is asked about the ban")
    if site.caveat or rival.caveat:
        raise Unfit("an exception beside one of the two rules")
    context = site.surroundings(also=(rival.passage,), seed="conflict")
    owner = (
        site.owner(context, "owner")
        .replace("for it", "for both")
        .replace("of it", "of both")
        .replace("after it", "after both")
    )
    mine, other = _told(site), _told(rival)
    both = f"{site.cite} says “{site.shown}” while {rival.cite} says “{rival.shown}”"
    options = (
        f"The documents disagree on {to_you(twin.asks)}. {both} Neither overrides the other; which of them counts is a question "
        f"for {owner}.",
        f"I see two different {mine.kind}, {mine.text} and {other.text}. One is “{site.shown}” {site.cite}, the other "
        f"“{rival.shown}” {rival.cite}. To learn which of them counts, ask {owner}.",
    ) if twin.asks else (
        f"The documents contradict each other there: {both} Neither overrides the other; which of them counts is a question for "
        f"{owner}.",
        f"That cannot be said with one voice, because two documents in force disagree. {both} Ask {owner} which of them counts.",
    )  # fmt: skip
    return [
        site.draft(
            ("contradictory", "surface_conflict"), ("contradictory", ""), Phrasing(f"conflict.{twin.skeleton}", twin.turns[0][0]),
            site.pick(options, "conflict answer"),
            {"proof": "conflict", "quotes": [site.quote, rival.quote], "values": [mine.value, other.value]},
            rejected=(twin.turns[0][1], "overconfidence"), twin=twin, context=context, evidence=(*site.evidence, *rival.evidence),
        )
    ]  # fmt: skip


class _Told(NamedTuple):
    """What one side says: what to call it, how it is written, and as the claim has it."""

    kind: str
    text: str
    value: object


def _told(site: Site) -> _Told:
    point = site.point
    if point["kind"] == "limit":
        return _Told("values", str(point["value_text"]), point["value"])
    if point["kind"] == "prohibition" or (site.rival is not None and site.rival.point["kind"] == "prohibition"):
        return _Told("rules", "", point["modality"])
    return _Told("answers", lower(to_you(str(point["role"]))), site.role)


def _without_value(point: dict[str, Any]) -> str:
    text = str(point["sentence"]).replace(str(point["value_text"]), "§")
    return re.sub(r"[^\w§]+", " ", text).strip().lower()


def find_former(points: Iterable[dict[str, Any]], sites: Iterable[Site], corpus: Corpus) -> None:
    """Give each site the point of the newest earlier revision of its item whose sentence differs in the value alone."""
    old: dict[tuple[str, str], list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for point in points:
        if point["kind"] != "limit" or point["document"] in corpus.documents:
            continue
        for row in corpus.revisions.get(point["document"], ()):
            old[(str(row["source"]), str(row["item"]))].append((int(str(row["revision"])), point))
    for site in sites:
        if site.point["kind"] != "limit":
            continue
        document = corpus.documents[site.point["document"]]
        text = " ".join(str(document["text"]).split())
        for _, former in sorted(
            old.get((str(document["source"]), str(document["item"])), ()), key=lambda f: (f[0], f[1]["point"])
        ):
            same = _without_value(former) == _without_value(site.point) and former["unit"] == site.point["unit"]
            if (
                same
                and former["value"] != site.point["value"]
                and " ".join(str(former["sentence"]).split()) not in text
            ):
                site.former = former
                break


RECIPES = (superseded, contradictory)
