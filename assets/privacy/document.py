"""One document: parsed, looked at, redacted, cut into passages. A pure function of the raw content, the
settings and the key.

Raw text never leaves this module: not in a result, not in an exception, not in a log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import regex
from py3langid import langid

from assets.identity import content_id, keyed_id
from assets.ingest.parsed import Block, Parsed, ParseError
from assets.ingest.parsing import parse
from assets.ingest.raw import RawContent
from assets.ingest.standing import NOT_IN_FORCE, in_force
from assets.privacy.candidates import Unit
from assets.privacy.persons import Mention, declared, find_persons, is_role, names_person
from assets.privacy.pseudonyms import Pseudonyms
from assets.privacy.records import LEFT_BEHIND
from assets.privacy.settings import PrivacySettings
from assets.privacy.words import fold, is_common
from resources.analyzer import KINDS, Hit, analyzer
from resources.detector import certain
from resources.parser import STOP_WORDS
from resources.patterns import PLACEHOLDER

PASSAGE_CHARACTERS = 1200
"""A passage grows by whole blocks up to about this size; a longer block is cut at line or sentence ends."""

_FOREIGN_LETTERS = 120
_WORD = regex.compile(r"\p{L}+")
_classify: Callable[[str], tuple[str, float]] = langid.classify
_PEOPLE_FIELD = regex.compile(
    r"author|editor|creator|contact|review|approv|maintain|owner|manager"
    r"|modified.?by|lead|steward|assign|report|request",
    regex.I,
)
_PRIORITY = ("credential", "contact", "identifier", "address", "birth_date", "person")


_BESIDE = regex.compile(r"(?:,[ ]|[ ]\()((?!(?:19|20)\d\d\b)\d{4,8})(?=\)|[.,;]?(?:\s|$))")
"""A number behind a name, as of an employee: "P. Osei (30977)"; a year is none."""

_FAILED = ("redaction failed", "analyser failed")


@dataclass(frozen=True)
class _Field:
    """A text of the document that is looked at as one: where it comes from and where it starts there."""

    name: str  # as Findings.field
    start: int
    text: str
    prose: bool = True
    before: str = ""  # what stands before it, where the two may be read on: "Regards," above a name


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    kind: str
    score: float
    recognizer: str
    replacement: str


@dataclass(frozen=True)
class _Piece:
    """A block of the canonical text, or a part of a long one."""

    block: Block
    start: int
    end: int


def redact_content(content: RawContent, settings: PrivacySettings, key: bytes) -> dict[str, Any]:
    """The redacted document as JSON-able values: status, reason, title, text, owner, updated, passages,
    findings, names.

    `names` maps keyed hashes of folded names and their parts to pseudonyms, for the path. Never raises: a content that cannot
    be read, or says that it is no longer in force, is "quarantined", one that cannot be analysed "withheld", each with a
    reason that holds no raw text.
    """
    try:
        parsed = parse(content)
        if content.format != "row" and not in_force(parsed):
            return _nothing("quarantined", NOT_IN_FORCE)
        return redact_parsed(parsed, settings, key)
    except ParseError as error:
        return _nothing("quarantined", str(error))
    except (MemoryError, OSError):  # of the machine, not of the document: not to be remembered
        raise
    except Exception as error:  # whatever it says may hold raw text: its class is all that leaves
        return _nothing("withheld", f"{_FAILED[0]} ({type(error).__name__})")


def lasting(result: dict[str, Any]) -> bool:
    """Whether a result of `redact_content` is about the document alone: no error came between, which may not come again."""
    reasons = [result["reason"], *(passage["reason"] for passage in result["passages"])]
    return not any(str(reason).startswith(_FAILED) for reason in reasons)


def _nothing(status: str, reason: str) -> dict[str, Any]:
    empty: dict[str, Any] = {"title": "", "text": None, "owner": None, "updated": None}
    return {"status": status, "reason": reason, **empty, "passages": [], "findings": [], "names": {}}


def redact_parsed(parsed: Parsed, settings: PrivacySettings, key: bytes) -> dict[str, Any]:
    groups = _groups(parsed, settings)
    fields: list[_Field] = []
    places: dict[int, int] = {}  # start of a piece -> its field
    for group, objection in groups:
        for piece in group:
            if not objection:
                skip = _heading_marks(parsed, piece)
                places[piece.start] = len(fields)
                prose = piece.block.kind != "code"
                before = parsed.text[max(0, piece.start - 48) : piece.start] if piece.block.kind == "paragraph" else ""
                text = parsed.text[piece.start + skip : piece.end]
                fields.append(_Field("body", piece.start + skip, text, prose, before))
    seen = {f.text for f in fields}
    headings = sorted({h for block in parsed.blocks for h in block.heading} - seen)
    fields += [_Field("heading", 0, heading) for heading in headings]
    extra = {"title": parsed.title, "owner": parsed.owner or ""}
    fields += [_Field(name, 0, text) for name, text in extra.items()]

    hits, failed = _look(fields)
    units = [Unit(f.text, tuple(h), f.before) for f, h in zip(fields, hits, strict=True)]
    seeds = [*parsed.people, *([parsed.owner] if parsed.owner else [])]
    seeds += [value for name, value in sorted(parsed.fields.items()) if _PEOPLE_FIELD.search(name)]
    mentions = find_persons(units, seeds, keep=settings.keep, guesses=[f.prose for f in fields])
    taken = (
        frozenset(fold(w) for f in fields for w in _WORD.findall(f.text))
        if settings.pseudonyms == "surrogate"
        else frozenset()
    )
    names = Pseudonyms(key, settings.pseudonyms, taken)
    spans = [_spans(i, unit, mentions, names, settings) for i, unit in enumerate(units)]
    clean = [_replace(f.text, s) for f, s in zip(fields, spans, strict=True)]
    by_text = {f.text: c for f, c in zip(fields, clean, strict=True)}

    text, passages = _assemble(
        parsed, groups=groups, places=places, fields=fields, clean=clean, failed=failed, by_text=by_text
    )
    if failed & {len(fields) - 1, len(fields) - 2} or any(
        i in failed for i, f in enumerate(fields) if f.name == "heading"
    ):
        return _nothing("withheld", f"{_FAILED[1]} on the title, the owner or a heading")
    outside = [c for f, c in zip(fields, clean, strict=True) if f.name != "body"]
    if wrong := left_behind(text, *outside):
        return _nothing("withheld", wrong)
    findings = [
        [f.name, s.kind, f.start + s.start, f.start + s.end, s.score, s.recognizer]
        for f, found in zip(fields, spans, strict=True)
        if f.name != "heading"
        for s in found
    ]
    if "person" in settings.kinds:
        findings += [["people", "person", 0, len(p), 1.0, "declared"] for p in parsed.people if declared(p)]
    return {
        "status": "ok" if text.strip() else "withheld",
        "reason": None if text.strip() else "nothing is left that could be analysed",
        "title": clean[-2],
        "text": text if text.strip() else None,
        "owner": _owner(parsed.owner, clean[-1]),
        "updated": parsed.updated,
        "passages": passages,
        "findings": findings,
        "names": _keyed_names(mentions, names, key) if "person" in settings.kinds else {},
    }


# -- pieces and passages -------------------------------------------------------------------------------------


def _groups(parsed: Parsed, settings: PrivacySettings) -> list[tuple[list[_Piece], str | None]]:
    """The pieces that make one passage each, and why it is withheld before anyone looks; a heading stands alone, and what
    ends with a colon stays with what it opens."""
    groups: list[tuple[list[_Piece], str | None]] = []
    for block in parsed.blocks:
        for piece in _pieces(parsed, block, settings.max_passage_characters):
            objection = _objection(parsed, [piece], settings)
            pieces, other = groups[-1] if groups else ([], None)
            follows = (
                pieces
                and objection == other
                and "heading" not in (block.kind, pieces[-1].block.kind)
                and pieces[-1].block.heading == block.heading
            )
            fits = pieces and (objection or piece.end - pieces[0].start <= PASSAGE_CHARACTERS)
            opens = pieces and parsed.text[pieces[-1].start : pieces[-1].end].endswith(":")
            if follows and (fits or (opens and len(pieces) == 1)):
                pieces.append(piece)
            elif follows and opens:
                groups.append(([pieces.pop(), piece], objection))
            else:
                groups.append(([piece], objection))
    return [(pieces, objection or _objection(parsed, pieces, settings)) for pieces, objection in groups]


def _pieces(parsed: Parsed, block: Block, limit: int) -> list[_Piece]:
    """The block whole, or cut at line ends, else sentence ends: none passes PASSAGE_CHARACTERS where it can be
    cut."""
    pieces, start = [], block.start
    while block.end - start > PASSAGE_CHARACTERS:
        window = parsed.text[start : min(block.end, start + limit)]
        cut = _cut(window, block.kind)
        if cut is None:
            break
        pieces.append(_Piece(block, start, start + len(window[:cut].rstrip())))
        start += cut
        while start < block.end and parsed.text[start].isspace():
            start += 1
    if block.end > start:
        pieces.append(_Piece(block, start, block.end))
    return pieces


def _cut(window: str, kind: str) -> int | None:
    """The last line or sentence end within PASSAGE_CHARACTERS, else the first one after; None where there is none. A list is
    cut between its items where it can be, so that none loses its mark."""
    ends = [m.start() + 1 for m in regex.finditer(r"\n", window)]
    if kind not in ("code", "table") and not (kind == "list" and ends and ends[0] <= PASSAGE_CHARACTERS):
        ends += [m.end() for m in regex.finditer(r"(?<=[\p{Ll}\d)][.!?])[\"'”’)]*\s+(?=\p{Lu})", window)]
    ends = [e for e in ends if window[:e].strip()]
    inside = [e for e in ends if e <= PASSAGE_CHARACTERS]
    return max(inside) if inside else min(ends, default=None)


def _heading_marks(parsed: Parsed, piece: _Piece) -> int:
    match = regex.match(r"#+[ ]+", parsed.text[piece.start : piece.end]) if piece.block.kind == "heading" else None
    return match.end() if match else 0


def _objection(parsed: Parsed, group: Sequence[_Piece], settings: PrivacySettings) -> str | None:
    """Why a passage is withheld before anyone looks at it."""
    if any(piece.end - piece.start > settings.max_passage_characters for piece in group):
        return "too long"
    prose = " ".join(parsed.text[p.start : p.end] for p in group if p.block.kind in ("paragraph", "list"))
    return "foreign language" if _is_foreign(PLACEHOLDER.sub(" ", prose), settings.language) else None


def _is_foreign(prose: str, language: str) -> bool:
    """Enough letters, another language by py3langid, and few of the little words every English sentence is held
    together by."""
    found = _WORD.findall(regex.sub(r"\S*[@/_\\]\S*|`[^`]*`", " ", prose))
    words = [word for word in found if word.islower()]  # names are of no language
    if sum(map(len, found)) < _FOREIGN_LETTERS or not words:
        return False
    little = sum(w in STOP_WORDS for w in words) / len(words)
    if little > 0.25:
        return False
    known = sum(is_common(w) for w in words) / len(words)
    return known < 0.6 and _classify(prose)[0] != language


def _assemble(
    parsed: Parsed,
    *,
    groups: list[tuple[list[_Piece], str | None]],
    places: dict[int, int],
    fields: list[_Field],
    clean: list[str],
    failed: set[int],
    by_text: dict[str, str],
) -> tuple[str, list[dict[str, Any]]]:
    """The redacted text and its passages; what is withheld leaves no text behind."""
    text, passages = "", []
    before: _Piece | None = None
    for group, objection in groups:
        first = group[0].block
        wrong = objection or (_FAILED[1] if any(places[p.start] in failed for p in group) else None)
        if wrong is None and first.kind != "heading":
            wrong = left_behind("\n\n".join(clean[places[p.start]] for p in group))
        start = len(text)
        for piece in () if wrong else group:
            if before is not None:
                gap = parsed.text[before.end : piece.start] if before.block is piece.block else "\n\n"
                text += gap if gap.isspace() else "\n\n"
            start = len(text) if piece is group[0] else start
            marks = parsed.text[piece.start : fields[places[piece.start]].start]
            text += marks + clean[places[piece.start]]
            before = piece
        if first.kind == "heading":
            continue
        passages.append(
            {
                "heading": [by_text[h] for h in first.heading],
                "text": text[start:] if not wrong else "",
                "start": start,
                "end": len(text),
                "line": first.line,
                "status": "withheld" if wrong else "ok",
                "reason": wrong,
            }
        )
    for passage in passages:
        passage["passage"] = content_id([passage["heading"], passage["text"]])
    return text, passages


def left_behind(*texts: str) -> str | None:
    """Why redacted texts are withheld all the same: the second detector is certain of personal data in one of them.

    One miss costs a passage (in a title or heading: the document), so that it need not cost the day: the rest goes on, and
    the check `residual_pii` counts what was withheld.
    """
    kinds = sorted({hit.kind for text in texts for hit in certain(text)})
    return f"{LEFT_BEHIND}: {', '.join(kinds)}" if kinds else None


# -- looking and replacing -----------------------------------------------------------------------------------


def _look(fields: list[_Field]) -> tuple[list[list[Hit]], set[int]]:
    """Hits per field; a field on which the analyser fails gets none, and its number is in the second value."""
    try:
        return analyzer().find([f.text for f in fields], [f.prose for f in fields]), set()
    except Exception:  # one bad text must not cost the others: look again, one by one
        hits, failed = [], set()
        for number, item in enumerate(fields):
            try:
                hits.append(analyzer().find([item.text], [item.prose])[0])
            except Exception:
                hits.append([])
                failed.add(number)
        return hits, failed


def _spans(
    index: int, unit: Unit, mentions: Sequence[Mention], names: Pseudonyms, settings: PrivacySettings
) -> list[_Span]:
    """What is replaced in a unit: no overlaps; where findings overlap, the union is replaced and the weightier
    kind names it."""
    keep = {fold(k) for k in settings.keep}
    found = []
    persons = [m for m in mentions if m.unit == index]
    known = {(m.start, m.end) for m in persons if m.part in ("mail", "handle")}
    for m in persons:
        kind = "contact" if m.part in ("mail", "handle") else "person"
        found.append(_Span(m.start, m.end, kind, m.score, m.recognizer, names.person(m.identity, m.part)))
        if kind == "person" and (number := _BESIDE.match(unit.text, m.end)):
            other = names.other("identifier", "NUMBER", number[1])
            found.append(_Span(*number.span(1), "identifier", 0.7, "number beside a person", other))
    for hit in unit.hits:
        value = unit.text[hit.start : hit.end]
        if hit.entity not in KINDS or fold(value) in keep or (hit.start, hit.end) in known:
            continue
        if hit.entity in ("MAIL", "HANDLE") and not names_person(unit.text, hit):
            continue
        kind = KINDS[hit.entity]
        found.append(_Span(hit.start, hit.end, kind, hit.score, hit.recognizer, names.other(kind, hit.entity, value)))
    found = [s for s in found if s.kind in settings.kinds]
    found.sort(key=lambda s: (s.start, s.end))
    merged: list[list[_Span]] = []
    for span in found:
        if merged and span.start < max(s.end for s in merged[-1]):
            merged[-1].append(span)
        else:
            merged.append([span])
    return [_union(spans) for spans in merged]


def _union(spans: list[_Span]) -> _Span:
    best = min(
        spans,
        key=lambda s: (_PRIORITY.index(s.kind), -(s.end - s.start), s.start, s.recognizer, s.replacement),
    )
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return _Span(start, end, best.kind, best.score, best.recognizer, best.replacement)


def _replace(text: str, spans: list[_Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], span.replacement]
        at = span.end
    return "".join([*parts, text[at:]])


def _owner(raw: str | None, clean: str) -> str | None:
    """The owner's role, team, role mailbox or pseudonym."""
    if not raw:
        return None
    return raw if "@" in raw and is_role(raw.split("@")[0]) else clean


def _keyed_names(mentions: Sequence[Mention], names: Pseudonyms, key: bytes) -> dict[str, str]:
    """Names of the document's persons for its path: keyed hashes of the full name and of parts that are no other
    word."""
    found = {}
    for identity in sorted({m.identity for m in mentions}):
        parts = identity.split(" ")
        found[name_hash(key, identity)] = names.person(identity, "full")
        for part, form in ((parts[0], "given"), (parts[-1], "family")):
            if len(part) > 2 and not is_common(part):
                found.setdefault(name_hash(key, part), names.person(identity, form))
    return dict(sorted(found.items()))


def name_hash(key: bytes, folded: str) -> str:
    """The keyed hash under which `names` holds a folded name."""
    return keyed_id(key, "name", folded)
