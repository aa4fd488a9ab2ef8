"""A second process that reads an old log ahead changes nothing but the time it takes, and neither process outlives the other."""

import os
import pickle
import signal
import subprocess
import sys
from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from callhandler.cases.legacy import LegacyTrouble
from callhandler.cases.legacy_files import sheet_of
from callhandler.desk.bringing_in import Importer, survey
from callhandler.desk.hand import Hand, Who
from callhandler.log.clock import Clock
from callhandler.store.pen import InlinePen
from tests.desks import generic
from tests.doubles import CountedIds, ToldClock
from tests.old_logs import HEADINGS, ForceLog, OldLog
from tests.patience import LONG
from tests.stores import COLLAR, PASSPHRASE, Place

BATCH = 20  # rows of a transaction and of a lot: the other process can be some four hundred rows ahead, and no more


def utc(naive: datetime) -> datetime:
    """Where the summer is as the winter; a function of this module, so that the other process can call it."""
    return naive.replace(tzinfo=UTC)


def importer(vault, batch=BATCH, *, apart):
    logbook, area = vault.logbook, generic()[0]
    ids = CountedIds(ToldClock().move(days=logbook.last_stamp() > 0))
    hand = Hand(Who(COLLAR, "police"), InlinePen(logbook), ToldClock(), ids, Clock(logbook.last_stamp()))
    return Importer(hand, logbook, area.code, "en", utc, batch, apart)


def bring(vault, path, told=None, heard=None, *, apart=True):
    sheet = sheet_of(path)
    layout, _ = survey(sheet, "old CAD")
    tell, progress = (told if told is not None else []).append, heard or (lambda _rows: None)
    return importer(vault, apart=apart).bring_in(sheet, layout, tell, progress)


def written(vault):
    """Everything on record but for what chance decides: the name of the device, the salts, and so the chain."""
    device = vault.logbook.device.id.encode()
    return [(entry.n, entry.meta.replace(device, b""), entry.payload) for entry in vault.logbook.entries()]


@pytest.fixture
def vault(tmp_path):
    opened = Place(tmp_path / "store").create()
    yield opened
    opened.close()


@pytest.mark.req("F19")
def test_read_apart_all_is_as_read_here(vault, tmp_path):
    rows = [*ForceLog(150, dirty=10)]
    rows[7][HEADINGS.index("Incident Type")] = rows[7][HEADINGS.index("Description")] = "x" * 40_000
    rows[30] = rows[3]
    (tmp_path / "old.csv").write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *rows)), encoding="utf-8")
    here = Place(tmp_path / "here").create()
    told: tuple[list[Any], list[Any]] = ([], [])
    bars: tuple[list[Any], list[Any]] = ([], [])
    counts = [bring(one, tmp_path / "old.csv", told[n], bars[n].append, apart=one is vault) for n, one in enumerate((here, vault))]
    assert written(vault) == written(here)
    assert len({entry.salt for entry in vault.logbook.entries()}) == len(vault.logbook.entries())
    assert counts[0] == counts[1]
    assert (counts[0].brought, counts[0].known, counts[0].refused) == (133, 1, 16)
    assert told[0] == told[1]
    assert bars[0] == bars[1]
    assert vault.logbook.verify() is None
    here.close()


def test_read_apart_twice_is_once(vault, tmp_path):
    path = OldLog(90, dirty=10).write(tmp_path / "old.csv")
    bring(vault, path)
    before = written(vault)
    again = bring(vault, path)
    assert (again.brought, again.known, again.refused) == (0, 81, 9)
    assert written(vault) == before


@pytest.mark.req("F1")
def test_where_the_other_process_is_ended_it_is_said_and_what_is_on_record_stays(vault, tmp_path):
    path = OldLog(900).write(tmp_path / "old.csv")

    def kill(_rows: int) -> None:
        for other in active_children():
            other.kill()

    with pytest.raises(LegacyTrouble, match="import it again"):
        bring(vault, path, heard=kill)
    before = len({entry.case for entry in vault.logbook.entries()})
    assert 0 < before < 900
    assert before % BATCH == 0
    assert vault.logbook.verify() is None
    count = bring(vault, path)
    assert (count.brought, count.known) == (900 - before, before)


def test_where_this_process_is_ended_so_is_the_other(tmp_path):
    OldLog(900).write(tmp_path / "old.csv")
    words = (sys.executable, "-m", "tests.test_import_apart", tmp_path)
    ended = subprocess.run(words, cwd=Path(__file__).parents[1], capture_output=True, timeout=LONG, check=False)
    assert ended.returncode == -signal.SIGKILL  # told only when nobody holds its output any more, and the other process holds it, too
    assert b"Traceback" not in ended.stderr


def test_whoever_breaks_it_off_leaves_no_process_behind(vault, tmp_path):
    def break_off(_rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(vault, OldLog(900).write(tmp_path / "old.csv"), heard=break_off)
    assert not active_children()
    assert len({entry.case for entry in vault.logbook.entries()}) == BATCH


def test_a_file_that_is_gone_is_told_as_if_it_had_been_read_here(vault, tmp_path):
    sheet = sheet_of(OldLog(30).write(tmp_path / "old.csv"))
    layout, _ = survey(sheet, "old CAD")
    sheet.path.unlink()
    with pytest.raises(FileNotFoundError):
        importer(vault, apart=True).bring_in(sheet, layout, lambda _remark: None, lambda _rows: None)


@pytest.mark.req("T1")
def test_no_key_goes_to_the_other_process(vault, tmp_path):
    sheet = sheet_of(OldLog(30).write(tmp_path / "old.csv"))
    sent = pickle.dumps(importer(vault, apart=True).reading(sheet, survey(sheet, "old CAD")[0]))
    assert vault.logbook.device.id.encode() in sent
    for secret in (PASSPHRASE.encode(), vault.logbook.device.to_bytes()):
        assert secret not in sent


if __name__ == "__main__":  # brings a log in, and is killed in the middle of it
    folder = Path(sys.argv[1])
    bring(Place(folder / "store").create(), folder / "old.csv", heard=lambda _rows: os.kill(os.getpid(), signal.SIGKILL))
