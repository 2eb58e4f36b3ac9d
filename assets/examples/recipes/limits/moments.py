"""Limits that are times of day or dates: when it is, and a moment on either side. Proofs: `moment`, `quote` for the value.

Whether the edge itself counts ("by 17:00", at 17:00) is mostly not said, and never asked.
"""

import re

from assets.decisions.moments import MONTHS, UNITS
from assets.decisions.records import FRAGMENTS
from assets.examples import rejected
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site, to_you
from assets.examples.grammar import Rule, Unfit, clean
from assets.examples.moments import Moment, both_spans, find_moment
from assets.examples.recipes.limits.reading import without_aside
from assets.examples.recipes.limits.values import HELPERS, ask_with
from assets.examples.words import lower, upper

_DEADLINES = ("by", "no later than", "not later than", "before", "prior to")
_STARTS = ("no earlier than", "not earlier than", "no sooner than", "not sooner than")
# What is done within hours only: outside of them it is not done.
_OPEN = re.compile(
    r"be (?:accepted|received|issued|handed out|served|admitted|allowed|permitted|possible|available|open|staffed|taken|lent|"
    r"let in|valid|in force|applicable)\b"
)
_WHEN = {
    "at": "At what time", "by": "By what time", "no later than": "By what time", "not later than": "By what time",
    "before": "Before what time", "until": "Until what time", "till": "Until what time", "after": "After what time",
    "from": "From what time", "between": "Between what times",
}  # fmt: skip


def moments(site: Site) -> list[Draft]:
    """The moment asked for, and one inside and one outside of what it bounds."""
    point = site.point
    if point["unit"] not in UNITS:
        return []
    if point["form"] in FRAGMENTS:
        raise Unfit("no recipe for a table of this kind")
    site.lone()
    _rivals(site)
    rule, moment = read_moment(site)
    found: list[Draft] = []
    try:
        found.append(_when(site, rule, moment))
    except Unfit as reason:
        site.gaps["asked"] = str(reason)
    for side, asked in _sides(rule, moment, site.number("moment")).items():
        try:
            twin = None if side == "inside" else next(iter(reversed(found)), None)
            if side == "outside" and twin is None:
                raise Unfit("no answerable counterpart")
            found.append(_side(site, rule, moment, side, asked, twin))
        except Unfit as reason:
            site.gaps[side] = str(reason)
    try:
        inside = next((d for d in found if d.cell == "inside"), None)
        if inside is None:
            raise Unfit("no answerable counterpart")
        found.append(_missing(site, rule, moment, inside))
    except Unfit as reason:
        site.gaps["missing"] = str(reason)
    return found


_NUMBERED = re.compile(r"[a-z]+ \d+ (?!(?:%|percent|[a-z]+s\b))")
"""What is called by its number, and is no deed: "Lift 4 out of order until 20 November"."""


_SO_MANY = re.compile(r"(?:up to|at (?:least|most)|(?:no )?(?:more|less|fewer) than)\b", re.IGNORECASE)
"""A subject that is an amount: "Up to 5 days must be used by 30 June"."""


def read_moment(site: Site) -> tuple[Rule, Moment]:
    """The rule of a site and the moment that it holds; raises Unfit where it cannot be asked about safely."""
    point, rule = site.point, without_aside(site.rule, str(site.point["value_text"]))
    high = None if point["value_high"] is None else float(point["value_high"])
    moment = find_moment(clean(site.shown), str(point["value_text"]), str(point["unit"]), float(point["value"]), high)
    if moment is None:
        raise Unfit("doubtful parse: the moment does not stand once in the sentence")
    moment = both_spans(
        clean(site.shown),
        moment,
        [
            (float(o["value"]), float(o["value_high"]))
            for o in site.siblings
            if _of_one_sentence(point, o) and o["value_high"]
        ],
    )
    if moment.phrase not in rule.base or (rule.clause is not None and moment.phrase in rule.clause.text):
        raise Unfit("no recipe for a moment on which the rule depends")
    before, after = rule.base.split(moment.phrase, 1)
    if _SO_MANY.match(rule.subject):
        raise Unfit("no natural form: nobody does up to so many of something at a moment")
    if _NUMBERED.match(rule.base):
        raise Unfit("doubtful parse: a noun taken for the verb")
    if re.search(r"\b(?:which|who|that|where)\b", before) or point["scope"] != "rule":
        raise Unfit("no recipe for a moment on which the rule depends")
    if re.search(r"\b(?:or|except|unless)\b", after):
        raise Unfit("a moment with alternatives")
    if re.search(r"\b(?:and|or|but)\b", before) or re.search(r",| and \w+s? ", after):
        raise Unfit("two rules in one sentence")
    return rule, moment


def tell(rule: Rule) -> str:
    """The rule of a moment as somebody tells it: "samples are accepted until 11:00"; raises Unfit."""
    verb = {"may": "can", "must": "have to", "should": "should"}.get(rule.modality)
    if verb is None and rule.modality != "fact":
        raise Unfit("no natural form: the claim would not be about the moment")
    return rule.claim(verb) if verb else rule.finite()


def _of_one_sentence(point: dict[str, object], other: dict[str, object]) -> bool:
    """Whether another limit of the same kind of moment stands in the sentence."""
    same = other["kind"] == "limit" and other["unit"] == point["unit"] and other["used"]
    return bool(same and other["sentence_start"] == point["sentence_start"])


_PARTS = (
    (690, 750, "around lunchtime"),
    (420, 690, "in the morning"),
    (750, 1020, "in the afternoon"),
    (1110, 1350, "in the evening"),
)


def _missing(site: Site, rule: Rule, moment: Moment, twin: Draft) -> Draft:
    """The moment left vague: the part of the day, or the month, in which the bound lies."""
    if not _sides(rule, moment, 0) or moment.high is not None or rule.modality in ("must_not", "should_not"):
        raise Unfit("no natural form: the moment cannot be left vague")
    if moment.unit == "clock":
        part = next((words for low, high, words in _PARTS if low < moment.value < high), None)
    elif moment.unit == "date":
        month, day = divmod(int(moment.value) % 10_000, 100)
        part = f"sometime in {MONTHS[month - 1].capitalize()}" if 3 <= day <= 26 else None
    else:
        halves = {"first": 3 <= moment.value <= 12, "second": 18 <= moment.value <= 26}
        half = next((f"in the {name} half of the month" for name, cut in halves.items() if cut), None)
        part = "in the middle of the month" if 13 <= moment.value <= 17 else half
    if part is None or re.search(r"\b(?:month|morning|afternoon|evening|night)\b", site.shown):
        raise Unfit("no natural form: the moment cannot be left vague")
    train, evaluation = _ask(rule.swap(moment.phrase, part), moment)
    slot = "At what time exactly" if moment.unit == "clock" else "On what date exactly"
    options = (
        f"That depends. {slot}? The rule in {site.cite} turns on “{moment.phrase}”: “{site.shown}”",
        f"{slot}? {site.cite} draws the line at “{moment.phrase}”: “{site.shown}”",
        f"One more detail, please: {lower(slot)}? What counts is “{moment.phrase}”, as in “{site.shown}” {site.cite}.",
    )
    phrasing = site.say(train, evaluation, "missing")
    claim = {"proof": "missing", "quote": site.quote, "slot": "moment"}
    return site.draft(
        ("missing_amount", "clarify"), ("moments", "missing"), phrasing, site.pick(options, "missing answer"), claim,
        rejected=rejected.confident(site, phrasing.text, site.pick(("yes", "no"), "sure") == "yes", claim), twin=twin,
    )  # fmt: skip


def _rivals(site: Site) -> None:
    """Raise Unfit where another rule of the section gives another moment for what a question would name."""
    point, own = site.point, content_words(str(site.point["sentence"]))
    for other in site.siblings:
        if other["kind"] == "limit" and other["unit"] == point["unit"] and other["value"] != point["value"]:
            if _of_one_sentence(point, other) and not (other["value_high"] and point["value_high"]):
                raise Unfit("several moments in the sentence")
            if other["sentence_start"] == point["sentence_start"]:
                continue
            if 2 * len(own & content_words(str(other["sentence"]))) >= len(own):
                raise Unfit("a sibling rule with another moment")


_OF_TIME = re.compile(
    r"^(?:(?:(?:local|[Ee]astern|[Cc]entral|[Pp]acific) )?time|sharp|[A-Z]{0,3}T|UTC|of (?:the|each|every)(?: \w+)? month)\b\s*"
)
"""What stands behind a moment and is part of it."""


def _when(site: Site, rule: Rule, moment: Moment) -> Draft:
    wh = "At what times" if moment.high is not None and moment.words == "from" else _WHEN.get(moment.words)
    if moment.unit != "clock":
        wh = {"on": "On what date", "by": "By what date"}.get(moment.words, wh and wh.replace("time", "date"))
    helper = HELPERS.get(rule.modality)
    if wh is None or helper is None or rule.modality == "must_not":
        raise Unfit("no natural form: the moment cannot be asked for")
    before, after = (part.strip() for part in rule.base.split(moment.phrase, 1))
    after = _OF_TIME.sub("", after)
    rest = " ".join(f"{before} {after}{rule.end()}".strip(" ,").split())
    if not before or re.search(r"\b(?:no|not) (?:later|earlier|sooner) than\b", rest):
        raise Unfit("no natural form: the moment cannot be asked for")  # "no later than Monday at 9:00"
    direct, indirect = ask_with(rule, wh, helper, rest)
    asked = lower(indirect)
    name = re.sub(r"\W+", "_", wh.lower())
    phrasing = site.say([Phrasing(f"moment.{name}", direct)],
                        [Phrasing(f"moment.tell_{name}", f"I would like to know {asked}.")], "when")  # fmt: skip
    told = moment.phrase
    options = (
        f"{upper(told)}. The rule: “{site.shown}” {site.cite}",
        f"{site.cite} says “{told}”: “{site.shown}”",
        f"It is “{told}”. The wording reads “{site.shown}” {site.cite}",
        f"“{site.shown}” That is what {site.cite} says, so: {told}.",
    )
    draft = site.draft(
        ("answerable", "answer"), ("when", "asked"), phrasing, site.pick(options, "when answer"),
        {"proof": "quote", "quote": site.quote}, rejected=rejected.beside(site, phrasing.text, to_you(asked)),
    )  # fmt: skip
    draft.asks = to_you(asked)
    return draft


def _sides(rule: Rule, moment: Moment, number: int) -> dict[str, float]:
    """The sides that the rule decides, each with a moment."""
    words, mode = moment.words, rule.modality
    window = moment.high is not None or words in ("until", "till", "up to")
    sides = moment.sides(number)
    if words in ("at", "on"):
        return {}
    if mode in ("must_not", "should_not"):
        return {k: v for k, v in sides.items() if k == "inside"}
    if words in (*_DEADLINES, *_STARTS) and mode in ("must", "should", "fact"):
        return sides
    if window and (mode == "may" or (mode == "fact" and _OPEN.match(rule.base))):
        return sides
    if moment.high is not None and mode in ("must", "should"):
        return sides
    if mode == "may" and words in ("from", "after"):
        return {k: v for k, v in sides.items() if k == "inside"}
    return {}


def _ask(rule: Rule, moment: Moment) -> tuple[list[Phrasing], list[Phrasing]]:
    """Questions whether a moment keeps to the rule, which already holds it."""
    who = {"I": "me", "we": "us"}.get(rule.subject, rule.subject)
    if rule.modality == "should_not":
        ask = f"Should {rule.subject} {rule.base}{rule.end()}?"
        return [Phrasing("moment.should", ask)], [Phrasing("moment.quick_should", f"Quick question: {lower(ask)}")]
    if rule.modality in ("may", "must_not"):
        return (
            [Phrasing("moment.can", rule.can()), Phrasing("moment.allowed", rule.allowed())],
            [Phrasing("moment.fine", f"Is it fine for {who} to {rule.base}{rule.end()}?")],
        )
    if rule.modality == "fact" and moment.words not in (*_DEADLINES, *_STARTS):
        rest = f"{rule.base.removeprefix('be ')}{rule.end()}"
        return (
            [Phrasing("moment.is_it", f"{upper(rule.be())} {rule.subject} {rest}?")],
            [Phrasing("moment.would_be", f"Would {rule.subject} be {rest}?")],
        )
    told = rule.finite()
    good, bad = ("still in time", "too late") if moment.words in _DEADLINES else ("okay", "a problem")
    if moment.words in _STARTS:
        bad = "too early"
    if rule.clause is not None:
        train = [Phrasing("moment.suppose", f"Suppose {told}. Would that be {good}?")]
    else:
        train = [Phrasing("moment.good_if", f"Is it {good} if {told}?"),
                 Phrasing("moment.bad_if", f"Is it {bad} if {told}?", contrary=True)]  # fmt: skip
    evaluation = [Phrasing("moment.is_that", f"{upper(told)}. Is that {good.removeprefix('still ')}?"),
                  Phrasing("moment.is_that_bad", f"{upper(told)}. Is that {bad}?", contrary=True)]  # fmt: skip
    return train, evaluation


def _side(site: Site, rule: Rule, moment: Moment, side: str, asked: float, twin: Draft | None) -> Draft:
    holds = side == "inside"
    asking = rule.swap(moment.phrase, moment.write(asked))
    phrasing = site.say(*_ask(asking, moment), side)
    yes = holds != phrasing.contrary
    if rule.modality in ("must_not", "should_not"):
        yes = False
    answer = _answer(site, moment, asked, yes, holds=holds)
    claim = {
        "proof": "moment", "quote": site.quote, "unit": moment.unit, "comparator": str(site.point["comparator"]),
        "value": moment.value, "value_high": moment.high, "asked": asked, "holds": holds, "polarity": "yes" if yes else "no",
    }  # fmt: skip
    later = site.shown.replace(moment.phrase, moment.moved(asked))
    worse = rejected.refusal(site, phrasing.text) if yes else rejected.verdict(
        site, True, claim, quote=site.shown if moment.high is not None else later
    )  # fmt: skip
    return site.draft(
        (f"{side}_limit", "answer"), ("moments", side), phrasing, answer, claim, rejected=worse, twin=twin,
    )  # fmt: skip


def _answer(site: Site, moment: Moment, asked: float, yes: bool, *, holds: bool) -> str:
    word, phrase, quote, cite = "Yes" if yes else "No", moment.phrase, site.shown, site.cite
    if moment.high is not None:
        span = "that span" if moment.beside is None else "one of those spans" if holds else "those spans"
        side = f"{'inside' if holds else 'outside'} {span}"
    else:
        side = "earlier than that" if asked < moment.value else "later than that"
    options = (
        f"{word}. The rule says “{phrase}”, and {moment.bare(asked)} is {side}: “{quote}” {cite}",
        f"{word}: what counts is “{phrase}”, and {moment.bare(asked)} is {side}. “{quote}” {cite}",
        f"{word}. “{quote}” {cite} You are asking about {moment.bare(asked)}, which is {side}.",
        f"{word}, because {cite} says “{phrase}”, and {moment.bare(asked)} is {side}. The wording: “{quote}”",
    )
    return site.pick(options, f"moment answer {asked}")
