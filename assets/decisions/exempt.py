"""Exceptions told in the sentence behind a rule: "This does not apply to overseas visitors", "Charities are exempt from this
charge", "The only exception is a plain ring".

The two sentences are read as one exception: the later names what is taken out, the earlier says from what. What is taken out
has a name; under which circumstances a rule does not hold, and rules that say otherwise ("However, ..."), are none.
"""

import re
from dataclasses import replace

from assets.decisions.mood import main_verb, subject_of
from assets.decisions.points import Parse, Point
from assets.decisions.sentences import Sentence

_RULE = r"(?:rule|limit|requirement|restriction|obligation|ban)"
_THIS = rf"(?:this|that)(?: {_RULE}| [a-z]+)?|the {_RULE}"
_END = r"(?:, (?:who|which) [^;:]+)?[.]"
_EXEMPT = (
    re.compile(
        rf"(?P<marker>(?:{_THIS}) (?:(?:does|shall|will)(?: not|n't) apply (?:to|for)|is not (?:required|needed|necessary) for)) "
        rf"(?P<what>[^,;:]+){_END}",
        re.I,
    ),
    re.compile(
        rf"(?P<what>[^,;:]+) (?P<marker>(?:is|are) (?:also |therefore )?exempt(?:ed)?(?: from (?:{_THIS}))?)[.]", re.I
    ),
    re.compile(rf"(?P<marker>exempt(?:ed)?(?: from (?:{_THIS}))? (?:is|are)) (?P<what>[^,;:]+){_END}", re.I),
    re.compile(
        rf"(?P<marker>(?:the (?:only |one )?|an )exceptions? (?:to (?:{_THIS}) )?(?:is|are)) (?P<what>[^,;:]+){_END}", re.I
    ),
    re.compile(r"(?P<what>[^,;:]+) (?P<marker>(?:is|are) (?:the (?:only |one )?|an )exceptions?(?: to (?:this|that))?)[.]", re.I),
)  # fmt: skip
_OPEN = re.compile(
    r"\b(?:if|when|where|while|unless|until|only|except|it|its|they|them|their|this|that|these|those|such|you|your|we|our|us|he|"
    r"she|his|her|others?|same|ones?|who|which|above|below|following|not|no)\b",
    re.I,
)
"""What makes of a name a case of which something is said, or points elsewhere."""
_LEANS = re.compile(
    r"(?:it|they|this|that|these|those|such|here|there|otherwise|however|but|and|also|then|therefore|both|either|neither|"
    r"the same|in (?:this|that|these|those|such)|if so|for example|example)\b",
    re.I,
)


def takes_out(text: str) -> re.Match[str] | None:
    """The words of a sentence that takes something out of the rule before it, and what that is."""
    return next((m for p in _EXEMPT if (m := p.fullmatch(text))), None)


def find_exempt(before: Sentence, rule: Parse, sentence: Sentence, parse: Parse) -> tuple[Sentence, Point] | None:
    """What a sentence takes out of the one right before it (`rule`), read together with that."""
    match = takes_out(sentence.text)
    if match is None or not _is_rule(before, rule) or sentence.form != before.form or sentence.step is not None:
        return None
    what = match["what"].strip()
    named = [t for t in parse if match.start("what") <= t.idx < match.end("what")]
    finite = any(t.tag_ in ("VBZ", "VBP", "MD", "VBD") and t.dep_ not in ("acl", "amod") for t in named)
    if (
        not named
        or finite
        or _OPEN.search(what)
        or len(what.split()) > 12
        or named[0].pos_ in ("ADP", "SCONJ", "ADV", "VERB")
    ):
        return None
    if not any(t.pos_ in ("NOUN", "PROPN") for t in named):
        return None
    at = len(before.text) + 1
    together = replace(
        before, text=f"{before.text} {sentence.text}", end=sentence.end, step=None,
        places=(*before.places, before.places[-1], *sentence.places), names=(*before.names, *sentence.names),
    )  # fmt: skip
    start, end = at + match.start("marker"), at + match.end("marker")
    return together, Point("exception", start, end, "fact", what, "exempt", clause=what, marker=match["marker"].lower())


def _is_rule(sentence: Sentence, parse: Parse) -> bool:
    """Whether a sentence says one thing in the present that can stand by itself."""
    root = main_verb(parse)
    subject = subject_of(root) if root is not None else None
    roots = [t for t in parse if t.dep_ == "ROOT" and not t.is_punct]
    stands = (
        sentence.form in ("sentence", "item") and not (sentence.doubt or sentence.lead) and sentence.text.endswith(".")
    )
    present = root is not None and root.tag_ != "VBD" and not any(c.tag_ == "VBD" for c in root.children)
    named = subject is None or subject.tag_ not in ("DT", "WDT", "WP")
    alone = _LEANS.match(sentence.text) is None and takes_out(sentence.text) is None
    return stands and present and named and len(roots) == 1 and alone and 4 <= len(sentence.text.split()) <= 28
