"""Examples, as they go into a version. What the claim of each situation must hold is in docs/proofs.md."""

import dataframely as dy

from assets.ingest.records import KINDS

BEHAVIOURS = ("answer", "partial", "clarify", "correct_premise", "surface_conflict", "refuse", "escalate")

SITUATIONS = (
    "answerable",
    "inside_limit",
    "at_limit",
    "outside_limit",
    "missing_amount",
    "condition_met",
    "condition_unmet",
    "condition_unknown",
    "exception_applies",
    "exception_not_applies",
    "exception_unknown",
    "contrast",
    "undocumented",
    "owner_named",
    "others_decide",
    "partial",
    "two_questions",
    "contradictory_input",
    "unknowable",
    "nonexistent_reference",
    "dangling_reference",
    "invented_step",
    "not_permitted",
    "out_of_scope",
    "false_premise",
    "superseded",
    "contradictory",
    "constraint_shift",
    "ellipsis",
    "clarified",
    "pressure",
    "topic_return",
)

REGISTERS = (
    "neutral",
    "terse",
    "chatty",
    "rambling",
    "typos",
    "second_language",
    "indirect",
    "hearsay",
    "yes_no",
    "own",
)
"""The voices of a question; `own`: somebody's own words, from a ticket."""
DECISIONS = ("answered", "undocumented", "open", "near", "undecided")
"""What becomes of a question from a ticket: proven to be answered by a passage; proven to be in no document; no passage
speaks of it, which is not proven; a passage speaks of it, and no rule there decides it; nothing can be said."""


RANKS = {"partial": 1, "needless_refusal": 2, "overconfidence": 3, "fabrication": 4}
"""How far a worse answer of a kind stands below the chosen one (rank 0): what is half right, or says nothing, misleads less than
what is made up."""


class Examples(dy.Schema):
    """`lake/examples/<day>`: one row per training example or held-out case, with evidence, twin and proof."""

    example = dy.String(primary_key=True)  # SHA-256 of canonical [messages, situation, behaviour, claim]
    split = dy.Enum(("train", "evaluation"))
    situation = dy.Enum(SITUATIONS)
    behaviour = dy.Enum(BEHAVIOURS)
    recipe = dy.String()  # the function that made it
    skeleton = dy.String()  # the phrasing it was realised with; evaluation uses skeletons of its own
    register = dy.Enum(REGISTERS)  # the voice of the first question
    kind = dy.Enum(KINDS)
    document = dy.String()  # of the first evidence; "" where there is none (out of scope)
    section = dy.String()  # "Title > Heading > Heading" of the first evidence
    point = dy.String()  # decision point it exercises; "" where there is none
    cell = dy.String()  # the obligation it covers; "" where there is none
    twin = dy.String()  # example id of the answerable counterpart; "" where the example is itself answerable
    group = dy.String()  # all examples that share evidence or are twins; a group is never split
    messages = dy.List(dy.Struct({"role": dy.String(), "content": dy.String()}))
    context = dy.List(
        dy.Struct({"passage": dy.String(), "document": dy.String(), "section": dy.String(), "text": dy.String()})
    )
    evidence = dy.List(
        dy.Struct(
            {
                "passage": dy.String(),
                "document": dy.String(),
                "section": dy.String(),
                "start": dy.Int64(),
                "end": dy.Int64(),
                "text": dy.String(),
            }
        )
    )
    claim = dy.String()  # canonical JSON; the verifier checks it against the messages and the corpus
    rejected = dy.String(nullable=True)  # the worse last answer of a preference pair
    rejected_kind = dy.String(nullable=True)  # fabrication, overconfidence, needless_refusal
    also_rejected = dy.List(
        dy.Struct({"answer": dy.String(), "kind": dy.String()})
    )  # better than that, and still wrong


class Handwritten(dy.Schema):
    """`lake/handwritten/<day>`: one row per case that a person wrote about the documents; held out like no other."""

    case = dy.String(primary_key=True)  # the id its author gave it
    situation = dy.String()  # as its author calls it: one of SITUATIONS, or one that no recipe makes
    behaviour = dy.Enum(BEHAVIOURS)
    messages = dy.List(dy.Struct({"role": dy.String(), "content": dy.String()}))  # empty where there is a reason
    polarity = dy.Enum(("yes", "no"), nullable=True)  # of the right answer
    needs = dy.List(dy.String())  # what a right answer says
    denied = dy.String()  # the wrong or replaced claim that a right answer does not confirm
    reason = dy.String(nullable=True)  # why it cannot be asked today


class Uncovered(dy.Schema):
    """`lake/uncovered/<day>`: obligations without an example, each with its reason."""

    point = dy.String(primary_key=True)
    cell = dy.String(primary_key=True)
    reason = dy.String()  # no recipe, doubtful parse, unmodelled exception beside it, no natural form, proof failed


class Demand(dy.Schema):
    """`lake/demand/<day>`: one row per question that a ticket asks, the same words as often as they are asked."""

    question = dy.String(primary_key=True)  # content id of [document, start, end]
    document = dy.String()  # of the ticket
    start = dy.Int64(min=0)
    end = dy.Int64(min=0)
    text = dy.String()  # verbatim document text
    asked_on = dy.String(nullable=True)  # YYYY-MM-DD where the ticket has a date
    owner = dy.String(nullable=True)  # whom the ticket was sent to, else whose document comes nearest to it
    topic = dy.String()  # what it is about; questions of one topic share it
    decision = dy.Enum(DECISIONS)
    example = dy.String()  # the example that the question became; "" where it became none
    near_document = dy.String(nullable=True)  # the passage that speaks of it most; null where none does
    near_start = dy.Int64(nullable=True)
    near_end = dy.Int64(nullable=True)


class Rephrasings(dy.Schema):
    """`lake/rephrasings/<day>`: one row per example that a language model was asked to put in other words; none where no
    model is configured."""

    example = dy.String(primary_key=True)  # as it was in the built-in wording
    outcome = dy.Enum(("accepted", "rejected", "unchanged", "unanswered"))
