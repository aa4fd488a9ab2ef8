"""Administrators' pages: who may open them, what they do, and that nothing on them is more than plain text in a form."""

import re
from html.parser import HTMLParser

import pytest
from typer.testing import CliRunner
from typing_extensions import override

from callhandler.endpoint.accounts.admin_cli import group
from callhandler.endpoint.accounts.signing_in import set_up
from callhandler.endpoint.accounts.totp import STEP
from callhandler.endpoint.migrating import migrate
from callhandler.log.device import DeviceKey
from callhandler.sync.feed import Row
from tests.towns import PASSWORD, Person, Town, secret_of, town

__all__ = ["town"]
PAGES = ("people", "devices", "agencies", "removals", "watch", "log")
NASTY = '"><script>alert(1)</script><b onload=x>'


@pytest.fixture
def boss(town):
    return ready(town, "administrator")


def ready(town: Town, role: str, agency: str = "police") -> Person:
    """Somebody who set up in a browser."""
    person = town.add(role, agency)
    person.secret = secret_of(set_up(town.gatehouse, person.account, person.code, PASSWORD, None, "").totp_secret)
    return person


def open_door(town, person, **other):
    town.clock.move(seconds=STEP)
    told = {"account": person.account, "password": PASSWORD, "totp": town.digits(person), **other}
    return town.session.post(f"{town.url}/admin/sign-in", data=told, timeout=10, allow_redirects=False)


def see(town, name, **more):
    return town.session.get(f"{town.url}/admin/{name}", timeout=10, allow_redirects=False, **more)


def press(town, where, /, **fields):
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', see(town, where).text)
    told = {"mark": mark.group(1) if mark else "", **fields}
    return town.session.post(f"{town.url}/admin/{where}", data=told, timeout=10, allow_redirects=False)


def code_on(answer) -> str:
    return str(re.search(r'class="code">([A-Z2-7-]+)<', answer.text).group(1))  # type: ignore[union-attr]


@pytest.mark.req("R12", "R14")
def test_nobody_sees_a_page_without_signing_in(town):
    for name in PAGES:
        answer = see(town, name)
        assert (answer.status_code, answer.headers["Location"], answer.content) == (303, "/admin/sign-in", b"")
        answer = town.session.post(f"{town.url}/admin/{name}", data={"what": "add"}, timeout=10, allow_redirects=False)
        assert (answer.status_code, answer.content) == ((405, b'{"error":"nothing"}') if name == "watch" else (303, b""))


def test_an_administrator_adds_somebody_who_sets_up_and_takes_them_out_again(town, boss):
    assert open_door(town, boss).status_code == 303
    added = press(town, "people", what="add", account="nia", name="Nia Hughes", role="officer", agency="council")
    done = town.session.post(f"{town.url}/admin/set-up", data={"account": "nia", "code": code_on(added), "password": PASSWORD}, timeout=10)
    secret = secret_of(str(re.search(r'class="code">([A-Z2-7]+)<', done.text).group(1)))  # type: ignore[union-attr]
    nia = Person("", "nia", "", secret)
    key = town.device("council")
    told = town.sign_in(nia, key).json()
    assert (told["name"], told["role"]) == ("Nia Hughes", "officer")
    assert "Done." in press(town, "people", what="disable", person=told["person"]).text
    assert town.get("/v1/me", told["access"]).status_code == 401
    press(town, "people", what="enable", person=told["person"])
    press(town, "people", what="role", person=told["person"], role="handler")
    assert town.sign_in(nia, key).json()["role"] == "handler"
    press(town, "people", what="knows", person=told["person"], health="on", everything="on")
    assert town.get("/v1/me", town.sign_in(nia, key).json()["access"]).json()["knows"] == ["health"]
    assert code_on(press(town, "people", what="reset", person=told["person"]))
    assert town.sign_in(nia, key).status_code == 401


def test_a_device_is_let_in_and_taken_out(town, boss):
    open_door(town, boss)
    code, key = code_on(press(town, "devices", what="code", agency="police", holder="front desk")), DeviceKey.generate()
    town.enrol(key, code)
    assert key.id in see(town, "devices").text
    assert press(town, "devices", what="approve", device=key.id).status_code == 200
    assert town.enrol(key, code).status_code == 200
    assert press(town, "devices", what="approve", device=key.id).status_code == 409
    assert press(town, "devices", what="revoke", device=key.id).status_code == 200
    assert town.enrol(key, code).status_code == 403


@pytest.mark.req("T3")
def test_the_kill_switch_is_for_those_who_run_the_endpoint(town, boss):
    open_door(town, boss)
    press(town, "agencies", what="add", agency="health", name="Health board", regime="uk-gdpr")
    assert "switched off" in press(town, "agencies", what="off", agency="council").text
    assert open_door(town, ready_in(town, "landlord")).status_code == 303
    assert press(town, "agencies", what="off", agency="health").status_code in {403, 404}
    assert "Health board" not in see(town, "agencies").text


@pytest.mark.req("F20")
def test_removals_are_ordered_for_the_desks_of_ones_own_agency_and_stand_in_its_log(town, boss):
    town.disk.publish("council", (Row(1, "entry", "council.1", "e1", b"1" * 32, b"1" * 32),))
    assert open_door(town, ready_in(town, "landlord")).status_code == 303
    assert press(town, "removals", what="order", agency="council").status_code == 403
    assert press(town, "removals", what="order", agency="landlord").status_code == 404  # nobody there was ever told of a case
    assert open_door(town, ready_in(town, "council")).status_code == 303
    assert town.disk.cleared("council") == -1
    assert "What stays" in see(town, "removals").text
    assert press(town, "removals", what="go on", agency="council").status_code == 422
    assert "Ordered." in press(town, "removals", what="order", agency="council").text
    assert town.disk.cleared("council") == 1
    assert "removals ordered" in see(town, "log").text


def ready_in(town, agency):
    return ready(town, "administrator", agency)


@pytest.mark.req("R2", "R14")
def test_each_sees_the_pages_of_their_role_and_agency(town):
    supervisor, handler = ready(town, "supervisor", "council"), ready(town, "handler")
    assert open_door(town, handler).status_code == 401
    assert open_door(town, supervisor).status_code == 303
    assert {name: see(town, name).status_code for name in PAGES} == dict.fromkeys(PAGES, 403) | {"log": 200}
    log = see(town, "log").text
    assert "Log of council" in log
    assert "police" not in log
    file = press(town, "log")
    assert (file.status_code, file.headers["Content-Type"]) == (200, "application/jsonl")
    assert "log exported" in see(town, "log").text


@pytest.mark.req("R12", "R13")
def test_a_visit_ends_by_itself_and_by_hand(town, boss):
    open_door(town, boss)
    town.clock.move(minutes=29)
    assert see(town, "people").status_code == 200
    town.clock.move(minutes=29)
    assert see(town, "people").status_code == 200
    town.clock.move(minutes=30)
    assert see(town, "people").status_code == 303
    open_door(town, boss)
    cookie = dict(town.session.cookies)
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', see(town, "people").text)
    assert mark
    town.session.post(f"{town.url}/admin/sign-out", data={"mark": mark.group(1)}, timeout=10, allow_redirects=False)
    assert see(town, "people", cookies=cookie).status_code == 303


def test_no_other_site_presses_a_button(town, boss):
    open_door(town, boss)
    fields = {"what": "add", "account": "eve", "name": "Eve", "role": "administrator", "agency": "police"}
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert town.session.post(f"{town.url}/admin/sign-in", data={}, headers=headers, timeout=10).status_code == 403
    for mark in ("", "00" * 32, town.gatehouse.seal.mark("another visit")):
        answer = town.session.post(f"{town.url}/admin/people", data={**fields, "mark": mark}, timeout=10)
        assert answer.status_code == 403
    assert "Eve" not in see(town, "people").text


def test_the_cookie_and_the_pages_are_guarded(town, boss):
    answer = open_door(town, boss)
    cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    shown = see(town, "people")
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (shown.headers["Cache-Control"], shown.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


@pytest.mark.req("T8")
def test_what_people_typed_stays_text(town, boss):
    open_door(town, boss)
    press(town, "people", what="add", account="nia", name=NASTY, role="officer", agency="police")
    press(town, "devices", what="code", agency="police", holder=NASTY)
    for name in PAGES:
        assert "<script" not in see(town, name).text
        assert "<b " not in see(town, name).text
    assert "&lt;script&gt;" in see(town, "people").text


@pytest.mark.req("R12")
def test_guesses_are_slowed_down_here_too(town, boss):
    answers = [open_door(town, boss, totp="000000").status_code for _ in range(9)]
    tries = {"account": boss.account, "password": "not this one at all", "totp": "000000"}
    answers += [town.session.post(f"{town.url}/admin/sign-in", data=tries, timeout=10).status_code for _ in range(3)]
    assert answers == [401] * 10 + [429] * 2


class Named(HTMLParser):
    """Collects what a screen reader needs: labels, names of buttons, headings, captions, the language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    @override
    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def unnamed(self) -> list[str]:
        told = {attrs.get("for") for tag, attrs in self.tags if tag == "label"}
        fields = [attrs for tag, attrs in self.tags if tag in {"input", "select"} and attrs.get("type") != "hidden"]
        return [str(attrs) for attrs in fields if attrs.get("id") not in told and not attrs.get("aria-label")]


@pytest.mark.req("R22")
def test_every_field_has_a_name_and_every_page_its_landmarks(town, boss):
    open_door(town, boss)
    for name in (*PAGES, "sign-in", "set-up"):
        text = see(town, name).text
        named = Named(text)
        assert named.unnamed() == []
        tags = [tag for tag, _ in named.tags]
        assert (tags.count("h1"), tags.count("main"), tags.count("title"), named.tags[0][1].get("lang")) == (1, 1, 1, "en")
        assert "script" not in tags
        assert tags.count("table") == tags.count("caption")
        assert not re.search(r"\s(on\w+|style)=", text)


@pytest.mark.req("R12")
def test_the_first_run_makes_the_administrator_and_no_other(tmp_path):
    database = f"sqlite:///{tmp_path}/endpoint.db"
    run = CliRunner().invoke
    assert run(group, ["first", "--agency", "police", "--database", database]).exit_code == 1
    migrate(database)
    assert run(group, ["first", "--agency", "a.b", "--database", database]).exit_code == 1
    first = run(group, ["first", "--agency", "police", "--database", database])
    assert first.exit_code == 0
    assert re.search(r"Account administrator, set-up code [A-Z2-7]{5}(-[A-Z2-7]{5}){3}\.", first.output)
    assert run(group, ["first", "--agency", "police", "--database", database]).exit_code == 1
    again = run(group, ["reset", "administrator", "--database", database])
    assert (again.exit_code, "set-up code" in again.output) == (0, True)
    assert run(group, ["reset", "nobody", "--database", database]).exit_code == 1
