"""How private addresses are written: streets of many countries, units, postcodes, post boxes.

A street with a number is an address by its type (Road, -straße, Rue), or by what follows it: a flat, a postcode. A
plaza alone is a building. What follows is taken only where it is part of the address, so that the next sentence stays.
"""

import regex

from resources.rule import MONTH, rule

_BETWEEN = r"(?:,?[ ]+|[ ]*,?[ ]*\n[ >?]*,?[ ]*)"
"""Between the parts of an address: a comma, a space, or the next line of a block, also of a quoted one."""
_NUMBER = r"\d{1,5}[A-Za-z]?(?:[-/]\d{1,5})?"
_NAME = r"(?!\p{Lu}\.?[ ]\p{Lu}\.)\p{Lu}[\p{L}\p{M}.'’-]*"
_SMALL = r"(?:de|del|des|du|la|le|les|los|las|di|da|do|dos|delle|dei|degli|der|den|van|von|nad|and|of|the)"
_NAMES = rf"{_NAME}(?:[ ](?:{_SMALL}[ ]){{0,2}}{_NAME}){{0,4}}"
_DIRECTION = r"(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\b\.?"
_TYPE = (
    r"(?:street|avenue|road|boulevard|lane|drive|court|crescent|close|way|place|square|terrace|parkway|highway"
    r"|circle|trail|row|gardens|grove|mews|hill|walk|quay|wharf|loop|alley"
    r"|(?:st|ave|rd|blvd|ln|dr|ct|cres|pl|sq|ter|pkwy|hwy|cir|trl)\b\.?)"
)
_UNIT = rf"(?:{_BETWEEN}(?i:apt|apartment|suite|ste|unit|flat|floor|fl|room|rm)\b\.?[ ]?\#?(?:\d[\w-]*|[A-Z]\b))"
_HOME = rf"(?:{_BETWEEN}(?i:apt|apartment|suite|ste|flat)\b\.?[ ]?\#?\d[\w-]*)"
_CITY = r"\p{Lu}[\p{L}\p{M}.'’-]+(?:[ ](?:(?:of|upon|on|de|del|di|nad)[ ])?\p{Lu}[\p{L}\p{M}.'’-]+){0,2}"
_REGION = r"[A-Z]{2,3}"
_UK_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?[ ]\d[A-Z]{2}"
_POSTCODE = rf"(?:\d{{5}}(?:-\d{{4}})?(?!\d)|{_UK_POSTCODE}(?!\w))"
_TOWN = (
    rf"(?:{_BETWEEN}(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:[ ][A-Z]{{2}})?[ ]{_CITY}"
    rf"|(?:{_BETWEEN}{_CITY}){{0,3}}(?:{_BETWEEN}{_REGION}\b\.?)?{_BETWEEN}{_POSTCODE})"
)
"""Town and postcode, in either order, with a region or a country."""
_END = rf"(?:{_TOWN}|,[ ]{_CITY}(?:,[ ]{_REGION}\b)?(?=[.,;:)\n]|$))?"
"""What may follow a street: town and postcode, or the town alone where nothing else follows it."""
_BEFORE = r"(?<![\w.,$€£#-])(?<!\b[§])"

_NOT_A_STREET = regex.compile(
    rf"\bU\.?S\.?\b|\bC\.?F\.?R\b|\b(?i:usc|code|section|sections|act|title|stat|chapter|article|appendix|figure|table"
    rf"|version|step|page|form|part|item|level|policy|building|tower|block|case|order|no|number|{MONTH})\b"
)


def _is_street(text: str, start: int, end: int) -> bool:
    """Numbers beside capitals are also laws, dates, versions and parts of documents."""
    return not _NOT_A_STREET.search(text[start:end])


ADDRESSES = (
    rule(
        "ADDRESS",
        "street address",
        0.85,
        rf"{_BEFORE}(?P<v>(?:\d{{1,5}}[ ])?{_NUMBER},?[ ](?:{_DIRECTION}[ ])?"
        rf"(?:(?:{_NAME}|\d{{1,3}}(?:st|nd|rd|th)|of|the|de|la)[ ]){{1,4}}"
        rf"(?:(?i:{_TYPE})(?!\w)(?:[ ]{_DIRECTION})?{_UNIT}{{0,2}}{_END}|Plaza(?:{_UNIT}{{1,2}}{_END}|{_TOWN})))",
    ),
    rule(
        "ADDRESS",
        "street in lower case",
        0.7,
        r"(?<![\w.,$€£#-])(?P<v>\d{1,4}[ ](?:\p{Ll}{3,}[ ]){1,2}(?:street|avenue|road|lane|drive|boulevard|terrace)"
        r"(?=,|\n|$|[ ](?:apt|flat|suite)))",
    ),
    rule(
        "ADDRESS",
        "address with a flat",
        0.8,
        rf"{_BEFORE}(?P<v>(?:\d{{1,5}}[ ])?(?:{_NAMES}[ ]\d{{1,4}}\.?|{_NUMBER}[ ]{_NAMES}){_HOME}{{1,2}}{_END})",
        _is_street,
    ),
    rule(
        "ADDRESS",
        "address with postcode",
        0.85,
        rf"{_BEFORE}(?P<v>(?:{_NUMBER},?[ ]{_NAMES}(?:[ ]\d{{1,4}}\.?)?|{_NAMES}[ ]\d{{1,4}}[a-z]?\.?)"
        rf"(?:(?:[ ]*,[ ]*|[ ]*\n[ >?]*){_CITY}(?:[ ]*,[ ]*|[ ]*,?[ ]*\n[ >?]*,?[ ]*|[ ])(?:{_REGION}\b{_BETWEEN})?{_POSTCODE}"
        rf"|(?:[ ]*,[ ]*|[ ]*\n[ >?]*)(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:[ ][A-Z]{{2}})?[ ]{_CITY}"
        rf"|[ ]{_CITY},[ ]{_REGION}[ ]{_POSTCODE}))",
        _is_street,
    ),
    rule("ADDRESS", "UK postcode", 0.7, rf"(?<![\w-])(?P<v>(?:{_CITY},?[ ])?{_UK_POSTCODE})(?!\w)"),
    rule(
        "ADDRESS",
        "Germanic street",
        0.85,
        r"(?<![\w-])(?P<v>(?:\d{1,5}[ ])?(?:\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer|damm"
        r"|straat|laan|gracht|plein|dijk|singel|vej|vænget|gatan|gata|gaten|vägen|vegen|veien|stræti|braut|katu|kuja"
        r"|polku)|\p{Lu}[\p{L}-]+[ ](?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|gate|gata|vei|veg|väg|katu|torg|plass))"
        rf"[ ]\d{{1,4}}[ ]?[a-z]?\b{_UNIT}{{0,2}}{_END})",
    ),
    rule(
        "ADDRESS",
        "Hungarian or Estonian street",
        0.85,
        rf"(?<!\w)(?P<v>(?:\d{{1,5}}[ ])?{_NAMES}[ ](?:utca|u\.|útja|út|tér|körút|krt\.|rkp\.|sétány|kapu|tee|mnt|pst)[ ]"
        rf"\d{{1,4}}\b\.?{_UNIT}{{0,2}}{_END})",
    ),
    rule(
        "ADDRESS",
        "Romance or Slavic street",
        0.85,
        r"(?<![\w$€£-])(?P<v>(?:(?:\d{1,5}[ ])?\d{1,4}(?:[ ](?:bis|ter))?,?[ ](?i:rue|avenue|boulevard|place|chemin|impasse"
        rf"|allée|quai|cours|route)[ ](?:(?:{_SMALL}|l'|d')[ ]?){{0,3}}{_NAME}(?:[ -](?:{_SMALL}[ ])?{_NAME}){{0,3}}"
        r"|(?:\d{1,5}[ ])?(?:Calle|Avenida|Avda\.|Av\.|Paseo|Via|Viale|Piazza|Corso|Largo|Rua|Travessa|Praça|Rue|Chemin"
        rf"|Ulica|ul\.|al\.|os\.)[ ](?:{_SMALL}[ ]){{0,2}}{_NAMES},?[ ]\d{{1,4}})\b{_UNIT}{{0,2}}{_END})",
    ),
    rule(
        "ADDRESS",
        "military mail",
        0.9,
        r"\b(?P<v>(?:(?:PSC|CMR|Unit)[ ]\d{3,5},?[ ]Box[ ]\d{3,5}|US(?:S|NS|CGC|NV)[ ]\p{L}+)"
        rf"{_BETWEEN}[AFD]PO[ ]A[AEP][ ]\d{{5}})",
        flags=regex.I,
    ),
    rule("ADDRESS", "apartment", 0.6, r"(?<!\w)(?P<v>(?:Apt|Apartment|Flat)\.?[ ]#?\d+[A-Z]?)(?!\w)"),
    rule(
        "ADDRESS",
        "home in context",
        0.8,
        r"\b(?:lives?|living|resid(?:es|ing))[ ](?:at|on)[ ](?P<v>\p{Lu}[^\n.;!?"
        r"()]{2,50}[ ]\d+[^\n.;!?()]{0,60}|\d+[^\n.;!?()]{4,90})",
    ),
    rule(
        "ADDRESS",
        "address in context",
        0.8,
        r"\b(?:home|private|postal|mailing|residential|billing|shipping"
        r"|delivery|new|current|his|her|their|my)\s+address(?:\s+is(?:\s+now)?"
        r"|\s*[:|])\s*(?P<v>(?-i:[\p{Lu}\d])[^\n;!?|@]{0,40}\d[^\n;!?|@]{3,80})",
        flags=regex.I,
    ),
    rule(
        "ADDRESS",
        "place in context",
        0.8,
        r"\b(?:address(?:[ ]of[ ][^\n.:]{2,40})?(?:[ ]is|[ ]?:)|located[ ]at|(?:sent|send|deliver(?:ed)?|ship(?:ped)?)"
        r"(?:[ ](?:it|this|that|one|them))?[ ]to|return[ ]to|meet[ ](?:me|you)[ ]at)\s+"
        rf"(?P<v>\d{{1,5}}[ ]{_NAMES}(?:[ ]\d{{1,4}}\b\.?)?{_UNIT}{{0,2}}{_END})",
        _is_street,
    ),
    rule("ADDRESS", "post box", 0.8, rf"\b(?P<v>P\.?\s?O\.?\s?Box\s+\d+(?-i:{_UNIT}{{0,2}}{_END}))", flags=regex.I),
)
