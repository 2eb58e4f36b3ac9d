"""`python -m deploy.installation COMMAND`: start, stop and examine the installation in a directory."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import click

from deploy.installation import backup, orchestration, proxy
from deploy.installation.parts import down, health, up
from deploy.installation.place import ROOT, Place, Unusable, found, whose

_STATE = ROOT / "var" / "installation"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    default=_STATE,
    show_default=True,
    help="The directory of the installation.",
)
@click.pass_context
def main(context: click.Context, state: Path) -> None:
    """The installation of Knowbound on this host."""
    context.obj = state.absolute()


@main.command("up")
@click.option(
    "--configuration",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=ROOT / "knowbound.toml",
    show_default=True,
    help="What the pipelines read; only asked for when the installation is made.",
)
@click.pass_obj
def _up(state: Path, configuration: Path) -> None:
    """Start everything that does not run; the first time, make the installation."""
    place = found(state, configuration)
    if not place.separate:
        click.secho(_ONE_USER, fg="yellow", err=True)
    up(place, _say)
    click.echo(f"Open {place.url}")


@main.command("down")
@click.pass_obj
def _down(state: Path) -> None:
    """Stop everything that runs. Nothing is lost."""
    down(Place(state))


@main.command("health")
@click.option("--json", "as_json", is_flag=True, help="A JSON list of part and trouble.")
@click.pass_obj
def _health(state: Path, as_json: bool) -> None:
    """Say of every part whether it works; exit 1 when one does not."""
    found = health(Place(state))
    if as_json:
        click.echo(json.dumps([asdict(part) for part in found], indent=2))
    else:
        for part in found:
            click.echo(f"{part.part:10}{part.trouble or 'works'}")
    if any(part.trouble for part in found):
        if not as_json:
            click.echo("`make up` starts again what has ended.")
        sys.exit(1)


@main.command("admit")
@click.argument("person")
@click.option("--name", required=True, help="As it is printed beside a signature.")
@click.option("--group", "groups", multiple=True, required=True, help="See [roles] in installation.toml.")
@click.pass_obj
def _admit(state: Path, person: str, name: str, groups: tuple[str, ...]) -> None:
    """Let PERSON in with a password, which is asked for. For the small variant without a provider."""
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    proxy.admit(Place(state), person, name, groups, password)


@main.command("backup")
@click.argument("to", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def _backup(state: Path, to: Path) -> None:
    """Save the installation, which runs on, into TO/data and TO/keys. Keep the two apart."""
    backup.save(Place(state), to.absolute(), _say)


@main.command("restore")
@click.argument("saved", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--settings",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="An installation.toml in the place of the saved one, for example with other ports.",
)
@click.option(
    "--configuration",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A knowbound.toml in the place of the saved one, which is put into the state directory.",
)
@click.pass_obj
def _restore(state: Path, saved: Path, settings: Path | None, configuration: Path | None) -> None:
    """Make an installation out of what `backup` has saved, where there is none yet, and start it."""
    up(backup.load(saved.absolute(), state, settings, configuration, _say), _say)


@main.command("knowbound", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.option("--as-owner", is_flag=True, help="As who started the installation and owns the signing key.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def _knowbound(state: Path, as_owner: bool, arguments: tuple[str, ...]) -> None:
    """The command line of Knowbound on this installation's data, as the user of the pipelines."""
    place = Place(state)
    part = orchestration.webserver(place) if as_owner else orchestration.code(place)
    done = subprocess.run(  # noqa: S603  our own command line
        [part.command[0], "-P", "-c", "from pipelines.cli import main; main()", *arguments],
        env={"PATH": os.environ["PATH"], "COLUMNS": os.environ.get("COLUMNS", "100"), **part.environment},
        umask=part.umask,
        check=False,
        **whose(part.user),
    )
    sys.exit(done.returncode)


def _say(line: str) -> None:
    click.echo(line, err=True)


_ONE_USER = (
    "Everything runs as the present user: whoever can run code in the pipelines can read the key that signs, and a "
    "signature made here proves little. Start it as root, and it uses a user for each side."
)


def run() -> None:
    """The entry point; what users can mend is one message."""
    try:
        main(prog_name="python -m deploy.installation", standalone_mode=True)
    except Unusable as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)


if __name__ == "__main__":
    run()
