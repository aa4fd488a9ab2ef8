"""The feed of an audience: numbered rows without holes, each fastened to the one before, so that a reader can prove it misses nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Literal

from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience

RowKind = Literal["entry", "held", "purge"]
Call = tuple[RowKind, CaseId, str, bytes]  # kind, case, entry id, leaf: a row that has no number yet


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a feed: an entry to read, an entry held back for the owner of its case, or a case to put away."""

    pos: int
    kind: RowKind
    case: CaseId
    id: str  # of the entry; of the case to put away
    leaf: bytes  # b"" where a case is put away
    rh: bytes  # the running hash after this row


@dataclass(frozen=True, slots=True)
class Place:
    """How far a feed is known: up to and with this position, and what its running hash is there."""

    pos: int
    rh: bytes


@cache
def beginning(feed: Audience) -> Place:
    """Before the first row."""
    return Place(0, sha256(f"callhandler feed 1\n{feed}".encode()).digest())


def onward(place: Place, kind: RowKind, id: str, leaf: bytes) -> Place:
    """The place after one more row."""
    return Place(place.pos + 1, sha256(place.rh + f"{place.pos + 1}|{kind}|{id}|".encode() + leaf).digest())


def numbered(place: Place, calls: Iterable[Call]) -> tuple[Row, ...]:
    """The rows that continue a feed at this place."""
    rows = []
    for kind, case, id, leaf in calls:
        place = onward(place, kind, id, leaf)
        rows.append(Row(place.pos, kind, case, id, leaf, place.rh))
    return tuple(rows)


def continues(place: Place, rows: Iterable[Row]) -> bool:
    """Whether these rows follow exactly on that place."""
    for row in rows:
        place = onward(place, row.kind, row.id, row.leaf)
        if place != Place(row.pos, row.rh):
            return False
    return True
