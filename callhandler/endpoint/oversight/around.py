"""Puts around each look what tells honest work from browsing: whose log, who worked there, what they looked at before."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from callhandler.cases.browsing import LookRules
from callhandler.endpoint.oversight import looked
from callhandler.endpoint.oversight.homes import Sign, told_of
from callhandler.endpoint.oversight.looked import Came, Line, case_named
from callhandler.endpoint.oversight.patterns import FORTNIGHT, SHIFT, Kind, Look, Past, Told, Wrote
from callhandler.endpoint.oversight.staff import Staff, staff_of
from callhandler.endpoint.oversight.tables import FLAGGED, LOOK
from callhandler.log.kinds import AgencyId, CaseId
from callhandler.log.ownership import owner_of

AWAY = timedelta(hours=72)  # for which a desk without a line may still hold what is no longer shared with it
_LISTING = frozenset(("call", "duplicates"))  # what shows people whom nobody asked for by name


@dataclass(frozen=True, slots=True)
class Around:
    """Of one portion of looks, which are judged in the order in which they came."""

    staff: Staff
    cases_of: Mapping[str, frozenset[CaseId]]
    lines: Mapping[CaseId, Sequence[Line]]
    seen_by: Mapping[CaseId, frozenset[AgencyId]]
    calls: Mapping[str, Sequence[tuple[datetime, datetime]]]
    flagged: Mapping[AgencyId, frozenset[CaseId]]
    before: Mapping[str, list[Past]]
    listed: Mapping[str, list[tuple[datetime, frozenset[CaseId]]]]
    sign: Sign

    def look(self, one: Came) -> Look:
        """All that is known of it."""
        entry, by = one.entry, self.staff.looker(one.entry.agency, one.device, one.entry.actor)
        kind = kind_of(one)
        bare = Look(by, entry.at, kind, self.sign("subject", min(self._cases(one), default="")), calls=self.calls.get(one.device, ()))
        bare = replace(bare, before=self.before.get(by.key, ()), staff=self.staff.people.get(entry.agency, ()))
        return replace(self._opened(bare, one), foreign=self._foreign(one)) if kind == "log" else bare

    def remember(self, looker: str, past: Past, shown: frozenset[CaseId]) -> None:
        """From here on it is one of those before."""
        self.before[looker].append(past)
        if past.kind == "listed":
            self.listed[looker].append((past.at, shown))

    def _opened(self, bare: Look, one: Came) -> Look:
        cases = self._cases(one)
        before = [line for case in cases for line in self.lines.get(case, ()) if line.at <= bare.at]
        shown = (those for at, those in self.listed.get(bare.by.key, ()) if timedelta() <= bare.at - at <= SHIFT)
        about = [line for line in self.lines.get(case_named(one.body.about), ()) if line.at <= bare.at]
        return replace(
            bare,
            cases=cases,
            people=_people(before, self.sign),
            wrote=[Wrote(case, self._by(line), line.at) for case in cases for line in self.lines.get(case, ()) if line.at <= bare.at],
            promised=_promised(before),
            listed=frozenset[CaseId]().union(*shown),
            about_own=any(self._by(line) == bare.by.key for line in about),
            flagged=not cases.isdisjoint(self.flagged.get(one.entry.agency, frozenset())),
        )

    def _cases(self, one: Came) -> frozenset[CaseId]:
        if one.body.what == "case":
            return frozenset((one.subject,))
        return self.cases_of.get(one.people[0], frozenset()) if one.body.what == "person" and one.people else frozenset()

    def _by(self, line: Line) -> str:
        return self.staff.key(line.agency, line.device, line.actor)

    def _foreign(self, one: Came) -> bool:
        """Whether another agency's case was opened that theirs was never let see, or not for longer than a desk may be without a line."""
        agency, at = one.entry.agency, one.entry.at
        theirs = {case for case in (one.subject, one.entry.case) if owner_of(case) not in {"", agency}}
        return any(agency not in self.seen_by.get(case, frozenset()) and not self._was_shared(case, agency, at) for case in theirs)

    def _was_shared(self, case: CaseId, agency: AgencyId, at: datetime) -> bool:
        told = [line for line in self.lines.get(case, ()) if line.told.get("audience", "").partition("/")[0] == agency]
        ended = [line.at for line in told if line.kind == "share-ended"]
        return any(line.kind == "case-shared" for line in told) and (not ended or at <= max(ended) + AWAY)


def kind_of(one: Came) -> Kind:
    """What a look was, by what desks put down."""
    if one.body.what != "search":
        return "log"
    return "search" if one.body.purpose not in _LISTING and one.body.terms else "listed"


def around(connection: Connection, came: Sequence[Came], rules: LookRules, sign: Sign) -> Around:
    """Read all of it for these looks, in a few questions."""
    opened = [one for one in came if kind_of(one) == "log"]
    cases_of = looked.clusters(connection, [(one.people[0], one.entry.case) for one in opened if one.people])
    cases = {one.subject for one in opened} | {one.entry.case for one in opened} | {case_named(one.body.about) for one in opened}
    cases = cases.union(*cases_of.values()) - {""}
    lines = looked.lines_of(connection, cases)
    devices = {line.device for told in lines.values() for line in told} | {one.device for one in came}
    staff = staff_of(connection, {one.entry.agency for one in came}, devices)
    keys = {staff.key(one.entry.agency, one.device, one.entry.actor): one.entry.at for one in came}
    since = min((one.entry.at for one in came), default=datetime.now(UTC))
    before, listed = _remembered(connection, keys, since - max(timedelta(days=rules.within), FORTNIGHT), since - SHIFT)
    calls = looked.calls_of(connection, _places(came))
    return Around(staff, cases_of, lines, looked.audiences(connection, cases), calls, _flagged(connection), before, listed, sign)


def _places(came: Sequence[Came]) -> dict[str, tuple[int, int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for one in came:
        places[one.device].append(one.n)
    return {device: (min(numbers), max(numbers)) for device, numbers in places.items()}


def _people(lines: Sequence[Line], sign: Sign) -> tuple[Told, ...]:
    """Everybody as they were described last."""
    last = {(line.told.get("person"), line.told.get("role")): line.told for line in lines if line.kind == "person-described"}
    return tuple(told_of(one.get("name", ""), one.get("place", ""), sign) for one in last.values())


def _promised(lines: Sequence[Line]) -> list[datetime]:
    done = {line.told.get("action") for line in lines if line.kind == "action-done"}
    agreed = (line for line in lines if line.kind == "action-agreed" and line.id not in done)
    return [due for line in agreed if (due := _moment(line.told.get("due", "")))]


def _moment(text: str) -> datetime | None:
    """None for what is none, or does not say its offset from UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.utcoffset() is not None else None


def _flagged(connection: Connection) -> Mapping[AgencyId, frozenset[CaseId]]:
    found: dict[AgencyId, frozenset[CaseId]] = {}
    for row in connection.execute(select(FLAGGED.c.agency, FLAGGED.c.case_id)):
        found[row.agency] = found.get(row.agency, frozenset()) | {row.case_id}
    return found


def _remembered(
    connection: Connection, lookers: Collection[str], since: datetime, listed_since: datetime
) -> tuple[dict[str, list[Past]], dict[str, list[tuple[datetime, frozenset[CaseId]]]]]:
    """What is remembered of these people's looks, and whom a call or a list showed them."""
    past: dict[str, list[Past]] = {key: [] for key in lookers}
    asked = select(LOOK).where(LOOK.c.looker.in_(lookers), LOOK.c.at >= int(since.timestamp()))
    listing: dict[bytes, str] = {}
    for row in connection.execute(asked):
        at = datetime.fromtimestamp(row.at, UTC)
        past[row.looker].append(Past(at, row.kind, bytes(row.subject), row.tie))
        if row.kind == "listed" and at >= listed_since:
            listing[bytes(row.leaf)] = row.looker
    shown: dict[str, list[tuple[datetime, frozenset[CaseId]]]] = {key: [] for key in lookers}
    for one in looked.looks(connection, list(listing)):
        shown[listing[one.leaf]].append((one.entry.at, shown_by(one)))
    return past, shown


def shown_by(one: Came) -> frozenset[CaseId]:
    """The cases of those whom a list named."""
    return frozenset(map(case_named, one.people))
