"""What the log knows of one person up to now: their reports, and what they told of earlier times."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from callhandler.log.kinds import AgencyId, Band, CaseId


@dataclass(frozen=True, slots=True)
class Report:
    """A report of an incident, to any agency. `same_incident_as` names a case that tells of it too; `entry` is its place in the log."""

    case: CaseId
    at: datetime
    incident_on: date | None
    agency: AgencyId
    place: str
    band: Band | None
    same_incident_as: CaseId = ""
    entry: str = ""

    @property
    def on(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Told:
    """Earlier incidents or earlier reports as the caller told them, between two days; never turned into reports of ours."""

    what: Literal["incidents", "reports"]
    least: int
    number: int | None
    since: date
    until: date
    case: CaseId
    entry: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Of one person, under all the descriptions that handlers joined."""

    reports: tuple[Report, ...] = ()
    told: tuple[Told, ...] = ()
