"""How long it takes to bring an old log in, and what that costs in memory: `python -m bench.bring_in 100000`.

A fiftieth of the rows is spoilt in the ways in which real ones are. It prints wall and processor seconds, the rows refused, the memory at
its highest, and the time of a second run, which must bring in nothing.
"""

import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from callhandler.app.clock import wall_clock
from callhandler.cases.legacy import Layout
from callhandler.cases.legacy_files import Sheet, sheet_of
from callhandler.cli.unlocking import new_id
from callhandler.desk.bringing_in import Importer, survey
from callhandler.desk.hand import Hand, Who
from callhandler.desk.old_rows import Count
from callhandler.log.clock import Clock
from callhandler.store.pen import InlinePen
from callhandler.store.vault import Vault
from tests.desks import generic
from tests.old_logs import ForceLog
from tests.stores import COLLAR, Place


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = ForceLog(rows, dirty=50)
        path = log.write(Path(folder) / "old.csv")
        sheet = sheet_of(path)
        began = perf_counter()
        layout, _ = survey(sheet, "old log")
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB; looked through in {perf_counter() - began:.1f} s")
        vault = Place(Path(folder) / "store").create()
        first, second = (_timed(vault, sheet, layout, what) for what in ("brought in", "again"))
        assert (first.refused, second.brought) == (log.faults(), 0)
        vault.close()
        store = sum(file.stat().st_size for file in (Path(folder) / "store").rglob("*") if file.is_file())
        print(f"store {store / 1e6:.0f} MB; memory at its highest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


def _timed(vault: Vault, sheet: Sheet, layout: Layout, what: str) -> Count:
    logbook, area = vault.logbook, generic()[0]
    hand = Hand(Who(COLLAR, "police"), InlinePen(logbook), wall_clock, new_id, Clock(logbook.last_stamp()))
    wall, processor = perf_counter(), process_time()
    count = Importer(hand, logbook, area.code, "en", apart=True).bring_in(sheet, layout, lambda _remark: None, _tell)
    wall, processor = perf_counter() - wall, process_time() - processor
    print(f"\r{what}: {wall:.1f} s, processor {processor:.1f} s; {count.brought:,} in, {count.known:,} known, {count.refused:,} refused")
    return count


def _tell(done: int) -> None:
    print(f"\r{done:,}", end="", flush=True, file=sys.stderr)


if __name__ == "__main__":
    main(int(sys.argv[1]))
