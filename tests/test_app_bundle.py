"""The bundle: nothing is left out that the desk imports, and a desk that does not stand is noticed."""

import ast
import re
import sys

import pytest

from house.terminal import Trouble, stands
from tests.source import HERE

FALLS = "import sys; sys.exit('it fell')"
ERRS = """import sys, time; sys.stderr.write('{"mistake": "ImportError"}'); sys.stderr.flush(); time.sleep(60)"""
STANDS = "import time; time.sleep(60)"


def left_out() -> set[str]:
    (excluded,) = [
        ast.literal_eval(node.value)
        for node in ast.parse((HERE / "installer.spec").read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and [ast.unparse(name) for name in node.targets] == ["NOT_NEEDED"]
    ]
    return set(excluded)


def test_no_part_of_qt_that_the_desk_imports_is_left_out():
    code = "\n".join(file.read_text(encoding="utf-8") for file in (HERE / "callhandler").rglob("*.py"))
    needed = set(re.findall(r"PySide6\.Qt\w+", code))
    assert "PySide6.QtNetwork" in needed
    assert needed & left_out() == set()
    spec = (HERE / "installer.spec").read_text(encoding="utf-8")
    dropped = {each for each in needed if f'"{each.replace("PySide6.Qt", "Qt6")}"' in spec}
    assert dropped == set()


def test_a_second_process_of_the_bundle_ends_before_it_is_taken_for_a_command():
    """An import of thousands of rows starts the program a second time; whatever came before would be done by both."""
    code = ast.parse((HERE / "callhandler" / "cli" / "__init__.py").read_text(encoding="utf-8"))
    (main,) = [node for node in code.body if isinstance(node, ast.FunctionDef) and node.name == "main"]
    assert ast.unparse(main.body[0]) == "freeze_support()"


@pytest.mark.parametrize(("desk", "complaint"), [(FALLS, "it fell"), (ERRS, "ImportError")])
def test_a_desk_that_falls_or_tells_of_a_mistake_does_not_pass(desk: str, complaint: str):
    with pytest.raises(Trouble, match=complaint):
        stands(sys.executable, "-c", desk, seconds=3)


def test_a_desk_that_stands_is_ended():
    stands(sys.executable, "-c", STANDS, seconds=0.5)
