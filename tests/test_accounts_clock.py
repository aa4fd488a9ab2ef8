"""The endpoint's clock was set back, or ran ahead: nobody is kept out for days, nothing counts for a year, no digits count twice."""

import pytest

from callhandler.endpoint.accounts import throttle, tokens
from callhandler.endpoint.accounts.lasting import SLACK
from callhandler.endpoint.accounts.oidc_keys import KEPT
from callhandler.endpoint.accounts.throttle import LONGEST_WAIT, TRIES, Guesser
from callhandler.endpoint.accounts.totp import STEP
from callhandler.log.device import DeviceKey
from tests.towns import PASSWORD, town

__all__ = ["town"]
YEAR = 365
MARGARET = Guesser("margaret", "desk", "192.0.2.1")


def sign_in_with(town, person, key, digits: str) -> int:
    told = {"account": person.account, "password": PASSWORD, "totp": digits}
    return int(town.post("/v1/sign-in", {**told, **town.word(key, "sign-in", person.account)}).status_code)


@pytest.mark.req("R12")
def test_whoever_signed_in_while_the_clock_ran_ahead_comes_in_when_it_is_right_again(town):
    """Their phone and the endpoint have their time from the same wrong place."""
    person, key = town.somebody()
    town.clock.move(days=YEAR)
    assert town.sign_in(person, key).status_code == 200
    town.clock.move(days=-YEAR)
    assert [town.sign_in(person, key).status_code for _ in range(2)] == [200, 200]


@pytest.mark.req("R12", "T17")
def test_digits_that_were_used_count_no_more_whatever_the_clock_does(town):
    person, key = town.somebody()
    assert town.sign_in(person, key).status_code == 200
    used = town.digits(person)
    assert sign_in_with(town, person, key, used) == 401
    town.clock.move(hours=2)
    assert town.sign_in(person, key).status_code == 200
    town.clock.move(hours=-2, seconds=-STEP)
    assert town.digits(person) == used
    assert sign_in_with(town, person, key, used) == 401
    assert town.sign_in(person, key).status_code == 200


@pytest.mark.req("R13", "T17")
def test_what_was_given_out_while_the_clock_ran_ahead_is_void_when_it_is_right_again(town):
    person, key = town.somebody()
    town.clock.move(days=YEAR)
    given = town.sign_in(person, key).json()
    assert town.get("/v1/me", given["access"]).status_code == 200
    town.clock.move(days=-YEAR)
    assert town.get("/v1/me", given["access"]).status_code == 401
    assert town.refresh(given["refresh"], key).status_code == 401
    colleague = town.sign_in(*town.somebody()).json()
    town.clock.move(days=YEAR)  # when their day comes they are not good again
    assert town.get("/v1/me", given["access"]).status_code == 401
    assert town.refresh(given["refresh"], key).status_code == 401
    assert town.get("/v1/me", colleague["access"]).status_code == 401


@pytest.mark.req("R13")
def test_a_clock_that_is_put_back_by_an_hour_sends_nobody_away(town):
    person, key = town.somebody()
    given = town.sign_in(person, key).json()
    town.clock.move(seconds=-SLACK)
    assert town.get("/v1/me", given["access"]).status_code == 200
    assert town.refresh(given["refresh"], key).status_code == 200


@pytest.mark.req("R13", "T20")
def test_codes_that_were_handed_over_while_the_clock_ran_ahead_open_nothing(town):
    key = town.device()
    town.clock.move(days=YEAR)
    person, code = town.add(), town.code()
    town.clock.move(days=-YEAR)
    told = {"account": person.account, "code": person.code, "password": PASSWORD}
    assert town.post("/v1/set-up", {**told, **town.word(key, "set-up", person.account)}).status_code == 401
    assert town.enrol(DeviceKey.generate(), code).status_code == 403


@pytest.mark.req("R12")
def test_no_wait_is_longer_than_the_longest_one_whatever_the_clock_does(town):
    now = town.gatehouse.now()
    with town.gatehouse.engine.begin() as connection:
        while throttle.count(connection, MARGARET, now) < LONGEST_WAIT:
            now += LONGEST_WAIT
            for _ in range(TRIES):
                throttle.count(connection, MARGARET, now)
        waits = [throttle.count(connection, MARGARET, now - back) for back in range(0, KEPT, 60)]
    assert max(waits) <= LONGEST_WAIT


@pytest.mark.req("R12")
def test_slips_of_the_days_that_never_were_are_not_added_up_for_ever(town):
    now = town.gatehouse.now()
    with town.gatehouse.engine.begin() as connection:
        throttle.count(connection, MARGARET, now + YEAR * 86400)
        assert [throttle.count(connection, MARGARET, now + day * 86400) for day in range(2 * TRIES)] == [0] * 2 * TRIES


@pytest.mark.req("R13")
def test_each_kind_of_token_has_a_life(town):
    assert tokens.LIVES.keys() == {"access", "refresh", "page", "leave"}
