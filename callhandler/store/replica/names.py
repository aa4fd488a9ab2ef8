"""The names under which this device writes and wrote: a copy of a device takes another one, and what it wrote before stays."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from callhandler.log import chain as links
from callhandler.log.device import DeviceKey
from callhandler.store import checking, filing
from callhandler.store.replica.tables import name, wiped
from callhandler.store.tables import latest
from callhandler.store.troubles import TakenOut
from callhandler.sync.proof import Certificate, Vouch, vouch
from callhandler.sync.stores import Holding, Identity

_NAME = latest(name, "device")
_PRESENT = select(name).where(name.c.former == 0)


def present(connection: Connection, first: DeviceKey) -> DeviceKey:
    """The key of the name that this device bears now; `first`: the one in the key file."""
    row = connection.execute(_PRESENT).first()
    return first if row is None or row.secret is None else DeviceKey.from_bytes(row.secret)


def unless_wiped(connection: Connection) -> Connection:
    """Once the device was taken out nobody may be told that anything is saved: file and keys go at once. Raises TakenOut."""
    if connection.execute(select(wiped)).first() is not None:
        raise TakenOut
    return connection


def former(connection: Connection) -> tuple[tuple[str, int], ...]:
    """The names that were given up, and how many entries each had made."""
    asked = select(name.c.device, name.c.n).where(name.c.former == 1)
    return tuple((row.device, row.n) for row in connection.execute(asked))


def identity(connection: Connection, first: DeviceKey) -> Identity:
    """The present name, and the endpoint's word for it as far as it gave that."""
    row = connection.execute(_PRESENT).first()
    if row is None:
        return Identity(first)
    key = first if row.secret is None else DeviceKey.from_bytes(row.secret)
    return Identity(key, _certificate(row), _vouch(connection, row, key))


def set_identity(connection: Connection, told: Identity) -> None:
    """Take the endpoint's word for a name, or a name; whichever was borne before is a former one then."""
    if not isinstance(told.signer, DeviceKey):
        raise TypeError("a device's key is kept here, and no other")
    connection.execute(update(name).where(name.c.device != told.signer.id).values(former=1))
    connection.execute(_NAME, {**_blank(told.signer), **_words(told), "secret": _secret(connection, told.signer)})


def adopt(connection: Connection, first: DeviceKey, told: Identity, moved: Sequence[Holding]) -> tuple[Holding, ...]:
    """Bear this name from now on; `moved` begin the chain under it."""
    give_up(connection, present(connection, first))
    if not isinstance(told.signer, DeviceKey):
        raise TypeError("a device's key is kept here, and no other")
    connection.execute(_NAME, {**_blank(told.signer), **_words(told), "secret": told.signer.to_bytes()})
    chain, linked = links.start(told.signer.public), []
    for holding in moved:
        chain = links.fasten(chain, holding.leaf)
        linked.append((holding, chain))
    if linked:
        filing.put(connection, linked)
        checking.sign(connection, told.signer, len(linked), chain)
    return tuple(moved)


def give_up(connection: Connection, old: DeviceKey) -> None:
    """Nothing is written under this name any more."""
    n, chain = checking.head(connection, old.public)
    if connection.execute(select(name.c.device).where(name.c.device == old.id)).first() is None:
        connection.execute(_NAME, {**_blank(old), "secret": None})
    connection.execute(update(name).where(name.c.device == old.id).values(former=1, n=n, chain=chain))


def succeed(connection: Connection, old: DeviceKey, fresh: DeviceKey) -> None:
    """The key file holds another key from now on: that is the name borne, and the one before vouches for it where it was certified."""
    before = identity(connection, old)
    give_up(connection, present(connection, old))
    connection.execute(_NAME, {**_blank(fresh), **_words(Identity(fresh, None, _word(before, fresh))), "secret": None})


def _word(before: Identity, fresh: DeviceKey) -> Vouch | None:
    return vouch(before.certificate, before.signer, fresh.public) if before.certificate else None


def _secret(connection: Connection, key: DeviceKey) -> bytes | None:
    """A name that was taken here has its secret here, and nowhere else; that of the key file stays there."""
    row = connection.execute(select(name.c.secret).where(name.c.device == key.id)).first()
    return row.secret if row else None


def _blank(key: DeviceKey) -> dict[str, Any]:
    nothing = dict.fromkeys(("agency", "line", "certified", "vouched_by", "vouch"))
    return {"device": key.id, "public": key.public, **nothing, "former": 0, "n": 0, "chain": b""}


def _words(told: Identity) -> Mapping[str, Any]:
    one, word = told.certificate, told.vouch
    certified = {"agency": one.agency, "line": one.line, "certified": one.signature} if one else {}
    return {**certified, **({"vouched_by": word.former.device, "vouch": word.signature} if word else {})}


def _certificate(row: Row[Any]) -> Certificate | None:
    return None if row.certified is None else Certificate(row.public, row.agency, row.line, row.certified)


def _vouch(connection: Connection, row: Row[Any], key: DeviceKey) -> Vouch | None:
    if row.vouch is None:
        return None
    before = connection.execute(select(name).where(name.c.device == row.vouched_by)).one()
    certificate = _certificate(before)
    return Vouch(certificate, key.public, row.vouch) if certificate else None
