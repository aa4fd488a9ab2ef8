"""The desks and laptops that may speak: let in by a code that an administrator approves, known by a key that never leaves them."""

import hmac
from base64 import b32encode
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from callhandler.endpoint.accounts.lasting import lasts
from callhandler.endpoint.accounts.tables import ADMITTED, AGENCY, ENROLMENT_CODE, NONCE
from callhandler.endpoint.accounts.tokens import Dice
from callhandler.endpoint.refusing import Refused
from callhandler.log.device import id_of, verify

Purpose = Literal["set-up", "sign-in", "refresh", "oidc", "leave"]
NONCE_LIFE, CODE_LIFE = 600, 24 * 3600
_STAMP, _RANDOM, _SEAL = 8, 16, 32


def challenge(secret: bytes, dice: Dice, now: int) -> bytes:
    """A nonce that any process of this endpoint knows again as its own; nothing is kept until it is used."""
    told = now.to_bytes(_STAMP, "big") + dice(_RANDOM)
    return told + _sealed(secret, told)


def use(connection: Connection, secret: bytes, nonce: bytes, now: int) -> bool:
    """Whether this is a nonce of ours, still good, and never used before."""
    told, seal = nonce[: _STAMP + _RANDOM], nonce[_STAMP + _RANDOM :]
    if not hmac.compare_digest(seal, _sealed(secret, told)):
        return False
    until = int.from_bytes(told[:_STAMP], "big") + NONCE_LIFE
    if not now < until <= now + NONCE_LIFE:
        return False
    connection.execute(delete(NONCE).where(NONCE.c.until < now - NONCE_LIFE))
    return spend(connection, nonce, until)


def spend(connection: Connection, once: bytes, until: int) -> bool:
    """Put down that this was used, at least until then (seconds since 1970): False where it had been."""
    try:
        with connection.begin_nested():
            connection.execute(insert(NONCE).values(hash=sha256(once).digest(), until=until))
    except IntegrityError:
        return False
    return True


def statement(purpose: Purpose, nonce: bytes, about: str = "") -> bytes:
    """What a device signs when somebody signs in at it."""
    return f"callhandler {purpose} 1\n{nonce.hex()}{chr(10) + about if about else ''}".encode()


def signed(device: Row[Any] | None, told: bytes, signature: bytes) -> bool:
    """Whether this device said so."""
    return device is not None and verify(device.public, told, signature)


def find(connection: Connection, device: str) -> Row[Any] | None:
    return connection.execute(select(ADMITTED).where(ADMITTED.c.device == device)).one_or_none()


def new_code(connection: Connection, dice: Dice, agency: str, holder: str, now: int) -> str:
    """A code to read out to whoever has the device in hand: 20 letters and digits, 100 random bits."""
    connection.execute(delete(ENROLMENT_CODE).where(ENROLMENT_CODE.c.until < now - CODE_LIFE, ENROLMENT_CODE.c.device == ""))
    plain = b32encode(dice(13)).decode()[:20]
    values = {"hash": code_hash(plain), "agency": agency, "holder": holder, "until": now + CODE_LIFE, "device": ""}
    connection.execute(ENROLMENT_CODE.insert().values(**values))
    return "-".join(plain[place : place + 5] for place in range(0, 20, 5))


def plain_code(typed: str) -> str:
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def code_hash(typed: str) -> bytes:
    return sha256(f"enrolment {plain_code(typed)}".encode()).digest()


def proof_of(code: str, public: bytes) -> bytes:
    """What a device signs that asks to be let in: so nobody puts up another's key."""
    return f"callhandler enrol 1\n{plain_code(code)}\n{public.hex()}".encode()


def ask(connection: Connection, code: str, public: bytes, proof: bytes, now: int) -> Row[Any]:
    """A device asks to be let in, for the first time or again. Raises Refused for a code that is not good for this key."""
    device = id_of(public)
    row = connection.execute(select(ENROLMENT_CODE).where(ENROLMENT_CODE.c.hash == code_hash(code)).with_for_update()).one_or_none()
    if row is None or not verify(public, proof_of(code, public), proof) or row.device not in {"", device}:
        raise Refused(403, "code")
    known = find(connection, device)
    if not row.device:
        if not lasts(row.until, now, CODE_LIFE) or known is not None:
            raise Refused(403, "code")
        _put_up(connection, row, device, public, now)
        known = find(connection, device)
    if known is None or known.state == "revoked" or _closed(connection, known.agency):
        raise Refused(403, "blocked")
    return known


def _put_up(connection: Connection, row: Row[Any], device: str, public: bytes, now: int) -> None:
    connection.execute(update(ENROLMENT_CODE).where(ENROLMENT_CODE.c.hash == row.hash).values(device=device))
    told = {"device": device, "public": public, "agency": row.agency, "holder": row.holder}
    connection.execute(ADMITTED.insert().values(**told, state="waiting", asked=now, seen=now))


def _closed(connection: Connection, agency: object) -> bool:
    return bool(connection.execute(select(AGENCY.c.disabled).where(AGENCY.c.agency == agency)).scalar_one_or_none())


def _sealed(secret: bytes, told: bytes) -> bytes:
    return hmac.new(secret, b"callhandler challenge 1\n" + told, sha256).digest()
