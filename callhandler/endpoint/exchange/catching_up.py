"""Lets decisions count that an older version of this program took in without knowing them for decisions: on which beats a case stands."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from time import time_ns

import orjson
from sqlalchemy import Connection, bindparam, delete, select, update

from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import add_missing
from callhandler.endpoint.exchange.entries import Entries
from callhandler.endpoint.exchange.feeds import Feeds
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.sync.feed import Call, numbered
from callhandler.sync.intake import readers
from callhandler.sync.rules import BEATS, audience_of

_T = tables.entry.c
_LATE = select(_T.leaf, _T.case_id, _T.meta).where(_T.kind.in_(sorted(BEATS)), ~_T.ruling, _T.why == "")
_RULES = update(tables.entry).where(_T.leaf == bindparam("of")).values(ruling=True)


def catch_up(connection: Connection) -> int:
    """Says for how many cases. Whoever carries their beats in the owner's agency hears of it now, guests when the endpoint starts again.

    Nobody but the owner decides about it: what others said of it stays a line that they wrote.
    """
    late = {bytes(leaf): case for leaf, case, meta in connection.execute(_LATE) if orjson.loads(meta)["agency"] == owner_of(case)}
    if not late:
        return 0
    connection.execute(_RULES, [{"of": leaf} for leaf in late])
    cases = sorted(set(late.values()))
    add_missing(connection, tables.shared, [{"case_id": case, "audience": ""} for case in cases])
    _tell(connection, cases)
    connection.execute(delete(tables.agreed))  # so that guests are told anew
    return len(cases)


def _tell(connection: Connection, cases: Collection[CaseId]) -> None:
    entries, feeds = Entries(connection, time_ns), Feeds(connection)
    calls: dict[Audience, list[Call]] = defaultdict(list)
    for case in cases:
        for feed, call in _moved(entries, case):
            calls[feed].append(call)
    entries.write()
    for feed in sorted(calls):
        feeds.publish(feed, numbered(feeds.turn(feed), calls[feed]))


def _moved(entries: Entries, case: CaseId) -> Iterator[tuple[Audience, Call]]:
    """Its history, for each of the owner's feeds on which it has not stood."""
    before, rules = entries.audiences((case,)).get(case, audience_of(case, ())), entries.rules((case,))[case]
    after = audience_of(case, rules)
    entries.set_audience(case, after)
    history = [kept for kept in entries.of_case(case) if not kept.why]
    for feed in after - before:
        if agency_of(feed) == owner_of(case):
            yield from ((feed, ("entry", case, one.entry.id, one.leaf)) for one in history if feed in readers(one.entry, after))
