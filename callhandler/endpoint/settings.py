"""What whoever runs an endpoint decides about it."""

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from callhandler.endpoint.database import known_url
from callhandler.log.device import DeviceKey
from callhandler.store.files import sync_folder

SECRET = 32  # bytes


class NotAKey(Exception):  # noqa: N818 - says what is wrong, as a person would
    """A file that should hold a key does not."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything lies, and how the endpoint is reached. `state` holds what is kept apart from the database: keys, lives, erasures."""

    database: str
    state: Path
    tls: bool = True
    area: str = "generic"  # whose agreement says what a share discloses

    @classmethod
    def of(cls, database: str, state: Path | None = None, *, tls: bool = True, area: str = "generic") -> "Settings":
        """With the usual place for what is kept apart: a folder named after the database, beside it where it is a file."""
        return cls(database, state or beside(database), tls, area)

    @property
    def outside(self) -> Path:
        return self.state / "outside"

    @property
    def files(self) -> Path:
        return self.state / "files"

    def key(self) -> DeviceKey:
        """The endpoint's own key: it signs certificates, receipts and orders, and outlives every database."""
        return DeviceKey.from_bytes(self._kept("key"))

    def secret(self) -> bytes:
        """What seals the endpoint's own secrets."""
        return self._kept("secret")

    def seal(self) -> bytes:
        """What opens the letters that desks leave for whoever has the line next."""
        return self._kept("letters")

    def _kept(self, name: str) -> bytes:
        """32 bytes of chance, drawn once. Two processes that start together agree on those of the first. Raises NotAKey."""
        path = self.state / name
        self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            drawn = path.with_name(f"{name}.{secrets.token_hex(8)}")  # on two hosts that share this folder, two may have the same number
            _write(drawn, secrets.token_bytes(SECRET))
            try:
                os.link(drawn, path)
            except FileExistsError:
                pass
            finally:
                drawn.unlink()
                sync_folder(self.state)
        told = path.read_bytes()
        if len(told) != SECRET:
            raise NotAKey(f"{path} does not hold a key of {SECRET} bytes. Put the right one back from where the folder is kept safe.")
        return told


def _write(path: Path, told: bytes) -> None:
    """On the disk, before anybody relies on it, and for nobody else to read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, told)
        os.fsync(handle)
    finally:
        os.close(handle)


def beside(database: str) -> Path:
    told = known_url(database)
    if told.get_backend_name() == "sqlite":
        return Path(told.database or "endpoint.db").with_suffix(".apart")
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    named = f"{told.host or told.query.get('host', '')}/{told.database}"
    return home / "callhandler-endpoint" / sha256(named.encode()).hexdigest()[:12]
