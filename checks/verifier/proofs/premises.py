"""The proofs `premise` and `superseded`: what the question takes for granted does not hold, or no longer."""

import re

from checks.verifier.amounts import COMPLEMENT, TIME, Comparator, Quantity, quantities, same_measure
from checks.verifier.cases import Case, Rule, Turn, require
from checks.verifier.language import EXCEPTION, Modality, asides, clauses, denied, modality, modals, negations, outside
from checks.verifier.moments import moments
from checks.verifier.proofs.alternatives import done_otherwise, other_way
from checks.verifier.proofs.moments import other_moment
from checks.verifier.proofs.sameness import says_the_same
from checks.verifier.proofs.shared import (
    EVERYBODY,
    Claim,
    about,
    asks,
    conditions_not_contradicted,
    denies,
    how_stated,
    main_named,
    only_for,
    same_place,
)
from checks.verifier.words import asked_words, coverage, plain, sentences, stem, words

CORRECTION = re.compile(
    r"\b(?:not|no longer|isn['’]t|aren['’]t|doesn['’]t|don['’]t|wasn['’]t|can['’]t|cannot|"
    r"actually|instead|rather|incorrect|wrong|"
    r"mistaken|different|differs?|differently|otherwise|outdated|replaced|superseded|changed|"
    r"correction|out of date|never|no)\b",
    re.IGNORECASE,
)
REPLACED = re.compile(
    r"\b(?:replaced|superseded|no longer|earlier|previous(?:ly)?|older|old|outdated|out of date|"
    r"used to|former(?:ly)?|changed|"
    r"updated|revised|past)\b",
    re.IGNORECASE,
)


LIMIT_WORDS = re.compile(
    r"\b(?:limit|maximum|minimum|max|min|deadline|cap|allowance|threshold|says?|rule|requirement)\b", re.I
)


def first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?:])\s", text.strip(), maxsplit=1)[0]


_CONTRARY: frozenset[tuple[str, str]] = frozenset(
    {
        ("must", "need_not"),
        ("need_not", "must"),
        ("may", "must_not"),
        ("must_not", "may"),
        ("must_not", "must"),
        ("must", "must_not"),
    }
)


def premise(case: Case, turn: Turn, claim: Claim) -> None:
    """The question takes for granted what the documents deny."""
    rule = case.rule(claim.get("quote"))
    claimed, actual = plain(str(claim.get("claimed", ""))), plain(str(claim.get("actual", "")))
    require(
        claimed and actual and claimed.casefold() != actual.casefold(),
        "the claim does not name what is claimed and what is so",
    )
    said = plain(turn.question).casefold()
    require(claimed.casefold() in said, "the question does not hold the premise")
    require(
        actual in rule.quote and actual.casefold() in turn.plain.casefold(),
        "the quote or the answer does not hold the truth",
    )
    require(turn.opening != "yes", "the answer agrees with the premise")
    require(CORRECTION.search(first_sentence(turn.prose)), "the answer does not open with a correction")
    require(not asks(turn), "the correction asks back")
    require(turn.quotes(actual), "the answer does not quote the truth")
    about(case, turn, rule, words(claimed))
    conditions_not_contradicted(turn, rule)
    require(
        asides(rule.sentence) <= asides(turn.topic), "the question does not deny what the rule denies of its things"
    )
    before, after = quantities(turn.question), quantities(rule.sentence)
    wrong = [q for q in before if same_place(turn.question, q, claimed)]
    right = [q for q in after if rule.holds(q.start, q.end) and same_place(rule.sentence, q, actual)]
    if wrong and right and not (wrong[0].value == right[0].value and set(wrong[0].units) & set(right[0].units)):
        _premise_amount(case, turn, rule, wrong[0], right[0])
        return
    if moments(claimed):
        other_moment(case, turn, rule, claimed, actual)
        return
    if cleft := _CLEFT.fullmatch(claimed):
        _holder_denied(turn, rule, cleft)
        return
    if some := _NOT_ALL.fullmatch(claimed):
        _not_all(turn, rule, some["all"])
        return
    if other := other_way(rule.sentence):
        done_otherwise(turn, rule, other)
        require(_said_modality(turn.question, claimed) == "may", "the premise is not denied by the quote")
        require(not words(claimed) - rule.support, "the premise is not about the quoted rule")
        return
    main_named(turn, rule, 0.5)
    shared = words(turn.question) - words(claimed)
    assumed, mode = _said_modality(turn.question, claimed), modality(rule.sentence)
    if mode is None and denied(rule.sentence) is not None and not modals(claimed) and not negations(claimed):
        said_all = words(outside(rule.sentence, clauses(rule.sentence))) <= words(turn.topic)
        require(said_all and _stated_conditions(turn, rule), "the question leaves out what the rule is about")
        require(not words(claimed) - rule.support, "the premise is not about the quoted rule")
        return
    if mode is not None and assumed is not None and (assumed, mode) in _CONTRARY:
        put_off = (assumed, mode) == ("may", "must_not")
        require(_stated_conditions(turn, rule, put_off), "the rule has a condition that the question does not state")
        require(not words(claimed) - rule.support - _modal_words(), "the premise is not about the quoted rule")
        return
    exclusive = mode in ("must", "fact") or only_for(rule, actual)
    require(exclusive, "that one may does not deny that another may")
    require(not words(claimed) & EVERYBODY, "the role that is claimed may include the right one")
    require(
        words(claimed) - words(actual) and not words(claimed) & words(rule.sentence) - words(actual),
        "the premise is not denied by the quote",
    )
    for passage in case.corpus.of_document(rule.document):
        for sentence in sentences(passage.text):
            true = words(claimed) <= words(sentence) and coverage(shared & rule.support, words(sentence)) >= 0.6
            require(not true, "the premise stands in the document")


_CLEFT = re.compile(
    r"(?:(?P<lead>(?:in|at|on|for|under|by|from|with|during|after|before|within|until) .+), )?it isn['’]t "
    r"(?P<who>.+?) (?:who|that) (?P<does>.+)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^(?:the|an?|my|your|our)\s+", re.IGNORECASE)


def _holder_denied(turn: Turn, rule: Rule, cleft: re.Match[str]) -> None:
    """ "It isn't the cellar manager who keeps the register": taken from the one who does it, as subject or agent, and
    else what the rule says."""
    who = _OPENS.sub("", cleft["who"])
    main = outside(rule.sentence, clauses(rule.sentence)).strip(" ,")
    acts = _OPENS.sub("", main).casefold().startswith(f"{who.casefold()} ")
    done = re.search(rf"\bby (?:(?:the|an?|my|your|our) )?{re.escape(who)}\b", main, re.IGNORECASE)
    require(acts or done, "the rule does not give it to whom the premise takes it from")
    require(not negations(rule.sentence), "the premise is not denied by the quote")
    require(_stated_conditions(turn, rule), "the rule has a condition that the question does not state")
    lead = f"{cleft['lead']}, " if cleft["lead"] else ""
    says_the_same(f"{lead}{cleft['who']} {cleft['does']}", rule.sentence, turned=not acts)


_NOT_ALL = re.compile(r"not (?P<all>(?:every|all)\b.+)", re.IGNORECASE)


def _not_all(turn: Turn, rule: Rule, said: str) -> None:
    """ "Not every host has to": denied by what a rule without exception says of every one of them."""
    main = outside(rule.sentence, clauses(rule.sentence)).strip(" ,").casefold()
    require(main.split()[:2] == said.casefold().split()[:2], "the rule is not about all of them")
    require(not negations(rule.sentence), "the premise is not denied by the quote")
    require(not EXCEPTION.search(rule.sentence), "the rule's sentence holds an exception")
    require(_stated_conditions(turn, rule), "the rule has a condition that the question does not state")
    says_the_same(said, rule.sentence)


def _modal_words() -> frozenset[str]:
    return frozenset(
        map(
            stem,
            ("allowed", "permitted", "required", "need", "prohibited", "forbidden", "mandatory", "optional"),
        )
    )


def _stated_conditions(turn: Turn, rule: Rule, put_off: bool = False) -> bool:
    """Whether the user states every condition of the rule, and says of every "unless" that it does not hold; of what is not
    allowed until something is so, that it is done before (`put_off`)."""
    spans = [(a, b) for a, b in clauses(rule.sentence) if not denies(turn, rule.sentence[a:b])]
    told = [rule.sentence[a:b] for a, b in spans]
    found = [_before(turn.topic, c) if put_off and _UNTIL.match(c) else how_stated(turn.topic, c) for c in told]
    denied_ones = set(clauses(rule.sentence)) - set(spans)
    left = EXCEPTION.search(outside(rule.sentence, tuple(sorted(denied_ones))))
    return all(share >= 0.6 and agrees for share, agrees in found) and not left


_UNTIL = re.compile(r"until\b", re.IGNORECASE)
_BEFORE = re.compile(r"\bbefore\b([^.?!]*)", re.IGNORECASE)


def _before(topic: str, clause: str) -> tuple[float, bool]:
    """How much of an until-clause the user's words hold behind a "before", and whether both deny as much."""
    said = _BEFORE.search(topic)
    return (coverage(words(clause), words(said[1])), negations(said[1]) == negations(clause)) if said else (0.0, False)


def _said_modality(question: str, claimed: str) -> Modality | None:
    found = [mode for _, mode in modals(claimed)]
    if not found:
        found = [m for s in sentences(question) if not s.endswith("?") or len(modals(s)) for _, m in modals(s)]
    return found[0] if len(set(found)) == 1 else None


def _premise_amount(case: Case, turn: Turn, rule: Rule, wrong: Quantity, right: Quantity) -> None:
    require(same_measure(wrong, right), "premise and truth are of different units")
    other = (wrong.value, wrong.high, wrong.units[0]) != (right.value, right.high, right.units[0])
    require(other and not _equal_time(wrong, right), "the premise is true")
    extends = modality(rule.sentence) == "may" and right.comparator in ("more_than", "at_least")
    require(not extends, "a permission to go above an amount does not deny another amount")
    less = modality(rule.sentence) == "may" and right.comparator == "exactly" and wrong.value < right.value
    require(not less, "who may have so many may have fewer")
    restates = wrong.explicit or LIMIT_WORDS.search(turn.question)
    if wrong.units[0] == right.units[0] and not restates and right.comparator != "exactly":
        found = modals(rule.sentence)
        folded: Comparator | None = right.comparator
        if found and found[0][1] == "must_not" and folded:
            folded = COMPLEMENT.get(folded)
        require(folded is not None and not right.admits(wrong.value, folded), "the premise holds under the rule")
    about = asked_words(turn.question) - {stem(w) for u in wrong.units for w in u.split()}
    shown = [p.passage.text for p in case.context]
    for text in (*shown, *(p.text for p in case.corpus.of_document(rule.document))):
        for sentence in sentences(text):
            for q in quantities(sentence):
                true = q.value == wrong.value and set(q.units) & set(wrong.units)
                require(
                    not true or coverage(about & rule.support, words(sentence)) < 0.5,
                    "the premise is true elsewhere in the document",
                )
    main_named(turn, rule, 0.3)


def _equal_time(a: Quantity, b: Quantity) -> bool:
    x, y = TIME.get(a.units[0]), TIME.get(b.units[0])
    return x is not None and y is not None and a.value * x == b.value * y


def superseded(case: Case, turn: Turn, claim: Claim) -> None:
    """An earlier revision said otherwise; the effective one decides."""
    rule = case.rule(claim.get("quote"))
    new, old = plain(str(claim.get("value_text", ""))), plain(str(claim.get("old_value_text", "")))
    former = claim.get("old_document")
    require(new and old and new.casefold() != old.casefold(), "the claim does not name the new and the old value")
    require(rule.document in case.corpus.effective, "the quote is not in an effective document")
    shared = [i for i in case.corpus.items[rule.document] if former in case.corpus.revisions[i]]
    require(
        any(
            case.corpus.revisions[i][str(former)] >= 1 and case.corpus.revisions[i][rule.document] == 0 for i in shared
        ),
        "the old document is not an earlier revision of the same item",
    )
    require(new in rule.quote, "the new value is not in the quote")
    before = rule.sentence.replace(new, old)
    require(
        before in plain(case.corpus.texts[str(former)]),
        "the earlier revision does not hold the sentence with the old value",
    )
    require(
        before not in plain(case.corpus.texts[rule.document]),
        "the old value still stands in the effective document",
    )
    about(case, turn, rule, words(old))
    main_named(turn, rule, 0.3)
    require(
        old.casefold() in plain(turn.topic).casefold() or any(old in s for s in case.shown),
        "the old value is nowhere in what the user gives",
    )
    require(new.casefold() not in plain(turn.question).casefold(), "the question holds its answer")
    require(turn.quotes(new), "the answer does not quote the new value")
    require(turn.opening != "yes" and not asks(turn), "the answer agrees with the old value")
    require(REPLACED.search(turn.prose), "the answer does not flag the old value as replaced")
    for sentence in sentences(turn.prose):
        if old in sentence and new not in sentence:
            require(
                CORRECTION.search(sentence) or REPLACED.search(sentence),
                "the answer gives the old value as if it held",
            )
        now = re.search(
            rf"{re.escape(new)}[^.]*\b(?:has been|was|is)\s+(?:replaced|superseded|outdated)\b(?! by)",
            sentence,
        )
        require(not now, "the answer flags the new value as replaced")
