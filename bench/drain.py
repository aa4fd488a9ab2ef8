"""Drain forty laptops after twelve hours without a line, one with a high band: `python -m bench.drain [LAPTOPS] [ENTRIES]`."""

import secrets
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import monotonic

from callhandler.line.session import Patience
from callhandler.line.troubles import LineTrouble
from callhandler.log.kinds import Noted, RiskAssessed, ScriptVersion
from callhandler.log.ownership import case_of
from callhandler.sync.pace import LARGEST
from tests.hall import Hall, handler, listening
from tests.lined_desks import LinedDesk, desk
from tests.stored_device import Shelf

TEXT = "Bechgyn wrth y drws eto, they threw a bottle and shouted her name, she is shaking. " * 8
SCRIPT = ScriptVersion(form="generic", version="1", sha256="0" * 64)
HIGH = RiskAssessed(script=SCRIPT, computed="high", band="high", score=30, most=30)


def main(laptops: int = 40, entries: int = 720) -> None:
    """Says how long it took until everything was at the endpoint, and until the high band was."""
    hall = Hall()
    with tempfile.TemporaryDirectory() as folder, listening(handler(hall)) as port:
        shelf = Shelf(Path(folder))
        desks = [desk(hall, shelf, f"http://127.0.0.1:{port}", patience=Patience()) for _ in range(laptops)]
        for one in desks:
            _shift(one, entries)
        desks[-1].write(HIGH, case_of("police", "high"))
        begun = monotonic()
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(_sent, sorted(desks, key=lambda one: one is not desks[-1])))
        took = [at - begun for at in done]
        kept = len(hall.store.entries)
        lost = laptops * entries + 1 - kept
        print(f"{laptops} laptops, {kept} entries: all sent after {max(took):.1f} s, one laptop {median(took):.1f} s in the median")
        print(f"high band after {took[0]:.1f} s; {lost} lost, {hall.asked} questions")
        shelf.clear()


def _shift(one: LinedDesk, entries: int) -> None:
    one.replica.pace.size = LARGEST
    case = case_of(one.agency, secrets.token_hex(8))
    said = [one.writer.write(Noted(text=TEXT), case) for _ in range(entries)]
    one.disk.logbook(lambda: secrets.token_bytes(16)).append_many(said)


def _sent(one: LinedDesk) -> float:
    """Send until nothing waits."""
    while one.disk.progress().acked < one.disk.total():
        try:
            one.round()
        except LineTrouble:
            continue
    return monotonic()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
