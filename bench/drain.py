"""Drain forty laptops after twelve hours without a line, one with a high band: `python -m bench.drain [LAPTOPS] [ENTRIES] [URL]`.

The endpoint is the one that is served, over SQLite or the database of the URL; the laptops' stores are encrypted files. All share this
computer's cores, the laptops too.
"""

import os
import secrets
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import monotonic

from sqlalchemy import func, select

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange import tables
from callhandler.line.accounts import Accounts
from callhandler.line.remote import Remote
from callhandler.line.session import Address, Session
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.troubles import LineTrouble
from callhandler.log.device import DeviceKey, verify
from callhandler.log.kinds import Noted, RiskAssessed, ScriptVersion
from callhandler.log.ownership import case_of
from callhandler.store.secrets import KeptInMemory
from callhandler.sync.pace import LARGEST, Pace
from callhandler.sync.replica import Replica
from tests.endpoints import Endpoint, served
from tests.lined_desks import LinedDesk
from tests.stored_device import Shelf

TEXT = "Bechgyn wrth y drws eto, they threw a bottle and shouted her name, she is shaking. " * 8
SCRIPT = ScriptVersion(form="generic", version="1", sha256="0" * 64)
HIGH = RiskAssessed(script=SCRIPT, computed="high", band="high", score=30, most=30)
AT_A_TIME = 8


def main(laptops: int = 40, entries: int = 720, database: str = "") -> None:
    """Says how long it took until everything was at the endpoint, and until the high band was."""
    with tempfile.TemporaryDirectory() as folder:
        url = database or f"sqlite:///{folder}/endpoint.db"
        with served(url, Path(folder) / "apart") as endpoint:
            shelf = Shelf(Path(folder))
            desks = [_desk(endpoint, shelf) for _ in range(laptops)]
            for one in desks:
                _shift(one, entries)
            desks[-1].write(HIGH, case_of("police", "high"))
            load, begun = os.getloadavg()[0], monotonic()
            with ThreadPoolExecutor(AT_A_TIME) as pool:
                done = list(pool.map(_sent, sorted(desks, key=lambda one: not one.replica.ask(bytes(16)).urgent)))
            took = [at - begun for at in done]
            for one in desks:
                one.remote.close()
            shelf.clear()
        kept = _kept(url)
    print(f"{laptops} laptops, {kept} entries: all sent after {max(took):.1f} s, one laptop {median(took):.1f} s in the median")
    print(f"high band after {took[0]:.1f} s; {laptops * entries + 1 - kept} lost; load {load:.1f} before, {os.getloadavg()[0]:.1f} after")


def _desk(endpoint: Endpoint, shelf: Shelf) -> LinedDesk:
    caller = endpoint.caller("police")
    identity = caller.store.identity()
    disk, kept = shelf.disk(identity), TokenShelf(KeptInMemory(), "op")
    kept.keep(Tokens(caller.token, ""))
    session = Session(Address(caller.url))
    remote = Remote(session, lambda: Accounts(session, identity.signer), kept)
    replica = Replica(disk.stored, endpoint.settings.key().public, verify, DeviceKey.generate, pace=Pace(LARGEST))
    made = LinedDesk(disk, "police", replica, remote)
    made.writer.new_id = lambda: secrets.token_hex(16)  # type: ignore[assignment]  # it gives ids as well
    return made


def _shift(one: LinedDesk, entries: int) -> None:
    case = case_of(one.agency, secrets.token_hex(8))
    said = [one.writer.write(Noted(text=TEXT), case) for _ in range(entries)]
    one.disk.logbook(lambda: secrets.token_bytes(16)).append_many(said)


def _sent(one: LinedDesk) -> float:
    """Send until nothing waits."""
    while one.disk.progress().acked < one.disk.total():
        try:
            one.round()
        except LineTrouble:
            continue
    return monotonic()


def _kept(url: str) -> int:
    engine = open_database(url)
    try:
        with engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(tables.entry)).scalar_one())
    finally:
        engine.dispose()


if __name__ == "__main__":
    main(*(int(word) if word.isdigit() else word for word in sys.argv[1:]))  # type: ignore[arg-type]  # numbers first, then the URL
