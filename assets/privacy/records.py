"""What privacy writes for a day: redacted documents, their passages, and findings that hold no text."""

import dataframely as dy

from assets.ingest.records import KINDS

LEFT_BEHIND = "redaction left personal data in it"
"""How the reason begins of a document or passage that is withheld because the second detector is certain of something."""


class Documents(dy.Schema):
    """`lake/documents/<day>`: one row per inventory row. Every string is redacted."""

    source = dy.String(primary_key=True)
    item = dy.String(primary_key=True)
    revision = dy.Int64(primary_key=True, min=0)
    kind = dy.Enum(KINDS)
    document = dy.String(nullable=True)  # SHA-256 of `text`; null when quarantined or withheld as a whole
    path = dy.String()
    title = dy.String()
    text = dy.String(nullable=True)  # canonical Markdown-like rendering, redacted; passage spans point into it
    owner = dy.String(nullable=True)  # role, team or role mailbox named by front matter or column; a person is redacted
    updated = dy.String(nullable=True)  # YYYY-MM-DD where the source or the front matter says
    since = dy.String(nullable=True)
    until = dy.String(nullable=True)
    status = dy.Enum(("ok", "withheld", "quarantined"))
    reason = dy.String(nullable=True)
    redaction = dy.Enum(("current", "kept"))  # kept: raw has expired, the redaction of an earlier run stands


class Passages(dy.Schema):
    """`lake/passages/<day>`: a section's blocks, at most ~1,200 characters; `text == document.text[start:end]`."""

    document = dy.String(primary_key=True)
    ordinal = dy.Int64(primary_key=True, min=0)
    passage = dy.String()  # SHA-256 of canonical [heading, text]
    heading = dy.List(dy.String())  # heading path below the title, outermost first; may be empty
    text = dy.String()
    start = dy.Int64(min=0)
    end = dy.Int64(min=0)
    line = dy.Int64(min=0)  # 1-based line in the source file; 0 where lines mean nothing (DOCX, PDF, rows)
    status = dy.Enum(("ok", "withheld"))
    reason = dy.String(nullable=True)  # too long, foreign language, analyser failed, LEFT_BEHIND


class Findings(dy.Schema):
    """`lake/findings/<day>`: what was redacted, without its text. Spans are in the *unredacted* extracted field."""

    source = dy.String()
    item = dy.String()
    revision = dy.Int64(min=0)
    field = dy.String()  # body, title, path, owner, people, front_matter, property
    kind = dy.String()
    start = dy.Int64(min=0)
    end = dy.Int64(min=0)
    score = dy.Float64(min=0, max=1)
    recognizer = dy.String()
