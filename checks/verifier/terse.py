"""Sentences that drop their "is" or "are": "Sheets kept 3 months". What they say in full is the rule, what they say is the quote.

Only what nothing but a passive can be: a bare noun phrase, a participle of what is done to things, and behind it a time, a
preposition or a condition, without another finite verb before that.
"""

import re
from functools import lru_cache

from checks.verifier.amounts import singular
from checks.verifier.words import CACHE

_DONE = (
    r"(?:accept|acknowledg|allow|answer|approv|archiv|bann|book|calibrat|cancell|carri|chang|charg|check|chill|clean|clear|clos|"
    r"collect|cook|cool|countersign|count|dat|deduct|defrost|delet|deliver|destroy|discard|disinfect|display|dispos|drain|empti|"
    r"eras|fil|fill|fitt|flush|hand|heat|inspect|insur|issu|label|labell|lock|logg|maintain|mark|measur|offer|open|pack|permitt|"
    r"plac|post|print|quarantin|record|refund|refus|reheat|reimburs|remov|renew|repair|repeat|replac|replenish|report|requir|"
    r"retain|return|reus|review|rins|sampl|seal|secur|serv|servic|shredd|sign|stack|sterilis|steriliz|stor|submitt|swapp|switch|"
    r"tagg|test|topp|transferr|upload|us|verifi|wash|weigh|wip|escort|accompani|supervis)ed|"
    r"held|kept|left|paid|put|read|sent|given|worn|taken|shown|written|drawn|driven|rung|frozen|thrown|withdrawn"
)
_NUMBER = r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b)"
_TIME = rf"{_NUMBER}[\w.,–-]*\s(?:second|minute|min|hour|hr|working\sday|day|week|month|quarter|year|yr)s?\b"
_BEHIND = (
    rf"(?:{_TIME}|(?:at|by|for|from|to|within|inside|outside|in|on|under|below|above|over|past|up|with|without|through|between|"
    r"after|before|until|during|if|when|while|unless|"
    r"every|each|once|twice|daily|weekly|monthly|yearly|annually|minimum|maximum|max|min|no|not|only|separately|and\s\w+(?:ed|en))\b)"
)
_TERSE = re.compile(
    rf"(?P<about>(?!(?:The|An?|This|These|Those|That|Our|Your|Their|Its|It|They|We|You|He|She|I|Who|What|When|If|In|On|At|For|By)\b)"
    rf"[A-Z][\w'’/-]*(?:\s[a-z][\w'’/-]*){{0,7}}?)\s(?P<done>(?:(?:never|always|not|only)\s)?(?:{_DONE}))\s(?P<rest>{_BEHIND}.*)"
)
_DEPENDS = re.compile(r"\b(?:if|when|while|unless|until|once|before|after|where|except)\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|do|did|must|may|might|can|could|shall|should|will|would|that|which|who|and\sthen)\b|"
    r"n['’]t\b|;|:(?!\d)",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?:ago|yesterday|last\s(?:week|month|year|time|night|spring|summer|autumn|winter)|since|in\s(?:19|20)\d\d|already|then)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s(?:of|for|in|from|on|at|by|with|to|under|over|per)\s")


@lru_cache(CACHE)
def in_full(sentence: str) -> str | None:
    """The sentence with the verb that it drops; None for other sentences."""
    terse = _TERSE.fullmatch(sentence)
    if terse is None or _HAPPENED.search(sentence) or _SAYS.search(terse["about"]):
        return None
    depends = _DEPENDS.search(terse["rest"])
    if _SAYS.search(terse["rest"][: depends.start()] if depends else terse["rest"]):
        return None
    head = _LINK.split(terse["about"])[0].rsplit(" ", 1)[-1]
    verb = "are" if singular(head.lower()) != head.lower() else "is"
    return f"{terse['about']} {verb} {terse['done']} {terse['rest']}"
