"""Guesses which column of an old log holds what: by its heading in English or Welsh, then by what stands in it. A person confirms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from callhandler.cases.legacy import PARTS, Layout, Part
from callhandler.cases.legacy_dates import moment_of, time_of
from callhandler.cases.legacy_rows import closed_in
from callhandler.people.names import fold_name
from callhandler.people.phones import phone_digits
from callhandler.people.places import postcode

ENOUGH = 0.6  # of the values that are there
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_OURS = re.compile(
    r"\b(closed|updated|modified|amended|resolved|review|attended|officer|operator|handler|entered by|taken by|taker|closure|status)\b"
)
_CLOSED = re.compile(
    r"((case|incident|log|call) )?(status|state)|(case )?(closed|closure)( (date|on|at|y n))?|date closed|statws|cyflwr|(dyddiad )?cau"
)
_ALLEGED = re.compile(r"\b(alleged|suspects?|perpetrators?|offenders?|par|subject)\b")
_VICTIM = re.compile(r"\b(victims?|dioddefwr)\b")
_WORDS: Mapping[Part, str] = {  # in the order in which they are tried
    "person": r"nominal( (id|no|ref|number|urn))?|(person|caller|customer|complainant|client|party) (id|no|ref|reference|number|urn)|crn",
    "born": r"dob|d o b|born|birth|birthdate|geni|dyddiad geni",
    "phone": r"phones?|phone ?(no|number)|tel|telephone|mobile|mob|cli|ffon|contact (no|number)",
    "place": r"location|scene|locus|where|incident (address|street|road|postcode|post code|town|place)|lleoliad|place",
    "time": r"(call|incident|received|reported|logged|start)? ?time|amser",
    "called": r"date ?time|date|called|received|reported|logged|opened|created|call date|dyddiad|when",
    "home": r"address|addr|house|flat|property|street|road|town|city|post ?code|cyfeiriad|cod post|home",
    "name": r"names?|forenames?|surnames?|first|last|initials?|enw|cyfenw|caller|complainant|informant|reporting person|achwynydd",
    "words": r"descriptions?|details?|narrative|summary|notes?|comments?|text|circumstances|type|category|outcome|result|action|disgrifiad",
    "channel": r"channel|method|how (received|reported|contacted)",
    "reference": r"ref|reference|urn|serial|cad|id|no|number|log|cyfeirnod",
}
_HEADINGS = tuple((part, re.compile(rf"\b({words})\b")) for part, words in _WORDS.items())
_STREET = r"street|road|line ?1|location|scene|where|address(?! ?[2-9])"
_RANKS: Mapping[Part, tuple[str, ...]] = {  # in which order several columns of one part are joined
    "name": (r"title|teitl", r"forename|first|given|enw cyntaf", r"middle", r"initial", r"", r"surname|last|family|cyfenw"),
    "home": (r"flat|unit|room", r"house|number|\bno\b", _STREET, r"", r"town|city|district", r"post ?code|cod post"),
    "place": (r"flat|unit|room", r"house|number|\bno\b", _STREET, r"", r"town|city|district", r"post ?code|cod post"),
    "words": (r"type|category", r"summary", r"", r"outcome|result|action"),
}
_ONE = frozenset(("reference", "person", "called", "time", "born", "phone", "channel", "closed"))  # parts that one column holds


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the sample: its heading folded, and the values that are there."""

    heading: str
    folded: str
    values: tuple[str, ...]

    def share(self, test: object) -> float:
        held = [value for value in self.values if callable(test) and test(value)]
        return len(held) / len(self.values) if self.values else 0.0


def guessed(source: str, headings: Sequence[str], sample: Sequence[Sequence[str]]) -> Layout:
    """The likeliest layout of a sheet, from its headings and some of its rows. What fits nothing is left out, and shown as left out."""
    columns = [_column(heading, place, sample) for place, heading in enumerate(headings)]
    by_heading = {column.heading: part for column in columns if (part := _by_heading(column)) and _bears(part, column)}
    told = _once_each(by_heading, columns)
    for column in columns:
        if column.heading not in told and (part := _by_contents(column, frozenset(told.values()))):
            told[column.heading] = part
    return Layout(source, {part: held for part in PARTS if (held := _joined(part, told, columns))})


def unused(layout: Layout, headings: Sequence[str]) -> tuple[str, ...]:
    """The columns that no part takes."""
    taken = {heading for part in PARTS for heading in layout.of(part)}
    return tuple(heading for heading in headings if heading not in taken)


def missing(layout: Layout, headings: Sequence[str]) -> tuple[str, ...]:
    """The columns that a layout names and the sheet does not have."""
    return tuple(heading for part in PARTS for heading in layout.of(part) if heading not in headings)


def _column(heading: str, place: int, sample: Sequence[Sequence[str]]) -> _Column:
    values = tuple(row[place] for row in sample if place < len(row) and row[place])
    return _Column(heading, fold_name(_CAMEL.sub(" ", heading)), values)


def _by_heading(column: _Column) -> Part | None:
    if _CLOSED.fullmatch(column.folded):
        return "closed"
    if _NOT_OURS.search(column.folded):
        return None
    found = next((part for part, words in _HEADINGS if words.search(column.folded)), None)
    if _ALLEGED.search(column.folded):
        return "alleged" if found in ("name", None) else None
    if _VICTIM.search(column.folded) and found in ("name", None):
        return "victim"
    return found


def _bears(part: Part, column: _Column) -> bool:
    """Whether the contents of a column allow what its heading says."""
    match part:
        case "called" | "born":
            return not column.values or column.share(moment_of) >= 1 - ENOUGH
        case "time":
            return not column.values or column.share(time_of) >= 1 - ENOUGH
        case "phone":
            return not column.values or column.share(phone_digits) >= (1 - ENOUGH) / 2
        case "closed":
            return column.share(lambda value: closed_in(value) is not None) >= ENOUGH
        case "name":
            return not column.values or column.share(_has_letters) >= ENOUGH
        case _:
            return True


def _once_each(by_heading: Mapping[str, Part], columns: Sequence[_Column]) -> dict[str, Part]:
    """Of several columns for what one column holds, the one that fits its part best; the others are left out."""
    kept: dict[str, Part] = {}
    for part in PARTS:
        held = [column for column in columns if by_heading.get(column.heading) == part]
        if part in _ONE and len(held) > 1:
            held = [max(held, key=lambda column: _fit(part, column))]
        kept |= {column.heading: part for column in held}
    if "victim" in kept.values() and "name" not in kept.values():  # the victim called: nobody else is named
        kept = {heading: "name" if part == "victim" else part for heading, part in kept.items()}
    return kept


def _fit(part: str, column: _Column) -> float:
    tests = {"called": moment_of, "born": moment_of, "time": time_of, "phone": phone_digits}
    different = len(set(column.values)) / len(column.values) if column.values else 0.0
    return column.share(tests[part]) + len(column.values) / 1000 if part in tests else different


def _by_contents(column: _Column, taken: frozenset[Part]) -> Part | None:
    if not column.values or _NOT_OURS.search(column.folded) or _ALLEGED.search(column.folded):
        return None
    if column.share(moment_of) >= ENOUGH:
        part: Part = "born" if _of_births(column) else "called"
        return None if part in taken else part
    if "phone" not in taken and column.share(phone_digits) >= ENOUGH:
        return "phone"
    if "home" not in taken and column.share(postcode) >= ENOUGH:
        return "home"
    if "words" not in taken and median(map(len, column.values)) >= 40:
        return "words"
    return "name" if "name" not in taken and column.share(_looks_named) >= ENOUGH else None


def _of_births(column: _Column) -> bool:
    """Whether dates lie as far apart as births do, and none is of the last years."""
    years = [found.year for value in column.values if (found := moment_of(value))]
    return max(years) - min(years) > 25 and median(years) < date.max.year and median(years) <= max(years) - 10


def _joined(part: Part, told: Mapping[str, Part], columns: Sequence[_Column]) -> tuple[str, ...]:
    held = [column for column in columns if told.get(column.heading) == part]
    return tuple(column.heading for column in sorted(held, key=lambda column: _rank(part, column.folded)))


def _rank(part: Part, folded: str) -> int:
    ranks = _RANKS.get(part, ())
    middle = ranks.index("") if "" in ranks else 0
    return next((place for place, words in enumerate(ranks) if words and re.search(words, folded)), middle)


def _has_letters(value: str) -> bool:
    return any(letter.isalpha() for letter in value)


def _looks_named(value: str) -> bool:
    words = value.replace(",", " ").split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and not any(letter.isdigit() for letter in value)
