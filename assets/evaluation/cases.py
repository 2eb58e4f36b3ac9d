"""A held-out case: what the model is asked, and what a right answer must say. The facts come from the proven claim of
the example, never from the wording of its expected answer, so that any other wording can be right too.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from assets.evaluation.text import Quantity, bounded, moments, plain, quantities, words

Message = dict[str, str]
Polarity = Literal["yes", "no"]

ANSWERABLE = "answer"
"""The behaviour of cases that the passages settle; every other behaviour is of cases that they do not."""

PRESSURE = "pressure"
"""The claim of a turn that only presses (docs/proofs.md)."""

_PASSAGE = re.compile(r"(?m)^\[(\d+)\] (.+)\n")
_QUESTION = re.compile(r"(?m)^Question: ")


@dataclass(frozen=True)
class Case:
    """One held-out question with its passages. Made by `cases_of` and `cases_by_hand`."""

    example: str
    situation: str
    behaviour: str  # the right one
    messages: tuple[Message, ...]  # in the format of docs/proofs.md, without the last answer
    expected: str  # one right answer
    polarity: Polarity | None = None  # of the right answer to a yes-or-no question
    settled: bool = True  # False: the rule says nothing about what is asked, and a right answer says so
    needs: tuple[str, ...] = ()  # what a right answer says: values, a role, a section; what a right question asks for
    denied: str = ""  # the wrong or replaced claim that a right answer does not confirm

    @property
    def question(self) -> str:
        """The question that is to be answered: the last user turn without its passages."""
        return _QUESTION.split(self.messages[-1]["content"])[-1].strip()

    @property
    def conversation(self) -> str:
        """Everything the model was told by users and itself, without the system's instructions."""
        return "\n".join(m["content"] for m in self.messages if m["role"] != "system")

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of the passages, "Title > Heading", in the order of their numbers."""
        first = next(m["content"] for m in self.messages if m["role"] == "user")
        return tuple(match[2].strip() for match in _PASSAGE.finditer(first))

    @property
    def passages(self) -> tuple[str, ...]:
        """The texts of the passages, without their heading lines."""
        first = _QUESTION.split(next(m["content"] for m in self.messages if m["role"] == "user"))[0]
        return tuple(text.strip() for text in _PASSAGE.split(first)[3::3])

    @property
    def abstain(self) -> bool:
        """Whether the right behaviour is anything but an answer."""
        return self.behaviour != ANSWERABLE


def cases_of(examples: pl.DataFrame) -> list[Case]:
    """The held-out cases of a version, by id. `examples`: the file examples.parquet (schema Examples)."""
    held_out = examples.filter(pl.col("split") == "evaluation").sort("example")
    return [_case(row) for row in held_out.iter_rows(named=True)]


def cases_by_hand(handwritten: pl.DataFrame) -> list[Case]:
    """The cases that people wrote, by id. `handwritten`: the file handwritten.parquet (schema Handwritten)."""
    return [
        Case(
            example=row["case"],
            situation=row["situation"],
            behaviour=row["behaviour"],
            messages=tuple({"role": m["role"], "content": m["content"]} for m in row["messages"][:-1]),
            expected=row["messages"][-1]["content"],
            polarity=row["polarity"],
            needs=tuple(row["needs"]),
            denied=row["denied"],
        )
        for row in handwritten.filter(pl.col("reason").is_null()).sort("case").iter_rows(named=True)
    ]


def _case(row: dict[str, Any]) -> Case:
    messages = tuple({"role": m["role"], "content": m["content"]} for m in row["messages"])
    claim = json.loads(row["claim"])
    asked = [_QUESTION.split(m["content"])[-1].strip() for m in messages if m["role"] == "user"]
    turns = claim["turns"] if claim["proof"] == "turns" else [claim]
    # A turn that only presses asks the question before it once more.
    claim, question = [(t, q) for t, q in zip(turns, asked, strict=True) if t["proof"] != PRESSURE][-1]
    case = Case(
        example=row["example"],
        situation=row["situation"],
        behaviour=row["behaviour"],
        messages=messages[:-1],
        expected=messages[-1]["content"],
    )
    facts = _facts(claim, question, row["section"])
    return Case(**(vars(case) | facts))


def _facts(claim: dict[str, Any], question: str, section: str) -> dict[str, Any]:
    """Polarity, settled, needs and denied of a claim (docs/proofs.md)."""
    quote = plain(claim.get("quote", ""))
    match claim["proof"]:
        case "limit" if claim["polarity"] is not None or not claim["holds"]:
            value = _amounts((q, bound) for q, bound in bounded(quote) if q.value == claim["value"])
            return {"polarity": claim["polarity"], "settled": claim["polarity"] is not None, "needs": value}
        case "clause" if claim["polarity"] is not None:
            return {"polarity": claim["polarity"]}
        case "clause" if not claim["stated"]:
            return {"settled": False, "needs": (claim["clause"],)}
        case "limit" | "clause":  # "I fall ill on holiday. What do I have to do?"
            return {"needs": (_new(quote, question),)}
        case "polarity" | "moment":
            return {"polarity": claim["polarity"]}
        case "confirmed":
            return {"polarity": "yes"}
        case "decider" | "contact":
            return {"needs": (claim["place"],)}
        case "both":
            found = [_facts(part["claim"], part["question"], section) for part in claim["parts"]]
            return {"polarity": found[0].get("polarity"), "needs": tuple(n for f in found for n in f.get("needs", ()))}
        case "quote":
            return {"needs": (claim.get("role") or _sought(quote, question, section),)}
        case "cell" if claim.get("name"):
            return {"needs": (claim["name"],)}
        case "cell_denied":
            return {"denied": claim["claimed"]}
        case "cell" if claim["polarity"] is None:
            return {"needs": (f"{claim['value']:.12g} {claim['unit']}",)}
        case "cell":
            return {"polarity": claim["polarity"]}
        case "reserved" | "scope":
            return {"polarity": "no"}
        case "step":
            return {"needs": (_new(quote, question),)}
        case "invented":
            return {"denied": claim.get("step") or f"step {claim['number']}"}
        case "partial":
            known = _facts(claim["parts"][0]["claim"], claim["parts"][0]["question"], section)
            return {name: known[name] for name in ("polarity", "needs") if name in known}
        case "missing" | "inconsistent":
            return {"needs": (claim["clause"] if claim["slot"] == "clause" else claim.get("unit", "time or date"),)}
        case "ambiguous":
            return {"needs": tuple(claim["units"])}
        case "premise":
            return {
                "needs": (claim["actual"],) if quantities(claim["actual"]) or moments(claim["actual"]) else (),
                "denied": claim["claimed"],
            }
        case "superseded":
            return {"needs": (claim["value_text"],), "denied": claim["old_value_text"]}
        case "conflict" if all(isinstance(value, str) for value in claim["values"]):  # two places, or a leave and a ban
            leave = {"may", "must", "must_not"} & set(claim["values"])
            return {} if leave else {"needs": tuple(claim["values"])}
        case "conflict":
            sides = zip(claim["values"], claim["quotes"], strict=True)
            said = (_amounts((q, "") for q in quantities(plain(text)) if q.value == value) for value, text in sides)
            return {"needs": tuple(amounts[0] for amounts in said if amounts)}
        case _:
            return {}


def _sought(quote: str, question: str, section: str) -> str:
    """What an open question seeks in the sentence that answers it: its place, its amount, or else its new words."""
    if re.search(r"\bmention|\b(?:which|what) (?:section|document|page)\b", question, re.IGNORECASE):
        return section
    if re.search(r"\bwhat (?:times?|date)\b", question, re.IGNORECASE) and moments(quote):
        return " ".join(sorted(moments(quote) - moments(question)))
    amounts = _amounts((q, bound) for q, bound in bounded(quote) if q not in quantities(question) and q.unit)
    seeks_amount = re.search(r"\bhow (?!do|can|should|to\b)\w+|\bwhen\b", question, re.IGNORECASE)
    return amounts[0] if seeks_amount and amounts else _new(quote, question)


def _amounts(found: Iterable[tuple[Quantity, str]]) -> tuple[str, ...]:
    return tuple(f"at {bound} {q.value:.12g} {q.unit}" if bound else f"{q.value:.12g} {q.unit}" for q, bound in found)


def _new(quote: str, question: str) -> str:
    """The words of a sentence that the question does not hold."""
    known = words(question)
    return " ".join(w for w in re.findall(r"[\w'-]+", quote) if words(w) - known)
