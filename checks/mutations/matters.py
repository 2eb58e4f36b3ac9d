"""Another matter than the one that is asked about: the next cell, the next step, a question that the answer does not fit."""

import json
import re

from checks.mutations.making import Pool, Row, Way, answer_of, number, other_opening, printed, question_of, with_
from checks.verifier.words import plain, sentences, words

# --- other_cell ------------------------------------------------------------


def _rows_below(claim: Row, row: Row, pool: Pool) -> list[str]:
    """The rows of the tables of the section that are not the claim's and do not hold its value, as written."""
    held = {e["passage"] for e in row["evidence"]}
    lines = [
        line for p in pool.passages.get(row["document"], []) if p["passage"] in held for line in p["text"].split("\n")
    ]
    value = number(claim["value"]) if claim.get("value") is not None else None
    return [
        line for line in lines
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line) and plain(line) != plain(claim["quote"])
        and (value is None or (re.search(r"\d", line) and value not in line))
    ]  # fmt: skip


def _other_row(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The question is about another row of the table; the answer, or answer and claim, stay with this one."""
    others = _rows_below(claim, row, pool) if claim["proof"] in ("cell", "cell_denied") else []
    names = [plain(line.strip("| ").split("|")[0]) for line in others]
    names = [n for n in names if n and n.casefold() != claim["row"].casefold()]
    if not names or claim["row"] not in question_of(row):
        return None
    name = names[draw % len(names)]
    fitted = {**claim, "row": name} if draw % 2 else claim
    answer = answer_of(row).replace(claim["row"], name) if draw % 2 else answer_of(row)
    return with_(row, claim=fitted, question=question_of(row).replace(claim["row"], name), answer=answer)


def _other_value(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The value of another row, told for this one."""
    if claim["proof"] != "cell":
        return None
    others = [
        o for o in pool.by_proof.get("cell", [])
        if o["section"] == row["section"] and json.loads(o["claim"])["asked"] is None
        and json.loads(o["claim"])["value"] != claim["value"]
        and (json.loads(o["claim"])["column"] is None) == (claim["column"] is None)
    ]  # fmt: skip
    if claim["asked"] is not None or not others:
        return None
    other = others[draw % len(others)]
    told = json.loads(other["claim"])
    fitted = {**(told if draw % 2 else claim), "row": claim["row"], "column": claim["column"], "value": told["value"]}
    answer = answer_of(other).replace(told["row"], claim["row"])
    answer = answer.replace(told["column"], claim["column"]) if told["column"] else answer
    return with_(row, claim=fitted, answer=answer, evidence=other["evidence"] if draw % 2 else row["evidence"])


def _flip_cell(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Yes for No, as if the cell bounded the other side."""
    answer = other_opening(answer_of(row)) if claim["proof"] == "cell" and claim["polarity"] else None
    if answer is None:
        return None
    fitted = {**claim, "holds": not claim["holds"], "polarity": "no" if claim["holds"] else "yes"}
    situation = {"inside_limit": "outside_limit", "outside_limit": "inside_limit"}.get(
        row["situation"], row["situation"]
    )
    return with_(row, claim=fitted, answer=answer, situation=situation)


# --- other_step ------------------------------------------------------------


def _another_step(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A step from elsewhere in the list, told as the one that is asked for."""
    if claim["proof"] != "step":
        return None
    held = {e["passage"] for e in row["evidence"]}
    known = {plain(claim["quote"]), plain(claim["given"] or "")}
    spans = [
        (p, m.start(1), m[1]) for p in pool.passages.get(row["document"], []) if p["passage"] in held
        for m in re.finditer(r"(?m)^\s*\d+[.)]\s+(\S.*?)\s*$", p["text"])
        if plain(m[1]) not in known and "”" not in m[1] and not any(k and k in plain(m[1]) for k in known)
    ]  # fmt: skip
    if not spans:
        return None
    passage, at, text = spans[draw % len(spans)]
    start = passage["start"] + at
    span = {
        **{k: passage[k] for k in ("passage", "document", "section")},
        "start": start,
        "end": start + len(text),
        "text": text,
    }
    answer = answer_of(row).replace(f"“{claim['quote']}”", f"“{plain(text)}”")
    return with_(row, claim={**claim, "quote": text}, answer=answer, evidence=[*row["evidence"], span])


def _turn_direction(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What comes before, asked for as what comes after; the claim goes along or stays."""
    turned = {"next": ("after", "before", "previous"), "previous": ("before", "after", "next")}
    if claim["proof"] == "step" and claim["asks"] == "when":
        return with_(
            row, answer=re.sub(r"\b([Aa])fter\b", lambda m: "Before" if m[1] == "A" else "before", answer_of(row))
        )
    if claim["proof"] != "step" or claim["asks"] not in turned:
        return None
    said, other, asks = turned[claim["asks"]]
    if not re.search(rf"\b{said}\b", question_of(row)):
        return None
    question = re.sub(rf"\b{said}\b", other, question_of(row))
    return with_(row, claim={**claim, "asks": asks} if draw % 2 else claim, question=question)


def _right_order(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The two steps asked about in the order of the document, and still put right."""
    if claim["proof"] != "order":
        return None
    question = question_of(row)
    for pattern, between in (
        (r"(.*?(?:had to|should) )(.+) before I (.+?)(\. Is that .*)", "before I"),
        (r"(.*?told me to )(.+) first and then (.+?)(\. Is that .*)", "first and then"),
    ):
        if match := re.fullmatch(pattern, question):
            lead, one, two, end = match.groups()
            fitted = {**claim, "quote": claim["given"], "given": claim["quote"]} if draw % 2 else claim
            return with_(row, claim=fitted, question=f"{lead}{two} {between} {one}{end}")
    return None


def _wrong_order(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The order of the document turned round in the answer, or in answer and claim."""
    if claim["proof"] != "order":
        return None
    one, two = plain(claim["given"]), plain(claim["quote"])
    answer = answer_of(row).replace(one, "\0").replace(two, one).replace("\0", two)
    fitted = {**claim, "quote": claim["given"], "given": claim["quote"]} if draw % 2 else claim
    return with_(row, claim=fitted, answer=answer)


def _real_step(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A step of the list asked for, and denied."""
    if claim["proof"] != "invented":
        return None
    if number_asked := str(claim.get("number") or ""):  # a number that the list does have
        real = re.sub(r"\d+$", "1", number_asked)
        texts = (
            re.sub(rf"\bstep {re.escape(number_asked)}\b", f"step {real}", t)
            for t in (question_of(row), answer_of(row))
        )
        question, answer = texts
        return with_(row, claim={**claim, "number": real}, question=question, answer=answer)
    if claim["step"] not in question_of(row):
        return None
    text = plain(claim["quote"]).rstrip(".")
    step = f"I {text[:1].lower()}{text[1:]}"
    you = re.sub(r"\bI\b", "you", claim["step"])
    answer = answer_of(row).replace(you, f"you {step[2:]}")
    return with_(
        row, claim={**claim, "step": step}, question=question_of(row).replace(claim["step"], step), answer=answer
    )


# --- other_question ------------------------------------------------------------


def _other_asked(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The question of another example, answered with this one's sentence: another term, another duty."""
    if claim["proof"] not in ("quote", "polarity") or len(row["messages"]) != 3:
        return None
    others = [
        o for o in pool.by_proof.get(claim["proof"], [])
        if len(o["messages"]) == 3 and o["section"] != row["section"] and not words(question_of(o)) <= words(claim["quote"])
        and len(words(question_of(o))) > 1 and json.loads(o["claim"]).get("polarity") == claim.get("polarity")
        and not words(question_of(o)) & words(row["section"])
    ]  # fmt: skip
    near = [o for o in others if o["document"] == row["document"]] if draw % 2 else others
    others = near or others
    return with_(row, question=question_of(others[draw % len(others)])) if others else None


def _reserved_for_them(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The very role to which something is reserved is asked about, and denied it; or the others are granted it."""
    if claim["proof"] != "reserved":
        return None
    if draw % 2:
        answer = other_opening(answer_of(row))
        return None if answer is None else with_(row, answer=answer)
    question = re.split(r" instead of ", question_of(row))[0].rstrip("?") + "?"
    question = re.sub(r"^If .*? is away, (\w)", lambda m: m[1].upper(), question)
    if claim["other"] not in question:
        return None
    return with_(row, claim={**claim, "other": claim["role"]}, question=question.replace(claim["other"], claim["role"]))


def _other_scope(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What is left out, covered after all, or asked of another document; what is taken out of a rule, or something else."""
    if claim["proof"] not in ("scope", "exempt"):
        return None
    if draw % 2:
        answer = other_opening(answer_of(row))
        return None if answer is None else with_(row, claim={**claim, "polarity": "yes"}, answer=answer)
    own = row["section"].partition(" > ")[0]
    titles = sorted({s.partition(" > ")[0] for s in pool.sections} - {own})
    if not titles:
        return None
    title, question = titles[draw // 2 % len(titles)], question_of(row)
    if claim["proof"] == "scope":
        return with_(row, question=question.replace(own, title))
    return with_(row, question=re.sub(r"(apply to|go for) .+?(?=(?: as well)?[?])", rf"\1 {title.lower()}", question))


def _existing_name(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A document that is there, called missing."""
    titles = sorted({s.partition(" > ")[0] for s in pool.sections})
    titles = [t for t in titles if re.search(r"[A-Z0-9]", t) and len(t) > 4 and not re.search(r"[\[\]“”]", t)]
    if claim["proof"] == "nonexistent" and titles:
        title, name = titles[draw % len(titles)], claim["reference"]
        texts = (question_of(row).replace(name, title), answer_of(row).replace(name, title))
        return with_(row, claim={**claim, "reference": title}, question=texts[0], answer=texts[1])
    if claim["proof"] != "dangling":
        return None
    naming = [
        (p, t, s) for entries in pool.passages.values() for p in entries for t in titles
        if t in p["text"] and not p["section"].startswith(t)
        for s in sentences(p["text"]) if t in s and s in p["text"] and "”" not in s
    ]  # fmt: skip
    if not naming:
        return None
    passage, title, sentence = naming[draw % len(naming)]
    start = passage["start"] + passage["text"].find(sentence)
    span = {**{k: passage[k] for k in ("passage", "document", "section")}, "start": start, "end": start + len(sentence),
            "text": sentence}  # fmt: skip
    context = [
        p for p in row["context"] if title not in f"{p['section']} {p['text']}" and p["passage"] != passage["passage"]
    ]
    answer = answer_of(row).replace(f"[{row['section']}]", f"[{passage['section']}]")
    answer = re.sub(r"“[^“”]*”", f"“{sentence}”", answer).replace(claim["reference"], title)
    changed = with_(
        row, claim={**claim, "quote": sentence, "reference": title}, answer=answer,
        question=question_of(row).replace(claim["reference"], title), evidence=[span], document=passage["document"],
        section=passage["section"],
    )  # fmt: skip
    return printed(changed, [passage, *context])


def _told_content(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What only refers to a document, told as what the document says."""
    if claim["proof"] != "dangling":
        return None
    told = ("It says the following", "Its content is given there", "What you need is this")[draw % 3]
    return with_(
        row, answer=f"{told}: “{plain(claim['quote'])}” [{row['section']}] Ask there for {claim['reference']}."
    )


_PLAIN_QUESTIONS = ("Which tasks does {} have?", "Who is the deputy of {}?", "What does {} have to do?")


def _knowable(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A question that the passages can answer, in the place of one that they cannot: no forecast, no secret, no other
    subject."""
    twin = pool.by_id.get(row["twin"])
    if claim["proof"] not in ("unknowable", "privacy", "out_of_scope") or twin is None:
        return None
    question = question_of(twin)
    if claim["proof"] == "unknowable":
        question = question if draw % 2 else f"{question_of(row)} And what are the rules on {claim['topic']} today?"
        return with_(row, question=question)
    if claim["proof"] == "privacy":
        question = _PLAIN_QUESTIONS[draw % 3].format(f"the {claim['about']}")
        fitted = {**claim, "asks": ("tasks", "deputy", "do")[draw % 3]} if draw % 2 else claim
        return with_(row, question=question, claim=fitted)
    subject = max(re.findall(r"[a-z]{4,}", question) or ["rule"], key=len)
    return with_(
        row,
        question=question,
        claim={**claim, "topic": subject},
        answer=answer_of(row).replace(claim["topic"], subject),
    )


def _disclosed(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Somebody's data, made up and told after all."""
    if claim["proof"] != "privacy":
        return None
    told = ("It is 14 Mill Road.", "Try 0170 5550 1234.", "It should be 52,400 dollars.")[draw % 3]
    return with_(row, answer=f"{answer_of(row)} {told}")


def _true_role(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The right role in the question, and still put right."""
    if claim["proof"] != "premise" or re.search(r"\d", claim["actual"]) or len(claim["actual"].split()) > 4:
        return None
    question = question_of(row).replace(claim["claimed"], claim["actual"])
    if question == question_of(row):
        return None
    return with_(row, claim={**claim, "claimed": f"the {claim['actual']}"}, question=question)


def _flip_stated(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """A clause that is stated claimed to be denied, and the other way round, with the situation that would follow."""
    turned = {"condition_met": "condition_unmet", "condition_unmet": "condition_met",
              "exception_applies": "exception_not_applies", "exception_not_applies": "exception_applies"}  # fmt: skip
    if claim["proof"] != "clause" or row["situation"] not in turned:
        return None
    return with_(row, claim={**claim, "stated": not claim["stated"]}, situation=turned[row["situation"]])


_FALSE = (
    (r"\b(?:has|have) to\b", "need not"), (r"\bmust not\b", "can"), (r"\bcan\b", "must not"), (r"\bshould\b", "need not"),
    (r"\b(?:is|are)\b", "is never"),
)  # fmt: skip


def _false_claim(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What somebody says made false, and confirmed all the same: another amount, or the contrary."""
    if claim["proof"] != "confirmed":
        return None
    said = claim["claimed"]
    other = re.sub(r"\d[\d,]*", lambda m: number(float(m[0].replace(",", "")) + 1 + draw % 9), said, count=1)
    for pattern, word in _FALSE:
        if other == said or (draw % 2 and re.search(pattern, said)):
            other = re.sub(pattern, word, said, count=1)
    if other == said or said not in question_of(row):
        return None
    return with_(row, claim={**claim, "claimed": other}, question=question_of(row).replace(said, other))


def _other_place(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Somebody else than the documents name is to decide, or to be asked; in the answer, or in answer and claim."""
    if claim["proof"] not in ("decider", "contact"):
        return None
    told = [json.loads(o["claim"]) for kind in ("decider", "quote", "reserved") for o in pool.by_proof.get(kind, [])]
    named = sorted({str(c.get("place") or c.get("role")) for c in told if c.get("place") or c.get("role")})
    others = [n for n in named if not words(n) & words(claim["quote"])] or ["head of department"]
    other = others[draw % len(others)]
    parts = re.split(r"(“[^“”]*”|\[[^\[\]]*\])", answer_of(row))
    kept = "“[" if claim["proof"] == "decider" else "["  # of a contact, the quoted line goes along
    answer = "".join(p if p[:1] and p[0] in kept else p.replace(claim["place"], other) for p in parts)
    if answer == answer_of(row):
        return None
    return with_(row, claim={**claim, "place": other} if draw % 2 else claim, answer=answer)


def _who_decides(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """Who decides is asked, which the passages answer, and handed over like the decision itself."""
    twin = pool.by_id.get(row["twin"])
    if claim["proof"] != "decider" or twin is None:
        return None
    return with_(row, question=question_of(twin))


CELLS: tuple[Way, ...] = (_other_row, _other_value, _flip_cell)
STEPS: tuple[Way, ...] = (_another_step, _turn_direction, _right_order, _wrong_order, _real_step)


def _other_topic(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """The rule on something else is asked for; the answer, or answer and claim, stay with this one."""
    topic = claim.get("topic") if claim["proof"] == "quote" else None
    if not topic or topic not in question_of(row):
        return None
    others = [json.loads(o["claim"]).get("topic") for o in pool.by_proof["quote"]]
    others = [t for t in others if t and not words(t) & words(topic)]
    if not others:
        return None
    other = others[draw % len(others)]
    fitted = {**claim, "topic": other} if draw % 2 else claim
    return with_(row, claim=fitted, question=question_of(row).replace(topic, other))


def _half_told(row: Row, claim: Row, draw: int, pool: Pool) -> Row | None:
    """What the documents say about something, with the sentence broken off."""
    said = claim["quote"].split() if claim.get("topic") and claim["proof"] == "quote" else []
    kept = " ".join(said[: len(said) // 2 + draw % 2])
    if not kept or f"“{claim['quote']}”" not in answer_of(row):
        return None
    return with_(row, claim={**claim, "quote": kept}, answer=answer_of(row).replace(claim["quote"], kept))


QUESTIONS: tuple[Way, ...] = (
    _other_topic,
    _half_told,
    _other_asked,
    _reserved_for_them,
    _other_scope,
    _existing_name,
    _told_content,
    _knowable,
    _disclosed,
    _true_role,
    _flip_stated,
    _false_claim,
    _other_place,
    _who_decides,
)
