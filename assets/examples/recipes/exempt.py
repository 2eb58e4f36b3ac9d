"""What the sentence behind a rule takes out of it, asked for together with the rule. Proof: `exempt`."""

import re

from assets.examples import rejected
from assets.examples.corpus import content_words, sentence_spans
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.words import lower


def exempted(site: Site) -> list[Draft]:
    """ "Patients pay no charge for it. Does that also apply to overseas visitors?" """
    if site.point["predicate"] != "exempt":
        raise Unfit(site.gaps.get("applies", "no exception behind its rule"))
    site.lone()
    site.gaps |= dict.fromkeys(("not_applies", "unknown"), "what else the rule is about is not said")
    ends = [b for _, b in sentence_spans(site.shown)]
    rule, what = site.shown[: ends[0]].strip(), str(site.point["clause"])
    if len(ends) != 2 or re.search(r"[\[\]“”\"<>{}|*`]", site.shown) or len(content_words(rule)) < 2:
        raise Unfit("no natural form: the rule before it cannot be told")
    first = what.split(" ", maxsplit=1)[0]
    opens = first.lower() in ("a", "an", "the", "all", "any", "our", "your")
    plain = opens or (first[1:] == first[1:].lower() and first.lower() in site.corpus.common_words)
    if first != first.lower() and not plain:
        raise Unfit("no natural form: what is taken out may be a name")
    said = lower(what) if plain else what
    train = [Phrasing("exempt.apply", f"{rule} Does that also apply to {said}?"),
             Phrasing("exempt.so", f"{rule} Does this rule apply to {said} as well?")]  # fmt: skip
    evaluation = [Phrasing("exempt.hold", f"{rule} Does the same go for {said}?")]
    options = (
        f"No. {site.cite} makes an exception of that: “{site.shown}”",
        f"No, that is taken out: “{site.shown}” {site.cite}",
        f"No, there is an exception for that: “{site.shown}” {site.cite}",
    )
    claim = {"proof": "exempt", "quote": site.quote, "polarity": "no"}
    return [
        site.draft(
            ("exception_applies", "answer"), ("exempt", "applies"), site.say(train, evaluation, "exempt"),
            site.pick(options, "exempt"), claim, rejected=rejected.verdict(site, True, claim),
        )
    ]  # fmt: skip
