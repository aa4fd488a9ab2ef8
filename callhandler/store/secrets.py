"""Keeps this computer's half of the key in the operating system's keyring, and nowhere else."""

import queue
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Protocol, TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import PasswordDeleteError

from callhandler.store.troubles import KeyringLocked, KeyringMissing

SERVICE = "callhandler"
LIMIT = 3.0  # seconds; a keyring that asks the user something can block for ever
TRUSTED = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
    }
)
Answer = TypeVar("Answer")


class SecretKeeper(Protocol):
    """A place for short secrets by name. Every method raises KeyringMissing or KeyringLocked, and never waits longer than a few seconds."""

    def get(self, name: str) -> str | None: ...

    def keep(self, name: str, secret: str) -> None: ...

    def forget(self, name: str) -> None: ...


class KeptInMemory:
    """Secrets for a demo or a tour: they live and die with the program."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self._kept.get(name)

    def keep(self, name: str, secret: str) -> None:
        self._kept[name] = secret

    def forget(self, name: str) -> None:
        self._kept.pop(name, None)


class OsKeyring:
    """The keyring of the operating system. One that keeps secrets in plain text, or that might, is refused (F16).

    It is asked one thing after another: else what it was asked to keep, and did too late, could take the place of what it kept since.
    """

    def __init__(
        self,
        backend: Callable[[], KeyringBackend] = keyring.get_keyring,
        safe: Callable[[KeyringBackend], bool] | None = None,
        limit: float = LIMIT,
        turn: "Lock | None" = None,
    ) -> None:
        """`turn`: shared by all who ask the same keyring."""
        self._backend = backend
        self._trusts = safe or trusted
        self._limit = limit
        self._turn = turn or Lock()

    def get(self, name: str) -> str | None:
        return within(self._limit, self._turn, lambda: self._safe().get_password(SERVICE, name))

    def keep(self, name: str, secret: str) -> None:
        within(self._limit, self._turn, lambda: self._safe().set_password(SERVICE, name, secret))

    def forget(self, name: str) -> None:
        within(self._limit, self._turn, lambda: _drop(self._safe(), name))

    def _safe(self) -> KeyringBackend:
        backend = self._backend()
        if not self._trusts(backend):
            raise KeyringMissing
        return backend


def trusted(backend: KeyringBackend) -> bool:
    """Is it one of the operating systems' own keyrings? A chain is trusted only if each of its links is."""
    if isinstance(backend, ChainerBackend):
        links = tuple(backend.backends)
        return bool(links) and all(map(trusted, links))
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}" in TRUSTED


def within(limit: float, turn: Lock, ask: Callable[[], Answer]) -> Answer:
    """What the keyring answers, asked on a worker. Raises KeyringLocked when it hangs or refuses, KeyringMissing when there is none."""
    heard: queue.Queue[tuple[Answer | None, Exception | None]] = queue.Queue(1)
    given_up = Event()
    Thread(target=_in_turn, args=(turn, given_up, ask, heard), name="keyring", daemon=True).start()
    try:
        answer, error = heard.get(timeout=limit)
    except queue.Empty:
        given_up.set()
        raise KeyringLocked from None
    if error is not None:
        raise error
    return answer  # type: ignore[return-value]  # without an error it is the answer


def _in_turn(turn: Lock, given_up: Event, ask: Callable[[], Answer], heard: "queue.Queue[tuple[Answer | None, Exception | None]]") -> None:
    """What nobody waits for any more when its turn comes is not done at all."""
    with turn:
        if not given_up.is_set():
            _ask(ask, heard)


def _ask(ask: Callable[[], Answer], heard: "queue.Queue[tuple[Answer | None, Exception | None]]") -> None:
    try:
        heard.put((ask(), None))
    except Exception as error:  # noqa: BLE001 - a worker's edge: backends raise whatever their desktop raises
        heard.put((None, _meaning(error)))


def _meaning(error: Exception) -> Exception:
    if isinstance(error, KeyringMissing | keyring.errors.NoKeyringError):
        return KeyringMissing()
    if isinstance(error, keyring.errors.PasswordSetError):
        return KeyringMissing()
    return KeyringLocked()


def _drop(backend: KeyringBackend, name: str) -> None:
    try:
        backend.delete_password(SERVICE, name)
    except PasswordDeleteError:
        return
