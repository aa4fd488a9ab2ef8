"""Gives room back once a large question was answered, where the system would keep it for every thread, in case another such one comes."""

import ctypes
import sys

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # malloc.h of the GNU C library
LARGE = 1 << 20  # bytes: from here on a piece is given back as soon as it is free
ARENAS = 2


def give_back() -> None:
    """Elsewhere than with the GNU C library this changes nothing."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(_MMAP_THRESHOLD, LARGE)
        mallopt(_ARENA_MAX, ARENAS)
