"""Keyrings that behave as bad ones do: locked, hanging, forgetful, gone."""

import threading

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError
from typing_extensions import override

from callhandler.store import troubles
from callhandler.store.secrets import KeptInMemory
from tests.patience import SOON


class LockedKeyring(KeyringBackend):
    """Its user has not unlocked it, and closes the prompt."""

    priority = 1

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("the prompt was closed")

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise InitError("no collection")


class NoKeyring(KeyringBackend):
    """There is none on this computer."""

    priority = 1

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise NoKeyringError

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError


class HangingKeyring(KeyringBackend):
    """It asks something in a window that nobody sees, until the test says so."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait(SOON)
        return None

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.answered.wait(SOON)


class ForgetfulKeyring(KeptInMemory):
    """It takes every secret and keeps none."""

    @override
    def keep(self, name: str, secret: str) -> None:
        return


class FickleKeyring(KeptInMemory):
    """A good one, until its user locks it."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = False

    @override
    def get(self, name: str) -> str | None:
        self._answer()
        return super().get(name)

    @override
    def keep(self, name: str, secret: str) -> None:
        self._answer()
        super().keep(name, secret)

    def _answer(self) -> None:
        if self.locked:
            raise troubles.KeyringLocked
