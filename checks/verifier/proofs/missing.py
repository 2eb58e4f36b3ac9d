"""The proof `missing`: the rule decides by something that the question leaves out, and the answer asks for it."""

import re

from checks.verifier.amounts import Quantity, numbers, quantities, same_measure, softened
from checks.verifier.cases import DIALOGUES, Case, Rule, Turn, require
from checks.verifier.grounds import other_ground
from checks.verifier.language import EXCEPTION
from checks.verifier.moments import MONTH_NAMES
from checks.verifier.proofs.moments import open_moment
from checks.verifier.proofs.shared import TOPIC, Claim, about, asked_as_people_ask, asks, measured_for_all
from checks.verifier.words import coverage, plain, stem, words


def missing(case: Case, turn: Turn, claim: Claim) -> None:
    """The rule decides by something that the question leaves out, and the answer asks for it."""
    rule = case.rule(claim.get("quote"))
    require(turn.opening is None, "an answer that asks back says yes or no")
    require(asks(turn), "the answer does not ask")
    vague = ("morning afternoon evening lunchtime middle first second half month sometime", " ".join(MONTH_NAMES))
    about(case, turn, rule, words(" ".join(vague)) if claim.get("slot") == "moment" else frozenset())
    asked_as_people_ask(case, turn, rule, least=0.4)
    asked_for = _asked_part(turn.prose)
    if claim.get("slot") == "moment":
        open_moment(case, turn, rule, asked_for)
    elif claim.get("slot") == "amount":
        _amount(case, turn, claim, rule, asked_for)
    else:
        _clause(case, turn, claim, rule, asked_for)


def _amount(case: Case, turn: Turn, claim: Claim, rule: Rule, asked_for: str) -> None:
    unit = str(claim.get("unit"))
    require(
        case.situation in ("missing_amount", *DIALOGUES),
        "the situation does not fit the slot",
    )
    require(not softened(rule.sentence), "the rule says only what is usual or tried")
    amounts = [q for q in quantities(rule.sentence) if rule.holds(q.start, q.end) and q.has_unit(unit)]
    require(amounts, "the quote holds no amount of the unit")
    for amount in amounts:
        measured_for_all(case, rule, amount)
    beside = {_told(q) for q in quantities(rule.sentence) if q not in amounts}  # what the rule says else of its kind
    given = [
        q for q in quantities(turn.question) if any(same_measure(q, a) for a in amounts) and _told(q) not in beside
    ]
    vague = rf"\b(?:an?|one|half|couple\s+of)\s+{re.escape(unit)}s?\b"
    rate = re.search(vague, rule.sentence, re.I)
    require(not given and (rate or not re.search(vague, turn.question, re.I)), "the question gives the amount")
    strange = set(numbers(turn.question)) - set(numbers(f"{rule.sentence} {rule.section}"))
    require(not strange, "the question holds a number that is not the rule's")
    few = re.search(r"\b(?:few|several|couple\s+of|handful\s+of)\b", turn.question, re.I)
    require(not few or all(3 <= a.value <= 9 for a in amounts), "a few is enough to tell the side of the amount")
    named = words(asked_for) & ({stem(w) for w in unit.split()} | {"many", "much", "long", "amount"})
    value = any(q.value == a.value for q in quantities(turn.prose) for a in amounts)
    measure = re.search(
        r"\bhow (?:many|much|long|large|big|old|far|soon|early|late)\b|\bwhat (?:amount|percentage)\b", asked_for, re.I
    )
    require(named or value or measure, "the answer does not ask for the amount")


def _told(q: Quantity) -> tuple[object, ...]:
    """What a quantity says, wherever it stands."""
    return q.value, q.high, q.comparator, q.units


def _clause(case: Case, turn: Turn, claim: Claim, rule: Rule, asked_for: str) -> None:
    clause = claim.get("clause")
    require(claim.get("slot") == "clause" and isinstance(clause, str), "the claim names no slot")
    wanted = words(str(clause))
    require(plain(str(clause)).casefold() in rule.quote.casefold() and wanted, "the clause is not in the quote")
    before = rule.sentence[: rule.sentence.casefold().find(plain(str(clause)).casefold())]
    excepted = bool(EXCEPTION.search(before[-30:]))
    if case.situation in ("condition_unknown", "exception_unknown"):
        require(
            excepted == (case.situation == "exception_unknown"),
            "the situation does not fit the clause's marker",
        )
    require(case.situation != "missing_amount", "the situation does not fit the slot")
    at = (len(before), len(before) + len(plain(str(clause))))
    alone = excepted or _ONLY.search(before) or not other_ground(case, rule, at)
    require(alone, "the section gives other grounds for the same")
    rest = words(rule.sentence.casefold().replace(plain(str(clause)).casefold(), " "))
    own = wanted - rest or wanted  # what the main clause says too settles nothing
    share = coverage(own, words(TOPIC.sub("", turn.topic)))
    require(share < 0.5, "the question already settles the clause")
    require(coverage(wanted, words(asked_for)) >= 0.5, "the answer does not ask for what is missing")


_ONLY = re.compile(r"\bonly (?:\w+ ){0,2}$", re.IGNORECASE)


def _asked_part(prose: str) -> str:
    return " ".join(re.findall(r"(?:[^.!?]|[.!?](?!\s|$))*\?", prose)) or prose


def ambiguous(case: Case, turn: Turn, claim: Claim) -> None:
    """A bare number that may be counted in two units (which the turns before show): the answer asks which is meant."""
    units = [str(unit) for unit in claim.get("units", ())]
    require(turn.opening is None and turn.prose.count("?") == 1, "the answer does not ask")
    asked = _asked_part(turn.prose)
    given = [q for q in quantities(asked) if q.value == claim.get("number")]
    named = [any(q.has_unit(unit) for q in given) for unit in units]
    require(len(units) == 2 and all(named), "the answer does not name both that can be meant")
    require(case.rule(claim["quotes"][0]).section in turn.cited, "the answer cites no section")
