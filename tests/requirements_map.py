"""Which tests prove which rule, threat or fault: `python -m tests.requirements_map` prints the map and what is still open."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping

from tests.source import called, calls, modules

RULES = tuple(f"R{number}" for number in range(1, 26))
THREATS = tuple(f"T{number}" for number in range(1, 26))
FAULTS = tuple(f"F{number}" for number in range(1, 25))
IDS = (*RULES, *THREATS, *FAULTS)


def proofs() -> Mapping[str, tuple[str, ...]]:
    """Each id that a test names, with the tests that do."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in modules("tests"):
        for owner, mark in marks(tree):
            for argument in mark.args:
                if isinstance(argument, ast.Constant):
                    found[str(argument.value)].append(f"{path}::{owner}".removesuffix("::"))
    return {one: tuple(tests) for one, tests in found.items()}


def marks(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every `pytest.mark.req(…)`, and the test or class that wears it; "" where the whole module does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from ((node.name, call) for worn in node.decorator_list for call in calls(worn) if is_req(call))
        elif isinstance(node, ast.Assign) and "pytestmark" in [target.id for target in node.targets if isinstance(target, ast.Name)]:
            yield from (("", call) for call in calls(node.value) if is_req(call))


def is_req(call: ast.Call) -> bool:
    return called(call).endswith("mark.req")


def show() -> None:
    proven = proofs()
    for one in IDS:
        for test in proven.get(one, ()):
            print(f"{one:4} {test}")
    missing = [one for one in IDS if one not in proven]
    print(f"\n{len(IDS) - len(missing)} of {len(IDS)} are named by a test. Still open: {', '.join(missing) or 'none'}.")


if __name__ == "__main__":
    show()
