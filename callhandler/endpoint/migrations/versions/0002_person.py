"""A disclosure names the person, and guests are told anew when an agreement changes."""

from alembic import op
from sqlalchemy import Column, Text, inspect

from callhandler.endpoint.exchange import tables

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """A database that this version made has them already."""
    connection = op.get_bind()
    tables.agreed.create(connection, checkfirst=True)
    if not any(column["name"] == "person" for column in inspect(connection).get_columns("disclosure")):
        op.add_column("disclosure", Column("person", Text, nullable=False, server_default=""))
