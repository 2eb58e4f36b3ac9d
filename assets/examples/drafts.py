"""What a recipe gets (Site) and what it returns (Draft): one decision point in its place, and one example before
selection."""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from assets.decisions.duties import PERSONS
from assets.decisions.records import FRAGMENTS, PUT_TOGETHER
from assets.examples import quoting, topics
from assets.examples.awkward import DANGLING, LOOSE, awkward, lacks_article
from assets.examples.caveats import exceptions_beside
from assets.examples.corpus import Corpus, Passage, by_hash, content_words, line_before, pick, stem, words_of
from assets.examples.grammar import Rule, Unfit, read_rule
from assets.examples.parsing import parse
from assets.examples.settings import ExampleSettings
from assets.examples.words import lower, noun_lemma, upper
from assets.identity import content_id, sha256

SYSTEM = (
    "You answer questions about company documents. Use only the passages you are given. Cite the section "
    "in square brackets "
    "and quote the deciding words. If the passages do not settle the question, say precisely what is "
    "missing or ask for it. "
    "Correct wrong assumptions, and show it when sources disagree."
)

Split = Literal["train", "evaluation"]


@dataclass(frozen=True)
class Evidence:
    """A span of a document that decides, inside a passage."""

    passage: Passage
    start: int
    end: int
    text: str


@dataclass(eq=False)
class Draft:
    """One example before ids and selection. `turns` are (question, answer) pairs; the passages go before the first."""

    situation: str
    behaviour: str
    recipe: str
    skeleton: str
    point: str
    cell: str
    turns: tuple[tuple[str, str], ...]
    context: tuple[Passage, ...]
    evidence: tuple[Evidence, ...]
    claim: dict[str, Any]
    rejected: str | None = None
    rejected_kind: str | None = None
    also_rejected: tuple[tuple[str, str], ...] = ()  # further worse answers with their kinds
    twin: "Draft | None" = None
    asks: str | None = None  # what the question wants, as an indirect question: "how many hours you can carry over"
    split: Split = "train"
    group: str = ""
    register: str = "neutral"  # the voice of the first question

    @cached_property
    def messages(self) -> list[dict[str, str]]:
        """The conversation as docs/proofs.md describes it."""
        blocks = [f"[{n}] {p.section}\n{p.text}" for n, p in enumerate(self.context, 1)]
        found = [{"role": "system", "content": SYSTEM}]
        for turn, (question, answer) in enumerate(self.turns):
            content = "\n\n".join((*blocks, f"Question: {question}")) if turn == 0 else question
            found += [{"role": "user", "content": content}, {"role": "assistant", "content": answer}]
        return found

    @cached_property
    def example(self) -> str:
        """The content id of the finished example."""
        return content_id([self.messages, self.situation, self.behaviour, self.claim])

    def quote(self, quotations: Mapping[str, str]) -> None:
        """Put the quotations into its answers as they are to stand, before it has an id, and a full stop behind one that has
        none and goes on. A worse answer's misquotation goes on as the right one does."""

        def other(text: str) -> str:
            for said, whole in quotations.items():
                text = text.replace(f"“{said}”", f"“{whole}”")
            return _UNCLOSED.sub(r"\1. ", text)

        def worse(text: str) -> str:
            return other(_QUOTED.sub(lambda m: f"“{quoting.alike(m[1], quotations)}”", text))

        def told(claim: Any) -> Any:
            if isinstance(claim, dict):
                return {k: other(v) if k == "answer" else told(v) for k, v in claim.items()}
            return [told(part) for part in claim] if isinstance(claim, list) else claim

        self.turns = tuple((question, other(answer)) for question, answer in self.turns)
        self.rejected = self.rejected and worse(self.rejected)
        self.also_rejected = tuple((worse(answer), kind) for answer, kind in self.also_rejected)
        self.claim = told(self.claim)


_QUOTED = re.compile(r"“([^“”]+)”")
_UNCLOSED = re.compile(r"(“[^“”]{15,}[^“”.!?…:;,]”(?: \[[^\[\]]+\])?) (?=(?:[A-Z][a-z]+|I|So) [a-z])")
"""A quotation without a full stop, and a sentence after it."""


@dataclass(frozen=True)
class Phrasing:
    """One way to ask: the skeleton's name and the question."""

    skeleton: str
    text: str
    contrary: bool = False  # it asks whether a limit is broken: its yes is a no to "Can I ...?"
    case: str = ""  # the words at its start that say that it is about a case, with a place for what that is about


@dataclass(eq=False)
class Site:
    """A decision point in its place: its sentence taken apart, the passage that holds it, and the split it is realised
    for."""

    point: dict[str, Any]
    passage: Passage
    siblings: Sequence[dict[str, Any]]  # the other points of the section
    corpus: Corpus
    settings: ExampleSettings
    split: Split = "train"
    group: str = ""
    roles: Sequence[str] = ()  # the roles that the corpus names
    rival: "Site | None" = None  # a rule of another document that says otherwise
    former: dict[str, Any] | None = None  # the same limit with another value in an earlier revision
    gaps: dict[str, str] = field(default_factory=dict)  # cell -> why no example covers it
    drafts: list[Draft] = field(default_factory=list)  # what the recipes made so far
    _alike: list[Passage] = field(default_factory=list)

    def turned(self, split: Split) -> "Site":
        """The same place for a split, with nothing made yet; what was worked out about the place is kept."""
        other = copy(self)
        other.split, other.gaps, other.drafts = split, {}, []
        return other

    @cached_property
    def named(self) -> tuple[str, ...]:
        """Those of the roles that the point's document names."""
        text = str(self.corpus.texts[self.point["document"]])
        return tuple(r for r in self.roles if re.search(rf"(?<![\w-]){re.escape(r)}(?![\w-])", text, re.IGNORECASE))

    def nearest(self, roles: Sequence[str]) -> list[str]:
        """Those of some roles that the point's document names, whom one would confuse first; all where it names none of them."""
        return [r for r in roles if r in self.named] or list(roles)

    @cached_property
    def quote(self) -> str:
        """The sentence, verbatim document text; of a list item, its lead-in completed by it, of a half of a sentence, its
        subject and that half."""
        return str(self.point["sentence"]) if self.point["form"] in PUT_TOGETHER else self._own.text

    @cached_property
    def _own(self) -> Evidence:
        """The sentence's or item's own place."""
        text, end = self.corpus.texts[self.point["document"]], int(self.point["sentence_end"])
        return Evidence(self.passage, self.start, end, str(text[self.start : end]))

    @cached_property
    def _lead(self) -> Evidence | None:
        """The lead-in that a list item completes."""
        lead = str(self.point["lead"] or "")
        if self.point["form"] != "joined":
            return None
        at = self.passage.text.rfind(lead, 0, int(self.point["sentence_start"]) - self.passage.start)
        if not lead or at < 0:
            raise Unfit("the rule is joined from a lead-in and a list item")
        start = self.passage.start + at
        return Evidence(self.passage, start, start + len(lead), lead)

    @cached_property
    def start(self) -> int:
        """Where the sentence starts, after its number in a numbered procedure ("3.3 Parcels ...")."""
        start, end = int(self.point["sentence_start"]), int(self.point["sentence_end"])
        text = str(self.corpus.texts[self.point["document"]])[start:end]
        number = NUMBERED.match(text)
        return start + (number.end() if number else 0)

    @property
    def whole(self) -> bool:
        """Whether the sentence ends where the quotation does: no second rule follows behind a comma or semicolon."""
        after = str(self.corpus.texts[self.point["document"]])[int(self.point["sentence_end"]) :].lstrip(' *_`"”)')
        return not re.match(r"[,;:]|[-–—]\s|(?:and|but|or)\b", after)

    @cached_property
    def shown(self) -> str:
        """The sentence as an answer quotes it: one line, without list marker."""
        return tidy(self.quote)

    @cached_property
    def quotation(self) -> str:
        """The sentence as an answer quotes it in the end: with all that it says and what completes it behind it, and "…" where
        words are left out ("Badges … must not be lent")."""
        if self.point["form"] in PUT_TOGETHER:
            return self._joint
        if self.point["form"] in FRAGMENTS:
            return self.shown
        text, said, at = self.passage.text, self.shown, self.passage.start
        start, end = self.start - at, int(self.point["sentence_end"]) - at
        besides = next((a - at for passage, a, _ in self._exceptions if passage == self.passage), None)
        first, last = quoting.whole(text, start, end, besides)
        before, behind = (re.sub(r"\s+", " ", part) for part in (text[first:start], text[end:last]))
        if not before and said[:1].islower() and _GOES_ON.search(text[:start]):
            before = "… "
        if not behind and self.point["form"] == "sentence" and not self.whole and re.search(r"[\w%)]$", said):
            behind = " …"
        return f"{before}{said}{behind}"

    @property
    def _joint(self) -> str:
        """What is put together, with "…" where words are left out; the whole sentence where the words stand in another order
        ("Badges are kept for a year, keys for two years")."""
        text, words = tidy(re.sub(r"[*_`]", "", self.passage.text)).casefold(), self.shown.split(" ")
        if self.shown.casefold() in text:
            return self.shown
        for at in range(1, len(words)):
            first, rest = " ".join(words[:at]), " ".join(words[at:])
            if first.rstrip(",").casefold() in text and rest.rstrip(".").casefold() in text:
                return f"{first} … {rest}"
        return tidy(self._own.text) if self.point["form"] == "shared" else self.shown

    @cached_property
    def rule(self) -> Rule:
        """The sentence taken apart; raises Unfit."""
        if re.search(r"[“”]", self.shown):
            raise Unfit("the sentence holds quotation marks of its own")
        if (
            re.sub(r"\W+", " ", self.shown).strip().lower()
            != re.sub(r"\W+", " ", NUMBERED.sub("", str(self.point["sentence"]))).strip().lower()
        ):
            raise Unfit("the rule is joined from what stands apart")
        return read_rule(NUMBERED.sub("", str(self.point["sentence"])), self.corpus.common_words)

    @property
    def cite(self) -> str:
        """The citation of the evidence section."""
        return f"[{self.passage.section}]"

    def owner(self, context: Sequence[Passage], salt: str) -> str:
        """Whom to ask: the documented owner where the passages name it, else words for whoever is responsible."""
        owner = str(self.corpus.documents[self.passage.document]["owner"] or "")
        if owner and any(owner in p.text for p in context) and not re.search(r"[\[\]<>{}*_“”\n]", owner):
            return f"the owner of the page, {owner}"
        return self.pick(("whoever is responsible for it", "the people in charge of it", "the team that looks after it",
                          "the owner of the documents"), salt)  # fmt: skip

    @cached_property
    def role(self) -> str:
        """The role without its article, as the sentence spells it in the middle."""
        role = re.sub(
            r"^(?:the|an?|your|our|my|their|each|every|any|all)\s+", "", str(self.point["role"] or ""), flags=re.I
        )
        first = role.split(" ")[0]
        if first[1:].islower() and first.lower() in self.corpus.common_words and role[1:] == role[1:].lower():
            role = lower(role)
        return role

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The sentence's span as evidence, with that of its lead-in and of the exception beside it."""
        return tuple(e for e in (self._own, self._lead, self.caveat) if e is not None)

    @cached_property
    def definite(self) -> bool:
        """Whether the sentence speaks of one holder of the role: "the incident commander", "your manager"."""
        if self.role.endswith("s") and not self.role.endswith("ss"):
            return False
        return bool(re.search(rf"\b(?:the|your|our)\s+{re.escape(self.role)}\b", self.shown, re.IGNORECASE))

    def with_caveat(self, answer: str) -> str:
        """The answer with the exception beside the rule, where there is one."""
        if self.caveat is None:
            return answer
        lead = self.pick(("Mind what the section adds:", "The section also says:", "Also note:"), "caveat")
        cite = "" if self.cite in answer else f" {self.cite}"
        return f"{answer.rstrip()} {lead} “{tidy(self.caveat.text)}”{cite}"

    def made(self, *recipes: str) -> Draft | None:
        """The first answered draft that one of the recipes made, in the order of the names."""
        found = (d for name in recipes for d in self.drafts if d.recipe == name and d.behaviour == "answer")
        return next((d for d in found if d.situation not in ("at_limit", "outside_limit")), None)

    def lone(self) -> None:
        """Raise Unfit when exceptions stand in the section that an answer cannot simply show as well."""
        if self.caveat is None and self._exceptions:
            raise Unfit("unmodelled exception beside it")

    @cached_property
    def _exceptions(self) -> list[tuple[Passage, int, int]]:
        """Exceptions of the section that concern the point's sentence: passage and span in the document."""
        section = self.corpus.by_section[(self.passage.document, self.passage.heading)]
        start, end = self.point["sentence_start"], self.point["sentence_end"]
        return list(exceptions_beside(section, start, end, self.shown))

    @cached_property
    def caveat(self) -> Evidence | None:
        """The one short exception beside the rule, which an answer then shows as well."""
        if len(self._exceptions) != 1:
            return None
        passage, a, b = self._exceptions[0]
        text = passage.text[a - passage.start : b - passage.start]
        body = text.strip()
        a += text.index(body)
        if len(body.split()) < 5 or len(body) > 220 or re.search(r"[“”\[\]|*_`]|^#|:$", body):
            return None
        return Evidence(passage, a, a + len(body), body)

    def say(
        self,
        train: Sequence[Phrasing],
        evaluation: Sequence[Phrasing],
        salt: str,
        *,
        about: bool = False,
        alone: bool = False,
    ) -> Phrasing:
        """The first natural phrasing of the split, in an order that the point's content decides; raises Unfit.

        A skeleton is one split's alone: what training may say is never said in evaluation. With `about` the question is led
        in by its topic even where it could stand alone, and so is one that does not say of which case its section speaks. What is
        asked of a document by its name, or names what nothing else is called, stands `alone`.
        """
        trained = {o.skeleton for o in train}
        options = train if self.split == "train" else [o for o in evaluation if o.skeleton not in trained]
        ordered = sorted(options, key=lambda o: sha256(f"{self.point['point']}\n{salt}\n{o.skeleton}"))
        reason = "no natural form"
        short = len({w for w in content_words(self.shown) - _MEASURES if not w.isdigit()}) < 5
        headings = [content_words(topics.unnumbered(h)) for h in (*self.passage.heading[-1:], self.passage.title)]
        for option in ordered:
            named = any(h and h <= content_words(option.text) for h in headings)
            # a short rule is not understood without its heading
            lacks = not alone and (
                about
                or (short and not named)
                or not topics.names_case(option.text, self._place)
                or not topics.names_doings(option.text, self._place)
            )
            bare = "a noun without its article" if lacks_article(option.text, self.corpus) else None
            objection = bare or awkward(option.text) or (DANGLING if lacks else None)
            if objection is None:
                return option
            reason = f"no natural form: {objection}"
            named = f'"{self.passage.title}"' in option.text
            if objection == DANGLING and not (alone and named) and (led := self._led(option, salt)):
                return led
        raise Unfit(reason)

    def _led(self, option: Phrasing, salt: str) -> Phrasing | None:
        """The question after words that say what it is about, where those bring in what it takes for known; rather after those
        that also say what the page is about."""
        plain = upper(
            option.text.removeprefix("Quick question: ").removeprefix(option.case.format(""))
        )  # one lead is enough
        found = None
        for topic, leads in topics.leads(self._place, self.corpus, training=self.split == "train"):
            lead = self.pick(leads, salt).format(topic)
            if option.case:
                named = f'"{topic}"' if '"{}"' in leads[0] else topic
                lead = option.case.format(f" about {named}")
            starts = lead.rstrip().endswith(".") or re.match(r"I\b|[A-Z]{2}", plain) or parse(plain)[0].pos_ == "PROPN"
            text = lead + (plain if starts else lower(plain))
            introduced = self._introduced | frozenset(stem(w) for w in words_of(topic))
            # what a lead names is no antecedent: "Under SOP-5, a colleague says the manager checks it"
            if (
                topics.names_case(text, self._place)
                and awkward(plain, introduced, led=True) != LOOSE
                and awkward(text, introduced, led=True) is None
            ):
                led = replace(option, skeleton=option.skeleton + "+topic", text=text)
                if topics.names_doings(text, self._place):
                    return led
                found = found or led
        return found

    def under(self) -> str:
        """The heading of the passage in quotes, with its document's title where another document has a section of that name."""
        heading = (self.passage.heading or (self.passage.title,))[-1]
        several = self.corpus.headings[heading.lower()] > 1 and heading != self.passage.title
        return f'"{heading}"' + (f' in "{self.passage.title}"' if several else "")

    @cached_property
    def _place(self) -> Passage:
        """The passage as questions have to place it: the label of the rule's paragraph or list item is a heading to them; raises
        Unfit."""
        text, start = str(self.corpus.texts[self.point["document"]]), int(self.point["sentence_start"])
        label = topics.label_of(line_before(text, start), self.shown)
        if label is None:
            return self.passage
        if self.point["kind"] == "role" and noun_lemma(words_of(label)[-1]) in PERSONS:
            raise Unfit("no natural form: its paragraph is labelled as somebody else's")
        return replace(self.passage, heading=(*self.passage.heading, label))

    @cached_property
    def _introduced(self) -> frozenset[str]:
        """What the passage speaks of around the rule: a question that names the topic may call it "the ..." too."""
        start, end = (int(self.point[k]) - self.passage.start for k in ("sentence_start", "sentence_end"))
        around = f"{self.passage.section} {self.passage.text[: max(0, start)]} {self.passage.text[end:]}"
        return frozenset(stem(w) for w in words_of(around))

    def surroundings(
        self, *, without: bool = False, also: Sequence[Passage] = (), seed: str = ""
    ) -> tuple[Passage, ...]:
        """The passages of the prompt: the evidence (unless `without`), what else must be there, and distractors.

        The count, the order and nearly the length are the same with and without the evidence, so that they give
        nothing away: the distractors stay, and what resembles it and is about as long takes its place. Beside a long passage
        only a short one may have room, which resembles it less: nothing is asked without it then.
        """
        few, many = self.settings.distractors
        point = str(self.point["point"])
        count = few + int(sha256(f"distractors\n{point}\n{seed}")[:8], 16) % (many - few + 1)
        room = self.settings.context_characters
        own = list(dict.fromkeys(e.passage for e in self.evidence))
        wanted, few = len(own) + len(also) + count, min(2, few)

        def filled(must: Sequence[Passage], others: Sequence[Passage], most: int) -> list[Passage]:
            chosen, total = list(must), sum(map(_size, must))
            for other in others:
                if (
                    len(chosen) < most
                    and total + _size(other) <= room
                    and all(other.section != p.section for p in chosen)
                ):
                    chosen.append(other)
                    total += _size(other)
            return chosen

        shown = [*own, *also]
        chosen = filled(shown, self._resembling(12), wanted)
        if without:
            if len(chosen) < len(shown) + few:
                raise Unfit(NONE_BESIDE)
            chosen = self._replaced(own, chosen)
        elif len(chosen) < len(shown) + few:
            chosen = filled(chosen, self._resembling(60), len(shown) + few)
        if len(chosen) < len(shown) + few or sum(map(_size, chosen)) > room + 1500:
            raise Unfit(NONE_BESIDE)
        return tuple(by_hash(chosen, point + seed))

    def _replaced(self, own: Sequence[Passage], chosen: Sequence[Passage]) -> list[Passage]:
        """The passages of a prompt with the nearest in length of those that look alike in place of each of its own: of one point
        in two a longer one where there is one, else a shorter one, so that being longer tells nothing either."""
        found = list(chosen)
        longer = self.number("longer") % 2 == 0
        for passage in own:
            sections, size = {p.section for p in found}, _size(passage)
            spare = [p for p in self._resembling(30) if p.section not in sections]
            if not spare:
                raise Unfit(NONE_BESIDE)
            found[found.index(passage)] = min(spare, key=lambda p: ((_size(p) > size) != longer, abs(_size(p) - size)))
        return found

    def _resembling(self, count: int) -> list[Passage]:
        """Up to `count` passages, at most 60, that look alike and do not decide the same."""
        if not self._alike:
            self._alike += self.corpus.resembling(self.passage, self.corpus.rare(self.shown), 60)
        return [p for p in self._alike[:count] if self.rival is None or p.document != self.rival.passage.document]

    def number(self, salt: str) -> int:
        """A number that the point and the salt decide, the same on every day: `% 3` is 0 of one point in three."""
        return int(sha256(f"{salt}{self.point['point']}")[:6], 16)

    def pick(self, options: Sequence[str], salt: str) -> str:
        """One of the options, by the point's content."""
        return pick(options, self.point["point"], salt)

    def draft(
        self,
        label: tuple[str, str],
        made_by: tuple[str, str],
        phrasing: Phrasing,
        answer: str,
        claim: dict[str, Any],
        *,
        rejected: tuple[str, str] | None = None,
        twin: Draft | None = None,
        **changes: Any,
    ) -> Draft:
        """A one-turn draft on this point's evidence: label = (situation, behaviour), made_by = (recipe, cell).

        `changes` replace context, evidence or turns.
        """
        (situation, behaviour), (recipe, cell) = label, made_by
        if (
            behaviour in ("answer", "correct_premise", "clarify")
            and answer
            and claim["proof"] not in _WITHOUT_EXCEPTION
        ):
            answer = self.with_caveat(answer)
        parts: dict[str, Any] = {
            "context": None,
            "evidence": self.evidence,
            "turns": ((phrasing.text, answer),),
            **changes,
        }
        if parts["context"] is None:
            parts["context"] = self.surroundings()
        return Draft(
            situation, behaviour, recipe, phrasing.skeleton, str(self.point["point"]), cell, claim=claim,
            rejected=rejected[0] if rejected else None, rejected_kind=rejected[1] if rejected else None,
            twin=twin, split=self.split, group=self.group, **parts,
        )  # fmt: skip


NONE_BESIDE = "no fitting passages to put beside it: two other sections are needed, about as long"


def _size(passage: Passage) -> int:
    """What a passage takes of a prompt, in characters."""
    return len(passage.text) + len(passage.section) + 8


_GOES_ON = re.compile(r"(?:[\w)\]\"”'’%],?;?(?: (?:and|but))?|\w:|\S [-–—]) $")
"""A sentence that has begun."""
_WITHOUT_EXCEPTION = ("step", "order", "invented")
"""Proofs of what comes when: an exception from a rule beside it changes nothing."""
NUMBERED = re.compile(r"^\s*(?:[-*•+]\s+)?(?:\d+(?:\.\d+)*[.)]?|\(?[a-z]\))\s+(?=[A-Z])")


def tidy(text: str) -> str:
    """One line without list marker, as an answer quotes it."""
    return re.sub(r"^[-*•+]\s+", "", re.sub(r"\s+", " ", text).strip())


_MEASURES = content_words(
    "maximum minimum least day week month year hour minute next time number calendar fiscal business"
)


def to_you(text: str) -> str:
    """First person back to second: "how many hours I can carry over" -> "how many hours you can carry over"."""
    for pattern, form in (
        (r"\bI'm\b|\bI’m\b", "you're"), (r"\bI am\b", "you are"), (r"\bam I\b", "are you"), (r"\bI was\b", "you were"),
        (r"\bI\b", "you"), (r"\bmy\b", "your"), (r"\bme\b", "you"), (r"\bmine\b", "yours"), (r"\bmyself\b", "yourself"),
    ):  # fmt: skip
        text = re.sub(pattern, form, text)
    return text


def is_plain(role: str) -> bool:
    """Whether a role is one short name that can stand in the place of another."""
    return len(role.split()) <= 4 and not re.search(r",|\b(?:and|or|of|who|that)\b", role)
