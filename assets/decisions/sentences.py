"""From a passage's canonical text to the sentences that rules are read from, each with its place in the passage.

Prose is split into sentences, list items stand alone or are joined with the lead-in they complete, table
cells that hold a value are read with their row and column, a line that gives an amount for what it names with that,
code and headings are skipped. What is read is
plain text for a parser: `Sentence.text` has pseudonyms replaced by name-like words, white space collapsed and
asides without a rule removed; `Sentence.places` leads every character of it back to the passage.
"""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from assets.decisions.quantities import find

Form = Literal["sentence", "item", "joined", "shared", "row", "line"]


@dataclass(frozen=True)
class Sentence:
    """One sentence to read. `start` and `end` are its verbatim span in the passage (of a joined one: the item's; of a
    shared one: the whole sentence's)."""

    form: Form
    text: str  # what the parser reads
    places: tuple[int, ...]  # for every character of `text`, its offset in the passage
    start: int
    end: int
    # the lead-in, label or "row, column" that it is read with, as written; of a line what it names
    lead: str | None = None
    doubt: str | None = None  # why its surroundings make it doubtful as a rule of its own
    cell: tuple[str, str, int, int] | None = (
        None  # row form: row header, column header, span of the cell in the passage
    )
    names: tuple[tuple[str, str], ...] = ()  # stand-in in `text`, pseudonym in the passage
    step: tuple[int, int] | None = None  # of the first sentence of an ordered item: indent and number

    def restored(self, words: str) -> str:
        """Words of `text` with the pseudonyms put back."""
        for stand_in, pseudonym in self.names:
            words = words.replace(stand_in, pseudonym)
        return words

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The passage span of `text[start:end]`; what stands in the lead-in is cut off."""
        inside = [p for p in self.places[start:end] if self.start <= p < self.end]
        return (inside[0], inside[-1] + 1) if inside else (self.start, self.end)


_PSEUDONYM = re.compile(r"\[[A-Z][A-Z_]*-[0-9a-f]{4,}\]|\b[A-Z][A-Za-z]+_[A-Z]{6}\b")
_RULE_WORDS = re.compile(
    r"\d|\b(?:if|unless|except|excluding|must|may|not|only|never|required|needs?|should|shall|when|until|"
    r"within|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|other than|including)\b",
    re.I,
)
_ASIDE = re.compile(r"\s?\(([^()\n]{0,200})\)")
_ENDS = re.compile(r"[.!?]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9])|[.!?]+[\"”’')]*\s*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|incl|cf|no|nos|art|sec|dept|inc|ltd|co|mr|mrs|ms|dr|st|fig|al|jr|"
    r"sr|u\.s|u\.k|a\.m|p\.m)|"
    r"\b[A-Z])\.$",
    re.I,
)
_BOUND = re.compile(r"\b(?:max|min)\.$", re.I)
_LETTERED = re.compile(
    r"\b(?:annex|appendix|part|schedule|section|class|grade|type|category|group|level|form|table|figure|exhibit|option|plan|unit|"
    r"block|building|hall|wing|room|zone|area|line|phase|band|tier|list|vitamin) [A-Z]\.$|"
    r"(?:[°/][A-Z]|\d ?(?-i:[a-z]|[VWL]))\.$",
    re.I,
)
"""A letter that names one of several, or is a unit, and shortens nothing: "The forms are in Annex B.", "8 °C.", "4.5 m."."""
_ITEM = re.compile(
    r"^(?P<indent>\s*)(?:[-*+•]|(?P<number>\d{1,3})[.)]|[a-z][.)]|\((?:[a-z]|[ivx]{2,4})\)(?=\s+[a-z]))\s+(?:\[[ xX]\]\s+)?"
)
_INLINE = re.compile(r"(?:(?<=[:;,] )|(?<=[;,] and )|(?<=[;,] or ))\(?(?P<mark>[a-z]|[ivx]{2,4})\) (?=[a-z])")
_FIRST = re.compile(r"\s*\(?(?P<mark>a|i)\) (?=[a-z])")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_BARE_NUMBER = re.compile(r"^(?:\d{1,2}\.)*(?P<number>\d{1,2})\.? {1,3}(?=[A-Z])")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_LABEL = re.compile(
    r"^(?P<label>[A-Z][^.:;!?\n]{1,90}):\s+(?=[A-Z\"“])|"
    r"^(?P<topic>[A-Z][\w'’-]*(?: [\w'’-]+){0,3}):\s+"
    r"(?=[a-z][^,;:(]*\b(?:is|are|must|may|can|cannot|shall|should|will|has|have|do|does|needs?)\b)"
)
_NOTE_LABELS = re.compile(
    r"(?:important|please )?\s*(?:note|reminder|important|tip|warning|caution|attention|remember|"
    r"n\.?b\.?|please note|policy|rule)$",
    re.I,
)
_LINE = re.compile(r"^(?P<label>[A-Z][\w'’&/-]*(?: [\w'’&/-]+){0,4}):\s+(?=\S)")
NAMES_NO_MATTER = re.compile(
    r"(?:.*\b(?:is|are|was|were|has|have|must|may|can|shall|should|will|do|does|not|if|when|unless|you|we|they|it|this|these|"
    r"total|note|e\.g|age|example|version|issue|issued|revision|date|effective|phone|tel|fax|room|ext|reviewed|owner|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekdays|weekends)\b.*|.*\d|"
    r"(?:fewer|more|less|up|over|under|between|from|after|before|in|on|at|for|within|during|with|without|to|by|per|plus|as)\b.*)$",
    re.I,
)
"""What stands before a colon and is a statement, a day, a place in a file or a case of something that is named elsewhere."""
GRADE = re.compile(
    r"(?:low|medium|high|minor|major|critical|moderate|severe|normal|standard|basic|urgent|general|other|others|rest|small|large|"
    r"first|second|third|last|next|new|old|full|half|yes|no|all|each|both|none|maximum|minimum|limit|tip|warning|caution)",
    re.I,
)
"""What grades or counts a matter that something else names."""
_OPENS = re.compile(
    r"(?:up to|at least|at most|within|inside|under|over|below|above|every|(?:a )?(?:maximum|minimum|limit)(?: of)?|max\.?|"
    r"min\.?|(?:more|less|fewer|longer) than|(?:no|not) (?:more|less|fewer|longer|shorter|later|earlier) than)? ?",
    re.I,
)
_SAYS = re.compile(r"[^,;(]*\b(?:is|are|must|may|can|cannot|shall|should|will|has|have|do|does|need|needs)\b", re.I)
_FOLLOWING = re.compile(
    r"\s*\b(?:(?:all|any|each|both|one|either|at least one)(?: of)? )?(?:the )?following(?: "
    r"\w+){0,2}\s*:?\s*$",
    re.I,
)
_ALTERNATIVES = re.compile(
    r"\b(?:any|one|either|at least one|or)\b(?: of)?(?: the following)?(?: \w+){0,2}\s*:?\s*$", re.I
)
_DEONTIC_LEAD = re.compile(
    r"\b(?:must|shall|should|may|can|cannot|need to|needs to|have to|has to|required to|allowed to|"
    r"permitted to|prohibited from|forbidden to|"
    r"eligible to|entitled to|responsible for|will)(?: not| never| also| always| only| be| have)*\b",
    re.I,
)
_ILLUSTRATION = re.compile(
    r"\b(?:for example|examples?|such as|e\.g|sample|bad|good|template|like this|instead of)\b", re.I
)
AMONG_EXAMPLES = "stands among examples"
SHOWS_EXAMPLES = re.compile(
    r"\bexamples?\b|(?<=\w )templates?$|^(?:sample|specimen|model) (?:texts?|letters?|messages?|e-?mails?|confirmations?|forms?|"
    r"replies|reply|answers?|wording|notes?|invoices?|reports?|agendas?|announcements?|posts?|cvs?|resumes?|calculations?|cases?)\b",
    re.IGNORECASE,
)
"""A heading of texts that show how something may look, and rule nothing: "Sample confirmation", "Email template"."""
MEANING = re.compile(r"(?:meaning|definition|description|explanation|stands for|what it (?:means|is))\b", re.I)
"""The header of a table column that says what the row's name means."""
NAMES_WHO = re.compile(
    r"(?:(?:first|second|final|line|budget|cost|process|system|document|business|risk|product|data) )?"
    r"(?:approv(?:er|ed by|al(?: by| from)?)|sign(?:ed)?[- ]?off(?: by)?|(?:counter)?signed by|"
    r"authori[sz]ed by|signator(?:y|ies)|"
    r"owner|owned by|responsible(?: (?:person|role|team|party|department|function))?|accountable|decided by|"
    r"decision (?:by|maker)|review(?:er|ed by)|checked by|(?:carried out|done|performed|handled|kept|run|led) by|"
    r"escalat(?:e|ed|ion)(?: to)?|report(?:ed)?(?: to)|contact(?: person)?|"
    r"who(?: (?:approves|signs|signs off|says yes|agrees|decides|checks|reviews|does it|"
    r"(?:may|can) (?:approve|sign|decide|agree)|to (?:ask|tell|call|contact)))?|approves|signs(?: off)?|says yes)",
    re.I,
)
"""The header of a table column that says who does, decides or gets what the row is about."""
_CONDITION_FOLLOWS = re.compile(r"\b(?:if|when|where|once|unless|provided(?: that)?|after|before)$", re.I)
"""What ends a lead-in whose list holds conditions that only together decide: "may be released if all of the following"."""
_CONDITION_LEAD = re.compile(r"^(?:if|when|whenever|once|unless|in case)\b[^,]*$", re.I)


def split(passage: str, *, goes_on: bool = False) -> list[Sentence]:
    """The sentences of a passage's canonical text, in reading order; where it `goes_on` with the list of a lead-in that stands
    in the passage before, what its first items say is doubtful: "appoint a new secretary" below "The members may:"."""
    found = _split(passage)
    if not goes_on:
        return found
    blocks = _blocks(passage, _numbers_bare(passage))
    end = next((start for kind, start, _ in blocks if kind != "item"), len(passage))
    return [replace(s, doubt=s.doubt or LOST_LEAD) if s.start < end and s.form != "joined" else s for s in found]


LOST_LEAD = "the lead-in of its list stands in another passage"


def leaves_open(passage: str, *, goes_on: bool = False) -> bool:
    """Whether a passage ends within the list of a lead-in that its items complete, or consists of more of such a list."""
    blocks = _blocks(passage, _numbers_bare(passage))
    if not blocks or blocks[-1][0] != "item":
        return False
    last = max((end for kind, _, end in blocks if kind != "item"), default=0)
    completed = any(s.form == "joined" and s.start >= last for s in _split(passage))
    return completed or (goes_on and last == 0)


def _split(passage: str) -> list[Sentence]:
    found: list[Sentence] = []
    lead: tuple[int, int] | None = None  # span of the paragraph sentence that ends with ":" and awaits a list
    parents: list[tuple[int, int, int]] = []  # indent and span of list items that end with ":"
    illustration = False
    bare = _numbers_bare(passage)
    for kind, start, end in _blocks(passage, bare):
        if kind == "table":
            found += _rows(passage, start, end)
            lead = None
        elif kind == "paragraph":
            sentences = _sentences(passage, start, end)
            lead = None
            for s, e in sentences:
                if passage[s:e].rstrip().endswith(":"):
                    lead, illustration = (s, e), bool(_ILLUSTRATION.search(passage[s:e]))
                else:
                    found.append(_line(passage, s, e) or _plain(passage, s, e, "sentence", None))
        elif kind == "item":
            marker = _marker(passage[start:end], bare)
            if marker is None:
                continue  # cannot be: `_blocks` made it an item because it matched
            # what is numbered like a section stands above every list below it
            indent, body = len(marker["indent"]) if "indent" in marker.re.groupindex else -1, start + marker.end()
            ordered = marker["number"] is not None
            parents = [p for p in parents if p[0] < indent]
            owner = (parents[-1][1], parents[-1][2]) if parents else lead if indent == 0 or lead else None
            sentences = _sentences(passage, body, end)
            for number, (s, e) in enumerate(sentences):
                if passage[s:e].rstrip().endswith(":"):
                    parents.append((indent, s, e))
                    continue
                below = passage[owner[0] : owner[1]].rstrip(": \n") if owner else ""
                doubt = AMONG_EXAMPLES if (illustration and lead) or _ILLUSTRATION.search(below) else None
                if _CONDITION_FOLLOWS.search(below):
                    doubt = doubt or "one of several conditions"
                joined = _joined(passage, owner, s, e) if owner and number == 0 and doubt != AMONG_EXAMPLES else None
                line = _line(passage, s, e) if not (ordered or doubt) else None  # what is numbered is done
                read = joined or line or _plain(passage, s, e, "item", doubt)
                found.append(replace(read, step=(indent, int(marker["number"]))) if ordered and number == 0 else read)
        else:
            lead, parents, illustration = None, [], False
        if kind != "item":
            parents = []
    return found


def _numbers_bare(text: str) -> bool:
    """Whether lines of the text are numbered like sections, one by one: "4.1 Switch it off." and then "4.2 Lock it."."""
    numbers = [int(m["number"]) for line in text.splitlines() if (m := _BARE_NUMBER.match(line))]
    return any(after == before + 1 for before, after in pairwise(numbers))


def _marker(text: str, bare: bool) -> re.Match[str] | None:
    """What opens a list item."""
    return _ITEM.match(text) or (_BARE_NUMBER.match(text) if bare else None)


def _blocks(text: str, bare: bool) -> list[tuple[str, int, int]]:
    """(kind, start, end) of paragraphs, list items, tables, and "other" (headings, code), in order."""
    blocks: list[tuple[str, int, int]] = []
    fenced = False
    gap = True
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        stop = start + len(line.rstrip("\r\n"))
        if _FENCE.match(line) or fenced:
            fenced = not fenced if _FENCE.match(line) else fenced
            blocks.append(("other", start, stop))
        elif not line.strip():
            gap = True
            continue
        elif re.match(r"^#{1,6}\s", line) or re.match(r"^\s*(?:[-*_]\s*){3,}$", line):
            blocks.append(("other", start, stop))
        elif line.lstrip().startswith("|"):
            if blocks and blocks[-1][0] == "table" and not gap:
                blocks[-1] = ("table", blocks[-1][1], stop)
            else:
                blocks.append(("table", start, stop))
        elif _marker(line, bare) and not (
            re.match(r"^\s*[a-z][.)]", line) and not gap and blocks[-1][0] == "paragraph"
        ):
            blocks.append(("item", start, stop))
        elif (
            blocks
            and blocks[-1][0] in ("item", "paragraph")
            and (not gap or (blocks[-1][0] == "item" and line[0] == " "))
        ):
            blocks[-1] = (blocks[-1][0], blocks[-1][1], stop)
        else:
            begin = start + len(line) - len(line.lstrip("> \t"))
            blocks.append(("paragraph", begin, stop))
        gap = False
    return [part for kind, start, stop in blocks for part in _lettered(text, kind, start, stop)]


def _lettered(text: str, kind: str, start: int, stop: int) -> list[tuple[str, int, int]]:
    """A block cut before its lettered items, where they stand in one line: "Readers shall not: a) smoke; b) shout."."""
    if kind not in ("item", "paragraph"):
        return [(kind, start, stop)]
    first = _FIRST.match(text, start, stop)
    marks = [*([first] if first else []), *_INLINE.finditer(text, start, stop)]
    expected = _ROMAN if marks and marks[0]["mark"] == "i" else "abcdefghijklmnopqrstuvwxyz"
    places: list[int] = []
    for mark in marks:
        if len(places) < len(expected) and mark["mark"] == expected[len(places)]:
            places.append(mark.start())
    if len(places) < 2:
        return [(kind, start, stop)]
    opening = [(kind, start, start + len(text[start : places[0]].rstrip()))] if places[0] > start else []
    edges = [*places[1:], stop]
    return [*opening, *(("item", a, a + len(text[a:b].rstrip())) for a, b in zip(places, edges, strict=True))]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`, white space trimmed. A blank line ends a sentence."""
    spans: list[tuple[int, int]] = []
    for part in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text[start:end]):
        begin = start + part.start()
        for match in _ENDS.finditer(text, begin, start + part.end()):
            before = text[begin : match.start() + 1]
            if _BOUND.search(before) and text[match.end() :].lstrip()[:1].isdigit():
                continue  # "Max. 3 a room"
            if _ABBREVIATION.search(before) and not _LETTERED.search(before) and match.end() < start + part.end():
                continue
            spans.append((begin, match.end()))
            begin = match.end()
        spans.append((begin, start + part.end()))
    spans = [(number.end() if (number := PARAGRAPH_NUMBER.match(text, s, e)) else s, e) for s, e in spans]
    trimmed = ((s + len(text[s:e]) - len(text[s:e].lstrip()), s + len(text[s:e].rstrip())) for s, e in spans)
    return [(s, e) for s, e in trimmed if e - s > 3]


PARAGRAPH_NUMBER = re.compile(r"\s*(?:\((?:\d{1,2}|[a-z]|[ivx]{2,4})\)|\d{1,2}(?:\.\d{1,2})+\.?)\s+(?=[\"“]?[A-Z])")
"""How a paragraph of a contract is numbered: "(2) Employees must", "4.2.3 Refunds are"."""


def _stand_ins(raw: str) -> dict[str, str]:
    """A name of equal length for every pseudonym, different for different pseudonyms of a sentence."""
    found = dict.fromkeys(match[0] for match in _PSEUDONYM.finditer(raw))
    return {name: "Jordan".ljust(len(name), "aeiou"[at % 5]) for at, name in enumerate(found)}


def _names(raw: str) -> tuple[tuple[str, str], ...]:
    return tuple((stand_in, name) for name, stand_in in _stand_ins(raw).items())


def _read(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """The parser's text of `text[start:end]` and the place of each of its characters."""
    raw = text[start:end]
    dropped: set[int] = set()
    for aside in _ASIDE.finditer(raw):
        if not _RULE_WORDS.search(aside[1]) or re.fullmatch(r"\d+", aside[1]):
            dropped.update(range(*aside.span()))
    stand_ins = _stand_ins(raw)
    names = {
        at: letter
        for match in _PSEUDONYM.finditer(raw)
        for at, letter in zip(range(*match.span()), stand_ins[match[0]], strict=True)
    }
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(raw):
        if at in dropped or letter in "*`¹²³⁴⁵⁶⁷⁸⁹⁰" or (letter.isspace() and (not letters or letters[-1] == " ")):
            continue
        plain = " " if letter.isspace() else {"’": "'", "‘": "'"}.get(letter, letter)
        letters.append(names.get(at, plain))
        places.append(start + at)
    return "".join(letters), places


def _line(text: str, start: int, end: int) -> Sentence | None:
    """A sentence that gives an amount for the matter that it names, without a verb: "Eye tests: up to £30 a year."."""
    read, places = _read(text, start, end)
    match = _LINE.match(read)
    if (
        match is None
        or NAMES_NO_MATTER.match(match["label"])
        or GRADE.fullmatch(match["label"])
        or find(match["label"])
        or _PSEUDONYM.search(text, start, end)
    ):
        return None
    rest = read[match.end() :]
    quantity = next(iter(find(rest)), None)
    opened = quantity is not None and _OPENS.fullmatch(rest[: quantity.start])
    if not opened or _SAYS.match(rest) or re.search(r"[\[\]|“”\"]|https?:|\?$", read) or rest.startswith(("http", "~")):
        return None
    return Sentence("line", read, tuple(places), start, end, match["label"])


def _plain(text: str, start: int, end: int, form: Form, doubt: str | None) -> Sentence:
    label = _LABEL.match(text[start:end])
    lead = None
    if label:
        lead = label["label"] or label["topic"]
        start += label.end()
        said = text[start:end].lower()
        if not _NOTE_LABELS.fullmatch(lead.strip()) and not all(word in said for word in lead.lower().split()):
            doubt = doubt or "a label before it carries context"
    read, places = _read(text, start, end)
    return Sentence(form, read, tuple(places), start, end, lead, doubt, names=_names(text[start:end]))


def _joined(text: str, lead: tuple[int, int], start: int, end: int) -> Sentence | None:
    """The item read with its lead-in, where that is an unfinished rule ("You must:") or names a list of rules."""
    raw = text[lead[0] : lead[1]].rstrip()
    cut = lead[0] + len(raw) - 1
    following = _FOLLOWING.search(raw)
    doubt = "one of several alternatives" if _ALTERNATIVES.search(raw) else None
    if following and _CONDITION_FOLLOWS.search(raw[: following.start()]):
        doubt = doubt or "one of several conditions"
    deontic = list(_DEONTIC_LEAD.finditer(raw))
    tail = raw[deontic[-1].end() : following.start() if following else len(raw) - 1].strip() if deontic else None
    condition = _CONDITION_LEAD.match(raw[:-1])
    if tail in ("meet", "satisfy", "fulfill", "fulfil"):
        return None
    end_of_lead = lead[0] + following.start() if following else cut
    if following and tail in ("do", "take", "follow", "perform", "complete") and deontic:
        end_of_lead = lead[0] + deontic[-1].end()
    if condition:
        read, places = _read(text, lead[0], cut)
        glue = ", "
    elif tail is not None and (not tail or (following and len(tail.split()) <= 3)):
        read, places = _read(text, lead[0], end_of_lead)
        glue = " "
    else:
        return None
    if _LABEL.match(text[start:end]):
        doubt = doubt or "a label before it carries context"
    item, item_places = _read(text, start, end)
    if not item or not read:
        return None
    if len(item) > 1 and item[0].isupper() and not item[1].isupper():
        item = item[0].lower() + item[1:]
    if not item.endswith((".", "!", "?")):
        item = (
            item.rstrip(" ;,")
            if not re.search(r"[;,]\s*(?:and|or)$", item)
            else re.sub(r"[;,]\s*(?:and|or)$", "", item)
        )
        item_places = [*item_places[: len(item)], item_places[min(len(item), len(item_places)) - 1]]
        item += "."
    together = read.rstrip() + glue + item
    kept = places[: len(read.rstrip())]
    all_places = [*kept, *([kept[-1]] * len(glue)), *item_places]
    names = (*_names(raw), *_names(text[start:end]))
    return Sentence("joined", together, tuple(all_places), start, end, raw, doubt, names=names)


def _rows(text: str, start: int, end: int) -> list[Sentence]:
    """The value cells of a table, each read with its row and column header."""
    lines: list[tuple[int, list[tuple[str, int, int]]]] = []
    position = start
    for line in text[start:end].splitlines(keepends=True):
        cells: list[tuple[str, int, int]] = []
        for match in re.finditer(r"(?<=\|)(?:[^|\n\\]|\\.)*(?=\|)", line):
            cell = match[0].strip()
            begin = position + match.start() + len(match[0]) - len(match[0].lstrip())
            cells.append((cell, begin, begin + len(cell)))
        if cells and not all(re.fullmatch(r":?-*:?", cell) for cell, _, _ in cells):
            lines.append((position, cells))
        position += len(line)
    if len(lines) < 2:
        return []
    header = [cell for cell, _, _ in lines[0][1]]
    found = []
    for begin, cells in lines[1:]:
        row = cells[0][0]
        if not row or re.fullmatch(r"[\d\W]+", row):
            continue
        stop = cells[-1][2]
        for (cell, s, e), column in list(zip(cells, header, strict=False))[1:]:
            value = len(cell) <= 60 and re.search(r"\d|\b(?:one|two|three|four|five|six)\b", cell)
            if cell and column and (value or MEANING.match(column) or NAMES_WHO.fullmatch(column)):
                words = f"{row}, {column}: {cell}"
                where = (row, column, s, e)
                found.append(Sentence("row", words, (), begin, stop, f"{row}, {column}", None, where))
    return found
