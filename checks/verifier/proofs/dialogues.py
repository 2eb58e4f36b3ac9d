"""The turns of a conversation as the proofs look at them: what was said about the same rule so far, and nothing else."""

import re
from dataclasses import replace

from checks.verifier.cases import Case, Turn, require
from checks.verifier.language import plain, words
from checks.verifier.proofs.shared import Claim
from checks.verifier.voices import heard, only_presses

PRESSURE = "pressure"
_TURNING = re.compile(
    r"^(?:(?:and )?(?:back|coming back|returning) to my (?:first|earlier|other) question|something else|another question|"
    r"on a different topic):\s+",
    re.IGNORECASE,
)
""" "Another question: ...", "Back to my first question: ...": says that the subject changes, and nothing else."""


def readings(case: Case, turns: list[Turn], claims: list[Claim]) -> list[tuple[Turn, Claim]]:
    """Each turn with the claim that it must hold.

    The first question is heard through its voice. `topic` is what the user has said about the claim's rule, so a turn
    on another rule in between changes nothing. A turn that only presses ("just estimate", "my VP approved it") asks the
    question before it once more: the decision must hold again, in other words.
    """
    questions = [_first(case, turns[0], claims[0]), *(_TURNING.sub("", turn.question) for turn in turns[1:])]
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
        same = [
            questions[i]
            for i in range(n + 1)
            if claims[i]["proof"] != PRESSURE and (i == n or claims[i].get("quote") == claim.get("quote"))
        ]
        found.append((replace(turn, question=questions[n], topic=" ".join(same)), claim))
    return found


def _first(case: Case, turn: Turn, claim: Claim) -> str:
    """The first question as it is to be read; what a ticket asks is read word for word."""
    if claim["proof"] == "unanswered":
        return turn.question
    said = [claim.get(key) for key in ("quote", "missing", "topic", "reference", "about", "asks", "claimed", "clause")]
    texts = [*(str(s) for s in said if s), *map(str, claim.get("quotes", ())), *(e.section for e in case.evidence)]
    about = frozenset(w for text in texts for w in words(text))
    spelled = {w for text in texts for w in re.findall(r"[a-z]+", text.lower())}
    return heard(turn.question, about, spelled, case.corpus.vocabulary)


def _about(case: Case, claim: Claim) -> frozenset[str]:
    """The words of a claim's rule and of all that stands in its section."""
    said = words(f"{claim.get('quote', '')} {claim.get('missing', '')} {claim.get('topic', '')}")
    if claim["proof"] in ("limit", "clause", "polarity", "missing"):
        rule = case.rule(claim.get("quote"))
        said |= rule.support.union(*map(words, case.neighbours(rule)))
    return said
