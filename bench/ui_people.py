"""How long a handler waits for the people panel: from the key to the repainted window, beside a large encrypted store.

`QT_QPA_PLATFORM=offscreen python -m bench.ui_people DATA FOLDER [CALLS]` with the files of a large store in DATA; FOLDER keeps the store
that was built (as bench.recognition_scale does). The whole desk is real: window, call page, pen, seeker. Numbers, names, places and dates
of people never asked before are typed key by key into a call; the time ends when Qt has painted what the search found.
"""

import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.recognition import rows
from bench.recognition_scale import opened, told
from callhandler.app.clock import wall_clock as now
from callhandler.app.front import Front
from callhandler.app.session import Opened, PenNews, sit_down
from callhandler.app.tidying import settle
from callhandler.desk.said import CALLER_NAME, CALLER_PHONE, PLACE
from callhandler.log.kinds import Viewed
from callhandler.store.vault import Vault
from callhandler.ui import theme
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.main_window import MainWindow
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.safe import PlainField
from callhandler.words import Words
from tests.desks import generic, rung_off

CALLS = 20
SLOW = 5.0  # seconds after which a search is lost
Row = dict[str, str]
Part = TypeVar("Part", bound=QWidget)


def main() -> None:
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    calls = int(sys.argv[3]) if len(sys.argv) > 3 else CALLS
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme.apply(app)
    made = opened(data, folder)
    asked = [row for row in rows(data / "queries.csv") if row["set"] == "whole form"]
    keys = _taken(app, made, list(islice(asked, calls)))
    told("key to repaint, wall", [wall for wall, _ in keys])
    told("of it the processor's", [worked for _, worked in keys])


def _taken(app: QApplication, made: Vault, asked: list[Row]) -> list[tuple[float, float]]:
    """Take a call for each; the first warms up and does not count."""
    area, form = generic()
    window, news = MainWindow(Words()), PenNews()
    session = sit_down(Opened(made, area, form), news, now)
    for left in session.desk.calls():  # an earlier run's: nobody has a hundred calls open
        rung_off(left)
    front = Front(window, session, news, now, Words())
    window.resize(1366, 768)
    window.show()
    settle()  # as the program does once somebody sits there
    times = [_call(app, window, front, row) for row in asked]
    cases = {room.case for room in front.calls()}
    looked = Counter(entry.case for entry in made.logbook.entries(cases=cases) if isinstance(entry.body, Viewed))
    print(f"consultations a call     {sum(looked.values()) / len(cases):.1f} entries, at {len(times[-1])} keys a call")
    front.leave()
    session.leave()
    return [each for call in times[1:] for each in call]


def _call(app: QApplication, window: MainWindow, front: Front, row: Row) -> list[tuple[float, float]]:
    front.new_call()
    page, panel = _in_front(window, CallPage), _in_front(window, PeoplePanel)
    app.processEvents()
    said = {
        CALLER_PHONE: row["phone"],
        CALLER_NAME: f"{row['forename']} {row['surname']}".strip(),
        PLACE: f"{row['number']} {row['street']}, {row['postcode']}".strip(),
    }
    times = [each for path, text in said.items() for each in _typed(app, page, panel, path, text)]
    QTest.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    field = panel.findChild(PlainField, "about_born")
    if row["dob"] and field:
        times += [_key(app, panel, field, key) for key in f"{row['dob'][6:]}/{row['dob'][4:6]}/{row['dob'][:4]}"]
    return times


def _typed(app: QApplication, page: CallPage, panel: PeoplePanel, path: str, text: str) -> list[tuple[float, float]]:
    page.go(path)
    app.processEvents()
    return [_key(app, panel, page.focusWidget(), key) for key in text]


def _key(app: QApplication, panel: PeoplePanel, field: QWidget, key: str) -> tuple[float, float]:
    """Milliseconds on the wall, and of the processor."""
    begun, worked = perf_counter(), process_time()
    QTest.keyClicks(field, key)
    while panel.looking() and perf_counter() - begun < SLOW:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # as the program waits: asking over and over slows the search
    app.processEvents()
    return (perf_counter() - begun) * 1e3, (process_time() - worked) * 1e3


def _in_front(window: MainWindow, kind: type[Part]) -> Part:
    return next(each for each in window.findChildren(kind) if each.isVisible())


if __name__ == "__main__":
    main()
