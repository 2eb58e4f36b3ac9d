"""All parts of an installation together: what runs, in which order, and how it is."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from deploy.installation import database, orchestration, proxy, store
from deploy.installation.place import Place, ensure_user


class Part(Protocol):
    """What `up` starts and `down` stops."""

    @property
    def name(self) -> str: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def trouble(self) -> str | None: ...


@dataclass(frozen=True)
class Health:
    """How a part is: `trouble` is what is wrong, None when it does its work."""

    part: str
    trouble: str | None


def stages(place: Place) -> list[list[Part]]:
    """Everything that runs; what stands together needs nothing of each other, and what comes later needs what is before."""
    return [
        [database.database(place), store.Store(place), orchestration.code(place)],
        [orchestration.daemon(place), orchestration.webserver(place), proxy.proxy(place)],
    ]


def parts(place: Place) -> list[Part]:
    """Everything that runs."""
    return [part for stage in stages(place) for part in stage]


def up(place: Place, say: Callable[[str], object]) -> None:
    """Start what does not run, and return when all of it works. Raises Unusable."""
    prepare(place)

    def start(part: Part) -> None:
        part.start()
        say(f"{part.name} works")

    with ThreadPoolExecutor() as workers:
        for stage in stages(place):
            list(workers.map(start, stage))


def prepare(place: Place) -> None:
    """Make the users, folders and files that the parts need. Raises Unusable."""
    settings = place.settings
    if place.separate:
        for name in (settings.users.web, settings.users.run):
            ensure_user(name)
    orchestration.prepare(place)
    database.prepare(place)
    proxy.prepare(place)


def down(place: Place) -> None:
    """Stop everything that runs, in the opposite order."""
    with ThreadPoolExecutor() as workers:
        for stage in reversed(stages(place)):
            list(workers.map(lambda part: part.stop(), stage))


def health(place: Place) -> list[Health]:
    """How every part is."""
    return [Health(part.name, part.trouble()) for part in parts(place)]
