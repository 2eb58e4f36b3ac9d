"""Amounts gone wrong: a comparator turned round, another value."""

import json
import re

from assets.identity import canonical_json
from checks.mutations.making import Pool, Row, Way, answer_of, number, other_opening, question_of, with_

_FLIPS = (
    ("no more than", "no less than"), ("not more than", "not less than"), ("at most", "at least"),
    ("up to", "at least"),
    ("a maximum of", "a minimum of"), ("maximum", "minimum"), ("more than", "less than"),
    ("longer than", "shorter than"),
    ("over", "under"), ("above", "below"), ("within", "after"), ("no later than", "no earlier than"),
    ("or more", "or less"),
    ("exceed", "fall below"), ("fewer than", "more than"),
)  # fmt: skip
COMPARATORS = {"at_most": "at_least", "less_than": "more_than", "at_least": "at_most", "more_than": "less_than"}
_STRICT = {"at_most": "less_than", "less_than": "at_most", "at_least": "more_than", "more_than": "at_least"}


def _flip_words(text: str) -> str | None:
    """The text with its first comparator turned round; None when it has none."""
    pairs = [*_FLIPS, *((b, a) for a, b in _FLIPS)]
    pairs.sort(key=lambda pair: -len(pair[0]))
    pattern = re.compile("|".join(rf"\b{re.escape(a)}\b" for a, _ in pairs), re.IGNORECASE)
    if not (match := pattern.search(text)):
        return None
    return text[: match.start()] + dict(pairs)[match[0].lower()] + text[match.end() :]


def admits(comparator: str, asked: float, value: float, high: float | None) -> bool:
    """Whether an amount satisfies a comparator."""
    return {
        "at_most": asked <= value, "less_than": asked < value, "at_least": asked >= value, "more_than": asked > value,
        "exactly": asked == value, "between": value <= asked <= (high if high is not None else value),
    }[comparator]  # fmt: skip


# --- comparator_flip ------------------------------------------------------------


def _flip_claim(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Another comparator in the claim, with outcome, situation, polarity and opening as they would follow from it."""
    if claim["proof"] != "limit" or claim["comparator"] not in COMPARATORS:
        return None
    table = _STRICT if claim["asked"] == claim["value"] else COMPARATORS
    comparator = table[claim["comparator"]]
    holds = admits(comparator, claim["asked"], claim["value"], claim.get("value_high"))
    answer = other_opening(answer_of(row))
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
    return with_(row, claim=fitted, answer=prose, situation=situation)


def _flip_quotation(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The comparator turned round in the claim's quote and wherever the answer holds it."""
    quote = claim.get("quote")
    if not isinstance(quote, str) or "“" not in answer_of(row):
        return None
    quotation = re.search(r"“([^“”]*)”", answer_of(row))
    flipped = _flip_words(quotation[1]) if quotation else None
    if quotation is None or flipped is None:
        return None
    answer = answer_of(row).replace(quotation[1], flipped)
    fitted = {**claim, "quote": quote.replace(quotation[1], flipped)}
    if claim["proof"] == "limit" and claim["comparator"] in COMPARATORS:
        comparator = COMPARATORS[claim["comparator"]]
        holds = admits(comparator, claim["asked"], claim["value"], claim.get("value_high"))
        fitted |= {"comparator": comparator, "holds": holds}
    return with_(row, claim=fitted, answer=answer)


def _flip_opening(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Yes for No, in answer and claim."""
    if claim["proof"] not in ("limit", "moment", "polarity", "clause") or claim.get("polarity") is None:
        return None
    answer = other_opening(answer_of(row))
    if answer is None:
        return None
    return with_(row, claim={**claim, "polarity": "no" if claim["polarity"] == "yes" else "yes"}, answer=answer)


def _flip_in_turns(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
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


def _swap_asked(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The question's amount moved across the limit; the answer keeps its verdict."""
    if claim["proof"] != "limit" or claim["comparator"] not in (*COMPARATORS, "between"):
        return None
    step, high = max(1.0, round(claim["value"] * (0.1 + draw % 7 / 10))), claim.get("value_high")
    sides = (claim["value"] - step, (high or claim["value"]) + step, *([] if high is None else [claim["value"], high]))
    moved = [v for v in sides if v > 0 and admits(claim["comparator"], v, claim["value"], high) != claim["holds"]]
    old, new = number(claim["asked"]), number(moved[0]) if moved else ""
    if not moved or not re.search(rf"\b{re.escape(old)}\b", question_of(row)):
        return None
    question = re.sub(rf"\b{re.escape(old)}\b", new, question_of(row))
    prose = re.sub(r"(?<=^).*?(?=“)", lambda m: re.sub(rf"\b{re.escape(old)}\b", new, m[0]), answer_of(row), flags=re.S)
    return with_(row, claim={**claim, "asked": moved[0]}, question=question, answer=prose)


def _swap_fitted(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Another value in claim and prose, so that the wrong verdict follows from the wrong value."""
    if claim["proof"] != "limit" or claim["comparator"] not in COMPARATORS or claim.get("polarity") is None:
        return None
    value = claim["asked"] * 2 if claim["asked"] >= claim["value"] else max(1.0, claim["asked"] // 2)
    holds = admits(claim["comparator"], claim["asked"], value, None)
    answer = other_opening(answer_of(row))
    if holds == claim["holds"] or answer is None:
        return None
    fitted = {**claim, "value": value, "holds": holds, "polarity": "no" if claim["polarity"] == "yes" else "yes"}
    old, new = number(claim["value"]), number(value)
    situation = "inside_limit" if row["situation"] != "inside_limit" else "outside_limit"
    fitted["quote"] = claim["quote"].replace(old, new) if draw % 2 else claim["quote"]
    return with_(row, claim=fitted, answer=answer.replace(old, new) if draw % 2 else answer, situation=situation)


def _swap_quoted(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Another number in the answer, and everywhere in the claim that names it."""
    found = re.findall(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])", re.sub(r"\[[^\]]*\]", "", answer_of(row)))
    if not found:
        return None
    old = found[draw % len(found)].rstrip(",")
    new = number(float(old.replace(",", "")) + 1 + draw % 20)
    pattern = re.compile(rf"(?<![\w.,-]){re.escape(old)}(?![\w.-]*\d)")
    parts = re.split(r"(\[[^\]]*\])", answer_of(row))
    answer = "".join(p if p.startswith("[") else pattern.sub(new, p) for p in parts)
    if answer == answer_of(row):
        return None
    text = pattern.sub(new, row["claim"]) if draw % 2 and claim["proof"] != "absent" else row["claim"]
    try:
        return with_(row, claim=json.loads(text), answer=answer)
    except ValueError:
        return None


def _swap_revisions(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The old value given as the effective one."""
    if claim["proof"] != "superseded":
        return None
    new, old = claim["value_text"], claim["old_value_text"]

    def exchange(text: str) -> str:
        return text.replace(new, "\0").replace(old, new).replace("\0", old)

    fitted = {**claim, "value_text": old, "old_value_text": new, "quote": exchange(claim["quote"])}
    return with_(row, claim=fitted, answer=exchange(answer_of(row)))


def _swap_premise(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The premise made true: the question now says what the document says."""
    if claim["proof"] != "premise" or claim["claimed"] not in question_of(row) or not re.search(r"\d", claim["actual"]):
        return None
    question = question_of(row).replace(claim["claimed"], claim["actual"])
    return with_(row, claim={**claim, "claimed": claim["actual"]}, question=question)


def _swap_slot(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The missing amount or clause given after all, and still asked for."""
    if claim["proof"] != "missing" or claim["slot"] == "moment":
        return None
    if claim["slot"] == "clause":
        clause = re.sub(r"\byour\b", "my", re.sub(r"\byou are\b", "I am", re.sub(r"\byou\b", "I", claim["clause"])))
        return with_(row, question=f"{clause[:1].upper()}{clause[1:].rstrip('.')}. {question_of(row)}")
    amount, unit = number(2 + draw % 60), claim["unit"]
    given = {"USD": f"${amount}", "EUR": f"€{amount}", "percent": f"{amount} percent"}.get(unit, f"{amount} {unit}s")
    return with_(row, question=f"It is about the case of {given}. {question_of(row)}".replace("about the case of ", ""))


def _swap_step(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Another step asked for than the one that is told, or a step that there is, said not to be."""
    label = claim.get("number") or (claim.get("given") if claim.get("asks") == "number" else None)
    if claim["proof"] not in ("step", "invented") or not label:
        return None
    above, _, last = str(label).rpartition(".")
    beyond = claim["proof"] == "invented"
    other = f"{above}." * bool(above) + str(1 if beyond else int(last) + 1 + draw % 3)
    question = re.sub(rf"\bstep {re.escape(label)}\b", f"step {other}", question_of(row))
    if not beyond:
        return with_(row, question=question)
    answer = re.sub(rf"\bstep {re.escape(label)}\b", f"step {other}", answer_of(row))
    return with_(row, claim={**claim, "number": other}, question=question, answer=answer)


def _agree(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Two amounts that do not go together brought to one side, so that there is nothing to ask."""
    if claim["proof"] != "inconsistent" or claim["slot"] != "amount":
        return None
    found = list(dict.fromkeys(re.findall(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])", question_of(row))))
    if len(found) != 2:
        return None
    old, kept = found if draw % 2 else reversed(found)
    value, away = claim["value"], float(kept.replace(",", ""))
    new = number(away + 1 if away > value else max(0.5, away / 2))
    pattern = re.compile(rf"(?<![\w.,-]){re.escape(old)}(?![\w.-]*\d)")
    prose = re.split(r"(“[^“”]*”|\[[^\[\]]*\])", answer_of(row))
    answer = "".join(p if p.startswith(("“", "[")) else pattern.sub(new, p) for p in prose)
    return with_(row, question=pattern.sub(new, question_of(row)), answer=answer)


COMPARATOR_FLIP: tuple[Way, ...] = (_flip_claim, _flip_quotation, _flip_opening, _flip_in_turns)
VALUE_SWAP: tuple[Way, ...] = (
    _swap_asked,
    _swap_fitted,
    _swap_quoted,
    _swap_revisions,
    _swap_premise,
    _swap_slot,
    _swap_step,
    _agree,
)
