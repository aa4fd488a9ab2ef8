"""What was opened in an emergency although it is withheld, and what a second person said to that (broken glass, R8)."""

from datetime import datetime
from typing import ClassVar, Literal

from callhandler.log.kinds.body import Body, PersonId, Text


class GlassBroken(Body):
    """Somebody opens parts of this case that are withheld from them: why, and until when. On record before anything is shown."""

    kind: Literal["glass-broken"] = "glass-broken"
    parts: tuple[Text, ...]  # such as "health"
    reason: Text  # a code of the area's list
    words: Text = ""
    until: datetime
    person: PersonId = ""  # whose log was in front


class GlassReviewed(Body):
    """Somebody else looked at that, the next working day at the latest: whether it was right to open it."""

    kind: Literal["glass-reviewed"] = "glass-reviewed"
    writes: ClassVar[str] = "glass:{of}"
    of: str
    verdict: Literal["right", "wrong"]
    words: Text = ""
