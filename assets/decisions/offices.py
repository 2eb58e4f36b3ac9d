"""Roles that a sentence names behind the task: "All other contracts are the responsibility of the council", "It is the
head's duty to lock up", "Responsibility for the keys lies with the porter", "Refunds are at the discretion of the manager",
"Whether the gate opens is up to the porter", "Access to the vault is reserved for the bursar".

`duties` reads who does or must do something as the subject or the agent of the verb; here the task comes first.
"""

import re
from collections.abc import Iterator

from assets.decisions.duties import is_person, is_present, names_somebody
from assets.decisions.mood import NO_ONE_BUT, main_verb, noun_phrase, subject_of
from assets.decisions.points import Parse, Point, Token

_TASKS = {"responsibility", "duty", "task", "job", "remit"}
_BORNE = {"responsibility", "accountability", "oversight", "authority", "decision", "discretion"}
_BEARING = {"lie": "with", "rest": "with", "remain": "with", "sit": "with", "fall": "to"}
_KEPT = {"reserve": "for"}
"""What keeps anything, not only a decision, for somebody."""


def find_offices(parse: Parse) -> Iterator[Point]:
    """The role of a sentence whose main verb only says whose the task is, or that denies a task to all others."""
    if (alone := _nobody_but(parse)) is not None:
        yield alone
        return
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    if root is not None and root.lemma_.lower() in ("note", "remember"):  # "Note that it is the tenant's job to ..."
        root = next((c for c in root.children if c.dep_ == "ccomp"), None)
    head = subject_of(root) if root is not None else None
    if root is None or head is None or not is_present(root) or any(c.dep_ == "neg" for c in root.children):
        return
    lemma = root.lemma_.lower()
    decider = _decider(root) if lemma == "be" else None
    if lemma == "be":
        task = next((c for c in root.children if c.dep_ == "attr" and c.lemma_.lower() in _TASKS), None)
        role = _owner(task) if task is not None else decider
    else:
        bearing = _BEARING.get(lemma) if head.lemma_.lower() in _BORNE else _KEPT.get(lemma)
        links = [c for c in root.children if c.dep_ == "prep" and c.lower_ == bearing]
        role = _named(links[0], known=lemma in _KEPT) if links else None
    if role is None:
        return
    expected = head.lower_ == "it"  # "It is the bursar's job to ..."
    below = (*root.children, *(c for attr in root.children if attr.dep_ == "attr" for c in attr.children))
    done = next((c for c in below if c.dep_ in ("xcomp", "ccomp", "acl", "relcl") and c.pos_ == "VERB"), None)
    if expected and (done is None or not any(c.lower_ == "to" for c in done.children)):
        return
    if not expected and head.pos_ not in ("NOUN", "PROPN") and head.dep_ != "csubj":
        return
    phrase = re.sub(r"['’]s?$", "", noun_phrase(role))
    start, end = min(role.left_edge.idx, root.idx), max(role.idx + len(role), root.idx + len(root))
    predicate = done.lemma_.lower() if expected and done is not None else "decide" if decider is not None else "be"
    yield Point("role", start, end, "must" if expected else "fact", phrase, predicate, role=phrase)


def _nobody_but(parse: Parse) -> Point | None:
    """The one role that may do what nobody else may: "No one other than the warden may open the hatch"."""
    match, root = NO_ONE_BUT.match(parse.text), main_verb(parse)
    inside = [t for t in parse if match is not None and match.start("who") <= t.idx < match.end("who")]
    if match is None or root is None or root.idx < match.end() or not any(is_person(t) for t in inside):
        return None
    if any(t.lower_ == "and" or t.pos_ in ("VERB", "AUX") for t in inside):
        return None
    end = int(root.idx) + len(root)
    return Point("role", match.start("who"), end, "may", match["who"], root.lemma_.lower(), role=match["who"])


def _decider(verb: Token) -> Token | None:
    """To whom something is left: "at the discretion of the manager", "at your manager's discretion", "up to the manager"."""
    for link in (c for c in verb.children if c.dep_ == "prep"):
        left = next((c for c in link.children if c.dep_ == "pobj" and c.lower_ == "discretion"), None)
        if link.lower_ == "at" and left is not None:
            return _owner(left)
        to = next((c for c in link.children if c.lower_ == "to"), None)
        if link.lower_ == "up" and to is not None:
            return _named(to, known=True)
    return None


def _owner(task: Token) -> Token | None:
    """Whose task it is: "the responsibility of the council", "the head's duty"."""
    owner = next((c for c in task.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner if is_person(owner) else None
    link = next((c for c in task.children if c.lower_ == "of"), None)
    return _named(link) if link is not None else None


def _named(preposition: Token, *, known: bool = False) -> Token | None:
    """Who stands behind a preposition, one role and no more; where times and ages may stand there as well, a known one."""
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if noun is None or any(
        c.dep_ in ("conj", "relcl") or c.lower_ in ("its", "their", "his", "her", "my") for c in noun.children
    ):
        return None
    return noun if is_person(noun) or (not known and names_somebody(noun)) else None
