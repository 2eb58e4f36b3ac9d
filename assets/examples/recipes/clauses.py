"""Conditions and exceptions: the clause holds, does not hold, or is left open. Proofs: `clause`, `missing` (slot:
clause).

"If" is not "only if": where a condition does not hold the rule is silent, and the answer says so instead of
claiming the opposite.
"""

import re
from collections.abc import Sequence
from typing import Any

from assets.decisions.clauses import WISHES
from assets.examples import rejected
from assets.examples.conditionals import Conditional, take_apart
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site, to_you
from assets.examples.grammar import Unfit
from assets.examples.grounds import other_grounds
from assets.examples.one_case import of_a_case
from assets.examples.parsing import parse
from assets.examples.quantities import TIME
from assets.examples.subjects import acts_itself
from assets.examples.voice import Voiced
from assets.examples.words import asserted, inflect_verb, upper, verb_lemma, word_set
from resources.parser import Token

# Conditions that only set the scene: leaving them out changes nothing, so asking back would be silly.
_SCENE = re.compile(
    rf"^I{WISHES}|^I(?:['’]m| am)? (?:\w+ly )?(?:plan|planning|decide|know)\b|\bin doubt\b|"
    r"\bha(?:s|ve) (?:any |more |other |further )*(?:\w+ ){0,3}questions?\b|"
    r"^(?:\S+ ){0,3}(?:necessary|possible|needed|applicable|appropriate|available)$",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"(?:keep in mind|remember|consider|note|try|aim|feel|be (?:\w+ly )?(?:aware|mindful|patient|careful|sure|kind)|think|"
    r"learn|take care|use discretion|prioriti[sz]e|encourage|strive|assume|expect|focus|enjoy|celebrate|take your time|aspire|"
    r"realize|treat|reflect|have fun|be continuously|it (?:may|might|can|could)|"
    r"you(?: will|['’]ll| may| might) (?:want|wish|find)|"
    r"you (?:(?:do not|don['’]t) (?:have|need) to|need not|needn['’]t) (?:worry|hesitate|panic|fear|"
    r"be (?:afraid|shy|scared|worried|concerned|embarrassed|ashamed)))\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\b(?:have (?:any )?(?:other |more )?questions?|need (?:any )?(?:more )?(?:help|assistance|support|more information)|"
    r"in doubt|would like to know|want to (?:know|learn)|need to|applicable|possible|"
    r"necessary|really want|prefers?)\b(?!\s\w+\s\w+)|"
    r"\b(?:sure|unsure|certain|uncertain|unclear|ready|aware|interested|concerned|familiar)$|"  # of what?
    r"^(?:it|that|this) (?:makes? sense|helps?|works?|fits?|suits?(?: \w+)?)$",
    re.IGNORECASE,
)
_THIS = ("this", "that", "these", "those")
_NOUNLIKE = ("dobj", "pobj", "nsubj", "nsubjpass", "attr")
_ON_CONDITION = ("if", "only if", "provided", "provided that", "as long as", "so long as", "on condition that",
                 "if and only if", "in the event that", "assuming that", "assuming", "unless", "where", "should")  # fmt: skip


def clauses(site: Site) -> list[Draft]:
    """met, unmet, unknown of a condition; applies, not_applies, unknown of an exception."""
    site.lone()
    parts = take_apart(site)
    _binds(site, parts)
    if site.point["kind"] == "exception":
        return _cells(site, parts, ("applies", "not_applies"))
    return _cells(site, parts, ("met", "unmet"))


def _binds(site: Site, parts: Conditional) -> None:
    """Raise Unfit where the sentence says too little, or nothing that one could go by."""
    if _ADVICE.match(re.sub(r"^(?:always|also|please) ", "", parts.main)) or re.search(r"\b(?:IF|THEN)\b", site.shown):
        raise Unfit("advice, no rule")
    least = 2 if parts.clause is not None and parts.case == parts.source else 1
    if not content_words(parts.main) or len(content_words(parts.source)) < least:
        raise Unfit("too little is said to ask about it")
    if _GENERIC.search(parts.source):
        raise Unfit("too little is said to ask about it")
    if not parts.fronted and any(
        t.tag_ == "DT" and t.dep_ in _NOUNLIKE for t in parse(parts.main) if t.lower_ in _THIS
    ):
        raise Unfit("no natural form: a pronoun without its noun")  # "Update this if you would rather ..."
    if parts.rule is not None and parts.rule.mood in ("might", "would", ""):
        raise Unfit("the rule under the condition does not bind anyone")


def _cells(site: Site, parts: Conditional, cells: tuple[str, str]) -> list[Draft]:
    holds, fails = cells
    drafts: list[Draft] = []
    ways = (_applies,) if holds == "applies" else (_met_polar, _met_open)
    for way in ways:
        try:
            drafts.append(way(site, parts, holds))
        except Unfit as reason:
            site.gaps[holds] = str(reason)
    if not drafts:
        site.gaps |= dict.fromkeys((fails, "unknown"), site.gaps[holds])
        return []
    owed = site.point["owes"]
    if holds == "met" and not parts.marker.startswith("only") and _more_grounds(site, parts):
        site.gaps |= dict.fromkeys((fails, "unknown"), "the section gives other grounds for the same")
        return drafts
    for cell, make in ((fails, _not_applies if holds == "applies" else _unmet), ("unknown", _unknown)):
        if cell not in owed:
            continue
        try:
            drafts.append(make(site, parts, cell, drafts[0]))
        except Unfit as reason:
            site.gaps[cell] = str(reason)
    return drafts


def _more_grounds(site: Site, parts: Conditional) -> bool:
    """Whether the condition is one of several on which the section says the same."""
    section = site.corpus.by_section[(site.passage.document, site.passage.heading)]
    return other_grounds(section, site.point["sentence_start"], site.point["sentence_end"], parts.main)


# --- the rule holds --------------------------------------------------------------------------------------------------


def _met_open(site: Site, parts: Conditional, cell: str) -> Draft:
    """ "What should I do if ...?", answered by the sentence."""
    if not parts.fronted and _PRONOUN.search(parts.said):
        raise Unfit("no natural form: a pronoun without its noun")
    if re.search(r"\b(?:as well|too|instead|again|anyway)$", parts.main):
        raise Unfit("its premise stands in the sentence before")
    if not site.whole or site.point["form"] == "joined":
        raise Unfit("the rule goes on behind the quotation")  # what is asked for openly is told in full
    if _SENDS_ON.match(parts.main):
        raise Unfit("a pointer to where more is written, no duty")
    if not parts.fronted and (_SHORT.match(parts.said) or " " not in parts.source):  # "what happens on request?"
        raise Unfit("no natural form: the condition leans on the rule")  # "if at least half is there"
    if parts.clause is None and parts.rule is not None and parts.rule.number != "i" and _is_participle(parts.source):
        raise Unfit("no natural form: the condition has no subject of its own")  # "when deposited by the payee": what?
    train, evaluation, asks = _open(site, parts)
    # "once someone is selected": for what?
    little = len(content_words(parts.source)) < 3 or not _says_where(site, parts.source)
    phrasing = site.say(train, evaluation, cell + " open", about=little)
    lead = upper(parts.main)
    options = [
        f"In that case: “{site.shown}” {site.cite}",
        f"{site.cite} says: “{site.shown}”",
        f"There is a rule for that in {site.cite}: “{site.shown}”",
        f"The rule for it reads “{site.shown}” {site.cite}",
    ]
    if _retells(parts):
        told = (f"{lead}. {site.cite} puts it like this: “{site.shown}”", f"{lead}: “{site.shown}” {site.cite}")
        options += [*told, f"{lead}. The passage is “{site.shown}” {site.cite}"]
    draft = site.draft(
        ("condition_met", "answer"), ("clauses", cell), phrasing, site.pick(options, cell + " open answer"),
        claim_of(site, parts, stated=True, polarity=None),
        rejected=rejected.beside(site, "", asks),
    )  # fmt: skip
    if len(content_words(parts.source)) >= 4:
        draft.asks = asks
    return draft


_OF_MIND = re.compile(
    r"you(?:['’]re| are) (?:already )?(?:familiar|interested|curious|wondering|unsure|not sure|confused|comfortable|new)\b",
    re.I,
)
"""What says to whom something is told, and changes nothing about it."""
_SENDS_ON = re.compile(
    r"(?:please )?(?:simply )?(?:follow|use|read|see) (?:the|these|those|our) (?:[\w-]+ )?"
    r"(?:instructions?|steps?|procedures?|guidance|directions?|guides?|links?|prompts?)$",
    re.IGNORECASE,
)
"""It says only that something is written somewhere."""


def _is_participle(clause: str) -> bool:
    """Whether a clause begins with what is done to somebody or something it does not name."""
    first = clause.split(maxsplit=1)[0].lower()
    lemma = verb_lemma(first)
    return lemma is not None and lemma != first and inflect_verb(lemma, "VBN") == first


def _retells(parts: Conditional) -> bool:
    """Whether the main clause can be said by itself before the quotation."""
    return (
        3 <= len(parts.main.split()) <= 18
        and not re.match(r"(?:it|they|he|she|this|that|these|those)\b", parts.main, re.IGNORECASE)
        and not re.search(
            r"\b(?:not|never|no|cannot|only|it|they|them)\b|n['’]t\b|differ|conflict|contradict", parts.main
        )
    )


def _open(site: Site, parts: Conditional) -> tuple[list[Phrasing], list[Phrasing], str]:
    """Open questions for training and for evaluation, and what they ask as an indirect question."""
    name, train, evaluation, asks = _wanted(site, parts)
    return (
        framed(name, train, parts, parts.said, training=True),
        framed(name, evaluation, parts, parts.said, training=False),
        f"{asks} {'if' if parts.marker == 'should' else parts.marker} {parts.source}",
    )


Wanted = tuple[str, tuple[str, ...], tuple[str, ...], str]


def _wanted(site: Site, parts: Conditional) -> Wanted:
    """What the main clause can be asked for: (name, in training, in evaluation, indirectly)."""
    rule = parts.rule
    if rule is None:
        mood, command = str(site.point["modality"] or "fact"), str(site.point["subject"] or "").lower() == "you"
        negative, who, singular = mood.endswith("_not"), "", True
    else:
        mood, negative, command, singular = rule.mood, rule.negative, rule.number == "i", rule.number == "singular"
        who = "" if command else str(rule.subject)
    if negative and mood == "must" and not re.search(r"^do(?: not|n['’]t)\b|\bmust(?: not|n['’]t)\b", parts.main):
        raise Unfit("no natural form: what is not needed is not asked for openly")
    if negative:
        return "rule", ("what is the rule",), ("which rule applies",), "what the rule is"
    if command and mood in ("must", "should"):
        return ("do", ("what should I do", "what am I supposed to do"), ("how should I proceed", "what is expected of me"),
                "what to do")  # fmt: skip
    passive = any(t.dep_ in ("auxpass", "nsubjpass") for t in parse(parts.main))
    if command and mood == "may":
        if passive:
            raise Unfit("no natural form: what may be done to somebody is nothing that they can do")
        return "can", ("what can I do", "what are my options"), ("what options do I have",), "what you can do"
    acts = not passive and acts_itself(re.split(r" (?:of|at|in|for) ", who)[0])
    if acts and mood in ("must", "should"):
        has = "has" if singular else "have"
        return ("who", (f"what {'does' if singular else 'do'} {who} have to do",),
                (f"what {'is' if singular else 'are'} {who} supposed to do",), f"what {who} {has} to do")  # fmt: skip
    if mood == "may":
        raise Unfit("no natural form: what a permission allows is not asked for openly")
    if re.search(r"\b(?:is|are) (?:required|needed|necessary)\b", parts.main):
        return "required", ("what is required",), ("what is needed",), "what is required"
    if mood == "fact" and not parts.fronted and _remains(parse(parts.main)[:].root):
        raise Unfit("no natural form: what merely is does not happen")
    if mood == "fact" and _OF_MIND.match(parts.source):
        raise Unfit("a condition that the rule does not hang on")  # "If you are familiar with Git, this is the same"
    if mood in ("will", "fact") and parts.marker == "while":
        raise Unfit("no natural form: what merely is does not happen")  # "while the office is open"
    if rule is None and not any(t.dep_.startswith("nsubj") for t in parse(parts.main)):
        raise Unfit("no natural form: nobody and nothing does it")  # "simply press enter"
    if mood in ("will", "fact") or who.lower() == "we":
        return "happens", ("what happens",), ("what is going to happen", "what is to be expected"), "what happens"
    return (
        "applies",
        ("what applies", "what is the rule"),
        ("which rule applies", "what does the rule say"),
        "what applies",
    )


def _remains(verb: Token) -> bool:
    """Whether a verb tells how something is, not what becomes of it: "dogs are welcome", "phones stay in pockets"."""
    return verb.lemma_ in ("be", "stay", "remain", "belong", "take", "cost") and verb.tag_ != "VBN"


def _only_asked(clause: str) -> bool:
    """Whether a clause is said after an if, and not as a fact: "if you have any doubts", but "if you do not have any"."""
    return bool(re.search(r"\b(?:any(?:one|body|thing|where)?|ever)\b", re.split(_NO, clause)[0]))


_NO = re.compile(r"\b(?:no|not|never|nobody|nothing|without)\b|n['’]t\b")


_SHORT = re.compile(
    r"(?:(?:at least|at most|more than|less than) )?(?:half|all|most|both|none|some|more|less|one|two|three|neither|either|"
    r"others?|the (?:rest|other|latter|former|same))(?: of them)? (?:is|are|was|were|has|have|do|does)\b"
)
_CLAUSE = re.compile(r"\b(?:if|when|once|where|while|unless|as long as)\b")
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|this|that one)\b", re.IGNORECASE)


def framed(
    name: str, questions: Sequence[str], parts: Conditional, said: str, *, training: bool, marker: str = ""
) -> list[Phrasing]:
    """Each question with the clause behind it, before it, and as a scene of its own."""
    marker = marker or parts.asked_marker
    # "if asked": who?
    bare = parts.clause is None and len(said.split()) < 3 and (parts.rule is None or parts.rule.number != "i")
    # What "it", "half" or "do so" means stands in the main clause.
    behind = not parts.fronted and (bare or _PRONOUN.search(said) or _SHORT.match(said) or re.search(r"\bdo so$", said))
    found = []
    for n, question in enumerate(questions):
        frame = f"clause.{name}{n}" if training else f"clause.{name}{n}.held_out"
        twice = bool(_CLAUSE.search(question))  # "Do I ... if ... if ...?" is no question to ask
        if not twice:
            found.append(Phrasing(frame, f"{upper(question)} {marker} {said}?"))
        if behind:
            continue
        if not twice:
            found.append(Phrasing(f"{frame}.first", f"{upper(marker)} {said}, {question}?"))
        if parts.clause is not None and marker in ("if", "when", "once") and not _only_asked(said):
            scene = f"Suppose {said}." if training else f"Let's say {said}."
            found.append(Phrasing(f"{frame}.scene", f"{scene} {upper(question)}?"))
            if said.startswith(("I ", "I'", "my ")) and parts.clause.state and marker == "if":
                found.append(Phrasing(f"{frame}.told", f"{upper(asserted(said))}. {upper(question)}?"))
    return found


def polar(parts: Conditional) -> tuple[str, tuple[str, ...]]:
    """The main clause as a question, for training and, where there is other wording, for evaluation; raises Unfit."""
    rule = parts.rule
    if rule is not None and rule.mood == "must" and (there := _THERE.fullmatch(rule.polar or "")):
        needed = f"{'is' if there[1] == 'does' else 'are'} {there[2]} required"
        return needed, (needed.replace(" required", " needed"),)
    if rule is None or rule.polar is None or (rule.subject is not None and rule.subject.lower() in _LOOSE):
        raise Unfit("no natural form: the main clause cannot be asked")
    asked = re.sub(r"^am I required to ", "do I have to ", _without_pointing(rule.polar, parts.said))
    asked = asked.replace(" have to always ", " always have to ")
    if _POINTER.match(asked):
        raise Unfit("a pointer to where more is written, no duty")
    we = str(rule.subject).lower() == "we"
    if _leaves_a_choice(asked):
        raise Unfit("no natural form: it would ask which of two, not whether")
    if (
        '"' in asked
        or re.search(r"\bonly\b", asked)
        or (we and re.search(r"\b(?:I|me|my|mine|myself)\b", f"{asked} {parts.said}"))
    ):
        raise Unfit("no natural form: the main clause cannot be asked")
    if rule.number == "i":
        for opening, other in (
            ("should I ", "am I supposed to "),
            ("do I have to ", "am I required to "),
            ("can I ", "am I allowed to "),
        ):
            if asked.startswith(opening):
                return asked, (other + asked.removeprefix(opening),)
    if asked.startswith("can "):
        return asked, (f"may {asked.removeprefix('can ')}",)
    if rule.mood == "must" and (match := re.match(r"(does|do) (.+?) have to (.*)", asked)):
        return asked, (f"{'is' if match[1] == 'does' else 'are'} {match[2]} required to {match[3]}",)
    if rule.negative:
        return asked, (f"is it the case that {rule.denied}",) if rule.denied and rule.mood != "must" else ()
    return asked, (f"is it true that {rule.said}",)


def _leaves_a_choice(question: str) -> bool:
    """Whether a question whether one has to do one or the other reads as one for the right one of the two: "Should I email the
    desk or call the warden?"."""
    doc = parse(f"{question}?")
    verbs = [doc[:].root, *(t for t in doc[:].root.children if t.dep_ == "xcomp")]
    objects = [t for t in doc if t.dep_ in ("dobj", "pobj") and (t.head in verbs or t.head.head in verbs)]
    return bool(re.match(r"(?:should|do|does|am|is|are) ", question)) and any(
        c.lower_ == "or" and c.dep_ == "cc" for head in (*verbs, *objects) for c in head.children
    )


_POINTER = re.compile(
    r"(?:should I|do I (?:always )?have to) (?:always )?(?:see|refer to|check out|look at|take a look|browse|explore|ask$)",
    re.IGNORECASE,
)


def _without_pointing(asked: str, said: str) -> str:
    """The question without a last phrase that only takes up what the clause names: "complete a form for that state"."""
    last = re.search(r" (?:for|of|on|about|from|in|at) (?:that|this) (?P<noun>[\w'-]+)$", asked)
    taken = last is not None and re.search(rf"\b\w*{re.escape(last['noun'])}\b", said, re.IGNORECASE)
    return asked[: last.start()] if last is not None and taken else asked


_THERE = re.compile(r"(do|does) there have to be (.+)")
"""How "there must be a gap" is asked."""
_LOOSE = ("it", "they", "this", "that", "these", "those", "he", "she", "which", "there")


def say_polar(site: Site, parts: Conditional, name: str, said: str, cell: str, marker: str = "") -> Phrasing:
    """The yes-or-no question of the main clause with the clause `said`; raises Unfit."""
    asked, other = polar(parts)
    train = framed(name, (asked,), parts, said, training=True, marker=marker)
    evaluation = framed(name, other, parts, said, training=False, marker=marker)
    return site.say(*of_a_case(site, train, evaluation), cell)


def _met_polar(site: Site, parts: Conditional, cell: str) -> Draft:
    """ "Can I ... if ...?", answered by the sentence's own modality."""
    phrasing = say_polar(site, parts, "polar", parts.said, cell)
    yes = parts.affirmed
    options = [
        f"{_word(yes)}. {site.cite} covers exactly that: “{site.shown}”",
        f"{_word(yes)}. In that case the rule is “{site.shown}” {site.cite}",
        f"{_word(yes)}: “{site.shown}” {site.cite}",
        f"{_word(yes)}, see {site.cite}: “{site.shown}”",
    ]
    claim = claim_of(site, parts, stated=True, polarity="yes" if yes else "no")
    return site.draft(
        ("condition_met", "answer"), ("clauses", cell), phrasing, site.pick(options, cell + " answer"), claim,
        rejected=rejected.otherwise(site, phrasing.text, not yes, claim),
    )  # fmt: skip


def _applies(site: Site, parts: Conditional, cell: str) -> Draft:
    """The exception holds: the opposite of what the rule says."""
    if parts.clause is None or parts.asked_marker not in ("if", "when"):
        raise Unfit("an exception without a clause")
    phrasing = say_polar(site, parts, "but", parts.said, cell)
    yes = not parts.affirmed
    options = (
        f"{_word(yes)}. The exception covers that case: “{site.shown}” {site.cite}",
        f"{_word(yes)}, because of the exception: “{site.shown}” {site.cite}",
        f"{_word(yes)}. {site.cite} makes an exception here: “{site.shown}”",
        f"{_word(yes)}. That is the exception in {site.cite}: “{site.shown}”",
    )
    claim = claim_of(site, parts, stated=True, polarity="yes" if yes else "no")
    return site.draft(
        ("exception_applies", "answer"), ("clauses", cell), phrasing, site.pick(options, cell + " answer"), claim,
        rejected=rejected.otherwise(site, phrasing.text, not yes, claim),
    )  # fmt: skip


# --- it does not, or nobody said -------------------------------------------------------------------------------------


def _choice(parts: Conditional, *, told: bool = False) -> Voiced:
    """The clause where it is a choice between two situations; raises Unfit. What an "unless" leaves stands by itself where
    the question has `told` that it does not hold."""
    if re.search(r"\binstead\b(?! of)", parts.main):
        raise Unfit("its premise stands in the clause")
    if parts.clause is None:
        raise Unfit("no natural form: the condition has no subject of its own")
    excepts = parts.marker.startswith(("except", "other", "apart"))
    happens = parts.marker in _ON_CONDITION or excepts or parts.case != parts.source
    if not happens and (parts.asked_marker != "when" or not parts.clause.state):
        raise Unfit("a when-clause sets a time, not a choice")
    if re.search(r"\bfor (?:some|any|whatever) reasons?\b", parts.said):
        raise Unfit("no natural form: the condition is left vague")
    if parts.marker != "unless" and _SCENE.search(parts.said):
        raise Unfit("the condition only sets the scene")
    if not (told and parts.marker == "unless") and _leans_on_its_clause(parts.main):
        raise Unfit("its premise stands in the clause")
    return parts.clause


_TELLING = word_set(
    """
    tell inform notify contact call alert ask consult warn report phone ring write email message speak talk check chat come
    reach drop visit
    """
)
_TOLD = ("of", "about", "that", "what", "which", "whether", "how", "why", "regarding", "for")
_LEANING = word_set("first instead again anyway too back then afterwards well still")


def _leans_on_its_clause(main: str) -> bool:
    """Whether only the clause says what the main clause is about: "tell your manager", "check with a nurse first", "stay
    away for 2 days"."""
    doc = parse(main)
    root = doc[:].root
    if re.search(r"\balso\b", main):
        return True
    if any(t.lower_ in _LEANING and t.pos_ == "ADV" and not _goes_with(t, root) for t in root.children):
        return True
    if root.lemma_.lower() in _TELLING and not (root.lemma_.lower() == "report" and _acts_on(root)):
        said = any(t.lower_ in _TOLD and t.i > root.i for t in root.subtree)
        return not said and not any(t.dep_ in ("ccomp", "xcomp", "oprd") for t in root.children)
    return not any(t.pos_ in ("NOUN", "PROPN") and t.lemma_.lower() not in TIME for t in doc)


def _goes_with(adverb: Token, verb: Token) -> bool:
    """Whether "back" belongs to its verb: "is rolled back", "goes back to the depot"."""
    return adverb.lower_ == "back" and adverb.i == verb.i + 1


def _acts_on(verb: Token) -> bool:
    return any(t.dep_ in ("dobj", "nsubjpass") for t in verb.children)


def _unmet(site: Site, parts: Conditional, cell: str, twin: Draft) -> Draft:
    """The clause does not hold: the rule leaves open what holds then; "only if" rules it out, a proviso does, that somebody
    whose consent it takes does not give it, and what the document says to hold otherwise."""
    clause = _choice(parts)
    if clause.denied is None:
        raise Unfit("no natural form: the condition cannot be negated safely")
    phrasing = say_polar(site, parts, "unmet", clause.denied, cell, marker="if")
    only, yes = parts.marker.startswith("only"), parts.affirmed
    may = yes and parts.rule is not None and parts.rule.mood == "may"
    if only and not may:
        raise Unfit("no recipe for only if")
    otherwise = _OTHERWISE.match(site.quotation.partition(site.shown.rstrip("."))[2]) is not None
    if otherwise and not may:  # what comes of a duty that is not done, or what is done instead
        raise Unfit("no recipe for what holds otherwise")
    refused = may and not only and (parts.marker in _PROVISOS or _REFUSED.search(clause.denied) is not None)
    options: tuple[str, ...] = (
        f"No. That condition has to hold: “{site.shown}” {site.cite}",
        f"No, {site.cite} allows it only on one condition: “{site.shown}”",
    )
    if refused:
        options = (
            f"No, not without that: “{site.shown}” {site.cite}",
            f"No. {site.cite} makes it depend on just that: “{site.shown}”",
        )
    elif otherwise:
        options = (
            f"No. The rule says what holds then: “{site.shown}” {site.cite}",
            f"No, {site.cite} says what holds otherwise: “{site.shown}”",
        )
    elif not only:
        options = _left_open(site, parts, to_you(clause.denied))
    claim = claim_of(site, parts, stated=False, polarity="no" if only or refused or otherwise else None)
    return site.draft(
        ("condition_unmet", "answer"), ("clauses", cell), phrasing, site.pick(options, cell + " answer"), claim,
        rejected=rejected.verdict(site, yes, claim, "overconfidence"),
        twin=twin,
    )  # fmt: skip


_OTHERWISE = re.compile(r"[.;,] otherwise\b", re.IGNORECASE)
_PROVISOS = ("provided", "provided that", "on condition that", "as long as", "so long as", "if and only if")
_REFUSED = re.compile(
    r"(?:\b(?:not|never|no|without)\b|n['’]t\b)[^,;]*\b(?:agree[sd]?|consent(?:s|ed)?|approve[sd]?|authori[sz]e[sd]?|permission|"
    r"approval|agreement|authori[sz]ation)\b",
    re.IGNORECASE,
)
"""A consent that is not given: what somebody may do with it, they may not do without."""


def _left_open(site: Site, parts: Conditional, you: str) -> tuple[str, ...]:
    """Ways to say that the rule is silent where its condition does not hold; of a permission, that it gives none then."""
    quote, cite = site.shown, site.cite
    if parts.rule is not None and parts.rule.mood == "may" and parts.affirmed:
        return (
            f"The rule does not cover that case, so it gives you no permission for it: “{quote}” {cite}",
            f"{cite} does not settle that. It gives a permission for when {parts.case}, and none beyond that: “{quote}”",
            f"This rule does not apply if {you}, so you cannot rely on it for a permission: “{quote}” {cite}",
            f"That is not covered: {cite} only says “{quote}” and gives no permission if {you}.",
        )
    if parts.affirmed:
        return (
            f"Not under this rule, which does not apply if {you}: “{quote}” {cite}",
            f"Not by the rule in {cite}: it is for when {parts.case}, and so it does not apply. “{quote}”",
            f"Not as far as this rule goes: it does not apply if {you}. {cite} says: “{quote}”",
        )
    return (
        f"The rule does not cover that case. It only says “{quote}” {cite}",
        f"That is not covered: {cite} only says “{quote}” and leaves open what holds if {you}.",
        f"This rule does not apply if {you}, and what holds then is not stated there: “{quote}” {cite}",
    )


def _not_applies(site: Site, parts: Conditional, cell: str, twin: Draft) -> Draft:
    """The exception does not hold, so the rule stands."""
    clause = _choice(parts, told=True)
    if clause.denied is None:
        raise Unfit("no natural form: the condition cannot be negated safely")
    phrasing = say_polar(site, parts, "still", clause.denied, cell, marker="if")
    yes, you = parts.affirmed, to_you(clause.denied)
    options = (
        f"{_word(yes)}. The exception does not help if {you}, so the rule stands: “{site.shown}” {site.cite}",
        f"{_word(yes)}. Without that exception the rule in {site.cite} holds: “{site.shown}”",
        f"{_word(yes)}, the exception is for another case: “{site.shown}” {site.cite}",
    )
    claim = claim_of(site, parts, stated=False, polarity="yes" if yes else "no")
    return site.draft(
        ("exception_not_applies", "answer"), ("clauses", cell), phrasing, site.pick(options, cell + " answer"), claim,
        rejected=rejected.otherwise(site, phrasing.text, not yes, claim), twin=twin,
    )  # fmt: skip


def _unknown(site: Site, parts: Conditional, cell: str, twin: Draft) -> Draft:
    """The question leaves the clause out: ask for it."""
    _choice(parts)
    back = parts.back
    if back is None:
        raise Unfit("an event, not a state that one can be asked about")
    asked, others = polar(parts)
    if _PRONOUN.search(asked):
        raise Unfit("no natural form: a pronoun without its noun")
    phrasing = site.say(*barely(site, asked, others, "clause"), cell, about=not _says_where(site, asked))
    options = (
        f"That depends: {back}? The rule reads “{site.shown}” {site.cite}",
        f"I need to know one thing first. {upper(back)}? {site.cite} says: “{site.shown}”",
        f"{upper(back)}? {site.cite} makes it depend on that: “{site.shown}”",
        f"It depends on something that you have not told me: {back}? “{site.shown}” {site.cite}",
    )
    claim = {"proof": "missing", "quote": site.quote, "slot": "clause", "clause": _verbatim(site, parts)}
    situation = f"{site.point['kind']}_unknown"
    return site.draft(
        (situation, "clarify"), ("clauses", cell), phrasing, site.pick(options, cell + " answer"), claim,
        rejected=rejected.confident(site, phrasing.text, parts.affirmed, claim), twin=twin,
    )  # fmt: skip


def _says_where(site: Site, said: str) -> bool:
    """Whether words say by one of their own what page or section they are about: without it, where somebody is would have to be
    asked first."""
    return bool(content_words(said) & content_words(f"{site.passage.title} {site.passage.section}"))


def barely(site: Site, asked: str, others: Sequence[str], name: str) -> tuple[list[Phrasing], list[Phrasing]]:
    """The question without its condition or exception, of a case in which that may hold."""
    train = [Phrasing(plainly(asked, training=True) or f"{name}.bare", f"{upper(asked)}?")]
    evaluation = [Phrasing(plainly(o, training=False) or f"{name}.bare_other", f"{upper(o)}?") for o in others]
    return of_a_case(site, train, evaluation)


def plainly(asked: str, *, training: bool) -> str | None:
    """The skeleton of a question that is worded like one about a rule without a condition, on the same side of the split."""
    opened = _PLAIN[training].match(asked)
    return f"duty.{opened[opened.lastindex].replace(' ', '_')}" if opened and opened.lastindex else None


_PLAIN = {
    True: re.compile(r"(can|should)\b|(?:does|do) .*?(have to)\b"),
    False: re.compile(r"(?:is|are|am) .*?(required|supposed) to\b"),
}


def _word(yes: bool) -> str:
    return "Yes" if yes else "No"


def _verbatim(site: Site, parts: Conditional) -> str:
    """The clause as the document has it, asides in parentheses included."""
    text = str(site.point["text"])
    return text[len(parts.marker) :].strip() if text.lower().startswith(parts.marker) else parts.source


def claim_of(site: Site, parts: Conditional, *, stated: bool, polarity: str | None) -> dict[str, Any]:
    return {"proof": "clause", "quote": site.quote, "clause": _verbatim(site, parts), "marker": parts.marker,
            "stated": stated, "polarity": polarity}  # fmt: skip


RECIPES = (clauses,)
