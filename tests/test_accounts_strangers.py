"""Whoever sits at no device of ours, and tries for as long as they like, keeps out nobody who does (R12: no lock-out for good)."""

import pytest

from callhandler.endpoint.accounts import throttle
from callhandler.endpoint.accounts.devices import statement
from callhandler.endpoint.accounts.throttle import BY_ACCOUNT, BY_ADDRESS, Guesser
from callhandler.endpoint.accounts.totp import STEP
from callhandler.log.device import DeviceKey
from tests.towns import PASSWORD, Town, town

__all__ = ["town"]
pytestmark = pytest.mark.req("R12", "T19")


def test_a_stranger_who_tries_set_up_codes_counts_for_nothing_at_all(town: Town):
    person, key = town.somebody()
    stranger, nonce = DeviceKey.generate(), bytes.fromhex(town.get("/v1/challenge").json()["nonce"])
    word = {"device": stranger.id, "nonce": nonce.hex(), "signature": stranger.sign(statement("set-up", nonce, person.account)).hex()}
    told = {"account": person.account, "code": "AAAAA-AAAAA-AAAAA-AAAAA", "password": PASSWORD, **word}
    assert {town.post("/v1/set-up", told).status_code for _ in range(BY_ACCOUNT + 1)} == {401}
    assert town.sign_in(person, key).status_code == 200


@pytest.mark.parametrize("account", ["handler1", "nobody{number}"])
def test_a_stranger_at_the_pages_keeps_nobody_from_signing_in_at_a_desk(town: Town, account: str):
    person, key = town.somebody()
    assert person.account == "handler1"
    now = town.gatehouse.now()
    with town.gatehouse.engine.begin() as connection:
        tried = [Guesser(account.format(number=number), "", f"{number // BY_ACCOUNT}.{person.account}") for number in range(BY_ADDRESS)]
        tried += [Guesser(account.format(number=number), "", "127.0.0.1") for number in range(BY_ADDRESS + 1)]
        waits = [throttle.count(connection, one, at) for at in (now - 100, now - 60, now) for one in tried]  # and go on when they may
    assert max(waits) > STEP
    assert town.sign_in(person, key).status_code == 200
