"""Whose token a poll shows: remembered by each process, and looked up again for all of them together, well within the minute (R13)."""

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256

from fastapi import Request
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from callhandler.endpoint.accounts.asking import Asker, asker, leaving, looking, token_of
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.lasting import lasts
from callhandler.endpoint.accounts.tables import ADMITTED, AGENCY, PERSON, SITTING, TOKEN
from callhandler.endpoint.accounts.tokens import ACCESS, LENGTH, hashed
from callhandler.endpoint.again import Aside, again
from callhandler.endpoint.database import UNREACHABLE
from callhandler.endpoint.exchange.bulk import among
from callhandler.log.kinds import AgencyId

EVERY = 20  # seconds
MOST = 50_000
_GOOD = (
    select(TOKEN.c.hash, TOKEN.c.until, PERSON.c.agency)
    .select_from(TOKEN)
    .join(SITTING)
    .join(PERSON, PERSON.c.person == SITTING.c.person)
    .join(AGENCY, AGENCY.c.agency == PERSON.c.agency)
    .join(ADMITTED, ADMITTED.c.device == SITTING.c.device)
    .where(TOKEN.c.kind == "access", SITTING.c.over.is_(False), PERSON.c.disabled.is_(False), AGENCY.c.disabled.is_(False))
    .where(ADMITTED.c.state == "approved")
)


class Callers:
    """The agencies behind the tokens that were shown to this process lately. For numbers, and a place in the queue: no more."""

    def __init__(self, gatehouse: Gatehouse) -> None:
        self._gatehouse = gatehouse
        self._known: dict[bytes, AgencyId] = {}
        self._aside = Aside()

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._known)

    def known(self, token: bytes) -> AgencyId | None:
        """Whose feeds whoever shows this may count, if it was shown lately."""
        return self._known.get(sha256(token).digest()) if len(token) == LENGTH else None

    async def agency(self, request: Request) -> AgencyId:
        """Whose feeds the asker may count. Raises Refused, as `asker` does."""
        token = token_of(request)
        known = self._known.get(hashed(token))
        if known is None:
            known = (await run_in_threadpool(asker, request)).agency
            self._remember(token, known)
        return known

    async def admit(self, request: Request) -> None:
        """Whoever was known a moment ago may wait for a turn: then `leaving` is asked again. Raises Refused, as `leaving` does."""
        token = token_of(request)
        if hashed(token) not in self._known:
            who = await run_in_threadpool(self._leaving, token)
            if who.person:
                self._remember(token, who.agency)

    def _leaving(self, token: str) -> Asker:
        with looking(self._gatehouse) as connection:
            return leaving(self._gatehouse, connection, token)

    def _remember(self, token: str, agency: AgencyId) -> None:
        if len(self._known) < MOST:
            self._known[hashed(token)] = agency

    async def keep_fresh(self) -> None:
        """Look again and again, until cancelled."""
        await again(self.look_again, EVERY)

    async def look_again(self) -> None:
        """Forget whoever was taken out; and everybody, where nothing says who was."""
        shown, good = dict(self._known), dict[bytes, AgencyId]()
        try:
            with suppress(*UNREACHABLE):
                good = await self._aside.done(lambda: self._good(shown))
        finally:
            self._known = good

    def _good(self, known: Mapping[bytes, AgencyId]) -> dict[bytes, AgencyId]:
        with looking(self._gatehouse) as connection:
            now, told = self._gatehouse.now(), among(connection, _GOOD, TOKEN.c.hash, list(known))
            return {bytes(row[0]): row[2] for row in told if lasts(row[1], now, ACCESS)}


def callers_of(request: Request) -> Callers:
    callers: Callers = request.app.state.callers
    return callers
