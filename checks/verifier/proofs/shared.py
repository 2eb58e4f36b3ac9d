"""What several proofs need: wordings, and whether question, conditions, exceptions and prose keep to the rule."""

import re
from itertools import pairwise
from typing import Any

from checks.verifier.amounts import Quantity, quantities
from checks.verifier.cases import Case, Rule, Turn, require
from checks.verifier.exceptions import exceptions_beside
from checks.verifier.halves import paired
from checks.verifier.headings import label_above, spoken_of
from checks.verifier.language import (
    EXCEPTION,
    NO_ONE_BUT,
    asides,
    clauses,
    denials,
    last_question,
    modals,
    negations,
    outside,
    refers_back,
)
from checks.verifier.words import (
    ASKING_STEMS,
    GENERIC_PERSONS,
    PERSONS,
    asked_words,
    coverage,
    plain,
    saying_the_same,
    sentences,
    stem,
    words,
)

Claim = dict[str, Any]

PERSON_STEMS = frozenset(map(stem, PERSONS))


GENERIC_STEMS = frozenset(map(stem, GENERIC_PERSONS))


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


CONFLICT = re.compile(
    r"\b(?:disagree|conflict|differ|contradict|inconsistent|do not agree|don['’]t agree|"
    r"not agree|not match|do not match|"
    r"two (?:different )?(?:answers|values|rules|figures)|at odds|discrepan|diverge)",
    re.IGNORECASE,
)


def asks(turn: Turn) -> bool:
    return "?" in turn.prose


def as_people_say(case: Case, turn: Turn, rule: Rule) -> frozenset[str]:
    """The verbs with which a ticket may say what the rule says: "borrow" of what is lent."""
    heard = turn.topic == turn.question and case.corpus.asked_in_tickets(turn.question)
    return saying_the_same(rule.support) if heard else frozenset()


_OTHER_BRANCH = re.compile(r"\bin\s(?:all|any)\s(?:the\s)?other\s(?:case|circumstance|situation)s?\b", re.IGNORECASE)


def about(case: Case, turn: Turn, rule: Rule, also: frozenset[str] = frozenset()) -> None:
    """The question asks about the rule: its words stand in the sentence or its section."""
    support = rule.support | also | words(spoken_of(case, rule)) | words(label_above(case, rule))
    require(not _OTHER_BRANCH.search(turn.question), "the question holds what applies in all other cases")
    unknown = asked_words(last_question(turn.question)) - support - GENERIC_STEMS
    require(not unknown, "the question asks for something that the quoted rule does not speak of")
    scenario = asked_words(turn.topic) - support - GENERIC_STEMS
    require(asides(turn.topic) <= asides(rule.sentence), "the question denies something of what the rule is about")
    require(not (scenario & PERSON_STEMS), "the question is about a role that the quoted rule does not name")
    require(len(scenario) <= 6, "the question's scenario goes beyond the quoted rule")
    require(
        asked_words(turn.topic) & words(rule.sentence) or quantities(turn.topic),
        "the question shares no word with the quoted rule",
    )


def pieces(text: str) -> list[str]:
    """The parts of a question in which a negation stays put."""
    cut = re.sub(r"\b(?:if|when|whenever|but|unless|because|since|so|while|provided|once)\b", ";", text, flags=re.I)
    return [p for p in re.split(r"[,;?!]|\.(?!\w)", cut) if p.strip()]


_CIRCUMSTANCE = re.compile(r"(?:after|before|until|during|without|while)\b", re.IGNORECASE)


def how_stated(topic: str, clause: str) -> tuple[float, bool]:
    """How much of the clause the user's words hold, and whether their negation agrees with the clause's; of a clause of two
    halves that the user tells apart ("my role allows it but my manager doesn't agree"), whether that of both does."""
    told = pieces(topic)
    if (word := _CIRCUMSTANCE.match(clause)) and (
        told_of := re.split(rf"\b{word[0]}\b", topic, flags=re.IGNORECASE)[1:]
    ):
        # a not before it is the main clause's: "must not be sold without a test"
        after = next(iter(pieces(told_of[-1])), "")
        return coverage(words(clause), words(topic)), _denials(after) % 2 == _denials(clause[word.end() :]) % 2

    def best(part: str) -> str:
        wanted = words(part)
        return max(told, key=lambda p: (coverage(wanted, words(p)), -len(p)), default="")

    halves = [half for half in re.split(r"\band\b", clause) if words(half)]
    apart = len(halves) == 2 and best(halves[0]) != best(halves[1])
    agrees = all(
        _denials(best(part)) % 2 == _denials(part) % 2 and asides(part) <= asides(best(part))
        for part in (halves if apart else [clause])
    )
    return coverage(words(clause), words(topic)), agrees


def _denials(text: str) -> int:
    """The negations of a text, with those of its amounts: "isn't more than 60 days" denies "is more than 60 days"."""
    return denials(text) + sum(q.negated for q in quantities(text))


_UNLESS = re.compile(r"unless\b", re.IGNORECASE)


def denies(turn: Turn, exception: str) -> bool:
    """Whether the user says that an "unless" does not hold, so that the rule stands."""
    share, agrees = how_stated(turn.topic, exception)
    return bool(_UNLESS.match(exception)) and share >= 0.75 and not agrees


def no_exception_beside(case: Case, turn: Turn, rule: Rule, own: tuple[int, int] | None = None) -> None:
    """Before a definite answer: no exception in the section that may concern the rule and that the answer does not
    quote."""
    for match in EXCEPTION.finditer(rule.sentence):
        inside = own is not None and own[0] <= match.start() < own[1]
        denied = any(a == match.start() and denies(turn, rule.sentence[a:b]) for a, b in clauses(rule.sentence))
        require(inside or denied, "the rule's sentence holds an exception that the claim leaves out")
    for sentence in exceptions_beside(case, rule):
        evident = any(sentence in plain(e.text) for e in case.evidence)
        require(evident and turn.quotes(sentence), "an exception stands beside the rule and is not quoted")


def conditions_stated(turn: Turn, rule: Rule, skip: tuple[tuple[int, int], ...] = ()) -> None:
    """Every condition in the rule's sentence is stated by the user, with the same negation; every "unless" is denied."""
    require(not refers_back(rule.sentence), "the rule leans on the sentence before it")
    require(
        asides(rule.sentence) <= asides(turn.topic), "the question does not deny what the rule denies of its things"
    )
    for a, b in clauses(rule.sentence):
        if any(a < y and x < b for x, y in skip) or denies(turn, rule.sentence[a:b]):
            continue
        share, agrees = how_stated(turn.topic, rule.sentence[a:b])
        require(share >= 0.6, "the rule has a condition that the question does not state")
        require(agrees, "the question negates a condition of the rule")


def conditions_met(turn: Turn, rule: Rule, skip: tuple[tuple[int, int], ...] = ()) -> None:
    """The conditions are stated, and the question names those to whom alone the rule applies."""
    conditions_stated(turn, rule, skip)
    if re.search(r"\bonly\b", rule.sentence, re.I) and (found := modals(rule.sentence)):
        few = words(rule.sentence[: found[0][0]])
        require(
            coverage(few, words(turn.topic)) >= 0.6,
            "the rule holds only for some, who are not in the question",
        )
    first = modals(rule.sentence)
    main = outside(rule.sentence, clauses(rule.sentence))
    subject = main[: first[0][0]] if first else ""
    roles = words(subject) & PERSON_STEMS
    require(
        roles <= words(turn.topic) or first_person_is(roles, turn),
        "the rule is about a role that the question does not name",
    )


def first_person_is(roles: frozenset[str], turn: Turn) -> bool:
    """Whether the question does not speak in the first person, so that a role may stand as the agent of a passive."""
    return not re.search(r"\b(?:i|i['’]m|my|we|our)\b", turn.topic, re.I) and len(roles & words(turn.topic)) > 0


_BESIDES = re.compile(
    r",\s(?:not\s+even|full\s+stop|however|so(?!\s+long\b)|since|because)\b[^;]*|,\s(?:which|who)\s[^,;]*(?=[.;]?$)",
    re.IGNORECASE,
)


def main_clause(rule: Rule) -> str:
    """The rule's sentence without its conditions, and without the reason, the emphasis or what is told besides of a thing at its
    end ("a permit, which is free"), offsets kept."""
    text = outside(rule.sentence, clauses(rule.sentence))
    return outside(text, tuple(m.span() for m in _BESIDES.finditer(text)))


def main_named(turn: Turn, rule: Rule, share: float = 0.5) -> None:
    """The question names most of what the rule's main clause is about."""
    main = words(main_clause(rule)) - GENERIC_STEMS
    named = words(turn.topic) | words(rule.section)
    require(coverage(main, named) >= share, "the question leaves out most of what the rule is about")
    require(main & words(turn.topic), "the question shares no word with the rule")


# "Parcels heavier than 20 kg are rejected" is about parcels.
_BOUNDING = words("accept reject refuse larger bigger longer heavier older higher")
_TAKES_UP = re.compile(r"\b(?:it|they|them|that|this|these|those|there)\b", re.IGNORECASE)


def asked_as_people_ask(case: Case, turn: Turn, rule: Rule, *, least: float, role: str = "") -> None:
    """What a ticket asks, in words that nobody chose for the rule, has to name what the rule is about: `least` of its words,
    and three quarters of them where the question takes up what was told before it ("Who approves it?")."""
    if turn.topic != turn.question or not case.corpus.asked_in_tickets(turn.question):
        return
    last = last_question(turn.question)
    taken_up = last != plain(turn.question) and _TAKES_UP.search(last)
    least = max(least, 0.75) if taken_up else least
    units = {stem(w) for q in quantities(rule.sentence) for u in q.units for w in u.split()}
    matter = words(rule.sentence) - GENERIC_STEMS - ASKING_STEMS - words(role) - units - _BOUNDING
    if re.match(r"who\b", last, re.I):  # nobody names whom they ask for
        agent = re.search(r"\bby\s(?:the\s|an?\s|your\s)?([\w\s-]+)\.?$", rule.sentence)
        matter -= words(agent[1]) if agent else _subject(rule.sentence)
    said = words(turn.topic)
    require(coverage(matter, said) >= least, "the question leaves out what the rule is about")
    # "my driving licence" is not "the licence" of forklifts
    for before, noun in pairwise(re.findall(r"[\w'’-]+", turn.topic)):
        kind = asked_words(before) - rule.support - GENERIC_STEMS
        meant = words(noun) & matter and re.search(rf"\bthe\s{re.escape(noun)}\b", rule.sentence, re.IGNORECASE)
        require(not kind or not meant, "the question is about another one than the rule means")
    side_by_side = pairwise(words(w) & matter for w in re.findall(r"[\w'’-]+", rule.sentence)) if taken_up else ()
    for kind, what in side_by_side:  # a rule on annual leave, where only leave is named
        require(not kind or not what & said or kind & said, "the rule is on one kind of what is told")


def prose_keeps_to(turn: Turn, rule: Rule, polarity: str | None) -> None:
    """The answer's own words say nothing against its opening."""
    require(turn.opening == polarity, "the answer's opening is not the claim's polarity")
    require(not asks(turn), "an answer that settles the question asks back")
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


def counts(q: Quantity) -> bool:
    """Whether a quantity is an amount beside others: "one leave year" is none."""
    return q.value != 1 or q.explicit


def _subject(sentence: str) -> frozenset[str]:
    """The content words before the first modal of the main clause."""
    found = modals(sentence)
    return words(outside(sentence, clauses(sentence))[: found[0][0]]) - GENERIC_STEMS if found else frozenset()


_NUMBER = r"[-−]?\d[\d.,]*"


# A semicolon, or a comma before others that are told apart from the like.
_ON_TO_OTHERS = re.compile(r"\s*(?:;\s|,\s(?:and\s|but\s)?(?=[^,;]*\b(?:with|without|who|whose|that|which)\b))")
_FINITE = re.compile(r"\b(?:is|are|must|may|can|cannot|shall|should|will|has|have|needs?|do|does)\b", re.IGNORECASE)


def measured_for_all(case: Case, rule: Rule, amount: Quantity) -> None:
    """The rule's sentence does not go on with another amount of the measure for some, its verb left out or said again: "Bills are
    paid within 30 days; firms with less than ten people within 14"."""
    whole = plain(case.corpus.texts[rule.document][rule.start : rule.end])
    rest = whole.partition(rule.quote)[2]
    on = _ON_TO_OTHERS.match(rest)
    for other in quantities(rest) if on else ():
        said = re.split(r"[;,]\s", rest[on.end() if on else 0 : other.start])[-1]
        does = _FINITE.search(said)
        again = does is None or words(said[does.end() :]) & words(rule.sentence[: amount.start])
        require(not (again and set(other.units) & set(amount.units)), "the rule's sentence has another amount for some")


def no_sibling(case: Case, turn: Turn, rule: Rule, amount: Quantity) -> None:
    """No other sentence shown speaks to the same question with another amount."""
    wanted = asked_words(turn.topic) - {stem(w) for u in amount.units for w in u.split()} - set(amount.units)
    wanted = wanted - words(rule.section) or wanted
    subject = _subject(rule.sentence)
    own, said = coverage(wanted, words(rule.sentence)), words(turn.topic) | words(rule.section)
    strange = len(words(rule.sentence) - said)
    others = [s for shown in case.context for s in sentences(shown.passage.text)] + case.neighbours(rule)
    # of its own sentence only what that says of another
    others = [pair[0] if rule.sentence in (pair := paired(s)) else s for s in others]
    worded = re.sub(_NUMBER, "#", rule.sentence)
    for sentence in others:
        if sentence in rule.sentence or rule.sentence in sentence or not wanted:
            continue
        require(re.sub(_NUMBER, "#", sentence) != worded, "another rule shown gives another amount")
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


TOPIC = re.compile(r"^(?:(?:a |quick )*question (?:about|on)|about|concerning|regarding|on)\b[^:?.]{2,80}:\s+", re.I)


def values(text: str) -> list[float]:
    return [q.value for q in quantities(text)]


def conditions_not_contradicted(turn: Turn, rule: Rule) -> None:
    for a, b in clauses(rule.sentence):
        share, agrees = how_stated(turn.topic, rule.sentence[a:b])
        denied = denies(turn, rule.sentence[a:b])
        require(share < 0.6 or agrees or denied, "the question negates a condition of the rule")
        if not rule.holds(a, b):
            require(share >= 0.6, "the quote leaves out a condition of its sentence")


def same_place(text: str, q: Quantity, part: str) -> bool:
    at = plain(text).casefold().find(part.casefold())
    while at >= 0:
        if at < q.end and q.start < at + len(part):
            return True
        at = plain(text).casefold().find(part.casefold(), at + 1)
    return False


EVERYBODY = frozenset(
    map(stem, ("employee", "staff", "people", "person", "everyone", "personnel", "colleague", "team"))
)


def only_for(rule: Rule, role: str) -> bool:
    """Whether the rule says that only the role may: "Only the X may", "may only be done by the X", "only by the X", "No one
    other than the X may"."""
    name = rf"(?:(?:the|an?|your|our)\s+)?{re.escape(role)}\b"
    return bool(
        re.search(rf"\bonly\s+(?:(?:(?:be\s+)?\w+\s+)?by\s+)?{name}", rule.sentence, re.I)
        or re.search(rf"\bby\s+{name}\s+(?:only|alone)\b", rule.sentence, re.I)
        or re.match(rf"{NO_ONE_BUT}{name}\s+(?:may|can|must|shall)\b", rule.sentence, re.I)
    )


def refuses_nothing(turn: Turn) -> None:
    """An answer that quotes what decides neither refuses nor speaks of a conflict."""
    require(
        not REFUSAL.search(turn.prose) and not CONFLICT.search(turn.prose),
        "the answer refuses what it quotes",
    )
