"""On which beats a case stands was decided at desks that knew of beats before the endpoint did."""

from alembic import op

from callhandler.endpoint.exchange.catching_up import catch_up

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """In a database that this version made there is nothing of the kind."""
    catch_up(op.get_bind())
