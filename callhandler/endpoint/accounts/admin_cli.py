"""What whoever has the server in hand does for administrators: make the first one, let one back in, order what desks hold back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from callhandler.endpoint.accounts.gatehouse import Gatehouse
    from callhandler.endpoint.app import Rooms

group = typer.Typer(no_args_is_help=True, help="Accounts and orders, for whoever has the server in hand.")
Database = Annotated[str, typer.Option(envvar="DSN", help="sqlite:///path or postgresql://…")]
State = Annotated[Path | None, typer.Option(help="Where keys, lives and erasures are kept, apart from the database.")]
DATABASE = "sqlite:///endpoint.db"


@group.command()
def first(
    agency: Annotated[str, typer.Option(help="The short name of the agency that runs the endpoint, such as police.")],
    *,
    name: Annotated[str, typer.Option(help="Its name as people know it.")] = "",
    database: Database = DATABASE,
    state: State = None,
) -> None:
    """Make the first administrator. The code is shown once."""
    from callhandler.endpoint.accounts.first_run import ROOT, first_run  # noqa: PLC0415

    with _gatehouse(database, state) as gatehouse:
        code = first_run(gatehouse, agency, name or agency.title())
    if code is None:
        typer.echo("There are accounts already. An administrator adds people at /admin; to let one back in: admin reset ACCOUNT.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Account {ROOT}, set-up code {code}. It is shown only now, works once, and for seven days, at /admin/set-up.")


@group.command()
def reset(account: Annotated[str, typer.Argument(help="Whose.")], *, database: Database = DATABASE, state: State = None) -> None:
    """Take password and phone away from an account, and show a code to set it up again."""
    from callhandler.endpoint.accounts.first_run import reset as begin_again  # noqa: PLC0415

    with _gatehouse(database, state) as gatehouse:
        code = begin_again(gatehouse, account)
    typer.echo(f"Account {account}, set-up code {code}. It is shown only now, works once, and for seven days, at /admin/set-up.")


@group.command("let-go")
def let_go(
    agency: Annotated[str, typer.Argument(help="At whose desks, by its short name.")], *, database: Database = DATABASE, state: State = None
) -> None:
    """Order that what desks were to remove, and hold back because it is so much, goes from them (at their next look)."""
    from callhandler.endpoint.app import now  # noqa: PLC0415
    from callhandler.endpoint.security_log import SecurityLog, written  # noqa: PLC0415

    with _behind(database, state) as behind:
        feeds = behind.switchboard.exchange().order(agency)
    if not feeds:
        typer.echo(f"No desk of {agency} has ever been told of a case.", err=True)
        raise typer.Exit(1)
    scribe = written(now)
    SecurityLog(scribe, now).tell("removals-ordered", agency=agency, rows=feeds)
    scribe.close()
    typer.echo(f"Ordered for the desks of {agency}: what was to be removed from them up to now goes.")


@contextmanager
def _gatehouse(database: str, state: Path | None) -> Iterator["Gatehouse"]:
    from callhandler.endpoint.refusing import Refused  # noqa: PLC0415

    try:
        with _behind(database, state) as behind:
            yield behind.gatehouse
    except Refused as trouble:
        typer.echo("There is no such account." if trouble.code == "nothing" else "That name cannot be used.", err=True)
        raise typer.Exit(1) from None


@contextmanager
def _behind(database: str, state: Path | None) -> Iterator["Rooms"]:
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    from callhandler.endpoint.app import rooms  # noqa: PLC0415
    from callhandler.endpoint.settings import Settings  # noqa: PLC0415

    behind = rooms(Settings.of(database, state))
    try:
        yield behind
    except DBAPIError:
        typer.echo("The database cannot be used as it is. Run: callhandler-endpoint migrate", err=True)
        raise typer.Exit(1) from None
    finally:
        behind.engine.dispose()
