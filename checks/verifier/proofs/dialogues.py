"""The turns of a conversation as the proofs look at them: what was said about the same rule so far, and nothing else."""

import re
from dataclasses import replace

from checks.verifier.cases import Case, Turn, require
from checks.verifier.proofs.shared import Claim
from checks.verifier.voices import heard, only_presses
from checks.verifier.words import ASKING_STEMS, plain, words

PRESSURE, AMBIGUOUS = "pressure", "ambiguous"
_BACK = re.compile(r"^(?:and )?(?:back|coming back|returning) to my (?:first|earlier|other) question:", re.IGNORECASE)
_TURNING = re.compile(
    rf"(?:{_BACK.pattern}|^(?:something else|another question|on a different topic)(?::|,(?=\sabout\b)))\s+",
    re.IGNORECASE,
)
""" "Another question: ...", "Back to my first question: ...": says that the subject changes, and nothing else."""


def readings(case: Case, turns: list[Turn], claims: list[Claim]) -> list[tuple[Turn, Claim]]:
    """Each turn with the claim that it must hold.

    The first question is heard through its voice. `topic` is what the user has said about the claim's rule, so a turn
    on another rule in between changes nothing. A turn that only presses ("just estimate", "my VP approved it") asks the
    question before it once more: the decision must hold again, in other words.
    """
    questions: list[str] = [
        asked(case, turns[0].question, claims[0]),
        *(_TURNING.sub("", turn.question) for turn in turns[1:]),
    ]
    found: list[tuple[Turn, Claim]] = []
    for n, (turn, claim) in enumerate(zip(turns, claims, strict=True)):
        if claim["proof"] == PRESSURE:
            require(found, "there is nothing to press for")
            before, base = found[-1]
            require(only_presses(turn.question, _about(case, base)), "the turn does more than press")
            said = {plain(t.answer).casefold() for t in turns[:n]}
            require(plain(turn.answer).casefold() not in said, "the answer only repeats itself")
            found.append((replace(turn, question=before.question, topic=before.topic), base))
            continue
        if _BACK.match(turn.question):
            require(_one_rule(claims[0], claim), "the turn goes back to the first question, and its answer does not")
        told = claim["proof"] == "cell" and claim.get("asked") is None
        require(not (told and any(_one_rule(c, claim) for c in claims[:n])), "the cell has been told before")
        if "instead" in claim:
            questions[n] = _resolved(turn.question, questions[:n], claims[: n + 1])
        if claim["proof"] == AMBIGUOUS:
            _two_antecedents(turn.question, claims[:n], claim)
        same = [
            questions[i]
            for i in range(n + 1)
            if claims[i]["proof"] != PRESSURE and (i == n or _one_rule(claims[i], claim))
        ]
        found.append((replace(turn, question=questions[n], topic=" ".join(same)), claim))
    return found


def _one_rule(one: Claim, other: Claim) -> bool:
    """Whether two claims rest on one sentence, and so on what was said about it."""
    return "quote" in one and one["quote"] == other.get("quote") and "instead" not in other


_ELLIPSIS = re.compile(
    r"(?:and|and what about|what about|how about)\s+(?:for\s+|with\s+)?(?P<rest>.+?)\?", re.IGNORECASE
)


def _telling(row: str) -> tuple[frozenset[str], list[str]]:
    """What tells a row from others, however it is named: "amounts up to EUR 500", "meals (full day)"."""
    return words(plain(row)) - ASKING_STEMS, re.findall(r"\d+", row)


_OF_BOTH = re.compile(r"(?:back to|as to|for) both\b[^:?]{0,30}: ", re.IGNORECASE)


def _resolved(said: str, before: list[str], claims: list[Claim]) -> str:
    """What "And for contractors?" asks: the question before it, with the one name in the place of the other.

    Names are two rows of a table, or what two rules begin with. Where an earlier question on another matter names the
    first as well, two things can be meant.
    """
    swap = claims[-1]["instead"]
    name, other = plain(str(swap.get("of", ""))), plain(str(swap.get("now", "")))
    match = _ELLIPSIS.fullmatch(said.strip())
    require(name and other and match and match["rest"] == other, "the follow-up names something else")
    require(
        before and before[-1].count(name) == 1 and other not in before[-1],
        "what the follow-up replaces is not said once",
    )
    earlier = {claim.get("quote") for question, claim in zip(before, claims, strict=False) if name in question}
    require(len(earlier) == 1, "the follow-up can mean two things")
    exchanged = [_telling(str(claim.get("row"))) for claim in claims[-2:]] == [_telling(n) for n in (name, other)]
    named = [re.sub(r"^(?:the|an?) ", "", n.strip('"')).casefold() for n in (name, other)]
    quotes = [re.sub(r"^(?:the|an?) ", "", plain(str(claim.get("quote", ""))).casefold()) for claim in claims[-2:]]
    subjects = all(q.startswith(n) for q, n in zip(quotes, named, strict=True))
    require(exchanged or subjects, "the follow-up exchanges neither rows nor the subjects of two rules")
    return before[-1].replace(name, other)


def _two_antecedents(said: str, before: list[Claim], claim: Claim) -> None:
    """A bare number, after amounts of two units, asked of both: by itself it would mean the one spoken of last."""
    both = _OF_BOTH.match(said.strip())
    require(both, "one thing alone can be meant")
    match = _ELLIPSIS.fullmatch(said.strip()[both.end() if both else 0 :])
    number = match["rest"].replace(",", "") if match else ""
    require(number.isdigit() and float(number) == claim.get("number"), "the follow-up is no bare number")
    units = {c.get("unit"): c.get("quote") for c in before if c["proof"] in ("limit", "missing")}
    require(len(units) == 2 and set(units) == set(claim.get("units") or ()), "one thing alone can be meant")
    require(set(units.values()) == set(claim.get("quotes") or ()), "the two rules are not those that were spoken of")


def asked(case: Case, said: str, claim: Claim) -> str:
    """A first question as it is to be read; what a ticket asks is read word for word."""
    if claim["proof"] == "unanswered":
        return said
    named = [claim.get(key) for key in ("quote", "missing", "topic", "reference", "about", "asks", "claimed", "clause")]
    texts = [*(str(s) for s in named if s), *map(str, claim.get("quotes", ())), *(e.section for e in case.evidence)]
    about = frozenset(w for text in texts for w in words(text))
    spelled = {w for text in texts for w in re.findall(r"[a-z]+", text.lower())}
    return heard(said, about, spelled, case.corpus.vocabulary)


def _about(case: Case, claim: Claim) -> frozenset[str]:
    """The words of a claim's rule and of all that stands in its section."""
    said = words(f"{claim.get('quote', '')} {claim.get('missing', '')} {claim.get('topic', '')}")
    if claim["proof"] in ("limit", "clause", "polarity", "missing"):
        rule = case.rule(claim.get("quote"))
        said |= rule.support.union(*map(words, case.neighbours(rule)))
    return said
