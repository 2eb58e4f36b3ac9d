"""From documents, passages and decision points to examples: realise every point, then select. A pure function of
the tables."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from assets.examples.amendments import Amendments
from assets.examples.corpus import Corpus, Passage, citable
from assets.examples.coverage import wording
from assets.examples.demand import table as demand
from assets.examples.demand.deciding import decide
from assets.examples.demand.handbook import Handbook
from assets.examples.drafts import Draft, Site, Split, is_plain
from assets.examples.grammar import Unfit
from assets.examples.groups import Groups, held_out
from assets.examples.recipes import (
    absence,
    alternatives,
    clauses,
    conflicts,
    consents,
    contrasts,
    definitions,
    dialogues,
    exceptions,
    exempt,
    follow_ups,
    handovers,
    holders,
    inconsistent,
    limits,
    lookups,
    outside,
    premises,
    procedures,
    references,
    scopes,
    statements,
    together,
)
from assets.examples.records import Examples, Rephrasings, Uncovered
from assets.examples.registers import give_voices
from assets.examples.rejected import further
from assets.examples.rephrasing import Reword, rephrased
from assets.examples.rivals import STILL_A_RULE, find_rivals, unread
from assets.examples.selection import on_one_side, select
from assets.examples.settings import ExampleSettings
from assets.examples.subjects import is_anybody, is_short_for
from assets.identity import canonical_json, sha256

Verdicts = Callable[[pl.DataFrame], pl.DataFrame]
"""examples -> one row per example: example, ok, reason."""
Prove = Callable[[pl.DataFrame, pl.DataFrame], Verdicts]
"""(documents, passages) -> the verdicts over them: the corpus is indexed once, however often examples are proven."""
Recipe = Callable[[Site], list[Draft]]

# Which recipes a kind of point goes through, in this order: those that need a twin come after those that make it.
RECIPES: dict[str, tuple[Recipe, ...]] = {
    "limit": (
        *limits.RECIPES,
        lookups.look_up,
        *conflicts.RECIPES,
        contrasts.confirmed,
        contrasts.opinion,
        premises.premises,
        inconsistent.inconsistent,
        handovers.others_decide,
        absence.undocumented,
        outside.elsewhere,
        outside.unknowable,
        *dialogues.RECIPES,
    ),
    "condition": (
        *clauses.RECIPES,
        inconsistent.inconsistent,
        absence.undocumented,
        outside.elsewhere,
        *dialogues.RECIPES,
    ),
    "exception": (
        *clauses.RECIPES,
        *exceptions.RECIPES,
        scopes.not_covered,
        exempt.exempted,
        inconsistent.inconsistent,
        *dialogues.RECIPES,
    ),
    "role": (
        holders.held,
        statements.who,
        statements.duties,
        statements.instead,
        consents.consent,
        lookups.look_up,
        conflicts.contradictory,
        contrasts.whose,
        contrasts.confirmed,
        contrasts.opinion,
        handovers.others_decide,
        premises.premises,
        absence.undocumented,
        *outside.RECIPES,
        *dialogues.RECIPES,
    ),
    "prohibition": (
        statements.bans,
        alternatives.never_so,
        lookups.look_up,
        conflicts.contradictory,
        contrasts.confirmed,
        contrasts.opinion,
        premises.premises,
        outside.elsewhere,
        outside.unknowable,
        *dialogues.RECIPES,
    ),
    "reference": references.RECIPES,
    "step": (*procedures.RECIPES, lookups.look_up, outside.elsewhere, outside.unknowable),
    "definition": (*definitions.RECIPES, lookups.look_up, absence.undocumented, outside.elsewhere),
}


class Generated(NamedTuple):
    """What `generate` returns, as `records.Examples`, `records.Uncovered`, `records.Demand` and
    `records.Rephrasings`."""

    examples: pl.DataFrame
    uncovered: pl.DataFrame
    demand: pl.DataFrame
    rephrasings: pl.DataFrame


def generate(
    documents: pl.DataFrame,
    passages: pl.DataFrame,
    points: pl.DataFrame,
    settings: ExampleSettings,
    prove: Prove | None = None,
    reword: tuple[float, Reword] | None = None,
) -> Generated:
    """Examples and uncovered obligations of a day. Frames as in the records of privacy and decisions.

    `prove` is the verifier: what it rejects is left out before the selection, and its obligation is uncovered. Nothing is
    remembered between days: a refusal turns into an answer by itself once a document answers it. `reword` is a share of
    the examples and what puts it in other words.
    """
    verdicts = prove(documents, passages) if prove is not None else None
    corpus = Corpus(documents, passages)
    uncovered: list[dict[str, str]] = []
    sites = place(points, corpus, settings, uncovered)
    reasons: dict[str, str] = {}
    quotations: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for site in sites:
        if site.quotation != site.shown:
            quotations[site.passage.document, site.start][site.shown] = site.quotation

    def quote(drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            places = [(e.passage.document, e.start) for e in draft.evidence]
            draft.quote({said: whole for place in places for said, whole in quotations.get(place, {}).items()})

    def attempt(split: Split, sites: Sequence[Site]) -> tuple[list[Site], list[Draft]]:
        realised = [realise(site.turned(split)) for site in sites]
        dialogues.returns(realised)
        follow_ups.follow_ups(realised)
        together.together(realised)
        quote(draft for site in realised for draft in site.drafts)
        held, rejected = _proven([d for site in realised for d in site.drafts], verdicts)
        wider = lookups.in_place_of(realised, rejected)
        quote(wider)
        wide, failed = _proven(wider, verdicts)
        again, _ = _proven(_paired_again(realised, held + wide, rejected), verdicts)
        reasons.update(rejected | failed)
        known = {d.example for d in (*held, *wide)}
        return realised, held + wide + [d for d in again if d.example not in known]

    # Only what is proven tells which situations a group offers, and that decides what is held out. Those groups are
    # realised again, because evaluation asks in phrasings of its own; where none of those is proven, they are trained on.
    realised, drafts = attempt("train", sites)
    offers: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        offers[draft.group].add(draft.situation)
    wanted = held_out(offers, settings.evaluation_share)
    again, cases = attempt("evaluation", [site for site in sites if site.group in wanted])
    evaluation = {d.group for d in cases}
    realised = [s for s in realised if s.group not in evaluation] + [s for s in again if s.group in evaluation]
    drafts = [*(d for d in drafts if d.group not in evaluation), *cases]
    # What people asked is answered or refused beside what is proven, and proven in its turn.
    handbook = Handbook(corpus)
    asked = decide(realised, drafts, handbook)
    heard = [made.draft for made in asked if made.draft is not None]
    quote(heard)
    accepted, _ = _proven([*heard, *(d.twin for d in heard if d.twin)], verdicts)
    drafts += [d for d in accepted if d in heard]
    drafts = on_one_side(drafts)
    chosen = select(drafts, settings)

    def failing(examples: Sequence[Draft]) -> frozenset[str]:
        return frozenset(_proven(examples, verdicts)[1])

    chosen = sorted(give_voices(chosen, settings.voiced_share, failing), key=lambda d: d.example)
    rephrasings: pl.DataFrame = Rephrasings.create_empty()
    if reword is not None:
        said, rephrasings = rephrased(chosen, *reword, failing)
        chosen = sorted(said, key=lambda d: d.example)
    covered = {(d.point, d.cell) for d in chosen}
    possible = {(d.point, d.cell) for d in drafts}
    for site in realised:
        failed = {d.cell: reasons[d.example] for d in site.drafts if d.example in reasons}
        for cell in site.point["owes"]:
            key = (site.point["point"], cell)
            if key not in covered:
                reason = (
                    "left out by the doses of the settings" if key in possible
                    else failed.get(cell) or site.gaps.get(cell, "no recipe")
                )  # fmt: skip
                uncovered.append({"point": key[0], "cell": cell, "reason": reason})
    return Generated(
        _examples(chosen), _uncovered(uncovered), demand.table(asked, drafts, chosen, handbook), rephrasings
    )


def _proven(drafts: Sequence[Draft], verdicts: Verdicts | None) -> tuple[list[Draft], dict[str, str]]:
    """The drafts that the verifier accepts, and by example the reason against the others."""
    unique = list({d.example: d for d in drafts}.values())
    if verdicts is None:
        return unique, {}
    reasons = dict(verdicts(_examples(unique)).select("example", "reason").iter_rows())
    held = [d for d in unique if reasons[d.example] is None]
    return held, {name: f"proof failed: {reason}" for name, reason in reasons.items() if reason is not None}


def _paired_again(realised: Sequence[Site], held: Sequence[Draft], rejected: Mapping[str, str]) -> list[Draft]:
    """What covers an obligation and fails its proof for its twin alone, beside another answer of its point that is proven; a
    step of a list also beside one about another step there. The twins stand with them, to be proven together."""
    answers = [d for d in held if d.behaviour == "answer" and d.twin is None and d.evidence]
    by_point: dict[str, list[Draft]] = defaultdict(list)
    by_section: dict[str, list[Draft]] = defaultdict(list)
    for draft in answers:
        by_point[draft.point].append(draft)
        if draft.recipe in ("order", "numbered"):
            by_section[draft.group + draft.evidence[0].passage.section].append(draft)
    made = []
    for site in realised:
        for draft in site.drafts:
            if draft.cell and rejected.get(draft.example) == "proof failed: its twin is rejected":
                listed = by_section[draft.group + site.passage.section] if site.point["kind"] == "step" else []
                others = by_point[draft.point] or listed
                if others:
                    draft.twin = min(others, key=lambda d: (d.situation not in _SETTLED, sha256(d.example)))
                    made += [draft, draft.twin]
    return made


_SETTLED = ("inside_limit", "condition_met", "exception_applies")
"""What gives the amount or the condition that another question leaves out."""


def place(
    points: pl.DataFrame, corpus: Corpus, settings: ExampleSettings, uncovered: list[dict[str, str]]
) -> list[Site]:
    """The usable points in their places, of one wording the first, with groups; what is usable nowhere goes to `uncovered`."""
    rows = points.with_columns(wording=wording()).sort("document", "start", "point").to_dicts()
    sections: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    placed: dict[str, tuple[dict[str, Any], Passage]] = {}
    unusable: dict[tuple[str, bool], tuple[dict[str, Any], str]] = {}
    doubtful, amendments = [], Amendments(corpus)
    for row in rows:
        if row["document"] not in corpus.documents:
            continue
        passage = corpus.passage_at(row["document"], row["sentence_start"], row["sentence_end"])
        reason = None
        if passage is None:
            reason = "the passage is withheld"
        elif passage.kind == "ticket":
            continue
        elif not row["used"]:
            reason = f"doubtful parse: {row['reason'] or 'low confidence'}"
        elif not citable(passage.section):
            reason = "the section's title cannot be cited"
        elif _leans(row, str(corpus.texts[row["document"]])):
            reason = "its premise stands in what is said before"
        elif amendments.replaces(passage, row["sentence_start"], row["sentence_end"]):
            reason = "another document replaces it"
        elif _PROPOSAL.search(" > ".join((passage.title, *passage.heading))):
            reason = "a proposal, no rule in force"
        if passage is not None:
            sections[(passage.document, passage.heading)].append(row)
            if not row["used"] and row["reason"] in STILL_A_RULE:
                doubtful.append((row, passage))
        if reason is not None:
            unusable.setdefault((row["wording"], row["used"]), (row, reason))
        elif passage is not None:
            placed.setdefault(row["wording"], (row, passage))
    for (same, _), (row, reason) in unusable.items():
        if same not in placed:
            uncovered += [{"point": row["point"], "cell": c, "reason": reason} for c in row["owes"]]
    sites = [
        Site(
            row,
            passage,
            [o for o in sections[(passage.document, passage.heading)] if o["point"] != row["point"]],
            corpus,
            settings,
        )
        for row, passage in placed.values()
    ]
    groups = Groups()
    for site in sites:
        groups.join(_section(site), f"passage {site.passage.passage}")
    others = [Site(row, passage, (), corpus, settings) for row, passage in (*doubtful, *unread(corpus.passages))]
    for one, other in find_rivals([*sites, *others]):
        groups.join(_section(one), _section(other))
        one.rival, other.rival = one.rival or other, other.rival or one
    conflicts.find_former(rows, sites, corpus)
    for one, other in _partners(sites):
        groups.join(_section(one), _section(other))
    roles: dict[str, set[str]] = defaultdict(set)
    for site in sites:
        if site.point["kind"] == "role" and site.definite and is_plain(site.role) and not is_anybody(site.role):
            roles[_source(site)].add(site.role)
    everywhere = set().union(*roles.values())
    for site in sites:
        site.group = groups.find(_section(site))
        known = roles[_source(site)] if len(roles[_source(site)]) >= _ENOUGH else everywhere
        site.roles = tuple(sorted(r for r in known if not is_short_for(r, site.role)))
    return sites


_ENOUGH = 5
"""How many roles a source has to name for its own to be confused with one another only."""


def _source(site: Site) -> str:
    return str(site.corpus.documents[site.point["document"]]["source"])


_PROPOSAL = re.compile(
    r"^draft:|\(draft\)|(?:^|> )(?:the )?proposed (?:\w+ )?(?:path|changes?|solutions?|amendments?)\b", re.I
)


_IN_A_CASE = re.compile(
    r"(?:^|\n|[.!?:] )(?:[-*•] |\d+[.)] )?(?:If|When|Where|Once|In case|As soon as)\b[^.!?\n]*[.!] $"
)


def _leans(row: dict[str, Any], text: str) -> bool:
    """Whether a point is a later clause of its sentence that speaks of something as known: "..., and the officer must
    approve the contract", or a command in the case of the command before it: "If the bell rings, leave. Don't use the lift".
    What bears a name of its own ("the Registrar") is known without it."""
    start, end = row["sentence_start"], row["sentence_end"]
    told = (row["subject"] or "you").lower() == "you" and row["kind"] != "reference" and row["clause"] is None
    if told and row["form"] == "sentence" and _IN_A_CASE.search(text[:start]):
        return True
    later = row["form"] == "sentence" and re.search(r"[;,]\s+(?:(?:and|but|while)\s+)?$", text[:start])
    return bool(
        later and re.search(r"\b(?:the(?! (?-i:[A-Z]))|its?|they|them|their)\b", text[start:end], re.IGNORECASE)
    )


def _partners(sites: Sequence[Site]) -> Iterator[tuple[Site, Site]]:
    """Some points, each with a role or limit of another section of its document, of which one may ask in the same breath."""
    roles: dict[str, list[Site]] = defaultdict(list)
    for site in sites:
        if site.point["kind"] in ("role", "limit"):
            roles[site.point["document"]].append(site)
    for site in sites:
        some = site.number("partner") % 3 == 0
        if some and site.point["kind"] in ("role", "prohibition", "definition", "limit"):
            others = [s for s in roles[site.point["document"]] if s.passage.heading != site.passage.heading]
            if others:
                yield site, min(others, key=lambda s: sha256(site.point["point"] + s.point["point"]))


def _section(site: Site) -> str:
    """A section by what it is cited as, which outlives an edit of its text and a move of its document."""
    return canonical_json(site.passage.section.split(" > ")).decode()


ERROR = "an error in the recipe"


def realise(site: Site) -> Site:
    """A site with what its recipes make of it, unproven, and why they make no more. A sentence that a recipe breaks on stops no
    version: it is listed among the uncovered ones with that as its reason."""
    for recipe in RECIPES[site.point["kind"]]:
        try:
            # what a point does not owe has no meaning for it, so it is no example of it either
            site.drafts += [d for d in recipe(site) if not d.cell or d.cell in site.point["owes"]]
        except Unfit as reason:
            for cell in site.point["owes"]:
                site.gaps.setdefault(cell, str(reason))
        except (ArithmeticError, LookupError, AttributeError, TypeError, ValueError) as error:
            broken = f"{ERROR} {recipe.__name__} ({type(error).__name__}); please report it"
            site.gaps.update(dict.fromkeys(site.point["owes"], broken))
    for draft in site.drafts:
        draft.also_rejected = further(site, draft)
    if site.rival is not None:  # until somebody settles it, nobody may be told yes or no by one of the two sides
        site.drafts = [d for d in site.drafts if d.situation in ("answerable", "contradictory")]
        site.gaps.update(dict.fromkeys(site.point["owes"], "another document says otherwise"))
    return site


def _examples(chosen: Sequence[Draft]) -> pl.DataFrame:
    rows = []
    for draft in chosen:
        first = draft.evidence[0].passage if draft.evidence else None
        twin = draft.twin
        rows.append(
            {
                "example": draft.example,
                "split": draft.split,
                "situation": draft.situation,
                "behaviour": draft.behaviour,
                "recipe": draft.recipe,
                "skeleton": draft.skeleton,
                "register": draft.register,
                "kind": (first or draft.context[0]).kind,
                "document": first.document if first else "",
                "section": first.section if first else "",
                "point": draft.point,
                "cell": draft.cell,
                "twin": twin.example if twin else "",
                "group": draft.group,
                "messages": draft.messages,
                "context": [
                    {"passage": p.passage, "document": p.document, "section": p.section, "text": p.text}
                    for p in draft.context
                ],
                "evidence": [
                    {
                        "passage": e.passage.passage,
                        "document": e.passage.document,
                        "section": e.passage.section,
                        "start": e.start,
                        "end": e.end,
                        "text": e.text,
                    }
                    for e in draft.evidence
                ],
                "claim": canonical_json(draft.claim).decode(),
                "rejected": draft.rejected,
                "rejected_kind": draft.rejected_kind,
                "also_rejected": [{"answer": answer, "kind": kind} for answer, kind in draft.also_rejected],
            }
        )
    return Examples.validate(pl.DataFrame(rows, schema=Examples.create_empty().schema), cast=True)


def _uncovered(rows: Sequence[dict[str, str]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=Uncovered.create_empty().schema).unique(
        ["point", "cell"], keep="first", maintain_order=True
    )
    return Uncovered.validate(frame.sort("point", "cell"), cast=True)
