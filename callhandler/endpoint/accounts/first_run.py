"""The very first administrator: there is no account to begin with, only a code that is shown once to whoever starts the endpoint."""

from sqlalchemy import func, select, update

from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.lasting import SET_UP_LIFE
from callhandler.endpoint.accounts.people import new_code, put_agency, put_person
from callhandler.endpoint.accounts.signing_in import set_up_hash
from callhandler.endpoint.accounts.tables import PERSON
from callhandler.endpoint.accounts.tokens import end_all
from callhandler.endpoint.oversight.accounting import account
from callhandler.endpoint.refusing import Refused

ROOT = "administrator"


def first_run(gatehouse: Gatehouse, agency: str, name: str) -> str | None:
    """The set-up code of the account "administrator", of the agency that runs the endpoint. None where somebody is there already."""
    now = gatehouse.now()
    with gatehouse.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(PERSON)).scalar_one():
            return None
        put_agency(connection, agency, name, "part-3", agency, host=True)
        told = {"account": ROOT, "name": "Administrator", "role": "administrator", "agency": agency}
        person, code = put_person(connection, gatehouse.dice, told, now)
        account(connection, Asker("", "", "", agency, ""), "alteration", "first administrator made", person, now)
    return code


def reset(gatehouse: Gatehouse, account_: str) -> str:
    """A new set-up code for somebody who lost password and phone, by whoever has the server in hand. Raises Refused for no account."""
    now, code = gatehouse.now(), new_code(gatehouse.dice)
    with gatehouse.engine.begin() as connection:
        row = connection.execute(select(PERSON).where(PERSON.c.account == account_).with_for_update()).one_or_none()
        if row is None:
            raise Refused(404, "nothing")
        account(connection, Asker("", "", "", row.agency, ""), "alteration", "reset at the server", row.person, now)
        told = {"password": "", "totp": b"", "code": set_up_hash(code), "code_until": now + SET_UP_LIFE, "disabled": False}
        connection.execute(update(PERSON).where(PERSON.c.person == row.person).values(**told))
        end_all(connection, person=row.person)
    return code
