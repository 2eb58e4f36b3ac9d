"""A limit as its sentence states it: the deciding words, what an amount means for it, and how another amount is put in."""

import re
from dataclasses import dataclass, replace

from assets.decisions.ages import UNIT as AGE
from assets.decisions.moments import UNITS
from assets.decisions.quantities import find as quantities_in
from assets.examples.corpus import content_words, sentence_spans, words_of
from assets.examples.drafts import Site
from assets.examples.families import family
from assets.examples.grammar import Clause, Rule, Unfit, clean
from assets.examples.narrowing import PREDICATE
from assets.examples.parsing import parse
from assets.examples.quantities import (
    TIME,
    UNCOUNTED,
    Quantity,
    find_quantity,
    find_range,
    satisfies,
)
from assets.examples.recipes.limits.places import NOTICE, place
from assets.examples.recipes.limits.plain import plain_amount
from assets.examples.recipes.limits.rewording import rule_of
from assets.examples.voice import voice
from assets.examples.words import inflect_verb, is_verb, lower, one_of, upper

_DEMANDS = re.compile(r"(?:need|require) (?=(?:an?|the|your|my|no|prior|written|approval)\b)")
_LIMIT_NAMES = re.compile(r"\b(limit|cap|ceiling|maximum|minimum)\b", re.IGNORECASE)
_LIMIT_NAMES_MEAN = {"limit": "at_most", "cap": "at_most", "ceiling": "at_most", "maximum": "at_most",
                     "minimum": "at_least"}  # fmt: skip
# What a subject of at least so much must have; "of more than so much" says which subjects the rule is about.
_DEMANDED = {"at least", "a minimum of", "minimum of", "the minimum of", "no less than", "not less than",
             "no fewer than", "not fewer than"}  # fmt: skip
_FLIPPED = {"more_than": "at_most", "at_least": "less_than", "less_than": "at_least", "at_most": "more_than"}


@dataclass(frozen=True)
class Limit:
    """A limit that can be asked about: its words, what an amount means for it, and how an amount is put in."""

    rule: Rule
    quantity: Quantity
    comparator: str  # what an amount must satisfy: for a trigger, for the rule to apply
    trigger: bool  # the amount decides whether the rule applies at all ("over $75 needs a receipt")
    deciding: str  # the words that an answer quotes: the phrase, with the negation before it where there is one
    old: str  # the words that an amount replaces
    form: str  # how the amount stands there: "of {}", "{} after"
    kind: str  # of time: "deadline" (how late), "notice" (how far ahead); "named" ("the cap is ..."); "age"; else "amount"
    agrees: bool  # a verb agrees with the amount: "if more than one office is interested"

    def with_amount(self, amount: str) -> Rule:
        """The rule with another amount in place of comparator and value; where that is the subject, the verb agrees with
        it."""
        rule = _tidy(self.rule.swap(self.old, self.form.format(amount)))
        if not self.rule.subject.startswith(self.old) or self.quantity.unit in UNCOUNTED:
            return rule
        return replace(rule, number="singular" if re.match(r"(?:1|one|an?) ", amount) else "plural")

    @property
    def decides_edge(self) -> bool:
        """Whether the amount itself lies on one side: who is 65 and a half is over 65, and what holds after 14 days may hold
        on the last of them."""
        if self.kind == "age":
            return self.comparator in ("less_than", "at_least")
        return not self.deciding.startswith("After ")

    @property
    def floor(self) -> bool:
        """Whether more is safer than less."""
        return self.comparator in ("at_least", "more_than")


@dataclass(frozen=True)
class _Stated:
    """A limit as its sentence states it, before it is known what an amount means for it."""

    rule: Rule
    quantity: Quantity
    comparator: str
    text: str
    written: str  # the phrase of the quantity as the sentence writes it
    named: str | None  # "cap", where the subject names the limit

    @property
    def start(self) -> int:
        """Where the phrase begins in the text."""
        return self.text.find(self.written)

    @property
    def before(self) -> str:
        """The words before it."""
        return self.text[: self.start]

    @property
    def negative(self) -> bool:
        """Whether the rule forbids."""
        return self.rule.modality in ("must_not", "should_not")

    @property
    def in_clause(self) -> bool:
        """Whether the amount stands in the rule's condition."""
        return self.rule.clause is not None and self.quantity.phrase in self.rule.clause.text

    @property
    def in_subject(self) -> bool:
        """Whether it stands in its subject."""
        return self.quantity.phrase in self.rule.subject

    @property
    def in_base(self) -> bool:
        """Whether it stands in what the rule says of its subject."""
        return self.quantity.phrase in self.rule.base

    @property
    def in_purpose(self) -> bool:
        """Whether it stands behind that: "to get more than 3", "after an absence of more than 20 days"."""
        return self.quantity.phrase in self.rule.tail

    @property
    def begins(self) -> bool:
        """Whether the sentence begins with it."""
        return self.in_subject and self.rule.subject.lower().startswith(self.quantity.phrase.lower())

    @property
    def for_such(self) -> bool:
        """Whether it says for which things the rule is: "for any absence of more than 3 days"."""
        bound = self.quantity.surface in ("more_than", "less_than")
        return self.in_base and bound and _FOR_SUCH.search(self.before) is not None


_RECURRING = re.compile(
    r"\b(?:for|after|on|upon|at|of) (?:an? |the |each |every |any )?"
    r"(?:first|second|third|further|another|repeat(?:ed)?|subsequent) (?:\w+ )?\w+\s+$",
    re.IGNORECASE,
)
"""What happens again: "600 pounds for each further breach within two years" is no time for paying."""


def _numberless(sentence: str) -> str:
    return re.sub(r"[-−]?\d[\d.,]*", "#", sentence)


def read_limit(site: Site) -> Limit:
    """The limit of a site; raises Unfit where it cannot be asked about safely."""
    stated = _stated(site)
    if stated.quantity.words == "within" and _RECURRING.search(stated.before):
        raise Unfit("doubtful parse: the time in which something happens again")
    section = site.corpus.by_section[site.passage.document, site.passage.heading]
    beside = [passage.text[a:b].strip() for passage in section for a, b in sentence_spans(passage.text)]
    own = _numberless(site.shown)
    if any(other != site.shown and _numberless(other) == own for other in beside):
        raise Unfit("the section says the same with another amount")
    plain_amount(stated.text, replace(stated.quantity, phrase=stated.written), stated.rule)
    _one_rule(stated)
    bounds_things = _is_trigger(stated)
    trigger = not _bounds_itself(stated) and bounds_things
    rule, comparator, quantity = stated.rule, stated.comparator, stated.quantity
    undone = _undone(stated) if trigger and quantity.words == "within" else None
    if undone:
        rule, comparator = replace(rule, clause=_done(undone)), "more_than"
    _decides(stated, trigger, comparator)
    before = re.search(r"([\w'’]+)\s+$", stated.before)
    previous = before[1].lower() if before else ""
    old, form, kind = (
        (quantity.phrase, "{}", "named")
        if stated.named
        else place(quantity, stated.text, previous, _follows_noun(stated))
    )
    meaning = comparator
    if not trigger and stated.negative and comparator == quantity.surface:
        meaning = {"more_than": "at_most", "at_least": "less_than", "less_than": "at_least"}.get(comparator, "")
        if not meaning:
            raise Unfit("doubtful parse: a ban up to an amount")
    following = stated.text[stated.start + len(quantity.phrase) :]
    subject = _is_subject(stated.text, stated.start, quantity)
    agrees = not stated.begins and subject
    deciding = _deciding(site.shown, replace(quantity, phrase=stated.written), stated.negative and not trigger)
    if not quantity.words and comparator == "more_than" and old.startswith("after "):
        deciding = f"After {quantity.phrase}"
    elif not quantity.words and comparator == "at_least" and (noticed := NOTICE.match(following)):
        deciding = f"{stated.written}{noticed[0]}"
    if undone and (late := re.search(rf"\b(?:does |do )?not\b[^.,;]*?{re.escape(stated.written)}", site.shown)):
        deciding = late[0]
    if stated.named:
        name = re.search(rf"\b{stated.named}\b[^.,;]*?{re.escape(quantity.phrase)}", site.shown, re.IGNORECASE)
        deciding = name[0] if name else deciding
    return Limit(rule, quantity, meaning, trigger, deciding, old, form, kind, agrees)


def _stated(site: Site) -> _Stated:
    """The quantity of the point in the parts of its rule, its comparator read the same way by both."""
    point = site.point
    if point["unit"] in UNITS:
        raise Unfit("no recipe for a moment")
    if point["unit"] == AGE:
        raise Unfit("no recipe for an age")
    if not point["value_text"] or not point["unit"] or point["value"] is None or point["comparator"] is None:
        raise Unfit("no recipe for this form of limit")
    if point["unit"] in TIME and re.match(r"[\w.,-]+ (?:an?|per|each|every) ", str(point["value_text"])):
        raise Unfit("a number whose unit stands elsewhere")  # "limited to two a year"
    own = rule_of(site)
    rule = _without_exception(own)
    text = clean(site.shown)
    written, value, unit = str(point["value_text"]), float(point["value"]), str(point["unit"])
    high = point["value_high"]
    quantity = (
        find_quantity(text, written, value, unit)
        if high is None
        else find_range(text, written, value, float(high), unit)
    )
    if quantity is None:
        raise Unfit("doubtful parse: the value does not stand once in the sentence")
    if (
        unit == "percent"
        and rule.modality == "fact"
        and re.match(rf"(?:for|in|of) {re.escape(quantity.phrase)} of\b", text, re.I)
    ):
        raise Unfit("a share of many, no limit of one")  # "For more than 90% of parcels, ..."
    if re.search(rf"{re.escape(quantity.phrase)},? or (?:fewer|less|more|longer|shorter)\b", text):
        raise Unfit("doubtful parse: two readings of the comparator")
    if rule is not own and rule.clause is not None and quantity.phrase in rule.clause.text:
        raise Unfit("no recipe for an amount in an exception")
    comparator = str(point["comparator"])
    named = _LIMIT_NAMES.search(rule.subject) if not quantity.words and quantity.phrase in rule.base else None
    if named and comparator == _LIMIT_NAMES_MEAN[named[1].lower()]:
        quantity = replace(quantity, surface=comparator)
    phrase = quantity.phrase
    if rule.subject.startswith(lower(phrase)):  # "More than 3 changes are reported"
        quantity = replace(quantity, phrase=lower(phrase))
    if comparator == _bare(text, replace(quantity, phrase=phrase)):
        quantity = replace(quantity, surface=comparator)
    if rule.modality == "must" and _REQUIRED_TO.search(text) and quantity.phrase in rule.subject:
        rule = replace(rule, modality="required", base=f"required to {rule.base}")  # the notice itself cancels nothing
    rule = without_aside(rule, phrase)
    stated = _Stated(rule, quantity, comparator, text, phrase, named[1] if named else None)
    if comparator != quantity.surface and not (stated.negative and _FLIPPED.get(quantity.surface) == comparator):
        raise Unfit("doubtful parse: two readings of the comparator")
    return stated


_REQUIRED_TO = re.compile(r"\bnotice (?:is|are) (?:required|needed) to\b")


def _bare(text: str, quantity: Quantity) -> str | None:
    """What an amount of time without words of comparison means: "four weeks' notice" is the least, "After 14 days the borrower
    must pay" holds from then on."""
    if quantity.words or quantity.unit not in TIME:
        return None
    start = text.find(quantity.phrase)
    if NOTICE.match(text, start + len(quantity.phrase)):
        return "at_least"
    return "more_than" if text[:start] == "After " else None


def _one_rule(stated: _Stated) -> None:
    """Raise Unfit where the sentence holds more than the rule of the amount, or leans on another one."""
    rule = stated.rule
    if not (stated.in_clause or stated.in_purpose or stated.in_subject or stated.in_base):
        raise Unfit("doubtful parse: the value does not stand in the rule's parts")
    if re.search(r"—| [–-] ", f"{rule.subject} {rule.base}"):
        raise Unfit("two rules in one sentence")  # "kept short—certainly under 80 characters"
    if re.search(r"\bother\b", rule.subject):
        raise Unfit("it points to something outside the sentence")
    if re.search(r"\b(?:should|must|shall|may|can|will)\b", rule.base):
        raise Unfit("two rules in one sentence")
    doc = parse(stated.text)
    conjuncts = [t for t in doc if t.dep_ == "conj" and t.head.dep_ == "ROOT"]
    joined = [t for t in conjuncts if t.tag_ in ("VB", "VBZ", "VBP")]
    opened = stated.in_clause and rule.modality == "fact"  # only the condition is asked about: what applies if ...
    if any(c.dep_ in ("aux", "auxpass") for t in conjuncts for c in t.children) and not opened:
        raise Unfit("two rules in one sentence")
    second = re.search(r"\b(?:and|or|but) (\w+s)\b", rule.base) if rule.modality == "fact" else None
    if (joined and rule.modality != "may" and not (stated.in_clause and rule.modality in ("must", "fact"))) or (
        second and is_verb(second[1])
    ):
        raise Unfit("two rules in one sentence")
    amount = range(stated.start, stated.start + len(stated.written))
    if any(
        t.dep_ == "conj" and t.pos_ in ("NOUN", "PROPN") and t.head.idx < amount.start and amount.stop < t.idx
        for t in doc
    ) or re.match(r"\s+(?:and|but) (?:an?|the|each|every)\b", stated.text[amount.stop :]):
        raise Unfit("two rules in one sentence")  # "gets a receipt within two days and a letter at the end"
    if any(t.lower_ == "one" and t.dep_ in ("dobj", "nsubj", "nsubjpass") for t in doc):
        raise Unfit("no natural form: a pronoun without its noun")


def _is_trigger(stated: _Stated) -> bool:
    """Whether the amount says on which things the rule is, not what the rule asks of them; raises Unfit where that is open."""
    quantity, before = stated.quantity, stated.before
    amount = next((t for t in parse(stated.text) if t.idx >= stated.start), None)
    above = amount is not None and any(t.dep_ == "relcl" for t in amount.ancestors) and stated.in_base
    tells = _TELLS_WHICH if quantity.surface == "more_than" else _GIVEN_TO if quantity.surface == "at_least" else None
    given = tells is _TELLS_WHICH or stated.rule.modality in ("fact", "may")
    of_which = above and tells is not None and not stated.negative and given and tells.search(before) is not None
    if above and not of_which:  # "file cases in which somebody waited for 3 days"
        raise Unfit("no recipe for an amount inside a relative clause")
    beyond = quantity.surface == "more_than" and not stated.negative
    trigger = stated.in_clause or stated.in_purpose or stated.in_subject or of_which or stated.for_such
    trigger = trigger or (stated.in_base and beyond and _follows_noun(stated))
    which = _FOR_SUCH.search(before)
    if stated.in_base and not trigger and which and which.start() and which[0].endswith(" of "):
        raise Unfit("no recipe for a trigger of this kind")  # "needed for loans of at least 20 days"
    if stated.for_such and re.search(r"\bonly\b", before):
        raise Unfit("an only before the amount changes its scope")
    if trigger and _ONLY_IF.search(before):
        raise Unfit("no recipe for only if")
    if re.match(r"\s+(?:old|long|high|wide|deep|tall|thick)\b", stated.text[stated.start + len(stated.written) :]) and (
        _follows_noun(stated)
    ):
        raise Unfit("no natural form: a measure behind its noun")  # "a backup less than 24 hours old"
    if trigger and stated.comparator == "between":
        raise Unfit("no recipe for a range on which the rule depends")
    return trigger


_ONLY_IF = re.compile(r"\bonly (?:if|when|where|once|after|with|for|in case)\b", re.IGNORECASE)


def _bounds_itself(stated: _Stated) -> bool:
    """Whether an amount in the subject is what the rule asks for: "at least two nurses must be present" (one is not enough),
    "up to five days can be carried over" (six cannot). Raises Unfit where it may say whom the rule is about."""
    rule, quantity = stated.rule, stated.quantity
    if not stated.in_subject:
        return False
    ahead = rule.subject[: rule.subject.find(quantity.phrase)]
    behind = stated.start + len(stated.written)
    noticed = rule.modality == "required" and NOTICE.match(stated.text, behind) is not None
    floor = rule.modality != "may" and (quantity.words in _DEMANDED or noticed)
    if floor:
        needed = noticed or (rule.modality == "required" and (stated.begins or re.search(r"\bof $", ahead)))
        if not needed and (not stated.begins or rule.modality not in ("must", "fact")):
            raise Unfit("no recipe for an amount that the subject has to have")
    if re.search(r"\bor\b", ahead):
        raise Unfit("an amount with alternatives")  # "patients over 80 or who were in for more than 20 days"
    ceiling = stated.begins and quantity.surface == "at_most"
    if ceiling and rule.modality != "may":  # "up to five days' leave are given"
        raise Unfit("no recipe for an amount that the subject is")
    return floor or ceiling


def _undone(stated: _Stated) -> Clause | None:
    """The condition where it is that something is not done within the time; raises Unfit where the time stands elsewhere."""
    clause = stated.rule.clause
    if not stated.in_clause or clause is None:
        raise Unfit("no recipe for a trigger of this kind")
    return clause if _NOT_DONE.search(clause.text[: clause.text.find(stated.quantity.phrase)]) else None


def _decides(stated: _Stated, trigger: bool, comparator: str) -> None:
    """Raise Unfit where no amount is decided by the rule, or not safely."""
    rule, quantity = stated.rule, stated.quantity
    if trigger and rule.modality in ("must_not", "not_allowed") and comparator != quantity.surface:
        raise Unfit("doubtful parse: two readings of the comparator")
    if stated.named and not rule.base.startswith("be "):
        raise Unfit("no recipe for a limit of this kind")
    bound = rule.modality in ("may", "must", "should", "must_not", "fact")
    if not trigger and not bound and not (rule.modality == "required" and stated.in_subject):
        raise Unfit("no recipe for a limit of this kind")
    told = _DEMANDS.match(rule.base) or rule.base.startswith("be ") or stated.in_subject or stated.for_such
    if trigger and rule.modality == "fact" and rule.clause is None and not (told or _fronted(rule, quantity)):
        raise Unfit("no recipe for a trigger of this kind")
    if not trigger and rule.modality == "fact" and comparator in ("more_than", "less_than"):
        raise Unfit("what is, allows and forbids nothing")
    if not trigger and stated.negative and quantity.words == "within":
        raise Unfit("no recipe for a ban within a time")
    if not trigger and stated.negative and quantity.unit in TIME and quantity.surface == "at_least":
        raise Unfit("no recipe for how long one has to wait")  # "may not pay for at least 3 days after a report"


def _follows_noun(stated: _Stated) -> bool:
    """Whether the amount stands behind a noun: "claims of", "absences over"."""
    return re.search(r"[\w'’]+\s+$", stated.before) is not None and _is_noun(stated.text, stated.start)


_TELLS_WHICH = re.compile(
    r"\b(?:(?:any|every|each|all) (?:[\w'’-]+ ){0,2}?[\w'’-]+|"
    r"(?:for|to|of|on|with|in|by|at|from) (?:(?!(?:an?|the|one|some)\b)[\w'’-]+ ){0,2}?[\w'’-]+s) "
    r"(?:that|which|who) (?:(?!(?:is|are|not|no|never)\b)[\w'’-]+ ){1,4}$"
)
"""What says, before an amount above which the rule applies, to which things it does: "any trip that costs more than ..."."""
_GIVEN_TO = re.compile(
    r"\b(?:to|for) (?:[\w'’-]+ ){0,2}?[\w'’-]+s (?:that|which|who) (?:(?!(?:is|are|not|no|never)\b)[\w'’-]+ ){1,3}$"
)
"""Those for whom something is done, before what they have at least: "issued to staff who travel at least 4 times"."""
_FOR_SUCH = re.compile(
    r"\b(?:for|(?:decides?|apply|applies) (?:on|to)) (?:(?:any|every)thing |(?:any|every|each|all) (?:[\w'’-]+ ){1,3}?|"
    r"(?:(?!an? )[\w'’-]+ ){0,2}?[\w'’-]+s )(?:(?:of|worth|lasting|costing) )?$|"
    r"\b(?:for|to|of|on|in|by|at|from) (?:(?!(?:an?|the|one|some)\b)[\w'’-]+ ){0,3}?[\w'’-]+s with (?:[\w'’-]+ ){1,5}?of $"
)
"""What says, before "more than" or "less than", for which things the rule is: "for any absence of more than 3 days", "for
contracts with a value of more than ..."."""
_NOT_DONE = re.compile(
    r"\b(?:(?P<be>is|are|has|have) not|(?P<do>does|do) not (?P<verb>\w+))\b(?!.*\b(?:and|or|not|no|never)\b)"
)
"""What is not done, in the words before a time: "if a laptop is not returned within 10 days"."""


def _done(clause: Clause) -> Clause:
    """The condition that something is not done within a time, as it is when it is done: later than that, it holds as well."""

    def told(text: str) -> str:
        def positive(match: re.Match[str]) -> str:
            if match["be"]:
                return match["be"]
            return inflect_verb(match["verb"], "VBZ") if match["do"] == "does" else match["verb"]

        return _NOT_DONE.sub(positive, text, count=1)

    return replace(clause, text=told(clause.text), statement=clause.statement and told(clause.statement))


def _without_exception(rule: Rule) -> Rule:
    """The rule where its "unless" does not hold, which a question then says: "if no customer's equipment is down"."""
    clause = rule.clause
    if clause is None or clause.marker != "unless":
        return rule
    voiced = voice(clause.source)
    if voiced is None or voiced.denied is None:
        raise Unfit("no natural form: the exception cannot be denied safely")
    return replace(rule, clause=replace(clause, marker="if", text=voiced.denied, statement=f"{upper(voiced.denied)}."))


def without_aside(rule: Rule, amount: str) -> Rule:
    """The rule without what it says besides of a thing at its end or gives as its reason, which nobody who asks would say: "a
    permit, which is free", "by noon, because the kiln cools down"."""

    def told(text: str) -> str:
        aside = _ASIDE.search(text)
        return text if aside is None or amount in aside[0] else text[: aside.start()]

    return replace(rule, base=told(rule.base), tail=told(rule.tail))


_ASIDE = re.compile(r",\s(?:which|who|because)\s[^,]*$", re.IGNORECASE)


def _deciding(shown: str, quantity: Quantity, negative: bool) -> str:
    if negative:
        match = re.search(
            rf"\b(?:(?:may|must|can|should|do|does|shall) ?(?:not|never|n['’]t)|cannot|can['’]t|"
            rf"never|^No [^.,;]{{1,60}}? (?:may|shall|must))\b[^.,;]{{0,40}}?{re.escape(quantity.phrase)}",
            shown, re.IGNORECASE,
        )  # fmt: skip
        if match is None:
            raise Unfit("doubtful parse: the ban does not stand before the amount")
        return match[0]
    return quantity.phrase


def _is_noun(text: str, position: int) -> bool:
    token = next((t for t in reversed(list(parse(text))) if t.idx + len(t.text) <= position and not t.is_space), None)
    return token is not None and token.pos_ in ("NOUN", "PROPN")


def _fronted(rule: Rule, quantity: Quantity) -> bool:
    """Whether the amount says, before the rule, for which things it is: "For contracts above EUR 500 the board ..."."""
    ahead, found, after = rule.tail.partition(quantity.phrase)
    return bool(found) and not after.strip() and _FOR_SUCH.fullmatch(ahead) is not None


def _is_subject(text: str, start: int, quantity: Quantity) -> bool:
    """Whether a verb agrees with the amount or with what is counted: "if more than one office is interested"."""
    end = start + len(quantity.phrase)
    inside = [t for t in parse(text) if start <= t.idx < end]
    return any(t.dep_ in ("nsubj", "nsubjpass") or (t.head.dep_ in ("nsubj", "nsubjpass") and t.dep_ == "nummod")
               for t in inside)  # fmt: skip


_ANY = re.compile(r"\b(?:any|every|each) (\w+) of (?=[$€£\d]|[A-Z]{3} \d)")


def _tidy(rule: Rule) -> Rule:
    """Articles that a new number needs: "any expense of $60" -> "an expense of $60"."""

    def article(text: str) -> str:
        return _ANY.sub(lambda m: f"{one_of(m[1])} of ", text)

    return replace(rule, base=article(rule.base), subject=article(rule.subject), tail=article(rule.tail))


def rivals(site: Site) -> None:
    """Raise Unfit where another rule of the section gives another value for what a question would name."""
    point = site.point
    own = content_words(str(point["sentence"]))
    for other in site.siblings:
        if other["kind"] != "limit" or other["value"] == point["value"]:
            continue
        if other["unit"] != point["unit"] or other["predicate"] != point["predicate"]:
            continue
        if other["sentence_start"] == point["sentence_start"] or _for_others(point, other):
            continue
        if 2 * len(own & content_words(str(other["sentence"]))) >= len(own):
            raise Unfit("a sibling rule with the same verb and another value")


def for_all(site: Site) -> None:
    """Raise Unfit where the sentence of the rule goes on with another amount for some, whom nobody has told apart: "Bills are
    paid within 30 days; firms with less than ten people within 14"."""
    text, end = site.passage.text, int(site.point["sentence_end"]) - site.passage.start
    rest = next((text[end:b] for a, b in sentence_spans(text) if a <= end < b), "")
    on = _GOES_ON.match(rest)
    deed = family(str(site.point["predicate"]))
    for other in quantities_in(rest) if on else ():
        said = re.split(r"[;,] ", rest[on.end() if on else 0 : other.start])[-1]
        same = not PREDICATE.search(said) or deed in {family(word) for word in words_of(said)}
        if other.unit == site.point["unit"] and same:
            raise Unfit("its sentence has another amount for some")


_GOES_ON = re.compile(r"\s*(?:;\s|,\s(?:and\s|but\s)?(?=[^,;]*\b(?:with|without|who|whose|that|which)\b))")
"""What leads on to others: a semicolon, or a comma before things that are told apart from the like."""


def uncovered(site: Site, asked: float) -> None:
    """Raise Unfit where another rule of the section may decide an amount that this one does not cover: "orders above 50,000"
    beside "orders of more than 5,000 and up to 50,000", or "day trips don't" behind "trips of more than one day"."""
    point = site.point
    own = content_words(str(point["sentence"])) - content_words(str(point["value_text"]))
    for other in site.siblings:
        if (
            other["sentence_start"] == point["sentence_start"]
            or other["unit"] != point["unit"]
            or not other["comparator"]
        ):
            continue
        within = satisfies(other["comparator"], asked, other["value"], other["value_high"])
        if within and own & content_words(str(other["sentence"]).replace(str(other["value_text"]), "")):
            raise Unfit("another rule of the section covers that amount")
    behind = site.passage.text[int(point["sentence_end"]) - site.passage.start :]
    if _BUT_NOT.match(behind):
        raise Unfit("the sentence after it tells of the others")


_BUT_NOT = re.compile(r"\s*[A-Z][^.!?]{2,60} (?:do|does|is|are|need|can|may|must|has|have)(?: not|n['’]t)\.")


def _for_others(point: dict[str, object], other: dict[str, object]) -> bool:
    """Whether a question about the point names a subject that the other rule is not about, or that is one kind of those it is
    about: "administrator passwords" beside "passwords"."""
    subjects = [str(p["subject"] or "").lower() for p in (point, other)]
    own, its = map(content_words, subjects)
    kind = subjects[0].split()[-1:] == subjects[1].split()[-1:]
    return bool(own - its) and (bool(its - own) or not its or kind)
