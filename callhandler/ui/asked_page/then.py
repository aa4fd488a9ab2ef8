"""One assessment exactly as it was asked, however long ago: wording, answers, points, band, and the form's version and hash."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callhandler.cases.flags import WITHHELD
from callhandler.desk.as_asked import AsAsked, AskedLine
from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import clock, day_and_time, several
from callhandler.ui.lines import Line, LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.question.looks import answer_words
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.theme import BANDS
from callhandler.words import Words, mark

_HOW = {
    "asked": mark("asked"), "told": mark("told, not asked"), "unknown": mark("asked: not known"), "declined": mark("asked: declined"),
    "unasked": mark("not asked"), WITHHELD: mark("a health detail, which is withheld: Ctrl+G in an emergency"),
}  # fmt: skip
_NOT_HERE = mark(
    "The form of this call is not kept on this desk, so its wording cannot be shown. Below are the answers, each at its place in the form."
)


class AsAskedPage(QWidget):
    """Left and right go from one assessment of the call to the next; Esc leaves."""

    left = Signal()
    other = Signal(int)  # the number of another assessment of the same call

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName("as_asked")
        self._words = words
        self._asked: AsAsked | None = None
        self._title, self._form, self._grade = PlainLabel(role="title"), PlainLabel(role="hint"), PlainLabel(role="strong")
        self._form.setObjectName("as_asked_form")
        self._grade.setObjectName("as_asked_grade")
        self._missing, self._leave = PlainLabel(role="warning"), PlainButton(role="link")
        self._lines = LinesView(name="as_asked_lines")
        page, top = QVBoxLayout(self), row_of(self._title, self._leave)
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(6)
        top.setStretch(0, 1)
        page.addLayout(top)
        stack(page, self._form, self._grade, self._missing)
        page.addWidget(self._lines, 1)
        self._leave.clicked.connect(self.left)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._leave.say(words.say("Esc  Back"))
        self._lines.setAccessibleName(words.say("Questions as they were asked"))
        self._missing.setText(words.say(_NOT_HERE))
        self._show()

    def show_asked(self, asked: AsAsked) -> None:
        self._asked = asked
        self._show()
        self._lines.setFocus()

    def put_away(self) -> None:
        """Show no call."""
        self._asked = None
        for part in (self._title, self._form, self._grade):
            part.setText("")
        self._lines.show_lines(())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif step and self._asked and 1 <= self._asked.n + step <= self._asked.of:
            self.other.emit(self._asked.n + step)
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        asked, words = self._asked, self._words
        if asked is None:
            return
        at = day_and_time(words, asked.at)
        which = words.say("assessment {n} of {of} (left, right)", n=asked.n, of=asked.of) if asked.of > 1 else ""
        self._title.setText(" · ".join(filter(None, (words.say("As it was asked"), asked.reference, at, which))))
        script = asked.script
        form = words.say(
            "{form}, version {version}, SHA-256 {hash}", form=asked.title or script.form, version=script.version, hash=script.sha256
        )
        self._form.setText(form)
        self._grade.setText(self._graded(asked))
        self._missing.setVisible(not asked.here)
        self._lines.show_lines(self._questions(asked.lines) if asked.here else _bare(asked))

    def _graded(self, asked: AsAsked) -> str:
        words, grade = self._words, asked.grade
        if grade is None:
            return words.say("not graded yet")
        points = several(words, grade.score, mark("1 point"), mark("{n} points"))
        computed = words.say("computed {band}", band=band_word(words, grade.computed)) if grade.computed != grade.band else ""
        why = f"“{grade.why}”" if grade.why else ""
        return " · ".join(filter(None, (f"{BANDS[grade.band].symbol} {band_word(words, grade.band)}", points, computed, why)))

    def _questions(self, lines: Sequence[AskedLine]) -> tuple[Line, ...]:
        return tuple(self._line(line) for line in lines if line.question.relevant or line.question.value)

    def _line(self, line: AskedLine) -> Line:
        words, question = self._words, line.question
        wording = f"“{question.label}”" if question.spoken else question.short
        how = words.say(_HOW[line.how]) if line.how in _HOW else ""
        points = several(words, line.points, mark("1 point"), mark("{n} points")) if line.points is not None else ""
        gone = "" if question.relevant else words.say("no longer asked, because another answer changed")
        said = answer_words(question)
        detail = " · ".join(filter(None, (said, how, points, gone)))
        return Line(question.path, wording, detail, clock(line.at) if line.at else line.section, tone="" if said else "soft")


def _bare(asked: AsAsked) -> tuple[Line, ...]:
    return tuple(Line(f"{n}", answer.path, answer.value) for n, answer in enumerate(asked.answers))
