"""What somebody says, read down to the question in it: slips of the fingers put right, courtesies, hearsay and idle talk
left out, "I was wondering whether ..." unwrapped.

It reads what people say around a question; what could decide it stays: a number, a role, a word of the rule. What is
left is what the proofs look at.
"""

import re
from collections.abc import Collection

from checks.verifier.amounts import quantities
from checks.verifier.language import CONDITION
from checks.verifier.words import ASKING, NUMBER_WORDS, PERSONS, STOPWORDS, stem, word_set, words

# Words of greetings, thanks, hearsay without a content ("my manager says one thing ...") and calls for a yes or a no.
_AROUND = word_set(
    """
    hi hello hey dear good morning afternoon evening team everyone everybody folks thanks thank thx many lot advance cheers
    kind best regards hope hoping well doing weekend week day nice sorry bother disturb trouble quick question short please
    excuse help appreciate appreciated grateful minute busy manager boss colleague colleagues teammate lead say says said
    tell tells told think thinks yes no answer answers differ different thing things another disagree hear hearing keep ask
    let know people two simple enough word one-word single single-word want anyway like point wondering great tia reply now
    pls asap sure unsure confused differently disagrees keeps telling starter new old grateful going helping time
    """
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PIECE = re.compile(r"(?<=[.!?:])\s+")
_PERSON_STEMS = frozenset(map(stem, PERSONS))
# Those who say something, in hearsay: none of them may be somebody of the rule.
_SOURCES = _PERSON_STEMS | frozenset(
    map(stem, ("boss", "colleague", "teammate", "team", "people", "starter", "friend"))
)
_CONDITIONAL = re.compile(r"\b(?:if|unless|provided|except|whenever)\b", re.IGNORECASE)
_APOLOGY = re.compile(r"(?:sorry|apologies|excuse me|forgive me)\b", re.IGNORECASE)
_KNOWN = STOPWORDS | ASKING | _AROUND
_LONG_KNOWN = frozenset(word for word in _KNOWN if len(word) >= 6)
_WRAPPED = re.compile(
    r"^(?P<before>[^.?!]{0,60}?)\b(?:(?:whether|if)\s+|(?=(?:(?:by|at|on|in|from|until|before|after|for)\s+)?"
    r"(?:who|whom|whose|what|when|where|which|how)\b))(?P<inside>[^?!]+?)[.?!]*$",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:wonder\w*|know|tell|sure|find out|check|say|confirm|unsure|ask)(?:\s+me)?\s*$", re.IGNORECASE
)
_OPENING = re.compile(r"^(?:(?:please|excuse me|hello|hi|sorry|so|anyway)\s*,\s+)+(?=\w)", re.IGNORECASE)
IDLE = 2
"""So many sentences that have nothing to do with the rule are idle talk; more is another matter."""


def heard(said: str, rule: frozenset[str], spelled: Collection[str], vocabulary: Collection[str]) -> str:
    """The question in what somebody says. `rule`: stems of the rule and its section; `spelled`: their words as written;
    `vocabulary`: all words of the corpus."""
    pieces = _PIECE.split(_corrected(said, spelled, vocabulary))
    kept = [piece for piece in pieces if not _courtesy(piece, rule)]
    indirect = not any(piece.endswith("?") for piece in kept)  # "I would like to know how ..." is then what is asked
    idle = [piece for piece in kept if _idle(piece, rule) and not (indirect and _unwrapped(piece) != piece)]
    if len(idle) <= IDLE and len(idle) < len(kept):
        kept = [piece for piece in kept if piece not in idle]
    if not kept:
        return said
    kept[-1] = _unwrapped(_OPENING.sub("", kept[-1]))
    return " ".join(kept)


# What it comes to, asked after a situation that was told: no courtesy, though its words are.
_VERDICT = re.compile(r"(?:is|was|would) (?:that|it|this) (?:be )?(?:\w+ )?(?:enough|in time)\b", re.IGNORECASE)


def _courtesy(piece: str, rule: frozenset[str]) -> bool:
    tokens = [t.lower() for t in _WORD.findall(piece)]
    around = [t for t in tokens if t in _AROUND]
    return bool(
        around
        and not re.search(r"\d", piece)
        and not _VERDICT.match(piece)
        and all(t in _AROUND or t in STOPWORDS or t.partition("'")[0].partition("’")[0] in STOPWORDS for t in tokens)
        and not {stem(t) for t in around} & rule & _SOURCES
    )


def _idle(piece: str, rule: frozenset[str]) -> bool:
    """Whether a sentence has nothing to do with the rule and could not decide anything: it names nothing of the rule and
    nobody who has a role, and holds neither an amount nor a condition."""
    content = words(piece)
    return bool(
        content
        and piece.endswith((".", "!"))
        and not re.search(r"\d", piece)
        and not quantities(piece)
        and not content & (rule | _PERSON_STEMS)
        and not CONDITION.match(piece)
        and (_APOLOGY.match(piece) or not _CONDITIONAL.search(piece))
    )


def _unwrapped(piece: str) -> str:
    """ "I was wondering whether I can go." -> "I can go?"."""
    match = _WRAPPED.match(piece)
    if match is None or not _WANTS.search(match["before"]):
        return piece
    lead = re.match(r"^[^:]{2,80}:\s+", match["before"])
    return f"{lead[0] if lead else ''}{match['inside']}?"


def _corrected(said: str, spelled: Collection[str], vocabulary: Collection[str]) -> str:
    """Words that nobody knows, put right where exactly one word of the rule or of asking is a slip away."""

    def right(match: re.Match[str]) -> str:
        word = match[0]
        if word in vocabulary or word in _KNOWN or word in NUMBER_WORDS:
            return word
        targets = {w for w in spelled if len(w) >= 4} | _LONG_KNOWN
        near = [w for w in targets if abs(len(w) - len(word)) <= 1 and _slip(word, w)]
        near = [w for w in near if w in spelled] or near
        return near[0] if len(near) == 1 else word

    return re.sub(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])", right, said)


def _slip(one: str, other: str) -> bool:
    """Whether two words are one slip apart: a letter more, less or other, or two neighbours swapped."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and len(b) > 1 and (a[0], a[1]) == (b[1], b[0]) and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


# What people press with when an answer does not suit them; none of it decides anything.
_PRESSING = word_set(
    """
    estimate guess rough roughly ballpark vp ceo boss director board approve approved sign signed urgent hurry rush rushed
    exception bend nobody notice notices find finds out care cares matter fine trust promise best idea gut feeling pretend
    hold blame really come try helpful flexible strict once deal afternoon today bit believe hardly right twice again doubt
    doubts hmm
    """
)
_PRESSING_STEMS = frozenset(map(stem, _PRESSING)) | frozenset(map(stem, ASKING)) | frozenset(map(stem, _AROUND))


def only_presses(said: str, rule: frozenset[str]) -> bool:
    """Whether a turn adds nothing that decides: no digit, no amount, no condition, no word of the rule."""
    content = words(said)
    return content <= _PRESSING_STEMS and not content & rule and not re.search(r"\d", said) and not quantities(said)
