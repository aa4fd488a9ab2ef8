"""Shows a log without the health details of cases in which they are withheld: that something stands there is said, what it is is not."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint, Graded
from callhandler.cases.flags import WITHHELD, Flag, flags_of
from callhandler.cases.log import PersonLog
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Reason
from callhandler.protocol.disclosure import Discloses, parts


def holding_health(entries: Iterable[Entry], discloses: Discloses) -> frozenset[CaseId]:
    """The cases of which these entries tell health details."""
    return frozenset(entry.case for entry in entries if entry.body and "health" in (parts(entry.body, discloses) or ()))


def without_health(log: PersonLog, shut: Collection[CaseId], area: Area) -> PersonLog:
    """The same log, without what was said about health in these cases. Bands, counts and flags stand as they are."""
    if not shut:
        return log
    told = tuple(_without(one, area.discloses) if one.case in shut else one for one in log.complaints)
    left = {flag.code: flag for flag in flags_of(told, log.findings, area)}
    flags = tuple(_flag(flag, left.get(flag.code)) for flag in log.flags)
    return replace(log, complaints=told, flags=flags, withheld=frozenset(shut))


def of_health(path: str, discloses: Discloses) -> bool:
    """Whether a question, or one of several with blanks between, belongs to health."""
    return any(discloses.part_of(one) == "health" for one in path.split())


def _without(one: Complaint, discloses: Discloses) -> Complaint:
    return replace(
        one,
        answers={path: said for path, said in one.answers.items() if not of_health(path, discloses)},
        notes=tuple(note for note in one.notes if not of_health(note[2], discloses)),
        keeping=None,
        grades=tuple(_graded(grade, discloses) for grade in one.grades),
        standing=tuple(_graded(grade, discloses) for grade in one.standing),
    )


def _graded(grade: Graded, discloses: Discloses) -> Graded:
    reasons = tuple(_reason(each, discloses) for each in grade.assessed.reasons)
    return replace(grade, assessed=grade.assessed.model_copy(update={"reasons": reasons}))


def _reason(each: Reason, discloses: Discloses) -> Reason:
    """What holds a band up goes on holding it; only which answer it was is withheld. A sum names no answer."""
    tells = not each.code.startswith("sum:") and of_health(each.path, discloses)
    return each.model_copy(update={"code": WITHHELD, "path": ""}) if tells else each


def _flag(flag: Flag, left: Flag | None) -> Flag:
    """Every flag stands; of what it rests on, what may be told."""
    details = tuple(each for each in flag.details if left and each in left.details)
    return flag if details == flag.details else replace(flag, details=(*details, WITHHELD))
