"""What a document says that it does not cover, asked of the document by its title. Proof: `scope`."""

import re

from assets.examples import rejected
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit, shift
from assets.examples.parsing import parse
from assets.examples.words import lower

_STATED = re.compile(r"\b(?:outside|beyond|covered|out of scope|this \w+ (?:does not|doesn't))\b")


def not_covered(site: Site) -> list[Draft]:
    """ "Does "Forklift rules" apply to pallet trucks?" """
    if site.point["predicate"] != "cover" or not _STATED.search(str(site.point["marker"])):
        raise Unfit(site.gaps.get("applies", "no statement of scope"))
    site.lone()
    site.gaps |= dict.fromkeys(("not_applies", "unknown"), "what else it covers is not said")
    what, title = str(site.point["subject"]), site.passage.title
    if (
        len(what.split()) > 20
        or not content_words(what)
        or re.search(r"[\[\]“”\"<>{}|]", f"{title}{what}")
        or len(title.split()) > 9
    ):
        raise Unfit("no natural form: what it is about is too long")
    first = what.split(" ", maxsplit=1)[0]
    plain = first[1:] == first[1:].lower() and first.lower() in site.corpus.common_words
    said = shift(list(parse(lower(what) if plain else what))).strip()
    train = [Phrasing("scope.apply", f'Does "{title}" apply to {said}?'),
             Phrasing("scope.rules", f'Do the rules of "{title}" apply to {said}?')]  # fmt: skip
    evaluation = [Phrasing("scope.hold", f'Does what "{title}" says apply to {said}?')]
    options = (
        f"No. {site.cite} leaves that out: “{site.shown}”",
        f"No, that is not covered there: “{site.shown}” {site.cite}",
        f"No: “{site.shown}” {site.cite}",
    )
    claim = {"proof": "scope", "quote": site.quote, "polarity": "no"}
    return [
        site.draft(
            ("exception_applies", "answer"), ("not_covered", "applies"), site.say(train, evaluation, "scope"),
            site.pick(options, "scope"), claim, rejected=rejected.verdict(site, True, claim),
        )
    ]  # fmt: skip
