"""Roles that a sentence names behind the task: "All other contracts are the responsibility of the council", "It is the
head's duty to lock up", "Responsibility for the keys lies with the porter".

`duties` reads who does or must do something as the subject or the agent of the verb; here the task comes first.
"""

import re
from collections.abc import Iterator

from assets.decisions.duties import is_person, names_somebody
from assets.decisions.mood import noun_phrase, subject_of
from assets.decisions.points import Parse, Point, Token

_TASKS = {"responsibility", "duty", "task", "job", "remit"}
_BORNE = {"responsibility", "accountability", "oversight", "authority", "decision", "discretion"}
_BEARING = {"lie": "with", "rest": "with", "remain": "with", "sit": "with", "fall": "to"}


def find_offices(parse: Parse) -> Iterator[Point]:
    """The role of a sentence whose main verb only says whose the task is."""
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    if root is not None and root.lemma_.lower() in ("note", "remember"):  # "Note that it is the tenant's job to ..."
        root = next((c for c in root.children if c.dep_ == "ccomp"), None)
    head = subject_of(root) if root is not None else None
    if root is None or head is None or root.tag_ not in ("VBZ", "VBP") or any(c.dep_ == "neg" for c in root.children):
        return
    lemma = root.lemma_.lower()
    if lemma == "be":
        task = next((c for c in root.children if c.dep_ == "attr" and c.lemma_.lower() in _TASKS), None)
        role = _owner(task) if task is not None else None
    else:
        links = [c for c in root.children if c.dep_ == "prep" and c.lower_ == _BEARING.get(lemma)]
        role = _named(links[0]) if links and head.lemma_.lower() in _BORNE else None
    if role is None:
        return
    expected = head.lower_ == "it"  # "It is the bursar's job to ..."
    below = (*root.children, *(c for attr in root.children if attr.dep_ == "attr" for c in attr.children))
    done = next((c for c in below if c.dep_ in ("xcomp", "ccomp", "acl", "relcl") and c.pos_ == "VERB"), None)
    if expected and (done is None or not any(c.lower_ == "to" for c in done.children)):
        return
    if not expected and head.pos_ not in ("NOUN", "PROPN"):
        return
    phrase = re.sub(r"['’]s?$", "", noun_phrase(role))
    start, end = min(role.left_edge.idx, root.idx), max(role.idx + len(role), root.idx + len(root))
    predicate = done.lemma_.lower() if expected and done is not None else "be"
    yield Point("role", start, end, "must" if expected else "fact", phrase, predicate, role=phrase)


def _owner(task: Token) -> Token | None:
    """Whose task it is: "the responsibility of the council", "the head's duty"."""
    owner = next((c for c in task.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner if is_person(owner) else None
    link = next((c for c in task.children if c.lower_ == "of"), None)
    return _named(link) if link is not None else None


def _named(preposition: Token) -> Token | None:
    """Who stands behind a preposition, one role and no more."""
    noun = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if noun is None or any(
        c.dep_ in ("conj", "relcl") or c.lower_ in ("its", "their", "his", "her", "my") for c in noun.children
    ):
        return None
    return noun if is_person(noun) or names_somebody(noun) else None
