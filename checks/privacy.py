"""Residual personal data: seeded canaries and a second, independent detector over everything downstream of redaction.

What is found is counted and located (document or example id, field, span), never quoted. Over-redaction stands beside
it.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from assets.privacy.records import LEFT_BEHIND
from checks.expectations import CheckResult, Measures, Suite, expect, judge
from checks.settings import CoverageSettings
from resources.detector import HARD, SOFT, Hit, as_words, scan

_CONTENT_ID = re.compile(r"\b[0-9a-f]{64}\b")


class Text(NamedTuple):
    """A string downstream of redaction: whose it is (a document or example id), which field, its offset there."""

    owner: str
    field: str
    start: int
    text: str


def document_texts(documents: pl.DataFrame, passages: pl.DataFrame) -> list[Text]:
    """Every string of the tables, once per document: passages and headings, then whole texts and what names them."""
    texts: list[Text] = []
    for row in passages.sort("document", "ordinal").iter_rows(named=True):
        texts.append(Text(row["document"], "passage", row["start"], row["text"]))
        texts.extend(Text(row["document"], "heading", 0, heading) for heading in row["heading"] or [])
    for row in documents.sort("source", "item", "revision").iter_rows(named=True):
        owner = row["document"] or row["item"]
        fields = ("text", "title", "path", "owner", "reason")
        texts.extend(Text(owner, field, 0, row[field]) for field in fields if row[field])
    return list(dict.fromkeys(texts))


def example_texts(examples: pl.DataFrame) -> list[Text]:
    """Every paragraph of every message, rejected answer, section and claim (less the document ids in it)."""
    texts: list[Text] = []
    for row in examples.sort("example").iter_rows(named=True):
        for message in row["messages"]:
            texts.extend(Text(row["example"], "messages", 0, part) for part in message["content"].split("\n\n"))
        fields = {**row, "claim": _CONTENT_ID.sub("-", row["claim"])}
        texts.extend(
            Text(row["example"], field, 0, fields[field]) for field in ("rejected", "section", "claim") if fields[field]
        )
        texts.extend(Text(row["example"], "also_rejected", 0, other["answer"]) for other in row["also_rejected"])
    return texts


def written_texts(handwritten: pl.DataFrame) -> list[Text]:
    """Every paragraph of every message of the cases written by hand, which no redaction has seen."""
    return [
        Text(row["case"], "messages", 0, part)
        for row in handwritten.sort("case").iter_rows(named=True)
        for message in row["messages"]
        for part in message["content"].split("\n\n")
    ]


def read_canaries(path: Path) -> list[str]:
    """The seeded strings of a JSON list: of strings, or of objects with the string in `text`.

    Raises ValueError when the file is anything else; the message does not show its content.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"canaries {path.name}: cannot be read as JSON ({type(error).__name__})") from None
    canaries: list[Any] = (
        [e.get("text") if isinstance(e, dict) else e for e in entries] if isinstance(entries, list) else [None]
    )
    if not all(isinstance(canary, str) and _folded(canary).strip() for canary in canaries):
        raise ValueError(
            f"canaries {path.name}: a JSON list of strings, or of objects with a string `text`, is expected"
        )
    return canaries


def find_canaries(canaries: Sequence[str], texts: Iterable[Text]) -> pl.DataFrame:
    """Where seeded strings occur: canary (its place in the list, from 0), owner, field.

    Spelling is forgiven: case, white space and punctuation (`sarah-connor` in a path), and separators within numbers. A
    canary of one word is sought as written, since a first name may be a common word in lower case.
    """
    owners: dict[str, list[Text]] = {}
    for text in texts:
        owners.setdefault(f"{text.text}\n{_read(text)}" if text.field == "path" else text.text, []).append(text)
    strings = list(owners)
    forms = {form: [form(string) for string in strings] for form in (_as_written, _folded, _digits)}
    joined = {form: "\n".join(found) for form, found in forms.items()}
    rows: set[tuple[int, str, str]] = set()
    for number, canary in enumerate(canaries):
        for form in (_as_written if canary.isalpha() else _folded, _digits):
            needle = form(canary)
            if not needle.strip() or needle not in joined[form]:
                continue
            for string, found in zip(strings, forms[form], strict=True):
                if needle in found:
                    rows.update((number, text.owner, text.field) for text in owners[string])
    # Found in a passage, it need not be shown again for the document's whole text.
    rows = {(n, owner, field) for n, owner, field in rows if field != "text" or (n, owner, "passage") not in rows}
    return pl.DataFrame(sorted(rows), schema={"canary": pl.Int64, "owner": pl.String, "field": pl.String}, orient="row")


def find_residuals(texts: Iterable[Text]) -> pl.DataFrame:
    """What the second detector finds: kind, owner, field, start, end (offsets in the field).

    A find in a passage has its offsets in the document, and stands once, not again for the document's whole text.
    """
    known: dict[str, list[Hit]] = {}
    rows: set[tuple[str, str, str, int, int]] = set()
    for text in texts:
        string = _read(text)
        if string not in known:
            known[string] = scan(string)
        for kind, start, end in known[string]:
            place = (text.start + start, text.start + end)
            if text.field != "text" or (kind, text.owner, "passage", *place) not in rows:
                rows.add((kind, text.owner, text.field, *place))
    schema = {"kind": pl.String, "owner": pl.String, "field": pl.String, "start": pl.Int64, "end": pl.Int64}
    return pl.DataFrame(sorted(rows), schema=schema, orient="row")


def upper_bound(found: int, of: int) -> float:
    """Upper end of the 95 % interval for a rate of `found` in `of`: rule of three at zero, else Wilson. 1 when `of` is
    0.
    """
    if of == 0:
        return 1.0
    if found == 0:
        return min(1.0, 3 / of)
    z, share = 1.96, found / of
    return (share + z * z / (2 * of) + z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))) / (1 + z * z / of)


def rates(residuals: pl.DataFrame, units: int) -> pl.DataFrame:
    """Per kind: kind, hard, found, per_1000 (of `units` passages or examples), its 95 % upper bound."""
    found = Counter(residuals["kind"].to_list())
    rows = [(kind, kind in HARD, found[kind], *_per_1000(found[kind], units)) for kind in HARD + SOFT]
    return pl.DataFrame(
        rows, schema=["kind", "hard", "found", "per_1000", "upper_bound_per_1000"], orient="row", strict=False
    )


def redacted_share(documents: pl.DataFrame, findings: pl.DataFrame) -> float | None:
    """Characters redacted in bodies among the characters of all bodies (as they are now); null without text."""
    characters = int(documents["text"].drop_nulls().str.len_chars().sum())
    bodies = findings.filter(pl.col("field") == "body")
    redacted = int((bodies["end"] - bodies["start"]).sum())
    return min(1.0, redacted / characters) if characters else None


def withheld(documents: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """What redaction missed and was withheld for it, the second detector being certain: source, path, line (0: all), reason."""
    missed = pl.col("reason").str.starts_with(LEFT_BEHIND)
    places = documents.select("source", "path", "document")
    parts = passages.filter(missed).select("document", "line", "reason").join(places, on="document")
    whole = documents.filter(missed).select("source", "path", pl.lit(0, pl.Int64).alias("line"), "reason")
    return pl.concat([whole, parts.select(whole.columns)]).unique().sort("source", "path", "line", "reason")


def summary(
    residuals: pl.DataFrame, units: int, canaries_found: pl.DataFrame, seeded: int, missed: int = 0
) -> Measures:
    """Finds by kind, rates per 1,000 units (passages or examples), distinct canaries found among those seeded; `missed` units
    were withheld because redaction had missed something, and count as leaks in the bound on its rate.
    """
    found = Counter(residuals["kind"].to_list())
    return {
        "units": units,
        "canaries_seeded": seeded,
        "canaries_found": canaries_found["canary"].n_unique(),
        **{f"residual_{kind}": found[kind] for kind in HARD + SOFT},
        "names_per_1000": _per_1000(found["name"], units)[0],
        "leak_bound_per_1000": _per_1000(missed + sum(found[kind] for kind in HARD), units)[1],
    }


def suite(settings: CoverageSettings) -> Suite:
    """No canary, no hard identifier; possible names below the configured rate, or a warning."""
    return [
        expect("canaries_found", "seeded strings found downstream of redaction", maximum=0),
        *(
            expect(f"residual_{kind}", f"{kind} found by the second detector (certain ones)", maximum=0)
            for kind in HARD
        ),
        expect(
            "names_per_1000",
            "possible names by the lexicon, per 1,000 passages or examples",
            maximum=settings.maximum_names,
            severity="warning",
        ),
    ]


def check_documents(
    documents: pl.DataFrame,
    passages: pl.DataFrame,
    findings: pl.DataFrame,
    settings: CoverageSettings,
    canaries: Sequence[str] = (),
) -> CheckResult:
    """The check `residual_pii`; what was withheld for what redaction missed, and over-redaction (share of characters
    redacted) only warn.
    """
    missed = withheld(documents, passages)
    measures, evidence = _judged(document_texts(documents, passages), len(passages), canaries, len(missed))
    measures["withheld"] = len(missed)
    measures["redacted_share"] = redacted_share(documents, findings)
    redacted = findings.group_by("kind").agg(redacted=pl.len().cast(pl.Int64)).sort("kind")
    wanted = [
        *suite(settings),
        expect(
            "withheld",
            "passages and documents withheld because redaction missed something that the second detector is certain of",
            maximum=0,
            severity="warning",
        ),
    ]
    if measures["redacted_share"] is not None:
        wanted.append(
            expect(
                "redacted_share",
                "over-redaction: share of the characters of bodies that were redacted",
                maximum=settings.maximum_redacted,
                severity="warning",
            )
        )
    return judge("residual_pii", measures, wanted, {"withheld": missed, **evidence, "redacted": redacted})


def check_examples(
    examples: pl.DataFrame, handwritten: pl.DataFrame, settings: CoverageSettings, canaries: Sequence[str] = ()
) -> CheckResult:
    """The check `examples_residual_pii`: the same over all that examples and hand-written cases say."""
    texts = [*example_texts(examples), *written_texts(handwritten)]
    measures, evidence = _judged(texts, len(examples) + len(handwritten), canaries)
    return judge("examples_residual_pii", measures, suite(settings), evidence)


def _judged(
    texts: list[Text], units: int, canaries: Sequence[str], missed: int = 0
) -> tuple[Measures, dict[str, pl.DataFrame]]:
    residuals, found = find_residuals(texts), find_canaries(canaries, texts)
    hard_first = residuals.sort(~pl.col("kind").is_in(HARD), "kind", "owner", "field", "start")
    return summary(residuals, units, found, len(canaries), missed), {
        "rates": rates(residuals, units),
        "found": hard_first,
        "canaries": found,
    }


def _per_1000(found: int, units: int) -> tuple[float, float]:
    """The rate per 1,000 units, and its 95 % upper bound (at most one find a unit counted)."""
    return 1000 * found / max(units, 1), 1000 * upper_bound(min(found, units), units)


def _read(text: Text) -> str:
    """A text as people read it."""
    return as_words(text.text) if text.field == "path" else text.text


def _as_written(text: str) -> str:
    return " " + " ".join(re.findall(r"[^\W_]+", text)) + " "


def _folded(text: str) -> str:
    return _as_written(text.casefold())


def _digits(text: str) -> str:
    """Its numbers of seven digits and more without separators and without the +1 of North America."""
    found = re.findall(r"\d(?:[\s().\-/]{0,2}\d){6,}", text)
    numbers = (re.sub(r"^1(?=\d{10}$)", "", re.sub(r"\D", "", number)) for number in found)
    return "".join(f" {number} " for number in numbers)
