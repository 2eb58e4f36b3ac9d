"""Seeded mutations: finished examples made wrong the way a clever author of wrong examples would, to test the verifier.

Every mutant is semantically wrong, and as consistent within itself as it can be made: the claim is adjusted to fit,
quotation
and prose change together, and the id is derived again. Same examples, corpus, n and seed: same mutants.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from assets.examples.records import Examples
from assets.identity import canonical_json, content_id, sha256
from checks.verifier import Verifier

Row = dict[str, Any]

KINDS = ("comparator_flip", "value_swap", "restored_evidence", "swapped_behaviour", "foreign_citation")


@dataclass(frozen=True)
class MutationReport:
    """What the verifier made of mutants and of the rows they came from."""

    by_kind: pl.DataFrame  # kind, planted, rejected, rate (null where none could be planted)
    accepted: pl.DataFrame  # the mutants that passed (columns of Examples and `mutation`)
    untouched: int
    false_alarms: int

    @property
    def planted(self) -> int:
        """How many mutants there were."""
        return int(self.by_kind["planted"].sum())

    @property
    def rate(self) -> float:
        """The share of mutants rejected; 1.0 when there were none."""
        return float(self.by_kind["rejected"].sum()) / self.planted if self.planted else 1.0


def mutation_report(
    examples: pl.DataFrame, documents: pl.DataFrame, passages: pl.DataFrame, n: int, seed: int
) -> MutationReport:
    """Plant `n` mutations, verify each in its original's place, and verify the untouched examples."""
    verifier = Verifier(documents, passages)
    mutants = mutate(examples, documents, passages, n, seed)
    by_id = {row["example"]: row for row in examples.iter_rows(named=True)}
    caught = [
        (verifier.reason(row) or verifier.twin_reason(row, by_id.get(row["twin"]))) is not None
        for row in mutants.iter_rows(named=True)
    ]
    mutants = mutants.with_columns(pl.Series("caught", caught, dtype=pl.Boolean))
    kinds = pl.DataFrame({"kind": KINDS})
    counts = mutants.group_by(kind="mutation").agg(planted=pl.len(), rejected=pl.col("caught").sum())
    by_kind = (
        kinds.join(counts, on="kind", how="left", maintain_order="left")
        .with_columns(pl.col("planted", "rejected").fill_null(0).cast(pl.Int64))
        .with_columns(rate=pl.when(pl.col("planted") > 0).then(pl.col("rejected") / pl.col("planted")))
    )
    false_alarms = verifier.verify(examples).filter(~pl.col("ok")).height
    return MutationReport(by_kind, mutants.filter(~pl.col("caught")).drop("caught"), examples.height, false_alarms)


def mutate(examples: pl.DataFrame, documents: pl.DataFrame, passages: pl.DataFrame, n: int, seed: int) -> pl.DataFrame:
    """Up to `n` mutants (columns of Examples, and `mutation`: one of KINDS), the kinds in equal shares where they
    apply."""
    rows = list(examples.iter_rows(named=True))
    pool = _Pool.of(rows, documents, passages)
    queues = {kind: _mutants(kind, rows, pool, seed) for kind in KINDS}
    found: list[Row] = []
    while queues and len(found) < n:
        for kind in KINDS:
            if kind in queues and len(found) < n:
                row = next(queues[kind], None)
                if row is None:
                    del queues[kind]
                else:
                    found.append({**row, "mutation": kind})
    schema = {**Examples.create_empty().schema, "mutation": pl.String()}
    return pl.DataFrame(found, schema=schema).sort("mutation", "example", maintain_order=True)


@dataclass(frozen=True)
class _Pool:
    """What mutants are made from."""

    by_id: dict[str, Row]
    by_behaviour: dict[str, list[Row]]
    passages: dict[str, list[Row]]  # document -> context entries with "start" and "end"
    sections: list[str]
    tickets: frozenset[str]  # documents

    @classmethod
    def of(cls, rows: list[Row], documents: pl.DataFrame, passages: pl.DataFrame) -> "_Pool":
        ok = documents.filter((pl.col("status") == "ok") & (pl.col("revision") == 0))
        titles = dict(ok.sort("title", descending=True).select("document", "title").iter_rows())
        shown: dict[str, list[Row]] = {}
        fine = passages.filter((pl.col("status") == "ok") & pl.col("document").is_in(list(titles)))
        for p in fine.sort("document", "ordinal").iter_rows(named=True):
            section = " > ".join(x for x in (titles[p["document"]], *p["heading"]) if x)
            entry = {"section": section, **{k: p[k] for k in ("passage", "document", "text", "start", "end")}}
            shown.setdefault(p["document"], []).append(entry)
        behaviours: dict[str, list[Row]] = {}
        for row in rows:
            behaviours.setdefault(row["behaviour"], []).append(row)
        sections = sorted({e["section"] for entries in shown.values() for e in entries})
        tickets = frozenset(ok.filter(pl.col("kind") == "ticket")["document"])
        return cls({row["example"]: row for row in rows}, behaviours, shown, sections, tickets)

    def heard(self, question: str) -> Row | None:
        """Where a ticket asks the question: document, start, end."""
        for document in sorted(self.tickets & self.passages.keys()):
            for p in self.passages[document]:
                if (at := p["text"].find(question)) >= 0:
                    start = p["start"] + at
                    return {"document": document, "start": start, "end": start + len(question)}
        return None


def _mutants(kind: str, rows: list[Row], pool: _Pool, seed: int) -> Iterator[Row]:
    """The mutants of one kind, best mixed: every row with its first way of going wrong, then with its second ..."""
    order = sorted(rows, key=lambda row: sha256(f"{seed} {kind} {row['example']}"))
    made: set[str] = set()
    ways = _WAYS[kind]
    for turn in range(len(ways)):
        for row in order:
            draw = int(sha256(f"{seed} {kind} {row['example']} {turn}")[:12], 16)
            way = ways[(turn + int(row["example"][:8], 16)) % len(ways)]
            mutant = way(row, json.loads(row["claim"]), draw, pool)
            if mutant is not None:
                mutant["example"] = content_id(
                    [mutant["messages"], mutant["situation"], mutant["behaviour"], json.loads(mutant["claim"])]
                )
                if mutant["example"] != row["example"] and mutant["example"] not in made:
                    made.add(mutant["example"])
                    yield mutant


# --- helpers ------------------------------------------------------------


def _with(
    row: Row, *, claim: Row | None = None, answer: str | None = None, question: str | None = None, **other: Any
) -> Row:
    """A copy with another claim, last answer, first question or columns."""
    messages = [dict(m) for m in row["messages"]]
    if answer is not None:
        messages[-1]["content"] = answer
    if question is not None:
        head = messages[1]["content"].rpartition("Question: ")[0]
        messages[1]["content"] = f"{head}Question: {question}"
    text = row["claim"] if claim is None else canonical_json(claim).decode()
    return {**row, "messages": messages, "claim": text, **other}


def _question(row: Row) -> str:
    return str(row["messages"][1]["content"].rpartition("Question: ")[2])


def _answer(row: Row) -> str:
    return str(row["messages"][-1]["content"])


def _printed(row: Row, context: list[Row]) -> Row:
    """The row with another context, printed anew."""
    shown = [{k: p[k] for k in ("passage", "document", "section", "text")} for p in context]
    text = "".join(f"[{i}] {p['section']}\n{p['text']}\n\n" for i, p in enumerate(shown, 1))
    messages = [dict(m) for m in row["messages"]]
    messages[1]["content"] = f"{text}Question: {_question(row)}"
    return {**row, "messages": messages, "context": shown}


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def _other_opening(answer: str) -> str | None:
    """The answer with Yes and No exchanged; None when it opens with neither."""
    for word, other in (("Yes", "No"), ("No", "Yes")):
        if re.match(rf"{word}\b(?=[,.:;!—–-]|\s|$)", answer) and not re.match(r"No \w", answer):
            return other + answer[len(word) :]
    return None


_FLIPS = (
    ("no more than", "no less than"), ("not more than", "not less than"), ("at most", "at least"),
    ("up to", "at least"),
    ("a maximum of", "a minimum of"), ("maximum", "minimum"), ("more than", "less than"),
    ("longer than", "shorter than"),
    ("over", "under"), ("above", "below"), ("within", "after"), ("no later than", "no earlier than"),
    ("or more", "or less"),
    ("exceed", "fall below"), ("fewer than", "more than"),
)  # fmt: skip
_COMPARATORS = {"at_most": "at_least", "less_than": "more_than", "at_least": "at_most", "more_than": "less_than"}
_STRICT = {"at_most": "less_than", "less_than": "at_most", "at_least": "more_than", "more_than": "at_least"}


def _flip_words(text: str) -> str | None:
    """The text with its first comparator turned round; None when it has none."""
    pairs = [*_FLIPS, *((b, a) for a, b in _FLIPS)]
    pairs.sort(key=lambda pair: -len(pair[0]))
    pattern = re.compile("|".join(rf"\b{re.escape(a)}\b" for a, _ in pairs), re.IGNORECASE)
    if not (match := pattern.search(text)):
        return None
    return text[: match.start()] + dict(pairs)[match[0].lower()] + text[match.end() :]


def _admits(comparator: str, asked: float, value: float, high: float | None) -> bool:
    return {
        "at_most": asked <= value, "less_than": asked < value, "at_least": asked >= value, "more_than": asked > value,
        "exactly": asked == value, "between": value <= asked <= (high if high is not None else value),
    }[comparator]  # fmt: skip


# --- comparator_flip ------------------------------------------------------------


def _flip_claim(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """Another comparator in the claim, with outcome, situation, polarity and opening as they would follow from it."""
    if claim["proof"] != "limit" or claim["comparator"] not in _COMPARATORS:
        return None
    table = _STRICT if claim["asked"] == claim["value"] else _COMPARATORS
    comparator = table[claim["comparator"]]
    holds = _admits(comparator, claim["asked"], claim["value"], claim.get("value_high"))
    answer = _other_opening(_answer(row))
    if holds == claim["holds"] or answer is None or claim.get("polarity") is None:
        return None
    fitted = {
        **claim,
        "comparator": comparator,
        "holds": holds,
        "polarity": "no" if claim["polarity"] == "yes" else "yes",
    }
    situation = row["situation"]
    if situation != "at_limit":
        situation = "outside_limit" if situation == "inside_limit" else "inside_limit"
    quoted = f"“{claim['quote']}”"
    prose = re.sub(r"^(Yes|No)\b.*?(?=“)", r"\1. ", answer, flags=re.S) if quoted in answer else answer
    return _with(row, claim=fitted, answer=prose, situation=situation)


def _flip_quotation(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The comparator turned round in the claim's quote and wherever the answer holds it."""
    quote = claim.get("quote")
    if not isinstance(quote, str) or "“" not in _answer(row):
        return None
    quotation = re.search(r"“([^“”]*)”", _answer(row))
    flipped = _flip_words(quotation[1]) if quotation else None
    if quotation is None or flipped is None:
        return None
    answer = _answer(row).replace(quotation[1], flipped)
    fitted = {**claim, "quote": quote.replace(quotation[1], flipped)}
    if claim["proof"] == "limit" and claim["comparator"] in _COMPARATORS:
        comparator = _COMPARATORS[claim["comparator"]]
        holds = _admits(comparator, claim["asked"], claim["value"], claim.get("value_high"))
        fitted |= {"comparator": comparator, "holds": holds}
    return _with(row, claim=fitted, answer=answer)


def _flip_opening(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """Yes for No, in answer and claim."""
    if claim["proof"] not in ("limit", "polarity", "clause") or claim.get("polarity") is None:
        return None
    answer = _other_opening(_answer(row))
    if answer is None:
        return None
    return _with(row, claim={**claim, "polarity": "no" if claim["polarity"] == "yes" else "yes"}, answer=answer)


def _flip_in_turns(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The last turn of a dialogue says the contrary."""
    if claim["proof"] != "turns":
        return None
    last = claim["turns"][-1]
    single = {**row, "claim": canonical_json(last).decode()}
    flipped = (_flip_claim if draw % 2 else _flip_opening)(single, last, draw, pool)
    if flipped is None:
        return None
    turns = [*claim["turns"][:-1], json.loads(flipped["claim"])]
    return {**flipped, "situation": row["situation"], "claim": canonical_json({**claim, "turns": turns}).decode()}


# --- value_swap ------------------------------------------------------------


def _swap_asked(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The question's amount moved across the limit; the answer keeps its verdict."""
    if claim["proof"] != "limit" or claim["comparator"] not in _COMPARATORS:
        return None
    step = max(1.0, round(claim["value"] * (0.1 + draw % 7 / 10)))
    sides = (claim["value"] - step, claim["value"] + step)
    moved = [v for v in sides if v > 0 and _admits(claim["comparator"], v, claim["value"], None) != claim["holds"]]
    old, new = _number(claim["asked"]), _number(moved[0]) if moved else ""
    if not moved or not re.search(rf"\b{re.escape(old)}\b", _question(row)):
        return None
    question = re.sub(rf"\b{re.escape(old)}\b", new, _question(row))
    prose = re.sub(r"(?<=^).*?(?=“)", lambda m: re.sub(rf"\b{re.escape(old)}\b", new, m[0]), _answer(row), flags=re.S)
    return _with(row, claim={**claim, "asked": moved[0]}, question=question, answer=prose)


def _swap_fitted(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """Another value in claim and prose, so that the wrong verdict follows from the wrong value."""
    if claim["proof"] != "limit" or claim["comparator"] not in _COMPARATORS or claim.get("polarity") is None:
        return None
    value = claim["asked"] * 2 if claim["asked"] >= claim["value"] else max(1.0, claim["asked"] // 2)
    holds = _admits(claim["comparator"], claim["asked"], value, None)
    answer = _other_opening(_answer(row))
    if holds == claim["holds"] or answer is None:
        return None
    fitted = {**claim, "value": value, "holds": holds, "polarity": "no" if claim["polarity"] == "yes" else "yes"}
    old, new = _number(claim["value"]), _number(value)
    situation = "inside_limit" if row["situation"] != "inside_limit" else "outside_limit"
    fitted["quote"] = claim["quote"].replace(old, new) if draw % 2 else claim["quote"]
    return _with(row, claim=fitted, answer=answer.replace(old, new) if draw % 2 else answer, situation=situation)


def _swap_quoted(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """Another number in the answer, and everywhere in the claim that names it."""
    found = re.findall(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])", re.sub(r"\[[^\]]*\]", "", _answer(row)))
    if not found:
        return None
    old = found[draw % len(found)].rstrip(",")
    new = _number(float(old.replace(",", "")) + 1 + draw % 20)
    pattern = re.compile(rf"(?<![\w.,-]){re.escape(old)}(?![\w.-]*\d)")
    parts = re.split(r"(\[[^\]]*\])", _answer(row))
    answer = "".join(p if p.startswith("[") else pattern.sub(new, p) for p in parts)
    if answer == _answer(row):
        return None
    text = pattern.sub(new, row["claim"]) if draw % 2 and claim["proof"] != "absent" else row["claim"]
    try:
        return _with(row, claim=json.loads(text), answer=answer)
    except ValueError:
        return None


def _swap_revisions(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The old value given as the effective one."""
    if claim["proof"] != "superseded":
        return None
    new, old = claim["value_text"], claim["old_value_text"]

    def exchange(text: str) -> str:
        return text.replace(new, "\0").replace(old, new).replace("\0", old)

    fitted = {**claim, "value_text": old, "old_value_text": new, "quote": exchange(claim["quote"])}
    return _with(row, claim=fitted, answer=exchange(_answer(row)))


def _swap_premise(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The premise made true: the question now says what the document says."""
    if claim["proof"] != "premise" or claim["claimed"] not in _question(row) or not re.search(r"\d", claim["actual"]):
        return None
    question = _question(row).replace(claim["claimed"], claim["actual"])
    return _with(row, claim={**claim, "claimed": claim["actual"]}, question=question)


def _swap_slot(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The missing amount or clause given after all, and still asked for."""
    if claim["proof"] != "missing":
        return None
    if claim["slot"] == "clause":
        clause = re.sub(r"\byour\b", "my", re.sub(r"\byou are\b", "I am", re.sub(r"\byou\b", "I", claim["clause"])))
        return _with(row, question=f"{clause[:1].upper()}{clause[1:].rstrip('.')}. {_question(row)}")
    amount, unit = _number(2 + draw % 60), claim["unit"]
    given = {"USD": f"${amount}", "EUR": f"€{amount}", "percent": f"{amount} percent"}.get(unit, f"{amount} {unit}s")
    return _with(row, question=f"It is about the case of {given}. {_question(row)}".replace("about the case of ", ""))


# --- restored_evidence ------------------------------------------------------------


def _removed(claim: Row, pool: _Pool) -> list[Row]:
    place = claim["removed"]
    entries = pool.passages.get(place["document"], [])
    return [p for p in entries if p["start"] < place["end"] and place["start"] < p["end"]]


def _restore(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The removed passage back in the context, added or in another's place."""
    if claim["proof"] != "absent" or not (back := _removed(claim, pool)):
        return None
    context = list(row["context"])
    at = draw % (len(context) + 1)
    return _printed(row, context[:at] + back[:1] + context[at + draw % 2 :])


def _restore_elsewhere(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The removed passage back in the context, while the claim says that another one was removed."""
    restored = _restore(row, claim, draw, pool)
    if restored is None:
        return None
    shown = {p["passage"] for p in restored["context"]}
    others = [p for p in pool.passages[claim["removed"]["document"]] if p["passage"] not in shown]
    others = others or [p for d in sorted(pool.passages) for p in pool.passages[d] if p["passage"] not in shown]
    if not others:
        return None
    other = others[draw % len(others)]
    sentence = re.split(r"(?<=[.!?])\s|\n", other["text"])[0]
    place = {"document": other["document"], "start": other["start"], "end": other["start"] + len(sentence)}
    evidence = [{**place, "passage": other["passage"], "section": other["section"], "text": sentence}]
    return _with(
        restored, claim={**claim, "removed": place, "quote": sentence}, evidence=evidence,
        document=other["document"], section=other["section"],
    )  # fmt: skip


def _answer_in_context(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """A sentence that answers what a ticket asks, written into a passage that is shown."""
    if claim["proof"] != "unanswered":
        return None
    context = list(row["context"])
    at = draw % len(context)
    said = claim["missing"].removeprefix("whether ")
    sentence = f"{said[:1].upper()}{said[1:]}: {2 + draw % 30} days."
    text = f"{context[at]['text']} {sentence}" if draw % 2 else f"{sentence} {context[at]['text']}"
    return _printed(row, [*context[:at], {**context[at], "text": text}, *context[at + 1 :]])


def _ticket_in_context(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """A ticket among the passages of a question that no document answers."""
    if claim["proof"] != "unanswered":
        return None
    asked = [p for p in pool.passages[claim["asked_in"]["document"]] if p["start"] <= claim["asked_in"]["start"]]
    context = list(row["context"])
    at = draw % (len(context) + 1)
    return _printed(row, context[:at] + asked[-1:] + context[at + draw % 2 :])


def _answered_elsewhere(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """What a ticket asks and a document answers, refused over passages without the answer."""
    refusal = _refuse_heard(row, claim, draw, pool)
    evident = {e["passage"] for e in row["evidence"]}
    context = [p for p in row["context"] if p["passage"] not in evident]
    return _printed(refusal, context) if refusal is not None and context else None


# --- swapped_behaviour ------------------------------------------------------------

_REFUSALS = ("The passages do not say {}.", "These passages do not state {}.", "I cannot find {} in these passages.")


def _swap_label(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """Another behaviour on the same answer."""
    others = [
        b for b in ("answer", "clarify", "correct_premise", "surface_conflict", "refuse") if b != row["behaviour"]
    ]
    return _with(row, behaviour=others[draw % len(others)])


def _swap_worse(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The worse answer of the preference pair as the right one."""
    if not row["rejected"]:
        return None
    return _with(row, answer=row["rejected"], rejected=_answer(row))


def _swap_twin(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """The twin's answer to the boundary question."""
    twin = pool.by_id.get(row["twin"])
    if twin is None or twin["behaviour"] == row["behaviour"]:
        return None
    if row["behaviour"] == "correct_premise" and not _answer(twin).startswith("Yes"):
        return None  # the plain rule may well correct the premise
    return _with(row, answer=_answer(twin))


def _swap_refusal(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """A refusal of what the context answers, with a claim that some other passage was removed."""
    if (
        row["behaviour"] != "answer"
        or len(row["messages"]) != 3
        or claim["proof"] not in ("quote", "limit", "polarity")
    ):
        return None
    shown = {p["passage"] for p in row["context"]}
    others = [p for p in pool.passages.get(row["document"], []) if p["passage"] not in shown]
    if not others:
        return None
    other = others[draw % len(others)]
    missing = _question(row).rstrip("?. ")
    place = {"document": other["document"], "start": other["start"], "end": other["end"]}
    fitted = {"proof": "absent", "removed": place, "quote": other["text"], "missing": missing}
    evidence = [{**place, "passage": other["passage"], "section": other["section"], "text": other["text"]}]
    return _with(
        row, claim=fitted, answer=_REFUSALS[draw % 3].format(missing[:1].lower() + missing[1:]), behaviour="refuse",
        situation="undocumented", evidence=evidence, section=other["section"], twin=row["example"],
    )  # fmt: skip


def _refuse_heard(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """A refusal of what a ticket asks and the context answers, with a claim that no document does."""
    place = pool.heard(_question(row)) if row["behaviour"] == "answer" and len(row["messages"]) == 3 else None
    if place is None:
        return None
    missing = _question(row).rstrip("?. ")
    missing = missing[:1].lower() + missing[1:]
    answer = f"{_REFUSALS[draw % 3].format(missing)} Please ask the owner of the documents."
    return _with(
        row, claim={"proof": "unanswered", "asked_in": place, "missing": missing}, answer=answer, behaviour="refuse",
        situation="undocumented", evidence=[], document="", section="", twin=row["example"], rejected=None,
        rejected_kind=None,
    )  # fmt: skip


def _swap_clarify(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """Asking back for an amount that the question gives."""
    if claim["proof"] != "limit" or len(row["messages"]) != 3:
        return None
    fitted = {"proof": "missing", "quote": claim["quote"], "slot": "amount", "unit": claim["unit"]}
    answer = f"How many {claim['unit']}s is it? “{claim['quote']}” [{row['section']}]"
    return _with(
        row, claim=fitted, answer=answer, behaviour="clarify", situation="missing_amount",
        twin=row["twin"] or row["example"],
    )  # fmt: skip


def _swap_guess(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """A question that should be asked back, answered."""
    if row["behaviour"] not in ("clarify", "surface_conflict") or len(row["messages"]) != 3:
        return None
    quote = claim.get("quote") or claim["quotes"][draw % 2]
    fitted = {"proof": "polarity", "quote": quote, "polarity": "yes"}
    section = next((e["section"] for e in row["evidence"] if quote in e["text"]), row["section"])
    if claim["proof"] == "conflict":
        fitted = {"proof": "quote", "quote": quote}
    opening = "Yes. " if claim["proof"] != "conflict" else ""
    return _with(
        row, claim=fitted, answer=f"{opening}“{quote}” [{section}]", behaviour="answer", situation="answerable", twin=""
    )


# --- foreign_citation ------------------------------------------------------------


def _cite_foreign(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """A section of another document in a citation's place, or beside an answer that cites none."""
    shown = {p["section"] for p in row["context"]}
    foreign = [s for s in pool.sections if s not in shown]
    if not foreign:
        return None
    section = foreign[draw % len(foreign)]
    cited = [s for s in sorted(shown) if f"[{s}]" in _answer(row)]
    if not cited:
        return _with(row, answer=f"{_answer(row)} [{section}]")
    return _with(row, answer=_answer(row).replace(f"[{cited[draw % len(cited)]}]", f"[{section}]"))


def _cite_invented(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """A section that exists nowhere."""
    cited = [p["section"] for p in row["context"] if f"[{p['section']}]" in _answer(row)]
    endings = ("Overview", "Details", "Appendix B", "Approvals")
    if not cited:
        return _with(row, answer=f"{_answer(row)} [Handbook > {endings[draw % 4]}]")
    old = cited[draw % len(cited)]
    return _with(row, answer=_answer(row).replace(f"[{old}]", f"[{old} > {endings[draw % 4]}]"))


def _cite_unused(row: Row, claim: Row, draw: int, pool: _Pool) -> Row | None:
    """A section from elsewhere cited beside the right one, with a row of evidence for it."""
    shown = {p["section"] for p in row["context"]}
    others = [p for d in sorted(pool.passages) for p in pool.passages[d] if p["section"] not in shown]
    if not others or not row["evidence"]:
        return None
    other = others[draw % len(others)]
    span = {k: other[k] for k in ("passage", "document", "section", "start", "end", "text")}
    return _with(row, answer=f"{_answer(row)} See also [{other['section']}].", evidence=[*row["evidence"], span])


Way = Callable[[Row, Row, int, _Pool], Row | None]

_WAYS: dict[str, tuple[Way, ...]] = {
    "comparator_flip": (_flip_claim, _flip_quotation, _flip_opening, _flip_in_turns),
    "value_swap": (_swap_asked, _swap_fitted, _swap_quoted, _swap_revisions, _swap_premise, _swap_slot),
    "restored_evidence": (_restore, _restore_elsewhere, _answer_in_context, _ticket_in_context, _answered_elsewhere),
    "swapped_behaviour": (
        _swap_label,
        _swap_worse,
        _swap_twin,
        _swap_refusal,
        _refuse_heard,
        _swap_clarify,
        _swap_guess,
    ),
    "foreign_citation": (_cite_foreign, _cite_invented, _cite_unused),
}
