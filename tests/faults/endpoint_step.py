"""One push at an endpoint over SQLite, in a process that can be killed at any moment: `python -m tests.faults.endpoint_step folder`."""

import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from callhandler.endpoint.database import LOOKING, open_database
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.switchboard import Switchboard
from callhandler.endpoint.migrating import migrate
from callhandler.log.device import DeviceKey, verify
from callhandler.log.entry import compose
from callhandler.log.kinds import CaseShared, Erased, Noted
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.replica import Replica
from callhandler.sync.stores import Identity
from callhandler.sync.wire import decode_answer, decode_ask, encode_ask

ENDPOINT, DEVICE = DeviceKey.from_bytes(bytes(range(32))), DeviceKey.from_bytes(bytes(range(1, 33)))
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
NAME, QUESTION = "endpoint.db", "question"
MANY = 50


def switchboard(folder: Path) -> Switchboard:
    return Switchboard(open_database(f"sqlite:///{folder / NAME}"), Outside(folder / "outside"), ENDPOINT, lambda: MORNING)


def prepare(folder: Path) -> None:
    """An endpoint that knows one device, and what this device is about to send: notes, a share, an erasure."""
    migrate(f"sqlite:///{folder / NAME}")
    board = switchboard(folder)
    board.exchange().open()
    disk = MemoryDevice(Identity(DEVICE, board.enrol(DEVICE.public, "police")))
    for n in range(1, MANY + 1):
        body = (
            CaseShared(audience="council")
            if n == 2
            else Erased(entries=("id-1",), rule="retention")
            if n == MANY
            else Noted(text=f"line {n}")
        )
        disk.write(compose(body, id=f"id-{n}", case="police.1", at=MORNING, hlc=n, actor="C1", agency="police"), n.to_bytes(16))
    ask = Replica(disk, ENDPOINT.public, verify, DeviceKey.generate).ask(bytes(16))
    (folder / QUESTION).write_bytes(encode_ask(ask))
    Outside(folder / "outside").keys.make(["police.1"])
    board.engine.dispose()


def push(folder: Path) -> tuple[str, int]:
    """What the endpoint answers."""
    board, asked = switchboard(folder), (folder / QUESTION).read_bytes()
    answer = decode_answer(board.answer(asked, DEVICE.id), decode_ask(asked))
    board.engine.dispose()
    return answer.verdict.outcome, answer.verdict.n


def faults(folder: Path, *, done: bool) -> list[str]:
    """What is wrong after a kill: all of the push must be there, or nothing; and again it must be taken once."""
    found = _state(folder)
    told = [] if found in {(MANY, MANY, MANY), *(() if done else ((0, 0, 0),))} else [f"{found} entries, chain, rows"]
    if push(folder) != ("ok", MANY) or _state(folder) != (MANY, MANY, MANY):
        told.append("the same question again was not taken once")
    return told


def _state(folder: Path) -> tuple[int, int, int]:
    engine = open_database(f"sqlite:///{folder / NAME}")
    with closing(engine.connect().execution_options(**{LOOKING: True})) as connection:
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        entries = connection.execute(select(func.count()).select_from(tables.entry)).scalar_one()
        chain = connection.execute(select(tables.device.c.n)).scalar_one()
        rows = connection.execute(select(func.count()).select_from(tables.feed_row).where(tables.feed_row.c.feed == "police")).scalar_one()
    engine.dispose()
    return (entries, chain, rows) if sound else (-1, -1, -1)


if __name__ == "__main__":
    push(Path(sys.argv[1]))
    print("DONE", flush=True)
