"""Lays parts out side by side, or one below the other, and says in which order they are read."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


def row_of(*parts: QWidget | None) -> QHBoxLayout:
    """Parts side by side; None is the room between them."""
    row = QHBoxLayout()
    for part in parts:
        if part is None:
            row.addStretch()
        else:
            row.addWidget(part)
    return row


def stack(column: QVBoxLayout, *parts: QWidget) -> None:
    """Parts one below the other."""
    for part in parts:
        column.addWidget(part)


def read_in_order(parts: Sequence[QWidget]) -> None:
    """Parts of one parent as a screen reader is told them: it goes by the order in which Qt lets them lie on each other."""
    for after, part in pairwise(reversed(parts)):
        part.stackUnder(after)


def scrolling(inside: QWidget) -> QScrollArea:
    """As wide as there is room for; what is higher than that room scrolls, and follows the keyboard."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def column_in(area: QScrollArea) -> QVBoxLayout:
    """The one column of a page that asks something, in `area`: as wide as there is room for, and scrolled where it is too high."""
    page = QWidget()
    page.setProperty("role", "page")
    column = QVBoxLayout(page)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(8)
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return column
