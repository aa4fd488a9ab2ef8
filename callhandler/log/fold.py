"""What the entries say, taken together: per field of a case the values that nothing replaced, whatever order the entries came in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Corrected, RiskAssessed
from callhandler.log.order import by_stamp, in_order

_RANK = {"standard": 0, "medium": 1, "high": 2}


@dataclass(frozen=True, slots=True)
class _Told:
    """One case as its entries tell it."""

    entries: tuple[Entry, ...]
    corrected: frozenset[str]
    values: Mapping[str, tuple[Entry, ...]]


class Registers:
    """The fields of every case. Several values of a field are all kept: two people wrote without having seen each other."""

    __slots__ = ("_cases", "_corrected")

    def __init__(self, cases: Mapping[CaseId, _Told]) -> None:
        self._cases = cases
        self._corrected = frozenset().union(*(told.corrected for told in cases.values()))

    def cases(self) -> tuple[CaseId, ...]:
        """Every case that an entry tells of, sorted."""
        return tuple(sorted(self._cases))

    def entries(self, case: CaseId) -> tuple[Entry, ...]:
        """The entries of a case in their order, each once."""
        told = self._cases.get(case)
        return told.entries if told else ()

    def fields(self, case: CaseId) -> tuple[str, ...]:
        """The fields that have a value, sorted."""
        told = self._cases.get(case)
        return tuple(sorted(told.values)) if told else ()

    def values(self, case: CaseId, field: str) -> tuple[Entry, ...]:
        """Every value that stands, ascending by (hlc, id)."""
        told = self._cases.get(case)
        return told.values.get(field, ()) if told else ()

    def value(self, case: CaseId, field: str) -> Entry | None:
        """The value to show: the last of those that stand; for "risk" the highest band."""
        values = self.values(case, field)
        if field == "risk":
            return max(values, key=_height, default=None)
        return values[-1] if values else None

    def heads(self, case: CaseId, field: str) -> tuple[str, ...]:
        """The ids that an entry names as parents to replace every value that stands."""
        return tuple(entry.id for entry in self.values(case, field))

    def corrected(self, id: str) -> bool:
        """Whether this entry was corrected, so that it no longer counts."""
        return id in self._corrected


def fold(entries: Iterable[Entry]) -> Registers:
    """A pure function of a set of entries: any order, any number of copies, same result."""
    cases: dict[CaseId, dict[str, Entry]] = {}
    for entry in entries:
        own = cases.setdefault(entry.case, {})
        other = own.get(entry.id)
        own[entry.id] = entry if other is None else min(entry, other, key=_sameness)
    return Registers({case: _told(own) for case, own in cases.items()})


def corrections(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids that no longer count. A correction itself stands for good: who thinks better of it records the value again."""
    made = {entry.id: entry.body.of for entry in entries if isinstance(entry.body, Corrected)}
    return frozenset(made.values()) - made.keys()


def standing(entries: Mapping[str, Entry], corrected: frozenset[str]) -> tuple[Entry, ...]:
    """The entries that nothing replaced, ascending by (hlc, id). One replaces another of its own field that it descends from.

    An erased entry has lost its field, and still replaces what it named: erasing a value never brings an older one back.
    """
    parents = {id: _links(entry, entries) for id, entry in entries.items()}
    replaced: set[str] = set()
    ringed: set[str] = set()
    for id in sorted(parents, key=lambda id: by_stamp(entries[id]), reverse=True):
        if parents[id] and id not in corrected and id not in replaced and id not in ringed:
            before = _reach(id, parents)
            ring = before & _reach(id, _turned(parents)) if id in before else set()
            ringed |= ring  # no honest writer makes one: its members do not replace each other
            replaced |= before - ring
    return tuple(sorted((e for e in entries.values() if e.field and e.id not in replaced | corrected), key=by_stamp))


def _told(own: Mapping[str, Entry]) -> _Told:
    corrected = corrections(own.values())
    values: dict[str, tuple[Entry, ...]] = {}
    for entry in standing(own, corrected):
        values[entry.field] = (*values.get(entry.field, ()), entry)
    return _Told(in_order(own.values()), corrected, values)


def _sameness(entry: Entry) -> tuple[bool, bytes, bytes]:
    return entry.body is not None, entry.meta, entry.commitment  # of one entry twice, the erased copy holds


def _height(entry: Entry) -> tuple[int, tuple[int, str]]:
    return _RANK[entry.body.band] if isinstance(entry.body, RiskAssessed) else -1, by_stamp(entry)


def _links(entry: Entry, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    return tuple(id for id in entry.parents if id in entries and _of_one_field(entry, entries[id]))


def _of_one_field(entry: Entry, parent: Entry) -> bool:
    return entry.body is None or parent.body is None or entry.field == parent.field


def _reach(id: str, links: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(links.get(id, ()))
    while ahead:
        if (one := ahead.pop()) not in found:
            found.add(one)
            ahead.extend(links.get(one, ()))
    return found


def _turned(links: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    turned: dict[str, list[str]] = {}
    for child, parents in links.items():
        for parent in parents:
            turned.setdefault(parent, []).append(child)
    return turned
