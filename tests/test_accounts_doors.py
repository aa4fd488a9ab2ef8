"""Every door of the endpoint, tried by everybody who may not pass: not a byte of what is kept comes out."""

import json
import re

import pytest
import requests
from fastapi import FastAPI
from sqlalchemy import func, select
from starlette.routing import Route

from callhandler.endpoint.accounts.first_run import first_run
from callhandler.endpoint.accounts.people import add_agency, change_person, revoke, switch_agency
from callhandler.endpoint.accounts.tables import LOGGED, PERSON
from callhandler.endpoint.app import application
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.serve import prepare
from callhandler.endpoint.settings import Settings
from callhandler.protocol.decision import ROLES
from tests.towns import Served, app_of, town

__all__ = ["town"]
OPEN = {"/v1/health", "/metrics", "/v1/challenge", "/v1/oidc", "/admin/sign-in", "/admin/set-up", "/admin/style.css"}
OPEN |= {"/admin/language/{language}"}  # they know nobody
ENTRANCES = {"/v1/enrol", "/v1/sign-in", "/v1/set-up", "/v1/refresh", "/v1/leave", "/v1/oidc/sign-in"}
OPENINGS, LOOKS, LOOK, FLAGS = "/v1/audit/openings", "/v1/audit/looks", "/v1/audit/looks/{look}", "/v1/audit/flags"
REVIEWING = {OPENINGS, LOOKS, LOOK, FLAGS}  # for whoever reviews what others opened: no administrator, and more than a supervisor
REVIEWERS = {"supervisor", "coordinator"}
SHOWING = {"/v1/admin/people", "/v1/admin/devices", "/v1/admin/agencies", "/v1/admin/watch", "/v1/audit/export", OPENINGS, LOOKS}
PAGES = {f"/admin/{name}" for name in ("people", "devices", "agencies", "removals", "watch", "openings", "looks", "log")}
SILENT = {"/v1/me", "/v1/sign-out"}  # tell people what they know: who they are themselves
IN_SYNC = {
    "/v1/sync",
    "/v1/feeds",
    "/v1/nudge",
    "/v1/blobs/{sha256}",
    "/v1/sync/seal",
    "/v1/sync/letters",
}  # their own tests prove what they put down
CHANGING = {"/v1/admin/people/{person}", "/v1/admin/devices/{device}", "/v1/admin/codes", "/v1/admin/agencies/{agency}", LOOK, FLAGS}
CANARY = "Canary"
DEEP = b'{"a":' * 3000
LONG = json.dumps({"account": "Canary", "password": "Canary" * 400, "totp": "1", "device": "Canary", "nonce": "", "signature": ""}).encode()


def doors(app: FastAPI) -> list[tuple[str, str]]:
    return [(method, route.path) for route in walk(app.routes) for method in sorted(route.methods or ()) if method != "HEAD"]


def walk(routes):
    for route in routes:
        if isinstance(route, Route):
            yield route
        else:
            yield from walk(route.original_router.routes)


@pytest.fixture
def kept(town):
    """A canary in everything that the endpoint keeps."""
    add_agency(town.gatehouse, town.root, "canary", f"{CANARY} agency", "uk-gdpr")
    person, key = town.somebody("officer")
    with town.gatehouse.engine.begin() as connection:
        connection.execute(PERSON.update().values(name=PERSON.c.name + CANARY))
    return person, key


def wrong_askers(town) -> dict[str, str]:
    """Tokens of people who may not, for one reason or another."""
    askers = {f"a {role}": town.token(role) for role in ROLES if role not in {"administrator", "supervisor"}}
    expired = town.token("administrator")
    town.clock.move(minutes=15)
    askers = {name: town.token(name.removeprefix("a ")) for name in askers}
    person, key = town.somebody("administrator")
    disabled = town.sign_in(person, key).json()["access"]
    other, lost = town.somebody("administrator")
    revoked = town.sign_in(other, lost).json()["access"]
    closed = town.token("administrator", "landlord")
    refresh = town.sign_in(*town.somebody("administrator")).json()["refresh"]
    change_person(town.gatehouse, town.root, person.person, disabled=True)
    revoke(town.gatehouse, town.root, lost.id)
    switch_agency(town.gatehouse, town.root, "landlord", disabled=True)
    leaves = town.post("/v1/leave", town.word(lost, "leave")).json()["access"]
    outs = {"nobody": "", "forged": "A" * 43, "expired": expired, "disabled": disabled, "revoked": revoked, "closed": closed}
    return {**askers, **outs, "a refresh token": refresh, "leaving": leaves}


@pytest.mark.req("R14", "R1", "T3")
def test_nobody_who_may_not_pass_gets_a_byte(town, kept):
    person, key = kept
    askers, tried = wrong_askers(town), 0
    bodies: tuple[dict[str, object], ...] = (
        {"reset": True},
        {"state": "revoked"},
        {"agency": "canary", "holder": CANARY},
        {"disabled": True},
        {"verdict": "in-order"},
        {"reference": CANARY, "why": "public"},
        {},
    )
    for method, path in doors(app_of(town.gatehouse)):
        if path in OPEN | ENTRANCES | PAGES | SILENT or path in {"/admin", "/admin/sign-out"}:
            continue
        where = path.format(person=person.person, device=key.id, agency="canary", look="00")
        for who, token in askers.items():
            if path in REVIEWING and who.removeprefix("a ") in REVIEWERS:
                continue
            for body in bodies if method == "POST" else [None]:
                headers = {"Authorization": f"Bearer {token}"} if token else {}
                answer = town.session.request(method, town.url + where, json=body, headers=headers, timeout=10)
                assert answer.status_code in {401, 403, 404, 422}, (who, method, path)
                assert re.fullmatch(r'\{"error":"[a-z-]+"\}', answer.text), (who, method, path)
                tried += 1
    assert tried > 250


@pytest.mark.req("R14", "T3")
@pytest.mark.parametrize("role", ["administrator", "supervisor"])
def test_whoever_may_for_their_own_agency_gets_nothing_of_anothers(town, kept, role):
    person, key = kept
    token = town.token(role, "council")
    for method, path in doors(app_of(town.gatehouse)):
        if path in OPEN | ENTRANCES | PAGES | SILENT or path in {"/admin", "/admin/sign-out", "/v1/audit/export"}:
            continue
        where = path.format(person=person.person, device=key.id, agency="canary", look="00")
        for body in ({"reset": True}, {"state": "revoked"}, {"agency": "canary", "holder": "x"}) if method == "POST" else (None,):
            answer = town.session.request(method, town.url + where, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=10)
            assert "canary" not in answer.text.lower().replace("councilcanary", ""), path
            assert person.person not in answer.text
            assert key.id not in answer.text
    with town.gatehouse.engine.begin() as connection:
        assert connection.execute(select(PERSON.c.password).where(PERSON.c.person == person.person)).scalar_one()
    assert not town.disk.device(key.id).revoked


@pytest.mark.req("R8", "R14")
@pytest.mark.parametrize("door", [OPENINGS, LOOKS])
def test_what_others_looked_at_is_for_those_alone_who_review_it(town, door):
    seen = {role: town.get(door, town.token(role)).status_code for role in ROLES}
    assert {role for role, status in seen.items() if status == 200} == REVIEWERS
    assert set(seen.values()) == {200, 403}


@pytest.mark.req("R1", "R2")
def test_every_door_that_shows_anybody_puts_down_exactly_one_line(town, kept):
    token, reviewer, counted = town.token("administrator"), town.token("supervisor"), []
    for method, path in doors(app_of(town.gatehouse)):
        if method != "GET" or path in OPEN | PAGES | SILENT or path == "/admin":
            continue
        assert path in SHOWING, f"{path} is new: say whether it shows anybody"
        before = lines(town)
        assert town.get(path, reviewer if path in REVIEWING else token).status_code == 200
        counted.append(lines(town) - before)
    assert counted == [1] * len(SHOWING)


def lines(town) -> int:
    with town.gatehouse.engine.begin() as connection:
        return int(connection.execute(select(func.count()).select_from(LOGGED)).scalar_one())


@pytest.mark.req("R1")
def test_a_log_that_cannot_be_written_lets_nothing_out_and_changes_nothing(town, kept):
    person, _ = kept
    token, reviewer = town.token("administrator"), town.token("supervisor")
    with town.gatehouse.engine.begin() as connection:
        LOGGED.drop(connection)
    asked: list[tuple[str, str, object]] = [("GET", path, None) for path in sorted(SHOWING)]
    asked += [
        ("POST", f"/v1/admin/people/{person.person}", {"disabled": True}),
        ("POST", "/v1/admin/codes", {"agency": "police", "holder": "x"}),
    ]
    for method, path, body in asked:
        with requests.Session() as session:
            shown = reviewer if path in REVIEWING else token
            answer = session.request(method, town.url + path, json=body, headers={"Authorization": f"Bearer {shown}"}, timeout=10)
        assert (answer.status_code, answer.content) == (500, b'{"error":"fault"}'), path
    with town.gatehouse.engine.begin() as connection:
        assert connection.execute(select(PERSON.c.disabled).where(PERSON.c.person == person.person)).scalar_one() is False


@pytest.mark.req("T12", "R18")
@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{", b'"Canary"', b'{"account":"Canary"}', b'{"account":["Canary"]}', b'{"Canary":1}', b"\xff\xfe", DEEP, LONG],
    ids=lambda body: body[:24].decode("latin-1"),
)
def test_what_was_sent_wrongly_is_not_repeated(town, body):
    for path in sorted(ENTRANCES):
        answer = town.session.post(town.url + path, data=body, headers={"Content-Type": "application/json"}, timeout=10)
        assert (answer.status_code, answer.content) in {(422, b'{"error":"unreadable"}'), (400, b'{"error":"unreadable"}')}


@pytest.mark.req("R14")
def test_every_door_of_the_whole_endpoint_is_known_here_and_shut_to_strangers(tmp_path):
    settings = Settings.of(f"sqlite:///{tmp_path}/endpoint.db", tls=False)
    migrate(settings.database)
    prepare(settings)
    app = application(settings)
    assert first_run(app.state.gatehouse, "police", "Police")
    known = OPEN | ENTRANCES | SHOWING | PAGES | SILENT | IN_SYNC | CHANGING | {"/v1/admin/agencies", "/admin", "/admin/sign-out"}
    assert {path for _, path in doors(app)} <= known
    with Served(app) as url, requests.Session() as session:
        for method, path in doors(app):
            if path in OPEN | ENTRANCES:
                continue
            for token in ("", "A" * 43):
                headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/vnd.callhandler.sync+zstd"}
                answer = session.request(method, url + path, headers=headers, timeout=10, allow_redirects=False)
                assert answer.status_code in {303, 401, 404, 405, 415, 422}, (method, path)
                assert b"olice" not in answer.content
                assert b"dministrator" not in answer.content
    app.state.engine.dispose()
