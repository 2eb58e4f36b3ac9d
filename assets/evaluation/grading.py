"""Judges the free text of a model on one case: which behaviour it shows, and whether it is right.

Rules over words, no model, and no knowledge of the wording of our own examples: the facts of the case (`cases.py`) and
the passages decide. How far it agrees with a person who read real outputs is in docs/grader.md (`bench/grader.py`).
"""

import re
from dataclasses import dataclass
from functools import cached_property

from assets.evaluation.cases import Case
from assets.evaluation.text import bounded, moments, overlap, plain, quantities, sentences, squeezed, words

ABSTENTIONS = ("clarify", "refuse", "escalate")
"""Behaviours that leave the question open."""


@dataclass(frozen=True)
class Grade:
    """The verdict on one output."""

    behaviour: str  # the one shown, of assets/examples/records.py: BEHAVIOURS
    right: bool  # the right behaviour with the right content
    hallucinated: bool  # gave substance where it should have refused, asked, corrected or shown the conflict
    over_refused: bool  # left a question open that the passages settle
    fabricated_citation: bool  # cites a section or document that is not among the passages
    invented_step: bool  # tells the reader to do something that is not in the passages


def grade(case: Case, output: str) -> Grade:
    """Judge one output. Total: every text, the empty one too, gets a grade."""
    reply = Reply(case, output)
    behaviour = _behaviour(case, reply)
    fabricated, invented = _fabricated_citation(case, output), _invented_step(case, reply)
    right = _right(case, reply, behaviour) and not fabricated and not invented
    # Being right about a rule that does not cover the question sounds like a refusal and is an answer.
    if right and not case.abstain:
        behaviour = "answer"
    return Grade(
        behaviour=behaviour,
        right=right,
        hallucinated=case.abstain and _hallucinated(case, reply, behaviour),
        over_refused=not case.abstain and behaviour in ABSTENTIONS,
        fabricated_citation=fabricated,
        invented_step=invented,
    )


# --- what an output says ------------------------------------------------------------

_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"|(?m:^>.*$)")
_NAMED = (
    r"(?:passages?|documents?|texts?|context|information|polic(?:y|ies)|sections?|sources?|materials?|pages?|rules?)"
)
_SAY = (
    r"(?:say|state|mention|specify|name|provide|address|define|indicate|answer|settle|tell|describe|discuss|explain|list|"
    r"detail|clarify|speak|talk|appear|exist|deal)"
)
_HOLD = r"(?:contain|cover|include|give|refer|have|hold|set|document)"
_NOT = r"(?:(?:do|does|did|is|are|was|were|has|have|can|could|will|would)(?:\s+not|n't)|cannot|never)"
_FEW = r"(?:\S+\s+){0,5}?"
_REFUSAL = re.compile(
    rf"""\b{_NAMED}\s+{_FEW}{_NOT}\s+(?:\w+\s+){{0,2}}?(?:{_SAY}|{_HOLD})\w*\b
    |\b(?:they|it|this|that|which|here)\s+(?:\w+\s+){{0,3}}?{_NOT}\s+(?:\w+\s+){{0,2}}?{_SAY}\w*\b
    |\b{_NAMED}\s+{_FEW}(?:{_SAY}|{_HOLD}|has)s?\s+(?:no|nothing|neither|none)\b
    |\b(?:is|are|was|were)(?:\s+not|n't)\s+(?:\w+\s+)?(?:mentioned|specified|stated|provided|given|covered|documented
        |included|addressed|defined|found|listed|described|known|clear|settled|answered|explicit\w*|part\s+of
        |(?:something|anything|what|a\s+\w+)\s+(?:that\s+)?(?:the|these|any|this|my)
        |(?:available|present|contained)?\s*in\s+(?:the|these|any|this))\b
    |\b(?:no|any|enough|insufficient|sufficient)\s+(?:\w+\s+)?(?:information|mention|{_NAMED}|details?|evidence
        |record|reference|answer|data|indication|entry|statement)\s+(?:\w+\s+){{0,6}}?(?:about|on|for|of|to|in|that
        |which|regarding|available|provided|given|is|are|says?|states?|mentions?|covers?|here)\b
    |\bthere\s+(?:is|are)\s+no(?:thing)?\s+{_FEW}(?:in|among|within)\s+(?:the|these|this|any|my)\b|\bno\s+such\b
    |\b(?:there\s+is|there's)\s+no\s+(?:\w+\s+)?(?:information|mention)\b|\bhas\s+no\s+(?:step|section|part|form)\b
    |\b(?:i|we)\s*(?:can(?:not|'t|\s+not)|could(?:n't|\s+not)|am\s+(?:un|not\s+)able\s+to|'m\s+(?:un|not\s+)able\s+to
        |do(?:n't|\s+not)|won't|will\s+not|did(?:n't|\s+not))\s+(?:\w+\s+)?(?:find|found|answer|say|tell|help|provide
        |determine|know|see|have|share|disclose|give|assist|locate|confirm|reveal|identify|respond|access)\b
    |\bnone\s+of\s+(?:the|these|my)\b|\bnothing\s+(?:\w+\s+){{0,3}}?(?:about|on|in|here|says?|is\s+(?:said|settled))\b
    |\bnor\s+do(?:es)?\s+any(?:thing|\s+\w+)\b|\bdo(?:es)?(?:\s+not|n't)\s+exist\b|\bnot\s+possible\s+to\s+(?:say|tell|determine|answer|provide|give|know)\b
    |\b(?:cannot|can't|could\s+not)\s+be\s+(?:answered|determined|found|settled|disclosed|shared)\b
    |\bsay(?:s)?\s+nothing\b|\bhas\s+nothing\s+to\s+do\s+with\b|\b(?:outside|beyond)\s+(?:the\s+)?(?:scope|these|my)\b
    |\b(?:unrelated\s+to|not\s+related\s+to)\b|\b(?:is|are|remains?)\s+(?:missing|unknown|unclear|unspecified|silent)\b
    |\bnot\s+(?:in|among)\s+(?:the|these)\s+{_NAMED}\b|\b(?:personal|private|confidential)\s+(?:data|information)\b.*
        \bnot\b
    |\b(?:nobody|no\s+one|no\s+document|none)\s+(?:can|could)\s+(?:know|tell|say)\b
    |\b(?:do(?:n't|\s+not)|won't|will\s+not|cannot|can't)\s+hand\s+out\b
    |\bleaves?\s+(?:\w+\s+)?(?:open|unanswered|unsaid|unsettled)\b|\b(?:left|remains?)\s+(?:open|unanswered|unsaid)\b
    |\bi\s*(?:'d|would|will|'ll|can)?\s*(?:rather|prefer|not|n't|cannot|won't)\s+(?:not\s+)?(?:to\s+|want\s+to\s+)?
        (?:guess|speculate|estimate|assume|invent|make\s+(?:\w+\s+)?up)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_REQUEST = re.compile(
    r"\b(?:please|could you|can you|kindly)\s+(?:also\s+)?(?:tell me|specify|clarify|provide|let me know|state|confirm"
    r"|give me|say|indicate|be more specific)\b|\bi(?:'d| would)? (?:first )?need (?:to know|one more|more|the|a few)\b"
    r"|\b(?:it|that|this|the answer) (?:all )?depends\b|\bdepending on (?:how|whether|the|which|who|what)\b"
    r"|\b(?:is|are|has) (?:\w+ )?(?:missing|needed|required) (?:to|before|for) (?:answer|say|tell|settl|i can)"
    r"|\blet me know (?:how|which|what|whether|if|who)\b|\btell me (?:how|which|what|whether|if|who)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:^|:\s)(?:\W|and|so|but|then|first|to answer[^,]*,)*\s*"
    r"(?:how|which|what|who|when|where|do|does|did|is|are|have|has|was|were|will|would|can|could)\b"
    r"|\b(?:how (?:many|much|long|far|often|soon)|which|what|do you|are you|have you|is it true|has|did)\b",
    re.IGNORECASE,
)
_REFERRAL = re.compile(
    r"\b(?:ask|contact|consult|check with|speak to|talk to|reach out|refer to|turn to|get in touch|write to|"
    r"owner of|in charge of|responsible|you (?:could|can|may) try|"
    r"can help with|happy to help|let me know|feel free|sorry|apologi[sz]e)\b",
    re.IGNORECASE,
)
_NEAREST = re.compile(r"\b(?:comes? closest|closest (?:section|passage|page))\b", re.IGNORECASE)
_SENT = re.compile(
    r"\b(?:put|send|take) (?:it|this|that|your|the)\b.*\bto\b|\bgo(?:es)? to\b|\bup to (?:the|your)\b", re.IGNORECASE
)
_NOT_MINE = re.compile(
    r"\bnot (?:for me|mine|up to me|my decision|the one to)\b|"
    r"\bi (?:cannot|can't|can not|am not (?:able|allowed) to) (?:approve|decide|grant|allow|authori[sz]e|sign|release|waive)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|n't|isn't|hardly)\s+(?:\w+\s+)?(?:right|correct|true|accurate|so|the case|how it is|what (?:the|it))\b"
    r"|\b(?:incorrect|wrong|mistaken|false|untrue|inaccurate|error|misunderstanding|misinformed|outdated|out of date"
    r"|no longer|not any more|not anymore|opposite|contrary|replaced|superseded)\b|^actually\b|\bin fact\b"
    r"|\brather than\b|\binstead of\b|\bnot\s+[^.]{1,40},?\s+but\b|,\s+not\s+\w+",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"\bno (?:such )?(?:step|stage|point|part|form|approval|signature)\b|\bnowhere\b"
    r"|\b(?:do(?:es)?(?:n't| not)|never) (?:say|mention|ask|exist|contain|include|require|need)",
    re.IGNORECASE,
)
_CONFLICT = re.compile(
    r"\b(?:disagree|conflict(?:s|ing)?\b(?! of)|contradict|inconsisten|discrepan|two different|different (?:values|figures|"
    r"amounts|answers|limits)|do(?:es)? not agree|don't agree)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(?:yes|yeah|yep|yup|correct|right|true|certainly|absolutely|of course|sure|indeed|definitely|exactly"
    r"|(?:that|this|it)(?:'s|\s+is|\s+would\s+be)\s+(?:\w+\s+)?(?:right|correct|true|fine|ok|okay|allowed|permitted|enough"
    r"|sufficient|acceptable|possible|required|mandatory|necessary))\b(?!\s+not\b)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:no|nope|never|incorrect|false|wrong|unfortunately not|not (?:quite|really|exactly|at all|allowed|permitted"
    r"|sufficient|enough|required|possible|necessary|correct|true|right)"
    r"|(?:that|this|it)(?:'s| is| would)(?: not|n't)(?: be)?|(?:that|this|it) (?:isn't|wouldn't be|cannot be"
    r"|is (?:forbidden|prohibited"
    r"|insufficient|incorrect|wrong|false|ruled out)))\b(?!\s+(?:information|passages?|documents?|mention|sections?|one|more"
    r"|fewer|less|later|earlier|longer|sooner)\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:\W|(?:well|ok|okay|so|sorry)\b|(?:the\s+)?(?:correct\s+)?answer(?:\s+to\s+(?:this|the|your)\s+question)?(?:\s+is)?\b"
    r"|(?:according to|based on|as per)\s[^,]*,)+",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|no|never|cannot|nobody|neither|nor|forbidden|prohibited|banned|disallowed)\b|n't\b", re.I
)
_CONDITIONAL = re.compile(r"\b(?:unless|except|only if|if|when|provided|as long as|in case)\b", re.IGNORECASE)
_OBLIGATION = re.compile(
    r"\b(?:required|have to|has to|need(?:s|ed)?|must|necessary|mandatory|obliged)\b", re.IGNORECASE
)
_UNCOVERED = re.compile(
    r"\b(?:not|n't|nothing|no|only|neither)\b[^.]*\b(?:cover|settle|appl|address|concern|say|state|mention|decide|above"
    r"|more than|over|below|less|rule|need|require|reach|exceed|count|fall|must)\w*|\b(?:only|just)\b[^.]*\b\d",
    re.IGNORECASE,
)


class Reply:
    """An output, taken apart against its case."""

    def __init__(self, case: Case, output: str):
        self.text = plain(output)
        self.sentences = sentences(output)
        self._case = case
        self._source = squeezed("\n".join(case.passages))

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The sentences in the model's own words: no quotations, no copied passages, no echo of the question."""
        unquoted = (_QUOTED.sub(" ", sentence).strip(" :,;") for sentence in self.sentences)
        return tuple(s for s in unquoted if re.search(r"\w", s) and not self.copied(s) and not self.echo(s))

    def copied(self, sentence: str) -> bool:
        """Whether a sentence repeats a passage word for word."""
        bare = squeezed(sentence)
        return bare.count(" ") >= 3 and bare in self._source

    def echo(self, sentence: str) -> bool:
        """Whether a sentence only repeats the question."""
        asked = self._case.question
        return squeezed(sentence) in squeezed(asked) and sentence.endswith("?") == asked.endswith("?")

    @cached_property
    def refusals(self) -> tuple[int, ...]:
        """Which own sentences say that the answer is not there or not given."""
        return tuple(
            i
            for i, s in enumerate(self.own)
            if _REFUSAL.search(s) and not s.endswith("?") and not _YES.match(_LEAD.sub("", s))
        )

    @cached_property
    def requests(self) -> tuple[str, ...]:
        """Own sentences that ask the reader for something."""
        return tuple(s for s in self.own if _REQUEST.search(s) or (s.endswith("?") and _ASKS.search(s)))

    @cached_property
    def substance(self) -> tuple[str, ...]:
        """Sentences that tell something: no refusals, requests, referrals or echoes."""
        quiet = {self.own[i] for i in self.refusals} | set(self.requests)
        return tuple(
            s
            for s in self.sentences
            if _LEAD.sub("", s)
            and not self.echo(s)
            and not s.endswith("?")
            and not ((_REFERRAL.search(s) or _NEAREST.search(s)) and not self.copied(s))
            and _QUOTED.sub(" ", s).strip(" :,;") not in quiet
        )

    @cached_property
    def stance(self) -> str | None:
        """The answer to a yes-or-no question: "yes", "no", or None where the output does not commit itself."""
        for opening in list(filter(None, (_LEAD.sub("", sentence) for sentence in self.sentences)))[:2]:
            if _NO.match(opening):
                return "no"
            if _YES.match(opening):
                return "yes"
        return next(filter(None, map(self._verdict, self.substance)), None)

    def _verdict(self, sentence: str) -> str | None:
        """The answer that a sentence gives by stating or denying what was asked. A rule that is only repeated is none:
        it says neither whether its amount is kept nor whether its condition holds."""
        claim = self._case.denied
        asked = claim if claim and not quantities(claim) else self._case.question
        amounts = set(quantities(asked))
        sentence = _BRACKETED.sub(" ", sentence)
        if amounts:
            sentence = "" if self.copied(sentence) else _QUOTED.sub(" ", sentence)
        fits = bool(amounts & set(quantities(sentence))) if amounts else not quantities(sentence)
        if not fits or overlap(words(asked), words(sentence)) < 0.6 or _CONDITIONAL.search(sentence):
            return None
        return "no" if _NEGATED.search(sentence) else "yes"

    def conveys(self, need: str) -> bool:
        """Whether the output states what is needed: the times and dates, the amount with no other bound, or most of the words."""
        if wanted_moments := moments(need):
            return wanted_moments <= moments(self.text)
        if not (wanted := bounded(need)):
            return overlap(words(need), words(self.text)) >= 0.6
        amount, bound = wanted[0]
        asked = set(quantities(self._case.question)) - {amount}
        given = [(q, b) for q, b in bounded(self.text) if q.unit == amount.unit and q not in asked]
        bounds = {b for q, b in given if q == amount}
        if not bounds or (bound and bounds - {""} and bound not in bounds):
            return False
        subject = words(self._case.question)
        return given[0][0] == amount or any(
            amount in quantities(s) and overlap(subject, words(s)) >= 0.4 for s in self.sentences
        )


# --- behaviour ------------------------------------------------------------


def _behaviour(case: Case, reply: Reply) -> str:
    """The behaviour shown; what sounds like none of the others is an answer."""
    if not reply.sentences:
        return "refuse"
    asked_back = case.behaviour == "clarify" and bool(reply.requests) and not _tells(case, reply)
    if (not asked_back and any(_CONFLICT.search(s) for s in reply.own)) or (
        case.behaviour == "surface_conflict" and len(case.needs) > 1 and all(reply.conveys(need) for need in case.needs)
    ):
        return "surface_conflict"
    if case.denied and reply.stance != "yes" and _corrects(case, reply):
        return "correct_premise"
    if case.behaviour == "partial" and reply.substance and reply.refusals:
        return "partial"
    if case.behaviour == "escalate" and _hands_over(case, reply):
        return "escalate"
    if reply.stance is None or reply.refusals[:1] == (0,):
        if reply.requests and (case.behaviour == "clarify" or not reply.refusals) and not _tells(case, reply):
            return "clarify"
        if reply.refusals:
            return "partial" if reply.substance and reply.refusals[0] > 0 else "refuse"
        if not reply.substance and any(_REFERRAL.search(s) for s in reply.own):
            return "escalate"
        if case.behaviour == "clarify" and _repeats_a_rule(case, reply):
            return "partial"
    return "answer"


def _hands_over(case: Case, reply: Reply) -> bool:
    """Whether an output decides nothing and sends the reader to the place that the documents name."""
    sends = bool(reply.refusals) or any(_REFERRAL.search(s) or _SENT.search(s) for s in reply.own)
    open_ = reply.stance is None or any(_NOT_MINE.search(s) for s in reply.own)
    return open_ and sends and all(reply.conveys(need) for need in case.needs)


def _corrects(case: Case, reply: Reply) -> bool:
    denies = reply.stance == "no" or any(_DENIAL.search(s) for s in reply.own)
    if case.situation == "invented_step":  # to say that it is not there corrects it
        denies = denies or any(_ABSENT.search(s) for s in reply.own)
    return denies or (bool(case.needs) and all(reply.conveys(need) for need in case.needs))


def _repeats_a_rule(case: Case, reply: Reply) -> bool:
    """Whether an output keeps to the words and amounts of a passage."""
    told = words(" ".join(reply.substance))
    return not _unsupported(case, reply) and any(overlap(told, words(text)) >= 0.8 for text in case.passages)


def _tells(case: Case, reply: Reply) -> bool:
    """Whether an output settles a question besides asking for something."""
    return reply.stance is not None


def _hallucinated(case: Case, reply: Reply, behaviour: str) -> bool:
    """Gave substance where it should not have. A rule that is only repeated and settles nothing is no hallucination."""
    if behaviour in ABSTENTIONS or not reply.substance:
        return False
    match case.behaviour:
        case "clarify":
            return behaviour != "partial"
        case "correct_premise":
            return behaviour != case.behaviour or _miscorrects(case, reply)
        case "surface_conflict":
            return behaviour != case.behaviour
        case "partial":  # one part is settled, the other is not
            return behaviour not in ("partial", "correct_premise")
        case _:
            return True


def _miscorrects(case: Case, reply: Reply) -> bool:
    """Whether a correction gives an amount that is neither the right one nor the one it was asked about."""
    corrected = all(reply.conveys(need) for need in case.needs)
    known = {*quantities(case.question), *(q for need in case.needs for q in quantities(need))}
    return not corrected and any(q.unit and q not in known for q in quantities(reply.text))


# --- right or not ------------------------------------------------------------


def _right(case: Case, reply: Reply, behaviour: str) -> bool:
    match case.behaviour:
        case "answer":
            return behaviour in ("answer", "partial", "refuse", "correct_premise") and _answers(case, reply, behaviour)
        case "clarify":
            return behaviour == "clarify" and any(
                _asks_for(need, request) for need in case.needs for request in reply.requests
            )
        case "correct_premise" | "partial":
            told = case.polarity is None or reply.stance == case.polarity
            return behaviour == case.behaviour and told and all(reply.conveys(need) for need in case.needs)
        case "escalate":
            return behaviour == case.behaviour and _hands_over(case, reply)
        case _:
            return behaviour == case.behaviour


def _answers(case: Case, reply: Reply, behaviour: str) -> bool:
    if _unsupported(case, reply):
        return False
    if not case.settled:
        named = all(reply.conveys(need) for need in case.needs)
        if reply.stance == "yes" or not named:
            return False
        uncovered = any(_UNCOVERED.search(s) for s in reply.own) or bool(reply.refusals)
        return uncovered or (reply.stance == "no" and bool(_OBLIGATION.search(case.question)))
    if behaviour == "refuse":
        return False
    if case.polarity is not None:
        if reply.stance is None and re.match(r"(?:.*[.!]\s+)?(?:what|which|how (?!about))\b", case.question, re.I):
            return all(reply.conveys(need) for need in case.needs)
        halves = case.situation != "two_questions" or all(reply.conveys(need) for need in case.needs)
        return reply.stance == case.polarity and halves
    return all(_names(need, case, reply) for need in case.needs)


def _names(need: str, case: Case, reply: Reply) -> bool:
    """Whether an open question is answered with what is needed; of several sections named, the first counts."""
    if need in case.sections:
        text = squeezed(reply.text)
        places = {s: text.find(squeezed(s)) for s in case.sections}
        found = {s: at for s, at in places.items() if at >= 0}
        return bool(found) and min(found, key=lambda s: found[s]) == need
    return reply.conveys(need)


def _unsupported(case: Case, reply: Reply) -> bool:
    """Whether the output gives an amount that stands neither in the passages nor in the question."""
    known = {q.value for q in quantities(case.conversation)}
    return any(q.unit and q.value not in known for q in quantities(reply.text))


_AMOUNT_ASKED = re.compile(
    r"\bhow (?:many|much|long|far|often|soon|old|big|high|large)\b|\bamount\b|\bnumber of\b|\b(?:what|which) (?:time|day|date)\b"
    r"|\bwhen\b"
    r"|\bwhich (?:one|of (?:them|the two|these|those|both))\b"
    r"|\b(?:what|which) (?:\w+ )?(?:percentage|share|sum|figure|value|rate|price|duration|length|distance|weight|size|age)\b",
    re.IGNORECASE,
)


def _asks_for(need: str, request: str) -> bool:
    """Whether a request is for the missing amount or condition, or which of two amounts holds."""
    return (
        bool(_AMOUNT_ASKED.search(request))
        or len(quantities(request)) > 1
        or overlap(words(need), words(request)) >= 0.5
    )


# --- what is made up ------------------------------------------------------------

_BRACKETED = re.compile(r"\[([^\[\]]{1,200})\](?!\()")
_IDENTIFIER = re.compile(r"\b(?!ISO|IEC|EN|DIN)[A-Z]{2,8}-\d{1,5}\b")
_NUMBERED = re.compile(
    r"\b(?:section|article|clause|chapter|paragraph|appendix|annex)\s+(\d+(?:\.\d+)*)", re.IGNORECASE
)
_BLANK = re.compile(r"\b(?:your|insert|name|date|e-?mail|phone|address|link)\b|^\W*$", re.IGNORECASE)


def _fabricated_citation(case: Case, output: str) -> bool:
    """Whether a section in brackets, a document's number or a numbered section is not among what the model was given."""
    known = squeezed(case.conversation)
    sections = [squeezed(section) for section in case.sections]
    for match in _BRACKETED.finditer(output):
        cited = squeezed(re.sub(r"^\W*\d+\W+", "", match[1]) if not match[1].strip().isdigit() else match[1])
        if cited.isdigit():
            if not 1 <= int(cited) <= len(sections):
                return True
        elif not _BLANK.search(match[1]) and not any(cited and cited in section for section in sections):
            return True
    if any(squeezed(m[0]) not in known for m in _IDENTIFIER.finditer(output)):
        return True
    return any(
        squeezed(m[0]) not in known and ("." in m[1] or int(m[1]) > len(sections)) for m in _NUMBERED.finditer(output)
    )


_ADVICE = re.compile(
    r"^(?:(?:first|second|third|then|next|finally|lastly|also|and|please|always|simply|step \d+)[,:]?\s+)*"
    r"(?:you (?:should|must|can|may|need|have|will need|could)\b|(?:make|use|go|open|click|turn|place|take|start|set|fill|submit"
    r"|send|visit|follow|call|check|ensure|complete|press|remove|add|apply|adjust|choose|select|download|log|write|read"
    r"|put|pull|play|tune|find|look|wait|repeat|report|notify|inform|contact|ask|register|sign|enter|provide)\b)",
    re.IGNORECASE,
)


def _invented_step(case: Case, reply: Reply) -> bool:
    """Whether an own sentence tells the reader to do what no passage and no turn speaks of."""
    known = words(case.conversation)
    return any(
        _ADVICE.match(sentence)
        and not _REFERRAL.search(sentence)
        and not sentence.endswith("?")
        and not _REQUEST.search(sentence)
        and len(words(sentence)) >= 3
        and overlap(words(sentence), known) < 0.6
        for sentence in reply.own
    )
