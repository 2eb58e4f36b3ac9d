"""Roles: who must, may or alone may do something."""

import re
from collections.abc import Iterator

from assets.decisions.mood import (
    LICENSING,
    NO_ONE_BUT,
    OBLIGING,
    PERMITTING,
    clause_root,
    is_practice,
    mood_of,
    noun_phrase,
    stated_as,
    subject_of,
)
from assets.decisions.points import Doubt, Parse, Point, Token
from assets.decisions.quantities import DURATIONS

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
    archivist baker bailiff barber barrister bookkeeper brewer bursar butcher chef chemist coroner curator dentist electrician
    farmer forester gardener headmaster headteacher housekeeper jeweller judge lifeguard lecturer machinist magistrate
    matron midwife notary ombudsman optician painter paramedic photographer plumber policeman porter postmaster prefect
    principal psychologist referee registrar sailor sheriff shopkeeper skipper solicitor stationmaster storekeeper surgeon
    surveyor therapist translator umpire usher vet vicar waiter
    mayor councillor minister commissioner chancellor provost rector bishop captain pastor midwife chaplain governor
    declarant insurer police someone somebody
    adjuster assessor banksman conductor courier dispatcher doorman driver examiner fitter forwarder grader groundsman
    handyman haulier invigilator loader operative packer picker plumber policyholder porter rigger roofer shunter signaller
    stevedore stocktaker storeman underwriter valuer verifier warehouseman
    arborist attendant auctioneer auditor bartender biologist boatman bosun bouncer bricklayer carer caterer childminder cleric
    companion concierge confectioner cooper copywriter deckhand demonstrator dietitian dispenser distiller docker doorkeeper
    draughtsman embalmer estimator ferryman florist gamekeeper ganger gatekeeper geologist glazier groundworker hairdresser
    hygienist joiner journalist keyholder labourer lecturer maltster mason mate miller nanny optometrist orderly phlebotomist
    physiotherapist plasterer playworker podiatrist postman proofreader purser radiographer radiologist ranger rescuer sampler
    scaffolder scientist slaughterman slinger sommelier sonographer sorter stagehand stewardess taster technologist tiler
    toolmaker undertaker upholsterer usher valet weigher winchman
    adult angler appellant appointee athlete bather beekeeper bidder bystander camper chorister churchwarden complainant
    cyclist deacon dependant detainee finder householder homeowner inmate invitee jockey keeper landowner leaseholder locum lodger
    motorist musician neighbour neighbor nominee occupier occupant organist pedestrian pensioner physio plotholder priest
    prisoner relative rower secondee shopper singer spectator spouse stallholder swimmer taxpayer teenager trader verger
    exhibitor hirer
    """,
    )
)
_DEPARTMENTS = re.compile(
    r"^(?:HR|IT|Finance|Legal|Reception|Admissions|Registry|Accounts|Housekeeping|Estates|Occupational Health|"
    r"Security|Procurement|Payroll|Accounting|Compliance|Operations|Facilities|"
    r"Engineering|Marketing|Sales|"
    r"Purchasing|Treasury|Audit|Logistics|PeopleOps|People Operations|Human Resources|Quality|QA|Safety|"
    r"Support|Communications|(?:[A-Z]\S* )+(?:Services|Affairs|Relations|Resources|Control|Assurance|Communications|Claims|"
    r"Operations|Engineering|Security|Compliance|Finance|Planning|Audit|Sales|Accounts|Inspection|Management))$"
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
        "someone",
        "somebody",
        "women",
        "men",
    ]
)
_ABILITY = {
    "able", "consist", "comprise", "include", "function", "remain", "stay", "serve",
    "find", "see", "view", "learn", "read", "expect", "imagine", "think", "know", "understand", "feel",
    "want", "help", "vary", "differ", "recommend", "suggest", "advise", "prefer", "hope", "believe",
    "be", "have", "like", "need", "require", "happen", "seem", "appear", "remember", "benefit", "become", "wonder",
                                        "hear", "notice", "appreciate", "enjoy", "love",
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


_PROGRAMS = {
    "manager": {"password", "package", "file", "window", "download", "boot", "session", "clipboard", "tag", "cookie"},
    "client": {"email", "e-mail", "mail", "-mail", "web", "chat", "vpn", "ssh", "ftp", "git", "desktop", "sync"},
}
"""What a program is for that is called like a person: a password manager, an email client."""


_QUALIFIED = {
    "authorised", "authorized", "competent", "qualified", "trained", "certified", "licensed", "accredited", "registered",
    "appointed", "designated", "responsible", "nominated", "approved", "suitable", "second", "independent",
}  # fmt: skip
"""What makes a person one of whom one can say who it is."""


def is_person(token: Token) -> bool:
    if token.text in token.doc.user_data.get(PERSONS_ABBREVIATED, ()):
        return True
    lemma = token.lemma_.lower()
    if token.i and token.nbor(-1).lower_ in _PROGRAMS.get(lemma, ()):
        return False
    if token.pos_ == "PROPN" or token.text[:1].isupper():
        phrase = noun_phrase(token)
        bare = re.sub(r"^(?:only )?(?:(?:the|your|our|a|an) )?", "", phrase, flags=re.I)
        if _DEPARTMENTS.match(bare) and not (bare.upper() == "IT" and token.text != "IT"):
            return True
    # "a person who repairs it", "people with a key", "the Collections Unit", "an authorised person"
    named = lemma not in _VAGUE or any(
        (c.dep_ in ("relcl", "acl") and lemma != "unit")  # "a unit that fails" is a thing
        or (c.dep_ == "prep" and _has(c))
        or (c.dep_ == "compound" and token.tag_ == "NNP")
        or (c.dep_ == "amod" and c.lower_ in _QUALIFIED)
        for c in token.children
    )
    return token.pos_ in ("NOUN", "PROPN", "PRON") and lemma in PERSONS and named and token.text != "it"


def _has(link: Token) -> bool:
    """Whether a phrase says what somebody has who is meant, not what may come to anybody: "people with a key", but not "people
    with questions"."""
    held = next((c for c in link.children if c.dep_ == "pobj"), None)
    return link.lower_ == "with" and held is not None and held.lemma_.lower() not in _COMES_TO_ANYBODY


_COMES_TO_ANYBODY = {
    "question", "query", "concern", "doubt", "interest", "problem", "idea", "suggestion", "issue", "complaint",
}  # fmt: skip


_TOLD = re.compile(
    r"(?:ask|call|contact|email|inform|notify|refer|refund|report|ring|see|send|tell|train|warn|not|no|all|other|same)\b|"
    r".+ (?:the|an?|to|by|with)\b",
    re.I,
)
"""What is told of somebody, and no name: "inform the customer"."""


def names_person(name: str) -> bool:
    """Whether a bare name, as a cell of a table holds it, is that of a role or a department: "Head of Sales", "HR"."""
    head = re.split(
        r" (?:of|for|in|at|on) ", re.sub(r"^(?:the|an?|your|our|any|two|three) ", "", name.strip(), flags=re.I)
    )[0]
    words = head.split()
    if not words or len(words) > 5 or _TOLD.match(head):
        return False
    last = words[-1].lower()
    singular = last if last in PERSONS else last.removesuffix("s")
    known = singular in PERSONS and (singular not in _VAGUE or len(words) > 1)
    return known or _DEPARTMENTS.match(head) is not None


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
        giver = _approver(verb)
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
        assigned = is_present(verb) and (procedure or (by is not None and _is_task(verb, by)))
        receiver = _receiver(verb)
        if receiver is not None and by is None and modality in ("fact", "must", "may", "should", "will"):
            yield _role(parse, verb, receiver, modality, verb.idx)
            continue
        if (
            by is not None
            and is_person(by)
            and (
                modality in ("must", "may", "should", "will")
                or (modality == "fact" and passive and (lemma == "approve" or assigned))
            )
        ):
            yield _role(parse, verb, by, modality, agent.idx)
        elif (
            head is not None
            and is_person(head)
            and not NO_ONE_BUT.match(parse.text)
            and (head.dep_ == "nsubj" if not passive else lemma in LICENSING)
        ):
            main = verb if _answers_for(verb) else _doing(verb)
            if main is None:
                continue
            modality = mood_of(main)[0]
            if modality in ("must", "may", "should", "will") or (
                modality == "fact"
                and (
                    lemma in ("approve", "authorize", "authorise", "sign", "review")
                    or _answers_for(verb)
                    or (is_present(verb) and lemma not in _ABILITY and (procedure or _is_post(verb, head)))
                )
            ):
                yield _role(parse, main, head, modality, head.left_edge.idx)


_MET_WITH = {
    "use", "know", "see", "call", "like", "need", "own", "face", "experience", "love", "require", "expect", "encounter", "read",
    "affect", "cause", "injure", "hurt", "hit", "kill", "threaten", "attack", "damage", "bring", "request", "ask", "lose", "find",
    "raise", "disturb", "want", "follow", "enjoy", "prefer", "understand", "view", "visit", "employ", "represent",
}  # fmt: skip
"""What somebody has to do with a thing without a task: "the page is used by the team"."""


def _is_task(verb: Token, by: Token) -> bool:
    """Whether a plain passive gives a task to one known place, or a check or the like to whoever is fit for it: "refunds are
    paid by the treasurer", "loans are countersigned by a second clerk", "lorries are driven by trained staff"."""
    lemma = verb.lemma_.lower()
    one = any(c.lower_ in ("a", "an") for c in by.children if c.dep_ == "det") and by.lemma_.lower() not in _PASSING
    done = lemma in _ENTRUSTED or (one and lemma not in _MET_WITH)
    if done and verb.dep_ == "ROOT" and _is_fit(by):
        return True
    known = any(c.lower_ in ("the", "your", "our") for c in by.children if c.dep_ in ("det", "poss"))
    known |= any(
        c.lower_ in ALONE for above in (verb, by.head, by) for c in above.children
    )  # "only signed by an engineer"
    known |= by.left_edge.text[:1].isupper() and by.lemma_.lower() not in _WIDE  # "appointed by RBC leadership"
    return known and by.tag_ in ("NN", "NNP", "NNPS") and verb.dep_ == "ROOT" and lemma not in _MET_WITH


_ENTRUSTED = {
    "check", "countersign", "screen", "sign", "witness", "inspect", "verify", "review", "supervise", "audit", "approve",
    "authorise", "authorize", "accompany", "escort", "test", "examine", "carry", "perform", "conduct", "administer", "operate",
    "drive", "assess", "certify", "install", "service", "handle", "repair", "clean", "give", "train", "count", "release",
    "record", "chair", "appoint",
}  # fmt: skip
"""What is given to whoever is fit for it."""


def _is_fit(by: Token) -> bool:
    """Whether somebody is named by what makes them fit, not only as one of those who come by: "a second clerk", "trained
    staff", "an engineer", but not "customers"."""
    told = any(c.dep_ in ("amod", "compound", "acl", "relcl") for c in by.children)
    return told or by.lemma_.lower() not in _WIDE


def _receiver(verb: Token) -> Token | None:
    """To whom something goes: "spills must be reported to the warden", "complaints go to the warden"; not what is done with a
    person ("patients are referred to a doctor")."""
    passive, head = any(c.dep_ == "auxpass" for c in verb.children), subject_of(verb)
    if head is None or verb.dep_ != "ROOT" or is_person(head) or any(c.dep_ == "neg" for c in verb.children):
        return None
    goes = verb.lower_ in ("go", "goes") and verb.tag_ in ("VBZ", "VBP") and head.lemma_.lower() not in _OWED
    if not goes and not (passive and verb.lemma_.lower() in HANDED):
        return None
    if head.pos_ not in ("NOUN", "PROPN") or not (is_present(verb) or any(c.tag_ == "MD" for c in verb.children)):
        return None
    if verb.lemma_.lower() == "give" and mood_of(verb)[0] not in ("must", "may"):
        return None  # priority, training or thought
    to = [c for c in verb.children if c.dep_ in ("prep", "dative") and c.lower_ == "to"]
    found = next((c for link in to for c in link.children if c.dep_ == "pobj"), None)
    if found is None or len(to) != 1 or not is_person(found) or not _is_fit(found):
        return None
    return None if goes and found.lemma_.lower() in _PASSING - _PLACES else found


_OWED = {
    "thank", "thanks", "sympathy", "regret", "congratulation", "apology", "praise", "credit", "gratitude", "priority", "prize",
    "award", "trophy", "proceeds", "preference", "vote", "wish", "regard", "honour", "honor", "place", "share", "money",
}  # fmt: skip
"""What goes to somebody for what they did or are, not for them to do something with it."""
HANDED = {
    "report": "reported", "pass": "passed", "hand": "handed", "submit": "submitted", "send": "sent", "forward": "forwarded",
    "escalate": "escalated", "return": "returned", "refer": "referred", "surrender": "surrendered", "notify": "notified",
    "deliver": "delivered", "disclose": "disclosed", "declare": "declared", "give": "given", "route": "routed",
    "address": "addressed", "direct": "directed",
}  # fmt: skip
"""What is done with something that somebody gets, with its participle."""
ALONE = ("only", "exclusively", "solely")
_PLACES = {
    "team", "staff", "company", "agency", "office", "division", "department", "unit", "organisation", "organization",
}  # fmt: skip
_WIDE = _PLACES | {"customer", "user", "visitor", "patient", "client", "student", "reader", "author"}
_PASSING = _WIDE | {"guest", "passenger", "resident", "pupil", "tenant", "participant", "candidate", "applicant"}
"""One of whom does something as it comes."""
_PRAISED = {
    "promote", "model", "acknowledge", "create", "guide", "drive", "list", "establish", "foster", "inspire", "champion", "shape",
    "celebrate", "value", "encourage", "uphold", "embody", "build", "receive", "get", "understand", "recognise", "recognize",
    "believe", "grant", "maintain", "influence", "set", "use", "face", "love", "like", "want", "prefer", "enjoy",
}  # fmt: skip
"""What is told of somebody or of a place without a task: "the director drives change"."""


def _is_post(verb: Token, head: Token) -> bool:
    """Whether a plain present tells what the holder of one post does with something: "the bursar keeps the petty cash"."""
    lemma = verb.lemma_.lower()
    given = any(c.lower_ in ("the", "your", "our") for c in head.children if c.dep_ in ("det", "poss"))
    if verb.dep_ == "ROOT" and head.left_edge.i == 0 and _is_entrusted(verb, head):
        return True
    known = given or _DEPARTMENTS.match(noun_phrase(head)) is not None
    opens = verb.doc[: head.left_edge.i].text
    alone = not opens or opens.endswith(",") or not any(t.pos_ in ("VERB", "AUX") for t in verb.doc[: head.left_edge.i])
    acts = any(c.dep_ == "dobj" and c.pos_ in ("NOUN", "PROPN") for c in verb.children)
    acts |= lemma == "decide" and any(_of_deciding(c) for c in verb.children)
    named = head.tag_ in ("NN", "NNP", "NNPS") and head.lemma_.lower() not in _WIDE
    told = lemma == "own" or (lemma not in _PRAISED and is_practice(verb, head))
    return known and alone and named and acts and told and verb.tag_ == "VBZ" and verb.dep_ == "ROOT"


def _is_entrusted(verb: Token, head: Token) -> bool:
    """Whether those who are fit for it, or they alone, do something: "An engineer inspects the lift", "Only trained clerks hold
    keys"."""
    lemma = verb.lemma_.lower()
    on = any(c.dep_ == "dobj" and c.pos_ in ("NOUN", "PROPN") for c in verb.children)
    alone = head.left_edge.lower_ == "only" and lemma not in _PRAISED
    fit = (
        lemma in _ENTRUSTED
        and head.lemma_.lower() not in _PASSING
        and head.left_edge.lower_ in ("a", "an", head.lower_)
    )
    return on and (alone or fit) and is_practice(verb, head)


def _of_deciding(below: Token) -> bool:
    """Whether it says what is decided: "on requests", "whether to refund"."""
    open_question = below.dep_ in ("ccomp", "xcomp") and any(c.lower_ in ("whether", "if") for c in below.children)
    return open_question or (below.dep_ == "prep" and below.lower_ == "on")


_CONSENTS = {
    "approval",
    "consent",
    "permission",
    "agreement",
    "authorisation",
    "authorization",
    "signature",
    "approver",
    "signoff",
    "countersignature",
}


def _is_consent(noun: Token) -> bool:
    """Whether a noun is a consent, also the "sign-off" that the parser has in three parts."""
    return noun.lemma_.lower() in _CONSENTS or noun.doc[max(noun.i - 2, 0) : noun.i + 1].text.lower() == "sign-off"


def _approver(verb: Token) -> Token | None:
    """Whose consent the verb asks for: "corrections need the approval of the people team", "need the clerk's approval", "need
    clerk approval", "are subject to the approval of the clerk"."""
    lemma = verb.lemma_.lower()
    wanted = [c for c in verb.children if c.dep_ == "dobj"] if lemma in ("need", "require") else []
    if lemma == "be":
        to = (p for c in verb.children if c.lower_ == "subject" for p in c.children if p.lower_ == "to")
        wanted = [c for p in to for c in p.children if c.dep_ == "pobj"]
    consent = next(filter(_is_consent, wanted), None)
    if consent is None:
        return None
    behind = (*consent.children, *(c for c in verb.children if c.i == consent.i + 1))  # "need sign-off by the clerk"
    links = [p for p in behind if p.dep_ in ("prep", "agent") and p.lower_ in ("of", "from", "by")]
    found = next((c for p in links for c in p.children if c.dep_ == "pobj"), None)
    owner = next((c for c in consent.children if c.dep_ in ("poss", "compound") and is_person(c)), None)
    return owner or (found if found is not None and (is_person(found) or names_somebody(found)) else None)


def names_somebody(noun: Token) -> bool:
    """Whether one noun with its article, of whom consent or a deed is said, names somebody: "the approval of the Kreistag"."""
    given = any(c.lower_ in ("the", "your", "our", "my") for c in noun.children if c.dep_ in ("det", "poss"))
    return (
        given and noun.tag_ in ("NN", "NNP") and not noun.lemma_.lower().endswith(("tion", "ment", "ing", "document"))
    )


_ANSWERING = ("responsible", "accountable", "answerable")
_COMPETENCE = {"authority", "power", "responsibility", "say", "discretion", "decision", "oversight"}


def _answers_for(verb: Token) -> bool:
    """Whether the verb says who is responsible or decides: "the clerk is responsible for the keys", "the chair has the last
    say on dates", "the bursar is in charge of the safe"."""
    lemma = verb.lemma_.lower()
    if lemma == "be":
        charge = (n for c in verb.children if c.lower_ == "in" for n in c.children if n.lower_ == "charge")
        named = any(c.lower_ == "of" for n in charge for c in n.children)
        return named or any(c.lower_ in _ANSWERING for c in verb.children)
    held = next((c for c in verb.children if c.dep_ == "dobj"), None)
    return lemma == "have" and held is not None and held.lemma_.lower() in _COMPETENCE


def is_present(verb: Token) -> bool:
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


_RECORDS = re.compile(
    r"tool|system|app|application|portal|software|form|register|log|logbook|book|database|calendar|platform|list|sheet|"
    r"spreadsheet|workflow|intranet"
)


WHEN = ("outside", "before", "after", "during", "within", "until", "between")
"""What opens a time at which somebody acts, though the parser may hang it on who it is."""


_WHAT_FOR = re.compile(
    r"approval|review|information|consideration|decision|signature|processing|payment|investigation|action|comment|resolution|"
    r"follow|repair|confirmation|authorisation|authorization|advice|checking|filing"
)
"""What something is sent to somebody for: "to the supervisor for approval"."""


def _without_place(who: Token, phrase: str) -> str:
    """The holder without what their act is entered in, or when it is done: "the host in the VisitIn tool" is the host, and so
    are "the host outside working hours", "the host the same day" and "the host for approval"."""
    for child in who.rights:
        held = next((c for c in child.children if c.dep_ == "pobj"), None)
        if child.lower_ == "for" and held is not None and _WHAT_FOR.fullmatch(held.lemma_.lower()):
            return str(who.doc[who.left_edge.i : child.i].text).strip()
        record = held is not None and _RECORDS.fullmatch(held.lemma_.lower())
        the_same_day = child.dep_ == "npadvmod" and child.lemma_.lower() in DURATIONS
        if child.lower_ in WHEN or the_same_day or (record and child.lower_ in ("in", "via", "through", "on")):
            return str(who.doc[who.left_edge.i : child.left_edge.i].text).strip()
    return phrase


def _restricts(clause: Token) -> bool:
    """Whether a clause behind a noun says which ones are meant: "people trained in first aid", "a person who repairs it"."""
    return clause.dep_ == "relcl" or (clause.dep_ == "acl" and clause.tag_ in ("VBN", "VBG"))


def _may_be_another(joined: Token) -> bool:
    """Whether what is joined to a role may be one as well: "the clerk and Finance", but not "the clerk and a form"."""
    bare = joined.pos_ == "PROPN" and not any(c.dep_ == "det" for c in joined.children)
    return is_person(joined) or names_somebody(joined) or bare


def _role(parse: Parse, verb: Token, who: Token, modality: str | None, left: int) -> Point:
    doubts: list[Doubt] = []
    text = parse.text
    phrase = re.sub(r"['’]s?$| (?:only|alone)$", "", _without_place(who, noun_phrase(who)))
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
    stays = verb.lemma_.lower() in ("remain", "stay") and modality == "must"  # "the host must stay with them"
    # "recordings may be viewed by the warden", but not "the pond can be seen by visitors"
    shown = who.head.dep_ == "agent" and any(c.lower_ == "may" for c in verb.children)
    if verb.lemma_.lower() in _ABILITY and not (stays or shown or _answers_for(verb) or _approver(verb) is not None):
        doubts.append(("an ability or a state, not a duty", 0.5))
    if modality in ("will", "fact"):
        doubts.append(("says what happens, not who must", 0.85))
    if first.pos_ in ("ADP", "SCONJ"):
        doubts.append(("what stands before the role is taken for it", 0.5))  # "Between £50 and £90 a clerk has to sign"
    if any(c.dep_ in ("cc", "conj") for c in who.children):
        both = who.right_edge
        phrase = re.sub(r" (?:only|alone)$", "", text[who.left_edge.idx : both.idx + len(both)])
        doubts.append(("several roles", 0.8))
        if not all(map(_may_be_another, (c for c in who.children if c.dep_ == "conj"))):
            doubts.append(("what is joined to the role is none", 0.5))
        if len(phrase.split()) > 8:
            doubts.append(("several roles", 0.6))
    acts = any(c.dep_ == "csubjpass" for c in verb.children)
    if acts and who.head.dep_ == "agent" and verb.lemma_.lower() in ("allow", "permit"):
        # "retesting is allowed once, by a second person"
        doubts.append(("may say who does it, not who allows it", 0.5))
    if sum(c.dep_ == "agent" for c in verb.children) > 1:  # "by the clerk or, after six, by the porter"
        doubts.append(("several roles, each in a case of its own", 0.5))
    if re.match(
        r"(?:no|what|which|whose|any|few|some|many|other|another|each|every|most|these|those|this|that|"
        r"such|one|two|his|her|their|its|same|both|all|different|various|several)\b",
        phrase,
        re.I,
    ):
        doubts.append(
            (
                "a quantified or vague role",
                0.6 if not re.match(r"(?:all|any|each|every)\b", phrase, re.I) else 0.95,
            )
        )
    restricting = next((c for c in who.children if _restricts(c) and text[c.left_edge.idx - 2] != ","), None)
    if restricting is not None:
        whole = text[first.idx : restricting.right_edge.idx + len(restricting.right_edge)]
        if phrase not in whole or len(whole.split()) > 12:
            doubts.append(("a clause restricts the role", 0.6))
        else:
            phrase = re.sub(r"^(?:only|just|and|but|or)\s+", "", whole, flags=re.I)
    if re.match(
        r"(?:the |a |an )?(?:other )?(?:company|agency|people|team member|team|member|office|recipient)s?$",
        phrase,
        re.I,
    ):
        doubts.append(("which one is said elsewhere", 0.7))
    if modality == "may" and verb.lemma_.lower() in _MISHAPS:
        doubts.append(("tells what may happen", 0.6))
    return Point(
        "role", start, end, stated_as(modality), phrase, verb.lemma_.lower(), role=phrase, doubts=tuple(doubts)
    )
