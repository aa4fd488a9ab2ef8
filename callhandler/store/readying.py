"""Makes cases ready for the disk: everything that takes no key, so that another process can do it while this one writes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import NamedTuple

from callhandler.log.entry import SALT, Entry, PoisonText, Unsealed, seal_all
from callhandler.store.people_index.bulk import Portion, portion
from callhandler.store.people_index.said import said_in

Case = Sequence[Unsealed]
Refused = Callable[[Case, PoisonText], None]
Written = tuple[str, int, str, str, int, str, bytes, bytes]  # id, n, case, kind, stamp, time in UTC, canonical meta, canonical body


def _refuse(_case: Case, trouble: PoisonText) -> None:
    raise trouble


class Ready(NamedTuple):
    """Entries of whole cases in their places behind each other, and what they describe. Their salts, chain and signature are to come."""

    device: str
    n: int  # the place of the first
    entries: list[Written]
    said: Portion


@dataclass(slots=True)
class Readying:
    """Gives cases their places, one after the other. `n`: the next place of this device."""

    device: str
    n: int

    def ready(self, cases: Iterable[Case], refused: Refused = _refuse) -> Ready:
        """These cases, each whole; of one that cannot travel nothing, and the next takes its place (F19)."""
        first = self.n
        entries = list(self._placed(cases, refused))
        said = [(one, True) for entry in entries if (one := said_in(entry))]
        return Ready(self.device, first, [_written(entry) for entry in entries], portion(said))

    def _placed(self, cases: Iterable[Case], refused: Refused) -> Iterator[Entry]:
        for case in cases:
            try:
                placed = tuple(seal_all(case, self.device, self.n, _no_salt))
            except PoisonText as trouble:
                refused(case, trouble)
            else:
                self.n += len(placed)
                yield from placed


def _written(entry: Entry) -> Written:
    return entry.id, entry.n, entry.case, entry.kind, entry.hlc, entry.at.astimezone(UTC).isoformat(), entry.meta, entry.payload


def _no_salt() -> bytes:
    """Salts are drawn by whoever holds the store: what is made with this one is thrown away."""
    return bytes(SALT)
