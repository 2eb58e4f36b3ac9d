"""Believable amounts on either side of a limit."""

from assets.examples.quantities import Quantity, neighbours
from assets.identity import sha256


def amount_sides(quantity: Quantity, comparator: str, rule: str, seed: str) -> dict[str, float]:
    """A believable amount for each side of a limit, by the content of `seed`: some close to it, some far from it."""
    if quantity.high is not None:
        return _range_sides(quantity, rule, int(sha256(seed)[:8], 16))
    # "at least one day ahead" bounds no days
    below, above = neighbours(quantity.value, quantity.unit, rule.replace(quantity.phrase, ""))
    inside, outside = (above, below) if comparator in ("at_least", "more_than") else (below, above)
    number = int(sha256(seed)[:8], 16)
    found = {"at": quantity.value}
    if inside:
        found["inside"] = inside[number % len(inside)]
    if outside:
        found["outside"] = outside[(number // 7) % len(outside)]
    return found


def _range_sides(quantity: Quantity, rule: str, number: int) -> dict[str, float]:
    """An amount inside and one outside of a range; whether its ends belong to it is not said."""
    low, high = quantity.value, quantity.high or 0.0
    inside = low + max(1, round((high - low) * (0.3, 0.5, 0.7)[number % 3]))
    below, above = neighbours(low, quantity.unit, rule)[0], neighbours(high, quantity.unit, rule)[1]
    outside = (below or above) if number // 7 % 2 else (above or below)
    found = {"inside": inside} if inside < high else {}
    return {**found, "outside": outside[number // 14 % len(outside)]} if outside else found
