"""Paths and file names: redacted apart from the content, so that a move analyses nothing again."""

from itertools import pairwise
from pathlib import PurePosixPath

import regex

from assets.privacy.document import name_hash
from assets.privacy.pseudonyms import Pseudonyms
from assets.privacy.settings import PrivacySettings
from assets.privacy.words import fold, is_common, is_family, is_given, is_tool
from resources.analyzer import KINDS, find_patterns

_TOKEN = regex.compile(r"\p{Lu}?[\p{Ll}\p{M}]+(?:['’]\p{L}+)?|\p{Lu}+(?!\p{Ll})")
_NUMBER = regex.compile(
    r"(?<![\p{L}\d])(?:[A-Za-z]{1,8}[-_]?)?\d{5,}(?![\p{L}\d])|(?<![\p{L}\d])[A-Z]{1,5}-\d{4,}(?![\p{L}\d])"
)
_DATE = regex.compile(r"(?:19|20)\d{2}(?:[01]\d(?:[0-3]\d)?)?(?:\d{4,6})?")


def redact_place(
    place: str, row: bool, names: dict[str, str], settings: PrivacySettings, key: bytes
) -> tuple[str, list[list[object]]]:
    """The redacted path (or row id) and its findings [kind, start, end, score, recognizer].

    `names` are the keyed names of the document's content. A row's id is a ticket number, so an identifier as a whole.
    """
    pseudonyms = Pseudonyms(key, "token")
    spans: list[tuple[int, int, str, float, str, str]] = []

    def add(span: tuple[int, int], kind: str, score: float, recognizer: str, replacement: str) -> None:
        start, end = span
        if kind in settings.kinds and not any(s < end and start < e for s, e, *_ in spans):
            spans.append((start, end, kind, score, recognizer, replacement))

    if row and any(c.isdigit() for c in place):
        add((0, len(place)), "identifier", 1.0, "row id", pseudonyms.other("identifier", "NUMBER", place))
    readable = regex.sub(r"[_/]", " ", place)
    for hit in find_patterns(readable):
        kind = KINDS[hit.entity]
        if hit.entity not in ("HANDLE", "HOST") or hit.score >= 0.9:
            add(
                (hit.start, hit.end),
                kind,
                hit.score,
                hit.recognizer,
                pseudonyms.other(kind, hit.entity, place[hit.start : hit.end]),
            )
    for match in _NUMBER.finditer(place):
        digits = regex.sub(r"\D", "", match.group())
        if not _DATE.fullmatch(digits):
            add(
                match.span(),
                "identifier",
                0.7,
                "number in path",
                pseudonyms.other("identifier", "NUMBER", match.group()),
            )
    keep = {fold(w) for k in settings.keep for w in _TOKEN.findall(k)}
    tokens = [(m.start(), m.end(), fold(m.group())) for m in _TOKEN.finditer(place)]
    for (start, middle, one), (then, end, two) in pairwise(tokens):
        if not regex.fullmatch(r"[-_. ]{0,3}|, ", place[middle:then]) or keep & {one, two}:
            continue
        for given, family in ((one, two), (two, one)):
            known = names.get(name_hash(key, f"{given} {family}"))
            if known or _is_name(given, family):
                add(
                    (start, end),
                    "person",
                    0.8,
                    "name in path",
                    known or pseudonyms.person(f"{given} {family}", "full"),
                )
    for start, end, word in tokens:
        known = names.get(name_hash(key, word)) if len(word) > 2 and word not in keep else None
        if known:
            add((start, end), "person", 0.8, "name in path", known)
    parts, at = [], 0
    for start, end, *_, replacement in sorted(spans):
        parts += [place[at:start], replacement]
        at = end
    return "".join([*parts, place[at:]]), [[k, s, e, score, by] for s, e, k, score, by, _ in sorted(spans)]


def _is_name(given: str, family: str) -> bool:
    """Two words of a file name that nothing but a person explains."""
    if any(len(w) < 3 or is_common(w) or is_tool(w) for w in (given, family)):
        return False
    return is_given(given) and (is_family(family) or not is_given(family))


_CODED = regex.compile(r"([A-Z]{2,}(?:-[A-Z]{1,3})?[-_]?\d{1,4})[-_]+([A-Za-z][a-z]+(?:[-_][a-z]+)*)$")
"""The name of a file after its code: "SOP-12-waste-water"."""


def title_of(path: str, row: bool) -> str:
    """A title for a document that names none: the redacted file name in words."""
    if row:
        return f"Ticket {path}"
    stem = PurePosixPath(path).stem
    if coded := _CODED.match(stem):
        return f"{coded[1]} {regex.sub('[-_]+', ' ', coded[2])}"
    return (
        stem
        if "_" in stem and " " in stem
        else regex.sub(r"(?<![A-Z][a-z]{5,9})[-_]+", " ", stem).strip().capitalize()
        if stem.islower()
        else stem
    )
