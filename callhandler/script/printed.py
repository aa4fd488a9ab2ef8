"""Tells the analyst who publishes a script what became of it, in sentences."""

from collections.abc import Callable
from pathlib import Path

from callhandler.script.manifest import read_key
from callhandler.script.publish import publish as publish_workbook
from callhandler.script.release import FORM, keep_new_key, release

Say = Callable[[str], object]


def make_key(file: Path, say: Say) -> None:
    """Make a publisher's key. Raises ScriptTrouble, OSError."""
    key = keep_new_key(file)
    say(f"Made {file}. Keep it secret, and keep a copy in a safe place: without it nobody can publish in this name.")
    say(f"An area takes only forms signed with it when its area.yaml says\n  publisher: {key.publisher}")


def publish(workbook: Path, out: Path, key: Path | None, say: Say) -> None:
    """Publish a workbook into a folder. Raises ScriptTrouble, OSError."""
    signer = read_key(key) if key else None
    manifest = release(publish_workbook(workbook), out, signer)
    say(f"Published “{manifest.title}”, version {manifest.version}, as {out / FORM}.")
    say(f"SHA-256 {manifest.sha256}")
    say(
        f"Signed by {manifest.publisher}."
        if signer
        else "Not signed: an area that names its publisher will refuse it (sign with --key FILE)."
    )
