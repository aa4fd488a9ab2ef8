"""Puts the questions of a call before the handler: in sections, in one language, with what is offered and what is wrong."""

from collections.abc import Iterator

from callhandler.script.answers import Answers
from callhandler.script.form import Bind, Block, Control
from callhandler.script.kept import WRONG, fits
from callhandler.script.nodes import Node, Shape
from callhandler.script.options import names, options, said
from callhandler.script.question import Kind, Option, Question, Rows, Section
from callhandler.script.scope import Scope
from callhandler.script.values import tokens
from callhandler.words import Words, mark

REFUSED = mark("This answer cannot be right.")
NOT_OFFERED = mark("This answer is no longer offered.")
NO_BIND = Bind({}, {})
KINDS: dict[str, Kind] = {"int": "integer", "decimal": "decimal", "date": "date", "time": "time"}


class Asking:
    """Builds what the screen shows out of the answers; labels of lists that never change are built once."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._fixed: dict[tuple[int, str], tuple[Option, ...]] = {}

    def sections(self, language: str) -> tuple[Section, ...]:
        """Every group with something to ask, or with an answer whose question has gone."""
        root = self._answers.root
        loose = [part for part in self._answers.form.body.parts if isinstance(part, Control)]
        blocks = [part for part in self._answers.form.body.parts if isinstance(part, Block)]
        whole = Block(root.shape, {"": {"": (self._answers.form.title,)}}, repeat=False, parts=tuple(loose))
        sections = [self._section(block, root, language) for block in ([whole, *blocks] if loose else blocks)]
        return tuple(section for section in sections if section.questions or section.rows)

    def question(self, node: Node, language: str) -> Question:
        """One question as it stands."""
        control, bind = self._answers.form.controls[node.shape], self._bind(node)
        scope = Scope(self._answers, node, node)
        label = said(control.label, scope, language)
        silent = label.startswith("(") and label.endswith(")")
        short = said(control.label, scope, language, "short") or label.strip("()")
        return Question(
            path=node.path,
            kind=_kind(control, bind, node),
            label="" if silent else label,
            spoken=not silent and label != "",
            short=short,
            hint=said(control.hint, scope, language) or (label[1:-1] if silent else ""),
            guidance=said(control.hint, scope, language, "guidance"),
            required=node.required,
            readonly=not node.enabled,
            appearance=control.appearance,
            options=self._options(control, node, language),
            value=node.text,
            problem=self.problem(node, language),
            core=bind.core,
            relevant=node.relevant,
            ahead=bind.ahead,
        )

    def problem(self, node: Node, language: str) -> str:
        """Why the answer does not count; "" where it does, or where there is none."""
        if node.text == "":
            return ""
        if not fits(node.shape.kind, node.text):
            return Words(language).say(WRONG[node.shape.kind])
        if node.refused:
            scope = Scope(self._answers, node, node)
            return said(self._bind(node).constraint_message, scope, language) or Words(language).say(REFUSED)
        return Words(language).say(NOT_OFFERED) if self._withdrawn(node) else ""

    def _withdrawn(self, node: Node) -> bool:
        """Whether the form no longer offers an answer that was given."""
        control = self._answers.form.controls.get(node.shape)
        if control is None or control.kind == "input":
            return False
        offered = node.offered if node.offered is not None else names(self._answers, control, node)
        return not set(tokens(node.text) if control.kind == "many" else [node.text]) <= set(offered)

    def _options(self, control: Control, node: Node, language: str) -> tuple[Option, ...]:
        if control.kind == "input":
            return ()
        if control.listed is None or control.listed.fixed is None:
            return options(self._answers, control, node, language)
        key = (node.shape.index, language)
        if key not in self._fixed:
            self._fixed[key] = options(self._answers, control, node, language)
        return self._fixed[key]

    def _section(self, block: Block, within: Node, language: str) -> Section:
        parts = [part for inner in ((block,) if block.repeat else block.parts) for part in self._parts(inner, within, language)]
        questions = tuple(part for part in parts if isinstance(part, Question))
        rows = tuple(part for part in parts if isinstance(part, Rows))
        return Section(block.shape.path, self._label(block, within, language), questions, rows)

    def _parts(self, part: Block | Control, within: Node, language: str) -> Iterator[Question | Rows]:
        """The questions of one part of the form, in order, and the repeats among them."""
        if isinstance(part, Control):
            yield from (self.question(node, language) for node in self._inside(part.shape, within) if self._shown(node))
        elif part.repeat and part.shape.parent:
            for holder in self._inside(part.shape.parent, within):
                yield from self._rows(part, holder, language)
        else:
            for inner in part.parts:
                yield from self._parts(inner, within, language)

    def _rows(self, block: Block, holder: Node, language: str) -> Iterator[Question | Rows]:
        rows = holder.named(block.shape.name)
        asked = holder.relevant and all(row.relevant for row in rows)
        parts = [part for row in rows for inner in block.parts for part in self._parts(inner, row, language)]
        if asked or parts:
            label = self._label(block, holder, language)
            yield Rows(f"{holder.path}/{block.shape.name}", label, len(rows), asked, block.fixed)
        yield from parts

    def _inside(self, shape: Shape, within: Node) -> list[Node]:
        if within is self._answers.root:
            return self._answers.nodes[shape.index]
        found = [within] if within.shape in shape.line else []
        for step in shape.line[len(within.shape.line) :]:
            found = [node for one in found for node in one.named(step.name)]
        return found

    def _shown(self, node: Node) -> bool:
        """A question that is asked, or one that was answered before it went."""
        return node.relevant or (node.text != "" and not self._bind(node).calculated)

    def _label(self, block: Block, holder: Node, language: str) -> str:
        return said(block.label, Scope(self._answers, holder, holder), language)

    def _bind(self, node: Node) -> Bind:
        return self._answers.form.binds.get(node.shape, NO_BIND)


def _kind(control: Control, bind: Bind, node: Node) -> Kind:
    if control.kind != "input":
        return control.kind
    return "note" if bind.note and node.shape.kind == "string" else KINDS.get(node.shape.kind, "text")
