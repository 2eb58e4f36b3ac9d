"""The dates of an export, in whatever way the exporting tool writes them."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

ACCEPTED = "YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ"
"""What a message asks for; more is understood."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d)"
_NAMED = (
    re.compile(rf"(?:[a-z]+,? )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ./-]{_MONTH},?[ ./-]{_YEAR}", re.I),
    re.compile(rf"(?:[a-z]+,? )?{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}", re.I),
)
_NUMBERS = re.compile(rf"(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<second>\d{{1,2}})(?P=mark){_YEAR}")
_UNIX = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")


def day_reader(values: Iterable[str]) -> Callable[[str], date | None]:
    """A reader for the dates of one export: the UTC day, None for nothing; raises ValueError.

    ISO 8601 (without a zone: UTC), mail dates, Unix seconds and milliseconds, and days with a month in words. For
    3/4/2026 the export decides: where one of its values can only be read with the day (or the month) first, all are;
    dots put the day first. Where nothing decides, such a value is no date: a guess would move tickets by months.
    """
    pairs = [(int(m["first"]), int(m["second"]), m["mark"]) for v in values if (m := _NUMBERS.match(v.strip()))]
    day_first = any(first > 12 or mark == "." for first, _, mark in pairs)
    month_first = any(second > 12 for _, second, _ in pairs)

    def read(value: str) -> date | None:
        text = value.strip()
        if not text:
            return None
        if unix := _UNIX.fullmatch(text):
            return datetime.fromtimestamp(int(unix[1] or unix[2]) / (1 if unix[1] else 1000), UTC).date()
        if numbers := _NUMBERS.match(text):
            if day_first == month_first:
                raise ValueError("nothing says whether the day or the month stands first")
            day, month = (numbers["first"], numbers["second"])[:: 1 if day_first else -1]
            return date(_year(numbers["year"]), int(month), int(day))
        if re.search(r"[+-]\d{4}$|\b(?:GMT|UTC)$", text) and (moment := _mailed(text)):
            return moment.astimezone(UTC).date()
        for shape in _NAMED:
            if named := shape.match(text):
                month_number = _MONTHS.index(named["month"].lower()) + 1
                return date(_year(named["year"]), month_number, int(named["day"]))
        moment = datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT)$", "+00:00", text.replace("/", "-")))
        return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()

    return read


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _mailed(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
