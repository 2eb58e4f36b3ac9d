"""Cases that people wrote by hand about their own documents, made into prompts over the corpus of the day.

No recipe made them and no verifier proves them: a person vouches for each, and says which words of the documents decide.
A case whose words do not stand in the documents any more is kept out and named. They are never trained on.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from assets.examples.corpus import Corpus, Passage, by_hash, citable, content_words
from assets.examples.drafts import Draft
from assets.examples.records import Handwritten
from assets.examples.settings import ExampleSettings
from assets.identity import sha256


class BadCases(Exception):
    """The file of hand-written cases cannot be used; the message names the line and the mistake, never its text."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quoted(_Record):
    """A section, "Title > Heading", and words that stand in it verbatim."""

    section: str
    quote: str


class Turn(_Record):
    """What was asked and answered before the question."""

    question: str
    answer: str


class Question(_Record):
    """One question, with what a right answer does and says; the last three are fields of `evaluation.cases.Case`."""

    id: str
    situation: str  # of `records.SITUATIONS`, or one for which there is no recipe
    behaviour: str
    before: tuple[Turn, ...] = ()
    question: str
    answer: str  # one right answer in a sentence
    evidence: tuple[Quoted, ...]  # what decides; empty where nothing in the company's documents does
    topic: tuple[str, ...]  # sections that a search would find and that do not answer
    polarity: Literal["yes", "no"] | None
    needs: tuple[str, ...]
    denied: str


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON Lines file, in its order; raises BadCases."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadCases(f"{path.name}: cannot be read ({type(problem).__name__})") from None
    found: dict[str, Question] = {}
    for number, line in enumerate(lines, 1):
        try:
            question = Question.model_validate_json(line)
        except ValidationError as problem:
            first = problem.errors(include_input=False, include_context=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            raise BadCases(f"{path.name}, line {number}: {place}: {first['msg']}") from None
        if question.id in found:
            raise BadCases(f"{path.name}, line {number}: the id stands in an earlier line too")
        found[question.id] = question
    return list(found.values())


def handwritten(
    questions: Sequence[Question], documents: pl.DataFrame, passages: pl.DataFrame, settings: ExampleSettings
) -> pl.DataFrame:
    """The questions as `records.Handwritten`, by id: prompts as in docs/proofs.md over the day's redacted corpus."""
    corpus = Corpus(documents, passages) if questions else None
    rows = []
    for question in questions:
        places = [*((quoted.section, quoted.quote) for quoted in question.evidence), *((s, "") for s in question.topic)]
        found = {place: _find(corpus, *place) for place in places} if corpus else {}
        lost = sorted({section for (section, _), passage in found.items() if passage is None})
        must = [passage for passage in found.values() if passage]
        rows.append(
            {
                **question.model_dump(include={"situation", "behaviour", "polarity", "denied"}),
                "case": question.id,
                "needs": list(question.needs),
                "messages": [] if lost or not corpus else _messages(question, corpus, must, settings),
                "reason": f"the documents do not hold its words in {', '.join(lost)}" if lost else None,
            }
        )
    frame = pl.DataFrame(rows, schema=Handwritten.create_empty().schema).sort("case")
    return Handwritten.validate(frame, cast=True)


def _find(corpus: Corpus, section: str, quote: str) -> Passage | None:
    held = (p for p in corpus.passages if p.section == section and quote in p.text and p.kind != "ticket")
    return next(held, None)


def _messages(
    question: Question, corpus: Corpus, must: Sequence[Passage], settings: ExampleSettings
) -> list[dict[str, str]]:
    expected = " ".join([question.answer, *(f"“{q.quote}” [{q.section}]" for q in question.evidence)])
    asked = " ".join([*(turn.question for turn in question.before), question.question])
    return Draft(
        question.situation, question.behaviour, recipe="by hand", skeleton="", point="", cell="",
        turns=(*((turn.question, turn.answer) for turn in question.before), (question.question, expected)),
        context=_surroundings(asked, must, corpus, settings), evidence=(), claim={},
    ).messages  # fmt: skip


def _surroundings(
    asked: str, must: Sequence[Passage], corpus: Corpus, settings: ExampleSettings
) -> tuple[Passage, ...]:
    """The passages of a prompt: those that must be there and, up to the count and room of the settings, those that share
    the most content words with the question, rare words counting more; in an order that the content decides."""
    few, many = settings.distractors
    wanted = max(len(must), 1) + few + int(sha256(asked)[:8], 16) % (many - few + 1)
    chosen = list(dict.fromkeys(must))
    room = settings.context_characters - sum(map(_size, chosen))
    words = content_words(asked)

    def distance(passage: Passage) -> tuple[float, str]:
        return -sum(corpus.rarity(word) for word in sorted(words & passage.stems)), passage.passage

    for other in sorted(corpus.passages, key=distance):
        if len(chosen) == wanted:
            break
        if other.kind == "ticket" or not citable(other.section) or other.section in {p.section for p in chosen}:
            continue
        if _size(other) <= room:
            chosen.append(other)
            room -= _size(other)
    return tuple(by_hash(chosen, asked))


def _size(passage: Passage) -> int:
    return len(passage.section) + len(passage.text) + 8
