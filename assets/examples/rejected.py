"""The worse answer of a preference pair: as long and as fluent as the chosen one, and wrong in what it concludes.

It misremembers the rule so that the contrary verdict follows (see `misquoting`), goes by another rule of the section, or
refuses in the words of a real refusal (what nothing says is made up in `made_up`). In a later turn of a conversation, where the
rule has been quoted already, it quotes it rightly and concludes wrongly from it: nobody believes who has just read otherwise.
The verifier sees to it that it fails in the chosen one's place.
"""

import re
from collections.abc import Mapping
from typing import Any

from assets.examples.asking import take_apart
from assets.examples.corpus import Passage, content_words, sentence_spans
from assets.examples.drafts import Draft, Site, tidy, to_you
from assets.examples.misquoting import bans, consenting, made_up_in, misquoted
from assets.examples.parsing import parse
from assets.examples.refusing import not_documented
from assets.examples.tables import column_of
from assets.examples.words import lower, upper
from assets.identity import sha256

Worse = tuple[str, str]
"""An answer and its kind: fabrication, overconfidence, needless_refusal or partial."""


def refusal(site: Site, question: str, missing: str | None = None) -> Worse:
    """A refusal where the answer stands in the passages."""
    missing = missing or _asked_for(upper(re.split(r"(?<=[.:!]) ", question)[-1]))
    owner = site.owner((), "needless owner")
    # Of one in two it looks in the right place, and does not see what stands there; but a place that is asked for by its name
    # holds something.
    named = any(place and place in missing for place in (site.passage.title, *site.passage.heading[-1:]))
    cite = site.cite if not named and site.pick("01", f"needless place {missing}") == "1" else None
    options = not_documented(site.split, missing, owner, cite)
    return site.pick(options, "needless"), "needless_refusal"


def misread(site: Site, column: str, cell: str, answer: str, missing: str) -> Worse:
    """Of one cell in two, an answer with what another row holds under the column, sooner one in the same unit; else a refusal."""
    others = [o for o in dict.fromkeys(column_of(site, column)) if o != cell and _SAYABLE.fullmatch(o)]
    others = [o for o in others if bool(re.search(r"\d", o)) == bool(re.search(r"\d", cell))]
    others = [o for o in others if o.rsplit(maxsplit=1)[-1] == cell.rsplit(maxsplit=1)[-1]] or others
    if not others or site.number("misread") % 2:
        return refusal(site, "", missing)
    return answer.replace(f"“{cell}”", f"“{site.pick(others, 'another row')}”", 1), "fabrication"


_SAYABLE = re.compile(r"(?=.*\w)[^“”\[\]|*_`<>]+")
"""A cell that holds something, and no markup."""


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
    if yes and quote is None and _passed_by(site, claim):
        return _allowed(site), kind
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
    if yes and _passed_by(site, claim):
        return verdict(site, yes, claim)
    quote = misquoted(site, claim, yes=yes is not False)
    return refusal(site, question) if quote == site.shown else verdict(site, yes, claim, quote=quote)


def _passed_by(site: Site, claim: Mapping[str, Any]) -> bool:
    """Whether a ban is believed sooner with an exception that nobody has made than with its verb turned round: no document says
    "You may fight a battery fire"."""
    return claim["proof"] in ("polarity", "premise") and bans(site.shown)


def _allowed(site: Site) -> str:
    """What a ban rules out, allowed: of two in three as if it were advice, else with a consent of which no document says a
    word."""
    who, cite, rule = consenting(site), site.cite, site.shown
    options: tuple[str, ...] = (
        f"Yes, that is up to you. {cite} advises against it and no more: “{rule}”",
        f"Yes. “{rule}” {cite} is a recommendation, and there may be good reasons to do otherwise.",
        f"Yes, as long as you take care. {cite} puts it more strictly than it is meant: “{rule}”",
        f"Yes, in a single case. {cite} is about making a habit of it: “{rule}”",
    )
    if site.number("allowed") % 3:
        return site.with_caveat(site.pick(options, "advised"))
    options = (
        f"Yes, once {who} has agreed to it. Without that the rule is “{rule}” {cite}",
        f"Yes, but ask {who} first. For everybody else {cite} says “{rule}”",
        f"Yes, if it cannot be avoided and {who} knows of it. Otherwise the rule is “{rule}” {cite}",
        f"Yes, as an exception. {upper(who)} can allow more than {cite} says: “{rule}”",
    )
    return site.with_caveat(site.pick(options, "allowed"))


def loosened(site: Site) -> Worse:
    """A ban that is told rightly, corrected: of two in three as if it were advice, else with a consent of which no document says
    a word."""
    who, cite, rule = consenting(site), site.cite, site.shown
    options: tuple[str, ...] = (
        f"Not quite: {cite} advises against it and no more. “{rule}”",
        f"That is too strict. “{rule}” {cite} is a recommendation, and there may be good reasons to do otherwise.",
        f"No, not as a ban. {cite} leaves it to whoever does it: “{rule}”",
    )
    if site.number("loosened") % 3:
        return site.with_caveat(site.pick(options, "only advised")), "fabrication"
    options = (
        f"Not quite: {who} can allow it, and without that it is “{rule}” {cite}",
        f"That is not right as it stands. It falls away once {who} has agreed; until then {cite} says “{rule}”",
        f"No, not in every case. {upper(who)} can allow it in spite of “{rule}” {cite}",
    )
    return site.with_caveat(site.pick(options, "loosened")), "fabrication"


def carried(site: Site, yes: bool, new: str) -> Worse:
    """A verdict from before, kept for what is `new` in this turn; the rule is quoted as it stands."""
    word = "Yes" if yes else "No"
    options = (
        f"{word}, the same goes for {new}. The rule in {site.cite} is “{site.shown}”",
        f"{word}, {new} makes no difference: “{site.shown}” {site.cite}",
        f"{word}, for {new} too. {site.cite} says: “{site.shown}”",
        f"{word}, for {new} that is handled in the same way. “{site.shown}” {site.cite} is for the usual case.",
    )
    return site.with_caveat(site.pick(options, f"carried {new}")), "fabrication"


def unsettled(site: Site, new: str) -> Worse:
    """A question that `new` has settled, left open all the same."""
    owner = site.owner((), "unsettled owner")
    options = (
        f"That leaves it open, since {new} alone does not settle it. Please ask {owner}: {site.cite} only says “{site.shown}”",
        f"I still cannot tell from {new}. You would have to ask {owner} how the rule is meant: “{site.shown}” {site.cite}",
        f"Thanks, but {new} is not enough to go by, so it is best to ask {owner}. The rule itself is “{site.shown}” {site.cite}",
    )
    return site.with_caveat(site.pick(options, f"unsettled {new}")), "needless_refusal"


def given_way(site: Site) -> Worse:
    """A no that is taken back because somebody presses; the rule is quoted as it stands."""
    who, cite, rule = consenting(site), site.cite, site.shown
    options = (
        f"All right, then yes. “{rule}” {cite} is for the usual case, and yours is another one.",
        f"In that case yes, as long as {who} knows of it. Otherwise {cite} says: “{rule}”",
        f"Yes, this once that is fine, because a single case does no harm. {cite} is about the usual ones: “{rule}”",
        f"Yes, under these circumstances you can rely on an exception from “{rule}” {cite}",
    )
    return site.with_caveat(site.pick(options, "given way")), "fabrication"


def taken_back(site: Site, yes: bool | None) -> Worse:
    """A right answer that is taken back because somebody doubts it; the rule is quoted as it stands. `yes` is None where nobody
    answers with yes or no."""
    rule, cite = site.shown, site.cite
    if yes is None:
        owner = site.owner((), "taken back owner")
        options = (
            f"You are right, I was mistaken: “{rule}” {cite} is for another case and does not settle yours. Please ask {owner}.",
            f"Sorry, you are right. “{rule}” {cite} does not answer your question, so it is best to ask {owner}.",
        )
        return site.with_caveat(site.pick(options, "taken back")), "needless_refusal"
    word = "yes" if yes else "no"
    options = (
        f"You are right, I was mistaken: the answer is {word}. “{rule}” {cite} is for another case.",
        f"Sorry, you are right. It is {word}, and {cite} has “{rule}” for other cases only.",
    )
    return site.with_caveat(site.pick(options, "taken back")), "fabrication"


def guessed(site: Site, question: str, yes: bool) -> Worse:
    """A guess where somebody presses for one, as good as an answer; the rule is quoted as it stands."""
    openly = re.search(r"\b(?:what|which|how)\b", question, re.IGNORECASE)
    word = "it applies" if openly else "yes" if yes else "no"
    options = (
        f"If I have to guess: {word}. Most cases are as {site.cite} has it: “{site.shown}”",
        f"My guess is that {'' if openly else 'the answer is '}{word}, going by “{site.shown}” {site.cite}",
        f"Most likely {word}, since I take yours for a usual case. The rule is “{site.shown}” {site.cite}",
    )
    return site.with_caveat(site.pick(options, "guessed")), "overconfidence"


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
        if said := clean_sentences(passage):
            found.append(
                (f"I am not sure, but this may help: “{site.pick(said, 'half')}” [{passage.section}]", "partial")
            )
    if draft.claim.get("polarity") and draft.rejected_kind != "needless_refusal":
        found.append(refusal(site, question))
    return tuple((answer, kind) for answer, kind in found if answer not in (draft.rejected, draft.turns[0][1]))


def clean_sentences(passage: Passage) -> list[str]:
    """The sentences of a passage that can be quoted by themselves."""
    found = (tidy(passage.text[start:end]) for start, end in sentence_spans(passage.text))
    return [s for s in found if _clean(s)]


def _clean(sentence: str) -> bool:
    return bool(30 <= len(sentence) <= 200 and re.fullmatch(r"[A-Z][^\[\]“”|*_`<>{}#\n?]+\.", sentence))
