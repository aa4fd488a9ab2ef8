"""Who sees a case: each agency with what it holds or would hold, what is left out and why, and one key to share it or to end that."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from callhandler.ui.lines import LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.share_page.shown import PreviewSheet, ShareSheet
from callhandler.ui.spoken import Spoken
from callhandler.words import Words, mark

_LAWFUL = mark(
    "Lawful by section 115 of the Crime and Disorder Act 1998: a power, not a duty, to tell a relevant authority what is necessary or "
    "expedient for preventing crime and disorder; data protection law applies all the same. The share is put on record with this reason."
)
_NOT_SHARE = mark("Your role does not decide who sees this case: an officer, a supervisor or a coordinator shares it.")
_NOT_END = mark("Your role does not end a share: an officer, a supervisor or a coordinator does.")
_DEEDS = ("share", "end", "undo")


class SharePage(QWidget):
    """`looked` carries the audience stood on; `shared` and `ended` the audience decided about; `taken_back` undoes the last of these."""

    left = Signal()
    looked = Signal(str)
    shared = Signal(str)
    ended = Signal(str)
    taken_back = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName("share")
        self._words, self._spoken, self._sheet, self._preview = words, Spoken(), ShareSheet(), PreviewSheet()
        self._title, self._about, self._lawful = PlainLabel(role="title"), PlainLabel(role="spoken"), PlainLabel(role="hint")
        self._said = PlainLabel(role="notice")
        self._said.setObjectName("share_said")
        self._about.setObjectName("share_about")
        self._leave = _button("share_leave", "link")
        self._buttons = {deed: _button(f"share_{deed}", {"share": "main", "undo": "link"}.get(deed, "")) for deed in _DEEDS}
        self._audiences = LinesView(name="share_audiences")
        self._told, self._left_out = LinesView(name="share_told"), LinesView(name="share_left_out")
        self._headings = tuple(PlainLabel(role="heading") for _ in range(3))
        self._lay_out()
        self._connect()
        self.tell("")
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._spoken.speak(words)
        self._show()

    def show_sheet(self, sheet: ShareSheet) -> None:
        """Another case, or the same with what has changed; the keyboard stays where it stood."""
        fresh = sheet.case != self._sheet.case
        self._sheet = sheet
        self._show()
        if fresh and sheet.audiences:
            self._audiences.stand_on(sheet.audiences[0].key)
        self._look()

    def show_preview(self, preview: PreviewSheet) -> None:
        """What the audience stood on would hold."""
        self._preview = preview
        self._show()

    def tell(self, sentence: str) -> None:
        """Say what was done, or why it was not."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def take_focus(self) -> None:
        self._audiences.setFocus()

    def case(self) -> str:
        return self._sheet.case

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif undo:
            self.taken_back.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self._end()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        if audience := self._audiences.chosen():
            self.looked.emit(audience)

    def _share(self) -> None:
        audience, sheet = self._audiences.chosen(), self._sheet
        if sheet.ours and sheet.may_share and audience and audience not in sheet.open_to:
            self.shared.emit(audience)
        elif sheet.ours and audience and audience not in sheet.open_to:
            self.tell(self._words.say(_NOT_SHARE))

    def _end(self) -> None:
        audience, sheet = self._audiences.chosen(), self._sheet
        if sheet.ours and sheet.may_end and audience in sheet.open_to:
            self.ended.emit(audience)
        elif sheet.ours and audience in sheet.open_to:
            self.tell(self._words.say(_NOT_END))

    def _show(self) -> None:
        words, sheet, preview = self._words, self._sheet, self._preview
        self.setAccessibleName(words.say("Who sees {reference}", reference=sheet.reference))
        self._title.setText(words.say("Who sees {reference}", reference=sheet.reference))
        theirs = words.say("A case of {agency}: only they decide who sees it.", agency=sheet.owner)
        barred = words.say(_NOT_SHARE) if sheet.ours and not (sheet.may_share or sheet.may_end) else ""
        self._about.setText(" · ".join(filter(None, (sheet.about, sheet.consent, barred if sheet.ours else theirs))))
        self._audiences.show_lines(sheet.audiences)
        self._told.show_lines(preview.told)
        self._left_out.show_lines(preview.left_out)
        sees = preview.audience in sheet.open_to
        loud = preview.name.upper()
        held, would = words.say("{agency} HOLDS", agency=loud), words.say("{agency} WOULD HOLD", agency=loud)
        self._headings[1].setText(held if sees else would)
        self._buttons["share"].say(words.say("Enter  Share with {agency}", agency=preview.name))
        self._buttons["end"].say(words.say("Delete  End the share with {agency}", agency=preview.name))
        self._buttons["share"].setVisible(bool(sheet.ours and sheet.may_share and preview.audience and not sees))
        self._buttons["end"].setVisible(sheet.ours and sheet.may_end and sees)
        self._buttons["undo"].setVisible(sheet.ours)

    def _lay_out(self) -> None:
        page, columns = QVBoxLayout(self), QHBoxLayout()
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(8)
        top = row_of(self._title, self._leave)
        top.setStretch(0, 1)
        page.addLayout(top)
        stack(page, self._about, self._said)
        left, middle, right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for column, heading, lists in zip(
            (left, middle, right), self._headings, (self._audiences, self._told, self._left_out), strict=True
        ):
            column.setSpacing(6)
            column.addWidget(heading)
            column.addWidget(lists, 1)
            columns.addLayout(column, 1)
        columns.setSpacing(20)
        page.addLayout(columns, 1)
        page.addWidget(self._lawful)
        page.addLayout(row_of(self._buttons["share"], self._buttons["end"], None, self._buttons["undo"]))

    def _connect(self) -> None:
        add = self._spoken.add
        add(mark("AGENCIES"), self._headings[0].setText)
        add(mark("Agencies"), self._audiences.setAccessibleName)
        add(mark("What they hold, or would hold"), self._told.setAccessibleName)
        add(mark("Nothing of this case is in the agreement with them."), self._told.say_empty)
        add(mark("LEFT OUT, AND WHY"), self._headings[2].setText)
        add(mark("Left out, and why"), self._left_out.setAccessibleName)
        add(mark("Nothing is left out."), self._left_out.say_empty)
        add(_LAWFUL, self._lawful.setText)
        add(mark("Esc  Back"), self._leave.say)
        add(mark("Ctrl+Z  Take the last decision back"), self._buttons["undo"].say)
        self._audiences.stood_on.connect(self.looked)
        self._audiences.opened.connect(lambda _audience: self._share())
        self._buttons["share"].clicked.connect(self._share)
        self._buttons["end"].clicked.connect(self._end)
        self._buttons["undo"].clicked.connect(self.taken_back)
        self._leave.clicked.connect(self.left)


def _button(name: str, role: str = "") -> PlainButton:
    button = PlainButton(role=role)
    button.setObjectName(name)
    return button
