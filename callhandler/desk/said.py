"""What the answers of the shipped script mean to the log: who called, who is affected, what they told of earlier times."""

from datetime import date, timedelta
from typing import Literal

from callhandler.cases.why import HATE, QUALIFIERS, SAFE_CALL
from callhandler.log.kinds import HistoryTold, PersonDescribed, PersonId, PlaceDescribed
from callhandler.people.names import fold_name
from callhandler.script.call import Call
from callhandler.script.question import Question

CALLER_NAME, CALLER_PHONE, PLACE = "/data/opening/caller_name", "/data/opening/caller_phone", "/data/incident/location"
AT_HOME, CALLER_ROLE = "/data/incident/at_home", "/data/opening/caller_role"
WITNESS_AFFECTED = "/data/opening/witness_affected"
AGREED_BAND, BAND_REASON, BAND_SUPERVISOR = "/data/outcome/band_final", "/data/outcome/band_reason", "/data/outcome/band_supervisor"
PROMISE, SYSTEM_FLOOR = "/data/outcome/promise_date", "/data/system_floor"
CONTACT_WAY = "/data/opening/contact_way"
NAMING, LANGUAGE, LANGUAGE_OTHER = "/data/opening/naming", "/data/opening/language", "/data/opening/language_other"
BEHAVIOURS, MAY_SHARE = "/data/incident/behaviours", "/data/checks/share_ok"
ALLEGED = "/data/who/person"
TOLD = "/data/harm/told"
HISTORY = ("/data/harm/r_history", "/data/harm/r_reports", TOLD)
DESCRIBING = frozenset((CALLER_NAME, CALLER_PHONE, PLACE, AT_HOME))
SPEAKING_FOR = frozenset((CALLER_ROLE, WITNESS_AFFECTED))
ABOUT_NAME, ABOUT_PHONE, ABOUT_PLACE = ABOUT = "about:name", "about:phone", "about:place"  # typed beside the script, of the person affected
ABOUT_BORN = "about:born"  # of the person affected too, where the caller speaks for themselves as well
GRADING = frozenset((AGREED_BAND, BAND_REASON, BAND_SUPERVISOR))
GUARDING = frozenset((NAMING, QUALIFIERS, SAFE_CALL, HATE))  # whether what was told before may be offered again
NOT_THEMSELVES = frozenset(("third_party", "witness", "professional"))


def caller_described(script: Call, person: PersonId, number: str, born: str = "") -> PersonDescribed:
    """The caller as they described themselves; the place is theirs only where they said that they live there."""
    home = script.value(AT_HOME) == "yes"
    return PersonDescribed(
        person=person,
        role="caller",
        name=script.value(CALLER_NAME),
        phone=script.value(CALLER_PHONE) or number,
        born=born,
        place=script.value(PLACE) if home else "",
    )


def place_described(script: Call) -> PlaceDescribed:
    """Where it happened."""
    return PlaceDescribed(place=script.value(PLACE))


def for_somebody_else(script: Call) -> bool:
    """Whether the caller speaks for somebody else: "you" in the script is then that person."""
    role = script.value(CALLER_ROLE)
    return role in NOT_THEMSELVES and not (role == "witness" and script.value(WITNESS_AFFECTED) == "yes")


def alleged_described(script: Call, row: int, person: PersonId) -> PersonDescribed:
    """One person alleged responsible, as described in row `row` (from 1)."""
    at = f"{ALLEGED}[{row}]/person_"
    return PersonDescribed(
        person=person, role="alleged", name=script.value(f"{at}name"), place=script.value(f"{at}where"), words=script.value(f"{at}desc")
    )


def history_told(script: Call, person: PersonId, on: date) -> tuple[HistoryTold, ...]:
    """Earlier incidents and earlier reports of the last twelve months as told, dated; `least` 0 where the caller did not say."""
    return (_told(script, person, on, "incidents", "r_history"), _told(script, person, on, "reports", "r_reports"))


def _told(script: Call, person: PersonId, on: date, what: Literal["incidents", "reports"], question: str) -> HistoryTold:
    number = script.calculated(f"{question}_n")
    return HistoryTold(
        person=person,
        what=what,
        least=int(float(script.calculated(f"{what}_told") or 0)),
        number=int(number) if number.isdigit() else None,
        since=_year_before(on),
        until=on,
        agencies=_agencies(script),
    )


def _agencies(script: Call) -> tuple[str, ...]:
    told = (script.value(f"{TOLD}[{row}]/told_agency") for row in range(1, rows(script, TOLD) + 1))
    return tuple(agency for agency in told if agency)


def _year_before(on: date) -> date:
    return (on - timedelta(days=1)).replace(year=on.year - 1) if (on.month, on.day) == (2, 29) else on.replace(year=on.year - 1)


def rows(script: Call, repeat: str) -> int:
    """How many rows of a repeat there are."""
    n = 0
    while asks(script, f"{repeat}[{n + 1}]"):
        n += 1
    return n


def asks(script: Call, path: str) -> bool:
    """Whether the script has such a place now."""
    try:
        script.relevant(path)
    except KeyError:
        return False
    return True


def left(script: Call, language: str) -> tuple[Question, ...]:
    """What is still to ask, but for the agreed band: closing the call agrees to the computed one."""
    return tuple(question for question in script.unanswered_required(language) if question.path != AGREED_BAND)


def vanished(script: Call, language: str) -> tuple[str, ...]:
    """The answers whose question has gone."""
    questions = (question for section in script.sections(language) for question in section.questions)
    return tuple(question.path for question in questions if question.value and not question.relevant)


def names_oneself(named: str, operator: str) -> bool:
    """Whether a supervisor is named who is the operator: "me", or no more than words of the operator's own name and number."""
    words = set(fold_name(named).split())
    return bool(words) and (words <= {"me", "myself", "self", "fi", "hun"} or words <= set(fold_name(operator).split()))
