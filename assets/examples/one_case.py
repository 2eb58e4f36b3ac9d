"""Words that make a general question one about a case: "There is a case I have to settle. Can nurses press the button?"

Whether nurses can is answered by the rule whole, with its condition; whether they can in a case that nobody has described is
to be asked back.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assets.examples.corpus import content_words
from assets.examples.drafts import Phrasing, Site

_TRAIN = (
    "There is a case I have to settle. ",
    "I have a case open right now. ",
    "I am asking because of a case. ",
    "There is a case on my desk. ",
)
_EVALUATION = ("I was given a case to decide. ", "A case is waiting for my answer. ")
_TOLD = re.compile(r"\b(?:I|my|me|mine|we|our|us|if)\b|[.?!] |^Is it (?:true|right|correct) that\b")
"""Questions that are about a case already, their asker's or one that is told; and those whether something is said."""


def of_a_case(
    site: Site, train: Sequence[Phrasing], evaluation: Sequence[Phrasing]
) -> tuple[list[Phrasing], list[Phrasing]]:
    """The questions, each about one case; of a rule that speaks of cases itself they stay as they are."""
    if content_words("case desk") & content_words(f"{site.shown} {site.passage.section}"):
        return list(train), list(evaluation)
    return (
        [_led(option, site.pick(_TRAIN, "case")) for option in train],
        [_led(option, site.pick(_EVALUATION, "case")) for option in evaluation],
    )


def _led(option: Phrasing, lead: str) -> Phrasing:
    if _TOLD.search(option.text):
        return option
    return replace(option, skeleton=f"{option.skeleton}+case", text=lead + option.text.removeprefix("Quick question: "))
