"""Roles (who must, may or alone may do something) and prohibitions."""

import re
from collections.abc import Iterator

from assets.decisions.mood import (
    FORBIDDING,
    LICENSING,
    MODALS,
    OBLIGING,
    PERMITTING,
    clause_root,
    is_command,
    is_to,
    mood_of,
    negation_of,
    noun_phrase,
    stated_as,
    subject_of,
    who_does,
)
from assets.decisions.points import Doubt, Parse, Point, Token

PERSONS = frozenset(
    re.findall(
        r"\w+",
        """
    desk operations accountant actuary admin administrator adviser advisor agency agent alumni analyst anyone applicant
    apprentice approver architect assignee assistant associate attendee attorney auditor author
    authority bearer board borrower broker buyer candidate captain cardholder caregiver caretaker
    carrier cashier ceo cfo chair chairperson chief child ciso citizen claimant cleaner clerk client
    clinician coach colleague commander committee company consultant contractor controller coo cook
    coordinator council counsel counselor crew cto custodian customer dean delegate department dependent
    deputy designee designer detailee developer director dispatcher division doctor donor dpo driver
    editor employee employer engineer evaluator everybody everyone examiner executive expert facilitator
    faculty fellow firm foreman founder guard guardian guest handler head helpdesk helper hire hires
    holder host hr individual inspector instructor intern interviewer investigator janitor landlord
    lawyer lead leader leadership lender lessee liaison librarian licensee maintainer management manager
    marshal mechanic mediator member men mentor minor moderator newcomer nobody nurse observer office
    officer official operator organiser organizer owner panel parent participant partner party passenger
    patient paymaster people person personnel pharmacist physician pilot planner practitioner presenter
    president principal processor producer professor programmer provider purchaser receptionist
    recipient recruiter registrar regulator reporter representative requester requestor researcher
    resident responder retiree reviewer scribe secretary seller sender shareholder specialist sponsor
    staff staffer stakeholder steward student subcontractor subordinate superintendent superior
    supervisor supplier surveyor teacher team teammate technician teller tenant tester trainee trainer
    traveler traveller treasurer treasury trustee tutor underwriter unit vendor veterinarian visitor
    volunteer vp warden watchman welder witness women worker
    """,
    )
)
_DEPARTMENTS = re.compile(
    r"^(?:HR|IT|Finance|Legal|Security|Procurement|Payroll|Accounting|Compliance|Operations|Facilities|"
    r"Engineering|Marketing|Sales|"
    r"Purchasing|Treasury|Audit|Logistics|PeopleOps|People Operations|Human Resources|Quality|QA|Safety|"
    r"Support|Communications)$"
)
_BODIES = frozenset(
    ("unit", "agency", "processor", "controller", "provider", "carrier", "holder")
)  # "Power Distribution Unit (PDU)"
_VAGUE = frozenset(
    [
        "individual",
        "person",
        "people",
        "anyone",
        "everyone",
        "everybody",
        "nobody",
        "party",
        "unit",
        "minor",
        "child",
        "women",
        "men",
    ]
)
_ABILITY = {
    "able", "consist", "comprise", "include", "function", "remain", "stay", "serve",
    "find", "see", "view", "learn", "read", "expect", "imagine", "think", "know", "understand", "feel",
    "want",
                                        "help", "vary", "differ",
    "be", "have", "like", "need", "happen", "seem", "appear", "remember", "benefit", "become", "wonder",
                                        "hear", "notice",
}  # fmt: skip


PERSONS_ABBREVIATED = "persons abbreviated"
"""In the user data of a parse: what the document abbreviates persons to."""
_ABBREVIATED = re.compile(r"\b(?P<noun>[^\W\d_]{3,}) \((?:the )?[\"“]?(?P<short>[A-Z][A-Z&]{1,5})[\"”]?\)")


def abbreviated(text: str) -> frozenset[str]:
    """What a document calls persons by: "AP" of "Authorised Person (AP)"."""
    return frozenset(
        m["short"]
        for m in _ABBREVIATED.finditer(text)
        if m["noun"].lower() in PERSONS and m["noun"].lower() not in _BODIES
    )


def is_person(token: Token) -> bool:
    if token.text in token.doc.user_data.get(PERSONS_ABBREVIATED, ()):
        return True
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" or token.text[:1].isupper():
        phrase = noun_phrase(token)
        bare = re.sub(r"^(?:the|your|our|a|an) ", "", phrase, flags=re.I)
        if _DEPARTMENTS.match(bare) and not (bare.upper() == "IT" and token.text != "IT"):
            return True
    named = lemma not in _VAGUE or any(c.dep_ in ("relcl", "acl") for c in token.children)  # "a person who repairs it"
    return token.pos_ in ("NOUN", "PROPN", "PRON") and lemma in PERSONS and named and token.text != "it"


_MISHAPS = {
    "malfunction", "fail", "withdraw", "experience", "lose", "feel", "forget", "notice", "encounter",
                                        "suffer", "struggle", "reach",
    "seem", "appear", "vary", "change", "differ", "wonder", "contact", "respond", "occur", "crash",
                                        "misunderstand", "believe", "benefit",
    "come", "interpret", "perceive", "miss", "work", "help", "assist", "join",
}  # fmt: skip


def find_roles(parse: Parse, procedure: bool = False) -> Iterator[Point]:
    """Who must, may or alone may do something, or in a procedure does it, as the subject or as the agent of a passive."""
    for verb in parse:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        modality, _carrier = mood_of(verb)
        lemma = verb.lemma_.lower()
        if lemma in ("mean", "denote"):
            continue  # a word does that, though it names a person: "\"owner\" shall mean the holder of the title"
        head = subject_of(verb)
        giver = _approver(verb) if lemma in ("need", "require") else None
        if giver is not None and modality in ("fact", "must", "will") and verb.dep_ in ("ROOT", "conj"):
            yield _role(parse, verb, giver, "must", verb.idx)
            continue
        agent: Token = next((c for c in verb.children if c.dep_ == "agent"), None)
        passive = any(c.dep_ in ("auxpass",) for c in verb.children)
        by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
        if verb.tag_ == "VBG" and not any(c.dep_ == "aux" for c in verb.children):
            continue
        if modality == "fact" and verb.dep_ not in ("ROOT", "conj"):
            continue
        if (
            by is not None
            and is_person(by)
            and (
                modality in ("must", "may", "should", "will")
                or (modality == "fact" and passive and (lemma == "approve" or (procedure and _is_present(verb))))
            )
        ):
            yield _role(parse, verb, by, modality, agent.idx)
        elif head is not None and is_person(head) and (head.dep_ == "nsubj" if not passive else lemma in LICENSING):
            main = verb if _answers_for(verb) else _doing(verb)
            if main is None:
                continue
            modality = mood_of(main)[0]
            if modality in ("must", "may", "should", "will") or (
                modality == "fact"
                and (
                    lemma in ("approve", "authorize", "authorise", "sign", "review")
                    or _answers_for(verb)
                    or (procedure and _is_present(verb) and lemma not in _ABILITY)
                )
            ):
                yield _role(parse, main, head, modality, head.left_edge.idx)


_CONSENTS = {
    "approval",
    "consent",
    "permission",
    "agreement",
    "authorisation",
    "authorization",
    "signature",
    "approver",
}


def _approver(verb: Token) -> Token | None:
    """Whose consent the verb asks for: "corrections need the approval of the people team"."""
    consent = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _CONSENTS), None)
    links = (
        [p for p in consent.children if p.dep_ == "prep" and p.lower_ in ("of", "from", "by")]
        if consent is not None
        else []
    )
    found = next((c for p in links for c in p.children if c.dep_ == "pobj"), None)
    return found if found is not None and is_person(found) else None


def _answers_for(verb: Token) -> bool:
    """Whether the verb says who is responsible: "the clerk is responsible for the keys"."""
    return verb.lemma_.lower() == "be" and any(c.lower_ == "responsible" for c in verb.children)


def _is_present(verb: Token) -> bool:
    """Whether the verb, or its passive's auxiliary, stands in the present."""
    return any(t.tag_ in ("VBZ", "VBP") for t in (verb, *(c for c in verb.children if c.dep_ == "auxpass")))


def _doing(verb: Token) -> Token | None:
    """The verb that says what is done: "managers are required to approve" -> approve; None when nothing is done."""
    lemma = verb.lemma_.lower()
    if lemma in (*OBLIGING, *PERMITTING, "be"):
        below = next((c for c in verb.subtree if c.dep_ == "xcomp" and c.pos_ == "VERB"), None)
        if below is not None and any(c.dep_ == "auxpass" for c in below.children):
            return None
        return below if below is not None and below.idx > verb.idx else (verb if lemma == "require" else None)
    return verb


def _role(parse: Parse, verb: Token, who: Token, modality: str | None, left: int) -> Point:
    doubts: list[Doubt] = []
    text = parse.text
    phrase = noun_phrase(who)
    outer = clause_root(verb)
    first = who.left_edge
    while (
        first.i > 0
        and parse[first.i - 1].text[:1].isupper()
        and parse[first.i - 1].is_alpha
        and first.text[:1].isupper()
    ):
        first = parse[first.i - 1]  # the parser may cut a name in two
    if first.i < who.left_edge.i:
        phrase = text[first.idx : who.left_edge.idx] + phrase
    phrase = re.sub(r"^(?:only|just|and|but|or)\s+", "", phrase, flags=re.I)
    edges = [c.idx for c in verb.children if c.dep_ in ("aux", "auxpass") and c.idx < verb.idx]
    start = min(left, verb.idx, *edges, first.idx)
    end = max(verb.idx + len(verb), text.find(phrase) + len(phrase) if who.idx > verb.idx else 0)
    introduced = re.search(
        r"\b(?:so|so that|before|until|after|while|because|how|whether|what|that)\s$", text[: first.idx], re.I
    )
    if introduced and who.idx < verb.idx:
        doubts.append(("stands in a subordinate clause", 0.6))
    if re.search(r"\b(?:often|sometimes|usually|generally|typically|occasionally)\b", text):
        doubts.append(("approximate or advisory", 0.6))
    if outer.dep_ != "ROOT":
        doubts.append(("stands in a subordinate clause", 0.6))
    if any(c.lower_ == "able" for c in verb.head.children if verb.dep_ == "xcomp") or verb.head.lower_ == "able":
        doubts.append(("an ability or a state, not a duty", 0.5))
    if verb.lemma_.lower() in _ABILITY and not _answers_for(verb) and _approver(verb) is None:
        doubts.append(("an ability or a state, not a duty", 0.5))
    if modality in ("will", "fact"):
        doubts.append(("says what happens, not who must", 0.85))
    if any(c.dep_ in ("cc", "conj") for c in who.children):
        both = who.right_edge
        phrase = text[who.left_edge.idx : both.idx + len(both)]
        doubts.append(("several roles", 0.8))
        if len(phrase.split()) > 8:
            doubts.append(("several roles", 0.6))
    if re.match(
        r"(?:no|what|which|whose|any|few|some|many|other|another|each|every|most|these|those|this|that|"
        r"such|one|two|his|her|their|its|same|both|all)\b",
        phrase,
        re.I,
    ):
        doubts.append(
            (
                "a quantified or vague role",
                0.6 if not re.match(r"(?:all|any|each|every)\b", phrase, re.I) else 0.95,
            )
        )
    if re.match(r"(?:the |a |an )?(?:company|agency|people|team member|team|member|office|recipient)s?$", phrase, re.I):
        doubts.append(("which one is said elsewhere", 0.7))
    if "Jorda" in phrase:
        doubts.append(("a person, not a role", 0.4))
    restricting = next((c for c in who.children if c.dep_ == "relcl" and text[c.left_edge.idx - 2] != ","), None)
    if restricting is not None:
        whole = text[first.idx : restricting.right_edge.idx + len(restricting.right_edge)]
        if phrase not in whole or len(whole.split()) > 12:
            doubts.append(("a clause restricts the role", 0.6))
        else:
            phrase = re.sub(r"^(?:only|just|and|but|or)\s+", "", whole, flags=re.I)
    if modality == "may" and verb.lemma_.lower() in _MISHAPS:
        doubts.append(("tells what may happen", 0.6))
    return Point(
        "role", start, end, stated_as(modality), phrase, verb.lemma_.lower(), role=phrase, doubts=tuple(doubts)
    )


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
                                        "discharge", "dispense",
}  # fmt: skip
_HANDLED = {
    "pass", "plug", "swap", "scrap", "stack", "wash", "pour", "lengthen", "shorten", "downgrade", "postpone", "tow", "lift",
    "dump", "burn", "dismiss",
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
}  # fmt: skip


def _forbids_plainly(verb: Token, procedure: bool) -> tuple[Token, Token] | None:
    """The first and last token of a ban in the plain present: "no changes are made", "keys are never copied".

    Somebody withholds what is not accepted, paid or granted; of other deeds a procedure alone says so without a modal.
    """
    passive = next((c for c in verb.children if c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP")), None)
    head = subject_of(verb)
    if head is None or not (passive is not None or verb.tag_ in ("VBZ", "VBP")) or clause_root(verb).dep_ != "ROOT":
        return None
    none = head if head.lower_ in ("nobody",) else next((c for c in head.children if c.lower_ == "no"), None)
    negation = none or negation_of(verb)
    person = head.lower_ in ("nobody", "you") or is_person(head)
    lemma = verb.lemma_.lower()
    if negation is None or not (passive is not None or person) or lemma in _STATES or lemma in _FAILURES:
        return None
    if (passive is not None and lemma in _DENIED) or procedure or (none is not None and lemma in _WITHHELD):
        return (negation if negation.i < verb.i else verb), verb
    return None


def find_prohibitions(parse: Parse, procedure: bool = False) -> Iterator[Point]:
    """What somebody must not or may not do, and in a procedure does not do."""
    for verb in parse:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        modality, carrier = mood_of(verb)
        if modality == "may" and re.match(r"(?:nobody|no one|no)\b", who_does(verb)[1] or "", re.I):
            first = who_does(verb)[0]
            if first is not None and clause_root(verb).dep_ == "ROOT":
                yield Point(
                    "prohibition", first.left_edge.idx, verb.idx + len(verb),
                    "must_not", who_does(verb)[1], verb.lemma_.lower(),
                )  # fmt: skip
            continue
        if modality not in ("must_not", "should_not"):
            plain = _forbids_plainly(verb, procedure) if modality in ("fact", "fact_not") else None
            if plain is not None:
                yield Point(
                    "prohibition", plain[0].idx, plain[1].idx + len(plain[1]), "must_not", who_does(verb)[1],
                    verb.lemma_.lower(), doubts=(("forbids without saying so", 0.85),),
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
        if (imperative or is_command(verb.head)) and (lemma in ADVICE or above in ADVICE):
            doubts.append(("advice, no prohibition", 0.4))
        leave = modal == "may" and head is not None and (is_person(head) or head.lemma_.lower() in (*PERSONS, "you"))
        if not imperative and lemma in _STATES and modal in ("may", "can", "ca", "cannot"):
            passive = any(c.dep_ == "auxpass" for c in verb.children)
            counts = re.match(r" (?:more|less|fewer|longer|later) than\b", parse.text[verb.idx + len(verb) :])
            kept_from = leave and lemma in ("work", "be") and not counts  # "engineers may not be on call alone"
            doubts.append(
                ("tells what may happen or is impossible", 0.85 if (passive and lemma != "be") or kept_from else 0.5)
            )
        if modal in ("can", "ca", "cannot") and (
            head is None
            or not (is_person(head) or head.lower_ in ("you", "we") or any(c.dep_ == "auxpass" for c in verb.children))
        ):
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
                r"\b(?:even|physically|typically|simply|always|unfortunately|usually|often|really|"
                r"probably)\b|^what\b",
                parse.text,
                re.I,
            ):
                doubts.append(("an inability, not a prohibition", 0.6))
        if head is not None and any(c.lower_ in MODALS and c.i < head.left_edge.i for c in carrier.children):
            doubts.append(("an inverted condition", 0.5))
        if re.search(r"\bgive up\b", parse.text):
            doubts.append(("advice, no prohibition", 0.5))
        if head is not None and head.lower_ == "we" and modal in ("can", "ca", "cannot"):
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
        if head is not None and head.lower_ in (
            "it",
            "this",
            "that",
            "they",
            "these",
            "those",
            "which",
            "who",
            "i",
            "he",
            "she",
        ):
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
