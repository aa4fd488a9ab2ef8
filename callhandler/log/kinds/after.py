"""What follows a call: what was agreed, done, offered, looked at, put right, closed and erased."""

from datetime import datetime
from typing import ClassVar, Literal

from callhandler.log.kinds.body import AgencyId, Body, CaseId, Text


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
    terms: tuple[Text, ...] = ()  # of a search: what was asked, keyed so that nobody reads it here and the same question is known again
    reason: Text = ""  # why they looked, as a code, where the area asks for it (R3)
    about: CaseId = ""  # the case they looked for


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
    whole: bool = False  # the whole case, also what is still to come
