"""What people really asked: questions from tickets, answered where a document answers them and refused where none does.

A question is taken verbatim, and only where it stands on its own. Nothing is remembered between days, so the same
question is refused until a document answers it. Proofs: `unanswered`; `quote` and `polarity` for what is answered.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Token

from assets.examples.corpus import Corpus, Passage, by_hash, content_words, pick, sentence_spans, stem, words_of
from assets.examples.drafts import Draft, Phrasing, Site, Split, awkward, to_you
from assets.examples.grammar import Unfit, parse
from assets.examples.quantities import MONEY, TIME
from assets.examples.recipes.absence import not_documented
from assets.examples.words import inflect_verb, word_set
from assets.identity import sha256

NEAREST = 12
"""How many of the most similar passages are looked at for a counterpart and for the context of a refusal."""


@dataclass(frozen=True)
class Heard:
    """A question as a ticket holds it."""

    text: str
    passage: Passage  # of the ticket
    start: int  # in the ticket's document
    end: int

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of the words that an answer would have to be about."""
        return content_words(" ".join(w for w in words_of(self.text) if not w[0].isdigit())) - _ASKING

    @cached_property
    def heads(self) -> frozenset[str]:
        """Stems of the nouns that the question is about: subject and object of its verb, no names, no modifiers."""
        doc = parse(self.text.rstrip("? "))
        found = [t for t in doc if t.dep_ in ("nsubj", "nsubjpass", "dobj", "attr")]
        if not any(t.dep_ == "dobj" and t.pos_ == "NOUN" for t in found):
            aims = (t for t in doc if t.dep_ == "prep" and t.lower_ in ("for", "to", "towards", "on", "about", "of"))
            found += [t for aim in aims for t in aim.children if t.dep_ == "pobj"]
        return content_words(" ".join(t.lower_ for t in found if t.tag_ in ("NN", "NNS"))) & self.words

    @cached_property
    def as_passage(self) -> Passage:
        """What the question is about, to find passages that resemble it."""
        text = " ".join(w for w in words_of(self.text) if stem(w) in self.words)
        return replace(self.passage, text=text, section="", heading=())


def demand(
    realised: Mapping[Split, Sequence[Site]], proven: Mapping[Split, Sequence[Draft]], corpus: Corpus
) -> dict[Split, list[Draft]]:
    """For each split, one draft for each question that a rule answers or that no document speaks of.

    `realised` holds the same sites for each split, with what the other recipes made, and `proven` what holds of it: a
    refusal needs an answered question beside it, over a passage that it shows. A question goes to the same place in
    both splits, so to one group.
    """
    splits = list(realised)
    held = frozenset(d.example for drafts in proven.values() for d in drafts)
    places = [_Place(dict(zip(splits, sites, strict=True)), held) for sites in zip(*realised.values(), strict=True)]
    by_passage: dict[str, list[_Place]] = defaultdict(list)
    by_word: dict[str, list[_Place]] = defaultdict(list)
    for place in places:
        by_passage[place.site.passage.passage].append(place)
        for word in sorted(place.words):
            by_word[word].append(place)
    handbook = _Handbook(corpus)
    found: dict[Split, list[Draft]] = {split: [] for split in splits}
    for heard in _questions(corpus):
        rarest = min(sorted(heard.words), key=lambda word: len(by_word.get(word, ())), default="")
        fitting = [place for place in by_word.get(rarest, ()) if _fits(heard, place)]
        made = next(filter(None, (_answers(heard, place) for place in fitting)), None)
        if made is None and (near := _unanswered(heard, handbook)):
            counterparts = [place for p in near for place in by_passage[p.passage] if all(place.twins.values())]
            made = _refusals(heard, counterparts[0], near) if counterparts else None
        for split, draft in (made or {}).items():
            found[split].append(draft)
    return found


@dataclass(frozen=True)
class _Place:
    """A decision point in its place, once for each split."""

    sites: dict[Split, Site]
    proven: frozenset[str]  # examples

    @property
    def site(self) -> Site:
        """One of them, for what they share."""
        return next(iter(self.sites.values()))

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of the rule and its section path."""
        return content_words(f"{self.site.shown} {self.site.passage.section}")

    @cached_property
    def twins(self) -> dict[Split, Draft | None]:
        """A proven answer of each split."""
        return {
            split: next((d for d in site.drafts if d.twin is None and d.example in self.proven), None)
            for split, site in self.sites.items()
        }


# --- which questions stand on their own ------------------------------------------------------------

_FORM = re.compile(r"[A-Z][^.!?;:()\"“”„«»‘\[\]{}<>@#/\\|*_=~^+]*\?")
_OPENING = re.compile(
    r"(?:How (?:many|much|long|often|soon|far|old|big|large|early|late|do|can|should|must|may)\b|"
    r"(?:What|Which|Who|Whom|Where|When)\b|"
    r"(?:Can|May|Must|Should|Could|Do|Does|Is|Are|Am)\b(?! (?:not|you|your)\b))"
)
# Words that point at something outside the question: a thing, a person, a moment.
_POINTING = re.compile(
    r"\b(?:this|that|these|those|it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|himself|herself|here|"
    r"there|one|ones|same|such|else|again|already|still|yet|now|today|tomorrow|yesterday|tonight|anyway|anymore|ago|"
    r"instead|really|even|also|too|either|neither|both|next|previous|following|attached|above|below|so|please|right|"
    r"back|you|your|yours|yourself|why|someone|somebody|something|whatever|honestly|maybe|"
    r"(?:january|february|march|april|june|july|august|september|october|november|december)|"
    r"(?:last|past|this|coming) (?:day|week|month|year|time|night|quarter)s?|"
    r"the (?:first|second|third|fourth|fifth|last|new|old|other|whole|entire|current|latest|final|remaining)|"
    r"another (?:day|week|month|year|time|try|go|chance|hour)|other|others)\b|['’](?:s|re|ll|ve|d)\b(?! \w)|n['’]t\b",
    re.IGNORECASE,
)
_ASKING = content_words(
    "allowed permitted possible okay ok fine required necessary need needed get have take make give going want like "
    "day days week weeks month months year years hour hours minute minutes time times many much long often soon far "
    "max min maximum minimum limit rule rules policy happen happens count way kind sort thing things exactly usually "
    "anyone anybody everyone everybody someone nobody people person employee employees staff company per own another "
    "without supposed apply applies mean means able may might shall"
)
# Words that say little about what is asked for: what people do with anything, and where they work.
_LIGHT = content_words(
    "bring keep last use work hold stay spend receive claim request ask take start end office site building size amount "
    "price value level length weight duration date advance part new good"
)


def _questions(corpus: Corpus) -> Iterator[Heard]:
    """The questions of the tickets that can be asked without their ticket, each once."""
    seen = set()
    for passage in corpus.passages:
        if passage.kind != "ticket":
            continue
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end].strip()
            at = passage.start + start + passage.text[start:end].index(text) if text else 0
            known = " ".join(words_of(text))
            if known in seen or not _stands_alone(text):
                continue
            seen.add(known)
            yield Heard(text, passage, at, at + len(text))


def _stands_alone(text: str) -> bool:
    """Whether a sentence is a question to a handbook by itself: whole, general, and about nothing that came before."""
    if not _FORM.fullmatch(text) or not _OPENING.match(text) or not 4 <= len(text.split()) <= 24:
        return False
    if _POINTING.search(text) or "\n" in text or re.search(r"_[A-Z]{6}\b|XX|\d{5}|  ", text):
        return False
    if awkward(text, _EVERYDAY) is not None:
        return False
    doc = parse(text)
    if len(list(doc.sents)) != 1 or any(map(_past, doc)):
        return False
    # how it stands with a case of one's own is in no handbook
    return not any(t.dep_ in ("nsubj", "nsubjpass") and {c.lower_ for c in t.children} & {"my", "our"} for t in doc)


def _past(token: Token) -> bool:
    """Whether a verb tells what happened."""
    helped = any(c.dep_ in ("aux", "auxpass") for c in token.children)
    return token.lower_ in ("been", "had", "was", "were", "did") or (token.tag_ == "VBD" and not helped)


_EVERYDAY = frozenset(map(stem, word_set("company office team department site canteen warehouse reception manager")))


# --- answered ------------------------------------------------------------


def _fits(heard: Heard, place: _Place) -> bool:
    """Whether the rule and its section hold all words of the question, the rule itself at least half of them."""
    asked, site = heard.words, place.site
    own = content_words(site.shown)
    return (
        site.rival is None
        and len(asked) >= 2
        and asked <= place.words
        and 2 * len(asked & own) >= len(asked)
        and not re.search(r"[“”]", site.shown)
    )


def _answers(heard: Heard, place: _Place) -> dict[Split, Draft] | None:
    """The question answered by a rule, for each split; None where its form is none that the rule answers."""
    made = {}
    for split, site in place.sites.items():
        try:
            site.lone()
            draft = _open(heard, site) if re.match(r"How|Wh", heard.text) else _polar(heard, site)
        except Unfit:
            return None
        if draft is None:
            return None
        made[split] = draft
    return made


def _open(heard: Heard, site: Site) -> Draft | None:
    """How much, how long, how many: a limit says it. Who: a role says it."""
    point = site.point
    wanted = _wanted(heard.text)
    if wanted == "who" and point["kind"] == "role" and site.role and site.shown.count(site.role) == 1:
        claim = {"proof": "quote", "quote": site.quote, "role": site.role}
    elif wanted and point["kind"] == "limit" and point["unit"] and _measures(wanted, str(point["unit"])):
        claim = {"proof": "quote", "quote": site.quote}
    else:
        return None
    options = (
        f"{site.cite} answers that: “{site.shown}”",
        f"The rule is “{site.shown}” {site.cite}",
        f"According to {site.cite}: “{site.shown}”",
    )
    answer = pick(options, heard.text, "answer")
    return _draft(heard, site, answer, claim, ("The passages leave that open, so I cannot say.", "needless_refusal"))


def _wanted(question: str) -> str | None:
    """What an open question wants: "who", "time", "money", "amount", or the noun after "how many"; None otherwise."""
    if match := re.match(r"How many ([a-z]+)", question):
        return stem(match[1])
    if re.match(r"How (?:long|soon|often|early|late|old|far in advance|far ahead)\b", question):
        return "time"
    if re.match(r"How much\b|What (?:does|do|is|are)\b.*\b(?:cost|price|fee|pay)\b", question):
        return "money"
    if re.match(
        r"(?:What|Which) (?:is|are) the (?:\w+ )?(?:maximum|minimum|limit|largest|smallest|longest)\b", question
    ):
        return "amount"
    return "who" if re.match(r"Who\b", question) else None


def _measures(wanted: str, unit: str) -> bool:
    if wanted == "time":
        return unit in TIME or unit.rsplit(maxsplit=1)[-1] in TIME
    if wanted == "money":
        return unit in MONEY or unit in ("percent", "%")
    return wanted == "amount" or wanted in {stem(w) for w in unit.lower().split()}


_YES = {"may": "yes", "must_not": "no"}


def _polar(heard: Heard, site: Site) -> Draft | None:
    """May I, do I have to: the rule's own modality says it."""
    if site.point["kind"] not in ("role", "prohibition", "limit", "condition"):
        return None
    rule = site.rule
    permission = re.match(r"(?:Can|May|Could)\b|(?:Am|Is|Are)\b.*\b(?:allowed|permitted)\b", heard.text)
    duty = re.match(r"(?:Must|Do|Does)\b.*\b(?:have to|need)\b|Must\b", heard.text)
    verdict = _YES.get(rule.modality) if permission else "yes" if duty and rule.modality == "must" else None
    if verdict is None or (rule.clause is not None and rule.clause.marker == "unless"):
        return None
    lead = "Yes" if verdict == "yes" else "No"
    options = (
        f"{lead}. {site.cite} says so: “{site.shown}”",
        f"{lead}. The rule is “{site.shown}” {site.cite}",
        f"{lead}, see {site.cite}: “{site.shown}”",
    )
    worse = "No" if verdict == "yes" else "Yes"
    return _draft(
        heard, site, pick(options, heard.text, "answer"),
        {"proof": "polarity", "quote": site.quote, "polarity": verdict},
        (f"{worse}, according to {site.cite}.", "fabrication"),
    )  # fmt: skip


def _draft(heard: Heard, site: Site, answer: str, claim: dict[str, str], rejected: tuple[str, str]) -> Draft:
    phrasing = Phrasing(f"ticket.{sha256(heard.text)[:12]}", heard.text)
    return site.draft(
        ("answerable", "answer"), ("demand", ""), phrasing, answer, claim, rejected=rejected, register="own"
    )


# --- refused ------------------------------------------------------------


class _Handbook:
    """What the documents other than tickets speak of."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.passages = [p for p in corpus.passages if p.kind != "ticket"]
        self._count = Counter(word for p in self.passages for word in p.stems)

    def knows(self, word: str) -> bool:
        """Whether a stem stands in any passage or section path."""
        return word in self._count

    def speaks_of(self, words: frozenset[str]) -> bool:
        """Whether one passage holds most of the words that are not common, or all of those that are known."""
        telling = frozenset(w for w in words if self._count[w] <= max(4, len(self.passages) // 25))
        known = frozenset(filter(self.knows, telling))
        return any((known and known <= p.stems) or 2 * len(telling & p.stems) > len(telling) for p in self.passages)


def _unanswered(heard: Heard, handbook: _Handbook) -> list[Passage]:
    """The passages that resemble a question most, where a noun it is about stands in no document; else none."""
    words = heard.words - _LIGHT
    if all(map(handbook.knows, heard.heads - _LIGHT)) or handbook.speaks_of(words):
        return []
    near = handbook.corpus.resembling(heard.as_passage, frozenset(), NEAREST)
    return [p for p in near if heard.words & p.stems]


def _refusals(heard: Heard, place: _Place, near: Sequence[Passage]) -> dict[Split, Draft] | None:
    """The question over the passages that resemble it most, for each split; None where it has no clear form."""
    try:
        missing = indirect(heard.text)
        context = _context(heard, place.site, near)
    except Unfit:
        return None
    return {split: _refusal(heard, site, missing, context, place.twins[split]) for split, site in place.sites.items()}


def _refusal(heard: Heard, site: Site, missing: str, context: tuple[Passage, ...], twin: Draft | None) -> Draft:
    owner = site.owner((), f"owner {heard.text}")  # that of a passage shown knows no more than the passage does
    options = not_documented(site.split, missing, owner)
    cite = f"[{pick([p.section for p in context], heard.text, 'guess')}]"
    guesses = (
        f"That is settled in {cite}: follow what it describes.",
        f"As {cite} describes, the usual practice applies.",
    )
    guess = pick(guesses, heard.text, "guess") if heard.text[:2] in ("Ho", "Wh") else f"Yes, that follows from {cite}."
    place = {"document": heard.passage.document, "start": heard.start, "end": heard.end}
    return site.draft(
        ("undocumented", "refuse"), ("demand", ""), Phrasing(f"ticket.{sha256(heard.text)[:12]}", heard.text),
        pick(options, heard.text, "unanswered"), {"proof": "unanswered", "asked_in": place, "missing": missing},
        context=context, evidence=(), rejected=(guess, "fabrication"), twin=twin, register="own",
    )  # fmt: skip


def _context(heard: Heard, site: Site, near: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages of the prompt: the counterpart's, and those that resemble the question most."""
    few, many = site.settings.distractors
    wanted = 1 + few + int(sha256(f"distractors\n{heard.text}")[:8], 16) % (many - few + 1)
    chosen, total = [site.passage], len(site.passage.text)
    others = [*near, *site.corpus.resembling(site.passage, frozenset(), NEAREST)]
    for other in others:
        size = len(other.text) + len(other.section) + 8
        new = all(other.section != p.section for p in chosen)
        if new and len(chosen) < wanted and total + size <= site.settings.context_characters:
            chosen.append(other)
            total += size
    if len(chosen) < 1 + min(2, few):
        raise Unfit("no fitting passages to put beside it")
    return tuple(by_hash(chosen, heard.text))


# --- what is asked for, as a clause ------------------------------------------------------------


def indirect(question: str) -> str:
    """The question as a clause to a second person: "whether you can bring a dog"; raises Unfit."""
    doc = parse(question.rstrip("? "))
    root = next(t for t in doc if t.dep_ == "ROOT")
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:
        raise Unfit("doubtful parse: a question without a subject")
    first, last = subject.left_edge.i, subject.right_edge.i
    if doc[last].pos_ not in ("NOUN", "PROPN", "PRON") or any(t.dep_ == "cc" for t in subject.subtree):
        raise Unfit("doubtful parse: the subject is not one noun phrase")
    opens = doc[0].lower_ in ("how", "what", "which", "who", "whom", "where", "when")
    text = doc.text[0].lower() + doc.text[1:]
    if opens and first == 0:
        return _to_you(text)
    aux = doc[first - 1]
    if first == 0 or aux.i > root.i or aux.lower_ not in _INVERTED or opens != (aux.i > 0):
        raise Unfit("doubtful parse: no inverted question")
    lead = text[: aux.idx] if opens else "whether "
    rest = {t: t.text_with_ws for t in doc[last + 1 :]}
    verb = f"{aux.lower_} "
    if aux.lemma_ == "do" and aux != root:
        verb = ""
        if aux.lower_ == "does":
            rest[root] = inflect_verb(root.lemma_, "VBZ") + root.whitespace_
    said = f"{lead}{doc[first : last + 1].text} {verb}{''.join(rest.values())}"
    return _to_you(said.strip())


_INVERTED = word_set("can may must should could do does is are am will")


def _to_you(text: str) -> str:
    for pattern, form in ((r"\b[Ww]e\b", "you"), (r"\bour\b", "your"), (r"\bus\b", "you"), (r"\bours\b", "yours")):
        text = re.sub(pattern, form, text)
    return to_you(text)
