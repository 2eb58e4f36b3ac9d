"""The proofs `step`, `order` and `invented`: what follows what in a numbered list, and steps that stand in none."""

import re
from dataclasses import dataclass
from itertools import pairwise

from checks.verifier.cases import Case, Printed, Rule, Turn, require
from checks.verifier.language import form
from checks.verifier.proofs.premises import CORRECTION, first_sentence
from checks.verifier.proofs.shared import GENERIC_STEMS, Claim, asks, refuses_nothing
from checks.verifier.words import asked_words, coverage, plain, sentences, spans, words

# "3. Close it", "step 3: close it", and lines that are numbered like sections: "5.3 Close it".
_NUMBER = re.compile(
    r"[ \t]*(?:[-*+•][ \t]+)?(?:[Ss]tep\s+)?(?:(?P<one>\d+)[.):][ \t]+|(?P<above>(?:\d+\.)+)(?P<last>\d+)[.):]?[ \t]+(?=[A-Z]))"
)
_THEN = re.compile(r"(?:and )?(?:then|next|after that|afterwards?|subsequently|finally|lastly)\b", re.IGNORECASE)
_NO_STEP = re.compile(r"\bno (?:such )?(?:step|point)\b|\bnowhere\b", re.IGNORECASE)


def step(case: Case, turn: Turn, claim: Claim) -> None:
    """What is done right after, right before or first, where a numbered list or a "then" gives the order."""
    rule, asked = case.rule(claim.get("quote")), claim.get("asks")
    require(asked in (*_DIRECTIONS, "first", "number"), "the claim does not say which step is asked for")
    require(form(turn.question) == "open", "a yes-or-no question is not answered by a step")
    require(turn.opening is None and not asks(turn), "the answer's opening does not fit an open question")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    refuses_nothing(turn)
    said = plain(turn.question).casefold()
    require(rule.quote.casefold().rstrip(".") not in said, "the question holds its answer")
    if asked == "first":
        heading = rule.section.rpartition(" > ")[2]
        require(plain(heading).casefold() in said and re.search(r"\bfirst\b|\bbegins?\b", said), "it is not asked for")
        require(_place(case, rule, rule.quote)[1].number == 1, "the quote is not the first of numbered steps")
        require(
            len([p for p in _outer(_section(case, rule)) if p.number == 1]) == 1, "the section holds two procedures"
        )
        require(
            not _namesakes(case, rule, heading) or _title(rule) in said, "what is shown holds two places of that name"
        )
        return
    if asked == "number":
        label = str(claim.get("given", ""))
        place = _whole(case, rule)
        require(label and place.label == label, "the quote does not bear that number")
        require(place in _outer(_section(case, rule)), "the step is a part of another step")
        _asked_by_number(case, rule, said, label)
        return
    _whole(case, rule)
    given = plain(str(claim.get("given", "")))
    _adjacent(case, rule, *((given, rule.quote) if asked == "next" else (rule.quote, given)))
    named = [p for shown in case.context for p in _parts(shown.passage.text) if p.text.startswith(given)]
    require(len(named) == 1, "the step that the question starts from stands at two places")
    require(asked != "next" or _ends(case, rule, given), "the step that the question starts from goes on")
    require(coverage(_own(given), words(turn.question)) >= 0.8, "the question does not name the step it starts from")
    strange = asked_words(turn.question) - words(given) - rule.support - GENERIC_STEMS
    require(
        not strange - frozenset({"last", "point"}),
        "the question asks for something that the procedure does not speak of",
    )
    require(
        _DIRECTIONS[str(asked)].search(said.replace(given.casefold().rstrip("."), "")),
        "the question asks for another direction",
    )
    if asked == "when":
        said = turn.prose.casefold()
        told = re.search(r"\bafter\b", said) and not re.search(r"\bbefore\b", said)
        require(told, "the answer does not say that the step comes after the quote")


_DIRECTIONS = {
    "next": re.compile(r"\bafter\b|\bonce\b"),
    "previous": re.compile(r"\bbefore\b"),
    "when": re.compile(r"\b(?:at which point|when|after which step) do i\b"),
}


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
    """The question asks when a step is done that the document does not hold, or for a number beyond its last."""
    rule, name = case.rule(claim.get("quote")), plain(str(claim.get("step", "")))
    require(_place(case, rule, rule.quote)[1].number is not None, "the quote is not a numbered step")
    if claim.get("number") is not None:
        _beyond(case, turn, rule, str(claim["number"]))
        return
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


@dataclass(frozen=True)
class Part:
    """A sentence or list item of a passage, plain; `label` is its number as written: "3", "5.3"."""

    label: str | None
    indent: int
    text: str

    @property
    def number(self) -> int | None:
        """The last part of its number."""
        return int(self.label.rpartition(".")[2]) if self.label else None

    @property
    def above(self) -> str:
        """What its number has before the last part."""
        return (self.label or "").rpartition(".")[0]


def _parts(text: str) -> list[Part]:
    """The sentences and list items of a passage, in order."""
    found: list[Part] = []
    label, indent = None, 0
    for a, b in spans(text):
        raw = text[a:b]
        begins = a + len(raw) - len(raw.lstrip())
        before = text[text.rfind("\n", 0, begins) + 1 : begins]
        mark = _NUMBER.match(raw) or re.fullmatch(r"[ \t]*(?P<one>\d+)[.)][ \t]*\s*", raw)
        if mark:
            label = mark["one"] or mark["above"] + mark["last"]
            indent = len(before)
            raw = raw[mark.end() :]
        if raw.strip():
            found.append(Part(label, indent if label else 0, plain(raw)))
            label = None
    return found


def _section(case: Case, rule: Rule) -> list[Part]:
    """The parts of the rule's section, in order."""
    return [part for text in case.corpus.section_text(rule.document, rule.start, rule.end) for part in _parts(text)]


def _outer(parts: list[Part]) -> list[Part]:
    """The numbered parts that stand within no other: "1." below and indented behind "3." is a part of step 3. What is numbered
    3.1 is told by that alone."""
    found, least = [], None
    for part in (p for p in parts if p.label):
        if part.above or least is None or part.indent <= least:
            found.append(part)
        least = least if part.above else min(part.indent, part.indent if least is None else least)
    return found


def _passage(case: Case, rule: Rule) -> list[Part]:
    """The parts of the rule's passage, in order."""
    return [p for passage in case.corpus.at(rule.document, rule.start, rule.end) for p in _parts(passage.text)]


def _place(case: Case, rule: Rule, text: str) -> tuple[int, Part]:
    """The one part of its passage that begins as `text` does, and its place among the parts."""
    parts, first = enumerate(_passage(case, rule)), next(iter(sentences(text)), "")
    found = [(at, part) for at, part in parts if first and part.text.startswith(plain(first))]
    require(len(found) == 1, "the step does not stand once in the passage")
    return found[0]


def _whole(case: Case, rule: Rule) -> Part:
    """The part that begins the quote, which is all of its step where that is numbered."""
    at, place = _place(case, rule, rule.quote)
    after = _passage(case, rule)[at + 1 :]
    end = next((n for n, part in enumerate(after) if part.label and part.indent <= place.indent), None)
    told = place.label is None or end is None or all(p.text in rule.quote for p in after[:end])
    require(told, "the quote is not the whole step")
    return place


def _ends(case: Case, rule: Rule, step: str) -> bool:
    """Whether a numbered step says no more than this sentence."""
    parts, (at, place) = _passage(case, rule), _place(case, rule, step)
    return place.label is None or at + 1 == len(parts) or parts[at + 1].label is not None


def _title(rule: Rule) -> str:
    return plain(rule.section.partition(" > ")[0]).casefold()


def _namesakes(case: Case, rule: Rule, heading: str) -> list[Printed]:
    """The other sections shown that go by the same heading."""
    return [s for s in case.context if s.section != rule.section and s.section.rpartition(" > ")[2] == heading]


def _adjacent(case: Case, rule: Rule, earlier: str, later: str) -> None:
    """The later step comes right after the earlier one, by their numbers or by a "then"."""
    require(earlier and later and earlier != later, "the claim does not name two steps")
    (at, one), (then, other) = _place(case, rule, earlier), _place(case, rule, later)
    if (
        one.number is not None
        and other.number == one.number + 1
        and (one.indent, one.above) == (other.indent, other.above)
    ):
        between = any(p.label for p in _passage(case, rule)[at + 1 : then])
        require(then > at and not between, "the two do not stand one after the other")
        return
    require(then == at + 1, "the two do not stand one after the other")
    require(_THEN.match(other.text), "nothing says in which order the two are done")


def _asked_by_number(case: Case, rule: Rule, said: str, label: str) -> None:
    """The question asks for the step of a number, under a heading or in a document where that number stands once."""
    require(
        re.search(rf"\b(?:step|point) {re.escape(label)}(?![\w]|\.\d)", said),
        "the question does not name the step's number",
    )
    heading = rule.section.rpartition(" > ")[2]
    if plain(heading).rstrip(": ").casefold() in said:
        others = _namesakes(case, rule, heading)
        parts = _section(case, rule)
    else:
        title = rule.section.partition(" > ")[0]
        require(_title(rule) in said, "the question does not say where the step stands")
        others = [s for s in case.context if s.passage.document != rule.document and s.section.startswith(title)]
        parts = [p for passage in case.corpus.of_document(rule.document) for p in _parts(passage.text)]
    require(not others, "what is shown holds two places of that name")
    require(len([p for p in _outer(parts) if p.label == label]) <= 1, "two steps bear that number")


def _beyond(case: Case, turn: Turn, rule: Rule, label: str) -> None:
    """The question asks for a number beyond the last of a list that the passage holds from its first step on."""
    _asked_by_number(case, rule, plain(turn.question).casefold(), label)
    last, parts = _whole(case, rule), _outer(_section(case, rule))
    alike = [p.number for p in parts if p.number is not None and p.above == last.above]
    require(alike[0] == 1 and all(b == a + 1 for a, b in pairwise(alike)), "the section holds more than one plain list")
    headings = {p.heading for p in case.corpus.at(rule.document, rule.start, rule.end)}
    shown = {p.passage.passage for p in case.context}
    for passage in case.corpus.of_document(rule.document):
        numbered = passage.heading in headings and any(p.label and p.above == last.above for p in _parts(passage.text))
        require(not numbered or passage.passage in shown, "a part of the list is not shown")
    require(last.number == alike[-1], "the quote is not the last step")
    asked = Part(label, 0, "")
    require(asked.above == last.above and (asked.number or 0) > alike[-1], "the list holds a step of that number")
    require(turn.opening != "yes" and not asks(turn), "the answer agrees with the premise")
    require(_NO_STEP.search(turn.prose), "the answer does not say that there is no such step")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    require(re.search(rf"\b{re.escape(label)}\b", turn.prose), "the answer does not name the step")
