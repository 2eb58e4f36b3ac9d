"""Groups: what shares a section, a decision point or a twin belongs together and is never split."""

from assets.examples.settings import ExampleSettings
from assets.identity import sha256


class Groups:
    """A union-find over names."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, name: str) -> str:
        """The representative: the smallest name of the component."""
        root = name
        while self._parent.setdefault(root, root) != root:
            root = self._parent[root]
        while self._parent[name] != root:
            self._parent[name], name = root, self._parent[name]
        return root

    def join(self, one: str, other: str) -> None:
        """Put two names into one component."""
        low, high = sorted((self.find(one), self.find(other)))
        self._parent[high] = low


def split_of(group: str, settings: ExampleSettings) -> str:
    """train or evaluation, by the group's name alone: a new document never moves an old group."""
    share = int(sha256("split\n" + group)[:8], 16) / 16**8
    return "evaluation" if share < settings.evaluation_share else "train"
