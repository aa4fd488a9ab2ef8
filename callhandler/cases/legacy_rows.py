"""Turns a row of an old log into a complaint, or says in plain words why it does not come in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import blake2b

from callhandler.cases.legacy import Broken, First, Layout, Part, Remark, quoted
from callhandler.cases.legacy_dates import moment_of, time_of
from callhandler.log.canonical import LONGEST
from callhandler.people.phones import phone_digits

OLDEST = 1970  # a call before it is a slip of the keyboard
ELDEST = 120  # years
_BABY = 10  # years: nobody so young rings
_POISON = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_SUSPECT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")  # a row without them need not be looked at cell by cell
_HOUSE = re.compile(r"^\d+[a-z]?$", re.IGNORECASE)
_BRITISH = re.compile(r"^0(?!(\d)\1{9}$)[1-9]\d{9}$")  # nearly all are written so, and can be rung; of any other more must be asked
_NOT_TOLD = frozenset(("", "-", "--", "?", "n/a", "na", "nil", "none", "null", "unknown", "not known", "withheld", "anonymous", "anhysbys"))
_CLOSED = (
    *("closed", "case closed", "complete", "resolved", "finalised", "finalized", "filed", "concluded", "ended", "cleared", "nfa"),
    *("no further action", "wedi'i gau", "wedi’i gau", "ar gau"),
)
_OPEN = (
    *("open", "reopen", "re-open", "case open", "active", "ongoing", "live", "pending", "in progress", "under investigation"),
    *("current", "ar agor", "agored"),
)
_YES, _NO = frozenset(("y", "yes", "ie", "true", "1")), frozenset(("n", "no", "na", "new", "false", "0"))
_ONE_LINE: tuple[Part, ...] = ("reference", "person", "called", "time", "name", "victim", "phone", "born", "channel", "alleged", "closed")


@dataclass(frozen=True, slots=True)
class OldComplaint:
    """One row of an old log, read. `identity`: 16 hexadecimal digits that the same row of the same log always has."""

    row: int
    identity: str
    called: datetime  # without an offset: by the clock on the wall of those who kept the log
    reference: str = ""
    person: str = ""  # the number under which the old log knew them
    name: str = ""
    victim: str = ""
    phone: str = ""
    born: str = ""
    home: str = ""
    place: str = ""
    words: str = ""
    channel: str = ""
    alleged: str = ""
    closed: str = ""

    def is_closed(self) -> bool | None:
        """As the old log says; None where it does not say, or in no words that are known here."""
        return closed_in(self.closed)


class _Refused(Exception):  # noqa: N818 - named as a reader would
    def __init__(self, part: Part | None, value: str, reason: str) -> None:
        super().__init__(reason)
        self.part, self.value, self.reason = part, value, reason


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one sheet by one layout. `now`: nothing was reported after it."""

    layout: Layout
    headings: Sequence[str]
    places: Mapping[Part, tuple[int, ...]]
    firsts: tuple[First, First]
    now: datetime

    @classmethod
    def of(cls, layout: Layout, headings: Sequence[str], now: datetime) -> "RowReader":
        places = {part: tuple(headings.index(heading) for heading in held) for part, held in layout.columns.items() if held}
        return cls(layout, headings, places, (layout.order("called").first, layout.order("born").first), now.replace(tzinfo=None))

    def identity(self, row: Sequence[str]) -> str:
        """What the row is known by, whatever its columns were taken for; the same row in another log is another."""
        told = "\x1f".join((self.layout.source, *row)).rstrip("\x1f")
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def read(self, number: int, row: Sequence[str]) -> tuple[OldComplaint | None, tuple[Remark, ...]]:
        """The complaint, or None where the row is refused; and everything that is wrong with it."""
        remarks: list[Remark] = []
        try:
            return self._complaint(number, row, remarks), tuple(remarks)
        except _Refused as trouble:
            return None, (Remark(number, self._heading(trouble.part), quoted(trouble.value), trouble.reason),)

    def _complaint(self, number: int, row: Sequence[str], remarks: list[Remark]) -> OldComplaint:
        self._whole(row)
        suspect = bool(_SUSPECT.search("|".join(row))) or sum(map(len, row)) > LONGEST
        said = {part: self._said(part, row, suspect=suspect) for part in self.places}
        called = self._called(said, number, remarks)
        if not any(said.get(part) for part in ("name", "victim", "phone", "home", "place", "words", "alleged")):
            raise _Refused(None, "", "says nothing but a date: nobody, no number, no place and no words")
        self._phone(said, number, remarks)
        kept = {part: value for part, value in said.items() if part not in ("called", "time", "born")}
        return OldComplaint(number, self.identity(row), called, born=self._born(said, number, remarks), **kept)

    def _whole(self, row: Sequence[str]) -> None:
        if isinstance(row, Broken):
            raise _Refused(None, "", row[0])
        if len(row) > len(self.headings) and any(row[len(self.headings) :]):
            wide = f"has {len(row)} columns where the headings have {len(self.headings)}: a separator or a quotation mark is out of place"
            raise _Refused(None, row[len(self.headings)], wide)

    def _said(self, part: Part, row: Sequence[str], *, suspect: bool) -> str:
        cells = [row[place] for place in self.places[part] if place < len(row)]
        for cell in cells if suspect else ():
            if _POISON.search(cell):
                raise _Refused(part, cell, "holds characters that belong to no text")
            if len(cell) > LONGEST:
                raise _Refused(part, cell, f"is longer than {LONGEST:,} characters")
            if part in _ONE_LINE and "\n" in cell:
                raise _Refused(part, cell, "runs over several lines: a quotation mark may not be closed")
        told = [cell for cell in cells if cell.lower() not in _NOT_TOLD]
        return _JOIN[part](told) if part in _JOIN else " ".join(told)

    def _called(self, said: Mapping[Part, str], number: int, remarks: list[Remark]) -> datetime:
        text = said.get("called", "")
        if not text:
            raise _Refused("called", text, "no date: when they called decides whether they are a repeat caller")
        found = moment_of(text, self.firsts[0], self.now.year % 100)
        if found is None:
            raise _Refused("called", text, "no date that the calendar has")
        if found.replace(tzinfo=None) > self.now and found.date() > self.now.date():
            raise _Refused("called", text, "a date in the future")
        if found.year < OLDEST:
            raise _Refused("called", text, f"a date before {OLDEST}")
        return self._with_time(found, said.get("time", ""), number, remarks)

    def _with_time(self, found: datetime, text: str, number: int, remarks: list[Remark]) -> datetime:
        at = time_of(text) if text else None
        if text and at is None:
            remarks.append(self._kept(number, "time", text, "no time of day; the day alone is kept"))
        return datetime.combine(found.date(), at, found.tzinfo) if at and found.time() == time() else found

    def _born(self, said: Mapping[Part, str], number: int, remarks: list[Remark]) -> str:
        text = said.get("born", "")
        if not text or (text.isdigit() and len(text) == 4):
            return text
        found = moment_of(text, self.firsts[1], (self.now.year - _BABY) % 100)
        if found is None or not self.now.year - ELDEST <= found.year <= self.now.year:
            remarks.append(self._kept(number, "born", text, "no date of birth that can be; kept as written"))
            return text
        return found.date().isoformat()

    def _phone(self, said: Mapping[Part, str], number: int, remarks: list[Remark]) -> None:
        text = said.get("phone", "")
        if text and not _BRITISH.match(text) and not phone_digits(text):
            remarks.append(self._kept(number, "phone", text, "no telephone number that can be rung; kept as written"))

    def _kept(self, number: int, part: Part, value: str, reason: str) -> Remark:
        return Remark(number, self._heading(part), quoted(value), reason, refused=False)

    def _heading(self, part: Part | None) -> str:
        return " + ".join(self.layout.of(part)) if part else ""


def closed_in(text: str) -> bool | None:
    """What a cell says of whether a case is closed: in a word, or by the day on which it was; None where that cannot be told."""
    said = text.strip().casefold()
    if said in _NO or said.startswith(_OPEN):
        return False
    return True if said in _YES or said.startswith(_CLOSED) or (said and moment_of(said)) else None


def _place(told: Sequence[str]) -> str:
    """An address on one line: after a house number comes a space, after anything else a comma."""
    line = ""
    for part in (" ".join(cell.split()) for cell in told):
        last = line.rpartition(", ")[2]
        line = f"{line}{' ' if _HOUSE.match(last) else ', ' if line else ''}{part}"
    return line


_JOIN: Mapping[Part, Callable[[Sequence[str]], str]] = {"home": _place, "place": _place, "words": "\n".join}
