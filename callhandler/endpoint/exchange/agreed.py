"""What the agencies agreed, as the endpoint applies it to each round: which part each plays, and which feeds a device reads."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.exc import DBAPIError

from callhandler.cases.area import load_area
from callhandler.endpoint.accounts.tables import AGENCY, PERSON, SITTING
from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.statements import rows
from callhandler.log.canonical import tidy, write
from callhandler.log.kinds import AgencyId
from callhandler.log.ownership import Audience
from callhandler.protocol.decision import Resource, Subject, decide
from callhandler.protocol.disclosure import EDITION, Discloses, Reads, tells
from callhandler.sync.stores import Enrolled

FRESH = 30  # seconds that an answer about the agencies is believed
_SEATED = (
    select(PERSON.c.role, PERSON.c.knows)
    .join(SITTING, SITTING.c.person == PERSON.c.person)
    .where(SITTING.c.device == bindparam("at"), SITTING.c.over.is_(False), SITTING.c.ends > bindparam("now"))
)


class Agreed:
    """Reads what was agreed in an area; which agency plays which part, the administrators of the endpoint say."""

    def __init__(self, engine: Engine, now: Callable[[], int], area: Path) -> None:
        self._engine, self._now = engine, now
        discloses = load_area(area).discloses
        self.tells: Reads = tells(discloses, self.plays)
        self.under = name_of(discloses)
        self._parts: Mapping[AgencyId, str] = {}
        self._asked = -FRESH
        self._turn = Lock()

    def plays(self, agency: AgencyId) -> str:
        """The part of the agreement; its own name where nobody said otherwise."""
        with self._turn:
            if self._now() - self._asked >= FRESH:
                self._parts, self._asked = self._looked_up(), self._now()
            return self._parts.get(agency, agency)

    def feeds_of(self, enrolled: Enrolled) -> tuple[Audience, ...]:
        """The agency's feed, and those of the groups that everybody signed in at this device belongs to.

        None where somebody sits there whose role sees no case of their agency, or only numbers of them; nor where nobody does.
        """
        with self._engine.connect().execution_options(**{LOOKING: True}) as connection:
            known = rows(connection, _SEATED, {"at": enrolled.certificate.line, "now": self._now()})
        if not known or not all(_reads(role, enrolled.agency) for role, _ in known):
            return ()
        shared = frozenset[str].intersection(*(frozenset(knows.split()) for _, knows in known))
        return (enrolled.agency, *(f"{enrolled.agency}/{group}" for group in sorted(shared)))

    def _looked_up(self) -> Mapping[AgencyId, str]:
        try:
            with self._engine.connect().execution_options(**{LOOKING: True}) as connection:
                return {row.agency: row.part for row in connection.execute(select(AGENCY.c.agency, AGENCY.c.part))}
        except DBAPIError:
            return {}


@lru_cache(1024)
def _reads(role: str, agency: AgencyId) -> bool:
    """Whether the decision table shows this role what was said in its agency's cases. An unknown role sees nothing."""
    subject = Subject(role, agency)  # type: ignore[arg-type]  # an unknown role is refused by the table
    return decide(subject, "view", Resource(agency, frozenset(("account",)))).allow


def name_of(discloses: Discloses) -> str:
    """The same for the same agreement under the same rules, another for any other."""
    to = {audience: sorted(parts) for audience, parts in discloses.to.items()}
    return sha256(write(tidy({"to": to, "answers": dict(discloses.answers), "edition": EDITION}))).hexdigest()
