"""Where a store keeps what sync needs: our names, feeds, proofs, doubts, and how far we have come."""

from sqlalchemy import Column, Integer, LargeBinary, Table, Text

from callhandler.store.tables import METADATA

name = Table(
    "name",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("secret", LargeBinary),  # of a name taken here; the first one's is in the key file
    Column("agency", Text),  # this and the next two: the endpoint's word for the device
    Column("line", Text),
    Column("certified", LargeBinary),
    Column("vouched_by", Text),  # the name before, whose word this is
    Column("vouch", LargeBinary),
    Column("former", Integer, nullable=False),
    Column("n", Integer, nullable=False),  # of a former name: how far its chain had come
    Column("chain", LargeBinary, nullable=False),
)

wiped = Table("wiped", METADATA, Column("at", Integer, nullable=False))

endpoint = Table(
    "endpoint",
    METADATA,
    Column("one", Integer, primary_key=True),
    Column("public", LargeBinary, nullable=False),  # pinned when this device was let in
)

proof = Table(
    "proof",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("device", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("leaves", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("public", LargeBinary, nullable=False),
    Column("agency", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("certified", LargeBinary, nullable=False),
)

doubt = Table(
    "doubt",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("leaf", LargeBinary, nullable=False, unique=True),
    Column("doubt", Text, nullable=False),
)

feed_name = Table(
    "feed_name",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("feed", Text, nullable=False, unique=True),
)

feed_row = Table(
    "feed_row",
    METADATA,
    Column("place", Integer, primary_key=True),  # the feed's number, and the row's own within it
    Column("kind", Text, nullable=False),
    Column("case_id", Text, nullable=False, index=True),
    Column("entry_id", Text, nullable=False),
    Column("leaf", LargeBinary, nullable=False, index=True),
    Column("rh", LargeBinary, nullable=False),
)

bare = Table(
    "bare",
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("pos", Integer, primary_key=True),
)

progress = Table(
    "progress",
    METADATA,
    Column("one", Integer, primary_key=True),
    Column("incarnation", Text, nullable=False),
    Column("acked", Integer, nullable=False),
    Column("receipt", Text),  # JSON
    Column("goals", Text, nullable=False),  # JSON
    Column("removed", Integer, nullable=False),
    Column("whole", Integer, nullable=False),
    Column("leaving", Integer, nullable=False),
    Column("beats", Text),  # JSON; nothing where everything is carried
    Column("brought", Text, nullable=False, server_default="{}"),  # JSON
)
