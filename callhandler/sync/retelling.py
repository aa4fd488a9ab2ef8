"""When agencies agree otherwise about what a share discloses, guests are told anew, under the new agreement, what they may read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.sync.feed import Call, Row, numbered
from callhandler.sync.intake import Readers
from callhandler.sync.rules import lets
from callhandler.sync.stores import EndpointStore, Kept

STEP = 100  # shared cases in one transaction


def retell(store: EndpointStore, tells: Readers, under: str, most: int = STEP) -> bool:
    """One step, in an open transaction; True while there are more. `under` names the agreement: one under which all was told costs nothing.

    Of a case of which a guest was told too much nothing stays: it is put away and told again. What was told too little is added. So a step
    that is done twice, or that another process has done, tells nobody anything.
    """
    known, after = store.agreed()
    if (known, after) == (under, ""):
        return False
    cases = store.shared_after(after if known == under else "", most)
    store.lock(cases=cases)
    guests = _guests(store, cases)
    calls = {feed: _calls(store, tells, feed, guests[feed]) for feed in sorted(guests)}
    for feed, told in calls.items():
        if told:
            store.publish(feed, numbered(store.turn(feed), told))
    more = len(cases) == most
    store.agree(under, cases[-1] if more else "")
    return more


def anew(case: CaseId, history: Sequence[Kept]) -> list[Call]:
    """The case is put away, and told again from its beginning."""
    return [("purge", case, case, b""), *map(_call, history)]


def in_telling_order(history: Sequence[Kept], feed: Audience) -> list[Kept]:
    """The permission first, so that nobody ever holds content without it."""
    return sorted(history, key=lambda kept: not lets(kept.entry, feed))


def _guests(store: EndpointStore, cases: Sequence[CaseId]) -> dict[Audience, list[CaseId]]:
    guests = defaultdict(list)
    audiences = store.audiences(cases)
    for case in cases:
        for feed in audiences.get(case, frozenset()):
            if agency_of(feed) != owner_of(case):
                guests[feed].append(case)
    return guests


def _calls(store: EndpointStore, tells: Readers, feed: Audience, cases: Sequence[CaseId]) -> list[Call]:
    told, calls = store.rows_about(feed, cases), list[Call]()
    for case in cases:
        counting = (kept for kept in store.of_case(case) if not kept.why)
        may = in_telling_order([kept for kept in counting if feed in tells(kept.entry, frozenset((feed,)))], feed)
        was = _live(row for row in told if row.case == case)
        if was - {kept.leaf for kept in may}:
            calls += anew(case, may)
        else:
            calls += [_call(kept) for kept in may if kept.leaf not in was]
    return calls


def _live(rows: Iterable[Row]) -> AbstractSet[bytes]:
    """What the feed tells of the case now: what came after it was last put away."""
    told: set[bytes] = set()
    for row in rows:
        if row.kind == "purge":
            told.clear()
        else:
            told.add(row.leaf)
    return told


def _call(kept: Kept) -> Call:
    return ("entry", kept.entry.case, kept.entry.id, kept.leaf)
