"""What is withheld, opened in an emergency by one key; and the review of it by somebody else."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from callhandler.app.figures import AS_ASKED
from callhandler.app.front import Front
from callhandler.app.person_room import PERSON
from callhandler.app.session import SETTLED, Session
from callhandler.cases.glass import Broken
from callhandler.desk.glass import OwnOpening, StaysShut
from callhandler.desk.hand import NotRecorded
from callhandler.desk.looks import references
from callhandler.log.calendar import working_days_after
from callhandler.log.entry import Entry
from callhandler.log.ownership import owner_of
from callhandler.ui.agencies import agency_word
from callhandler.ui.dates import day
from callhandler.ui.glass_page.page import GlassPage
from callhandler.ui.glass_page.review import ReviewPage
from callhandler.ui.glass_page.shown import Withheld
from callhandler.ui.glass_page.telling import open_said, opening_lines, waiting_said
from callhandler.ui.lines import LinesView
from callhandler.ui.main_window import DESK, UNLOCK, MainWindow
from callhandler.words import Words, mark

GLASS, REVIEW = "glass", "glass_review"
_NOTHING = mark("Nothing of this complaint is withheld from you.")
_WHERE = mark("Open a person's log first, and stand on the complaint whose health details you need.")
_ELSEWHERE = mark(
    "This computer was never given the health details of {reference}: no reason opens them here. In an emergency ring {agency}, whose case "
    "it is."
)
_ROLE = mark("Your role opens nothing in an emergency. Ring a supervisor.")
_NOT_RECORDED = mark(
    "It could not be put on record, so nothing was opened. Try again; if a life is in danger, ring 999 and a supervisor now."
)
_OVER = mark("What was opened in an emergency is withheld again.")
_NOT_YOURS = mark("A supervisor or a coordinator other than whoever opened it reviews it.")


class GlassRoom(QObject):
    """Ctrl+G opens, Ctrl+Shift+G reviews. `changed`: more may be read now, or less."""

    changed = Signal()

    def __init__(
        self, window: MainWindow, session: Session, front: Front, now: Callable[[], datetime], words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._front, self._now, self._words = window, session, front, now, words
        self._glass, self._rules = session.desk.glass, session.desk.area.glass
        self._page, self._review = GlassPage(words), ReviewPage(words)
        self._asked = "", ""  # case and person
        self._made: list[Entry] = []  # decisions of this sitting, the last of which can be taken back
        self._timer = QTimer(self, singleShot=True)
        self._keys = QShortcut(QKeySequence("Ctrl+G"), window), QShortcut(QKeySequence("Ctrl+Shift+G"), window)
        window.put(GLASS, self._page)
        window.put(REVIEW, self._review)
        self._connect()

    def speak(self, words: Words) -> None:
        self._words = words
        self._page.speak(words)
        self._review.speak(words)
        self._tell_open()
        self.look()

    def leave(self) -> None:
        self._timer.stop()
        self._glass.close()
        for key in self._keys:
            key.deleteLater()
        for page in (GLASS, REVIEW):
            self._window.drop(page)
        for about in ("glass", "glass-due"):
            self._window.tell(about, "")

    def look(self) -> None:
        """Say what waits for review, wherever whoever reviews is in the program."""
        openings = self._glass.openings() if self._glass.may_review() else ()
        waiting = [one for one in openings if one.settled is None and one.by.casefold() != self._session.hand.who.operator.casefold()]
        late = sum(one.overdue(self._today()) for one in waiting)
        self._window.tell("glass-due", waiting_said(self._words, len(waiting), late), "alert" if late else "notice")
        if self._window.current() == REVIEW:
            self._show_openings()

    def close(self) -> None:
        """The time is over, or the desk is locked: whatever showed it is put away."""
        self._timer.stop()
        if self._glass.close():
            self._front.logs.put_away()
            self._front.figures.put_away()
            if self._window.current() not in {room.case for room in self._front.calls()} | {UNLOCK}:
                self._window.show_page(DESK)
            self._window.tell("glass", self._words.say(_OVER), "notice")
            self.changed.emit()

    # opening

    def ask(self) -> None:
        """Ask for a reason, where one opens anything; otherwise say how it stands."""
        case, person = self._in_front()
        reference = self._reference(case)
        stands = self._glass.stands(case) if case else ""
        said = {
            "": self._words.say(_WHERE),
            "told": self._words.say(_NOTHING),
            "role": self._words.say(_ROLE),
            "elsewhere": self._words.say(_ELSEWHERE, reference=reference, agency=agency_word(self._words, owner_of(case))),
        }
        self._window.tell("glass-no", said.get(stands, ""), "passing")
        if stands == "glass":
            self._asked = case, person
            self._page.ask(self._withheld(reference))
            self._window.show_page(GLASS)

    def _withheld(self, reference: str) -> Withheld:
        by = working_days_after(self._today(), 1, self._session.desk.area.agreement.holidays)
        reasons = tuple((code, self._rules.reason_in(self._words.language, code)) for code in self._rules.reasons)
        return Withheld(reference, self._rules.minutes, day(self._words, by), reasons)

    def _open(self, reason: str, said: str) -> None:
        case, person = self._asked
        try:
            self._glass.open(case, person, reason, said)
        except NotRecorded:
            self._page.refuse(self._words.say(_NOT_RECORDED))
        except StaysShut:
            self._page.refuse(self._words.say(_ROLE))
        else:
            self._timer.start(self._rules.minutes * 60_000)
            self._tell_open()
            self._window.back()
            self._front.logs.look_again()
            self._front.figures.look_again()
            self.changed.emit()

    def _tell_open(self) -> None:
        told = tuple((one, self._reference(one.case)) for one in self._glass.open_now())
        self._window.tell("glass", open_said(self._words, told, self._rules), "alert")

    def _in_front(self) -> tuple[str, str]:
        page, person = self._window.current(), self._front.person_in_front()
        if page == AS_ASKED:
            return self._front.figures.case, person
        complaints = self._window.findChild(LinesView, "person_complaints") if page == PERSON else None
        return (complaints.chosen() or next((line.key for line in complaints.lines()), ""), person) if complaints else ("", "")

    # the review

    def show(self, opening: str = "") -> None:
        """Show what was opened, to whoever reviews it."""
        if not self._glass.may_review():
            self._window.tell("role", self._words.say(_NOT_YOURS), "passing")
            return
        self._review.tell("")
        self._show_openings()
        self._window.show_page(REVIEW)
        self._review.begin(opening)

    def _show_openings(self) -> None:
        self._session.pen.settled(SETTLED)
        self._review.show_openings(opening_lines(self._words, self._glass.openings(), self._rules, self._now()))

    def _settle(self, opening: str, verdict: str, said: str) -> None:
        one = self._opening(opening)
        if one is None:
            return
        try:
            self._made.append(self._glass.review(one, "wrong" if verdict == "wrong" else "right", said))
        except OwnOpening:
            self._review.tell(self._words.say(_NOT_YOURS), "problem")
        else:
            self._decided(self._words.say("On record. Ctrl+Z takes it back."))

    def _take_back(self) -> None:
        if self._made:
            self._glass.take_back(self._made.pop())
            self._decided(self._words.say("Taken back."))

    def _decided(self, sentence: str) -> None:
        self._show_openings()
        self._review.tell(sentence)
        self.look()

    def _show_log(self, opening: str) -> None:
        one = self._opening(opening)
        if one and one.person:
            self._front.open_person(one.person)

    def _opening(self, entry: str) -> Broken | None:
        return next((one for one in self._glass.openings() if one.entry == entry), None)

    def _reference(self, case: str) -> str:
        return references(self._session.opened.vault.logbook, (case,)).get(case, case) if case else ""

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _connect(self) -> None:
        opens, reviews = self._keys
        opens.activated.connect(self.ask)
        reviews.activated.connect(partial(self.show, ""))
        self._timer.timeout.connect(self.close)
        self._page.given.connect(self._open)
        self._page.left.connect(self._window.back)
        self._review.left.connect(self._window.back)
        self._review.settled.connect(self._settle)
        self._review.taken_back.connect(self._take_back)
        self._review.log_wanted.connect(self._show_log)
        self._front.opening_wanted.connect(self.show)
