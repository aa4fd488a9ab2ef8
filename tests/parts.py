"""Finds a named part of a page, or says that it is not there."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

Part = TypeVar("Part", bound=QWidget)


def part(page: QWidget, kind: type[Part], name: str = "") -> Part:
    """The first part of that kind and name (any name if "") below `page`, whether or not it is in sight."""
    found = page.findChild(kind, name) if name else page.findChild(kind)
    assert found is not None, f"no {kind.__name__} {name!r} on the page"
    return found
