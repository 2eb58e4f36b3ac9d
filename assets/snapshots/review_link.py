"""Where a version is decided on: the address that opens Dagster's launchpad with everything but the reason filled in."""

from urllib.parse import urlencode

LOCATION = "knowbound"  # as in workspace.yaml
JOB, OP = "review", "sign"
DECISIONS = ("approve", "reject", "withdraw")


def review_link(version: str, decision: str = "approve") -> str:
    """The address, relative to the webserver, under which a decision about the version can be launched."""
    config = (
        f"ops:\n  {OP}:\n    config:\n"
        f"      decision: {decision}\n"
        f"      meaning: {'approval' if decision == 'approve' else 'responsibility'}\n"
        '      reason: ""\n'
    )
    partition = {"tags[0][key]": "dagster/partition", "tags[0][value]": version}
    return f"/locations/{LOCATION}/jobs/{JOB}/playground/setup?{urlencode({'config': config} | partition)}"


def review_links(version: str) -> str:
    """A named link for each decision, as Markdown."""
    links = (f"[{decision.capitalize()}]({review_link(version, decision)})" for decision in DECISIONS)
    return (
        f"{' · '.join(links)}\n\nOpens the launchpad with the version and the decision filled in. Type your reason "
        "between the quotation marks, then press *Launch Run*."
    )
