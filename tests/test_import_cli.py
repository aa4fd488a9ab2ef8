"""Bringing an old log in by hand: the columns are shown and agreed to, a dry run opens no store, and a kill at any moment costs nothing."""

import csv
import os
import signal
import stat
from datetime import UTC, datetime

import pytest

from callhandler.cases.legacy_files import sheet_of
from callhandler.desk.bringing_in import Importer, survey
from callhandler.desk.hand import Hand, Who
from callhandler.log.cells import cell
from callhandler.log.clock import Clock
from callhandler.store.pen import InlinePen
from tests.computers import Computer
from tests.desks import generic
from tests.doubles import CountedIds, ToldClock
from tests.forked import killed
from tests.old_logs import OldLog
from tests.stores import COLLAR, PASSPHRASE, Place


@pytest.fixture
def computer(tmp_path):
    return Computer(tmp_path)


def test_a_log_is_shown_agreed_to_and_brought_in(computer, tmp_path):
    path, report, mapping = OldLog(40, dirty=10).write(tmp_path / "old.csv"), tmp_path / "refused.csv", tmp_path / "columns.yaml"
    words = ("import", path, "--operator", COLLAR, "--report", report, "--mapping", mapping)
    told = computer.typed(*words, said=f"y\n{PASSPHRASE}\n")
    assert told.exit_code == 0, told.output
    for said in ("Caller Forename + Caller Surname", "day before month", "not brought in: Officer", "36 brought in", "4 refused"):
        assert said in told.output
    assert PASSPHRASE not in told.output
    rows = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["row"] for row in rows if row["refused"] == "yes"] == ["11", "21", "31", "41"]
    assert all(row["reason"] for row in rows)
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    again = computer.typed(*words, "--yes")
    assert "0 brought in, 36 on record already" in again.output
    assert len({entry.case for entry in computer.entries()}) == 36


def test_a_dry_run_opens_no_store_and_puts_nothing_on_record(computer, tmp_path):
    told = computer.typed("import", OldLog(20, dirty=10).write(tmp_path / "old.csv"), "--dry-run", said="")
    assert told.exit_code == 0
    assert "18 would come in" in told.output
    assert not computer.entries()


def test_without_agreement_nothing_comes_in(computer, tmp_path):
    assert computer.typed("import", OldLog(5).write(tmp_path / "old.csv"), "--operator", COLLAR, said="n\n").exit_code == 1
    assert not computer.entries()


@pytest.mark.parametrize(
    ("words", "said", "told"),
    [
        (("nowhere.csv",), "", "No such file"),
        (("{old}", "--yes", "--operator", "C9999"), "some passphrase\n", "no store for this collar number"),
        (("{old}", "--yes", "--operator", COLLAR), "wrong passphrase\n", "do not fit together"),
        (("{empty}",), "", "is empty"),
        (("{old}", "--open", "some"), "", "all, none, or a number of days"),
        (("{old}", "--mapping", "{other}"), "", "does not have: Day"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(computer, tmp_path, words, said, told):
    files = {"old": OldLog(5).write(tmp_path / "old.csv"), "empty": tmp_path / "empty.csv", "other": tmp_path / "other.yaml"}
    files["empty"].write_bytes(b"")
    files["other"].write_text("source: x\ncolumns: {called: Day}", encoding="utf-8")
    result = computer.typed("import", *(word.format(**files) for word in words), said=said)
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output


@pytest.mark.req("T9")
@pytest.mark.parametrize("value", ["=1+1", "+44 7700", "-2", "@x", "\t=1", "\u200b=1", " =1", "|x", "%x"])
def test_no_value_in_the_report_is_a_sum(value):
    assert cell(value).startswith("'")
    assert cell("Ann") == "Ann"


@pytest.mark.req("F1")
@pytest.mark.parametrize("after", [1, 19, 20, 21, 75, 99])
def test_killed_at_any_moment_it_goes_on_where_it_was(tmp_path, after):
    place, path = Place(tmp_path / "store"), OldLog(100).write(tmp_path / "old.csv")
    place.create().close()
    assert killed(lambda: _bring_in(place, path, after))
    opened = place.unlock()
    try:
        before = len({entry.case for entry in opened.logbook.entries()})
        assert before == (after - 1) // 20 * 20
        assert opened.logbook.verify() is None
    finally:
        opened.close()
    count = _bring_in(place, path, 0)
    assert (count.brought, count.known, count.rows) == (100 - before, before, 100)


def _bring_in(place, path, after):
    """Bring it in by batches of twenty; where `after` says so, die at that row."""
    opened, area = place.unlock(), generic()[0]
    seen: list[datetime] = []

    def local(naive: datetime) -> datetime:
        seen.append(naive)
        if len(seen) == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return naive.replace(tzinfo=UTC)

    try:
        logbook, ids = opened.logbook, CountedIds(ToldClock().move(days=bool(not after)))
        hand = Hand(Who(COLLAR, "police"), InlinePen(logbook), ToldClock(), ids, Clock(logbook.last_stamp()))
        sheet = sheet_of(path)
        layout, _ = survey(sheet, "old CAD")
        return Importer(hand, logbook, area.code, "en", local, 20).bring_in(sheet, layout, lambda _remark: None, lambda _rows: None)
    finally:
        opened.close()
