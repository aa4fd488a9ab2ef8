"""Where everything lies in the store: envelopes and bodies apart, so that a body can be erased and its place in the chain stays."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text, literal_column
from sqlalchemy.dialects.sqlite import Insert, insert

METADATA = MetaData()

entry = Table(
    "entry",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("leaf", LargeBinary, nullable=False, unique=True),
    Column("id", Text, nullable=False, index=True),
    Column("device", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("case_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False, index=True),
    Column("hlc", Integer, nullable=False),
    Column("at", Text, nullable=False),  # UTC
    Column("meta", LargeBinary, nullable=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("link", LargeBinary, nullable=False),  # of our own: the device's chain after this entry; else b""
    Column("standing", Text, nullable=False),  # as a Holding's
    Column("own", Integer, nullable=False),
    Column("sealed", Integer, nullable=False),
    Column("hollow", Integer, nullable=False),  # without its body, though nobody erased it
)

body = Table(
    "body",
    METADATA,
    Column("number", Integer, ForeignKey("entry.number"), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

erased = Table(
    "erased",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),  # may be one that has not arrived yet; "" reaches the whole case
)

head = Table(
    "head",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("n", Integer, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

draft = Table(
    "draft",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("caret", Integer, nullable=False),
    Column("at", Text, nullable=False),
)

focus = Table(
    "focus",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("path", Text, nullable=False),
    Column("caret", Integer, nullable=False),
    Column("at", Text, nullable=False),
)

form = Table(
    "form",
    METADATA,
    Column("sha256", Text, primary_key=True),  # of the bytes of the form, hex
    Column("xml", LargeBinary, nullable=False),
    Column("manifest", LargeBinary, nullable=False),
)


file = Table(  # what is in it lies beside the store, sealed
    "file",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("place", Text, nullable=False, unique=True),
    Column("key", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("have", Integer, nullable=False),
    Column("sent", Text, nullable=False),  # the life of the endpoint that has all of it from us, for whichever case; "" where none has
)

sent_for = Table(
    "sent_for",
    METADATA,
    Column("number", Integer, ForeignKey("entry.number"), primary_key=True),  # of an entry that names a file
    Column("life", Text, nullable=False),  # of the endpoint that has it for that entry's case; "" where none has
    Column("refused", Integer, nullable=False),  # it cannot be sent for it
)

left_behind = Table("left_behind", METADATA, Column("place", Text, primary_key=True))


OURS = entry.c.own == literal_column("1")  # word for word as in the index of our own chain, which is not used otherwise
SHOWN = (entry.c.standing == "seen") & (entry.c.sealed == 0)  # who reads the log reads nothing else


def latest(table: Table, *key: str) -> Insert:
    """The statement that writes a row in place of the one with the same key; made once, since making it costs more than running it."""
    written = insert(table)
    values = {column.name: written.excluded[column.name] for column in table.columns if column.name not in key}
    return written.on_conflict_do_update(index_elements=key, set_=values)
