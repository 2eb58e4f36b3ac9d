"""Documents and forms that a sentence names: what they are for, what they say where they are not at hand, and names that no
document bears. Proofs: `quote`, `dangling`, `nonexistent`."""

import re

from assets.examples import made_up, rejected
from assets.examples.corpus import content_words
from assets.examples.drafts import Draft, Phrasing, Site
from assets.examples.duty import Duty, read_duty
from assets.examples.grammar import Unfit
from assets.examples.parsing import parse
from assets.examples.recipes.lookups import draft_of
from assets.examples.subjects import acts_itself
from assets.examples.words import inflect_verb, lower, upper, word_set
from assets.identity import sha256

_NOUNS = word_set(
    """
    policy guide handbook manual form procedure standard plan checklist agreement act template request register sop runbook
    guideline guidelines code schedule charter playbook protocol directive order page faq instruction
    """
)
_KINDS = _NOUNS | word_set(
    "policies guides handbooks manuals forms procedures standards plans rules pages list matrix report wiki section"
)
_SEVERAL = word_set(
    "policies guides guidelines handbooks manuals forms procedures standards plans rules pages regulations instructions terms"
)
_LOOKING = word_set("see refer consult visit read review check reference look")
_INFORMATION = re.compile(
    r"\bfor (?:more |further |additional |detailed |other )*(?:information|details?|guidance|help|background) "
    r"(?:about|on|regarding) (?P<what>.+)$|(?:^|\s)for (?P<matter>(?!more\b|further\b|the (?:full|longer)\b)[^,]+)$|"
    r"\bto learn (?:more )?about (?P<learn>.+)$",
    re.IGNORECASE,
)


def references(site: Site) -> list[Draft]:
    """The document in use, the same where only its name is known, and one that does not exist."""
    name = _name(site)
    noun = next((w for w in reversed(re.findall(r"[a-z]+", name.lower())) if w in _NOUNS), "document")
    noun = "procedure" if noun == "sop" else noun
    for ask in (_in_use, _mentioned, _named_under, _pointed_at):
        try:
            real = ask(site, name, noun)
            break
        except Unfit:
            continue
    else:
        real = draft_of(site)
    drafts = [real]
    for make in (_dangling, _nonexistent):
        try:
            drafts.append(make(site, name, noun, real))
        except Unfit as reason:
            if make is _nonexistent:
                site.gaps["nonexistent"] = str(reason)
    return drafts


_VAGUE = re.compile(r"(?:exceptions?|details?|info|information|examples?|instructions?|guidance|help|reference)")


def _name(site: Site) -> str:
    name = re.sub(r"^[Tt]he ", "", str(site.point["target"] or "").strip(" .,"))
    if not re.fullmatch(r"[\w][\w&'’.-]*(?: [\w&'’.-]+){0,7}", name) or len(name) < 4 or len(content_words(name)) < 1:
        raise Unfit("no natural form: the reference has no proper name")
    if re.search(r"\b(?:vs|and|or|of|for|the)$", name):
        raise Unfit("doubtful parse: the name is part of something longer")
    if name.split()[0].lower() in ("full", "this", "following", "about", "our", "your", "general"):
        raise Unfit("no natural form: the reference has no proper name")
    if _goes_on(site.shown, name):
        raise Unfit("doubtful parse: the name is part of something longer")
    if re.search(r"_[A-Z]{6}\b|[|*`“”\[\]]|https?:", site.shown) or site.shown.count(name) != 1:
        raise Unfit("doubtful parse: the name does not stand exactly once in the sentence")
    return name


def _goes_on(sentence: str, name: str) -> bool:
    """Whether words around a name belong to it: "Presidential Directive 12", or make a kind of it: "a SEV-1 incident"."""
    before, _, after = sentence.partition(name)
    first, _, last = before.rstrip().rpartition(" ")
    if before.endswith(" ") and ((first and last[:1].isupper()) or re.fullmatch(r"[A-Z]{2,}", last)):
        return True
    code, word = not re.search(r"[a-z]{3}", name), re.match(r" ([a-z]+)", after)
    kind = word is not None and parse(f"{name} {word[1]}")[-1].tag_ in ("NN", "NNS")
    return code and (kind or last.lower() in ("a", "an"))


def the(name: str) -> str:
    """The name with its article: "the Travel Policy", but "form 12", "GSA's Guide"; a title that names no kind of document, in
    marks."""
    if re.search(r"\d", name) or re.match(r"\w+['’]s\b", name):
        return name
    kind = set(re.findall(r"[a-z]+", name.lower())) & _KINDS
    return f"the {name}" if kind or name.isupper() else f'"{name}"'


def _agreeing(name: str) -> tuple[str, str]:
    """The forms of be and do that agree with a name: "Where do the Community Guidelines come up?"."""
    return (
        ("are", "do")
        if name.rsplit(maxsplit=1)[-1].lower() in _SEVERAL and the(name) != f'"{name}"'
        else ("is", "does")
    )


def _asked(site: Site, train: list[Phrasing], evaluation: list[Phrasing], name: str, *, alone: bool = False) -> Draft:
    """The question that the document's name answers."""
    phrasing = site.say(train, evaluation, "reference", alone=alone)
    options = (
        f"It is {the(name)}: “{site.shown}” {site.cite}",
        f"That is {the(name)}, according to {site.cite}: “{site.shown}”",
        f"{site.cite} points to {the(name)}: “{site.shown}”",
    )
    return site.draft(
        ("answerable", "answer"), ("references", "asked"), phrasing, site.pick(options, "reference"),
        {"proof": "quote", "quote": site.quote, "role": name}, rejected=rejected.refusal(site, phrasing.text),
    )  # fmt: skip


def _in_use(site: Site, name: str, noun: str) -> Draft:
    """What is done with the document, or what it is to be seen for."""
    said = _UNDIVIDED.sub(r"\1, \2", site.shown)
    told = _labelled(site) or _seen_besides(site, name)
    train, evaluation = told or _asked_for(site, read_duty(said, None, site.corpus.common_words), name, noun)
    return _asked(site, train, evaluation, name)


def _mentioned(site: Site, name: str, noun: str) -> Draft:
    """Where the document is mentioned, which nobody can say of one that is mentioned twice."""
    full = site.shown.endswith((".", "!")) and parse(site.shown)[:].root.pos_ in ("VERB", "AUX")
    titled = noun != "document" or re.search(r"\d", name)
    if not full or not titled or len(content_words(site.shown) - content_words(name)) < 3:
        raise Unfit("no natural form: the name is not what is used")
    if not re.search(r"\d", name) and len(content_words(_KIND.sub("", name))) < 2:
        raise Unfit("no natural form: the reference has no proper name")  # "the Handbook page"
    if site.corpus.mentions(name) != 1:
        raise Unfit("other passages speak of the document")
    be, do = _agreeing(name)
    train = [Phrasing("reference.mentioned", f"Where {be} {the(name)} mentioned?"),
             Phrasing("reference.refers", f"Which section mentions {the(name)}?")]  # fmt: skip
    evaluation = [Phrasing("reference.comes_up", f"Where {do} {the(name)} come up?")]
    phrasing = site.say(train, evaluation, "reference", alone=True)
    options = (
        f"{upper(the(name))} {be} mentioned in {site.cite}: “{site.shown}”",
        f"The place to look is {site.cite}: “{site.shown}”",
        f"{site.cite} mentions {the(name)}: “{site.shown}”",
    )
    return site.draft(
        ("answerable", "answer"), ("references", "asked"), phrasing, site.pick(options, "reference"),
        {"proof": "quote", "quote": site.quote},
        rejected=rejected.refusal(site, phrasing.text, f"where {the(name)} {be} mentioned"),
    )  # fmt: skip


_POINTER = (
    r"(?:please )?(?:see|consult|refer to|visit)(?: also)? (?:the )?\W?{}\W?(?: (?:page|guide|section|document|procedure))?"
    r"(?: for (?:more |further |the )?[\w ]+)?\W*"
)


def _named_under(site: Site, name: str, noun: str) -> Draft:
    """'Which guide is mentioned under "Static analysis"?': the only one of its kind that a section names."""
    under = _under(site, name)
    texts = [p.text.lower() for p in site.corpus.by_section[(site.passage.document, site.passage.heading)]]
    if noun not in name.lower() or sum(t.count(noun) for t in texts) != sum(t.count(name.lower()) for t in texts):
        raise Unfit("no natural form: the section may name another document")
    train = [Phrasing("reference.named_under", f"Which {noun} is mentioned under {under}?")]
    evaluation = [Phrasing("reference.under_named", f"Under {under}, which {noun} is named?")]
    return _asked(site, train, evaluation, name, alone=True)


def _pointed_at(site: Site, name: str, _noun: str) -> Draft:
    """'Which document am I referred to under "Money"?': the one document that a section only says to see."""
    others = [o for o in site.siblings if o["kind"] == "reference" and o["target"] != site.point["target"]]
    if not re.fullmatch(_POINTER.format(re.escape(name)), site.shown, re.IGNORECASE) or others:
        raise Unfit("no natural form: nothing in it says what it is about")
    under = _under(site, name)
    train = [Phrasing("reference.referred", f"Which document am I referred to under {under}?")]
    evaluation = [Phrasing("reference.should_see", f"Under {under}, which document should I see?")]
    return _asked(site, train, evaluation, name)


def _under(site: Site, name: str) -> str:
    """The section by its heading, which does not give the document away; raises Unfit."""
    heading, said = (site.passage.heading or (site.passage.title,))[-1], site.under()
    known = content_words(said)
    if re.search(r"[\"“”\[\]?:]", heading) or not content_words(heading) or known & content_words(name):
        raise Unfit("no natural form: the section has no name of its own")
    return said


def _labelled(site: Site) -> tuple[list[Phrasing], list[Phrasing]] | None:
    """What is looked up in the document stands before a colon: "Overdrafts: see Lending limits"."""
    label = re.match(r"([A-Z][a-z]+(?: [\w'’-]+){0,3}): see \S", site.shown)
    if label is None:
        return None
    what = lower(label[1]) if label[1].split()[0].lower() in site.corpus.common_words else label[1]
    return _on(what)


_UNDIVIDED = re.compile(r"^(For [\w'’ -]+?) (see|consult|refer to)(?= [\w\"])")
"""What a document is to be seen for, without the comma behind it: "For visas see Visa letters"."""


def _seen_besides(site: Site, name: str) -> tuple[list[Phrasing], list[Phrasing]] | None:
    """What a sentence says something of, before it sends one to a document: "Appeals go to the committee, see Allotment
    appeals"; None where it sends one nowhere, or says something of somebody, or of one thing among others."""
    sent = re.fullmatch(rf"([A-Z][^,;:()]+)(?:, | \()see (?:also )?(?:the )?{re.escape(name)}\)?\.?", site.shown)
    if sent is None:
        return None
    doc = parse(f"{sent[1]}.")
    root = doc[:].root
    subjects = [t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")]
    if root.pos_ not in ("VERB", "AUX") or len(subjects) != 1 or subjects[0].tag_ != "NNS" or subjects[0].i > 2:
        return None
    words = list(subjects[0].subtree)
    of = any(t.dep_ not in ("compound", "amod") for t in words if t != subjects[0])
    if of or words[0].i or acts_itself(subjects[0].text) or content_words(name) <= content_words(subjects[0].text):
        return None
    what = doc[: subjects[0].i + 1].text
    return _on(lower(what) if words[0].lower_ in site.corpus.common_words else what)


def _on(what: str) -> tuple[list[Phrasing], list[Phrasing]]:
    """Which document is on a matter, or says what is asked."""
    if re.match(r"(?:what|how|when|where|who|whom|whether)\b", what):
        return ([Phrasing("reference.says", f"Which document says {what}?")],
                [Phrasing("reference.read_what", f"Where can I read {what}?")])  # fmt: skip
    return ([Phrasing("reference.about", f"Which document is about {what}?")],
            [Phrasing("reference.read", f"Where can I read more about {what}?")])  # fmt: skip


def _asked_for(site: Site, duty: Duty, name: str, noun: str) -> tuple[list[Phrasing], list[Phrasing]]:
    """A question to which the name is the answer; raises Unfit."""
    if (sought := _INFORMATION.search(duty.lead) or _INFORMATION.search(duty.rest)) and duty.verb in _LOOKING:
        what = next(filter(None, sought.groups()))
        vague = re.search(r"[,;]|\b(?:sections?|pages?|handbook|document|guide|more)\b", what) or _VAGUE.fullmatch(what)
        if content_words(name) <= content_words(what) or vague or not content_words(what):
            raise Unfit("no natural form: what is sought is unclear")
        return _on(what)
    if duty.verb in _LOOKING and duty.subject == "I":
        if not duty.lead.lower().startswith(("if ", "when ")):
            raise Unfit("no natural form: nothing says what it is looked up for")
        lead = lower(duty.lead)
        return ([Phrasing("reference.look", f"Where do I have to look {lead}?")],
                [Phrasing("reference.check", f"Which {noun} should I check {lead}?")])  # fmt: skip
    article = r"(?:(?:the|an?|our|my) )?"
    if re.fullmatch(article + re.escape(name), duty.subject, re.IGNORECASE):
        if duty.modality not in ("fact", "may", "must", "should") or duty.verb in ("be", "have"):
            raise Unfit("no natural form: the sentence says nothing that the document does")
        finite = {"may": f"can {duty.verb}", "must": f"has to {duty.verb}", "should": f"should {duty.verb}"}.get(
            duty.modality, inflect_verb(duty.verb, "VBZ")
        )
        ask = f"{noun} {finite} {duty.rest}"
        return ([Phrasing("reference.which", duty.asked(f"Which {ask}"))],
                [Phrasing("reference.tell", f"Could you tell me which {ask}?")])  # fmt: skip
    place = re.search(rf"(?:^|\s){article}{re.escape(name)}(?=\W|$)", duty.rest, re.IGNORECASE)
    if place is None or duty.agent or duty.only or duty.exception:
        raise Unfit("no natural form: the name is not what is used")
    before, after = duty.rest[: place.start()].strip(), duty.rest[place.end() :].strip(" ,")
    if re.search(r"\b(?:and|or|of|from|to|for|as|like|such|than)$", before) or re.match(
        r"(?:page|and|or|'s|’s)\b", after
    ):
        raise Unfit("no natural form: the name is part of something longer")
    if re.search(r",|\b(?:and|or|as)\b", before) or re.search(r"\b(?:and|or|minus|which|that)\b", after):
        raise Unfit("no natural form: the name is part of something longer")
    if after and not re.match(
        r"(?:at|in|on|with|within|before|after|when|if|to|for|by|from|until|every|each|once)\b", after
    ):
        raise Unfit("no natural form: the name is part of something longer")
    last = before.rpartition(" ")[2]
    ends = last in ("with", "on", "in", "under") and not after
    if before and not ends and last != "out" and not before.endswith(("fill in", "hand in")):
        raise Unfit("no natural form: a preposition without its noun")
    if duty.verb == "have" or (duty.verb == "be" and parse(f"It is {before}.")[2].tag_ != "VBN"):
        raise Unfit("no natural form: nothing is done with the document")
    do = {"i": "do", "singular": "does", "plural": "do"}[duty.number]
    who = {
        "must": f"{do} {duty.subject} have to {duty.verb}", "should": f"should {duty.subject} {duty.verb}",
        "may": f"can {duty.subject} {duty.verb}",
        "fact": f"{duty.be()} {duty.subject}" if duty.verb == "be" else f"{do} {duty.subject} {duty.verb}",
    }.get(duty.modality)  # fmt: skip
    if who is None:
        raise Unfit("no natural form: nobody is bound")
    ask = " ".join(part for part in (f"Which {noun}", who, before, after) if part)
    quick = duty.asked(ask)
    return ([Phrasing("reference.which_do", quick)],
            [Phrasing("reference.quick", f"Quick question: {lower(quick)}")])  # fmt: skip


def _dangling(site: Site, name: str, noun: str, twin: Draft) -> Draft:
    """What a document says that is only referred to."""
    if site.point["resolves"] or not re.search(r"[A-Z\d]", name):
        raise Unfit("the document is at hand")
    if re.search(
        rf"{re.escape(name)}['\"”’]* (?:page|section|tip|email|folder|chapter|for|of)\b|\bbelow\b|\babove\b", site.shown
    ):
        raise Unfit("the name may go on, or mean a part of what is at hand")
    context = site.surroundings()
    if sum(name.lower() in f"{p.section} {p.text}".lower() for p in context) != 1:
        raise Unfit("other passages speak of the document")
    form = noun in ("form", "template", "checklist", "register", "request")
    be, do = _agreeing(name)
    train = [
        Phrasing("dangling.form", f"What do I have to fill in on {the(name)}?") if form
        else Phrasing("dangling.exactly", f"What exactly {do} {the(name)} say?"),
        Phrasing("dangling.show", f"Please show me the content of {the(name)}."),
    ]  # fmt: skip
    evaluation = [Phrasing("dangling.points", f"What are the main points of {the(name)}?")]
    owner = site.owner(context, "dangling owner")
    options = (
        f"I can't tell, because {the(name)} {be} not among the documents I have. {site.cite} only refers to it: "
        f"“{site.shown}” Please ask {owner}.",
        f"The text of {the(name)} is not included in these documents. There is only a reference to it: “{site.shown}” "
        f"{site.cite} For its content, ask {owner}.",
        f"That I do not know: only the name of {the(name)} appears, in {site.cite}: “{site.shown}” I would ask {owner}.",
    )
    phrasing = site.say(train, evaluation, "dangling")
    return site.draft(
        ("dangling_reference", "refuse"), ("dangling", ""), phrasing,
        site.pick(options, "dangling answer"), {"proof": "dangling", "quote": site.quote, "reference": name},
        rejected=made_up.ascribed(site, context, the(name), phrasing.text),
        twin=twin, context=context,
    )  # fmt: skip


_SWAPS = (
    "Policy",
    "Guide",
    "Handbook",
    "Checklist",
    "Procedure",
    "Playbook",
    "Directive",
    "Manual",
    "Form",
    "Template",
)


_KIND = re.compile(rf" (?:{'|'.join(_SWAPS)}|page|section|document)$", re.IGNORECASE)
"""What kind of document a name says that it is."""


def _nonexistent(site: Site, name: str, noun: str, twin: Draft) -> Draft:
    """A document that nobody wrote, named as those of the corpus are."""
    other = _invented_name(site, name)
    last = other.split()[-1].lower()
    form = last in ("form", "template", "checklist", "register", "request") or other.lower().startswith("form ")
    section = 2 + int(sha256("section" + site.point["point"])[:4], 16) % 7
    be, do = _agreeing(other)
    # asked for mostly in the words that ask for what exists: no wording may tell that there is nothing
    train = [
        Phrasing("reference.mentioned", f"Where {be} {the(other)} mentioned?"),
        Phrasing("reference.refers", f"Which section mentions {the(other)}?"),
        Phrasing("nonexistent.fill", f"How do I have to fill in {the(other)}?") if form
        else Phrasing("nonexistent.section", f"What does section {section} of {the(other)} say?"),
    ]  # fmt: skip
    evaluation = [
        Phrasing("reference.comes_up", f"Where {do} {the(other)} come up?"),
        Phrasing("nonexistent.send", f"Who can send me {the(other)}?") if form
        else Phrasing("nonexistent.read", f"Where can I read {the(other)}?"),
    ]  # fmt: skip
    options = (
        f"I cannot find {the(other)} in these documents. What they do mention is {the(name)} {site.cite}.",
        f"In what I have been given, {the(other)} does not exist. {site.cite} mentions {the(name)}, which may be what you "
        f"mean.",
        f"These documents do not mention {the(other)}. The closest name is {the(name)}, see {site.cite}.",
        f"There is no mention of {the(other)} here; {site.cite} speaks of {the(name)}. Could the name be wrong? "
        f"Otherwise ask {site.owner(twin.context, 'nonexistent owner')}.",
    )
    phrasing = site.say(train, evaluation, "nonexistent", alone=True)
    return site.draft(
        ("nonexistent_reference", "refuse"), ("nonexistent", "nonexistent"), phrasing,
        site.pick(options, "nonexistent"), {"proof": "nonexistent", "reference": other},
        rejected=made_up.ascribed(site, twin.context, the(other), phrasing.text), twin=twin,
    )  # fmt: skip


def _invented_name(site: Site, name: str) -> str:
    """A name of the same pattern that stands nowhere in the corpus: another number, or another kind of document."""
    seed = site.number("")
    if re.search(r"\d", name):
        number = re.findall(r"\d+", name)[-1]
        head, _, tail = name.rpartition(number)
        options = [f"{head}{str(int(number) + 3 + (seed + n) % 40).zfill(len(number))}{tail}" for n in range(5)]
    else:
        stem = _KIND.sub("", name)
        doc = parse(stem)
        if stem.lower() in _KINDS:
            raise Unfit(
                "no natural form: the reference has no proper name"
            )  # "the Handbook page" is no page on handbooks
        noun = doc[:].root.pos_ in ("NOUN", "PROPN") and doc[0].pos_ in ("NOUN", "PROPN", "ADJ")
        if len(doc) > 5 or not (noun or stem != name) or re.search(r"[^\w\s'’&-]", stem):
            raise Unfit("no natural form: the reference has no proper name")
        titled = all(w[:1].isupper() for w in stem.split() if len(w) > 3)  # "Launch Checklist", "launch checklist"
        kinds = _SWAPS if titled else [kind.lower() for kind in _SWAPS]
        options = [f"{stem} {kinds[(seed + n) % len(kinds)]}" for n in range(len(kinds))]
    for other in options:
        if other != name and not site.corpus.mentions(other):
            return other
    raise Unfit("the invented name stands in the corpus")


RECIPES = (references,)
