"""Which drafts become examples: no twins apart, no contradiction, no repetition, within the doses of the settings."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence, Set
from itertools import zip_longest

from assets.examples.drafts import Draft, Evidence
from assets.examples.settings import ExampleSettings
from assets.identity import sha256


def select(drafts: Sequence[Draft], settings: ExampleSettings) -> list[Draft]:
    """The chosen drafts, by example id. A boundary draft is chosen only with its twin; the answers come first, so
    that the refusal budget is met by leaving boundary drafts out: those that cover no obligation, in an order that
    their content decides."""
    unique = list({d.example: d for d in drafts}.values())
    by_id = {d.example: d for d in unique}
    for draft in unique:  # two points of a sentence may make the same example: a twin is the one that stays
        if draft.twin is not None:
            draft.twin = by_id.get(draft.twin.example, draft.twin)
    chosen: list[Draft] = []
    for split in ("train", "evaluation"):
        # What somebody really asked goes before what a recipe made up.
        own = sorted((d for d in unique if d.split == split), key=lambda d: (d.recipe != "demand", sha256(d.example)))
        chosen += _select(own, by_id, settings)
    return sorted(chosen, key=lambda d: d.example)


def on_one_side(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those that cite, beside their own section, one that the other split learns from.

    A document names one place for questions, and whatever section is held out may cite it; the groups of `place` do not
    know that. A section stands on the side of what it decides itself; where it decides nothing, of what is trained on.
    """
    own = {_place(d.evidence[0]): d.split for d in drafts if d.evidence}
    beside = {(_place(e), d.split) for d in drafts for e in d.evidence[1:]}
    sides = {place: own.get(place, "train" if (place, "train") in beside else split) for place, split in beside}
    return [d for d in drafts if all(sides[_place(e)] == d.split for e in d.evidence[1:])]


def _place(evidence: Evidence) -> tuple[str, str]:
    return evidence.passage.document, evidence.passage.section


def _select(drafts: Sequence[Draft], by_id: dict[str, Draft], settings: ExampleSettings) -> list[Draft]:
    chosen: dict[str, Draft] = {}
    questions: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    per_cell: Counter[tuple[str, str, str]] = Counter()
    per_document: Counter[str] = Counter()
    covered: set[tuple[str, str] | None] = {None}  # None: what a draft covers that covers no obligation
    scarce: set[str] = set()  # situations of which all there is fits into their dose: no document has too many of them

    def fits(draft: Draft) -> bool:
        context = tuple(sorted(p.passage for p in draft.context))
        known = questions[canonical(draft)]
        # the same question comes back only where its twin asked it, over other passages (the evidence taken out)
        again = draft.twin is not None and canonical(draft.twin) == canonical(draft)
        if known and (not again or context in known or len(known) > 1):
            return False
        new = _covers(draft) not in covered
        room = new or draft.situation in scarce or per_document[_document(draft)] < settings.per_document
        return room and per_cell[(draft.point, draft.cell, draft.situation)] < settings.per_cell

    def take(draft: Draft) -> bool:
        if draft.example in chosen or not fits(draft) or (draft.twin is not None and _twin(draft) not in chosen):
            return False
        chosen[draft.example] = draft
        questions[canonical(draft)].add(tuple(sorted(p.passage for p in draft.context)))
        per_cell[(draft.point, draft.cell, draft.situation)] += 1
        per_document[_document(draft)] += 1
        covered.add(_covers(draft))
        return True

    answers = [d for d in drafts if d.behaviour == "answer"]
    boundary = [d for d in drafts if d.behaviour != "answer"]
    beside = {_twin(d) for d in drafts if d.recipe == "demand"}  # without it, what somebody asked would be left out
    for twins in (False, True):
        for draft in sorted(answers, key=lambda d: (d.example not in beside, _spare(d))):
            if (draft.twin is not None) == twins:
                take(draft)
    chosen = _cap(chosen, boundary, beside, settings)
    covered = {None, *map(_covers, chosen.values())}
    budget = int(len(chosen) * settings.refusal_budget / (1 - settings.refusal_budget))
    # First each situation's dose, then what covers an obligation that nothing covers yet, then the rest; one of each
    # situation in turn, so that a scarce situation is not crowded out by a common one.
    doses = {name: int(share * budget) for name, share in settings.doses.items()}
    supply = Counter(d.situation for d in boundary)
    scarce |= {name for name, dose in doses.items() if supply[name] <= dose}
    rounds: tuple[Callable[[Draft], bool], ...] = (
        lambda d: doses.get(d.situation, 0) > 0,
        lambda d: _covers(d) not in covered,
        lambda d: True,
    )
    most = _most(len(chosen), settings)
    counts = Counter(d.situation for d in chosen.values())
    for admitted in rounds:
        for draft in _in_turn(boundary):
            if budget > 0 and counts[draft.situation] < most and admitted(draft) and take(draft):
                budget -= 1
                counts[draft.situation] += 1
                doses[draft.situation] = doses.get(draft.situation, 0) - 1
    return list(chosen.values())


def _in_turn(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft of each situation in turn."""
    queues: dict[str, list[Draft]] = defaultdict(list)
    for draft in sorted(drafts, key=_spare):
        queues[draft.situation].append(draft)
    return [d for row in zip_longest(*(queues[name] for name in sorted(queues))) for d in row if d is not None]


def _spare(draft: Draft) -> bool:
    """Whether a draft comes after those that cover an obligation or that somebody really asked."""
    return draft.recipe != "demand" and _covers(draft) is None


def _covers(draft: Draft) -> tuple[str, str] | None:
    """The obligation that a draft covers."""
    return (draft.point, draft.cell) if draft.point and draft.cell else None


def _cap(
    answers: dict[str, Draft], boundary: Sequence[Draft], beside: Set[str], settings: ExampleSettings
) -> dict[str, Draft]:
    """Thin out situations that exceed their share among the answers, sparing what another answer names as its twin, what
    stands `beside` a question that somebody asked, and what alone covers an obligation.

    What no boundary draft needs as its twin goes first, and what a scarce situation needs goes last.
    """
    most = _most(len(answers), settings)
    needed = {*beside, *map(_twin, answers.values())}
    counts = Counter(d.situation for d in answers.values())
    covering = Counter(_covers(d) for d in answers.values())
    kept = dict(answers)
    supply = Counter(d.situation for d in boundary)
    scarcest: dict[str, int] = {}
    for draft in boundary:
        scarcest[_twin(draft)] = min(supply[draft.situation], scarcest.get(_twin(draft), len(boundary)))
    order = {
        e: (d.recipe == "demand", -scarcest.get(e, len(boundary) + 1), sha256("cap" + e)) for e, d in answers.items()
    }
    for name in sorted(answers, key=order.__getitem__):
        situation, cell = answers[name].situation, _covers(answers[name])
        if counts[situation] > most and name not in needed and (cell is None or covering[cell] > 1):
            counts[situation] -= 1
            covering[cell] -= 1
            del kept[name]
    return kept


def _most(answers: int, settings: ExampleSettings) -> int:
    """So many examples of one situation beside so many answers."""
    return max(10, int(settings.situation_share * answers / (1 - settings.refusal_budget)))


def _twin(draft: Draft) -> str:
    return draft.twin.example if draft.twin is not None else ""


def _document(draft: Draft) -> str:
    return draft.evidence[0].passage.document if draft.evidence else ""


def canonical(draft: Draft) -> str:
    """The questions of a draft without case and punctuation."""
    return re.sub(r"\W+", " ", " / ".join(q for q, _ in draft.turns)).strip().lower()
