"""One call in progress: everything a handler can do between picking up and ringing off."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from callhandler.cases.findings import Findings
from callhandler.cases.flags import Flag
from callhandler.cases.log import PersonLog
from callhandler.desk import closing
from callhandler.desk.closing import Ending, NextStep, Outcome
from callhandler.desk.consulting import Consulting
from callhandler.desk.glance import Wanted
from callhandler.desk.grading import Grading
from callhandler.desk.hand import Hand
from callhandler.desk.paper import Note, Paper
from callhandler.desk.persons import Persons
from callhandler.desk.recognition import Candidate, Searched
from callhandler.desk.said import ABOUT, ABOUT_BORN, AGREED_BAND, BAND_REASON, BAND_SUPERVISOR, SPEAKING_FOR, asks, left
from callhandler.desk.told_before import Before
from callhandler.log.kinds import (
    ActionAgreed,
    Answered,
    Band,
    Body,
    CaseId,
    ContactSorted,
    Corrected,
    KeepingTold,
    Manner,
    Noted,
    PersonId,
    Purpose,
    RowAdded,
    RowRemoved,
)
from callhandler.log.ownership import Beat
from callhandler.people.person import Description
from callhandler.risk.assessment import Assessment
from callhandler.script.question import Changed, Question, Section
from callhandler.store.drafts import Draft, Focus


class OpenCall:
    """A call on the desk. Every act is an entry, kept before the next one; what is being typed is kept as it is typed."""

    def __init__(
        self,
        paper: Paper,
        hand: Hand,
        persons: Persons,
        grading: Grading,
        consulting: Consulting,
        drafts: Sequence[Draft] = (),
        focus: Focus | None = None,
    ) -> None:
        self.paper = paper
        self.consulting = consulting
        self.language = paper.begun.language
        self._hand = hand
        self._persons, self._grading = persons, grading
        self._drafts = {draft.path: draft.text for draft in drafts}
        self._focus = focus

    # What stands

    @property
    def case(self) -> str:
        return self.paper.case

    @property
    def reference(self) -> str:
        return self.paper.begun.reference

    @property
    def started(self) -> datetime:
        return self.paper.at

    @property
    def ended(self) -> bool:
        return self.paper.ended is not None

    def sections(self) -> tuple[Section, ...]:
        return self.paper.script.sections(self.language)

    def question(self, path: str) -> Question:
        return self.paper.script.question(path, self.language)

    def manner(self, path: str) -> str:
        """How the answer came: "asked", "told", or "" where there is none."""
        return self.paper.manners.get(path, "")

    def notes(self) -> tuple[Note, ...]:
        return tuple(self.paper.notes)

    def draft(self, path: str) -> str:
        """What was being typed there and is not yet an answer."""
        return self._drafts.get(path, "")

    def place_left(self) -> tuple[str, int]:
        """The question and the caret when the call was last at hand; ("", 0) at its start."""
        return (self._focus.path, self._focus.caret) if self._focus else ("", 0)

    def still_to_ask(self) -> tuple[Question, ...]:
        """The required questions without an answer that counts; the agreed band is the computed one unless the handler says otherwise."""
        return left(self.paper.script, self.language)

    # Typing, answering, noting

    def typing(self, path: str, text: str, caret: int) -> None:
        """Keep what is being typed; it becomes an answer when the handler moves on."""
        self._drafts[path] = text
        self._focus = Focus(self.case, path, caret, self._hand.now())
        self._hand.pen.keep(Draft(self.case, path, text, caret, self._focus.at))

    def at(self, path: str, caret: int) -> None:
        """Keep where the handler is."""
        self._focus = Focus(self.case, path, caret, self._hand.now())
        self._hand.pen.keep(self._focus)

    def answer(self, path: str, value: str, manner: Manner = "asked") -> Changed:
        """Put an answer on record; "" takes it back. What it says of a person goes into that person's log at once."""
        before = self._earlier() if path in SPEAKING_FOR else frozenset()
        if path == AGREED_BAND and self._grading.lapsed():
            self._ask_again()
        with self._hand.together():
            changed = self._write(Answered(path=path, value=value, manner=manner, language=self.language), clear=(path,))
            for body in (*self._persons.news(path), *self._grading.news(path)):
                self._write(body)
            if path in SPEAKING_FOR:
                self._sort_anew(before)
        self._drafts.pop(path, None)
        return changed

    def _ask_again(self) -> None:
        """A lowered band that something new put aside is not lowered again by the old reason, nor in the old supervisor's name."""
        for path in (BAND_REASON, BAND_SUPERVISOR):
            if self.paper.script.value(path):
                self.answer(path, "")

    def add_row(self, path: str) -> Changed:
        """Open another row of a repeat."""
        return self._write(RowAdded(path=path))

    def remove_row(self, path: str, n: int) -> Changed:
        """Take row n (from 1) back."""
        return self._write(RowRemoved(path=path, row=n))

    def note(self, text: str, path: str = "") -> None:
        """Put a line of the handler's own on record."""
        self._write(Noted(text=text, path=path))

    def told_of_keeping(self) -> bool:
        """Whether the caller was told that what they say about health is kept."""
        return self.paper.keeping

    def tell_of_keeping(self, *, told: bool = True) -> None:
        """Put on record that they were told, or were not after all."""
        self._write(KeepingTold(told=told))

    def switch_language(self) -> None:
        """Speak the other language from here on; answers are kept as codes and count alike."""
        self.language = "en" if self.language == "cy" else "cy"

    # Who it is

    def candidates(self) -> tuple[Candidate, ...]:
        """Who the caller may be, by all that was answered and is being typed."""
        return self._persons.candidates(self._drafts)

    def searched(self) -> Searched:
        """By what the log was searched, and by what it could not be."""
        return self._persons.searched(self._drafts)

    def wanted(self) -> Wanted:
        """All that this call asks of the log, by all that was answered and is being typed."""
        return self._persons.wanted(self._drafts)

    def held_to_be(self) -> tuple[PersonId, ...]:
        """Whom the person affected was held to be, of those in the log."""
        return tuple(sorted(self._persons.one_with_subject() - {self._persons.subject}))

    def accept(self, person: PersonId, why: tuple[str, ...] = ()) -> None:
        """Decide that this is the same person, for the reasons shown; both logs are one from here on, until it is undone."""
        self._write(self._persons.same(person, self._drafts, why))

    def told_before(self, log: PersonLog) -> Mapping[str, Before]:
        """What the script asks and the caller told before, as this opened log says: to be offered, no answer by itself (ADR 0046)."""
        return self._persons.before(log, self._hand.who)

    def refuse(self, person: PersonId, why: tuple[str, ...] = ()) -> None:
        """Decide that this is somebody else."""
        self._write(self._persons.not_same(person, self._drafts, why))

    def undo_link(self) -> None:
        """Take the last decision about a person back."""
        if body := self._persons.undone():
            before = self._earlier()
            self._write(body)
            self._sort_anew(before)

    def for_somebody_else(self) -> bool:
        """Whether the caller speaks for somebody else, on whom the log then hangs."""
        return self._persons.subject != self._persons.caller

    def affected(self) -> Description:
        """The person affected, as far as they were described or are being typed."""
        return self._persons.asked(self._drafts)

    def about(self, name: str = "", phone: str = "", place: str = "") -> None:
        """Describe the person affected, where the caller speaks for somebody else: the log is theirs."""
        for path in ABOUT:
            self._drafts.pop(path, None)
        self._write(self._persons.affected(name, phone, place), clear=ABOUT)

    def born(self, text: str) -> None:
        """The person affected was born on that day: said beside the script, because it tells people of one home apart."""
        self._drafts.pop(ABOUT_BORN, None)
        self._write(self._persons.born(text.strip()), clear=(ABOUT_BORN,))

    def sorted(self) -> ContactSorted:
        """What this contact is, as it stands: a report of its own unless the handler said otherwise."""
        return self.paper.sorted or ContactSorted(purpose="report")

    def sort(self, purpose: Purpose, incident: str = "") -> None:
        """Say what this contact is: a report, or more about a case already told."""
        self._write(ContactSorted(purpose=purpose, incident=incident))

    # The grade, and the end

    def assessment(self, *, ahead: bool = True) -> Assessment:
        """The grade as it stands; without `ahead` at once, and without what the answers still open would change."""
        return self._grading.assessment(ahead=ahead)

    def findings(self) -> Findings:
        """What the area's rules find in the log of the person affected, this call included."""
        return self._grading.findings()

    def flags(self) -> tuple[Flag, ...]:
        """What stands out in that log."""
        return self._grading.flags()

    def override(self, band: Band, why: str, supervisor: str = "") -> None:
        """Set another band. Raises OverrideRefused without a reason, or for a lower one without a supervisor's name."""
        for path, value in self._grading.answers_for(band, why, supervisor).items():
            self.answer(path, value)

    def promise_by(self) -> date | None:
        """The day by which the victim hears from us: as the handler said, or else as the agencies agreed."""
        return self._grading.promise_by()

    def steps(self) -> tuple[NextStep, ...]:
        """What the agreement asks for at this band, ready to be agreed."""
        return closing.steps(self._grading, self.language)

    def agree(self, step: NextStep) -> None:
        """Take a step on."""
        self._write(ActionAgreed(agency=self._hand.who.agency, what=step.code, due=step.due))

    def stay_with(self, carrier: Beat) -> None:
        """Whatever beats are carried here, this call stays."""
        for body in closing.stands_on(self.paper, carrier=carrier):
            self._write(body)

    def end(self, reasons: Mapping[str, str], outcome: Outcome = "closed") -> Ending:
        """Close the call. Raises GapsOpen while a required question has neither an answer nor a reason."""
        self._settle_drafts()
        if not self.paper.script.value(AGREED_BAND):
            self.answer(AGREED_BAND, self.assessment().computed)
        agency = self._hand.who.agency
        bodies, ending = closing.closed(self.paper, self._grading, agency, reasons, outcome, self.language)
        for entry in self._hand.write_all(self.case, [(body, self.paper.standing(body.field)) for body in bodies]):
            self.paper.take(entry)
        return ending

    def _settle_drafts(self) -> None:
        """What was typed and not left yet is an answer too."""
        if self.for_somebody_else() and any(path in self._drafts for path in ABOUT):
            said = self.affected()
            self.about(said.name, said.phone, said.place)
        if ABOUT_BORN in self._drafts:
            self.born(self._drafts[ABOUT_BORN])
        for path, text in tuple(self._drafts.items()):
            if asks(self.paper.script, path) and text != self.paper.script.value(path):
                self.answer(path, text)

    def _earlier(self) -> frozenset[CaseId]:
        return frozenset(one.case for one in self._grading.own()[1:])

    def _sort_anew(self, before: frozenset[CaseId]) -> None:
        """More about a case that is no longer held to be of this person is a report of its own again; `before` = theirs until now."""
        stands, known = self.sorted(), self._earlier()
        sorted_otherwise = stands.purpose != "report" or stands.incident
        if sorted_otherwise and (stands.incident in before - known or (before and not known)):
            self.sort("report")

    def _write(self, body: Body, clear: Sequence[str] = ()) -> Changed:
        replaced = (body.of,) if isinstance(body, Corrected) else self.paper.standing(body.field)
        entry = self._hand.write(self.case, body, replaced, clear)
        self._persons.heard((entry,))
        return self.paper.take(entry)
