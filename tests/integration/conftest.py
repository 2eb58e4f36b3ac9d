"""Names that the tests here use."""

from tests.installation import KNOWBOUND, NO_NETWORK, ROOT, Demo, Installation, install

__all__ = ["KNOWBOUND", "NO_NETWORK", "ROOT", "Demo", "Installation", "install"]
