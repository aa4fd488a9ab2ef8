"""The whole story of a shared case, between the desks of two agencies and the endpoint as it is served."""

import json
from functools import partial

import pytest
from sqlalchemy import select

from callhandler.endpoint.accounts import tables as account_tables
from callhandler.endpoint.exchange import tables
from callhandler.log.device import verify
from callhandler.log.fold import fold
from callhandler.log.kinds import Body, Noted, PlaceDescribed
from callhandler.protocol.disclosure import preview
from callhandler.store import tables as stored
from callhandler.store.troubles import NoVault
from callhandler.store.vault import unlock
from callhandler.sync.evidence import verify_export
from tests.desks import margaret
from tests.partnership import Partnership, Seat, partnership
from tests.stores import PASSPHRASE

ASTHMA = "she has severe asthma"  # health: no part of what the council is told
LATE, UNSENT = "written after the share had ended", "written on the train, never sent"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request, tmp_path):
    return request.getfixturevalue("postgres").fresh("story") if request.param == "postgres" else f"sqlite:///{tmp_path}/endpoint.db"


@pytest.mark.req("R2", "R12", "T3", "T17", "T20", "F6")
def test_a_case_is_shared_disputed_settled_taken_back_and_a_lost_desk_leaves_nothing(database, tmp_path):
    with partnership(database, tmp_path) as told:
        told.agency("council")
        police, council = told.seat("gwen", "police"), told.seat("nia", "council")
        case = _taken_down(police)
        _shared(police, council, case)
        _settled(police, council, case)
        _taken_back(police, council, case)
        _lost(told, council)
        _accounted_for(told, council)


def _taken_down(police: Seat) -> str:
    call = margaret(police.desk.start_call())
    police.hand.write(call.case, Noted(text=ASTHMA, path="/data/harm/vuln_words"))
    police.until_sent()
    return call.case


def _shared(police: Seat, council: Seat, case: str) -> None:
    """The partner reads what the agreement discloses, word for word, and not a line more."""
    assert council.desk.find(name="Margaret Jones") == ()
    police.desk.sharing.share(case, "council", gateway="cda-115")
    council.until(lambda: council.shown(case))
    would = {entry.id: entry for entry in preview(police.vault.logbook.entries(case=case), "council", police.desk.area.discloses)}
    council.until(lambda: council.shown(case).keys() >= would.keys())
    assert {id: entry.payload for id, entry in council.shown(case).items()} == {id: entry.payload for id, entry in would.items()}
    assert 0 < len(would) < len(police.shown(case))
    assert ASTHMA not in kept(council)
    assert [found.name for found in council.desk.find(name="Margret Jones")] == ["Margaret Jones"]


def _settled(police: Seat, council: Seat, case: str) -> None:
    """Two write the same field, neither having seen the other's: both stand at both desks until somebody decides."""
    council.line_down()
    for seat, place in ((police, "14 Maes Road"), (council, "41 Maes Road")):
        seat.hand.write(case, PlaceDescribed(place=place), fold(seat.vault.logbook.entries(case=case)).heads(case, "place"))
    police.until_sent()
    council.line_up()
    for seat in (council, police):
        seat.until(partial(seat.desk.sharing.conflicts, case))
        (conflict,) = seat.desk.sharing.conflicts(case)
        assert {(one.actor, one.agency, place_of(one.body)) for one in conflict.values} == {
            ("gwen", "police", "14 Maes Road"),
            ("nia", "council", "41 Maes Road"),
        }
    right = next(one.entry for one in police.desk.sharing.conflicts(case)[0].values if one.actor == "nia")
    police.desk.sharing.resolve(case, "place", right)
    council.until(lambda: not council.desk.sharing.conflicts(case))
    shown = fold(council.vault.logbook.entries(case=case)).value(case, "place")
    assert shown
    assert place_of(shown.body) == "41 Maes Road"


def _taken_back(police: Seat, council: Seat, case: str) -> None:
    """Nothing of the case stays on the partner's disk; what the partner wrote too late waits for the owner."""
    council.line_down()
    late = council.hand.write(case, Noted(text=LATE)).id
    police.desk.sharing.end(case, "council")
    police.until_sent()
    council.line_up()
    council.until(lambda: not council.shown(case))
    assert council.desk.find(name="Margaret Jones") == ()
    assert "Margaret" not in kept(council)
    police.until(lambda: police.desk.sharing.standing(case, late).held)
    assert late not in police.shown(case)


def _lost(told: Partnership, council: Seat) -> None:
    """A device that is taken out hands in what waits, and then there is nothing left of it."""
    council.line_down()
    council.hand.write(council.hand.new_case(), Noted(text=UNSENT))
    told.browsers["council"].press("devices", what="revoke", device=council.member.store.identity().signer.id)
    council.line_up()
    council.until(lambda: council.wiped)
    council.line_down()
    told.seats.remove(council)
    council.vault.take_out()
    assert not council.vault.folder.exists()
    with pytest.raises(NoVault):
        unlock(council.vault.folder, PASSPHRASE, council.vault.keeper)


def _accounted_for(told: Partnership, council: Seat) -> None:
    with told.app.state.engine.connect() as connection:
        asked = select(tables.entry.c.why).where(tables.entry.c.payload.contains(UNSENT.encode()))
        assert connection.execute(asked).scalars().all() == ["revoked"]
        sent = select(tables.disclosure.c.person).where(tables.disclosure.c.feed == "council").distinct()
        nia = select(account_tables.PERSON.c.person).where(account_tables.PERSON.c.account == "nia")
        assert connection.execute(sent).scalars().all() == connection.execute(nia).scalars().all()
        (person,) = connection.execute(nia).scalars().all()
    export = told.browsers["police"].press("log").content
    assert {one["person"] for one in map(json.loads, export.splitlines()) if one["kind"] == "disclosure" and one["feed"] == "council"} == {
        person
    }
    assert verify_export(export.splitlines(keepends=True), verify, told.public) is None


def place_of(body: Body | None) -> str:
    return body.place if isinstance(body, PlaceDescribed) else ""


def kept(seat: Seat) -> str:
    """Every body in the store, and every word in its index of people."""
    with seat.vault.engine.reader.connect() as connection:
        bodies = connection.execute(select(stored.body.c.payload)).scalars().all()
        words = connection.exec_driver_sql("SELECT group_concat(name || phone || place || words) FROM description").scalar()
    return b" ".join(bodies).decode() + (words or "")
