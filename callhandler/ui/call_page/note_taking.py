"""The handler's own lines in a call: put on record as they are written, and sent to a question when they belong to one."""

from collections.abc import Callable

from callhandler.ui.call_page.frame import CallFrame
from callhandler.ui.call_page.needs import NOTES, CallInHand
from callhandler.words import Words


class NoteTaking:
    """Hears the notes of a page. `told` puts an answer on record that was told rather than asked."""

    def __init__(self, call: CallInHand, frame: CallFrame, told: Callable[[str, str], None]) -> None:
        self._call, self._frame, self._told = call, frame, told
        self._sending = ""
        notes = frame.right.notes
        notes.written.connect(self.write)
        notes.typed.connect(lambda text, caret: call.typing(NOTES, text, caret))

    def write(self, text: str, path: str = "") -> None:
        """Put a line on record; `path` is the question it belongs to."""
        self._call.note(text, path)
        self._frame.show_notes(self._call)

    def enter(self, words: Words) -> None:
        """The caret came to the notes."""
        self._call.at(NOTES, 0)
        self._frame.strip.put(words, "notes")

    def take_along(self) -> None:
        """A selected line goes along to the question that the handler goes to next."""
        self._sending = self._frame.right.notes.selected()
        self._frame.index.ask(self._sending)
        self._frame.index.take_focus()

    def arrive(self, path: str) -> None:
        """Leave the line at this question."""
        if self._sending:
            self._send(self._sending, path)
        self._sending = ""
        self._frame.index.ask("")

    def _send(self, text: str, path: str) -> None:
        """A line answers a question that is typed and still open; any other keeps it beside its answer."""
        question = self._call.question(path)
        if question.kind == "text" and not question.value:
            self._told(path, text)
        else:
            self.write(text, path)
