"""Brings an endpoint back from a backup: into an empty database, without what was erased since, and as another life that says so."""

from dataclasses import dataclass, replace
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, func, inspect, select

from callhandler.endpoint.app import rooms
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import append
from callhandler.endpoint.exchange.file_sweeping import sweep_all
from callhandler.endpoint.exchange.files import Files
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.switchboard import new_incarnation
from callhandler.endpoint.keeping.backing_up import Tell
from callhandler.endpoint.keeping.backup_files import come_back
from callhandler.endpoint.keeping.backup_rows import kept_tables, unlocked
from callhandler.endpoint.keeping.checking import about, read_back
from callhandler.endpoint.keeping.sealed_file import NoBackup
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.settings import Settings


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `at`: from when the backup is; `hollow`: bodies whose keys are gone, which desks are asked for; `files`: whole."""

    at: str
    entries: int
    hollow: int
    files: int = 0


def restore(settings: Settings, path: Path, tell: Tell) -> Restored:
    """All of it or nothing. Raises NoBackup: the file is none, is of another version, or the database is not empty."""
    told, behind = about(path, settings.secret()), rooms(settings)
    try:
        if _is_used(behind.engine):
            raise NoBackup("There are entries in this database already. A backup is restored into an empty one.")
        migrate(settings.database)
        with behind.engine.begin() as connection:
            if MigrationContext.configure(connection).get_current_revision() != told["revision"]:
                raise NoBackup("This backup was made by another version of the program. Restore it with that one, then migrate.")
            _load(connection, settings, path, tell)
            Outside(settings.outside).begin(new_incarnation())  # whoever opens this database knows from now on that it is not the last
        behind.switchboard.exchange().open(restored=True)
        files = Files(settings.files)
        come = come_back(path, settings.secret(), Outside(settings.outside).keys.ring(), files)
        sweep_all(behind.engine, files)
        return replace(_counted(behind.engine, told["at"]), files=come.whole)
    finally:
        behind.engine.dispose()


def _is_used(engine: Engine) -> bool:
    with engine.connect() as connection:
        return inspect(connection).has_table("entry") and connection.execute(select(tables.device.c.device)).first() is not None


def _load(connection: Connection, settings: Settings, path: Path, tell: Tell) -> None:
    ring, known = Outside(settings.outside).keys.ring(), {table.name: table for table in kept_tables()}
    for name, rows in read_back(path, settings.secret(), tell):
        whole = [unlocked(row, ring) for row in rows] if name == tables.entry.name else rows
        names = known[name].columns.keys()
        append(connection, known[name], names, [[row[one] for one in names] for row in whole])


def _counted(engine: Engine, at: str) -> Restored:
    with engine.connect() as connection:
        entries = connection.execute(select(func.count()).select_from(tables.entry)).scalar_one()
        hollow = connection.execute(select(func.count()).select_from(tables.entry).where(tables.entry.c.hollow)).scalar_one()
        return Restored(at, entries, hollow)
