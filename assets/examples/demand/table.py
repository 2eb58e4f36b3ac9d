"""The table `demand`: every question of the tickets, its topic, and what became of it."""

import re
from collections.abc import Collection, Iterable

import polars as pl

from assets.examples.corpus import Passage, content_words, stem
from assets.examples.demand.deciding import Asked
from assets.examples.demand.handbook import NEAR, Handbook
from assets.examples.demand.questions import ASKING, LIGHT, Heard
from assets.examples.drafts import Draft
from assets.examples.owners import owner_of
from assets.examples.parsing import parse
from assets.examples.records import Demand
from assets.examples.words import in_dictionary, lower
from assets.identity import content_id
from resources.parser import Token


def table(
    asked: Iterable[Asked], proven: Collection[Draft], chosen: Collection[Draft], handbook: Handbook
) -> pl.DataFrame:
    """One row per question, as `records.Demand`; `proven` and `chosen` are the drafts that hold and became examples."""
    held, made = {d.example for d in proven}, {d.example for d in chosen}
    rows = []
    for heard, draft in asked:
        near = handbook.nearest(heard)
        strange = _strange(heard, handbook) if near is None else None
        if draft is not None and draft.example in held:
            decision = "undocumented" if draft.behaviour == "refuse" else "answered"
            near = draft.evidence[0].passage if draft.evidence else None
            strange = None if draft.evidence else _strange(heard, handbook)
        else:
            decision = "near" if near else "open" if strange else "undecided"
        ticket = handbook.corpus.documents[heard.passage.document]
        rows.append(
            {
                "question": content_id([heard.passage.document, heard.start, heard.end]),
                "document": heard.passage.document,
                "start": heard.start,
                "end": heard.end,
                "text": heard.text,
                "asked_on": (ticket["since"] or ticket["updated"] or "")[:10] or None,
                "owner": ticket["owner"] or _owner(heard, handbook),
                "topic": strange or _topic(heard, near),
                "decision": decision,
                "example": draft.example if draft is not None and draft.example in made else "",
                "near_document": near and near.document,
                "near_start": near and near.start,
                "near_end": near and near.end,
            }
        )
    frame = pl.DataFrame(rows, schema=Demand.create_empty().schema).unique("question", keep="first")
    return Demand.validate(frame.sort("document", "start", "end"), cast=True)


def _owner(heard: Heard, handbook: Handbook) -> str | None:
    """Who looks after the document that comes nearest to what a ticket asks."""
    near = handbook.nearest(heard, NEAR / 2)
    if near is None:
        return None
    named = owner_of(handbook.corpus, near.document)
    return handbook.corpus.documents[near.document]["owner"] or (named.name if named else None)


def _strange(heard: Heard, handbook: Handbook) -> str | None:
    """What no document speaks of: the thing that the question is about, or else the subject of the ticket, where the ticket
    itself says its word: "kettle" over "the kettle leaks", not "vacation" over "I shall be away"."""
    unknown = [t for t in _nouns(heard.asks) if stem(t.lower_) in heard.heads and not _known(t, handbook)]
    if unknown:
        return _phrase(unknown[0])
    title = _title(heard)
    said = content_words(heard.passage.text)
    again = any(not _known(t, handbook) and stem(t.lower_) in said for t in _nouns(heard.passage.title))
    return title if again else None


def _known(noun: Token, handbook: Handbook) -> bool:
    return handbook.knows_family(stem(noun.lower_))


def _nouns(text: str) -> list[Token]:
    """Nouns of the dictionary that say what a text is about."""
    doc = parse(lower(text) if not text[:2].isupper() else text)
    return [
        t for t in doc
        if t.pos_ == "NOUN" and len(t) > 2 and t.is_alpha and in_dictionary(t.lower_)
        and stem(t.lower_) not in ASKING | LIGHT and content_words(t.lower_)
    ]  # fmt: skip


def _topic(heard: Heard, near: Passage | None) -> str:
    """The section that speaks of it; else the ticket's subject; else what the question is about."""
    if near is not None:
        return near.section
    return _title(heard) or next((_phrase(t) for t in _nouns(heard.asks)), "no topic")


def _title(heard: Heard) -> str:
    return re.sub(r"^(?:(?:re|fw|fwd) )+", "", re.sub(r"[^\w'’]+", " ", heard.passage.title).strip().lower())


def _phrase(noun: Token) -> str:
    """A noun with the nouns that belong to it: "season ticket loans"."""
    head = noun.head if noun.dep_ == "compound" else noun
    parts = [t.lower_ for t in head.lefts if t.dep_ == "compound" and t.is_alpha]
    return " ".join((*parts, head.lower_)) if parts else head.lemma_.lower()
