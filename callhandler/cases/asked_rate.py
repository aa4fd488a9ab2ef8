"""Counts how each mandatory and core question was dealt with, week by week: asked, told, declined, unknown, or never reached."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from callhandler.log.cells import table
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import Answered, CallEnded, CallStarted

Carried = Literal["asked", "told", "declined", "unknown", "not reached"]
CARRIED: tuple[Carried, ...] = ("asked", "told", "declined", "unknown", "not reached")
LEAST = 5  # calls in a cell; fewer could be traced to one caller or one handler, so no figure is given (ours)
_SAID: Mapping[str, Carried] = {"dk": "unknown", "declined": "declined"}
_GAPS: Mapping[str, Carried] = {"refused": "declined"}  # every other reason means that the question was never put


@dataclass(frozen=True, slots=True)
class Put:
    """How one question was dealt with in the calls of one week."""

    counts: Mapping[Carried, int]

    @property
    def calls(self) -> int:
        return sum(self.counts.values())

    @property
    def few(self) -> bool:
        """Whether there are too few calls to give a figure; without any call there is nothing to hide."""
        return 0 < self.calls < LEAST

    @property
    def rate(self) -> float | None:
        """The part of calls in which it was asked, or told without asking, whatever the answer; None where no figure may be given."""
        return 1 - self.counts.get("not reached", 0) / self.calls if self.calls >= LEAST else None


@dataclass(frozen=True, slots=True)
class AskedRate:
    """`questions`: the paths, in the order of the form; `weeks`: their Mondays, oldest first."""

    questions: tuple[str, ...]
    weeks: tuple[date, ...]
    put: Mapping[tuple[str, date], Put]

    def at(self, question: str, week: date) -> Put:
        return self.put.get((question, week), Put({}))


def asked_rate(calls: Iterable[Sequence[Entry]], questions: Sequence[str], until: date, weeks: int = 12) -> AskedRate:
    """Of finished calls, each given whole, in the `weeks` up to that day. A question that did not apply in a call is not counted there."""
    mondays = tuple(_monday(until) - timedelta(weeks=back) for back in range(weeks - 1, -1, -1))
    counted: dict[tuple[str, date], Counter[Carried]] = {}
    for call in calls:
        week = _monday(_began(call))
        if week in mondays:
            for question, how in carried(call, questions).items():
                counted.setdefault((question, week), Counter())[how] += 1
    return AskedRate(tuple(questions), mondays, {key: Put(dict(counts)) for key, counts in counted.items()})


def carried(call: Sequence[Entry], questions: Iterable[str]) -> Mapping[str, Carried]:
    """What became of each question in a finished call; one that did not apply is left out."""
    registers, case = fold(call), call[0].case
    end = next(entry.body for entry in reversed(call) if isinstance(entry.body, CallEnded))
    gaps = {gap.path: gap.reason for gap in end.gaps}
    found: dict[str, Carried] = {}
    for question in questions:
        kept = registers.value(case, f"answer:{question}")
        said = kept.body if kept and isinstance(kept.body, Answered) and question not in end.dropped else None
        if question in gaps:
            found[question] = _GAPS.get(gaps[question], "not reached")
        elif said and said.value:
            found[question] = _answered(said)
    return found


def as_csv(rate: AskedRate, names: Mapping[str, str]) -> str:
    """A row for each question and week; a figure of too few calls is left out, and the row says so."""
    headings = ("question", "name", "week from", "calls", *CARRIED, "rate")
    return table(headings, (_row(rate, question, week, names) for question in rate.questions for week in rate.weeks))


def _row(rate: AskedRate, question: str, week: date, names: Mapping[str, str]) -> tuple[str, ...]:
    put = rate.at(question, week)
    named = (question, names.get(question, question), week.isoformat())
    if put.few:
        return (*named, f"fewer than {LEAST}", *[""] * len(CARRIED), "")
    counts = [str(put.counts.get(how, 0)) for how in CARRIED]
    return (*named, str(put.calls), *counts, "" if put.rate is None else f"{put.rate:.2f}")


def _answered(said: Answered) -> Carried:
    gap = next((_SAID[name] for name in said.value.split() if name in _SAID), None)
    return gap or said.manner


def _began(call: Sequence[Entry]) -> date:
    return next(entry.at.astimezone().date() for entry in call if isinstance(entry.body, CallStarted))


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
