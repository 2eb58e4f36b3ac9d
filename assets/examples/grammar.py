"""A small grammar: a rule sentence taken apart, and questions and statements put together from its parts.

The dependency parse says where subject, verb, condition and exception are; every doubtful shape raises Unfit with its
reason, because a question that reads badly or loses half of a condition is worse than none.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assets.decisions.mood import is_to
from assets.decisions.statements import is_commanded
from assets.examples.parsing import is_mark, joins_nothing, parse
from assets.examples.subjects import acts_itself, disagrees, holds_insertion, number_of, with_article
from assets.examples.words import (
    POINTING,
    SAVE,
    WITHHELD,
    in_dictionary,
    inflect_verb,
    is_noun,
    is_verb,
    lower,
    upper,
    word_set,
)
from resources.parser import Doc, Span, Token


class Unfit(Exception):
    """No natural and right form exists; the message is the reason, in words without document text."""


@dataclass(frozen=True)
class Clause:
    """A subordinate clause in the asker's voice, without its marker."""

    marker: str  # if, when, unless ...
    source: str  # as written, without the marker
    text: str  # "I need to book a hotel"
    statement: str | None  # a sentence that asserts it; None where it has no subject of its own


@dataclass(frozen=True)
class Rule:
    """One rule in the asker's voice: who, how binding, what, and under which clause."""

    subject: str  # "I", "the manager", "employees"
    number: str  # i, singular, plural
    modality: (
        str  # may, must, should, must_not, should_not, need_not, required, allowed, not_allowed, fact, or not_done of
    )
    # what is told with a not: "claims below $150 are not pursued"
    base: str  # verb phrase, verb in base form: "carry over up to 240 hours of annual leave"
    tail: str  # fronted phrase moved to the end: "during a calendar year"; may be empty
    clause: Clause | None  # the condition or exception
    imperative: bool

    def swap(self, old: str, new: str) -> "Rule":
        """The rule with `old` replaced in whichever part holds it; raises Unfit unless exactly one place does."""
        parts = {"subject": self.subject, "base": self.base, "tail": self.tail}
        clause = self.clause
        pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)") if old[-1].isalnum() else re.compile(re.escape(old))
        hits = sum(len(pattern.findall(p)) for p in parts.values())
        if clause is not None:
            hits += len(pattern.findall(clause.text))
            opening = re.sub(rf"^{re.escape(upper(old))}(?!\w)", lambda _: upper(new), clause.statement or "")
            statement = clause.statement and pattern.sub(lambda _: new, opening)
            clause = replace(clause, text=pattern.sub(lambda _: new, clause.text), statement=statement)
        if hits != 1:
            raise Unfit("doubtful parse: the value does not stand exactly once in the parts of the sentence")
        changed = {name: _possessive(pattern.sub(lambda _: new, part)) for name, part in parts.items()}
        return replace(self, clause=clause, subject=changed["subject"], base=changed["base"], tail=changed["tail"])

    def bare(self) -> "Rule":
        """The rule without its clause."""
        return replace(self, clause=None)

    def end(self) -> str:
        """What follows the verb phrase: tail and condition, with a leading space when not empty."""
        parts = [self.tail] if self.tail else []
        if self.clause is not None:
            parts.append(f"{self.clause.marker} {self.clause.text}")
        return "".join(f" {p}" for p in parts)

    def can(self) -> str:
        """Can I carry over 180 hours?"""
        return f"Can {self.subject} {self.base}{self.end()}?"

    def allowed(self) -> str:
        """Am I allowed to carry over 180 hours?"""
        return f"{self.be().capitalize()} {self.subject} allowed to {self.base}{self.end()}?"

    def have_to(self) -> str:
        """Do I have to submit a receipt?"""
        return f"{self.do().capitalize()} {self.subject} have to {self.base}{self.end()}?"

    def finite(self) -> str:
        """Subject and verb without a modal: "I give 48 hours' notice", "a password has 12 characters"."""
        first, _, rest = self.base.partition(" ")
        how = ""
        if first.endswith("ly") and not is_verb(first):
            how, (first, _, rest) = f"{first} ", rest.partition(" ")  # "will simultaneously have"
        verb = self.be() if first == "be" else inflect_verb(first, "VBZ" if self.number == "singular" else "VBP")
        return f"{self.subject} {how}{verb} {rest}{self.end()}"

    def be(self) -> str:
        """The form of be that agrees with the subject."""
        return {"i": "am", "singular": "is", "plural": "are"}[self.number]

    def do(self) -> str:
        """The form of do that agrees with the subject."""
        return "does" if self.number == "singular" else "do"

    def claim(self, verb: str) -> str:
        """A statement about the subject: claim("can") -> "I can carry over 180 hours"."""
        if verb == "have to":
            verb = "has to" if self.number == "singular" else "have to"
        if verb == "don't have to":
            verb = "doesn't have to" if self.number == "singular" else "don't have to"
        return f"{self.subject} {verb} {self.base}{self.end()}"


_POSSESSIVE = re.compile(
    r"\b(?P<one>(?:one|1) (?:\w+ )?\w*[^s\W])(?P<mark>['’])s?(?!\w)|"
    r"\b(?P<many>(?:minute|hour|day|week|month|year)s['’])s\b",
    re.IGNORECASE,
)


def _possessive(text: str) -> str:
    """The text with the possessive that a new number needs: "one week' notice" -> "one week's notice"."""
    return _POSSESSIVE.sub(lambda m: f"{m['one']}{m['mark']}s" if m["one"] else m["many"], text)


_REJECT_TEXT = tuple(
    (re.compile(pattern, flags), reason)
    for pattern, flags, reason in (
        (
            r"https?:|www\.|\w/\w|[<>{}\[\]|=\\“”`*~;]|\w_(?![A-Z]{6}\b)|\.\.\.|…|XX",
            re.NOFLAG,
            "the sentence holds markup, links or quotes",
        ),
        (r"[^\d]:|:[^\d]", re.NOFLAG, "the sentence holds a colon"),
        (
            r"^(therefore|thus|otherwise|however|hence|instead|then|but|so|and|or|in this|in these|in such|for example|"
            r"for instance|e\.g\.)\b",
            re.IGNORECASE,
            "its premise stands in the sentence before",
        ),
        (
            rf"\b(?:{POINTING}|above-mentioned|aforementioned|here|elsewhere|step \d+|e\.g\.|i\.e\.|"
            r"etc|the former|the latter)\b",
            re.IGNORECASE,
            "it points to something outside the sentence",
        ),
        (
            r"\b(I|me|my|mine|he|she|him|her|his)\b",
            re.NOFLAG,
            "it speaks of a person that only its context names",
        ),
        (r"\beven (if|when|though)\b", re.IGNORECASE, "it is concessive"),
    )
)
_LABEL = re.compile(r"^(?:note|reminder|important|tip|warning|please note)(?: that)?[:,]?\s+", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\s*\(([^()]*)\)")
_FULL_STOP = re.compile(r"(?:,| [-–—]) (?:full stop|period|no exceptions)(?=[.!]?$)", re.IGNORECASE)
_RULE_WORDS = re.compile(
    r"^(?:and|or|but)\b|"
    r"\b(unless|except|if|when|only|solely|exclusively|alone|not|must|may|excluding|minimum|maximum)\b",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    r",? (?:provided(?: that)?|on condition that|(?:as|so) long as) (?=(?:the|an?|they|you|it|your|no|at)\b)"
)
"""What the parser does not see as the conjunction that it is."""
_AFTER_TIME = re.compile(
    r"^(After (?:[\w-]+ ){1,4}?(?:minutes|hours|days|weeks|months|years)(?: of \w+)?)"
    r"(?= (?:the|an?|your|you|no|each|every)\b)"
)
"""A time before the rule, behind which the parser needs a comma: "After 6 hours of work a break is required"."""
_EPISTEMIC = word_set(
    """
    need want have find see notice be feel experience encounter require result differ vary become seem happen hear
    cause know wish appear depend affect mean prefer lead help indicate contain include change increase decrease
    expire arrive occur arise lose fail break fall decide realize realise discover grow prove suffer face struggle
    benefit harm damage endanger
    """
)
_ABILITY = word_set(
    """
    find see read view learn think expect imagine notice tell know help understand
    """
)
_CAPPED = re.compile(r"\b(?:more|longer|later|further|higher|over|fewer|less|earlier) than\b", re.I)
"""Behind "can't": the rule bounds an amount, and tells no inability."""
_CEILING = re.compile(r"\b(?:up to|at most|(?:no|not) more than)\b")  # what may happen has no upper bound
_DROPPED_ADVERBS = {"also", "please", "therefore", "then", "thus", "additionally", "generally", "typically", "usually",
                    "normally", "always"}  # fmt: skip


def clean(sentence: str) -> str:
    """One line, without list marker, label, harmless parentheses or what only says that there is no more to say, ending in a
    full stop."""
    text = re.sub(r"\s+", " ", sentence).strip()
    text = re.sub(r"^(?:[-*•]|\d+[.)])\s+", "", text)
    text = _LABEL.sub("", text).strip()
    for match in list(_PARENTHESIS.finditer(text)):
        if _RULE_WORDS.search(match[1]):
            raise Unfit("a rule stands in parentheses")
    text = _FULL_STOP.sub("", _PARENTHESIS.sub("", text))
    return text if text.endswith(".") else text.rstrip(",!") + "."


@lru_cache(maxsize=20000)
def read_rule(sentence: str, common_words: frozenset[str] = frozenset()) -> Rule:
    """Take a sentence apart; raises Unfit where its shape is doubtful.

    `common_words`: words that occur in lower case somewhere, so that a sentence's first word can be lower-cased safely.
    """
    text = clean(sentence)
    for pattern, reason in _REJECT_TEXT:
        if pattern.search(text[:-1]):
            raise Unfit(reason)
    text = _AFTER_TIME.sub(r"\1,", _PROVIDED.sub(" if ", text))
    text = re.sub(r"(?<=\b[A-Z])\.$", " .", text)  # the full stop behind "class A" is none of its own
    doc = parse(text)
    if not 5 <= len(doc) <= 45:
        raise Unfit("the sentence is too short or too long")
    roots = [t for t in doc if t.dep_ == "ROOT"]
    if len(roots) == 1 and roots[0].pos_ not in ("VERB", "AUX"):
        doc = parse(
            f"Please {lower(text)}"
        )  # a command that the parser takes for a noun: "Submit reports within 3 days"
        roots = [t for t in doc if t.dep_ == "ROOT" and is_commanded(doc)]
    if len(roots) != 1 or roots[0].pos_ not in ("VERB", "AUX"):
        raise Unfit("doubtful parse: no single governing verb")
    return _take_apart(doc, roots[0], common_words)


def is_done(verb: Token) -> bool:
    """Whether what seems to command is a verb: one of the dictionary, or done to something that is no amount; "Fridge 2 to 8
    degrees" commands nothing."""
    things = (c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i)
    return is_verb(verb.lower_) or any(not re.search(r"\d", c.left_edge.text) for c in things)


def _take_apart(doc: Doc, root: Token, common: frozenset[str]) -> Rule:
    before = (t for t in doc[: root.i] if t.dep_ in ("parataxis", "intj", "ccomp") and t.head == root)
    if any(t.lower_ != "please" for t in before):
        raise Unfit("doubtful parse: another clause stands before the rule")
    modality, verb, start = _modality(doc, root)
    for token in root.subtree:
        if (
            token.dep_ == "conj"
            and token.head == root
            and token.pos_ == "VERB"
            and modality in ("must_not", "should_not")
        ):
            raise Unfit("a ban joined with another instruction")
        if (
            token.dep_ == "conj"
            and token.head in (root, verb)
            and any(c.dep_.startswith("nsubj") for c in token.children)
        ):
            raise Unfit("two rules in one sentence")
    if joins_nothing(doc):
        raise Unfit("doubtful parse: two readings of what the or joins")
    subjects = [t for t in root.children if t.dep_ in ("nsubj", "nsubjpass", "csubj", "expl")]
    if len(subjects) > 1 or any(t.dep_ in ("csubj", "expl") for t in subjects):
        raise Unfit("doubtful parse: no plain subject")
    imperative = not subjects
    if imperative and (root.tag_ not in ("VB", "VBP") or root.text.lower() != root.lemma_.lower() or not is_done(root)):
        raise Unfit("doubtful parse: no subject")
    clauses = _clauses(doc, root, verb)
    head_start = (
        subjects[0].left_edge.i
        if subjects
        else min([root.i, *(t.i for t in root.children if t.dep_ in ("aux", "neg"))])
    )
    fronted = [t for t in doc[:head_start] if not t.is_punct and t.lower_ not in _DROPPED_ADVERBS]
    clause, clause_span, tail = None, None, ""
    if len(clauses) > 1:
        raise Unfit("more than one condition or exception in the sentence")
    if clauses:
        marker, clause_span = clauses[0]
        clause = _clause(doc, marker, clause_span)
    if fronted:
        span = doc[fronted[0].i : fronted[-1].i + 1]
        if clause_span is not None and clause_span.start <= fronted[0].i:
            if clause_span.end < fronted[-1].i + 1:
                raise Unfit("doubtful parse: words between the condition and the rule")
        else:
            tail = _tail(span)
    end = _last(doc)
    if clause_span is not None and clause_span.start > verb.i:
        if clause_span.end < end:
            raise Unfit("doubtful parse: words after the condition")
        end = clause_span.start - (1 if doc[clause_span.start - 1].text in ("only", ",") else 0)
    words = [t for t in doc[start:end] if not (t.i < verb.i and t.lower_ in _DROPPED_ADVERBS)]
    if modality == "not_done":
        words = [t for t in words if not (t.dep_ == "neg" and t.head == root)]
    words = [t for t in words if not (t.lower_ == "only" and (t.nbor().like_num or modality == "required"))]
    if any(t.lower_ in ("only", "not", "never", "n't") and not (_compares(t) or _aside(t)) for t in words):
        raise Unfit("an only or not inside the verb phrase changes its scope")
    if any(t.i < start and t.lower_ == "only" for t in doc[head_start:start]):
        raise Unfit("an only before the verb changes its scope")
    base = shift(words)
    base = base.rstrip(" ,")
    if imperative and not words[0].text.isupper():
        base = lower(base)
    if not base:
        raise Unfit("doubtful parse: empty verb phrase")
    inflected = words[0].tag_ not in ("VB", "VBP") or words[0].lower_ == "are"
    if inflected and modality not in ("required", "allowed", "not_allowed"):
        form = "be" if words[0].lemma_ == "be" else inflect_verb(words[0].lemma_, "VB")
        base = base.replace(words[0].text, form, 1)
    subject, number = _subject(subjects[0] if subjects else None, common)
    return Rule(subject, number, modality, base, tail, clause, imperative)


def _compares(token: Token) -> bool:
    """Whether a not belongs to a comparison with a value: "not older than 24 months"."""
    after = token.doc[token.i + 1 : token.i + 3]
    return len(after) == 2 and after[0].tag_ in ("JJR", "RBR") and after[1].lower_ == "than"


def _aside(token: Token) -> bool:
    """Whether a not belongs to a clause inside a noun phrase: "a person who did not take part"."""
    return token.dep_ == "neg" and token.head.dep_ == "relcl"


def _last(doc: Doc) -> int:
    end = len(doc)
    while end and is_mark(doc[end - 1]):
        end -= 1
    return end


def _crowds(root: Token) -> bool:
    """Whether so many may be in one place: "No more than six visitors may be on the line"."""
    most = re.match(r"(?:Up to|At most|No more than) (?:\d+|[a-z]+) (?P<who>[a-z]+) may be ", root.doc.text)
    there = any(c.dep_ == "prep" and c.lower_ in ("in", "on", "at", "inside") for c in root.children)
    return most is not None and root.lemma_ == "be" and there and acts_itself(most["who"])


def _modality(doc: Doc, root: Token) -> tuple[str, Token, int]:
    """How binding the rule is, its content verb, and where the verb phrase starts."""
    aux = [t for t in root.children if t.dep_ in ("aux", "auxpass") and t.i < root.i]
    negated = any(
        (t.dep_ == "neg" and t.i <= root.i + 1) or (t.lower_ == "never" and t.i < root.i) for t in root.children
    )
    modals = [t for t in aux if t.tag_ == "MD"]
    subjects = [t for t in root.children if t.dep_.startswith("nsubj")]
    xcomp = next((t for t in root.children if t.dep_ == "xcomp" and t.i > root.i), None)
    to = next((t for t in xcomp.children if t.lower_ == "to" and t.dep_ == "aux"), None) if xcomp is not None else None
    if xcomp is not None and to is not None:
        start = to.i + 1
        lemma = root.lemma_.lower()
        if (
            lemma in ("need", "have")
            and root.i + 1 >= to.i - 1
            and (not modals or modals[0].lower_ in ("will", "would"))
        ):
            return ("need_not" if negated else "must"), xcomp, start
        be = any(t.lemma_ == "be" for t in aux)
        if is_to(root, xcomp):
            return ("must_not" if negated or any(c.dep_ == "neg" for c in xcomp.children) else "must"), xcomp, start
        if lemma == "ought" and not negated:
            return "should", xcomp, start
        if lemma in ("require", "oblige") and be:
            return ("need_not" if negated else "must"), xcomp, start
        if lemma in ("allow", "permit", "entitle", "authorize", "authorise") and be:
            if not is_verb(xcomp.lower_):
                raise Unfit("doubtful parse: no verb after to")  # "entitled to company sick pay"
            return ("must_not" if negated else "may"), xcomp, start
        if lemma == "forbid" and be:
            return "must_not", xcomp, start
    if modals:
        if len(modals) > 1:
            raise Unfit("doubtful parse: two modal verbs")
        word = modals[0].lower_
        after = [t.i for t in doc[modals[0].i + 1 : root.i + 1] if t.dep_ != "neg" and t.lower_ != "never"]
        start = after[0]
        unable = word in ("ca", "can") and negated and any(t.lower_ in ("n't", "n’t") for t in root.children)
        bound = _CAPPED.search(doc.text, root.idx) and any(t.lower_ == "you" or acts_itself(t.text) for t in subjects)
        if unable and not bound and root.lemma_.lower() not in WITHHELD:
            raise Unfit("a can't of inability")
        if word in ("may", "can", "ca"):
            person = subjects[0].lower_ if subjects else ""
            crowd = word == "may" and _crowds(root)
            if (
                word == "may"
                and root.lemma_ in {*_EPISTEMIC, "cost"}
                and not negated
                and not (crowd or _CEILING.search(doc.text))
            ):
                raise Unfit("a may of possibility, not of permission")
            if person == "we":
                raise Unfit("a can of the organisation, not of the asker")
            possible = person not in ("you", "we") and root.lemma_ in _EPISTEMIC and not (negated or crowd)
            if root.lemma_ in _ABILITY or possible:
                raise Unfit("a can of possibility, not of permission")
            return ("must_not" if negated else "may"), root, start
        if word in ("must", "shall"):
            return ("must_not" if negated else "must"), root, start
        if word == "should":
            return ("should_not" if negated else "should"), root, start
        if word == "will" and not negated:
            return "fact", root, start
        raise Unfit(f"the modal verb {word} states no rule")
    be_aux = [t for t in aux if t.lemma_ == "be" and t.tag_ in ("VBZ", "VBP")]
    if be_aux and root.tag_ == "VBN" and root.lemma_ in ("require", "allow", "permit", "prohibit", "forbid"):
        kind = {"require": "required", "allow": "allowed", "permit": "allowed"}.get(root.lemma_, "not_allowed")
        if negated:
            if kind != "allowed":
                raise Unfit("a negated requirement")
            kind = "not_allowed"
        return kind, root, root.i
    if not subjects:
        return ("must_not" if negated else "must"), root, root.i
    if be_aux and root.tag_ == "VBN" and len(aux) == 1:
        return "not_done" if negated else "fact", root, be_aux[0].i  # "a lost bid is discussed within 15 days"
    if negated and [t.lower_ for t in aux] in (["do"], ["does"]):
        return "not_done", root, root.i
    if negated or root.tag_ not in ("VBZ", "VBP"):
        raise Unfit("no binding verb")
    if is_noun(root.lower_) and not is_verb(root.lower_):
        raise Unfit("doubtful parse: a noun taken for the verb")  # "Pedestrian mowers up to 25 degrees"
    return "fact", root, root.i


def _clauses(doc: Doc, root: Token, verb: Token) -> list[tuple[str, Span]]:
    """Conditions and exceptions that hang on the rule: (marker, span of the clause with its marker)."""
    found = []
    for token in doc:
        marker = token.lower_
        if marker == "except" or (marker == "save" and re.search(SAVE, doc.text)):
            raise Unfit("an exception without a clause")
        if marker == "case" and doc[token.i - 1 : token.i + 2].text.lower() in (
            "in case you",
            "in case the",
            "in case of",
        ):
            raise Unfit("a condition marker that is not modelled")
        if marker not in ("if", "when", "whenever", "once", "unless", "where"):
            continue
        head = token.head
        if marker in ("once", "where") and head.dep_ != "advcl":
            continue  # how often: "once a year"; "the office where you work"
        first = head.left_edge.i + (head.left_edge.lower_ == "only")
        if head.dep_ != "advcl" or head.head not in (root, verb) or token.i != first:
            raise Unfit("doubtful parse: a condition that does not hang on the rule")
        found.append(("if" if marker == "where" else marker, doc[first : _span_end(doc, head)]))
    return found


def _span_end(doc: Doc, head: Token) -> int:
    end = head.right_edge.i + 1
    while is_mark(doc[end - 1]):
        end -= 1
    return int(end)


def _clause(doc: Doc, marker: str, span: Span) -> Clause:
    head = span.root
    words = list(doc[span.start + 1 : span.end])
    if len(words) < 3:
        raise Unfit("the condition is too short to ask about")
    subjects = [t for t in head.children if t.dep_ in ("nsubj", "nsubjpass")]
    text = shift(words)
    statement = None
    loose = any(t.lower_ in ("anyone", "anybody", "anything", "any", "ever") for t in words)
    if subjects and not loose and marker != "once" and _finite(head) and _plain_subject(subjects[0]):
        statement = text[0].upper() + text[1:] + "."
    return Clause(marker, doc[span.start + 1 : span.end].text, text, statement)


def _finite(head: Token) -> bool:
    return head.tag_ in ("VBP", "VBZ") or any(
        t.dep_ in ("aux", "auxpass") and t.tag_ in ("VBP", "VBZ", "MD") for t in head.children
    )


def _plain_subject(subject: Token) -> bool:
    return subject.lower_ not in (
        "it",
        "they",
        "there",
        "that",
        "which",
        "who",
        "he",
        "she",
        "anything",
        "none",
        "nobody",
    )


_CONNECTIVE = re.compile(
    r"(?:in (?:other words|general|addition|short|particular|fact|short|summary|turn|contrast|most cases|"
    r"some cases|many cases)|"
    r"as (?:a result|always|a reminder|mentioned|noted|such|well|usual)|at (?:the same time|first|"
    r"this point|that point)|"
    r"by (?:default|contrast|the way)|for (?:now|that reason|this reason)|on the other hand|to (?:be clear|"
    r"summarize|that end))\b",
    re.IGNORECASE,
)


_MOVABLE = word_set(
    """
    following in by as like with based per according due because since while although before after until from during for on at
    to
    """
)


def _tail(span: Span) -> str:
    first = span[0]
    if _CONNECTIVE.match(span.text):
        raise Unfit("its premise stands in the sentence before")
    phrase = span.root.pos_ == "ADP" or first.pos_ == "ADP" or (first.lower_ == "to" and span.root.pos_ == "VERB")
    phrase |= first.lower_ == "following"
    if phrase and first.lower_ in _MOVABLE:
        text = shift(list(span))
        return lower(text)
    raise Unfit("doubtful parse: words before the rule")


def _subject(subject: Token | None, common: frozenset[str]) -> tuple[str, str]:
    if subject is None or subject.lower_ == "you":
        return "I", "i"
    words = list(subject.subtree)
    first = words[0]
    if subject.pos_ == "PRON" and subject.lower_ not in ("we", "anyone", "everyone"):
        raise Unfit("a pronoun as subject")
    if first.lower_ in (
        "no",
        "none",
        "neither",
        "few",
        "only",
        "most",
        "some",
        "many",
        "nothing",
        "nobody",
        "that",
        "both",
    ):
        raise Unfit("a quantified or negative subject")
    if holds_insertion(subject):
        raise Unfit("an insertion in the subject")
    if disagrees(subject):
        raise Unfit("doubtful parse: the verb does not agree with its subject")
    if len(words) > 14:
        raise Unfit("the subject is too long")
    text = shift(words).rstrip(" ,")
    proper = first.pos_ == "PROPN" and first.lower_ not in common
    several = first == subject and first.tag_ == "NNS" and number_of(subject) == "plural"  # "Pipettes are", no name
    unknown = first.lower_ not in common and not in_dictionary(first.lower_) and not several
    proper |= first.text[1:].islower() and unknown
    proper |= (
        first.pos_ in ("PROPN", "NOUN", "ADJ") and len(words) > 1 and _second(words).text.istitle()
    )  # Finance Operations, Third-Party Risk
    proper &= first.pos_ != "DET"
    acronym = len(first.text) > 1 and not first.text[1:].islower()
    if not proper and not acronym and first.text != "I":
        text = lower(text)
    return with_article(text, subject), number_of(subject)


def _second(words: list[Token]) -> Token:
    """The word behind the first one, also behind a hyphen."""
    return words[2] if words[1].text == "-" and len(words) > 2 else words[1]


_BE = {"are": "am", "were": "was", "'re": "'m", "’re": "’m"}


def shift(words: list[Token]) -> str:
    """The words with second person turned into first: you/your/yours/yourself, and the be that agrees with it."""
    spaces = [t.whitespace_ or " " * (after.i > t.i + 1) for t, after in pairwise(words)]  # of "aren't" without its n't
    said = "".join(shifted(t) + space for t, space in zip(words, [*spaces, ""], strict=bool(words))).strip()
    return re.sub(r"\bamn['’]t\b", "am not", said)


_CAUSING = word_set("make let help keep leave have")


def _is_made_to(you: Token) -> bool:
    """Whether a "you" is the object of a verb before it, and what follows tells what becomes of it: "makes you drowsy", "lets
    you leave"."""
    verb = you.nbor(-1) if you.i else you
    below = you.head.dep_ in ("ccomp", "xcomp") and you.head.head == verb
    helped = any(t.dep_ in ("aux", "auxpass", "mark") and t.lower_ != "to" for t in you.head.children)
    return below and not helped and verb.lemma_.lower() in _CAUSING and verb.pos_ in ("VERB", "AUX")


def shifted(token: Token) -> str:
    """One word in the asker's voice."""
    lower = token.lower_
    if lower in ("your", "yours", "yourself"):
        return {"your": "my", "yours": "mine", "yourself": "myself"}[lower]
    if lower == "you":
        if token.i and token.nbor(-1).text == "-":
            return token.text  # a thank-you letter
        if _is_made_to(token):
            return "me"
        if token.dep_ in ("nsubj", "nsubjpass") and not any(
            c.lower_ == "to" and c.dep_ == "aux" for c in token.head.children if c.i < token.head.i and c.i > token.i
        ):
            return "I"
        following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
        if token.i and token.nbor(-1).tag_ == "IN" and following is not None and following.tag_ == "VBG":
            return "me"  # "within three days of you filing it"
        if token.dep_ in ("nsubj", "nsubjpass") or following is None or following.pos_ not in ("VERB", "AUX"):
            return "me"
        return "I"
    if lower in _BE:
        subject = next(
            (c for c in (*token.children, *token.head.children) if c.lower_ == "you" and "nsubj" in c.dep_), None
        )
        if subject is not None and subject.i < token.i and not any(c.dep_ == "conj" for c in subject.children):
            return _BE[lower]
    return token.text
