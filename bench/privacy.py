"""What redaction finds, misses and takes too much of, and how fast it is.

    python bench/privacy.py CORPORA [--misses KIND] [--sample N]

CORPORA holds presidio-research/synth_dataset_v2.json, 18f-handbook/latest and pagerduty-incident-response.
Prints recall by
gold label and precision on the synthetic set, KB/s of one process on prose, and a sample of person findings
on prose to read.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from assets.identity import sha256
from assets.ingest.parsed import Block, Parsed, ParseError
from assets.ingest.parsing import parse
from assets.ingest.raw import RawContent
from assets.privacy.document import redact_parsed
from assets.privacy.settings import PrivacySettings

KEY = b"a key for measurements only"
KINDS = {
    "PERSON": "person",
    "STREET_ADDRESS": "address",
    "PHONE_NUMBER": "contact",
    "EMAIL_ADDRESS": "contact",
    "CREDIT_CARD": "identifier",
    "US_SSN": "identifier",
    "IBAN_CODE": "identifier",
    "IP_ADDRESS": "identifier",
    "US_DRIVER_LICENSE": "identifier",
}
"""Gold labels that name something we redact; the others (places, dates, organisations, ages ...) are to survive."""


def main() -> None:
    """Run the measurements and print them."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", type=Path)
    arguments.add_argument(
        "--misses", default="", help="print what was missed of this gold label ('false' for false alarms)"
    )
    arguments.add_argument("--sample", type=int, default=0, help="print so many person findings on prose")
    options = arguments.parse_args()
    settings = PrivacySettings()
    _synthetic(options.corpora / "presidio-research" / "synth_dataset_v2.json", settings, options.misses)
    for folder in ("18f-handbook/latest", "pagerduty-incident-response", "prometheus-runbooks"):
        _prose(options.corpora / folder, settings, options.sample)


def _synthetic(path: Path, settings: PrivacySettings, misses: str) -> None:
    gold, hit, exact = Counter[str](), Counter[str](), Counter[str]()
    found_all, found_right, found_false = 0, 0, Counter[str]()
    for row in json.loads(path.read_text("utf-8")):
        text = row["full_text"]
        spans = [(s["start_position"], s["end_position"], s["entity_type"]) for s in row["spans"]]
        parsed = Parsed("", text, (Block("paragraph", (), 0, len(text), 1),))
        result = redact_parsed(parsed, settings, KEY)
        found = [(s, e, k) for f, k, s, e, *_ in result["findings"] if f == "body"]
        for start, end, label in spans:
            gold[label] += 1
            covered = sum(max(0, min(end, e) - max(start, s)) for s, e, _ in found)
            hit[label] += covered > 0
            exact[label] += covered >= 0.9 * (end - start)
            if label == misses and covered < 0.9 * (end - start):
                print("missed", repr(text[start:end]), "in", repr(text[max(0, start - 60) : end + 30]))
        for start, end, kind in found:
            right = any(s < end and start < e and label in KINDS for s, e, label in spans)
            found_all += 1
            found_right += right
            found_false[kind] += not right
            if misses == "false" and not right:
                print("false", kind, repr(text[start:end]), "in", repr(text[max(0, start - 50) : end + 30]))
    for label, total in gold.most_common():
        kind = KINDS.get(label, "(to survive)")
        print(
            f"{label:<20} {kind:<12} {total:>5}  touched {hit[label] / total:6.1%}  covered {exact[label] / total:6.1%}"
        )
    print(f"precision {found_right / found_all:.1%} of {found_all} findings; false alarms {dict(found_false)}")


def _prose(folder: Path, settings: PrivacySettings, sample: int) -> None:
    size, kinds, persons, clock = 0, Counter[str](), [], 0.0
    for path in sorted(folder.rglob("*.md")):
        try:
            parsed = parse(RawContent(path.read_bytes(), "md"))
        except ParseError:
            continue
        before = time.perf_counter()
        result = redact_parsed(parsed, settings, KEY)
        clock += time.perf_counter() - before
        size += len(parsed.text)
        for field, kind, start, end, score, by in result["findings"]:
            kinds[f"{field} {kind}"] += 1
            if field == "body" and (kind == "person" or sample < 0):
                context = " ".join(parsed.text[max(0, start - 50) : end + 30].split())
                persons.append((parsed.text[start:end], kind, score, by, context))
    print(f"{folder.name}: {size / 1000:.0f} KB, {size / 1000 / clock:.0f} KB/s, {dict(kinds.most_common())}")
    persons.sort(key=lambda p: sha256("|".join(map(str, p))))
    for text, kind, score, by, context in persons[: abs(sample)]:
        print(f"  {text!r} {kind} {score} {by} | {context}")


if __name__ == "__main__":
    main()
