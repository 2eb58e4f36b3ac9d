"""Questions and answers in other words, where a language model is configured. It may rephrase; it may not decide a label.

Whatever it says is proven again as if a recipe had said it. What fails is dropped, and the built-in wording stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from assets.examples.awkward import awkward
from assets.examples.drafts import Draft
from assets.examples.records import Rephrasings
from assets.identity import sha256

Reword = Callable[[Sequence[str]], list[str | None]]
"""Texts in other words, in order; None for each that nobody put in other words. The same text gets the same words."""


def rephrased(
    chosen: Sequence[Draft], share: float, reword: Reword, failing: Callable[[Sequence[Draft]], frozenset[str]]
) -> tuple[list[Draft], pl.DataFrame]:
    """The examples, a share of them in other words, and what became of each of these, as `records.Rephrasings`.

    Examples that ask the same are put in other words together. What a ticket says stays verbatim, and so do dialogues,
    whose turns lean on each other's words.
    """
    asked = [d for d in chosen if len(d.turns) == 1 and d.recipe != "demand" and _drawn(d.turns[0][0], share)]
    texts = sorted({text for draft in asked for text in draft.turns[0]})
    said = dict(zip(texts, reword(texts), strict=True))
    outcome: dict[Draft, str] = {}
    words: dict[Draft, tuple[str, str]] = {}
    for draft in asked:
        question, answer = (said[text] for text in draft.turns[0])
        if question is None or answer is None:
            outcome[draft] = "unanswered"
        elif (question, answer) == draft.turns[0]:
            outcome[draft] = "unchanged"
        elif _odd(question, draft.turns[0][0]) or _odd(answer, draft.turns[0][1]) or awkward(question) is not None:
            outcome[draft] = "rejected"
        else:
            outcome[draft], words[draft] = "accepted", (question, answer)
    while True:
        spoken = _speaking(chosen, words)
        failed = failing(list(spoken.values())) if words else frozenset()
        back = {d for d in chosen if spoken[d].example in failed}
        back = {d for draft in back for d in (draft, draft.twin) if d in words}
        if not back:
            return [d for d in spoken.values() if d.example not in failed], _table(outcome)
        outcome |= dict.fromkeys(back, "rejected")
        words = {d: text for d, text in words.items() if d not in back}


def _drawn(question: str, share: float) -> bool:
    return int(sha256(f"rephrase\n{question}")[:8], 16) < share * 16**8


def _odd(said: str, text: str) -> bool:
    """Whether a wording is no wording of the text: much longer, or of more than one line."""
    return len(said) > 2 * len(text) + 40 or "\n" in said


def _speaking(chosen: Sequence[Draft], words: dict[Draft, tuple[str, str]]) -> dict[Draft, Draft]:
    """Every draft in its words, with its twin in those of its own."""
    spoken: dict[Draft, Draft] = {}

    def speak(draft: Draft) -> Draft:
        if draft not in spoken:
            turns = (words[draft],) if draft in words else draft.turns
            skeleton = f"{draft.skeleton}+rephrased" if draft in words else draft.skeleton
            spoken[draft] = replace(draft, turns=turns, skeleton=skeleton)
            spoken[draft].twin = speak(draft.twin) if draft.twin is not None else None
        return spoken[draft]

    return {draft: speak(draft) for draft in chosen}


def _table(outcome: dict[Draft, str]) -> pl.DataFrame:
    rows = [{"example": draft.example, "outcome": what} for draft, what in outcome.items()]
    frame = pl.DataFrame(rows, schema=Rephrasings.create_empty().schema).unique("example", keep="first")
    return Rephrasings.validate(frame.sort("example"), cast=True)
