"""Lets a crowd of devices in at an endpoint, straight in its database, each with somebody of an agency of its own signed in at it."""

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import insert

from callhandler.endpoint.accounts import tables as known
from callhandler.endpoint.accounts import tokens
from callhandler.endpoint.app import Rooms
from callhandler.log.device import DeviceKey
from callhandler.sync.stores import Identity

UNUSED = {"password": "", "totp": b"", "totp_step": 0, "code": b"", "code_until": 0}


@dataclass(frozen=True, slots=True)
class Guest:
    """One device, and the token of whoever sits at it."""

    agency: str
    identity: Identity
    token: str


def let_in(behind: Rooms, many: int, *, agencies: int = 0) -> list[Guest]:
    """`agencies`: how many of them there are; as many as devices, if nothing is said."""
    now, number, guests = int(time.time()), count(), list[Guest]()
    named = [f"force{n}" for n in range(agencies or many)]
    with behind.engine.begin() as connection:
        about = {"part": "police", "regime": "part-3", "host": False, "disabled": False}
        connection.execute(insert(known.AGENCY), [{"agency": one, "name": one, **about} for one in named])
        for _, key in zip(range(many), _keys(), strict=False):
            agency = named[next(number) % len(named)]
            who = {
                "person": key.id,
                "account": key.id,
                "name": "Bench",
                "role": "handler",
                "agency": agency,
                "knows": "",
                "disabled": False,
            }
            admitted = {"public": key.public, "agency": agency, "holder": "", "state": "approved", "asked": now, "seen": now}
            connection.execute(insert(known.PERSON), who | UNUSED)
            connection.execute(insert(known.ADMITTED), {"device": key.id, **admitted})
            sitting = tokens.sit_down(connection, os.urandom, key.id, key.id, now)
            guests.append(Guest(agency, Identity(key), tokens.issue(connection, os.urandom, sitting, "access", now + tokens.ACCESS)))
    return guests


def enrolled(behind: Rooms, guests: list[Guest]) -> list[Guest]:
    """The same, and they may also speak in sync."""
    words = [behind.switchboard.enrol(one.identity.signer.public, one.agency) for one in guests]
    return [Guest(one.agency, Identity(one.identity.signer, word), one.token) for one, word in zip(guests, words, strict=True)]


def seconds_of(pids: list[int]) -> float:
    """Processor time of these processes so far, on all cores together."""
    told = [Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for pid in pids]
    return sum(int(one[11]) + int(one[12]) for one in told) / os.sysconf("SC_CLK_TCK")


def memory_of(pids: list[int]) -> int:
    """Bytes that these processes hold in memory."""
    told = [Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split() for pid in pids]
    return sum(int(one[1]) for one in told) * resource.getpagesize()


def allow_files(many: int) -> None:
    """So many connections at once, here and in every process that is started from here."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (many + 1000, many + 1000))


def _keys() -> Iterator[DeviceKey]:
    while True:
        yield DeviceKey.generate()
