"""What a desk asks of its store, and a pen whose disk refuses for a while."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import event, update
from typing_extensions import override

from callhandler.log.entry import Unsealed
from callhandler.store import tables
from callhandler.store.drafts import Place
from callhandler.store.pen import InlinePen
from tests.desks import Room


class WaitingPen(InlinePen):
    """A pen whose disk refuses until it is told that it no longer does."""

    refused = False

    def __init__(self, room: Room) -> None:
        super().__init__(room.vault.logbook)
        self._waits: list[tuple[Sequence[Unsealed], Sequence[Place]]] = []

    @override
    def submit(self, entries: Sequence[Unsealed], clear: Sequence[Place] = ()) -> None:
        if self.refused:
            self._waits.append((entries, clear))
        else:
            super().submit(entries, clear)

    @override
    def settled(self, limit: float) -> bool:
        return not self._waits

    def let_go(self) -> None:
        self.refused = False
        while self._waits:
            super().submit(*self._waits.pop(0))


@contextmanager
def asked_of(room: Room) -> Iterator[list[str]]:
    """The cases and other words that the store is asked for meanwhile."""
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, _statement: str, words: Sequence[object], *_rest: object) -> None:
        asked.extend(map(str, words))

    event.listen(room.vault.engine.reader, "before_cursor_execute", hear)
    yield asked
    event.remove(room.vault.engine.reader, "before_cursor_execute", hear)


def put_away(room: Room, case: str, *, sealed: bool) -> None:
    """What the line does with own lines of a case that goes from here, and is back later: nobody brings them again."""
    with room.vault.engine.writer.begin() as connection:
        connection.execute(update(tables.entry).where(tables.entry.c.case_id == case).values(sealed=int(sealed)))
