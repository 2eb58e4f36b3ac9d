"""Documents that say of themselves that they are no longer in force, and those that only speak of others that are not."""

import pytest

from assets.ingest.markdown import parse_markdown
from assets.ingest.standing import in_force

RULE = "Keys are returned by noon."


@pytest.mark.parametrize(
    "page",
    [
        f"---\nstatus: superseded\n---\n# Keys\n\n{RULE}",
        f"---\nDocument-Status: Withdrawn (2024)\n---\n# Keys\n\n{RULE}",
        f"---\nsuperseded_by: SOP-12\n---\n# Keys\n\n{RULE}",
        f"---\narchived: true\n---\n# Keys\n\n{RULE}",
        f"# Keys (obsolete)\n\n{RULE}",
        f"# [WITHDRAWN] Keys\n\n{RULE}",
        f"# Keys\n\n## Scope\n\nThis procedure has been replaced by SOP-12.\n\n{RULE}",
        f"# Keys\n\n**Note: this page is no longer valid.** See SOP-12.\n\n{RULE}",
        f"# Keys\n\nStatus: superseded\n\n{RULE}",
        f"# Keys\n\nSuperseded by SOP-12 of 1 May.\n\n{RULE}",
    ],
)
def test_what_says_that_it_is_gone_is_not_in_force(page: str) -> None:
    assert not in_force(parse_markdown(page.encode()))


@pytest.mark.parametrize(
    "page",
    [
        f"---\nstatus: active, supersedes revision 3\nsupersedes: revision 3\n---\n# Keys\n\n{RULE}",
        f"---\nsuperseded_by: none\narchived: false\n---\n# Keys\n\n{RULE}",
        f"---\nstatus: not superseded\n---\n# Keys\n\n{RULE}",
        f"# Superseded keys\n\n{RULE}",
        f"# What to do with withdrawn stock\n\n{RULE}",
        f"# Keys\n\nThis procedure replaces SOP-11, which has been withdrawn.\n\n{RULE}",
        f"# Keys\n\nThe earlier version of this page is no longer valid.\n\n{RULE}",
        f"# Keys\n\nThis guide is replaced every year in May.\n\n{RULE}",
        f"# Keys\n\nThis document has been superseded in part: section 4 is kept.\n\n{RULE}",
        f"# Keys\n\n{RULE}\n\nA lock that is obsolete is replaced.\n",
        "# Keys\n\n" + f"{RULE}\n\n" * 5 + "This page is no longer valid if it is printed.",
    ],
)
def test_what_is_said_of_others_says_nothing_of_it(page: str) -> None:
    assert in_force(parse_markdown(page.encode()))
