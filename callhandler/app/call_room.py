"""One call with everything around it on the page: who the caller may be, what they told before, and where they stand in the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from callhandler.app.saved_watch import SavedWatch
from callhandler.app.seeker import Seeker
from callhandler.cases.area import Area
from callhandler.cases.log import PersonLog
from callhandler.desk.glance import Beside, Sight
from callhandler.desk.open_call import OpenCall
from callhandler.desk.said import ABOUT_BORN, CALLER_NAME, CALLER_PHONE, DESCRIBING, GUARDING, PLACE, SPEAKING_FOR
from callhandler.script.question import Changed
from callhandler.ui import shown
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.earlier_panel import EarlierPanel
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.telling import Teller
from callhandler.ui.telling_around import around_told, seen_told
from callhandler.ui.telling_before import before_told
from callhandler.ui.telling_contact import PURPOSES, affected_told, contact_told
from callhandler.ui.telling_person import person_told, story_told
from callhandler.ui.top_strip import CallTab
from callhandler.words import Words, mark

_NOT_RECORDED = mark("That you looked could not be put on record yet, so nobody new is shown.")
_ASKED_AT = {"phone": CALLER_PHONE, "postcode": PLACE, "number": PLACE, "street": PLACE, "town": PLACE}


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
        seeker: Seeker,
        saved: SavedWatch,
    ) -> None:
        super().__init__()
        self._seeker, self._disk, self._turn = seeker, saved, 0
        self._sight: Sight | None = None
        self._beside: Beside | None = None
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
        """Look for whoever fits what was answered and is being typed; the answer comes when it comes."""
        if not self.over:
            self._turn += 1
            self._panel.look()
            self._seeker.seek(replace(self._call.wanted(), turn=self._turn))

    def _show_known(self) -> None:
        """Show what is known of whoever was accepted, and of what this call is."""
        tell = self._teller(self._call.language)
        self._panel.show_known(self._story(tell), self._call.affected().born)
        self._panel.show_call(affected_told(self._call), contact_told(tell, self._call, self._log) if self._log else None)
        complaints = person_told(tell, self._log, self._today()).complaints if self._log else ()
        self._earlier.show_complaints([each for each in complaints if each.case != self.case])
        self._offer()

    def _offer(self) -> None:
        """What they told before is offered where nothing is answered yet, and no longer once they are not held to be who they were."""
        before = self._call.told_before(self._log) if self._log and not self.over else {}
        offered = before_told(self._teller(self._call.language), before, self._today())
        self.page.propose(offered)
        self._panel.propose_born(offered.get(ABOUT_BORN))

    def _seen(self, sight: Sight) -> None:
        if sight.wanted.case == self.case and sight.wanted.turn == self._turn:
            self._sight = sight
            self._show_sight()

    def _seen_beside(self, beside: Beside) -> None:
        if beside.wanted.case == self.case and beside.wanted.turn == self._turn:
            self._beside = beside
            self._show_beside()

    def _show_sight(self) -> None:
        """Whom it found, once it is on record that they are shown (R1)."""
        if not self._sight or self.over:
            return
        if self._call.consulting.may_show(self._sight.people, self._sight.wanted.terms):
            tell, searched = self._teller(self._call.language), self._sight.searched
            found = [seen_told(tell, each, self._today()) for each in self._sight.seen]
            self._panel.show_people(shown.Searched(searched.people, searched.by, searched.not_by), found, self._story(tell))
        elif self._disk.in_trouble:
            self._not_saved()

    def _show_beside(self) -> None:
        if self._beside and not self.over and self._call.consulting.may_show(self._beside.people, self._beside.wanted.terms):
            around = around_told(self._teller(self._call.language), self._beside, self._today())
            wide = self._earlier.isVisible()
            self._earlier.show_around(around)
            self._panel.show_around(shown.Around(around.number) if wide else around)

    def _saved(self, ids: tuple[str, ...]) -> None:
        """Whoever waited for the disk may be shown now."""
        if self._call.consulting.saved(ids):
            self._show_sight()
            self._show_beside()

    def _not_saved(self) -> None:
        if self._panel.looking():
            self._panel.say_trouble(self._teller(self._call.language).words.say(_NOT_RECORDED))

    def _why(self, person: str) -> tuple[str, ...]:
        """The reasons that were shown for somebody."""
        seen = self._sight.seen if self._sight else ()
        return next((tuple(why.code for why in each.candidate.why) for each in seen if each.candidate.person == person), ())

    def _story(self, tell: Teller) -> shown.Story | None:
        """The log as it was opened, under the flags as they stand now."""
        if self._log is None:
            return None
        flags = tuple(flag.code for flag in self._call.flags())
        return replace(story_told(tell, self._log, self._today(), but=self.case), flags=flags)

    def _know_again(self) -> None:
        """Somebody was accepted before the call was left or the power went: show their story again."""
        known = next(iter(self._call.held_to_be()), "")
        self._log = self._log_of(known) if known else None

    def _accept(self, person: str) -> None:
        self._call.accept(person, self._why(person))
        self._log = self._log_of(person)
        self.page.remember(self._undo)
        self._decided()

    def _refuse(self, person: str) -> None:
        self._call.refuse(person, self._why(person))
        self.page.remember(self._undo)
        self._decided()

    def _undo(self) -> None:
        self._call.undo_link()
        self._know_again()
        self._decided()

    def _describe(self, name: str, phone: str, place: str) -> None:
        self._call.about(name, phone, place)
        self._decided()

    def _born(self, text: str) -> None:
        self._call.born(text)
        self._decided()

    def _ask(self, part: str) -> None:
        """Go to the question that would decide who this is."""
        if self._call.for_somebody_else():
            self._panel.describe()
        else:
            self.page.go(_ASKED_AT.get(part, CALLER_NAME))

    def _sort(self, kind: str, case: str) -> None:
        purpose, about = PURPOSES[kind]
        self._call.sort(purpose, case if about else "")
        self._decided()

    def _decided(self) -> None:
        self._show_known()
        self._recognise()
        self.page.refresh()

    # listening

    def _listen(self) -> None:
        page, panel = self.page, self._panel
        self._seeker.seen.connect(self._seen)
        self._seeker.beside.connect(self._seen_beside)
        self._disk.written.connect(self._saved)
        self._disk.troubled.connect(self._not_saved)
        panel.born.connect(self._born)
        panel.wanted.connect(self._ask)
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
            self._show_known()
            self._recognise()
            self.renamed.emit()
        elif self._log:
            self._panel.show_flags([flag.code for flag in self._call.flags()])
            if changed.paths & GUARDING:
                self._offer()

    def _speak(self, language: str) -> None:
        words = self._teller(language).words
        self._panel.speak(words)
        self._earlier.speak(words)
        self._show_known()
        self._show_sight()
        self._show_beside()
        self._recognise()
        self.language_switched.emit()

    def _today(self) -> date:
        return self._now().astimezone().date()
