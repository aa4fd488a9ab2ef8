"""Takes very many new entries at once: what an import brings in is filed and can be found in the transaction that records it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, func, select

from callhandler.log.entry import Entry
from callhandler.store import checking, filing, tables
from callhandler.store.filing import Link
from callhandler.store.people_index import bulk
from callhandler.store.people_index.said import said_in
from callhandler.sync.stores import Holding

_ROOM = "PRAGMA cache_size = -262144"  # kB of pages held, so that a page that many entries touch is written once
_GUARD = "erased_comes_back_never"


def put(connection: Connection, filed: Sequence[tuple[Holding, Link]]) -> tuple[Holding, ...]:
    """File them; of cases that did not exist until now nothing can have been erased, so the guard against that need not look at each."""
    driver: Any = connection.connection.driver_connection
    driver.execute(_ROOM)
    with _without_guard(driver):
        return filing.put_new(connection, filed)


def put_ruled(connection: Connection, filed: Sequence[tuple[Holding, Link]]) -> tuple[Holding, ...]:
    """As `filing.put`, of many: the guard against what was erased looks at all of them at once, not at each. Raises CameBack."""
    entry, body = tables.entry.c, tables.body.c
    before = connection.execute(select(func.coalesce(func.max(entry.number), 0))).scalar_one()
    with _without_guard(connection.connection.driver_connection):
        kept = filing.put(connection, filed)
        back = select(body.number).join(tables.entry, entry.number == body.number).where(body.number > before, checking.REACHED)
        if connection.execute(back.limit(1)).first():
            raise CameBack
    return kept


def index(connection: Connection, entries: Sequence[Entry]) -> None:
    """Let them be found. Of each case everything there is comes at once: what is described stands."""
    said = (one for entry in entries if (one := said_in(entry)))
    bulk.fill(connection.connection.driver_connection, ((one, True) for one in said))


class CameBack(Exception):  # noqa: N818 - says what would have happened
    """A body was about to be filed that an erasure reaches: our own mistake."""


@contextmanager
def _without_guard(driver: Any) -> Iterator[None]:
    """Inside one transaction: whoever reads, and whoever finds the store after a crash, finds the guard in its place."""
    (made,) = driver.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (_GUARD,)).fetchone()
    driver.execute(f"DROP TRIGGER {_GUARD}")
    yield
    driver.execute(made)
