"""A device that writes entries for the tests: numbered, sealed and chained as at a desk, at whatever time its clock is told."""

import json
from datetime import UTC, datetime
from hashlib import sha256

from callhandler.log.chain import follow, start
from callhandler.log.device import DeviceKey
from callhandler.log.entry import Entry, compose, seal
from callhandler.log.kinds import Body

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SALT = b"sixteen bytes ok"


class Scribe:
    """One device with a key of its own; everything it wrote is in `written`, the chain after each entry in `links`."""

    def __init__(self, name: str = "desk") -> None:
        self.key = DeviceKey.from_bytes(sha256(name.encode()).digest())
        self.name = name
        self.written: list[Entry] = []
        self.links: list[bytes] = []

    def write(
        self,
        body: Body,
        *,
        case: str = "case",
        parents: tuple[str, ...] = (),
        hlc: int | None = None,
        id: str = "",
        at: datetime = MORNING,
    ) -> Entry:
        """The next entry of this device; without `hlc` its clock counts the entries."""
        n = len(self.written) + 1
        told = compose(
            body,
            id=id or f"{self.name}-{n:03}",
            case=case,
            at=at,
            hlc=n if hlc is None else hlc,
            actor="op",
            agency="police",
            parents=parents,
        )
        entry = seal(told, self.key.id, n, sha256(f"{self.name} {n}".encode()).digest()[:16])
        self.links.append(follow(self.head, entry))
        self.written.append(entry)
        return entry

    @property
    def head(self) -> bytes:
        return self.links[-1] if self.links else start(self.key.public)


def sealed(body: Body, **told: object) -> Entry:
    whole: dict[str, object] = {"id": "e1", "case": "c1", "at": MORNING, "hlc": 1, "actor": "op", "agency": "police", **told}
    return seal(compose(body, **whole), "desk", 1, SALT)  # type: ignore[arg-type]


def rewritten(entry: Entry, **told: object) -> bytes:
    """The entry's meta with some of it told otherwise, still in canonical form."""
    meta = {**json.loads(entry.meta), **told}
    return json.dumps(meta, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
