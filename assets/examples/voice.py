"""A finite clause in other voices: said by the asker, asked by the asker, asked back, and denied.

"your pay is changing" -> "my pay is changing", "is my pay changing", "is your pay changing", "my pay isn't changing". The parse
of the clause alone says where its subject and its finite verb are; where that is doubtful a voice is None, not guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assets.examples.grammar import shifted
from assets.examples.parsing import parse
from assets.examples.subjects import holds_insertion, number_of
from assets.examples.words import in_dictionary, inflect_verb, lower, word_set
from resources.parser import Token


@dataclass(frozen=True)
class Voiced:
    """A clause in its voices, without closing marks."""

    said: str  # "I need to book a hotel"
    polar: str | None  # the asker's question whether it is so, never negated: "do I need to book a hotel"
    asked: str | None  # the same asked back: "do you need to book a hotel"
    denied: str | None  # the contrary: "I don't need to book a hotel"
    negative: bool  # the clause itself is negated: its questions ask for what it denies
    mood: str  # of what it says: must, may, should, will, fact
    subject: str | None  # in the asker's voice; None of a command
    number: str  # of the subject: i, singular, plural
    state: bool  # it tells a state or a decision, so that its contrary is a situation of its own


Speech = Callable[[Token], str]

_FULL = {"'re": "are", "'m": "am", "'ve": "have", "'ll": "will", "ca": "can", "wo": "will", "sha": "shall"}
_MOODS = {"can": "may", "may": "may", "could": "may", "must": "must", "shall": "must", "should": "should", "will": "will",
          "would": "would", "might": "might"}  # fmt: skip
_STATES = word_set(
    """
    be have own hold work live manage belong qualify participate require contain include apply meet exceed supervise need
    use receive agree approve grant know cover carry occupy involve last cost weigh seem appear remain exist
    wish anticipate expect intend indicate match suspect lack
    """
)
_LICENSED = {"require": "must", "oblige": "must", "expect": "must", "need": "must", "allow": "may", "permit": "may",
             "entitle": "may"}  # fmt: skip
_POLARITY = word_set(
    """
    some something someone somebody ever yet still either also both each only no none nobody nothing neither nor most several
    few many much hardly rarely without until and unable ineligible so
    """
)
_TOTAL = word_set("all every everyone everybody everything")


@lru_cache(maxsize=20000)
def voice(clause: str) -> Voiced | None:
    """The clause in its voices; None where it is not one finite clause or command."""
    doc = parse(clause.rstrip(".! ") + " .")  # apart, so that an abbreviation does not swallow it
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is None or root.pos_ not in ("VERB", "AUX") or any(t.is_sent_start for t in doc[1:]):
        return None
    words = list(doc[:-1])
    found = _without_no(words) or _alone(words, root)
    both = _both(words, root) if found is not None and found.denied is None else None
    return replace(both, polar=found.polar, asked=found.asked or both.asked) if found and both else found


def _alone(words: list[Token], root: Token) -> Voiced | None:
    """The voices of one statement or command."""
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass", "expl") or _acts(t)), None)
    said = _join(words, shifted)
    if subject is None:
        base = root.tag_ in ("VB", "VBP") and root.text.lower() == root.lemma_.lower()
        starts = [t for t in words if t.i <= root.i]
        if not base or any(t.dep_ not in ("ROOT", "advmod", "aux", "neg", "intj") or t.tag_ == "MD" for t in starts):
            return None
        if any(t.dep_ == "conj" and _own_subject(t) for t in root.children):
            return None  # "hand it in and payments stop"
        if any(t.tag_ == "MD" and t.head.dep_ == "conj" and not _own_subject(t.head) for t in words):
            return None  # "Express delivery costs EUR 85 and may be ordered": no command, whatever the parser says
        negative = any(t.dep_ == "neg" for t in root.children)
        action = _join(words[root.i :], shifted)
        action = action if root.text.isupper() else lower(action)
        polar = f"can I {action}" if negative else f"should I {action}"
        return Voiced(said, polar, None, None, negative, "must", None, "i", False)
    return _finite(words, root, subject, said)


def _without_no(words: list[Token]) -> Voiced | None:
    """The voices of a clause with one "no": its questions ask for what it denies, "is any hotel free" of "no hotel is free"."""
    noes = [t for t in words if t.lower_ == "no"]
    if len(noes) != 1 or noes[0].dep_ != "det" or any(t.dep_ == "neg" for t in words):
        return None
    at, many = noes[0].i, noes[0].head.tag_ in ("NNS", "NNPS")
    rest = words[at].head.i - at
    if noes[0].head.lower_ == "one" or rest < 1:
        return None
    put = "" if many else "any "
    clause = "".join(t.text_with_ws if t.i != at else put for t in words)
    contrary = voice(clause)
    if contrary is None or contrary.negative:
        return None
    said = _join(words, shifted)
    return replace(contrary, said=said, denied=contrary.said if many else None, negative=True)


def _both(words: list[Token], root: Token) -> Voiced | None:
    """The voices of two statements that an "and" joins: both are asked for, and one that does not hold is the contrary."""
    second = [t for t in root.children if t.dep_ == "conj" and t.pos_ in ("VERB", "AUX") and t.i > root.i]
    ands = [t for t in words if t.lower_ in ("and", "or", "but", "nor")]
    if len(second) != 1 or len(ands) != 1 or ands[0].lower_ != "and" or not root.i < ands[0].i < second[0].i:
        return None
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    aux = [t for t in root.children if t.dep_ in ("aux", "auxpass") and t.i < root.i]
    finite = any(_is_finite(t, root, aux) for t in (second[0], *second[0].children))
    if subject is None or not finite:
        return None
    own = any(t.dep_ in ("nsubj", "nsubjpass", "expl") for t in second[0].children)
    named = _join(words[subject.left_edge.i : subject.right_edge.i + 1], _written)
    many = number_of(subject) == "plural" and subject.pos_ != "PRON"
    who = "" if own else "they " if many else f"{named} "
    apart = own or many or subject.pos_ == "PRON"  # not: "has the van been washed and has the van been sold"
    first = voice(_join(words[: ands[0].i], _written))
    other = voice(who + _join(words[ands[0].i + 1 :], _written))
    if first is None or other is None or first.negative or other.negative:
        return None
    denied = other.denied and other.denied.removeprefix("" if own else f"{other.subject} ")
    return Voiced(
        _join(words, shifted), None, f"{first.asked} and {other.asked}" if first.asked and other.asked and apart else None,
        denied and f"{first.said} but {denied}", False, first.mood, first.subject, first.number, first.state and other.state,
    )  # fmt: skip


def _finite(words: list[Token], root: Token, subject: Token, said: str) -> Voiced | None:
    aux = [t for t in root.children if t.dep_ in ("aux", "auxpass") and t.i < root.i]
    carrier = aux[0] if aux else root
    left, right = subject.left_edge.i, subject.right_edge.i
    if (
        carrier.i <= right
        or carrier.tag_ in ("VB", "VBN", "VBG", "TO")
        or (subject.dep_ == "expl" and root.lemma_ != "be")
    ):
        return None
    opening = [t for t in words[:left] if not t.is_punct]
    moves = opening and _moves(opening[0], root, words[left - 1])
    nots = [t for t in root.children if t.dep_ == "neg" or t.lower_ == "never"]
    negative = any(t.i <= root.i + 2 for t in nots)
    form = _FULL.get(carrier.lower_.replace("’", "'"), carrier.lower_)
    if carrier.lower_ in ("'s", "’s"):
        has = any(t.lower_ == "been" for t in root.children) or not any(t.dep_ == "auxpass" for t in aux)
        form = "has" if root.tag_ == "VBN" and has else "is"
    elif carrier.lower_ in ("'d", "’d"):
        form = ""
    vague = {t.lower_ for t in words} & {"no", "none", "nobody", "nothing", "neither", "nor", "few", "fewer", "hardly"}
    loose = subject.lower_ in ("nobody", "none", "nothing", "that", "this", "which", "who")
    number = number_of(subject)
    mood = _mood(root, aux, form)
    helped = bool(aux) or root.lemma_ == "be" or form in ("is", "are", "am")
    # Of joined verbs only those that share subject and form survive the inversion: "do you file it or ask for help".
    joined = [
        t
        for t in words
        if t.dep_ == "conj" and t.pos_ in ("VERB", "AUX") and (_is_finite(t, root, aux) or _own_finite(t))
    ]
    apart = any(helped or t.head != root or t.tag_ != "VBP" or _own_finite(t) for t in joined)
    apart |= any(
        t.dep_ in ("nsubj", "nsubjpass") and t.head != root and t.head.dep_ not in ("relcl", "acl", "advcl")
        and any(c.dep_ == "cc" and c.i < t.i for c in words) for t in words
    )  # fmt: skip
    firm = bool(form) and not ((opening and not moves) or vague or loose or apart or holds_insertion(subject))
    polar = asked = None
    if firm:
        dropped = nots if negative else []
        polar = _inverted(words, subject, carrier, form, helped, dropped, shifted, mood, number)
        asked = _inverted(words, subject, carrier, form, helped, dropped, _written, "fact", number)
    if moves and polar and asked:
        polar, asked = (f"{text} {lower(_join(words[:left], speak))}" for text, speak in
                        ((polar, shifted), (asked, _written)))  # fmt: skip
    told = firm and not opening and not _joins_statements(root)
    denied = _denied(words, subject, carrier, form, helped, nots, negative) if told else None
    state = root.lemma_.lower() in _STATES or any(t.lemma_ in ("be", "have") for t in aux)
    who = _join(words[left : right + 1], shifted)
    return Voiced(said, polar, asked, denied, negative, mood, who, number, state)


def _acts(token: Token) -> bool:
    """Whether a subject is an action: "Restoring a database requires ..."."""
    return token.dep_ in ("csubj", "csubjpass") and token.tag_ == "VBG"


def _moves(first: Token, root: Token, last: Token) -> bool:
    """Whether what stands before the subject, up to a comma, is one phrase or clause that may as well stand at the end:
    "if the score is below 420, the application must be declined", "after a second failure the device goes back"."""
    head = next((t for t in root.children if t.i < root.i and t.left_edge.i <= first.i <= t.right_edge.i), None)
    if head is None or head.dep_ not in ("prep", "advcl"):
        return False
    whole = head.left_edge.i <= first.i and head.right_edge.i == last.i - (last.text == ",")
    return whole and not any(t.text == "," for t in head.subtree)


def _joins_statements(root: Token) -> bool:
    """Whether another statement is joined to a clause: the contrary of "it rains or the wind blows" denies both. The parser may
    take its verb for a noun: "or the alarm rings", "or the patient's bleeding"."""
    return any(
        (t.dep_ == "conj" and t.pos_ in ("VERB", "AUX") and _own_subject(t))
        or (t.dep_ == "conj" and t.pos_ == "NOUN" and t.head.pos_ in ("VERB", "AUX"))
        or (t.dep_ == "case" and t.i + 1 < len(t.doc) and t.nbor(1).text.endswith("ing") and t.head.head.dep_ == "conj")
        for t in root.subtree
    )


def _own_subject(verb: Token) -> bool:
    return any(t.dep_ in ("nsubj", "nsubjpass") for t in verb.children)


def _own_finite(verb: Token) -> bool:
    """Whether a joined verb has a subject or an auxiliary of its own."""
    return any(t.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "neg", "expl") for t in verb.children)


def _is_finite(verb: Token, root: Token, aux: list[Token]) -> bool:
    """Whether a verb has a tense of its own beside the root; the parser may take one beside a participle for a bare form: "you
    are travelling and hold a pass"."""
    bare = verb.tag_ == "VB" and root.tag_ in ("VBG", "VBN") and not any(t.tag_ == "MD" for t in aux)
    return bare or verb.tag_ in ("VBP", "VBZ", "VBD", "MD")


def _mood(root: Token, aux: list[Token], form: str) -> str:
    """How binding the clause is; of "will need to" and "is required" the meaning, not the auxiliary."""
    to = any(t.dep_ == "xcomp" and any(c.lower_ == "to" for c in t.children) for t in root.children)
    passive = any(t.lemma_ == "be" for t in aux)
    if root.lemma_ in ("need", "have") and to and not passive:
        return "must"
    if root.lemma_ in _LICENSED and passive and (to or root.lemma_ in ("require", "allow", "permit", "need")):
        return _LICENSED[root.lemma_]
    if aux and aux[0].tag_ == "MD":
        return _MOODS.get(form, "")
    return "fact"


def _inverted(
    words: list[Token], subject: Token, carrier: Token, form: str, helped: bool, drop: list[Token], speak: Speech,
    mood: str, number: str,
) -> str | None:  # fmt: skip
    """The question whether the clause holds: its finite verb before its subject, its negation left out."""
    who = _join(words[subject.left_edge.i : subject.right_edge.i + 1], speak)
    first = max(carrier.i, subject.head.i)  # "you also have to add it": an also takes up what is told before
    also = [t for t in words[subject.right_edge.i + 1 : first + 1] if t.lower_ == "also"]
    after = [t for t in words[subject.right_edge.i + 1 :] if t != carrier and t not in drop and t not in also]
    does = "does" if number == "singular" else "do"
    own = speak is shifted and number == "i"
    if helped:
        rest = _join(after, speak)
        if carrier.tag_ == "MD" and mood == "must" and form in ("must", "shall"):
            if drop:  # what must not be done
                return f"can {who} {rest}"
            return f"{does} {who} have to {rest}"
        if carrier.tag_ == "MD" and mood == "may" and form in ("may", "could"):
            form = "can"
        if own:
            form = {"are": "am", "were": "was"}.get(form, form)
        if speak is _written and form == "may":
            form = "could"  # "may personal data be affected?" would ask for a permission
        return f"{form} {who} {rest}".strip()
    verb = inflect_verb(carrier.lemma_.lower(), "VB")
    did = {"VBZ": "does", "VBP": "do", "VBD": "did"}.get(carrier.tag_)
    if did is None or drop:
        return None
    between = _join([t for t in after if t.i < carrier.i], speak)
    return " ".join(p for p in (did, who, between, verb, _join([t for t in after if t.i > carrier.i], speak)) if p)


def _is_contrary(word: Token) -> bool:
    """Whether a predicate denies by itself, so that its denial is a double one: "the vault isn't unavailable"."""
    plain = word.lower_.removeprefix("un")
    return word.dep_ == "acomp" and len(plain) > 3 and plain != word.lower_ and in_dictionary(plain)


def _denied(
    words: list[Token], subject: Token, carrier: Token, form: str, helped: bool, nots: list[Token], negative: bool
) -> str | None:
    """The contrary of the clause; None where scope, polarity words or coordination make that unsafe."""
    lowered = {t.lower_ for t in words}
    if (
        lowered & _POLARITY
        or any(map(_is_contrary, words))
        or (negative and lowered & (_TOTAL | {"or", "any", "anyone", "anything", "already"}))
    ):
        return None
    if lowered & _TOTAL:  # "all participants have agreed" -> "not all participants have agreed"
        whole = words[0].lower_ in _TOTAL and "or" not in lowered
        return f"not {_join(words, shifted)}" if whole else None
    if not negative and words[0] == subject.left_edge and words[0].lower_ in _NONE:
        return (
            f"{_NONE[words[0].lower_]} {_join(words[1:], shifted)}"  # "anything looks wrong" -> "nothing looks wrong"
        )
    if any(t.tag_ == "RB" and subject.right_edge.i < t.i < carrier.i for t in words):
        return None  # "I accidentally don't delete": the negation belongs to the adverb
    if form in ("may", "might", "could"):
        return None  # what may not have happened may have happened
    before = _join(words[: carrier.i], shifted)
    after = [t for t in words[carrier.i + 1 :] if t not in nots]
    if shifted(words[subject.i]) == "I":
        form = {"are": "am", "were": "was"}.get(form, form)
    if negative:
        if any(t.lower_ == "never" for t in nots):
            return None
        if carrier.lemma_ == "do" and helped:
            form = inflect_verb(after[0].lemma_.lower(), {"does": "VBZ", "did": "VBD"}.get(form, "VBP"))
            return f"{before} {form} {_join(after[1:], shifted)}".strip()
        return f"{before} {form} {_join(after, shifted)}".strip()
    if helped:
        short = {"am": "am not", "will": "won't", "can": "can't", "shall": "shall not"}
        not_so = short.get(form) or f"{form}n't"
        return f"{before} {not_so} {_join(after, shifted)}".strip()
    do = {"VBZ": "doesn't", "VBP": "don't", "VBD": "didn't"}.get(carrier.tag_)
    verb = inflect_verb(carrier.lemma_.lower(), "VB")
    return f"{before} {do} {verb} {_join(after, shifted)}".strip() if do else None


_NONE = {"any": "no", "anything": "nothing", "anyone": "nobody", "anybody": "nobody"}


def _written(token: Token) -> str:
    return token.text


def _join(words: Sequence[Token], speak: Speech) -> str:
    text = re.sub(r"\s+", " ", "".join(speak(t) + t.whitespace_ for t in words)).strip(" ,")
    return re.sub(r"\bamn['’]t\b", "am not", text)
