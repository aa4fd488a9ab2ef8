"""How much each device has brought of entries."""

from alembic import op

from callhandler.endpoint.exchange import tables

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """A database that this version made has it already."""
    tables.brought.create(op.get_bind(), checkfirst=True)
