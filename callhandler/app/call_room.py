"""One call with everything around it on the page: who the caller may be, what they told before, and where they stand in the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from callhandler.cases.area import Area
from callhandler.cases.log import PersonLog
from callhandler.desk.open_call import OpenCall
from callhandler.desk.said import CALLER_NAME, DESCRIBING, SPEAKING_FOR
from callhandler.script.question import Changed
from callhandler.ui import shown
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.earlier_panel import EarlierPanel
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.telling import Teller
from callhandler.ui.telling_contact import PURPOSES, affected_told, contact_told
from callhandler.ui.telling_person import person_told, story_told
from callhandler.ui.top_strip import CallTab
from callhandler.words import Words


class CallRoom(QObject):
    """The call, its page, and the panels that the desk adds. `log_of` opens a person's log, on record; None where it may not be shown."""

    renamed = Signal()
    language_switched = Signal()
    person_wanted = Signal(str)
    left = Signal(str)
    ended = Signal(str)

    def __init__(
        self,
        call: OpenCall,
        area: Area,
        now: Callable[[], datetime],
        teller: Callable[[str], Teller],
        log_of: Callable[[str], PersonLog | None],
    ) -> None:
        super().__init__()
        self._call, self._now, self._teller, self._log_of = call, now, teller, log_of
        words = Words(call.language)
        self._log: PersonLog | None = None
        self._panel = PeoplePanel(words, self._today)
        self._earlier = EarlierPanel(words, now)
        self.page = CallPage(call, words, area, now, people=self._panel, earlier=self._earlier)
        self._listen()
        self._know_again()
        self._speak(call.language)

    @property
    def case(self) -> str:
        return self._call.case

    @property
    def over(self) -> bool:
        return self._call.ended

    @property
    def language(self) -> str:
        """The language of the caller."""
        return self._call.language

    def switch_language(self) -> None:
        """Speak the other language with this caller."""
        self.page.switch_language()

    def tab(self) -> CallTab:
        """The end of the reference, and the name once it is given."""
        return CallTab(self.case, "-".join(self._call.reference.split("-")[-2:]), self._call.question(CALLER_NAME).value[:20])

    # who it is

    def _recognise(self) -> None:
        """Show who fits what was answered and is being typed."""
        tell, searched = self._teller(self._call.language), self._call.searched()
        found = [tell.found(each) for each in self._call.candidates()]
        self._panel.show_people(shown.Searched(searched.people, searched.by, searched.not_by), found, self._story(tell))
        self._panel.show_call(affected_told(self._call), contact_told(tell, self._call, self._log) if self._log else None)
        complaints = person_told(tell, self._log, self._today()).complaints if self._log else ()
        self._earlier.show_complaints([each for each in complaints if each.case != self.case])

    def _story(self, tell: Teller) -> shown.Story | None:
        """The log as it was opened, under the flags as they stand now."""
        if self._log is None:
            return None
        flags = tuple(flag.code for flag in self._call.flags())
        return replace(story_told(tell, self._log, self._today(), but=self.case), flags=flags)

    def _know_again(self) -> None:
        """Somebody was accepted before the call was left or the power went: show their story again."""
        known = next((each.person for each in self._call.candidates() if each.linked), "")
        self._log = self._log_of(known) if known else None

    def _accept(self, person: str) -> None:
        self._call.accept(person)
        self._log = self._log_of(person)
        self.page.remember(self._undo)
        self._decided()

    def _refuse(self, person: str) -> None:
        self._call.refuse(person)
        self.page.remember(self._undo)
        self._decided()

    def _undo(self) -> None:
        self._call.undo_link()
        self._know_again()
        self._decided()

    def _describe(self, name: str, phone: str, place: str) -> None:
        self._call.about(name, phone, place)
        self._decided()

    def _sort(self, kind: str, case: str) -> None:
        purpose, about = PURPOSES[kind]
        self._call.sort(purpose, case if about else "")
        self._decided()

    def _decided(self) -> None:
        self._recognise()
        self.page.refresh()

    # listening

    def _listen(self) -> None:
        page, panel = self.page, self._panel
        page.typed.connect(self._typed)
        page.changed.connect(self._changed)
        page.language_switched.connect(self._speak)
        page.left.connect(lambda: self.left.emit(self.case))
        page.ended.connect(lambda _ended: self.ended.emit(self.case))
        panel.accepted.connect(self._accept)
        panel.refused.connect(self._refuse)
        panel.undone.connect(self._undo)
        panel.opened.connect(self.person_wanted)
        panel.told.connect(self._describe)
        panel.typed.connect(self._describing)
        panel.finished.connect(page.back)
        panel.sorted.connect(self._sort)

    def _typed(self, path: str, _text: str) -> None:
        if path in DESCRIBING:
            self._recognise()

    def _describing(self, part: str, text: str, caret: int) -> None:
        self._call.typing(f"about:{part}", text, caret)
        self._recognise()

    def _changed(self, changed: Changed) -> None:
        if changed.paths & SPEAKING_FOR:
            self._know_again()
        if changed.paths & (DESCRIBING | SPEAKING_FOR):
            self._recognise()
            self.renamed.emit()
        elif self._log:
            self._panel.show_flags([flag.code for flag in self._call.flags()])

    def _speak(self, language: str) -> None:
        words = self._teller(language).words
        self._panel.speak(words)
        self._earlier.speak(words)
        self._recognise()
        self.language_switched.emit()

    def _today(self) -> date:
        return self._now().astimezone().date()
