"""A child that writes a canary into every field there is and is killed: `python -m tests.faults.canary PROFILE`."""

import os
import signal
import sys
from pathlib import Path

from callhandler.log.kinds import Answered, CallEnded, CallStarted, Corrected, Erased, Noted, PersonDescribed, ScriptVersion
from callhandler.store import vault
from callhandler.store.drafts import Draft
from callhandler.store.operators import folder_of
from callhandler.store.reserve import Reserve
from callhandler.store.secrets import KeptInMemory
from callhandler.store.vault import Vault
from tests.stores import CHEAP, PASSPHRASE, Writer

COLLAR = "canary-collar"
SCRIPT = ScriptVersion(form="canary-form", version="1", sha256="0" * 64)
BODIES = (
    CallStarted(reference="canary-reference", area="canary-area", script=SCRIPT, caller="canary-caller", number="canary-number"),
    Answered(path="/canary-question", value="canary-answer"),
    Noted(text="canary-note ŵŷ", path="/canary-place"),
    PersonDescribed(
        person="canary-person",
        role="victim",
        name="canary-name",
        phone="canary-phone",
        born="canary-born",
        place="canary-home",
        words="canary-red",
    ),
    CallEnded(summary="canary-summary"),
)
WORDS = (
    "reference", "area", "form", "caller", "number", "question", "answer", "note ŵŷ", "place", "person", "name", "phone", "born", "home",
    "red", "summary", "case", "actor", "typed", "field", "collar",
)  # fmt: skip
CANARIES = tuple(f"canary-{word}" for word in WORDS)


def fill(opened: Vault) -> None:
    """One of everything, some of it corrected and erased again."""
    writer = Writer()
    entries = opened.logbook.append([writer.write(body, case="canary-case") for body in BODIES])
    opened.logbook.append([writer.write(Corrected(of=entries[1].id, words="canary-corrected"))])
    opened.logbook.append([writer.write(Noted(text="canary-actor"))])
    opened.logbook.keep(Draft("canary-case", "/canary-field", "canary-typed", 3, writer.now()))
    opened.logbook.erase(writer.write(Erased(entries=(entries[2].id,), rule="canary-rule")))
    for number in range(80):  # after it: an erasure empties the write-ahead log, and that is to be looked through as well
        opened.logbook.append([writer.note(f"canary-many {number} " + "x" * 300)])


if __name__ == "__main__":
    profile = Path(sys.argv[1])
    made = vault.create(folder_of(profile, COLLAR), COLLAR, f"canary-passphrase {PASSPHRASE}", KeptInMemory(), cost=CHEAP)
    Reserve.of(made.folder, 100_000).hold()
    fill(made)
    os.kill(os.getpid(), signal.SIGKILL)
