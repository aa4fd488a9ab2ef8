"""The answers offered to a question, as numbered buttons in flowing lines: a digit answers, Alt and a digit says it was told."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from callhandler.script.question import Option
from callhandler.ui.safe import shown
from callhandler.ui.theme import Colour

UNKNOWN, DECLINED, NONE = "dk", "declined", "none"
ALONE = frozenset((UNKNOWN, DECLINED, NONE))  # in a multiple choice each of these stands alone
DIGITS = "123456789"


class Keyed(NamedTuple):
    """An answer and the key that gives it; "" where the nine digits have run out."""

    key: str
    option: Option


def keyed(options: Sequence[Option]) -> tuple[Keyed, ...]:
    """The answers with their keys, in the script's order: 1 to 9, then 0 for "don't know" and - for "declined"."""
    ordinary = [option for option in options if option.name not in (UNKNOWN, DECLINED)]
    numbered = [Keyed(DIGITS[n] if n < len(DIGITS) else "", option) for n, option in enumerate(ordinary)]
    last = {UNKNOWN: "0", DECLINED: "−"}
    return (*numbered, *(Keyed(last[option.name], option) for option in options if option.name in last))


def toggled(value: str, name: str) -> str:
    """A multiple answer with one more tick, or one less; "none", "don't know" and "declined" push out all others and give way to them."""
    chosen = value.split()
    if name in chosen:
        return " ".join(each for each in chosen if each != name)
    return name if name in ALONE else " ".join([*(each for each in chosen if each not in ALONE), name])


def pressed_key(event: QKeyEvent) -> str:
    """Which answer key this is, with or without Alt, on either part of the keyboard: "1" to "9", "0", "−" or ""."""
    if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
        return ""
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return chr(event.key())
    return "−" if event.key() == Qt.Key.Key_Minus else ""


def flowing(sizes: Sequence[QSize], width: int, gap: int = 6) -> list[QRect]:
    """Where things of these sizes stand when they fill one line after the other, as words do."""
    x, y, tallest = 0, 0, 0
    places = []
    for size in sizes:
        if x and x + size.width() > width:
            x, y, tallest = 0, y + tallest + gap, 0
        places.append(QRect(x, y, size.width(), size.height()))
        x, tallest = x + size.width() + gap, max(tallest, size.height())
    return places


def bottom(places: Sequence[QRect]) -> int:
    """How high these places are together."""
    return max((place.bottom() + 1 for place in places), default=0)


class AnswerButton(QAbstractButton):
    """One answer, with its key before it."""

    entered = Signal()

    def __init__(self, answer: Keyed, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.answer = answer
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setObjectName(f"answer:{answer.option.name}")
        self._label = shown(answer.option.label)
        self._natural: QSize | None = None
        self.setAccessibleName(f"{answer.key} {self._label}, {shown(question)}".strip())

    def tick(self, ticked: bool) -> None:
        """Stand ticked or not. Qt lets nobody untick the one that was chosen of several that exclude each other, unless they do not."""
        excludes = self.autoExclusive()
        self.setAutoExclusive(False)
        self.setChecked(ticked)
        self.setAutoExclusive(excludes)

    def size_within(self, width: int) -> QSize:
        """The size of the button, its words wrapped where they would pass `width`."""
        if self._natural is None:
            self.ensurePolished()
            self._natural = self._size(10_000)
        return self._natural if self._natural.width() <= width else self._size(width)

    def _size(self, width: int) -> QSize:
        pad = self._pad()
        whole = self.fontMetrics().boundingRect(QRect(0, 0, max(width - 2 * pad, 1), 10_000), self._flags(), self._words())
        return QSize(min(whole.width() + 2 * pad, width), max(whole.height() + pad, 24))

    @override
    def sizeHint(self) -> QSize:
        return self.size_within(10_000)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._natural = None

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink, edge = self._colours()
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(QColor(ink))
        inside = self.rect().adjusted(self._pad(), 0, -self._pad(), 0)
        flags = self._flags() if self.size_within(10_000).width() > self.width() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, int(flags | Qt.AlignmentFlag.AlignVCenter), self._words())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # Space too: the answers know whether it was meant

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def _words(self) -> str:
        return f"{self.answer.key}  {self._label}" if self.answer.key else self._label

    def _flags(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag(int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap))

    def _pad(self) -> int:
        return round(self.fontMetrics().height() * 0.65)

    def _colours(self) -> tuple[Colour, Colour, Colour]:
        if self.isChecked():
            return Colour.BLUE, Colour.ON_BLUE, Colour.INK if self.hasFocus() else Colour.BLUE
        return (Colour.HOVER if self.underMouse() else Colour.CARD), Colour.INK, Colour.BLUE if self.hasFocus() else Colour.EDGE


class Answers(QWidget):
    """All the answers of one question. Tab stops at them once; the arrow keys go from one to the next, Space takes what they reached."""

    chosen = Signal(str, bool)  # the value as it stands now, and whether it was told rather than asked
    entered = Signal()
    refused = Signal(str)  # what was typed and answers nothing; "" once that is over

    def __init__(self, options: Sequence[Option], question: str, parent: QWidget, *, several: bool) -> None:
        super().__init__(parent)
        self.several = several
        self._value = ""
        self._first = ""
        self._reached = False  # by an arrow key, since the keys came here
        self._buttons = [self._button(answer, question) for answer in keyed(options)]
        self.put("")

    def put(self, value: str) -> None:
        """Show this as what was answered."""
        self._value = value
        ticked = value.split()
        for button in self._buttons:
            button.tick(button.answer.option.name in ticked)
        first = next((button for button in self._buttons if button.answer.option.name == self._first), None)
        self._stop_at(next((button for button in self._buttons if button.isChecked()), first or next(iter(self._buttons), None)))

    def begin_at(self, name: str) -> None:
        """The keys come to this answer first, as long as none is given."""
        if name != self._first:
            self._first = name
            self.put(self._value)

    def take_focus(self) -> None:
        stop = next((button for button in self._buttons if button.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if stop:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def height_for(self, width: int) -> int:
        return bottom(self._places(width))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        for button, place in zip(self._buttons, self._places(self.width()), strict=True):
            button.setGeometry(place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        told = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        named = next((button for button in self._buttons if button.answer.key == pressed_key(event) != ""), None)
        if named:
            self._choose(named, told=told)
            event.setAccepted(told)  # the page hears of a bare digit too: it may be the first word of a sentence
        elif self._reached and event.key() == Qt.Key.Key_Space:
            self._choose(self._at_hand(), told=told)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._value:
            self.put("")
            self.chosen.emit("", False)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._along(1 if event.key() == Qt.Key.Key_Right else -1)
        elif typing(event):
            self.refused.emit(event.text())
            event.ignore()  # the page may make a note of it
        else:
            event.ignore()

    def _button(self, answer: Keyed, question: str) -> AnswerButton:
        button = AnswerButton(answer, question, self)
        button.setAutoExclusive(not self.several)
        button.clicked.connect(lambda: self._choose(button, told=False))
        button.entered.connect(self._enter)
        return button

    def _choose(self, button: AnswerButton, *, told: bool) -> None:
        name = button.answer.option.name
        self.put(toggled(self._value, name) if self.several else name)
        self._stop_at(button)
        self.chosen.emit(self._value, told)

    def _along(self, step: int) -> None:
        here = self._buttons.index(self._at_hand())
        button = self._buttons[(here + step) % len(self._buttons)]
        self._stop_at(button)
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._reached = True
        self.refused.emit("")

    def _at_hand(self) -> AnswerButton:
        return next((button for button in self._buttons if button.hasFocus()), self._buttons[0])

    def _enter(self) -> None:
        self._reached = False
        self.entered.emit()

    def _stop_at(self, stop: AnswerButton | None) -> None:
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)

    def _places(self, width: int) -> list[QRect]:
        return flowing([button.size_within(width) for button in self._buttons], width)


def typing(event: QKeyEvent) -> bool:
    """Whether this key would put a letter, a sign or a space into a text."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return not held and event.text().isprintable() and event.text() != "" and pressed_key(event) == ""
