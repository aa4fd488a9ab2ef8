"""The log that the law asks for: who looked at, disclosed, altered or erased what here, written before anything is answered (R1).

Each agency has a log of its own. Every line is fastened to the one before it, so that none can be altered, dropped or slipped in unseen.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, func, select, update

from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.tables import AGENCY, LOGGED
from callhandler.log.canonical import tidy, write
from callhandler.sync.evidence import fastened, start_of_log

Verb = Literal[
    "collection", "alteration", "consultation", "disclosure", "combination", "erasure", "access"
]  # the six of the law, and signing in


def account(connection: Connection, asker: Asker, verb: Verb, what: str, subject: str, now: int, agency: str = "") -> None:
    """Put a line down in the log of an agency, the asker's own by default, in the transaction that does what it tells of."""
    whose = agency or asker.agency
    connection.execute(update(AGENCY).where(AGENCY.c.agency == whose).values(agency=whose))  # takes its turn: lines have no gaps
    last = connection.execute(select(LOGGED.c.n, LOGGED.c.rh).where(LOGGED.c.agency == whose).order_by(LOGGED.c.n.desc()).limit(1)).first()
    n, before = (last.n, last.rh) if last else (0, start_of_log(whose))
    told = {
        "n": n + 1,
        "at": datetime.fromtimestamp(now, UTC).isoformat(),
        "verb": verb,
        "what": what,
        "subject": subject,
        "person": asker.person,
        "role": asker.role,
        "agency": asker.agency,
        "device": asker.device,
    }
    line = write(tidy(told)).decode()
    connection.execute(LOGGED.insert().values(agency=whose, n=n + 1, line=line, rh=fastened(before, line)))


def lines(connection: Connection, agency: str) -> Iterator[tuple[str, bytes]]:
    """The log of an agency: each line with the running hash after it."""
    told = connection.execute(select(LOGGED.c.line, LOGGED.c.rh).where(LOGGED.c.agency == agency).order_by(LOGGED.c.n))
    yield from ((row.line, row.rh) for row in told)


def length(connection: Connection, agency: str) -> int:
    return connection.execute(select(func.count()).select_from(LOGGED).where(LOGGED.c.agency == agency)).scalar_one()
