"""How much a device may bring in a month, and how much of the disk stays free: whoever carries off a computer fills no disk here (T19)."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, ClassVar

import yaml
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy import Connection, Engine, Insert, Table, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import is_postgres
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.statements import rows, tell

DAYS = 30
BLOCK = 4096  # bytes: the least that a piece takes on a disk
BESIDE = 512  # bytes that an entry takes beside what it says: its row in the feed, its places in the indexes
_DAY, _GIB = 86400, 1 << 30
_UP, _IN = tables.uploaded, tables.brought
_BY_DAY = select(_IN.c.day, _IN.c.bytes).where(_IN.c.device == bindparam("of"))
_OVER = delete(_IN).where(_IN.c.device == bindparam("of"), _IN.c.day <= bindparam("last"))


class LimitsTrouble(Exception):  # noqa: N818 - says what is wrong, as a person would
    """The file cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """In GiB. `device`: of files that one device may bring in 30 days; `free`: of the disk, which no file takes; `entries`: as `device`."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    device: Annotated[float, Field(gt=0)] = 8.0
    free: Annotated[float, Field(ge=0)] = 1.0
    entries: Annotated[float, Field(gt=0)] = 8.0  # a million rows of an old log are 3


@dataclass(frozen=True, slots=True)
class Allowance:
    """For files that lie in `folder`. `now`: seconds since 1970."""

    engine: Engine
    folder: Path
    limits: Limits
    now: Callable[[], int]

    def has_room(self, device: str, *, leaves: bool = False) -> bool:
        """Whether another piece may come. A device that was taken out hands in what waits: it is given as much once more."""
        most = self.limits.device * _GIB * (2 if leaves else 1)
        return self.used(device) < most and shutil.disk_usage(self._place()).free > self.limits.free * _GIB

    def used(self, device: str) -> int:
        """Bytes that this device has brought in the last 30 days; what a clock that ran ahead put down under days to come is left out."""
        today = self._today()
        month = _UP.c.day.between(today - DAYS + 1, today)
        asked = select(func.coalesce(func.sum(_UP.c.bytes), 0)).where(_UP.c.device == device, month)
        with self.engine.connect().execution_options(**{LOOKING: True}) as connection:
            return int(connection.execute(asked).scalar_one())

    def count(self, connection: Connection, device: str, size: int) -> None:
        """Put down that so much comes; what is older than a month is let go of."""
        today = self._today()
        _add(connection, _UP, device, today, max(size, BLOCK))
        connection.execute(delete(_UP).where(_UP.c.device == device, _UP.c.day <= today - DAYS))

    def enter(self, connection: Connection, device: str, *, leaves: bool = False) -> None:
        """Before entries are taken in. What was put down a month ago is let go of. Raises Refused where this device has brought enough."""
        today, days = self._today(), rows(connection, _BY_DAY, {"of": device})
        since = today - DAYS
        if sum(size for day, size in days if since < day <= today) >= self.limits.entries * _GIB * (2 if leaves else 1):
            raise Refused(507, "full")
        if any(day <= since for day, _ in days):
            tell(connection, _OVER, {"of": device, "last": since})

    def put_down(self, connection: Connection, device: str, size: int) -> None:
        """In the transaction in which entries are taken in: that so much came."""
        _add(connection, _IN, device, self._today(), size)

    def _place(self) -> Path:
        """The folder, or where it will be made."""
        return next(path for path in (self.folder, *self.folder.parents) if path.exists())

    def _today(self) -> int:
        return self.now() // _DAY


@dataclass(frozen=True, slots=True)
class Toll:
    """What a device is charged for the entries of one question. One that was taken out hands in what waits, and may bring twice as much."""

    allowance: Allowance
    device: str
    leaves: bool = False

    def enter(self, connection: Connection) -> None:
        """Raises Refused."""
        self.allowance.enter(connection, self.device, leaves=self.leaves)

    def pay(self, connection: Connection, entries: int, size: int) -> None:
        """`size`: in bytes, of so many entries."""
        self.allowance.put_down(connection, self.device, size + entries * BESIDE)


def load_limits(file: Path) -> Limits:
    """What the file says (YAML, the names as above); the usual where there is none. Raises LimitsTrouble."""
    if not file.exists():
        return Limits()
    try:
        return _LIMITS.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False)[0]
        raise LimitsTrouble(f"{file}: {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}") from None
    except (OSError, ValueError, yaml.YAMLError) as trouble:
        raise LimitsTrouble(f"{file}: {trouble}") from None


def _add(connection: Connection, table: Table, device: str, day: int, size: int) -> None:
    tell(connection, _more(table, is_postgres(connection)), {"device": device, "day": day, "bytes": size})


@lru_cache(4)
def _more(table: Table, postgres: bool) -> Insert:  # noqa: FBT001
    told = (postgresql.insert if postgres else sqlite.insert)(table).values({name: bindparam(name) for name in ("device", "day", "bytes")})
    return told.on_conflict_do_update(index_elements=["device", "day"], set_={"bytes": table.c.bytes + told.excluded.bytes})


_LIMITS = TypeAdapter(Limits)
