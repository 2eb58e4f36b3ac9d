"""Commands about the store and its history: `audit`, `erase`, `store`."""

import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from assets.ingest.raw import RawZone
from assets.privacy.settings import read_key
from pipelines import settings
from pipelines.options import config_option
from resources.directory_store import DirectoryStore
from resources.object_store import ObjectStore

FOUND = 3
"""Exit code: something does not hold."""


@click.command()
@config_option
@click.option(
    "--copy",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A copy of the store in a directory. [default: the configured store]",
)
@click.option(
    "--anchors",
    "anchor_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Anchors that an earlier audit wrote. [default: the configured witness; with --copy none]",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="A folder for JSON, HTML and anchors.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole audit as JSON.")
def audit(copy: Path | None, anchor_file: Path | None, out: Path | None, as_json: bool) -> None:
    """Verify the whole history: files, ledgers, signatures, receipts, anchors; exit 3 when there are findings."""
    from checks.audit import audit as verify  # noqa: PLC0415  Dagster and the steps take seconds to import
    from checks.audit.pages import write_audit  # noqa: PLC0415
    from pipelines import runs, views_audit  # noqa: PLC0415
    from resources.anchors import read_anchors  # noqa: PLC0415

    loaded = settings.load()
    store: ObjectStore = DirectoryStore(copy.absolute()) if copy else loaded.store.open()
    anchors, witness = None, ""
    if anchor_file:
        anchors, witness = read_anchors(anchor_file), str(anchor_file)
    elif copy is None:
        anchors, witness = runs.read_witness(loaded)
    found = verify(store, loaded.review, datetime.now(UTC), anchors, witness)
    click.echo(found.model_dump_json(indent=2)) if as_json else views_audit.show_audit(found)
    for path in write_audit(found, anchors, out) if out else ():
        click.echo(path, err=True)
    sys.exit(FOUND if found.findings else 0)


@click.command()
@config_option
@click.option("--subject", "text", required=True, help="document:ID, document:SOURCE/PATH or pseudonym:TEXT")
@click.option("--reason", required=True, help="Why; it is kept for ever, so name nobody.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(text: str, reason: str, yes: bool) -> None:
    """Forget a document, or every document with a pseudonym, in all that was made of it; the gate closes for that."""
    from pipelines import erasure  # noqa: PLC0415  Dagster and the steps take seconds to import

    try:
        subject = erasure.Subject.parse(text)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--subject") from None
    loaded = settings.load()
    opened = loaded.store.open()
    raw = RawZone(opened, read_key(loaded.privacy.key, os.environ))
    now, by = datetime.now(UTC), getpass.getuser()
    try:
        planned = erasure.plan(opened, raw, loaded.review, subject, reason=reason, by=by, now=now)
    except erasure.NothingFound as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    click.echo(f"items of sources, never ingested again: {len(planned.items)}")
    for version in planned.versions:
        click.echo(f"version {version}{': its approval ends' if version in planned.approved else ''}")
    for model in planned.models:
        done = "its weights are deleted" if loaded.review.erased_models == "delete" else "never to be promoted"
        click.echo(f"model {model}: {done}")
    if not yes:
        click.confirm("Forget all of it? Nothing brings it back.", abort=True)
    erasure.erase(opened, loaded.review, planned)
    click.echo(f"Erased: {planned.id}. The next version is made without it: knowbound run")
    click.echo("Backups and copies of the store, of the payload keys and of the sources are yours to look after.")


@click.command()
@config_option
def store() -> None:
    """Try what the configured store can do: keep versions, lock them, refuse to overwrite."""
    from resources.s3_store import S3Store  # noqa: PLC0415  boto3 takes a second to import

    opened = settings.load().store.open()
    click.echo(f"{opened.url}")
    if not isinstance(opened, S3Store):
        click.echo("A directory: write-once by itself, without versions and without Object Lock.")
        return
    can = opened.probe()
    click.echo(f"keeps versions: {'yes' if can.versioning else 'no'}")
    click.echo(f"Object Lock withstands a deletion: {'yes' if can.locking else 'no'}")
    click.echo(f"conditional writes (If-None-Match) are {can.conditional_put}; nothing here relies on them")
