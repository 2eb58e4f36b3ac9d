"""`make bench-claim`: does boundary data make a model hallucinate less? Method, result and limits: docs/claim.md.

The same base model is trained on doses of boundary data with equal budgets, and answers the questions of a version that
people wrote by hand (sample/evaluation.jsonl), over passages of the version's own redacted corpus. What is
finished is kept in var/bench/claim, so that a run that was stopped goes on where it was.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Literal

import polars as pl
from rich.console import Console

import resources.language_model
from assets.evaluation.cases import Case, cases_by_hand
from assets.evaluation.evaluating import MAX_NEW_TOKENS
from assets.evaluation.grading import Grade, grade
from assets.evaluation.metrics import Rate, compare, rate, wilson
from assets.identity import canonical_json, content_id, fingerprint, sha256
from assets.retraining.settings import TrainingSettings
from assets.snapshots.versions import list_versions, read_frame, read_manifest
from bench.grader import agreement, read_labels
from deploy.train import arms, tuning
from pipelines import settings
from resources.language_model import LanguageModel, load
from resources.object_store import ObjectStore
from resources.progress import track

KEPT = Path(__file__).parent.parent / "var" / "bench" / "claim"

SEEDS = (0, 1, 2)
DOSES = (0.0, 0.2, None)  # None: the share of the version
ROWS = 240  # training examples an arm has at most
QUICK = ((0,), (0.0, None))
CHUNK = 16  # questions that all models answer before the next: their prompts are read once


# --- the models ------------------------------------------------------------


@dataclass(frozen=True)
class Arm:
    """One model that answers: the base model where there is no seed, else what a dose of boundary data makes of it."""

    name: str
    seed: int | None
    folder: Path  # what is kept of it


@dataclass(frozen=True)
class Bench:
    """What all arms have in common."""

    training: TrainingSettings
    version: str
    examples: pl.DataFrame  # the training split, schema Examples
    base: LanguageModel

    def arms(self, dose: float | None, seeds: Sequence[int]) -> list[Arm]:
        """Train a dose with each seed, unless its weights are kept. The prompts are read once for all seeds."""
        arm: Literal["happy_path", "candidate"] = "happy_path" if dose == 0 else "candidate"
        rows = arms.rows_of(arm, self.examples, dose or None, ROWS)
        boundary = rows.filter(pl.col("behaviour").cast(pl.String) != "answer").height
        name = f"{boundary / rows.height:.0%} boundary" if boundary else "happy path"
        budget = self._answer_tokens(arms.rows_of("candidate", self.examples, None, ROWS)) * self.training.epochs
        lessons: list[tuning.Lesson] | None = None
        made = []
        for seed in seeds:
            what = {
                "base": self.base.digest,
                "examples": rows["example"].to_list(),
                "recipe": self.training.recipe(),
                "tokens": budget,
                "seed": seed,
                "code": _code(),
            }
            made.append(Arm(name, seed, KEPT / content_id(what)[:16]))
            folder, say = made[-1].folder, _teller(f"{name}, seed {seed}")
            if (folder / "weights.safetensors").exists():
                continue
            model, layers = load(self.training.model), self.training.layers  # a fresh one: training changes it
            if lessons is None:
                turns = tuning.turns(model, rows["messages"].to_list())
                lessons = tuning.read(model, turns, layers=layers, say=say)
            rate = self.training.learning_rate
            tuned = tuning.tune(model, lessons, tokens=budget, layers=layers, learning_rate=rate, seed=seed, say=say)
            facts = {"name": name, "seed": seed, "rows": rows.height, "boundary": boundary, "steps": tuned.steps,
                     "tokens": tuned.tokens, "loss": tuned.loss, "version": self.version}  # fmt: skip
            _write(folder / "training.json", canonical_json(facts))
            _write(folder / "weights.safetensors", tuned.weights)
        return made

    def untrained(self) -> Arm:
        """The base model as it is."""
        return Arm("base model", None, KEPT / content_id({"base": self.base.digest, "code": _code()})[:16])

    def _answer_tokens(self, rows: pl.DataFrame) -> int:
        return sum(len(turn.answer) for turn in tuning.turns(self.base, rows["messages"].to_list()))


def _code() -> str:
    return fingerprint(modules=[tuning, resources.language_model], libraries=["torch", "transformers"])


def answer(bench: Bench, made: Sequence[Case], answering: Sequence[Arm]) -> dict[Arm, list[str]]:
    """What each arm says to each case. Chunk by chunk and arm by arm, each kept as soon as it is there."""
    said = {arm: _kept_answers(arm) for arm in answering}
    asked = [_prompt(case) for case in made]
    chunks = [range(start, min(start + CHUNK, len(made))) for start in range(0, len(made), CHUNK)]
    work = [(chunk, arm) for chunk in chunks for arm in answering]
    reading: tuple[range, LanguageModel] | None = None
    for chunk, arm in track(work, "answers", len(work)):
        missing = [i for i in chunk if asked[i] not in said[arm]]
        if not missing:
            continue
        if reading is None or reading[0] != chunk:  # forgets the prompts of the chunk before
            base = LanguageModel(bench.base.name, bench.base.digest, bench.base.tokenizer, bench.base.network)
            reading = (chunk, base)
        model = reading[1]
        if arm.seed is not None:
            model = model.with_weights((arm.folder / "weights.safetensors").read_bytes())
        texts = model.answers([made[i].messages for i in missing], MAX_NEW_TOKENS)
        said[arm] |= dict(zip((asked[i] for i in missing), texts, strict=True))
        _write(arm.folder / "answers.json", canonical_json(said[arm]))
    return {arm: [said[arm][one] for one in asked] for arm in answering}


def _prompt(case: Case) -> str:
    """Names what a model is given. Cases are asked in this order, so the first ones are a fair part of all."""
    return content_id([case.messages, MAX_NEW_TOKENS])


def _kept_answers(arm: Arm) -> dict[str, str]:
    path = arm.folder / "answers.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, so that a killed run leaves nothing half-written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(data)
    partial.replace(path)


def _teller(label: str) -> Callable[[str], None]:
    """Shows what the trainer says, on one line of a terminal."""
    terminal = sys.stderr.isatty()
    return lambda line: print(f"{label}: {line}", end="\x1b[K\r" if terminal else "\n", file=sys.stderr, flush=True)


# --- the numbers ------------------------------------------------------------

Judged = dict[Arm, list[Grade]]


def table(made: Sequence[Case], judged: Judged) -> list[str]:
    """The Markdown table of the claim: a row for each arm, and one for all seeds of a dose where there are several."""
    lines = ["| trained on | seed | hallucination | over-refusal | accuracy |", "|---|---|---|---|---|"]
    for name in dict.fromkeys(arm.name for arm in judged):
        group = {arm: grades for arm, grades in judged.items() if arm.name == name}
        rates = {arm: _rates(made, grades) for arm, grades in group.items()}
        for arm, found in rates.items():
            lines.append(f"| {name} | {'' if arm.seed is None else arm.seed} | {' | '.join(map(_show, found))} |")
        if len(rates) > 1:
            pooled = [_pooled(column) for column in zip(*rates.values(), strict=True)]
            lines.append(f"| **{name}** | **all** | {' | '.join(f'**{_show(r)}**' for r in pooled)} |")
    return lines


def by_behaviour(made: Sequence[Case], judged: Judged) -> list[str]:
    """The Markdown table of how often each arm does and says the right thing, by what is asked for; means over seeds."""
    names = list(dict.fromkeys(arm.name for arm in judged))
    lines = [f"| asked for | questions | {' | '.join(names)} |", "|---|---|" + "---|" * len(names)]
    for behaviour in sorted({case.behaviour for case in made}):
        here = [i for i, case in enumerate(made) if case.behaviour == behaviour]
        shares = [
            mean(grades[i].right for arm, grades in judged.items() if arm.name == name for i in here) for name in names
        ]
        lines.append(f"| {behaviour} | {len(here)} | {' | '.join(f'{share:.0%}' for share in shares)} |")
    return lines


def against_happy_path(made: Sequence[Case], judged: Judged) -> list[str]:
    """A sentence for each dose and seed: the same questions, with boundary data and without."""
    plain = {arm.seed: grades for arm, grades in judged.items() if arm.name == "happy path"}
    lines = []
    for arm, grades in judged.items():
        if arm.seed is None or arm.name == "happy path" or arm.seed not in plain:
            continue
        pair = compare("happy path", made, grades, plain[arm.seed])
        lines.append(
            f"- {arm.name}, seed {arm.seed}, against the happy path: hallucinates on {pair.less_hallucinated} questions "
            f"less and {pair.more_hallucinated} more (exact McNemar p = {pair.p_hallucination:.2g}); "
            f"right on {pair.better} more and {pair.worse} less (p = {pair.p:.2g})."
        )
    return lines


def _rates(made: Sequence[Case], grades: Sequence[Grade]) -> tuple[Rate, Rate, Rate]:
    pairs = list(zip(made, grades, strict=True))
    return (
        rate([g.hallucinated for c, g in pairs if c.abstain]),
        rate([g.over_refused for c, g in pairs if not c.abstain]),
        rate([g.right for c, g in pairs if not c.abstain]),
    )


def _pooled(rates: Iterable[Rate]) -> Rate:
    """The mean over seeds, as wide as for one set of questions: asking them again makes them no more."""
    rates = list(rates)
    count, of = round(mean(r.count for r in rates)), rates[0].of
    low, high = wilson(count, of)
    return Rate(count=count, of=of, share=mean(r.share for r in rates), low=low, high=high)


def _show(found: Rate) -> str:
    return f"{found.share:.0%} ({found.low:.0%} to {found.high:.0%})"


# --- the command ------------------------------------------------------------


def main() -> int:
    """Train what is missing, ask, judge, print; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.claim", description="Does boundary data help? See docs/claim.md."
    )
    parser.add_argument("--quick", action="store_true", help="one seed, and only the happy path and the whole version")
    parser.add_argument("--seeds", type=int, nargs="+", help="default: 0 1 2")
    parser.add_argument("--doses", type=float, nargs="+", help="shares of boundary examples instead of the usual ones")
    parser.add_argument("--questions", type=int, metavar="N", help="ask N questions, a fair part, instead of all")
    parser.add_argument("--version", help="default: the newest in the configured store")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N questions with every answer")
    options = parser.parse_args()
    seeds, doses = QUICK if options.quick else (SEEDS, DOSES)
    seeds, doses = tuple(options.seeds or seeds), tuple(options.doses or doses)

    configured = settings.load()
    store = configured.store.open()
    version = options.version or next(reversed(list_versions(store)), None)
    if version is None:
        print(f"There is no version in {store.url} yet: run `make demo` first.", file=sys.stderr)
        return 2
    bench, made = _prepare(store, version, configured.training)
    made = sorted(made, key=_prompt)[: options.questions]
    if not made:
        print(f"{version} has no questions by hand: set [examples] handwritten.", file=sys.stderr)
        return 2
    trained = [arm for dose in doses for arm in bench.arms(dose, seeds)]
    said = answer(bench, made, [bench.untrained(), *trained])
    judged = {arm: [grade(case, text) for case, text in zip(made, texts, strict=True)] for arm, texts in said.items()}

    boundary = sum(case.abstain for case in made)
    print(f"Version {version}, {bench.examples.height} training examples, {bench.base.name}.")
    print(f"{len(made)} questions by hand: {len(made) - boundary} answerable, {boundary} not. 95 % Wilson intervals.")
    print(
        "\n".join(
            ["", *table(made, judged), "", *against_happy_path(made, judged), "", *by_behaviour(made, judged), ""]
        )
    )
    agreement(list(read_labels()), Console(width=110), "The grader and a person who read real outputs")
    for i in sorted(range(len(made)), key=lambda i: sha256(made[i].question))[: options.show]:
        print(f"\n{made[i].example} {made[i].behaviour}: {made[i].question}\n  expected: {made[i].expected}")
        for arm, texts in said.items():
            verdict = judged[arm][i]
            print(f"  {arm.name}, seed {arm.seed} [{verdict.behaviour}, right: {verdict.right}]: {texts[i]}")
    return 0


def _prepare(store: ObjectStore, version: str, training: TrainingSettings) -> tuple[Bench, list[Case]]:
    manifest = read_manifest(store, version)
    examples = read_frame(store, manifest, "examples.parquet").filter(pl.col("split").cast(pl.String) == "train")
    made = cases_by_hand(read_frame(store, manifest, "handwritten.parquet"))
    return Bench(training, version, examples, load(training.model)), made


if __name__ == "__main__":
    sys.exit(main())
