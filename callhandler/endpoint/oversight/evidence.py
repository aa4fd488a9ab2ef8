"""What the endpoint can show an agency about its own log: the pushes its devices signed, the envelopes, the feeds, and what went to whom.

No word of a case is in it but who looked at what, which is the consultation log itself.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from callhandler.endpoint.exchange import tables
from callhandler.log.kinds import AgencyId
from callhandler.sync.feed import beginning

Line = dict[str, object]
TOGETHER = 1000  # rows at a time


def evidence(connection: Connection, agency: AgencyId) -> Iterator[Line]:
    """One JSON object after another, in the order in which `verify_export` reads them."""
    yield from _pushes(connection, agency)
    yield from _entries(connection, agency)
    yield from _rows(connection, agency)
    yield from _disclosures(connection, agency)


def _pushes(connection: Connection, agency: AgencyId) -> Iterator[Line]:
    """The signed runs that lie one after another from a device's first entry on; a run pushed twice is told once."""
    proof = tables.proof
    n: dict[str, int] = {}
    for row in _each(
        connection, select(proof).where(proof.c.agency == agency).order_by(proof.c.device, proof.c.first, proof.c.last.desc())
    ):
        if row.first != n.get(row.device, 0) + 1:
            continue
        n[row.device] = row.last
        leaves = [row.leaves[place : place + 32].hex() for place in range(0, len(row.leaves), 32)]
        author = {"public": row.public.hex(), "agency": row.agency, "line": row.line, "certified": row.certified.hex()}
        yield {"kind": "push", **author, "first": row.first, "prev": row.prev.hex(), "leaves": leaves, "signature": row.signature.hex()}


def _entries(connection: Connection, agency: AgencyId) -> Iterator[Line]:
    entry, device = tables.entry, tables.device
    own = select(device.c.device).where(device.c.agency == agency)
    for row in _each(connection, select(entry).where(or_(entry.c.device.in_(own), _of(entry.c.case_id, agency))).order_by(entry.c.came)):
        told: Line = {"kind": "entry", "leaf": row.leaf.hex(), "meta": row.meta.decode(), "commitment": row.commitment.hex()}
        shown = row.kind == "viewed" and row.payload and row.case_id.startswith(f"{agency}.")
        yield {**told, "salt": row.salt.hex(), "payload": row.payload.decode()} if shown else told


def _rows(connection: Connection, agency: AgencyId) -> Iterator[Line]:
    """All rows of the agency's own feeds; of others' feeds those that tell of its cases, each with the running hash before it."""
    row, before = tables.feed_row, tables.feed_row.alias("before")
    previous = and_(before.c.feed == row.c.feed, before.c.pos == row.c.pos - 1)
    ours = or_(_feeds(row.c.feed, agency), _of(row.c.case_id, agency))
    asked = select(row, before.c.rh.label("was")).outerjoin(before, previous).where(ours)
    for one in _each(connection, asked.order_by(row.c.feed, row.c.pos)):
        was = one.was if one.was is not None else beginning(one.feed).rh
        place = {"feed": one.feed, "pos": one.pos, "before": was.hex(), "rh": one.rh.hex()}
        yield {"kind": "row", **place, "row": one.kind, "case": one.case_id, "id": one.id, "leaf": one.leaf.hex()}


def _disclosures(connection: Connection, agency: AgencyId) -> Iterator[Line]:
    """What went to the agency's own devices, and what may have told others of its cases: to which device and person, when, and what for."""
    told, row = tables.disclosure, tables.feed_row
    ours = select(row.c.pos).where(row.c.feed == told.c.feed, row.c.pos.between(told.c.first, told.c.last), _of(row.c.case_id, agency))
    for one in _each(connection, select(told).where(or_(_feeds(told.c.feed, agency), ours.exists())).order_by(told.c.at)):
        names = ("device", "person", "feed", "first", "last", "at", "purpose")
        yield {"kind": "disclosure", **{name: getattr(one, name) for name in names}}


def _of(case: ColumnElement[str], agency: AgencyId) -> ColumnElement[bool]:
    return case.startswith(f"{agency}.", autoescape=True)


def _feeds(feed: ColumnElement[str], agency: AgencyId) -> ColumnElement[bool]:
    return or_(feed == agency, feed.startswith(f"{agency}/", autoescape=True))


def _each(connection: Connection, asked: Select[Any]) -> Iterator[Row[Any]]:
    yield from connection.execution_options(yield_per=TOGETHER).execute(asked)
