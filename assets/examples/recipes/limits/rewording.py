"""Rules told in other words that mean the same, where the grammar cannot take apart the words in which they stand.

"There must be a rest of at least 11 hours between two shifts": a rest of at least 11 hours is required between two shifts.
"If an order exceeds £1,500, it must be approved": an order must be approved if it exceeds £1,500.
"No contract shall run for more than 4 years": a contract must not run for more than 4 years.
"No more than 20 litres may be kept in the hall": up to 20 litres may.
"Only the bursar may approve orders above £900": the bursar may.
"""

import re
from dataclasses import replace

from assets.examples.drafts import NUMBERED, Site
from assets.examples.grammar import Rule, Unfit, clean, read_rule
from assets.examples.parsing import parse
from assets.examples.subjects import acts_itself
from assets.examples.words import lower, one_of, upper

_THERE = re.compile(r"^(?:(?P<ahead>[^,;]+?),? )?there (?:must|(?:has|have) to) be (?P<rest>.+)\.$", re.IGNORECASE)
_IT = re.compile(
    r"^(?P<marker>If|When|Where|Whenever) (?P<clause>(?:[^,;]|,(?=\d))+), (?P<pronoun>it|they) (?P<rest>[^;]+)\.$"
)


def rule_of(site: Site) -> Rule:
    """The rule of a site, if need be told in other words; raises Unfit."""
    try:
        return site.rule
    except Unfit as reason:
        text = clean(NUMBERED.sub("", str(site.point["sentence"])))
        if most := _MOST.match(text):
            rule = read_rule(f"Up to{text[most.end() :]}", site.corpus.common_words)
            if rule.modality == "may" and rule.subject.startswith("up to "):
                return replace(rule, subject=rule.subject.replace("up to", lower(most[0]), 1))
        written = str(site.point["value_text"])
        other = _required(text, written) or _with_its_noun(text) or _of_one(text) or _alone(text, written)
        if other is None:
            raise reason from None
        return read_rule(other, site.corpus.common_words)


def _required(text: str, written: str) -> str | None:
    """ "There must be ...", as what is required."""
    found = _THERE.match(text)
    if found is None or found["rest"].count(written) != 1 or re.search(r"\b(?:and|or|which|that|who)\b", found["rest"]):
        return None
    at = found["rest"].index(written) + len(written)
    what = found["rest"][:at]
    clause = hung[0] if (hung := _CLAUSE.search(found["rest"], at)) else ""
    where = found["rest"][at:].removesuffix(clause)
    if re.match(
        r" (?!(?:on(?! duty| call)|in|at|between|for|during|with|before|after|per|behind|beside|near)\b)", where
    ):
        return None  # the amount is not the end of what has to be there
    one = re.match(r"an? |(?:at least )?(?:one|1) ", what, re.IGNORECASE)
    ahead = f" {lower(found['ahead'])}" if found["ahead"] else ""
    return f"{upper(what)} {'is' if one else 'are'} required{where}{ahead}{clause}."


_CLAUSE = re.compile(r",? (?:unless|if|when) .*")


_ONLY = re.compile(r"^Only (?P<told>(?P<who>(?:the |an? |your |our )?[\w’' -]+?) (?:may|can) [^;]+)$")


def _alone(text: str, written: str) -> str | None:
    """What somebody alone may do with so much, as what they may: that others may not is another question."""
    found = _ONLY.match(text)
    if found is None or written in found["who"] or not acts_itself(re.split(r" (?:of|at|in|for) ", found["who"])[0]):
        return None
    return upper(found["told"])


def _of_one(text: str) -> str | None:
    """What none of some things may do or be, as what one of them, or they, must not."""
    found = _NONE.match(text)
    if found is None:
        return None
    doc = parse(text)
    root = doc[:].root
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    aux = next((t for t in root.children if t.dep_ == "aux" and t.lower_ in ("may", "shall", "must")), None)
    if subject is None or aux is None or subject.tag_ not in ("NN", "NNS") or subject.left_edge.i != 0:
        return None
    what = doc[1 : aux.i].text
    if any(t.dep_ == "conj" for t in subject.children) or any(t.dep_ == "neg" for t in root.children):
        return None
    some = what if subject.tag_ == "NNS" else one_of(what)
    return f"{upper(some)} must not {doc[aux.i + 1 :].text}"


_MOST = re.compile(r"(?:No|Not) (?:more|longer) than\b")
_NONE = re.compile(r"No (?!one\b|(?:more|less|fewer|later|longer)\b)[a-z]")


def _with_its_noun(text: str) -> str | None:
    """A rule on "it" behind a condition on the one thing that this can be, with that thing as its subject."""
    found = _IT.match(text)
    if found is None:
        return None
    clause = found["clause"]
    doc = parse(f"{found['marker']} {clause}, {found['pronoun']} {found['rest']}.")
    inside = [t for t in doc if len(found["marker"]) < t.idx <= len(found["marker"]) + len(clause)]
    heads = [t for t in inside if t.dep_ in ("nsubj", "nsubjpass")]
    tag = ("NN", "NNP") if found["pronoun"] == "it" else ("NNS", "NNPS")
    if len(heads) != 1 or heads[0].tag_ not in tag:
        return None
    thing = [t for t in inside if t in list(heads[0].subtree)]
    if thing[0] != inside[0] or any(t.pos_ in ("NOUN", "PROPN") and t.tag_ in tag for t in inside if t not in thing):
        return None
    name = doc[thing[0].i : thing[-1].i + 1].text
    rest = clause[len(name) :].lstrip()
    return f"{upper(name)} {found['rest']} {lower(found['marker'])} {found['pronoun']} {rest}."
