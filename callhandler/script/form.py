"""A published form, read once and ready to be asked in any number of calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from callhandler.script.expression import Expression
from callhandler.script.nodes import Node, Shape
from callhandler.script.scope import Run
from callhandler.script.xpath import Part

Said = Mapping[str, Mapping[str, tuple[str | Run, ...]]]
"""A wording: by language and form ("", short, guidance) its parts, each a text or an expression shown within it."""

ControlKind = Literal["input", "one", "many"]
RuleKind = Literal["relevant", "calculate", "count", "required", "readonly", "constraint", "offer", "say"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression of the form and what it decides: whether a question is asked, what is reckoned, which answers are offered."""

    kind: RuleKind
    shape: Shape
    expression: Expression


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer written out in the form."""

    name: str
    label: Said


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers of a list: `nodes` finds them, `name` and `label` read one of them; `fixed` where they never change.

    `wordings`: the translations by their id, where the label is such an id; None where it is the label itself.
    """

    nodes: Run
    name: Run
    label: Run
    wordings: Mapping[str, Said] | None
    fixed: tuple[Node, ...] | None


@dataclass(frozen=True, slots=True)
class Control:
    """How a question is put."""

    shape: Shape
    kind: ControlKind
    label: Said
    hint: Said
    appearance: frozenset[str]
    choices: tuple[Choice, ...] = ()
    listed: Choices | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A group or a repeat of the form as it is laid out."""

    shape: Shape
    label: Said
    repeat: bool
    parts: tuple["Block | Control", ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Bind:
    """What else is known of a place: the messages, its row in the workbook, its core question, the total it scores for.

    `ahead`: a date that counts only where it lies ahead, or is today.
    """

    constraint_message: Said
    required_message: Said
    row: int = 0
    core: str = ""
    score: str = ""
    preload: str = ""
    calculated: bool = False
    note: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class SetValue:
    """An action: at these events `target` is given a value; `trigger` is the question or repeat it hangs on."""

    events: frozenset[str]
    target: Run
    trigger: Shape
    value: Run


@dataclass(frozen=True, slots=True)
class Seed:
    """What a place holds when it is first made."""

    shape: Shape
    text: str
    inside: tuple["Seed", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A published form.

    `languages`: code → name as published, the default first; `places`: the shapes by their path; `readers`: for each shape the
    rules that read it; `below`: those that stand in it or read in it; `scored`: path → the total it scores for.
    """

    id: str
    version: str
    sha256: str
    title: str
    languages: Mapping[str, str]
    places: Mapping[str, Shape]
    shapes: tuple[Shape, ...]
    binds: Mapping[Shape, Bind]
    rules: tuple[Rule, ...]
    readers: tuple[tuple[int, ...], ...]
    below: tuple[tuple[int, ...], ...]
    controls: Mapping[Shape, Control]
    body: Block
    actions: tuple[SetValue, ...]
    seed: Seed
    templates: Mapping[Shape, Seed]
    lists: Mapping[str, Node]

    @property
    def root(self) -> Shape:
        return self.shapes[0]

    @property
    def scored(self) -> Mapping[str, str]:
        return {shape.path: bind.score for shape, bind in self.binds.items() if bind.score}

    def calculation(self, name: str) -> Part | None:
        """How a calculate is written, for those who explain it."""
        rules = (rule for rule in self.rules if rule.kind == "calculate" and rule.shape.name == name)
        return next((rule.expression.part for rule in rules), None)
