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
from assets.examples.drafts import Draft
from assets.examples.parsing import parse
from assets.examples.topics import LEAD
from assets.examples.words import in_dictionary, lower, upper, word_set
from assets.identity import sha256

Sentences = Sequence[Sequence[Sequence[str]]]
"""Ways to put a sentence together: parts in a row, and the options of each part."""
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
    topic: int  # how long the words at its start are that name its topic

    def pick(self, train: Sequence[str], evaluation: Sequence[str]) -> str:
        """A wrapper of the split, by content; one that takes the question after a colon ("{i}") only where no other
        words stand before it."""
        options = train if self.training else evaluation
        return pick([o for o in options if not (self.lead and "{i}" in o)] or options, self.seed)

    def sentence(self, train: Sentences, evaluation: Sentences, salt: str) -> str | None:
        """A sentence of the split, each of its parts by content, without a word of what the question is about."""
        forms = [
            [[o for o in part if not content_words(o) & self.about] for part in form]
            for form in (train if self.training else evaluation)
        ]
        forms = [form for form in forms if all(form)]
        if not forms:
            return None
        form = forms[int(sha256(f"{salt}\n{self.seed}")[:8], 16) % len(forms)]
        return "".join(pick(part, self.seed, f"{salt} {n}") for n, part in enumerate(form))

    def whole(self, core: str | None = None) -> str:
        """Lead and question; a colon before it keeps the question in lower case."""
        said = self.core if core is None else core
        return f"{self.lead}{said if self.lead.rstrip().endswith(':') else upper(said)}"

    def inside(self) -> str:
        """The question after a colon: lower case, unless it starts with a name or "I"."""
        said = self.whole()
        first = parse(said)[0]
        name = first.text == "I" or first.text.startswith("I'") or first.pos_ == "PROPN" or said[:2].isupper()
        return said if name or self.lead.endswith(". ") else lower(said)


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
    if register == "hearsay" and draft.recipe in _LOOKED_UP:
        return None
    told = draft.behaviour in ("answer", "correct_premise")
    if register == "yes_no" and told and not re.match(r"(?:Yes|No)\b", draft.turns[0][1]):
        return None  # who wants a yes or a no gets one, where there is one
    said = _VOICES[register](_hear(draft, question))
    if said is None or said == question or len(said.split()) > 60:
        return None
    turns = ((said, draft.turns[0][1]), *draft.turns[1:])
    return replace(draft, turns=turns, register=register, skeleton=f"{draft.skeleton}+{register}.{draft.split}")


_LOOKED_UP = ("references", "elsewhere", "privacy", "cells", "lines", "holders", "numbered", "order", "meaning")
"""Recipes that ask where something is mentioned or what is written in a place: nobody disagrees about that."""


def _hear(draft: Draft, question: str) -> Heard:
    lead, core = "", question
    if match := re.match(r"(.*?(?:: |[.!] ))(?=[^.!]*\?$)(.+)$", question, re.DOTALL):
        lead, core = match[1], match[2]
    place = " ".join(
        [*(f"{e.text} {e.passage.section}" for e in draft.evidence), question, *map(str, draft.claim.values())]
    )
    led = LEAD.match(question) if "+topic" in draft.skeleton else None
    parts = take_apart(upper(core))
    return Heard(lead, core, parts, content_words(place), draft.split == "train", question, led.end() if led else 0)


def _lowered(text: str) -> str:
    """In lower case, except what stands in quotes."""
    return "".join(part if n % 2 else part.lower() for n, part in enumerate(re.split(r'("[^"]*")', text)))


def _polar(heard: Heard) -> bool:
    return heard.parts is not None and heard.parts.polar


def _terse(heard: Heard) -> str | None:
    if heard.parts is None or (heard.lead and not heard.lead.endswith(": ")):
        return None
    said = heard.parts.telegraphic()
    if not 3 <= len(said.split()) <= 14:
        return None
    said = said if parse(upper(said))[0].pos_ == "PROPN" else lower(said)
    return heard.pick(
        ("{}?", "{}? thx", "{}? short answer pls", "{}? please reply"),
        ("{}? thanks", "{}? tia", "{}? quick answer please"),
    ).format(f"{_lowered(heard.lead)}{said}")


# A sentence is put together from one option of each of its parts; nothing in them can decide anything.
_GREETINGS = (
    (("Hi", "Hello", "Hi there", "Hi all", "Hello everyone", "Good morning", "Hi team"),
     ("!", ", I hope you are well!", ", hope all is well!", ", sorry to bother you.", ", a quick question.")),
)  # fmt: skip
_GREETINGS_HELD_OUT = (
    (
        ("Hey", "Dear all", "Good afternoon", "Hi folks"),
        ("!", ", hope your week is going well!", ", a short question."),
    ),
)
_THANKS = (
    (("Thanks", "Thank you", "Many thanks"), ("!", " in advance!", " for your help!", " for helping!")),
    (("Cheers!", "Kind regards!"),),
)
_THANKS_HELD_OUT = (
    (("I appreciate", "Grateful for"), (" your help!", " any help!", " a quick answer!")),
    (("Best regards!", "Thanks a lot!"),),
)


def _chatty(heard: Heard) -> str | None:
    hello = heard.sentence(_GREETINGS, _GREETINGS_HELD_OUT, "hello")
    thanks = heard.sentence(_THANKS, _THANKS_HELD_OUT, "thanks")
    if hello is None or thanks is None:
        return None
    frames = ("{hello} {q} {thanks}", "{hello} {q}", "{q} {thanks}")
    return pick(frames, heard.seed, "chat").format(hello=hello, q=heard.whole(), thanks=thanks)


_NOT_EMBEDDED = ("that", "this", "you")  # "whether that is correct" needs the question as it was


def _indirect(heard: Heard) -> str | None:
    if heard.parts is None or heard.parts.subject in _NOT_EMBEDDED or heard.parts.auxiliary == "would":
        return None
    form = heard.pick(
        ("I was wondering {}.", "Could you tell me {}?", "I'm not quite sure {}. Could you help?", "I'd like to find out {}.",
         "Can you tell me {}?", "I'd be interested to know {}.", "I wanted to ask {}.", "Please let me know {}.",
         "Do you know {}?", "I need to know {}."),
        ("Do you happen to know {}?", "I'm trying to find out {}.", "Would you be able to tell me {}?", "May I ask {}?",
         "It would help me to know {}."),
    )  # fmt: skip
    said = form.format(heard.parts.embedded())
    return heard.lead + (lower(said) if heard.lead.endswith(": ") and not re.match(r"I\b", said) else said)


def _hearsay(heard: Heard) -> str | None:
    if content_words("manager boss team lead colleagues people") & heard.about:
        return None
    if re.search(r"\b(?:colleague|teammate|someone|heard|thought|remember|says)\b", heard.whole()):
        return None
    said = heard.sentence(_HEARSAY, _HEARSAY, "hearsay")  # it speaks on one side only
    return None if said is None else f"{said} {heard.whole()}"


def _yes_no(heard: Heard) -> str | None:
    if not _polar(heard):
        return None
    return heard.pick(
        ("Yes or no: {i}", "{q} A simple yes or no is enough.", "I only need a yes or a no. {q}", "{q} Yes or no?",
         "{q} Just a yes or a no, please.", "A yes or a no would help: {i}"),
        ("{q} Please just say yes or no.", "A one-word answer will do, yes or no: {i}", "{q} A short yes or no will do."),
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


def _rambling(heard: Heard) -> str | None:
    before = heard.sentence(_STORY, _STORY_HELD_OUT, "story")
    after = heard.sentence(_APOLOGY, _APOLOGY_HELD_OUT, "apology")
    if before is None or after is None:
        return None
    frames = ("{before} {q}", "{before} {q}", "{q} {after}", "{q} {after}", "{before} {q} {after}")
    return pick(frames, heard.seed, "ramble").format(before=before, q=heard.whole(), after=after)


# How a question came up at work.
_STORY = (
    (("I looked this up", "I read up on this", "I searched for this", "I tried to find this out myself"),
     ("", " this morning", " last night", " over coffee", " on Monday", " on my way in"),
     (", but I am none the wiser.", " and I am still not sure.", ", but I lost the thread.", " and found nothing.",
      ", but I gave up halfway.", ", probably in the wrong place.")),
    (("Somebody", "A colleague", "Someone on the team", "Someone next door", "The new colleague"), (" asked me",),
     ("", " at lunch", " in the corridor", " in the chat", " in passing", " this morning"),
     (" and I had no good answer.", " and I did not want to guess.", " and I could not say.", " and now I am curious.",
      " and I promised to find out.")),
    (("This came up", "The subject came up", "We talked about this", "We had a chat about this"),
     ("", " yesterday", " at lunch", " on Monday", " in our last meeting", " earlier on"),
     (" and nobody was sure.", " and everybody had a different view.", " and we left it open.", " and I said I would ask.",
      " and we went around in circles.")),
    (("I am covering for somebody", "I am standing in for somebody"), ("", " this week", " today"),
     (" and have not come across it before.", ", so bear with me.", " and this landed on my desk.")),
)  # fmt: skip
_STORY_HELD_OUT = (
    (("I have been going through the pages", "I have been digging around", "I have been puzzling over this"),
     ("", " since Tuesday", " all morning", " for a while"),
     (" and my head is spinning.", " without luck.", ", to no avail.", " and still feel lost.")),
    (("We sat together", "We were chatting", "I had a chat with somebody from next door"),
     ("", " yesterday", " the other day", " this week"),
     (" and this came up.", " and none of us knew.", " and I was put on the spot.")),
    (("Someone left me a note", "I had an email about this"), ("", " this morning", " last week"),
     (" and I do not know what to reply.", ", and I could not place it.", " and it has to be answered.")),
)  # fmt: skip
_APOLOGY = (
    (("Sorry", "Apologies"),
     (" if this was asked before.", " if I missed it.", " if it is obvious.", " for asking again.", " for the basic question.",
      " if that sounds silly.")),
    (("It is probably written down somewhere", "I may well have overlooked it", "I am sure it is simple", "Perhaps I am blind"),
     (".", ", but I did not find it.", ", but I got lost.", ", I just did not spot it.")),
    (("I would like to be sure", "I just want to get it right", "I would rather ask than guess"), (".",)),
    (("I want to write it down", "I am asking"), (" for the others too.", " for somebody else.", " before I forget.")),
)  # fmt: skip
_APOLOGY_HELD_OUT = (
    (("Forgive me", "Excuse me"), (" if you hear this every day.", " if I should know this.", " for being slow.")),
    (("Maybe I am blind", "I must have scrolled past it", "I have a feeling that it is easy"),
     (".", ", but it escapes me.", ", so bear with me.")),
    (("It keeps coming up", "I have spent long enough on it", "I keep forgetting it"), (".", ", so I thought I would ask.")),
)  # fmt: skip
_SOURCES = (
    "My manager",
    "My boss",
    "A colleague",
    "Somebody on the team",
    "The new starter",
    "My team lead",
    "A teammate",
)
_HEARSAY = (
    (_SOURCES, (" told me something else", " told me something different", " was not sure", " had another answer"),
     (".", " the other day.", " this week.", ", so I would like to know.", ", so let me ask.")),
    (_SOURCES, (" disagrees with me", " keeps telling me something different"),
     (".", ", so I would like to know.", ", so let me ask.")),
    (_SOURCES[:2], (" says one thing", " told me one thing"),
     (" and my colleagues say another.", " and the team says another.", " and a teammate told me another.")),
    (("I keep hearing", "I hear", "I get"), (" different things", " different answers", " two different things"),
     (" from my manager and my team.", " from people here.", " from my colleagues.", " from everybody.")),
)  # fmt: skip


_KEYS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2], strict=True)}
_FIXED = word_set(
    """
    allowed required enough cannot never without unless except exactly least most more less than until before after within
    about under above over hundred thousand twice three seven eight would could should there where which while their
    days hours weeks months years minutes percent does
    """
)


def _typos(heard: Heard) -> str | None:
    """One or two slips of the fingers in longer words: never in digits, names, units, deciding words, what names the topic or
    what stands in quotes."""
    question = heard.whole()
    doc = parse(question)
    amounts = {t.i + 1 for t in doc if t.like_num} | {t.i + 2 for t in doc if t.like_num}
    quoted = [m.span() for m in re.finditer(r'"[^"]*"', question)]
    fit = [
        t for t in doc
        if t.text.isalpha() and t.text.islower() and len(t) >= 5 and t.lower_ not in _FIXED and t.i not in amounts
        and t.pos_ in ("NOUN", "VERB", "ADJ", "ADV") and doc[t.i - 1].text != "-"
        and t.idx >= heard.topic and not any(a <= t.idx < b for a, b in quoted)
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
