"""A duty: a sentence split around its verb into who, how binding and what, each part in the sentence's own words.

Questions about duties keep everything behind the verb as it is written, so conditions, amounts and places are never lost;
only the person is turned round (you -> I) and the verb put in its base form. What the sentence gives as a reason
(because, since, which ...) is left out of questions. Doubtful shapes raise Unfit.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assets.decisions.duties import ALONE, WHEN
from assets.decisions.mood import ADMISSIBLE, INADMISSIBLE
from assets.examples.grammar import Unfit, clean, is_done, shift
from assets.examples.parsing import is_mark, parse
from assets.examples.subjects import disagrees, holds_insertion, number_of, with_article
from assets.examples.turned import turned
from assets.examples.words import BESIDE, POINTING, SAVE, WITHHELD, inflect_verb, is_verb, lower, upper, word_set
from resources.parser import Doc, Token


@dataclass(frozen=True)
class Duty:
    """Who must, may or must not do what. `modality` is may, must, should, must_not, should_not, fact, or not_done of what
    is told not to be done: "advances are not paid", "we do not pay advances"."""

    lead: str  # what stands before the subject, without its comma: "If the office manager is away"; may be empty
    subject: str  # in the asker's voice: "I", "the deputy"; "anyone" where the sentence says nobody
    number: str  # i, singular, plural
    modality: str
    verb: str  # base form of the content verb; "be" of a passive
    rest: str  # what follows it, up to a reason or a clause of its own
    agent: str | None  # of a passive: who does it, as written ("the plant manager")
    done: str | None  # of a passive: the base form of what is done, and ...
    rest_done: str  # ... what follows it without the agent
    only: bool  # an "only" restricts who, when or what
    whole: bool  # nothing of the sentence was left out of the parts
    exception: bool  # the rest holds an unless or except, or one follows it

    @property
    def action(self) -> str:
        """Verb and rest: "sign for the key"."""
        return f"{self.verb} {self.rest}".strip()

    @property
    def matter(self) -> str:
        """What the agent of a passive acts on, behind its verb: "out tests daily", of "tests are carried out daily by"."""
        found = _PARTICLE.fullmatch(self.rest_done)
        parts = (found[1], self.whom, found[2]) if found else (self.whom, self.rest_done)
        return " ".join(part for part in parts if part)

    @property
    def whom(self) -> str:
        """The subject as an object."""
        return "me" if self.subject == "I" else self.subject

    @property
    def tail(self) -> str:
        """The lead as it stands behind a question, with its space; empty where there is none."""
        return f" {lower(self.lead)}" if self.lead else ""

    def asked(self, question: str) -> str:
        """A question with the lead before it: "If the office manager is away, who has to sign?"."""
        return f"{self.lead}, {lower(question)}?" if self.lead else f"{question}?"

    def be(self) -> str:
        """The form of be that agrees with the subject."""
        return {"i": "am", "singular": "is", "plural": "are"}[self.number]

    def have_to(self, *, negated: bool = False) -> str:
        """has to, have to, doesn't have to, don't have to."""
        if negated:
            return "doesn't have to" if self.number == "singular" else "don't have to"
        return "has to" if self.number == "singular" else "have to"

    def done_by(self, subject: str, rest: str) -> str:
        """A fact as what somebody does: "the deputy signs for the key"; raises Unfit where a second verb would have to agree
        as well ("will sign it and send it")."""
        verb = self.be() if self.verb == "be" else inflect_verb(self.verb, "VBP" if self.number == "plural" else "VBZ")
        said = f"{subject} {verb} {rest}"
        doc = parse(f"{said}.")
        if self.number != "plural" and any(
            t.dep_ == "conj" and t.head.dep_ == "ROOT" and t.tag_ in ("VB", "VBP") for t in doc
        ):
            raise Unfit("no natural form: a second verb that would have to agree")
        return self.led(said)

    def asked_whether(self) -> str:
        """A fact, or what is not done, as a question: "Are advances paid", "Do we pay advances"."""
        if self.verb == "be":
            return self.asked(f"{upper(self.be())} {self.subject} {self.rest}")
        return self.asked(f"{'Does' if self.number == 'singular' else 'Do'} {self.subject} {self.action}")

    def told(self, verb: str) -> str:
        """The duty as a statement with another verb of modality: "the deputy doesn't have to sign for the key"."""
        return self.led(f"{self.subject} {verb} {self.action}")

    def led(self, statement: str) -> str:
        """A statement with the lead before it, as it stands inside a sentence."""
        return f"{lower(self.lead)}, {statement}" if self.lead else statement


_BANNING = ("must_not", "should_not", "not_allowed", "prohibited", "not_done")
_STRANDED = r"(?:on|to|with|for|after|at|about|upon|into|of|from)$"
_PARTICLE = re.compile(rf"((?:out|off|up|down|over|back|away)\b(?! of\b)(?: {_STRANDED})?|{_STRANDED}) ?(.*)")
"""What of a passive's verb its object follows: "carried out", "signed off on", "looked after"."""
_CODE = re.compile(r"https?:|www\.|[<>{}\[\]|=\\“”*`*~]|\.\.\.|…|\w_(?![A-Z]{6}\b)\w|;|:(?!\d)|(?<!\d):|\S@\S")
_OUTWARD = re.compile(
    rf"\b(?:{POINTING}|{BESIDE}|former|latter|step \d+|here|otherwise|(?:say|do|does|done|doing) so(?<!\w to do so)|"
    r"therefore|thus|hence|"
    r"I|me|my|(?:he|him|his)(?! or (?:she|hers?)\b)|(?<!he or )she|(?<!hi[ms] or )her|e\.g|i\.e|etc)\b",
)
_WISHED = re.compile(r"(?:if|when|where|once|in order|to)\b[^,]*\bdo so\b", re.IGNORECASE)  # what is told before
_LEANING = re.compile(r"^(?:however|but|and|or|so|then|instead|else|in this|in that|for example|for instance)\b", re.I)
_DROPPED = re.compile(
    r"^(?:please|also|additionally|in addition|in any case|in fact|of course|note that|please note that|remember|furthermore|"
    r"moreover|always|finally)\b[:,]?\s+",
    re.I,
)
_REASONS = word_set("because since as so which while whereas although though")
_NOBODY = word_set("nobody none no-one")
_LICENCE = {"allow": "may", "permit": "may", "authorize": "may", "authorise": "may", "entitle": "may", "require": "must",
            "oblige": "must"}  # fmt: skip
_POSSIBLE = word_set(
    """
    experience encounter notice feel vary differ become seem appear happen hear cause lead fail break lose suffer struggle
    face need want expect wonder wish forget find see know benefit depend mean result change
    """
)
_TRIED = word_set("endeavour endeavor try aim seek strive attempt")
_LICENSING = word_set(
    "need needs have has required allowed permitted entitled authorized authorised eligible free obliged"
)
# Circumstances that mean something told before them.
_GOING_ON = re.compile(
    r"in between|before(?:hand)?|after(?:wards?)?|thereafter|meanwhile|in the meantime|at the same time|in turn|"
    r"at (?:this|that) point|in (?:this|that) case|next|first|last(?:ly)?|finally",
    re.IGNORECASE,
)
_BESIDE_VERB = word_set(
    "only please always never also not n't n’t do"
)  # of the main verb; in a clause before it they stay
_LOOSE = word_set("it they he she this that these those there who which one some most many few several both none i")


@lru_cache(maxsize=20000)
def read_duty(sentence: str, predicate: str | None, common: frozenset[str] = frozenset()) -> Duty:
    """The duty of a sentence whose content verb has the lemma `predicate`; raises Unfit.

    `common`: words that occur in lower case somewhere, so that a first word can be lower-cased safely.
    """
    text = clean(sentence)
    if _LEANING.match(text):
        raise Unfit("its premise stands in the sentence before")
    for _ in range(2):
        text = _DROPPED.sub("", text)
    text = turned(text[0].upper() + text[1:], common)
    if _CODE.search(text[:-1]):
        raise Unfit("the sentence holds markup, links or quotes")
    if _OUTWARD.search(text) or _WISHED.match(text):
        raise Unfit("it points to something outside the sentence")
    if re.match(r"[^,]{3,60} [-–—] [A-Za-z]", text):
        # "For members only - The steward keeps the key", "Steward - keeps the key, locks up"
        raise Unfit("doubtful parse: words before the rule")
    doc = parse(text)
    if not 4 <= len(doc) <= 48:
        raise Unfit("the sentence is too short or too long")
    roots = [t for t in doc if t.dep_ == "ROOT" and not t.is_punct]
    if len(roots) != 1 or roots[0].pos_ not in ("VERB", "AUX"):
        raise Unfit("doubtful parse: no single governing verb")
    duty = _split(doc, roots[0], predicate, common)
    if _states_besides(duty):
        raise Unfit("no natural form: a second verb that the first one's modal does not govern")
    return duty


def _states_besides(duty: Duty) -> bool:
    """Whether a second verb tells a fact beside what may or must be done: "may agree by phone and notes the time"."""
    if duty.modality in ("fact", "not_done") or " and " not in duty.rest:
        return False
    return any(
        t.tag_ == "VBZ" and t.dep_ == "conj" and t.i and t.nbor(-1).lower_ == "and" and t.head.dep_ == "ROOT"
        for t in parse(f"They can {duty.action}.")
    )


def _split(doc: Doc, root: Token, predicate: str | None, common: frozenset[str]) -> Duty:
    if any(t.dep_ in ("parataxis", "ccomp") and t.head == root and t.i < root.i for t in doc):
        raise Unfit("doubtful parse: another clause stands before the rule")
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass") or _is_deed(t)), None)
    modality, verb, first = _modality(root, subject)
    if subject is None and modality == "must" and verb == root and not is_done(verb):
        raise Unfit("doubtful parse: no single governing verb")
    if predicate is not None and predicate not in (verb.lemma_.lower(), root.lemma_.lower()):
        raise Unfit("the duty is not the sentence's own")
    withheld = modality in ("not_done", "must_not") and subject is not None and subject.lower_ == "we"
    who, number, nobody = ("we", "plural", False) if withheld else _subject(subject, first, common)
    if nobody:
        shall = modality == "must" and any(t.lower_ in ("shall", "must") for t in root.children if t.dep_ == "aux")
        if not (shall or modality in ("may", "fact")):
            raise Unfit("a quantified or negative subject")
        modality = "not_done" if modality == "fact" and doc[first].lemma_ == "be" else "must_not"
    start = subject.left_edge.i if subject is not None else min(
        [root.i, *(t.i for t in root.children if t.dep_ in ("aux", "neg"))]
    )  # fmt: skip
    between = doc[subject.right_edge.i + 1 : first] if subject is not None else doc[start:first]
    if any(t.lower_ in ("ideally", "usually", "often", "sometimes", "generally", "typically") for t in doc):
        raise Unfit("a rule with a usually in it binds nobody")
    lead = _lead(doc, start)
    if re.match(r"in (?:most|some|many|general|other|fact|addition|particular)\b|as (?:a result|such)\b", lead, re.I):
        raise Unfit("a rule with a usually in it binds nobody")
    if _GOING_ON.fullmatch(lead):
        raise Unfit("its premise stands in the sentence before")
    end, whole = _end(doc, root, verb, first)
    denial = {t.i for t in root.children if t.dep_ == "neg" or t.lower_ == "never"} if modality == "not_done" else set()
    words = [t for t in doc[first + 1 : end] if t.i not in denial]
    rest = re.sub(r'^[, ]+|[,. ]+$|[,.](?="$)', "", shift(words))
    beside = {
        t.lower_ if t.dep_ == "cc" else t.pos_ for t in words if t.dep_ in ("cc", "conj") and t.head in (root, verb)
    }
    if modality in _BANNING and beside >= {"but", "VERB"}:
        raise Unfit("two rules in one sentence")  # "do not mix two ideas but rather use two paragraphs"
    if re.search(r", (?:and|but) only\b", rest):
        raise Unfit("an only behind the rule narrows it")  # "may release records, and only on receipt of a court order"
    if rest.count('"') % 2:
        raise Unfit("the sentence holds markup, links or quotes")
    if re.match(r"(?:may|must|can|cannot|should|shall|will|is|are|has|have)\b", rest):
        raise Unfit("doubtful parse: two finite verbs in a row")  # "updates" in "security updates may be announced"
    if modality in _BANNING and first + 1 < end and doc[first + 1].text == ",":
        raise Unfit("a ban joined with another instruction")  # "must not leave, help with the work or use a phone"
    narrows = [t for t in doc[start:first] if t.head == verb and _narrows(t)] if modality in _DECIDED else []
    manner = [t for t in narrows if t.lower_ in _MANNERS and t.i == first - 1]
    if narrows and (len(narrows) > 1 or not manner or not _is_short(rest)):
        raise Unfit("no natural form: an adverb narrows the rule")  # "must not simultaneously serve on the board"
    if manner:
        rest = f"{rest} {manner[0].lower_}".strip()  # "cannot manually reset it": can I reset it manually?
    agent, done, rest_done = _agent(doc, verb, first, end)
    inner = [t for t in doc[start:end] if t.lower_ in ALONE]
    lowered = {t.lower_ for t in (*between, *words)}
    beyond = {"unless", "except", "excluding"} & {t.lower_ for t in doc[end:]}  # "is not allowed, unless ..."
    return Duty(
        lead=lead, subject=who, number=number, modality=modality,
        verb="be" if doc[first].lemma_ == "be" else inflect_verb(doc[first].lemma_.lower(), "VB"), rest=rest,
        agent=agent, done=done, rest_done=rest_done, only=bool(inner) or doc[0].lower_ == "only",
        whole=whole, exception=bool({"unless", "except", "excluding", "until"} & lowered or beyond or re.search(SAVE, doc.text)),
    )  # fmt: skip


def _is_deed(subject: Token) -> bool:
    """Whether a deed is the subject, and opens the sentence: "Splitting an order is prohibited"."""
    return subject.dep_ in ("csubj", "csubjpass") and subject.tag_ == "VBG" and subject.i == 0


_MANNERS = word_set(
    "manually directly personally independently physically privately publicly verbally orally automatically remotely temporarily "
    "permanently separately jointly electronically"
)
"""Adverbs that say how something is done."""


_DECIDED = ("must_not", "should_not", "not_allowed", "not_done", "may")
"""Where yes or no hangs on every word: to do it in another way may be allowed, or forbidden."""
_LOOSE_ADVERBS = word_set(
    "also always never ever not n't n’t then therefore thus however additionally furthermore please instead currently now "
    "normally generally usually typically simply just optionally explicitly strictly absolutely expressly only"
)
"""Adverbs before a verb that narrow nothing that is done, or are dealt with where they stand."""


def _narrows(adverb: Token) -> bool:
    """Whether a word before a verb says in which way, when or how much of it the rule means."""
    return adverb.tag_ in ("RB", "RBR") and adverb.dep_ == "advmod" and adverb.lower_ not in _LOOSE_ADVERBS


def _is_short(rest: str) -> bool:
    """Whether an adverb of the verb may stand behind what follows the verb."""
    return len(rest.split()) <= 5 and not re.search(r"[,;]|\b(?:that|which|who|if|when|and|or|is|are)\b", rest)


def _modality(root: Token, subject: Token | None) -> tuple[str, Token, int]:
    """How binding it is, the content verb, and where the verb phrase starts (its first word in base form)."""
    aux = [t for t in root.children if t.dep_ in ("aux", "auxpass") and t.i < root.i]
    modals = [t for t in aux if t.tag_ == "MD"]
    negated = any(t.dep_ == "neg" or t.lower_ == "never" for t in root.children if t.i <= root.i + 1)
    if len(modals) > 1:
        raise Unfit("doubtful parse: two modal verbs")
    below = next((t for t in root.children if t.dep_ == "xcomp" and t.i > root.i and t.pos_ in ("VERB", "AUX")), None)
    to = next((t for t in below.children if t.lower_ == "to"), None) if below is not None else None
    lemma = root.lemma_.lower()
    if below is not None and to is not None and to.i - root.i <= 2:
        start = to.i + 1
        be = any(t.lemma_ == "be" for t in aux)
        if lemma in ("need", "have") and (not modals or modals[0].lower_ == "will"):
            return ("need_not" if negated else "must"), below, start
        if lemma in _LICENCE and be and not modals:
            if not is_verb(below.lower_):
                raise Unfit("doubtful parse: no verb after to")  # "entitled to company sick pay"
            kind = _LICENCE[lemma]
            return ({"may": "must_not", "must": "need_not"}[kind] if negated else kind), below, start
    acomp = next((t for t in root.children if t.dep_ == "acomp" and t.lower_ in ("eligible", "free", "required")), None)
    out = next(
        (t for t in root.children if t.dep_ == "acomp" and t.lower_ in (ADMISSIBLE if negated else INADMISSIBLE)), None
    )
    if lemma == "be" and not modals and out is not None:
        if any(t.dep_ == "conj" for t in (*root.children, *out.children)):  # "are illegal and lead to dismissal"
            raise Unfit("two rules in one sentence")
        return "not_allowed", root, out.i
    if lemma == "be" and not modals and acomp is not None:
        inner = next((t for t in acomp.children if t.dep_ == "xcomp"), None)
        if inner is not None and inner.i - acomp.i == 2:
            kind = "must" if acomp.lower_ == "required" else "may"
            return ({"may": "must_not", "must": "need_not"}[kind] if negated else kind), inner, inner.i
    if modals:
        word, passive = modals[0].lower_, any(t.dep_ == "auxpass" for t in aux)
        after = [t.i for t in root.doc[modals[0].i + 1 : root.i + 1] if t.dep_ not in ("neg", "advmod")]
        kind = {"may": "may", "can": "may", "ca": "may", "must": "must", "shall": "must", "should": "should"}.get(
            word, "fact" if word in ("will", "'ll", "wo") and (not negated or passive) else ""
        )
        if not kind or not after or (kind == "fact" and lemma in _TRIED):
            raise Unfit(f"the modal verb {word} states no rule")
        unable = word in ("ca", "can") and any(t.lower_ in ("n't", "n’t") for t in root.children)
        if negated and unable and lemma not in WITHHELD:
            raise Unfit("a can't of inability")
        ends_up = lemma == "end" and any(t.lower_ == "up" for t in root.children)
        if kind in ("may", "fact") and not negated and (lemma in _POSSIBLE or ends_up):
            raise Unfit("a may of possibility, not of permission")
        if negated:
            kind = {"should": "should_not", "fact": "not_done"}.get(kind, "must_not")
        return kind, root, after[0]
    is_done = next((t for t in aux if t.lemma_ == "be" and t.tag_ in ("VBZ", "VBP")), None)
    if is_done is not None and root.tag_ == "VBN":
        if lemma in ("prohibit", "forbid", "ban"):
            return "prohibited", root, root.i
        if lemma in ("allow", "permit") and negated:
            return "not_allowed", root, root.i
        if len(aux) > 1:
            raise Unfit("no binding verb")
        return ("not_done" if negated else "fact"), root, is_done.i
    if subject is None:
        if root.tag_ not in ("VB", "VBP") or root.text.lower() != root.lemma_.lower():
            raise Unfit("doubtful parse: no subject")
        return ("must_not" if negated else "must"), root, root.i
    if negated and aux and all(t.lower_ in ("do", "does") for t in aux):
        return "not_done", root, root.i  # "we do not accept cheques"
    if negated or root.tag_ not in ("VBZ", "VBP"):
        raise Unfit("no binding verb")
    return "fact", root, root.i


def _belongs_to_verb(words: list[Token], first: int) -> bool:
    """Whether the last word before a verb phrase is no part of the subject; of "grade 3 and above" it is."""
    last = words[-1]
    hangs = last.dep_ in ("aux", "auxpass", "neg") or last.tag_ in ("MD", "TO") or last.lower_ in _LICENSING
    hangs |= last.dep_ == "advmod" and last.head.i > last.i
    above = last.i > words[0].i and last.head.i >= first - 1 and last.dep_ in ("ROOT", "acomp")
    above |= last.dep_ == "ROOT" and last.lemma_ == "be"  # "staff are eligible to ..."
    return (hangs or above) and not (len(words) > 1 and words[-2].dep_ == "cc")


def _subject(subject: Token | None, first: int, common: frozenset[str]) -> tuple[str, str, bool]:
    """(in the asker's voice, number, whether it says nobody)."""
    if subject is None or subject.lower_ == "you":
        if subject is not None and any(c.dep_ == "conj" for c in subject.children):
            raise Unfit("doubtful parse: no plain subject")
        return "I", "i", False
    words = list(subject.doc[subject.left_edge.i : first])  # the parser may hang its end elsewhere: "more than EUR 500"
    while words and _belongs_to_verb(words, first):
        words.pop()
    if not words:
        raise Unfit("doubtful parse: no plain subject")
    no_one = len(words) > 1 and subject.text == "one" and words[0].lower_ == "no"
    if subject.lower_ in _NOBODY or no_one:
        return f"anyone {shift(words[2 if no_one else 1 :])}".rstrip(), "singular", True  # "nobody under 16"
    if len(words) == 1 and subject.lower_ == "nothing":
        return "anything", "singular", True
    if len(words) > 1 and words[0].lower_ == "no" and subject.pos_ == "NOUN" and words[1].tag_ not in ("JJR", "RBR"):
        some = shift(words[1:])  # "no rep may leave it": may any rep leave it?
        return (some, "plural", True) if subject.tag_ == "NNS" else (f"any {some}", "singular", True)
    one = words[0].lower_ == "one" and len(words) > 1 and subject.tag_ == "NN"  # "one person may not hold ..."
    if subject.pos_ == "PRON" or (words[0].lower_ in _LOOSE and not one) or words[0].lower_ in ("no", "neither"):
        raise Unfit("a quantified or negative subject" if subject.pos_ != "PRON" else "a pronoun as subject")
    if holds_insertion(subject):
        raise Unfit("an insertion in the subject")
    if disagrees(subject):
        raise Unfit("doubtful parse: the verb does not agree with its subject")
    words = [t for t in words if not (t.lower_ in ("only", "just") and t.i <= subject.left_edge.i + 1)]
    if len(words) > 14:
        raise Unfit("the subject is too long")
    text = re.sub(r"[, ]+$", "", shift(words))
    if _BAND.match(text):
        raise Unfit("doubtful parse: words before the rule")
    opens = words[0]
    proper = (opens.pos_ == "PROPN" and opens.lower_ not in common) or (not opens.text[1:].islower() and len(opens) > 1)
    proper |= len(words) > 1 and words[1].text.istitle() and opens.pos_ in ("PROPN", "NOUN")
    if not proper:
        text = lower(text)
    return with_article(text, subject), number_of(subject), False


_BAND = re.compile(
    r"(?:between|above|below|over|under|beyond|from|up to) (?=\S*\d)"
    r"(?:[^,]*[€£$] ?[\d.,]+ (?!(?:to|and|or|per|an?)\b)|[^,]* (?:the|an?|our|your|its) )",
    re.IGNORECASE,
)
"""The range in which something holds, without a comma before who does it: "Above £500 the buyer decides"."""


def _lead(doc: Doc, start: int) -> str:
    """What stands before the subject: a condition or a circumstance, in the asker's voice."""
    words = [t for t in doc[:start] if not (t.lower_ in _BESIDE_VERB and (t.head.dep_ == "ROOT" or t.lower_ == "also"))]
    words = [t for t in words if not (t.is_punct and t.i + 1 >= start)]
    if not words:
        return ""
    opens = words[0].pos_ in ("ADP", "SCONJ", "ADV") or words[0].lower_ == "following"
    if not opens or words[0].lower_ in (
        "therefore",
        "however",
        "instead",
        "similarly",
    ):
        raise Unfit("doubtful parse: words before the rule")
    if words[0].lower_ in ("even", "in") and len(words) > 1 and words[1].lower_ in ("if", "other", "general", "fact"):
        raise Unfit("it is concessive")
    if (
        words[0].lower_ == "for"
        and len(words) > 1
        and words[1].lower_ in ("more", "further", "additional", "any", "general")
    ):
        raise Unfit("advice, no rule")  # "For further details, staff can refer to the slides"
    lost = len(words) == 1 and words[0].pos_ in ("ADP", "SCONJ")  # "For in-cluster clients recreate pods"
    if lost:
        raise Unfit("doubtful parse: words before the rule")
    if len(words) > 16:
        raise Unfit("no natural form: too long")
    return re.sub(r"[, ]+$", "", shift(words))


def _end(doc: Doc, root: Token, verb: Token, first: int) -> tuple[int, bool]:
    """Where the verb phrase ends: before a reason, a relative aside or a clause with a subject of its own."""
    end = len(doc)
    while end and is_mark(doc[end - 1]) and not doc[end - 1].is_quote:
        end -= 1
    cuts = [end]
    for token in doc[first + 1 : end]:
        before = doc[token.i - 1]
        if token.lower_ == "as" and doc[token.i - 2].lower_ == "as":
            continue  # "as far as is possible" gives no reason
        if (token.dep_ == "mark" and token.lower_ in _REASONS and token.head.dep_ == "advcl") or (
            before.text == "," and token.lower_ in ("which", "who", "so", "but", "not")
        ):
            cuts.append(token.i)
        elif token.dep_ == "conj" and token.head in (root, verb) and token.pos_ in ("VERB", "AUX"):
            own = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass", "aux", "neg")]
            comma = next((t for t in doc[first + 1 : token.i] if t.text == "," and t.head in (root, verb, token)), None)
            if own or comma is not None:
                joint = [t.i for t in doc[first + 1 : token.i] if t.dep_ == "cc" and t.head in (root, verb)]
                cuts.append(joint[-1] if joint else min((c.left_edge.i for c in own), default=token.left_edge.i))
    if doc[first + 1].text == "," and verb.lemma_ in ("allow", "permit", "prohibit", "forbid"):
        cuts.append(first + 1)  # "not allowed, full stop"
    stop = min(cuts)
    while stop > first + 1 and is_mark(doc[stop - 1]) and not doc[stop - 1].is_quote:
        stop -= 1
    return stop, stop == end


_ALONE = (*ALONE, "alone")
"""What says that nobody else does it: "by trained staff only"."""


def _agent(doc: Doc, verb: Token, first: int, end: int) -> tuple[str | None, str | None, str]:
    """Of a passive: who does it, what is done in base form, and what follows without the agent."""
    by = next((t for t in verb.children if t.dep_ == "agent" and t.i < end), None)
    goes_on = any(t.dep_ == "conj" and t.head == verb and t.tag_ in ("VBZ", "VBP", "VBD") for t in doc[verb.i : end])
    if by is None or goes_on or doc[first].lemma_ != "be" or verb.tag_ != "VBN":
        return None, None, ""
    late = [t for c in by.subtree if c.dep_ == "prep" and c.lower_ in WHEN for t in c.subtree]
    span = [t for t in by.subtree if t.i < end and t not in late]
    after = [t for t in doc[verb.i + 1 : end] if t not in span and t.lower_ not in _ALONE]
    agent = re.sub(r"[, ]+$", "", shift([t for t in span if t.i > by.i and t.lower_ not in _ALONE]))
    return agent, inflect_verb(verb.lemma_.lower(), "VB"), re.sub(r"^[, ]+|[, ]+$", "", shift(after))
