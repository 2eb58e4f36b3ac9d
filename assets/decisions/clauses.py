"""Conditions and exceptions: clauses whose end the tree and the punctuation agree on; no half clauses."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assets.decisions.bans import ADVICE, is_inability
from assets.decisions.duties import is_person
from assets.decisions.mood import (
    LICENSING,
    NO_ONE,
    NO_ONE_BUT,
    clause_root,
    deciding_verb,
    denied_to_all,
    governor_of,
    is_command,
    is_deed,
    is_practice,
    main_verb,
    mood_of,
    stated_as,
    subject_of,
    who_does,
)
from assets.decisions.points import Doubt, Parse, Point, Token
from assets.decisions.quantities import DURATIONS

_CONDITION = re.compile(
    r"(?<![\w-])(?:only if|only when|even if|even when|as if|what if|if and only if|if|whenever|when|"
    r"once|as soon as(?! (?:\w+ )?(?:possible|practicable|practical|feasible)\b)|where|while|provided that|provided|"
    r"as long as|so long as|in cases? of|in the cases? of|in the event of|in the event that|in the event|in "
    r"case|on condition that|"
    r"assuming that|assuming|(?<!.)should(?=[^,?]+,[^?]*$))(?![\w-])",
    re.I,
)
"""What opens a condition; "should" does before its subject, where the rule follows: "Should the seal be broken, call us"."""
_COURTESY = re.compile(
    r"^(?:you|anyone|they|we) (?:(?:still |ever )?(?:have|has|had|'ve got|run into)(?: any| a)?(?: \w+)? "
    r"(?:questions?|concerns?|feedback|doubts?|ideas?|suggestions?|problems?|issues?|trouble)\b|"
    r"(?:are|'re|'d|would|feel)?\s*(?:n't|not|un)? ?(?:sure|unsure|certain|curious|interested|wondering|"
    r"in doubt|stuck|like|prefer)\b|"
    r"(?:want|wish|prefer|feel|think)\b|"
    r"(?:need|require)(?: \w+)? (?:help|assistance|support|guidance|advice|information|clarification)\b|"
    r"(?:get stuck|are stuck|'re stuck|(?:are|'re) (?:looking for|new to|ready)))|"
    r"^(?:possible|necessary|needed|applicable|appropriate|desired|"
    r"available|so|not|in doubt|relevant|any)\b",
    re.I,
)


_WHETHER = {
    "advise", "ask", "check", "see", "know", "determine", "confirm", "verify", "tell", "wonder", "decide", "find",
                                        "learn", "evaluate", "assess",
    "test", "clarify", "investigate", "discuss", "indicate", "specify", "identify", "doublecheck",
                                        "validate", "notify", "inform", "understand", "show",
}  # fmt: skip


def only_one(points: list[Point], reason: str) -> list[Point]:
    """Where two conditions decide together neither decides alone; "even if" is none."""
    deciding = [point for point in points if not (point.marker or "").startswith("even")]
    return [point.doubting((reason, 0.55)) for point in points] if len(deciding) > 1 else points


def find_conditions(parse: Parse, procedure: bool = False) -> Iterator[Point]:
    text = parse.text
    root = main_verb(parse)
    last = -1
    for match in _CONDITION.finditer(text):
        if match.start() < last:
            continue
        marker = match[0].lower()
        token = next((t for t in parse if t.idx >= match.start()), None)
        if token is None or marker in ("as if", "what if"):
            continue
        if marker == "where" and match.start() and not _tells_a_case(token):
            continue  # "the office where you work"
        if marker == "while" and (not match.start() or text[: match.start()].endswith(", ")):
            continue  # "while we like X, ...", "A is old, while B is new": a contrast
        if marker in ("provided", "assuming", "once", "when", "where", "while") and token.dep_ not in (
            "mark",
            "advmod",
            "prep",
        ):
            continue
        if marker == "once" and re.match(r"\s(?:a|an|per|every|in|again|more|and|or)\b|\s?[,.;]", text[match.end() :]):
            continue
        phrase = marker.endswith(" of")
        if marker == "in the event" and not re.match(r"\s(?:you|the|a|an|your|we|they|that|it)\b", text[match.end() :]):
            continue
        verb = _clause_verb(parse, match, phrase)
        point = _clause_point("condition", parse, root, match, verb, phrase)
        if point is None:
            continue
        last = point.end
        doubts: list[Doubt] = []
        only = marker.startswith(("only", "if and only"))  # without the condition a permission does not hold
        if marker.startswith("even") or (only and point.modality != "may"):
            doubts.append((f"{marker} is another relation", 0.6))
        if re.search(r"\b(?:especially|particularly|notably)\s$", text[: match.start()], re.I):
            doubts.append(("especially if is another relation", 0.6))
        if _COURTESY.match(point.clause or ""):
            doubts.append(("a courtesy, not a condition", 0.4))
        short = len((point.clause or "").split()) < 3 and not phrase and not _says_a_case(point, parse)
        if short or not (point.clause or "").strip():
            doubts.append(("the clause is too short", 0.5))
        if root is None or (
            point.modality in (None, "fact") and not prescribes(root, procedure, listed="," in text[: match.start()])
        ):
            doubts.append(("advice or narrative, no rule", 0.6))
        if verb is not None and verb.tag_ in ("VBP", "VBZ") and subject_of(verb) is None and not _says_there_is(verb):
            doubts.append(("the clause does not parse", 0.5))
        bound = marker == "if" and point.modality in ("must", "must_not")  # "If you missed it, tell the porter"
        if (
            verb is not None
            and verb.tag_ == "VBD"
            and not (bound or re.search(r"\b(?:were|had)\b", point.clause or ""))
        ):
            doubts.append(("tells what happened", 0.6))
        if re.search(
            r"\b(?:this|these|those|such|that)\s\w+|\b(?:this|these|those|that)$",
            re.sub(r"\b\w+ that\b", "", point.clause or ""),
            re.I,
        ) or _TAKES_UP.search(point.clause or ""):
            doubts.append(("the clause leans on the sentence before", 0.62))
        if verb is not None and any(
            t.lower_ in ("this", "that") and t.tag_ == "DT" and t.dep_ != "det" for t in verb.subtree
        ):
            doubts.append(("the clause leans on the sentence before", 0.62))  # "once you get that done"
        fronted = point.end < match.start() + len(text) - 2 and not re.search(r"\w{2}", text[: match.start()])
        if not fronted and marker in ("if", "when", "once"):
            asked = {
                root.lemma_.lower() if root is not None else "",
                verb.head.lemma_.lower() if verb is not None else "",
            }
            if asked & _WHETHER and (
                (marker == "if" and not _hangs_freely(verb, parse, match.start()))
                or re.search(
                    r"\b(?:check|know|told|tell|see|ask|advise|advises|decide|decides|explain|explains|"
                    r"find|learn|notified|informed)\s$",
                    text[: match.start()],
                    re.I,
                )
            ):
                doubts.append(("if may mean whether", 0.5))
            if re.search(r"\b(?:how|what|where|whether|why|learn|understand|know)\b", text[: match.start()], re.I):
                doubts.append(("the clause may hang on another verb", 0.55))
        if re.search(
            r"\b(?:may|might) (?:want|wish) to\b|\bif you really want\b|"
            r"\bshould be (?:able to|good to go|fine|ok(?:ay)?|all set)\b|"
            r"\b(?:often|usually|typically)\b",
            text,
            re.I,
        ) or (point.modality in ("must_not", "should_not") and root is not None and root.lemma_.lower() in ADVICE):
            doubts.append(("advice or narrative, no rule", 0.6))
        if _OTHER_AMOUNT.search(point.clause or ""):
            doubts.append(("another amount stands behind the clause", 0.5))
        if not fronted and _is_of_the_last_part(parse, match.start()):
            doubts.append(("whose condition it is is unclear", 0.6))
        if (
            point.modality == "may"
            and marker not in _LICENSES
            and may_happen(deciding_verb(root) if root is not None else None)
        ):
            doubts.append(("tells what may happen", 0.6))
        if root is not None and root.lemma_.lower() in (
            "consider",
            "discover",
            "feel",
            "learn",
            "think",
            *(() if is_practice(root, subject_of(root)) else ("try",)),
            "remember",
            "imagine",
            "note",
            "avoid",
            "come",  # an invitation: "come and ask us if ..."
        ):
            doubts.append(("advice or narrative, no rule", 0.6))
        wish = _WISH.match(point.clause or "") is not None and (point.subject or "").lower() == "you"
        yield replace(point, scene=wish or _sets_scene(marker, verb, point.modality)).doubting(*doubts)


def _says_there_is(verb: Token) -> bool:
    """Whether a clause says that there is something: "if there is space"."""
    return any(c.dep_ == "expl" for c in verb.children) and any(c.dep_ in ("attr", "dobj") for c in verb.children)


def _says_a_case(clause: Point, parse: Parse) -> bool:
    """Whether one or two words are a case: what somebody or something named does ("if it rains", "while visitors wait"), or
    how what the main clause is about is ("when torn", "if visibly cloudy", "while driving")."""
    words = [t for t in parse if clause.start <= t.idx < clause.end][len((clause.marker or "").split()) :]
    first, last = (words[0], words[-1]) if words else (None, None)
    if first is None or last is None or last.lemma_.lower() in _LEANS_ON:
        return False
    if len(words) == 1 or first.tag_ == "RB":
        state = last.tag_ in ("VBN", "JJ") or (last.tag_ == "VBG" and last.lemma_.lower() not in _STATES)
        return state and all(t.tag_ != "RB" or t.lower_.endswith("ly") for t in words[:-1])
    weather = first.lower_ == "it" and last.lemma_.lower() in ("rain", "snow", "freeze", "thunder", "hail")
    named = first.pos_ in ("NOUN", "PROPN") or first.lower_ in ("you", "nobody", "somebody", "someone")
    return (weather or named) and last.tag_ in ("VBZ", "VBP") and last.pos_ == "VERB"


_LEANS_ON = {
    "done", "given", "said", "same", "so", "such", "other", "else", "different",
    "ready", "able", "like", "wish", "want",
}  # fmt: skip
"""What leans on something told before, or is a courtesy, where it is all that a clause says."""


_PLACING = {
    "park", "store", "keep", "put", "place", "lay", "hang", "leave", "stand", "sit", "stay", "live", "work", "smoke", "eat",
    "ride", "walk", "drive", "stop", "wait", "meet", "go", "enter", "hold", "fix", "install", "display", "post", "wear",
    "be", "apply", "find", "cross", "sleep", "drink", "play", "swim", "camp", "cook", "deliver", "take", "send", "move",
    "return", "use", "fit", "set", "locate", "position", "dispose", "collect", "mark", "sign", "write", "record", "happen",
    "start", "end",
}  # fmt: skip
"""What is done at a place, so that "where" behind it may name that: "Cars must be parked where they do not block the gate"."""


def _tells_a_case(marker: Token) -> bool:
    """Whether a "where" behind the main clause says in which case it holds: "Fees may be waived where there is hardship", but
    not "the office where you work", "Park where you find room", "Check where it was sent"."""
    verb = marker.head
    above = verb.head
    subject = subject_of(verb) or next((c for c in verb.children if c.dep_ == "expl"), None)
    if marker.dep_ != "advmod" or subject is None or subject.pos_ in ("DET", "NUM") or verb.tag_ == "VBD":
        return False
    if verb.dep_ == "relcl" and above.lemma_.lower() in DURATIONS:  # "for up to 21 days where the policy includes it"
        above = governor_of(above) or above
    elif verb.dep_ not in ("advcl", "ccomp"):
        return False
    thing = subject.pos_ == "PRON" and subject.lower_ not in ("you", "we", "there", "one")
    done = any(c.dep_ == "auxpass" for c in above.children) or mood_of(above)[0] in ("may", "must", "must_not")
    asks = above.lemma_.lower() in _WHETHER | _PLACING
    return not thing and done and not asks and clause_root(above).dep_ == "ROOT"


_OTHER_AMOUNT = re.compile(
    r"\b(?:only|then|just) (?:\d[\d.,]*|two|three|four|five|six|eight|ten|twelve)(?: [a-z]+)?$", re.I
)
"""What holds in the case, behind its clause without a comma: "if it is above 25 °C only 24"."""

_LICENSES = ("provided", "provided that", "only if", "only when", "on condition that")
"""On what so marked a permission depends, whoever or whatever has it."""

_PART = re.compile(
    r"(?:(?:and|or|but) )?(?:at (?:least|most|the latest)|up to|(?:no|not) (?:more|less|later|earlier|fewer) than|within|"
    r"even|also|including|\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half)\b)",
    re.I,
)
"""How a last part of a rule begins that says how much, or what beside it."""


def _is_of_the_last_part(parse: Parse, start: int) -> bool:
    """Whether a condition at the end stands behind a last part of the rule without a verb, to which alone it may belong: "before
    your shift starts, at least two hours before if it is a night shift"."""
    comma = parse.text.rfind(", ", 0, start)
    if comma < 0 or not _PART.match(parse.text, comma + 2):
        return False
    return not any(t.pos_ in ("VERB", "AUX") for t in parse if comma < t.idx < start)


def _hangs_freely(verb: Token | None, parse: Parse, start: int) -> bool:
    """Whether "if" opens a condition although a verb of asking stands above it: "ask for a new one if it is broken"."""
    if verb is None or verb.dep_ != "advcl":
        return False
    return any(t.lower_ == "for" and verb.head.idx < t.idx < start and t.head.i == verb.head.i for t in parse)


def may_happen(verb: Token | None) -> bool:
    """Whether "may" tells a possibility: a thing may change, but a thing may be changed and a person may change it."""
    head = subject_of(verb) if verb is not None else None
    if verb is None or head is None or any(child.dep_ == "auxpass" for child in verb.children):
        return False
    return not (is_person(head) or head.pos_ in ("PRON", "PROPN"))


_TAKES_UP = re.compile(
    r"\b(?:(?:wish|wishes|want|wants|like|likes|choose|chooses) to do so|on the (?:other hand|contrary)|in turn|however|"
    r"and otherwise)\b",
    re.I,
)
"""What takes up, in a clause, something said before it."""


def prescribes(root: Token, procedure: bool, *, listed: bool) -> bool:
    """Whether a main clause in the indicative lays down what is done: with will, in a procedure, as a passive or a practice.

    Behind what is `listed` the condition may belong to the last of it.
    """
    if mood_of(deciding_verb(root))[0] == "will":
        return True
    head = subject_of(root)
    done = root.lemma_ == "be" and any(
        c.dep_ == "acomp" and c.tag_ == "VBN" for c in root.children
    )  # "the tap is closed"
    passive = done or any(child.dep_ == "auxpass" for child in root.children)
    present = any(child.tag_ in ("VBZ", "VBP") for child in (root, *root.children) if child.dep_ in ("ROOT", "auxpass"))
    decides = root.lemma_ == "have" and any(c.lower_ in ("decision", "say", "vote") for c in root.children)
    settles = (
        decides
        or root.lemma_.lower() in _SETTLES
        or any(c.dep_ == "acomp" and c.lower_ in _SETTLED for c in root.children if root.lemma_ == "be")
    )
    given = any(
        c.dep_ == "dobj" and c.pos_ in ("NOUN", "NUM") and c.lemma_.lower() not in _SHOWN for c in root.children
    )
    you = head is not None and head.lower_ == "you" and given
    due = you and (root.lemma_ in _DUE_TO_YOU or (not listed and root.tag_ == "VBP" and is_deed(root)))
    acts = (
        passive
        or settles
        or due
        or (is_practice(root, head) and not listed)
        or (procedure and root.lemma_.lower() not in ("be", "have", "mean"))
    )
    needs = head is not None and head.lower_ == "you" and (due or root.lemma_ in ("need", "require"))
    named = head is not None and (head.pos_ in ("NOUN", "PROPN") or needs or ((passive or settles) and _taken_up(head)))
    return present and acts and named


def _taken_up(head: Token) -> bool:
    """Whether the subject of a passive stands for the one thing that a clause before it names: "If a dose is dropped, it is
    destroyed"; "it is recommended that" stands for nothing."""
    verb = head.head
    if (
        head.lower_ not in ("it", "they")
        or verb.lemma_ == "do"
        or any(c.dep_ in ("ccomp", "xcomp") for c in verb.children)
    ):
        return False
    named = [
        t
        for t in head.doc[: head.i]
        if t.dep_ in ("nsubj", "nsubjpass", "dobj")
        and t.pos_ == "NOUN"
        and t.tag_ == ("NN" if head.lower_ == "it" else "NNS")
    ]
    return len(named) == 1 and any(c.dep_ == "det" for c in named[0].children)


# What a rule does to a thing in the plain present: "the offer lapses", "parking is free".
_SETTLES = {"apply", "lapse", "expire", "end", "cost", "count", "cover", "need", "require", "forfeit", "lose", "remain"}
_SETTLED = {
    "fine", "free", "enough", "sufficient", "due", "valid", "invalid", "void", "responsible", "liable", "eligible", "exempt",
    "payable", "acceptable", "necessary", "mandatory", "optional", "final", "possible", "welcome",
}  # fmt: skip
_DUE_TO_YOU = {"get", "receive", "lose", "forfeit", "pay", "repay", "owe"}
"""What the reader has coming or owes in a case ("If you miss two payments, you lose your place"), besides what they do then."""
_SHOWN = {
    "message", "error", "list", "link", "mail", "e-mail", "email", "page", "notification", "prompt", "answer", "result", "reply",
    "warning", "idea", "overview", "alert", "response", "view", "output", "feeling", "impression", "sense", "track",
    "time", "count", "interest", "focus", "motivation", "attention", "visit", "chance", "opportunity", "window", "popup",
    "dialog", "menu", "data", "connection", "value", "file",
}  # fmt: skip
"""What one gets from a program or loses of oneself."""
_STATES = {
    "be", "have", "need", "want", "require", "exceed", "contain", "involve", "include", "wish", "know", "own", "hold",
    "belong", "mean",
}  # fmt: skip


WISHES = (
    r"(?:['’](?:m|re|d|ve)| am| are| would| have)?(?: (?:\w+ly|ever|also|just|still|do|don['’]t|do not))* "
    r"(?:want|need|would like|like|wish|feel|interested|looking for|think|prefer|see|notice|find|encounter|run into|"
    r"have (?:any )?(?:questions?|trouble|concerns?|issues?|problems?|doubts?|feedback|ideas?)|"
    r"(?:not )?(?:sure|unsure|certain|familiar|aware|comfortable|concerned))\b"
)
"""Behind "you" or "I": a wish, or something that comes to one's notice."""
_WISH = re.compile(rf"you{WISHES}", re.IGNORECASE)


def _sets_scene(marker: str, verb: Token | None, modality: str | None) -> bool:
    """Whether a clause of time names an event at which a duty falls due, not a state that the duty depends on.

    What is allowed or forbidden from an event on ("once it is approved, you may book") depends on it.
    """
    if marker not in ("when", "whenever", "once", "as soon as") or verb is None or modality not in ("must", "should"):
        return False
    state = verb.lemma_.lower() in _STATES or verb.tag_ == "VBG"
    qualified = any(child.dep_ == "neg" or child.tag_ == "MD" for child in verb.children)
    return not state and not qualified


def _clause_verb(parse: Parse, match: re.Match[str], phrase: bool) -> Token | None:
    """The head of the clause (or phrase) that a marker opens."""
    markers = [t for t in parse if match.start() <= t.idx < match.end()]
    if not markers:
        return None
    if phrase:
        heads = [t for t in parse if t.dep_ == "pobj" and t.head in markers and t.idx >= match.end()]
        return heads[0] if heads else None
    inside = {t.i for t in markers}
    for token in parse:
        if token.idx < match.end():
            continue
        if token.dep_ in (
            "advcl",
            "ccomp",
            "pcomp",
            "acl",
            "relcl",
            "conj",
            "ROOT",
            "parataxis",
            "dep",
        ) and any(child.i in inside for child in token.children):
            return token
        if token.dep_ in ("ccomp", "advcl", "pcomp", "acl") and token.head.i in inside:
            return token
    return None


def _clause_point(
    kind: str, parse: Parse, root: Token | None, match: re.Match[str], verb: Token | None, phrase: bool
) -> Point | None:
    """A condition or exception whose clause ends, by the tree and by the punctuation, at the same place."""
    text = parse.text
    doubts: list[Doubt] = []
    begin = match.end() + 1
    body_end = len(re.sub(r"[.!?\"')\]\s]+$", "", text))
    fronted = not re.search(r"\w", text[: match.start()]) or bool(
        re.fullmatch(
            r"(?:however|also|additionally|finally|in addition|note that|and|but|for example|please note "
            r"that),? ?",
            text[: match.start()],
            re.I,
        )
    )
    comma = _main_comma(parse, match, verb) if fronted else None
    if fronted:
        if comma is None:
            return None
        end = comma
    else:
        end = body_end
    aside = re.search(r",\s(?:in which case|so that|so|then|otherwise|which|as)\s", text[begin:end], re.I)
    if aside and not fronted:
        end = begin + aside.start()
    clause = text[begin:end].strip()
    if not clause:
        return None
    if verb is None:
        doubts.append(("the clause does not parse", 0.5))
    else:
        span = [t for t in verb.subtree if t.idx >= match.start() and not t.is_punct]
        right = max((t.idx + len(t) for t in span), default=begin)
        right = min(right, end) if aside else right
        if not fronted and right < end:
            rest = text[right:end]
            if re.match(r"\s*,", rest):
                end = right
                clause = text[begin:end].strip()
                joined = re.search(r"\b(?:and|but|or)\s$", text[: match.start()], re.I)
                doubts.append(("words follow the clause", 0.6 if joined else 0.8))
            else:
                doubts.append(("the clause's end is unclear", 0.5))
        elif fronted and (right > end or any(t.pos_ in ("VERB", "AUX") for t in parse if right <= t.idx < end)):
            doubts.append(("the clause's end is unclear", 0.55))
        if verb.dep_ == "ROOT":
            doubts.append(("the clause is all there is", 0.5))
        elif (
            root is not None
            and verb.dep_ in ("relcl", "acl", "pcomp")
            and not phrase
            and not match[0].lower().startswith(("provided", "except", "where"))
        ):
            doubts.append(("the clause hangs on a noun", 0.6))
        elif not phrase and verb.dep_ == "advcl" and clause_root(_above(verb, match)).dep_ != "ROOT":
            doubts.append(("the clause hangs on another clause", 0.6))
    modality, subject, predicate = None, None, None
    if root is None or (verb is not None and root.i == verb.i):
        doubts.append(("no main clause", 0.5))
    else:
        anchor = root
        if verb is not None and verb.dep_ == "advcl" and _above(verb, match).pos_ in ("VERB", "AUX"):
            anchor = _above(verb, match)
        anchor = deciding_verb(anchor)
        modality = mood_of(anchor)[0]
        head, subject = who_does(anchor)
        predicate = anchor.lemma_.lower()
        if fronted and re.match(r",\s*(?:and|or|but)\b", text[end:]):
            doubts.append(("half of the clause may follow", 0.5))
        if fronted and anchor.idx < end:
            doubts.append(("the main clause is unclear", 0.5))
        if subject is None and not is_command(anchor):
            doubts.append(("no subject", 0.7))
        nobody = denied_to_all(anchor)
        modality = "must_not" if nobody else modality
        if subject is not None and NO_ONE.match(subject) and not nobody:
            doubts.append(("a negative or vague subject", 0.6))
        cannot = any(c.dep_ == "aux" and c.lower_ in ("can", "ca") for c in anchor.children)
        if modality == "must_not" and cannot and is_inability(anchor, head):
            doubts.append(("an inability, not a prohibition", 0.6))
        if _is_purpose(anchor):
            doubts.append(("the clause hangs on a purpose", 0.6))
        if (
            head is not None
            and head.lower_ in ("it", "this", "that", "they", "these", "those", "he", "she")
            and not fronted
        ):
            doubts.append(("the subject stands elsewhere", 0.55))
    pronoun = re.match(
        r"(?:this|that|these|those|they|it|he|she|so|not)\b(?! (?:is|was) (?:not )?possible)", clause, re.I
    )
    if pronoun and fronted:
        doubts.append(("the clause leans on the sentence before", 0.55))
    stated = "will" if modality == "will" else modality
    point = Point(
        kind,
        match.start(),
        end,
        stated,
        subject,
        predicate,
        clause=clause,
        marker=match[0].lower(),
        doubts=tuple(doubts),
    )
    return replace(point, modality=stated_as(point.modality))


def _is_purpose(verb: Token) -> bool:
    """Whether an infinitive tells what something else is done for: "sets limits to make sure that prices stay low"."""
    while verb.dep_ == "conj":
        verb = verb.head
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    governed = verb.dep_ in ("xcomp", "advcl") and verb.head.lemma_.lower() not in LICENSING
    return infinitive and governed and any(c.dep_ == "dobj" and c.i < verb.i for c in verb.head.children)


def _above(verb: Token, match: re.Match[str]) -> Token:
    """What a clause hangs on, past the words of its own marker ("as long as")."""
    above = verb.head
    while match.start() <= above.idx < match.end() and above.head.i != above.i:
        above = above.head
    return above


def _main_comma(parse: Parse, match: re.Match[str], verb: Token | None) -> int | None:
    """Where a fronted clause ends: at the comma before the main clause, else after its own subtree, else at the first comma.

    None: unclear.
    """
    text = parse.text
    commas = [int(t.idx) for t in parse if t.lower_ == "," and t.idx > match.end()]
    if verb is not None and verb.dep_ == "advcl" and verb.head.i > verb.i:
        right = max(int(t.idx) + len(t) for t in verb.subtree if not t.is_punct)
        head = subject_of(verb.head)
        if head is not None and re.fullmatch(r"(?: \([^()]*\))? ", text[right : head.left_edge.idx]):
            return right  # "if you join the call you should ..."
    if not commas:
        return None
    main = verb.head if verb is not None and verb.dep_ == "advcl" and verb.head.i > verb.i else None
    if main is not None:
        opening = subject_of(main)
        before = (opening.left_edge if opening is not None else main).i - 1
        while before > match.end() and parse[before].pos_ in ("ADV", "INTJ", "AUX", "PART"):
            before -= 1
        if parse[before].idx in commas:
            return int(parse[before].idx)
    if verb is not None and verb.dep_ != "ROOT":
        right = max(int(t.idx) + len(t) for t in verb.subtree if not t.is_punct)
        if right in commas:
            return right
        nearer = [c for c in commas if c >= right and not text[right:c].strip()]
        if nearer:
            return nearer[0]
    return commas[0]


_EXCEPTION = re.compile(
    r"(?<![\w-])(?:unless|except (?:when|if|for|in|as|where|that|to|during|on|by|with)|except|"
    r"(?<!to )(?<!can )(?<!and )save (?:for|where|when|that)|(?<=, )save(?= (?:in|on|at|by|with|under|during|to)\b)|with the "
    r"exception of|"
    r"(?:do|does|shall|will)(?: not|n't) apply (?:to|if|when|for|in|during|where)|excluding|"
    r"(?:apart from|other than)(?: (?:when|if|where))?)(?![\w-])",
    re.I,
)


def find_exceptions(parse: Parse) -> Iterator[Point]:
    text = parse.text
    root = main_verb(parse)
    alone = NO_ONE_BUT.match(text)
    for match in _EXCEPTION.finditer(text, alone.end() if alone is not None else 0):
        marker = match[0].lower()
        clausal = marker in ("unless", "except that", "save that") or bool(re.search(r" (?:if|when|where)$", marker))
        doubts: list[Doubt] = []
        if clausal and "apply" not in marker:
            verb = _clause_verb(parse, match, False)
            point = _clause_point("exception", parse, root, match, verb, False)
            if point is None:
                continue
            if marker != "unless" and verb is None:
                point = replace(point, doubts=())
                if "," in (point.clause or ""):
                    point = point.doubting(("the clause's end is unclear", 0.55))
            if re.match(r"(?:otherwise|absolutely|necessary|needed|applicable)\b", point.clause or "", re.I):
                doubts.append(("the clause is too short", 0.55))
        else:
            point = _exception_phrase(parse, root, match, marker)
            if point is None:
                continue
        takes_out = root is not None and _binds(root) and _takes_out(text, match)
        if marker == "other than" and not (
            takes_out
            or re.search(r"\b(?:no|any|all|every|anyone|anything|anywhere|none|not)\b", text[: match.start()], re.I)
        ):
            doubts.append(("other than may only tell apart", 0.5))
        if marker in ("excluding", "apart from") and not takes_out:
            doubts.append(("may only tell apart", 0.6))
        mood = mood_of(root)[0] if root is not None else None
        if "apply" not in marker and (mood is None or point.modality is None):
            doubts.append(("no rule that it excepts from", 0.5))
        elif "apply" not in marker and mood in ("fact", "fact_not"):
            doubts.append(("no rule that it excepts from", 0.8))
        if re.match(r"(?:generally|usually|typically|normally|in general|often)\b", text, re.I):
            doubts.append(("approximate or advisory", 0.6))
        if root is not None and root.tag_ == "VBD":
            doubts.append(("tells what happened", 0.5))
        yield point.doubting(*doubts)


_WHERE = re.compile(r" (?:in|on|at|for|by|with|under|during|to|within|between|from)\b")


def _binds(root: Token) -> bool:
    """Whether a main clause says what one may or must do, or what is done."""
    done = any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP") for c in root.children)
    return done or mood_of(deciding_verb(root))[0] in ("may", "must", "must_not", "should", "should_not")


def _takes_out(text: str, match: re.Match[str]) -> bool:
    """Whether "other than" or "apart from" takes something out of the rule before it, and does not only tell things apart: what
    stands behind a comma, or names a place, a time or a way ("other than in a barbecue place")."""
    stands_behind = text[: match.start()].endswith(", ")
    return bool(match.start()) and (stands_behind or _WHERE.match(text, match.end()) is not None)


def _exception_phrase(parse: Parse, root: Token | None, match: re.Match[str], marker: str) -> Point | None:
    text = parse.text
    body_end = len(re.sub(r"[.!?\"')\]\s]+$", "", text))
    doubts: list[Doubt] = []
    begin = match.end() + 1
    fronted = match.start() == 0
    comma = text.find(",", begin)
    if fronted:
        if comma < 0:
            return None
        end = comma
        if text.count(",", begin) > 1:
            doubts.append(("the clause's end is unclear", 0.6))
    else:
        end = body_end
        if comma >= 0:
            rest = text[comma:body_end]
            if re.search(r"(?:,|^,[\w' ,-]+)\s(?:and|or)\s[\w' -]+$", rest) and not re.search(
                r"\b(?:must|may|can|cannot|will|should|is|are|has|have|do|does|not|so|which|who|where|when|if|because|nobody)\b",
                rest,
            ):
                # an enumeration to the end, unless it goes on with what else is done: "or throw a match"
                if any(t.tag_ in ("VB", "VBP", "VBZ") for t in parse if comma < t.idx < body_end):
                    doubts.append(("the clause's end is unclear", 0.55))
            else:
                end = comma
                doubts.append(("words follow the clause", 0.75))
    clause = text[begin:end].strip()
    if not clause or root is None:
        return None
    if root.idx >= match.start() and "apply" not in marker and not fronted:
        doubts.append(("no main clause", 0.5))
    modality = "fact" if "apply" in marker else "must_not" if denied_to_all(root) else mood_of(root)[0]
    head, subject = who_does(root)
    if head is not None and head.lower_ in ("it", "this", "that", "they", "these", "those", "which"):
        doubts.append(("the subject stands elsewhere", 0.55))
    if subject is None:
        doubts.append(("no subject", 0.7))
    return Point(
        "exception", match.start(), end, stated_as(modality), subject, root.lemma_.lower(), clause=clause,
        marker=marker,
        doubts=tuple(doubts),
    )  # fmt: skip


def outside_clauses(point: Point, clauses: list[Point]) -> Point:
    """A role or prohibition inside a condition or exception is no rule of its own."""
    if any(clause.start <= point.start < clause.end for clause in clauses):
        return point.doubting(("stands in a condition", 0.5))
    return point


def with_clause(point: Point, parse: Parse, conditions: list[Point], exceptions: list[Point]) -> Point:
    """A rule of a main clause carries the sentence's condition or exception; unmodelled ones are doubts."""
    if point.kind in ("condition", "exception", "step", "definition") or point.clause:
        return point
    around = [
        c
        for c in (*exceptions, *conditions)
        if not (c.marker or "").startswith("even") and not (c.start <= point.start and point.end <= c.end)
    ]
    if not around:
        if re.search(
            r"\b(?:unless|except|exempt|provided that|only if|only when|as long as|depending)\b",
            NO_ONE_BUT.sub("", parse.text),
            re.I,
        ):
            return point.doubting(("an exception in the sentence is not modelled", 0.55))
        return point
    clause = around[0]
    root = main_verb(parse)
    if point.kind == "limit" and clause in exceptions and root is not None and root.idx < clause.start < point.start:
        return point.doubting(("stands in an exception", 0.55))  # "banned except on the pier, and then under 60 dB"
    if (
        clause.start > point.end
        and clause.predicate != point.predicate
        and any(t.dep_ == "conj" and t.pos_ == "VERB" for t in parse)
    ):
        return point.doubting(("whose condition it is is unclear", 0.6))
    point = replace(point, clause=clause.clause, marker=clause.marker)
    if len(around) > 1:
        return point.doubting(("several conditions in the sentence", 0.6))
    if clause.confidence < 0.5:
        return point.doubting(("a condition in the sentence is doubtful", 0.6))
    return point
