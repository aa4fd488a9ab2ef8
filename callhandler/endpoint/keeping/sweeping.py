"""Sees to it that what was erased cannot be read from the disk either, where the database would leave it lying for a while."""

from contextlib import closing

from sqlalchemy import Engine

POSTGRESQL = ("VACUUM (FULL) entry", "CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT")


class NotSwept(Exception):  # noqa: N818 - says what is wrong, as a person would
    """Something that was erased may still lie on the disk."""


def sweep(engine: Engine) -> None:
    """Overwrite it, or give its room back. PostgreSQL holds up everybody for as long as it takes. Raises NotSwept."""
    (_postgresql if engine.dialect.name == "postgresql" else _sqlite)(engine)


def _postgresql(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.exec_driver_sql("SHOW wal_recycle").scalar() != "off":
            raise NotSwept("PostgreSQL writes over its old logs only when it needs the room. Set wal_recycle = off, and reload it.")
        for order in POSTGRESQL:
            connection.exec_driver_sql(order)


def _sqlite(engine: Engine) -> None:
    """What is erased in the file itself is overwritten there anyway; what remains is the log beside it."""
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    if busy:
        raise NotSwept("The database is busy. Try again in a moment.")
