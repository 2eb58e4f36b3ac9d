"""What a question asks for, as a clause: "Can I bring a dog?" is "whether you can bring a dog"."""

import re

from assets.examples.drafts import to_you
from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.words import inflect_verb, lower, word_set


def indirect(question: str) -> str:
    """The question as a clause to a second person: "whether you can bring a dog"; raises Unfit."""
    question = question.rstrip("?. ")
    if inside := re.match(r"(?:whether|if)\s+", question, re.IGNORECASE):
        return _to_you(f"whether {question[inside.end() :]}")
    doc = parse(question)
    root = next(t for t in doc if t.dep_ == "ROOT")
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:
        raise Unfit("doubtful parse: a question without a subject")
    first, last = subject.left_edge.i, subject.right_edge.i
    if doc[last].pos_ not in ("NOUN", "PROPN", "PRON") or any(t.dep_ == "cc" for t in subject.subtree):
        raise Unfit("doubtful parse: the subject is not one noun phrase")
    opens = doc[0].lower_ in ("how", "what", "which", "who", "whom", "where", "when")
    text = lower(doc.text)
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
    text = re.sub(r"(?<!\w)i(?!\w)", "I", text)
    for pattern, form in ((r"\b[Ww]e\b", "you"), (r"\bour\b", "your"), (r"\bus\b", "you"), (r"\bours\b", "yours")):
        text = re.sub(pattern, form, text)
    return to_you(text)
