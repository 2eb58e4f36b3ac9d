"""How a person says what a question is about, from the heading or the title of its passage: "When renting a car: ..."."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from assets.examples.corpus import Corpus, Passage, content_words, stem
from assets.examples.parsing import parse
from assets.examples.words import (
    MASS,
    in_dictionary,
    inflect_noun,
    lower,
    noun_lemma,
    upper,
    verb_lemma,
    word_set,
)

# Leads for training and for evaluation, by what they take: what can be said without quotes, a page's title, a section's name
# where the page has none, a heading in quotes.
_LEADS = {
    "said": (
        ("On {}: ", "I have a question about {}. ", "About {}: "),
        ("Regarding {}: ", "A question about {}: ", "As to {}: "),
    ),
    "page": (('About "{}": ', 'In "{}": '), ('On the page "{}": ', 'Regarding "{}": ')),
    "section": (('About "{}": ', 'In "{}": '), ('In the section "{}": ', 'Regarding "{}": ')),
    "under": (("Under {}: ", "On {}: ", "About {}: "), ("Under the heading {}: ", "As to {}: ", "In the section {}: ")),
}
LEAD = re.compile(r"""(?:"[^"]*"|[^".:]|[.:](?! ))*[.:] """)
"""The words that lead in a question by its topic: its first sentence, or what stands before its first colon."""
_CODE = re.compile(r"((?:[A-Z]{2,}[-–]?[A-Z]{0,3}|(?:SOP|WI|QP)\s)\d[\w.-]*?)[.)]?(?:\s+[-–—]|\s*:)?\s+(?=\w)")
_VAGUE = word_set(
    """
    roles role rules rule findings decision notice overview general scope purpose quantity procedure steps step
    details process faq introduction background exceptions exception limits limit requirements responsibilities
    notes note summary structure deadlines amounts conditions decisions definitions references contacts other
    miscellaneous home index resources policy procedures tips setup mitigation diagnosis impact meaning before after
    timing templates repair storage transport use usage eligibility basics guidelines principles examples what why how
    terms glossary frequently asked questions duty duties response important reminder tip warning caution remember nb
    """
)


def leads(passage: Passage, corpus: Corpus, *, training: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(topic, ways to lead in a question about it), the nearest heading first and the title as a subject line last.

    A heading serves by itself where it is a noun phrase that stands without an article, or a gerund: what is neither
    ("At the end", "United Kingdom") is quoted (Under "At the end" in "Working with contractors": ). On a page whose title says
    nothing ("Frequently asked questions") it serves as the name of its section.
    """
    side = 0 if training else 1
    title = unnumbered(passage.title)
    case = case_of(passage)
    for heading in dict.fromkeys((case, *map(unnumbered, passage.heading[-1:]), title)):
        if heading is None:
            continue
        if heading == title and case is not None:
            yield from _placed(passage, case, corpus, side)
        if (topic := _said(heading, corpus)) is not None:
            if heading == title and len(topic.split()) > 2 and topic[:1].isupper():
                continue  # a document's proper name would go with an article: it leads in as a title
            yield topic, _LEADS["said"][side]
    if code := _CODE.match(passage.title):
        yield code[1], _LEADS["said"][side]
        return
    plain = not re.search(r"[^\w\s'’&,()-]|^(?:who|what|when|where|why|how|which)\w*\b", passage.title, re.IGNORECASE)
    if plain and len(title.split()) <= 8 and _tells(passage.title):
        yield passage.title, _LEADS["page"][side]
    elif not _tells(title) and passage.heading and _is_name(passage.heading[-1]) and _tells(passage.heading[-1]):
        yield passage.heading[-1], _LEADS["section"][side]
    elif _is_name(title):
        yield passage.title, _LEADS["page"][side]


def case_of(passage: Passage) -> str | None:
    """The heading that says of which case or things the rules below it are ("Emergency changes", "United Kingdom", "At the
    end"): the nearest that tells something beyond the title, asks nothing ("Who decides", "Can I appeal?") and is short enough
    to be said; None where there is none. Below one that tells, "Brite tanks" is a case though the title speaks of tanks."""
    headings = [h for h in map(unnumbered, reversed(passage.heading)) if not _ASKS.match(h) and _is_sayable(h)]
    known = content_words(passage.title) | _EMPTY
    if not any(content_words(h) - known for h in headings):
        return None
    return next(h for h in headings if content_words(h) - _EMPTY)


def _is_sayable(heading: str) -> bool:
    return len(heading.split()) <= 8 and not re.search(r"[?\"“”]", heading)


_ASKS = re.compile(
    r"(?:who|whom|whose|what|which|why|where|how|is|are|do|does|can|may|must)\b(?!.*\b(?:if|when|in case)\b)", re.I
)


_WHAT_IF = re.compile(r"(?:and )?what (?:happens )?(?:if|when) (.+?)\W*$", re.IGNORECASE)
"""A heading that supposes something, which then holds for each rule below it: "What if my flight is cancelled?"."""


def label_of(line: str, rule: str) -> str | None:
    """The label of a paragraph or list item ("- Late arrivals: the gate closes at six. "), of what stands there before a rule,
    which is about it too. In bold print a full stop may end it. None where there is none, it has more than five words, only
    calls for attention, or the rule has a label of its own."""
    found = None if _LABEL.match(rule) else _LABEL.match(line)
    label = found and (found["bold"] or found["plain"]).strip()
    return label if label and len(label.split()) <= 5 and not _CALLS.fullmatch(label) else None


_CALLS = re.compile(
    r"(?:please )?(?:note|remember)(?: that)?|important(?: note)?|nb|warning|caution|attention|reminder|tip", re.I
)
"""What calls for attention to a rule, and is nothing that it is about."""
_LABEL = re.compile(
    r"\s*(?:[-*•] |\d+[.)] |\d+(?:\.\d+)+[.)]? |\([a-z]\) )?\s*"
    r"(?:(?:\*\*|__)(?P<bold>[A-Z][^.:|?!*_]{2,50})(?:[.:](?:\*\*|__)|(?:\*\*|__)[.:])|"
    r"(?P<plain>[A-Z][^.:;,|?!*_\d]{2,50}):)\s"
)


def names_case(text: str, passage: Passage) -> bool:
    """Whether a question says of which case it is: it holds the words of the heading that names one, all but one of many."""
    supposed = next((m[1] for h in reversed(passage.heading) if (m := _WHAT_IF.match(h))), None)
    case = supposed or case_of(passage)
    telling = (content_words(case) - _EMPTY) if case else frozenset()
    return len(telling - content_words(text)) <= (1 if len(telling) > 3 else 0)


def names_doings(text: str, passage: Passage) -> bool:
    """Whether a question says what a title that is about one kind of event, persons or doings is about."""
    return (doings := _doings(unnumbered(passage.title))) is None or doings in content_words(text)


def _doings(title: str) -> str | None:
    """The stem of the event, the persons or the doings that a title is about ("Recall of devices", "Visitors", "Leaving"),
    None where it is about things or a field of work."""
    doc = parse(lower(title)) if title else None
    root = doc[0].sent.root if doc is not None and len(doc) else None
    if root is None:
        return None
    if root.i == 0 and root.tag_ == "VBG" and root.lower_ in _WHILE:
        return stem(root.lower_)
    happens = root.pos_ in ("NOUN", "PROPN") and noun_lemma(root.lower_) in _NARROW
    return stem(root.lower_) if happens else None


_WHILE = word_set("working leaving joining travelling traveling returning moving driving flying visiting falling")
"""Doings that are a case of their own: of any other one ("Booking a room") the rules are about nothing else."""
_NARROW = word_set(
    """
    recall emergency accident incident fire outage failure theft loss death injury illness leak spill flood outbreak breach
    evacuation strike storm pregnancy bereavement dismissal resignation insolvency inspection tender
    visitor guest contractor trainee intern apprentice volunteer newcomer child minor passenger patient tenant student
    """
)
"""What happens, and who comes besides those who work there: what is told of them holds for nothing and nobody else."""


def _placed(passage: Passage, case: str, corpus: Corpus, side: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A section by its heading and its page, or by its heading in quotes."""
    code, title = _CODE.match(passage.title), unnumbered(passage.title)
    page = code[1] if code and _doings(title) is None else title
    if _is_plain(case) and _is_plain(page) and len(f"{page} {case}".split()) <= 10 and (code or _tells(page)):
        named = page if code and page == code[1] else f'"{page}"'
        if (topic := _said(case, corpus)) is not None:
            yield f"{topic} in {named}", _LEADS["said"][side]
        else:
            yield f'"{case}" in {named}', _LEADS["under"][side]
    if not re.search(r"[\[\]]", case):
        yield f'"{case}"', _LEADS["under"][side]


def _is_plain(title: str) -> bool:
    """Whether a title can stand before a colon."""
    return not re.search(r"[^\w\s'’&,()/-]|^(?:who|what|where|why|how|which)\w*\b", title, re.IGNORECASE)


def _is_name(title: str) -> bool:
    """Whether a title can stand in quotes before a question, and is more than a word or two."""
    return 2 < len(title.split()) <= 12 and not re.search(r"[\"“”\[\]]", title)


def _said(heading: str, corpus: Corpus) -> str | None:
    """The heading as it is said without quotes; None where it cannot be."""
    form = _form(heading, corpus)
    topic = _lowered(heading, corpus)
    return None if form is None else f"the {topic}" if form == "single" else topic


def _form(heading: str, corpus: Corpus) -> str | None:
    """Whether a heading is a "gerund" or a "noun" that stands without an article, or a "single" thing that needs one."""
    words = heading.split()
    if not 1 <= len(words) <= 6 or re.search(r"[^\w\s'’&,-]|\d|^United\b", heading) or not _tells(heading):
        return None  # of a country's name one would have to know whether it goes with an article
    if (heading.isupper() and len(words) > 1) or ("," in heading and not re.search(r"\b(?:and|or|&) [\w-]+$", heading)):
        return None
    doc = parse(lower(heading))
    root = doc[0].sent.root
    if root.i == 0 and root.tag_ == "VBG" and len(doc) > 1:
        if (named := _group(doc)).tag_ == "NN" and counts(named.lower_, corpus):
            # no object stands without its article: "rostering brief" is a brief, "reducing scope" is short for something
            return "single" if named.lower_ in _DOCUMENTS else None
        if doc[1].tag_ == "JJ" and (len(doc) == 2 or doc[2].pos_ not in ("NOUN", "PROPN", "ADJ")):
            return None
        if doc[1].pos_ in ("NOUN", "PROPN", "ADJ") or root.lower_ == "being":
            if named.tag_ == "NN" and not _stands_bare(named.lower_, corpus):
                return None  # "starting float"
            return "noun"  # "opening hours" may be either: "on" fits both, and nothing is asked when being on call
        return "gerund" if any(t.pos_ in ("NOUN", "PROPN") for t in doc[1:]) else None
    if len(doc) == 1 and _happens_bare(root.lower_, corpus):
        return "noun"  # "on cancelling", "on approval"
    if root.pos_ not in ("NOUN", "PROPN") and (root.tag_ != "VBG" or len(doc) == 1):
        return None
    before = [
        t for t in doc if t.i < root.i and t.dep_ not in ("compound", "amod", "poss", "nmod", "punct", "conj", "cc")
    ]
    if before or any(t.pos_ in ("AUX", "PRON") or t.tag_ in ("VB", "VBP", "VBZ", "WRB", "WP") for t in doc):
        return None
    joined = any(t.dep_ == "conj" for t in (root.children if root.lower_ in _DOCUMENTS else doc))
    if root.tag_ in ("NNS", "NNPS") or joined or (len(words) > 1 and root.tag_ == "NNP"):
        return "noun"
    if counts(root.lower_, corpus):
        return "single" if len(words) > 1 else None  # "the complaints procedure"; "the request" says too little
    return "noun" if heading.isupper() or _stands_bare(root.lower_, corpus) else None  # "on constitution"


def _group(doc: Doc) -> Token:
    """The last of the nouns behind the first word, or the word there: "contents" of "exporting channel contents"."""
    named = doc[1]
    while named.pos_ in ("NOUN", "PROPN") and named.i + 1 < len(doc) and named.nbor().pos_ in ("NOUN", "PROPN"):
        named = named.nbor()
    return named


_LINKS = word_set("a an and at by for from in of on or the to with")
_DOCUMENTS = word_set(
    "standard policy procedure guide plan process scheme programme program code charter register list form handbook manual brief "
    "memorandum rulebook checklist"
)


def counts(noun: str, corpus: Corpus) -> bool:
    """Whether a noun in the singular needs an article: it names a document, or the corpus counts it, or knows a plural of it
    that is no verb."""
    plural = inflect_noun(noun)
    known = plural != noun and plural in corpus.common_words and verb_lemma(plural) is None
    return noun not in MASS and (noun in _DOCUMENTS or noun in corpus.countable or known)


def _happens_bare(word: str, corpus: Corpus) -> bool:
    """Whether a heading of one word names something done that is said without an article: "cancelling", and an "approval" that
    the corpus says so ("without approval") or does not count ("rejection"), but not "building"."""
    if word.endswith("ing"):
        return verb_lemma(word) not in (None, word) and word not in corpus.countable
    act = len(word) > _LONG and word.endswith(("ation", "ection", "ification")) and word not in corpus.countable
    return act or (word in corpus.uncounted and word.endswith(("al", "tion", "sion", "ment", "ance", "ence")))


_LONG = len("section")


def _stands_bare(noun: str, corpus: Corpus) -> bool:
    """Whether a noun in the singular may always stand without an article, or is seen to and never with one: "overtime",
    "parking", but not "constitution"."""
    mass = noun in MASS or noun.endswith("ing") or (noun in corpus.uncounted and noun not in corpus.countable)
    return mass or (inflect_noun(noun) != noun and noun_lemma(noun) != noun)


def _tells(heading: str) -> bool:
    """Whether a heading says what something is about."""
    return bool(content_words(heading) - _EMPTY)


_EMPTY = content_words(" ".join(sorted(_VAGUE)))


def unnumbered(title: str) -> str:
    """A title or heading without what numbers it ("SOP-017 Credit notes", "5.2 Gifts", "Article 3 – Disclosure", "B. Pets") or
    says that questions follow ("Questions about travel")."""
    match = _NUMBER.match(title)
    plain = title[match.end() :] if match else title
    asked = _QUESTIONS.match(plain)
    return upper(plain[asked.end() :]) if asked else plain


_QUESTIONS = re.compile(r"(?:frequently asked )?questions (?:about|on) ", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:(?:[A-Z]{2,}-?[A-Z]{0,3}|(?:SOP|WI|QP)\s)\d[\w.-]*|\d+(?:\.\d+)*(?:[.)]|(?=\s+[A-Z]))|(?:[A-Z]|[IVX]{1,4})[.)]|"
    r"(?:Article|Art\.|Section|Sec\.|Clause|Chapter|Part|Rule|Regulation|Appendix|Annex|Schedule|§)\s?(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)"
    r"(?:[.:]|(?=\s*[-–—:])|(?=\s+[A-Z])))\s*[-–—:]?\s+(?=\w)"
)


def _lowered(heading: str, corpus: Corpus) -> str:
    """The heading as it stands inside a sentence; one that tells how something is abbreviated is a name."""
    if "(" in heading:
        return heading
    words: Sequence[str] = heading.split()
    said = [w.lower() if not w.isupper() and w.lower().strip(",") in corpus.common_words else w for w in words]
    kept = [n for n, w in enumerate(said) if n and w[:1].isupper()]
    for n in (m for k in kept for m in (k - 1, k + 1) if 0 < m < len(words)):
        said[n] = words[n]  # beside a name: "Saltby General"
    told = [n for n, w in enumerate(words) if w not in _LINKS]
    if len(told) > 1 and all(words[n][:1].isupper() for n in told) and any(said[n][:1].isupper() for n in told):
        return heading  # a name: "United States", "Rules for Taught Courses"
    first = parse(heading)[0]
    known = first.tag_ not in ("NNP", "NNPS") and (first.tag_ != "JJ" or in_dictionary(first.lower_))
    if words[0][1:].islower() and known:
        said[0] = said[0].lower()
    return " ".join(said)
