"""People, calls and dues for the tests of the screens: all invented, at a morning that stands still."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit, QWidget

from callhandler.ui import shown
from tests.doubles import MORNING

RED = 0xFFFF0000
TODAY = MORNING.date()


def before(days: float) -> datetime:
    return MORNING - timedelta(days=days)


def complaint(case: str, days: float, band: str, what: str = "Lads by the shops", **more: Any) -> shown.Complaint:
    return shown.Complaint(case, f"GEN-{case}", before(days), what, more.pop("where", "12 High St"), band, **more)


@pytest.fixture
def markup(tmp_path: Path) -> str:
    """Free text that would show a red picture and red letters where anything reads it as HTML."""
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(RED)
    assert picture.save(str(tmp_path / "red.png"))
    return f'<img src="file:///{tmp_path}/red.png"><font color=red size=7>███</font>'


SIAN = shown.Found("p1", "Siân Jones", "07700 900123", "12 High St", ("same number",), 3, date(2026, 2, 25), "medium")
JOHN = shown.Found("p2", "John Smythe", "", "14 High St", ("same place",), 1, date(2025, 8, 1), "standard")
KIM = shown.Found("p3", "", "07700 900124", "", ("number nearly the same",))
BY_NAME = shown.Searched(12, ("name", "phone"), ("place",))
STORY = shown.Story(
    "p1", "Siân Jones", "hard of hearing", 3, date(2025, 11, 3), date(2026, 2, 25), "high", "PCSO to visit", False, ("repeat", "hate")
)
LOWERED = shown.Lowered("e9", "k3", "GEN-k3", before(3), "high", "medium", "nobody was near", "Sgt Pugh", "4821 Okafor")
PERSON = shown.Person(
    "p1",
    ("Siân Jones", "Sian Jones"),
    ("07700 900123",),
    ("12 High St", "Mill Lane"),
    ("hard of hearing: speak slowly",),
    "text first",
    "cy",
    (shown.Flag("high_risk", "Threats this time"), shown.Flag("repeat", "3 reports in 3 months"), shown.Flag("hate", "")),
    shown.Meter(2, 3, 6, tell=True, left_out=("GEN-k0: the same incident was told before",)),
    (
        complaint("k4", 0, "", open=True),
        complaint("k3", 3, "medium", "Threats at the door", reasons=("Threats: at least High",), gaps=2, taken_by="4821", awaiting=True),
        complaint("k2", 40, "high", "Harassment", agency="council"),
        complaint("k1", 119, "standard"),
    ),
    (shown.Told("10 earlier incidents", date(2025, 3, 1), date(2025, 11, 3), 10, "k1"),),
    (
        shown.Promise("PCSO to visit", "k3", TODAY - timedelta(days=3), overdue=True, entry="a1"),
        shown.Promise("Letter to no. 14", "k2", TODAY, kept=True, entry="a2"),
        shown.Promise("Update them", "k1", TODAY + timedelta(days=7)),
    ),
    (shown.Link("p1b", "Sian Jones", "01632 960001", "Mill Lane", ("sounds alike: Siân",), "2210 Rees"),),
    (LOWERED,),
)
NOBODY = shown.Person("p9", meter=shown.Meter(0, 3, 6))
CALLS = (shown.Call("c1", "GEN-260302-K4CD-007", before(0.01), "p1", "Siân Jones", "12 High St", "medium", 9, open=True),)
DONE = (shown.Call("c2", "GEN-260302-K4CD-006", before(0.05), "p2", "John Smythe", "14 High St", "standard"),)
DUES = (
    shown.Due("action", "Letter to no. 14", "c6", "p6", "GEN-6", TODAY + timedelta(days=3), overdue=False, band="standard"),
    shown.Due("review", "Second look", "c7", "p5", "GEN-7", TODAY - timedelta(days=1), overdue=True, band="high"),
    shown.Due("promise", "Ring her back", "c9", "p1", "GEN-9", TODAY - timedelta(days=3), overdue=True, band="medium"),
    shown.Due("lowered", "Confirm it or send it back", "c8", "p4", "GEN-8", TODAY, overdue=False, band="medium"),
)


def red_pixels(widget: QWidget) -> int:
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return sum(picture.pixel(x, y) == RED for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2))


def unnamed(page: QWidget) -> Iterator[str]:
    """Every widget in sight that the keyboard can reach and that a screen reader could not name."""
    kinds = QAbstractButton | QAbstractItemView | QLineEdit | QPlainTextEdit
    for widget in page.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisibleTo(page) and not widget.accessibleName():
            yield f"{type(widget).__name__} {widget.objectName()}"
