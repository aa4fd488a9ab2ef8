"""Keeps every published form that calls were asked under, so that years later it is known to the letter what was asked."""

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from callhandler.store import tables


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form by the SHA-256 of its bytes (hex), and the manifest that lay beside it; b"" where none did."""

    sha256: str
    xml: bytes
    manifest: bytes = b""


def put(connection: Connection, kept: KeptForm) -> None:
    """Keep a form; one that is there already stays as it is."""
    connection.execute(insert(tables.form).on_conflict_do_nothing(), {"sha256": kept.sha256, "xml": kept.xml, "manifest": kept.manifest})


def find(connection: Connection, sha256: str) -> KeptForm | None:
    """The form of that hash; None where it is not kept here."""
    row = connection.execute(select(tables.form).where(tables.form.c.sha256 == sha256)).first()
    return KeptForm(row.sha256, row.xml, row.manifest) if row else None


def every(connection: Connection) -> tuple[KeptForm, ...]:
    """All that are kept."""
    return tuple(KeptForm(row.sha256, row.xml, row.manifest) for row in connection.execute(select(tables.form)))
