"""Tells the analyst who publishes a script what became of it, in sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from callhandler.script.finding import told
from callhandler.script.manifest import read_key
from callhandler.script.publish import prepare
from callhandler.script.release import FORM, keep_new_key, release
from callhandler.script.report import changes
from callhandler.script.workbook import Workbook, read_workbook
from callhandler.script.workbook_out import write_xlsx

Say = Callable[[str], object]


def make_key(file: Path, say: Say) -> None:
    """Make a publisher's key. Raises ScriptTrouble, OSError."""
    key = keep_new_key(file)
    say(f"Made {file}. Keep it secret, and keep a copy in a safe place: without it nobody can publish in this name.")
    say(f"An area takes only forms signed with it when its area.yaml says\n  publisher: {key.publisher}")


@dataclass(frozen=True, slots=True)
class Order:
    """What to publish, and where to. `expanded`: where to keep the workbook as published; `against`: an earlier one."""

    workbook: Path
    out: Path
    overlay: Path | None = None
    key: Path | None = None
    expanded: Path | None = None
    against: Path | None = None


def publish(order: Order, say: Say) -> None:
    """Publish a workbook into a folder. Raises BrokenWorkbook, ScriptTrouble, OSError."""
    signer = read_key(order.key) if order.key else None
    ready = prepare(order.workbook, order.overlay)
    for line in told((), ready.warnings):
        say(line)
    if order.against:
        _compare(read_workbook(order.against), ready.book, say)
    manifest = release(ready.form, order.out, signer)
    if order.expanded:
        write_xlsx(ready.book, order.expanded)
    say(f"Published “{manifest.title}”, version {manifest.version}, as {order.out / FORM}.")
    say(f"SHA-256 {manifest.sha256}")
    say(
        f"Signed by {manifest.publisher}."
        if signer
        else "Not signed: an area that names its publisher will refuse it (sign with --key FILE)."
    )


def _compare(old: Workbook, new: Workbook, say: Say) -> None:
    found = changes(old, new)
    say(f"{len(found)} {'change' if len(found) == 1 else 'changes'} against the earlier version{':' if found else '.'}")
    for one in found:
        say(f"- {one}")
