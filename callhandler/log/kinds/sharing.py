"""Who may see a case, who carries it, and which devices speak for an agency: decisions that are entries, each a register of its own."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from callhandler.log.kinds.body import Body, Text

BEAT = r"^~?[a-z0-9][a-z0-9-]*$"


class CaseShared(Body):
    """The owner of a case lets an audience see it: an agency, or a narrower group such as "police/sensitive"."""

    kind: Literal["case-shared"] = "case-shared"
    writes: ClassVar[str] = "share:{audience}"
    audience: Text
    gateway: Text = ""  # why it is lawful, as a code


class ShareEnded(Body):
    """The owner of a case takes that back. Of two decisions that did not know each other, this one holds."""

    kind: Literal["share-ended"] = "share-ended"
    writes: ClassVar[str] = "share:{audience}"
    audience: Text


class OnBeats(Body):
    """On which beats a case stands: whoever carries one of them has the case. "~" and a device stand for what that device opened."""

    kind: Literal["on-beats"] = "on-beats"
    writes: ClassVar[str] = "beats"
    beats: Annotated[tuple[Annotated[str, Field(pattern=BEAT, max_length=80)], ...], Field(max_length=20)]


class LateAccepted(Body):
    """The owner of a case lets entries count that came in after their writer's share had ended."""

    kind: Literal["late-accepted"] = "late-accepted"
    entries: tuple[str, ...]


class DeviceEnrolled(Body):
    """An administrator lets a device speak for the agency."""

    kind: Literal["device-enrolled"] = "device-enrolled"
    writes: ClassVar[str] = "device:{device}"
    device: str
    public: str  # the device's public key, in hexadecimal digits
    holder: Text = ""


class DeviceRevoked(Body):
    """An administrator takes a device out. Of two decisions that did not know each other, this one holds."""

    kind: Literal["device-revoked"] = "device-revoked"
    writes: ClassVar[str] = "device:{device}"
    device: str
