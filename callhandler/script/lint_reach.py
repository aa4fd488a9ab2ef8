"""Finds what can never be: questions that depend on each other in a circle, and required questions that no answer ever opens."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from callhandler.script.expression import Expression, build
from callhandler.script.finding import Finding
from callhandler.script.form import Rule, RuleKind
from callhandler.script.lint_draft import Draft
from callhandler.script.lint_expressions import Written
from callhandler.script.lint_parts import leads_to, parts
from callhandler.script.nodes import Shape
from callhandler.script.order import ordered
from callhandler.script.scope import Ground
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.values import same
from callhandler.script.xpath import Both, Calling, Literal, Part

KINDS: Mapping[str, RuleKind] = {"relevant": "relevant", "calculation": "calculate", "required": "required", "read_only": "readonly"}
TRIED = 20_000
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
    """The questions with one answer that the conditions look at, and theirs in turn: blank, each answer named, and one that is not."""
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
    return {shape: ["", *_some(draft, shape, values)] for shape, values in named.items()}


def _some(draft: Draft, shape: Shape, values: set[str]) -> list[str]:
    names = [row["name"] for row in draft.answers.get(draft.by_path[shape.path].answers, ())]
    return [name for name in names if name in values] + [name for name in names if name not in values][:1]


def _named(draft: Draft, part: Part, ground: Ground) -> Iterator[tuple[Shape, str]]:
    match part:
        case Both(operator="=" | "!=", left=path, right=Literal(value=str(value))):
            pass
        case Calling(name="selected", arguments=[path, Literal(value=str(value))]):
            pass
        case _:
            return
    shape = leads_to(path, ground)
    if shape and shape.path in draft.by_path and draft.by_path[shape.path].kind == "select_one":
        yield shape, value


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
        case Both(operator="=" | "!=" as operator, left=left, right=right):
            one, other = _value(left, ground, answers), _value(right, ground, answers)
            return None if one is None or other is None else same(one, other) == (operator == "=")
        case Calling(name="not", arguments=[inner]):
            held = _holds(inner, ground, answers)
            return None if held is None else not held
        case Calling(name="selected", arguments=[left, right]):
            one, other = _value(left, ground, answers), _value(right, ground, answers)
            return None if one is None or other is None else one == other
        case Calling(name="true" | "false" as name):
            return name == "true"
        case _:
            return None


def _value(part: Part, ground: Ground, answers: Answers) -> str | float | None:
    if isinstance(part, Literal):
        return part.value
    shape = leads_to(part, ground)
    return answers.get(shape) if shape else None
