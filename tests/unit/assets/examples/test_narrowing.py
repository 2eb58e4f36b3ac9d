"""What another sentence of its section does to a rule, for the recipes and for the verifier."""

import pytest

from tests.unit.assets.examples.test_caveats import excepted

GIFTS = "Staff may accept gifts of up to EUR 30 from a supplier."


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("During a tender, no gifts may be accepted.", True),
        ("During a tender, gifts may be accepted.", False),
        ("During a tender, no gifts may be bought.", False),
        ("During a tender, no supplier may be visited in the evening.", False),
        ("During a tender, no more than 2 gifts may be accepted.", False),
    ],
)
def test_what_turns_a_rule_round_under_a_circumstance_is_an_exception(beside: str, *, expected: bool) -> None:
    assert excepted(GIFTS, f"{GIFTS} {beside}") == [expected, expected]


@pytest.mark.parametrize(
    ("rule", "beside", "expected"),
    [
        (GIFTS, "Members of a jury accept nothing from a supplier.", True),
        (GIFTS, "Members of a jury buy nothing from a supplier.", False),
        (GIFTS, "Apprentices may not accept gifts.", True),
        (GIFTS, "Apprentices may not accept parcels.", False),
        (GIFTS, "Apprentices may accept gifts.", False),
        ("You may work alone until 20:00.", "Apprentices must not work alone.", True),
        ("You may work alone until 20:00.", "Apprentices must not work outside.", False),
        ("You must not work alone.", "Apprentices must not work alone.", False),
        ("A van may be hired for a day.", "Vans without a roof may not be hired.", True),
        ("A van may be hired for a day.", "Bikes without a bell may not be hired.", False),
        ("Staff can work at home on 2 days.", "Not available for home working: post room, counters.", True),
        ("Staff can work at home on 2 days.", "Not available for visitors: post room, counters.", False),
    ],
)
def test_what_forbids_some_what_a_rule_allows_is_an_exception(rule: str, beside: str, *, expected: bool) -> None:
    assert excepted(rule, f"{rule} Lamps are lit at dusk.\n\n{beside}") == [expected, expected]


@pytest.mark.parametrize(
    ("rule", "behind", "expected"),
    [
        ("Contracts above EUR 100,000 are insured.", "Contracts with public schools do not have to be insured.", True),
        ("Contracts above EUR 100,000 are insured.", "Contracts with public schools need not be insured.", True),
        ("Contracts above EUR 100,000 are insured.", "Contracts with public schools are not archived.", False),
        ("Contracts above EUR 100,000 are insured.", "Cars of guests do not have to be insured.", False),
        ("Contracts must not be insured abroad.", "Contracts with public schools do not have to be insured.", False),
        (
            "Contracts above EUR 100,000 are insured.",
            "Contracts are not insured.",
            False,
        ),  # a contradiction, no exception
        ("A boat may be kept for up to 14 days.", "The harbour master may extend the loan by a further 10 days.", True),
        ("A boat may be kept for up to 14 days.", "The harbour master may allow longer loans.", True),
        ("A boat may be kept for up to 14 days.", "The harbour master may extend the pier.", False),
        ("You may take up to 2 flexi days a month.", "Grade D and above: no flexi days.", True),
        ("You may take up to 2 flexi days a month.", "Rota staff don't have flexi days.", True),
        ("You may take up to 2 flexi days a month.", "Rota staff don't have lockers.", False),
        ("You may take up to 2 flexi days a month.", "Not open to trainees.", True),
        ("You must not take flexi days.", "Not open to trainees.", False),
        ("Boats are kept in the hall.", "The harbour master may extend the loan by a further 10 days.", False),
        ("You can keep a boat for up to 14 days.", "If you are a guest, you can keep one for up to 5.", True),
        ("A boat must be cleaned within 14 days.", "For canoes, it must be cleaned within 2 days.", True),
        ("You can keep a boat for up to 14 days.", "If you are a guest, you can sleep in the hall for up to 5.", False),
        ("You can keep a boat for up to 14 days.", "If you are a guest, you can keep a diary.", False),
        ("You can keep a boat in the hall.", "If you are a guest, you can keep one for up to 5 days.", False),
        ("Firms younger than 2 years must give a guarantee.", "Public schools do not need a guarantee.", True),
        ("Firms younger than 2 years must give a guarantee.", "Public schools do not need a key.", False),
        ("The secretary books rooms by phone.", "Members can also book rooms by post.", True),
        ("The secretary books rooms by phone.", "Members can also swim.", False),
        ("The secretary must not book rooms by phone.", "Members can also book rooms by post.", False),
        ("Smoke machines are prohibited in all halls.", "They can be used in the barn.", True),
        ("Smoke machines are prohibited in all halls.", "They can weigh 20 kg.", False),
        ("Smoke machines are prohibited in all halls.", "They cannot be used in the barn.", False),
        ("Smoke machines are welcome in all halls.", "They can be used in the barn.", False),
        ("A lock is removed only by its owner.", "If the owner is away, the foreman may cut it.", True),
        ("A lock is removed only by its owner.", "If the owner is away, the foreman may go home.", False),
        ("A lock is removed by its owner.", "If the owner is away, the foreman may cut it.", False),
        ("Guards are not granted leave in June.", "Parents may ask for a week in these days.", True),
        ("Guards are not granted leave in June.", "Parents may ask for a locker.", False),
        ("A loan may be extended by 30 days.", "Boats can't be extended.", True),
        ("A loan may be extended by 30 days.", "Boats can't be painted.", False),
        ("Only a guard may open the hall.", "The hall must not be open at night.", False),
        ("Ring at least 2 hours before the shift begins.", "For night shifts: four hours.", True),
        ("Ring at least 2 hours before the shift begins.", "For night shifts: ring twice.", False),
        ("Tools of up to EUR 300 are approved by the foreman.", "Above EUR 300 the chief also has to agree.", True),
        ("Tools of up to EUR 300 are approved by the foreman.", "Above EUR 900 a lift is hired.", False),
        ("Payment terms are 30 days.", "Public schools may have 60 days.", True),
        ("Payment terms are 30 days.", "Public schools may have 2 keys.", False),
        ("Clerks may offer a gift of up to EUR 20.", "Managers can go up to EUR 150.", True),
        ("Clerks may offer a gift of up to EUR 20.", "Managers can go to 3 fairs.", False),
        ("Windows are cleaned within 5 days of a storm.", "Carpets are cleaned within 2 days.", False),
        ("Members must make a choice.", "If you keep the old one, no further action is needed.", True),
        ("Members must make a choice.", "If you keep the old one, a list is kept.", False),
    ],
)
def test_the_sentence_behind_a_rule_may_take_some_of_it_out(rule: str, behind: str, *, expected: bool) -> None:
    assert excepted(rule, f"{rule} {behind}") == [expected, expected]
    assert excepted(rule, f"{rule} Guests sign a list at the gate. {behind}") == [False, False]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("If you get a grant abroad after June, it is paid in May.", True),
        ("If you get a grant abroad, it is paid in May.", False),  # another rule on the same, none on some of it
        ("If you get a boat, it is paid in May.", False),
    ],
)
def test_a_narrower_case_is_shown_with_the_rule(beside: str, expected: bool) -> None:
    rule = "If you get a grant abroad, you will be asked."
    assert excepted(rule, f"{rule} Lists are kept. {beside}") == [expected, expected]


LOANS, VISITORS = (
    "Loans of more than EUR 50 must be approved by the clerk.",
    "Visitors may enter the hall if a guard is there.",
)


@pytest.mark.parametrize(
    ("rule", "behind", "expected"),
    [
        (LOANS, "The request must also be made in writing.", True),
        (LOANS, "They must also be signed by the board.", True),
        (LOANS, "The request is made in writing as well.", True),
        (LOANS, "In addition, the list is signed.", True),
        (LOANS, "Loans of more than EUR 5,000 must also be approved by the board.", True),
        (LOANS, "The list must be signed.", False),  # nothing says that it is demanded besides
        (LOANS, "The clerk must also water the plants.", False),  # another duty of somebody
        (LOANS, "Guests must also sign the list.", False),
        (LOANS, "Windows must also be closed by the clerk.", False),
        (
            "Loans of up to EUR 50 must be approved by the clerk.",
            "Loans above EUR 50 must also be approved by the board.",
            True,  # it goes on where the rule ends
        ),
        (VISITORS, "They must wear a vest.", True),
        (VISITORS, "They are told about the risks.", False),
        (VISITORS, "Guards must wear a vest.", False),
        ("The hall may be opened only by a guard.", "It must be checked every 30 minutes.", False),
        ("The hall must not be opened at night.", "It must also be locked.", False),
    ],
)
def test_what_is_demanded_besides_is_shown_with_the_rule(rule: str, behind: str, expected: bool) -> None:
    assert excepted(rule, f"{rule} {behind}") == [expected, expected]
    assert excepted(rule, f"{rule} Lamps are lit at 18:00. {behind}") == [False, False]


CHECK = "The purser checks the cabin list."


@pytest.mark.parametrize(
    ("rule", "behind", "expected"),
    [
        (CHECK, "For cabins of the crew, the chief mate carries out the check.", True),
        (CHECK, "In the case of a group, the chief mate checks the list.", True),
        (CHECK, "If a cabin is sealed, it is checked by the chief mate.", True),
        (CHECK, "Where a cabin is sealed, the chief mate performs the check.", True),
        (CHECK, "If a cabin is sealed, the chief mate cleans the list.", False),
        (CHECK, "If a cabin is sealed, the chief mate checks the engine.", False),  # another task
        (CHECK, "If a cabin is sealed, the purser checks the cabin list.", False),  # the same one does it
        (CHECK, "The chief mate carries out the check.", False),  # it says of no circumstance
        ("Refunds are decided by the purser.", "For groups, the chief mate decides.", True),
        (
            "Refunds are decided within 5 days.",
            "For groups, the chief mate decides.",
            False,
        ),  # nobody was said to decide
    ],
)
def test_a_task_that_falls_to_another_under_a_circumstance_is_shown_with_its_rule(
    rule: str, behind: str, *, expected: bool
) -> None:
    assert excepted(rule, f"{rule} {behind}") == [expected, expected]
    assert excepted(rule, f"{rule} Guests sign at the gate. {behind}") == [False, False]
