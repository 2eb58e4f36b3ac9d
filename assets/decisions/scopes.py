"""What a document says that it leaves out: "Trips abroad are outside this procedure", "This policy does not cover bicycles"."""

import re
from collections.abc import Iterator

from assets.decisions.points import Parse, Point

_THIS = (
    r"this (?:policy|procedure|guide|guideline|handbook|manual|page|document|standard|instruction|plan|sop|runbook|agreement|"
    r"scheme)"
)
_LEFT_OUT = re.compile(
    rf"(?P<what>[^;:]+?) (?:(?P<outside>(?:is|are) (?:outside|beyond) (?:the scope of )?{_THIS})|"
    rf"(?P<covered>(?:is|are)(?: not|n't) covered (?:here|(?:by|in) {_THIS}))|(?P<scope>(?:is|are) out of scope(?: here)?))[.]?",
    re.IGNORECASE,
)
_COVERS_NOT = re.compile(
    rf"(?P<covers>{_THIS} (?:does not|doesn't) (?:cover|apply to|deal with|extend to)) (?P<what>[^;:]+?)[.]?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:if|unless|except|when|where|until|only|it|they|this|these|those|you|your|we|our)\b", re.IGNORECASE
)


def find_scopes(parse: Parse) -> Iterator[Point]:
    """The whole of what the sentence leaves out, as its subject, where it says nothing else."""
    match = _LEFT_OUT.fullmatch(parse.text) or _COVERS_NOT.fullmatch(parse.text)
    if match is None or _MORE.search(match["what"]):
        return
    name = next(n for n in ("outside", "covered", "scope", "covers") if n in match.re.groupindex and match[n])
    start, end = match.span(name)
    yield Point("exception", start, end, "fact", match["what"].rstrip(" ,"), "cover", marker=match[name].lower())
