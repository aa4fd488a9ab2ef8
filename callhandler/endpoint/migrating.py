"""Brings the tables of a database to where this version of the program wants them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, select

from callhandler.endpoint.database import open_database
from callhandler.endpoint.statements import is_postgres

ALONE = 0x63616C6C  # under which PostgreSQL knows whoever changes the tables


def migrate(url: str) -> None:
    """Bring them there, step by step; a step that fails leaves the database as it was before it. Two at once: one after the other."""
    engine = open_database(url)
    try:
        with engine.begin() as connection:
            if is_postgres(connection):  # on SQLite whoever writes is alone anyway
                connection.execute(select(func.pg_advisory_xact_lock(ALONE)))
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def is_current(engine: Engine) -> bool:
    """Whether no step is missing."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config
