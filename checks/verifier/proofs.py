"""The rules of docs/proofs.md, one function per proof: each raises Rejected with the first rule that fails.

A claim says what its author believes; a proof derives the same again from the corpus, the question and the answer.
What it
cannot derive it rejects.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from checks.verifier.cases import Case, Evidence, Rejected, Rule, Turn, require
from checks.verifier.language import (
    ASKING_STEMS,
    COMPLEMENT,
    EXCEPTION,
    GENERIC_PERSONS,
    PERSONS,
    TIME,
    Comparator,
    Modality,
    Quantity,
    asked_words,
    clauses,
    coverage,
    form,
    last_question,
    modality,
    modals,
    negations,
    numbers,
    outside,
    plain,
    quantities,
    refers_back,
    same_measure,
    sentences,
    stem,
    told_to,
    word_set,
    words,
)

Claim = dict[str, Any]

_PERSON_STEMS = frozenset(map(stem, PERSONS))
_EVERYBODY = frozenset(map(stem, ("employee", "staff", "people", "person", "everyone", "personnel", "colleague")))
_GENERIC_STEMS = frozenset(map(stem, GENERIC_PERSONS))

# --- wording ------------------------------------------------------------

_NOT = r"(?:\b(?:not|no|nothing|none|neither|cannot|nowhere|without|only)\b|n['’]t\b)"
REFUSAL = re.compile(
    rf"\boutside (?:of )?(?:what|these|the|this)\b|{_NOT}[^.?!]*\b(?:stat|say|mention|document|"
    rf"cover|contain|find|found|specif|give|includ|appear|exist|list|address|answer|"
    r"shar|disclos|provid|help|information|know|settl|show|tell|hold|part|passage|describ|"
    r"in (?:the|these|what)|look|match|set out|"
    r"name|reveal|hand out|about|outside|there)",
    re.IGNORECASE,
)
NOT_COVERED = re.compile(
    rf"{_NOT}[^.?!]*\b(?:cover|appl|say|stat|decid|settl|reach|concern|extend|mention|address|"
    rf"tell|bind|speak|start|govern)",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"\b(?:not|no longer|isn['’]t|aren['’]t|doesn['’]t|don['’]t|wasn['’]t|can['’]t|cannot|"
    r"actually|instead|rather|incorrect|wrong|"
    r"mistaken|different|differs?|differently|otherwise|outdated|replaced|superseded|changed|"
    r"correction|out of date|never|no)\b",
    re.IGNORECASE,
)
REPLACED = re.compile(
    r"\b(?:replaced|superseded|no longer|earlier|previous(?:ly)?|older|old|outdated|out of date|"
    r"used to|former(?:ly)?|changed|"
    r"updated|revised|past)\b",
    re.IGNORECASE,
)
CONFLICT = re.compile(
    r"\b(?:disagree|conflict|differ|contradict|inconsistent|do not agree|don['’]t agree|"
    r"not agree|not match|do not match|"
    r"two (?:different )?(?:answers|values|rules|figures)|at odds|discrepan|diverge)",
    re.IGNORECASE,
)
PRECEDENCE = re.compile(
    r"\b(?:supersed|overrid|overrul|takes? precedence|prevail|replaces\b|in place of this)", re.IGNORECASE
)
LIMIT_WORDS = re.compile(
    r"\b(?:limit|maximum|minimum|max|min|deadline|cap|allowance|threshold|says?|rule|requirement)\b", re.I
)
PERSONAL = re.compile(
    r"\b(?:phone|mobile|cell|telephone|number|e-?mail|address|home|live|lives|birth|birthday|"
    r"born|age|old|salary|pay|paid|earns?|"
    r"compensation|bonus|ssn|social security|passport|licen[cs]e|bank|account|iban|card|medical|"
    r"health|sick|diagnos|disabilit|"
    r"illness|relig|married|spouse|family|children|personal|private|contact|password|credential|"
    r"reach|who (?:is|was|are)|"
    r"name|performance|disciplin|review|nationality|ethnic|identity)",
    re.IGNORECASE,
)
PRIVATE = re.compile(r"\b(?:is|are|stays?|remains?|as)\s+(?:private|confidential)\b(?!\s+\w)", re.IGNORECASE)
DISCLOSED = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|(?:\+?\d[\s().-]?){7,}|\b\d{1,5}\s+[A-Z][a-z]+\s+(?:St|Ave|Road|Rd|Lane)", re.I
)
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
_NO_SINGLE = re.compile(r"\b(?:another|additional|extra|half|than|twice|almost|nearly)\s+$", re.I)


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?:])\s", text.strip(), maxsplit=1)[0]


def _asks(turn: Turn) -> bool:
    return "?" in turn.prose


# --- what several proofs need ------------------------------------------------------------


def _about(case: Case, turn: Turn, rule: Rule, also: frozenset[str] = frozenset()) -> None:
    """The question asks about the rule: its words stand in the sentence or its section."""
    support = rule.support | also
    unknown = asked_words(last_question(turn.question)) - support - _GENERIC_STEMS
    require(not unknown, "the question asks for something that the quoted rule does not speak of")
    scenario = asked_words(turn.topic) - support - _GENERIC_STEMS
    require(not (scenario & _PERSON_STEMS), "the question is about a role that the quoted rule does not name")
    require(len(scenario) <= 6, "the question's scenario goes beyond the quoted rule")
    require(
        asked_words(turn.topic) & words(rule.sentence) or quantities(turn.topic),
        "the question shares no word with the quoted rule",
    )


def _pieces(text: str) -> list[str]:
    """The parts of a question in which a negation stays put."""
    cut = re.sub(r"\b(?:if|when|whenever|but|unless|because|since|so|while|provided|once)\b", ";", text, flags=re.I)
    return [p for p in re.split(r"[,;.?!]", cut) if p.strip()]


def _stated(topic: str, clause: str) -> tuple[float, bool]:
    """How much of the clause the user's words hold, and whether their negation agrees with the clause's."""
    wanted = words(clause)
    pieces = _pieces(topic)
    best = max(pieces, key=lambda p: (coverage(wanted, words(p)), -len(p)), default="")
    return coverage(wanted, words(topic)), negations(best) % 2 == negations(clause) % 2


def _no_exception_beside(case: Case, turn: Turn, rule: Rule, own: tuple[int, int] | None = None) -> None:
    """Before a definite answer: no exception in the section that the answer does not quote."""
    for match in EXCEPTION.finditer(rule.sentence):
        inside = own is not None and own[0] <= match.start() < own[1]
        require(inside, "the rule's sentence holds an exception that the claim leaves out")
    for sentence in case.neighbours(rule):
        if EXCEPTION.search(sentence):
            evident = any(sentence in plain(e.text) for e in case.evidence)
            require(evident and turn.quotes(sentence), "an exception stands beside the rule and is not quoted")


def _conditions_met(turn: Turn, rule: Rule, skip: tuple[tuple[int, int], ...] = ()) -> None:
    """Every condition in the rule's sentence is stated by the user, with the same negation."""
    require(not refers_back(rule.sentence), "the rule leans on the sentence before it")
    for a, b in clauses(rule.sentence):
        if any(a < y and x < b for x, y in skip):
            continue
        share, agrees = _stated(turn.topic, rule.sentence[a:b])
        require(share >= 0.6, "the rule has a condition that the question does not state")
        require(agrees, "the question negates a condition of the rule")
    if re.search(r"\bonly\b", rule.sentence, re.I) and (found := modals(rule.sentence)):
        few = words(rule.sentence[: found[0][0]])
        require(
            coverage(few, words(turn.topic)) >= 0.6,
            "the rule holds only for some, who are not in the question",
        )
    first = modals(rule.sentence)
    main = outside(rule.sentence, clauses(rule.sentence))
    subject = main[: first[0][0]] if first else ""
    roles = words(subject) & _PERSON_STEMS
    require(
        roles <= words(turn.topic) or first_person_is(roles, turn),
        "the rule is about a role that the question does not name",
    )


def first_person_is(roles: frozenset[str], turn: Turn) -> bool:
    """Whether the question does not speak in the first person, so that a role may stand as the agent of a passive."""
    return not re.search(r"\b(?:i|i['’]m|my|we|our)\b", turn.topic, re.I) and len(roles & words(turn.topic)) > 0


def _main_named(turn: Turn, rule: Rule, share: float = 0.5) -> None:
    """The question names most of what the rule's main clause is about."""
    main = words(outside(rule.sentence, clauses(rule.sentence))) - _GENERIC_STEMS
    named = words(turn.topic) | words(rule.section)
    require(coverage(main, named) >= share, "the question leaves out most of what the rule is about")
    require(main & words(turn.topic), "the question shares no word with the rule")


def _prose_keeps_to(turn: Turn, rule: Rule, polarity: str | None) -> None:
    """The answer's own words say nothing against its opening."""
    require(turn.opening == polarity, "the answer's opening is not the claim's polarity")
    require(not _asks(turn), "an answer that settles the question asks back")
    require(not CONFLICT.search(turn.prose), "the answer speaks of a conflict")
    body = re.sub(r"^(?:yes|no)\b", "", turn.prose, flags=re.I)
    if polarity == "yes":
        flat = re.search(
            r"\b(?:may not|must not|cannot|can['’]t|not (?:allowed|permitted)|prohibited|forbidden)\b",
            body,
            re.I,
        )
        require(not flat or negations(rule.sentence), "the answer's words contradict its yes")
        require(not NOT_COVERED.search(body), "the answer's words contradict its yes")
    if polarity == "no":
        flat = re.search(r"\b(?:you (?:may|can)\b(?! not)|is allowed|is permitted|are allowed)", body, re.I)
        require(not flat, "the answer's words contradict its no")


# --- limit ------------------------------------------------------------


def _rule_quantity(rule: Rule, claim: Claim) -> Quantity:
    unit, value = claim.get("unit"), claim.get("value")
    require(isinstance(unit, str) and isinstance(value, int | float), "the claim has no value and unit")
    in_quote = [q for q in quantities(rule.sentence) if rule.holds(*q.words) and q.has_unit(str(unit))]
    fits = [q for q in in_quote if q.value == value and q.high == claim.get("value_high")]
    require(len(fits) == 1, "the claim's value and unit are not those of the quote")
    found = fits[0]
    others = [q for q in quantities(rule.sentence) if q is not found and same_measure(q, found) and _counts(q)]
    require(not others, "the rule holds two amounts of one kind")
    require(found.comparator is not None, "the rule's comparator is not understood")
    require(not found.hedged, "the rule's amount is only approximate")
    return found


def _counts(q: Quantity) -> bool:
    """Whether a quantity is an amount beside others: "one leave year" is none."""
    return q.value != 1 or q.explicit


def _question_amount(turn: Turn, rule_amount: Quantity, unit: str) -> Quantity:
    found = [q for q in quantities(turn.question) if same_measure(q, rule_amount)]
    found = [q for q in found if _counts(q)] or found
    require(found, "the question holds no amount of the rule's unit")
    require(all(q.has_unit(unit) for q in found), "the question's amount has another unit than the rule")
    require(len({q.value for q in found}) == 1, "the question holds two amounts of one unit")
    amount = found[0]
    require(amount.high is None and not amount.hedged, "the question's amount is not one number")
    same = amount.comparator == rule_amount.comparator and amount.comparator in ("at_most", "at_least")
    require(
        not amount.explicit or same or amount.comparator == "exactly",
        "the question's amount has a comparator of its own",
    )
    require(not _NO_SINGLE.search(turn.question[: amount.start]), "the question's amount is not one number")
    return amount


_ALTERNATIVE = re.compile(
    r"\bor\s+(?:after|during|within|before|if|when|with|at|on|upon|by|until|for|in)\b", re.IGNORECASE
)


def _limit_verdict(
    rule: Rule, amount: Quantity, asked: float, kind: str, told: bool
) -> tuple[set[tuple[str, bool]], bool, set[str | None]]:
    """(acceptable readings of comparator and holds, inside?, acceptable polarities) of a rule about an amount."""
    sentence, comparator = rule.sentence, str(amount.comparator)
    conditional = any(a <= amount.start < b for a, b in clauses(sentence))
    found = modals(sentence)
    holds = amount.admits(asked)
    before = [] if conditional else [m for m in found if m[0] < amount.words[0]]
    if conditional:
        mode = modality(sentence)
        position = "trigger"
    else:
        position = "object" if before or not found else "subject"
        mode = before[-1][1] if before else modality(sentence)
        if before and len({m for _, m in found}) > 1:
            mode = None
        if not found and amount.explicit and len(sentence[: amount.words[0]].split()) <= 3 and comparator != "at_most":
            position = "subject"
    lead = sentence[before[-1][0] if before else 0 : amount.words[0]]
    each = re.search(r"\b(?:every|each|any|all)\b[^,;]*$", lead, re.I)
    if position == "object" and mode in ("must", "fact") and each and comparator in ("more_than", "at_least"):
        position = "trigger"  # "a receipt is required for every item above 25": the amount says which items
    if mode == "fact" and told:
        mode = "must"
    require(mode is not None, "the rule's modality is not understood")
    readings = {(comparator, holds)}
    if position == "object" and mode != "need_not":
        if mode == "must_not":
            require(comparator in COMPLEMENT, "a prohibition without a comparator bounds nothing")
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
        if comparator == "exactly" and kind == "permission" and not holds:
            more = asked > amount.value
            require(
                more if mode == "may" else not more and mode == "must",
                "a bare amount does not decide this side of it",
            )
        return readings, holds, {"yes" if holds else "no"}
    if not holds:
        limits = position == "subject" and mode == "may" and kind in ("permission", "fact")
        return readings, False, {None, "no"} if limits else {None}
    effect: dict[tuple[Modality, str], str] = {
        ("must", "obligation"): "yes", ("must", "fact"): "yes", ("may", "permission"): "yes", ("may", "fact"): "yes",
        ("must_not", "permission"): "no", ("must_not", "fact"): "no", ("need_not", "obligation"): "no",
        ("need_not", "fact"): "no", ("fact", "fact"): "yes", ("fact", "permission"): "yes",
    }  # fmt: skip
    if kind == "open":
        return readings, True, {None}
    assert mode is not None  # noqa: S101 (required above; for the type checker)
    verdict = effect.get((mode, kind))
    require(verdict, "the rule's modality does not answer this kind of question")
    return readings, True, {verdict}


def limit(case: Case, turn: Turn, claim: Claim) -> None:
    """An amount asked about, and the documented limit that decides it."""
    rule = case.rule(claim.get("quote"))
    amount = _rule_quantity(rule, claim)
    _about(case, turn, rule)
    asked = _question_amount(turn, amount, claim["unit"])
    require(asked.value == claim.get("asked"), "the question's amount is not the one claimed")
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
    if not inside:
        require(not _ALTERNATIVE.search(rule.sentence, amount.end), "the rule gives an alternative to its amount")
    polarity = claim.get("polarity")
    require(polarity in polarities, "the polarity does not follow from the rule")
    core = outside(turn.question, clauses(turn.question))
    require(not negations(core), "the question is negated")
    covering = tuple(c for c in clauses(rule.sentence) if c[0] <= amount.start < c[1])
    _conditions_met(turn, rule, covering)
    _main_named(turn, rule, 0.4)
    _no_exception_beside(case, turn, rule)
    _no_sibling(case, turn, rule, amount)
    _prose_keeps_to(turn, rule, polarity)
    require(turn.quotes(rule.sentence[slice(*amount.words)]), "the answer does not quote the comparator and value")
    if polarity is None and not inside:
        require(NOT_COVERED.search(turn.prose), "the answer does not say that the rule does not cover it")
    elif polarity is None:
        require(not NOT_COVERED.search(turn.prose), "the answer says that the rule does not cover what it covers")
    _prose_amounts(turn, amount, asked.value, {c for c, _ in readings}, inside)


def _subject(sentence: str) -> frozenset[str]:
    """The content words before the first modal of the main clause."""
    found = modals(sentence)
    return words(outside(sentence, clauses(sentence))[: found[0][0]]) - _GENERIC_STEMS if found else frozenset()


def _no_sibling(case: Case, turn: Turn, rule: Rule, amount: Quantity) -> None:
    """No other sentence shown speaks to the same question with another amount."""
    wanted = asked_words(turn.topic) - {stem(w) for u in amount.units for w in u.split()} - set(amount.units)
    wanted = wanted - words(rule.section) or wanted
    subject = _subject(rule.sentence)
    own, said = coverage(wanted, words(rule.sentence)), words(turn.topic) | words(rule.section)
    strange = len(words(rule.sentence) - said)
    others = [s for shown in case.context for s in sentences(shown.passage.text)] + case.neighbours(rule)
    for sentence in others:
        if sentence in rule.sentence or rule.sentence in sentence or not wanted:
            continue
        if len(words(sentence) - said) > strange + 3:
            continue  # it speaks of something else as well
        if subject and (other_subject := _subject(sentence)) and not subject & other_subject:
            continue  # it is a rule for somebody else
        for other in quantities(sentence):
            differs = (other.value, other.high, other.comparator) != (
                amount.value,
                amount.high,
                amount.comparator,
            )
            if differs and set(other.units) & set(amount.units):
                require(
                    coverage(wanted, words(sentence)) < max(own, 0.5),
                    "another rule shown gives another amount",
                )


def _prose_amounts(turn: Turn, amount: Quantity, asked: float, comparators: set[str], inside: bool) -> None:
    """Comparisons in the answer's own words agree with the rule or are true of the amount asked about."""
    for sentence in sentences(turn.prose):
        found = quantities(sentence)
        for q in found:
            if not same_measure(q, amount):
                continue
            known = q.value in (amount.value, amount.high, asked)
            require(known or not _counts(q), "the answer's own words speak of another amount")
            if not q.explicit:
                asks = q.value == asked or any(o.value == asked for o in found)
                require(asks or not _counts(q), "the answer's own words speak of the rule's amount as if it were asked")
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


# --- missing ------------------------------------------------------------


def missing(case: Case, turn: Turn, claim: Claim) -> None:
    """The rule decides by something that the question leaves out, and the answer asks for it."""
    rule = case.rule(claim.get("quote"))
    require(turn.opening is None, "an answer that asks back says yes or no")
    require(_asks(turn), "the answer does not ask")
    _about(case, turn, rule)
    asked_for = _asked_part(turn.prose)
    if claim.get("slot") == "amount":
        unit = str(claim.get("unit"))
        require(
            case.situation in ("missing_amount", "constraint_shift", "ellipsis"),
            "the situation does not fit the slot",
        )
        amounts = [q for q in quantities(rule.sentence) if rule.holds(q.start, q.end) and q.has_unit(unit)]
        require(amounts, "the quote holds no amount of the unit")
        given = [q for q in quantities(turn.question) if any(same_measure(q, a) for a in amounts)]
        vague = rf"\b(?:an?|one|half|couple\s+of)\s+{re.escape(unit)}s?\b"
        rate = any(re.search(vague, s, re.I) for s in (rule.sentence,))
        require(not given and (rate or not re.search(vague, turn.question, re.I)), "the question gives the amount")
        few = re.search(r"\b(?:few|several|couple\s+of|handful\s+of)\b", turn.question, re.I)
        require(not few or all(3 <= a.value <= 9 for a in amounts), "a few is enough to tell the side of the amount")
        named = words(asked_for) & ({stem(w) for w in unit.split()} | {"many", "much", "long", "amount"})
        value = any(q.value == a.value for q in quantities(turn.prose) for a in amounts)
        measure = re.search(
            r"\bhow (?:many|much|long|large|big|old|far|soon|early|late)\b|\bwhat amount\b", asked_for, re.I
        )
        require(named or value or measure, "the answer does not ask for the amount")
        return
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
    rest = words(rule.sentence.casefold().replace(plain(str(clause)).casefold(), " "))
    own = wanted - rest or wanted  # what the main clause says too settles nothing
    share = coverage(own, words(_TOPIC.sub("", turn.topic)))
    require(share < 0.5, "the question already settles the clause")
    require(coverage(wanted, words(asked_for)) >= 0.5, "the answer does not ask for what is missing")


_TOPIC = re.compile(r"^(?:(?:a |quick )*question (?:about|on)|about|concerning|regarding|on)\b[^:?.]{2,80}:\s+", re.I)


def _asked_part(prose: str) -> str:
    return " ".join(re.findall(r"(?:[^.!?]|[.!?](?!\s|$))*\?", prose)) or prose


# --- clause ------------------------------------------------------------

_CONDITIONAL = re.compile(
    r"^(?:only )?(?:if|when|whenever|provided(?: that)?|as long as|so long as|in case|once|where|"
    r"for|after|before|until|while|during)$",
    re.I,
)
_FLIP: dict[str, str] = {"yes": "no", "no": "yes"}


def clause(case: Case, turn: Turn, claim: Claim) -> None:
    """The question states a condition or an exception, or states its contrary."""
    rule = case.rule(claim.get("quote"))
    marker, text, stated = str(claim.get("marker", "")), str(claim.get("clause", "")), claim.get("stated")
    phrase = plain(f"{marker} {text}").casefold()
    at = rule.sentence.casefold().find(phrase)
    require(words(text) and at >= 0 and rule.holds(at, at + len(phrase)), "marker and clause are not in the quote")
    require(isinstance(stated, bool), "the claim does not say whether the clause is stated")
    excepted = bool(EXCEPTION.search(marker))
    require(excepted or _CONDITIONAL.match(marker), "the marker is neither a condition's nor an exception's")
    outcomes = ("exception_not_applies", "exception_applies") if excepted else ("condition_unmet", "condition_met")
    fits = outcomes[bool(stated)]
    require(case.situation in (fits, "constraint_shift", "ellipsis"), "the situation does not fit the clause")
    share, agrees = _stated(_scope(turn, text), text)
    require(share >= 0.6, "the question does not speak of the clause")
    require(agrees == stated, "the question's negation is not the one claimed")
    _about(case, turn, rule)
    own = (at, at + len(phrase))
    _no_exception_beside(case, turn, rule, own)
    _conditions_met(turn, rule, (own,))
    polarity, kind = claim.get("polarity"), form(turn.question)
    if kind == "open" and turn.topic != turn.question:
        kind = form(turn.topic.removesuffix(turn.question))
    _prose_keeps_to(turn, rule, polarity)
    require(any(rule.sentence[slice(*own)] in q for q in turn.quotations), "the answer does not quote the clause")
    _clause_outcome(turn, rule, own, marker=marker, fits=fits, kind=kind, polarity=polarity)


def _clause_outcome(
    turn: Turn, rule: Rule, own: tuple[int, int], *, marker: str, fits: str, kind: str, polarity: str | None
) -> None:
    """What the answer may conclude in the situation `fits` of a clause at `own`."""
    main = outside(rule.sentence, (own,))
    mode = modality(rule.sentence)
    if mode == "fact" and told_to(rule.sentence, turn.topic):
        mode = "must"
    require(mode is not None, "the rule's modality is not understood")
    answers = {("may", "permission"): "yes", ("must_not", "permission"): "no", ("must", "obligation"): "yes",
               ("need_not", "obligation"): "no", ("may", "fact"): "yes", ("must", "fact"): "yes",
               ("must_not", "fact"): "no"}  # fmt: skip
    verdict = answers.get((str(mode), kind))
    require(polarity is None or kind != "open", "an open question has no yes or no")
    if kind != "open":
        _main_named(turn, rule, 0.6)
        core = outside(last_question(turn.question), clauses(last_question(turn.question)))
        require(not negations(core), "the question is negated")
    if fits == "condition_unmet":
        only = marker.lower().startswith("only") and mode == "may" and kind == "permission"
        require(polarity is None or (only and polarity == "no"), "that a condition is unmet decides nothing")
        require(only or NOT_COVERED.search(turn.prose), "the answer does not say that the rule does not cover it")
        return
    if fits == "exception_applies":
        verdict = _FLIP[verdict] if verdict else None
        if polarity is None and kind != "open":
            require(
                NOT_COVERED.search(turn.prose) or EXCEPTION.search(turn.prose),
                "the answer does not say that the exception applies",
            )
            return
    else:
        require(
            not NOT_COVERED.search(turn.prose) or fits == "exception_not_applies",
            "the answer says that the rule does not cover it",
        )
        require(words(main) & {w for q in turn.quotations for w in words(q)}, "the answer does not quote the rule")
    if kind != "open":
        require(verdict is not None and polarity == verdict, "the polarity does not follow from the rule")


def _scope(turn: Turn, text: str) -> str:
    """Where the clause is stated: in this turn's words where they hold it, in all of them otherwise."""
    return turn.question if coverage(words(text), words(turn.question)) >= 0.6 else turn.topic


# --- quote, polarity ------------------------------------------------------------


def quote(case: Case, turn: Turn, claim: Claim) -> None:
    """The documents answer an open question in so many words."""
    rule = case.rule(claim.get("quote"))
    _about(case, turn, rule)
    require(
        form(turn.question) == "open" or turn.topic != turn.question,
        "a yes-or-no question is not answered by a quotation alone",
    )
    require(turn.opening is None and not _asks(turn), "the answer's opening does not fit an open question")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    require(
        not REFUSAL.search(turn.prose) and not CONFLICT.search(turn.prose),
        "the answer refuses what it quotes",
    )
    require(not refers_back(rule.sentence), "the rule leans on the sentence before it")
    require(rule.quote.casefold() not in plain(turn.question).casefold(), "the question holds its answer")
    shared = asked_words(turn.topic) & words(rule.sentence)
    heading = asked_words(turn.topic) & words(rule.section)
    require(shared or heading, "the question shares no word with the quoted rule")
    _amount_asked(turn, rule)
    _conditions_not_contradicted(turn, rule)
    if re.search(r"\bhow\b|\bwhen\b|\bwhat(?:['’]s| is)?\b", last_question(turn.question), re.I):
        for amount in quantities(rule.quote):
            _no_sibling(case, turn, rule, amount)
    new = words(rule.quote) - words(turn.question)
    require(
        new or set(_values(rule.quote)) - set(_values(turn.question)),
        "the quote adds nothing to the question",
    )
    if role := claim.get("role"):
        require(isinstance(role, str) and plain(role) in rule.quote, "the role is not in the quote")
        require(plain(str(role)).casefold() in plain(turn.answer).casefold(), "the answer does not name the role")
        require(
            plain(str(role)).casefold() not in plain(turn.question).casefold(),
            "the question holds its answer",
        )


def _values(text: str) -> list[float]:
    return [q.value for q in quantities(text)]


def _amount_asked(turn: Turn, rule: Rule) -> None:
    """How many, how much, how long: the quote must hold an amount (and a time for how long)."""
    asked = last_question(turn.question)
    if match := re.search(r"\bhow (many|much|long|soon|often)\b(?:\s+(?:more\s+)?([^\W\d_]+))?", asked, re.I):
        found = quantities(rule.quote)
        require(found or match[1].lower() in ("much", "often", "soon", "long"), "the quote holds no amount")
        if match[1].lower() == "many" and match[2]:
            unit = stem(match[2])
            known = {stem(w) for q in found for u in q.units for w in u.split()} | words(rule.quote)
            require(unit in known, "the quote's amount is of another unit")


def _conditions_not_contradicted(turn: Turn, rule: Rule) -> None:
    for a, b in clauses(rule.sentence):
        share, agrees = _stated(turn.topic, rule.sentence[a:b])
        require(share < 0.6 or agrees, "the question negates a condition of the rule")
        if not rule.holds(a, b):
            require(share >= 0.6, "the quote leaves out a condition of its sentence")


def polarity(case: Case, turn: Turn, claim: Claim) -> None:
    """A yes-or-no question that the modality of the quote decides."""
    rule = case.rule(claim.get("quote"))
    _about(case, turn, rule)
    mode, kind = modality(rule.sentence), form(turn.question)
    answers = {("may", "permission"): "yes", ("must_not", "permission"): "no", ("must", "obligation"): "yes",
               ("need_not", "obligation"): "no"}  # fmt: skip
    verdict = answers.get((str(mode), kind))
    require(verdict, "the quote's modality does not answer this kind of question")
    require(claim.get("polarity") == verdict, "the polarity does not follow from the quote")
    found = modals(rule.sentence)[0]
    require(rule.holds(found[0], found[0] + 1), "the deciding word is not in the quote")
    core = outside(last_question(turn.question), clauses(last_question(turn.question)))
    require(not negations(core), "the question is negated")
    _conditions_met(turn, rule)
    named = words(outside(rule.sentence, clauses(rule.sentence))[found[0] :]) - ASKING_STEMS - _GENERIC_STEMS
    require(coverage(named, words(turn.topic)) >= 0.75, "the question leaves out what the rule is about")
    _no_exception_beside(case, turn, rule)
    require(
        all(q.words and _stated_amount(turn, q) for q in quantities(rule.sentence)),
        "the rule's amount is not in the question",
    )
    _prose_keeps_to(turn, rule, verdict)
    require(turn.quotes(rule.quote), "the answer does not contain the quote")


def _stated_amount(turn: Turn, amount: Quantity) -> bool:
    return any(q.value == amount.value and same_measure(q, amount) for q in quantities(turn.topic))


# --- premise, superseded, conflict ------------------------------------------------------------

_CONTRARY: frozenset[tuple[str, str]] = frozenset(
    {
        ("must", "need_not"),
        ("need_not", "must"),
        ("may", "must_not"),
        ("must_not", "may"),
        ("must_not", "must"),
        ("must", "must_not"),
    }
)


def premise(case: Case, turn: Turn, claim: Claim) -> None:
    """The question takes for granted what the documents deny."""
    rule = case.rule(claim.get("quote"))
    claimed, actual = plain(str(claim.get("claimed", ""))), plain(str(claim.get("actual", "")))
    require(
        claimed and actual and claimed.casefold() != actual.casefold(),
        "the claim does not name what is claimed and what is so",
    )
    said = plain(turn.question).casefold()
    require(claimed.casefold() in said, "the question does not hold the premise")
    require(
        actual in rule.quote and actual.casefold() in plain(turn.answer).casefold(),
        "the quote or the answer does not hold the truth",
    )
    require(turn.opening != "yes", "the answer agrees with the premise")
    require(CORRECTION.search(_first_sentence(turn.prose)), "the answer does not open with a correction")
    require(not _asks(turn), "the correction asks back")
    require(turn.quotes(actual), "the answer does not quote the truth")
    _about(case, turn, rule, words(claimed))
    _conditions_not_contradicted(turn, rule)
    before, after = quantities(turn.question), quantities(rule.sentence)
    wrong = [q for q in before if _same_place(turn.question, q, claimed)]
    right = [q for q in after if rule.holds(q.start, q.end) and _same_place(rule.sentence, q, actual)]
    if wrong and right and not (wrong[0].value == right[0].value and set(wrong[0].units) & set(right[0].units)):
        _premise_amount(case, turn, rule, wrong[0], right[0])
        return
    _main_named(turn, rule, 0.5)
    shared = words(turn.question) - words(claimed)
    assumed, mode = _said_modality(turn.question, claimed), modality(rule.sentence)
    if mode is not None and assumed is not None and (assumed, mode) in _CONTRARY:
        require(_stated_conditions(turn, rule), "the rule has a condition that the question does not state")
        require(not words(claimed) - rule.support - _modal_words(), "the premise is not about the quoted rule")
        return
    exclusive = mode != "may" or re.search(r"\bonly\b", rule.sentence, re.I)
    require(exclusive, "that one may does not deny that another may")
    require(not words(claimed) & _EVERYBODY, "the role that is claimed may include the right one")
    require(
        words(claimed) - words(actual) and not words(claimed) & words(rule.sentence) - words(actual),
        "the premise is not denied by the quote",
    )
    for passage in case.corpus.of_document(rule.document):
        for sentence in sentences(passage.text):
            true = words(claimed) <= words(sentence) and coverage(shared & rule.support, words(sentence)) >= 0.6
            require(not true, "the premise stands in the document")


def _modal_words() -> frozenset[str]:
    return frozenset(
        map(
            stem,
            ("allowed", "permitted", "required", "need", "prohibited", "forbidden", "mandatory", "optional"),
        )
    )


def _stated_conditions(turn: Turn, rule: Rule) -> bool:
    found = [_stated(turn.topic, rule.sentence[a:b]) for a, b in clauses(rule.sentence)]
    return all(share >= 0.6 and agrees for share, agrees in found) and not EXCEPTION.search(rule.sentence)


def _said_modality(question: str, claimed: str) -> Modality | None:
    found = [mode for _, mode in modals(claimed)]
    if not found:
        found = [m for s in sentences(question) if not s.endswith("?") or len(modals(s)) for _, m in modals(s)]
    return found[0] if len(set(found)) == 1 else None


def _same_place(text: str, q: Quantity, part: str) -> bool:
    at = plain(text).casefold().find(part.casefold())
    while at >= 0:
        if at < q.end and q.start < at + len(part):
            return True
        at = plain(text).casefold().find(part.casefold(), at + 1)
    return False


def _premise_amount(case: Case, turn: Turn, rule: Rule, wrong: Quantity, right: Quantity) -> None:
    require(same_measure(wrong, right), "premise and truth are of different units")
    other = (wrong.value, wrong.high, wrong.units[0]) != (right.value, right.high, right.units[0])
    require(other and not _equal_time(wrong, right), "the premise is true")
    extends = modality(rule.sentence) == "may" and right.comparator in ("more_than", "at_least")
    require(not extends, "a permission to go above an amount does not deny another amount")
    restates = wrong.explicit or LIMIT_WORDS.search(turn.question)
    if wrong.units[0] == right.units[0] and not restates and right.comparator != "exactly":
        found = modals(rule.sentence)
        folded: Comparator | None = right.comparator
        if found and found[0][1] == "must_not" and folded:
            folded = COMPLEMENT.get(folded)
        require(folded is not None and not right.admits(wrong.value, folded), "the premise holds under the rule")
    about = asked_words(turn.question) - {stem(w) for u in wrong.units for w in u.split()}
    shown = [p.passage.text for p in case.context]
    for text in (*shown, *(p.text for p in case.corpus.of_document(rule.document))):
        for sentence in sentences(text):
            for q in quantities(sentence):
                true = q.value == wrong.value and set(q.units) & set(wrong.units)
                require(
                    not true or coverage(about & rule.support, words(sentence)) < 0.5,
                    "the premise is true elsewhere in the document",
                )
    _main_named(turn, rule, 0.3)


def _equal_time(a: Quantity, b: Quantity) -> bool:
    x, y = TIME.get(a.units[0]), TIME.get(b.units[0])
    return x is not None and y is not None and a.value * x == b.value * y


def superseded(case: Case, turn: Turn, claim: Claim) -> None:
    """An earlier revision said otherwise; the effective one decides."""
    rule = case.rule(claim.get("quote"))
    new, old = plain(str(claim.get("value_text", ""))), plain(str(claim.get("old_value_text", "")))
    former = claim.get("old_document")
    require(new and old and new.casefold() != old.casefold(), "the claim does not name the new and the old value")
    require(rule.document in case.corpus.effective, "the quote is not in an effective document")
    shared = [i for i in case.corpus.items[rule.document] if former in case.corpus.revisions[i]]
    require(
        any(
            case.corpus.revisions[i][str(former)] >= 1 and case.corpus.revisions[i][rule.document] == 0 for i in shared
        ),
        "the old document is not an earlier revision of the same item",
    )
    require(new in rule.quote, "the new value is not in the quote")
    before = rule.sentence.replace(new, old)
    require(
        before in plain(case.corpus.texts[str(former)]),
        "the earlier revision does not hold the sentence with the old value",
    )
    require(
        before not in plain(case.corpus.texts[rule.document]),
        "the old value still stands in the effective document",
    )
    _about(case, turn, rule, words(old))
    _main_named(turn, rule, 0.3)
    require(
        old.casefold() in plain(turn.topic).casefold() or any(old in s for s in case.shown),
        "the old value is nowhere in what the user gives",
    )
    require(new.casefold() not in plain(turn.question).casefold(), "the question holds its answer")
    require(turn.quotes(new), "the answer does not quote the new value")
    require(turn.opening != "yes" and not _asks(turn), "the answer agrees with the old value")
    require(REPLACED.search(turn.prose), "the answer does not flag the old value as replaced")
    for sentence in sentences(turn.prose):
        if old in sentence and new not in sentence:
            require(
                CORRECTION.search(sentence) or REPLACED.search(sentence),
                "the answer gives the old value as if it held",
            )
        now = re.search(
            rf"{re.escape(new)}[^.]*\b(?:has been|was|is)\s+(?:replaced|superseded|outdated)\b(?! by)",
            sentence,
        )
        require(not now, "the answer flags the new value as replaced")


def conflict(case: Case, turn: Turn, claim: Claim) -> None:
    """Two effective documents of equal standing say different things."""
    quotes, values = claim.get("quotes"), claim.get("values")
    require(
        isinstance(quotes, list) and isinstance(values, list) and len(quotes) == len(values) == 2,
        "the claim does not name two rules",
    )
    rules = _two_rules(case, list(quotes or []))
    one, two = rules
    require({one.document, two.document} <= case.corpus.effective, "a rule is not in an effective document")
    amounts = []
    for rule, value in zip(rules, list(values or []), strict=True):
        inside = [q for q in quantities(rule.sentence) if rule.holds(q.start, q.end)]
        if isinstance(value, int | float):
            found = [q for q in inside if q.value == value]
        else:
            found = [q for q in inside if plain(str(value)) and _same_place(rule.sentence, q, plain(str(value)))]
        require(len(found) == 1, "a value is not one amount")
        amounts.append(found[0])
        text = rule.sentence[found[0].start : found[0].end]
        require(
            turn.quotes(text) and text.casefold() in plain(turn.answer).casefold(),
            "the answer does not quote both values",
        )
        require(
            any(rule.quote in q or (q in rule.quote and text in q) for q in turn.quotations),
            "the answer does not quote both rules",
        )
        require(rule.section in turn.cited, "the answer does not cite both sections")
        require(not EXCEPTION.search(rule.sentence), "a rule holds an exception")
    a, b = amounts
    require(set(a.units) & set(b.units), "the two values are of different units")
    require(
        a.value != b.value and a.comparator == b.comparator and a.comparator is not None,
        "the two values do not contradict each other",
    )
    conditions = [words(" ".join(r.sentence[x:y] for x, y in clauses(r.sentence))) for r in rules]
    require(
        coverage(*conditions) >= 0.6 and coverage(conditions[1], conditions[0]) >= 0.6,
        "the two rules hold under different conditions",
    )
    require(
        words(one.sentence) & _PERSON_STEMS == words(two.sentence) & _PERSON_STEMS,
        "the two rules are for different roles",
    )
    require(modality(one.sentence) == modality(two.sentence), "the two rules differ in modality")
    for text in (t for r in rules for t in (case.corpus.texts[r.document],)):
        require(not PRECEDENCE.search(text), "one document says which of the two prevails")
    asked = asked_words(turn.question)
    for rule in rules:
        require(coverage(asked, rule.support) >= 0.7, "the question is not about both rules")
    require(turn.opening is None and not _asks(turn), "the answer takes a side")
    require(CONFLICT.search(turn.prose), "the answer does not say that the two disagree")


def _two_rules(case: Case, quotes: list[Any]) -> tuple[Rule, Rule]:
    documents = sorted({e.document for e in case.evidence})
    for first in documents:
        for second in documents:
            if first != second:
                try:
                    return case.rule(quotes[0], first), case.rule(quotes[1], second)
                except Rejected:
                    continue
    raise Rejected("the two rules are not in two documents of the context")


# --- refusals ------------------------------------------------------------


def _refuses(turn: Turn) -> None:
    require(turn.opening is None, "a refusal says yes or no")
    require(REFUSAL.search(turn.prose), "the answer does not refuse")
    require(not turn.quotations, "a refusal quotes something as an answer")


def absent(case: Case, turn: Turn, claim: Claim) -> None:
    """The fact asked for was taken out of the context, and nothing that remains restates it."""
    place, removed = claim.get("removed"), plain(str(claim.get("quote", "")))
    require(isinstance(place, dict) and removed, "the claim does not say what was removed")
    document, start, end = (dict(place or {}).get(k) for k in ("document", "start", "end"))
    require(
        document in case.corpus.effective and isinstance(start, int) and isinstance(end, int),
        "the removed span is in no effective document",
    )
    assert isinstance(start, int)  # noqa: S101 (required above; for the type checker)
    assert isinstance(end, int)  # noqa: S101 (as before)
    require(
        removed in plain(case.corpus.texts[str(document)][start:end]),
        "the removed span does not hold the quote",
    )
    holders = case.corpus.at(str(document), start, end)
    require(holders, "the removed span is in no passage")
    require(not any(removed in shown for shown in case.shown), "the removed sentence is still in the context")
    gone = {(p.document, p.passage) for p in holders}
    for shown in case.context:
        require(
            (shown.passage.document, shown.passage.passage) not in gone,
            "the removed passage is still in the context",
        )
    section = frozenset(w for p in holders for s in case.corpus.sections(p) for w in words(s))
    asked = asked_words(turn.topic)
    require(
        asked and coverage(asked, words(removed) | section) >= 0.8,
        "the removed sentence would not answer the question",
    )
    _nothing_restates(case, turn, removed, asked, section)
    _refuses(turn)
    missing_text = str(claim.get("missing", ""))
    require(
        words(missing_text) and words(missing_text) <= words(removed) | section | asked | words(turn.topic),
        "what is missing is not what was removed",
    )
    require(coverage(words(missing_text), words(turn.prose)) >= 0.6, "the answer does not name what is missing")
    require(
        coverage(words(missing_text) - words(turn.topic), section | words(removed)) >= 0.0,
        "what is missing is not asked for",
    )
    require(words(missing_text) & words(turn.topic), "what is missing is not what is asked for")
    given = [q for q in quantities(turn.prose) if q.value not in _values(turn.topic)]
    require(not given, "a refusal gives a value")


def _nothing_restates(case: Case, turn: Turn, removed: str, asked: frozenset[str], section: frozenset[str]) -> None:
    count = case.corpus.frequency
    common = max(3, len(case.corpus.effective) // 5)
    rare = frozenset(w for w in asked - section if count[w] <= common)
    values = {(q.value, unit) for q in quantities(removed) for unit in q.units[:1]}
    for shown in case.context:
        for sentence in sentences(shown.passage.text):
            here = words(sentence)
            require(coverage(asked, here) < 0.8, "a sentence of the context answers the question")
            same = values & {(q.value, unit) for q in quantities(sentence) for unit in q.units[:1]}
            require(not same or coverage(asked, here) < 0.4, "the removed value still stands in the context")
        body = words(shown.passage.text) | words(shown.section)
        require(
            len(rare) < 2 or coverage(rare, body) < 0.8,
            "a passage of the context holds most of the question's rare words",
        )


# What people do with anything, where they work, and how much of it there is: words that do not say what is asked for.
_UNSPECIFIC = frozenset(
    map(
        stem,
        word_set(
            """
            bring keep last use work hold stay spend receive claim request ask take put let start begin end office site
            building size amount price value level length weight duration date day week month year hour minute advance
            part kind sort way new good
            """
        ),
    )
)
_LEANS = re.compile(
    r"\b(?:this|that|these|those|it|its|they|them|their|he|him|his|she|her|hers|here|there|ones?|same|such|else|again|"
    r"already|still|yet|now|today|tomorrow|yesterday|instead|another one|you|yours?|why)\b",
    re.IGNORECASE,
)
_ADJUNCT = r"\b(?:with|without|in|at|by|during|after|before|from|via|through|near|until|like|as|than)\s+"
_SOMEBODY = re.compile(r"\b(?:ask|asking|check with|contact|consult|write to|turn to)\b", re.IGNORECASE)


def unanswered(case: Case, turn: Turn, claim: Claim) -> None:
    """A question that stands in a ticket, and no document other than a ticket speaks of what it asks for."""
    question, corpus = plain(turn.question), case.corpus
    require(turn.topic == turn.question and not case.evidence, "an unanswered question has neither turns nor evidence")
    _heard(case, question, claim.get("asked_in"))
    require(not _LEANS.search(question), "the question leans on what its ticket says beside it")
    asked = asked_words(question) - _UNSPECIFIC
    known = frozenset(w for w in asked if corpus.relatives(w))
    strange = _heads(question, asked - known)
    require(strange, "the documents hold every noun that the question is about")
    held = [frozenset(w for w in known if corpus.relatives(w) & body) for body in corpus.handbook]
    spread = Counter(w for found in held for w in found)
    common = frozenset(w for w in known if spread[w] > max(4, len(held) // 25))  # they stand everywhere: pay, approve
    for found in held:
        rest = known - common
        require(not rest or not rest <= found, "a passage of the documents holds all else that the question asks for")
        require(2 * len(found & rest) <= len(asked - common), "a passage holds most of what the question asks for")
    for shown in case.context:
        require(shown.passage.document not in corpus.tickets, "the context shows a ticket")
    near = (words(p.passage.text) | words(p.section) for p in case.context)
    require(any(body & words(question) for body in near), "the context has nothing to do with the question")
    _refuses(turn)
    missing = words(str(claim.get("missing", "")))
    require(missing and missing <= words(question), "what is missing is not what is asked for")
    require(strange <= missing and coverage(asked, missing) >= 0.8, "what is missing is not all that is asked for")
    require(coverage(missing, words(turn.prose)) >= 0.8, "the answer does not name what is missing")
    require(_SOMEBODY.search(turn.prose), "the answer does not say where to ask")
    given = [q for q in quantities(turn.prose) if q.value not in _values(turn.topic)]
    require(not given, "a refusal gives a value")


def _heard(case: Case, question: str, place: Any) -> None:
    """The question is a whole sentence of an effective ticket, at the place that the claim names."""
    require(isinstance(place, dict), "the claim does not say where the question was asked")
    document, start, end = (place.get(k) for k in ("document", "start", "end"))
    require(document in case.corpus.tickets, "the question was asked in no effective ticket")
    require(isinstance(start, int) and isinstance(end, int), "the claim does not say where the question was asked")
    require(plain(case.corpus.texts[document][start:end]) == question, "the ticket does not ask the question")
    whole = [s for p in case.corpus.at(document, start, end) for s in sentences(p.text)]
    require(question.endswith("?") and question in whole, "the question is no whole sentence of its ticket")


def _heads(question: str, unknown: frozenset[str]) -> frozenset[str]:
    """Those of the unknown words that the question is about: no name, no modifier, no circumstance."""
    found: set[str] = set()
    for match in re.finditer(r"(?<![\w'’-])[a-z]+(?![\w'’-])", question):
        follows = re.match(r"\s+([a-z]+)", question[match.end() :])
        modifies = follows and words(follows[1]) and not re.fullmatch(r"\w+(?:ed|ing)|last|work|cost|apply", follows[1])
        aside = re.search(_ADJUNCT + r"(?:[a-z]+\s+){0,3}$", question[: match.start()])
        if words(match[0]) & unknown and not modifies and not aside:
            found |= words(match[0])
    return frozenset(found)


def nonexistent(case: Case, turn: Turn, claim: Claim) -> None:
    """The question refers to something by a name that the corpus does not know."""
    reference = plain(str(claim.get("reference", "")))
    require(re.search(r"[A-Z0-9]", reference) and len(reference) > 2, "the reference is no name")
    require(reference in plain(turn.question), "the reference is not in the question")
    require(not case.corpus.names(reference), "the reference stands in the corpus")
    require(reference in turn.prose, "the answer does not name the reference")
    _refuses(turn)


def privacy(case: Case, turn: Turn, claim: Claim) -> None:
    """The question asks for a person's data."""
    about, asks = plain(str(claim.get("about", ""))), plain(str(claim.get("asks", "")))
    require(about and about.casefold() in plain(turn.question).casefold(), "the person is not in the question")
    require(PERSONAL.search(turn.question), "the question asks for no personal data")
    require(asks and words(asks) & words(turn.question), "the kind of data is not what the question asks for")
    require(turn.opening is None and not turn.quotations, "a refusal says yes or no")
    require(REFUSAL.search(turn.prose) or PRIVATE.search(turn.prose), "the answer does not refuse")
    require(not DISCLOSED.search(turn.prose), "the answer discloses personal data")
    require(not set(_values(turn.prose)) - set(_values(turn.question)), "the answer discloses personal data")


def out_of_scope(case: Case, turn: Turn, claim: Claim) -> None:
    """Nothing in the corpus is about the question."""
    asked = asked_words(turn.question)
    count, size = case.corpus.frequency, len(case.corpus.effective)
    known = {w for w in asked if count[w]}
    require(asked and len(known) <= len(asked - known), "the corpus speaks of what the question asks")
    topic = words(str(claim.get("topic", "")))
    require(topic and not any(0 < count[w] <= max(2, size // 20) for w in topic), "the corpus speaks of the topic")
    require((topic | asked) & words(turn.prose), "the answer does not name what it knows nothing about")
    require(not turn.cited, "a document is cited that has nothing to do with the question")
    _refuses(turn)


# --- the registry ------------------------------------------------------------

_DIALOGUES = frozenset({"constraint_shift", "ellipsis"})

PROOFS: dict[str, tuple[Callable[[Case, Turn, Claim], None], frozenset[str], str]] = {
    "limit": (limit, frozenset({"inside_limit", "at_limit", "outside_limit"}), "answer"),
    "missing": (missing, frozenset({"missing_amount", "condition_unknown", "exception_unknown"}), "clarify"),
    "clause": (
        clause,
        frozenset({"condition_met", "condition_unmet", "exception_applies", "exception_not_applies"}),
        "answer",
    ),
    "quote": (quote, frozenset({"answerable"}), "answer"),
    "polarity": (polarity, frozenset({"answerable"}), "answer"),
    "premise": (premise, frozenset({"false_premise"}), "correct_premise"),
    "superseded": (superseded, frozenset({"superseded"}), "correct_premise"),
    "conflict": (conflict, frozenset({"contradictory"}), "surface_conflict"),
    "absent": (absent, frozenset({"undocumented"}), "refuse"),
    "unanswered": (unanswered, frozenset({"undocumented"}), "refuse"),
    "nonexistent": (nonexistent, frozenset({"nonexistent_reference"}), "refuse"),
    "privacy": (privacy, frozenset({"not_permitted"}), "refuse"),
    "out_of_scope": (out_of_scope, frozenset({"out_of_scope"}), "refuse"),
}
"""Proof: the function that derives it, the situations it proves, the behaviour it calls for."""


def prove(case: Case, turns: list[Turn], claim: Claim) -> None:
    """Check the claim of an example, turn by turn; raises Rejected."""
    claims = [claim]
    if claim.get("proof") == "turns":
        require(case.situation in _DIALOGUES, "the situation is not one of a dialogue")
        claims = claim.get("turns", [])
        require(isinstance(claims, list) and len(claims) == len(turns) >= 2, "there is not one claim per turn")
    else:
        require(len(turns) == 1 and case.situation not in _DIALOGUES, "a dialogue needs a claim for each turn")
    for turn, part in zip(turns, claims, strict=True):
        require(isinstance(part, dict) and part.get("proof") in PROOFS, "the proof is unknown")
        check, situations, behaviour = PROOFS[part["proof"]]
        if len(turns) == 1:
            require(case.situation in situations, "the situation does not fit the proof")
        if turn.last:
            require(case.behaviour == behaviour, "the behaviour does not fit the proof")
        check(case, turn, part)
        if "quote" in part and behaviour != "refuse":
            said = {*numbers(turn.topic), *numbers(plain(part["quote"])), *numbers(part.get("old_value_text", ""))}
            require(set(numbers(turn.prose)) <= said, "the answer's own words hold a number that is not the rule's")
        if behaviour != "refuse":
            require(turn.cited, "the answer cites no section")
            require(_sections(case, part) <= turn.cited, "the section of the quote is not cited")
    if len(turns) > 1 and case.situation == "constraint_shift":
        require(claims[0] != claims[-1], "nothing has shifted between the turns")


def _sections(case: Case, claim: Claim) -> set[str]:
    quotes = claim["quotes"] if "quotes" in claim else [claim["quote"]]
    return {case.rule(q).section for q in quotes if len(quotes) == 1}


def evidence_of(rows: list[dict[str, Any]], printed: set[tuple[str, str]]) -> tuple[Evidence, ...]:
    """The evidence of a row, knowing which passages the context prints."""
    return tuple(
        Evidence(
            e["passage"], e["document"], e["section"], e["start"], e["end"], e["text"],
            (e["document"], e["passage"]) in printed,
        )
        for e in rows
    )  # fmt: skip
