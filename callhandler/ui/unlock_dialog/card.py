"""The card of the first page: its fields and buttons, laid out from the first thing typed to the way round."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from callhandler.ui.named_field import NamedField
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.spoken import Spoken
from callhandler.words import Words, mark

WIDTH = 36  # in heights of a line of text


class UnlockCard(QFrame):
    """The parts; the page that holds the card decides what they say and do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.title, self.hint = PlainLabel(role="title"), PlainLabel(role="hint")
        self.name = NamedField(name="unlock_name")
        self.phrase = NamedField(name="unlock_passphrase", secret=True)
        self.again = NamedField(name="unlock_again", secret=True)
        self.show_typing = _button("unlock_show", "link")
        self.show_typing.setCheckable(True)
        self.trouble = PlainLabel(role="problem")
        self.trouble.setObjectName("unlock_trouble")
        self.bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.bar.setObjectName("unlock_progress")
        self.go = _button("unlock_go", "main")
        self.other, self.language = _button("unlock_other", "link"), _button("unlock_language", "link")
        self.capture, self._capture_hint = _button("unlock_emergency"), PlainLabel(role="hint")
        QShortcut(QKeySequence("F9"), self).activated.connect(self.capture.click)  # a button forgets its own key when its words change
        self._spoken, self._rule = Spoken(), QFrame()
        self._lay_out()
        self._name_parts()

    def speak(self, words: Words) -> None:
        self._spoken.speak(words)
        other = "Cymraeg" if words.language == "en" else "English"
        self.language.say(f"F8  {other}", other)

    def asked(self, new: bool) -> tuple[NamedField, ...]:
        """The fields to be filled, in their order."""
        return (self.name, self.phrase, self.again) if new else (self.name, self.phrase)

    def hide_typing(self, hidden: bool) -> None:
        for secret in (self.phrase, self.again):
            secret.hide_typing(hidden)

    def offer_capture(self, offered: bool) -> None:
        """Whether a call can be taken from here without opening the store."""
        for part in (self._rule, self.capture, self._capture_hint):
            part.setVisible(offered)

    def only_wait(self, title: str, hint: str) -> None:
        """Nothing is asked; there is only something to wait for."""
        self.title.setText(title)
        self.hint.setText(hint)
        for part in (self.name, self.phrase, self.again, self.show_typing, self.go, self.other):
            part.hide()
        self.offer_capture(False)

    def forget(self) -> None:
        """Leave no passphrase behind in a field."""
        for secret in (self.phrase, self.again):
            secret.field.clear()

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        self.setMaximumWidth(WIDTH * line)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * line, line * 3 // 2, 2 * line, line * 3 // 2)
        column.setSpacing(line * 2 // 3)
        self._rule.setProperty("role", "rule")
        stack(column, self.title, self.hint, self.name, self.phrase, self.again)
        column.addLayout(row_of(self.show_typing, None))
        stack(column, self.trouble, self.bar, self.go)
        column.addLayout(row_of(self.other, None, self.language))
        stack(column, self._rule, self.capture, self._capture_hint)

    def _name_parts(self) -> None:
        self._spoken.add(mark("Collar number or name"), self.name.call_it)
        self._spoken.add(mark("Passphrase"), self.phrase.call_it)
        self._spoken.add(mark("The same passphrase again"), self.again.call_it)
        self._spoken.add(mark("Show what I type"), self.show_typing.say)
        self._spoken.add(mark("Opening your store"), self.bar.setAccessibleName)
        self._spoken.add(mark("F9  Take the call now, without the store"), self.capture.say)
        self._spoken.add(
            mark(
                "Emergency capture: a new call only, nothing from earlier calls. It is kept in memory only until you sign in; "
                "then it joins your log."
            ),
            self._capture_hint.setText,
        )


def _button(name: str, role: str = "") -> PlainButton:
    button = PlainButton(role=role)
    button.setObjectName(name)
    return button
