"""The subject of a clause: its number, what stands in it between commas, and whether it acts."""

import re

from assets.decisions.duties import PERSONS
from assets.examples.words import is_noun, noun_lemma, word_set
from resources.parser import Token

_OF_AN_AGE = re.compile(r"(?:under|over)-?\d{1,2}s$", re.IGNORECASE)
_MANY = word_set("we they these those staff police people")


def number_of(subject: Token) -> str:
    """i, singular or plural: what its finite verb says, and only of a verb that does not tell, what the noun says."""
    if subject.lower_ == "you":
        return "i"
    aux = [t for t in subject.head.children if t.dep_ in ("aux", "auxpass")]
    finite = aux[0] if aux else subject.head
    if finite.tag_ in ("VBZ", "VBP") or finite.lower_ in ("was", "were"):
        one = finite.tag_ == "VBZ" or finite.lower_ == "was"
        return "singular" if one else "plural"
    joined = {t.lower_ for name in (subject, *subject.conjuncts) for t in name.children if t.dep_ == "cc"}
    if subject.tag_ == "CD":  # "purchases above £50"
        subject = next((t for t in subject.subtree if t.pos_ == "NOUN"), subject)
    if subject.lower_ in ("percent", "%"):  # "95 percent of the devices"
        of = next((t for t in subject.children if t.lower_ == "of"), subject)
        subject = next((t for t in of.children if t.dep_ == "pobj"), subject)
    many = (
        (subject.tag_ in ("NNS", "NNPS") and not subject.text.isupper())  # "TOIL"
        or _OF_AN_AGE.match(subject.text) is not None
        or subject.lower_ in _MANY
        or "and" in joined
    )
    if subject.is_sent_start and subject.tag_ == "NNP":  # for its capital, the parser takes "Keys" for a name
        many |= is_noun(subject.lower_) and noun_lemma(subject.lower_) != subject.lower_
    return "plural" if many else "singular"


def disagrees(subject: Token) -> bool:
    """Whether a single thing has a verb in the plural: the parser took a noun, or an order, for the verb of what stands before it
    ("Evacuation drill twice a year", "Jury service: send us the letter")."""
    verb = subject.head
    alone = not any(t.dep_ in ("conj", "cc") for t in subject.children)
    bare = verb.tag_ in ("VB", "VBP") and not any(t.dep_ in ("aux", "auxpass") for t in verb.children)
    one = subject.tag_ in ("NN", "NNP") and number_of(subject) == ("plural" if verb.tag_ == "VBP" else "singular")
    return bare and alone and one and subject.lower_ not in _MANY | _PARTS and not subject.lower_.endswith("s")


_PARTS = word_set(
    "half quarter third majority minority rest number percent % couple pair lot team crew management board council"
)
"""What may stand for many of what it is a part of, or for its members."""
ONE_PERSON = PERSONS - word_set(
    """
    anyone everybody everyone nobody people men women staff personnel management leadership faculty crew treasury operations hr
    authority company firm agency council party
    """
)
"""Nouns of one person, who has an article."""
_TOLD_APART = ("det", "poss", "nummod", "predet", "quantmod")


def with_article(said: str, subject: Token) -> str:
    """The words of a subject with the article that terse rules leave out before a single person: "duty manager informs the
    bursar"."""
    ahead = {t for t in subject.subtree if t.i < subject.i}
    common = subject.tag_ == "NN" or (subject.tag_ == "NNP" and said.islower())
    bare = common and subject.lower_ in ONE_PERSON and not any(t.dep_ in _TOLD_APART for t in ahead)
    joined = (
        any(t.dep_ in ("conj", "cc") for t in subject.children) or said.split(maxsplit=1)[0].lower() in _DETERMINERS
    )
    return f"the {said}" if bare and not joined and number_of(subject) == "singular" else said


_DETERMINERS = word_set(
    "a an the no any each every another one either neither some this that my your our their its whichever"
)


def holds_insertion(subject: Token) -> bool:
    """Whether a subject holds something between commas that is no list ("a decision, including any appeal, is"), or the
    sentence's verb, which the parser takes for a part of it: "the officer reviews access" of "reviews access logs"."""
    words = list(subject.subtree)
    if any(t.dep_ in ("compound", "nmod", "amod") and t.tag_ in ("VBZ", "VBP") for t in words):
        return True
    listed = any(t.dep_ == "conj" for t in words) and words[-1].text != ","
    return any(t.text == "," for t in words) and not listed


_ACTOR = re.compile(
    r"(?:er|or|ee|[iy]st|ant|ers|ors|ees|[iy]sts|ants|staff|team|teams|people|anyone|everyone|members?|leads?|head|clients?|"
    r"m[ae]n|ians?|clerks?|nurses?|judges?|captains?|pilots?|guests?|parents?|desk|office|board|committee|department|[A-Z]{2,})$",
)


def acts_itself(name: str) -> bool:
    """Whether a noun phrase, up to its last word, names somebody or some body of people: manager, team, board."""
    return _ACTOR.search(name) is not None


def is_served(role: str) -> bool:
    """Whether a role is one that is served or visits, so that what it gets is no task of its own."""
    return role.lower().rstrip("s") in _SERVED


_SERVED = word_set(
    "patient client guest resident pupil student participant applicant passenger tenant supplier vendor candidate"
)


def is_outsider(role: str) -> bool:
    """Whether a role is one from outside, in whose hands nothing lies."""
    return is_served(role) or role.lower().rstrip("s") in ("customer", "visitor")


def is_short_for(one: str, other: str) -> bool:
    """Whether one of two roles is the initials of the other: "DM" and "duty managers"."""
    return any(
        len(words := re.findall(r"[^\W_]+", long)) > 1
        and short.upper().removesuffix("S") == "".join(w[0] for w in words).upper()
        for short, long in ((one, other), (other, one))
    )


_ANYBODY = word_set(
    """
    employee employees staff people user users worker workers everyone anyone team members member colleagues
    customers customer persons person individuals individual they we you i others visitors someone team teams
    """
) | {"team member", "team members", "staff member", "staff members", "all employees", "the employee", "the team"}


def is_anybody(role: str) -> bool:
    """Whether a role is nobody in particular: employees, the team, anyone, any member of staff."""
    return re.sub(r"^(?:(?:any|all|every|each|our) )?(?:(?:an? |the )?members? of )?", "", role.lower()) in _ANYBODY
