"""What is held about a person, as it goes to them: lines that were let out, who was told, and what they can do about it (s.45)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from callhandler.cases.access import Choices, HeldCase, chosen, kept_back
from callhandler.cases.covering import COVER
from callhandler.desk.rights import Everything
from callhandler.ui.agencies import agency_word
from callhandler.ui.dates import day
from callhandler.ui.paper.log_sheet import marking_said
from callhandler.ui.paper.sheet import Block, Sheet, section
from callhandler.ui.rights_page.telling import became_said, ground_word, named, recipient_said
from callhandler.words import Words, mark

_WHAT = mark(
    "This is what we hold about you, as you may have it under section 45 of the Data Protection Act 2018. A black bar stands where it "
    "names somebody else."
)
_FOR = mark(
    "It is held to answer reports of antisocial behaviour, to protect those at risk from it, and to prevent crime and disorder. Most of it "
    "was told by you, or by somebody for you, when you called."
)
_SHARED = mark("It was shared where section 115 of the Crime and Disorder Act 1998 allows it, under the agreement between these agencies.")
_KEPT = mark(
    "It is reviewed, and deleted, under our rules for keeping police and partner information. Ask us for the day of the next review."
)
_RIGHTS = mark(
    "You may ask us to put right what is wrong, to delete it, or to use it no further. You may complain to the Information Commissioner: "
    "ico.org.uk, 0303 123 1113. A court can be asked too."
)
_BACK = {1: mark("1 line: {ground}")}
_BACKS = mark("{n} lines: {ground}")


@dataclass(frozen=True, slots=True)
class AccessSheet:
    """Bound to what was let out; called with the words, the time and the tool by which it was graded."""

    told: Everything
    choices: Choices
    agency: str

    def __call__(self, words: Words, now: datetime, tool: str) -> Sheet:
        say = words.say
        title = say("What is held about {name}", name=named(words, self.told))
        return Sheet(
            title,
            marking_said(words),
            (
                Block("title", title),
                Block("hint", f"{agency_word(words, self.agency)} · {day(words, now.astimezone().date())}"),
                Block("line", say(_WHAT)),
                *section(say("WHAT IT IS HELD FOR"), (say(_FOR),)),
                *(block for case in self.told.cases for block in _case(words, case, self.choices)),
                *section(say("KEPT BACK"), self._kept_back(words)),
                *section(say("WHO WAS TOLD"), self._recipients(words)),
                *section(say("PUT RIGHT, OR ASKED TO BE"), (became_said(words, one) for one in self.told.asked)),
                *section(say("HOW LONG IT IS KEPT"), (say(_KEPT),)),
                *section(say("WHAT YOU CAN DO"), (say(_RIGHTS),)),
            ),
            tool,
        )

    def _kept_back(self, words: Words) -> Iterable[str]:
        counted = Counter(ground for _, ground in kept_back(self.told.cases, self.choices))
        return (words.say(_BACK.get(n, _BACKS), n=n, ground=ground_word(words, ground)) for ground, n in counted.items())

    def _recipients(self, words: Words) -> Iterable[str]:
        """Who was told in a case of which nothing is given is not told either: it would say that there is one."""
        open_cases = {case.case for case in self.told.cases if not _closed(case, self.choices)}
        said = dict.fromkeys(recipient_said(words, one) for one in self.told.recipients if one.case in open_cases or not one.audience)
        return (*said, words.say(_SHARED)) if said else ()


def _case(words: Words, case: HeldCase, choices: Choices) -> Iterable[Block]:
    """Nothing at all where every line of it is kept back; and no line that is somebody else's from end to end."""
    heading = f"{case.reference} · {day(words, case.at.astimezone().date())} · {agency_word(words, case.agency)}"
    given = ((line.what, chosen(line, choices).of(line)) for line in case.lines)
    return section(heading, (f"{what}: {text}" for what, text in given if text and text != COVER))


def _closed(case: HeldCase, choices: Choices) -> bool:
    return all(chosen(line, choices).ground for line in case.lines)
