"""The Dagster surface of the examples step."""

import base64
import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import dagster as dg
import polars as pl
from matplotlib.figure import Figure

from assets.days import DAYS
from assets.decisions.records import DecisionPoints
from assets.examples import parsing
from assets.examples.by_hand import BadCases, handwritten, read_questions
from assets.examples.demand.figures import gaps
from assets.examples.generation import Prove, generate
from assets.examples.records import Demand, Examples, Handwritten, Rephrasings, Uncovered
from assets.examples.rephrasing import Reword
from assets.examples.settings import ExampleSettings, LanguageModelSettings
from assets.identity import content_id, fingerprint, sha256
from assets.lake import Lake
from assets.memo import Memo
from assets.privacy.records import Documents, Passages
from resources import parser
from resources.object_store import ObjectStore
from resources.rephraser import INSTRUCTIONS, Rephraser

DEPENDS_ON = (dg.AssetKey("documents"), dg.AssetKey("passages"), dg.AssetKey("decision_points"))
OWNERS = ["team:data-engineering"]


class Endpoint(NamedTuple):
    """A language model as it is configured, and its client."""

    settings: LanguageModelSettings
    client: Rephraser


@dg.asset(
    partitions_def=DAYS,
    deps=list(DEPENDS_ON),
    group_name="examples",
    owners=OWNERS,
    kinds={"polars", "spacy"},
)
def examples(
    context: dg.AssetExecutionContext,
    lake: dg.ResourceParam[Lake],
    example_settings: dg.ResourceParam[ExampleSettings],
    prove: dg.ResourceParam[Prove],
    store: dg.ResourceParam[ObjectStore],
    rephraser: dg.ResourceParam[Endpoint | None],
) -> dg.MaterializeResult[None]:
    """Questions with their right behaviour, evidence, twin and proof, for training and evaluation; what is uncovered;
    and the cases that people wrote by hand, over the day's documents.

    What the verifier rejects is no example: its obligation is listed as uncovered, with the reason.
    """
    day = context.partition_key
    file = example_settings.handwritten
    try:
        written = read_questions(file) if file else []
    except BadCases as problem:
        raise dg.Failure(str(problem), allow_retries=False) from None
    documents, passages = lake.read("documents", day, Documents), lake.read("passages", day, Passages)
    points = lake.read("decision_points", day, DecisionPoints)
    reword = None
    if rephraser is not None:
        memo = Memo(store, "rephrasing", content_id([rephraser.settings.url, rephraser.settings.model, INSTRUCTIONS]))
        reword = (rephraser.settings.share, remembered(rephraser.client, memo))
    sentences = Memo(
        store, "sentences", fingerprint(modules=[parsing, parser], libraries=parsing.LIBRARIES), batch=4096
    )
    with parsing.remembered(sentences):
        made = generate(documents, passages, points, example_settings, prove, reword)
    digest = lake.write("examples", day, Examples, made.examples)
    lake.write("uncovered", day, Uncovered, made.uncovered)
    by_hand = handwritten(written, documents, passages, example_settings)
    lake.write("handwritten", day, Handwritten, by_hand)
    lake.write("demand", day, Demand, made.demand)
    lake.write("rephrasings", day, Rephrasings, made.rephrasings)
    if rephraser is not None and rephraser.client.warning:
        context.log.warning(f"The built-in wording stands where {rephraser.client.warning}.")
    used = points.filter("used")  # doubtful points owe nothing
    owed = made.uncovered.join(used, on="point", how="semi")
    return dg.MaterializeResult(
        metadata={
            "examples": made.examples.height,
            "held out": made.examples.filter(pl.col("split") == "evaluation").height,
            "written by hand": by_hand.height,
            "picture": dg.MetadataValue.md(f"![examples by situation]({picture(made.examples)})"),
            "sample": dg.MetadataValue.md(sample(made.examples)),
            "obligations": _table(obligations(made.examples, owed, used)),
            "uncovered because": _table(reasons(owed)),
            "questions of tickets": made.demand.height,
            "nothing documented": _table(gaps(made.demand).head(20).select("topic", "owner", "asked", "example")),
            **_rephrasing(made.rephrasings, rephraser),
            "by situation": _table(by_situation(made.examples)),
            "digest": digest,
        }
    )


def remembered(client: Rephraser, memo: Memo) -> Reword:
    """The client's wordings, each text asked once and for all: a run after it gets the same words, and the same bytes.

    What was not answered is not remembered: the next run asks again.
    """

    def reword(texts: Sequence[str]) -> list[str | None]:
        return memo.map(texts, sha256, client.rephrase, lasting=lambda said: said is not None)

    return reword


def _rephrasing(rephrasings: pl.DataFrame, rephraser: Endpoint | None) -> dict[str, Any]:
    """What became of the language model's wordings, as metadata; nothing where none is configured."""
    if rephraser is None:
        return {}
    counts = (
        rephrasings.group_by(pl.col("outcome").cast(pl.String)).agg(examples=pl.len().cast(pl.Int64)).sort("outcome")
    )
    warning = {"language model": rephraser.client.warning} if rephraser.client.warning else {}
    return {"rephrased": _table(counts), **warning}


def by_situation(made: pl.DataFrame) -> pl.DataFrame:
    """situation, train, evaluation, behaviour: one row per pair that occurs, sorted."""
    return (
        made.with_columns(pl.col("situation", "behaviour", "split").cast(pl.String))
        .group_by("situation", "behaviour")
        .agg(
            train=(pl.col("split") == "train").sum().cast(pl.Int64),
            evaluation=(pl.col("split") == "evaluation").sum().cast(pl.Int64),
        )
        .sort("behaviour", "situation")
        .select("situation", "train", "evaluation", "behaviour")
    )


def obligations(made: pl.DataFrame, uncovered: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """kind, owed, covered: cells owed by the points of each kind and those with an example, sorted by kind."""
    kinds = points.select("point", pl.col("kind").cast(pl.String))
    cells = made.filter((pl.col("point") != "") & (pl.col("cell") != "")).select("point", "cell").unique()
    covered = cells.join(kinds, on="point").group_by("kind").agg(covered=pl.len().cast(pl.Int64))
    missing = uncovered.join(kinds, on="point").group_by("kind").agg(missing=pl.len().cast(pl.Int64))
    return (
        covered.join(missing, on="kind", how="full", coalesce=True)
        .with_columns(pl.col("covered", "missing").fill_null(0))
        .select("kind", owed=pl.col("covered") + pl.col("missing"), covered="covered")
        .sort("kind")
    )


def reasons(uncovered: pl.DataFrame, most: int = 15) -> pl.DataFrame:
    """cells, reason: why obligations have no example, the most frequent reasons first."""
    return (
        uncovered.group_by("reason")
        .agg(cells=pl.len().cast(pl.Int64))
        .sort(["cells", "reason"], descending=[True, False])
        .select("cells", "reason")
        .head(most)
    )


def sample(made: pl.DataFrame, count: int = 20) -> str:
    """Examples as Markdown, spread over the situations and chosen by their ids; all text is redacted."""
    ranked = made.sort("example").with_columns(place=pl.int_range(pl.len()).over("situation")).sort("place", "example")
    parts = []
    for row in ranked.head(count).iter_rows(named=True):
        turns = [
            f"**{'Question' if m['role'] == 'user' else 'Answer'}:** {_line(m['content'].split('Question: ')[-1])}"
            for m in row["messages"][1:]
        ]
        parts.append("\n\n".join((f"### {row['situation']} ({row['behaviour']})", *turns)))
    return "\n\n".join(parts)


def picture(made: pl.DataFrame) -> str:
    """A bar chart of examples by situation as a data:image/png address. Same rows, same bytes."""
    rows = by_situation(made)
    names = [s.replace("_", " ") for s in rows["situation"]]
    figure = Figure(figsize=(8, 0.32 * len(names) + 1))
    axes = figure.subplots()
    axes.barh(names, rows["train"].to_list(), label="train", color="#33658a")
    axes.barh(names, rows["evaluation"].to_list(), left=rows["train"].to_list(), label="held out", color="#f6ae2d")
    axes.invert_yaxis()
    axes.set_xlabel("examples")
    axes.legend(frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def _line(text: str) -> str:
    return " ".join(text.split())


def _table(frame: pl.DataFrame) -> dg.TableMetadataValue:
    records = [dg.TableRecord(row) for row in frame.to_dicts()]
    types = {"String": "string", "Int64": "int"}
    columns = [dg.TableColumn(name, types[str(dtype)]) for name, dtype in frame.schema.items()]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns))
