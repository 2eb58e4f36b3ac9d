"""What the dependency tree says about a verb: its modality, its subject, what it stands under."""

import re
from collections.abc import Iterable

from assets.decisions.points import Parse, Token

EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g|good example|such as this|imagine|let's say|suppose|hypothetical|say,|as an "
    r"example|in (?:the|this|our) (?:\w+ )?example)\b|^examples?\b",
    re.I,
)
HEDGE = re.compile(
    r"\b(?:in general|typically|usually|generally|often|sometimes|normally|approximately|roughly|around|about|"
    r"estimate|estimated(?! (?:value|cost|price|amount|total|budget)s?\b)|average|ideally|likely|"
    r"probably|perhaps|maybe|aim|recommend(?:ed)?|suggest(?:ed)?|advis(?:ed|able)|preferably|as a rule "
    r"of thumb|hopefully|tend|tends|nearly|almost|try)\b|~",
    re.I,
)
SOFTENED = re.compile(
    r"\b(?:ordinarily|normally|generally|usually|typically|mostly|ideally|endeavou?rs?|aim(?:s|ing)? (?:to|for)|seeks? to|"
    r"strives?|tr(?:y|ies) to|hopes? to|best efforts|as a rule|in (?:most|many|normal) (?:cases|circumstances)|"
    r"(?:where|when|if|as far as|as soon as)(?:ver)? (?:\w+ )?(?:possible|practicable|feasible))\b",
    re.I,
)
"""What makes a rule one that binds to nothing definite, wherever in its sentence it stands."""
NO_ONE = re.compile(
    r"(?:(?:no|not)(?! (?:more|less|fewer|later|longer) than\b)|none|nobody|nothing|neither|few|some|many|most|several)\b",
    re.I,
)
NO_ONE_BUT = re.compile(
    r"^(?:no one|nobody|nothing|no [\w-]+) (?:other than|except(?: for)?|but) (?P<who>[^,;]+?) "
    r"(?=(?:may|can|must|shall)\b|(?:is|are) (?:allowed|permitted|authorised|authorized|entitled) to\b)",
    re.I,
)
"""A subject of nobody but somebody: "No one other than the warden may open it", which only the warden may."""
_NOBODY = re.compile(r"(?:nobody|no one|nothing|no(?! (?:more|less|fewer|later|longer)\b))\b", re.I)


MODALS = {
    "may": "may", "can": "may", "ca": "may", "cannot": "may", "must": "must", "shall": "must", "should":
                                        "should",
    "ought": "should", "will": "will", "wo": "will", "'ll": "will",
}  # fmt: skip
OBLIGING = {"require", "need", "have", "oblige", "obligate", "expect"}
PERMITTING = {"allow", "permit", "authorize", "authorise", "entitle", "eligible", "welcome", "free"}
FORBIDDING = {"prohibit", "forbid", "ban", "disallow", "bar"}
LICENSING = OBLIGING | PERMITTING | FORBIDDING | {"ask", "advise", "instruct", "encourage", "remind", "enable"}
_NEGATED = {
    "may": "must_not",
    "must": "must_not",
    "should": "should_not",
    "will": "fact_not",
    "fact": "fact_not",
}
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")


INADMISSIBLE = frozenset(("inadmissible", "impermissible", "unacceptable", "unlawful", "illegal"))
ADMISSIBLE = frozenset(("acceptable", "admissible", "permissible", "allowable"))
NOT_AT_ALL = re.compile(
    r"\b(?:under no circumstances?|on no account|in no (?:case|event|circumstances?)|at no time)\b", re.I
)
"""A phrase that denies what it stands beside: "Under no circumstances may keys be lent"."""


def negation_of(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "neg" or (child.dep_ == "advmod" and child.lower_ in ("never", "not")):
            return child
        if child.dep_ == "preconj" and child.lower_ == "neither" and child.i < verb.i:
            return child  # "must neither copy nor lend keys"
        if child.dep_ == "prep" and NOT_AT_ALL.match(child.doc.text, child.idx):
            return child
    return None


def subject_of(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def is_command(verb: Token) -> bool:
    """Whether the verb commands: base form, no subject, no auxiliary but "do"."""
    if verb.tag_ not in ("VB", "VBP") or subject_of(verb) or verb.pos_ not in ("VERB", "AUX"):
        return False
    if verb.doc[verb.i + 1 : verb.i + 2].text == "-" and not verb.whitespace_:
        return False  # half a word: "re-asserts command"
    if any(child.dep_ in ("aux", "auxpass") and child.lower_ not in ("do", "please") for child in verb.children):
        return False
    if verb.dep_ == "conj":
        commanded = any(c.dep_ == "aux" and c.lower_ == "do" for c in verb.children) and negation_of(verb) is not None
        return commanded or is_command(verb.head)
    if verb.dep_ != "ROOT" or any(_runs_on(child) for child in verb.children):
        return False
    first = min(
        (
            t.i
            for t in [verb, *verb.children]
            if t.dep_ in ("ROOT", "aux", "neg", "intj") or t.lower_ in ("please", "always", "never")
        ),
        default=verb.i,
    )
    return (
        first == 0
        or verb.doc[first - 1].lower_
        in (",", "then", "please", "so", ":", "also", "always", "never", "only", "just", ";")
        or (first == 1 and verb.doc[0].pos_ == "ADV")
    )


def _runs_on(clause: Token) -> bool:
    """Whether a clause hangs on a command without a conjunction, comma or colon: the command is the noun that it is about ("Work
    over 9 hours each day counts as overtime")."""
    if (
        clause.dep_ != "advcl"
        or clause.tag_ not in ("VBZ", "VBP")
        or clause.i < clause.head.i
        or not subject_of(clause)
    ):
        return False
    between = clause.doc[clause.head.i + 1 : clause.i]
    return not any(t.is_punct or t.dep_ == "mark" or t.tag_ in ("WRB", "WP", "WDT", "CC") for t in between)


def mood_of(verb: Token, depth: int = 0) -> tuple[str | None, Token]:
    """(modality, the verb that carries it).

    may, must, must_not, should, should_not, need_not, will, fact, fact_not; None: doubtful ("might", "may have been").
    """
    if depth > 4:
        return None, verb
    lemma = verb.lemma_.lower()
    head = verb.head
    marked = any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    if verb.dep_ in ("xcomp", "ccomp", "pcomp", "advcl") and head.i != verb.i and (marked or verb.dep_ == "pcomp"):
        licensor = head.head if head.pos_ == "ADP" else head
        carrier = licensor.lemma_.lower()
        negated = negation_of(licensor) is not None or (
            licensor.dep_ == "acomp" and negation_of(licensor.head) is not None
        )
        passive = any(child.dep_ == "auxpass" for child in licensor.children)
        if carrier in OBLIGING and not (carrier == "have" and _first_word(verb) - licensor.i > 2):
            modal = mood_of(licensor, depth + 1)[0]
            if modal in (None, "may", "must_not") and not negated:
                return None, licensor  # "may need to"
            return ("need_not" if negated else "should" if modal == "should" else "must"), licensor
        if is_to(licensor, verb):
            return ("must_not" if negated or negation_of(verb) is not None else "must"), licensor
        if carrier in PERMITTING:
            return ("must_not" if negated else "may"), licensor
        if carrier in FORBIDDING:
            return "must_not", licensor
        if carrier in ("able", "unable") and re.search(r"\bmay\b", verb.sent.text):
            return None, licensor
        if licensor.pos_ not in ("VERB", "AUX") and licensor.head.i != licensor.i:
            licensor = licensor.head
        return mood_of(licensor, depth + 1)
    modals = [child for child in verb.children if child.dep_ in ("aux", "auxpass") and child.lower_ in MODALS]
    if modals and any(child.dep_ == "aux" and child.lower_ == "have" for child in verb.children):
        return None, verb  # "may have been tampered with"
    others = [child for child in verb.children if child.dep_ == "aux" and child.lower_ in ("might", "could", "would")]
    if others:
        return None, verb
    negated = negation_of(verb) is not None
    if modals:
        mood = MODALS[modals[0].lower_]
        if lemma in ("need", "have", "require") and negated:
            return "need_not", verb
        return (_NEGATED[mood] if negated else mood), verb
    finite = any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBZ", "VBP", "VBD") for c in verb.children)
    if (
        verb.dep_ == "conj"
        and head.i != verb.i
        and not subject_of(verb)
        and head.pos_ in ("VERB", "AUX")
        and not finite
    ):  # "anyone can act as scribe and is chosen by the lead": can does not reach chosen
        return mood_of(head, depth + 1)[0], verb
    if is_command(verb):
        return ("must_not" if negated else "must"), verb
    passive = any(child.dep_ == "auxpass" for child in verb.children) or verb.tag_ == "VBN"
    if passive and lemma in OBLIGING:
        return ("need_not" if negated else "must"), verb
    if passive and lemma in PERMITTING:
        return ("must_not" if negated else "may"), verb
    if passive and lemma in FORBIDDING:
        return "must_not", verb
    if lemma == "be" and any(
        child.dep_ == "acomp" and child.lower_ in ("mandatory", "compulsory") for child in verb.children
    ):
        return ("need_not" if negated else "must"), verb
    return ("fact_not" if negated else "fact"), verb


def denied_to_all(verb: Token) -> bool:
    """Whether a subject of nobody, or no such thing, forbids what a verb with may, shall or must says: "No loan may exceed"; of
    a plain deed nobody does is enough: "Nobody works alone in the freezer"."""
    bound = any(c.lower_ in ("shall", "must") for c in verb.children if c.dep_ == "aux")
    mood, carrier = mood_of(verb)
    bound |= carrier.i != verb.i and is_to(carrier, verb)  # "nothing is to be stored on the beam"
    subject = who_does(verb)[1] or ""
    if subject.lower().startswith("nothing") and not bound:  # "nothing can be done" forbids nothing
        forms = {c.dep_ if c.dep_ == "auxpass" else c.lower_ for c in verb.children}
        mood = mood if {"auxpass", "may"} <= forms and verb.lemma_.lower() != "do" else None
    done = mood == "fact" and carrier.i == verb.i and _NOT_ONE.match(subject) is not None and _is_done_somehow(verb)
    return done or ((mood == "may" or (mood == "must" and bound)) and _NOBODY.match(subject) is not None)


_NOT_ONE = re.compile(r"(?:nobody|no one)\b(?! else\b)", re.I)


def _is_done_somehow(verb: Token) -> bool:
    """Whether what nobody does is a deed told with what, where, when or how: "nobody closes alone", "no one starts before the
    check"; what nobody notices, gets or answers is no ban."""
    told = any(
        (c.dep_ == "dobj" and c.pos_ in ("NOUN", "PROPN"))
        or c.dep_ == "prep"
        or (c.dep_ == "advcl" and any(m.dep_ in ("mark", "advmod") for m in c.children))
        or (c.lower_ == "alone" and c.i > verb.i)
        for c in verb.children
    )
    return verb.tag_ == "VBZ" and told and verb.lemma_.lower() not in _BEFALLS and is_deed(verb)


_BEFALLS = {
    "mind", "care", "notice", "remember", "understand", "expect", "need", "deserve", "get", "lose", "receive", "hear", "feel",
    "win", "die", "complain", "object", "doubt", "answer", "reply", "respond", "miss", "forget", "look", "benefit", "check",
    "suffer", "agree", "learn", "listen", "wait", "wonder", "worry", "enjoy", "love", "hate", "trust", "blame", "thank", "pass",
    "fail", "fall",
}  # fmt: skip
"""What comes to somebody's mind or way, or is missed where nobody does it."""


_FOUND = ("find", "see", "expect", "hope", "regret", "note")


def is_to(licensor: Token, verb: Token) -> bool:
    """Whether "is to be" says what has to be done, and "no one is to" what nobody may do: "stock is to be checked", but not "it
    is to be found in Annex B"."""
    gap = verb.doc[licensor.i + 1 : _first_word(verb)]
    done = verb.tag_ == "VBN" and any(c.dep_ == "auxpass" and c.lower_ == "be" for c in verb.children)
    subject = subject_of(licensor)
    nobody = subject is not None and _NOBODY.match(noun_phrase(subject)) is not None
    return (
        licensor.lemma_.lower() == "be"
        and licensor.tag_ in ("VBZ", "VBP")
        and (done or (nobody and verb.tag_ == "VB"))
        and all(t.dep_ == "neg" for t in gap)
        and verb.lemma_.lower() not in _FOUND
    )


_RULES = ("may", "must", "must_not", "should", "should_not", "need_not", "will")


def _first_word(verb: Token) -> int:
    """Where an infinitive begins: the index of its "to", else its own."""
    return min((int(c.i) for c in verb.children if c.dep_ == "aux"), default=int(verb.i))


def main_verb(parse: Parse) -> Token | None:
    return next((t for t in parse if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)


def governor_of(token: Token) -> Token | None:
    """The nearest verb above the token; of "submit it 8 weeks before the course begins" it is "submit"."""
    for above in token.ancestors:
        if above.pos_ in ("VERB", "AUX"):
            marks = [
                child.i for child in above.children if child.dep_ in ("mark", "advmod") and child.tag_ in ("IN", "WRB")
            ]
            if above.dep_ == "advcl" and marks and token.i < marks[0] and above.i > marks[0]:
                continue
            return above
    return None


def stated_as(modality: str | None) -> str | None:
    """The modality as records name it: "will" is a fact."""
    return {"will": "fact", "fact_not": "fact"}.get(modality or "", modality)


def noun_phrase(token: Token, stop: Iterable[str] = ("relcl", "advcl", "appos")) -> str:
    """The noun phrase of a head, without clauses hanging on it."""
    left = token.left_edge.i
    right = token.i
    for child in token.rights:
        if child.dep_ in stop or child.dep_ in ("punct", "cc", "conj") or (child.dep_ == "acl"):
            break
        right = child.right_edge.i
    return str(token.doc[left : right + 1].text)


def who_does(verb: Token) -> tuple[Token | None, str | None]:
    """(head, phrase) of the subject, climbing to the verb that has it; commands address "you"."""
    seen = verb
    for _ in range(4):
        found = subject_of(seen)
        if found is not None:
            return found, noun_phrase(found)
        if is_command(seen):
            return None, "you"
        if seen.dep_ not in ("xcomp", "conj", "ccomp", "pcomp", "advcl") or seen.head.i == seen.i:
            return None, None
        below, seen = seen, seen.head.head if seen.head.pos_ == "ADP" and seen.dep_ == "pcomp" else seen.head
        if below.dep_ in ("xcomp", "ccomp") and seen.lemma_.lower() in LICENSING:
            asked = next((c for c in seen.children if c.dep_ == "dobj" and seen.i < c.i < below.i), None)
            if asked is not None:
                return asked, noun_phrase(asked)
    return None, None


def deciding_verb(verb: Token) -> Token:
    """What a verb of need, duty or leave governs ("you will need to submit" -> submit), else the verb itself; "is to be
    stopped" is a duty as well."""
    if verb.lemma_.lower() == "be":
        return next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i and is_to(verb, c)), verb)
    if verb.lemma_.lower() in (*OBLIGING, *PERMITTING, *FORBIDDING):
        verbs = (c for c in verb.children if c.dep_ == "xcomp" and c.pos_ in ("VERB", "AUX") and c.i > verb.i)
        below = next(verbs, verb)
        return verb if verb.lemma_.lower() == "have" and _first_word(below) - verb.i > 2 else below
    return verb


def clause_root(token: Token) -> Token:
    """The head of the clause that the token's main rule stands in: climbs xcomp, ccomp and conj."""
    seen = token
    while seen.dep_ in ("xcomp", "conj", "pcomp", "prep", "acomp") and seen.head.i != seen.i:
        seen = seen.head
    return seen


# They tell what something is like or what comes of it; nobody does it as a rule.
_DESCRIBING = re.compile(
    r"be|have|include|contain|cover|span|support|involve|comprise|consist|represent|exceed|reach|mean|show|produce|cause|offer|"
    r"feature|serve|employ|own|know|see|think|seem|become|grow|differ|vary|range|result|lead|live|exist|happen|occur|arise|come|make|find|"
    r"provide|help|allow|enable|recommend|suggest|advise|believe|prefer|hope|want|like"
)


def is_practice(verb: Token, subject: Token | None) -> bool:
    """Whether a plain present says what somebody or something named does as a rule: "drivers carry an extinguisher"."""
    named = subject is not None and subject.pos_ in ("NOUN", "PROPN") and NO_ONE.match(subject.text) is None
    return named and is_deed(verb)


def is_deed(verb: Token) -> bool:
    """Whether a plain present says what is done, not what something is like or comes to."""
    present = verb.tag_ in ("VBZ", "VBP") and mood_of(verb)[0] == "fact"
    return present and not _DESCRIBING.fullmatch(verb.lemma_.lower())
