import pytest

from assets.privacy.candidates import Unit
from assets.privacy.persons import Mention, declared, find_persons, is_role
from resources.analyzer import analyzer


def look(*texts: str, seeds: tuple[str, ...] = (), keep: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    hits = analyzer().find(texts, [True] * len(texts))
    units = [Unit(t, tuple(h)) for t, h in zip(texts, hits, strict=True)]
    found: list[Mention] = find_persons(units, seeds, keep=keep)
    return [(texts[m.unit][m.start : m.end], m.identity) for m in found]


def test_one_identity_for_all_forms_of_a_name() -> None:
    found = look(
        "Sarah Connor approved this. Ask Sarah, or S. Connor, or mail sconnor@corp.internal.",
        "Connor, Sarah signed. Write to sarah.connor@corp.internal or ping @sconnor.",
    )
    assert len(found) == 7
    assert {identity for _, identity in found} == {"sarah connor"}


def test_declared_name_is_sought_with_its_parts() -> None:
    found = look("The permit of Xqarra Vhenzul lapsed. Vhenzul was told.", seeds=("Vhenzul, Xqarra",))
    assert found == [("Xqarra Vhenzul", "xqarra vhenzul"), ("Vhenzul", "xqarra vhenzul")]


@pytest.mark.parametrize(
    "text",
    [
        "Expenses go through Concur, dashboards through Grafana and Kubernetes on GitHub.",
        "The Employee Handbook and the Incident Commander Guide apply to Finance Managers.",
        "Open Slack, mark the ticket and ask the Service Desk. Tock records your time.",
        "Dear {{first_name}}, your manager [manager name] said XXXX owes XX/XX/XXXX.",
        "Goldman Sachs, Morgan Stanley and Johns Hopkins University are customers.",
        "Write to helpdesk@corp.internal, hr-team@example.com or @here.",
        "Refunds within 30 days in May need a receipt; Will the manager approve?",
        "The desk is open Mon-Fri, 06:00-18:00 (Sat, ext. 4000).",
        "Choose the teams Alpha, Bravo and Charlie. Charlie reports first.",
        "The review is filed under Tab 025 in the contract file.",
        "Murphy's Law holds here too.",
        "| Berth | Max length | Max draught | Per night |",
        "Max stay at the mooring is two nights.",
        "Vhenzul Job",
        "We ask the supplier, Xqarra Dialysis, for that.",
        "Send it to the team lead, Blood Bank, or the registrar (Record Office).",
    ],
)
def test_what_is_no_person_survives(text: str) -> None:
    assert look(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr. Xqarra Vhenzul will call.", "Xqarra Vhenzul"),
        ("Hi Marisol,\nplease reset my login.", "Marisol"),
        ("| Okafor, Chidi | 12 |", "Okafor, Chidi"),
        ("Will Oduya said no.", "Will Oduya"),
        ("Ask Max about the length of the berth.", "Max"),
        ("| Owner | Max |", "Max"),
        ("| Owner | Priya Raman |", "Priya Raman"),
        ("please call monika kowalski back", "monika kowalski"),
        ("Agree it with Sister Vhenzul beforehand.", "Vhenzul"),
        ("Contact: T. Vhenzul, third floor.", "T. Vhenzul"),
        ("Her maiden name is Vhenzul", "Vhenzul"),
        ("My name is Martin", "Martin"),
        ("Zoe Young will look at it.", "Zoe Young"),
        ("Add Daniela C Brzezicka to the group", "Daniela C Brzezicka"),
        ("hi, my name is monika and i lost my badge", "monika"),
        ("Present: Priya Raman, Tomasz, Halima.", "Halima"),
        ("Loan officers (Wren Xqarra, Vhenzul Ombrax, Priya Raman) decide.", "Wren Xqarra"),
        ("Loan officers (Wren Xqarra, Vhenzul Ombrax, Priya Raman) decide.", "Vhenzul Ombrax"),
        ("Tell the duty officer, Vhenzul Ombrax, within a day.", "Vhenzul Ombrax"),
        ("It goes to the registrar (Xqarra Moss) first.", "Xqarra Moss"),
        ("The swap was cancelled.\nThanks for looking into it,\nTomasz", "Tomasz"),
    ],
)
def test_persons_are_found(text: str, name: str) -> None:
    assert name in [found for found, _ in look(text)]


def test_a_name_under_a_greeting_of_the_paragraph_before() -> None:
    [hits] = analyzer().find(["Xqarra Vhenzul"], [True])
    found = find_persons([Unit("Xqarra Vhenzul", tuple(hits), "please help.\nKind regards,\n")], ())
    assert [m.identity for m in found] == ["xqarra vhenzul"]


def test_kept_names_survive() -> None:
    assert look("Ada Lovelace was here. Ask Ada Lovelace.") != []
    assert look("Ada Lovelace was here. Ask Ada Lovelace.", keep=("Ada Lovelace",)) == []


def test_word_that_is_also_a_name_stays_where_it_is_a_word() -> None:
    found = look("Mark Chen joined. Mark the ticket as done. Later Mark said yes.")
    assert [text for text, _ in found] == ["Mark Chen", "Mark"]


@pytest.mark.parametrize(
    "team",
    [
        *("Platform Team", "Finance", "it-support@corp.internal", "Legal & Compliance", "GitHub"),
        *("R&D", "M & A", "Nephrology", "Endoscopy", "Metrology", "Mechatronics"),
    ],
)
def test_teams_are_not_declared_persons(team: str) -> None:
    assert declared(team) is None


def test_declared_forms() -> None:
    assert declared("Connor, Sarah (Finance)") == ["Sarah", "Connor"]
    assert declared("Sarah Connor <sconnor@x.internal>") == ["Sarah", "Connor"]
    assert declared("sarah.connor@x.internal") == ["Sarah", "Connor"]
    assert declared("Vhenzul") == ["Vhenzul"]
    assert declared("D. Vhenzul") == ["D.", "Vhenzul"]


def test_roles_and_persons_of_mailboxes() -> None:
    assert all(map(is_role, ("helpdesk", "security", "hr-team", "no-reply", "devops-oncall", "customer.service")))
    assert all(map(is_role, ("itservicedesk", "peopleops", "abc-peopleops", "FEHB", "GSARegSec", "businessapps")))
    assert not any(map(is_role, ("markstone", "sarah.connor", "will.park", "johnsmith", "dr.ashgrove")))
    assert not any(map(is_role, ("sarah", "sconnor", "LeticiaMartins", "hugo.st")))
