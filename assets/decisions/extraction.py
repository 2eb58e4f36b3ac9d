"""Decision points of all documents: each is read once and remembered; references are resolved over all."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from types import ModuleType
from typing import Any

import polars as pl

from assets.decisions import (
    ages,
    bans,
    cells,
    circumstances,
    clauses,
    definitions,
    duties,
    exempt,
    fragments,
    limits,
    moments,
    mood,
    obligations,
    offices,
    pairs,
    plain_amounts,
    points,
    quantities,
    records,
    references,
    rules,
    scopes,
    sentences,
    statements,
    steps,
    terse,
)
from assets.decisions.obligations import owes
from assets.decisions.points import START, Point
from assets.decisions.records import PUT_TOGETHER, DecisionPoints
from assets.decisions.rules import CUE
from assets.decisions.sentences import Sentence
from assets.identity import content_id
from assets.memo import Memo
from resources import parser as sentence_parser
from resources.parallel import Workers
from resources.parser import MODEL, Parser
from resources.progress import track

CODE: tuple[ModuleType, ...] = (
    ages,
    bans,
    cells,
    circumstances,
    clauses,
    definitions,
    duties,
    exempt,
    fragments,
    limits,
    moments,
    mood,
    obligations,
    offices,
    pairs,
    plain_amounts,
    points,
    quantities,
    records,
    references,
    rules,
    scopes,
    sentence_parser,
    sentences,
    statements,
    steps,
    terse,
)
"""The modules that the fingerprint of this step covers, besides this one."""
LIBRARIES = ("spacy", MODEL.replace("_", "-"))

Work = dict[str, Any]
"""{"document": id, "procedure": whether it is an SOP, "passages": [[passage id, text, start, line, heading path], ...]}"""

_QUALIFIES = re.compile(
    r"^(?:but|that said|nevertheless|nonetheless|only in|longer|shorter|more than this)\b",
    re.I,
)
"""What opens a sentence that takes something back and is no exception by its words: one that is ("However, ...", "This does not
apply to ...") is shown with the rule."""


_CHANGES = re.compile(
    r"\b(?:this|that|it|(?:the|this|that) (?:limit|period|deadline|time|amount|term|maximum|minimum|rule|number)) "
    r"(?:is|may be|can be|will be|goes|rises|falls|drops)(?: then| up| down| further)? "
    r"(?:extended|raised|reduced|shortened|lengthened|doubled|increased|lowered|halved|waived|lifted|suspended|to)\b",
    re.I,
)
"""What changes in a case what the sentence before it says: "After a storm this is extended to five days"."""

_DENIES_ALL = re.compile(r"(?:nobody|no one|no (?!more|less|fewer|later|longer))\b", re.I)
_SOME_MAY = re.compile(r"(?!no\b|nobody|it\b|you\b|this\b|that\b)[^,;:.]{2,60}? (?:may|can)\b(?! not\b|['’]t)", re.I)
"""Behind what nobody does, those who may: "Nobody works more than four nights. Locums can do five."."""


def extract_points(documents: pl.DataFrame, passages: pl.DataFrame, memo: Memo) -> pl.DataFrame:
    """The DecisionPoints frame, sorted by document and place, over all revisions of `documents` with status ok.

    `documents` and `passages` are frames of the privacy step; equal documents give one set of points. Tickets are not
    read: they tell what people ask, not what the rules are. Documents that the memo does not know are parsed; a
    reference resolves when an effective document's title, path or heading carries it.
    """
    ok = documents.filter((pl.col("status") == "ok") & pl.col("document").is_not_null())
    kind = pl.col("kind").cast(pl.String)
    readable = passages.filter((pl.col("status") == "ok") & pl.col("document").is_in(sorted(set(ok["document"])))).sort(
        "document", "ordinal"
    )
    rules = readable.join(ok.filter(kind != "ticket"), on="document", how="semi", maintain_order="left")
    procedures = set(ok.filter(kind == "sop")["document"])
    works: list[Work] = [
        {
            "document": str(name[0]),
            "procedure": name[0] in procedures,
            "passages": [list(row) for row in group.select("passage", "text", "start", "line", "heading").rows()],
        }
        for name, group in rules.group_by("document", maintain_order=True)
    ]
    with Workers(read_document, _weight) as workers:
        results = memo.map(
            works,
            key=content_id,
            compute=lambda batch: track(workers.map(batch), "decision points", len(batch)),
        )
    rows = [{**row, "document": work["document"]} for work, found in zip(works, results, strict=True) for row in found]
    names = _names(ok.filter(pl.col("revision") == 0), readable)
    for row in rows:
        row["point"] = content_id([row["document"], row["kind"], row["start"], row["end"]])
        if row["kind"] == "reference":
            row["resolves"] = resolves(row["target"], names)
            wanted = normal_name(row["target"])
            if row["reason"] == references.UNNAMED and any(f"{name} ".startswith(f"{wanted} ") for name in names):
                row |= {"used": True, "reason": None, "confidence": START}
    frame = pl.DataFrame(rows, schema=_schema(), orient="row") if rows else pl.DataFrame(schema=_schema())
    return DecisionPoints.validate(frame.sort("document", "start", "end", "kind"), cast=True)


def resolves(target: str, names: Sequence[str]) -> bool:
    """Whether one of the normalised names (titles, file names, headings) carries the target's name."""
    wanted = normal_name(target)
    return any(wanted == name or f" {wanted} " in f" {name} " for name in names) if wanted else False


def normal_name(name: str) -> str:
    """A document's name for comparison: lower-case words and numbers, articles and file endings dropped."""
    plain = re.sub(r"\.(?:md|html?|docx|pdf|txt)$", "", name.lower())
    return " ".join(
        word for word in re.findall(r"[a-z]+|\d+", plain.replace("'s ", " ")) if word not in ("the", "a", "an", "our")
    )


def _weight(work: Work) -> int:
    return sum(len(text) for _, text, *_ in work["passages"])


def _names(effective: pl.DataFrame, passages: pl.DataFrame) -> list[str]:
    current = passages.filter(pl.col("document").is_in(sorted(set(effective["document"]))))
    headings = {heading for path in current["heading"].to_list() for heading in path}
    paths = {part for path in effective["path"] for part in [path.rsplit("/", 1)[-1]]}
    return sorted({normal_name(name) for name in {*effective["title"], *paths, *headings}} - {""})


def read_document(work: Work) -> list[dict[str, Any]]:
    """A document's points as rows of DecisionPoints without `document`, `point` and `resolves`."""
    parser = Parser()
    found: dict[tuple[str, int, int], dict[str, Any]] = {}
    persons = duties.abbreviated("\n".join(text for _, text, *_ in work["passages"]))
    goes_on, above = False, None
    for passage, text, start, line, heading in work["passages"]:
        goes_on, above = goes_on and heading == above, heading
        listed = sentences.split(text, goes_on=goes_on)
        if heading and sentences.SHOWS_EXAMPLES.search(heading[-1]):
            listed = [replace(s, doubt=s.doubt or sentences.AMONG_EXAMPLES) for s in listed]
        goes_on = sentences.leaves_open(text, goes_on=goes_on)
        for part, point in _points(text, listed, " > ".join(heading), work["procedure"], persons, parser):
            row = _row(point, part, passage, text, start, line)
            key = (row["kind"], row["start"], row["end"])
            if key not in found or found[key]["confidence"] < row["confidence"]:
                found[key] = row
    return list(found.values())


def _points(
    text: str, listed: list[Sentence], heading: str, procedure: bool, persons: frozenset[str], parser: Parser
) -> Iterator[tuple[Sentence, Point]]:
    """All points of a passage of these sentences, each with the sentence that it stands in."""
    read, whole = _read(text, listed, procedure, parser)
    exempted = _exempted(text, whole, parser)
    terms = Counter(p.target for part, _ in read for p in definitions.read_line(part, heading))
    for (part, parse), following in zip(read, [*(part for part, _ in read[1:]), None], strict=False):
        if part.form == "row":
            yield from ((part, p) for p in (*cells.read_row(part, text), *definitions.read_cell(part, text)))
            continue
        if part.form == "line":
            yield from ((part, p) for p in cells.read_line(part))
            continue
        # what stands before several lines is who speaks them, no term
        points = [p for p in definitions.read_line(part, heading) if terms[p.target] == 1]
        if parse is not None and not points:
            parse.user_data[duties.PERSONS_ABBREVIATED] = persons
            points = rules.read(part, parse, quantities.find(part.text), procedure)
        read_as_exception = following is not None and following.start in exempted
        if following is not None and _qualifies(following, part, text) and not read_as_exception:
            points = [
                p if p.kind == "reference" else p.doubting(("the next sentence qualifies it", 0.6)) for p in points
            ]
        yield from ((part, point) for point in points)
    for sentence in listed:
        yield from references.find_bracketed(sentence, text)
    yield from exempted.values()
    yield from steps.find_lists(whole, text, procedure)
    yield from steps.find_sequences(read)


def _qualifies(following: Sentence, part: Sentence, text: str) -> bool:
    """Whether the next sentence takes something back, also where it is read with the subject of this one."""
    goes_on = following.form == "shared" and following.start == part.start and part.form != "shared"
    said = text[part.end : following.end].lstrip() if goes_on else following.text
    changed = _QUALIFIES.match(said) or _CHANGES.search(said)
    changed = changed or (_DENIES_ALL.match(part.text) and _SOME_MAY.match(said))
    beside = following.form == part.form or (part.form == "shared" and following.form in ("sentence", "item"))
    return (goes_on or beside) and changed is not None


def _exempted(text: str, whole: list[tuple[Sentence, Any]], parser: Parser) -> dict[int, tuple[Sentence, Point]]:
    """What sentences take out of the rule right before them, by where they start."""
    found: dict[int, tuple[Sentence, Point]] = {}
    for (before, rule), (part, parse) in pairwise(whole):
        if parse is None or exempt.takes_out(part.text) is None or text[before.end : part.start].strip():
            continue
        taken = exempt.find_exempt(before, rule if rule is not None else parser(before.text), part, parse)
        if taken is not None:
            found[part.start] = taken
    return found


def _read(
    text: str, listed: list[Sentence], procedure: bool, parser: Parser
) -> tuple[list[tuple[Sentence, Any]], list[tuple[Sentence, Any]]]:
    """The statements of a passage in order, each with its parse, or None where it holds no rule that is modelled; and the same
    of its sentences, which are what a list of steps consists of."""

    def parsed(of: list[Sentence]) -> list[tuple[Sentence, Any]]:
        prose = [
            n
            for n, part in enumerate(of)
            if part.form not in ("row", "line")
            and part.text.strip()
            and (part.step or procedure or CUE.search(part.text))
        ]
        parses = dict(zip(prose, parser.pipe([of[n].text for n in prose]), strict=True))
        return [(part, parses.get(n)) for n, part in enumerate(of)]

    whole = parsed(listed)
    for n, ((before, parse), (sentence, _)) in enumerate(pairwise(whole), start=1):
        if text[before.end : sentence.start].strip() or not statements.goes_on(sentence):
            continue
        told = parse if parse is not None else parser(before.text)  # what it goes on about may hold no rule itself
        taken = statements.taken_up(sentence, before, told)
        if taken is not None:
            whole[n] = (taken, parser(taken.text))
    read: list[tuple[Sentence, Any]] = []
    for sentence, parse in whole:
        parts = statements.cut(sentence, parse) if parse is not None else [sentence]
        apart = [(sentence, parse)] if len(parts) == 1 else parsed(parts)
        if any(part.form == "shared" and part is not sentence and not statements.says(own) for part, own in apart):
            apart = [(sentence, parse)]  # the parser does not see in the half what it saw in the whole
        for part, own in apart:
            # a part between semicolons may join statements in its turn
            within = statements.cut(part, own) if own is not None and part is not sentence else [part]
            read += [(part, own)] if len(within) == 1 else parsed(within)
    otherwise: dict[Sentence, tuple[Sentence, Any]] = {}
    for part, parse in dict([*whole, *read]).items():
        other = statements.commanded(part, parse) if parse is not None else None
        again = parser(other.text) if other is not None else None
        full = terse.in_full(part, parse) if parse is not None else None
        if other is not None and statements.is_commanded(again):
            otherwise[part] = other, again
        elif full is not None and terse.is_passive(passive := parser(full.text)):
            otherwise[part] = full, passive
        elif parse is not None and (line := fragments.as_line(part, parse)) is not None:
            otherwise[part] = line, None
    told, sentences_told = ([otherwise.get(part, (part, parse)) for part, parse in of] for of in (read, whole))
    return told, sentences_told


def _row(point: Point, part: Sentence, passage: str, text: str, offset: int, line: int) -> dict[str, Any]:
    row_form = part.form == "row"
    start, end = (point.start, point.end) if row_form else part.span(point.start, point.end)
    value = point.value_span
    low, high = (0, 0) if value is None else value if row_form else part.span(*value)
    before = point.follows

    def words(written: str | None) -> str | None:
        return part.restored(written).strip() if written else None

    return {
        "passage": passage,
        "kind": point.kind,
        "start": offset + start,
        "end": offset + end,
        "text": text[start:end],
        "sentence": part.text if row_form else _shown(part, text),
        "sentence_start": offset + part.start,
        "sentence_end": offset + part.end,
        "form": part.form,
        "lead": part.lead,
        "line": line + text.count("\n", 0, part.start) if line else 0,
        "modality": point.modality,
        "subject": words(point.subject),
        "predicate": point.predicate,
        "comparator": point.comparator,
        "value": point.value,
        "value_high": point.high,
        "value_text": text[low:high] if value else None,
        "unit": point.unit,
        "per": point.per,
        "scope": point.scope,
        "clause": words(point.clause),
        "marker": point.marker,
        "role": words(point.role),
        "target": words(point.target),
        "follows": text[before[0] : before[1]] if before else None,
        "follows_start": offset + before[0] if before else None,
        "follows_end": offset + before[1] if before else None,
        "owes": owes(point),
        "confidence": point.confidence,
        "used": point.reason is None,
        "reason": point.reason,
    }


def _shown(part: Sentence, text: str) -> str:
    """The sentence as people read it: verbatim with white space collapsed, or the lead-in completed by the item."""
    return part.restored(part.text) if part.form in PUT_TOGETHER else re.sub(r"\s+", " ", text[part.start : part.end])


def _schema() -> dict[str, pl.DataType | type[pl.DataType]]:
    texts = {name: pl.String for name in DecisionPoints.column_names()}
    spans = ("start", "end", "sentence_start", "sentence_end", "line", "follows_start", "follows_end")
    numbers = dict.fromkeys(spans, pl.Int64)
    reals = dict.fromkeys(("value", "value_high", "confidence"), pl.Float64)
    return {**texts, **numbers, **reals, "owes": pl.List(pl.String), "resolves": pl.Boolean, "used": pl.Boolean}
