"""Questions that no document speaks of. Proof: `unanswered`."""

from collections.abc import Sequence

from assets.examples import made_up
from assets.examples.corpus import Passage, by_hash, content_words, pick
from assets.examples.demand.answers import Place
from assets.examples.demand.clauses import indirect
from assets.examples.demand.handbook import Handbook
from assets.examples.demand.questions import ASKING, LIGHT, Heard
from assets.examples.drafts import NONE_BESIDE, Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.refusing import not_documented
from assets.identity import sha256

NEAREST = 12
"""How many of the most similar passages are looked at for the context of a refusal, and how many answers as its counterpart."""


def unanswered(heard: Heard, handbook: Handbook) -> list[Passage]:
    """The passages that resemble a question most, where a noun it is about stands in no document; else none.

    What it takes for known is that noun, or everywhere: "who changes the toner?", where no document speaks of toner.
    """
    if heard.relative:
        return []
    words = heard.words - LIGHT
    told = any(map(handbook.knows_family, content_words(heard.told) - ASKING))  # it may say which one is meant
    if not heard.known_from(frozenset() if told else frozenset(word for word in words if not handbook.knows(word))):
        return []
    if all(map(handbook.knows, heard.heads - LIGHT)) or handbook.speaks_of(words):
        return []
    near = handbook.corpus.resembling(heard.as_passage, frozenset(), NEAREST)
    return [p for p in near if heard.words & p.stems] or near


def refusals(heard: Heard, place: Place, near: Sequence[Passage]) -> Draft | None:
    """The question over the passages that resemble it most; None where it has no clear form."""
    try:
        missing = indirect(heard.asks)
        context = _context(heard, place.site, near)
    except Unfit:
        return None
    return _refusal(heard, place.site, missing, context, place.twin)


def _refusal(heard: Heard, site: Site, missing: str, context: tuple[Passage, ...], twin: Draft | None) -> Draft:
    owner = site.owner((), f"owner {heard.text}")  # that of a passage shown knows no more than the passage does
    options = not_documented(site.split, missing, owner)
    place = {"document": heard.passage.document, "start": heard.start, "end": heard.end}
    return site.draft(
        ("undocumented", "refuse"), ("demand", ""), Phrasing(f"ticket.{sha256(heard.text)[:12]}", heard.text),
        pick(options, heard.text, "unanswered"), {"proof": "unanswered", "asked_in": place, "missing": missing},
        context=context, evidence=(), rejected=made_up.invented(site, context, missing), twin=twin, register="own",
    )  # fmt: skip


def _context(heard: Heard, site: Site, near: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages of the prompt: the counterpart's, and those that resemble the question most."""
    few, many = site.settings.distractors
    wanted = 1 + few + int(sha256(f"distractors\n{heard.text}")[:8], 16) % (many - few + 1)
    chosen, total = [site.passage], len(site.passage.text)
    others = [*near, *site.corpus.resembling(site.passage, frozenset(), NEAREST)]
    for other in others:
        size = len(other.text) + len(other.section) + 8
        new = all(other.section != p.section for p in chosen)
        if new and len(chosen) < wanted and total + size <= site.settings.context_characters:
            chosen.append(other)
            total += size
    if len(chosen) < 1 + min(2, few):
        raise Unfit(NONE_BESIDE)
    return tuple(by_hash(chosen, heard.text))
