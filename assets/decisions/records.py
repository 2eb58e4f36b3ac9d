"""Decision points: one rule in the redacted documents, with its span and normalised parts."""

import dataframely as dy

POINT_KINDS = ("limit", "condition", "exception", "role", "prohibition", "reference")

# The obligations of a decision point: the cells it owes (notes: obligation coverage).
OBLIGATIONS: dict[str, tuple[str, ...]] = {
    "limit": ("inside", "at", "outside", "missing"),
    "condition": ("met", "unmet", "unknown"),
    "exception": ("applies", "not_applies", "unknown"),
    "role": ("asked", "premise"),
    "prohibition": ("asked", "premise"),
    "reference": ("asked", "nonexistent"),
}

COMPARATORS = ("at_most", "less_than", "at_least", "more_than", "exactly", "between")


class DecisionPoints(dy.Schema):
    """`lake/decision_points/<day>`. Spans are character offsets into the redacted text of `document`."""

    point = dy.String(primary_key=True)  # SHA-256 of canonical [document, kind, start, end]
    document = dy.String()
    passage = dy.String()
    kind = dy.Enum(POINT_KINDS)
    start = dy.Int64(min=0)  # the deciding words
    end = dy.Int64(min=0)
    text = dy.String()
    sentence = dy.String()  # the whole sentence (or list item with its lead-in joined), as people read it
    sentence_start = dy.Int64(min=0)
    sentence_end = dy.Int64(min=0)
    line = dy.Int64(min=0)
    modality = dy.String(nullable=True)  # may, must, must_not, need_not, fact
    subject = dy.String(nullable=True)  # noun phrase the rule is about, as written
    predicate = dy.String(nullable=True)  # lemma of the governing verb
    comparator = dy.Enum(COMPARATORS, nullable=True)
    value = dy.Float64(nullable=True)  # normalised number, in `unit`
    value_high = dy.Float64(nullable=True)  # upper end of `between`
    value_text = dy.String(nullable=True)  # the number and unit as written: "two weeks", "$500"
    unit = dy.String(nullable=True)  # singular canonical unit: USD, day, business day, hour, percent, time, page ...
    clause = dy.String(nullable=True)  # the condition's or exception's clause without its marker
    marker = dy.String(nullable=True)  # if, when, unless, except, ...
    role = dy.String(nullable=True)  # the role or team as written
    target = dy.String(nullable=True)  # of a reference: the name referred to
    resolves = dy.Bool(nullable=True)  # of a reference: whether the corpus holds it
    confidence = dy.Float64(min=0, max=1)
    used = dy.Bool()  # confidence reaches the threshold and no gate objects
    reason = dy.String(nullable=True)  # why it is not used
