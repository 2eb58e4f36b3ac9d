"""One example opened up for its proof: turns, context, and the rule in the corpus that a claim's quote points at.

Every reason is a fixed sentence: it holds no text of the documents or the example, so it can be shown anywhere.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from checks.verifier.amounts import numbers
from checks.verifier.corpus import Corpus, Passage
from checks.verifier.halves import ends_before, leaves_out_the_verb, paired, shared, starts_after, taken_up
from checks.verifier.language import CONDITION, EXCEPTION
from checks.verifier.lists import completed
from checks.verifier.terse import in_full
from checks.verifier.words import plain, sentences, spans, words

DIALOGUES = frozenset({"constraint_shift", "ellipsis", "clarified", "pressure", "topic_return"})
"""Situations of more than one turn."""


class Rejected(Exception):
    """A rule that an example fails; the message says which."""


def require(condition: object, reason: str) -> None:
    """Raise Rejected with `reason` unless the condition holds."""
    if not condition:
        raise Rejected(reason)


@dataclass(frozen=True)
class Printed:
    """A passage as the context prints it."""

    passage: Passage
    section: str


@dataclass(frozen=True)
class Evidence:
    """A span of a document that an example rests on."""

    passage: str
    document: str
    section: str
    start: int
    end: int
    text: str
    printed: bool  # its passage is in the context


@dataclass(frozen=True)
class Turn:
    """One question with its answer; `topic` is all that the user has said up to it."""

    question: str
    topic: str
    answer: str
    prose: str  # the answer without quotations and citations
    quotations: tuple[str, ...]
    cited: frozenset[str]
    last: bool  # of the conversation

    @property
    def opening(self) -> str | None:
        """ "yes" or "no" when the answer opens with it."""
        match = re.match(r"(yes|no)(?=[,.:;!—–]|\s*$|\s[—–-])", self.answer, re.IGNORECASE)
        return match[1].lower() if match else None

    @property
    def plain(self) -> str:
        """The answer in plain text, without the "…" of what its quotations leave out."""
        return plain(self.answer).replace(" … ", " ").replace("“… ", "“").replace(" …”", "”")

    def quotes(self, text: str) -> bool:
        """Whether one quotation of the answer contains the text, or is the sentence that says it with another or without its
        verb."""
        wanted = plain(text).casefold()
        said = [q.casefold() for whole in self.quotations for q in (whole, *paired(whole)[1:], in_full(whole) or whole)]
        return bool(wanted) and any(wanted in q for q in said)


@dataclass(frozen=True)
class Rule:
    """The sentence of a document around a claim's quote."""

    quote: str  # plain
    sentence: str  # plain, whole: what the quote leaves out counts too
    offset: int  # of the quote in the sentence
    document: str
    section: str
    start: int  # of the sentence in the document
    end: int
    support: frozenset[str]  # words of the sentence, its section, its lead-in or table head

    def holds(self, start: int, end: int) -> bool:
        """Whether a span of the sentence lies in the quote."""
        return self.offset <= start and end <= self.offset + len(self.quote)


@dataclass(frozen=True)
class Case:
    """An example with everything that its proof may look at."""

    situation: str
    behaviour: str
    document: str
    context: tuple[Printed, ...]
    evidence: tuple[Evidence, ...]
    corpus: Corpus

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The plain texts of the context's passages."""
        return tuple(plain(p.passage.text) for p in self.context)

    def rule(self, quote: Any, document: str | None = None, *, printed: bool = True) -> Rule:
        """The sentence that holds `quote`, in an evidence span that contains it."""
        require(isinstance(quote, str) and plain(quote), "the claim has no quote")
        wanted = plain(quote)
        for evidence in self.evidence:
            fits = document in (None, evidence.document) and (evidence.printed or not printed)
            if fits and wanted in plain(evidence.text):
                for passage in self.corpus.at(evidence.document, evidence.start, evidence.end):
                    if passage.passage == evidence.passage and (found := _locate(passage, evidence.section, wanted)):
                        return _own_part(found)
            if fits and (found := self._completed(evidence, wanted) or self._shared(evidence, wanted)):
                return found
        raise Rejected("the claim's quote is not in the evidence")

    def _completed(self, evidence: Evidence, wanted: str) -> Rule | None:
        """The statement of a lead-in and the item that the evidence holds, where the lead-in is evidence as well."""
        for passage in self.corpus.at(evidence.document, evidence.start, evidence.end):
            for whole in completed(passage.text) if passage.passage == evidence.passage else ():
                (a, b), (c, d) = ((passage.start + x, passage.start + y) for x, y in (whole.item, whole.lead))
                own = a <= evidence.start < evidence.end <= b
                led = any(
                    e.document == evidence.document and c <= e.start < e.end <= d and e.text.rstrip().endswith(":")
                    for e in self.evidence
                )
                if own and led and (offset := whole.text.find(wanted)) >= 0:
                    support = words(whole.text) | words(evidence.section)
                    return Rule(wanted, whole.text, offset, passage.document, evidence.section, a, b, support)
        return None

    def _shared(self, evidence: Evidence, wanted: str) -> Rule | None:
        """What a sentence, which is the evidence, says later of its subject, or the second of two sentences of that of the
        first; or what a sentence says without its verb."""
        whole = sentences(evidence.text)
        said = shared(self._around(evidence)) if len(whole) == 1 else taken_up(*whole) if len(whole) == 2 else ()
        said = (*said, *(full for text in whole[:1] if len(whole) == 1 and (full := in_full(text))))
        if wanted not in said:
            return None
        support = words(wanted) | words(evidence.section)
        return Rule(wanted, wanted, 0, evidence.document, evidence.section, evidence.start, evidence.end, support)

    def _around(self, evidence: Evidence) -> str:
        """The sentence that holds the evidence, plain."""
        for passage in self.corpus.at(evidence.document, evidence.start, evidence.end):
            first, last = evidence.start - passage.start, evidence.end - passage.start
            for a, b in spans(passage.text):
                if a <= first and last <= b:
                    return plain(passage.text[a:b])
        return plain(evidence.text)

    def neighbours(self, rule: Rule) -> list[str]:
        """The other sentences of the rule's section, plain."""
        texts = self.corpus.section_text(rule.document, rule.start, rule.end)
        return [s for text in texts for s in sentences(text) if s not in rule.sentence]


_PART_BEFORE = re.compile(r"(?:;|,)\s+(?:(?:and|but|while)\s+)?$")
_PART_AFTER = re.compile(r"\s*;\s|,\s+(?:and|but|while)\s", re.IGNORECASE)
_OTHERWISE = re.compile(r"[;,]\sotherwise\b", re.IGNORECASE)
"""Behind a rule with a condition, what holds where that does not."""
_KNOWN = re.compile(r"\b(?:the(?!\s(?-i:[A-Z]))|its?|they|them|their)\b", re.IGNORECASE)
"""In a later clause, what the clause before may have brought in: "and the officer must approve the contract"."""
_BINDS = re.compile(
    r"\b(?:only|otherwise|(?<!is )(?<!are )(?<!be )then|instead|so|it|they|this|that|these|those)\b", re.IGNORECASE
)
_BINDS_FROM_AFAR = re.compile(
    r"\b(?:only|otherwise|(?<!by )then|instead|so|this|these|those|extend\w*|halved|doubled|reduced|shortened)\b",
    re.IGNORECASE,
)
_DEPENDS = re.compile(rf"{CONDITION.pattern}|\b(?:it|they)\b", re.IGNORECASE)


def _own_part(rule: Rule) -> Rule:
    """The rule with its sentence cut down to the quote, where that is one of several independent clauses.

    Such a clause stands between semicolons or commas with a conjunction, or is joined without a comma to a finite verb of
    its own, and nothing outside it sets a condition, makes an exception or points to it.
    """
    before, after = rule.sentence[: rule.offset], rule.sentence[rule.offset + len(rule.quote) :]
    if not before and not after.strip(" ."):
        return rule
    if not before and rule.quote.rstrip(".") in paired(rule.sentence)[:1]:
        return replace(rule, sentence=rule.quote, offset=0)
    if not before and leaves_out_the_verb(after, rule.quote) and len(rule.quote.split()) >= 4:
        return replace(rule, sentence=rule.quote, offset=0)
    if not before and _OTHERWISE.match(after) and CONDITION.search(rule.quote):
        return replace(rule, sentence=rule.quote, offset=0)
    opens = not before or _PART_BEFORE.search(before) or starts_after(before, rule.quote)
    ends = not after.strip(" .") or _PART_AFTER.match(after) or ends_before(after, rule.quote)
    cut = opens and ends
    near, _, far = after.partition(";")
    rest = f"{before} | {near}"
    bound = CONDITION.search(rest) or _BINDS.search(near) or EXCEPTION.search(f"{rest} | {far}")
    if not cut or bound or _changes(far) or len(rule.quote.split()) < 4:
        return rule
    require(not before or not _KNOWN.search(rule.quote), "the rule leans on the clause before it")
    return replace(rule, sentence=rule.quote, offset=0)


def _changes(later: str) -> bool:
    """Whether what stands behind a semicolon may say something else of the rule before it: in some case, another amount."""
    amount = any(value != 1 for value in numbers(later))
    return bool(_BINDS_FROM_AFAR.search(later) or (amount and _DEPENDS.search(later)))


_LEFT_TO = re.compile(
    r"\bat (?:the|[^,;]{2,40}['’]s?) (?:\w+ )?discretion\b|\b(?:is|are) up to (?:the|your|our)\b", re.I
)


def _said(sentence: str) -> frozenset[str]:
    """The words of a sentence; what it leaves to somebody's discretion, they decide."""
    return words(sentence) | (words("decides decided") if _LEFT_TO.search(sentence) else frozenset())


def _locate(passage: Passage, section: str, wanted: str) -> Rule | None:
    text, cuts = passage.text, spans(passage.text)
    for width in range(1, 5):
        for i in range(len(cuts) - width + 1):
            a, b = cuts[i][0], cuts[i + width - 1][1]
            sentence = plain(text[a:b])
            if (offset := sentence.find(wanted)) >= 0:
                lead = plain(text[cuts[i - 1][0] : cuts[i - 1][1]]) if i else ""
                support = _said(sentence) | words(section)
                for j in range(i - 1, -1, -1):  # the lead-in of a list
                    before = plain(text[cuts[j][0] : cuts[j][1]])
                    if before.endswith(":"):
                        support |= words(before)
                        break
                if sentence.startswith("|"):
                    rows = [plain(text[x:y]) for x, y in cuts[:i] if text[x:y].startswith("|")]
                    support |= words(rows[0]) if rows else frozenset()
                elif lead.endswith(":"):
                    support |= words(lead)
                start = passage.start + a
                return Rule(wanted, sentence, offset, passage.document, section, start, passage.start + b, support)
    return None


_PLACEHOLDER = re.compile(
    r"[\[\]{}]|<[^<>]*>|%s|\b(?:nan|NaN|TODO|TBD|FIXME|undefined)\b|_{2,}|\.\.\.\.|\s[,.;?!](?:\s|$)|  "
)


def split_answer(answer: str, sections: frozenset[str]) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """(prose, quotations, cited sections) of an answer, quotations without the "…" of what they leave out; raises Rejected
    on an open quotation or a foreign citation."""
    prose, quotations, depth, current = [], [], 0, ""
    for piece in re.split("([“”])", answer):
        if piece == "“":
            current = current + piece if depth else ""
            depth += 1
        elif piece == "”" and depth:
            depth -= 1
            if depth:
                current += piece
            else:
                quotations.append(plain(current).replace(" … ", " ").removeprefix("… ").removesuffix(" …"))
                prose.append(" ")
        elif depth:
            current += piece
        else:
            prose.append(piece)
    require(depth == 0, "a quotation is left open")
    text, cited = "".join(prose), set()
    for section in sorted(sections, key=lambda s: (-len(s), s)):
        if f"[{section}]" in text:
            cited.add(section)
            text = text.replace(f"[{section}]", " ")
    require(not re.search(r"\[[^\]]* > [^\]]*\]", text), "it cites a section that is not in the context")
    require("[" not in text, "it cites a section that is not in the context")
    return re.sub(r"\s+([,.;?!:])", r"\1", " ".join(text.split())), tuple(quotations), frozenset(cited)


def _stands(quotation: str, text: str) -> bool:
    """Whether a text holds a quotation, cut where words are: "10 working day" does not stand in "10 working days"."""
    start = text.find(quotation)
    while start >= 0:
        end = start + len(quotation)
        if not (_one_word(text[start - 1 : start], quotation[0]) or _one_word(text[end : end + 1], quotation[-1])):
            return True
        start = text.find(quotation, start + 1)
    return False


def _one_word(outside: str, inside: str) -> bool:
    """Whether what stands next to the end of a quotation goes on with a word of it."""
    return inside.isalnum() and (outside.isalnum() or outside == "_")


def check_form(case: Case, turn: Turn) -> None:
    """What holds for every turn: verbatim quotations, true citations, nothing left to fill in, no invented number."""
    require(turn.question.strip() and turn.answer.strip(), "a message is empty")
    for text in (turn.question, turn.prose):
        require(not _PLACEHOLDER.search(text), "a placeholder or bracket is left")
    require("“" not in turn.prose and "”" not in turn.prose, "a quotation is left open")
    for quotation in turn.quotations:
        require(len(quotation) > 1 or quotation.isdigit(), "a quotation is empty")
        verbatim = [p.section for p, shown in zip(case.context, case.shown, strict=True) if _stands(quotation, shown)]
        if any(section in turn.cited for section in verbatim):
            continue
        joined = [p.section for p in case.context if _puts_together(p.passage.text, quotation)]
        require(verbatim or joined, "a quotation is not verbatim in the context")
        require(verbatim or f"“{quotation}”" not in plain(turn.answer), "a quotation hides what it leaves out")
        require(any(section in turn.cited for section in joined), "a quotation's section is not cited")
    if case.behaviour != "refuse":
        used = {e.section for e in case.evidence}
        require(turn.cited <= used, "it cites a section that it does not use")
    known = set(numbers(turn.topic))
    for evidence in case.evidence:
        known |= set(numbers(evidence.text)) | set(numbers(evidence.section))
    if case.behaviour == "refuse":
        known = set(numbers(turn.topic)) | {n for p in case.context for n in numbers(p.section)}
        known |= {n for e in case.evidence if e.printed for n in numbers(e.text)}
    require(set(numbers(turn.prose)) <= known, "the answer holds a number that nothing supports")


def _puts_together(text: str, quotation: str) -> bool:
    """Whether the quotation is what stands apart in a passage: lead-in and item, or a subject and what is later said of it."""
    said = sentences(text)
    return (
        any(quotation in whole.text for whole in completed(text))
        or any(quotation in shared(sentence) for sentence in said)
        or any(quotation in taken_up(*pair) for pair in pairwise(said))
    )
