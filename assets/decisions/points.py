"""One rule found in a sentence, and the doubts that decide whether it is used."""

from dataclasses import dataclass, field, replace
from typing import Any

THRESHOLD = 0.6
START = 0.95

Token = Any  # spacy.tokens.Token
Parse = Any  # spacy.tokens.Doc


@dataclass(frozen=True)
class Point:
    """One rule; `start` and `end` are offsets into the sentence's text, as are those in `value_span`."""

    kind: str
    start: int
    end: int
    modality: str | None = None
    subject: str | None = None
    predicate: str | None = None
    comparator: str | None = None
    value: float | None = None
    high: float | None = None
    value_span: tuple[int, int] | None = None
    unit: str | None = None
    per: str | None = None
    scope: str | None = None
    clause: str | None = None
    marker: str | None = None
    role: str | None = None
    target: str | None = None
    follows: tuple[int, int] | None = None  # span of the step before, as offsets into the passage
    scene: bool = False  # a condition that only says when something happens: no question leaves it open
    doubts: tuple[tuple[str, float], ...] = field(default=())

    def doubting(self, *doubts: tuple[str, float]) -> "Point":
        """The same point with more doubts: (reason, factor on the confidence)."""
        return replace(self, doubts=(*self.doubts, *doubts))

    @property
    def confidence(self) -> float:
        """0.95 times the factor of every doubt, rounded to three digits."""
        value = START
        for _, factor in self.doubts:
            value *= factor
        return round(value, 3)

    @property
    def reason(self) -> str | None:
        """The strongest doubt when the point is not used, else None."""
        return None if self.confidence >= THRESHOLD else min(self.doubts, key=lambda doubt: doubt[1])[0]


Doubt = tuple[str, float]
