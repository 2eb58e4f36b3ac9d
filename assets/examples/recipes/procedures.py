"""Steps in their order: what comes after and before, a wrong order, steps by their number, and steps that no procedure
holds. Proofs: `step`, `order`, and `invented` for steps taken from elsewhere and numbers beyond the last."""

import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise

from assets.decisions.duties import PERSONS
from assets.decisions.moments import MONTHS
from assets.examples import rejected
from assets.examples.corpus import Passage, content_words, words_of
from assets.examples.drafts import Draft, Evidence, Phrasing, Site, tidy, to_you
from assets.examples.duty import read_duty
from assets.examples.grammar import Unfit
from assets.examples.misquoting import AUTHORITY
from assets.examples.parsing import parse
from assets.examples.words import upper
from assets.identity import sha256

_UNORDERED = re.compile(
    r"\b(?:responsibilit(?:y|ies)|roles?|duties|requirements?|criteria|benefits|members|tips|rules|principles|definitions|"
    r"types|examples|reasons|options|questions|resources)\b",
    re.IGNORECASE,
)
"""What a list is of whose numbers only count: its items have no order."""


def order(site: Site) -> list[Draft]:
    """What comes after the step before, what comes before this one, and the two in the wrong order."""
    if site.point["marker"] in ("before", "after"):
        return [_around(site)]
    if _UNORDERED.search((site.passage.heading or (site.passage.title,))[-1]):
        raise Unfit("a numbered list that is no procedure")
    earlier = _earlier(site)
    steps = [site.shown, *([tidy(earlier.text)] if earlier else [])]
    if any(_RECURS.search(step) for step in steps) or (len(steps) > 1 and all(_IF.match(step) for step in steps)):
        raise Unfit("a numbered list that is no procedure")
    if any(_BANS.match(step) for step in steps):
        raise Unfit("a step that forbids is no step to be done")
    if earlier is None:
        return [_first(site)]
    try:
        own, before = _action(site, site.shown), _action(site, tidy(earlier.text))
    except Unfit:
        return _read_out(site, earlier)
    drafts = []
    for way, quoted, evidence in _both_ways(site, earlier):
        given = before if way == "next" else own
        train, evaluation = _ask(way, given)
        drafts.append(
            site.draft(
                ("answerable", "answer"), ("order", "asked"),
                site.say(train, evaluation, way, about=len(content_words(given)) < 3),
                site.pick(_tell(way, quoted, site.cite), way),
                {"proof": "step", "quote": quoted, "given": tidy(earlier.text) if way == "next" else site.shown,
                 "asks": way},
                rejected=rejected.refusal(site, "", "in which order that is done"), evidence=evidence,
            )
        )  # fmt: skip
    drafts.append(_wrong_order(site, own, before, earlier, drafts[0]))
    with suppress(Unfit):  # no lead says which procedure is meant
        drafts.append(_when(site, own, earlier))
    return drafts


_RECURS = re.compile(
    r"\b(?:daily|weekly|monthly|quarterly|yearly|annually|(?:once|twice) (?:an?|per|every)|before and after|"
    r"(?:every|each) (?:\w+ )?(?:use|time|shift|minute|hour|day|morning|evening|night|week|month|quarter|year|season|spring|"
    rf"summer|autumn|winter|\w+day|{'|'.join(MONTHS)})s?)\b",
    re.IGNORECASE,
)
"""What is done again and again has no place in an order."""
_IF = re.compile(r"(?:if|where|for|in case|should)\b", re.IGNORECASE)
"""What begins one of several cases, of which nobody does one after the other."""
_BANS = re.compile(r"(?:do not|don['’]t|never)\b", re.IGNORECASE)
"""What is not done is no step before or after which something is done."""


def _both_ways(site: Site, earlier: Evidence) -> list[tuple[str, str, tuple[Evidence, ...]]]:
    """(way, the step that answers, evidence) for what comes after the step before, and before this one. After a step that goes
    on ("Sign in. Then create an account.") comes the rest of it."""
    own, before = _told(site, site.evidence[-1]), _told(site, earlier)
    after, ahead = ("next", tidy(own.text), (earlier, own)), ("previous", tidy(before.text), (before, *site.evidence))
    return [after, ahead] if before.text == earlier.text else [ahead]


def _when(site: Site, own: str, earlier: Evidence) -> Draft:
    """ "At which point do I sign the form?", in the words that ask for steps that there are not; raises Unfit where the step says
    it itself."""
    if _SAYS_WHEN.search(own):
        raise Unfit("no natural form: the step says when itself")
    earlier = _told(site, earlier)
    quoted = tidy(earlier.text)
    options = (f"Right after “{quoted}” {site.cite}", f"{site.cite} puts it right after “{quoted}”",
               f"After “{quoted}”, going by {site.cite}.")  # fmt: skip
    return site.draft(
        ("answerable", "answer"), ("order", "asked"), _ask_when(site, own), site.pick(options, "when"),
        {"proof": "step", "quote": quoted, "given": site.shown, "asks": "when"},
        rejected=rejected.refusal(site, "", "at which point that is done"), evidence=(earlier, *site.evidence),
    )  # fmt: skip


_SAYS_WHEN = re.compile(
    r"\b(?:at|by) (?:the )?\d|\b(?:when|once|as soon as|within|before|after|until|while|every|each)\b", re.IGNORECASE
)


def _ask_when(site: Site, step: str) -> Phrasing:
    """Ask when a step is done, in words that do not tell whether there is one: "I sign the form"."""
    train = [Phrasing("step.at_point", f"At which point do {step}?"), Phrasing("step.when", f"When do {step}?")]
    evaluation = [Phrasing("step.after_which", f"After which step do {step}?")]
    return site.say(train, evaluation, "step when", about=True)


def _read_out(site: Site, earlier: Evidence) -> list[Draft]:
    """'What comes after "Click Save"?': a step that the asker reads out, because it cannot be said of oneself."""
    own, before = site.shown, tidy(earlier.text)
    text = tidy(re.sub(r"[*_`]", "", str(site.corpus.texts[site.point["document"]])))
    if site.point["value"] is None or not (_commands(own) or _commands(before)):
        raise Unfit("no natural form: the step is not simply done by the asker")
    for step in (own, before):
        if not 3 <= len(step.split()) <= 25 or re.search(r"[\"“”\[\]|*_`<>]|[,:;…]$", step):
            raise Unfit("no natural form: the step cannot be read out")
        if text.count(step) != 1:
            raise Unfit("doubtful parse: two steps in the same words")
    drafts = []
    for way, quoted, evidence in _both_ways(site, earlier):
        given = before if way == "next" else own
        train, evaluation = _ask_read_out(way, given.rstrip("."))
        drafts.append(
            site.draft(
                ("answerable", "answer"), ("order", "asked"), site.say(train, evaluation, way),
                site.pick(_tell(way, quoted, site.cite), way),
                {"proof": "step", "quote": quoted, "given": given, "asks": way},
                rejected=rejected.refusal(site, "", "in which order that is done"), evidence=evidence,
            )
        )  # fmt: skip
    return drafts


def _ask_read_out(way: str, given: str) -> tuple[list[Phrasing], list[Phrasing]]:
    if way == "next":
        return (
            [Phrasing("step.read_next", f'What comes after "{given}"?'),
             Phrasing("step.read_done", f'I am done with "{given}". What do I have to do after that?')],
            [Phrasing("step.read_follows", f'Which step comes right after "{given}"?')],
        )  # fmt: skip
    return (
        [Phrasing("step.read_before", f'What comes before "{given}"?'),
         Phrasing("step.read_first", f'What do I have to do before the step "{given}"?')],
        [Phrasing("step.read_precedes", f'Which step comes right before "{given}"?')],
    )  # fmt: skip


def _around(site: Site) -> Draft:
    """ "What do I have to do before I begin?" where one sentence tells of two actions."""
    duty, marker = read_duty(site.shown, site.point["predicate"], site.corpus.common_words), str(site.point["marker"])
    if duty.lead.lower().startswith(marker + " "):
        clause = duty.lead[len(marker) + 1 :]
    else:
        action, _, clause = duty.rest.partition(f" {marker} ")
        if duty.lead or not action or f" {marker} " in clause:
            raise Unfit("doubtful parse: two readings of the order")
        if _COUNTS_TO.search(action):
            raise Unfit("no natural form: the other action only counts the time")
    passive = duty.verb == "be" and parse(f"They are {duty.rest}.")[2].tag_ == "VBN"
    is_done = duty.modality == "fact" and passive and not re.match(r"\w+ing\b", clause)
    binds = duty.modality in ("must", "should") or is_done
    if not binds or duty.only or duty.exception or not content_words(clause):
        raise Unfit("no natural form: nobody is bound")
    if not re.match(r"(?:I|my|the|an?|\w+ing|[a-z]+s)\b", clause) or re.search(r"[,;]", clause):
        raise Unfit("no natural form: the other action has no subject")
    if is_done:
        ask = f"What happens {marker} {clause}"
    elif duty.verb == "be":
        ask = f"What has to happen {marker} {clause}"
    elif duty.modality == "should":
        ask = f"What should {duty.subject} do {marker} {clause}"
    else:
        ask = f"What {'does' if duty.number == 'singular' else 'do'} {duty.subject} have to do {marker} {clause}"
    train = [Phrasing(f"around.{marker}", f"{ask}?")]
    evaluation = [Phrasing(f"around.quick_{marker}", f"Quick question: w{ask[1:]}?")]
    options = (
        f"{site.cite} says: “{site.shown}”",
        f"You will find that in {site.cite}: “{site.shown}”",
        f"The instruction reads “{site.shown}” {site.cite}",
    )
    return site.draft(
        ("answerable", "answer"), ("around", "asked"), site.say(train, evaluation, "around"),
        site.pick(options, "around"), {"proof": "quote", "quote": site.quote},
        rejected=rejected.refusal(site, "", "what has to be done then"),
    )  # fmt: skip


_COUNTS_TO = re.compile(r"\bfor (?:[\w.,-]+ ){1,5}(?:minute|hour|day|week|month|quarter|year)s?$")
"""How long something goes on before "after" and "before": "kept for 10 years after the sale"."""


def _earlier(site: Site) -> Evidence | None:
    """The step before, where it stands in the same passage."""
    start, end = site.point["follows_start"], site.point["follows_end"]
    if start is None:
        if site.point["value"] == 1:
            return None
        raise Unfit("the step before it is not known")
    passage = site.passage
    if not (passage.start <= start and end <= passage.end):
        raise Unfit("the step before stands in another passage")
    return Evidence(passage, start, end, site.corpus.texts[site.point["document"]][start:end])


def _action(site: Site, text: str) -> str:
    """A step as something that the asker does: "I cut off the attack vector"; raises Unfit."""
    text = re.sub(
        r"^(?:and )?(?:then|next|after that|afterwards?|subsequently|finally|lastly)\b,?\s+", "", text, flags=re.I
    )
    duty = read_duty(text[:1].upper() + text[1:], None, site.corpus.common_words)
    if duty.subject != "I" or duty.modality != "must" or duty.lead or duty.only or duty.exception or duty.agent:
        raise Unfit("no natural form: the step is not simply done by the asker")
    if (
        len(duty.action.split()) > 14
        or len(content_words(duty.action)) < 2
        or re.search(r"\bif\b|\bwhen\b", duty.action)
    ):
        raise Unfit("no natural form: the step is too long or too short")
    return f"I {duty.action}"


def _ask(way: str, given: str) -> tuple[list[Phrasing], list[Phrasing]]:
    if way == "next":
        return (
            [Phrasing("step.next", f"What is the next step after {given}?"),
             Phrasing("step.then", f"What do I have to do after {given}?")],
            [Phrasing("step.comes_after", f"Which step comes right after {given}?")],
        )  # fmt: skip
    return (
        [Phrasing("step.before", f"What do I have to do before {given}?"),
         Phrasing("step.previous", f"Which step comes before {given}?")],
        [Phrasing("step.right_before", f"What is the last step before {given}?")],
    )  # fmt: skip


def _tell(way: str, quoted: str, cite: str) -> tuple[str, ...]:
    if way == "next":
        return (f"Next comes “{quoted}” {cite}", f"The step after that is “{quoted}” {cite}",
                f"According to {cite}, you go on with “{quoted}”")  # fmt: skip
    return (f"Right before that comes “{quoted}” {cite}", f"The step before that is “{quoted}” {cite}",
            f"{cite} puts this first: “{quoted}”")  # fmt: skip


def _first(site: Site) -> Draft:
    if not _commands(site.shown) or re.search(r" [-*•] ", site.shown):
        raise Unfit("no natural form: the step is not simply done by the asker")
    heading = (site.passage.heading or (site.passage.title,))[-1]
    if re.search(r"[\"“”\[\]?:]|^\d", heading) or len(heading.split()) > 8 or len(content_words(heading)) < 1:
        raise Unfit("no natural form: the procedure has no name")
    under = site.under()
    train = [Phrasing("step.first", f"What is the first step under {under}?"),
             Phrasing("step.start", f"What do I have to do first under {under}?")]  # fmt: skip
    evaluation = [Phrasing("step.begin", f"With which step does {under} begin?")]
    options = (f"The first step is “{site.shown}” {site.cite}", f"It begins with “{site.shown}” {site.cite}",
               f"{site.cite} starts with “{site.shown}”")  # fmt: skip
    return site.draft(
        ("answerable", "answer"), ("order", "asked"), site.say(train, evaluation, "first"), site.pick(options, "first"),
        {"proof": "step", "quote": site.shown, "given": None, "asks": "first"},
        rejected=rejected.refusal(site, "", "with which step it begins"), evidence=site.evidence,
    )  # fmt: skip


def _wrong_order(site: Site, own: str, before: str, earlier: Evidence, twin: Draft) -> Draft:
    act, other = own.removeprefix("I "), before.removeprefix("I ")
    train = [
        Phrasing("order.thought", f"I thought I had to {act} before I {other}. Is that right?"),
        Phrasing("order.told", f"A colleague told me to {act} first and then {other}. Is that correct?"),
    ]
    evaluation = [Phrasing("order.heard", f"Someone said I should {act} before I {other}. Is that true?")]
    first, then = tidy(earlier.text), site.shown
    options = (
        f"No, it is the other way round. First comes “{first}”, then “{then}” {site.cite}",
        f"That is not the order in {site.cite}: “{first}” comes before “{then}”",
        f"No, that order is wrong: {site.cite} has “{first}” first and “{then}” after it.",
    )
    return site.draft(
        ("false_premise", "correct_premise"), ("wrong_order", "asked"), site.say(train, evaluation, "wrong order"),
        site.pick(options, "wrong order"),
        {"proof": "order", "quote": then, "given": first},
        rejected=(f"Yes, {site.cite} has “{then}” first and “{first}” after it.", "fabrication"), twin=twin,
        evidence=(earlier, *site.evidence),
    )  # fmt: skip


def numbered(site: Site) -> list[Draft]:
    """ "What does step 3 under "Returns" say?", and the same for a number beyond the last step."""
    label, whole, step = _label(site), _whole(site.passage, site.start), _called(site)
    place, shown = _place(site, label), tidy(whole.text)
    _stands_alone(shown)
    section = site.corpus.by_section[(site.passage.document, site.passage.heading)]
    if "." not in label and site.start not in {passage.start + item.end() for passage, item in _outer(section)}:
        raise Unfit("a part of another step")
    others = [text for text in _read(section, label.rpartition(".")[0]) if text != shown]
    worse = rejected.refusal(site, "", f"what {step} {label} {place} says")
    if others and site.number("misnumbered") % 2:
        worse = site.pick(_reading(step, site.pick(others, "another number"), site.cite), "number"), "fabrication"
    drafts = [
        site.draft(
            ("answerable", "answer"), ("numbered", "asked"), _ask_for(site, f"{step} {label} {place}"),
            site.pick(_reading(step, shown, site.cite), "number"),
            {"proof": "step", "quote": shown, "given": label, "asks": "number"}, rejected=worse, evidence=(whole,),
        )
    ]  # fmt: skip
    try:
        drafts.append(_beyond(site, label, f"{step} {{}} {place}", drafts[0]))
    except Unfit as reason:
        site.gaps["invented"] = str(reason)
    return drafts


def _stands_alone(item: str) -> None:
    """Raise Unfit where an item tells nothing by itself."""
    if item[:1].islower() and item.endswith((";", ",")):
        raise Unfit("the item is a part of a sentence")
    if _POINTS_ON.match(item) or _SEES.search(item):
        raise Unfit("it points to something outside the sentence")


def _reading(step: str, text: str, cite: str) -> tuple[str, ...]:
    """Ways to read a step out."""
    return f"The text says “{text}” {cite}", f"{cite} has this there: “{text}”", f"That {step} reads “{text}” {cite}"


_POINTS_ON = re.compile(
    r"(?:please )?(?:follow|do|take|perform|complete|see|read|use) (?:the |all )?(?:these|this|those|following|next|above|below)"
    r"(?: [\w-]+){0,2}[.:!]?$",
    re.IGNORECASE,
)
"""A step that says nothing of its own: "Follow these steps."."""
_SEES = re.compile(
    r"\b(?:follow|repeat|see|do) [^.]*(?:\b(?:above|below)\b|\b(?:steps?|instructions?|items?|points?) #?\d)",
    re.IGNORECASE,
)
"""One that sends to another place: "Follow instructions 4 to 6 from the above section"."""


def _ask_for(site: Site, step: str) -> Phrasing:
    """Ask for a step by its number and place, in words that do not tell whether there is one: 'step 3 of "Returns"'."""
    train = [
        Phrasing("step.number_says", f"What does {step} say?"),
        Phrasing("step.number_tell", f"Please tell me what {step} says."),
    ]
    evaluation = [
        Phrasing("step.number_know", f"I would like to know what {step} says."),
        Phrasing("step.number_reads", f"How does {step} read?"),
    ]
    if step.startswith("step"):
        train.append(Phrasing("step.number_do", f"What do I have to do in {step}?"))
    else:
        train.append(Phrasing("step.number_about", f"What is {step} about?"))
    return site.say(train, evaluation, "number", alone=True)


def _called(site: Site) -> str:
    """What people call a numbered item: a step where its list holds a command (one of "2.1.3" in most), else a point."""
    items = [o for o in (site.point, *site.siblings) if o["kind"] == "step" and o["value"] is not None]
    commands = sum(_commands(tidy(str(o["sentence"]))) for o in items)
    return "step" if commands > (len(items) / 2 if "." in _label(site) else 0) else "point"


def _commands(item: str) -> bool:
    root = next(t for t in parse(f"{upper(item).rstrip('.;,')}.") if t.dep_ == "ROOT")
    return root.tag_ in ("VB", "VBP") and not any(t.dep_ in ("nsubj", "nsubjpass", "expl") for t in root.children)


def _label(site: Site) -> str:
    """The step's number as written before it: "3", "5.3"; raises Unfit."""
    text = site.corpus.texts[site.point["document"]][site.passage.start : site.start]
    match = re.search(r"(?:^|\n)[ \t]*((?:\d+\.)*\d+)[.)]?[ \t]+$", text)
    if match is None or site.point["value"] is None:
        raise Unfit("the step bears no number")
    return match[1]


def _whole(passage: Passage, start: int) -> Evidence:
    """The step that begins there with all that its item says; raises Unfit where that is more than a few sentences."""
    text = passage.text[start - passage.start :]
    end = _ITEM_END.search(text)
    said = (text[: end.start()] if end else text).rstrip()
    if said.endswith(":") or "\n\n" in said or len(said) > 400 or re.search(r"[“”\[\]|`]", said):
        raise Unfit("the step says more than can be quoted")
    return Evidence(passage, start, start + len(said), said)


def _told(site: Site, step: Evidence) -> Evidence:
    """A step as an answer quotes it: an item whole, one that a "then" orders by its sentence."""
    return step if site.point["value"] is None else _whole(step.passage, step.start)


_ITEM_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•]|(?:\d+\.)*\d+[.)]?)[ \t]+\S)")


def _place(site: Site, label: str) -> str:
    """Where a step stands, as people say it: 'under "Returns" in "SOP-012 Lock-out"', 'of "SOP-012 Lock-out"'."""
    heading, title = site.passage.heading[-1] if site.passage.heading else "", site.passage.title
    dotted = "." in label and re.match(r"\d+\.", heading) is not None  # "5.3" stands once in the document
    page = f'"{title.rstrip(": ")}"' if _is_name(title) else None
    if _is_name(heading) and heading != title and not dotted:
        return f'under "{heading.rstrip(": ")}"' + (f" in {page}" if page else "")
    if page is None:
        raise Unfit("no natural form: the procedure has no name")
    return f"of {page}"


def _is_name(text: str) -> bool:
    return re.search(r"[\"“”\[\]?]", text) is None and bool(content_words(text)) and len(text.split()) < 10


def _beyond(site: Site, label: str, named: str, twin: Draft) -> Draft:
    """A number that the list does not reach, told by its last step; `named` names a number: 'step {} under "Returns"'. Who takes
    a step that there is for it reads one of the last ones out."""
    section = site.corpus.by_section[(site.passage.document, site.passage.heading)]
    if len(section) > 3:
        raise Unfit("the list is too long to be shown")
    above = label.rpartition(".")[0]
    evidence, last = _last(section, above)
    shown = tidy(evidence.text)
    number = str(last + 1 + site.number("beyond") % 5)
    other = f"{above}.{number}" if above else number
    asked, step = named.format(other), named.partition(" ")[0]
    taken = site.pick(_read(section, above)[-2:] or [shown], "misnumbered")
    options = (
        f"There is no {step} {other} in {site.cite}. The last one there is “{shown}”",
        f"{site.cite} has no {step} {other}; the last one is “{shown}”",
        f"No {step} {other} exists there. The last one reads “{shown}” {site.cite}",
    )
    return site.draft(
        ("invented_step", "correct_premise"), ("beyond", "invented"), _ask_for(site, asked),
        site.pick(options, "beyond"), {"proof": "invented", "quote": shown, "number": other},
        rejected=(site.pick(_reading(step, taken, site.cite), "number"), "fabrication"),
        twin=twin, evidence=(evidence,),
        context=site.surroundings(also=[p for p in section if p != site.passage]),
    )  # fmt: skip


def _last(section: Sequence[Passage], above: str) -> tuple[Evidence, int]:
    """The last item of a numbered list, and its number; `above` is what stands before that: 5 of 5.3."""
    items = _numbers(section, above)
    if any(
        int(b[1]["number"].rpartition(".")[2]) <= int(a[1]["number"].rpartition(".")[2]) for a, b in pairwise(items)
    ):
        raise Unfit("another list in the same section")
    passage, item = max(items, key=lambda found: int(found[1]["number"].rpartition(".")[2]))
    step = _whole(passage, passage.start + item.end())
    if step.text.endswith("?") or _SEES.search(step.text):
        raise Unfit("the step says more than can be quoted")
    return step, int(item["number"].rpartition(".")[2])


def _numbers(section: Sequence[Passage], above: str) -> list[tuple[Passage, re.Match[str]]]:
    """The numbers of a list, each with its passage; `above` as in `_last`."""
    numbered = ((p, m) for p in section for m in _ITEM.finditer(p.text)) if above else _outer(section)
    return [(p, m) for p, m in numbered if m["number"].rpartition(".")[0] == above]


def _read(section: Sequence[Passage], above: str) -> list[str]:
    """The items of a list that can be read out, in order; `above` as in `_last`."""
    found = []
    for passage, item in _numbers(section, above):
        with suppress(Unfit):
            text = tidy(_whole(passage, passage.start + item.end()).text)
            _stands_alone(text)
            found.append(text)
    return found


def _outer(section: Sequence[Passage]) -> list[tuple[Passage, re.Match[str]]]:
    """The numbers of a section's list, each with its passage: what is numbered anew behind an indent is a part of a step."""
    found: list[tuple[Passage, re.Match[str]]] = []
    for passage in section:
        for item in _ITEM.finditer(passage.text):
            if "." not in item["number"] and (not found or len(item["indent"]) <= len(found[-1][1]["indent"])):
                found.append((passage, item))
    return found


_ITEM = re.compile(r"(?:^|\n)(?P<indent>[ \t]*)(?P<number>(?:\d+\.)*\d+)[.)]?[ \t]+(?=\S)")


def invented(site: Site) -> list[Draft]:
    """ "At which point do I get the approval of the foreman?": an errand to somebody whom several documents name and this one
    never does, in a procedure in which people have a part."""
    asked = next((d for d in site.drafts if d.claim.get("asks") == "when"), None)
    if asked is None and any(d.recipe == "beyond" for d in site.drafts):
        return []  # where no step that there is was asked for in these words, they would tell that there is none
    twin = asked or site.made("order", "numbered")
    if twin is None:
        raise Unfit("no answerable counterpart")
    if _called(site) != "step":
        raise Unfit("a clause of a text, no step of a procedure")
    if not {w.removesuffix("s") for w in words_of(site.passage.text)} & PERSONS:
        raise Unfit("no natural form: nobody has a part in the procedure")
    held = frozenset().union(*(p.stems for p in site.corpus.by_document[site.point["document"]]))
    roles = [r for r in site.roles if len(r.split()) > 1 and AUTHORITY.search(r) and not content_words(r) & held]
    for role in sorted(roles, key=lambda r: sha256(site.point["point"] + r)):
        if site.corpus.naming(role) >= _WELL_KNOWN:
            return [_no_such_step(site, site.pick(_ERRANDS, "errand").format(role), twin)]
    raise Unfit("nobody well known is left out by the document")


_WELL_KNOWN = 3
_ERRANDS = ("I inform the {}", "I get the approval of the {}", "I report to the {}", "I call the {}")


def _no_such_step(site: Site, step: str, twin: Draft) -> Draft:
    you = to_you(step)
    options = (
        f"There is no such step in {site.cite}: nowhere does it say that {you}. What it does say is “{site.shown}”",
        f"{site.cite} has no step in which {you}. One of its steps is “{site.shown}”",
        f"Nowhere in {site.cite}: that procedure does not say that {you}. It says, for one, “{site.shown}”",
    )
    return site.draft(
        ("invented_step", "correct_premise"), ("invented", "invented"), _ask_when(site, step), site.pick(options, "invented"),
        {"proof": "invented", "quote": site.shown, "step": step},
        rejected=(f"That comes right after the step “{site.shown}” {site.cite}", "fabrication"), twin=twin,
        evidence=site.evidence,
    )  # fmt: skip


RECIPES = (order, numbered, invented)
