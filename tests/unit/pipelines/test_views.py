"""What the terminal says of a version: short where a source is long."""

from assets.snapshots.manifest import Reason
from pipelines.views import alike


def test_reasons_that_differ_only_in_numbers_are_one_line_once_they_are_many() -> None:
    few = [Reason(reason=f"line {n}: broken quoting", count=1) for n in (3, 17)]
    many = [Reason(reason=f"line {n}: the id stands in line {n * 7} too, which is used", count=2) for n in range(1, 6)]
    assert alike(few) == [(1, "line 3: broken quoting"), (1, "line 17: broken quoting")]
    assert alike([*few, *many])[2:] == [(10, "for example line 1: the id stands in line 7 too, which is used")]
