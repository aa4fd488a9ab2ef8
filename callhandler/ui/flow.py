"""Lays small parts out as words are laid out: side by side while there is room, then on the next line."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from callhandler.ui.qt_override import override
from callhandler.ui.question.answers import bottom, flowing


class Flow(QLayout):
    """Parts keep their own size, in the middle of their line; what is hidden takes no room."""

    def __init__(self, *parts: QWidget, gap: int = 4) -> None:
        super().__init__()
        self._parts: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._parts.append(item)

    @override
    def count(self) -> int:
        return len(self._parts)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._parts[index] if 0 <= index < len(self._parts) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._parts.pop(index) if 0 <= index < len(self._parts) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return bottom(self._places(width))

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        least = QSize()
        for part in self._seen():
            least = least.expandedTo(part.sizeHint())
        return least

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        places, high = self._places(rect.width()), dict[int, int]()
        for place in places:
            high[place.top()] = max(high.get(place.top(), 0), place.height())
        for part, place in zip(self._seen(), places, strict=True):  # a low one stands in the middle of its line
            part.setGeometry(place.translated(rect.topLeft()).translated(0, (high[place.top()] - place.height()) // 2))

    def _seen(self) -> list[QLayoutItem]:
        return [part for part in self._parts if not part.isEmpty()]

    def _places(self, width: int) -> list[QRect]:
        return flowing([part.sizeHint() for part in self._seen()], width, self._gap)


class FlowRow(Flow):
    """The same, but for wanting to stand in one line."""

    @override
    def sizeHint(self) -> QSize:
        hints = [part.sizeHint() for part in self._seen()]
        width = sum(hint.width() + self._gap for hint in hints)
        return QSize(width, max((hint.height() for hint in hints), default=0))
