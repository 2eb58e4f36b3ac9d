"""Two needs in one message: of two rules both of which are shown, or one of which is not. Proofs: `both`, `partial`."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from assets.examples import made_up
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.quantities import NUMBER_WORDS, TIME
from assets.examples.recipes.absence import unsaid
from assets.examples.words import lower
from assets.identity import sha256

Recipe = Callable[[Site, Draft, Site, Draft, str], list[Draft]]
"""site, its question, partner, that one's, the same as a second question -> drafts"""
_FIRST = ("limits", "how_many", "who", "duties", "bans", "meaning")
_TOPIC = re.compile(r"^(?:I have a question|A question) about ([^.:?]+)[.:] ")
_PAGE = re.compile(r" in \"([^\"]*)\": $")
_ASKS = re.compile(
    r"((?:On|Regarding|In|Under|About|As to|According to) (?:\"[^\"]*\"|[^:?.,\"])+[:,] )?"
    r"((?:who|how|what|(?:for|by|from|until|after) (?:how|what|when)|whose|which|could you tell me|I would like to know)\b.*)",
    re.IGNORECASE | re.DOTALL,
)


def together(sites: Iterable[Site]) -> None:
    """Messages that ask for a rule and for one that goes with it, of every third site; added to the site's drafts.

    The other one is of the same group: what is asked together is trained on or held out together.
    """
    groups: dict[str, list[tuple[Site, Draft, tuple[str, str]]]] = defaultdict(list)
    places = list(sites)
    for site in places:
        second = next(((d, parts) for d in site.drafts if (parts := _as_second(d))), None)
        if second is not None and site.rival is None:
            groups[site.group].append((site, *second))
    for site in places:
        known = site.made(*_FIRST)
        if known is None or site.rival is not None or site.number("partner") % 3:
            continue
        asked = known.turns[0][0]
        if asked.count("?") != 1 or known.claim["proof"] not in ("quote", "polarity", "limit"):
            continue
        others = [other for other in groups[site.group] if _goes_with(site, other[0])]
        here = [other for other in others if other[0].passage.heading == site.passage.heading]
        for recipe, partners in ((_both, here or others), (_partial, [other for other in others if other not in here])):
            with suppress(Unfit):  # the other one may still fit
                site.drafts += _asked_with(site, known, partners, recipe)


def _goes_with(site: Site, other: Site) -> bool:
    """Whether one asks about another rule in the same breath: one of the same section, or one of another section of the document
    on something of the same."""
    if other.passage.document != site.passage.document or other.shown in site.shown or site.shown in other.shown:
        return False
    return other.passage.heading == site.passage.heading or bool(_things(site) & _things(other))


def _things(site: Site) -> frozenset[str]:
    return content_words(re.sub(r"\d\S*", "", site.shown)) - content_words(" ".join((*TIME, *NUMBER_WORDS)))


def _asked_with(
    site: Site, known: Draft, partners: Sequence[tuple[Site, Draft, tuple[str, str]]], recipe: Recipe
) -> list[Draft]:
    """What a recipe makes of a question and that of one of the partners."""
    if not partners:
        return []
    asked = known.turns[0][0]
    partner, other, (topic, rest) = min(partners, key=lambda o: sha256(site.point["point"] + o[0].point["point"]))
    page = _PAGE.search(topic)
    if page is not None and page[1].lower() in asked.lower():  # it has been named
        topic = f"{topic[: page.start()]}: "
    named = topic.partition(" ")[2].rstrip(":, ").lower()
    led = "+topic" in known.skeleton and partner.passage.heading == site.passage.heading
    new = "" if led or named in asked.lower() else lower(topic)
    return recipe(site, known, partner, other, f"And {new}{rest}")


def _as_second(draft: Draft) -> tuple[str, str] | None:
    """Topic and question where it stands by itself behind another one ("on refunds: ", "who approves it?") and its answer is
    a single quotation."""
    if not draft.asks or draft.behaviour != "answer" or draft.claim["proof"] != "quote" or len(draft.turns) > 1:
        return None
    found = _ASKS.fullmatch(_TOPIC.sub(r"On \1: ", draft.turns[0][0]))
    if found is None:
        return None
    return found[1] or "", found[2] if found[2].startswith("I ") else lower(found[2])


def _both(site: Site, known: Draft, partner: Site, other: Draft, rest: str) -> list[Draft]:
    """Both rules are shown and both questions answered; of every second pair."""
    if site.number("together") % 2 or partner.caveat is not None:
        return []
    asked, told = known.turns[0]
    also = f"As to your second question: {other.turns[0][1]}"
    left_out = (
        f"As to your second question, the passages say nothing that would help. Please ask {site.owner((), 'half')}."
    )
    return [
        site.draft(
            ("two_questions", "answer"), ("together", ""), Phrasing(f"{known.skeleton}&{other.skeleton}", f"{asked} {rest}"),
            "", {"proof": "both", "quotes": [site.quote, partner.quote],
                 "parts": [_part(asked, told, known), _part(rest, also, other)]},
            turns=((f"{asked} {rest}", f"{told} {also}"),), evidence=(*site.evidence, *partner.evidence),
            context=site.surroundings(also=[p for p in (partner.passage,) if p != site.passage], seed="together"),
            rejected=(f"{told} {left_out}", "needless_refusal"),
        )
    ]  # fmt: skip


def _partial(site: Site, known: Draft, partner: Site, other: Draft, rest: str) -> list[Draft]:
    """The passages answer the first question, and the partner's passage is not among them."""
    context = site.surroundings()
    asked, told = known.turns[0]
    if partner.passage in context:
        return []
    unsaid(partner, rest, context)
    missing, owner = str(other.asks), site.owner(context, "partial owner")
    options = (
        f"The passages do not say {missing}, though; please ask {owner}.",
        f"What is missing is {missing}: nothing in the passages states that. You could ask {owner}.",
        f"I cannot find in the passages {missing}, so check with {owner}.",
    )
    gap = site.pick(options, "partial")
    removed = {"document": partner.passage.document, "start": partner.passage.start, "end": partner.passage.end}
    absent = {"proof": "absent", "quote": partner.quote, "missing": missing, "removed": removed}
    parts = [_part(asked, told, known), {"question": rest, "answer": gap, "claim": absent}]
    return [
        site.draft(
            ("partial", "partial"), ("partial", ""), Phrasing(f"{known.skeleton}&{other.skeleton}", f"{asked} {rest}"),
            f"{told} {gap}", {"proof": "partial", "quote": site.quote, "parts": parts},
            rejected=made_up.invented(partner, context, missing, after=told), twin=known,
            context=context,
        )
    ]  # fmt: skip


def _part(question: str, answer: str, draft: Draft) -> dict[str, object]:
    return {"question": question, "answer": answer, "claim": draft.claim}
