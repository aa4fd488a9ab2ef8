"""Passwords: long enough, not among those that everybody tries, and kept so that whoever steals the table gains nothing."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from callhandler.endpoint.refusing import Refused

LEAST, MOST = 12, 256
AT_ONCE = 2  # hashes of 64 MiB each: more would let strangers fill the memory
PATIENCE = 20  # seconds in the queue
_STOCK = (
    "password passwort passphrase welcome letmein changeme iloveyou sunshine princess football monkey dragon master shadow superman batman "
    "trustno qwerty qwertyuiop asdfghjkl zxcvbnm abcdef abcdefgh abcdefghijkl secret summer winter autumn spring january february march "
    "april may june july august september october november december monday tuesday wednesday thursday friday liverpool arsenal chelsea "
    "manchester united everton rangers celtic cymru caernarfon london police council landlord housing admin administrator callhandler "
    "handler supervisor officer user login test demo hello computer internet access guest temp default"
)
COMMON = frozenset(_STOCK.split())
_LEET = str.maketrans("013457@$!", "oieastasi")
_RUNS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")


class Passwords:
    """Hashes and checks passwords, two at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = BoundedSemaphore(AT_ONCE)
        self._nobody = self._hasher.hash("the password of an account that does not exist")

    def hash(self, password: str) -> str:
        with self._turn():
            return self._hasher.hash(_typed(password))

    def verify(self, kept: str, password: str) -> bool:
        """Whether this is the password. With `kept` empty nobody's is, and it takes as long."""
        with self._turn():
            try:
                self._hasher.verify(kept or self._nobody, _typed(password))
            except (VerificationError, InvalidHashError):
                return False
        return bool(kept)

    def is_dated(self, kept: str) -> bool:
        """Whether it should be hashed anew, at today's cost."""
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=PATIENCE):
            raise Refused(503, "busy", retry_after=PATIENCE)
        try:
            yield
        finally:
            self._turns.release()


def is_weak(password: str, *own: str) -> bool:
    """Whether it is too short, too long, or what somebody who knows the account would try first. `own`: account, name, agency."""
    if not LEAST <= len(password) <= MOST:
        return True
    plain = password.casefold()
    mine = {part for one in own for part in one.casefold().replace(".", " ").split() if len(part) > 2}
    spelled = (plain, plain.strip("0123456789!?.").translate(_LEET))
    return len(set(plain)) < 4 or _is_run(plain) or any(_is_made_of(one, COMMON | mine) for one in spelled)


def _is_run(plain: str) -> bool:
    """A walk along a row of keys or of the alphabet, there, back or over again."""
    rows = [row * (MOST // len(row) + 1) for row in (*_RUNS, *(row[::-1] for row in _RUNS))]
    return any(plain in row for row in rows)


def _is_made_of(spelled: str, words: frozenset[str]) -> bool:
    """Whether hardly anything is left once the common words are taken out: "Welcome123welcome"."""
    letters = "".join(letter for letter in spelled if letter.isalpha())
    for word in sorted(words, key=len, reverse=True):
        letters = letters.replace(word, "")
    return len(letters) < 3


def _typed(password: str) -> str:
    """The same characters, however the keyboard composed them."""
    return unicodedata.normalize("NFC", password)
