"""Who looks without any business to is seen from now on; what was looked at before stays as it is."""

from alembic import op
from sqlalchemy import insert, select

from callhandler.endpoint.exchange import tables
from callhandler.endpoint.oversight.tables import LOOKS_READ, TABLES

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """A database that this version made has the tables already, and no feed yet."""
    connection = op.get_bind()
    for table in TABLES:
        table.create(connection, checkfirst=True)
    found = next(index for index in tables.entry.indexes if index.name == "ix_entry_look_held")
    found.create(connection, checkfirst=True)
    ends = select(tables.feed.c.feed, tables.feed.c.pos).where(tables.feed.c.feed.endswith("/audit"))
    connection.execute(insert(LOOKS_READ).from_select(("feed", "pos"), ends))
