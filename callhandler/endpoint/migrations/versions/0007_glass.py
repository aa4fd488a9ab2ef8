"""What was opened in an emergency is found among everything else."""

from alembic import op

from callhandler.endpoint.exchange import tables

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """A database that this version made has it already."""
    found = next(index for index in tables.entry.indexes if index.name == "ix_entry_glass")
    found.create(op.get_bind(), checkfirst=True)
