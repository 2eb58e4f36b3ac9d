"""A small invented day, complete enough that every view of a version has something to show."""

from typing import Any

import polars as pl

from assets.decisions.records import OBLIGATIONS, DecisionPoints
from assets.examples.records import Demand, Examples, Handwritten, Uncovered
from assets.identity import canonical_json, content_id, sha256
from assets.privacy.records import Documents, Findings, Passages
from assets.snapshots.content import VersionContent
from assets.snapshots.manifest import CheckResult, Expectation, SourceState

SYSTEM = "Answer from the passages only, cite the section, quote the deciding words."

# title, source, kind, [(heading, sentence, point kind, deciding words)]
PAGES: list[tuple[str, str, str, list[tuple[str, str, str, str]]]] = [
    (
        "Travel and expenses",
        "wiki",
        "wiki",
        [
            ("Hotels", "A hotel may cost at most 140 EUR a night in a large city.", "limit", "at most 140 EUR"),
            (
                "Hotels",
                "Breakfast is paid if the invoice shows it on a line of its own.",
                "condition",
                "if the invoice shows it",
            ),
            (
                "Trains",
                "First class is allowed unless the journey takes less than two hours.",
                "exception",
                "less than two hours",
            ),
            ("Receipts", "Receipts must be handed in within 30 days after the journey.", "limit", "within 30 days"),
            ("Approval", "The head of department approves journeys abroad.", "role", "head of department"),
        ],
    ),
    (
        "Remote work",
        "wiki",
        "wiki",
        [
            ("Days", "You may work remotely up to three days a week.", "limit", "up to three days"),
            ("Abroad", "You must not work from outside the European Union.", "prohibition", "must not work"),
            (
                "Equipment",
                "A second screen is provided if you work remotely at least two days a week.",
                "condition",
                "at least two days",
            ),
        ],
    ),
    (
        "Refunds <script>alert('x')</script> & returns",
        "sops",
        "sop",
        [
            ("Window", "A refund is possible within 14 days of delivery.", "limit", "within 14 days"),
            ("Window", "The window does not apply to <b>faulty</b> goods.", "exception", "does not apply"),
            ("Approval", "Refunds above 500 EUR must be approved by the team lead.", "limit", "above 500 EUR"),
            ("Forms", "Use form RF-7 for every refund.", "reference", "form RF-7"),
        ],
    ),
    (
        "Incident response",
        "sops",
        "sop",
        [
            (
                "Paging",
                "Page the on-call engineer if customers cannot log in.",
                "condition",
                "if customers cannot log in",
            ),
            ("Paging", "A severity 1 incident must be acknowledged within 5 minutes.", "limit", "within 5 minutes"),
            ("Review", "The incident commander writes the review.", "role", "incident commander"),
            ("Access", "Nobody may share production credentials in chat.", "prohibition", "may share"),
        ],
    ),
    (
        "Retention of records",
        "sops",
        "sop",
        [
            ("Logs", "Access logs are kept for at least 180 days.", "limit", "at least 180 days"),
            (
                "Invoices",
                "Invoices must not be deleted before ten years have passed.",
                "prohibition",
                "must not be deleted",
            ),
        ],
    ),
]

CASES = {
    "inside": ("inside_limit", "answer", "limit"),
    "at": ("at_limit", "answer", "limit"),
    "outside": ("outside_limit", "answer", "limit"),
    "missing": ("missing_amount", "clarify", "missing"),
    "met": ("condition_met", "answer", "clause"),
    "unmet": ("condition_unmet", "answer", "clause"),
    "unknown": ("condition_unknown", "clarify", "missing"),
    "applies": ("exception_applies", "answer", "clause"),
    "not_applies": ("exception_not_applies", "answer", "clause"),
    "asked": ("answerable", "answer", "quote"),
    "premise": ("false_premise", "correct_premise", "premise"),
    "nonexistent": ("nonexistent_reference", "refuse", "nonexistent"),
}


def day(as_of: str = "2026-10-12", *, pages: int = len(PAGES), passed: bool = True) -> VersionContent:
    """The content of a day whose corpus has the first `pages` pages; more pages answer more questions."""
    documents, passages, points, examples = [], [], [], []
    for title, source, kind, rules in PAGES[:pages]:
        text = "\n\n".join(sentence for _, sentence, _, _ in rules)
        document = sha256(text)
        path = f"{source}/{sha256(title)[:6]}-{title.split(' ')[0].lower()}.md"
        documents.append(_document(source, title, path, kind=kind, text=text, document=document))
        for ordinal, (heading, sentence, point_kind, deciding) in enumerate(rules):
            start, line = text.index(sentence), 3 + 4 * ordinal
            passage = content_id([[heading], sentence])
            passages.append(
                {
                    "document": document, "ordinal": ordinal, "passage": passage, "heading": [heading],
                    "text": sentence, "start": start, "end": start + len(sentence), "line": line, "status": "ok",
                    "reason": None,
                }
            )  # fmt: skip
            point = _point(document, passage, point_kind, sentence=sentence, deciding=deciding, start=start, line=line)
            points.append(point)
            section = f"{title} > {heading}"
            for cell in point["owes"][: 2 + ordinal % 2]:
                examples.append(_example(point, cell, kind, section, passages[-8:]))
    if pages < len(PAGES):
        examples.append(_refusal("How long are access logs kept?", "wiki", passages[:3]))
    else:
        held = {**points[-2], "sentence": "Access logs are kept for at least 180 days."}
        section = "Retention of records > Logs"
        examples.append(
            _example(held, "asked", "sop", section, passages[-8:], question="How long are access logs kept?")
        )
    covered = {(e["point"], e["cell"]) for e in examples}
    open_cells = [
        {"point": p["point"], "cell": cell, "reason": ("no natural form", "proof failed")[len(cell) % 2]}
        for p in points
        for cell in p["owes"]
        if (p["point"], cell) not in covered
    ]
    documents.append(
        {**_document("tickets", "Ticket", "tickets/77", kind="ticket", text="", document=""), "document": None,
         "text": None, "item": "t77", "status": "withheld", "reason": "foreign language"}
    )  # fmt: skip
    return VersionContent(
        as_of=as_of,
        documents=Documents.validate(pl.DataFrame(documents, infer_schema_length=None), cast=True),
        passages=Passages.validate(pl.DataFrame(passages, infer_schema_length=None), cast=True),
        findings=_findings(),
        points=DecisionPoints.validate(pl.DataFrame(points, infer_schema_length=None), cast=True),
        examples=Examples.validate(pl.DataFrame(examples, infer_schema_length=None), cast=True),
        uncovered=Uncovered.validate(pl.DataFrame(open_cells), cast=True),
        handwritten=Handwritten.validate(pl.DataFrame(_written(), schema=Handwritten.create_empty().schema)),
        demand=_demand(documents),
        sources=tuple(
            _source(name, kind, pages) for name, kind in (("wiki", "wiki"), ("sops", "sop"), ("tickets", "ticket"))
        ),
        checks=checks(passed=passed),
        code={"assets/ingest": sha256("code"), "polars": "2.1.0"},
        settings={"privacy": sha256("settings")},
        key_fingerprint="0123456789abcdef",
    )


def _written() -> list[dict[str, Any]]:
    """A case by hand, and one whose words are gone."""
    messages = [
        {"role": "user", "content": "[1] Retention\nLogs are kept for 180 days.\n\nQuestion: Till when do logs stay?"},
        {"role": "assistant", "content": "180 days."},
    ]
    row = {"situation": "answerable", "behaviour": "answer", "polarity": None, "needs": ["180 days"], "denied": ""}
    return [
        {**row, "case": "q1", "messages": messages, "reason": None},
        {**row, "case": "q2", "messages": [], "reason": "the documents do not hold its words in Retention"},
    ]


def _demand(documents: list[dict[str, Any]]) -> pl.DataFrame:
    """Three questions: one that a passage of the first page speaks of, and two on what no document holds."""
    page = documents[0]["document"]
    rows = [
        {
            "question": content_id(["ticket", n]), "document": page, "start": 0, "end": 4, "text": text, "asked_on": day,
            "owner": "Facilities", "topic": topic, "decision": decision, "example": "",
            "near_document": page if decision == "near" else None, "near_start": 0, "near_end": 10_000,
        }
        for n, (text, day, topic, decision) in enumerate(
            (
                ("Can I carry over 8 days?", "2026-09-01", "Annual leave", "near"),
                ("Is there a <b>nursery</b>?", "2026-09-02", "nursery", "open"),
                ("Does the company have a nursery on site?", "2026-09-20", "nursery", "undocumented"),
            )
        )
    ]  # fmt: skip
    return Demand.validate(pl.DataFrame(rows), cast=True)


def checks(*, passed: bool = True) -> tuple[CheckResult, ...]:
    """One result per concern; `passed=False` makes the privacy check fail."""

    def result(name: str, *expectations: tuple[str, bool, Any, dict[str, float]], **evidence: Any) -> CheckResult:
        return CheckResult(
            check=name,
            passed=all(e[1] for e in expectations),
            blocking=True,
            expectations=tuple(
                Expectation(name=n, meaning=n.replace("_", " "), severity="critical", passed=p, observed=o, bound=b)
                for n, p, o, b in expectations
            ),
            evidence=evidence,
        )

    return (
        result("documents_schema", ("rows_valid", True, 0, {"max": 0})),
        result(
            "residual_pii",
            ("seeded_canaries_found", passed, 0 if passed else 2, {"max": 0}),
            ("second_detector_residual_per_1000_passages", True, 0.4, {"max": 1}),
            ("limits_and_roles_surviving", True, 0.991, {"min": 0.98}),
            second_detector=[
                {"kind": "person", "found": 1, "per_1000": 0.45},
                {"kind": "<b>iban</b>", "found": 0, "per_1000": 0.0},
            ],
        ),
        result(
            "coverage",
            ("obligation_coverage", True, 0.71, {"min": 0.6}),
            combinations=[{"factors": "situation × topic", "feasible": 8, "covered": 6, "share": 0.75}],
        ),
        result("balance", ("refusal_share", True, 0.22, {"max": 0.35}), ("evenness", True, 0.88, {"min": 0.7})),
        result(
            "proofs", ("examples_rejected", True, 0, {"max": 0}), ("mutations_rejected", True, 0.997, {"min": 0.99})
        ),
        result("mirroring", ("shared_groups", True, 0, {"max": 0}), ("overlap_13_gram", True, 0.0, {"max": 0.01})),
        result("shortcuts", ("guessed_from_the_question", True, 0.51, {"max": 0.55})),
    )


def _document(source: str, title: str, path: str, *, kind: str, text: str, document: str) -> dict[str, Any]:
    return {
        "source": source, "item": sha256(path)[:16], "revision": 0, "kind": kind, "document": document, "path": path,
        "title": title, "text": text, "owner": "People team", "updated": "2026-09-01", "since": None, "until": None,
        "status": "ok", "reason": None, "redaction": "current",
    }  # fmt: skip


def _point(
    document: str, passage: str, kind: str, *, sentence: str, deciding: str, start: int, line: int
) -> dict[str, Any]:
    at = start + sentence.index(deciding)
    nothing = dict.fromkeys(DecisionPoints.column_names())
    return {
        **nothing, "point": content_id([document, kind, at, at + len(deciding)]), "document": document,
        "passage": passage, "kind": kind, "start": at, "end": at + len(deciding), "text": deciding,
        "sentence": sentence, "sentence_start": start, "sentence_end": start + len(sentence), "line": line,
        "confidence": 0.9, "used": True, "form": "sentence", "owes": list(OBLIGATIONS[kind]),
    }  # fmt: skip


def _example(
    point: dict[str, Any], cell: str, kind: str, section: str, nearby: list[dict[str, Any]], *, question: str = ""
) -> dict[str, Any]:
    situation, behaviour, proof = CASES[cell]
    quote = point["sentence"]
    question = question or f"What holds for the {cell.replace('_', ' ')} case of “{quote[:24]}”?"
    answers = {
        "answer": f"Yes: “{quote}” [{section}]",
        "clarify": f"That depends: which amount is it? “{quote}” [{section}]",
        "correct_premise": f"That is not quite so: “{quote}” [{section}]",
        "refuse": "The passages do not name such a form.",
    }
    context = [
        {"passage": p["passage"], "document": p["document"], "text": p["text"],
         "section": section if p["passage"] == point["passage"] else f"Elsewhere > {p['heading'][0]}"}
        for p in nearby
    ]  # fmt: skip
    evidence = [
        {"passage": point["passage"], "document": point["document"], "section": section,
         "start": point["sentence_start"], "end": point["sentence_end"], "text": quote}
    ]  # fmt: skip
    return _row(
        question, answers[behaviour], situation, behaviour, claim={"proof": proof, "quote": quote}, context=context,
        evidence=evidence, kind=kind, point=point["point"], cell=cell, document=point["document"], section=section,
    )  # fmt: skip


def _refusal(question: str, kind: str, nearby: list[dict[str, Any]]) -> dict[str, Any]:
    context = [
        {
            "passage": p["passage"],
            "document": p["document"],
            "text": p["text"],
            "section": f"Elsewhere > {p['heading'][0]}",
        }
        for p in nearby
    ]
    claim = {
        "proof": "absent",
        "quote": "Access logs are kept for at least 180 days.",
        "removed": {},
        "missing": "logs",
    }
    return _row(
        question,
        "How long logs are kept is not stated.",
        "undocumented",
        "refuse",
        claim=claim,
        context=context,
        evidence=[],
        kind=kind,
    )


def _row(
    question: str, answer: str, situation: str, behaviour: str, *, claim: dict[str, Any],
    context: list[dict[str, Any]], evidence: list[dict[str, Any]], **named: str,
) -> dict[str, Any]:  # fmt: skip
    shown = "\n\n".join(f"[{i}] {c['section']}\n{c['text']}" for i, c in enumerate(context, 1))
    messages = [
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": f"{shown}\n\nQuestion: {question}"},
        {"role": "assistant", "content": answer},
    ]
    example = content_id([messages, situation, behaviour, claim])
    return {
        "document": "", "section": "", "point": "", "cell": "", "kind": "wiki",
        "example": example, "split": "evaluation" if int(example[:2], 16) < 56 else "train", "situation": situation,
        "behaviour": behaviour, "recipe": situation, "skeleton": f"{situation}/1", "register": "neutral",
        "twin": "" if behaviour == "answer" else sha256(example), "group": sha256(situation), "messages": messages,
        "context": context, "evidence": evidence, "claim": canonical_json(claim).decode(),
        "rejected": "Yes, that is always possible.", "rejected_kind": "fabrication",
        "also_rejected": [{"answer": "It depends.", "kind": "partial"}], **named,
    }  # fmt: skip


def _findings() -> pl.DataFrame:
    counts = {("person", "body"): 41, ("person", "people"): 30, ("email", "body"): 12, ("phone", "body"): 5,
              ("employee_number", "front_matter"): 9, ("credential", "body"): 2, ("person", "title"): 3}  # fmt: skip
    rows = [
        {"source": "wiki", "item": f"i{n % 7}", "revision": 0, "field": field, "kind": kind, "start": n, "end": n + 5,
         "score": 0.9, "recognizer": "spacy"}
        for (kind, field), count in counts.items()
        for n in range(count)
    ]  # fmt: skip
    return Findings.validate(pl.DataFrame(rows), cast=True)


def _source(name: str, kind: str, pages: int) -> SourceState:
    terms = {"purpose": "internal assistance", "classification": "internal", "licence": "own", "language": "en"}
    return SourceState(name=name, kind=kind, items=pages, quarantined=0, digest=sha256(f"{name}{pages}"), **terms)
