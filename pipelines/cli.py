"""The command line `knowbound`. It runs the same Dagster jobs as the UI and reads the same store; it never signs.

Exit codes of `run` and `backfill`: 0 a version is ready for review or unchanged, 2 bad configuration or arguments,
3 a blocking check failed, 1 anything else.
"""

import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from assets.approvals.keys import KeyProblem
from assets.privacy.settings import KeyUnusable, read_key
from assets.snapshots.manifest import VersionError
from pipelines import ledger_commands, settings
from pipelines.key_commands import keys
from pipelines.options import config_option as _config
from resources.anchors import AnchorError
from resources.language_model import ModelError
from resources.object_store import ObjectStore, StoreError

OK, FAILED, BAD_CONFIGURATION, CHECK_FAILED = 0, 1, 2, 3


class _Commands(click.Group):
    """Turns the errors that users can mend into one message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (settings.ConfigurationError, KeyUnusable, KeyProblem) as error:
            click.echo(str(error), err=True)
            ctx.exit(BAD_CONFIGURATION)
        except (StoreError, VersionError, ModelError, AnchorError) as error:
            click.echo(str(error), err=True)
            ctx.exit(FAILED)
        except OSError as error:  # of a place the user named; the store has errors of its own
            if error.filename is None:
                raise
            click.echo(f"{error.filename}: {error.strerror}; check this path and its permissions", err=True)
            ctx.exit(FAILED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Turn your own documents into proven, versioned datasets that teach a model where its knowledge ends."""
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")


for _command in (keys, ledger_commands.audit, ledger_commands.erase, ledger_commands.store):
    main.add_command(_command)

_day = click.DateTime(formats=["%Y-%m-%d"])


def _store() -> ObjectStore:
    return settings.load().store.open()


@main.command()
@_config
@click.option("--as-of", type=_day, help="The UTC day to take the picture of. [default: today]")
def run(as_of: datetime | None) -> None:
    """Run the daily job: sources to a dataset version that waits for review."""
    sys.exit(run_days([as_of.date() if as_of else datetime.now(UTC).date()]))


@main.command()
@_config
@click.option("--from", "first", type=_day, required=True, help="First UTC day.")
@click.option("--to", "last", type=_day, required=True, help="Last UTC day.")
def backfill(first: datetime, last: datetime) -> None:
    """Run the daily job for every day of a range; one day that fails does not stop the others."""
    days = [first.date() + timedelta(days=n) for n in range((last - first).days + 1)]
    if not days:
        raise click.BadParameter("the last day lies before the first", param_hint="--to")
    sys.exit(run_days(days))


def run_days(days: list[date]) -> int:
    """Run the daily job for each day, say what came of it, and give the worst exit code."""
    loaded = settings.load()
    if min(days) < loaded.dagster.since:
        raise click.BadParameter(
            f"days begin with {loaded.dagster.since}; since in [dagster] of the configuration says so"
        )
    if max(days) > (today := datetime.now(UTC).date()):
        raise click.BadParameter(f"{max(days)} lies in the future; today is {today} in UTC")
    read_key(loaded.privacy.key, os.environ)  # said at once, not by every day's run
    from pipelines import runs, views  # noqa: PLC0415  Dagster and the steps take seconds to import

    worst = OK
    for day in days:
        click.secho(f"\n{day}", bold=True, err=True)
        done = runs.run_day(loaded, day.isoformat())
        views.show_run(done, _store())
        if not done.success:
            worst = max(worst, CHECK_FAILED if done.failed_checks else FAILED, key=[OK, CHECK_FAILED, FAILED].index)
    return worst


@main.command()
@_config
@click.option("--json", "as_json", is_flag=True, help="A JSON list, oldest first.")
def versions(as_json: bool) -> None:
    """List the dataset versions, oldest first."""
    from assets.approvals.standing import standing  # noqa: PLC0415
    from assets.snapshots.report import reports  # noqa: PLC0415
    from pipelines import views  # noqa: PLC0415

    loaded = settings.load()
    store = loaded.store.open()
    listed = reports(store)
    for row in listed:
        row["standing"] = standing(store, row["version"], loaded.review, datetime.now(UTC)).state
    click.echo(_json(listed)) if as_json else views.show_versions(listed)


@main.command()
@_config
@click.argument("version")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="[default: VERSION.html]")
def packet(version: str, out: Path | None) -> None:
    """Write the review packet of VERSION: one HTML page that opens offline."""
    from assets.approvals.report import reviewed_report  # noqa: PLC0415
    from assets.snapshots.packet import render_packet  # noqa: PLC0415

    path, loaded = out or Path(f"{version}.html"), settings.load()
    report = reviewed_report(_store(), version, loaded.review, datetime.now(UTC))
    path.write_text(render_packet(report), encoding="utf-8")
    click.echo(path.absolute())


@main.command()
@_config
@click.argument("a")
@click.argument("b")
def diff(a: str, b: str) -> None:
    """Say what changed from version A to version B."""
    from assets.snapshots.diff import diff as compare  # noqa: PLC0415
    from pipelines import views  # noqa: PLC0415

    views.show_diff(compare(_store(), a, b))


@main.command()
@_config
@click.argument("version")
@click.option("--situation", help="Only this situation, for example outside_limit.")
@click.option("--sample", type=click.IntRange(min=1), help="This many, chosen by --seed.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which sample.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list with evidence, point, twin and proof.")
def examples(version: str, situation: str | None, sample: int | None, seed: int, as_json: bool) -> None:
    """Show the examples of VERSION with their evidence."""
    from assets.examples.records import SITUATIONS  # noqa: PLC0415
    from pipelines import views  # noqa: PLC0415

    if situation is not None and situation not in SITUATIONS:
        raise click.BadParameter(f"accepted are {', '.join(SITUATIONS)}", param_hint="--situation")
    chosen = views.choose_examples(_store(), version, situation, sample, seed)
    click.echo(_json(chosen)) if as_json else views.show_examples(chosen)


@main.command()
@_config
@click.argument("version")
@click.option("--json", "as_json", is_flag=True, help="All obligations, covered or not.")
def coverage(version: str, as_json: bool) -> None:
    """Show which obligations of the documents VERSION covers, and which not, by document and line; and what people ask."""
    from assets.snapshots.report import build_report  # noqa: PLC0415
    from assets.snapshots.versions import read_frame  # noqa: PLC0415
    from pipelines import views  # noqa: PLC0415

    store = _store()
    report = build_report(store, version)
    if as_json:
        shown = report.model_dump(mode="json", include={"heat", "lacks"})
        summary = report.summary.model_dump(mode="json", include={"coverage", "demand"})
        summary["coverage"]["share"] = report.summary.coverage.share
        table = read_frame(store, report.manifest, "coverage.parquet")
        click.echo(
            _json(
                {"summary": summary["coverage"], "demand": summary["demand"], "obligations": table.to_dicts(), **shown}
            )
        )
    else:
        views.show_coverage(report)


@main.command()
@_config
@click.argument("version")
@click.option("--mutate", type=click.IntRange(min=1), help="Also plant this many mutations and count the rejected.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which mutations.")
def verify(version: str, mutate: int | None, seed: int) -> None:
    """Re-hash every file of VERSION and prove every example again; exit 3 when something does not hold."""
    from checks.proofs import verify_version  # noqa: PLC0415
    from pipelines import views  # noqa: PLC0415

    found = verify_version(_store(), version, mutations=mutate or 0, seed=seed)
    views.show_verification(found)
    sys.exit(OK if found.holds else CHECK_FAILED)


@main.command()
@_config
@click.argument("version")
@click.option("--format", "format_", type=click.Choice(["trl-sft", "trl-dpo", "trl-kto"]), required=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="A folder.")
def export(version: str, format_: str, out: Path) -> None:
    """Write the examples of VERSION in a format that TRL's trainers read."""
    from assets.snapshots.export import export as write  # noqa: PLC0415

    for path in write(_store(), version, format_, out):
        click.echo(path)


@main.command()
@_config
@click.option("--json", "as_json", is_flag=True, help="A JSON list of version, state, words and next.")
def gate(as_json: bool) -> None:
    """Say which version the gate is open for, what waits, and what is shut and why; newest first."""
    from pipelines import runs, views  # noqa: PLC0415

    found = runs.look_at_gate(settings.load(), _store())
    click.echo(_json([asdict(verdict) for verdict in found.verdicts])) if as_json else views.show_gate(found)


@main.command()
@_config
@click.argument("version")
def retrain(version: str) -> None:
    """Train on VERSION, through the same gate as the sensor; exit 3 when the gate is shut."""
    from assets.snapshots.versions import read_manifest  # noqa: PLC0415
    from pipelines import runs, views  # noqa: PLC0415

    loaded, store = settings.load(), _store()
    read_manifest(store, version)  # an unknown version is said with the nearest names
    verdict = runs.look_at_gate(loaded, store, by="command line").of(version)
    if verdict.state != "open":
        views.show_verdict(verdict)
        sys.exit(CHECK_FAILED)
    done = runs.retrain(loaded, store, version)
    views.show_retraining(done, version, store)
    sys.exit(OK if done.success else FAILED)


@main.command()
@_config
@click.option("--json", "as_json", is_flag=True, help="A JSON list with scores, comparisons and the verdict.")
def models(as_json: bool) -> None:
    """List the trained models: what they come from, how they did, and whether they are eligible for promotion."""
    from assets.approvals.standing import flag  # noqa: PLC0415
    from assets.evaluation.card import listed  # noqa: PLC0415
    from pipelines import views  # noqa: PLC0415

    loaded, store = settings.load(), _store()
    found = listed(store)
    for row in found:
        row["flag"] = flag(store, row["version"], loaded.review, datetime.now(UTC))
    click.echo(_json(found)) if as_json else views.show_models(found)


@main.command()
@_config
@click.argument("model")
def evaluate(model: str) -> None:
    """Ask MODEL, its base and its baseline the held-out cases of its version, and compare what they say."""
    from assets.evaluation.evaluating import evaluate_model  # noqa: PLC0415
    from checks.promotion import promote  # noqa: PLC0415
    from pipelines import views  # noqa: PLC0415
    from pipelines.definitions import load_model  # noqa: PLC0415

    loaded, store = settings.load(), _store()
    done = evaluate_model(store, loaded.training, load_model, model, lambda line: click.echo(line, err=True))
    views.show_evaluations(done, promote(store, model, loaded.training.over_refusal_bound))


@main.command()
@_config
@click.option("--port", type=int, default=3000, show_default=True)
def dev(port: int) -> None:
    """Open the project in Dagster's UI on loopback, with the data of the configuration."""
    from pipelines import runs  # noqa: PLC0415

    loaded = settings.load()
    with runs.instance(loaded):
        pass
    root = Path(__file__).parent.parent
    environment = os.environ | {"DAGSTER_HOME": str(loaded.dagster.home)}
    environment.setdefault("DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS", "300")  # the gate examines a whole version
    command = [sys.executable, "-m", "dagster", "dev", "--host", "127.0.0.1", "--port", str(port)]
    os.chdir(root)
    os.execve(command[0], [*command, "--workspace", "workspace.yaml"], environment)  # noqa: S606  our own interpreter's dagster


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
