"""Lays parts out side by side, or one below the other."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


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
