"""Reads an expression of a script, such as `${danger} = 'yes' or count(${person}) > 1`, into its parts."""

import re
from dataclasses import dataclass
from functools import lru_cache

from callhandler.script.trouble import ScriptTrouble

LONGEST, DEEPEST = 20_000, 90
TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<name>[^\W\d][\w.\-·]*(?::[^\W\d][\w.\-·]*)?)
    | (?P<sign>!=|<=|>=|::|//|\.\.|[-+*/=<>|()\[\],.@$])
    | (?P<end>\Z)
    | (?P<other>.)
    )""",
    re.VERBOSE,
)
ENDS = frozenset({"number", "text", ")", "]"})
GLUED = re.compile(r"(or|and|div|mod)(\d+(?:\.\d*)?)$")  # 1div2
BINDING = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6, "|": 8}
MINUS = 7


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number, as written."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Calling:
    """A function with its arguments."""

    name: str
    arguments: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Both:
    """Two parts and the operator between them; a minus sign stands between 0 and its part."""

    operator: str
    left: "Part"
    right: "Part"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a name, `*`, `.` or `..`, and the conditions in its square brackets."""

    name: str
    conditions: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A path from the top (`rooted`), from a function such as instance(), or from where the expression stands."""

    steps: tuple[Step, ...]
    rooted: bool = False
    start: "Part | None" = None


Part = Literal | Calling | Both | Path


@lru_cache(maxsize=4000)
def read(expression: str) -> Part:
    """The parts of an expression. Raises ScriptTrouble in plain words where it cannot be read."""
    if len(expression) > LONGEST:
        raise ScriptTrouble("expression", f"an expression is longer than {LONGEST} characters")
    return _Reader(expression).whole()


def _broken(said: str) -> ScriptTrouble:
    return ScriptTrouble("expression", said)


class _Reader:
    """Goes through an expression once, from left to right; each operator binds as strongly as BINDING says."""

    __slots__ = ("at", "deep", "kinds", "tokens")

    def __init__(self, expression: str) -> None:
        self.kinds, self.tokens = _tokens(expression)
        self.at = 0
        self.deep = 0

    def whole(self) -> Part:
        part = self._part(0)
        if self.kinds[self.at] != "end":
            raise _broken(f"“{self.tokens[self.at]}” is not expected here")
        return part

    def _part(self, least: int) -> Part:
        self.deep += 1
        if self.deep > DEEPEST:
            raise _broken("too many brackets within brackets")
        left = self._signed()
        while (strength := BINDING.get(self.tokens[self.at], 0)) > least and self.kinds[self.at] in ("sign", "name"):
            operator = self._next()
            left = Both(operator, left, self._part(strength))
        self.deep -= 1
        return left

    def _signed(self) -> Part:
        if self._took("-"):
            return Both("-", Literal(0.0), self._part(MINUS))
        return self._single()

    def _single(self) -> Part:
        kind, token = self.kinds[self.at], self.tokens[self.at]
        if kind == "number":
            return Literal(float(self._next()))
        if kind == "text":
            return self._after(Literal(self._next()[1:-1]))
        if self._took("("):
            part = self._part(0)
            self._must(")")
            return self._after(part)
        if kind == "name" and self.tokens[self.at + 1] == "(" and self.kinds[self.at + 1] == "sign":
            return self._after(self._calling())
        if kind == "name" or token in ("/", ".", "..", "*", "@"):
            return self._path()
        raise _broken("the expression ends too early" if kind == "end" else f"“{token}” is not expected here")

    def _calling(self) -> Calling:
        name = self._next()
        self._must("(")
        arguments: list[Part] = []
        while not self._took(")"):
            if arguments:
                self._must(",")
            arguments.append(self._part(0))
        return Calling(name, tuple(arguments))

    def _after(self, start: Part) -> Part:
        """What follows a function or a bracket: conditions, and steps from there."""
        conditions = self._conditions()
        if self.tokens[self.at] != "/" and not conditions:
            return start
        here = (Step(".", conditions),) if conditions else ()
        return Path((*here, *(self._steps() if self._took("/") else ())), start=start)

    def _path(self) -> Path:
        if not self._took("/"):
            return Path(self._steps())
        return Path(self._steps() if self._steps_follow() else (), rooted=True)

    def _steps_follow(self) -> bool:
        return self.kinds[self.at] == "name" or self.tokens[self.at] in (".", "..", "*", "@")

    def _steps(self) -> tuple[Step, ...]:
        steps = [self._step()]
        while self._took("/"):
            steps.append(self._step())
        return tuple(steps)

    def _step(self) -> Step:
        kind, sign = self.kinds[self.at], self.tokens[self.at]
        if sign == "@" or (kind == "name" and self.tokens[self.at + 1] == "::"):
            return self._along()
        if kind != "name" and sign not in (".", "..", "*"):
            raise _broken("a path ends too early" if kind == "end" else f"“{sign}” cannot stand in a path")
        self.at += 1
        if self.tokens[self.at] == "(":
            raise ScriptTrouble("axis", f"{sign}() cannot be a step of a path")
        return Step(sign, self._conditions())

    def _along(self) -> Step:
        """A step that names its axis: child::, self:: and parent:: only."""
        axis = self._next()
        plain = {"self": ".", "parent": ".."}
        if axis == "child" and self._took("::"):
            return self._step()
        if axis in plain and self._took("::") and (self._took("*") or self._any()):
            return Step(plain[axis], self._conditions())
        raise ScriptTrouble("axis", "attributes cannot be read" if axis == "@" else f"the axis {axis}:: is not known here")

    def _any(self) -> bool:
        """node(), after an axis."""
        return self._next() == "node" and self._took("(") and self._took(")")

    def _conditions(self) -> tuple[Part, ...]:
        conditions = []
        while self._took("["):
            conditions.append(self._part(0))
            self._must("]")
        return tuple(conditions)

    def _next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def _took(self, sign: str) -> bool:
        if self.tokens[self.at] != sign or self.kinds[self.at] != "sign":
            return False
        self.at += 1
        return True

    def _must(self, sign: str) -> None:
        if not self._took(sign):
            found = self.tokens[self.at]
            raise _broken(f"“{sign}” is missing" + (f" before “{found}”" if found else " at the end"))


def _tokens(expression: str) -> tuple[list[str], list[str]]:
    kinds: list[str] = []
    tokens: list[str] = []
    for found in TOKEN.finditer(expression):
        kind = found.lastgroup or ""
        glued = GLUED.match(found[kind]) if kind == "name" and kinds and (kinds[-1] in ENDS or tokens[-1] in ENDS) else None
        kinds += ["name", "number"] if glued else [kind]
        tokens += glued.groups() if glued else [found[kind]]
    if "other" in kinds:
        raise _broken(f"“{tokens[kinds.index('other')]}” is not expected here")
    if "//" in tokens:
        raise ScriptTrouble("axis", "// is not allowed: write the whole path")
    return kinds, tokens
