"""What a decision point owes: the questions that a person could ask of this rule, as cells of OBLIGATIONS.

The table says what a kind can owe; a cell is left out only where the rule's form gives it no meaning:

- A limit decides amounts on either side of it (inside, at, outside) and an amount that is not given (missing). If it is
  the content of the rule (scope "rule"), people also ask for the value itself (asked). A value without a comparator
  ("entitled to 25 days", "every 90 days") compares nothing: only the value can be asked for.
- A limit that is a moment ("by 17:00", "between 08:00 and 16:00") does not say whether its edge counts, nor
  does a range ("between 2 and 8 °C"): nothing is owed at it.
- A condition owes met, unmet and unknown. Where it only sets the scene of a duty ("when you arrive, sign in", "once it is
  approved, send it"), or tells the wish of the one whom the rule tells how it is met ("if you need pens, ask Stores"), nobody
  asks about the duty apart from that: met. A consequence that is a plain fact ("if the
  test fails, the lamp turns red") allows and demands nothing of anybody outside the condition: met.
- A step owes what comes before or after it (asked); an invented step can only be denied where all steps are known: in a list.
- Every other kind owes all of its cells.
"""

from assets.decisions.moments import UNITS
from assets.decisions.points import Point
from assets.decisions.records import OBLIGATIONS


def owes(point: Point) -> list[str]:
    """The cells that the point owes, in the order of OBLIGATIONS."""
    return [cell for cell in OBLIGATIONS[point.kind] if cell not in _meaningless(point)]


def _meaningless(point: Point) -> set[str]:
    if point.kind == "limit":
        if point.comparator == "exactly":
            return {"inside", "at", "outside", "missing"}
        if point.unit in UNITS or point.comparator == "between":
            return {"at"} if point.scope == "rule" else {"asked", "at"}
        return set() if point.scope == "rule" else {"asked"}
    if point.kind == "condition" and (point.scene or point.modality == "fact"):
        return {"unmet", "unknown"}
    return {"invented"} if point.kind == "step" and point.value is None else set()
