"""The order in which entries are read: causes first, then each device's own numbering; the clock only sorts what is left."""

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise

from callhandler.log.entry import Entry

Stamp = tuple[int, str]


def by_stamp(entry: Entry) -> Stamp:
    """The clock's own order, ties broken by id."""
    return entry.hlc, entry.id


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By (hlc, id), but never before a parent, nor before an entry that the same device made earlier (F10)."""
    own = {entry.id: entry for entry in sorted(entries, key=by_stamp)}
    after: dict[str, list[str]] = {id: [] for id in own}
    waits = dict.fromkeys(own, 0)
    for earlier, later in _precedences(own):
        after[earlier].append(later)
        waits[later] += 1
    return tuple(own[id] for id in _merged(_stamps(own), after, waits))


def _precedences(own: Mapping[str, Entry]) -> list[tuple[str, str]]:
    causes = [(parent, id) for id, entry in own.items() for parent in entry.parents if parent in own]
    return causes + [(one.id, two.id) for device in _devices(own) for one, two in pairwise(device)]


def _devices(own: Mapping[str, Entry]) -> Iterable[list[Entry]]:
    devices: dict[str, list[Entry]] = {}
    for entry in own.values():
        devices.setdefault(entry.device, []).append(entry)
    return (sorted(entries, key=lambda entry: entry.n) for entries in devices.values())


def _stamps(own: Mapping[str, Entry]) -> dict[str, Stamp]:
    """No entry sorts after one that its device made later: a clock that stood in 2099 for an hour pulls nothing along."""
    stamps: dict[str, Stamp] = {}
    for device in _devices(own):
        least = device[-1].hlc
        for entry in reversed(device):
            least = min(least, entry.hlc)
            stamps[entry.id] = (least, entry.id)
    return stamps


def _merged(stamps: Mapping[str, Stamp], after: Mapping[str, list[str]], waits: dict[str, int]) -> list[str]:
    ready = [stamps[id] for id, count in waits.items() if not count]
    heapify(ready)
    merged: list[str] = []
    while ready:
        _, id = heappop(ready)
        merged.append(id)
        for later in after[id]:
            waits[later] -= 1
            if not waits[later]:
                heappush(ready, stamps[later])
    caught = set(stamps).difference(merged)  # in a ring, which no honest writer makes
    return merged + sorted(caught, key=stamps.__getitem__)
