"""A rule as somebody misremembers it, so that a wrong verdict follows from it: with another amount, without its condition or
exception, with a consent that nobody asks for, or with its verb turned round or denied. A ban is not misremembered
where it is asked about: `rejected` gives it an exception instead.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from assets.examples.drafts import Site, tidy
from assets.examples.parsing import parse
from assets.examples.quantities import neighbours, rewrite, satisfies, set_counts
from assets.examples.subjects import is_outsider
from assets.examples.turned import turned as straight
from assets.examples.words import NO_SUBJECT, inflect_verb, lower, noun_lemma, one_of, upper


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
            return site.shown if _CONSENT.search(site.shown) else contrary(site)
        case {"proof": "exempt" | "scope"}:
            return turned(site.shown)
        case {"proof": "polarity"}:
            return hedged(site) or denied(site.shown)
        case {"proof": "premise", "claimed": claimed}:
            return contradicted(site, str(claimed))
    return site.shown


def moved(site: Site, claim: Mapping[str, Any]) -> str:
    """The sentence with another value, for which the amount of a `limit` claim is on the other side."""
    written, shown = str(site.point["value_text"]), site.shown
    if shown.count(written) != 1 or "value_high" in claim:
        return shown
    other = mistaken(site, str(claim["comparator"]), float(claim["asked"]), holds=claim["holds"])
    try:
        return shown if other is None else shown.replace(
            written, rewrite(written, float(site.point["value"]), other, str(site.point["unit"]))
        )  # fmt: skip
    except ValueError:  # "daily": no number stands there
        return shown


def mistaken(site: Site, comparator: str, asked: float, *, holds: bool) -> float | None:
    """Another value than the rule's, for which an amount that is asked about is on the other side: one of the same unit that the
    section names, or one near by of which rules are made; None where there is none."""
    value, unit = float(site.point["value"]), str(site.point["unit"])
    named = [float(o["value"]) for o in site.siblings if o["kind"] == "limit" and o["unit"] == unit and o["value"]]
    step = next((s for s in (1000, 500, 100, 50, 10, 5) if value % s == 0), 1)
    round_ = [step * (asked // step + n) for n in (-1, 0, 1, 2)]
    counts = set_counts(unit) if value % 1 == 0 else None
    near = counts or [*(v for side in neighbours(value, unit, site.shown) for v in side), *round_, asked]
    others = [
        v
        for v in dict.fromkeys((*named, *near))
        if _likely(v, (value, asked)) and (v % 1 == 0 or value % 1) and satisfies(comparator, asked, v) != holds
    ]
    others.sort(key=lambda v: (v not in named, v % step != 0, abs(v - value), v))
    if others and others[0] % step == 0:  # beside a round number nobody remembers another
        others = [v for v in others if v % step == 0]
    return float(site.pick([str(v) for v in others[:2]], f"misremembered {asked}")) if others else None


def _likely(value: float, near: tuple[float, ...]) -> bool:
    """Whether somebody may take a value for one of those near it: nobody does who reads 200,000 for 1,800."""
    return min(near) / _FAR <= value <= max(near) * _FAR and value > 0


_FAR = 4


def unconditional(site: Site) -> str:
    """The sentence without its condition or exception; as it stands where that does not stand first or last, or says what an
    "it" means."""
    parts = _around_clause(site)
    return site.shown if parts is None or _POINTS_BACK.search(parts[1]) else upper(parts[1])


def contrary(site: Site) -> str:
    """The sentence under its condition, said to do the contrary then."""
    if (parts := _around_clause(site)) is None:
        return site.shown
    before, rule, after = parts
    other = denied(upper(rule))
    if other == upper(rule):
        return site.shown
    return f"{before}{other if rule[0].isupper() else lower(other)}" if before else f"{other[:-1]}{after}"


def contradicted(site: Site, claimed: str) -> str:
    """A rule that says what a wrong claim says of it."""
    rule, other = site.shown, denied(site.shown)
    if re.search(r"\bshould(?: not|n['’]t)\b", claimed):
        return rule if _BOUNDED.search(rule) else other.replace("need not", "should not", 1)
    return other


_BOUNDED = re.compile(r"\b(?:at least|at most|no (?:more|less|fewer) than|up to|within)\b|\d")


def hedged(site: Site) -> str | None:
    """A permission that waits for a consent of which no document says a word; None where the rule bans, holds a condition already
    or is no plain one."""
    rule = site.shown
    may = re.search(r"\b(?:may|can|could|allowed|permitted)\b", rule)
    if (
        not may
        or bans(rule)
        or _NARROWS.search(rule)
        or _GIVEN.search(rule)
        or not rule.endswith(".")
        or _GOES_ON.search(rule)
    ):
        return None
    return f"{rule[:-1]} with the written consent of {consenting(site)}."


def bans(rule: str) -> bool:
    """Whether a rule says what is not done, or not to be done."""
    return any(pattern.search(rule) for pattern in (_NOT_DONE, NO_SUBJECT, _BANS))


_GOES_ON = re.compile(r"[;:]|, (?:and|but|or|which|who)\b|\b(?:since|because|so that|as well as|while)\b")


def consenting(site: Site) -> str:
    """Who is said to consent: somebody of the document who neither acts in the rule nor is told apart from those who do."""
    own = set(map(noun_lemma, re.findall(r"[a-z]+", site.shown.lower())))
    named = [r for r in site.named if AUTHORITY.search(r) and not is_outsider(r) and not _SOME_OTHER.match(r)]
    named = [r for r in named if noun_lemma(r.lower().split()[-1]) not in own]
    return f"the {site.pick(named, 'made up condition')}" if named else "management"


_SOME_OTHER = re.compile(r"(?:next|new|other|another|second|own|former|acting)\b", re.IGNORECASE)


def made_up_in(site: Site, quote: str) -> str:
    """The made-up consent that a misquoted sentence holds, as a verdict names it: "only with the written consent of management";
    empty where it holds none."""
    found = _MADE_UP.search(quote)
    return f"only {found[0]}" if found and found[0] not in site.shown else ""


_MADE_UP = re.compile(r"with the written consent of [^.,]+")
AUTHORITY = re.compile(
    r"\b(?:manager|head|director|officer|lead|leader|board|committee|chief|supervisor|commander|administrator|council|president|"
    r"chair|engineer|nurse|warden|principal|foreman|master|captain|superintendent)$",
    re.IGNORECASE,
)
"""How those are called who may consent to something."""


def _around_clause(site: Site) -> tuple[str, str, str] | None:
    """What stands before the rule of the point's clause, the rule, and what stands behind it; None where the clause does not
    stand first or last."""
    shown, text = site.shown, tidy(str(site.point["text"] or ""))
    if text and shown.startswith(upper(text)):
        rule = re.sub(r"^,\s*(?:then )?", "", shown[len(text) :].strip())
        return (f"{upper(text)}, ", rule, "") if rule[:1].isalnum() else None
    if text and (found := re.search(rf",?\s*(?<!\w){re.escape(text)}(?=[.!]?$)", shown)):
        return "", f"{shown[: found.start()]}.", shown[found.start() :]
    return None


_POINTS_BACK = re.compile(r"\b(?:it|its|they|them|their|this|these|those|he|she|one|so)\b", re.IGNORECASE)


def turned(rule: str) -> str:
    """The rule with its verb turned round; as it is where it has not one verb that binds, or an only or exception beside it."""
    if _AT_NO_TIME.search(rule) or _COUNTED.search(rule) or _NARROWS.search(rule):
        return rule
    if rule.startswith("No "):  # "No alcohol before a shift."
        rule = straight(rule, ())
    if none := NO_SUBJECT.search(rule):
        return _some(rule[: none.end(1)], none[2], rule[none.end() :])
    not_done = _NOT_DONE.findall(rule)
    found = [(pattern, new) for pattern, new in _TURNS if pattern.search(rule)]
    binding = len(_BINDING.findall(rule)) + len(not_done)
    if not binding and _commands(plain := _PLEASE.sub("", rule)):
        return f"You do not have to {lower(plain)}"
    if binding != 1 or not (found or not_done):
        return rule
    pattern, new = (_NOT_DONE, lambda m: m[1] or "will") if not_done else found[0]
    return _NOT_EVEN.sub("", pattern.sub(new, rule))


def denied(rule: str) -> str:
    """The rule with its verb turned round, and what only tells how things are, with a not; as it is where there is more than one
    verb, a not or only already, or a not would stand beside a bound: nobody writes "may not be kept for up to 10 days"."""
    if bounded(rule):
        return rule
    if (other := turned(rule)) != rule:
        return other
    root = parse(rule)[:].root
    beside = {t.dep_ for t in root.children}
    auxiliary = next((t for t in root.children if t.dep_ in ("aux", "auxpass")), root if root.lemma_ == "be" else None)
    if _DENIES.search(rule) or _NARROWS.search(rule) or "conj" in beside or not beside & {"nsubj", "nsubjpass"}:
        return rule
    if auxiliary is not None and auxiliary.tag_ in ("MD", "VBZ", "VBP"):
        return f"{rule[: auxiliary.idx + len(auxiliary)]} not{rule[auxiliary.idx + len(auxiliary) :]}"
    if root.tag_ not in ("VBZ", "VBP") or auxiliary is not None:
        return rule
    does = "does" if root.tag_ == "VBZ" else "do"
    return f"{rule[: root.idx]}{does} not {inflect_verb(root.lemma_, 'VB')}{rule[root.idx + len(root) :]}"


def bounded(rule: str) -> bool:
    """Whether a not would stand beside a bound."""
    return bool(_BOUND.search(rule) and not _DEMANDS.search(rule))


_BOUND = re.compile(r"\b(?:at least|at most|(?:no|not) (?:more|less|fewer|longer|later) than|up to)\b", re.IGNORECASE)
_DEMANDS = re.compile(r"\b(?:must(?! not| never)|ha(?:s|ve) to)\b")
_DENIES = re.compile(r"\b(?:not|no|never|nobody|none|nothing|cannot)\b|n['’]t\b", re.IGNORECASE)


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


_PLEASE = re.compile(r"^please ", re.IGNORECASE)
_TURNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^Only (?=[a-z])"), "Not only "),
    (re.compile(r"^(?:please )?(?:do not|don['’]t|never)(?: ever)? ", re.IGNORECASE), "You may "),
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
    (re.compile(r"\b(?:must|should)\b"), "need not"),
    (re.compile(r"\bhas to\b"), "does not have to"),
    (re.compile(r"\bhave to\b"), "do not have to"),
    (re.compile(r"\b(may|can)\b"), lambda m: "cannot" if m[1] == "can" else f"{m[1]} not"),
)
_NARROWS = re.compile(r"(?<!^)\bonly\b|\b(?:unless|except|until|other than|provided|as long as|so long as)\b")
_GIVEN = re.compile(
    r"\b(?:if|when|once|without|(?:full stop|period|ever|no exceptions?)(?=\.$)|"
    r"with (?:the |a )?(?:\w+ )?(?:consent|approval|permission|agreement))\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"\bwith (?:the |a )?(?:\w+ )?(?:consent|approval|permission|agreement)\b", re.IGNORECASE)
"""Nobody says of what somebody agrees to that they may not do it."""
_BANS = re.compile(
    r"\b(?:(?:may|can|must|shall|should|does|do) not|cannot|never|(?:can|don|doesn|shouldn|mustn)['’]t|forbidden|prohibited|"
    r"(?:is|are)(?: not| never|n['’]t) (?:allowed|permitted))\b(?! have to\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:^|, )no (?:more|less|fewer|later|longer|sooner|earlier)\b", re.IGNORECASE)
_DENYING = re.compile(r" (?:at all(?! (?:times?|hours)\b)|whatsoever)\b")
_NOT_DONE = re.compile(r"\b(?:(is|are|will)(?: not| never|n['’]t)|won['’]t)(?! (?:allowed|permitted)\b)")
_AT_NO_TIME = re.compile(r"\b(?:under no circumstances?|on no account|at no time|in no (?:case|event))\b", re.I)
_NOT_EVEN = re.compile(
    r",? not even [^,;.]+|,? even (?:if|when|for) [^,;.]+|, (?:full stop|period)(?=\.$)", re.IGNORECASE
)
"""What only says a ban once more."""
_BINDING = re.compile(
    r"\b(?:(?:may|can|must|should|could|shall)(?: never)?|cannot|can['’]t|ha(?:s|ve) to|allowed|permitted|forbidden|prohibited|"
    r"(?i:do(?:es)? not|do(?:es)?n['’]t)(?! have to\b)|(?<!is )(?<!are )(?<!will )[Nn]ever)\b"
)
