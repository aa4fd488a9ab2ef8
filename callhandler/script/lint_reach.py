"""Finds what can never be: questions that depend on each other in a circle, and required questions that no answer ever opens."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

from callhandler.script.expression import Expression, build
from callhandler.script.finding import Finding
from callhandler.script.form import Rule, RuleKind
from callhandler.script.lint_draft import SELECTS, Asked, Draft
from callhandler.script.lint_expressions import Written
from callhandler.script.lint_literals import ARITHMETIC
from callhandler.script.lint_parts import leads_to, parts
from callhandler.script.nodes import Shape
from callhandler.script.operators import OPERATORS
from callhandler.script.order import ordered
from callhandler.script.scope import Ground
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.values import flag, number_text, tokens
from callhandler.script.xpath import Both, Calling, Literal, Part, Path

KINDS: Mapping[str, RuleKind] = {"relevant": "relevant", "calculation": "calculate", "required": "required", "read_only": "readonly"}
TRIED = 20_000
AMOUNTS = frozenset({"integer", "decimal"})
COMPARED = frozenset({"<", "<=", ">", ">="})
Answers = Mapping[Shape, str]


def circles(draft: Draft, runnable: Sequence[Written]) -> Iterator[Finding]:
    """Every circle, each told once: the rule it is found at is then left out, and the rest is looked at again."""
    rules = {Rule(KINDS[one.column], one.ground.origin, _expression(one)): one for one in runnable if one.column in KINDS}
    while rules:
        try:
            ordered(tuple(rules))
        except ScriptTrouble as trouble:
            rule = _culprit(tuple(rules), trouble)
            one = rules.pop(rule)
            yield draft.at(one.asked, one.column, "circle", trouble.said)
        else:
            return


def _expression(one: Written) -> Expression:
    ground = Ground(one.ground.here, one.ground.origin, one.ground.root, one.ground.lists)
    built = build(one.part, ground)
    return Expression(built.run, one.part, frozenset(ground.reads))


def _culprit(rules: Sequence[Rule], trouble: ScriptTrouble) -> Rule:
    """The rule that a circle was found at: of those of that question, one that reads a place of the circle."""
    named = set(trouble.said.rpartition(": ")[2].split(" → "))
    own = [rule for rule in rules if rule.shape.name == trouble.where]
    reading = (rule for rule in own if any(above.name in named for read in rule.expression.reads for above in read.line))
    return next(reading, own[0])


def unreachable(draft: Draft, runnable: Sequence[Written]) -> Iterator[Finding]:
    """Required questions whose conditions contradict each other, or never hold."""
    conditions = {one.asked.path: one for one in runnable if one.column == "relevant"}
    for one in draft.asked:
        wanted = [conditions[above.path] for above in (*one.inside, one) if above.path in conditions]
        if one.shown and one.row["required"] not in ("", "no", "false", "false()") and _closed(draft, wanted, conditions):
            where = next((condition for condition in wanted if _closed(draft, [condition], conditions)), wanted[-1])
            said = f"the required question “{one.name}” can never be reached: this never holds"
            yield draft.at(where.asked, "relevant", "unreachable", said)


def _closed(draft: Draft, wanted: Sequence[Written], conditions: Mapping[str, Written]) -> bool:
    """Whether no answers at all fulfil these conditions; False too where there are too many to try."""
    domains = _domains(draft, wanted, conditions)
    if prod(len(values) for values in domains.values()) > TRIED:
        return False
    shapes = tuple(domains)
    return not any(_opens(wanted, dict(zip(shapes, tried, strict=True)), conditions) for tried in product(*domains.values()))


def _domains(draft: Draft, wanted: Sequence[Written], conditions: Mapping[str, Written]) -> dict[Shape, list[str]]:
    """The questions that the conditions look at, and theirs in turn, with the answers that make a difference to them."""
    named: dict[Shape, set[str]] = {}
    looking, seen = list(wanted), set()
    while looking:
        one = looking.pop()
        seen.add(one.asked.path)
        for part, ground in parts(one.part, one.ground):
            for shape, value in _named(draft, part, ground):
                named.setdefault(shape, set()).add(value)
                above = (conditions.get(place.path) for place in shape.line)
                looking += [other for other in above if other and other.asked.path not in seen]
    return {shape: ["", *_telling(draft.by_path[shape.path], draft, values)] for shape, values in named.items()}


def _telling(one: Asked, draft: Draft, values: set[str]) -> Iterator[str]:
    """Answers to try: those named and one that is not; for ticks all together; for a number those around each named."""
    if one.kind in AMOUNTS:
        yield from sorted({number_text(float(value) + step) for value in values for step in (-1, 0, 1)})
        return
    names = [row["name"] for row in draft.answers.get(one.answers, ())]
    known = [name for name in names if name in values]
    most = len(known) if one.kind == "select_multiple" else min(1, len(known))
    yield from (" ".join(ticked) for size in range(1, most + 1) for ticked in combinations(known, size))
    yield from [name for name in names if name not in values][:1]


def _named(draft: Draft, part: Part, ground: Ground) -> Iterator[tuple[Shape, str]]:
    match part:
        case Both(operator=operator, left=path, right=Literal(value=value)) if operator in COMPARED or operator in ("=", "!="):
            pass
        case Calling(name="selected", arguments=[path, Literal(value=value)]):
            pass
        case _:
            return
    shape = _place(path, ground)
    kind = draft.by_path[shape.path].kind if shape and shape.path in draft.by_path else ""
    if shape and (kind in SELECTS if isinstance(value, str) else kind in AMOUNTS):
        yield shape, value if isinstance(value, str) else number_text(value)


def _place(part: Part, ground: Ground) -> Shape | None:
    """The one place a path leads to; None where it may lead to several rows."""
    shape = leads_to(part, ground)
    several = shape and shape.in_rows and not ground.origin.in_rows
    return None if several or (isinstance(part, Path) and any(step.conditions for step in part.steps)) else shape


def _opens(wanted: Sequence[Written], answers: Answers, conditions: Mapping[str, Written]) -> bool:
    """Whether these answers may open it, and can all have been given: an answer stands only where its question was open."""
    given = (place for shape, value in answers.items() if value for place in shape.line)
    asked = (conditions[place.path] for place in given if place.path in conditions)
    return all(_holds(one.part, one.ground, answers) is not False for one in (*wanted, *asked))


def _holds(part: Part, ground: Ground, answers: Answers) -> bool | None:
    """Yes, no, or (None) nobody knows."""
    match part:
        case Both(operator="and" | "or" as operator, left=left, right=right):
            sides = {_holds(left, ground, answers), _holds(right, ground, answers)}
            decisive = operator == "or"
            return decisive if decisive in sides else None if None in sides else not decisive
        case Both(operator=operator, left=left, right=right) if operator in OPERATORS and operator not in ARITHMETIC:
            one, other = _value(left, ground, answers), _value(right, ground, answers)
            return None if one is None or other is None else flag(OPERATORS[operator](one, other))
        case Calling(name="not", arguments=[inner]):
            held = _holds(inner, ground, answers)
            return None if held is None else not held
        case Calling(name="selected", arguments=[left, right]):
            one, other = _value(left, ground, answers), _value(right, ground, answers)
            return None if one is None or other is None else other in tokens(one)
        case Calling(name="true" | "false" as name):
            return name == "true"
        case _:
            return None


def _value(part: Part, ground: Ground, answers: Answers) -> str | float | None:
    if isinstance(part, Literal):
        return part.value
    shape = _place(part, ground)
    return answers.get(shape) if shape else None
