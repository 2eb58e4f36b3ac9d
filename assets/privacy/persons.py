"""Which capitalised words of a document are a person, and which mentions are the same person.

The named-entity model is one witness among several: name lexicons, what stands around the words (titles,
greetings, labels,
verbs), what the words are otherwise (tools, organisations, words of the language), whether the same word
occurs in lower case,
mail addresses, and the names that people columns, authors and owners declare. A full name, once found, is
then sought through the
whole document with its parts, so that "Sarah" and sconnor@ are Sarah Connor.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from assets.privacy.words import (
    ORGANISATION_NAMES,
    ORGANISATION_WORDS,
    ROLES,
    TITLES,
    fold,
    is_common,
    is_family,
    is_given,
    is_tool,
)
from resources.analyzer import ORGANISATION, PERSON, PLACE, PLACEHOLDER, Hit

_PARTICLE = r"(?:van|von|de|da|del|della|di|bin|ibn|al|el|la|le|ter|ten|der|den|dos|du|y|zu)"
_WORD = (
    r"(?:\p{Lu}\.(?=[ ])|\p{Lu}(?:['’]\p{Lu})?[\p{L}\p{M}]*(?:-\p{L}[\p{L}\p{M}]+)*"
    r"(?!['’\-]?\p{Lu}))(?![\p{L}\d_@])(?![.][\p{L}\d])"
)
_SPACE = r"(?:[ \u00a0]|[ ]?\n(?=\p{Lu}))"
_SEQUENCE = regex.compile(
    rf"(?<![\p{{L}}\d_@/.#&'’-])(?:{_WORD})(?:{_SPACE}(?:{_PARTICLE}[ ]){{0,2}}(?:{_WORD})){{0,7}}"
)
_WORDS = regex.compile(rf"{_WORD}|{_PARTICLE}(?=[ ])")
_REVERSED = regex.compile(
    rf"(?<![\p{{L}}\d_@/.-])(?P<family>{_WORD}),[ ](?P<given>{_WORD})(?:[ ]\p{{Lu}}\.)?(?![ ]\p{{Lu}})"
)
_LOWER_NAME = regex.compile(
    r"(?<![\p{L}\d_@/.:#-])(\p{Ll}{3,})[ ](?:\p{Ll}\.?[ ])?(\p{Ll}{3,})(?![\p{L}\d_@/:-]|\.\p{L})"
)
_LOWER_WORD = regex.compile(r"(?<![\p{L}\d_@/.:#-])\p{Ll}{3,}(?![\p{L}\d_@/:-]|\.\p{L})")

_TITLE_BEFORE = regex.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sir|Madam|Herr|Frau|Mme|Mlle|Sra?|Señora?|Miss)\.?[ ]$"
)
_GREETING_BEFORE = regex.compile(
    r"(?:^|[\n.!?>“\"(|:]\s*|(?:^|\n)[-*•][ ])(?i:hi|hello|hey|dear"
    r"|good (?:morning|afternoon|evening)|(?:many )?thanks|thank you"
    r"|thx|cheers|(?:kind |best |warm )?regards"
    r"|best|sincerely|yours (?:truly|sincerely)|respectfully)(?:,?\s*\n\s*|,?[ ]+[-–—]?[ ]?|[ ]*[-–—][ ]*)$"
)
_SIGNED_BEFORE = regex.compile(r"(?:\n|^)[ ]*(?:--|[–—~])[ ]?$")
_LABEL_BEFORE = regex.compile(
    r"\b(?i:name|full name|author|authored by|owner|owned by|reviewed by"
    r"|reviewer|approved by|approver|reported by|reporter|assigned to"
    r"|assignee"
    r"|contact|attn|attention|cc|bcc|from|to|signed|signed by|submitted by"
    r"|prepared by|written by|requested by|requester|requestor|caller"
    r"|opened by|closed by|created by|updated by|employee|customer"
    r"|client|patient|manager|supervisor|lead|maintainer|spoke (?:to"
    r"|with)|met with"
    r"|interviewer|candidate|colleague|beneficiary|emergency contact"
    r"|next of kin|resident|tenant|account holder|cardholder|payee"
    r"|claims to be|my name is|i am|i'm|this is|named|called|engineer"
    r"|director|analyst|agent|driver|nurse|officer)\s*(?::|\||=|is"
    r"|was)?[ ]*$"
)
_VERB_AFTER = regex.compile(
    r"^(?:[ ]\([^)\n]{1,40}\))?,?[ ](?:said|says|wrote|writes|asked"
    r"|asks|reported|reports|called|replied|mentioned|told|emailed"
    r"|phoned|confirmed|noticed|explained"
    r"|joined|left|moved|lives|works|worked|thinks|suggested|wants"
    r"|wanted|needs|agreed|approved|approves|signed|signs|has been"
    r"|who|from the|from)\b|^['’]s\b"
)
_HUMAN_AFTER = regex.compile(
    r"^(?:[ ]\([^)\n]{1,40}\))?,?[ ](?:said|says|wrote|writes|asked"
    r"|asks|replied|told|emailed|phoned|called|explained|mentioned"
    r"|left (?:in|on|at|for|us)"
    r"|joined (?:in|on|us)|retired|resigned|lives|moved to|went on"
    r"|is (?:on|off) (?:leave|sick|parental|holiday)|and (?:I|my|his"
    r"|her))\b"
)
_PLACE_BEFORE = regex.compile(
    r"\b(?:university|college|school|city|state|county|port|fort|mount"
    r"|lake|saint|st\.?|san|santa|bank|church|republic|in|near)(?:[ ]of)?[ ]$",
    regex.I,
)
_SENTENCE_START = regex.compile(r"(?:^|[.!?:;•|\n]|\n\s*(?:[-*]|\d+\.))[\s\"'“(]*$")
_HEADS = frozenset(
    [
        "clinic",
        "clinique",
        "klinik",
        "hospital",
        "hopital",
        "krankenhaus",
        "praxis",
        "cabinet",
        "institute",
        "institut",
        "university",
        "universitat",
        "college",
        "academy",
        "school",
        "ecole",
        "lycee",
        "banque",
        "bank",
        "hotel",
        "saint",
        "sainte",
        "sankt",
        "st",
        "mount",
        "lake",
        "port",
        "fort",
        "societe",
        "stichting",
    ]
)
"""Words before which no person stands, but what is named after one."""
_PERSONAL = frozenset(["MAIL", "PHONE", "NUMBER", "GOVERNMENT_ID", "ACCOUNT", "ADDRESS", "BIRTH_DATE"])
_GROUP_AFTER = regex.compile(r"^[ ](?=\p{Lu})(?i:" + "|".join(sorted(ORGANISATION_WORDS)) + r")\b")


@dataclass(frozen=True)
class Unit:
    """A text that is analysed on its own (a block, a title, a heading, a path) with its hits."""

    text: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Mention:
    """A span of a unit that names a person."""

    unit: int
    start: int
    end: int
    identity: str  # normalised: "sarah connor"; a part alone where the document holds no full name for it
    part: str  # full, reversed, given, family, mail, handle
    score: float
    recognizer: str


@dataclass
class Roster:
    """The persons of a document by full name, and who a part of a name stands for."""

    full: set[tuple[str, str]] = field(default_factory=set)  # (given, family), folded
    single: set[str] = field(default_factory=set)

    def add(self, words: Sequence[str]) -> None:
        """Take up a name of one or more words (initials, titles dropped)."""
        folded = [fold(w.rstrip(".")) for w in words if fold(w.rstrip(".")) not in TITLES]
        if len(folded) >= 2 and len(folded[0]) > 1:
            self.full.add((folded[0], folded[-1]))
        elif folded:
            self.single.add(folded[-1])

    def identity(self, words: Sequence[str]) -> tuple[str, str]:
        """(identity, part) of a name as written; a part that fits one full name is that person."""
        folded = [fold(w.rstrip(".")) for w in words if fold(w.rstrip(".")) not in TITLES]
        if not folded:
            return fold(" ".join(words)), "full"
        given, family = folded[0], folded[-1]
        if len(folded) >= 2:
            if (given, family) in self.full:
                return f"{given} {family}", "full"
            same = [
                f
                for f in sorted(self.full)
                if f[1] == family and (f[0].startswith(given) if len(given) == 1 else False)
            ]
            same += [f for f in sorted(self.full) if len(family) == 1 and f[0] == given and f[1].startswith(family)]
            return (" ".join(same[0]) if len(same) == 1 else f"{given} {family}"), "full"
        by_given = [f for f in sorted(self.full) if f[0] == given]
        by_family = [f for f in sorted(self.full) if f[1] == given]
        part = "given" if by_given or not by_family else "family"
        if len(by_given) + len(by_family) == 1:
            return " ".join((by_given + by_family)[0]), part
        return given, part

    def local(self, local: str) -> str | None:
        """Who a mail's local part or a handle stands for: sarah.connor, connor.sarah, sconnor, sarahc, s.connor,
        sarah."""
        bare = regex.sub(r"[\d]+$", "", fold(local).split("+")[0])
        for given, family in sorted(self.full):
            g, f = regex.sub(r"\W", "", given), regex.sub(r"\W", "", family)
            whole = regex.sub(r"[^\p{L}]", "", bare)
            if whole in {g + f, f + g, g[0] + f, f + g[0], g + f[0]} or (len(f) > 2 and whole == f):
                return f"{given} {family}"
        whole = regex.sub(r"[^\p{L}]", "", bare)
        alone = [n for n in sorted(self.full) if whole == n[0] and len(whole) > 2]
        return " ".join(alone[0]) if len(alone) == 1 else None


def declared(name: str, keep: frozenset[str] = frozenset()) -> list[str] | None:
    """The words of a name given in a people column, as author or owner; None when it names a team, role or tool.

    Takes "Sarah Connor", "Connor, Sarah", "Sarah Connor <mail>", "sarah.connor@…", "Sarah Connor (Finance)".
    """
    text = regex.sub(r"\(.*?\)|<.*?>|\[.*?\]", " ", name).strip()
    if "@" in text:
        return from_local(text.lstrip("@").split("@")[0])
    match = regex.fullmatch(r"([\p{L}' ’-]+),\s*([\p{L}' .’-]+)", text)
    if match:
        text = f"{match[2]} {match[1]}"
    words = [
        w for w in regex.findall(r"[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*\.?", text) if fold(w.rstrip(".")) not in TITLES
    ]
    if not words or len(words) > 5 or PLACEHOLDER.search(text) or any(c.isdigit() for c in text):
        return None
    if any(is_tool(w) or fold(w) in keep for w in words):
        return None
    strange = [w for w in words if is_common(w) and not is_given(w) and not is_family(w)]
    if strange and not (
        len(words) == 2
        and is_given(words[0])
        and not is_common(words[0])
        and fold(words[1]) not in ORGANISATION_WORDS | ROLES
    ):
        return None
    if len(words) == 1 and is_common(words[0]):
        return None
    if any(fold(w) in ROLES or fold(w) in ORGANISATION_WORDS for w in words[-1:]) and not is_given(words[0]):
        return None
    return words


def from_local(local: str) -> list[str] | None:
    """The name that a mail's local part spells out ("sarah.connor", "SarahConnor"); None where it does not."""
    spaced = regex.sub(r"(?<=\p{Ll})(?=\p{Lu})", ".", local.split("+", maxsplit=1)[0])
    parts = [regex.sub(r"\d+$", "", p).lower() for p in regex.split(r"[._-]", spaced)]
    if len(parts) < 2 or is_role(local) or any(not p.isalpha() or is_tool(p) or p in ROLES for p in parts):
        return None
    first, last = parts[0], parts[-1]
    if min(len(first), len(last)) < 2:
        return None
    if not (is_given(first) or is_family(last)) and (is_given(last) or is_family(first)):
        first, last = last, first
    known = is_given(first) or is_family(last)
    plain = "-" not in spaced and min(len(first), len(last)) > 2 and not any(is_common(p) for p in parts)
    return [first.title(), last.title()] if known or plain else None


def is_role(local: str) -> bool:
    """Whether a mail's local part or a handle names a role, team or tool and no person."""
    spaced = regex.sub(r"(?<=\p{Ll})(?=\p{Lu})", " ", local.split("+", maxsplit=1)[0])
    parts = [p.lower() for p in regex.split(r"[^\p{L}]+", spaced) if p]
    spared = [p in ROLES or ((is_common(p) or is_tool(p)) and not is_given(p)) for p in parts]
    return all(spared) or (len(parts) > 1 and all(ok or len(p) <= 3 for ok, p in zip(spared, parts, strict=True)))


def find_persons(
    units: Sequence[Unit],
    seeds: Iterable[str],
    *,
    keep: Iterable[str] = (),
    guesses: Sequence[bool] | None = None,
) -> list[Mention]:
    """Every mention of a person in the units, by unit and start; spans do not overlap.

    `seeds` are declared names. `guesses[i]` is false where capitals prove nothing (code): there only known
    names are sought.
    """
    spared = frozenset(fold(w) for k in keep for w in (*regex.findall(r"[\p{L}\d]+", k), k))
    roster = Roster()
    for seed in seeds:
        words = declared(seed, spared)
        if words:
            roster.add(words)
    lower = {w for u in units for w in map(fold, _LOWER_WORD.findall(u.text))}
    found: list[tuple[int, int, int, list[str], float, str]] = []
    for index, unit in enumerate(units):
        if guesses is None or guesses[index]:
            found += [(index, *c) for c in _candidates(unit, lower, spared)]
        for hit in unit.hits:
            local = unit.text[hit.start : hit.end].split("@")[0]
            if hit.entity == "MAIL" and (words := from_local(local)):
                roster.add(words)
    for *_, words, _score, by in found:
        if len(words) > 1 or by in ("title", "greeting") or (is_given(words[0]) and not is_common(words[0])):
            roster.add(words)
    mentions = []
    for index, start, end, words, score, by in found:
        identity, part = roster.identity(words)
        mentions.append(Mention(index, start, end, identity, "reversed" if by == "reversed name" else part, score, by))
    mentions += _sought(units, roster, lower, spared)
    mentions += _addresses(units, roster)
    return _longest(mentions)


# -- candidates: runs of capitalised words, judged -----------------------------------------------------------


def _candidates(unit: Unit, lower: set[str], keep: frozenset[str]) -> list[tuple[int, int, list[str], float, str]]:
    found = []
    closed = [m.span() for m in PLACEHOLDER.finditer(unit.text)]
    for run in _SEQUENCE.finditer(unit.text):
        words = [(m.group(), run.start() + m.start(), run.start() + m.end()) for m in _WORDS.finditer(run.group())]
        for group in _groups(unit, words, keep):
            start, end = group[0][1], group[-1][2]
            if any(start < e and s < end for s, e in closed):
                continue
            judged = _judge(unit, group, words, lower)
            if judged:
                found.append(judged)
    for match in _LOWER_NAME.finditer(unit.text):
        given, family = match[1], match[2]
        plain = not any(is_common(w) or is_tool(w) or fold(w) in keep for w in (given, family))
        if plain and is_given(given) and is_family(family):
            found.append((match.start(), match.end(), [given, family], 0.6, "name in lower case"))
    for match in _REVERSED.finditer(unit.text):
        given, family = match["given"], match["family"]
        plain = not is_common(given) and not is_common(family) and not is_tool(given) and not is_tool(family)
        if is_given(given) and is_family(family) and plain and not {fold(given), fold(family)} & (keep | lower):
            found.append((match.start(), match.end("given"), [given, family], 0.8, "reversed name"))
    return found


Word = tuple[str, int, int]  # as written, start, end in the unit


def _groups(unit: Unit, words: list[Word], keep: frozenset[str]) -> list[list[Word]]:
    """The run without what is no part of a name: tools, acronyms, kept names, plain words of the language."""
    groups: list[list[Word]] = [[]]
    for word in words:
        if word[0][0].islower() or not _blocks(word[0], keep) or _belongs(unit, groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([])
    trimmed = []
    for group in groups:
        while group and (group[0][0][0].islower() or _weak_start(group)):
            group.pop(0)
        while group and group[-1][0][0].islower():
            group.pop()
        if any(len(word[0].rstrip(".")) > 1 for word in group):
            trimmed.append(group)
    return trimmed


def _blocks(word: str, keep: frozenset[str]) -> bool:
    named = is_given(word) or is_family(word)
    acronym = word.isupper() and len(word) > 1 and not word.endswith(".")
    folded = fold(word.rstrip("."))
    return folded in keep or folded in TITLES or is_tool(word) or (not named and (acronym or is_common(word)))


def _belongs(unit: Unit, group: list[Word], word: Word) -> bool:
    """Whether a plain word is a surname after all ("Sarah Field"): after a given name, under a title or one
    entity."""
    text, folded = word[0], fold(word[0])
    if len(group) != 1 or not is_given(group[0][0]) or is_common(group[0][0]) or text.isupper() or is_tool(text):
        return False
    if folded in ORGANISATION_WORDS or folded in ROLES or unit.text[group[0][2] : word[1]] != " ":
        return False
    entity = any(h.entity == PERSON and h.start <= group[0][1] and word[2] <= h.end for h in unit.hits)
    return entity or bool(_TITLE_BEFORE.search(unit.text[max(0, group[0][1] - 24) : group[0][1]]))


def _weak_start(group: list[Word]) -> bool:
    """A first word that is a plain word before a full name ("Mark Sarah Connor as absent")."""
    return len(group) >= 3 and is_common(group[0][0]) and is_given(group[1][0]) and not is_common(group[1][0])


@dataclass(frozen=True)
class _Witnesses:
    """What stands around a group and what the entity model says of it."""

    person: bool  # the model says person
    other: bool  # the model says organisation or place, and not person
    title: bool
    addressed: bool  # a greeting or signature
    label: bool  # "Owner:", "reported by"
    opens: bool  # a sentence, cell or line begins here, so a capital proves nothing
    human: bool  # "... said", "... left in July": what only persons do
    acts: bool  # "... said", "...'s"
    beside: bool  # a mail, phone, number, address or birth date follows
    alone: bool  # no other capitalised word beside it


def _judge(
    unit: Unit, group: list[Word], run: list[Word], lower: set[str]
) -> tuple[int, int, list[str], float, str] | None:
    """The group as a person's name with score and reason, or None."""
    text, start, end = unit.text, group[0][1], group[-1][2]
    before, after = text[max(0, start - 48) : start], text[end : end + 48]
    labels = {h.entity for h in unit.hits if h.start < end and start < h.end}
    signed = _SIGNED_BEFORE.search(before) and regex.match(r"\s*(?:\n|$|,)", after)
    place = run.index(group[-1]) + 1
    follows = run[place][0] if place < len(run) and text[end] == " " else ""
    seen = _Witnesses(
        person=PERSON in labels,
        other=PERSON not in labels and bool(labels & {ORGANISATION, PLACE}),
        title=bool(_TITLE_BEFORE.search(before)),
        addressed=bool(_GREETING_BEFORE.search(before) or signed),
        label=bool(_LABEL_BEFORE.search(before)),
        opens=bool(_SENTENCE_START.search(before)),
        human=bool(_HUMAN_AFTER.match(after)),
        acts=bool(_VERB_AFTER.match(after)),
        beside=any(h.entity in _PERSONAL and end < h.start <= end + 12 for h in unit.hits)
        and bool(regex.match(r"[ ]?[,:(<|/–-]", after)),
        alone=len(run) == len(group),
    )
    words = [word[0] for word in group]
    if fold(" ".join(words)) in ORGANISATION_NAMES:
        return None
    if not seen.title and (fold(follows) in ORGANISATION_WORDS or (_PLACE_BEFORE.search(before) and not seen.person)):
        return None
    first = run.index(group[0])
    if first and not seen.title and fold(run[first - 1][0]) in _HEADS and text[start - 1] == " ":
        return None
    tail = [word[0] for word in run[place:] if "\n" not in text[end : word[1]]]
    if any(fold(word) in ORGANISATION_WORDS for word in tail) and any(map(is_common, words)):
        return None
    verdict = _full_name(words, seen, lower) if len(words) > 1 else _single_name(words[0], seen, lower)
    return (start, end, words, *verdict) if verdict else None


def _full_name(words: list[str], seen: _Witnesses, lower: set[str]) -> tuple[float, str] | None:
    names = [w for w in words if w[0].isupper() and len(w.rstrip(".")) > 1]
    common = [w for w in names if is_common(w) or fold(w) in lower]
    given, family = is_given(words[0]), is_family(words[-1]) or is_given(words[-1])
    pointed = seen.person or seen.label or seen.addressed or seen.beside
    if seen.title:
        return 0.95, "title"
    if fold(words[-1]) in ORGANISATION_WORDS and not (given and words[0] not in common and seen.person):
        return None
    if len(names) == 1:  # "S. Connor", "Sarah C."
        known = is_given(names[0]) or is_family(names[0])
        return (0.8, "initial") if not common and (known or seen.person) else None
    if not common:
        if given and family:
            return (0.8 if seen.other else 0.95), "given name and surname"
        if given:
            return (0.85, "given name") if pointed or not seen.other or len(words) == 2 else None
        if family:
            return (0.7, "surname") if pointed else None
        told = seen.person or seen.addressed or seen.human or ((seen.beside or seen.label) and not seen.other)
        return (0.6, "named entity") if told else None
    if given and family:
        if len(common) < len(names):
            return (0.8, "given name and surname") if pointed or not (seen.other or seen.opens) else None
        telling = pointed and not all(fold(w) in lower for w in names)
        return (0.6, "given name and surname") if telling and not seen.other else None
    if given and ((seen.person and words[0] not in common) or (words[-1] not in common and (pointed or seen.acts))):
        return 0.7, "given name"
    if len(common) == len(names) or not (seen.label or seen.addressed):
        return None
    return (0.6, "label") if seen.person and (given or family) else None


def _single_name(word: str, seen: _Witnesses, lower: set[str]) -> tuple[float, str] | None:
    given, folded = is_given(word), fold(word)
    if seen.title:
        return (0.95, "title") if folded not in ROLES else None
    if seen.addressed and (not is_common(word) or (given and folded not in ROLES)):
        return 0.85, "greeting"
    if folded in lower or len(word) < 2 or seen.other or word.isupper():
        return None
    if is_common(word):
        return (0.6, "given name") if given and seen.person and not seen.opens and seen.acts else None
    if seen.beside and not is_tool(word):
        return 0.6, "name before a contact"
    if given:
        if seen.person or seen.label or seen.acts:
            return 0.75, "given name"
        return (0.5, "given name") if seen.alone and len(word) > 3 else None
    if is_family(word) and seen.person and not seen.opens:
        return 0.55, "surname"
    return None


# -- known names and their parts, sought in every unit -------------------------------------------------------


def _sought(units: Sequence[Unit], roster: Roster, lower: set[str], keep: frozenset[str]) -> list[Mention]:
    if not roster.full and not roster.single:
        return []
    by_word: dict[str, set[tuple[str, str]]] = {}
    for given, family in roster.full:
        by_word.setdefault(given, set()).add((given, family))
        by_word.setdefault(family, set()).add((given, family))
    logins = {login: f"{g} {f}" for g, f in sorted(roster.full) for login in (g[0] + f, f + g[0], g + f)}
    logins = {n: p for n, p in logins.items() if len(n) > 4 and not (is_common(n) or is_tool(n) or n in by_word)}
    mentions = []
    for index, unit in enumerate(units):
        tokens = [(m.start(), m.end(), fold(m.group())) for m in _TOKEN.finditer(unit.text)]
        for place, (start, end, word) in enumerate(tokens):
            if word in logins:
                mentions.append(Mention(index, start, end, logins[word], "handle", 0.8, "login of a known name"))
                continue
            if word not in by_word and word not in roster.single:
                continue
            pair = _pair(unit.text, tokens, place, by_word)
            if pair:
                stop, identity, part = pair
                mentions.append(Mention(index, start, stop, identity, part, 0.95, "known name"))
            elif _stands_for_person(unit, start, end, lower, keep):
                identity, part = roster.identity([unit.text[start:end]])
                mentions.append(Mention(index, start, end, identity, part, 0.85, "part of a known name"))
    return mentions


_TOKEN = regex.compile(r"(?<![\p{L}\d])\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]+)*")


def _pair(
    text: str, tokens: list[tuple[int, int, str]], place: int, by_word: dict[str, set[tuple[str, str]]]
) -> tuple[int, str, str] | None:
    """A known given name and surname next to each other, in either order and any case, perhaps with words between."""
    word = tokens[place][2]
    for ahead in (1, 2, 3):
        if place + ahead >= len(tokens):
            return None
        _, end, other = tokens[place + ahead]
        between = text[tokens[place][1] : tokens[place + ahead][0]]
        if len(between) > 20 or regex.search(
            r"[.!?:;|(]\s|\n\n", between.replace(". ", "  ") if ahead > 1 else between
        ):
            return None
        for given, family in by_word.get(word, ()):
            if (word, other) == (given, family) and (ahead == 1 or text[tokens[place + 1][0]].isupper()):
                return end, f"{given} {family}", "full"
            if (word, other) == (family, given) and ahead == 1 and regex.fullmatch(r",\s*|[ _.-]", between):
                return end, f"{given} {family}", "reversed"
    return None


def _stands_for_person(unit: Unit, start: int, end: int, lower: set[str], keep: frozenset[str]) -> bool:
    """Whether one word that is part of a known name stands for the person here: written as a name, and no other
    word."""
    text, word = unit.text, unit.text[start:end]
    if not word[0].isupper() or fold(word) in keep or regex.match(r"[@/]|\.\p{L}|_|[ ]\d", text[end : end + 2]):
        return False
    if text[start - 1 : start] in ("@", "/", "_", ".") or any(
        m.start() < end and start < m.end() for m in PLACEHOLDER.finditer(text)
    ):
        return False
    after, before = text[end : end + 48], text[max(0, start - 48) : start]
    if _GROUP_AFTER.match(after) or (word.isupper() and len(word) > 1):
        return False
    if not is_common(word) and fold(word) not in lower and not is_tool(word):
        return True
    person = any(h.entity == PERSON and h.start < end and start < h.end for h in unit.hits)
    opens = bool(_SENTENCE_START.search(before))
    if _TITLE_BEFORE.search(before) or _GREETING_BEFORE.search(before):
        return True
    if opens:
        return person and bool(_VERB_AFTER.match(after))
    return person or not regex.match(r"[ ]\p{Lu}", after)


# -- mails and handles of persons ----------------------------------------------------------------------------

_HANDLE_CONTEXT = regex.compile(
    r"\b(?:slack|ping|dm|message|contact|ask|cc|github|gitlab|git"
    r"|assigned?|assignee|reviewers?|review(?:ed)?|by|thanks|thank you"
    r"|twitter|handle|username|user|from|to|tell|notify|tag|mention"
    r"|author|owner|hi|hello|hey|with|and)\b[^\n]{0,24}$",
    regex.I,
)


def _addresses(units: Sequence[Unit], roster: Roster) -> list[Mention]:
    mentions = []
    for index, unit in enumerate(units):
        for hit in unit.hits:
            value = unit.text[hit.start : hit.end]
            if hit.entity == "MAIL":
                identity = None if is_role(value.split("@")[0]) else roster.local(value.split("@")[0])
                if identity:
                    mentions.append(Mention(index, hit.start, hit.end, identity, "mail", hit.score, hit.recognizer))
            elif hit.entity == "HANDLE" and (identity := roster.local(value[1:])):
                mentions.append(Mention(index, hit.start, hit.end, identity, "handle", hit.score, hit.recognizer))
    return mentions


def names_person(text: str, hit: Hit) -> bool:
    """Whether a mail or handle that belongs to no known person of the document still names one (roles and teams
    do not)."""
    value = text[hit.start : hit.end]
    if hit.entity == "MAIL":
        return not is_role(regex.split(r"@| ?[\[(] ?at", value)[0])
    handle = value[1:]
    if is_role(handle) or (is_tool(handle) and not any(c.isdigit() for c in handle)):
        return False
    spelled = from_local(handle) or (len(handle) > 4 and is_family(handle[1:]) and not is_common(handle))
    return bool(spelled or is_given(handle) or _HANDLE_CONTEXT.search(text[max(0, hit.start - 40) : hit.start]))


def _longest(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.unit, -(m.end - m.start), m.start, -m.score, m.identity)):
        if not any(m.unit == mention.unit and m.start < mention.end and mention.start < m.end for m in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: (m.unit, m.start))
