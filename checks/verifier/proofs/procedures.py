"""The proofs `step`, `order` and `invented`: what follows what in a numbered list, and steps that stand in none."""

import re

from checks.verifier.cases import Case, Rule, Turn, require
from checks.verifier.language import asked_words, coverage, form, plain, sentences, spans, words
from checks.verifier.proofs.premises import CORRECTION, first_sentence
from checks.verifier.proofs.shared import GENERIC_STEMS, Claim, asks, refuses_nothing

_NUMBER = re.compile(r"[ \t]*(?:[-*+•][ \t]+)?(?:step\s+)?(\d+)[.):][ \t]+", re.IGNORECASE)
_THEN = re.compile(r"(?:and )?(?:then|next|after that|afterwards?|subsequently|finally|lastly)\b", re.IGNORECASE)
_NO_STEP = re.compile(r"\bno (?:such )?step\b|\bnowhere\b", re.IGNORECASE)


def step(case: Case, turn: Turn, claim: Claim) -> None:
    """What is done right after, right before or first, where a numbered list or a "then" gives the order."""
    rule, asked = case.rule(claim.get("quote")), claim.get("asks")
    require(asked in ("next", "previous", "first"), "the claim does not say which step is asked for")
    require(form(turn.question) == "open", "a yes-or-no question is not answered by a step")
    require(turn.opening is None and not asks(turn), "the answer's opening does not fit an open question")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    refuses_nothing(turn)
    said = plain(turn.question).casefold()
    require(rule.quote.casefold().rstrip(".") not in said, "the question holds its answer")
    if asked == "first":
        heading = rule.section.rpartition(" > ")[2]
        require(plain(heading).casefold() in said and re.search(r"\bfirst\b|\bbegins?\b", said), "it is not asked for")
        require(_place(case, rule, rule.quote)[1] == 1, "the quote is not the first of numbered steps")
        texts = case.corpus.section_text(rule.document, rule.start, rule.end)
        firsts = [part for text in texts for part in _parts(text) if part[0] == 1]
        require(len(firsts) == 1, "the section holds two procedures")
        return
    given = plain(str(claim.get("given", "")))
    _adjacent(case, rule, *((given, rule.quote) if asked == "next" else (rule.quote, given)))
    require(coverage(_own(given), words(turn.question)) >= 0.8, "the question does not name the step it starts from")
    strange = asked_words(turn.question) - words(given) - rule.support - GENERIC_STEMS
    require(not strange - frozenset({"last"}), "the question asks for something that the procedure does not speak of")
    wanted = r"\bafter\b|\bonce\b" if asked == "next" else r"\bbefore\b"
    require(re.search(wanted, said), "the question asks for another direction")


def order(case: Case, turn: Turn, claim: Claim) -> None:
    """The question has two steps in the wrong order."""
    rule, given = case.rule(claim.get("quote")), plain(str(claim.get("given", "")))
    _adjacent(case, rule, given, rule.quote)
    said = plain(turn.question).casefold()
    parts = re.split(r"\bbefore\b|\bfirst and then\b", said)
    require(len(parts) == 2, "the question does not put one step before another")
    require(
        coverage(_own(rule.quote), words(parts[0])) >= 0.8 and coverage(_own(given), words(parts[1])) >= 0.8,
        "the question does not have the steps in the wrong order",
    )
    require(turn.opening != "yes" and not asks(turn), "the answer agrees with the premise")
    require(CORRECTION.search(first_sentence(turn.prose)), "the answer does not open with a correction")
    require(turn.quotes(rule.quote) and turn.quotes(given), "the answer does not quote both steps")
    at = [turn.answer.find(f"“{part}") for part in (given, rule.quote)]
    require(0 <= at[0] < at[1], "the answer does not give the order of the document")


def invented(case: Case, turn: Turn, claim: Claim) -> None:
    """The question asks when a step is done that the document does not hold."""
    rule, name = case.rule(claim.get("quote")), plain(str(claim.get("step", "")))
    require(_place(case, rule, rule.quote)[1] is not None, "the quote is not a numbered step")
    require(name and name.casefold() in plain(turn.question).casefold(), "the step is not in the question")
    wanted = words(name)
    require(len(wanted) >= 2, "the step says too little to be missed")
    strange = asked_words(turn.question) - wanted - words(rule.section) - GENERIC_STEMS - {"point"}
    require(not strange, "the question asks for something that the procedure does not speak of")
    held = frozenset(
        w for p in case.corpus.of_document(rule.document) for w in words(p.text) | words(" ".join(p.heading))
    )
    require(coverage(wanted, held) <= 0.5, "the document speaks of the step")
    for shown in case.context:
        for sentence in sentences(shown.passage.text):
            require(coverage(wanted, words(sentence)) < 0.6, "a passage shown speaks of the step")
    require(turn.opening != "yes" and not asks(turn), "the answer agrees with the premise")
    require(_NO_STEP.search(turn.prose), "the answer does not say that there is no such step")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    require(coverage(wanted, words(turn.prose)) >= 0.8, "the answer does not name the step")


def _own(text: str) -> frozenset[str]:
    return words(_THEN.sub("", text))


def _parts(text: str) -> list[tuple[int | None, int, str]]:
    """(number, indent, plain text) of the sentences and list items of a passage, in order."""
    found: list[tuple[int | None, int, str]] = []
    number, indent = None, 0
    for a, b in spans(text):
        raw = text[a:b]
        mark = _NUMBER.match(raw) or re.fullmatch(r"[ \t]*(\d+)[.)][ \t]*\s*", raw)
        if mark:
            number, indent = int(mark[1]), len(raw) - len(raw.lstrip(" \t"))
            raw = raw[mark.end() :]
        if raw.strip():
            found.append((number, indent if number is not None else len(raw) - len(raw.lstrip(" \t")), plain(raw)))
            number = None
    return found


def _place(case: Case, rule: Rule, text: str) -> tuple[int, int | None, int, str]:
    """(place among the parts of its passage, number, indent, text) of the one part that begins with `text`."""
    found = []
    for passage in case.corpus.at(rule.document, rule.start, rule.end):
        parts = enumerate(_parts(passage.text))
        found += [(at, *part) for at, part in parts if text and part[2].startswith(plain(text))]
    require(len(found) == 1, "the step does not stand once in the passage")
    return found[0]


def _adjacent(case: Case, rule: Rule, earlier: str, later: str) -> None:
    """The later step comes right after the earlier one, by their numbers or by a "then"."""
    require(earlier and later and earlier != later, "the claim does not name two steps")
    at, number, indent, _ = _place(case, rule, earlier)
    then, second, deeper, text = _place(case, rule, later)
    require(then == at + 1, "the two do not stand one after the other")
    numbered = number is not None and second is not None and second == number + 1 and indent == deeper
    require(numbered or _THEN.match(text), "nothing says in which order the two are done")
