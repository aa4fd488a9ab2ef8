"""Whether the endpoint works, and how much: for whoever watches it, in numbers only."""

from collections.abc import Iterator
from datetime import date

from fastapi import Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from sqlalchemy import Connection, Engine, func, select
from starlette.concurrency import run_in_threadpool

from callhandler.endpoint.database import LOOKING, UNREACHABLE
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.oversight.look_list import looks_behind, looks_waiting
from callhandler.endpoint.oversight.openings import Review


async def health(request: Request) -> Response:
    """200 where the database answers, and this process has lately heard from it how far the feeds go."""
    well = not request.app.state.positions.is_stale() and await run_in_threadpool(_answers, request.app.state.engine)
    return JSONResponse({"health": "well" if well else "no database"}, 200 if well else 503, {"Cache-Control": "no-store"})


async def metrics(request: Request) -> Response:
    """In the text form of Prometheus."""
    state = request.app.state
    told = {
        "callhandler_sync_rounds": state.sync.rounds,
        "callhandler_sync_waiting": state.sync.waiting,
        "callhandler_nudges": len(state.lines),
        "callhandler_log_untold": state.scribe.untold,
    }
    told |= await run_in_threadpool(_counted, state.engine, state.review, state.gatehouse.clock().date())
    lines = (line for name, value in told.items() for line in (f"# TYPE {name} gauge", f"{name} {value}"))
    return PlainTextResponse("\n".join(lines) + "\n", headers={"Cache-Control": "no-store"})


def _answers(engine: Engine) -> bool:
    try:
        with engine.connect().execution_options(**{LOOKING: True}) as connection:
            return bool(connection.execute(select(tables.life.c.incarnation)).scalar())
    except UNREACHABLE:
        return False


def _counted(engine: Engine, review: Review, today: date) -> dict[str, int]:
    with engine.connect().execution_options(**{LOOKING: True}) as connection:
        waiting, overdue = review.counted(connection, today)
        return {
            **dict(_counts(connection)),
            "callhandler_openings_waiting": waiting,
            "callhandler_openings_overdue": overdue,
            **looks_waiting(connection),
            **looks_behind(connection),
        }


def _counts(connection: Connection) -> Iterator[tuple[str, int]]:
    """Only what an index tells without reading everything."""
    row = connection.execute(select(func.count(), func.coalesce(func.sum(tables.feed.c.pos), 0)).select_from(tables.feed)).one()
    yield from zip(("callhandler_feeds", "callhandler_feed_rows"), map(int, row), strict=True)
    row = connection.execute(select(func.count(), func.coalesce(func.sum(tables.device.c.n), 0)).select_from(tables.device)).one()
    yield from zip(("callhandler_devices", "callhandler_entries"), map(int, row), strict=True)
    held = select(func.count()).select_from(tables.entry).where(tables.entry.c.why != "")
    yield "callhandler_quarantine", connection.execute(held).scalar_one()
    yield "callhandler_alarms", connection.execute(select(func.count()).select_from(tables.alarm)).scalar_one()
