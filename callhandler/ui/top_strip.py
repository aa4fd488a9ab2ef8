"""The dark line at the top of the window: the desk and the open calls by key, the marking, and whether all is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from callhandler.ui.line_page.light import LineLight
from callhandler.ui.line_page.shown import LineTold
from callhandler.ui.qt_override import override
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.spoken import Spoken
from callhandler.ui.status import Marking, SavedLight
from callhandler.words import Words, mark

CALL_KEYS = ("F3", "F4", "F5")


@dataclass(frozen=True, slots=True)
class CallTab:
    """One open call on the strip: which, and by what the handler tells it from the other."""

    case: str
    label: str
    name: str = ""


class TopStrip(QFrame):
    """Buttons with their keys on them. Everything here is also done by that key."""

    desk = Signal()
    call = Signal(str)
    new_call = Signal()
    language = Signal()
    log_off = Signal()
    line = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._words, self._spoken = words, Spoken()
        self._desk, self._new = _button("strip_desk", "tab"), _button("strip_new", "bar")
        self._desk.setCheckable(True)
        self._calls: dict[str, PlainButton] = {}
        self._shown: tuple[CallTab, ...] = ()
        self._keys: dict[str, str] = {}
        self._discreet, self._named = False, True
        self.marking, self.saved, self._line = Marking(words), SavedLight(words), LineLight(words)
        self._operator = PlainLabel(role="bar-dim", wrap=False)
        self._operator.setObjectName("strip_operator")
        self._operator_name = ""
        self._language, self._off = _button("strip_language", "bar"), _button("strip_off", "bar")
        self._tabs, self._left, self._right = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()
        self._connect()
        self.speak(words)
        self.show_operator("")

    def speak(self, words: Words) -> None:
        self._words = words
        self._spoken.speak(words)
        self.setAccessibleName(words.say("Desk, calls and line"))
        self._language.say("Cymraeg" if words.language == "en" else "English")
        self.marking.speak(words)
        self.saved.speak(words)
        self._line.speak(words)
        self.show_calls(self._shown)

    def show_operator(self, name: str) -> None:
        """Who is signed in; "" while nobody is: then only the marking and the language are there."""
        self._operator_name = name
        self._operator.setText(name)
        self._operator.setAccessibleName(name)
        for part in (self._desk, self._new, self.saved, self._operator, self._off, *self._calls.values()):
            part.setVisible(bool(name))

    def tell_line(self, told: LineTold | None) -> None:
        """How the line to other agencies stands; None where there is none to speak of."""
        self._line.tell(told)
        self._fold()

    def offer_sign_in(self, offered: bool) -> None:
        """The way out leads to a sign-in, because what was captured must be handed over first."""
        self._off.say(self._words.say("Ctrl+L  Sign in and hand over") if offered else self._words.say("Ctrl+L  Log off"))
        self._fold()

    def show_calls(self, tabs: Sequence[CallTab]) -> None:
        """One tab for each open call, in the order of their keys."""
        for gone in self._calls.keys() - {tab.case for tab in tabs}:
            self._drop(gone)
        self._give_keys(tabs)
        self._shown = tuple(sorted(tabs, key=lambda tab: self._keys.get(tab.case, "~")))
        for place, tab in enumerate(self._shown):
            button = self._calls.get(tab.case) or self._add(tab.case)
            if self._tabs.indexOf(button) != place:
                self._tabs.insertWidget(place, button)
            button.stackUnder(self._new)  # a screen reader goes by this order
            self._say_call(button, tab)
        self._fold()

    def be_discreet(self, discreet: bool) -> None:
        """Name nobody while the desk is locked."""
        self._discreet = discreet
        self.show_calls(self._shown)

    def show_current(self, page: str) -> None:
        """Mark which page is in front: "desk" or a case."""
        for name, button in (("desk", self._desk), *self._calls.items()):
            button.setChecked(name == page)

    def on_way_out(self) -> bool:
        """Whether the keyboard is on the button that leads out."""
        return self._off.hasFocus()

    def cases(self) -> tuple[str, ...]:
        return tuple(self._calls)

    def case_at(self, key: str) -> str:
        """The call that this key leads to, or ""."""
        return next((case for case, has in self._keys.items() if has == key), "")

    def _give_keys(self, tabs: Sequence[CallTab]) -> None:
        """A call keeps its key for as long as it is open; one without takes the lowest that is free."""
        self._keys = {tab.case: self._keys[tab.case] for tab in tabs if tab.case in self._keys}
        free = [key for key in CALL_KEYS if key not in self._keys.values()]
        self._keys |= dict(zip((tab.case for tab in tabs if tab.case not in self._keys), free, strict=False))

    def _say_call(self, button: PlainButton, tab: CallTab) -> None:
        """The name stands on the strip while there is room; a screen reader is told it in any case."""
        whole = tab.label if self._discreet else f"{tab.label} {self._name(tab)}"
        key = f"{self._keys[tab.case]}  " if tab.case in self._keys else ""
        button.say(f"{key}{whole if self._named else tab.label}", self._words.say("Call {label}", label=whole))

    def _name(self, tab: CallTab) -> str:
        return tab.name or self._words.say("no name yet")

    def _drop(self, case: str) -> None:
        button = self._calls.pop(case)
        self._tabs.removeWidget(button)
        button.hide()
        button.deleteLater()

    def _add(self, case: str) -> PlainButton:
        button = _button(f"strip_call_{case}", "tab")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.call.emit(case))
        self._calls[case] = button
        return button

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # something on the strip says more, or less, than before; its rows have it by now
            self._fold_rows()
        return super().event(event)

    def _lay_out(self) -> None:
        self._halves.setContentsMargins(6, 2, 6, 2)
        self._left.addWidget(self._desk)
        self._left.addLayout(self._tabs)
        self._left.addWidget(self._new)
        self._left.addStretch()
        self._right.addWidget(self.marking, 1)
        for part in (self.saved, self._line, self._operator, self._language, self._off):
            self._right.addWidget(part)
        for row in (self._halves, self._left, self._right, self._tabs):
            row.setSpacing(6)
        self._halves.addLayout(self._left)
        self._halves.addLayout(self._right, 1)

    def _fold(self) -> None:
        """Lay the strip out anew; asks for a layout, so whatever answers such a request must not call it, or it never ends."""
        for row in (self._tabs, self._left, self._right):
            row.invalidate()  # or it remembers the width of a smaller type
        self._fold_rows()

    def _fold_rows(self) -> None:
        """One line where all of it fits, without the names of callers if need be; two where the text is large."""
        names = 0 if self._discreet else sum(self._width_of_name(tab) for tab in self._shown)
        bare = self._left.sizeHint().width() - (names if self._named else 0)
        right = self._right.minimumSize().width() + self._line.spared(now=True) + self._operator_spared()
        beside = self.width() - right - 24
        one_line = bare <= beside
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if one_line else QBoxLayout.Direction.TopToBottom)
        self._name_callers(bare + names <= (beside if one_line else self.width() - 12))
        self._fit_right(0 if one_line else right + 12 - self.width())

    def _fit_right(self, over: int) -> None:
        """Where two lines are too narrow still: the light says less, and after that the operator's name is cut; the marking never is."""
        self._line.be_brief(over > 0)
        over -= self._line.spared(now=False)
        name = self._operator.fontMetrics()
        room = name.horizontalAdvance(self._operator_name) - over
        cut = name.elidedText(self._operator_name, Qt.TextElideMode.ElideRight, room) if over > 0 else self._operator_name
        self._operator.setText(cut)

    def _operator_spared(self) -> int:
        name = self._operator.fontMetrics()
        return name.horizontalAdvance(self._operator_name) - name.horizontalAdvance(self._operator.text())

    def _name_callers(self, named: bool) -> None:
        if named != self._named:
            self._named = named
            for tab in self._shown:
                self._say_call(self._calls[tab.case], tab)

    def _width_of_name(self, tab: CallTab) -> int:
        return self._calls[tab.case].fontMetrics().horizontalAdvance(f" {self._name(tab)}") if tab.case in self._calls else 0

    def _connect(self) -> None:
        self._spoken.add(mark("F2  Desk"), self._desk.say)
        self._spoken.add(mark("F9  New call"), self._new.say)
        self._desk.clicked.connect(self.desk)
        self._new.clicked.connect(self.new_call)
        self._language.clicked.connect(self.language)
        self._off.clicked.connect(self.log_off)
        self._line.clicked.connect(self.line)


def _button(name: str, role: str) -> PlainButton:
    button = PlainButton(role=role)
    button.setObjectName(name)
    return button
