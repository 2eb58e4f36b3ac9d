"""The worse answer of a preference pair: as long and as fluent as the chosen one, and wrong in what it concludes.

It misremembers the rule so that the contrary verdict follows (see `misquoting`), goes by another rule of the section, makes up
what nothing says, or refuses in the words of a real refusal. The verifier sees to it that it fails in the chosen one's
place.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assets.examples.asking import take_apart
from assets.examples.corpus import Passage, content_words, sentence_spans
from assets.examples.drafts import Draft, Site, tidy, to_you
from assets.examples.misquoting import made_up_in, misquoted
from assets.examples.parsing import parse
from assets.examples.quantities import TIME, neighbours, rewrite
from assets.examples.refusing import not_documented
from assets.examples.subjects import is_outsider
from assets.examples.words import lower, upper
from assets.identity import sha256

Worse = tuple[str, str]
"""An answer and its kind: fabrication, overconfidence, needless_refusal or partial."""


def refusal(site: Site, question: str, missing: str | None = None) -> Worse:
    """A refusal where the answer stands in the passages."""
    missing = missing or _asked_for(upper(re.split(r"(?<=[.:!]) ", question)[-1]))
    owner = site.owner((), "needless owner")
    return site.pick(not_documented(site.split, missing, owner), "needless"), "needless_refusal"


def _asked_for(question: str) -> str:
    """A question as what nothing says: "whether I may park there"."""
    if (parts := take_apart(question)) is not None:
        return to_you(parts.embedded())
    root = parse(question)[:].root if re.match(r"(?:which|what)\b", question, re.IGNORECASE) else None
    asks = root is not None and any(t.dep_ == "nsubj" and t.left_edge.i == 0 for t in root.children)
    return to_you(lower(question.rstrip("?"))) if asks else "what the rule is for that"


def verdict(
    site: Site, yes: bool | None, claim: Mapping[str, Any], kind: str = "fabrication", quote: str | None = None
) -> Worse:
    """The contrary verdict on the question of the claim, with the rule misremembered so that it follows, or as `quote`; `yes` is
    None where nobody answers with yes or no."""
    quote, cite = quote or misquoted(site, claim, yes=yes is not False), site.cite
    only = made_up_in(site, quote)
    word = "Then it applies" if yes is None else f"{'Yes' if yes else 'No'}{only and f', {only}'}"
    options = (
        f"{word}. {cite} settles it: “{quote}”",
        f"{word}, that follows from {cite}. The sentence that decides is “{quote}”",
        f"{word}. The rule is clear about it: “{quote}” {cite}",
        f"{word}, going by what {cite} says. The wording is “{quote}”",
        f"{word}. What counts is this sentence: “{quote}” {cite}",
    )
    return site.with_caveat(site.pick(options, f"worse {yes}")), kind


def otherwise(site: Site, question: str, yes: bool | None, claim: Mapping[str, Any]) -> Worse:
    """The contrary verdict where the rule can be misremembered for it, else a refusal: nobody believes a no that quotes a yes."""
    quote = misquoted(site, claim, yes=yes is not False)
    return refusal(site, question) if quote == site.shown else verdict(site, yes, claim, quote=quote)


def confident(site: Site, question: str, yes: bool, claim: Mapping[str, Any]) -> Worse:
    """An answer to a question that leaves open what decides, as if nothing were missing."""
    openly = re.search(r"\b(?:what|which|how)\b", question, re.IGNORECASE)
    return verdict(site, None if openly else yes, claim, "overconfidence")


def agreed(site: Site, claimed: str, misquoted: str) -> Worse:
    """A wrong assumption, confirmed with a sentence that does not stand in the document like that."""
    cite = site.cite
    options = (
        f"Yes, that is right: {claimed}. The sentence in {cite} is “{misquoted}”",
        f"Yes, it is {claimed}. {cite} says: “{misquoted}”",
        f"Yes, {cite} says just that: “{misquoted}”",
    )
    return site.with_caveat(site.pick(options, "agreed")), "fabrication"


def beside(site: Site, question: str, missing: str | None = None) -> Worse:
    """Another rule of the section on something of the same, as if it were the one asked about; a refusal where there is none. One
    that names the same role or amount would be no worse."""
    right = (site.role if site.point["kind"] == "role" else str(site.point["value_text"] or "")).lower()
    others = [
        tidy(str(o["sentence"]))
        for o in site.siblings
        if o["form"] == "sentence"
        and o["kind"] == site.point["kind"]
        and o["unit"] == site.point["unit"]
        and _clean(tidy(str(o["sentence"])))
    ]
    others = [o for o in dict.fromkeys(others) if o not in site.shown and site.shown not in o]
    about, ties = content_words(site.shown), 1 if site.point["kind"] == "role" or site.point["unit"] else 2
    others = [o for o in others if (not right or right not in o.lower()) and len(content_words(o) & about) >= ties]
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
    """What no passage says, made up in the form that was asked for: an amount, a role, a yes; said to stand in the passage that
    is about it, or nowhere where none is. `missing` is an indirect question."""
    likely, role = _likeliest(context, missing), _some_role(site, missing)
    cite, near = f"[{likely.section}]", _is_about(likely, missing)
    if re.match(r"who\b", missing):
        found: tuple[str, ...] = (f"That is for the {role}, according to {cite}.", f"{cite} gives that to the {role}.",
                                  f"The {role} does that, as {cite} says.")  # fmt: skip
        usual: tuple[str, ...] = (f"That is for the {role}.", f"Normally the {role} takes care of that.")
    elif re.match(r"(?:for |by |up to |after |within )?(?:how|what percentage)\b", missing):
        amount = _some_amount(site, missing)
        found = (
            f"{upper(amount)}, according to {cite}.",
            f"{cite} sets it at {amount}.",
            f"The figure is in {cite}: {amount}.",
        )
        usual = (f"{upper(amount)}, as a rule.", f"That is normally {amount}.", f"The usual figure is {amount}.")
    elif re.match(r"(?:by|on|at|until|from|before) what (?:date|time)", missing):
        when = site.pick(_DATES if " date" in missing else _CLOCKS, "some moment")
        found = (f"{upper(when)}, according to {cite}.", f"{cite} says {when}.", f"The answer is in {cite}: {when}.")
        usual = (f"{upper(when)}, as a rule.", f"That is normally {when}.")
    elif re.match(r"what to do\b|what \w+ (?:should|have to|has to)\b", missing):
        found = (f"According to {cite}, you inform the {role} and wait for an answer.",
                 f"{cite} says that the {role} has to be told within two working days.",
                 f"In that case {cite} sends you to the {role}, who takes over from there.")  # fmt: skip
        usual = (
            f"You inform the {role} and wait for an answer.",
            f"The {role} has to be told, who takes over from there.",
        )
    elif re.match(r"what [\"“].*(?:means|is|are)$", missing):
        found = (f"It is what has been approved by the {role}, see {cite}.",
                 f"{cite} uses it for everything that is in the hands of the {role}.")  # fmt: skip
        usual = (
            f"It is what has been approved by the {role}.",
            f"It is everything that is in the hands of the {role}.",
        )
    elif missing.startswith("whether "):
        found = (f"Yes, {cite} says so.", f"Yes. {cite} provides for it, once the {role} has been told.",
                 f"Yes, that follows from {cite}.")  # fmt: skip
        usual = ("Yes, that is how it is normally done.", f"Yes, once the {role} has been told.")
    else:
        found = (f"{cite} leaves that to the {role}, who decides it case by case.", f"That is up to the {role}: {cite} says so.",
                 f"According to {cite}, the {role} settles that.")  # fmt: skip
        usual = (f"That is up to the {role}, who decides it case by case.", f"The {role} settles that.")
    return f"{after} {site.pick(found if near else usual, 'invented')}".strip(), "fabrication"


def added(site: Site, step: str, last: str) -> Worse:
    """A step that a procedure does not have: something with somebody of its document, or its last one under another number."""
    named = [role for role in site.named if not is_outsider(role)]
    said = site.pick(_ADDED, "added").format(site.pick(named, "added role")) if named else last
    return f"In {step} {site.cite} has “{said}”", "fabrication"


_ADDED = ("Inform the {}.", "Send a copy to the {}.", "Ask the {} to confirm it.", "Wait for the answer of the {}.")


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
        rules = [(p, s) for p in context for s in _sentences(p) if _BINDS.search(s) and s not in site.shown]
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


def _likeliest(context: Sequence[Passage], question: str) -> Passage:
    """The passage in which one would look first: the one with most of the question's words."""
    asked = content_words(question)
    return max(context, key=lambda p: (len(asked & p.stems), p.passage))


def _is_about(passage: Passage, question: str) -> bool:
    """Whether one believes that a passage answers a question: it holds several of its words, most of them or one in its
    heading."""
    asked = content_words(question)
    shared = asked & passage.stems
    return len(shared) > 1 and (bool(shared & content_words(passage.section)) or 2 * len(shared) > len(asked))


def _some_role(site: Site, asked: str) -> str:
    """Another role than the one that decides and those that the question names."""
    others = [r for r in site.roles if r != site.role and r.lower() not in asked.lower() and not is_outsider(r)]
    others = [r for r in others if r.lower() not in _NOBODY]
    return site.pick(site.nearest(others) or ["head of department"], "invented role")


_NOBODY = ("owner", "team", "company", "council", "organisation", "organization", "employer")
"""Roles that are nobody's in particular: owner of what, which team?"""


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
