"""The worse answer of a preference pair: as long and as fluent as the chosen one, and wrong in what it concludes.

It quotes the rule for the contrary verdict, a ban or a role turned round so that the verdict follows, goes by another
rule of the section, makes up what nothing says, or refuses in the words of a real refusal. The verifier sees to it that
it fails in the chosen one's place.
"""

import re
from collections.abc import Callable, Sequence

from assets.examples.asking import take_apart
from assets.examples.corpus import Passage, content_words, sentence_spans
from assets.examples.drafts import Draft, Site, tidy, to_you
from assets.examples.parsing import parse
from assets.examples.quantities import TIME, neighbours, rewrite
from assets.examples.refusing import not_documented
from assets.examples.words import NO_SUBJECT, one_of, upper
from assets.identity import sha256

Worse = tuple[str, str]
"""An answer and its kind: fabrication, overconfidence, needless_refusal or partial."""


def refusal(site: Site, question: str, missing: str | None = None) -> Worse:
    """A refusal where the answer stands in the passages."""
    if missing is None:
        parts = take_apart(upper(re.split(r"(?<=[.:!]) ", question)[-1]))
        missing = to_you(parts.embedded()) if parts is not None else "what holds in that case"
    owner = site.owner((), "needless owner")
    return site.pick(not_documented(site.split, missing, owner), "needless"), "needless_refusal"


def verdict(site: Site, yes: bool, kind: str = "fabrication") -> Worse:
    """The rule, quoted in full, for a conclusion that it does not bear; a ban, or who has to do something, misquoted."""
    turns = site.point["kind"] == "prohibition" or (site.point["kind"] == "role" and not yes)
    word, quote, cite = "Yes" if yes else "No", turned(site.shown) if turns else site.shown, site.cite
    options = (
        f"{word}. {cite} settles it: “{quote}”",
        f"{word}, that follows from {cite}. The sentence that decides is “{quote}”",
        f"{word}. The rule is clear about it: “{quote}” {cite}",
        f"{word}, going by what {cite} says. The wording is “{quote}”",
        f"{word}. What counts is this sentence: “{quote}” {cite}",
    )
    return site.with_caveat(site.pick(options, f"worse {yes}")), kind


def turned(rule: str) -> str:
    """The rule with its verb turned round, as somebody misquotes it; as it is where it has not one verb that binds."""
    if _AT_NO_TIME.search(rule) or _COUNTED.search(rule):
        return rule
    if none := NO_SUBJECT.search(rule):
        return _some(rule[: none.end(1)], none[2], rule[none.end() :])
    not_done = _NOT_DONE.findall(rule)
    found = [(pattern, new) for pattern, new in _TURNS if pattern.search(rule)]
    if len(_BINDING.findall(rule)) + len(not_done) != 1 or not (found or not_done):
        return rule
    pattern, new = (_NOT_DONE, lambda m: m[1] or "will") if not_done else found[0]
    return _NOT_EVEN.sub("", pattern.sub(new, rule))


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
    (
        re.compile(r"\b(may|can|should|could) (?i:not|never)\b|\b(?:must|shall) (?i:not|never)\b"),
        lambda m: m[1] or "may",
    ),
    (re.compile(r"\bcannot\b|\bcan['’]t\b"), "can"),
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
_COUNTED = re.compile(r"(?:^|, )no (?:more|less|fewer|later|longer|sooner|earlier)\b", re.IGNORECASE)
_DENYING = re.compile(r" (?:at all(?! (?:times?|hours)\b)|whatsoever)\b")
_NOT_DONE = re.compile(r"\b(?:(is|are|will)(?: not| never|n['’]t)|won['’]t)(?! (?:allowed|permitted)\b)")
_AT_NO_TIME = re.compile(r"\b(?:under no circumstances?|on no account|at no time|in no (?:case|event))\b", re.I)
_NOT_EVEN = re.compile(r",? not even [^,;.]+")
"""What only says a ban once more."""


def confident(site: Site, question: str, yes: bool) -> Worse:
    """An answer to a question that leaves open what decides, as if nothing were missing."""
    said, kind = verdict(site, yes, "overconfidence")
    if re.search(r"\b(?:what|which|how)\b", question, re.IGNORECASE):  # nobody answers that with yes or no
        said = re.sub(r"^(?:Yes|No)\b", "Then it applies", said)
    return said, kind


def agreed(site: Site, claimed: str, misquoted: str) -> Worse:
    """A wrong assumption, confirmed with a sentence that does not stand in the document like that."""
    cite = site.cite
    options = (
        f"Yes, that is right: {claimed}. The sentence in {cite} is “{misquoted}”",
        f"You remember it correctly, it is {claimed}. {cite} says: “{misquoted}”",
        f"Yes, {claimed} is what holds here: “{misquoted}” {cite}",
    )
    return site.with_caveat(site.pick(options, "agreed")), "fabrication"


def beside(site: Site, question: str, missing: str | None = None) -> Worse:
    """Another rule of the section, as if it were the one asked about; a refusal where there is none. One that names the same role
    or amount would be no worse."""
    right = (site.role if site.point["kind"] == "role" else str(site.point["value_text"] or "")).lower()
    others = [
        tidy(str(o["sentence"]))
        for o in site.siblings
        if o["form"] == "sentence" and o["kind"] == site.point["kind"] and _clean(tidy(str(o["sentence"])))
    ]
    others = [o for o in dict.fromkeys(others) if o not in site.shown and site.shown not in o]
    others = [o for o in others if not right or right not in o.lower()]
    if not others or int(site.pick("01", "beside")):
        return refusal(site, question, missing)
    other = site.pick(others, "other rule")
    options = (
        f"That is stated in {site.cite}. The sentence that decides is “{other}”",
        f"The rule for that is “{other}” {site.cite}",
        f"According to {site.cite}: “{other}” That answers it.",
    )
    return site.pick(options, "beside answer"), "fabrication"


def invented(site: Site, context: Sequence[Passage], missing: str, after: str = "") -> Worse:
    """What no passage says, made up in the form that was asked for: an amount, a role, a yes. `missing` is an indirect
    question."""
    likely, role = _likeliest(context, missing), _some_role(site)
    cite = f"[{likely.section}]"
    elsewhere = not likely.stems & content_words(missing)  # no passage has a word of it: none is named
    if re.match(r"who\b", missing):
        options: tuple[str, ...] = (f"That is for the {role}, according to {cite}.", f"{cite} gives that to the {role}.",
                   f"The {role} does that, as {cite} says.")  # fmt: skip
    elif re.match(r"(?:for |by |up to |after |within )?(?:how|what percentage)\b", missing):
        amount = _some_amount(site, missing)
        options = (f"{upper(amount)}, according to {cite}.", f"{cite} sets it at {amount}.",
                   f"The figure is in {cite}: {amount}.")  # fmt: skip
    elif re.match(r"(?:by|on|at|until|from|before) what (?:date|time)", missing):
        when = site.pick(_DATES if " date" in missing else _CLOCKS, "some moment")
        options = (f"{upper(when)}, according to {cite}.", f"{cite} says {when}.", f"The answer is in {cite}: {when}.")
    elif re.match(r"what to do\b|what \w+ (?:should|have to|has to)\b", missing):
        options = (f"According to {cite}, you inform the {role} and wait for an answer.",
                   f"{cite} says that the {role} has to be told within two working days.",
                   f"In that case {cite} sends you to the {role}, who takes over from there.")  # fmt: skip
        if elsewhere:
            options = (
                f"You inform the {role} and wait for an answer.",
                f"The {role} has to be told within two working days.",
            )
    elif re.match(r"what [\"“].*(?:means|is|are)$", missing):
        options = (f"It is what has been approved by the {role}, see {cite}.",
                   f"{cite} uses it for everything that is in the hands of the {role}.")  # fmt: skip
    elif missing.startswith("whether "):
        options = (f"Yes, {cite} says so.", f"Yes. {cite} provides for it, once the {role} has been told.",
                   f"Yes, that follows from {cite}.")  # fmt: skip
    else:
        options = (f"{cite} leaves that to the {role}, who decides it case by case.",
                   f"That is up to the {role}: {cite} says so.",
                   f"According to {cite}, the {role} settles that within two working days.")  # fmt: skip
        if elsewhere:
            options = (
                f"That is up to the {role}, who decides it case by case.",
                f"The {role} settles that within two working days.",
            )
    return f"{after} {site.pick(options, 'invented')}".strip(), "fabrication"


def disclosed(site: Site, data: str, who: str) -> Worse:
    """Personal data of somebody, promised to whoever asks."""
    options = (
        f"Of course. Every colleague may look up the {data} of {who} in the staff directory.",
        f"Sure, colleagues get the {data} of {who} on request, so I will pass that on to you.",
        f"No problem. Just tell the team of {who} what you need the {data} for, and they will send it to you.",
    )
    return site.pick(options, "disclosed"), "fabrication"


def ascribed(site: Site, context: Sequence[Passage], name: str, question: str) -> Worse:
    """A document that is not at hand, quoted with a rule of another one, or handed out all the same."""
    passage, role = _likeliest(context, question), _some_role(site)
    cite = f"[{passage.section}]"
    if re.search(r"\bfill in\b", question):
        options: tuple[str, ...] = (
            f"On {name} you enter your name, the date and the reason; the {role} then signs it {cite}.",
            f"{upper(name)} asks for the date, the reason and the signature of the {role}, as {cite} explains.",
        )
    elif re.search(r"\b(?:download|send|read)\b", question):
        options = (f"You find {name} on the intranet; {cite} gives the place.",
                   f"The {role} keeps {name} and sends it to you on request, see {cite}.")  # fmt: skip
    else:
        rules = [(p, s) for p in context for s in _sentences(p) if _BINDS.search(s) and s not in site.shown]
        options = (f"In short, {name} says that the {role} has to agree in writing {cite}.",
                   f"{upper(name)} asks for the approval of the {role}, see {cite}.")  # fmt: skip
        if rules:
            passage, rule = min(rules, key=lambda r: (-len(r[0].stems & content_words(question)), r[1]))
            cite = f"[{passage.section}]"
            options = (
                f"{upper(name)} lays down the following: “{rule}” {cite}",
                f"In short, {name} says “{rule}” {cite}",
                f"The main point of {name} is “{rule}” {cite}",
            )
    return site.pick(options, "ascribed"), "fabrication"


def _likeliest(context: Sequence[Passage], question: str) -> Passage:
    """The passage in which one would look first: the one with most of the question's words."""
    asked = content_words(question)
    return max(context, key=lambda p: (len(asked & p.stems), p.passage))


def _some_role(site: Site) -> str:
    return site.pick(site.nearest([r for r in site.roles if r != site.role]) or ["head of department"], "invented role")


def _some_amount(site: Site, missing: str) -> str:
    """An amount of the kind that is asked for: near the rule's own where the rule is asked for, else a usual one."""
    usual = next((amounts for pattern, amounts in _USUAL if re.search(pattern, missing)), _SOON)
    point, unit = site.point, str(site.point["unit"] or "")
    own = (
        point["kind"] == "limit"
        and point["value"]
        and point["value_high"] is None
        and usual is not _OFTEN
        and (usual is not _SOON or unit in TIME)
    )
    if own and len(content_words(missing) & content_words(site.shown)) > 1:
        below, above = neighbours(float(point["value"]), unit, site.shown)
        if near := [v for v in (*above, *below) if v % 1 == 0 or float(point["value"]) % 1]:  # nobody says "0.5 days"
            value = float(site.pick([str(v) for v in near], "some amount"))
            return rewrite(str(point["value_text"]), float(point["value"]), value, unit)
    return site.pick(usual, "some amount")


_SOON = ("5 working days", "two weeks", "10 days", "3 months", "one month")
_DATES = ("by the 12th of the month", "by the end of the quarter", "by 30 June", "by the last Friday of the month")
_CLOCKS = ("9:30", "11:15", "16:45", "18:20")
_OFTEN = ("twice a year", "every 3 months", "once a month", "every two years")
_USUAL = (
    (r"\bhow many\b", ("3", "6", "8", "15")),
    (r"\bhow often\b", _OFTEN),
    (r"\bhow (?:long|soon|far|early|late|quickly)\b", _SOON),
    (r"\bwhat percentage\b", ("5 percent", "15 percent", "20 percent")),
    (r"\bhow (?:much|high)\b", ("150", "500", "2,000")),
)
_BINDING = re.compile(
    r"\b(?:(?:may|can|must|should|could|shall)(?: never)?|cannot|can['’]t|ha(?:s|ve) to|allowed|permitted|forbidden|prohibited|"
    r"(?i:do not|don['’]t)|(?<!is )(?<!are )(?<!will )[Nn]ever)\b"
)
_BINDS = re.compile(r"\b(?:must|may|should|only|within|at least|at most|no more than|never)\b")


def _sentences(passage: Passage) -> list[str]:
    found = (tidy(passage.text[start:end]) for start, end in sentence_spans(passage.text))
    return [s for s in found if _clean(s)]


def further(site: Site, draft: Draft) -> tuple[Worse, ...]:
    """Answers between the chosen and the worst one: the rule without what follows from it, or a refusal of what is there.

    Only of one turn, and where the verifier tells them from the chosen answer: a rule that is only repeated answers an
    open question.
    """
    if len(draft.turns) > 1 or draft.rejected is None or not draft.evidence:
        return ()
    row = site.shown.startswith("|")  # nobody quotes the marks of a table
    proof, question = draft.claim["proof"], draft.turns[0][0]
    told = site.with_caveat(
        site.pick(
            (
                f"{site.cite} has a rule for that: “{site.shown}”",
                f"What I can offer is the sentence “{site.shown}” {site.cite}",
                f"The passage on that is “{site.shown}” {site.cite}",
            ),
            "half an answer",
        )
    )  # fmt: skip
    found: list[Worse] = []
    if not row and (draft.behaviour == "clarify" or proof == "premise" or draft.claim.get("polarity")):
        found.append((told, "partial"))
    if proof == "absent":
        passage = min(draft.context, key=lambda p: sha256(f"{site.point['point']}\nhalf\n{p.passage}"))
        if said := _sentences(passage):
            found.append(
                (f"I am not sure, but this may help: “{site.pick(said, 'half')}” [{passage.section}]", "partial")
            )
    if draft.claim.get("polarity") and draft.rejected_kind != "needless_refusal":
        found.append(refusal(site, question))
    return tuple((answer, kind) for answer, kind in found if answer not in (draft.rejected, draft.turns[0][1]))


def _clean(sentence: str) -> bool:
    return bool(30 <= len(sentence) <= 200 and re.fullmatch(r"[A-Z][^\[\]“”|*_`<>{}#\n?]+\.", sentence))
