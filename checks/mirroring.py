"""The certificate that held-out cases do not mirror training examples: nothing is shared but the house's own words.

Five looks at it, each with its bound (docs/evaluation.md): what both sides of the split share, words in a row that were
copied, the nearest training question by letters, the nearest by meaning, and whether a classifier can tell the sides apart.
"""

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.evaluation.metrics import wilson
from checks.classifier import auc, out_of_group, word_features
from checks.conversation import answers, own_words, questions, words
from checks.expectations import CheckResult, Measures, Suite, expect, judge

N = 13
"""Words in a row that count as copied (the customary contamination test)."""

SHARED = {
    "groups": "groups",
    "points": "decision points",
    "sections": "document sections used as evidence",
    "twins": "twin pairs",
    "skeletons": "phrasing skeletons",
}

PARTS = {"questions": questions, "answers": answers}

LETTERS, NEAR_LETTERS = 5, 0.8
"""Questions whose sets of so many letters in a row are alike to this degree (Jaccard) are the same question, retyped."""

NEAR_MEANING = 0.9
"""Questions whose sentence embeddings have this cosine ask the same in other words."""

UNSEEN = ("skeleton", "register", "recipe", "situation")
"""Properties whose values on the evaluation side may be new to a model that was trained."""

NEAREST = 20
"""Rows of the tables of nearest questions and telling words."""

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""One unit vector, a row, for each text (resources/sentence_model.py)."""

_NAMED = re.compile(
    r"\b[A-Z]{2,}[A-Z-]*-?\d[\w.-]*|\b(?:step|point) \d+(?:\.\d+)*"
)  # a document, form or step by its number

Words = tuple[int, ...]  # a run of words between quotations; each word is the number of its first appearance


def summary(
    examples: pl.DataFrame, handwritten: pl.DataFrame, embed: Embed
) -> tuple[Measures, dict[str, pl.DataFrame]]:
    """What evaluation and training share, for held-out examples and for cases written by hand; tables by situation, of the
    nearest questions, and of the words that tell the sides apart."""
    examples = examples.sort("example").with_columns(pl.col("split", "situation").cast(pl.String))
    train = examples.filter(pl.col("split") == "train")
    held_out = examples.filter(pl.col("split") == "evaluation")
    written = handwritten.filter(pl.col("reason").is_null()).sort("case")
    asked = pl.concat(
        frame.select(pl.col(name).alias("example"), "situation", "messages", by_hand=pl.lit(hand))
        for frame, name, hand in ((held_out, "example", False), (written, "case", True))
    )
    numbers: dict[str, int] = {}
    ours, theirs = _own_words(train, numbers), _own_words(asked, numbers)
    near = _nearest(train, asked, embed)
    flags = asked.select("situation", "by_hand").with_columns(
        *(pl.Series(f"copied_{part}", _copied(ours[part], theirs[part]), dtype=pl.Boolean) for part in PARTS),
        retyped_questions=near["letters"] >= NEAR_LETTERS,
        same_meaning=near["meaning"] >= NEAR_MEANING,
    )
    kinds = pl.exclude("situation", "by_hand")
    generated, hand = (
        flags.filter(by).select(kinds.mean()).row(0, named=True) for by in (~pl.col("by_hand"), "by_hand")
    )
    two_sample, telling = _two_sample(examples)
    measures: Measures = {
        "training": len(train),
        "evaluation": len(held_out),
        "by_hand": len(written),
        "by_hand_lost": len(handwritten) - len(written),
        "shared_groups": len(_values(train, "group") & _values(held_out, "group")),
        "shared_points": len(_values(train, "point") & _values(held_out, "point")),
        "shared_sections": len(_sections(train) & _sections(held_out)),
        "shared_twins": len(_values(train, "twin") & _values(held_out, "example"))
        + len(_values(held_out, "twin") & _values(train, "example")),
        "shared_skeletons": len(_values(train, "skeleton") & _values(held_out, "skeleton")),
        **_shares(generated, len(held_out), ""),
        **_shares(hand, len(written), "_by_hand"),
        **{f"longest_run_{part}": _longest_shared(_together(ours[part]), _together(theirs[part])) for part in PARTS},
        "nearest_letters": near["letters"].max(),  # type: ignore[dict-item]
        "nearest_meaning": near["meaning"].max(),  # type: ignore[dict-item]
        "two_sample": two_sample,
    }
    by_situation = flags.group_by("by_hand", "situation").agg(
        pl.len().cast(pl.Int64).alias("evaluation"), kinds.sum().cast(pl.Int64)
    )
    return measures, {
        "by_situation": by_situation.sort("by_hand", "situation"),
        "unseen": _unseen(train, held_out),
        "nearest": near.sort(["meaning", "example"], descending=[True, False]).head(NEAREST),
        "telling_words": telling,
    }


def suite() -> Suite:
    """Nothing on both sides of the split, next to no copied words, next to no question that was asked before."""
    return [
        expect("evaluation", "held-out cases there are", minimum=1),
        *(expect(f"shared_{name}", f"{words} on both sides of the split", maximum=0) for name, words in SHARED.items()),
        *_alike("", "held-out cases"),
        *_alike("_by_hand", "cases written by hand"),
        # An answer's own words are how the house refuses or asks back: they should vary, but they give nothing away.
        expect(
            "copied_answers",
            f"share of held-out cases with {N} words in a row from training, quotations aside, in their answers",
            maximum=0.05,
            severity="warning",
        ),
        expect("longest_run_questions", "words in the longest run of a question on both sides", maximum=20),
        expect(
            "longest_run_answers", "words in the longest run of an answer on both sides, quotations aside", maximum=40
        ),
        expect(
            "two_sample",
            "how surely a classifier tells held-out questions from training questions by their words (AUC; near 0.5 both "
            "come from the same templates)",
            minimum=0.6,
            severity="warning",
        ),
        expect(
            "by_hand_lost",
            "cases written by hand whose words the documents do not hold any more",
            maximum=0,
            severity="warning",
        ),
    ]


def _shares(shares: dict[str, float | None], cases: int, suffix: str) -> Measures:
    """Each share, and the lower end of its 95 % interval: of a dozen cases a single one is no share."""
    found: Measures = {}
    for name, share in shares.items():
        found[f"{name}{suffix}"] = share
        found[f"{name}{suffix}_low"] = wilson(round((share or 0.0) * cases), cases)[0]
    return found


def _alike(suffix: str, cases: str) -> Suite:
    low = "lower end of the 95 % interval"
    return [
        expect(
            f"copied_questions{suffix}_low",
            f"share of {cases} with {N} words in a row from training, quotations aside, in their questions ({low})",
            maximum=0.03,
        ),
        expect(
            f"retyped_questions{suffix}_low",
            f"share of {cases} whose question is a training question but for a few letters (Jaccard of {LETTERS}-letter "
            f"shingles at least {NEAR_LETTERS}, {low})",
            maximum=0.02,
        ),
        expect(
            f"same_meaning{suffix}_low",
            f"share of {cases} that ask a training question in other words (embedding cosine at least {NEAR_MEANING}, "
            f"{low})",
            maximum=0.03,
        ),
    ]


def check(examples: pl.DataFrame, handwritten: pl.DataFrame, embed: Embed) -> CheckResult:
    """The check `mirroring`."""
    measures, tables = summary(examples, handwritten, embed)
    return judge("mirroring", measures, suite(), tables)


def _unseen(train: pl.DataFrame, held_out: pl.DataFrame) -> pl.DataFrame:
    """How many held-out cases have a phrasing, voice, recipe or situation that no training example has."""
    known = {name: set(train[name].cast(pl.String)) for name in UNSEEN}
    rows = [(name, sum(v not in known[name] for v in held_out[name].cast(pl.String)), len(held_out)) for name in UNSEEN]
    return pl.DataFrame(rows, schema={"property": pl.String, "cases": pl.Int64, "of": pl.Int64}, orient="row")


def _nearest(train: pl.DataFrame, cases: pl.DataFrame, embed: Embed) -> pl.DataFrame:
    """For every case the nearest training question: example, letters (Jaccard), meaning (cosine), and the
    training example that is nearest in meaning."""
    known, asked = (["\n".join(questions(m)) for m in frame["messages"].to_list()] for frame in (train, cases))
    letters, meaning, nearest = (np.zeros(len(asked)) for _ in range(3))
    if known and asked:
        # "What does step 3 of SOP-3 say?" is another question than that about step 4 or SOP-4, however alike.
        named = [np.array([" ".join(sorted(set(_NAMED.findall(text)))) for text in texts]) for texts in (asked, known)]
        same = named[0][:, None] == named[1][None, :]
        letters = (_jaccard(known, asked) * same).max(1)
        cosines = embed(asked) @ embed(known).T * same
        meaning, nearest = cosines.max(1).astype(np.float64), cosines.argmax(1)
    return cases.select("example", "situation").with_columns(
        letters=pl.Series(letters.round(2), dtype=pl.Float64),
        # two digits: more of them would depend on the processor
        meaning=pl.Series(meaning.round(2), dtype=pl.Float64),
        training_example=train["example"].gather(nearest.astype(int)) if known else pl.lit(None, pl.String),
    )


def _jaccard(known: list[str], asked: list[str]) -> NDArray[np.float64]:
    """A row for each asked text: its likeness with every known one, by their sets of LETTERS characters in a row.

    Case and punctuation do not count.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415 (a second to import)

    counter = CountVectorizer(analyzer="char", ngram_range=(LETTERS, LETTERS), binary=True, dtype=np.int32)
    margin = "#" * (LETTERS - 1)  # so that the shortest text has a shingle
    shingles = counter.fit_transform(f"{margin}{' '.join(words(text))}{margin}" for text in [*known, *asked])
    left, right = shingles[len(known) :], shingles[: len(known)]
    both = (left @ right.T).toarray()
    sizes = [np.asarray(side.sum(1)).ravel() for side in (left, right)]
    alike: NDArray[np.float64] = both / (sizes[0][:, None] + sizes[1][None, :] - both)
    return alike


def _two_sample(examples: pl.DataFrame) -> tuple[float | None, pl.DataFrame]:
    """The classifier two-sample test between the splits, and the words by which they can be told apart."""
    asked = [" ".join(questions(m)) for m in examples["messages"].to_list()]
    held_out = (examples["split"] == "evaluation").to_numpy()
    empty = pl.DataFrame(schema={"words": pl.String, "training": pl.Float64, "evaluation": pl.Float64})
    if not held_out.any() or held_out.all():
        return None, empty
    features, names = word_features(asked)
    scores = out_of_group(features, held_out, examples["group"].to_list())
    shares = [np.asarray(features[side].mean(0)).ravel() for side in (~held_out, held_out)]
    telling = pl.DataFrame({"words": names, "training": shares[0], "evaluation": shares[1]}).sort(
        (pl.col("training") - pl.col("evaluation")).abs(), "words", descending=[True, False]
    )
    return None if scores is None else auc(scores, held_out), telling.head(NEAREST)


def _own_words(examples: pl.DataFrame, numbers: dict[str, int]) -> dict[str, list[list[Words]]]:
    """Per part, what each example says outside passages, quotations and citations."""

    def numbered(texts: list[str]) -> list[Words]:
        runs = (run for text in texts for run in own_words(text))
        return [tuple(numbers.setdefault(word, len(numbers)) for word in run) for run in runs]

    return {part: [numbered(read(m)) for m in examples["messages"].to_list()] for part, read in PARTS.items()}


def _copied(known: list[list[Words]], asked: list[list[Words]]) -> list[bool]:
    """For each held-out case, whether it has N words in a row from any training example."""
    seen = _windows((run for runs in known for run in runs), N)
    return [not seen.isdisjoint(_windows(runs, N)) for runs in asked]


def _together(examples: list[list[Words]]) -> set[Words]:
    return {run for runs in examples for run in runs}


def _windows(runs: Iterable[Words], length: int) -> set[int]:
    """Every `length` words in a row, as a hash: that of numbers, unlike that of words, is the same in each process."""
    return {hash(run[i : i + length]) for run in runs for i in range(len(run) - length + 1)}


def _longest_shared(left: set[Words], right: set[Words]) -> int:
    """Words in the longest run found on both sides: a shared run of n holds one of n - 1, so bisect on n."""
    low, high = 0, min(max(map(len, left), default=0), max(map(len, right), default=0))
    while low < high:
        middle = (low + high + 1) // 2
        if _windows(left, middle).isdisjoint(_windows(right, middle)):
            high = middle - 1
        else:
            low = middle
    return low


def _values(frame: pl.DataFrame, column: str) -> set[str]:
    return set(frame[column].to_list()) - {""}


def _sections(frame: pl.DataFrame) -> set[tuple[str, str]]:
    return {(part["document"], part["section"]) for parts in frame["evidence"].to_list() for part in parts}
