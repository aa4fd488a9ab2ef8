"""The command that takes the words of a case away for good."""

from typing import TYPE_CHECKING, Annotated

import typer

from callhandler.cli.common import Area, in_plain_words
from callhandler.cli.unlocking import hand_of, troubles_told, unlocked

if TYPE_CHECKING:
    from callhandler.store.logbook import Logbook


def erase(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(help="The reference of the complaint, as it was told to the caller.")],
    rule: Annotated[str, typer.Option("--rule", help="By which rule or order, as it is to stand on record: retention, a court's order …")],
    area: Area = "generic",
    operator: Annotated[str, typer.Option("--operator", help="Whose store: the collar number that signs in.")] = "",
) -> None:
    """Erase a case: here at once, elsewhere when they next hear of it. That it was erased, by whom and why, stays."""
    from callhandler.cases.area import load_area
    from callhandler.config import RESOURCES
    from callhandler.log.kinds import Erased
    from callhandler.log.ownership import owner_of

    with in_plain_words(), troubles_told(), unlocked(context, operator or typer.prompt("Collar number", err=True)) as vault:
        hand = hand_of(vault, load_area(RESOURCES / "areas" / area))
        case = _case_of(vault.logbook, reference)
        if owner_of(case) not in {"", hand.who.agency}:
            raise typer.BadParameter(f"{reference} is a case of {owner_of(case)}; only they can erase it")
        said = len(vault.logbook.entries(case=case))
        typer.echo(f"{reference} has {said} entries. What they say cannot be brought back, here or from a backup.", err=True)
        if typer.prompt("Type the reference again to erase it", err=True).strip() != reference:
            raise typer.BadParameter("that is not the reference; nothing was erased")
        hand.write(case, Erased(entries=(), rule=rule, whole=True))
    typer.echo(f"{reference} is erased. At the endpoint and on other desks it goes when they next hear of it.")


def _case_of(logbook: "Logbook", reference: str) -> str:
    from callhandler.log.kinds import CallStarted

    for entry in logbook.entries(kinds=("call-started", "call-brought-in")):
        if isinstance(entry.body, CallStarted) and entry.body.reference == reference:
            return entry.case
    raise typer.BadParameter(f"there is no complaint {reference} in this store, or it was erased before")
