"""`knowbound keys`: the key with which the webserver signs. Run by whoever owns the private key: root."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from assets.approvals import keys as key_files
from pipelines import settings
from pipelines.options import config_option


@click.group()
def keys() -> None:
    """The signing key of the webserver, and the register of public keys."""


def places() -> tuple[Path, Path]:
    """The private key and the register of the configuration."""
    loaded = settings.load()
    if loaded.access is None:
        raise settings.ConfigurationError("[access] is missing: it names the signing key, see docs/access.md")
    return loaded.access.key, register(loaded)


def register(loaded: settings.Settings) -> Path:
    """The register of the configuration."""
    if loaded.review.keys is None:
        raise settings.ConfigurationError("[review] keys is missing: it names the register of public keys")
    return loaded.review.keys


@keys.command()
@config_option
def create() -> None:
    """Make the first key, and the register with its public half."""
    _say_new(key_files.create(*places(), datetime.now(UTC)))


@keys.command()
@config_option
def rotate() -> None:
    """Put a new key in the place of the old one; what the old one has signed stays valid."""
    _say_new(key_files.rotate(*places(), datetime.now(UTC)))


@keys.command()
@config_option
@click.argument("key")
@click.option(
    "--since",
    type=click.DateTime(formats=["%Y-%m-%dT%H:%M:%SZ"]),
    help="The UTC time from which somebody else may have had it. [default: now]",
)
def revoke(key: str, since: datetime | None) -> None:
    """Let nothing count that KEY signed since then, also in versions that are approved."""
    path = register(settings.load())
    at = since.replace(tzinfo=UTC) if since else datetime.now(UTC)
    revoked = key_files.read_register(path).without(key, at)
    key_files.write_register(path, revoked)
    click.echo(f"Signatures by {key} count only before {revoked.find(key).until}.")  # type: ignore[union-attr]
    if revoked.current is None:
        click.echo("Nobody can sign until knowbound keys rotate has made a new key.")


@keys.command(name="list")
@config_option
@click.option("--json", "as_json", is_flag=True, help="The register with the names of the keys.")
def list_keys(as_json: bool) -> None:
    """List the keys, oldest first, and when each was the one that signs."""
    found = key_files.read_register(register(settings.load())).keys
    if as_json:
        click.echo(json.dumps([{"key": key.key, **key.model_dump()} for key in found], indent=2))
        return
    for key in found:
        click.echo(f"{key.key}  {key.since} to {key.until or 'now':20}  {key.ended or 'signs'}")


def _say_new(key: key_files.PublicKey) -> None:
    click.echo(f"{key.key} signs from {key.since} on. Its public key: {key.public}")
