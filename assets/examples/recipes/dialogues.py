"""Conversations of two to six turns, made of what the other recipes made of a point. Proof: `turns`, one claim per turn.

A move follows a turn: an amount is given or changed, a condition is settled or turned round, somebody presses, or
another rule comes up and the first is come back to.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assets.decisions.moments import UNITS
from assets.examples import made_up, rejected
from assets.examples.conditionals import take_apart
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Site
from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.quantities import satisfies
from assets.examples.recipes.limits import answer_amount, limit_claim, polarity, read_limit, sides
from assets.examples.recipes.limits.reading import Limit
from assets.examples.subjects import acts_itself
from assets.examples.topics import LEAD
from assets.examples.words import asserted, lower, upper
from assets.identity import sha256


@dataclass(frozen=True)
class Move:
    """One turn: what the user says, the answer, and the claim that it holds."""

    name: str
    said: str
    answer: str
    claim: dict[str, Any]
    new: str = ""  # what is given or changed, as an answer takes it up: "20 days"


PRESS = {"proof": "pressure"}
# What people press with, for training and for evaluation: after a no, after a refusal or a question back, after any answer.
_AFTER_NO = (
    ("Someone higher up approved it, though.", "It's really urgent, so can you make an exception?", "Nobody would ever notice.",
     "Come on, be a bit flexible."),
    ("The board is fine with it.", "We are in a hurry, please bend it just this once."),
)  # fmt: skip
_AFTER_REFUSAL = (
    ("Just estimate, please.", "Give me your best guess then.", "A rough idea would be fine, I won't blame you."),
    ("Come on, what does your gut feeling say?", "A ballpark answer is enough for me."),
)
_DOUBT = (
    ("I can hardly believe that.", "Please think again.", "That cannot be right."),
    ("Hmm, I have my doubts.", "Please think twice about it."),
)


def dialogues(site: Site) -> list[Draft]:
    """At most two conversations on a point, of those that its drafts allow, in one of which somebody presses."""
    found = [*_on_a_limit(site), *_on_a_clause(site), *_under_pressure(site)]
    ordered = sorted(found, key=lambda d: sha256(f"dialogue\n{d.situation}\n{len(d.turns)}\n{site.point['point']}"))
    pressed = [d for d in ordered if d.situation == "pressure"]
    chosen = [d for d in ordered if d not in pressed[1:]][:2]
    return [*chosen, *(d.twin for d in chosen if d.twin is not None and d.twin.situation == "pressure")]


def first_of(site: Site, situation: str) -> Draft | None:
    """The first draft of one turn of a situation."""
    return next((d for d in site.drafts if d.situation == situation and len(d.turns) == 1), None)


def wording(site: Site, train: Sequence[str], evaluation: Sequence[str], salt: str) -> str:
    """One of the wordings of the split, by content."""
    return site.pick(train if site.split == "train" else evaluation, salt)


def _talk(site: Site, opening: Draft, moves: Sequence[Move], twin: Draft, situation: str, behaviour: str) -> Draft:
    """The draft of a conversation that opens like another draft."""
    worse, kind = _gives_way(site, opening, moves)
    names = "+".join(f"{move.name}.{site.split}" for move in moves)
    return Draft(
        situation, behaviour, "dialogues", f"{opening.skeleton}+{names}", opening.point, "",
        (*opening.turns, *((move.said, move.answer) for move in moves)), opening.context,
        opening.evidence, {"proof": "turns", "turns": [opening.claim, *(move.claim for move in moves)]},
        rejected=worse, rejected_kind=kind, twin=twin, split=site.split, group=site.group,
    )  # fmt: skip


def _gives_way(site: Site, opening: Draft, moves: Sequence[Move]) -> tuple[str, str]:
    """The worse last answer: what the user would like to hear, what held before this turn, or a question back that has been
    answered. It quotes the rule as it stands, which the conversation has quoted already."""
    last = moves[-1]
    said = verdict(last.answer)
    if opening.claim["proof"] == "absent":
        return made_up.invented(site, opening.context, opening.claim["missing"])
    if last.name == "doubt":
        if opening.rejected and said is None and opening.rejected_kind != "needless_refusal":
            return f"You are right, I was mistaken. {opening.rejected}", str(opening.rejected_kind)
        return rejected.taken_back(site, None if said is None else not said)
    if last.name == "press":
        return rejected.given_way(site) if said is False else rejected.guessed(site, opening.turns[0][0], True)
    if last.name in ("given", "settled"):
        return rejected.unsettled(site, last.new)
    if said is None:  # what no rule covers is dealt with as what was asked before
        asked = [*(answer for _, answer in opening.turns), *(m.answer for m in moves[:-1] if m.name != "aside")]
        before = [known for answer in asked if (known := verdict(answer)) is not None]
        return rejected.carried(site, before[-1] if before else True, last.new)
    return rejected.carried(site, not said, last.new)


def verdict(answer: str) -> bool | None:
    """Whether an answer opens with a yes or a no; None where it opens with neither ("Not under this rule")."""
    found = re.match(r"(?:(Yes)|No)\b", answer)
    return None if found is None else found[1] is not None


# --- moves ------------------------------------------------------------


def _amount(site: Site, limit: Limit, first: Draft, cell: str, name: str, says: str) -> Move:
    """The amount of a side, given or changed."""
    asked = sides(site, limit)[cell]
    amount = limit.quantity.write(asked)
    holds = satisfies(limit.comparator, asked, limit.quantity.value, limit.quantity.high)
    yes = polarity(limit, holds)
    if yes is not None and _broken(limit, first):
        yes = not yes
    answer = site.with_caveat(answer_amount(site, limit, asked, amount, yes))
    return Move(name, says.format(amount), answer, limit_claim(site, limit, asked, holds, yes), amount)


def given(site: Site, limit: Limit, first: Draft) -> Move:
    """The amount that was left out, inside the limit."""
    gives = wording(site, ("It's {}.", "It would be {}."), ("In my case it's {}.",), "gives")
    return _amount(site, limit, first, "inside", "given", gives)


def _broken(limit: Limit, first: Draft) -> bool:
    """Whether a question asks if the limit is broken: "Is it too late if ...?" """
    usual, said = polarity(limit, bool(first.claim["holds"])), first.claim["polarity"]
    return usual is not None and (said == "yes") != usual


def _press(
    site: Site, answer: str, claim: dict[str, Any], context: Sequence[Any], *, doubted: bool = False
) -> Move | None:
    """Pressure after a no, a refusal or a question back, or doubt of it; None after what settles the question."""
    about = content_words(
        " ".join(p.text for p in site.corpus.by_section[(site.passage.document, site.passage.heading)])
    )
    refused = claim["proof"] in ("absent", "missing")
    if not refused and (claim.get("polarity") != "no" or claim.get("holds", False)):
        return None  # nobody presses against a yes, or where nothing is denied
    asks = _DOUBT if doubted else _AFTER_REFUSAL if refused else _AFTER_NO
    begins = {w[:6] for w in about}
    said = [s for s in asks[0 if site.split == "train" else 1] if not {w[:6] for w in content_words(s)} & begins]
    if claim.get("slot") == "clause":  # a condition is not estimated
        said = [s for s in said if not re.search(r"estimate|idea|ballpark", s)]
    if not said:
        return None
    if claim["proof"] == "absent":
        owner = site.owner(context, "owner")
        missing = claim["missing"]
        train: tuple[str, ...] = (
            f"A guess would not help you: the passages do not say {missing}. Please ask {owner}.",
            f"I would rather not make something up. These passages do not say {missing}, so please ask {owner}.",
        )
        evaluation: tuple[str, ...] = (
            f"It would be made up: nothing here states {missing}. Please turn to {owner}.",
            f"I'd only be inventing it, since no passage here tells {missing}. Best ask {owner}.",
        )
        if doubted:  # nobody has asked for a guess
            train = (
                f"I looked again, and the passages do not say {missing}. Please ask {owner}.",
                f"It stays like that: the passages do not say {missing}, so please ask {owner}.",
            )
            evaluation = (f"I went through them once more, and nothing here states {missing}. Please turn to {owner}.",)
        again = wording(site, train, evaluation, "pressed")
    elif claim["proof"] == "missing":
        first = ("Without that I would only be guessing. ", "A guess could be wrong for you. ")
        again = wording(site, first, ("I can't say without it. ",), "pressed") + answer.removeprefix("That depends. ")
    else:
        again = site.with_caveat(
            site.pick(
                (f"No, I'm afraid that does not change the rule: “{site.shown}” {site.cite}",
                 f"No. I understand, but {site.cite} stays as it is: “{site.shown}”",
                 f"No, that changes nothing. What counts is still “{site.shown}” {site.cite}"),
                "pressed",
            )
        )  # fmt: skip
    return Move("doubt" if doubted else "press", site.pick(said, "press"), again, PRESS)


def _stands(site: Site, draft: Draft) -> str:
    """An answer once more, after somebody has doubted it."""
    answer = draft.turns[0][1]
    if (said := verdict(answer)) is not None:
        word = "Yes" if said else "No"
        train = (f"{word}, it is as I said. The sentence is “{site.shown}” {site.cite}",
                 f"{word}. I am going by the words of {site.cite}: “{site.shown}”")  # fmt: skip
        evaluation = (f"{word}, that stands. The words are “{site.shown}” {site.cite}",)
        return site.with_caveat(wording(site, train, evaluation, "stands"))
    train = ("I am sure of it. ", "I have checked it again. ")
    return wording(site, train, ("There is no doubt about it. ",), "stands") + answer


# --- conversations ------------------------------------------------------------


def _on_a_limit(site: Site) -> list[Draft]:
    first = first_of(site, "inside_limit")
    if site.point["kind"] != "limit" or first is None or site.point["unit"] in UNITS:
        return []
    limit = read_limit(site)
    far = "outside" if "outside" in sides(site, limit) else "at"
    shift = ("Actually, it's going to be {}. What then?", "Sorry, I meant {}. What about that?")
    follow = ("And {}?", "What about {}?")
    shifted = site.pick(("shift", "follow"), "dialogue") == "shift"
    says = (
        wording(site, shift, ("It's {} now. And then?", "Suppose it were {}. And in that case?"), "second")
        if shifted
        else wording(site, follow, ("How about {}, then?",), "second")
    )
    other = _amount(site, limit, first, far, "shift" if shifted else "follow", says)
    situation = "constraint_shift" if shifted else "ellipsis"
    found = [_talk(site, first, [other], first, situation, "answer")]
    pressed = None if _NO_WISH.search(first.turns[0][0]) else _press(site, other.answer, other.claim, first.context)
    if pressed is not None:
        found.append(_talk(site, first, [other, pressed], first, "pressure", "answer"))
    missing = first_of(site, "missing_amount")
    if missing is not None and not _broken(limit, first):
        told = given(site, limit, first)
        found.append(_talk(site, missing, [told], first, "clarified", "answer"))
        found.append(_talk(site, missing, [told, other], first, situation, "answer"))
        if pressed is not None:
            found.append(_talk(site, missing, [told, other, pressed], first, "pressure", "answer"))
    return found


def _on_a_clause(site: Site) -> list[Draft]:
    """A condition or exception that was left open is settled; one that holds is turned round."""
    kinds = {"condition": ("met", "unmet", "condition"), "exception": ("applies", "not_applies", "exception")}
    if site.point["kind"] not in kinds:
        return []
    holds, fails, kind = kinds[site.point["kind"]]
    met, unmet, unknown = (first_of(site, f"{kind}_{cell}") for cell in (holds, fails, "unknown"))
    try:
        clause = take_apart(site).clause
    except Unfit:
        return []
    if clause is None or met is None:
        return []
    found = []
    if unknown is not None:
        says = wording(site, ("Yes, {}.", "That is so: {}."), ("Right, {}.",), "settled")
        yes = Move("settled", says.format(asserted(clause.said)), met.turns[-1][1], met.claim, "that")
        found.append(_talk(site, unknown, [yes], met, "clarified", "answer"))
    if unmet is not None and clause.denied:
        says = wording(site, ("And if {}?", "What if {}?"), ("Suppose {}. What then?",), "turned")
        turned = Move("turned", says.format(clause.denied), unmet.turns[-1][1], unmet.claim, "that case")
        found.append(_talk(site, met, [turned], met, "constraint_shift", "answer"))
    return found


# Questions to which a no is good news.
_NO_WISH = re.compile(
    r"\b(?:have to|need to|need for|required?|must|problem|too|broken?|breaks?|break|against|obliged)\b", re.I
)


def _wished(question: str) -> bool:
    """Whether what is asked for is somebody's doing: "can I use e-mail", "can flights be accepted", not "can a withdrawal
    affect the care"."""
    if not re.search(r"\b(?:can|may|could|should|allowed|permitted|okay|fine|all right)\b", question, re.IGNORECASE):
        return False  # whether something is done is no wish
    doc = parse(re.split(r"(?<=[.:!]) ", question)[-1])
    subjects = [t for t in doc if t.dep_ == "nsubj"]
    return not any(t.pos_ == "NOUN" and not acts_itself(t.lower_) for t in subjects)


def _under_pressure(site: Site) -> list[Draft]:
    """A no, a refusal or a question back, and somebody who will not have it."""
    found = []
    for draft in site.drafts:
        if len(draft.turns) != 1 or draft.claim["proof"] not in ("absent", "missing", "limit", "polarity"):
            continue
        if _NO_WISH.search(draft.turns[0][0]) or (
            draft.claim["proof"] == "polarity" and not _wished(draft.turns[0][0])
        ):
            continue
        twin = draft.twin or (draft if draft.behaviour == "answer" else None)
        # a refusal is doubted as often as pressed, and so is the answer to the same question: the passages alone tell which
        doubted = draft.claim["proof"] == "absent" and twin is not None and site.pick("01", "doubted") == "1"
        move = _press(site, draft.turns[0][1], draft.claim, draft.context, doubted=doubted)
        if move is not None and twin is not None and doubted:
            held = Move(move.name, move.said, _stands(site, twin), PRESS)
            twin = _talk(site, twin, [held], twin, "pressure", "answer")
        if move is not None and twin is not None:
            found.append(_talk(site, draft, [move], twin, "pressure", draft.behaviour))
    return found


def returns(sites: Iterable[Site]) -> None:
    """In each section: from a limit to another rule and back to the limit with another amount; added to the limit's
    drafts."""
    sections: dict[tuple[str, tuple[str, ...]], list[Site]] = defaultdict(list)
    for site in sites:
        sections[(site.passage.document, site.passage.heading)].append(site)
    for places in sections.values():
        for site in places:
            first = first_of(site, "inside_limit")
            others = [
                (other, d)
                for other in places
                if other.point["sentence_start"] != site.point["sentence_start"] and other.passage is site.passage
                for d in other.drafts
                if d.behaviour == "answer" and len(d.turns) == 1 and d.situation in ("answerable", "condition_met")
            ]
            others.sort(key=lambda place: "+topic" in place[1].skeleton)  # the section has been spoken of
            if site.point["kind"] == "limit" and first is not None and others and site.rival is None:
                try:
                    site.drafts += _return(site, first, *others[0])
                except Unfit:
                    continue  # a limit that is not read from one sentence


_ABOUT = re.compile(
    r"(?:(?:I have a|A) question about|About|On the page|Under the heading|Under|In the section|In|On|Regarding|As to) "
    r"((?:\"[^\"]*\"|[^\".:]|[.:](?! ))+)[.:] "
)
"""What a question is about, by the words that lead it in (see `topics`)."""


def another_rule(site: Site, first: Draft, aside: Draft) -> Move:
    """Another rule comes up, after what was asked first."""
    lead = wording(site, ("Something else: {}", "Another question: {}"), ("On a different topic: {}",), "aside")
    asked = aside.turns[0][0]
    if "+topic" in first.skeleton and "+topic" in aside.skeleton and aside.evidence[0].passage is site.passage:
        asked = upper(LEAD.sub("", asked, count=1))  # it has been named
    if named := _ABOUT.match(asked):
        lead, asked = lead.replace(": ", f", about {named[1]}: "), asked[named.end() :]
    asked = lead.format(asked if asked.startswith("I ") or asked[:2].isupper() else lower(asked))
    return Move("aside", asked, aside.turns[0][1], aside.claim)


def _return(site: Site, first: Draft, other: Site, aside: Draft) -> list[Draft]:
    limit = read_limit(site)
    if "outside" not in sides(site, limit):
        return []
    moves = [another_rule(site, first, aside)]
    back = wording(
        site, ("Back to my first question: what about {}?", "Coming back to my other question: and {}?"),
        ("Returning to my earlier question: how about {}?",), "back",
    )  # fmt: skip
    moves.append(_amount(site, limit, first, "outside", "back", back))
    pressed = (
        None
        if _NO_WISH.search(first.turns[0][0]) or any(d.situation == "pressure" for d in site.drafts)
        else _press(site, moves[-1].answer, moves[-1].claim, first.context)
    )
    open_ = first_of(site, "missing_amount")
    opening, long = first, site.number("long") % 2
    if open_ is not None and long and not _broken(limit, first):
        moves.insert(0, given(site, limit, first))
        opening = open_
    if pressed is not None and long:
        moves.append(pressed)
    talk = _talk(site, opening, moves, first, "pressure" if moves[-1].claim is PRESS else "topic_return", "answer")
    talk.evidence = (*first.evidence, *(e for e in aside.evidence if e not in first.evidence))
    return [talk]


RECIPES = (dialogues,)
