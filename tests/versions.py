"""Further versions of the shipped form: a question is worded otherwise, and high begins elsewhere."""

from datetime import date

from callhandler.config import RESOURCES
from callhandler.desk.desk import Desk
from callhandler.desk.forms import Forms, Published
from callhandler.script.load import load
from callhandler.store.forms import KeptForm
from callhandler.store.pen import InlinePen
from tests.desks import Room, generic

FIRST = (RESOURCES / "forms" / "first-call.xml").read_bytes()
FIRST_VERSION, SECOND_VERSION = load(FIRST).version, "generic-2.0"
OLD_WORDS, NEW_WORDS = "Are you, or is anyone else, in danger right now?", "Is anybody in danger at this moment?"


def second(high: int = 25) -> bytes:
    """The shipped form, changed by hand; `high` is where its highest band begins."""
    named = FIRST.replace(f'version="{FIRST_VERSION}"'.encode(), f'version="{SECOND_VERSION}"'.encode())
    changed = named.replace(OLD_WORDS.encode(), NEW_WORDS.encode())
    return changed.replace(b"<high>24</high>", b"<high>%d</high>" % (high - 1)).replace(b"<low>25</low>", b"<low>%d</low>" % high)


def released(xml: bytes, since: date | None = None) -> Published:
    form = load(xml)
    return Published(form, since, KeptForm(form.sha256, xml, b"{}"))


def desk(room: Room, *published: Published) -> Desk:
    """Sit down at the desk of a room at which these versions are asked."""
    forms = Forms(room.vault.logbook, published)
    forms.keep()
    return Desk(room.hand(InlinePen(room.vault.logbook)), room.vault.logbook, generic()[0], forms)
