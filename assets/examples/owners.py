"""Who owns a document, by the fields that it begins with: "Rev. 12 · Owner: Head of Complaints · In force 1 May"."""

import re
from typing import NamedTuple

from assets.decisions.duties import PERSONS
from assets.examples.corpus import Corpus, Passage
from assets.examples.words import noun_lemma, word_set

_OWNER = re.compile(
    r"(?:^|(?<=[·;.] ))(?P<said>(?i:(?:(?:policy|process|page|document|procedure) )?own(?:er(?: is)?|ed by)(?: the|:)?) "
    r"(?P<name>[A-Z][\w'’/-]*(?: (?:of|for|and|&|[A-Z][\w'’/-]*))*))(?=\s*(?:[·;,.(]|$|[A-Z]\w+(?: \w+)?:))",
    re.MULTILINE,
)
_BEGINNING = 800
"""Characters in which a document says what it is; an owner named later is that of something else."""
_HEAD = re.compile(r" (?:of|for) ")
_NAMED = PERSONS | word_set("unit team desk office department committee group board")


class Owner(NamedTuple):
    """A field that names the owner of a document: where in its text it stands, and the name, that of a role or a team."""

    passage: Passage
    start: int
    end: int
    said: str
    name: str
    called: str  # inside a sentence: the Cleanroom Manager, the Complaints Unit, but Customer Services


def owner_of(corpus: Corpus, document: str) -> Owner | None:
    """The owner that a document names in its beginning; None where it names none, several, or a person."""
    found = [
        Owner(
            passage,
            passage.start + m.start(),
            passage.start + m.end(),
            m["said"],
            m["name"],
            _called(corpus, m["name"]),
        )
        for passage in corpus.by_document[document]
        for m in _OWNER.finditer(passage.text[: max(0, _BEGINNING - passage.start)])
        if "_" not in m["name"]
    ]
    return found[0] if len(found) == 1 else None


def _called(corpus: Corpus, name: str) -> str:
    head = _HEAD.split(name)[0].split()[-1].lower()
    return f"the {name}" if noun_lemma(head) in _NAMED or f"the {name}" in corpus.prose else name
