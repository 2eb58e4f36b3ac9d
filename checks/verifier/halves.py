"""Sentences that say two things: which part of one is a rule of its own.

"Keys are kept by the clerk and must not be copied": the first half is one as it stands, the later one with the subject before
it, which no run of the document's words holds. Only finite verb phrases that open with a word of a closed class are told
apart: nothing else that "and" joins looks like one.
"""

import re
from functools import lru_cache

from checks.verifier.language import CACHE, EXCEPTION, words

_FINITE = (
    r"(?:(?:also|then|therefore)\s)?(?:is|are|must|may|can|cannot|can['’]t|shall|should|will|won['’]t|has|have|"
    r"(?:do|does|is|are)(?:\s+not|n['’]t)|needs?\s+to)\b"
)
_FORBIDS = r"(?:do\s+not|don['’]t|never)\s"
_CLAUSE = rf"(?:(?:[\w'’-]+\s){{1,6}}?{_FINITE}|{_FORBIDS})"
_JOINED = re.compile(rf",?\s(?:and|but)\s(?={_FINITE})")
_NEXT = re.compile(rf"\s(?:and|but)\s(?:{_FINITE}|{_CLAUSE})", re.IGNORECASE)
_LINK = re.compile(r"\s(?:and|but)\s$")
_RELATIVE = re.compile(r"\b(?:that|which|whom|whose|where|what|how|why|and|or|but)\b|[,;:(]", re.IGNORECASE)
_DEPENDS = re.compile(
    r"\b(?:if|when|whenever|provided|as\s+long\s+as|so\s+long\s+as|in\s+case|where|while|assuming)\b", re.IGNORECASE
)
_TAKES_UP = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|such|so|then|otherwise|instead|both|thereafter)\b",
    re.IGNORECASE,
)


def ends_before(after: str, quote: str) -> bool:
    """Whether what follows the quote in its sentence is joined to it as a statement of its own."""
    return bool(_NEXT.match(after)) and bool(
        re.search(_FINITE, quote, re.IGNORECASE) or re.match(_FORBIDS, quote, re.I)
    )


def starts_after(before: str, quote: str) -> bool:
    """Whether the quote is a statement of its own, joined to one that stands before it."""
    stands = re.match(_CLAUSE, quote, re.IGNORECASE) is not None
    return stands and bool(_LINK.search(before)) and bool(re.search(_FINITE, before, re.IGNORECASE))


@lru_cache(CACHE)
def shared(sentence: str) -> tuple[str, ...]:
    """What a sentence says later of its subject, with the subject before it; nothing where the halves need each other."""
    joints = list(_JOINED.finditer(sentence))
    if len(joints) != 1 or not sentence.endswith((".", "!")):
        return ()
    first, later = sentence[: joints[0].start()], sentence[joints[0].end() :]
    if _DEPENDS.search(first) or EXCEPTION.search(first) or _TAKES_UP.search(later):
        return ()
    found = []
    for verb in re.finditer(rf"(?<=\s){_FINITE}", first):
        about = first[: verb.start()].rstrip()
        known = words(first[verb.start() :]) - words(about)
        taken = any(words(m[0]) & known for m in re.finditer(r"\bthe(?:\s[\w'’-]+){1,3}", later, re.IGNORECASE))
        if about and not _RELATIVE.search(about) and not about.lower().endswith(" who") and not taken:
            found.append(f"{about} {later}")
    return tuple(found)
