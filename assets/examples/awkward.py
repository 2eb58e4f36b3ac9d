"""What would puzzle a reader of a question who sees nothing else: words that point elsewhere, a thing that only its context
knows, broken grammar."""

import re
from collections.abc import Collection

from assets.decisions.duties import names_person
from assets.examples.corpus import Corpus, stem
from assets.examples.parsing import parse
from assets.examples.words import BESIDE, MASS, POINTING, is_noun, is_verb, word_set
from resources.parser import Token

# Nouns that anybody may call "the ..." without introduction.
_UNIQUE = frozenset(
    stem(w)
    for w in word_set(
        """
        company office internet law day week month year time team same first last end morning weekend agency
        organisation organization web public future past beginning start rest way world country government press
        media police phone business handbook policy server database network system wiki service desk limit rule
        requirement guidance table
        """
    )
)
# Nouns that say nothing of their own: "the case" is clear only to whoever has heard of it.
_EMPTY = frozenset(
    stem(w) for w in word_set("case matter thing situation person individual party period amount number value result item "
                              "point reason purpose former latter other others rest one ones date area issue")
)  # fmt: skip
# Nouns that no pronoun of a rule means: times, and who asks or tells it.
_NEVER_MEANT = word_set(
    "second minute hour day night week weekend month quarter year colleague teammate question case event"
)
# What is one of many, whatever a question is about: "the list", "the third".
_ONE_OF_MANY = frozenset(stem(w) for w in word_set("list third"))
DANGLING = "a definite noun that only its context introduces"
LOOSE = "a pronoun without its noun"
_BROKEN = re.compile(
    r"\b(\w+) \1\b(?<!had had)|\bI (?:is|are|has|does)\b|\bI \w+ am\b|\b(?:a|an) (?:an?|the|my)\b|\bto (?:is|are|has)\b|"
    r"\bdo(?:es)? \w+ (?:am|is|are)\b|"
    r"[<>{}\[\]]|XX|_[A-Z]{6}\b|\s\s|\b(?:and|or|but|the|a|an)\?|, (?!please)[a-z]+\?$|"
    r"\bgo (?:up to |over |beyond )?(?:[£$€]|EUR |USD |GBP )\d|\bhow much (?:can|may) [\w ]+ go\?|"
    r"\b(?:of course|needless to say|nevertheless|nonetheless)\b|, though\b|\bthough\?|\bI or \w+one\b|"
    r"\b(?:have|has) to \w+ (?:nothing|nobody|no) |"
    r", in which case\b|\b(?:both|all|each|either|one|none) of (?:I|me)\b|"
    r", (?:followed|preceded) by\b|ing before(?:, (?:is|are|do|does|can|may|has|have)\b|\?)|"
    r"(?:^|: |[.!] )only (?:if|when|while|after|once)\b[^.?]*, (?:is|are|do|does|can|may|must|should|has|have|will)\b|"
    r" [,.?]|[,;]\?|\?\?|\.\.(?!\.)|\bme (?:am|have to)\b|\b1 (?:days|hours|weeks|months|years|minutes)\b",
    re.IGNORECASE,
)
_DASHED = re.compile(r"[a-z] [-–—] [a-z]+ ")  # "agreeing each time - ask before a student walks in"
_ENDED = re.compile(r"[a-z] [A-Z]\. [A-Z][a-z]")  # "the status stays Q. Inform the planner within an hour"
_QUOTED = re.compile(r"\"[^\"]*\"")
# "Section 4" of what? "Section 4 of the lease" says it.
_PART = re.compile(
    r"\b(?:[Ss]ection|[Ss]tep|[Pp]art|[Bb]ox|[Ll]ine|[Ff]ield|[Rr]ow|[Cc]olumn|[Ii]tem|[Qq]uestion|[Pp]aragraph)s? "
    r"(?:\d+(?:\.\d+)*|[IVX]{2,}|[A-HJ-Z])\b"
    r"(?!\.\d| (?:of|in|on|under)\b| (?:working |business )?(?:minute|hour|day|week|month|year)s?\b)"
)
_OTHER_BRANCH = re.compile(
    r"\b(?:in (?:all|any) (?:the )?other (?:case|circumstance|situation)s?|all (?:the )?other(?:s| \w+))\b",
    re.IGNORECASE,
)
_POINTING = re.compile(rf"\b(?:{POINTING}|here|{BESIDE})\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"(?<!\bno )(?<!\bany )(?<!\bor )(?<!\bmuch )(?<!\bis the )(?<!whichever is )(?<!whichever comes )\b(?:shorter|longer|later|"
    r"larger|bigger|smaller|greater|higher(?! education)|lower|cheaper|heavier|lighter|sooner|earlier|"
    r"(?<!\bthe )older|(?<!\bthe )newer)\b(?!.* than\b)(?! of\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:second|minute|hour|day|week|month|quarter|year|metre|meter|percent|point)s? $|% $", re.IGNORECASE
)
_AFTERWARDS = re.compile(
    r"(?<!\band )(?<!\bor )\b(?:afterwards|thereafter|instead(?! of)|(?:(?:minute|hour|day|week|month|year)s|how long|some time) "
    r"before(?=[?.]| (?:do|does|is|are|can|must|should|has|have|will)\b))\b",
    re.IGNORECASE,
)
_SO_FAR = re.compile(r"\b(?:and|or|then|before|after|when|once|if)\b", re.IGNORECASE)


def _compares(text: str) -> bool:
    """Whether it compares with what stands outside of it, or goes on from there: "shorter requests", "anything later",
    "releases the area afterwards"; "two days later" and "longer than" say all of it themselves."""
    after = _AFTERWARDS.search(text)
    if after is not None and not _SO_FAR.search(text, 0, after.start()):
        return True
    return any(not _COUNTED.search(text[: m.start()]) for m in _COMPARED.finditer(text))


# What is given for something, or against something: nobody knows which where that is not told.
_GIVEN_FOR = word_set("permission exception exemption proof consent extension waiver")


def _lacks_matter(noun: Token) -> bool:
    """Whether a sentence does not say what a permission, an exception or a proof is for: "who can grant an exception?"."""
    if noun.lemma_.lower() not in _GIVEN_FOR or noun.dep_ not in ("dobj", "nsubjpass", "pobj"):
        return False
    told = any(c.dep_ in ("compound", "amod", "poss", "acl", "relcl") for c in noun.children)
    behind = [t for t in noun.doc[noun.i + 1 :] if t.dep_ == "prep" and t.lower_ in ("of", "for", "from", "to", "on")]
    of_what = any(c.pos_ in ("NOUN", "PROPN", "VERB") and not _is_measured(c) for t in behind for c in t.children)
    to_do = any(t.lower_ == "to" and t.dep_ == "aux" for t in noun.doc[noun.i + 1 :])
    if noun.dep_ == "pobj":  # "without permission": for what is done
        return noun.head.lower_ == "for" and not told and not of_what
    return not told and not of_what and not to_do


def _counts_nothing(number: Token) -> bool:
    """Whether a bare number stands for so many of something that only the context names: "the manager allows 64"."""
    bare = number.tag_ == "CD" and number.dep_ == "dobj" and number.text.isdigit() and not any(number.children)
    return bare and number.head.lemma_.lower() in _GRANTED


_GRANTED = word_set(
    "allow permit approve grant authorize authorise give get take have receive work claim book carry accept"
)


def _is_measured(noun: Token) -> bool:
    """Whether a noun counts how long or how much: "for up to 30 days"."""
    return any(c.dep_ == "nummod" for c in noun.children)


def awkward(question: str, introduced: frozenset[str] = frozenset(), *, led: bool = False) -> str | None:
    """Why a question would puzzle a reader who sees nothing else; None when nothing is wrong with it.

    `introduced` are stems of nouns that it may call "the ...". One that is led in by its topic (`led`) may take for known what
    belongs to it: "On internal audits: who gets the agenda?"
    """
    if len(question.split()) > (40 if led else 30):
        return "too long"
    if _BROKEN.search(question) or _ENDED.search(question) or _DASHED.search(_QUOTED.sub("", question)):
        return "broken grammar"
    named = re.sub(r'"[^"]+"', '"name"', question)
    if _OTHER_BRANCH.search(named):
        return "it holds what applies in all other cases"
    if _POINTING.search(named) or _PART.search(named) or _compares(named):
        return "it points outside the question"
    if re.search(r"\b(?:us|we)\b", named, re.IGNORECASE) and re.search(r"\b(?:I|my|me)\b", named):
        return "the document speaks of itself as us"  # to whom the asker speaks: "Do I have to tell us?"
    doc = parse(named)
    nouns: set[str] = set()
    for token in doc:
        if token.lower_ in ("its", "their") and not nouns:
            return LOOSE
        if token.lower_ == "it" and token.i and token.nbor(-1).lower_ in ("is", "would"):
            continue
        if token.lower_ == "it" and _MEANS_NOTHING.match(named, token.idx):
            continue
        if token.lower_ == "that" and token.dep_ in ("det", "pobj", "dobj") and token.tag_ == "DT":
            return "it points outside the question"
        if token.lower_ == "there" and token.dep_ != "expl" and not _has_place(token):
            return "it points outside the question"
        if token.lower_ in ("it", "they", "them") and token.text != "IT" and not _has_antecedent(token):
            return LOOSE
        if token.lower_ in ("one", "ones", "some", "any") and _lone(token) and not _is_meant(token):
            return LOOSE
        if token.lower_ == "the" and token.head.i > token.i and token.head.pos_ in ("NOUN", "PROPN"):
            head = token.head
            modified = any(
                c.dep_ in ("amod", "compound", "nummod", "poss", "prep", "relcl", "acl", "nmod") for c in head.children
            )
            word = stem(head.lower_)
            if (
                not modified
                and word not in nouns
                and word not in introduced
                and word not in _UNIQUE
                and head.pos_ != "PROPN"
                and not head.text.isupper()
                and not (led and word not in _EMPTY | _ONE_OF_MANY)
            ):
                return DANGLING
        if _counts_nothing(token):
            return "a number without what it counts"
        if _lacks_matter(token):
            return "it points outside the question"
        # the parser may take a noun after its article for an adjective: "how long can a sabbatical last"
        after_article = token.i and token.nbor(-1).lower_ in ("a", "an")
        if token.pos_ in ("NOUN", "PROPN") or (after_article and is_noun(token.lower_)):
            nouns.add(stem(token.lower_))
    return None if nouns or '"name"' in named else "nothing in it says what it is about"


def lacks_article(question: str, corpus: Corpus) -> bool:
    """Whether a noun stands in a question without the article that it has in sentences of its corpus: "who sets price?"."""
    return any(_is_bare(token) and _is_counted(token, corpus) for token in parse(_QUOTED.sub('"name"', question)))


def _is_counted(noun: Token, corpus: Corpus) -> bool:
    word = noun.lower_
    return word in corpus.countable and word not in corpus.uncounted and word not in MASS and word != "one"


def _is_bare(noun: Token) -> bool:
    """Whether a noun in the singular stands alone or behind its adjectives, where no phrase does without an article ("by car",
    "knife and fork", "step 4", "at home")."""
    if noun.tag_ != "NN" or noun.dep_ not in ("dobj", "nsubj", "nsubjpass", "pobj", "attr") or not noun.is_alpha:
        return False
    if noun.i and noun.nbor(-1).text == '"':
        return False
    after = noun.nbor(1) if noun.i + 1 < len(noun.doc) else None
    if after is not None and (after.pos_ in ("NUM", "NOUN", "PROPN", "CCONJ") or after.text in "-/"):
        return False
    if noun.lower_ == "home" or any(t.dep_ in ("det", "poss", "nummod", "conj", "appos") for t in noun.children):
        return False
    if noun.dep_ == "pobj" and noun.head.lower_ in ("by", "as", "in", "per", "at", "than"):
        return False
    before = noun.i - 1
    while before >= 0 and noun.doc[before].tag_ in (
        "NN",
        "NNS",
        "NNP",
        "JJ",
        "JJR",
        "JJS",
        "VBN",
        "VBG",
        "HYPH",
        "POS",
    ):
        if noun.doc[before].tag_ == "POS":
            return False
        before -= 1
    if is_verb(noun.lower_) and any(t.dep_ == "ROOT" and t.lemma_ in ("do", "will", "can", "may") for t in noun.doc):
        return False  # the parser may take a verb for a thing: "do the staff hoist alone?"
    return before < 0 or noun.doc[before].tag_ not in ("DT", "PDT", "WDT", "WP", "WP$", "PRP$", "CD")


_MEANS_NOTHING = re.compile(
    r"it (?:is|isn['’]t) an (?:\w+ )?emergency\b|it isn['’]t [^,;:.?]+? (?:who|that)\b", re.IGNORECASE
)
"""An "it" that stands for no noun: "it isn't an emergency", "it isn't the clerk who signs"."""


def _has_place(there: Token) -> bool:
    """Whether an earlier word names a place that "there" can mean: "in the yard", "enter the yard", "at home"."""
    return any(
        (t.dep_ == "pobj" and t.head.lower_ in _PLACING) or (t.dep_ == "dobj" and t.head.lemma_.lower() in _ENTERED)
        for t in there.doc[: there.i]
    )


_PLACING = word_set("in at on to into onto inside near under behind from via within around")
_ENTERED = word_set("enter leave visit reach open use")


def _lone(token: Token) -> bool:
    """Whether a "one" or "some" stands for a noun: "hand one in", but "one of the keys", "the one who", "no one", "one key"."""
    stands = token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj", "attr")
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    before = token.nbor(-1).lower_ if token.i else ""
    return stands and after not in ("of", "who", "that") and before not in ("no", "every", "any", "some")


def _is_meant(one: Token) -> bool:
    """Whether an earlier noun can be what "one" stands for: neither what it belongs to nor a subject of what is said with it."""
    above = set(one.ancestors)
    return any(
        t.pos_ in ("NOUN", "PROPN") and t.lower_ != "mine" and t not in above and not _is_subject(t, above)
        and t.dep_ != "compound" and not names_person(t.text)
        for t in one.doc[: one.i]
    )  # fmt: skip


def _is_subject(noun: Token, verbs: Collection[Token]) -> bool:
    """Whether a noun, or the one to which it is joined, is a subject of one of the verbs."""
    while noun.dep_ == "conj":
        noun = noun.head
    return noun.head in verbs and "subj" in noun.dep_


def _has_antecedent(pronoun: Token) -> bool:
    """Whether an earlier noun can be what the pronoun means: never the subject of the pronoun's own verb."""
    subject = pronoun.dep_ in ("nsubj", "nsubjpass")
    fits = ("dobj", "nsubjpass", "nsubj", "attr", "poss") if subject else ("dobj", "nsubjpass", "attr")
    plural = pronoun.lower_ != "it"

    verb = pronoun.head
    while verb.dep_ in ("prep", "agent") and verb.head != verb:
        verb = verb.head  # "customers ask for them": not for themselves
    # "have to ask", "are permitted to ask", whatever the parser hangs it on
    own = (verb, verb.head, verb.sent.root) if verb.dep_ == "xcomp" else (verb,)

    def stands(noun: Token) -> bool:
        """Whether a noun stands where a pronoun after it would take it up: with its verb, not inside another noun."""
        if noun.dep_ == "pobj" and noun.head.head.pos_ == "VERB":  # "who hears of a complaint must pass it on"
            return noun.head.head != verb
        return noun.dep_ in fits and noun.head not in own

    agreeing = [
        t for t in pronoun.doc[: pronoun.i]
        if t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound" and t.lemma_.lower() not in _NEVER_MEANT
        and (t.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in t.children)) == plural
    ]  # fmt: skip
    # who does something is mostly a person, and no "it"
    if len(agreeing) == 1 and agreeing[0].dep_ in ("nsubjpass", "dobj", "attr", *(["nsubj"] if plural else [])):
        return agreeing[0].head not in own
    return any(stands(t) for t in agreeing)
