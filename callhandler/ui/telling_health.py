"""Says whether somebody was told that what they say about health is kept: to whoever may read what that is (R8)."""

from callhandler.cases.complaint import Complaint
from callhandler.cases.log import PersonLog
from callhandler.cases.withheld import of_health
from callhandler.protocol.disclosure import Discloses
from callhandler.ui.dates import day
from callhandler.ui.question.answers import ALONE
from callhandler.ui.telling import Teller

_TELLS_NOTHING = {"", "no", *ALONE}


def health_told(tell: Teller, log: PersonLog) -> tuple[str, ...]:
    """One sentence where anything about their health may be read here; none where it is withheld, and may have been said there."""
    if told := max((one.keeping for one in log.complaints if one.keeping), default=None):
        on = day(tell.words, told.astimezone().date())
        return (tell.words.say("Told on {day} that what they say about health is kept, and read only by those who need it.", day=on),)
    if log.withheld or not any(_tells(one, tell.area.discloses) for one in log.complaints):
        return ()
    return (tell.words.say("Nobody has told them yet that what they say about health is kept: in a call, Ctrl+Shift+H."),)


def _tells(one: Complaint, discloses: Discloses) -> bool:
    said = (answer.value for path, answers in one.answers.items() if of_health(path, discloses) for answer in answers)
    return any(value not in _TELLS_NOTHING for value in said) or any(of_health(path, discloses) for _, _, path in one.notes)
