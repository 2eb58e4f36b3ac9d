"""The proof `limit`: an amount asked about, and the documented limit that decides it."""

import re
from dataclasses import replace

from checks.verifier.ages import AGE
from checks.verifier.amounts import AHEAD, COMPLEMENT, TIME, Quantity, measured, quantities, same_measure, softened
from checks.verifier.cases import Case, Rejected, Rule, Turn, require
from checks.verifier.language import clauses, denials, denied, form, modality, modals, negations, outside, told_to
from checks.verifier.proofs.shared import (
    NOT_COVERED,
    Claim,
    about,
    asked_as_people_ask,
    conditions_met,
    counts,
    main_named,
    measured_for_all,
    no_exception_beside,
    no_sibling,
    prose_keeps_to,
)
from checks.verifier.words import coverage, sentences, stem, words

_INSIDE = re.compile(
    r"\b(?:within|inside|meets|satisf|stays? (?:within|in|under)|fits|below the|under the|"
    r"does not exceed|complies|respects)",
    re.I,
)
_OUTSIDE = re.compile(
    r"\b(?:exceeds?\b|beyond|outside|over the|above the|breaks|violates|past the|too (?:many|"
    r"much|long|late|few|little|short)|"
    r"falls? short|not enough|goes over|surpass)",
    re.I,
)
# Verbs that stand between the subject of a plain statement and its amount: "each floor has at least 2 helpers".
_STATES = re.compile(
    r"\b(?:is|are|has|have|lasts?|takes?|holds?|carry|carries|contains?|covers?|gets?|receives?|pays?|needs?|keeps?|stays?|"
    r"runs?|costs?|gives?|works?)\b",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"[,;]|\b(?:if|when|where|unless|that|which|who)\b", re.IGNORECASE)
_WHOEVER = re.compile(r"(?:an?|any|every|each)\s(?:[\w-]+\s){1,3}(?:that|which|who)\s(?!is\b)[\w-]+s\s$", re.IGNORECASE)
_RELATIVE = re.compile(r"\w\s(?:that|which|who)\s", re.IGNORECASE)


def _tells_which(sentence: str, amount: Quantity) -> bool:
    """Whether an amount before the verb of a plain statement says of which things it is told: "bicycles left for more than 6
    months are given away", "software that costs up to 300 EUR is approved by", "a pupil who misses more than 3 lessons loses
    the place"; "up to" does so only in a relative clause."""
    ahead, after = sentence[: amount.words[0]], sentence[amount.end :]
    if _WHOEVER.match(ahead):
        return True
    relative = _RELATIVE.search(ahead)
    named = ahead[: relative.start()] if relative else ahead
    verb = re.search(r"\b(?:is|are)\b", _FURTHER.split(after)[0])
    stated = named.strip() and not _STATES.search(named) and verb
    return bool(stated) and (amount.comparator != "at_most" or relative is not None)


_NO_SINGLE = re.compile(r"\b(?:another|additional|extra|half|than|twice|almost|nearly)\s+$", re.I)


def rule_quantity(rule: Rule, claim: Claim) -> tuple[Quantity, list[Quantity]]:
    """The amount of the claim in the rule, and the rule's other amounts of its kind."""
    unit, value = claim.get("unit"), claim.get("value")
    require(isinstance(unit, str) and isinstance(value, int | float), "the claim has no value and unit")
    in_quote = [q for q in quantities(rule.sentence) if rule.holds(*q.words) and q.has_unit(str(unit))]
    fits = [q for q in in_quote if q.value == value and q.high == claim.get("value_high")]
    require(len(fits) == 1, "the claim's value and unit are not those of the quote")
    found = fits[0]
    others = [q for q in quantities(rule.sentence) if q is not found and same_measure(q, found) and counts(q)]
    for other in others:
        between = rule.sentence[min(found.end, other.end) : max(found.start, other.start)]
        require(not _BESIDE.search(between), "the rule holds two amounts of one kind")
    found = _bare(rule.sentence, found)
    require(found.comparator is not None, "the rule's comparator is not understood")
    require(not found.hedged, "the rule's amount is only approximate")
    require(not _REST.search(rule.sentence, found.end), "the rule says what holds for the others")
    stated = _STATES.search(rule.sentence[: found.words[0]]) or modals(rule.sentence[: found.words[0]])
    lasting = found.units[0] not in TIME and not stated and _LASTING.match(rule.sentence, found.end)
    require(not lasting, "the rule's amount decides only together with how long it lasts")
    at_once = _AT_ONCE.search(rule.sentence[: found.start])
    require(not at_once, "what has to be done at once is not judged by a time")
    within = any(a <= found.start < b for a, b in clauses(rule.sentence))
    told = _SOON.sub("", rule.sentence) if within else rule.sentence
    require(not softened(told), "the rule says only what is usual or tried")
    counted = rule.sentence[slice(*found.words)].startswith(("within", "inside")) and _OFTEN.search(
        rule.sentence, 0, found.words[0]
    )
    require(not counted, "the rule counts how often something happens within its amount")
    require(not _OR_AMOUNT.match(rule.sentence[found.end :]), "the rule gives an alternative to its amount")
    return found, others


# "Occurs three times within 6 months", "if two complaints are received within a year".
_OFTEN = re.compile(
    r"\b(?:once|twice|[\w-]+\stimes)\b[^.,;]*$|"
    r"\b(?:if|when|where|after)\b[^.,;]*?\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten)(?:\s[\w-]+)+\s$",
    re.IGNORECASE,
)
# Of a duty that an amount brings about, what is due as soon as possible is due.
_SOON = re.compile(r"\bas\s+soon\s+as\s+(?:possible|practicable)\b", re.IGNORECASE)
# "A team below 90% for a quarter".
_LASTING = re.compile(
    r"\sfor\s(?:more\sthan\s|at\sleast\s)?[\w-]+\s(?:minute|hour|day|week|month|quarter|year)s?\b", re.I
)
_NOTICE = re.compile(r"(?:['’]s?)?\s(?:(?:prior|advance|written|clear)\s)?notice\b", re.IGNORECASE)


def _bare(sentence: str, amount: Quantity) -> Quantity:
    """A time without words of comparison that bounds all the same: so many days' notice, and "After 14 days" before the
    rule."""
    if amount.explicit or amount.high is not None or amount.units[0] not in TIME:
        return amount
    if _NOTICE.match(sentence, amount.end):
        return replace(amount, comparator="at_least", explicit=True)
    if sentence[: amount.start] == "After ":
        return replace(amount, comparator="more_than", explicit=True, words=(0, amount.end))
    return amount


# "The van for loads over 900 kg, the cart for anything lighter", "daily where there are more than 40, else weekly".
_REST = re.compile(
    r"\b(?:for|to)\s(?:any|every)thing\s(?:\w+er|less|more|else|above|below|under|over)\b|"
    r"[,;]\s(?:or\s)?(?:else|otherwise)\s(?:(?!(?:is|are|must|may|can|shall|should|will|has|have|needs?)\b)[\w-]+\s?){1,5}\.?$",
    re.IGNORECASE,
)
# "Immediately and in any case within 24 hours".
_AT_ONCE = re.compile(
    r"\b(?:immediately|at\s+once|promptly|without\s+(?:\w+\s+)?delay|as\s+soon\s+as\s+possible),?\s(?:and|but)\b", re.I
)
# What puts two amounts of a rule side by side; one that stands in a phrase of its own is a circumstance of the other.
_BESIDE = re.compile(r"\b(?:and|or|but|to|while|plus)\b|[;(]", re.IGNORECASE)


def _question_amount(turn: Turn, rule_amount: Quantity, unit: str, others: list[Quantity]) -> Quantity:
    """The amount that the question puts in the place of the rule's; the rule's other amounts stand in it unchanged."""
    found = [q for q in quantities(turn.question) if same_measure(q, rule_amount)]
    for other in others:
        kept = [
            q
            for q in found
            if (q.value, q.high, q.comparator, q.units) == (other.value, other.high, other.comparator, other.units)
        ]
        require(len(kept) == 1, "the question does not keep the rule's other amount")
        found.remove(kept[0])
    found = [q for q in found if counts(q)] or found
    require(found, "the question holds no amount of the rule's unit")
    values = {measured(q, unit) for q in found}
    require(None not in values, "the question's amount has another unit than the rule")
    require(len(values) == 1, "the question holds two amounts of one unit")
    amount = replace(found[0], value=values.pop() or 0.0)
    require(amount.high is None and not amount.hedged, "the question's amount is not one number")
    same = amount.comparator == rule_amount.comparator and amount.comparator in ("at_most", "at_least")
    require(
        not amount.explicit or same or amount.comparator == "exactly",
        "the question's amount has a comparator of its own",
    )
    require(not _NO_SINGLE.search(turn.question[: amount.start]), "the question's amount is not one number")
    return amount


_NOT_DONE = re.compile(r"\b(?:(?:is|are|has|have)\s+not|(?:does|do)(?:\s+not|n['’]t))\s+(?:(?!\b(?:and|or)\b)[^,;])*$")
# An amount that says of all such things to which the rule applies; "a course that takes more than 3 days" asks for one.
_WHICH = re.compile(
    r"\b(?:(?:any|every|each|all)\s(?:[\w'’-]+\s){1,3}?|(?:for|to|of|on|with|in|by|at|from)\s(?:(?!(?:an?|the|one|some)\b)"
    r"[\w'’-]+\s){0,2}?[\w'’-]+s\s)(?:that|which|who)\s(?:(?!(?:is|are|not|no|never)\b)[\w'’-]+\s){1,4}$",
    re.IGNORECASE,
)
_RECIPIENTS = re.compile(
    r"\b(?:for|to)\s(?:[\w'’-]+\s){0,2}?[\w'’-]+s\s(?:that|which|who)\s(?:(?!(?:is|are|not|no|never)\b)[\w'’-]+\s){1,3}$",
    re.IGNORECASE,
)
# An amount after a preposition and its things, of which it says which the rule is for: "for absences of more than 3 days".
_SUCH = re.compile(
    r"\b(?:for|(?:decides?|apply|applies)\s(?:on|to))\s(?:(?:any|every)thing\s|(?:any|every|each|all)\s(?:[\w'’-]+\s){1,3}?|(?:(?!an?\s)[\w'’-]+\s){0,2}?[\w'’-]+s\s)"
    r"(?:(?:of|worth|lasting|costing)\s)?$|"
    r"\b(?:for|to|of|on|in|by|at|from)\s(?:(?!(?:an?|the|one|some)\b)[\w'’-]+\s){0,3}?[\w'’-]+s\swith\s(?:[\w'’-]+\s){1,5}?of\s$",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"\bor,?\s+(?:\w+ly\s+|else\s+|otherwise\s+|not\s+)?(?:after|during|within|before|if|when|with|at|on|upon|by|until|"
    r"for|in|once|\w+ed|kept|held|made|given|sent|put|set|built|shown|drawn|paid|told|brought|taken|written|left|lent|sold|"
    r"shut|cut|let|bound|hung|worn|done|seen|found|fitted|split|be|have|has|keep|give|make|take|get|send|put|use|ask|pay|"
    r"return|provide)\b",
    re.IGNORECASE,
)
_OR_AMOUNT = re.compile(r"[^,;.]{0,60}?\bor\s+(?:up\s+to\s+)?[$€£]?\s?[\d¼½¾]", re.IGNORECASE)


def _limit_verdict(
    rule: Rule, amount: Quantity, asked: float, kind: str, told: bool
) -> tuple[set[tuple[str, bool]], bool, set[str | None]]:
    """(acceptable readings of comparator and holds, inside?, acceptable polarities) of a rule about an amount."""
    sentence, comparator = rule.sentence, str(amount.comparator)
    conditional = any(a <= amount.start < b for a, b in clauses(sentence))
    found = modals(sentence)
    holds = amount.admits(asked)
    says_when = (
        AHEAD.match(sentence[amount.end :]) is not None
    )  # "at least 5 days before the hearing" tells no things apart
    before = [] if conditional else [m for m in found if m[0] < amount.words[0]]
    if conditional:
        mode: str | None = modality(sentence)
        position = "trigger"
    else:
        position = "object" if before or not found else "subject"
        mode = before[-1][1] if before else modality(sentence)
        if before and len({m for _, m in found}) > 1:
            mode = None
        ahead = sentence[: amount.words[0]]
        short = len(ahead.split()) <= 3 and not _STATES.search(ahead)
        if (
            not found
            and amount.explicit
            and not says_when
            and ((short and comparator != "at_most") or _tells_which(sentence, amount))
        ):
            position = "subject"
    lead = sentence[before[-1][0] if before else 0 : amount.words[0]]
    each = re.search(r"\b(?:every|each|any|all)\b[^,;]*$", lead, re.I)
    subject = each and not before and each.start() == 0 and _STATES.search(lead)  # "each floor has at least 2 helpers"
    each = None if subject or says_when else each
    if position == "object" and mode in ("must", "fact") and each and comparator in ("more_than", "at_least"):
        position = "trigger"  # "a receipt is required for every item above 25": the amount says which items
    if position == "object" and mode in ("must", "may", "fact") and comparator == "more_than" and _WHICH.search(lead):
        position = "trigger"  # "contracts that run for more than 36 months need two signatures"
    such = _SUCH.search(lead)
    above = comparator in ("more_than", "less_than") or (such is not None and such.span() == (0, amount.words[0]))
    if position == "object" and mode in ("must", "fact") and above and such:
        position = (
            "trigger"  # "receipts are needed for everything above 25", "the board decides on contracts above 500"
        )
    if position == "object" and mode in ("may", "fact") and comparator == "at_least" and _RECIPIENTS.search(lead):
        position = "trigger"  # "cards are issued to clerks who travel at least 4 times a year"
    told_apart = position == "object" and such is not None and such[0].endswith("of ") and not conditional
    require(not told_apart, "the amount says of which things the rule is")  # "needed for loans of at least 20 days"
    bounded = (comparator == "at_least" and mode in ("must", "fact")) or (comparator == "at_most" and mode == "may")
    needed = comparator == "at_least" and re.match(
        r"(?:[\w ]{0,30} )?(?:is|are) (?:required|needed)\b", sentence[amount.end :]
    )
    if not conditional and amount.explicit and ((amount.words[0] == 0 and bounded) or needed):
        position = "object"  # "at least two nurses must be present", "up to five days can be carried over"
    demanded = position == "subject" and comparator == "at_least" and amount.words[0] < amount.start
    require(not demanded or mode == "may", "what the subject has to have does not trigger the rule")
    if mode == "fact" and told:
        mode = "must"
    if mode is None and (at := denied(sentence)) is not None and (conditional or amount.end <= at):
        mode, position = "denied", position if conditional else "subject"  # "claims below $150 are not pursued"
    if mode is None:
        raise Rejected("the rule's modality is not understood")
    readings = {(comparator, holds)}
    if position == "object" and mode != "need_not":
        if mode == "must_not":
            require(comparator in COMPLEMENT, "a prohibition without a comparator bounds nothing")
            waits = comparator == "at_least" and amount.units[0] in TIME
            require(not waits, "a prohibition for at least a time says how long to wait")
            folded = COMPLEMENT[comparator]
            holds = amount.admits(asked, folded)
            readings.add((folded, holds))
            comparator = folded
        if kind == "obligation":
            require(asked == amount.value and mode == "must", "whether one has to is not decided by this amount")
            return readings, True, {"yes"}
        if kind == "open":
            return readings, holds, {None}
        extends = mode == "may" and comparator in ("more_than", "at_least")
        require(holds or not extends, "a permission to go above an amount forbids nothing below it")
        if comparator == "exactly" and kind in ("permission", "breach") and not holds:
            more = asked > amount.value
            require(
                more if mode == "may" else not more and mode == "must",
                "a bare amount does not decide this side of it",
            )
        return readings, holds, {"yes" if holds != (kind == "breach") else "no"}
    if not holds:
        limits = position == "subject" and mode == "may" and kind in ("permission", "fact")
        return readings, False, {None, "no"} if limits else {None}
    effect: dict[tuple[str, str], str] = {
        ("must", "obligation"): "yes", ("must", "fact"): "yes", ("may", "permission"): "yes", ("may", "fact"): "yes",
        ("must_not", "permission"): "no", ("must_not", "fact"): "no", ("need_not", "obligation"): "no",
        ("need_not", "fact"): "no", ("fact", "fact"): "yes", ("fact", "permission"): "yes", ("denied", "fact"): "no",
    }  # fmt: skip
    if kind == "open":
        return readings, True, {None}
    verdict = effect.get((mode, kind))
    require(verdict, "the rule's modality does not answer this kind of question")
    return readings, True, {verdict}


def _if_not_done(rule: Rule, turn: Turn, amount: Quantity, covering: tuple[tuple[int, int], ...]) -> Quantity:
    """What the amount of "if it is not returned within 10 days" bounds, of a thing that is done: later than that, the
    condition holds all the same."""
    for a, b in covering:
        within = rule.sentence[slice(*amount.words)].startswith(("within", "inside")) and amount.units[0] in TIME
        if within and (undone := negations(rule.sentence[a:b])):
            plain_not = undone == 1 and _NOT_DONE.search(rule.sentence, a, amount.words[0])
            require(plain_not, "the rule's comparator is not understood")
            require(not negations(turn.question), "the question is negated")
            return replace(amount, comparator="more_than")
    return amount


def limit(case: Case, turn: Turn, claim: Claim) -> None:
    """An amount asked about, and the documented limit that decides it."""
    rule = case.rule(claim.get("quote"))
    amount, others = rule_quantity(rule, claim)
    asked = _question_amount(turn, amount, claim["unit"], others)
    begun = rule.sentence[: amount.start] == "After " and asked.value == amount.value
    require(not begun, "whether the rule holds at the very time is not said")
    in_time = frozenset({stem(asked.units[0])} if asked.units[0] in TIME else ())
    about(case, turn, rule, words("aged") if asked.units[0] == AGE else in_time)
    require(asked.value == claim.get("asked"), "the question's amount is not the one claimed")
    covering = tuple(c for c in clauses(rule.sentence) if c[0] <= amount.start < c[1])
    amount = _if_not_done(rule, turn, amount, covering)
    kind = form(turn.question)
    if kind == "open" and turn.topic != turn.question:
        kind = form(turn.topic.removesuffix(turn.question))  # "And 300 hours?" asks what the turn before asked
    readings, inside, polarities = _limit_verdict(rule, amount, asked.value, kind, told_to(rule.sentence, turn.topic))
    require(
        (claim.get("comparator"), claim.get("holds")) in readings,
        "comparator or outcome are not those of the quote",
    )
    if case.situation in ("inside_limit", "at_limit", "outside_limit"):
        at = asked.value in (amount.value, amount.high)
        actual = "at_limit" if at else "inside_limit" if inside else "outside_limit"
        require(case.situation == actual, "the situation is not that of the amount")
    if not inside:  # a choice in what follows from a condition is none for its amount
        stop = max((b for _, b in covering), default=len(rule.sentence))
        offered = _ALTERNATIVE.search(rule.sentence, amount.end, stop)
        require(not offered, "the rule gives an alternative to its amount")
    polarity = claim.get("polarity")
    if polarity is None and not inside:
        told = re.search(r"[,;]\s(?:or\s)?(?:else|otherwise)\b", rule.sentence[amount.end :], re.IGNORECASE)
        require(not told, "the rule says what holds for the others")
    if polarity is None and not inside and not covering:  # "patients over 80 or who stayed for more than 20 days"
        before = outside(rule.sentence, clauses(rule.sentence))[: amount.words[0]]
        require(not re.search(r"\bor\b", before, re.IGNORECASE), "the rule gives an alternative to its amount")
    if polarity is None and not inside:
        _no_other_covers(case, rule, amount, asked.value)
    require(polarity in polarities, "the polarity does not follow from the rule")
    core = outside(turn.question, clauses(turn.question))
    require(not denials(core), "the question is negated")
    conditions_met(turn, rule, covering)
    if kind == "open" and covering:
        stated = words(" ".join(rule.sentence[slice(*c)] for c in covering))
        require(coverage(stated, words(turn.topic)) >= 0.6, "the question does not state the condition with the amount")
    else:
        main_named(turn, rule, 0.4)
    asked_as_people_ask(case, turn, rule, least=0.75)
    no_exception_beside(case, turn, rule)
    no_sibling(case, turn, rule, amount)
    measured_for_all(case, rule, amount)
    prose_keeps_to(turn, rule, polarity)
    require(turn.quotes(rule.sentence[slice(*amount.words)]), "the answer does not quote the comparator and value")
    if polarity is None and not inside:
        require(NOT_COVERED.search(turn.prose), "the answer does not say that the rule does not cover it")
    elif polarity is None:
        require(not NOT_COVERED.search(turn.prose), "the answer says that the rule does not cover what it covers")
    _prose_amounts(turn, amount, claim["unit"], asked.value, {c for c, _ in readings}, inside=inside)


def _no_other_covers(case: Case, rule: Rule, amount: Quantity, asked: float) -> None:
    """No other sentence of the section, on what the rule is about, bounds amounts so that the one asked about is among them."""
    measures = frozenset(stem(w) for unit in amount.units for w in unit.split())
    own = frozenset(w for w in words(rule.sentence) - measures if not w.isdigit())
    for sentence in case.neighbours(rule):
        for other in quantities(sentence):
            covers = other.comparator is not None and set(other.units) & set(amount.units) and other.admits(asked)
            beside = own & words(sentence[: other.start] + sentence[other.end :])
            require(not (covers and beside), "another rule of the section covers that amount")


def _prose_amounts(
    turn: Turn, amount: Quantity, unit: str, asked: float, comparators: set[str], *, inside: bool
) -> None:
    """Comparisons in the answer's own words agree with the rule or are true of the amount asked about."""
    for sentence in sentences(turn.prose):
        found = tuple(
            q if value is None else replace(q, value=value)
            for q in quantities(sentence)
            for value in [measured(q, unit) if same_measure(q, amount) else None]
        )
        for q in found:
            if not same_measure(q, amount):
                continue
            known = q.value in (amount.value, amount.high, asked)
            require(known or not counts(q), "the answer's own words speak of another amount")
            if not q.explicit:
                asks = q.value == asked or any(o.value == asked for o in found)
                require(asks or not counts(q), "the answer's own words speak of the rule's amount as if it were asked")
                continue
            relation = any(o.value == asked and o.start < q.start for o in found) or re.search(
                r"\b(?:is|are|would be|that['’]s|it['’]s)\s*$", sentence[: q.words[0]]
            )
            if q.value == amount.value:
                true = q.comparator in comparators or (relation and q.admits(asked))
                require(true, "the answer's own words give another comparator")
            else:
                require(q.value == asked and q.comparator == "exactly", "the answer compares with another amount")
        if found and not any(o.value == asked for o in found):
            continue
        said_in, said_out = bool(_INSIDE.search(sentence)), bool(_OUTSIDE.search(sentence))
        if said_in != said_out and not negations(sentence) and not any(q.explicit for q in found):
            require(
                said_in == inside or amount.comparator in ("more_than", "at_least"),
                "the answer's words contradict its verdict",
            )
