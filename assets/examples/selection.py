"""Which drafts become examples: no twins apart, no contradiction, no repetition, within the doses of the settings."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from assets.examples.drafts import Draft
from assets.examples.settings import ExampleSettings
from assets.identity import sha256


def select(drafts: Sequence[Draft], settings: ExampleSettings) -> list[Draft]:
    """The chosen drafts, by example id. A boundary draft is chosen only with its twin; the answers come first, so
    that the
    refusal budget is met by leaving boundary drafts out, in an order that their content decides."""
    unique = list({d.example: d for d in drafts}.values())
    by_id = {d.example: d for d in unique}
    chosen: list[Draft] = []
    for split in ("train", "evaluation"):
        # What somebody really asked goes before what a recipe made up.
        own = sorted((d for d in unique if d.split == split), key=lambda d: (d.recipe != "demand", sha256(d.example)))
        chosen += _select(own, by_id, settings)
    return sorted(chosen, key=lambda d: d.example)


def _select(drafts: Sequence[Draft], by_id: dict[str, Draft], settings: ExampleSettings) -> list[Draft]:
    chosen: dict[str, Draft] = {}
    questions: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    per_cell: Counter[tuple[str, str, str]] = Counter()
    per_document: Counter[str] = Counter()

    def fits(draft: Draft) -> bool:
        context = tuple(sorted(p.passage for p in draft.context))
        known = questions[canonical(draft)]
        # the same question comes back only where its twin asked it, over other passages (the evidence taken out)
        again = draft.twin is not None and canonical(draft.twin) == canonical(draft)
        if known and (not again or context in known or len(known) > 1):
            return False
        return (
            per_cell[(draft.point, draft.cell, draft.situation)] < settings.per_cell
            and per_document[_document(draft)] < settings.per_document
        )

    def take(draft: Draft) -> None:
        chosen[draft.example] = draft
        questions[canonical(draft)].add(tuple(sorted(p.passage for p in draft.context)))
        per_cell[(draft.point, draft.cell, draft.situation)] += 1
        per_document[_document(draft)] += 1

    for draft in drafts:
        if draft.behaviour == "answer" and draft.twin is None and fits(draft):
            take(draft)
    for draft in drafts:
        if draft.behaviour == "answer" and draft.twin is not None and _twin(draft) in chosen and fits(draft):
            take(draft)
    chosen = _cap(chosen, [d for d in drafts if d.behaviour != "answer"], settings)
    answers = len(chosen)
    budget = int(answers * settings.refusal_budget / (1 - settings.refusal_budget))
    queues: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.behaviour != "answer":
            queues[draft.situation].append(draft)
    # one of each situation in turn, so that a scarce situation is not crowded out by a common one
    while budget > 0 and any(queues.values()):
        for situation in sorted(queues):
            while queues[situation] and budget > 0:
                draft = queues[situation].pop(0)
                if _twin(draft) in chosen and fits(draft):
                    take(draft)
                    budget -= 1
                    break
    return list(chosen.values())


def _cap(answers: dict[str, Draft], boundary: Sequence[Draft], settings: ExampleSettings) -> dict[str, Draft]:
    """Thin out situations that exceed their share among the answers, sparing what another answer names as its twin.

    What no boundary draft needs as its twin goes first, and what a scarce situation needs goes last.
    """
    most = max(10, int(settings.situation_share * len(answers) / (1 - settings.refusal_budget)))
    needed = {_twin(d) for d in answers.values()}
    counts = Counter(d.situation for d in answers.values())
    kept = dict(answers)
    supply = Counter(d.situation for d in boundary)
    scarcest: dict[str, int] = {}
    for draft in boundary:
        scarcest[_twin(draft)] = min(supply[draft.situation], scarcest.get(_twin(draft), len(boundary)))
    order = {
        e: (d.recipe == "demand", -scarcest.get(e, len(boundary) + 1), sha256("cap" + e)) for e, d in answers.items()
    }
    for name in sorted(answers, key=order.__getitem__):
        situation = answers[name].situation
        if counts[situation] > most and name not in needed:
            counts[situation] -= 1
            del kept[name]
    return kept


def _twin(draft: Draft) -> str:
    return draft.twin.example if draft.twin is not None else ""


def _document(draft: Draft) -> str:
    return draft.evidence[0].passage.document if draft.evidence else ""


def canonical(draft: Draft) -> str:
    """The questions of a draft without case and punctuation."""
    return re.sub(r"\W+", " ", " / ".join(q for q, _ in draft.turns)).strip().lower()
