"""What stands in the place of a finding: a keyed name, the same for the same identity under the same key.

Token form: `Person_BKQTRZ`, `Contact_…`, `Identifier_…`, `Credential_…`, `Address_…`, `BirthDate_…`: one
word without brackets,
hyphens or digits, so that a tokeniser keeps it whole, a tagger reads it as a noun, no rule about amounts
sees a number in it,
and no template variable or citation looks like it. TOKEN finds them all.

Surrogate form: an invented name (`Karvel Thimdane`) for persons, invented mails, phones and addresses; the
other kinds stay
tokens. Names are put together from syllables, so they are nobody's; one that would meet a word of the
document is skipped.
"""

import regex

from assets.identity import keyed_id
from assets.privacy.words import fold, is_common, is_family, is_given

LABELS = {
    "person": "Person",
    "contact": "Contact",
    "identifier": "Identifier",
    "credential": "Credential",
    "address": "Address",
    "birth_date": "BirthDate",
}
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words
TOKEN = regex.compile(rf"\b(?:{'|'.join(LABELS.values())})_[{_LETTERS}]{{6}}\b")

_GIVEN = (
    "Kar",
    "Vel",
    "Tam",
    "Bro",
    "Sil",
    "Dre",
    "Fen",
    "Mir",
    "Pol",
    "Zar",
    "Lun",
    "Gri",
    "Hov",
    "Jas",
    "Nem",
    "Orv",
)
_GIVEN_END = (
    "vel",
    "rin",
    "dro",
    "sika",
    "mond",
    "lith",
    "bara",
    "qua",
    "zel",
    "phan",
    "dor",
    "wyn",
    "lo",
    "tesh",
    "ni",
    "gund",
)
_FAMILY = (
    "Thim",
    "Quill",
    "Brask",
    "Dorv",
    "Frell",
    "Glim",
    "Hask",
    "Jorv",
    "Kelm",
    "Lorv",
    "Mund",
    "Nask",
    "Prenn",
    "Skarv",
    "Trell",
    "Wex",
)
_FAMILY_END = (
    "dane",
    "worth",
    "oway",
    "strom",
    "field",
    "bury",
    "kamp",
    "lund",
    "mere",
    "nock",
    "ridge",
    "shaw",
    "thwaite",
    "vik",
    "wold",
    "zell",
)


class Pseudonyms:
    """The pseudonyms of one document. `taken` are the folded words that no surrogate may meet."""

    def __init__(self, key: bytes, form: str, taken: frozenset[str] = frozenset()):
        self._key, self._form, self._taken = key, form, taken
        self._given: dict[str, tuple[str, str]] = {}

    def person(self, identity: str, part: str) -> str:
        """For a normalised identity ("sarah connor"); `part` says what stands there: full, given, family,
        reversed, mail, handle."""
        if self._form == "token":
            return self._token("person", identity)
        given, family = self._surrogate(identity)
        forms = {
            "full": f"{given} {family}",
            "given": given,
            "family": family,
            "reversed": f"{family}, {given}",
            "mail": f"{given}.{family}@example.invalid".lower(),
            "handle": f"@{given}{family}".lower(),
        }
        return forms[part]

    def other(self, kind: str, entity: str, value: str) -> str:
        """For any other kind; `value` as written, compared without case, white space and separators."""
        normal = regex.sub(r"[\s()./-]+", "", value) if kind != "credential" else value
        code = self._token(kind, normal.casefold() if kind != "credential" else normal)
        if self._form == "token" or kind in ("credential", "identifier", "birth_date"):
            return code
        number = int(keyed_id(self._key, kind, normal.casefold())[:8], 16)
        if kind == "address":
            return f"{number % 89 + 10} {_FAMILY[number // 89 % 16]}{_FAMILY_END[number // 1424 % 16]} Street"
        if entity == "PHONE":
            return f"+1 555 01{number % 100:02d} {number // 100 % 10000:04d}"
        name = f"{_GIVEN[number % 16]}{_GIVEN_END[number // 16 % 16]}{number // 256 % 1000}".lower()
        return f"{name}@example.invalid" if entity == "MAIL" else f"@{name}"

    def _token(self, kind: str, identity: str) -> str:
        number = int(keyed_id(self._key, kind, identity)[:16], 16)
        letters = []
        for _ in range(6):
            number, letter = divmod(number, len(_LETTERS))
            letters.append(_LETTERS[letter])
        return f"{LABELS[kind]}_{''.join(letters)}"

    def _surrogate(self, identity: str) -> tuple[str, str]:
        if identity not in self._given:
            for attempt in range(10_000):
                number = int(keyed_id(self._key, "surrogate", identity, str(attempt))[:16], 16)
                given = _GIVEN[number % 16] + _GIVEN_END[number // 16 % 16]
                family = _FAMILY[number // 256 % 16] + _FAMILY_END[number // 4096 % 16]
                words = {fold(given), fold(family)}
                known = any(is_given(w) or is_family(w) or is_common(w) for w in words)
                if not known and not words & self._taken and (given, family) not in self._given.values():
                    self._given[identity] = (given, family)
                    break
            else:
                raise ValueError("No surrogate name is free for a document; use pseudonyms = 'token'.")
        return self._given[identity]
