"""How a call was graded, and what a supervisor said to that."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from callhandler.log.kinds.body import Band, Body, Text
from callhandler.log.kinds.call import ScriptVersion


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
    supervisor: Text = ""  # who decided, as named at the desk
