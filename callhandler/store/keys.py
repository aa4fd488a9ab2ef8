"""The keys of one store: made once, unwrapped at sign-in, renewed where the store must begin a new chain."""

import binascii
import secrets as dice
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from pathlib import Path

from callhandler.log import chain
from callhandler.log.device import DeviceKey
from callhandler.store import header, tries
from callhandler.store.header import MOST, Cost, Header
from callhandler.store.marks import Mark
from callhandler.store.secrets import SecretKeeper
from callhandler.store.troubles import HeaderAltered, KeyringChanged, KeyringMissing, WrongPassphrase
from callhandler.store.wrapping import KEY, signing_wrap, unwrap, wrap, wrapping_key


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens one store, while it is open: this computer's secret, the data key, the device's signing key."""

    header: Header
    secret: bytes
    data: bytes
    device: DeviceKey
    operator: str


def make(operator: str, passphrase: str, secrets: SecretKeeper, cost: Cost) -> Keys:
    """New keys for a new store. Raises KeyringMissing where the keyring does not keep what it is given, KeyringLocked."""
    secret, data, device = dice.token_bytes(KEY), dice.token_bytes(KEY), DeviceKey.generate()
    blank = Header(op=dice.token_hex(16), kdf=cost, salt=dice.token_bytes(16))
    _entrust(secrets, blank.op, secret)
    key = wrap(wrapping_key(passphrase, secret, blank.salt, cost), data, blank.bound)
    named = wrap(data, operator.encode(), blank.bound)
    return _on(device, Keys(blank.model_copy(update={"key": key, "operator": named}), secret, data, device, operator))


def renew(keys: Keys) -> Keys:
    """The same store as a new device: its chain starts anew, so that no number of the old chain is given twice."""
    return _on(DeviceKey.generate(), keys)


def remember(folder: Path, keys: Keys, secrets: SecretKeeper) -> None:
    """Put a new device's empty chain into the keyring, and the device on file. Raises as `SecretKeeper` does, ReadOnlyProfile, DiskFull."""
    secrets.keep(mark_name(keys.header.op), Mark(keys.device.id, 0, chain.start(keys.device.public)).written())
    header.write(folder, keys.header)


def unlock(folder: Path, passphrase: str, secrets: SecretKeeper, floor: Cost) -> Keys:
    """The keys of this store. Raises NoVault, HeaderAltered, KeyringChanged, KeyringMissing, KeyringLocked, WrongPassphrase."""
    found = header.read(folder)
    if found.kdf.below(floor) or MOST.below(found.kdf):
        raise HeaderAltered
    secret = _entrusted(secrets, found.op)
    signing = unwrap(signing_wrap(secret, found.op), found.device, found.bound)
    if signing is None:
        raise KeyringChanged
    data = unwrap(wrapping_key(passphrase, secret, found.salt, found.kdf), found.key, found.bound)
    if data is None:
        raise WrongPassphrase(wait=tries.wrong(folder))
    operator = unwrap(data, found.operator, found.bound)
    if operator is None:
        raise HeaderAltered
    tries.right(folder)
    return Keys(found, secret, data, DeviceKey.from_bytes(signing), operator.decode())


def mark_name(op: str) -> str:
    """Under which name the keyring remembers how far this store has come."""
    return f"{op}/mark"


def _on(device: DeviceKey, keys: Keys) -> Keys:
    op, bound = keys.header.op, keys.header.bound
    wrapped = wrap(signing_wrap(keys.secret, op), device.to_bytes(), bound)
    return replace(keys, header=keys.header.model_copy(update={"device": wrapped}), device=device)


def _entrust(secrets: SecretKeeper, op: str, secret: bytes) -> None:
    """Give the keyring this computer's secret, and see that it has not forgotten it."""
    told = b64encode(secret).decode()
    secrets.keep(op, told)
    if secrets.get(op) != told:
        raise KeyringMissing


def _entrusted(secrets: SecretKeeper, op: str) -> bytes:
    try:
        secret = b64decode(secrets.get(op) or "", validate=True)
    except binascii.Error:
        raise KeyringChanged from None
    if len(secret) != KEY:
        raise KeyringChanged
    return secret
