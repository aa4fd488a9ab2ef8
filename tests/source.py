"""What stands in the tree: its files, and what its Python says, read without running it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
GENERATED = {".git", ".venv", "build", "dist", "tour", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis"}
NOT_TEXT = {".gz", ".otf", ".png", ".ttf", ".xlsx"}


def files() -> Iterator[Path]:
    """Every file that a clone holds."""
    for path in sorted(HERE.rglob("*")):
        parts = path.relative_to(HERE).parts
        made = GENERATED.intersection(parts) or "__pycache__" in parts or any(part.endswith(".egg-info") for part in parts)
        if path.is_file() and not made:
            yield path


def texts() -> Iterator[tuple[str, str]]:
    """Path and text of every file that is text."""
    for path in files():
        if path.suffix not in NOT_TEXT:
            yield name(path), path.read_text(encoding="utf-8")


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Path and syntax tree of every Python file below these folders; of all where none is named."""
    for path in files():
        if path.suffix == ".py" and (not folders or name(path).startswith(folders)):
            yield name(path), parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def rooms() -> set[str]:
    """The rooms of the house: the modules and packages right under callhandler."""
    inside = (HERE / "callhandler").iterdir()
    return {path.stem for path in inside if not path.name.startswith("_") and (path.suffix == ".py" or any(path.glob("*.py")))}


def name(path: Path) -> str:
    return path.relative_to(HERE).as_posix()


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """How the call is spelled: "say", "words.say", "self.words.say", or "" where it is not a plain name."""
    return dotted(call.func)


def dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=spelled):
            return spelled
        case ast.Attribute(value=value, attr=attr):
            return f"{dotted(value)}.{attr}"
        case _:
            return ""
