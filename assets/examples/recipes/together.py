"""Two whole questions in one message, both of them answered, each by its own rule. Proof: `both`."""

from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.recipes import statements
from assets.examples.words import lower


def two_questions(site: Site) -> list[Draft]:
    """A question of this point and one of its partner's, whose passage is shown as well; of every second pair."""
    known, partner = site.made("limits", "how_many", "who", "duties", "bans", "meaning"), site.partner
    if partner is None or known is None or site.number("together") % 2:
        return []
    own = partner.turned(site.split)
    other = next(iter(statements.who(own)), None)
    asked = known.turns[0][0]
    if other is None or asked.count("?") != 1 or known.claim["proof"] not in ("quote", "polarity", "limit"):
        return []
    if partner.caveat is not None or not other.turns[0][0].startswith(("Who ", "Could you")):
        raise Unfit("no natural form: the second question does not stand by itself")
    rest = f"And {lower(other.turns[0][0])}"
    told, also = known.turns[0][1], f"As to your second question: {other.turns[0][1]}"
    parts = [
        {"question": asked, "answer": told, "claim": known.claim},
        {"question": rest, "answer": also, "claim": other.claim},
    ]
    left_out = (
        f"As to your second question, the passages say nothing that would help. Please ask {site.owner((), 'half')}."
    )
    return [
        site.draft(
            ("two_questions", "answer"), ("together", ""), Phrasing(f"{known.skeleton}&{other.skeleton}", f"{asked} {rest}"),
            "", {"proof": "both", "quotes": [site.quote, partner.quote], "parts": parts},
            turns=((f"{asked} {rest}", f"{told} {also}"),), evidence=(*site.evidence, *partner.evidence),
            context=site.surroundings(also=(partner.passage,), seed="together"),
            rejected=(f"{told} {left_out}", "needless_refusal"),
        )
    ]  # fmt: skip
