"""The ways into a store: make one, open one, or take the call without one; each on a worker, and each trouble in plain words."""

from dataclasses import dataclass, field, replace
from getpass import getuser
from pathlib import Path
from tempfile import gettempdir
from threading import Lock
from typing import TYPE_CHECKING

from callhandler.config import RESOURCES
from callhandler.ui.unlock_dialog.page import Doors, Trouble
from callhandler.words import Words

if TYPE_CHECKING:
    from callhandler.app.session import Opened
    from callhandler.line.session import Address
    from callhandler.store.fleeting import FleetingVault
    from callhandler.store.secrets import SecretKeeper
    from callhandler.store.vault import Vault


DEMO = "4821 demo"
LIVELY = (0.5, 1.0)  # seconds between two looks of a demo's desk at its endpoint


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where the stores of this computer lie, and which area's script is asked. Everything heavy is loaded behind the first window."""

    profile: Path
    area: str
    keeper: "SecretKeeper | None" = None  # the operating system's keyring, unless another is given
    turn: Lock = field(default_factory=Lock, repr=False, compare=False)  # at that keyring

    def doors(self) -> Doors:
        return Doors(self.create, self.unlock, self.emergency, explained)

    def create(self, name: str, passphrase: str) -> "Opened":
        from callhandler.store import operators, vault

        folder = operators.folder_of(self.profile, name)
        return replace(self._opened(vault.create(folder, name, passphrase, self._keeper())), folder=folder)

    def unlock(self, name: str, passphrase: str) -> "Opened":
        from callhandler.store import operators, vault

        folder = operators.folder_of(self.profile, name)
        return replace(self._opened(vault.unlock(folder, passphrase, self._keeper())), folder=folder)

    def emergency(self, name: str) -> "Opened":
        """Take the call all the same; it is handed over once the operator's own store opens (F16)."""
        from callhandler.store.fleeting import emergency_capture

        return self._opened(emergency_capture(name or getuser()), passes_on=True)

    def demo(self) -> "Opened":
        """An invented fortnight at an invented desk, in memory; the store is gone when the program ends."""
        from callhandler.app.clock import wall_clock
        from callhandler.app.session import scratch_desk, scratch_hand
        from callhandler.demo import MovedClock, WholeCallPen, attach_photograph, play
        from callhandler.desk.attaching import Attaching

        opened, clock = self.neighbour(DEMO), MovedClock(wall_clock())
        pen = WholeCallPen(opened.vault.logbook)
        for _reference in play(scratch_desk(opened, pen, clock), clock, lambda: pen.settled(0)):
            pass
        vault = opened.vault
        attach_photograph(Attaching(scratch_hand(opened, pen, clock), vault.logbook, vault.shelf))
        pen.settled(0)
        return opened

    def neighbour(self, operator: str) -> "Opened":
        """A desk of the demo: its store ends with the program, and may join the demo's endpoint."""
        from callhandler.store.fleeting import fleeting_in
        from callhandler.store.secrets import KeptInMemory

        opened = self._opened(fleeting_in(Path(gettempdir()), operator))
        return replace(opened, keeper=KeptInMemory(), pause=LIVELY)

    def check(self, name: str, passphrase: str) -> None:
        """Whether this is the operator's passphrase, for a desk that was left alone. Raises as `unlock`."""
        from callhandler.store import keys, operators
        from callhandler.store.header import COST

        keys.unlock(operators.folder_of(self.profile, name), passphrase, self._keeper(), COST)

    def remember(self, address: "Address") -> None:
        """Where the shared endpoint is, for everybody at this computer. Raises OSError."""
        from callhandler.line.joining import keep_address

        keep_address(self.profile, address)

    def first_run(self) -> bool:
        """Whether nobody has a store here yet."""
        return not any(self.profile.glob("*/header.json"))

    def _opened(self, vault: "Vault | FleetingVault", *, passes_on: bool = False) -> "Opened":
        from callhandler.app.session import Opened
        from callhandler.cases.area import load_area
        from callhandler.desk.forms import published
        from callhandler.line.joining import address_in

        try:
            area = load_area(RESOURCES / "areas" / self.area)
            forms = published(area)
            return Opened(vault, area, forms[0].form, passes_on, forms, address_in(self.profile))
        except BaseException:
            vault.close()
            raise

    def _keeper(self) -> "SecretKeeper":
        from callhandler.store.secrets import OsKeyring

        return self.keeper or OsKeyring(turn=self.turn)


def explained(trouble: Exception, words: Words) -> Trouble | None:
    """What the world did wrong, as the page says it; None for what we did wrong."""
    from callhandler.store.troubles import VaultTrouble, told

    if not isinstance(trouble, VaultTrouble):
        return None
    return Trouble(told(trouble, words), int(trouble.values.get("wait", 0)), trouble.capture)


def load_the_rest() -> None:
    """Load what the desk needs, behind the window that is already there (F21)."""
    import callhandler.app.abroad
    import callhandler.app.front
    import callhandler.app.paper_room
    import callhandler.app.session
    import callhandler.store.fleeting
    import callhandler.store.secrets  # noqa: F401
