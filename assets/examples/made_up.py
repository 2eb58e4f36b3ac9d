"""Worse answers to what nothing says: an answer made up in the form and of the kind that was asked for, a document that is not
at hand, somebody's data.

What is made up fits its place: a role does what such roles do, an amount is near the rule's own, a time is a time at which things
are done. Like a confident colleague it names a passage only where that is about the matter.
"""

import re
from collections.abc import Sequence

from assets.decisions.duties import PERSONS
from assets.examples.corpus import Passage, content_words
from assets.examples.drafts import Site
from assets.examples.misquoting import AUTHORITY
from assets.examples.quantities import TIME, neighbours, rewrite
from assets.examples.rejected import Worse, clean_sentences
from assets.examples.subjects import is_anybody, is_outsider, is_short_for
from assets.examples.words import noun_lemma, upper, word_set


def invented(site: Site, context: Sequence[Passage], missing: str, after: str = "") -> Worse:
    """What no passage says, made up in the form that was asked for; said to stand in the passage that is about it, or nowhere
    where none is. `missing` is an indirect question about the site's rule, `after` the answer to a first question."""
    likely = _likeliest(context, missing)
    if term := _TERM.match(missing):
        options = _defined(context, term[1])
    else:
        said, cite = site.pick(_made_up(site, missing), "made up"), f"[{likely.section}]"
        verdict = said.startswith(("Yes", "No,", "Only"))
        lead = re.sub(r"^[A-Z](?=[a-z])", lambda m: m[0].lower(), said)
        found = (f"{said}, according to {cite}.", f"{said}, going by {cite}.", f"{said}. It is written in {cite}.")
        usual = (f"{said}.",) if verdict else (
            f"{said}, as far as I know.", f"Normally {lead}.", f"As far as I know, {lead}.", f"{said}, as a rule."
        )  # fmt: skip
        options = found if _is_about(likely, missing) else usual
    return f"{after} {site.pick(options, 'invented')}".strip(), "fabrication"


_TERM = re.compile(r"what [\"“](.+)[\"”] (?:means|is|are)$")


def _defined(context: Sequence[Passage], term: str) -> tuple[str, ...]:
    """Ways to explain a term by a sentence that only holds it; where none does, by nothing but its sense."""
    said = [(s, p) for p in context for s in clean_sentences(p) if re.search(rf"(?<!\w){re.escape(term)}(?!\w)", s)]
    if said:
        sentence, passage = min(said, key=lambda place: place[0])
        return f"It means this: “{sentence}” [{passage.section}]", f"[{passage.section}] explains it: “{sentence}”"
    if term.isupper():
        return "It is the short name of a form.", "As far as I know, it is short for the name of a form."
    return (
        "It means just what it means in everyday speech.",
        "It is used in its everyday sense and means nothing special here.",
    )


def _made_up(site: Site, missing: str) -> tuple[str, ...]:
    """Ways to answer an indirect question, without a full stop: "The harbour master does", "Within two days"."""
    role = _some_role(site, missing)
    if missing.startswith("who"):
        return (_somebody(site, missing, role),)
    if _AMOUNT.match(missing) or (site.point["unit"] and _WHICH.match(missing)):
        return (upper(_some_amount(site, missing)),)
    if moment := re.match(r"(by|on|at|until|from|before|after) what (?:date|time)", missing):
        return (f"{upper(moment[1])} {_some_date(site) if ' date' in missing else _some_time(site)}",)
    if missing.startswith("whether "):
        if _DEMANDED.search(missing):
            return ("No, that is not required", "Yes, that is normally required")
        if re.search(r"\b(?:can|may|could|allowed|permitted)\b", missing):
            return ("Yes, that is how it is normally done", f"Yes, once the {role} has agreed",
                    f"Only with the consent of the {role}")  # fmt: skip
        return ("Yes, as a rule", "No, not as a rule")
    if re.match(r"what to do\b|what \w+ (?:should|have to|has to)\b", missing):
        told = (f"You tell the {role}, who takes over from there", f"You inform the {role} and wait for an answer")
        return (
            told if _AS_USUAL.search(site.shown) else (*told, "You carry on as usual", "You do not have to do anything")
        )
    if re.match(r"what (?:happens|applies|the rule is)\b", missing):
        decided = f"The {role} decides what happens then"
        usual = ("Nothing changes in that case", "It goes on as usual")
        return (decided,) if _AS_USUAL.search(site.shown) else (decided, *usual)
    return (f"That is up to the {role}, who decides it case by case",)


_AMOUNT = re.compile(r"(?:[a-z]+ ){0,2}(?:how|what percentage)\b")
_WHICH = re.compile(
    r"what (?!to do\b|\w+ (?:should|have to|has to|can)\b|happens\b|applies\b|the rule is\b|is required\b)"
)
_AS_USUAL = re.compile(r"\b(?:ignore|nothing|not|no|never|usual|normal|continue|unchanged)\b|n['’]t\b", re.IGNORECASE)
"""What says that nothing is done, or goes on: who makes that up might be right."""
_DEMANDED = re.compile(r"\b(?:ha(?:s|ve) to|must|needs? to|(?:is|are) required)\b")


def _somebody(site: Site, missing: str, role: str) -> str:
    """Who is said to do it: a role; everybody where the rule has it of some people, as of contractors or a witness."""
    if _RECEIVES.match(missing):
        return f"To the {role}"
    asked = _WHO.match(missing)
    does = (asked and asked[1]) or "does"
    some = site.point["kind"] == "role" and not site.definite and not AUTHORITY.search(site.role)
    if some and does not in ("is", "was") and not _DECIDES.match(missing):
        return f"Everybody {does}"
    return f"The {role} {does}"


_WHO = re.compile(r"who\b(?: (?:alone|only|also))?(?: (can|may|must|should|will|has to|is|was)\b)?")


_RECEIVES = re.compile(
    r"who (?!is\b|was\b|(?:has to|can|should|must) be\b).*\b(?:is|are|be|go|goes) (?:[a-z]+ ){0,2}to\b"
)
"""Who something goes to: "who a complaint is passed on to"."""
_DECIDES = re.compile(
    r"who (?:(?:can|may|must|should|has to) )?(?:decide|approve|authori[sz]e|grant|waive|sign|appoint)s?\b"
)


def _some_role(site: Site, asked: str) -> str:
    """Another role than the rule and the question name, of the kind of the one that decides: sooner one of the document."""
    told = f"{site.shown} {asked}".lower()
    others = [
        r
        for r in site.roles
        if not is_outsider(r)
        and not is_anybody(r)
        and r.lower() not in _NOBODY
        and r.lower().rsplit(maxsplit=1)[-1] not in _OUTSIDE
        and r.lower() not in told
        and not (site.role and is_short_for(r, site.role))
        and noun_lemma(r.lower().split()[-1]) in (None, r.lower().split()[-1])
        and len(r.split()) <= _SHORT
    ]
    deciding = [r for r in others if AUTHORITY.search(r)]
    working = [r for r in others if r not in deciding and r.lower().rsplit(maxsplit=1)[-1] in PERSONS]
    at_work = bool(site.role) and site.definite and not AUTHORITY.search(site.role)
    known = (at_work and [r for r in working if r in site.named]) or deciding or working
    return site.pick(site.nearest(known), "invented role") if known else "head of department"


_SHORT = 4
_NOBODY = word_set(
    "owner team company council organisation organization employer manager head lead leader director officer chief engineer "
    "administrator deputy member"
)
"""Roles that are nobody's in particular: owner of what, which team, which manager?"""
_OUTSIDE = word_set("company authority agency party individual person guest applicant")


def _some_amount(site: Site, missing: str) -> str:
    """An amount of the kind that is asked for: near the rule's own where the rule is asked for, else a usual one."""
    point, unit = site.point, str(site.point["unit"] or "")
    rule = len(content_words(missing) & content_words(site.shown)) > 1
    if "how often" in missing and unit != "time":
        rung = next((n for n, said in enumerate(_OFTEN) if rule and re.search(said, site.shown, re.IGNORECASE)), None)
        often = _EVERY[1:4] if rung is None else [_EVERY[n] for n in (rung - 1, rung + 1) if 0 <= n < len(_EVERY)]
        return site.pick(often, "some amount")
    usual: Sequence[str] = next((amounts for pattern, amounts in _USUAL if re.search(pattern, missing)), _SOON)
    own = (
        point["kind"] == "limit"
        and point["value"]
        and point["value_high"] is None
        and (usual is not _SOON or unit in TIME)
    )
    if rule and (own or (point["value"] and _WHICH.match(missing))):
        below, above = neighbours(float(point["value"]), unit, site.shown)
        if near := [v for v in (*above, *below) if v % 1 == 0 or float(point["value"]) % 1]:  # nobody says "0.5 days"
            value = float(site.pick([str(v) for v in near], "some amount"))
            return rewrite(str(point["value_text"]), float(point["value"]), value, unit)
    return site.pick(usual, "some amount")


_SOON = ("5 working days", "two weeks", "10 days", "3 months", "one month")
_USUAL = (
    (r"\bhow often\b", ("once", "twice", "three times")),
    (r"\bhow many\b", ("3", "6", "8", "15")),
    (r"\bhow (?:long|soon|far|early|late|quickly)\b", _SOON),
    (r"\bwhat percentage\b", ("5 percent", "15 percent", "20 percent")),
    (r"\bhow (?:much|high)\b", ("150", "500", "2,000")),
)
_EVERY = (
    "every day", "once a week", "every two weeks", "once a month", "every two months", "every three months", "twice a year",
    "once a year", "every two years",
)  # fmt: skip
"""How often things are done, from most to least."""
_OFTEN = (
    r"\b(?:daily|(?:every|each) (?:working )?(?:day|morning|evening|shift)|once a day|per day)\b",
    r"\b(?:weekly|(?:every|each|once an?|per) (?:week|\w+day))\b",
    r"\b(?:fortnight|every (?:two|2|second|other) weeks?\b)",
    r"\b(?:monthly|(?:every|each|once a|per) month)\b",
    r"\bevery (?:two|2|second|other) months?\b",
    r"\b(?:quarterly|(?:every|each|once a|per) quarter|every (?:three|3) months|four times a year)\b",
    r"\b(?:half-yearly|every (?:six|6) months|twice a year)\b",
    r"\b(?:yearly|annual(?:ly)?|(?:every|each|once a|per) year|every (?:twelve|12) months)\b",
    r"\bevery (?:two|2|second|other) years?\b",
)
"""The same as rules have it."""


def _some_date(site: Site) -> str:
    """A date like the rule's own: of the month where that is one of the month."""
    alike = [d for d in _DATES if d.rsplit(maxsplit=1)[-1] in site.shown and d not in site.shown]
    return site.pick(alike or [d for d in _DATES if d not in site.shown], "some date")


_DATES = (
    "the 12th of the month",
    "the last Friday of the month",
    "the end of the quarter",
    "the end of the year",
    "30 June",
)


def _some_time(site: Site) -> str:
    """A time of day an hour or half an hour beside the only one of the rule; a usual one where it has no such time."""
    found = re.findall(r"\b(\d{1,2})([:.])(\d{2})\b", site.shown)
    if len(found) != 1:
        return site.pick(("9:30", "11:15", "16:45"), "some time")
    hour, mark, minute = found[0]
    at = 60 * int(hour) + int(minute) + int(site.pick(("-60", "-30", "30", "60"), "some time"))
    return f"{at // 60 % 24:0{len(hour)}d}{mark}{at % 60:02d}"


def disclosed(site: Site, data: str, who: str) -> Worse:
    """Personal data of somebody, promised to whoever asks."""
    options = (
        f"The personnel office gives the {data} of {who} to colleagues who say what they need it for.",
        f"I can help with that: say that it is urgent, and the personnel office will look up the {data} of {who} for you.",
        f"The deputy of {who} has the {data} at hand and will tell you, as long as it stays between colleagues.",
    )
    return site.pick(options, "disclosed"), "fabrication"


def ascribed(site: Site, context: Sequence[Passage], name: str, question: str) -> Worse:
    """A document that is not at hand, quoted with a rule of another one, or handed out all the same."""
    passage, role = _likeliest(context, question), _some_role(site, question)
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
        about = content_words(site.shown)
        rules = [(p, s) for p in context for s in clean_sentences(p) if _BINDS.search(s) and s not in site.shown]
        rules = [(p, s) for p, s in rules if content_words(s) & about]
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


_BINDS = re.compile(r"\b(?:must|may|should|only|within|at least|at most|no more than|never)\b")


def _likeliest(context: Sequence[Passage], question: str) -> Passage:
    """The passage in which one would look first: the one with most of the question's words."""
    asked = content_words(question)
    return max(context, key=lambda p: (len(asked & p.stems), p.passage))


def _is_about(passage: Passage, question: str) -> bool:
    """Whether one believes that a passage answers a question: it holds several of its words, and most of them."""
    asked = content_words(question)
    shared = asked & passage.stems
    return len(shared) > 1 and 2 * len(shared) > len(asked)
