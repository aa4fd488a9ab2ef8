"""The window in which a draft of a script is tried: the real call page over nothing, or what is to put right first."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from callhandler.cases.area import Area
from callhandler.desk.trial import Trial
from callhandler.script.draft import Draft
from callhandler.script.form import Form
from callhandler.ui.band_mark import band_word
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.dates import clock
from callhandler.ui.lines import LinesView
from callhandler.ui.rows import stack
from callhandler.ui.safe import PlainLabel
from callhandler.ui.try_lines import finding_lines
from callhandler.words import Words, mark

_DRAFT = mark("DRAFT: nothing is kept · {file} · {form} · read at {time} · F5 reads it anew")
_BROKEN = mark("DRAFT: {file} · read at {time} · cannot be tried yet · F5 reads it anew")
_OVER = mark("Tried to the end: {band}. Nothing of it is kept; the answers stand as they were.")


class TryWindow(QMainWindow):
    """`read` reads the draft; F5 does so again, and the answers stay wherever their questions do."""

    larger = Signal(int)  # text: a step up or down, 0 as it was

    def __init__(self, read: Callable[[], Draft], file: str, area: Area, now: Callable[[], datetime], words: Words) -> None:
        super().__init__()
        self._read, self._file, self._area, self._now, self._words = read, file, area, now, words
        self._draft = Draft(None)
        self._trial: Trial | None = None
        self._page: CallPage | None = None
        self._over = ""
        self._top, self._said = PlainLabel(role="notice"), PlainLabel(role="notice")
        self._top.setObjectName("draft")
        self._heading, self._mistakes, self._warnings = PlainLabel(role="heading"), LinesView(name="mistakes"), LinesView(name="warnings")
        self._look_at, self._stack = PlainLabel(role="heading"), QStackedWidget()
        self._lay_out()
        self._keys()
        self.reload()

    def reload(self) -> None:
        """Read the draft again. One that has become unreadable takes no answer away: they come back with the next that can be run."""
        self._draft, self._over = self._read(), ""
        if self._draft.form:
            self._begin(self._draft.form)
        self._speak()
        self._stack.setCurrentIndex(1 if self._draft.form else 0)
        if self._page and self._draft.form:
            self._page.setFocus()
            self._page.take_focus()
        else:
            self._mistakes.setFocus()

    def trial(self) -> Trial | None:
        """The call that is being tried."""
        return self._trial

    def _begin(self, form: Form) -> None:
        fresh = Trial(form, self._area, self._now, self._words.language)
        self._trial = fresh.after(self._trial) if self._trial else fresh
        before, self._page = self._page, CallPage(self._trial, Words(self._trial.language), self._area, self._now)
        self._page.language_switched.connect(self._switch)
        self._page.ended.connect(self._ended)
        if before:
            self._stack.removeWidget(before)
            before.deleteLater()
        self._stack.addWidget(self._page)

    def _ended(self, _ended: object) -> None:
        """Closing a trial closes nothing: say what it would have come to, and go on."""
        band = self._trial.assessment(ahead=False).band if self._trial else ""
        if self._draft.form:
            self._begin(self._draft.form)
        self._stack.setCurrentIndex(1)
        self._over = band
        self._speak()

    def _switch(self, language: str) -> None:
        self._words = Words(language)
        self._speak()

    def _speak(self) -> None:
        words, form, draft = self._words, self._draft.form, self._draft
        named = f"{form.title} ({form.version})" if form else ""
        self._top.setText(words.say(_DRAFT if form else _BROKEN, file=self._file, form=named, time=clock(self._now())))
        self._top.setAccessibleName(self._top.text())
        self.setWindowTitle(words.say("callhandler · Draft: nothing is kept"))
        self._said.setText(words.say(_OVER, band=band_word(words, self._over)) if self._over else draft.trouble)
        self._said.setVisible(bool(self._said.text()))
        self._heading.setText(words.say("TO PUT RIGHT {n}", n=len(draft.mistakes)))
        self._heading.setVisible(bool(draft.mistakes))
        self._mistakes.show_lines(finding_lines(words, draft.mistakes))
        self._mistakes.setAccessibleName(words.say("What is to put right in the draft"))
        self._mistakes.say_empty(draft.trouble)
        self._look_at.setText(words.say("TO LOOK AT {n}", n=len(draft.warnings)))
        self._warnings.show_lines(finding_lines(words, draft.warnings))
        self._warnings.setAccessibleName(words.say("What is to look at in the draft"))
        for part in (self._look_at, self._warnings):
            part.setVisible(bool(draft.warnings))

    def _lay_out(self) -> None:
        whole, wrong = QWidget(), QFrame()
        column, inside = QVBoxLayout(whole), QVBoxLayout(wrong)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inside.setContentsMargins(12, 8, 12, 8)
        stack(inside, self._heading)
        inside.addWidget(self._mistakes, 1)
        stack(column, self._top, self._said)
        column.addWidget(self._stack, 5)
        column.addWidget(self._look_at)
        column.addWidget(self._warnings, 1)
        self._stack.addWidget(wrong)
        self._warnings.setMaximumHeight(8 * self.fontMetrics().lineSpacing())
        self.setCentralWidget(whole)

    def _keys(self) -> None:
        QShortcut(QKeySequence("F5"), self).activated.connect(self.reload)
        for sequence, steps in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            QShortcut(QKeySequence(sequence), self).activated.connect(partial(self.larger.emit, steps))
