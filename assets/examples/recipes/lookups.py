"""What the documents say about a matter, asked openly, for a rule of which nothing more pointed can be asked. Proof: `quote`
with a topic.

"What's the rule on extending deadlines for minor findings?" The matter is what the sentence does with what, or what it is
about; the answer quotes the whole sentence, and nothing else that is shown may speak of it.
"""

import re
from collections.abc import Container, Sequence
from contextlib import suppress
from itertools import pairwise

from assets.decisions.records import FRAGMENTS
from assets.examples import rejected
from assets.examples.corpus import Corpus, Passage, content_words, sentence_spans
from assets.examples.drafts import NUMBERED, Draft, Evidence, Phrasing, Site, tidy
from assets.examples.grammar import Unfit, clean, shift
from assets.examples.parsing import joins_nothing, parse
from assets.examples.subjects import acts_itself
from assets.examples.topics import counts
from assets.examples.words import BESIDE, POINTING, gerund, is_noun, is_verb, lower, one_of, verb_lemma, word_set
from resources.parser import Doc, Token


def look_up(site: Site) -> list[Draft]:
    """ "What's the rule on keeping quality records?", where no other question is answered by the rule."""
    return [] if any(d.cell == "asked" for d in site.drafts) else [draft_of(site)]


def draft_of(site: Site) -> Draft:
    """The open question about a rule's topic; raises Unfit."""
    if site.point["form"] in FRAGMENTS:
        raise Unfit(site.gaps.get("asked", "no recipe for a table of this kind"))
    site.lone()
    evidence, said = _quotable(site)
    ban = site.point["kind"] == "prohibition"
    topic = topic_of(site.shown, str(site.point["predicate"] or ""), site.corpus, ban=ban)
    if re.search(r"(?<!\w)/|/(?!\w)", topic):
        raise Unfit("the sentence holds markup, links or quotes")  # "over/short" cut in two
    if str(site.point["value_text"] or "@") in topic or "@" in topic:
        raise Unfit("no natural form: the question would hold its answer")
    bare = re.search(r"\bthe ([\w'’-]+)$", topic)
    if bare and not content_words(bare[1]) <= content_words(site.passage.section):
        raise Unfit("no natural form: a definite noun that only its context introduces")
    news = content_words(said) - content_words(topic)
    if len(news) < {"prohibition": 0, "step": 2, "reference": 2}.get(site.point["kind"], 1):
        raise Unfit("no natural form: the question would hold its answer")
    context = site.surroundings()
    _nothing_else(site, topic, said, context)
    train = [
        Phrasing("lookup.rule", f"What's the rule on {topic}?"),
        Phrasing("lookup.say", f"What do the documents say about {topic}?"),
        Phrasing("lookup.tell", f"Could you tell me what the rule on {topic} is?"),
    ]
    evaluation = [
        Phrasing("lookup.rules", f"What are the rules for {topic}?"),
        Phrasing("lookup.guidance", f"What does the guidance say about {topic}?"),
    ]
    options = (
        f"{site.cite} says: “{said}”",
        f"The rule on that is “{said}” {site.cite}",
        f"“{said}” That is what {site.cite} says about it.",
        f"There is a rule on that in {site.cite}: “{said}”",
    )
    # a single noun is not understood without what it belongs to
    phrasing = site.say(train, evaluation, "lookup", about=len(content_words(topic)) == 1)
    return site.draft(
        ("answerable", "answer"), ("look_up", "asked"), phrasing,
        site.pick(options, "lookup answer"), {"proof": "quote", "quote": said, "topic": topic},
        rejected=rejected.beside(site, "", f"what the rule on {topic} is"), evidence=evidence, context=context,
    )  # fmt: skip


def in_place_of(sites: Sequence[Site], rejected: Container[str]) -> list[Draft]:
    """The same for the sites of which every pointed question failed its proof; `rejected` are ids of examples."""
    made = []
    for site in sites:
        asked = [d for d in site.drafts if d.cell == "asked"]
        if site.rival is None and asked and all(d.example in rejected and d.recipe != "look_up" for d in asked):
            with suppress(Unfit):
                made.append(draft_of(site))
    return made


# --- the sentence that answers ----------------------------------------------------------------------------------------

_LEANS = re.compile(
    rf"\b(?:{POINTING}|{BESIDE}|here|otherwise|therefore|thus|hence|former|latter|instead|(?:do|does|done|doing) so)\b|"
    r"^(?:however|but|and|or|so|then|also|in (?:this|that)|for example|even|"
    r"similarly|likewise|moreover|furthermore|additionally|finally|after that|"
    r"\W*(?:(?:if|when|where|unless|once|after|until|before) )?(?:it|they|he|she|its|their|that)\b)|"
    r"(?<!or )\b(?:he|she)\b(?! or)|\bthere\b(?! (?:is|are|was|were|has|have|will|must|may|can|should|shall)\b)",
    re.IGNORECASE,
)
_TAKES_UP = re.compile(
    r"\W*(?:\w+ ){0,2}?(?:it|they|them|its|their|this|that|these|those|such|otherwise|however|he|she|instead|the same)\b",
    re.IGNORECASE,
)


def _quotable(site: Site) -> tuple[tuple[Evidence, ...], str]:
    """The whole sentence of the rule, as evidence and as an answer quotes it; raises Unfit where it leans on another one."""
    passage = site.passage
    first, last = (int(site.point[k]) - passage.start for k in ("sentence_start", "sentence_end"))
    spans = sentence_spans(passage.text)
    held = [(a, b) for a, b in spans if a < last and first < b]
    if len(held) != 1:
        raise Unfit("no natural form: the rule is no one sentence")
    (a, b) = held[0]
    if site.point["form"] == "joined":
        evidence, said = site.evidence, site.shown
    else:
        number = NUMBERED.match(passage.text[a:b])
        start = a + (number.end() if number else 0)
        text = passage.text[start:b].rstrip()
        start += len(text) - len(text.lstrip())
        own = Evidence(passage, passage.start + start, passage.start + start + len(text.strip()), text.strip())
        evidence, said = tuple(e for e in (own, site.caveat) if e is not None), tidy(text)
    if re.search(r"[|“”\[\]*_`<>#]|https?:|[,:]$|; \([a-z]\)| [-–—] |\b(?:and|or)$", said) or len(said.split()) > 50:
        raise Unfit("the sentence holds markup, links or quotes")
    if _LEANS.search(said) or re.match(r"\d+[.)]", said):
        raise Unfit("it points to something outside the sentence")
    after = next((passage.text[c:d] for c, d in spans if c >= b), "")
    if _TAKES_UP.match(tidy(after)):
        raise Unfit("the next sentence goes on about it")
    return evidence, said


def _nothing_else(site: Site, topic: str, said: str, context: tuple[Passage, ...]) -> None:
    """Raise Unfit where the topic is too wide for one sentence to be all that is said about it."""
    wanted = content_words(topic)
    one = (
        len(wanted) == 1
        and not re.search(r"\d", topic)
        and (topic.startswith(("a ", "an ")) or not wanted <= site.corpus.rare(topic))
    )
    if not wanted or one:
        raise Unfit("too little is said to ask about it")
    around = (*context, *site.corpus.by_section[(site.passage.document, site.passage.heading)])
    for passage in dict.fromkeys(around):
        heading = content_words(passage.section)
        for a, b in sentence_spans(passage.text):
            other = tidy(passage.text[a:b])
            if other not in said and said not in other and wanted <= content_words(other) | heading:
                raise Unfit("other sentences shown speak of it as well")


# --- what the rule is about -------------------------------------------------------------------------------------------

# Verbs that do nothing with their object: what such a rule is about is its subject.
_STATES = word_set(
    """
    be have need require cost last apply include mean receive get want contain remain earn weigh exceed become stay amount
    count qualify expire start begin end depend vary cover total limit cap base call know consider locate entitle set lie
    constitute imply represent
    """
)
_LICENSES = word_set(
    "allow permit authorize authorise require forbid prohibit oblige expect advise encourage ban ask need have"
)
# Verbs that say too little without the place.
_PLACED = word_set("put place bring share send add enter leave lay hang store copy move pass hand report speak talk")
_TELLS = word_set("tell inform notify ask let contact ring call phone advise remind promise make do give get")
# Nouns that say nothing of their own, so that nobody asks for the rule on them.
_EMPTY = word_set(
    """
    limit maximum minimum number deadline amount period interval time exception case reason purpose place part effect care
    account rule point step thing following condition result total rest action way
    """
)
_LACKS = word_set("failure lack absence refusal inability")
# Commands that nobody asks the rule on.
_LOOKING = word_set("see refer consult visit read check look click select press find overlook")
_TIMES = word_set(
    "second minute hour day night week weekend month quarter year time moment date period shift morning evening"
)


def topic_of(sentence: str, predicate: str, corpus: Corpus, *, ban: bool = False) -> str:
    """What a rule is about, in the asker's voice: "keeping quality records", "meals with public officials"."""
    doc = parse(clean(sentence))
    if any(t.text == ":" for t in doc):
        raise Unfit("the sentence holds a colon")
    if joins_nothing(doc):
        raise Unfit("doubtful parse: two readings of what the or joins")
    verb = _governing(doc, predicate)
    subject = next((t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    passive = any(t.dep_ == "auxpass" for t in verb.children)
    if verb.dep_ == "conj" and subject is None and not passive:  # "should be proposed and debated on the mailing list"
        subject = next((t for t in verb.head.children if t.dep_ == "nsubjpass"), None)
        passive = subject is not None and verb.tag_ == "VBN"
    if subject is not None and _is_run_on(subject):
        raise Unfit("doubtful parse: words before the rule")
    below = next((t for t in verb.children if t.dep_ == "xcomp" and t.i > verb.i and t.pos_ in ("VERB", "AUX")), None)
    if verb.lemma_.lower() in _LICENSES and below is not None and any(t.lower_ == "to" for t in below.children):
        if any(t.dep_ == "auxpass" for t in below.children):  # "has to be kept"
            return _doing(below, subject, corpus, passive=True, placed=ban)
        return _doing(below, None, corpus, passive=False, placed=ban)
    lemma = verb.lemma_.lower()
    if lemma in _STATES or lemma in _LICENSES:
        return _matter(subject, corpus)
    return _doing(verb, subject, corpus, passive=passive, placed=ban)


def _is_run_on(subject: Token) -> bool:
    """Whether the words before a subject may belong to a phrase before it that no comma ends: "On bank holidays hot work is"."""
    first = subject.left_edge
    return first.i > 0 and first.nbor(-1).pos_ == "ADP" and any(t.tag_ in ("NNS", "NNPS") for t in subject.lefts)


def _matter(subject: Token | None, corpus: Corpus) -> str:
    """A subject that is no person: "meals with public officials"."""
    if subject is None:
        raise Unfit("no natural form: nothing in it says what it is about")
    verb = subject.head
    if verb.dep_ != "ROOT":
        raise Unfit("no natural form: nothing in it says what it is about")
    named = any(t.dep_ == "compound" for t in subject.children)
    if (
        verb.tag_ in ("VB", "VBP") and is_noun(verb.lower_) and is_verb(subject.lower_) and named
    ):  # "the patient signs form MD2"
        raise Unfit("doubtful parse: two readings of the verb")
    if verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and any(t.dep_ == "acomp" for t in verb.children):
        raise Unfit("no natural form: an opinion of something")
    if _acts(subject):
        raise Unfit("no natural form: nobody asks for the rule on a person")
    return _phrase(subject, corpus)


_PEOPLE = word_set(
    "people person patient student employee colleague nurse child parent relative family joiner company reception housekeeping"
)


def _acts(subject: Token) -> bool:
    """Whether a subject is somebody who does what is told of it."""
    return acts_itself(subject.text) or acts_itself(subject.lower_) or subject.lemma_.lower() in _PEOPLE


def _governing(doc: Doc, predicate: str) -> Token:
    """The rule's own verb: the one of its predicate, where that stands once, else the sentence's."""
    roots = [t for t in doc if t.dep_ == "ROOT" and not t.is_punct]
    named = [
        t
        for t in doc
        if t.lemma_.lower() == predicate and t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")
    ]
    verb = named[0] if len(named) == 1 else roots[0] if len(roots) == 1 else None
    if verb is not None and verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _LICENSES:
        verb = verb.head
    main = verb
    while main is not None and main.dep_ == "conj":
        main = main.head
    if verb is None or main is None or verb.pos_ not in ("VERB", "AUX") or main.dep_ != "ROOT":
        raise Unfit("doubtful parse: no single governing verb")
    return verb


def _doing(verb: Token, subject: Token | None, corpus: Corpus, *, passive: bool, placed: bool) -> str:
    """A verb and what is done it to: "extending deadlines", "speaking about the debt"."""
    lemma = verb_lemma(verb.lower_) or verb.lemma_.lower()
    if verb.tag_ == "VBN" and not passive and not any(t.dep_ == "aux" for t in verb.children):
        raise Unfit(
            "doubtful parse: no single governing verb"
        )  # "Submitted requests are reviewed": not by whom they are
    if not passive and subject is not None and subject.pos_ == "NOUN" and not _acts(subject):
        return _matter(subject, corpus)  # "refunds take up to 10 days", "a second offence leads to a suspension"
    if lemma in _LOOKING:
        raise Unfit("no natural form: nothing in it says what it is about")
    if any(t.dep_ == "mark" or t.tag_ == "WRB" for t in verb.children) or (verb.i and verb.nbor(-1).text == "-"):
        raise Unfit("doubtful parse: no single governing verb")
    doing = gerund(lemma)
    if not re.fullmatch(r"[a-z]+ing", doing):
        raise Unfit("doubtful parse: no single governing verb")
    also = [t for t in verb.children if t.dep_ == "conj" and t.i == verb.i + 2 and passive and t.tag_ == "VBN"]
    if also:
        doing += f" and {gerund(verb_lemma(also[0].lower_) or also[0].lemma_)}"
    particle = next((t for t in verb.children if t.dep_ == "prt"), None)
    if particle is not None:
        if particle.i + 1 < len(verb.doc) and particle.nbor(1).lower_ == "to":  # "swapped on to nights"
            raise Unfit("doubtful parse: no single governing verb")
        doing += f" {particle.lower_}"
    thing = subject if passive else next((t for t in verb.children if t.dep_ == "dobj"), None)
    if passive and thing is not None:
        first = min(t.i for t in (verb, *verb.children) if t.dep_ in ("aux", "auxpass") or t == verb)
        if any(t.pos_ not in ("ADV", "PART") for t in verb.doc[thing.right_edge.i + 1 : first]):
            raise Unfit("doubtful parse: words between subject and verb")
    places = [t for t in verb.children if t.dep_ == "prep" and t.i > verb.i and _is_place(t)]
    if thing is None:
        if passive or not places or places[0].i > verb.i + 1 + (particle is not None):
            return _matter(subject, corpus)
        bare = any(t.tag_ == "NN" and not list(t.lefts) for t in places[0].children)  # "work in tandem"
        if bare or (places[0].lower_ in ("to", "with") and any(acts_itself(t.text) for t in places[0].children)):
            raise Unfit("no natural form: nothing in it says what it is about")
        return f"{doing} {_placed(places[0], corpus)}"
    if any(t.text == "," for t in verb.doc[verb.i : thing.i]):
        raise Unfit("doubtful parse: words between verb and object")
    if verb.tag_ == "VB" and any(t.dep_ == "conj" and t.tag_ == "VBZ" for t in verb.children):
        raise Unfit("doubtful parse: two readings of the verb")  # "Express analysis costs a lot and has to be agreed"
    told = any(t.dep_ in ("ccomp", "xcomp", "dative") and t.i > thing.i for t in verb.children) and not passive
    if told or any(
        t.dep_ in ("oprd", "acomp", "attr") for t in verb.children
    ):  # "visitors shall not be left unaccompanied"
        raise Unfit("no natural form: what it is about is too long")
    said = f"{doing} {_phrase(thing, corpus)}"
    into = bool(places) and places[0].lower_ in ("into", "onto")
    placed = placed or into or lemma in _PLACED or lemma in _TELLS
    if placed and places and places[0].i == (verb.i if passive else thing.right_edge.i) + 1:
        return f"{said} {_placed(places[0], corpus)}"
    if lemma in _TELLS:
        raise Unfit("no natural form: nothing in it says what it is about")
    return said


def _is_place(preposition: Token) -> bool:
    """Whether a preposition brings in what a verb is done to or where, no time and no means."""
    noun = next((t for t in preposition.children if t.dep_ == "pobj"), None)
    return (
        preposition.lower_ in word_set("in into on onto to from about of off outside inside over for against with")
        and noun is not None
        and noun.lemma_.lower() not in _TIMES
        and not any(t.like_num for t in noun.lefts)
    )


def _placed(preposition: Token, corpus: Corpus) -> str:
    noun = next(t for t in preposition.children if t.dep_ == "pobj")
    return f"{preposition.lower_} {_phrase(noun, corpus)}"


def _phrase(head: Token, corpus: Corpus) -> str:
    """A noun phrase as it stands inside a question, without amounts and clauses of its own; raises Unfit."""
    of = next((t for t in head.children if t.lower_ == "of"), None)
    if head.lemma_.lower() in _TIMES and of is not None and any(t.tag_ == "CD" for t in head.subtree):
        return _placed(of, corpus).removeprefix("of ")  # "four hours of sick leave"
    words = _core(head)
    if head.pos_ not in ("NOUN", "PROPN") or not words:
        raise Unfit("no natural form: nothing in it says what it is about")
    if head.lemma_.lower() in _LACKS or (head.lemma_.lower() in _EMPTY and words[-1] == head):
        raise Unfit("no natural form: nothing in it says what it is about")
    if any(b.i != a.i + 1 for a, b in pairwise(words)) or len(words) > 10:
        raise Unfit("no natural form: what it is about is too long")
    own = word_set("you your that which")
    if (
        words[0].lower_ == "other"
        or words[0].tag_ == "JJR"
        or words[-1].pos_ == "PRON"  # "the number you", of a clause that the parser lost
        or any(t.lower_ in _LOOSE or (t.pos_ == "PRON" and t.lower_ not in own) for t in words)
    ):
        raise Unfit("no natural form: a pronoun without its noun")
    command = words[0].i == 0 and words[0].tag_ in ("NN", "NNP") and is_verb(words[0].lower_)
    if words[0].pos_ == "CCONJ" or (command and len(words) > 1):  # "Drain affected nodes, then ..."
        raise Unfit("doubtful parse: no plain subject")
    if is_verb(head.lower_) and any(t.dep_ == "compound" and t.tag_ == "NNS" for t in head.children):
        raise Unfit("doubtful parse: two readings of the verb")  # "line managers order"
    first = words[0].lower_
    if first in ("each", "every"):
        rest = shift(words[1:])
        return one_of(rest)
    owned = any(t.dep_ in ("det", "poss") and t in words and t.i < head.i for t in head.children)
    if head.tag_ == "NN" and not owned and counts(head.lower_, corpus):
        raise Unfit("no natural form: a noun without its article")
    said = shift(words)
    named = len(words) > 1 and all(t.text[:1].isupper() for t in words)  # "Federal Viewpoint Survey"
    opens = words[0].i == 0 and words[0].text[1:] == words[0].text[1:].lower() and first in corpus.common_words
    return lower(said) if opens and not named else said


def _core(head: Token) -> list[Token]:
    """The words of a noun phrase between its amounts and quantifiers and the long clauses that restrict it; raises Unfit."""
    before = [t for t in head.subtree if t.i < head.i]
    cut = max((n for n, t in enumerate(before) if _cuts(t)), default=-1)
    of = head.lemma_.lower() in _MEASURES and any(t.lower_ == "of" for t in head.children)
    if any(t.tag_ == "CD" for t in before[: cut + 1]) and (of or head.tag_ not in ("NNS", "NNPS")):
        raise Unfit("no natural form: an amount of something")
    if any(t.dep_ == "appos" for t in head.children):
        raise Unfit("doubtful parse: an insertion in the subject")
    short = {t.i for c in head.children if c.dep_ in ("acl", "relcl") and _is_short(c) for t in c.subtree}
    after: list[Token] = []
    for token in (t for t in head.subtree if t.i > head.i):
        if token.i not in short and (_cuts(token) or token.lower_ in _RESTRICTS or token.pos_ in _CLAUSAL):
            if token.lower_ == "to" or (token.i == head.i + 1 and token.tag_ in ("VBG", "VB")):
                raise Unfit("no natural form: what it is about is too long")  # "failure to report"
            if token.tag_ == "CD" and token.nbor(-1).tag_ == "NN":
                raise Unfit("no natural form: a number that names a part")  # "the directions in section 7"
            break
        after.append(token)
    while after and after[-1].i not in short and after[-1].pos_ in _LOOSE_ENDS:
        after.pop()
    return [*before[cut + 1 :], head, *after]


def _cuts(token: Token) -> bool:
    """Whether a noun phrase is cut there: an amount, a quantifier, a comma; a hyphen and what it joins belong together."""
    joined = (token.i + 1 < len(token.doc) and token.nbor(1).text == "-") or (token.i and token.nbor(-1).text == "-")
    punctuation = token.is_punct and token.tag_ != "POS" and token.text not in "-'’/"
    return bool(punctuation or (not joined and (token.tag_ == "CD" or token.lower_ in _QUANTIFIERS)))


def _is_short(clause: Token) -> bool:
    """Whether a clause of a noun is short enough to be said with it: "property left behind"."""
    words = list(clause.subtree)
    loose = any(t.is_punct or t.like_num or (t.pos_ == "PRON" and t.lower_ not in ("that", "which")) for t in words)
    return not loose and len(words) <= (3 if clause.tag_ == "VBN" else 5) and clause.dep_ in ("acl", "relcl")


_MEASURES = word_set(
    "metre meter litre liter gram kilogram kg percent piece sheet box bottle pair part half third dozen"
)
_QUANTIFIERS = word_set("no all only both even also not than least most up to over % £ $ € many few several")
_RESTRICTS = word_set(
    "over above below under more less at up within until after before during who whose which that when if by"
)
_CLAUSAL = ("VERB", "AUX", "SCONJ", "NUM", "SYM")
_LOOSE_ENDS = ("ADP", "CCONJ", "DET", "ADV", "SCONJ", "PART", "SYM", "ADJ", "PUNCT")
_LOOSE = word_set("it its they them their he his she her who some one ones most others same this these those such so")
