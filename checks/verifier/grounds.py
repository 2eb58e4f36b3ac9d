"""Other grounds for what a rule says under a condition: where the section gives some, one that does not hold decides nothing."""

import re

from checks.verifier.cases import Case, Rule
from checks.verifier.language import CONDITION, negations, outside
from checks.verifier.words import sentences, words

_CASE = re.compile(rf"{CONDITION.pattern}|\b(?:as\s+an?|for|in\s+an?|during|after|on)\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:also|as\s+well|too|equally|likewise|alternatively|another)\b", re.IGNORECASE)
_LEANS = re.compile(r"^(?:it|they|you|this|that)\b", re.IGNORECASE)


def other_ground(case: Case, rule: Rule, own: tuple[int, int]) -> bool:
    """Whether another sentence of the rule's section says what the rule says outside its clause, under another condition, or the
    sentence right behind it adds a ground with "also"."""
    main = frozenset(w for w in words(outside(rule.sentence, (own,))) if not w.isdigit())
    said = rule.sentence.rstrip(".")
    for text in case.corpus.section_text(rule.document, rule.start, rule.end):
        before = ""
        for whole in sentences(text):
            follows, before = bool(before) and before in rule.sentence, whole
            sentence = whole.replace(said, "", 1)  # and what else stands behind the rule in its sentence
            if sentence in rule.sentence or not _CASE.search(sentence) or negations(sentence):
                continue
            shared = len(words(sentence) & main)
            adds = follows and _ADDS.search(sentence) and (shared or _LEANS.match(sentence))
            if adds or (len(main) > 1 and 3 * shared >= 2 * len(main)):
                return True
    return False
