"""What a published form carries of its area's matrix besides points, bands and floors: repeat rules, response targets, review clocks."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from callhandler.log.kinds import Band
from callhandler.protocol.agreement import Target
from callhandler.risk.repeat import RepeatRule, Whose
from callhandler.script.instances import lists_of, named
from callhandler.script.nodes import Node
from callhandler.script.safexml import every, parsed
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.values import number, text

CLOCKS, TARGETS, REPEATS = "clocks", "targets", "repeats"
LISTS = (REPEATS, TARGETS, CLOCKS)
COLUMNS = ("least", "days", "months", "hours", "working_days", "band", "by", "who")
RANKS = ("sergeant", "inspector", "chief-inspector")
BANDS: tuple[str, ...] = get_args(Band)
WHO: tuple[str, ...] = get_args(Whose)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The analyst's rules that the desk keeps: who is a repeat victim, by when a victim hears from us, which rank looks again and when."""

    repeats: tuple[RepeatRule, ...] = ()
    targets: Mapping[Band, Target] = field(default_factory=dict)
    clocks: Mapping[Band, Mapping[str, int]] = field(default_factory=dict)


def read_matrix(xml: bytes) -> Matrix:
    """The matrix of a published form, without opening the form itself. Raises ScriptTrouble in plain words."""
    model = named(named(parsed(xml), "head"), "model")
    return matrix(lists_of([one for one in every(model, "instance") if one.get("id") in LISTS]))


def matrix(lists: Mapping[str, Node]) -> Matrix:
    """The matrix among the lists of a form; blank where it carries none. Raises ScriptTrouble where a row does not say what it must."""
    targets = {_band(row): _target(row) for row in _rows(lists, TARGETS)}
    clocks: dict[Band, dict[str, int]] = {}
    for row in _rows(lists, CLOCKS):
        clocks.setdefault(_band(row), {})[_one_of(row, "by", RANKS)] = _needed(row, "days")
    return Matrix(tuple(_repeat(row) for row in _rows(lists, REPEATS)), targets, clocks)


def _rows(lists: Mapping[str, Node], name: str) -> Iterator[Node]:
    top = lists.get(name)
    return (row for root in top.inside for row in root.inside) if top else iter(())


def _repeat(row: Node) -> RepeatRule:
    days, months = _count(row, "days"), _count(row, "months")
    if days is None and months is None:
        raise _wrong(row, "says neither days nor months")
    band: Band | None = _band(row) if _cell(row, "band") else None
    who = _one_of(row, "who", WHO) if _cell(row, "who") else "victim"
    return RepeatRule(_cell(row, "name"), _needed(row, "least"), days, months, band, next(one for one in get_args(Whose) if one == who))


def _target(row: Node) -> Target:
    target = Target(_count(row, "hours"), _count(row, "working_days"))
    if (target.hours is None) is (target.working_days is None):
        raise _wrong(row, "says either hours or working days")
    return target


def _band(row: Node) -> Band:
    said = _one_of(row, "band", BANDS)
    return next(band for band in get_args(Band) if band == said)


def _one_of(row: Node, column: str, known: tuple[str, ...]) -> str:
    said = _cell(row, column)
    if said not in known:
        raise _wrong(row, f"has “{said}” as its {column}, which is none of {', '.join(known)}")
    return said


def _needed(row: Node, column: str) -> int:
    found = _count(row, column)
    if found is None:
        raise _wrong(row, f"says no {column}")
    return found


def _count(row: Node, column: str) -> int | None:
    said = _cell(row, column)
    amount = number(said)
    if said and not (math.isfinite(amount) and amount == int(amount) and 0 <= amount < 10_000):
        raise _wrong(row, f"has “{said}” as its {column}, which is no whole number")
    return int(amount) if said else None


def _cell(row: Node, column: str) -> str:
    return text(row.named(column))


def _wrong(row: Node, said: str) -> ScriptTrouble:
    return ScriptTrouble("matrix", f"the row “{_cell(row, 'name')}” of the form's list {row.shape.line[0].name} {said}")
