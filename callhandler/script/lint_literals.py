"""Checks what expressions compare: an answer that no list has never holds, and a blank answer makes `!=` hold and sums fail."""

from collections.abc import Collection, Iterator, Sequence

from callhandler.script import xpath
from callhandler.script.lint_draft import NUMBER, SELECTS, Asked, Draft
from callhandler.script.lint_parts import leads_to
from callhandler.script.nodes import Shape
from callhandler.script.scope import Ground
from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.values import number_text
from callhandler.script.xpath import Both, Calling, Literal, Part

Parts = Sequence[tuple[Part, Ground]]
ITSELF = xpath.read(".")
ALONE = frozenset({"none", "dk", "declined"})  # what stands alone is written the same way for every list, whether it has them all or not
REMOTE = 20  # calculates read through one another at most so deep
NEVER_BLANK = frozenset({"count", "count-non-empty", "count-selected", "sum", "string-length", "position"})
AS_ITS_ARGUMENTS = frozenset({"number", "int", "round", "abs", "if"})
ARITHMETIC = frozenset({"+", "-", "*", "div", "mod"})


def literals(draft: Draft, whole: Parts) -> Iterator[str]:
    """Answers written out that their question does not have."""
    for part, ground in whole:
        for path, literal in _compared(part):
            shape = leads_to(path, ground)
            names = _names(draft, shape, ground) if shape else None
            written = number_text(literal.value) if isinstance(literal.value, float) else literal.value
            if shape and names is not None and written and written not in names:
                yield f"“{written}” is no answer of {shape.name}{did_you_mean(written, names)}"


def hollow(draft: Draft, whole: Parts) -> Iterator[str]:
    """Columns that are read of a list which has nothing in them."""
    for part, ground in whole:
        shape = leads_to(part, ground)
        top = shape.line[0].name if shape and shape.line[0] is not draft.root else ""
        if shape and top in draft.answers and len(shape.line) == 4 and not any(row[shape.name] for row in draft.answers[top]):
            yield f"the list “{top}” has nothing in its column {shape.name}"


def slips(draft: Draft, whole: Parts) -> Iterator[tuple[str, str]]:
    """What runs, and may not do what was meant: code and sentence."""
    guarded = {leads_to(one.left, ground) for one, ground in whole if isinstance(one, Both) and _guards(one)}
    for part, ground in whole:
        match part:
            case Both(operator="!=", left=left, right=Literal(value=value)) if value != "":
                shape = leads_to(left, ground)
                if shape and shape not in guarded and _blank(draft, left, ground):
                    yield (
                        "differs",
                        f"“!=” holds as long as {shape.name} is blank; write not(${{{shape.name}}} = …), or ask for ≠ '' as well",
                    )
            case Both(operator=operator, left=left, right=right) if operator in ARITHMETIC:
                for side in (left, right):
                    yield from _summand(draft, side, ground)
            case Calling(name="regex", arguments=[_, Literal(value=str(pattern))]) if not (pattern[:1] == "^" and pattern[-1:] == "$"):
                yield "anchor", f"the pattern “{pattern}” does not begin with ^ and end with $"
            case _:
                pass


def _summand(draft: Draft, side: Part, ground: Ground) -> Iterator[tuple[str, str]]:
    while isinstance(side, Calling) and side.name == "number" and len(side.arguments) == 1:
        side = side.arguments[0]
    shape = leads_to(side, ground)
    if shape and _blank(draft, side, ground):
        yield "coalesce", f"{shape.name} may be blank, and then there is no sum; write coalesce(${{{shape.name}}}, 0)"


def _compared(part: Part) -> Iterator[tuple[Part, Literal]]:
    match part:
        case Both(operator="=" | "!=", left=path, right=Literal() as literal):
            yield path, literal
        case Both(operator="=" | "!=", left=Literal() as literal, right=path):
            yield path, literal
        case Calling(name="selected", arguments=[path, Literal() as literal]):
            if path != ITSELF or literal.value not in ALONE:
                yield path, literal
        case _:
            pass


def _names(draft: Draft, shape: Shape, ground: Ground) -> Collection[str] | None:
    """What a place can hold; None where that is open."""
    top = shape.line[0].name
    if shape.line[0] is not draft.root:
        cells = [row[shape.name] for row in draft.answers[top] if row[shape.name]]
        return cells if shape.name == "name" or not all(NUMBER.match(cell) for cell in cells) else None
    one = draft.by_path.get(shape.path)
    if one and one.kind in SELECTS and one.answers in draft.answers:
        return [row["name"] for row in draft.answers[one.answers]]
    return _results(_calculation(draft, one), ground) if one and one.kind == "calculate" else None


def _results(part: Part | None, ground: Ground) -> Collection[str] | None:
    """The texts that a calculate of nothing but if() and texts can give."""
    match part:
        case Literal(value=str(value)):
            return {value}
        case Calling(name="if", arguments=[_, yes, no]):
            either, other = _results(yes, ground), _results(no, ground)
            return None if either is None or other is None else {*either, *other}
        case _:
            return None


def _calculation(draft: Draft, one: Asked | None) -> Part | None:
    try:
        return xpath.read(draft.written(one.row["calculation"])) if one and one.row["calculation"] else None
    except ScriptTrouble:
        return None


def _guards(part: Both) -> bool:
    return part.operator == "!=" and isinstance(part.right, Literal) and part.right.value == ""


def _blank(draft: Draft, part: Part | None, ground: Ground, deep: int = 0) -> bool:
    """Whether a part may be blank, as far as can be seen."""
    match part:
        case None | Literal():
            return part is None or part.value == ""
        case Both():
            return False
        case Calling(name=name, arguments=arguments):
            if name in AS_ITS_ARGUMENTS:
                return any(_blank(draft, one, ground, deep) for one in (arguments[1:] if name == "if" else arguments[:1]))
            return name not in NEVER_BLANK and all(_blank(draft, one, ground, deep) for one in arguments)
        case _:
            shape = leads_to(part, ground)
            one = draft.by_path.get(shape.path) if shape else None
            if one is None or one.kind in ("begin group", "begin repeat") or deep > REMOTE:
                return False
            return not one.row["default"] and (one.kind != "calculate" or _blank(draft, _calculation(draft, one), ground, deep + 1))
