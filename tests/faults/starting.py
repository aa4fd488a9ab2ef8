"""Open one store from many programs at once, and say how many got it: `python -m tests.faults.starting STORE 20`."""

import os
import sys
from pathlib import Path

from callhandler.store.troubles import AlreadyOpen, VaultTrouble
from tests.stores import Place


def start(place: Place, number: int) -> tuple[str, list[int]]:
    """What the starts say, one letter each in the order of their answers, and how each ended."""
    (hears_go, go), (hears, says), (hears_end, end) = os.pipe(), os.pipe(), os.pipe()
    children = [_child(place, (hears_go, says, hears_end), (go, hears, end)) for _ in range(number)]
    os.write(go, b"g" * number)
    said = "".join(os.read(hears, 1).decode() for _ in children)
    os.write(end, b"e" * number)
    return said, [os.waitpid(child, 0)[1] for child in children]


def _child(place: Place, own: tuple[int, int, int], others: tuple[int, int, int]) -> int:
    child = os.fork()
    if child:
        return child
    for handle in others:
        os.close(handle)
    ended = 1
    try:
        _try(place, *own)
        ended = 0
    finally:
        os._exit(ended)


def _try(place: Place, go: int, says: int, end: int) -> None:
    os.read(go, 1)
    try:
        vault = place.unlock()
    except VaultTrouble as trouble:
        os.write(says, b"t" if isinstance(trouble, AlreadyOpen) else b"?")
        os.read(end, 1)
        return
    os.write(says, b"o")
    os.read(end, 1)
    vault.logbook.append([place.writer.note()])
    vault.close()


if __name__ == "__main__":
    store = Place(Path(sys.argv[1]))
    store.create().close()
    letters, ends = start(store, int(sys.argv[2]))
    opened = store.unlock()
    print("".join(sorted(letters)), set(ends), len(opened.logbook.entries()), opened.trouble)
    opened.close()
