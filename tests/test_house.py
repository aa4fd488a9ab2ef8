"""The house keeps its rules: files that can be read at a sitting, honest tests, a domain without a clock, safe versions."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import pytest
import sqlcipher3.dbapi2
from packaging.version import Version

from tests.source import HERE, called, calls, files, modules, name, parsed, rooms, texts

DOMAIN = tuple(f"callhandler/{room}" for room in ("log", "people", "risk", "protocol", "script", "cases"))

FLOORS = {
    "sqlcipher3": "0.6.4",
    "pyside6-essentials": "6.11",
    "urllib3": "2.7.0",
    "requests": "2.32.4",
    "pyjwt": "2.12.0",
    "joserfc": "1.6.8",
    "authlib": "1.6.9",
    "pillow": "10.3",
}
BANNED = {"python-jose", "oso", "sqlcipher3-wheels", "sqlcipher3-binary", "keyrings.alt", "pyside6-addons", "pyside6"}

# Spelled in two halves, so that this file does not find itself.
OF_THIS_MACHINE = re.compile(
    "|".join([r"(?<![\w)\]}.])/" + r"(work|farm|root(?!/item)|tmp)/\w", r"[A-Z]:\\Us" + "ers", "/opt/" + "(wheels|pypi)"])
)
REGISTRIES = re.compile("|".join(["pypi" + r"\.(org|python)", "python" + r"hosted\.org", r"registry\.np" + "mjs", r"deb\.deb" + "ian"]))

DISHONEST = {
    "monkeypatch.setattr": "patches what it tests",
    "time.sleep": "sleeps",
    "asyncio.sleep": "sleeps",
    "qtbot.wait": "sleeps",
    "QTest.qWait": "sleeps",
    "QThread.msleep": "sleeps",
    "pytest.skip": "gives up in silence",
    "pytest.xfail": "gives up in silence",
    "pytest.importorskip": "gives up in silence",
}
NEED_RIGHTS = ("tests/faults/test_full_disk.py:",)  # only root can mount a small disk; pytest names it at the end
CLOCKS_AND_DICE = {
    "datetime.now",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.monotonic",
    "os.urandom",
    "secrets.token_bytes",
    "uuid7",
}


def test_every_file_can_be_read_at_a_sitting():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files() if path.suffix == ".py"}
    assert {path: lines for path, lines in lengths.items() if lines > 300} == {}


def test_every_function_fits_on_a_screen():
    long = {f"{path}:{function.lineno} {function.name}": length(function) for path, tree in modules() for function in functions(tree)}
    assert {where: lines for where, lines in long.items() if lines > 30} == {}


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, the docstring not counted."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or first.lineno) - first.lineno + 1


def test_no_test_mocks_patches_sleeps_or_gives_up():
    found = {f"{path}:{line} {what}" for path, tree in modules("tests") for line, what in dishonesty(tree)}
    assert {one for one in found if not one.startswith(NEED_RIGHTS)} == set()


@pytest.mark.parametrize(
    "code",
    [
        "import unittest.mock",
        "from unittest import mock",
        "from unittest.mock import Mock",
        "def test(mocker): ...",
        "monkeypatch.setattr(a, 'b', 1)",
        "qtbot.wait(100)",
        "time.sleep(1)",
        "app.processEvents()",
        "pytest.skip('later')",
    ],
)
def test_dishonesty_would_be_found(code):
    assert list(dishonesty(ast.parse(code)))


def dishonesty(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) if any("mock" in alias.name for alias in names):
                yield node.lineno, "mocks"
            case ast.ImportFrom(module=module, names=names) if "mock" in f"{module} {[alias.name for alias in names]}":
                yield node.lineno, "mocks"
            case ast.arg(arg="mocker"):
                yield node.lineno, "mocks"
            case ast.Call() if called(node).endswith("processEvents"):
                yield node.lineno, "turns Qt's loop by hand"
            case ast.Call() if called(node) in DISHONEST:
                yield node.lineno, DISHONEST[called(node)]


def test_the_domain_reads_no_clock_and_throws_no_dice():
    found = [
        f"{path}:{call.lineno} {called(call)}" for path, tree in modules(*DOMAIN) for call in calls(tree) if asks_the_world(called(call))
    ]
    assert found == []


@pytest.mark.parametrize("spelled", ["datetime.now", "datetime.datetime.now", "date.today", "uuid_utils.uuid7", "uuid7"])
def test_a_clock_in_the_domain_would_be_found(spelled):
    assert asks_the_world(spelled)


def asks_the_world(spelled: str) -> bool:
    return any(spelled == one or spelled.endswith(f".{one}") for one in CLOCKS_AND_DICE)


@pytest.mark.req("T22")
def test_nothing_tells_of_the_machine_it_was_made_on():
    found = [(path, told.group()) for path, text in texts() for pattern in (OF_THIS_MACHINE, REGISTRIES) for told in pattern.finditer(text)]
    assert found == []


def locked() -> dict[str, Version]:
    lock = (HERE / "requirements.lock").read_text(encoding="utf-8")
    return {told[1].lower(): Version(told[2]) for told in re.finditer(r"^([\w.-]+)(?:\[.*\])?==([\w.+-]+)", lock, re.MULTILINE)}


@pytest.mark.req("T22", "R20")
def test_every_version_in_the_lock_has_its_hash():
    lock = (HERE / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\w)", lock.strip())
    assert len(entries) == len(locked()) > 80
    assert [entry.split("\n")[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.req("R20")
def test_no_part_is_below_its_safe_version():
    versions = locked() | installed()
    assert {part: str(versions[part]) for part, floor in FLOORS.items() if part in versions and versions[part] < Version(floor)} == {}
    assert versions["pyside6-essentials"] < Version("6.12")
    assert BANNED.isdisjoint(locked())


def installed() -> dict[str, Version]:
    found = {}
    for part in FLOORS:
        try:
            found[part] = Version(version(part))
        except PackageNotFoundError:
            continue
    return found


@pytest.mark.req("F5")
def test_the_engine_does_not_lose_its_write_ahead_log():
    assert sqlcipher3.dbapi2.sqlite_version_info >= (3, 51, 3)


def test_the_set_up_can_be_read_by_an_older_python():
    for path in [HERE / "run.py", *(HERE / "house").glob("*.py")]:
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_every_room_stands_in_the_picture_of_the_house():
    picture = (HERE / "docs" / "architecture.svg").read_text(encoding="utf-8")
    assert {room for room in rooms() if f">{room}<" not in picture} == set()


def test_the_contract_about_qt_knows_every_room():
    contracts = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    assert {room for room in rooms() - {"ui", "app", "tour"} if f'"callhandler.{room}",' not in contracts} == set()


def test_every_module_opens_with_a_sentence():
    openings = {name(path): (ast.get_docstring(parsed(path)) or "").split("\n")[0] for path in files() if path.suffix == ".py"}
    assert [path for path, opening in openings.items() if not opening.endswith((".", ":", "?"))] == []
