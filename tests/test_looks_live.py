"""Browsing at a desk with a line: on the list, in the figures and in the security log within the minute, and reviewed on the page (T2)."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import pytest
import requests

from callhandler.desk.hand import Who
from callhandler.log.kinds import CallStarted, PersonDescribed
from tests.control_room import SCRIPT
from tests.partnership import Browser, Partnership, Seat, partnership
from tests.patience import SOON
from tests.test_accounts_pages_read import Heard

pytestmark = pytest.mark.req("T2", "R14")
LONG_AGO = datetime.now(UTC) - timedelta(days=200)
MINUTE = 60.0


def listed(told: Partnership, seat: Seat) -> requests.Response:
    tokens = seat.member.shelf.get()
    with requests.Session() as http:
        return http.get(f"{told.url}/v1/audit/looks", headers={"Authorization": f"Bearer {tokens.access if tokens else ''}"}, timeout=10)


def old_complaint(seat: Seat, name: str) -> str:
    now, seat.hand.now = seat.hand.now, lambda: LONG_AGO
    case = seat.hand.new_case()
    begun = CallStarted(reference="GEN-4711", area="generic", script=SCRIPT, caller=f"{case}.caller")
    seat.hand.write_all(case, ((begun, ()), (PersonDescribed(person=f"{case}.caller", role="caller", name=name), ())))
    seat.hand.now = now
    seat.until_sent()
    return case


def test_a_look_is_listed_at_once_reviewed_by_somebody_else_and_stays_on_record(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with partnership(f"sqlite:///{tmp_path}/endpoint.db", tmp_path) as told:
        rees, price = told.seat("rees", "police", "handler"), told.seat("price", "police", "coordinator")
        case = old_complaint(rees, "Margaret Rees")
        rees.hand.who = Who("somebody quite different", "police", "handler")
        began = monotonic()
        rees.desk.person(f"{case}.caller")
        rees.until_sent()
        (row,) = wait_for(told, price)
        assert monotonic() - began < MINUTE
        assert (row["by"], row["references"]) == ("Rees", ["GEN-4711"])
        assert row["patterns"] == ["own-surname", "unlinked"]
        assert listed(told, rees).status_code == 403
        figures = told.browsers["police"].http.get(f"{told.url}/metrics", timeout=10).text
        assert "callhandler_looks_waiting 2\n" in figures
        assert "callhandler_looks_behind 0\n" in figures
        on_the_page(told)
        assert [one["verdict"] for one in listed(told, price).json()["looks"]] == ["in-order"]
        said = capfd.readouterr().err
        assert '"what": "look to review", "agency": "police", "code": "own-surname"' in said
        assert not [word for word in ("Margaret", "different", "GEN-4711") if word in said]


def wait_for(told: Partnership, seat: Seat) -> list[dict[str, Any]]:
    over = monotonic() + SOON
    while monotonic() < over:
        if rows := listed(told, seat).json()["looks"]:
            return list(rows)
        Event().wait(0.1)
    raise AssertionError("nothing came onto the list")


def on_the_page(told: Partnership) -> None:
    code = told.browsers["police"].code("people", what="add", account="sgt", name="Sgt Vaughan", role="supervisor", agency="police")
    sergeant = Browser(told.url)
    sergeant.come_in("sgt", code)
    page = sergeant.http.get(f"{told.url}/admin/looks", timeout=10).text
    assert "1 look waits, the longest first" in page
    assert "Somebody of their own surname is in it" in page
    assert "Margaret" not in page
    is_accessible(page)
    (look,) = set(re.findall(r'name="look" value="([0-9a-f]+)"', page))
    assert "Done." in sergeant.press("looks", what="in-order", look=look, words="her own call").text
    flagged = sergeant.press("looks", what="flag", reference="GEN-4711", why="public").text
    assert "A public figure" in flagged
    is_accessible(flagged)
    assert "Nothing waits for review" in flagged
    assert "look reviewed: in-order" in sergeant.http.get(f"{told.url}/admin/log", timeout=10).text
    told.browsers["police"].press("people", what="home", person=person_of(told), home="3 Heol y Bont, CF99 2AB")
    assert "Home: kept" in told.browsers["police"].http.get(f"{told.url}/admin/people", timeout=10).text
    assert told.browsers["police"].http.get(f"{told.url}/admin/looks", timeout=10).status_code == 403
    sergeant.http.close()


def is_accessible(page: str) -> None:
    """What is written on a key is in its name; a wide table is moved by keyboard and says what it is (R22)."""
    heard = Heard(page)
    assert [(said, words) for said, words in heard.pressed if words.strip().lower() not in said.lower()] == []
    assert [(around.get("role"), around.get("tabindex")) for around, _ in heard.held] == [("region", "0")] * len(heard.held)
    assert all(caption and around.get("aria-labelledby") == caption for around, caption in heard.held)


def person_of(told: Partnership) -> str:
    page = told.browsers["police"].http.get(f"{told.url}/admin/people", timeout=10).text
    return str(re.findall(r'name="person" value="([a-z2-7]+)"', page)[-1])
