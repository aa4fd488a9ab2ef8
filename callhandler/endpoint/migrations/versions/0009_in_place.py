"""An entry of usual length lies in its table as it is, and nothing of it beside: it is written once, and found at once."""

from alembic import op

revision = "0009"
down_revision = "0008"

IN_PLACE = 4080  # bytes of a row: two of them fill a page. PostgreSQL's own measure, half of it, has each body pressed and put aside


def upgrade() -> None:
    """For what comes from now on; what came before stays where it is."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE entry SET (toast_tuple_target = {IN_PLACE})")
