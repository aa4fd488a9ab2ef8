"""The answers of one call, and what follows from each: after every change only what depends on it is reckoned again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from heapq import heappop, heappush

from callhandler.script.actions import CHANGED, FIRST, LOAD, ROW
from callhandler.script.form import Form, Rule
from callhandler.script.kept import preloaded, read, reckoned
from callhandler.script.nodes import Node, Shape
from callhandler.script.options import choice_name, names
from callhandler.script.order import leading_to
from callhandler.script.rows import counted, grown, inserted, numbered, taken_out
from callhandler.script.scope import Scope
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.values import Single, Value, flag, text

MOST_STEPS, MOST_DEEP = 20_000, 20
MOST_LOOKS, MOST_PLACES = 400_000, 20_000
ACTION = 20  # looks
Past = tuple[Node, str, Single, bool, bool]


class Answers:
    """Every place of the form with its answer. `changed` and `layout` tell what happened since `begin`."""

    def __init__(self, form: Form, now: Callable[[], datetime], language: str, identity: str = "") -> None:
        self.form, self.now, self.language = form, now, language
        self.changed: set[Node] = set()
        self.layout = False
        self.looks = MOST_LOOKS  # that are left to this answer
        self.past: list[Past] | None = None  # what a trial has changed so far
        self.only: frozenset[int] | None = None  # the rules a trial is about
        self.root = grown(form.seed, None)
        self.nodes: list[list[Node]] = [[] for _ in form.shapes]
        self.by_path: dict[str, Node] = {}
        self._spare: dict[tuple[Node, Shape], list[Node]] = {}
        self._fresh: list[Node] = []
        self._deep = 0
        self._uneven = False
        self.places = 0  # that were ever counted out
        self._waiting: list[int] = []
        self._leading: dict[tuple[Shape, ...], frozenset[int]] = {}
        self._queued = bytearray(len(form.rules))
        self._scope = Scope(self, self.root, self.root)
        self._deciders = {
            "relevant": self._relevant,
            "calculate": self._calculate,
            "count": self._count,
            "required": self._required,
            "readonly": self._readonly,
            "constraint": self._constraint,
            "offer": self._offer,
            "say": self._say,
        }
        numbered(self.root, self.nodes, self.by_path)
        self._start(identity)

    def begin(self) -> None:
        """Forgets what has changed so far."""
        self.changed, self.layout = set(), False
        self.rest()

    def rest(self) -> None:
        """Gives what comes next all its looks."""
        self.looks = MOST_LOOKS

    def spend(self, looks: int) -> None:
        """Counts what an answer costs. ScriptTrouble where a form would look at more places than a call has time for."""
        self.looks -= looks
        if self.looks < 0:
            raise ScriptTrouble("long", f"the form looks at more than {MOST_LOOKS} places for one answer; that would take too long")

    def choice_name(self, shape: Shape, node: Node, value: str) -> str:
        """The label of an answer to the question at a shape, in the language of the call."""
        return choice_name(self, shape, node, value)

    def write(self, node: Node, said: str) -> None:
        """Puts an answer, and all that follows from it."""
        before = node.text
        self.put(node, said, read(node.shape.kind, said))
        self.queue(self.form.readers[node.shape.index])
        self.settle()
        if node.text != before:
            self._act(CHANGED, node)

    def put(self, node: Node, said: str, value: Single) -> None:
        """Keeps a value; what reads it waits to be reckoned again."""
        if node.text == said and type(node.value) is type(value):
            return
        self._remember(node)
        node.text, node.value = said, value
        self.changed.add(node)
        self.queue(self.form.readers[node.shape.index])

    def add_row(self, parent: Node, shape: Shape) -> Node:
        """A new row after the last, with what the form puts in it."""
        row = inserted(parent, grown(self.form.templates[shape], parent))
        self._rows_changed(shape)
        self.settle()
        self._act(ROW, row)
        return row

    def remove_row(self, row: Node) -> None:
        """Takes a row out; those after it move up."""
        taken_out(row)
        self._rows_changed(row.shape)
        self.settle()

    def tried(self, changes: Mapping[Node, str], wanted: Sequence[Node]) -> tuple[str, ...]:
        """What `wanted` would be after these answers; afterwards everything stands as before."""
        self.rest()
        self.past, self.only = [], self._leading_to(tuple(node.shape for node in wanted))
        try:
            for node, said in changes.items():
                self.put(node, said, read(node.shape.kind, said))
            self.settle()
            return tuple(text(node.value) if node.relevant else "" for node in wanted)
        finally:
            for node, said, value, asked, relevant in reversed(self.past):
                node.text, node.value, node.open, node.relevant = said, value, asked, relevant
            self.past = self.only = None

    def queue(self, ranks: Iterable[int]) -> None:
        """These rules wait to be reckoned again."""
        for rank in ranks:
            if not self._queued[rank] and (self.only is None or rank in self.only):
                self._queued[rank] = 1
                heappush(self._waiting, rank)

    def settle(self) -> None:
        """Reckons again all that waits, each rule after those it reads."""
        for _ in range(MOST_STEPS):
            if not self._waiting:
                return self._welcome()
            rank = heappop(self._waiting)
            self._queued[rank] = 0
            rule = self.form.rules[rank]
            decide, standing = self._deciders[rule.kind], self._standing(rule)
            self.spend(len(standing))
            for node in standing:
                decide(node, rule)
            if rule.kind == "count":
                self._counted_out(rule.shape)
        raise ScriptTrouble("circle", "the form does not come to rest")

    def _welcome(self) -> None:
        """Rows that the form has counted out get what the form sets in a new row."""
        while self._fresh:
            self._act(ROW, self._fresh.pop(0))

    def reckon(self, rule: Rule, node: Node) -> Value:
        """What an expression says at a place."""
        scope = self._scope
        scope.node = scope.origin = node
        return rule.expression.run(scope)

    def _leading_to(self, shapes: tuple[Shape, ...]) -> frozenset[int]:
        """The rules that have a say in these places."""
        if shapes not in self._leading:
            self._leading[shapes] = leading_to(self.form.rules, shapes)
        return self._leading[shapes]

    def _start(self, identity: str) -> None:
        for shape, bind in self.form.binds.items():
            for node in self.nodes[shape.index] if bind.preload else ():
                self.put(node, *reckoned(shape.kind, preloaded(bind.preload, self.now, identity)))
        self.queue(range(len(self.form.rules)))
        self.settle()
        for event in (FIRST, LOAD):
            self._act(event, self.root)
        self.begin()

    def _standing(self, rule: Rule) -> Sequence[Node]:
        if rule.kind == "count" and rule.shape.parent:
            return tuple(self.nodes[rule.shape.parent.index])
        return self.nodes[rule.shape.index]

    def _act(self, event: str, node: Node) -> None:
        """Runs the actions of an event that hang on a place; at the start, all there are. A circle of them ends after a while."""
        self._deep += 1
        for action in self.form.actions if self._deep < MOST_DEEP else ():
            if event in action.events and (action.trigger is node.shape or event in (FIRST, LOAD)):
                for trigger in (node,) if action.trigger is node.shape else tuple(self.nodes[action.trigger.index]):
                    self._set(trigger, action.target, action.value)
        self._deep -= 1

    def _set(self, trigger: Node, target: Callable[[Scope], Value], value: Callable[[Scope], Value]) -> None:
        self.spend(ACTION)
        found = target(Scope(self, trigger, trigger))
        for node in found[:1] if isinstance(found, list) else ():
            before = node.text
            self.put(node, *reckoned(node.shape.kind, value(Scope(self, node, node))))
            self.settle()
            if node.text != before:
                self._act(CHANGED, node)

    def _relevant(self, node: Node, rule: Rule) -> None:
        asked = flag(self.reckon(rule, node))
        if asked is not node.open:
            self._remember(node)
            node.open = asked
            self._spread(node)

    def _spread(self, node: Node) -> None:
        """What is not asked, nothing in it is asked."""
        asked = node.open and (node.parent is None or node.parent.relevant)
        if asked is node.relevant:
            return
        self._remember(node)
        node.relevant = asked
        self.layout = True
        self.changed.add(node)
        self.queue(self.form.readers[node.shape.index])
        for inside in node.inside:
            self._spread(inside)

    def _calculate(self, node: Node, rule: Rule) -> None:
        self.put(node, *reckoned(node.shape.kind, self.reckon(rule, node)))

    def _required(self, node: Node, rule: Rule) -> None:
        required = flag(self.reckon(rule, node))
        if required is not node.required:
            node.required = required
            self.changed.add(node)

    def _readonly(self, node: Node, rule: Rule) -> None:
        node.locked = flag(self.reckon(rule, node))
        for inside in node.all():
            enabled = not inside.locked and (inside.parent is None or inside.parent.enabled)
            if enabled is not inside.enabled:
                inside.enabled = enabled
                self.changed.add(inside)

    def _constraint(self, node: Node, rule: Rule) -> None:
        refused = node.text != "" and not flag(self.reckon(rule, node))
        if refused is not node.refused:
            node.refused = refused
            self.changed.add(node)

    def _offer(self, node: Node, _rule: Rule) -> None:
        offered = names(self, self.form.controls[node.shape], node)
        if offered != node.offered:
            node.offered = offered
            self.layout = True
            self.changed.add(node)

    def _say(self, node: Node, _rule: Rule) -> None:
        self.changed.add(node)

    def _count(self, parent: Node, rule: Rule) -> None:
        """A repeat that the form counts: rows beyond the count are kept aside, and come back with their answers."""
        wanted = counted(self.reckon(rule, Node(rule.shape, parent)))
        rows = parent.named(rule.shape.name)
        spare = self._spare.setdefault((parent, rule.shape), [])
        spare.extend(taken_out(row) for row in reversed(rows[wanted:]))
        for _ in range(len(rows), wanted):
            row = spare.pop() if spare else self._new_row(parent, rule.shape)
            inserted(parent, row)
        self._uneven |= len(rows) != wanted

    def _counted_out(self, shape: Shape) -> None:
        """All rows of a repeat stand: they are numbered once, however many repeats they stand in."""
        if self._uneven:
            self._uneven = False
            self._rows_changed(shape)

    def _new_row(self, parent: Node, shape: Shape) -> Node:
        row = grown(self.form.templates[shape], parent)
        self.places += sum(1 for _ in row.all())
        if self.places > MOST_PLACES:
            raise ScriptTrouble("long", f"the form counts out more than {MOST_PLACES} places")
        self._fresh.append(row)
        return row

    def _rows_changed(self, shape: Shape) -> None:
        numbered(self.root, self.nodes, self.by_path)
        self.spend(len(self.by_path))
        self.layout = True
        self.changed.update(node for row in self.nodes[shape.index] for node in row.all())
        self.queue(self.form.below[shape.index])

    def _remember(self, node: Node) -> None:
        if self.past is not None:
            self.past.append((node, node.text, node.value, node.open, node.relevant))
