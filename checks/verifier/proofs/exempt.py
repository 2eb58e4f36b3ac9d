"""The proof `exempt`: what the sentence behind a rule takes out of it."""

import re

from checks.verifier.amounts import numbers
from checks.verifier.cases import Case, Turn, require
from checks.verifier.language import denials, last_question
from checks.verifier.proofs.shared import Claim, no_exception_beside, prose_keeps_to
from checks.verifier.words import asked_words, plain, sentences, words

_THIS = r"(?:(?:this|that)(?:\s[a-z]+)?|the\s(?:rule|limit|requirement|restriction|obligation|ban))"
_WHO = r"(?:,\s(?:who|which)\s[^;:]+)?[.]"
_TAKES_OUT = re.compile(
    rf"^{_THIS}\s(?:(?:does|shall|will)(?:\snot|n['’]t)\sapply\s(?:to|for)|is\snot\s(?:required|needed|necessary)\sfor)\s(?P<a>[^,;:]+){_WHO}$|"
    rf"^(?P<b>[^,;:]+)\s(?:is|are)\s(?:also\s|therefore\s)?exempt(?:ed)?(?:\sfrom\s{_THIS})?[.]$|"
    rf"^exempt(?:ed)?(?:\sfrom\s{_THIS})?\s(?:is|are)\s(?P<c>[^,;:]+){_WHO}$|"
    rf"^(?:the\s(?:only\s|one\s)?|an\s)exceptions?\s(?:to\s{_THIS}\s)?(?:is|are)\s(?P<d>[^,;:]+){_WHO}$|"
    r"^(?P<e>[^,;:]+)\s(?:is|are)\s(?:the\s(?:only\s|one\s)?|an\s)exceptions?(?:\sto\s(?:this|that))?[.]$",
    re.IGNORECASE,
)
_DEPENDS = re.compile(
    r"\b(?:if|unless|except|when|where|until|only|not|no|it|they|them|this|that|these|those|such)\b", re.IGNORECASE
)
_LEANS = re.compile(
    r"^(?:it|they|this|that|these|those|such|here|there|otherwise|however|but|and|also|then|therefore|both|either|neither|the\ssame|"
    r"in\s(?:this|that|these|those|such)|if\sso|for\sexample|example)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^does\s(?:that|this\srule|the\ssame)\s(?:also\s)?(?:apply\sto|go\sfor)\s(?P<what>.+?)(?:\sas\swell)?\?$",
    re.IGNORECASE,
)


def exempt(case: Case, turn: Turn, claim: Claim) -> None:
    """The user tells the whole rule and asks whether it applies to what the sentence behind it takes out, to all of it and
    nothing else; the answer says no and quotes both."""
    rule = case.rule(claim.get("quote"))
    said = sentences(rule.sentence)
    require(len(said) == 2 and rule.quote == rule.sentence, "the quote is not a rule with what is taken out of it")
    stands, taken = said
    match = _TAKES_OUT.match(taken)
    require(match is not None and not _TAKES_OUT.match(stands), "the quote does not say what is taken out of the rule")
    left_out = next(filter(None, match.groups()), "") if match else ""
    require(not _DEPENDS.search(left_out), "the rule has a condition that the question does not state")
    require(not _LEANS.match(stands), "the rule leans on the sentence before it")
    asked = last_question(turn.question)
    about = _ASKS.match(plain(asked))
    require(about, "the question does not ask what the rule applies to")
    named = about["what"] if about else ""
    told = plain(turn.question).removesuffix(plain(asked)).strip()
    for one, other in ((named, left_out), (told, stands)):
        require(words(other) <= words(one), "the question leaves out what the rule is about")
        require(denials(one) == denials(other), "the question denies something of what the rule is about")
    require(words(named) == words(left_out), "the question is not about what is taken out")
    require(numbers(named) == numbers(left_out), "the question is not about what is taken out")
    require(set(numbers(told)) >= set(numbers(stands)), "the question leaves out what the rule is about")
    require(plain(stands).rstrip(".").casefold()[1:] in told.casefold(), "the question does not tell the rule")
    beside = asked_words(turn.topic) - words(left_out) - words(stands) - words(rule.section) - words("topic")
    require(not beside, "the question asks for something that the quoted rule does not speak of")
    no_exception_beside(case, turn, rule, (0, len(rule.sentence)))
    require(claim.get("polarity") == "no", "the polarity does not follow from the quote")
    prose_keeps_to(turn, rule, "no")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
