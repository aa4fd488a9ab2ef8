"""The first page: an operator makes a store on this computer, or opens it; and takes a call at once when neither will do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.dress import dress
from callhandler.ui.errand import Errand
from callhandler.ui.named_field import NamedField
from callhandler.ui.unlock_dialog.card import UnlockCard
from callhandler.ui.unlock_dialog.passphrase import as_typed, judge
from callhandler.words import Words


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the store did not open, and what to do next; `wait` seconds before another try, `capture` when a way round is advised."""

    says: str
    wait: int = 0
    capture: bool = False


@dataclass(frozen=True, slots=True)
class Doors:
    """The ways in. Each may take seconds and may raise; `explain` turns what the world did wrong into words, and what we did into None."""

    create: Callable[[str, str], object]
    unlock: Callable[[str, str], object]
    emergency: Callable[[str], object]
    explain: Callable[[Exception, Words], Trouble | None]


class UnlockPage(QScrollArea):
    """Collar number, passphrase, and the way round them. `opened` carries whatever the door gave."""

    opened = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, words: Words, doors: Doors, *, first_run: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unlock")
        self._words, self._doors, self._new, self._locked = words, doors, first_run, False
        self._waiting = False
        self._errand: Errand | None = None
        self._trouble: Exception | None = None
        self._left = 0
        self._seconds = QTimer(self, interval=1000)
        self._card = UnlockCard()
        self._centre()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._card.speak(words)
        self._say_mode()
        self.setAccessibleName(self._card.title.text())
        self._show_state()

    def lock(self, name: str, check: Callable[[str, str], object]) -> None:
        """The desk was left alone: ask this operator for the passphrase again, through `check`."""
        self._doors = replace(self._doors, unlock=check)
        self._new, self._locked = False, True
        self._card.name.field.setText(name)
        self.speak(self._words)
        self.begin()

    def come_in(self, door: Callable[[], object]) -> None:
        """Let somebody in by a door that asks nothing."""
        self._waiting = True
        self._run(door)
        self.speak(self._words)

    def begin(self) -> None:
        """Put the caret where the operator will type."""
        (self._card.phrase if self._card.name.text() else self._card.name).field.setFocus()

    def _centre(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        row = QHBoxLayout(page)
        row.addStretch(1)
        row.addWidget(self._card, 100, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFocusProxy(self._card.name.field)

    def _connect(self) -> None:
        card = self._card
        for typed in card.asked(new=True):
            typed.field.textChanged.connect(self._show_state)
            typed.field.returnPressed.connect(partial(self._enter, typed))
        card.show_typing.toggled.connect(lambda shown: card.hide_typing(not shown))
        card.go.clicked.connect(self._open)
        card.other.clicked.connect(self._change_mode)
        card.capture.clicked.connect(self._capture)
        card.language.clicked.connect(lambda: self.language_chosen.emit("cy" if self._words.language == "en" else "en"))
        self._seconds.timeout.connect(self._count_down)

    # what it says

    def _say_mode(self) -> None:
        say, card = self._words.say, self._card
        if self._waiting:
            card.only_wait(say("One moment"), say("The demo desk takes its calls. Everybody in them is invented."))
            return
        if self._locked:
            card.title.setText(say("The desk is locked"))
            card.hint.setText(say("It was left alone for a while. Your calls are safe and as you left them."))
        elif self._new:
            card.title.setText(say("Make your store on this computer"))
            card.hint.setText(
                say("All your calls are kept in it. Only you can open it: with this passphrase, on this computer. Nobody can look it up.")
            )
            card.other.say(say("I have a store here: sign in"))
        else:
            card.title.setText(say("Sign in"))
            card.hint.setText(say("Calls in progress open where you left them."))
            card.other.say(say("I am new on this computer: make my store"))
        card.other.setVisible(not self._locked)
        card.offer_capture(not self._locked)
        card.again.setVisible(self._new)

    def _show_state(self) -> None:
        """Say what is still missing, what went wrong, and how long to wait; the button waits until nothing is in its way."""
        ready = self._remark()
        self._card.go.setEnabled(ready and self._left == 0 and self._errand is None)
        self._card.go.say(self._word_for_go())
        self._card.bar.setVisible(self._errand is not None)
        told = self._doors.explain(self._trouble, self._words) if self._trouble else None
        advised = told is not None and told.capture
        dress(self._card.trouble, "notice" if advised else "problem")
        self._card.trouble.setText(told.says if told else "")
        self._card.trouble.setVisible(told is not None)
        dress(self._card.capture, "main" if advised else "")

    def _remark(self) -> bool:
        """Remark on what was typed so far; True once all of it will do."""
        card, words = self._card, self._words
        phrase, again = as_typed(card.phrase.text()), as_typed(card.again.text())
        strength = judge(phrase, card.name.text())
        card.name.remark("")
        card.phrase.remark(strength.said(words) if self._new else "", "good" if strength.enough else "hint")
        card.again.remark(words.say("The two are not the same yet.") if again and again != phrase else "", "warning")
        return bool(card.name.text().strip() and phrase) and (not self._new or (strength.enough and again == phrase))

    def _word_for_go(self) -> str:
        say = self._words.say
        word = say("Go on") if self._locked else say("Make the store and begin") if self._new else say("Open")
        return say("{word} (in {n} s)", word=word, n=self._left) if self._left else word

    # what it does

    def _change_mode(self) -> None:
        self._new, self._trouble = not self._new, None
        self.speak(self._words)
        self.begin()

    def _enter(self, here: NamedField) -> None:
        """Enter says what the field still wants; else it goes to the next one that wants something, and opens once none does."""
        wanting = [each for each in self._card.asked(self._new) if self._missing(each)]
        if here in wanting:
            here.remark(self._missing(here), "problem")
            say_aloud(here, self._missing(here), at_once=True)
        elif wanting:
            wanting[0].field.setFocus()
        elif self._card.go.isEnabled():
            self._open()

    def _missing(self, field: NamedField) -> str:
        """What this field still wants, "" where it will do."""
        card, say = self._card, self._words.say
        phrase = as_typed(card.phrase.text())
        strength = judge(phrase, card.name.text())
        if field is card.name:
            return "" if card.name.text().strip() else say("Write your collar number or your name.")
        if field is card.phrase and self._new:
            return "" if strength.enough else strength.said(self._words)
        if field is card.phrase:
            return "" if phrase else say("Write your passphrase.")
        return "" if as_typed(card.again.text()) == phrase else say("The two are not the same yet.")

    def _open(self) -> None:
        name, phrase = self._card.name.text().strip(), as_typed(self._card.phrase.text())
        door = self._doors.create if self._new else self._doors.unlock
        self._run(lambda: door(name, phrase))

    def _capture(self) -> None:
        name = self._card.name.text().strip()
        self._run(lambda: self._doors.emergency(name))

    def _run(self, door: Callable[[], object]) -> None:
        if self._errand:
            return
        self._trouble, self._errand = None, Errand(door)
        self._errand.done.connect(self._let_in)
        self._errand.failed.connect(self._refuse)
        self._let_type(False)
        self._errand.start()

    def _let_type(self, may: bool) -> None:
        card = self._card
        for part in (card.phrase, card.again, card.show_typing, card.other, card.capture):
            part.setEnabled(may)
        card.name.setEnabled(may and not self._locked)
        self._show_state()

    def _let_in(self, what: object) -> None:
        self._errand = None
        self._card.forget()
        self._let_type(True)
        self.opened.emit(what)

    def _refuse(self, trouble: Exception) -> None:
        told = self._doors.explain(trouble, self._words)
        self._errand, self._trouble = None, trouble if told else None
        self._left = told.wait if told else 0
        self._let_type(True)
        if told is None:
            raise trouble
        if self._left:
            self._seconds.start()
        self._card.phrase.field.selectAll()
        self._card.phrase.field.setFocus()
        say_aloud(self, told.says, at_once=True)

    def _count_down(self) -> None:
        self._left = max(0, self._left - 1)
        if not self._left:
            self._seconds.stop()
        self._show_state()
