"""Exceptions beside a rule: which sentences of a section make one, and whether it concerns the rule."""

import re
from collections.abc import Iterator

from assets.examples.altering import alters
from assets.examples.corpus import BLOCK_END, Passage, content_words, line_before, sentence_spans
from assets.examples.narrowing import BARS, PREDICATE, PRONOUN, meaning, narrows, turns
from assets.examples.words import SAVE

EXCEPTION = re.compile(
    rf"\b(?:unless|{SAVE}|except(?:"
    r"(?<!\bno except)(?<!without except)(?<!can't make except)(?<!can’t make except)(?<!cannot make except)"
    r"ions?(?! (?:report|form|request|log|list|message|handling|waiver)s?\b)|ed|ing)?|"
    r"(?<!not )exempt(?:ed|ion|ions)?|however,|(?:does|do|did)(?: not|n['’]t) apply|excluding|notwithstanding|apart from|"
    r"other than|but not|waived?|waiver)(?!\w)|^however\b|^th(?:is|at) is not (?:required|needed|necessary)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(r"\b(?:other than|apart from|excluding|but not)\b", re.IGNORECASE)  # they often only tell apart
_ALL = re.compile(
    r"\b(?:no|not|none|never|nobody|nothing|cannot|any\w*|all|every\w*|each)\b|n['’]t\b|, $", re.IGNORECASE
)
"""What stands before words that often only tell apart where they take something out of it: "no vehicles other than vans"."""
# What makes an exception without saying from what, so that a word in common is enough to tie it to a rule.
# "With the exception of" stands behind what it excepts from.
_GENERAL = re.compile(
    r"(?<!\bwith the )(?<!\bwith some )(?<!\bwith few )(?<!\bwith no )(?<!\bwith certain )\bexceptions?\b|"
    r"\b(?:exempt\w*|n[o'’]t apply)\b|^notwithstanding\b",
    re.IGNORECASE,
)
# They except from what is said of "it" before them, and from nothing else.
_UNLESS = re.compile(r"unless|save|except\b", re.IGNORECASE)
_WAIVED = re.compile(r"waived?", re.IGNORECASE)  # what stands before it is what is given up: "the fee is waived"
_LEANS = re.compile(
    r"(?!(?-i:IT)\b)(?:however|this|these|that|those|it|they|but|such|otherwise|except|the (?:rule|limit|requirement|restriction|"
    r"policy|ban)s?)\b",
    re.IGNORECASE,
)


_TAKES_UP = re.compile(
    r"however\b|(?:(?:this|that|these|those)(?: [a-z]+)?|it|the (?:rule|limit|requirement|restriction|ban)) "
    r"(?:does|do|shall|will|is|are)(?:n['’]t)?\b|"
    r"[^,;:]+ (?:may|can) (?:make|grant|allow|approve)(?: an)? exceptions?\b|"
    r"[^,;:]+ exempt(?:ed)?(?: from (?:this|that|the) (?:rule|limit|requirement|restriction|ban)\b|\W*$)",
    re.IGNORECASE,
)
"""It takes up what stands before it in its paragraph or list item, from which it excepts: "Assistance dogs are exempt",
"However, ..."; where it opens one, all of the section."""


_THE_RULE = re.compile(
    r"the (?:rules?|limits?|requirements?|restrictions?|bans?) (?:above )?(?:does|do)(?: not|n['’]t) apply\b", re.I
)
"""It names no rule and so takes up each of its paragraph."""


def concerns(exception: str, rule: str, *, follows: bool) -> bool:
    """Whether an exception concerns the rule of another sentence; `follows`: it stands directly after it.

    Numbers and measures count for nothing here.

    One that says of its own what it excepts from concerns a rule with which that shares two words of meaning, one of them of
    what is done or not; one that names what does not apply, or what something is exempt from, a rule that speaks of it,
    that shares two words with it, or that it follows and shares one with; one that says neither, a rule that it follows or
    shares a word with; one that leans on what stands before it, a rule that it follows or shares two words with.
    """
    text = exception.strip(" \n-*•")
    own, of_rule = content_words(text), meaning(rule)
    if stated := _STATED.match(text):
        return _ties(content_words(stated[1]), of_rule)
    if (named := _NAMED.search(text)) and (what := content_words(named["what"] or named["from"])):
        return bool(what & of_rule) or (follows and bool(own & of_rule)) or _ties(own, of_rule)
    if _GENERAL.search(text):
        return follows or bool(own & of_rule) or len(own) < 5
    marker = EXCEPTION.search(text)
    if marker and _UNLESS.match(marker[0]) and PRONOUN.match(text) and (head := content_words(text[: marker.start()])):
        return follows and bool(head & of_rule)
    if _LEANS.match(text) and not _WEAK.search(text):
        return follows or len(own & of_rule) > 1 or (len(own) < 5 and not PRONOUN.match(text))
    excepted = _excepted_from(text)
    if marker and _WEAK.fullmatch(marker[0]) and not _ALL.search(text[: marker.start()]):
        return False
    head = content_words(excepted)
    done = content_words(_CLAUSE.split(PREDICATE.split(excepted, maxsplit=1)[-1], maxsplit=1)[0])
    if marker and _WAIVED.fullmatch(marker[0]):
        return bool(head & of_rule)
    return _ties(head, of_rule) and bool(done & of_rule or not done)


def _ties(excepted: frozenset[str], of_rule: frozenset[str]) -> bool:
    """Whether two words of meaning, and a third of the shorter of the two sentences, are the same."""
    common = len(excepted & of_rule)
    return common > 1 and 3 * common >= min(len(excepted), len(of_rule))


_CLAUSE = re.compile(r"\b(?:until|if|when|where|while|once|after|before)\b", re.IGNORECASE)
"""What begins a clause of when and whether, whose words say nothing of what is done."""
_UNNAMED = (
    r"(?!(?:the )?(?:rules?|limits?|requirements?|restrictions?|polic(?:y|ies)|bans?|provisions?|this|that|these|those|it|they|"
    r"them|same|above)\b)"
)
"""What a rule is called that is not named: "the rule does not apply to offices"."""
_NAMED = re.compile(
    rf"^{_UNNAMED}(?:the )?(?P<what>[^,;]{{3,60}}?) (?:does|do)(?: not|n['’]t) apply\b|"
    rf"\bexempt(?:ed)? from {_UNNAMED}(?:the )?(?P<from>[^,;.]{{3,60}})",
    re.IGNORECASE,
)
"""What does not apply, or what something is exempt from: "minibuses are exempt from the toll"."""
# A statement of its own, and behind a semicolon what is an exception to that: "Access is prohibited; exceptions are granted".
_STATED = re.compile(
    rf"(.*\b(?:is|are|must|may|can|shall|should|has|have|will|does|do)\b[^;]*);(?=[^;]*(?:{EXCEPTION.pattern}))",
    re.IGNORECASE,
)


def _excepted_from(text: str) -> str:
    """What a sentence makes an exception from: what stands before its marker, else behind its clause."""
    marker = EXCEPTION.search(text)
    before = (text[: marker.start()] if marker else text).rpartition(";")[2]
    return before if re.search(r"\w", before) else text.partition(",")[2] or text


_HALF = re.compile(r"\s*[;,–-]\s*(?:but |though )?(\S[^\n]*)")
"""What the sentence goes on with behind its rule."""
_TOLERATES = re.compile(
    r"\b(?:is|are) (?:tolerated|allowed|permitted|fine|ok|okay|accepted|acceptable|welcome)\b|\b(?:may|can)\b",
    re.IGNORECASE,
)


def exceptions_beside(passages: list[Passage], start: int, end: int, rule: str) -> Iterator[tuple[Passage, int, int]]:
    """Sentences of a section, outside [start, end) of the document, that make an exception of the rule there; the half behind a
    ban that tolerates something, too: "Private tools are not allowed; tape measures are tolerated". Of a row of a table also
    what changes it or all of the table."""
    row = next(filter(None, (_row(passage, start) for passage in passages)), None)
    for passage in passages:
        follows = False
        for a, b in sentence_spans(passage.text):
            if passage.start + a < end and start < passage.start + b:
                follows = True
                behind = _HALF.match(passage.text, end - passage.start, b)
                if behind and BARS.search(rule) and _TOLERATES.search(behind[1]) and not BARS.search(behind[1]):
                    yield passage, passage.start + behind.start(1), passage.start + b
                continue
            text = passage.text[a:b]
            block = max((m.end() for m in BLOCK_END.finditer(passage.text, 0, a)), default=0)
            beside = passage.start + block <= start < passage.start + a or not re.search(
                r"[^\W\d]", passage.text[block:a]
            )
            if _TAKES_UP.match(text.strip()) and not beside:
                continue  # it takes up another sentence of its paragraph
            excepts = EXCEPTION.search(text.strip()) and (
                _THE_RULE.match(text.strip()) or concerns(text, rule, follows=follows)
            )
            changes = row is not None and "|" not in text and alters(text.strip(), *row)
            if excepts or changes or (follows and narrows(text.strip(), rule)) or turns(text.strip(), rule):
                yield passage, passage.start + a, passage.start + b
            follows = False


_TABLE = re.compile(r"(?:^[ \t]*\|.*(?:\n|\Z))+", re.MULTILINE)


def _row(passage: Passage, start: int) -> tuple[str, str, str] | None:
    """The row of a table that stands at a place of the document, with its table and the heading above."""
    at = start - passage.start
    found = (m[0] for m in _TABLE.finditer(passage.text) if m.start() <= at < m.end())
    line = line_before(passage.text, at) + passage.text[max(at, 0) :].partition("\n")[0]
    return next(((line, table, (passage.heading or ("",))[-1]) for table in found), None)
