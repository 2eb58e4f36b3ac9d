"""The worse answer of a preference pair: as long and as fluent as the chosen one, and wrong in what it concludes.

It quotes the same sentence with the contrary verdict, goes by another rule of the section, makes up what nothing says,
or refuses in the words of a real refusal. The verifier sees to it that it fails in the chosen one's place.
"""

import re
from collections.abc import Sequence

from assets.examples.asking import take_apart
from assets.examples.corpus import Passage, by_hash, sentence_spans
from assets.examples.drafts import Site, tidy, to_you
from assets.examples.refusing import not_documented
from assets.examples.words import upper

Worse = tuple[str, str]
"""An answer and its kind: fabrication, overconfidence or needless_refusal."""


def refusal(site: Site, question: str, missing: str | None = None) -> Worse:
    """A refusal where the answer stands in the passages."""
    if missing is None:
        parts = take_apart(upper(re.split(r"(?<=[.:!]) ", question)[-1]))
        missing = to_you(parts.embedded()) if parts is not None else "what holds in that case"
    owner = site.owner((), "needless owner")
    return site.pick(not_documented(site.split, missing, owner), "needless"), "needless_refusal"


def verdict(site: Site, yes: bool, kind: str = "fabrication") -> Worse:
    """The rule, quoted in full, for a conclusion that it does not bear."""
    word, quote, cite = "Yes" if yes else "No", site.shown, site.cite
    options = (
        f"{word}. {cite} settles it: “{quote}”",
        f"{word}, that follows from {cite}. The sentence that decides is “{quote}”",
        f"{word}. The rule is clear about it: “{quote}” {cite}",
        f"{word}, going by what {cite} says. The full sentence is “{quote}”",
        f"{word}. What counts is this sentence: “{quote}” {cite}",
    )
    return site.with_caveat(site.pick(options, f"worse {yes}")), kind


def confident(site: Site, question: str, yes: bool) -> Worse:
    """An answer to a question that leaves open what decides, as if nothing were missing."""
    said, kind = verdict(site, yes, "overconfidence")
    if re.search(r"\b(?:what|which|how)\b", question, re.IGNORECASE):  # nobody answers that with yes or no
        said = re.sub(r"^(?:Yes|No)\b", "Then it applies", said)
    return said, kind


def agreed(site: Site, claimed: str, misquoted: str) -> Worse:
    """A wrong assumption, confirmed with a sentence that does not stand in the document like that."""
    cite = site.cite
    options = (
        f"Yes, that is right: {claimed}. The sentence in {cite} is “{misquoted}”",
        f"You remember it correctly, it is {claimed}. {cite} says: “{misquoted}”",
        f"Yes, {claimed} is what holds here: “{misquoted}” {cite}",
    )
    return site.with_caveat(site.pick(options, "agreed")), "fabrication"


def beside(site: Site, question: str, missing: str | None = None) -> Worse:
    """Another rule of the section, as if it were the one asked about; a refusal where there is none."""
    others = [
        tidy(str(o["sentence"]))
        for o in site.siblings
        if o["form"] == "sentence" and o["kind"] == site.point["kind"] and _clean(tidy(str(o["sentence"])))
    ]
    others = [o for o in dict.fromkeys(others) if o not in site.shown and site.shown not in o]
    if not others or int(site.pick("01", "beside")):
        return refusal(site, question, missing)
    other = site.pick(others, "other rule")
    options = (
        f"That is stated in {site.cite}. The sentence that decides is “{other}”",
        f"The rule for that is “{other}” {site.cite}",
        f"According to {site.cite}: “{other}” That answers it.",
    )
    return site.pick(options, "beside answer"), "fabrication"


def invented(site: Site, context: Sequence[Passage], missing: str, after: str = "") -> Worse:
    """Something that no passage says, told with the authority of one that says something else. `missing` is an
    indirect question."""
    passage = by_hash(context, str(site.point["point"]))[0]
    sentences = [tidy(passage.text[start:end]) for start, end in sentence_spans(passage.text)]
    said = [s for s in sentences if _clean(s) and s not in after]
    role = site.pick([r for r in site.roles if r != site.role] or ["head of department"], "invented role")
    cite = f"[{passage.section}]"
    options = [
        f"{cite} says {missing}: that is up to the {role}, who decides it case by case.",
        f"{cite} says {missing}: the {role} sets it once a year and tells everybody concerned.",
    ]
    if said:
        sentence = site.pick(said, "invented sentence")
        options += [
            f"{cite} says {missing}. The sentence that decides is “{sentence}”",
            f"Going by {cite}, it is clear {missing}: “{sentence}”",
        ]
    return f"{after} {site.pick(options, 'invented')}".strip(), "fabrication"


def _clean(sentence: str) -> bool:
    return bool(30 <= len(sentence) <= 200 and re.fullmatch(r"[A-Z][^\[\]“”|*_`<>{}#\n?]+\.", sentence))
