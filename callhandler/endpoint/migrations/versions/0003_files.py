"""Attached files, and the cases to which they belong."""

from alembic import op

from callhandler.endpoint.exchange import tables

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """A database that this version made has it already."""
    tables.file_of.create(op.get_bind(), checkfirst=True)
