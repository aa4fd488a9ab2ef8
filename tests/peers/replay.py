"""Plays a recorded session of another engine through ours, and compares every place of the form after every step."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from callhandler.script.call import Call
from callhandler.script.form import Form
from callhandler.script.load import load
from callhandler.script.nodes import Shape
from callhandler.script.trouble import ScriptTrouble
from tests.peers.likeness import alike

RECORDED = datetime(2026, 11, 22, 12, tzinfo=UTC)
OUTSIDE = frozenset({"type", "function", "axis", "file", "path", "xml"})
SEGMENT = re.compile(r"([^/\[\]]+)(?:\[(-?\d+)\])?")
ROW = re.compile(r"\[\d+\]")
State = Mapping[str, tuple[str | None, int, int, int]]


class Differs(AssertionError):  # noqa: N818 - it says what two engines do
    """Where the two engines part."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one session went: identical, different or outside the subset, and why."""

    kind: str
    cause: str = ""
    compared: int = 0


@dataclass(slots=True)
class Session:
    """One form being answered by us as it was by them."""

    form: Form
    now: Callable[[], datetime]
    call: Call = field(init=False)
    expected: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    compared: int = 0

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.call = Call(self.form, now=self.now, language=next(iter(self.form.languages), ""))

    def step(self, op: Mapping[str, Any]) -> None:
        """One step; Differs where the states then differ."""
        getattr(self, f"_{op['op']}", self._nothing)(op)
        self._expect(op)
        if op["op"] != "next":
            self._compare(op)

    def _init(self, _op: Mapping[str, Any]) -> None:
        self._start()

    def _nothing(self, _op: Mapping[str, Any]) -> None:
        """Moving about changes nothing here."""

    def _answer(self, op: Mapping[str, Any]) -> None:
        path = self.path(op["ref"])
        before = self.call.value(path)
        self.call.set(path, op["value"])
        refused = self.call.refused(path)
        if refused != (op["result"] == "CONSTRAINT_VIOLATED"):
            raise Differs(f"{path} = {op['value']!r}: {'refused' if refused else 'taken'}, they say {op['result']}")
        if refused:
            self.call.set(path, before)

    def _repeat(self, op: Mapping[str, Any]) -> None:
        path = self.path(op["ref"], new=True)
        if path.rpartition("[")[0] not in self.counted():
            self.call.add_row(path)

    def _remove(self, op: Mapping[str, Any]) -> None:
        path, _, row = self.path(op["ref"]).rpartition("[")
        self.call.remove_row(path, int(row.rstrip("]")))

    def _language(self, op: Mapping[str, Any]) -> None:
        codes = {name: code for code, name in self.form.languages.items()}
        self.call.speak(codes.get(op["value"], op["value"]))

    def _choices(self, op: Mapping[str, Any]) -> None:
        """Their answer to a question loses what is no longer offered as soon as it is shown; ours is only flagged."""
        path = self.path(op["ref"])
        offered = [option.name for option in self.call.question(path).options]
        if offered != op["values"]:
            raise Differs(f"{path} offers {offered}, they offer {op['values']}")
        kept = [one for one in self.call.value(path).split() if one in offered]
        if kept != self.call.value(path).split():
            self.call.set(path, " ".join(kept))

    def _validate(self, op: Mapping[str, Any]) -> None:
        questions = [question for section in self.call.sections() for question in section.questions if question.relevant]
        missing = any(question.required and not question.value for question in questions)
        refused = any(self.call.refused(question.path) for question in questions)
        if (missing, refused) != (op["outcome"] == 1, op["outcome"] == 2):
            raise Differs(f"unanswered: {missing}, refused: {refused}, they say outcome {op['outcome']}")

    def _expect(self, op: Mapping[str, Any]) -> None:
        if "state" in op:
            self.expected = {path: tuple(rest) for path, *rest in op["state"]}
        self.expected.update({path: tuple(rest) for path, rest in op.get("changed", {}).items()})
        for path in op.get("gone", ()):
            self.expected.pop(path, None)

    def _compare(self, op: Mapping[str, Any]) -> None:
        ours = {path: rest for path, *rest in self.call.state()}
        counted = self.counted()
        for path in [*self.expected, *(path for path in ours if path not in self.expected)]:
            bare = ROW.sub("", path) + "/"
            if not any(bare.startswith(f"{one}/") for one in counted):
                self._same(op, path, ours.get(path), self.expected.get(path))

    def _same(self, op: Mapping[str, Any], path: str, ours: list[Any] | None, theirs: tuple[Any, ...] | None) -> None:
        at = f"after {op['op']} {op.get('ref', '')} {op.get('value', '')}: {path}"
        if ours is None or theirs is None:
            raise Differs(f"{at} is {'not here' if ours is None else 'not there'}")
        self.compared += 1
        value, *flags = theirs
        if [int(flag) for flag in ours[1:]] != flags or not alike(ours[0] or "", value or ""):
            raise Differs(f"{at} is {ours}, theirs {list(theirs)}")

    def counted(self) -> set[str]:
        """The repeats that the form counts: ours are made at once, theirs when somebody walks there."""
        return {rule.shape.path for rule in self.form.rules if rule.kind == "count"}

    def path(self, ref: str, *, new: bool = False) -> str:
        """Their reference, whose rows count from 0, as our path."""
        found, shape = "", None
        for name, row in SEGMENT.findall(ref):
            local = name.rpartition(":")[2]
            shape = self._below(shape, local)
            found += f"/{local}" + (f"[{int(row or 0) + 1}]" if shape.repeat else "")
        return found

    def _below(self, shape: Shape | None, name: str) -> Shape:
        return self.form.root if shape is None else shape.inside[name]


def play(recorded: Mapping[str, Any], now: Callable[[], datetime] = lambda: RECORDED) -> Outcome:
    """One recorded session."""
    ops = recorded["ops"]
    refused = [op for op in ops if op["op"] == "failed"]
    if any(op["op"] == "restore" for op in ops):
        return Outcome("outside", "restores a saved instance")
    try:
        form = load(recorded["xml"].encode())
    except ScriptTrouble as trouble:
        if refused:
            return Outcome("identical", "both refuse the form")
        return Outcome("outside" if trouble.code in OUTSIDE else "different", f"we refuse it: {trouble}")
    if refused:
        return Outcome("different", f"they refuse it: {refused[0]['why']}")
    return _answered(Session(form, now), ops)


def _answered(session: Session, ops: list[Mapping[str, Any]]) -> Outcome:
    try:
        for op in ops:
            if op["op"] == "error":
                return Outcome("identical", f"until they break: {op['why']}", session.compared)
            session.step(op)
    except Differs as difference:
        return Outcome("different", str(difference), session.compared)
    except ScriptTrouble as trouble:
        return Outcome("different", f"we stop: {trouble}", session.compared)
    return Outcome("identical", compared=session.compared)
