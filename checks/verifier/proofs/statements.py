"""The proofs `quote`, `polarity` and `reserved`: the documents answer in so many words, by the modality of a sentence, or
by an "only"."""

import re

import regex

from checks.verifier.amounts import AHEAD, TIME, Quantity, quantities, same_measure
from checks.verifier.cases import Case, Rule, Turn, require
from checks.verifier.language import (
    clauses,
    denials,
    denied,
    foretold,
    form,
    last_question,
    modality,
    modals,
    outside,
    refers_back,
)
from checks.verifier.moments import moments
from checks.verifier.proofs.alternatives import done_otherwise, other_way
from checks.verifier.proofs.moments import moments_stated, no_other_moment
from checks.verifier.proofs.shared import (
    EVERYBODY,
    GENERIC_STEMS,
    Claim,
    about,
    as_people_say,
    asked_as_people_ask,
    asks,
    conditions_met,
    conditions_not_contradicted,
    conditions_stated,
    main_clause,
    main_named,
    no_exception_beside,
    no_sibling,
    only_for,
    prose_keeps_to,
    refuses_nothing,
    values,
)
from checks.verifier.words import ASKING_STEMS, asked_words, coverage, plain, related, sentences, stem, words

_MEANING = re.compile(r"\bwhat (?:does|do|is|are|you|we)\b.*\b(?:mean|meant|mean by|meant by)\b", re.IGNORECASE)
_FORBIDDING = words(
    "forbidden prohibited banned disallowed inadmissible impermissible unacceptable unlawful illegal acceptable admissible "
    "permissible allowable strictly circumstance circumstances account event"
)
_DEFINES = re.compile(
    r"\b(?:means?|meant|refers?|stands?|defined|describes?|covers?|includes?|called|known|is|are)\b|[:|–—]|\s-\s",
    re.IGNORECASE,
)
_NO_MEANING = re.compile(
    r"\b(?:is|are|be|been|was|were)\s+(?:\w+\s+)?referred\s+(?:back\s+)?to\b(?!\s+as\b)|"
    r"\bmeans?\s+(?:that\s+)?(?:you|we|they|it|I)\b",
    re.IGNORECASE,
)


def quote(case: Case, turn: Turn, claim: Claim) -> None:
    """The documents answer an open question in so many words."""
    rule = case.rule(claim.get("quote"))
    if pointed := _POINTED.search(last_question(turn.question)):
        _pointed_at(case, turn, rule, plain(str(claim.get("role", ""))), *map(plain, pointed.group("heading", "kind")))
        return
    dated = any(m.unit != "clock" for m in moments(rule.quote))
    warm = any(q.units[0].startswith("°") for q in quantities(rule.quote))
    meant = words("date" * dated) | words("temperature" * warm)
    about(case, turn, rule, meant | as_people_say(case, turn, rule))
    require(
        form(turn.question) == "open" or turn.topic != turn.question,
        "a yes-or-no question is not answered by a quotation alone",
    )
    require(turn.opening is None and not asks(turn), "the answer's opening does not fit an open question")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    refuses_nothing(turn)
    require(not refers_back(rule.sentence), "the rule leans on the sentence before it")
    require(rule.quote.casefold() not in plain(turn.question).casefold(), "the question holds its answer")
    shared = asked_words(turn.topic) & words(rule.sentence)
    heading = asked_words(turn.topic) & words(rule.section)
    require(shared or heading, "the question shares no word with the quoted rule")
    _amount_asked(turn, rule)
    asked_as_people_ask(case, turn, rule, least=0.4, role=str(claim.get("role", "")))
    bounds = _bounds(rule) if claim.get("role") else []
    given = [q for q in quantities(turn.question) if q.value not in values(rule.sentence)]
    require(
        all(any(same_measure(q, bound) and bound.admits(q.value) for bound in bounds) for q in given),
        "the question holds an amount that the rule does not",
    )
    for bound in bounds:  # who approves claims above 500 approves no claim of which nobody says how much it is
        stated = [q for q in quantities(turn.question) if same_measure(q, bound)]
        require(stated, "the rule's amount is not in the question")
        if any(q.value != bound.value for q in stated):
            _nobody_else(case, turn, rule, stated[0])
    if _MEANING.search(last_question(turn.question)):
        require(not claim.get("role"), "who does something says nothing of what a word means")
        require(not _NO_MEANING.search(rule.quote), "the quote hands on or concludes and defines nothing")
        # a cell or a line may give the meaning alone; what names the term says that it means something
        told = _DEFINES.search(rule.quote) or not asked_words(turn.topic) & words(rule.quote)
        require(told, "the quote defines nothing")
    conditions_not_contradicted(turn, rule)
    if re.search(r"\bhow\b|\bwhen\b|\bwhat(?:['’]s| is)?\b", last_question(turn.question), re.I):
        for amount in quantities(rule.quote):
            no_sibling(case, turn, rule, amount)
        if moments(rule.quote):
            no_other_moment(case, turn, rule)
    new = words(rule.quote) - words(turn.question)
    wide = "topic" in claim or _WIDE.search(last_question(turn.question)) is not None
    if wide:
        _looked_up(case, turn, rule, str(claim.get("topic", "")))
    require(
        new
        or (wide and (modality(rule.quote) or denied(rule.quote) is not None))
        or set(values(rule.quote)) - set(values(turn.question))
        or (moments(rule.quote) and not moments(turn.question)),
        "the quote adds nothing to the question",
    )
    if role := claim.get("role"):
        require(isinstance(role, str) and plain(role) in rule.quote, "the role is not in the quote")
        require(plain(str(role)).casefold() in turn.plain.casefold(), "the answer does not name the role")
        _told_apart(case, turn, rule)
        require(
            plain(str(role)).casefold() not in plain(turn.question).casefold(),
            "the question holds its answer",
        )


# A time by which something is done tells no things apart.
_BY_THEN = re.compile(r"(?:within|inside|no later than|not later than|after|every)\b", re.IGNORECASE)


def _bounds(rule: Rule) -> list[Quantity]:
    """The amounts that say on which things the rule is: "claims above 500 EUR", not "within 5 days" or "2 days before"."""
    return [
        q for q in quantities(rule.sentence)
        if q.explicit and q.high is None and q.comparator != "exactly"
        and not (q.units[0] in TIME and (AHEAD.match(rule.sentence[q.end :]) or _BY_THEN.match(rule.sentence, q.words[0])))
    ]  # fmt: skip


def _told_apart(case: Case, turn: Turn, rule: Rule) -> None:
    """What a question leaves out of until when and how often tells the rule apart from no other sentence of the document."""
    times = [q for q in quantities(rule.sentence) if q not in _bounds(rule)]
    if {q.value for q in times} <= set(values(turn.question)):
        return
    asked = asked_words(turn.topic) & words(rule.sentence)
    told = (s for passage in case.corpus.of_document(rule.document) for s in sentences(passage.text))
    alike = [s for s in told if s not in rule.sentence and rule.sentence not in s and asked <= words(s)]
    require(not alike, "another sentence of the document tells of the same")


def _nobody_else(case: Case, turn: Turn, rule: Rule, given: Quantity) -> None:
    """No other sentence shown is on the amount that the question gives as well: "claims above 5,000 go to the board"."""
    asked = asked_words(turn.topic) & words(rule.sentence)
    for sentence in (*(s for shown in case.context for s in sentences(shown.passage.text)), *case.neighbours(rule)):
        if sentence in rule.sentence or rule.sentence in sentence or coverage(asked, words(sentence)) < 0.5:
            continue
        covers = any(same_measure(q, given) and q.explicit and q.admits(given.value) for q in quantities(sentence))
        require(not covers, "another rule shown is on the same amount")


_POINTED = regex.compile(
    r"\bwhich (?P<kind>\w+) (?:am i referred to|is mentioned) under \"(?P<heading>[^\"]+)\"\?$|"
    r"\bunder \"(?P<heading>[^\"]+)\", which (?P<kind>\w+) (?:should i see|is named)\?$",
    regex.IGNORECASE,
)
_SENT = r"\b(?:see|consult|refer to|visit)\b"


def _pointed_at(case: Case, turn: Turn, rule: Rule, name: str, heading: str, kind: str) -> None:
    """Which document a section names: the only one of its kind there, or the only one to which it sends anybody, by a sentence
    that does nothing else."""
    require(
        heading.casefold() == plain(rule.section.rpartition(" > ")[2]).casefold(), "the question names another section"
    )
    texts = case.corpus.section_text(rule.document, rule.start, rule.end)
    others = [s for s in case.context if s.section != rule.section and plain(s.section).endswith(f"> {heading}")]
    require(name and not others, "it may be another document that is meant")
    if kind.casefold() == "document":
        sent = rf"(?:please )?{_SENT}(?: also)? (?:the )?\W?{re.escape(name)}\W?(?: (?:page|guide|section|document|procedure))?"
        require(
            re.fullmatch(rf"{sent}(?: for [\w ]+)?\W*", rule.quote, re.IGNORECASE), "the quote does more than point"
        )
        sending = [s for text in texts for s in sentences(text) if re.search(_SENT, s, re.IGNORECASE)]
        require(len(sending) == 1, "it may be another document that is meant")
    else:
        said = " ".join(plain(text) for text in texts).casefold()
        require(kind.casefold() in name.casefold() and name in rule.quote, "the quote names no such document")
        require(said.count(kind.casefold()) == said.count(name.casefold()), "it may be another document that is meant")
    require(turn.opening is None and not asks(turn), "the answer's opening does not fit an open question")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    refuses_nothing(turn)
    require(name.casefold() in plain(turn.prose).casefold(), "the answer does not name the document")
    require(name.casefold() not in plain(turn.question).casefold(), "the question holds its answer")


def _looked_up(case: Case, turn: Turn, rule: Rule, topic: str) -> None:
    """What is said about a topic: the question asks for nothing else, the whole sentence speaks of it and stands on its own,
    and no other sentence shown speaks of it."""
    named = words(topic) - GENERIC_STEMS
    require(named and named <= words(turn.topic), "the question does not name the topic")
    require(named <= words(rule.sentence), "the quoted rule does not speak of the topic")
    coded = topic.casefold() if re.search(r"\d", topic) else ""  # of "form HS-2" every letter counts
    require(coded in rule.sentence.casefold(), "the quoted rule does not speak of the topic")
    require(coded in turn.topic.casefold(), "the question does not name the topic")
    asked = asked_words(last_question(turn.question))
    require(asked <= words(topic) | words(rule.section), "the question asks for more than the topic")
    text = plain(case.corpus.texts[rule.document][rule.start : rule.end])
    whole = re.sub(r"^(?:\d+(?:\.\d+)*[.)]?|\(?[a-z]\))\s+", "", text if rule.sentence in text else rule.sentence)
    require(whole.strip(" .!") in turn.plain, "the answer leaves out a part of the sentence")
    require(not _LEANS.search(whole), "the rule leans on the sentence before it")
    answer = plain(turn.answer)
    for shown in case.context:
        around = words(shown.section)
        for sentence in sentences(shown.passage.text):
            own = sentence in rule.sentence or rule.sentence in sentence or sentence in answer
            told = words(sentence) | around
            require(
                own or not all(any(related(w, t) for t in told) for w in named), "another sentence speaks of the topic"
            )
    require(not _next_takes_up(case, rule), "the sentence after the rule goes on about the topic")


def _next_takes_up(case: Case, rule: Rule) -> bool:
    """Whether the sentence behind the rule opens with what stands for its topic."""
    for shown in case.context:
        passage = shown.passage
        if passage.document == rule.document and passage.start <= rule.start < rule.end <= passage.end:
            after = plain(passage.text[rule.end - passage.start :].lstrip(" \n"))
            return _TAKES_UP.match(after) is not None
    return False


_WIDE = re.compile(
    r"\bwhat(?:['’]s| is| are)? (?:the )?rules? (?:on|for|about)\b|"
    r"\bwhat (?:do |does )?(?:the )?(?:documents?|guidance) (?:says?|do say|does say) about\b|"
    r"\bwhat (?:should i|do i need to|i should|i need to) know about\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^\W*(?:it|they|he|she|its|their|this|that|these|those|such|then|so|but|and|or|also|however|otherwise)\b|"
    r"^(?:if|when|where|unless|once|after|until|before)\s+(?:it|they|he|she|its|their)\b|"
    r"\b(?:these|such(?! as)|the following|the above|the former|the latter|otherwise|therefore|instead)\b",
    re.IGNORECASE,
)
_TAKES_UP = re.compile(
    r"\W*(?:\w+ ){0,2}?(?:it|they|them|its|their|this|that|these|those|such|otherwise|however|he|she|instead|the same)\b",
    re.IGNORECASE,
)


def _amount_asked(turn: Turn, rule: Rule) -> None:
    """How many, how much, how long: the quote must hold an amount (and a time for how long)."""
    asked = last_question(turn.question)
    if match := re.search(r"\bhow (many|much|long|soon|often)\b(?:\s+(?:more\s+)?([^\W\d_]+))?", asked, re.I):
        found = quantities(rule.quote)
        require(found or match[1].lower() in ("much", "often", "soon", "long"), "the quote holds no amount")
        if match[1].lower() == "many" and match[2]:
            unit = stem(match[2])
            known = {stem(w) for q in found for u in q.units for w in u.split()} | words(rule.quote)
            require(unit in known, "the quote's amount is of another unit")


def polarity(case: Case, turn: Turn, claim: Claim) -> None:
    """A yes-or-no question that the modality of the quote decides."""
    rule = case.rule(claim.get("quote"))
    about(case, turn, rule)
    if other := other_way(rule.sentence):
        done_otherwise(turn, rule, other)
        require(form(turn.question) == "permission", "the quote's modality does not answer this kind of question")
        require(claim.get("polarity") == "no", "the polarity does not follow from the quote")
        require(not denials(last_question(turn.question)), "the question is negated")
        no_exception_beside(case, turn, rule)
        prose_keeps_to(turn, rule, "no")
        require(turn.quotes(rule.quote), "the answer does not contain the quote")
        return
    not_so = denied(rule.sentence)
    mode, kind = "denied" if not_so is not None else modality(rule.sentence), form(turn.question)
    if mode == "must_not" and kind == "fact" and foretold(rule.sentence):
        mode = "denied"
    answers = {("may", "permission"): "yes", ("must_not", "permission"): "no", ("must", "obligation"): "yes",
               ("need_not", "obligation"): "no", ("denied", "fact"): "no"}  # fmt: skip
    if re.match(r"(?:[^:?]{2,40}:\s+)?should\b", last_question(turn.question), re.I) and mode == "must_not":
        verdict: str | None = "no"
    else:
        verdict = answers.get((str(mode), kind))
    require(verdict, "the quote's modality does not answer this kind of question")
    require(claim.get("polarity") == verdict, "the polarity does not follow from the quote")
    at = not_so if not_so is not None else modals(rule.sentence)[0][0]
    require(rule.holds(at, at + 1), "the deciding word is not in the quote")
    core = outside(last_question(turn.question), clauses(last_question(turn.question)))
    require(not denials(core), "the question is negated")
    conditions_met(turn, rule)
    main = main_clause(rule)
    decided = ASKING_STEMS | GENERIC_STEMS | _FORBIDDING
    named = words(main[at:]) - decided or words(main) - decided  # "private heaters are forbidden"
    require(coverage(named, words(turn.topic)) >= 0.75, "the question leaves out what the rule is about")
    no_exception_beside(case, turn, rule)
    require(
        all(q.words and _stated_amount(turn, q) for q in quantities(rule.sentence)),
        "the rule's amount is not in the question",
    )
    require(moments_stated(turn, rule.sentence), "the rule's moment is not in the question")
    prose_keeps_to(turn, rule, verdict)
    require(turn.quotes(rule.quote), "the answer does not contain the quote")


def _stated_amount(turn: Turn, amount: Quantity) -> bool:
    return any(q.value == amount.value and same_measure(q, amount) for q in quantities(turn.topic))


def reserved(case: Case, turn: Turn, claim: Claim) -> None:
    """Somebody else is asked about than the only role that may."""
    rule = case.rule(claim.get("quote"))
    role, other = plain(str(claim.get("role", ""))), plain(str(claim.get("other", "")))
    require(role and only_for(rule, role), "the quote does not reserve it for the role")
    require(other and other.casefold() in plain(turn.question).casefold(), "the question does not name the other")
    strange = words(other) - words(rule.sentence)
    require(strange and not words(other) & (words(role) | EVERYBODY), "the other may be the role itself")
    about(case, turn, rule, words(other) | words("away"))
    require(form(turn.question) == "permission", "the question does not ask for a permission")
    core = outside(last_question(turn.question), clauses(last_question(turn.question)))
    require(not denials(core), "the question is negated")
    conditions_stated(turn, rule)
    main_named(turn, rule, 0.5)
    no_exception_beside(case, turn, rule)
    asked = (asked_words(turn.topic) & rule.support) - words(role)
    for passage in case.corpus.of_document(rule.document):
        for sentence in sentences(passage.text):
            true = words(other) <= words(sentence) and coverage(asked, words(sentence)) >= 0.6
            require(not true, "the document names the other as well")
    prose_keeps_to(turn, rule, "no")
    require(turn.quotes(rule.quote), "the answer does not contain the quote")
    require(role.casefold() in turn.prose.casefold(), "the answer does not name the role")
