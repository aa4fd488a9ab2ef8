"""Holds calls against another version of the script: who moves band, how many more highs, and which would have been missed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from callhandler.cases.asked import Questions
from callhandler.desk.paper import laid_out
from callhandler.desk.said import SYSTEM_FLOOR, asks
from callhandler.log.entry import Entry
from callhandler.log.kinds import Band, CallStarted, RiskAssessed
from callhandler.risk.assessment import assess
from callhandler.risk.bands import RANK, highest
from callhandler.script.call import Call
from callhandler.script.form import Form
from callhandler.script.scoring import sheet


@dataclass(frozen=True, slots=True)
class Side:
    """A call under one version: the band, the points of each scored question by its name, and the floors that hold."""

    band: Band
    score: int
    points: Mapping[str, int]
    floors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Regraded:
    """One call under both versions. `call` is its reference, or its place in a case history."""

    call: str
    on: date
    before: Side
    after: Side

    @property
    def moved(self) -> bool:
        return self.before.band != self.after.band

    @property
    def differences(self) -> Mapping[str, int]:
        """The questions whose points differ, by how much; and the floors that fell (-1) or came (1), as "floor:code"."""
        names = dict.fromkeys((*self.before.points, *self.after.points))
        points = {name: self.after.points.get(name, 0) - self.before.points.get(name, 0) for name in names}
        floors = {f"floor:{code}": 1 if code in self.after.floors else -1 for code in sorted(self.before.floors ^ self.after.floors)}
        return {name: by for name, by in (points | floors).items() if by}


@dataclass(frozen=True, slots=True)
class Turned:
    """What one question, or one floor, moved: in how many calls, by how many points together, and in how many of them the band went too."""

    name: str
    calls: int
    points: int
    bands: int


@dataclass(frozen=True, slots=True)
class Rescoring:
    """All calls under both versions; `old` and `new` name these."""

    old: str
    new: str
    calls: tuple[Regraded, ...]

    def count(self, before: Band, after: Band) -> int:
        """How many calls went from one band to another."""
        return sum((one.before.band, one.after.band) == (before, after) for one in self.calls)

    @property
    def moved(self) -> tuple[Regraded, ...]:
        return tuple(one for one in self.calls if one.moved)

    @property
    def missed(self) -> tuple[Regraded, ...]:
        """The highs that the new version would not call high."""
        return tuple(one for one in self.calls if one.before.band == "high" != one.after.band)

    @property
    def found(self) -> tuple[Regraded, ...]:
        """The highs that only the new version finds."""
        return tuple(one for one in self.calls if one.after.band == "high" != one.before.band)

    @property
    def weeks(self) -> float:
        """From the first of these calls to the last; never less than one, or two calls of a morning would make a flood of a week."""
        days = [one.on for one in self.calls]
        return max(1.0, ((max(days) - min(days)).days + 1) / 7) if days else 1.0

    @property
    def more_highs_a_week(self) -> float:
        return (len(self.found) - len(self.missed)) / self.weeks

    @property
    def turned(self) -> tuple[Turned, ...]:
        """Question by question, the one that moved most calls first."""
        calls, points, bands = Counter[str](), Counter[str](), Counter[str]()
        for one in self.calls:
            for name, by in one.differences.items():
                calls[name] += 1
                points[name] += by
                bands[name] += one.moved
        return tuple(Turned(name, n, points[name], bands[name]) for name, n in calls.most_common())


def rescored(
    calls: Sequence[Sequence[Entry]],
    old: Callable[[CallStarted], Form],
    new: Form,
    questions: Questions,
    progress: Callable[[int], object] = lambda _done: None,
) -> Rescoring:
    """Finished calls, each from all its entries; `old` gives the version to hold against, such as the one it was asked under."""
    made, names = [], dict[str, None]()
    for done, entries in enumerate(calls, 1):
        begun = _begun(entries)
        form = old(begun)
        names[form.version] = None
        made.append(regraded(begun.reference, entries, form, new, questions))
        progress(done)
    return Rescoring(", ".join(names), new.version, tuple(made))


def finished(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """The calls among these that were ended, each whole, in the order in which they began."""
    cases: dict[str, list[Entry]] = {}
    for entry in entries:
        cases.setdefault(entry.case, []).append(entry)
    whole = (tuple(case) for case in cases.values() if {"call-started", "call-ended"} <= {entry.kind for entry in case if entry.body})
    return tuple(sorted(whole, key=lambda case: case[0].at))


def regraded(call: str, entries: Sequence[Entry], old: Form, new: Form, questions: Questions) -> Regraded:
    """One call from its entries under both versions. What the log knew of the person then counts on both sides as it was recorded."""
    begun = _start(entries)
    return Regraded(call, begun.at.date(), side(entries, old, questions), side(entries, new, questions))


def side(entries: Sequence[Entry], form: Form, questions: Questions) -> Side:
    """A call under a form: its answers as far as the form still asks for them, and the repeats that were found at the time."""
    begun = _start(entries)
    script = Call(form, now=lambda: begun.at, identity=begun.case)
    paper = laid_out(begun.case, entries, script, questions)
    least = _least(entries)
    if asks(script, SYSTEM_FLOOR):
        script.set(SYSTEM_FLOOR, str(RANK[least]))
    drawn_up = sheet(script, paper.manners, ahead=False)
    points = {one.path.rsplit("/", 1)[-1]: one.points for one in drawn_up.scored if one.points}
    return Side(highest(assess(drawn_up).computed, least), drawn_up.score, points, frozenset(floor.code for floor in drawn_up.floors))


def _start(entries: Iterable[Entry]) -> Entry:
    return next(entry for entry in entries if isinstance(entry.body, CallStarted))


def _begun(entries: Iterable[Entry]) -> CallStarted:
    return next(entry.body for entry in entries if isinstance(entry.body, CallStarted))


def _least(entries: Iterable[Entry]) -> Band:
    """The band that the repeats asked for in the last grade on record."""
    graded = [entry.body for entry in entries if isinstance(entry.body, RiskAssessed)]
    return (
        highest(*(reason.least for reason in graded[-1].reasons if reason.least and reason.code.startswith("repeat:")))
        if graded
        else "standard"
    )
