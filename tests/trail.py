"""Writes entries as several desks would, so that a test can tell a story in a few lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from callhandler.log.entry import Entry, compose, seal
from callhandler.log.kinds import (
    Answered,
    Band,
    Body,
    CallEnded,
    CallStarted,
    ContactSorted,
    HistoryTold,
    PersonDescribed,
    Purpose,
    Reason,
    RiskAssessed,
    SamePerson,
    ScriptVersion,
)

SCRIPT = ScriptVersion(form="asb_first_call", version="generic-1.0", sha256="ab" * 32)
HARM, HATE, INCIDENT = "/data/harm/", "/data/hate/", "/data/incident/"


@dataclass
class Trail:
    """A growing log. Each act is an entry; each case is a call on its day, at noon."""

    entries: list[Entry] = field(default_factory=list)
    heads: dict[tuple[str, str], str] = field(default_factory=dict)

    def write(self, case: str, at: datetime, body: Body, agency: str = "police", parents: Iterable[str] | None = None) -> Entry:
        """One entry, replacing what this field of the case held unless `parents` says otherwise."""
        head = self.heads.get((case, body.field))
        seen = tuple(parents) if parents is not None else (head,) if head and body.field else ()
        n = len(self.entries) + 1
        id = f"0190000{n:05x}-0000-7000-8000-000000000000"[-36:]
        unsealed = compose(body, id=id, case=case, at=at, hlc=n << 16, actor="op", agency=agency, parents=seen)
        entry = seal(unsealed, "DEVICE", n, b"s" * 16)
        self.entries.append(entry)
        if body.field:
            self.heads[case, body.field] = id
        return entry

    def call(
        self,
        case: str,
        day: str,
        *,
        caller: str = "ann",
        agency: str = "police",
        purpose: Purpose = "report",
        incident: str = "",
        answers: dict[str, str] | None = None,
        band: Band | None = "standard",
        victim: str = "",
        home: str = "",
        reports: int | None = None,
        incidents: int | None = None,
    ) -> datetime:
        """A whole call; the time it ended."""
        at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
        self.write(case, at, CallStarted(reference=f"GEN-{case}", area="generic", script=SCRIPT, caller=caller), agency)
        self.write(case, at, PersonDescribed(person=caller, role="caller", name=caller, place=home), agency)
        if victim:
            self.write(case, at, PersonDescribed(person=victim, role="victim", name=victim, place=home), agency)
        self.write(case, at, ContactSorted(purpose=purpose, incident=incident), agency)
        for path, value in (answers or {}).items():
            self.write(case, at, Answered(path=path, value=value), agency)
        self._told(case, at, victim or caller, reports, incidents)
        if band:
            self.grade(case, at, band)
        end = at + timedelta(minutes=5)
        self.write(case, end, CallEnded(), agency)
        return end

    def grade(
        self, case: str, at: datetime, band: Band, *, computed: Band | None = None, reasons: tuple[Reason, ...] = (), supervisor: str = ""
    ) -> Entry:
        made = reasons or (Reason(code="sum:told", least=computed or band),)
        why = "our judgement" if computed and computed != band else ""
        return self.write(
            case,
            at,
            RiskAssessed(
                script=SCRIPT, computed=computed or band, band=band, score=0, most=0, reasons=made, why=why, supervisor=supervisor
            ),
        )

    def same(self, case: str, at: datetime, one: str, other: str) -> Entry:
        return self.write(case, at, SamePerson(one=one, other=other))

    def _told(self, case: str, at: datetime, person: str, reports: int | None, incidents: int | None) -> None:
        since, until = at.date().replace(year=at.year - 1), at.date()
        if reports is not None:
            self.write(case, at, HistoryTold(person=person, what="reports", least=reports, since=since, until=until))
        if incidents is not None:
            self.write(case, at, HistoryTold(person=person, what="incidents", least=incidents, since=since, until=until))
