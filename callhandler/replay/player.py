"""Plays one history through the desk, contact by contact, exactly as a handler would at the screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from callhandler.cases.area import Area
from callhandler.cases.asked import NOT_KNOWN
from callhandler.cases.flags import Flag
from callhandler.desk.closing import Ending
from callhandler.desk.desk import Desk
from callhandler.desk.hand import Hand, Who
from callhandler.desk.open_call import OpenCall
from callhandler.log.clock import Clock
from callhandler.log.kinds import Band, CaseId, Purpose
from callhandler.replay.dates import Step, plan
from callhandler.replay.reading import Reading, read
from callhandler.replay.story import Contact, Story
from callhandler.replay.table import Table
from callhandler.script.form import Form
from callhandler.script.question import Question
from callhandler.store.logbook import Logbook
from callhandler.store.pen import InlinePen

PURPOSE: dict[str, Purpose] = {
    "report": "report",
    "follow_up": "follow-up",
    "complaint_about_service": "service-complaint",
    "agency_contact": "agency-contact",
    "referral": "referral",
    "case_review_application": "case-review",
}
NAME, NUMBER = "Resident", "07700 900142"  # the victim's, kept for fiction; others give neither
HANDLER = "replay"
FIRST_CALL = time(9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stood:
    """What stood after one contact: the names of the flags, the band of this contact, and the flags with what they rest on."""

    step: Step
    raised: tuple[str, ...]
    band: Band
    flags: tuple[Flag, ...]
    reading: Reading


@dataclass(slots=True)
class Player:
    """One history at one desk, in a log of its own; each contact is taken by the agency that took it, into the shared log."""

    story: Story
    area: Area
    form: Form
    table: Table
    logbook: Logbook
    new_id: Callable[[], str]
    _now: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    _hand: Hand = field(init=False)
    _desk: Desk = field(init=False)
    _told_in: CaseId = ""  # the last case that told an incident of its own

    def __post_init__(self) -> None:
        self._hand = Hand(Who(HANDLER, ""), InlinePen(self.logbook), lambda: self._now, self.new_id, Clock())
        self._desk = Desk(self._hand, self.logbook, self.area, self.form)

    def play(self) -> Iterator[Stood]:
        """Every contact in order, each on its own day; also where that day lies before the day of the contact before."""
        for place, step in enumerate(plan(self.story)):
            self._now = datetime.combine(step.on, FIRST_CALL) + timedelta(minutes=place)
            yield self._contact(step)

    def _contact(self, step: Step) -> Stood:
        self._hand.who = Who(HANDLER, step.contact.agency or "police")
        call, reading = self._desk.start_call(channel=step.contact.channel or "phone"), read(step, self.story, self.table)
        self._sort(call, step.contact)
        self._introduce(call, step.contact, anonymous="anonymous" in reading.answers.get("naming", ()))
        self._answer(call, step, reading)
        for candidate in call.candidates()[:1]:
            if not candidate.linked:
                call.accept(candidate.person)
        ending = call.end({question.path: "later" for question in call.still_to_ask()})
        return self._stood(call, step, reading, ending)

    def _sort(self, call: OpenCall, contact: Contact) -> None:
        """A contact that tells an incident told before is sorted to the case that told it."""
        tells = contact.kind in ("report", "referral")
        again = tells and contact.qualifies_for_case_review == "no"
        call.sort(PURPOSE[contact.kind], self._told_in if again else "")
        if tells and not again:
            self._told_in = call.case

    def _introduce(self, call: OpenCall, contact: Contact, *, anonymous: bool) -> None:
        """The victim by name and number, or by number alone; somebody else speaks for them and is not asked for either."""
        role = _role(contact)
        _put(call, {"caller_role": role, "naming": "named" if role == "victim" and not anonymous else "anonymous"})
        if role == "victim":
            _put(call, {"caller_phone": NUMBER} if anonymous else {"caller_name": NAME, "caller_phone": NUMBER})
        else:
            call.about(NAME, NUMBER)

    def _answer(self, call: OpenCall, step: Step, reading: Reading) -> None:
        kinds = [kind for kind in step.contact.category if kind != "unknown"]
        own = {"language": "en", "account": step.contact.summary} | ({"incident_type": kinds[0]} if kinds else {})
        said = {name: tuple(values) for name, values in reading.answers.items() if name != "naming"}
        agencies = said.pop("told_agency", ())
        _put(call, own | ({"r_told": "yes"} if agencies else {}))
        for n, agency in enumerate(agencies, 1):
            call.add_row("/data/harm/told")
            call.answer(f"/data/harm/told[{n}]/told_agency", agency)
        _tell(call, said)
        _leave_unknown(call)

    def _stood(self, call: OpenCall, step: Step, reading: Reading, ending: Ending) -> Stood:
        flags, found = call.flags(), call.findings()
        schemes = [f"case_review_threshold_{code}" for code, scheme in found.schemes.items() if scheme.met]
        several = ["same_case_across_teams"] * (len({report.agency for report in found.history.reports}) > 1)
        return Stood(step, (*(flag.code for flag in flags), *schemes, *several, "risk_assessment"), ending.band, flags, reading)


def _role(contact: Contact) -> str:
    """Who calls: where it is not stated, the victim, unless an agency wrote."""
    if contact.caller == "third party":
        return "third_party"
    if contact.caller == "agency" or (contact.caller != "victim" and contact.kind in ("referral", "agency_contact")):
        return "professional"
    return "victim"


def _tell(call: OpenCall, said: dict[str, tuple[str, ...]]) -> None:
    """Give the answers as their questions come up; an answer may bring up the question of another."""
    while said:
        asked = {_name(question): question for question in _open(call) if _name(question) in said}
        if not asked:
            return
        for name, question in asked.items():
            call.answer(question.path, _chosen(question, said.pop(name)))


def _chosen(question: Question, values: tuple[str, ...]) -> str:
    """All of them where several may be ticked; else the one with the most points, the first of equals."""
    if question.kind == "many":
        return " ".join(values)
    points = {option.name: option.points or 0 for option in question.options}
    return max(values, key=lambda value: points.get(value, 0))


def _leave_unknown(call: OpenCall) -> None:
    """Whatever was not told was asked, and is not known; never a "no"."""
    while unknown := [question for question in _open(call) if NOT_KNOWN & {option.name for option in question.options}]:
        for question in unknown:
            if not call.question(question.path).value:
                call.answer(question.path, "dk")


def _open(call: OpenCall) -> Iterator[Question]:
    for section in call.sections():
        yield from (one for one in section.questions if one.relevant and not one.readonly and not one.value and one.kind != "note")


def _put(call: OpenCall, said: dict[str, str]) -> None:
    _tell(call, {name: (value,) for name, value in said.items() if value})


def _name(question: Question) -> str:
    return question.path.rsplit("/", 1)[-1]
