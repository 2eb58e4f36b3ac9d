"""Definitions: what a term means, in a sentence, in a line of a glossary, or in a row of a table."""

import re

from assets.decisions.mood import mood_of, subject_of
from assets.decisions.points import Doubt, Parse, Point, Token
from assets.decisions.sentences import MEANING, Sentence

GLOSSARY = re.compile(
    r"\b(?:glossary|definitions?|terms|terminology|abbreviations?|acronyms?|vocabulary|jargon|lingo)\b", re.I
)
_TERM = re.compile(
    r"(?:(?:in|for the purposes of|as used in) [^,\"“”]{3,60}, )?(?:(?:the|an?|any)(?: (?:term|word|expression|phrase))? )?"
    r"[\"“](?P<term>\w[^\"“”]{1,60})[\"”] (?P<verb>(?:shall |will )?(?:mean|refer to|denote)|(?:means|refers to|denotes|is|are|"
    r"(?:is|are) defined as)) (?=\w)",
    re.I,
)
"""How a contract defines: the term in quotation marks, and then what it means."""
_ONE_THAT = re.compile(r"one (?:(?:in|for|by|to|on|at|of) (?:which|whom)|where|that|which|who|whose)\b", re.I)
_LEANING = re.compile(r"(?:this|that|these|those|it|they|he|she|which|what|who|there|here|one|other|another)\b", re.I)
_DEGREES = frozenset(
    ["relatively", "very", "quite", "rather", "fairly", "extremely", "highly", "particularly", "increasingly"]
)
_OPINIONS = frozenset(
    ["difficult", "hard", "tough", "easy", "simple", "good", "great", "bad", "important", "tricky", "nice"]
)
"""What a thing to do is found to be: "a difficult commitment to make"."""
_RELATIONAL = re.compile(
    r"example|exception|alternative|option|way|reason|result|goal|aim|purpose|difference|idea|problem|solution|advantage|"
    r"drawback|benefit|issue|step|case|thing|point|question|answer|consequence"
)
"""What is one only of something else that the text has named: "An example is a package that ..." defines nothing."""


def find_definitions(parse: Parse) -> list[Point]:
    """The definition that a sentence is: "X means Y", "X is defined as Y", "X refers to Y", "an X is a Y that ..."."""
    if (quoted := _TERM.match(parse.text)) is not None:
        return _quoted(parse, quoted)
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    term = subject_of(root) if root is not None else None
    if root is None or term is None or mood_of(root)[0] != "fact" or root.tag_ not in ("VBZ", "VBP", "VBN"):
        return []
    begin = _meaning_start(root, term)
    if begin is None:
        return []
    # the parser may take the first word of a term for an adverb ("near miss"): all that stands before the verb names it
    verb = min(int(t.idx) for t in (root, *root.children) if t.i >= term.i and t.dep_ in ("ROOT", "aux", "auxpass"))
    phrase = parse.text[:verb].rpartition(", ")[2]
    name = re.sub(r"^(?:the term|the word|an?|the) ", "", phrase, flags=re.I).strip(" \"“”'")
    end = len(re.sub(r"[.!?\"')\]\s]+$", "", parse.text))
    doubts: list[Doubt] = []
    if _LEANING.match(phrase) or term.pos_ in ("PRON", "VERB"):
        return []
    if len(name.split()) > 6:
        doubts.append(("too long for a term", 0.5))
    if begin >= end or len(parse.text[begin:end].split()) < 3:
        return []
    return [Point("definition", begin, end, "fact", phrase.strip(), root.lemma_.lower(), target=name,
                  doubts=tuple(doubts))]  # fmt: skip


def _quoted(parse: Parse, match: re.Match[str]) -> list[Point]:
    """The definition of a term in quotation marks, which the parser may take for anything."""
    end = len(re.sub(r"[.!?\"')\]\s]+$", "", parse.text))
    told = parse.char_span(match.end(), end, alignment_mode="expand")
    # what a sign or a word is like is told of it, and is no meaning: "\"Fragile\" is printed here", "is a common choice"
    named = match["verb"].lower() not in ("is", "are") or (
        told is not None
        and (told[0].pos_ in ("DET", "NOUN") or _ONE_THAT.match(told.text) is not None)
        and any(c.dep_ in ("relcl", "acl", "prep") for c in told.root.children)
    )
    if not named or len(parse.text[match.end() : end].split()) < 3:
        return []
    lemma = "be" if match["verb"].lower() in ("is", "are") else "mean"
    return [Point("definition", match.end(), end, "fact", match["term"], lemma, target=match["term"])]


def _meaning_start(root: Token, term: Token) -> int | None:
    """Where the meaning begins, if the verb defines: a person or a file that is referred to somebody is handed on, and
    "it means you cannot" tells what follows."""
    lemma = root.lemma_.lower()
    passive = any(c.dep_ == "auxpass" for c in root.children)
    after = [child for child in root.children if child.i > root.i]
    if lemma == "mean" and not passive:
        return min((int(c.left_edge.idx) for c in after if c.dep_ in ("dobj", "attr", "oprd")), default=None)
    links = {("refer", False): "to", ("stand", False): "for", ("define", True): "as"}
    if (lemma, passive) in links:
        link = next((c for c in after if c.dep_ == "prep" and c.lower_ == links[lemma, passive]), None)
        if link is not None and any(t.pos_ == "ADV" for t in root.doc[root.i + 1 : link.i]):
            return None  # "refers only to", "refers mostly to": not all that it means
        below = next((c for c in link.children if c.dep_ in ("pobj", "pcomp")), None) if link is not None else None
        return int(below.left_edge.idx) if below is not None else None
    if lemma == "be":
        kind = next((c for c in after if c.dep_ == "attr" and c.pos_ == "NOUN"), None)
        general = term.pos_ in ("NOUN", "PROPN") and not any(
            c.dep_ in ("poss", "nummod") or c.lower_ in ("the", "this", "that") for c in term.children
        )
        judged = kind is not None and any(c.dep_ == "amod" and c.lower_ in _OPINIONS for c in kind.children)
        told_apart = kind is not None and any(
            c.dep_ in ("relcl", "acl") and not (judged and c.tag_ == "VB") for c in kind.children
        )
        general = general and not _RELATIONAL.fullmatch(term.lemma_.lower())
        if kind is not None and any(
            c.lower_ in _DEGREES for a in kind.children if a.dep_ == "amod" for c in a.children
        ):
            return None  # "is a relatively regimented activity" says what it is like
        if kind is not None and general and told_apart and any(c.lower_ in ("a", "an", "any") for c in kind.children):
            return int(kind.left_edge.idx)
    return None


_NO_TERM = re.compile(
    r"(?:for )?(?:examples?|instance|notes?|exceptions?|reasons?|sources?|see|see also)", re.IGNORECASE
)
"""What stands before a colon among the terms of a glossary and is none."""


def read_line(sentence: Sentence, heading: str) -> list[Point]:
    """The definition that a line under a glossary's heading is: "Recall: the return of ...", "SEV - severity"."""
    if sentence.form not in ("item", "sentence") or not GLOSSARY.search(heading):
        return []
    term, begin = sentence.lead, 0
    if term is None:
        line = re.match(r"[\"“]?([^:.;\"”]{2,60}?)[\"”]?(?::| [-–—]) (?=\S)", sentence.text)
        term, begin = (line[1], line.end()) if line else ("", 0)
    term = term.strip(' *_"“”')
    if term.startswith("Please "):  # put before it, where a command was looked for
        term = term[7:8].upper() + term[8:]
    end = len(re.sub(r"[.\s]+$", "", sentence.text))
    if (
        not term[:1].isalnum()
        or _NO_TERM.fullmatch(term)
        or len(term.split()) > 6
        or end - begin < 8
        or "?" in sentence.text
    ):
        return []
    quoted = not re.search(r" [-–—] $", sentence.text[:begin]) and re.match(r"\s*[\"“]", sentence.text[begin:])
    if quoted or re.search(r"\bplease\b|\bthank", sentence.text[begin:], re.I):
        return []  # what somebody says behind a colon: "IC: Liaison, please page the team"
    return [Point("definition", begin, end, "fact", term, None, target=term)]


def read_cell(sentence: Sentence, passage: str) -> list[Point]:
    """The definition in a table: the row's name means what a column of meanings says; offsets are into the passage."""
    if sentence.cell is None or not MEANING.match(sentence.cell[1]):
        return []
    row, _, start, end = sentence.cell
    doubts: tuple[Doubt, ...] = () if len(passage[start:end].split()) > 2 else (("says too little", 0.6),)
    return [Point("definition", start, end, "fact", row, None, target=row, doubts=doubts)]
