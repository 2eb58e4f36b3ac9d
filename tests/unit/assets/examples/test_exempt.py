"""What the sentence behind a rule takes out of it, asked for with the rule."""

from assets.examples.drafts import Draft
from tests.unit.assets.examples.conftest import World


def asked(rule: str, taken: str, what: str) -> list[Draft]:
    world = World()
    page = world.page("Gate rules", [rule, taken, "Vans are washed on Fridays."])
    world.point(page, f"{rule} {taken}", "exception", taken.replace(what, "").strip(" ."), modality="fact", predicate="exempt",
                marker=taken.lower(), clause=what)  # fmt: skip
    return [d for d in world.drafts() if d.cell == "applies"]


def test_it_is_asked_whether_the_rule_reaches_what_is_taken_out() -> None:
    (draft,) = asked("Visitors must wear a badge.", "This does not apply to small children.", "small children")
    question, answer = draft.turns[0]
    assert question.startswith("Visitors must wear a badge. Does")
    assert question.removesuffix(" as well?").rstrip("?").endswith("small children")
    assert answer.startswith("No")
    assert "“Visitors must wear a badge. This does not apply to small children.”" in answer


def test_what_may_be_a_name_is_left_alone() -> None:
    assert not asked("Visitors must wear a badge.", "Kirstenboscher are exempt.", "Kirstenboscher")
