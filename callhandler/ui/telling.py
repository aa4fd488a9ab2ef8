"""Turns what the desk knows, calls, dues and people found, into what the screens show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint
from callhandler.cases.due import Due
from callhandler.cases.phrases import FormNames
from callhandler.cases.plain import due_said
from callhandler.desk.open_call import OpenCall
from callhandler.desk.recognition import Candidate
from callhandler.desk.said import BEHAVIOURS, CALLER_NAME, PLACE
from callhandler.desk.today import Taken
from callhandler.ui import shown
from callhandler.ui.why_words import sure_said, why_said
from callhandler.words import Words


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells in one language, with the words of one area and one script."""

    words: Words
    area: Area
    names: FormNames

    def call(self, call: OpenCall) -> shown.Call:
        """A call in progress. A standard band on half a script would soothe too early, so it is not shown yet."""
        grade = call.assessment()
        band = "" if grade.partial and grade.band == "standard" else grade.band
        name, place = (call.question(path).value for path in (CALLER_NAME, PLACE))
        unasked = len(call.still_to_ask())
        return shown.Call(call.case, call.reference, call.started, "", name, place, band, unasked, open=True)

    def today(self, call: Taken) -> shown.Call:
        """One of today's calls."""
        name, place, band = call.name, call.place, call.band or ""
        return shown.Call(call.case, call.reference, call.started, call.victim, name, place, band, open=call.in_progress)

    def due(self, due: Due) -> shown.Due:
        """Something to be done."""
        what = due_said(self.words, due)
        return shown.Due(due.kind, what, due.case, due.person, due.reference, due.when, due.overdue, due.name, due.band or "", due.entry)

    def found(self, found: Candidate) -> shown.Found:
        """Somebody who may be meant."""
        return shown.Found(
            found.person,
            found.name,
            found.phone,
            found.place,
            (*sure_said(self.words, found), *why_said(self.words, found.why)),
            found.complaints,
            found.last,
            found.band or "",
            found.linked,
        )

    def what(self, complaint: Complaint) -> str:
        """What happened, in the script's own words for it; or else how the caller put it."""
        ticks = [self.names.answer(BEHAVIOURS, tick) for tick, _ in complaint.ticked(BEHAVIOURS)]
        kept = complaint.notes[0][1] if complaint.brought and complaint.notes else ""  # an old log has words, and no answers
        return ", ".join(dict.fromkeys(ticks)) or last_said(complaint, self.area.questions.account) or kept


def last_said(complaint: Complaint, path: str) -> str:
    """The latest answer at a path; "" where there is none."""
    answers = complaint.answers.get(path, ())
    return answers[-1].value if answers else ""


def once(texts: Iterable[str], like: Callable[[str], str] = str.casefold) -> tuple[str, ...]:
    """Each text once, in the order given, none that is empty; two are the same where `like` is."""
    return tuple({like(text): text for text in reversed([text.strip() for text in texts]) if text}.values())[::-1]
