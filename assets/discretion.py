"""What may be said about an error that happened beside raw text.

Dagster keeps an exception's message, and those of its causes, in its event log. So the steps that hold raw text
let only those errors through whose messages were written to be read; of any other, class and place are all that leaves.
"""

import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import dagster as dg

P = ParamSpec("P")
R = TypeVar("R")

_ROOT = Path(__file__).parents[1]


def discreet(*readable: type[Exception]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a step's function: it fails with the message of a `readable` error, or with the place of any other."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return function(*args, **kwargs)
            except readable as error:
                message = str(error)
            except Exception as error:
                message = (
                    f"{type(error).__name__} at {_place(error)}. Its message may quote a document and is not shown; "
                    "run the step's function on these sources in a debugger to see it."
                )
            raise dg.Failure(message, allow_retries=False)  # outside of `except`, so that it carries no context

        return guarded

    return decorate


def _place(error: Exception) -> str:
    """The innermost line of our own code that the error came through."""
    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [(path, line) for path, line in frames if path.is_relative_to(_ROOT) and ".venv" not in path.parts]
    path, line = (ours or frames)[-1]
    return f"{path.relative_to(_ROOT) if ours else path.name}:{line}"
