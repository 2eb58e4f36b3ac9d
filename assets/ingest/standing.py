"""Whether a document says of itself that it is no longer in force, so that no rule may be taken from it.

Said in its front matter ("status: superseded", "superseded_by: SOP-12"), in its title ("Leave policy (withdrawn)"), or where it
opens ("This procedure has been replaced by ..."). What is told of another document, of an earlier version or of a day to come
says nothing of this one.
"""

import re
from collections.abc import Mapping

from assets.ingest.parsed import Block, Parsed

NOT_IN_FORCE = "it says of itself that it is no longer in force"

_GONE = (
    r"(?:superseded|replaced|obsolete|withdrawn|retired|repealed|revoked|rescinded|archived|deprecated|discontinued|"
    r"no longer (?:valid|in force|in use|in effect|applicable))"
)
_OPENING = 4
"""In how many blocks at its beginning a document says what has become of it."""
_STATUS = re.compile(r"(?:\w+[._])?(?:status|state|lifecycle|validity)")
_BY = re.compile(r"(?:superseded|replaced|obsoleted)_by")
_FLAG = re.compile(r"(?:superseded|obsolete|withdrawn|retired|archived|deprecated)")
_NOTHING = re.compile(r"(?:none|null|n/?a|no|false|tbd|nil|-*|~)", re.IGNORECASE)
_TITLE = re.compile(rf".*[(\[]{_GONE}\b[^()\[\]]*[)\]]\s*$|[(\[]{_GONE}[)\]].*|{_GONE}\s*[:–—]\s+\S.*", re.IGNORECASE)
_TOLD = re.compile(
    rf"\W*(?:(?:\w+ )?status\s*[:=]\s*{_GONE}\b|superseded by\b|no longer (?:valid|in force)\b|"
    r"(?:(?:please )?note(?: that)?|important|warning|attention)?[:,!]?\s*this (?:[\w-]+ ){0,2}?"
    r"(?:document|page|policy|procedure|sop|standard|guideline|guide|version|revision|edition|article|handbook|manual|"
    rf"instruction|directive|regulation)s? (?:is|was|has been) (?:now |since )?{_GONE}\b"
    r"(?! (?:every|each|annually|yearly|when|if|once|as soon|only|unless|until|in part|partly|partially|or|from|at the end)\b))",
    re.IGNORECASE,
)


def in_force(parsed: Parsed) -> bool:
    """Whether nothing in a document says that it is no longer in force."""
    return not (_filed(parsed.fields) or _TITLE.match(parsed.title) or any(map(_told, _opening(parsed))))


def _filed(fields: Mapping[str, str]) -> bool:
    """Whether the front matter files it away."""
    for name, value in fields.items():
        if _STATUS.fullmatch(name) and re.match(rf"{_GONE}\b", value, re.IGNORECASE):
            return True
        if _BY.fullmatch(name) and not _NOTHING.fullmatch(value.strip()):
            return True
        if _FLAG.fullmatch(name) and value.strip().lower() in ("true", "yes"):
            return True
    return False


def _opening(parsed: Parsed) -> list[str]:
    """The first blocks below its headings."""
    prose: list[Block] = [block for block in parsed.blocks if block.kind != "heading"]
    return [parsed.text[block.start : block.end] for block in prose[:_OPENING]]


def _told(text: str) -> bool:
    return _TOLD.match(text) is not None
