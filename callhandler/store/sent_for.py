"""Which files wait to be sent, and for which cases: a file that several cases name is sent for each of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from callhandler.log.kinds import CaseId

_NAMES = "json_extract(CAST(body.payload AS TEXT), '$.sha256')"
_WAITS = "(sent_for.life IS NULL OR (sent_for.life != :life AND NOT sent_for.refused))"
_ANY = f"""SELECT 1 FROM entry JOIN body USING (number) LEFT JOIN sent_for USING (number)
    WHERE entry.kind = 'file-attached' AND entry.own AND {_WAITS} LIMIT 1"""  # noqa: S608 - our own words
_UNSENT = f"""SELECT entry.case_id, file.sha256, file.size, file.sent = :life AS again,
        json_extract(CAST(body.payload AS TEXT), '$.media') AS media, max(EXISTS (
            SELECT 1 FROM entry AS grade JOIN body AS told USING (number) WHERE grade.case_id = entry.case_id
            AND grade.kind = 'risk-assessed' AND json_extract(CAST(told.payload AS TEXT), '$.band') = 'high')) AS high, min(entry.n) AS n
    FROM entry JOIN body USING (number) JOIN file ON file.sha256 = {_NAMES} LEFT JOIN sent_for USING (number)
    WHERE entry.kind = 'file-attached' AND entry.own AND file.have = file.size AND {_WAITS}
    GROUP BY file.sha256, entry.case_id ORDER BY high DESC, min(entry.number)"""  # noqa: S608 - as above
_MARK = f"""INSERT OR REPLACE INTO sent_for (number, life, refused)
    SELECT number, :life, :refused FROM entry JOIN body USING (number)
    WHERE entry.kind = 'file-attached' AND entry.case_id = :case AND {_NAMES} = :sha256"""  # noqa: S608 - as above
_HAS = "UPDATE file SET sent = :life WHERE sha256 = :sha256"
_ANEW = f"""DELETE FROM sent_for WHERE refused AND number IN (
    SELECT number FROM entry JOIN body USING (number) WHERE entry.kind = 'file-attached' AND {_NAMES} = :sha256)"""  # noqa: S608 - as above
_WAITING = """SELECT entry.id FROM entry JOIN body USING (number) LEFT JOIN sent_for USING (number)
    WHERE entry.kind = 'file-attached' AND entry.own AND entry.case_id = :case AND coalesce(sent_for.life, '') = ''"""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that waits to be sent for a case that names it. `n`: of the entry; `again`: the endpoint has it from us for another case."""

    case: CaseId
    sha256: str
    size: int
    media: str
    n: int
    again: bool = False


def unsent(connection: Connection, life: str) -> Sequence[Parcel]:
    """What this life of the endpoint does not have yet, high risk first."""
    if not connection.execute(text(_ANY), {"life": life}).first():
        return ()
    rows = connection.execute(text(_UNSENT), {"life": life}).all()
    return tuple(Parcel(row.case_id, row.sha256, row.size, row.media or "", row.n, bool(row.again)) for row in rows)


def waiting(connection: Connection, case: CaseId) -> Collection[str]:
    """The entries of a case, by id, whose file no endpoint has for it yet."""
    return frozenset(connection.execute(text(_WAITING), {"case": case}).scalars())


def sent(connection: Connection, sha256: str, case: CaseId, life: str) -> None:
    """The endpoint has all of it for this case."""
    connection.execute(text(_MARK), {"sha256": sha256, "case": case, "life": life, "refused": 0})
    connection.execute(text(_HAS), {"sha256": sha256, "life": life})


def refuse(connection: Connection, sha256: str, case: CaseId) -> None:
    """It cannot be sent for this case."""
    connection.execute(text(_MARK), {"sha256": sha256, "case": case, "life": "", "refused": 1})


def begin_anew(connection: Connection, sha256: str) -> None:
    """It was taken in once more: what could not be sent may be tried again."""
    connection.execute(text(_ANEW), {"sha256": sha256})
