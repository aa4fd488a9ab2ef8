"""Files on their way: what waits is told for each case that names it, and what comes is kept only where it is what its name says."""

import pytest

from callhandler.log.kinds import Erased, FileAttached, RiskAssessed, ScriptVersion
from callhandler.store.sealed_pieces import PIECE
from callhandler.store.troubles import FileGone
from callhandler.store.vault import Vault
from tests.stores import Place
from tests.test_store_files import NAME, PHOTO, attach, place, sealed, vault

__all__ = ["place", "vault"]
LIFE = "life-1"


def test_what_waits_is_told_high_risk_first_and_anew_for_another_life_of_the_endpoint(place: Place, vault: Vault):
    attach(place, vault)
    later = attach(place, vault, PHOTO + b"!", "case-2")
    grade = RiskAssessed(script=ScriptVersion(form="f", version="1", sha256="ab"), computed="high", band="high", score=9, most=9)
    vault.logbook.append([place.writer.write(grade, "case-2")])
    shelf = vault.shelf
    assert [one.sha256 for one in shelf.unsent(LIFE)] == [later.sha256, NAME]
    shelf.sent(later.sha256, "case-2", LIFE)
    assert [one.sha256 for one in shelf.unsent(LIFE)] == [NAME]
    shelf.refuse(NAME, "case-1")
    assert shelf.unsent(LIFE) == ()
    assert [one.sha256 for one in shelf.unsent("life-2")] == [later.sha256]


def test_a_file_of_two_cases_is_sent_for_each_and_waits_for_none_that_was_erased(place: Place, vault: Vault):
    shelf = vault.shelf
    for case in ("case-1", "case-2", "case-3"):
        attach(place, vault, case=case)
    assert [(one.sha256, one.case, one.again) for one in shelf.unsent(LIFE)] == [(NAME, f"case-{n}", False) for n in (1, 2, 3)]
    shelf.sent(NAME, "case-2", LIFE)
    assert [(one.case, one.again) for one in shelf.unsent(LIFE)] == [("case-1", True), ("case-3", True)]
    assert [len(shelf.waiting(case)) for case in ("case-1", "case-2", "case-3")] == [1, 0, 1]
    shelf.refuse(NAME, "case-1")
    (entry,) = vault.logbook.entries(case="case-2", kinds=("file-attached",))
    vault.logbook.erase(place.writer.write(Erased(entries=(entry.id,), rule="order"), "case-2"))
    assert [one.case for one in shelf.unsent(LIFE)] == ["case-3"]
    attach(place, vault, case="case-2")  # once more: what was sent for the case before was erased with it
    assert [one.case for one in shelf.unsent(LIFE)] == ["case-3", "case-2"]
    with vault.logbook.engine.reader.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sent_for").scalar() == 1


def test_taken_in_once_more_it_takes_the_place_of_what_was_damaged_here(place: Place, vault: Vault):
    attach(place, vault)
    (path,) = sealed(place.folder)
    path.write_bytes(bytes(len(path.read_bytes())))
    vault.shelf.refuse(NAME, "case-1")
    attach(place, vault, case="case-2")
    assert vault.shelf.content(NAME) == PHOTO
    assert len(sealed(place.folder)) == 1
    assert [one.case for one in vault.shelf.unsent(LIFE)] == ["case-1", "case-2"]


def test_it_comes_in_portions_and_goes_on_where_it_was_after_a_restart(place: Place):
    made = place.create()
    made.logbook.append([place.writer.write(FileAttached(sha256=NAME, size=len(PHOTO), media="image/jpeg"))])
    made.shelf.want(NAME, len(PHOTO))
    assert not made.shelf.add(NAME, 0, PHOTO[:PIECE])
    with pytest.raises(FileGone):
        made.shelf.content(NAME)
    made.close()
    again = place.unlock()
    (wanted,) = again.shelf.wanted()
    assert wanted.have == PIECE
    assert not again.shelf.add(NAME, 0, PHOTO[:PIECE])  # not where it belongs
    assert again.shelf.add(NAME, PIECE, PHOTO[PIECE:])
    assert again.shelf.content(NAME) == PHOTO
    assert (again.shelf.wanted(), again.shelf.unsent(LIFE)[0].sha256) == ((), NAME)
    again.close()


@pytest.mark.req("T4")
def test_what_is_not_what_its_name_says_is_not_kept(place: Place, vault: Vault):
    vault.shelf.want(NAME, len(PHOTO))
    assert not vault.shelf.add(NAME, 0, PHOTO[:-1] + b"!")
    assert (vault.shelf.find(NAME), sealed(place.folder)) == (None, [])
