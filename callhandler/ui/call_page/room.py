"""Shares the width of the page among its parts, and leads Tab from part to part in the order in which they are read."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

CENTRE = 880 + 2 * 14 + 12  # the widest column, its margins, its scroll bar
LEAST_EARLIER = 280


class Room:
    """Gives each part its width: narrow sides on a small screen, wider ones and the earlier complaints on a large one."""

    def __init__(self, index: QWidget, right: QWidget, earlier: QWidget | None) -> None:
        self._index, self._right, self._earlier = index, right, earlier

    def share(self, width: int) -> None:
        """Divide `width` pixels; larger letters get wider sides, within reason."""
        larger = min(max(self._index.fontMetrics().height() / 16, 1.0), 1.5)
        left, right = (230, 400) if width >= 1600 * larger else (176, 272)
        self._index.setFixedWidth(round(left * larger))
        self._right.setFixedWidth(round(right * larger))
        if self._earlier:
            spare = width - round((left + right + CENTRE) * larger)
            self._earlier.setVisible(spare >= LEAST_EARLIER)
            self._earlier.setFixedWidth(max(spare, LEAST_EARLIER))


def stops(page: QWidget, parts: Sequence[QWidget | None], *, forward: bool) -> bool:
    """Move the keys to the next place where Tab stops, part by part, each read from top to bottom; round at the ends."""
    places = [stop for part in parts if part for stop in _within(part)]
    here = page.focusWidget()
    if not places:
        return False
    at = places.index(here) if here in places else -1 if forward else 0
    places[(at + (1 if forward else -1)) % len(places)].setFocus(
        Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    )
    return True


def _within(part: QWidget) -> list[QWidget]:
    return sorted(_stoppable(part.findChildren(QWidget)), key=lambda stop: _read_at(part, stop))


def _stoppable(widgets: Iterable[QWidget]) -> Iterable[QWidget]:
    tab = Qt.FocusPolicy.TabFocus.value
    return (each for each in widgets if each.focusPolicy().value & tab and each.isEnabled() and each.isVisible() and not each.focusProxy())


def _read_at(part: QWidget, stop: QWidget) -> tuple[int, int]:
    place = stop.mapTo(part, QPoint(0, 0))
    return place.y(), place.x()
