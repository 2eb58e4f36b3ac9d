"""Follow-ups that leave out what was said before ("And for contractors?"): resolved where one thing can be meant, asked back
where two can. Proof: `turns`; of what is asked back, `ambiguous`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from assets.decisions.records import FRAGMENTS
from assets.examples import rejected
from assets.examples.drafts import Draft, Site, tidy
from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.quantities import satisfies, unit_words
from assets.examples.recipes.dialogues import Move, another_rule, first_of, given, wording
from assets.examples.recipes.limits import answer_amount, limit_claim, polarity, read_limit, sides
from assets.examples.tables import called
from assets.identity import sha256


def follow_ups(sites: Iterable[Site]) -> None:
    """Conversations over two rules of a section, added to the drafts of the first of them."""
    sections: dict[tuple[str, tuple[str, ...]], list[Site]] = defaultdict(list)
    for site in sites:
        if site.rival is None:
            sections[(site.passage.document, site.passage.heading)].append(site)
    for places in sections.values():
        asked = [
            (site, d) for site in places for d in site.drafts
            if len(d.turns) == 1 and d.situation == "answerable" and d.claim["proof"] in ("cell", "quote", "polarity")
        ]  # fmt: skip
        _for_another(asked)
        _of_two_units(places)


# --- "And for contractors?" ------------------------------------------------------------


def _for_another(asked: Sequence[tuple[Site, Draft]]) -> None:
    """The same question about another row of the table, or about what another rule begins with."""
    used: set[Draft] = set()
    for place, (site, one) in enumerate(asked):
        for other_site, other in asked[place + 1 :]:
            if (
                one in used
                or other in used
                or site.passage is not other_site.passage
                or one.claim["quote"] == other.claim["quote"]
            ):
                continue
            parts = _exchanged((site, one), (other_site, other))
            if parts is not None:
                site.drafts.append(_follow(site, one, other, *parts))
                used |= {one, other}


def _exchanged(asked_first: tuple[Site, Draft], asked_next: tuple[Site, Draft]) -> tuple[str, str] | None:
    """What stands in the first question where the second, otherwise the same, has something else: a row or a subject."""
    (_, one), (_, other) = asked_first, asked_next
    if one.claim["proof"] != other.claim["proof"] or one.claim.get("column") != other.claim.get("column"):
        return None
    if one.recipe == "lines":
        return None
    asked, answered = one.turns[0][0], other.turns[0][0]
    if one.claim["proof"] == "cell":
        full = [called(site, draft.claim["row"]) for site, draft in (asked_first, asked_next)]
        names = [_without_kind(name, draft.claim["row"]) for name, draft in zip(full, (one, other), strict=True)]
        fits = asked.count(names[0]) == 1 and names[1] not in asked
        return (names[0], names[1]) if fits else None
    left, right = asked.rstrip("?").split(), answered.rstrip("?").split()
    start = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0)
    back = next((n for n, (a, b) in enumerate(zip(reversed(left), reversed(right), strict=False)) if a != b), 0)
    parts = [" ".join(words[start : len(words) - back]) for words in (left, right)]
    named = all(1 <= len(p.split()) <= 6 and parse(p)[:].root.tag_ in ("NN", "NNS", "NNPS") for p in parts)
    begins = all(
        tidy(str(d.claim["quote"])).lower().startswith(p.lower()) for d, p in zip((one, other), parts, strict=True)
    )
    named = named and begins
    return (parts[0], parts[1]) if named and asked.count(parts[0]) == 1 else None


def _without_kind(called: str, row: str) -> str:
    """A row without the kind that its question gives it: "And for Splash?", after the Lido filter set."""
    if called.startswith(f"the {row} "):
        return row
    return re.sub(r'^the [a-z ]+ (?=")', "", called)


def _follow(site: Site, one: Draft, other: Draft, name: str, another: str) -> Draft:
    says = wording(site, ("And for {}?", "What about {}?"), ("How about {}?",), "another")
    claim = {**other.claim, "instead": {"of": name, "now": another}}
    evidence = (*one.evidence, *(e for e in other.evidence if e not in one.evidence))
    move = Move("another", says.format(another), other.turns[0][1], claim)
    worse, kind = _mixed_up(site, one, other)
    return Draft(
        "ellipsis", "answer", "follow_ups", f"{one.skeleton}+another.{site.split}", one.point, "",
        (*one.turns, (move.said, move.answer)), one.context, evidence,
        {"proof": "turns", "turns": [one.claim, move.claim]}, rejected=worse, rejected_kind=kind,
        twin=one, split=site.split, group=site.group,
    )  # fmt: skip


def _mixed_up(site: Site, one: Draft, other: Draft) -> tuple[str | None, str | None]:
    """What the row asked about before holds, as if it stood in the new one; where both hold the same, and of rules, what is worse
    where the other one alone is asked about."""
    held, right = (_held(draft) for draft in (one, other))
    if held and right and held != right:
        return other.turns[0][1].replace(f"“{right}”", f"“{held}”", 1), "fabrication"
    return other.rejected, other.rejected_kind


def _held(draft: Draft) -> str | None:
    """What the cell of a draft holds, as its answer quotes it."""
    quoted = re.findall(r"“([^”]+)”", draft.turns[0][1])
    kept = [q for q in quoted if q not in (draft.claim.get("row"), draft.claim.get("column"))]
    return kept[0] if draft.claim["proof"] == "cell" and len(kept) == 1 else None


# --- "And 20?", of two things that are counted -----------------------------------------


def _of_two_units(places: Sequence[Site]) -> None:
    """A bare number after two limits, which may mean either; asked back, and then settled."""
    limits = [
        s
        for s in places
        if s.point["kind"] == "limit" and s.point["form"] not in FRAGMENTS and first_of(s, "inside_limit")
    ]
    for one in limits:
        others = [o for o in limits if o.passage is one.passage and o.point["unit"] != one.point["unit"]]
        if others:
            try:
                one.drafts += _unclear(one, min(others, key=lambda o: sha256(one.point["point"] + o.point["point"])))
            except Unfit:
                continue
            return


def _unclear(site: Site, other: Site) -> list[Draft]:
    limit, second = read_limit(site), read_limit(other)
    units = [unit_words(limit.quantity), unit_words(second.quantity)]
    first, aside = first_of(site, "inside_limit"), first_of(other, "inside_limit")
    if None in units or units[0] == units[1] or first is None or aside is None or "outside" not in sides(site, limit):
        raise Unfit("no natural form: the two are not counted in words")
    asked = sides(site, limit)["outside"]
    amount = limit.quantity.write(asked)
    number = re.match(r"[\d,]+(?= )", amount)
    if number is None or number[0] == "1" or float(number[0].replace(",", "")) == float(aside.claim["asked"]):
        raise Unfit("no natural form: the two are not counted in words")
    if not 0.1 < asked / float(second.quantity.value or 1) < 10:
        raise Unfit("no sensible neighbouring value")  # "150,000 miles or 150,000 days?"
    if satisfies(limit.comparator, asked, limit.quantity.value) == satisfies(
        second.comparator, asked, second.quantity.value
    ):
        raise Unfit("both readings come to the same")
    moves = [another_rule(site, first, aside)]
    says = wording(site, ("Back to both of my questions: and {}?", "As to both of them: and with {}?"),
                   ("For both my questions: what about {}?",), "bare number")  # fmt: skip
    meant = f"{number[0]} {units[0]} or {number[0]} {units[1]}"
    back = site.pick(
        (
            f"Do you mean {meant}? {site.cite} has a rule for either.",
            f"That can be read either way, because {site.cite} limits both. Is it {meant}?",
        ),
        "two units",
    )
    quotes = [site.quote, other.quote]
    claim = {
        "proof": "ambiguous",
        "quotes": quotes,
        "number": asked,
        "units": [first.claim["unit"], aside.claim["unit"]],
    }
    moves.append(Move("bare", says.format(number[0]), back, claim))
    holds = satisfies(limit.comparator, asked, limit.quantity.value)
    yes = polarity(limit, holds)
    usual = polarity(limit, bool(first.claim["holds"]))
    if yes is not None and usual is not None and (first.claim["polarity"] == "yes") != usual:
        yes = not yes
    settled = wording(site, ("I mean {}.", "{}, sorry."), ("I was thinking of {}.",), "settled unit")
    answer = site.with_caveat(answer_amount(site, limit, asked, amount, yes))
    last = Move("unit", settled.format(amount), answer, limit_claim(site, limit, asked, holds, yes))
    opening, missing = first, first_of(site, "missing_amount")
    contrary = usual is not None and (first.claim["polarity"] == "yes") != usual
    if missing is not None and not contrary:
        opening, moves = missing, [given(site, limit, first), *moves]
    evidence = (*first.evidence, *(e for e in aside.evidence if e not in first.evidence))
    found = []
    for situation, behaviour, turns, worse in (
        ("ellipsis", "clarify", moves, rejected.verdict(site, True, claim, "overconfidence")),
        (
            "clarified",
            "answer",
            [*moves, last],
            rejected.carried(site, not last.answer.startswith("Yes"), amount),
        ),
    ):
        names = "+".join(f"{m.name}.{site.split}" for m in turns)
        found.append(
            Draft(
                situation, behaviour, "follow_ups", f"{opening.skeleton}+{names}", opening.point, "",
                (*opening.turns, *((m.said, m.answer) for m in turns)), first.context, evidence,
                {"proof": "turns", "turns": [opening.claim, *(m.claim for m in turns)]}, rejected=worse[0],
                rejected_kind=worse[1], twin=first, split=site.split, group=site.group,
            )
        )  # fmt: skip
    return found
