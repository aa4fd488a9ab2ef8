"""Serves the endpoint: one process or several, behind TLS of its own or of whatever stands before it."""

import gc
import os
import ssl
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine, select

from callhandler.config import RESOURCES
from callhandler.endpoint.app import application, rooms
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.thrift import give_back
from callhandler.endpoint.migrating import is_current
from callhandler.endpoint.porter import Porter
from callhandler.endpoint.scribe import reporting
from callhandler.endpoint.settings import Settings
from callhandler.log.device import verify
from callhandler.sync.proof import certified

KEEP_ALIVE = 75  # seconds: longer than a client leaves its connection idle
GRACE = 60  # seconds that whoever is being answered has when the endpoint stops; a body must have come within 30
HANDOVER = 0.001  # seconds after which a thread that is busy lets another one have its turn, of which Python gives five times as many
NAMES = ("CALLHANDLER_DATABASE", "CALLHANDLER_STATE", "CALLHANDLER_TLS", "CALLHANDLER_AREA")


class NotReady(Exception):  # noqa: N818 - says what is missing, as a person would
    """The endpoint cannot be served yet."""


def prepare(settings: Settings, *, restored: bool = False) -> None:
    """Before the first answer: see that the tables are there, take another life where the database is an older one, tell guests anew."""
    behind = rooms(settings)
    try:
        if not is_current(behind.engine):
            raise NotReady("The database is not up to date. Run: callhandler-endpoint migrate")
        if not _is_ours(behind.engine, settings):
            raise NotReady(
                f"{settings.state} holds another key than the one that let in this database's devices. All hosts share one folder."
            )
        behind.switchboard.exchange().open(restored=restored)
        behind.switchboard.retell(behind.agreed.under)
    finally:
        behind.engine.dispose()


def _is_ours(engine: Engine, settings: Settings) -> bool:
    """Whether the key in our folder signed the certificates in this database."""
    store = SqlEndpoint(engine, Outside(settings.outside))
    with engine.connect() as connection:
        name = connection.execute(select(tables.device.c.device).limit(1)).scalar()
    with store.transaction():
        known = store.device(name) if name else None
    return known is None or certified(known.certificate, settings.key().public, verify)


def serve(settings: Settings, host: str, port: int, workers: int, certificate: tuple[Path, Path] | None) -> None:
    """Serve until told to stop. Raises NotReady."""
    if not (RESOURCES / "areas" / settings.area / "area.yaml").is_file() or "/" in settings.area:
        raise NotReady("There is no such area. --area is the name of one of the folders of areas.")
    if certificate:
        _check(*certificate)
    prepare(settings)
    for name, value in zip(NAMES, (settings.database, str(settings.state), "yes" if settings.tls else "", settings.area), strict=True):
        os.environ[name] = value
    uvicorn.run(
        "callhandler.endpoint.serve:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=Porter,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        access_log=False,
        log_config=reporting(),
        log_level="warning",
        server_header=False,
        ssl_certfile=certificate[0] if certificate else None,
        ssl_keyfile=certificate[1] if certificate else None,
    )


def _check(chain: Path, private_key: Path) -> None:
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(chain, private_key)
    except OSError:
        raise NotReady(f"{chain} and {private_key} are not a certificate and its private key, or cannot be read.") from None


def from_environment() -> FastAPI:
    """The application of one of several processes."""
    database, state, tls, area = (os.environ[name] for name in NAMES)
    app = application(Settings.of(database, Path(state), tls=bool(tls), area=area))
    give_back()
    sys.setswitchinterval(HANDOVER)
    gc.freeze()  # what stays for good need not be looked through again and again, and a thousand entries are no reason to look
    gc.set_threshold(100_000, 20, 20)
    return app
