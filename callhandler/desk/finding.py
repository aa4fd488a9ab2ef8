"""Looks up a whole list of descriptions at once; that somebody looked, for what and whom they found is on record before they see it."""

import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import Protocol

from callhandler.desk.hand import Hand
from callhandler.desk.recognition import Candidate, PeopleBook
from callhandler.log.device import DeviceKey
from callhandler.log.entry import Unsealed, compose
from callhandler.log.kinds import Viewed
from callhandler.people.person import Description

FIELDS = ("forename", "surname", "dob", "phone", "number", "street", "postcode", "town")
MOST = 100  # candidates for each
TOGETHER = 50  # looked up and put on record before the first of them is shown
STATEMENT = b"callhandler search terms 1"


class NotAList(Exception):  # noqa: N818 - says what is wrong, as a reader would
    """The rows are no list of descriptions to look up."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who one description of the list may be, best first, and how long the search took in milliseconds."""

    query: str
    candidates: tuple[Candidate, ...]
    ms: float


class Records(Protocol):
    """What a look-up is recorded in: a logbook. Raises VaultTrouble; then nothing was written."""

    @property
    def device(self) -> DeviceKey: ...
    def append(self, entries: Sequence[Unsealed]) -> object: ...


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks people up for one operator."""

    hand: Hand
    logbook: Records
    book: PeopleBook

    def find(self, rows: Iterable[Mapping[str, str]], purpose: str = "list") -> Iterator[Answer]:
        """An answer for each row, in their order. Raises NotAList, and VaultTrouble where it cannot be recorded: then nothing is shown."""
        ahead, case = iter(rows), self.hand.new_case()
        while chunk := list(islice(ahead, TOGETHER)):
            answers = [self._answer(row) for row in chunk]
            self._record(case, chunk, answers, purpose)
            yield from answers

    def _answer(self, row: Mapping[str, str]) -> Answer:
        if "query" not in row or not any(field in row for field in FIELDS):
            raise NotAList(f"A list has the columns query, set, typing, {', '.join(FIELDS)}.")
        began = perf_counter()
        found = self.book.like(described(row), row.get("typing") or "", MOST)
        return Answer(row["query"], found, (perf_counter() - began) * 1000)

    def _record(self, case: str, asked: Sequence[Mapping[str, str]], answers: Sequence[Answer], purpose: str) -> None:
        now, who = self.hand.now(), self.hand.who
        looked = [
            Viewed(what="search", subject=" ".join(one.person for one in answer.candidates) or "nobody", purpose=purpose, terms=told)
            for answer, told in zip(
                answers, (keyed(self.logbook, [row.get(field) or "" for field in FIELDS]) for row in asked), strict=True
            )
        ]
        self.logbook.append([
            compose(body, id=self.hand.new_id(), case=case, at=now, hlc=self.hand.clock.tick(now), actor=who.operator, agency=who.agency)
            for body in looked
        ])  # fmt: skip


def described(row: Mapping[str, str]) -> Description:
    """A row of a list as a handler would have typed it."""
    told = {field: (row.get(field) or "").strip() for field in FIELDS}
    born = told["dob"]
    return Description(
        "",
        name=f"{told['forename']} {told['surname']}".strip(),
        phone=told["phone"],
        born=f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 and born.isdigit() else born,
        place=", ".join(part for part in (f"{told['number']} {told['street']}".strip(), told["town"], told["postcode"]) if part),
    )


def keyed(logbook: Records, terms: Iterable[str]) -> tuple[str, ...]:
    """What was asked, as HMAC-SHA256 under a key that only this device can make (R1): one term gives one sign, and no sign its term."""
    key = logbook.device.sign(STATEMENT)
    said = (" ".join(term.casefold().split()) for term in terms)
    return tuple(hmac.new(key, term.encode("utf-8", "replace"), "sha256").hexdigest()[:32] for term in said if term)
