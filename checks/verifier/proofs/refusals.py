"""The proofs of refusals: `absent`, `unanswered`, `nonexistent`, `privacy`, `out_of_scope`."""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from checks.verifier.amounts import quantities
from checks.verifier.cases import Case, Rejected, Turn, require
from checks.verifier.proofs.shared import REFUSAL, Claim, values
from checks.verifier.words import asked_words, coverage, plain, related, sentences, stem, word_set, words

PERSONAL = re.compile(
    r"\b(?:phone|mobile|cell|telephone|number|e-?mail|address|home|live|lives|birth|birthday|"
    r"born|age|old|salary|pay|paid|earns?|"
    r"compensation|bonus|ssn|social security|passport|licen[cs]e|bank|account|iban|card|medical|"
    r"health|sick|diagnos|disabilit|"
    r"illness|relig|married|spouse|family|children|personal|private|contact|password|credential|"
    r"reach|who (?:is|was|are)|"
    r"name|performance|disciplin|review|nationality|ethnic|identity)",
    re.IGNORECASE,
)
PRIVATE = re.compile(r"\b(?:is|are|stays?|remains?|as)\s+(?:private|confidential)\b(?!\s+\w)", re.IGNORECASE)
DISCLOSED = re.compile(
    r"[\w.+-]+@[\w-]+\.\w|(?:\+?\d[\s().-]?){7,}|\b\d{1,5}\s+[A-Z][a-z]+\s+(?:St|Ave|Road|Rd|Lane)", re.I
)


def _refuses(turn: Turn) -> None:
    require(turn.opening is None, "a refusal says yes or no")
    require(REFUSAL.search(turn.prose), "the answer does not refuse")
    require(not turn.quotations, "a refusal quotes something as an answer")


def absent(case: Case, turn: Turn, claim: Claim) -> None:
    """The fact asked for was taken out of the context, and nothing that remains restates it."""
    removed = plain(str(claim.get("quote", "")))
    require(removed, "the claim does not say what was removed")
    document, start, end = _span(claim.get("removed"), "the claim does not say what was removed")
    require(document in case.corpus.effective, "the removed span is in no effective document")
    require(removed in plain(case.corpus.texts[document][start:end]), "the removed span does not hold the quote")
    holders = case.corpus.at(document, start, end)
    require(holders, "the removed span is in no passage")
    require(not any(removed in shown for shown in case.shown), "the removed sentence is still in the context")
    gone = {(p.document, p.passage) for p in holders}
    for shown in case.context:
        require(
            (shown.passage.document, shown.passage.passage) not in gone,
            "the removed passage is still in the context",
        )
    section = frozenset(w for p in holders for s in case.corpus.sections(p) for w in words(s))
    asked = asked_words(turn.topic)
    require(
        asked and coverage(asked, words(removed) | section) >= 0.8,
        "the removed sentence would not answer the question",
    )
    _nothing_restates(case, turn, removed, asked, section)
    _refuses(turn)
    missing_text = str(claim.get("missing", ""))
    require(
        words(missing_text) and words(missing_text) <= words(removed) | section | asked | words(turn.topic),
        "what is missing is not what was removed",
    )
    require(coverage(words(missing_text), words(turn.prose)) >= 0.6, "the answer does not name what is missing")
    require(words(missing_text) & words(turn.topic), "what is missing is not what is asked for")
    given = [q for q in quantities(turn.prose) if q.value not in values(turn.topic)]
    require(not given, "a refusal gives a value")


def _span(place: Any, reason: str) -> tuple[str, int, int]:
    """(document, start, end) of a place that a claim names; Rejected with `reason` where it names none."""
    found = place if isinstance(place, dict) else {}
    document, start, end = (found.get(key) for key in ("document", "start", "end"))
    if not (isinstance(document, str) and isinstance(start, int) and isinstance(end, int)):
        raise Rejected(reason)
    return document, start, end


def _nothing_restates(case: Case, turn: Turn, removed: str, asked: frozenset[str], section: frozenset[str]) -> None:
    count = case.corpus.frequency
    common = max(3, len(case.corpus.effective) // 5)
    rare = frozenset(w for w in asked - section if count[w] <= common)
    values = {(q.value, unit) for q in quantities(removed) for unit in q.units[:1]}
    core = _bare(asked_words(_LED.sub("", turn.topic)))
    for shown in case.context:
        near = _bare(words(shown.section))
        for sentence in sentences(shown.passage.text):
            here = words(sentence)
            require(coverage(asked, here) < 0.8, "a sentence of the context answers the question")
            said = _bare(here) | near
            known = sum(any(word == other or related(word, other) for other in said) for word in core)
            require(not core or 3 * known < 2 * len(core), "a sentence of the context is about what is asked for")
            same = values & {(q.value, unit) for q in quantities(sentence) for unit in q.units[:1]}
            require(not same or coverage(asked, here) < 0.4, "the removed value still stands in the context")
        body = words(shown.passage.text) | words(shown.section)
        require(
            len(rare) < 2 or coverage(rare, body) < 0.8,
            "a passage of the context holds most of the question's rare words",
        )


_LED = re.compile(
    r"^.*(?:[.!]\s|:\s)(?=[^.!:]+[.?]?$)", re.DOTALL
)  # "On refunds: ", "I have a question about refunds. "


def _bare(stems: frozenset[str]) -> frozenset[str]:
    """Stems without a prefix that only denies: who is unfamiliar with something is asked about like who is familiar."""
    return frozenset(re.sub(r"^un(?=\w{4})", "", word) for word in stems)


# What people do with anything, where they work, and how much of it there is: words that do not say what is asked for.
_UNSPECIFIC = frozenset(
    map(
        stem,
        word_set(
            """
            bring keep change last use work hold stay spend receive claim request ask take put let start begin end office site
            building size amount price value level length weight duration date day week month year hour minute advance
            part kind sort way new good
            """
        ),
    )
)
_LEANS = re.compile(
    r"\b(?:this|that|these|those|it|its|they|them|their|he|him|his|she|her|hers|here|there|ones?|same|such|else|again|"
    r"already|still|yet|now|today|tomorrow|yesterday|instead|another one|you|yours?|why)\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:^|[.!?…][\"”’')\]]*\s+|\n\s*)$")
_ENDS = re.compile(r"\s|$")
_ASKS = re.compile(  # without its mark a question needs an inversion, or the words that lead into one
    r"(?:(?:hi|hello|hey|good \w+|and|but|also|so|or|please|sorry|then)\b[\s,:-]*)*"
    r"(?:(?:(?:how|what|who|whom|where|when|which)\b(?:\s+\w+){0,3}?\s+)?(?:can|could|may|must|should|do|does|is|are|am|will)\s+"
    r"(?:i|we|there|the|an?|any\w*|some\w*|my|our|your|it|staff|employees|[a-z]+s)\b|who\s+(?:approves|decides|pays)\b|"
    r".*\b(?:know|sure|wonder\w*|tell\s+me|find(?:\s+out)?|confirm|advise)\s+(?:whether|if|how|what|who|where|when|which)\b)",
    re.IGNORECASE,
)
# "hire a van to fetch gravel": what something is wanted for is not what is asked for
_PURPOSE = re.compile(
    r"\b(?!(?:allowed|permitted|have|has|need|required|supposed|able|possible|okay?|fine|expected|want|like|going|entitled|how|"
    r"what|who|whom|where|when|whether|free|ought|used|get|try|plan|expect|due|up|in|into|back|due)\b)[a-z]+\s+to\s+(?!the\b|an?\b|my\b|our\b)[a-z]+\s.*$",
    re.IGNORECASE,
)
_ADJUNCT = r"\b(?:with|without|in|at|by|during|after|before|from|via|through|near|until|like|as|than)\s+"
SOMEBODY = re.compile(r"\b(?:ask|asking|check with|contact|consult|write to|turn to)\b", re.IGNORECASE)


def unanswered(case: Case, turn: Turn, claim: Claim) -> None:
    """A question that stands in a ticket, and no document other than a ticket speaks of what it asks for."""
    question, corpus = plain(turn.question), case.corpus
    require(turn.topic == turn.question and not case.evidence, "an unanswered question has neither turns nor evidence")
    _heard(case, question, claim.get("asked_in"))
    require(not _LEANS.search(question), "the question leans on what its ticket says beside it")
    asked = asked_words(question) - _UNSPECIFIC
    known = frozenset(w for w in asked if corpus.relatives(w))
    strange = _heads(question, asked - known)
    require(strange, "the documents hold every noun that the question is about")
    held = [frozenset(w for w in known if corpus.relatives(w) & body) for body in corpus.handbook]
    spread = Counter(w for found in held for w in found)
    common = frozenset(w for w in known if spread[w] > max(4, len(held) // 25))  # they stand everywhere: pay, approve
    for found in held:
        rest = known - common
        require(not rest or not rest <= found, "a passage of the documents holds all else that the question asks for")
        require(2 * len(found & rest) <= len(asked - common), "a passage holds most of what the question asks for")
    for shown in case.context:
        require(shown.passage.document not in corpus.tickets, "the context shows a ticket")
    near = (words(p.passage.text) | words(p.section) for p in case.context)
    require(any(body & words(question) for body in near), "the context has nothing to do with the question")
    _refuses(turn)
    missing = words(str(claim.get("missing", "")))
    require(missing and missing <= words(question), "what is missing is not what is asked for")
    require(strange <= missing and coverage(asked, missing) >= 0.8, "what is missing is not all that is asked for")
    require(coverage(missing, words(turn.prose)) >= 0.8, "the answer does not name what is missing")
    require(SOMEBODY.search(turn.prose), "the answer does not say where to ask")
    given = [q for q in quantities(turn.prose) if q.value not in values(turn.topic)]
    require(not given, "a refusal gives a value")


def _heard(case: Case, question: str, place: Any) -> None:
    """The question is a whole sentence of an effective ticket, at the place that the claim names."""
    document, start, end = _span(place, "the claim does not say where the question was asked")
    require(document in case.corpus.tickets, "the question was asked in no effective ticket")
    text = case.corpus.texts[document]
    require(plain(text[start:end]) == question, "the ticket does not ask the question")
    require(_BEGINS.search(text[:start]) and _ENDS.match(text[end:]), "the question is no whole sentence of its ticket")
    require(
        question.endswith(("?", ".")) or "\n" in text[end : end + 1] or end == len(text), "the question is cut short"
    )
    require(len(sentences(question)) == 1, "the question is more than one sentence")
    require(question.endswith("?") or _ASKS.match(question), "the sentence asks nothing")


def _heads(question: str, unknown: frozenset[str]) -> frozenset[str]:
    """Those of the unknown words that the question is about: no name, no modifier, no circumstance."""
    found: set[str] = set()
    question = _PURPOSE.sub("", question)
    for match in re.finditer(r"(?<![\w'’-])[a-z]+(?![\w'’-])", question):
        follows = re.match(r"\s+([a-z]+)", question[match.end() :])
        modifies = follows and words(follows[1]) and not re.fullmatch(r"\w+(?:ed|ing)|last|work|cost|apply", follows[1])
        aside = re.search(_ADJUNCT + r"(?:[a-z]+\s+){0,3}$", question[: match.start()])
        if words(match[0]) & unknown and not modifies and not aside:
            found |= words(match[0])
    return frozenset(found)


def nonexistent(case: Case, turn: Turn, claim: Claim) -> None:
    """The question refers to something by a name that the corpus does not know."""
    reference = plain(str(claim.get("reference", "")))
    require(re.search(r"[A-Z0-9]", reference) and len(reference) > 2, "the reference is no name")
    require(reference in plain(turn.question), "the reference is not in the question")
    require(not case.corpus.names(reference), "the reference stands in the corpus")
    require(reference in turn.prose, "the answer does not name the reference")
    _refuses(turn)


_CONTENT = frozenset(map(stem, word_set("exactly say content main point fill show summarise summary please")))


def dangling(case: Case, turn: Turn, claim: Claim) -> None:
    """What a document says that is referred to and is not in the corpus."""
    rule, reference = case.rule(claim.get("quote")), plain(str(claim.get("reference", "")))
    require(re.search(r"[A-Z0-9]", reference) and len(reference) > 2, "the reference is no name")
    require(
        reference in rule.quote and reference in plain(turn.question), "quote or question do not hold the reference"
    )
    require(not case.corpus.holds_document(reference), "a document or section bears the name")
    strange = asked_words(turn.question) - words(reference) - _CONTENT
    require(not strange, "the question asks for more than what the document says")
    naming = [p for p in case.context if reference.casefold() in plain(f"{p.section} {p.passage.text}").casefold()]
    require(len(naming) == 1, "other passages shown speak of the document")
    require(turn.opening is None, "a refusal says yes or no")
    require(REFUSAL.search(turn.prose), "the answer does not refuse")
    require(reference in turn.prose, "the answer does not name the reference")
    require(turn.quotes(rule.quote) and len(turn.quotations) == 1, "the answer does not show the reference alone")
    require(SOMEBODY.search(turn.prose), "the answer does not say where to ask")


def privacy(case: Case, turn: Turn, claim: Claim) -> None:
    """The question asks for a person's data."""
    about, asks = plain(str(claim.get("about", ""))), plain(str(claim.get("asks", "")))
    require(about and about.casefold() in plain(turn.question).casefold(), "the person is not in the question")
    data = re.sub(
        re.escape(about), " ", plain(turn.question), flags=re.IGNORECASE
    )  # a Medical Director is nothing medical
    require(PERSONAL.search(data), "the question asks for no personal data")
    require(asks and words(asks) & words(turn.question), "the kind of data is not what the question asks for")
    require(turn.opening is None and not turn.quotations, "a refusal says yes or no")
    require(REFUSAL.search(turn.prose) or PRIVATE.search(turn.prose), "the answer does not refuse")
    require(not DISCLOSED.search(turn.prose), "the answer discloses personal data")
    require(not set(values(turn.prose)) - set(values(turn.question)), "the answer discloses personal data")


def out_of_scope(case: Case, turn: Turn, claim: Claim) -> None:
    """Nothing in the corpus is about the question."""
    asked = asked_words(turn.question)
    count, size = case.corpus.frequency, len(case.corpus.effective)
    known = {w for w in asked if count[w]}
    topic = words(str(claim.get("topic", "")))
    require(topic and topic & asked, "the topic is not what the question is about")
    require(not any(0 < count[w] <= max(2, size // 20) for w in topic), "the corpus speaks of the topic")
    require(not any(_misspells(w, count) for w in topic if not count[w]), "the topic is a word of the corpus, misspelt")
    if len(known) > len(
        asked - known
    ):  # everyday words around a subject that no document knows, not even by a relative
        require(not any(case.corpus.relatives(w) for w in topic), "the corpus speaks of what the question asks")
        held = max((len(body & asked) for body in case.corpus.handbook), default=0)
        require(2 * held <= len(asked), "a passage holds most of what the question asks")
    require((topic | asked) & words(turn.prose), "the answer does not name what it knows nothing about")
    require(not turn.cited, "a document is cited that has nothing to do with the question")
    _refuses(turn)


def _misspells(word: str, known: Iterable[str]) -> bool:
    """Whether a long word is one slip away from one of the corpus: "photograhy"."""
    alike = [other for other in known if other[:1] == word[:1] and abs(len(other) - len(word)) < 2]
    return len(word) > 6 and bool(get_close_matches(word, alike, n=1, cutoff=0.9))


_FUTURE = re.compile(r"\bwill\b.*\b(?:next year|in \w+ years|soon|change)\b|\bsoon be\b", re.IGNORECASE)
_OPINION = re.compile(r"\b(?:fair|too strict|make sense|opinion|do you think)\b", re.IGNORECASE)
_COMING = re.compile(
    r"\b(?:will|going to|planned to) (?:be )?(?:change|replace|revise|introduce|new|review)", re.IGNORECASE
)
_SPECULATION = frozenset(map(stem, word_set("rule change year look soon new fair strict honestly sense opinion think")))


def unknowable(case: Case, turn: Turn, claim: Claim) -> None:
    """What will come or what is good, about a subject of the documents: no source can say it."""
    kind, topic = claim.get("asks"), words(str(claim.get("topic", "")))
    require(kind in ("future", "opinion"), "the claim does not say why it cannot be known")
    asked = _FUTURE if kind == "future" else _OPINION
    parts = re.findall(r"[^?]+\?", turn.question) or [turn.question]
    require(all(asked.search(part) for part in parts), "the question asks for something that a source could say")
    require(topic and topic <= words(turn.question), "the topic is not in the question")
    require(
        not asked_words(turn.question) - topic - _SPECULATION,
        "the question asks for more than a forecast or an opinion",
    )
    require(any(topic <= words(p.section) for p in case.context), "no section shown is about the topic")
    for shown in case.context:
        for sentence in sentences(shown.passage.text):
            require(not _COMING.search(sentence), "a passage shown speaks of what will come")
    require(topic & words(turn.prose), "the answer does not name the topic")
    _refuses(turn)
