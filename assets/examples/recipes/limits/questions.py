"""Ways to ask about an amount: whether it is allowed or enough, whether the rule applies to it, and with the amount left out.

Training and evaluation never share a frame. A `contrary` question asks whether the limit is broken: "Is it too late if
..."; its yes is the others' no.
"""

import re
from dataclasses import replace

from assets.examples.drafts import Phrasing
from assets.examples.grammar import Rule, Unfit
from assets.examples.quantities import MONEY, TIME, unit_words
from assets.examples.recipes.limits.ages import without_age
from assets.examples.recipes.limits.places import SUM
from assets.examples.recipes.limits.reading import Limit
from assets.examples.words import inflect_verb, one_of, upper, verb_lemma, word_set

Frames = tuple[list[Phrasing], list[Phrasing]]


def ask_amount(limit: Limit, rule: Rule) -> Frames:
    """Questions about a limit whose amount `rule` already holds: (for training, for evaluation)."""
    if limit.trigger:
        return _trigger(rule)
    rule = _of_one(_in_fact(rule))
    if needs := _needed(limit, rule):
        return needs
    _can_be_had(rule)
    if limit.kind == "named":
        amount = rule.base.removeprefix("be ")
        return (
            [Phrasing("limit.within", f"Is {amount} still within {rule.subject}{rule.end()}?")],
            [Phrasing("limit.fits", f"Would {amount} be within {rule.subject}{rule.end()}?")],
        )
    if limit.quantity.high is not None:
        return _range(rule)
    if rule.modality == "should":
        return _guidance(rule)
    if limit.kind == "deadline":
        return _deadline(limit, rule)
    if limit.floor and rule.modality != "must_not":
        return _floor(limit, rule)
    return _ceiling(limit, rule)


def _in_fact(rule: Rule) -> Rule:
    """The rule about what is done, where it says what one has to be able to do."""
    return replace(rule, base=rule.base.removeprefix("be able to "))


def _of_one(rule: Rule) -> Rule:
    """The rule about one of those of which it says the same: somebody asks about one case, "a drill", not about "every drill"."""
    every = re.match(r"(?:every|each) (?=\w)", rule.subject, re.IGNORECASE)
    return replace(rule, subject=one_of(rule.subject[every.end() :])) if every else rule


def _can_be_had(rule: Rule) -> None:
    """Raise Unfit where the rule only says what something needs: whether it has that is another sentence."""
    if re.match(r"(?:need|require)\b", rule.base):
        raise Unfit("no natural form: what is needed cannot be told as a fact")


_FOR_WHAT = re.compile(r"(?:need|require) (.+)$")


def _needed(limit: Limit, rule: Rule) -> Frames | None:
    """Whether an amount is enough where a rule says what is needed: "a break of at least 30 minutes is required", "passwords
    need at least 14 characters"; None for other rules."""
    if not limit.floor or limit.kind == "deadline":
        return None
    if rule.modality == "required":
        what, rest = rule.subject, rule.base.removeprefix("required")
    elif (found := _FOR_WHAT.match(rule.base)) and found[1].startswith(limit.form.format("")) and _bare(limit):
        what, rest = found[1], "" if rule.subject in ("I", "we") else f" for {_object(rule)}"
    else:
        return None
    be = "are" if rule.modality != "required" and re.search(r"s$", what) and "'" not in what else "is"
    be = rule.be() if rule.modality == "required" else be
    return (
        [Phrasing("limit.is_it_enough", f"{upper(be)} {what} enough{rest}{rule.end()}?")],
        [Phrasing("limit.be_enough", f"Would {what} be enough{rest}{rule.end()}?")],
    )


def _bare(limit: Limit) -> bool:
    """Whether what is needed begins with the amount."""
    return re.match(rf"(?:need|require) {re.escape(limit.old)}", limit.rule.base) is not None


def _object(rule: Rule) -> str:
    return {"I": "me", "we": "us"}.get(rule.subject, rule.subject)


def _whether(rule: Rule, name: str, check: str, *, contrary: bool = False) -> Phrasing:
    """ "Is it soon enough if the key is replaced after 3 hours?"; with a condition of its own the rule comes first."""
    told = rule.finite()
    if rule.clause is None:
        return Phrasing(f"limit.{name}", f"Is it {check} if {told}?", contrary)
    still = "still be " + check.removeprefix("still ") if check.startswith("still ") else f"be {check}"
    return Phrasing(f"limit.{name}_suppose", f"Suppose {told}. Would that {still}?", contrary)


def _trigger(rule: Rule) -> Frames:
    tail, clause = rule.end(), rule.clause
    scene = clause.statement if clause is not None else None
    bare = rule.bare()
    if rule.modality == "must":
        train = [Phrasing("limit.do_i_have_to", rule.have_to())]
        evaluation = [Phrasing("limit.is_it_required", f"Is it required for {_object(rule)} to {rule.base}{tail}?")]
        if scene:
            train.append(Phrasing("limit.scene_have_to", f"{scene} {bare.have_to()}"))
            question = f"Is it a must for {_object(bare)} to {bare.base}{bare.end()}?"
            evaluation.append(Phrasing("limit.scene_must", f"{scene} {question}"))
        return train, evaluation
    if rule.modality == "required":
        rest, be = f"{rule.base.removeprefix('required')}{tail}", upper(rule.be())
        return (
            [Phrasing("limit.are_required", f"{be} {rule.subject} required{rest}?")],
            [Phrasing("limit.are_needed", f"{be} {rule.subject} really required{rest}?")],
        )
    if rule.modality in ("may", "must_not"):
        train = [Phrasing("limit.can", rule.can()), Phrasing("limit.allowed", rule.allowed())]
        evaluation = [Phrasing("limit.is_it_fine", f"Is it fine for {_object(rule)} to {rule.base}{tail}?")]
        if scene:
            train.append(Phrasing("limit.scene_can", f"{scene} {bare.can()}"))
            question = f"Is it fine for {_object(bare)} to {bare.base}{bare.end()}?"
            evaluation.append(Phrasing("limit.scene_fine", f"{scene} {question}"))
        return train, evaluation
    if rule.modality in ("fact", "not_done") and rule.base.startswith("be "):
        return [Phrasing("limit.is_it_done", _is_so(rule))], [
            Phrasing("limit.is_it_true", f"Is it true that {rule.finite()}?")
        ]
    if rule.modality == "not_done" or (rule.modality == "fact" and clause is None):
        asked = re.sub(r"^(need|require) no ", r"\1 any ", rule.base)
        return (
            [Phrasing("limit.does_it_need", f"{upper(rule.do())} {rule.subject} {asked}{tail}?")],
            [Phrasing("limit.really_need", f"{upper(rule.do())} {rule.subject} really {asked}{tail}?")],
        )
    if clause is None and rule.modality in ("allowed", "not_allowed"):
        what = f"{rule.subject} {rule.base}{tail}"
        return (
            [Phrasing("limit.are_allowed", f"{upper(rule.be())} {what}?")],
            [Phrasing("limit.would_be_allowed", f"Would {rule.subject} be {rule.base}{tail}?")],
        )
    if clause is None:
        raise Unfit("no recipe for a trigger of this kind")
    if rule.modality == "need_not":
        train = [Phrasing("limit.do_i_have_to", rule.have_to())]
        return train, [
            Phrasing("limit.is_it_required", f"Is it required for {_object(rule)} to {rule.base}{tail}?"),
        ]
    train = [Phrasing("limit.what_applies", f"What applies {clause.marker} {clause.text}?")]
    evaluation = [Phrasing("limit.what_then", f"What happens {clause.marker} {clause.text}?")]
    if scene:
        train.append(Phrasing("limit.scene_what", f"{scene} What does the policy say about that?"))
        evaluation.append(Phrasing("limit.scene_now", f"{scene} What is the rule in that case?"))
    return train, evaluation


def _guidance(rule: Rule) -> Frames:
    text = f"{rule.base}{rule.end()}"
    if rule.subject == "I":
        return (
            [Phrasing("limit.guidance", f"Is it in line with the guidance to {text}?")],
            [Phrasing("limit.planning_guidance", f"I'm planning to {text}. Does that follow the guidance?")],
        )
    return (
        [Phrasing("limit.guidance_if", f"Is it in line with the guidance if {rule.finite()}?")],
        [Phrasing("limit.guidance_then", f"{upper(rule.finite())}. Does that follow the guidance?")],
    )


_SERVED = word_set(
    "recall restore retrieve deliver provide supply replace repair produce recover unlock activate reactivate ship install"
)
"""What is done for somebody: "archived data can be recalled within 3 days" says how long it takes."""


def _deadline(limit: Limit, rule: Rule) -> Frames:
    told, early = rule.finite(), limit.comparator == "at_least"  # "no earlier than 30 days after termination"
    if rule.modality == "may":
        done = rule.base.removeprefix("be ").split()[0]
        if not early and (verb_lemma(done) or done) in _SERVED:
            raise Unfit("how soon something is served is no deadline for who asks")
        train = [Phrasing("limit.can_still", f"Can {rule.subject} still {rule.base}{rule.end()}?")]
        evaluation = [
            Phrasing("limit.still_possible", f"Is it still possible for {_object(rule)} to {rule.base}{rule.end()}?")
        ]
        if early:
            train = [Phrasing("limit.can", rule.can())]
            evaluation = [Phrasing("limit.is_it_fine", f"Is it fine for {_object(rule)} to {rule.base}{rule.end()}?")]
        return train, evaluation
    if early:
        return (
            [_whether(rule, "late_enough", "okay"), _whether(rule, "too_early", "too early", contrary=True)],
            [Phrasing("limit.allowed_then", f"{upper(told)}. Is that allowed?")],
        )  # fmt: skip
    return (
        [_whether(rule, "soon_enough", "soon enough"), _whether(rule, "too_late", "too late", contrary=True),
         _whether(rule, "still_fine", "still okay"), Phrasing("limit.is_that", f"Suppose {told}. Is that in time?")],
        [Phrasing("limit.does_that", f"Assume {told}. Is that too late?", contrary=True)],
    )  # fmt: skip


def _floor(limit: Limit, rule: Rule) -> Frames:
    told, i = rule.finite(), rule.subject == "I"
    text = f"{rule.base}{rule.end()}"
    if limit.kind == "notice":
        train = [
            _whether(rule, "early_enough", "early enough"),
            _whether(rule, "notice_late", "too late", contrary=True),
            Phrasing("limit.is_that", f"Suppose {told}. Is that early enough?"),
        ]
        evaluation = [Phrasing("limit.does_that", f"Assume {told}. Is that too late?", contrary=True)]
        if i and rule.modality == "must":
            train.append(Phrasing("limit.plan_notice", f"I'm planning to {text}. Is that early enough?"))
            evaluation.append(Phrasing("limit.would_it_do_notice", f"Would it be fine to {text}?"))
        return train, evaluation
    train = [_whether(rule, "enough_if", "enough"), Phrasing("limit.is_that", f"Suppose {told}. Is that enough?")]
    if not re.search(r"\bto (?:be eligible|qualify)\b", told):
        train.append(_whether(rule, "too_little", "a problem", contrary=True))
    evaluation = [Phrasing("limit.does_that", f"Assume {told}. Does that meet the requirement?")]
    if rule.clause is None:
        evaluation.append(Phrasing("limit.would_it_do", f"Is it sufficient if {told}?"))
    if i:
        train.append(Phrasing("limit.enough", f"Is it enough to {text}?"))
        evaluation.append(Phrasing("limit.sufficient", f"Would it be sufficient to {text}?"))
    return train, evaluation


def _range(rule: Rule) -> Frames:
    if rule.modality == "may":
        return [Phrasing("limit.can", rule.can())], [
            Phrasing("limit.is_it_fine", f"Is it fine for {_object(rule)} to {rule.base}{rule.end()}?")
        ]
    told = upper(rule.finite())
    return (
        [_whether(rule, "okay_if", "okay"), _whether(rule, "problem_if", "a problem", contrary=True)],
        [Phrasing("limit.all_right", f"{told}. Is that all right?"),
         Phrasing("limit.wrong_then", f"{told}. Is that a problem?", contrary=True)],
    )  # fmt: skip


def _ceiling(limit: Limit, rule: Rule) -> Frames:
    i, tail = rule.subject == "I", rule.end()
    text = f"{rule.base}{tail}"
    wanted = f"I want to {text}" if i and rule.modality in ("may", "must_not") else None
    within, over = _within_and_over(limit)
    told, supposed = f"Suppose {rule.finite()}", f"Assume {rule.finite()}"
    is_that = Phrasing("limit.is_that", f"{wanted or told}. {within}")
    does_that = Phrasing("limit.does_that", f"{wanted or supposed}. {over}", contrary=True)
    if rule.modality == "must":
        return [
            _whether(rule, "okay_if", "okay"),
            _whether(rule, "problem_if", "a problem", contrary=True),
            is_that,
        ], [does_that]
    if rule.modality == "fact" and _is_state(rule.base):
        return [is_that], [does_that]
    if i and text.startswith("be "):  # nobody plans, or wants, to be granted something
        return (
            [Phrasing("limit.can", rule.can()), Phrasing("limit.allowed", rule.allowed())],
            [Phrasing("limit.could", f"Could I {text}?")],
        )
    train = [Phrasing("limit.can", rule.can()), is_that]
    evaluation = [Phrasing("limit.is_it_fine", f"Is it fine for {_object(rule)} to {text}?"), does_that]
    if rule.modality == "fact":
        return (
            [*train, Phrasing("limit.possible", f"Is it possible for {_object(rule)} to {text}?")],
            [Phrasing("limit.could", f"Could {rule.subject} {text}?"), does_that],
        )
    if i and rule.clause is None:
        train.append(Phrasing("limit.like_to", f"I'd like to {text}. Is that allowed?"))
        evaluation.append(Phrasing("limit.planning", f"I'm planning to {text}. Is that allowed?"))
        if not limit.floor:
            train.append(Phrasing("limit.over", f"Am I over the limit if I {text}?", contrary=True))
    train.append(Phrasing("limit.allowed", rule.allowed()))
    return train, evaluation


def _is_state(base: str) -> bool:
    """Whether something is so, and nothing is done: "be available for 3 hours", not "be paid for 3 hours"."""
    word = re.match(r"be (\w+)", base)
    lemma = word and verb_lemma(word[1])
    return word is not None and (lemma is None or inflect_verb(lemma, "VBN") != word[1])


def _within_and_over(limit: Limit) -> tuple[str, str]:
    """Whether an amount keeps to a ban; over one on less than so much nobody is."""
    return (
        ("Is that allowed?", "Is that a problem?")
        if limit.floor
        else ("Is that within the limit?", "Is that over the limit?")
    )


_DIMENSION = r"(?:old|long|wide|high|deep|thick|tall|late|early|away|apart|ahead|before|after|from|in)\b"
"""What goes with an amount behind "be": "the beds are some metres apart"."""


def ask_without_amount(limit: Limit) -> Frames:
    """Questions that leave open what the limit turns on, worded like those that tell it; raises Unfit where that reads
    badly."""
    if re.search(rf"{re.escape(limit.old)}['’]", f"{limit.rule.subject} {limit.rule.base}"):
        raise Unfit("no natural form: the amount cannot be left vague")
    if limit.quantity.high is not None:
        raise Unfit("no natural form: a range cannot be left vague")
    if limit.kind == "age":
        return _trigger(without_age(limit))
    if limit.form == SUM:
        rule = limit.rule.swap(f"for {limit.old}", "")
        return _trigger(replace(rule, base=rule.base.rstrip(), subject=rule.subject.rstrip()))
    if limit.trigger:
        whole = " ".join((limit.rule.subject, limit.rule.base, limit.rule.clause.text if limit.rule.clause else ""))
        of = limit.form == "of {}" or f" of {limit.old}" in whole
        if re.search(rf"\bwith\b[^,;]*\band\b[^,;]* of {re.escape(limit.old)}", whole):
            raise Unfit("no natural form: the amount cannot be left vague")  # "with an indicator and charges"
        rule = _dropped(limit) if of else limit.with_amount(_vague(limit))
        return _trigger(rule)
    if limit.kind == "named" or re.search(rf"\bbe {re.escape(limit.old)}(?! {_DIMENSION})", limit.rule.base):
        raise Unfit("no natural form: the amount cannot be left vague")  # "the meeting is some minutes"
    if (undone := _undone(limit)) is not None:
        return (
            [Phrasing("limit.not_yet_fine", f"{undone}. Is that still okay?"),
             Phrasing("limit.not_yet_in_time", f"{undone}. Is that still in time?")],
            [Phrasing("limit.not_yet_late", f"{undone}. Is that too late already?")],
        )  # fmt: skip
    if limit.rule.modality not in ("required", "should") and (degrees := _degrees(limit)) is not None:
        return degrees
    rule = _in_fact(limit.with_amount(_vague(limit)))
    if rule.modality == "required":
        raise Unfit("no natural form: the amount cannot be left vague")  # "a break of some minutes"
    _can_be_had(rule)
    if rule.modality == "should":
        return _guidance(rule)
    told, supposed = f"Suppose {rule.finite()}", f"Assume {rule.finite()}"
    if limit.floor and rule.modality != "must_not":
        check, other = "Is that enough?", "Does that meet the requirement?"
    else:
        check, other = _within_and_over(limit)
        if rule.subject == "I" and rule.modality in ("may", "must_not"):
            told = supposed = f"I want to {rule.base}{rule.end()}"
    return (
        [Phrasing("limit.is_that", f"{told}. {check}")],
        [Phrasing("limit.does_that", f"{supposed}. {other}")],
    )


_PLACE = re.compile(
    r"(?:(?P<long>\bfor §|(?<=\blast )§|(?<=\btake )§)|"
    r"(?:\b(?:after|within) )?§(?: in advance\b| before$|(?= (?:before|after|from)\b))|\bafter §)(?! of\b)"
)
"""Where a time stands for which an adverb can stand: "for 3 days", "3 days before the visit", "after 3 days"."""
_STAYING = ("keep", "store", "park", "stay", "remain", "hold", "retain", "stand", "lie", "wait")
"""What is done all the while that a most is set for."""


def _degrees(limit: Limit) -> Frames | None:
    """Whether something is done soon, early or long enough, without saying when or how long: "Are sails dried long enough?"; of
    what may still be done, whether it still may, and of what the asker is going to do, whether that is enough. A yes always says
    that the limit is kept to. None where the time is told in another way."""
    rule, early = _in_fact(limit.with_amount("§")), limit.comparator in ("at_least", "more_than")
    match = _PLACE.search(rule.base)
    if match is None or rule.base.count("§") != 1:
        return None
    untimed = replace(rule, base=" ".join(_PLACE.sub("", rule.base).split()))
    if limit.kind not in ("deadline", "notice"):
        if not match["long"] or limit.quantity.unit not in TIME or (limit.floor and rule.modality == "must_not"):
            return None
        lasts = not match["long"].startswith("for")
        if limit.floor:
            check, other = "long enough", "sufficiently long" if lasts else "for a sufficient time"
        elif lasts or verb_lemma(rule.base.removeprefix("be ").split(" ")[0]) not in _STAYING:
            return None  # "access is granted within the time limit" sets a deadline for the granting
        else:
            check, other = "within the time limit", "within the time allowed"
    elif match["long"]:
        return None
    elif limit.kind == "deadline" and not early and rule.modality == "may":
        return _deadline(limit, untimed)
    elif early or limit.kind == "notice":
        check, other = (
            ("early enough", "in time") if limit.kind == "notice" and early else ("late enough", "sufficiently late")
        )
    else:
        check, other = "soon enough", "in time"
    if rule.subject != "I":
        asked = [_is_so(replace(rule, base=_PLACE.sub(adverb, rule.base))) for adverb in (check, other)]
    elif limit.kind == "deadline":
        raise Unfit("no natural form: the amount cannot be left vague")
    else:
        asked = [f"I want to {untimed.base}{rule.end()}. Is that {adverb}?" for adverb in (check, other)]
    return [Phrasing("limit.degree", asked[0])], [Phrasing("limit.so_far", asked[1])]


def _is_so(rule: Rule) -> str:
    """Whether what a rule says is so: "Are samples kept in the cold room?"."""
    if rule.base.startswith("be "):
        return f"{upper(rule.be())} {rule.subject} {rule.base.removeprefix('be ')}{rule.end()}?"
    return f"{upper(rule.do())} {rule.subject} {rule.base}{rule.end()}?"


_LASTING = ("be", "have", "need", "require", "remain", "stay", "last", "take", "keep")
_SINCE = re.compile(r"(?P<done>.+?)(?: (?:within|after))? § ?(?P<since>(?:after|of|from|following) )?(?P<rest>.*)$")


def _undone(limit: Limit) -> str | None:
    """What has to be done by a deadline, told as not done yet: "The lab has not been told yet"; None where it cannot be."""
    rule = limit.rule
    early = limit.kind != "deadline" or limit.comparator not in ("at_most", "less_than")
    if re.match(r"(?:every|each|all|any)\b", rule.subject, re.IGNORECASE):
        return None  # "every drill has not been entered" may mean that some have
    if early or rule.clause is not None or rule.tail or rule.modality not in ("must", "fact"):
        return None
    match = _SINCE.match(_in_fact(limit.with_amount("§")).base)
    if match is None or re.search(
        r"\b(?:and|or|by|using|if|when|to)\b|,", match["rest"] if match["since"] else match["done"]
    ):
        return None  # a second action would not be undone by this not
    done = match["done"] if match["since"] else f"{match['done']} {match['rest']}".strip()
    verb, _, rest = done.removeprefix("have been ").removeprefix("be ").partition(" ")
    passive = done.startswith(("be ", "have been "))
    lemma = verb_lemma(verb) or verb
    if (inflect_verb(lemma, "VBN") != verb) if passive else verb in _LASTING:
        return None
    told = f"been {verb}" if passive else inflect_verb(verb, "VBN")
    subject = f"{upper(rule.subject)} {'has' if rule.number == 'singular' else 'have'} not"  # "no report" would be none at all
    if re.search(r"\b(?:whether|that|which|who|how)\b", rest):
        return f"{subject} yet {told} {rest}"
    return f"{subject} {told} {rest}".rstrip() + " yet"


def _vague(limit: Limit) -> str:
    """Words for an amount that is not given, in the place of the amount."""
    quantity = limit.quantity
    if limit.kind in ("deadline", "notice"):
        if not limit.trigger:
            raise Unfit("no natural form: the amount cannot be left vague")
        return "a while" if limit.form == "after {}" else "some time"
    if quantity.unit in (*MONEY, "percent", "%"):  # "a certain amount": nobody keeps back his own figure
        raise Unfit("no natural form: the amount cannot be left vague")
    units = unit_words(quantity)
    if units is None or "-" in quantity.written or units.split()[-1].isupper() or len(units) < 3:
        raise Unfit("no natural form: the amount cannot be left vague")
    told = limit.form.endswith(" old") or re.search(rf"{re.escape(limit.old)} {_TALL}\b", limit.rule.base)
    if told and not limit.trigger:
        raise Unfit("no natural form: the amount cannot be left vague")  # "drivers are some years old"
    long = rf"\b(?:for|lasts?|takes?)\s+{re.escape(limit.old)}(?! of)"
    if quantity.unit in TIME and re.search(long, limit.rule.base):
        return "some time"
    if quantity.unit not in TIME and not 3 <= quantity.value <= 9:
        raise Unfit("no natural form: the amount cannot be left vague")  # several are more than 2 and less than 500
    return f"{'some' if quantity.unit in TIME else 'several'} {units}"


_TALL = "(?:old|long|high|wide|tall|deep|thick)"


_MEASURING = r"\b(?:costs?|exceeds?|weighs?|measures?|totals?|lasts?|reach(?:es)?|takes?|holds?|contains?|amounts? to)"
"""A verb that says nothing without its amount."""


def _dropped(limit: Limit) -> Rule:
    """The rule with the amount left out: "for any expense over $75" -> "for an expense"."""
    rule = limit.rule.swap(limit.old, "§")
    per = r"(?: in total| (?:per|an?|each|every) (?:calendar )?(?:day|week|month|quarter|year)\b)?"
    amount = re.compile(rf"(?:(?: with an? (?:[\w-]+ ){{0,3}}?[\w-]+)? of)? §{per}")

    def strip(text: str) -> str:
        text = re.sub(r"\b(?:any|every|each) (\w+) §", lambda m: one_of(m[1]), text)
        text = amount.sub("", text)
        if re.search(rf"\bwith an? [\w-]+$|{_MEASURING}$", text):  # "methods with a recovery", "if it costs"
            raise Unfit("no natural form: the amount cannot be left vague")
        return text

    clause = rule.clause and replace(
        rule.clause, text=strip(rule.clause.text), statement=rule.clause.statement and strip(rule.clause.statement)
    )
    return replace(rule, base=strip(rule.base), subject=strip(rule.subject), tail=strip(rule.tail), clause=clause)
