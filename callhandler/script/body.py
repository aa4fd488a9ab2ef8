"""Reads how a form is laid out: its groups, its repeats, and how each question is put."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from callhandler.script.actions import read_action
from callhandler.script.binds import Grounds, found
from callhandler.script.expression import Expression, compiled
from callhandler.script.form import Block, Choice, Choices, Control, ControlKind, Rule, Said, SetValue
from callhandler.script.nodes import Shape
from callhandler.script.safexml import JR, every, first, local
from callhandler.script.sayings import Sayings
from callhandler.script.scope import Ground
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.xpath import Literal, Path, Step

CONTROLS: dict[str, ControlKind] = {"input": "input", "select1": "one", "select": "many"}
ODK = "{http://www.opendatakit.org"
REFUSED = {"upload": "files", "trigger": "acknowledgements", "range": "ranges", "rank": "rankings", "secret": "secrets"}


@dataclass(slots=True)
class Body:
    """Gathers what the layout of a form tells while it is read; `binds` are paths by the id of their bind."""

    root: Shape
    places: Mapping[str, Shape]
    binds: Mapping[str, str]
    grounds: Grounds
    sayings: Sayings
    rules: list[Rule] = field(default_factory=list)
    controls: dict[Shape, Control] = field(default_factory=dict)
    actions: list[SetValue] = field(default_factory=list)
    wordings: dict[Shape, Mapping[str, Said]] = field(default_factory=dict)
    lists: dict[tuple[str, str, str], Choices] = field(default_factory=dict)

    def block(self, element: Element, shape: Shape, *, repeat: bool = False) -> Block:
        """A group, a repeat, or the whole body, with all that stands in it."""
        label = self._said(shape, first(element, "label"))[0]
        parts = tuple(part for child in element for part in self._parts(child, shape))
        if not repeat:  # a repeat is named by the group around it
            parts = tuple(_labelled(part, shape, label) for part in parts)
        return Block(shape, label, repeat, parts, fixed=element.get(f"{JR}count") is not None)

    def _parts(self, element: Element, within: Shape) -> Iterable[Block | Control]:
        name = local(element)
        if name == "group":
            yield self.block(element, self._shape(element, "ref", within))
        elif name == "repeat":
            yield self._repeat(element, within)
        elif name == "setvalue":
            self.actions.append(read_action(element, within, self.places, self.grounds))
        elif name in CONTROLS:
            yield self._control(element, within)
        elif name in REFUSED or element.tag.startswith(ODK):
            raise ScriptTrouble("type", f"{REFUSED.get(name, name)} are not asked here", where=element.get("ref", ""))

    def _repeat(self, element: Element, within: Shape) -> Block:
        shape = self._shape(element, "nodeset", within)
        if count := element.get(f"{JR}count"):
            self.rules.append(Rule("count", shape, compiled(count, self.grounds(shape))))
        return self.block(element, shape, repeat=True)

    def _shape(self, element: Element, attribute: str, within: Shape) -> Shape:
        """The place a control stands for; a group without one stands for what it is in."""
        path = (element.get(attribute) or self.binds.get(element.get("bind", ""), "")).strip()
        if not path and local(element) == "group":
            return within
        return found(path if path.startswith("/") else f"{within.path}/{path.removeprefix('./')}", self.places)

    def _control(self, element: Element, within: Shape) -> Control:
        shape = self._shape(element, "ref", within)
        label, hint = self._said(shape, first(element, "label"), first(element, "hint"))
        itemset = first(element, "itemset")
        self.controls[shape] = Control(
            shape,
            CONTROLS[local(element)],
            label,
            hint,
            frozenset((element.get("appearance") or "").split()),
            tuple(self._choice(item, shape) for item in every(element, "item")),
            self._listed(itemset, shape) if itemset is not None else None,
        )
        for child in element:
            if local(child) == "setvalue":
                self.actions.append(read_action(child, shape, self.places, self.grounds))
            elif child.tag.startswith(ODK):
                raise ScriptTrouble("type", f"{local(child)} is not done here", where=shape.name)
        return self.controls[shape]

    def _said(self, shape: Shape, *elements: Element | None) -> tuple[Said, ...]:
        """Wordings, and a rule where they show answers: when those change, what is shown changes."""
        self.sayings.reads = set()
        said = tuple(self.sayings.element(element, self.grounds(shape)) for element in elements)
        if self.sayings.reads:
            shown = Expression(lambda _s: "", Literal(""), frozenset(self.sayings.reads))
            self.rules.append(Rule("say", shape, shown))
        return said

    def _choice(self, item: Element, shape: Shape) -> Choice:
        value = first(item, "value")
        name = (value.text or "").strip() if value is not None else ""
        return Choice(name, self.sayings.element(first(item, "label"), self.grounds(shape)))

    def _listed(self, itemset: Element, shape: Shape) -> Choices:
        key = (itemset.get("nodeset", ""), _ref(itemset, "value"), _ref(itemset, "label"))
        if key not in self.lists:
            choices = self._choices(itemset, shape)
            if choices.fixed is None:
                return choices
            self.lists[key] = choices  # a list that never changes serves all its questions
        return self.lists[key]

    def _choices(self, itemset: Element, shape: Shape) -> Choices:
        ground = self.grounds(shape)
        nodes = compiled(itemset.get("nodeset", ""), ground)
        if not nodes.shapes:
            raise ScriptTrouble("path", "the answers of a question must come from a list", where=shape.name)
        inner = ground.at(nodes.shapes[0])
        name = _column(_ref(itemset, "value"), inner)
        written = _ref(itemset, "label").strip()
        label = _column(written.removeprefix("jr:itext(").removesuffix(")"), inner)
        wordings = self._wordings(label.shapes) if written.startswith("jr:itext(") else None
        if nodes.fixed is None:
            reads = nodes.reads | name.reads | label.reads
            self.rules.append(Rule("offer", shape, Expression(nodes.run, nodes.part, reads)))
        return Choices(nodes.run, name.run, label.run, wordings, nodes.fixed)

    def _wordings(self, shapes: Sequence[Shape]) -> Mapping[str, Said]:
        """The translations that one column of a list names."""
        if len(shapes) != 1:
            raise ScriptTrouble("text", "the wordings of answers must be named in one column of their list")
        shape = shapes[0]
        if shape not in self.wordings:
            ground = self.grounds(self.root)
            ids = {node.text for top in ground.lists.values() if top.shape is shape.line[0] for node in top.all() if node.shape is shape}
            self.wordings[shape] = {name: self.sayings.by_id(name, ground) for name in ids}
        return self.wordings[shape]


def _column(written: str, ground: Ground) -> Expression:
    """One column of a list; most are simply named, and need no reading."""
    shape = ground.here.inside.get(written)
    if shape is None or shape.index >= 0:
        return compiled(written, ground)
    return Expression(lambda s: s.node.named(written), Path((Step(written),)), frozenset(), (shape,))


def _labelled(part: Block | Control, shape: Shape, label: Said) -> Block | Control:
    return replace(part, label=label) if isinstance(part, Block) and part.shape is shape and not part.label else part


def _ref(itemset: Element, name: str) -> str:
    part = first(itemset, name)
    return (part.get("ref") or "") if part is not None else ""
