"""What the papers promise is there: every link leads somewhere, every command they name exists, every decision is listed."""

import re

import pytest
from typer import Typer

from callhandler.cli import commands as desk
from callhandler.endpoint.cli import command as endpoint
from tests.source import HERE, files, name

PAPERS = [path for path in files() if path.suffix == ".md"]
DECISIONS = HERE / "docs" / "decisions"


@pytest.mark.parametrize("paper", PAPERS, ids=name)
def test_every_link_leads_somewhere(paper):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", paper.read_text(encoding="utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_every_decision_is_listed_and_none_is_left_out():
    pages = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    listed = re.findall(r"\((\d{4}-[\w-]+\.md)\)", (DECISIONS / "README.md").read_text(encoding="utf-8"))
    assert listed == pages
    assert [int(page[:4]) for page in pages] == list(range(1, len(pages) + 1))


@pytest.mark.parametrize("page", sorted(DECISIONS.glob("[0-9]*.md")), ids=name)
def test_a_decision_says_what_made_it_what_it_is_and_what_follows(page):
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.name[:4]}. ")
    assert "\nAccepted" in text
    assert "## Consequences" in text


@pytest.mark.parametrize(("program", "known"), [("callhandler", desk), ("callhandler-endpoint", endpoint)])
def test_every_command_is_on_its_page_and_none_that_is_not_there(program, known):
    page = (HERE / "docs" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(rf"^{program} (\w+)", page, re.MULTILINE)) == named(known)


def named(commands: Typer) -> set[str | None]:
    functions = {each.name or (each.callback.__name__ if each.callback else "") for each in commands.registered_commands}
    return functions | {group.name for group in commands.registered_groups}


@pytest.mark.parametrize("command", ["run", "setup", "test", "check", "soak", "conformance", "bundle", "lock", "clean"])
def test_make_and_run_py_know_the_same_commands(command):
    assert f" {command}" in (HERE / "Makefile").read_text(encoding="utf-8")
    assert f"\n  {command} " in (HERE / "run.py").read_text(encoding="utf-8")


def test_the_gate_of_the_machine_is_the_gate_of_the_person():
    gate = (HERE / ".ci" / "run").read_text(encoding="utf-8")
    assert "exec make test" in gate
    assert "exec python3 run.py test" in gate
