"""What is appended stays as it was recorded, all of it or nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError

from callhandler.log.entry import PoisonText
from callhandler.log.kinds import CallEnded, CallStarted, Corrected, Erased, PersonDescribed, ScriptVersion
from callhandler.people.parts import parts_of
from callhandler.people.person import Description
from callhandler.store import people_tables, tables
from callhandler.store.logbook import Draft, Fault, Focus, Logbook
from callhandler.store.vault import Vault
from tests.stores import Place, Writer

SCRIPT = ScriptVersion(form="first-call", version="1", sha256="0" * 64)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = Place(tmp_path / "store").create()
    yield opened
    opened.close()


@pytest.fixture
def logbook(vault: Vault) -> Logbook:
    return vault.logbook


@pytest.fixture
def writer() -> Writer:
    return Writer()


def test_entries_are_numbered_and_chained_in_the_order_they_are_appended(logbook: Logbook, writer: Writer):
    first = logbook.append([writer.note("one"), writer.note("two")])
    (third,) = logbook.append([writer.note("three")])
    assert [entry.n for entry in (*first, third)] == [1, 2, 3]
    assert logbook.entries("case-1") == (*first, third)
    assert logbook.verify() is None


def test_appending_again_writes_nothing_new(logbook: Logbook, writer: Writer):
    once = [writer.note("one"), writer.note("two")]
    again = logbook.append([*once, writer.note("three")]) if logbook.append(once) else ()
    assert [entry.n for entry in again] == [1, 2, 3]
    assert len(logbook.entries()) == 3


def test_all_or_nothing(logbook: Logbook, writer: Writer):
    bad = replace(writer.note(), hlc=2**63)
    with pytest.raises(PoisonText):
        logbook.append([writer.note("good"), bad])
    assert logbook.entries() == ()
    assert logbook.verify() is None


def test_entries_are_found_by_case_kind_and_day(logbook: Logbook, writer: Writer):
    logbook.append([writer.note(case="case-1")])
    writer.now.move(days=2)
    logbook.append([writer.note(case="case-2"), writer.write(Corrected(of="x"), case="case-2")])
    assert [entry.case for entry in logbook.entries(cases=["case-1", "case-2"])] == ["case-1", "case-2", "case-2"]
    assert [entry.kind for entry in logbook.entries(kinds=["corrected"])] == ["corrected"]
    assert {entry.case for entry in logbook.entries(since=date(2026, 3, 4))} == {"case-2"}
    assert logbook.entries("case-3") == ()


def test_calls_in_progress_are_those_begun_and_not_ended(logbook: Logbook, writer: Writer):
    start = CallStarted(reference="A1", area="generic", script=SCRIPT, caller="p1")
    logbook.append([writer.write(start, case=case) for case in ("case-2", "case-1", "case-3")])
    logbook.append([writer.write(CallEnded(), case="case-1")])
    assert logbook.open_cases() == ("case-2", "case-3")


@pytest.mark.parametrize("table", ["entry", "body"])
def test_what_was_recorded_cannot_be_altered_or_deleted(vault: Vault, writer: Writer, table: str):
    vault.logbook.append([writer.note()])
    own = tables.METADATA.tables[table]
    column = {"entry": "case_id", "body": "salt"}[table]
    for statement in (delete(own), update(own).values({column: b"x"})):
        with pytest.raises(IntegrityError), vault.engine.writer.begin() as connection:
            connection.execute(statement)
    for verb in ("INSERT OR REPLACE", "REPLACE"):
        with pytest.raises(IntegrityError), vault.engine.writer.begin() as connection:
            connection.execute(text(f"{verb} INTO {table} SELECT * FROM {table}"))  # noqa: S608 - our own table names
    assert vault.logbook.verify() is None


@pytest.mark.req("T12")
def test_a_trouble_of_the_database_never_says_what_was_written(vault: Vault, writer: Writer):
    vault.logbook.append([writer.note()])
    with pytest.raises(IntegrityError) as raised, vault.engine.writer.begin() as connection:
        connection.execute(insert(tables.body).values(number=1, salt=b"canary", payload=b"canary"))
    assert "canary" not in str(raised.value)
    assert "hide" in str(raised.value)


def test_erasing_empties_the_body_and_keeps_the_chain(logbook: Logbook, writer: Writer):
    kept, gone = logbook.append([writer.note("kept"), writer.note("erase me")])
    logbook.erase(writer.write(Erased(entries=(gone.id,), rule="retention")))
    found = {entry.id: entry for entry in logbook.entries()}
    assert found[gone.id].body is None
    assert (found[gone.id].salt, found[gone.id].payload) == (b"", b"")
    assert found[kept.id] == kept
    assert logbook.verify() is None


def test_an_erased_body_never_comes_back(vault: Vault, writer: Writer):
    (gone,) = vault.logbook.append([writer.note("erase me")])
    vault.logbook.erase(writer.write(Erased(entries=(gone.id,), rule="retention")))
    with pytest.raises(IntegrityError), vault.engine.writer.begin() as connection:
        connection.execute(insert(tables.body).values(number=1, salt=gone.salt, payload=gone.payload))


def test_an_entry_that_arrives_after_its_erasure_arrives_empty(logbook: Logbook, writer: Writer):
    late = writer.note("late")
    logbook.erase(writer.write(Erased(entries=(late.id,), rule="retention")))
    logbook.append([late])
    assert {entry.id: entry.body for entry in logbook.entries()}[late.id] is None


def test_only_an_entry_that_says_so_erases(logbook: Logbook, writer: Writer):
    with pytest.raises(TypeError):
        logbook.erase(writer.note())


@pytest.mark.req("T5")
@pytest.mark.parametrize(
    ("sabotage", "first_bad"),
    [
        ("UPDATE entry SET meta = replace(meta, 'police', 'pirate') WHERE n = 1", 1),
        ("UPDATE entry SET meta = CAST(replace(meta, 'police', 'pirate') AS BLOB) WHERE n = 2", 2),
        ("UPDATE entry SET case_id = 'another' WHERE n = 3", 3),
        ("UPDATE entry SET link = zeroblob(32) WHERE n = 2", 2),
        ("UPDATE body SET payload = CAST(replace(payload, 'two', 'owt') AS BLOB) WHERE number = 2", 2),
        ("DELETE FROM body WHERE number = 3", 3),
        ("UPDATE head SET n = 2", 3),
        ("UPDATE head SET signature = zeroblob(64)", 3),
        ("DELETE FROM head", 3),
    ],
)
def test_the_first_altered_entry_is_named(vault: Vault, writer: Writer, sabotage: str, first_bad: int):
    vault.logbook.append([writer.note("one"), writer.note("two"), writer.note("three")])
    with vault.engine.writer.begin() as connection:
        for name in ("entry_as_recorded", "entry_stays", "body_as_recorded", "body_stays"):
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(sabotage))
    assert vault.logbook.verify() == Fault(vault.device.id, first_bad)


def test_drafts_and_the_caret_are_kept_until_they_are_answers(logbook: Logbook, writer: Writer):
    logbook.keep(Draft("case-1", "/data/name", "Ma", 2, writer.now()))
    logbook.keep(Draft("case-1", "/data/name", "Mary", 4, writer.now.move(seconds=1)))
    logbook.keep(Draft("case-1", "/data/place", "12 Hi", 5, writer.now.move(seconds=1)))
    logbook.keep(Focus("case-1", "/data/phone", 0, writer.now.move(seconds=1)))
    assert [(draft.path, draft.text, draft.caret) for draft in logbook.drafts("case-1")] == [
        ("/data/name", "Mary", 4),
        ("/data/place", "12 Hi", 5),
    ]
    assert logbook.focus("case-1") == Focus("case-1", "/data/phone", 0, writer.now())
    logbook.append([writer.note()], clear=[("case-1", "/data/name"), ("case-1", "/data/never")])
    assert [draft.path for draft in logbook.drafts("case-1")] == ["/data/place"]
    assert logbook.drafts("case-2") == ()
    assert logbook.focus("case-2") is None
    assert logbook.focus() == logbook.focus("case-1")


def test_half_an_emoji_in_a_draft_stops_nothing(logbook: Logbook, writer: Writer):
    logbook.keep(Draft("case-1", "/data/name", "a\ud83db\0", 2, writer.now()))
    assert logbook.drafts("case-1")[0].text == "a?b\0"


def test_people_are_found_by_any_key_and_forgotten_when_corrected_or_erased(logbook: Logbook, writer: Writer):
    mary = PersonDescribed(person="p1", role="caller", name="Mary Jones", phone="07700 900123", place="12 High Street")
    first, second = logbook.append([writer.write(mary, case="case-1"), writer.write(mary, case="case-2")])
    asked = parts_of(Description("asked", phone="07700 900123"))
    found = tuple(known for known, _ in logbook.search(asked))
    assert [(known.entry, known.case) for known in found] == [(second.id, "case-2"), (first.id, "case-1")]
    assert found[0].description == Description("p1", "Mary Jones", "07700 900123", place="12 High Street")
    assert logbook.descriptions(["p1"]) == found
    logbook.append([writer.write(Corrected(of=second.id), case="case-2")])
    logbook.erase(writer.write(Erased(entries=(first.id,), rule="retention")))
    assert logbook.search(asked) == ()


def test_the_people_index_can_be_made_anew_from_the_log(vault: Vault, writer: Writer):
    mary = PersonDescribed(person="p1", role="caller", name="Mary Jones")
    vault.logbook.append([writer.write(mary), writer.write(mary, case="case-2")])
    before = vault.logbook.descriptions(["p1"])
    with vault.engine.writer.begin() as connection:
        connection.execute(delete(people_tables.description))
    assert vault.logbook.descriptions(["p1"]) == ()
    vault.logbook.rebuild_index()
    assert vault.logbook.descriptions(["p1"]) == before


def test_the_device_clock_can_go_on_from_the_last_stamp(logbook: Logbook, writer: Writer):
    assert logbook.last_stamp() == 0
    logbook.append([writer.note(), writer.note()])
    assert logbook.last_stamp() == 2
