"""What the endpoint keeps about agencies, people, their devices and their signing in. Every secret stands here as a hash or sealed."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, LargeBinary, Table, Text

from callhandler.endpoint.database import METADATA

# All times are whole seconds since 1970, UTC.
AGENCY = Table(
    "agency",
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("part", Text, nullable=False),  # which part it plays in the area's agreement, "council"
    Column("regime", Text, nullable=False),  # "part-3" or "uk-gdpr" (DPA 2018)
    Column("host", Boolean, nullable=False),  # it runs the endpoint
    Column("disabled", Boolean, nullable=False),
)
PERSON = Table(
    "person",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("account", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("agency", Text, ForeignKey("agency.agency"), nullable=False),
    Column("knows", Text, nullable=False),  # what they need to know, "health sensitive"
    Column("disabled", Boolean, nullable=False),
    Column("password", Text, nullable=False),  # argon2id; "" before they set up, and for those who come by OpenID Connect
    Column("totp", LargeBinary, nullable=False),  # sealed
    Column("totp_step", BigInteger, nullable=False),  # the last one that was used
    Column("code", LargeBinary, nullable=False),  # the hash of a set-up code, b"" where there is none
    Column("code_until", BigInteger, nullable=False),
)
RECOVERY = Table(
    "recovery_code",
    METADATA,
    Column("person", Text, ForeignKey("person.person"), primary_key=True),
    Column("hash", LargeBinary, primary_key=True),
)
SUBJECT = Table(
    "oidc_subject",
    METADATA,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.person"), nullable=False),
)
ENROLMENT_CODE = Table(
    "enrolment_code",
    METADATA,
    Column("hash", LargeBinary, primary_key=True),
    Column("agency", Text, ForeignKey("agency.agency"), nullable=False),
    Column("holder", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("device", Text, nullable=False),  # "" until a device came with it
)
ADMITTED = Table(
    "admitted_device",
    METADATA,
    Column("device", Text, primary_key=True),
    Column("public", LargeBinary, nullable=False),
    Column("agency", Text, ForeignKey("agency.agency"), nullable=False),
    Column("holder", Text, nullable=False),
    Column("state", Text, nullable=False),  # waiting, approved, revoked
    Column("asked", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)
SITTING = Table(
    "sitting",  # one signing in, and all the tokens that follow from it
    METADATA,
    Column("sitting", Text, primary_key=True),
    Column("person", Text, nullable=False),  # "" for a revoked device that leaves
    Column("device", Text, nullable=False),  # "" in a browser
    Column("ends", BigInteger, nullable=False),
    Column("over", Boolean, nullable=False),
    Index("ix_sitting_device", "device"),
    Index("ix_sitting_person", "person"),
)
TOKEN = Table(
    "token",
    METADATA,
    Column("hash", LargeBinary, primary_key=True),
    Column("sitting", Text, ForeignKey("sitting.sitting", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),  # access, refresh, page, leave
    Column("until", BigInteger, nullable=False),
    Column("spent", Boolean, nullable=False),
    Index("ix_token_sitting", "sitting"),
)
NONCE = Table(
    "used_nonce",
    METADATA,
    Column("hash", LargeBinary, primary_key=True),
    Column("until", BigInteger, nullable=False),
)
GUESS = Table(
    "guess",
    METADATA,
    Column("who", LargeBinary, primary_key=True),  # a hash: of an account, a device and an address
    Column("tries", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("strikes", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
)
LOGGED = Table(
    "logged",  # who looked at, disclosed, altered or erased what, at the endpoint itself (DPA 2018 s.62)
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("n", BigInteger, primary_key=True),
    Column("line", Text, nullable=False),  # canonical JSON, exactly as hashed
    Column("rh", LargeBinary, nullable=False),
)
