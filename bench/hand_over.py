"""Hand a computer over after a shift without a line: `python -m bench.hand_over [ENTRIES]` says when the next can work, and all was sent.

The first writes for a shift without a line and logs off; the second signs in with a passphrase at its full cost, and has a line. The
endpoint is the one that is served, over SQLite; the stores are encrypted files.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic

from PySide6.QtCore import QCoreApplication

from callhandler.app.session import Opened, PenNews, Session, sit_down
from callhandler.line.session import Address
from callhandler.log.kinds import Noted
from callhandler.store import operators, vault
from callhandler.store.vault import Vault
from callhandler.sync.letters import seal_of
from tests.desks import generic
from tests.endpoints import free_port, served
from tests.letter_desks import PASSPHRASE, Computer

TEXT = "Bechgyn wrth y drws eto, they threw a bottle and shouted her name, she is shaking. " * 4
LIMIT = 120.0


def main(entries: int = 500) -> None:
    """Says what the hand-over took, part by part."""
    QCoreApplication([])
    with (
        tempfile.TemporaryDirectory() as folder,
        served(f"sqlite:///{folder}/endpoint.db", Path(folder) / "apart") as endpoint,
        free_port() as nobody,
    ):
        computer = Computer(Path(folder) / "profile", endpoint)
        _joined(computer, "5177 Rees").close()
        first = _joined(computer, "4821 Okafor")
        post = computer.seated(first, "police").post
        seal = seal_of(endpoint.settings.seal(), endpoint.settings.key())
        post.keep_seal(seal.public, seal.signature)
        session = _at_desk(first, f"http://127.0.0.1:{nobody}")
        written = computer.seated(first, "police").write(*(Noted(text=TEXT) for _ in range(entries)))
        begun = monotonic()
        session.leave()
        left = monotonic()
        second = vault.unlock(operators.folder_of(computer.profile, "5177 Rees"), PASSPHRASE, computer.keyring)
        opened = monotonic()
        desk = _at_desk(second, endpoint.urls[0])
        seated = monotonic()
        sent = _until(lambda: not post.lying())
        desk.leave()
        counted = len(computer.why(*written))
    print(f"{entries} unsent: left {left - begun:.2f} s, unlocked {opened - left:.2f}, at the desk {seated - opened:.2f}", end="; ")
    print(f"the next can work after {seated - begun:.2f} s; all of it sent {sent - seated:.2f} s later; {entries - counted} lost")


def _joined(computer: Computer, collar: str) -> Vault:
    made = vault.create(operators.folder_of(computer.profile, collar), collar, PASSPHRASE, computer.keyring)
    computer.let_in(made)
    return made


def _at_desk(opened: Vault, url: str) -> Session:
    return sit_down(Opened(opened, *generic(), address=Address(url), folder=opened.folder), PenNews(), lambda: datetime.now(UTC))


def _until(so: Callable[[], bool]) -> float:
    over, pause = monotonic() + LIMIT, Event()
    while not so():
        if monotonic() > over:
            raise TimeoutError
        pause.wait(0.01)
    return monotonic()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
