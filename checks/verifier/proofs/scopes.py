"""The proof `scope`: what a document says of itself that it does not cover."""

import re

from checks.verifier.amounts import numbers
from checks.verifier.cases import Case, Turn, require
from checks.verifier.language import denials, last_question
from checks.verifier.proofs.shared import Claim, no_exception_beside, prose_keeps_to
from checks.verifier.words import asked_words, plain, words

_ITSELF = r"(?:this\s\w+|here)"
_OUTSIDE = re.compile(
    rf"^(?P<what>.+?)\s(?:is|are)\s(?:(?:outside|beyond)\s(?:the\sscope\sof\s)?{_ITSELF}|out\sof\sscope(?:\shere)?|"
    rf"(?:not\s|(?<=is)n['’]t\s|(?<=are)n['’]t\s)covered\s(?:(?:by|in)\s)?{_ITSELF})[.!]?$|"
    rf"^(?P<other>.+?)\s(?:isn['’]t|aren['’]t)\scovered\s(?:(?:by|in)\s)?{_ITSELF}[.!]?$|"
    r"^this\s\w+\s(?:does\snot|doesn['’]t)\s(?:cover|apply\sto|deal\swith|extend\sto)\s(?P<last>.+?)[.!]?$",
    re.IGNORECASE,
)
_DEPENDS = re.compile(r"\b(?:if|unless|except|when|where|until|only)\b", re.IGNORECASE)
_ASKS = re.compile(r"^(?:does|do|would|will)\b.*\bapply\sto\s(?P<what>.+)\?$", re.IGNORECASE)


def scope(case: Case, turn: Turn, claim: Claim) -> None:
    """The question asks whether the document, by its title, applies to what its sentence leaves out, to all of it and nothing
    else; the answer says no."""
    rule = case.rule(claim.get("quote"))
    match = _OUTSIDE.match(rule.sentence)
    require(match is not None, "the quote does not say what the document leaves out")
    left_out = next(filter(None, match.groups()), "") if match else ""
    require(not _DEPENDS.search(left_out), "the rule has a condition that the question does not state")
    title = rule.section.partition(" > ")[0]
    asked = last_question(turn.question)
    require(f'"{plain(title)}"' in plain(asked), "the question does not name the document")
    about = _ASKS.match(plain(asked))
    require(about, "the question does not ask what the document applies to")
    said = about["what"] if about else ""
    require(words(said) == words(left_out), "the question is not about what is left out")
    require(numbers(said) == numbers(left_out), "the question is not about what is left out")
    require(denials(said) == denials(left_out), "the question denies something of what the rule is about")
    beside = asked_words(turn.topic) - words(left_out) - words(rule.section)
    require(not beside, "the question asks for something that the quoted rule does not speak of")
    no_exception_beside(case, turn, rule, (0, len(rule.sentence)))
    require(claim.get("polarity") == "no", "the polarity does not follow from the quote")
    prose_keeps_to(turn, rule, "no")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
