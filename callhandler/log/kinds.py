"""What a handler can put on record: about two dozen kinds of body, each named as a handler would name it.

Kinds only grow. A new meaning is a new kind; a new field is optional and has a default; old shapes are read for ever.
"""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from typing_extensions import override

from callhandler.log.text import clean

Text = Annotated[str, AfterValidator(clean)]
CaseId = str
PersonId = str
AgencyId = str
Band = Literal["standard", "medium", "high"]
Manner = Literal["asked", "told"]
Purpose = Literal["report", "follow-up", "service-complaint", "agency-contact", "referral", "case-review"]


class Body(BaseModel):
    """What one entry says. `field` names the register of its case that it writes, or "" where every entry stands for itself."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False, ser_json_inf_nan="constants")
    version: ClassVar[int] = 1
    writes: ClassVar[str] = ""  # the field of its case, its own values in braces
    kind: str

    @property
    def field(self) -> str:
        return self.writes.format_map(self.__dict__)


class ScriptVersion(BaseModel):
    """Which published form was asked, so that its exact wording can be shown years later."""

    model_config = ConfigDict(frozen=True)
    form: Text
    version: Text
    sha256: Text


class CallStarted(Body):
    """A call was taken: the caller's log exists from here on."""

    kind: Literal["call-started"] = "call-started"
    reference: Text
    area: Text
    script: ScriptVersion
    caller: PersonId
    number: Text = ""
    channel: Text = "phone"
    language: Text = "en"


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


class PersonDescribed(Body):
    """How somebody in a case was described on this occasion. Descriptions pile up; none replaces another person's."""

    kind: Literal["person-described"] = "person-described"
    writes: ClassVar[str] = "person:{person}:{role}"
    person: PersonId
    role: Literal["caller", "victim", "alleged"]
    name: Text = ""
    phone: Text = ""
    born: Text = ""
    place: Text = ""
    words: Text = ""  # "tall, red jacket", where no name is known


class _Link(Body):
    one: PersonId
    other: PersonId
    why: tuple[Text, ...] = ()

    @property
    @override
    def field(self) -> str:
        return "link:" + ":".join(sorted((self.one, self.other)))


class SamePerson(_Link):
    """A handler decided that two descriptions are one person, for these reasons."""

    kind: Literal["same-person"] = "same-person"


class NotSamePerson(_Link):
    """A handler decided that two descriptions are two people."""

    kind: Literal["not-same-person"] = "not-same-person"


class LinkUndone(_Link):
    """A handler took such a decision back: the question is open again."""

    kind: Literal["link-undone"] = "link-undone"


class HistoryTold(Body):
    """Earlier incidents, or earlier reports, as the caller told them: dated facts of their own, never turned into reports of ours."""

    kind: Literal["history-told"] = "history-told"
    writes: ClassVar[str] = "history:{what}"
    person: PersonId
    what: Literal["incidents", "reports"]
    least: int
    number: int | None = None  # as said; None where only a range was said
    since: date
    until: date
    agencies: tuple[Text, ...] = ()


class Reason(BaseModel):
    """One reason for a band, tied to the answer or to the entry of the log that it rests on."""

    model_config = ConfigDict(frozen=True)
    code: Text  # e.g. "floor:weapon", "points:r_often", "repeat:3-in-3-months"
    points: int = 0
    least: Band | None = None
    path: Text = ""  # the answer
    entries: tuple[str, ...] = ()  # the log


class RiskAssessed(Body):
    """A grade, whole and immutable: the points, the floors, the gaps, the history, and who overrode what."""

    kind: Literal["risk-assessed"] = "risk-assessed"
    writes: ClassVar[str] = "risk"
    script: ScriptVersion
    computed: Band
    band: Band
    score: int
    most: int  # what the score could reach with the questions not yet asked
    unasked: tuple[Text, ...] = ()
    gaps: tuple[Text, ...] = ()  # asked, and "don't know" or "declined"
    reasons: tuple[Reason, ...] = ()
    why: Text = ""  # of an override
    supervisor: Text = ""  # who agreed to a lower band, as named by the handler


class Reviewed(Body):
    """A supervisor looked at an entry, such as a lowered band, and confirmed it or sent it back."""

    kind: Literal["reviewed"] = "reviewed"
    writes: ClassVar[str] = "review:{of}"
    of: str
    verdict: Literal["confirmed", "returned"]
    words: Text = ""


class ActionAgreed(Body):
    """An agency takes on something for the victim, by a time. A promise is one that the caller was told."""

    kind: Literal["action-agreed"] = "action-agreed"
    agency: AgencyId
    what: Text
    due: datetime
    promise: bool = False


class ActionDone(Body):
    """What was agreed has been done."""

    kind: Literal["action-done"] = "action-done"
    writes: ClassVar[str] = "done:{action}"
    action: str  # the entry that agreed it
    words: Text = ""


class ContactMade(Body):
    """Somebody of ours reached the victim, or tried to."""

    kind: Literal["contact-made"] = "contact-made"
    how: Text
    reached: bool
    words: Text = ""


class CaseReviewOffered(Body):
    """The victim was told about the ASB case review, or asked for one."""

    kind: Literal["case-review-offered"] = "case-review-offered"
    asked_for: bool = False


class Viewed(Body):
    """Somebody opened a person's log or a case: a consultation (DPA 2018 s.62), recorded before anything is shown."""

    kind: Literal["viewed"] = "viewed"
    what: Literal["case", "person", "search"]
    subject: Text
    purpose: Text = "routine"


class Corrected(Body):
    """An earlier entry was wrong; it stays on record and no longer counts."""

    kind: Literal["corrected"] = "corrected"
    of: str
    words: Text = ""


class CaseClosed(Body):
    """The case was closed, and the victim was told so."""

    kind: Literal["case-closed"] = "case-closed"
    writes: ClassVar[str] = "closed"
    words: Text = ""


class Erased(Body):
    """The bodies of these entries were emptied by a standing rule; their places in the chain remain."""

    kind: Literal["erased"] = "erased"
    entries: tuple[str, ...]
    rule: Text


class UnknownBody(Body):
    """A kind made by a newer version: stored, shown as such, and carried unchanged."""


_OfTheCall = CallStarted | ContactSorted | Answered | RowAdded | RowRemoved | Noted | HistoryTold | RiskAssessed | CallEnded
_OfPeople = PersonDescribed | SamePerson | NotSamePerson | LinkUndone
_Afterwards = Reviewed | ActionAgreed | ActionDone | ContactMade | CaseReviewOffered | Viewed | Corrected | CaseClosed | Erased
AnyBody = Annotated[_OfTheCall | _OfPeople | _Afterwards, Field(discriminator="kind")]
_VERSIONS: dict[str, int] = {cls.model_fields["kind"].default: cls.version for cls in get_args(get_args(AnyBody)[0])}


def version_of(kind: str) -> int:
    """The version in which we know this kind; 0 for a kind made by a newer version."""
    return _VERSIONS.get(kind, 0)
