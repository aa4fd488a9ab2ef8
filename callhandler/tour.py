"""Plays a first call and a repeat call by itself through the real window, by keyboard alone, and leaves a picture of each step."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from callhandler.config import RESOURCES
from callhandler.demo import MovedClock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from callhandler.app.program import Program
    from callhandler.script.question import Question
    from callhandler.ui.main_window import MainWindow
    from callhandler.ui.question.card import QuestionCard

SIZE = (1366, 768)
COLLAR, PASSPHRASE = "4821 Okafor", "quiet harbour lantern nine"
MOST_STEPS = 90  # of a call: the script has some seventy questions
MOST_DIGITS = 11  # nine digits, 0 for "don't know" and minus for "declined"
REST = 80  # milliseconds in which the screen comes to rest
PATIENCE = 120_000  # milliseconds; an endpoint takes its time to come up on a busy computer
PACE = 5  # letters a second


def tour(out: Path, area: str = "generic", say: Callable[[str], None] = print) -> int:
    """Play the tour into a folder; returns the number of pictures. Everybody in it is invented, and its store goes with it."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9]-*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, program_in(Path(folder), area) as (program, clock):
        guide = Guide(program, clock, out, say)
        guide.sign_in()
        guide.first_call()
        guide.next_week()
        guide.log_off()
        guide.together(Path(folder), area)
    say(f"{guide.taken} pictures are in {out}.")
    return guide.taken


@contextmanager
def program_in(folder: Path, area: str, *, demo: bool = False) -> "Iterator[tuple[Program, MovedClock]]":
    from PySide6.QtWidgets import QApplication

    from callhandler.app.clock import wall_clock
    from callhandler.app.doors import Entrance
    from callhandler.app.program import Program
    from callhandler.store.secrets import KeptInMemory
    from callhandler.ui import theme
    from callhandler.words import Words

    running = QApplication.instance()
    theme.apply(running if isinstance(running, QApplication) else QApplication(sys.argv[:1]))
    clock = MovedClock(wall_clock())
    program = Program(Entrance(folder, area, KeptInMemory()), clock, Words("en"))
    program.window.resize(*SIZE)
    program.start(demo=demo)
    yield program, clock
    program.window.deleteLater()


class Guide:
    """Presses the keys, takes the pictures, and says what happens."""

    def __init__(self, program: "Program", clock: MovedClock, out: Path, say: Callable[[str], None]) -> None:
        self._window, self._clock, self._out, self._say = program.window, clock, out, say
        told = yaml.load((RESOURCES / "demo" / "tour.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - reads texts alone
        self.first, self.second = told["first"], told["first"] | told["second"]
        self.taken = 0

    def sign_in(self) -> None:
        """A new operator makes a store: a collar number, a passphrase, the passphrase again."""
        self.picture("sign-in", "A new operator signs in. No account is there before them, and nobody can look the passphrase up.")
        for text in (COLLAR, PASSPHRASE, PASSPHRASE):
            self.type(text)
            self.press("Return")
        self.wait(lambda: self._window.current() == "desk")
        self.picture("empty-desk", "The desk is empty and says what to do.")

    def first_call(self) -> None:
        """A first call, from picking up to ringing off."""
        self.press("F9")
        self.picture("call-begins", "F9: the call has a reference and the caller has a log before a word is typed.")
        self.take(self.first, {"caller_name": "account-first", "r_often": "risk-rises"})
        self.picture("answered", "Everything asked is answered. What the caller did not know is a gap, never a no.")
        self.press("F8")
        self.picture("cymraeg", "F8: every spoken line flips to Welsh at once; the answers stay as they are.")
        self.press("F8")
        self.close(self.first, "first")
        self.press("Escape")

    def next_week(self) -> None:
        """The same woman rings again; the desk knows her before she has said what happened."""
        self._clock.now += timedelta(days=8, hours=3)
        self.press("F9")
        self.type("The same boys.")
        self.press("Return")
        self.answer_until("caller_name", self.second)
        self.type("Margret Jones")
        self.wait(self.somebody_is_offered)
        self.picture("known-again", "Eight days later, a name misspelt: the log offers who this may be, and says why.")
        self.press("Return")
        self.type(self.second["caller_phone"])
        self.picture("surer", "With the number it is surer.")
        self.press("Ctrl+1")
        self.picture("accepted", "Ctrl+1: her story stands beside the call: complaints, promises, flags, needs.")
        self.press("Ctrl+6")  # a new incident, not more about the earlier one
        self.press("Return")
        self.answer_until("location", self.second)
        self.picture("known-home", "What she told before stands under the open field; Enter says that it is still so.")
        self.take(self.second, {"r_home": "repeat"})
        self.picture("high", "A threat aimed at her, and not the first time: the band is high, and the panel says why.")
        self.press("Ctrl+I")
        self.picture("her-log", "Ctrl+I: every complaint since the first call, her bands over time, what was promised.")
        self.press("Escape")
        self.close(self.second, "second")
        self.press("Escape")
        self.press("F2")
        self.wait(self._dues_stand)
        self.picture("desk", "F2: today's calls, and everything due, the overdue first.")

    def log_off(self) -> None:
        """Log-off ends the program, and the keys go with it."""
        self.press("Ctrl+L")
        self.settle()

    def together(self, folder: Path, area: str) -> None:
        """The demo's three agencies at one endpoint on this computer, where the part that serves one is installed."""
        from callhandler.app.touring import show_partnership

        if find_spec("uvicorn") is None or getattr(sys, "frozen", False):
            return
        with program_in(folder / "town", area, demo=True) as (program, clock):
            self.at(program.window)
            self._clock = clock
            show_partnership(self, program)
            program.put_away()

    def at(self, window: "MainWindow") -> None:
        """Go on in this window, as if somebody had turned to it."""
        self._window = window
        window.activateWindow()
        self.settle()

    # a call

    def take(self, answers: Mapping[str, str], pictures: Mapping[str, str]) -> None:
        """Follow the caret through the script and answer what it stands at."""
        seen: set[str] = set()
        for _ in range(MOST_STEPS):
            question = self.question()
            if question is None or question.path in seen:
                return
            seen.add(question.path)
            name = question.path.rsplit("/", 1)[-1]
            if name in pictures:
                self.picture(pictures[name], "The script follows the caller; the panel grades as the answers come.")
            self.answer(question, answers.get(name, ""))

    def answer_until(self, last: str, answers: Mapping[str, str]) -> None:
        """Answer on, up to a question."""
        for _ in range(MOST_STEPS):
            question = self.question()
            if question is None or question.path.endswith(f"/{last}"):
                return
            self.answer(question, answers.get(question.path.rsplit("/", 1)[-1], ""))

    def answer(self, question: "Question", value: str) -> None:
        """Press what gives this answer; without one, go on."""
        from callhandler.ui.question.answers import ALONE, keyed

        offered = {option.name: option.label for option in question.options}
        if not value or (offered and not offered.keys() >= set(value.split())):
            return self.leave(question, "Down" if offered else "Return")
        if not offered:
            if value == self.known():
                self._clock.now += timedelta(seconds=2)  # it is asked all the same, before Enter says that it is still so
            else:
                self.type(value)
            return self.press("Return")
        keys = {one.option.name: one.key for one in keyed(question.options)}
        typed = "autocomplete" in question.appearance or len(keys) > MOST_DIGITS
        for name in value.split():
            self.type(offered[name] if typed else keys[name].replace("−", "-"))
            if typed:
                self.press("Return")
        if question.kind == "many" and value not in ALONE:
            self.press("Return")
        return None

    def leave(self, question: "Question", key: str) -> None:
        """Leave a question open; right after an answer that moved on by itself, the first Enter is not taken for that."""
        self.press(key)
        here = self.question()
        if here and here.path == question.path:
            self.press(key)

    def close(self, answers: Mapping[str, str], which: str) -> None:
        """Close the call: grade it, give one key of reason for what was left, and read the reference out."""
        self.press("Ctrl+Return")
        self.picture(f"closing-{which}", "Ctrl+Enter: the band with its reasons, and one key of reason for each question left.")
        self.take(answers, {})
        self.press("Ctrl+Return")  # goes to the first question that was left, if any was
        self.press("Alt+5")
        self.press("Ctrl+Return")
        self.picture(f"read-out-{which}", "The reference, a plain summary to read out, the next steps, and the promise.")

    def question(self) -> "Question | None":
        """The question at which the caret stands."""
        card = self._card()
        return card.question if card else None

    def known(self) -> str:
        """What Enter would answer there, because the log knows it; "" where it does not."""
        card = self._card()
        return card.proposed() if card else ""

    # keys and pictures

    def press(self, keys: str) -> None:
        """One key with its modifiers, such as "Ctrl+Return", wherever the caret is."""
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        QTest.keySequence(self._at(), QKeySequence(keys))
        self._clock.now += timedelta(seconds=1)
        self.settle()

    def type(self, text: str) -> None:
        """Letters, one after the other."""
        from PySide6.QtTest import QTest

        QTest.keyClicks(self._at(), text)
        self._clock.now += timedelta(seconds=len(text) / PACE)
        self.settle()

    def picture(self, name: str, what: str) -> None:
        """Take a picture, and say what it shows."""
        self.settle()
        self.taken += 1
        file = self._out / f"{self.taken:02}-{name}.png"
        self._window.grab().save(str(file))
        self._say(f"{file.name}: {what}")

    def settle(self) -> None:
        """Let the screen come to rest."""
        from PySide6.QtCore import QEventLoop, QTimer

        resting = QEventLoop()
        QTimer.singleShot(REST, resting.quit)
        resting.exec()

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait until something stands. Raises TimeoutError after two minutes."""
        for _ in range(PATIENCE // REST):
            if until():
                return
            self.settle()
        raise TimeoutError("The tour waited in vain for the screen.")

    def _card(self) -> "QuestionCard | None":
        from callhandler.ui.question.card import QuestionCard

        widget: QWidget | None = self._window.focusWidget()
        while widget and not isinstance(widget, QuestionCard):
            widget = widget.parentWidget()
        return widget if isinstance(widget, QuestionCard) else None

    def somebody_is_offered(self) -> bool:
        """The log is searched away from the screen: what it finds stands there a moment after the letter."""
        from PySide6.QtWidgets import QWidget

        return any(one.isVisible() and one.objectName().startswith("person_") for one in self._window.findChildren(QWidget))

    def _dues_stand(self) -> bool:
        from callhandler.ui.lines import LinesView

        dues = self._window.findChild(LinesView, "desk_due")
        return bool(dues and dues.lines())

    def _at(self) -> "QWidget":
        focus: QWidget | None = self._window.focusWidget()
        return focus or self._window
