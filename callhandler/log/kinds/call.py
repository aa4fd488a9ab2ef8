"""What is put on record while a call is taken: the contact, the answers, the notes, the end."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from callhandler.log.kinds.body import Body, CaseId, Manner, PersonId, Purpose, Text


class ScriptVersion(BaseModel):
    """Which published form was asked, so that its exact wording can be shown years later."""

    model_config = ConfigDict(frozen=True)
    form: Text
    version: Text
    sha256: Text


class BroughtIn(BaseModel):
    """Where a complaint stood before it came here: in which old log, in which row of which file, and when it was brought in.

    `closed`: it came in as closed; opened again, it is open, as any case.
    """

    model_config = ConfigDict(frozen=True)
    source: Text
    row: int
    sha256: Text  # of the file
    at: datetime
    closed: bool = False


class CallStarted(Body):
    """A call was taken, or a complaint brought in from an old log: the caller's log exists from here on."""

    kind: Literal["call-started", "call-brought-in"] = "call-started"
    reference: Text
    area: Text
    script: ScriptVersion
    caller: PersonId
    number: Text = ""
    channel: Text = "phone"
    language: Text = "en"
    brought: BroughtIn | None = None  # of one brought in: the entry bears the time of the call, this one that of the bringing in


class ContactSorted(Body):
    """What the contact is: a report of a new incident, or more about one already told."""

    kind: Literal["contact-sorted"] = "contact-sorted"
    writes: ClassVar[str] = "purpose"
    purpose: Purpose
    incident: CaseId = ""  # the case that already tells this incident; "" = an incident of its own


class Answered(Body):
    """One question of the script was answered, or volunteered; "" takes the answer back."""

    kind: Literal["answered"] = "answered"
    writes: ClassVar[str] = "answer:{path}"
    path: Text
    value: Text
    manner: Manner = "asked"
    language: Text = "en"


class RowAdded(Body):
    """The handler opened another row: a further person alleged responsible, a further agency told."""

    kind: Literal["row-added"] = "row-added"
    path: Text


class RowRemoved(Body):
    """The handler took a row back; `row` counts from 1."""

    kind: Literal["row-removed"] = "row-removed"
    path: Text
    row: int


class Noted(Body):
    """A line of the handler's own, at its time, with the question it belongs to if any."""

    kind: Literal["noted"] = "noted"
    text: Text
    path: Text = ""


class Gap(BaseModel):
    """A required question that was left, and the reason in one word: rang-off, refused, unsafe, not-relevant, later."""

    model_config = ConfigDict(frozen=True)
    path: Text
    reason: Text


class CallEnded(Body):
    """The call was closed: what was read back to the caller, what was left and why, what fell away."""

    kind: Literal["call-ended"] = "call-ended"
    outcome: Literal["closed", "rang-off", "emergency"] = "closed"
    gaps: tuple[Gap, ...] = ()
    dropped: tuple[Text, ...] = ()  # answers whose question vanished
    summary: Text = ""
    promised: date | None = None
