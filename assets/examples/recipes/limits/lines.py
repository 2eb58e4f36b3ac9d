"""Lines that give an amount for what they name ("Eye tests: up to £30", "Response within 4 hours", "Up to six reservations per
card"): asked for, and amounts held against it. Proofs: `cell`, `missing`."""

import re

from assets.decisions.duties import PERSONS
from assets.decisions.fragments import BOUND_NAME
from assets.examples import rejected
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.quantities import Quantity, compared, find_quantity, satisfies
from assets.examples.recipes.limits.answers import unit_name
from assets.examples.recipes.limits.rows import amount_asked_back, held_against, misjudged_cell, with_value
from assets.examples.recipes.limits.sides import amount_sides
from assets.examples.tables import plainly, unmarked
from assets.examples.words import is_verb, lower, verb_lemma

# What a question about another amount repeats of the line: "up to 5 days for a close relative", "EUR 60 per ride".
_OF_WHAT = re.compile(
    r"(?P<kept>(?: (?:per|a|an|each|every|for|from|after|of|in|at|on|before|following) [^\d,;:.()]+)?)\.?"
)
_PER = re.compile(r"(?P<kept>(?: (?:per|a|an|each|every) [a-z]+)?)\.?")
"""The same of a line without a colon, where more may belong to what is named: "Blood samples within 20 minutes of the call"."""
_LOOSE = re.compile(
    r"\b(?:or|and|but|plus|if|unless|when|where|except|only|not|no|then|else|that|which|who|discretion|usually|normally|"
    r"this|these|you|your|we|our|their|its?)\b",
    re.IGNORECASE,
)


def lines(site: Site) -> list[Draft]:
    """What the line says, and whether an amount keeps to it."""
    point = site.point
    label, text = str(point["lead"]), unmarked(site.shown)
    if re.search(r"[“”\"\[\]]", f"{text}{site.passage.title}"):
        raise Unfit("the sentence holds markup, links or quotes")
    if not label or (" " not in label and not site.shown.startswith(label)):  # "Minimum 12 characters"
        raise Unfit("a line that does not name what its amount is of")
    verb = " " not in label and is_verb(label.lower()) and verb_lemma(label.lower()) == label.lower()
    if verb and not text.startswith(f"{label}:"):  # "Claim within 45 days"
        raise Unfit("doubtful parse: two readings of the verb")
    if re.match(r"(?:all |any )?(?:others?|rest|remaining|else)\b", label, re.IGNORECASE):
        raise Unfit("it points to something outside the sentence")
    if "." in label:
        raise Unfit("no natural form: a short form in what the line names")  # "Max. weight"
    site.lone()
    quantity = find_quantity(text, str(point["value_text"]), float(point["value"]), str(point["unit"]))
    comparator = str(point["comparator"])
    counted = quantity is not None and _counts(text, label, quantity)
    if not counted and _names_person(label):
        raise Unfit("no natural form: what a line gives for a person is no rule for them")
    found = [_asked(site, label)]
    more = None
    if quantity is not None and text.startswith(f"{label}: {quantity.phrase}"):
        more = _OF_WHAT.fullmatch(text, len(label) + 2 + len(quantity.phrase))
    elif quantity is not None and text.startswith(f"{label} {quantity.phrase}") and not BOUND_NAME.match(label):
        more = _PER.fullmatch(text, len(label) + 1 + len(quantity.phrase))
    elif quantity is not None and counted:
        more = _OF_WHAT.fullmatch(text, len(quantity.phrase))
    if quantity is None or more is None or comparator in ("exactly", "between") or _LOOSE.search(more["kept"]):
        site.gaps.update(dict.fromkeys(("inside", "at", "outside", "missing"), "a line that says more than its value"))
        return found
    amounts = amount_sides(quantity, comparator, text, str(point["point"]))

    def held(side: str, asked: float) -> Draft:
        return _side(site, label, quantity, side, asked, more["kept"], found[0])

    return held_against(site, found[0], amounts, held, lambda twin: _missing(site, label, quantity, twin))


def _counts(text: str, label: str, quantity: Quantity) -> bool:
    """Whether a line begins with its amount and counts what it names: "Up to 15 holds per card"."""
    return text.startswith(quantity.phrase) and quantity.phrase.endswith(label.split(maxsplit=1)[0])


def _names_person(label: str) -> bool:
    """Whether a line names a person or a body, of whom an amount is told: "Clerks: up to £25" says nothing of what for."""
    return any(word in PERSONS or word.removesuffix("s") in PERSONS for word in re.findall(r"[a-z]+", label.lower()))


def _called(site: Site, label: str) -> str:
    """What the line names, as it is spelt within a sentence; one thing without a colon behind it has an article."""
    called = _spelt(site, label)
    if re.match(r"(?:an?|the|any|each|every|one|no) ", label, re.IGNORECASE):
        return called
    one = parse(called)[:].root.tag_ == "NN"
    if one and unmarked(site.shown).startswith(f"{label}:"):
        return plainly(site, label)
    return f"the {called}" if one else called


def _spelt(site: Site, label: str) -> str:
    if re.search(r" [A-Z]", label):
        return label
    first = re.split(r"['’\s]", label, maxsplit=1)[0]
    return lower(label) if first[1:] == first[1:].lower() and first.lower() in site.corpus.common_words else label


def _asked(site: Site, label: str) -> Draft:
    called, cite = _called(site, label), site.cite
    loose = called.isalpha() and parse(called)[:].root.tag_ == "NN" and called not in site.corpus.uncounted  # "target"
    if called.startswith('"') or loose or _CALENDAR.fullmatch(label):
        raise Unfit("no natural form: what a line gives for it is no rule on it")
    text = str(site.corpus.texts[site.point["document"]])
    if len(re.findall(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE)) > 1:
        raise Unfit("no natural form: more is said of it in the document than the line gives")
    line = f"{unmarked(site.shown)} {_behind(site)}".strip()
    train = [
        Phrasing("line.rule", f"What's the rule for {called}?"),
        Phrasing("line.is_it", f"What is the rule for {called}?"),
    ]
    evaluation = [Phrasing("line.holds", f"Which rule is there for {called}?")]
    options = (
        f"{cite} says: “{line}”",
        f"“{line}” That is what {cite} gives.",
        f"The line in {cite} is “{line}”",
    )
    missing = f"what applies to {called}"
    return site.draft(
        ("answerable", "answer"), ("lines", "asked"), site.say(train, evaluation, "line", about=True),
        site.pick(options, "line answer"), _claim(site, label, str(site.point["unit"])),
        rejected=rejected.refusal(site, "", missing),
    )  # fmt: skip


_CALENDAR = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)days?)",
    re.IGNORECASE,
)


def _behind(site: Site) -> str:
    """What the line says behind its first sentence: "Lamps: every 8 h. After each new lot."; raises Unfit where that cannot be
    quoted with it."""
    text = str(site.corpus.texts[site.point["document"]])[int(site.point["sentence_end"]) :].partition("\n")[0]
    if re.search(r"[“”\"\[\]|*_`<>]", text) or len(text.split()) > _LONGEST:
        raise Unfit("a line that says more than can be quoted")
    return text.strip() if re.search(r"\w", text) else ""


_LONGEST = 25


def _claim(site: Site, label: str, unit: str, **decided: object) -> dict[str, object]:
    claim = {
        "proof": "cell",
        "quote": site.quote,
        "row": label,
        "column": None,
        "value": site.point["value"],
        "unit": unit,
    }
    return {**claim, "asked": None, "holds": None, "polarity": None, **decided}


def _side(site: Site, label: str, quantity: Quantity, side: str, asked: float, of_what: str, twin: Draft) -> Draft:
    comparator, called = str(site.point["comparator"]), _called(site, label)
    amount, holds = quantity.write(asked), satisfies(comparator, asked, quantity.value)
    most = comparator in ("at_most", "less_than")
    fits, fine = ("still be okay", "be fine") if most else ("be enough", "be sufficient")
    behind = "" if _counts(unmarked(site.shown), label, quantity) else f" for {called}"
    train = [Phrasing("line.okay", f"Would {amount}{of_what} {fits}{behind}?")]
    evaluation = [Phrasing("line.fine", f"Would {amount}{of_what} {fine}{behind}?")]
    word, cite = "Yes" if holds else "No", site.cite

    def told(word: str, value: float) -> str:
        """The verdict, with a value as that of the line."""
        line, phrase = (with_value(t, quantity, value) for t in (unmarked(site.shown), quantity.phrase))
        than = compared(comparator, asked, value)
        options = (
            f"{word}. {cite} says “{phrase}”, and {amount} is {than} that: “{line}”",
            f"{word}: {amount} is {than} what {cite} gives. The line reads “{line}”",
            f"{word}. “{line}” {cite} So the line is “{phrase}”, and {amount} is {than} that.",
        )
        return site.pick(options, f"line {side}")

    worse = misjudged_cell(site, side, asked, holds, told, f"whether {amount}{of_what} would {fits}{behind}")
    decided = {"asked": asked, "holds": holds, "polarity": word.lower()}
    return site.draft(
        (f"{side}_limit", "answer"), ("lines", side), site.say(train, evaluation, side),
        told(word, quantity.value), _claim(site, label, unit_name(quantity), **decided), rejected=worse, twin=twin,
    )  # fmt: skip


def _missing(site: Site, label: str, quantity: Quantity, twin: Draft) -> Draft:
    if twin.cell == "asked" or site.point["comparator"] not in ("at_most", "less_than"):
        raise Unfit("no natural form: the amount cannot be left vague")
    called, line, cite = _called(site, label), unmarked(site.shown), site.cite
    train = [Phrasing("line.are_we", f"Are we within the limit for {called}?")]
    evaluation = [Phrasing("line.are_we_still", f"Are we still under the limit for {called}?")]
    slot = amount_asked_back(quantity)
    options = (f"{slot}? {cite} says “{line}”", f"That depends. {slot} exactly? The line in {cite} is “{line}”")
    claim = {"proof": "missing", "quote": site.quote, "slot": "amount", "unit": unit_name(quantity)}
    sure = f"{site.pick(('Yes, you are', 'No, you are not'), 'sure')}. {cite} draws the line: “{line}”"
    return site.draft(
        ("missing_amount", "clarify"), ("lines", "missing"), site.say(train, evaluation, "line missing"),
        site.pick(options, "line missing answer"), claim, rejected=(sure, "overconfidence"), twin=twin,
    )  # fmt: skip
