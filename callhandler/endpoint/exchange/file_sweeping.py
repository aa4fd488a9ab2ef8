"""Takes away files that no entry names any more, whole or half: at once where somebody erased it, else after a week what was left."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import time

from fastapi import FastAPI
from sqlalchemy import Engine, delete, select

from callhandler.endpoint.again import Aside, again
from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.files import Files
from callhandler.endpoint.exchange.naming import naming
from callhandler.endpoint.exchange.outside import Outside
from callhandler.log.kinds import CaseId

WEEK = 7 * 24 * 3600.0  # seconds that something unfinished, or named by nothing, may wait for whoever is offline
LOOK = 1.0  # seconds between two looks at the list of what was erased
AGAIN = 30  # looks at the cases of an erasure: it stands in the list a moment before it holds
_FILE = tables.file_of


@dataclass(slots=True)
class Sweeping:
    """Of one process; several do no harm to each other."""

    engine: Engine
    outside: Outside
    files: Files
    begun: bool = False
    known: int = 0
    changed: object = None
    due: dict[CaseId, int] = field(default_factory=dict)

    def look(self) -> None:
        """Take away what was erased since the last look."""
        for case in self._erased():
            self.due[case] = AGAIN if self.begun else 1  # what was erased before we began holds already
        self.begun = True
        if self.due:
            sweep_cases(self.engine, self.files, self.due.keys())
            self.due = {case: left - 1 for case, left in self.due.items() if left > 1}

    def _erased(self) -> Collection[CaseId]:
        seen = _state_of(self.outside.path)
        if seen == self.changed:
            return ()
        told = self.outside.told()[1]
        fresh = {offer.entry.case for offer in told[self.known :]}
        self.known, self.changed = len(told), seen
        return fresh


@asynccontextmanager
async def looking_after(app: FastAPI) -> AsyncIterator[None]:
    """While the endpoint stands."""
    sweeping = Sweeping(app.state.engine, app.state.sync.switchboard.outside, app.state.files)
    aside = Aside()
    task = asyncio.create_task(again(lambda: aside.done(sweeping.look), LOOK))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def sweep_all(engine: Engine, files: Files, now: float | None = None) -> None:
    """Every file that nothing names, and what was begun and left. Files whose entry has yet to come back are given a week."""
    with engine.connect() as connection:
        known = connection.execute(select(_FILE.c.sha256, _FILE.c.case_id, _FILE.c.whole)).all()
    sweep_cases(engine, files, {row.case_id for row in known})
    before = (time() if now is None else now) - WEEK
    for stray in files.strays(before):
        stray.unlink(missing_ok=True)
    for name in set(files.names()) - {row.sha256 for row in known if row.whole}:
        path = files.whole(name)
        if path and path.stat().st_mtime < before:
            _let_go(engine, files, name)


def sweep_cases(engine: Engine, files: Files, cases: Collection[CaseId]) -> None:
    """What these cases brought, whole or in part, and name no more; a file that another case still names stays for that one.

    Looked up in this order: whatever is brought has been named before, so that nothing is taken for unnamed which came in between.
    """
    with engine.connect().execution_options(**{LOOKING: True}) as connection:
        rows = connection.execute(select(_FILE.c.sha256, _FILE.c.case_id).where(_FILE.c.case_id.in_(sorted(cases)))).all()
    named = naming(engine, cases)
    unsure = {case for case, _ in named.get("", ())}
    gone = {
        (row.sha256, row.case_id)
        for row in rows
        if row.case_id not in unsure and row.case_id not in {case for case, _ in named.get(row.sha256, ())}
    }
    with engine.begin() as connection:
        for sha256, case in sorted(gone):
            connection.execute(delete(_FILE).where(_FILE.c.sha256 == sha256, _FILE.c.case_id == case))
    for sha256 in sorted({sha256 for sha256, _ in gone}):
        _let_go(engine, files, sha256)


def sweep_late(engine: Engine, files: Files, sha256: str, case: CaseId) -> None:
    """What came for a case that had named it a moment ago, and perhaps after the last look at what was erased."""
    sweep_cases(engine, files, (case,))
    _let_go(engine, files, sha256)


def _let_go(engine: Engine, files: Files, sha256: str) -> None:
    """Unless it belongs to another case: looked up while nobody can finish it, for somebody may have done so a moment ago."""
    with files.alone():
        with engine.connect() as connection:
            left = connection.execute(select(_FILE.c.agency, _FILE.c.whole).where(_FILE.c.sha256 == sha256)).all()
        files.forget(sha256, {row.agency for row in left if not row.whole}, whole=not any(row.whole for row in left))


def _state_of(path: Path) -> object:
    with suppress(FileNotFoundError):
        told = path.stat()
        return told.st_size, told.st_mtime_ns, told.st_ino
    return None
