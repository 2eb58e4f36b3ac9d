"""Exceptions beside a rule: whether another sentence of its section takes something away from what the rule says."""

import re

from checks.verifier.altering import alters
from checks.verifier.cases import Case, Rule
from checks.verifier.language import EXCEPTION
from checks.verifier.narrowing import PREDICATE, PRONOUN, meaning, narrows, turns
from checks.verifier.words import blocks, sentences, words

# It says that there is an exception, not from what: one word in common ties it to a rule.
# "With the exception of" stands behind what it excepts from.
_UNTIED = re.compile(
    r"(?<!\bwith\sthe\s)(?<!\bwith\ssome\s)(?<!\bwith\sfew\s)(?<!\bwith\sno\s)(?<!\bwith\scertain\s)\bexceptions?\b|"
    r"\bexempt\w*|\bn[o'’]t\s+apply\b|^notwithstanding\b",
    re.IGNORECASE,
)
_UNLESS = re.compile(r"(?:unless|save|except)\b", re.IGNORECASE)
_WAIVED = re.compile(r"waived?", re.IGNORECASE)  # one word of what is given up ties it: "the fee is waived"
_LEANING = re.compile(
    r"^(?!(?-i:IT)\b)(?:however|but|otherwise|except|such|this|these|that|those|it|they|the\s+(?:rule|limit|requirement|restriction|"
    r"policy|ban)s?)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:other\s+than|apart\s+from|excluding|but\s+not)\b", re.IGNORECASE
)  # they often only tell apart, unless what they take something out of is all or none of it
_WHOLE = re.compile(
    r"\b(?:no|not|none|never|nobody|nothing|cannot|all|each|(?:any|every)\w*)\b|n['’]t\b|,\s$", re.IGNORECASE
)


def exceptions_beside(case: Case, rule: Rule) -> list[str]:
    """The sentences of the rule's section that make an exception and concern the rule, plain.

    An exception that says of its own what it excepts from concerns a rule with which that shares two content words, one of
    them of what is done; one that names what does not apply or what something is exempt from, a rule that speaks of it,
    shares two words with it, or that it follows and shares one with; one that says neither, a rule that it follows or
    shares a word with; one that leans on what stands before it, a rule that it follows or shares two words with. Numbers
    and measures count for nothing here. One that turns the rule round under a circumstance concerns it too, and one that
    changes the row of a table, or all of it.
    """
    found, row = [], _row(case, rule)
    for text in case.corpus.section_text(rule.document, rule.start, rule.end):
        before = ""
        for block in blocks(text):
            said = [sentence for sentence in sentences(block) if sentence]  # a number alone says nothing
            for number, sentence in enumerate(said):
                follows = bool(before) and before in rule.sentence
                before = sentence
                if sentence in rule.sentence:
                    continue
                taken = _THIS.match(sentence) and number and not any(s in rule.sentence for s in said[:number])
                of_all = _UNNAMED_RULE.match(sentence) is not None
                concerned = of_all or _concerns(sentence, rule.sentence, follows)
                excepts = EXCEPTION.search(sentence) and not taken and concerned
                changes = row is not None and "|" not in sentence and alters(sentence, *row)
                if (
                    excepts
                    or changes
                    or (follows and narrows(sentence, rule.sentence))
                    or turns(sentence, rule.sentence)
                ):
                    found.append(sentence)
    return found


# It takes up what stands before it in its paragraph or item ("However, ..."), also where it only says who is exempt; where it
# opens one, all of the section.
_THIS = re.compile(
    r"^however\b|^(?:(?:this|that|these|those)(?:\s[a-z]+)?|it|the\s+(?:rule|limit|requirement|restriction|ban))\s+"
    r"(?:does|do|shall|will|is|are)(?:n['’]t)?\b|"
    r"^[^,;:]+\s(?:may|can)\s(?:make|grant|allow|approve)(?:\san)?\sexceptions?\b|"
    r"^[^,;:]+\s(?:is|are|remains?)\s(?:also\s|therefore\s)?exempt(?:ed)?"
    r"(?:[.!]?$|\sfrom\s(?:this|that|the)\s(?:rule|limit|requirement|restriction|ban)\b)",
    re.IGNORECASE,
)
# It names no rule: each of its paragraph is meant.
_UNNAMED_RULE = re.compile(
    r"^the\s(?:rules?|limits?|requirements?|restrictions?|bans?)\s(?:above\s)?(?:does|do)(?:\s+not|n['’]t)\s+apply\b",
    re.IGNORECASE,
)
_GENERALLY = (
    r"(?!(?:the\s)?(?:rules?|limits?|requirements?|restrictions?|polic\w+|bans?|provisions?|this|that|these|those|it|they|"
    r"them|same|above)\b)"
)
# What does not apply, or what something is exempt from, by its name.
_NAMED = re.compile(
    rf"^{_GENERALLY}(?:the\s)?([^,;]{{3,60}}?)\s(?:does|do)(?:\s+not|n['’]t)\s+apply\b|"
    rf"\bexempt(?:ed)?\s+from\s+{_GENERALLY}(?:the\s)?([^,;.]{{3,60}})",
    re.IGNORECASE,
)


def _concerns(sentence: str, rule: str, follows: bool) -> bool:
    own, of_rule = words(sentence), meaning(rule)
    if stated := _STATED.match(sentence):
        return _ties(words(stated[1]), of_rule)
    if (named := _NAMED.search(sentence)) and words(named[1] or named[2]):
        return bool(words(named[1] or named[2]) & of_rule or (follows and own & of_rule)) or _ties(own, of_rule)
    if _UNTIED.search(sentence):
        return follows or bool(own & of_rule) or len(own) < 5
    match = EXCEPTION.search(sentence)
    own_matter = (
        words(sentence[: match.start()]) if match and _UNLESS.match(match[0]) and PRONOUN.match(sentence) else ()
    )
    if own_matter:  # it excepts from what it says of "it" itself
        return bool(follows and own_matter & of_rule)
    if _LEANING.match(sentence) and not _WEAK.search(sentence):
        return follows or len(own & of_rule) > 1 or (len(own) < 5 and not PRONOUN.match(sentence))
    if match and _WEAK.fullmatch(match[0]) and not _WHOLE.search(sentence[: match.start()]):
        return False
    head = (sentence[: match.start()] if match else sentence).rpartition(";")[2]
    head = head if words(head) else sentence.partition(",")[2] or sentence
    if match and _WAIVED.fullmatch(match[0]):
        return bool(words(head) & of_rule)
    done = words(_WHEN.split(PREDICATE.split(head, maxsplit=1)[-1], maxsplit=1)[0])
    return _ties(words(head), of_rule) and bool(done & of_rule or not done)


# Behind it stands when something is done, or whether, and not what.
_WHEN = re.compile(r"\b(?:until|when|if|where|while|once|before|after)\b", re.IGNORECASE)


def _ties(excepted: frozenset[str] | set[str], of_rule: frozenset[str] | set[str]) -> bool:
    """Whether two content words, and a third of the shorter of the two, are the same."""
    common = len(excepted & of_rule)
    return common > 1 and 3 * common >= min(len(excepted), len(of_rule))


# A statement of its own, and behind a semicolon what is an exception to that.
_STATED = re.compile(
    rf"(.*\b(?:is|are|must|may|can|shall|should|has|have|will|does|do)\b[^;]*);(?=[^;]*(?:{EXCEPTION.pattern}))",
    re.IGNORECASE,
)
_TABLE = re.compile(r"(?:^[ \t]*\|.*(?:\n|\Z))+", re.MULTILINE)


def _row(case: Case, rule: Rule) -> tuple[str, str, str] | None:
    """The table row that the rule is, its table, and the heading of its section."""
    for passage in case.corpus.at(rule.document, rule.start, rule.end):
        at = max(rule.start - passage.start, 0)
        for table in _TABLE.finditer(passage.text):
            if table.start() <= at < table.end():
                rows = re.finditer(r".+", passage.text)
                row = next(m[0] for m in rows if m.start() <= at < m.end() + 1)
                return row, table[0], passage.heading[-1] if passage.heading else ""
    return None
