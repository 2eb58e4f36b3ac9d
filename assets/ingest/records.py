"""What ingest writes for a day. The inventory is safe to read anywhere: it holds keyed ids, never a raw path or title."""

import dataframely as dy

KINDS = ("wiki", "sop", "ticket")


class Inventory(dy.Schema):
    """`lake/inventory/<day>`: every item of every source on that UTC day, and the earlier revisions git remembers."""

    source = dy.String(primary_key=True)
    item = dy.String(primary_key=True)  # keyed id of the place: source name + path (files) or id (rows)
    revision = dy.Int64(primary_key=True, min=0)  # 0 is effective on the day; 1, 2 ... are earlier ones, newest first
    kind = dy.Enum(KINDS)
    content = dy.String(nullable=True)  # keyed id of the raw bytes (and of a row's fields); null when quarantined
    format = dy.String()  # md, html, docx, pdf, txt, row
    size = dy.Int64(min=0)  # bytes
    since = dy.String(nullable=True)  # UTC day on which this revision became effective, where the source knows
    until = dy.String(nullable=True)  # UTC day on which a later revision replaced it; null for revision 0
    reason = dy.String(nullable=True)  # why the item is quarantined, in words without raw text; null when it is fine
