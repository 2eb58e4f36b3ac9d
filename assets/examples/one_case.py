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
_OWN = re.compile(r"\b(?:I|my|me|mine|we|our|us)\b|[.?!] |^Is it (?:true|right|correct) that\b")
"""Questions about a case of their asker's or one that is told, and those whether something is said."""
_TOLD = re.compile(r"\b(?:if|when|once)\b", re.IGNORECASE)
"""Questions that tell the case themselves."""


def of_a_case(
    site: Site, train: Sequence[Phrasing], evaluation: Sequence[Phrasing]
) -> tuple[list[Phrasing], list[Phrasing]]:
    """The questions, each about one case; of a rule that speaks of cases itself they stay as they are. Where they tell the case
    themselves, one in two is led in as those are that leave it out, so that the words give nothing away."""
    if content_words("case") & content_words(f"{site.shown} {site.passage.section}"):
        return list(train), list(evaluation)
    return (
        [_led(site, option, site.pick(_TRAIN, "case")) for option in train],
        [_led(site, option, site.pick(_EVALUATION, "case")) for option in evaluation],
    )


def _led(site: Site, option: Phrasing, lead: str) -> Phrasing:
    text = lead + option.text.removeprefix("Quick question: ")
    told = _TOLD.search(option.text) and (site.number("told case") % 2 or len(text.split()) > _LONG)
    if told or _OWN.search(option.text):
        return option
    return replace(option, skeleton=f"{option.skeleton}+case", text=text)


_LONG = 28
"""Words of a question that has no room for a lead."""
