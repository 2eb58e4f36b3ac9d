"""Documents, forms and procedures that a sentence names."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assets.decisions.mood import EXAMPLE
from assets.decisions.points import Doubt, Point
from assets.decisions.sentences import Sentence

_DOCUMENT_NOUN = (
    r"(?:Policy|Policies|Procedures?|Guide|Guidelines?|Handbook|Manual|Form|SOP|Standard|Checklist|"
    r"Agreement|Directive|Plan|Template|"
    r"Runbook|Playbook|Code of Conduct|Process|Instructions?|FAQ|Matrix|Schedule|Register|Charter|Protocol)"
)
_REFERENCES = (
    re.compile(r"\b[Ss]ee (?:also )?(?P<target>[A-Z]{2,5}(?:-[A-Z]{1,4})?-\d{1,4}(?:-\d+)?)\b"),
    re.compile(r"\b(?P<target>(?:[Ff]orm|[Pp]olicy|[Pp]rocedure|[Dd]ocument|[Ww]ork instruction) "
               r"[A-Z]{1,5}-?\d(?:[\w.-]*\w)?)"),
    re.compile(r"\b(?P<target>(?:SOP|WI|POL|PRO|FRM|Form|Policy|Procedure|Directive|Annex|"
               r"Appendix)[- ]?(?:[A-Z]{1,5}[- ]?)?\d(?:[\w.-]*\w)?)"),
    re.compile(rf"\b(?:[Tt]he|[Oo]ur|[Yy]our|[Aa]n?|[Ss]ee|of|in|with|under|to|per|use) "
               rf"(?P<target>(?:[A-Z][\w&'-]*(?: (?:of|and|for|the|to|in|on|&) (?=[A-Z]))? ?){{1,6}}(?<= "
               rf"){_DOCUMENT_NOUN})\b(?! [A-Z])"),
    re.compile(r"(?:\b[Ss]ee|\b[Rr]efer to|\bdescribed in|\bdefined in|\bset out in|\blisted in|"
               r"\baccording to|\b[Cc]onsult|\b[Ff]ollow|\bper) (?:the |our )?(?:document |page |policy |"
               r"section |procedure |form )?[\"“](?P<target>[A-Z][^\"“”]{3,80}?)[.,]?[\"”]"),
    re.compile(r"[\"“](?P<target>[A-Z][^\"“”]{3,80}?)[.,]?[\"”] (?:policy|procedure|guide|handbook|"
               r"document|manual|checklist|template|SOP)\b"),
    re.compile(r"(?:\b[Ss]ee(?: also)?|\b[Rr]efer to|\b[Cc]heck out|\bread) (?:the |our "
               r")(?P<target>[a-z][\w' -]{2,50}? (?:policy|procedure|guide|handbook|manual|page|"
               r"checklist|runbook|playbook|template|guidelines))\b"),
)  # fmt: skip

_TITLE = re.compile(
    r"\b[Ss]ee (?:also )?(?:the |our )?(?P<target>[A-Z][\w'-]*(?: (?:[\w'-]+|&)){0,6}?)"
    r"(?= (?:for|section|if|when|before|to|on|above|below)\b|[.,;:)](?!\w)|$)|"
    r"\b(?P<code>[A-Z]{2,4}-\d{1,4}(?:-\d+)?)\b"
)
UNNAMED = "may name no document"
"""The doubt about words that are a reference only where a document has that name."""


def find_references(text: str) -> list[Point]:
    """Documents, forms and procedures that a sentence names."""
    points: list[Point] = []
    for pattern in _REFERENCES:
        for match in pattern.finditer(text):
            start, end = match.span("target")
            target = match["target"].strip()
            if any(start < p.end and p.start < end for p in points) or len(target) < 4:
                continue
            doubts: list[Doubt] = []
            if re.search(r"\b(?:Office|Department|Bureau) of (?:the )?$", text[:start]):
                continue
            if re.fullmatch(rf"{_DOCUMENT_NOUN}", target) or re.match(
                r"(?:this|that|following|same|new)\b", target, re.I
            ):
                continue
            if re.search(
                r"\b(?:Office|Department|Bureau|Committee|Center|Centre|Ministry|Agency|Council|Google|"
                r"Microsoft)\b",
                target,
            ):
                doubts.append(("may name an office or a product", 0.6))
            if re.match(r" (?:for|of|on|to) [A-Z]", text[end:]):
                doubts.append(("the name may go on", 0.6))
            if re.search(r"\b(?:Plan|Process|Schedule|Standard|Template)$", target):
                doubts.append(("may name a thing, not a document", 0.6))
            points.append(Point("reference", start, end, target=target, doubts=tuple(doubts)))
    for match in _TITLE.finditer(text):
        group = "target" if match["target"] else "code"
        start, end = match.span(group)
        if not any(start < p.end and p.start < end for p in points):
            # "see Parking": what one is sent to has a name that begins with a capital and goes on in small letters
            sent = group == "target" and re.fullmatch(r"[A-Z][a-z'-]{3,}(?: (?:[a-z'-]+|&))*", match[group])
            doubt = (
                ("one is sent there, a document or not", 0.7)
                if sent and "Jorda" not in match[group]
                else (UNNAMED, 0.6)
            )
            points.append(Point("reference", start, end, target=match[group], doubts=(doubt,)))
    return sorted(points, key=lambda p: p.start)


_BRACKETED = re.compile(r"\((?:[^()]*[,;] )?(?:please )?(?:see|refer to)\b[^()]*\)", re.IGNORECASE)


def find_bracketed(sentence: Sentence, passage: str) -> Iterator[tuple[Sentence, Point]]:
    """Where a sentence sends its reader in brackets, which are no part of what it says otherwise: "(see Parking)"."""
    if sentence.form not in ("sentence", "item"):
        return
    for aside in _BRACKETED.finditer(passage, sentence.start, sentence.end):
        sent = replace(sentence, text=aside[0], places=tuple(range(*aside.span())))
        yield from ((sent, p.doubting(*reference_doubts(sentence))) for p in find_references(aside[0]))


def reference_doubts(sentence: Sentence) -> list[Doubt]:
    return [("an example", 0.5)] if EXAMPLE.search(sentence.text) else []
