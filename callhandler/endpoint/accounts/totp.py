"""The six digits on a person's phone (RFC 6238), and the codes on paper for the day the phone is gone."""

import hmac
from base64 import b32encode
from hashlib import sha1, sha256
from urllib.parse import quote, urlencode

STEP, DIGITS, SECRET = 30, 6, 20
REMEMBERED = 24 * 3600  # seconds for which digits that were used are known again, whatever the endpoint's clock does meanwhile
RECOVERY_CODES = 10


def code_at(secret: bytes, step: int) -> str:
    """The digits of the step-th half minute since 1970."""
    told = hmac.new(secret, step.to_bytes(8, "big"), sha1).digest()
    place = told[-1] & 15
    number = int.from_bytes(told[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(secret: bytes, typed: str, now: int, last: int) -> int | None:
    """The half minute that these digits belong to, one earlier or later at most; None where they fit none after the last one used.

    A last one that lies further ahead was put down by a clock that ran ahead, and keeps nobody out until then.
    """
    here, told = now // STEP, typed.encode()  # as bytes: the digits of another script are wrong, and nothing worse
    before = last if last <= here + 1 else 0
    fitting = [step for step in (here - 1, here, here + 1) if step > before and hmac.compare_digest(code_at(secret, step).encode(), told)]
    return min(fitting, default=None)


def used(person: str, step: int) -> bytes:
    """As what it is put down that this person's digits of this half minute were used."""
    return f"totp {person} {step}".encode()


def uri(secret: bytes, account: str, issuer: str) -> str:
    """What an authenticator reads from a picture."""
    told = urlencode({"secret": in_letters(secret), "issuer": issuer, "digits": DIGITS, "period": STEP}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{told}"


def in_letters(secret: bytes) -> str:
    return b32encode(secret).decode().rstrip("=")


def recovery_code(dice: bytes) -> str:
    """Ten letters and digits in two groups, from at least 7 random bytes."""
    told = b32encode(dice).decode().lower()[:10]
    return f"{told[:5]}-{told[5:]}"


def recovery_hash(person: str, typed: str) -> bytes:
    """How such a code is kept. 50 random bits behind a throttle need no slow hash."""
    plain = "".join(letter for letter in typed.lower() if letter.isalnum())
    return sha256(f"recovery {person} {plain}".encode()).digest()
