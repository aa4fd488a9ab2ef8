"""A password is long and not one that everybody tries; hashing it costs the same whoever is named, and never all of the machine."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from typing_extensions import override

from callhandler.endpoint.accounts.passwords import Passwords, is_weak
from tests.towns import CHEAP, PASSWORD, town

__all__ = ["town"]


@pytest.mark.req("R12")
@pytest.mark.parametrize(
    "password",
    [
        "",
        "elevenchars",
        "password1234",
        "Welcome2026!",
        "qwertyuiop123",
        "123456789012",
        "aaaaaaaaaaaaaaa",
        "abcabcabcabc",
        "P@ssw0rdP@ssw0rd",
        "zyxwvutsrqponm",
        "letmeinletmein",
        "PoliceSummer1",
        "handler77handler",
        "x" * 257,
    ],
)
def test_a_weak_password_is_not_taken(password):
    assert is_weak(password, "handler77", "Hanna Ndler", "police")


@pytest.mark.req("R12")
@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "correct horse battery",
        "ŵyth cant o wyau",
        "密码是一个很长的句子哦对吧",
        "n" + "o rule of composition" * 10,
        "kzxfpwqmbrtd",
    ],
)
def test_length_is_all_that_is_asked(password):
    assert not is_weak(password, "handler77", "Hanna Ndler", "police")


def test_a_weak_password_is_refused_at_the_door_and_the_code_still_counts(town):
    person, key = town.add(), town.device()
    told = {"account": person.account, "code": person.code, "password": "password1234"}
    answer = town.post("/v1/set-up", {**told, **town.word(key, "set-up", person.account)})
    assert (answer.status_code, answer.content) == (422, b'{"error":"weak"}')
    assert town.sign_in(town.set_up(person, key), key).status_code == 200


@pytest.mark.req("R12")
def test_passwords_cost_what_they_should_and_two_at_a_time():
    hasher = PasswordHasher()
    assert (hasher.time_cost, hasher.memory_cost, hasher.parallelism) >= (3, 65_536, 4)
    kept = Passwords(CHEAP).hash(PASSWORD)
    assert Passwords(CHEAP).verify(kept, PASSWORD)
    assert not Passwords(CHEAP).verify("", PASSWORD)
    assert Passwords(hasher).is_dated(kept)
    assert Passwords(CHEAP).verify(Passwords(CHEAP).hash("caf\u00e9 by the harbour"), "cafe\u0301 by the harbour")


class Watched(PasswordHasher):
    """A hasher that says how many were at it at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=2, memory_cost=4096, parallelism=1)
        self.at_it = self.most = 0

    @override
    def hash(self, password, *, salt=None):
        self.at_it += 1
        self.most = max(self.most, self.at_it)
        try:
            return super().hash(password, salt=salt)
        finally:
            self.at_it -= 1


@pytest.mark.req("R12")
def test_never_more_than_two_hashes_at_once():
    watched = Watched()
    passwords = Passwords(watched)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(passwords.hash, ["a password that is long"] * 24))
    assert 1 <= watched.most <= 2


@pytest.mark.req("R12")
def test_an_account_that_does_not_exist_takes_as_long():
    passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=16_384, parallelism=1))
    kept = passwords.hash(PASSWORD)

    def took(told: str) -> float:
        """Of this thread's own time: what else the computer does meanwhile takes none of it."""
        began = time.thread_time()
        passwords.verify(told, "wrong, whoever it is")
        return time.thread_time() - began

    pairs = [(took(kept), took("")) for _ in range(7)]  # side by side
    somebody, nobody = (min(told) for told in zip(*pairs, strict=True))
    assert 0.5 < nobody / somebody < 2
