"""Two values for one thing: an earlier revision that said otherwise, or two documents in force that disagree.

Proofs: `superseded`, `conflict`. Both are strict: the sentences are the same apart from the value.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from assets.examples import rejected
from assets.examples.corpus import Corpus, content_words
from assets.examples.drafts import Draft, Evidence, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.recipes.limits import ask_value, read_limit
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
    """Two documents in force give different values for the same thing: show both."""
    rival = site.rival
    if rival is None:
        return []
    questions, asks = ask_value(site)
    phrasing = site.say(questions[:1], questions[1:], "conflict")
    twin = site.made("how_many", "limits")
    if twin is None:
        raise Unfit("no answerable counterpart")
    mine, other = read_limit(site).quantity, read_limit(rival).quantity
    context = site.surroundings(also=(rival.passage,), seed="conflict")
    owner = (
        site.owner(context, "owner")
        .replace("for it", "for both")
        .replace("of it", "of both")
        .replace("after it", "after both")
    )
    options = (
        f"The documents disagree on {asks}. {site.cite} says “{site.shown}” while {rival.cite} says “{rival.shown}” "
        f"Neither overrides the other; which of them counts is a question for {owner}.",
        f"I see two different values, {mine.written} and {other.written}. One is “{site.shown}” {site.cite}, the other "
        f"“{rival.shown}” {rival.cite}. To learn which of them counts, ask {owner}.",
    )
    evidence = (*site.evidence, Evidence(rival.passage, *_span(rival), rival.quote))
    return [
        site.draft(
            ("contradictory", "surface_conflict"), ("contradictory", ""), phrasing,
            site.pick(options, "conflict answer"),
            {"proof": "conflict", "quotes": [site.quote, rival.quote], "values": [mine.value, other.value]},
            rejected=(f"{mine.phrase[0].upper()}{mine.phrase[1:]}: “{site.shown}” {site.cite}", "overconfidence"),
            twin=twin, context=context, evidence=evidence,
        )
    ]  # fmt: skip


def _span(site: Site) -> tuple[int, int]:
    return site.start, int(site.point["sentence_end"])


def _without_value(point: dict[str, Any]) -> str:
    text = str(point["sentence"]).replace(str(point["value_text"]), "§")
    return re.sub(r"[^\w§]+", " ", text).strip().lower()


def find_rivals(sites: Sequence[Site]) -> list[tuple[Site, Site]]:
    """Pairs of limits in different documents: same comparator, unit and verb, nearly the same words, another value."""
    by_key: dict[tuple[object, ...], list[Site]] = defaultdict(list)
    for site in sites:
        point = site.point
        if point["kind"] == "limit" and point["value"] is not None and point["comparator"] not in (None, "between"):
            by_key[(point["unit"], point["predicate"], point["comparator"], point["modality"])].append(site)
    pairs = []
    for group in by_key.values():
        for n, one in enumerate(group):
            for other in group[n + 1 :]:
                if one.point["document"] == other.point["document"] or one.point["value"] == other.point["value"]:
                    continue
                if one.passage.title == other.passage.title:
                    continue
                words = [content_words(_without_value(s.point)) for s in (one, other)]
                shared, union = words[0] & words[1], words[0] | words[1]
                if len(shared) >= 4 and len(shared) >= 0.8 * len(union):
                    pairs.append((one, other))
    return pairs


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
