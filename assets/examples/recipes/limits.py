"""Limits: three sides of a number, the amount left out, and the number itself as the question.

Proofs: `limit`, `missing`, and `quote` for "how many".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site, to_you, upper
from assets.examples.grammar import Rule, Unfit, clean, parse
from assets.examples.quantities import MONEY, TIME, Quantity, find_quantity, neighbours, satisfies, unit_words, vague
from assets.examples.words import inflect_verb
from assets.identity import sha256

_OF = re.compile(
    r"of\s+(?:[\w'’-]+\s+){0,3}?[\w'’-]+?(?=\s+(?:per|a|each|every|for|to|from|in|on|at|during|and|when|if|"
    r"while|by|as|with|"
    r"over|between|before|after)\b|$)"
)
_ANCHOR = re.compile(r"^\s+(?:of|after|from|following)\s+(?=\w)")


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

    def with_amount(self, amount: str) -> Rule:
        """The rule with another amount in place of comparator and value."""
        rule = self.rule.swap(self.old, self.form.format(amount))
        return _tidy(rule)


def read_limit(site: Site) -> Limit:
    """The limit of a site; raises Unfit where it cannot be asked about safely."""
    point = site.point
    if (
        point["comparator"] in (None, "between")
        or not point["value_text"]
        or not point["unit"]
        or point["value"] is None
    ):
        raise Unfit("no recipe for this form of limit")
    rule = site.rule
    text = clean(site.shown)
    quantity = find_quantity(text, str(point["value_text"]), float(point["value"]), str(point["unit"]))
    if quantity is None:
        raise Unfit("no recipe for a limit without comparator words")
    comparator = str(point["comparator"])
    negative = rule.modality in ("must_not", "should_not")
    before = re.search(r"([\w'’]+)\s+$", text[: text.find(quantity.phrase)])
    previous = before[1].lower() if before else ""
    if comparator != quantity.surface:
        flipped = {"more_than": "at_most", "at_least": "less_than", "less_than": "at_least", "at_most": "more_than"}
        if not (negative and flipped[quantity.surface] == comparator):
            raise Unfit("doubtful parse: two readings of the comparator")
    _plain_amount(text, quantity, rule)
    in_clause = rule.clause is not None and quantity.phrase in rule.clause.text
    in_purpose = rule.tail.startswith("to ") and quantity.phrase in rule.tail
    in_subject = quantity.phrase in rule.subject
    in_base = quantity.phrase in rule.base
    if not (in_clause or in_purpose or in_subject or in_base):
        raise Unfit("doubtful parse: the value does not stand in the rule's parts")
    noun_before = bool(before) and _is_noun(text, text.find(quantity.phrase))
    trigger = in_clause or in_purpose or in_subject
    if in_base and quantity.surface == "more_than" and noun_before and not negative:
        trigger = True
    if trigger and (quantity.words == "within" or rule.modality in ("fact", "should", "should_not", "need_not")):
        raise Unfit("no recipe for a trigger of this kind")
    if trigger and rule.modality in ("must_not", "not_allowed") and comparator != quantity.surface:
        raise Unfit("doubtful parse: two readings of the comparator")
    if in_base and not trigger and rule.modality not in ("may", "must", "should", "must_not", "fact"):
        raise Unfit("no recipe for a limit of this kind")
    if (
        in_base
        and not trigger
        and negative
        and quantity.surface in ("at_most", "less_than")
        and quantity.words == "within"
    ):
        raise Unfit("no recipe for a ban within a time")
    old, form = _place(quantity, text, previous, noun_before, rule)
    meaning = comparator
    if not trigger and negative and comparator == quantity.surface:
        meaning = {"more_than": "at_most", "at_least": "less_than", "less_than": "at_least"}.get(comparator, "")
        if not meaning:
            raise Unfit("doubtful parse: a ban up to an amount")
    return Limit(rule, quantity, meaning, trigger, _deciding(site.shown, quantity, negative), old, form)


def _deciding(shown: str, quantity: Quantity, negative: bool) -> str:
    if negative:
        match = re.search(
            rf"\b(?:(?:may|must|can|should|do|does|shall) ?(?:not|never|n['’]t)|cannot|"
            rf"never)\b[^.,;]{{0,40}}?{re.escape(quantity.phrase)}",
            shown, re.IGNORECASE,
        )  # fmt: skip
        if match is None:
            raise Unfit("doubtful parse: the ban does not stand before the amount")
        return match[0]
    return quantity.phrase


def _plain_amount(text: str, quantity: Quantity, rule: Rule) -> None:
    """Raise Unfit where the amount is not a plain limit by itself."""
    before = text[: text.find(quantity.phrase)]
    if _others(text, quantity):
        raise Unfit("several amounts of one unit in the sentence")
    if re.search(r"\b(last|past|previous|every|each)$", f"{before}{quantity.words}") or re.search(
        r"\b(last|past|previous|every|each)\s+$", before
    ):
        raise Unfit("a period, not a limit")
    if rule.clause is not None and rule.clause.marker == "unless":
        raise Unfit("unmodelled exception beside it")
    if re.search(r"(?:,|\b(?:and|or))\s*$", before):
        raise Unfit("the amount stands beside another one")
    if quantity.words == "within" and re.search(r"\bor\b", text[len(before) :]):
        raise Unfit("a deadline with alternatives")
    if re.search(r"\bafter\s+$|\b(?:about|around|approximately|roughly|usually|typically)\b", before):
        raise Unfit("an approximate or indirect amount")
    if quantity.unit == "quarter":
        raise Unfit("no recipe for quarters")


def _others(text: str, quantity: Quantity) -> bool:
    """Whether another amount of money, or another number with the same unit word, stands in the sentence."""
    rest = text.replace(quantity.phrase, " ", 1)
    if quantity.unit in MONEY:
        return bool(re.search(r"[$€£]\s?\d|\b(?:USD|EUR|GBP|dollars?|euros?)\b", rest))
    if re.search(r"\b(?:maximum|minimum|max|min)\b", rest, re.I):
        return True
    return bool(re.search(r"\d", rest)) or bool(
        re.search(
            r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|sixty|ninety|half|"
            r"once|twice)\b",
            rest,
        )
    )


def _is_adverbial(text: str, quantity: Quantity) -> bool:
    """Whether the amount says how long or how often the verb's action is: "work from home up to 3 days a week"."""
    end = text.find(quantity.phrase) + len(quantity.phrase)
    token = next((t for t in reversed(list(parse(text))) if t.idx + len(t.text) <= end), None)
    return token is not None and token.dep_ in ("npadvmod", "tmod", "dobj") and token.head.pos_ == "VERB"


def _is_noun(text: str, position: int) -> bool:
    token = next((t for t in reversed(list(parse(text))) if t.idx + len(t.text) <= position and not t.is_space), None)
    return token is not None and token.pos_ in ("NOUN", "PROPN")


def _place(quantity: Quantity, text: str, previous: str, noun_before: bool, rule: Rule) -> tuple[str, str]:
    phrase, words = quantity.phrase, quantity.words
    after = text[text.find(phrase) + len(phrase) :]
    if words == "within":
        anchor = _ANCHOR.match(after)
        if anchor:
            return phrase + anchor[0].rstrip(), "{} after"
        return phrase, "{} later"
    if words in ("exceed", "exceeds"):
        return phrase, "be {}" if words == "exceed" else "is {}"
    if words in ("longer than", "no longer than", "not longer than") and re.search(r"\b(be|is|are)$", previous):
        return phrase, "{} long"
    if words in ("higher than", "greater than", "larger than", "lower than", "smaller than") and quantity.unit in TIME:
        raise Unfit("no natural form: a measure of time after an adjective")
    adverbial = re.match(r"\s+(?:before|prior|in advance|ahead|after|beforehand)\b", after)
    if noun_before and not adverbial and words != "at least":
        if words == "up to":
            if quantity.unit in TIME and _is_adverbial(text, quantity):
                return phrase, "{}"
            raise Unfit("doubtful parse: up to may mean the result of the action")
        return phrase, "of {}"
    return phrase, "{}"


_ANY = re.compile(r"\b(?:any|every|each) (\w+) of (?=[$€£\d]|[A-Z]{3} \d)")


def _tidy(rule: Rule) -> Rule:
    """Articles that a new number needs: "any expense of $60" -> "an expense of $60"."""

    def article(text: str) -> str:
        return _ANY.sub(lambda m: f"{'an' if m[1][0] in 'aeiou' else 'a'} {m[1]} of ", text)

    return replace(rule, base=article(rule.base), subject=article(rule.subject), tail=article(rule.tail))


def questions(limit: Limit, rule: Rule) -> tuple[list[Phrasing], list[Phrasing]]:
    """Ways to ask about a limit whose amount `rule` already holds."""
    i = rule.subject == "I"
    tail = rule.end()
    if limit.trigger:
        if rule.modality == "must":
            train = [Phrasing("limit.do_i_have_to", rule.have_to())]
            evaluation = [Phrasing("limit.is_it_required", f"Is it required for {_object(rule)} to {rule.base}{tail}?")]
            if rule.clause and rule.clause.statement:
                bare = rule.bare()
                train.append(Phrasing("limit.scene_have_to", f"{rule.clause.statement} {bare.have_to()}"))
                evaluation.append(
                    Phrasing(
                        "limit.scene_must",
                        f"{rule.clause.statement} Is it a must for {_object(bare)} to {bare.base}{bare.end()}?",
                    )
                )
            return train, evaluation
        if rule.modality == "required":
            text = rule.base.removeprefix("required").strip()
            be = upper(rule.be())
            return (
                [Phrasing("limit.are_required", f"{be} {rule.subject} required {text}{tail}?")],
                [Phrasing("limit.are_needed", f"{be} {rule.subject} really required {text}{tail}?")],
            )
        train = [Phrasing("limit.can", rule.can()), Phrasing("limit.allowed", rule.allowed())]
        evaluation = [Phrasing("limit.is_it_fine", f"Is it fine for {_object(rule)} to {rule.base}{tail}?")]
        if rule.clause and rule.clause.statement:
            bare = rule.bare()
            train.append(Phrasing("limit.scene_can", f"{rule.clause.statement} {bare.can()}"))
            evaluation.append(
                Phrasing(
                    "limit.scene_fine",
                    f"{rule.clause.statement} Is it fine for {_object(bare)} to {bare.base}{bare.end()}?",
                )
            )
        return train, evaluation
    if limit.form == "{} later":
        raise Unfit("no natural form: a deadline without what it counts from")
    if rule.modality == "should":
        if not i:
            raise Unfit("no natural form: a recommendation to others")
        return (
            [Phrasing("limit.guidance", f"Is it in line with the guidance to {rule.base}{tail}?")],
            [Phrasing("limit.planning_guidance", f"I'm planning to {rule.base}{tail}. Does that follow the guidance?")],
        )
    if rule.modality == "must" and limit.comparator in ("at_least", "more_than"):
        train = [Phrasing("limit.enough_if", f"Is it enough if {rule.finite()}?")]
        evaluation = [Phrasing("limit.would_it_do", f"Is it sufficient if {rule.finite()}?")]
        if i:
            train.append(Phrasing("limit.enough", f"Is it enough to {rule.base}{tail}?"))
            evaluation.append(Phrasing("limit.sufficient", f"Would it be sufficient to {rule.base}{tail}?"))
        return train, evaluation
    train = [Phrasing("limit.can", rule.can())]
    evaluation = [Phrasing("limit.is_it_fine", f"Is it fine for {_object(rule)} to {rule.base}{tail}?")]
    if i and rule.clause is None:
        train.append(Phrasing("limit.like_to", f"I'd like to {rule.base}{tail}. Is that allowed?"))
        evaluation.append(Phrasing("limit.planning", f"I'm planning to {rule.base}{tail}. Is that allowed?"))
    if rule.modality in ("may", "must_not"):
        train.append(Phrasing("limit.allowed", rule.allowed()))
    return train, evaluation


def _object(rule: Rule) -> str:
    return "me" if rule.subject == "I" else rule.subject


def unit_name(quantity: Quantity) -> str:
    """The unit in the claim: the canonical name, in the spelling of the source ("litre" where it writes that)."""
    british = {"liter": "litre", "meter": "metre", "kilometer": "kilometre"}.get(quantity.unit)
    return british if british and british in quantity.written else quantity.unit


def answer_amount(site: Site, limit: Limit, asked: float, amount: str, yes: bool | None) -> str:
    """A polar answer that states comparator and value in the rule's words."""
    word, phrase, quote, cite = "Yes" if yes else "No", limit.deciding, site.shown, site.cite
    value = limit.quantity.value
    side = "exactly" if asked == value else "less than" if asked < value else "more than"
    if asked == value and not satisfies(limit.comparator, asked, value):
        side = "not less than" if limit.comparator == "less_than" else "not more than"
    if limit.trigger:
        if yes is None:
            options = (
                f"This rule does not cover {amount}. It applies to “{phrase}” only: “{quote}” {cite}",
                f"The rule you mean does not apply to {amount}, because it is about “{phrase}”. {cite} says: “{quote}”",
                f"Nothing here is settled for {amount}: {cite} speaks of “{phrase}” and does not cover "
                f"anything else. “{quote}”",
            )
        else:
            options = (
                f"{word}. The rule applies to “{phrase}”, and {amount} is {side} that: “{quote}” {cite}",
                f"{word}: {amount} falls under “{phrase}”. The sentence that decides is “{quote}” {cite}",
                f"{word}, because {amount} counts as “{phrase}” here. {cite} says: “{quote}”",
            )
    else:
        fine = "that is fine" if yes else "that is not possible"
        options = (
            f"{word}. The rule says “{phrase}”, and {amount} is {side} that: “{quote}” {cite}",
            f"{word}, {fine}. {cite} says “{phrase}”, and you are asking about {amount}. The full sentence: “{quote}”",
            f"{word}: what counts is “{phrase}”, and {amount} is {side} that. “{quote}” {cite}",
        )
    return site.pick(options, f"answer {amount}")


def polarity(limit: Limit, holds: bool) -> bool | None:
    """Whether the answer is yes; None where the rule does not cover the amount ("if" is not "only if")."""
    if not limit.trigger:
        return holds
    return limit.rule.modality not in ("must_not", "not_allowed") if holds else None


def limits(site: Site) -> list[Draft]:
    """inside, at, outside and missing of a limit, with the two-turn forms of docs/proofs.md built on them elsewhere."""
    site.lone()
    _rivals(site)
    limit = read_limit(site)
    if limit.rule.modality == "fact":
        raise Unfit("what is, allows and forbids nothing")
    drafts: list[Draft] = []
    amounts = sides(site, limit)
    inside: Draft | None = None
    for cell in ("inside", "at", "outside"):
        try:
            if cell not in amounts:
                raise Unfit("no sensible neighbouring value")
            draft = _side(site, limit, cell, amounts[cell], inside)
        except Unfit as reason:
            site.gaps[cell] = str(reason)
            if cell == "inside":
                raise
            continue
        inside = draft if cell == "inside" else inside
        drafts.append(draft)
    try:
        drafts.append(_missing(site, limit, drafts[0]))
    except Unfit as reason:
        site.gaps["missing"] = str(reason)
    return drafts


def _rivals(site: Site) -> None:
    point = site.point
    for other in site.siblings:
        same = other["kind"] == "limit" and other["unit"] == point["unit"] and other["predicate"] == point["predicate"]
        own, its = content_words(str(point["sentence"])), content_words(str(other["sentence"]))
        same = same and 2 * len(own & its) >= len(own)
        if same and other["value"] != point["value"] and other["sentence_start"] != point["sentence_start"]:
            raise Unfit("a sibling rule with the same verb and another value")


def sides(site: Site, limit: Limit) -> dict[str, float]:
    value = limit.quantity.value
    below, above = neighbours(value, limit.quantity.unit, str(site.point["sentence"]))
    up = limit.comparator in ("at_least", "more_than")
    inside, outside = (above, below) if up else (below, above)
    seed = int(sha256(site.point["point"])[:8], 16)
    sides = {"at": value}
    if inside:
        sides["inside"] = inside[seed % len(inside)]
    if outside:
        sides["outside"] = outside[(seed // 7) % len(outside)]
    return sides


def _side(site: Site, limit: Limit, cell: str, asked: float, twin: Draft | None) -> Draft:
    quantity = limit.quantity
    amount = quantity.write(asked)
    holds = satisfies(limit.comparator, asked, quantity.value)
    yes = polarity(limit, holds)
    train, evaluation = questions(limit, limit.with_amount(amount))
    phrasing = site.say(train, evaluation, cell)
    claim = limit_claim(site, limit, asked, holds, yes)
    answer = answer_amount(site, limit, asked, amount, yes)
    if cell == "inside":
        rejected = (_needless(site), "needless_refusal")
    else:
        rejected = (_answer_flipped(site, limit, amount, not yes), "fabrication")
    return site.draft(
        (f"{cell}_limit", "answer"), ("limits", cell), phrasing, answer, claim, rejected=rejected, twin=twin
    )


def limit_claim(site: Site, limit: Limit, asked: float, holds: bool, yes: bool | None) -> dict[str, Any]:
    """The `limit` claim."""
    verdict = None if yes is None else "yes" if yes else "no"
    return {
        "proof": "limit", "quote": site.quote, "comparator": limit.comparator, "value": limit.quantity.value,
        "unit": unit_name(limit.quantity), "asked": asked, "holds": holds, "polarity": verdict,
    }  # fmt: skip


def _answer_flipped(site: Site, limit: Limit, amount: str, yes: bool) -> str:
    return site.pick(
        (
            f"{'Yes' if yes else 'No'}, {amount} is {'fine' if yes else 'not possible'} under this rule. {site.cite}",
            f"{'Yes' if yes else 'No'}. {upper(amount)} {'is covered' if yes else 'is ruled out'} by {site.cite}.",
        ),
        f"flipped {amount}",
    )


def _needless(site: Site) -> str:
    return site.pick(
        (
            "I'm sorry, but the passages do not say anything about that. Please ask the responsible team.",
            "I cannot answer that from these passages; you would have to check with someone who knows.",
            "There is not enough information here to answer, so I would rather not say.",
            "That is not covered in what I was given.",
        ),
        "needless",
    )


def _missing(site: Site, limit: Limit, twin: Draft) -> Draft:
    quantity = limit.quantity
    if limit.trigger and limit.form == "of {}":
        rule = _without_amount(limit)
    else:
        if limit.comparator in ("at_least", "more_than") and quantity.unit not in TIME and not limit.trigger:
            raise Unfit("no natural form: the amount cannot be left vague")
        words = vague(quantity, int(sha256("vague" + site.point["point"])[:8], 16))
        if words is None:
            raise Unfit("no natural form: the amount cannot be left vague")
        rule = limit.with_amount(words)
    train, evaluation = questions(limit, rule)
    phrasing = site.say(train, evaluation, "missing")
    slot = "What amount" if quantity.unit in MONEY else f"How many {(unit_words(quantity) or quantity.unit)}"
    options = (
        f"That depends. {slot} exactly? The rule in {site.cite} turns on “{limit.deciding}”: “{site.shown}”",
        f"{slot} do you mean? {site.cite} draws the line at “{limit.deciding}”: “{site.shown}”",
        f"One more detail, please: {slot[0].lower()}{slot[1:]} is it? What counts is “{limit.deciding}”, as "
        f"in “{site.shown}” "
        f"{site.cite}.",
    )
    claim = {"proof": "missing", "quote": site.quote, "slot": "amount", "unit": unit_name(quantity)}
    confident = f"{site.pick(('Yes', 'No'), 'sure')}. {site.cite} covers that: “{site.shown}”"
    return site.draft(
        ("missing_amount", "clarify"), ("limits", "missing"), phrasing, site.pick(options, "missing answer"), claim,
        rejected=(confident, "overconfidence"), twin=twin,
    )  # fmt: skip


def _without_amount(limit: Limit) -> Rule:
    """The rule with the amount left out: "for any expense over $75" -> "for an expense"."""
    rule = limit.rule.swap(limit.old, "§")

    def strip(text: str) -> str:
        text = re.sub(r"\b(?:any|every|each) (\w+) §", lambda m: f"{'an' if m[1][0] in 'aeiou' else 'a'} {m[1]}", text)
        return text.replace(" of §", "").replace(" §", "")

    clause = rule.clause and replace(
        rule.clause, text=strip(rule.clause.text), statement=rule.clause.statement and strip(rule.clause.statement)
    )
    return replace(rule, base=strip(rule.base), subject=strip(rule.subject), tail=strip(rule.tail), clause=clause)


def how_many(site: Site) -> list[Draft]:
    """ "How many hours of annual leave can I carry over?": the value itself is the answer."""
    site.lone()
    _rivals(site)
    direct, indirect = ask_value(site)
    phrasing = site.say(direct[:1], direct[1:], "how many")
    quantity = read_limit(site).quantity
    options = (
        f"{upper(quantity.phrase)}. The rule: “{site.shown}” {site.cite}",
        f"{site.cite} sets it at “{quantity.phrase}”: “{site.shown}”",
        f"It says “{quantity.phrase}”. The full sentence is “{site.shown}” {site.cite}",
    )
    draft = site.draft(
        ("answerable", "answer"), ("how_many", ""), phrasing, site.pick(options, "how many answer"),
        {"proof": "quote", "quote": site.quote}, rejected=(_needless(site), "needless_refusal"),
    )  # fmt: skip
    draft.asks = indirect
    return [draft]


def ask_value(site: Site) -> tuple[Sequence[Phrasing], str]:
    """Questions for the value (first for training, others for evaluation), and the same as an indirect question."""
    limit = read_limit(site)
    rule, quantity = limit.rule, limit.quantity
    if limit.trigger or quantity.phrase not in rule.base or limit.form == "of {}":
        raise Unfit("no natural form: the value cannot be asked for")
    helper = {"may": "can", "must": "have to", "should": "should", "fact": "do"}.get(rule.modality)
    if not helper or (helper == "should" and rule.subject != "I"):
        raise Unfit("no natural form: the value of a ban cannot be asked for")
    before, after = rule.base.split(quantity.phrase, 1)
    before, after = before.strip(), after.strip()
    lead = _lead(quantity, before, after)
    if lead is None:
        raise Unfit("no natural form: the value cannot be asked for")
    name, wh, rest = lead
    rest = f"{rest}{rule.end()}".strip()
    subject = rule.subject
    if rule.modality == "fact":
        if re.search(r"\b(?:and|or|but)\b|,", rule.base):
            raise Unfit("two rules in one sentence")
        direct, indirect = _ask_fact(rule, wh, rest)
    elif helper == "have to":
        direct = f"{wh} {rule.do()} {subject} have to {rest}?"
        indirect = f"{wh} {subject} {'has' if rule.number == 'singular' else 'have'} to {rest}"
    else:
        direct = f"{wh} {helper} {subject} {rest}?"
        indirect = f"{wh} {subject} {helper} {rest}"
    asked = indirect[0].lower() + indirect[1:]
    return (
        Phrasing(f"value.{name}", direct),
        Phrasing(f"value.tell_{name}", f"I would like to know {asked}."),
    ), to_you(asked)


def _ask_fact(rule: Rule, wh: str, rest: str) -> tuple[str, str]:
    """What is done, directly and indirectly: "How soon is a lost bid discussed?", "how soon the team opens a file"."""
    verb, _, objects = rest.partition(" ")
    if verb == "be":
        return f"{wh} {rule.be()} {rule.subject} {objects}?", f"{wh} {rule.subject} {rule.be()} {objects}"
    form = inflect_verb(verb, "VBZ" if rule.number == "singular" else "VBP")
    return f"{wh} {rule.do()} {rule.subject} {rest}?", f"{wh} {rule.subject} {form} {objects}".strip()


def _lead(quantity: Quantity, before: str, after: str) -> tuple[str, str, str] | None:
    """(name, question words, rest of the verb phrase) for a value after `before` and ahead of `after`."""
    noun = unit_words(quantity) or quantity.unit
    if quantity.words == "within" and quantity.unit in TIME:
        anchor = re.match(r"(?:of|after|from|following)\s+(.+)$", after)
        if anchor:
            return "how_soon_after", f"How soon after {anchor[1]}", before
        return ("how_soon", "How soon", before) if not after else None
    if re.match(r"(?:before|prior to|ahead of)\b", after) and quantity.unit in TIME:
        return "how_long_before", f"How long {after}", before
    if re.match(r"in advance\b", after):
        rest = after.removeprefix("in advance").strip()
        return "how_far_in_advance", "How far in advance", f"{before} {rest}".strip()
    if quantity.unit in MONEY:
        return (
            ("how_much", "How much", f"{before} {after}".strip())
            if before and not re.search(r"\b(for|of|at|to|by|be|in|with|on|from|worth)$", before)
            else None
        )
    if quantity.unit in ("percent", "%"):
        return None
    if re.match(r"long\b", after) and re.search(r"\bbe$", before):
        return "how_long", f"How many {noun} long", f"{before} {after.removeprefix('long').strip()}".strip()
    post = ""
    if of := _OF.match(after):
        post, after = f" {of[0]}", after[of.end() :].strip()
    if before.endswith(" for"):
        return "for_how_many", f"For how many {noun}{post}", f"{before.removesuffix('for').strip()} {after}".strip()
    if not before or re.search(r"\b(of|at|to|by|be|is|are|in|with|on|from|worth)$", before):
        return None
    return "how_many", f"How many {noun}{post}", f"{before} {after}".strip()


RECIPES = (limits, how_many)
