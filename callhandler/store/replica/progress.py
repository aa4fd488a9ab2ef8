"""How far this device has come with the endpoint."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import Connection

from callhandler.sync.heads import ReceiptHead, receipt_of, told_receipt
from callhandler.sync.stores import Progress

_READ = "SELECT incarnation, acked, receipt, goals, removed, whole, leaving, beats, brought FROM progress"
_WRITE = """INSERT INTO progress (one, incarnation, acked, receipt, goals, removed, whole, leaving, beats, brought)
    VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET incarnation = excluded.incarnation, acked = excluded.acked,
    receipt = excluded.receipt, goals = excluded.goals, removed = excluded.removed, whole = excluded.whole, leaving = excluded.leaving,
    beats = excluded.beats, brought = excluded.brought"""  # at every round: no time for more
_RECEIPT: TypeAdapter[ReceiptHead] = TypeAdapter(ReceiptHead, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))


def read(connection: Connection) -> Progress:
    """As it was last written; a device that has never heard of the endpoint stands at the beginning."""
    driver: Any = connection.connection.driver_connection
    row = driver.execute(_READ).fetchone()
    return Progress() if row is None else _read(row)


def write(connection: Connection, come: Progress) -> None:
    receipt = _RECEIPT.dump_json(told_receipt(come.receipt)).decode() if come.receipt else None
    beats = None if come.beats is None else json.dumps(come.beats)
    brought = json.dumps({feed: at.isoformat() for feed, at in come.brought.items()})
    stands = (json.dumps(dict(come.goals)), come.removed, int(come.whole), int(come.leaving))
    driver: Any = connection.connection.driver_connection
    driver.execute(_WRITE, (come.incarnation, come.acked, receipt, *stands, beats, brought))


def _read(row: Sequence[Any]) -> Progress:
    incarnation, acked, receipt, goals, removed, whole, leaving, beats, brought = row
    return Progress(
        incarnation,
        acked,
        receipt_of(_RECEIPT.validate_json(receipt)) if receipt else None,
        json.loads(goals),
        removed,
        bool(whole),
        bool(leaving),
        None if beats is None else tuple(json.loads(beats)),
        {feed: datetime.fromisoformat(at) for feed, at in json.loads(brought).items()},
    )
