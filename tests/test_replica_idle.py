"""A round in which nothing happens costs the same in a store of ten cases and of ten thousand: none is counted or gone through."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from callhandler.log.device import DeviceKey, verify
from callhandler.store.replica.device import StoredDevice
from callhandler.sync.replica import Replica
from callhandler.sync.stores import DeviceStore
from tests.hall import Hall, handler, listening
from tests.lined_desks import LinedDesk, desk
from tests.stored_device import Shelf

GOES_THROUGH_ALL = ("cases", "of_case", "rows")


class Watched:
    """A store that counts how often it is asked for what."""

    def __init__(self, stored: StoredDevice) -> None:
        self.stored, self.asked = stored, Counter[str]()

    def __getattr__(self, name: str) -> Any:
        self.asked[name] += 1
        return getattr(self.stored, name)


@contextmanager
def settled(folder: Path) -> Iterator[tuple[LinedDesk, Watched]]:
    """A desk that has handed in all that it wrote and read all that there is."""
    hall, shelf = Hall(), Shelf(folder)
    with listening(handler(hall)) as port:
        one = desk(hall, shelf, f"http://127.0.0.1:{port}")
        for _ in range(10):
            one.case()
        one.sync()
        watched = Watched(one.disk.stored)
        one.replica = Replica(cast("DeviceStore", watched), hall.key.public, verify, DeviceKey.generate)
        yield one, watched
        one.remote.close()
    shelf.clear()


def test_an_idle_round_counts_no_cases(tmp_path: Path):
    with settled(tmp_path) as (one, watched):
        assert not one.round().more
        assert watched.asked["progress"]
        assert not any(watched.asked[name] for name in GOES_THROUGH_ALL)
