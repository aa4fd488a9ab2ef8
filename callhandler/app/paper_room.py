"""Ctrl+P: what is in front on paper or in a file, once it is on record that a copy is made (R9, F22)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QPagedPaintDevice, QPageSize, QPdfWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from callhandler.app.session import Session
from callhandler.app.why_room import AskWhy
from callhandler.cases.why import IN_CALL
from callhandler.desk.hand import NotRecorded
from callhandler.desk.why import Why
from callhandler.ui.dates import day_and_time
from callhandler.ui.errand import Errand
from callhandler.ui.main_window import MainWindow
from callhandler.ui.paper.page import PaperPage
from callhandler.ui.paper.pages import Copy, NotMade, put_on
from callhandler.ui.paper.wanted import OnPaper, Wanted
from callhandler.words import Words, mark

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PAPER = "paper"
_IN_EMERGENCY = mark("What was opened in an emergency is not put on paper. Print the log once it is withheld again.")
_NOTHING = mark("Ctrl+P copies a person's log, or what was read out at the end of a call. Open one of them first.")
_NOT_RECORDED = mark("That a copy is made could not be put on record, so none is made. Try again.")
_NOT_MADE = mark(
    "Copy {number} was not made: the printer, or the disk, did not take it. The desk goes on. Try again, or save it elsewhere."
)
_PRINTED = mark("Copy {number} is with the printer. Collect it now.")
_SAVED = mark("Copy {number} is saved as {file}. Nothing protects that file: keep it where only those can read it who need it.")
_MAKING = mark("Copy {number} is being made …")


class PaperRoom(QObject):
    """`ask_file` and `ask_printer` ask the operator; None where they thought better of it. `ask_why`: for what the copy is (R3)."""

    def __init__(self, window: MainWindow, session: Session, now: Callable[[], datetime], words: Words, ask_why: AskWhy) -> None:
        super().__init__(window)
        self._ask_why = ask_why
        self._window, self._session, self._now, self._words = window, session, now, words
        self.ask_file: Callable[[QWidget, str], Path | None] = file_asked
        self.ask_printer: Callable[[QWidget], QPrinter | None] = printer_asked
        self._page = PaperPage(words)
        self._wanted: Wanted | None = None
        self._errand: Errand | None = None
        window.put(PAPER, self._page)
        window.paper_wanted.connect(self.show)
        self._page.left.connect(window.back)
        self._page.saved.connect(lambda: self._with_reason(self._save))
        self._page.printed.connect(lambda: self._with_reason(self._print))

    def speak(self, words: Words) -> None:
        self._words = words
        self._page.speak(words)
        if self._wanted:
            self._page.show_copy(self._copy(self._wanted))

    def leave(self) -> None:
        self._window.paper_wanted.disconnect(self.show)
        self._window.drop(PAPER)
        self.deleteLater()

    def show(self) -> None:
        """Look at a copy of what is in front."""
        if self._window.current() == PAPER:
            return
        wanted = self._in_front()
        shut = bool(wanted and wanted.what == "person" and self._session.desk.glass.open_now())
        refusal = self._words.say(_IN_EMERGENCY if shut else _NOTHING)
        self._window.tell("paper", refusal if shut or not wanted else "", "passing")
        if wanted and not shut:
            self._wanted = wanted
            self._page.show_copy(self._copy(wanted))
            self._window.show_page(PAPER)

    def _in_front(self) -> Wanted | None:
        seen = (part for part in self._window.findChildren(QWidget) if part.isVisible() and isinstance(part, OnPaper))
        part = next(seen, None)
        if part is None:
            return None
        wanted = part.on_paper()
        return wanted if wanted.subject else wanted._replace(subject=self._window.current())

    def _copy(self, wanted: Wanted) -> Copy:
        now, area = self._now(), self._session.opened.area
        sheet = wanted.sheet(self._words, now, area.label_in(self._words.language))
        return Copy(sheet, self._words, "", self._session.operator, day_and_time(self._words, now))

    def _with_reason(self, make: Callable[[Why], None]) -> None:
        """What was read out at the end of a call is the caller's own."""
        if self._wanted and self._wanted.what == "person":
            self._ask_why(self._wanted.subject, make, copying=True)
        elif self._wanted:
            make(Why(IN_CALL, self._wanted.subject))

    def _save(self, why: Why) -> None:
        file = self.ask_file(self._page, self._words.say("OFFICIAL-SENSITIVE"))
        if file:
            self._make(partial(_as_pdf, file), why, _SAVED, str(file))

    def _print(self, why: Why) -> None:
        printer = self.ask_printer(self._page)
        if printer:
            self._make(lambda: printer, why, _PRINTED, "")

    def _make(self, device: Callable[[], QPagedPaintDevice], why: Why, done: str, file: str) -> None:
        """First the line on record, then the copy, away from the screen: a printer that does not answer holds nobody up."""
        copy, wanted = self._page.wanted(), self._wanted
        if not copy or not wanted:
            return
        try:
            number = self._session.desk.copied(wanted.what, wanted.subject, why)
        except NotRecorded:
            self._page.tell(self._words.say(_NOT_RECORDED))
            return
        self._page.wait(busy=True)
        self._page.tell(self._words.say(_MAKING, number=number))
        self._errand = Errand(lambda: put_on(device(), replace(copy, number=number)))
        self._errand.done.connect(lambda _pages: self._told(done, number, file))
        self._errand.failed.connect(lambda trouble: self._failed(trouble, number))
        self._errand.start()

    def _told(self, sentence: str, number: str, file: str) -> None:
        self._page.wait(busy=False)
        self._page.tell(self._words.say(sentence, number=number, file=file))

    def _failed(self, trouble: Exception, number: str) -> None:
        if not isinstance(trouble, NotMade | OSError):
            raise trouble
        self._told(_NOT_MADE, number, "")


def _as_pdf(file: Path) -> QPdfWriter:
    file.touch(mode=0o600)
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(300)
    writer.setTitle(file.stem)  # what was chosen for its name, and nobody's own (T15)
    return writer


def file_asked(parent: QWidget, marking: str) -> Path | None:
    """Where to save it; the name offered says how it is marked, and names nobody."""
    name, _ = QFileDialog.getSaveFileName(parent, "", f"{marking}.pdf", "PDF (*.pdf)")
    return Path(name) if name else None


def printer_asked(parent: QWidget) -> "QPrinter | None":
    """Which printer, by the system's own dialogue."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    return printer if QPrintDialog(printer, parent).exec() else None
