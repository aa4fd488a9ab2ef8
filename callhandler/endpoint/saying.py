"""What went wrong at the command line, in a sentence for whoever runs the endpoint."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from callhandler.endpoint.accounts.oidc_settings import ProviderTrouble
from callhandler.endpoint.database import EngineTooOld, NoDatabase
from callhandler.endpoint.exchange.allowance import LimitsTrouble
from callhandler.endpoint.keeping.sealed_file import NoBackup
from callhandler.endpoint.keeping.sweeping import NotSwept
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.settings import NotAKey


def sentence(trouble: Exception) -> str:
    """What to say; nothing for a fault of the program. No URL is repeated: there may be a password in it."""
    match trouble:
        case NoDatabase() | EngineTooOld() | ProviderTrouble() | LimitsTrouble() | NotAKey() | NoBackup() | NotSwept():
            return str(trouble)
        case Refused():
            return "The database is too busy. Try again later."
        case DBAPIError() | NoConnection():
            return "The database cannot be reached or opened. Is it running and migrated, may you use it, and is its folder there?"
        case OSError():
            return f"{trouble.strerror or 'Not to be had'}: {trouble.filename or 'a file'}."
    return ""
