"""Conditions and exceptions: the clause holds, does not hold, or is left open. Proofs: `clause`, `missing` (slot:
clause).

"If" is not "only if": where a condition does not hold the rule is silent, and the answer says so instead of
claiming the opposite.
"""

import re
from typing import Any

from assets.examples.corpus import content_words
from assets.examples.drafts import LOOSE, Draft, Phrasing, Site, awkward, to_you
from assets.examples.grammar import Clause, Rule, Unfit

# Conditions that only set the scene: leaving them out changes nothing, so asking back would be silly.
_SCENE = re.compile(
    r"\bI(?:['’]m| am|['’]d)? (?:\w+ly |ever |also |just |still )?(?:want|need|would like|like|wish|feel|"
    r"interested|looking|think|know|have (?:any )?(?:questions?|trouble|"
    r"concerns?|issues?|problems?|doubts?|feedback|ideas?)|plan|decide|prefer|see|notice|find|encounter|"
    r"get|can|run into|are not sure|"
    r"am not sure|don't know|unsure|choose|use|do|experience)\b|\b(?:necessary|possible|needed|applicable|"
    r"in doubt|appropriate|"
    r"available|questions?)\b",
    re.IGNORECASE,
)


_ADVICE = re.compile(
    r"(?:keep in mind|remember|consider|note|try|aim|feel|be (?:aware|mindful|patient|careful|sure)|think|"
    r"learn|prioriti[sz]e|"
    r"encourage|strive|look|make sure|assume|expect|focus|avoid|enjoy|celebrate|tell us|let us|start by|"
    r"take your time|aspire|"
    r"realize|treat|pick|reflect|discuss|have fun|be continuously)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\b(?:have (?:any )?questions?|need (?:any )?(?:help|assistance|support|more information)|in doubt|"
    r"would like to know|want to "
    r"(?:know|learn))\b",
    re.IGNORECASE,
)


def clauses(site: Site) -> list[Draft]:
    """met, unmet, unknown of a condition; applies, not_applies, unknown of an exception."""
    site.lone()
    rule = site.rule
    clause = rule.clause
    if clause is None or clause.marker != (site.point["marker"] or "").lower().removeprefix("only "):
        raise Unfit("doubtful parse: two readings of the condition")
    wanted, found = _squeeze(str(site.point["clause"] or "")), _squeeze(clause.source)
    if wanted != found:
        raise Unfit("doubtful parse: two readings of where the condition ends")
    if rule.modality not in ("may", "must", "must_not", "should", "should_not"):
        raise Unfit("the rule under the condition does not bind anyone")
    if (
        _ADVICE.match(rule.base)
        or re.search(r", which|\binstead\b(?! of)", rule.base)
        or re.search(r"\b(?:IF|THEN)\b", site.shown)
    ):
        raise Unfit("advice, no rule")
    duty, condition = f"{rule.subject} must {rule.base}{rule.bare().end()}", f"{clause.marker} {clause.text}"
    follows = site.shown.rstrip(".").lower().endswith(clause.source.lower())
    if awkward(f"{duty} {condition}" if follows else f"{condition}, {duty}") == LOOSE:
        raise Unfit("a pronoun in the rule means something outside the sentence")
    if len(content_words(clause.source)) < 2 or len(content_words(f"{rule.subject} {rule.base}")) < 2:
        raise Unfit("too little is said to ask about it")
    if rule.modality in ("may", "should", "should_not") and not _agent(rule):
        raise Unfit("a may of possibility, not of permission")
    if site.point["kind"] == "exception":
        return _cells(site, rule, clause, {"applies": True, "not_applies": False})
    return _cells(site, rule, clause, {"met": True, "unmet": False})


_ACTOR = re.compile(
    r"(?:er|or|ee|ist|ant|ers|ors|ees|ists|ants|staff|team|teams|people|anyone|everyone|member|members|"
    r"lead|leads|head|client|"
    r"clients|guest|guests|parent|parents|desk|office|board|committee|department)$",
    re.IGNORECASE,
)


def _agent(rule: Rule) -> bool:
    """Whether a may can be a permission: the asker, someone who acts, or a passive ("may be requested")."""
    return rule.subject == "I" or rule.base.startswith("be ") or bool(_ACTOR.search(rule.subject.split(" of ")[0]))


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _cells(site: Site, rule: Rule, clause: Clause, cells: dict[str, bool]) -> list[Draft]:
    holds, fails = cells
    drafts = [_stated(site, rule, clause, holds)]
    for cell, make in ((fails, _negated), ("unknown", _unknown)):
        try:
            drafts.append(make(site, rule, clause, cell, drafts[0]))
        except Unfit as reason:
            site.gaps[cell] = str(reason)
    return drafts


def _polar(rule: Rule) -> str:
    return rule.have_to() if rule.modality == "must" else rule.can()


def _usual(rule: Rule) -> bool:
    """The answer to the polar question where the rule applies."""
    return rule.modality not in ("must_not", "should_not")


def _asks(rule: Rule, clause: Clause, condition: str, statement: str | None) -> tuple[list[Phrasing], list[Phrasing]]:
    """Polar questions with a condition spelled out; `statement` is it as a sentence of its own."""
    bare = rule.bare()
    marker = {"whenever": "when", "unless": "if"}.get(clause.marker, clause.marker)
    if rule.modality in ("should", "should_not"):
        core = f"Should {bare.subject} {bare.base}{bare.end()}"
        other = f"Is it recommended that {bare.subject} {bare.base}{bare.end()}" if bare.number != "singular" else core
    elif rule.modality == "must":
        core = bare.have_to()[:-1]
        other = f"Is it required for {'me' if bare.subject == 'I' else bare.subject} to {bare.base}{bare.end()}"
    else:
        core = bare.can()[:-1]
        other = f"Is it fine for {'me' if bare.subject == 'I' else bare.subject} to {bare.base}{bare.end()}"
    train = [Phrasing("clause.inline", f"{core} {marker} {condition}?")]
    evaluation = [Phrasing("clause.inline_fine", f"{other} {marker} {condition}?")]
    if statement and marker == "if":
        train.append(Phrasing("clause.scene", f"{statement} {core}?"))
        evaluation.append(Phrasing("clause.suppose", f"Suppose {condition}. {core}?"))
    return train, evaluation


def _stated(site: Site, rule: Rule, clause: Clause, cell: str) -> Draft:
    exception = cell == "applies"
    if rule.imperative and rule.modality == "must" and not exception:
        return _what_to_do(site, rule, clause, cell)
    if clause.statement is None and clause.marker in ("if", "unless"):
        raise Unfit("no natural form: the condition has no subject of its own")
    train, evaluation = _asks(rule, clause, clause.text, clause.statement)
    phrasing = site.say(train, evaluation, cell)
    yes = _usual(rule) != exception
    you = to_you(clause.text)
    if exception:
        options = (
            f"{_word(yes)}. The exception covers that case: “{site.shown}” {site.cite}",
            f"{_word(yes)}, because of the exception for when {you}. {site.cite} says: “{site.shown}”",
            f"{_word(yes)}. {site.cite} makes an exception here: “{site.shown}”",
        )
        situation = "exception_applies"
    else:
        options = (
            f"{_word(yes)}. {site.cite} covers exactly that: “{site.shown}”",
            f"{_word(yes)}. In that case the rule is “{site.shown}” {site.cite}",
            f"{_word(yes)}, since {you}: “{site.shown}” {site.cite}" if clause.marker == "if" and clause.statement
            else f"{_word(yes)}: “{site.shown}” {site.cite}",
        )  # fmt: skip
        situation = "condition_met"
    return site.draft(
        (situation, "answer"), ("clauses", cell), phrasing, site.pick(options, cell + " answer"),
        _claim(site, clause, stated=True, polarity="yes" if yes else "no"),
        rejected=(f"{_word(not yes)}. {site.cite} does not allow for anything else.", "fabrication"),
    )  # fmt: skip


def _what_to_do(site: Site, rule: Rule, clause: Clause, cell: str) -> Draft:
    if clause.statement is None or (clause.marker != "if" and not re.match(r"I\b", clause.text)):
        raise Unfit("no natural form: a moment, not a situation one asks about")
    if len(content_words(clause.source)) < 3 or len(content_words(rule.base)) < 3 or _GENERIC.search(clause.text):
        raise Unfit("too little is said to ask about it")
    train = [Phrasing("clause.what_to_do", f"What should I do {clause.marker} {clause.text}?")]
    evaluation = [Phrasing("clause.how_proceed", f"How should I proceed {clause.marker} {clause.text}?")]
    if clause.statement and clause.marker == "if":
        train.append(Phrasing("clause.scene_what", f"{clause.statement} What should I do?"))
        evaluation.append(Phrasing("clause.scene_next", f"{clause.statement} What do I have to do now?"))
    phrasing = site.say(train, evaluation, cell)
    options = (
        f"{site.cite} tells you what to do: “{site.shown}”",
        f"In that case: “{site.shown}” {site.cite}",
        f"The instruction for that is “{site.shown}” {site.cite}",
    )
    draft = site.draft(
        ("condition_met", "answer"), ("clauses", cell), phrasing, site.pick(options, cell + " answer"),
        _claim(site, clause, stated=True, polarity=None),
        rejected=("I'm sorry, but I could not find any instructions for that situation.", "needless_refusal"),
    )  # fmt: skip
    if len(content_words(clause.source)) >= 4:
        draft.asks = f"what to do {clause.marker} {to_you(clause.text)}"
    return draft


def _negated(site: Site, rule: Rule, clause: Clause, cell: str, twin: Draft) -> Draft:
    if clause.negated is None:
        raise Unfit("no natural form: the condition cannot be negated safely")
    exception = cell == "not_applies"
    if not exception and _SCENE.search(clause.text):
        raise Unfit("the condition only sets the scene")
    if not exception and clause.marker != "if":
        raise Unfit("a when-clause sets a time, not a choice")
    statement = clause.negated[0].upper() + clause.negated[1:] + "."
    train, evaluation = _asks(rule, clause, clause.negated, statement)
    phrasing = site.say(train, evaluation, cell)
    you = to_you(clause.negated)
    if exception:
        yes = _usual(rule)
        options = (
            f"{_word(yes)}. The exception does not help if {you}, so the rule stands: “{site.shown}” {site.cite}",
            f"{_word(yes)}. Without that exception the rule in {site.cite} holds: “{site.shown}”",
        )
        return site.draft(
            ("exception_not_applies", "answer"), ("clauses", cell), phrasing, site.pick(options, cell + " answer"),
            _claim(site, clause, stated=False, polarity="yes" if yes else "no"),
            rejected=(f"{_word(not yes)}. The exception in {site.cite} covers you.", "fabrication"), twin=twin,
        )  # fmt: skip
    if clause.only:
        raise Unfit("no recipe for only if")
    not_covered = (
        f"The rule does not cover that case. It speaks of when {to_you(clause.text)}: “{site.shown}” {site.cite}. "
        f"What holds otherwise is not stated there.",
        f"That is not covered: {site.cite} only says “{site.shown}” and leaves open what holds if {you}.",
        f"This rule does not apply if {you}, and it does not say what happens then: “{site.shown}” {site.cite}",
    )
    wrong = _word(not _usual(rule)) if rule.modality != "must" else "No"
    return site.draft(
        ("condition_unmet", "answer"), ("clauses", cell), phrasing, site.pick(not_covered, cell + " answer"),
        _claim(site, clause, stated=False, polarity=None),
        rejected=(f"{wrong}. {site.cite} rules out the other case as well.", "overconfidence"), twin=twin,
    )  # fmt: skip


def _unknown(site: Site, rule: Rule, clause: Clause, cell: str, twin: Draft) -> Draft:
    exception = clause.marker == "unless"
    if clause.statement is None:
        raise Unfit("no natural form: the condition has no subject of its own")
    if not exception and (clause.marker != "if" or _SCENE.search(clause.text)):
        raise Unfit("the condition only sets the scene")
    if clause.negated is None:
        raise Unfit("an event, not a state that one can be asked about")
    bare = rule.bare()
    core = (
        _polar(bare)
        if rule.modality not in ("should", "should_not")
        else f"Should {bare.subject} {bare.base}{bare.end()}?"
    )
    who = "me" if bare.subject == "I" else bare.subject
    asked = {"must": "required", "may": "fine", "must_not": "fine"}.get(rule.modality)
    other = f"Is it {asked} for {who} to {bare.base}{bare.end()}?" if asked else core
    phrasing = site.say([Phrasing("clause.bare", core)], [Phrasing("clause.bare_fine", other)], cell)
    you = to_you(clause.text)
    options = (
        f"That depends: is it the case that {you}? The rule reads “{site.shown}” {site.cite}",
        f"I need to know one thing first. Is it true that {you}? {site.cite} says: “{site.shown}”",
        f"Can you tell me whether {you}? {site.cite} makes it depend on that: “{site.shown}”",
    )
    claim = {"proof": "missing", "quote": site.quote, "slot": "clause", "clause": clause.source}
    return site.draft(
        ("exception_unknown" if exception else "condition_unknown", "clarify"), ("clauses", cell), phrasing,
        site.pick(options, cell + " answer"), claim,
        rejected=(f"{_word(_usual(rule))}. {site.cite} says so.", "overconfidence"), twin=twin,
    )  # fmt: skip


def _word(yes: bool) -> str:
    return "Yes" if yes else "No"


def _claim(site: Site, clause: Clause, *, stated: bool, polarity: str | None) -> dict[str, Any]:
    return {"proof": "clause", "quote": site.quote, "clause": clause.source, "marker": clause.marker, "stated": stated,
            "polarity": polarity}  # fmt: skip


RECIPES = (clauses,)
