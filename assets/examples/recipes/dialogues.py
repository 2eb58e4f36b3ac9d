"""Two turns: the second changes the amount or leaves out all but the amount. Proof: `turns`, one claim per turn."""

from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.quantities import satisfies
from assets.examples.recipes.limits import answer_amount, limit_claim, polarity, read_limit, sides
from assets.identity import sha256


def dialogues(site: Site) -> list[Draft]:
    """constraint_shift ("Actually, it's 260 hours") or ellipsis ("And 260 hours?") on a limit, by the point's
    content."""
    first = next((d for d in site.drafts if d.situation == "inside_limit"), None)
    if first is None:
        raise Unfit("no answerable counterpart")
    limit = read_limit(site)
    amounts = sides(site, limit)
    shift = int(sha256("dialogue" + site.point["point"])[:6], 16) % 2 == 0
    cell = "outside" if "outside" in amounts else "at"
    asked = amounts[cell]
    amount = limit.quantity.write(asked)
    holds = satisfies(limit.comparator, asked, limit.quantity.value)
    yes = polarity(limit, holds)
    usual, said = polarity(limit, bool(first.claim["holds"])), first.claim["polarity"]
    if yes is not None and usual is not None and (said == "yes") != usual:
        yes = not yes  # the first turn asked whether the limit is broken
    if shift:
        train = [
            Phrasing("shift.actually", f"Actually, it's going to be {amount}. What then?"),
            Phrasing("shift.sorry", f"Sorry, I meant {amount}. What about that?"),
        ]
        evaluation = [Phrasing("shift.turned_out", f"It's {amount} now. What does the rule say?")]
    else:
        train = [Phrasing("ellipsis.and", f"And {amount}?"), Phrasing("ellipsis.what_about", f"What about {amount}?")]
        evaluation = [Phrasing("ellipsis.how_about", f"How about {amount}, then?")]
    options = train if site.split == "train" else evaluation
    second = options[int(sha256("second" + site.point["point"])[:6], 16) % len(options)]
    claims = [first.claim, limit_claim(site, limit, asked, holds, yes)]
    answer = site.with_caveat(answer_amount(site, limit, asked, amount, yes))
    same = "Yes" if first.turns[0][1].startswith("Yes") else "No"
    opposite = "No" if yes else "Yes"
    draft = site.draft(
        ("constraint_shift" if shift else "ellipsis", "answer"), ("dialogues", ""),
        Phrasing(f"{first.skeleton}+{second.skeleton}", ""), "", {"proof": "turns", "turns": claims},
        turns=(*first.turns, (second.text, answer)), context=first.context,
        rejected=(f"{opposite}, {'that is the same as before' if opposite == same else 'that changes it'}. {site.cite}",
                  "fabrication"), twin=first,
    )  # fmt: skip
    return [draft]


RECIPES = (dialogues,)
