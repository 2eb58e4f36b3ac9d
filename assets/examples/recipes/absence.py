"""What the passages shown do not hold: evidence taken out, alone or beside a question that is answered.

Proofs: `absent`, `partial`.
"""

import re
from collections.abc import Sequence

from assets.examples import rejected
from assets.examples.corpus import Passage, content_words
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.recipes import statements
from assets.examples.recipes.handovers import contact, handed_over
from assets.examples.refusing import not_documented
from assets.examples.words import lower


def undocumented(site: Site) -> list[Draft]:
    """The same question with the deciding passage replaced by another one."""
    drafts = []
    for twin in site.drafts:
        if twin.asks is None or twin.behaviour != "answer":
            continue
        question = twin.turns[0][0]
        context = site.surroundings(without=True)
        _unsaid(site, question, context)
        missing = twin.asks
        owner = site.owner(context, "owner")
        passage = site.passage
        gap = site.pick(not_documented(site.split, missing, owner), "absent answer")
        claim = {
            "proof": "absent", "quote": site.quote, "missing": missing,
            "removed": {"document": passage.document, "start": passage.start, "end": passage.end},
        }  # fmt: skip
        phrasing = Phrasing(twin.skeleton, question)
        known = contact(site)
        if known is not None and known[0].passage != passage:
            shown = site.surroundings(without=True, also=(known[0].passage,))
            _unsaid(site, question, shown)
            return [handed_over(site, _nobody(site, missing), claim, phrasing, twin, shown, known)]
        drafts.append(
            site.draft(
                ("undocumented", "refuse"), ("undocumented", ""), phrasing, gap, claim,
                context=context, rejected=rejected.invented(site, context, missing), twin=twin,
            )
        )  # fmt: skip
        break
    return drafts


def _nobody(site: Site, missing: str) -> str:
    """That nothing states what is asked for, without whom to ask."""
    train = (f"The passages do not say {missing}.", f"That is not documented here: no passage tells {missing}.",
             f"None of the passages settles {missing}.")  # fmt: skip
    evaluation = (f"I can't find in the passages {missing}.", f"Nothing in the passages states {missing}.")
    return site.pick(train if site.split == "train" else evaluation, "gap")


def _unsaid(site: Site, question: str, context: Sequence[Passage]) -> None:
    """Raise Unfit where the passages may answer the question that the site's passage answers."""
    rare = site.corpus.rare(question) or content_words(question)
    shown = " ".join(f"{p.section} {p.text}" for p in context).lower()
    value, role = site.point["value_text"], site.role
    if value and str(value).lower() in shown:
        raise Unfit("the value stands elsewhere in the context")
    if role and role.lower() in shown and site.point["kind"] == "role" and len(role.split()) > 1:
        raise Unfit("the role stands elsewhere in the context")
    asked, of_role = content_words(question), content_words(role) if site.point["kind"] == "role" else None
    for other in context:
        if of_role and of_role <= content_words(other.section):
            raise Unfit("another passage is about the role")
        if 2 * len(rare & other.stems) > len(rare) or 10 * len(asked & other.stems) > 6 * len(asked):
            raise Unfit("another passage speaks of nearly the same")


def partial(site: Site) -> list[Draft]:
    """Two questions at once: one that the passages answer, and the partner's, whose passage is not among them."""
    known, partner = site.made("who", "duties", "bans", "meaning"), site.partner
    if partner is None or known is None:
        return []
    other = next((d for d in statements.who(partner.turned(site.split)) if d.asks), None)
    context = site.surroundings()
    if other is None or partner.passage in context or known.turns[0][0].count("?") != 1:
        return []
    asked, rest = known.turns[0][0], other.turns[0][0]
    if not re.match(r"(?:Who|Could you tell me who)\b", rest) or content_words(rest) <= content_words(asked):
        return []
    _unsaid(partner, rest, context)
    rest = f"And {lower(rest)}"
    missing, owner = str(other.asks), site.owner(context, "partial owner")
    options = (
        f"The passages do not say {missing}, though; please ask {owner}.",
        f"What is missing is {missing}: nothing in the passages states that. You could ask {owner}.",
        f"As to {missing}, I cannot find that in the passages, so check with {owner}.",
    )
    told, gap = known.turns[0][1], site.pick(options, "partial")
    quote = site.quote
    removed = {"document": partner.passage.document, "start": partner.passage.start, "end": partner.passage.end}
    absent = {"proof": "absent", "quote": partner.quote, "missing": missing, "removed": removed}
    parts = [
        {"question": asked, "answer": told, "claim": known.claim},
        {"question": rest, "answer": gap, "claim": absent},
    ]
    return [
        site.draft(
            ("partial", "partial"), ("partial", ""), Phrasing(f"{known.skeleton}&{other.skeleton}", f"{asked} {rest}"),
            f"{told} {gap}", {"proof": "partial", "quote": quote, "parts": parts},
            rejected=rejected.invented(site, context, missing, after=told), twin=known,
            context=context,
        )
    ]  # fmt: skip


RECIPES = (undocumented, partial)
