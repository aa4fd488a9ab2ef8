"""Everything held about one person, line by line, with what it says of others covered: what they get who ask (DPA 2018 s.45; R6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from callhandler.cases.covering import COVER, Others, cover, others_of
from callhandler.cases.held import Reader, Said
from callhandler.log.entry import Entry
from callhandler.log.fold import Registers, fold
from callhandler.log.kinds import AgencyId, Answered, CallStarted, CaseId, PersonDescribed, PersonId
from callhandler.log.ownership import owner_of
from callhandler.people.person import Description

Mark = Literal["others", "free", "informant", "theirs", "earlier"]
GROUNDS = ("others", "offences", "inquiry", "public-security", "national-security")  # s.45(4): in the order of their keys
ALLEGED = "/data/who/person"
SAID_AGAIN = frozenset(("/data/opening/caller_name", "/data/opening/caller_phone"))  # what the description says already


@dataclass(frozen=True, slots=True)
class Held:
    """One line: `what` it is, its `text`, and the same `covered`. `ground`: kept back for it unless somebody decides otherwise.

    `marks`: it names others; stands in free words; was told about them by somebody else; is another agency's; no longer counts.
    """

    key: str
    entry: str
    case: CaseId
    part: str
    what: str
    text: str
    covered: str
    at: datetime
    marks: frozenset[Mark] = frozenset()
    ground: str = ""


@dataclass(frozen=True, slots=True)
class HeldCase:
    """The lines of one complaint. `named`: the person is not who is affected; somebody else named them in it."""

    case: CaseId
    reference: str
    at: datetime
    agency: AgencyId
    named: bool
    lines: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided about a line: kept back on a `ground`, or given `whole`, others' names and all; neither: given, others covered."""

    ground: str = ""
    whole: bool = False

    def of(self, line: Held) -> str:
        """What of the line is given."""
        return "" if self.ground else line.text if self.whole else line.covered


Choices = Mapping[str, Choice]  # by the key of a line


def held_about(people: frozenset[PersonId], entries: Iterable[Entry], reader: Reader, agency: AgencyId) -> tuple[HeldCase, ...]:
    """Give all entries of every case in which one of these descriptions stands. The newest complaint first, as in the log."""
    registers = fold(entries)
    cases = (_held(people, registers, case, reader, agency) for case in registers.cases())
    return tuple(sorted((one for one in cases if one and one.lines), key=lambda one: (one.at, one.case), reverse=True))


def chosen(line: Held, choices: Choices) -> Choice:
    """What holds for a line: what was decided, or else what it came with."""
    return choices.get(line.key, Choice(line.ground))


def lines_of(cases: Iterable[HeldCase]) -> tuple[Held, ...]:
    return tuple(line for case in cases for line in case.lines)


def _held(people: frozenset[PersonId], registers: Registers, case: CaseId, reader: Reader, agency: AgencyId) -> HeldCase | None:
    entries = registers.entries(case)
    begun = next((entry for entry in entries if isinstance(entry.body, CallStarted)), None)
    if begun is None or not isinstance(begun.body, CallStarted):
        return None
    described = [entry.body for entry in entries if isinstance(entry.body, PersonDescribed)]
    named = not any(body.person in people and body.role != "alleged" for body in described)
    others = others_of((_description(body) for body in described), people)
    standing = {entry.id for field in registers.fields(case) for entry in registers.values(case, field)}
    theirs = owner_of(case) != agency
    lines = (
        _marked(line, entry, standing, registers, named=named, theirs=theirs)
        for entry in entries
        for line in _lines(entry, people, reader, others, caller=begun.body.caller)
    )
    return HeldCase(case, begun.body.reference, begun.at, begun.agency, named, tuple(_once(lines)))


def _description(body: PersonDescribed) -> Description:
    return Description(body.person, body.name, body.phone, body.born, body.place, body.words, body.role)


def _lines(entry: Entry, people: frozenset[PersonId], reader: Reader, others: Others, *, caller: PersonId) -> Iterable[Held]:
    body = entry.body
    if body is None or (isinstance(body, Answered) and body.path in SAID_AGAIN):
        return
    wholly = _of_another(entry, people, caller)
    for said in reader.said(body):
        yield _line(entry, said, COVER if wholly else cover(said.text, others))


def _of_another(entry: Entry, people: frozenset[PersonId], caller: PersonId) -> bool:
    """Whether all of it is about somebody else: their description, or the number they rang from."""
    match entry.body:
        case PersonDescribed(person=person):
            return person not in people
        case Answered(path=path):
            return path.startswith(ALLEGED)
        case CallStarted():
            return caller not in people
    return False


def _line(entry: Entry, said: Said, covered: str) -> Held:
    marks: set[Mark] = {"others"} if covered != said.text else set()
    marks |= {"free"} if said.free else set()
    key = f"{entry.id}:{said.part or said.what}"
    return Held(key, entry.id, entry.case, said.part, said.what, said.text, covered, entry.at, frozenset(marks))


def _marked(line: Held, entry: Entry, standing: set[str], registers: Registers, *, named: bool, theirs: bool) -> Held:
    """With what has to be known of it; whatever somebody else told of them is kept back until somebody has looked."""
    gone = registers.corrected(entry.id) or bool(entry.body and entry.body.field and entry.id not in standing)
    told: list[tuple[Mark, bool]] = [("informant", named), ("theirs", theirs), ("earlier", gone)]
    marks = line.marks | {mark for mark, holds in told if holds}
    return replace(line, marks=marks, ground="others" if named else "")


def _once(lines: Iterable[Held]) -> Iterable[Held]:
    """Nothing twice, such as the number in two descriptions: of two lines that say the same, the one that still counts."""
    said: dict[tuple[str, str], Held] = {}
    for line in lines:
        if "earlier" in said.get((line.what, line.text), line).marks:
            said[line.what, line.text] = line
        said.setdefault((line.what, line.text), line)
    return said.values()


def kept_back(cases: Sequence[HeldCase], choices: Choices) -> tuple[tuple[Held, str], ...]:
    """The lines that are not given, each with its ground."""
    return tuple((line, choice.ground) for line in lines_of(cases) if (choice := chosen(line, choices)).ground)
