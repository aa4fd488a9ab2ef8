"""Sees to it that what was erased cannot be read from the disk either, where the database would leave it lying for a while."""

from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine

REWRITE = "VACUUM (FULL, VERBOSE) entry"
ONE_AFTER_THE_OTHER = "SELECT pg_sleep(1)"  # whoever looks something up has it by then
LEAVE_NO_LOG = ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT")
TRIES = 5


class NotSwept(Exception):  # noqa: N818 - says what is wrong, as a person would
    """Something that was erased may still lie on the disk."""


def sweep(engine: Engine, tries: int = TRIES) -> None:
    """Overwrite it, or give its room back. PostgreSQL holds up everybody for as long as it takes. Raises NotSwept."""
    if engine.dialect.name == "postgresql":
        _postgresql(engine, tries)
    else:
        _sqlite(engine)


def _postgresql(engine: Engine, tries: int) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.exec_driver_sql("SHOW wal_recycle").scalar() != "off":
            raise NotSwept("PostgreSQL writes over its old logs only when it needs the room. Set wal_recycle = off, and reload it.")
        while not _rewritten(connection):
            tries -= 1
            if not tries:
                raise NotSwept("Somebody still reads the database as it was before, or copies it. Once they are done, run this again.")
            connection.exec_driver_sql(ONE_AFTER_THE_OTHER)
        for order in LEAVE_NO_LOG:
            connection.exec_driver_sql(order)


def _rewritten(connection: Connection) -> bool:
    """Whether nothing but what stands went along: PostgreSQL keeps what anybody may still see who began to read before it was erased.

    It says how many rows those are, whoever the reader is: a number at the head of the details, in any language.
    """
    gone_along: list[str] = []
    driver: Any = connection.connection.driver_connection

    def hear(told: Any) -> None:
        gone_along.extend((told.message_detail or "").split()[:1])

    driver.add_notice_handler(hear)
    try:
        connection.exec_driver_sql(REWRITE)
    finally:
        driver.remove_notice_handler(hear)
    return gone_along == ["0"]


def _sqlite(engine: Engine) -> None:
    """What is erased in the file itself is overwritten there anyway; what remains is the log beside it."""
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    if busy:
        raise NotSwept("The database is busy. Try again in a moment.")
