"""The answers offered to a question as it stands, and the wordings of the form in a language."""

from typing import Protocol

from callhandler.script.form import Choices, Control, Form, Said
from callhandler.script.nodes import Node, Shape
from callhandler.script.question import Option
from callhandler.script.scope import Book, Scope
from callhandler.script.values import NUMBER, number, text


class Asked(Book, Protocol):
    """A call, with its form and the language it is in."""

    form: Form
    language: str


def said(wording: Said, scope: Scope, language: str, form: str = "") -> str:
    """A wording in a language (else in the form's first), with the answers shown in it; "" where there is none."""
    forms = wording.get(language) or next(iter(wording.values()), {})
    parts = forms.get(form) or ()
    return "".join(part if isinstance(part, str) else text(part(scope)) for part in parts).strip()


def names(call: Asked, control: Control, node: Node) -> tuple[str, ...]:
    """The answers offered, by name."""
    if control.listed is None:
        return tuple(choice.name for choice in control.choices)
    return tuple(text(control.listed.name(at)) for at in _listed(call, control.listed, node))


def options(call: Asked, control: Control, node: Node, language: str) -> tuple[Option, ...]:
    """The answers offered, as the handler sees them."""
    if control.listed is None:
        scope = Scope(call, node, node)
        return tuple(Option(choice.name, said(choice.label, scope, language), None) for choice in control.choices)
    return tuple(_option(control.listed, at, language) for at in _listed(call, control.listed, node))


def choice_name(call: Asked, shape: Shape, node: Node, value: str) -> str:
    """The label of an answer, in the language of the call; "" where it is not offered."""
    control = call.form.controls.get(shape)
    rows = set(node.up())
    here = max(call.nodes[shape.index], key=lambda one: len(rows & set(one.up())), default=None)
    if control is None or here is None:
        return ""
    return next((option.label for option in options(call, control, here, call.language) if option.name == value), "")


def _listed(call: Asked, choices: Choices, node: Node) -> list[Scope]:
    found = choices.nodes(Scope(call, node, node))
    if not isinstance(found, list):
        return []
    call.spend(len(found))
    return [Scope(call, entry, node) for entry in found if entry.relevant]


def _option(choices: Choices, at: Scope, language: str) -> Option:
    label = text(choices.label(at))
    if choices.wordings is not None:
        label = said(choices.wordings.get(label, {}), at, language)
    points = text(at.node.named("points"))
    return Option(text(choices.name(at)), label, int(number(points)) if NUMBER.fullmatch(points) else None)
