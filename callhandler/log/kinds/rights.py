"""What a person is told of: that it is kept, all that is held about them, and that it was put right (DPA 2018 s.44 to s.46)."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from callhandler.log.kinds.body import Body, PersonId, Text


class KeepingTold(Body):
    """The person was told that what they say about health is kept, and who reads it (R8); or was not, after all."""

    kind: Literal["keeping-told"] = "keeping-told"
    writes: ClassVar[str] = "keeping-told"
    told: bool = True


class KeptBack(BaseModel):
    """A line that was not given, and the ground of it as a code."""

    model_config = ConfigDict(frozen=True)
    line: str
    ground: Text


class AccessGiven(Body):
    """Somebody went through what is held about a person, and let it go to them but for what is named here."""

    kind: Literal["access-given"] = "access-given"
    person: PersonId
    lines: int
    kept_back: tuple[KeptBack, ...] = ()
    whole: tuple[str, ...] = ()  # lines that were given with what they say of others
    supervisor: Text = ""  # who went through it, as named at the desk


class RectificationAsked(Body):
    """A person says that an entry about them is wrong, and what would be right."""

    kind: Literal["rectification-asked"] = "rectification-asked"
    person: PersonId
    of: str
    part: Text = ""  # of a description: name, phone, born or place
    right: Text
    words: Text = ""


class RectificationDecided(Body):
    """It was put right, by these entries; or it stays, for this reason."""

    kind: Literal["rectification-decided"] = "rectification-decided"
    writes: ClassVar[str] = "rectification:{of}"
    of: str  # the asking
    verdict: Literal["granted", "refused"]
    entries: tuple[str, ...] = ()
    words: Text = ""
    supervisor: Text = ""


class RecipientTold(Body):
    """Somebody who had been told the wrong value was told the right one."""

    kind: Literal["recipient-told"] = "recipient-told"
    writes: ClassVar[str] = "told:{of}:{recipient}"
    of: str  # the asking
    recipient: Text
