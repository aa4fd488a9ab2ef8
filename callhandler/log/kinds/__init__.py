"""What a handler can put on record: some three dozen kinds of body, each named as a handler would name it.

Kinds only grow. A new meaning is a new kind; a new field is optional and has a default; old shapes are read for ever.
"""

from typing import Annotated, get_args

from pydantic import Field

from callhandler.log.kinds.after import ActionAgreed, ActionDone, CaseClosed, CaseReviewOffered, ContactMade, Corrected, Erased, Viewed
from callhandler.log.kinds.body import AgencyId, Band, Body, CaseId, Manner, PersonId, Purpose, Text, UnknownBody
from callhandler.log.kinds.call import (
    Answered,
    BroughtIn,
    CallEnded,
    CallStarted,
    ContactSorted,
    Gap,
    Noted,
    RowAdded,
    RowRemoved,
    ScriptVersion,
)
from callhandler.log.kinds.files import FileAttached
from callhandler.log.kinds.glass import GlassBroken, GlassReviewed
from callhandler.log.kinds.people import HistoryTold, LinkUndone, NotSamePerson, PersonDescribed, PlaceDescribed, SamePerson
from callhandler.log.kinds.rights import AccessGiven, KeepingTold, KeptBack, RecipientTold, RectificationAsked, RectificationDecided
from callhandler.log.kinds.risk import Reason, Reviewed, RiskAssessed
from callhandler.log.kinds.sharing import CaseShared, DeviceEnrolled, DeviceRevoked, LateAccepted, OnBeats, ShareEnded

__all__ = [
    "AccessGiven",
    "ActionAgreed",
    "ActionDone",
    "AgencyId",
    "Answered",
    "AnyBody",
    "Band",
    "Body",
    "BroughtIn",
    "CallEnded",
    "CallStarted",
    "CaseClosed",
    "CaseId",
    "CaseReviewOffered",
    "CaseShared",
    "ContactMade",
    "ContactSorted",
    "Corrected",
    "DeviceEnrolled",
    "DeviceRevoked",
    "Erased",
    "FileAttached",
    "Gap",
    "GlassBroken",
    "GlassReviewed",
    "HistoryTold",
    "KeepingTold",
    "KeptBack",
    "LateAccepted",
    "LinkUndone",
    "Manner",
    "NotSamePerson",
    "Noted",
    "OnBeats",
    "PersonDescribed",
    "PersonId",
    "PlaceDescribed",
    "Purpose",
    "Reason",
    "RecipientTold",
    "RectificationAsked",
    "RectificationDecided",
    "Reviewed",
    "RiskAssessed",
    "RowAdded",
    "RowRemoved",
    "SamePerson",
    "ScriptVersion",
    "ShareEnded",
    "Text",
    "UnknownBody",
    "Viewed",
    "version_of",
]

_OfTheCall = CallStarted | ContactSorted | Answered | RowAdded | RowRemoved | Noted | FileAttached | HistoryTold | RiskAssessed | CallEnded
_OfPeople = PersonDescribed | PlaceDescribed | SamePerson | NotSamePerson | LinkUndone
_Afterwards = Reviewed | ActionAgreed | ActionDone | ContactMade | CaseReviewOffered | Viewed | Corrected | CaseClosed | Erased
_OfSharing = CaseShared | ShareEnded | OnBeats | LateAccepted | DeviceEnrolled | DeviceRevoked
_OfRights = KeepingTold | AccessGiven | RectificationAsked | RectificationDecided | RecipientTold
_OfGlass = GlassBroken | GlassReviewed
AnyBody = Annotated[_OfTheCall | _OfPeople | _Afterwards | _OfSharing | _OfRights | _OfGlass, Field(discriminator="kind")]
_VERSIONS: dict[str, int] = {
    kind: cls.version for cls in get_args(get_args(AnyBody)[0]) for kind in get_args(cls.model_fields["kind"].annotation)
}


def version_of(kind: str) -> int:
    """The version in which we know this kind; 0 for a kind made by a newer version."""
    return _VERSIONS.get(kind, 0)
