"""The verifier: a label needs a proof. It reads finished examples and the redacted corpus, and nothing else.

It imports neither the recipes nor the extractor; docs/proofs.md is all that it shares with them. What it cannot derive
again from the corpus, the question and the answer it rejects: a wrong label that passes is worse than a right one
that does
not. Same frames, same verdicts.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from assets.identity import content_id
from checks.verifier.amounts import measured, quantities
from checks.verifier.cases import Case, Printed, Rejected, Turn, check_form, require, split_answer
from checks.verifier.corpus import Corpus
from checks.verifier.moments import moments
from checks.verifier.proofs import evidence_of, prove
from checks.verifier.proofs.dialogues import PRESSURE
from checks.verifier.words import coverage, plain, words

Row = dict[str, Any]

__all__ = ["Verifier", "verdicts", "verify"]


def verify(examples: pl.DataFrame, documents: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """One row per example, in order: example, ok, reason (the first rule that fails, null when ok; free of document
    text).

    `examples` as in assets/examples/records.py, `documents` and `passages` as in assets/privacy/records.py. Never
    raises for a
    bad example.
    """
    return Verifier(documents, passages).verify(examples)


def verdicts(documents: pl.DataFrame, passages: pl.DataFrame) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """`verify` over one corpus, which is indexed once for however many calls."""
    return Verifier(documents, passages).verify


class Verifier:
    """The rules over one corpus, indexed once."""

    def __init__(self, documents: pl.DataFrame, passages: pl.DataFrame):
        self._corpus = Corpus(documents, passages)

    def verify(self, examples: pl.DataFrame) -> pl.DataFrame:
        """See `verify`: every row by itself, then the rows together."""
        rows = list(examples.iter_rows(named=True))
        reasons = [self.reason(row) for row in rows]
        for among in (_one_system_text, _one_row_each, _one_split, _one_behaviour):
            for index, reason in among(rows).items():
                reasons[index] = reasons[index] or reason
        by_id = {row["example"]: row for row in rows}
        for index, row in enumerate(rows):
            reasons[index] = reasons[index] or self.twin_reason(row, by_id.get(row["twin"]))
        rejected = {row["example"] for row, reason in zip(rows, reasons, strict=True) if reason}
        while True:
            orphans = [i for i, row in enumerate(rows) if row["twin"] in rejected and row["example"] not in rejected]
            if not orphans:
                break
            for index in orphans:
                reasons[index] = "its twin is rejected"
                rejected.add(rows[index]["example"])
        return pl.DataFrame(
            {
                "example": [row["example"] for row in rows],
                "ok": [reason is None for reason in reasons],
                "reason": reasons,
            },
            schema={"example": pl.String, "ok": pl.Boolean, "reason": pl.String},
        )

    def reason(self, row: Row) -> str | None:
        """The first rule that the row fails by itself; None when it passes all."""
        try:
            claim = _claim(row)
            case, questions, answers = self._open(row)
            prove(case, _turns(case, questions, answers), claim)
            for worse in (row["rejected"], *(other["answer"] for other in row["also_rejected"])):
                if worse is not None:
                    _check_rejected(worse, case, questions, answers, claim)
        except Rejected as failed:
            return str(failed)
        except (LookupError, TypeError, ValueError, AttributeError):
            return "the example is malformed"
        return None

    def twin_reason(self, row: Row, twin: Row | None) -> str | None:
        """Why the row's twin (None: not found) is not its answerable counterpart; None when it is, or none is owed."""
        try:
            self._check_twin(row, twin)
        except Rejected as failed:
            return str(failed)
        except (LookupError, TypeError, ValueError, AttributeError):
            return "the twin is malformed"
        return None

    def _open(self, row: Row) -> tuple[Case, list[str], list[str]]:
        """The row as a case with its questions and answers; checks id, roles, context and evidence."""
        require(
            row["example"]
            == content_id([row["messages"], row["situation"], row["behaviour"], json.loads(row["claim"])]),
            "the id is not that of the content",
        )
        roles = [m["role"] for m in row["messages"]]
        turns, odd = divmod(len(roles) - 1, 2)
        require(
            turns >= 1 and not odd and roles == ["system", *["user", "assistant"] * turns],
            "the roles are out of order",
        )
        context = tuple(self._printed(shown, row["situation"]) for shown in row["context"])
        shown_ids = {(p.passage.document, p.passage.passage) for p in context}
        require(len(shown_ids) == len(context), "a passage stands twice in the context")
        question = _question(row["messages"][1]["content"], context)
        evidence = evidence_of(row["evidence"], shown_ids)
        for span in evidence:
            text = self._corpus.texts.get(span.document)
            require(text is not None, "the evidence is in no document")
            require(
                span.text and text is not None and text[span.start : span.end] == span.text,
                "the evidence is not verbatim",
            )
            inside = [
                p
                for p in self._corpus.passages.get((span.document, span.passage), [])
                if p.start <= span.start and span.end <= p.end and span.section in self._corpus.sections(p)
            ]
            require(inside, "the evidence is not in its passage and section")
            require(
                span.printed or row["situation"] in ("undocumented", "owner_named", "superseded", "pressure"),
                "the evidence is not in the context",
            )
            require(
                span.document in self._corpus.effective or row["situation"] == "superseded",
                "the evidence is not in an effective document",
            )
        first = row["evidence"][0] if row["evidence"] else {"document": "", "section": ""}
        require(
            (row["document"], row["section"]) == (first["document"], first["section"]),
            "document and section are not those of the evidence",
        )
        case = Case(row["situation"], row["behaviour"], row["document"], context, evidence, self._corpus)
        questions = [question, *(m["content"] for m in row["messages"][3::2])]
        return case, questions, [m["content"] for m in row["messages"][2::2]]

    def _printed(self, shown: Row, situation: str) -> Printed:
        found = self._corpus.passages.get((shown["document"], shown["passage"]), [])
        require(found, "a passage of the context is not in the corpus")
        effective = shown["document"] in self._corpus.effective or situation == "superseded"
        require(effective, "a passage of the context is not of an effective document")
        require(found[0].text == shown["text"], "a passage of the context is not verbatim")
        require(shown["section"] in self._corpus.sections(found[0]), "a section of the context has another name")
        return Printed(found[0], shown["section"])

    def _check_twin(self, row: Row, twin: Row | None) -> None:
        owed = row["behaviour"] != "answer" or row["situation"] in ("at_limit", "outside_limit")
        if not row["twin"]:
            require(not owed, "it names no twin")
            return
        require(twin is not None and row["twin"] != row["example"], "its twin does not exist")
        assert twin is not None  # noqa: S101 (required above; for the type checker)
        require(twin["behaviour"] == "answer", "its twin is not answerable")
        require(twin["split"] == row["split"], "its twin is on the other split")
        require(twin["group"] == row["group"], "its twin is in another group")
        claim, other = json.loads(row["claim"]), json.loads(twin["claim"])
        claim, other = _decides(claim), _decides(other)
        question = row["messages"][1]["content"].rpartition("Question: ")[2]
        given = twin["messages"][1]["content"].rpartition("Question: ")[2]
        if claim["proof"] == "absent":
            place = claim["removed"]
            holders = self._corpus.at(place["document"], place["start"], place["end"])
            shown = {(p["document"], p["passage"]) for p in twin["context"]}
            require(plain(question).casefold() == plain(given).casefold(), "its twin asks another question")
            require(any((p.document, p.passage) in shown for p in holders), "its twin does not hold the evidence")
        elif claim["proof"] == "missing":
            require(_same_rule(row, twin), "its twin is about another rule")
            said = " ".join(m["content"] for m in twin["messages"][3::2]) + " " + given
            if claim["slot"] == "amount":
                require(
                    any(measured(q, claim["unit"]) is not None for q in quantities(said)),
                    "its twin does not give the amount",
                )
            elif claim["slot"] == "moment":
                require(moments(said), "its twin does not give the moment")
            else:
                require(
                    coverage(words(claim["clause"]), words(said)) >= 0.6,
                    "its twin does not settle the clause",
                )
        elif claim["proof"] == "unanswered":
            shown = {(p["document"], p["section"]) for p in row["context"]}
            answered = {(e["document"], e["section"]) for e in twin["evidence"]}
            require(answered & shown, "its twin does not answer from what is shown")
        elif claim["proof"] in ("limit", "moment", "premise", "superseded", "conflict", "decider", "inconsistent"):
            require(_same_rule(row, twin), "its twin is about another rule")


def _decides(claim: Row) -> Row:
    """The claim of the last turn that does more than press; of a hand-over, that of what is missing."""
    turns = claim["turns"] if claim["proof"] == "turns" else [claim]
    last = next(part for part in reversed(turns) if part["proof"] != PRESSURE)
    return dict(last["gap"]["claim"] if last["proof"] == "contact" else last)


def _check_rejected(worse: str, case: Case, questions: list[str], answers: list[str], claim: Row) -> None:
    """A worse answer must not pass in the chosen one's place."""
    require(worse.strip() and plain(worse) != plain(answers[-1]), "the rejected answer is the chosen one")
    try:
        prove(case, _turns(case, questions, [*answers[:-1], worse]), claim)
    except Rejected:
        return
    raise Rejected("the rejected answer passes in the chosen one's place")


def _claim(row: Row) -> Row:
    claim = json.loads(row["claim"])
    require(isinstance(claim, dict) and "proof" in claim, "the claim names no proof")
    return dict(claim)


def _turns(case: Case, questions: list[str], answers: list[str]) -> list[Turn]:
    sections, turns = frozenset(p.section for p in case.context), []
    for i, (question, answer) in enumerate(zip(questions, answers, strict=True)):
        prose, quotations, cited = split_answer(answer, sections)
        last = i == len(questions) - 1
        turn = Turn(question, " ".join(questions[: i + 1]), answer, prose, quotations, cited, last)
        check_form(case if last else replace(case, behaviour="answer"), turn)
        turns.append(turn)
    return turns


def _question(content: str, context: tuple[Printed, ...]) -> str:
    """The question after the printed context, which must be exactly the passages of the row."""
    printed = "\n\n".join(f"[{i}] {p.section}\n{p.passage.text}" for i, p in enumerate(context, 1))
    require(content.startswith(printed), "the message does not print the context")
    rest = content[len(printed) :].lstrip("\n")
    require(
        rest.startswith("Question: ") and "\n" not in rest,
        "the message does not print the context and one question",
    )
    return rest.removeprefix("Question: ").strip()


def _same_rule(row: Row, twin: Row) -> bool:
    """Whether two rows share an evidence section."""
    return bool(
        {(e["document"], e["section"]) for e in row["evidence"]}
        & {(e["document"], e["section"]) for e in twin["evidence"]}
    )


# --- the rows together: index -> reason
# -----------------------------------------------------------------------------------


def _one_system_text(rows: list[Row]) -> dict[int, str]:
    texts = [row["messages"][0]["content"] if row["messages"] else "" for row in rows]
    usual = min(Counter(texts).items(), key=lambda item: (-item[1], item[0]), default=("", 0))[0]
    return {i: "its system message is another than that of the others" for i, t in enumerate(texts) if t != usual}


def _one_row_each(rows: list[Row]) -> dict[int, str]:
    counts = Counter(row["example"] for row in rows)
    return {i: "the example stands twice" for i, row in enumerate(rows) if counts[row["example"]] > 1}


def _one_split(rows: list[Row]) -> dict[int, str]:
    splits: dict[tuple[str, ...], set[str]] = defaultdict(set)

    def keys(row: Row) -> list[tuple[str, ...]]:
        places = [("evidence", e["document"], e["section"]) for e in row["evidence"]]
        return [("group", row["group"]), *([("point", row["point"])] if row["point"] else []), *places]

    for row in rows:
        for key in keys(row):
            splits[key].add(row["split"])
    return {
        i: "its group, point or section is on both splits"
        for i, row in enumerate(rows)
        if any(len(splits[key]) > 1 for key in keys(row))
    }


def _one_behaviour(rows: list[Row]) -> dict[int, str]:
    behaviours: dict[str, set[str]] = defaultdict(set)
    names = []
    for row in rows:
        said = [m["content"] for m in row["messages"] if m["role"] == "user"]
        said[:1] = [s.rpartition("Question: ")[2] for s in said[:1]]
        context = sorted([p["document"], p["passage"]] for p in row["context"])
        names.append(content_id([[plain(s).casefold() for s in said], context]))
        behaviours[names[-1]].add(row["behaviour"])
    return {
        i: "the same question and context carry another behaviour elsewhere"
        for i, name in enumerate(names)
        if len(behaviours[name]) > 1
    }
