"""Whether what somebody says is what a sentence says: nothing more, nothing less, of the same persons."""

import re

from checks.verifier.amounts import Quantity, numbers, quantities
from checks.verifier.cases import require
from checks.verifier.language import clauses, denied, modality, negations, outside
from checks.verifier.moments import moments
from checks.verifier.proofs.shared import GENERIC_STEMS, PERSON_STEMS
from checks.verifier.words import coverage, stem, words

_SCOPE = re.compile(r"\b(?:all|every|each|any|anyone|only|no|none|most|some|both|either)\b", re.IGNORECASE)


def says_the_same(said: str, sentence: str, *, turned: bool = False) -> None:
    """Whether what somebody says is the sentence: its words, modality, negation, amounts, names, scope and persons, these in
    their order unless a passive is `turned` round."""
    own, whole = words(said), words(sentence)
    require(own <= whole | {stem("allowed"), stem("have")}, "the claim says more than the rule")
    main = words(outside(sentence, clauses(sentence))) - GENERIC_STEMS
    require(
        coverage(main, own) >= 0.9 and coverage(whole - GENERIC_STEMS, own) >= 0.8,
        "the claim leaves out what the rule says",
    )
    mode = modality(sentence)
    plainly = mode is None and denied(sentence) is not None and denied(said) is not None  # "advances are not paid"
    require(plainly or (mode is not None and modality(said) == mode), "the claim's modality is not that of the rule")
    require(negations(said) % 2 == negations(sentence) % 2, "the claim negates the rule")
    require(_amounts(said) == _amounts(sentence), "the claim's amounts are not those of the rule")
    require(_identifiers(said) <= _identifiers(sentence), "the claim names another thing than the rule")
    times = [[m.told for m in moments(text)] for text in (said, sentence)]
    require(times[0] == times[1], "the claim's moments are not those of the rule")
    scopes = [sorted(m.lower() for m in _SCOPE.findall(text)) for text in (said, sentence)]
    require(scopes[0] == scopes[1], "the claim's scope is not that of the rule")
    told, whom = (_persons(text) for text in (said, sentence))
    require(sorted(told) == sorted(whom) if turned else told == whom, "the claim is about somebody else")


def _amounts(text: str) -> list[tuple[object, ...]]:
    def key(q: Quantity) -> tuple[object, ...]:
        return (q.value, q.high, q.units, q.comparator)

    return sorted((key(q) for q in quantities(text)), key=str)


def _identifiers(text: str) -> frozenset[object]:
    """What tells things of one name apart, numbers and letters: form PQ-14, room 3, systems of class C; "I" is a word."""
    return frozenset((*numbers(text), *re.findall(r"\b[A-HJ-Z]\b", text)))


def _persons(text: str) -> list[str]:
    """Whom a text names, in its order: who does something to whom."""
    return [s for s in (stem(w) for w in re.findall(r"[^\W\d_]+", text)) if s in PERSON_STEMS]
