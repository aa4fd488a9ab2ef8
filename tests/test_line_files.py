"""Files over a real line to a real endpoint: cut anywhere they go on, and both sides hold them to the hash that their entry names."""

import io
import os
import secrets
import signal
from collections.abc import Callable
from hashlib import sha256

import pytest
from sqlalchemy import select

from callhandler.endpoint.accounts.tables import LOGGED
from callhandler.endpoint.database import open_database
from callhandler.line.accounts import Accounts
from callhandler.line.parcels import Parcels
from callhandler.line.remote import Remote
from callhandler.line.session import Address, Session
from callhandler.line.state import OnTheWay
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.troubles import LineTrouble, Portal
from callhandler.log.device import DeviceKey
from callhandler.log.kinds import CaseShared, Erased, FileAttached, RiskAssessed, ScriptVersion
from callhandler.store.sealed_pieces import PIECE
from callhandler.store.secrets import KeptInMemory
from tests.endpoints import Endpoint, served
from tests.file_desks import Desk, place
from tests.forked import killed
from tests.lined_desks import PATIENT

__all__ = ["place"]

CASE = "police.1"
GRADE = RiskAssessed(script=ScriptVersion(form="f", version="1", sha256="ab"), computed="high", band="high", score=9, most=9)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("line-files")
    with served(f"sqlite:///{folder}/endpoint.db", folder / "apart") as running:
        yield running


def photo(pieces: float = 2.5) -> bytes:
    return b"\xff\xd8\xff\xe0" + secrets.token_bytes(int(pieces * PIECE))


def recording() -> bytes:
    return b"OggS" + secrets.token_bytes(1000)


def test_a_file_goes_out_after_its_entry_and_comes_in_at_another_desk(place):
    here, there, content = place.desk(), place.desk(), photo()
    case = "police.both"
    name = here.attach(content, case)
    assert here.waits() == OnTheWay(1, 1)
    here.carry()
    assert here.waits().files == 1  # the endpoint does not know the entry yet
    here.sync()
    heard = here.carry()
    assert [(one.moved, one.size) for one in heard][-1] == (len(content), len(content))
    assert (here.waits(), place.kept(name)) == (OnTheWay(), content)
    there.sync()
    there.shelf.want(name, len(content))
    assert there.waits().wanted == 1
    there.carry()
    assert (there.shelf.content(name), there.waits()) == (content, OnTheWay())


def test_high_risk_goes_first_and_whatever_is_written_meanwhile_goes_between_two_pieces(place):
    desk = place.desk()
    first, high = desk.attach(photo(), "police.low"), desk.attach(photo(), "police.high")
    desk.attach(recording(), "police.low")
    desk.write(GRADE, "police.high")
    desk.sync()
    assert (desk.waits().files, desk.waits().pictures) == (3, 2)
    desk.carry(3)  # the second piece is the last that still goes
    assert (place.endpoint.settings.files / high).exists() is False
    desk.carry(4)
    assert place.kept(high)
    assert not (place.endpoint.settings.files / first).exists()
    desk.carry()
    assert (place.kept(first)[:4], desk.waits()) == (b"\xff\xd8\xff\xe0", OnTheWay())


@pytest.mark.req("F6", "F9")
@pytest.mark.parametrize("seed", range(2))
def test_over_a_line_that_breaks_anywhere_it_arrives_whole_and_is_fetched_whole(place, seed):
    faults = ("", "", "", "drop", "reset", "cut-question", "lost", "portal", "moved", "broken")
    content = photo(1.5)
    with place.faulty(*faults, seed=seed) as url:
        here, there = place.desk(url=url), place.desk(url=url)
        name = here.attach(content, f"police.{seed}")
        persist(here, lambda: here.waits().files == 0)
        there.shelf.want(name, len(content))
        persist(there, lambda: there.waits().wanted == 0)
    assert (place.kept(name), there.shelf.content(name)) == (content, content)


def persist(desk: Desk, done: Callable[[], bool]) -> None:
    for _ in range(300):
        try:
            desk.sync()
            desk.carry()
        except LineTrouble:
            continue
        if done():
            return
    raise AssertionError("it never arrived")


@pytest.mark.req("F7")
def test_the_page_of_a_guest_network_is_not_taken_for_the_file(place):
    there, content = place.desk(), photo(0.1)
    there.write(FileAttached(sha256=sha256(content).hexdigest(), size=len(content), media="image/jpeg"))
    there.shelf.want(sha256(content).hexdigest(), len(content))
    with place.faulty("portal") as url:
        session = Session(Address(url), PATIENT)
        kept = TokenShelf(KeptInMemory(), "op")
        kept.keep(Tokens("access", "refresh"))
        remote = Remote(session, lambda: Accounts(session, DeviceKey.generate()), kept)
        with pytest.raises(Portal):
            Parcels(there.shelf, remote).carry("life", 0, lambda: True, lambda _: None)
        remote.close()
    assert there.waits().wanted == 1


@pytest.mark.req("F1")
def test_killed_between_two_pieces_it_goes_on_there(place):
    desk, content = place.desk(), photo(3.5)
    name = desk.attach(content, "police.killed")
    desk.sync()

    def carries() -> None:
        come = desk.disk.stored.progress()
        Parcels(desk.shelf, desk.remote).carry(come.incarnation, come.acked, lambda: True, lambda _: os.kill(os.getpid(), signal.SIGKILL))

    assert killed(carries)
    desk.begin_again()
    heard = desk.carry()
    assert heard[0].moved == 2 * PIECE  # the first piece is not sent again
    assert (place.kept(name), desk.waits()) == (content, OnTheWay())


@pytest.mark.req("T4", "R19")
def test_what_was_altered_on_this_disk_is_not_sent_and_holds_up_nothing(place):
    desk = place.desk()
    bad, good = desk.attach(photo(), "police.bad"), desk.attach(recording(), "police.good")
    desk.sync()
    found = desk.shelf.find(bad)
    assert found is not None
    path = desk.folder / f"file-{found.place}"
    path.write_bytes(bytes(len(path.read_bytes())))
    desk.carry()
    assert place.kept(good)
    assert (desk.waits(), (place.endpoint.settings.files / bad).exists()) == (OnTheWay(), False)


@pytest.mark.req("T4")
def test_what_is_not_what_its_entry_says_is_taken_by_neither_side(place):
    here, there, content = place.desk(), place.desk(), photo(0.5)
    name = here.attach(content, "police.lie")
    here.sync()
    here.carry()
    (place.endpoint.settings.files / name).write_bytes(content[:-1] + b"!")
    there.sync()
    there.shelf.want(name, len(content))
    there.carry()
    assert there.shelf.find(name) is None
    lie = sha256(b"another").hexdigest()
    there.write(FileAttached(sha256=lie, size=len(content), media="image/jpeg"), "police.lie")
    there.sync()
    there.shelf.take_in(io.BytesIO(content))
    with there.shelf.engine.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE file SET sha256 = ? WHERE sha256 = ?", (lie, name))
    there.carry()
    assert not (place.endpoint.settings.files / lie).exists()
    assert there.waits().files == 0  # refused for good, and said nowhere to be sent


@pytest.mark.req("R14", "R7")
def test_who_may_not_read_it_gets_no_byte_of_it_and_who_may_is_put_down(place):
    police, landlord, council, content = place.desk(), place.desk("landlord"), place.desk("council"), photo(0.5)
    name = police.attach(content, "police.shared")
    for audience in ("landlord", "council"):
        police.write(CaseShared(audience=audience), "police.shared")
    police.sync()
    police.carry()
    for guest in (landlord, council):
        guest.sync()
        guest.shelf.want(name, len(content))
        guest.carry()
    refused = landlord.shelf.find(name)
    assert refused is not None
    assert refused.have == 0
    assert [entry.kind for entry in landlord.disk.logbook(bytes).entries(case="police.shared")] == ["case-shared"]
    assert council.shelf.content(name) == content
    assert ("council", "file") in looks(place.endpoint, name)
    assert ("landlord", "file") not in looks(place.endpoint, name)


def looks(endpoint: Endpoint, name: str) -> set[tuple[str, str]]:
    engine = open_database(endpoint.settings.database)
    try:
        with engine.connect() as connection:
            lines = connection.execute(select(LOGGED.c.agency, LOGGED.c.line)).all()
    finally:
        engine.dispose()
    return {(row.agency, "file") for row in lines if name in str(row.line)}


def test_where_cases_are_carried_their_files_come_without_being_asked_for(place):
    here, there, content = place.desk(), place.desk(), photo(0.5)
    name = here.attach(content, "police.carried")
    here.sync()
    here.carry()
    there.sync()
    Parcels(there.shelf, there.remote).heard(there.disk.logbook(bytes).entries(case="police.carried"))
    there.carry()
    assert there.shelf.content(name) == content


@pytest.mark.req("R5")
def test_erased_elsewhere_it_goes_from_this_desk_with_the_next_round(place):
    here, there, content = place.desk(), place.desk(role="supervisor"), photo(0.5)
    name = here.attach(content, "police.gone")
    here.sync()
    here.carry()
    there.sync()
    there.shelf.want(name, len(content))
    there.carry()
    there.write(Erased(entries=(), rule="order", whole=True), "police.gone")
    there.sync()
    here.sync()
    for desk in (here, there):
        assert desk.shelf.find(name) is None
        assert list(desk.folder.glob("file-*")) == []
