"""Attached files over the line: they come a piece at a time and go on where they were cut; whoever reads what names one reads it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from sqlalchemy import select, update
from starlette.concurrency import run_in_threadpool

from callhandler.endpoint.accounts.asking import Asker, asker, gatehouse_of, leaving, looking, token_of
from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.allowance import Allowance
from callhandler.endpoint.exchange.bulk import add_missing
from callhandler.endpoint.exchange.file_sweeping import looking_after, sweep_late
from callhandler.endpoint.exchange.files import LARGEST, PIECE, Files, NotAFile
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.naming import FILE, handed_in, named_in, naming, sizes
from callhandler.endpoint.exchange.reading import whole
from callhandler.endpoint.exchange.switchboard import Switchboard
from callhandler.endpoint.limits import body_of
from callhandler.endpoint.oversight.accounting import account
from callhandler.endpoint.refusing import Refused
from callhandler.log.kinds import CaseId
from callhandler.sync.rules import audience_of
from callhandler.sync.stores import Kept

routes = APIRouter(lifespan=looking_after)
_HASH, _DIGITS = 64, frozenset("0123456789abcdef")
_LONGEST = 200
_FILE = tables.file_of


@dataclass(frozen=True, slots=True)
class Desk:
    """Who asks about a file, and what they read."""

    asker: Asker
    switchboard: Switchboard
    store: SqlEndpoint
    files: Files
    allowance: Allowance

    def feeds(self) -> frozenset[str]:
        known = self.store.device(self.asker.device)
        return frozenset(self.switchboard.feeds_of(known)) if known else frozenset()

    def sees(self, case: CaseId) -> bool:
        """Whether the asker's feeds tell of the case at all."""
        with self.store.transaction():
            told = self.store.audiences((case,))
            return bool(self.feeds() & (told[case] if case in told else audience_of(case, ())))

    @property
    def leaves(self) -> bool:
        """A device that was taken out: it hands in, and is told nothing but how much of that has come."""
        return not self.asker.person

    def wrote(self, case: CaseId) -> Mapping[str, int]:
        """The files that this device itself names in a case, under whatever name it wrote, with their sizes in bytes."""
        with self.store.transaction():
            names = {self.asker.device, *(one.device for one in self.store.line(self.asker.device))}
        return handed_in(self.switchboard.engine, names, case)

    def expects(self, sha256: str, case: CaseId, size: int) -> bool:
        """Whether an entry of a case that the asker sees names the file. What nothing names, or nothing any more, is not taken.

        From a device that leaves, only what its own entries name, as large as they say.
        """
        if self.leaves:
            return self.wrote(case).get(sha256) == size
        return self.sees(case) and bool(naming(self.switchboard.engine, (case,)).get(sha256))

    def sizes(self, sha256: str, case: CaseId = "") -> AbstractSet[int]:
        """How large it is, by what the case says for which it comes; by those for which the agency brings it, where none is named."""
        cases = (case,) if case else self._brings_for(sha256)
        return sizes(self.switchboard.engine, sha256, cases)

    def brought_for(self, sha256: str, agency: str = "") -> Sequence[CaseId]:
        """The cases for which all of this file was brought: by this agency, or by any."""
        asked = select(_FILE.c.case_id).where(_FILE.c.sha256 == sha256, _FILE.c.whole)
        with self.switchboard.engine.connect().execution_options(**{LOOKING: True}) as connection:
            return connection.execute(asked.where(_FILE.c.agency == agency) if agency else asked).scalars().all()

    def _brings_for(self, sha256: str) -> Sequence[CaseId]:
        asked = select(_FILE.c.case_id).where(_FILE.c.sha256 == sha256, _FILE.c.agency == self.asker.agency)
        with self.switchboard.engine.connect().execution_options(**{LOOKING: True}) as connection:
            return connection.execute(asked).scalars().all()

    @property
    def has_room(self) -> bool:
        return self.allowance.has_room(self.asker.device, leaves=self.leaves)

    def begin(self, sha256: str, case: CaseId, size: int) -> None:
        """Put on record that the asker's agency brings it for this case, before so much of it lies here: an erasure takes that away too."""
        with self.switchboard.engine.begin() as connection:
            add_missing(connection, _FILE, [{**self._of(sha256, case), "whole": False}])
            self.allowance.count(connection, self.asker.device, size)

    def bring(self, sha256: str, case: CaseId) -> None:
        """Put on record that the asker's agency has brought all of it for this case."""
        with self.switchboard.engine.begin() as connection:
            add_missing(connection, _FILE, [{**self._of(sha256, case), "whole": True}])
            connection.execute(update(_FILE).filter_by(**self._of(sha256, case)).values(whole=True))

    def _of(self, sha256: str, case: CaseId) -> Mapping[str, str]:
        return {"sha256": sha256, "case_id": case, "agency": self.asker.agency}

    def reads(self, sha256: str, cases: Sequence[CaseId]) -> bool:
        """Whether the asker may read an entry that names the file."""
        with self.store.transaction():
            feeds, audiences = self.feeds(), self.store.audiences(cases)
            naming = [kept for case in cases for kept in self.store.of_case(case) if not kept.why and _names(kept, sha256)]
            return any(self._told(kept, audiences.get(kept.entry.case)) & feeds for kept in naming)

    def _told(self, kept: Kept, audience: frozenset[str] | None) -> frozenset[str]:
        told = audience_of(kept.entry.case, ()) if audience is None else audience
        return self.switchboard.tells(whole(kept.entry), told)


@routes.put("/v1/blobs/{sha256}")
async def put(sha256: str, request: Request) -> Response:
    """A piece of a file, with `Upload-Offset`, `Upload-Length` and the `Case` to which it belongs: 204 and how much has come, else 409."""
    desk = await run_in_threadpool(_desk, request, hands_in=True)
    offset, size = _number(request, "upload-offset"), _number(request, "upload-length")
    case = request.headers.get("case", "")
    if not _is_hash(sha256) or not 0 < len(case) <= _LONGEST:
        raise Refused(400, "unreadable")
    if size > LARGEST:
        raise Refused(413, "too-large")
    if not await run_in_threadpool(desk.expects, sha256, case, size):
        raise Refused(404, "nothing")
    piece = await body_of(request, PIECE)
    come = await run_in_threadpool(_add, desk, sha256, case, (offset, size), piece)
    return _at(204 if come == offset + len(piece) else 409, come)


@routes.head("/v1/blobs/{sha256}")
async def head(sha256: str, request: Request) -> Response:
    """How much of it has come from the asker's agency for the `Case`; or, where none is named, all of it where the asker may read it."""
    desk = await run_in_threadpool(_desk, request, hands_in=True)
    come = await run_in_threadpool(_come, desk, sha256, request.headers.get("case", "")) if _is_hash(sha256) else 0
    if not come:
        raise Refused(404, "nothing")
    return _at(200, come)


@routes.get("/v1/blobs/{sha256}")
async def get(sha256: str, request: Request) -> Response:
    """The file, or a range of it; put down in the log before the first byte goes out."""
    desk = await run_in_threadpool(_desk, request)
    path = await run_in_threadpool(_readable, desk, sha256, request) if _is_hash(sha256) else None
    if path is None:
        raise Refused(404, "nothing")
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def _desk(request: Request, *, hands_in: bool = False) -> Desk:
    """`hands_in`: what is asked is asked by whoever leaves, too."""
    switchboard: Switchboard = request.app.state.sync.switchboard
    store = SqlEndpoint(switchboard.engine, switchboard.outside)
    who = _leaving(request) if hands_in else asker(request)
    return Desk(who, switchboard, store, request.app.state.files, request.app.state.allowance)


def _leaving(request: Request) -> Asker:
    gatehouse = gatehouse_of(request)
    with looking(gatehouse) as connection:
        return leaving(gatehouse, connection, token_of(request))


def _add(desk: Desk, sha256: str, case: CaseId, place: tuple[int, int], piece: bytes) -> int:
    """How much there is now. Nothing of what was erased while it came: whoever looks after erasures may have been here before it."""
    come = _added(desk, sha256, case, place, piece)
    if desk.expects(sha256, case, place[1]):
        return come
    sweep_late(desk.switchboard.engine, desk.files, sha256, case)
    raise Refused(404, "nothing")


def _added(desk: Desk, sha256: str, case: CaseId, place: tuple[int, int], piece: bytes) -> int:
    """How much there is now. What the agency brought before, for whichever case, need not be brought again."""
    offset, size = place
    with desk.files.alone():
        whole = desk.files.whole(sha256)
        if whole and desk.brought_for(sha256, desk.asker.agency):
            desk.bring(sha256, case)
            return whole.stat().st_size
    come = desk.files.come(sha256, desk.asker.agency)
    if not piece and come < max(size, 1):
        return come
    sizes = desk.sizes(sha256, case)
    if size not in sizes:
        raise Refused(415, "unreadable") if sizes else Refused(404, "nothing")
    if not desk.has_room:
        raise Refused(507, "full")
    desk.begin(sha256, case, len(piece))
    try:
        return desk.files.add(sha256, desk.asker.agency, offset, piece, size, lambda: desk.bring(sha256, case))
    except NotAFile:
        raise Refused(415, "unreadable") from None


def _come(desk: Desk, sha256: str, case: CaseId) -> int:
    if desk.leaves and sha256 not in desk.wrote(case):
        return 0
    whole = desk.files.whole(sha256)
    if whole and _has_come(desk, sha256, case):
        return whole.stat().st_size
    if not desk.has_room:
        raise Refused(507, "full")
    return _unfinished(desk, sha256, case)


def _unfinished(desk: Desk, sha256: str, case: CaseId) -> int:
    """Less than all of it, even where the endpoint stopped with its last byte on the disk: then that byte comes again, and finishes it."""
    last = max(desk.sizes(sha256, case), default=0) - 1
    come = desk.files.come(sha256, desk.asker.agency)
    return min(come, last) if last >= 0 else come


def _has_come(desk: Desk, sha256: str, case: CaseId) -> bool:
    """Whether all of it is here for this case, as far as the asker may know."""
    if case in desk.brought_for(sha256, desk.asker.agency):
        return True
    cases = desk.brought_for(sha256)
    return not desk.leaves and desk.reads(sha256, [one for one in cases if one == case] if case else cases)


def _readable(desk: Desk, sha256: str, request: Request) -> Path | None:
    """Where the file lies, if the asker may read it: put down as a consultation first."""
    path = desk.files.whole(sha256)
    if path is None or not desk.reads(sha256, desk.brought_for(sha256)):
        return None
    with desk.switchboard.engine.begin() as connection:
        account(connection, desk.asker, "consultation", "file", sha256, gatehouse_of(request).now())
    return path


def _names(kept: Kept, sha256: str) -> bool:
    return kept.entry.kind == FILE and named_in(kept.entry.payload) == sha256


def _number(request: Request, name: str) -> int:
    told = request.headers.get(name, "")
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise Refused(400, "unreadable")
    return int(told)


def _at(status: int, come: int) -> Response:
    return Response(status_code=status, headers={"Upload-Offset": str(come), "Cache-Control": "no-store"})


def _is_hash(sha256: str) -> bool:
    return len(sha256) == _HASH and set(sha256) <= _DIGITS
