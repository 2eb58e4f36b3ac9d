"""Who a table names for a row: asked for, and told wrong with another name of the same column. Proofs: `cell`, `cell_denied`."""

import re
from dataclasses import dataclass

from assets.decisions.duties import names_person
from assets.examples import rejected
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.subjects import ONE_PERSON, acts_itself, is_anybody
from assets.examples.tables import called, column_of, is_many, said_besides, unmarked
from assets.examples.words import inflect_verb, lower, verb_lemma

_OF_PERSONS = re.compile(
    r"(?:[a-z]+ )?(?:approver|owner|reviewer|signatory|contact(?: person)?|decision maker|"
    r"responsible (?:person|role|team|party|department|function))",
    re.I,
)
"""A column whose name is that of somebody: "the approver for ..."."""
_GIVEN = re.compile(r"((?:[a-z]+ )?(?:approval|sign-?off))(?: by| from)?", re.IGNORECASE)
_DOES = re.compile(
    r"(?:who )?(approves|signs(?: off)?|checks|reviews|(?:may|can) (?:approve|sign)|does(?= it$)|"
    r"(?:says yes|agrees|(?:may|can) agree)|(?:decides|(?:may|can) decide))(?: it)?",
    re.IGNORECASE,
)
_TOLD = re.compile(r"who to (ask|tell|call|contact)", re.IGNORECASE)
_DONE = re.compile(r"((?:[a-z]+ )?)([a-z]+(?:ed|ne|n|pt|d)(?: off| out)?) by", re.IGNORECASE)
_GOES_TO = re.compile(r"(escalat|report)(?:e|ed)?(?: to)?", re.IGNORECASE)


@dataclass(frozen=True)
class _Words:
    """How a column asks who it is, what one does not know where nothing tells it, and how it is told of somebody."""

    question: str
    unknown: str
    told: str

    def of(self, who: str) -> str:
        return self.told.replace("{who}", who)


def held(site: Site) -> list[Draft]:
    """ "Who is the approver for "Travel"?", and a colleague who names another one of the column."""
    if site.point["form"] != "row":
        return []
    row = unmarked(str(site.point["subject"] or ""))
    column = unmarked(str(site.point["lead"] or "").removeprefix(f"{site.point['subject']}, "))
    cell = unmarked(str(site.point["sentence"]).removeprefix(f"{site.point['lead']}: "))
    if not row or re.search(r"[“”\"\[\]|]", f"{row}{column}{cell}{site.passage.title}") or len(row.split()) > 9:
        raise Unfit("a table whose row or column cannot be named")
    if is_anybody(cell):
        raise Unfit("the role is everybody")
    site.lone()
    asked = _asked(site, row, column, cell)
    try:
        return [asked, _denied(site, row, column, cell, asked)]
    except Unfit as reason:
        site.gaps["premise"] = str(reason)
        return [asked]


def _words(column: str, row: str, *, many: bool) -> _Words:
    """How people ask for the one that a column names for a row: "who gives the approval for travel"."""
    be = "are" if many else "is"
    if match := _TOLD.fullmatch(column):
        verb = match[1].lower()
        return _Words(
            f"Who do we {verb} about {row}?", f"who to {verb} about {row}", f"we have to {verb} {{who}} about {row}"
        )
    if match := _GOES_TO.fullmatch(column):
        gone = f"{match[1].lower()}ed to"
        return _Words(f"Who {be} {row} {gone}?", f"who {row} {be} {gone}", f"{row} {be} {gone} {{who}}")
    if match := _DONE.fullmatch(column):
        verb, *off = match[2].lower().split()
        does = " ".join([match[1].lower() + inflect_verb(verb_lemma(verb) or verb, "VBZ"), *off])
        return _Words(f"Who {does} {row}?", f"who {does} {row}", f"{row} {be} {match[0].lower()} {{who}}")
    if _OF_PERSONS.fullmatch(column):
        of = f"{lower(column)} {'of' if column.lower().endswith('owner') else 'for'} {row}"
        return _Words(f"Who is the {of}?", f"who the {of} is", f"the {of} is {{who}}")
    if match := _GIVEN.fullmatch(column):
        does = f"gives the {lower(match[1])} for"
    elif match := _DOES.fullmatch(column):
        does = match[1].lower()
        does += " to" if re.search("yes|agree", does) else " on" if "decide" in does else ""
    elif re.fullmatch(r"responsible|accountable", column, re.IGNORECASE):
        does = f"is {column.lower()} for"
    elif column.lower() == "who":
        does = "is named for"
    else:
        raise Unfit("no natural form: what the column says of the one that it names")
    return _Words(f"Who {does} {row}?", f"who {does} {row}", f"{{who}} {does} {row}")


def _spoken(role: str) -> str:
    """A role as one speaks of it, with its article: "the duty manager", "marketing"."""
    root = parse(role.lower())[:].root
    said = role if re.search(r" [A-Z]", role) else lower(role)
    single = root.lower_ in ONE_PERSON or (root.tag_ == "NN" and acts_itself(role.lower()))
    return (
        f"the {said}" if single and not re.match(r"(?:any|the|an?|each|every|all|no)\b", said, re.IGNORECASE) else said
    )


def _asked(site: Site, row: str, column: str, cell: str) -> Draft:
    named = called(site, row)
    said = _words(column, named, many=is_many(named))
    train = [Phrasing("holder.who_is", said.question)]
    evaluation = [Phrasing("holder.know", f"I would like to know {said.unknown}.")]
    options = (
        f"{site.cite} names “{cell}” for “{row}” under “{column}”.",
        f"The table in {site.cite} has “{cell}” in the row “{row}”, column “{column}”.",
        f"“{cell}”, going by the row “{row}” and the column “{column}” in {site.cite}.",
    )
    claim = {"proof": "cell", "quote": site.quote, "row": row, "column": column, "name": cell, "value": None, "unit": None,
             "asked": None, "holds": None, "polarity": None}  # fmt: skip
    answer = site.pick(options, "holder answer") + said_besides(site, column)
    return site.draft(
        ("answerable", "answer"), ("holders", "asked"), site.say(train, evaluation, "holder"), answer, claim,
        rejected=rejected.misread(site, column, cell, answer, said.unknown),
    )  # fmt: skip


def _denied(site: Site, row: str, column: str, cell: str, twin: Draft) -> Draft:
    """Somebody who has another name of the column in mind."""
    others = [o for o in column_of(site, column) if names_person(o) and not content_words(o) & content_words(cell)]
    others = [
        o
        for o in dict.fromkeys(others)
        if re.fullmatch(r"[A-Za-z][\w'’& -]*[A-Za-z]", o) and not (is_anybody(o) or is_many(o))
    ]
    if not others:
        raise Unfit("no other role to confuse it with")
    if re.match(r"(?:any|every|each|all|whoever)\b", cell, re.IGNORECASE):
        raise Unfit("the role may be another one's too")
    other = site.pick(others, "other holder")
    named = called(site, row)
    told = _words(column, named, many=is_many(named)).of(_spoken(other))
    train = [Phrasing("holder.colleague", f"A colleague says {told}. Is that right?")]
    evaluation = [Phrasing("holder.someone", f"Someone told me that {told}. Is that really true?")]
    options = (
        f"No, that is a misunderstanding. {site.cite} has “{cell}” for “{row}” under “{column}”.",
        f"That is not right: it is “{cell}”, going by the row “{row}” and the column “{column}” in {site.cite}.",
        f"That is wrong. The table in {site.cite} has “{cell}” in the row “{row}”, column “{column}”.",
    )
    besides = said_besides(site, column)
    agreed = f"Yes, that is right: {site.cite} has “{other}” for “{row}” under “{column}”.{besides}"
    return site.draft(
        ("false_premise", "correct_premise"), ("holders", "premise"), site.say(train, evaluation, "holder denied"),
        site.pick(options, "holder denied answer") + besides,
        {"proof": "cell_denied", "quote": site.quote, "row": row, "column": column, "claimed": other},
        rejected=(agreed, "fabrication"), twin=twin,
    )  # fmt: skip
