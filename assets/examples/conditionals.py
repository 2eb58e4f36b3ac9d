"""A sentence with a condition or an exception, taken apart into the clause and what holds under it."""

import re
from dataclasses import dataclass

from assets.decisions.circumstances import HAPPENINGS
from assets.examples.corpus import content_words, stem
from assets.examples.drafts import Site
from assets.examples.grammar import Unfit, clean, shift
from assets.examples.parsing import parse
from assets.examples.quantities import TIME
from assets.examples.subjects import acts_itself, number_of
from assets.examples.voice import Voiced, voice
from assets.examples.words import BESIDE, NEXT, in_dictionary, inflect_verb, lower, one_of, word_set
from resources.parser import Token


@dataclass(frozen=True)
class Conditional:
    """A clause with its marker, and the main clause. `said` and the voices are the asker's, the rest is as written."""

    marker: str  # lower case: if, only if, when, once, in case of, unless, except ...
    source: str  # the clause without its marker
    said: str  # the clause: "I fall ill during annual leave"
    clause: Voiced | None  # its voices; None where it is no finite clause
    main: str  # "tell your line manager on the same day"
    rule: Voiced | None  # its voices
    fronted: bool  # the clause stands first
    case: str  # the clause as an answer tells it after "when": "there is an outbreak" of "during an outbreak"

    @property
    def asked_marker(self) -> str:
        """The marker of a question in which the clause holds: if, when, once ..."""
        return _ASKED.get(self.marker, self.marker)

    @property
    def back(self) -> str | None:
        """What is asked back for the clause: "is the seal broken"; of what happens, whether it is about that: "is this a case in
        which you leave the company", since nobody asks "do you leave the company?"."""
        if self.clause is None or self.clause.asked is None:
            return None
        happens = not self.clause.state and re.match(r"(?:do|does) ", self.clause.asked)
        return f"is this a case in which {self.case}" if happens else self.clause.asked

    @property
    def affirmed(self) -> bool:
        """Whether the main clause is known not to be negated, so that its polar question is answered with yes."""
        return self.rule is not None and not self.rule.negative


_ASKED = {
    **dict.fromkeys(("unless", "only if", "if and only if", "except if", "except where", "provided", "provided that",
                     "on condition that", "so long as", "as long as", "in the event that", "assuming that", "assuming", "where",
                     "other than if", "other than where", "save where", "apart from if", "apart from where", "should"), "if"),
    **dict.fromkeys(("subject to", "only with"), "with"), "only on": "on", "only upon": "upon",
    **dict.fromkeys(("only when", "whenever", "except when", "save when", "other than when", "apart from when"), "when"),
}  # fmt: skip
_MARKUP = re.compile(r"https?:|www\.|[<>{}\[\]|=\\“”*~]|(?<![a-z])_|_(?![A-Z]{6}\b)|\.\.\.|…|XX")
_LEANS = re.compile(
    r"^(?:thereafter|afterwards|subsequently|from then on|until then|after that)\b|"
    r"^(?:therefore|thus|otherwise|however|hence|instead|then|but|so|and|or|in (?:this|these|such|other words|general)|for "
    r"example|for instance|e\.g\.|even|again|as such|similarly|likewise)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    rf"\b(?:here|{BESIDE}|following(?! (?:(?:an?|the|your)\b|{NEXT}))|as follows|"
    r"these (?:steps|instructions|questions|guidelines)|this (?:guide|page|document|section|form|link|chart|table|process)|"
    r"e\.g\.|i\.e\.|etc|the former|the latter|respectively|XX)\b|"
    r"\bsee (?:the (?:section|information|instructions|steps|table|list|guidance)\b|section\b|also\b)",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:then|by now)$", re.IGNORECASE)
"""A time that the sentence before names: "if the reading has not gone down then"."""
_FOR_A_REASON = re.compile(r"\w (?:since|because) (?!then\b)", re.IGNORECASE)
"""A reason of the rule behind its condition: "when you walk away since guests can read it"."""
_PERSONAL = re.compile(r"\b(?:I|me|my|mine|he|she|him|her|his)\b")
_DROPPED = re.compile(
    r"^(?:please|also|additionally|in addition|note that|please note that|furthermore|moreover|finally|then)\b,?\s+",
    re.IGNORECASE,
)
_NOT_UNTIL = re.compile(r"(?:\b(?:not|never|no|nobody)\b|n['’]t\b).*\buntil\b", re.IGNORECASE)
"""A wait beside the condition: "do not start until QA agrees, unless somebody is in danger"."""
_ASIDE = re.compile(r"^,?\s*(?:so that|so|because|since|as|which|to avoid|in order to)\b", re.IGNORECASE)
_REASON = re.compile(r",\s(?:as|because|since|so|which|who|in order to)\s.*$", re.IGNORECASE)
_POSSIBLE = re.compile(
    r"\b(?:can|may|could) (?:also )?(?:help|be (?:found|seen|challenging|difficult|hard|helpful|useful)|see|find|cause|lead|"
    r"affect|become|differ|vary|change|result|seem|appear|have|mean|want|wish|decide|feel|expect|prevent|impact|end up)\b",
    re.IGNORECASE,
)
_ADVERBS = word_set("probably likely usually typically generally often sometimes ideally hopefully maybe perhaps")
_EVENT = re.compile(r"in (?:the )?(?:cases?|event) of|during|after|following|in(?: the absence of)?|on|upon")


def take_apart(site: Site) -> Conditional:
    """The point's sentence around its clause; raises Unfit where its shape is doubtful."""
    if site.point["form"] == "row":
        raise Unfit("no recipe for a table of this kind")
    sentence = re.sub(r"[.!]+$", "", clean(site.shown))
    if _MARKUP.search(sentence):
        raise Unfit("the sentence holds markup, links or quotes")
    if _LEANS.match(sentence):
        raise Unfit("its premise stands in the sentence before")
    if _PERSONAL.search(sentence):
        raise Unfit("it speaks of a person that only its context names")
    marker, source = str(site.point["marker"] or "").lower(), str(site.point["clause"] or "").strip()
    words = r"[\s,]+".join(re.escape(w) for w in (*marker.split(), *source.split()))
    words = re.sub(r"['’]", "['’]", words)
    found = list(re.finditer(rf"(?<!\w){words}(?!\w)", sentence, re.IGNORECASE))
    if not source or len(found) != 1:
        raise Unfit("doubtful parse: two readings of where the condition ends")
    before, after = sentence[: found[0].start()].strip(" ,"), sentence[found[0].end() :]
    source = found[0][0][len(marker) :].strip()
    if marker == "should":
        source = _finite(source)
    if re.search(r"\bonly$", before) and not marker.startswith("only"):
        marker, before = f"only {marker}", before[:-4].strip(" ,")
    fronted = not _DROPPED.sub("", before + " ").strip()
    if fronted and not re.match(r"\s*,", after) and not _EVENT.fullmatch(marker):
        raise Unfit("doubtful parse: two readings of where the condition ends")
    if not fronted and re.search(r"\w", after) and not _ASIDE.match(after):
        raise Unfit("doubtful parse: words before and after the condition")
    main = (after if fronted else before).strip(" ,;")
    for _ in range(2):
        main = _DROPPED.sub("", main)
    if re.search(r"\b(?:and|or|but|to|of|for|with|on|about)$", main):
        raise Unfit("the clause is one of several that are joined")
    if not main or _POINTS.search(main) or _POINTS.search(source) or _takes_up(main, source) or _THEN.search(source):
        raise Unfit("it points to something outside the sentence")
    if _FOR_A_REASON.search(source):
        raise Unfit("doubtful parse: two readings of where the condition ends")
    if re.search(r"\b(?:if|when|once|unless|except|whether|provided)\b", source, re.IGNORECASE) or _NOT_UNTIL.search(
        main
    ):
        raise Unfit("more than one condition or exception in the sentence")
    if not fronted and any(
        t.dep_ == "conj" and t.head.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX") for t in parse(main)
    ):
        raise Unfit("doubtful parse: whose condition it is")
    main = _REASON.sub("", _lowered(main, site))
    if _ADVERBS & set(re.findall(r"[a-z]+", main.lower())):
        raise Unfit("a rule with a usually in it binds nobody")
    if _POSSIBLE.search(main):
        raise Unfit("a may of possibility, not of permission")
    own = parse(sentence)
    if any(t.lower_ in ("it", "they", "them") and t.text != "IT" and not _is_named(t) for t in own):
        raise Unfit("a pronoun in the rule means something outside the sentence")
    if any(t.lower_ == "there" and t.dep_ != "expl" for t in parse(source)):  # "if none is available there"
        raise Unfit("it points to something outside the sentence")
    rule = voice(main)
    doing = None
    if rule is not None:
        doing = _doing(marker, source) if rule.number == "i" else _being(marker, source, rule)
    said = shift(list(parse(f"{doing or source} ."))[:-1])
    if marker == "once" and voice(source) is None:
        raise Unfit("doubtful parse: two readings of the condition")
    if re.search(r"\b(?:either|both|each|all|one|some|neither) of (?:me|I)\b|\bI and\b|\band I\b", said):
        raise Unfit("no natural form: it speaks to several people")
    if any(
        t.lower_ in ("one", "ones") and t.dep_ != "nummod" and t.nbor(1).lower_ != "of" for t in parse(source + " .")
    ):
        raise Unfit("a pronoun in the rule means something outside the sentence")
    if said.count('"') % 2:
        raise Unfit("the sentence holds markup, links or quotes")
    case = _happens(marker, source) or _had(marker, source, rule) or doing or source
    return Conditional(marker, source, said, voice(case), main, rule, fronted, case)


def _takes_up(main: str, source: str) -> bool:
    """Whether a main clause means something told before the sentence, or behind it: "follow this discipline", "keep these in
    mind", but "If an error occurs, report this error"."""
    known = content_words(source)
    return any(
        (t.lower_ in ("this", "these", "those") and t.dep_ == "det" and stem(t.head.lower_) not in known)
        or (t.lower_ in ("these", "those") and t.dep_ in ("dobj", "pobj", "nsubj") and not any(t.children))
        for t in parse(main)
    )


def _happens(marker: str, source: str) -> str | None:
    """The statement that what a phrase names is so: "there is an outbreak", "there has been a second warning"."""
    doc = parse(source)
    head = doc[:].root
    if not _EVENT.fullmatch(marker):
        return None
    if head.lemma_.lower() not in HAPPENINGS or head.tag_ != "NN":
        return _there_is(source, head) if _CASE_OF.fullmatch(marker) else None
    bare = not any(t.dep_ in ("det", "poss") for t in head.children)
    if bare and head.left_edge.i:
        return None
    thing = one_of(source) if bare else source
    if head.lemma_.lower() == "emergency":
        return f"it is {thing}"
    return f"there has been {thing}" if marker in ("after", "following") else f"there is {thing}"


_CASE_OF = re.compile(r"in (?:case|the event) of")


def _there_is(source: str, head: Token) -> str | None:
    """The statement that there is what may be the case: "there is a late delivery", "there are crystals around the cap"; of
    people and of what has no number one cannot say so."""
    one = head.left_edge.i == 0 and head.doc[0].lower_ in ("a", "an") and head.tag_ == "NN"
    many = head.tag_ == "NNS" and not any(t.dep_ in ("det", "poss", "conj", "nummod") for t in head.children)
    if (
        head.pos_ != "NOUN"
        or acts_itself(f"the {head.text}")
        or any(t.pos_ in ("VERB", "AUX", "PRON") for t in head.subtree)
    ):
        return None
    return f"there is {source}" if one else f"there are {source}" if many else None


def _finite(source: str) -> str:
    """What "should" asks for before its subject, as a statement: "the seal is broken" of "should the seal be broken"."""
    doc = parse(f"Should {source}?")
    root = doc[:].root
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    verbs = [
        t
        for t in (*root.children, root)
        if t.dep_ in ("aux", "auxpass", "ROOT") and t.i > 0 and t.tag_ in ("VB", "VBP")
    ]
    if doc[0].dep_ != "aux" or subject is None or not verbs or subject.i > verbs[0].i:
        raise Unfit("doubtful parse: two readings of the condition")
    verb = min(verbs, key=lambda t: t.i)
    person = subject.lower_ in ("you", "we", "they", "i")
    many = person or number_of(subject) == "plural"
    finite = ("are" if many else "is") if verb.lower_ == "be" else inflect_verb(verb.lower_, "VBP" if many else "VBZ")
    denial = next((t for t in root.children if t.dep_ == "neg" and t.i < verb.i), None)
    if denial is not None:  # "should the tenant not pay"
        helps = verb.lower_ in ("be", "have") and (verb.dep_ != "ROOT" or verb.lower_ == "be")
        finite = f"{finite} not" if helps else f"{'do' if many else 'does'} not {verb.lower_}"
    who = "".join(t.text_with_ws for t in doc[1 : verb.i] if t != denial).strip()
    return f"{who} {finite}{doc[verb.i].whitespace_}{doc[verb.i + 1 : len(doc) - 1].text}"


def _had(marker: str, source: str, rule: Voiced | None) -> str | None:
    """The statement that somebody has the consent that a phrase names, or that somebody named is absent."""
    if marker == "in the absence of":
        known = source.startswith(("the ", "your ")) and acts_itself(source) and parse(source)[:].root.tag_ == "NN"
        return f"{source} is absent" if known else None
    consent = re.match(r"(?:an? )?.*\w (?:of|from|by) [^,]+$", source)
    if not marker.endswith(("with", "subject to")) or consent is None or rule is None or "authority" in source:
        return None
    acting = rule.subject is not None and acts_itself(re.split(r" (?:of|at|in|for) ", rule.subject)[0])
    if not acting or rule.number == "i":
        who, has = "you", "have"
    else:
        who = re.sub(r"^(?:an?|any|every|each) ", "the ", str(rule.subject))
        has = "has" if rule.number == "singular" else "have"
    article = "the " if _PARTICIPLE.match(source) else ""  # who "has written permission" has not written it
    return f"{who} {has} {article}{re.sub(' by ', ' from ', source)}"


_PARTICIPLE = re.compile(r"\w+(?:ed|tten) ")


def _doing(marker: str, source: str) -> str | None:
    """What a clause without a subject says of the one who is told what to do: "you are sending a parcel" of "when sending a
    parcel", "you are asked to help" of "if asked to help"."""
    case = f"you are {source}"
    verb = parse(f"{case}.")[2]
    done = verb.tag_ == "VBN" and verb.lemma_.lower() in _ASKED_OF
    does = verb.tag_ == "VBG" and verb.lower_.endswith("ing") and verb.lemma_.lower() not in _NOT_GOING_ON
    whole = verb.dep_ == "ROOT" and parse(f"{source}.")[:].root.i == 0 and not _PURPOSE.search(source)
    return case if marker in ("if", "when", "whenever") and whole and (done or does) else None


def _being(marker: str, source: str, rule: Voiced) -> str | None:
    """What one or two words without a subject say of what the main clause is about: "they are torn" of "when torn"."""
    words, subject = source.split(), str(rule.subject or "")
    somebody = acts_itself(re.split(r" (?:of|at|in|for|on|who|with) ", subject)[0])
    if len(words) > 2 or marker not in ("if", "when", "whenever", "while", "unless") or not subject:
        return None
    case = f"{'they are' if rule.number == 'plural' or somebody else 'it is'} {source}"
    last = parse(f"{case}.")[len(words) + 1]
    does = last.tag_ == "VBG" and somebody
    how = last.tag_ in ("VBN", "JJ") and last.lemma_.lower() not in _ASKED_OF
    return case if does or how else None


_ASKED_OF = word_set("ask invite tell call contact select choose assign appoint stop instruct summon page visit")
"""What is done to people rather than to things."""
_PURPOSE = re.compile(r"\b(?:to (?:make sure|ensure|avoid)|so that|in order to)\b")  # of the clause or of the rule
_NOT_GOING_ON = word_set("be need want know own like prefer have")


def _is_named(pronoun: Token) -> bool:
    """Whether the sentence says before, or in a clause that stands behind, what a pronoun can mean; an "it is" may mean
    nothing."""
    plural = pronoun.lower_ != "it"
    if not plural and pronoun.dep_ in ("expl", "nsubj") and pronoun.head.lemma_ in ("be", "seem", "take", "become"):
        return True
    nouns = (t for t in pronoun.doc if t.pos_ in ("NOUN", "PROPN") and t.head != pronoun.head and t.i < pronoun.i)
    somebody = _SOMEBODY if plural else _SOMETHING
    return any(t.lower_ in somebody for t in pronoun.doc[: pronoun.i]) or any(
        ((t.tag_ in ("NNS", "NNPS")) == plural and t.lemma_.lower() not in (*TIME, "night", "quarter"))
        or (plural and (acts_itself(t.text) or acts_itself(t.lower_)))
        or any(c.dep_ == "conj" for c in t.children) for t in nouns
    )  # fmt: skip


_SOMETHING = ("something", "anything")
_SOMEBODY = ("somebody", "someone", "anybody", "anyone", "everybody", "everyone")


def _lowered(main: str, site: Site) -> str:
    """The main clause as it stands inside a sentence."""
    first = main.split(" ", maxsplit=1)[0].strip(",")
    known = first.lower() in site.corpus.common_words or (
        "-" in first and all(map(in_dictionary, first.lower().split("-")))
    )
    name = first[1:] != first[1:].lower() or not known
    titled = (
        len(main.split(" ")) > 1 and main.split(" ")[1].istitle() and parse(main)[0].pos_ in ("PROPN", "ADJ", "NOUN")
    )
    return main if name or titled else lower(main)
