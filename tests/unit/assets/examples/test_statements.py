from unittest.mock import Mock

import pytest

from assets.examples.duty import read_duty
from assets.examples.grammar import Unfit
from assets.examples.recipes.statements import (
    _ask_receiver,
    _ask_who,
    _shared,
    _strung,
    _unless,
    is_plural,
    other_role,
    receipt_of,
    sole,
    swapped,
    verbatim,
)
from assets.examples.recipes.statements import who as ask_who
from assets.examples.subjects import is_short_for
from tests.unit.assets.examples.conftest import World


def who(sentence: str) -> str:
    return _ask_who(read_duty(sentence, None, frozenset({"the", "developers"})))[2]


def test_a_role_with_a_clause_of_its_own_keeps_its_number() -> None:
    assert is_plural("drivers named on the policy")
    assert is_plural("residents holding a valid permit")
    assert not is_plural("the driver named on the policy")
    assert not is_plural("head of the depot")


def test_a_role_is_asked_for_by_what_it_does() -> None:
    assert who("The plant manager signs the report every month.") == "who signs the report every month"


@pytest.mark.parametrize(
    ("does", "asked"),
    [
        ("signs the report and sends it to the office", "who signs the report"),
        ("must sign the report, stating each fault", "who has to sign the report"),
        ("may sign the report and send it to the office", "who can sign the report"),
        ("signs the report and keeps it if a fault is found", "who signs the report and keeps it if a fault is found"),
        ("signs the report and the log", "who signs the report and the log"),
    ],
)
def test_who_asks_for_the_doer_does_not_recite_the_rest(does: str, asked: str) -> None:
    assert who(f"The plant manager {does}.") == asked


def test_a_fact_told_beside_what_one_may_do_is_not_asked_with_it() -> None:
    with pytest.raises(Unfit, match="a second verb"):
        who("The plant manager may agree by phone and notes the time of the call.")
    assert who("The plant manager may agree by phone and in writing.") == "who can agree by phone and in writing"


@pytest.mark.parametrize(("does", "allowed"), [("explain the log", False), ("sign the log", True)])
def test_who_can_help_is_not_who_is_allowed_to(does: str, allowed: bool) -> None:
    train, evaluation, _ = _ask_who(read_duty(f"The plant manager can {does} to guests.", None, frozenset()))
    assert ("who.allowed" in {p.skeleton for p in train}) == allowed
    assert ("who.permitted" in {p.skeleton for p in evaluation}) == allowed


def test_nobody_is_responsible_for_an_adverb() -> None:
    train, _, _ = _ask_who(
        read_duty("All members need to actively participate in the talks.", None, frozenset({"members"}))
    )
    assert [p.skeleton for p in train] == ["who.has", "who.expected"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Developers hold no standing rights in the plant.",
        "Buyers meet suppliers every month and record their findings in the register.",
    ],
)
def test_what_is_not_done_or_done_by_another_asks_for_no_role(sentence: str) -> None:
    with pytest.raises(Unfit, match="no natural form"):
        who(sentence)


def test_a_second_verb_of_what_is_done_is_not_the_roles() -> None:
    assert _shared("Who commissions the investigation and lasts six months.", agent=True, fact=True)
    assert not _shared("Who commissions the investigation and the audit.", agent=True, fact=True)


def asked_of(sentence: str, predicate: str, role: str) -> list[str]:
    """The questions for a role that are made of a sentence on the page Recall of pumps."""
    world = World()
    document = world.page("Recall of pumps", [sentence, "Vans are washed on Fridays."])
    world.point(document, sentence, "role", role, role=role, predicate=predicate, modality="fact")
    return [d.turns[0][0] for d in world.drafts() if d.recipe == "who"]


@pytest.mark.parametrize(
    ("also", "answers_for"), [("", True), (" and lock it in the toolbox", True), (" and lock it if it leaks", False)]
)
def test_who_does_two_things_is_not_asked_for_as_responsible_for_both(also: str, *, answers_for: bool) -> None:
    world = World()
    for number in range(8):  # the place decides in which words
        rule = f"A fitter of hall {number} must pull the service plug of the pump{also}."
        page = world.page(f"Pumps of hall {number}", [rule])
        role = f"A fitter of hall {number}"
        world.point(page, rule, "role", role, role=role, predicate="pull", modality="must")
    asked = [d.turns[0][0] for d in world.drafts() if d.recipe == "who"]
    assert asked
    assert any("responsible for pulling" in question for question in asked) == answers_for


def test_a_short_rule_is_asked_for_behind_its_topic_and_one_without_its_object_is_not() -> None:
    (question,) = asked_of("The recall is closed by the crisis board.", "close", "the crisis board")
    assert "pumps" in question
    assert "who closes the recall" in question.lower()
    assert not asked_of("The crisis board approves via a link in its mailbox.", "approve", "The crisis board")


@pytest.mark.parametrize(
    ("sentence", "predicate", "claim"),
    [
        ("Food must not be kept in any refrigerator of Hall 4.", "keep", "food can be kept in any refrigerator"),
        ("No deposit is taken for small tools of Hall 4.", "take", "a deposit is taken for small tools"),
    ],
)
def test_a_ban_with_an_any_or_a_no_is_told_as_a_permission(sentence: str, predicate: str, claim: str) -> None:
    world = World()
    document = world.page("House rules", [sentence, "Vans are washed on Fridays."])
    world.point(document, sentence, "prohibition", sentence, modality="must_not", predicate=predicate)
    (question,) = [d.turns[0][0] for d in world.drafts() if d.recipe == "banned_after_all"]
    assert claim in question


def test_an_anything_of_what_is_not_done_is_not_told_as_done() -> None:
    world = World()
    for sentence in ("We don't keep paint in anything old.", "We don't keep paint in old tins."):
        page = world.page(sentence[-9:-1], [sentence, "Vans are washed on Fridays."])
        world.point(page, sentence, "prohibition", sentence, modality="must_not", predicate="keep")
    claims = [d.turns[0][0] for d in world.drafts() if d.recipe == "banned_after_all"]
    assert any("we keep paint in old tins" in claim for claim in claims)
    assert not any("anything" in claim for claim in claims)


def test_nobody_is_confused_with_their_own_initials() -> None:
    assert is_short_for("DM", "duty managers")
    assert is_short_for("quality manager", "QMs")
    assert not is_short_for("DM", "driver")
    assert not is_short_for("bursar", "warden")
    world = World()
    text, others = (
        "The duty manager must lift a block.",
        ("The DM must count the till.", "The bursar must sign the book."),
    )
    page = world.page("Blocks", [text, *others])
    for sentence, who, verb in ((text, "The duty manager", "lift"), (others[0], "The DM", "count"),
                                (others[1], "The bursar", "sign")):  # fmt: skip
        world.point(page, sentence, "role", who, role=who, predicate=verb, modality="must")
    roles = {site.role: site.roles for site in world.sites()}
    assert "DM" not in roles["duty manager"]
    assert "duty manager" not in roles["DM"]
    assert {"DM", "duty manager"} < set(roles["bursar"])


@pytest.mark.parametrize(("exception", "asked"), [("the warden", False), ("during a drill", True)])
def test_an_exception_of_persons_is_not_asked_for_by_when(exception: str, asked: bool) -> None:
    world = World()
    sentence = f"Nobody may open the vault except {exception}."
    world.point(
        world.page("Vault", [sentence]),
        sentence,
        "prohibition",
        "Nobody may open",
        predicate="open",
        modality="must_not",
    )
    made = [d for d in world.drafts() if "(unless)" in d.skeleton or d.skeleton.startswith("unless")]
    assert bool(made) == asked


def test_until_the_end_of_a_second_command_is_no_exception_of_the_first() -> None:
    duty = read_duty("Do not speak in the workshop, keep your remarks until the end.", None)
    with pytest.raises(Unfit, match="two rules"):
        _unless(Mock(), duty)


def test_a_role_is_no_part_of_a_word() -> None:
    assert verbatim("The contract is checked by the CO and kept in the CO-room.", "co") == "CO"
    assert verbatim("The bursar’s clerk signs.", "bursar's clerk") == "bursar’s clerk"
    with pytest.raises(Unfit):
        verbatim("The contract is checked.", "CO")


@pytest.mark.parametrize(
    ("rule", "role", "misquoted"),
    [
        ("Porters are responsible for the keys.", "porters", "Heads of department are responsible for the keys."),
        ("The porter keeps the keys.", "porter", "The head of department keeps the keys."),
        (
            "Keys are kept by the porters of the hall.",
            "porters of the hall",
            "Keys are kept by the heads of department.",
        ),
        ("An usher keeps the keys.", "usher", "A head of department keeps the keys."),
    ],
)
def test_another_role_stands_in_the_place_of_the_own_in_its_number(rule: str, role: str, misquoted: str) -> None:
    site = Mock(shown=rule, role=role)
    assert swapped(site, "head of department") == misquoted


def test_one_confuses_roles_of_one_document_first() -> None:
    world = World()
    document = world.page(
        "House rules", ["The porter keeps the keys.", "The usher sweeps the halls.", "Vans are washed."]
    )
    other = world.page("Field rules", ["The surveyor draws the maps of the field.", "Tents are dried on Fridays."])
    for page, sentence, role, verb in (
        (document, "The porter keeps the keys.", "The porter", "keep"),
        (document, "The usher sweeps the halls.", "The usher", "sweep"),
        (other, "The surveyor draws the maps of the field.", "The surveyor", "draw"),
    ):
        world.point(page, sentence, "role", role, role=role, predicate=verb, modality="fact")
    sites = world.sites()
    porter = next(s for s in sites if s.role == "porter")
    assert other_role(porter) == "usher"
    assert porter.nearest(["surveyor"]) == ["surveyor"]


@pytest.mark.parametrize(("verb", "confused"), [("release", False), ("move", True)])
def test_who_does_the_same_in_another_sentence_is_not_confused_with_those_who_alone_may(
    verb: str, confused: bool
) -> None:
    world = World()
    said = ["Only Quality can release held stock.", f"Out of hours the on-call manager may {verb} it by telephone."]
    document = world.page("Holds", said)
    world.point(document, said[0], "role", "Quality", role="Quality", predicate="release", modality="may")
    world.point(
        document, said[1], "role", "the on-call manager", role="the on-call manager", predicate=verb, modality="may"
    )
    sites = world.sites()
    quality = next(s for s in sites if s.role == "Quality")
    if confused:
        assert other_role(quality) == "on-call manager"
    else:
        with pytest.raises(Unfit, match="no other role"):
            other_role(quality)


def test_whoever_is_fit_for_it_may_be_another_role() -> None:
    site = Mock(roles=("usher",), shown="Only a porter opens the gate.", point={"point": "p", "predicate": "open"})
    site.passage.text = site.shown
    site.nearest = list
    site.role = "porter"
    assert other_role(site) == "usher"
    site.role = "competent person"
    with pytest.raises(Unfit):
        other_role(site)


@pytest.mark.parametrize(("own", "taken"), [("porter", False), ("visitor", True)])
def test_nobody_from_outside_is_confused_with_those_who_work_there(own: str, taken: bool) -> None:
    site = Mock(
        role=own, roles=("guest",), shown=f"The {own} signs the list.", point={"point": "p", "predicate": "sign"}
    )
    site.passage.text = site.shown
    site.nearest = list
    if taken:
        assert other_role(site) == "guest"
    else:
        with pytest.raises(Unfit):
            other_role(site)


@pytest.mark.parametrize(
    ("sentence", "role", "ask"),
    [
        ("The warden answers letters within 72 hours.", "warden", "who answers letters"),
        ("The warden must check the pumps every 6 months, noting each fault.", "warden", "who has to check the pumps"),
        ("The warden decides within two days whether a pass is valid.", "warden", "who decides whether a pass is valid"),
        ("The warden calls the office within an hour if it rains.", "warden", "who calls the office if it rains"),
        ("The warden calls in help for at least 2 days.", "warden", "who calls in help for at least 2 days"),
        ("The warden calls guests with at least 2 days' notice.", "warden", "who calls guests with at least 2 days' notice"),
        ("Lost passes are replaced by the warden within 5 days.", "warden", "who replaces lost passes"),
        ("Lost passes are reported to the warden within 5 days.", "warden", "who lost passes are reported to"),
        ("The warden must keep the pumps at least 3 metres apart.", "warden",
         "who has to keep the pumps at least 3 metres apart"),
    ],
)  # fmt: skip
def test_who_only_asks_who_does_not_tell_until_when(sentence: str, role: str, ask: str) -> None:
    def asks(*more: str) -> list[str]:
        world = World()
        page = world.page("The duties of the house", [sentence, *more])
        modality = "must" if "must" in sentence else "fact"
        point = world.point(page, sentence, "role", role, role=role, modality=modality)
        return [str(d.asks) for d in world.drafts() if d.point == point and d.recipe == "who"]

    assert asks() == [ask]
    if "at least" not in sentence:
        assert asks(sentence.replace("warden", "bursar")) != [ask]  # of two it is not said which


def test_no_whole_rule_is_told_to_ask_who() -> None:
    world = World()
    things = "the doors, the windows, the lamps, the stairs, the kitchen, the cellar, the attic, the yard, the shed and the gate"
    rule = f"The warden checks {things} of the old house."
    point = world.point(world.page("House", [rule]), rule, "role", "warden", role="warden", modality="fact")
    assert not [d for d in world.drafts() if d.point == point and d.recipe == "who"]
    with pytest.raises(Unfit, match="whole rule"):
        ask_who(next(site for site in world.sites() if site.point["point"] == point))


def receives(sentence: str, role: str) -> tuple[list[str], str]:
    """The questions for whom something goes to, and the indirect one."""
    duty = read_duty(sentence, None, frozenset({"lost", "complaints"}))
    received = receipt_of(Mock(role=role, shown=sentence), duty)
    assert received is not None
    train, _, ask = _ask_receiver(duty, received)
    return [p.text for p in train], ask


def test_whom_something_goes_to_is_asked_for() -> None:
    asked, ask = receives("Lost passes must be reported to the warden at once.", "warden")
    assert asked == [
        "Who do lost passes have to be reported to at once?",
        "To whom do lost passes have to be reported at once?",
    ]
    assert ask == "who lost passes have to be reported to at once"


@pytest.mark.parametrize(
    "sentence",
    [
        "Lost passes must be reported to the warden and replaced.",
        "Lost passes must be reported within a day of the loss to the warden.",
    ],
)
def test_what_more_is_said_of_whom_it_goes_to_cannot_be_asked_around(sentence: str) -> None:
    with pytest.raises(Unfit, match="more is said"):
        receipt_of(Mock(role="warden", shown=sentence), read_duty(sentence, None, frozenset({"lost"})))


def test_whom_something_goes_to_may_be_told_wrong() -> None:
    world = World()
    text = "Lost passes must be reported to the warden at once."
    other = "The bursar must count the till."
    document = world.page("Passes", [text, other])
    world.point(document, text, "role", "the warden", role="the warden", predicate="report", modality="must")
    world.point(document, other, "role", "The bursar", role="The bursar", predicate="count", modality="must")
    asked = [d.turns[0][0] for d in world.drafts() if d.recipe == "wrong_role"]
    assert any("reported to the bursar" in question for question in asked)


@pytest.mark.parametrize(
    ("sentence", "role", "alone"),
    [
        ("Gas bottles may be moved by trained staff only.", "trained staff", True),
        ("Gas bottles are only moved by trained staff.", "trained staff", True),
        ("Gas bottles may be moved by trained staff.", "trained staff", False),
        ("Gas bottles may only be moved at night by trained staff.", "trained staff", False),
    ],
)
def test_an_only_beside_who_does_it_denies_it_to_others(sentence: str, role: str, alone: bool) -> None:
    assert sole(Mock(role=role, shown=sentence)) == alone
    assert who(sentence) in ("who can move gas bottles", "who moves gas bottles", "who can move gas bottles at night")


def test_who_does_it_in_the_absence_of_another_is_not_what_it_is_done_to() -> None:
    rule = "Requests are approved by the system owner or, in their absence, by the operations lead."
    assert not asked_of(rule, "approve", "the system owner")
    assert asked_of("Requests for tools are approved by the system owner.", "approve", "the system owner")


def test_deeds_in_a_row_are_joined_where_one_asks_for_them() -> None:
    assert _strung("takes photos of the hull, fills in the form, calls the office")
    assert not _strung("takes photos of the hull, fills in the form and calls the office")
    assert not _strung("takes photos of hull, mast and sail")


def test_there_is_one_board() -> None:
    assert swapped(Mock(shown="An usher keeps the keys.", role="usher"), "board") == "The board keeps the keys."


def test_initials_of_a_role_stand_in_no_other_word() -> None:
    site = Mock(shown="The CO keeps a cooled box for the council.", role="CO")
    assert swapped(site, "head waiter") == "The head waiter keeps a cooled box for the council."
