"""Reads what a form holds before anybody answers: the places of its answers, and the lists it looks things up in."""

from collections import Counter
from collections.abc import Collection
from xml.etree.ElementTree import Element

from callhandler.script.form import Seed
from callhandler.script.nodes import Node, Shape
from callhandler.script.safexml import JR, first, local
from callhandler.script.trouble import ScriptTrouble

MOST_PLACES, MOST_ROWS = 10_000, 500


def read_seed(top: Element, repeats: Collection[str]) -> tuple[Seed, dict[Shape, Seed]]:
    """The answers' places with what they hold at first, and for every repeat what a new row holds."""
    root = Shape(local(top))
    templates: dict[Shape, Seed] = {}
    for number, element in enumerate(top.iter()):
        _not_too_often(element)
        if number > MOST_PLACES:
            raise ScriptTrouble("xml", f"the form has more than {MOST_PLACES} places for answers")
    seed = _seed(top, root, repeats, templates)
    for index, shape in enumerate(root.all()):
        shape.index = index
        shape.in_rows = any(above.repeat for above in shape.line)
    _fill(seed, templates)
    return seed, templates


def _not_too_often(element: Element) -> None:
    """No place stands more often than a repeat may have rows. Raises ScriptTrouble."""
    if len(element) > MOST_ROWS:
        name, often = Counter(local(child) for child in element).most_common(1)[0]
        if often > MOST_ROWS:
            raise ScriptTrouble("xml", f"“{name}” stands more than {MOST_ROWS} times in one place")


def _seed(element: Element, shape: Shape, repeats: Collection[str], templates: dict[Shape, Seed]) -> Seed:
    inside = []
    for child in element:
        part = _part(shape, local(child), repeats)
        seed = _seed(child, part, repeats, templates)
        if child.get(f"{JR}template") is None:
            inside.append(seed)
        else:
            part.repeat = True
            templates[part] = seed
    return Seed(shape, "" if len(element) else (element.text or "").strip(), tuple(inside))


def _part(shape: Shape, name: str, repeats: Collection[str]) -> Shape:
    if name not in shape.inside:
        part = shape.inside[name] = Shape(name, shape)
        part.repeat = part.path in repeats
    return shape.inside[name]


def _fill(seed: Seed, templates: dict[Shape, Seed]) -> None:
    """A repeat without a template of its own: its first row is one."""
    for part in seed.inside:
        if part.shape.repeat:
            templates.setdefault(part.shape, _without_rows(part))
        _fill(part, templates)


def _without_rows(seed: Seed) -> Seed:
    return Seed(seed.shape, seed.text, tuple(_without_rows(part) for part in seed.inside if not part.shape.repeat))


def lists_of(instances: Collection[Element]) -> dict[str, Node]:
    """The lists by their name. Raises ScriptTrouble where one stands in a file that the form does not carry."""
    lists = {}
    for instance in instances:
        name, file = instance.get("id", ""), instance.get("src")
        if file and not len(instance):
            raise ScriptTrouble("file", f"the list “{name}” stands in a file that is not here: {file}")
        lists[name] = _entry(instance, Shape(name), None)
    return lists


def _entry(element: Element, shape: Shape, parent: Node | None) -> Node:
    node = Node(shape, parent)
    for child in element:
        name = local(child)
        part = shape.inside.get(name)
        if part is None:
            part = shape.inside[name] = Shape(name, shape)
        node.inside.append(_entry(child, part, node))
    if not node.inside:
        node.text = node.value = (element.text or "").strip()
    return node


def primary(instances: Collection[Element]) -> Element:
    """The first instance is the one that is answered."""
    for instance in instances:
        for top in instance:
            return top
        break
    raise ScriptTrouble("xml", "the form has no place for answers")


def repeats_of(body: Element) -> set[str]:
    """The paths of the repeats, as the form is laid out."""
    return {(element.get("nodeset") or "").strip() for element in body.iter() if local(element) == "repeat"}


def named(element: Element, name: str) -> Element:
    """The child of that name. Raises ScriptTrouble where there is none."""
    found = first(element, name)
    if found is None:
        raise ScriptTrouble("xml", f"{local(element)} without {name}")
    return found
