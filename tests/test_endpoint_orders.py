"""What a desk was to remove, and holds back because it is so much, goes once whoever runs the endpoint orders it."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from callhandler.endpoint.accounts.admin_cli import group
from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.people import order_removals
from callhandler.endpoint.app import rooms
from callhandler.endpoint.oversight.accounting import lines
from callhandler.log.kinds import CaseShared, ShareEnded
from tests.endpoints import Endpoint, served
from tests.patience import SOON

pytestmark = pytest.mark.req("F20")
SHARED, LATER = 30, 2


@pytest.fixture(params=["sqlite", "postgresql"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Endpoint, list[str]]]:
    lite = request.param == "sqlite"
    database = f"sqlite:///{tmp_path}/endpoint.db" if lite else request.getfixturevalue("postgres").fresh("orders")
    with served(database, tmp_path / "apart") as endpoint:
        yield endpoint, ["--database", database, "--state", str(tmp_path / "apart")]


def by_hand(_: Endpoint, where: list[str]) -> str:
    """At the server; gives what stands in the security log."""
    told = CliRunner().invoke(group, ["let-go", "council", *where])
    assert (told.exit_code, "council" in told.stdout) == (0, True)
    return told.stderr


def at_the_pages(endpoint: Endpoint, _: list[str]) -> str:
    """The same as a button on the administrators' pages."""
    behind, heard = rooms(endpoint.settings), StringIO()
    with redirect_stderr(heard):
        order_removals(behind.gatehouse, Asker("p", "Root", "administrator", "council", ""), "council")
        assert behind.scribe.settle(SOON)
    with behind.engine.connect() as connection:
        assert [json.loads(line)["what"] for line, _ in lines(connection, "council")] == ["removals ordered"]
    behind.engine.dispose()
    return heard.getvalue()


@pytest.mark.parametrize("ordered", [by_hand, at_the_pages])
def test_removals_wait_until_they_are_ordered_whatever_is_shared_since(
    run: tuple[Endpoint, list[str]], ordered: Callable[[Endpoint, list[str]], str]
) -> None:
    endpoint, where = run
    police, council = endpoint.caller(role="supervisor"), endpoint.caller("council")
    cases = [f"police.{secrets.token_hex(4)}" for _ in range(SHARED)]
    for case in cases:
        police.write(case, CaseShared(audience="council"))
    police.sync()
    council.sync()
    assert council.store.cases() == SHARED
    for case in cases:
        police.write(case, ShareEnded(audience="council"))
    police.sync()
    council.sync()
    assert SHARED > council.store.cases() > LATER  # the guard lets one go
    assert '"what": "removals-ordered", "agency": "council"' in ordered(endpoint, where)
    for _ in range(LATER):
        police.write(f"police.{secrets.token_hex(4)}", CaseShared(audience="council"))
    police.sync()
    council.sync()
    assert council.store.cases() == LATER


def test_there_is_nothing_to_order_where_nobody_was_ever_told_of_a_case(run: tuple[Endpoint, list[str]]) -> None:
    _, where = run
    assert CliRunner().invoke(group, ["let-go", "nobody", *where]).exit_code == 1
    assert CliRunner().invoke(group, ["let-go", "council", "--database", "sqlite:///nowhere/at/all.db", *where[2:]]).exit_code == 1
