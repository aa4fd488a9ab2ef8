"""What of a call is about health: which questions ask for it, and which line sounds like it."""

from collections.abc import Iterable

from callhandler.cases.area import Area
from callhandler.cases.health import sounds_like_health
from callhandler.cases.withheld import of_health
from callhandler.script.question import Question


class HealthInCall:
    """By the area's agreement and its list of words."""

    def __init__(self, area: Area) -> None:
        self._area = area

    def asks(self, path: str) -> bool:
        """Whether what this question is told is withheld from whoever does not need to know it."""
        return of_health(path, self._area.discloses)

    def place(self, questions: Iterable[Question]) -> str:
        """Beside which of them a line about health is kept: the first about health that takes words, or else the first; "" for none."""
        asked = [each for each in questions if self.asks(each.path)]
        return next((each.path for each in asked if each.kind == "text"), asked[0].path if asked else "")

    def sounds(self, text: str) -> bool:
        """Whether a line that is being typed sounds as if it were about health."""
        return sounds_like_health(text, self._area.glass.words)
