"""The desk: takes calls, keeps those in progress, opens people's logs, and knows what is due. The only writer of the logbook."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Literal

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint
from callhandler.cases.due import Due
from callhandler.cases.log import PersonLog, complaints_of, log_of
from callhandler.desk.afterwards import Afterwards
from callhandler.desk.allowed import may
from callhandler.desk.as_asked import AsAsked, as_asked, without_health
from callhandler.desk.beats import Beats
from callhandler.desk.consulting import Consulting
from callhandler.desk.dues import Dues
from callhandler.desk.duplicates import Duplicates, Review
from callhandler.desk.finding import keyed
from callhandler.desk.forms import Forms, Published, version_of
from callhandler.desk.glance import Glancing, Seen, stands_out
from callhandler.desk.glass import Glass
from callhandler.desk.grading import Grading
from callhandler.desk.hand import Hand
from callhandler.desk.joining import Joining
from callhandler.desk.looks import PRINTED, Kept, kept_of, number_of_copy
from callhandler.desk.open_call import OpenCall
from callhandler.desk.paper import Paper, laid_out
from callhandler.desk.partners import Partners
from callhandler.desk.persons import Persons
from callhandler.desk.recognition import LINKS, Candidate, PeopleBook
from callhandler.desk.reference import reference
from callhandler.desk.rescoring import finished
from callhandler.desk.rights import Rights
from callhandler.desk.said import names_oneself
from callhandler.desk.sharing import Sharing
from callhandler.desk.today import Taken, Today
from callhandler.desk.why import UNASKED, Reasons, Why
from callhandler.log.entry import Entry
from callhandler.log.kinds import ActionDone, Body, CallStarted, CaseId, ContactMade, PersonDescribed, PersonId, Reviewed, Viewed
from callhandler.people.person import Description
from callhandler.protocol.decision import Action, Field
from callhandler.risk.assessment import OverrideRefused
from callhandler.script.call import Call
from callhandler.script.form import Form
from callhandler.store.logbook import Logbook

Looked = Literal["case", "person", "search"]


class Desk:
    """One operator's desk, over one logbook."""

    def __init__(self, hand: Hand, logbook: Logbook, area: Area, form: Form | Forms) -> None:
        """`form`: the one that is asked, or all of them where several versions are asked side by side."""
        self.area = area
        self.forms = form if isinstance(form, Forms) else Forms(logbook, (Published(form),))
        self._hand, self._logbook = hand, logbook
        self._book = PeopleBook(logbook, area.questions, area.protected)
        self._hand.listeners.append(self._book.heard)
        self._glancing: Glancing | None = None
        self.sharing = Sharing(hand, logbook)
        self.beats = Beats(hand, logbook, area.beats)
        self.partners = Partners(hand, logbook, area.discloses)
        self.reasons = Reasons(hand, logbook, self._book, area)
        self.rights = Rights(hand, logbook, self._book, area)
        self.glass = Glass(hand, logbook, area)
        self._today, self._dues = Today(hand, logbook, area), Dues(hand, logbook, self.glass)
        self._taken = len(self._today.cases())
        self._calls = {case: self._reopened(case) for case in logbook.open_cases()}

    # Calls

    def start_call(self, number: str = "", channel: str = "phone") -> OpenCall:
        """Take a call: from here on it has a reference, and the caller has a log."""
        if self._hand.pen.settled(0):  # what was heard is on the disk, and need not be held beside it
            self._book.written_down()
            if self._glancing:
                self._glancing.written_down()
        case, at = self._hand.new_case(), self._hand.now()
        form = self.forms.in_force(at.date())
        self._taken += 1
        caller = f"{case}.caller"
        begun = CallStarted(
            reference=reference(self.area.prefix, self._logbook.device.id, at.date(), self._taken),
            area=self.area.code,
            script=version_of(form),
            caller=caller,
            number=number,
            channel=channel,
            language=self.area.languages[0],
        )
        described = PersonDescribed(person=caller, role="caller", phone=number)
        self._calls = {one.case: one for one in self.calls()}  # those that ended are in the log, and are let go of here
        self._calls[case] = self._laid_out(case, self._hand.write_all(case, ((begun, ()), (described, ()), *self.beats.of_a_new_case())))
        return self._calls[case]

    def calls(self) -> tuple[OpenCall, ...]:
        """The calls in progress, oldest first."""
        return tuple(call for call in self._calls.values() if not call.ended)

    def last_at_hand(self) -> OpenCall | None:
        """The call in which the handler last typed; None where no call is in progress."""
        focus = self._logbook.focus()
        call = self._calls.get(focus.case) if focus else None
        return call if call and not call.ended else next(reversed(self.calls()), None)

    def today(self) -> tuple[Taken, ...]:
        """Today's calls, newest first."""
        return self._today.calls()

    # People

    def find(self, name: str = "", phone: str = "", place: str = "", *, why: Why = UNASKED) -> tuple[Candidate, ...]:
        """Who in the log is like this description; the search itself is put on record first. Raises NotRecorded, ReasonWanted."""
        self.reasons.check_search(why)
        found = self._book.like(Description("", name, phone, place=place), most=20)
        people = " ".join(one.person for one in found) or "nobody"
        self._view("search", people, self._hand.new_case(), terms=keyed(self._logbook, (name, phone, place)), why=why)
        return found

    def stands_out(self, found: Candidate) -> Seen:
        """Somebody found, as a list may show them."""
        return stands_out(found, self._book, self.area, self._hand.now().date())

    def glancing(self) -> Glancing:
        """What looks things up for the calls here, away from the screen: in a book of its own, which hears all that this desk hears."""
        if self._glancing is None:
            book = PeopleBook(self._logbook, self.area.questions, self.area.protected)
            book.heard(self._book.links())
            self._glancing = Glancing(book, self.area, self._hand.now)
            self._hand.listeners.append(self._glancing.heard)
        return self._glancing

    def person(self, person: PersonId, purpose: str = "routine", why: Why = UNASKED) -> PersonLog:
        """A person's log; that it was opened, and why, is put on record first (R1). Raises NotRecorded, ReasonWanted."""
        own = self._book.complaints(self._book.one_with(person))
        self.reasons.check(own, why)
        self._view("person", person, own[-1].case if own else self._hand.new_case(), purpose, why=why)
        near = self._book.complaints_near(place for one in own for place in (one.home, one.place) if place)
        entries = self._logbook.entries(cases={one.case for one in (*own, *near)}) if own else ()
        return self.glass.may_tell(log_of(person, (*entries, *self._book.links()), self.area, self._hand.now()), entries)

    def copied(self, what: Literal["person", "case"], subject: str, why: Why = UNASKED) -> str:
        """Put on record that a copy on paper is made; gives its number, the end of that line's id. Raises NotRecorded, ReasonWanted."""
        own = self._book.complaints(self._book.one_with(subject)) if what == "person" else ()
        self.reasons.check(own, why, copying=what == "person")
        case = subject if what == "case" else own[-1].case if own else self._hand.new_case()
        return number_of_copy(self._view(what, subject, case, PRINTED, why=why).id)

    def kept_about(self, log: PersonLog) -> Kept:
        """Who looked at this log, and what was decided about it that does not agree."""
        return kept_of(log, self._logbook, self._book, self._hand.now())

    def combine(self, one: PersonId, other: PersonId, why: tuple[str, ...]) -> Entry:
        """Decide that two descriptions are one person, for these reasons. Raises NoReason."""
        return self.joining().combine(one, other, why)

    def hold_apart(self, one: PersonId, other: PersonId, why: tuple[str, ...]) -> Entry:
        """Decide that they are two people: they are not offered as one again. Raises NoReason."""
        return self.joining().hold_apart(one, other, why)

    def undo_tie(self, entry: str) -> Entry:
        """Take such a decision back. Raises NothingDecided."""
        return self.joining().undo(entry)

    def joining(self) -> Joining:
        """All decisions about who is who."""
        return Joining(self._hand, self._book)

    def afterwards(self) -> Afterwards:
        """What follows a call: closing its case, and the case review."""
        return Afterwards(self._hand)

    def duplicates(self) -> Duplicates:
        """Pairs that may be one person. It looks in a book of its own, so that it can be asked away from the screen."""
        book = PeopleBook(self._logbook, self.area.questions, self.area.protected)
        book.heard(self._book.links())
        return Duplicates(self._hand, self._logbook, book, self.area)

    def looked_at(self, review: Review) -> None:
        """Put on record whom such a look found, before it is shown (R1). Raises NotRecorded."""
        self._view("search", review.people(), self._hand.new_case(), "duplicates")

    def part(self, one: PersonId, other: PersonId) -> None:
        """Take back that two descriptions are one person: both logs come apart again, whole."""
        self.joining().part(one, other)

    # What is due

    def due(self) -> tuple[Due, ...]:
        """Promises, actions, lowered bands, and the reviews of the coming week; the overdue first."""
        return self._dues.look()

    def done(self, case: CaseId, action: str, words: str = "") -> None:
        """An action was done; `action` is the entry that agreed it."""
        self._write(case, ActionDone(action=action, words=words))

    def contacted(self, case: CaseId, how: str, words: str = "", *, reached: bool) -> None:
        """Somebody reached the victim, or tried to."""
        self._write(case, ContactMade(how=how, reached=reached, words=words))

    def review(
        self, case: CaseId, assessment: str, verdict: Literal["confirmed", "returned"], words: str = "", supervisor: str = ""
    ) -> None:
        """A supervisor confirms a lowered band, or sends it back: then the computed band holds again.

        Raises OverrideRefused where whoever lowered it would confirm it.
        """
        complaint = self.complaint(case)
        lowered_by = {grade.actor for grade in complaint.grades if grade.entry == assessment} if complaint else set()
        if verdict == "confirmed" and any(names_oneself(supervisor, actor) for actor in lowered_by):
            raise OverrideRefused("own-supervisor")
        self._write(case, Reviewed(of=assessment, verdict=verdict, words=words, supervisor=supervisor))

    def complaint(self, case: CaseId) -> Complaint | None:
        """One complaint as the log tells it."""
        return next(iter(complaints_of(self._logbook.entries(case=case), self.area)), None)

    def as_asked(self, case: CaseId, n: int = 0, why: Why = UNASKED) -> AsAsked:
        """A call exactly as it was asked, at its nth assessment (0: the last). That somebody looks is put on record first (R1).

        Raises NotRecorded.
        """
        self._view("case", case, case, "as asked", why=why)
        asked = as_asked(self._logbook.entries(case=case), self.forms.asked, self.area.questions, n)
        return without_health(asked, self.area.discloses) if self.glass.shut(case) else asked

    # All calls together

    def finished_calls(self, why: str) -> Callable[[], tuple[tuple[Entry, ...], ...]]:
        """What reads every call that was ended, away from the screen. That somebody looks is put on record now (R1). Raises NotRecorded."""
        self._view("search", why, self._hand.new_case())
        return lambda: finished(self._logbook.entries(beside=("call-ended",)))

    def form_of(self, begun: CallStarted) -> Form:
        """The form that a call began under; where that is not kept here, the one in force."""
        return self.forms.asked(begun.script) or self.forms.in_force(self._hand.now().date())

    # Other desks

    def may(self, action: Action, *fields: Field) -> bool:
        """Whether whoever sits here may do this with any of these parts of their agency's own cases (ADR 0026)."""
        return may(self._hand.who, action, *fields)

    def came(self, read: Sequence[Entry], gone: Collection[CaseId] = ()) -> None:
        """The line brought these entries, and took these cases away: what the desk remembers follows. On the desk's own thread."""
        for entry in read:
            self._hand.clock.heard(entry.hlc, self._hand.now())
        cases = {entry.case for entry in read}
        links = self._logbook.entries(cases=cases, kinds=LINKS) if cases else ()
        self._book.put_away(gone)
        self._book.told_more(cases, links)
        self._today.came(read, gone)
        self._dues.heard(read, gone)
        if self._glancing:
            self._glancing.came(cases, links, gone)

    def went_on(self) -> None:
        """The line did, and may have brought into sight what was kept out of it, without a word. On the desk's own thread."""
        if self._book.hides:
            self._book.look_again()
        if self._glancing:
            self._glancing.went_on()

    # Inside

    def _reopened(self, case: CaseId) -> OpenCall:
        return self._laid_out(case, self._logbook.entries(case=case))

    def _laid_out(self, case: CaseId, entries: tuple[Entry, ...]) -> OpenCall:
        begun = next(entry.body for entry in entries if isinstance(entry.body, CallStarted))
        script = Call(self.form_of(begun), now=self._hand.now, identity=case)
        paper: Paper = laid_out(case, entries, script, self.area.questions)
        persons = Persons(paper, self._book)
        grading = Grading(paper, persons, self._book, self.area, self._hand.now, self._hand.who.operator)
        consulting = Consulting(self._hand, case, partial(keyed, self._logbook))
        return OpenCall(paper, self._hand, persons, grading, consulting, self._logbook.drafts(case), self._logbook.focus(case))

    def _view(
        self, what: Looked, subject: str, case: CaseId, purpose: str = "routine", terms: tuple[str, ...] = (), why: Why = UNASKED
    ) -> Entry:
        looked = Viewed(what=what, subject=subject, purpose=purpose, terms=terms, reason=why.code, about=why.case)
        return self._hand.on_record(case, looked)

    def _write(self, case: CaseId, body: Body, parents: tuple[str, ...] = ()) -> None:
        self._hand.write(case, body, parents)
