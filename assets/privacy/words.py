"""What words are: given names, surnames, words of the language, names of tools, organisations and roles.

General knowledge only, nothing from any company's documents. Given names and surnames are Faker's, over all its
locales; words of the language are lemminflect's; the rest is in words.toml. Configuration adds to it with `keep`.
"""

import functools
import importlib
import pkgutil
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path

import faker.providers.person
import regex

from resources.parser import STOP_WORDS, lemminflect

FILE = Path(__file__).with_name("words.toml")
_FILE_LISTS: dict[str, str] = tomllib.loads(FILE.read_text("utf-8"))
_LISTS = {name: frozenset(words.split()) for name, words in _FILE_LISTS.items()}

ORGANISATION_WORDS = _LISTS["organisations"]
"""Words beside which a capitalised name is an organisation, a place or a thing; folded, as all of these."""
ORGANISATION_NAMES = frozenset(_FILE_LISTS["organisation_names"].strip().split("\n"))
"""Organisations that are called like persons."""
ROLES = _LISTS["roles"]
"""Words of role mailboxes and group handles."""
TITLES = _LISTS["titles"]
"""Forms of address."""
SPELLING = _LISTS["spelling"]
"""The alphabet by which people spell and name teams."""
_TOOLS = _LISTS["tools"]
_COMMON = STOP_WORDS | _LISTS["places"] | ROLES | ORGANISATION_WORDS | _LISTS["extra"]

_lemmas: Callable[[str], dict[str, tuple[str, ...]]] = lemminflect.getAllLemmas

_UNDECOMPOSED = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "’": "'"})
_CAMEL = regex.compile(r"\p{Ll}\p{Lu}")
_CAMEL_NAME = regex.compile(r"(?:Mc|Mac|De|La|Le|Di|Du|Van|Von|Fitz|O['’])\p{Lu}")


def fold(word: str) -> str:
    """Lower case without accents: the form in which names are compared."""
    plain = unicodedata.normalize("NFKD", word.translate(_UNDECOMPOSED))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@functools.cache
def _lexicon() -> tuple[frozenset[str], frozenset[str]]:
    """Given names and surnames of all locales."""
    given, family = set(_LISTS["given"]), set(_LISTS["family"])
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if not isinstance(values, (tuple, list, dict)) or not attribute.startswith(("first_name", "last_name")):
                continue
            names = given if attribute.startswith("first_name") else family
            names.update(fold(part) for v in values for part in regex.split(r"[ -]", str(v)) if len(part) > 1)
    return frozenset(given), frozenset(family)


@functools.lru_cache(maxsize=100_000)
def is_given(word: str) -> bool:
    """Whether some locale knows the word as a given name (of a hyphenated one, a part)."""
    folded = fold(word)
    return any(part in _lexicon()[0] for part in (folded, *folded.split("-")))


@functools.lru_cache(maxsize=100_000)
def is_family(word: str) -> bool:
    """Whether some locale knows the word as a surname (of a hyphenated one, a part)."""
    folded = fold(word)
    return any(part in _lexicon()[1] for part in (folded, *folded.split("-")))


@functools.lru_cache(maxsize=100_000)
def is_common(word: str) -> bool:
    """Whether the word is also a word of the language (or a place, month, role), so that a capital proves nothing."""
    folded = fold(word)
    if folded in _COMMON or _lemmas(folded):
        return True
    return "-" in folded and all(is_common(part) for part in folded.split("-") if part)


@functools.lru_cache(maxsize=100_000)
def is_tool(word: str) -> bool:
    """Whether the word names a well-known tool or company, or is written like one (GitHub, S3)."""
    camel = _CAMEL.search(word) and not _CAMEL_NAME.match(word)
    return fold(word) in _TOOLS or bool(camel) or any(c.isdigit() for c in word)
