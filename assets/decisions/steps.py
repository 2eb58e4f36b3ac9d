"""Steps: what is done after what, in ordered lists, in sequences of sentences, and in one sentence with before,
after or until."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assets.decisions.mood import clause_root, deciding_verb, main_verb, mood_of, subject_of, who_does
from assets.decisions.points import Doubt, Parse, Point, Token
from assets.decisions.sentences import Sentence
from resources.parser import verbs

Read = Sequence[tuple[Sentence, Parse | None]]  # the statements of a passage in order, with their parses
_DOING = ("must", "should", "may", "will", "need_not", "fact")
_POINTS = re.compile(r"(?:it|they|he|she|we|i|you|this|that|these|those|there|which|who|what)", re.I)
_NEXT = re.compile(r"(?:and )?(then|next|after that|afterwards?|subsequently|finally|lastly)\b,?\s", re.I)


def find_orders(sentence: Sentence, parse: Parse, procedure: bool = False) -> Iterator[Point]:
    """Two actions of one sentence in their order: "submit the form before you book", "after you land, call us"."""
    text = parse.text
    end = len(re.sub(r"[.!?\"')\]\s]+$", "", text))
    for mark in parse:
        if mark.lower_ not in ("before", "after", "until") or mark.dep_ not in ("mark", "prep"):
            continue
        verb = mark.head if mark.dep_ == "mark" else next((c for c in mark.children if c.dep_ == "pcomp"), None)
        above = verb.head if mark.dep_ == "mark" and verb is not None else mark.head
        if (
            verb is None
            or not (verb.pos_ in ("VERB", "AUX") or subject_of(verb))
            or above.pos_ not in ("VERB", "AUX")
            or above.i == verb.i
        ):
            continue
        main = deciding_verb(above)
        modality = mood_of(main)[0]
        asked = ("must_not", "should_not") if mark.lower_ == "until" else ("must", "should", "may")
        if modality not in (*asked, *(("fact",) if procedure else ())) or clause_root(main).dep_ != "ROOT":
            continue  # "you must not start until you are trained" puts the training first; "wait until noon" orders nothing
        doubts: list[Doubt] = []
        last = max(int(t.idx) + len(t) for t in verb.subtree if not t.is_punct)
        clause = (int(mark.idx) + len(mark) + 1, last)
        if not re.search(r"\w", text[: mark.idx]):
            rest = (last + len(text[last:]) - len(text[last:].lstrip(" ,")), end)
            if not text[last:].lstrip().startswith(","):
                doubts.append(("the clause's end is unclear", 0.55))
        else:
            rest = (0, len(text[: mark.idx].rstrip(" ,")))
            if last < end:
                doubts.append(("words follow the clause", 0.6))
            if any(c.dep_ == "conj" and c.i < mark.i for c in main.children):
                doubts.append(("which action it follows is unclear", 0.6))
        later, earlier = (clause, rest) if mark.lower_ == "before" else (rest, clause)
        if later[0] >= later[1] or earlier[0] >= earlier[1]:
            continue
        yield Point(
            "step", *later, modality, who_does(main)[1], main.lemma_.lower(), clause=text[clause[0] : clause[1]],
            marker=mark.lower_, follows=sentence.span(*earlier), doubts=tuple(doubts),
        )  # fmt: skip


def find_sequences(read: Read) -> Iterator[tuple[Sentence, Point]]:
    """Sentences that begin with then, next or after that, each following the sentence before it."""
    for (before, parse_before), (part, parse) in pairwise(read):
        match = _NEXT.match(part.text)
        if match is None or part.form != before.form or parse is None or parse_before is None:
            continue
        point = _action(part, parse, match.end())
        if point is None or _action(before, parse_before, 0) is None:
            continue
        yield part, _following(point, match[1].lower(), None, (before.start, before.end))


def find_lists(read: Read, text: str, procedure: bool = False) -> Iterator[tuple[Sentence, Point]]:
    """The items of ordered lists whose items are actions, each following the item before it.

    Half of them bind. In a procedure the plain present does, where no item says of anybody what must or may be: that
    is how numbered paragraphs of a policy read. `text` is that of the passage.
    """
    for run in _ordered(read):
        items = [part for part, _ in run]
        if _COUNTED.search(text[: items[0].start]):
            continue
        if not procedure and (_goes_on(items[0]) or (items[0].step and items[0].step[1] != 1)):
            continue  # it may have opened with "The committee may"
        actions = [
            (_action(part, parse, 0) or (_clipped(part, parse) if procedure else None)) if parse is not None else None
            for part, parse in run
        ]
        if sum(point is not None for point in actions) * 3 < len(items) * 2:
            continue
        told = procedure and all(p is None or p.modality == "fact" or p.subject == "you" for p in actions)
        binding = ("must", "fact") if told else ("must",)
        if 2 * sum(point is not None and point.modality in binding for point in actions) < len(items):
            continue
        for at, (part, point) in enumerate(zip(items, actions, strict=True)):
            if point is None or part.step is None:
                continue
            number = part.step[1]
            earlier = (items[at - 1].start, items[at - 1].end) if at else None
            doubts: list[Doubt] = []
            if at == 0 and number != 1:
                doubts.append(("the step before it is not read", 0.5))
            elif at and actions[at - 1] is None:
                doubts.append(("the step before it is doubtful", 0.6))
            yield part, _following(point, None, float(number), earlier).doubting(*doubts)


_COUNTED = re.compile(
    r"\b(?:objectives?|goals?|aims?|principles|values|purposes|reasons|benefits|advantages|requirements|criteria|"
    r"conditions|options|examples|rules|guidelines|tips|responsibilities|duties|rights|roles|exceptions)"
    r"(?: (?:of|for|in|behind|that|which) [^:\n]{1,40})?(?: (?:are|is|include|apply)(?: as follows| the following| these)?)?"
    r"[ *_]*:[^\w:]*(?:\d+[.)]\s*)?$",
    re.IGNORECASE,
)
"""What a lead-in calls a list whose numbers only count: "The policy pursues these objectives:"."""


def _goes_on(item: Sentence) -> bool:
    """Whether an item goes on with a sentence that the list interrupts: "1. vote in elections;"."""
    return item.text[:1].islower()


def _ordered(read: Read) -> list[Read]:
    """Runs of ordered items at one indent, numbered one by one; a single item is no list."""
    runs: dict[int, list[tuple[Sentence, Parse | None]]] = {}
    found: list[list[tuple[Sentence, Parse | None]]] = []
    last: dict[int, int] = {}
    for part, parse in read:
        if part.step is None:
            continue
        indent, number = part.step
        if last.get(indent) == number - 1 and indent in runs:
            runs[indent].append((part, parse))
        else:
            runs[indent] = [(part, parse)]
            found.append(runs[indent])
        last = {i: n for i, n in last.items() if i < indent} | {indent: number}
    return [run for run in found if len(run) > 1]


def _action(part: Sentence, parse: Parse, begin: int) -> Point | None:
    """The sentence as a step, if somebody does something in it."""
    root = main_verb(parse)
    if root is None or part.text.rstrip().endswith("?"):
        return None
    verb: Token = deciding_verb(root)
    modality = mood_of(verb)[0]
    head, subject = who_does(verb)
    if modality not in _DOING or subject is None or root.tag_ == "VBD":
        return None
    if modality in ("fact", "will") and (verb.lemma_.lower() == "be" or head is None or _POINTS.fullmatch(head.text)):
        return None
    if modality == "fact" and any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in verb.children):
        return None  # "the owner has been telephoned" is what must be so, in a list of conditions
    end = len(re.sub(r"[.!\s]+$", "", parse.text))
    doubts: tuple[Doubt, ...] = () if not part.doubt else ((part.doubt, 0.8),)
    if len(parse.text.split()) < 2:
        doubts = (*doubts, ("says too little", 0.5))
    return Point("step", begin, end, "fact" if modality == "will" else modality, subject, verb.lemma_.lower(),
                 doubts=doubts)  # fmt: skip


def _clipped(part: Sentence, parse: Parse) -> Point | None:
    """A step whose command the parser takes for a noun, for want of an article: "Load profile.", "Press alarm."."""
    first, root = parse[0], next((t for t in parse if t.dep_ == "ROOT"), parse[0])
    finite = any(t.tag_ in ("VBZ", "VBP", "VBD", "MD") for t in parse)
    does = root.tag_ == "NNS" and root.lemma_.lower() in verbs()  # "Second person inspects and stamps."
    odd = re.search(r"[:;?]|\bno\b", part.text) or parse[1:2].text == "-"
    numbered_like_sections = part.step is None or part.step[0] < 0  # "2.2 Test strips ...": a paragraph of rules
    if finite or does or odd or numbered_like_sections or first.lower_ not in verbs() or len(part.text.split()) < 2:
        return None
    end = len(re.sub(r"[.!\s]+$", "", parse.text))
    return Point("step", 0, end, "must", "you", first.lower_)


def _following(point: Point, marker: str | None, number: float | None, earlier: tuple[int, int] | None) -> Point:
    return replace(point, value=number, marker=marker, follows=earlier)
