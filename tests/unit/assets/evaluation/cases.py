"""Cases written by hand: the grader is tested on wordings that no recipe of ours makes."""

from assets.evaluation.cases import Case

PASSAGES = """[1] Rooms > Booking
Rooms can be booked up to 8 weeks in advance. A booking may last no longer than 4 hours; workshops are exempt.

[2] Service vehicles
Private journeys of more than 300 kilometres must be agreed with the fleet manager. Report an accident within 24 hours.

[3] Safety
Nobody may work alone with high voltage. The safety officer must check the gas store every 6 months.

"""
TURN = "user"


def case(question: str, behaviour: str = "answer", **facts: object) -> Case:
    """A case over PASSAGES."""
    messages = (
        {"role": "system", "content": "Answer from the passages."},
        {"role": TURN, "content": f"{PASSAGES}Question: {question}"},
    )
    values = {"example": "e" * 64, "situation": "answerable", "expected": "", "messages": messages, **facts}
    return Case(behaviour=behaviour, **values)  # type: ignore[arg-type]


BOOK_5 = case("Can I book a room 5 weeks in advance?", polarity="yes", needs=("8 weeks",))
BOOK_11 = case("Can I book a room 11 weeks in advance?", polarity="no", needs=("8 weeks",))
HOW_FAR = case("How far in advance can rooms be booked?", needs=("up to 8 weeks",))
WHO = case("Who has to check the gas store every 6 months?", needs=("safety officer",))
ALONE = case("Is it fine for me to work alone with high voltage?", polarity="no")
JOURNEY_200 = case(
    "Is it required to agree a private journey of 200 kilometres with the fleet manager?",
    settled=False,
    needs=("300 kilometres",),
)
WHERE = case("In which section is the gas store mentioned?", needs=("Safety",))
SOME_WEEKS = case("Can I book a room some weeks in advance?", "clarify", needs=("week",))
TOLD_12 = case(
    "A colleague says rooms can be booked up to 12 weeks in advance. Is that right?",
    "correct_premise",
    needs=("up to 8 weeks",),
    denied="up to 12 weeks",
)
TOLD_ALONE = case(
    "A colleague thinks I may work alone with high voltage. Is that how it is?",
    "correct_premise",
    denied="I may work alone with high voltage",
)
AGREE_JOURNEY = case("Can you agree to my private journey of 400 kilometres?", "escalate", needs=("fleet manager",))
COLOUR = case("What colour are the service vehicles?", "refuse")
GUITAR = case("How do I tune a guitar?", "refuse")
WHICH_VALUE = case("How soon do I report an accident?", "surface_conflict", needs=("24 hours", "2 days"))
