"""The entries of a store as sync sees them: each by its leaf, whether anybody here may read it or not."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, delete, func, select

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId
from callhandler.store import among, checking, erasing, filing, looked, many, tables
from callhandler.store.replica import showing
from callhandler.store.replica.outbox import Outbox
from callhandler.sync.stores import Holding

_OWN = tables.entry.c
_STANDS = "UPDATE entry SET standing = ?, sealed = ?, hollow = ? WHERE number = ?"
_THERE = "SELECT leaf FROM json_each(?1) CROSS JOIN entry ON leaf = substr(?2, value, 32)"
MANY = 50  # entries: from here on they are filed together


class Holdings:
    """Those of one store; what is changed is written when `flush` is called, many at a time."""

    def __init__(self, connection: Connection, outbox: Outbox) -> None:
        self._connection, self._outbox = connection, outbox
        self._numbers: dict[bytes, int] = {}
        self._on_disk: dict[bytes, Holding | None] = {}
        self._changed: dict[bytes, Holding | None] = {}

    def warm(self, leaves: Collection[bytes]) -> None:
        """Look up in one go what will be asked one by one."""
        unknown = [leaf for leaf in leaves if leaf not in self._on_disk]
        if unknown:
            self._on_disk |= dict.fromkeys(unknown)
            driver: Any = self._connection.connection.driver_connection
            if there := [leaf for (leaf,) in driver.execute(_THERE, among.told_blobs(unknown))]:
                self._find(checking.STORED.where(_OWN.leaf.in_(among.blobs(there))))

    def holding(self, leaf: bytes) -> Holding | None:
        if leaf in self._changed:
            return self._changed[leaf]
        if leaf not in self._on_disk:
            self.warm((leaf,))
        return self._on_disk[leaf]

    def of_case(self, case: CaseId) -> Sequence[Holding]:
        self.flush()
        return self._find(checking.STORED.where(_OWN.case_id == case).order_by(_OWN.number))

    def own(self, device: str, first: int, most: int) -> Sequence[Holding]:
        self.flush()
        found = self._outbox.read(self._connection, (device, first, first + most))
        self._numbers |= {holding.leaf: number for number, holding in found}
        self._on_disk |= {holding.leaf: holding for _, holding in found}
        return [holding for _, holding in found]

    def cases(self) -> int:
        self.flush()
        return self._connection.execute(select(func.count(_OWN.case_id.distinct())).where(_OWN.sealed == 0)).scalar_one()

    def hold(self, holding: Holding) -> None:
        self._changed[holding.leaf] = holding

    def drop(self, leaf: bytes) -> None:
        self._changed[leaf] = None

    def forget(self) -> None:
        """What was looked up may be otherwise now."""
        self.flush()
        self._on_disk.clear()

    def flush(self) -> None:
        """Write what changed."""
        if not self._changed:
            return
        changed, self._changed = self._changed, {}
        self.warm(changed)
        before = {leaf: self._on_disk[leaf] for leaf in changed}
        filed = self._add([one for leaf, one in changed.items() if one and before[leaf] is None])
        self._alter([(was, one) for leaf, one in changed.items() if one and (was := before[leaf]) and was != one])
        self._take_away([was for leaf, one in changed.items() if one is None and (was := before[leaf])])
        self._on_disk |= {leaf: one for leaf, one in changed.items() if one is None}
        showing.show(self._connection, [(before[leaf], self._on_disk[leaf]) for leaf in changed], filed)

    def _add(self, new: Sequence[Holding]) -> range:
        """Under which numbers they are filed."""
        first = filing.next_number(self._connection) if new else 0
        if new:
            put = many.put_ruled if len(new) >= MANY else filing.put
            kept = put(self._connection, [(holding, filing.NOWHERE) for holding in new])
            self._on_disk |= {holding.leaf: holding for holding in kept}
        return range(first, first + len(new))

    def _alter(self, altered: Sequence[tuple[Holding, Holding]]) -> None:
        self._know_numbers(was.leaf for was, _ in altered)
        numbered = [(self._numbers[now.leaf], was.entry, now) for was, now in altered]
        stands = [(now.standing, int(now.sealed), int(not now.entry.payload), number) for number, _, now in numbered]
        if not stands:
            return
        self._connection.exec_driver_sql(_STANDS, stands)
        bare = [number for number, was, now in numbered if was.payload and not now.entry.payload]
        self._connection.execute(delete(tables.body).where(tables.body.c.number.in_(bare)))
        whole = filing.bodies((number, now.entry) for number, was, now in numbered if now.entry.payload and not was.payload)
        if whole:
            self._connection.exec_driver_sql(filing.NEW_BODY, whole)
            looked.take(self._connection, [(number, now.entry) for number, was, now in numbered if not was.payload])
        self._on_disk |= {now.leaf: now for _, now in altered}

    def _take_away(self, gone: Sequence[Holding]) -> None:
        if gone:
            self._know_numbers(holding.leaf for holding in gone)
            numbers = [self._numbers.pop(holding.leaf) for holding in gone]
            self._connection.execute(delete(tables.body).where(tables.body.c.number.in_(numbers)))
            self._connection.execute(delete(tables.entry).where(_OWN.number.in_(numbers)))
            erasing.forget_cases(self._connection, self._left_empty({holding.entry.case for holding in gone}))

    def _left_empty(self, cases: Collection[CaseId]) -> list[CaseId]:
        left = set(self._connection.execute(select(_OWN.case_id).distinct().where(_OWN.case_id.in_(among.texts(cases)))).scalars())
        return sorted(set(cases) - left)

    def _know_numbers(self, leaves: Iterable[bytes]) -> None:
        unknown = [leaf for leaf in leaves if leaf not in self._numbers]
        if unknown:
            found = self._connection.execute(select(_OWN.leaf, _OWN.number).where(_OWN.leaf.in_(among.blobs(unknown))))
            self._numbers |= {row.leaf: row.number for row in found}

    def _find(self, asked: Select[Any]) -> Sequence[Holding]:
        found = []
        for row in self._connection.execute(asked):
            entry: Entry = checking.stored(row)
            found.append(Holding(entry, row.leaf, row.standing, bool(row.own), bool(row.sealed)))
            self._numbers[row.leaf] = row.number
        self._on_disk |= {holding.leaf: holding for holding in found}
        return found
