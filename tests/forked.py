"""Does something in a copy of this process that is to be killed by it: `python -m tests.faults…` kills programs of their own."""

import os
import signal
import warnings
from collections.abc import Callable

from tests.patience import until


def killed(work: Callable[[], object]) -> bool:
    """Whether the copy was killed by what it did. Fails where it never ends."""
    child = _copy()
    if not child:
        try:
            work()
        finally:
            os._exit(1)
    ended: list[int] = []

    def has_ended() -> bool:
        pid, status = os.waitpid(child, os.WNOHANG)
        ended.extend([os.waitstatus_to_exitcode(status)] if pid else [])
        return bool(ended)

    try:
        until(has_ended, pause=0.01)
    finally:
        if not ended:
            os.kill(child, signal.SIGKILL)
    return ended == [-signal.SIGKILL]


def _copy() -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of other threads, such as the one that watches over tests
        return os.fork()
