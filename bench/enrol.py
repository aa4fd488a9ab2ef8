"""Lets two devices of one person in at an empty endpoint, straight in its database, and prints what the adapter needs to be them.

enrol.py URL, with the database in the environment as DSN
"""

import json
import os
import sys
import time
from base64 import urlsafe_b64encode

from sqlalchemy import insert

from callhandler.endpoint.accounts import tables as known
from callhandler.endpoint.accounts import tokens
from callhandler.endpoint.app import rooms
from callhandler.endpoint.settings import Settings
from callhandler.log.device import DeviceKey

AGENCY = "police"


def main() -> None:
    behind = rooms(Settings.of(os.environ["DSN"], tls=False))
    now = int(time.time())
    agency = {"agency": AGENCY, "name": "Police", "part": "police", "regime": "part-3", "host": True, "disabled": False}
    person = {"person": "p1", "account": "bench", "name": "Bench", "role": "handler", "agency": AGENCY, "knows": "", "disabled": False}
    unused = {"password": "", "totp": b"", "totp_step": 0, "code": b"", "code_until": 0}
    told: dict[str, object] = {"endpoint": behind.gatehouse.key.public.hex(), "url": sys.argv[1]}
    with behind.engine.begin() as connection:
        connection.execute(insert(known.AGENCY), agency)
        connection.execute(insert(known.PERSON), person | unused)
    for name in "AB":
        key = DeviceKey.generate()
        word = behind.switchboard.enrol(key.public, AGENCY)
        with behind.engine.begin() as connection:
            admitted = {
                "device": key.id,
                "public": key.public,
                "agency": AGENCY,
                "holder": name,
                "state": "approved",
                "asked": now,
                "seen": now,
            }
            connection.execute(insert(known.ADMITTED), admitted)
            sitting = tokens.sit_down(connection, os.urandom, "p1", key.id, now)
            token = tokens.issue(connection, os.urandom, sitting, "access", now + tokens.ACCESS)
        told[name] = {"key": key.to_bytes().hex(), "token": token, "certificate": word.signature.hex(), "line": word.line}
    behind.engine.dispose()
    print(urlsafe_b64encode(json.dumps(told).encode()).decode())


if __name__ == "__main__":
    main()
