"""A desk joins the endpoint: an administrator lets it in, its operator signs in; what was written before stays where it was."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from callhandler.endpoint.accounts.people import approve
from callhandler.endpoint.accounts.totp import STEP
from callhandler.line.accounts import Accounts
from callhandler.line.joining import NAME, Membership, address_in
from callhandler.line.loopback import Listener, Once
from callhandler.line.session import Address, Session
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.troubles import SignInNeeded, WrongAnswer
from callhandler.line.worker import Told
from callhandler.log.kinds import Noted
from callhandler.store.troubles import NoVault, TakenOut
from callhandler.store.vault import Vault
from tests.stores import Place
from tests.test_line_worker import DICE
from tests.towns import PASSWORD, Town, town

__all__ = ["town"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "store")


@pytest.fixture
def vault(place: Place) -> Iterator[Vault]:
    opened = place.create()
    yield opened
    opened.close()


def member(town: Town, vault: Vault) -> Membership:
    return Membership.of(Address(town.url), vault.logbook.replica(), vault.keeper, vault.op)


def let_in(town: Town, joined: Membership, agency: str = "police") -> None:
    code = town.code(agency)
    assert joined.enrol(code).certificate is None
    approve(town.gatehouse, town.root, joined.store.identity().signer.id)
    assert joined.enrol(code.lower().replace("-", " ")).certificate is not None


@pytest.mark.req("R12", "T17")
def test_a_device_is_let_in_and_its_operator_signs_in(town: Town, vault: Vault):
    joined = member(town, vault)
    assert joined.store.endpoint() == b""
    assert joined.start(Told(lambda _state: None), DICE) is None
    with pytest.raises(WrongAnswer):
        joined.enrol("AAAAA-BBBBB-CCCCC-DDDDD")
    let_in(town, joined)
    assert joined.let_in
    person = town.add()
    made = joined.set_up(person.account, person.code, PASSWORD)
    assert len(made.recovery) == 10
    with pytest.raises(WrongAnswer):
        joined.sign_in(person.account, PASSWORD, "000000")
    assert joined.sign_in(person.account, PASSWORD, made.recovery[0]) == "handler of police"


@pytest.mark.req("T17")
def test_a_refresh_counts_once_and_is_kept_before_it_is_used(town: Town, vault: Vault):
    joined = member(town, vault)
    let_in(town, joined)
    person = town.add()
    made = joined.set_up(person.account, person.code, PASSWORD)
    town.clock.move(seconds=STEP)
    joined.sign_in(person.account, PASSWORD, made.recovery[1])
    first, session = joined.shelf.get(), Session(joined.address)
    assert first
    accounts = Accounts(session, joined.store.identity().signer)
    second = accounts.refresh(first)
    assert second.access != first.access
    with pytest.raises(SignInNeeded):
        accounts.refresh(first)
    with pytest.raises(SignInNeeded):
        accounts.refresh(second)
    session.close()


def test_what_was_written_before_there_were_agencies_stays_here_and_is_read_on(town: Town, place: Place):
    vault = place.create()
    older, newer = place.writer.note("before", case="01-old"), place.writer.note("since", case="police.new")
    vault.logbook.append([older, newer])
    joined = member(town, vault)
    let_in(town, joined)
    assert [holding.entry.id for holding in joined.store.own(1, 9)] == [newer.id]
    assert {entry.id for entry in vault.logbook.entries()} == {older.id, newer.id}
    vault.logbook.append([place.writer.note("after", case="police.new")])
    assert joined.store.total() == 2
    assert vault.logbook.verify() is None
    vault.close()
    again = place.unlock()
    assert again.trouble is None
    assert {entry.body.text for entry in again.logbook.entries() if isinstance(entry.body, Noted)} == {"before", "since", "after"}
    again.close()


@pytest.mark.req("T20")
def test_a_store_that_was_taken_out_is_gone_with_its_keys(place: Place):
    vault = place.create()
    vault.logbook.append([place.writer.note("canary")])
    TokenShelf(place.keyring, vault.op).keep(Tokens("a", "r"))
    vault.logbook.replica().wipe()
    vault.take_out()
    assert not place.folder.exists()
    assert [place.keyring.get(name) for name in (vault.op, f"{vault.op}/mark", f"{vault.op}/line")] == [None, None, None]
    with pytest.raises(NoVault):
        place.unlock()


@pytest.mark.req("T20")
def test_a_power_cut_between_the_last_word_and_the_keys_brings_nothing_back(place: Place):
    vault = place.create()
    vault.logbook.append([place.writer.note("canary")])
    vault.logbook.replica().wipe()
    vault.close()
    with pytest.raises(TakenOut):
        place.unlock()
    assert not place.folder.exists()


def test_an_endpoint_that_is_not_configured_is_none(tmp_path: Path):
    assert address_in(tmp_path) is None
    (tmp_path / NAME).write_text("no JSON")
    assert address_in(tmp_path) is None
    (tmp_path / NAME).write_text(json.dumps({"url": "https://endpoint.example", "ca": "/etc/ca.pem"}))
    assert address_in(tmp_path) == Address("https://endpoint.example", Path("/etc/ca.pem"))


@pytest.mark.req("T24")
def test_of_what_comes_to_the_loopback_port_one_answer_counts():
    once = Once("/secret", "state")
    with Listener(once) as listener:
        say = lambda target: requests.Session().get(f"http://127.0.0.1:{listener.port}{target}", timeout=5).status_code  # noqa: E731
        assert [say("/"), say("/secret?state=other&code=x"), say("/other?state=state&code=x")] == [400, 400, 400]
        assert not once.heard.is_set()
        assert say("/secret?state=state&code=right") == 200
        assert say("/secret?state=state&code=second") == 400
    assert once.code == "right"
