"""What is opened in an emergency reaches a supervisor and the endpoint's list at the next contact, and a second person settles it."""

import json
from datetime import timedelta

import pytest
import requests
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callhandler.cases.due import Due
from callhandler.desk.hand import Who
from callhandler.endpoint.oversight.ringing import Ringing
from callhandler.endpoint.security_log import SecurityLog
from callhandler.log.device import verify
from callhandler.log.kinds import GlassReviewed
from callhandler.protocol.decision import Role
from callhandler.sync.evidence import verify_export
from callhandler.ui.glass_page.review import ReviewPage
from callhandler.ui.safe import PlainLabel
from tests.desks import VULNERABILITY, margaret, rung_off
from tests.glass_desk import seated
from tests.partnership import DICE, Browser, Partnership, Seat, partnership
from tests.parts import part
from tests.ui_shell_people import unnamed

pytestmark = pytest.mark.req("R8", "R3")
Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WORDS = "a child in the flat"


@pytest.mark.req("R1", "R2", "R14")
def test_an_opening_is_heard_of_listed_and_settled_by_a_second_person(tmp_path, qtbot: QtBot):
    with partnership(f"sqlite:///{tmp_path}/endpoint.db", tmp_path) as told:
        rees, price = sitting(told, "rees", "handler"), sitting(told, "price", "supervisor")
        case, person = taken_down(rees)
        price.until(lambda: price.shown(case))
        rees.desk.glass.open(case, person, "child", WORDS)
        rees.until_sent()
        price.until(lambda: to_review(price))
        (due,) = to_review(price)
        assert (due.what, due.case, due.overdue) == ("rees", case, False)
        waits(told, price, case)
        forged(told, rees, price, due.entry)
        reviewed_by_keyboard(qtbot, price)
        settled(told, rees, price)
        exported(told, price, case)


def sitting(told: Partnership, name: str, role: Role) -> Seat:
    seat = told.seat(name, "police", role)
    seat.hand.who = Who(name, "police", role)
    return seat


def taken_down(seat: Seat) -> tuple[str, str]:
    call = margaret(seat.desk.start_call())
    call.answer(VULNERABILITY, "mental")
    rung_off(call)
    seat.until_sent()
    return call.case, call.paper.begun.caller


def to_review(seat: Seat) -> list[Due]:
    return [one for one in seat.desk.due() if one.kind == "glass"]


def asked(told: Partnership, seat: Seat, path: str) -> requests.Response:
    tokens = seat.member.shelf.get()
    with requests.Session() as http:
        return http.get(told.url + path, headers={"Authorization": f"Bearer {tokens.access if tokens else ''}"}, timeout=10)


def listed(told: Partnership, seat: Seat) -> dict[str, object]:
    (row,) = asked(told, seat, "/v1/audit/openings").json()["openings"]
    return dict(row)


def waits(told: Partnership, price: Seat, case: str) -> None:
    """On the list, in the figures and in the security log, where no name and no word of it stands."""
    row = listed(told, price)
    assert (row["case"], row["by"], row["reason"], row["words"]) == (case, "rees", "A child may be at risk", WORDS)
    assert (row["verdict"], row["overdue"]) == ("", False)
    assert "callhandler_openings_waiting 1\n" in asked(told, price, "/metrics").text
    rung: list[str] = []
    later = Ringing(
        told.app.state.engine, told.app.state.review, SecurityLog(rung.append, DICE.now), lambda: DICE.now() + timedelta(days=30)
    )
    later.look()
    later.look()
    assert [json.loads(line)["what"] for line in rung] == ["opened in an emergency", "review overdue"]
    assert not [word for word in (WORDS, "rees", "Margaret") if word in "".join(rung)]
    code = told.browsers["police"].code("people", what="add", account="sgt", name="Sgt", role="supervisor", agency="police")
    visitor = Browser(told.url)
    visitor.come_in("sgt", code)
    page = visitor.http.get(f"{told.url}/admin/openings", timeout=10).text
    assert WORDS in page
    assert "Margaret" not in page
    visitor.http.close()


def forged(told: Partnership, rees: Seat, price: Seat, opening: str) -> None:
    """Whoever opened it may say what they like: it goes on waiting, at the endpoint and at every desk. Nor do they read the list."""
    rees.hand.write(to_review(price)[0].case, GlassReviewed(of=opening, verdict="right", words="fine"))
    rees.until_sent()
    price.until(lambda: any(isinstance(one.body, GlassReviewed) for one in price.vault.logbook.entries(kinds=("glass-reviewed",))))
    assert to_review(price)
    assert listed(told, price)["verdict"] == ""
    assert asked(told, rees, "/v1/audit/openings").status_code == 403
    assert told.browsers["police"].http.get(f"{told.url}/admin/openings", timeout=10).status_code == 403


def reviewed_by_keyboard(qtbot: QtBot, price: Seat) -> None:
    price.line_down()
    with seated(qtbot, price.vault, DICE.now, "supervisor") as desk:
        desk.session.hand.who = Who("price", "police", "supervisor")
        desk.abroad.look()
        assert "1 opening in an emergency waits for your review" in desk.banner("glass-due")
        desk.press(Key.Key_G, CTRL | SHIFT)
        assert desk.window.current() == "glass_review"
        assert list(unnamed(part(desk.window, ReviewPage))) == []
        assert f"“{WORDS}”" in desk.says()
        desk.press(Key.Key_2).press(Key.Key_Return)
        assert part(desk.window, PlainLabel, "glass_said_remark").text() == "Say why it was not right."
        desk.write("No child lives there").press(Key.Key_Return)
        assert "it was not right, “No child lives there”" in desk.says()
        assert desk.banner("glass-due") == ""
        desk.press(Key.Key_Z, CTRL)
        assert desk.banner("glass-due")
        desk.press(Key.Key_1).write("A neighbour heard the child").press(Key.Key_Return)
        assert "it was right" in desk.says()
    price.line_up()
    price.until_sent()


def settled(told: Partnership, rees: Seat, price: Seat) -> None:
    row = listed(told, price)
    assert (row["verdict"], row["reviewed_by"], row["said"]) == ("right", "price", "A neighbour heard the child")
    assert to_review(price) == []
    rees.until(lambda: rees.desk.glass.openings()[0].settled)
    assert "callhandler_openings_waiting 0\n" in asked(told, price, "/metrics").text


def exported(told: Partnership, price: Seat, case: str) -> None:
    """The auditors' file says that this look was an emergency, and for which reason; no word of it."""
    file = asked(told, price, "/v1/audit/export").content
    entries = [json.loads(line) for line in file.splitlines() if b'"payload"' in line]
    looks = [json.loads(one["payload"]) for one in entries]
    assert [(one["reason"], one["about"]) for one in looks if one["purpose"] == "glass"] == [("child", case)]
    assert WORDS.encode() not in file
    assert verify_export(file.splitlines(keepends=True), verify) is None
