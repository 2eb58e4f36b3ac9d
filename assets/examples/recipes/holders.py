"""Who a table names for a row: asked for, and told wrong with another name of the same column. Proofs: `cell`, `cell_denied`."""

import re

from assets.decisions.duties import names_person
from assets.examples import rejected
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.grammar import Unfit
from assets.examples.subjects import is_anybody
from assets.examples.tables import called, column_of, said_besides, unmarked
from assets.examples.words import lower

_OF_PERSONS = re.compile(
    r"(?:[a-z]+ )?(?:approver|owner|reviewer|signatory|contact(?: person)?|decision maker|responsible (?:person|role|team))",
    re.I,
)
"""A column whose name is that of somebody: "the approver for ..."."""


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


def _noun(column: str) -> str | None:
    """What a column calls the one it names, inside a question; None where its name is that of an act: "Sign-off"."""
    return lower(column) if _OF_PERSONS.fullmatch(column) else None


def _asked(site: Site, row: str, column: str, cell: str) -> Draft:
    page, named = f'"{site.passage.title}"', called(site, row)
    if (noun := _noun(column)) is not None:
        train = [Phrasing("holder.who_is", f"Who is the {noun} for {named}?")]
        evaluation = [Phrasing("holder.know", f"I would like to know who the {noun} for {named} is.")]
    else:
        train = [Phrasing("holder.names", f'Who does {page} name under "{column}" for {named}?')]
        evaluation = [Phrasing("holder.named", f'Who is named for {named} under "{column}" in {page}?')]
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
        rejected=rejected.misread(site, column, cell, answer, f'who stands under "{column}" for {named}'),
    )  # fmt: skip


def _denied(site: Site, row: str, column: str, cell: str, twin: Draft) -> Draft:
    """Somebody who has another name of the column in mind."""
    others = [o for o in column_of(site, column) if names_person(o) and not content_words(o) & content_words(cell)]
    others = [o for o in dict.fromkeys(others) if re.fullmatch(r"[A-Za-z][\w'’& -]*[A-Za-z]", o) and not is_anybody(o)]
    if not others:
        raise Unfit("no other role to confuse it with")
    other = site.pick(others, "other holder")
    told = f'"{other}" is named under "{column}" for {called(site, row)}'
    if (noun := _noun(column)) is not None:
        told = f'the {noun} for {called(site, row)} is "{other}"'
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
