"""A rule as somebody misremembers it, so that a wrong verdict follows from it: with another amount, without its condition, under
another condition, or with its verb turned round.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from assets.examples.drafts import Site, tidy, to_you
from assets.examples.parsing import parse
from assets.examples.quantities import neighbours, rewrite, satisfies
from assets.examples.subjects import is_outsider
from assets.examples.words import NO_SUBJECT, lower, one_of, upper


def misquoted(site: Site, claim: Mapping[str, Any], *, yes: bool) -> str:
    """The sentence in such words that the question of the claim is answered with `yes`; as it stands where no slip is plain."""
    match claim:
        case {"proof": "limit"}:
            return moved(site, claim)
        case {"proof": "missing", "slot": "clause"}:
            return unconditional(site)
        case {"proof": "clause", "stated": stated}:
            excepts = site.point["kind"] == "exception"
            if stated == excepts:  # what the rule says without the clause is the wrong verdict
                return unconditional(site)
            return site.shown if excepts else turned(site.shown) if yes else conditional(site)
        case {"proof": "exempt" | "scope"}:
            return turned(site.shown)
        case {"proof": "polarity"}:
            return hedged(site) or turned(site.shown)
        case {"proof": "premise", "claimed": claimed}:
            other = hedged(site) or turned(site.shown)
            return other if other != site.shown else f"{upper(to_you(str(claimed)))}."
    return site.shown


def moved(site: Site, claim: Mapping[str, Any]) -> str:
    """The sentence with another value, for which the amount of a `limit` claim is on the other side: one of the same unit that
    the section names, or one near by."""
    written, value, asked = str(site.point["value_text"]), float(claim["value"]), float(claim["asked"])
    unit, shown = str(site.point["unit"]), site.shown
    if shown.count(written) != 1 or "value_high" in claim:
        return shown
    named = [float(o["value"]) for o in site.siblings if o["kind"] == "limit" and o["unit"] == unit and o["value"]]
    step = next((s for s in (1000, 500, 100, 50, 10, 5) if value % s == 0), 1)
    round_ = [step * (asked // step + n) for n in (-1, 0, 1, 2)]
    near = [v for side in neighbours(value, unit, shown) for v in side]
    others = [
        v
        for v in dict.fromkeys((*named, *near, *round_, asked))
        if v > 0 and (v % 1 == 0 or value % 1) and satisfies(claim["comparator"], asked, v) != claim["holds"]
    ]
    if not others:
        return shown
    others.sort(key=lambda v: (v not in named, v % step != 0, abs(v - value), v))
    other = float(site.pick([str(v) for v in others[:2]], f"misremembered {asked}"))
    try:
        return shown.replace(written, rewrite(written, value, other, unit))
    except ValueError:  # "daily": no number stands there
        return shown


def unconditional(site: Site) -> str:
    """The sentence without its condition or exception."""
    return _instead_of_clause(site, "")


def conditional(site: Site) -> str:
    """The sentence under a condition that somebody made up in the place of its own."""
    return _instead_of_clause(site, _made_up(site, _instead_of_clause(site, "")))


def hedged(site: Site) -> str | None:
    """The sentence with a condition at its end that somebody made up; None where it holds one already, or is no plain rule: what
    is banned may be done with a consent, what is allowed waits for one, and a duty for a request."""
    rule = site.shown
    binds = len(_BINDING.findall(rule)) + len(_NOT_DONE.findall(rule)) + bool(NO_SUBJECT.search(rule)) or _commands(
        rule
    )
    conditions = _NARROWS.search(rule) or _GIVEN.search(rule) or _AT_NO_TIME.search(rule) or _COUNTED.search(rule)
    if not binds or conditions or not rule.endswith(".") or re.search(r"[;:]|, (?:and|but|or|which|who)\b", rule):
        return None
    return f"{_NOT_EVEN.sub('', rule)[:-1]} {_made_up(site, rule)}."


def _made_up(site: Site, rule: str) -> str:
    """A condition that no document names, for what a rule bans, allows or demands."""
    named = [r for r in site.named if r.lower() not in rule.lower() and not is_outsider(r) and _AUTHORITY.search(r)]
    whose = f"the {site.pick(named, 'made up condition')}" if named else "management"
    if _NOT_DONE.search(rule) or NO_SUBJECT.search(rule) or _BANS.search(rule):
        return f"without the written consent of {whose}"
    if re.search(r"\b(?:may|can|could|allowed|permitted)\b", rule):
        return f"with the written consent of {whose}"
    return f"at the request of {whose}" if _HANDED.search(rule) else "in exceptional cases"


def made_up_in(site: Site, quote: str) -> str:
    """The made-up condition that a misquoted sentence holds, as a verdict names it: "with the written consent of management" of a
    ban, "only at the request of management"; empty where it holds none."""
    found = _MADE_UP.search(quote)
    if found is None or found[0] in site.shown:
        return ""
    said = lower(found[0])
    return said.replace("without", "with", 1) if said.startswith("without") else f"only {said}"


_MADE_UP = re.compile(
    r"with(?:out)? the written consent of [^.,]+|at the request of [^.,]+|in exceptional cases", re.IGNORECASE
)
_AUTHORITY = re.compile(
    r"\b(?:manager|head|director|officer|lead|leader|board|committee|chief|supervisor|commander|administrator|council|president|"
    r"chair|engineer|nurse|warden|principal)$",
    re.IGNORECASE,
)
"""How those are called who may consent to something."""
_HANDED = re.compile(
    r"\b(?:submit|send|provide|report|show|hand|inform|notify|tell|give|return|present|sign|record|document|disclose|explain|deliver|"
    r"share|forward|publish|announce)(?:s|ed|t)?\b",
    re.IGNORECASE,
)
"""What somebody may have asked for."""


def _instead_of_clause(site: Site, other: str) -> str:
    """The sentence with other words in the place of the point's clause; as it stands where the clause does not stand first or
    last, or says what an "it" means."""
    shown, text = site.shown, tidy(str(site.point["text"] or ""))
    if text and shown.startswith(upper(text)):
        rest = re.sub(r"^,\s*(?:then )?", "", shown[len(text) :].strip())
        put = f"{upper(other)}, {rest}" if other else upper(rest)
    elif text and (found := re.search(rf",?\s*(?<!\w){re.escape(text)}(?=[.!]?$)", shown)):
        rest = shown[: found.start()]
        put = f"{rest} {other}".rstrip() + shown[found.end() :]
    else:
        return shown
    return shown if _POINTS_BACK.search(rest) else put


_POINTS_BACK = re.compile(r"\b(?:it|its|they|them|their|this|these|those|he|she|one|so)\b", re.IGNORECASE)


def turned(rule: str) -> str:
    """The rule with its verb turned round; as it is where it has not one verb that binds, or an only or exception beside it."""
    if _AT_NO_TIME.search(rule) or _COUNTED.search(rule) or _NARROWS.search(rule):
        return rule
    if none := NO_SUBJECT.search(rule):
        return _some(rule[: none.end(1)], none[2], rule[none.end() :])
    not_done = _NOT_DONE.findall(rule)
    found = [(pattern, new) for pattern, new in _TURNS if pattern.search(rule)]
    binding = len(_BINDING.findall(rule)) + len(not_done)
    if not binding and _commands(rule):
        return f"You do not have to {lower(rule)}"
    if binding != 1 or not (found or not_done):
        return rule
    pattern, new = (_NOT_DONE, lambda m: m[1] or "will") if not_done else found[0]
    return _NOT_EVEN.sub("", pattern.sub(new, rule))


def _commands(rule: str) -> bool:
    """Whether the sentence begins with what is to be done: "Tell the desk"."""
    first = parse(lower(rule))[0]
    return first.tag_ == "VB" and first.dep_ == "ROOT" and " not " not in rule


def _some(lead: str, no: str, rest: str) -> str:
    """What is said of nobody or of no thing, said of some: "No order may be placed" -> "An order may be placed"."""
    if no.lower() != "no":
        some = f"everybody {rest}"
    else:
        subject = next((t for t in parse(f"No {rest}")[:].root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
        some = rest if subject is None or subject.tag_ in ("NNS", "NNPS") else one_of(rest)
    some = _DENYING.sub("", re.sub(r"\b(?:shall|must)\b", "may", some, count=1))
    return lead + some if lead else upper(some)


_TURNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^Only (?=[a-z])"), "Not only "),
    (re.compile(r"^(?:Do not|Don['’]t|Never)(?: ever)? ", re.IGNORECASE), "You may "),
    (re.compile(r"(?<=, )(?:do not|don['’]t|never)(?: ever)? ", re.IGNORECASE), "you may "),
    (
        re.compile(r"\b(may|can|should|could) (?i:not|never)\b|\b(?:must|shall) (?i:not|never)\b"),
        lambda m: m[1] or "may",
    ),
    (re.compile(r"\bcannot\b|\bcan['’]t\b"), "can"),
    (re.compile(r"(?<!^)\b(does|do)(?: not|n['’]t)(?! have to\b)"), r"\1"),
    (
        re.compile(r"\b(is|are)(?: (?:forbidden|prohibited)|(?: not| never|n['’]t) (?:allowed|permitted))\b"),
        r"\1 allowed",
    ),
    (re.compile(r"\b(is|are) (?:allowed|permitted)\b"), r"\1 forbidden"),
    (re.compile(r"\bmust\b"), "need not"),
    (re.compile(r"\bhas to\b"), "does not have to"),
    (re.compile(r"\bhave to\b"), "do not have to"),
    (re.compile(r"\b(may|can|should)\b"), lambda m: "cannot" if m[1] == "can" else f"{m[1]} not"),
)
_NARROWS = re.compile(r"(?<!^)\bonly\b|\b(?:unless|except|until|other than|provided|as long as|so long as)\b")
_GIVEN = re.compile(
    r"\b(?:if|when|once|without|(?:full stop|period|ever|no exceptions?)(?=\.$)|"
    r"with (?:the |a )?(?:\w+ )?(?:consent|approval|permission|agreement))\b",
    re.IGNORECASE,
)
_BANS = re.compile(
    r"\b(?:(?:may|can|must|shall|should|does|do) not|cannot|never|(?:can|don|doesn|shouldn|mustn)['’]t|forbidden|prohibited|"
    r"(?:is|are)(?: not| never|n['’]t) (?:allowed|permitted))\b(?! have to\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:^|, )no (?:more|less|fewer|later|longer|sooner|earlier)\b", re.IGNORECASE)
_DENYING = re.compile(r" (?:at all(?! (?:times?|hours)\b)|whatsoever)\b")
_NOT_DONE = re.compile(r"\b(?:(is|are|will)(?: not| never|n['’]t)|won['’]t)(?! (?:allowed|permitted)\b)")
_AT_NO_TIME = re.compile(r"\b(?:under no circumstances?|on no account|at no time|in no (?:case|event))\b", re.I)
_NOT_EVEN = re.compile(r",? not even [^,;.]+")
"""What only says a ban once more."""
_BINDING = re.compile(
    r"\b(?:(?:may|can|must|should|could|shall)(?: never)?|cannot|can['’]t|ha(?:s|ve) to|allowed|permitted|forbidden|prohibited|"
    r"(?i:do(?:es)? not|do(?:es)?n['’]t)(?! have to\b)|(?<!is )(?<!are )(?<!will )[Nn]ever)\b"
)
