"""What a caller was told would happen, and by when."""

from dataclasses import dataclass
from datetime import date

from callhandler.cases.complaint import Complaint
from callhandler.log.kinds import CaseId


@dataclass(frozen=True, slots=True)
class Promise:
    """`what` is "" for the promise to contact the victim again; `entry` is the action that carries it, if any."""

    case: CaseId
    what: str
    by: date
    kept: bool
    entry: str = ""


def promises_of(complaint: Complaint) -> tuple[Promise, ...]:
    """The promises of one complaint. Contact is kept once somebody of ours reached the victim after the call."""
    acts = tuple(
        Promise(complaint.case, act.what, act.due.date(), act.done is not None, act.entry) for act in complaint.actions if act.promise
    )
    return (*acts, _contact(complaint, complaint.promised)) if complaint.promised and not acts else acts


def _contact(complaint: Complaint, by: date) -> Promise:
    return Promise(complaint.case, "", by, bool(complaint.reached))
