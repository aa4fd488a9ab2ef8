"""An old log as somebody else kept it: which column holds what, and what was found wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

Part = Literal[
    "reference", "called", "time", "person", "name", "victim", "phone", "born", "home", "place", "words", "channel", "alleged", "closed"
]
First = Literal["day", "month"]
PARTS: tuple[Part, ...] = get_args(Part)
SHOWN = 60  # characters of a value that a reason quotes


class LegacyTrouble(Exception):  # noqa: N818 - says what is wrong, as a reader would
    """A file cannot be brought in as it is. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Order:
    """Whether the day or the month comes first in a column such as 03/04/2019, and how many of its dates decided that."""

    first: First = "day"
    decided_by: int = 0
    against: int = 0

    @property
    def sure(self) -> bool:
        return self.decided_by > 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold which part of a complaint, by heading; several are joined in this order."""

    source: str
    columns: Mapping[Part, tuple[str, ...]]
    orders: Mapping[Part, Order] = field(default_factory=dict)

    def of(self, part: Part) -> tuple[str, ...]:
        return self.columns.get(part, ())

    def order(self, part: Part) -> Order:
        return self.orders.get(part, Order())

    def ordered(self, orders: Mapping[Part, Order]) -> "Layout":
        return replace(self, orders=orders)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with one value. A row that is `refused` does not come in; otherwise the value was kept as it stands."""

    row: int
    column: str
    value: str
    reason: str
    refused: bool = True


class Broken(tuple[str, ...]):
    """A row that could not be read as one. Its only cell says why."""

    __slots__ = ()


def quoted(value: str) -> str:
    """A value as a reason may show it: on one line, without what a terminal or a page would act on, and not too long."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in value)
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    columns: Mapping[Part, Annotated[tuple[str, ...], BeforeValidator(_listed)]]
    first: Mapping[Part, First] = {}


def layout_read(text: str) -> Layout:
    """A layout as `layout_written` wrote it, or as somebody put it right by hand. Raises LegacyTrouble."""
    try:
        told = _Written.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as trouble:
        raise LegacyTrouble(f"The mapping is not YAML: {trouble}") from trouble
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False)[0]
        known = f"the parts are {', '.join(PARTS)}"
        raise LegacyTrouble(
            f"The mapping does not say it right at {'.'.join(map(str, first['loc']))}: {first['msg']} ({known})"
        ) from trouble
    return Layout(told.source, told.columns, {part: Order(first, 1) for part, first in told.first.items()})


def layout_written(layout: Layout) -> str:
    """A layout as a small YAML file that a person can read and put right."""
    told = {
        "source": layout.source,
        "columns": {part: list(layout.of(part)) for part in PARTS if layout.of(part)},
        "first": {part: order.first for part, order in layout.orders.items()},
    }
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True)
