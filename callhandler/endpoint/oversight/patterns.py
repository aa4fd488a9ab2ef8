"""Twelve ways in which somebody looks who has no business to, each told from what honest work looks like (T2)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from callhandler.cases.browsing import LookRules, Pattern
from callhandler.log.kinds import CaseId
from callhandler.people.comparing import forename_level, surname_level

Kind = Literal["log", "search", "listed"]  # somebody's log or case opened; looked for; shown to them by a call or a list of the desk's own
Tie = Literal["own", "work", ""]  # what links a look to work: their own, their agency's, or nothing
HOUR, DAY, SHIFT, FORTNIGHT = timedelta(hours=1), timedelta(days=1), timedelta(hours=12), timedelta(days=14)
OWN_WORK = timedelta(days=92)  # for which a case stays the work of whoever wrote in it
AHEAD, OVERDUE = timedelta(days=3), timedelta(days=7)  # around the moment at which what was promised is due, somebody reads up on it
WRAP_UP = timedelta(minutes=5)  # after a call, in which it is put in order
_OTHER_FORM, _DOUBLE = 1, 3  # levels of likeness: "Liz" of "Elizabeth", "Wyn-Jones" of "Jones"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody as a case or the accounts tell of them: folded names, and what stands for home and neighbourhood (`homes`)."""

    forename: str = ""
    surname: str = ""
    homes: frozenset[bytes] = frozenset()
    near: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Looker:
    """One of the agency's people. `key`: their account, or the device where nobody has one. `reviews`: they look after others' work."""

    key: str
    role: str
    told: Told
    reviews: bool = False


@dataclass(frozen=True, slots=True)
class Wrote:
    """Somebody's work in a case: an entry that is no look."""

    case: CaseId
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """A look as it is remembered: `subject` stands for whom it was about."""

    at: datetime
    kind: Kind
    subject: bytes
    tie: Tie


@dataclass(frozen=True, slots=True)
class Look:
    """One look, and all around it that tells honest work from browsing.

    `cases`: of whomever it was about, `people` all who are told of in them, `wrote` the work that was done in them before, `promised` when
    something is due in them. `listed`: the cases that a call of the looker's own, or a list that the desk made, showed them within a shift.
    `calls`: from when to when each call of theirs lasted. `about_own`: they said that it is for a case in which they work. `foreign`: of
    another agency, which never let theirs see it. `before`: the looker's looks of the days that count, in any order. `staff`: their
    colleagues.
    """

    by: Looker
    at: datetime
    kind: Kind
    subject: bytes
    cases: frozenset[CaseId] = frozenset()
    people: Sequence[Told] = ()
    wrote: Sequence[Wrote] = ()
    promised: Sequence[datetime] = ()
    listed: frozenset[CaseId] = frozenset()
    calls: Sequence[tuple[datetime, datetime]] = ()
    about_own: bool = False
    foreign: bool = False
    flagged: bool = False
    before: Sequence[Past] = ()
    staff: Sequence[Looker] = ()


def tie_of(look: Look, rules: LookRules) -> Tie:
    """What links it to work."""
    if look.kind == "search":
        return "work" if _on_the_phone(look) else ""
    if look.cases & look.listed or any(one.by == look.by.key and look.at - one.at <= OWN_WORK for one in look.wrote):
        return "own"
    lately = timedelta(days=rules.lately_for(look.by.role))
    at_work = any(look.at - one.at <= lately for one in look.wrote) or any(-OVERDUE <= due - look.at <= AHEAD for due in look.promised)
    return "work" if at_work or look.about_own or _on_the_phone(look) else ""


def patterns_of(look: Look, tie: Tie, rules: LookRules) -> tuple[Pattern, ...]:
    """Which of the twelve it is; none, as a rule."""
    if look.kind == "listed":
        return ()
    found = [code for code, holds in PATTERNS.items() if code not in rules.left_out and holds(look, tie, rules)]
    return tuple(code for code in found if not any(more in found for more in _SAID_BY.get(code, ())))


def _own_log(look: Look, tie: Tie, _: LookRules) -> bool:
    """A namesake who lives elsewhere is somebody else; with the address, no work is a reason."""
    me = look.by.told
    same = [one for one in look.people if _same_name(me, one) and not _apart(me, one)]
    return any(me.homes & one.homes for one in same) or bool(same and tie != "own")


def _own_surname(look: Look, tie: Tie, rules: LookRules) -> bool:
    """Where half the valley is called Jones the name alone is a reason to ask only where nobody works on the case."""
    mine = look.by.told.surname
    excused = _excused(look, tie) or (tie == "work" and mine in rules.common)
    return not excused and any(_same_surname(mine, one.surname) for one in look.people)


def _own_address(look: Look, _tie: Tie, _: LookRules) -> bool:
    """Whatever the reason: a call from home is for somebody else to take."""
    return any(look.by.told.homes & one.homes for one in look.people)


def _neighbour(look: Look, tie: Tie, _: LookRules) -> bool:
    return not _excused(look, tie) and any(look.by.told.near & one.near for one in look.people)


def _colleague(look: Look, tie: Tie, rules: LookRules) -> bool:
    """A namesake who lives elsewhere is somebody else; of a common surname there are namesakes everywhere."""
    others = [one.told for one in look.staff if one.key != look.by.key and not (tie == "work" and one.told.surname in rules.common)]
    return not _excused(look, tie) and any(_same_name(one, told) and not _apart(one, told) for one in others for told in look.people)


def _colleague_address(look: Look, tie: Tie, _: LookRules) -> bool:
    """In a case that is anybody's work a house alone says little: several families have one. With the name it is theirs."""
    theirs = [one.told for one in look.staff if one.key != look.by.key and not one.told.homes & look.by.told.homes]
    there = [(one, told) for one in theirs for told in look.people if one.homes & told.homes]
    return not _excused(look, tie) and any(not tie or _same_surname(one.surname, told.surname) for one, told in there)


def _many(look: Look, _tie: Tie, rules: LookRules) -> bool:
    most = rules.reviewing_an_hour if look.by.reviews else rules.logs_an_hour
    return look.kind == "log" and len({look.subject, *(one.subject for one in _within(look, HOUR) if one.kind == "log")}) > most


def _searching(look: Look, tie: Tie, rules: LookRules) -> bool:
    return look.kind == "search" and not tie and 1 + _led_nowhere(_within(look, HOUR)) > rules.searches_an_hour


def _unlinked(look: Look, tie: Tie, rules: LookRules) -> bool:
    if look.kind != "log" or tie:
        return False
    alike = {one.subject for one in _within(look, DAY) if one.kind == "log" and not one.tie}
    return len(alike | {look.subject}) > rules.unlinked_for(look.by.role)


def _flagged(look: Look, tie: Tie, _: LookRules) -> bool:
    return look.flagged and tie != "own"


def _sibling(look: Look, _tie: Tie, _: LookRules) -> bool:
    return look.foreign


def _again(look: Look, tie: Tie, rules: LookRules) -> bool:
    """Whoever looks after others' work follows a case for days, and writes little in it."""
    excused = {"own", "work"} if look.by.reviews else {"own"}
    if look.kind != "log" or tie in excused:
        return False
    same = [one for one in _within(look, timedelta(days=rules.within)) if one.subject == look.subject and one.kind == "log"]
    return len({one.at.date() for one in same if one.tie not in excused} | {look.at.date()}) >= rules.days


PATTERNS: Mapping[Pattern, Callable[[Look, Tie, LookRules], bool]] = {
    "own-log": _own_log,
    "own-surname": _own_surname,
    "own-address": _own_address,
    "neighbour": _neighbour,
    "colleague": _colleague,
    "colleague-address": _colleague_address,
    "many": _many,
    "searching": _searching,
    "unlinked": _unlinked,
    "flagged": _flagged,
    "sibling": _sibling,
    "again": _again,
}
_SAID_BY: Mapping[Pattern, tuple[Pattern, ...]] = {  # what the other one says already, and more
    "own-surname": ("own-log",),
    "neighbour": ("own-address",),
}


def _excused(look: Look, tie: Tie) -> bool:
    """By own work; or they look after others' work, and read this log for the first time: whoever reads everything reads it once."""
    return tie == "own" or (tie == "work" and look.by.reviews and not any(one.subject == look.subject for one in _within(look, FORTNIGHT)))


def _same_name(one: Told, other: Told) -> bool:
    """Both names told, the family name as it stands, the given name in any of its forms."""
    told = one.forename and one.surname and other.forename and other.surname
    return bool(told) and one.surname == other.surname and forename_level(one.forename, other.forename) <= _OTHER_FORM


def _same_surname(one: str, other: str) -> bool:
    return bool(one and other) and surname_level(one, other) in {0, _DOUBLE}


def _apart(one: Told, other: Told) -> bool:
    return bool(one.homes and other.homes) and not one.homes & other.homes


def _on_the_phone(look: Look) -> bool:
    return any(began <= look.at <= ended + WRAP_UP for began, ended in look.calls)


def _within(look: Look, span: timedelta) -> list[Past]:
    return [one for one in look.before if timedelta() <= look.at - one.at <= span]


def _led_nowhere(past: Iterable[Past]) -> int:
    """Searches without a call after which the next log that was opened was not one of work either."""
    found = pending = 0
    for one in sorted(past, key=lambda one: one.at):
        if one.kind == "search" and not one.tie:
            pending += 1
        elif one.kind == "log":
            found, pending = found + (0 if one.tie else pending), 0
    return found + pending
