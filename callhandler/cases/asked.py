"""Which question of the script asks what, so that the log can be read: the names are the shipped form's."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Questions:
    """The paths of the questions that the log reads for itself. Everything else it keeps as asked."""

    when: str = "/data/incident/when_happened"
    when_date: str = "/data/incident/when_date"
    place: str = "/data/incident/location"
    account: str = "/data/incident/account"
    vulnerability: str = "/data/harm/r_vuln"
    hate: str = "/data/hate/r_hate"
    language: str = "/data/opening/language"

    @classmethod
    def names(cls) -> frozenset[str]:
        return frozenset(one.name for one in fields(cls))

    def incident_on(self, said: Callable[[str], str], called: date) -> date | None:
        """The day of the incident, by the answers at these questions and the day of the call; None where it was not told."""
        match said(self.when):
            case "now" | "today":
                return called
            case "yesterday":
                return called - timedelta(days=1)
            case "earlier":
                return _day(said(self.when_date))
            case _:
                return None


NOT_KNOWN = frozenset(("dk", "declined"))  # answers that say nothing; never read as "no"
NOTHING = NOT_KNOWN | {"none"}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
