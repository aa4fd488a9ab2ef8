"""The strip on top comes to rest: a screen that is laid out without end takes the processor from whoever looks in the log."""

from PySide6.QtCore import QEvent, QObject, QTimer
from pytestqt.qtbot import QtBot

from callhandler.ui.main_window import MainWindow
from callhandler.ui.qt_override import override
from callhandler.ui.top_strip import CallTab, TopStrip
from callhandler.words import Words

TURNS, FEW = 50, 10  # of the event loop; layouts that one change may ask for


class Requests(QObject):
    """Counts how often a widget is asked to lay itself out."""

    n = 0

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.n += event.type() == QEvent.Type.LayoutRequest
        return False


def test_the_strip_comes_to_rest(qtbot: QtBot) -> None:
    window = MainWindow(Words())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.sign_in("4821 Okafor")
    whole, asked, turns = window.findChild(TopStrip), Requests(), QTimer()
    assert whole
    whole.installEventFilter(asked)
    window.show_calls((CallTab("case-1", "K4CD-007", "Siân Jones"), CallTab("case-2", "K4CD-008")))
    with qtbot.waitSignals([turns.timeout] * TURNS):
        turns.start(0)
    turns.stop()
    assert 0 < asked.n < FEW
