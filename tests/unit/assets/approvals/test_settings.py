"""Who may be named in `[review]`."""

import pytest
from pydantic import ValidationError

from assets.approvals.settings import ReviewSettings
from tests.unit.assets.approvals.officers import FOUR_EYES, OFFICERS

ADA, BEN = (OFFICERS[person].model_dump() for person in ("ada", "ben"))


def test_the_default_wants_two_persons() -> None:
    assert (ReviewSettings().policy, ReviewSettings().signers, ReviewSettings().expires_days) == ("four-eyes", 2, 90)
    assert FOUR_EYES.officer("ada") == OFFICERS["ada"]
    assert FOUR_EYES.officer("eve") is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"officers": [ADA, BEN | {"id": "ada"}]}, "share the same id"),
        ({"officers": [ADA, BEN | {"public_key": ADA["public_key"].upper()}]}, "share the same public_key"),
        ({"officers": [ADA | {"public_key": "abc"}]}, "64 hex digits"),
        ({"officers": [ADA | {"secret": "abc"}]}, "secret"),
        ({"signers": 1}, "at least 2 persons"),
        ({"policy": "demo", "signers": 3}, "2 demo officers"),
        ({"policy": "none"}, "'demo' or 'four-eyes'"),
        ({"expires_days": 0}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_said(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ReviewSettings(**values)  # type: ignore[arg-type]
