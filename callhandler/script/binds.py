"""Reads the binds of a form: for each place when it is asked, what it is reckoned from, and what an answer must fulfil."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from callhandler.script.expression import Expression, compiled
from callhandler.script.form import Bind, Rule, RuleKind
from callhandler.script.nodes import Shape
from callhandler.script.safexml import APP, JR
from callhandler.script.sayings import Sayings
from callhandler.script.scope import Ground
from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.xpath import Calling

_AHEAD = re.compile(r"\s*\.\s*>=?\s*today\(\)\s*")
Grounds = Callable[[Shape], Ground]
TYPES = {
    "": "string",
    "string": "string",
    "select1": "string",
    "select": "string",
    "select2": "string",
    "selectN": "string",
    "int": "int",
    "integer": "int",
    "long": "int",
    "decimal": "decimal",
    "double": "decimal",
    "float": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "dateTime",
    "boolean": "boolean",
}
KINDS: tuple[RuleKind, ...] = ("relevant", "calculate", "constraint", "required", "readonly")
ALWAYS = {
    "true()": Expression(lambda _s: True, Calling("true", ()), frozenset()),
    "false()": Expression(lambda _s: False, Calling("false", ()), frozenset()),
}


def read_binds(
    elements: Iterable[Element], places: Mapping[str, Shape], grounds: Grounds, sayings: Sayings
) -> tuple[dict[Shape, Bind], list[Rule]]:
    """What is known of each place, and the rules in the order they stand."""
    binds: dict[Shape, Bind] = {}
    rules: list[Rule] = []
    for element in elements:
        path = (element.get("nodeset") or element.get("ref") or "").strip()
        row = _row(element.get(f"{APP}row", ""))
        try:
            shape = found(path, places)
            shape.kind = _type(element.get("type", ""))
            rules += _rules(element, shape, grounds)
            binds[shape] = _bind(element, row, grounds(shape), sayings)
        except ScriptTrouble as trouble:
            raise trouble.at(path.rpartition("/")[2], row) from trouble
    return binds, rules


def found(path: str, places: Mapping[str, Shape]) -> Shape:
    """The place at a path. Raises ScriptTrouble with the nearest known one."""
    local = path if path in places else "/".join(part.rpartition(":")[2] for part in path.split("/"))
    if local not in places:
        raise ScriptTrouble("axis" if "@" in path else "path", f"unknown path {path}{did_you_mean(path, places)}")
    return places[local]


def _row(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 7 else 0


def identifies(shape: Shape) -> bool:
    """Whether a place is meta/instanceID: the call gives it its identity, however the form would make one up."""
    return shape.name == "instanceID" and shape.parent is not None and shape.parent.name == "meta"


def _type(written: str) -> str:
    name = written.strip().rpartition(":")[2]
    if name not in TYPES:
        raise ScriptTrouble("type", f"answers of type “{name}” are not asked here")
    return TYPES[name]


def _rules(element: Element, shape: Shape, grounds: Grounds) -> Iterator[Rule]:
    for kind in KINDS:
        written = element.get(kind)
        made_up = kind == "calculate" and identifies(shape)
        if written and written.strip() and not made_up:
            yield Rule(kind, shape, _expression(written, shape, grounds, kind))


def _expression(written: str, shape: Shape, grounds: Grounds, column: str) -> Expression:
    if written.strip() in ALWAYS:
        return ALWAYS[written.strip()]
    try:
        return compiled(written, grounds(shape))
    except ScriptTrouble as trouble:
        raise ScriptTrouble(trouble.code, f"column {column}: {trouble.said}") from trouble


def _bind(element: Element, row: int, ground: Ground, sayings: Sayings) -> Bind:
    return Bind(
        constraint_message=sayings.message(element.get(f"{JR}constraintMsg"), ground),
        required_message=sayings.message(element.get(f"{JR}requiredMsg"), ground),
        row=row,
        core=element.get(f"{APP}core", ""),
        score=element.get(f"{APP}score", ""),
        preload="uid" if identifies(ground.here) else _preload(element),
        calculated=bool(element.get("calculate")),
        note=element.get("readonly", "").strip() == "true()" and not element.get("calculate"),
        ahead=any(map(_AHEAD.fullmatch, element.get("constraint", "").split(" and "))),
    )


def _preload(element: Element) -> str:
    what = element.get(f"{JR}preload", "")
    return f"{what} {element.get(f'{JR}preloadParams', '')}".strip() if what else ""
