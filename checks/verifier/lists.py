"""Lists under a lead-in: "Visitors must:" and an item make one statement, which no line of the document holds whole."""

import re
from dataclasses import dataclass
from functools import lru_cache

from checks.verifier.words import CACHE, plain, spans

_LETTER = r"(?:\((?:[a-z]|[ivx]{2,4})\)|\b[a-z]\))(?=[ \t]+[a-z])"
_MARK = rf"(?:[-*+•]|\d+[.)]|{_LETTER})"
# Letters may also stand within a line: "Readers shall not: a) smoke; b) shout."
_ITEM = re.compile(
    rf"(?m)^(?P<indent>[ \t]*){_MARK}[ \t]+(?=\S)|(?:(?<=[:;,]\s)|(?<=[;,]\sand\s)|(?<=[;,]\sor\s)){_LETTER}[ \t]+(?=\S)"
)
_END = re.compile(rf"\n[ \t]*\n(?![ \t]+\S|{_MARK}[ \t])|\n(?=#{{1,6}} |\|)")  # of a list
_ALTERNATIVES = re.compile(
    r"\b(?:any|one|either|or)\b(?:\W+\w+){0,4}$|\b(?:example|instance|such as|following or)\b", re.I
)
_FOLLOWING = re.compile(
    r"(?: (?:do|take|follow|perform|complete))?(?: (?:all|both|each)(?: of)?)? the following(?: \w+){0,2}$", re.I
)
_UNFINISHED = re.compile(
    r"\b(?:must|shall|should|may|can|cannot|will|(?:need|needs|have|has|required|allowed|permitted|obliged|entitled) to|"
    r"prohibited from|forbidden to|responsible for)(?: (?:not|never|always|also|only|be|either))*$",
    re.I,
)
_CONDITION = re.compile(r"^(?:if|when|whenever|where|once|in case)\b[^,;]*$", re.I)


@dataclass(frozen=True)
class Completed:
    """A lead-in completed by one of its items, plain, and where both stand in the passage."""

    text: str
    lead: tuple[int, int]
    item: tuple[int, int]


@lru_cache(CACHE)
def completed(text: str) -> tuple[Completed, ...]:
    """The statements that the lists of a passage make: of all their items, since none of them is an alternative."""
    found: list[Completed] = []
    end = 0
    for first in _ITEM.finditer(text):
        if first.start() < end:
            continue
        stop = _END.search(text, first.end())
        begin, end = end, stop.start() if stop else len(text)
        before = [(begin + a, begin + b) for a, b in spans(text[begin : first.start()])]
        indents = (first["indent"], None)
        markers = [m for m in _ITEM.finditer(text, first.start(), end) if m["indent"] in indents]
        bounds = [*(m.start() for m in markers[1:]), end]
        items = [_sentence(text, m.end(), stop) for m, stop in zip(markers, bounds, strict=True)]
        if before and plain(text[slice(*before[-1])]).endswith(":"):
            found += _statements(text, before[-1], items)
    return tuple(found)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The first sentence between the two."""
    a, b = next(iter(spans(text[start:end])), (0, 0))
    return start + a, start + b


def _statements(text: str, lead: tuple[int, int], items: list[tuple[int, int]]) -> list[Completed]:
    opening = plain(text[slice(*lead)]).removesuffix(":").rstrip()
    said = [plain(text[slice(*item)]) for item in items]
    if _ALTERNATIVES.search(opening) or any(re.search(r"[,;]?\s+or[;,]?$", item) for item in said):
        return []
    if _CONDITION.match(opening):
        opening += ","
    else:
        opening = _FOLLOWING.sub("", opening)
        if not _UNFINISHED.search(opening):
            return []
    return [Completed(f"{opening} {_rest(s)}", lead, item) for s, item in zip(said, items, strict=True) if s]


def _rest(item: str) -> str:
    """The item as the end of a sentence."""
    item = re.sub(r"[;,]\s+and$|[;,]$", "", item)
    item = item[0].lower() + item[1:] if item[1:2].islower() else item
    return item if item.endswith((".", "!", "?")) else f"{item}."
