"""Files that are still on their way belong to a case too; and how much each device has brought."""

import sqlalchemy as sa
from alembic import op

from callhandler.endpoint.exchange import tables

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A database that this version made has both already."""
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("file_of")}
    if "whole" not in known:
        op.add_column("file_of", sa.Column("whole", sa.Boolean, nullable=False, server_default=sa.true()))
    tables.uploaded.create(op.get_bind(), checkfirst=True)
