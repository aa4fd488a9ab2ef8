"""Kills an endpoint after it committed and before it answers, again and again: `python -m tests.faults.unanswered 1000`."""

import os
import secrets
import signal
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from callhandler.endpoint.database import LOOKING, open_database
from callhandler.log.device import DeviceKey, verify
from callhandler.log.entry import compose
from callhandler.log.kinds import Noted
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.replica import Replica
from callhandler.sync.stores import Identity
from callhandler.sync.wire import decode_answer, decode_ask, encode_ask
from tests.faults.endpoint_step import ENDPOINT, NAME, prepare, switchboard

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


def run(kills: int, dice: Random) -> list[str]:
    """What was lost or doubled."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        prepare(folder)
        board = switchboard(folder)
        key = DeviceKey.generate()
        disk = MemoryDevice(Identity(key, board.enrol(key.public, "police")))
        board.engine.dispose()
        desk = Replica(disk, ENDPOINT.public, verify, DeviceKey.generate)
        written: list[str] = []
        for turn in range(kills):
            for _ in range(dice.randrange(1, 4)):
                written.append(f"{key.id}-{len(written)}")
                said = Noted(text="a line")
                unsealed = compose(said, id=written[-1], case=f"police.{turn % 7}", at=MORNING, hlc=turn, actor="C1", agency="police")
                disk.write(unsealed, secrets.token_bytes(16))
            answered(folder, desk, key.id, killed=True)
            if dice.random() < 0.3:
                answered(folder, desk, key.id, killed=False)
        while answered(folder, desk, key.id, killed=False):
            pass
        return [*_wrong(folder, written), *([] if disk.progress().acked == len(written) else ["the desk thinks that something waits"])]


def answered(folder: Path, desk: Replica, device: str, *, killed: bool) -> bool:
    """One question to a process that may die with its answer; whether there is more to say."""
    body = encode_ask(desk.ask(secrets.token_bytes(16)))
    reading, writing = os.pipe()
    if not (child := os.fork()):
        told = switchboard(folder).answer(body, device)
        if killed:
            os.kill(os.getpid(), signal.SIGKILL)
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return bool(told) and desk.take(decode_answer(told, decode_ask(body))).more


def _wrong(folder: Path, written: list[str]) -> list[str]:
    engine = open_database(f"sqlite:///{folder / NAME}")
    with engine.connect().execution_options(**{LOOKING: True}) as connection:
        kept = connection.exec_driver_sql("SELECT id FROM entry WHERE id NOT LIKE 'id-%'").scalars().all()
        rows = connection.exec_driver_sql("SELECT pos, id FROM feed_row WHERE feed = 'police' ORDER BY pos").all()
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    engine.dispose()
    told = [f"{len(set(written) - set(kept))} lost"] if set(written) - set(kept) else []
    told += [f"{len(kept) - len(set(kept))} doubled"] if len(kept) != len(set(kept)) else []
    told += [] if [row.pos for row in rows] == list(range(1, len(rows) + 1)) else ["holes in the feed"]
    told += [] if len({row.id for row in rows}) == len(rows) else ["rows twice in the feed"]
    return told + ([] if sound == "ok" else [str(sound)])


if __name__ == "__main__":
    outcome = run(int(sys.argv[1]), Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0))
    print(sys.argv[1], "kills,", outcome or "0 lost, 0 doubled")
    sys.exit(bool(outcome))
