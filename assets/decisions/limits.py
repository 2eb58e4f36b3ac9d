"""Limits in sentences: comparator by pattern, value by the number grammar, what it governs by dependency."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assets.decisions.duties import is_person
from assets.decisions.mood import (
    HEDGE,
    NO_ONE,
    SOFTENED,
    SUBJECTS,
    clause_root,
    deciding_verb,
    denied_to_all,
    governor_of,
    is_practice,
    mood_of,
    stated_as,
    who_does,
)
from assets.decisions.plain_amounts import FRONTED, without_comparator
from assets.decisions.points import Doubt, Parse, Point, Token
from assets.decisions.quantities import CARRIED, DURATIONS, FREQUENCY, Quantity, counted_back

_NOT = r"(?:not|n't|cannot|never)"
_NAMED = r"(?: (?!(?:and|or|but|that|which|if|must|may|can|shall|should|is|are)\b)\w+){0,6}?"
"""What a least or a most is of: "the minimum staffing for a night shift is"."""
_BEFORE: tuple[tuple[str, str], ...] = (
    ("at_most", r"(?:no|not|never|n't|cannot be) (?:be |last |take |cost |stay |run )?(?:more|greater|"
                r"longer|later|higher|further|larger|over|older) than"),
    ("at_most", rf"(?:{_NOT}|not to|no case|without) (?:to |normally )?exceed(?:ing)?"),
    ("at_least", r"(?:no|not|never) (?:be )?(?:less|fewer|shorter|lower|earlier|sooner|smaller|younger) than"),
    ("at_most", r"less than or equal to|up to and including|at most|at the most|up to|≤"),
    ("at_least", r"greater than or equal to|more than or equal to|at least|at the least|at a minimum of|"
                 r"at minimum|≥"),
    ("at_most", rf"(?:a |the |an? \w+ )?(?:maximum|max\.?|cap|limit|ceiling){_NAMED} (?:of|is|are|at|:)"),
    ("at_most", r"maximum|max\.?|limited to|capped at|a limit of"),
    ("at_least", rf"(?:a |the |an? \w+ )?(?:minimum|min\.?){_NAMED} (?:of|is|are|:)"),
    ("at_least", r"minimum"),
    ("at_most", r"within|inside"),
    ("less_than", r"(?:less|fewer|shorter|smaller|lower|younger|sooner|earlier) than|under|below"),
    ("more_than", r"(?:more|greater|longer|higher|larger|older|later) than|in excess of|exceed(?:s|ing|"
                  r"ed)?|over|above|beyond"),
    ("exactly", r"exactly|precisely|every"),
)  # fmt: skip
_BEFORE_PATTERNS = [
    (name, re.compile(rf"(?<![\w-])(?P<cue>{cue})(?P<gap> (?:an?|the|only|just|another|the first|the "
                      rf"next|their|your|its|any|said)| the (?:last|past|previous|prior|preceding|same))? ?$", re.I))
    for name, cue in _BEFORE
]  # fmt: skip
_AFTER: tuple[tuple[str, str], ...] = (
    ("at_least", r"or (?:more|longer|greater|above|over|older|higher|later|larger)|and (?:over|above|up|"
                 r"older)|minimum|at (?:a )?minimum|at least|at the earliest"),
    ("at_most", r"or (?:less|fewer|shorter|under|below|earlier|younger|lower|smaller)|maximum|max\b|at "
                r"(?:the )?most|at the latest|tops|or within"),
)  # fmt: skip
_AFTER_PATTERNS = [(name, re.compile(rf"(?:,? )(?P<cue>{cue})(?!\w)", re.I)) for name, cue in _AFTER]
_DUE = {"need", "require", "join", "lose", "receive", "get", "accrue"}  # what "you" need or get is no habit of yours
_LIMIT_NOUNS = {
    "limit": "at_most",
    "maximum": "at_most",
    "cap": "at_most",
    "deadline": "at_most",
    "minimum": "at_least",
}
_DEADLINES = re.compile(
    r"within|inside|no later than|at least|not? (?:earlier|sooner|later) than|at the latest|less than|more than|"
    r"up to",
    re.I,
)
_NO_UNIT = {
    "one", "way", "thing", "other", "type", "kind", "option", "example", "reason", "part", "step", "question",
                                        "bit", "lot", "point",
    "case", "section", "category", "sort", "form", "set", "half", "chance", "side", "tip", "piece", "factor",
                                        "goal", "word", "key",
    "third", "quarter", "fifth", "tenth",
}  # fmt: skip


def find_limits(parse: Parse, quantities: list[Quantity], clauses: list[Point]) -> Iterator[Point]:
    text = parse.text
    for number, quantity in enumerate(quantities):
        token = _head_token(parse, quantity)
        if token is None:
            continue
        start, end, unit = quantity.start, quantity.end, quantity.unit
        doubts: list[Doubt] = []
        if unit is None:
            counted = _counted(token)
            if counted is None:
                continue
            unit, last = counted
            end = max(end, last.idx + len(last))
            token = last
        compared = comparator_of(text, quantity, end)
        if compared is None and quantity.form == "compound":
            head = token.head if token.dep_ in ("compound", "nummod", "amod", "nmod") else token
            name = _LIMIT_NOUNS.get(head.lemma_.lower())
            compared = (name, start, head.idx + len(head), []) if name and head.idx > start else None
        compared = compared or without_comparator(text, token, quantity, end)
        if compared is None:
            continue
        comparator, left, right, more = compared
        doubts += more
        if unit != quantity.unit and quantity.value <= 2 and re.search(r"\bor more\b", text[left:right]):
            continue  # "one or more places" counts nothing
        if re.search(r"\b(?:or|nor)\s$", text[:left]):
            doubts.append(("two comparators", 0.5))
        if quantity.form == "article" and comparator in ("exactly",):
            continue
        if quantity.high is not None and comparator != "between":
            if comparator == "exactly":
                comparator = "between"
            else:
                doubts.append(("two values for one comparator", 0.5))
        for other in quantities[max(0, number - 1) : number + 2]:
            between = text[min(other.end, end) : max(other.start, start)] if other is not quantity else ""
            if other is not quantity and re.fullmatch(r"[\w ]{0,14}? ?(?:\b(?:or|and|(?<!up )to)|,) ", between, re.I):
                doubts.append(("alternative values", 0.5))
        point = placed(parse, token, left, right, clauses, doubts, quantity, comparator, unit, (start, end))
        fronted = FRONTED.match(text) if quantity.unit in DURATIONS else None
        if fronted and start < fronted.end() and point.scope == "rule":
            doubts = [doubt for doubt in point.doubts if doubt[0] != "tells what may happen"]
            point = replace(point, scope="clause", doubts=tuple(doubts))
        yield point


def placed(
    parse: Parse,
    token: Token,
    left: int,
    right: int,
    clauses: list[Point],
    doubts: list[Doubt],
    quantity: Quantity,
    comparator: str,
    unit: str,
    value_span: tuple[int, int],
) -> Point:
    """The limit with what governs it: verb, mood, subject, and what the value decides."""
    text = parse.text
    verb = governor_of(token)
    inside = next((clause for clause in clauses if clause.start <= left and right <= clause.end), None)
    modality, subject, scope, predicate, nobody = None, None, "rule", None, False
    if verb is None:
        doubts.append(("no verb governs the value", 0.5))
    else:
        scope = _scope(token, verb, text[left:right], left)
        verb = deciding_verb(verb) if token.i < verb.i else verb  # "after 60 days your manager has to explain"
        modality, carrier = mood_of(verb)
        predicate = verb.lemma_.lower()
        head, subject = who_does(verb)
        nobody = denied_to_all(verb)  # "no loan may exceed five ampoules": forbidden is what the verb says
        modality = "must_not" if nobody else modality
        if scope == "object" and quantity.form == "moment":
            scope = "rule"  # "on working days between 08:00 and 16:00": the hours are not those of the days
        if inside is not None:
            scope, modality = "clause", inside.modality
            if inside.reason:
                doubts.append((inside.reason, 0.6))
        elif scope == "clause" or any(
            t.dep_ == "advcl" and not _purpose(t) for t in [verb, *verb.ancestors] if t.dep_ != "ROOT"
        ):
            scope = "clause"
            doubts.append(("stands in a clause that is not modelled", 0.55))
        elif scope in ("subject", "object"):
            doubts.append(("restricts a noun", 0.8))
            main = governor_of(verb) if verb.dep_ in ("relcl", "acl") else verb
            if main is None:
                doubts.append(("no verb governs the value", 0.5))
            else:
                main = deciding_verb(main)  # "orders over $500 have to be signed"
                (modality, carrier), (head, subject) = mood_of(main), who_does(main)
                if modality == "fact" and denied_to_all(main):
                    modality = "must_not"  # "nobody under 16 goes on the jetty"
                if (
                    modality in ("fact", None)
                    and not (scope == "subject" and _imposes(main))
                    and not is_practice(main, head)
                ):
                    doubts.append(("a plain statement", 0.7))
                if clause_root(main).dep_ != "ROOT":
                    doubts.append(("stands in a subordinate clause", 0.6))
                points = main.lemma_.lower() in _POINTING and not _binds_others(modality, head)
                if points or (modality == "fact" and main.lemma_ in ("have", "be") and not _imposes(main)):
                    doubts.append(("points to something", 0.7))
                if head is None or token.i not in {t.i for t in head.subtree}:
                    scope = "object"
                predicate = main.lemma_.lower()
        elif clause_root(verb).dep_ != "ROOT" and scope == "rule":
            doubts.append(("stands in a subordinate clause", 0.6))
        if scope == "rule":
            if verb.lemma_.lower() in ("remain", "stay") and re.match(r"within|inside", text[left:right], re.I):
                # "valid for the next sailing within 72 hours"
                doubts.append(("what remains has no time by which it does", 0.5))
            if (
                modality == "may"
                and comparator == "more_than"
                and not (head is not None and (is_person(head) or head.lower_ in ("you", "we")))
            ):
                doubts.append(("tells what may happen", 0.6))
            if modality is None:
                doubts.append(("might or could is no rule", 0.5))
            elif modality == "fact_not":
                doubts.append(("a negated statement", 0.6))
            elif modality in ("fact", "will") and _past(verb):
                doubts.append(("tells what happened", 0.5))
            elif modality == "fact" and head is not None and head.lower_ == "you" and verb.lemma_.lower() in _DUE:
                pass
            elif predicate == "have" and comparator == "exactly":
                pass  # "you have 14 days to object"
            elif modality == "fact" and predicate == "need" and comparator == "at_least":
                pass  # "we need at least two weeks' notice"
            elif (
                modality == "fact"
                and comparator in ("at_most", "at_least")
                and unit in DURATIONS
                and _commits(verb, head)
            ):
                pass  # "we pay invoices within 30 days"
            elif modality == "fact" and head is not None and head.lower_ in ("you", "we"):
                doubts.append(("tells what one does, no rule", 0.6))
            elif modality == "fact" and (verb.tag_ == "VBG"):
                doubts.append(("tells what happens, no rule", 0.6))
            elif (
                modality == "may"
                and verb.lemma_.lower() in ("have", "be", "see", "need", "find")
                and (head is None or head.lower_ != "you")
            ):
                doubts.append(("tells what may happen", 0.6))
            elif modality in ("fact", "will") and comparator == "exactly":
                doubts.append(("a plain statement", 0.8))
            if head is not None and head.lower_ in (
                "i",
                "he",
                "she",
                "it",
                "this",
                "that",
                "these",
                "those",
                "they",
                "which",
                "who",
            ):
                doubts.append(("the subject stands elsewhere", 0.55))
            if carrier.dep_ == "conj" and subject is None:
                doubts.append(("no subject", 0.7))

    done = verb is not None and any(c.dep_ == "auxpass" for c in verb.children)  # "the list is checked weekly"
    if scope == "rule" and predicate in _POINTING and not done and not _binds_others(modality, head):
        doubts.append(("points to something", 0.6))
    if subject is not None and NO_ONE.match(subject) and not (nobody and scope == "rule"):
        doubts.append(("a negative or vague subject", 0.6))
    hedged = HEDGE.search(text[:right]) and not re.search(r"\babout\b", text[:right])
    near = re.search(
        r"\b(?:(?:about|around|approximately|roughly|nearly|almost)\s(?:\w+\s){0,2}|(?:a (?:little|bit)|just|slightly|well)\s)$",
        text[:left],
    )
    told = text if inside is None else _SOON.sub("", text)
    if hedged or near or SOFTENED.search(told):
        doubts.append(("approximate or advisory", 0.5))
    if (
        modality == "must_not"
        and comparator in ("at_most", "at_least")
        and re.search(rf"\b(?:{_NOT}|no)\b|n't", text[left:right])
    ):
        modality = "must"  # the negation belongs to the comparator
    elif (
        comparator == "at_most"
        and re.search(rf"{_NOT}\b.*exceed", text[left:right])
        and modality in ("must_not", "should_not", "fact_not")
    ):
        modality = {"must_not": "must", "should_not": "should", "fact_not": "fact"}[modality]
        doubts[:] = [doubt for doubt in doubts if doubt[0] != "a negated statement"]
    return Point(
        "limit", left, right, stated_as(modality), subject, predicate, comparator, quantity.value,
        quantity.high, value_span,
        unit, quantity.per, scope,
        clause=inside.clause if inside else None, marker=inside.marker if inside else None, doubts=tuple(doubts),
    )  # fmt: skip


_COMMITTED = {
    "acknowledge", "answer", "reply", "respond", "pay", "refund", "reimburse", "repay", "process", "deliver", "dispatch", "ship",
    "repair", "replace", "return", "confirm", "decide", "keep", "retain", "store", "delete", "destroy", "erase", "archive",
    "inform", "notify", "send", "issue", "publish", "resolve", "settle", "investigate", "register", "credit", "remove", "forward",
}  # fmt: skip
"""What those who wrote the document do for others, or with what is theirs, within or for a time."""


def _commits(verb: Token, head: Token | None) -> bool:
    """Whether a plain present of "we" binds those who wrote it: "we keep records for at least seven years"; of what else they do
    they only tell."""
    ours = head is not None and head.lower_ == "we" and verb.tag_ == "VBP" and verb.dep_ in ("ROOT", "conj")
    helped = any(c.dep_ in ("aux", "auxpass", "neg") for c in verb.children)
    return ours and not helped and verb.lemma_.lower() in _COMMITTED


_SOON = re.compile(r"\bas soon as (?:possible|practicable)\b", re.I)  # what is due then is due all the same


def _imposes(verb: Token) -> bool:
    """Whether a plain present says what is done with its subject: "stays of more than 3 nights are approved by"."""
    passive = next((c for c in verb.children if c.dep_ == "auxpass"), None)
    subject = verb.lemma_ == "be" and any(
        c.dep_ == "acomp" and c.lower_ in ("subject", "payable", "due") for c in verb.children
    )
    return subject or verb.lemma_ in ("require", "need") or (passive is not None and passive.tag_ in ("VBZ", "VBP"))


_POINTING = ("see", "check", "visit", "read", "view", "refer", "consult")


def _binds_others(modality: str | None, head: Token | None) -> bool:
    """Whether it says what somebody must or may do, not where the reader finds more: "owners must check the list"."""
    return modality in ("must", "must_not", "may") and head is not None and head.pos_ in ("NOUN", "PROPN")


def _past(verb: Token) -> bool:
    """Past or perfect: "worked", "has been helping", "have received"; but not what goes on with a passive in the present: "Calls
    are recorded and kept 90 days"."""
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" and c.lower_ != "having" for c in verb.children)
    passive = any(c.dep_ == "auxpass" for c in verb.children) or _goes_on_passive(verb)
    return (
        perfect
        or (verb.tag_ in ("VBD", "VBN") and not passive)
        or any(c.dep_ == "auxpass" and c.tag_ == "VBD" for c in verb.children)
    )


def _goes_on_passive(verb: Token) -> bool:
    """Whether a verb goes on with a passive in the present, with no subject and no object of its own but a time."""
    own = any(c.dep_ in ("aux", "auxpass", *SUBJECTS) for c in verb.children)
    takes = any(c.dep_ == "dobj" and c.lemma_.lower() not in DURATIONS for c in verb.children)
    done = any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in verb.head.children)
    return verb.dep_ == "conj" and done and not own and not takes


def _purpose(token: Token) -> bool:
    """Whether an adverbial clause is an infinitive of purpose ("to qualify, you must ...")."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in token.children)


def _scope(token: Token, verb: Token, deciding: str, left: int) -> str:
    """ "rule": the value is what the verb decides; "subject"/"object": it restricts a noun."""
    if verb.dep_ in ("relcl", "acl"):
        return "subject"
    path = [token]
    while path[-1].head.i != verb.i and path[-1].head.i != path[-1].i:
        path.append(path[-1].head)
    nouns = [
        t
        for t in path[1:]
        if t.pos_ in ("NOUN", "PROPN", "PRON") and t.lemma_.lower() not in (*_LIMIT_NOUNS, "total", "max")
    ]
    nouns = [t for t in nouns if t.idx < left]
    if any(t.dep_ in ("relcl", "acl") for t in path) or (token.dep_ in SUBJECTS and token.head.i == verb.i):
        return "subject"
    if not nouns or token in nouns:
        return "rule"
    if nouns[-1].dep_ in SUBJECTS and verb.lemma_.lower() in ("require", "need") and path[1].lower_ == "of":
        return "rule"  # "a break of at least 30 minutes is required"
    if nouns[-1].dep_ in SUBJECTS or path[-1].dep_ in SUBJECTS:
        return "subject"
    return "rule" if _DEADLINES.match(deciding) and token.pos_ == "NOUN" and _is_time(token) else "object"


def _is_time(token: Token) -> bool:
    return token.lemma_.lower() in DURATIONS


def _head_token(parse: Parse, quantity: Quantity) -> Token | None:
    """The token that stands for the quantity in the tree: its last noun, else the number."""
    inside = [t for t in parse if t.idx >= quantity.start and t.idx + len(t) <= quantity.end]
    if not inside:
        return next((t for t in parse if t.idx <= quantity.start < t.idx + len(t)), None)
    if quantity.form == "frequency":
        return inside[-1] if quantity.unit == FREQUENCY else inside[0]
    return next(
        (t for t in reversed(inside) if t.pos_ in ("NOUN", "PROPN", "SYM", "NUM") or t.tag_ in ("NN", "NNS", "CD")),
        inside[-1],
    )


def _counted(token: Token) -> tuple[str, Token] | None:
    """(lemma, token) of the noun that a bare number counts: "three company vehicles" -> vehicle."""
    if token.dep_ == "conj" and token.head.tag_ == "CD":
        token = token.head  # "between 12 and 64 characters"
    head = token.head
    if (
        token.dep_ not in ("nummod", "quantmod", "compound", "amod")
        or head.pos_ != "NOUN"
        or not 0 < head.i - token.i <= 3
    ):
        return None
    lemma = head.lemma_.lower()
    plural = head.tag_ == "NNS" or token.lower_ in ("one", "1")
    if not plural or lemma in _NO_UNIT or not lemma.isalpha() or len(lemma) < 3 or lemma != head.lemma_:
        return None
    return lemma, head


def comparator_of(text: str, quantity: Quantity, end: int) -> tuple[str, int, int, list[Doubt]] | None:
    """(comparator, start, end of the deciding words, doubts) by the words before or after the quantity."""
    before = text[: quantity.start]
    doubts: list[Doubt] = []
    after = next(((n, m) for n, p in _AFTER_PATTERNS if (m := p.match(text, end) or p.match(text, quantity.end))), None)
    if quantity.high is not None:
        least = r"|at least|no \w+ than|not \w+ than|a minimum of" if quantity.form == "bounds" else ""
        match = re.search(rf"(?<!\w)(between|from{least})\s$", before, re.I)
        if match:
            return "between", match.start(1), end, doubts
    for name, pattern in _BEFORE_PATTERNS:
        match = pattern.search(before)
        if not match:
            continue
        cue, gap = match["cue"].lower(), (match["gap"] or "").lower()
        if cue == "over" and CARRIED.search(before[: match.end("cue")]):
            continue
        if re.search(r"last|past|previous|prior|preceding", gap):
            doubts.append(("a time window, not a limit", 0.5))
        if (
            cue == "over"
            and quantity.unit in DURATIONS
            and not re.search(
                r"\b(?:for|of|lasting|takes?|is|are|be|just|well|if|than|by|and|anything)\s$",
                before[: match.start()],
                re.I,
            )
        ):
            doubts.append(("over may mean during", 0.5))
        if cue == "over" and re.search(
            r"\b(?:spread|split|divided?|distributed?|paid|averaged|"
            r"staggered)(?: \w+)?\s$",
            before[: match.start()],
            re.I,
        ):
            return None
        if cue == "up to" and re.search(
            r"\b(?:adds?|adding|open|sign|signed|speed|keep|live|follow|catch|look|set)\s$",
            before[: match.start()],
            re.I,
        ):
            return None
        if cue in ("over", "under", "above", "below", "beyond") and gap.strip() in ("the", "your", "their", "its"):
            return None
        if cue in ("over", "under") and re.search(r"\b(?:on|worn)\s$", before[: match.start()]):
            return None  # where something is: "a ring may stay on under two pairs of gloves"
        if cue in ("every", "inside") and quantity.unit not in DURATIONS:
            return None
        if cue in ("under", "above", "below", "beyond", "every") and quantity.form == "article":
            return None
        if cue in ("maximum", "minimum", "max", "max.") and quantity.unit is None:
            doubts.append(("a bare number", 0.7))
        if after and after[0] != name:
            doubts.append(("two comparators", 0.5))
        meant = counted_back(name, cue, text, end) if quantity.unit in DURATIONS else name
        return meant, match.start("cue"), end, doubts
    if after and not re.search(r"\b(?:once|about)\s$", before, re.I):
        match = after[1]
        return after[0], quantity.start, match.end("cue"), doubts
    return None
