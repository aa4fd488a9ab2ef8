"""How likely two descriptions are of one person, and not of two of one home, nor of two strangers; every bit of it told by field.

A Fellegi–Sunter score with three classes: bits = Σ log2(m/u) + log2 π_m − log2(1 + 2^(Σ log2(h/u) + log2 π_h)).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from operator import attrgetter

from callhandler.people.comparing import LEVEL_OF, forename_level, surname_level
from callhandler.people.name_forms import other_box
from callhandler.people.parts import FIELDS, Parts
from callhandler.people.tables import AREAS, LEVELS, MISSING, UNKNOWN, Tables, area_of
from callhandler.people.weighing import Frequencies, Weighing, Worth

__all__ = ["Frequencies", "Question", "Row", "Scored", "Scorer", "probability_of", "told_by"]
SWAPPED = -4.0  # bits, where given and family name had to be exchanged
_FORENAME, _SURNAME, _POSTCODE = 0, 1, 6
_ALIKE = 3  # the last level at which two names are alike
_BOUND = 60.0  # bits; a probability beyond is not told apart from 0 or 1
_NOTHING: tuple[Worth, ...] = ((0.0, 0.0),) * AREAS
_OTHER_BOX = {"forename": "surname", "surname": "forename"}

Row = tuple[str, ...]  # a description as its eight parts, in order
told_by = attrgetter(*FIELDS)


@dataclass(frozen=True, slots=True)
class Scored:
    """The evidence that two descriptions are of one person, in bits for and against, and where it comes from.

    `parts` holds the bits of every field told on both sides, of "swapped", the "prior" and the "rival"; they sum to `bits`.
    """

    bits: float
    probability: float
    parts: Mapping[str, float]
    levels: Mapping[str, int]
    swapped: bool = False


class Scorer:
    """Scores what is asked against what is known, by tables that were learned or are the start values."""

    def __init__(self, tables: Tables, people: int) -> None:
        self.tables = tables
        self._prior = log2(tables.same / max(people, 1))
        self._home = log2(tables.home / max(people, 1))

    def question(self, asked: Parts, frequencies: Frequencies, typing: str = "") -> "Question":
        """What is asked, ready to be put to many. `typing` is the part under the cursor, not yet whole: it cannot tell against."""
        return Question(asked, Weighing(self.tables, frequencies), (self._prior, self._home), typing)

    def score(self, asked: Parts, known: Sequence[Parts], frequencies: Frequencies, typing: str = "") -> tuple[Scored, ...]:
        """The score of each, in the order given."""
        question = self.question(asked, frequencies, typing)
        return tuple(question.scored(told_by(one)) for one in known)


class Question:
    """One question to many descriptions: what a value is worth is worked out once, however many have it."""

    def __init__(self, asked: Parts, weighing: Weighing, priors: Worth, typing: str) -> None:
        cost = (priors[0] + SWAPPED, priors[1] + SWAPPED)
        crossed = replace(asked, forename=asked.surname, surname=asked.forename)
        self._boxed = other_box(asked.forename, asked.surname)
        boxed = replace(asked, forename=self._boxed[0], surname=self._boxed[1]) if self._boxed else asked
        self._straight = _Reading(asked, weighing, priors, typing)
        self._crossed = _Reading(crossed, weighing, cost, _OTHER_BOX.get(typing, typing))
        self._other_box = _Reading(boxed, weighing, cost, typing)
        self._asked, self._prior = asked, priors[0]

    def bits(self, known: Row) -> float:
        """The score alone, in a fraction of the time."""
        straight = self._straight.bits(known)
        if self._same_names(known):
            return straight
        return max([straight, *(reading.bits(row) for reading, row in self._otherwise(known))])

    def scored(self, known: Row) -> Scored:
        """The score, and where it comes from."""
        best, row = self._straight, known
        for reading, other in self._otherwise(known):
            if reading.bits(other) > best.bits(row):
                best, row = reading, other
        return self._told(best, row)

    def _same_names(self, known: Row) -> bool:
        asked, given, family = self._asked, known[_FORENAME], known[_SURNAME]
        return (given == asked.forename or not given or not asked.forename) and (family == asked.surname or not family or not asked.surname)

    def _otherwise(self, known: Row) -> Iterator[tuple["_Reading", Row]]:
        """The names exchanged, where they are alike then and were not before; or one of them moved to the other box."""
        if self._same_names(known):
            return
        if self._turned(known[_FORENAME], known[_SURNAME]):
            yield self._crossed, known
        moved = None if self._boxed or " " not in known[_FORENAME] else other_box(known[_FORENAME], known[_SURNAME])
        row = (*moved, *known[2:]) if moved else known
        if (self._boxed or moved) and self._other_box.level(_SURNAME, row[_SURNAME]) == 0:
            yield self._other_box, row

    def _turned(self, given: str, family: str) -> bool:
        asked = self._asked
        if (family and family == asked.forename) or (given and given == asked.surname):
            return True
        surname = surname_level(asked.forename, family)
        return surname <= _ALIKE and MISSING < max(surname, forename_level(asked.surname, given)) <= _ALIKE

    def _told(self, reading: "_Reading", known: Row) -> Scored:
        swapped = reading is not self._straight
        parts = reading.parts(known)
        parts |= {"swapped": SWAPPED} if swapped else {}
        parts |= {"prior": self._prior, "rival": -_log2_of_one_and(reading.rival(known))}
        bits = sum(parts.values())
        return Scored(bits, probability_of(bits), parts, reading.levels(known), swapped)


class _Reading:
    """What was asked, read in one way: as told, or with the two names exchanged."""

    def __init__(self, asked: Parts, weighing: Weighing, priors: Worth, typing: str) -> None:
        self._asked: Row = told_by(asked)
        self._weighing, self._typing = weighing, typing
        self._same, self._home = priors
        self._seen: tuple[dict[str, tuple[int, tuple[Worth, ...]]], ...] = tuple({} for _ in FIELDS)
        self._told = [place for place, value in enumerate(self._asked) if value]

    def level(self, place: int, value: str) -> int:
        """The level of one part."""
        return self._worth(place, value)[0] if value and self._asked[place] else MISSING

    def bits(self, known: Row) -> float:
        same, rival = self._sums(known)
        return same - _log2_of_one_and(rival)

    def rival(self, known: Row) -> float:
        """Bits for another of the same home."""
        return self._sums(known)[1]

    def parts(self, known: Row) -> dict[str, float]:
        """The bits of every part told on both sides."""
        area = self._area(known)
        return {FIELDS[place]: self._worth(place, known[place])[1][area][0] for place in self._told if known[place]}

    def levels(self, known: Row) -> dict[str, int]:
        return {field: self.level(place, known[place]) for place, field in enumerate(FIELDS)}

    def _sums(self, known: Row) -> Worth:
        area, same, rival, seen = self._area(known), self._same, self._home, self._seen
        for place in self._told:
            if value := known[place]:
                more, home = (seen[place].get(value) or self._worth(place, value))[1][area]
                same += more
                rival += home
        return same, rival

    def _area(self, known: Row) -> int:
        return area_of(self.level(_POSTCODE, known[_POSTCODE])) if known[_POSTCODE] else UNKNOWN

    def _worth(self, place: int, value: str) -> tuple[int, tuple[Worth, ...]]:
        seen = self._seen[place]
        if value not in seen:
            seen[value] = self._weigh(place, value)
        return seen[value]

    def _weigh(self, place: int, value: str) -> tuple[int, tuple[Worth, ...]]:
        field, asked = FIELDS[place], self._asked[place]
        if field == self._typing and asked != value:
            return self._begun(field, asked, value)
        level = LEVEL_OF[field](asked, value)
        return level, self._weighing.worth(field, level, value)

    def _begun(self, field: str, asked: str, value: str) -> tuple[int, tuple[Worth, ...]]:
        """A part still being typed counts by how much of it stands there, and never against."""
        if not value.startswith(asked):
            return LEVELS[field].index("other"), _NOTHING
        level, told = LEVEL_OF[field](asked, value), len(asked) / len(value)
        worth = self._weighing.worth(field, level, value)
        return level, tuple((told * max(same, 0.0), told * max(home, 0.0)) for same, home in worth)


def probability_of(bits: float) -> float:
    """1 / (1 + 2^−bits), for bits within ±60."""
    return float(1 / (1 + 2.0 ** -max(-_BOUND, min(_BOUND, bits))))


def _log2_of_one_and(bits: float) -> float:
    """log2(1 + 2^bits), without overflow."""
    return bits + log2(1 + 2.0**-bits) if bits > 0 else log2(1 + 2.0**bits)
