"""Checks one recorded assertion about an expression: a document, an expression, and what it should give."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from xml.etree.ElementTree import Element

from callhandler.script.expression import compiled
from callhandler.script.nodes import Node, Shape
from callhandler.script.safexml import local, parsed
from callhandler.script.scope import Ground, Scope
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.values import Value, flag, number, text
from tests.peers.replay import OUTSIDE, RECORDED, Outcome

PHOENIX = timezone(timedelta(hours=-7))
DOCTYPE = re.compile(r"^\s*<!DOCTYPE[^>\[]*>")


@dataclass(slots=True)
class Document:
    """A document that expressions are asked about, as if it were a call."""

    top: Node
    nodes: list[list[Node]] = field(default_factory=list)
    paths: dict[Node, str] = field(default_factory=dict)

    def now(self) -> datetime:
        return RECORDED.astimezone(PHOENIX)

    def spend(self, looks: int) -> None:
        """These documents are small."""

    def choice_name(self, _shape: Shape, _node: Node, _value: str) -> str:
        return ""


def check(line: Mapping[str, Any]) -> Outcome:
    """How one assertion went."""
    try:
        document = _document(parsed(DOCTYPE.sub("", line["xml"]).encode()))
        context = next((node for node, path in document.paths.items() if path == line["context"]), None)
        if context is None or line["root"] != "/":
            return Outcome("outside", "stands at an attribute, a text or a part of the document")
        value = _value(line["expression"], document, context)
    except ScriptTrouble as trouble:
        return Outcome("outside" if trouble.code in OUTSIDE else "different", str(trouble))
    told = _told(line, value, document)
    return (
        Outcome("identical", compared=1)
        if told is None
        else Outcome("different", f"{line['expression']} gives {told}, not {line['expected']}")
    )


def _value(expression: str, document: Document, context: Node) -> Value:
    root = document.top.inside[0]
    ground = Ground(context.shape, context.shape if context.shape.index else root.shape, root.shape, {})
    return compiled(expression, ground).run(Scope(document, context, context))


def _document(root: Element) -> Document:
    document = Document(Node(Shape("")))
    document.top.shape.index = 0
    document.nodes.append([document.top])
    document.paths[document.top] = "/"
    shape = document.top.shape.inside[local(root)] = Shape(local(root))
    document.top.inside.append(_place(root, shape, None, "/0", document))
    for part in shape.all():
        part.in_rows = any(above.repeat for above in part.line)
    return document


def _place(element: Element, shape: Shape, parent: Node | None, path: str, document: Document) -> Node:
    if shape.index < 0:
        shape.index = len(document.nodes)
        document.nodes.append([])
    node = Node(shape, parent)
    node.text = node.value = "".join(element.itertext())
    document.nodes[shape.index].append(node)
    document.paths[node] = path
    node.place = sum(1 for other in parent.inside if other.shape is shape) + 1 if parent else 1
    shape.repeat = shape.repeat or node.place > 1
    for at, child in enumerate(element):
        name = local(child)
        part = shape.inside.setdefault(name, Shape(name, shape))
        node.inside.append(_place(child, part, node, f"{path}/{at}", document))
    return node


def _told(line: Mapping[str, Any], value: Value, document: Document) -> object:
    """What was given instead; None where it is as it should be."""
    kind, expected = line["kind"], line["expected"]
    if kind in ("assertNodeSet", "assertUnorderedNodeSet"):
        paths = [document.paths[node] for node in value] if isinstance(value, list) else value
        return None if paths == expected else paths
    if kind == "assertBooleanValue":
        yes = bool(value) if isinstance(value, list) else flag(value)
        return None if yes is expected else yes
    if kind.startswith("assertNumber"):
        return _number(number(value), expected, line.get("factor"))
    said = text(value)
    if kind == "assertStringMatches":
        return None if re.search(expected.strip("/"), said) else said
    if kind == "assertStringLength":
        return None if len(said) == expected else said
    return None if said == expected else said


def _number(amount: float, expected: object, factor: float | None) -> object:
    wanted = float(str(expected))
    if math.isnan(wanted) or math.isnan(amount):
        return None if math.isnan(wanted) and math.isnan(amount) else amount
    if factor:
        amount, wanted = round(amount * factor), round(wanted * factor)
    return None if amount == wanted or abs(amount - wanted) < 1e-9 else amount
