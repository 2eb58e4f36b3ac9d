"""Evidence gone wrong: what was taken out stands there after all, or what is cited decides nothing."""

import re

from checks.mutations.behaviours import refuse_heard
from checks.mutations.making import Pool, Row, Way, answer_of, printed, with_

# --- restored_evidence ------------------------------------------------------------


def _removed(claim: Row, pool: Pool) -> list[Row]:
    place = claim["removed"]
    entries = pool.passages.get(place["document"], [])
    return [p for p in entries if p["start"] < place["end"] and place["start"] < p["end"]]


def restore(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The removed passage back in the context, added or in another's place."""
    if claim["proof"] != "absent" or not (back := _removed(claim, pool)):
        return None
    context = list(row["context"])
    at = draw % (len(context) + 1)
    return printed(row, context[:at] + back[:1] + context[at + draw % 2 :])


def _restore_elsewhere(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The removed passage back in the context, while the claim says that another one was removed."""
    restored = restore(row, claim, draw, pool)
    if restored is None:
        return None
    shown = {p["passage"] for p in restored["context"]}
    others = [p for p in pool.passages[claim["removed"]["document"]] if p["passage"] not in shown]
    others = others or [p for d in sorted(pool.passages) for p in pool.passages[d] if p["passage"] not in shown]
    if not others:
        return None
    other = others[draw % len(others)]
    sentence = re.split(r"(?<=[.!?])\s|\n", other["text"])[0]
    place = {"document": other["document"], "start": other["start"], "end": other["start"] + len(sentence)}
    evidence = [{**place, "passage": other["passage"], "section": other["section"], "text": sentence}]
    return with_(
        restored, claim={**claim, "removed": place, "quote": sentence}, evidence=evidence,
        document=other["document"], section=other["section"],
    )  # fmt: skip


def _answer_in_context(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A sentence that answers what a ticket asks, written into a passage that is shown."""
    if claim["proof"] != "unanswered":
        return None
    context = list(row["context"])
    at = draw % len(context)
    said = claim["missing"].removeprefix("whether ")
    sentence = f"{said[:1].upper()}{said[1:]}: {2 + draw % 30} days."
    text = f"{context[at]['text']} {sentence}" if draw % 2 else f"{sentence} {context[at]['text']}"
    return printed(row, [*context[:at], {**context[at], "text": text}, *context[at + 1 :]])


def _ticket_in_context(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A ticket among the passages of a question that no document answers."""
    if claim["proof"] != "unanswered":
        return None
    asked = [p for p in pool.passages[claim["asked_in"]["document"]] if p["start"] <= claim["asked_in"]["start"]]
    context = list(row["context"])
    at = draw % (len(context) + 1)
    return printed(row, context[:at] + asked[-1:] + context[at + draw % 2 :])


def _answered_elsewhere(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What a ticket asks and a document answers, refused over passages without the answer."""
    refusal = refuse_heard(row, claim, draw, pool)
    evident = {e["passage"] for e in row["evidence"]}
    context = [p for p in row["context"] if p["passage"] not in evident]
    return printed(refusal, context) if refusal is not None and context else None


# --- foreign_citation ------------------------------------------------------------


def _cite_foreign(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A section of another document in a citation's place, or beside an answer that cites none."""
    shown = {p["section"] for p in row["context"]}
    foreign = [s for s in pool.sections if s not in shown]
    if not foreign:
        return None
    section = foreign[draw % len(foreign)]
    cited = [s for s in sorted(shown) if f"[{s}]" in answer_of(row)]
    if not cited:
        return with_(row, answer=f"{answer_of(row)} [{section}]")
    return with_(row, answer=answer_of(row).replace(f"[{cited[draw % len(cited)]}]", f"[{section}]"))


def _cite_invented(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A section that exists nowhere."""
    cited = [p["section"] for p in row["context"] if f"[{p['section']}]" in answer_of(row)]
    endings = ("Overview", "Details", "Appendix B", "Approvals")
    if not cited:
        return with_(row, answer=f"{answer_of(row)} [Handbook > {endings[draw % 4]}]")
    old = cited[draw % len(cited)]
    return with_(row, answer=answer_of(row).replace(f"[{old}]", f"[{old} > {endings[draw % 4]}]"))


def _cite_unused(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A section from elsewhere cited beside the right one, with a row of evidence for it."""
    shown = {p["section"] for p in row["context"]}
    others = [p for d in sorted(pool.passages) for p in pool.passages[d] if p["section"] not in shown]
    if not others or not row["evidence"]:
        return None
    other = others[draw % len(others)]
    span = {k: other[k] for k in ("passage", "document", "section", "start", "end", "text")}
    return with_(row, answer=f"{answer_of(row)} See also [{other['section']}].", evidence=[*row["evidence"], span])


RESTORED: tuple[Way, ...] = (
    restore,
    _restore_elsewhere,
    _answer_in_context,
    _ticket_in_context,
    _answered_elsewhere,
)
FOREIGN: tuple[Way, ...] = (_cite_foreign, _cite_invented, _cite_unused)
