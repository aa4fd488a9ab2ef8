"""Changes how a part of the screen looks when the part it plays changes, e.g. from one answer to the one advised."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget


def dress(widget: QWidget, role: str) -> None:
    """Give a widget the look of this role in the stylesheet."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))  # or a label not yet shown keeps its old padding
