"""Turns a person's log into what its page, and the panel beside a call, show."""

from datetime import date

from callhandler.cases.complaint import Complaint, Graded
from callhandler.cases.log import PersonLog
from callhandler.cases.phrases import flag_said, left_out_said, reason_said
from callhandler.cases.promises import Promise
from callhandler.desk.looks import Kept
from callhandler.log.kinds import Reviewed, SamePerson
from callhandler.log.ownership import owner_of
from callhandler.people.person import Description
from callhandler.people.phones import phone_digits
from callhandler.risk.history import Told
from callhandler.ui import shown
from callhandler.ui.dates import several
from callhandler.ui.telling import Teller, last_said, once
from callhandler.ui.telling_health import health_told
from callhandler.ui.telling_history import disputed_told, homes_told, looked_told
from callhandler.ui.telling_standing import holding, standing_told
from callhandler.ui.why_words import why_kept
from callhandler.words import mark

NEEDS, NEEDS_OTHER = "/data/opening/needs", "/data/opening/needs_other"
SAFE, WAY, WAY_OTHER, TIME = (f"/data/opening/{name}" for name in ("safe_call", "contact_way", "contact_other", "contact_time"))

NOTHING_KEPT = Kept()
_TOLD = {
    "reports": (mark("1 earlier report, to us or to others"), mark("{n} earlier reports, to us or to others")),
    "incidents": (mark("1 earlier incident"), mark("{n} earlier incidents")),
}


def person_told(tell: Teller, log: PersonLog, today: date, kept: Kept = NOTHING_KEPT, agency: str = "") -> shown.Person:
    """The whole log, with what is kept about it. `agency`: of who looks; its own cases are theirs to close."""
    own = log.complaints
    return shown.Person(
        log.person,
        once(one.name for one in log.descriptions),
        once((one.phone for one in log.descriptions), lambda phone: phone_digits(phone) or phone),
        once((*(one.place for one in log.descriptions), *(one.place for one in own))),
        _needs(tell, own),
        _safe(tell, own),
        own[0].language if own else "en",
        tuple(shown.Flag(flag.code, flag_said(tell.words, flag, tell.area, tell.names)) for flag in log.flags),
        _meter(tell, log),
        tuple(_complaint(tell, one, agency) for one in own),
        tuple(_told(tell, one) for one in log.history.told if one.least),
        tuple(_promise(tell, one, today) for one in log.promises),
        tuple(_link(tell, log, other) for other in sorted(log.people - {log.person})),
        tuple(_lowered(one, grade) for one in own for grade in one.awaiting_supervisor),
        homes_told(tell.words, log),
        disputed_told(tell.words, log, kept),
        looked_told(tell.words, kept.looks, tell.area.glass),
        informed=health_told(tell, log),
    )


def story_told(tell: Teller, log: PersonLog, today: date, but: str = "") -> shown.Story:
    """The person in three lines, without the call that is going on (`but`)."""
    whole = person_told(tell, log, today)
    earlier = [one for one in log.complaints if one.case != but]
    last = next((one for one in whole.promises if one.case != but), None)
    return shown.Story(
        log.person,
        " / ".join(whole.names),
        "; ".join(whole.needs),
        len(earlier),
        earlier[-1].started.date() if earlier else None,
        earlier[0].started.date() if earlier else None,
        log.band or "",
        last.what if last else "",
        True if last and last.kept else False if last and last.overdue else None,
        tuple(flag.code for flag in log.flags),
    )


def _needs(tell: Teller, own: tuple[Complaint, ...]) -> tuple[str, ...]:
    """Adjustments, as last told; kept from the call in which they were told, however long ago."""
    for one in own:
        ticks = [tick for tick, _ in one.ticked(NEEDS)]
        said = [last_said(one, NEEDS_OTHER) if tick == "other" else tell.names.answer(NEEDS, tick) for tick in ticks]
        if said:
            return once(said)
    return ()


def _safe(tell: Teller, own: tuple[Complaint, ...]) -> str:
    """How this person can be reached without harm, as last told."""
    for one in own:
        ring = tell.words.say("not by ringing this number") if last_said(one, SAFE) == "no" else ""
        way = last_said(one, WAY)
        said = (ring, tell.names.answer(WAY, way) if way else "", last_said(one, WAY_OTHER), last_said(one, TIME))
        if any(said):
            return ", ".join(filter(None, said))
    return ""


def _meter(tell: Teller, log: PersonLog) -> shown.Meter:
    references = {one.case: one.reference for one in log.complaints}
    left = (f"{references.get(case, case)}: {left_out_said(tell.words, why)}" for case, why in log.meter.why_not.items())
    rule = tell.area.case_review
    reviews = [each for one in log.complaints for each in one.reviews]
    told = max((at for at, _ in reviews), default=None)
    asked = max((at for at, asked_for in reviews if asked_for), default=None)
    return shown.Meter(
        len(log.meter.counted),
        log.meter.needed,
        rule.months,
        log.meter.met,
        log.meter.tell,
        tuple(left),
        told.astimezone().date() if told else None,
        asked.astimezone().date() if asked else None,
        log.complaints[0].case if log.complaints else "",
    )


def _complaint(tell: Teller, one: Complaint, agency: str) -> shown.Complaint:
    grade = holding(one)
    return shown.Complaint(
        one.case,
        one.reference,
        one.started,
        tell.what(one),
        one.place,
        one.band or "",
        _reasons(tell, grade),
        len(grade.assessed.gaps) if grade else 0,
        grade.actor if grade else "",
        one.agency,
        awaiting=bool(one.awaiting_supervisor),
        open=one.in_progress and (not agency or owner_of(one.case) == agency),  # how another agency's call ended may not be told to us
        review=_review(tell, grade.review) if grade and grade.review else "",
        standing=standing_told(tell, one),
        ours=bool(agency) and owner_of(one.case) == agency,
        closed=one.closed.astimezone().date() if one.closed else None,
        closing=one.closing,
    )


def _review(tell: Teller, said: Reviewed) -> str:
    """What a supervisor decided about a lowered band."""
    decided = {"confirmed": mark("Lower band confirmed by {by}"), "returned": mark("Lower band sent back by {by}")}[said.verdict]
    by = tell.words.say(decided, by=said.supervisor or tell.words.say("a supervisor"))
    return f"{by}: “{said.words}”" if said.words else by


def _reasons(tell: Teller, grade: Graded | None) -> tuple[str, ...]:
    """What holds the band up; single points are left to the call itself."""
    reasons = [reason for reason in grade.assessed.reasons if reason.least or reason.code.startswith("repeat:")] if grade else []
    return tuple(reason_said(tell.words, reason, tell.area, tell.names) for reason in reasons)


def _told(tell: Teller, told: Told) -> shown.Told:
    number = told.number if told.number is not None else told.least
    if told.what == "reports":
        sentence = several(
            tell.words, number, mark("1 earlier report, to us or to others"), mark("{n} earlier reports, to us or to others")
        )
    else:
        sentence = several(tell.words, number, mark("1 earlier incident"), mark("{n} earlier incidents"))
    words = sentence if told.number is not None else tell.words.say("at least {what}", what=sentence)
    return shown.Told(words, told.since, told.until, told.least, told.case)


def _promise(tell: Teller, one: Promise, today: date) -> shown.Promise:
    what = one.what or tell.words.say("Contact the victim again, as promised")
    return shown.Promise(what, one.case, one.by, one.kept, not one.kept and one.by < today, one.entry)


def _link(tell: Teller, log: PersonLog, other: str) -> shown.Link:
    """As it was decided: the reasons on record, who decided, and when. One joined through a third has a decision of its own there."""
    said = next((one for one in log.descriptions if one.person == other), Description(other))
    held = [
        (entry, entry.body) for entry in log.links if isinstance(entry.body, SamePerson) and other in (entry.body.one, entry.body.other)
    ]
    if not held:
        return shown.Link(other, said.name, said.phone, said.place)
    entry, decided = next((one for one in held if log.person in (one[1].one, one[1].other)), held[-1])
    return shown.Link(other, said.name, said.phone, said.place, why_kept(tell.words, decided.why), entry.actor, entry.at)


def _lowered(one: Complaint, grade: Graded) -> shown.Lowered:
    said = grade.assessed
    return shown.Lowered(grade.entry, one.case, one.reference, grade.at, said.computed, said.band, said.why, said.supervisor, grade.actor)
