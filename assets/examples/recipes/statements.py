"""Bans, duties, permissions and who holds them, asked plainly. Proofs: `polarity` for yes and no, `quote` for the rest."""

import re
from dataclasses import dataclass, replace

from assets.decisions.mood import NO_ONE_BUT
from assets.examples import rejected
from assets.examples.corpus import content_words, sentence_spans
from assets.examples.drafts import Draft, Phrasing, Site, tidy, to_you
from assets.examples.duty import Duty, read_duty
from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.quantities import COUNT
from assets.examples.subjects import is_anybody, is_outsider, is_served, number_of
from assets.examples.words import (
    gerund,
    in_dictionary,
    inflect_noun,
    inflect_verb,
    is_verb,
    lower,
    one_of,
    some_of,
    upper,
    verb_lemma,
    word_set,
)
from assets.identity import sha256
from resources.parser import Span


def duty_of(site: Site) -> Duty:
    """The sentence of a point as a duty; raises Unfit."""
    if site.point["form"] == "row":
        raise Unfit("no recipe for a table of this kind")
    if re.match(r"[¹²³⁴⁵⁶⁷⁸⁹]", site.shown):
        raise Unfit("a footnote")
    if re.search(r"\b(?:an?|the) (?:exception|exemption|appeal)\b(?! (?:to|from|for|of|against)\b)", site.shown):
        raise Unfit("its premise stands in the sentence before")
    return read_duty(site.shown, site.point["predicate"], site.corpus.common_words)


# --- bans ------------------------------------------------------------------------------------------------------------


def bans(site: Site) -> list[Draft]:
    """ "Can I share my credentials with anyone?"; of a ban with an unless in it, "When can I ...?"."""
    duty = duty_of(site)
    always(site)
    if duty.exception:
        return [_unless(site, duty)]
    site.lone()
    if duty.only or (not duty.whole and duty.rest.endswith((" and", " or"))):
        raise Unfit("an only before the verb changes its scope")
    train, evaluation = ask_permission(duty)
    advice(duty)
    options = (
        (
            f"No. {site.cite} is clear about it: “{site.shown}”",
            f"No, that is ruled out: “{site.shown}” {site.cite}",
            f"No. The rule is “{site.shown}” {site.cite}",
            f"No, {site.cite} does not allow it: “{site.shown}”",
        )
        if duty.modality not in ("should_not", "not_done")
        else (
            f"No. {site.cite} rules that out: “{site.shown}”",
            f"No, that is not done: “{site.shown}” {site.cite}",
            f"No. The rule reads “{site.shown}” {site.cite}",
        )
        if duty.modality == "not_done"
        else (
            f"No. {site.cite} advises against it: “{site.shown}”",
            f"No, better not: “{site.shown}” {site.cite}",
            f"No. The guidance reads “{site.shown}” {site.cite}",
        )
    )
    claim = {"proof": "polarity", "quote": site.quote, "polarity": "no"}
    phrasing = site.say(train, evaluation, "asked")
    return [
        site.draft(
            ("answerable", "answer"), ("bans", "asked"), phrasing, site.pick(options, "ban"), claim,
            rejected=rejected.otherwise(site, phrasing.text, True, claim),
        )
    ]  # fmt: skip


_TOLD_NOT_TO = re.compile(r"(?:please )?(?:do not|don['’]t|never)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:\d{1,3}[.)]|[a-z][.)]|(?:\d{1,2}\.)+\d{0,2}) ?")


def always(site: Site) -> None:
    """Raise Unfit where a ban holds within one step alone: it is one of a numbered list, or short and said right after what
    is to be done."""
    before = site.passage.text[: int(site.point["sentence_start"]) - site.passage.start].rpartition("\n\n")[2]
    if not _TOLD_NOT_TO.match(site.shown):
        return
    if _NUMBER.fullmatch(before.rpartition("\n")[2]):
        raise Unfit("a ban within one step")
    last = [before[a:b] for a, b in sentence_spans(before)][-1:]
    if last and len(site.shown.split()) <= 8 and _commands(last[0]):
        raise Unfit("a ban within one step")


def _commands(sentence: str) -> bool:
    """Whether a sentence tells what to do: "Press the green button."."""
    said = _NUMBER.sub("", sentence.strip(), count=1) if _NUMBER.match(sentence.strip()) else sentence.strip()
    root = parse(said)[:].root if said else None
    started = root is not None and all(t.lower_ in ("please", "then", "now", ",") for t in root.doc[: root.i])
    return bool(root is not None and started and root.tag_ in ("VB", "VBP") and not any(
        t.dep_ in ("nsubj", "nsubjpass", "neg") for t in root.children
    ))  # fmt: skip


def ask_permission(duty: Duty) -> tuple[list[Phrasing], list[Phrasing]]:
    """Ways to ask whether something is allowed, for training and for evaluation."""
    who, action, be = duty.subject, duty.action, upper(duty.be())
    if duty.modality in ("prohibited", "not_allowed"):
        rest = licensed(duty)
        return (
            [Phrasing("ban.state", duty.asked(f"{be} {who} allowed {rest}".strip()))],
            [Phrasing("ban.state_permitted", duty.asked(f"{be} {who} permitted {rest}".strip()))],
        )
    if duty.modality == "not_done":
        return (
            [Phrasing("ban.is_done", duty.asked_whether())],
            [Phrasing("ban.would_be", duty.asked(f"Would {who} {action}"))],
        )
    if duty.modality == "should_not":
        ask = duty.asked(f"Should {who} {action}")
        return [Phrasing("ban.should", ask)], [Phrasing("ban.quick_should", f"Quick question: {lower(ask)}")]
    if duty.modality != "must_not":
        raise Unfit("doubtful parse: the ban does not read as one")
    train = [
        Phrasing("ban.can", duty.asked(f"Can {who} {action}")),
        Phrasing("ban.allowed", duty.asked(f"{be} {who} allowed to {action}")),
    ]
    evaluation = [
        Phrasing("ban.fine", duty.asked(f"Is it fine for {duty.whom} to {action}")),
        Phrasing("ban.permitted", duty.asked(f"{be} {who} permitted to {action}")),
    ]
    if who == "I":
        train.append(Phrasing("ban.okay", duty.asked(f"Is it okay to {action}")))
        evaluation.append(Phrasing("ban.all_right", duty.asked(f"Would it be all right to {action}")))
    return train, evaluation


def licensed(duty: Duty) -> str:
    """What follows "allowed" where the sentence says prohibited: "from deleting messages" -> "to delete messages"."""
    match = re.match(r"from (\w+ing)\b(.*)", duty.rest)
    if not match:
        return duty.rest
    lemma = verb_lemma(match[1])
    if lemma is None:
        raise Unfit("doubtful parse: no verb after from")
    return f"to {lemma}{match[2]}"


_ATTITUDE = word_set(
    """
    worry forget hesitate assume expect let feel panic neglect ignore underestimate rely try get make think fear lose
    fail waste rush become overlook confuse mistake want need bother mind know see find just ensure guarantee abuse lie
    guess throw force affect prejudice impair influence constitute imply
    """
)


def advice(duty: Duty) -> None:
    """Raise Unfit where the sentence warns of an attitude or a mistake that nobody would ask leave for."""
    state = duty.verb == "be" and not re.match(r"\w+(?:ed|en|t|n|d)\b", duty.rest)
    tried = re.match(r"to (\w+) \w", duty.rest) if duty.verb in ("try", "attempt") else None
    attitude = duty.verb in _ATTITUDE and not (tried and tried[1] not in _ATTITUDE)
    if attitude or (state and duty.subject == "I") or re.search(r"\b(?:too|mistake|everything)\b", duty.rest):
        raise Unfit("advice, not a ban")


_EXCEPT_WHOM = re.compile(
    r"\bexcept(?: for)? (?!(?:in|on|at|by|if|when|where|while|with|during|after|before|to|under|between)\b)"
)
"""An exception of persons, which says of nobody when: "Nobody opens it except the warden"."""


def _unless(site: Site, duty: Duty) -> Draft:
    """ "When can I restart the database servers?" where the ban holds unless, until or except."""
    match = re.match(r"(.*?)(?:(?:^|,?\s+)(unless|until|except)\b|$)", duty.rest)
    bans = ("must_not", "should_not", "not_allowed", "prohibited")
    if duty.modality not in bans or not match or duty.only or duty.lead:
        raise Unfit("unmodelled exception in the ban")
    if duty.subject == "anyone" and _EXCEPT_WHOM.search(duty.rest):
        raise Unfit("unmodelled exception in the ban")
    core = f"{duty.verb} {match[1]}".strip()
    who = some_of(duty.subject)  # "when can an account be opened"
    if "," in core:  # "do not speak in the call, keep your questions until the end"
        raise Unfit("two rules in one sentence")
    if re.search(r"\b(?:anyone|anybody|anything|anywhere)$|\b(?:at least|any)\b", core):  # "not for at least 3 days"
        raise Unfit("no natural form: a ban with an any in it")
    if duty.modality == "prohibited" and match[1]:
        raise Unfit("unmodelled exception in the ban")
    if duty.modality in ("not_allowed", "prohibited"):
        train = [Phrasing("unless.when", f"When {duty.be()} {who} allowed {match[1]}".strip() + "?")]
        evaluation = [Phrasing("unless.situation", f"In what situation {duty.be()} {who} permitted "
                                                   f"{match[1]}".strip() + "?")]  # fmt: skip
    else:
        train = [Phrasing("unless.when", f"When can {who} {core}?")]
        if match[2] != "until":
            train.append(Phrasing("unless.cases", f"In which cases can {who} {core}?"))
        evaluation = [Phrasing("unless.situation", f"In what situation {duty.be()} {who} allowed to {core}?")]
    options = (
        f"{site.cite} says when: “{site.shown}”",
        f"As a rule it is ruled out; {site.cite} says when it is possible: “{site.shown}”",
        f"The rule itself names the case: “{site.shown}” {site.cite}",
    )
    return site.draft(
        ("answerable", "answer"), ("unless", "asked"), site.say(train, evaluation, "unless"),
        site.pick(options, "unless"), {"proof": "quote", "quote": site.quote},
        rejected=rejected.beside(site, "", "when that is possible"),
    )  # fmt: skip


# --- who ------------------------------------------------------------------------------------------------------------


def who(site: Site) -> list[Draft]:
    """ "Who has to approve travel requests?" """
    duty, role = _in_short(site, duty_of(site)), site.role
    received = receipt_of(site, duty)
    holder = received.whom if received else holder_of(site, duty)
    if is_anybody(holder) or is_anybody(role):
        raise Unfit("the role is everybody")
    if duty.modality == "fact" and is_served(role):
        raise Unfit("no natural form: what becomes of people is no task of theirs")
    if duty.only and not sole(site):
        raise Unfit("an only before the verb changes its scope")
    train, evaluation, ask = _ask_receiver(duty, received) if received else _ask_who(duty)
    said = {w for w in content_words(ask) if not w.isdigit()}
    if len(said) < 2 or _OBJECTLESS.match(ask):
        raise Unfit("too little is said to ask about it")
    if len(ask.split()) > _LONGEST:
        raise Unfit("no natural form: the whole rule would be told to ask who")
    phrasing = site.say(train, evaluation, "who", about=len(said) < 3)
    named = re.sub(r", (?:who|which)\b.*", "", to_you(holder))
    options = (
        f"{site.cite} names {named}: “{site.shown}”",
        f"According to {site.cite}, that is {named}. It says: “{site.shown}”",
        f"{'To' if received else 'That is for'} {named}: “{site.shown}” {site.cite}",
    )
    draft = site.draft(
        ("answerable", "answer"), ("who", "asked"), phrasing, site.pick(options, "who"),
        {"proof": "quote", "quote": site.quote, "role": verbatim(site.shown, role)},
        rejected=rejected.beside(site, phrasing.text, to_you(ask)),
    )  # fmt: skip
    draft.asks = to_you(ask)
    return [draft]


_LONGEST = 22


def _in_short(site: Site, duty: Duty) -> Duty:
    """The duty without until when and how often it is done, which nobody tells who only asks who does it; as it is where another
    sentence of the document tells of the same."""
    short = replace(duty, rest=_shortened(duty.rest), rest_done=_shortened(duty.rest_done))
    deed = f"{short.done} {short.matter}" if short.agent is not None else f"{short.subject} {short.action}"
    about = content_words(deed) - content_words(site.role)
    text = str(site.corpus.texts[site.point["document"]])
    told = [tidy(text[start:end]) for start, end in sentence_spans(text)]
    others = [s for s in told if site.shown not in s and s not in site.shown and about <= content_words(s)]
    return duty if short.action == duty.action or len(about) < 2 or others else short


def _shortened(deed: str) -> str:
    while (shorter := _BESIDES.sub("", deed).strip()) != deed and not _LEFT_OPEN.search(shorter):
        deed = shorter
    return deed


_UNTIL = (
    rf"(?:within|inside|(?:no|not) later than|at least|every) (?:{COUNT}|an?|one) "
    r"(?:[a-z]+ ){0,2}(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|quarters?|shifts?)\b(?!['’])"
)
_LEFT_OPEN = re.compile(r"\b(?:with|for|of|to|by|in|on|is|be|or|and)$")
_GOES_ON = r"(?= (?:whether|that|how|if|when|where|unless)\b)"
_BESIDES = re.compile(
    rf"(?:^|,? ){_UNTIL}(?:(?!{_GOES_ON})[^,])*$|(?:^|,? )(?:at least )?(?:once|twice) (?:an?|per|each|every) [^,]*$|"
    r", (?:unless|provided that|as long as|at any time) .*$|, (?!including|excluding|following|regarding)[a-z]+ing .*$|"
    rf"(?:^|,? ){_UNTIL}{_GOES_ON}",
    re.IGNORECASE,
)
"""Until when, how often and on what condition something is done, behind it: "within 5 days of receipt, unless ..."."""
_OBJECTLESS = re.compile(
    r"who (?:(?:can|has to|should) )?(?:approve|sign|review|authori[sz]e|confirm)s? "
    r"(?:via|by|in|on|through|within|at|before|after)\b"
)
"""What is approved is said elsewhere."""


@dataclass(frozen=True)
class Receipt:
    """Who gets what something is done with: "handed over to", "my line manager", "at the end of the shift"."""

    done: str
    whom: str
    after: str


_TO = re.compile(
    r"\w+(?: (?:over|back|on|in|up|out|off|only|directly|promptly|immediately|straight|at once|in writing))? to"
)


def receipt_of(site: Site, duty: Duty) -> Receipt | None:
    """The duty of a passive as one to hand something to the point's role; None where the role is no receiver; raises Unfit."""
    goes = duty.verb == "go" and duty.modality == "fact"
    if not (goes or duty.verb == "be") or duty.agent is not None or duty.modality in _BANS:
        return None
    found = re.fullmatch(
        rf"(?P<done>{'' if goes else '.+? '}to) (?P<whom>(?:(?:the|an?|my|your|our) )?{re.escape(site.role)})(?P<after>.*)",
        duty.rest,
        re.I,
    )
    if found is None or found["done"] == "subject to":
        return None
    if not (goes or _TO.fullmatch(found["done"])) or re.match(
        r",|.*\b(?:and|or|but|by|who|which|that)\b", found["after"]
    ):
        raise Unfit("no natural form: more is said of whom it goes to")
    if len(_standing(site.shown, site.role)) != 1:
        raise Unfit("doubtful parse: the role does not stand exactly once in the sentence")
    return Receipt(found["done"], found["whom"], found["after"])


def _ask_receiver(duty: Duty, received: Receipt) -> tuple[list[Phrasing], list[Phrasing], str]:
    """Ways to ask to whom something goes, and the question as an indirect one."""
    what, be = some_of(duty.subject), duty.be()
    many = duty.number == "plural"
    asked, told = {
        "fact": (f"{be} {what}", f"{what} {be}") if duty.verb == "be" else
                (f"{'do' if many else 'does'} {what} go", f"{what} {'go' if many else 'goes'}"),
        "must": (f"{'do' if many else 'does'} {what} have to be", f"{what} {duty.have_to()} be"),
        "should": (f"should {what} be", f"{what} should be"),
        "may": (f"can {what} be", f"{what} can be"),
    }[duty.modality]  # fmt: skip
    done, after = received.done, received.after
    asks = f"{asked} {done}"
    train = [
        Phrasing("who.receives", duty.asked(f"Who {asks}{after}")),
        Phrasing("who.to_whom", duty.asked(f"To whom {asks.removesuffix(' to')}{after}")),
    ]
    evaluation = [Phrasing("who.tell_receives", f"Could you tell me who {told} {done}{after}{duty.tail}?")]
    return train, evaluation, f"who {told} {done}{after}{duty.tail}"


def _strung(ask: str) -> bool:
    """Whether deeds follow one another without an "and": "takes photos, fills in the form, calls the office"."""
    doc = parse(f"She {ask}.")
    joined = any(t.lower_ in ("and", "or") and t.nbor().tag_ == "VBZ" for t in doc[:-1])
    return not joined and any(t.tag_ == "VBZ" and t.nbor(-1).text == "," for t in doc[2:])


def _ask_who(duty: Duty) -> tuple[list[Phrasing], list[Phrasing], str]:
    """Ways to ask for the holder of a duty, and the question as an indirect one."""
    if duty.agent is not None:
        verb, rest = str(duty.done), duty.matter
    else:
        verb, rest = duty.verb, duty.rest
    if re.match(r"(?:no|none|nothing|nobody|neither|not|never|hardly|few|little)\b", rest):
        raise Unfit("no natural form: nobody is asked for by what they do not do")
    fact = duty.modality == "fact"
    several = fact and duty.number == "plural" and any(map(_is_verb, re.findall(r"\b(?:and|or) ([a-z]+)\b", rest)))
    if several or _shared(f"Who {inflect_verb(verb, 'VBZ')} {rest}.", agent=duty.agent is not None, fact=fact):
        raise Unfit("no natural form: a second verb that is not the role's")
    if re.search(r"\bits\b|\b(?:their|his|her) own\b", rest) or (duty.modality == "fact" and not rest):
        raise Unfit("no natural form: a pronoun stands for the role")
    rest = _gist(verb, rest, fact=fact)
    action, tail = f"{verb} {rest}".strip(), duty.tail
    if duty.modality == "fact":
        does = inflect_verb(verb, "VBZ")
        ask = f"{does} {rest}"
        if _strung(ask):
            raise Unfit("no natural form: deeds in a row without an and")
        train = [Phrasing("who.does", duty.asked(f"Who {ask}"))]
        evaluation = [Phrasing("who.tell_does", f"Could you tell me who {ask}{tail}?")]
        return train, evaluation, f"who {ask}{tail}"
    first = action.split(" ")[0]
    twice = any(t.dep_ == "conj" and t.pos_ == "VERB" for t in parse(f"They {action}."))  # "pull the plug and lock it"
    acts = is_verb(first) and not twice  # not "actively participate"
    verb = {"may": "can", "must": "has to", "should": "should"}.get(duty.modality, "")
    if not verb:
        raise Unfit("no natural form: the role cannot be asked for")
    train = [Phrasing(f"who.{verb.split()[0]}", duty.asked(f"Who {verb} {action}"))]
    evaluation = [Phrasing(f"who.tell_{verb.split()[0]}", f"Could you tell me who {verb} {action}{tail}?")]
    if duty.modality == "may" and first not in SERVES:  # who can help is not who may
        train.append(Phrasing("who.allowed", duty.asked(f"Who is allowed to {action}")))
        evaluation.append(Phrasing("who.permitted", duty.asked(f"Who is permitted to {action}")))
    elif duty.modality == "must" and not duty.lead and duty.verb not in ("be", "have", "hold", "own", "know") and acts:
        train.append(Phrasing("who.responsible", f"Who is responsible for {gerund(first)}{action[len(first) :]}?"))
        evaluation.append(Phrasing("who.supposed", f"Who is supposed to {action}?"))
    elif duty.modality != "may":
        train.append(Phrasing("who.expected", duty.asked(f"Who is expected to {action}")))
    return train, evaluation, f"who {verb} {action}{tail}"


def _gist(verb: str, rest: str, *, fact: bool) -> str:
    """What is done to what, without the second deed or the manner behind it, which nobody recites who asks for the doer: "a
    register" of "keeps a register and sends it to the office", "to the board" of "reports to the board, stating the number"."""
    doc = parse(f"She {inflect_verb(verb, 'VBZ') if fact else f'can {verb}'} {rest}.")
    form = "VBZ" if fact else "VB"
    for token in doc[4 if fact else 5 : -2]:
        behind = doc[token.i + 1]
        deed = token.lower_ == "and" and behind.tag_ == form and behind.dep_ == "conj" and behind.head.dep_ == "ROOT"
        manner = token.text == "," and (behind.tag_ == "VBG" or behind.lower_ in _MANNERS)
        if (deed or manner) and not _BOUND.search(doc[token.i :].text):
            said = doc[2 if fact else 3 : token.i].text.rstrip(" ,")
            return said if _has_object(doc[: token.i]) else rest
    return rest


_MANNERS = word_set("with by as once stating using including")
_BOUND = re.compile(r"\b(?:if|unless|when|whenever|where|only|except|until|provided|but|or)\b", re.IGNORECASE)
"""It says when or for what a duty holds, which a question must not leave out."""


def _has_object(said: Span) -> bool:
    """Whether words say to what or whom something is done."""
    return any(t.dep_ in ("dobj", "pobj") and t.pos_ in ("NOUN", "PROPN") for t in said)


def _is_verb(word: str) -> bool:
    """Whether a word may be a verb in its base form: "record" in "they meet vendors and record performance"."""
    return (
        in_dictionary(word)
        and verb_lemma(word) == word
        and word not in ("the", "a", "an", "their", "other", "all", "any")
    )


def _shared(asked: str, *, agent: bool, fact: bool) -> bool:
    """Whether a second verb goes with the first: of what is done it has another subject, of a fact another form."""
    doc = parse(asked)
    root = doc[:].root
    verbs = [t for t in doc if t.dep_ == "conj" and t.head == root and t.pos_ in ("VERB", "AUX")]
    joined = re.search(r"\b(?:and|but) (?:\w+s|are|have|must|may|can)\b", asked) is not None
    return bool((agent and (verbs or joined)) or (fact and any(t.tag_ in ("VB", "VBP") for t in verbs)))


def holder_of(site: Site, duty: Duty) -> str:
    """Who holds the duty, in the asker's voice; raises Unfit where the role is not its subject or agent."""
    role = site.role
    holder = duty.agent if duty.agent is not None else duty.subject
    if not role or len(_standing(site.shown, role)) != 1 or duty.modality in _BANS:
        raise Unfit("doubtful parse: the role does not stand exactly once in the sentence")
    if not _standing(to_you(holder), role):
        raise Unfit("doubtful parse: the role is not the one who acts")
    if len(holder.split()) > (9 if re.search(r"\b(?:who|that|which)\b", holder) else 12):
        raise Unfit("the role is too long")
    if re.search(r"\bby\b", holder) or (duty.agent is not None and _ANOTHER.search(duty.rest_done)):
        raise Unfit("one of several roles")
    if re.search(r"\balso\b", site.shown):
        raise Unfit("an also names one of several")
    if duty.agent is None and duty.verb == "be" and parse(f"They are {duty.rest}.")[2].tag_ == "VBN":
        raise Unfit("what is done to somebody is no part of theirs")
    return holder


_BANS = ("must_not", "should_not", "not_done")
_ANOTHER = re.compile(r"\b(?:or|and)\b.*\bby (?:(?:the|an?|your|our|my)\b|[A-Z])")
"""What else does it, behind an agent: "by the owner or, in their absence, by the lead"."""


def sole(site: Site) -> bool:
    """Whether the sentence gives the duty to the role alone: "only the X may", "may only be approved by the X", "no one but the X
    may"."""
    name, alone = re.escape(site.role), NO_ONE_BUT.match(site.shown)
    by = rf"by (?:(?:the|an?|your|our) )?{name}\b"
    return (alone is not None and alone["who"].endswith(site.role)) or bool(
        re.search(rf"\bonly (?:(?:the|an?|your|our) )?{name}\b|\bonly (?:(?:be )?\w+ )?{by}|\b{by} (?:only|alone)\b",
                  site.shown, re.IGNORECASE)
    )  # fmt: skip


def other_role(site: Site) -> str:
    """A role with nothing in common with the point's own, of its document where that has one, nobody from outside in the place
    of those who work there, and nobody of whom the passage tells the same; raises Unfit, also for whoever is fit for it: the
    manager may be a competent person."""
    if _FIT.search(site.role):
        raise Unfit("no other role to confuse it with")
    own = {w.lower().rstrip("s") for w in site.role.split()}
    options = [
        r for r in site.roles
        if r.lower() not in site.shown.lower() and not own & {w.lower().rstrip("s") for w in r.split()}
        and (is_outsider(site.role) or not is_outsider(r)) and not _does_so_too(site, r)
    ]  # fmt: skip
    if not options:
        raise Unfit("no other role to confuse it with")
    return min(site.nearest(options), key=lambda r: sha256(site.point["point"] + r))


_FIT = re.compile(
    r"\b(?:competent|trained|qualified|certified|licen[sc]ed|authori[sz]ed|experienced|suitable|instructed|accredited)\b",
    re.IGNORECASE,
)
"""What makes somebody fit for a task, and is no post."""


def _does_so_too(site: Site, other: str) -> bool:
    """Whether a sentence of the passage names the other one with the verb of the rule: "Only Quality can release. Out of hours
    the on-call manager may release by telephone."."""
    verb = str(site.point["predicate"] or "")
    forms = (
        "|".join(re.escape(inflect_verb(verb, tag)) for tag in ("VB", "VBZ", "VBD", "VBN", "VBG")) if verb else r"\w+"
    )
    return any(
        re.search(rf"\b{re.escape(core(other))}\b", said, re.IGNORECASE)
        and re.search(rf"\b(?:{forms})\b", said, re.IGNORECASE)
        for said in re.split(r"(?<=[.!?;])\s+|\n", site.passage.text)
    )


_DETERMINERS = "an?|the|your|our|my|their|each|every|any|all|no"


def swapped(site: Site, other: str) -> str:
    """The sentence with another role in the place of its own, in the number of that, and with an article where a name had none;
    raises Unfit."""
    own = verbatim(site.shown, site.role)
    told = rf"(?<![\w-])(?:{_DETERMINERS}) (?:\w+ )?{re.escape(own)}(?![\w-])"
    if not is_plural(own) and not re.search(told, site.shown, re.IGNORECASE):
        other = f"the {other}"
    if is_plural(own) and not is_plural(other):
        name = core(other)
        first, last = name[: -len(name.split()[-1])], name.split()[-1]
        other = other.replace(name, first + inflect_noun(last), 1)
    if site.shown.startswith(own):
        return site.shown.replace(own, upper(other), 1)
    article = re.search(rf"(?<![\w-])([Aa]n?) (?={re.escape(own)}(?![\w-]))", site.shown)
    if article is None:
        return re.sub(rf"(?<![\w-]){re.escape(own)}(?![\w-])", lambda _: other, site.shown, count=1)
    put = f"the {other}" if _BODY.search(core(other)) else one_of(other)
    before = site.shown[: article.start()]
    return before + (put if article[1].islower() else upper(put)) + site.shown[article.end() + len(own) :]


_BODY = re.compile(r"\b(?:division|department|board|council|committee|office|management|staff)$", re.IGNORECASE)
"""What there is one of: the board, not a board."""


def is_plural(role: str) -> bool:
    """Whether a role names several people; it is read alone, since an agent is no subject of its sentence."""
    head = next((t for t in parse(core(role)) if t.dep_ == "ROOT"), None)
    if head is not None and head.pos_ == "VERB":  # "drivers named on the policy"
        head = next((t for t in head.children if t.dep_ in ("nsubj", "nsubjpass")), head)
    return head is not None and number_of(head) == "plural"


def core(role: str) -> str:
    """The role without what it is of: "the head" of "the head of sales"."""
    return re.split(r" (?:of|for|at|in|on|with) ", role, maxsplit=1)[0]


def verbatim(sentence: str, role: str) -> str:
    """The role as the sentence spells it; raises Unfit where it is not there."""
    if not (found := _standing(sentence, role)):
        raise Unfit("doubtful parse: the role does not stand in the sentence")
    return found[0]


def _standing(sentence: str, role: str) -> list[str]:
    """Where a role stands in a sentence, as spelled there: a CO is in no contract and no FAC-COR."""
    words = re.sub(r"['’]", "['’]", re.escape(role))
    return re.findall(rf"(?<![\w-]){words}(?![\w-])", sentence, re.IGNORECASE)


# --- duties and permissions of a role ---------------------------------------------------------------------------------


def duties(site: Site) -> list[Draft]:
    """ "Does the next commander have to confirm the handover?", "Do I need approval from my line manager for ...?" """
    duty = duty_of(site)
    holder_of(site, duty)
    if duty.only or duty.exception:
        raise Unfit("unmodelled exception beside it" if duty.exception else "an only before the verb changes its scope")
    site.lone()
    train, evaluation, asks = _ask_duty(duty)
    phrasing = site.say(train, evaluation, "duty")
    options = {
        "may": (f"Yes, that is allowed: “{site.shown}” {site.cite}", f"Yes. {site.cite} permits it: “{site.shown}”",
                f"Yes. The rule reads “{site.shown}” {site.cite}"),
        "must": (f"Yes, that is required: “{site.shown}” {site.cite}", f"Yes. {site.cite} says so: “{site.shown}”",
                 f"Yes. The rule is “{site.shown}” {site.cite}"),
        "should": (f"Yes, that is what {site.cite} asks for: “{site.shown}”", f"Yes: “{site.shown}” {site.cite}",
                   f"Yes. The guidance reads “{site.shown}” {site.cite}"),
    }[duty.modality]  # fmt: skip
    claim = {"proof": "polarity", "quote": site.quote, "polarity": "yes"}
    draft = site.draft(
        ("answerable", "answer"), ("duties", "asked"), phrasing, site.pick(options, "duty"),
        claim, rejected=rejected.otherwise(site, phrasing.text, False, claim),
    )  # fmt: skip
    draft.asks = to_you(asks)
    return [draft]


def _ask_duty(duty: Duty) -> tuple[list[Phrasing], list[Phrasing], str]:
    """Yes-or-no questions about a duty or permission of somebody, and the question as an indirect one."""
    who, action, tail = duty.subject, duty.action, duty.tail
    if duty.modality == "may":
        train = [Phrasing("duty.can", duty.asked(f"Can {who} {action}"))]
        evaluation = [Phrasing("duty.permitted", duty.asked(f"{upper(duty.be())} {who} permitted to {action}"))]
        return train, evaluation, f"whether {who} can {action}{tail}"
    if duty.modality == "should":
        ask = duty.asked(f"Should {who} {action}")
        quick = f"Quick question: {lower(ask)}"
        supposed = duty.asked(f"{upper(duty.be())} {who} supposed to {action}")
        evaluation = [Phrasing("duty.quick", quick), Phrasing("duty.supposed", supposed)]
        return [Phrasing("duty.should", ask)], evaluation, f"whether {who} should {action}{tail}"
    if duty.modality != "must":
        raise Unfit("no natural form: nobody is bound")
    do = "Does" if duty.number == "singular" else "Do"
    train = [Phrasing("duty.have_to", duty.asked(f"{do} {who} have to {action}"))]
    evaluation = [Phrasing("duty.required", duty.asked(f"{upper(duty.be())} {who} required to {action}"))]
    if duty.done in _APPROVALS and duty.agent:
        need = f"{who} need approval from {duty.agent} {duty.rest_done}".strip()
        train.append(Phrasing("duty.approval", duty.asked(f"{do} {need}")))
    elif duty.verb in _APPROVALS and re.match(r"(?:an?|any|each|every|all|the|my)\b", duty.rest):
        own = f"{who}'" if duty.number == "plural" and who.endswith("s") else f"{who}'s"
        train.append(Phrasing("duty.my_approval", duty.asked(f"Do I need approval from {who} for {duty.rest}")))
        evaluation.append(Phrasing("duty.is_approval", duty.asked(f"Is {own} approval required for {duty.rest}")))
    return train, evaluation, f"whether {who} {duty.have_to()} {action}{tail}"


_APPROVALS = word_set("approve authorize authorise")
SERVES = word_set("provide tell help offer give support assist answer explain show guide advise share point serve")
"""What somebody can do for others, whom nobody would forbid it."""


def instead(site: Site) -> list[Draft]:
    """ "Can the service desk approve a privileged account instead?" where only the one role may."""
    duty, role = duty_of(site), site.role
    holder = holder_of(site, duty)
    if not sole(site):
        raise Unfit("a duty of some does not exclude others")
    other = other_role(site)
    verb = {"may": "can", "must": "can"}.get(duty.modality)
    if verb is None:
        raise Unfit("no natural form: nobody is bound")
    action = f"{duty.done} {duty.matter}" if duty.agent is not None else duty.action
    action = re.sub(r"\s*\bonly\b", "", action)
    if re.search(r"\b(?:it|its|them|their)\b", action):  # what the holder's own clause names is another thing
        raise Unfit("no natural form: a pronoun without its noun")
    away = "" if duty.lead else f"Suppose {holder} {'are' if is_plural(holder) else 'is'} away. "
    train = [
        Phrasing("instead.can", duty.asked(f"Can the {other} {action} instead of {holder}")),
        Phrasing("instead.enough", duty.asked(f"{away}Can the {other} {action}")),
    ]
    evaluation = [Phrasing("instead.allowed", duty.asked(f"Is the {other} allowed to {action}"))]
    options = (
        f"No, only {to_you(holder)}: “{site.shown}” {site.cite}",
        f"No. {site.cite} reserves that for {to_you(holder)}: “{site.shown}”",
        f"No, nobody but {to_you(holder)} may: “{site.shown}” {site.cite}",
    )
    return [
        site.draft(
            ("answerable", "answer"), ("instead", "premise"), site.say(train, evaluation, "instead"),
            site.pick(options, "instead"),
            {"proof": "reserved", "quote": site.quote, "role": verbatim(site.shown, role), "other": other},
            rejected=rejected.verdict(site, True, {}, quote=swapped(site, other)),
        )
    ]  # fmt: skip
