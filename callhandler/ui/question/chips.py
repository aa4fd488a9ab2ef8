"""Many answers to choose from: a few letters narrow them down, Enter or a digit takes one, and what is taken stands as chips."""

from collections.abc import Sequence
from unicodedata import normalize

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from callhandler.script.question import Option
from callhandler.ui.question.answers import AnswerButton, Keyed, bottom, flowing, keyed, pressed_key, toggled
from callhandler.ui.safe import PlainField
from callhandler.words import Words

GAP = 6
LEAST_FIELD = 200


def folded(text: str) -> str:
    """Small letters without marks, so that "swn" finds "Sŵn"."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if ord(letter) < 0x300 or ord(letter) > 0x36F)


def matching(typed: str, text: str) -> bool:
    """Whether every word typed begins some word of the text."""
    words = folded(text).replace("-", " ").replace(":", " ").replace("'", " ").split()
    return all(any(word.startswith(part) for word in words) for part in folded(typed).split())


class ChipBox(QWidget):
    """Chips of what was answered, a field to narrow the rest down, and the rest; only the field takes the keys."""

    chosen = Signal(str, bool)
    finished = Signal()
    entered = Signal()
    grown = Signal()
    refused = Signal(str)  # what was typed and fits no answer; "" once that is over

    def __init__(self, options: Sequence[Option], question: str, words: Words, parent: QWidget, *, several: bool) -> None:
        super().__init__(parent)
        self.several = several
        self._options, self._question, self._value = tuple(options), question, ""
        self._field = _Field(self, name=question, hint=words.say("type a few letters"))
        self._field.pressed.connect(self._press)
        self._field.textChanged.connect(self._type)
        self._field.entered.connect(self.entered)
        self._field.entered.connect(self._show)
        self._field.left.connect(self._leave)
        self._chips: list[AnswerButton] = []
        self._rest: list[AnswerButton] = []
        self._show()

    def put(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._show()

    def take_focus(self) -> None:
        self._field.setFocus(Qt.FocusReason.TabFocusReason)

    def height_for(self, width: int) -> int:
        return bottom(self._places(width))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        for widget, place in zip((*self._chips, self._field, *self._rest), self._places(self.width()), strict=True):
            widget.setGeometry(place)

    def _leave(self) -> None:
        self._field.clear()
        self._show()

    def _type(self) -> None:
        self._show()
        self.refused.emit("")

    def _show(self) -> None:
        for button in (*self._chips, *self._rest):
            button.hide()
            button.deleteLater()
        chosen = self._value.split()
        rest = [option for option in self._options if option.name not in chosen and self._offered(option)]
        self._chips = [self._button(Keyed("×", option), ticked=True) for option in self._options if option.name in chosen]
        self._rest = [self._button(answer, ticked=False) for answer in keyed(rest)]
        self._field.setAccessibleDescription(", ".join(f"{button.answer.key} {button.answer.option.label}" for button in self._rest))
        self._arrange()
        self.grown.emit()

    def _offered(self, option: Option) -> bool:
        """The rest stands open only while the handler is at it: the column stays short."""
        return self._field.hasFocus() and matching(self._field.text(), option.label)

    def _button(self, answer: Keyed, *, ticked: bool) -> AnswerButton:
        button = AnswerButton(answer, self._question, self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setChecked(ticked)
        button.clicked.connect(lambda: self._take(answer.option.name, told=False))
        button.show()
        return button

    def _press(self, key: str, told: bool) -> None:
        if key == "Enter":
            self._enter(told=told)
        elif key == "Backspace" and self._chips:
            self._take(self._chips[-1].answer.option.name, told=told)
        elif named := next((button for button in self._rest if button.answer.key == key), None):
            self._take(named.answer.option.name, told=told)

    def _enter(self, *, told: bool) -> None:
        text = self._field.text().strip()
        if text and self._rest:
            self._take(self._rest[0].answer.option.name, told=told)
        elif text:
            self.refused.emit(text)
        else:
            self._field.clear()
            self.finished.emit()

    def _take(self, name: str, *, told: bool) -> None:
        taken_back = not self.several and name == self._value
        self._value = "" if taken_back else toggled(self._value, name) if self.several else name
        self._field.clear()
        self._show()
        self.chosen.emit(self._value, told)

    def _places(self, width: int) -> list[QRect]:
        chips = flowing([*(chip.size_within(width) for chip in self._chips), QSize(LEAST_FIELD, self._field.sizeHint().height())], width)
        below = bottom(chips) + GAP
        rest = flowing([button.size_within(width) for button in self._rest], width)
        return [*chips, *(place.translated(0, below) for place in rest)]


class _Field(PlainField):
    """Letters narrow; Enter, a digit, minus, or Backspace in an empty field are pressed instead."""

    pressed = Signal(str, bool)
    left = Signal()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        told = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key := self._key(event):
            self.pressed.emit(key, told)
        else:
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> str:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return ""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return "Enter"
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            return "Backspace"
        return pressed_key(event)
