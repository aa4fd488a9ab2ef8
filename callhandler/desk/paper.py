"""One call as it lies on the desk: script, manners, notes and people, built from its entries alone."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from callhandler.cases.asked import Questions
from callhandler.cases.complaint import Complaint, tell
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import (
    Answered,
    Body,
    CallEnded,
    CallStarted,
    CaseId,
    ContactSorted,
    Corrected,
    HistoryTold,
    KeepingTold,
    LinkUndone,
    Manner,
    Noted,
    NotSamePerson,
    PersonDescribed,
    PersonId,
    RiskAssessed,
    RowAdded,
    RowRemoved,
    SamePerson,
)
from callhandler.script.call import Call
from callhandler.script.question import Changed

NOTHING = Changed(frozenset(), layout=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the handler's own."""

    at: datetime
    text: str
    path: str


@dataclass(slots=True)
class Paper:
    """What the entries of one call say, in memory; the same code reads them while they are written and when a call reopens."""

    case: CaseId
    script: Call
    questions: Questions
    begun: CallStarted = field(init=False)
    at: datetime = field(init=False)
    sorted: ContactSorted | None = None
    ended: CallEnded | None = None
    assessed: RiskAssessed | None = None
    keeping: bool = False  # whether they were told that what they say about health is kept
    manners: dict[str, Manner] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    decided: list[SamePerson | NotSamePerson] = field(default_factory=list)  # about who is who, undone ones taken out
    described: dict[tuple[PersonId, str], PersonDescribed] = field(default_factory=dict)
    told: dict[str, HistoryTold] = field(default_factory=dict)  # by its field
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)

    def take(self, entry: Entry) -> Changed:
        """Let one entry change the paper; tells which questions it changed."""
        self.entries.append(entry)
        body = entry.body
        if body is None:
            return NOTHING
        if body.field:
            kept = tuple(head for head in self.heads.get(body.field, ()) if head not in entry.parents)
            self.heads[body.field] = (*kept, entry.id)
        return self._take(body, entry.at)

    def _take(self, body: Body, at: datetime) -> Changed:
        match body:
            case Answered():
                self.manners[body.path] = body.manner
                return self.script.set(body.path, body.value)
            case RowAdded():
                return self.script.add_row(body.path)
            case RowRemoved():
                return self.script.remove_row(body.path, body.row)
            case SamePerson() | NotSamePerson() | LinkUndone():
                self.decided = [one for one in self.decided if one.field != body.field]
                self.decided += [] if isinstance(body, LinkUndone) else [body]
            case _:
                self._remember(body, at)
        return NOTHING

    def _remember(self, body: Body, at: datetime) -> None:
        match body:
            case CallStarted():
                self.begun, self.at = body, at
            case Noted():
                self.notes.append(Note(at, body.text, body.path))
            case PersonDescribed():
                self.described[body.person, body.role] = body
            case HistoryTold():
                self.told[body.field] = body
            case ContactSorted():
                self.sorted = body
            case RiskAssessed():
                self.assessed = body
            case KeepingTold():
                self.keeping = body.told
            case CallEnded():
                self.ended = body
            case Corrected():
                self._put_right(body.of)
            case _:
                pass

    def _put_right(self, wrong: str) -> None:
        """A description that was corrected describes nobody any more."""
        self.corrected.add(wrong)
        for body in (entry.body for entry in self.entries if entry.id == wrong):
            if isinstance(body, PersonDescribed):
                self.described.pop((body.person, body.role), None)
                self.heads[body.field] = tuple(head for head in self.heads.get(body.field, ()) if head != wrong)

    def complaint(self) -> Complaint:
        """The call as the log will tell it."""
        told = tell(fold(self.entries), self.case, self.questions)
        if told is None:
            raise LookupError(self.case)  # no call lies on the desk without its beginning
        return told

    def standing(self, field: str) -> tuple[str, ...]:
        """The ids of the entries that now hold this field, which the next one replaces."""
        return self.heads.get(field, ())


def laid_out(case: CaseId, entries: Iterable[Entry], script: Call, questions: Questions) -> Paper:
    """The paper of a call, from its entries. An answer to a question that this form no longer asks stays on record all the same."""
    paper = Paper(case, script, questions)
    for entry in entries:
        with suppress(KeyError):
            paper.take(entry)
    return paper
