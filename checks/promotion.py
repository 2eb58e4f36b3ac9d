"""Whether a candidate may be promoted: better than its baseline, and not bought with refusals. The bounds stand here."""

from collections.abc import Mapping

from assets.evaluation.card import write_card
from assets.evaluation.metrics import Rate
from assets.evaluation.records import Evaluation, Promotion, read_evaluation, write_evaluation
from resources.object_store import ObjectStore

CERTAINTY = 0.05
"""Two-sided McNemar p above which a difference in hallucination may be chance."""

PENALTY = "0.75"
"""The confidence threshold of the penalised score that counts: a wrong answer costs three right ones."""


NO_CANDIDATE = Promotion(eligible=False, reasons=("Not eligible for promotion.", "There is no candidate: no receipt."))
"""The verdict on a version that was not trained on."""


def promote(store: ObjectStore, model: str, over_refusal_bound: float) -> Promotion:
    """Judge an evaluated candidate, and write the verdict into its evaluation and its model card.

    Raises StoreError.
    """
    evaluation = read_evaluation(store, model)
    if evaluation is None:
        return Promotion(eligible=False, reasons=(f"Not eligible: {model} was not evaluated. Evaluate it first.",))
    others = {c.other: found for c in evaluation.comparisons if (found := read_evaluation(store, c.other)) is not None}
    promotion = judge(evaluation, others, over_refusal_bound)
    judged = evaluation.model_copy(update={"promotion": promotion})
    write_evaluation(store, judged)
    write_card(store, judged, list(others.values()))
    return promotion


def judge(candidate: Evaluation, others: Mapping[str, Evaluation], over_refusal_bound: float) -> Promotion:
    """The verdict on a candidate, each reason one sentence. `others`: evaluations of the models it is compared with."""
    if candidate.arm != "candidate":
        return Promotion(eligible=False, reasons=(f"Not eligible: {candidate.model} is no candidate.",))
    baseline = next((e for e in others.values() if e.arm == "happy_path" and _comparable(candidate, e)), None)
    compared = next((c for c in candidate.comparisons if baseline and c.other == baseline.model), None)
    if baseline is None or compared is None:
        words = "Not eligible: there is no evaluation of a baseline on the same cases. Evaluate the baseline first."
        return Promotion(eligible=False, reasons=(words,))
    mine, its = candidate.scores, baseline.scores
    findings: list[tuple[bool, str]] = []

    fewer = mine.hallucination.share < its.hallucination.share
    sure = compared.p_hallucination <= CERTAINTY
    counts = f"{_of(mine.hallucination)} against {_of(its.hallucination)}, p = {compared.p_hallucination:.2g}"
    if fewer and sure:
        findings.append((True, f"It hallucinates less than the baseline ({counts})."))
    elif fewer:
        words = f"It hallucinates less than the baseline, but that may be chance ({counts}): more held-out cases would tell."
        findings.append((False, words))
    else:
        findings.append((False, f"It does not hallucinate less than the baseline ({counts})."))

    here, there = mine.penalised[PENALTY], its.penalised[PENALTY]
    verb = "is higher" if here > there else "is not higher"
    words = (
        f"Its penalised score, where a wrong answer costs three right ones, {verb} ({here:.2f} against {there:.2f})."
    )
    findings.append((here > there, words))

    within = mine.over_refusal.share <= over_refusal_bound
    verb = "stays within" if within else "exceeds"
    words = f"Its over-refusal {verb} the bound of {over_refusal_bound:.0%}: {mine.over_refusal}."
    findings.append((within, words))

    eligible = all(held for held, _ in findings)
    verdict = "Eligible for promotion." if eligible else "Not eligible for promotion."
    # What speaks against it comes first.
    return Promotion(eligible=eligible, reasons=(verdict, *(w for _, w in sorted(findings, key=lambda f: f[0]))))


def _comparable(one: Evaluation, other: Evaluation) -> bool:
    """Whether two evaluations are of the same cases, judged by the same code."""
    same = (one.manifest_digest, one.grader) == (other.manifest_digest, other.grader)
    return same and [o.example for o in one.outputs] == [o.example for o in other.outputs]


def _of(rate: Rate) -> str:
    return f"{rate.count} of {rate.of}"
