"""Whoever asks: a person, in a role, for an agency, at a device."""

from dataclasses import dataclass

from callhandler.protocol.decision import Subject


@dataclass(frozen=True, slots=True)
class Asker:
    """A signed-in person, as everything about them stands at this request. A revoked device that leaves has no person."""

    person: str
    name: str
    role: str
    agency: str
    device: str
    knows: frozenset[str] = frozenset()
    host: bool = False  # of the agency that runs the endpoint
    sitting: str = ""

    @property
    def subject(self) -> Subject:
        """As the decision table sees them."""
        return Subject(self.role, self.agency, self.knows)  # type: ignore[arg-type]  # an unknown role is refused by the table
