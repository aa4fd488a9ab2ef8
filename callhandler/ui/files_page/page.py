"""The files of a complaint: a list with small pictures, one of them large beside it, and a line for what the next one shows."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from callhandler.ui.files_page.look import FileLook
from callhandler.ui.files_page.shown import FilesSheet
from callhandler.ui.lines import LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.spoken import Spoken
from callhandler.words import Words, mark

_EMPTY = mark(
    "Nothing is attached to this complaint yet. Ctrl+O chooses a file, Ctrl+V pastes a picture, or drop files here. "
    "It works without a line."
)
_ON_PURPOSE = mark("Enter opens a photograph. A copy outside this program is saved only with Ctrl+S, twice.")
_HEALTH, _NO_HEALTH = mark("Ctrl+H  It tells of health: yes"), mark("Ctrl+H  It tells of health: no")


class FilesPage(QWidget):
    """`opened` carries the entry of a file; `given` the paths of files that were dropped here; `pasted` asks for what was copied.

    `mistaken` carries the entry of one that is not of this complaint.
    """

    left = Signal()
    opened = Signal(str)
    wanted = Signal()  # choose files to attach
    pasted = Signal()
    given = Signal(object)
    copied = Signal(str)
    mistaken = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName("files")
        self.setAcceptDrops(True)
        self._words, self._spoken, self._sheet, self._tells_of_health = words, Spoken(), FilesSheet(), False
        self._title, self._said = PlainLabel(role="title"), PlainLabel(role="notice")
        self._said.setObjectName("files_said")
        self._hint, self._asks = PlainLabel(role="hint"), PlainLabel(role="heading")
        self._leave, self._save, self._off = _button("files_leave", "link"), _button("files_save"), _button("files_off")
        self._add, self._paste, self._health = _button("files_add", "main"), _button("files_paste"), _button("files_health")
        self._files, self._words_said = LinesView(name="files_list"), PlainField()
        self._words_said.setObjectName("files_words")
        self._look = FileLook(self._files)
        self._files.setItemDelegate(self._look)
        self._picture = PlainLabel(wrap=False)
        self._picture.setObjectName("files_picture")
        self._lay_out()
        self._connect()
        self.tell("")
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._spoken.speak(words)
        self._show()

    def show_sheet(self, sheet: FilesSheet) -> None:
        """Another complaint, or the same with what has changed."""
        if sheet.case != self._sheet.case:
            self._look.pictures = {}
            self.show_picture(QImage())
        self._sheet = sheet
        self._show()

    def show_small(self, pictures: Mapping[str, QImage]) -> None:
        """Small pictures, by the keys of the lines."""
        self._look.pictures = {**self._look.pictures, **pictures}
        self._files.viewport().update()

    def show_picture(self, picture: QImage, about: str = "") -> None:
        """One of them large; a null one takes it away."""
        self._picture.setPixmap(QPixmap.fromImage(picture))
        self._picture.setAccessibleDescription(about)

    def room(self) -> QSize:
        """How large a picture may be."""
        return self._picture.size().expandedTo(QSize(320, 240))

    def tell(self, sentence: str) -> None:
        """Say what was done, or why it was not."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def case(self) -> str:
        return self._sheet.case

    def chosen(self) -> str:
        return self._files.chosen()

    def about_the_next(self) -> tuple[str, bool]:
        """What was said about the next file, and whether it tells of health."""
        return self._words_said.text().strip(), self._tells_of_health

    def begin_anew(self) -> None:
        """The next file is another one."""
        self._words_said.clear()
        self._tells_of_health = False
        self._show()

    def take_focus(self) -> None:
        self._files.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif ctrl and event.key() == Qt.Key.Key_S:
            self.copied.emit(self.chosen())
        elif event.key() == Qt.Key.Key_Delete:
            self.mistaken.emit(self.chosen())
        elif ctrl and event.key() == Qt.Key.Key_H:
            self._turn_health()
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self._sheet.may_attach:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Files of this computer; an address elsewhere is not followed."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.given.emit(paths)

    def _turn_health(self) -> None:
        self._tells_of_health = not self._tells_of_health
        self._show()

    def _show(self) -> None:
        title = self._words.say("Photographs and files: {reference}", reference=self._sheet.reference)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._files.show_lines(self._sheet.lines)
        self._health.say(self._words.say(_HEALTH if self._tells_of_health else _NO_HEALTH))
        for part in (self._add, self._paste, self._health, self._words_said, self._asks, self._off):
            part.setVisible(self._sheet.may_attach)
        for part in (self._save, self._off):
            part.setEnabled(bool(self._sheet.lines))

    def _lay_out(self) -> None:
        page, columns, left = QVBoxLayout(self), QHBoxLayout(), QVBoxLayout()
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(8)
        top = row_of(self._title, self._leave)
        top.setStretch(0, 1)
        page.addLayout(top)
        stack(page, self._said)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setMinimumSize(320, 240)
        stack(left, self._files)
        columns.addLayout(left, 2)
        columns.addWidget(self._picture, 3)
        columns.setSpacing(20)
        page.addLayout(columns, 1)
        stack(page, self._asks)
        page.addLayout(row_of(self._words_said, self._health))
        page.addLayout(row_of(self._add, self._paste, None, self._off, self._save))
        stack(page, self._hint)

    def _connect(self) -> None:
        add = self._spoken.add
        add(mark("Attached files, newest first"), self._files.setAccessibleName)
        add(_EMPTY, self._files.say_empty)
        add(mark("The picture"), self._picture.setAccessibleName)
        add(mark("WHAT THE NEXT ONE SHOWS, AND WHO SENT IT"), self._asks.setText)
        add(mark("What the next file shows, and who sent it"), self._words_said.setAccessibleName)
        add(_ON_PURPOSE, self._hint.setText)
        add(mark("Ctrl+O  Attach a file"), self._add.say)
        add(mark("Ctrl+V  Paste a picture"), self._paste.say)
        add(mark("Ctrl+S  Save a copy"), self._save.say)
        add(mark("Delete  Not of this complaint"), self._off.say)
        add(mark("Esc  Back"), self._leave.say)
        self._files.opened.connect(self.opened)
        self._add.clicked.connect(self.wanted)
        self._paste.clicked.connect(self.pasted)
        self._save.clicked.connect(lambda: self.copied.emit(self.chosen()))
        self._off.clicked.connect(lambda: self.mistaken.emit(self.chosen()))
        self._health.clicked.connect(self._turn_health)
        self._leave.clicked.connect(self.left)


def _button(name: str, role: str = "") -> PlainButton:
    button = PlainButton(role=role)
    button.setObjectName(name)
    return button
