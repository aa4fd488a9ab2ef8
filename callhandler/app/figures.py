"""The pages for looking back: a team's asked-rate, the calls held against another version, and one call as it was asked."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from callhandler.app.away import Away
from callhandler.app.session import Session
from callhandler.cases.asked_rate import AskedRate, as_csv, asked_rate
from callhandler.desk.hand import NotRecorded
from callhandler.desk.rescoring import Rescoring, rescored
from callhandler.desk.why import UNASKED, Why
from callhandler.log.entry import Entry
from callhandler.log.kinds import CallStarted
from callhandler.script.call import Call
from callhandler.script.core import core_questions
from callhandler.script.draft import form_in
from callhandler.script.form import Form
from callhandler.script.trouble import ScriptTrouble
from callhandler.ui.asked_page.rate import AskedRatePage
from callhandler.ui.asked_page.then import AsAskedPage
from callhandler.ui.errand import Errand
from callhandler.ui.form_names import names_of
from callhandler.ui.main_window import MainWindow
from callhandler.ui.rescore_page import RescorePage
from callhandler.words import Words, mark

RATE, RESCORE, AS_ASKED = "asked_rate", "rescore", "as_asked"
_COUNTING = mark("The calls are being gone through …")
_KEPT = mark("Kept as {file}.")
_NOT_KEPT = mark("It could not be kept as {file}: {why}.")
_NOT_RECORDED = mark("That you looked could not be put on record, so nothing is shown. Try again.")
ONLY = mark("Only a supervisor or a coordinator may do this.")
Calls = tuple[tuple[Entry, ...], ...]


class Figures(QObject):
    """Puts its pages into the window, fills them away from the screen, and takes them out again."""

    def __init__(self, window: MainWindow, session: Session, now: Callable[[], datetime], words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._desk, self._now, self._words = window, session, session.desk, now, words
        self._blank = Call(session.opened.form, now=now)
        self._rate_page = AskedRatePage(words, lambda path, language: names_of(self._blank, language).question(path))
        self._rescore, self._then = RescorePage(words, self._name), AsAskedPage(words)
        self._case, self._why, self._rate = "", UNASKED, AskedRate((), (), {})
        self._errand: Errand | None = None
        self._away = Away()
        for name, page in ((RATE, self._rate_page), (RESCORE, self._rescore), (AS_ASKED, self._then)):
            window.put(name, page)
            page.left.connect(window.back)
        self._rescore.wanted.connect(self._hold)
        self._rate_page.kept.connect(self._keep)
        self._then.other.connect(lambda n: self.show_as_asked(self._case, self._why, n))

    def speak(self, words: Words) -> None:
        self._words = words
        for page in (self._rate_page, self._rescore, self._then):
            page.speak(words)

    def may_review(self) -> bool:
        """Whether who sits here is a supervisor, as far as anybody vouched for a role (ADR 0026)."""
        may = self._desk.may("review", "contact", "risk")
        self._window.tell("role", "" if may else self._words.say(ONLY), "passing")
        return may

    def show(self, page: str) -> None:
        """Open one of the pages by its name: they look at how others work, so whose role is known must be given it (ADR 0026)."""
        if not self._desk.may("export", "case", "risk"):
            self._window.tell("role", self._words.say(ONLY), "passing")
            return
        if page == RATE:
            self._rate_page.tell(self._words.say(_COUNTING))
            self._go_through(RATE, self._counted, self._show_rate, self._rate_page.tell)
        self._window.show_page(page)

    def show_as_asked(self, case: str, why: Why, n: int = 0) -> None:
        """One call as it was asked, once it is on record that somebody looked, and why they opened the log from which they came."""
        try:
            self._then.show_asked(self._desk.as_asked(case, n, why))
        except NotRecorded:
            self._window.tell("looking", self._words.say(_NOT_RECORDED), "passing")
        else:
            self._case, self._why = case, why
            self._window.show_page(AS_ASKED)

    @property
    def case(self) -> str:
        """The call that is shown as it was asked, or was last."""
        return self._case

    def look_again(self) -> None:
        """The same call as it may be read by now."""
        if self._window.current() == AS_ASKED:
            self.show_as_asked(self._case, self._why)

    def put_away(self) -> None:
        """No call is shown as it was asked any more."""
        self._case = ""
        self._then.put_away()

    def leave(self) -> None:
        """Take the pages out of the window."""
        self.look_no_more()
        for page in (RATE, RESCORE, AS_ASKED):
            self._window.drop(page)

    def look_no_more(self) -> None:
        """Leave the log alone; waits for a reading that is under way."""
        self._away.end()

    def _hold(self, file: str) -> None:
        try:
            new = form_in(Path(file).expanduser())
        except (ScriptTrouble, OSError) as trouble:
            self._rescore.tell(str(trouble))
            return
        self._rescore.tell(self._words.say(_COUNTING))
        self._go_through(RESCORE, lambda calls, forms: self._held(calls, forms, new), self._rescore.show_found, self._rescore.tell)

    def _go_through(
        self, why: str, reckon: Callable[[Calls, dict[str, Form]], object], show: Callable[..., None], tell: Callable[[str], None]
    ) -> None:
        """Read every finished call and reckon with it, both away from the screen."""
        try:
            read = self._desk.finished_calls(why)
        except NotRecorded:
            tell(self._words.say(_NOT_RECORDED))
            return
        self._errand = Errand(lambda: reckon(*self._read(read)))
        self._errand.done.connect(show)
        self._errand.failed.connect(self._failed)
        self._errand.start()

    def _read(self, read: Callable[[], Calls]) -> tuple[Calls, dict[str, Form]]:
        with self._away.held() as wanted:
            calls = read() if wanted else ()
            begun = [entry.body for call in calls for entry in call if isinstance(entry.body, CallStarted)]
            return calls, {one.script.sha256: self._desk.form_of(one) for one in begun}

    def _failed(self, trouble: Exception) -> None:
        if not self._away.over:
            raise trouble

    def _counted(self, calls: Calls, _forms: dict[str, Form]) -> AskedRate:
        own = self._session.hand.who.agency
        team = [call for call in calls if call[0].agency == own]
        return asked_rate(team, core_questions(self._session.opened.form), self._today())

    def _held(self, calls: Calls, forms: dict[str, Form], new: Form) -> Rescoring:
        return rescored(calls, lambda begun: forms[begun.script.sha256], new, self._session.opened.area.questions)

    def _show_rate(self, rate: AskedRate) -> None:
        self._rate = rate
        self._rate_page.show_rate(rate, self._session.hand.who.agency)

    def _keep(self) -> None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        file = folder / f"asked-rate-{self._today().isoformat()}.csv"
        names = {path: names_of(self._blank, self._words.language).question(path) for path in self._rate.questions}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(as_csv(self._rate, names), encoding="utf-8", newline="")
        except OSError as trouble:
            self._rate_page.tell(self._words.say(_NOT_KEPT, file=file, why=trouble.strerror))
        else:
            self._rate_page.tell(self._words.say(_KEPT, file=file))

    def _name(self, name: str) -> str:
        """Of a question by its name in the form, of a floor as "floor:code"."""
        names = names_of(self._blank, self._words.language)
        if name.startswith("floor:"):
            return names.floor(name.removeprefix("floor:"))
        path = next((shape.path for shape in self._session.opened.form.shapes if shape.name == name), name)
        return names.question(path)

    def _today(self) -> date:
        return self._now().astimezone().date()
