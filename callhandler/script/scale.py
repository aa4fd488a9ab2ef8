"""What a form says about risk before anybody answers: which questions score, what each floor looks at, where the bands lie."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from callhandler.log.kinds import Band
from callhandler.risk.questionnaire import BandRange
from callhandler.script.expression import build
from callhandler.script.form import Form
from callhandler.script.nodes import Node, Shape
from callhandler.script.scope import Ground
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.values import number, text
from callhandler.script.xpath import Calling, Literal, Part

TOTAL, FIRED, RANK = "risk", "floors_fired", "risk_rank"
FLOORS, BANDS = "floors", "bands"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A scored question, and the calculate that holds its points."""

    question: Shape
    points: Shape


@dataclass(frozen=True, slots=True)
class Scale:
    """`floors`: what each floor looks at, by its code; `ranks`: the least rank each floor asks for (1: switched off)."""

    weighed: tuple[Weighed, ...]
    floors: Mapping[str, tuple[Shape, ...]]
    ranks: Mapping[str, int]
    bands: tuple[BandRange, ...]

    def band(self, rank: int) -> BandRange | None:
        """The band of a rank."""
        return next((band for band in self.bands if band.rank == rank), None)

    @property
    def weighty(self) -> tuple[Shape, ...]:
        """Every question that can move the band: by its points, or by a floor."""
        return tuple(dict.fromkeys((*(one.question for one in self.weighed), *(at for floor in self.floors.values() for at in floor))))


def scale(form: Form) -> Scale:
    """What a form says about risk; blank where it scores nothing."""
    if not {TOTAL, FIRED, RANK} <= {shape.name for shape in form.shapes}:
        return Scale((), {}, {}, ())
    asked = _Asked(form)
    floors = {code: tuple(asked.behind(condition)) for code, condition in _floors(form.calculation(FIRED))}
    ranks = {_cell(entry, "name"): _whole(entry, "rank") for entry in _entries(form, FLOORS)}
    return Scale(tuple(_weighed(form, asked)), floors, ranks, tuple(_bands(form)))


def _weighed(form: Form, asked: "_Asked") -> Iterator[Weighed]:
    by_name = {shape.name: shape for shape in form.shapes}
    for shape, bind in form.binds.items():
        if bind.score != TOTAL:
            continue
        points = by_name.get(f"{TOTAL}_{shape.name}") if shape in form.controls else shape
        question = shape if shape in form.controls else next(iter(asked.read_by(shape)), None)
        if points is None:
            raise ScriptTrouble("score", f"nothing reckons the points of {shape.name}, which is scored", where=shape.name)
        if question is not None:  # a calculate that no answer moves is no question to weigh
            yield Weighed(question, points)


def _bands(form: Form) -> Iterator[BandRange]:
    for entry in _entries(form, BANDS):
        for band in get_args(Band):
            if band == _cell(entry, "name"):
                yield BandRange(band, _whole(entry, "low"), _whole(entry, "high"), _whole(entry, "rank"))


def _floors(part: Part | None) -> Iterator[tuple[str, Part]]:
    """Every `if(condition, 'code ', '')` within the calculate of the floors."""
    if isinstance(part, Calling):
        if part.name == "if" and isinstance(part.arguments[1], Literal):
            yield str(part.arguments[1].value).strip(), part.arguments[0]
        for argument in part.arguments:
            yield from _floors(argument)


def _entries(form: Form, name: str) -> list[Node]:
    top = form.lists.get(name)
    return [entry for root in top.inside for entry in root.inside] if top else []


def _cell(entry: Node, column: str) -> str:
    return text(entry.named(column))


def _whole(entry: Node, column: str) -> int:
    amount = number(entry.named(column))
    return 0 if math.isnan(amount) else int(amount)


class _Asked:
    """Finds the questions behind a calculate, however many calculates lie between."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._reads = {rule.shape: rule.expression.reads for rule in form.rules if rule.kind == "calculate"}

    def read_by(self, shape: Shape) -> list[Shape]:
        """The questions a calculate goes back to, as the form is read."""
        found: set[Shape] = set()
        looking = [shape]
        while looking:
            at = looking.pop()
            for read in self._reads.get(at, frozenset()) - found:
                found.add(read)
                looking.append(read)
        return sorted((one for one in found if one in self._form.controls), key=lambda one: one.index)

    def behind(self, condition: Part) -> list[Shape]:
        """The questions a condition goes back to."""
        ground = Ground(self._form.root, self._form.root, self._form.root, self._form.lists)
        build(condition, ground)
        found = {asked for read in ground.reads for asked in (read, *self.read_by(read)) if asked in self._form.controls}
        return sorted(found, key=lambda one: one.index)
