"""Where things lie: what the program ships, and where this operator's own store is kept."""

import os
import sys
from pathlib import Path

RESOURCES = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent)) / "resources"


def profile() -> Path:
    """The folder of this operating-system user's vaults; local, never roaming (T23)."""
    if sys.platform == "win32":
        return Path(os.environ["LOCALAPPDATA"]) / "CallHandler"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "callhandler"
