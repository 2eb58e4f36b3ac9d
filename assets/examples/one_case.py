"""Words that make a general question one about a case: "Something has just come up. Can nurses press the button?"

Whether nurses can is answered by the rule whole, with its condition; whether they can in a case that nobody has described is
to be asked back.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assets.examples.asking import take_apart
from assets.examples.corpus import content_words
from assets.examples.drafts import Phrasing, Site
from assets.examples.parsing import parse
from assets.examples.subjects import number_of

# With a place for what the case is about: "I have a concrete case about company cards in front of me. "
_TRAIN = (
    "Something has just come up{}. ",
    "I need to decide on a case{} today. ",
    "I have to give somebody an answer{} today. ",
    "I have a concrete case{} in front of me. ",
)
_EVALUATION = ("Something came up{} today. ", "I was asked to decide on a case{}. ", "A case{} has just come in. ")
# Before what is asked of several or of no certain thing, which is no case itself but may be asked in one.
_TRAIN_ASKED = (
    "I have to give somebody an answer{} today. ",
    "Somebody is waiting for my answer{}. ",
    "Somebody has just asked me{}. ",
    "A question has just come in{}. ",
)
_EVALUATION_ASKED = (
    "I owe somebody an answer{}. ",
    "Somebody asked me{} just now. ",
    "I just got a question{}. ",
)
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
        [_led(site, option, _TRAIN, _TRAIN_ASKED) for option in train],
        [_led(site, option, _EVALUATION, _EVALUATION_ASKED) for option in evaluation],
    )


def _led(site: Site, option: Phrasing, of_one: Sequence[str], of_several: Sequence[str]) -> Phrasing:
    plain = option.text.removeprefix("Quick question: ")
    lead = site.pick(of_one if _asks_of_one(plain) else of_several, "case")
    text = lead.format("") + plain
    told = _TOLD.search(option.text) and (site.number("told case") % 2 or len(text.split()) > _LONG)
    if told or _OWN.search(option.text):
        return option
    return replace(option, skeleton=f"{option.skeleton}+case", text=text, case=lead)


def _asks_of_one(question: str) -> bool:
    """Whether a question is about one certain or any one thing: "does the station have to be closed", "may a nurse"."""
    asked = take_apart(question)
    return (
        asked is not None and bool(_ONE.match(asked.subject)) and number_of(parse(asked.subject)[:].root) == "singular"
    )


_ONE = re.compile(r"(?:the|an?|my|our|this)\b", re.IGNORECASE)


_LONG = 28
"""Words of a question that has no room for a lead."""
