"""What the endpoint keeps to see who looks without any business to: numbers, signs, names of cases; nobody in a case is named."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text, UniqueConstraint

from callhandler.endpoint.database import METADATA

# All times are whole seconds since 1970, UTC.
LOOKS_READ = Table(
    "looks_read",  # how far the looks of each agency were read
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("pos", BigInteger, nullable=False),
)
LOOK = Table(
    "look",  # what is remembered of each, for as long as a rule looks back
    METADATA,
    Column("leaf", LargeBinary, primary_key=True),
    Column("looker", Text, nullable=False),  # an account; a device where there is none
    Column("at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", LargeBinary, nullable=False),  # a sign of whom it was about
    Column("tie", Text, nullable=False),
    Index("ix_look_looker", "looker", "at"),
    Index("ix_look_at", "at"),
)
LOOK_ALERT = Table(
    "look_alert",
    METADATA,
    Column("leaf", LargeBinary, primary_key=True),
    Column("pattern", Text, primary_key=True),
    Column("same", LargeBinary, nullable=False),  # a sign: the same pattern, looker and log on one day are told once
    Column("agency", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("looker", Text, nullable=False),
    Column("at", BigInteger, nullable=False),  # when they looked
    Column("found", BigInteger, nullable=False),
    Column("verdict", Text, nullable=False),  # "" while it waits, "in-order", "follow-up"
    Column("words", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("reviewed", BigInteger, nullable=False),
    UniqueConstraint("same"),
    Index("ix_look_alert_agency", "agency", "verdict", "found"),
)
FLAGGED = Table(
    "flagged",  # whoever opens the log of somebody in these cases is asked why
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("case_id", Text, primary_key=True),
    Column("why", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
STAFF_HOME = Table(
    "staff_home",  # where the agencies' own people live, which nobody reads back
    METADATA,
    Column("person", Text, primary_key=True),
    Column("what", Text, primary_key=True),  # home, near
    Column("sign", LargeBinary, primary_key=True),
)
TABLES = (LOOKS_READ, LOOK, LOOK_ALERT, FLAGGED, STAFF_HOME)
