"""Options that commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipelines import settings


def config_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --config to a command; the value goes to the environment, where Dagster's processes find it too."""

    def remember(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
        if value is not None:
            os.environ[settings.CONFIG_VARIABLE] = str(value.absolute())
        return value

    return click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=remember,
        expose_value=False,
        help="The configuration file. [default: $KNOWBOUND_CONFIG or ./knowbound.toml]",
    )(command)
