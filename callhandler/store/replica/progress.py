"""How far this device has come with the endpoint."""

import json
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from sqlalchemy import Connection, Row, select

from callhandler.store.replica.tables import progress
from callhandler.store.tables import latest
from callhandler.sync.heads import ReceiptHead, receipt_of, told_receipt
from callhandler.sync.stores import Progress

_PROGRESS = latest(progress, "one")
_RECEIPT: TypeAdapter[ReceiptHead] = TypeAdapter(ReceiptHead, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))


def read(connection: Connection) -> Progress:
    """As it was last written; a device that has never heard of the endpoint stands at the beginning."""
    row = connection.execute(select(progress)).first()
    return Progress() if row is None else _read(row)


def write(connection: Connection, come: Progress) -> None:
    connection.execute(
        _PROGRESS,
        {
            "one": 1,
            "incarnation": come.incarnation,
            "acked": come.acked,
            "receipt": _RECEIPT.dump_json(told_receipt(come.receipt)).decode() if come.receipt else None,
            "goals": json.dumps(dict(come.goals)),
            "removed": come.removed,
            "whole": int(come.whole),
            "leaving": int(come.leaving),
            "beats": None if come.beats is None else json.dumps(come.beats),
            "brought": json.dumps({feed: at.isoformat() for feed, at in come.brought.items()}),
        },
    )


def _read(row: Row[Any]) -> Progress:
    receipt = receipt_of(_RECEIPT.validate_json(row.receipt)) if row.receipt else None
    return Progress(
        row.incarnation,
        row.acked,
        receipt,
        json.loads(row.goals),
        row.removed,
        bool(row.whole),
        bool(row.leaving),
        None if row.beats is None else tuple(json.loads(row.beats)),
        {feed: datetime.fromisoformat(at) for feed, at in json.loads(row.brought).items()},
    )
