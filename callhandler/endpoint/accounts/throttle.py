"""Slows down whoever guesses: ten tries in five minutes, then ever longer waits, and nobody is locked out for good."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.exc import IntegrityError

from callhandler.endpoint.accounts.tables import GUESS

WINDOW, TRIES = 300, 10
FIRST_WAIT, LONGEST_WAIT, FORGIVEN = 30, 900, 3600
BY_ACCOUNT, BY_ADDRESS = 5 * TRIES, 10 * TRIES  # for guesses that come from many devices, or at many accounts


@dataclass(frozen=True, slots=True)
class Guesser:
    """Who tries to sign in, from where. `device` is one that the endpoint knows, or ""."""

    account: str
    device: str
    address: str

    def counted(self) -> tuple[tuple[bytes, int], ...]:
        """What is counted, and how many tries each is given.

        Tries from elsewhere than a device of ours are counted by themselves: a stranger in a browser keeps nobody out who sits at one.
        """
        whole, where = f"{self.account}|{self.device}|{self.address}", "" if self.device else " elsewhere"
        wider = (_key(f"account{where}", self.account), BY_ACCOUNT), (_key(f"address{where}", self.address), BY_ADDRESS)
        return (_key("all", whole), TRIES), *wider


def count(connection: Connection, guesser: Guesser, now: int) -> int:
    """One more try, counted before it is judged. Says the seconds to wait; 0 where it may be judged."""
    return max([_count(connection, key, most, now) for key, most in guesser.counted()])


def forgive(connection: Connection, guesser: Guesser) -> None:
    """They got it right: the earlier tries of this person, here, were slips, and this one is no guess at all."""
    here, *wider = (key for key, _ in guesser.counted())
    connection.execute(delete(GUESS).where(GUESS.c.who == here))
    for key in wider:  # in the order in which they are counted, or two who sign in at once could each wait for the other
        connection.execute(update(GUESS).where(GUESS.c.who == key, GUESS.c.tries > 0).values(tries=GUESS.c.tries - 1))


def clear_out(connection: Connection, now: int) -> None:
    """Forget what is long past, and in nobody's hands at this moment."""
    past = select(GUESS.c.who).where(GUESS.c.since < now - FORGIVEN, GUESS.c.until < now - FORGIVEN).with_for_update(skip_locked=True)
    connection.execute(delete(GUESS).where(GUESS.c.who.in_(past)))


def _count(connection: Connection, key: bytes, most: int, now: int) -> int:
    row = _counted(connection, key)
    if row is None and _first(connection, key, now):
        return 0
    row = row or _counted(connection, key)  # somebody else, in the same moment, was the first
    if row is None:
        return FIRST_WAIT
    if now < row.until <= now + LONGEST_WAIT:  # no wait is longer: beyond that it was given by a clock that ran ahead
        return int(row.until - now)
    strikes = 0 if now - max(row.since, row.until) > FORGIVEN else row.strikes
    tries = 1 if now - row.since > WINDOW else row.tries + 1
    since, wait = now if tries == 1 else min(row.since, now + LONGEST_WAIT), 0
    if tries > most:
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(strikes, 10))
        tries, since, strikes = most - 1, now + wait, strikes + 1  # one try when the wait is over, then a longer one
    told = {"tries": tries, "since": since, "strikes": strikes, "until": now + wait if wait else 0}
    connection.execute(update(GUESS).where(GUESS.c.who == key).values(**told))
    return wait


def _counted(connection: Connection, key: bytes) -> Row[Any] | None:
    """Ours alone until this transaction ends."""
    return connection.execute(select(GUESS).where(GUESS.c.who == key).with_for_update()).one_or_none()


def _first(connection: Connection, key: bytes, now: int) -> bool:
    """Whether this is the first try under this key, and not the second of two at the same moment."""
    try:
        with connection.begin_nested():
            connection.execute(GUESS.insert().values(who=key, tries=1, since=now, strikes=0, until=0))
    except IntegrityError:
        return False
    return True


def _key(what: str, who: str) -> bytes:
    return sha256(f"{what} {who}".encode()).digest()
