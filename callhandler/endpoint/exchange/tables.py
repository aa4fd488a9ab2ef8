"""Where everything that desks exchange lies at the endpoint."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, text, true

from callhandler.endpoint.database import METADATA

_OF_GLASS = "kind IN ('glass-broken', 'glass-reviewed')"  # what was opened in an emergency: few, and looked for among all
_HELD_LOOK = "kind = 'viewed' AND why <> ''"  # in no feed, and looked at all the same
TURNS = 256  # rows that stand for all cases: whoever decides about a case holds the row of its number

life = Table(
    "life",
    METADATA,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("incarnation", Text, nullable=False),
    Column("lineage", Text, nullable=False),  # JSON: what was before, the oldest first
)

device = Table(
    "device",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("line", Text, nullable=False, index=True),
    Column("public", LargeBinary, nullable=False),
    Column("agency", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),  # the endpoint's, under the certificate
    Column("n", BigInteger, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("revoked", Boolean, nullable=False),
)

stretch = Table(  # a device's chain, a push at a time
    "stretch",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("leaves", LargeBinary, nullable=False),  # 32 bytes each
    Column("before", LargeBinary, nullable=False),  # the chain before the first, and after the last
    Column("after", LargeBinary, nullable=False),
)

proof = Table(
    "proof",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("last", BigInteger, primary_key=True, autoincrement=False),
    Column("signature", LargeBinary, primary_key=True),
    Column("first", BigInteger, primary_key=True, autoincrement=False),  # one signature may stand under a short run and a long one
    Column("prev", LargeBinary, nullable=False),
    Column("leaves", LargeBinary, nullable=False),
    Column("public", LargeBinary, nullable=False),
    Column("agency", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("certified", LargeBinary, nullable=False),
)

entry = Table(
    "entry",
    METADATA,
    Column("leaf", LargeBinary, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("device", Text, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("came", BigInteger, nullable=False),  # rises with every entry
    Column("why", Text, nullable=False),
    Column("hollow", Boolean, nullable=False),
    Column("ruling", Boolean, nullable=False),
    Column("meta", LargeBinary, nullable=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("salt", LargeBinary),  # nothing once erased
    Column("payload", LargeBinary),
    Index("ix_entry_case", "case_id", "came"),
    Index("ix_entry_ruling", "case_id", postgresql_where=text("ruling"), sqlite_where=text("ruling")),
    Index("ix_entry_held", "device", postgresql_where=text("why <> ''"), sqlite_where=text("why <> ''")),
    Index("ix_entry_glass", "case_id", postgresql_where=text(_OF_GLASS), sqlite_where=text(_OF_GLASS)),
    Index("ix_entry_look_held", "came", postgresql_where=text(_HELD_LOOK), sqlite_where=text(_HELD_LOOK)),
    Index("ix_entry_hollow", "leaf", postgresql_where=text("hollow"), sqlite_where=text("hollow")),
)

durable = Table("durable", METADATA, Column("leaf", LargeBinary, primary_key=True))

shared = Table(  # the cases about which anything was ever decided
    "shared",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("audience", Text, nullable=False),  # JSON: a list in order; "" where it was not about who may see it
)

feed = Table(
    "feed",
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("pos", BigInteger, nullable=False),
    Column("rh", LargeBinary, nullable=False),
    Column("cleared", BigInteger, nullable=False),
)

feed_row = Table(
    "feed_row",
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("pos", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("rh", LargeBinary, nullable=False),
)

turn = Table("turn", METADATA, Column("number", Integer, primary_key=True, autoincrement=False))

disclosure = Table(
    "disclosure",
    METADATA,
    Column("device", Text, nullable=False, index=True),
    Column("feed", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("at", Text, nullable=False),  # UTC
    Column("purpose", Text, nullable=False),
    Column("person", Text, nullable=False, server_default=""),  # who was signed in at the device; "" before that was put down
)

agreed = Table(
    "agreed",
    METADATA,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("under", Text, nullable=False),  # the agreement under which guests are told of shared cases
    Column("after", Text, nullable=False),  # the case up to which they were told anew; "" where all were
)

alarm = Table(
    "alarm",
    METADATA,
    Column("what", Text, nullable=False),
    Column("device", Text, nullable=False),
)

file_of = Table(  # for which cases a file is brought, and by whom; what is in it lies apart, under its hash
    "file_of",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("case_id", Text, primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("whole", Boolean, nullable=False, server_default=true()),  # or still on its way
)

uploaded = Table(  # of files
    "uploaded",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),  # since 1970
    Column("bytes", BigInteger, nullable=False),
)

brought = Table(  # of entries
    "brought",
    METADATA,
    Column("device", Text, primary_key=True),  # at which somebody was signed in, whoever wrote them
    Column("day", Integer, primary_key=True, autoincrement=False),  # since 1970
    Column("bytes", BigInteger, nullable=False),
)
