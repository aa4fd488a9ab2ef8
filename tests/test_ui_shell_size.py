"""The size of the text: what does not change is not done anew."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callhandler.ui import theme
from callhandler.ui.qt_override import override
from callhandler.ui.safe import PlainLabel


class Restyled(QObject):
    """Counts how often the whole application was dressed anew."""

    times = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.StyleChange
        return False


@pytest.mark.req("R22")
def test_the_same_size_again_changes_nothing(qtbot: QtBot, qapp: QApplication):
    window = PlainLabel()
    qtbot.addWidget(window)
    window.show()
    theme.apply(qapp)
    restyled = Restyled()
    window.installEventFilter(restyled)
    theme.apply(qapp, 1.0)
    assert restyled.times == 0
    theme.apply(qapp, 1.25)
    assert restyled.times > 0
