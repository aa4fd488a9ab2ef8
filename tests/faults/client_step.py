"""One step of a device, to be killed in the middle: `python -m tests.faults.client_step write|apply FOLDER`; says DONE once it counts."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from callhandler.log.device import DeviceKey, verify
from callhandler.log.kinds import PersonDescribed
from callhandler.store import condition
from callhandler.store.engine import open_engines
from callhandler.store.logbook import Logbook
from callhandler.store.replica.device import StoredDevice
from callhandler.sync.exchange import Exchange
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.memory_endpoint import MemoryEndpoint
from callhandler.sync.messages import Answer, Ask
from callhandler.sync.replica import Replica
from callhandler.sync.stores import Identity
from callhandler.sync.wire import decode_answer, encode_answer
from tests.doubles import CountedIds
from tests.stores import Writer

KEY, NONCE = bytes(range(32)), bytes(16)
ENDPOINT, DEVICE, OTHER = (DeviceKey.from_bytes(sha256(name).digest()) for name in (b"endpoint", b"device", b"other"))
BEFORE, OTHERS, MORE = 10, 30, 50
ANSWER = "answer"
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def prepare(folder: Path) -> None:
    """A device with ten entries that are not sent, and the answer to its next question: they are taken, and thirty of others are told."""
    endpoint = MemoryEndpoint()
    exchange = Exchange(endpoint, ENDPOINT, verify, new_incarnation=lambda: "life")
    exchange.open()
    _others(exchange)
    condition.begin(folder, KEY)
    store, logbook, close = opened(folder)
    store.set_identity(Identity(DEVICE, exchange.enrol(DEVICE.public, "police")))
    writer = Writer()
    logbook.append([writer.note(f"own {n}", case="police.own") for n in range(BEFORE)])
    ask = asked(store)[1]
    (folder / ANSWER).write_bytes(encode_answer(exchange.answer(ask, MORNING), ask))
    close()


def opened(folder: Path) -> tuple[StoredDevice, Logbook, Callable[[], None]]:
    engine = open_engines(folder / condition.NAME, KEY)
    return StoredDevice(engine, DEVICE), Logbook(engine, DEVICE, lambda: bytes(16)), engine.dispose


def apply(folder: Path) -> None:
    store, _, close = opened(folder)
    replica, ask = asked(store)
    answer: Answer = decode_answer((folder / ANSWER).read_bytes(), ask)
    if replica.take(answer).done:
        print("DONE", flush=True)
    close()


def write(folder: Path) -> None:
    _, logbook, close = opened(folder)
    writer = Writer(CountedIds(MORNING.replace(year=2027)), stamp=1000)
    logbook.append([writer.note(f"more {n}", case="police.own") for n in range(MORE)])
    print("DONE", flush=True)
    close()


def faults(folder: Path, step: str, *, done: bool) -> list[str]:
    """What is wrong after a kill: the state must be the one before or the one after; once DONE was said, the one after."""
    store, logbook, close = opened(folder)
    after, before = {"apply": (BEFORE + OTHERS, OTHERS, BEFORE), "write": (BEFORE + MORE, 0, 0)}[step], (BEFORE, 0, 0)
    found = len(logbook.entries()), store.end("police").pos - _own_rows(store), store.progress().acked
    told = [] if found in {after, *(() if done else (before,))} else [f"{found} entries, rows, sent"]
    if logbook.verify():
        told.append("the chain is broken")
    close()
    return told


def _own_rows(store: StoredDevice) -> int:
    own = {holding.leaf for holding in store.own(1, 1000)}
    return sum(row.leaf in own for row in store.rows("police"))


def asked(store: StoredDevice) -> tuple[Replica, Ask]:
    replica = Replica(store, ENDPOINT.public, verify, DeviceKey.generate)
    return replica, replica.ask(NONCE)


def _others(exchange: Exchange) -> None:
    disk = MemoryDevice(Identity(OTHER, exchange.enrol(OTHER.public, "police")))
    writer = Writer(CountedIds(MORNING.replace(year=2028)))
    for n in range(OTHERS):
        said = PersonDescribed(person=f"p{n}", role="caller", name=f"Margaret Jones {n}", phone="07700 900123")
        disk.write(writer.write(said, case=f"police.{n}"), n.to_bytes(16))
    other = Replica(disk, ENDPOINT.public, verify, DeviceKey.generate)
    other.take(exchange.answer(other.ask(bytes(16)), MORNING))


if __name__ == "__main__":
    {"write": write, "apply": apply}[sys.argv[1]](Path(sys.argv[2]))
