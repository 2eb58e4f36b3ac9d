"""An invented company in a few sentences, with decision points made by hand."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from assets.decisions.records import OBLIGATIONS, DecisionPoints
from assets.examples import generation
from assets.examples.corpus import Corpus
from assets.examples.drafts import Draft, Site, Split
from assets.examples.generation import ERROR, Generated, generate, place, realise
from assets.examples.settings import ExampleSettings
from assets.identity import content_id, sha256
from assets.privacy.records import Documents, Passages

LEAVE = "You may carry over up to 240 hours of annual leave to the next leave year."
NOTICE = "You must register visitors at least 5 days before the visit."
BAN = "Contractors must not copy customer data to private laptops."
DUTY = "The plant manager must approve each purchase of new machines."
SICK = "You can take part in the night shift if you are certified for forklifts."
LOAN = "You may not take tools home unless your supervisor has agreed in writing."
FORM = "Complete the Machine Transfer Form before a machine leaves the hall."

_FILLER = {
    "Canteen": (
        "The canteen opens at seven and closes at three. Lunch is served in two rounds, and the menu "
        "hangs at the entrance."
    ),
    "Bicycles": (
        "Bicycles stand under the roof behind hall three. Locks are provided by the gatehouse to anybody "
        "who asks for one."
    ),
    "Newsletter": (
        "The newsletter appears on Fridays. Articles reach the editors by Wednesday noon in the shared folder."
    ),
    "Plants": (
        "Plants in the entrance hall are watered by the gardening firm. Nobody else needs to look after them at all."
    ),
    "Parking": (
        "Parking spaces beside the gate belong to guests. Staff cars stand on the gravel behind the water tower."
    ),
    "Library": (
        "The library lends technical books and standards. Returned books go into the grey box beside the door."
    ),
}


@pytest.fixture(autouse=True)
def no_recipe_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in a recipe fails the test: users are told of it, and go on."""

    def strict(site: Site) -> Site:
        made = realise(site)
        assert not [reason for reason in made.gaps.values() if reason.startswith(ERROR)]
        return made

    monkeypatch.setattr(generation, "realise", strict)


class World:
    """Documents, passages and points of a small corpus."""

    def __init__(self) -> None:
        self.documents: list[dict[str, Any]] = []
        self.passages: list[dict[str, Any]] = []
        self.points: list[dict[str, Any]] = []
        for title, text in _FILLER.items():
            self.page(title, [text])

    def page(
        self,
        title: str,
        sentences: list[str],
        *,
        revision: int = 0,
        item: str = "",
        kind: str = "wiki",
        ending: str = "",
    ) -> str:
        """A page of one passage, and another one for its `ending`; returns its document id."""
        heading = ["Rules"]
        body = " ".join(sentences)
        text = f"# {title}\n\n## Rules\n\n{body}\n" + (f"\n## Help\n\n{ending}\n" if ending else "")
        document = sha256(text)
        start = text.index(body)
        self.documents.append(
            {
                "source": "pages",
                "item": item or title,
                "revision": revision,
                "kind": kind,
                "document": document,
                "path": f"{title}.md",
                "title": title,
                "text": text,
                "owner": None,
                "updated": None,
                "since": None,
                "until": None,
                "status": "ok",
                "reason": None,
                "redaction": "current",
            }
        )
        self.passages.append(
            {
                "document": document,
                "ordinal": 0,
                "passage": content_id([heading, body]),
                "heading": heading,
                "text": body,
                "start": start,
                "end": start + len(body),
                "line": 5,
                "status": "ok",
                "reason": None,
            }
        )
        if ending:
            start, heading = text.index(ending), ["Help"]
            own = {"ordinal": 1, "passage": content_id([heading, ending]), "heading": heading, "text": ending}
            self.passages.append({**self.passages[-1], **own, "start": start, "end": start + len(ending)})
        return document

    def point(self, document: str, sentence: str, kind: str, deciding: str, **fields: Any) -> str:
        """A decision point on a sentence of a document; returns its id."""
        text = next(d["text"] for d in self.documents if d["document"] == document)
        at, here = text.index(sentence), sentence.index(deciding)
        start, end = at + here, at + here + len(deciding)
        row = dict.fromkeys(DecisionPoints.column_names())
        row |= {
            "point": content_id([document, kind, start, end]),
            "document": document,
            "passage": next(p["passage"] for p in self.passages if p["document"] == document),
            "kind": kind,
            "start": start,
            "end": end,
            "text": deciding,
            "sentence": sentence,
            "sentence_start": at,
            "sentence_end": at + len(sentence),
            "form": "sentence",
            "line": 5,
            "owes": list(OBLIGATIONS[kind]),
            "confidence": 0.95,
            "used": True,
        }
        self.points.append(row | fields)
        return str(row["point"])

    def limit(self, document: str, sentence: str, deciding: str, **fields: Any) -> str:
        """A limit."""
        return self.point(document, sentence, "limit", deciding, **fields)

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        """The three tables."""
        return (
            Documents.validate(pl.DataFrame(self.documents, schema=Documents.create_empty().schema), cast=True),
            Passages.validate(pl.DataFrame(self.passages, schema=Passages.create_empty().schema), cast=True),
            DecisionPoints.validate(pl.DataFrame(self.points, schema=DecisionPoints.create_empty().schema), cast=True),
        )

    def sites(self) -> list[Site]:
        """The sites of this world's points."""
        documents, passages, points = self.frames()
        return place(points, Corpus(documents, passages), ExampleSettings(), [])

    def drafts(self, split: Split = "train") -> list[Draft]:
        """What the recipes make of this world before selection, neutral."""
        return [d for site in self.sites() for d in generation.realise(site.turned(split)).drafts]

    def generate(self, **settings: Any) -> Generated:
        """Examples of this world, in the neutral voice unless told otherwise."""
        return generate(*self.frames(), ExampleSettings(**{"voiced_share": 0.0, **settings}))


def leave_limit(world: World, document: str, sentence: str = LEAVE, value: float = 240) -> str:
    """The limit of LEAVE, or of the same sentence with another value."""
    return world.limit(
        document,
        sentence,
        f"up to {value:g} hours",
        modality="may",
        predicate="carry",
        comparator="at_most",
        value=value,
        value_text=f"{value:g} hours",
        unit="hour",
        scope="rule",
    )


@pytest.fixture
def world() -> World:
    """A corpus with filler pages only."""
    return World()


@pytest.fixture
def company(world: World) -> World:
    """One rule of every kind, each on a page of its own."""
    return filled(world)


def filled(world: World) -> World:
    """The corpus with one rule of every kind, each on a page of its own."""
    leave_limit(world, world.page("Annual leave", [LEAVE]))
    world.limit(
        world.page("Visitors", [NOTICE]),
        NOTICE,
        "at least 5 days",
        modality="must",
        predicate="register",
        comparator="at_least",
        value=5.0,
        value_text="5 days",
        unit="day",
        scope="rule",
    )
    world.point(world.page("Customer data", [BAN]), BAN, "prohibition", BAN, modality="must_not", predicate="copy")
    world.point(
        world.page("Purchasing", [DUTY]), DUTY, "role", "The plant manager", modality="must", role="The plant manager"
    )
    world.point(
        world.page("Shifts", [SICK]),
        SICK,
        "condition",
        "if you are certified for forklifts",
        modality="may",
        clause="you are certified for forklifts",
        marker="if",
    )
    world.point(
        world.page("Tools", [LOAN]),
        LOAN,
        "exception",
        "unless your supervisor has agreed in writing",
        modality="must_not",
        clause="your supervisor has agreed in writing",
        marker="unless",
    )
    world.point(
        world.page("Machines", [FORM]),
        FORM,
        "reference",
        "Machine Transfer Form",
        target="Machine Transfer Form",
        resolves=False,
    )
    return world


Rows = Callable[[pl.DataFrame], list[dict[str, Any]]]
