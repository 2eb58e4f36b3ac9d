"""How an answer quotes a rule: its sentence whole, and the sentence behind it that completes it.

Whoever reads only the words that decide is misled by what stands right behind them: "Food is eaten within 3 days; rice within 24
hours.", "Customers may bring old oil. Not on Saturdays."
"""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from assets.decisions.quantities import find
from assets.examples.corpus import BLOCK_END, content_words, sentence_spans, stem, words_of
from assets.examples.narrowing import BARS, PREDICATE, meaning
from assets.examples.parsing import parse
from assets.examples.quantities import TIME
from resources.parser import Doc, Span, Token

_LONGEST, _SHORT = 50, 25
"""Words of a quotation that is still read, and of a sentence that is taken into one, unless it goes on from the amount."""
_MARKER = re.compile(r"\s*(?:[-*+•]|\(?(?:\d+(?:\.\d+)*|[a-z])[.)])[ \t]+")
_FOREIGN = re.compile(r"[\[\]“”|*_`<>{}#…]|\n[ \t]*\n|:$")
"""Markup, quotations and lead-ins, which no quotation can hold in one line."""


def whole(text: str, start: int, end: int, besides: int | None = None) -> tuple[int, int]:
    """The place of what is quoted of a passage for the rule at [start, end): its whole sentence and the one behind it in its
    paragraph or item that completes it; as much of that as can be quoted in one line. What begins at `besides` is quoted on
    its own."""
    spans = sentence_spans(text)
    own = next((span for span in spans if span[0] <= start < span[1]), (start, end))
    marker = _MARKER.match(text, own[0])
    first, last = min(marker.end() if marker else own[0], start), max(_stripped(text, own), end)
    if text[first:start].rstrip().endswith(":"):
        first = start  # a label
    if not _quotable(text[first:last]) or (besides is not None and first <= besides < last):
        return start, end
    behind = next((span for span in spans if span[0] >= last), None)
    block = BLOCK_END.search(text, last)
    apart = behind is None or text[last : behind[0]].strip() or (block and block.start() < behind[0])
    if behind is None or apart or behind[0] == besides:
        return first, last
    until = _stripped(text, behind)
    added = text[behind[0] : until]
    most = _LONGEST if _BEYOND_THAT.match(added) else _SHORT
    goes_on = _quotable(text[first:until]) and len(added.split()) <= most and completes(added, text[first:last])
    return first, until if goes_on else last


def _stripped(text: str, span: tuple[int, int]) -> int:
    """Where the words of a sentence end."""
    return span[0] + len(text[slice(*span)].rstrip())


def _quotable(text: str) -> bool:
    return not _FOREIGN.search(text) and text.count("(") == text.count(")") and len(text.split()) <= _LONGEST


_LEANS = re.compile(
    r"(?!(?-i:IT)\b)(?:it|they|this|that|these|those|both|then|in between|in (?:this|that|these|those) cases?|"
    r"the same|neither|nor)\b",
    re.IGNORECASE,
)
"""It takes up the sentence before it."""
_LABELLED = re.compile(r"[\w ]{1,30}:")
_OF_SOME = re.compile(
    r"(?:for|in|on|at|between|above|over|under|below|up to|after|before|outside|during)\b", re.IGNORECASE
)
_DEMANDS = re.compile(r"\b(?:must|shall|has to|have to|needs?|only|required)\b", re.IGNORECASE)
_ALLOWS = re.compile(r"\b(?:may|can|could|allowed|permitted)\b", re.IGNORECASE)


def completes(text: str, rule: str) -> bool:
    """Whether the sentence behind a rule goes on with it: it says what holds otherwise or in a case of it, takes it up, has no
    verb of its own, gives another amount of the same, or denies, demands or allows the same things otherwise."""
    if re.match(r"otherwise\b", text, re.IGNORECASE) or _BEYOND_THAT.match(text):
        return True
    if _EXTENDS.search(text) and find(rule):
        return True
    if _LEANS.match(text):
        return bool(PREDICATE.search(text) or BARS.search(text) or re.search(r"\d", text))
    if _LABELLED.match(text):
        return False
    said = parse(text)
    if not any(t.tag_ in _VERBS or (t.dep_ == "ROOT" and t.tag_ == "VB") for t in said):
        return True
    if said[:].root.pos_ == "AUX" and said[:].root.i + 2 >= len(said):
        return True  # "Clogs with closed toes are."
    if _is_about_it(said) or _tells_a_case(said, rule):
        return True
    common = meaning(text) & meaning(rule)
    if _dimensions(text) & _dimensions(rule):
        return bool(common) or _OF_SOME.match(text) is not None
    if bar := BARS.search(text):
        denied = next(iter(w for w in words_of(text[bar.end() :])[:3] if content_words(w)), "")
        if not BARS.search(rule) and (stem(denied) in common or len(common) > 1):
            return True
    turned = any(a.search(rule) and b.search(text) for a, b in ((_DEMANDS, _ALLOWS), (_ALLOWS, _DEMANDS)))
    return turned and len(common) > 1


_VERBS = ("VBZ", "VBP", "VBD", "MD")
_EXTENDS = re.compile(
    r"\b(?:may|can) (?:be )?(?:extend|prolong|shorten)(?:ed)?\b|"
    r"\bextensions? (?:of|to|can|may|has|have|needs?|requires?|is|are)\b",
    re.IGNORECASE,
)
"""Somebody may give more of the amount before it, or less: "The warden can extend once"."""
_BEYOND_THAT = re.compile(
    r"(?:\w+ ){0,3}(?:above|over|beyond|below|under|after|than) (?:that|this|those)\b", re.IGNORECASE
)
"""It goes on where the amount of the sentence before it ends: "Anything above that is paid by the guest"."""


def _is_about_it(said: Doc) -> bool:
    """Whether a sentence is about something that only the one before it can have named: "The warden may open it for scouts"."""
    backs = (t for t in said if t.lower_ in _BACK and t.tag_ in ("PRP", "DT") and t.dep_ == "dobj")
    return any(not _named(said[: t.i], t, [c for c in t.head.children if c.dep_ in _SUBJECTS]) for t in backs)


def _tells_a_case(said: Doc, rule: str) -> bool:
    """Whether a sentence says what holds in a case of the rule, which is of none itself: "In winter it must be kept dry", "In
    small huts one tent is enough", "From the third week on a fee is charged"."""
    case, root = _case(said), said[:].root
    told = any(t.tag_ == "VBD" for t in (root, *root.children))
    if case is None or told or _case(parse(rule)) is not None:
        return False
    back = next((t for t in said if t.lower_ in ("it", "they", "he", "she") and t.dep_ in _SUBJECTS), None)
    start = 0 if case.dep_ == "advcl" else case.right_edge.i + 1  # what a place or a time names is no "it"
    if back is not None and not _named(said[min(start, back.i) : back.i], back):
        return True
    units = {t.lemma_ for t in case.subtree} & {q.unit for q in find(rule)}
    return bool(units or meaning(said.text) & meaning(rule))


def _case(said: Doc) -> Token | None:
    """The head of what a sentence says ahead of its subject of when, where or for whom it holds."""
    ahead = (t for t in said[:].root.children if t.dep_ in ("prep", "advcl", "advmod") and said[0] in t.subtree)
    return next(ahead, None) if said[0].tag_ in ("IN", "WRB") else None


def _named(before: Span, back: Token, but: Iterable[Token] = ()) -> bool:
    """Whether words, `but` for some phrases, hold what a pronoun behind them can stand for."""
    left_out = {t.i for phrase in but for t in phrase.subtree}
    things = (t for t in before if t.i not in left_out and (t.pos_ in ("NOUN", "PROPN") or t.lower_ == "one"))
    return any(t.tag_.endswith("S") == (back.lower_ in _SEVERAL) for t in things)


_BACK = ("it", "that", "this", "them", "these", "those")
_SEVERAL = ("they", "them", "these", "those")
_SUBJECTS = ("nsubj", "nsubjpass")


def _dimensions(text: str) -> frozenset[str]:
    """What the amounts of a text measure: units, but one name for all spans of time."""
    return frozenset("time" if q.unit in TIME else q.unit for q in find(text) if q.unit is not None)


def alike(misquotation: str, quotations: Mapping[str, str]) -> str:
    """A misquotation with what goes before and after the words that it is nearest to in their whole quotation; as it stands where
    it is near to none of them, or whole itself."""
    if misquotation in quotations.values():
        return misquotation
    for said, whole in quotations.items():
        before, found, behind = whole.partition(said)
        a_sentence = misquotation[:1].isupper() or misquotation[:1] == said[:1]
        near = a_sentence and misquotation != said and SequenceMatcher(None, said, misquotation).ratio() >= _NEAR
        if found and near:
            return f"{before}{misquotation.removesuffix('.') if behind[:1] in ',;' else misquotation}{behind}"
        if near and (dropped := _dropped(said, whole)):
            return misquotation.replace(dropped, " ", 1)
    return misquotation


def _dropped(said: str, whole: str) -> str | None:
    """The verb that a sentence drops and that is said for it: " are " of "Sheets kept 3 months"."""
    return next((verb for verb in (" is ", " are ") if said.replace(verb, " ", 1) == whole), None)


_NEAR = 0.7
"""How much of two wordings is the same where the one is a slip of the other's."""
