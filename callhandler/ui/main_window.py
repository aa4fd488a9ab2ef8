"""The one window of the desk: pages behind each other, the strip above them, and the keys that lead from one to the next."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from callhandler.ui.line_page.shown import LineTold
from callhandler.ui.qt_override import override
from callhandler.ui.status import Banners, Loudness, State
from callhandler.ui.top_strip import CALL_KEYS, CallTab, TopStrip
from callhandler.words import Words

SMALLEST = (1024, 640)
PATIENCE = 10_000  # milliseconds for which a warning about leaving stands
IN_PASSING = 20_000  # milliseconds for which a remark stands; the key that brought it brings it again
DESK, UNLOCK = "desk", "unlock"


class MainWindow(QMainWindow):
    """Pages are put in by name: "unlock", "desk", "person", each open call by its case. No person is ever named in the title (T15)."""

    new_call = Signal()
    page_shown = Signal(str)
    language_chosen = Signal(str)
    larger = Signal(int)  # text: a step up or down, 0 as it was
    sign_in_wanted = Signal()
    line_wanted = Signal()
    paper_wanted = Signal()
    closing = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words, self._locked = words, False
        self._signed_in, self._hands_over = False, False
        self._why_stay: Callable[[], str] = str
        self._warned = QTimer(self, singleShot=True, interval=PATIENCE)
        self._warned.setObjectName("warned")
        self._remark = ""
        self._remarked = QTimer(self, singleShot=True, interval=IN_PASSING)
        self._remarked.setObjectName("remarked")
        self._pages: dict[str, QWidget] = {}
        self._path: list[str] = []
        self._strip, self._banners, self._stack = TopStrip(words), Banners(), QStackedWidget()
        self._keys = self._make_keys()
        self._lay_out()
        self._connect()
        self.sign_in("")
        self.speak(words)

    # what is shown

    def speak(self, words: Words) -> None:
        """Say everything of the window's own in this language; each page is asked by whoever put it in."""
        self._words = words
        self._stay()
        self.setWindowTitle(f"callhandler · {words.say('OFFICIAL-SENSITIVE')}")
        self._strip.speak(words)
        self._strip.offer_sign_in(self._hands_over)

    def sign_in(self, name: str, why_stay: Callable[[], str] = str, *, hands_over: bool = False) -> None:
        """Whose desk this is; "" = nobody's, and no page can be reached by key. `why_stay` says what speaks against leaving now, or "".

        `hands_over`: nobody signed in yet, a call was captured all the same; the way out leads to the sign-in.
        """
        self._signed_in, self._why_stay, self._hands_over = bool(name), why_stay, hands_over
        self._strip.show_operator(name)
        self._strip.offer_sign_in(hands_over)
        self._enable_keys()

    def lock(self) -> None:
        """The desk was left alone: every page but a call in progress leads to the sign-in (R13)."""
        self._locked = True
        self._strip.be_discreet(True)
        if self.current() not in self._strip.cases():
            self.show_page(UNLOCK)

    def unlock(self) -> None:
        """The operator is back, and so is what was in front."""
        self._locked = False
        self._strip.be_discreet(False)
        self.back()

    def show_calls(self, tabs: Sequence[CallTab]) -> None:
        self._strip.show_calls(tabs)
        self._strip.show_current(self.current())

    def tell_saved(self, state: State, why: str = "") -> None:
        """The light; and while something is not saved, the red line that says why and what to do."""
        self._strip.saved.tell(state)
        self.tell("saved", why if state == "unsaved" else "")

    def tell_line(self, told: LineTold | None) -> None:
        """How the line to other agencies stands; None where there is none to speak of."""
        self._strip.tell_line(told)

    def tell(self, about: str, sentence: str, loudness: Loudness = "alert") -> None:
        """A line under the strip that stays until it is taken back with "".

        In passing is said why a key did nothing: it is over with the next page, with the next such remark, or after a while.
        """
        if loudness == "passing" and sentence:
            self._pass()
            self._remark = about
            self._remarked.start()
        self._banners.tell(about, sentence, loudness)

    def _pass(self) -> None:
        """The remark is over."""
        self._remarked.stop()
        self._banners.tell(self._remark, "")

    # pages

    def put(self, name: str, page: QWidget) -> None:
        self._pages[name] = page
        self._stack.addWidget(page)

    def take(self, name: str) -> QWidget:
        """Take a page out, to put it back with something around it."""
        page = self._pages.pop(name)
        self._stack.removeWidget(page)
        return page

    def drop(self, name: str) -> None:
        """Take a page out for good; the page that was in front of it before comes back."""
        page = self._pages.pop(name)
        self._path = [each for each in self._path if each != name]
        if self._stack.currentWidget() is page:
            self.show_page(self._path.pop() if self._path else DESK)
        self._stack.removeWidget(page)
        page.deleteLater()

    def show_page(self, name: str) -> None:
        """Bring a page to the front; its caret is where it was."""
        if self._locked and name not in self._strip.cases():
            name = UNLOCK
        if name not in self._pages or name == self.current():
            return
        self._pass()
        self._path = [*(each for each in self._path if each != name), name]
        self._stack.setCurrentWidget(self._pages[name])
        self._strip.show_current(name)
        self._enable_keys()
        self._stay()
        self._bring_keyboard(self._pages[name])
        self.page_shown.emit(name)

    def back(self) -> None:
        """To the page that was in front before this one."""
        if len(self._path) > 1:
            self._path.pop()
            self.show_page(self._path.pop())

    def current(self) -> str:
        return self._path[-1] if self._path else ""

    # keys and clicks

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8:  # unless the page in front has a use for it of its own
            self._change_language()
        elif event.key() == Qt.Key.Key_Escape and (page := self._pages.get(self.current())) and self._bring_keyboard(page):
            page.keyPressEvent(event)  # Esc is the page's own, also from the strip
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        why = self._why_stay()
        if why and not self._warned.isActive():
            self._warn(why)
            event.ignore()
        else:
            self._stay()
            event.accept()
            self.closing.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only while a warning stands: any key that does not lead out means that the operator goes on working."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self._leads_out(event):
            self._stay()
        return False

    def _warn(self, why: str) -> None:
        """Say what speaks against leaving; done once more while this stands, it is meant."""
        self.tell("closing", why, "notice")
        if app := QApplication.instance():
            app.installEventFilter(self)
        self._warned.start()

    def _stay(self) -> None:
        """The warning is over: the next wish to leave is asked anew."""
        self._warned.stop()
        self.tell("closing", "")
        if app := QApplication.instance():
            app.removeEventFilter(self)

    def _bring_keyboard(self, page: QWidget) -> bool:
        """To the page, where it was there before; False where it is there already."""
        before: QWidget | None = page.focusWidget()
        there = before is not None and before is self.focusWidget()
        if not there:
            (page if before is None else before).setFocus()
        return not there

    def _leads_out(self, event: QKeyEvent) -> bool:
        """A key of Alt+F4 or Ctrl+L, or one pressed on the button that does the same."""
        key, held = event.key(), event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
        on_the_way = key in (Qt.Key.Key_Control, Qt.Key.Key_Alt) or (bool(held) and key in (Qt.Key.Key_F4, Qt.Key.Key_L))
        return on_the_way or self._strip.on_way_out()

    def _make_keys(self) -> tuple[QShortcut, ...]:
        keys = [self._key("F2", lambda: self.show_page(DESK)), self._key("F9", self.new_call.emit), self._key("Ctrl+L", self._leave)]
        keys += [
            self._key("F10", self.line_wanted.emit),
            self._key("Ctrl+P", self.paper_wanted.emit),
            *(self._key(key, partial(self._show_call, key)) for key in CALL_KEYS),
        ]
        for sequence, steps in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            self._key(sequence, partial(self.larger.emit, steps))
        return tuple(keys)

    def _key(self, sequence: str, act: Callable[[], object]) -> QShortcut:
        key = QShortcut(QKeySequence(sequence), self)
        key.activated.connect(act)
        return key

    def _enable_keys(self) -> None:
        """Keys work for whoever is signed in; on the first page F9 is that page's own."""
        for key in self._keys:
            key.setEnabled(self._signed_in and (self.current() != UNLOCK or key.key() != QKeySequence("F9")))

    def _leave(self) -> None:
        if self._hands_over:
            self.sign_in_wanted.emit()
        else:
            self.close()

    def _show_call(self, key: str) -> None:
        self.show_page(self._strip.case_at(key))

    def _change_language(self) -> None:
        self.language_chosen.emit("cy" if self._words.language == "en" else "en")

    def _lay_out(self) -> None:
        self.setMinimumSize(*SMALLEST)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(self._banners)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self._strip.desk.connect(lambda: self.show_page(DESK))
        self._strip.call.connect(self.show_page)
        self._strip.new_call.connect(self.new_call)
        self._strip.language.connect(self._change_language)
        self._warned.timeout.connect(self._stay)
        self._remarked.timeout.connect(self._pass)
        self._strip.log_off.connect(self._leave)
        self._strip.line.connect(self.line_wanted)
