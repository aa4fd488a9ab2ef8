"""The keyring holds this computer's secret, and whatever it does, nothing is ever kept in plain text."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, fail, null
from keyring.backends.chainer import ChainerBackend
from typing_extensions import override

from callhandler.store.secrets import LIMIT, SERVICE, KeptInMemory, OsKeyring, SecretKeeper, trusted
from callhandler.store.troubles import KeyringLocked, KeyringMissing
from tests.keepers import HangingKeyring, LockedKeyring, NoKeyring
from tests.patience import SOON, until


class PlaintextKeyring(KeyringBackend):
    """Keeps every secret in a file that anybody can read; says that it is the best of all."""

    priority = 9

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.path.read_text()

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.path.write_text(password)


class Chain(ChainerBackend):
    """Asks one keyring after the other."""

    def __init__(self, *links: KeyringBackend) -> None:
        super().__init__()
        self._links = links

    @property
    @override
    def backends(self) -> list[KeyringBackend]:
        return list(self._links)


class KeyringOfTheSystem(KeyringBackend):
    """A good one."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class SlowAtFirst(KeyringOfTheSystem):
    """Keeps the first thing that it is asked to once it may go on, and all others at once."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on, self.asked = Event(), list[str]()

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked.append(password)
        if len(self.asked) == 1:
            self.goes_on.wait(SOON)
        super().set_password(service, username, password)


@pytest.mark.parametrize("make", [KeptInMemory, lambda: _on(KeyringOfTheSystem())], ids=["memory", "system"])
def test_every_keeper_keeps_and_forgets(make: Callable[[], SecretKeeper]):
    keeper = make()
    assert keeper.get("name") is None
    keeper.keep("name", "secret")
    assert keeper.get("name") == "secret"
    keeper.forget("name")
    assert keeper.get("name") is None


def _always(backend: KeyringBackend) -> Callable[[], KeyringBackend]:
    return lambda: backend


def _on(backend: KeyringBackend, limit: float = SOON, turn: "Lock | None" = None) -> OsKeyring:
    return OsKeyring(lambda: backend, lambda _: True, limit, turn)


@pytest.mark.req("F16", "T1")
def test_a_plaintext_keyring_is_refused_and_never_written_to(tmp_path: Path):
    plain = PlaintextKeyring(tmp_path / "secrets")
    service = SecretService.Keyring()
    for backend in (plain, fail.Keyring(), null.Keyring(), Chain(), Chain(plain), Chain(service, plain)):
        keeper = OsKeyring(_always(backend))
        with pytest.raises(KeyringMissing):
            keeper.keep("name", "secret")
        with pytest.raises(KeyringMissing):
            keeper.get("name")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.req("F16")
def test_the_systems_own_keyrings_are_trusted_alone_and_chained():
    assert trusted(SecretService.Keyring())
    assert trusted(Chain(SecretService.Keyring(), SecretService.Keyring()))


@pytest.mark.req("F16")
def test_a_computer_without_a_keyring_says_so():
    with pytest.raises(KeyringMissing):
        _on(NoKeyring()).get("name")


@pytest.mark.req("F16")
def test_a_locked_keyring_says_so():
    keeper = _on(LockedKeyring())
    with pytest.raises(KeyringLocked):
        keeper.get("name")
    with pytest.raises(KeyringLocked):
        keeper.keep("name", "secret")


@pytest.mark.req("F16")
def test_a_keyring_that_hangs_is_left_waiting():
    hanging = HangingKeyring()
    keeper = _on(hanging, 0.05)
    with pytest.raises(KeyringLocked):
        keeper.get("name")
    with pytest.raises(KeyringLocked):
        keeper.keep("name", "secret")
    hanging.answered.set()


@pytest.mark.req("F16", "F1")
def test_what_was_asked_first_and_is_done_late_never_takes_the_place_of_what_is_kept_since():
    """Else a store could be made with a half of its key that is not the one in the keyring."""
    slow, turn = SlowAtFirst(), Lock()
    keeper = _on(slow, turn=turn)
    with pytest.raises(KeyringLocked):
        _on(slow, 2.0, turn).keep("name", "early")  # by then it has begun
    with pytest.raises(KeyringLocked):
        _on(slow, 0.05, turn).keep("name", "given up")
    slow.goes_on.set()
    until(lambda: slow.kept.get((SERVICE, "name")) == "early", pause=0.01)
    keeper.keep("name", "kept")
    assert (keeper.get("name"), slow.asked) == ("kept", ["early", "kept"])


def test_the_limit_is_three_seconds():
    assert LIMIT == 3.0
