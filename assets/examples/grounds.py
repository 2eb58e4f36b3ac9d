"""Whether a section gives other grounds for what a rule says under a condition: "A complaint may be closed if the customer
accepts the offer. A complaint may also be closed if ...". That the one does not hold decides nothing then, and on it alone
nothing depends."""

import re

from assets.examples.corpus import Passage, content_words, sentence_spans

_CONDITION = re.compile(
    r"\b(?:if|when|whenever|once|provided|as long as|in case|in an?|after|during|for|as an?|on|where|unless)\b",
    re.IGNORECASE,
)
_AS_WELL = re.compile(r"\b(?:also|as well|too|equally|likewise|alternatively|another)\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|never|no|nobody|cannot|only)\b|n['’]t\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:it|they|you|this|that)\b", re.IGNORECASE)
_ITEM = re.compile(
    r"^[ \t]*(?:[-*+•]|\d+[.)]|\(?[a-z]\))[ \t]+(?=(?:if|when|where|after|during|for|in case)\b)",
    re.IGNORECASE | re.MULTILINE,
)


def other_grounds(section: list[Passage], start: int, end: int, main: str) -> bool:
    """Whether a section, outside [start, end) of its document, says the same as the clause `main` under another condition: a
    sentence that holds most of its words and a condition, one right behind it that adds a ground with "also", or another item
    of a list of conditions."""
    said = frozenset(word for word in content_words(main) if not word.isdigit())
    for passage in section:
        behind = False
        for a, b in sentence_spans(passage.text):
            text = passage.text[a:b].strip()
            if passage.start + a < end and start < passage.start + b:
                behind = True
                if _ITEM.match(passage.text[a:b]) and len(_ITEM.findall(passage.text)) > 1:
                    return True
                continue
            own = content_words(text)
            if _CONDITION.search(text) and not _DENIES.search(text):
                adds = behind and _AS_WELL.search(text) and (own & said or _PRONOUN.match(text))
                if adds or (len(said) > 1 and 3 * len(own & said) >= 2 * len(said)):
                    return True
            behind = False
    return False
