"""Seals a file piece by piece under a key of its own, so that it is read and written anywhere without being in memory whole."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from callhandler.store.troubles import FileDamaged, FileGone

PIECE = 256 << 10  # bytes
KEY = 32
_TAG, _NONCE = 16, 12


def new_key() -> bytes:
    return secrets.token_bytes(KEY)


def pieces_of(size: int) -> int:
    """How many pieces a file of so many bytes has."""
    return -(-size // PIECE)


def write_piece(handle: int, key: bytes, number: int, piece: bytes) -> None:
    """Seal a piece in its place; a key is used for one file only, so a piece's number may be its nonce. Raises OSError."""
    sealed = AESGCM(key).encrypt(number.to_bytes(_NONCE), piece, None)
    place = number * (PIECE + _TAG)
    while sealed:
        written = os.pwrite(handle, sealed, place)
        sealed, place = sealed[written:], place + written


def read_piece(path: Path, key: bytes, number: int) -> bytes:
    """A piece as it was written. Raises FileGone, FileDamaged."""
    try:
        with path.open("rb") as file:
            file.seek(number * (PIECE + _TAG))
            sealed = file.read(PIECE + _TAG)
    except OSError:
        raise FileGone from None
    try:
        return AESGCM(key).decrypt(number.to_bytes(_NONCE), sealed, None)
    except (InvalidTag, ValueError):
        raise FileDamaged from None
