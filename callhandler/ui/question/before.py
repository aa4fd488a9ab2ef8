"""The line under a field that says what the log knows, and which key makes an answer of it; in the field stands only what was said."""

from PySide6.QtWidgets import QWidget

from callhandler.script.question import Question
from callhandler.ui.question.looks import answerable
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Proposed


class BeforeLine(PlainLabel):
    """Stands as long as nothing is answered."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, role="before")
        self.setObjectName("before")
        self.taken_by = ""  # "empty", "over" or ""
        self._proposed: Proposed | None = None
        self.hide()

    def propose(self, proposed: Proposed | None) -> None:
        """What the log knows of it, None = nothing."""
        self._proposed = proposed

    def value(self, question: Question) -> str:
        """What one key would answer; "" where nothing is known, something is answered, or the script offers that answer no longer."""
        if self._proposed is None or question.value or not answerable(question):
            return ""
        chosen_from = {option.name for option in question.options} or {self._proposed.value}
        return self._proposed.value if self._proposed.value in chosen_from else ""

    def stand(self, question: Question, *, current: bool, typed: str) -> bool:
        """Say it, with its keys at the question at hand; says whether the line changed."""
        offered = self._proposed if self.value(question) else None
        self.taken_by = ("over" if typed else "empty") if offered else ""
        keys = (offered.over if typed else offered.keys) if offered and current else ""
        text = "\n".join(filter(None, (offered.said, keys))) if offered else ""
        changed = text != self.text()
        if changed:
            self.setText(text)
            self.setVisible(bool(text))
        return changed
