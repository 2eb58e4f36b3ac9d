"""Prohibitions: what somebody must not or may not do; advice, inability and mishaps are none."""

import re
from collections.abc import Iterator

from assets.decisions.duties import PERSONS, is_person
from assets.decisions.mood import (
    ADMISSIBLE,
    FORBIDDING,
    INADMISSIBLE,
    MODALS,
    NO_ONE_BUT,
    NOT_AT_ALL,
    OBLIGING,
    PERMITTING,
    SOFTENED,
    clause_root,
    deciding_verb,
    denied_to_all,
    is_command,
    is_to,
    mood_of,
    negation_of,
    subject_of,
    who_does,
)
from assets.decisions.points import Doubt, Parse, Point, Token
from assets.decisions.quantities import find

_STATES = {
    "be", "have", "know", "need", "want", "work", "see", "find", "remember", "afford", "seem", "appear",
                                        "think", "feel", "like", "exist",
    "understand", "realize", "notice", "happen", "matter", "help", "hear", "expect", "apply", "belong",
    "mean",
                                        "fit", "wait", "get",
    "recall", "recognize", "reach", "figure", "agree", "prevent", "guarantee", "resolve", "reflect", "result",
                                        "cause", "show",
    "contain", "support", "cover", "qualify", "come", "become", "stop", "solve", "fix", "handle", "determine",
                                        "identify", "decide",
}  # fmt: skip
_WITHHELD = {
    "approve", "share", "store", "use", "accept", "reimburse", "convert", "combine", "carry", "claim",
                                        "transfer", "grant", "extend",
    "waive", "sell", "publish", "disclose", "include", "list", "delete", "remove", "change", "alter",
                                        "install", "connect", "exchange",
    "refund", "return", "pay", "book", "charge", "purchase", "bring", "take", "leave", "ship", "resell",
                                        "assign", "delegate", "appeal",
    "submit", "reuse", "copy", "print", "post", "send", "email", "record", "photograph", "open", "bypass",
                                        "disable", "skip", "override",
    "rent", "hire", "employ", "promote", "spend", "split", "pool", "park", "operate", "drive", "wear",
    "apply",
                                        "roll", "backdate",
    "release", "discard", "destroy", "lend", "loan", "donate", "cancel", "cash", "redeem", "substitute",
                                        "replace", "allow", "permit",
    "consume", "smoke", "enter", "move", "keep", "hold", "deduct", "discuss", "edit", "modify", "sign",
                                        "deploy", "merge", "reset",
    "authorize", "authorise", "name", "put", "give", "make", "issue", "license", "host", "process", "export",
                                        "discharge", "dispense", "renew", "request", "amend", "reserve", "rebook",
}  # fmt: skip
_HANDLED = {
    "pass", "plug", "swap", "scrap", "stack", "wash", "pour", "lengthen", "shorten", "downgrade", "postpone", "tow", "lift",
    "dump", "burn", "dismiss", "instruct", "appoint", "engage", "mix", "feed", "insure", "invoice", "negotiate", "advertise",
    "circulate", "forward", "quote", "cite",
}  # fmt: skip
"""What people do to things, and no program does: it "may not be done" where it is forbidden."""
_FAILURES = {
    "scrape", "reach", "load", "resolve", "open", "connect", "parse", "retrieve", "start", "schedule",
    "fetch",
                                        "detect", "serve", "receive",
    "view", "log", "locate", "complete", "control", "imagine", "expect", "trust", "rely", "match", "save",
                                        "keep", "process", "read",
    "communicate", "respond", "do", "spare", "access", "edit", "learn", "talk", "hold", "become", "feel",
                                        "tell", "meet",
}  # fmt: skip
ADVICE = {
    "worry", "forget", "hesitate", "be", "feel", "panic", "let", "think", "expect", "try", "assume", "get",
                                        "have", "fear", "stress", "mind",
    "fret", "underestimate", "overthink", "stop", "wait", "fall", "start", "rush", "shy", "settle", "know",
                                        "see", "want", "need", "miss", "lose", "sweat", "wonder", "confuse",
                                        "mistake",
}  # fmt: skip


_DENIED = {
    "accept", "allow", "permit", "pay", "grant", "reimburse", "cover", "refund", "approve", "issue", "give", "offer",
    "honour", "honor", "consider", "tolerate", "admit", "compensate", "exchange",
}  # fmt: skip


def _forbids_plainly(verb: Token, procedure: bool) -> tuple[Token, Token] | None:
    """The first and last token of a ban in the plain present: "no changes are made", "keys are never copied".

    Somebody withholds what is not accepted, paid or granted; of other deeds a procedure alone says so without a modal.
    """
    will = any(c.lower_ in ("will", "wo") for c in verb.children if c.dep_ == "aux")  # "claims will not be paid"
    passive = next((c for c in verb.children if c.dep_ == "auxpass" and (will or c.tag_ in ("VBZ", "VBP"))), None)
    head = subject_of(verb)
    present = (
        passive is not None or verb.tag_ in ("VBZ", "VBP") or any(c.lower_ in ("do", "does") for c in verb.children)
    )
    if head is None or not present or clause_root(verb).dep_ != "ROOT" or _TELLS_THE_STATE.search(verb.doc.text):
        return None
    none = head if head.lower_ in ("nobody",) else next((c for c in head.children if c.lower_ == "no"), None)
    negation = none or negation_of(verb)
    person = head.lower_ in ("nobody", "you", "we") or (head.lower_ == "one" and none is not None) or is_person(head)
    lemma = verb.lemma_.lower()
    state = lemma in _FAILURES or lemma in _STATES - _REFRAINED - (_KEPT_UP if none is not None else set())
    if negation is None or not (passive is not None or person) or state:
        return None
    never = negation.lower_ == "never" or NOT_AT_ALL.match(verb.doc.text, negation.idx) is not None
    if (
        (passive is not None and lemma in _DENIED)
        or (passive is not None and never and lemma in _WITHHELD | _HANDLED and _by_nobody_else(verb))
        or _refuses(verb, head)
        or (not will and (procedure or (none is not None and (lemma in _WITHHELD or _kept_up(verb) or _without(verb)))))
    ):
        return (negation if negation.i < verb.i else verb), verb
    return None


_REFRAINED = {
    "accept", "administer", "alter", "amend", "bypass", "comment", "copy", "delete", "disable", "disclose", "discuss", "dispense",
    "give", "grant", "lend", "override", "photograph", "promise", "publish", "quote", "record", "release", "reveal", "sell",
    "share", "solicit", "tamper", "touch", "answer", "negotiate", "handle", "enter", "open",
}  # fmt: skip
"""What those who work somewhere do not do with something, where they are told not to."""
_SERVED = {
    "client", "customer", "guest", "patient", "visitor", "passenger", "student", "citizen", "tenant", "resident", "applicant",
    "candidate", "user", "member", "supplier", "vendor", "buyer", "policyholder", "subscriber", "shareholder", "owner", "party",
}  # fmt: skip
"""Persons of whom a document tells what they do as well as what they may."""
_TELLS_THE_STATE = re.compile(
    r"\bn[o']t (?:always|necessarily|only|just|all|every|yet)\b|"
    r"\b(?:any ?more|any longer|currently|at the moment|because|due to)\b",
    re.IGNORECASE,
)
"""What denies in part, or tells how things are and why."""


def _kept_up(verb: Token) -> bool:
    """Whether the verb is something that people do for so long or so much that it has to end: "no driver works more than
    four nights in a row"."""
    more = _MORE_THAN.match(verb.doc.text, verb.idx + len(verb))
    return verb.tag_ == "VBZ" and verb.lemma_.lower() in _KEPT_UP and more is not None and bool(find(more[0]))


def _without(verb: Token) -> bool:
    """Whether it is said without what nobody does it: "no one goes into the tank without a permit"; without luck nobody wins."""
    links = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "without"]
    needed = [c for link in links for c in link.children]
    given = ("det", "poss", "amod", "compound")
    return any(
        c.dep_ == "pcomp" or c.lemma_.lower() in _GIVEN or any(g.dep_ in given for g in c.children) for c in needed
    )


_GIVEN = {
    "permission", "approval", "authorisation", "authorization", "consent", "supervision", "training", "clearance", "gloves",
    "goggles", "ppe",
}  # fmt: skip


_KEPT_UP = {
    "work", "stay", "drive", "lift", "carry", "sit", "stand", "dive", "swim", "ride", "operate", "borrow", "remain",
}  # fmt: skip
_MORE_THAN = re.compile(r"(?: [a-z]+){0,2}? (?:(?:for|on) )?(?:more|longer) than \S+ [a-z]+")


def _by_nobody_else(verb: Token) -> bool:
    """Whether no program or machine is named that does not do it."""
    links = (c for c in verb.children if c.dep_ == "agent")
    return all(is_person(c) for link in links for c in link.children if c.dep_ == "pobj")


def _refuses(verb: Token, head: Token) -> bool:
    """Whether those who have the say do not give or do something to it: "we do not accept cheques"."""
    lemma = verb.lemma_.lower()
    what = any(c.dep_ == "dobj" and c.pos_ in ("NOUN", "PROPN") for c in verb.children)
    keeps = head.lemma_.lower() not in _SERVED and lemma in _REFRAINED
    withheld = (head.lower_ == "we" and lemma in _DENIED | _WITHHELD) or (
        is_person(head) and (lemma in _DENIED or keeps)
    )
    return what and withheld and negation_of(verb) is not None


def _attempts(verb: Token, procedure: bool) -> bool:
    """Whether what one must not attempt, or in a procedure try, is an action: "do not try to loosen it"; elsewhere what one
    should not try is advice."""
    below = next((c for c in verb.children if c.dep_ == "xcomp" and c.pos_ == "VERB"), None)
    tried = verb.lemma_.lower() == "attempt" or (procedure and verb.lemma_.lower() == "try")
    return tried and below is not None and below.lemma_.lower() not in ADVICE


_NEVER_SO = re.compile(
    r"(?:,| and| but)(?: and| but)? never (?=(?:by|in|on|at|with|from|to|through|over|under|near|[a-z]+\W*$))"
)


def _never_so(parse: Parse) -> Point | None:
    """What is done in another way: "payments are made by transfer, never in cash"."""
    match = _NEVER_SO.search(parse.text)
    root = next((t for t in parse if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)
    if match is None or root is None or root.idx > match.start() or re.search(r"[,;:]", parse.text[: match.start()]):
        return None
    after = [t for t in parse if t.idx >= match.end()]
    if any(t.tag_ in ("VBZ", "VBP", "VBD", "MD", "VB") or t.text in (",", ";") for t in after) or _negated_before(
        root, match.start()
    ):
        return None
    binding = mood_of(root)[0] in ("must", "must_not", "should", "should_not")
    if not after or (after[0].pos_ != "ADP" and not binding):  # "the days are long, but never dull"
        return None
    end = len(re.sub(r"[.!\s]+$", "", parse.text))
    head, subject = who_does(root)
    named = is_command(root) or (head is not None and head.pos_ in ("NOUN", "PROPN"))
    doubts = () if named else (("the subject stands elsewhere", 0.55),)
    return Point("prohibition", match.end() - 6, end, "must_not", subject, root.lemma_.lower(), doubts=doubts)


def _negated_before(verb: Token, place: int) -> bool:
    """Whether the verb is negated before a place."""
    return any(t.dep_ == "neg" and t.idx < place for t in verb.children)


def is_inability(verb: Token, head: Token | None) -> bool:
    """Whether a "cannot" tells what a thing is unable to do: nobody is forbidden it, and nothing is done to it."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    return head is None or not (
        is_person(head) or head.lower_ in ("you", "we") or _OF_AN_AGE.match(head.text) or passive
    )


_OF_AN_AGE = re.compile(r"(?:under|over)-?\d{1,2}s$", re.I)


def _ruled_out(verb: Token) -> Token | None:
    """The adjective by which a thing or an action is no option: "the splitting of orders is inadmissible"."""
    head = subject_of(verb)
    if verb.lemma_ != "be" or verb.tag_ not in ("VBZ", "VBP") or verb.dep_ != "ROOT" or head is None:
        return None
    wanted = ADMISSIBLE if negation_of(verb) is not None else INADMISSIBLE
    named = head.pos_ in ("NOUN", "PROPN") or head.dep_ == "csubj"
    said = next((c for c in verb.children if c.dep_ == "acomp" and c.lower_ in wanted), None)
    return said if named and not any(c.lower_ == "no" for c in head.children) else None


_BANNED_DEEDS = frozenset(
    re.findall(
        r"\w+",
        """
        smoking vaping eating drinking parking running diving swimming jumping cooking camping fishing cycling skating
        climbing overtaking stopping sleeping spitting shouting filming photography grinding welding drilling
        soldering sharing lending borrowing swapping towing littering dumping horseplay rework entry access admission
        food drink drinks alcohol glass dog dogs pet pets bicycle bicycles scooter scooters photo photos photograph
        photographs jewellery jewelry weapon weapons candle candles flame flames firework fireworks balloon balloons
        confetti visitor visitors refund refunds ladder ladders
        """,
    )
)
"""What a line with No in front of it bans, and does not only say to be missing ("No parking spaces", "No lift")."""
_BANNED_WORK = ("work", "games")
"""The same, where it is said which: "No hot work"."""
_SAID_PLAINLY = re.compile(
    r"No (?P<what>[\w'’ -]+?)"
    r"(?P<where> (?:in|on|at|inside|outside|near|after|before|during|between|beyond|without|while) [\w'’ -]+)?[.]"
)


def plain_ban(text: str, parse: Parse) -> re.Match[str] | None:
    """A line without a verb that bans something, and where: "No food or drink in the surgeries."."""
    match = _SAID_PLAINLY.fullmatch(text)
    if match is None or any(t.tag_ in ("VBZ", "VBP", "VBD", "MD") for t in parse):
        return None
    named = re.split(r" (?:or|of|to|with|for|from) ", match["what"])
    head = named[0].split(" ")
    banned = head[-1].lower() in _BANNED_DEEDS or (len(head) > 1 and head[-1].lower() in _BANNED_WORK)
    return match if banned and len(head) <= 3 and parse[0].head.text == head[-1] else None


_ELSEWHERE = {"it", "this", "that", "they", "these", "those", "which", "who", "i", "he", "she"}


def find_prohibitions(parse: Parse, procedure: bool = False) -> Iterator[Point]:
    """What somebody must not or may not do, and in a procedure does not do."""
    line = plain_ban(parse.text, parse)
    if line is not None:
        yield Point("prohibition", 0, line.end("what"), "must_not", line["what"], "prohibit")
        return
    never = _never_so(parse)
    if never is not None:
        yield never
        return
    for verb in parse:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        modality, carrier = mood_of(verb)
        ruled_out = _ruled_out(verb)
        if ruled_out is not None:
            yield Point(
                "prohibition", verb.idx, ruled_out.idx + len(ruled_out), "must_not", who_does(verb)[1], "be",
                doubts=(("forbids without saying so", 0.85),),
            )  # fmt: skip
            continue
        if denied_to_all(verb):
            first = who_does(verb)[0]
            if NO_ONE_BUT.match(parse.text):
                continue  # a role that alone may, or what alone is allowed
            if deciding_verb(verb) != verb or verb.lemma_.lower() == "exceed":
                continue  # "nobody is allowed to smoke": what is forbidden is smoking; "no loan may exceed": a limit
            if first is not None and clause_root(verb).dep_ == "ROOT":
                yield Point(
                    "prohibition", first.left_edge.idx, verb.idx + len(verb),
                    "must_not", who_does(verb)[1], verb.lemma_.lower(),
                )  # fmt: skip
            continue
        if modality not in ("must_not", "should_not"):
            plain = _forbids_plainly(verb, procedure) if modality in ("fact", "fact_not") else None
            if plain is not None:
                told: list[Doubt] = [("forbids without saying so", 0.85)]
                if SOFTENED.search(parse.text):
                    told.append(("approximate or advisory", 0.5))
                yield Point(
                    "prohibition", plain[0].idx, plain[1].idx + len(plain[1]), "must_not", who_does(verb)[1],
                    verb.lemma_.lower(), doubts=tuple(told),
                )  # fmt: skip
            continue
        lemma = verb.lemma_.lower()
        if (
            verb.dep_ in ("xcomp", "ccomp", "pcomp", "advcl")
            and carrier.lemma_.lower() not in OBLIGING | PERMITTING | FORBIDDING
            and not is_to(carrier, verb)
            and negation_of(verb) is None
        ):
            continue  # the verb above is what is forbidden
        own = negation_of(verb)
        if own is not None and own.i > verb.i and carrier.i == verb.i:
            continue
        doubts: list[Doubt] = []
        head, subject = who_does(verb)
        negation = negation_of(carrier) or negation_of(verb)
        imperative = is_command(verb) or (verb.dep_ == "conj" and is_command(verb.head))
        modal = next((c.lower_ for c in carrier.children if c.dep_ in ("aux", "auxpass") and c.lower_ in MODALS), "")
        if lemma in ("allow", "permit", "prohibit", "forbid", "authorize", "exceed", "entitle") and any(
            c.dep_ == "xcomp" and mood_of(c)[0] == "must_not" for c in verb.children
        ):
            continue  # the verb below says what is forbidden
        if lemma in FORBIDDING and any(
            c.dep_ == "pcomp" for p in verb.children if p.dep_ == "prep" for c in p.children
        ):
            continue
        if lemma == "exceed":
            continue  # a limit
        if verb.dep_ == "conj" and negation is None and not imperative:
            doubts.append(("the negation may not reach this far", 0.6))
        elif verb.dep_ == "conj" and negation_of(verb) is None:
            doubts.append(("the negation may not reach this far", 0.5))
        above = verb.head.lemma_.lower() if verb.dep_ in ("xcomp", "ccomp") else lemma
        if (
            (imperative or is_command(verb.head))
            and (lemma in ADVICE or above in ADVICE)
            and not _attempts(verb, procedure)
        ):
            doubts.append(("advice, no prohibition", 0.4))
        if not imperative and head is None and re.match(r"(?:must|may|can|shall|should)\b", parse.text, re.I):
            doubts.append(("no subject", 0.5))  # "Must not contain the user name" is said of what a heading names
        leave = modal == "may" and head is not None and (is_person(head) or head.lemma_.lower() in (*PERSONS, "you"))
        if not imperative and lemma in _STATES and modal in ("may", "can", "ca", "cannot"):
            passive = any(c.dep_ == "auxpass" for c in verb.children)
            counts = re.match(r" (?:more|less|fewer|longer|later) than\b", parse.text[verb.idx + len(verb) :])
            kept_from = leave and lemma in ("work", "be") and not counts  # "engineers may not be on call alone"
            doubts.append(
                ("tells what may happen or is impossible", 0.85 if (passive and lemma != "be") or kept_from else 0.5)
            )
        if modal in ("can", "ca", "cannot") and is_inability(verb, head):
            doubts.append(("an inability, not a prohibition", 0.55))
        if modal in ("can", "ca", "cannot", "may") and (
            (lemma in _FAILURES and not leave)
            or re.search(r"\b(?:as such|because|due to|since|until|yet|anymore|any more)\b", parse.text, re.I)
        ):
            doubts.append(("an inability, not a prohibition", 0.6))
        if any(
            c.dep_ == "mark" and c.lower_ in ("if", "when", "because", "since", "as", "so", "that")
            for c in verb.children
        ):
            doubts.append(("stands in a subordinate clause", 0.6))
        if modal in ("can", "ca", "cannot", "may"):
            done = any(c.dep_ == "auxpass" for c in verb.children)
            if done and lemma not in _WITHHELD and not (modal == "may" and lemma in _HANDLED):
                doubts.append(("an inability, not a prohibition", 0.6))
            if re.search(
                r"\b(?:even(?! (?:if|when|where|though)\b)|physically|typically|simply|always|unfortunately|usually|often|really|"
                r"probably)\b|^what\b",
                parse.text,
                re.I,
            ):
                doubts.append(("an inability, not a prohibition", 0.6))
        inverted = head is not None and any(c.lower_ in MODALS and c.i < head.left_edge.i for c in carrier.children)
        if inverted and not NOT_AT_ALL.match(parse.text):
            doubts.append(("an inverted condition", 0.5))
        if re.search(r"\bgive up\b", parse.text):
            doubts.append(("advice, no prohibition", 0.5))
        if head is not None and head.lower_ == "we" and modal in ("can", "ca", "cannot") and lemma not in _DENIED:
            doubts.append(("an inability, not a prohibition", 0.6))
        pronouns = ("it", "them", "this", "that", "these", "those", "so")
        pronoun = next((c for c in verb.children if c.dep_ == "dobj" and c.lower_ in pronouns), None)
        if pronoun is not None and not any(t.pos_ in ("NOUN", "PROPN") and t.i < pronoun.i for t in parse):
            doubts.append(("what it forbids stands elsewhere", 0.6))
        if (
            modal in ("may",)
            and head is not None
            and not (is_person(head) or head.lemma_.lower() in PERSONS or head.lower_ == "you")
            and not any(c.dep_ == "auxpass" for c in verb.children)
        ):
            doubts.append(("tells what may happen", 0.55))
        # "It is forbidden to smoke": nothing is meant by it
        expected = carrier.lemma_.lower() in PERMITTING | FORBIDDING and carrier.i < verb.i
        if head is not None and head.lower_ in _ELSEWHERE and not (expected and head.lower_ == "it"):
            doubts.append(("the subject stands elsewhere", 0.55))
        outer = clause_root(verb)
        if outer.dep_ != "ROOT" and not (
            outer.dep_ == "ccomp" and outer.head.dep_ == "ROOT" and outer.head.lemma_ in ("note", "remember", "ensure")
        ):
            doubts.append(("stands in a subordinate clause", 0.55))
        if subject is None and not imperative:
            doubts.append(("no subject", 0.65))
        if re.search(
            r"\b(?:not|n't) (?:only|just|necessarily|always|all|every|merely)\b|\bnot be able\b",
            parse.text,
            re.I,
        ):
            doubts.append(("a partial negation", 0.5))
        if head is not None and any(c.lower_ == "no" for c in head.children):
            doubts.append(("a double negation", 0.5))
        tokens = [
            t
            for t in (negation, verb, carrier, *(c for c in carrier.children if c.dep_ in ("aux", "auxpass")))
            if t is not None
        ]
        start = min(t.idx for t in tokens)
        end = max(t.idx + len(t) for t in tokens)
        yield Point("prohibition", start, end, modality, subject, lemma, doubts=tuple(doubts))
