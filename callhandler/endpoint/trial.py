"""A partnership to try things out with: an endpoint for this computer alone, with invented agencies, that ends with whoever began it.

It is told what to do on its standard input, a line each: `approve DEVICE`. When that ends, it ends too. The first line that it says is
JSON: the address, and for each agency an enrolment code, an account, and the code that sets it up.
"""

import json
import secrets
import shutil
import sys
from pathlib import Path
from socket import socket
from threading import Thread
from typing import TextIO

import uvicorn

from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.first_run import first_run
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.people import add_agency, add_code, add_person, approve
from callhandler.endpoint.app import application, rooms
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.serve import prepare
from callhandler.endpoint.settings import Settings

HOST = "police"
PEOPLE = (  # agency, its name, who works there, as what
    ("police", "Police", "C. Okafor", "supervisor"),
    ("council", "Council", "A. Jones", "partner-caseworker"),
    ("landlord", "Housing", "M. Rees", "partner-caseworker"),
)


def main(folder: Path) -> None:
    """Serve at a port of this computer until the standard input ends."""
    settings = Settings.of(f"sqlite:///{folder / 'endpoint.db'}", tls=False)
    migrate(settings.database)
    prepare(settings)
    behind = rooms(settings)
    told = {agency: founded(behind.gatehouse, agency, name, person, role) for agency, name, person, role in PEOPLE}
    with socket() as port:
        port.bind(("127.0.0.1", 0))
        port.listen()
        server = uvicorn.Server(uvicorn.Config(application(settings), log_level="error", access_log=False, timeout_graceful_shutdown=1))
        Thread(target=_obey, args=(sys.stdin, behind.gatehouse, server), daemon=True).start()
        sys.stdout.write(json.dumps({"url": f"http://127.0.0.1:{port.getsockname()[1]}", "seats": told}) + "\n")
        sys.stdout.flush()
        server.run(sockets=[port])
    behind.engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)  # also where whoever began it was killed


def founded(gatehouse: Gatehouse, agency: str, name: str, person: str, role: str) -> dict[str, str]:
    """One agency with one person, who has yet to set up their account."""
    if agency == HOST:
        first_run(gatehouse, agency, name)
    else:
        add_agency(gatehouse, _root(HOST), agency, name, "part-3")
    account = f"{agency}-{secrets.token_hex(2)}"
    _, code = add_person(gatehouse, _root(agency), account, person, role, agency)
    return {"enrol": add_code(gatehouse, _root(agency), agency, "demo"), "account": account, "set_up": code, "name": person}


def _root(agency: str) -> Asker:
    return Asker("", "Demo", "administrator", agency, "", host=True)


def _obey(told: TextIO, gatehouse: Gatehouse, server: uvicorn.Server) -> None:
    for line in told:
        verb, _, device = line.strip().partition(" ")
        if verb == "approve":
            _approve(gatehouse, device)
    server.should_exit = True


def _approve(gatehouse: Gatehouse, device: str) -> None:
    for agency, *_ in PEOPLE:
        try:
            approve(gatehouse, _root(agency), device)
        except Refused:
            continue
        return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
