"""What `[review]` accepts."""

import pytest
from pydantic import ValidationError

from assets.approvals.settings import ReviewSettings


def test_the_default_wants_two_persons() -> None:
    found = ReviewSettings()
    assert (found.policy, found.signers, found.expires_days, found.keys) == ("four-eyes", 2, 90, None)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"officers": []}, "officers"),
        ({"signers": 1}, "at least 2 persons"),
        ({"policy": "demo", "signers": 3}, "2 demo officers"),
        ({"policy": "none"}, "'demo' or 'four-eyes'"),
        ({"expires_days": 0}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_is_said(values: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ReviewSettings(**values)  # type: ignore[arg-type]
