"""Steps in their order, where they have one."""

from types import SimpleNamespace
from typing import Any

import pytest

from assets.examples.grammar import Unfit
from assets.examples.recipes.procedures import order


def test_numbered_responsibilities_have_no_order() -> None:
    passage = SimpleNamespace(heading=("What are the responsibilities?",), title="Incident commander")
    site: Any = SimpleNamespace(point={"marker": None}, passage=passage)
    with pytest.raises(Unfit, match="no procedure"):
        order(site)
