"""The forms at this desk: the one in force, the one that follows it, and every one that earlier calls were asked under."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from callhandler.cases.area import Area
from callhandler.log.kinds import ScriptVersion
from callhandler.script.form import Form
from callhandler.script.load import load
from callhandler.script.manifest import NAME
from callhandler.script.trouble import ScriptTrouble
from callhandler.store.forms import KeptForm
from callhandler.store.logbook import Logbook


@dataclass(frozen=True, slots=True)
class Published:
    """A form that new calls are asked under from a day on; None: since ever. `kept` is the very file, where it is at hand."""

    form: Form
    since: date | None = None
    kept: KeptForm | None = None


class Forms:
    """A call stays with the form it began under; a new one takes the form in force on its day."""

    def __init__(self, logbook: Logbook, published: Sequence[Published]) -> None:
        self._logbook, self._published = logbook, tuple(published)
        self._known = {one.form.sha256: one.form for one in published}

    def keep(self) -> None:
        """Keep what may be asked here from now on; what is kept already is not written again. Raises VaultTrouble."""
        for one in self._published:
            if one.kept and self._logbook.form(one.kept.sha256) is None:
                self._logbook.keep_form(one.kept)

    def in_force(self, on: date) -> Form:
        """The form that a call begun on this day is asked under: the last whose day has come, else the first."""
        come = [one for one in self._published if one.since is None or one.since <= on]
        return (max(come, key=lambda one: one.since or date.min) if come else self._published[0]).form

    def asked(self, version: ScriptVersion) -> Form | None:
        """The form of that SHA-256, to the letter; None where it is not kept here, or is no longer what it was."""
        if version.sha256 not in self._known:
            kept = self._logbook.form(version.sha256)
            form = _loaded(kept) if kept else None
            if form is None or form.sha256 != version.sha256:
                return None
            self._known[version.sha256] = form
        return self._known[version.sha256]


def published(area: Area) -> tuple[Published, ...]:
    """What an area asks: its form and, during a change-over, the next with its first day. Raises ScriptTrouble, OSError."""
    following = ((area.change_over.script, area.change_over.on),) if area.change_over else ()
    return tuple(_read(script, since) for script, since in ((area.script, None), *following))


def version_of(form: Form) -> ScriptVersion:
    """How a form is named on record."""
    return ScriptVersion(form=form.id, version=form.version, sha256=form.sha256)


def _read(script: Path, since: date | None) -> Published:
    xml, beside = script.read_bytes(), script.with_name(NAME)
    form = load(xml)
    return Published(form, since, KeptForm(form.sha256, xml, beside.read_bytes() if beside.exists() else b""))


def _loaded(kept: KeptForm) -> Form | None:
    try:
        return load(kept.xml)
    except ScriptTrouble:
        return None
