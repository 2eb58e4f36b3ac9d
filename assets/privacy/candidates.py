"""Names in a text: runs of capitalised words, judged by what stands around them.

The named-entity model is one witness among several: name lexicons, titles, greetings, labels, verbs, the line a name
stands on, the names beside it, and what the words are otherwise (tools, organisations, words of the language).
"""

from dataclasses import dataclass

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
from resources.analyzer import ORGANISATION, PERSON, PLACE, Hit
from resources.patterns import PLACEHOLDER

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
_LAST_WORD = regex.compile(r"(\p{Lu}[\p{L}\p{M}'’-]*)\.?[ ]$")
_LOWER_NAME = regex.compile(
    r"(?<![\p{L}\d_@/.:#-])(\p{Ll}{3,})[ ](?:\p{Ll}\.?[ ])?(\p{Ll}{3,})(?![\p{L}\d_@/:-]|\.\p{L})"
)
LOWER_WORD = regex.compile(r"(?<![\p{L}\d_@/.:#-])\p{Ll}{3,}(?![\p{L}\d_@/:-]|\.\p{L})")

TITLE_BEFORE = regex.compile(
    r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sir|Madam|Herr|Frau|Mme|Mlle|Sra?|Señora?|Miss)\.?[ ]$"
    r"|\b(?:mr|mrs|ms|dr|prof)\.[ ]$"
)
_OFFICE_BEFORE = regex.compile(
    r"\b(?:Rev(?:erend)?|Fr|Father|Sister|Brother|Imam|Rabbi|Bishop|Canon|Cllr|Councillor|Capt(?:ain)?|Sgt|Sergeant|Lt"
    r"|Lieutenant|Col(?:onel)?|Cpl|Corporal|Maj(?:or)?|Inspector|Constable|PC|Officer|Detective|Judge|Justice|Senator"
    r"|Mayor|President|Lord|Lady|Dame|Hon|Matron|Nurse|SN|RN|Chef|Coach|Uncle|Aunt)\.?[ ]$"
)
"""Words before a name that are also other words: what follows has to be no word of the language."""
_NAMED_BEFORE = regex.compile(
    r"\b(?i:(?:my|his|her|their|your|maiden|last|family|given|first|middle)[ ]name(?:['’]s|[ ](?:is|was)|[ ]?[:?])"
    r"|surname(?:[ ](?:is|was)|[ ]?[:?])|calls?[ ](?:me|him|her)|named[ ](?:him|her)"
    r"|(?:mother|father|grandmother|grandfather|son|daughter|wife|husband)[ ](?:is|was)[ ]called)[ ]?[\"“]?$"
)
"""Says itself that a name follows."""
GREETING_BEFORE = regex.compile(
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
    r"|claims to be|my name is|i am|i'm|this is|named|(?:is|was|am|are) called|engineer"
    r"|director|analyst|agent|driver|nurse|officer|head|deputy|chair|coordinator|approvers?|leads|spokesperson"
    r"|secretary|trustee|questions to|(?:put together|compiled|edit(?:ed)?|run|led|chaired|hosted|drafted|checked"
    r"|taught|signed off|looked after|asked|told|cancelled|handled|kept|maintained) by"
    r"|(?:write|speak|talk|report|appeal|apply) to"
    r"|ask(?: for)?|tell|ring|email|phone|contact|on behalf of|sorry|words|figures|photos?(?: by)?|present|attendees"
    r"|apologies|wait for|arrangement with|swap with|met|thanks to)\s*(?::|\||=|is"
    r"|was)?[ ]*$"
)
VERB_AFTER = regex.compile(
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
    r"|joined (?:in|on|us)|retired|resigned|lives|moved to|went on|rang|texted|shouted|laughed|smiled|remarked|insists"
    r"|is (?:on|off) (?:leave|sick|parental|holiday)|is (?:stuck|away|ill|unwell|retiring|leaving|very)"
    r"|has (?:left|retired|resigned|joined)|had given|gave (?:me|us|him|her)|began (?:writing|working)"
    r"|(?:and|or) (?:I|my|his|her|me))\b|^['’]s (?:off|on leave|away|doing|kid|team|desk|killers?)\b|^[ ]\((?:aged? )?\d\d\)"
)
_OFFICE_NAMED = regex.compile(
    r"\b(?i:the|our|its|their|your|my|his|her|an?|new|acting|deputy)[ ](?:[\p{L}&-]+[ ]){0,4}"
    r"(?!(?i:suppl|contract|vend|carri|provid|manufactur|publish|insur|print|comput|serv|custom|deal|distribut|letter|order))"
    r"\p{L}*(?i:er|or|ist|ian|ant|lead|head|chair|clerk|deputy|secretary|man|woman|nurse)(?:,[ ]|[ ]\()$"
)
_NAMED_ENDS = regex.compile(r"[,.;)](?!\p{L})|$")
"""Between them stands who holds an office: "the duty manager, Ruth Adler, keeps it"."""
_FIRM_BEFORE, _FIRM_AFTER = regex.compile(r"\p{Lu}\p{L}+[ ]&[ ]$"), regex.compile(r"[ ]&[ ]\p{Lu}")
"""One of two names that an ampersand makes a firm."""
_NEXT = regex.compile(r"(?:,|;)?[ ](?:(?:and|or|&)[ ])?|/|[ ]?\n(?:[-*•][ ])?")
"""What stands between the names of a list."""
_LOWER_INTRODUCED = regex.compile(
    r"(?:^|[\s,.!?])(?:my name is|i am|i'm|hi|hello|hey|dear|thanks|regards|cheers|ask|tell|with|by|mr\.?|mrs\.?|ms\.?|dr\.?)"
    r",?\s(\p{Ll}[\p{L}\p{M}'’-]{2,})(?:[ ](\p{Ll}[\p{L}\p{M}'’-]{2,}))?(?![\p{L}\d_@/:-]|\.\p{L})"
)
_PLACE_BEFORE = regex.compile(
    r"\b(?:university|college|school|city|state|county|port|fort|mount"
    r"|lake|saint|st\.?|san|santa|bank|church|republic|in|near)(?:[ ]of)?[ ]$",
    regex.I,
)
SENTENCE_START = regex.compile(r"(?:^|[.!?:;•|\n]|\n\s*(?:[-*]|\d+\.))[\s\"'“(]*$")
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
GROUP_AFTER = regex.compile(
    r"^(?:[ ](?=\p{Lu})(?i:" + "|".join(sorted(ORGANISATION_WORDS)) + r")\b"
    r"|['’]s[ ](?i:law|theorem|principle|razor|paradox|disease|syndrome)\b)"
)
"""After a name that is no person any more: an organisation's word, or what is called after one."""

_MEASURE = regex.compile(
    r"^[.]?[ ](?:(?!(?:about|the|an?|and|of|for|to|is|was|on|in|at|with)\b)\p{Ll}+[ ]){0,2}"
    r"(?:weight|load|length|height|width|depth|draught|draft|speed|size|age|number|count|capacity|volume|temperatures?|temp|pressure"
    r"|power|values?|amount|sum|spend|budget|price|fee|rate|time|stay|dose|duration|distance|hours|days|minutes|stock|level|quantity"
    r"|guests|people|persons|per)\b"
)


def measures(word: str, after: str) -> bool:
    """Whether a name that is also short for maximum stands before what it is the maximum of: "Max length", not "Max left"."""
    return word == "Max" and _MEASURE.match(after) is not None


@dataclass(frozen=True)
class Unit:
    """A text that is analysed on its own (a block, a title, a heading, a path) with its hits."""

    text: str
    hits: tuple[Hit, ...]
    before: str = ""  # the end of the text that stands before it


Word = tuple[str, int, int]  # as written, start, end in the unit
Candidate = tuple[int, int, list[str], float, str]  # start, end, words, score, why


def candidates(unit: Unit, lower: set[str], keep: frozenset[str]) -> list[Candidate]:
    """The names of a unit. `lower` are the words that the document also writes in lower case, `keep` what is no name."""
    found: list[Candidate] = []
    doubtful: list[list[Word]] = []
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
            elif _could_be(unit, group, words, lower) or _could_be_full(group, words, lower):
                doubtful.append(group)
    found += _listed(unit, found, doubtful)
    for match in _LOWER_NAME.finditer(unit.text):
        given, family = match[1], match[2]
        plain = not any(is_common(w) or is_tool(w) or fold(w) in keep for w in (given, family))
        if plain and is_given(given) and is_family(family):
            found.append((match.start(), match.end(), [given, family], 0.6, "name in lower case"))
    for match in _LOWER_INTRODUCED.finditer(unit.text):
        names = [w for w in match.groups() if w]
        kept = [w for w in names if not (is_common(w) or is_tool(w) or fold(w) in keep)]
        if kept[:1] == names[:1] and is_given(names[0]):
            found.append((match.start(1), match.end(len(kept)), kept, 0.6, "name in lower case"))
    for match in _REVERSED.finditer(unit.text):
        given, family = match["given"], match["family"]
        ahead = _LAST_WORD.search(unit.text, 0, match.start())
        if ahead and is_given(ahead[1]):  # "Ruth Adler, Bo": the surname belongs to whom stands before it
            continue
        plain = not is_common(given) and not is_common(family) and not is_tool(given) and not is_tool(family)
        if is_given(given) and is_family(family) and plain and not {fold(given), fold(family)} & (keep | lower):
            found.append((match.start(), match.end("given"), [given, family], 0.8, "reversed name"))
    return found


def _groups(unit: Unit, words: list[Word], keep: frozenset[str]) -> list[list[Word]]:
    """The run without what is no part of a name: tools, acronyms, kept names, plain words of the language."""
    groups: list[list[Word]] = [[]]
    for place, word in enumerate(words):
        before_surname = (
            is_tool(word[0])
            and is_given(word[0])
            and place + 1 < len(words)
            and is_family(words[place + 1][0])
            and not _blocks(words[place + 1][0], keep)
            and not is_common(words[place + 1][0])
            and fold(word[0]) not in keep
        )
        middle = len(word[0]) == 1 and place + 1 < len(words) and not _blocks(words[place + 1][0], keep)
        inside = (middle and bool(groups[-1])) or before_surname
        if word[0][0].islower() or not _blocks(word[0], keep) or inside or _belongs(unit, groups[-1], word):
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
    return entity or bool(TITLE_BEFORE.search(unit.text[max(0, group[0][1] - 24) : group[0][1]]))


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
    office: bool = False  # "Sister ...", "Judge ..."
    named: bool = False  # "my name is ..."
    line: bool = False  # nothing else stands on the line, as under a letter
    counted: bool = False  # a number follows ("Tab 25")
    holds: bool = False  # "the duty manager, ..."


def _judge(
    unit: Unit, group: list[Word], run: list[Word], lower: set[str]
) -> tuple[int, int, list[str], float, str] | None:
    """The group as a person's name with score and reason, or None."""
    text, start, end = unit.text, group[0][1], group[-1][2]
    before, after = (unit.before + text[:start])[-48:], text[end : end + 48]
    labels = {h.entity for h in unit.hits if h.start < end and start < h.end}
    signed = _SIGNED_BEFORE.search(before) and regex.match(r"\s*(?:\n|$|,)", after)
    place = run.index(group[-1]) + 1
    follows = run[place][0] if place < len(run) and text[end] == " " else ""
    seen = _Witnesses(
        person=PERSON in labels,
        other=PERSON not in labels and bool(labels & {ORGANISATION, PLACE}),
        title=bool(TITLE_BEFORE.search(before)),
        addressed=bool(GREETING_BEFORE.search(before) or signed),
        label=bool(_LABEL_BEFORE.search(before)),
        opens=bool(SENTENCE_START.search(before)),
        human=bool(_HUMAN_AFTER.match(after)),
        acts=bool(VERB_AFTER.match(after)),
        beside=any(h.entity in _PERSONAL and end < h.start <= end + 12 for h in unit.hits)
        and bool(regex.match(r"[ ]?[,:(<|/–-]", after)),
        alone=len(run) == len(group),
        office=bool(_OFFICE_BEFORE.search(before)),
        named=bool(_NAMED_BEFORE.search(before)),
        line=before.endswith("\n") and bool(regex.match(r"[ ]*(?:\n|$)", after)),
        counted=bool(regex.match(r"[.]?[ ]#?\d", after)),
        holds=bool(_OFFICE_NAMED.search(before) and _NAMED_ENDS.match(after)),
    )
    words = [word[0] for word in group]
    if fold(" ".join(words)) in ORGANISATION_NAMES:
        return None
    if not seen.title and (
        GROUP_AFTER.match(after)
        or fold(follows) in ORGANISATION_WORDS
        or (_PLACE_BEFORE.search(before) and not seen.person)
    ):
        return None
    first = run.index(group[0])
    if first and not seen.title and fold(run[first - 1][0]) in _HEADS and text[start - 1] == " ":
        return None
    tail = [word[0] for word in run[place:] if "\n" not in text[end : word[1]]]
    if any(fold(word) in ORGANISATION_WORDS for word in tail) and any(map(is_common, words)):
        return None
    if len(words) == 1 and (_FIRM_BEFORE.search(before) or _FIRM_AFTER.match(after) or measures(words[0], after)):
        return None
    verdict = _full_name(words, seen, lower) if len(words) > 1 else _single_name(words[0], seen, lower)
    return (start, end, words, *verdict) if verdict else None


def _full_name(words: list[str], seen: _Witnesses, lower: set[str]) -> tuple[float, str] | None:
    names = [w for w in words if w[0].isupper() and len(w.rstrip(".")) > 1]
    common = [w for w in names if is_common(w) or fold(w) in lower]
    given, family = is_given(words[0]), is_family(words[-1]) or is_given(words[-1])
    pointed = seen.person or seen.label or seen.addressed or seen.beside or seen.line
    if seen.title:
        return 0.95, "title"
    if fold(words[-1]) in ORGANISATION_WORDS and not (given and words[0] not in common and seen.person):
        return None
    if len(names) == 1:  # "S. Connor", "Sarah C."
        known = is_given(names[0]) or is_family(names[0])
        first = len(words[0].rstrip(".")) == 1 and len(names[0]) > 3 and not seen.other and not seen.counted
        return (0.8, "initial") if not common and (known or seen.person or seen.office or first) else None
    if (seen.office or seen.named) and not common:
        return 0.9, "title" if seen.office else "introduced"
    if not common:
        if given and family:
            return (0.8 if seen.other else 0.95), "given name and surname"
        if given:
            return (0.85, "given name") if pointed or not seen.other or len(words) == 2 else None
        if family:
            return (0.7, "surname") if pointed else None
        if seen.holds:
            return 0.7, "holder of an office"
        foreign = any(not w.isascii() for w in names) and not seen.other
        told = (
            seen.person or seen.addressed or seen.human or ((seen.beside or seen.label or foreign) and not seen.other)
        )
        return (0.6, "named entity") if told else None
    if given and family:
        sure = words[0] not in common and not words[0].isupper()
        if len(common) < len(names):
            return (0.8, "given name and surname") if pointed or sure or not (seen.other or seen.opens) else None
        telling = pointed and not all(fold(w) in lower for w in names)
        return (0.6, "given name and surname") if telling and not seen.other else None
    if given and ((seen.person and words[0] not in common) or (words[-1] not in common and (pointed or seen.acts))):
        return 0.7, "given name"
    told = seen.holds or (seen.person and not seen.opens)
    if told and len(names) == 2 and common == [names[-1]] and family:  # "Evadne Moss"
        return 0.6, "holder of an office" if seen.holds else "named entity"
    if len(common) == len(names) or not (seen.label or seen.addressed):
        return None
    return (0.6, "label") if seen.person and (given or family) else None


def _single_name(word: str, seen: _Witnesses, lower: set[str]) -> tuple[float, str] | None:
    given, folded = is_given(word), fold(word)
    if "-" in word and any(map(is_common, word.split("-"))):  # "Mac-specific"
        return None
    if seen.title:
        return (0.95, "title") if folded not in ROLES else None
    if seen.addressed and (not is_common(word) or (given and folded not in ROLES)):
        return 0.85, "greeting"
    plain = is_common(word) or is_tool(word)
    if ((seen.office and not plain) or (seen.named and (given or not plain))) and len(word) > 2:
        return 0.8, "title" if seen.office else "introduced"
    # The model calls most rare names an organisation or a place: against a given name that is no other word, it is no
    # witness.
    known = (given and not plain) or seen.human
    if folded in lower or len(word) < 2 or (seen.other and not known) or word.isupper() or seen.counted:
        return None
    if is_common(word):
        return (0.6, "given name") if given and seen.person and not seen.opens and seen.acts else None
    if seen.beside and not is_tool(word):
        return 0.6, "name before a contact"
    if given:
        if seen.person or seen.label or seen.acts:
            return 0.75, "given name"
        return (0.5, "given name") if seen.alone and len(word) > 3 else None
    if is_family(word) and ((seen.person and not seen.opens) or seen.line or seen.human):
        return 0.55, "surname"
    return (0.55, "named entity") if (seen.human or seen.line) and seen.person else None


def _could_be(unit: Unit, group: list[Word], run: list[Word], lower: set[str]) -> bool:
    """Whether a group that nothing speaks for is at least made of names, and stands in no name of something else."""
    words = [word[0] for word in group]
    entities = {h.entity for h in unit.hits if h.start < group[-1][2] and group[0][1] < h.end}
    named = any(is_given(w) or is_family(w) for w in words)
    plain = not any(is_common(w) or is_tool(w) or fold(w) in lower or w.isupper() for w in words)
    whole = len(group) == len(run) <= 3
    return whole and plain and named and (is_given(words[0]) or not entities & {ORGANISATION, PLACE})


def _could_be_full(group: list[Word], run: list[Word], lower: set[str]) -> bool:
    """Whether two words that no lexicon knows as a name are made like one: in a list of full names they are one."""
    words = [word[0] for word in group]
    plain = [w for w in words if is_common(w) or fold(w) in lower]
    strange = any(is_tool(w) or w.isupper() or fold(w) in ROLES | ORGANISATION_WORDS for w in words)
    return len(group) == len(run) == 2 and not strange and len(plain) < 2 and all(map(is_family, plain))


def _listed(unit: Unit, found: list[Candidate], doubtful: list[list[Word]]) -> list[Candidate]:
    """Doubtful groups that stand in one list with a name ("Ruth Adler, Bo and Quinn")."""
    spans = [(start, end) for start, end, _, score, _ in found if score >= 0.6]
    taken: list[Candidate] = []
    waiting = list(doubtful)
    while waiting:
        beside = [g for g in waiting if any(_beside(unit.text, (g[0][1], g[-1][2]), span) for span in spans)]
        if not beside:
            break
        spans += [(g[0][1], g[-1][2]) for g in beside]
        taken += [(g[0][1], g[-1][2], [w[0] for w in g], 0.55, "beside a name") for g in beside]
        waiting = [g for g in waiting if g not in beside]
    return taken


def _beside(text: str, one: tuple[int, int], two: tuple[int, int]) -> bool:
    first, second = sorted((one, two))
    return bool(_NEXT.fullmatch(text[first[1] : second[0]]))
