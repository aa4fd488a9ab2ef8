"""A store that ends with the program: for a demo, a replay, or a call that must be taken although the operator's store stays shut."""

import secrets
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from callhandler.log.device import DeviceKey
from callhandler.log.entry import Entry, Unsealed
from callhandler.log.kinds import Body
from callhandler.store import condition, migrations
from callhandler.store.engine import Engines, engine_troubles, open_engines, open_in_memory
from callhandler.store.logbook import Logbook
from callhandler.store.shelf import Shelf
from callhandler.store.troubles import InMemoryOnly, VaultTrouble
from callhandler.store.wrapping import KEY


@dataclass(frozen=True, slots=True)
class FleetingVault:
    """A store whose key is in memory only. `trouble` of an emergency capture is the banner that stays up until it is handed over."""

    operator: str
    engine: Engines
    device: DeviceKey
    trouble: VaultTrouble | None
    _folder: Path | None
    read_only: bool = False

    @property
    def logbook(self) -> Logbook:
        """The log in this store."""
        return Logbook(self.engine, self.device, emptied=self.shelf.clear if self.shelf else lambda: None)

    @property
    def shelf(self) -> Shelf | None:
        """Where a demo keeps files; None where what is captured is to be handed over, which files are not."""
        return Shelf(self.engine, self._folder) if self._folder and self.trouble is None else None

    def mark(self) -> None:
        """Nothing outlives it, so there is nothing to remember."""

    def hand_over(self, logbook: Logbook) -> int:
        """Give everything to the operator's own log, once that opens again; says how many entries. May be repeated. Raises VaultTrouble."""
        given = tuple(_again(entry, entry.body) for entry in self.logbook.entries() if entry.body is not None)
        kept = [draft for case in self.logbook.open_cases() for draft in self.logbook.drafts(case)]
        for form in self.logbook.kept_forms():
            logbook.keep_form(form)
        logbook.append(given, kept=kept)
        return len(given)

    def close(self) -> None:
        """It is gone: what is not handed over cannot be read by anybody."""
        self.engine.dispose()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def fleeting(operator: str) -> FleetingVault:
    """A store in memory, for a demo or a replay."""
    return _in_memory(operator, None)


def fleeting_in(folder: Path, operator: str) -> FleetingVault:
    """A store in a file whose key is in memory only, for a demo at which other threads read and write too."""
    return _in_file(operator, folder, None)


def emergency_capture(operator: str, places: Iterable[Path] | None = None) -> FleetingVault:
    """Take the call all the same (F16, F17): in the first of these places that can be written, encrypted; else in memory."""
    for place in (Path(tempfile.gettempdir()),) if places is None else places:
        with suppress(VaultTrouble, OSError):
            return _in_file(operator, place, InMemoryOnly())
    return _in_memory(operator, InMemoryOnly())


def _in_file(operator: str, place: Path, trouble: VaultTrouble | None) -> FleetingVault:
    folder, key = Path(tempfile.mkdtemp(prefix="capture-", dir=place)), secrets.token_bytes(KEY)
    try:
        condition.begin(folder, key)
        return FleetingVault(operator, open_engines(folder / condition.NAME, key), DeviceKey.generate(), trouble, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _in_memory(operator: str, trouble: VaultTrouble | None) -> FleetingVault:
    engine = open_in_memory(secrets.token_bytes(KEY))
    with engine_troubles(), engine.writer.connect() as connection:
        migrations.take_steps(connection.connection.driver_connection)
    return FleetingVault(operator, engine, DeviceKey.generate(), trouble, None)


def _again(entry: Entry, body: Body) -> Unsealed:
    return Unsealed(entry.id, entry.case, entry.at, entry.hlc, entry.actor, entry.agency, body, entry.parents, entry.mono)
