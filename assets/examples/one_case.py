"""Words that make a general question one about a case: "Something has just come up. Can nurses press the button?"

Whether nurses can is answered by the rule whole, with its condition; whether they can in a case that nobody has described is
to be asked back.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assets.examples.corpus import content_words
from assets.examples.drafts import Phrasing, Site

_TRAIN = (
    "Something has just come up. ",
    "I need to decide on a case today. ",
    "I have to give somebody an answer today. ",
    "I have a concrete case in front of me. ",
)
_EVALUATION = ("Something came up today. ", "I was asked to decide on a case. ", "A case has just come in. ")
_TOLD = re.compile(r"\b(?:I|my|me|mine|we|our|us|if)\b|[.?!] |^Is it (?:true|right|correct) that\b")
"""Questions that are about a case already, their asker's or one that is told; and those whether something is said."""


def of_a_case(
    site: Site, train: Sequence[Phrasing], evaluation: Sequence[Phrasing]
) -> tuple[list[Phrasing], list[Phrasing]]:
    """The questions, each about one case; of a rule that speaks of cases itself they stay as they are."""
    if content_words("case") & content_words(f"{site.shown} {site.passage.section}"):
        return list(train), list(evaluation)
    return (
        [_led(option, site.pick(_TRAIN, "case")) for option in train],
        [_led(option, site.pick(_EVALUATION, "case")) for option in evaluation],
    )


def _led(option: Phrasing, lead: str) -> Phrasing:
    if _TOLD.search(option.text):
        return option
    return replace(option, skeleton=f"{option.skeleton}+case", text=lead + option.text.removeprefix("Quick question: "))
