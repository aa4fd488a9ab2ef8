"""One call: takes the answers in any order, and tells at once what they change."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from callhandler.script.answers import Answers
from callhandler.script.asking import Asking
from callhandler.script.form import Form
from callhandler.script.nodes import Node, Shape
from callhandler.script.question import Changed, Question, Section
from callhandler.script.scale import Scale, scale
from callhandler.script.values import text

ROW = re.compile(r"\[\d+\]$")
State = tuple[str, str | None, bool, bool, bool]


class Call:
    """A form being asked. `now` is the time where the handler is: its date is the form's today().

    `identity` is what the form keeps as its instance ID. An answer that breaks its constraint, is not of its kind, or is no
    longer offered is kept and marked (`problem`), and never counts as answered.
    """

    def __init__(self, form: Form, *, now: Callable[[], datetime], language: str = "en", identity: str = "") -> None:
        self.form = form
        self._answers = Answers(form, now, language, identity)
        self._asking = Asking(self._answers)
        self._names = {shape.name: shape for shape in reversed(form.shapes)}

    @property
    def language(self) -> str:
        """The language of the call: what is shown where none is named, and in which a calculate quotes an answer's label."""
        return self._answers.language

    def speak(self, language: str) -> None:
        """Goes on in another language. What a calculate has quoted stays as it was said, until its answer is given again."""
        self._answers.language = language

    def set(self, path: str, value: str) -> Changed:
        """Puts an answer ("" takes it away); what depends on it is reckoned again even if it is the same. KeyError: no such question."""
        node = self._leaf(path)
        self._answers.begin()
        self._answers.write(node, value)
        return self._changed()

    def add_row(self, path: str) -> Changed:
        """A new row of the repeat at a path such as "/data/who/person"."""
        above, _, name = ROW.sub("", path).rpartition("/")
        parent = self._answers.by_path[above]
        self._answers.begin()
        self._answers.add_row(parent, parent.shape.inside[name])
        return self._changed()

    def remove_row(self, path: str, n: int) -> Changed:
        """Takes row n (from 1) out of a repeat; the rows after it move up."""
        row = self._answers.by_path[f"{ROW.sub('', path)}[{n}]"]
        self._answers.begin()
        self._answers.remove_row(row)
        return self._changed()

    def value(self, path: str) -> str:
        """The answer as it is kept, whether or not it counts."""
        return self._leaf(path).text

    def relevant(self, path: str) -> bool:
        return self._answers.by_path[path].relevant

    def required(self, path: str) -> bool:
        return self._answers.by_path[path].required

    def problem(self, path: str, language: str = "") -> str:
        """Why an answer does not count; "" where it does."""
        return self._asking.problem(self._leaf(path), language or self.language)

    def refused(self, path: str) -> bool:
        """Whether the answer breaks its constraint."""
        return self._leaf(path).refused

    def question(self, path: str, language: str = "") -> Question:
        """The question at a path, as it stands now."""
        self._answers.rest()
        return self._asking.question(self._leaf(path), language or self.language)

    def sections(self, language: str = "") -> tuple[Section, ...]:
        """All that is to be asked, and answers whose question has gone (`relevant` False)."""
        self._answers.rest()
        return self._asking.sections(language or self.language)

    def unanswered_required(self, language: str = "") -> tuple[Question, ...]:
        """What is still to ask, in the order of the form."""
        questions = (question for section in self.sections(language) for question in section.questions)
        return tuple(one for one in questions if one.relevant and one.required and not one.readonly and not one.answered)

    def calculated(self, name: str) -> str:
        """The value of the first place of that name, such as "risk_band"; "" where it does not apply."""
        node = self._named(name)
        return text(node.value) if node.relevant else ""

    def state(self) -> tuple[State, ...]:
        """Every place: its path with all rows numbered, value (None for a group), relevant, enabled, required."""
        return tuple(_states(self._answers.root, ""))

    def trial(self, changes: Mapping[str, str], read: Sequence[str]) -> tuple[str, ...]:
        """What the calculates named in `read` would be after these answers. The call stays as it is."""
        return self._answers.tried({self._leaf(path): value for path, value in changes.items()}, [self._named(name) for name in read])

    def reckon_again(self) -> None:
        """Reckons everything from the answers anew; whoever asks for it expects no change."""
        self._answers.rest()
        self._answers.queue(range(len(self.form.rules)))
        self._answers.settle()

    @cached_property
    def scale(self) -> Scale:
        """What the form says about risk."""
        return scale(self.form)

    def places(self, shape: Shape) -> tuple[str, ...]:
        """The paths at which a place of the form stands: one, or one in each row."""
        return tuple(node.path for node in self._answers.nodes[shape.index])

    def _leaf(self, path: str) -> Node:
        node = self._answers.by_path[path]
        if node.inside:
            raise KeyError(path)
        return node

    def _named(self, name: str) -> Node:
        return self._answers.nodes[self._names[name].index][0]

    def _changed(self) -> Changed:
        return Changed(frozenset(node.path for node in self._answers.changed), self._answers.layout)


def _states(node: Node, above: str) -> list[State]:
    path = f"{above}/{node.shape.name}[{node.place}]"
    value = None if node.shape.inside else node.text
    states = [(path, value, node.relevant, node.enabled, node.required)]
    for inside in node.inside:
        states += _states(inside, path)
    return states
