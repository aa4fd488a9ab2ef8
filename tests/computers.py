"""A computer with one operator's store on it, at which commands are typed."""

from collections.abc import Iterable
from pathlib import Path

from typer.testing import CliRunner, Result

from callhandler.cli import commands
from callhandler.cli.unlocking import Office
from callhandler.log.entry import Entry
from callhandler.store import operators, vault
from callhandler.store.secrets import KeptInMemory
from callhandler.store.vault import Vault
from tests.stores import CHEAP, COLLAR, PASSPHRASE


class Computer:
    """Every command opens the store anew."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keyring = folder, KeptInMemory()
        self.profile = folder / "profile"
        vault.create(operators.folder_of(self.profile, COLLAR), COLLAR, PASSPHRASE, self.keyring, cost=CHEAP).close()

    def typed(self, *words: object, said: str = f"{PASSPHRASE}\n") -> Result:
        office = Office(self.profile, self.keyring, CHEAP)
        return CliRunner().invoke(commands, [str(word) for word in words], input=said, obj=office)

    def opened(self) -> Vault:
        return vault.unlock(operators.folder_of(self.profile, COLLAR), PASSPHRASE, self.keyring, floor=CHEAP)

    def entries(self, kinds: Iterable[str] | None = None) -> tuple[Entry, ...]:
        opened = self.opened()
        try:
            return opened.logbook.entries(kinds=None if kinds is None else tuple(kinds))
        finally:
            opened.close()
