"""A second, independent detector of personal data and credentials: the other pair of eyes, after redaction and in the check
`residual_pii`.

It shares no code, model or pattern with the redaction; what both know are public number plans and name lists.
Identifiers are found by grammar and check digits, keys by detect-secrets, names by a lexicon. What is *hard* is
personal or secret beyond doubt and must not occur at all; what is *soft* may be either and is shown as a rate. Hits
hold a kind and a span, never text.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import NamedTuple

import phonenumbers
from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.base import BasePlugin
from detect_secrets.plugins.basic_auth import BasicAuthDetector
from detect_secrets.plugins.discord import DiscordBotTokenDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.mailchimp import MailchimpDetector
from detect_secrets.plugins.npm import NpmDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.square_oauth import SquareOAuthDetector
from detect_secrets.plugins.stripe import StripeDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
from detect_secrets.plugins.twilio import TwilioKeyDetector
from faker.providers.lorem.en_US import Provider as Words
from stdnum import iban, luhn
from stdnum.us import ssn

from resources.parser import lemminflect

HARD = ("email", "phone", "iban", "card", "ssn", "credential")
SOFT = ("mailbox", "hotline", "number", "high_entropy", "name")


class Hit(NamedTuple):
    """A find: `text[start:end]` is of that kind (one of HARD or SOFT)."""

    kind: str
    start: int
    end: int


def scan(text: str) -> list[Hit]:
    """All finds in a text, by start; where two overlap the hard one, then the earlier one stands."""
    return _found(text, (*_IDENTIFIERS, _names))


def certain(text: str) -> list[Hit]:
    """Those of `scan` that are beyond doubt (kinds of HARD), by start; names are not looked for, which may be either."""
    return [hit for hit in _found(text, _IDENTIFIERS) if hit.kind in HARD]


def _found(text: str, finders: tuple[Callable[[str], Iterator[Hit]], ...]) -> list[Hit]:
    masked = PSEUDONYM.sub(lambda match: "\0" * len(match[0]), text)
    hits = sorted(
        {hit for find in finders for hit in find(masked)},
        key=lambda hit: (hit.kind not in HARD, hit.start, -hit.end, hit.kind),
    )
    kept: list[Hit] = []
    for hit in hits:
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def as_words(path: str) -> str:
    """A path as people read it: words in capitals (people/sarah-connor.md -> People Sarah Connor Md)."""
    return re.sub(r"[-_/.]", " ", path).title()


# -- what is known to be nobody's ------------------------------------------------------------------------------------

PSEUDONYM = re.compile(
    r"\b[A-Z][A-Za-z]+_[B-DF-HJ-NP-TV-XZ]{6}\b|[\w.+-]+@example\.invalid\b|\+1 555 01\d\d \d{4}\b"
    r"|[\[<{]{1,2}[A-Z][A-Z_]{2,}[\]>}]{1,2}|[Xx]{4,}|\*{3,}"
)
"""Pseudonyms (Person_BKQTRZ, surrogate mailboxes and phones), and placeholders and masks that were there before."""

_ROLE_WORDS_TEXT = """
abuse access accessibility account accounting accounts admin administration admins alert alerts all
announce api app apps archive assistance audit benefits billing board booking bot build business careers
chat ci claims cloud comms community compliance conduct contact contracts core customer customers cs
daemon data deploy desk dev developer developers devops digital dispatch dpo editor emergency employment
eng engineering enquiries ethics events everyone expenses facilities feedback finance foia fraud git
governance grants group hello help helpdesk hi hire hiring hr hostmaster incident incidents info
inquiries insurance internal it jobs legal list listserv logistics mail mailer mailman management
marketing media membership network new news newsletter no noc noreply office onboarding oncall open
operations ops orders org owner partners payroll people planning postmaster president press privacy
procurement product program project projects purchasing quality questions recruiting recruitment reply
report reporting reports request requests research returns risk root sales security service services
share shared shop soc software staff status store support svc sys sysadmin system systems talent tax team
teams tech test tickets tools training travel ubuntu user users vendor vendors web webmaster weekly wiki
workplace
"""
_ROLE_WORDS = frozenset(_ROLE_WORDS_TEXT.split())

# Numbers published as specimens, which no one was ever given.
_SPECIMEN_SSNS = frozenset({"123-45-6789", "078-05-1120", "219-09-9999", "111-22-3333", "987-65-4321"})
_PLACEHOLDER = re.compile(r"example|sample|dummy|changeme|placeholder|your[-_]|redacted|(.)\1{5}", re.IGNORECASE)

# -- mail ------------------------------------------------------------------------------------------------------------

# The domain may be internal (no public suffix, even no dot) but begins with a letter: package@1.2 is a
# version.
_MAIL = re.compile(
    r"(?<![\w.+@/-])([A-Za-z0-9][\w.+'-]{0,63})@([A-Za-z](?:[\w-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?)*)"
    r"(?![\w@])"
)


def _mails(text: str) -> Iterator[Hit]:
    if "@" not in text:
        return
    for match in _MAIL.finditer(text):
        local = match[1].lower()
        parts = [part for part in re.split(r"[^a-z]+", local) if part]
        if parts and all(map(_is_role, parts)):
            continue
        yield Hit("email" if _is_person(local, parts) else "mailbox", *match.span())


def _is_person(local: str, parts: list[str]) -> bool:
    """Whether a local part looks like one person's: a known name, initial and surname, or two words that are none."""
    first, last = _lexicon()
    own = [part for part in parts if not _is_role(part)]
    if any(part in first and (len(part) > 3 or part == local) for part in own):
        return True
    if not re.fullmatch(r"[a-z]+(?:[._][a-z]+)*", local):
        return False  # teams like hyphens and numbers
    if any(part in last and not _is_word(part) for part in own):
        return True
    if len(parts) == 1:  # sconnor
        return len(parts[0]) > 4 and parts[0][1:] in last and not _is_word(parts[0])
    # w.szczesny, wojciech_szczesny
    return len(parts) == 2 and len(parts[1]) > 2 and own == parts and not any(map(_is_word, parts))


def _is_role(part: str) -> bool:
    """Whether a word is one of offices and teams, or two of them written as one: securityoffice."""
    return part in _ROLE_WORDS or any(
        part[:cut] in _ROLE_WORDS and part[cut:] in _ROLE_WORDS for cut in range(2, len(part) - 1)
    )


# -- numbers ---------------------------------------------------------------------------------------------------------

_DIALLED = re.compile(r"\+?\(?\d(?:[\d\s().\-/]{5,20})\d")
_ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s)>\]]+")
_CALLED = re.compile(r"\b(?:phone|call|tel|telephone|mobile|cell|fax|sms|text|dial|whatsapp)\b", re.IGNORECASE)
_ABROAD = re.compile(r"(?<![\w+])\+\d{1,3}[ ().-]{1,2}\d[\d ().-]{5,15}\d(?!\w)")
_SHORT_OR_DATE = re.compile(r"\D*(?:\d\D*){1,7}|\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_REGIONS = ("US", "GB", "DE", "FR", "AU", "IN")
_NOT_PERSONAL = frozenset(
    {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
)


def _phones(text: str) -> Iterator[Hit]:
    if not _DIALLED.search(text):
        return
    text = _ADDRESS.sub(lambda match: "\0" * len(match[0]), text)  # numbers of pages
    yield from (Hit("phone", *match.span()) for match in _ABROAD.finditer(text))  # +1-984-182-0190: assigned or not
    taken: list[tuple[int, int]] = []
    for region in _REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            span, raw = (match.start, match.end), match.raw_string
            if _SHORT_OR_DATE.fullmatch(raw) or any(span[0] < end and start < span[1] for start, end in taken):
                continue
            taken.append(span)
            called = _CALLED.search(text, max(0, match.start - 40), match.start)
            if phonenumbers.number_type(match.number) in _NOT_PERSONAL:
                kind = "hotline"
            elif called or raw.startswith("+") or (region == _REGIONS[0] and not raw.isdigit()):
                kind = "phone"
            else:
                kind = "number"  # digits alone, or grouped as another country might, are as likely an order or a build
            yield Hit(kind, *span)


_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){11,18}(?![\w-])")
_ISSUED = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|6(?:011|5\d\d)\d{12}|35\d{14}"
    r"|(?:1800|2131)\d{11}|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}|62\d{14,17}"
)
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")


def _numbers(text: str) -> Iterator[Hit]:
    for match in _IBAN.finditer(text):
        if iban.is_valid(match[0]):
            yield Hit("iban", *match.span())
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if _ISSUED.fullmatch(digits) and luhn.is_valid(digits) and len(set(digits)) > 2:
            yield Hit("card", *match.span())
    for match in _SSN.finditer(text):
        if ssn.is_valid(match[0]) and match[0] not in _SPECIMEN_SSNS:
            yield Hit("ssn", *match.span())


# -- credentials -----------------------------------------------------------------------------------------------------

_PLUGINS: tuple[BasePlugin, ...] = (
    AWSKeyDetector(),
    AzureStorageKeyDetector(),
    BasicAuthDetector(),
    DiscordBotTokenDetector(),
    GitHubTokenDetector(),
    GitLabTokenDetector(),
    JwtTokenDetector(),
    MailchimpDetector(),
    NpmDetector(),
    OpenAIDetector(),
    PypiTokenDetector(),
    SendGridDetector(),
    SlackDetector(),
    SquareOAuthDetector(),
    StripeDetector(),
    TelegramBotTokenDetector(),
    TwilioKeyDetector(),
)
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----\s*[A-Za-z0-9+/=\s:.,-]{40,}")
_KEYED = re.compile(
    r"\b(?:pass(?:word|wd|phrase)?|pwd|secret|token|(?:api|access|secret|private|auth)[ _-]?key|bearer|credentials?)\b"
    r"[\"'`]?(?:\s*(?:[:=]|=>|is|was)\s*|\s+)[\"'`]?([^\s\"'`,;<>]{8,})",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"(?<![\w/.+=-])(?:[A-Za-z0-9]{24,}={0,2}|(?:[A-Za-z]{2,8}[-_]){1,3}(?=[a-z]*\d)[A-Za-z0-9]{16,})(?![\w/+-])"
)


def _credentials(text: str) -> Iterator[Hit]:
    for line, offset in _lines(text):
        if len(line) < 15:
            continue
        for plugin in _PLUGINS:
            for value in plugin.analyze_string(line):
                if value and not _PLACEHOLDER.search(line):
                    start = line.find(value)
                    yield Hit("credential", offset + start, offset + start + len(value))
    for match in _PRIVATE_KEY.finditer(text):
        yield Hit("credential", *match.span())
    for match in _KEYED.finditer(text):
        value = match[1].rstrip(".)")
        if _is_random(value, bits=2.8) and not _PLACEHOLDER.search(value):
            yield Hit("credential", match.start(1), match.start(1) + len(value))
    for match in _TOKEN.finditer(text):
        if _is_random(match[0], bits=3.0) and not _PLACEHOLDER.search(match[0]):
            yield Hit("high_entropy", *match.span())


def _is_random(value: str, *, bits: float) -> bool:
    """Letters and digits mixed, with at least that much Shannon entropy a character; a path, date or word is not."""
    if not (re.search(r"\d", value) and re.search(r"[A-Za-z]", value)) or "://" in value or value.count("/") > 3:
        return False
    if re.fullmatch(r"(?:[A-Za-z]{2,}|\d+)(?:[-_./][A-Za-z]{2,}|[-_./]?\d+)*", value):
        return False  # words and numbers put together: node-exporter-v2, page-12
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values()) >= bits


def _lines(text: str) -> Iterator[tuple[str, int]]:
    offset = 0
    for line in text.split("\n"):
        yield line, offset
        offset += len(line) + 1


# -- names -----------------------------------------------------------------------------------------------------------

_LOCALES = (
    "az_AZ", "cs_CZ", "da_DK", "de_AT", "de_CH", "de_DE", "en_GB", "en_IE", "en_IN", "en_KE", "en_NG", "en_NZ", "en_PK",
    "en_US", "es_AR", "es_CO", "es_ES", "es_MX", "et_EE", "fi_FI", "fr_BE", "fr_CA", "fr_CH", "fr_FR", "ga_IE", "hr_HR",
    "hu_HU", "id_ID", "is_IS", "it_IT", "lt_LT", "lv_LV", "nl_BE", "nl_NL", "no_NO", "pl_PL", "pt_BR", "pt_PT", "ro_RO",
    "sk_SK", "sl_SI", "sv_SE", "tr_TR",
)  # fmt: skip
_CAPITALISED = re.compile(r"\b(?=[^\W\d_a-z])[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
_BETWEEN = re.compile(r" (?:[^\W\d_a-z]\.? )?|, ?")
# Words that are names of people and, in company prose and capitalised, nearly always of something else.
_THINGS_TEXT = """
april may june august summer autumn winter monday friday sunday christian english french german holland
france paris london madrid berlin dallas austin houston washington lincoln jackson madison georgia
virginia florence jordan israel chad kenya india china america york jersey england ireland sydney
melbourne santiago san santa los new general major bishop pope king duke page bill grant price case
chance trinity justice law church street park field hall house office bank post cross bush wood woods
stone lake river ford royce mercedes lloyd chase wells fargo morgan stanley johnson merrill lynch capital
sterling
"""
_THINGS = frozenset(_THINGS_TEXT.split())


_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof)\.? (?:[A-Z]\. )?([A-ZÀ-Ý][\w'’-]+)")
_GREETED = re.compile(r"\b(?:Hi|Hello|Dear|Thanks|Thank you|Regards|Cheers)(?:,? |,\s+)([A-Z][a-zà-öø-ÿ]+)\b")


def _names(text: str) -> Iterator[Hit]:
    first, last = _lexicon()
    for match in _TITLED.finditer(text):
        if not PSEUDONYM.match(match[1]):
            yield Hit("name", *match.span())
    for match in _GREETED.finditer(text):
        name = match[1].lower()
        if name in first and not _is_word(name) and not _is_thing(name):
            yield Hit("name", *match.span(1))
    found = [m for m in _CAPITALISED.finditer(text) if m[0][0].isupper()]
    for index, (one, two) in enumerate(itertools.pairwise(found)):
        gap = text[one.end() : two.start()]
        if not _BETWEEN.fullmatch(gap):
            continue
        a, b = one[0].lower(), two[0].lower()
        alone = (index == 0 or found[index - 1].end() + 2 < one.start()) and (
            index + 2 == len(found) or two.end() + 2 < found[index + 2].start()
        )
        if gap.startswith(","):  # Connor, Sarah
            if not alone:
                continue
            a, b = b, a
        if a not in first or _is_thing(a) or _is_thing(b):
            continue
        if b not in last and (gap.startswith(",") or _is_word(a) or _is_word(b) or len(b) < 5):
            continue
        # Will Baker: two ordinary words are a name only within a sentence, where headings' capitals do not
        # mislead.
        if _is_word(a) and _is_word(b) and not (alone and re.search(r"[a-z] $", text[: one.start()][-2:])):
            continue
        yield Hit("name", one.start(), two.end())


def _is_thing(word: str) -> bool:
    return word in _THINGS or word in _ROLE_WORDS


@cache
def _lexicon() -> tuple[frozenset[str], frozenset[str]]:
    """First and last names, lower case, from the lists of several locales."""
    first: set[str] = set()
    last: set[str] = set()
    for locale in _LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for kind in [name for name in dir(provider) if name.endswith("names") and name != "language_names"]:
            names = first if "first" in kind else last
            names.update(name.lower() for name in getattr(provider, kind) if len(name) > 2)
    return frozenset(first), frozenset(last)


@cache
def _dictionary() -> frozenset[str]:
    """Common English words, the lists that fill Faker's placeholder texts among them."""
    return frozenset(word.lower() for word in Words.word_list)


_lemmas: Callable[[str], dict[str, tuple[str, ...]]] = lemminflect.getAllLemmas


@cache
def _is_word(word: str) -> bool:
    """Whether a word is an ordinary English one too (a noun, verb, adjective or adverb of the dictionary)."""
    return word in _dictionary() or any(tag != "PROPN" for tag in _lemmas(word))


_IDENTIFIERS: tuple[Callable[[str], Iterator[Hit]], ...] = (_mails, _phones, _numbers, _credentials)
