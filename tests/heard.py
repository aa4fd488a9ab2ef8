"""What a screen reader is told of a window: every part in sight with its role, its name and its place, in the order of reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from typing_extensions import override

Role = QAccessible.Role
Text = QAccessible.Text


@dataclass(frozen=True)
class Heard:
    """One part as it is read, and those inside it."""

    role: QAccessible.Role
    name: str
    value: str
    more: str  # said after the name, on demand
    takes_keys: bool
    place: QRect
    kind: str  # our own name of it, to tell in a failure which one it is
    inside: tuple["Heard", ...]

    def __iter__(self) -> Iterator["Heard"]:
        yield self
        for part in self.inside:
            yield from part

    @override
    def __str__(self) -> str:
        return f"{self.role.name} “{self.name}” ({self.kind}) at {self.place.getRect()}"


def heard(window: QWidget) -> Heard:
    """All of the window that is in sight."""
    return _heard(QAccessible.queryAccessibleInterface(window))


def _heard(part: QAccessibleInterface) -> Heard:
    stands = part.state()
    children = (part.child(place) for place in range(part.childCount()))
    inside = tuple(_heard(each) for each in children if each.isValid() and not each.state().invisible)
    name, value, more = (part.text(kind).strip() for kind in (Text.Name, Text.Value, Text.Description))
    return Heard(part.role(), name, value, more, bool(stands.focusable), part.rect(), _kind(part.object()), inside)


def _kind(shown: QObject | None) -> str:
    return f"{type(shown).__name__} {shown.objectName()}".strip() if shown is not None else ""


def out_of_order(part: Heard) -> list[str]:
    """Neighbours that are read in another order than the eye takes: along the line, from the top down, and one column after the other."""
    wrong = [f"{after} is read after {before}" for before, after in pairwise(part.inside) if _turned(before.place, after.place)]
    return wrong + [each for inner in part.inside for each in out_of_order(inner)]


def _turned(before: QRect, after: QRect) -> bool:
    if before.isEmpty() or after.isEmpty():
        return False
    shared = min(before.bottom(), after.bottom()) - max(before.top(), after.top())
    beside = shared > min(before.height(), after.height()) // 2
    return after.right() < before.left() if beside else after.bottom() <= before.top() and after.left() < before.right()
