"""How long a handler waits: from the key that answers to the repainted screen, and for the page of a call to appear.

Run it with QT_QPA_PLATFORM=offscreen. The shipped script is asked, with some sixty questions in the column; every answer is given by
its digit, and the time ends when Qt has painted all that changed. Prints processor time: median, 95th and 99th percentile.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from callhandler.ui import theme
from callhandler.ui.call_page import CallPage
from callhandler.ui.question import answerable
from callhandler.words import Words
from tests.ui_call_fixtures import MovingClock
from tests.ui_call_form import FormCall

KEYS = (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_0)
ROUNDS = 6


def main() -> None:
    app = QApplication([])
    theme.apply(app)
    built = [_build(app)[1] for _ in range(5)]
    page, _ = _build(app)
    call = page.property("call")
    answers = [each for key in KEYS * ROUNDS for each in _round(app, page, call, key)]
    flips = [_timed(app, lambda: QTest.keyClick(page, Qt.Key.Key_F8)) for _ in range(6)]
    print(f"questions in the column      {len(_asked(call))}")
    print(f"page built and painted       {statistics.median(built):7.1f} ms (median of {len(built)})")
    spread = "   ".join(f"{name} {_at(answers, percent):6.1f}" for name, percent in (("median", 50), ("p95", 95), ("p99", 99)))
    print(f"answer to repaint, n={len(answers):4}    {spread} ms")
    print(f"language to repaint          {statistics.median(flips):7.1f} ms")


def _build(app: QApplication) -> tuple[CallPage, float]:
    call = FormCall()
    begun = time.process_time()
    page = CallPage(call, Words("en"), call.area, MovingClock())
    page.resize(1366, 768)
    page.show()
    app.processEvents()
    took = (time.process_time() - begun) * 1000
    page.setProperty("call", call)
    return page, took


def _round(app: QApplication, page: CallPage, call: FormCall, key: Qt.Key) -> list[float]:
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


def _asked(call: FormCall) -> list[str]:
    return [question.path for section in call.sections() for question in section.questions if question.relevant]


def _timed(app: QApplication, act: Callable[[], object]) -> float:
    """Processor time in milliseconds, so that a busy machine does not count against the screen."""
    begun = time.process_time()
    act()
    app.processEvents()
    return (time.process_time() - begun) * 1000


def _at(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) * percent // 100, len(times) - 1)]


if __name__ == "__main__":
    main()
