"""An honest control room is left alone: of 500 looks at most one is asked about without reason (T2)."""

import secrets
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from callhandler.cases.browsing import SAMPLE
from callhandler.endpoint.accounts.people import put_agency, put_person
from callhandler.endpoint.accounts.tokens import sit_down
from callhandler.endpoint.oversight.browsing import Browsing
from callhandler.endpoint.oversight.homes import keep_home
from callhandler.endpoint.oversight.tables import LOOK_ALERT
from callhandler.endpoint.security_log import SecurityLog
from tests.honest_month import BEATS, Month, Plan, Worker
from tests.honest_work import WORK
from tests.premises import Premises

pytestmark = pytest.mark.req("T2")
LONG_WEEKEND = Plan(people=20_000, handlers=10, supervisors=1, officers=5, coordinators=1, days=3, history=600)


def played(month: Month, premises: Premises) -> Counter[str]:
    """Every hour all of it reaches the endpoint, and the watch reads it; what it found, by ground."""
    seated(month, premises)
    month.past()
    rung: list[str] = []
    behind = premises.behind
    now = [month.workers[0].clock]
    watch = Browsing(behind.engine, behind.looks, behind.gatehouse.seal.sign, SecurityLog(rung.append, lambda: now[0]), lambda: now[0])
    for hour in month.hours(WORK):
        now[0] = hour
        for worker in month.workers:
            worker.desk.sync()
        watch.look()
    with behind.engine.connect() as connection:
        return Counter(connection.execute(select(LOOK_ALERT.c.pattern)).scalars())


def seated(month: Month, premises: Premises) -> None:
    premises.behind = replace(premises.behind, switchboard=replace(premises.behind.switchboard, feeds_of=lambda _: ()))
    behind = premises.behind
    with behind.engine.begin() as connection:
        put_agency(connection, "police", "Police", "part-3", "police", host=True)
    for number, (role, name, own, home) in enumerate(month.staff()):
        desk = premises.desk()
        with behind.engine.begin() as connection:
            about = {"account": f"a{number}", "name": name, "role": role, "agency": "police"}
            person, _ = put_person(connection, secrets.token_bytes, about, 0, code=False)
            sit_down(connection, secrets.token_bytes, person, desk.line, 0)
            keep_home(connection, person, home, behind.gatehouse.seal.sign)
        month.workers.append(Worker(number, f"a{number}", role, own, home, desk, (number % BEATS, (number + 1) % BEATS)))


def report(month: Month, found: Counter[str]) -> str:
    false = sum(many for code, many in found.items() if code != SAMPLE)
    told = ", ".join(f"{code} {many}" for code, many in sorted(found.items()))
    return f"{month.looks} looks and {month.listings} lists: {false} false, {500 * false / month.looks:.2f} of 500 ({told})"


def is_left_alone(plan: Plan, folder: Path, seed: int) -> str:
    month, premises = Month(plan, seed), Premises(folder, lambda name: f"sqlite:///{folder}/{name}.db")
    try:
        found = played(month, premises)
    finally:
        premises.close()
    said = report(month, found)
    assert 500 * sum(many for code, many in found.items() if code != SAMPLE) <= month.looks, said
    return said


def test_three_honest_days(tmp_path: Path) -> None:
    is_left_alone(LONG_WEEKEND, tmp_path, 2)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_an_honest_month(tmp_path: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    said = is_left_alone(Plan(calls=18), tmp_path, seed)
    with capsys.disabled():
        print(f"\nseed {seed}: {said}")
