"""Finds those who may be meant, in bounded work however many people there are: by the rarest keys first, and only a hundred compared."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2
from typing import Any, Literal

import numpy as np

from callhandler.people.asking import MOST, Asked, asked_keys
from callhandler.people.keeping import key
from callhandler.people.name_forms import forename_forms, surname_forms
from callhandler.people.parts import Parts
from callhandler.people.scoring import Row, Scored, Scorer
from callhandler.people.tables import START, Tables
from callhandler.people.vocabulary import Variants, likeliest
from callhandler.store.people_index import names, postings
from callhandler.store.people_index.remembering import Remembered
from callhandler.store.people_index.said import PEOPLE, Known, keyed

CONVINCING = 3.0  # bits from which on the first tier is enough
ENOUGH = 5  # answers below which the second tier is asked, too
LEAST = 1_000  # people among whom a caller is looked for, also where the store is young and knows three
_BEGUN = 1.0  # bits that a name costs which only begins as typed
_TAGS = {"dob": "d", "phone": "p", "postcode": "c"}  # the keys that say how common a value is


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one keystroke may cost, both tiers together; the first may take `first` of it."""

    keys: int = 120
    postings: int = 6_000
    rows: int = 200
    first: float = 2 / 3


@dataclass(slots=True)
class Work:
    """What searches have cost: the counts, not the time, so that it is the same on every machine."""

    keys: int = 0
    postings: int = 0
    rows: int = 0
    statements: int = 0

    def add(self, other: "Work") -> None:
        """What one more search cost, on top of the others."""
        self.keys, self.postings = self.keys + other.keys, self.postings + other.postings
        self.rows, self.statements = self.rows + other.rows, self.statements + other.statements


@dataclass(frozen=True, slots=True)
class Found:
    """A description that may be of the person asked for, and how likely it is."""

    number: int
    parts: Parts
    scored: Scored


@dataclass(frozen=True, slots=True)
class Search:
    """A search among descriptions of one kind, with the tables by which it scores."""

    tables: Tables = START
    kind: int = PEOPLE
    limits: Limits = field(default_factory=Limits)

    def find(
        self, connection: Any, asked: Parts, typing: str = "", most: int = 100, work: Work | None = None, before: Remembered | None = None
    ) -> tuple[Found, ...]:
        """The likeliest, best first, of two alike the newer. `typing` is the part under the cursor, not yet whole.

        `before` is what the last keys found, and is added to: the answers are the same without it, only later.
        """
        known = before or Remembered()
        known.renew(connection, self.kind, self.tables)
        asking = _Asking(self, connection, asked, typing, known)
        found = asking.answer(most)
        if work:
            work.add(asking.work)
        return found

    def known(
        self, connection: Any, asked: Parts, typing: str = "", most: int = 20, before: Remembered | None = None
    ) -> tuple[tuple[Known, Found], ...]:
        """The same with each description as it was said."""
        known = before or Remembered()
        found = self.find(connection, asked, typing, most, before=known)
        said = known.known(connection, [one.number for one in found])
        return tuple((said[one.number], one) for one in found)

    def shares(self, connection: Any) -> "Shares":
        """How common a value is, looked up one by one: for learning, which asks of any value."""
        return Shares(connection, self.kind)


class Shares:
    """How common a value is among the descriptions of one kind."""

    def __init__(self, connection: Any, kind: int, people: int = 0) -> None:
        self._connection, self._kind = connection, kind
        self._known: dict[tuple[str, str], float] = {}
        self.people = people or max(names.heard(connection, ()).people.get(kind, 0), LEAST)

    def share(self, field: str, value: str) -> float | None:
        """The share of descriptions with this value; each is looked up once."""
        if (field, value) not in self._known:
            self._known[field, value] = self._count(field, value) / self.people
        return self._known[field, value]

    def _count(self, field: str, value: str) -> int:
        if field in _TAGS:
            looked_up = keyed(self._kind, key(_TAGS[field], value))
            found = postings.shared(self._connection, [looked_up])
            return found[looked_up].n if found else 0
        return names.bearers(self._connection, names.FORENAME if field == "forename" else names.SURNAME, value)


class _Asking:
    """One search, from the words typed to the answers."""

    def __init__(self, search: Search, connection: Any, asked: Parts, typing: str, before: Remembered) -> None:
        self._search, self._connection, self._before, self.work = search, connection, before, Work()
        self._asked, self._typing = asked, typing
        self._heard, self._variants, self._crossed = self._listen()
        self.people = max(self._heard.people.get(search.kind, 0), LEAST)
        self._shared: dict[int, postings.Posting] = {}
        self._weights: dict[int, float] = {}
        self._rows: dict[int, Row] = {}
        self._bits: dict[int, float] = {}
        self._question = Scorer(search.tables, self.people).question(asked, self, typing, before.compared)

    def answer(self, most: int) -> tuple[Found, ...]:
        limits = self._search.limits
        self._tier(1, int(limits.keys * limits.first), int(limits.postings * limits.first), limits.rows // 2)
        if len(self._bits) < ENOUGH or max(self._bits.values()) < CONVINCING:
            self._tier(2, limits.keys - self.work.keys, limits.postings - self.work.postings, limits.rows - self.work.rows)
        best = sorted(self._bits, key=lambda number: (-self._bits[number], -number))[:most]
        return tuple(Found(number, Parts(*self._rows[number]), self._question.scored(self._rows[number])) for number in best)

    def share(self, field: str, value: str) -> float | None:
        """The share of descriptions with this value; None where nobody asked for it."""
        if field in _TAGS:
            looked_up = keyed(self._search.kind, key(_TAGS[field], value))
            return self._shared[looked_up].n / self.people if looked_up in self._shared else None
        place = names.FORENAME if field == "forename" else names.SURNAME
        borne = self._heard.borne.get((place, value)) or self._heard.near[place].get(value)
        return borne / self.people if borne else None

    def _listen(self) -> tuple[names.Heard, Variants, Variants]:
        """What the store says to the names, and which names may be meant: as they stand, and with the two exchanged."""
        asked, heard = self._asked, self._before.heard
        words = (asked.forename, asked.surname, self._typing if self._typing in ("forename", "surname") else "")
        if words not in heard:
            said = self._hear(asked, words[2])
            heard[words] = (said, *_meant(asked, words[2], said))
        return heard[words]

    def _hear(self, asked: Parts, typing: str) -> names.Heard:
        told = {"forename": asked.forename, "surname": asked.surname}
        whole = [name for part, name in told.items() if name and (part != typing or len(name) > names.OPENING)]
        forms = [form for form, _ in (*forename_forms(asked.forename), *surname_forms(asked.surname))]
        self.work.statements += 1
        begun = (names.FORENAME if typing == "forename" else names.SURNAME, told.get(typing, ""))
        return names.heard(self._connection, whole, begun, forms, self._before.near)

    def _tier(self, tier: Literal[1, 2], keys: int, most: int, rows: int) -> None:
        if asked := self._keys(tier, MOST if tier == 1 else keys)[:keys]:
            self._look_up(asked, most)
            self._score([number for number in self._best(rows) if number not in self._rows])

    def _keys(self, tier: Literal[1, 2], most: int) -> Sequence[Asked]:
        return asked_keys(self._asked, self._variants, tier, self._typing, self._crossed, most)

    def _look_up(self, asked: Sequence[Asked], most: int) -> None:
        """The rarest first: a key counts for as much as it tells, less what it costs; until so many postings were read."""
        penalties = {keyed(self._search.kind, one.key): one.penalty for one in asked}
        self.work.keys += len(penalties)
        fresh, read = self._before.postings(self._connection, list(penalties))
        self.work.statements += read
        self._shared |= fresh
        told = sorted(((log2(self.people / one.n) - penalties[key], key) for key, one in fresh.items()), reverse=True)
        for bits, found in told:
            size = len(fresh[found].blob) // postings.WIDE
            if bits > 0 and size <= most:
                self._weights[found] = bits
                most -= size
                self.work.postings += size

    def _best(self, rows: int) -> list[int]:
        """The descriptions that share most, of two alike the newer."""
        if not self._weights or rows < 1:
            return []
        blobs = [self._shared[key].blob for key in self._weights]
        weights = np.repeat(list(self._weights.values()), [len(blob) // postings.WIDE for blob in blobs])
        ids, places = np.unique(postings.numbers_in(b"".join(blobs)), return_inverse=True)
        sums = np.bincount(places, weights)
        best: list[int] = ids[np.argsort(sums, kind="stable")[::-1][:rows]].tolist()
        return best

    def _score(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        read, asked = self._before.rows(self._connection, numbers)
        self.work.statements += asked
        self.work.rows += len(read)
        self._rows |= read
        self._bits |= {number: self._question.bits(row) for number, row in read.items()}


def _meant(asked: Parts, typing: str, heard: names.Heard) -> tuple[Variants, Variants]:
    given, family = heard.near[names.FORENAME], heard.near[names.SURNAME]
    begun = tuple((term, _BEGUN) for term, _ in heard.begun)
    variants = Variants(
        (*(begun if typing == "forename" else ()), *likeliest(asked.forename, given)),
        (*(begun if typing == "surname" else ()), *likeliest(asked.surname, family)),
    )
    return variants, Variants(likeliest(asked.surname, given), likeliest(asked.forename, family))
