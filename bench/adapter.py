"""One desk after another does the measured work through the product's own core, store and wire.

adapter.py URL TOKEN DIR CASES BATCH REPEATS; the driver that tells what to do is looked for in the folder that PEERS names. With ALONE in
the environment nothing is shared, so that a case is one entry: as the other systems have it, to whom sharing is a word among others. A pull
has ended when all of it is on the disk and can be read; with FIND when everybody in it can be found, too, which they do not offer.
"""

import gc
import json
import os
import sys
from base64 import urlsafe_b64decode
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import orjson
import requests
from uuid_utils import uuid7

from bench.desks import Desk, open_desk
from callhandler.line.adapter import Adapter
from callhandler.line.ahead import rounds
from callhandler.line.round import Coming
from callhandler.line.session import trust
from callhandler.log.device import DeviceKey, verify
from callhandler.log.entry import Unsealed, compose
from callhandler.log.kinds import Answered, Body, CaseShared, PersonDescribed
from callhandler.log.ownership import case_of
from callhandler.sync.messages import Answer, Ask
from callhandler.sync.pace import LARGEST, Pace
from callhandler.sync.proof import Certificate
from callhandler.sync.replica import Replica
from callhandler.sync.stores import Identity
from callhandler.sync.wire import MEDIA, decode_answer, encode_ask

AGENCY = "police"


class BenchReplica:
    """Satisfies the driver's `Replica`."""

    def __init__(self, url: str, endpoint: bytes, identity: Identity, token: str, folder: Path) -> None:
        self.requests = 0
        self._url = f"{url}/v1/sync"
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.mount("http://", Adapter(trust(None)))
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": MEDIA,
            "Accept-Encoding": "identity",
            "User-Agent": "callhandler",
        }
        self._http.headers.clear()
        self._desk: Desk = open_desk(folder, identity)
        self._replica = Replica(self._desk.store, endpoint, verify, DeviceKey.generate, pace=Pace(LARGEST))

    def write(self, cases: list[bytes]) -> None:
        for place in range(0, len(cases), 500):
            self._desk.bring_in([entry for case in cases[place : place + 500] for entry in self._case(case)])

    def change(self, case: bytes, number: int) -> None:
        told = orjson.loads(case)
        body = Answered(path="summary", value=f"{told['summary']} Changed {number}")
        self._desk.write([self._entry(body, told["_id"], datetime.now(UTC))])

    def push(self) -> None:
        with closing(self._rounds()) as going:
            while self._desk.waiting():
                next(going)

    def pull(self) -> int:
        came = sum(self._rounds())
        while "FIND" in os.environ and self._desk.store.find_more(LARGEST):
            pass
        return came

    def sync(self) -> int:
        return sum(self._rounds())

    def send(self, ask: Ask) -> Answer:
        return self.post(ask)()()

    def post(self, ask: Ask) -> Callable[[], Coming]:
        """As the product's own `Remote`, without sign-in and trust."""
        packed = encode_ask(ask)
        return lambda: self._posted(packed, ask)

    def _posted(self, packed: bytes, ask: Ask) -> Coming:
        self.requests += 1
        answer = self._http.post(self._url, packed, headers=self._headers, timeout=60, stream=True)
        answer.raise_for_status()
        told = answer.raw.read()
        return lambda: decode_answer(told, ask)

    def _rounds(self) -> Generator[int]:
        """As the product's own worker runs them, in portions as large as they may be: nobody writes meanwhile. How many came in each."""
        for taken in rounds(self._replica, self._desk.store, self, lambda: os.urandom(16), seconds=lambda: 0.0):
            if taken.need:
                raise SystemExit(f"the endpoint needs something else: {taken.need}")
            yield sum(entry.kind != "case-shared" for entry in taken.read)

    def _case(self, case: bytes) -> Iterator[Unsealed]:
        """The caller as described, with all else that was told as it stands; and a permission for each agency that is to see it."""
        told = orjson.loads(case)
        at, id, caller = datetime.fromisoformat(told.pop("created_at")), told.pop("_id"), told.pop("caller")
        shared = [] if "ALONE" in os.environ else [one for one in told["shared_with"] if one != AGENCY]
        words = {"name": caller["name"], "phone": caller["phone"], "born": caller["dob"]}
        place = f"{caller['address']}, {caller['postcode']}"
        described = PersonDescribed(person=f"p.{id}", role="caller", place=place, **words)
        yield self._entry(described.model_copy(update=told), id, at)
        yield from (self._entry(CaseShared(audience=one), id, at) for one in shared)

    def _entry(self, body: Body, id: str, at: datetime) -> Unsealed:
        hlc = int(at.timestamp() * 1000) << 16
        return compose(body, id=str(uuid7()), case=case_of(AGENCY, id), at=at, hlc=hlc, actor="bench", agency=AGENCY)


def main() -> None:
    url, token, folder, cases, _, repeats = sys.argv[1:]
    told = json.loads(urlsafe_b64decode(token))
    endpoint = bytes.fromhex(told["endpoint"])

    def opened(name: str) -> BenchReplica:
        one = told[name]
        key = DeviceKey.from_bytes(bytes.fromhex(one["key"]))
        word = Certificate(key.public, AGENCY, one["line"], bytes.fromhex(one["certificate"]))
        return BenchReplica(url, endpoint, Identity(key, word), one["token"], Path(folder) / name)

    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    sys.path.insert(0, os.environ["PEERS"])
    import_module("replica").play(opened, Path(cases), int(repeats))


if __name__ == "__main__":
    main()
