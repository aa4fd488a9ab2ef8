"""What the people panel stands on: as wide as there is room, and no wider."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout

from callhandler.ui.qt_override import override


class Narrow(QFrame):
    """One endless word must not push everything else out of sight."""

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self.setLayout(column)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
