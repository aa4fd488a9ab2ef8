"""Publishes every area's form anew: `python -m house.publish_areas [KEY]`; without a key one is made for the occasion and thrown away."""

import re
import sys
from pathlib import Path

from callhandler.script.manifest import PublisherKey, new_key, read_key
from callhandler.script.publish import publish
from callhandler.script.release import release
from callhandler.script.trouble import ScriptTrouble

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
GENERIC = RESOURCES / "forms" / "first-call.xlsx"
PIN = re.compile(r"^(script: \S+\.xml)\n(publisher: \w+\n)?", re.MULTILINE)


def publish_generic(folder: Path, key: PublisherKey) -> None:
    """Publish, sign and pin the form that is nobody's. Raises ScriptTrouble where the form changed and its version did not."""
    release(publish(GENERIC), GENERIC.parent, key, GENERIC.with_suffix(".xml").name)
    _pin(folder, key)


def publish_area(folder: Path, key: PublisherKey) -> None:
    """Publish, sign and pin one area's form. Raises ScriptTrouble where the form changed and its version did not."""
    release(publish(GENERIC, folder / "overlay.csv"), folder, key)
    _pin(folder, key)


def _pin(folder: Path, key: PublisherKey) -> None:
    file = folder / "area.yaml"
    pinned = PIN.sub(rf"\1\npublisher: {key.publisher}\n", file.read_text(encoding="utf-8"))
    file.write_text(pinned, encoding="utf-8")


def main(*words: str) -> int:
    try:
        key = read_key(Path(words[0])) if words else new_key()
        publish_generic(RESOURCES / "areas" / "generic", key)
        for overlay in sorted((RESOURCES / "areas").glob("*/overlay.csv")):
            publish_area(overlay.parent, key)
            print(f"Published {overlay.parent.name}.")
    except (ScriptTrouble, OSError) as trouble:
        print(trouble)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
