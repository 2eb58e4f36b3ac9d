"""A small invented corpus and hand-written examples over it, one or more for every proof."""

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from assets.examples.records import Examples
from assets.identity import canonical_json, content_id, sha256
from assets.privacy.records import Documents, Passages

SYSTEM = "Answer from the passages only, cite the section, quote the deciding words."

LEAVE = (
    "Leave policy",
    [
        (
            ("Carrying over",),
            "You may carry over up to 240 annual leave hours from one leave year to the next.",
        ),
        (("Parental leave",), "Requests for parental leave of less than four weeks may be made at any time."),
        (("Absence",), "If you are away for more than 10 days, you must tell your team lead."),
        (("Study leave",), "You may take study leave if you have passed the probation period."),
        (("Unpaid leave",), "You must give notice of at least 14 days for unpaid leave."),
    ],
)
TRAVEL = (
    "Travel policy",
    [
        (("Receipts",), "You must file a receipt unless the purchase costs under $25."),
        (
            ("Hotels",),
            "You must not book a hotel above the city rate. The travel desk approves every hotel booking.",
        ),
        (("Flights",), "You must not book flights on Sundays."),
        (("Insurance",), "Rental cars must be insured. However, cars of the motor pool are insured already."),
        (("Meals",), "The meal allowance is $60 per day."),
        (("Rental cars",), "You may rent a car for up to 5 days.\n\nThis does not apply to sports cars."),
    ],
)
SECURITY = (
    "Security handbook",
    [
        (("Passwords",), "Passwords must have at least 12 characters."),
        (("Laptops",), "You do not need to return a cracked laptop in person."),
        (("Incidents",), "The duty officer declares an incident. Report a lost badge within 2 hours."),
    ],
)
OFFICE = ("Office guide", [(("Visitors",), "Visitors must be registered at least 3 days before the visit.")])
RECEPTION = (
    "Reception manual",
    [(("Visitors",), "Visitors must be registered at least 5 days before the visit.")],
)
OLD_EXPENSES = ("Expenses", [(("Claims",), "Claims must be submitted within 30 days of the purchase.")])
NEW_EXPENSES = ("Expenses", [(("Claims",), "Claims must be submitted within 20 days of the purchase.")])

ASKED = "How long in advance do I have to request a sabbatical?"
BREAK = ("A longer break", [(("Request",), f"I have been here for nine years and I am tired. {ASKED} Best, R.")])
ALARM = ("Strange mails", [(("Request",), "There are twenty of them by now. Who declares an incident?")])

Text = tuple[str, list[tuple[tuple[str, ...], str]]]


class Library:
    """Frames of documents and passages, and what examples need to point into them."""

    def __init__(self, *texts: tuple[Text, str, int]):
        documents, passages = [], []
        self.passage: dict[tuple[str, str], dict[str, Any]] = {}
        for (title, sections), item, revision in texts:
            text = "\n\n".join(f"# {path[-1]}\n\n{body}" for path, body in sections)
            document = sha256(text)
            documents.append(
                {
                    "source": "wiki",
                    "item": item,
                    "revision": revision,
                    "kind": "ticket" if item.startswith("ticket") else "wiki",
                    "document": document,
                    "path": item,
                    "title": title,
                    "text": text,
                    "owner": None,
                    "updated": None,
                    "since": None,
                    "until": None,
                    "status": "ok",
                    "reason": None,
                    "redaction": "current",
                }
            )
            for ordinal, (path, body) in enumerate(sections):
                start = text.index(body)
                row = {
                    "document": document,
                    "ordinal": ordinal,
                    "passage": content_id([list(path), body]),
                    "heading": list(path),
                    "text": body,
                    "start": start,
                    "end": start + len(body),
                    "line": 1,
                    "status": "ok",
                    "reason": None,
                }
                passages.append(row)
                section = " > ".join((title, *path))
                self.passage[section if revision == 0 else f"{section} (old)", ""] = row | {"section": section}
        self.documents = Documents.validate(pl.DataFrame(documents, infer_schema_length=None), cast=True)
        self.passages = Passages.validate(pl.DataFrame(passages, infer_schema_length=None), cast=True)

    def shown(self, section: str) -> dict[str, str]:
        """The context entry of a section."""
        row = self.passage[section, ""]
        return {
            "passage": row["passage"],
            "document": row["document"],
            "section": row["section"],
            "text": row["text"],
        }

    def evidence(self, section: str, text: str) -> dict[str, Any]:
        """The evidence entry of a text in a section."""
        row = self.passage[section, ""]
        start = row["start"] + row["text"].index(text)
        return {
            "passage": row["passage"],
            "document": row["document"],
            "section": row["section"],
            "start": start,
            "end": start + len(text),
            "text": text,
        }


LIBRARY = Library(
    (LEAVE, "leave", 0),
    (TRAVEL, "travel", 0),
    (SECURITY, "security", 0),
    (OFFICE, "office", 0),
    (RECEPTION, "reception", 0),
    (NEW_EXPENSES, "expenses", 0),
    (OLD_EXPENSES, "expenses", 1),
    (BREAK, "ticket 1", 0),
    (ALARM, "ticket 2", 0),
)


def example(
    situation: str,
    behaviour: str,
    talk: Sequence[str],
    claim: dict[str, Any],
    *,
    context: Sequence[str],
    evidence: Sequence[tuple[str, str]],
    twin: dict[str, Any] | None = None,
    group: str = "group",
    rejected: str | None = None,
    split: str = "train",
    library: Library = LIBRARY,
) -> dict[str, Any]:
    """A finished row: `talk` alternates question and answer, `context` and `evidence` name sections."""
    shown = [library.shown(s) for s in context]
    printed = "".join(f"[{i}] {p['section']}\n{p['text']}\n\n" for i, p in enumerate(shown, 1))
    messages = [{"role": "system", "content": SYSTEM}]
    for i, text in enumerate(talk):
        content = f"{printed}Question: {text}" if i == 0 else text
        messages.append({"role": "assistant" if i % 2 else "user", "content": content})
    spans = [library.evidence(s, t) for s, t in evidence]
    row = {
        "split": split,
        "situation": situation,
        "behaviour": behaviour,
        "recipe": "hand",
        "skeleton": "hand",
        "register": "neutral",
        "kind": "wiki",
        "document": spans[0]["document"] if spans else "",
        "section": spans[0]["section"] if spans else "",
        "point": "",
        "cell": "",
        "twin": twin["example"] if twin else "",
        "group": group,
        "messages": messages,
        "context": shown,
        "evidence": spans,
        "claim": canonical_json(claim).decode(),
        "rejected": rejected,
        "rejected_kind": "fabrication" if rejected else None,
        "also_rejected": [],
    }
    return rename(row)


def rename(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the id of its content."""
    claim = json.loads(row["claim"])
    return {**row, "example": content_id([row["messages"], row["situation"], row["behaviour"], claim])}


def frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """The rows as a stored frame."""
    return Examples.validate(pl.DataFrame(list(rows), infer_schema_length=None), cast=True)


def _rows() -> dict[str, dict[str, Any]]:
    carry, carry_text = "Leave policy > Carrying over", LEAVE[1][0][1]
    parental, parental_text = "Leave policy > Parental leave", LEAVE[1][1][1]
    absence, absence_text = "Leave policy > Absence", LEAVE[1][2][1]
    study, study_text = "Leave policy > Study leave", LEAVE[1][3][1]
    unpaid, unpaid_text = "Leave policy > Unpaid leave", LEAVE[1][4][1]
    receipts, receipts_text = "Travel policy > Receipts", TRAVEL[1][0][1]
    hotels = "Travel policy > Hotels"
    flights, flights_text = "Travel policy > Flights", TRAVEL[1][2][1]
    passwords, passwords_text = "Security handbook > Passwords", SECURITY[1][0][1]
    incidents = "Security handbook > Incidents"
    laptops, laptops_text = "Security handbook > Laptops", SECURITY[1][1][1]
    rows: dict[str, dict[str, Any]] = {}

    def limit(
        name: str,
        situation: str,
        section: str,
        text: str,
        question: str,
        *,
        answer: str,
        twin: str | None = None,
        comparator: str,
        value: float,
        unit: str,
        asked: float,
        holds: bool,
        polarity: str | None,
    ) -> None:
        claim = {
            "proof": "limit",
            "quote": text,
            "comparator": comparator,
            "value": value,
            "unit": unit,
            "asked": asked,
            "holds": holds,
            "polarity": polarity,
        }
        rows[name] = example(
            situation,
            "answer",
            [question, answer],
            claim,
            context=[section, hotels],
            evidence=[(section, text)],
            twin=rows[twin] if twin else None,
            group=section,
        )

    carrying = {"comparator": "at_most", "value": 240.0, "unit": "hour"}
    limit(
        "inside",
        "inside_limit",
        carry,
        carry_text,
        "Can I carry over 180 annual leave hours to the next leave year?",
        answer=f"Yes. 180 hours is within the limit: “{carry_text}” [{carry}]",
        asked=180.0,
        holds=True,
        polarity="yes",
        **carrying,
    )
    limit(
        "at",
        "at_limit",
        carry,
        carry_text,
        "I have 240 annual leave hours this year. Can I carry them over?",
        answer=f"Yes. “{carry_text}” [{carry}]",
        twin="inside",
        asked=240.0,
        holds=True,
        polarity="yes",
        **carrying,
    )
    limit(
        "outside",
        "outside_limit",
        carry,
        carry_text,
        "Can I carry over 300 annual leave hours to the next leave year?",
        answer=f"No. 300 hours is more than 240 hours: “{carry_text}” [{carry}]",
        twin="inside",
        asked=300.0,
        holds=False,
        polarity="no",
        **carrying,
    )
    limit(
        "strict",
        "inside_limit",
        parental,
        parental_text,
        "Can I make a request for parental leave of three weeks at any time?",
        answer=f"Yes. “{parental_text}” [{parental}]",
        comparator="less_than",
        value=4.0,
        unit="week",
        asked=3.0,
        holds=True,
        polarity="yes",
    )
    limit(
        "strict_at",
        "at_limit",
        parental,
        parental_text,
        "Can I make a request for parental leave of four weeks at any time?",
        answer=f"No. The rule says “less than four weeks” [{parental}].",
        twin="strict",
        comparator="less_than",
        value=4.0,
        unit="week",
        asked=4.0,
        holds=False,
        polarity="no",
    )
    limit(
        "trigger",
        "inside_limit",
        absence,
        absence_text,
        "On absences: do I have to tell my team lead if I am away for 12 days?",
        answer=f"Yes. “{absence_text}” [{absence}]",
        comparator="more_than",
        value=10.0,
        unit="day",
        asked=12.0,
        holds=True,
        polarity="yes",
    )
    limit(
        "trigger_out",
        "outside_limit",
        absence,
        absence_text,
        "On absences: do I have to tell my team lead if I am away for 8 days?",
        answer=f"The rule does not cover 8 days. It says: “{absence_text}” [{absence}]",
        twin="trigger",
        comparator="more_than",
        value=10.0,
        unit="day",
        asked=8.0,
        holds=False,
        polarity=None,
    )
    limit(
        "least",
        "inside_limit",
        passwords,
        passwords_text,
        "Can passwords have 16 characters?",
        answer=f"Yes. “{passwords_text}” [{passwords}]",
        comparator="at_least",
        value=12.0,
        unit="character",
        asked=16.0,
        holds=True,
        polarity="yes",
    )
    limit(
        "least_out",
        "outside_limit",
        unpaid,
        unpaid_text,
        "Is notice of 10 days enough for unpaid leave?",
        answer=f"No. “{unpaid_text}” [{unpaid}]",
        comparator="at_least",
        value=14.0,
        unit="day",
        asked=10.0,
        holds=False,
        polarity="no",
    )
    limit(
        "least_in",
        "inside_limit",
        unpaid,
        unpaid_text,
        "Is notice of 20 days enough for unpaid leave?",
        answer=f"Yes. “{unpaid_text}” [{unpaid}]",
        comparator="at_least",
        value=14.0,
        unit="day",
        asked=20.0,
        holds=True,
        polarity="yes",
    )
    rows["least_out"]["twin"] = rows["least_in"]["example"]
    rows["missing_amount"] = example(
        "missing_amount",
        "clarify",
        [
            "Can I carry over my annual leave to the next leave year?",
            f"How many hours do you want to carry over? The limit is “up to 240 annual leave hours” [{carry}].",
        ],
        {"proof": "missing", "quote": carry_text, "slot": "amount", "unit": "hour"},
        context=[carry, hotels],
        evidence=[(carry, carry_text)],
        twin=rows["inside"],
        group=carry,
        rejected=f"Yes. “{carry_text}” [{carry}]",
    )
    clause = {
        "proof": "clause",
        "quote": study_text,
        "marker": "if",
        "clause": "you have passed the probation period",
    }
    rows["met"] = example(
        "condition_met",
        "answer",
        ["I have passed the probation period. Can I take study leave?", f"Yes. “{study_text}” [{study}]"],
        {**clause, "stated": True, "polarity": "yes"},
        context=[study, hotels],
        evidence=[(study, study_text)],
        group=study,
    )
    rows["unmet"] = example(
        "condition_unmet",
        "answer",
        [
            "I have not passed the probation period. Can I take study leave?",
            f"The rule does not cover that case. It says: “{study_text}” [{study}]",
        ],
        {**clause, "stated": False, "polarity": None},
        context=[study, hotels],
        evidence=[(study, study_text)],
        group=study,
    )
    rows["unknown"] = example(
        "condition_unknown",
        "clarify",
        ["Can I take study leave?", f"Have you passed the probation period? “{study_text}” [{study}]"],
        {"proof": "missing", "quote": study_text, "slot": "clause", "clause": "you have passed the probation period"},
        context=[study, hotels],
        evidence=[(study, study_text)],
        twin=rows["met"],
        group=study,
    )
    exception = {
        "proof": "clause",
        "quote": receipts_text,
        "marker": "unless",
        "clause": "the purchase costs under $25",
    }
    rows["applies"] = example(
        "exception_applies",
        "answer",
        [
            "The purchase costs under $25. Do I have to file a receipt?",
            f"No. The exception applies: “{receipts_text}” [{receipts}]",
        ],
        {**exception, "stated": True, "polarity": "no"},
        context=[receipts, hotels],
        evidence=[(receipts, receipts_text)],
        group=receipts,
    )
    rows["not_applies"] = example(
        "exception_not_applies",
        "answer",
        ["The purchase does not cost under $25. Do I have to file a receipt?", f"Yes. “{receipts_text}” [{receipts}]"],
        {**exception, "stated": False, "polarity": "yes"},
        context=[receipts, hotels],
        evidence=[(receipts, receipts_text)],
        group=receipts,
    )
    approves = "The travel desk approves every hotel booking."
    rows["quote"] = example(
        "answerable",
        "answer",
        ["Who approves hotel bookings?", f"The travel desk. “{approves}” [{hotels}]"],
        {"proof": "quote", "quote": approves, "role": "travel desk"},
        context=[hotels, receipts],
        evidence=[(hotels, approves)],
        group=hotels,
    )
    rows["prohibited"] = example(
        "answerable",
        "answer",
        ["Can I book flights on Sundays?", f"No. “{flights_text}” [{flights}]"],
        {"proof": "polarity", "quote": flights_text, "polarity": "no"},
        context=[flights, receipts],
        evidence=[(flights, flights_text)],
        group=flights,
    )
    rows["need_not"] = example(
        "answerable",
        "answer",
        ["Do I have to return a cracked laptop in person?", f"No. “{laptops_text}” [{laptops}]"],
        {"proof": "polarity", "quote": laptops_text, "polarity": "no"},
        context=[laptops, passwords],
        evidence=[(laptops, laptops_text)],
        group=laptops,
    )
    rows["premise_amount"] = example(
        "false_premise",
        "correct_premise",
        [
            "Since I can carry over 300 annual leave hours, what happens to the next leave year?",
            f"That is not what the policy says: “{carry_text}” [{carry}]",
        ],
        {
            "proof": "premise",
            "quote": carry_text,
            "claimed": "300 annual leave hours",
            "actual": "up to 240 annual leave hours",
        },
        context=[carry, hotels],
        evidence=[(carry, carry_text)],
        twin=rows["inside"],
        group=carry,
    )
    rows["premise_modality"] = example(
        "false_premise",
        "correct_premise",
        [
            "A colleague says I may book flights on Sundays. Is that right?",
            f"No, that is not right. “{flights_text}” [{flights}]",
        ],
        {"proof": "premise", "quote": flights_text, "claimed": "may book flights", "actual": "must not book flights"},
        context=[flights, receipts],
        evidence=[(flights, flights_text)],
        twin=rows["prohibited"],
        group=flights,
    )
    claims, new, old = "Expenses > Claims", NEW_EXPENSES[1][0][1], OLD_EXPENSES[1][0][1]
    rows["claims"] = example(
        "inside_limit",
        "answer",
        ["Can claims be submitted 10 days from the purchase?", f"Yes. “{new}” [{claims}]"],
        {
            "proof": "limit",
            "quote": new,
            "comparator": "at_most",
            "value": 20.0,
            "unit": "day",
            "asked": 10.0,
            "holds": True,
            "polarity": "yes",
        },
        context=[claims, receipts],
        evidence=[(claims, new)],
        group=claims,
    )
    rows["superseded"] = example(
        "superseded",
        "correct_premise",
        [
            "Claims must be submitted within 30 days of the purchase, right?",
            f"No. The 30 days are from an earlier version and have been replaced: “{new}” [{claims}]",
        ],
        {
            "proof": "superseded",
            "quote": new,
            "value_text": "20 days",
            "old_value_text": "30 days",
            "old_document": sha256(f"# Claims\n\n{old}"),
        },
        context=[claims, receipts],
        evidence=[(claims, new)],
        twin=rows["claims"],
        group=claims,
    )
    office, reception = "Office guide > Visitors", "Reception manual > Visitors"
    first, second = OFFICE[1][0][1], RECEPTION[1][0][1]
    rows["visitors"] = example(
        "inside_limit",
        "answer",
        ["Can visitors be registered 7 days before the visit?", f"Yes. “{first}” [{office}]"],
        {
            "proof": "limit",
            "quote": first,
            "comparator": "at_least",
            "value": 3.0,
            "unit": "day",
            "asked": 7.0,
            "holds": True,
            "polarity": "yes",
        },
        context=[office, receipts],
        evidence=[(office, first)],
        group=office,
    )
    rows["conflict"] = example(
        "contradictory",
        "surface_conflict",
        [
            "How many days before the visit must visitors be registered?",
            f"The documents disagree. One says “{first}” [{office}], the other “{second}” [{reception}].",
        ],
        {"proof": "conflict", "quotes": [first, second], "values": ["3 days", "5 days"]},
        context=[office, reception],
        evidence=[(office, first), (reception, second)],
        twin=rows["visitors"],
        group=office,
    )
    declares = "The duty officer declares an incident. Report a lost badge within 2 hours."
    rows["declares"] = example(
        "answerable",
        "answer",
        ["Who declares an incident?", f"The duty officer: “The duty officer declares an incident.” [{incidents}]"],
        {"proof": "quote", "quote": "The duty officer declares an incident.", "role": "duty officer"},
        context=[passwords, incidents],
        evidence=[(incidents, "The duty officer declares an incident.")],
        group=incidents,
    )
    place = LIBRARY.evidence(incidents, declares)
    rows["absent"] = example(
        "undocumented",
        "refuse",
        ["Who declares an incident?", "The passages do not say who declares an incident."],
        {
            "proof": "absent",
            "removed": {k: place[k] for k in ("document", "start", "end")},
            "quote": "The duty officer declares an incident.",
            "missing": "who declares an incident",
        },
        context=[passwords, laptops],
        evidence=[(incidents, declares)],
        twin=rows["declares"],
        group=incidents,
        rejected=f"The duty officer declares it. [{passwords}]",
    )
    asked = LIBRARY.evidence("A longer break > Request", ASKED)
    rows["unanswered"] = example(
        "undocumented",
        "refuse",
        [
            ASKED,
            "The passages do not say how long in advance you have to request a sabbatical. Please ask the people team.",
        ],
        {
            "proof": "unanswered",
            "asked_in": {k: asked[k] for k in ("document", "start", "end")},
            "missing": "how long in advance you have to request a sabbatical",
        },
        context=[parental, unpaid],
        evidence=[],
        twin=rows["strict"],
        group=parental,
        rejected=f"At least four weeks in advance. [{parental}]",
    )
    rows["nonexistent"] = example(
        "nonexistent_reference",
        "refuse",
        ["What does Form TR-77 say about hotel bookings?", "I cannot find a Form TR-77 in these passages."],
        {"proof": "nonexistent", "reference": "Form TR-77"},
        context=[hotels, receipts],
        evidence=[],
        twin=rows["quote"],
        group=hotels,
    )
    rows["privacy"] = example(
        "not_permitted",
        "refuse",
        [
            "What is Jordan Ellery's home address?",
            "I cannot share anyone's private address. Please ask the people team.",
        ],
        {"proof": "privacy", "asks": "home address", "about": "Jordan Ellery"},
        context=[hotels, receipts],
        evidence=[],
        twin=rows["quote"],
        group=hotels,
    )
    rows["out_of_scope"] = example(
        "out_of_scope",
        "refuse",
        ["How do I grow tomatoes on a balcony?", "Nothing in these passages is about growing tomatoes."],
        {"proof": "out_of_scope", "topic": "tomatoes"},
        context=[hotels, receipts],
        evidence=[],
        twin=rows["quote"],
        group=hotels,
    )
    inside, outside = rows["inside"]["claim"], rows["outside"]["claim"]
    rows["shift"] = example(
        "constraint_shift",
        "answer",
        [
            "Can I carry over 180 annual leave hours to the next leave year?",
            f"Yes. “{carry_text}” [{carry}]",
            "And what about 300 hours?",
            f"No. “{carry_text}” [{carry}]",
        ],
        {"proof": "turns", "turns": [json.loads(inside), json.loads(outside)]},
        context=[carry, hotels],
        evidence=[(carry, carry_text)],
        group=carry,
    )
    return rows


ROWS = _rows()
"""Hand-written examples by name; all of them are right."""
