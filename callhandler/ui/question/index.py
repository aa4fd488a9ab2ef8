"""The lines of an index of questions: how each stands, and which of them a few typed letters find."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from callhandler.script.question import Question
from callhandler.ui.question.chips import matching
from callhandler.ui.question.looks import answer_words
from callhandler.ui.safe import shown
from callhandler.words import Words, mark

State = Literal["heading", "answered", "wrong", "required", "open"]
MARKS: dict[State, str] = {"heading": "", "answered": "✓", "wrong": "!", "required": "•", "open": ""}
_SAID: dict[State, str] = {
    "heading": "{question}",
    "answered": mark("{question}: answered"),
    "wrong": mark("{question}: to be put right"),
    "required": mark("{question}: still to ask"),
    "open": "{question}",
}
Index = QModelIndex | QPersistentModelIndex
PATH, STATE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Line:
    """A heading, or a question by its short name; the question's own words and answers find it too."""

    path: str
    text: str
    state: State = "open"
    question: Question | None = field(default=None, compare=False)


def line_of(question: Question, *, wanted: bool) -> Line:
    """How a question stands in the index; `wanted`: it is still to ask."""
    return Line(question.path, question.short or question.label, _state(question, wanted=wanted), question)


def found(typed: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that have every typed word at the start of some word, in the short name before anywhere else."""
    named = [line for line in lines if line.state != "heading" and matching(typed, line.text)]
    others = [line for line in lines if line.state != "heading" and line not in named and matching(typed, _words(line.question))]
    return (*named, *others)


class Lines(QAbstractListModel):
    """Lines for a list on the screen; what a mark means is read in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = Words()
        self._lines: tuple[Line, ...] = ()

    def speak(self, words: Words) -> None:
        self._words = words

    def put(self, lines: Sequence[Line]) -> None:
        """Show these; where only some lines changed, only they are painted again."""
        if [line.path for line in lines] == [line.path for line in self._lines]:
            before, self._lines = self._lines, tuple(lines)
            for row, (old, new) in enumerate(zip(before, lines, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row), self.index(row))
        else:
            self.beginResetModel()
            self._lines = tuple(lines)
            self.endResetModel()

    def row_of(self, path: str) -> int:
        return next((row for row, line in enumerate(self._lines) if line.path == path), -1)

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(self._lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(line.text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._words.say(_SAID[line.state], question=shown(line.text))
            case _ if role == PATH:
                return line.path
            case _ if role == STATE:
                return line.state
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._lines[index.row()].state == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _state(question: Question, *, wanted: bool) -> State:
    if question.relevant and question.problem:
        return "wrong"
    if question.answered:
        return "answered"
    return "required" if wanted else "open"


def _words(question: Question | None) -> str:
    if question is None:
        return ""
    options = " ".join(option.label for option in question.options)
    return f"{question.short} {question.label} {options} {answer_words(question)}"
