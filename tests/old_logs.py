"""Old logs as forces hand them over: invented rows, in the formats and with the faults that real ones have."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from typing_extensions import override

HEADINGS = (
    "Incident No", "Date Reported", "Time", "Caller Forename", "Caller Surname", "Contact Tel", "DOB", "House No", "Street", "Town",
    "Postcode", "Incident Location", "Incident Type", "Description", "Officer",
)  # fmt: skip
FIRST = datetime(2019, 1, 1)  # noqa: DTZ001 - old logs say no offset
FORENAMES = ("Margaret", "Siân", "Mohammed", "Katarzyna", "Ann", "David", "Gwilym", "Priya", "Chen", "Temitope")
SURNAMES = ("Jones", "O'Brien", "Khan", "Kowalska", "Smith", "ap Rhys", "Llewellyn", "Patel", "Wei", "Adeyemi")
STREETS = ("Maes Road", "High Street", "Ffordd Caerdydd", "Station Terrace")
WORDS = ("Youths throwing stones at the window again, the caller is frightened.", "Music since Friday, asked to stop; shouted at.")
DIRTY = (  # column, what stands there, words of the reason
    ("Date Reported", "31/02/2019", "no date that the calendar has"),
    ("Date Reported", "", "no date"),
    ("Date Reported", "12/03/2091", "in the future"),
    ("Date Reported", "sometime", "no date that the calendar has"),
    ("Description", "rang\x00off", "belong to no text"),
    ("DOB", "03/04\n/1970", "several lines"),
)


@dataclass(frozen=True, slots=True)
class OldLog:
    """So many rows, and every `dirty`th with one of the faults; the same for the same seed."""

    rows: int
    dirty: int = 0
    seed: int = 1
    headings: Sequence[str] = field(default=HEADINGS)

    def __iter__(self) -> Iterator[list[str]]:
        dice = Random(self.seed)
        for number in range(self.rows):
            row = dict(zip(HEADINGS, self._row(number, dice), strict=True))
            if self.dirty and number % self.dirty == self.dirty - 1:
                column, value, _ = DIRTY[number // self.dirty % len(DIRTY)]
                row[column] = value
            yield [row[heading] for heading in self.headings]

    def _row(self, number: int, dice: Random) -> list[str]:
        at = FIRST + timedelta(minutes=37 * number) if self.rows < 50_000 else FIRST + timedelta(minutes=3 * number)
        person = dice.randrange(max(3, self.rows // 3))
        own = Random(person)
        return [
            f"CAD{number:07}", f"{at:%d/%m/%Y}", f"{at:%H:%M}", own.choice(FORENAMES), f"{own.choice(SURNAMES)}",
            f"07{700900000 + person % 1_000_000:09}" if person % 5 else "",
            f"{own.randrange(1, 29):02}/{own.randrange(1, 13):02}/{own.randrange(1935, 2005)}",
            str(own.randrange(1, 200)), own.choice(STREETS), "Barry", f"CF{own.randrange(10, 70)} {own.randrange(1, 9)}AB",
            "Car park behind the shops", "ASB Nuisance", dice.choice(WORDS), "PC 12",
        ]  # fmt: skip

    def faults(self) -> int:
        return self.rows // self.dirty if self.dirty else 0

    def write(self, path: Path, encoding: str = "utf-8", delimiter: str = ",") -> Path:
        with path.open("w", encoding=encoding, newline="") as file:
            out = csv.writer(file, delimiter=delimiter)
            out.writerow(self.headings)
            out.writerows(self)
        return path


_SYLLABLES = ("ba", "ber", "can", "car", "da", "dun", "el", "fen", "gar", "gwyn", "ha", "hol", "ing", "kha", "lan", "ley", "low", "mac",
              "man", "mor", "na", "nor", "ow", "pen", "ra", "rid", "ros", "sha", "sing", "son", "stan", "tal", "ten", "ton", "tre", "wal",
              "well", "wic", "wood", "zan")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForceLog(OldLog):
    """The same faults in a log as wide as a force's: thousands of names, streets, postcodes and places, and a story of its own each."""

    @override
    def _row(self, number: int, dice: Random) -> list[str]:
        at, own = FIRST + timedelta(minutes=3 * number), Random(dice.randrange(max(3, self.rows // 2)))
        home = _street(own)
        return [
            f"CAD{number:07}", f"{at:%d/%m/%Y}", f"{at:%H:%M}", _name(own, 4_000), _name(own, 40_000),
            f"07{own.randrange(10**8, 10**9):09}" if own.random() < 0.8 else "",
            f"{own.randrange(1, 29):02}/{own.randrange(1, 13):02}/{own.randrange(1935, 2005)}" if own.random() < 0.7 else "",
            str(own.randrange(1, 200)), home, _name(own, 150), f"CF{own.randrange(5, 84)} {own.randrange(1, 9)}{_pair(own)}",
            f"{dice.randrange(1, 200)} {home}" if dice.random() < 0.5 else f"{_street(dice)}, {_name(dice, 150)}", "ASB Nuisance",
            " ".join(_name(dice, 3_000).lower() for _ in range(dice.randrange(8, 50))), f"PC {dice.randrange(900)}",
        ]  # fmt: skip


def _name(dice: Random, many: int) -> str:
    """One of so many, a few of them common and most of them rare."""
    number, made = int(many ** dice.random()) * 7, ""
    while number or not made:
        number, place = divmod(number, len(_SYLLABLES))
        made += _SYLLABLES[place]
    return made.title()


def _street(dice: Random) -> str:
    return f"{_name(dice, 6_000)} {dice.choice(('Road', 'Street', 'Close', 'Avenue', 'Terrace'))}"


def _pair(dice: Random) -> str:
    return dice.choice("ABDEFGHJLNPQRSTUWXYZ") + dice.choice("ABDEFGHJLNPQRSTUWXYZ")
