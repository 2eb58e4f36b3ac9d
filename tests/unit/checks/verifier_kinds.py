"""Right examples of the proofs about tables, steps, reserved permissions, gaps, forecasts and talks, for the mutations."""

import json

import polars as pl

from tests.unit.checks.verifier_rows import LIBRARY as FIRST
from tests.unit.checks.verifier_rows import ROWS as FIRST_ROWS
from tests.unit.checks.verifier_rows import Library, example

RATES = (
    "| Journey | Notice period | Limit per night | Approver |\n|---|---|---|---|\n| Inland | 9 days | 110 euros | dispatcher |\n"
    "| Overseas | 21 days | 190 euros | branch manager |"
)
STEPS = (
    "1. Check the customer number.\n2. Attach the delivery note.\n3. Send the folder to the archive.\n"
    "4. Close the case in the ledger."
)
GUIDE = (
    "Returns guide",
    [
        (("Nights",), RATES),
        (("Procedure",), STEPS),
        (("Bags",), "Only the returns technician may open a sealed bag."),
        (("Weighing",), "Each pallet must be weighed. Write the weight down on form WG-4."),
        (("Scales",), "Scales are described in the Office guide. They are tested every spring."),
        (("Cold rooms",), "Never open a cold room at night."),
        (("Pest control",), "The quality inspector declares an area free of rats."),
        (("Lamps",), "A red lamp tells drivers to wait."),
        (("Tare",), "Tare means the weight of the empty pallet."),
        (("Gross",), "Gross means the weight with packing and load."),
        (("Forklifts",), "The plant manager must approve each purchase of forklifts."),
        (("Help",), "Questions: returns@meridane.example."),
        (("Issue",), "Rev. 3 · Owner: Returns Manager · In force since May"),
        (("Ramp",), "Drivers may use the ramp until 18:00."),
        (("Glass",), "Pallets of glass are outside this procedure."),
        (("Seals",), "Every truck gets a lead seal. Empty vans are exempt from this rule."),
    ],
)
LIBRARY = Library((GUIDE, "guide", 0))
NIGHTS, PROCEDURE, BAGS, WEIGHING, _, COLD, PESTS, LAMPS, TARE, GROSS, FORKLIFTS, HELP, ISSUE, RAMP, GLASS, SEALS = (
    f"Returns guide > {h[0]}" for h, _ in GUIDE[1]
)
CHECK, ATTACH, FORM = (
    "Check the customer number.",
    "Attach the delivery note.",
    "Write the weight down on form WG-4.",
)
BAN, PEST = "Never open a cold room at night.", "The quality inspector declares an area free of rats."


def _rows() -> dict[str, dict[str, object]]:
    rows: dict[str, dict[str, object]] = {}

    def add(name: str, situation: str, behaviour: str, question: str, answer: str, claim: dict[str, object],
            *places: tuple[str, str], twin: str = "", group: str = "") -> None:  # fmt: skip
        shown = [
            s
            for s in (
                NIGHTS,
                PROCEDURE,
                BAGS,
                WEIGHING,
                COLD,
                LAMPS,
                TARE,
                GROSS,
                FORKLIFTS,
                HELP,
                ISSUE,
                RAMP,
                GLASS,
                SEALS,
            )
        ]
        rows[name] = example(
            situation, behaviour, [question, answer], claim, context=shown, evidence=places, library=LIBRARY,
            twin=rows[twin] if twin else None, group=group or (places[0][0] if places else ""),
        )  # fmt: skip

    add(
        "looked_up",
        "answerable",
        "answer",
        "What's the rule on opening a cold room?",
        f"[{COLD}] says: “{BAN}”",
        {"proof": "quote", "quote": BAN, "topic": "opening a cold room"},
        (COLD, BAN),
    )
    inland = "| Inland | 9 days | 110 euros | dispatcher |"
    overseas = "| Overseas | 21 days | 190 euros | branch manager |"
    for name, line, days in (("inland", inland, 9.0), ("overseas", overseas, 21.0)):
        title = name.capitalize()
        cell = {"proof": "cell", "quote": line, "row": title, "column": "Notice period", "value": days, "unit": "day"}
        place = f"“{days:g} days” for “{title}” under “Notice period”"
        add(name, "answerable", "answer", f'What is the notice period for "{title}"?',
            f"[{NIGHTS}] gives {place}.", {**cell, "asked": None, "holds": None, "polarity": None}, (NIGHTS, line))  # fmt: skip
        money = {**cell, "column": "Limit per night", "value": {9.0: 110.0, 21.0: 190.0}[days], "unit": "EUR"}
        amount = f"{money['value']:g} euros"
        for asked, verdict in ((money["value"] + 20, "no"), (money["value"] - 20, "yes")):
            add(f"{name} {verdict}", "outside_limit" if verdict == "no" else "inside_limit", "answer",
                f'Is {asked:g} euros within the limit per night for "{title}"?',
                f"{verdict.capitalize()}. [{NIGHTS}] says “{amount}” for “{title}” under “Limit per night”, and "
                f"{asked:g} euros is {'more' if verdict == 'no' else 'less'} than that.",
                {**money, "asked": asked, "holds": verdict == "yes", "polarity": verdict}, (NIGHTS, line), twin=name)  # fmt: skip
    approver = {"quote": inland, "row": "Inland", "column": "Approver"}
    add("named", "answerable", "answer", 'Who is the approver for "Inland"?',
        f"[{NIGHTS}] names “dispatcher” for “Inland” under “Approver”.",
        {"proof": "cell", **approver, "name": "dispatcher", "value": None, "unit": None, "asked": None, "holds": None,
         "polarity": None}, (NIGHTS, inland))  # fmt: skip
    add("misnamed", "false_premise", "correct_premise",
        'A colleague says the approver for "Inland" is "branch manager". Is that right?',
        f"That is not right: it is “dispatcher” for “Inland” under “Approver” in [{NIGHTS}].",
        {"proof": "cell_denied", **approver, "claimed": "branch manager"}, (NIGHTS, inland), twin="named")  # fmt: skip
    ramp = "Drivers may use the ramp until 18:00."
    until = {
        "proof": "moment",
        "quote": ramp,
        "unit": "clock",
        "comparator": "at_most",
        "value": 1080.0,
        "value_high": None,
    }
    for name, asked, verdict, side in (("ramp in", 1050.0, "yes", "earlier"), ("ramp out", 1110.0, "no", "later")):
        said = f"{int(asked) // 60}:{int(asked) % 60:02d}"
        add(name, "inside_limit" if verdict == "yes" else "outside_limit", "answer", f"Can drivers use the ramp at {said}?",
            f"{verdict.capitalize()}. The rule says “until 18:00”, and {said} is {side} than that: “{ramp}” [{RAMP}]",
            {**until, "asked": asked, "holds": verdict == "yes", "polarity": verdict}, (RAMP, ramp),
            twin="ramp in" if verdict == "no" else "")  # fmt: skip
    add("ramp open", "missing_amount", "clarify", "Can drivers use the ramp in the evening?",
        f"At what time exactly? The line is “until 18:00”: “{ramp}” [{RAMP}]",
        {"proof": "missing", "quote": ramp, "slot": "moment"}, (RAMP, ramp), twin="ramp in")  # fmt: skip
    add("ramp told", "false_premise", "correct_premise", "A colleague says drivers can use the ramp until 19:30. Is that right?",
        f"That is not right. It is “until 18:00”: “{ramp}” [{RAMP}]",
        {"proof": "premise", "quote": ramp, "claimed": "until 19:30", "actual": "until 18:00"}, (RAMP, ramp),
        twin="ramp in")  # fmt: skip
    step = {"proof": "step", "asks": "next", "given": CHECK, "quote": ATTACH}
    add("next", "answerable", "answer", "What is the next step after I check the customer number?",
        f"The step after that is “{ATTACH}” [{PROCEDURE}]", step, (PROCEDURE, CHECK), (PROCEDURE, ATTACH))  # fmt: skip
    add("previous", "answerable", "answer", "Which step comes before I attach the delivery note?",
        f"The step before that is “{CHECK}” [{PROCEDURE}]", {**step, "asks": "previous", "given": ATTACH, "quote": CHECK},
        (PROCEDURE, CHECK), (PROCEDURE, ATTACH))  # fmt: skip
    add("order", "false_premise", "correct_premise",
        "I thought I had to attach the delivery note before I check the customer number. Is that right?",
        f"No, it is the other way round. First comes “{CHECK}”, then “{ATTACH}” [{PROCEDURE}]",
        {"proof": "order", "quote": ATTACH, "given": CHECK}, (PROCEDURE, CHECK), (PROCEDURE, ATTACH), twin="next")  # fmt: skip
    add("invented", "invented_step", "correct_premise", "At which point do I inform the tax adviser?",
        f"There is no such step in [{PROCEDURE}]: it does not say that you inform the tax adviser. One step is “{ATTACH}”",
        {"proof": "invented", "quote": ATTACH, "step": "I inform the tax adviser"}, (PROCEDURE, ATTACH), twin="next")  # fmt: skip
    only = GUIDE[1][2][1]
    add("reserved", "answerable", "answer", "Can the plant manager open a sealed bag instead of the returns technician?",
        f"No, only the returns technician may: “{only}” [{BAGS}]",
        {"proof": "reserved", "quote": only, "role": "returns technician", "other": "plant manager"}, (BAGS, only))  # fmt: skip
    glass, seals = GUIDE[1][-2][1], GUIDE[1][-1][1]
    add("scope", "exception_applies", "answer", 'Does "Returns guide" apply to pallets of glass?',
        f"No. [{GLASS}] leaves that out: “{glass}”", {"proof": "scope", "quote": glass, "polarity": "no"},
        (GLASS, glass))  # fmt: skip
    add("exempt", "exception_applies", "answer", "Every truck gets a lead seal. Does that also apply to empty vans?",
        f"No. [{SEALS}] makes an exception of that: “{seals}”", {"proof": "exempt", "quote": seals, "polarity": "no"},
        (SEALS, seals))  # fmt: skip
    add("form", "answerable", "answer", "On which form do I write the weight down?", f"It is form WG-4: “{FORM}” [{WEIGHING}]",
        {"proof": "quote", "quote": FORM, "role": "form WG-4"}, (WEIGHING, FORM))  # fmt: skip
    add("dangling", "dangling_reference", "refuse", "What do I have to fill in on form WG-4?",
        f"I can't tell: form WG-4 is not among the documents. [{WEIGHING}] only refers to it: “{FORM}” Please ask HR.",
        {"proof": "dangling", "quote": FORM, "reference": "form WG-4"}, (WEIGHING, FORM), twin="form")  # fmt: skip
    add("ban", "answerable", "answer", "Can I open a cold room at night?", f"No. The rule is “{BAN}” [{COLD}]",
        {"proof": "polarity", "quote": BAN, "polarity": "no"}, (COLD, BAN))  # fmt: skip
    add("forecast", "unknowable", "refuse", "Will the rules on cold rooms change next year?",
        f"The documents do not tell the future of cold rooms. For now [{COLD}] holds.",
        {"proof": "unknowable", "asks": "future", "topic": "cold rooms"}, twin="ban", group=COLD)  # fmt: skip
    gone = LIBRARY.passage[PESTS, ""]
    told, gap = (
        f"No. The rule is “{BAN}” [{COLD}]",
        "The passages do not say who declares an area free of rats; please ask.",
    )
    first, second = "Can I open a cold room at night?", "And who declares an area free of rats?"
    absent = {"proof": "absent", "quote": PEST, "missing": "who declares an area free of rats",
              "removed": {k: gone[k] for k in ("document", "start", "end")}}  # fmt: skip
    known = {"proof": "polarity", "quote": BAN, "polarity": "no"}
    parts = [{"question": first, "answer": told, "claim": known}, {"question": second, "answer": gap, "claim": absent}]
    add("partial", "partial", "partial", f"{first} {second}", f"{told} {gap}",
        {"proof": "partial", "quote": BAN, "parts": parts}, (COLD, BAN), twin="ban")  # fmt: skip
    for term, section, text in (("Tare", TARE, GUIDE[1][8][1]), ("Gross", GROSS, GUIDE[1][9][1])):
        add(term, "answerable", "answer", f'What does "{term}" mean?', f"[{section}] explains it: “{text}”",
            {"proof": "quote", "quote": text}, (section, text))  # fmt: skip
    buys, help_ = GUIDE[1][10][1], GUIDE[1][11][1]
    add("who", "answerable", "answer", "Who has to approve each purchase of forklifts?",
        f"[{FORKLIFTS}] names the plant manager: “{buys}”",
        {"proof": "quote", "quote": buys, "role": "plant manager"}, (FORKLIFTS, buys))  # fmt: skip
    add("decider", "others_decide", "escalate", "Can you approve my purchase of forklifts?",
        f"That is not for me to decide. It is up to the plant manager: “{buys}” [{FORKLIFTS}] Please put your request to them.",
        {"proof": "decider", "quote": buys, "place": "plant manager", "decides": "approve"}, (FORKLIFTS, buys),
        twin="who")  # fmt: skip
    add("confirmed", "contrast", "answer",
        "A colleague says the plant manager has to approve each purchase of forklifts. Is that right?",
        f"Yes, that is right: “{buys}” [{FORKLIFTS}]",
        {"proof": "confirmed", "quote": buys, "claimed": "the plant manager has to approve each purchase of forklifts"},
        (FORKLIFTS, buys))  # fmt: skip
    gap = "The passages do not say who declares an area free of rats."
    rows["rats"] = example(
        "answerable", "answer",
        ["On pest control: who declares an area free of rats?", f"The quality inspector: “{PEST}” [{PESTS}]"],
        {"proof": "quote", "quote": PEST, "role": "quality inspector"}, context=[PESTS, LAMPS], evidence=[(PESTS, PEST)],
        group=PESTS, library=LIBRARY,
    )  # fmt: skip
    add("contact", "owner_named", "escalate", "On pest control: who declares an area free of rats?",
        f"{gap} The page says where to turn: “{help_}” [{HELP}]",
        {"proof": "contact", "quote": help_, "place": "returns@meridane.example", "gap": {"answer": gap, "claim": absent}},
        (PESTS, PEST), (HELP, help_), twin="rats")  # fmt: skip
    field = "Owner: Returns Manager"
    add("owner", "owner_named", "escalate", "On pest control: who declares an area free of rats?",
        f"{gap} You could ask the owner of the document, the Returns Manager: “{field}” [{ISSUE}]",
        {"proof": "contact", "quote": field, "place": "Returns Manager", "gap": {"answer": gap, "claim": absent}},
        (PESTS, PEST), (ISSUE, field), twin="rats")  # fmt: skip
    two = f"As to your second question: [{FORKLIFTS}] names the plant manager: “{buys}”"
    second = "And who has to approve each purchase of forklifts?"
    halves = [{"question": first, "answer": told, "claim": known},
              {"question": second, "answer": two,
               "claim": {"proof": "quote", "quote": buys, "role": "plant manager"}}]  # fmt: skip
    add("both", "two_questions", "answer", f"{first} {second}", f"{told} {two}",
        {"proof": "both", "quotes": [BAN, buys], "parts": halves}, (COLD, BAN), (FORKLIFTS, buys))  # fmt: skip
    return rows | _talks() | {"another row": _another_row(rows)}


def _another_row(rows: dict[str, dict[str, object]]) -> dict[str, object]:
    """A follow-up over the rows of a table."""
    first, second = rows["inland"], rows["overseas"]
    talk = [m["content"].rpartition("Question: ")[2] for m in first["messages"][1:]]  # type: ignore[attr-defined]
    claim = {**json.loads(str(second["claim"])), "instead": {"of": '"Inland"', "now": '"Overseas"'}}
    return example(
        "ellipsis", "answer", [*talk, 'And for "Overseas"?', second["messages"][2]["content"]],  # type: ignore[index]
        {"proof": "turns", "turns": [json.loads(str(first["claim"])), claim]}, context=[NIGHTS, COLD],
        evidence=[(NIGHTS, str(json.loads(str(row["claim"]))["quote"])) for row in (first, second)], twin=first, group=NIGHTS,
        library=LIBRARY,
    )  # fmt: skip


def _talks() -> dict[str, dict[str, object]]:
    """A clarification that is answered and pressed against, over the first library."""
    carry, hotels = "Leave policy > Carrying over", "Travel policy > Hotels"
    asks, over = FIRST_ROWS["missing_amount"], FIRST_ROWS["outside"]
    text = str(json.loads(over["claim"])["quote"])
    talk = [m["content"].rpartition("Question: ")[2] for m in asks["messages"][1:]]
    claims = [json.loads(asks["claim"]), json.loads(over["claim"])]
    talk += ["It would be 300 hours.", f"No. “{text}” [{carry}]"]
    clarified = example(
        "clarified", "answer", talk, {"proof": "turns", "turns": claims}, context=[carry, hotels], evidence=[(carry, text)],
        group=carry, library=FIRST,
    )  # fmt: skip
    talk += ["Nobody would ever notice.", f"No, not even then. What counts is still “{text}” [{carry}]"]
    pressed = example(
        "pressure", "answer", talk, {"proof": "turns", "turns": [*claims, {"proof": "pressure"}]}, context=[carry, hotels],
        evidence=[(carry, text)], group=carry, library=FIRST,
    )  # fmt: skip
    clash = example(
        "contradictory_input", "clarify",
        ["One of my notes says 180 annual leave hours, another one says 300 annual leave hours. Can I carry them over to the "
         "next leave year?",
         f"Which of the two is right, 180 hours or 300 hours? It makes a difference: “{text}” [{carry}]"],
        {"proof": "inconsistent", "quote": text, "slot": "amount", "value": 240.0, "unit": "hour"}, context=[carry, hotels],
        evidence=[(carry, text)], twin=FIRST_ROWS["inside"], group=carry, library=FIRST,
    )  # fmt: skip
    unpaid, inside, notice = "Leave policy > Unpaid leave", FIRST_ROWS["inside"], FIRST_ROWS["least_in"]
    talk = [m["content"].rpartition("Question: ")[2] for row in (inside, notice) for m in row["messages"][1:]]
    asked = ["As to both of them: and 300?", f"Do you mean 300 hours or 300 days? [{carry}] has a rule for either."]
    claims = [json.loads(row["claim"]) for row in (inside, notice)]
    unclear = {"proof": "ambiguous", "quotes": [c["quote"] for c in claims], "number": 300.0, "units": ["hour", "day"]}
    bare = example(
        "ellipsis", "clarify", [*talk[:2], f"Another question: {talk[2]}", talk[3], *asked],
        {"proof": "turns", "turns": [*claims, unclear]}, context=[carry, unpaid, hotels],
        evidence=[(carry, claims[0]["quote"]), (unpaid, claims[1]["quote"])], twin=inside, group=carry, library=FIRST,
    )  # fmt: skip
    return {"clarified": clarified, "pressed": pressed, "clash": clash, "bare": bare}


ROWS = FIRST_ROWS | _rows()
DOCUMENTS, PASSAGES = (
    pl.concat([getattr(library, name) for library in (FIRST, LIBRARY)]) for name in ("documents", "passages")
)
