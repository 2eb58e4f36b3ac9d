"""Ages that say about whom a rule is, read as limits: "children under 12 must be accompanied", "nobody under 16 may enter"."""

import re
from dataclasses import replace

from assets.decisions.ages import UNIT
from assets.examples.drafts import NUMBERED, Site
from assets.examples.grammar import Rule, Unfit, clean, read_rule
from assets.examples.quantities import Quantity
from assets.examples.recipes.limits.reading import Limit
from assets.examples.words import lower

__all__ = ["UNIT", "check_age", "read_age", "without_age"]

_NOBODY = re.compile(r"^(?:nobody|no one)\b(?P<whom>.*?)\b(?:may|can) (?!not\b)", re.IGNORECASE)
"""Who may not: "nobody under 16 may enter" says that a person under 16 may not."""
_UNNAMED = re.compile(r"(?:any|every)(?:one|body)|(?:an? )?persons?|people|those|individuals?|you|I", re.IGNORECASE)
_CALLED = {
    r"minors?|child|children|juveniles?|boys?|girls?": (0, 17), r"infants?|bab(?:y|ies)": (0, 2), r"toddlers?": (1, 4),
    r"teenagers?": (13, 19), r"adults?": (18, 120), r"seniors?|pensioners?": (50, 120),
}  # fmt: skip
_JOINED = re.compile(r"\b(?:and|or|unless|except)\b", re.IGNORECASE)


def read_age(site: Site) -> Limit:
    """The limit that an age makes, with another age in its place; raises Unfit where it cannot be asked about safely."""
    point, text = site.point, clean(site.shown)
    written = str(point["text"])
    group = re.fullmatch(r"(?:under|over)-\d+s", written, re.IGNORECASE)
    rule = site.rule if not _NOBODY.match(text) else _of_a_person(text, site)
    if rule.modality in ("should", "should_not"):
        raise Unfit("no recipe for a limit of this kind")
    who = rule.subject if point["scope"] == "subject" else rule.clause.text if rule.clause else ""
    phrase = written if written in who else lower(written)
    if phrase not in who or _JOINED.search(who.replace(phrase, "")):
        raise Unfit("no recipe for an age that stands elsewhere")
    if rule.modality == "fact" and not (rule.base.startswith("be ") or rule.clause is None):
        raise Unfit("no recipe for a trigger of this kind")
    is_so = re.search(rf"\b(?:is|are|am) {re.escape(phrase)}", who)  # "who are under 18"
    form = "people aged {}" if group else "{}" if is_so else "aged {}"
    age = Quantity(phrase, str(point["value_text"]), str(point["comparator"]), "", float(point["value"]), UNIT)
    return Limit(rule, age, age.surface, True, written, phrase, form, "age", False)


def _of_a_person(text: str, site: Site) -> Rule:
    """ "Nobody under 16 may enter the store", as what it says of one of them: "a person under 16 may not enter the store"."""
    told = _NOBODY.sub(lambda m: f"A person{m['whom']}may not ", NUMBERED.sub("", text))
    return read_rule(told, site.corpus.common_words)


def check_age(limit: Limit, asked: float) -> None:
    """Raise Unfit for an age at which nobody is called what the rule calls them: a minor of 18, an adult of 16."""
    called = " ".join((limit.rule.subject, limit.rule.clause.text if limit.rule.clause else "")).lower()
    for name, (youngest, oldest) in _CALLED.items():
        if re.search(rf"\b(?:{name})\b", called) and not youngest <= asked <= oldest:
            raise Unfit("no sensible neighbouring value")


def without_age(limit: Limit) -> Rule:
    """The rule with the age left out: "do children have to be accompanied?"; raises Unfit where nobody is then named."""
    left = re.sub(rf" (?:(?:who|that) (?:is|are) )?{re.escape(limit.old)}", "", limit.rule.subject)
    if left == limit.rule.subject or _UNNAMED.fullmatch(left):
        raise Unfit("no natural form: the amount cannot be left vague")
    return replace(limit.rule, subject=left)
