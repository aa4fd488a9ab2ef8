"""Where the people index lies: descriptions as said and as read, the words of their names, and who shares which key."""

from sqlalchemy import Column, Integer, LargeBinary, Table, Text

from callhandler.store.tables import METADATA

READ = ("forename", "surname", "dob", "phone", "house", "street", "postcode", "town")
SAID = ("name", "phone", "born", "place", "words")

description = Table(
    "description",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("entry_id", Text, nullable=False, unique=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("person", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("hlc", Integer, nullable=False),
    Column("at", Integer, nullable=False),  # microseconds since 1970, UTC
    Column("stands", Integer, nullable=False),  # 1: found by search; 0: said anew later in the same case, or nothing was said
    *(Column(name, Text, nullable=False) for name in SAID),
)

reading = Table(  # what search and scoring read of a description that stands: narrow, so that a hundred are quickly fetched
    "reading",
    METADATA,
    Column("number", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in READ),
)

post = Table(
    "post",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("ids", LargeBinary, nullable=False),  # the newest numbers, ascending, four bytes each, little-endian
)

recent = Table(
    "recent",
    METADATA,
    Column("key", Integer, primary_key=True),
    Column("id", Integer, primary_key=True),
)

vocab = Table(
    "vocab",
    METADATA,
    Column("field", Integer, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("n", Integer, nullable=False),
)

vdel = Table(
    "vdel",
    METADATA,
    Column("hash", Integer, primary_key=True),
    Column("field", Integer, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("size", Integer, nullable=False),  # how often the term is there, as a power of two
)

ptop = Table(
    "ptop",
    METADATA,
    Column("field", Integer, primary_key=True),
    Column("prefix", Text, primary_key=True),
    Column("term", Text, primary_key=True),
)

total = Table(
    "total",
    METADATA,
    Column("kind", Integer, primary_key=True),
    Column("n", Integer, nullable=False),
)

learned = Table(  # the tables of the score, as they were learned here; not made anew with the index
    "learned",
    METADATA,
    Column("one", Integer, primary_key=True),
    Column("people", Integer, nullable=False),  # from how many
    Column("at", Integer, nullable=False),  # of the newest description there was; microseconds since 1970, UTC
    Column("tables", Text, nullable=False),
)

behind = Table(  # entries that came together and are still to be read for the index: by their numbers, from first to last
    "behind",
    METADATA,
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

ALL = (description, reading, post, recent, vocab, vdel, ptop, total, behind)
