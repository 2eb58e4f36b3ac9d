"""From a sentence to the statements in it: coordinate clauses are rules of their own, and are read each by itself.

"You may park here, but you must register your car if you stay overnight" holds two rules; its parts are verbatim spans. A
clause that something before it governs stays where it is: after a fronted condition both clauses depend on it. What one is
asked to note is the statement. And a
command that the parser takes for a noun ("If you move, email the office") is read again with "please" before it.
"""

import re
from dataclasses import replace
from itertools import pairwise

from assets.decisions.mood import is_command, subject_of
from assets.decisions.points import Parse, Token
from assets.decisions.sentences import Sentence

_BOUND = re.compile(r"(?:unless|except|but only|otherwise|or|nor|if not|if so|in which case|provided)\b", re.I)
_NOTED = re.compile(r"(?:please )?(?:note|remember|be aware|keep in mind|bear in mind),? (?:that )?(?=[\w$€£]+ )", re.I)
_FRONTED = re.compile(r"(?:If|When|Once|Where|After|Before|Unless|In case of|Whenever)\b")


def cut(sentence: Sentence, parse: Parse) -> list[Sentence]:
    """The statements of a sentence; the sentence itself where it is one."""
    if sentence.form not in ("sentence", "item") or sentence.doubt:
        return [sentence]
    places = sorted({*_semicolons(parse), *_coordinations(parse)})
    noted = _NOTED.match(sentence.text) if _is_noted(parse) else None
    if not places and noted is None:
        return [sentence]
    starts = [noted.end() if noted else 0, *(after for _, after in places)]
    ends = [*(before for before, _ in places), len(sentence.text)]
    found = [_part(sentence, start, end) for start, end in zip(starts, ends, strict=True)]
    return [replace(found[0], step=sentence.step), *found[1:]]


def _is_noted(parse: Parse) -> bool:
    """Whether the sentence only asks to note a statement: "please note that visitors must sign in"."""
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    below = next((c for c in root.children if c.dep_ == "ccomp"), None) if root is not None else None
    return below is not None and subject_of(below) is not None


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    text = sentence.text[start:end].rstrip(" ,;")
    places = sentence.places[start : start + len(text)]
    if not re.search(r"[.!?][\"')\]]*$", text):
        text, places = text + ".", (*places, places[-1])
    return replace(sentence, text=text, places=places, start=places[0], end=places[-1] + 1, step=None,
                   lead=sentence.lead if start == 0 else None)  # fmt: skip


def _semicolons(parse: Parse) -> list[tuple[int, int]]:
    """(end of the part before, start of the part after) for semicolons between two clauses."""
    marks = [t for t in parse if t.text == ";" and 0 < t.i < len(parse) - 2]
    edges = [0, *(t.i + 1 for t in marks), len(parse)]
    clauses = [_is_clause(parse, first, last) for first, last in pairwise(edges)]
    if not all(clauses):
        return []
    return [(int(t.idx), int(parse[t.i + 1].idx)) for t in marks if not _BOUND.match(parse.text[parse[t.i + 1].idx :])]


def _is_clause(parse: Parse, first: int, last: int) -> bool:
    verbs = [t for t in parse[first:last] if t.pos_ in ("VERB", "AUX") and t.tag_ in ("VB", "VBZ", "VBP", "VBD", "MD")]
    stands_first = parse[first].tag_ == "VB" or (parse[first].lower_ == "do" and last - first > 2)
    return (
        last - first > 3
        and bool(verbs)
        and (stands_first or any(t.dep_.startswith("nsubj") for t in parse[first:last]))
    )


def _coordinations(parse: Parse) -> list[tuple[int, int]]:
    """The same for clauses with subjects of their own that "and" or "but" joins to a main clause with nothing before it."""
    root = next((t for t in parse if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)
    if root is None or not _opens(root, parse[0]):
        return []
    found: list[tuple[int, int]] = []
    above: Token = root
    while (
        other := next((c for c in above.children if c.dep_ == "conj" and subject_of(c) is not None), None)
    ) is not None:
        link = next((c for c in above.children if c.dep_ == "cc" and c.i < other.left_edge.i + 1), None)
        start = other.left_edge if link is None or other.left_edge.i > link.i else parse[link.i + 1]
        if link is None or link.lower_ not in ("and", "but") or start.i != link.i + 1 or parse[link.i - 1].text != ",":
            break
        if _BOUND.match(parse.text[start.idx :]):
            break
        found.append((int(parse[link.i - 1].idx), int(start.idx)))
        above = other
    return found


def _opens(root: Token, first: Token) -> bool:
    """Whether a sentence begins with its subject or its command, so that nothing governs what follows."""
    subject = subject_of(root)
    return (subject is not None and subject.left_edge.i == first.i) or (is_command(root) and root.i <= first.i + 1)


def commanded(sentence: Sentence, parse: Parse) -> Sentence | None:
    """The sentence with "please" before the command after its fronted clause, where no main verb was found there."""
    match = _FRONTED.match(sentence.text)
    comma = sentence.text.find(", ")
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    if match is None or comma < 0 or root is None or (root.idx > comma and root.pos_ in ("VERB", "AUX")):
        return None
    at = comma + 2
    text = sentence.text[:at] + "please " + sentence.text[at:]
    return replace(
        sentence, text=text, places=(*sentence.places[:at], *[sentence.places[at]] * 7, *sentence.places[at:])
    )


def is_commanded(parse: Parse) -> bool:
    """Whether the parser finds a command right after the inserted word."""
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    return root is not None and root.i > 0 and root.tag_ in ("VB", "VBP") and root.nbor(-1).lower_ == "please"
