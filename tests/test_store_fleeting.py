"""When the operator's own store will not open, the call is taken all the same."""

from pathlib import Path

import pytest

from callhandler.log.kinds import CallStarted, ScriptVersion
from callhandler.store.fleeting import emergency_capture, fleeting
from callhandler.store.logbook import Draft
from callhandler.store.operators import folder_of, stores
from callhandler.store.troubles import InMemoryOnly
from tests.stores import Place, Writer

START = CallStarted(reference="A1", area="generic", script=ScriptVersion(form="first-call", version="1", sha256="0" * 64), caller="p1")


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.mark.req("F16", "F17")
@pytest.mark.parametrize("writable", [True, False])
def test_an_emergency_capture_takes_the_call_and_hands_it_over(tmp_path: Path, writer: Writer, writable: bool):
    place = tmp_path if writable else tmp_path / "nowhere"
    capture = emergency_capture("C1234", [tmp_path / "not-there", place])
    assert isinstance(capture.trouble, InMemoryOnly)
    capture.logbook.append([writer.write(START), writer.note("heard shouting")])
    capture.logbook.keep(Draft("case-1", "/data/name", "Ma", 2, writer.now()))
    own = Place(tmp_path / "store").create()
    assert capture.hand_over(own.logbook) == 2
    assert capture.hand_over(own.logbook) == 2
    assert [(entry.id, entry.body, entry.at) for entry in own.logbook.entries()] == [
        (entry.id, entry.body, entry.at) for entry in capture.logbook.entries()
    ]
    assert own.logbook.drafts("case-1")[0].text == "Ma"
    assert own.logbook.verify() is None
    own.close()
    capture.close()
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


@pytest.mark.req("R11", "F13")
def test_an_emergency_capture_leaves_nothing_readable_on_the_disk(tmp_path: Path, writer: Writer):
    capture = emergency_capture("C1234", [tmp_path])
    capture.logbook.append([writer.note("canary")])
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"canary" in path.read_bytes() for path in files)
    capture.close()


def test_a_fleeting_store_keeps_a_whole_log(writer: Writer):
    store = fleeting("C1234")
    store.logbook.append([writer.note(), writer.note()])
    assert len(store.logbook.entries()) == 2
    assert store.logbook.verify() is None
    assert store.trouble is None
    store.mark()
    store.close()


@pytest.mark.req("F12")
def test_each_operator_has_a_store_and_its_folder_names_nobody(tmp_path: Path):
    one, other = folder_of(tmp_path, "C 1234"), folder_of(tmp_path, "C1235")
    assert one == folder_of(tmp_path, "c1234")
    assert one != other
    assert folder_of(tmp_path / "elsewhere", "C 1234").name != one.name
    assert stores(tmp_path) == ()
    Place(one).create().close()
    assert stores(tmp_path) == (one,)
    assert not [path for path in tmp_path.rglob("*") if "1234" in path.name]
