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

from assets.privacy.candidates import (
    GREETING_BEFORE,
    GROUP_AFTER,
    LOWER_WORD,
    SENTENCE_START,
    TITLE_BEFORE,
    VERB_AFTER,
    Unit,
    candidates,
    measures,
)
from assets.privacy.words import (
    ORGANISATION_WORDS,
    ROLES,
    SPELLING,
    TITLES,
    fold,
    is_common,
    is_family,
    is_given,
    is_tool,
)
from resources.analyzer import PERSON, Hit
from resources.patterns import LOGIN, PLACEHOLDER


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
    if len(words) == 1 and (is_common(words[0]) or _FIELD.search(words[0])):
        return None
    if all(len(w) == 1 for w in words):  # "R&D": two letters would be sought all over the document
        return None
    if any(fold(w) in ROLES or fold(w) in ORGANISATION_WORDS for w in words[-1:]) and not is_given(words[0]):
        return None
    return words


# What departments are called after: "Nephrology", "Endoscopy", "Mechatronics".
_FIELD = regex.compile(r"\p{L}(?:ology|oscopy|otomy|ography|herapy|iatry|onics|atics|istics)$")


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
    bare = local.split("+", maxsplit=1)[0]
    if bare.isupper() and len(bare) <= 5 and not is_given(bare):  # an office's initials (FEHB@...)
        return True
    spaced = regex.sub(r"(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})", " ", bare)
    parts = [p for part in regex.split(r"[^\p{L}]+", spaced) if part for p in _role_words(part.lower())]
    spared = [p in ROLES or ((is_common(p) or is_tool(p)) and not is_given(p)) for p in parts]
    if all(spared) or (len(parts) > 1 and all(ok or len(p) <= 3 for ok, p in zip(spared, parts, strict=True))):
        return True
    strange = [p for p, ok in zip(parts, spared, strict=True) if not ok]
    return len(strange) < len(parts) and all(len(p) <= 4 and not is_given(p) and not is_family(p) for p in strange)


def _role_words(part: str) -> list[str]:
    """The words of a part written as one ("servicedesk", "peopleops"), where all are plain and one is of a role."""
    if part in ROLES or len(part) < 6 or is_given(part) or is_family(part):
        return [part]
    for cut in range(2, len(part) - 2):
        head, tail = part[:cut], part[cut:]
        plain = head in ROLES or tail in ROLES
        if plain and all(p in ROLES or (len(p) > 3 and is_common(p)) for p in (head, tail)):
            return [head, tail]
    for cut in range(len(part) - 3, 3, -1):
        if part[cut:] in ROLES and len(rest := _role_words(part[:cut])) > 1:
            return [*rest, part[cut:]]
    return [part]


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
    spared = frozenset(fold(w) for k in keep for w in (*regex.findall(r"[\p{L}\d]+", k), k)) | _spelling(units)
    roster = Roster()
    for seed in seeds:
        words = declared(seed, spared)
        if words:
            roster.add(words)
    lower = {w for u in units for w in map(fold, LOWER_WORD.findall(u.text))}
    found: list[tuple[int, int, int, list[str], float, str]] = []
    for index, unit in enumerate(units):
        if guesses is None or guesses[index]:
            found += [(index, *c) for c in candidates(unit, lower, spared)]
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


def _spelling(units: Sequence[Unit]) -> frozenset[str]:
    """The words of the spelling alphabet, where a document counts with them ("Alpha, Bravo and Charlie")."""
    used = {fold(w) for u in units for w in regex.findall(r"\b\p{Lu}\p{Ll}+", u.text)} & SPELLING
    return frozenset(used if len(used) > 1 else ())


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
            elif word not in by_word and _heads_another_name(unit.text, end):
                continue
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


def _heads_another_name(text: str, end: int) -> bool:
    """Whether a plain word in capitals follows ("Kingston Data"): of a person known by one word that is doubtful."""
    follows = regex.match(r"[ ](\p{Lu}\p{Ll}+)", text[end : end + 32])
    return bool(follows and is_common(follows[1]) and not is_family(follows[1]))


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
    if GROUP_AFTER.match(after) or measures(word, after) or (word.isupper() and len(word) > 1):
        return False
    if not is_common(word) and fold(word) not in lower and not is_tool(word):
        return True
    person = any(h.entity == PERSON and h.start < end and start < h.end for h in unit.hits)
    opens = bool(SENTENCE_START.search(before))
    if TITLE_BEFORE.search(before) or GREETING_BEFORE.search(before):
        return True
    if is_tool(word):
        return False
    if opens:
        return person and bool(VERB_AFTER.match(after))
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
    if hit.recognizer == LOGIN:
        login = value.split("@")[0]
        return is_given(login) or _initial_and_family(login)
    if hit.entity == "MAIL":
        return not is_role(regex.split(r"@| ?[\[(] ?at", value)[0])
    handle = value[1:]
    if is_role(handle) or (is_tool(handle) and not any(c.isdigit() for c in handle)):
        return False
    spelled = from_local(handle) or _initial_and_family(handle)
    return bool(spelled or is_given(handle) or _HANDLE_CONTEXT.search(text[max(0, hit.start - 40) : hit.start]))


def _initial_and_family(login: str) -> bool:
    """sconnor"""
    return len(login) > 4 and is_family(login[1:]) and not is_common(login)


def _longest(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.unit, -(m.end - m.start), m.start, -m.score, m.identity)):
        if not any(m.unit == mention.unit and m.start < mention.end and mention.start < m.end for m in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: (m.unit, m.start))
