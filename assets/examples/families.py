"""Words of one family: the inflections of a word, the act that it names, and the few words of other roots that say the same."""

import re
from functools import lru_cache

from assets.examples.corpus import stem
from assets.examples.words import is_verb, noun_lemma, verb_lemma

_SAME = (
    "ask request apply",
    "buy purchase",
    "authorise authorize approve",
    "begin start",
    "end finish",
    "store retain keep",
    "reimburse refund",
    "borrow loan lend",
    "annual yearly",
    "weigh weight",
    "stay remain",
)
"""Words that say the same of an act and come from different roots."""
_NOUN_OF_ACT = re.compile(r"(?:al|ment|ance|ence|ion|ition|ure)$")
_FAMILIES = {word: stem(group.split()[0]) for group in _SAME for word in group.split()}


@lru_cache(1 << 14)
def family(word: str) -> str:
    """What the inflections of a word and the act that it names share: "approval", "approves"; "request", "asking"."""
    word = word.removesuffix("'s").removesuffix("'")
    if not word.endswith("a"):  # an area is no plural
        word = verb_lemma(word) or noun_lemma(word) or word
    root = _NOUN_OF_ACT.sub("", word)
    if root != word and len(root) > 2:
        verbs = [v for v in (root, root + "e") if is_verb(v) and verb_lemma(v) == v]
        word = verbs[0] if verbs else word
    return _FAMILIES.get(word) or stem(word)
