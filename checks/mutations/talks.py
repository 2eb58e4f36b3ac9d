"""Conversations and questions of two halves gone wrong: a turn or a half that does not say what follows from it."""

import re

from assets.identity import canonical_json
from checks.mutations.amounts import COMPARATORS, admits
from checks.mutations.evidence import restore
from checks.mutations.making import Pool, Row, Way, answer_of, number, other_opening, with_
from checks.verifier.proofs import PROOFS
from checks.verifier.proofs.dialogues import PRESSURE
from checks.verifier.words import sentences

# --- other_turn ------------------------------------------------------------


def _presses(claim: Row) -> bool:
    """Whether a turn only presses: then the answer before it is right once more."""
    return any(part["proof"] == PRESSURE for part in claim["turns"][-2:])


def _exchange_answers(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The first answer in the last turn and the last one in the first, their claims along with them or not."""
    first, last = (row["messages"][i]["content"] for i in (2, -1))
    if claim["proof"] != "turns" or first == last or _presses(claim):
        return None
    changed = with_(row, answer=first)
    changed["messages"][2]["content"] = last
    turns = claim["turns"]
    fitted = {**claim, "turns": [turns[-1], *turns[1:-1], turns[0]]} if draw % 2 else claim
    return {**changed, "claim": canonical_json(fitted).decode()}


def _repeat_answer(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What was answered the turn before, once more, as if nothing had changed; with its claim or without."""
    if claim["proof"] != "turns" or row["messages"][-3]["content"] == answer_of(row) or _presses(claim):
        return None
    turns = claim["turns"]
    fitted = {**claim, "turns": [*turns[:-1], turns[-2]]} if draw % 2 else claim
    behaviour = PROOFS[turns[-2]["proof"]][2] if draw % 2 else row["behaviour"]
    return with_(row, claim=fitted, answer=row["messages"][-3]["content"], behaviour=behaviour)


def _say_otherwise(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The last turn says the contrary, be it for pressure or for a change that does not bear it."""
    if claim["proof"] != "turns" or (answer := other_opening(answer_of(row))) is None:
        return None
    last = claim["turns"][-1]
    if draw % 2 and last.get("polarity"):
        last = {**last, "polarity": "no" if last["polarity"] == "yes" else "yes"}
    return with_(row, claim={**claim, "turns": [*claim["turns"][:-1], last]}, answer=answer)


def _change_last(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The amount of the last turn across the limit; the answer keeps its verdict."""
    last = claim["turns"][-1] if claim["proof"] == "turns" else {}
    if last.get("proof") != "limit" or last["comparator"] not in COMPARATORS:
        return None
    said, old, value = row["messages"][-2]["content"], number(last["asked"]), last["value"]
    moved = [
        v for v in (value // 2, value * 2 + 1) if v > 0 and admits(last["comparator"], v, value, None) != last["holds"]
    ]
    if not moved or not re.search(rf"\b{re.escape(old)}\b", said):
        return None
    other = moved[draw % len(moved)]
    new = number(other)
    changed = with_(row, answer=re.sub(rf"\b{re.escape(old)}\b(?![^“]*”)", new, answer_of(row)))
    changed["messages"][-2]["content"] = re.sub(rf"\b{re.escape(old)}\b", new, said)
    turns = [*claim["turns"][:-1], {**last, "asked": other}]
    return {**changed, "claim": canonical_json({**claim, "turns": turns}).decode()}


def _name_another(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A follow-up that names something else, or gives the unit that is still asked for."""
    last = claim["turns"][-1] if claim["proof"] == "turns" else {}
    said = row["messages"][-2]["content"]
    if "instead" in last:
        other = ('"Elsewhere"', "managers", "contractors")[draw % 3]
        new = said.replace(last["instead"]["now"], other)
        fitted = {**last, "instead": {**last["instead"], "now": other}} if draw % 2 else last
    elif last.get("proof") == "ambiguous":
        new, fitted = said.replace("?", f" {last['units'][draw % 2]}s?"), last
    else:
        return None
    changed = with_(row, claim={**claim, "turns": [*claim["turns"][:-1], fitted]})
    changed["messages"][-2]["content"] = new
    return changed


# --- other_half ------------------------------------------------------------


def _halves(row: Row, claim: Row, told: str, gap: str, **parts: Row) -> Row:
    """The row with other halves of its answer, claim and all."""
    known, missing = claim["parts"]
    fitted = {
        **claim,
        "parts": [
            {**known, **parts.get("known", {}), "answer": told},
            {**missing, **parts.get("missing", {}), "answer": gap},
        ],
    }
    return with_(row, claim=fitted, answer=f"{told} {gap}".strip())


def _fill_gap(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What the passages do not say, told by a sentence that says something else."""
    if claim["proof"] != "partial":
        return None
    said = [(p, s) for p in row["context"] for s in sentences(p["text"]) if "”" not in s and len(s.split()) > 4]
    if not said:
        return None
    passage, sentence = said[draw % len(said)]
    gap = f"As to the other question: “{sentence}” [{passage['section']}]"
    return _halves(row, claim, claim["parts"][0]["answer"], gap)


def _drop_half(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Only one half answered, or neither."""
    if claim["proof"] not in ("partial", "both"):
        return None
    told, gap = (part["answer"] for part in claim["parts"])
    return _halves(row, claim, *((told, ""), ("", gap), ("The passages do not say that.", gap))[draw % 3])


def _flip_half(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The half that is answered, answered the other way."""
    known = claim["parts"][0] if claim["proof"] in ("partial", "both") else {}
    told = other_opening(known["answer"]) if known else None
    if told is None:
        return None
    contrary = {**known["claim"], "polarity": "no" if known["claim"].get("polarity") == "yes" else "yes"}
    return _halves(row, claim, told, claim["parts"][1]["answer"], known={"claim": contrary} if draw % 2 else {})


def _restore_half(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What is said to be missing stands in the context."""
    return restore(row, claim["parts"][1]["claim"], draw, pool) if claim["proof"] == "partial" else None


def _turn_halves(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Each half answered in the place of the other."""
    if claim["proof"] not in ("partial", "both"):
        return None
    told, gap = (part["answer"] for part in claim["parts"])
    return _halves(row, claim, gap, told)


TURNS: tuple[Way, ...] = (_exchange_answers, _repeat_answer, _say_otherwise, _change_last, _name_another)
HALVES: tuple[Way, ...] = (_fill_gap, _drop_half, _flip_half, _restore_half, _turn_halves)
