"""The value itself as the question: "How many hours of annual leave can I carry over?" """

import re
from collections.abc import Sequence
from dataclasses import replace

from assets.examples.drafts import Phrasing, Site, to_you
from assets.examples.grammar import Rule, Unfit
from assets.examples.parsing import parse
from assets.examples.quantities import MONEY, TIME, Quantity, same_measure, unit_words
from assets.examples.recipes.limits.places import done
from assets.examples.recipes.limits.reading import Limit, read_limit
from assets.examples.subjects import number_of
from assets.examples.words import inflect_verb, lower, upper

_OF = re.compile(
    r"of\s+(?:[\w'’-]+\s+){0,3}?[\w'’-]+?(?=\s+(?:per|a|each|every|for|to|from|in|on|at|during|and|when|if|"
    r"while|by|as|with|"
    r"over|between|before|after)\b|$)"
)
_COUNT = r"(?:(?:at least|at most|no more than|not more than|up to|only) )?(?:once|twice|\w+ times)"
HELPERS = {"may": "can", "must": "have to", "should": "should", "fact": "do", "must_not": "can"}
_STRANDED = r"(?:to|for|with|at|by|on|in|from)"


def ask_value(site: Site) -> tuple[Sequence[Phrasing], str]:
    """Questions for the value (first for training, others for evaluation), and the same as an indirect question."""
    limit = read_limit(site)
    rule, quantity = limit.rule, limit.quantity
    if required := _what_is_required(limit):
        return required
    if limit.trigger or quantity.phrase not in rule.base:
        raise Unfit("no natural form: the value cannot be asked for")
    ahead = rule.base.partition(quantity.phrase)[0]
    if same_measure(rule.subject, quantity) or ("," in ahead and same_measure(ahead, quantity)):
        raise Unfit("several amounts of one unit in the sentence")
    helper = HELPERS.get(rule.modality)
    if rule.imperative and rule.modality == "must" and limit.comparator == "at_most" and quantity.unit not in TIME:
        helper = "can"  # "Fill bottles to 80 % at most": nobody has to
    if not helper or (rule.modality == "must_not" and quantity.surface != "more_than"):
        raise Unfit("no natural form: the value of a ban cannot be asked for")
    before, after = (part.strip() for part in rule.base.split(quantity.phrase, 1))
    after = re.sub(r"^(?:, )?and then .*$", "", after)  # "kept for 14 days and then given to charity"
    if before.startswith("be ") and not rule.end():
        after = _DONE_BESIDE.sub("", after)  # "calibrated every six months and checked in ice water"
    if re.match(r"(?:and|or|but)\b", after):
        raise Unfit("two rules in one sentence")  # "kept between 2 and 8 °C and at a humidity of"
    if after.startswith(("'", "’")):
        raise Unfit("no natural form: an amount in the possessive")
    if quantity.words in ("exceed", "exceeds") and not before:
        before = "be"  # "may not exceed 5 litres": how much can it be?
    if quantity.surface == "exactly" and _BOTH_DONE.fullmatch(before):
        before = re.sub(r"^be [a-z]+ and ", "be ", before)  # "recorded and kept for 90 days": how long are they kept?
    name, wh, rest = _lead(quantity, before, after, rule)
    rule, wh, rest = _noun_first(rule, wh, rest)
    rest = re.sub(r"(?:\s*,)+", ",", f"{rest}{rule.end()}".strip(" ,"))
    if re.search(r", or\b", rest):
        raise Unfit("an amount with alternatives")
    if name.startswith("how_soon") and re.search(rf"\b{_STRANDED}$", rest):
        raise Unfit("no natural form: the value cannot be asked for")  # "schedule it in the calendar for within 5 days"
    if before.endswith(","):
        raise Unfit("no natural form: the value cannot be asked for")  # "at another branch, at least two miles away"
    if name == "how_often" and re.match(r"[\d,.]+ ", rule.subject):
        raise Unfit("no natural form: so many of them are told, not how often")  # "396,000 letters are sent every day"
    if re.search(r"\b(?:and|or|but)\b", before) and not _BOTH_DONE.fullmatch(before):
        raise Unfit("two rules in one sentence")
    set_at = before == "be" and rule.modality == "must" and not (limit.floor and quantity.words)
    direct, indirect = ask_with(rule, wh, "do" if set_at else helper, rest)
    asked = lower(indirect)
    told = f"I would like to know {asked}."
    clause = rule.end().strip()
    if _TAKES_UP.search(rest.removesuffix(clause)) and re.match(r"(?:if|when|once|where)\b", clause):
        direct, told = (f"{upper(clause)}, {lower(text).replace(f' {clause}', '', 1)}" for text in (direct, told))
    return (Phrasing(f"value.{name}", direct), Phrasing(f"value.tell_{name}", told)), to_you(asked)


_DONE = r"(?:[a-z]+(?:ed|wn|pt|nt|ld|ught)|taken|given|written|driven|frozen|chosen|shut|cut|put|set)"
_DONE_BESIDE = re.compile(rf"^(?:, )?and (?:then |also )?{_DONE}\b(?! (?:to|and|or)\b)[^,;]*$")
_BOTH_DONE = re.compile(rf"be {_DONE} and {_DONE}(?: for)?")
"""Two things done side by side, of which the amount says the same: "checked and answered within five days"."""
_TAKES_UP = re.compile(r"\b(?:it|they|them)\b")
"""A pronoun for what the clause names, which then stands first: "If a kitchen fails, how long do I have to clean it?" """


def _what_is_required(limit: Limit) -> tuple[Sequence[Phrasing], str] | None:
    """ "How much notice do employees have to give?", "How long a break is required after 6 hours?", "How many nurses are required
    on the ward?"; None for amounts of which the rule says something else."""
    rule, quantity = limit.rule, limit.quantity
    notice = re.compile(rf"{re.escape(quantity.phrase)}(?:['’]s?)? (?P<what>(?:\w+ )?notice)\b")
    rest = f"{rule.base}{rule.end()}"
    due = _DUE.fullmatch(rule.subject.replace(quantity.phrase, "@"))
    if due is not None and limit.comparator == "exactly":
        finite = rule.finite().removeprefix(rule.subject).strip()
        wh = f"What {due[1]} {f'is {rule.base}{rule.end()}' if rule.modality == 'required' else finite}"
        return _asked("what_is_due", f"{wh}?", lower(wh))
    if rule.modality != "required":
        found = notice.search(rule.base) if rule.modality in ("must", "fact") else None
        if found is None:
            return None
        rest = " ".join(f"{rule.base[: found.start()]}{rule.base[found.end() :]}{rule.end()}".split())
        direct, asked = ask_with(rule, f"How much {found['what']}", HELPERS[rule.modality], rest)
        return _asked("how_much_notice", direct, lower(asked))
    if found := notice.fullmatch(rule.subject):
        return _asked("how_much_notice", f"How much {found['what']} is {rest}?", f"how much {found['what']} is {rest}")
    if found := re.fullmatch(rf"(an? [\w-]+) of {re.escape(quantity.phrase)}", rule.subject):
        wh = f"How {'long' if quantity.unit in TIME else 'large'} {found[1]} is {rest}"
        return _asked("how_large", f"{wh}?", lower(wh))
    units = unit_words(quantity)
    if rule.subject == quantity.phrase and units:
        wh = f"How many {units} are {rest}"
        return _asked("how_many_required", f"{wh}?", lower(wh))
    return None


_DUE = re.compile(
    r"an? ((?:[\w-]+ ){0,2}?(?:fee|charge|surcharge|deposit|fine|penalty|excess|premium|contribution|bonus|discount|mark|"
    r"score|retention|deduction|commission|supplement|allowance|rate)) of @"
)
"""What is due in so much: "a fee of £20 is charged for late returns"."""


def _asked(name: str, direct: str, asked: str) -> tuple[Sequence[Phrasing], str]:
    return (
        Phrasing(f"value.{name}", direct),
        Phrasing(f"value.tell_{name}", f"I would like to know {asked}."),
    ), to_you(asked)


def how_often(shown: str, phrase: str) -> str:
    """How often a sentence says that something is done, where its amount is "every 12 months"."""
    counted = re.search(rf"(?:\b{_COUNT} )?{re.escape(phrase)}", shown)
    return counted[0] if counted else phrase


_HOW_FAR = {"in advance": "How far in advance", "ahead": "How far ahead", "beforehand": "How long beforehand"}
_BEFORE_ITS_NOUN = re.compile(r"(.*\b(?:before|after)) (they|it)\b")


def _noun_first(rule: Rule, wh: str, rest: str) -> tuple[Rule, str, str]:
    """Noun and pronoun exchanged where the question would have the pronoun first: "How long before certificates expire are
    they renewed?", "How long before visitors arrive do I have to register them?" """
    found = _BEFORE_ITS_NOUN.match(wh)
    if found is None:
        return rule, wh, rest
    number = "plural" if found[2] == "they" else "singular"
    if rule.subject != "I":
        noun, rule, agrees = rule.subject, replace(rule, subject=found[2]), rule.number == number
    else:
        verb = parse(f"I {rest}.")[:].root
        thing = next((t for t in verb.children if t.dep_ == "dobj"), None)
        noun = "" if thing is None else thing.doc[thing.left_edge.i : thing.right_edge.i + 1].text
        rest = rest.replace(noun, {"they": "them"}.get(found[2], found[2]), 1)
        agrees = thing is not None and number_of(thing) == number
    if not agrees or len(noun.split()) > 4:
        raise Unfit("no natural form: a pronoun without its noun")
    return rule, f"{found[1]} {noun}{wh[found.end() :]}", rest


def ask_with(rule: Rule, wh: str, helper: str, rest: str) -> tuple[str, str]:
    """The question, directly and indirectly: "How soon is a lost bid discussed?", "how soon the team has to open a file".

    `helper` is one of HELPERS, `rest` the verb phrase without what is asked for.
    """
    if helper == "have to":
        has = "has" if rule.number == "singular" else "have"
        return f"{wh} {rule.do()} {rule.subject} have to {rest}?", f"{wh} {rule.subject} {has} to {rest}"
    if helper != "do":
        return f"{wh} {helper} {rule.subject} {rest}?", f"{wh} {rule.subject} {helper} {rest}"
    verb, _, objects = rest.partition(" ")
    if verb == "be":
        return (
            f"{wh} {rule.be()} {rule.subject} {objects}".strip() + "?",
            f"{wh} {rule.subject} {rule.be()} {objects}".strip(),
        )
    mark = "," if verb.endswith(",") else ""
    form = inflect_verb(verb.removesuffix(","), "VBZ" if rule.number == "singular" else "VBP")
    return f"{wh} {rule.do()} {rule.subject} {rest}?", f"{wh} {rule.subject} {form}{mark} {objects}".strip()


_SPENT = re.compile(r"(?:in|at|on|with|as)\b", re.IGNORECASE)
"""Where or as what a time is spent, which goes with it: "after 12 months in the lab"."""


def _lead(quantity: Quantity, before: str, after: str, rule: Rule) -> tuple[str, str, str]:
    """(name, question words, rest of the verb phrase) for a value after `before` and ahead of `after`."""
    if not before:
        raise Unfit("no natural form: the value cannot be asked for")
    time = quantity.unit in TIME
    if time and before.endswith(" after"):
        before = before.removesuffix("after").strip()
        of, tail = _of(after)
        if of and not quantity.words:  # "after 3 years of service"
            return (
                "after_how_many",
                f"After how many {unit_words(quantity) or quantity.unit}{of}",
                f"{before} {tail}".strip(),
            )
        if not quantity.words and _SPENT.match(after):
            raise Unfit("no natural form: the value cannot be asked for")
        name, wh = ("how_soon", "How soon") if quantity.words else ("after_how_long", "After how long")
        return name, wh, f"{before} {after}".strip()
    if time and quantity.words in ("within", "no later than", "not later than", "no earlier than", "not earlier than"):
        # what one may do, or what is accepted, has a last moment and no first one, unless a first one is told
        open_to = rule.modality == "may" or re.search(r"\b(?:accept(?:ed)?|honoured|honored|allowed|possible)$", before)
        still = open_to and not quantity.words.endswith("earlier than")
        name, wh = ("within_what_time", "Within what time") if still else ("how_soon", "How soon")
        anchor = re.match(r"(?:of|after|from|following)\s+(.+)$", after)
        if anchor and re.search(r",| by ", anchor[1]):  # "within 24 hours of the step by the person on duty"
            raise Unfit("no natural form: the value cannot be asked for")
        if anchor:
            counted = anchor[1]
            if any(t.tag_ == "VBG" for t in parse(counted)[1:]):
                doing, is_done = done(counted)
                counted = is_done + counted.removeprefix(doing)
            return f"{name}_after", f"{wh} after {counted}", before
        if not re.match(r"(?:before|prior|ahead|in advance)\b", after):
            return name, wh, f"{before} {after}".strip()
    since = re.match(r"(?:after|following)\s+([^,]+)$", after)
    if time and since and not quantity.words:
        if before.endswith(" for"):  # "kept for 10 years after the sale"
            return "for_how_long_after", f"For how long after {since[1]}", before.removesuffix(" for")
        return "how_long_after", f"How long after {since[1]}", before
    counted = re.search(r"^(?:once|twice)\b|\btimes (?:a|per)\b", quantity.written)
    recurs = time and (quantity.words == "every" or before.endswith(" every"))  # "every six to eight weeks"
    if recurs:
        before = before.removesuffix(" every")
        before = re.sub(rf"(?:^| ){_COUNT}$", "", before)  # "at least once every 12 months": how often
    if recurs or counted or quantity.unit == "frequency":
        if re.search(r"\b(?:once|twice|times|every|\w+ly)\b", f"{before} {after}") and ", " in f"{before} {after}":
            raise Unfit("several amounts of one unit in the sentence")
        if re.search(r"\b(?:once|twice|times)\b|\b(?:and|or|but) (?:[a-z]+ ){0,2}?(?:dai|week|month|quarter|year|annual)ly\b",
                     f"{before} {after}"):  # fmt: skip
            raise Unfit("several amounts of one unit in the sentence")
        before = re.sub(r"\bat (?:least|most)$", "", before).strip()
        return "how_often", "How often", f"{before} {after}".strip()
    if time and before.endswith(" for") and re.match(r"before\b", after):
        return "how_long", "For how long", f"{before.removesuffix('for').strip()} {after}"
    if time and re.match(r"before (?:so|because|that|as|and|or|but)\b", after):
        raise Unfit("no natural form: before what is not said")
    if time and re.match(r"(?:before|prior to|ahead of)\b", after):
        return "how_long_before", f"How long {after}", before
    if time and (ahead := re.match(r"(in advance|ahead|beforehand)\b\s*", after)):
        return "how_far_in_advance", _HOW_FAR[ahead[1]], f"{before} {after[ahead.end() :]}".strip()
    if quantity.unit in ("°C", "°F"):
        plain = before.endswith(" at") and not quantity.words
        if not plain and quantity.words not in ("between", "below", "above", "under", "over"):
            raise Unfit("no natural form: the value cannot be asked for")
        many = "s" if quantity.words == "between" else ""
        wh = "At what temperature" if plain else f"{upper(quantity.words)} what temperature{many}"
        return "what_temperature", wh, f"{before.removesuffix(' at') if plain else before} {after}".strip()
    if re.match(r"(?:long|old|high|wide|tall|deep|full)\b", after) and re.search(r"\bbe$", before):
        adjective, _, rest = after.partition(" ")
        return "how_adjective", f"How {adjective}", f"{before} {rest}".strip()
    of, tail = _of(after)
    if quantity.unit in ("percent", "%") and (before != "be" or of):
        return "what_percentage", f"What percentage{of}", f"{before} {tail}".strip()
    if time and re.search(r"^\S+ (?:an?|per|each|every) \w+$", quantity.written):
        raise Unfit("no natural form: what is counted is not named")
    if time and re.search(r"\b(?:last|take|run)$", before) and not of:
        return "how_long", "How long", f"{before} {after}".strip()
    if time and before.endswith(" for") and not of:
        return "how_long", "For how long", f"{before.removesuffix('for').strip()} {after}".strip()
    if before == "be":
        if not time and quantity.unit not in (*MONEY, "percent", "%"):
            raise Unfit("no natural form: the value cannot be asked for")
        wh = "How long" if time else "How high" if rule.modality != "fact" else "How much"
        return "how_much_is", wh, f"be {after}".strip()
    if quantity.unit in MONEY:
        if re.search(r"\b(?:of|worth|be|about)$", before):
            raise Unfit("no natural form: the value cannot be asked for")
        done_to = before.startswith("be ") and quantity.words == "up to"  # "booked up to 130 euros a night"
        return "how_much", f"{'Up to how' if done_to else 'How'} much{of}", f"{before} {tail}".strip()
    noun = unit_words(quantity) or quantity.unit
    needed = re.match(r"(?:need|require)\b", before) or before.endswith(" by")
    if needed and quantity.surface == "exactly" and "," in f"{before} {after}":
        raise Unfit("two rules in one sentence")  # "needs two samples, taken at separate times"
    if before.endswith(" by") and quantity.unit not in TIME:
        return "by_how_many", f"By how many {noun}{of}", f"{before.removesuffix('by').strip()} {tail}".strip()
    if before.endswith(" for"):
        return "for_how_many", f"For how many {noun}{of}", f"{before.removesuffix('for').strip()} {tail}".strip()
    if re.search(
        r"\b(?:of|be|is|are|worth|about|than|first|last|next|an?|additional|further|extra|another|total)$", before
    ):
        raise Unfit("no natural form: the value cannot be asked for")
    if re.search(rf"\b{_STRANDED}$", before) and not re.search(
        r"\b(?:entitled|limited|up|credited) (?:to|with)$", before
    ):
        raise Unfit("no natural form: the value cannot be asked for")
    return "how_many", f"How many {noun}{of}", f"{before} {tail}".strip()


def _of(after: str) -> tuple[str, str]:
    """What an amount is of, and what follows it: "hours of annual leave to the next year"."""
    of = _OF.match(after)
    return (f" {of[0]}", after[of.end() :].strip()) if of else ("", after)
