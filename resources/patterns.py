"""The patterns of what identifies somebody or opens something: contacts, numbers, accounts, hosts, credentials, birth dates.

A pattern that alone would find too much has a check, which sees each match again. Postal addresses: `addresses.py`.
"""

import ipaddress
import math
from collections import Counter

import regex
from stdnum import iban, luhn

from resources.addresses import ADDRESSES
from resources.rule import MONTH, Rule, rule, unit_follows

PLACEHOLDER = regex.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\$\{[^}\n]*\}|\$\([^)\n]*\)|%[A-Z_]+%|<[A-Z][A-Z0-9 _.:-]*>|<[a-z]+(?:[ _.-][a-z]+)*>"
    r"|\[[A-Z][A-Z0-9 _/-]+\]|\{[a-zA-Z_][\w.-]*\}"
    r"|\[(?i:(?:(?:your|the|insert|enter|customer|client|employee"
    r"|user|first|last|full|company|manager|agent|team|ticket|case"
    r"|account|order|phone|email|mail|street|home|start|end|birth)[ _-])*"
    r"(?:name|date|number|id|address|phone|email|mail|title|link|url"
    r"|amount|company|team|department|manager|customer|role|time))\]"
    r"|\b[Xx*]{2,}(?:[-/. ]?[Xx*]{2,})*\b|\*{3,}|•{3,}|_{4,}"
)
"""Template placeholders and masks that are already there."""


def _entropy(value: str) -> float:
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())


_CITED = regex.compile(r"\b(?:[A-Z]{2,}|Executive|Presidential|Administrative)[ ]Orders?[ ](?:No\.?[ ]|Number[ ])?$")


def _is_number(text: str, start: int, end: int) -> bool:
    """Digits enough, no amount, no year, and no order that an authority gave ("Executive Order 14100")."""
    value = text[start:end]
    if _CITED.search(text[max(0, start - 48) : start]):
        return False
    if unit_follows(text, end) or text[start - 1 : start] in "$€£":
        return False
    digits = sum(c.isdigit() for c in value)
    return digits >= 3 and not regex.fullmatch(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?", value)


def _is_card(text: str, start: int, end: int) -> bool:
    digits = regex.sub(r"\D", "", text[start:end])
    shaped = regex.fullmatch(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3\d{3}([ -])\d{6}\2\d{5}", text[start:end])
    return len(set(digits)) > 1 and 13 <= len(digits) <= 19 and (shaped is not None or luhn.is_valid(digits))


def _is_iban(text: str, start: int, end: int) -> bool:
    value = regex.sub(r"\s", "", text[start:end])
    return bool(iban.is_valid(value, check_country=False)) or "iban" in text[max(0, start - 30) : start].lower()


def _is_ip(text: str, start: int, end: int) -> bool:
    value = text[start:end].split("/", maxsplit=1)[0].strip("[]")
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    before = text[max(0, start - 12) : start].lower()
    if regex.search(r"(?:version|release|ver\.?|v|section|§)\s*$", before):
        return False
    return not (address.is_loopback or address.is_unspecified or value.startswith("255."))


def _is_secret(text: str, start: int, end: int) -> bool:
    """A value behind a word like `password`: not a word of prose, not a reference to where the secret is kept."""
    value = text[start:end]
    if PLACEHOLDER.fullmatch(value) or value[0] in "<{[$%(" or len(set(value)) < 3:
        return False
    if regex.fullmatch(r"[A-Za-z]+[.,;]?", value):
        return bool(regex.fullmatch(r"[A-Za-z]*[a-z][A-Z][A-Za-z]*", value) and len(value) > 11)
    if regex.fullmatch(r"\d{1,3}|[a-z]+(?:[-_/.][a-z]+)*", value):
        return False
    return not unit_follows(text, end) and len(value) >= 5


def _is_password(text: str, start: int, end: int) -> bool:
    """A word that somebody made up as a password: letters, a digit and a symbol or both cases; no reference in
    capitals."""
    value = text[start:end]
    if PLACEHOLDER.search(value) or regex.fullmatch(
        r"[A-Z]+(?:[-_][A-Z\d]+)*|[\w.-]+\.\w{2,4}|[\w.+-]+@[\w.-]+", value
    ):
        return False
    if not regex.search(r"\d", value) or regex.fullmatch(r"[a-z]+-\d{1,2}|[A-Za-z]+-?\d{1,4}(?:-[a-z]+)?", value):
        return False
    return bool(
        regex.search(r"[^\w\s.]", value)
        or (regex.search(r"[a-z]", value) and regex.search(r"\w[A-Z]|\d\w*[a-z]", value))
    )


def _is_random(text: str, start: int, end: int) -> bool:
    """A long token that nobody typed: mixed case and digits, high entropy; digests in plain hex are references."""
    value = text[start:end]
    if regex.fullmatch(r"[0-9a-f-]+|[0-9A-F-]+", value) or "/" in text[max(0, start - 1) : start]:
        return False
    if all(regex.fullmatch(r"\p{L}*|\d*", part) for part in regex.split(r"[-_+/=]", value)):
        return False  # words and numbers with hyphens: a file name, a slug
    cases = sum(bool(regex.search(p, value)) for p in (r"[a-z]", r"[A-Z]", r"\d"))
    return cases == 3 and sum(c.isdigit() for c in value) >= 3 and _entropy(value) >= 4.0


def _is_host_number(text: str, start: int, end: int) -> bool:
    return not unit_follows(text, end)


def _in_birth_range(text: str, start: int, end: int) -> bool:
    return any(c.isdigit() for c in text[start:end])


def _is_us_ssn(text: str, start: int, end: int) -> bool:
    return text[start : start + 3] != "000" or "ssn" in text[max(0, start - 30) : start].lower()


_DATE = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{MONTH},?(?:\s+\d{{4}})?"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|{MONTH}\s+\d{{4}})"
)
_NUMBER_WORD = (
    r"(?:employee|emp|staff|personnel|payroll|worker|badge|customer"
    r"|client|member(?:ship)?|patient|subscriber|account|acct|a/c"
    r"|user|case|incident|ticket|request|order|invoice|claim|contract"
    r"|loan|booking|reservation|confirmation|reference|tracking|serial"
    r"|asset|device|vendor|supplier|student|citizen|licen[cs]e|driver'?s?\s+licen[cs]e"
    r"|passport|tax(?:payer)?|vat|national\s+insurance|social\s+security"
    r"|medicare|nhs|routing|sort\s+code|swift|policy\s?holder|ssn"
    r"|tin|ein|itin|nino|id\s+card|identity\s+card|national\s+id|kundennummer"
    r"|kunden|personal|mitarbeiter|steuer)"
)
_NUMBER_MARK = (
    r"(?:\s*[-/]?\s*(?:no\b\.?|nos\b\.?|nr\b\.?|num\b\.?|number|numbers"
    r"|id|ids|identifier|code|ref\b\.?|reference|\#|№|n°|key|nummer))"
)
_NUMBER_VALUE = r"(?P<v>(?:[A-Z]{1,6}[-_/ ]?)?\d[\dA-Z]*(?:[-./][\dA-Z]+)*)"
_TICKET_PREFIX = (
    r"(?:INC|REQ|RITM|CHG|PRB|SCTASK|TASK|CS|SR|CASE|TKT|TICKET|HD"
    r"|ITSM|SUP|SUPPORT|HELP|EMP|EID|CUST|CUS|CUSTOMER|ACC|ACCT|CLI"
    r"|MEM|USR|ORD|INV|BADGE)"
)
_INTERNAL = r"(?:internal|local|corp|lan|intranet|intra|localdomain|private|home\.arpa|ad|dmz|prod|staging|infra)"
_SECRECY = (
    r"(?:pass(?:word|wd|phrase|code)?|pwd|pw|secret|api[-_ ]?key|apikey"
    r"|access[-_ ]?(?:key|token)|auth(?:orization)?[-_ ]?token|token"
    r"|client[-_ ]?secret|private[-_ ]?key|secret[-_ ]?key|license[-_ ]?key"
    r"|credentials?|pin|otp|recovery[-_ ]?code|webhook[-_ ]?secret"
    r"|signing[-_ ]?key|encryption[-_ ]?key)"
)

LOGIN = "login at host"

RULES: tuple[Rule, ...] = (
    rule("MAIL", "mail", 1.0, r"(?<![\w.+%/-])(?:mailto:)?(?P<v>[\w.+%'’-]*\w@(?:[\w-]+\.)+[\p{L}][\p{L}\d-]+)"),
    rule(
        "MAIL",
        "mail obscured",
        0.9,
        r"\b(?P<v>[\w.+-]+ ?[\[(] ?at ?[\])] ?[\w-]+(?: ?(?:\.|[\[(] ?dot ?[\])]) ?[\w-]+)+)",
        flags=regex.I,
    ),
    rule(
        "MAIL",
        "mail at host",
        0.9,
        r"(?<![\w.+%/@-])(?P<v>[a-z][\w+-]*\.[\w.+-]*\w@[a-z][\w-]+)(?![\w.@])",
        flags=regex.I,
    ),
    # of a prompt, a command, a log: a login is a person's only where it is a name
    rule("MAIL", LOGIN, 0.9, r"(?<![\w.+%/@-])(?P<v>[a-z][a-z]{2,}@[a-z][\w-]+)(?![\w.@])", flags=regex.I),
    # phones by shape; numbers without a shape are found by PhoneRecognizer
    rule(
        "PHONE",
        "phone international",
        0.9,
        r"(?<![\w+.])(?P<v>\+\d{1,3}(?:[ ./-]?(?:\(\d{1,5}\)|\d{1,5})){2,6}(?:\s?(?:x|ext\.?|extension)\s?\d{2,6})?)(?![\w])",
        lambda t, s, e: 8 <= sum(c.isdigit() for c in t[s:e]) <= 20,
    ),
    rule(
        "PHONE",
        "phone US",
        0.9,
        r"(?<![\w.$#-])(?P<v>(?:1[ .-])?(?:\(\d{3}\)[ .-]?|\d{3}[ .-])\d{3}[ .-]\d{4}"
        r"(?:\s?(?:x|ext\.?|extension)\s?\d{2,6})?)(?![\w-])",
    ),
    rule("PHONE", "phone local", 0.7, r"(?<![\w.$#-])(?P<v>555-\d{4})(?![\w-])"),
    rule(
        "PHONE",
        "phone in context",
        0.8,
        r"\b(?:(?:call|calls|calling|reach|reached|answering|text|texting"
        r"|ring|messages)(?:[ ](?:me|us|him|her|them|(?-i:\p{Lu}\p{Ll}+(?:[ ]\p{Lu}\p{Ll}+)?)))?[ ](?:on|at|to"
        r"|under)|tel|telephone|phone|mobile|cell|cellphone|fax|handy"
        r"|pager|whatsapp|ext|extension|desk\s+phone|dial(?:[- ]?in)?"
        r"|(?:phone|mobile|cell|telephone|fax|extension)\s+(?:number|no\.?"
        r"|is))\b\.?\s*(?:[:#]|is|at|number|no\.?)?\s*(?P<v>\+?\(?\d[\d "
        r"()./-]{2,18}\d)",
        lambda t, s, e: not unit_follows(t, e) and sum(c.isdigit() for c in t[s:e]) >= 4 and _is_number(t, s, e),
        flags=regex.I,
    ),
    rule("HANDLE", "handle", 0.6, r"(?<![\w.@/`-])(?P<v>@[a-zA-Z][\w.-]*\w)(?![\w@/(])"),
    rule("GOVERNMENT_ID", "US SSN", 0.9, r"(?<![\w-])(?P<v>\d{3}-\d{2}-\d{4})(?![\w-])", _is_us_ssn),
    rule(
        "GOVERNMENT_ID",
        "UK national insurance",
        0.9,
        r"\b(?P<v>[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D])\b",
    ),
    rule(
        "GOVERNMENT_ID",
        "SSN in context",
        0.9,
        r"\b(?:ssn|social\s+security(?:\s+(?:no\.?|number))?)\b\s*(?:is"
        r"|[:#])?\s*(?P<v>\d{3}[ -]?\d{2}[ -]?\d{4}|\d{9})",
        flags=regex.I,
    ),
    rule("ACCOUNT", "IBAN", 1.0, r"\b(?P<v>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b", _is_iban),
    rule("ACCOUNT", "card", 1.0, r"(?<![\w.-])(?P<v>\d(?:[ -]?\d){12,18})(?![\w-])", _is_card),
    rule(
        "ACCOUNT",
        "card in context",
        0.9,
        r"\b(?:card|cc|visa|mastercard|amex|maestro)\b(?:\s+(?:no\.?|number"
        r"|num))?\s*(?:is|[:#])*\s*(?P<v>\d(?:[ -]?\d){11,18})(?!\w)",
        flags=regex.I,
    ),
    rule(
        "NUMBER",
        "number with marker",
        0.9,
        rf"\b{_NUMBER_WORD}s?\.?{_NUMBER_MARK}\s*(?:is|was|=|:|\#)?\s*{_NUMBER_VALUE}(?!\w)",
        _is_number,
        flags=regex.I,
    ),
    rule(
        "NUMBER",
        "number of a record",
        0.7,
        rf"\b{_NUMBER_WORD}(?:\s+(?:is|was)\b|\s*[:\#(])?\s*\#?(?P<v>[A-Z]{{0,6}}[-_]?\d{{4,}}"
        rf"(?:[-./][\dA-Z]+)*|[A-Z]{{1,6}}-\d[\dA-Z-]{{2,}}|\d+(?:-[\dA-Z]+)+)"
        rf"(?![\w%])",
        _is_number,
        flags=regex.I,
    ),
    rule("NUMBER", "ticket prefix", 0.9, rf"(?<![\w/-])(?P<v>{_TICKET_PREFIX}[-_#]?\d{{3,}}(?:-\d+)*)(?!\w)"),
    rule(
        "NUMBER",
        "ticket in context",
        0.8,
        r"\b(?:tickets?|issues?|jira|incidents?|cases?|bugs?|requests?)\s*[:#(]?\s*"
        r"(?!(?:SEV|PRIO|LEVEL|TIER|CLASS|GRADE|SOP|ISO|RFC|CVE|PHASE|STEP|TYPE)-)(?P<v>[A-Z][A-Z0-9]{1,9}-\d+)\b",
    ),
    rule("NUMBER", "hash number", 0.8, r"(?<![\w&/#=])(?P<v>\#\d{5,})(?![\w-])"),
    rule(
        "NUMBER",
        "licence plate",
        0.8,
        r"\b(?i:reg|registration|(?:number|licen[cs]e)[ ]plate|plate|car|van|vehicle)\b[^.\n]{0,24}?\b"
        r"(?P<v>[A-Z]{2}\d{2}[ ]?[A-Z]{3}|[A-Z]{1,3}-[A-Z]{1,2}[ ]\d{2,4})\b",
    ),
    rule(
        "NUMBER",
        "hash number in context",
        0.8,
        r"\b(?:tickets?|case|incident|issue|request|order|customer|account|employee)\s+(?P<v>\#\d{2,})\b",
        flags=regex.I,
    ),
    rule("NUMBER", "employee letter number", 0.7, r"(?<![\w/-])(?P<v>[ECPU]-\d{4,7})(?![\w-])"),
    rule(
        "GOVERNMENT_ID",
        "passport in context",
        0.8,
        r"\b(?i:passport|id card|identity card|driv(?:er'?s|ing) licen[cs]e)\b[^.\n]{0,40}?\b"
        r"(?P<v>(?=[A-Z0-9]*\d[A-Z0-9]*\d)[A-Z][A-Z0-9]{6,13})\b",
    ),
    rule("HOST", "IPv4", 0.9, r"(?<![\w.])(?P<v>(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?)(?![\w]|\.\d)", _is_ip),
    rule(
        "HOST",
        "IPv6",
        0.9,
        r"(?<![\w:.])(?P<v>(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:/\d{1,3})?)(?![\w:])",
        lambda t, s, e: e - s > 6 and _is_ip(t, s, e),
        flags=regex.I,
    ),
    rule("HOST", "MAC address", 0.9, r"(?<![\w:-])(?P<v>(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})(?![\w:-])", flags=regex.I),
    rule(
        "HOST",
        "internal host",
        0.9,
        r"(?<![\w.@-])(?P<v>(?:[a-z0-9][a-z0-9-]*\.)+(?:internal|local"
        r"|corp|lan|intranet|localdomain|private|home\.arpa))(?![\w-]"
        r"|\.\w)",
        flags=regex.I,
    ),
    rule(
        "HOST",
        "numbered host",
        0.8,
        rf"(?<![\w.@/-])(?P<v>[a-z][a-z0-9]*(?:-[a-z0-9]+)*\d+(?:\.[a-z0-9-]+)*\.{_INTERNAL}"
        rf"(?:\.[a-z0-9-]+)*)(?![\w-])",
        flags=regex.I,
    ),
    rule(
        "HOST",
        "machine name",
        0.8,
        r"(?<![\w./@-])(?P<v>(?:srv|server|host|db|sql|web|www|vm|app"
        r"|api|node|lap|laptop|lt|desktop|dt|pc|ws|workstation|nb|notebook"
        r"|mac|mbp|macbook|printer|prn|fw|gw|vpn|dc|ad|fs|nas|mail|mx"
        r"|proxy|bastion|jump|ip|ec2|k8s|prod|stg|dev)(?:[-_][a-z0-9]+)*[-_][a-z]*\d[a-z0-9]*"
        r"(?:[-_][a-z0-9]+)*(?:\.[a-z0-9-]+)*)(?![\w/-])",
        _is_host_number,
        flags=regex.I,
    ),
    rule(
        "HOST",
        "host in context",
        0.8,
        r"\b(?:host\s?name|host|server|machine|workstation|laptop)\s*"
        r"(?:name)?\s*(?:is|:|=|named|called)?\s*`?(?P<v>[a-z][a-z0-9]*"
        r"(?:-[a-z0-9]+)*-?\d+[a-z0-9-]*(?:\.[a-z0-9-]+)*)(?![\w/])",
        lambda t, s, e: e - s > 4,
        flags=regex.I,
    ),
    rule(
        "CREDENTIAL",
        "private key",
        1.0,
        r"(?P<v>-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVA"
        r"TE KEY(?: BLOCK)?-----|\Z))",
        flags=regex.DOTALL,
    ),
    rule(
        "CREDENTIAL",
        "address with credentials",
        1.0,
        r"\b[a-z][a-z0-9+.-]*://(?P<v>[^\s:/@<{$]+:[^\s@/<{$]+)@",
        flags=regex.I,
    ),
    rule(
        "CREDENTIAL",
        "authorization header",
        1.0,
        r"\b(?:authorization\s*[:=]\s*[\"']?)?(?:bearer|basic|token)\s+(?P<v>[A-Za-z0-9+/._~-]{12,}=*)",
        lambda t, s, e: any(c.isdigit() for c in t[s:e]) or e - s > 30,
        flags=regex.I,
    ),
    rule(
        "CREDENTIAL",
        "secret in context",
        0.9,
        rf"(?<![a-z]){_SECRECY}[\"'`]?\s*(?:(?:was|is|is\s+set\s+to"
        rf"|set\s+to|to)\s+(?:now\s+)?[:=]?|[:=]+>?|\|)\s*[\"'`]?(?P<v>[^\s\"'`,;"
        rf"|)<>]{{5,}})",
        _is_secret,
        flags=regex.I,
    ),
    rule(
        "CREDENTIAL",
        "secret quoted",
        0.9,
        rf"(?<![a-z]){_SECRECY}\s*(?:\w+\s+){{0,3}}[\"'`](?P<v>[^\s\"'`]{{6,}})[\"'`]",
        lambda t, s, e: _is_secret(t, s, e) and any(c.isdigit() for c in t[s:e]),
        flags=regex.I,
    ),
    rule(
        "CREDENTIAL",
        "key quoted",
        0.8,
        r"\bkeys?\b[^.\n`]{0,30}`(?P<v>[\w-]{12,})`",
        lambda t, s, e: sum(c.isdigit() for c in t[s:e]) >= 4,
        flags=regex.I,
    ),
    rule(
        "CREDENTIAL",
        "prefixed key",
        0.7,
        r"(?<![\w/.-])(?P<v>[a-z]{2,8}(?:[-_][a-z]{2,8}){0,3}[-_](?=[0-9a-f]*[a-f])"
        r"(?=[0-9a-f]*\d[0-9a-f]*\d)[0-9a-f]{18,})(?![\w/-])",
    ),
    rule(
        "CREDENTIAL",
        "password nearby",
        0.7,
        r"\b(?:passwords?|passphrase|passcode|pwd)\b[^\n]{0,100}?(?<![\w/.#@-])"
        r"(?P<v>[A-Za-z][^\s\"'`,;:<>(){}\[\]|/]{6,}[^\s\"'`,;:<>(){}\[\]"
        r"|/.?])",
        _is_password,
        flags=regex.I,
    ),
    rule(
        "CREDENTIAL",
        "secret after login",
        0.8,
        r"\b(?:log(?:ged)?\s?in|login|sign\s?in|credentials)\b[^.\n]{0,40}?\s"
        r"(?P<v>[\w.@-]{2,}/[^\s/,.;]*\d[^\s/,;]*)",
        _is_secret,
        flags=regex.I,
    ),
    rule(
        "CREDENTIAL",
        "known token shape",
        1.0,
        r"(?<![\w-])(?P<v>(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{8,}|sk-[A-Za-z0-9_-]{16,}"
        r"|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}"
        r"|xox[abeoprs]-[\w-]{8,}|AIza[\w-]{30,}|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}"
        r"|eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?|npm_[A-Za-z0-9]{20,}|pypi-[\w-]{20,}"
        r"|dop_v1_[a-f0-9]{20,}|hv[sb]\.[\w-]{20,}|SG\.[\w-]{10,}\.[\w-]{10,})",
    ),
    rule("CREDENTIAL", "webhook", 0.9, r"(?P<v>(?<=hooks\.slack\.com/services/)[\w/]{12,})"),
    rule("CREDENTIAL", "random token", 0.7, r"(?<![\w+/=.-])(?P<v>[A-Za-z0-9+/_-]{24,}={0,2})(?![\w+/-])", _is_random),
    rule(
        "BIRTH_DATE",
        "birth date",
        0.9,
        rf"\b(?:born(?:\s+(?:on|in))?|birth\s?dates?|dates?\s+of\s+birth"
        rf"|d\.?\s?o\.?\s?b\b\.?|birthdays?|b\.\s?day|geboren(?:\s+am)?"
        rf"|geburtsdatum|née?\s+le|date\s+de\s+naissance|nacid[oa]\s+el)"
        rf"(?:\s+(?:is|was|on|as|listed\s+as|given\s+as)|\s*[:|(=-])*\s*"
        rf"(?P<v>{_DATE}|(?:19|20)\d\d\b)",
        _in_birth_range,
        flags=regex.I,
    ),
    rule(
        "BIRTH_DATE",
        "date beside a person",
        0.7,
        rf"\b(?:Mr|Mrs|Ms|Mx|Dr|patient|beneficiary|insured|claimant|spouse"
        rf"|child|daughter|son)\b[^\n]{{0,60}}?[,(]\s*(?P<v>{_DATE})",
        lambda t, s, e: bool(regex.search(r"19\d\d", t[s:e])),
        flags=regex.I,
    ),
    *ADDRESSES,
)
