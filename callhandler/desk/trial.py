"""A call that is only tried: a draft of a script, asked as in earnest, and nothing of it is kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from callhandler.cases.area import Area
from callhandler.desk.forms import version_of
from callhandler.desk.paper import Note
from callhandler.desk.said import AGREED_BAND, BAND_REASON, BAND_SUPERVISOR, PROMISE, asks, left
from callhandler.log.kinds import Band, CallStarted, Manner
from callhandler.risk.assessment import Assessment, Override, OverrideRefused, assess
from callhandler.risk.bands import RANK
from callhandler.script.call import Call
from callhandler.script.form import Form
from callhandler.script.question import Changed, Question, Section
from callhandler.script.scoring import sheet

Act = tuple[str, ...]  # "answer" path value manner, "row" path, "no row" path n: as it was done


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a call's own paper would say of its beginning."""

    begun: CallStarted


@dataclass(frozen=True, slots=True)
class Tried:
    """How a call that was tried ends: with the grade, and nothing else."""

    reference: str
    band: Band
    summary: str
    promise: date | None


class Trial:
    """Behaves as a call in progress does, and remembers until the window closes. Any form will do, also one of three questions."""

    def __init__(self, form: Form, area: Area, now: Callable[[], datetime], language: str = "en") -> None:
        self.reference, self.started, self.language = "–", now(), language
        self._script, self._area, self._now = Call(form, now=now, language=language), area, now
        self._acts: list[Act] = []
        self._manners: dict[str, Manner] = {}
        self._notes: list[Note] = []
        self._place, self._keeping = ("", 0), False
        begun = CallStarted(reference=self.reference, area=area.code, script=version_of(form), caller="nobody", language=language)
        self.paper = Beginning(begun)

    def after(self, before: "Trial") -> "Trial":
        """Take over what was done in another trial, as far as this form still has a place for it."""
        self.language, self._place, self._notes = before.language, before._place, before._notes  # noqa: SLF001 - one of its own kind
        for act in before._acts:  # noqa: SLF001
            with suppress(KeyError):
                self._again(act)
        return self

    def sections(self) -> tuple[Section, ...]:
        return self._script.sections(self.language)

    def question(self, path: str) -> Question:
        return self._script.question(path, self.language)

    def manner(self, path: str) -> str:
        return self._manners.get(path, "")

    def answer(self, path: str, value: str, manner: Manner = "asked") -> Changed:
        changed = self._script.set(path, value)
        self._manners[path] = manner
        self._acts.append(("answer", path, value, manner))
        return changed

    def add_row(self, path: str) -> Changed:
        changed = self._script.add_row(path)
        self._acts.append(("row", path))
        return changed

    def remove_row(self, path: str, n: int) -> Changed:
        changed = self._script.remove_row(path, n)
        self._acts.append(("no row", path, str(n)))
        return changed

    def typing(self, path: str, text: str, caret: int) -> None:  # noqa: ARG002 - what is being typed is kept nowhere
        self._place = (path, caret)

    def at(self, path: str, caret: int) -> None:
        self._place = (path, caret)

    def place_left(self) -> tuple[str, int]:
        return self._place

    def draft(self, path: str) -> str:  # noqa: ARG002
        return ""

    def note(self, text: str, path: str = "") -> None:
        self._notes.append(Note(self._now(), text, path))

    def notes(self) -> Sequence[Note]:
        return tuple(note for note in self._notes if not note.path or asks(self._script, note.path))

    def told_of_keeping(self) -> bool:
        return self._keeping

    def tell_of_keeping(self, *, told: bool = True) -> None:
        self._keeping = told

    def assessment(self, *, ahead: bool = True) -> Assessment:
        """The grade by the form alone: a trial has no log."""
        drawn_up = sheet(self._script, self._manners, ahead=ahead)
        try:
            return assess(drawn_up, (), self._wished())
        except OverrideRefused:
            return assess(drawn_up)

    def still_to_ask(self) -> tuple[Question, ...]:
        return left(self._script, self.language)

    def switch_language(self) -> None:
        self.language = "en" if self.language == "cy" else "cy"

    def promise_by(self) -> date | None:
        said = self._value(PROMISE)
        with suppress(ValueError):
            return date.fromisoformat(said)
        return self._area.agreement.contact_by(self.assessment(ahead=False).computed, self.started)

    def steps(self) -> tuple[()]:
        return ()

    def agree(self, step: object) -> None:
        """There is nothing to agree."""

    def end(self, reasons: Mapping[str, str], outcome: str = "closed") -> Tried:  # noqa: ARG002 - as a call does
        return Tried(self.reference, self.assessment(ahead=False).band, "", self.promise_by())

    def answers(self) -> Iterator[tuple[str, str]]:
        """What stands, in the order in which it was answered first."""
        for path in dict.fromkeys(act[1] for act in self._acts if act[0] == "answer"):
            if value := self._value(path):
                yield path, value

    def _again(self, act: Act) -> None:
        match act:
            case ("answer", path, value, "told"):
                self.answer(path, value, "told")
            case ("answer", path, value, _):
                self.answer(path, value)
            case ("row", path):
                self.add_row(path)
            case (_, path, n):
                self.remove_row(path, int(n))

    def _wished(self) -> Override | None:
        band = next((one for one in RANK if one == self._value(AGREED_BAND)), None)
        return Override(band, self._value(BAND_REASON), self._value(BAND_SUPERVISOR)) if band else None

    def _value(self, path: str) -> str:
        return self._script.value(path) if asks(self._script, path) else ""
