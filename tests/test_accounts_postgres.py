"""The same gate on PostgreSQL: who comes in, who is slowed down, who is out, and the log of it all, also when many come at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from callhandler.endpoint.accounts.people import change_person, revoke
from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.log.device import DeviceKey, verify
from callhandler.sync.evidence import verify_export
from tests.towns import ENDPOINT, Served, Town, app_of, founded


@pytest.fixture
def town(postgres, tmp_path, clock) -> Iterator[Town]:
    engine = open_database(postgres.fresh("gate"))
    town = founded(engine, clock, SqlEndpoint(engine, Outside(tmp_path / "outside")), ENDPOINT)
    with Served(app_of(town.gatehouse)) as town.url, town.session:
        yield town
    engine.dispose()


@pytest.mark.req("R13", "T17")
def test_people_come_in_go_on_and_are_taken_out(town):
    person, key = town.somebody("supervisor")
    told = town.sign_in(person, key).json()
    fresh = town.refresh(told["refresh"], key).json()
    assert town.refresh(told["refresh"], key).status_code == 401
    assert town.get("/v1/me", fresh["access"]).status_code == 401
    token = town.sign_in(person, key).json()["access"]
    file = town.get("/v1/audit/export", token).content
    assert verify_export(file.splitlines(keepends=True), verify) is None
    change_person(town.gatehouse, town.root, person.person, disabled=True)
    assert town.get("/v1/me", token).status_code == 401
    revoke(town.gatehouse, town.root, key.id)
    assert town.post("/v1/leave", town.word(key, "leave")).status_code == 200


@pytest.mark.req("R12")
def test_guesses_that_come_at_once_are_all_counted(town):
    person, key = town.somebody()
    town.clock.move(minutes=10)
    told = {"account": person.account, "password": "not this one, surely", "totp": "123456"}
    bodies = [{**told, **town.word(key, "sign-in", person.account)} for _ in range(24)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda body: town.post("/v1/sign-in", body).status_code, bodies))
    assert (answers.count(401), answers.count(429)) == (10, 14)


@pytest.mark.req("T17")
def test_of_those_who_refresh_at_once_with_one_token_one_at_most_gets_on(town):
    person, key = town.somebody()
    told = town.sign_in(person, key).json()
    words = [town.word(key, "refresh", _hash(told["refresh"])) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda word: town.post("/v1/refresh", {"refresh": told["refresh"], **word}), words))
    fresh = [answer.json()["access"] for answer in answers if answer.status_code == 200]
    assert len(fresh) <= 1
    assert [town.get("/v1/me", token).status_code for token in fresh] == [401] * len(fresh)


def test_one_code_lets_in_one_device_however_many_ask_at_once(town):
    code, keys = town.code(), [DeviceKey.generate() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda key: town.enrol(key, code).status_code, keys))
    assert sorted(answers) == [202] + [403] * 7


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
