"""Which entries name which files: a file is there for as long as one of them still says so."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet

import orjson
from sqlalchemy import Engine, select

from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.exchange import tables
from callhandler.log.kinds import CaseId

FILE = "file-attached"
AT_ONCE = 500  # cases of one question
_ENTRY = tables.entry.c
Leaf = tuple[CaseId, bytes]


def naming(engine: Engine, cases: Collection[CaseId]) -> Mapping[str, list[Leaf]]:
    """By the hash of a file, the entries of these cases that name it; "" for those whose body is missing, though nobody erased it."""
    found, asked = defaultdict[str, list[Leaf]](list), sorted(cases)
    columns = select(_ENTRY.case_id, _ENTRY.leaf, _ENTRY.payload, _ENTRY.hollow).where(_ENTRY.kind == FILE)
    with engine.connect().execution_options(**{LOOKING: True}) as connection:
        for place in range(0, len(asked), AT_ONCE):
            for row in connection.execute(columns.where(_ENTRY.case_id.in_(asked[place : place + AT_ONCE]))):
                if row.payload or row.hollow:
                    found[named_in(row.payload or b"")].append((row.case_id, row.leaf))
    return found


def sizes(engine: Engine, sha256: str, cases: Collection[CaseId]) -> AbstractSet[int]:
    """How many bytes the file has by what the entries of these cases say that name it: one size, if nobody is mistaken or lies."""
    asked = select(_ENTRY.payload).where(_ENTRY.kind == FILE, _ENTRY.case_id.in_(sorted(cases)))
    with engine.connect().execution_options(**{LOOKING: True}) as connection:
        return {size_in(body) for body in connection.execute(asked).scalars() if body and named_in(body) == sha256}


def handed_in(engine: Engine, devices: Collection[str], case: CaseId) -> Mapping[str, int]:
    """The files that entries of these devices in a case name, by hash, with their sizes in bytes as told; those held back too."""
    asked = select(_ENTRY.payload).where(_ENTRY.kind == FILE, _ENTRY.case_id == case, _ENTRY.device.in_(sorted(devices)))
    with engine.connect().execution_options(**{LOOKING: True}) as connection:
        bodies = [body for body in connection.execute(asked).scalars() if body]
    return {named: size_in(body) for body in bodies if (named := named_in(body))}


def size_in(payload: bytes) -> int:
    """How many bytes such an entry says that its file has; 0 where it does not."""
    told = orjson.loads(payload).get("size")
    return told if isinstance(told, int) else 0


def named_in(payload: bytes) -> str:
    """The hash that such an entry names; "" where it names none."""
    try:
        told = orjson.loads(payload)["sha256"]
    except (ValueError, KeyError, TypeError):
        return ""
    return told if isinstance(told, str) else ""
