"""Where Tab stops on a person's log, in the order in which a handler works through it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget


def stops_of(parts: Sequence[QWidget]) -> list[QWidget]:
    """Every place where Tab stops, part by part, each read from top to bottom."""
    return [stop for part in parts for stop in ([part] if _stops(part) else sorted(_within(part), key=lambda each: _read_at(part, each)))]


def next_stop(stops: Sequence[QWidget], here: QWidget | None, *, forward: bool) -> QWidget | None:
    """The stop after this one, or before it; round at the ends."""
    if here not in stops:
        return next(iter(stops), None)
    return stops[(stops.index(here) + (1 if forward else -1)) % len(stops)]


def _within(part: QWidget) -> list[QWidget]:
    return [each for each in part.findChildren(QWidget) if _stops(each)]


def _stops(each: QWidget) -> bool:
    tab = bool(each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tab and each.isEnabled() and each.isVisible() and not each.focusProxy()


def _read_at(part: QWidget, stop: QWidget) -> tuple[int, int]:
    place = stop.mapTo(part, QPoint(0, 0))
    return place.y(), place.x()
