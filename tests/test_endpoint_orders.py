"""What a desk was to remove, and holds back because it is so much, goes once whoever runs the endpoint orders it."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from callhandler.endpoint.accounts.admin_cli import group
from callhandler.log.kinds import CaseShared, ShareEnded
from tests.endpoints import Endpoint, served

pytestmark = pytest.mark.req("F20")
SHARED, LATER = 30, 2


@pytest.fixture(params=["sqlite", "postgresql"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Endpoint, list[str]]]:
    lite = request.param == "sqlite"
    database = f"sqlite:///{tmp_path}/endpoint.db" if lite else request.getfixturevalue("postgres").fresh("orders")
    with served(database, tmp_path / "apart") as endpoint:
        yield endpoint, ["--database", database, "--state", str(tmp_path / "apart")]


def test_removals_wait_until_they_are_ordered_whatever_is_shared_since(run: tuple[Endpoint, list[str]]) -> None:
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
    told = CliRunner().invoke(group, ["let-go", "council", *where])
    assert (told.exit_code, "council" in told.stdout) == (0, True)
    assert '"what": "removals-ordered", "agency": "council"' in told.stderr
    for _ in range(LATER):
        police.write(f"police.{secrets.token_hex(4)}", CaseShared(audience="council"))
    police.sync()
    council.sync()
    assert council.store.cases() == LATER
    assert CliRunner().invoke(group, ["let-go", "nobody", *where]).exit_code == 1
    assert CliRunner().invoke(group, ["let-go", "council", "--database", "sqlite:///nowhere/at/all.db", *where[2:]]).exit_code == 1
