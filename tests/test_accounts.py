"""People sign in with a password, the digits on their phone and a device that says it was there; whoever is taken out is out at once."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from callhandler.endpoint.accounts import throttle
from callhandler.endpoint.accounts.people import change_person, revoke, switch_agency
from callhandler.endpoint.accounts.tables import PERSON, TOKEN
from callhandler.endpoint.accounts.throttle import Guesser
from callhandler.endpoint.accounts.totp import STEP, code_at, step_of
from callhandler.endpoint.sealing import Seal
from callhandler.log.device import DeviceKey
from callhandler.protocol.decision import ROLES
from tests.towns import PASSWORD, town

__all__ = ["town"]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_signs_in_and_is_told_who_they_are(town, role):
    person, key = town.somebody(role, "council")
    answer = town.sign_in(person, key)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["role"], told["agency"], told["expires_in"], told["refresh_expires_in"]) == (role, "council", 900, 43_200)
    assert told["knows"] == []
    assert len(told["access"]) == len(told["refresh"]) == 43
    me = town.get("/v1/me", told["access"]).json()
    assert me == {"person": person.person, "name": told["name"], "role": role, "agency": "council", "device": key.id, "knows": []}


@pytest.mark.req("R12")
def test_every_wrong_thing_looks_the_same(town):
    person, key = town.somebody()
    other, council = town.device(), town.device("council")
    stranger = DeviceKey.generate()
    answers = [
        town.sign_in(person, key, password="a long walk by the hill"),
        town.sign_in(person, key, totp="000000"),
        town.sign_in(person, key, totp="zzzzz-zzzzz"),
        town.sign_in(person, key, account="nobody"),
        town.sign_in(person, key, device=other.id),
        town.sign_in(person, key, nonce="00" * 56),
        town.sign_in(person, key, signature="00" * 64),
        town.sign_in(person, stranger),
        town.sign_in(person, council),
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(401, b'{"error":"wrong"}')}
    assert town.sign_in(person, key).status_code == 200


@pytest.mark.req("R12")
def test_the_eleventh_guess_is_not_heard_and_nobody_is_locked_out_for_good(town):
    person, key = town.somebody()
    town.clock.move(minutes=10)
    guesses = [town.post("/v1/sign-in", guess(town, person, key)).status_code for _ in range(11)]
    assert guesses == [401] * 10 + [429]
    right = town.sign_in(person, key)  # half a minute later: the wait is just over
    assert right.status_code == 200


def guess(town, person, key):
    told = {"account": person.account, "password": "not this one, surely", "totp": "123456"}
    return {**told, **town.word(key, "sign-in", person.account)}


@pytest.mark.req("R12")
def test_whoever_goes_on_guessing_waits_ever_longer(town):
    person, key = town.somebody()
    town.clock.move(minutes=10)
    for _ in range(10):
        town.post("/v1/sign-in", guess(town, person, key))
    waits = []
    for _ in range(7):
        answer = town.post("/v1/sign-in", guess(town, person, key))
        waits.append(int(answer.headers["Retry-After"]))
        town.clock.move(seconds=waits[-1])
        assert town.post("/v1/sign-in", guess(town, person, key)).status_code == 401
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    assert town.sign_in(person, key).status_code == 429
    town.clock.move(minutes=15)
    assert town.sign_in(person, key).status_code == 200


@pytest.mark.req("R12")
def test_strangers_at_no_device_of_ours_lock_nobody_out(town):
    person, key = town.somebody()
    town.clock.move(minutes=10)
    strange = {**guess(town, person, key), "device": DeviceKey.generate().id}
    assert {town.post("/v1/sign-in", strange).status_code for _ in range(throttle.BY_ADDRESS + 1)} == {401}
    assert town.sign_in(person, key).status_code == 200


def test_a_whole_shift_may_sign_in_behind_one_address_at_once(town):
    now = town.gatehouse.now()
    with town.gatehouse.engine.begin() as connection:
        for number in range(300):
            guesser = Guesser(f"handler{number}", "desk", "192.0.2.1")
            assert throttle.count(connection, guesser, now) == 0
            throttle.forgive(connection, guesser)
        waits = [throttle.count(connection, Guesser(f"nobody{number}", "desk", "192.0.2.1"), now) for number in range(101)]
    assert (waits[99], waits[100]) == (0, 30)


@pytest.mark.req("R12")
def test_digits_count_once_and_only_about_now(town):
    person, key = town.somebody()
    assert town.sign_in(person, key).status_code == 200
    again = {"account": person.account, "password": PASSWORD, "totp": town.digits(person)}
    assert town.post("/v1/sign-in", {**again, **town.word(key, "sign-in", person.account)}).status_code == 401
    town.clock.move(seconds=3 * STEP)
    here = int(town.clock().timestamp()) // STEP
    assert [town.sign_in(person, key, totp=code_at(person.secret, here + 1 + away)).status_code for away in (-2,)] == [401]
    assert town.sign_in(person, key, totp=code_at(person.secret, here + 3)).status_code == 200


def test_digits_are_those_of_the_standard():
    secret = b"12345678901234567890"
    assert [code_at(secret, time // 30) for time in (59, 1111111109, 1234567890, 20000000000)] == ["287082", "081804", "005924", "353130"]
    assert step_of(secret, "287082", 59 + 30, 0) == 1
    assert step_of(secret, "287082", 59 + 60, 0) is None
    assert step_of(secret, "287082", 59, 1) is None


def test_a_code_from_paper_counts_once(town):
    person, key = town.somebody()
    assert len(person.recovery) == 10
    assert town.sign_in(person, key, totp=person.recovery[0].upper()).status_code == 200
    assert town.sign_in(person, key, totp=person.recovery[0]).status_code == 401
    assert town.sign_in(person, key, totp=person.recovery[1]).status_code == 200


def test_a_set_up_code_counts_once_and_for_a_week(town):
    person, key = town.somebody()
    told = {"account": person.account, "code": person.code, "password": PASSWORD}
    assert town.post("/v1/set-up", {**told, **town.word(key, "set-up", person.account)}).status_code == 401
    late = town.add()
    town.clock.move(days=7)
    told = {"account": late.account, "code": late.code, "password": PASSWORD}
    assert town.post("/v1/set-up", {**told, **town.word(key, "set-up", late.account)}).status_code == 401


def test_nobody_signs_in_before_they_set_up(town):
    person, key = town.add(), town.device()
    person.secret = b"12345678901234567890"
    assert town.sign_in(person, key, password="").status_code == 422
    assert town.sign_in(person, key, totp="").status_code == 422
    assert town.sign_in(person, key).status_code == 401


@pytest.mark.req("R13", "T3")
def test_whoever_is_taken_out_is_out_at_the_next_request(town):
    changes = {
        "disabled": lambda person, _: change_person(town.gatehouse, town.root, person.person, disabled=True),
        "reset": lambda person, _: change_person(town.gatehouse, town.root, person.person, reset=True),
        "another role": lambda person, _: change_person(town.gatehouse, town.root, person.person, role="analyst"),
        "device revoked": lambda _, key: revoke(town.gatehouse, town.root, key.id),
    }
    for what, change in changes.items():
        person, key = town.somebody()
        told = town.sign_in(person, key).json()
        assert town.get("/v1/me", told["access"]).status_code == 200
        change(person, key)
        assert town.get("/v1/me", told["access"]).status_code in {401, 403}, what
        assert town.refresh(told["refresh"], key).status_code in {401, 403}, what


@pytest.mark.req("R13")
def test_a_token_of_somebody_disabled_opens_nothing_even_while_its_sitting_stands(town):
    person, key = town.somebody()
    told = town.sign_in(person, key).json()
    with town.gatehouse.engine.begin() as connection:
        connection.execute(PERSON.update().where(PERSON.c.person == person.person).values(disabled=True))
    assert town.get("/v1/me", told["access"]).status_code == 401
    assert town.refresh(told["refresh"], key).status_code == 401
    assert town.sign_in(person, key).status_code == 401


@pytest.mark.req("T3", "R13")
def test_an_agency_is_switched_off_and_on(town):
    person, key = town.somebody("partner-caseworker", "council")
    told = town.sign_in(person, key).json()
    police = town.token()
    switch_agency(town.gatehouse, town.root, "council", disabled=True)
    assert (town.get("/v1/me", told["access"]).status_code, town.get("/v1/me", police).status_code) == (403, 200)
    assert town.refresh(told["refresh"], key).status_code == 401
    assert town.sign_in(person, key).status_code == 401
    switch_agency(town.gatehouse, town.root, "council", disabled=False)
    assert town.sign_in(person, key).status_code == 200


def test_somebody_who_comes_back_signs_in_again(town):
    person, key = town.somebody()
    told = town.sign_in(person, key).json()
    change_person(town.gatehouse, town.root, person.person, disabled=True)
    change_person(town.gatehouse, town.root, person.person, disabled=False)
    assert town.get("/v1/me", told["access"]).status_code == 401
    assert town.sign_in(person, key).status_code == 200


def test_signing_out_ends_both_tokens(town):
    person, key = town.somebody()
    told = town.sign_in(person, key).json()
    assert town.post("/v1/sign-out", None, told["access"]).status_code == 204
    assert town.get("/v1/me", told["access"]).status_code == 401
    assert town.refresh(told["refresh"], key).status_code == 401


def test_no_secret_stands_in_the_tables(town):
    person, key = town.somebody()
    told = town.sign_in(person, key).json()
    with town.gatehouse.engine.begin() as connection:
        kept = repr(connection.execute(select(PERSON)).all() + connection.execute(select(TOKEN)).all())
    for secret in (PASSWORD, told["access"], told["refresh"], person.code, repr(person.secret)[2:-1], *person.recovery):
        assert secret not in kept
    other = Seal(b"another endpoint's secret 123456")
    with town.gatehouse.engine.begin() as connection:
        sealed = connection.execute(select(PERSON.c.totp).where(PERSON.c.person == person.person)).scalar_one()
    assert town.gatehouse.seal.open(person.person, sealed) == person.secret
    assert (town.gatehouse.seal.open("somebody else", sealed), other.open(person.person, sealed)) == (b"", b"")


def test_administrators_keep_to_their_own_agency(town):
    council = replace(town.root, agency="council", host=False)
    ours = town.add()
    for refused in (
        lambda: change_person(town.gatehouse, council, ours.person, disabled=True),
        lambda: switch_agency(town.gatehouse, council, "landlord", disabled=True),
        lambda: revoke(town.gatehouse, council, town.device().id),
    ):
        with pytest.raises(Exception, match=r"nothing|refused"):
            refused()
