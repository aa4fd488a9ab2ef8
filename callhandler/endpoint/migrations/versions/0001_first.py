"""The tables of the first version."""

from alembic import op
from sqlalchemy import insert

from callhandler.endpoint.accounts import tables as accounts
from callhandler.endpoint.database import METADATA
from callhandler.endpoint.exchange import tables

KNOWN = (accounts.AGENCY, tables.turn)  # both rooms have told of their tables by now
revision = "0001"
down_revision = None

PACKED = ("payload", "meta")  # by an algorithm that costs a fifth of PostgreSQL's usual one


def upgrade() -> None:
    connection = op.get_bind()
    METADATA.create_all(connection)
    connection.execute(insert(tables.turn), [{"number": number} for number in range(tables.TURNS)])
    if connection.dialect.name == "postgresql":
        for column in PACKED:
            op.execute(f"ALTER TABLE entry ALTER COLUMN {column} SET COMPRESSION lz4")
        op.execute("ALTER TABLE entry ALTER COLUMN payload SET STATISTICS 0")  # no sample of what was said lies elsewhere
        for table in ("feed", "device"):
            op.execute(f"ALTER TABLE {table} SET (fillfactor = 50)")
