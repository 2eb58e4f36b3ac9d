"""Words: sets of them, and their inflection, with types."""

import re
from functools import cache

from resources.parser import lemminflect, may_be

NEXT = r"(?:working |business )?(?:day|morning|week|month|quarter|year|shift|workday)\b"
POINTING = (
    r"this|these|those(?! (?:who|whose|whom|that|which|at|in|with|of|on|outside|inside|under|over|"
    r"without|already|not|affected|present|involved|concerned|responsible)\b)|such(?! as\b)|"
    rf"following(?! (?:(?:an?|the|your|my)\b|{NEXT}))|respectively|"
    r"[Tt]he (?:first|second|third|last|other|same|latest|earliest|oldest|newest|highest|lowest|largest|smallest|longest)"
    r"(?= (?:is|are|must|may|can|cannot|shall|should|will|has|have|does|do|needs?)\b)"
)
BESIDE = r"(?:above|below)(?! (?:[\d$€£]|minus\b|(?-i:[A-Z]{3})\b|an?\b|the\b|\w+ percent\b))(?<!and above)"
"""Parts of patterns: a day or so after one, words that point to something outside their sentence ("the latest must"), "above"
and "below" where no amount follows."""
SAVE = r"(?<=[\w,] )(?<!to )(?<!can )(?<!and )save (?:for|where|when|that)\b"
"""Part of a pattern: a "save" that excepts, and keeps nothing."""


NO_SUBJECT = re.compile(r"(^|, )(nobody|no one|no) (?=\w)", re.IGNORECASE)
"""A subject that denies its sentence, and what stands before it."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to write a long set of them down legibly."""
    return frozenset(text.split())


MASS = word_set(
    """
    leave pay work travel training equipment access storage information software hardware maintenance time money
    data security safety health conduct hospitality transport staff waste stock cash credit insurance research practice
    luggage baggage alcohol food water fuel advice evidence feedback correspondence clothing jewellery furniture machinery
    medication personnel traffic overtime smoking material
    """
)
"""Nouns that are not counted."""


def lower(text: str) -> str:
    """With a small first letter, where it does not begin an abbreviation or is one, or a letter that is a name: "the form",
    "CID", "PCs", "A-levels", "R scripts"."""
    kept = text[1:2].isupper() or (text[1:2] == "-" and text[0] != "E") or _LETTER.match(text)
    return text if kept else text[:1].lower() + text[1:]


_LETTER = re.compile(r"[B-Z](?![\w-])")  # "A" is an article


def upper(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def one_of(noun: str) -> str:
    """A noun phrase in the singular with its indefinite article: "an account", "a user", "an hour"; without one where its noun is
    not counted: "sensitive information"."""
    head = _AFTER_HEAD.split(noun)[0].split(" ")[-1].lower()
    return noun if head in MASS else f"{'an' if _VOWEL.match(noun) else 'a'} {noun}"


_AFTER_HEAD = re.compile(
    r",? (?:of|in|on|at|by|for|from|to|with|about|that|which|who|may|can|must|shall|should|will|is|has)\b"
)


def some_of(subject: str) -> str:
    """What nobody or nothing is said of, as one of them: "a deposit" of "any deposit"."""
    return one_of(subject[4:]) if subject.startswith("any ") else subject


def asserted(clause: str) -> str:
    """A clause of a question as somebody states it: "any change is planned" -> "some change is planned"; what is compared with
    any stays so: "more than 15 m from any building"."""
    kept = _DENIES.search(clause) or _COMPARED.search(clause)
    return clause if kept else _ANY.sub(lambda m: "Some" if m[0] == "Any" else "some", clause)


_ANY = re.compile(r"(?<!at )\bany(?=(?:one|body|thing|where)?\b(?! (?:more|longer|time)\b))", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:(?:more|less|fewer|\w+er) than|at least|at most|within|\d[\d.,]* ?\w+|before|prior to|ahead of|away|far|apart) "
    r"(?:[^,;]*? )?any",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:not|no|none|never|nobody|nothing|without|hardly|neither|nor)\b|n['’]t\b", re.IGNORECASE)
_VOWEL = re.compile(r"(?!one\b|uni|use|usu|eu|ut[ei])[aeiou]|hour|hono|heir", re.IGNORECASE)


def inflect_verb(lemma: str, tag: str) -> str:
    """The form of a verb for a Penn tag (VB, VBZ, VBP ...); the lemma where the dictionary has none."""
    forms: tuple[str, ...] = lemminflect.getInflection(lemma, tag=tag)
    return forms[0] if forms else lemma


def inflect_noun(noun: str) -> str:
    """The plural of a noun, of initials with a small s ("DMs"); the noun itself where the dictionary has none."""
    if len(noun) > 1 and noun.isupper():
        return f"{noun}s"
    forms: tuple[str, ...] = lemminflect.getInflection(noun, tag="NNS")
    return forms[0] if forms else noun


@cache
def noun_lemma(form: str) -> str:
    """The singular of a noun; the form itself where it is none."""
    lemmas: tuple[str, ...] = lemminflect.getLemma(form, upos="NOUN")
    return lemmas[0] if lemmas else form


def gerund(verb: str) -> str:
    """The -ing form of a verb in base form."""
    return inflect_verb(verb, "VBG")


@cache
def verb_lemma(form: str) -> str | None:
    """The base form of a verb; None where it is no verb."""
    lemmas: tuple[str, ...] = lemminflect.getLemma(form, upos="VERB")
    return lemmas[0] if lemmas else None


WITHHELD = word_set(
    """
    approve authorize authorise claim carry transfer swap delegate share bring use book park combine sign accept leave shorten
    lengthen postpone cancel lend borrow smoke enter waive refund reimburse issue sell photograph record copy take join keep
    rent hire release extend override backdate sublet resell publish
    """
)
"""What somebody lets one do or not: "you can't approve it" forbids, "you can't find it" does not."""


def is_verb(form: str) -> bool:
    """Whether a form is one of a verb in the dictionary: "pay", not "company"."""
    return may_be(form, "VERB")


def is_noun(form: str) -> bool:
    """Whether a form is one of a noun in the dictionary."""
    return may_be(form, "NOUN")


@cache
def in_dictionary(word: str) -> bool:
    """Whether a lower-case word is in the dictionary, or is one of its words behind another: "gangways"."""
    if lemminflect.getAllLemmas(word):
        return True
    cuts = range(4, len(word) - 3)
    return any(lemminflect.getAllLemmas(word[:at]) and lemminflect.getAllLemmas(word[at:]) for at in cuts)
