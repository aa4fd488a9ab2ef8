"""Reads XML that came from a file: no DTD, no entities, nothing overly big or deep."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from callhandler.script.trouble import ScriptTrouble

LARGEST, DEEPEST, MOST = 8_000_000, 100, 300_000
JR = "{http://openrosa.org/javarosa}"
APP = "{urn:firstcall}"


class _Builder(TreeBuilder):
    def doctype(self, _name: str, _pubid: str | None, _system: str | None) -> None:
        raise ScriptTrouble("xml", "the form has a document type (DTD); such a form is not opened")


def parsed(xml: bytes) -> Element:
    """The root element. Raises ScriptTrouble where the XML is broken, too large, too deep, or declares a DTD."""
    if len(xml) > LARGEST:
        raise ScriptTrouble("xml", f"the form is larger than {LARGEST // 1_000_000} MB")
    if xml.count(b"<") > MOST:
        raise ScriptTrouble("xml", f"the form has more than {MOST} tags")
    parser = XMLParser(target=_Builder())  # noqa: S314 - a DTD, and with it every entity, is refused above
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as trouble:  # the latter two: an encoding that is not known
        raise ScriptTrouble("xml", f"the form is not well-formed XML: {trouble}") from trouble
    _not_too_deep(root)
    return root


def local(element: Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def first(element: Element, name: str) -> Element | None:
    """The first child of that name, whatever its namespace."""
    end = f"}}{name}"
    return next((child for child in element if child.tag.endswith(end) or child.tag == name), None)


def every(element: Element, name: str) -> Iterator[Element]:
    """All children of that name, whatever their namespace."""
    end = f"}}{name}"
    return (child for child in element if child.tag.endswith(end) or child.tag == name)


def _not_too_deep(root: Element) -> None:
    layer = [root]
    for _ in range(DEEPEST):
        layer = [child for element in layer for child in element]
        if not layer:
            return
    raise ScriptTrouble("xml", f"the form is nested deeper than {DEEPEST} elements")
