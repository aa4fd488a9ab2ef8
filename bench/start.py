"""How long until the first window stands and can be typed in, beside a bare QMainWindow: `python -m bench.start [ROUNDS]`.

Each round starts both programs anew, in turn; the clock runs from before the process to its first paint. Offscreen without a display.
"""

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

ROUNDS = 9
PAINTED = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
class Eye(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not hasattr(self, "seen"):
            self.seen = time.time()
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        print("painted", self.seen)
        last()
"""
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
eye = Eye()
app.installEventFilter(eye)
last = app.quit
window.show()
app.exec()
"""
DESK = """
from pathlib import Path
from callhandler.app import begin
app, program = begin(folder=Path(sys.argv[1]))
eye = Eye()
app.installEventFilter(eye)
last = lambda: None
program.loaded.connect(lambda: (print("loaded", time.time()), app.quit()))
app.exec()
"""


def started(code: str) -> dict[str, float]:
    """Seconds from before the process started to what it said."""
    environment = os.environ | ({} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"})
    with tempfile.TemporaryDirectory() as folder:
        begun = time.time()
        said = subprocess.run(
            [sys.executable, "-c", PAINTED + code, folder], capture_output=True, text=True, check=True, env=environment
        ).stdout
    return {line.split()[0]: float(line.split()[1]) - begun for line in said.splitlines()}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    pairs = [(started(BARE), started(DESK)) for _ in range(rounds)]
    bare, desk = median(one["painted"] for one, _ in pairs), median(two["painted"] for _, two in pairs)
    print(f"bare window painted     {bare:6.2f} s (median of {rounds})")
    times = median(two["painted"] / one["painted"] for one, two in pairs)
    print(f"desk painted            {desk:6.2f} s, {times:.2f} times the bare window; bar 2.5")
    print(f"desk has loaded it all  {median(two['loaded'] for _, two in pairs):6.2f} s; typing is possible from the first paint; bar 3 s")


if __name__ == "__main__":
    main()
