"""How long a handler waits: from the key that answers to the repainted screen, and for the page of a call to appear.

Run it with QT_QPA_PLATFORM=offscreen. The shipped script is asked at a real desk over a real encrypted store, with some sixty questions
in the column; every answer is given by its digit, and the time ends when Qt has painted all that changed.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from callhandler.desk.desk import Desk
from callhandler.desk.open_call import OpenCall
from callhandler.store.pen import Pen
from callhandler.ui import theme
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.question.looks import answerable
from callhandler.words import Words
from tests.desks import room

KEYS = (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_0)
ROUNDS = 6


def main() -> None:
    app = QApplication([])
    theme.apply(app)
    with tempfile.TemporaryDirectory() as folder, room(Path(folder)) as made:
        pen = Pen(made.vault.logbook, lambda _ids: None, lambda _trouble: None)
        desk = made.desk(pen)
        built = [_build(app, desk, made.now)[2] for _ in range(5)]
        page, call, _ = _build(app, desk, made.now)
        answers = [each for key in KEYS * ROUNDS for each in _round(app, page, call, key)]
        flips = [_timed(app, lambda: QTest.keyClick(page, Qt.Key.Key_F8))[0] for _ in range(6)]
        pen.close()
    print(f"questions in the column      {len(_asked(call))}")
    print(f"page built and painted       {statistics.median(built):7.1f} ms (median of {len(built)})")
    for name, place in (("wall", 0), ("processor", 1)):
        times = [each[place] for each in answers]
        spread = "   ".join(f"{word} {_at(times, percent):6.1f}" for word, percent in (("median", 50), ("p95", 95), ("p99", 99)))
        print(f"answer to repaint, {name:9} {spread} ms, n={len(times)}; bar 16 and 50")
    print(f"language to repaint          {statistics.median(flips):7.1f} ms")


def _build(app: QApplication, desk: Desk, now: Callable[[], datetime]) -> tuple[CallPage, OpenCall, float]:
    call = desk.start_call("07700 900123")
    begun = time.perf_counter()
    page = CallPage(call, Words("en"), desk.area, now)
    page.resize(1366, 768)
    page.show()
    app.processEvents()
    return page, call, (time.perf_counter() - begun) * 1000


def _round(app: QApplication, page: CallPage, call: OpenCall, key: Qt.Key) -> list[tuple[float, float]]:
    """One key at every question that takes one, top to bottom."""
    times = []
    for path in _asked(call):
        question = call.question(path)
        if answerable(question) and question.kind == "one":
            page.go(path)
            app.processEvents()
            focus = page.focusWidget()
            times.append(_timed(app, partial(QTest.keyClick, focus, key)))
    return times


def _asked(call: OpenCall) -> list[str]:
    return [question.path for section in call.sections() for question in section.questions if question.relevant]


def _timed(app: QApplication, act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the wall, and of the processor."""
    begun, worked = time.perf_counter(), time.process_time()
    act()
    app.processEvents()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _at(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


if __name__ == "__main__":
    main()
