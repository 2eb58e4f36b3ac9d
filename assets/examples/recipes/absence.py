"""What the passages shown do not hold: evidence taken out. Proof: `absent`."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assets.examples import made_up
from assets.examples.corpus import STOP, Passage, content_words, sentence_spans, words_of
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.families import family
from assets.examples.grammar import Unfit
from assets.examples.recipes.handovers import channel, handed_over
from assets.examples.refusing import not_documented
from assets.examples.words import in_dictionary, word_set


def undocumented(site: Site) -> list[Draft]:
    """The same question with the deciding passage replaced by another one."""
    drafts = []
    for twin in site.drafts:
        if twin.asks is None or twin.behaviour != "answer":
            continue
        question = twin.turns[0][0]
        context = site.surroundings(without=True)
        unsaid(site, question, context)
        missing = twin.asks
        owner = site.owner(context, "owner")
        passage = site.passage
        gap = site.pick(not_documented(site.split, missing, owner, _looked_into(question, context)), "absent answer")
        claim = {
            "proof": "absent", "quote": site.quote, "missing": missing,
            "removed": {"document": passage.document, "start": passage.start, "end": passage.end},
        }  # fmt: skip
        phrasing = Phrasing(twin.skeleton, question)
        known = channel(site)
        if known is not None and known.evidence.passage != passage:
            shown = site.surroundings(without=True, also=(known.evidence.passage,))
            unsaid(site, question, shown)
            return [handed_over(site, _nobody(site, missing), claim, phrasing, twin, shown, known)]
        drafts.append(
            site.draft(
                ("undocumented", "refuse"), ("undocumented", ""), phrasing, gap, claim,
                context=context, rejected=made_up.invented(site, context, missing), twin=twin,
            )
        )  # fmt: skip
        break
    return drafts


def _looked_into(question: str, context: Sequence[Passage]) -> str | None:
    """The citation of the passage shown that is nearest to the question, where it shares a third of what the question speaks of:
    nobody looks for it in a page about something else. That is so of about two in five."""
    wanted = content_words(question)
    nearest = max(context, key=lambda p: len(wanted & (p.stems | content_words(p.section))))
    shared = wanted & (nearest.stems | content_words(nearest.section))
    return f"[{nearest.section}]" if 3 * len(shared) >= len(wanted) else None


def _nobody(site: Site, missing: str) -> str:
    """That nothing states what is asked for, without whom to ask."""
    train = (f"The passages do not say {missing}.", f"That is not documented here: no passage tells {missing}.",
             f"None of the passages settles {missing}.")  # fmt: skip
    evaluation = (f"I can't find in the passages {missing}.", f"Nothing in the passages states {missing}.")
    return site.pick(train if site.split == "train" else evaluation, "gap")


def unsaid(site: Site, question: str, context: Sequence[Passage]) -> None:
    """Raise Unfit where the passages may answer the question that the site's passage answers."""
    rare = site.corpus.rare(question) or content_words(question)
    shown = " ".join(f"{p.section} {p.text}" for p in context).lower()
    value, role = site.point["value_text"], site.role
    if value and str(value).lower() in shown:
        raise Unfit("the value stands elsewhere in the context")
    if role and role.lower() in shown and site.point["kind"] == "role" and len(role.split()) > 1:
        raise Unfit("the role stands elsewhere in the context")
    asked, of_role = content_words(question), content_words(role) if site.point["kind"] == "role" else None
    core = _meant(_LED.sub("", question))
    for other in context:
        section = _meant(other.section)
        if any(
            3 * len(core & (_meant(other.text[a:b]) | section)) >= 2 * len(core) for a, b in sentence_spans(other.text)
        ):
            raise Unfit("another passage speaks of nearly the same")
        if of_role and of_role <= content_words(other.section):
            raise Unfit("another passage is about the role")
        if 2 * len(rare & other.stems) > len(rare) or 10 * len(asked & other.stems) > 6 * len(asked):
            raise Unfit("another passage speaks of nearly the same")


_LED = re.compile(r"^.*(?:[.!] |: )(?=[^.!:]+[.?]?$)", re.DOTALL)
"""What stands before the question itself: "On refunds: ", "I have a question about refunds. "."""
_ASKING = word_set(
    "happen happens rule rules apply applies required needed expected supposed responsible know tell like documents say said"
)


@lru_cache(maxsize=20000)  # the passages of a corpus are shown again and again
def _meant(text: str) -> frozenset[str]:
    """The families of the words that tell something, without what only denies ("unfamiliar") and what questions are made of."""
    told = (word for word in words_of(text) if word not in STOP and word not in _ASKING)
    return frozenset(family(word[2:] if word.startswith("un") and in_dictionary(word[2:]) else word) for word in told)
