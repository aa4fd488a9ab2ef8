"""A fortnight at an invented desk: calls by people who do not exist, so that a new operator has something to look at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import yaml

from callhandler.config import RESOURCES
from callhandler.desk.attaching import Attaching
from callhandler.desk.desk import Desk
from callhandler.desk.open_call import OpenCall
from callhandler.log.entry import Unsealed
from callhandler.log.kinds import CaseId
from callhandler.store.drafts import Draft, Focus
from callhandler.store.logbook import Logbook

Told = Mapping[str, Any]


@dataclass(slots=True)
class MovedClock:
    """A clock that stands where it was last put; call it to read it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class WholeCallPen:
    """A pen that writes when asked whether all is written: a call in one transaction is quicker, and nobody can lose a demo."""

    logbook: Logbook
    _waiting: list[Unsealed] = field(default_factory=list)

    def submit(self, entries: Sequence[Unsealed], clear: Sequence[tuple[CaseId, str]] = ()) -> None:  # noqa: ARG002 - nobody types here
        self._waiting.extend(entries)

    def keep(self, draft: Draft | Focus) -> None:
        """Nobody types here."""

    def settled(self, limit: float) -> bool:  # noqa: ARG002 - as a Pen
        self.logbook.append(self._waiting)
        self._waiting.clear()
        return True


def calls() -> tuple[Told, ...]:
    """The invented calls, the oldest first; every value is a text."""
    text = (RESOURCES / "demo" / "calls.yaml").read_text(encoding="utf-8")
    return tuple(yaml.load(text, yaml.BaseLoader))  # noqa: S506 - reads texts and nothing else


def play(desk: Desk, clock: MovedClock, settle: Callable[[], object] = bool) -> Iterator[str]:
    """Take every call at its own time before now, as a handler would; yields the reference of each.

    `settle` brings what was written to where it is read.
    """
    today = clock.now
    for told in calls():
        clock.now = min(today, _moment(today, told))
        call = _take(desk, told)
        settle()
        _follow_up(desk, call, all_of_it=told["done"] == "true")
        settle()
        yield call.reference
    clock.now = today


def attach_photograph(attaching: Attaching) -> None:
    """The newest caller sent a photograph, drawn for this demo."""
    photograph = RESOURCES / "demo" / "wall.png"
    newest = attaching.logbook.entries(kinds=("call-started",))[-1].case
    attaching.attach(newest, attaching.take_in(photograph), photograph.name, "The wall by the bins, sent by the caller")


def _moment(today: datetime, told: Told) -> datetime:
    return datetime.combine(today.date() - timedelta(days=int(told["days"])), time.fromisoformat(told["at"]), today.tzinfo)


def _take(desk: Desk, told: Told) -> OpenCall:
    call = desk.start_call(told["number"])
    if told.get("language", "en") != call.language:
        call.switch_language()
    for path, value in _answers(call, told):
        call.answer(path, value)
    if "victim" in told:
        call.about(**told["victim"])
    if "again" in told:
        call.accept(call.candidates()[0].person)
    for step in call.steps()[1:]:
        call.agree(step)
    call.end({question.path: "rang-off" for question in call.still_to_ask()})
    return call


def _answers(call: OpenCall, told: Told) -> Iterator[tuple[str, str]]:
    """In the order of the form, so that every question stands when it is answered."""
    said = {"account": told["account"], "behaviours": "", **_described(told), **told["answers"]}
    for shape in call.paper.script.form.shapes:
        if said.get(shape.name):
            yield shape.path, said[shape.name]


def _described(told: Told) -> dict[str, str]:
    caller = told["caller"]
    home = {"location": caller["place"], "at_home": "yes"} if "home" in told else {}
    number = {"caller_phone": told["number"]} if told["number"] else {}
    return {"caller_name": caller.get("name", ""), **number, **home}


def _follow_up(desk: Desk, call: OpenCall, *, all_of_it: bool) -> None:
    """What was agreed was done, but for the last step and the promise of a call that is still open."""
    if all_of_it:
        desk.contacted(call.case, "phone", reached=True)
    complaint = desk.complaint(call.case)
    agreed = complaint.actions if complaint else ()
    steps = [act for act in agreed if not act.promise]
    for act in agreed if all_of_it else steps[:-1]:
        desk.done(call.case, act.entry)
