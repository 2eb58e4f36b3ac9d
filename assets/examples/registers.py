"""Registers: the same need in the voices of different people. A proven neutral question goes in, the same question in
another voice comes out; the finished example is proven again, in that voice.

A voice changes nothing that decides: no number of its own, no role, no condition, no word of the rule. Training and
evaluation use different wrappers.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assets.examples.asking import Asked, take_apart, without_articles
from assets.examples.corpus import content_words, pick
from assets.examples.drafts import Draft, upper
from assets.examples.grammar import parse
from assets.examples.words import in_dictionary, word_set
from assets.identity import sha256

HELD_OUT = ("hearsay", "second_language")
"""Voices of evaluation alone: they tell whether what was learnt holds for people who put things in another way."""


@dataclass(frozen=True)
class Heard:
    """A question on its way into a voice: what stands before its last sentence, that sentence, and what it is about."""

    lead: str
    core: str
    parts: Asked | None  # of the core; None where it cannot be put another way
    about: frozenset[str]  # content words of question, evidence and section
    training: bool
    seed: str

    def pick(self, train: Sequence[str], evaluation: Sequence[str]) -> str:
        """A wrapper of the split, by content; one that takes the question after a colon ("{i}") only where no other
        words stand before it."""
        options = train if self.training else evaluation
        return pick([o for o in options if not (self.lead and "{i}" in o)] or options, self.seed)

    def whole(self, core: str | None = None) -> str:
        """Lead and question; a colon before it keeps the question in lower case."""
        said = self.core if core is None else core
        return f"{self.lead}{said if self.lead.rstrip().endswith(':') else upper(said)}"

    def inside(self) -> str:
        """The question after a colon: lower case, unless it starts with a name or "I"."""
        said = self.whole()
        first = parse(said)[0]
        name = first.text == "I" or first.text.startswith("I'") or first.pos_ == "PROPN" or said[:2].isupper()
        return said if name or self.lead.endswith(". ") else said[0].lower() + said[1:]


def give_voices(
    chosen: Sequence[Draft], share: float, failing: Callable[[Sequence[Draft]], frozenset[str]]
) -> list[Draft]:
    """The examples, a share of the twin families in another voice each; `failing` names the examples that do not hold.

    An answer and the boundary examples beside it get the same voice. What has no form in it, or is not proven in it,
    stays neutral: of two twins, either both speak alike or one is neutral.
    """
    voice: dict[Draft, str] = {}
    families: dict[Draft, list[Draft]] = defaultdict(list)
    for draft in chosen:
        root = draft
        while root.twin is not None:
            root = root.twin
        families[root].append(draft)
    for root, members in families.items():
        seed = sha256(f"voice\n{root.example}")
        if int(seed[:8], 16) < share * 16**8:
            allowed = (name for name in _VOICES if root.split == "evaluation" or name not in HELD_OUT)
            voices = sorted(allowed, key=lambda name: sha256(f"{seed}\n{name}"))
            name = next((name for name in voices if root.register == "neutral" and revoiced(root, name)), "")
            voice |= {d: name for d in members if name and d.register == "neutral" and revoiced(d, name)}
    unsettled = [d for members in families.values() if any(d in voice for d in members) for d in members]
    while unsettled:  # a family that has lost a voice is proven again
        spoken = _speaking(unsettled, voice)
        failed = failing(list(spoken.values()))
        back = {d for draft in unsettled if spoken[draft].example in failed for d in (draft, draft.twin) if d in voice}
        voice = {d: name for d, name in voice.items() if d not in back}
        unsettled = [d for members in families.values() if any(d in back for d in members) for d in members]
    return list(_speaking(chosen, voice).values())


def _speaking(chosen: Sequence[Draft], voice: dict[Draft, str]) -> dict[Draft, Draft]:
    """Every draft as it speaks, with its twin as that speaks."""
    spoken: dict[Draft, Draft] = {}

    def speak(draft: Draft) -> Draft:
        if draft not in spoken:
            said = (revoiced(draft, voice[draft]) if draft in voice else None) or replace(draft)
            said.twin = speak(draft.twin) if draft.twin is not None else None
            spoken[draft] = said
        return spoken[draft]

    return {draft: speak(draft) for draft in chosen}


def revoiced(draft: Draft, register: str) -> Draft | None:
    """The draft with its first question in another voice; None where the voice has no natural form for it."""
    question = draft.turns[0][0]
    if register == "hearsay" and (draft.recipe in ("references", "elsewhere", "privacy")):
        return None  # nobody disagrees about where something is mentioned
    said = _VOICES[register](_hear(draft, question))
    if said is None or said == question or len(said.split()) > 60:
        return None
    turns = ((said, draft.turns[0][1]), *draft.turns[1:])
    return replace(draft, turns=turns, register=register, skeleton=f"{draft.skeleton}+{register}.{draft.split}")


def _hear(draft: Draft, question: str) -> Heard:
    lead, core = "", question
    if match := re.match(r"(.*?(?:: |[.!] ))(?=[^.!]*\?$)(.+)$", question, re.DOTALL):
        lead, core = match[1], match[2]
    place = " ".join(
        [*(f"{e.text} {e.passage.section}" for e in draft.evidence), question, *map(str, draft.claim.values())]
    )
    return Heard(lead, core, take_apart(upper(core)), content_words(place), draft.split == "train", question)


def _polar(heard: Heard) -> bool:
    return heard.parts is not None and heard.parts.polar


def _terse(heard: Heard) -> str | None:
    if heard.parts is None or (heard.lead and not heard.lead.endswith(": ")):
        return None
    said = heard.parts.telegraphic()
    if not 3 <= len(said.split()) <= 14:
        return None
    said = said if parse(upper(said))[0].pos_ == "PROPN" else said[0].lower() + said[1:]
    return heard.pick(("{}?", "{}? thx"), ("{}? thanks", "{}? tia")).format(f"{heard.lead.lower()}{said}")


def _chatty(heard: Heard) -> str | None:
    return heard.pick(
        ("Hi there! {q} Thanks in advance!", "Hello everyone, quick question: {i} Many thanks!", "Good morning! I hope you are "
         "all doing well. {q} Thank you so much!", "Hi team, sorry to bother you. {q} Cheers!"),
        ("Hey, hope you had a good weekend! {q} I appreciate your help.", "Dear all, a quick one from me: {i} Kind regards!"),
    ).format(q=heard.whole(), i=heard.inside())  # fmt: skip


_NOT_EMBEDDED = ("that", "this", "you")  # "whether that is correct" needs the question as it was


def _indirect(heard: Heard) -> str | None:
    if heard.parts is None or heard.parts.subject in _NOT_EMBEDDED or heard.parts.auxiliary == "would":
        return None
    form = heard.pick(
        ("I was wondering {}.", "Could you tell me {}?", "I'm not quite sure {}. Could you help?", "I'd like to find out {}."),
        ("Would you happen to know {}?", "I'm trying to find out {}."),
    )  # fmt: skip
    said = form.format(heard.parts.embedded())
    return heard.lead + (
        said[0].lower() + said[1:] if heard.lead.endswith(": ") and not re.match(r"I\b", said) else said
    )


def _hearsay(heard: Heard) -> str | None:
    if content_words("manager boss team lead colleagues people") & heard.about:
        return None
    if re.search(r"\b(?:colleague|teammate|someone|heard|thought|remember|says)\b", heard.whole()):
        return None
    said = (
        "My manager says one thing and my colleagues say another, so let me ask: {i}", "My boss tells me one thing, the team "
        "tells me another. {q}", "I keep hearing different answers from my manager and my team. {q}",
        "Two people here told me two different things. {q}", "My team lead and I disagree about this, so: {i}",
    )  # fmt: skip
    return heard.pick(said, said).format(q=heard.whole(), i=heard.inside())  # it speaks on one side only


def _yes_no(heard: Heard) -> str | None:
    if not _polar(heard):
        return None
    return heard.pick(
        ("Yes or no: {i}", "{q} A simple yes or no is enough.", "I only need a yes or a no. {q}"),
        ("{q} Please just say yes or no.", "A one-word answer will do, yes or no: {i}"),
    ).format(q=heard.whole(), i=heard.inside())  # fmt: skip


def _second_language(heard: Heard) -> str | None:
    parts = heard.parts
    if parts is None or not parts.auxiliary or parts.subject in ("it", *_NOT_EMBEDDED):
        return None
    said = parts.plain_order()
    me = parts.subject == "I"
    if me and parts.auxiliary == "can" and parts.polar:
        said = heard.pick((said, f"it is possible for me to {parts.rest}"), (f"is possible to {parts.rest}",))
    elif me and parts.rest.startswith("have to ") and parts.polar:
        said = heard.pick(
            (said, f"it is necessary that {said.replace('have to ', '')}"), (f"is necessary to {parts.rest[8:]}",)
        )
    said = without_articles(said, keep=2)
    frames = ("{}?", "Please, {}?", "Excuse me, {}?", "Hello, please, {}?", "Sorry, {}?")
    frame = heard.pick(frames, frames)
    return heard.whole(("{}?" if heard.lead else frame).format(said))


# What people say that has nothing to do with anything: any beginning goes with any end.
_IDLE = (
    ("The coffee machine is broken again", "My inbox is overflowing", "It is raining sideways out there", "I slept badly",
     "Somebody hummed the same song all morning", "I mislaid my glasses", "It has been one of those weeks", "The drill next "
     "door makes a terrible noise", "I have a cold coming on", "My neighbour's dog barked until dawn"),
    ("so bear with me", "so excuse me for being slow", "and I am a bit scattered", "so my head is elsewhere",
     "which does not make thinking easier", "and I keep going around in circles", "so forgive me if it sounds silly"),
)  # fmt: skip
_IDLE_HELD_OUT = (
    ("The heating rattles", "My chair squeaks with every move", "I got distracted by a long chat about football", "The sun is "
     "blinding me", "My lunch was far too heavy"),
    ("so I may not make much sense", "and it has been bugging me all afternoon", "so my thoughts wander", "and I lost my thread"),
)  # fmt: skip


def _rambling(heard: Heard) -> str | None:
    starts, ends = _IDLE if heard.training else _IDLE_HELD_OUT
    idle = [f"{start}, {end}." for start in starts for end in ends if not content_words(f"{start} {end}") & heard.about]
    if not idle:
        return None
    one = pick(idle, heard.seed, "one")
    other = [s for s in idle if s.partition(",")[0] not in one and s.partition(",")[2] not in one]
    if not other:
        return None
    two = pick(other, heard.seed, "two")
    frame = heard.pick(
        ("{one} {two} Anyway, here is what I would like to know. {q}", "{one} So: {i}", "{one} {q} {two}"),
        ("{one} {two} But to the point: {i}", "{one} {two} Now to what I need. {q}"),
    )
    return frame.format(one=one, two=two, q=heard.whole(), i=heard.inside())


_KEYS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2], strict=True)}
_FIXED = word_set(
    """
    allowed required enough cannot never without unless except exactly least most more less than until before after within
    about under above over hundred thousand twice three seven eight would could should there where which while their
    days hours weeks months years minutes percent does
    """
)


def _typos(heard: Heard) -> str | None:
    """One or two slips of the fingers in longer words: never in digits, names, units or deciding words."""
    question = heard.whole()
    doc = parse(question)
    amounts = {t.i + 1 for t in doc if t.like_num} | {t.i + 2 for t in doc if t.like_num}
    fit = [
        t for t in doc
        if t.text.isalpha() and t.text.islower() and len(t) >= 5 and t.lower_ not in _FIXED and t.i not in amounts
        and t.pos_ in ("NOUN", "VERB", "ADJ", "ADV") and doc[t.i - 1].text != "-"
    ]  # fmt: skip
    fit.sort(key=lambda t: sha256(f"{heard.seed}\n{t.i}\n{t.text}"))
    slips = [(t, slip) for t in fit[: 2 if len(doc) > 12 else 1] if (slip := _slip(t.text, heard.seed)) is not None]
    if not slips:
        return None
    for token, slip in sorted(slips, key=lambda s: -s[0].idx):
        question = question[: token.idx] + slip + question[token.idx + len(token.text) :]
    return question


def _slip(word: str, seed: str) -> str | None:
    at = 1 + int(sha256(f"slip\n{seed}\n{word}")[:6], 16) % (len(word) - 3)
    ways = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + _KEYS.get(word[at], word[at]) + word[at + 1 :],
    )
    fitting = [w for w in ways if w != word and not in_dictionary(w)]
    return pick(fitting, seed, word) if fitting else None


_VOICES: dict[str, Callable[[Heard], str | None]] = {
    "terse": _terse,
    "chatty": _chatty,
    "rambling": _rambling,
    "typos": _typos,
    "second_language": _second_language,
    "indirect": _indirect,
    "hearsay": _hearsay,
    "yes_no": _yes_no,
}
