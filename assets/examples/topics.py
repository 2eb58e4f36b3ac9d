"""How a person says what a question is about, from the heading or the title of its passage: "When renting a car: ..."."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from assets.examples.corpus import Corpus, Passage, content_words
from assets.examples.parsing import parse
from assets.examples.words import MASS, in_dictionary, inflect_noun, is_noun, lower, noun_lemma, verb_lemma, word_set

# Leads for training and for evaluation, by the form of what they take: a gerund, a noun phrase, a document's title.
_LEADS = {
    "gerund": (("When {}: ", "I have a question about {}. "), ("Regarding {}: ", "A question that came up about {}: ")),
    "noun": (("On {}: ", "I have a question about {}. "), ("Regarding {}: ", "This is about {}. ")),
    "title": (("{}: ",), ("Topic: {}. ",)),
    "page": (('About "{}": ',), ('On the page "{}": ',)),
    "section": (('About "{}": ',), ('In the section "{}": ',)),
    "code": (("On {}: ", "I have a question about {}. "), ("Regarding {}: ", "This is about {}. ")),
}
_CODE = re.compile(r"([A-Z]{2,}[-–]?[A-Z]{0,3}\d[\w.-]*?)[.)]?(?:\s+[-–—]|\s*:)?\s+(?=\w)")
_VAGUE = word_set(
    """
    roles role rules rule findings decision notice overview general scope purpose quantity procedure steps step
    details process faq introduction background exceptions exception limits limit requirements responsibilities
    notes note summary structure deadlines amounts conditions decisions definitions references contacts other
    miscellaneous home index resources policy procedures tips setup mitigation diagnosis impact meaning before after
    timing templates repair storage transport use usage eligibility basics guidelines principles examples what why how
    terms glossary frequently asked questions duty duties response
    """
)


def leads(passage: Passage, corpus: Corpus, *, training: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(topic, ways to lead in a question about it), the nearest heading first and the title as a subject line last.

    A heading serves only where it is a noun phrase that stands without an article, or a gerund: what is neither (a
    command, a question, "At the end") nobody would put before a question. On a page whose title says nothing ("Frequently asked
    questions") it serves as the name of its section.
    """
    side = 0 if training else 1
    title = unnumbered(passage.title)
    for heading in dict.fromkeys((*map(unnumbered, passage.heading[-1:]), title)):
        if (form := _form(heading, corpus)) is not None:
            topic = _lowered(heading, corpus)
            if heading == title and len(topic.split()) > 2 and topic[:1].isupper():
                continue  # a document's proper name would go with an article: it leads in as a title
            yield f"the {topic}" if form == "single" else topic, _LEADS["noun" if form == "single" else form][side]
    if code := _CODE.match(passage.title):
        yield code[1], _LEADS["code"][side]
        return
    plain = not re.search(r"[^\w\s'’&,()-]|^(?:who|what|when|where|why|how|which)\w*\b", passage.title, re.IGNORECASE)
    if plain and len(title.split()) <= 8 and _tells(passage.title):
        yield passage.title, _LEADS["title"][side]
    elif not _tells(title) and passage.heading and _is_name(passage.heading[-1]) and _tells(passage.heading[-1]):
        yield passage.heading[-1], _LEADS["section"][side]
    elif _is_name(title):
        yield passage.title, _LEADS["page"][side]


def _is_name(title: str) -> bool:
    """Whether a title can stand in quotes before a question, and is more than a word or two."""
    return 2 < len(title.split()) <= 12 and not re.search(r"[\"“”\[\]]", title)


def _form(heading: str, corpus: Corpus) -> str | None:
    words = heading.split()
    if not 1 <= len(words) <= 6 or re.search(r"[^\w\s'’&,-]|\d|^United\b", heading) or not _tells(heading):
        return None  # of a country's name one would have to know whether it goes with an article
    if (heading.isupper() and len(words) > 1) or ("," in heading and not re.search(r"\b(?:and|or|&) [\w-]+$", heading)):
        return None
    doc = parse(lower(heading))
    root = doc[0].sent.root
    if root.i == 0 and root.tag_ == "VBG" and len(doc) > 1:
        if (named := _group(doc)).tag_ == "NN" and counts(named.lower_, corpus):
            return "single"  # no object stands without its article: "rostering brief" is a brief
        if doc[1].tag_ == "JJ" and (len(doc) == 2 or doc[2].pos_ not in ("NOUN", "PROPN", "ADJ")):
            return None
        if doc[1].pos_ in ("NOUN", "PROPN", "ADJ") or root.lower_ == "being":
            return "noun"  # "opening hours" may be either: "on" fits both, and nothing is asked when being on call
        return "gerund" if any(t.pos_ in ("NOUN", "PROPN") for t in doc[1:]) else None
    if root.pos_ not in ("NOUN", "PROPN") and (root.tag_ != "VBG" or len(doc) == 1):
        return None
    before = [
        t for t in doc if t.i < root.i and t.dep_ not in ("compound", "amod", "poss", "nmod", "punct", "conj", "cc")
    ]
    if before or any(t.pos_ in ("AUX", "PRON") or t.tag_ in ("VB", "VBP", "VBZ", "WRB", "WP") for t in doc):
        return None
    joined = any(t.dep_ == "conj" for t in (root.children if root.lower_ in _DOCUMENTS else doc))
    if len(words) == 1 and root.tag_ in ("NN", "NNP") and not _stands_bare(root.lower_, corpus):
        return None  # "on constitution"
    if root.tag_ in ("NNS", "NNPS", "NNP") or joined or not counts(root.lower_, corpus):
        return "noun"
    return "single" if len(words) > 1 else None  # "the complaints procedure"; "the request" says too little


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


def _stands_bare(noun: str, corpus: Corpus) -> bool:
    """Whether a noun in the singular is seen to stand without an article, or may always: "overtime", "parking", but not
    "constitution"."""
    mass = noun in MASS or noun.endswith("ing") or noun in corpus.uncounted
    return mass or (inflect_noun(noun) != noun and noun_lemma(noun) != noun) or not is_noun(noun)


def _tells(heading: str) -> bool:
    """Whether a heading says what something is about."""
    return bool(content_words(heading) - content_words(" ".join(sorted(_VAGUE))))


def unnumbered(title: str) -> str:
    """A title or heading without what numbers it: "SOP-017 Credit notes", "5.2 Gifts", "Article 3 – Disclosure", "B. Pets"."""
    match = _NUMBER.match(title)
    return title[match.end() :] if match else title


_NUMBER = re.compile(
    r"(?:[A-Z]{2,}-?[A-Z]{0,3}\d[\w.-]*|\d+(?:\.\d+)*(?:[.)]|(?=\s+[A-Z]))|(?:[A-Z]|[IVX]{1,4})[.)]|"
    r"(?:Article|Art\.|Section|Sec\.|Clause|Chapter|Part|Rule|Regulation|Appendix|Annex|Schedule|§)\s?(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)"
    r"(?:[.:]|(?=\s*[-–—:])|(?=\s+[A-Z])))\s*[-–—:]?\s+(?=\w)"
)


def _lowered(heading: str, corpus: Corpus) -> str:
    """The heading as it stands inside a sentence."""
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
