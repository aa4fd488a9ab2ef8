"""Connects a desk to the shared endpoint, step by step and by keyboard alone; whatever it waits for, calls go on."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.errand import Errand
from callhandler.ui.join_page.stages import FIELDS, SECRET, STAGES, Asked, JoinDoors
from callhandler.ui.named_field import NamedField
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark

AGAIN = 5000  # milliseconds between two questions whether this computer was let in
WIDTH = 40  # in heights of a line of text
LINKS = 3
_EMPTY = mark("This is still empty.")


class JoinPage(QScrollArea):
    """`let_in` is said once an administrator has approved this computer, `signed_in` with the name of whoever signed in."""

    left = Signal()
    let_in = Signal()
    signed_in = Signal(str)

    def __init__(self, words: Words, doors: JoinDoors, *, again: int = AGAIN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("join")
        self._words, self._doors, self._stage = words, doors, "address"
        self._device, self._name = "", ""
        self._secrets: tuple[str, ...] = ()
        self._failed: Exception | None = None
        self._errand: Errand | None = None
        self._then: Callable[..., None] = print
        self._again = QTimer(self, singleShot=True, interval=again)
        self._title, self._hint, self._problem = PlainLabel(role="title"), PlainLabel(role="hint"), PlainLabel(role="problem")
        self._problem.setObjectName("join_problem")
        self._shown = PlainLabel(role="spoken")
        self._shown.setObjectName("join_shown")
        self._fields = {name: NamedField(name=f"join_{name}", secret=name in SECRET) for name in FIELDS}
        self._bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._go, self._leave = _button("join_go", "main"), _button("join_leave", "link")
        self._links = tuple(_button(f"join_link_{n}", "link") for n in range(LINKS))
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        for name, field in self._fields.items():
            field.call_it(words.say(FIELDS[name]))
        self._leave.say(words.say("Esc  Back"))
        self._bar.setAccessibleName(words.say("Asking the shared endpoint"))
        self._show()

    def begin(self, address: str, *, let_in: bool) -> None:
        """Start where this computer stands."""
        if self._stage in ("address", "sign-in", "done") and self._errand is None:
            self._fields["address"].field.setText(self._fields["address"].text() or address)
            self._turn_to("sign-in" if let_in else "address")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def end(self) -> None:
        """Ask no more."""
        self._again.stop()

    # what it says

    def _turn_to(self, stage: str) -> None:
        if stage == "browser":
            self._run(self._doors.by_browser, self._arrived)
            return
        self._stage, self._failed = stage, None
        self._show()
        wanting = [self._fields[name] for name in STAGES[stage].fields if not self._fields[name].text()]
        (wanting[0].field if wanting else self._go).setFocus()
        say_aloud(self, f"{self._title.text()}. {self._hint.text()}")

    def _show(self) -> None:
        stage, say = STAGES[self._stage], self._words.say
        self._title.setText(say(stage.title, name=self._name) if self._stage == "done" else say(stage.title))
        self._hint.setText(say(stage.hint, device=self._device) if self._stage == "waiting" else say(stage.hint))
        self.setAccessibleName(self._title.text())
        for name, field in self._fields.items():
            field.setVisible(name in stage.fields)
        self._shown.setText("\n".join(self._secrets))
        self._shown.setVisible(self._stage == "shown")
        self._go.setVisible(bool(stage.go))
        self._go.say(say(stage.go) if stage.go else "")
        for button, (_, sentence) in zip(self._links, (*stage.others, *((("", ""),) * LINKS)), strict=False):
            button.setVisible(bool(sentence))
            button.say(say(sentence) if sentence else "")
        self._bar.setVisible(self._errand is not None)
        why = self._doors.explain(self._failed, self._words) if self._failed else None
        self._problem.setText(why or "")
        self._problem.setVisible(bool(why))

    # what it does

    def _enter(self, name: str) -> None:
        """Enter goes to the next field that wants something, and on once none does."""
        field = self._fields[name]
        field.remark("" if field.text().strip() else self._words.say(_EMPTY), "problem")
        wanting = [each for each in STAGES[self._stage].fields if not self._fields[each].text().strip()]
        if not wanting:
            self._act()
        elif field.text().strip():
            self._fields[wanting[0]].field.setFocus()

    def _act(self) -> None:
        told = [self._fields[name].text().strip() for name in STAGES[self._stage].fields]
        if not all(told) or self._errand:
            return
        if self._stage == "address":
            self._run(lambda: self._doors.ask(*told), self._asked)
        elif self._stage == "sign-in":
            self._run(lambda: self._doors.sign_in(*told), self._arrived)
        elif self._stage == "set-up":
            self._run(lambda: self._doors.set_up(*told), self._set_up)
        elif self._stage == "shown":
            self._secrets = ()
            self._turn_to("sign-in")

    def _ask_again(self) -> None:
        address, code = (self._fields[name].text().strip() for name in ("address", "code"))
        self._run(lambda: self._doors.ask(address, code), self._asked)

    def _asked(self, asked: Asked) -> None:
        self._device = asked.device
        if asked.let_in:
            self._fields["code"].field.clear()
            self.let_in.emit()
            self._turn_to("sign-in")
        else:
            self._again.start()
            if self._stage != "waiting":
                self._turn_to("waiting")

    def _set_up(self, secrets: tuple[str, ...]) -> None:
        self._secrets = secrets
        for name in ("setup", "chosen"):
            self._fields[name].field.clear()
        self._turn_to("shown")

    def _arrived(self, name: str) -> None:
        self._name = name
        for each in ("password", "digits"):
            self._fields[each].field.clear()
        self._turn_to("done")
        self.signed_in.emit(name)

    def _run(self, what: Callable[[], object], done: Callable[..., None]) -> None:
        if self._errand:
            return
        self._failed, self._errand, self._then = None, Errand(what), done
        self._errand.done.connect(self._done)
        self._errand.failed.connect(self._refused)
        self._errand.start()
        self._show()

    def _done(self, told: object) -> None:
        self._errand = None
        self._then(told)
        self._show()

    def _refused(self, trouble: Exception) -> None:
        self._errand = None
        why = self._doors.explain(trouble, self._words)
        if why is None:
            self._show()
            raise trouble
        self._failed = trouble
        if self._stage == "waiting":
            self._again.start()
        self._show()
        say_aloud(self, why, at_once=True)

    def _lay_out(self) -> None:
        page, card = QWidget(), QFrame()
        page.setProperty("role", "page")
        card.setProperty("role", "card")
        line = self.fontMetrics().height()
        card.setMaximumWidth(WIDTH * line)
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * line, line * 3 // 2, 2 * line, line * 3 // 2)
        column.setSpacing(line * 2 // 3)
        head = row_of(self._title, self._leave)
        head.setStretch(0, 1)
        column.addLayout(head)
        stack(column, self._hint, self._shown, *self._fields.values(), self._problem, self._bar, self._go, *self._links)
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addWidget(card, 100, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        for name, field in self._fields.items():
            field.field.returnPressed.connect(partial(self._enter, name))
        for n, button in enumerate(self._links):
            button.clicked.connect(partial(self._follow, n))
        self._go.clicked.connect(self._act)
        self._leave.clicked.connect(self.left)
        self._again.timeout.connect(self._ask_again)

    def _follow(self, n: int) -> None:
        self._turn_to(STAGES[self._stage].others[n][0])


def _button(name: str, role: str) -> PlainButton:
    button = PlainButton(role=role)
    button.setObjectName(name)
    return button
