"""How a command gets at an operator's store: the collar number, the passphrase, and this computer's own half of the key."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from callhandler.cases.area import Area
    from callhandler.desk.hand import Hand
    from callhandler.store.header import Cost
    from callhandler.store.secrets import SecretKeeper
    from callhandler.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Office:
    """Where the stores of this computer lie, and what keeps their keys: the operating system's own, unless the caller of a command says."""

    profile: Path
    keeper: "SecretKeeper"
    floor: "Cost"


@contextmanager
def unlocked(context: typer.Context, operator: str) -> Iterator["Vault"]:
    """The operator's open store, closed afterwards. The passphrase is asked for and never echoed. Raises VaultTrouble."""
    from callhandler.store import operators, vault
    from callhandler.store.troubles import ReadOnlyProfile

    office = context.obj if isinstance(context.obj, Office) else _this_computer()
    phrase = typer.prompt(f"Passphrase of {operator}", hide_input=True, err=True)
    opened = vault.unlock(operators.folder_of(office.profile, operator), phrase, office.keeper, floor=office.floor)
    try:
        if opened.read_only:
            raise opened.trouble or ReadOnlyProfile
        yield opened
    finally:
        opened.close()


@contextmanager
def troubles_told() -> Iterator[None]:
    """What is wrong with the store or with a list is said in its own sentence, and ends with exit code 2."""
    from callhandler.cases.legacy import LegacyTrouble
    from callhandler.desk.finding import NotAList
    from callhandler.store.troubles import VaultTrouble, told
    from callhandler.words import Words

    try:
        yield
    except (LegacyTrouble, NotAList) as trouble:
        typer.echo(str(trouble), err=True)
        raise typer.Exit(2) from None
    except VaultTrouble as trouble:
        typer.echo(told(trouble, Words("en")), err=True)
        raise typer.Exit(2) from None


def hand_of(vault: "Vault", area: "Area") -> "Hand":
    """The operator's own hand: what it writes is on the disk when it returns."""
    from callhandler.app.clock import wall_clock
    from callhandler.desk.hand import Hand, who_writes
    from callhandler.log.clock import Clock
    from callhandler.store.pen import InlinePen

    who = who_writes(vault.operator, vault.logbook, area.agreement.agencies[0])
    return Hand(who, InlinePen(vault.logbook), wall_clock, new_id, Clock(vault.logbook.last_stamp()))


def new_id() -> str:
    """Another id that nothing else has. A function of this module, so that another process can be told to use it."""
    from uuid_utils import uuid7

    return str(uuid7())


def _this_computer() -> Office:
    from callhandler.config import profile
    from callhandler.store.header import COST
    from callhandler.store.secrets import OsKeyring

    return Office(profile(), OsKeyring(), COST)
