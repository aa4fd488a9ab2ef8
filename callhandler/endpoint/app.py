"""The endpoint as one application: every door of it, and what stands behind them."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI
from sqlalchemy import Engine, event

from callhandler.cases.area import load_area
from callhandler.cases.browsing import LookRules
from callhandler.config import RESOURCES
from callhandler.endpoint.accounts import admin_pages, admin_routes, routes
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.no_on_page import NoOnPage
from callhandler.endpoint.accounts.oidc_keys import Keys, fetch
from callhandler.endpoint.accounts.oidc_settings import load_provider
from callhandler.endpoint.accounts.passwords import Passwords
from callhandler.endpoint.database import ASIDE, open_database
from callhandler.endpoint.exchange import blob_routes, letter_routes
from callhandler.endpoint.exchange.agreed import Agreed
from callhandler.endpoint.exchange.allowance import Allowance, load_limits
from callhandler.endpoint.exchange.callers import Callers
from callhandler.endpoint.exchange.files import Files
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.nudging import Lines
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.poll import Positions, feeds, nudge
from callhandler.endpoint.exchange.routes import SyncRoute
from callhandler.endpoint.exchange.switchboard import Switchboard
from callhandler.endpoint.exchange.taking_out import take_out
from callhandler.endpoint.front import Front
from callhandler.endpoint.health import health, metrics
from callhandler.endpoint.limits import SmallBodies
from callhandler.endpoint.oversight import auditor, look_pages
from callhandler.endpoint.oversight.browsing import Browsing
from callhandler.endpoint.oversight.evidence import evidence
from callhandler.endpoint.oversight.openings import Review
from callhandler.endpoint.oversight.ringing import Ringing
from callhandler.endpoint.oversight.watching import watch
from callhandler.endpoint.porter import NAME, Book
from callhandler.endpoint.refusing import refuse_plainly
from callhandler.endpoint.scribe import Scribe
from callhandler.endpoint.sealing import Seal
from callhandler.endpoint.security_log import Logged, SecurityLog, written
from callhandler.endpoint.settings import Settings

PATIENCE = 5  # seconds in which whoever keeps watch must have ended
DOORS = (routes, admin_routes, admin_pages, auditor, blob_routes, letter_routes)


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the doors lead to."""

    engine: Engine
    switchboard: Switchboard
    gatehouse: Gatehouse
    agreed: Agreed
    allowance: Allowance
    review: Review
    looks: LookRules
    log: SecurityLog
    scribe: Scribe


def rooms(settings: Settings) -> Rooms:
    """Open the database and what is kept apart from it. Connects only when used.

    What is looked up while a question is being answered has connections of its own: those who answer may hold all the others, each waiting
    for one more.
    """
    engine, key, outside = open_database(settings.database), settings.key(), Outside(settings.outside)
    beside = open_database(settings.database, ASIDE)
    event.listen(engine, "engine_disposed", lambda _: beside.dispose())
    agreed = Agreed(beside, lambda: int(now().timestamp()), RESOURCES / "areas" / settings.area)
    allowance = Allowance(engine, settings.files, load_limits(settings.state / "files.yaml"), lambda: int(now().timestamp()))
    switchboard = Switchboard(engine, outside, key, now, agreed.feeds_of, agreed.tells, allowance=allowance)
    scribe = written(now)
    log = SecurityLog(scribe, now)
    area = load_area(RESOURCES / "areas" / settings.area)
    review = Review(area.glass, area.agreement.holidays)
    provider = load_provider(settings.state / "oidc.yaml")
    gatehouse = Gatehouse(
        engine,
        now,
        secrets.token_bytes,
        Passwords(),
        Seal(settings.secret()),
        key,
        switchboard.enrol,
        lambda device: take_out(SqlEndpoint(engine, outside), device),
        watch,
        evidence,
        review.seen,
        provider,
        Keys(provider.jwks_uri, lambda: int(now().timestamp()), partial(fetch, ca=provider.ca)) if provider else None,
        lambda connection, agency: switchboard.exchange(connection).order(agency),
        lambda what, agency, rows: log.tell(what, agency=agency, rows=rows),
        secure=settings.tls,
    )
    return Rooms(engine, switchboard, gatehouse, agreed, allowance, review, area.looks, log, scribe)


def application(settings: Settings) -> FastAPI:
    """The endpoint, to be served by any number of processes."""
    behind = rooms(settings)
    app = FastAPI(title="callhandler endpoint", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_life)
    app.state.engine, app.state.gatehouse = behind.engine, behind.gatehouse
    app.state.sync, app.state.files = SyncRoute(behind.switchboard, behind.gatehouse), Files(settings.files)
    app.state.allowance, app.state.letters = behind.allowance, letter_routes.Letters.of(settings)
    log, app.state.scribe = behind.log, behind.scribe
    app.state.review, app.state.ringing = behind.review, Ringing(behind.engine, behind.review, log, now)
    app.state.browsing = Browsing(behind.engine, behind.looks, behind.gatehouse.seal.sign, log, now)
    app.state.positions, app.state.callers, app.state.lines = Positions(behind.engine), Callers(behind.gatehouse), Lines()
    app.add_route("/v1/sync", app.state.sync.answer, methods=["POST"])
    app.add_route("/v1/feeds", feeds, methods=["GET"])
    app.add_route("/v1/nudge", nudge, methods=["GET"])
    app.add_route("/v1/health", health, methods=["GET"])
    app.add_route("/metrics", metrics, methods=["GET"])
    for routes_of in (*(door.routes for door in DOORS), look_pages.doors, look_pages.pages):
        app.include_router(routes_of)
    refuse_plainly(app)
    app.add_middleware(SmallBodies)
    app.add_middleware(NoOnPage)
    app.add_middleware(Front, doors={("POST", "/v1/sync"): app.state.sync.answer, ("GET", "/v1/feeds"): feeds, ("GET", "/v1/nudge"): nudge})
    app.add_middleware(Logged, log=log)
    return app


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[Mapping[str, Book]]:
    """While the application stands, it keeps an eye on what changed."""
    state = app.state
    keepers = (
        state.positions.keep_fresh(),
        state.callers.keep_fresh(),
        state.ringing.keep_watch(),
        state.browsing.keep_watch(state.positions),
    )
    watching = [asyncio.create_task(keeper) for keeper in keepers]
    yield {NAME: Book(state.callers, state.positions)}
    for task in watching:
        task.cancel()
    await asyncio.wait(watching, timeout=PATIENCE)
    state.engine.dispose()
    await asyncio.to_thread(state.scribe.close)
