"""From a sentence to the statements in it: coordinate clauses are rules of their own, and are read each by itself.

"You may park here, but you must register your car if you stay overnight" holds two rules; its parts are verbatim spans. So
do "Keys are kept by the clerk and must not be copied", where the later one shares its subject: it is read with that subject
before it (form "shared"). So is the sentence after it, where that begins with the pronoun for the subject ("They must be
returned"). A clause that something before it governs stays where it is: after a fronted condition both
clauses depend on it. What one is asked to note is the statement. And a command that the parser takes for a noun ("If you
move, email the office") is read again with "please" before it.
"""

import re
from dataclasses import replace
from itertools import pairwise

from assets.decisions.duties import is_person
from assets.decisions.mood import is_command, negation_of, subject_of
from assets.decisions.pairs import paired
from assets.decisions.points import Parse, Token
from assets.decisions.quantities import DURATIONS, find
from assets.decisions.sentences import Sentence
from resources.parser import verbs

_BOUND = re.compile(r"(?:unless|except|but only|otherwise|or|nor|if not|if so|in which case|provided)\b", re.I)
_NOTED = re.compile(r"(?:please )?(?:note|remember|be aware|keep in mind|bear in mind),? (?:that )?(?=[\w$€£]+ )", re.I)
_FINITE = re.compile(
    r"(?:(?:also|then|therefore) )?(?:(?:is|are|must|may|can|cannot|can't|shall|should|will|won't|has|have|does not|do not|"
    r"doesn't|don't|isn't|aren't|needs? to)\b|"
    r"(?:lasts?|costs?|takes?|runs?) (?=(?:for )?(?:at |up to |no |not |between |[A-Z]{3} ?\d|[$€£]|\d|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b)))",
    re.I,
)
"""What opens a verb phrase of its own, whatever stands before it."""
_RESTRICTS = re.compile(r"(?:no|none|nothing|nobody|neither)\b", re.I)
"""What opens a clause after "but" that is about what was said first: "you may call, but no advice may be given"."""
_BOUND_TO = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|such|so|then|otherwise|instead|both|thereafter)\b", re.I
)
"""What takes up what was said before, so that a half cannot stand without the other."""
_THEN = re.compile(
    r"(?:is|are|must be|may be|will be) then (?:(?!\b(?:it|its|they|them|their|this|that|these|those)\b).)+$", re.I
)
"""What is done afterwards: what was said first stands without it."""
_BESIDE = re.compile(r"[;,] (?=otherwise,? \w|(?:[\w'-]+ ){1,4}(?:included|excluded)\W*$)", re.I)
"""Before what says nothing without the rule: what holds where its condition does not ("if a guard is there; otherwise use the
front gate"), what its amount is with ("£40, breakfast included")."""
LEANS_ON_THE_RULE = "says nothing without the rule before it"
_FRONTED = re.compile(
    r"(?:If|When|Once|Where|After|Before|Unless|In (?:the )?(?:cases?|event|absence) of|Whenever|Should|On|Upon|Pending)\b"
)


def cut(sentence: Sentence, parse: Parse) -> list[Sentence]:
    """The statements of a sentence; the sentence itself where it is one."""
    if sentence.form not in ("sentence", "item") or sentence.doubt:
        return [sentence]
    if (mark := _BESIDE.search(sentence.text)) is not None and not _in_brackets(sentence.text, mark.start()):
        rest = _part(sentence, mark.end(), len(sentence.text))
        return [_part(sentence, 0, mark.start()), replace(rest, doubt=LEANS_ON_THE_RULE)]
    found = {*_semicolons(parse), *_coordinations(parse, step=sentence.step is not None)}
    places = sorted(place for place in found if not _in_brackets(sentence.text, place[0]))
    noted = _NOTED.match(sentence.text) if _is_noted(parse) else None
    if not places and noted is None:
        return _halves(sentence, parse)
    starts = [noted.end() if noted else 0, *(after for _, after in places)]
    ends = [*(before for before, _ in places), len(sentence.text)]
    if any(not re.search(r"\w", sentence.text[start:end]) for start, end in zip(starts, ends, strict=True)):
        return [sentence]  # the parser takes a mark at its edge for a clause
    return [_part(sentence, start, end) for start, end in zip(starts, ends, strict=True)]


def _in_brackets(text: str, place: int) -> bool:
    """Whether a place lies within brackets, where no statement ends."""
    return text.count("(", 0, place) > text.count(")", 0, place)


def _halves(sentence: Sentence, parse: Parse) -> list[Sentence]:
    """What is said first, verbatim, and what "and" or "but" adds with a finite verb of its own, each of the one subject.

    The sentence itself where it says one thing, or where the halves need each other. Where only the first can stand alone,
    that and the sentence.
    """
    left_out = _left_out(parse)
    if left_out is not None and not _in_brackets(sentence.text, left_out[0]):
        rest = _part(sentence, left_out[1], len(sentence.text))
        first = _part(sentence, 0, left_out[0])
        if _BEYOND.search(first.text) and _BEYOND.search(rest.text):  # "over £90 by a clerk; over £900 by the board"
            first = replace(first, doubt="the half behind it takes a part of its amounts")
        return [first, replace(rest, doubt="its verb stands in the half before")]
    pair = paired(sentence.text, parse)
    if pair is not None:
        return [_part(sentence, 0, pair[0]), _put_together(sentence, pair[1])]
    gap = _gap(sentence.text, parse)
    if gap is not None and not _in_brackets(sentence.text, gap):
        return [_part(sentence, 0, gap), sentence]
    root = next((t for t in parse if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)
    subject = subject_of(root) if root is not None else None
    later = [t for t in root.children if t.dep_ == "conj" and t.i > root.i] if root is not None else []
    if root is None or subject is None or len(later) != 1 or not _opens(root, parse[0]):
        return [sentence]
    link = next((c for c in root.children if c.dep_ == "cc" and c.i < later[0].i), None)
    if link is None or link.lower_ not in ("and", "but") or subject_of(later[0]) is not None:
        return [sentence]
    text, start = sentence.text, int(parse[link.i + 1].idx)
    end = int(link.idx) - 1
    about = text[: subject.right_edge.idx + len(subject.right_edge)]
    if (
        not _FINITE.match(text[start:])
        or _in_brackets(text, end)
        or not _is_finite(subject)
        or any(c.dep_ == "conj" for c in later[0].children)
        or len(text[:end].split()) < 3
        or re.match(r"\d", text)
    ):
        return [sentence]
    first = _part(sentence, 0, end)
    if (
        len(text[start:].split()) < 3
        or _BOUND_TO.search(text[start:])
        or re.match(r"do(?:n't)?\b", text[start:])  # what is not done: read with "and" before it, it forbids
    ):
        return [first, sentence] if _THEN.match(text[start:]) or len(text[start:].split()) < 3 else [sentence]
    places = (*sentence.places[: len(about)], sentence.places[len(about)], *sentence.places[start:])
    return [
        first,
        replace(sentence, form="shared", text=f"{about} {text[start:]}", places=places, lead=None, step=None),
    ]


def _put_together(sentence: Sentence, spans: list[tuple[int, int]]) -> Sentence:
    """The statement that spans of a sentence make up, one behind the other."""
    text, places = "", list[int]()
    for start, end in spans:
        said = sentence.text[start:end].strip()
        first = sentence.text.index(said, start)
        text, places = f"{text} {said}", [*places, sentence.places[first], *sentence.places[first : first + len(said)]]
    text, places = text[1].upper() + text[2:].rstrip("."), places[1:]
    kept = places[: len(text)]
    return replace(sentence, form="shared", text=f"{text}.", places=(*kept, kept[-1]), lead=None, step=None)


_WITHOUT_VERB = re.compile(
    r"(?P<other>; )|(?P<more>, )(?=(?:up to|above|over|below|under|beyond|(?:more|less) than) (?:[^,;]|,\d)* by "
    r"(?:the|an?|our|your|[A-Z]))| and, (?=(?:if|when|where|unless|once) [^,;]+(?P<case>, )\w+(?:ed|en|t|n) )"
)
"""What may lead to a half without a verb: a semicolon before other things, an amount of another agent, a case of its own."""
_BEYOND = re.compile(
    r"\b(?:above|over|beyond|exceeding|(?:more|greater|higher) than|in excess of|from|or more)\b", re.I
)
_SAYING = ("VBZ", "VBP", "VBD", "MD", "VB")


def _left_out(parse: Parse) -> tuple[int, int] | None:
    """(end of what is said first, start of the rest) where a sentence goes on about other things, persons or cases with the verb
    that it has named: "Files are kept for four years; letters for ten", "Refunds may be paid by a clerk, up to £900 by the
    bursar", "It is signed by the host and, if it is late, countersigned by the porter". The first half stands by itself."""
    text = parse.text
    mark = _WITHOUT_VERB.search(text)
    if mark is None or text.count(";") != bool(mark["other"]) or len(text[: mark.start()].split()) < 4:
        return None
    before = [t for t in parse if t.idx < mark.start()]
    after = [t for t in parse if t.idx >= (mark.end("case") if mark["case"] else mark.end())]
    said = any(t.tag_ in _SAYING for t in before) and not any(t.tag_ in _SAYING for t in after)
    done = any(t.dep_ == "auxpass" for t in before) and " by " in text[: mark.start()]
    rest = text[mark.end() :]
    things = after[0].pos_ in ("NOUN", "PROPN", "ADJ", "DET") and after[0].tag_ != "JJR" and not _RESTRICTS.match(rest)
    told = things and bool(find(rest) or " by " in rest) if mark["other"] else done
    return (mark.start(), mark.end()) if said and told else None


def _gap(text: str, parse: Parse) -> int | None:
    """Where a list goes on to other things with amounts of their own, the verb left out: "Laptops are kept for 48 months,
    phones for 36"."""
    root = next((t for t in parse if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)
    subject = subject_of(root) if root is not None else None
    amounts = find(text)
    if root is None or subject is None or subject.left_edge.i != 0 or len(amounts) < 2 or amounts[0].start < root.idx:
        return None
    mark = re.compile(r", (?:and )?(?=\w)").search(text, amounts[0].end)
    if mark is None or mark.start() > amounts[1].start or len(text[: mark.start()].split()) < 4:
        return None
    after = [t for t in parse if t.idx >= mark.end()]
    opens = after[0].pos_ in ("NOUN", "PROPN", "ADJ", "DET") and after[0].tag_ not in ("VBG", "VBN", "WDT")
    named = any(t.pos_ in ("NOUN", "PROPN") for t in after if t.idx < amounts[1].start)
    alone = any(t.tag_ in ("VBZ", "VBP", "VBD", "MD", "WDT", "WP") for t in after)
    if (
        not opens
        or not named
        or alone
        or re.search(r"\b(?:or|if|unless|when|whichever|whatever)\b", text[mark.end() :])
    ):
        return None
    return mark.start()


def _is_noted(parse: Parse) -> bool:
    """Whether the sentence only asks to note a statement: "please note that visitors must sign in"."""
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    below = next((c for c in root.children if c.dep_ == "ccomp"), None) if root is not None else None
    return below is not None and subject_of(below) is not None


def _part(sentence: Sentence, start: int, end: int) -> Sentence:
    text = sentence.text[start:end].rstrip(" ,;")
    places = sentence.places[start : start + len(text)]
    if not re.search(r"[.!?][\"')\]]*$", text):
        text, places = text + ".", (*places, places[-1])
    return replace(sentence, text=text, places=places, start=places[0], end=places[-1] + 1, step=None,
                   lead=sentence.lead if start == 0 else None)  # fmt: skip


def _semicolons(parse: Parse) -> list[tuple[int, int]]:
    """(end of the part before, start of the part after) for semicolons between two clauses."""
    marks = [t for t in parse if t.text == ";" and 0 < t.i < len(parse) - 2]
    edges = [0, *(t.i + 1 for t in marks), len(parse)]
    clauses = [_is_clause(parse, first, last) for first, last in pairwise(edges)]
    if not all(clauses):
        return []
    return [(int(t.idx), int(parse[t.i + 1].idx)) for t in marks if not _BOUND.match(parse.text[parse[t.i + 1].idx :])]


def _is_clause(parse: Parse, first: int, last: int) -> bool:
    verbs = [t for t in parse[first:last] if t.pos_ in ("VERB", "AUX") and t.tag_ in ("VB", "VBZ", "VBP", "VBD", "MD")]
    stands_first = parse[first].tag_ == "VB" or (parse[first].lower_ in ("do", "never") and last - first > 2)
    return (
        last - first > 3
        and bool(verbs)
        and (stands_first or any(t.dep_.startswith("nsubj") for t in parse[first:last]))
    )


def _coordinations(parse: Parse, *, step: bool) -> list[tuple[int, int]]:
    """The same for clauses with subjects of their own that "and" or "but" joins to a main clause with nothing before it.

    And for what one must not do after what one must ("sign the book and do not leave it open"); a step is one action.
    """
    root = next((t for t in parse if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)
    if root is None or not _opens(root, parse[0]):
        return []
    found: list[tuple[int, int]] = []
    above: Token = root
    subject = subject_of(root)
    while (
        other := next(
            (c for c in above.children if c.dep_ == "conj" and (subject_of(c) or (subject is None and _forbids(c)))),
            None,
        )
    ) is not None:
        link = next((c for c in above.children if c.dep_ == "cc" and c.i < other.left_edge.i + 1), None)
        start = other.left_edge if link is None or other.left_edge.i > link.i else parse[link.i + 1]
        if link is None or link.lower_ not in ("and", "but") or start.i != link.i + 1:
            break
        if link.lower_ == "but" and _RESTRICTS.match(parse.text[start.idx :]):
            break
        comma = parse[link.i - 1].text == ","
        own = subject_of(other)
        apart = own is not None and _is_finite(own) and (subject is None or _is_finite(subject))
        if not (comma or apart) and (own is not None or step):
            break
        if _BOUND.match(parse.text[start.idx :]) or (
            own is None and (step or min(len(parse) - start.i - 1, link.i) < 4)
        ):
            break
        found.append((int(parse[link.i - 1].idx) if comma else int(link.idx) - 1, int(start.idx)))
        above = other
    return found


def _is_finite(subject: Token) -> bool:
    """Whether an auxiliary or a modal verb follows the subject, which no noun can be taken for."""
    return bool(_FINITE.match(subject.doc.text[subject.right_edge.idx + len(subject.right_edge) :].lstrip()))


def _forbids(verb: Token) -> bool:
    """Whether a command says what not to do."""
    return is_command(verb) and verb.left_edge.lower_ in ("do", "never", "don't") and negation_of(verb) is not None


def _opens(root: Token, first: Token) -> bool:
    """Whether a sentence begins with its subject or its command, so that nothing governs what follows."""
    subject = subject_of(root)
    commands = is_command(root) and (root.i <= first.i + 1 or (_forbids(root) and root.left_edge.i == first.i))
    return (subject is not None and subject.left_edge.i == first.i) or commands


def says(parse: Parse | None) -> bool:
    """Whether the parser finds a finite verb with its subject, and no other sentence."""
    roots = [t for t in parse or () if t.dep_ == "ROOT" and not t.is_punct]
    return len(roots) == 1 and roots[0].pos_ in ("VERB", "AUX") and subject_of(roots[0]) is not None


_PRONOUN = re.compile(
    rf"(?P<it>They|It) (?={_FINITE.pattern})|"
    r"However, (?P<but>they|it) (?=(?:must not|mustn't|may not|cannot|can't|shall not) )"
)
_OF_THINGS = {
    "contain", "include", "have", "be", "hold", "show", "state", "bear", "carry", "cover", "meet", "reach", "exceed", "fit",
    "cost", "last", "require", "need", "take", "match", "precede", "follow", "list", "name", "give", "indicate", "leave",
    "enter", "pass", "cross", "arrive", "appear",
}  # fmt: skip
"""What is said of things as well, so that a pronoun before it may mean them."""
_MEASURES = {*DURATIONS, "time", "percent"}


_ACTING = re.compile(
    r"(?:must|may|shall|can|must not|mustn't|may not|cannot|can't|shall not) (?P<verb>[a-z]+) "
    r"(?:(?:the|an?|any|all|every|their|our|your)\b|[a-z]+ [a-z]+s\b)",
    re.I,
)


def goes_on(sentence: Sentence) -> bool:
    """Whether a sentence begins with a pronoun that may stand for the subject of the one before it."""
    return _PRONOUN.match(sentence.text) is not None


def taken_up(sentence: Sentence, before: Sentence, parse: Parse) -> Sentence | None:
    """A sentence that goes on about the subject of the one before it (`parse`), with that subject in its pronoun's place.

    Only where nothing else in the sentence before can be meant: no other noun of that number, persons apart where
    something is done to a thing, things apart where somebody must or may do something to one, and times apart; or where both
    say the same verb of it ("Cups may be used in the yard. They must not be used in the hall"). Behind "However" it bans: what is
    only demanded there may hold for what was said before it alone.
    """
    match = _PRONOUN.match(sentence.text)
    root = next((t for t in parse if t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX")), None)
    subject = subject_of(root) if root is not None else None
    beside = (
        sentence.form == before.form and sentence.form in ("sentence", "item") and not (before.doubt or before.lead)
    )
    if match is None or root is None or subject is None or not beside or not _opens(root, parse[0]):
        return None
    told = match["it"] or match["but"]
    plural = told.lower() == "they"
    done = re.search(r"\b(?:are|is|be) (?:not |never )?\w+(?:ed|en|t|n)\b", sentence.text)
    acts = _ACTING.match(sentence.text[match.end() :]) if is_person(subject) else None
    by_persons = acts is not None and acts["verb"] not in _OF_THINGS
    others = [
        t for t in parse
        if t.pos_ in ("NOUN", "PROPN") and t.i != subject.i and t.dep_ != "compound" and _is_plural(t) == plural
        and t.lemma_.lower() not in _MEASURES and not (done and is_person(t) and not is_person(subject))
        and not (by_persons and not is_person(t))
    ]  # fmt: skip
    kept = subject.pos_ in ("NOUN", "PROPN") and _is_plural(subject) == plural and (plural or not is_person(subject))
    said, again = (_SAID.match(text) for text in (before.text[subject.right_edge.idx + len(subject.right_edge) :].lstrip(),
                                                  sentence.text[match.end() :].lstrip()))  # fmt: skip
    same = said is not None and again is not None and _deed(said) == _deed(again)
    if (others and not same) or not kept or not _is_finite(subject) or any(c.dep_ == "conj" for c in subject.children):
        return None
    end, rest = int(subject.right_edge.idx) + len(subject.right_edge), match.end("it" if match["it"] else "but")
    return replace(
        sentence, form="shared", text=before.text[:end] + sentence.text[rest:], start=before.start,
        places=(*before.places[:end], *sentence.places[rest:]), names=(*before.names, *sentence.names),
    )  # fmt: skip


_SAID = re.compile(
    r"(?P<first>\w+)(?:n't)?(?: (?:not|never|only|also|always|then|(?P<be>be)))* (?P<verb>[a-z]+)\b", re.IGNORECASE
)


def _deed(said: re.Match[str]) -> tuple[bool, str]:
    """What is said of a subject behind its finite verb, and whether it is done to it."""
    return bool(said["be"]) or said["first"].lower() in ("is", "are"), said["verb"].lower()


def _is_plural(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS")


def commanded(sentence: Sentence, parse: Parse) -> Sentence | None:
    """The sentence with "please" before the command after its fronted clause, or with which it begins, where no main verb was
    found there."""
    match = _FRONTED.match(sentence.text)
    comma = sentence.text.find(", ")
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    if (
        match is None
        and root is not None
        and root.pos_ not in ("VERB", "AUX")
        and sentence.form in ("sentence", "item")
    ):
        text = f"Please {sentence.text[:1].lower()}{sentence.text[1:]}"
        return replace(sentence, text=text, places=(*[sentence.places[0]] * 7, *sentence.places))
    if match is None or comma < 0 or root is None:
        return None
    if root.idx > comma and root.pos_ in ("VERB", "AUX") and not _looks_past(root):
        return None
    at = comma + 2
    text = sentence.text[:at] + "please " + sentence.text[at:]
    return replace(
        sentence, text=text, places=(*sentence.places[:at], *[sentence.places[at]] * 7, *sentence.places[at:])
    )


def _looks_past(verb: Token) -> bool:
    """Whether a command is taken for a past, which is the same word: "If the lid is loose, put a strap around it"."""
    return verb.tag_ == "VBD" and verb.lower_ == verb.lemma_ and subject_of(verb) is None


def is_commanded(parse: Parse) -> bool:
    """Whether the parser finds a command right after the inserted word; one that begins the sentence has an object."""
    root = next((t for t in parse if t.dep_ == "ROOT"), None)
    if root is None or root.i == 0 or root.tag_ not in ("VB", "VBP") or root.nbor(-1).lower_ != "please":
        return False
    if not verbs() & {root.lower_, root.lower_.removeprefix("re"), root.lower_.removeprefix("un")}:
        return False  # "Outbreak meeting every day at 12:15"
    particle = any(c.i == root.i + 1 and c.lower_ in ("in", "out", "up", "off", "over", "back") for c in root.children)
    return root.i > 1 or particle or any(c.dep_ == "dobj" and c.i > root.i for c in root.children)
