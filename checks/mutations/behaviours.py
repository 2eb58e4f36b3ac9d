"""Another behaviour than the right one: answered, refused or asked back in its place."""

import json

from checks.mutations.making import Pool, Row, Way, answer_of, question_of, with_

_REFUSALS = ("The passages do not say {}.", "These passages do not state {}.", "I cannot find {} in these passages.")


def _swap_label(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Another behaviour on the same answer."""
    others = [
        b for b in ("answer", "clarify", "correct_premise", "surface_conflict", "refuse") if b != row["behaviour"]
    ]
    return with_(row, behaviour=others[draw % len(others)])


def _swap_worse(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The worse answer of the preference pair as the right one."""
    if not row["rejected"]:
        return None
    return with_(row, answer=row["rejected"], rejected=answer_of(row))


def _swap_twin(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The twin's answer to the boundary question."""
    twin = pool.by_id.get(row["twin"])
    if twin is None or twin["behaviour"] == row["behaviour"]:
        return None
    if row["behaviour"] == "correct_premise" and not answer_of(twin).startswith("Yes"):
        return None  # the plain rule may well correct the premise
    return with_(row, answer=answer_of(twin))


def _swap_refusal(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A refusal of what the context answers, with a claim that some other passage was removed."""
    if (
        row["behaviour"] != "answer"
        or len(row["messages"]) != 3
        or claim["proof"] not in ("quote", "limit", "polarity")
    ):
        return None
    shown = {p["passage"] for p in row["context"]}
    others = [p for p in pool.passages.get(row["document"], []) if p["passage"] not in shown]
    if not others:
        return None
    other = others[draw % len(others)]
    missing = question_of(row).rstrip("?. ")
    place = {"document": other["document"], "start": other["start"], "end": other["end"]}
    fitted = {"proof": "absent", "removed": place, "quote": other["text"], "missing": missing}
    evidence = [{**place, "passage": other["passage"], "section": other["section"], "text": other["text"]}]
    return with_(
        row, claim=fitted, answer=_REFUSALS[draw % 3].format(missing[:1].lower() + missing[1:]), behaviour="refuse",
        situation="undocumented", evidence=evidence, section=other["section"], twin=row["example"],
    )  # fmt: skip


def refuse_heard(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A refusal of what a ticket asks and the context answers, with a claim that no document does."""
    place = pool.heard(question_of(row)) if row["behaviour"] == "answer" and len(row["messages"]) == 3 else None
    if place is None:
        return None
    missing = question_of(row).rstrip("?. ")
    missing = missing[:1].lower() + missing[1:]
    answer = f"{_REFUSALS[draw % 3].format(missing)} Please ask the owner of the documents."
    return with_(
        row, claim={"proof": "unanswered", "asked_in": place, "missing": missing}, answer=answer, behaviour="refuse",
        situation="undocumented", evidence=[], document="", section="", twin=row["example"], rejected=None,
        rejected_kind=None,
        also_rejected=[],
    )  # fmt: skip


def _swap_clarify(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Asking back for an amount that the question gives."""
    if claim["proof"] != "limit" or len(row["messages"]) != 3:
        return None
    fitted = {"proof": "missing", "quote": claim["quote"], "slot": "amount", "unit": claim["unit"]}
    answer = f"How many {claim['unit']}s is it? “{claim['quote']}” [{row['section']}]"
    return with_(
        row, claim=fitted, answer=answer, behaviour="clarify", situation="missing_amount",
        twin=row["twin"] or row["example"],
    )  # fmt: skip


def _swap_guess(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A question that should be asked back, answered."""
    if row["behaviour"] not in ("clarify", "surface_conflict") or len(row["messages"]) != 3:
        return None
    quote = claim.get("quote") or claim["quotes"][draw % 2]
    fitted = {"proof": "polarity", "quote": quote, "polarity": "yes"}
    section = next((e["section"] for e in row["evidence"] if quote in e["text"]), row["section"])
    if claim["proof"] == "conflict":
        fitted = {"proof": "quote", "quote": quote}
    opening = "Yes. " if claim["proof"] != "conflict" else ""
    return with_(
        row, claim=fitted, answer=f"{opening}“{quote}” [{section}]", behaviour="answer", situation="answerable", twin=""
    )


def _answer_unsettled(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The twin's answer, with the twin's claim, to a question that leaves open what decides."""
    twin = pool.by_id.get(row["twin"])
    if claim["proof"] != "missing" or twin is None or len(twin["messages"]) != 3:
        return None
    return with_(
        row, claim=json.loads(twin["claim"]), answer=answer_of(twin), behaviour="answer", situation=twin["situation"]
    )


SWAPPED: tuple[Way, ...] = (
    _swap_label,
    _swap_worse,
    _swap_twin,
    _swap_refusal,
    refuse_heard,
    _swap_clarify,
    _swap_guess,
    _answer_unsettled,
)
