"""Decision points: one rule in the redacted documents, with its span and normalised parts.

To whoever writes recipes: besides the columns first agreed there are `form`, `lead`, `scope` and `per`
(below), and `modality` also takes `should` and `should_not`. Comparators are the deciding words' own: "may
not carry over more than 240 hours" is modality must_not with more_than 240, while "must not exceed 240 hours"
is modality must with at_most 240 (its negation belongs to the comparator). `exactly` is a value without a
comparator: what one is granted ("entitled to 25 days"), "every 90 days", or a table cell whose header names
no limit. A limit carries `clause` and `marker` of the condition or exception in its sentence: with scope
"clause" the value stands inside that clause (modality is then the main clause's, subject and predicate the
clause's own), with any other scope the clause only conditions the rule. A used point says that this sentence
is read right; whether a neighbouring sentence changes it is for the recipe to search (only a qualifying next
sentence is looked at here).
"""

import dataframely as dy

POINT_KINDS = ("limit", "condition", "exception", "role", "prohibition", "reference", "step", "definition")

# The cells that points of a kind can owe; which of them a point does owe is in its `owes` (obligations.py).
OBLIGATIONS: dict[str, tuple[str, ...]] = {
    "limit": ("asked", "inside", "at", "outside", "missing"),
    "condition": ("met", "unmet", "unknown"),
    "exception": ("applies", "not_applies", "unknown"),
    "role": ("asked", "premise"),
    "prohibition": ("asked", "premise"),
    "reference": ("asked", "nonexistent"),
    "step": ("asked", "invented"),
    "definition": ("asked",),
}

FORMS = ("sentence", "item", "joined", "shared", "row", "line")
FRAGMENTS = ("row", "line")
"""Forms without a verb."""
PUT_TOGETHER = ("joined", "shared")
"""Forms whose sentence is no run of the document's words."""
SCOPES = (
    "rule",  # the value is the content of the rule: "carry over up to 240 hours", "within five days"
    "clause",  # in the condition or exception, "if you are away for more than 10 days", or ahead: "after 14 days, the ..."
    "subject",  # it restricts the subject: "expenses over $500 must be approved"
    "object",  # it restricts an object: "a permit for events with more than 20 guests"
)
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
    # as people read it: the sentence, one of several statements in it (statements.py), or an item with its lead-in
    sentence = dy.String()
    # the verbatim span: of a joined sentence the item's, of a shared one that of the whole sentence, of a row the table row's
    sentence_start = dy.Int64(min=0)
    sentence_end = dy.Int64(min=0)
    # joined: the sentence is `lead` and the item; shared: the subject of a sentence and the later thing said of it, or a
    # sentence with the verb that it drops; so neither is verbatim text of the document
    form = dy.Enum(FORMS)
    lead = dy.String(
        nullable=True
    )  # as written: the lead-in of a joined item, the label before a sentence or of a line, "row, column"
    line = dy.Int64(min=0)
    modality = dy.String(nullable=True)  # may, must, must_not, should, should_not, need_not, fact
    subject = dy.String(nullable=True)  # noun phrase the rule is about, as written
    predicate = dy.String(nullable=True)  # lemma of the governing verb
    comparator = dy.Enum(COMPARATORS, nullable=True)
    value = dy.Float64(nullable=True)  # normalised number, in `unit`; of a step: its number in the list
    value_high = dy.Float64(nullable=True)  # upper end of `between`
    value_text = dy.String(nullable=True)  # the number and unit as written: "two weeks", "$500"
    unit = dy.String(nullable=True)  # singular canonical unit: USD, day, business day, hour, percent, time, page ...
    per = dy.String(
        nullable=True
    )  # the period a value counts for: "year" of "twice a year", "8 hours per day" -> "day"
    scope = dy.Enum(SCOPES, nullable=True)  # of a limit: what the value decides
    clause = dy.String(nullable=True)  # the condition's or exception's clause without its marker
    marker = dy.String(nullable=True)  # if, when, unless, except, ...
    role = dy.String(nullable=True)  # the role or team as written
    target = dy.String(nullable=True)  # of a reference: the name referred to; of a definition: the term
    resolves = dy.Bool(nullable=True)  # of a reference: whether the corpus holds it
    follows = dy.String(nullable=True)  # of a step: verbatim, what is done right before it
    follows_start = dy.Int64(min=0, nullable=True)
    follows_end = dy.Int64(min=0, nullable=True)
    owes = dy.List(dy.String())  # the cells of OBLIGATIONS that it owes, in their order
    confidence = dy.Float64(min=0, max=1)
    used = dy.Bool()  # confidence reaches the threshold and no gate objects
    reason = dy.String(nullable=True)  # why it is not used
