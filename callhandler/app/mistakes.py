"""What we did wrong ourselves goes into a log: which mistake, and where; never what anybody said (T12)."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


def hook(log: Path, now: Callable[[], datetime]) -> Hook:
    """A hook for `sys.excepthook` that writes a line of JSON to `log` and to the terminal. A message may quote a caller: it is left out."""

    def tell(kind: type[BaseException], _mistake: BaseException, trace: TracebackType | None) -> None:
        where = [f"{Path(frame.f_code.co_filename).name}:{line} {frame.f_code.co_name}" for frame, line in walk_tb(trace)]
        said = json.dumps({"at": now().isoformat(), "mistake": kind.__qualname__, "where": where})
        if sys.stderr:
            sys.stderr.write(said + "\n")
        _write(log, said)

    return tell


def _write(log: Path, line: str) -> None:
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with log.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError:
        return  # a full or read-only disk must not turn one mistake into two
