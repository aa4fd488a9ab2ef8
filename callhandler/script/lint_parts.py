"""Takes an expression of a workbook apart: every part with the ground it stands on, and everything that is wrong in any of them."""

from collections.abc import Iterator

from callhandler.script.expression import SPECIAL, build
from callhandler.script.functions import FUNCTIONS
from callhandler.script.nodes import Shape
from callhandler.script.scope import Ground
from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.xpath import Both, Calling, Part, Path, Step


def troubles(part: Part, ground: Ground) -> list[ScriptTrouble]:
    """All that cannot run, not only the first: an unknown function, a path that leads nowhere, arguments too few or too many."""
    own = list(_calling(part)) if isinstance(part, Calling) else []
    inner = [trouble for one, where in inside(part, ground) for trouble in troubles(one, where)]
    if own or inner:
        return own + inner
    try:
        build(part, ground)
    except ScriptTrouble as trouble:
        return [trouble]
    return []


def parts(part: Part, ground: Ground) -> Iterator[tuple[Part, Ground]]:
    """A part and all within it, each with the ground it stands on."""
    yield part, ground
    for one, where in inside(part, ground):
        yield from parts(one, where)


def inside(part: Part, ground: Ground) -> Iterator[tuple[Part, Ground]]:
    """The parts right within a part: arguments, the two sides of an operator, the conditions of a path."""
    match part:
        case Calling(arguments=arguments):
            yield from ((argument, ground) for argument in arguments)
        case Both(left=left, right=right):
            yield from ((left, ground), (right, ground))
        case Path(steps=steps, start=start):
            if start is not None:
                yield start, ground
            for at, step in enumerate(steps):
                here = leads_to(Path(_bare(steps[: at + 1]), part.rooted, start), ground) if step.conditions else None
                if here:
                    yield from ((condition, ground.at(here)) for condition in step.conditions)


def leads_to(part: Part, ground: Ground) -> Shape | None:
    """The place a path leads to; None for anything else."""
    if not isinstance(part, Path):
        return None
    try:
        shapes = build(Path(_bare(part.steps), part.rooted, part.start), ground).shapes
    except ScriptTrouble:
        return None
    return shapes[0] if shapes else None


def _bare(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(Step(step.name) for step in steps)


def _calling(part: Calling) -> Iterator[ScriptTrouble]:
    function = FUNCTIONS.get(part.name)
    if function is None and part.name not in SPECIAL:
        known = [*FUNCTIONS, *SPECIAL]
        yield ScriptTrouble("function", f"unknown function {part.name}(){did_you_mean(part.name, known, '{}()')}")
    elif function is not None and not function.least <= len(part.arguments) <= function.greatest:
        yield ScriptTrouble("arguments", f"{part.name}() cannot take {len(part.arguments)} arguments")
