"""Bans and responsibilities, asked plainly. Proofs: `polarity` for bans, `quote` for who does what."""

import re

from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site, to_you, upper
from assets.examples.grammar import Rule, Unfit
from assets.examples.words import inflect_verb, verb_lemma, word_set


def bans(site: Site) -> list[Draft]:
    """ "Can I share my credentials with anyone?" """
    site.lone()
    rule = site.rule
    if rule.modality != "must_not":
        raise Unfit("doubtful parse: the ban does not read as one")
    if rule.clause is not None and rule.clause.marker == "unless":
        raise Unfit("unmodelled exception beside it")
    passive = rule.subject != "I" and re.match(r"be \w+(?:ed|en|t|n)\b", rule.base)
    if (_ATTITUDE.match(rule.base) and not passive) or re.search(r"\btoo\b", rule.base):
        raise Unfit("advice, not a ban")
    who = "me" if rule.subject == "I" else rule.subject
    train = [Phrasing("ban.can", rule.can()), Phrasing("ban.allowed", rule.allowed())]
    evaluation = [Phrasing("ban.fine", f"Is it fine for {who} to {rule.base}{rule.end()}?")]
    if rule.subject == "I" and rule.clause is None:
        train.append(Phrasing("ban.okay", f"Is it okay to {rule.base}{rule.end()}?"))
        evaluation.append(Phrasing("ban.all_right", f"Would it be all right to {rule.base}{rule.end()}?"))
    phrasing = site.say(train, evaluation, "asked")
    options = (
        f"No. {site.cite} is clear about it: “{site.shown}”",
        f"No, that is ruled out: “{site.shown}” {site.cite}",
        f"No. The rule is “{site.shown}” {site.cite}",
    )
    return [
        site.draft(
            ("answerable", "answer"), ("bans", "asked"), phrasing, site.pick(options, "ban"),
            {"proof": "polarity", "quote": site.quote, "polarity": "no"},
            rejected=(f"Yes, that is fine according to {site.cite}.", "fabrication"),
        )
    ]  # fmt: skip


_ATTITUDE = re.compile(
    r"(?:worry|forget|hesitate|be|assume|expect|let|feel|panic|neglect|ignore|underestimate|rely|try|get|"
    r"make|think|fear|lose|"
    r"fail|waste|rush|become|overlook|confuse|mistake|want|need|bother|mind|know|see|find|just|allow|"
    r"ensure|guarantee)\b"
)


def who(site: Site) -> list[Draft]:
    """ "Who has to approve travel requests?" """
    site.lone()
    role = site.role
    if len(role.split()) > 5:
        raise Unfit("the role is too long")
    if role.lower() in _ANYBODY:
        raise Unfit("the role is everybody")
    if not role or site.shown.lower().count(role.lower()) != 1:
        raise Unfit("doubtful parse: the role does not stand exactly once in the sentence")
    rule = site.rule
    if rule.modality == "fact" and rule.base.startswith("be "):
        raise Unfit("what is done to somebody is no part of theirs")
    if re.search(r"\balso\b", site.shown):
        raise Unfit("an also names one of several")
    if rule.modality == "may" and not site.definite:
        raise Unfit("a permission for some says nothing about others")
    question = _ask_who(rule, role)
    if re.search(r"\b(?:its|their|they|them|they['’]\w+)\b", question):
        raise Unfit("no natural form: a pronoun stands for the role")
    if len({w for w in content_words(question) if not w.isdigit()}) < 3:
        raise Unfit("too little is said to ask about it")
    phrasing = site.say(
        [Phrasing("who.direct", question + "?")],
        [Phrasing("who.tell", f"I would like to know {_indirect(question)}.")],
        "who",
    )
    options = (
        f"{upper(_with_article(site.shown, role))}: “{site.shown}” {site.cite}",
        f"{site.cite} names {_with_article(site.shown, role)}: “{site.shown}”",
        f"According to {site.cite}, that is {_with_article(site.shown, role)}. It says: “{site.shown}”",
    )
    draft = site.draft(
        ("answerable", "answer"), ("who", "asked"), phrasing, site.pick(options, "who"),
        {"proof": "quote", "quote": site.quote, "role": verbatim(site.shown, role)},
        rejected=("The passages do not say who that is, so I cannot help with it.", "needless_refusal"),
    )  # fmt: skip
    draft.asks = to_you(_indirect(question))
    return [draft]


def verbatim(sentence: str, role: str) -> str:
    """The role as the sentence spells it; raises ValueError when it is not there."""
    at = sentence.lower().index(role.lower())
    return sentence[at : at + len(role)]


def _with_article(sentence: str, role: str) -> str:
    match = re.search(rf"\b((?:the|an?|your|our|their)\s+(?:[\w-]+\s+)?)?{re.escape(role)}", sentence, re.IGNORECASE)
    text = match[0] if match else role
    return text[0].lower() + text[1:] if text.split()[0].lower() in ("the", "a", "an", "your", "our", "their") else role


def _indirect(question: str) -> str:
    text = question[0].lower() + question[1:]
    text = re.sub(r"^who should I ", "who I should ", text)
    return re.sub(r"^who do I have to ", "who I have to ", text)


_ANYBODY = word_set(
    """
    employee employees staff people user users worker workers everyone anyone team members member colleagues
    customers customer persons person individuals individual they we you others visitors someone
    """
) | {"team member", "team members", "staff member", "staff members", "all employees"}
_DETERMINER = r"(?:(?:the|an?|your|our|my|their)\s+)?"


def _ask_who(rule: Rule, role: str) -> str:
    """The question whose answer is the role, without its question mark."""
    pattern = re.compile(rf"{_DETERMINER}{re.escape(role)}", re.IGNORECASE)
    end = rule.end()
    if pattern.fullmatch(rule.subject):
        if rule.modality == "fact":
            form = inflect_verb(rule.base.split()[0], "VBZ")
            return f"Who {form} {rule.base.split(' ', 1)[1]}{end}" if " " in rule.base else _none()
        verb = {"may": "can", "must": "has to", "should": "should"}.get(rule.modality)
        return f"Who {verb} {rule.base}{end}" if verb else _none()
    passive = re.match(rf"be (\w+) by {pattern.pattern}(.*)$", rule.base, re.IGNORECASE)
    if passive and re.search(r"^\s*(?:,|and\b|or\b)|\bto\b", passive[2]):
        raise Unfit("no natural form: more follows the role than its sentence can do without")
    if passive and rule.modality in ("must", "may", "should"):
        lemma = verb_lemma(passive[1])
        verb = {"may": "can", "must": "has to", "should": "should"}[rule.modality]
        whom = "me" if rule.subject == "I" else rule.subject
        return f"Who {verb} {lemma} {whom}{passive[2]}{end}" if lemma else _none()
    if rule.subject == "I" and rule.modality in ("must", "should"):
        verb = "should" if rule.imperative or rule.modality == "should" else "do"
        ask = "Who should I" if verb == "should" else "Who do I have to"
        verbs = "contact|ask|notify|inform|email|call|tell|alert|consult|page"
        direct = re.match(rf"({verbs})\s+{pattern.pattern}(?=\s|$)(.*)$", rule.base, re.IGNORECASE)
        if direct:
            return f"{ask} {direct[1]}{direct[2]}{end}"
        last = re.match(rf"(.+\s(?:to|from|with))\s+{pattern.pattern}$", rule.base, re.IGNORECASE)
        if last and not end:
            return f"{ask} {last[1]}"
    return _none()


def _none() -> str:
    raise Unfit("no natural form: the role cannot be asked for")


RECIPES = (bans, who)
