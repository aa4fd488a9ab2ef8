"""How likely two descriptions are of one person, and not of two of one home, nor of two strangers; every bit of it told by field.

A Fellegi–Sunter score with three classes: bits = Σ log2(m/u) + log2 π_m − log2(1 + 2^(Σ log2(h/u) + log2 π_h)).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from operator import attrgetter
from typing import Any

from callhandler.people.comparing import LEVEL_OF, forename_level, surname_level
from callhandler.people.name_forms import other_box
from callhandler.people.parts import FIELDS, Parts
from callhandler.people.tables import AREAS, LEVELS, MISSING, UNKNOWN, Tables, area_of
from callhandler.people.weighing import Frequencies, Weighing, Worth

__all__ = ["Compared", "Frequencies", "Question", "Row", "Scored", "Scorer", "probability_of", "told_by"]
SWAPPED = -4.0  # bits, where given and family name had to be exchanged
_SURNAME, _POSTCODE = 1, 6
_BESIDE = 2  # the first of the parts beside the names
_ALIKE = 3  # the last level at which two names are alike
_BOUND = 60.0  # bits; a probability beyond is not told apart from 0 or 1
_NOTHING: tuple[Worth, ...] = ((0.0, 0.0),) * AREAS
_OTHER_BOX = {"forename": "surname", "surname": "forename"}

Row = tuple[str, ...]  # a description as its eight parts, in order
Names = tuple[str, ...]  # its given and its family name
Way = tuple[float, float, str, Names]  # what both names are worth, with the prior; how they are read then, and as which names
Compared = dict[tuple[object, ...], dict[Any, Any]]  # what earlier questions to the same store compared, by what was asked
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

    def question(self, asked: Parts, frequencies: Frequencies, typing: str = "", compared: Compared | None = None) -> "Question":
        """What is asked, ready to be put to many. `typing` is the part under the cursor, not yet whole: it cannot tell against.

        `compared` is what earlier questions learned, by these tables and from the same store; it is added to.
        """
        known = {} if compared is None else compared
        return Question(asked, Weighing(self.tables, frequencies), (self._prior, self._home), typing, known)

    def score(self, asked: Parts, known: Sequence[Parts], frequencies: Frequencies, typing: str = "") -> tuple[Scored, ...]:
        """The score of each, in the order given."""
        question = self.question(asked, frequencies, typing)
        return tuple(question.scored(told_by(one)) for one in known)


class Question:
    """One question to many descriptions: what a value is worth is worked out once, however many have it."""

    def __init__(self, asked: Parts, weighing: Weighing, priors: Worth, typing: str, compared: Compared) -> None:
        cost = (priors[0] + SWAPPED, priors[1] + SWAPPED)
        crossed = replace(asked, forename=asked.surname, surname=asked.forename)
        self._boxed = other_box(asked.forename, asked.surname)
        boxed = replace(asked, forename=self._boxed[0], surname=self._boxed[1]) if self._boxed else asked
        names = (asked.forename, asked.surname, typing if typing in _OTHER_BOX else "")
        self._straight = _Reading(asked, weighing, priors, typing, compared, ("straight", *names))
        self._crossed = _Reading(crossed, weighing, cost, _OTHER_BOX.get(typing, typing), compared, ("crossed", *names))
        self._other_box = _Reading(boxed, weighing, cost, typing, compared, ("boxed", *names))
        self._readings = {"straight": self._straight, "crossed": self._crossed, "boxed": self._other_box}
        self._ways: dict[Names, list[Way]] = compared.setdefault(("ways", *names), {})
        self._asked, self._prior = asked, priors[0]

    def bits(self, known: Row) -> float:
        """The score alone, in a fraction of the time: what both names are worth is the same for all who bear them."""
        same, rival = self._straight.beside(known[_BESIDE:])
        names = known[:_BESIDE]
        ways = self._ways.get(names) or self._found_ways(names)
        return max([first + same - _log2_of_one_and(second + rival) for first, second, _, _ in ways])

    def scored(self, known: Row) -> Scored:
        """The score, and where it comes from."""
        same, rival = self._straight.beside(known[_BESIDE:])
        ways = self._found_ways(known[:_BESIDE])
        best = max(ways, key=lambda way: way[0] + same - _log2_of_one_and(way[1] + rival))  # of two alike the straight one
        return self._told(best, rival, (*best[3], *known[_BESIDE:]))

    def _found_ways(self, names: Names) -> list[Way]:
        """How both names can be read, and what they are worth then: as they stand, exchanged, or one moved to the other box."""
        if names not in self._ways:
            ways = {"straight": names, **({} if self._same_names(*names) else dict(self._otherwise(*names)))}
            self._ways[names] = [(*self._readings[way].of_names(read), way, read) for way, read in ways.items()]
        return self._ways[names]

    def _same_names(self, given: str, family: str) -> bool:
        asked = self._asked
        return (given == asked.forename or not given or not asked.forename) and (family == asked.surname or not family or not asked.surname)

    def _otherwise(self, given: str, family: str) -> Iterator[tuple[str, Names]]:
        """The names exchanged, where they are alike then and were not before; or one of them moved to the other box."""
        if self._turned(given, family):
            yield "crossed", (given, family)
        moved = None if self._boxed or " " not in given else other_box(given, family)
        if (self._boxed or moved) and self._other_box.level(_SURNAME, moved[1] if moved else family) == 0:
            yield "boxed", moved or (given, family)

    def _turned(self, given: str, family: str) -> bool:
        asked = self._asked
        if (family and family == asked.forename) or (given and given == asked.surname):
            return True
        surname = surname_level(asked.forename, family)
        return surname <= _ALIKE and MISSING < max(surname, forename_level(asked.surname, given)) <= _ALIKE

    def _told(self, way: Way, rival: float, known: Row) -> Scored:
        _, second, tag, _ = way
        reading, swapped = self._readings[tag], tag != "straight"
        parts = reading.parts(known)
        parts |= {"swapped": SWAPPED} if swapped else {}
        parts |= {"prior": self._prior, "rival": -_log2_of_one_and(second + rival)}
        bits = sum(parts.values())
        return Scored(bits, probability_of(bits), parts, reading.levels(known), swapped)


class _Reading:
    """What was asked, read in one way: as told, or with the two names exchanged. `names` says of which names it is a reading."""

    def __init__(self, asked: Parts, weighing: Weighing, priors: Worth, typing: str, compared: Compared, names: tuple[str, ...]) -> None:
        self._asked: Row = told_by(asked)
        self._weighing, self._typing, self._priors = weighing, typing, priors
        self._seen = [_seen(compared, place, value, typing, names) for place, value in enumerate(self._asked)]
        self._told = [place for place, value in enumerate(self._asked) if value]
        self._beside = [(place - _BESIDE, self._seen[place]) for place in self._told if place >= _BESIDE]
        rest = "" if typing in _OTHER_BOX else typing
        self._summed: dict[Row, Worth] = compared.setdefault(("beside", *self._asked[_BESIDE:], rest), {})

    def level(self, place: int, value: str) -> int:
        """The level of one part."""
        return self._worth(place, value)[0] if value and self._asked[place] else MISSING

    def parts(self, known: Row) -> dict[str, float]:
        """The bits of every part told on both sides."""
        area = self._area(known[_POSTCODE])
        return {FIELDS[place]: self._worth(place, known[place])[1][area][0] for place in self._told if known[place]}

    def levels(self, known: Row) -> dict[str, int]:
        return {field: self.level(place, known[place]) for place, field in enumerate(FIELDS)}

    def beside(self, known: Row) -> Worth:
        """What all that stands beside the names is worth."""
        return self._summed.get(known) or self._sum(known)

    def of_names(self, names: Names) -> Worth:
        """The prior, and what both names are worth: the same in every area."""
        same, rival = self._priors
        for place, value in enumerate(names):
            if value and self._asked[place]:
                more, home = self._worth(place, value)[1][UNKNOWN]
                same += more
                rival += home
        return same, rival

    def _sum(self, known: Row) -> Worth:
        area, same, rival = self._area(known[_POSTCODE - _BESIDE]), 0.0, 0.0
        for place, seen in self._beside:
            if value := known[place]:
                more, home = (seen.get(value) or self._worth(place + _BESIDE, value))[1][area]
                same += more
                rival += home
        self._summed[known] = same, rival
        return same, rival

    def _area(self, postcode: str) -> int:
        return area_of(self._worth(_POSTCODE, postcode)[0]) if postcode and self._asked[_POSTCODE] else UNKNOWN

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


def _seen(compared: Compared, place: int, value: str, typing: str, names: tuple[str, ...]) -> dict[str, tuple[int, tuple[Worth, ...]]]:
    """What was compared with this part before. How common a name is was heard for all the names at once, and goes with them."""
    of = names if place <= _SURNAME else ()
    return compared.setdefault((place, value, FIELDS[place] == typing, *of), {})
